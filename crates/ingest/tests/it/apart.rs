//! What a text says of each of several, one beside the other: members and whether they were there, groups and how they
//! voted, decisions with votes of their own, and the articles of a convention printed behind those of the act.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::{Value, json};

fn act(head: &str, behind: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n{head}\n\n\
         Objet : Aides de l'année\n\nVu le code général des collectivités territoriales ;\n\n{behind}\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

fn attendance(head: &str) -> (Value, Confidence) {
    let draft =
        act(head, "Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.");
    let event =
        draft.events.iter().find(|event| event.event.kind() == "AttendanceRecorded").unwrap();
    (event.event.data().unwrap(), event.confidence)
}

fn all(draft: &Draft, kind: &str) -> Vec<Value> {
    let events = draft.events.iter().filter(|event| event.event.kind() == kind);
    events.map(|event| event.event.data().unwrap()).collect()
}

#[test]
fn who_is_excused_among_the_absent_is_for_a_person_to_count() {
    for absent in [
        "Absents : TILLOY Jean, HERBLAIN Rose (excusée).",
        "Absents : TILLOY Jean ; HERBLAIN Rose excusée.",
        "Étaient absents : M. Jean TILLOY, Mme Rose HERBLAIN (excusée)",
    ] {
        let (read, confidence) = attendance(&format!(
            "Étaient présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE.\n\n{absent}"
        ));
        assert_eq!(confidence, Confidence::Review, "{absent}");
        assert_eq!(read["excused"].as_array().unwrap().len(), 1, "{absent}");
    }
}

#[test]
fn remarks_beside_marks_say_who_was_excused_and_who_votes_for_whom() {
    let (read, confidence) = attendance(
        "Commune            Délégué              Présent   Absent   Observations\n\
         Rivelles           BRAVOUX Luc             X\n\
         \u{20}                  CERDOUX Anne                      X     pouvoir à BRAVOUX Luc\n\
         \u{20}                  DRAVELLE Paul           X\n\
         Montaubry          ESTAVEL Rose                      X     excusée\n\
         \u{20}                  TILLOY Jean                       X     procuration à DRAVELLE Paul\n\
         \u{20}                  HERBLAIN Marc                     X",
    );
    assert_eq!(confidence, Confidence::Review);
    assert_eq!(read["present"], json!(["BRAVOUX Luc", "DRAVELLE Paul"]), "{read}");
    assert_eq!(read["excused"], json!(["ESTAVEL Rose"]), "{read}");
    assert_eq!(read["absent"], json!(["CERDOUX Anne", "TILLOY Jean", "HERBLAIN Marc"]), "{read}");
    let powers = json!([
        {"from": "CERDOUX Anne", "to": "BRAVOUX Luc"},
        {"from": "TILLOY Jean", "to": "DRAVELLE Paul"}
    ]);
    assert_eq!(read["proxies"], powers, "{read}");
}

#[test]
fn a_column_of_holders_says_who_votes_for_whom() {
    for head in ["Procuration donnée à", "Mandataire", "Pouvoir à"] {
        let (read, _) = attendance(&format!(
            "NOM et prénom\tQualité\tPrésence\t{head}\nBRAVOUX Luc\tMaire\tPrésent\t\nCERDOUX Anne\tAdjointe\tAbsente\tBRAVOUX Luc\n\
             DRAVELLE Paul\tConseiller\tExcusé\tMme ESTAVEL Rose\nESTAVEL Rose\tConseillère\tPrésente\t\nTILLOY Jean\tConseiller\tAbsent\t"
        ));
        let powers = json!([
            {"from": "CERDOUX Anne", "to": "BRAVOUX Luc"},
            {"from": "DRAVELLE Paul", "to": "ESTAVEL Rose"}
        ]);
        assert_eq!(read["proxies"], powers, "{head}: {read}");
        assert_eq!(read["present"], json!(["BRAVOUX Luc", "ESTAVEL Rose"]), "{read}");
    }
}

#[test]
fn members_by_office_or_by_who_chose_them_are_one_list() {
    let (read, _) = attendance(
        "PRÉSENTS\nMembres élus par le Conseil municipal :\n  Luc BRAVOUX\n  Anne CERDOUX\nMembres nommés par le Maire :\n  \
         Paul DRAVELLE (UDAF)\n  Rose ESTAVEL (associations de retraités)\n\nEXCUSÉ : Jean TILLOY",
    );
    let four = json!(["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose ESTAVEL"]);
    assert_eq!(read["present"], four, "{read}");
    let (read, _) = attendance(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX, adjoints au Maire. M. Paul DRAVELLE, Mme Rose ESTAVEL, \
         conseillers municipaux.\nAbsents / Excusés : M. Jean TILLOY",
    );
    assert_eq!(read["present"], four, "{read}");
}

#[test]
fn dots_may_stand_between_a_label_and_its_count() {
    let (read, _) = attendance(
        "Membres en exercice ............ 12\nMembres présents ................ 3\n\nPrésents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE.",
    );
    assert_eq!(read["present_count_stated"], 3, "{read}");
}

#[test]
fn bare_powers_behind_each_other_are_told_apart_without_civilities() {
    let text = "COMMUNE DE VAULNOIX Conseil municipal SÉANCE DU 4 MAI 2031 Présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE Ont donné \
        pouvoir : Rose ESTAVEL, procuration à Luc BRAVOUX Jean TILLOY, procuration à Anne CERDOUX Marc HERBLAIN, procuration à Paul DRAVELLE \
        Secrétaire de séance : Luc BRAVOUX Objet : Aides de l'année Vu le code général des collectivités territoriales, le conseil municipal, \
        après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme des travaux de la salle, qui comprend la toiture, \
        les façades et la cour, et de charger le maire de son exécution dans les meilleurs délais possibles.";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let read = all(&draft, "AttendanceRecorded").remove(0);
    let powers = json!([
        {"from": "Rose ESTAVEL", "to": "Luc BRAVOUX"},
        {"from": "Jean TILLOY", "to": "Anne CERDOUX"},
        {"from": "Marc HERBLAIN", "to": "Paul DRAVELLE"}
    ]);
    assert_eq!(read["proxies"], powers, "{read}");
}
