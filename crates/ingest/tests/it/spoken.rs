//! What minutes and heads of another round of hands taught: votes below what they are on, voters for others, names that bullets
//! part.

use super::plain::{all, event, read};
use greffe_ingest::{Confidence, Draft};
use serde_json::{Value, json};

/// The references and titles of the acts of minutes.
fn acts(matters: &str) -> Vec<(String, String)> {
    let text = format!(
        "VILLE DE VAULNOIX\n\nProcès-verbal du conseil municipal du jeudi 4 mai 2031\n\nPrésents : Mme Anne CERDOUX, M. Luc TILLOY, Mme Zita BRAVOUX.\n\n{matters}"
    );
    let tabled = all(&read(&text), "DeliberationTabled");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    tabled.iter().map(|one| (word(&one["reference"]), word(&one["title"]))).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

/// An act between its head and a decision.
fn headed(head: &str) -> Draft {
    read(&format!(
        "{head}\n\nVu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité,\n\nDÉCIDE\n\nArticle 1 : Le programme est approuvé.\n"
    ))
}

fn attendance(list: &str) -> Value {
    event(
        &headed(&format!(
            "SYNDICAT MIXTE DU VAULNOIS\n\nComité syndical du 4 mai 2031\n\nDélibération n° 2031-14\n\n{list}\n\nOBJET : Chantiers"
        )),
        "AttendanceRecorded",
    )
}

#[test]
fn a_heading_ends_where_the_next_word_would_have_fit() {
    let told = acts(
        "Délibération 2031-12-101 – Décision modificative n° 3 du budget principal\nDes crédits de 412 300,00 € sont ouverts en investissement, compensés par 388 050,00 € de recettes\net le solde par un virement. Vote : 17 pour, 4 abstentions. Adoptée.\n\n\
         Délibération 2031-12-102 – Dénomination d'une voie\nLe nom de « rue des Tilleuls » est adopté à l'unanimité.\n\n\
         Délibération 2031-12-103 – Médiathèque\nLe règlement est revu. Adopté à l'unanimité.\n",
    );
    assert_eq!(
        told,
        pairs(&[
            ("2031-12-101", "Décision modificative n° 3 du budget principal"),
            ("2031-12-102", "Dénomination d'une voie"),
            ("2031-12-103", "Médiathèque")
        ])
    );
}

#[test]
fn matters_behind_short_words_and_places() {
    let told = acts(
        "DÉL. 2031/14 — Vote des taux d'imposition 2031\nLes taux restent fixés. Approuvé par 13 voix pour.\n\n\
         DÉL. 2031/15 — Budget primitif 2031\nIl s'équilibre. Approuvé par 11 voix pour et 2 abstentions.\n\n\
         DÉL. 2031/16 — Cession d'une parcelle\nElle est cédée. Accord unanime.\n",
    );
    assert_eq!(
        told,
        pairs(&[
            ("2031/14", "Vote des taux d'imposition 2031"),
            ("2031/15", "Budget primitif 2031"),
            ("2031/16", "Cession d'une parcelle")
        ])
    );
    let told = acts(
        "Question n° 1 – CCAS-31-041 – DÉCISION MODIFICATIVE\nRapporteur : M. TILLOY\nLe total est inchangé.\nLe Conseil d'administration approuve à l'unanimité.\n\n\
         Question n° 2 – CCAS-31-042 – COLIS DE NOËL\nRapporteur : Mme BRAVOUX\nLe fournisseur est retenu.\nVote : pour 9, contre 3. ADOPTÉ.\n",
    );
    assert_eq!(
        told,
        pairs(&[("CCAS-31-041", "DÉCISION MODIFICATIVE"), ("CCAS-31-042", "COLIS DE NOËL")])
    );
}

/// *Le conseil approuve…*, and below it *Vote : 20 pour*: one vote; two decisions, each with its own, stay two.
#[test]
fn a_count_below_a_decision_is_of_its_vote() {
    let told = acts(
        "Délibération 2031-12-101 – Subventions\nLe conseil municipal\napprouve les montants de 2031 :\n    - Amicale laïque : 19 500 € (19 000 € en 2030) ;\n    - Jardins familiaux : 2 400 € (2 400 € en 2030),\nsoit en tout 21 900 €. La moitié de chaque aide est réglée en janvier.\nMme Zita BRAVOUX, qui tient les comptes de l'Amicale, ne vote pas.\nVote : 20 pour. Approuvé à l'unanimité.\n\n\
         Délibération 2031-12-102 – Voirie\nLe conseil municipal approuve le programme.\nVote : 12 pour, 1 contre.\n\nLe conseil municipal approuve le plan de financement.\nVote : 13 pour.\n",
    );
    let count = |number: &str| told.iter().filter(|(reference, _)| reference == number).count();
    assert_eq!((count("2031-12-101"), count("2031-12-102")), (1, 2), "{told:?}");
}

#[test]
fn bullets_part_the_names_of_a_list() {
    let told = attendance(
        "MEMBRES PRÉSENTS (4)\nAnne CERDOUX • Luc TILLOY • Zita BRAVOUX • Paul\nOUVRIN\n\nMEMBRES REPRÉSENTÉS (2)\nGuy LORVAL (pouvoir à Anne CERDOUX) • Léa SERVAN (pouvoir à Luc TILLOY)",
    );
    assert_eq!(
        told["present"],
        json!(["Anne CERDOUX", "Luc TILLOY", "Zita BRAVOUX", "Paul OUVRIN"])
    );
    assert_eq!(told["proxies"].as_array().map(Vec::len), Some(2));
}

#[test]
fn lines_of_two_names_are_powers() {
    let told = attendance(
        "Présents :\nAnne CERDOUX, Luc TILLOY, Zita BRAVOUX.\n\nProcurations :\nRobert-Marie ARNAUDOUX à Joëlle GRANDGUILLAIN\nStéphanie TAILHANDIER à Nathalie LAUTREGUERRE",
    );
    assert_eq!(
        told["proxies"],
        json!([
            { "from": "Robert-Marie ARNAUDOUX", "to": "Joëlle GRANDGUILLAIN" },
            { "from": "Stéphanie TAILHANDIER", "to": "Nathalie LAUTREGUERRE" }
        ])
    );
}

#[test]
fn deputies_with_a_vote_sit_for_those_whom_they_replace() {
    let told = attendance(
        "Délégués titulaires présents : Mme Anne CERDOUX, M. Luc TILLOY.\nDélégués suppléants siégeant avec voix délibérative : M. Guy LORVAL (pour M. Paul OUVRIN), Mme Léa SERVAN (pour Mme Ève NARDIN).\nExcusés : M. Paul OUVRIN, Mme Ève NARDIN.",
    );
    assert_eq!(told["present"], json!(["Anne CERDOUX", "Luc TILLOY", "Guy LORVAL", "Léa SERVAN"]));
    assert_eq!(told["proxies"], Value::Null);
}

/// Character recognition lost the colon and the lines.
#[test]
fn a_list_may_follow_its_label_without_a_mark() {
    let told = attendance("Etaient présents CERDOUX Anne, TILLOY Luc, BRAVOUX Zita, OUVRIN Paul.");
    assert_eq!(
        told["present"],
        json!(["CERDOUX Anne", "TILLOY Luc", "BRAVOUX Zita", "OUVRIN Paul"])
    );
}

#[test]
fn who_votes_for_a_mandator_is_named_with_him() {
    let read = read(
        "COMMUNE DE VAULNOIX\n\nConseil municipal du 4 mai 2031\n\nDélibération n° 2031-14\n\nOBJET : Chantiers\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, DÉCIDE\n\nArticle 1 : Le programme est approuvé.\n\n\
         Pour : 9\nContre : 3 (Anne CERDOUX, Luc TILLOY et son mandant Guy LORVAL)\nAbstentions : 2 (M. Paul OUVRIN, porteur d'un pouvoir)\nLa délibération est adoptée.\n",
    );
    let vote = event(&read, "VoteCast");
    let named = |ballot: &str| -> Vec<String> {
        let all = vote["ballots"].as_array().cloned().unwrap_or_default();
        let of = all.iter().filter(|one| one["ballot"] == ballot);
        of.map(|one| one["voter"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(named("against"), ["Anne CERDOUX", "Luc TILLOY", "Guy LORVAL"]);
    assert_eq!(named("abstention"), ["Paul OUVRIN"]);
}

#[test]
fn what_follows_is_decided() {
    for decision in [
        "III – DÉCISION\nAprès en avoir délibéré, le conseil municipal, par 15 voix pour et 1 voix contre,\n\nADOPTE les conclusions du rapport et, en conséquence :\n\nArticle 1 : Réduit la subvention.\n\nArticle 2 : Demande le reversement du trop-perçu.",
        "Le Conseil, après avoir entendu le rapport de Mme Noëlle TILLOY-BRAVOUX et en avoir délibéré :\n\nI. Approuve l'avenant n° 2 à la convention.\nII. Mandate le maire pour signer l'avenant.\n\nVote : pour 31, contre 0. Délibération adoptée.",
    ] {
        let read = read(&format!(
            "COMMUNE DE VAULNOIX\n\nConseil municipal du 4 mai 2031\n\nDélibération n° 2031-14\n\nOBJET : Chantiers\n\nVu le code général des collectivités territoriales ;\nVu l'avis de la commission ;\n\n{decision}\n"
        ));
        let articles = event(&read, "DeliberationTabled")["articles"].clone();
        assert_eq!(articles.as_array().map(Vec::len), Some(2), "{decision}: {articles}");
    }
}

/// What is put off beside what is granted is one item.
#[test]
fn an_item_put_off_beside_grants_does_not_put_off_the_act() {
    let read = read(
        "COMMUNAUTÉ DE COMMUNES\nENTRE THOUÈRE ET BOIVRELLE\n\nDÉLIBÉRATION DU BUREAU          N° B-2031-35\n\nDate du Bureau : mardi 10 mai 2031, 17 h 00\n\nOBJET : Aide aux manifestations\n\nPRÉSENTS : CERDOUX Anne, TILLOY Luc, BRAVOUX Zita\n\n\
         VU le Code général des collectivités territoriales,\n\nLE BUREAU, APRÈS DISCUSSION :\n\n1°/ ATTRIBUE les aides ci-après, au titre de l'année 2031 :\n\n   Association                     Aide\n   Comice de la Plaine          3 200 €\n   Jazz sous les halles         2 500 €\n\n\
         2°/ AJOURNE l'examen de la demande du Moto-Club (4 000 euros) ;\n\nVOTE : 12 suffrages exprimés – Pour : 11 – Contre : 1 – La proposition est ADOPTÉE.\n",
    );
    assert_eq!(event(&read, "VoteCast")["outcome"], "adopted");
    assert_eq!(all(&read, "SubsidyGranted").len(), 2);
    let opened = event(&read, "SittingOpened");
    assert_eq!(opened["institution"], "COMMUNAUTÉ DE COMMUNES ENTRE THOUÈRE ET BOIVRELLE");
    assert_eq!(opened["date"], "2031-05-10");
}

#[test]
fn a_list_of_deliberations_is_dated_by_its_heading() {
    let read = read(
        "MAIRIE DE VAULNOIX\n\nLISTE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL DU 14 MAI 2031\n\nPrésents : Anne CERDOUX, Luc TILLOY, Zita BRAVOUX.\n\n\
         2031-61 Approbation du procès-verbal : adopté à l'unanimité\n2031-62 Décision modificative : adopté à l'unanimité\n2031-63 Tarifs de l'eau : adopté par 10 voix pour et 3 contre\n",
    );
    assert_eq!(event(&read, "SittingOpened")["date"], "2031-05-14");
}

/// Capitals behind a dash may be part of the name; those of an organ are not.
#[test]
fn a_name_that_may_go_on_is_not_sure() {
    let sure = |head: &str| {
        let read = headed(&format!(
            "{head}\n\nConseil municipal du 4 mai 2031\n\nDélibération n° 2031-14\n\nOBJET : Chantiers\n\nPrésents : Mme Anne CERDOUX, M. Luc TILLOY."
        ));
        let tabled = read.events.iter().find(|event| event.event.kind() == "SittingOpened");
        tabled.map(|event| event.confidence)
    };
    assert_eq!(sure("COMMUNE DE VAULNOIX – PAYS DES RIVES"), Some(Confidence::Review));
    assert_eq!(sure("COMMUNE DE VAULNOIX – CONSEIL MUNICIPAL"), Some(Confidence::Sure));
}

#[test]
fn a_place_in_the_first_cell_names_the_body() {
    for head in [
        "VAULNOIX-LE-VIEUX                                Procès-verbal n° 4/2031\n\nSÉANCE DU CONSEIL MUNICIPAL DU JEUDI 4 MAI 2031",
        "                    VAULNOIX-LE-VIEUX\n          Compte rendu de la réunion du conseil du jeudi 4 mai 2031",
    ] {
        let read = read(&format!(
            "{head}\n\nLe conseil se réunit. Luc TILLOY, premier adjoint, préside la séance.\n\nPrésents : Anne CERDOUX, Luc TILLOY, Zita BRAVOUX.\n\n1 – Voirie\nLe devis est retenu : 9 pour, 1 contre.\n\n2 – Tarifs\nLe repas passe à 4 €. Adopté à l'unanimité.\n\n3 – Bois\nLa coupe est vendue. Adopté à l'unanimité.\n"
        ));
        let opened = event(&read, "SittingOpened");
        assert_eq!(opened["institution"], "VAULNOIX-LE-VIEUX", "{head}");
        assert_eq!(opened["presided_by"]["name"], "Luc TILLOY", "{head}");
    }
}

#[test]
fn heads_of_columns_and_sentences_tell_the_form_of_all() {
    let forms = |lead: &str, column: &str| {
        let read = read(&format!(
            "COMMUNE DE VAULNOIX\n\nConseil municipal du 4 mai 2031\n\nDélibération n° 2031-14\n\nObjet : Aides de l'année\n\nPrésents : Mme Anne CERDOUX, M. Luc TILLOY.\n\nVu le code général des collectivités territoriales ;\n\nConsidérant {lead} ;\n\nLe conseil municipal, à l'unanimité, DÉCIDE d'attribuer les subventions suivantes :\n\n   {column:<30}     Projet                 Aide\n   {:<30}     Sorties            1 300 €\n   {:<30}     Ateliers           2 400 €\n   {:<30}     Concerts             900 €\n",
            "Sentinelles de la tourbière", "Mémoire des hameaux", "Les Bergers du Haut"
        ));
        let told = all(&read, "SubsidyGranted");
        told.iter().map(|one| one["beneficiary"]["legal_form"].clone()).collect::<Vec<_>>()
    };
    let association = vec![json!("association"); 3];
    assert_eq!(forms("que des projets ont été reçus", "Lauréat (association)"), association);
    assert_eq!(
        forms("que la Ville soutient les clubs sportifs, constitués en associations", "Club"),
        association
    );
    assert_eq!(
        forms(
            "que les huit associations sportives mentionnées ci-dessous ont remis un dossier",
            "Nom"
        ),
        association
    );
    assert_eq!(forms("que des projets ont été reçus", "Nom"), vec![Value::Null; 3]);
}
