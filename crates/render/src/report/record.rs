//! The ledger that a report rests on, what was verified of it, and what was not.

use super::Report;
use super::desk::Desk;
use crate::figures;
use crate::ink::{Ink, Tone, clean};
use crate::sentence::event_sentence;
use crate::words::Words as _;
use greffe_audit_trail::Outcome;
use greffe_domain::{Content, Recorded};
use maud::{Markup, html};

/// The ledger, as far as a report names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFacts {
    /// Its name, as it was opened.
    pub name: Option<String>,
    /// Its identity: the hash of entry 0, in hex.
    pub id: String,
    /// How many entries it holds.
    pub entries: u64,
    /// The hash of the last of them, in hex.
    pub head: String,
    /// How many entries of those that concern the convention no projection could use.
    pub set_aside: u64,
    /// What a verification found, where one was made for the report.
    pub verification: Option<Verification>,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Whether nothing that was checked is wrong.
    pub sound: bool,
    /// What was checked.
    pub parts: Vec<VerifiedPart>,
    /// What was not, in the language of the report.
    pub not_checked: Vec<String>,
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedPart {
    /// What, in the language of the report.
    pub what: String,
    /// How many of them.
    pub count: u64,
    /// What is wrong.
    pub faults: Vec<String>,
}

/// The ledger and the outcome of its verification.
pub(super) fn section(desk: &Desk<'_>, report: &Report<'_>) -> Markup {
    let cx = desk.cx;
    let ledger = report.ledger;
    let row = |fr: &str, en: &str, ink: Ink| (cx.pick(fr, en).to_owned(), ink);
    let name = ledger.name.as_ref().map(Ink::new).unwrap_or_default();
    let head = format!("{}:{}", ledger.entries, ledger.head);
    let pairs = [
        row("Nom", "Name", name),
        row("Identité", "Identity", Ink::new(&ledger.id)),
        row("Inscriptions", "Entries", Ink::new(figures::number(cx.lang(), ledger.entries))),
        row("Tête", "Head", Ink::new(&head)),
    ];
    html! {
        div.hashes { (desk.pairs(cx.pick("Le registre de ce rapport", "The ledger of this report"),
            &pairs)) }
        p { (cx.pick(
            "La tête engage tout ce qui la précède. Qui tient ce registre peut la comparer\u{a0}:",
            "The head commits to everything before it. Whoever has this ledger can compare it:",
        )) }
        pre tabindex="0" { code { "greffe verify --expect-head " (head) } }
        @if let Some(verification) = &ledger.verification { (outcome(desk, verification)) }
        @if !report.verdicts.is_empty() { (verdicts(desk, report.verdicts)) }
    }
}

/// What persons decided on what a machine had read, and on who is one.
fn verdicts(desk: &Desk<'_>, verdicts: &[Recorded]) -> Markup {
    let cx = desk.cx;
    let reference = |seq: &u64| Ink::toned(Tone::Reference, format!("[{seq}]"));
    let row = |recorded: &Recorded| {
        let sentence = match &recorded.content {
            Content::Known(fact) => event_sentence(cx.lang(), &fact.event),
            Content::Unknown { kind, .. } | Content::Odd { kind, .. } => kind.clone(),
        };
        let facts = Ink::join(" ", recorded.meta.causes.iter().map(reference));
        vec![reference(&recorded.meta.seq), Ink::new(sentence), facts]
    };
    let rows: Vec<Vec<Ink>> = verdicts.iter().map(row).collect();
    let header = [
        cx.pick("Inscription", "Entry"),
        cx.pick("Décision", "Decision"),
        cx.pick("Fait inscrit", "Fact recorded"),
    ];
    html! {
        h3 { (cx.pick("Relectures et rapprochements", "Reviews and links")) }
        p { (cx.pick(
            "Ce que des personnes ont décidé de la lecture de ces actes, et de qui ne fait qu'un.",
            "What persons decided on the reading of these acts, and on who is one.",
        )) }
        (desk.table(cx.pick("Décisions de personnes", "Decisions of persons"), &header, &rows))
    }
}

fn outcome(desk: &Desk<'_>, verification: &Verification) -> Markup {
    let cx = desk.cx;
    let row = |part: &VerifiedPart| {
        let verdict = if part.faults.is_empty() {
            Ink::toned(Tone::Good, cx.pick("✓ conforme", "✓ sound"))
        } else {
            Ink::toned(Tone::Bad, cx.pick("✗ DÉFAUT", "✗ FAULT"))
        };
        let faults = Ink::new(part.faults.join(" ; "));
        vec![
            Ink::new(&part.what),
            Ink::new(figures::number(cx.lang(), part.count)),
            verdict.then(faults),
        ]
    };
    let rows: Vec<Vec<Ink>> = verification.parts.iter().map(row).collect();
    let header =
        [cx.pick("Contrôle", "Check"), cx.pick("Nombre", "Count"), cx.pick("Résultat", "Outcome")];
    html! {
        h3 { (cx.pick("Vérification faite pour ce rapport", "Verification made for this report")) }
        p { @if verification.sound {
            (cx.pick("Rien d'anormal dans ce qui a été vérifié.", "Nothing wrong in what was checked."))
        } @else {
            strong.bad { (cx.pick("Anomalie\u{a0}: le registre n'est pas tel qu'il a été écrit.",
                "Anomaly: the ledger is not as it was written.")) }
        } }
        (desk.table(cx.pick("Ce qui a été relu", "What was read again"), &header, &rows))
    }
}

/// What the report does not vouch for.
pub(super) fn not_verified(desk: &Desk<'_>, report: &Report<'_>) -> Markup {
    let cx = desk.cx;
    let mut list: Vec<String> = Vec::new();
    match &report.ledger.verification {
        Some(verification) => list.extend(verification.not_checked.iter().map(|w| clean(w))),
        None => list.extend([
            cx.pick(
                "les octets du registre\u{a0}: ce rapport les a lus, sans les hacher à nouveau\u{a0}; «\u{a0}greffe verify\u{a0}» le fait, et «\u{a0}greffe report --verify\u{a0}» en joint le résultat",
                "the bytes of the ledger: this report read them without hashing them again; «\u{a0}greffe verify\u{a0}» does, and «\u{a0}greffe report --verify\u{a0}» adds the outcome",
            ).to_owned(),
            cx.pick(
                "que les faits inscrits soient vrais\u{a0}: le registre dit qui les dit, et où",
                "that the recorded facts are true: the ledger says who says them, and where",
            ).to_owned(),
        ]),
    }
    list.push(cx.pick(
        "que les textes enregistrés soient ceux des originaux signés\u{a0}: le registre tient les fichiers reçus",
        "that the registered texts are those of the signed originals: the ledger holds the files received",
    ).to_owned());
    list.push(
        cx.pick(
            "que le registre contienne tous les actes\u{a0}: ce que personne n'a versé n'y est pas",
            "that the ledger holds every act: what nobody brought is not there",
        )
        .to_owned(),
    );
    let open = report.trail.findings.iter().filter(|f| f.outcome == Outcome::CannotConclude);
    let open = u64::try_from(open.count()).unwrap_or(u64::MAX);
    if open > 0 {
        let points = figures::count(cx.lang(), open, ("point", "points"), ("point", "points"));
        list.push(cx.lang().pick(
            format!("{points} sur lesquels les règles ne peuvent conclure, faute d'un fait"),
            format!("{points} on which the rules cannot conclude for want of a fact"),
        ));
    }
    if let Some(balance) = &report.view.balance {
        list.extend(balance.assumptions.iter().map(|a| {
            format!(
                "{}{}",
                cx.pick("hypothèse du solde\u{a0}: ", "assumption of the balance: "),
                a.words(cx.lang())
            )
        }));
    }
    list.extend(report.trail.not_judged.iter().map(|stream| {
        cx.lang().pick(
            format!(
                "{stream}\u{a0}: la délibération n'est pas inscrite, aucune règle ne l'a jugée"
            ),
            format!("{stream}: the deliberation is not recorded, no rule judged it"),
        )
    }));
    if report.ledger.set_aside > 0 {
        let entries = figures::count(
            cx.lang(),
            report.ledger.set_aside,
            ("inscription laissée de côté", "inscriptions laissées de côté"),
            ("entry set aside", "entries set aside"),
        );
        list.push(cx.lang().pick(
            format!("{entries}, que ce programme ne sait pas lire"),
            format!("{entries}, which this program cannot read"),
        ));
    }
    html! {
        ul { @for item in list { li { (crate::ink::typeset(&item)) } } }
        p { (cx.pick(
            "Les constats ne sont pas un avis juridique\u{a0}: chacun applique un texte cité aux faits inscrits, et à eux seuls.",
            "The findings are not legal advice: each applies a cited text to the recorded facts, and to these alone.",
        )) }
    }
}
