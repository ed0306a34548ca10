//! Ways of the genre to name the body, the act and its marks, each on a short act that has it.

use greffe_ingest::{Draft, Options, draft};
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

fn tabled(text: &str) -> Value {
    said(&read(text), "DeliberationTabled").remove(0)
}

const VISA: &str = "Vu le code général des collectivités territoriales ;\n";
const DECISION: &str =
    "\nAprès en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n";

#[test]
fn the_kind_behind_the_name_in_capitals_heads_the_act_of_its_council() {
    let text = format!(
        "BASSE VAULNOIE MÉTROPOLE\n\nCONSEIL DE LA MÉTROPOLE\nSéance du jeudi 3 avril 2031\n\nDélibération 31-B-0142\n\n\
         COMMUNE DE RIVELLES - TOITURE DE LA HALLE - SUBVENTION D'ÉQUIPEMENT\n\n{VISA}{DECISION}"
    );
    let act = tabled(&text);
    assert_eq!(words(&act, "/institution"), "BASSE VAULNOIE MÉTROPOLE");
    assert_eq!(words(&act, "/reference"), "31-B-0142");
}

#[test]
fn the_words_of_the_sitting_are_no_part_of_the_council() {
    for beside in
        ["        Session du printemps", " Séance publique", "     Réunion du 3 avril 2031"]
    {
        let text = format!(
            "Conseil départemental de la Vaulne{beside}\n\nSÉANCE DU 3 AVRIL 2031\n\nN° CD-2031-17\n\n\
             OBJET : CHEMINS\n\nLE CONSEIL DÉPARTEMENTAL,\n\n{VISA}{DECISION}"
        );
        assert_eq!(
            words(&tabled(&text), "/institution"),
            "Conseil départemental de la Vaulne",
            "{beside}"
        );
    }
}

fn commune(foot: &str) -> String {
    format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Chemins\n\n{VISA}{DECISION}\nLe Maire,\n\n{foot}\n"
    )
}

#[test]
fn an_act_is_published_or_notified_on_the_line_below() {
    for foot in [
        "Certifié exécutoire\nPublié ou notifié\nle : 11/05/2031",
        "Acte rendu exécutoire\naprès dépôt en Préfecture le : 09/05/2031\net publication ou notification du : 11/05/2031",
    ] {
        let published = said(&read(&commune(foot)), "ActPublished");
        assert_eq!(words(published.first().unwrap(), "/on"), "2031-05-11", "{foot}");
    }
}

#[test]
fn the_foot_of_minutes_says_when_they_were_made_public() {
    let minutes = |foot: &str| {
        format!(
            "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\n\
             Présents : M. Luc BRAVOUX, Mme Anne TILLOY\n\n1. Chemins\nLe conseil municipal approuve le programme.\n\
             Vote : unanimité.\n\n2. Halle\nLe conseil municipal approuve les travaux.\nVote : unanimité.\n\n\
             3. Questions diverses\nLa fête aura lieu en juin.\n\nSéance levée à 22 h.\n{foot}\n"
        )
    };
    for foot in
        ["Affiché le 11 mai 2031", "Procès-verbal publié sur le site internet le 11 mai 2031."]
    {
        let draft = read(&minutes(foot));
        let published = said(&draft, "ActPublished");
        assert_eq!(published.len(), 1, "{foot}");
        assert_eq!(words(&published[0], "/on"), "2031-05-11");
    }
    assert!(said(&read(&minutes("Convocation du 27 avril 2031")), "ActPublished").is_empty());
}

#[test]
fn the_formula_of_numbers_states_the_quorum() {
    for formula in ["au nombre prescrit par la loi", "en nombre suffisant pour délibérer"] {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nL'an deux mille trente et un, le quatre mai, le conseil municipal s'est réuni {formula}, \
             à la mairie, sous la présidence de M. Luc BRAVOUX, Maire.\n\nObjet : Chemins\n\n{VISA}{DECISION}"
        );
        let quorum = said(&read(&text), "QuorumDeclared");
        assert_eq!(words(quorum.first().unwrap(), "/stated"), formula);
    }
}

#[test]
fn what_the_council_takes_note_of_is_an_act_where_it_has_a_number() {
    let text = "VAULNE AGGLOMÉRATION\n\nPROCÈS-VERBAL DU CONSEIL COMMUNAUTAIRE\nLundi 5 mai 2031\n\n\
        Présents : Luc BRAVOUX, Anne TILLOY\n\n2031-001 – Rapport sur les déchets\n\nLe Conseil prend acte du rapport.\n\n\
        2031-002 – Halle : travaux\n\nLe Conseil, à l'unanimité, approuve les travaux.\n\n\
        2031-003 – Chemins : programme\n\nLe Conseil, à l'unanimité, approuve le programme.\n";
    let acts = said(&read(text), "DeliberationTabled");
    let references: Vec<String> = acts.iter().map(|act| words(act, "/reference")).collect();
    assert_eq!(references, ["2031-001", "2031-002", "2031-003"]);
}

#[test]
fn the_verb_below_its_vote_opens_the_decision() {
    let text = format!(
        "DÉPARTEMENT DE LA VAULNE\nConseil départemental\n\nSÉANCE DU 3 AVRIL 2031\n\nN° CD-2031-17\n\nOBJET : CHEMINS\n\n\
         LE CONSEIL DÉPARTEMENTAL,\n\n{VISA}\nAPRÈS EN AVOIR DÉLIBÉRÉ,\n\nPAR 12 VOIX POUR ET 3 ABSTENTIONS,\n\nDÉCIDE\n\n\
         1°) D'approuver le programme ;\n\n2°) De charger le Président de son exécution.\n"
    );
    let act = tabled(&text);
    assert_eq!(act["articles"].as_array().map(Vec::len), Some(2), "{act}");
    assert!(words(&act, "/articles/1/text").starts_with("De charger"));
}

#[test]
fn a_roll_call_printed_one_cell_a_line_is_read_by_the_cycle_of_its_cells() {
    let text = format!(
        "DÉPARTEMENT DE LA VAULNE\nCommission permanente\nSéance du 18 mars 2031\nNom\nCanton\nPrésence\n\
         BRAVOUX Hubert\nVaulne-Sud\nPrésent\nTILLOY Maryvonne\nVaulne-Nord\nPrésente\n\
         FOUCARD Philippe\nVaulne-Nord\nPouvoir à Mme TILLOY\nOLIVRET Tomas\nLes Trois-Buttes\nExcusé\n\
         MERLIN Suzanne\nVaulne-Sud\nPrésente\nQuorum : 3\n\n\
         LA COMMISSION PERMANENTE,\n\n{VISA}{VISA}{VISA}{VISA}{DECISION}"
    );
    let roll = said(&read(&text), "AttendanceRecorded").remove(0);
    assert_eq!(
        roll["present"],
        serde_json::json!(["BRAVOUX Hubert", "TILLOY Maryvonne", "MERLIN Suzanne"])
    );
    assert_eq!(roll["excused"], serde_json::json!(["OLIVRET Tomas"]));
    assert_eq!(words(&roll, "/proxies/0/from"), "FOUCARD Philippe");
    assert_eq!(words(&roll, "/proxies/0/to"), "TILLOY");
}

fn voted(result: &str) -> Draft {
    read(&format!(
        "RÉGION VAULNE\nCommission permanente\n\nRÉUNION DU 24 MAI 2031\n\nDÉLIBÉRATION N° 31CP-0312\n\n\
         Direction de l'économie sociale\nConvention d'objectifs avec les Forges de Vaulne\n\n\
         La Commission permanente du Conseil régional,\n\n{VISA}\nAprès en avoir délibéré,\n\nDÉCIDE\n\n\
         ARTICLE 1er\n- d'approuver la convention.\n\n{result}\n"
    ))
}

#[test]
fn groups_vote_on_dotted_lines_of_their_own() {
    let vote = voted(
        "Résultat du vote\n        Majorité régionale ............ 14 pour\n        Groupe Centre Vaulnois .......  3 abstentions\n        \
         Vaulne debout ................  5 contre\nDélibération adoptée.\n\nANNEXE\n4.1 Pour 2031, la subvention est versée en juin.",
    );
    let event = said(&vote, "VoteCast").remove(0);
    assert_eq!(event["groups"][0]["votes_for"], 14, "{event}");
    assert_eq!(words(&event, "/groups/1/group"), "Groupe Centre Vaulnois");
    assert_eq!(event["groups"][2]["votes_against"], 5);
    // *1 Pour 2031* is the number of a clause.
    assert_eq!(event["votes_for"], 14);
}

#[test]
fn a_title_stands_below_the_service_that_prepared_the_act() {
    let act = said(&voted("Délibération adoptée."), "DeliberationTabled").remove(0);
    assert_eq!(words(&act, "/title"), "Convention d'objectifs avec les Forges de Vaulne");
}

#[test]
fn votes_are_told_by_participles_and_by_the_members_of_a_group() {
    let draft = voted(
        "Résultat du vote : ADOPTÉ À LA MAJORITÉ\nM. Xavier DELORIN et Mme Sandrine OSTIER ayant voté contre. \
         Le groupe « Vaulne demain » (MM. Paul HENNEVAL, Loïc TARDOUX et Mme Rachida BELSAÏD) s'étant abstenu.",
    );
    let vote = said(&draft, "VoteCast").remove(0);
    let ballots: Vec<(String, String)> = (0..5)
        .map(|at| {
            (
                words(&vote, &format!("/ballots/{at}/voter")),
                words(&vote, &format!("/ballots/{at}/ballot")),
            )
        })
        .collect();
    for (voter, ballot) in [
        ("Xavier DELORIN", "against"),
        ("Sandrine OSTIER", "against"),
        ("Paul HENNEVAL", "abstention"),
        ("Loïc TARDOUX", "abstention"),
        ("Rachida BELSAÏD", "abstention"),
    ] {
        assert!(ballots.contains(&(voter.to_owned(), ballot.to_owned())), "{voter}: {ballots:?}");
    }
}

#[test]
fn who_does_not_vote_stands_back() {
    let draft = voted("Délibération adoptée. M. DELORIN ne vote pas.");
    assert_eq!(words(&said(&draft, "RecusalDeclared")[0], "/person"), "DELORIN");
}
