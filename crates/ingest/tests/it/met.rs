//! What acts met for the first time taught, each law in the words of its own layout.

use super::figures::{act, seen};
use super::rolls::event;
use greffe_ingest::{Draft, DraftEvent, Options, Seems, draft};
use serde_json::{Value, json};

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn all(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = |event: &&DraftEvent| event.event.kind() == kind;
    draft.events.iter().filter(of_kind).map(|event| event.event.data().unwrap()).collect()
}

const HEAD: &str = "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n";
const MEMBERS: &str = "Étaient présents : Mme Anne CERDOUX, Mme Zita BRAVOUX, M. Luc TILLOY.\n\n";
const ENACTS: &str = "Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n";

/// An act with a paragraph between its members and its decision, and one behind it.
fn around(report: &str, behind: &str) -> Draft {
    read(&format!(
        "{HEAD}{MEMBERS}Objet : Chemins\n\n{report}\n\nVu le code général des collectivités territoriales ;\n\n{ENACTS}DÉCIDE\n\nArticle 1 : Le programme est approuvé.\n\nArticle 2 : Le maire signe les actes utiles.\n\n{behind}\n"
    ))
}

const TABLE: &str = " Canton      Organisme                          Statut         Opération              Aide votée\n \
    Brivel      Les Sonneurs de Brivel             association    Concours annuel           1 800 €\n \
    Cintrel     Lutherie et Tradition              association    Exposition                2 350 €\n";

#[test]
fn a_foot_of_a_page_between_rows_is_no_row_and_a_canton_no_part_of_a_name() {
    let text = format!(
        "DÉPARTEMENT DU HAUT-VAULNOIS\n\nCOMMISSION PERMANENTE\n\nRéunion du 4 mai 2031\n\nDélibération n° 2031-4.07\n\nObjet : Aides de mai\n\n\
         Vu le code général des collectivités territoriales ;\n\nLa commission permanente, à l'unanimité, décide d'accorder les aides suivantes :\n\n{TABLE}\
         \u{c}Département du Haut-Vaulnois – CP du 04/05/2031 – 2031-4.07                                  2\n\n\
         Canton      Organisme                          Statut         Opération              Aide votée\n \
         Ouzel       SIVOM de la Haute-Ouze             syndicat       Fête de l'eau             2 750 €\n \
         Valcor      Le Cercle des conteurs             association    Veillées                  1 250 €\n"
    );
    let granted = all(&read(&text), "SubsidyGranted");
    let named: Vec<&str> =
        granted.iter().map(|one| one["beneficiary"]["name"].as_str().unwrap()).collect();
    assert_eq!(
        named,
        [
            "Les Sonneurs de Brivel",
            "Lutherie et Tradition",
            "SIVOM de la Haute-Ouze",
            "Le Cercle des conteurs"
        ]
    );
}

#[test]
fn behind_a_comma_rows_tell_what_for_in_small_letters() {
    let rows = |rows: &str| {
        let read = act(
            "Des clubs demandent une aide.",
            &format!("ATTRIBUE les subventions suivantes :\n{rows}"),
        );
        let granted = all(&read, "SubsidyGranted");
        granted
            .iter()
            .map(|one| one["beneficiary"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let told = rows(
        "- Brivelle en liesse, fête de la moisson ....... 2 400 €\n- Les Randonneurs, rallye d'été ....... 650 €\n- Théâtre au Lavoir, trois soirées ....... 3 100 €",
    );
    assert_eq!(told, ["Brivelle en liesse", "Les Randonneurs", "Théâtre au Lavoir"]);
    // One comma among many rows parts a name of its own.
    let own = rows(
        "- Culture, sports et loisirs ....... 2 400 €\n- Les Randonneurs ....... 650 €\n- Théâtre au Lavoir ....... 3 100 €",
    );
    assert_eq!(own, ["Culture, sports et loisirs", "Les Randonneurs", "Théâtre au Lavoir"]);
}

#[test]
fn matters_may_stand_behind_a_reference_with_a_space() {
    let read = read(
        "MAIRIE DE VAULNOIX\n\nPROCÈS-VERBAL DE LA RÉUNION DU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n\
         1) D 2031-11 - TAUX DES TAXES LOCALES\nLe conseil décide, à l'unanimité, de ne pas les augmenter.\n\n\
         2) D 2031-12 - VOIRIE\nLe devis est retenu par 11 voix pour et 2 abstentions.\n\n\
         3) D 2031-13 - SALLE COMMUNALE\nLe tarif passe à 135 €. Adopté par 12 voix pour et 1 contre.\n",
    );
    let tabled = all(&read, "DeliberationTabled");
    let told: Vec<_> = tabled.iter().map(|one| (&one["reference"], &one["title"])).collect();
    assert_eq!(
        told,
        [
            (&json!("D 2031-11"), &json!("TAUX DES TAXES LOCALES")),
            (&json!("D 2031-12"), &json!("VOIRIE")),
            (&json!("D 2031-13"), &json!("SALLE COMMUNALE")),
        ]
    );
}

#[test]
fn the_votes_of_a_list_stand_in_columns_beside_its_matters() {
    let read = read(
        "COMMUNE DE VAULNOIX\n\nConseil municipal - séance du 4 mai 2031\n\nLISTE DES DÉLIBÉRATIONS\n\n\
         \x20  N°           Objet                                     Pour   Contre   Abst.   Décision\n\n\
         \x20  2031-71      Budget annexe du lotissement               14       0       0     Adopté\n\
         \x20  2031-72      Fonds de concours au syndicat              12       1       1     Adopté\n\
         \x20  2031-73      Motion sur la ligne de car                 11       0       2     Adopté\n\
         \x20  2031-74      Vente du presbytère                         5       7       2     Rejeté\n\n\
         Le Maire,\nAnne CERDOUX\n",
    );
    let titles: Vec<Value> =
        all(&read, "DeliberationTabled").iter().map(|one| one["title"].clone()).collect();
    assert_eq!(
        titles,
        [
            "Budget annexe du lotissement",
            "Fonds de concours au syndicat",
            "Motion sur la ligne de car",
            "Vente du presbytère"
        ]
    );
    let votes = all(&read, "VoteCast");
    let counts: Vec<_> = votes
        .iter()
        .map(|one| ["votes_for", "votes_against", "abstentions"].map(|kind| one[kind].as_u64()))
        .collect();
    let some = |n: [u64; 3]| n.map(Some);
    assert_eq!(counts, [some([14, 0, 0]), some([12, 1, 1]), some([11, 0, 2]), some([5, 7, 2])]);
    assert_eq!(votes[3]["outcome"], "rejected");
}

#[test]
fn headings_in_capitals_and_a_closing_make_minutes() {
    let read = read(
        "L'an deux mille trente et un et le quatre mai, le Conseil Municipal de Vaulnoix s'est réuni sous la\nprésidence de Mme Anne CERDOUX, Maire.\n\n\
         COMPTE ADMINISTRATIF 2030\n\nLe Conseil adopte à l'unanimité le compte.\n\n\
         TRAVAUX DE VOIRIE\n\nLe Conseil adopte par 9 voix contre 3 la proposition de la Commission.\n\n\
         EAU DU BOURG\n\nLe fontainier a repris le captage.\n\nRien n'étant plus à l'ordre du jour, la séance est levée à 23 heures.\n",
    );
    let titles: Vec<Value> =
        all(&read, "DeliberationTabled").iter().map(|one| one["title"].clone()).collect();
    assert_eq!(titles, ["COMPTE ADMINISTRATIF 2030", "TRAVAUX DE VOIRIE"]);
}

#[test]
fn who_reports_may_be_named_above_the_sentence_of_the_sitting() {
    let read = read(
        "MÉTROPOLE DE VAULNOIX\n\nCONSEIL MÉTROPOLITAIN\n\nSéance du 4 mai 2031\n\nDÉLIBÉRATION 2031/05/047\n\nObjet : Soutien à la fabrique\n\n\
         Rapporteur : Mme Zita BRAVOUX, 6e vice-présidente.\n\n\
         Le quatre mai deux mille trente et un, le Conseil métropolitain s'est assemblé sous la présidence de M. Luc TILLOY.\nMme Anne CERDOUX a été désignée secrétaire.\n\n\
         Vu le code général des collectivités territoriales ;\n\nLe conseil, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme.\n",
    );
    let (opened, _) = event(&read, "SittingOpened");
    assert_eq!(opened["presided_by"]["name"], "Luc TILLOY");
    assert_eq!(opened["secretary"]["name"], "Anne CERDOUX");
}

#[test]
fn who_takes_no_part_in_it_stands_back_and_ends_the_last_article() {
    for sentence in [
        "Mme Zita BRAVOUX, vice-présidente de l'association, n'y participe pas.",
        "Mme Zita BRAVOUX, présidente de l'association, n'y prend pas part.",
        "Mme Zita BRAVOUX, présidente de la régie, n'a pas siégé pour cette affaire.",
    ] {
        let read = around("La commune entretient ses chemins.", sentence);
        let (recused, _) = event(&read, "RecusalDeclared");
        assert_eq!(recused["person"], "Zita BRAVOUX", "{sentence}");
        let (tabled, _) = event(&read, "DeliberationTabled");
        assert_eq!(tabled["articles"][1]["text"], "Le maire signe les actes utiles.", "{sentence}");
    }
}

#[test]
fn who_left_before_another_deliberation_stood_back_from_none() {
    let left = |number: &str| {
        let text = format!(
            "{HEAD}Délibération n° 2031-17\n\n{MEMBERS}M. Luc TILLOY a quitté la séance avant l'examen de la délibération n° {number}.\n\nObjet : Chemins\n\n\
             Vu le code général des collectivités territoriales ;\n\n{ENACTS}DÉCIDE d'approuver le programme.\n"
        );
        all(&read(&text), "RecusalDeclared").len()
    };
    assert_eq!(left("2031-18"), 0);
    assert_eq!(left("2031-17"), 1);
}

#[test]
fn a_sentence_shares_a_grant_out_in_parts() {
    let decided = |words: &str| {
        let grant = "ATTRIBUE à l'association « Les Forges » une subvention de 5 000 €";
        seen(&act("Les Forges demandent une aide.", &format!("{grant}{words}")), 1111)
    };
    for (words, seems) in [
        (
            ", payable à raison de 1 111 € à la signature et de 3 889 € après remise du bilan.",
            Seems::Instalment,
        ),
        (
            ", payable à raison de 3 889 € à la signature et de 1 111 € après remise du bilan.",
            Seems::Balance,
        ),
        (", dont 1 111 € versés en janvier à titre d'avance.", Seems::Advance),
        (".\n\nIMPUTE la somme totale de 1 111 € sur le compte 6574.", Seems::Other),
    ] {
        assert_eq!(decided(words), [seems], "{words}");
    }
    // So much each year is no first part.
    assert_ne!(decided(", versée à raison de 1 111 € par an."), [Seems::Instalment]);
}

#[test]
fn behind_a_share_begins_a_help_in_kind() {
    let read = act(
        "Pour un budget de 25 000 €, il est proposé d'attribuer à l'association « Les Forges » une subvention de 5 000 €, soit 20 % de ce budget, ainsi que l'usage gratuit d'un local, évalué à 1 640 €.",
        "ATTRIBUE à l'association « Les Forges » une subvention de 5 000 €.",
    );
    let granted = all(&read, "SubsidyGranted");
    assert_eq!(granted.len(), 1);
    assert_ne!(granted[0]["budget_cents"], 164_000);
    assert_eq!(seen(&read, 1640), [Seems::InKind]);
}

#[test]
fn bases_without_bullets_go_on_over_a_blank_line() {
    let read = read(
        "MÉTROPOLE DE VAULNOIX\n\nBUREAU DE LA MÉTROPOLE\n\nSéance du 4 mai 2031\n\nObjet : Soutien à la fabrique\n\nLe Bureau de la Métropole de Vaulnoix,\n\nVu\n \
         Le Code Général des Collectivités Territoriales ;\n \
         La loi n°2015-991 du 7 août 2015 portant nouvelle organisation territoriale de la\n\nRépublique ;\n \
         La délibération n°HN 003-5520-18-CM du 27 septembre 2028 donnant délégation au Bureau de la\n\nMétropole ;\n \
         La délibération n°ECOR-006-7702/19/BM du 19 décembre 2029.\n\nOuï le rapport ci-dessus,\n\nDélibère\n\nArticle 1 :\n\nEst approuvé le projet.\n",
    );
    let (tabled, _) = event(&read, "DeliberationTabled");
    let visas: Vec<&str> =
        tabled["visas"].as_array().unwrap().iter().map(|v| v["text"].as_str().unwrap()).collect();
    assert_eq!(
        visas,
        [
            "Le Code Général des Collectivités Territoriales",
            "La loi n°2015-991 du 7 août 2015 portant nouvelle organisation territoriale de la République",
            "La délibération n°HN 003-5520-18-CM du 27 septembre 2028 donnant délégation au Bureau de la Métropole",
            "La délibération n°ECOR-006-7702/19/BM du 19 décembre 2029."
        ]
    );
}

#[test]
fn a_sentence_that_leads_to_a_list_ends_the_bases() {
    let read = act(
        "Des clubs demandent une aide.\n\nVu le règlement du fonds adopté le 4 mars 2030 ;\nQuatre associations ont déposé un dossier :\n- Les Forges, fête ....... 2 400 €\n- Le Lavoir, rallye ....... 650 €",
        "prend acte.",
    );
    let (tabled, _) = event(&read, "DeliberationTabled");
    let visas = tabled["visas"].to_string();
    assert!(!visas.contains("Forges") && !visas.contains("dossier"), "{visas}");
}

#[test]
fn a_dash_behind_the_label_leads_to_members() {
    let read = read(&format!(
        "{HEAD}Présents – Anne CERDOUX, Zita BRAVOUX, Luc TILLOY.\nProcurations – Jean BRUNET à Anne CERDOUX ; Rose CALMET à Luc TILLOY.\nExcusée – Nora VASSEL.\n\nObjet : Chemins\n\nVu le code général des collectivités territoriales ;\n\n{ENACTS}DÉCIDE d'approuver le programme.\n"
    ));
    let (attendance, _) = event(&read, "AttendanceRecorded");
    assert_eq!(attendance["excused"], json!(["Nora VASSEL"]));
    assert_eq!(
        attendance["proxies"],
        json!([{"from": "Jean BRUNET", "to": "Anne CERDOUX"}, {"from": "Rose CALMET", "to": "Luc TILLOY"}])
    );
}

#[test]
fn sentences_count_who_was_there() {
    for (sentence, count) in [
        ("Madame le Maire a ouvert la séance à laquelle 22 membres ont été présents.", 22),
        ("Il y a quatorze présents pour vingt membres ; le quorum est réuni.", 14),
        ("Dix-huit délégués étant en exercice et treize présents, le quorum est constaté.", 13),
    ] {
        let read = read(&format!(
            "{HEAD}{sentence}\n\nObjet : Chemins\n\nVu le code général des collectivités territoriales ;\n\n{ENACTS}DÉCIDE d'approuver le programme.\n"
        ));
        let told = read.events.iter().find_map(|event| {
            event.event.data().unwrap().get("present_count_stated").and_then(Value::as_u64)
        });
        assert_eq!(told, Some(count), "{sentence}");
    }
}

#[test]
fn dashes_and_those_who_take_no_part_are_columns_of_a_table_of_votes() {
    let read = around(
        "La commune entretient ses chemins.",
        "VOTE\n Groupe                          Pour     Contre     Abstention     Ne prend pas part\n \
         Majorité municipale              10        –            –                 1\n \
         Les Rives et apparentés           –        –            4                 –\n \
         Non-inscrits                      1        1            –                 –\n\nLa délibération est approuvée à la majorité.",
    );
    let (vote, _) = event(&read, "VoteCast");
    assert_eq!(
        vote["groups"],
        json!([
            {"group": "Majorité municipale", "votes_for": 10},
            {"group": "Les Rives et apparentés", "abstentions": 4},
            {"group": "Non-inscrits", "votes_for": 1, "votes_against": 1}
        ])
    );
}

#[test]
fn a_group_is_named_without_its_word() {
    let read = around(
        "La commune entretient ses chemins.",
        "Groupe Vaulnoix solidaire : 9 pour\nGroupe des écologistes : 4 pour\nGroupe Union rivoise : 5 abstentions\n\nDélibération ADOPTÉE (13 pour, 5 abstentions).",
    );
    let (vote, _) = event(&read, "VoteCast");
    let groups: Vec<&str> =
        vote["groups"].as_array().unwrap().iter().map(|g| g["group"].as_str().unwrap()).collect();
    assert_eq!(groups, ["Vaulnoix solidaire", "écologistes", "Union rivoise"]);
}

#[test]
fn a_body_is_named_in_full_where_its_initials_head_the_act() {
    let named = |sentence: &str| {
        let read = read(&format!(
            "CC Entre-Dourbe-et-Lèze\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL DE COMMUNAUTÉ\n\nSéance du 4 mai 2031\n\n{sentence}\n\nObjet : Chemins\n\nVu le code général des collectivités territoriales ;\n\nLe conseil, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme.\n"
        ));
        event(&read, "SittingOpened")
    };
    let (full, _) = named(
        "Le quatre mai, le Conseil de la Communauté de communes Entre-\nDourbe-et-Lèze s'est réuni au gymnase.",
    );
    assert_eq!(full["institution"], "Communauté de communes Entre-Dourbe-et-Lèze");
}
