//! Figures of the text of which no amount is read: each is noted, and no amount of its act is sure, for what was left
//! out may be the very one that the act decides.

use crate::interpret::{Fact, Held, Remark};
use crate::recognise::{Found, Unread, unread_figures};
use crate::segment::Part;
use std::ops::Range;

/// The figures that are not read in a text whose wide gaps are tabs.
pub(crate) struct UnreadFigures<'a> {
    text: &'a str,
    found: Vec<Found<Unread>>,
}

impl<'a> UnreadFigures<'a> {
    pub(crate) fn of(text: &'a str) -> UnreadFigures<'a> {
        UnreadFigures { text, found: unread_figures(text) }
    }

    /// Leaves none of the amounts of an act sure that has such a figure in one of its parts. Digits before an amount
    /// that a fact holds were a cell of their own.
    pub(crate) fn cast_doubt(&self, money: &mut [Fact], parts: &[(Part, Range<usize>)]) {
        let (Some((_, first)), Some((_, last))) = (parts.first(), parts.last()) else { return };
        let from = self.found.partition_point(|figure| figure.range.start < first.start);
        let own = self.found.iter().skip(from).take_while(|f| f.range.start < last.end);
        let own: Vec<&Found<Unread>> = own.collect();
        if own.is_empty() {
            return;
        }
        let mut held = Held::default();
        held.add(money);
        let doubtful = own.into_iter().find(|figure| !held.holds(&figure.range));
        let Some(figure) = doubtful else { return };
        let reason = format!("a figure of the act is not read: « {} »", self.said(figure));
        for fact in money {
            let data = fact.event.data().unwrap_or_default();
            let counts = |key: &String| key.ends_with("_cents");
            if data.as_object().is_some_and(|fields| fields.keys().any(counts)) {
                fact.doubt.get_or_insert_with(|| reason.clone());
            }
        }
    }

    /// A note on each that no fact holds.
    pub(crate) fn remarks(&self, held: &Held) -> Vec<Remark> {
        let told = self.found.iter().filter(|figure| !held.holds(&figure.range));
        let remark = |figure: &Found<Unread>| Remark {
            range: figure.range.clone(),
            code: "figure-unread",
            what: self.why(figure),
            figure: None,
        };
        told.map(remark).collect()
    }

    fn why(&self, figure: &Found<Unread>) -> String {
        let said = self.said(figure);
        match figure.value {
            Unread::Characters => format!(
                "« {said} » holds characters that do not show or are no digits from 0 to 9; it is not read"
            ),
            Unread::Groups => {
                format!("the digits of « {said} » stand in no groups of three; it is not read")
            }
            Unread::TwoWays => {
                format!("the comma of « {said} » may part thousands or a fraction; it is not read")
            }
        }
    }

    fn said(&self, figure: &Found<Unread>) -> &'a str {
        self.text.get(figure.range.clone()).unwrap_or_default()
    }
}
