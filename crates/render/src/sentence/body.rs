//! The body in sentences: organs, delegations, sittings, attendance.

use super::{Say, act_words, person};
use crate::figures::{count, date};
use crate::style::Lang;
use crate::words::Words as _;
use greffe_domain::{
    AttendanceRecorded, ConvocationSent, DelegationGranted, OrganConstituted, QuorumDeclared,
    SittingDated, SittingOpened,
};

pub(super) fn organ(lang: Lang, e: &OrganConstituted) -> String {
    Say::new(
        lang,
        format!("{} ({})", e.organ, e.institution),
        format!("{} ({})", e.organ, e.institution),
    )
    .when(e.members_in_office, (" : ", " membres en exercice"), (": ", " members in office"))
    .done()
}

pub(super) fn delegation(lang: Lang, e: &DelegationGranted) -> String {
    let matters = u64::try_from(e.matters.len()).unwrap_or(u64::MAX);
    let matters =
        (matters > 0).then(|| count(lang, matters, ("matière", "matières"), ("matter", "matters")));
    Say::new(lang, "Délégation", "Delegation")
        .when(e.from.as_ref(), (" donnée par ", ""), (" by ", ""))
        .when(e.to.as_ref(), (" à ", ""), (" to ", ""))
        .when(e.subject.as_ref(), (" : ", ""), (": ", ""))
        .when(matters, (", ", ""), (", ", ""))
        .when(act_words(lang, &e.act), (" (acte ", ")"), (" (act ", ")"))
        .done()
}

pub(super) fn convocation(lang: Lang, e: &ConvocationSent) -> String {
    let note = e.explanatory_note;
    Say::new(lang, "Convocation envoyée", "Notice of meeting sent")
        .given(note == Some(true), ", avec une note explicative", ", with an explanatory note")
        .given(note == Some(false), ", sans note explicative", ", without an explanatory note")
        .given(
            e.urgency_accepted == Some(true),
            ", en urgence acceptée par l'assemblée",
            ", in an urgency that the assembly accepted",
        )
        .done()
}

pub(super) fn opened(lang: Lang, e: &SittingOpened) -> String {
    Say::new(lang, format!("Séance : {}", e.organ), format!("Sitting: {}", e.organ))
        .given(
            !e.organ.contains(&e.institution),
            &format!(" ({})", e.institution),
            &format!(" ({})", e.institution),
        )
        .when(e.presided_by.as_ref().map(person), (", présidence ", ""), (", in the chair ", ""))
        .when(e.secretary.as_ref().map(person), (", secrétaire ", ""), (", secretary ", ""))
        .done()
}

pub(super) fn dated(lang: Lang, e: &SittingDated) -> String {
    let (when, how) = (date(lang, &e.date), e.derivation.words(lang));
    lang.pick(
        format!("Date de la séance, non dite : {when}, {how}"),
        format!("Date of the sitting, not stated: {when}, {how}"),
    )
}

pub(super) fn recorded(lang: Lang, e: &AttendanceRecorded) -> String {
    match attendance(lang, e) {
        Some(counts) => lang.pick(format!("Présence : {counts}"), format!("Attendance: {counts}")),
        None => lang.pick("Présence non dite", "Attendance not stated").to_owned(),
    }
}

/// Attendance in counts: `15 présents sur 19 en exercice, 3 excusés, 1 pouvoir`. Where the text
/// states a count that its list of names does not give, both are said.
pub(crate) fn attendance(lang: Lang, e: &AttendanceRecorded) -> Option<String> {
    let size = |list: usize| u64::try_from(list).unwrap_or(u64::MAX);
    let named = size(e.present.len());
    let stated = e.present_count_stated.map(u64::from);
    let mut parts = Vec::new();
    let present = stated.unwrap_or(named);
    if stated.is_some() || named > 0 {
        let mut words = count(lang, present, ("présent", "présents"), ("present", "present"));
        if let Some(office) = e.members_in_office {
            words +=
                &lang.pick(format!(" sur {office} en exercice"), format!(" of {office} in office"));
        }
        if named > 0 && stated.is_some_and(|stated| stated != named) {
            words += &lang.pick(format!(" ({named} nommés)"), format!(" ({named} named)"));
        }
        parts.push(words);
    } else if let Some(office) = e.members_in_office {
        let word = lang.pick("membres en exercice", "members in office");
        parts.push(format!("{office} {word}"));
    }
    let mut add = |list: usize, fr: (&str, &str), en: (&str, &str)| {
        if list > 0 {
            parts.push(count(lang, size(list), fr, en));
        }
    };
    add(e.excused.len(), ("excusé", "excusés"), ("excused", "excused"));
    add(e.absent.len(), ("absent", "absents"), ("absent", "absent"));
    add(e.proxies.len(), ("pouvoir", "pouvoirs"), ("proxy", "proxies"));
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(super) fn quorum(lang: Lang, e: &QuorumDeclared) -> String {
    let said = if e.reached {
        Say::new(lang, "Quorum déclaré atteint", "Quorum declared reached")
    } else {
        Say::new(lang, "Quorum déclaré non atteint", "Quorum declared not reached")
    };
    said.when(e.required, (" (", " requis)"), (" (", " required)")).done()
}
