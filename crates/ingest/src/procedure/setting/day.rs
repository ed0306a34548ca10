//! The day of the sitting, as the head of an act states it.

use super::super::Heading;
use super::super::scan::hits;
use crate::recognise::{Found, Pattern, compile, date_in_words};
use greffe_domain::{Edtf, slug};

static HELD: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:\b(?:séance|seance|session|réunion|reunion)(?: n ?[°o] ?\d{1,3}(?:[/-]\d{2,4})?)?(?: ordinaire| publique| pl[ée]ni[èe]re| extraordinaire)?(?: du(?: ?:)?| ?:) (?:\p{L}+ )?|\br[ée]unie?s?\b[^.;\n]{0,120}? le (?:\p{L}+ )?",
        r"|(?:^|[ \t])vot[ée]e? (?:en s[ée]ance )?le ?: ?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?",
        r"|^date(?: de (?:la )?(?:s[ée]ance|r[ée]union|session|d[ée]lib[ée]ration|d[ée]cision))? ?: ?(?:\p{L}+ )?|^(?:le|du) (?:\p{L}+ )?|^(?:aujourd'hui|ce jour),? (?:le )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?|^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) ",
        r"|^(?:compte[- ]rendu|proc[èe]s[- ]verbal)[^.;\n\d]{0,60}[–—-] ?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?",
        r"|^[^.;\n]{0,80}?\b(?:conseil(?: \p{L}+| d'administration| de communaut[ée])?|bureau(?: \p{L}+)?|commission permanente|comit[ée](?: syndical| d'administration| directeur)?|assembl[ée]e(?: pl[ée]ni[èe]re)?)(?: \([^()\n]{3,30}\))?",
        r"(?: (?:de |d')[^.;:,\d\n]{2,50}?)?(?: du| –| -|,)? (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?){day:on}"
    ))
});

/// Before such words a date is not that of the sitting.
static OTHER_DATE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:convo\p{L}+|approbation|adoption|\b(?:le|du|au) (?:proc[èe]s[- ]verbal|compte[- ]rendu) d|par (?:sa |son |une |un )?(?:délibération|décision|arrêté|acte)|(?:délibération|décision|acte) n ?[°o][^\n]{0,30}\(|vu la|vu le|affich\p{L}+|transmis|reçu|publi[ée]|ex[ée]cutoire)[^\n]{0,80}$",
    )
});

/// The day of the sitting, and why it is not certain, if it is not.
pub(super) fn of_sitting(heading: &Heading<'_>) -> (Option<Found<Edtf>>, Option<String>) {
    let mut found: Vec<Found<Edtf>> = Vec::new();
    for hit in hits(heading.folded, &heading.head, &HELD) {
        let Some(date) = hit.date("on") else { continue };
        let before = heading.folded.get(heading.head.start..hit.range().start).unwrap_or_default();
        let between = heading.folded.get(hit.range().start..date.range.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        // A date alone on its line belongs to the words above it.
        let above = before.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
        let alone = between.trim().is_empty() || !between.trim().contains(' ');
        if alone && line.is_empty() && OTHER_DATE.is_match(above) {
            continue;
        }
        // *Délibération du Bureau du …* dates an act, *Délibération, séance du …* the sitting.
        let said = slug(&format!("{line} {between}"));
        let sitting = [
            "seance",
            "reuni",
            "session",
            "compte-rendu",
            "proces-verbal",
            "liste-des-deliberations",
        ]
        .iter()
        .any(|word| said.contains(word));
        let labelled = slug(between).starts_with("date");
        let dated_act = said.contains("deliberation") && !sitting && !labelled;
        // *convoqué le 3, s'est réuni le 9*: the nearest verb tells of what the day is.
        let met = between.starts_with("réuni");
        let other = !met && OTHER_DATE.is_match(line);
        // *23.06.11* may be a number: a day cut short stands behind its word.
        let cut = heading.folded.get(date.range.clone()).is_some_and(|words| words.len() < 9);
        let led = ["du", "le", ":"].iter().any(|word| between.trim_end().ends_with(word));
        if !other && !OTHER_DATE.is_match(between) && !dated_act && (!cut || led) {
            found.push(date);
        }
    }
    if let Some(date) = date_in_words(heading.head_text()) {
        let date = date.shifted(heading.head.start);
        // *L'an deux mille …* opens the minutes; what is said of other sittings comes below.
        let opens = found.first().is_some_and(|first| date.range.start < first.range.start);
        found.insert(if opens { 0 } else { found.len() }, date);
    }
    if found.is_empty() {
        found.extend(below_its_year(heading).or_else(|| alone(heading)));
    }
    if found.is_empty()
        && let Some(date) = of_a_meeting(heading)
    {
        let unclear =
            "a meeting is dated by the name of its organ alone; check that it is this sitting";
        return (Some(date), Some(unclear.to_owned()));
    }
    if found.is_empty()
        && let Some(date) = of_the_act(heading)
    {
        let unclear = "the act is dated, and no words date its sitting";
        return (Some(date), Some(unclear.to_owned()));
    }
    found.retain(|date| date.value.day().is_some());
    let Some(first) = found.first().cloned() else { return (None, None) };
    let other = found.iter().find(|date| date.value != first.value);
    let unclear = other.map(|other| {
        format!("two dates of sitting are stated: {} and {}", first.value, other.value)
    });
    (Some(first), unclear)
}

/// *ANNÉE 2031*, and below it *Séance du 8 octobre*.
fn below_its_year(heading: &Heading<'_>) -> Option<Found<Edtf>> {
    crate::recognise::date_below_its_year(heading.head_text())
        .map(|date| date.shifted(heading.head.start))
}

/// *Date du Bureau : mardi 10 mai 2031*, where nothing else dates the sitting.
fn of_a_meeting(heading: &Heading<'_>) -> Option<Found<Edtf>> {
    static DATED: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^date d(?:u|e la) (?:bureau|conseil|comit[ée]|commission permanente)(?: (?:municipal|communautaire|m[ée]tropolitain|syndical))? ?: ?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{day:on}",
        )
    });
    let found = hits(heading.folded, &heading.head, &DATED);
    found.iter().find_map(|hit| hit.date("on")).filter(|date| date.value.day().is_some())
}

/// *Délibération n° 2031-07 du 4 mai 2031* alone on its line, where nothing else dates the sitting; of two days, neither.
fn of_the_act(heading: &Heading<'_>) -> Option<Found<Edtf>> {
    static DATED: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^d[ée]lib[ée]ration (?:n ?[°o]\.? ?)?[\w./-]*\d[\w./-]*(?: bis| ter)? (?:du|en date du) (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{date:on}$",
        )
    });
    let found = hits(heading.folded, &heading.head, &DATED);
    let found: Vec<Found<Edtf>> = found.iter().filter_map(|hit| hit.date("on")).collect();
    let first = found.first().filter(|date| date.value.day().is_some())?;
    found.iter().all(|other| other.value == first.value).then(|| first.clone())
}

/// A date alone on its line or in its cell, where no words date the sitting.
fn alone(heading: &Heading<'_>) -> Option<Found<Edtf>> {
    static ALONE: Pattern = Pattern::new(|| {
        compile(
            r"(?im)(?:^|\t ?)(?:(?:le |du )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{date:on}(?:,? [àa] \d{1,2} ?(?:h|heures?)\b[^\n\t]{0,12})?(?:\t|$)",
        )
    });
    hits(heading.columns, &heading.head, &ALONE).iter().find_map(|hit| {
        let above = heading.folded.get(heading.head.start..hit.range().start)?;
        let above = above.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
        hit.date("on").filter(|_| !OTHER_DATE.is_match(above))
    })
}
