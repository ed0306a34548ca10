//! The catalogue: one file a rule, by theme; this list in the order in which findings are shown.
//!
//! `formality`, `versions` and `wording` hold what many rules say alike; `missing` the facts that
//! they lack. The table of all rules stands in `docs/audit-rules.md`, and a test holds the two
//! together.

mod accounts;
mod authority;
mod award;
#[cfg(test)]
mod catalogue_tests;
mod effect;
mod formality;
pub(crate) mod missing;
mod observations;
mod on_a_day;
#[cfg(test)]
mod outcomes;
#[cfg(test)]
pub(crate) mod scene;
mod sitting;
mod sources;
#[cfg(test)]
mod taken_back_tests;
mod versions;
#[cfg(test)]
mod whole_act_tests;
mod wording;

use crate::dossier::{ActDossier, ConventionDossier, OrganKind};
use crate::finding::Finding;
use crate::pack::RulePack;
use crate::rule::{Check, Parameter, Rule, Verdict};
use greffe_domain::{AsOf, Facts, StreamId};

/// Every rule, in the order in which findings are shown.
static RULES: &[&Rule] = &[
    &authority::bureau_delegation_exists::RULE,
    &authority::bureau_excluded_matters::RULE,
    &sitting::convocation_five_clear_days::RULE,
    &sitting::explanatory_note::RULE,
    &sitting::quorum_majority_in_office::RULE,
    &sitting::vote_absolute_majority::RULE,
    &sitting::one_proxy_per_member::RULE,
    &sitting::secret_ballot::RULE,
    &sitting::interested_member::RULE,
    &sitting::minutes_content::RULE,
    &sitting::deliberations_list_one_week::RULE,
    &sitting::register_signature::RULE,
    &sitting::act_identity_and_signature::RULE,
    &sitting::member_communes_information::RULE,
    &effect::transmission_to_prefect::RULE,
    &effect::publicity_by_kind_of_act::RULE,
    &effect::prefect_referral_window::RULE,
    &award::grant_definition_not_procurement::RULE,
    &award::epci_speciality::RULE,
    &award::aid_to_enterprises_region::RULE,
    &award::convention_above_23000::RULE,
    &award::separate_award_deliberation::RULE,
    &award::grant_is_unilateral::RULE,
    &effect::no_retroactivity::RULE,
    &effect::withdrawal_four_months::RULE,
    &effect::withdrawal_conditions_unmet::RULE,
    &effect::adversarial_before_withdrawal::RULE,
    &award::declared_association::RULE,
    &award::single_application_form::RULE,
    &award::republican_commitment::RULE,
    &award::no_pass_through::RULE,
    &award::de_minimis_ceiling::RULE,
    &accounts::accounts_to_grantor::RULE,
    &accounts::financial_report_six_months::RULE,
    &accounts::auditor_above_153000::RULE,
    &accounts::prefecture_deposit_153000::RULE,
    &accounts::open_data_three_months::RULE,
    &accounts::budget_annex_listing::RULE,
    &accounts::certified_accounts_of_grantee::RULE,
    &accounts::four_year_limitation::RULE,
    &accounts::recovery_five_years::RULE,
    &observations::arithmetic_consistency::RULE,
    &observations::avenant_after_exercise::RULE,
    &observations::attendance_count::RULE,
    &observations::ballots_against_attendance::RULE,
    &observations::sources_disagree::RULE,
    &observations::balance_consistency::RULE,
    &observations::state_asserted::RULE,
    &observations::payments_against_subsidy::RULE,
];

/// The rules of the council's sittings that a bureau acting by delegation is taken to follow.
pub(crate) const OF_THE_COUNCIL: &[&str] = &[
    "convocation-five-clear-days",
    "explanatory-note",
    "quorum-majority-in-office",
    "vote-absolute-majority",
    "one-proxy-per-member",
    "secret-ballot",
];

/// The rules of the award itself. Of one whose act was withdrawn or annulled they say nothing: it is taken
/// never to have been, and `separate-award-deliberation` says so. What was paid, reported or passed on all the
/// same is judged by the others.
const OF_THE_AWARD: &[&str] = &[
    "grant-definition-not-procurement",
    "epci-speciality",
    "aid-to-enterprises-region",
    "grant-is-unilateral",
    "declared-association",
    "single-application-form",
    "republican-commitment",
];

/// Every rule of the catalogue.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    RULES
}

/// What the rules say of every act and convention at the question's two clocks: irregularities
/// first, then what cannot be concluded, observations, and what conforms; inside each, subjects
/// in the order of their streams and rules in the order of the catalogue.
#[must_use]
pub fn findings(facts: &Facts, as_of: AsOf) -> Vec<Finding> {
    findings_under(facts, as_of, &RulePack::default())
}

/// The same by the rules as a pack sets them. A rule that it disables says nothing. A local
/// parameter adds a finding where it makes a difference, and takes none of the law's away.
#[must_use]
pub fn findings_under(facts: &Facts, as_of: AsOf, pack: &RulePack) -> Vec<Finding> {
    let acts = ActDossier::all(facts, as_of);
    let conventions = ConventionDossier::all(facts, &acts, as_of);
    let bureau = |act: &&ActDossier<'_>| act.organ_kind == OrganKind::Bureau;
    let of_council: Vec<_> = acts.iter().filter(|act| !bureau(act)).cloned().collect();
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| !pack.disables(rule.id)) {
        let spared = pack.bureau_apart().is_some() && OF_THE_COUNCIL.contains(&rule.id);
        let acts = if spared { &of_council } else { &acts };
        let by_law = verdicts(rule, acts, &conventions, None);
        if let Some(local) = pack.local(rule.id) {
            let stricter = verdicts(rule, acts, &conventions, Some(local.value));
            let new = stricter.into_iter().filter(|(stream, verdict)| {
                !by_law.iter().any(|(of, law)| of == stream && law.concludes_as(verdict))
            });
            found.extend(new.filter_map(|(stream, verdict)| local.finding(rule, stream, verdict)));
        }
        found.extend(by_law.into_iter().map(|(stream, verdict)| rule.finding(stream, verdict)));
    }
    // A stable sort keeps the order of the catalogue inside each outcome and subject.
    found.sort_by(|a, b| (a.outcome, &a.subject).cmp(&(b.outcome, &b.subject)));
    found
}

/// What a rule says of every subject, by the law's parameter or by another value of it.
fn verdicts<'d>(
    rule: &Rule,
    acts: &'d [ActDossier<'_>],
    conventions: &'d [ConventionDossier<'_>],
    value: Option<i64>,
) -> Vec<(&'d StreamId, Verdict)> {
    let by = |parameter: &Parameter| value.unwrap_or(parameter.law);
    let of_act = |check: &dyn Fn(&ActDossier<'_>) -> Vec<Verdict>| {
        acts.iter().flat_map(|a| check(a).into_iter().map(|v| (&a.stream, v))).collect()
    };
    let of_the_award = OF_THE_AWARD.contains(&rule.id);
    let judged = || conventions.iter().filter(|one| !of_the_award || one.grant_stands());
    let of_convention = |check: &dyn Fn(&ConventionDossier<'_>) -> Vec<Verdict>| {
        judged().flat_map(|c| check(c).into_iter().map(|v| (&c.stream, v))).collect()
    };
    match rule.check {
        Check::Act(check) => of_act(&check),
        Check::Convention(check) => of_convention(&check),
        Check::ActBy(parameter, check) => of_act(&|act| check(act, by(parameter))),
        Check::ConventionBy(parameter, check) => of_convention(&|c| check(c, by(parameter))),
    }
}
