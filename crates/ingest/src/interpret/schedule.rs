//! The schedule of payment: which part of a grant is paid when, and on what condition; by the words
//! of each part (*acompte*, *solde*), else by its figure and its condition alone ([`bare`]).

mod bare;

use super::fact::Passages;
use super::reading::Reading;
use super::sentence::{Sentence, Zone};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Grade, InstalmentAgreed, Money, PaymentRole, StatedShare};

static PAID_AT_ONCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:l'aide|la subvention|elle)[^;.]{0,40}? (?:en une (?:seule )?fois|en un ",
        r"(?:seul )?versement(?: unique)?|en totalité)",
        r",? ?(?P<condition>[^;]*)"
    ))
});

static PARTS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?P<role>(?:un |une |l'|le )?(?:premier |second |deuxième )?(?:acompte|avance",
        r"|solde|versement))\b",
        r"(?: unique)?(?: de {share:share})?(?:,? (?:de|soit|d'un montant de) {amount:sum})?,?",
        r"(?P<condition>(?: est versée?| sera versée?)? ?(?:sans réduction )?(?:à|au|après|dès",
        r"|sur|avant|dans|lors) [^;,.]+)?",
        r"(?:,? soit {amount:later})?"
    ))
});

static IN_PARTS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:versée?|payée?|verser|mandatée?)s?\b[^;.]{0,60}|\bversement\b",
        r"|\b(?:modalités|échéancier|calendrier|conditions) de (?:paiement|règlement)\b"
    ))
});

/// What is ordered, computed or claimed back is no term of the schedule.
static ORDERS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:est ordonné|est approuvé|ordonne|reversement|réclamer|trop-perçu|calculé",
        r"|prorata|réduite?)\b"
    ))
});

/// `40 %, soit 18 400 €, au premier trimestre`
static ITEM: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?P<role>le solde,? (?:de |soit )?|un acompte de |une avance de )?{share:share}",
        r"(?:,? soit {amount:sum})?,?",
        r" ?(?P<condition>[^;]*)"
    ))
});

/// An instalment as read, before it is joined with what the report says of it.
struct Part {
    sentence: std::ops::Range<usize>,
    role: PaymentRole,
    amount: Option<Found<Money>>,
    share: Option<Found<StatedShare>>,
    condition: Option<Found<String>>,
    /// Why a person must look at it.
    doubt: Option<&'static str>,
}

/// Adds the instalments that the operative part sets.
pub(super) fn read(reading: &mut Reading<'_>) {
    let mut parts: Vec<Part> = Vec::new();
    let mut listing = false;
    for at in reading.in_zones(&[Zone::Articles]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        if listing && sentence.item {
            let last =
                !reading.sentence(at + 1).is_some_and(|s| s.item && s.zone == Zone::Articles);
            parts.extend(item(sentence, parts.is_empty(), last));
            continue;
        }
        listing = sentence.text.ends_with(':') && sentence.says(&IN_PARTS);
        parts.extend(in_sentence(sentence));
    }
    let figured = parts.iter().any(|part| part.amount.is_some() || part.share.is_some());
    if !figured {
        parts.extend(bare::parts(reading));
    }
    for part in parts {
        emit(reading, part);
    }
}

fn item(sentence: &Sentence<'_>, first: bool, last: bool) -> Option<Part> {
    let hit = sentence.hit(&ITEM)?;
    let said = hit.words("role").map(|role| role.value).unwrap_or_default();
    let role = match (role_of(&said), first, last) {
        (Some(role), ..) => role,
        (None, true, _) => PaymentRole::Advance,
        (None, _, true) => PaymentRole::Balance,
        _ => PaymentRole::Instalment,
    };
    Some(Part {
        sentence: sentence.range(),
        role,
        amount: hit.amount("sum"),
        share: hit.share("share"),
        condition: hit.words("condition"),
        doubt: None,
    })
}

fn in_sentence(sentence: &Sentence<'_>) -> Vec<Part> {
    if let Some(hit) = sentence.hit(&PAID_AT_ONCE) {
        return vec![Part {
            sentence: sentence.range(),
            role: PaymentRole::Whole,
            amount: None,
            share: None,
            condition: hit.words("condition"),
            doubt: None,
        }];
    }
    if !sentence.says(&IN_PARTS) || sentence.says(&ORDERS) {
        return Vec::new();
    }
    let parts = sentence.hits(&PARTS).into_iter().filter_map(|hit| {
        let role = role_of(&hit.words("role")?.value)?;
        let part = Part {
            sentence: sentence.range(),
            role,
            amount: hit.amount("sum").or_else(|| hit.amount("later")),
            share: hit.share("share"),
            condition: hit.words("condition"),
            doubt: None,
        };
        let says = part.amount.is_some() || part.share.is_some() || part.condition.is_some();
        says.then_some(part)
    });
    let mut parts: Vec<Part> = parts.collect();
    if parts.len() < said_parts(sentence) {
        for part in &mut parts {
            part.doubt = Some("the text tells of more payments than are read; check all of them");
        }
    }
    parts
}

/// In how many payments a sentence says that something is paid: *en deux fois*.
fn said_parts(sentence: &Sentence<'_>) -> usize {
    static TIMES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\ben (?P<count>2|3|4|deux|trois|quatre) (?:fois|versements|fractions|parts|temps|tranches|[ée]ch[ée]ances)\b",
        )
    });
    let counts = [("2", 2), ("deux", 2), ("3", 3), ("trois", 3), ("4", 4), ("quatre", 4)];
    let said = TIMES.captures(sentence.text).and_then(|hit| hit.name("count"));
    let said = said.map(|said| said.as_str().to_lowercase());
    said.and_then(|said| counts.iter().find(|(word, _)| *word == said)).map_or(0, |(_, n)| *n)
}

fn role_of(words: &str) -> Option<PaymentRole> {
    let low = words.to_lowercase();
    if low.contains("solde") {
        Some(PaymentRole::Balance)
    } else if low.contains("acompte") || low.contains("avance") || low.contains("premier") {
        Some(PaymentRole::Advance)
    } else if low.contains("second") || low.contains("deuxième") {
        Some(PaymentRole::Instalment)
    } else {
        None
    }
}

fn emit(reading: &mut Reading<'_>, part: Part) {
    let mut passages = Passages::of(part.sentence);
    let condition = part.condition.map(|words| {
        // The verb that leads to the condition is no part of it, nor is the full stop.
        let lead = ["est versée ", "est versé ", "sera versée ", "sera versé ", "sans réduction "];
        let (mut range, mut said) = (words.range, words.value.as_str());
        for verb in lead {
            said = said.strip_prefix(verb).unwrap_or(said);
        }
        range.start = range.end - said.len();
        // What follows is another instalment.
        let end = [" et le solde", ", le solde", " puis le solde"].iter();
        let end = end.filter_map(|next| said.find(next)).min().unwrap_or(said.len());
        let said = said.get(..end).unwrap_or(said).trim_end_matches(['.', ' ']);
        Found::new(range.start..range.start + said.len(), said.to_owned())
    });
    let share = part.share.or_else(|| {
        // The report may give the share of the same instalment.
        let amount = part.amount.as_ref()?.value;
        let same = |s: &&Sentence<'_>| {
            s.zone == Zone::Report && s.amounts.iter().any(|a| a.value == amount)
        };
        let sentence = reading.sentences.iter().find(same)?;
        let hits = sentence.hits(&PARTS).into_iter();
        let share = hits
            .filter(|hit| {
                let sum = hit.amount("sum").or_else(|| hit.amount("later"));
                sum.is_some_and(|sum| sum.value == amount)
            })
            .find_map(|hit| hit.share("share"))?;
        passages.also(sentence.range());
        Some(share)
    });
    let event = InstalmentAgreed {
        role: part.role,
        amount_cents: passages.value(part.amount, "/amount_cents"),
        share: passages.value(share, "/share"),
        condition: passages.value(condition, "/condition"),
    };
    let decided = reading.decided();
    reading.add(event, Grade::Act, decided, passages, part.doubt);
}
