//! Minutes and acts that a converter put on one line: where each matter begins, where its title ends.

use greffe_ingest::{Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).collect()
}

/// The references and titles of the acts.
fn acts(draft: &Draft) -> Vec<String> {
    let words = |act: &Value, key: &str| act[key].as_str().unwrap_or_default().to_owned();
    let one = |act: &Value| format!("{} | {}", words(act, "reference"), words(act, "title"));
    said(draft, "DeliberationTabled").iter().map(one).collect()
}

const HEAD: &str = "SYNDICAT MIXTE DE LA VAULNE PROCES-VERBAL DE LA SEANCE DU COMITE SYNDICAL DU 4 MAI 2031 L'an deux mille trente \
     et un, le quatre mai, le Comité syndical du Syndicat mixte de la Vaulne s'est réuni à Vaulnoix, sous la présidence de \
     Monsieur Luc BRAVOUX, Président. Présents : Luc BRAVOUX, Anne CERDOUX, Jean TILLOY, Rose ESTAVEL. Le quorum est atteint.";

#[test]
fn a_reference_behind_the_title_of_a_point_ends_it() {
    let read = read(&format!(
        "{HEAD} Point n°1 Règlement de la cantine CS 31.1.49 |A l'unanimité Point n°2 Tarifs de la halle CS 31.1.50 | Le comité \
         adopte les tarifs à l'unanimité. Point n°3 Programme des chemins ruraux CS 31.1.51 -— A la majorité avec 3 voix pour et \
         1 voix contre"
    ));
    let expected = [
        "CS 31.1.49 | Règlement de la cantine",
        "CS 31.1.50 | Tarifs de la halle",
        "CS 31.1.51 | Programme des chemins ruraux",
    ];
    assert_eq!(acts(&read), expected);
    let votes = said(&read, "VoteCast");
    assert_eq!(votes[0]["unanimous"], true);
    assert_eq!(votes[2]["votes_for"], 3);
}

#[test]
fn a_count_above_the_bases_and_the_decision_below_them_are_one_vote() {
    let read = read(&format!(
        "{HEAD} Dossier n°1-1 : Règlement de la cantine CS2031_001 Le Président présente le règlement. Pour : 4 Contre : 0 \
         Abstention : 0 Vu le Code général des collectivités territoriales, Après en avoir délibéré et à l'unanimité, le comité \
         syndical approuve le règlement. Dossier n°2 : Tarifs de la halle CS2031_002 Par courrier du 3 mars 2031, les forains \
         demandent un tarif. Pour : 3 Contre : 1 Abstention : 0 Vu le Code général des collectivités territoriales, Après en \
         avoir délibéré, le comité syndical adopte les tarifs."
    ));
    assert_eq!(
        acts(&read),
        ["CS2031_001 | Règlement de la cantine", "CS2031_002 | Tarifs de la halle"]
    );
    let votes = said(&read, "VoteCast");
    assert_eq!(votes.len(), 2);
    assert_eq!((&votes[0]["votes_for"], &votes[0]["outcome"]), (&4.into(), &"adopted".into()));
    assert_eq!((&votes[1]["votes_for"], &votes[1]["votes_against"]), (&3.into(), &1.into()));
}

#[test]
fn titles_of_the_agenda_begin_their_matters_where_they_stand_again() {
    let agenda = "ORDRE DU JOUR : 1- Règlement de la cantine 2- Tarifs de la halle 2031 3- Admission en non-valeur — Service \
                  des eaux 4- Questions diverses";
    let read = read(&format!(
        "{HEAD} {agenda} 1- Règlement de la cantine Une réunion des commissions s'est tenue en mars. Le règlement est adopté à \
         l'unanimité 2- Tarifs de la halle 2031 Anne CERDOUX détaille les tarifs. Ils sont adoptés à l'unanimité. 3- ADMISSION \
         EN NON-VALEUR — SERVICE DES EAUX Trois titres de 2029 sont irrécouvrables. L'admission est adoptée à l'unanimité."
    ));
    let expected = [
        " | Règlement de la cantine",
        " | Tarifs de la halle 2031",
        " | ADMISSION EN NON-VALEUR — SERVICE DES EAUX",
    ];
    assert_eq!(acts(&read), expected);
}

#[test]
fn a_letter_that_stands_for_a_bullet_begins_a_matter() {
    let read = read(&format!(
        "{HEAD} e Subvention au marché de la halle. Afin de payer la publicité, il convient de donner 213 €. > Avis favorable de la \
         commission Accord à l'unanimité e Demande de soutien Les vannes du réseau sont usées. Accord à l'unanimité e Vente du \
         presbytère. Les parcelles sont bornées. Adopté à l'unanimité"
    ));
    let expected =
        [" | Subvention au marché de la halle", " | Demande de soutien", " | Vente du presbytère"];
    assert_eq!(acts(&read), expected);
    let votes = said(&read, "VoteCast");
    assert!(votes.iter().all(|vote| vote["unanimous"] == true), "{votes:?}");
}

#[test]
fn a_title_behind_the_date_of_the_act_is_no_member() {
    let read = read(
        "Envoyé en préfecture le 16/05/2031 Reçu en préfecture le 16/05/2031 COMMISSION PERMANENTE DU CONSEIL DÉPARTEMENTAL \
         Extrait des délibérations de la séance du 4 mai 2031 ÉTAIENT PRÉSENTS : M. Bravoux, Mme Cerdoux, M. Tilloy ÉTAIENT \
         EXCUSÉS : Mme Estavel donnant pouvoir à Mme Cerdoux M. Dravelle donnant pouvoir à M. Tilloy ÉTAIENT ABSENTS : M. Monval, \
         Mme Lagarne Délibération n° 01-02 du 4 mai 2031 RIVELLES - PARKING DE LA CAILLÈRE – CONVENTION DE MISE À DISPOSITION DE \
         TERRAINS. La commission permanente du conseil départemental, Vu le Code général des collectivités territoriales, après \
         en avoir délibéré, - APPROUVE la convention. Adopté à l'unanimité.",
    );
    let title = "RIVELLES - PARKING DE LA CAILLÈRE – CONVENTION DE MISE À DISPOSITION DE TERRAINS";
    assert_eq!(acts(&read), [format!("01-02 | {title}")]);
    let roll = &said(&read, "AttendanceRecorded")[0];
    assert_eq!(roll["absent"], serde_json::json!(["Monval", "Lagarne"]));
    let given: Vec<&str> =
        roll["proxies"].as_array().unwrap().iter().map(|p| p["from"].as_str().unwrap()).collect();
    assert_eq!(given, ["Estavel", "Dravelle"]);
}

#[test]
fn matters_decided_without_a_word_of_the_vote_are_told_apart() {
    let read = read(&format!(
        "{HEAD} 1- Composition des commissions Monsieur le Président propose de modifier les commissions. Le comité, après en \
         avoir délibéré, donne son avis sur la composition. 2- Subventions de fonctionnement Une réunion a étudié les demandes. \
         L'enveloppe est de 18 000 €. 3- Questions diverses La fibre arrive à Vaulnoix."
    ));
    assert_eq!(
        acts(&read)[..2],
        [" | Composition des commissions", " | Subventions de fonctionnement"]
    );
}

#[test]
fn what_is_seen_to_be_posted_is_no_basis() {
    let read = read(
        "SYNDICAT MIXTE DE LA VAULNE\n\nSéance du 4 mai 2031\n\nObjet : règlement de la cantine\n\nVU POUR ETRE AFFICHÉ A LA PORTE DU \
         SIEGE\n\nLe comité syndical approuve le règlement à l'unanimité.",
    );
    let act = &said(&read, "DeliberationTabled")[0];
    assert!(act["visas"].as_array().is_none_or(Vec::is_empty), "{act}");
}

/// Minutes on one line, whose lists follow each other without a full stop.
fn lists_on_one_line(powers: &str) -> Draft {
    read(&format!(
        "L'an deux mille trente et un et le quatre mai à vingt heures, les membres du Conseil Municipal de la Commune de \
         Vaulnoix se sont réunis Salle des Tilleuls sous la présidence de Mme CERDOUX Anne, Maire. Conseillers présents : 3 \
         BRAVOUX Luc, CERDOUX Anne, TILLOY Jean. Conseillers absents ayant donné procuration : 2 {powers} Conseillers excusés : 2 \
         DRAVELLE Marc, LAGARNE Rose. Le quorum étant atteint, la séance est ouverte. Monsieur BRAVOUX Luc a été désigné \
         secrétaire de séance. ORDRE DU JOUR ADOPTION DU PROCES VERBAL DU CONSEIL MUNICIPAL DU 23/01/2031 TARIFS 1. Tarifs de la halle \
         2. Tarifs du camping 3. Tarifs des salles ADOPTION DU PROCES VERBAL DU CONSEIL MUNICIPAL DU 23/01/2031 Le conseil municipal, après en avoir \
         délibéré, à l'unanimité, adopte le procès-verbal. Tarifs de la halle : le conseil municipal, après en avoir délibéré, \
         décide à l'unanimité de fixer le tarif à 12 €."
    ))
}

#[test]
fn powers_that_only_the_case_of_letters_parts_and_the_list_behind_them_are_told_apart() {
    for powers in [
        "ESTAVEL Rose à TILLOY Jean MONVAL Paul à BRAVOUX Luc",
        "Rose ESTAVEL à Jean TILLOY Paul MONVAL à Luc BRAVOUX",
    ] {
        let roll = &said(&lists_on_one_line(powers), "AttendanceRecorded")[0];
        let given = roll["proxies"].as_array().unwrap();
        let pairs: Vec<(&str, &str)> = given
            .iter()
            .map(|power| (power["from"].as_str().unwrap(), power["to"].as_str().unwrap()))
            .collect();
        let (first, second) = if powers.starts_with("ESTAVEL") {
            (("ESTAVEL Rose", "TILLOY Jean"), ("MONVAL Paul", "BRAVOUX Luc"))
        } else {
            (("Rose ESTAVEL", "Jean TILLOY"), ("Paul MONVAL", "Luc BRAVOUX"))
        };
        assert_eq!(pairs, [first, second], "{powers}");
        assert_eq!(
            roll["excused"],
            serde_json::json!(["DRAVELLE Marc", "LAGARNE Rose"]),
            "{powers}"
        );
    }
}

#[test]
fn the_opening_dates_a_sitting_and_not_the_minutes_that_it_adopts() {
    let sitting = &said(&lists_on_one_line("ESTAVEL Rose à TILLOY Jean"), "SittingOpened")[0];
    assert_eq!(sitting["date"], "2031-05-04");
}
