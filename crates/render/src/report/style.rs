//! How a report looks, and the policy that allows nothing but that.

use crate::timeline::SVG_STYLE;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// The one style sheet of the page: its own, and that of its pictures.
pub(super) static SHEET: LazyLock<String> =
    LazyLock::new(|| format!("{}{SVG_STYLE}", include_str!("report.css")));

/// Nothing may be loaded, run, sent or framed; the style sheet is allowed by the hash of its bytes.
pub(super) fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(SHEET.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}
