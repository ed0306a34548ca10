//! Where in a page a walk stands: inside elements that show nothing, and inside those that show again.
//!
//! Only elements that change what is seen are kept, each with how many of its name are open: a page without them
//! nests nothing.

use super::OPEN_ENDED;
use super::style::{Hides, Style};
use crate::unseen::WhyUnseen;

/// How a stretch of the page is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// As the rest of the page.
    Shown,
    /// Not, for a reason that is told; or unsure, and kept.
    Hides(Hides),
    /// Not, and it is no text of the page: scripts, the head.
    Nothing,
}

#[derive(Debug)]
struct Region {
    name: String,
    /// How many elements of its name are open, itself included.
    open: usize,
    seen: Seen,
}

/// The regions that are open, one in the other.
#[derive(Debug, Default)]
pub(super) struct Regions(Vec<Region>);

/// Regions nest no deeper: from there on what one of them hides is hidden to the end of the last.
const DEEPEST: usize = 256;

impl Regions {
    /// How the words that come now are seen.
    pub(super) fn seen(&self) -> Seen {
        self.0.last().map_or(Seen::Shown, |region| region.seen)
    }

    /// Whether the words that come now are left out.
    pub(super) fn leaves_out(&self) -> bool {
        match self.seen() {
            Seen::Shown => false,
            Seen::Hides(hides) => hides.why != WhyUnseen::Unsure,
            Seen::Nothing => true,
        }
    }

    /// Whether they stand inside an element of a name that shows nothing.
    pub(super) fn inside(&self, name: &str) -> bool {
        self.0.last().is_some_and(|region| region.name == name && region.seen == Seen::Nothing)
    }

    /// Whether an element that opens changes what is seen, by what it does itself and by its style.
    pub(super) fn changes(&self, hides: Option<Hides>, style: &Style) -> Option<Seen> {
        match self.seen() {
            Seen::Nothing => None,
            Seen::Shown => hides.map(Seen::Hides),
            Seen::Hides(around) => {
                if around.until.is_some_and(|by| style.shows(by)) {
                    return Some(self.still_hides(style).map_or(Seen::Shown, Seen::Hides));
                }
                let worse = |hides: &Hides| {
                    around.why == WhyUnseen::Unsure && hides.why != WhyUnseen::Unsure
                };
                // What hides otherwise than what is around is not shown again by what shows that.
                let otherwise = |hides: &Hides| {
                    hides.why != WhyUnseen::Unsure
                        && around.until.is_some()
                        && hides.until != around.until
                };
                hides.filter(|hides| worse(hides) || otherwise(hides)).map(Seen::Hides)
            }
        }
    }

    /// What farther out hides the words that the innermost element shows again, if anything does.
    fn still_hides(&self, style: &Style) -> Option<Hides> {
        let outer = self.0.iter().rev().skip(1).map_while(|region| match region.seen {
            Seen::Hides(hides) => Some(hides),
            Seen::Shown | Seen::Nothing => None,
        });
        outer.into_iter().find(|hides| !hides.until.is_some_and(|by| style.shows(by)))
    }

    /// An element begins that changes what is seen.
    pub(super) fn enter(&mut self, name: &str, seen: Seen) {
        if self.0.len() < DEEPEST {
            self.0.push(Region { name: name.to_owned(), open: 1, seen });
        } else {
            if let Some(last) = self.0.last_mut().filter(|_| seen != Seen::Shown) {
                last.seen = seen;
            }
            self.opens(name);
        }
    }

    /// An element begins that changes nothing.
    pub(super) fn opens(&mut self, name: &str) {
        if let Some(region) = self.0.iter_mut().rev().find(|region| region.name == name) {
            region.open = region.open.saturating_add(1);
        }
    }

    /// An element ends; whether it was left out itself.
    pub(super) fn closes(&mut self, name: &str) -> bool {
        let out = self.leaves_out();
        let Some(at) = self.0.iter().rposition(|region| region.name == name) else { return out };
        if let Some(region) = self.0.get_mut(at) {
            region.open = region.open.saturating_sub(1);
            if region.open == 0 {
                self.0.truncate(at);
            }
        }
        out
    }

    /// The innermost element ends without saying so, where one of its kind begins, or the body behind a head that was
    /// left open.
    pub(super) fn ends_unsaid(&mut self, next: &str) {
        let over = self.0.last().is_some_and(|region| {
            region.name == next && OPEN_ENDED.contains(&next)
                || region.name == "head" && next == "body"
        });
        if over {
            self.0.pop();
        }
    }
}
