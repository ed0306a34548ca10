//! The beneficiary itself: its registration numbers, its restructuring, what it reports of its
//! activity.

use super::fact::Passages;
use super::reading::Reading;
use super::sentence::{Sentence, Zone};
use crate::recognise::{
    Found, Identifier, Pattern, compile, identifiers, legal_form_at, organisation_name, tail,
};
use greffe_domain::{
    ActivityReported, BeneficiaryIdentified, BeneficiaryRestructured, Edtf, Grade, Indicator,
    Successor,
};
use std::ops::Range;

static RESTRUCTURED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:réorganisation|restructuration|scission|fusion|entités? (?:distinctes?",
        r"|nouvelles?)",
        r"|structures? (?:distinctes?|nouvelles?)|activités se répartissent)\b"
    ))
});

static DURING: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:au cours de|courant|dans le courant de|pendant|en) (?:l'année )?{year:year}",
        r"|\b(?:au|le|depuis le) {date:on}"
    ))
});

static FORM_INSIDE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?P<form>association loi|société (?:par|à|coop)|soci[ée]t[ée] anonyme",
        r"|fondation|SCIC|SCOP|SAS\b|SARL\b)",
        r"|\bsous leur (?P<worn>forme associative)"
    ))
});

static ACTIVITY: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:poursui(?:t|vent)|conserv(?:e|ent)|reprend(?:re|nent)?|développer|exerce",
        r"(?:nt|r)?|assure(?:nt|r)?",
        r"|garde(?:nt|r)?|gère(?:nt)?|porte(?:nt)?)\b(?:, sous [^,]{3,60},)? ?",
        r"(?P<activity>[^;]{3,300})"
    ))
});

static REPORTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:bilan|rapport) (?:d'activités?|des actions)[^;]{0,200}(?:indicateurs",
        r"|ressort|résultats|fait état|présente)[^;]*:$"
    ))
});

static COUNTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?P<count>\d{1,3}(?: \d{3})+|\d+) (?P<label>\p{L}[^;:]{2,200}?)(?:,? (?:dont",
        r"|décomposés? comme suit|répartis? comme suit))?(?: ?:)?[.,]?$"
    ))
});

static SHARED: Pattern = Pattern::new(|| {
    compile(r"^{share:share} (?:(?:sont|est) )?(?:des |de |d'|du )?(?P<label>[^;:]{2,200}?)[.,]?$")
});

/// *N° SIRET : …* on a line of its own, in a sheet about the only one whom the act names.
static OF_A_SHEET: Pattern = Pattern::new(|| {
    compile(r"(?i)^[-–• ]*(?:n(?:um[ée]ro|[°o]\.?)? ?(?:de )?)?(?:siret|siren|rna)\b ?[:n\d]")
});

/// Adds what the act says of the beneficiary.
pub(crate) fn read(reading: &mut Reading<'_>) {
    identified(reading);
    restructured(reading);
    activity(reading);
}

/// Whether a sentence is a line of a sheet about who receives: above the decision or in it, and not in the address of the body.
fn of_a_sheet(reading: &Reading<'_>, sentence: &Sentence<'_>) -> bool {
    static OF_THE_BODY: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:mairie|h[ôo]tel d\p{L}+|t[ée]l(?:[ée]phone)?\b|courriel|place|avenue|boulevard|rue|c[ée]dex|le maire|la maire|la? pr[ée]sidente?)\b",
        )
    });
    if matches!(sentence.zone, Zone::After | Zone::Annex) || !sentence.says(&OF_A_SHEET) {
        return false;
    }
    // The two lines above and the one below tell whose number it is.
    let before = tail(reading.folded.get(..sentence.at).unwrap_or_default(), 200);
    let above = before.trim_end().rsplit('\n').take(2);
    let behind = reading.folded.get(sentence.range().end..).unwrap_or_default();
    let below = behind.trim_start().lines().next();
    !above.chain(below).any(|line| OF_THE_BODY.is_match(line))
}

/// The registration numbers that stand beside the beneficiary's name.
fn identified(reading: &mut Reading<'_>) {
    let Some(party) = reading.party.clone() else {
        return;
    };
    let mut passages: Option<Passages> = None;
    let mut event = BeneficiaryIdentified {
        name: party.name.clone(),
        legal_form: party.legal_form.as_ref().map(|form| form.value.clone()),
        siren: None,
        siret: None,
        rna: None,
        seat: None,
        representative: None,
    };
    for sentence in &reading.sentences {
        let found = identifiers(sentence.text);
        let meant = party.named_in(&sentence.range())
            || (reading.others.is_empty()
                && (sentence.text.contains("l'association") || of_a_sheet(reading, sentence)));
        if found.is_empty() || !meant {
            continue;
        }
        let passages = passages.get_or_insert_with(|| Passages::of(sentence.range()));
        for found in found.into_iter().map(|f| f.shifted(sentence.at)) {
            let (slot, number, pointer) = match found.value {
                Identifier::Siren(number) => (&mut event.siren, number, "/siren"),
                Identifier::Siret(number) => (&mut event.siret, number, "/siret"),
                Identifier::Rna(number) => (&mut event.rna, number, "/rna"),
            };
            if slot.is_none() {
                *slot = Some(number);
                passages.also(sentence.range());
                passages.field(found.range, pointer);
            }
        }
    }
    let Some(mut passages) = passages else { return };
    let whole = passages.iter().next().map_or(0..0, |(range, _)| range.clone());
    if let Some(place) = party.place(&whole) {
        passages.field(place, "/name");
    }
    if let Some(form) = party.legal_form {
        passages.field(form.range, "/legal_form");
    }
    let rivals = reading.others.iter().find(|other| other.introduced).map(|rival| {
        format!("another organisation is named: « {} »; check whose numbers these are", rival.name)
    });
    let doubt = reading.setting.doubt.clone().or(rivals);
    reading.identify(event, passages, doubt);
}

/// A restructuring told with the entities that come out of it, as items of a list.
fn restructured(reading: &mut Reading<'_>) {
    let Some(party) = reading.party.clone() else {
        return;
    };
    let report = reading.in_zones(&[Zone::Report]);
    let lead = report.into_iter().find(|at| {
        let items = reading.sentence(at + 1).is_some_and(|s| s.item);
        items
            && reading.sentence(*at).is_some_and(|s| s.text.ends_with(':') && s.says(&RESTRUCTURED))
    });
    let Some(lead) = lead else {
        return told_without_list(reading);
    };
    let Some(sentence) = reading.sentence(lead) else {
        return;
    };
    let mut passages = Passages::of(sentence.range());
    let when = [Some(lead), lead.checked_sub(1)]
        .into_iter()
        .flatten()
        .find_map(|at| when(reading.sentence(at)?))
        .or_else(|| {
            let told = |s: &&Sentence<'_>| s.zone == Zone::Considerants && s.says(&RESTRUCTURED);
            when(reading.sentences.iter().find(told)?)
        });
    let mut successors = Vec::new();
    for item in
        reading.sentences.iter().skip(lead + 1).take_while(|s| s.item && s.zone == Zone::Report)
    {
        if let Some(successor) = successor(reading.folded, item, successors.len(), &mut passages) {
            successors.push(successor);
        }
    }
    if successors.len() < 2 {
        return told_without_list(reading);
    }
    let place = party.place(&sentence.range()).or_else(|| party.place(&(0..0)));
    if let Some(place) = place {
        passages.field(place, "/beneficiary/name");
    }
    if let Some(form) = &party.legal_form {
        passages.field(form.range.clone(), "/beneficiary/legal_form");
    }
    let effective = when.as_ref().map_or_else(|| reading.recalled(), |when| when.value.clone());
    let event = BeneficiaryRestructured {
        beneficiary: party.reference(),
        successors,
        when: passages.value(when, "/when"),
    };
    reading.add(event, Grade::Recital, effective, passages, None);
}

fn told_without_list(reading: &mut Reading<'_>) {
    let told = reading
        .sentences
        .iter()
        .find(|s| matches!(s.zone, Zone::Report | Zone::Considerants) && s.says(&RESTRUCTURED));
    if let Some(range) = told.map(Sentence::range) {
        let what = "a restructuring is mentioned, but not which entities come out of it".to_owned();
        reading.remark(range, "restructuring", what);
    }
}

fn when(sentence: &Sentence<'_>) -> Option<Found<Edtf>> {
    let hit = sentence.hit(&DURING)?;
    let year = || {
        let year = hit.year("year")?;
        Some(Found::new(year.range, Edtf::of_year(year.value).ok()?))
    };
    hit.date("on").or_else(year)
}

fn successor(
    folded: &str,
    item: &Sentence<'_>,
    at: usize,
    passages: &mut Passages,
) -> Option<Successor> {
    let name = organisation_name(folded, item.at).filter(|n| n.range.end <= item.range().end)?;
    passages.also(item.range());
    let field = |name: &str| format!("/successors/{at}/{name}");
    passages.field(name.range.clone(), &field("name"));
    let form = item.hit(&FORM_INSIDE).and_then(|hit| match hit.place("worn") {
        Some(worn) => Some(worn),
        None => legal_form_at(folded, hit.place("form")?.start),
    });
    let form = form.filter(|range| range.end <= item.range().end);
    let form = form.map(|range: Range<usize>| {
        let words = folded.get(range.clone()).unwrap_or_default().to_owned();
        Found::new(range, words)
    });
    let activity = item.hit(&ACTIVITY).and_then(|hit| hit.words("activity")).map(|words| {
        let bare = words.value.trim_end_matches(['.', ' ', ',']).to_owned();
        Found::new(words.range.start..words.range.start + bare.len(), bare)
    });
    Some(Successor {
        name: folded.get(name.range)?.to_owned(),
        legal_form: passages.value(form, &field("legal_form")),
        activity: passages.value(activity, &field("activity")),
    })
}

/// The indicators of an activity report: the items that give a count or a share.
fn activity(reading: &mut Reading<'_>) {
    let report = reading.in_zones(&[Zone::Report]);
    let lead = report.into_iter().find(|at| {
        let items = reading.sentence(at + 1).is_some_and(|s| s.item);
        items && reading.sentence(*at).is_some_and(|s| s.says(&REPORTED))
    });
    let Some(lead) = lead else { return };
    let Some(sentence) = reading.sentence(lead) else {
        return;
    };
    let mut passages = Passages::of(sentence.range());
    let mut indicators: Vec<Indicator> = Vec::new();
    for item in
        reading.sentences.iter().skip(lead + 1).take_while(|s| s.item && s.zone == Zone::Report)
    {
        let shared =
            item.hit(&SHARED).and_then(|hit| Some((None, hit.share("share"), hit.words("label")?)));
        let counted = || {
            item.hit(&COUNTED).and_then(|hit| Some((hit.count("count"), None, hit.words("label")?)))
        };
        let Some((count, share, label)) = shared.or_else(counted) else {
            continue;
        };
        let field = |name: &str| format!("/indicators/{}/{name}", indicators.len());
        passages.also(item.range());
        passages.field(label.range, &field("label"));
        let count = passages.value(count, &field("count"));
        let share = passages.value(share, &field("share"));
        indicators.push(Indicator { label: label.value, count, share });
    }
    if indicators.is_empty() {
        return;
    }
    let event = ActivityReported { exercise: None, indicators };
    let recalled = reading.recalled();
    reading.add(event, Grade::Declared, recalled, passages, None);
}
