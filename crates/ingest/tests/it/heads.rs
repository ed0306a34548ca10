//! Heads as minutes print them: lists of members broken by blank lines, run together with places, offices and
//! hours, and powers given to an office. What is read, and what a person must check.

use super::rolls::list;
use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// What the events of a kind say, in order.
fn said(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).collect()
}

fn words(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn powers(value: &Value) -> Vec<String> {
    let all = value["proxies"].as_array().cloned().unwrap_or_default();
    all.iter().map(|p| format!("{} > {}", words(p, "/from"), words(p, "/to"))).collect()
}

/// An act of a council with this head.
fn headed(head: &str) -> String {
    format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n{head}\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    )
}

fn attendance(text: &str) -> (Value, Confidence) {
    let draft = read(text);
    let event = draft.events.iter().find(|event| event.event.kind() == "AttendanceRecorded");
    let event = event.unwrap();
    (event.event.data().unwrap(), event.confidence)
}

#[test]
fn a_list_goes_on_behind_a_blank_line_with_one_name() {
    let (read, _) = attendance(&headed(
        "Étaient présents :\n\nMme Anne CERDOUX Mme Rose ESTAVEL\n\nM. Luc BRAVOUX M. Paul DRAVELLE\n\n\
         M. Jean TILLOY\n\nMme Zoé GARNAUX M. Marc HERBLAIN",
    ));
    let present = list(&read, "present");
    assert_eq!(present.len(), 7, "{present:?}");
    assert_eq!(present.last().unwrap(), "Marc HERBLAIN");
}

#[test]
fn whom_the_list_addresses_leads_on_to_it() {
    let (read, _) = attendance(&headed(
        "Étaient présents :\n\nMesdames et Messieurs les conseillers municipaux :\n\n\
         - Anne CERDOUX,- Rose ESTAVEL,\n- Luc BRAVOUX,- Paul DRAVELLE.\n\n\
         ABSENTS : Messieurs TILLOY, GARNAUX.",
    ));
    assert_eq!(
        list(&read, "present"),
        ["Anne CERDOUX", "Rose ESTAVEL", "Luc BRAVOUX", "Paul DRAVELLE"]
    );
    assert_eq!(list(&read, "absent"), ["TILLOY", "GARNAUX"]);
}

#[test]
fn places_between_the_names_part_them() {
    let (read, _) = attendance(&headed(
        "Étaient présents :\n\nCommune de Rivelles : Messieurs Bravoux, Cerdoux Commune de Montaubry : Monsieur \
         Dravelle Commune d'Aulnoise : Mesdames Estavel, Garnaux",
    ));
    let names = ["Bravoux", "Cerdoux", "Dravelle", "Estavel", "Garnaux"];
    assert_eq!(list(&read, "present"), names);
}

#[test]
fn places_without_their_kind_part_them_too() {
    let (read, _) = attendance(&headed(
        "Étaient présents : La Rivelle : M. Bravoux Luc ; Mme Cerdoux Anne Aulnoise-le-Bas : Montaubry : M. Dravelle \
         Paul St-Vaulnoix : Mme Estavel Rose ; M. Garnaux Jean",
    ));
    let names = ["Bravoux Luc", "Cerdoux Anne", "Dravelle Paul", "Estavel Rose", "Garnaux Jean"];
    assert_eq!(list(&read, "present"), names);
}

#[test]
fn hyphens_that_were_set_apart_belong_to_the_name() {
    let (read, _) = attendance(&headed(
        "Présents : Mmes CERDOUX - ESTAVEL Marie - Rose, GARNAUX Anne, MM. BRAVOUX Luc, DRAVELLE Paul, TILLOY Jean",
    ));
    let present = list(&read, "present");
    assert_eq!(present[0], "CERDOUX-ESTAVEL Marie-Rose");
    assert_eq!(present.len(), 5);
}

#[test]
fn a_dash_between_two_members_is_no_hyphen() {
    let (read, _) = attendance(&headed(
        "Étaient présents :\n• CERDOUX Anne, - ESTAVEL Rose,\n• BRAVOUX Luc, - DRAVELLE Paul,\n• GARNAUX Zoé - TILLOY Jean",
    ));
    let present = list(&read, "present");
    assert_eq!(present.len(), 6, "{present:?}");
    assert_eq!(present[4..], ["GARNAUX Zoé", "TILLOY Jean"]);
}

#[test]
fn an_organ_in_capitals_is_no_syndicat() {
    let text = "PROCES VERBAL DU COMITE SYNDICAL du jeudi 4 mai 2031 à VAULNOIX\n\nPrésents : Mme Anne CERDOUX, M. Luc \
                BRAVOUX\n\n1. Chemins\nLe comité syndical, à l'unanimité, approuve le programme.\n";
    for sitting in said(&read(text), "SittingOpened") {
        assert!(!words(&sitting, "/institution").contains("SYNDICAL"), "{sitting}");
    }
}

#[test]
fn an_initial_behind_the_surname_is_no_civility() {
    let (read, _) = attendance(&headed(
        "Étaient présents : BRAVOUX L. – CERDOUX M. – DRAVELLE P. – ESTAVEL M. – GARNAUX A.",
    ));
    let surnames = ["BRAVOUX L", "CERDOUX M", "DRAVELLE P", "ESTAVEL M", "GARNAUX A"];
    let present = list(&read, "present");
    let bare: Vec<&str> = present.iter().map(|name| name.trim_end_matches('.')).collect();
    assert_eq!(bare, surnames);
}

#[test]
fn titles_of_lawyers_and_doctors_are_no_names() {
    let (read, _) = attendance(&headed(
        "Présents : Messieurs BRAVOUX, DRAVELLE, Maître CERDOUX, Madame ESTAVEL, Docteur GARNAUX",
    ));
    let names = ["BRAVOUX", "DRAVELLE", "CERDOUX", "ESTAVEL", "GARNAUX"];
    assert_eq!(list(&read, "present"), names);
}

#[test]
fn nothing_need_stand_between_a_comma_and_the_next_members() {
    let (read, _) = attendance(&headed(
        "Présents : Mmes CERDOUX, ESTAVEL/GARNAUX, TILLOY,MM. BRAVOUX, DRAVELLE, HERBLAIN",
    ));
    let names = ["CERDOUX", "ESTAVEL/GARNAUX", "TILLOY", "BRAVOUX", "DRAVELLE", "HERBLAIN"];
    assert_eq!(list(&read, "present"), names);
}

#[test]
fn who_leaves_and_comes_back_was_there_and_a_person_checks() {
    let (read, confidence) = attendance(&headed(
        "Présents : Mmes CERDOUX Anne, ESTAVEL Rose quitte la séance à 18h38 et rentre à 18h42, MM. BRAVOUX Luc, \
         DRAVELLE Paul",
    ));
    assert_eq!(
        list(&read, "present"),
        ["CERDOUX Anne", "ESTAVEL Rose", "BRAVOUX Luc", "DRAVELLE Paul"]
    );
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn a_power_to_the_mayor_goes_to_who_presides() {
    let head = "L'an deux mille trente et un, le quatre mai, le conseil municipal s'est réuni sous la présidence de \
                M. Luc BRAVOUX, Maire.\n\nPrésents : M. Luc BRAVOUX, Mme Anne CERDOUX, M. Paul DRAVELLE\n\n\
                Pouvoirs : Mme Rose ESTAVEL donne pouvoir à M. le Maire, Mme Zoé GARNAUX donne pouvoir à Mme Anne CERDOUX";
    let (read, confidence) = attendance(&headed(head));
    assert_eq!(powers(&read), ["Rose ESTAVEL > Luc BRAVOUX", "Zoé GARNAUX > Anne CERDOUX"]);
    assert_eq!(confidence, Confidence::Review);
    // Nobody is said to preside: the power is not read, and the list is doubtful.
    let (read, confidence) = attendance(&headed(head.split_once("\n\n").unwrap().1));
    assert_eq!(powers(&read), ["Zoé GARNAUX > Anne CERDOUX"]);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn who_keeps_the_minutes_is_not_excused() {
    let (read, _) = attendance(&headed(
        "Présents : Mme Anne CERDOUX, M. Luc BRAVOUX\n\nAbsent excusé : M. Paul DRAVELLE, secrétaire de séance : Mme \
         Anne CERDOUX.",
    ));
    assert_eq!(list(&read, "excused"), ["Paul DRAVELLE"]);
}

#[test]
fn who_is_invited_is_no_member() {
    let (read, _) = attendance(&headed(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX\n\nÉtaient représentés :\nMme Rose ESTAVEL par M. Luc BRAVOUX\n\n\
         INVITÉES PERMANENTES : Zoé GARNAUX, Marie HERBLAIN",
    ));
    assert_eq!(powers(&read), ["Rose ESTAVEL > Luc BRAVOUX"]);
    assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Anne CERDOUX"]);
}

#[test]
fn who_had_himself_excused_gave_his_vote_in_brackets() {
    let (read, _) = attendance(&headed(
        "Étaient présents : Luc BRAVOUX, Anne CERDOUX\n\nS'étaient fait excuser : Rose ESTAVEL (délégation de vote à Luc \
         BRAVOUX), Paul DRAVELLE",
    ));
    assert_eq!(powers(&read), ["Rose ESTAVEL > Luc BRAVOUX"]);
    assert!(list(&read, "excused").contains(&"Paul DRAVELLE".to_owned()));
}

#[test]
fn a_table_that_lost_its_columns_is_not_sure() {
    let head = "Étaient présents :\nMONTAUBRY\nMONTAUBRY\nAULNOISE\nRIVELLES\nVAULNOIX LE HAUT\nMonsieur BRAVOUX\n\
                Madame CERDOUX\nMonsieur DRAVELLE\nMadame ESTAVEL\nMonsieur GARNAUX";
    assert_eq!(attendance(&headed(head)).1, Confidence::Review);
    // A name that stands twice is enough.
    let twice = "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX, M. Luc BRAVOUX";
    assert_eq!(attendance(&headed(twice)).1, Confidence::Review);
    let once = "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX, M. Paul DRAVELLE";
    assert_eq!(attendance(&headed(once)).1, Confidence::Sure);
}

#[test]
fn whether_those_who_gave_a_power_were_absent_too_a_person_says() {
    let head = "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX\n\nAbsents ayant donné pouvoir :\nMme Rose ESTAVEL à M. Luc \
                BRAVOUX";
    let apart = format!("{head}\n\nAbsents : M. Paul DRAVELLE, Mme Zoé GARNAUX");
    assert_eq!(attendance(&headed(&apart)).1, Confidence::Review);
    // Where all the absent stand in one list, it says that they were.
    let (read, confidence) = attendance(&headed(head));
    assert_eq!(list(&read, "absent"), ["Rose ESTAVEL"]);
    assert_eq!(confidence, Confidence::Sure);
}

#[test]
fn the_quorum_that_an_earlier_notice_missed_is_not_that_of_the_sitting() {
    let text = "SYNDICAT MIXTE DE LA VAULNE\n\nCompte rendu du comité syndical du 9 mai 2031\n\nLors de la réunion du 4 mai \
                2031 le quorum n'a été atteint. Le comité syndical s'est ainsi réuni sans condition de quorum, sous la \
                présidence de M. Luc BRAVOUX, Président.\n\nPrésents : M. Luc BRAVOUX, Mme Anne CERDOUX\n\n\
                1. Programme\nLe comité syndical, à l'unanimité, approuve le programme.\n";
    assert!(said(&read(text), "QuorumDeclared").is_empty());
    let missed = text.replace("sans condition de quorum, ", "");
    let quorum = said(&read(&missed), "QuorumDeclared");
    assert_eq!(quorum[0]["reached"], Value::Bool(false), "it was missed: {quorum:?}");
}

#[test]
fn the_organ_below_the_body_is_no_part_of_its_name() {
    for beside in ["CONSEIL COMMUNAUTAIRE", "COMPTE RENDU", "Réunion du 4 mai 2031"] {
        let text = format!(
            "COMMUNAUTE DE COMMUNES DE LA VAULNE ET DU PAYS D'AULNOISE\n{beside}\nSEANCE DU 4 MAI 2031\n\n\
             Le conseil communautaire, réuni sous la présidence de M. Luc BRAVOUX, Président,\n\n\
             Présents : M. Luc BRAVOUX, Mme Anne CERDOUX\n\nObjet : Chemins\n\n\
             Vu le code général des collectivités territoriales ;\n\n\
             Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
        );
        let sitting = said(&read(&text), "SittingOpened").remove(0);
        assert_eq!(
            words(&sitting, "/institution"),
            "COMMUNAUTE DE COMMUNES DE LA VAULNE ET DU PAYS D'AULNOISE",
            "{beside}"
        );
    }
}

#[test]
fn a_metropolis_is_named_behind_its_council() {
    let text = "EXTRAIT DU REGISTRE DES DELIBERATIONS\n\nAujourd'hui vendredi 4 mai 2031 le Conseil de Vaulnoix Métropole \
                s'est réuni sous la présidence de Mme Anne CERDOUX, Présidente.\n\nPrésents : Mme Anne CERDOUX, M. Luc \
                BRAVOUX\n\nObjet : Chemins\n\nVu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, \
                à l'unanimité, DÉCIDE d'approuver le programme.\n";
    let sitting = said(&read(text), "SittingOpened").remove(0);
    assert_eq!(words(&sitting, "/institution"), "Vaulnoix Métropole");
}

#[test]
fn a_text_on_one_line_is_broken_again_however_short() {
    let text = "COMPTE RENDU DU CONSEIL MUNICIPAL DE VAULNOIX DU 4 MAI 2031 Etaient présents : Mme Anne CERDOUX, M. Luc BRAVOUX, \
                Mme Rose ESTAVEL, M. Paul DRAVELLE. Absents représentés : M. Jean TILLOY représenté par Mme Anne CERDOUX. \
                Secrétaire de séance : Madame Rose ESTAVEL. Le compte rendu de la séance du 2 avril 2031 est adopté. 1. Chemins \
                Le conseil municipal, après en avoir délibéré, à l'unanimité, approuve le programme des travaux qui lui est \
                présenté et autorise Madame le Maire à signer tout document qui s'y rapporte.";
    let (read, confidence) = attendance(text);
    assert_eq!(list(&read, "present").len(), 4, "{read}");
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn members_are_listed_by_whom_they_sit_for_each_group_between_full_stops() {
    let (read, _) = attendance(&headed(
        "Délégués titulaires présents :\n   Région : Mme Anne CERDOUX, M. Luc BRAVOUX.\n   Communes : MM. Jean TILLOY, Paul \
         DRAVELLE et Marc HERBLAIN, Mmes Rose\n   ESTAVEL et Zoé GARNAUX, M. Noël PRADIER.\n\
         Délégué suppléant présent : M. Yves LORMEAU, en remplacement de M. Guy SAUVIAT.\nExcusé : M. Guy SAUVIAT.",
    ));
    let present = list(&read, "present");
    assert_eq!(present.len(), 9, "{present:?}");
    assert!(present.contains(&"Noël PRADIER".to_owned()));
    assert!(present.contains(&"Yves LORMEAU".to_owned()));
    assert!(!present.contains(&"Guy SAUVIAT".to_owned()));
    assert_eq!(list(&read, "excused"), ["Guy SAUVIAT"]);
}

#[test]
fn who_replaces_a_member_may_be_told_behind_a_comma() {
    for told in [
        "M. Luc BRAVOUX, suppléant de M. Guy SAUVIAT, Mme Anne CERDOUX",
        "M. Guy SAUVIAT, remplacé par M. Luc BRAVOUX, Mme Anne CERDOUX",
        "M. Luc BRAVOUX, remplaçant M. Guy SAUVIAT, Mme Anne CERDOUX",
    ] {
        let (read, _) = attendance(&headed(&format!("Présents : {told}.")));
        let mut present = list(&read, "present");
        present.sort();
        assert_eq!(present, ["Anne CERDOUX", "Luc BRAVOUX"], "{told}");
    }
}

#[test]
fn powers_may_be_votes_that_are_handed_on_and_stand_in_columns() {
    let (read, _) = attendance(&headed(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\n\
         Ont délégué leur droit de vote (2) : M. Jean TILLOY à M. Luc BRAVOUX ; Mme Rose ESTAVEL à Mme Anne CERDOUX.",
    ));
    let given = ["Jean TILLOY > Luc BRAVOUX", "Rose ESTAVEL > Anne CERDOUX"];
    assert_eq!(powers(&read), given);
    let (read, _) = attendance(&headed(
        "PRÉSENTS : M. BRAVOUX, Mme CERDOUX.\n\nPOUVOIRS :\n  M. TILLOY                 à      M. BRAVOUX\n  \
         Mme ESTAVEL               à      Mme CERDOUX\nABSENTE : Mme GARNAUX",
    ));
    assert_eq!(powers(&read), ["TILLOY > BRAVOUX", "ESTAVEL > CERDOUX"]);
}

#[test]
fn so_many_members_of_so_many_are_a_count_and_the_quorum() {
    let draft = read(&headed(
        "Neuf membres sur douze étant présents, le conseil peut délibérer valablement.",
    ));
    assert_eq!(said(&draft, "AttendanceRecorded")[0]["present_count_stated"], 9);
    let quorum = &said(&draft, "QuorumDeclared")[0];
    assert!(words(quorum, "/stated").starts_with("Neuf membres sur douze étant présents"));
    let draft = read(&headed(
        "Mme Anne CERDOUX, Maire de Vaulnoix, a ouvert la séance du conseil, à laquelle 9 membres ont pris part.",
    ));
    assert_eq!(said(&draft, "AttendanceRecorded")[0]["present_count_stated"], 9);
}

#[test]
fn who_presides_and_who_writes_is_told_in_a_clause_of_its_own() {
    let draft = read(&headed(
        "Les membres du conseil se sont réunis sur la convocation que leur a adressée M. Luc BRAVOUX, Maire de Vaulnoix, lequel \
         préside la séance.\nMme Rose ESTAVEL, benjamine du conseil, est secrétaire.",
    ));
    let opened = &said(&draft, "SittingOpened")[0];
    assert_eq!(words(opened, "/presided_by/name"), "Luc BRAVOUX");
    assert_eq!(words(opened, "/secretary/name"), "Rose ESTAVEL");
}

#[test]
fn two_members_of_a_roll_call_may_stand_in_one_row() {
    let (read, _) = attendance(&headed(
        "M. BRAVOUX Luc ........... présent        Mme CERDOUX Anne .......... présente\n\
         M. TILLOY Jean ........... excusé         Mme ESTAVEL Rose .......... procuration à M. BRAVOUX\n\
         M. DRAVELLE Paul ......... présent        Mme GARNAUX Zoé ........... absente",
    ));
    let mut present = list(&read, "present");
    present.sort();
    assert_eq!(present, ["BRAVOUX Luc", "CERDOUX Anne", "DRAVELLE Paul"]);
    assert_eq!(list(&read, "excused"), ["TILLOY Jean"]);
    assert_eq!(list(&read, "absent"), ["GARNAUX Zoé"]);
    assert_eq!(powers(&read), ["ESTAVEL Rose > BRAVOUX"]);
}

#[test]
fn numbers_part_the_members_of_two_columns() {
    let (read, _) = attendance(&headed(
        "Étaient présents les conseillers dont les noms suivent :\n\
         1. Anne CERDOUX                          10. Rose ESTAVEL\n\
         2. Luc BRAVOUX                           11. Jean TILLOY\nformant la majorité des sept membres en exercice.\n\n\
         Étaient absents, excusés : Zoé GARNAUX, laquelle a donné mandat à Luc BRAVOUX ; Paul DRAVELLE.",
    ));
    let mut present = list(&read, "present");
    present.sort();
    assert_eq!(present, ["Anne CERDOUX", "Jean TILLOY", "Luc BRAVOUX", "Rose ESTAVEL"]);
    assert_eq!(powers(&read), ["Zoé GARNAUX > Luc BRAVOUX"]);
}

#[test]
fn powers_stand_side_by_side_with_a_comma_in_each() {
    let (read, _) = attendance(&headed(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\n\nSont représentés (3) :\n\
         Mme Rose ESTAVEL, par M. Luc BRAVOUX        M. Jean TILLOY, par Mme Anne CERDOUX\n\
         Mme Zoé GARNAUX, par Mme Anne CERDOUX",
    ));
    let given =
        ["Rose ESTAVEL > Luc BRAVOUX", "Jean TILLOY > Anne CERDOUX", "Zoé GARNAUX > Anne CERDOUX"];
    assert_eq!(powers(&read), given);
}

#[test]
fn gentlemen_may_be_abridged_otherwise_and_come_late() {
    let (read, _) = attendance(&headed(
        "Présents :\nMs. Luc BRAVOUX, Jean TILLOY, Mmes Anne CERDOUX, Rose ESTAVEL - MARLY, Zoé GARNAUX (arrivée à 21h10 au \
         point 3).\n\nAbsent : Paul DRAVELLE",
    ));
    assert_eq!(list(&read, "present").len(), 5, "{read}");
}

#[test]
fn the_quorum_is_told_in_many_words() {
    for told in [
        "Le nombre de présents permettant de délibérer, le maire ouvre la séance.",
        "9 délégués sur 12 étant présents, le maire constate que le conseil peut délibérer.",
        "Vingt et un membres sur trente assistent à la séance : le conseil est en nombre pour délibérer.",
        "Le quorum étant de 7, le conseil délibère valablement.",
        "La séance commence à 20 h, il y a le quorum.",
    ] {
        let draft = read(&headed(told));
        let quorum = said(&draft, "QuorumDeclared");
        assert_eq!(quorum.first().map(|q| q["reached"].clone()), Some(true.into()), "{told}");
    }
    let draft =
        read(&headed("La séance commence : 9 présents + 2 pouvoirs, le quorum (7) est atteint."));
    assert_eq!(said(&draft, "AttendanceRecorded")[0]["present_count_stated"], 9);
}

#[test]
fn the_secretary_holds_the_pen() {
    for told in [
        "Madame Rose ESTAVEL est désignée pour tenir la plume.",
        "Secrétaire de séance Mme Rose ESTAVEL",
        "Mme Rose ESTAVEL fait fonction de secrétaire.",
    ] {
        let draft = read(&headed(told));
        assert_eq!(
            words(&said(&draft, "SittingOpened")[0], "/secretary/name"),
            "Rose ESTAVEL",
            "{told}"
        );
    }
}

#[test]
fn lists_stand_below_their_headings_in_columns() {
    let (read, confidence) = attendance(&headed(
        "PRÉSENTS                      ABSENTS EXCUSÉS            POUVOIRS\n\
         M. Luc BRAVOUX                M. Jean TILLOY             M. Luc BRAVOUX\n\
         Mme Anne CERDOUX              Mme Rose ESTAVEL\nM. Paul DRAVELLE",
    ));
    assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE"]);
    assert_eq!(list(&read, "excused"), ["Jean TILLOY", "Rose ESTAVEL"]);
    assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX"]);
    assert_eq!(confidence, Confidence::Review);
    let (read, _) = attendance(&headed(
        "  Collège             Présents                                   Ayant donné pouvoir\n\
         \x20 ---------------------------------------------------------------------------------\n\
         \x20 Région              Anne CERDOUX                               Jean TILLOY (à A. CERDOUX)\n\
         \x20                     Luc BRAVOUX (visioconférence)\n\
         \x20 Communes et EPCI    Paul DRAVELLE, Président\n\
         \x20                     Zoé GARNAUX                                Rose ESTAVEL (à L. BRAVOUX)\n\
         \x20 ---------------------------------------------------------------------------------\n\
         \x20 Excusés : Marc HERBLAIN, Noël PRADIER (Région)",
    ));
    let present = ["Anne CERDOUX", "Luc BRAVOUX", "Paul DRAVELLE", "Zoé GARNAUX"];
    assert_eq!(list(&read, "present"), present);
    assert_eq!(list(&read, "excused"), ["Marc HERBLAIN", "Noël PRADIER"]);
    assert_eq!(powers(&read), ["Jean TILLOY > A. CERDOUX", "Rose ESTAVEL > L. BRAVOUX"]);
}

#[test]
fn justified_words_are_no_columns() {
    let (read, _) = attendance(&headed(
        "Excusés  ayant  donné  mandat :  Anne  CERDOUX  à  Luc  BRAVOUX,  Rose ESTAVEL à\nLuc BRAVOUX.\nAbsents : Jean TILLOY.",
    ));
    assert_eq!(powers(&read).len(), 2);
    assert_eq!(list(&read, "absent"), ["Jean TILLOY"]);
}

#[test]
fn what_stands_beside_names_is_none() {
    // Counts of those who were there, one a line, are no labels.
    let (read, _) = attendance(&headed(
        "Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\nQuestions 1 et 2 :\n   29 présents\n    3 procurations\n    1 absent\n\n\
         Assistaient :\nM. GARNAUX, Directeur Général des Services - M. TILLOY, Directeur adjoint",
    ));
    assert_eq!(list(&read, "absent"), [""; 0]);
    // A particle in capitals is no surname, an office none either.
    let (read, _) = attendance(&headed(
        "Présents : Mme Anne CERDOUX, M. Luc BRAVOUX Délégué.\nAbsents ayant donné procuration :\n\
         M. Guy DE Vaulnay donne procuration à M. Luc BRAVOUX,\nMme Rose ESTAVEL donne procuration à Mme Anne CERDOUX.",
    ));
    assert_eq!(list(&read, "present"), ["Anne CERDOUX", "Luc BRAVOUX"]);
    assert_eq!(powers(&read)[0], "Guy DE Vaulnay > Luc BRAVOUX");
    // Nor is a civility anybody's name.
    let draft = self::read(&headed(
        "Le conseil municipal s'est réuni le 4 mai 2031, sous la présidence de Monsieur le\nMaire.",
    ));
    let opened = &said(&draft, "SittingOpened")[0];
    assert_eq!(words(opened, "/presided_by/name"), "");
}

#[test]
fn a_minus_sign_leads_an_item_as_a_dash_does() {
    let (read, _) = attendance(&headed(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX, M. Jean TILLOY\n\nPouvoirs :\n   − Monsieur Paul DRAVELLE à Madame Anne CERDOUX\n   \
         − Madame Zoé GARNAUX à Monsieur Jean TILLOY",
    ));
    assert_eq!(powers(&read), ["Paul DRAVELLE > Anne CERDOUX", "Zoé GARNAUX > Jean TILLOY"]);
}

/// Who calls the council together may preside; who presides over a club does not.
#[test]
fn the_president_of_a_club_presides_over_no_sitting() {
    let chair = |head: &str| {
        let draft = read(&headed(head));
        words(&said(&draft, "SittingOpened")[0], "/presided_by/name")
    };
    let club = "Présents : Luc BRAVOUX, Anne TILLOY\n\nMme Anne TILLOY, présidente du club, est intéressée à l'affaire.";
    assert_eq!(chair(club), "");
    let called = "Le conseil municipal s'est réuni sur convocation de M. Luc BRAVOUX, Maire, et sous sa présidence.\n\n\
                  Présents : Luc BRAVOUX, Anne TILLOY\n\nMme Anne TILLOY, présidente du club, est intéressée à l'affaire.";
    assert_eq!(chair(called), "Luc BRAVOUX");
    assert_eq!(chair("Présents :\nM. Luc BRAVOUX, Président, Mme Anne TILLOY"), "Luc BRAVOUX");
}

#[test]
fn a_head_without_its_act_tells_who_was_there_and_is_for_a_person() {
    let draft = read(
        "EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\nLe conseil municipal de la ville de Vaulnoix s'est réuni \
         le 4 mai 2031.\n\nPrésent(e)s :\nLuc BRAVOUX, Anne CERDOUX, Rose ESTAVEL\n\nAbsent : Jean TILLOY\n\nSecrétaire : Rose ESTAVEL\n",
    );
    let read = said(&draft, "AttendanceRecorded");
    assert_eq!(list(&read[0], "present"), ["Luc BRAVOUX", "Anne CERDOUX", "Rose ESTAVEL"]);
    assert!(draft.events.iter().all(|event| event.confidence == Confidence::Review));
    assert!(said(&draft, "VoteCast").is_empty());
}

#[test]
fn whom_a_list_addresses_is_no_report() {
    let (read, _) = attendance(&headed(
        "Sont présents :\n\nMesdames et Messieurs Anne CERDOUX, Luc BRAVOUX, Rose ESTAVEL.",
    ));
    assert_eq!(list(&read, "present"), ["Anne CERDOUX", "Luc BRAVOUX", "Rose ESTAVEL"]);
}

#[test]
fn a_page_ends_behind_a_civility() {
    let (read, _) = attendance(&headed(
        "Présent(e)s : Mme Anne CERDOUX, M. Luc BRAVOUX, M.\n\nPaul DRAVELLE, Mme Rose ESTAVEL.\n\nExcusé(e)s :\n\n\
         Dépôt de pouvoir : M. Jean TILLOY à Mme Anne CERDOUX, M. Marc HERBLAIN à M. Luc BRAVOUX",
    ));
    let names = ["Anne CERDOUX", "Luc BRAVOUX", "Paul DRAVELLE", "Rose ESTAVEL"];
    assert_eq!(list(&read, "present"), names);
    assert_eq!(list(&read, "excused"), Vec::<String>::new());
    assert_eq!(powers(&read), ["Jean TILLOY > Anne CERDOUX", "Marc HERBLAIN > Luc BRAVOUX"]);
}

#[test]
fn nobody_is_called_none_and_a_body_amid_capitals_is_doubtful() {
    let act = headed("Présents : Anne CERDOUX, Luc BRAVOUX\nNE PRENNENT PAS PART AU VOTE : AUCUN");
    assert!(said(&read(&act), "RecusalDeclared").is_empty());
    let run = act.replace(
        "COMMUNE DE VAULNOIX\n",
        "STATUTS DE L'AGGLOMÉRATION DE VAULNOIX APPLICABLES AU 30 AVRIL 2031\n",
    );
    let sitting = read(&run).events.into_iter().find(|event| event.event.kind() == "SittingOpened");
    assert_eq!(sitting.unwrap().confidence, Confidence::Review);
}

#[test]
fn two_dates_of_a_sitting_are_doubtful_however_the_year_is_written() {
    let act = headed(
        "L' an deux mil trente et un, le vingt mars, le conseil s'est réuni.\n\nPrésents : Anne CERDOUX",
    );
    let sitting = read(&act).events.into_iter().find(|event| event.event.kind() == "SittingOpened");
    assert_eq!(sitting.unwrap().confidence, Confidence::Review);
}

#[test]
fn a_list_is_headed_in_other_words_than_those_of_attendance() {
    let (read, _) = attendance(&headed(
        "Étaient là :\nMme CERDOUX Anne, maire,\nM. BRAVOUX Luc.\n\n\
         Ont délégué leur vote :\nMme Rose ESTAVEL ............. à M. BRAVOUX Luc\n\n\
         Se sont fait excuser : M. Jean TILLOY.\nN'est pas venu : M. Paul DRAVELLE.",
    ));
    assert_eq!(list(&read, "present"), ["CERDOUX Anne", "BRAVOUX Luc"]);
    assert_eq!(powers(&read), ["Rose ESTAVEL > BRAVOUX Luc"]);
    assert_eq!(list(&read, "excused"), ["Jean TILLOY"]);
    assert_eq!(list(&read, "absent"), ["Paul DRAVELLE"]);
}

#[test]
fn an_office_may_stand_between_who_gives_a_power_and_who_holds_it() {
    let (read, _) = attendance(&headed(
        "Étaient présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\nPOUVOIRS DEPOSES SUR LE BUREAU :\n\
         Mme ESTAVEL Rose, Maire\tà\tM. Luc BRAVOUX",
    ));
    assert_eq!(powers(&read), ["ESTAVEL Rose > Luc BRAVOUX"]);
}

#[test]
fn papers_on_the_table_name_no_organ() {
    let draft = read(
        "DEPARTEMENT DE L'AULNOISE\nCOMMUNE DE VAULNOIX\nEXTRAIT DU CAHIER DU CONSEIL MUNICIPAL\n\
         Séance du 4 mai 2031\n\nPrésents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\
         POUVOIRS REMIS SUR LE BUREAU : Mme Rose ESTAVEL à M. Luc BRAVOUX\n\nObjet : Entretien des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\nDÉCIDE d'approuver le programme.\n",
    );
    let [opened] = said(&draft, "SittingOpened").try_into().unwrap();
    assert_eq!(words(&opened, "/organ"), "CONSEIL MUNICIPAL");
    assert_eq!(words(&opened, "/institution"), "COMMUNE DE VAULNOIX");
}

#[test]
fn who_is_missing_is_told_behind_each_name() {
    let (read, _) = attendance(&headed(
        "Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\nAbsents et procurations :\nRose ESTAVEL excusée\n\
         Jean TILLOY excusé\nPaul DRAVELLE pouvoir à Luc BRAVOUX",
    ));
    assert_eq!(list(&read, "excused"), ["Rose ESTAVEL", "Jean TILLOY"]);
    assert_eq!(powers(&read), ["Paul DRAVELLE > Luc BRAVOUX"]);
}

#[test]
fn who_presides_another_body_does_not_preside_the_sitting() {
    let draft = read(&headed(
        "Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\nMme Anne CERDOUX, première adjointe, dirigeant les débats.\n\
         M. Luc BRAVOUX, qui préside Le Rucher de Vaulnoix, ne prend pas part au vote.",
    ));
    let [opened] = said(&draft, "SittingOpened").try_into().unwrap();
    assert_eq!(words(&opened, "/presided_by/name"), "Anne CERDOUX");
}

#[test]
fn who_keeps_the_minutes_may_hold_the_pen() {
    for told in [
        "A été élue pour tenir la plume : Mme Rose ESTAVEL",
        "Rose ESTAVEL est désignée pour rédiger.",
        "Mme Rose ESTAVEL prend les notes de séance.",
        "Secrétaire désignée par tirage au sort : Mme Rose ESTAVEL.",
    ] {
        let head = format!("Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n{told}");
        let draft = read(&headed(&head));
        let [opened] = said(&draft, "SittingOpened").try_into().unwrap();
        assert_eq!(words(&opened, "/secretary/name"), "Rose ESTAVEL", "{told}");
    }
}

/// *(Bureau du 14 mars)* recalls the day of another decision.
#[test]
fn the_day_of_a_decision_recalled_is_not_that_of_the_sitting() {
    let draft = read(
        "COMMUNAUTÉ DE COMMUNES DE L'AULNOISE\nDÉCISION DU BUREAU COMMUNAUTAIRE\nn° DB-2031-0147\n\n\
         Réunion du       : 6 novembre 2031\nIntitulé         : Aide au Rucher, liquidation\n\n\
         Par décision n° DB-2030-0031 (Bureau du 14 mars 2030), une aide de 500 € avait été ouverte.\n\n\
         LE BUREAU,\nvu le code général des collectivités territoriales ;\nDÉCIDE :\nArticle 1. L'aide est liquidée.\n",
    );
    let [opened] = said(&draft, "SittingOpened").try_into().unwrap();
    assert_eq!(words(&opened, "/date"), "2031-11-06");
}

#[test]
fn a_signature_that_says_seen_is_no_legal_basis() {
    let draft = read(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Le maire propose un programme.\nRésultat : 8 voix pour. La proposition est adoptée.\n\n\
         Vu et vérifié,\nle Maire, Luc BRAVOUX\n",
    );
    let [tabled] = said(&draft, "DeliberationTabled").try_into().unwrap();
    assert_eq!(tabled["visas"].as_array().map_or(0, Vec::len), 0, "{tabled}");
}

#[test]
fn legal_bases_are_named_in_virtue_of_what() {
    let draft = read(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Le Conseil municipal,\nen vertu de l'article L. 2121-29 du code général des collectivités territoriales ;\n\
         en application de sa délibération 2030-12 du 4 décembre 2030 ;\n\nDÉCIDE d'approuver le programme.\n",
    );
    let [tabled] = said(&draft, "DeliberationTabled").try_into().unwrap();
    assert_eq!(tabled["visas"].as_array().unwrap().len(), 2, "{tabled}");
}

#[test]
fn the_register_tells_whose_organ_decides_where_another_is_only_of_an_opinion() {
    let draft = read(
        "S.I.V.O.M. du Pays d'Aulnoise\n\nEXTRAIT du REGISTRE des DELIBERATIONS du COMITE SYNDICAL\n\
         SEANCE DU 2 DECEMBRE 2031\n\nPrésents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
         OBJET : Entretien des chemins\nLe Bureau est d'avis d'accorder le programme.\n\n\
         Vu le code général des collectivités territoriales ;\n\nDÉCIDE d'approuver le programme.\n",
    );
    let [opened] = said(&draft, "SittingOpened").try_into().unwrap();
    assert_eq!(words(&opened, "/organ"), "COMITE SYNDICAL");
}

#[test]
fn who_is_named_below_words_that_are_no_group_makes_the_list_doubtful() {
    for told in ["Public : M. Paul DRAVELLE.", "Sont partis : M. Paul DRAVELLE."] {
        let (read, confidence) = attendance(&headed(&format!(
            "Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n{told}\nAbsent : M. Jean TILLOY."
        )));
        assert_eq!(confidence, Confidence::Review, "{told}: {read}");
    }
    for told in ["N'étaient pas là : M. Paul DRAVELLE.", "Ne sont pas venus : M. Paul DRAVELLE."]
    {
        let (read, _) =
            attendance(&headed(&format!("Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n{told}")));
        assert_eq!(list(&read, "absent"), ["Paul DRAVELLE"], "{told}");
        assert_eq!(list(&read, "present").len(), 2, "{told}");
    }
}

/// *Absents : 6* in the margin of a list of powers counts; who gives a power below it is not absent by that word.
#[test]
fn a_count_in_the_margin_of_a_list_of_powers_opens_no_list_of_its_own() {
    let text = headed(
        "Présents : Luc BRAVOUX - Rose ESTAVEL - Jean TILLOY\nExcusés ont donné pouvoir :\nAnne LORIN à Luc BRAVOUX\n Absents : 2\n\
         Paul ESTIVAL à Rose ESTAVEL\nSecrétaire de séance : Jean TILLOY",
    );
    let (read, _) = attendance(&text);
    assert_eq!(powers(&read), ["Anne LORIN > Luc BRAVOUX", "Paul ESTIVAL > Rose ESTAVEL"]);
    assert!(list(&read, "absent").is_empty(), "{read}");
    assert_eq!(list(&read, "excused"), ["Anne LORIN", "Paul ESTIVAL"]);
}

/// A name in capitals that ends its line goes on with a particle on the next.
#[test]
fn a_name_in_capitals_goes_on_over_the_line() {
    let named = |head: &str| {
        let text = format!(
            "{head}\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU COMITÉ SYNDICAL\n\nSéance du 4 mai 2031\n\n\
             Objet : Entretien des chemins\n\nVu les statuts ;\n\nAprès en avoir délibéré, à l'unanimité, \
             le comité syndical approuve le programme.\n"
        );
        words(&said(&read(&text), "DeliberationTabled")[0], "/institution")
    };
    let whole = "SYNDICAT MIXTE D'ENTRETIEN ET DE GESTION DU MARAIS DE VAULNAY";
    assert_eq!(named("SYNDICAT MIXTE D'ENTRETIEN ET DE GESTION\nDU MARAIS DE VAULNAY"), whole);
    for below in ["EXTRAIT\nDU REGISTRE", "ETAIENT PRESENTS"] {
        let named = named(&format!("SYNDICAT MIXTE DE VAULNAY\n{below}"));
        assert_eq!(named, "SYNDICAT MIXTE DE VAULNAY", "{below}");
    }
}

/// Who gives the chair up for this act does not preside over it.
#[test]
fn who_presides_for_this_act_is_named_behind_who_presided_before() {
    let presides = |more: &str| {
        let text = headed(&format!("Président de séance : M. Luc BRAVOUX{more}"));
        let read = read(&text);
        let of = |kind: &str| read.events.iter().find(|e| e.event.kind() == kind).cloned();
        let sitting = of("SittingOpened").unwrap();
        (words(&sitting.event.data().unwrap(), "/presided_by/name"), sitting.confidence)
    };
    assert_eq!(presides(""), ("Luc BRAVOUX".to_owned(), Confidence::Sure));
    let then = presides(", puis, pour la présente délibération, Mme Rose ESTAVEL");
    assert_eq!(then, ("Rose ESTAVEL".to_owned(), Confidence::Review));
    let later = presides(", puis Mme Rose ESTAVEL à compter du rapport n° 4");
    assert_eq!(later, ("Luc BRAVOUX".to_owned(), Confidence::Review));
}

/// The counts of a margin stand behind gaps of their own, and go on beside the members.
#[test]
fn a_margin_whose_counts_stand_in_a_column_is_taken_apart() {
    let text = "\
DEPARTEMENT DE LA VALMORE                                          REPUBLIQUE FRANCAISE
Canton de Trevalle                                                 Liberté – Egalité – Fraternité

                                COMMUNE DE VAULNOIX

              EXTRAIT DU REGISTRE DES DELIBERATIONS DU CONSEIL MUNICIPAL


 Nombre de membres            L'an deux mille trente et un
 En exercice : 11             et le quatre mai
 Présents :    4              à 20 heures 30, le Conseil Municipal de la Commune de VAULNOIX,
 Votants :     5              régulièrement convoqué, s'est réuni au nombre prescrit par la loi, dans
                              le lieu habituel de ses séances, sous la présidence de Monsieur
                              Luc BRAVOUX, Maire.
 Date de convocation :
 28/04/2031
                              Présents : MM. BRAVOUX Luc, DRAVELLE Paul, Mme ESTAVEL Rose,
 Date d'affichage :           M. TILLOY Jean, Mmes GARNAUX Zoé, CERDOUX Aline,
 08/05/2031                   MM. HERBLAIN Marc, Mme VARENNE Sonia

                              Absents excusés : M. MERCADIEU Hervé (pouvoir à M. TILLOY Jean),
                              Mme OSTAL Prune

                              Secrétaire de séance : Mme CERDOUX Aline


OBJET : Entretien des chemins - Année 2031

Le Conseil Municipal, après en avoir délibéré, à l'unanimité, DECIDE d'approuver le programme.
";
    let draft = read(text);
    let opened = said(&draft, "SittingOpened");
    let opened = opened.first().unwrap();
    assert_eq!(words(opened, "/date"), "2031-05-04");
    assert_eq!(words(opened, "/presided_by/name"), "Luc BRAVOUX");
    let (attendance, _) = attendance(text);
    assert_eq!(list(&attendance, "present").len(), 8, "{attendance}");
    assert_eq!(list(&attendance, "excused"), ["OSTAL Prune", "MERCADIEU Hervé"]);
}

#[test]
fn a_power_for_a_part_of_the_sitting_is_one() {
    let (read, confidence) = attendance(&headed(
        "Étaient présents : Madame Anne CERDOUX (à partir de 10h40), Monsieur Luc BRAVOUX, Monsieur Jean TILLOY (jusqu'à 12h15).\n\n\
         Avaient donné pouvoir : Madame Rose ESTAVEL (pouvoir donné à Monsieur Luc BRAVOUX), Madame Anne CERDOUX (pouvoir \
         donné à Monsieur Jean TILLOY jusqu'à 10h40), Monsieur Jean TILLOY (pouvoir donné à Monsieur Luc BRAVOUX à partir de 12h15).",
    ));
    let expected =
        ["Rose ESTAVEL > Luc BRAVOUX", "Anne CERDOUX > Jean TILLOY", "Jean TILLOY > Luc BRAVOUX"];
    assert_eq!(powers(&read), expected);
    assert_eq!(list(&read, "present").len(), 3);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn a_title_behind_its_reference_gives_no_power() {
    let (read, _) = attendance(&headed(
        "ABSENTS NON EXCUSES : M. OSTAL, M. VARENNE\n\n\
         2031/18 - ATTRIBUTION DE SUBVENTIONS DE FONCTIONNEMENT POUR UN MONTANT GLOBAL DE\n214 500 EUROS A TROIS COMPAGNIES",
    ));
    assert_eq!(list(&read, "absent"), ["OSTAL", "VARENNE"]);
    assert!(powers(&read).is_empty());
}

/// *Ph. BRAVOUX*: initials of two letters.
#[test]
fn initials_of_two_letters_belong_to_the_name() {
    let (read, _) = attendance(&headed(
        "PRESENTS : MM et Mmes Ph. BRAVOUX, G. ESTAVEL, P. TILLOY, C. LORIN, J. Ph. DRAVELLE\nABSENT : F. GARNAUX",
    ));
    let names = ["Ph. BRAVOUX", "G. ESTAVEL", "P. TILLOY", "C. LORIN", "J. Ph. DRAVELLE"];
    assert_eq!(list(&read, "present"), names);
}

#[test]
fn those_present_are_counted_in_brackets_beside_powers() {
    let (read, _) = attendance(&headed(
        "Présents : M. Luc BRAVOUX, Mme Rose ESTAVEL.\nLe quorum étant atteint (15 présents ; 6 pouvoirs), la séance est ouverte.",
    ));
    assert_eq!(read["present_count_stated"], 15);
}

#[test]
fn a_label_that_counts_lists_nobody_who_stands_below_it_under_another_word() {
    for below in [
        "Présidence : M. Luc BRAVOUX",
        "Rapporteure : Mme Anne CERDOUX",
        "Sous la présidence de M. Luc BRAVOUX",
    ] {
        let (read, _) = attendance(&headed(&format!(
            "Présents : 12 (feuille d'émargement annexée)\nAbsents : 4\n{below}\nSecrétaire : Mme Rose ESTAVEL"
        )));
        assert_eq!(list(&read, "absent"), Vec::<String>::new(), "{below}");
    }
    // Fewer or more names than a label counts are for review.
    let (read, confidence) = attendance(&headed(
        "Étaient présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\nAbsents : 4\nArchiviste : M. Paul DRAVELLE",
    ));
    assert!(list(&read, "absent").len() < 4);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn surnames_in_columns_stand_below_the_civility_of_several() {
    let (read, confidence) = attendance(&headed(
        "PRESENTS\n\n\
         MM. BRAVOUX              Mmes CERDOUX               MM. DRAVELLE\n    \
             TILLOY                    ESTAVEL-MAS              GARNAUX\n\
         Mmes HERBLAIN            MM. MARSOUL                Mmes PERVENCHE\n     \
              ROUVRAY                 SANDREUIL                  VERMEIL\n                                                         \
              ZÉPHIRIN\n\nABSENTS EXCUSES\nM. OUDRAY",
    ));
    let mut present = list(&read, "present");
    present.sort();
    assert_eq!(
        present,
        [
            "BRAVOUX",
            "CERDOUX",
            "DRAVELLE",
            "ESTAVEL-MAS",
            "GARNAUX",
            "HERBLAIN",
            "MARSOUL",
            "PERVENCHE",
            "ROUVRAY",
            "SANDREUIL",
            "TILLOY",
            "VERMEIL",
            "ZÉPHIRIN"
        ]
    );
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn a_roll_that_is_called_lists_the_members_group_by_group() {
    let (read, _) = attendance(&headed(
        "Appel nominal à l'ouverture de la séance\n  Groupe « Vaulnoix ensemble » : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE,\n    \
         Rose ESTAVEL.\n  Groupe « Agir » : Jean TILLOY, Zoé GARNAUX.\n  Sans étiquette : Marc HERBLAIN, Ève MARSOUL.\n\
         Soit 8 présents sur 11.\nExcusée, ayant donné procuration : Lise PERVENCHE (procuration à Luc BRAVOUX).\n\
         Absents à l'ouverture : Guy ROUVRAY, Aude VERMEIL.",
    ));
    assert_eq!(
        list(&read, "present"),
        [
            "Luc BRAVOUX",
            "Anne CERDOUX",
            "Paul DRAVELLE",
            "Rose ESTAVEL",
            "Jean TILLOY",
            "Zoé GARNAUX",
            "Marc HERBLAIN",
            "Ève MARSOUL"
        ]
    );
    assert_eq!(list(&read, "absent"), ["Guy ROUVRAY", "Aude VERMEIL"]);
    assert_eq!(powers(&read), ["Lise PERVENCHE > Luc BRAVOUX"]);
}
