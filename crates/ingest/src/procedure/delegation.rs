//! The delegations that the legal bases recall: who delegated what to whom, by which act.

use super::Act;
use super::code::code_of_organ;
use super::scan::{hit, hits, trimmed};
use super::tabled::{cite, numbered, only_cited};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{DelegationGranted, Grade, StreamId};

static DELEGATED: [Pattern; 2] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:portant|donnant|accordant) délégation (?:(?:de |d')(?P<subject>(?:compétences?|attributions?|pouvoirs?) ?))?",
            r"(?:(?:du|de la|de l') ?(?P<from>(?:conseil|comité|assemblée|commission)[^,;.]{0,40}?) )?(?:au|à la|à l') ?(?P<to>[^,;.]{3,60}?)(?: (?:pour|en matière|de l'|d')|[,;.]|$)"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:par laquelle (?:le|la|l') ?(?P<from>[^,;.]{3,60}?) (?:a délégué|délègue)|déléguant) (?:au|à la|à l') ?",
            r"(?P<to>(?:bureau|commission permanente|président|maire)(?: de la (?:métropole|commune|communauté))?)\b"
        ))
    }),
];

static MATTERS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\bpour |(?:au|à la) (?:bureau|commission permanente|président|maire)(?: de la \p{L}+)? )(?P<matters>(?:l'|la |le |les )[^;.]{8,600})",
    )
});

static MATTER: Pattern = Pattern::new(|| {
    compile(r"(?i)(?:, | et )(?P<next>(?:l'|la |le |les )\p{L}+(?: de| des| du| d'|s'| et))")
});

/// Reads the delegations that the visas recall.
pub(super) fn delegations(act: &mut Act<'_>, visas: &[Found<String>]) {
    for visa in visas {
        let at = visa.range.start;
        let whole = 0..visa.value.len();
        let Some(cited) = only_cited(visa) else { continue };
        let Some(hit) = DELEGATED.iter().find_map(|p| hit(&visa.value, &whole, p)) else {
            continue;
        };
        let mut passages = Passages::of(visa.range.clone());
        cite(&cited, at, "/act", &mut passages);
        let up = |found: Option<Found<String>>| found.map(|found| found.shifted(at));
        let to = hit.words("to");
        let code = to.as_ref().map(|to| code_of_organ(&to.value)).filter(|code| code != "organe");
        let stream: Option<StreamId> = code
            .and_then(|code| format!("organ/{}/{code}", act.setting.institution_code).parse().ok());
        let effective = cited.act.date.clone();
        let effective = effective.unwrap_or_else(|| act.setting.act_date.no_later_than());
        let matters = matters(visa);
        let event = DelegationGranted {
            from: passages.value(up(hit.words("from")), "/from"),
            to: passages.value(up(to), "/to"),
            subject: passages.value(up(hit.words("subject")), "/subject"),
            matters: numbered(&matters, |n, matter| {
                passages.field(matter.range.clone(), &format!("/matters/{n}"));
                matter.value.clone()
            }),
            act: cited.act,
            executory_on: None,
        };
        let stream = stream.unwrap_or_else(|| act.setting.organ_stream.clone());
        act.add(&stream, event, (&effective, Grade::Recital), passages, None);
    }
}

/// The delegated matters that a visa lists.
fn matters(visa: &Found<String>) -> Vec<Found<String>> {
    let whole = 0..visa.value.len();
    let Some(listed) = hit(&visa.value, &whole, &MATTERS).and_then(|hit| hit.place("matters"))
    else {
        return Vec::new();
    };
    let starts = hits(&visa.value, &listed, &MATTER).into_iter().filter_map(|hit| {
        let next = hit.place("next")?;
        Some((hit.range().start, next.start))
    });
    let mut out = Vec::new();
    let mut start = listed.start;
    for (end, next) in starts.chain([(listed.end, listed.end)]) {
        let (lead, words) = trimmed(visa.value.get(start..end).unwrap_or_default());
        let at = visa.range.start + start + lead;
        if !words.is_empty() {
            out.push(Found::new(at..at + words.len(), words.to_owned()));
        }
        start = next;
    }
    out
}
