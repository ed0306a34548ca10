//! Who decided, when and under which number: ways of bodies to head an act, each with its own layout of the number,
//! the day, the name over several lines, the chair named by the surname alone.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Vec<(Value, Confidence)> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| (event.event.data().unwrap(), event.confidence)).collect()
}

fn words(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// An act with this head above its visas.
fn headed(head: &str) -> Draft {
    read(&format!(
        "{head}\n\nVu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité, \
         DÉCIDE d'approuver le programme.\n"
    ))
}

#[test]
fn a_reference_may_hold_blanks_and_slashes() {
    for (line, reference) in [
        ("Délibération 2031 / CA3 / 05", "2031 / CA3 / 05"),
        ("DÉLIBÉRATION N° B 2031-02-09 / 04", "B 2031-02-09 / 04"),
        ("N° : DB31-041", "DB31-041"),
        ("Délibération n° BM 31-061                 Matière : 7.5.2", "BM 31-061"),
        ("DÉLIBÉRATION 2031-04 du bureau communautaire", "2031-04"),
        ("Vaulne Agglomération                      Délibération n° C-31-071", "C-31-071"),
        ("Dossier n° 4.12 – Délibération n° CP-0631-412", "CP-0631-412"),
        ("DÉLIBÉRATION  BS 2031-57  –  Réf. dossier : PAT/2030/11", "BS 2031-57"),
        ("Délibération 31.05.04/188", "31.05.04/188"),
        ("Acte n° 098-259800093-20310504-BS-DE\nDÉLIBÉRATION 2031.CP.0504-33", "2031.CP.0504-33"),
    ] {
        let draft = headed(&format!(
            "COMMUNAUTÉ DE COMMUNES DE LA VAULNE\nBureau communautaire\n\n{line}\n\nSéance du 4 mai 2031\n\nObjet : Chemins"
        ));
        let (act, _) = said(&draft, "DeliberationTabled").remove(0);
        assert_eq!(words(&act, "/reference"), reference);
    }
}

#[test]
fn letters_before_a_number_belong_to_it_where_other_acts_are_cited_by_them() {
    let told = |line: &str, visa: &str| {
        let draft = read(&format!(
            "COMMUNE DE VAULNOIX\nConseil municipal du 4 mai 2031\n{line}\n\nObjet : Chemins\n\n\
             Vu le code général des collectivités territoriales ;\nVu {visa} ;\n\nAprès en avoir délibéré, \
             à l'unanimité, DÉCIDE d'approuver le programme.\n"
        ));
        let (act, confidence) = said(&draft, "DeliberationTabled").remove(0);
        (words(&act, "/reference"), confidence == Confidence::Sure)
    };
    let vote = "la délibération DEL 2031/14 du 13 mars 2031";
    let bare = "la délibération n° 2031/14 du 13 mars 2031";
    let none = "l'avis de la commission";
    assert_eq!(told("DEL 2031/22", vote), ("DEL 2031/22".to_owned(), true));
    assert_eq!(told("DEL 2031/22", bare), ("2031/22".to_owned(), true));
    assert_eq!(told("DEL 2031/22", none), ("2031/22".to_owned(), false));
    assert!(!told("DCM 31-05-022 - Entretien", none).1);
    let other = "la délibération DELIB 2031-014 du 13 mars 2031";
    assert_eq!(told("DELIB 2031-022", other), ("DELIB 2031-022".to_owned(), true));
    // An act of another numbering tells nothing.
    assert!(!told("DEL 2031/22", "la délibération n° 14 du 13 mars 2031").1);
}

#[test]
fn the_nearest_verb_tells_of_what_a_day_is() {
    for sitting in [
        "Le conseil municipal, convoqué le 27 avril 2031, s'est réuni le 4 mai 2031 à 8 h 30.",
        "Date : 4 mai 2031",
        "Date de la délibération : mercredi 4 mai 2031",
    ] {
        let draft = headed(&format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\n\n{sitting}\n\nObjet : Chemins"
        ));
        let (opened, _) = said(&draft, "SittingOpened").remove(0);
        assert_eq!(words(&opened, "/date"), "2031-05-04", "{sitting}");
    }
}

#[test]
fn a_body_over_three_lines_is_one_name_and_one_with_two_names_is_doubtful() {
    let draft = headed(
        "SERVICE DÉPARTEMENTAL\nD'INCENDIE ET DE SECOURS\nDE LA HAUTE-VAULNE\n\nBUREAU DU CONSEIL D'ADMINISTRATION\n\
         Séance du 4 mai 2031\n\nObjet : Casernes",
    );
    let (opened, _) = said(&draft, "SittingOpened").remove(0);
    let name = "SERVICE DÉPARTEMENTAL D'INCENDIE ET DE SECOURS DE LA HAUTE-VAULNE";
    assert_eq!(words(&opened, "/institution"), name);
    assert_eq!(words(&opened, "/organ"), "BUREAU DU CONSEIL D'ADMINISTRATION");
    let draft = headed(
        "ÉTABLISSEMENT PUBLIC DE COOPÉRATION CULTURELLE\n« LES HALLES »\n\nSéance du 4 mai 2031\n\n\
         Le conseil d'administration de l'EPCC Les Halles s'est réuni le 4 mai 2031.\n\nObjet : Saison",
    );
    let (opened, confidence) = said(&draft, "SittingOpened").remove(0);
    assert_eq!(words(&opened, "/institution"), "EPCC Les Halles");
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn who_presides_is_named_in_full_among_the_members() {
    for (chair, office) in [
        (
            "sous la présidence de Mme LE BRAVOUX, Maire.",
            "Présents : Mme Anne LE BRAVOUX, Maire, M. Luc TILLOY",
        ),
        (
            "sous la présidence de :\nMadame Anne LE BRAVOUX, Maire",
            "Présents : Mme LE BRAVOUX, M. TILLOY",
        ),
        (
            "à la mairie.",
            "Anne LE BRAVOUX, Maire, présidant la séance\n\nPrésents : Luc TILLOY, Rose ESTAVEL",
        ),
    ] {
        let draft = headed(&format!(
            "COMMUNE DE VAULNOIX\n\nLe 4 mai 2031, le conseil municipal s'est réuni {chair}\n\n{office}\n\nObjet : Chemins"
        ));
        let (opened, _) = said(&draft, "SittingOpened").remove(0);
        assert_eq!(words(&opened, "/presided_by/name"), "Anne LE BRAVOUX", "{chair}");
    }
}

#[test]
fn the_quorum_is_stated_in_many_words() {
    for formula in [
        "Les membres présents formant la majorité de ceux en exercice",
        "les conditions de quorum étant remplies",
        "Le nombre des membres présents excédant la moitié de l'effectif légal",
        "vérifie le quorum (6)",
    ] {
        let draft = headed(&format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\nSéance du 4 mai 2031\n\nLe Maire ouvre la séance. {formula}, on \
             passe à l'ordre du jour.\n\nObjet : Chemins"
        ));
        let quorum = said(&draft, "QuorumDeclared");
        assert_eq!(words(&quorum.first().unwrap().0, "/stated"), formula);
    }
}

#[test]
fn stamps_go_without_accents_and_in_boxes() {
    let foot = |stamp: &str| {
        read(&format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\nSéance du 4 mai 2031\n\nObjet : Chemins\n\nVu le code général des \
             collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le \
             programme.\n\nPour extrait conforme,\nLe Maire\n\n{stamp}\n"
        ))
    };
    for stamp in [
        "+----------------------+\n| Recu en Prefecture   |\n|    le 09 MAI 2031    |\n+----------------------+",
        "ACTE RENDU EXECUTOIRE\nReception Prefecture : 9 mai 2031",
    ] {
        let sent = said(&foot(stamp), "ActTransmitted");
        assert_eq!(words(&sent.first().unwrap().0, "/on"), "2031-05-09", "{stamp}");
    }
    for stamp in ["Affiche le 11.05.2031", "Publié sous forme électronique le 11 mai 2031"] {
        let published = said(&foot(stamp), "ActPublished");
        assert_eq!(words(&published.first().unwrap().0, "/on"), "2031-05-11", "{stamp}");
    }
}

#[test]
fn the_number_of_a_matter_stands_before_a_slash_or_below_its_heading() {
    let minutes = |first: &str, second: &str| {
        let text = format!(
            "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\nPrésents : M. Luc BRAVOUX, Mme Anne \
             TILLOY\n\n{first}\nLe conseil municipal, à l'unanimité, approuve le programme.\n\n{second}\nLe conseil \
             municipal, à l'unanimité, approuve les travaux.\n"
        );
        let acts = said(&read(&text), "DeliberationTabled");
        acts.iter().map(|(act, _)| words(act, "/reference")).collect::<Vec<_>>()
    };
    let expected = ["2031-11", "2031-12"];
    assert_eq!(minutes("2031-11 / CHEMINS\n", "2031-12 / HALLE\n"), expected);
    let below =
        minutes("1. Chemins\nDélibération n° 2031-11\n", "2. Halle\nDélibération n° 2031-12\n");
    assert_eq!(below, expected);
}

#[test]
fn a_legal_basis_that_lost_its_bullet_ends_no_list_of_them() {
    let draft = read(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Chemins\n\nLe Conseil municipal de Vaulnoix,\n\nVu\n\n\
         • Le code général des collectivités territoriales ;\n\nLa loi du 12 juillet 2030 relative au renforcement de la\n\n\
         coopération entre communes ;\n\n• La délibération n° 2030-14 du 4 mars 2030.\n\nDélibère\n\nArticle 1 :\n\nEst approuvé le programme.\n",
    );
    let (act, _) = said(&draft, "DeliberationTabled").remove(0);
    assert_eq!(act["visas"].as_array().unwrap().len(), 3);
}

#[test]
fn the_heading_names_the_organ_of_which_a_sentence_speaks() {
    let draft = headed(
        "DÉPARTEMENT DE LA VAULNE\nCONSEIL DÉPARTEMENTAL\n\nObjet : Entretien des chemins\n\n\
         L'Assemblée départementale, régulièrement convoquée, s'est réunie le 4 mai 2031 à Vaulnoix, sous la présidence de Mme Anne \
         CERDOUX.",
    );
    let (opened, _) = said(&draft, "SittingOpened").remove(0);
    assert_eq!(words(&opened, "/organ"), "CONSEIL DÉPARTEMENTAL");
}

#[test]
fn a_body_whose_place_stands_in_another_column_is_not_named_by_its_kind() {
    let draft = headed(
        "Registre de la Ville de              Présents : 9\nVaulnoix\n\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Chemins",
    );
    let (opened, _) = said(&draft, "SittingOpened").remove(0);
    assert_ne!(words(&opened, "/institution"), "Ville de");
}

#[test]
fn the_formation_in_which_an_assembly_met_is_its_organ() {
    let act = |head: &str, met: &str| {
        read(&format!(
            "RÉGION BRÉVANNE-ET-COMBES\n{head}\n\nDÉLIBÉRATION\n2031.AP.05/07\n\nRéunion du 4 mai 2031\n\n\
             Titre : Entretien des chemins\n\n{met}\n\nVu le code général des collectivités territoriales ;\n\n\
             DÉCIDE\n\nARTICLE 1\nD'approuver le programme.\n\nDélibération approuvée à la majorité.\n"
        ))
    };
    for (head, met, organ) in [
        (
            "Assemblée plénière",
            "Le Conseil régional, réuni en assemblée plénière à Vaulnoix,",
            "Assemblée plénière",
        ),
        ("Session de mai", "Le Conseil régional réuni en assemblée plénière,", "Conseil régional"),
        (
            "Commission permanente",
            "Le Conseil régional, réuni en commission permanente,",
            "Commission permanente",
        ),
    ] {
        let draft = act(head, met);
        let sitting = draft.events.iter().find(|event| event.event.kind() == "SittingOpened");
        let data = sitting.unwrap().event.data().unwrap();
        assert_eq!(data["organ"], organ, "{met}");
    }
    // Where the sentence does not say so, a person tells which it was.
    let draft = act("Commission permanente", "Le Conseil régional,");
    let sitting = draft.events.iter().find(|event| event.event.kind() == "SittingOpened").unwrap();
    assert_eq!(sitting.confidence, Confidence::Review);
}

#[test]
fn a_mayor_or_a_president_who_decides_alone_is_the_organ() {
    let act = |who: &str, line: &str| {
        read(&format!(
            "Grand Brévanne Communauté d'agglomération\n\nDÉCISION {who}\nprise par délégation du conseil communautaire\n\n\
             Décision n° DP-2031-0147\n\nObjet : Entretien des chemins\n\n{line},\n\n\
             Vu le code général des collectivités territoriales ;\n\nDÉCIDE\n\n\
             Article 1.- Le programme est approuvé.\n\nFait à Vaulnoix, le 3 juin 2031\n\n\
             Pour le Président et par délégation,\nLa 4e vice-présidente,\n\nSigné : Anne CERDOUX\n"
        ))
    };
    let draft = act(
        "DU PRÉSIDENT",
        "Le Président de Grand Brévanne Communauté d'agglomération, Luc BRAVOUX",
    );
    let (sitting, confidence) = said(&draft, "SittingOpened").remove(0);
    assert_eq!(words(&sitting, "/organ"), "Président");
    assert_eq!(words(&sitting, "/institution"), "Grand Brévanne Communauté d'agglomération");
    assert_eq!(words(&sitting, "/presided_by/name"), "Luc BRAVOUX");
    assert_eq!(confidence, Confidence::Review);
    let (signed, _) = said(&draft, "CopyCertified").remove(0);
    assert_eq!(words(&signed, "/by/name"), "Anne CERDOUX");
}

#[test]
fn a_number_of_an_act_in_words_stands_in_figures_behind_them() {
    let draft = headed(
        "SYNDICAT DES EAUX DE LA BRÉVANNE\nEXTRAIT DES DÉLIBÉRATIONS DU COMITÉ SYNDICAL\n\n\
         Séance ordinaire du vingt juin deux mille trente et un\n\n\
         Membres en exercice : vingt-quatre. Membres présents : dix-huit. Suffrages : vingt et un.\n\n\
         Délibération numéro trente et un tiret douze (31-12)\n\nENTRETIEN DES CHEMINS",
    );
    let (tabled, _) = said(&draft, "DeliberationTabled").remove(0);
    assert_eq!(words(&tabled, "/reference"), "31-12");
    let (there, _) = said(&draft, "AttendanceRecorded").remove(0);
    assert_eq!(there["present_count_stated"], 18);
}

#[test]
fn who_keeps_the_minutes_is_named_in_full_at_the_foot() {
    let draft = read(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nSECRÉTAIRE : Mme TILLOY\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n\n\
         La secrétaire de séance\nAnne TILLOY\n",
    );
    let (sitting, confidence) = said(&draft, "SittingOpened").remove(0);
    assert_eq!(words(&sitting, "/secretary/name"), "Anne TILLOY");
    assert_eq!(confidence, Confidence::Review);
}

/// Who presides.
fn chair(text: &str) -> String {
    words(&said(&read(text), "SittingOpened")[0].0, "/presided_by/name")
}

#[test]
fn who_was_kept_away_does_not_preside() {
    for opening in [
        "sous la présidence de Mme Anne CERDOUX, 1ère vice-présidente, M. Luc BRAVOUX, Président, étant empêché.",
        "sous la présidence de Mme Anne CERDOUX, en l'absence de M. Luc BRAVOUX, Président, excusé.",
        "sous la présidence de Mme Anne CERDOUX, vice-présidente, en remplacement de M. Luc BRAVOUX, Président.",
    ] {
        let text = format!(
            "VAULNE COMMUNAUTÉ\nDélibération n° 2031-41\nSéance du 4 mai 2031\n\nLe Conseil communautaire s'est réuni {opening}\n\n\
             Objet : Chemins\n\nVu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité, \
             DÉCIDE d'approuver le programme.\n"
        );
        assert_eq!(chair(&text), "Anne CERDOUX", "{opening}");
    }
}

#[test]
fn who_presides_may_be_told_below_the_bases() {
    for line in [
        "Séance présidée par Monsieur Luc BRAVOUX.",
        "La séance est présidée par M. Luc BRAVOUX, président du Conseil régional.",
        "Présidence de M. Luc BRAVOUX",
        "Président de séance : M. Luc BRAVOUX",
    ] {
        let text = format!(
            "Conseil régional du Val de Vaulne\nDÉLIBÉRATION DE LA COMMISSION PERMANENTE\nDU 4 MAI 2031\nCP 2031-41\n\nChemins\n\n\
             LA COMMISSION PERMANENTE DU CONSEIL RÉGIONAL,\n\nVU le code général des collectivités territoriales ;\nVU le rapport du président ;\n\n\
             {line}\n\nMembres présents :\nAnne CERDOUX, Paul DRAVELLE, Luc BRAVOUX\n\nAprès en avoir délibéré,\n\nDÉCIDE\n\nArticle 1\nd'approuver le programme.\n"
        );
        assert_eq!(chair(&text), "Luc BRAVOUX", "{line}");
    }
}

#[test]
fn the_majority_that_is_present_is_the_quorum() {
    let text = "DÉPARTEMENT DE LA VAULNE\nCommission permanente\nSéance du 4 mai 2031\nDélibération n° 31-41\n\nRapporteur : Mme Anne CERDOUX\n\n\
                La  séance est ouverte à 9 h 30. Le  Président constate que  la  majorité des membres  en  exercice\n\
                est présente et que la Commission peut délibérer.\n\nVU le code général des collectivités territoriales,\n\n\
                Après en avoir délibéré, à l'unanimité, DECIDE d'approuver le programme.\n";
    let quorum = &said(&read(text), "QuorumDeclared")[0].0;
    assert_eq!(
        words(quorum, "/stated"),
        "la majorité des membres en exercice est présente et que la Commission peut délibérer"
    );
}

#[test]
fn the_room_of_an_organ_is_no_organ() {
    let draft = headed(
        "SYNDICAT INTERCOMMUNAL À VOCATION MULTIPLE\nDE LA VAULNE\n\nDÉLIBÉRATION N° 12\n\nLe Comité du Syndicat s'est assemblé le 4 mai \
         2031 en la salle du conseil de Vaulnoix, sous la présidence de M. Luc BERTOIN.\n\nObjet : Chemins",
    );
    let (opened, _) = said(&draft, "SittingOpened").remove(0);
    assert_eq!(words(&opened, "/organ"), "Comité du Syndicat");
}

#[test]
fn an_organ_cut_short_is_named_in_full_by_the_heading() {
    let draft = headed(
        "DÉPARTEMENT DE LA VAULNE\nMAIRIE\nDE\nVAULNOIX\n\nDÉLIBÉRATION DU CONSEIL MUNICIPAL DU 4 MAI 2031\n\n\
         │ Présents : 9 │   Le quatre mai deux mille trente et un, le Conseil\n│ Pouvoirs : 1 │   Municipal s'est assemblé sous la présidence de M. \
         Luc BERTOIN, Maire\n\nObjet : Chemins",
    );
    let (opened, _) = said(&draft, "SittingOpened").remove(0);
    assert_eq!(words(&opened, "/organ").to_lowercase(), "conseil municipal");
    assert!(!words(&opened, "/institution").contains("DÉPARTEMENT"), "{opened}");
}

#[test]
fn where_another_organ_acts_a_bare_one_is_for_review() {
    let act = |behind: &str| {
        headed(&format!(
            "COMMUNAUTÉ DE COMMUNES DE LA VAULNE\n\nDélibération n° 2031-44\nSéance du 4 mai 2031\n\nObjet : Chemins\n\n\
             Le bureau a émis un avis favorable. {behind}"
        ))
    };
    let graded = |draft: &Draft| said(draft, "DeliberationTabled").remove(0).1;
    assert_eq!(graded(&act("Le conseil communautaire doit se prononcer.")), Confidence::Review);
    // What another did before is no act of this sitting.
    assert_eq!(graded(&act("Le conseil communautaire a créé ce fonds en 2029.")), Confidence::Sure);
}

#[test]
fn an_establishment_is_named_behind_its_town_and_its_board_beside_it() {
    for (head, organ, institution) in [
        (
            "VILLE DE VAULNOIX – CAISSE DES ÉCOLES\nRegistre des délibérations",
            "Le comité de la Caisse des écoles",
            "CAISSE DES ÉCOLES",
        ),
        (
            "SERVICE DÉPARTEMENTAL D'INCENDIE ET DE SECOURS DE LA VAULNE\n  Conseil d'administration",
            "Le conseil d'administration",
            "SERVICE DÉPARTEMENTAL D'INCENDIE ET DE SECOURS DE LA VAULNE",
        ),
    ] {
        let draft = headed(&format!(
            "{head}\n\n{organ} s'est réuni le 4 mai 2031 sous la présidence de Mme Anne CERDOUX.\n\nObjet : Chemins"
        ));
        let (opened, _) = said(&draft, "SittingOpened").remove(0);
        assert_eq!(words(&opened, "/institution"), institution);
    }
}

#[test]
fn a_departement_above_the_act_of_another_organ_is_not_sure() {
    let draft = headed(
        "DÉPARTEMENT DE LA VAULNE\n\nDélibération n° 2031-44\n\nLe Conseil s'est réuni le 4 mai 2031 sous la présidence de M. Luc \
         BERTOIN.\n\nObjet : Chemins",
    );
    assert!(draft.events.iter().all(|event| event.confidence != Confidence::Sure));
}

#[test]
fn a_cell_on_the_right_holds_the_reference_or_the_day_of_the_vote() {
    let told = |head: &str| {
        let (act, _) = said(&headed(head), "DeliberationTabled").remove(0);
        words(&act, "/reference")
    };
    let right = "Conseil départemental de la Vaulne                         Réf. : 31.CP.0417\nService des sports                                         Annexe(s) : 1\n\n\
                 Commission permanente – Séance du 4 mai 2031\n\nObjet : Chemins";
    assert_eq!(told(right), "31.CP.0417");
    let filed = "DÉPARTEMENT DE LA VAULNE                                   ASSEMBLÉE DÉLIBÉRANTE\n\
                 DOSSIER :  VAU/31-3/B.14                                   SESSION DES 3 ET 4 MAI 2031\n\
                 THÈME :    SPORT                                           VOTÉ LE : 4 MAI 2031\n\nObjet : Chemins";
    assert_eq!(told(filed), "VAU/31-3/B.14");
    let (sitting, _) = said(&headed(filed), "SittingOpened").remove(0);
    assert_eq!(sitting["date"], "2031-05-04");
}

#[test]
fn who_presides_is_told_in_brackets_behind_the_name() {
    for told in ["vice-présidente, préside la séance", "présidente de séance", "préside"] {
        let draft = headed(&format!(
            "VAULNE COMMUNAUTÉ\nConseil communautaire\n\nSéance du 4 mai 2031\n\nPrésents : Mme Anne CERDOUX ({told}), M. Luc BRAVOUX, \
             M. Paul DRAVELLE.\n\nObjet : Chemins"
        ));
        let (sitting, _) = said(&draft, "SittingOpened").remove(0);
        assert_eq!(words(&sitting, "/presided_by/name"), "Anne CERDOUX", "{told}");
    }
}

#[test]
fn the_organ_that_met_and_whose_act_it_is_decides_and_not_the_council_above_it() {
    let text = "RÉGION DE VAULNOIX\nCONSEIL RÉGIONAL\n\nDÉLIBÉRATION DE L'ASSEMBLÉE PLÉNIÈRE N° 2031.12\nSÉANCE DU 4 MAI 2031\n\n\
                Culture – Subvention à l'association Les Forges\n\n\
                L'Assemblée plénière s'est réunie à Vaulnoix le 4 mai 2031, sous la présidence de Mme Anne CERDOUX.\n\n\
                Étaient présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
                Vu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité,\n\n\
                DÉCIDE :\n\nArticle 1 : Une subvention de 2 000 € est attribuée à l'association Les Forges.\n";
    let read = read(text);
    let (opened, _) = said(&read, "SittingOpened").remove(0);
    assert_eq!(words(&opened, "/organ"), "Assemblée plénière");
}

#[test]
fn who_is_there_with_a_consultative_voice_is_no_member() {
    let text = "SYNDICAT MIXTE DE VAULNOIX\n\nSéance du 4 mai 2031\n\n\
                Membres présents ayant voix délibérative : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
                Membres présents ayant voix consultative : Colonel Jean TARDIVEL, directeur ; Lieutenant Paul OURSEL.\n\n\
                Objet : Cotisation\n\nVu le code général des collectivités territoriales ;\n\n\
                Le comité syndical, après en avoir délibéré, à l'unanimité, adopte la cotisation.\n";
    let read = read(text);
    let (attended, _) = said(&read, "AttendanceRecorded").remove(0);
    assert_eq!(attended["present"], serde_json::json!(["Anne CERDOUX", "Luc BRAVOUX"]));
}
