//! DOCX: the document of a package in Office Open XML (ECMA-376, part 1).
//!
//! Read is what a person sees: running headers once at the top, body, notes and footers at the
//! end. Not read are what was struck out, with or without revision marks, words that are hidden, tiny or white on
//! nothing, which are counted; and field instructions, comments and pictures.

mod body;
mod looks;
mod numbering;

use crate::Extracted;
use crate::error::ReadError;
use crate::package::Package;
use crate::xml::{Node, walk};
use body::Story;
use looks::Looks;
use numbering::Numbering;

pub(crate) const DOCX: &str = "DOCX";
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// The name of the main part, if the package is a text document.
pub(crate) fn main_part(package: &mut Package<'_>) -> Result<Option<String>, ReadError> {
    let Some(types) = package.part(CONTENT_TYPES)? else { return Ok(None) };
    let mut main = None;
    walk(&types, DOCX, |node| {
        if let Node::Open(element) = node
            && element.name == "types:Override"
            && element.get("ContentType").is_some_and(is_text_document)
        {
            main = element.get("PartName").map(|name| name.trim_start_matches('/').to_owned());
        }
        main.is_none()
    })?;
    Ok(main)
}

fn is_text_document(content_type: &str) -> bool {
    let known = [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ];
    known.contains(&content_type)
}

/// The text of a document whose main part is known.
pub(crate) fn read(mut package: Package<'_>, main: &str) -> Result<Extracted, ReadError> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let related = related(&mut package, main, folder)?;
    let optional = |package: &mut Package<'_>, kind: &str| -> Result<Option<String>, ReadError> {
        match related.iter().find(|(known, _)| known == kind) {
            Some((_, name)) => package.part(name),
            None => Ok(None),
        }
    };
    let styles = optional(&mut package, "styles")?;
    let numbering = optional(&mut package, "numbering")?;
    let looks = Looks::of(styles.as_deref())?;
    let mut numbering = Numbering::of(styles.as_deref(), numbering.as_deref())?;
    let mut story = Story::new(&mut numbering, &looks);
    story.headers(&running(&mut package, &related, "header")?)?;
    let document = package
        .part(main)?
        .ok_or_else(|| ReadError::damaged(DOCX, format!("its part {main} is missing")))?;
    story.body(&document)?;
    for kind in ["footnotes", "endnotes"] {
        if let Some(notes) = optional(&mut package, kind)? {
            story.notes(&notes)?;
        }
    }
    story.headers(&running(&mut package, &related, "footer")?)?;
    let (text, unseen) = story.finish()?;
    Ok(Extracted { unseen, ..Extracted::flowing(text) })
}

/// The running heads or feet, in the order of their names.
fn running(
    package: &mut Package<'_>,
    related: &[(String, String)],
    kind: &str,
) -> Result<Vec<String>, ReadError> {
    let mut names: Vec<&String> =
        related.iter().filter(|(known, _)| known == kind).map(|(_, name)| name).collect();
    names.sort();
    let mut parts = Vec::new();
    for name in names {
        parts.extend(package.part(name)?);
    }
    Ok(parts)
}

/// The parts that the main one names: their kind, and their place in the package.
fn related(
    package: &mut Package<'_>,
    main: &str,
    folder: &str,
) -> Result<Vec<(String, String)>, ReadError> {
    let file = main.rsplit('/').next().unwrap_or(main);
    let slash = if folder.is_empty() { "" } else { "/" };
    let Some(relations) = package.part(&format!("{folder}{slash}_rels/{file}.rels"))? else {
        return Ok(Vec::new());
    };
    let mut related = Vec::new();
    walk(&relations, DOCX, |node| {
        if let Node::Open(element) = node
            && element.name == "rel:Relationship"
            // What lies outside the package is never fetched.
            && element.get("TargetMode") != Some("External")
            && let (Some(kind), Some(target)) = (element.get("Type"), element.get("Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or(kind);
            let place = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{slash}{target}"),
            };
            related.push((kind.to_owned(), place));
        }
        true
    })?;
    Ok(related)
}
