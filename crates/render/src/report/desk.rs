//! The desk on which a report is written: ink becomes HTML, and each citation a link whose number
//! the annex knows.

use crate::cite::Context;
use crate::ink::{Ink, Tone};
use maud::{Markup, html};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What is cited: an entry, or one of its passages, from 1.
pub(super) type Cited = (u64, Option<usize>);

/// See the module.
pub(super) struct Desk<'a> {
    pub(super) cx: Context<'a>,
    citations: RefCell<Citations>,
}

/// The citations so far: their number, and for each thing cited the numbers of its citations.
#[derive(Default)]
struct Citations {
    last: u64,
    of: BTreeMap<Cited, Vec<u64>>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(cx: Context<'a>) -> Desk<'a> {
        Desk { cx, citations: RefCell::default() }
    }

    /// One of two texts.
    pub(super) fn pick<'t>(&self, fr: &'t str, en: &'t str) -> &'t str {
        self.cx.lang().pick(fr, en)
    }

    /// Ink as HTML: text escaped, tones as elements, references as links into the annex.
    pub(super) fn ink(&self, ink: &Ink) -> Markup {
        html! {
            @for (tone, run) in ink.runs() {
                @match tone {
                    Some(Tone::Reference) => (self.link(&run)),
                    Some(Tone::Strong) => strong { (run) },
                    Some(Tone::Bad) => strong.bad { (run) },
                    Some(Tone::Doubt) => span.doubt { (run) },
                    Some(Tone::Good) => span.good { (run) },
                    None => (run),
                }
            }
        }
    }

    fn link(&self, run: &str) -> Markup {
        let Some(cited) = parse(run) else { return html! { (run) } };
        let mut citations = self.citations.borrow_mut();
        citations.last += 1;
        let number = citations.last;
        citations.of.entry(cited).or_default().push(number);
        html! { a.ref id={ "c-" (number) } href={ "#" (anchor(cited)) } { (run) } }
    }

    /// Everything cited so far, with the numbers of its citations.
    pub(super) fn cited(&self) -> BTreeMap<Cited, Vec<u64>> {
        self.citations.borrow().of.clone()
    }

    /// A two-column table whose first column names what stands in the second; empty rows are left
    /// out, and nothing is written when all are.
    pub(super) fn pairs(&self, caption: &str, pairs: &[(String, Ink)]) -> Markup {
        let shown: Vec<_> = pairs.iter().filter(|(_, ink)| !ink.is_empty()).collect();
        html! {
            @if !shown.is_empty() {
                table.pairs {
                    caption { (caption) }
                    tbody { @for (label, ink) in shown {
                        tr {
                            // A row without a name goes on with what the row before names.
                            @if label.is_empty() { td.more {} } @else { th scope="row" { (label) } }
                            td { (self.ink(ink)) }
                        }
                    } }
                }
            }
        }
    }

    /// A table with a header row, in a frame that scrolls by itself where the page is narrow.
    pub(super) fn table(&self, caption: &str, header: &[&str], rows: &[Vec<Ink>]) -> Markup {
        html! {
            div.wide tabindex="0" role="group" aria-label=(caption) {
                table {
                    caption { (caption) }
                    thead { tr { @for title in header { th scope="col" { (title) } } } }
                    tbody { @for row in rows {
                        tr { @for (at, cell) in row.iter().enumerate() {
                            @if at == 0 {
                                th scope="row" { (self.ink(cell)) }
                            } @else {
                                td { (self.ink(cell)) }
                            }
                        } }
                    } }
                }
            }
        }
    }
}

/// Where the annex quotes it.
pub(super) fn anchor((entry, passage): Cited) -> String {
    match passage {
        Some(passage) => format!("p-{entry}-{passage}"),
        None => format!("e-{entry}"),
    }
}

/// `[12.3]`, `[12]`.
fn parse(run: &str) -> Option<Cited> {
    let bare = run.trim().strip_prefix('[')?.strip_suffix(']')?;
    match bare.split_once('.') {
        Some((entry, passage)) => Some((entry.parse().ok()?, Some(passage.parse().ok()?))),
        None => Some((bare.parse().ok()?, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_back() {
        assert_eq!(parse("[12.3]"), Some((12, Some(3))));
        assert_eq!(parse("[12]"), Some((12, None)));
        assert_eq!(parse("[x]"), None);
        assert_eq!(parse("12"), None);
    }
}
