//! The record in sentences: the ledger, its documents, what is said of its own entries.

use super::Say;
use crate::figures::number;
use crate::style::Lang;
use greffe_domain::{
    CheckpointAnchored, DocumentRegistered, EntryCorrected, EntryVoided, LedgerOpened, LinkVerdict,
    PersonalDataErased, ReadingReviewed, ReviewVerdict, SigningKeyRegistered, SigningKeyRetired,
    SubjectsLinked,
};

pub(super) fn opened(lang: Lang, e: &LedgerOpened) -> String {
    Say::new(lang, format!("Registre ouvert : {}", e.name), format!("Ledger opened: {}", e.name))
        .when(e.institution.as_ref(), (" (", ")"), (" (", ")"))
        .done()
}

pub(super) fn document(lang: Lang, e: &DocumentRegistered) -> String {
    let bytes = number(lang, e.original_bytes);
    lang.pick(
        format!("Document enregistré : {} ({bytes} octets)", e.name),
        format!("Document registered: {} ({bytes} bytes)", e.name),
    )
}

pub(super) fn corrected(lang: Lang, e: &EntryCorrected) -> String {
    lang.pick(
        format!("Inscription {} corrigée ({}) : {}", e.entry, e.kind, e.reason),
        format!("Entry {} corrected ({}): {}", e.entry, e.kind, e.reason),
    )
}

pub(super) fn voided(lang: Lang, e: &EntryVoided) -> String {
    lang.pick(
        format!("Inscription {} annulée : {}", e.entry, e.reason),
        format!("Entry {} voided: {}", e.entry, e.reason),
    )
}

pub(super) fn erased(lang: Lang, e: &PersonalDataErased) -> String {
    let n = e.sealed.len();
    lang.pick(
        format!("Données personnelles effacées : {n} ({})", e.ground),
        format!("Personal data erased: {n} ({})", e.ground),
    )
}

pub(super) fn anchored(lang: Lang, e: &CheckpointAnchored) -> String {
    let entries = number(lang, e.count);
    Say::new(
        lang,
        format!("Tête du registre déposée ({entries} entrées)"),
        format!("Head of the ledger anchored ({entries} entries)"),
    )
    .when(Some(&e.anchor), (" auprès de ", ""), (" with ", ""))
    .done()
}

pub(super) fn key_registered(lang: Lang, e: &SigningKeyRegistered) -> String {
    let key = short(&e.key);
    lang.pick(
        format!("Clé de signature en vigueur : {key}"),
        format!("Signing key in force: {key}"),
    )
}

pub(super) fn key_retired(lang: Lang, e: &SigningKeyRetired) -> String {
    let key = short(&e.key);
    Say::new(
        lang,
        format!("Clé de signature retirée : {key}"),
        format!("Signing key retired: {key}"),
    )
    .when(e.reason.as_ref(), (" (", ")"), (" (", ")"))
    .done()
}

/// A key as people compare it: name and id.
fn short(key: &str) -> &str {
    key.match_indices('+').nth(1).and_then(|(at, _)| key.get(..at)).unwrap_or(key)
}

pub(super) fn reviewed(lang: Lang, e: &ReadingReviewed) -> String {
    let (fr, en) = match e.verdict {
        ReviewVerdict::Accepted => ("acceptée", "accepted"),
        ReviewVerdict::Edited => ("corrigée", "edited"),
        ReviewVerdict::Rejected => ("rejetée", "rejected"),
        ReviewVerdict::Added => ("ajoutée", "added"),
    };
    // What was proposed is told as the fact that it would have been.
    let read = e.proposed.as_ref().map(|p| super::data_sentence(lang, &p.kind, &p.data));
    Say::new(lang, format!("Lecture {fr} par {}", e.by), format!("Reading {en} by {}", e.by))
        .when(read, (" ; lu : ", ""), ("; read: ", ""))
        .done()
}

pub(super) fn linked(lang: Lang, e: &SubjectsLinked) -> String {
    let (fr, en) = match e.verdict {
        LinkVerdict::Same => ("ne font qu'un", "are one"),
        LinkVerdict::Distinct => ("sont distincts", "are distinct"),
    };
    Say::new(
        lang,
        format!("{} et {} {fr}", e.subject, e.other),
        format!("{} and {} {en}", e.subject, e.other),
    )
    .when(e.reason.as_ref(), (" : ", ""), (": ", ""))
    .done()
}
