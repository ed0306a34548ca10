//! What a text says of each of several, one beside the other: members and whether they were there, groups and how they
//! voted, decisions with votes of their own, and the articles of a convention printed behind those of the act.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

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
