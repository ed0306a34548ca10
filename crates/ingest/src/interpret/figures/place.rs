//! An amount where it stands: the words of its line and sentence, and the amount before it.

use crate::draft::Seems;
use crate::recognise::{Found, lead, tail};
use greffe_domain::Money;
use std::ops::Range;

/// An amount in its text.
pub(super) struct Place<'t> {
    pub(super) folded: &'t str,
    pub(super) own: &'t Found<Money>,
    pub(super) amount: &'t Range<usize>,
    /// The words of its line before it.
    pub(super) line: &'t str,
    /// Those of its own sentence.
    pub(super) sentence: &'t str,
    /// The words behind it.
    pub(super) behind: &'t str,
    /// The words between the amount before it and this one.
    pub(super) gap: Option<&'t str>,
    /// Where the words that may speak of it begin.
    pub(super) since: usize,
    pub(super) before: Option<&'t Found<Money>>,
    pub(super) next: Option<&'t Found<Money>>,
    /// What the amount before it seems to be.
    pub(super) last: Option<Seems>,
    /// Whether it is the part of a grant by the year.
    pub(super) part: bool,
    /// What it is among the costs of several years.
    pub(super) of_the_years: Option<Seems>,
    /// What is known of its act.
    pub(super) act: InAct,
}

/// The act in which an amount stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct InAct {
    /// Whether it grants something.
    pub(super) grants: bool,
    /// Whether it grants this very sum.
    pub(super) grants_this: bool,
    /// Whether it tells of no grant and of nobody who asks for one.
    pub(super) of_no_grant: bool,
}

/// So many bytes before and behind are looked at.
const LOOKED_AT: usize = 400;

impl<'t> Place<'t> {
    pub(super) fn new(
        folded: &'t str,
        all: &'t [Found<Money>],
        at: usize,
        part: bool,
        last: Option<Seems>,
    ) -> Option<Self> {
        let own = all.get(at)?;
        let amount = &own.range;
        let earlier = |back: usize| at.checked_sub(back).and_then(|at| all.get(at));
        let gap = earlier(1).and_then(|one| folded.get(one.range.end..amount.start));
        // *six mille euros (6 000 €)*: what is said of the words is said of the figures.
        let same = gap.is_some_and(|gap| gap.trim() == "(");
        let since = earlier(if same { 2 } else { 1 }).map_or(0, |one| one.range.end);
        let before = tail(folded.get(..amount.start)?, LOOKED_AT);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let sentence = line.rfind(". ").and_then(|stop| line.get(stop..)).unwrap_or(line);
        let behind = lead(folded.get(amount.end..)?, LOOKED_AT);
        let (before, next) = (earlier(1), all.get(at + 1));
        Some(Self {
            folded,
            own,
            amount,
            line,
            sentence,
            behind,
            gap,
            since,
            before,
            next,
            last,
            part,
            of_the_years: None,
            act: InAct::default(),
        })
    }
}
