//! How words look, as far as it decides whether a reader sees them: what their styles say (ISO/IEC 26300, 16).

use super::ODT;
use crate::error::ReadError;
use crate::unseen::{WhyUnseen, number, white};
use crate::xml::{Element, Node, walk};
use std::collections::BTreeMap;

/// What a style says of words; none where it says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    hidden: Option<bool>,
    struck: Option<bool>,
    tiny: Option<bool>,
    transparent: Option<bool>,
    white: Option<bool>,
    /// Whether something of a colour stands behind the words.
    ground: Option<bool>,
}

/// Letters of so many points are not seen, nor of so many parts in a hundred of those around.
const TINY: f64 = 2.0;
const TINY_PART: f64 = 10.0;

impl Look {
    /// Adds what the properties of a style say.
    fn properties(&mut self, element: &Element) {
        if let Some(ground) = element.get("background-color") {
            let plain = ground == "transparent" || white(&ground.to_ascii_lowercase());
            self.ground = Some(!plain);
        }
        if element.name != "style:text-properties" {
            return;
        }
        self.hidden = element.get("display").map(|said| said == "none").or(self.hidden);
        let lines = ["text-line-through-style", "text-line-through-type"];
        for said in lines.into_iter().filter_map(|name| element.get(name)) {
            self.struck = Some(said != "none");
        }
        // Where the colour is left to the program, what is said of it beside that says nothing.
        let own = element.get("use-window-font-color") != Some("true");
        if !own {
            (self.white, self.transparent) = (Some(false), Some(false));
        } else if let Some(colour) = element.get("color") {
            let opacity = element.get("opacity").and_then(number);
            self.white = Some(white(&colour.to_ascii_lowercase()));
            self.transparent = Some(opacity.is_some_and(|part| part <= 5.0));
        }
        if let Some((size, said)) =
            element.get("font-size").and_then(|said| Some((number(said)?, said)))
        {
            let least = if said.ends_with('%') { TINY_PART } else { TINY };
            let metric = ["cm", "mm", "in"].iter().any(|unit| said.ends_with(unit));
            self.tiny = Some(size <= if metric { 0.0 } else { least });
        }
    }

    /// What is said later, or further inside, over what was said before.
    pub(super) fn over(self, before: Look) -> Look {
        Look {
            hidden: self.hidden.or(before.hidden),
            struck: self.struck.or(before.struck),
            tiny: self.tiny.or(before.tiny),
            transparent: self.transparent.or(before.transparent),
            white: self.white.or(before.white),
            ground: self.ground.or(before.ground),
        }
    }

    /// Why a reader does not see the words, if so; `drawn` where they stand in a frame, which may have a colour.
    pub(super) fn unseen(self, drawn: bool) -> Option<WhyUnseen> {
        let on = |said: Option<bool>| said == Some(true);
        if on(self.hidden) {
            Some(WhyUnseen::Hidden)
        } else if on(self.struck) {
            Some(WhyUnseen::Struck)
        } else if on(self.tiny) {
            Some(WhyUnseen::Tiny)
        } else if on(self.transparent) {
            Some(WhyUnseen::Pale)
        } else if on(self.white) && !on(self.ground) {
            Some(if drawn { WhyUnseen::Unsure } else { WhyUnseen::Pale })
        } else {
            None
        }
    }
}

/// The looks that the styles of a document give, by family and name.
#[derive(Debug, Default)]
pub(super) struct Looks(BTreeMap<(String, String), (Look, Option<String>)>);

/// Styles rest on each other no deeper.
const DEEPEST: usize = 32;

impl Looks {
    /// Reads the styles that a part defines.
    pub(super) fn read(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut open: Option<((String, String), Look, Option<String>)> = None;
        walk(xml, ODT, |node| {
            match node {
                Node::Open(element) => match (element.name.as_str(), &mut open) {
                    ("style:style" | "style:default-style", open) => {
                        let said = |name: &str| element.get(name).map(str::to_owned);
                        let key =
                            (said("family").unwrap_or_default(), said("name").unwrap_or_default());
                        *open = Some((key, Look::default(), said("parent-style-name")));
                    }
                    (
                        "style:text-properties"
                        | "style:paragraph-properties"
                        | "style:table-properties"
                        | "style:table-row-properties"
                        | "style:table-cell-properties",
                        Some((_, look, _)),
                    ) => look.properties(element),
                    // Styles are defined before the body.
                    ("office:body", _) => return false,
                    _ => {}
                },
                Node::Close("style:style" | "style:default-style") => {
                    if let Some((key, look, parent)) = open.take() {
                        self.0.insert(key, (look, parent));
                    }
                }
                _ => {}
            }
            true
        })
    }

    /// The look of an element of a family by the style that it names, and by the default of the family.
    pub(super) fn of(&self, family: &str, element: &Element) -> Look {
        let find = |name: &str| self.0.get(&(family.to_owned(), name.to_owned()));
        let mut look = Look::default();
        let mut next = element.get("style-name").map(str::to_owned);
        for _ in 0..DEEPEST {
            let Some((said, parent)) = next.as_deref().and_then(find) else { break };
            look = look.over(*said);
            next.clone_from(parent);
        }
        match find("") {
            Some((said, _)) => look.over(*said),
            None => look,
        }
    }
}
