//! The convention: its approval and signature, the rule of its balance, its schedule of payment.

use super::fact::Passages;
use super::reading::Reading;
use super::sentence::{Sentence, Zone};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{
    ActRef, BalanceRule, BalanceRuleStated, ConventionApproved, ConventionSigned, Event, Grade,
    InstalmentAgreed, Instrument, Money, PaymentRole, StatedShare, fold_spaces,
};

/// The name of a convention as acts write it.
macro_rules! name {
    () => {
        concat!(
            r"(?P<title>convention(?: (?:pluriannuelle|annuelle|triennale))?(?: (?:d'objectifs(?:",
            r" et de moyens)?|de subvention(?:nement)?|de financement|de partenariat|financière",
            r"|d'attribution))?)"
        )
    };
}

static APPROVED: [Pattern; 2] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:est approuvée|approuve|d'approuver|adopte|d'adopter) la ",
            name!()
        ))
    }),
    Pattern::new(|| {
        compile(concat!(r"(?i)^la ", name!(), r"[^;.]{0,200}? est (?:approuvée|adoptée)"))
    }),
];

static RECALLED: Pattern = Pattern::new(|| {
    compile(concat!(r"(?i)(?:\bapprouvant (?:la |une )|\bapprobation (?:d'une |de la ))", name!()))
});

static TITLED: Pattern =
    Pattern::new(|| compile(concat!(r"(?i)\b", name!(), r"(?: n° ?(?P<number>\d[\w/.-]*\w))?")));

/// Conventions that are no agreement on a subsidy.
static OTHER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)convention (?:de|d'|pour) ?(?:mise|occupation|gestion|prestation|délégation",
        r"|groupement|servitude|travaux|service)"
    ))
});

static ANNEXED: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:ci-annexée?|annexée?|jointe? en annexe|en annexe|ci-jointe?)\b")
});

static SIGNED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bconvention[^;.,]{0,60}?,?(?: a été| ayant été)? (?:signée|conclue) le {date:on}",
    )
});

static PRO_RATA: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\bsolde\b[^;]{0,140}? (?:calculé|déterminé|établi|arrêté",
        r"|versé)e?\b[^;]{0,100}?(?:au prorata|en proportion|proportionnellement)",
        r"|\brègle de proportionnalité (?:posée|prévue|fixée|de l'article)",
        r"|\bsubvention (?:est|sera) (?:réduite|versée|ramenée) (?:au prorata|en proportion",
        r"|proportionnellement))"
    ))
});

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
    compile(r"(?i)\b(?:versée?|payée?|verser|mandatée?)s?\b[^;.]{0,60}|\bversement\b")
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

/// Adds what the act says of the convention. `grant` is the place of the main grant.
pub(crate) fn read(reading: &mut Reading<'_>, grant: Option<usize>) {
    let approved = approved(reading, grant);
    reading.caused(approved, &[grant]);
    signed(reading);
    rule(reading);
    if reading.adopted {
        schedule(reading);
    }
}

fn approved(reading: &mut Reading<'_>, grant: Option<usize>) -> Option<usize> {
    decided(reading).or_else(|| recalled(reading, grant))
}

fn decided(reading: &mut Reading<'_>) -> Option<usize> {
    if !reading.adopted || reading.avenant.is_some() {
        return None;
    }
    let (whole, title, annexed) =
        reading.in_zones(&[Zone::Articles]).into_iter().find_map(|at| {
            let sentence = reading.sentence(at)?;
            let title = APPROVED.iter().find_map(|p| sentence.hit(p)?.words("title"))?;
            Some((sentence.range(), title, sentence.hit(&ANNEXED).map(|hit| hit.range())))
        })?;
    let named = reading.party.as_ref().is_some_and(|party| party.named_in(&whole));
    let bare = !title.value.contains(' ');
    let other = OTHER.is_match(reading.words(&whole)) || (bare && !named);
    let mut passages = Passages::of(whole);
    let annexed = annexed.map(|range| {
        passages.field(range, "/annexed");
        true
    });
    let event = ConventionApproved {
        title: passages.value(Some(title), "/title"),
        number: None,
        act: reading.setting.act.clone(),
        annexed,
    };
    let decided = reading.decided();
    let doubt = other.then_some("the convention approved may be another than that of a subsidy");
    reading.add(event, Grade::Act, decided, passages, doubt)
}

/// The approval that a visa recalls: of the act of the grant, or of an act of its own.
fn recalled(reading: &mut Reading<'_>, grant: Option<usize>) -> Option<usize> {
    let granting = grant.and_then(|at| match &reading.facts.get(at)?.event {
        Event::SubsidyGranted(granted) => Some(granted.act.clone()),
        _ => None,
    });
    let (whole, title, cited) = reading.in_zones(&[Zone::Visas]).into_iter().find_map(|at| {
        let sentence = reading.sentence(at)?;
        // A delegation to approve conventions approves none.
        if sentence.text.to_lowercase().contains("délég") {
            return None;
        }
        let title = sentence.hit(&RECALLED)?.words("title")?;
        let cited = sentence.acts.first()?.value.clone();
        Some((sentence.range(), title, cited))
    })?;
    let mut passages = Passages::of(whole);
    for (range, pointer) in [(&cited.reference, "/act/reference"), (&cited.date, "/act/date")] {
        if let Some(range) = range {
            passages.field(range.clone(), pointer);
        }
    }
    let mut act: ActRef = cited.act;
    let same = granting.as_ref().is_some_and(|g| g.key().is_some() && g.key() == act.key());
    if let Some(known) = granting.filter(|_| same) {
        let place = |pointer: &str| reading.facts.get(grant?)?.passages.place(pointer);
        if act.date.is_none() && known.date.is_some() {
            act.date = known.date;
            passages.copied(place("/act/date"), "/act/date");
        }
        if act.organ.is_none() && known.organ.is_some() {
            act.organ = known.organ;
            passages.copied(place("/act/organ"), "/act/organ");
        }
    }
    // The visa may say *une convention* where another sentence gives its full name.
    let fuller = reading
        .sentences
        .iter()
        .filter(|s| matches!(s.zone, Zone::Articles | Zone::Title | Zone::Report))
        .filter_map(|s| s.hit(&TITLED)?.words("title"))
        .find(|words| words.value.len() > title.value.len());
    let title = match fuller {
        Some(words) if !title.value.contains(' ') => words,
        _ => title,
    };
    let effective = act.date.clone().unwrap_or_else(|| reading.recalled());
    let event = ConventionApproved {
        title: passages.value(Some(title), "/title"),
        number: None,
        act,
        annexed: None,
    };
    let doubt = (!same).then_some("the act that approved the convention is not that of the grant");
    reading.add(event, Grade::Recital, effective, passages, doubt)
}

fn signed(reading: &mut Reading<'_>) {
    let found = reading
        .in_zones(&[Zone::Report, Zone::Considerants, Zone::Visas])
        .into_iter()
        .find_map(|at| {
            let sentence = reading.sentence(at)?;
            let hit = sentence.hit(&SIGNED)?;
            // `l'avenant à la convention signé le…` dates the avenant.
            let own = !reading.words(&hit.range()).to_lowercase().contains("avenant");
            Some((sentence.range(), hit.date("on").filter(|_| own)?))
        });
    let Some((whole, on)) = found else { return };
    // What is decided now cannot have been signed before: it is an earlier convention.
    let now = reading
        .facts
        .iter()
        .any(|fact| fact.grade == Grade::Act && matches!(fact.event, Event::SubsidyGranted(_)));
    let before = on.value.as_str() < reading.setting.act_date.as_str();
    let doubt = (now && before)
        .then_some("the convention was signed before this act decided; it may be an earlier one");
    let mut passages = Passages::of(whole);
    let effective = on.value.clone();
    let event =
        ConventionSigned { on: passages.value(Some(on), "/on"), ..ConventionSigned::default() };
    reading.add(event, Grade::Recital, effective, passages, doubt);
}

/// The rule of the balance: decided in the operative part, or recalled from the convention.
fn rule(reading: &mut Reading<'_>) {
    let zones: &[(&[Zone], Grade)] =
        &[(&[Zone::Articles], Grade::Act), (&[Zone::Report, Zone::Considerants], Grade::Recital)];
    for (zones, grade) in zones {
        let found = reading.in_zones(zones).into_iter().find_map(|at| {
            let sentence = reading.sentence(at).filter(|s| s.says(&PRO_RATA))?;
            Some((sentence.range(), fold_spaces(sentence.text)))
        });
        let Some((whole, words)) = found else {
            continue;
        };
        if *grade == Grade::Act && !reading.adopted {
            continue;
        }
        let mut passages = Passages::of(whole.clone());
        passages.field(whole, "/words");
        let event = BalanceRuleStated {
            rule: BalanceRule::ProRata,
            words,
            instrument: Instrument::Initial,
        };
        let effective = match grade {
            Grade::Act => reading.decided(),
            _ => reading.recalled(),
        };
        let amends = reading.avenant.is_some() && *grade == Grade::Act;
        let doubt =
            amends.then_some("the rule stands in an avenant; say which instrument states it");
        reading.add(event, *grade, effective, passages, doubt);
        return;
    }
}

/// An instalment as read, before it is joined with what the report says of it.
struct Part {
    sentence: std::ops::Range<usize>,
    role: PaymentRole,
    amount: Option<Found<Money>>,
    share: Option<Found<StatedShare>>,
    condition: Option<Found<String>>,
}

fn schedule(reading: &mut Reading<'_>) {
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
        };
        let says = part.amount.is_some() || part.share.is_some() || part.condition.is_some();
        says.then_some(part)
    });
    parts.collect()
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
    reading.add(event, Grade::Act, decided, passages, None);
}
