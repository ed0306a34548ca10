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

#[test]
fn two_bodies_that_no_text_names_are_not_one() {
    let minutes = |matter: &str| {
        let text = format!(
            "Séance du 4 mai 2031\n\nPrésents : Mme Anne CERDOUX, M. Luc TILLOY.\n\nObjet : {matter}\n\nVu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme.\n"
        );
        let read = read(&text);
        read.events.iter().map(|event| event.stream.to_string()).collect::<Vec<_>>()
    };
    let (one, other) = (minutes("Chemins"), minutes("Lavoirs"));
    assert!(!one.is_empty());
    assert!(one.iter().all(|stream| !other.contains(stream)), "{one:?} {other:?}");
}

#[test]
fn a_school_group_in_an_article_votes_nothing() {
    let read = act(
        "L'association « Les Forges » demande une aide.",
        "DÉCIDE :\n\nArticle 1 : Les travaux suivants sont retenus :\nGroupe scolaire Vergoz : pour la toiture\nGroupe hospitalier de la Dourbe : pour les urgences\n\nArticle 2 : Le maire signe les marchés.\n\nArticle 3 : La recette est inscrite.",
    );
    let (tabled, _) = event(&read, "DeliberationTabled");
    assert_eq!(tabled["articles"].as_array().map(Vec::len), Some(3));
}

#[test]
fn who_sat_nowhere_else_stood_back_from_nothing_here() {
    for sentence in [
        "M. Luc TILLOY, membre du comité des loisirs, n'a pas siégé au comité depuis 2029.",
        "M. Luc TILLOY, président du comité, n'a pas siégé en commission le 3 mars.",
        "M. Luc TILLOY, administrateur de la régie, n'y prend pas part faute de moyens.",
    ] {
        let read = act(sentence, "DÉCIDE d'approuver le programme.");
        assert_eq!(kinds(&read, "RecusalDeclared"), 0, "{sentence}");
    }
}

#[test]
fn a_section_or_an_enumeration_behind_a_comma_is_part_of_a_name() {
    let read = act(
        "Des clubs demandent une aide.",
        "ATTRIBUE les subventions suivantes :\n- Amicale laïque, section judo ....... 2 400 €\n- Foyer rural, antenne de Valcor ....... 650 €\n- Les Amis de la forêt, du lac et des marais ....... 310 €",
    );
    let names: Vec<String> = read
        .events
        .iter()
        .filter(|event| event.event.kind() == "SubsidyGranted")
        .map(|event| event.event.data().unwrap()["beneficiary"]["name"].to_string())
        .collect();
    let whole = [
        "Amicale laïque, section judo",
        "Foyer rural, antenne de Valcor",
        "Les Amis de la forêt, du lac et des marais",
    ];
    assert_eq!(names, whole.map(|name| format!("\"{name}\"")));
}

#[test]
fn another_meeting_counts_nobody_of_this_one() {
    let read = read(&format!(
        "{HEAD}À la réunion du 3 mars à laquelle 12 membres ont été présents, un accord fut trouvé.\n\n{MEMBERS}Objet : Chemins\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme.\n"
    ));
    let told = |event: &greffe_ingest::DraftEvent| {
        event.event.data().unwrap()["present_count_stated"].is_number()
    };
    assert!(!read.events.iter().any(told));
}

#[test]
fn one_act_voted_by_sections_is_one() {
    let read = read(&format!(
        "{HEAD}Délibération n° 2031-17\n\nObjet : Budget primitif\n\n{MEMBERS}SECTION DE FONCTIONNEMENT\n\nLe conseil adopte à l'unanimité.\n\nSECTION D'INVESTISSEMENT\n\nLe conseil adopte par 9 voix contre 3.\n\nBUDGET ANNEXE DE L'EAU\n\nLe conseil adopte à l'unanimité.\n\nLa séance est levée à 23 heures.\n"
    ));
    let tabled = |read: &Draft, title: &str| {
        let all = read.events.iter().filter(|event| event.event.kind() == "DeliberationTabled");
        all.filter(|event| event.event.data().unwrap()["title"] == title).count()
    };
    assert_eq!(tabled(&read, "Budget primitif"), 1);
}

#[test]
fn the_number_of_a_matter_is_no_count_of_its_votes() {
    let read = read(
        "COMMUNE DE VAULNOIX\n\nConseil municipal - séance du 4 mai 2031\n\nLISTE DES DÉLIBÉRATIONS\n\n\
         \x20  N°           Objet                                     Pour   Contre   Abst.   Décision\n\n\
         \x20  2031-71      Décision modificative n° 12                11               2     Adopté\n\
         \x20  2031-72      Fonds de concours au syndicat              12       1       1     Adopté\n\
         \x20  2031-73      Motion sur la ligne de car                 11       0       2     Adopté\n\n\
         Le Maire,\nAnne CERDOUX\n",
    );
    let wrong = |event: &&greffe_ingest::DraftEvent| {
        event.event.kind() == "VoteCast"
            && event.event.data().unwrap()["votes_for"] == 12
            && event.event.data().unwrap()["votes_against"] == 11
    };
    assert_eq!(read.events.iter().filter(wrong).count(), 0);
}
