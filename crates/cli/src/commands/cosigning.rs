//! Having a checkpoint cosigned: what a witness answers, and what of it is shown.
//!
//! Whoever answers under a witness's address may claim anything. What he claims against the ledger is told as
//! a fact where he shows a checkpoint that the ledger's own key signed, and else as his claim.

use crate::commands::checkpoint::{Done, no_key};
use crate::context::Context;
use crate::failure::Failure;
use crate::french::french;
use greffe::proofs::Trust;
use greffe::proofs::witness::AddCheckpoint;
use greffe::{KeptCheckpoint, Ledger, Remembered};
use greffe_witness::CallError;
use serde_json::json;

/// Asks a witness, from where it stands.
pub(super) fn cosigned(
    url: &str,
    trust: &Trust,
    ledger: &Ledger,
    context: &Context,
    done: &mut Done,
) -> Result<(), Failure> {
    let kept = ledger.latest_checkpoint()?.ok_or_else(no_key)?;
    let witness = Asked { url, trust, ledger, kept: &kept };
    let mut call = AddCheckpoint { old: 0, proof: Vec::new(), checkpoint: kept.note.clone() };
    let answer = match greffe_witness::call(url, &call) {
        Err(CallError::StandsAt(size)) if size > kept.checkpoint.size() => {
            return Err(witness.is_ahead(size));
        }
        Err(CallError::StandsAt(size)) => {
            call.old = size;
            call.proof = ledger.consistency(size, &kept)?;
            greffe_witness::call(url, &call)
        }
        other => other,
    };
    let lines = answer.map_err(|error| witness.refuses(&error))?;
    let note = kept.note.with_signatures(lines).map_err(|e| Failure::internal(&e))?;
    let (size, lines) = ledger.attach_cosignatures(&note, trust.policy().witnesses())?;
    done.json.insert("cosigned".to_owned(), json!({ "size": size, "lines": lines }));
    let said = context.say("Cosigné par", "Cosigned by");
    done.lines.push(format!("{said} {url} ({size})"));
    Ok(())
}

/// A witness that was asked.
struct Asked<'a> {
    url: &'a str,
    trust: &'a Trust,
    ledger: &'a Ledger,
    kept: &'a KeptCheckpoint,
}

impl Asked<'_> {
    /// What the checkpoint that it remembers comes to. One that it does not show is as good as one that shows
    /// nothing.
    fn shows(&self) -> Result<Remembered, Failure> {
        let shown = greffe_witness::remembered(self.url, self.kept.checkpoint.origin());
        let Ok(Some(shown)) = shown else { return Ok(Remembered::Unsigned) };
        Ok(self.ledger.remembered(&shown, self.trust.logs())?)
    }

    /// It says that it has seen more than what is submitted to it.
    fn is_ahead(&self, said: u64) -> Failure {
        let (url, kept) = (self.url, self.kept.checkpoint.size());
        match self.shows().map(|shown| (shown, self.proved(shown))) {
            Err(failure) | Ok((_, Some(failure))) => failure,
            Ok((Remembered::Held { size }, _)) if size == said => Failure::cannot_conclude(
                "older-than-seen",
                format!(
                    "{url} : le témoin a vu un point de contrôle sur {size} inscriptions ; le dernier gardé ici en a \
                     {kept} ; en signer un nouveau (`--key`), que le témoin comparera"
                ),
                format!(
                    "{url}: the witness has seen a checkpoint of {size} entries; the last one kept here has {kept}; \
                     sign a new one (`--key`), which the witness will compare"
                ),
            ),
            Ok(_) => self.claims(
                &format!("avoir vu {said} inscriptions"),
                &format!("to have seen {said} entries"),
            ),
        }
    }

    /// It does not cosign.
    fn refuses(&self, error: &CallError) -> Failure {
        let url = self.url;
        if let CallError::Refused { status: 422, said } = error {
            return match self.shows().map(|shown| self.proved(shown)) {
                Err(failure) | Ok(Some(failure)) => failure,
                Ok(None) => self.claims(
                    &format!(
                        "que le point de contrôle ne continue pas celui qu'il a vu (422 : {said})"
                    ),
                    &format!("that the checkpoint does not continue the one it saw (422: {said})"),
                ),
            };
        }
        let en = format!("{url}: {error}; the checkpoint is kept without its cosignature");
        let fr = match error {
            CallError::StandsAt(size) => format!("{url} : le témoin en est à {size} inscriptions"),
            CallError::Refused { status, said } => format!(
                "{url} : le témoin répond {status} : {said} ; le point de contrôle est gardé sans sa \
                 cosignature"
            ),
            CallError::NoCosignature => format!(
                "{url} : le témoin répond 200 sans cosignature ; le point de contrôle est gardé sans elle"
            ),
            _ => {
                let why = french(&error.to_string());
                format!("{url} : le témoin ne peut être atteint : {why}")
            }
        };
        Failure::unreadable("witness", fr, en)
    }

    /// What the checkpoint that it shows proves against the ledger, whose key signed it; nothing, where it proves
    /// nothing.
    fn proved(&self, shown: Remembered) -> Option<Failure> {
        let (url, held) = (self.url, self.ledger.head().count);
        match shown {
            Remembered::More { size } => Some(Failure::anomaly(
                "rolled-back",
                format!(
                    "{url} : le témoin montre un point de contrôle de ce registre sur {size} inscriptions, et le \
                     registre n'en contient que {held} : il a été ramené en arrière, ou un autre exemplaire a \
                     continué ; le remettre depuis une sauvegarde plus récente"
                ),
                format!(
                    "{url}: the witness shows a checkpoint of this ledger over {size} entries, and the ledger holds \
                     {held} only: it was rolled back, or another copy has gone on; put it back from a later backup"
                ),
            )),
            Remembered::Other { size } => Some(Failure::anomaly(
                "witness-refused",
                format!(
                    "{url} : le témoin montre un point de contrôle sur {size} inscriptions, signé par la clé de ce \
                     registre, et le registre en contient d'autres : deux histoires ont été signées ; garder les deux \
                     côtés, chercher lequel a été réécrit"
                ),
                format!(
                    "{url}: the witness shows a checkpoint over {size} entries, signed by the key of this ledger, and \
                     the ledger holds others: two histories were signed; keep both sides, and find which was rewritten"
                ),
            )),
            Remembered::Held { .. } | Remembered::Unsigned => None,
        }
    }

    /// It claims something against the ledger and shows nothing for it.
    fn claims(&self, fr: &str, en: &str) -> Failure {
        let url = self.url;
        Failure::cannot_conclude(
            "witness-claims",
            format!(
                "{url} : le témoin affirme {fr}, et ne montre aucun point de contrôle signé par ce registre qui le \
                 prouve ; lui demander ce qu'il a vu, ou demander à un autre ; le point de contrôle est gardé sans \
                 sa cosignature"
            ),
            format!(
                "{url}: the witness claims {en}, and shows no checkpoint signed by this ledger that proves it; ask \
                 it for what it saw, or ask another; the checkpoint is kept without its cosignature"
            ),
        )
    }
}
