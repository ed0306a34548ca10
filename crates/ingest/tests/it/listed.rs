//! Lists of what was decided whose cells do not stand under each other: each row is an act with its own outcome, or no
//! vote is told of them together.

use greffe_domain::{Event, Outcome};
use greffe_ingest::{Draft, Options, draft};

fn read(head: &str, rows: &[&str]) -> Draft {
    let text =
        format!("COMMUNE DE VAULNOIX\n\n{head}\nSéance du 12 mars 2031\n\n{}\n", rows.join("\n"));
    draft(&text, &"0".repeat(64), &Options::default())
}

/// The acts by the end of their streams, and what became of each.
fn votes(draft: &Draft) -> Vec<(String, Outcome)> {
    let told = draft.events.iter().filter_map(|fact| match &fact.event {
        Event::VoteCast(vote) => {
            let act = fact.stream.as_str().rsplit('/').next().unwrap_or_default();
            Some((act.to_owned(), vote.outcome))
        }
        _ => None,
    });
    told.collect()
}

fn titles(draft: &Draft) -> Vec<&str> {
    let told = draft.events.iter().filter_map(|fact| match &fact.event {
        Event::DeliberationTabled(tabled) => tabled.title.as_deref(),
        _ => None,
    });
    told.collect()
}

const LIST: &str = "LISTE DES DÉLIBÉRATIONS";

const TITLES: [&str; 4] = [
    "Subvention à l'association Les Rivelles",
    "Vente du presbytère",
    "Travaux de l'école du bourg",
    "Budget primitif",
];

const OUTCOMES: [Outcome; 4] =
    [Outcome::Adopted, Outcome::Rejected, Outcome::Adopted, Outcome::Postponed];

#[test]
fn a_row_that_was_rejected_is_an_act_of_its_own() {
    let ragged = [
        "N°            Objet                                         Vote",
        "2031-001    Subvention à l'association Les Rivelles      Adoptée à l'unanimité",
        "2031-002    Vente du presbytère      Rejetée",
        "2031-003    Travaux de l'école du bourg          Adoptée à l'unanimité",
        "2031-004    Budget primitif     Ajournée",
    ];
    let barred = [
        "| N° | Objet | Vote |",
        "| 2031-001 | Subvention à l'association Les Rivelles | Adoptée à l'unanimité |",
        "| 2031-002 | Vente du presbytère | Rejetée |",
        "| 2031-003 | Travaux de l'école du bourg | Adoptée |",
        "| 2031-004 | Budget primitif | Ajournée |",
    ];
    for rows in [&ragged, &barred] {
        let draft = read(LIST, rows);
        let acts = ["2031-001", "2031-002", "2031-003", "2031-004"].map(str::to_owned);
        assert_eq!(votes(&draft), acts.into_iter().zip(OUTCOMES).collect::<Vec<_>>());
        assert_eq!(titles(&draft), TITLES);
    }
}

#[test]
fn rows_without_a_number_are_told_by_their_place() {
    let draft = read(
        LIST,
        &[
            "Objet                                         Vote",
            "Subvention à l'association Les Rivelles      Adoptée à l'unanimité",
            "Vente du presbytère      Rejetée",
            "Travaux de l'école du bourg          Adoptée à l'unanimité",
            "Budget primitif     Ajournée",
        ],
    );
    let outcomes: Vec<Outcome> = votes(&draft).into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(outcomes, OUTCOMES);
    assert_eq!(titles(&draft), TITLES);
}

#[test]
fn what_became_of_one_row_is_not_what_became_of_one_act() {
    let draft = read(
        "Extrait du registre des délibérations",
        &[
            "Objet                                         Vote",
            "Subvention à l'association Les Rivelles      Adoptée à l'unanimité",
            "Vente du presbytère      Rejetée",
        ],
    );
    assert_eq!(votes(&draft), []);
    assert!(draft.notes.iter().any(|note| note.code == "several-outcomes"), "{:?}", draft.notes);
}
