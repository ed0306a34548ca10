//! How the words of a run look, as far as it decides whether a reader sees them.
//!
//! A run has what its paragraph's style, its own style and its own properties say, the later over the earlier
//! (ECMA-376, part 1, 17.7.2).

use super::DOCX;
use crate::error::ReadError;
use crate::unseen::{WhyUnseen, white};
use crate::xml::{Element, Node, walk};
use std::collections::BTreeMap;

/// What is said of words; none where nothing is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    hidden: Option<bool>,
    /// Not shown as a page of the web, and shown on paper.
    web_hidden: Option<bool>,
    struck: Option<bool>,
    struck_twice: Option<bool>,
    tiny: Option<bool>,
    white: Option<bool>,
    /// Whether something of a colour stands behind the words.
    ground: Option<bool>,
}

/// Letters of so many half-points are not seen.
const TINY: u32 = 4;

impl Look {
    /// Adds what a property of a run says.
    pub(super) fn property(&mut self, element: &Element) {
        match element.name.as_str() {
            "w:vanish" | "w:specVanish" => self.hidden = Some(element.is_on()),
            "w:webHidden" => self.web_hidden = Some(element.is_on()),
            "w:strike" => self.struck = Some(element.is_on()),
            "w:dstrike" => self.struck_twice = Some(element.is_on()),
            "w:sz" => {
                let size = element.get("val").and_then(|val| val.trim().parse::<u32>().ok());
                self.tiny = size.map(|size| size <= TINY).or(self.tiny);
            }
            "w:color" => {
                let colour = element.get("val").unwrap_or_default().to_ascii_lowercase();
                // The ground of a theme is white unless somebody paints it; a shade of it is grey.
                let ground = element.get("themeColor") == Some("background1")
                    && element.get("themeShade").is_none();
                self.white = Some(ground || white(&format!("#{colour}")));
            }
            "w:highlight" => {
                self.ground = Some(!matches!(element.get("val"), Some("none" | "white")));
            }
            "w:shd" => self.ground = Some(paints(element)),
            _ => {}
        }
    }

    /// What is said later over what was said before.
    fn over(self, before: Look) -> Look {
        Look {
            hidden: self.hidden.or(before.hidden),
            web_hidden: self.web_hidden.or(before.web_hidden),
            struck: self.struck.or(before.struck),
            struck_twice: self.struck_twice.or(before.struck_twice),
            tiny: self.tiny.or(before.tiny),
            white: self.white.or(before.white),
            ground: self.ground.or(before.ground),
        }
    }

    /// Why a reader does not see the words, if so; with what stands behind them, where somebody can tell.
    pub(super) fn unseen(self, behind: Option<bool>) -> Option<WhyUnseen> {
        let on = |said: Option<bool>| said == Some(true);
        if on(self.hidden) {
            Some(WhyUnseen::Hidden)
        } else if on(self.struck) || on(self.struck_twice) {
            Some(WhyUnseen::Struck)
        } else if on(self.tiny) {
            Some(WhyUnseen::Tiny)
        } else if on(self.white) && !on(self.ground) && behind != Some(true) {
            Some(if behind.is_some() { WhyUnseen::Pale } else { WhyUnseen::Unsure })
        } else {
            on(self.web_hidden).then_some(WhyUnseen::Unsure)
        }
    }
}

/// Whether a shading gives a colour.
pub(super) fn paints(shading: &Element) -> bool {
    let fill = shading.get("fill").unwrap_or("auto").to_ascii_lowercase();
    let filled = fill != "auto" && !white(&format!("#{fill}"));
    let pattern = !matches!(shading.get("val"), None | Some("clear" | "nil"));
    filled || pattern
}

/// The looks that styles give.
#[derive(Debug, Default)]
pub(super) struct Looks {
    styles: BTreeMap<String, (Look, Option<String>)>,
    /// The style of a paragraph that names none.
    default: Option<String>,
}

/// Styles rest on each other no deeper.
const DEEPEST: usize = 32;

impl Looks {
    /// Reads the styles of a document.
    pub(super) fn of(styles: Option<&str>) -> Result<Looks, ReadError> {
        let mut looks = Looks::default();
        let mut open: Option<(String, Look, Option<String>)> = None;
        // A table's style says of some of its cells what holds for them alone.
        let mut aside = false;
        walk(styles.unwrap_or_default(), DOCX, |node| {
            match node {
                Node::Open(element) => match (element.name.as_str(), &mut open) {
                    ("w:style", open) => {
                        let id = element.get("styleId").unwrap_or_default().to_owned();
                        let default = matches!(element.get("default"), Some("1" | "true" | "on"));
                        if default && element.get("type") == Some("paragraph") {
                            looks.default = Some(id.clone());
                        }
                        *open = Some((id, Look::default(), None));
                    }
                    ("w:tblStylePr", _) => aside = true,
                    ("w:basedOn", Some((_, _, base))) => {
                        *base = element.get("val").map(str::to_owned);
                    }
                    (_, Some((_, look, _))) if !aside => look.property(element),
                    _ => {}
                },
                Node::Close("w:tblStylePr") => aside = false,
                Node::Close("w:style") => {
                    if let Some((id, look, base)) = open.take() {
                        looks.styles.insert(id, (look, base));
                    }
                }
                _ => {}
            }
            true
        })?;
        Ok(looks)
    }

    /// The look of a run: its own over that of its style over that of its paragraph's style.
    pub(super) fn look(&self, own: Look, style: Option<&str>, paragraph: Option<&str>) -> Look {
        own.over(self.style(style)).over(self.style(paragraph.or(self.default.as_deref())))
    }

    fn style(&self, id: Option<&str>) -> Look {
        let mut look = Look::default();
        let mut next = id;
        for _ in 0..DEEPEST {
            let Some((said, base)) = next.and_then(|id| self.styles.get(id)) else { break };
            look = look.over(*said);
            next = base.as_deref();
        }
        look
    }
}
