//! Layouts and labels of lists of members, each a class of which bodies print many: labels in two languages or
//! with brackets, offices between name and power, groups without a mark, letters in the place of marks.

use super::rolls::{list, powers};
use greffe_ingest::{Confidence, Options, draft};
use serde_json::Value;

/// What an act with this head says of who was there, and how sure that is.
fn attendance(head: &str) -> (Value, Confidence) {
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n{head}\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    );
    let draft = draft(&text, &"0".repeat(64), &Options::default());
    let event = draft.events.iter().find(|event| event.event.kind() == "AttendanceRecorded");
    let event = event.unwrap();
    (event.event.data().unwrap(), event.confidence)
}

#[test]
fn a_label_may_stand_behind_the_same_in_another_language() {
    let (read, _) = attendance(
        "Ezagun / Présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE.\n\nAhalak / Pouvoirs : Rose ESTAVEL a donné \
         pouvoir à Luc BRAVOUX.\n\nKanpo / Absents : Jean TILLOY.",
    );
    assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE"]);
    assert_eq!(powers(&read), ["Rose ESTAVEL > Luc BRAVOUX"]);
    assert_eq!(list(&read, "absent"), ["Jean TILLOY"]);
}

#[test]
fn those_who_took_part_were_there_and_a_person_checks() {
    for label in ["Participants", "Ont participé à la réunion", "Siégeaient"] {
        let (read, confidence) = attendance(&format!(
            "{label} : M. Luc BRAVOUX (Région), Mme Anne CERDOUX (Ville)\n\nSe sont excusés : M. Jean TILLOY et Mme \
             Rose ESTAVEL."
        ));
        assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Anne CERDOUX"], "{label}");
        assert_eq!(list(&read, "excused"), ["Jean TILLOY", "Rose ESTAVEL"], "{label}");
        assert_eq!(confidence, Confidence::Review);
    }
}

#[test]
fn an_office_stands_between_the_name_and_the_power() {
    let (read, _) = attendance(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX\n\nReprésentés (pouvoirs écrits, art. L. 1 du code) :\n\n\
         Mme Rose ESTAVEL, Maire            pouvoir à M. Luc BRAVOUX\n\
         M. Jean TILLOY                     pouvoir à Mme Anne CERDOUX",
    );
    assert_eq!(powers(&read), ["Rose ESTAVEL > Luc BRAVOUX", "Jean TILLOY > Anne CERDOUX"]);
    let (read, _) = attendance(
        "PRESENTS : M. BRAVOUX, MME CERDOUX.\n\nEXCUSES : M. TILLOY, MAIRE, PRESIDENT DU C.C.A.S., POUVOIR A MME \
         CERDOUX ; MME ESTAVEL, POUVOIR A M. BRAVOUX ; M. GARNAUX.",
    );
    assert_eq!(powers(&read), ["TILLOY > CERDOUX", "ESTAVEL > BRAVOUX"]);
    assert_eq!(list(&read, "excused"), ["TILLOY", "ESTAVEL", "GARNAUX"]);
}

#[test]
fn groups_of_members_go_without_a_mark() {
    let (read, _) = attendance(
        "Étaient présents ou représentés :\n\nAu titre de la Région\n  Mme Anne CERDOUX\n  M. Jean TILLOY, ayant donné \
         mandat à Mme Anne CERDOUX\nAu titre de l'État\n  M. le directeur des affaires rurales, représenté par Mme Zoé \
         GARNAUX\nPersonnalités qualifiées\n  M. Luc BRAVOUX",
    );
    assert_eq!(list(&read, "present"), ["Anne CERDOUX", "Zoé GARNAUX", "Luc BRAVOUX"]);
    assert_eq!(powers(&read), ["Jean TILLOY > Anne CERDOUX"]);
}

#[test]
fn letters_head_the_columns_of_marks() {
    let (read, confidence) = attendance(
        "  Commune          Délégués              P    E    A    Pouvoir à\n\
         \x20 Rivelles         BRAVOUX Luc           X\n\
         \x20                  CERDOUX Anne          X\n\
         \x20 Montaubry        DRAVELLE Paul              X         BRAVOUX Luc\n\
         \x20                  ESTAVEL Rose          X\n\
         \x20 Aulnoise         TILLOY Jean                     X\n\n\
         \x20 P : présent - E : excusé - A : absent",
    );
    assert_eq!(list(&read, "present"), ["BRAVOUX Luc", "CERDOUX Anne", "ESTAVEL Rose"]);
    assert_eq!(list(&read, "excused"), ["DRAVELLE Paul"]);
    assert_eq!(list(&read, "absent"), ["TILLOY Jean"]);
    assert_eq!(powers(&read), ["DRAVELLE Paul > BRAVOUX Luc"]);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn an_aside_parts_the_names_of_two_columns() {
    let (read, _) = attendance(
        "PRÉSENTS\nBRAVOUX Luc (à distance)            DRAVELLE Paul (à distance)\n\
         CERDOUX Anne                        ESTAVEL Rose",
    );
    let names = ["BRAVOUX Luc", "DRAVELLE Paul", "CERDOUX Anne", "ESTAVEL Rose"];
    assert_eq!(list(&read, "present"), names);
}

#[test]
fn full_stops_numbers_and_slashes_part_names() {
    let names = ["BRAVOUX", "CERDOUX", "DRAVELLE", "ESTAVEL"];
    let (read, _) = attendance(
        "Étaient présents : MM. BRAVOUX. CERDOUX. DRAVELLE. Mme ESTAVEL.\nAbsents : MM. TILLOY. GARNAUX.",
    );
    assert_eq!(list(&read, "present"), names);
    assert_eq!(list(&read, "absent"), ["TILLOY", "GARNAUX"]);
    let whole = ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose ESTAVEL"];
    for listed in [
        "Rivelles : Luc BRAVOUX. Montaubry : Anne CERDOUX ; Paul DRAVELLE. Aulnoise : Rose ESTAVEL.",
        "RIVELLES : Luc BRAVOUX - Anne CERDOUX / MONTAUBRY : Paul DRAVELLE / AULNOISE : Rose ESTAVEL",
        "1. Luc BRAVOUX 2. Anne CERDOUX 3. Paul DRAVELLE 4. Rose ESTAVEL",
        "Luc BRAVOUX, Président ; Anne CERDOUX, Paul DRAVELLE, Vice-Présidents ; Rose ESTAVEL, Conseillère",
        "M. Luc BRAVOUX (Rivelles), Mesdames Anne CERDOUX\n(Montaubry), M. Paul DRAVELLE (Aulnoise), Mme Rose ESTAVEL (Tressy)",
    ] {
        let (read, _) =
            attendance(&format!("Délégués présents : {listed}\n\nExcusé : M. Jean TILLOY"));
        assert_eq!(list(&read, "present"), whole, "{listed}");
    }
}

#[test]
fn who_sits_for_another_and_places_behind_givers() {
    let (read, confidence) = attendance(
        "Présents : MM. BRAVOUX, CERDOUX (remplaçant de DRAVELLE), ESTAVEL remplace TILLOY.\n\
         Pouvoirs : Mme Zoé GARNAUX (Tressy) à M. Luc BRAVOUX (Rivelles)",
    );
    let mut present = list(&read, "present");
    present.sort();
    assert_eq!(present, ["BRAVOUX", "CERDOUX", "ESTAVEL"]);
    assert_eq!(powers(&read), ["Zoé GARNAUX > Luc BRAVOUX"]);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn nothing_parts_two_names_and_a_sentence_gives_a_power() {
    let (read, _) = attendance(
        "Présents : Luc BRAVOUX, Anne CERDOUX Paul DRAVELLE, Rose ESTAVEL\nSecrétaires : Luc BRAVOUX et Anne CERDOUX\n\
         Procuration de Monsieur TILLOY Jean à Madame ESTAVEL Rose",
    );
    let names = ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose ESTAVEL"];
    assert_eq!(list(&read, "present"), names);
    assert_eq!(powers(&read), ["TILLOY Jean > ESTAVEL Rose"]);
}

#[test]
fn groups_and_colleges_of_a_list_go_on_behind_each_other() {
    let (read, _) = attendance(
        "Présents :\nGroupe Vaulnoix solidaire : Luc BRAVOUX, Anne CERDOUX.\nGroupe Territoires et villages : Paul DRAVELLE,\n\
         Rose ESTAVEL.\n\nExcusé : Jean TILLOY",
    );
    let whole = ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose ESTAVEL"];
    assert_eq!(list(&read, "present"), whole);
    let (read, _) = attendance(
        "Présents :\n  - membres élus : M. Luc BRAVOUX, Mme Anne CERDOUX\n  - membres nommés : M. Paul DRAVELLE (familles), \
         Mme Rose ESTAVEL (insertion)\n\nAbsent : M. Jean TILLOY",
    );
    assert_eq!(list(&read, "present"), whole);
    let (read, _) =
        attendance("Nous étions 4 sur 5 : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE, Rose ESTAVEL.");
    assert_eq!(list(&read, "present"), whole);
}
