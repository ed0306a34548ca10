//! Above 23 000 € a year the body concludes a convention with the private beneficiary, before it
//! pays, with four clauses.
//!
//! Whether aid in kind counts in the yearly amount was not found settled: where the threshold is passed
//! only with it, or only on an assumption on who was granted what and when, no breach is concluded.

use crate::dossier::{ConventionDossier, Told};
use crate::finding::{Lacking, Severity};
use crate::rule::{Check, Parameter, Rule, Verdict, Version};
use crate::rules::on_a_day::held;
use crate::rules::wording::{date, euros_en};
use crate::rules::{missing, sources};
use greffe_convention_state::PaymentView;
use greffe_domain::{Clause, Money};

/// Décret n° 2001-495, art. 1: the yearly amount above which a convention is due.
static THRESHOLD: Parameter = Parameter {
    name: "threshold_cents",
    fr: "montant annuel, en centimes, au-delà duquel une convention est due",
    en: "yearly amount in cents above which an agreement is due",
    law: 2_300_000,
    strictest: 0,
};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "convention-above-23000",
    fr: "Au-delà de 23 000 euros par an, une convention fixe objet, montant, modalités de versement et conditions d'utilisation.",
    en: "Above 23,000 euros a year, an agreement states object, amount, terms of payment and conditions of use.",
    severity: Severity::Major,
    versions: &[
        Version {
            citation: "Loi n° 2000-321, art. 10 ; décret n° 2001-495, art. 1",
            read_at: sources::LOI_2000_321_ART_10,
            from: "2016-01-01",
            until: "2021-07-02",
        },
        Version {
            citation: "Décret n° 2001-495, art. 1 (loi n° 2000-321, art. 10)",
            read_at: "https://maire-info.com/au-dessus-d%27une-subvention-publique-de-23-000-euros-la-collectivite-doit-signer-une-convention-avec-l%27organisme-de-droit-prive-qui-en-beneficie-article2-635",
            from: "2021-07-03",
            until: "",
        },
    ],
    needs: &[
        "convention_signature",
        "convention_clauses",
        "threshold_day",
        "execution_date",
        "beneficiary_identity",
        "one_grant",
        "exercise",
        "in_kind_counted",
    ],
    check: Check::ConventionBy(&THRESHOLD, check),
};

/// Words of the legal forms of public bodies, to which the rule does not apply.
const PUBLIC: &[&str] = &["commune", "communaute", "metropole", "departement", "region", "public"];
/// Words of those to whom it does not apply either: it is for bodies of private law (réponse ministérielle AN
/// n° 12-2477).
const PERSONS: &[&str] = &["physique", "particulier"];

const CLAUSES: [Clause; 4] =
    [Clause::Object, Clause::Amount, Clause::PaymentTerms, Clause::ConditionsOfUse];

fn check(convention: &ConventionDossier<'_>, threshold_cents: i64) -> Vec<Verdict> {
    let threshold = Money::from_cents(threshold_cents);
    let view = &convention.view;
    let Some((total, unsure)) = year_total(convention, threshold) else {
        return Vec::new();
    };
    if [PUBLIC, PERSONS].iter().any(|words| convention.form_is(words) == Some(true)) {
        return Vec::new();
    }
    let signature = convention.signatures.iter().find_map(|s| Some((s, s.value.on.as_ref()?)));
    let stated =
        |clause: &Clause| convention.signatures.iter().any(|s| s.value.clauses.contains(clause));
    let mut lacking = Vec::new();
    if signature.is_none() {
        lacking.push(missing::convention_signature());
    }
    if !CLAUSES.iter().all(stated) {
        lacking.push(missing::convention_clauses());
    }
    let early: Vec<(&PaymentView, Option<bool>)> =
        signature.map_or_else(Vec::new, |(_, signed)| {
            let paid = view.payments.iter().filter(|p| p.executed);
            let paid = paid.filter(|p| p.on.latest() < signed.earliest());
            paid.map(|p| (p, was_due(convention, p, threshold))).collect()
        });
    // Whether an agreement was due yet on that day, nothing tells.
    let doubtful = early.iter().find_map(|(p, due)| due.is_none().then_some(*p));
    let early = early.into_iter().find_map(|(p, due)| (due == Some(true)).then_some(p));
    // A payment that can have been made before or after says nothing either way.
    let vague = signature.is_some_and(|(_, signed)| {
        let mut paid = view.payments.iter().filter(|p| p.executed);
        paid.any(|p| {
            p.on.earliest() < signed.latest() && (p.on.day().is_none() || signed.day().is_none())
        })
    });
    if vague && early.is_none() {
        lacking.push(missing::execution_date());
    }
    let doubtful = doubtful.filter(|_| early.is_none() && lacking.is_empty());
    if doubtful.is_some() {
        lacking.push(missing::threshold_day());
    }
    // What is only assumed is left out of a sum that is enough by itself.
    let noted = (!unsure.is_empty()).then(|| convention.year.assumption());
    let (noted_fr, noted_en) = noted.unwrap_or_default();
    let (sum_fr, sum_en) = (format!("{total}{noted_fr}"), format!("{}{noted_en}", euros_en(total)));
    let verdict = match (signature, early) {
        (Some((_, signed)), Some(payment)) if !unsure.is_empty() => {
            let (fr, en) = date(signed);
            Verdict::cannot_conclude(
                unsure,
                format!("{sum_fr} : convention signée le {fr}, après un versement ; le seuil n'est passé qu'à cette condition."),
                format!("{sum_en}: agreement signed on {en}, after a payment; the threshold is passed on that condition alone."),
            )
            .resting_on([(payment.entries.as_slice(), payment.passages.as_slice())])
        }
        (Some((_, signed)), Some(payment)) => {
            let (fr, en) = date(signed);
            let (paid_fr, paid_en) = date(&payment.on);
            Verdict::irregular(
                format!(
                    "{} versés le {paid_fr}, avant la convention signée le {fr}.",
                    payment.amount_cents
                ),
                format!(
                    "{} paid on {paid_en}, before the agreement signed on {en}.",
                    euros_en(payment.amount_cents)
                ),
            )
            .resting_on([(payment.entries.as_slice(), payment.passages.as_slice())])
        }
        (Some((_, signed)), None) if lacking.is_empty() => {
            let (fr, en) = date(signed);
            Verdict::conforming(
                format!("{sum_fr} : convention signée le {fr}, avec les quatre clauses."),
                format!("{sum_en}: agreement signed on {en}, with the four clauses."),
            )
        }
        (Some((_, signed)), None) if vague && lacking.len() == 1 => {
            let (fr, en) = date(signed);
            Verdict::cannot_conclude(
                lacking,
                format!(
                    "{sum_fr} : convention signée le {fr} ; un versement, dont le jour n'est pas au registre, peut l'avoir précédée."
                ),
                format!(
                    "{sum_en}: agreement signed on {en}; a payment, whose day is not in the ledger, may have come before it."
                ),
            )
        }
        (Some((_, signed)), None) if let Some(payment) = doubtful => {
            lacking.extend(unsure);
            perhaps_due(lacking, signed, payment, (&sum_fr, &sum_en))
        }
        _ => unsigned(lacking, unsure, (&sum_fr, &sum_en)),
    };
    let signatures = convention.signatures.iter().map(Told::evidence);
    let own = view.subsidy_cents.current();
    let own = own.map(|amount| (amount.entries.as_slice(), amount.passages.as_slice()));
    let amounts = own.into_iter().chain(convention.year.evidence());
    vec![verdict.resting_on(amounts).resting_on(signatures).dated(convention.granted_on())]
}

/// The signature or a clause is in no source; the sum may be above the threshold only on an assumption.
fn unsigned(lacking: Vec<Lacking>, unsure: Vec<Lacking>, (fr, en): (&str, &str)) -> Verdict {
    let (would_fr, would_en) =
        if unsure.is_empty() { ("exigent", "call for") } else { ("exigeraient", "would call for") };
    Verdict::cannot_conclude(
        lacking.into_iter().chain(unsure).collect(),
        format!(
            "{fr} {would_fr} une convention ; sa signature ou ses clauses ne sont pas au registre."
        ),
        format!("{en} {would_en} an agreement; its signature or clauses are not in the ledger."),
    )
}

/// Paid before the signature, on a day when the year's sum may not have passed the threshold yet.
fn perhaps_due(
    lacking: Vec<Lacking>,
    signed: &greffe_domain::Edtf,
    payment: &PaymentView,
    (sum_fr, sum_en): (&str, &str),
) -> Verdict {
    let ((fr, en), (paid_fr, paid_en)) = (date(signed), date(&payment.on));
    let verdict = Verdict::cannot_conclude(
        lacking,
        format!(
            "{sum_fr} : convention signée le {fr}, après un versement du {paid_fr} ; le seuil pouvait ne pas être passé ce jour-là."
        ),
        format!(
            "{sum_en}: agreement signed on {en}, after a payment of {paid_en}; the threshold may not have been passed on that day."
        ),
    );
    verdict.resting_on([(payment.entries.as_slice(), payment.passages.as_slice())])
}

/// Whether an agreement was due on the day of a payment, by the amount that was in force then. Below the
/// threshold alone, the payment may have come before the other grants of the year did.
fn was_due(
    convention: &ConventionDossier<'_>,
    payment: &PaymentView,
    threshold: Money,
) -> Option<bool> {
    let history = &convention.view.subsidy_cents;
    // What was paid before any grant was paid on the first.
    let first = history.steps.first();
    let before = |day| first.filter(|step| step.effective.earliest() > day);
    let then = |day| held(history, day).or_else(|| Some(before(day)?.believed.value));
    let (first, last) = (then(payment.on.earliest())?, then(payment.on.latest())?);
    match (first > threshold, last > threshold) {
        (true, true) => Some(true),
        (false, false) if convention.year.others == 0 => Some(false),
        _ => None,
    }
}

/// What the institution grants the beneficiary in the year, where that is above the threshold, with what
/// would have to be known to be sure of it.
fn year_total(
    convention: &ConventionDossier<'_>,
    threshold: Money,
) -> Option<(Money, Vec<Lacking>)> {
    let year = &convention.year;
    if let Some(above) = year.above(threshold) {
        return Some(above);
    }
    let all = year.assumed?.checked_add(year.in_kind).filter(|all| *all > threshold)?;
    let in_kind = std::iter::once(missing::in_kind_counted());
    Some((all, in_kind.chain(year.lacking()).collect()))
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use greffe_domain::Grade;
    use serde_json::{Value, json};

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    fn signed(scene: Scene, clauses: &Value) -> Scene {
        let signature = json!({ "on": "2023-04-24", "clauses": clauses });
        scene.record(CONVENTION, "ConventionSigned", signature)
    }

    fn paid(scene: Scene, on: &str) -> Scene {
        let payment = json!({ "amount_cents": 4_000_000, "on": on });
        scene.record(CONVENTION, "PaymentExecuted", payment)
    }

    #[test]
    fn the_threshold_is_exact() {
        let granted = |cents: i64| Scene::sitting("2023-03-16").grant(cents);
        assert_eq!(outcome(&granted(2_300_000)), None);
        let above = granted(2_300_001);
        assert_eq!(above.lacking(super::RULE.id), ["convention_signature", "convention_clauses"]);
    }

    /// No text that was read says whether aid in kind counts in the yearly amount.
    #[test]
    fn aid_in_kind_leaves_it_open() {
        let in_kind =
            |cents: i64| Scene::sitting("2023-03-16").grant_with(cents, json!({ "in_kind": true }));
        let code = "in_kind_counted";
        let lacking = ["convention_signature", "convention_clauses", code];
        assert_eq!(in_kind(3_000_000).lacking(super::RULE.id), lacking);
        assert_eq!(outcome(&in_kind(2_300_000)), None);
        let both = Scene::sitting("2023-03-16").grant(2_000_000).grant_with(
            1_000_000,
            json!({ "in_kind": true, "purpose": "mise à disposition d'un local" }),
        );
        assert_eq!(both.lacking(super::RULE.id), lacking);
        let four = json!(["object", "amount", "payment_terms", "conditions_of_use"]);
        assert_eq!(outcome(&signed(both, &four)), Some(Outcome::Conforming));
    }

    #[test]
    fn a_natural_person_needs_no_agreement() {
        let person = json!({ "name": "Jean Verdun", "legal_form": "personne physique" });
        let grant = json!({ "amount_cents": 2_500_000, "beneficiary": person, "exercise": 2023,
            "act": { "reference": crate::rules::scene::REFERENCE, "date": "2023-03-16" } });
        let scene = Scene::sitting("2023-03-16").tell(CONVENTION, "SubsidyGranted", grant);
        assert_eq!(outcome(&scene), None);
    }

    #[test]
    fn grants_of_one_year_add_up() {
        let second = |exercise: i32, name: &str| {
            let grant = json!({ "amount_cents": 1_000_000, "exercise": exercise,
                "beneficiary": { "name": name } });
            let other = "convention/vauclaire/2023/les-ateliers-2";
            Scene::sitting("2023-03-16").grant(2_000_000).tell(other, "SubsidyGranted", grant)
        };
        let outcomes = |scene: &Scene| {
            let found = scene.findings().into_iter().filter(|f| f.rule == super::RULE.id);
            found.map(|f| (f.outcome, f.sentence.fr)).collect::<Vec<_>>()
        };
        let split = outcomes(&second(2023, "Les ateliers du pont"));
        assert_eq!(split.len(), 2);
        assert!(split.iter().all(|(o, fr)| *o == Outcome::CannotConclude && fr.starts_with("30")));
        assert!(outcomes(&second(2022, "Les Ateliers du Pont")).is_empty());
        assert!(outcomes(&second(2023, "La Remise")).is_empty());
        let early = paid(second(2023, "Les Ateliers du Pont"), "2023-04-20");
        let early =
            signed(early, &json!(["object", "amount", "payment_terms", "conditions_of_use"]));
        assert!(outcomes(&early).iter().all(|(o, _)| *o == Outcome::CannotConclude));
    }

    #[test]
    fn signed_before_payment_with_its_clauses() {
        let four = json!(["object", "amount", "payment_terms", "conditions_of_use"]);
        let scene = signed(Scene::sitting("2023-03-16").grant(6_000_000), &four);
        assert_eq!(outcome(&paid(scene.clone(), "2023-05-15")), Some(Outcome::Conforming));
        assert_eq!(outcome(&paid(scene, "2023-04-20")), Some(Outcome::Irregular));
        let two = json!(["object", "amount"]);
        let partial = signed(Scene::sitting("2023-03-16").grant(6_000_000), &two);
        assert_eq!(partial.lacking(super::RULE.id), ["convention_clauses"]);
    }

    /// An avenant that raised the grant above the threshold makes the agreement due from then on.
    #[test]
    fn what_was_paid_before_an_agreement_was_due_came_too_early_for_none() {
        let four = json!(["object", "amount", "payment_terms", "conditions_of_use"]);
        let raised = json!({ "number": 1, "changes": ["amount"], "amount_cents": 3_000_000 });
        let scene = paid(Scene::sitting("2023-03-16").grant(2_000_000), "2023-04-10").tell_as(
            CONVENTION,
            "AvenantApproved",
            Grade::Act,
            "2023-09-01",
            raised,
        );
        let signature = json!({ "on": "2023-09-10", "clauses": four });
        let signed = |scene: Scene| scene.record(CONVENTION, "ConventionSigned", signature.clone());
        assert_eq!(outcome(&signed(scene.clone())), Some(Outcome::Conforming));
        let late = signed(paid(scene, "2023-09-05"));
        assert_eq!(outcome(&late), Some(Outcome::Irregular));
    }

    #[test]
    fn a_payment_too_vague_to_compare_concludes_nothing() {
        let four = json!(["object", "amount", "payment_terms", "conditions_of_use"]);
        let scene = signed(Scene::sitting("2023-03-16").grant(6_000_000), &four);
        for on in ["2023-04", "2023", "XXXX"] {
            let vague = paid(scene.clone(), on);
            assert_eq!(vague.lacking(super::RULE.id), ["execution_date"], "{on}");
        }
        assert_eq!(outcome(&paid(scene.clone(), "2023-05")), Some(Outcome::Conforming));
        assert_eq!(outcome(&paid(scene, "2023-03")), Some(Outcome::Irregular));
    }
}
