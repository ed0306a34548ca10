//! Codes: how bodies, organs and acts without a reference are called in the names of streams.

use greffe_domain::{ActRef, Edtf, slug};

/// `Métropole de Vauclaire` is `metropole-de-vauclaire`; a leading article is no part of it.
pub(super) fn institution_code(name: &str) -> String {
    let folded = slug(name);
    let bare = ["la-", "le-", "les-", "l-"].iter().find_map(|article| folded.strip_prefix(article));
    part(bare.unwrap_or(&folded))
}

pub(super) fn organ_code(name: &str) -> String {
    let folded = slug(name);
    let known = [
        ("conseil-d-administration", "conseil-d-administration"),
        ("commission-permanente", "commission-permanente"),
        ("bureau", "bureau"),
        ("conseil", "conseil"),
        ("comite", "comite"),
        ("assemblee", "assemblee"),
    ];
    let code = known.iter().find(|(start, _)| folded.starts_with(start));
    code.map_or("organe", |(_, code)| code).to_owned()
}

/// The code of an organ that another text names.
pub(super) fn code_of_organ(name: &str) -> String {
    organ_code(name)
}

/// A part of a stream's path: 80 bytes at most, never empty.
pub(super) fn part(slug: &str) -> String {
    let short: String = slug.chars().take(80).collect();
    let trimmed = short.trim_matches('-');
    if trimmed.is_empty() { "inconnu".to_owned() } else { trimmed.to_owned() }
}

/// A short fold of the words of a text (FNV-1a), by which it is told from others.
fn fold_of(folded: &str) -> u32 {
    let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    slug(folded).bytes().fold(0x811c_9dc5, fold)
}

/// The code of a body that its text does not name: of that text alone, so that two unnamed bodies that met on one day are
/// not taken for one.
pub(super) fn unnamed_institution(folded: &str) -> String {
    format!("inconnu-{:08x}", fold_of(folded))
}

/// The label of an act without reference: its date, and a short fold of its words.
pub(super) fn unnumbered(folded: &str, act: &ActRef) -> String {
    let hash = fold_of(folded);
    let date = act.date.as_ref().map_or("sans-reference", Edtf::as_str);
    part(&format!("{}-{hash:08x}", slug(date)))
}
