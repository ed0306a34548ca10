//! The report on one convention: a single HTML file that needs nothing else.
//!
//! It loads nothing, runs nothing, and says so to the browser: its content security policy allows
//! one style sheet, by the hash of its bytes. Every figure is a link to the passage that states it,
//! in the annex, and every passage links back. It reads on a telephone and on a wide screen, in
//! light and in dark, aloud, and on A4 paper.
//!
//! Everything that comes from a ledger is text: `maud` escapes it, and what is hidden or would turn
//! the direction of writing is taken out before (`ink`). The words are those of the pages for the
//! terminal. No counterfactual is shown: a report says what is.

mod annex;
mod chart;
mod decided;
mod desk;
mod findings;
mod gaps;
mod record;
mod state;
mod style;
mod summary;
mod time;

pub use record::{LedgerFacts, Verification, VerifiedPart};

use crate::cite::Context;
use crate::convention;
use crate::figures;
use crate::style::{Lang, References, Style};
use desk::Desk;
use greffe_audit_trail::{RulePack, Trail};
use greffe_convention_state::ConventionView;
use greffe_domain::{AsOf, Edtf, Grade, Instant, Recorded, StreamId};
use greffe_inquiry::Timeline;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What a report is made of.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The question's two clocks.
    pub as_of: AsOf,
    /// The state of the convention.
    pub view: &'a ConventionView,
    /// The trails of the convention, of the acts that decide it, and of their sittings and organs,
    /// with the findings about the first two.
    pub trail: &'a Trail,
    /// What happened around it.
    pub timeline: &'a Timeline,
    /// What persons decided on readings of its texts, and on who its subjects are.
    pub verdicts: &'a [Recorded],
    /// The kinds of the facts that wait for review in its texts.
    pub waiting: &'a [&'a str],
    /// The ledger, and what was verified of it.
    pub ledger: &'a LedgerFacts,
    /// The rule pack that the findings were made under, if one was.
    pub rules: Option<LocalRules<'a>>,
}

/// A rule pack, and the file that it was read from.
#[derive(Debug, Clone, Copy)]
pub struct LocalRules<'a> {
    /// What it says.
    pub pack: &'a RulePack,
    /// The name of the file.
    pub file: &'a str,
    /// The blake3 hash of its bytes.
    pub hash: &'a str,
}

/// The ledger behind a report, as far as its annex quotes it.
pub trait Sources: References {
    /// An entry with its passages; none when it cannot be read.
    fn source(&self, lang: Lang, entry: u64) -> Option<SourceEntry>;
}

/// An entry that a report cites.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceEntry {
    /// What it says, in a sentence.
    pub sentence: String,
    /// The stream it stands in.
    pub stream: StreamId,
    /// When the fact holds.
    pub effective: Edtf,
    /// The grade of the testimony.
    pub grade: Grade,
    /// When the ledger learned it.
    pub recorded_at: Instant,
    /// Who recorded it.
    pub recorded_by: String,
    /// Its passages, in the order of the entry.
    pub passages: Vec<SourcePassage>,
}

/// A passage that a report quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePassage {
    /// The name of the document's file.
    pub document: String,
    /// First byte and the byte after the last, in the registered text.
    pub span: (u64, u64),
    /// The fields that it supports, as JSON Pointers.
    pub fields: Vec<String>,
    /// The words where they stand; none when the text is not held or damaged.
    pub quoted: Option<Quoted>,
    /// When and why the text was erased, in words, where it was.
    pub erased: Option<String>,
}

/// Words of a document in their surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The page on which it begins, from 1, where its document has pages.
    pub page: Option<usize>,
    /// The line on which they begin, from 1.
    pub line: usize,
    /// What stands before.
    pub before: String,
    /// The words.
    pub text: String,
    /// What stands after.
    pub after: String,
}

/// A report as one HTML file.
#[must_use]
pub fn report(lang: Lang, sources: &dyn Sources, report: &Report<'_>) -> String {
    let refs: &dyn References = sources;
    let style = Style { lang, width: 0, colour: false };
    let cx = Context { style, refs };
    let desk = Desk::new(cx);
    // In the order of the page: citations are numbered as they are met, and the annex, which
    // comes after them, quotes what was cited.
    let sections = [
        ("summary", cx.pick("En bref", "In brief"), summary::section(&desk, report)),
        (
            "state",
            cx.pick("État de la convention", "State of the convention"),
            state::section(&desk, report.view),
        ),
        ("time", cx.pick("Frise", "Timeline"), time::section(&desk, report.timeline)),
        (
            "budget",
            cx.pick("Budget et part dans le temps", "Budget and share over time"),
            chart::section(&desk, report.view),
        ),
        ("decided", cx.pick("Qui a décidé", "Who decided"), decided::section(&desk, report.trail)),
        (
            "findings",
            cx.pick("Constats", "Findings"),
            findings::section(&desk, report.trail, report.rules.as_ref()),
        ),
        ("gaps", cx.pick("Ce qui manque", "What is missing"), gaps::section(&desk, report)),
        (
            "not-verified",
            cx.pick("Non vérifié", "Not verified"),
            record::not_verified(&desk, report),
        ),
        ("ledger", cx.pick("Registre", "Ledger"), record::section(&desk, report)),
        (
            "annex",
            cx.pick("Annexe\u{a0}: les passages", "Annex: the passages"),
            annex::section(&desk, sources),
        ),
    ];
    page(cx, report, &sections).into_string()
}

type Section<'t> = (&'static str, &'t str, Markup);

fn page(cx: Context<'_>, report: &Report<'_>, sections: &[Section<'_>]) -> Markup {
    let title = convention::title(cx, report.view);
    let kind = cx.pick("Rapport sur une convention", "Report on a convention");
    html! {
        (DOCTYPE)
        html lang=(cx.lang().pick("fr", "en")) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(style::policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "greffe " (env!("CARGO_PKG_VERSION")) };
                title { (crate::ink::clean(&title)) " – " (kind) }
                style { (PreEscaped(style::SHEET.as_str())) }
            }
            body {
                a.skip href="#summary" { (cx.pick("Aller au contenu", "Skip to the content")) }
                header {
                    p.kind { (kind) }
                    h1 { (crate::ink::clean(&title)) }
                    p.stream { code { (report.view.stream) } }
                    p { (question(cx, report.as_of)) }
                }
                nav aria-label=(cx.pick("Sommaire", "Contents")) {
                    ol { @for (id, title, _) in sections {
                        li { a href={ "#" (id) } { (title) } }
                    } }
                }
                main {
                    @for (id, title, body) in sections {
                        section id=(id) aria-labelledby={ (id) "-title" } {
                            h2 id={ (id) "-title" } { (title) }
                            (body)
                        }
                    }
                }
                footer {
                    p { (cx.pick(
                        "Fait par greffe. Le même registre et la même question donnent le même rapport, octet pour octet.",
                        "Made by greffe. The same ledger and the same question give the same report, byte for byte.",
                    )) }
                }
            }
        }
    }
}

/// The two clocks in a sentence.
fn question(cx: Context<'_>, as_of: AsOf) -> String {
    let held = as_of.effective.map(|day| {
        let day = figures::day(cx.lang(), day);
        cx.lang().pick(format!("en vigueur le {day}"), format!("in force on {day}"))
    });
    let held = held.unwrap_or_else(|| {
        cx.pick("tout ce qui est inscrit, sans limite de date", "everything recorded, at any date")
            .to_owned()
    });
    let known = as_of.known.map_or_else(
        || {
            cx.pick("tel que connu à la tête du registre", "as known at the head of the ledger")
                .to_owned()
        },
        |at| cx.lang().pick(format!("tel que connu le {at}"), format!("as known at {at}")),
    );
    let mark = cx.pick("\u{a0}:", ":");
    format!("{}{mark} {held}, {known}.", cx.pick("Question", "Question"))
}
