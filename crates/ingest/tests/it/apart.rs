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

#[test]
fn groups_in_a_row_vote_each_and_come_to_the_votes_of_all() {
    let votes =
        |told: &str| all(&act("Présents : Luc BRAVOUX, Anne CERDOUX", told), "VoteCast").remove(0);
    let read = votes(
        "DÉCIDE d'approuver le programme.\n\nDélibération adoptée.\n   Rives solidaires : 7 pour – Union des monts : 4 pour, 3 contre – \
         Indépendants : 2 abstentions.",
    );
    assert_eq!(
        (&read["votes_for"], &read["votes_against"], &read["abstentions"]),
        (&json!(11), &json!(3), &json!(2)),
        "{read}"
    );
    assert_eq!(read["groups"].as_array().unwrap().len(), 3, "{read}");
    // A tally of its own stands.
    let read = votes(
        "DÉCIDE d'approuver le programme.\n\nAdopté par 12 voix pour et 3 contre.\n   Rives solidaires : 8 pour ; Union des monts : 4 pour, 3 contre \
         (M. BRAVOUX, Mme CERDOUX)",
    );
    assert_eq!((&read["votes_for"], &read["votes_against"]), (&json!(12), &json!(3)), "{read}");
    // What is voted on is no group.
    let read = votes(
        "DÉCIDE d'approuver.\n\nBudget principal : 7 pour – Budget de l'eau : 5 pour, 2 contre.\nAdopté.",
    );
    assert_eq!(read["groups"], Value::Null, "{read}");
}

#[test]
fn decisions_with_votes_in_brackets_are_voted_each() {
    let draft = act(
        "Présents : Luc BRAVOUX, Anne CERDOUX",
        "Le conseil municipal, par votes séparés,\n\nATTRIBUE 3500 € au Secours vaulnois (9 voix pour, unanimité)\nATTRIBUE 2800 € à Table \
         garnie (9 voix pour, unanimité)\nATTRIBUE 1200 € aux Aiguilles solidaires (8 voix pour, 2 abstentions : Mme CERDOUX, M. BRAVOUX)\n\
         DIT que la dépense, 7500 €, est inscrite au budget 2031\n\nDélibération adoptée.",
    );
    let votes = all(&draft, "VoteCast");
    assert_eq!(votes.len(), 4, "{votes:?}");
    assert_eq!(votes[0], json!({"outcome": "adopted"}));
    assert_eq!(votes[1], json!({"outcome": "adopted", "unanimous": true, "votes_for": 9}));
    assert_eq!((&votes[3]["votes_for"], &votes[3]["abstentions"]), (&json!(8), &json!(2)));
    let grants = all(&draft, "SubsidyGranted");
    let told: Vec<(&Value, &Value)> = grants
        .iter()
        .map(|grant| (&grant["beneficiary"]["name"], &grant["amount_cents"]))
        .collect();
    let three = [
        (&json!("Secours vaulnois"), &json!(350_000)),
        (&json!("Table garnie"), &json!(280_000)),
        (&json!("Aiguilles solidaires"), &json!(120_000)),
    ];
    assert_eq!(told, three);
}

#[test]
fn a_form_in_brackets_ends_the_name_that_begins_an_item() {
    let draft = act(
        "Présents : Luc BRAVOUX, Anne CERDOUX",
        "Considérant les demandes de :\n- Table garnie (association loi 1901)\n- Les Aiguilles solidaires (association déclarée)\n\n\
         Après en avoir délibéré, à l'unanimité, le conseil municipal :\n\nATTRIBUE 2800 € à Table garnie\nATTRIBUE 1200 € aux Aiguilles solidaires\n",
    );
    let grants = all(&draft, "SubsidyGranted");
    let told: Vec<&Value> = grants.iter().map(|grant| &grant["beneficiary"]).collect();
    let two = [
        &json!({"name": "Table garnie", "legal_form": "association loi 1901"}),
        &json!({"name": "Les Aiguilles solidaires", "legal_form": "association déclarée"}),
    ];
    assert_eq!(told, two);
}

#[test]
fn a_heading_with_its_sign_and_reference_ends_before_a_sentence() {
    let text = "DÉPARTEMENT DES VAULX\n\nCOMMISSION PERMANENTE DU 4 MAI 2031\nRELEVÉ DES DÉLIBÉRATIONS\n\n\
        N° CP-2031-05/01 – COLLÈGES PUBLICS – DOTATIONS DE FONCTIONNEMENT DE L'ANNÉE 2032\n\
        Les dotations des collèges sont arrêtées à 4 350 000 € selon le barème annexé au présent rapport.\nDÉCISION : adopté à l'unanimité.\n\n\
        N° CP-2031-05/02 – PATRIMOINE RURAL – CONVENTION AVEC LE SYNDICAT DES MOULINS DU VAULX\n\
        L'entretien des moulins est confié au syndicat, qui en rendra compte chaque année.\nDÉCISION : adopté à l'unanimité.\n\n\
        N° CP-2031-05/03 – ROUTES – PROGRAMME D'ENTRETIEN DES OUVRAGES D'ART DU RÉSEAU\n\
        Une première tranche de travaux est engagée dès l'été sur quatre ponts du réseau.\nDÉCISION : adopté à l'unanimité.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let tabled = all(&draft, "DeliberationTabled");
    let references: Vec<&Value> = tabled.iter().map(|act| &act["reference"]).collect();
    assert_eq!(references, ["CP-2031-05/01", "CP-2031-05/02", "CP-2031-05/03"]);
    assert_eq!(
        tabled[0]["title"],
        "COLLÈGES PUBLICS – DOTATIONS DE FONCTIONNEMENT DE L'ANNÉE 2032"
    );
}

#[test]
fn the_articles_of_an_annexed_convention_are_not_those_of_the_act() {
    let draft = act(
        "Présents : Luc BRAVOUX, Anne CERDOUX",
        "Après en avoir délibéré, à l'unanimité, DÉCIDE :\nArticle 1er : la convention ci-annexée est approuvée.\n\
         Article 2 : la maire est autorisée à la signer.\n\nLa maire, Anne CERDOUX          Le secrétaire de séance, Luc BRAVOUX\n\nTransmission en préfecture : 14 mai 2031\n\nANNEXE\n\nCONVENTION D'OBJECTIFS\n\nENTRE LES SOUSSIGNÉS\n\
         La commune de Vaulnoix, d'une part, et le Cercle, d'autre part,\n\nARTICLE 1 – OBJET\nLe Cercle anime la salle.\n\n\
         ARTICLE 2 – DURÉE\nElle vaut un an.\n\nARTICLE 3 – LITIGES\nLes litiges relèvent du tribunal.",
    );
    let articles = all(&draft, "DeliberationTabled").remove(0)["articles"].clone();
    assert_eq!(articles.as_array().unwrap().len(), 2, "{articles}");
}

#[test]
fn what_a_figure_is_receives_nothing() {
    for (one, two) in [
        ("demande", "proposition"),
        ("Montant demandé", "Montant accordé"),
        ("Minimum par lot", "Maximum par lot"),
    ] {
        let draft = act(
            "Présents : Luc BRAVOUX, Anne CERDOUX",
            &format!(
                "Le conseil municipal, à l'unanimité, attribue les subventions suivantes :\n\n* Cercle des lavandières\n  {one} : 4000 €\n  {two} : 3500 €\n\
                 * Chorale du pont\n  {one} : 2800 €\n  {two} : 2700 €\n"
            ),
        );
        let named = all(&draft, "SubsidyGranted");
        let wrong = |grant: &Value| {
            grant["beneficiary"]["name"] == one || grant["beneficiary"]["name"] == two
        };
        assert!(!named.iter().any(wrong), "{one}: {named:?}");
    }
}

#[test]
fn each_item_below_the_words_names_who_takes_no_part_in_the_vote() {
    for (head, behind) in [
        ("Ne prennent pas part au vote :", ", pour ce qui concerne le Cercle,"),
        ("N'ont pas pris part au vote (2) :", " (présidente du Cercle)"),
        ("NPPV :", ""),
    ] {
        let draft = act(
            "Présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE",
            &format!(
                "{head}\n  - M. BRAVOUX{behind}\n  - Mme CERDOUX{behind}\n\nLe conseil municipal, à l'unanimité, DÉCIDE d'approuver le programme."
            ),
        );
        let all = all(&draft, "RecusalDeclared");
        let persons: Vec<&Value> = all.iter().map(|event| &event["person"]).collect();
        assert_eq!(persons.len(), 2, "{head}: {persons:?}");
        assert!(all.iter().all(|event| event["no_part_in_vote"] == true));
        assert!(
            draft
                .events
                .iter()
                .filter(|event| event.event.kind() == "RecusalDeclared")
                .all(|event| event.confidence == Confidence::Review)
        );
    }
}
