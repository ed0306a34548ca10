//! On what a grant was computed, and for what it is given: budget, stated share, purpose.

use super::super::fact::Passages;
use super::super::reading::Reading;
use super::super::sentence::Zone;
use super::Told;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Agreement, Assignment, Grade, Money, Ratio, StatedShare};

static SHARE_OF: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:soit|représent\p{L}+|correspond\p{L}+ à|couvr\p{L}+|égale? à|à hauteur de)(?:",
        r" ainsi| environ)? {share:share}",
        r" (?:d'un|d'une|du|de ce|de la|de son|des|de leur)(?: même)? (?:(?:budget|dépenses? (?:subventionnables?|éligibles?|prévisionnelles?)|coût)(?P<words>[^;:.]{0,80}?(?:",
        r" de| à|, soit|arrêté à) {amount:budget})?",
        r"|{amount:whole} (?:du|de) budget)"
    ))
});

/// `soit la moitié d'un budget de …`: the budget is stated, the share in words is not a figure.
static PART_OF: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:la moitié|le tiers|le quart|les deux tiers|les trois quarts) (?:d'un|du|de",
        r" ce) budget",
        r"(?P<words>[^;:.]{0,60}?) (?:de|à) {amount:budget}"
    ))
});

/// `Cette subvention représentait…`, behind the sentence of the grant.
static TAKES_UP: Pattern = Pattern::new(|| {
    compile(r"^(?i:cette (?:subvention|aide|somme|participation)|elle|ce montant|celle-ci)\b")
});

static BUDGET: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\bbudget(?: prévisionnel| global| total)*(?P<words>[^;:.]{0,80}?)",
        r"(?: s'élève à| s'équilibre à| est de| est évalué à| est arrêté à|, arrêté à| de)",
        r" {amount:budget}"
    ))
});

static PURPOSE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:euros|€)\)?,? (?P<purpose>(?:pour (?:soutenir|financer|la réalisation|le",
        r" financement|l'organisation|son|sa|ses",
        r"|un projet|une action)|afin de|destinée à|en vue de) ?[^;.]{3,240})"
    ))
});

static AFFECTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:l'aide|la subvention|cette aide|cette subvention) (?:est affectée|contribue)",
        r" (?:à la réalisation du|à|au)",
        r" (?P<purpose>[^;.,]{3,160}?)(?:[;.,]| et n'|$)"
    ))
});

/// What the text says a grant was computed on.
pub(super) struct Budget {
    pub(super) whole: Option<Money>,
    pub(super) share: Option<StatedShare>,
    pub(super) doubt: Option<String>,
}

/// Budget and share of the grant: stated with it, in the sentence behind it, or with the same
/// amount in the report.
pub(super) fn budget(
    reading: &Reading<'_>,
    told: &Told,
    passages: &mut Passages,
) -> Option<Budget> {
    let mut places = vec![told.at];
    if reading.sentence(told.at + 1).is_some_and(|s| s.says(&TAKES_UP)) {
        places.push(told.at + 1);
    }
    if told.grade == Grade::Act {
        places.extend(reading.explaining(told.sum.value));
    }
    for at in places {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        if let Some(hit) = sentence.hit(&PART_OF) {
            let whole = passages.value(hit.amount("budget"), "/budget_cents");
            return Some(Budget { whole, share: None, doubt: None });
        }
        let Some(hit) = sentence.hit(&SHARE_OF) else { continue };
        let Some(share) = hit.share("share") else {
            continue;
        };
        let words = hit.words("words");
        let revised = words.is_some_and(|w| is_revised(&w.value) || HELPS.is_match(&w.value));
        let here = hit.amount("budget").or_else(|| hit.amount("whole")).filter(|_| !revised);
        let apart = here.is_none();
        let (whole, from) = match here {
            Some(found) => (Some(found), at),
            None => before(reading, at).map_or((None, at), |(found, from)| (Some(found), from)),
        };
        let agrees = whole.as_ref().is_some_and(|whole| {
            let exact = Ratio::of(told.sum.value, whole.value);
            exact.is_some_and(|exact| share.value.agreement(exact) != Agreement::Differs)
        });
        let doubt = (apart && whole.is_some() && !agrees).then(|| {
            "the budget stands in another sentence and does not give the share stated".to_owned()
        });
        if at != told.at {
            passages.also(sentence.range());
        }
        if let Some(other) = reading.sentence(from).filter(|_| from != at) {
            passages.also(other.range());
        }
        return Some(Budget {
            whole: passages.value(whole, "/budget_cents"),
            share: passages.value(Some(share), "/share"),
            doubt,
        });
    }
    None
}

/// *soit 20 % du coût, et l'usage gratuit d'un local, évalué à 900 €*: behind the share begins a help in kind.
static HELPS: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:gratui|gracieu|en nature|à disposition|pr[êe]ts? d|valoris)")
});

fn is_revised(words: &str) -> bool {
    ["rectifié", "révisé", "modifié", "réalisé"].iter().any(|word| words.contains(word))
}

/// The budget stated in the same sentence or shortly before it.
fn before(reading: &Reading<'_>, at: usize) -> Option<(Found<Money>, usize)> {
    (at.saturating_sub(2)..=at).rev().find_map(|at| {
        let sentence = reading.sentence(at)?;
        let hit = sentence.hit(&BUDGET)?;
        let revised = hit.words("words").is_some_and(|words| is_revised(&words.value));
        let budget = hit.amount("budget").filter(|_| !revised)?;
        Some((budget, at))
    })
}

/// For what the subsidy is given.
pub(super) fn purpose(
    reading: &Reading<'_>,
    told: &Told,
    passages: &mut Passages,
) -> (Option<String>, Option<Assignment>) {
    let here = reading.sentence(told.at);
    let stated = here.and_then(|s| s.hit(&PURPOSE)?.words("purpose"));
    let elsewhere = || {
        let report = || reading.in_zones(&[Zone::Report, Zone::Articles]).into_iter();
        let said =
            || report().find_map(|at| reading.sentence(at)?.hit(&AFFECTED)?.words("purpose"));
        reading.affected.get_or_init(said).clone()
    };
    let purpose = stated.or_else(|| (told.grade == Grade::Act).then(elsewhere).flatten());
    let kind_of = |text: &str| {
        let low = text.to_lowercase();
        let operation = low.contains("fonctionnement");
        let project =
            ["programme", "projet", "manifestation", "festival"].iter().any(|w| low.contains(w));
        match (operation, project) {
            (true, true) => Some(Assignment::OperationAndProgramme),
            (true, false) => Some(Assignment::Operation),
            (false, true) => Some(Assignment::Project),
            (false, false) => None,
        }
    };
    let kind = purpose.as_ref().and_then(|p| kind_of(&p.value).map(|kind| (p.range.clone(), kind)));
    let kind = kind.or_else(|| {
        static KIND: Pattern = Pattern::new(|| {
            compile(r"(?i)subvention (?P<kind>de fonctionnement|d'investissement|d'équipement)")
        });
        let found = here?.hit(&KIND)?.words("kind")?;
        let kind = if found.value.to_lowercase().contains("fonctionnement") {
            Assignment::Operation
        } else {
            Assignment::Investment
        };
        Some((found.range, kind))
    });
    let assignment = kind.map(|(range, kind)| {
        passages.field(range, "/assignment");
        kind
    });
    (passages.value(purpose, "/purpose"), assignment)
}
