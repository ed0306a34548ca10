//! The whole page that a reconstruction prints: the documents, each convention, who decided, the
//! findings, what was left for review, and the state of the ledger.

use crate::balance;
use crate::cite::Context;
use crate::convention;
use crate::figures::{count, number};
use crate::findings;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{References, Style};
use crate::trail;
use crate::words::cut;
use greffe_audit_trail::{Outcome, Trail};
use greffe_convention_state::ConventionView;
use greffe_domain::StreamKind;

/// How much of a passage is quoted on a review line, in characters.
const QUOTED: usize = 160;

/// Everything that a reconstruction shows.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The documents read, in the order in which they were given.
    pub documents: &'a [DocumentLine],
    /// The conventions, in the order in which they are shown.
    pub conventions: &'a [ConventionView],
    /// The trail with its findings.
    pub trail: &'a Trail,
    /// What was read but not recorded: a person decides.
    pub review: &'a [ReviewLine],
    /// The ledger that was written.
    pub ledger: &'a LedgerLine,
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLine {
    /// The name of the file.
    pub name: String,
    /// How many facts of it were recorded.
    pub recorded: u64,
    /// How many were left for review.
    pub review: u64,
}

/// A fact read with doubt, and left for a person to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// The name of the document.
    pub document: String,
    /// The kind of event.
    pub kind: String,
    /// What it would say, as [`crate::event_sentence`] gives it.
    pub sentence: String,
    /// Why it is left for review.
    pub reason: String,
    /// The passage, on one line; empty when there is none.
    pub quote: String,
}

/// The ledger that the page rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// How many entries it holds.
    pub entries: u64,
    /// The hash of the last of them, in hex.
    pub head: String,
    /// Where it is kept, as the user named it; nothing when it is gone with the page.
    pub path: Option<String>,
}

/// The whole page of a reconstruction.
#[must_use]
pub fn reconstruction(style: Style, refs: &dyn References, page: &Page<'_>) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    summary(&mut sheet, cx, page);
    for view in page.conventions {
        let own = page.trail.subjects.iter().find(|s| s.stream == view.stream);
        convention::write(&mut sheet, cx, view, own);
    }
    trail::acts(&mut sheet, cx, page.trail);
    findings::write(&mut sheet, cx, &page.trail.findings);
    review(&mut sheet, cx, page.review);
    documents(&mut sheet, cx, page.documents);
    ledger(&mut sheet, cx, page.ledger);
    sheet.finish()
}

/// What the page shows, in counts, with whatever a reader must not overlook.
fn summary(sheet: &mut Sheet, cx: Context<'_>, page: &Page<'_>) {
    let lang = cx.lang();
    let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let acts = page.trail.subjects.iter().filter(|s| s.stream.kind() == StreamKind::Act).count();
    let parts = [
        count(
            lang,
            size(page.documents.len()),
            ("document", "documents"),
            ("document", "documents"),
        ),
        count(
            lang,
            size(acts),
            ("délibération", "délibérations"),
            ("deliberation", "deliberations"),
        ),
        count(
            lang,
            size(page.conventions.len()),
            ("convention", "conventions"),
            ("convention", "conventions"),
        ),
        count(lang, page.ledger.entries, ("inscription", "inscriptions"), ("entry", "entries")),
    ];
    sheet.text(0, &Ink::new(parts.join(", ")));
    let found = findings::summary(cx, &page.trail.findings);
    let irregular = page.trail.findings.iter().any(|f| f.outcome == Outcome::Irregular);
    let found = if irregular { Ink::toned(Tone::Bad, found) } else { Ink::new(found) };
    sheet.text(0, &found);
    let assumed = page.conventions.iter().any(|view| !balance::assumes(view).is_empty());
    let mut notes = Vec::new();
    if assumed {
        notes.push(
            cx.pick("un solde repose sur des hypothèses", "a balance rests on assumptions")
                .to_owned(),
        );
    }
    if !page.review.is_empty() {
        notes.push(count(
            lang,
            size(page.review.len()),
            ("fait laissé à relire", "faits laissés à relire"),
            ("fact left for review", "facts left for review"),
        ));
    }
    if !notes.is_empty() {
        sheet.text(0, &Ink::toned(Tone::Doubt, notes.join(", ")));
    }
}

fn review(sheet: &mut Sheet, cx: Context<'_>, lines: &[ReviewLine]) {
    if lines.is_empty() {
        return;
    }
    sheet.heading(cx.pick("À relire (non inscrit au registre)", "For review (not recorded)"));
    sheet.text(
        2,
        &Ink::new(cx.pick(
            "Pour les inscrire : greffe draft ACTE -o PROJET ; greffe review PROJET, ou corriger le fichier ; \
             puis greffe record PROJET.review, ou PROJET, avec le même --ledger.",
            "To record them: greffe draft ACT -o DRAFT; greffe review DRAFT, or correct the file; then \
             greffe record DRAFT.review, or DRAFT, with the same --ledger.",
        )),
    );
    let mut document = None;
    for line in lines {
        if document != Some(&line.document) {
            sheet.text(2, &Ink::new(&line.document));
            document = Some(&line.document);
        }
        sheet.hung(4, "- ", &Ink::new(&line.sentence));
        if !line.reason.is_empty() {
            let doubt = Ink::toned(Tone::Doubt, cx.pick("doute :", "doubt:"));
            sheet.text(6, &doubt.then(line.reason.as_str()));
        }
        if !line.quote.is_empty() {
            sheet.text(6, &Ink::new(format!("« {} »", cut(&line.quote, QUOTED))));
        }
    }
}

fn documents(sheet: &mut Sheet, cx: Context<'_>, lines: &[DocumentLine]) {
    if lines.is_empty() {
        return;
    }
    sheet.heading(cx.pick("Documents lus", "Documents read"));
    for line in lines {
        let recorded = count(
            cx.lang(),
            line.recorded,
            ("fait inscrit", "faits inscrits"),
            ("fact recorded", "facts recorded"),
        );
        let review = if line.review == 0 {
            String::new()
        } else {
            format!(", {} {}", number(cx.lang(), line.review), cx.pick("à relire", "for review"))
        };
        sheet.hung(
            2,
            "- ",
            &Ink::new(format!("{}{} {recorded}{review}", line.name, cx.pick(" :", ":"))),
        );
    }
}

fn ledger(sheet: &mut Sheet, cx: Context<'_>, line: &LedgerLine) {
    sheet.heading(cx.pick("Registre", "Ledger"));
    let entries =
        count(cx.lang(), line.entries, ("inscription", "inscriptions"), ("entry", "entries"));
    let kept = line.path.as_deref();
    let place = kept.unwrap_or(cx.pick("temporaire, non conservé", "temporary, not kept"));
    sheet.text(2, &Ink::new(format!("{place}, {entries}")));
    let label = cx.pick("empreinte de tête", "hash of the head");
    sheet.text(2, &Ink::new(format!("{label} {}", line.head)));
    sheet.blank();
    sheet.text(
        2,
        &Ink::new(cx.pick(
            "(acte) : l'acte le décide ou le constate ; (pièce) : une pièce administrative le dit ; (rappel) : un acte mentionne un fait antérieur ; (déclaré) : le bénéficiaire ou des données ouvertes le disent ; (déduit) : greffe le déduit.",
            "(act): the act decides or records it; (record): an administrative record says it; (recital): an act mentions an earlier fact; (declared): the beneficiary or open data says so; (inferred): greffe infers it.",
        )),
    );
    let opened = if kept.is_some() {
        cx.pick(
            "Une référence entre crochets, comme [12.3], s'ouvre par « greffe show 12.3 » avec le \
             même --ledger.",
            "A reference in brackets, such as [12.3], is opened by « greffe show 12.3 » with the \
             same --ledger.",
        )
    } else {
        cx.pick(
            "Pour ouvrir les références entre crochets (« greffe show 12.3 »), garder le registre : \
             --ledger DOSSIER. Pour n'y inscrire que ce qu'une personne a vérifié : greffe init, puis pour \
             chaque acte greffe draft, greffe review et greffe record.",
            "To open the references in brackets (« greffe show 12.3 »), keep the ledger: \
             --ledger DIR. To record only what a person has checked: greffe init, then for each act \
             greffe draft, greffe review and greffe record.",
        )
    };
    sheet.text(2, &Ink::new(opened));
}
