//! Heads by the laws that lists of members follow, whatever words and layout a body chose: what heads a list, where it
//! goes on, and what stands among its names and is none.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(head: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n{head}\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

fn event(draft: &Draft, kind: &str) -> (Value, Confidence) {
    let event = draft.events.iter().find(|event| event.event.kind() == kind).unwrap();
    (event.event.data().unwrap(), event.confidence)
}

fn attendance(head: &str) -> (Value, Confidence) {
    event(&read(head), "AttendanceRecorded")
}

fn list(value: &Value, key: &str) -> Vec<String> {
    let all = value[key].as_array().cloned().unwrap_or_default();
    all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn powers(value: &Value) -> Vec<String> {
    let all = value["proxies"].as_array().cloned().unwrap_or_default();
    let word = |p: &Value, key: &str| p[key].as_str().unwrap_or_default().to_owned();
    all.iter().map(|p| format!("{} > {}", word(p, "from"), word(p, "to"))).collect()
}

const FOUR: [&str; 4] = ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose ESTAVEL"];

#[test]
fn below_a_list_in_a_column_another_may_begin() {
    let (read, _) = attendance(
        "   Présents (4) :                          Absents excusés (1) :\n   Luc BRAVOUX                             Jean TILLOY (pouvoir à Luc BRAVOUX)\n   \
         Anne CERDOUX\n   Paul DRAVELLE                           Absente (1) :\n   Rose ESTAVEL                            Zoé GARNAUX",
    );
    assert_eq!(list(&read, "present"), FOUR);
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Jean TILLOY".into()], vec!["Zoé GARNAUX".into()])
    );
}

#[test]
fn a_narrow_margin_is_no_part_of_the_text_beside_it() {
    let pad = " ".repeat(32);
    let (read, _) = attendance(&format!(
        "{pad}Convoqué le 27 avril 2031, le Conseil municipal de la Ville de Vaulnoix s'est réuni en mairie,\n\
         Extrait du registre des         salle Haute, sous la présidence de Monsieur le Maire, Luc Bravoux\n\
         délibérations du conseil\nmunicipal de la Ville de        Présents :\n\
         Vaulnoix                        Luc BRAVOUX, Anne CERDOUX, Marc HERBLAIN, Zoé GARNAUX, Guy NARVAL, Inès FERRAVEL, Éva\n\
         {pad}ORVANNE, Paul DRAVELLE,\n\
         n° 2031 / 171                   Rose ESTAVEL, Jean TILLOY.\n\
         {pad}Absents ayant voté par procuration en application de l'article L 2121-20 du Code\n\
         {pad}Général des Collectivités Territoriales :\n{pad}Léa QUARNOY, Tom RIVENNE.\n"
    ));
    assert_eq!(list(&read, "present").len(), 10, "{read}");
    assert_eq!(list(&read, "absent"), ["Léa QUARNOY", "Tom RIVENNE"]);
}

#[test]
fn who_presides_and_who_writes_is_told_without_a_civility() {
    let head = "Présents : Luc BRAVOUX, Anne CERDOUX\n\nLuc BRAVOUX est Président de la séance.\nSecrétaire élue pour la session : Anne CERDOUX";
    let (opened, _) = event(&read(head), "SittingOpened");
    assert_eq!(
        opened.pointer("/presided_by/name").and_then(Value::as_str),
        Some("Luc BRAVOUX"),
        "{opened}"
    );
    assert_eq!(opened.pointer("/secretary/name").and_then(Value::as_str), Some("Anne CERDOUX"));
    let head = "Présents : Luc BRAVOUX, Anne CERDOUX\n\nSecrétaire de séance :\nAnne CERDOUX (Directrice).\n\nLe Président, Luc BRAVOUX, constate \
                que le quorum est atteint.";
    let (opened, _) = event(&read(head), "SittingOpened");
    assert_eq!(
        opened.pointer("/presided_by/name").and_then(Value::as_str),
        Some("Luc BRAVOUX"),
        "{opened}"
    );
    assert_eq!(opened.pointer("/secretary/name").and_then(Value::as_str), Some("Anne CERDOUX"));
}

#[test]
fn counts_of_those_present_in_other_words() {
    for (said, count) in [
        ("Nombre de présents 2", 2),
        ("Nombre de conseillers présents (y compris ceux ayant donné procuration) : 3", 3),
        ("Présents : vingt", 20),
    ] {
        let (read, _) =
            attendance(&format!("{said}\n\nÉtaient présents : Luc BRAVOUX, Anne CERDOUX"));
        assert_eq!(read["present_count_stated"], count, "{said}");
    }
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX, Anne CERDOUX\n\nMembres en exercice, 10 présents nécessaires.",
    );
    assert_eq!(read["present_count_stated"], Value::Null);
}
