//! The convention: its approval and signature, the rule of its balance; its [`schedule`] of payment.

use super::fact::Passages;
use super::reading::Reading;
use super::schedule;
use super::sentence::Zone;
use crate::recognise::{Pattern, compile};
use greffe_domain::{
    ActRef, BalanceRule, BalanceRuleStated, ConventionApproved, ConventionSigned, Event, Grade,
    Instrument, fold_spaces,
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

/// Adds what the act says of the convention. `grant` is the place of the main grant.
pub(crate) fn read(reading: &mut Reading<'_>, grant: Option<usize>) {
    let approved = approved(reading, grant);
    reading.caused(approved, &[grant]);
    signed(reading);
    rule(reading);
    if reading.adopted {
        schedule::read(reading);
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
