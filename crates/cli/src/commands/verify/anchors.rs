//! What a ledger was held against, in words.

use super::counted::counted;
use super::{Check, NotChecked, utc};
use greffe::proofs::evidence::Verdict;
use greffe::{AnchorReport, NotAnchored};

pub(super) fn checks(report: &AnchorReport) -> impl Iterator<Item = Check> + '_ {
    report.checks.iter().map(|check| {
        let (fr, en) = words(check.name);
        let stamps = match check.name {
            "time-stamps" => report.stamps.clone(),
            _ => Vec::new(),
        };
        let covers = check.covers;
        Check { covers, stamps, ..of(check.name, fr, en, check.count, &check.verdict) }
    })
}

/// A check of the rooms below, with its words.
pub(super) fn of(
    code: &'static str,
    fr: &'static str,
    en: &'static str,
    count: u64,
    verdict: &Verdict,
) -> Check {
    let (faults, open) = match verdict {
        Verdict::Sound => (Vec::new(), None),
        Verdict::Faulty(faults) => (faults.iter().map(|what| (None, what.clone())).collect(), None),
        Verdict::CannotConclude(reason) => (Vec::new(), Some(reason.clone())),
    };
    Check { code, fr, en, count, faults, open, covers: None, stamps: Vec::new() }
}

/// The words of a check, in French and English.
fn words(name: &str) -> (&'static str, &'static str) {
    match name {
        "tree" => (
            "points de contrôle comparés à l'arbre des inscriptions",
            "checkpoints compared with the tree over the entries",
        ),
        "tiles" => ("tuiles comparées à l'arbre", "tiles compared with the tree"),
        "signatures" => ("signatures des points de contrôle", "signatures of checkpoints"),
        "keys" => ("clés que le registre inscrit", "keys that the ledger records"),
        "log" => ("points de contrôle d'une clé admise", "checkpoints by a pinned key"),
        "witnesses" => ("cosignatures de témoins admis", "cosignatures of pinned witnesses"),
        "time-stamps" => ("horodatages d'une autorité admise", "time-stamps by a pinned authority"),
        _ => ("autre contrôle", "another check"),
    }
}

pub(super) fn not_checked(report: &AnchorReport) -> impl Iterator<Item = NotChecked> + '_ {
    report.not_checked.iter().map(left_out)
}

fn left_out(what: &NotAnchored) -> NotChecked {
    match what {
        NotAnchored::Rewrite => NotChecked::new(
            "rewrite",
            "une réécriture complète du registre : rien de l'extérieur ne la contredirait ; donner \
             --expect-head ou --checkpoint avec ce qui a été gardé ailleurs",
            "a rewrite of the whole ledger: nothing from outside would contradict it; give \
             --expect-head or --checkpoint with what was kept elsewhere",
        ),
        NotAnchored::Keeper => NotChecked::new(
            "keeper",
            "une réécriture par qui détient la clé : il la signerait ; un point de contrôle gardé \
             ailleurs, des témoins ou un horodatage l'excluraient",
            "a rewrite by whoever holds the key: he would sign it; a checkpoint kept elsewhere, \
             witnesses or a time-stamp would exclude it",
        ),
        NotAnchored::Behind { covered, entries } => NotChecked::new(
            "behind",
            match entries {
                1 => format!(
                    "l'inscription venue après les {covered} dont répond quelque chose d'extérieur"
                ),
                n => format!(
                    "{n} inscriptions venues après les {covered} dont répond quelque chose d'extérieur"
                ),
            },
            match entries {
                1 => format!(
                    "the entry that came after the {covered} for which something from outside vouches"
                ),
                n => format!(
                    "{n} entries that came after the {covered} for which something from outside vouches"
                ),
            },
        ),
        NotAnchored::Empty { .. } => NotChecked::new(
            "empty-checkpoint",
            "quoi que ce soit d'après un point de contrôle sur aucune inscription : toute histoire le continue, et \
             aucune cosignature ni aucun horodatage n'y change rien",
            "anything by a checkpoint over no entries: every history continues it, whoever cosigned or \
             time-stamped it",
        ),
        NotAnchored::NoTrustedKey { checkpoints } => NotChecked::new(
            "no-trusted-key",
            match checkpoints {
                1 => "de qui sont les signatures du point de contrôle : donner --trust".to_owned(),
                n => {
                    format!("de qui sont les signatures de {n} points de contrôle : donner --trust")
                }
            },
            match checkpoints {
                1 => "whose the signatures of the checkpoint are: give --trust".to_owned(),
                n => format!("whose the signatures of {n} checkpoints are: give --trust"),
            },
        ),
        NotAnchored::UnknownSigners { lines } => {
            let (fr, en) = counted(
                *lines,
                ("signature d'une clé inconnue ici", "signatures de clés inconnues ici"),
                (
                    "signature of a key that is not known here",
                    "signatures of keys that are not known here",
                ),
            );
            NotChecked::new("unknown-signers", fr, en)
        }
        NotAnchored::NoAuthority { tokens } => no_authority("no-authority", *tokens),
        other => common(other),
    }
}

/// What the instants of time-stamps leave open, and whatever is left out of a bundle in the same words.
fn common(what: &NotAnchored) -> NotChecked {
    match what {
        NotAnchored::BeforeStamp { time, covered } => {
            let time = utc(*time);
            NotChecked::new(
                "before-time-stamp",
                format!(
                    "une réécriture faite avant le {time} : l'horodatage dit seulement que ces {covered} \
                     inscriptions existaient alors ; un point de contrôle gardé ailleurs auparavant (--checkpoint) \
                     l'exclurait"
                ),
                format!(
                    "a rewrite made before {time}: the time-stamp says only that these {covered} entries existed \
                     by then; a checkpoint kept elsewhere before that (--checkpoint) would exclude it"
                ),
            )
        }
        NotAnchored::Clocks { time, covered, recorded } => {
            let (time, recorded) = (utc(*time), utc(*recorded));
            NotChecked::new(
                "clocks",
                format!(
                    "quelle horloge est juste : l'horodatage des {covered} premières inscriptions dit {time}, et la \
                     dernière d'entre elles se dit inscrite plus tard, le {recorded}"
                ),
                format!(
                    "which clock is right: the time-stamp of the first {covered} entries says {time}, and the last \
                     of them says that it was recorded later, {recorded}"
                ),
            )
        }
        NotAnchored::LongUnstamped { time, covered, recorded } => {
            let (time, recorded) = (utc(*time), utc(*recorded));
            NotChecked::new(
                "long-unstamped",
                format!(
                    "pourquoi les {covered} premières inscriptions n'ont été horodatées que le {time}, quand la \
                     dernière d'entre elles se dit inscrite le {recorded}"
                ),
                format!(
                    "why the first {covered} entries were time-stamped only {time}, when the last of them says \
                     that it was recorded {recorded}"
                ),
            )
        }
        NotAnchored::Forks => forks(),
        NotAnchored::NoTimeStamp => no_time_stamp(),
        NotAnchored::Revocation => revocation(),
        _ => stolen_keys(),
    }
}

/// Time-stamps by others than those who are pinned.
pub(super) fn no_authority(code: &'static str, tokens: u64) -> NotChecked {
    let (fr, en) = counted(
        tokens,
        (
            "horodatage d'une autorité qui n'est pas admise : donner --authority",
            "horodatages d'autorités qui ne sont pas admises : donner --authority",
        ),
        (
            "time-stamp by an authority that is not pinned: give --authority",
            "time-stamps by authorities that are not pinned: give --authority",
        ),
    );
    NotChecked::new(code, fr, en)
}

pub(super) fn forks() -> NotChecked {
    NotChecked::new(
        "forks",
        "si d'autres ont vu une autre histoire : aucun témoin n'est demandé (--trust avec une \
         politique)",
        "whether others were shown another history: no witness is asked for (--trust with a policy)",
    )
}

pub(super) fn no_time_stamp() -> NotChecked {
    NotChecked::new(
        "no-time-stamp",
        "quand le point de contrôle a été fait : aucun horodatage",
        "when the checkpoint was made: there is no time-stamp",
    )
}

pub(super) fn revocation() -> NotChecked {
    NotChecked::new(
        "revocation",
        "si des certificats d'autorités ont été révoqués : il faudrait le réseau",
        "whether certificates of authorities were revoked: that would take a network",
    )
}

pub(super) fn stolen_keys() -> NotChecked {
    NotChecked::new(
        "stolen-keys",
        "si des clés ont été perdues ou volées",
        "whether keys were lost or stolen",
    )
}
