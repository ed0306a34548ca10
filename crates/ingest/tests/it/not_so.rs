//! What looks like a law of the reader and is none: the negative twin of each.

use super::figures::act;
use super::rolls::event;
use greffe_ingest::{Confidence, Draft, Options, draft};

const HEAD: &str = "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n";
const MEMBERS: &str = "Étaient présents : Mme Anne CERDOUX, Mme Zita BRAVOUX, M. Luc TILLOY.\n\n";

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn kinds(draft: &Draft, kind: &str) -> usize {
    draft.events.iter().filter(|event| event.event.kind() == kind).count()
}

#[test]
fn a_decision_that_a_basis_recalls_is_not_surely_that_of_the_act() {
    for basis in [
        "Vu la délibération du 3 mars 2031 par laquelle le conseil municipal, après en avoir délibéré, attribue à l'association « Les Forges » une subvention de 9 000 € au titre de l'exercice 2031,",
        "Vu la délibération du 3 mars 2031 par laquelle le conseil, à l'unanimité, décide d'attribuer à l'association « Les Forges » une subvention de 9 000 € au titre de l'exercice 2031,",
    ] {
        let read = read(&format!(
            "{HEAD}{MEMBERS}Objet : Chemins\n\n{basis}\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme d'entretien.\n"
        ));
        let sure = |event: &&greffe_ingest::DraftEvent| {
            event.event.kind() == "SubsidyGranted" && event.confidence == Confidence::Sure
        };
        assert_eq!(read.events.iter().filter(sure).count(), 0, "{basis}");
    }
}

#[test]
fn the_number_of_the_body_is_not_that_of_who_receives() {
    for foot in [
        "Mairie de Vaulnoix, 2 place du Port\nSIRET : 732 829 320 00074\n",
        "SIRET 732 829 320 00074\nLe Maire,\nAnne CERDOUX\n",
    ] {
        let read = act(
            "L'association « Les Forges » demande une aide.",
            &format!(
                "DÉCIDE d'attribuer à l'association « Les Forges » une subvention de 2 000 €.\n\nPour extrait conforme,\n\n{foot}"
            ),
        );
        assert!(kinds(&read, "SubsidyGranted") == 1, "{foot}");
        let identified =
            read.events.iter().filter(|event| event.event.kind() == "BeneficiaryIdentified");
        for event in identified {
            assert!(event.event.data().unwrap()["siret"].is_null(), "{foot}");
        }
    }
}

#[test]
fn an_article_about_a_share_is_no_vote() {
    let read = act(
        "L'association « Les Forges » demande une aide.",
        "DÉCIDE :\n\nArticle 1 : Une subvention de 2 000 € est attribuée à l'association « Les Forges ».\n\nArticle 2 : 60 pour cent de l'aide sont versés à la notification.\n\nArticle 3 : Le maire est autorisé à signer la convention.",
    );
    let (tabled, _) = event(&read, "DeliberationTabled");
    assert_eq!(tabled["articles"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_day_of_something_else_is_none_of_posting_or_transmission() {
    let foot = |foot: &str| {
        read(&format!(
            "{HEAD}{MEMBERS}Objet : Chemins\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n\nPour extrait conforme,\n\n{foot}\n"
        ))
    };
    for words in [
        "Affichée à la mairie. Reçu en préfecture le 12 mai 2031",
        "Affiché à la mairie et sur le site. Convocation du 28 avril 2031",
        "Exécutoire le 12 mai 2031 après publication le 10 mai 2031",
    ] {
        let read = foot(words);
        let published = read.events.iter().filter(|event| event.event.kind() == "ActPublished");
        for event in published {
            let data = event.event.data().unwrap().to_string();
            assert!(
                !data.contains("2031-05-12") && !data.contains("2031-04-28"),
                "{words}: {data}"
            );
        }
    }
    for words in [
        "Cachet de la préfecture et date d'affichage : 14 mai 2031",
        "Visa de la préfecture sur la convention du 12 avril 2031",
    ] {
        assert_eq!(kinds(&foot(words), "ActTransmitted"), 0, "{words}");
    }
}

#[test]
fn who_leaves_at_an_hour_stands_back_from_nothing() {
    for words in [
        "Mme Zita BRAVOUX, employée de mairie à Rivelles, est sortie à 21 h.",
        "Mme Zita BRAVOUX, licenciée du club de Rivelles, quitte la salle à 21 h 10.",
        "Mme Zita BRAVOUX, membre du bureau, se retire à 21 heures.",
    ] {
        let read = read(&format!(
            "{HEAD}{MEMBERS}Objet : Chemins\n\nVu le code général des collectivités territoriales ;\n\n{words}\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
        ));
        assert_eq!(kinds(&read, "RecusalDeclared"), 0, "{words}");
    }
}

#[test]
fn the_label_of_another_cell_is_no_title() {
    let read = read(&format!(
        "{HEAD}{MEMBERS}Objet de la délibération        Date de convocation : 2 mai 2031\nEntretien des chemins\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    ));
    let (tabled, _) = event(&read, "DeliberationTabled");
    assert_ne!(tabled["title"], "Date de convocation : 2 mai 2031");
}

#[test]
fn what_an_article_refuses_is_not_granted() {
    for words in [
        "Article 1 : DÉCIDE de ne pas donner suite à la demande de l'association « Les Forges », qui sollicitait une subvention de 1 500 euros au titre de l'année 2031.",
        "Article 1 : N'ACCORDE PAS à l'association « Les Forges » la subvention de 1 500 euros demandée.",
    ] {
        let read = act("L'association « Les Forges » demande une aide.", words);
        assert_eq!(kinds(&read, "SubsidyGranted"), 0, "{words}");
    }
}

#[test]
fn who_stood_back_at_another_sitting_did_not_at_this_one() {
    let read = read(&format!(
        "{HEAD}{MEMBERS}Objet : Chemins\n\nVu le code général des collectivités territoriales ;\n\nConsidérant que, lors de la séance du 3 mars 2031, Mme Zita BRAVOUX n'a pas pris part au vote ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    ));
    assert_eq!(kinds(&read, "RecusalDeclared"), 0);
}

#[test]
fn a_reference_behind_a_number_is_no_title() {
    let read = read(&format!(
        "{HEAD}{MEMBERS}Rapport n° 7 - Délibération n° BM-2031-071\nEntretien des chemins de la commune\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    ));
    let (tabled, _) = event(&read, "DeliberationTabled");
    assert_ne!(tabled["title"], "Délibération n° BM-2031-071");
}

#[test]
fn of_a_schedule_of_which_a_part_is_not_read_nothing_is_sure() {
    let read = act(
        "L'association « Les Forges » demande une aide.",
        "DÉCIDE :\n\nArticle 1 : Une subvention de 25 000 € est attribuée à l'association « Les Forges » au titre de l'exercice 2031.\n\nArticle 2 : DIT que la subvention sera versée en deux fois : un acompte de 15 000 € à la signature de la convention et le solde de 10 000 € sur présentation du bilan financier.",
    );
    let parts = read.events.iter().filter(|event| event.event.kind() == "InstalmentAgreed");
    let parts: Vec<Confidence> = parts.map(|event| event.confidence).collect();
    assert!(parts.len() == 2 || !parts.contains(&Confidence::Sure), "{parts:?}");
}

#[test]
fn a_power_given_on_leaving_makes_the_list_one_to_look_at() {
    let read = read(&format!(
        "{HEAD}{MEMBERS}Départ de M. Luc TILLOY à 20 h 30, qui donne pouvoir à Mme Anne CERDOUX.\n\nObjet : Chemins\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    ));
    assert_eq!(event(&read, "AttendanceRecorded").1, Confidence::Review);
}

#[test]
fn an_adjective_ends_no_name() {
    let read = read(&format!(
        "{HEAD}{MEMBERS}Objet : Subvention 2031 à l'association Graines de soleil du Haut pays\n\nVu la demande de l'association Graines de soleil du Haut pays ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n\
         Article 1 : ATTRIBUE à l'association Graines de soleil du Haut pays une subvention de 1 500 euros au titre de l'année 2031.\n"
    ));
    let granted = read.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    for event in granted {
        let data = event.event.data().unwrap();
        let name = data["beneficiary"]["name"].as_str().unwrap_or_default();
        assert!(name.ends_with("pays") || event.confidence != Confidence::Sure, "{name}");
    }
}

#[test]
fn what_somebody_does_in_the_sitting_is_no_basis() {
    for sentence in [
        "Mme Zita BRAVOUX, présidente de l'association, quitte la salle et ne prend pas part au vote ;",
        "Mme Anne CERDOUX, membre du bureau, cède la présidence à M. Luc TILLOY et ne prend pas part au vote.",
    ] {
        let read = read(&format!(
            "{HEAD}{MEMBERS}Objet : Chemins\n\nVu le code général des collectivités territoriales ;\nVu la demande de l'association « Les Forges » du 3 mars 2031 ;\n{sentence}\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme d'entretien.\n"
        ));
        let (tabled, _) = event(&read, "DeliberationTabled");
        let last = "la demande de l'association « Les Forges » du 3 mars 2031";
        assert_eq!(tabled["visas"][1]["text"], last, "{sentence}");
        assert_eq!(kinds(&read, "RecusalDeclared"), 1, "{sentence}");
    }
}

#[test]
fn how_a_group_voted_is_no_part_of_the_last_article() {
    let read = act(
        "L'association « Les Forges » demande une aide.",
        "DÉCIDE :\n\nArticle 1 : Une subvention de 2 000 € est attribuée à l'association « Les Forges ».\n\nArticle 2 : Le maire est autorisé à signer la convention.\n\nGroupe Ensemble (3) : pour\nGroupe Demain (2) : contre",
    );
    let (tabled, _) = event(&read, "DeliberationTabled");
    assert_eq!(tabled["articles"][1]["text"], "Le maire est autorisé à signer la convention.");
}

#[test]
fn a_theme_above_the_title_leaves_where_it_ends_for_review() {
    let titled = |object: &str| {
        let read = read(&format!(
            "{HEAD}{MEMBERS}Objet : {object}\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme d'entretien.\n"
        ));
        event(&read, "DeliberationTabled").1
    };
    assert_eq!(titled("Vie associative\nSubventions aux clubs de la commune"), Confidence::Review);
    assert_eq!(titled("Subventions aux clubs de la commune"), Confidence::Sure);
}

#[test]
fn a_name_with_a_character_that_does_not_show_is_never_sure() {
    for unseen in ['\u{3164}', '\u{ffa0}', '\u{115f}', '\u{fff9}', '\u{2800}', '\u{202e}'] {
        let read = act(
            "L'association « Les Forges » demande une aide.",
            &format!(
                "DÉCIDE d'attribuer à l'association « Les For{unseen}ges » une subvention de 2 000 € au titre de l'exercice 2031."
            ),
        );
        for granted in read.events.iter().filter(|event| event.event.kind() == "SubsidyGranted") {
            assert_eq!(granted.confidence, Confidence::Review, "{:x}", u32::from(unseen));
        }
    }
}
