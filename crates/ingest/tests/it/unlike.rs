//! What reads like a law of how minutes, heads and votes are worded, and is none of it: the negative twin of each.

use greffe_ingest::{Confidence, Draft, DraftEvent, Options, draft};
use serde_json::{Value, json};

const HEAD: &str = "COMMUNE DE VAULNOIX\n\nConseil municipal\n\nSéance du 4 mai 2031\n\nDélibération n° 2031-14\n\n";
const MEMBERS: &str = "Présents : Mme Anne CERDOUX, Mme Zita BRAVOUX, M. Luc TILLOY.\n";
const MATTER: &str = "\nObjet : Chemins\n\nVu le code général des collectivités territoriales,\n\n";
const DECISION: &str = "Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme d'entretien.\n";

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// The act whose head says this of who sat.
fn sat(words: &str) -> Draft {
    read(&format!("{HEAD}{words}{MATTER}{DECISION}"))
}

fn first<'d>(draft: &'d Draft, kind: &str) -> Option<&'d DraftEvent> {
    draft.events.iter().find(|event| event.event.kind() == kind)
}

/// What the first event of a kind says at a name; nothing where there is none.
fn said(draft: &Draft, kind: &str, name: &str) -> Value {
    first(draft, kind).map_or(Value::Null, |event| event.event.data().unwrap()[name].clone())
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn a_neighbours_vote_is_no_outcome() {
    for words in [
        "M. Luc TILLOY rappelle que les élus de Forgemont, réunis en février, approuvent la fusion.\n\nLe conseil municipal, après en avoir délibéré, par 2 voix contre et 1 voix pour, n'émet pas d'avis favorable.",
        "Le conseil municipal, après en avoir délibéré, par 2 voix contre et 1 voix pour, ne retient pas la proposition. Les élus acceptent le maintien des taux de 2030.",
    ] {
        let read = read(&format!("{HEAD}{MEMBERS}{MATTER}{words}\n"));
        let adopted = first(&read, "VoteCast").is_some_and(|event| {
            event.confidence == Confidence::Sure
                && event.event.data().unwrap()["outcome"] == "adopted"
        });
        assert!(!adopted, "{words}");
    }
}

#[test]
fn who_sits_without_a_vote_is_not_among_the_members() {
    for label in [
        "Suppléants présents sans voix délibérative",
        "Suppléants siégeant sans droit de vote",
        "Siégeaient comme invités",
    ] {
        let read = sat(&format!("{MEMBERS}{label} : Mme Rose OUVRIN, M. Guy LORVAL.\n"));
        assert_eq!(
            names(&said(&read, "AttendanceRecorded", "present")),
            ["Anne CERDOUX", "Zita BRAVOUX", "Luc TILLOY"],
            "{label}"
        );
    }
}

#[test]
fn members_not_present_are_absent() {
    let read = sat(&format!("{MEMBERS}Membres non présents : Mme Rose OUVRIN, M. Guy LORVAL.\n"));
    assert_eq!(names(&said(&read, "AttendanceRecorded", "absent")), ["Rose OUVRIN", "Guy LORVAL"]);
}

#[test]
fn a_list_of_names_ends_where_the_act_names_its_matter() {
    let read = read(&format!(
        "{HEAD}Présents : Mme Anne CERDOUX, Mme Zita BRAVOUX, M. Luc TILLOY\nObjet : Chemins\nVu le code général des collectivités territoriales,\n{DECISION}"
    ));
    assert_eq!(said(&read, "DeliberationTabled", "title"), "Chemins");
    assert_eq!(
        names(&said(&read, "AttendanceRecorded", "present")),
        ["Anne CERDOUX", "Zita BRAVOUX", "Luc TILLOY"]
    );
}

#[test]
fn a_count_of_something_else_is_not_of_who_was_present() {
    for words in [
        "Le 28 avril, faute de quorum, la séance a été levée : ces huit membres étaient présents.",
        "Le quorum, fixé au nombre de membres présents (huit), est dépassé.",
        "L'appel nominal fait apparaître huit conseillers présents ou représentés.",
    ] {
        let read = sat(&format!("Membres en exercice : 15\n\n{words}\n"));
        assert_ne!(said(&read, "AttendanceRecorded", "present_count_stated"), json!(8), "{words}");
    }
}

#[test]
fn who_writes_for_others_is_not_the_secretary() {
    for line in [
        "Le comité de jumelage confie le secrétariat à Mme Rose OUVRIN.",
        "Pour la presse, Mme Rose OUVRIN prend les notes.",
    ] {
        let read = sat(&format!("{MEMBERS}\n{line}\n"));
        assert_eq!(said(&read, "SittingOpened", "secretary"), Value::Null, "{line}");
    }
}

#[test]
fn who_presides_while_the_mayor_is_out_does_not_preside_the_sitting() {
    let read = sat(&format!(
        "{MEMBERS}\nPour le vote du compte, le maire sort. Zita BRAVOUX, adjointe, préside.\n"
    ));
    assert_eq!(said(&read, "SittingOpened", "presided_by"), Value::Null);
}

#[test]
fn the_day_of_a_commission_is_not_that_of_the_sitting() {
    let read = read(&format!(
        "COMMUNE DE VAULNOIX\n\nDélibération n° 2031-14\n\nDate de la commission des finances : 28 avril 2031\n\nL'an deux mille trente et un, le quatre mai, le conseil municipal s'est réuni en mairie.\n\n{MEMBERS}{MATTER}{DECISION}"
    ));
    assert_eq!(said(&read, "SittingOpened", "date"), "2031-05-04");
}

#[test]
fn the_day_of_an_organ_alone_is_not_sure() {
    let read = read(&format!(
        "COMMUNE DE VAULNOIX\n\nDate du Bureau : mardi 6 mai 2031\n\nDélibération n° 2031-14\n\n{MEMBERS}{MATTER}{DECISION}"
    ));
    let opened = first(&read, "SittingOpened").unwrap();
    assert_eq!(opened.event.data().unwrap()["date"], "2031-05-06");
    assert!(opened.reason.as_deref().is_some_and(|why| why.contains("its organ alone")));
}

#[test]
fn an_act_that_this_one_replaces_does_not_give_its_number() {
    let read = read(&format!(
        "COMMUNE DE VAULNOIX\n\nConseil municipal\n\nSéance du 4 mai 2031\n\nAnnule et remplace\nDélibération 2030-12-07 (erreur matérielle)\n\n{MEMBERS}{MATTER}{DECISION}"
    ));
    assert_eq!(said(&read, "DeliberationTabled", "title"), "Chemins");
    assert_ne!(said(&read, "DeliberationTabled", "reference"), "2030-12-07");
}

#[test]
fn another_establishment_of_a_place_that_begins_alike_is_not_the_body() {
    for (short, other) in [
        ("CCAS de Vaulnoix", "Centre communal d'action sociale de Vaulnaie-le-Bas"),
        ("CCAS de Vaulnoix", "Centre intercommunal d'action sociale de Vaulnoix"),
    ] {
        let read = read(&format!(
            "{short}\n\nConseil d'administration du 4 mai 2031\n\nDélibération n° 2031-14\n\nSéance commune avec le {other}\n\n{MEMBERS}{MATTER}{DECISION}"
        ));
        let body = said(&read, "SittingOpened", "institution");
        assert!(body.as_str().is_some_and(|named| !named.contains(other)), "{body} for {other}");
    }
}

#[test]
fn a_delegation_that_excepts_something_is_not_sure() {
    let granted = |basis: &str| {
        let read = read(&format!("{HEAD}{MEMBERS}\nObjet : Chemins\n\n{basis}\n\n{DECISION}"));
        first(&read, "DelegationGranted").map(|event| event.confidence)
    };
    let basis = "Vu la délibération n° 2026-10 du 4 juillet 2026 portant délégation du conseil municipal au maire";
    assert_eq!(granted(&format!("{basis},")), Some(Confidence::Sure));
    for excepts in ["sauf pour les emprunts", "à l'exception des emprunts", "hormis les emprunts"]
    {
        assert_eq!(granted(&format!("{basis}, {excepts},")), Some(Confidence::Review), "{excepts}");
    }
}

#[test]
fn charges_fixed_in_rows_are_no_grants() {
    let read = read(&format!(
        "{HEAD}{MEMBERS}{MATTER}Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\nARRÊTE ce qui suit. Les participations aux frais de chauffage de la salle sont fixées comme suit :\n\n- Association Le Grain : 300 €\n- Association Les Rives : 100 €\n"
    ));
    assert!(first(&read, "SubsidyGranted").is_none());
}

#[test]
fn a_verb_of_decision_behind_more_votes_against_does_not_surely_adopt() {
    let cast = |words: &str| {
        let read = read(&format!("{HEAD}{MEMBERS}{MATTER}{words}\n"));
        first(&read, "VoteCast").map(|event| (event.confidence, event.reason.clone()))
    };
    let decides = "Le conseil municipal, après en avoir délibéré, par 2 voix contre et 1 voix pour, ne retient pas la proposition et accepte de rester membre du syndicat.";
    let why = "more voted against than for; check what was adopted".to_owned();
    assert_eq!(cast(decides), Some((Confidence::Review, Some(why))));
    // What the act says outright is recorded, irregular or not.
    let says = "Il est proposé d'approuver le programme d'entretien.\n\nMise aux voix, cette proposition recueille 1 voix pour et 2 voix contre.\n\nElle est adoptée.";
    assert_eq!(cast(says), Some((Confidence::Sure, None)));
}

#[test]
fn what_is_paid_at_a_time_is_not_the_grant() {
    for terms in [
        "payable par quarts, soit 15 500 € au début de chaque trimestre",
        "versée par moitiés, soit 31 000 € au vu du bilan",
    ] {
        let read = read(&format!(
            "{HEAD}{MEMBERS}{MATTER}Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\nArticle 1 - ACCORDE à l'association « Les Forges » une subvention de 62 000 €, {terms}.\n"
        ));
        assert_eq!(said(&read, "SubsidyGranted", "amount_cents"), json!(6_200_000), "{terms}");
    }
}
