//! What is told in few words: votes between marks of quotation or on a bullet, an outcome alone, who left the room, who
//! signs, members behind two civilities.

use greffe_ingest::{Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).collect()
}

/// Minutes with these matters.
fn of_matters(matters: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\n\
         Présents : Mme Anne CERDOUX, M. Luc BRAVOUX, M. Jean TILLOY.\n\n{matters}\n\nFin de la séance à 22 h.\n"
    ))
}

const OTHER: &str = "\n\n2. Toiture de l'école\nLe devis est présenté.\nAdopté à l'unanimité.\n";

#[test]
fn words_of_the_vote_between_marks_of_quotation_count() {
    for (open, close) in [("« ", " »"), ("\"", "\""), ("“", "”"), ("", "")] {
        let said_so = |word: &str| format!("{open}{word}{close}");
        let [pour, contre, abstention] = ["Pour", "Contre", "Abstention"].map(said_so);
        for told in [
            format!(
                "décide à la majorité (6 votes {pour}, 2 votes {contre} et 3 {abstention}) de retenir le devis."
            ),
            format!(
                "décide, par 6 voix {pour}, 2 voix {contre} et 3 voix {abstention}, de retenir le devis."
            ),
        ] {
            let draft = of_matters(&format!(
                "1. Portail de l'école\nLe devis est présenté.\nLe conseil, après en avoir délibéré, {told}{OTHER}"
            ));
            let votes = said(&draft, "VoteCast");
            assert_eq!(votes.len(), 2, "{told}");
            assert_eq!(votes[0]["votes_for"], 6, "{told}");
            assert_eq!(votes[0]["votes_against"], 2, "{told}");
            assert_eq!(votes[0]["abstentions"], 3, "{told}");
        }
    }
}

#[test]
fn unanimity_on_a_bullet_is_a_vote_and_a_vote_is_named_as_a_thing() {
    let draft = of_matters(
        "▶ Délibération n° 14 : Portail de l'école\n• Le devis est présenté.\n\
         • M. Luc BRAVOUX (Le Cercle) n'a pas pris part au vote pour cette association.\n➤ Unanimité\n\n\
         ▶ Délibération n° 15 : Toiture\n• Le devis est présenté.\n➤ 9 pour, 1 contre\n",
    );
    assert_eq!(said(&draft, "DeliberationTabled").len(), 2);
    let votes = said(&draft, "VoteCast");
    assert_eq!(votes.len(), 2);
    assert_eq!(votes[0]["unanimous"], true);
    let back = said(&draft, "RecusalDeclared");
    assert_eq!(back.iter().map(|one| &one["person"]).collect::<Vec<_>>(), ["Luc BRAVOUX"]);
}

#[test]
fn kin_of_those_concerned_leave_for_the_vote() {
    let matter = |who: &str| {
        format!(
            "1. Subvention au Cercle\nLe Cercle demande 500 €.\n{who}\nLe conseil accepte, par 6 voix pour, la demande.{OTHER}"
        )
    };
    let draft = of_matters(&matter(
        "M. BRAVOUX, musicien du Cercle, et Mme CERDOUX, son épouse, quittent la salle.",
    ));
    let mut people: Vec<String> = said(&draft, "RecusalDeclared")
        .iter()
        .map(|one| one["person"].as_str().unwrap().to_owned())
        .collect();
    people.sort();
    assert_eq!(people, ["BRAVOUX", "CERDOUX"]);
    // Who leaves for another reason does not stand back.
    let draft = of_matters(&matter("M. BRAVOUX, musicien, quitte la salle."));
    assert!(said(&draft, "RecusalDeclared").is_empty());
}

#[test]
fn members_stand_behind_two_civilities() {
    for civil in ["M. MMES", "M. et Mmes", "Mmes et MM.", "MM. et Mmes", "M./Mme"] {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nCONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\nPrésents :\nM. Hugo CORVANNE, Maire\n\
             {civil} Luc BRAVOUX, Rose ESTAVEL, Adjoints.\n{civil} Jean TILLOY, Anne CERDOUX, Conseillers municipaux\n\
             Absent : M. Paul RIVOLET.\n\nVu le code ;\n\nLe conseil municipal, après en avoir délibéré, approuve le devis.\n\
             Adopté à l'unanimité.\n"
        );
        let roll = said(&read(&text), "AttendanceRecorded");
        let names = ["Hugo CORVANNE", "Luc BRAVOUX", "Rose ESTAVEL", "Jean TILLOY", "Anne CERDOUX"];
        assert_eq!(roll[0]["present"], serde_json::json!(names), "{civil}");
    }
}

#[test]
fn an_organ_that_adopts_closes_an_act_and_its_mayor_signs() {
    let draft = read(
        "COMMUNE DE VAULNOIX\n\nCONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\nPrésents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
         Le devis est présenté.\n\nEn conséquence, il est proposé au conseil municipal :\n- d'approuver le devis ;\n\
         - d'autoriser Madame le Maire à le signer.\n\nLe conseil adopte\n\n          Pour extrait conforme,\n\
         \n          Madame le Maire,\n\n\n\n          Anne CERDOUX\n",
    );
    assert_eq!(said(&draft, "VoteCast")[0]["outcome"], "adopted");
    assert_eq!(said(&draft, "CopyCertified")[0]["by"]["name"], "Anne CERDOUX");
}

#[test]
fn who_abstained_stands_in_brackets_on_the_line_below_the_count() {
    let draft = of_matters(&format!(
        "1. Portail de l'école\nLe devis est présenté.\nAdopté\nPour : 9\nContre : 0\nAbstentions : 2\n(M. TILLOY, Mme CERDOUX){OTHER}"
    ));
    let votes = said(&draft, "VoteCast");
    let ballots = votes[0]["ballots"].as_array().unwrap();
    let who: Vec<_> = ballots.iter().map(|one| one["voter"].as_str().unwrap()).collect();
    assert_eq!(who, ["TILLOY", "CERDOUX"]);
}
