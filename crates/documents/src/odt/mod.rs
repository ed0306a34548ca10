//! ODT: the text of a package in the `OpenDocument` format (ISO/IEC 26300).
//!
//! Read is what a person sees: running headers once at the top, body, notes and footers at the
//! end. Not read are deletions kept by change tracking and words that are struck out, hidden, tiny or white on nothing,
//! which are counted; and comments and pictures.

mod body;
mod lists;
mod looks;

use crate::Extracted;
use crate::error::ReadError;
use crate::package::Package;
use crate::xml::{Node, walk};
use body::Story;

pub(crate) const ODT: &str = "ODT";

/// Whether the first part of a package says that it is a text document.
pub(crate) fn is_odt(package: &mut Package<'_>) -> Result<bool, ReadError> {
    let Some(kind) = package.part("mimetype")? else { return Ok(false) };
    let kinds = ["text", "text-template", "text-master"];
    let name = kind.trim().strip_prefix("application/vnd.oasis.opendocument.");
    Ok(name.is_some_and(|name| kinds.contains(&name)))
}

/// The text of a document.
pub(crate) fn read(mut package: Package<'_>) -> Result<Extracted, ReadError> {
    if encrypted(&mut package)? {
        return Err(ReadError::encrypted(ODT));
    }
    let missing = || ReadError::damaged(ODT, "its part content.xml is missing");
    let styles = package.part("styles.xml")?;
    let content = package.part("content.xml")?.ok_or_else(missing)?;
    let mut story = Story::default();
    if let Some(styles) = &styles {
        story.styles_of(styles)?;
        story.running(styles, "style:header")?;
    }
    story.styles_of(&content)?;
    story.body(&content)?;
    story.notes();
    if let Some(styles) = &styles {
        story.running(styles, "style:footer")?;
    }
    let (text, unseen) = story.finish()?;
    Ok(Extracted { unseen, ..Extracted::flowing(text) })
}

/// Whether the manifest says that parts are encrypted.
fn encrypted(package: &mut Package<'_>) -> Result<bool, ReadError> {
    let Some(manifest) = package.part("META-INF/manifest.xml")? else { return Ok(false) };
    let mut found = false;
    // Older programs declare a document type there; such a manifest says nothing that is needed.
    let read = walk(&manifest, ODT, |node| {
        found |= matches!(node, Node::Open(element) if element.name == "manifest:encryption-data");
        !found
    });
    match read {
        Err(limit @ ReadError::Limit { .. }) => Err(limit),
        _ => Ok(found),
    }
}
