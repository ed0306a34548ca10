//! What is read from invented acts, and what is left alone.

use super::*;
use crate::annotated::Lines;
use greffe_domain::{ActRef, Edtf, Event, Grade, Money, PaymentRole, Term};
use proptest::prelude::*;

/// An act given part by part, already folded.
fn read(parts: &[(Zone, &str)]) -> Vec<Fact> {
    let (folded, ranges) = laid_out(parts);
    let setting = Setting {
        institution: "metropole-vauclaire".into(),
        name: "Métropole de Vauclaire".into(),
        act: ActRef::written("DSOL-009-4058/24/BM"),
        act_date: "2024-03-14".parse::<Edtf>().unwrap(),
        title: None,
        outcome: None,
        several: false,
        doubt: None,
    };
    let annotated = Annotated::new(&folded, Lines::Whole);
    let page = Page { rows: &folded, cells: &folded, printed: Printed::new(&annotated, &folded) };
    let (facts, _) = draft_money(&folded, page, &ranges, &setting);
    for fact in &facts {
        sound(&folded, fact);
    }
    facts
}

fn laid_out(parts: &[(Zone, &str)]) -> (String, Vec<(Zone, Range<usize>)>) {
    let mut folded = String::new();
    let mut ranges = Vec::new();
    for (zone, text) in parts {
        let start = folded.len();
        folded.push_str(text);
        ranges.push((*zone, start..folded.len()));
        folded.push_str("\n\n");
    }
    (folded, ranges)
}

/// Every passage lies in the text, the first is the whole sentence, and every pointer leads to a
/// field that the event has.
fn sound(folded: &str, fact: &Fact) {
    let data = fact.event.data().unwrap();
    let passages: Vec<_> = fact.passages.iter().collect();
    assert!(passages.first().is_some_and(|(_, fields)| fields.is_empty()), "{data}");
    for (range, fields) in passages {
        assert!(folded.get(range.clone()).is_some_and(|said| !said.trim().is_empty()), "{data}");
        for pointer in fields {
            assert!(data.pointer(pointer).is_some(), "{pointer} in {data}");
        }
    }
}

fn kinds(facts: &[Fact]) -> Vec<&'static str> {
    facts.iter().map(|fact| fact.event.kind()).collect()
}

const AVENANT: &[(Zone, &str)] = &[
    (Zone::Title, "Association Les Forges d'Aubre - Convention d'objectifs : avenant n°2"),
    (
        Zone::Report,
        "Par délibération du Bureau de la Métropole de Vauclaire du 9 février 2023, la Métropole a \
         attribué à l'association Les Forges d'Aubre une subvention de 40 000 euros au titre de \
         l'exercice 2023. Cette aide représentait 8% d'un budget prévisionnel de 500 000 euros.\n\n\
         Par lettre du 4 janvier 2024, l'association a sollicité un budget rectifié à hauteur de \
         316 000 euros, sans modifier le montant de la subvention. Il est proposé de ramener le \
         budget prévisionnel à 316 000 euros, la subvention demeurant fixée à 40 000 euros, soit \
         12,7% du budget.",
    ),
    (
        Zone::Visas,
        "Vu\n• Le Code Général des Collectivités Territoriales ;\n• La délibération \
        n°007-2961-23-BM \
         attribuant une subvention à l'association \"Les Forges d'Aubre\" - Approbation d'une \
         convention.",
    ),
    (
        Zone::Articles,
        "Délibère\n\nArticle 1 :\n\nEst approuvé l'avenant n°2 à la convention d'objectifs avec \
        Les \
         Forges d'Aubre relative à l'exercice 2023 ci-annexé.\n\nArticle 2 :\n\nMadame la \
         Présidente \
         est autorisée à signer cet avenant.",
    ),
];

#[test]
fn an_avenant_is_read_with_what_it_changes_and_leaves() {
    let facts = read(AVENANT);
    assert_eq!(
        kinds(&facts),
        [
            "SubsidyGranted",
            "ConventionApproved",
            "AvenantRequested",
            "AvenantApproved",
            "BudgetRevised"
        ]
    );
    assert!(facts.iter().all(|fact| fact.doubt.is_none()));
    assert!(
        facts
            .iter()
            .all(|f| f.stream.as_str() == "convention/metropole-vauclaire/2023/les-forges-d-aubre")
    );
    let Event::SubsidyGranted(grant) = &facts[0].event else { panic!() };
    // Paragraph and visa tell of one grant.
    assert_eq!(grant.act.reference.as_deref(), Some("007-2961-23-BM"));
    assert_eq!(grant.act.date, "2023-02-09".parse().ok());
    assert_eq!(grant.act.organ.as_deref(), Some("Bureau de la Métropole de Vauclaire"));
    assert_eq!(grant.budget_cents, Some(Money::from_cents(50_000_000)));
    assert_eq!(
        (facts[0].grade, facts[0].effective.to_string().as_str()),
        (Grade::Recital, "2023-02-09")
    );
    let Event::AvenantRequested(asked) = &facts[2].event else { panic!() };
    assert_eq!(asked.on, "2024-01-04".parse().ok());
    assert_eq!(asked.unchanged, [Term::Amount]);
    let Event::AvenantApproved(approved) = &facts[3].event else { panic!() };
    assert_eq!((approved.number, approved.annexed), (2, Some(true)));
    assert_eq!(
        (&approved.changes, &approved.unchanged),
        (&vec![Term::Budget], &vec![Term::Amount])
    );
    assert_eq!((facts[3].grade, facts[3].causes.clone()), (Grade::Act, vec![0, 2]));
    let Event::BudgetRevised(revised) = &facts[4].event else { panic!() };
    assert_eq!(revised.from_cents, Some(Money::from_cents(50_000_000)));
    assert_eq!(revised.to_cents, Money::from_cents(31_600_000));
    assert_eq!(revised.share.as_ref().unwrap().stated, "12,7%");
    assert_eq!(revised.requested_by, Some("l'association".into()));
}

#[test]
fn a_recalled_avenant_gives_its_approval_its_budget_and_its_signature() {
    let facts = read(&[
        (
            Zone::Report,
            "Par délibération n°007-2961-23-BM du 9 février 2023, le Bureau a accordé à l'association Les \
             Forges d'Aubre une subvention de 40 000 euros pour l'exercice 2023. L'avenant n°1, approuvé \
             par délibération n°009-3012-23-BM du 12 octobre 2023 et signé le 3 novembre 2023, a ramené à \
             316 000 euros le budget prévisionnel, la subvention représentant 12,7% de ce budget.",
        ),
        (
            Zone::Articles,
            "Article 1 : Le montant définitif de la subvention de l'association Les Forges d'Aubre est \
             arrêté à 36 200 euros.",
        ),
    ]);
    assert_eq!(
        kinds(&facts),
        ["SubsidyGranted", "AvenantApproved", "BudgetRevised", "AvenantSigned", "BalanceComputed"]
    );
    let effective: Vec<_> = facts[1..4].iter().map(|fact| fact.effective.to_string()).collect();
    assert_eq!(effective, ["2023-10-12", "2023-10-12", "2023-11-03"]);
    let Event::BalanceComputed(balance) = &facts[4].event else { panic!() };
    assert_eq!(balance.budget_cents, Some(Money::from_cents(31_600_000)));
}

#[test]
fn a_rejected_proposal_decides_nothing() {
    let mut parts = AVENANT.to_vec();
    parts.push((Zone::After, "La proposition n'est pas adoptée."));
    let facts = read(&parts);
    assert!(facts.iter().all(|fact| fact.grade != Grade::Act), "{:?}", kinds(&facts));
    assert_eq!(facts[0].event.kind(), "SubsidyGranted");
}

#[test]
fn a_grant_takes_budget_and_share_from_the_report() {
    let facts = read(&[
        (
            Zone::Report,
            "Le budget prévisionnel de l'association s'élève à 50 400 €. Il est proposé de lui \
            attribuer \
             une subvention de 6 300 €, soit 12,5 % de ce budget. L'an passé, elle a reçu 5 000 €.",
        ),
        (
            Zone::Articles,
            "Article 1er – Une subvention de 6 300 € est attribuée à l'association « Les Amis \
            du vieux \
             lavoir » pour l'exercice 2024.\nArticle 2 – La subvention est versée en deux fois \
             : une \
             avance de 4 000 € à la notification, le solde après remise du bilan.",
        ),
    ]);
    assert_eq!(kinds(&facts), ["SubsidyGranted", "InstalmentAgreed", "InstalmentAgreed"]);
    let Event::SubsidyGranted(grant) = &facts[0].event else { panic!() };
    assert_eq!(grant.beneficiary.name, "Les Amis du vieux lavoir");
    assert_eq!(grant.budget_cents, Some(Money::from_cents(5_040_000)));
    assert_eq!(
        (facts[0].grade, grant.exercise, facts[0].doubt.clone()),
        (Grade::Act, Some(2024), None)
    );
    let roles: Vec<_> = facts[1..]
        .iter()
        .map(|fact| match &fact.event {
            Event::InstalmentAgreed(part) => {
                (part.role, part.amount_cents.map(Money::cents), part.condition.clone())
            }
            _ => panic!(),
        })
        .collect();
    assert_eq!(
        roles,
        [
            (PaymentRole::Advance, Some(400_000), Some("à la notification".into())),
            (PaymentRole::Balance, None, Some("après remise du bilan".into())),
        ]
    );
}

#[test]
fn a_budget_elsewhere_that_gives_another_share_is_for_review() {
    let facts = read(&[
        (
            Zone::Report,
            "Le budget prévisionnel de l'association s'élève à 60 000 €. Il est proposé de lui \
            attribuer \
             une subvention de 6 300 €, soit 15 % de ce budget.",
        ),
        (
            Zone::Articles,
            "Une subvention de 6 300 € est attribuée à l'association « Le Lavoir » pour \
            l'exercice 2024.",
        ),
    ]);
    assert!(facts[0].doubt.is_some());
}

/// The formulae by which organs grant.
#[test]
fn every_formula_of_grant_is_read() {
    for articles in [
        "Est attribuée à l'association « Le Lavoir » une subvention de fonctionnement d'un montant de 6 300 \
         euros au titre de l'exercice 2024.",
        "Une subvention exceptionnelle de six mille trois cents euros (6 300,00 €) est allouée à \
         l'association « Le Lavoir » pour l'exercice 2024.",
        "DÉCIDE d'accorder à l'association « Le Lavoir », au titre de l'exercice 2024, une aide de 6 300 €.",
        "Est approuvée l'attribution à l'association « Le Lavoir » d'une subvention de 6 300 € pour \
         l'exercice 2024.",
        "1°) ATTRIBUE à l'association « Le Lavoir » une subvention de 6.300 € pour l'exercice 2024 ;",
        "fixe à 6 300 € la subvention de l'association « Le Lavoir » pour l'exercice 2024.",
        "Le conseil vote par 8 voix pour et 5 contre l'attribution d'une subvention de 6 300 € à \
         l'association « Le Lavoir » au titre de l'année 2024.",
    ] {
        let facts = read(&[(Zone::Articles, articles)]);
        let Some(Event::SubsidyGranted(grant)) = facts.first().map(|fact| &fact.event) else {
            panic!("{articles}")
        };
        assert_eq!(grant.amount_cents.cents(), 630_000, "{articles}");
        assert_eq!((grant.exercise, facts[0].doubt.as_deref()), (Some(2024), None), "{articles}");
    }
}

#[test]
fn letters_that_contradict_the_figure_are_for_review() {
    let facts = read(&[(
        Zone::Articles,
        "Une subvention de six mille deux cents euros (6 300,00 €) est allouée à l'association « Le \
         Lavoir » pour l'exercice 2024.",
    )]);
    assert!(facts[0].doubt.as_deref().is_some_and(|doubt| doubt.contains("letters")));
}

#[test]
fn the_amount_of_a_budget_is_no_grant() {
    let facts = read(&[(
        Zone::Articles,
        "Est attribuée à l'association « Le Lavoir » une subvention égale à 20 % du budget prévisionnel de \
         50 000 € pour l'exercice 2024.",
    )]);
    assert!(!kinds(&facts).contains(&"SubsidyGranted"));
}

#[test]
fn proposals_and_wishes_grant_nothing() {
    for report in [
        "Il est proposé d'attribuer à l'association Le Lavoir une subvention de 6 300 € pour \
        l'exercice 2024.",
        "L'association Le Lavoir a sollicité une subvention de 6 300 € au titre de l'exercice \
        2024.",
        "L'association Le Lavoir demande que lui soit accordée une subvention de 6 300 €.",
    ] {
        let facts = read(&[(Zone::Report, report)]);
        assert!(!kinds(&facts).contains(&"SubsidyGranted"), "{report}");
    }
}

#[test]
fn grants_of_other_bodies_and_other_years_are_not_ours() {
    for report in [
        "Le Département a attribué à l'association Le Lavoir une subvention de 6 300 € pour \
        l'exercice 2024.",
        "L'association Le Lavoir a reçu une subvention de 6 300 € de la Région pour l'exercice \
        2024.",
        "Pour l'exercice 2024, rien n'est demandé par l'association Le Lavoir. La Métropole \
        avait attribué à \
         l'association Le Lavoir une subvention de 6 300 € en 2021.",
    ] {
        let facts = read(&[(Zone::Title, "Exercice 2024"), (Zone::Report, report)]);
        assert!(!kinds(&facts).contains(&"SubsidyGranted"), "{report}");
    }
}

#[test]
fn two_grants_of_one_act_go_to_their_own_conventions() {
    let facts = read(&[(
        Zone::Articles,
        "Article 1 : Une subvention de 6 300 € est attribuée à l'association « Le Lavoir » pour \
        l'exercice \
         2024.\nArticle 2 : Une subvention de 1 200 € est attribuée à l'association « La Source \
         » pour \
         l'exercice 2024.",
    )]);
    let streams: Vec<_> = facts.iter().map(|fact| fact.stream.as_str()).collect();
    let path = "convention/metropole-vauclaire/2024";
    assert_eq!(streams, [format!("{path}/le-lavoir"), format!("{path}/la-source")]);
    assert!(facts.iter().all(|fact| fact.doubt.is_some()));
}

#[test]
fn without_exercise_or_with_two_beneficiaries_nothing_is_sure() {
    for articles in [
        "Une subvention de 6 300 € est attribuée à l'association « Le Lavoir ».",
        "Une subvention de 6 300 € est attribuée à l'association « Le Lavoir » pour l'exercice \
        2024, en \
         accord avec l'association « La Source ».",
    ] {
        let facts = read(&[(Zone::Articles, articles)]);
        assert_eq!(kinds(&facts), ["SubsidyGranted"], "{articles}");
        assert!(facts[0].doubt.is_some(), "{articles}");
    }
}

#[test]
fn a_balance_is_gathered_from_articles_and_report() {
    let facts = read(&[
        (
            Zone::Report,
            "Par délibération n°007-2961-23-BM du 9 février 2023, le Bureau a accordé à \
            l'association Les \
             Forges d'Aubre une subvention de 40 000 euros pour l'exercice 2023. L'acompte de \
             28 000 euros \
             a été versé le 3 mars 2023. L'association Les Forges d'Aubre a remis le 12 juin \
             2024 son \
             compte rendu financier de l'exercice 2023. Les dépenses réalisées s'élèvent à 450 \
             000 euros.",
        ),
        (
            Zone::Articles,
            "Article 1 : Le montant définitif de la subvention est arrêté à 36 200 \
            euros.\nArticle 2 : Est \
             ordonné le versement du solde, soit 8 000 euros.",
        ),
    ]);
    assert_eq!(
        kinds(&facts),
        [
            "SubsidyGranted",
            "FinancialReportFiled",
            "PaymentExecuted",
            "BalanceComputed",
            "PaymentOrdered"
        ]
    );
    let Event::BalanceComputed(balance) = &facts[3].event else { panic!() };
    let cents = |money: Option<Money>| money.map(Money::cents);
    assert_eq!(cents(balance.final_cents), Some(3_620_000));
    assert_eq!(cents(balance.balance_cents), Some(800_000));
    assert_eq!(cents(balance.realised_cents), Some(45_000_000));
    let Event::PaymentExecuted(paid) = &facts[2].event else { panic!() };
    assert_eq!(
        (paid.role, facts[2].effective.to_string()),
        (Some(PaymentRole::Advance), "2023-03-03".into())
    );
}

#[test]
fn a_withdrawal_claims_back_what_was_paid() {
    let facts = read(&[
        (
            Zone::Report,
            "Par délibération n° 2023/38 du 9 février 2023, le conseil avait accordé à \
            l'association Le \
             Lavoir une subvention de 6500 € pour l'exercice 2023.",
        ),
        (
            Zone::Articles,
            "décide :\n- de retirer la délibération n° 2023/38 du 9 février 2023 ;\n- de \
            demander à \
             l'association le reversement des sommes versées, soit 2 640,00 euros, par un titre de \
             recettes.",
        ),
    ]);
    assert_eq!(kinds(&facts), ["SubsidyGranted", "ActWithdrawn", "RecoveryOrdered"]);
    assert_eq!(facts[1].stream.as_str(), "act/metropole-vauclaire/2023-38");
}

#[test]
fn a_repeal_is_not_surely_a_withdrawal() {
    for (verb, sure) in [("retire", true), ("rapporte", true), ("abroge", false)] {
        let said = format!("{verb} la délibération n° 2023/38 du 9 février 2023.");
        let facts = read(&[(Zone::Articles, &said)]);
        assert_eq!(kinds(&facts), ["ActWithdrawn"], "{verb}");
        assert_eq!(facts[0].doubt.is_none(), sure, "{verb}");
    }
}

#[test]
fn a_restructuring_names_its_successors() {
    let facts = read(&[(
        Zone::Report,
        "L'association Les Forges d'Aubre a obtenu en 2023 une subvention de 40 000 euros pour \
        l'exercice \
         2023. La scission intervenue au cours de l'année 2023 laisse deux entités distinctes \
         :\n- Les \
         Forges d'Aubre demeure une association loi 1901 et poursuit l'accueil des \
         apprentis.\n- Aubre \
         Négoce, société par actions simplifiée, reprend la vente.\nLe bilan d'activité \
         présente les \
         résultats suivants :\n- 1 240 apprentis reçus\no 35,5 % de femmes",
    )]);
    assert_eq!(kinds(&facts), ["SubsidyGranted", "BeneficiaryRestructured", "ActivityReported"]);
    let Event::BeneficiaryRestructured(split) = &facts[1].event else { panic!() };
    assert_eq!(split.when, "2023".parse().ok());
    let names: Vec<_> = split.successors.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Les Forges d'Aubre", "Aubre Négoce"]);
    assert_eq!(split.successors[0].activity.as_deref(), Some("l'accueil des apprentis"));
    let Event::ActivityReported(report) = &facts[2].event else { panic!() };
    assert_eq!(report.indicators[0].count, Some(1240));
    assert_eq!(report.indicators[1].share.as_ref().unwrap().stated, "35,5 %");
    assert_eq!(facts[2].grade, Grade::Declared);
}

#[test]
fn le_meme_jour_takes_up_the_date_before() {
    let facts = read(&[(
        Zone::Report,
        "L'association « Le Lavoir » a présenté sa demande le 15 janvier 2024 sur le formulaire \
        unique pour \
         l'exercice 2024. Elle a souscrit le même jour le contrat d'engagement républicain.",
    )]);
    assert_eq!(kinds(&facts), ["FormalityRecorded", "FormalityRecorded"]);
    assert!(facts.iter().all(|fact| fact.effective.to_string() == "2024-01-15"));
}

proptest! {
    /// Whatever is cut out of an act or put into it, nothing panics and every passage is sound.
    #[test]
    fn no_mutation_breaks_a_reading(
        cut in 0usize..400, width in 0usize..40, put in "[\\PC\n]{0,12}", zone in 0usize..4,
    ) {
        let mut parts: Vec<(Zone, String)> =
            AVENANT.iter().map(|(zone, text)| (*zone, (*text).to_owned())).collect();
        if let Some((_, text)) = parts.get_mut(zone) {
            let kept: String = text.chars().take(cut).chain(put.chars())
                .chain(text.chars().skip(cut + width)).collect();
            *text = kept;
        }
        let borrowed: Vec<(Zone, &str)> = parts.iter().map(|(z, t)| (*z, t.as_str())).collect();
        read(&borrowed);
    }

    #[test]
    fn no_text_panics(text in "[\\PC\n]{0,200}") {
        read(&[(Zone::Report, &text), (Zone::Articles, &text)]);
    }
}

#[test]
fn rows_that_add_up_are_grants() {
    let table = "Article 1 : d'attribuer aux associations suivantes des subventions pour \
    l'exercice 2024, dont le \
                 total s'élève à 7 500 € :\n1 Les Forges d'Aubre 00041738600018 Atelier, 3e \
                 saison 5 000,00\n\
                 et de Vauclaire\n2 Le Lavoir 00062905500013 Fonctionnement 2024 2 \
                 500,00\nTOTAL 7 500,00";
    let facts = read(&[(Zone::Articles, table)]);
    let grants: Vec<_> = facts
        .iter()
        .filter_map(|fact| match &fact.event {
            Event::SubsidyGranted(grant) => Some((
                grant.beneficiary.name.as_str(),
                grant.amount_cents.cents(),
                fact.doubt.is_none(),
            )),
            _ => None,
        })
        .collect();
    assert_eq!(
        grants,
        [("Les Forges d'Aubre et de Vauclaire", 500_000, true), ("Le Lavoir", 250_000, true)]
    );
    let wrong = table.replace("2 500,00", "2 600,00");
    let facts = read(&[(Zone::Articles, &wrong)]);
    assert!(facts.iter().all(|fact| fact.doubt.is_some()));
}

#[test]
fn items_with_one_amount_are_grants_for_review_without_total() {
    let facts = read(&[(
        Zone::Articles,
        "Le conseil attribue les subventions suivantes :\n- Club des Aînés : 230 €\n- Le Lavoir \
        : 600 €",
    )]);
    assert_eq!(kinds(&facts), ["SubsidyGranted", "SubsidyGranted"]);
    assert!(facts.iter().all(|fact| fact.doubt.is_some()));
}
