//! Figures that stand in the text and that no fact holds: amounts, shares, acts recalled.
//!
//! A draft that leaves a figure out in silence looks as if the text did not have it. So whatever is
//! left over is noted with what it seems to be, by the words nearest before it in its clause. A
//! note is never recorded; it tells a person where to look.

mod around;
mod cues;
mod told;

use super::fact::Fact;
use super::grant;
use super::reading::Remark;
use crate::draft::{Figure, Seems};
use crate::recognise::{Found, Pattern, amounts, cited_acts, compile, shares, tail};
use around::{SECTION, SO_THE_OTHER, budget_is, item_of_payments, of_a_recovery, received_before};
use cues::{CUES, NOT_THIS_ONE, PAID_BEHIND};
use greffe_domain::{ActKey, Event, Grade, Money, PaymentRole, StatedShare};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the facts of a draft hold already.
#[derive(Debug, Default)]
pub(crate) struct Held {
    places: Vec<Range<usize>>,
    amounts: Vec<(Money, Seems)>,
    /// The acts of the text itself.
    own: Vec<ActKey>,
    /// Whether an act of the text was rejected or put off.
    undecided: bool,
}

impl Held {
    /// Adds what some facts hold.
    pub(crate) fn add(&mut self, facts: &[Fact]) {
        for fact in facts {
            for (range, fields) in fact.passages.iter() {
                let figure = |field: &String| {
                    field.ends_with("_cents") || field.ends_with("share") || field.contains("/act/")
                };
                if fields.iter().any(figure) {
                    self.places.push(range.clone());
                }
            }
            // A vote on a part of an act decides nothing about the whole.
            let of_part = |whole: &Fact| {
                let rest = fact.stream.as_str().strip_prefix(whole.stream.as_str());
                rest.is_some_and(|rest| rest.starts_with('-'))
                    && matches!(whole.event, Event::DeliberationTabled(_))
            };
            let vote = matches!(fact.event, Event::VoteCast(_));
            if !(vote && facts.iter().any(of_part)) {
                self.roles(&fact.event, fact.grade);
            }
        }
        self.places.sort_by_key(|range| range.start);
    }

    fn roles(&mut self, event: &Event, grade: Grade) {
        let mut hold = |money: Option<Money>, seems: Seems| {
            self.amounts.extend(money.map(|money| (money, seems)));
        };
        match event {
            Event::SubsidyGranted(granted) => {
                let kept = if grade == Grade::Act { Seems::Subsidy } else { Seems::Other };
                hold(Some(granted.amount_cents), kept);
                hold(granted.budget_cents, Seems::Budget);
            }
            Event::AvenantApproved(avenant) => hold(avenant.amount_cents, Seems::Subsidy),
            Event::AvenantRequested(asked) => hold(asked.budget_cents, Seems::Budget),
            Event::BudgetRevised(revised) => {
                hold(revised.from_cents, Seems::Budget);
                hold(Some(revised.to_cents), Seems::Budget);
            }
            Event::InstalmentAgreed(part) => hold(part.amount_cents, paid_as(Some(part.role))),
            Event::PaymentOrdered(paid) => hold(Some(paid.amount_cents), paid_as(paid.role)),
            Event::PaymentExecuted(paid) => hold(Some(paid.amount_cents), paid_as(paid.role)),
            Event::BalanceComputed(computed) => {
                hold(computed.balance_cents, Seems::Balance);
                hold(computed.final_cents, Seems::Subsidy);
                hold(computed.realised_cents, Seems::Other);
                hold(computed.budget_cents, Seems::Budget);
            }
            Event::RecoveryOrdered(recovery) => hold(Some(recovery.amount_cents), Seems::Recovery),
            Event::DeliberationTabled(tabled) => {
                self.own.extend(tabled.reference.as_deref().and_then(ActKey::of));
            }
            Event::VoteCast(vote) => {
                self.undecided |= vote.outcome == greffe_domain::Outcome::Rejected;
            }
            _ => {}
        }
    }

    fn holds(&self, place: &Range<usize>) -> bool {
        let from = self.places.partition_point(|held| held.start + 4096 < place.start);
        self.places
            .iter()
            .skip(from)
            .take_while(|held| held.start < place.end)
            .any(|held| held.end > place.start)
    }
}

fn paid_as(role: Option<PaymentRole>) -> Seems {
    match role {
        Some(PaymentRole::Advance) => Seems::Advance,
        Some(PaymentRole::Balance) => Seems::Balance,
        _ => Seems::Instalment,
    }
}

/// Notes on every amount, share and recalled act of the text that no fact holds.
pub(crate) fn figures(folded: &str, held: &Held) -> Vec<Remark> {
    let mut out = Vec::new();
    seen_amounts(folded, held, &mut out);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for share in shares(folded).into_iter().filter(|share| !held.holds(&share.range)) {
        let count = times.entry(share.value.stated.clone()).or_default();
        *count += 1;
        // The same share again and again is one figure.
        if *count <= 2 {
            out.push(share_seen(share));
        }
    }
    let mut known = Vec::new();
    for cited in cited_acts(folded).into_iter().filter(|cited| !held.holds(&cited.range)) {
        let key = cited.value.act.reference.as_deref().and_then(ActKey::of);
        let own = key.is_some_and(|key| held.own.contains(&key));
        if !own && !known.contains(&cited.value.act) && !of_arrivals(folded, &cited.range) {
            known.push(cited.value.act.clone());
            out.push(Remark {
                range: cited.range,
                code: "act-recalled",
                what: "the text recalls an act, and no fact of the draft rests on it".to_owned(),
                figure: Some(Figure::Act(cited.value.act)),
            });
        }
    }
    out
}

/// Whether an act is only named to say from which one on a member was there.
fn of_arrivals(folded: &str, at: &Range<usize>) -> bool {
    static ARRIVES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:arriv[ée]\p{L}*|rejoin\p{L}+|retard[ée]\p{L}*|quitt\p{L}+|d[ée]part de|prend(?:re)? part aux? votes?)\b[^.;\n]{0,120}\b(?:[àa] (?:compter|partir) de|avant|apr[èe]s|d[èe]s|pour|lors de|jusqu'[àa]) (?:la |cette )?$",
        )
    });
    let before = folded.get(..at.start).unwrap_or_default();
    ARRIVES.is_match(before.rsplit('\n').next().unwrap_or_default())
}

fn share_seen(share: Found<StatedShare>) -> Remark {
    Remark {
        range: share.range,
        code: "share-seen",
        what: format!("« {} » stands in the text and no fact holds it", share.value.stated),
        figure: Some(Figure::Share(share.value)),
    }
}

fn seen_amounts(folded: &str, held: &Held, out: &mut Vec<Remark>) {
    let all = amounts(folded);
    let parts = parts_of_a_grant(folded, &all, held);
    let mut said: Vec<(Found<Money>, Seems)> = Vec::new();
    let mut before = 0;
    let mut last: Option<Seems> = None;
    for (at, amount) in all.iter().enumerate() {
        let gap =
            at.checked_sub(1).and_then(|at| folded.get(all.get(at)?.range.end..amount.range.start));
        // *six mille euros (6 000 €)*: what is said of the words is said of the figures.
        let same = gap.is_some_and(|gap| gap.trim() == "(");
        if !same {
            before = at.checked_sub(1).and_then(|at| all.get(at)).map_or(0, |a| a.range.end);
        }
        let listed = gap.is_some_and(|gap| !gap.contains(['\n', ';', '(', ')', '.']));
        let mut seems = seems(folded, before, &amount.range, held);
        let behind = folded.get(amount.range.end..).unwrap_or_default();
        if seems == Seems::Other && PAID_BEHIND.is_match(behind) {
            seems = Seems::Instalment;
        }
        if parts.contains(&at) && seems != Seems::Advance && seems != Seems::Balance {
            seems = Seems::Instalment;
        }
        let each = grant::of_each(behind) && !parts.contains(&at);
        if each {
            seems = Seems::Other;
        }
        if let (Seems::Other, true, Some(Seems::Instalment)) = (seems, listed && !each, last) {
            // *in two payments: 10 000 € on signature, 5 500 € in June*.
            seems = Seems::Instalment;
        }
        if let (Seems::Other, Some(Seems::Budget), Some(gap)) = (seems, last, gap)
            && SO_THE_OTHER.is_match(gap)
            && SECTION.is_match(gap)
        {
            seems = Seems::Budget;
        }
        if seems == Seems::Other && !each && item_of_payments(folded, &amount.range) {
            seems = Seems::Instalment;
        }
        if budget_is(folded, &amount.range) {
            seems = Seems::Budget;
        }
        if seems == Seems::Instalment && received_before(folded, &amount.range) {
            seems = Seems::Other;
        }
        if seems == Seems::Instalment && of_a_recovery(folded, &amount.range) {
            seems = Seems::Recovery;
        }
        if let Some(told) = told::told(folded, &amount.range, last) {
            seems = told;
        }
        if let Some(changed) = changed(folded, &all, at, held) {
            seems = changed;
        }
        last = Some(seems);
        if !held.holds(&amount.range) {
            said.push((amount.clone(), seems));
        }
    }
    let mut known: Vec<(Money, Seems)> = held.amounts.clone();
    // What has a role of its own first: the same sum said again is not another one.
    for pass in [false, true] {
        for (amount, seems) in &said {
            let other = *seems == Seems::Other;
            let again = known
                .iter()
                .any(|(money, role)| *money == amount.value && (other || role == seems));
            if other != pass || again {
                continue;
            }
            known.push((amount.value, *seems));
            out.push(Remark {
                range: amount.range.clone(),
                code: "amount-seen",
                what: format!("{} stands in the text and no fact holds it", amount.value),
                figure: Some(Figure::Amount(amount.value, *seems)),
            });
        }
    }
}

/// *de ramener l'aide de 500 € à 300 €*: what it was, and what the act makes it.
fn changed(folded: &str, all: &[Found<Money>], at: usize, held: &Held) -> Option<Seems> {
    static CHANGES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:ramen|port|r[ée]dui|r[ée]vis|modifi)\p{L}* [^;.:\n]{0,120}?(?:subvention|aide|participation|contribution|dotation)\b[^;.:\n€]{0,120}?\bde $",
        )
    });
    static TAKES_BACK: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:annuler?|retirer?|rapporter?) (?:la |l'|cette )(?:subvention|aide|participation)\b[^;.€\n]{0,40} de $",
        )
    });
    let granted = held.amounts.iter().any(|(_, role)| *role == Seems::Subsidy);
    // *d'annuler l'aide de 500 €*: what the act takes back, beside what it grants.
    let taken = all.get(at).is_some_and(|one| {
        let before = tail(folded.get(..one.range.start).unwrap_or_default(), 120);
        TAKES_BACK.is_match(before.rsplit('\n').next().unwrap_or_default())
    });
    if taken {
        return Some(Seems::Subsidy);
    }
    let between = |first: &Found<Money>, second: &Found<Money>| {
        let gap = folded.get(first.range.end..second.range.start);
        let before = tail(folded.get(..first.range.start).unwrap_or_default(), 400);
        let line = before.rsplit('\n').next().unwrap_or_default();
        gap.is_some_and(|gap| gap.trim() == "à") && CHANGES.is_match(line)
    };
    let one = all.get(at)?;
    if granted {
        return None;
    }
    let before = at.checked_sub(1).and_then(|at| all.get(at));
    if before.is_some_and(|first| between(first, one)) {
        return Some(Seems::Subsidy);
    }
    all.get(at + 1).filter(|second| between(one, second)).map(|_| Seems::Other)
}

/// The year that stands beside an amount: *31 000 € en 2024*, *2024 : 31 000 €*.
pub(super) fn year_beside(folded: &str, amount: &Found<Money>) -> Option<Found<i32>> {
    static YEAR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^\)?,? ?(?:\([^()\n]{0,30}\) ?)?(?:en|pour|au titre de|sur)?(?: l'(?:ann[ée]e|exercice))?(?: de)? ?(?P<year>20\d\d)\b",
        )
    });
    static YEAR_BEFORE: Pattern =
        Pattern::new(|| compile(r"\b(?P<year>20\d\d)(?: ?[:=|\t–-] ?| ?\t)(?:\p{L}+ )?$"));
    let behind = folded.get(amount.range.end..)?;
    let before = tail(folded.get(..amount.range.start)?, 80);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let (hit, from) = match YEAR.captures(behind) {
        Some(hit) => (hit, amount.range.end),
        None => (YEAR_BEFORE.captures(line)?, amount.range.start - line.len()),
    };
    let year = hit.name("year")?;
    Some(Found::new(from + year.start()..from + year.end(), year.as_str().parse().ok()?))
}

/// The amounts that are the parts of a grant by the year: several, each beside a year of its own, that
/// come to the sum granted; or one *par an*, *par trimestre*, so many times the sum.
fn parts_of_a_grant(folded: &str, all: &[Found<Money>], held: &Held) -> Vec<usize> {
    static EACH_TIME: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:par (?:an|ann[ée]e|trimestre|semestre|mois|quarts?|tiers|moiti[ée]|douzi[èe]mes?)|chaque ann[ée]e|annuel\p{L}*)\b",
        )
    });
    let grants: Vec<i64> = held
        .amounts
        .iter()
        .filter(|(_, role)| *role == Seems::Subsidy)
        .map(|(money, _)| money.cents())
        .collect();
    let year = |amount: &Found<Money>| Some(year_beside(folded, amount)?.value.to_string());
    let mut out = Vec::new();
    let yearly: Vec<(usize, String, i64)> = all
        .iter()
        .enumerate()
        .filter_map(|(at, a)| Some((at, year(a)?, a.value.cents())))
        .collect();
    for many in 2..=6usize {
        for group in yearly.windows(many) {
            let mut years: Vec<&String> = group.iter().map(|(_, year, _)| year).collect();
            years.dedup();
            let sum = group.iter().try_fold(0i64, |sum, (.., cents)| sum.checked_add(*cents));
            if years.len() == many && sum.is_some_and(|sum| grants.contains(&sum)) {
                out.extend(group.iter().map(|(at, ..)| *at));
            }
        }
    }
    for (at, amount) in all.iter().enumerate() {
        let from = folded.get(..amount.range.start).and_then(|b| b.rfind(['\n', ';'])).unwrap_or(0);
        let behind: String =
            folded.get(amount.range.end..).unwrap_or_default().chars().take(24).collect();
        let around =
            format!("{}{behind}", folded.get(from..amount.range.start).unwrap_or_default());
        let times =
            |n: i64| amount.value.cents().checked_mul(n).is_some_and(|sum| grants.contains(&sum));
        if EACH_TIME.is_match(&around) && (2..=12).any(times) {
            out.push(at);
        }
    }
    out
}

/// Closer words weigh more; those farther than this say nothing of the amount.
const NEAR: usize = 170;

/// Words without those that say nothing of the amount behind them: what a share is of (*soit 25 % du budget*),
/// and what a line of the budget is called (*l'enveloppe « aide aux clubs »*).
fn silent(words: &str) -> String {
    static SILENT: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\d ?%|pour cent|\b(?:moitié|tiers|quart|cinquième|dixième)) (?:du|de la|de l'|de ce|de cette|de son|de sa|de leur|d'un|d'une|des)(?: même| nouveau)? ",
            r"(?:budgets?|co[ûu]ts?|d[ée]penses?|montant|subvention|aide|participation)(?: (?:r[ée]vis[ée]e?s?|modifi[ée]e?s?|total\p{L}*|pr[ée]visionnel\p{L}*|[ée]ligibles?|subventionnables?))*[^,;().\n]{0,20}[,;)]",
            r"|«[^«»\n]*»"
        ))
    });
    SILENT.replace_all(words, "…").into_owned()
}

static COMPLEMENT: Pattern = Pattern::new(|| compile(r"(?i)\ble compl[ée]ment\b[^,;]*$"));

static ADVANCED: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:avances?|acomptes?|premiers? versements?|€)|^,? ?[^.]{0,40}, le compl")
});

static DEMANDED: Pattern = Pattern::new(|| compile(r"(?i)\bdemandes? d'avance"));

/// Whether the words before an amount, from `since` on, make of it a subsidy that this act gives.
pub(super) fn is_for_a_subsidy(folded: &str, since: usize, place: &Range<usize>) -> bool {
    seems(folded, since, place, &Held::default()) == Seems::Subsidy
}

fn seems(folded: &str, since: usize, place: &Range<usize>, held: &Held) -> Seems {
    let lead = folded.get(since..place.start).unwrap_or_default();
    // A figure alone on its line belongs to the words of the line before.
    let said = lead.trim_end();
    let clause =
        said.rfind([';', '\n']).into_iter().chain(said.rfind(". ")).max().map_or(0, |at| at + 1);
    let words = lead.get(clause..).unwrap_or_default();
    let from = words.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let words = &silent(words.get(from..).unwrap_or_default());
    let nearest = CUES
        .iter()
        .filter_map(|(seems, pattern)| {
            let found = pattern.find_iter(words).last()?;
            Some(((found.end(), found.len()), *seems))
        })
        .max_by_key(|(at, _)| *at);
    let Some((_, seems)) = nearest else { return Seems::Other };
    match seems {
        // *Le complément* is what an advance leaves, or what is given besides.
        Seems::Balance if COMPLEMENT.is_match(words) && !ADVANCED.is_match(words) => Seems::Other,
        Seems::Advance if DEMANDED.is_match(words) => Seems::Other,
        Seems::Subsidy if held.undecided => {
            if NOT_THIS_ONE.is_match(words) {
                Seems::Other
            } else {
                Seems::Subsidy
            }
        }
        Seems::Subsidy => {
            let granted = held.amounts.iter().any(|(_, role)| *role == Seems::Subsidy);
            if granted || NOT_THIS_ONE.is_match(words) { Seems::Other } else { Seems::Subsidy }
        }
        other => other,
    }
}
