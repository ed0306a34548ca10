//! Acts whose words seem to grant or to adopt and may say the opposite: nothing of them is sure.

use super::rolls::event;
use greffe_ingest::{Confidence, Draft, Options, draft};

const HEAD: &str = "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\nÉtaient présents : Mme Anne CERDOUX, Mme Zita BRAVOUX, M. Luc TILLOY.\n\nObjet : Subvention à l'association « Les Forges »\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré,\n\n";
const GRANT: &str = "DÉCIDE\n\nArticle 1 : Une subvention de 2 000 € est attribuée à l'association « Les Forges » au titre de l'exercice 2031.";

fn read(decision: &str) -> Draft {
    draft(&format!("{HEAD}{decision}\n"), &"0".repeat(64), &Options::default())
}

fn sure(draft: &Draft, kind: &str) -> usize {
    let sure = |event: &&greffe_ingest::DraftEvent| {
        event.event.kind() == kind && event.confidence == Confidence::Sure
    };
    draft.events.iter().filter(sure).count()
}

#[test]
fn a_plain_grant_that_was_adopted_is_sure() {
    let read = read(&format!("{GRANT}\n\nAdopté à l'unanimité."));
    assert_eq!(sure(&read, "VoteCast"), 1);
    assert_eq!(sure(&read, "SubsidyGranted"), 1);
}

#[test]
fn what_was_not_adopted_is_never_surely_adopted_and_grants_nothing_surely() {
    for outcome in [
        "Pour : 1 – Contre : 2\n\nDélibération non adoptée.",
        "La délibération n'est donc pas adoptée.",
        "La délibération n'est en conséquence pas approuvée.",
        "Le quorum n'étant pas atteint, la délibération ne peut être adoptée.",
        "La délibération n'a pu être adoptée.",
        "[ ] Adopté   [x] Rejeté",
        "Adopté : non",
        "Adopté à l'unanimité par la commission des finances.",
        "Pour : 1 – Contre : 2",
        "Ajourné.",
        "Renvoyé en commission.",
    ] {
        let read = read(&format!("{GRANT}\n\n{outcome}"));
        assert_eq!(sure(&read, "VoteCast"), 0, "{outcome}");
        assert_eq!(sure(&read, "SubsidyGranted"), 0, "{outcome}");
    }
}

#[test]
fn a_sentence_that_refuses_ends_or_tells_of_another_body_grants_nothing_surely() {
    let sum =
        "à l'association « Les Forges » une subvention de 2 000 € au titre de l'exercice 2031.";
    for decision in [
        format!("DÉCIDE de ne plus attribuer {sum}"),
        format!("DIT qu'il n'y a pas lieu d'attribuer {sum}"),
        format!("ABROGE la décision d'attribuer {sum}"),
        format!("PREND ACTE que le Département attribue {sum}"),
        format!("REMERCIE le Département d'avoir attribué {sum}"),
        format!("ÉMET un avis favorable à ce que le CCAS attribue {sum}"),
        format!("ENGAGE la procédure en vue d'attribuer {sum}"),
        "DÉCIDE qu'une subvention de 2 000 € est attribuée par le Département à l'association « Les Forges ».".to_owned(),
        "ACCEPTE la subvention de 2 000 € attribuée par l'association « Les Forges ».".to_owned(),
        "ACCORDE à l'association « Les Forges » un prêt de 2 000 €.".to_owned(),
        "ACCORDE à l'association « Les Forges » une subvention mensuelle de 2 000 €.".to_owned(),
    ] {
        let read = read(&format!("{decision}\n\nAdopté à l'unanimité."));
        assert_eq!(sure(&read, "SubsidyGranted"), 0, "{decision}");
    }
}

#[test]
fn a_part_that_is_not_paid_or_was_paid_wrongly_is_never_sure() {
    for part in [
        "Article 2 : Aucun acompte de 1 000 € n'est versé.",
        "Article 2 : L'acompte de 1 000 € ayant été versé à tort en 2030, il est repris.",
    ] {
        let read = read(&format!("{GRANT}\n\n{part}\n\nAdopté à l'unanimité."));
        let wrong = |event: &&greffe_ingest::DraftEvent| {
            event.event.kind() == "InstalmentAgreed"
                && event.confidence == Confidence::Sure
                && event.event.data().unwrap()["amount_cents"] == 100_000
        };
        assert_eq!(read.events.iter().filter(wrong).count(), 0, "{part}");
    }
}

#[test]
fn of_two_who_sign_the_chair_certifies() {
    for foot in [
        "Pour extrait conforme\nLe Maire,                    Le secrétaire de séance,\nAnne CERDOUX                 Luc TILLOY",
        "Pour extrait conforme\nLe Maire,\nAnne CERDOUX\nLe secrétaire de séance,\nLuc TILLOY",
    ] {
        let read = read(&format!("{GRANT}\n\nAdopté à l'unanimité.\n\n{foot}"));
        let (certified, confidence) = event(&read, "CopyCertified");
        let right = certified["by"]["name"] == "Anne CERDOUX";
        assert!(right || confidence == Confidence::Review, "{foot}: {certified}");
    }
}

#[test]
fn who_reports_above_the_opening_hides_no_day() {
    let read = draft(
        "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\nObjet : Subvention à l'association « Les Forges »\n\nRapporteur : M. Luc TILLOY\n\n\
         L'an deux mille trente et un, le quatre mai à vingt heures, le conseil municipal s'est réuni sous la présidence de Mme Anne CERDOUX, Maire.\n\n\
         Étaient présents : Mme Anne CERDOUX, Mme Zita BRAVOUX, M. Luc TILLOY.\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'attribuer à l'association « Les Forges » une subvention de 2 000 €.\n",
        &"0".repeat(64),
        &Options::default(),
    );
    let (opened, _) = event(&read, "SittingOpened");
    assert_eq!(opened["date"], "2031-05-04");
}

#[test]
fn an_act_without_its_day_grants_nothing_surely() {
    let undated = HEAD.replace("Séance du 4 mai 2031\n\n", "");
    let text = format!("{undated}{GRANT}\n\nAdopté à l'unanimité.\n");
    let read = draft(&text, &"0".repeat(64), &Options::default());
    assert_eq!(sure(&read, "SubsidyGranted"), 0);
}

#[test]
fn a_title_that_is_cut_or_goes_on_into_a_label_is_for_review() {
    for object in [
        "Subvention à l'association\n« Les Forges »",
        "Subvention à l'association Les Forges – Rapporteur : M. TILLOY",
    ] {
        let text = format!("{HEAD}{GRANT}\n\nAdopté à l'unanimité.\n")
            .replace("Subvention à l'association « Les Forges »\n\nVu", &format!("{object}\n\nVu"));
        let read = draft(&text, &"0".repeat(64), &Options::default());
        let (_, confidence) = event(&read, "DeliberationTabled");
        assert_eq!(confidence, Confidence::Review, "{object}");
    }
}

#[test]
fn a_list_that_tells_who_came_is_for_review() {
    let text = format!("{HEAD}{GRANT}\n\nAdopté à l'unanimité.\n").replace(
        "M. Luc TILLOY.\n",
        "M. Luc TILLOY.\nAbsents : Mme Rose CALMET (arrivée à 20 h 15).\n",
    );
    let read = draft(&text, &"0".repeat(64), &Options::default());
    let (_, confidence) = event(&read, "AttendanceRecorded");
    assert_eq!(confidence, Confidence::Review);
}
