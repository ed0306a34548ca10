//! Whole acts: everything that the catalogue says of three of them, written by hand from the
//! rules and not from what the program prints.
//!
//! The first has the shape of a real extract: an avenant of a bureau, dated by its number alone,
//! silent on most formalities. Nothing in it is irregular, and every silence is named. The second
//! is a careful act, on which every rule concludes. The third breaks two rules on its face.

use super::scene::Scene;
use crate::finding::{Finding, Outcome};
use greffe_domain::{AsOf, Grade};
use proptest::prelude::*;
use serde_json::{Value, json};

const CANNOT: Outcome = Outcome::CannotConclude;
const OBSERVED: Outcome = Outcome::Observation;
const CONFORMS: Outcome = Outcome::Conforming;

/// What is expected of one finding: its outcome, rule, and the codes of what is missing.
type Expected = (Outcome, &'static str, &'static [&'static str]);

fn found(findings: &[Finding], subject: &str) -> Vec<(Outcome, &'static str, Vec<&'static str>)> {
    let about = findings.iter().filter(|f| f.subject.as_str().starts_with(subject));
    about.map(|f| (f.outcome, f.rule, f.missing.iter().map(|m| m.code).collect())).collect()
}

fn assert_found(findings: &[Finding], subject: &str, expected: &[Expected]) {
    let expected: Vec<_> = expected.iter().map(|(o, r, m)| (*o, *r, m.to_vec())).collect();
    assert_eq!(found(findings, subject), expected, "{subject}");
}

fn members(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("Membre N{n}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Silence is never irregular: whatever facts are left out of acts in which nothing is
    /// irregular, nothing becomes so.
    #[test]
    fn leaving_facts_out_accuses_nobody(kept in any::<u64>()) {
        for scene in [seed::scene(), clean::scene()] {
            let partial = scene.keeping(|place| kept >> (place % 64) & 1 == 1);
            let accused = partial.findings().into_iter().find(|f| f.outcome == Outcome::Irregular);
            prop_assert!(accused.is_none(), "{accused:?}");
        }
    }
}

/// Of a convention of which nothing was known or held yet, nothing is found, and nothing is missing.
#[test]
fn of_what_nobody_knew_nothing_is_said() {
    let day = Some("2001-01-01".parse().unwrap());
    let early = AsOf { effective: day, known: None };
    let found = Scene::sitting("2023-03-16").grant(6_000_000).findings_at(early);
    let of_convention = |f: &&Finding| f.subject.to_string().starts_with("convention/");
    assert_eq!(found.iter().filter(of_convention).count(), 0, "{found:?}");
}

mod seed {
    use super::*;

    const ACT: &str = "act/vauclaire/5821-22-bm";
    const SITTING: &str = "sitting/vauclaire/bureau/5821-22-bm";
    const ORGAN: &str = "organ/vauclaire/bureau";
    const CONVENTION: &str = "convention/vauclaire/2021/l-atelier-des-reseaux";

    /// The facts of the body and of the act, as the extract states them.
    fn body() -> Scene {
        let delegation = json!({ "from": "Conseil de la Métropole",
            "to": "Bureau de la Métropole", "subject": "délégation de compétences",
            "act": { "reference": "ADM 003-2177-20-CM", "date": "2020-07-09" } });
        let opened = json!({ "institution": "Métropole de Vauclaire",
            "organ": "Bureau de la Métropole", "presided_by": { "name": "Solange BRÉVILLARD" } });
        let attendance = json!({ "present": members(29), "present_count_stated": 29,
            "excused": ["Fatou MANDIOUF", "Mathieu ROCHEBLAVE", "Patrick VERDONNAY"] });
        let tabled = json!({ "institution": "Métropole de Vauclaire",
            "organ": "Bureau de la Métropole", "reference": "INUM-007-5821/22/BM",
            "title": "Approbation de l'avenant n°1 à la convention d'objectifs avec L'Atelier des Réseaux",
            "sitting": SITTING,
            "visas": [{ "text": "Le Code Général des Collectivités Territoriales ;" },
                { "text": "La délibération n°012-4935-21-BM attribuant une subvention",
                  "act": { "reference": "012-4935-21-BM" } }],
            "considerants": ["La restructuration opérée par l'association en 2021."],
            "articles": [{ "number": 1, "text": "Est approuvé l'avenant n°1 ci-annexé." }] });
        let dated = json!({ "date": "2022", "derivation": "year_of_reference" });
        Scene::empty("2022")
            .tell_as(ORGAN, "DelegationGranted", Grade::Recital, "2020-07-09", delegation)
            .tell(SITTING, "SittingOpened", opened)
            .tell_as(SITTING, "SittingDated", Grade::Inferred, "2022", dated)
            .tell(SITTING, "AttendanceRecorded", attendance)
            .tell(ACT, "ReportSubmitted", json!({ "to": "Bureau de la Métropole" }))
            .tell(ACT, "DeliberationTabled", tabled)
            .tell(ACT, "VoteCast", json!({ "outcome": "adopted" }))
            .tell(ACT, "SignatureAuthorised", json!({ "signatory": "Madame la Présidente" }))
            .tell(ACT, "CopyCertified", json!({ "by": { "name": "Odile JONQUEROLLE" } }))
    }

    /// The facts of the convention: what the act decides, recalls and was told.
    pub(super) fn scene() -> Scene {
        let award = json!({ "reference": "012-4935-21-BM", "date": "2021-02-25" });
        let granted = json!({ "amount_cents": 8_400_000, "exercise": 2021,
            "beneficiary": { "name": "L'Atelier des Réseaux", "legal_form": "association" },
            "purpose": "son fonctionnement et son programme d'action annuel 2021",
            "assignment": "operation_and_programme", "budget_cents": 205_000_000,
            "share": { "stated": "4%", "scale": 0 }, "act": award });
        let own = json!({ "reference": "INUM-007-5821/22/BM", "organ": "Bureau de la Métropole" });
        let avenant = json!({ "number": 1, "changes": ["budget"], "unchanged": ["amount"],
            "amount_cents": 8_400_000, "annexed": true, "exercise": 2021, "act": own });
        let revised = json!({ "to_cents": 112_000_000, "instrument": { "avenant": 1 },
            "requested_by": "l'association", "share": { "stated": "7,5%", "scale": 1 } });
        let requested = json!({ "by": "l'association", "budget_cents": 112_000_000,
            "unchanged": ["amount"] });
        let split = json!({ "beneficiary": { "name": "L'Atelier des Réseaux" }, "when": "2021",
            "successors": [{ "name": "L'Atelier des Réseaux", "legal_form": "association" },
                { "name": "Réseaux Formation", "legal_form": "SAS" }] });
        let report =
            json!({ "exercise": 2021, "indicators": [{ "label": "apprenants", "count": 120 }] });
        body()
            .tell_as(CONVENTION, "SubsidyGranted", Grade::Recital, "2021-02-25", granted)
            .tell_as(
                CONVENTION,
                "ConventionApproved",
                Grade::Recital,
                "2021-02-25",
                json!({ "title": "convention d'objectifs", "act": award_ref() }),
            )
            .tell(CONVENTION, "AvenantApproved", avenant)
            .tell(CONVENTION, "BudgetRevised", revised)
            .tell_as(CONVENTION, "AvenantRequested", Grade::Recital, "../2022", requested)
            .tell_as(CONVENTION, "BeneficiaryRestructured", Grade::Recital, "2021", split)
            .tell_as(CONVENTION, "ActivityReported", Grade::Declared, "../2022", report)
    }

    fn award_ref() -> Value {
        json!({ "reference": "n°012-4935-21-BM" })
    }

    #[test]
    fn what_the_rules_say_of_the_act() {
        assert_found(
            &scene().findings(),
            "act/",
            &[
                (CANNOT, "bureau-delegation-exists", &["delegated_matters"]),
                (CANNOT, "convocation-five-clear-days", &["sitting_day", "convocation_date"]),
                (CANNOT, "explanatory-note", &["explanatory_note"]),
                (CANNOT, "quorum-majority-in-office", &["sitting_day", "members_in_office"]),
                (CANNOT, "vote-absolute-majority", &["tally"]),
                (CANNOT, "interested-member", &["interests_register"]),
                (CANNOT, "minutes-content", &["sitting_day", "secretary", "minutes"]),
                (CANNOT, "deliberations-list-one-week", &["sitting_day", "deliberations_list"]),
                (CANNOT, "register-signature", &["sitting_day", "register"]),
                (CANNOT, "act-identity-and-signature", &["signed_original"]),
                (CANNOT, "transmission-to-prefect", &["sitting_day", "transmission"]),
                (CANNOT, "publicity-by-kind-of-act", &["sitting_day", "notification"]),
                (CANNOT, "prefect-referral-window", &["transmission"]),
                (CONFORMS, "bureau-excluded-matters", &[]),
                (CONFORMS, "secret-ballot", &[]),
            ],
        );
    }

    #[test]
    fn what_the_rules_say_of_the_convention() {
        assert_found(
            &scene().findings(),
            "convention/",
            &[
                (CANNOT, "epci-speciality", &["competence"]),
                (
                    CANNOT,
                    "aid-to-enterprises-region",
                    &["split_date", "costs_by_activity", "region_agreement"],
                ),
                (CANNOT, "convention-above-23000", &["convention_signature", "convention_clauses"]),
                (
                    CANNOT,
                    "no-retroactivity",
                    &["request_date", "avenant_text", "effect_on_balance", "third_parties"],
                ),
                (CANNOT, "declared-association", &["association_declaration"]),
                (CANNOT, "single-application-form", &["application"]),
                (CANNOT, "no-pass-through", &["transfers", "pass_through_clause"]),
                (CANNOT, "de-minimis-ceiling", &["activity_nature", "de_minimis_aid"]),
                (CANNOT, "accounts-to-grantor", &["accounts"]),
                (CANNOT, "financial-report-six-months", &["assignment", "financial_report"]),
                (CANNOT, "auditor-above-153000", &["public_grants_total"]),
                (CANNOT, "prefecture-deposit-153000", &["public_grants_total"]),
                (CANNOT, "open-data-three-months", &["convention_signature", "essential_data"]),
                (CANNOT, "budget-annex-listing", &["budget_annex"]),
                (CANNOT, "certified-accounts-of-grantee", &["payments", "accounts_forwarded"]),
                (CANNOT, "four-year-limitation", &["due_date", "payments"]),
                (OBSERVED, "arithmetic-consistency", &[]),
                (OBSERVED, "arithmetic-consistency", &[]),
                (OBSERVED, "avenant-after-exercise", &[]),
                (CONFORMS, "grant-definition-not-procurement", &[]),
                (CONFORMS, "separate-award-deliberation", &[]),
            ],
        );
    }

    #[test]
    fn what_is_observed() {
        let found = scene().findings();
        let observed: Vec<&str> = found
            .iter()
            .filter(|f| f.outcome == Outcome::Observation)
            .map(|f| f.sentence.fr.as_str())
            .collect();
        assert_eq!(
            observed,
            [
                "4% dit à l'attribution pour 4,10 % calculé : la part dite concorde, arrondie à la précision où elle est dite.",
                "7,5% dit à l'avenant n° 1 pour 7,50 % calculé : la part dite est exacte.",
                "L'avenant n° 1, décidé en 2022, modifie l'exercice 2021, déjà clos.",
            ]
        );
    }

    #[test]
    fn an_act_that_may_not_yet_be_taken_is_not_judged() {
        let at = |day: &str| {
            let as_of = AsOf { effective: day.parse().ok(), known: None };
            scene().findings_at(as_of)
        };
        assert_eq!(found(&at("2022-06-30"), "act/"), []);
        assert!(at("2022-06-30").iter().all(|f| f.rule != "no-retroactivity"));
        assert_eq!(at("2022-12-31"), scene().findings());
    }

    #[test]
    fn every_finding_rests_on_something_or_names_what_is_missing() {
        for finding in scene().findings() {
            let rests = !finding.entries.is_empty() && !finding.passages.is_empty();
            assert!(rests || !finding.missing.is_empty(), "{}", finding.rule);
            let silent = finding.outcome == Outcome::CannotConclude;
            assert_eq!(silent, !finding.missing.is_empty(), "{}", finding.rule);
        }
    }
}

mod clean {
    use super::*;

    const ACT: &str = "act/serlonne/0461-24-cc";
    const SITTING: &str = "sitting/serlonne/conseil/2024-06-13";
    const CONVENTION: &str = "convention/serlonne/2024/le-jardin-des-passerelles";
    const BENEFICIARY: &str = "beneficiary/w991007836";
    const COMMUNITY: &str = "Communauté de communes du Pays de Serlonne";

    fn formality(scene: Scene, stream: &str, formality: &str, on: &str, more: Value) -> Scene {
        let mut data = json!({ "formality": formality, "done": true });
        if !on.is_empty() {
            data["on"] = on.into();
        }
        scene.record(stream, "FormalityRecorded", super::super::scene::with(data, more))
    }

    fn sitting() -> Scene {
        let organ = "Conseil communautaire";
        let opened = json!({ "institution": COMMUNITY, "organ": organ, "date": "2024-06-13",
            "presided_by": { "name": "Gérald AUBERTOUX" },
            "secretary": { "name": "Sylvette KERMADOUR" } });
        let proxies: Vec<Value> = (1..=3)
            .map(|n| json!({ "from": format!("Absent A{n}"), "to": format!("Membre N{n}") }))
            .collect();
        let attendance = json!({ "present": members(18), "present_count_stated": 18,
            "proxies": proxies, "members_in_office": 24 });
        let visa = "Le Code Général des Collectivités Territoriales, et notamment ses articles L. 5211-1 et L. 5214-16 ;";
        let tabled = json!({ "institution": COMMUNITY, "organ": organ,
            "reference": "CSOC-006-0461/24/CC", "sitting": SITTING,
            "title": "Attribution d'une subvention de fonctionnement à l'association Le Jardin des Passerelles",
            "visas": [{ "text": visa }] });
        let vote = json!({ "outcome": "adopted", "votes_for": 20, "votes_against": 0,
            "abstentions": 1, "method": "show_of_hands" });
        Scene::empty("2024-06-13")
            .tell(SITTING, "SittingOpened", opened)
            .tell(
                SITTING,
                "ConvocationSent",
                json!({ "on": "2024-06-05", "explanatory_note": true }),
            )
            .tell(SITTING, "AttendanceRecorded", attendance)
            .tell(ACT, "DeliberationTabled", tabled)
            .tell(ACT, "VoteCast", vote)
            .record(ACT, "ActTransmitted", json!({ "on": "2024-06-17", "electronic": true }))
            .record(ACT, "ActPublished", json!({ "on": "2024-06-18", "means": "notified" }))
            .record(ACT, "ActPublished", json!({ "on": "2024-06-18", "means": "online" }))
    }

    pub(super) fn scene() -> Scene {
        let granted = json!({ "amount_cents": 680_000, "exercise": 2024,
            "beneficiary": { "name": "Le Jardin des Passerelles", "legal_form": "association" },
            "assignment": "operation", "budget_cents": 4_250_000,
            "share": { "stated": "16%", "scale": 0 },
            "act": { "reference": "CSOC-006-0461/24/CC" } });
        let identified = json!({ "name": "Le Jardin des Passerelles", "rna": "W991007836" });
        let paid = json!({ "amount_cents": 680_000, "on": "2024-07-01", "role": "whole" });
        let two = json!({ "by": ["Gérald AUBERTOUX", "Sylvette KERMADOUR"] });
        let scene = sitting()
            .tell(CONVENTION, "SubsidyGranted", granted)
            .tell(BENEFICIARY, "BeneficiaryIdentified", identified)
            .record(CONVENTION, "PaymentOrdered", paid);
        let done = [
            (SITTING, "deliberations_list_posted", "2024-06-17", json!({})),
            (SITTING, "minutes_signed", "2024-07-11", json!({})),
            (ACT, "register_signed", "", two),
            (ACT, "no_interest_declared", "", json!({})),
            (SITTING, "list_sent_to_member_communes", "2024-06-19", json!({})),
            (CONVENTION, "republican_commitment_signed", "2024-01-15", json!({})),
            (CONVENTION, "single_form_used", "2024-01-15", json!({})),
            (CONVENTION, "accounts_provided", "2024-03-28", json!({})),
            (BENEFICIARY, "association_declared", "2015-03-14", json!({})),
            (CONVENTION, "public_grants_declared", "", json!({ "amount_cents": 680_000 })),
        ];
        done.into_iter()
            .fold(scene, |scene, (stream, kind, on, more)| formality(scene, stream, kind, on, more))
    }

    #[test]
    fn every_rule_concludes() {
        let found = scene().findings();
        assert_found(
            &found,
            "act/",
            &[
                (OBSERVED, "prefect-referral-window", &[]),
                (CONFORMS, "convocation-five-clear-days", &[]),
                (CONFORMS, "explanatory-note", &[]),
                (CONFORMS, "quorum-majority-in-office", &[]),
                (CONFORMS, "vote-absolute-majority", &[]),
                (CONFORMS, "one-proxy-per-member", &[]),
                (CONFORMS, "secret-ballot", &[]),
                (CONFORMS, "interested-member", &[]),
                (CONFORMS, "minutes-content", &[]),
                (CONFORMS, "deliberations-list-one-week", &[]),
                (CONFORMS, "register-signature", &[]),
                (CONFORMS, "act-identity-and-signature", &[]),
                (CONFORMS, "member-communes-information", &[]),
                (CONFORMS, "transmission-to-prefect", &[]),
                (CONFORMS, "publicity-by-kind-of-act", &[]),
            ],
        );
        assert_found(
            &found,
            "convention/",
            &[
                (OBSERVED, "arithmetic-consistency", &[]),
                (CONFORMS, "grant-definition-not-procurement", &[]),
                (CONFORMS, "epci-speciality", &[]),
                (CONFORMS, "separate-award-deliberation", &[]),
                (CONFORMS, "declared-association", &[]),
                (CONFORMS, "single-application-form", &[]),
                (CONFORMS, "republican-commitment", &[]),
                (CONFORMS, "accounts-to-grantor", &[]),
                (CONFORMS, "auditor-above-153000", &[]),
                (CONFORMS, "prefecture-deposit-153000", &[]),
                (CONFORMS, "four-year-limitation", &[]),
            ],
        );
    }

    #[test]
    fn every_conclusion_in_law_has_its_source() {
        for finding in scene().findings() {
            let observed = finding.rule == "arithmetic-consistency";
            assert_eq!(finding.sources.is_empty(), observed, "{}", finding.rule);
        }
    }
}

mod breach {
    use super::*;
    use crate::rules::scene::{ACT, SITTING};

    #[test]
    fn figures_that_break_a_rule_on_their_face_are_irregular() {
        let proxies = json!([{ "from": "Absent A1", "to": "Membre N1" },
            { "from": "Absent A2", "to": "Membre N2" }]);
        let attendance = json!({ "present": members(15), "present_count_stated": 15,
            "proxies": proxies, "members_in_office": 40 });
        let vote = json!({ "outcome": "adopted", "votes_for": 6, "votes_against": 8,
            "abstentions": 3 });
        let declared = json!({ "stated": "déclare le quorum atteint", "reached": true });
        let scene = Scene::sitting("2023-06-08")
            .tell(SITTING, "AttendanceRecorded", attendance)
            .tell(SITTING, "QuorumDeclared", declared)
            .tell(ACT, "VoteCast", vote)
            .grant(1_800_000);
        let irregular: Vec<_> = scene
            .findings()
            .into_iter()
            .filter(|f| f.outcome == Outcome::Irregular)
            .map(|f| (f.rule, f.sentence.fr))
            .collect();
        let expected = [
            (
                "quorum-majority-in-office",
                "15 présents pour 40 membres en exercice : le quorum (plus de la moitié) n'est pas atteint.",
            ),
            (
                "vote-absolute-majority",
                "Dite adoptée par 6 voix pour, 8 contre : la majorité absolue n'est pas atteinte.",
            ),
        ];
        assert_eq!(irregular, expected.map(|(rule, fr)| (rule, fr.to_owned())));
    }
}
