//! The text that a person reads: conventions, trails, findings, rules, and whole reconstructions.
//!
//! Views go in, a page of text comes out, in French or English, wrapped to a width, with or
//! without colour. After every figure stands a short reference in brackets that opens the passage
//! it comes from; what no text states is said to be missing, inferred or assumed. Long lists of
//! names are counted, the names standing behind the reference.
//!
//! It must not know: files, the terminal, the clock, the store, the law. It is pure: the same
//! views give the same page. How a reference is made is its caller's business ([`References`]).
//!
//! Start with [`reconstruction`] for the whole page, [`convention`] for the heart of it, and
//! [`event_sentence`] for the one sentence that every kind of event has.
//!
//! Inside: `ink` and `layout` make lines, `cite` puts references after figures, `words` and
//! `figures` hold the vocabulary, `sentence` the sentences; every other module is a part of a page.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod act;
mod balance;
mod bisect;
mod blame;
mod changes;
mod cite;
mod convention;
mod diff;
mod dossier;
mod evidence;
mod explain;
mod field;
mod figures;
mod findings;
mod history;
mod ink;
mod kinds;
mod layout;
mod log;
mod matching;
mod page;
mod paid;
mod report;
mod rule_pack;
mod rules;
mod sample;
mod sentence;
mod style;
mod terms;
mod timeline;
mod trail;
mod undone;
mod waiting;
mod what_if;
mod words;

pub use act::act;
pub use bisect::{bisection, untold};
pub use blame::blame;
pub use changes::{changes, field_label, field_value};
pub use convention::convention;
pub use diff::{Side, diff};
pub use explain::explain;
pub use field::paths_called;
pub use findings::findings;
pub use ink::visible;
pub use kinds::kind_words;
pub use log::{given_way, log_entry, paragraph};
pub use matching::matching;
pub use page::{DocumentLine, LedgerLine, Page, ReviewLine, reconstruction};
pub use report::{
    LedgerFacts, LocalRules, Quoted, Report, SourceEntry, SourcePassage, Sources, Verification,
    VerifiedPart, report,
};
pub use rule_pack::rule_pack;
pub use rules::{rule, rules};
pub use sample::sample;
pub use sentence::{data_sentence, erased_words, event_sentence};
pub use style::{Lang, References, Style};
pub use timeline::{timeline, timeline_csv, timeline_json, timeline_json_lines, timeline_svg};
pub use trail::{steps, subject, trail};
pub use vocabulary::{count, date, enumerated, grade, money};
pub use waiting::waiting;
pub use what_if::what_if;

/// Words and figures that callers set beside what the pages show.
mod vocabulary {
    use crate::words::Words as _;
    use crate::{Lang, figures};
    use greffe_domain::{Edtf, Grade, Money};

    /// An amount: `73 500 €`, `€73,500`, bound by no-break spaces.
    #[must_use]
    pub fn money(lang: Lang, amount: Money) -> String {
        figures::money(lang, amount)
    }

    /// A date with its precision: `16 mars 2023`, `2022`, `au plus tard le 14 mars 2024`.
    #[must_use]
    pub fn date(lang: Lang, when: &Edtf) -> String {
        figures::date(lang, when)
    }

    /// How many of a thing, one and several by the rules of each language: `1 entry`, `0 inscription`.
    #[must_use]
    pub fn count(lang: Lang, n: usize, fr: (&str, &str), en: (&str, &str)) -> String {
        figures::count(lang, u64::try_from(n).unwrap_or(u64::MAX), fr, en)
    }

    /// A value that events enumerate in words, by the names that schemas give its type and itself; none
    /// where it has no words.
    #[must_use]
    pub fn enumerated(lang: Lang, of: &str, code: &str) -> Option<&'static str> {
        crate::words::enumerated(lang, of, code)
    }

    /// A grade in a word: acte, pièce, rappel, déclaré, déduit.
    #[must_use]
    pub fn grade(lang: Lang, grade: Grade) -> &'static str {
        grade.words(lang)
    }
}
