//! Matters of minutes: what tells the place and the reference of each, and what became of it, in lists and in columns.

use greffe_ingest::{Confidence, Draft, Figure, Options, Seems, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).collect()
}

fn words(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Reference and title of each act.
fn acts(draft: &Draft) -> Vec<String> {
    let all = said(draft, "DeliberationTabled");
    let one = |act: &Value| format!("{} | {}", words(act, "/reference"), words(act, "/title"));
    all.iter().map(one).collect()
}

/// Outcome, votes for and against of each act.
fn votes(draft: &Draft) -> Vec<String> {
    let count = |vote: &Value, key: &str| vote[key].as_u64().map_or("-".into(), |n| n.to_string());
    let one = |vote: &Value| {
        let tally = (count(vote, "votes_for"), count(vote, "votes_against"));
        format!("{} {} {}", words(vote, "/outcome"), tally.0, tally.1)
    };
    said(draft, "VoteCast").iter().map(one).collect()
}

/// Who is granted how many euros.
fn grants(draft: &Draft) -> Vec<(String, i64)> {
    let euros = |grant: &Value| grant["amount_cents"].as_i64().unwrap_or_default() / 100;
    let one = |grant: &Value| (words(grant, "/beneficiary/name"), euros(grant));
    said(draft, "SubsidyGranted").iter().map(one).collect()
}

/// The sums that were asked for and refused.
fn refused(draft: &Draft) -> Vec<i64> {
    let sum = |figure: &Figure| match figure {
        Figure::Amount(money, Seems::Subsidy) => Some(money.cents() / 100),
        _ => None,
    };
    let asked = draft.notes.iter().filter(|note| note.what.ends_with("asked for and refused"));
    asked.filter_map(|note| sum(note.figure.as_ref()?)).collect()
}

const HEAD: &str = "SYNDICAT MIXTE DE LA VAULNE\n\nCOMITÉ SYNDICAL – SÉANCE DU 4 MAI 2031 – PROCÈS-VERBAL\n\n\
     Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n";

/// A head that says of no minutes.
fn silent() -> String {
    HEAD.replace(" – PROCÈS-VERBAL", "")
}

#[test]
fn an_ornament_parts_the_place_the_reference_and_the_title() {
    for mark in ['▪', '►'] {
        let read = read(&format!(
            "{HEAD}POINT 1 {mark} CS-2031-30 {mark} Entretien des berges\nLe programme est présenté.\nVote : 9 pour\n\n\
             POINT 2 {mark} CS-2031-31 {mark} Mission locale : subvention 2031\nLe dossier est présenté.\nVote : 7 pour, 2 contre\n"
        ));
        let expected =
            ["CS-2031-30 | Entretien des berges", "CS-2031-31 | Mission locale : subvention 2031"];
        assert_eq!(acts(&read), expected);
    }
}

#[test]
fn a_long_heading_is_not_joined_with_the_text_below() {
    let long = "Renouvellement des conventions de mise à disposition des salles communales";
    let named = "Renouvellement de la convention avec la mission locale de Vaulnoix";
    let read = read(&format!(
        "{HEAD}POINT 1 – {long}\nLa convention échoit en juin et les salles servent à six associations de la vallée.\n\
         Vote : 9 pour\n\nPOINT 2 – CS-2031-31 – {named}\nVaulnoix et Rivelles financent la mission locale depuis l'année \
         2025 à parts égales.\nVote : 7 pour, 2 contre\n"
    ));
    assert_eq!(acts(&read), [format!(" | {long}"), format!("CS-2031-31 | {named}")]);
}

#[test]
fn a_label_in_small_letters_begins_a_line() {
    let read = read(
        "COMMUNE DE VAULNOIX\nConseil municipal\nSéance du 4 mai 2031\n\n\
         direction des sports et de la vie des associations du territoire de Vaulnoix\n\
         objet : Entretien des chemins de la vallée haute\n\n\
         Vu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité, DÉCIDE d'approuver \
         le programme.\n",
    );
    assert_eq!(acts(&read), [" | Entretien des chemins de la vallée haute"]);
}

#[test]
fn roman_figures_and_letters_tell_the_place_of_a_matter() {
    let titles = ["Chemins", "Halle", "Lavoir", "Berges"];
    let counts = ["9 pour", "8 pour, 1 contre", "9 pour", "7 pour, 2 contre"];
    let minutes = |places: [&str; 4]| {
        let matter = |((place, title), count): ((&str, &str), &str)| {
            format!("{place}{title}\nLe programme est présenté au comité.\nAdopté : {count}\n\n")
        };
        let matters: String = places.into_iter().zip(titles).zip(counts).map(matter).collect();
        read(&format!("{}{matters}", silent()))
    };
    for places in [["I. ", "II. ", "III. ", "IV. "], ["A – ", "B – ", "C – ", "D – "]] {
        let read = minutes(places);
        assert_eq!(acts(&read), titles.map(|title| format!(" | {title}")), "{places:?}");
        assert_eq!(votes(&read), ["adopted 9 -", "adopted 8 1", "adopted 9 -", "adopted 7 2"]);
    }
    // Out of order they number no matters.
    for places in [["I. ", "III. ", "II. ", "IV. "], ["A – ", "C – ", "B – ", "D – "]] {
        assert!(acts(&minutes(places)).len() < 2, "{places:?}");
    }
}

#[test]
fn minutes_that_stand_for_an_act_are_one() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nCompte rendu de la séance du 4 mai 2031 valant délibération\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n";
    let several = |text: &str| read(text).notes.iter().any(|note| note.code == "several-acts");
    assert!(!several(text));
    assert!(several(&text.replace(" valant délibération", "")));
}

#[test]
fn the_reference_of_a_matter_needs_no_word() {
    let minutes = |first: &str, second: &str| {
        acts(&read(&format!(
            "{HEAD}{first}\nLe compte est présenté.\nVote : 9 pour\n\n{second}\nLe devis est présenté.\nVote : 7 pour, 2 contre\n"
        )))
    };
    let led = minutes("1. CCAS-2031-07 — Compte", "2. CCAS-2031-08 — Halle");
    assert_eq!(led, ["CCAS-2031-07 | Compte", "CCAS-2031-08 | Halle"]);
    let expected = ["2031-06-31 | AFFECTATION DU RÉSULTAT", "2031-06-32 | HALLE COUVERTE"];
    let ended = minutes(
        "1. AFFECTATION DU RÉSULTAT      N° 2031-06-31",
        "2. HALLE COUVERTE               N° 2031-06-32",
    );
    assert_eq!(ended, expected);
    let bare = minutes("1. Compte (CCAS-2031-07)", "2. Halle – CCAS-2031-08");
    assert_eq!(bare, led);
    let below = minutes("1. Compte\nCCAS-2031-07", "2. Halle\nCCAS-2031-08");
    assert_eq!(below, led);
    // A year alone, or a day, is no reference.
    let none = minutes("1. Compte – 2031", "2. Halle\n04/05/2031");
    assert_eq!(none, [" | Compte – 2031", " | Halle"]);
}

#[test]
fn references_of_one_series_begin_a_line_in_a_text_that_lost_its_lines() {
    let head = "SYNDICAT MIXTE DE LA VAULNE COMITE SYNDICAL DU 4 MAI 2031 LISTE DES DELIBERATIONS EXAMINÉES Le quatre mai deux \
                mille trente et un, le Comité syndical du Syndicat mixte de la Vaulne s'est réuni à Vaulnoix, sous la présidence \
                de Monsieur Luc BRAVOUX, Président. Présents titulaires : BRAVOUX Luc, CERDOUX Anne, TILLOY \
                Jean, ESTAVEL Rose. Le quorum est atteint.";
    for number in ["DEL2031_01_0", "2031-04-1"] {
        let read = read(&format!(
            "{head} N° {number}1 Règlement de la cantine Adoptée à l'unanimité N° {number}2 Tarifs de la halle couverte | Adoptée : \
             3 pour, 1 contre"
        ));
        let titles = ["Règlement de la cantine", "Tarifs de la halle couverte"];
        let place = |(at, title): (usize, &str)| format!("{number}{} | {title}", at + 1);
        let expected: Vec<String> = titles.into_iter().enumerate().map(place).collect();
        assert_eq!(acts(&read), expected);
        assert_eq!(votes(&read), ["adopted - -", "adopted 3 1"]);
    }
    // The text below a title begins a line, too.
    let read = read(&format!(
        "{head} N° DEL2031_01_01 Règlement de la cantine Le Président présente le règlement. Adoptée : 4 pour. \
         N° DEL2031_01_02 Tarifs de la halle couverte Le Président présente les tarifs. Adoptée : 3 pour, 1 contre"
    ));
    assert_eq!(acts(&read)[1], "DEL2031_01_02 | Tarifs de la halle couverte");
}

#[test]
fn a_list_of_decisions_in_columns_is_read_matter_by_matter() {
    let read = read(
        "SYNDICAT MIXTE DE LA VAULNE\nComité syndical du 4 mai 2031\nLISTE DES DÉLIBÉRATIONS\n\n\
         2031-041   Amicale de Vaulnoix – Subvention                 Approuvé\n           \
                    2031 : 3 200 €                                   15 pour, 2 contre\n\n\
         2031-042   Entretien des berges entre la                    Approuvé à\n           \
                    halle et le pont de Rivelles                     l'unanimité\n\n\
         2031-043   Chorale de Rivelles – Subvention                 Rejeté\n           \
                    2031 : 1 500 €                                   4 pour, 13 contre\n\n\
         2031-044   Règlement de la cantine                          Ajourné\n",
    );
    let titles = [
        "2031-041 | Amicale de Vaulnoix – Subvention 2031 : 3 200 €",
        "2031-042 | Entretien des berges entre la halle et le pont de Rivelles",
        "2031-043 | Chorale de Rivelles – Subvention 2031 : 1 500 €",
        "2031-044 | Règlement de la cantine",
    ];
    assert_eq!(acts(&read), titles);
    assert_eq!(votes(&read), ["adopted 15 2", "adopted - -", "rejected 4 13", "postponed - -"]);
    // The sum of a title is granted where it was adopted, and noted where it was not.
    assert_eq!(grants(&read), [("Amicale de Vaulnoix".to_owned(), 3200)]);
    assert_eq!(refused(&read), [1500]);
}

#[test]
fn each_row_below_a_heading_about_subsidies_has_its_own_vote() {
    let matters = "1. Chemins\nLe programme est présenté.\nVote :\n – Pour : 12\n\n2. Subventions 2031\n\n\
         Festival de Vaulnoix                3000 €\n\nVote :\n – Pour : 11\n – Contre : 1\n\n\
         Chorale de Rivelles                 450 €\n\nVote :\n – Pour : 12\n\n3. Halle\nLe devis est présenté.\n\
         Vote :\n – Pour : 12\n";
    let draft = read(&format!("{HEAD}{matters}"));
    let rows = [("Festival de Vaulnoix".to_owned(), 3000), ("Chorale de Rivelles".to_owned(), 450)];
    assert_eq!(grants(&draft), rows);
    let of = |event: &&greffe_ingest::DraftEvent| event.event.kind() == "SubsidyGranted";
    let mut granted = draft.events.iter().filter(of);
    let streams: Vec<String> = granted.clone().map(|event| format!("{:?}", event.stream)).collect();
    assert_ne!(streams[0], streams[1]);
    assert!(granted.all(|e| e.confidence == Confidence::Review));
    // A sentence with an amount is no row.
    let asked =
        matters.replace("Festival de Vaulnoix                3000 €", "Le festival demande 3000 €");
    assert_eq!(grants(&read(&format!("{HEAD}{asked}"))), rows[1..]);
}

#[test]
fn an_outcome_above_its_count_is_one_vote() {
    let matter =
        |title: &str| format!("{title}\nLe devis est présenté.\n\nApprouvé\n15 pour, 2 contre\n\n");
    let read = read(&format!("{HEAD}{}{}", matter("1. Chemins"), matter("2. Halle")));
    assert_eq!(acts(&read), [" | Chemins", " | Halle"]);
    assert_eq!(votes(&read), ["adopted 15 2", "adopted 15 2"]);
}

#[test]
fn each_of_many_matters_is_read_from_its_own_words() {
    let matter = |at: i64| {
        format!(
            "{at}. Subvention à l'association Les Rivelles {at}\n\nLe conseil décide d'attribuer {} € à \
             l'association. Adopté à l'unanimité.\n\n",
            at * 10
        )
    };
    let text = format!("{HEAD}{}", (1..=40).map(matter).collect::<String>());
    let draft = read(&text);
    let told: Vec<(String, i64)> = grants(&draft);
    assert_eq!(told.len(), 40, "{told:?}");
    let granted = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    for (event, at) in granted.zip(1i64..) {
        let euros = at * 10;
        let data = event.event.data().unwrap();
        assert_eq!(data["amount_cents"], euros * 100);
        // The passages are those of the matter itself.
        let start = text.find(&format!("\n{at}. Subvention")).unwrap();
        let end = text.find(&format!("\n{}. Subvention", at + 1)).unwrap_or(text.len());
        let inside = |span: (u64, u64)| (start as u64) < span.0 && span.1 <= end as u64;
        assert!(
            event.sources.iter().all(|passage| inside(passage.span)),
            "{at} {:?}",
            event.sources
        );
    }
}

#[test]
fn what_is_proposed_below_the_members_is_what_was_voted() {
    let draft = read(
        "COMMUNE DE VAULNOIX\n\nConseil municipal du 4 mai 2031\n\nPrésents : Anne CERDOUX, Luc BRAVOUX\n\n\
         Subventions aux associations\n\nIl est donc proposé au Conseil de voter les subventions suivantes :\n\n\
         • Les Rivelles : 150 €\n• Club des Tressaux : 330 €\n\n\
         Après en avoir délibéré, le Conseil municipal vote les subventions proposées par 8 voix pour et 2 abstentions.\n",
    );
    let told = [("Les Rivelles".to_owned(), 150), ("Club des Tressaux".to_owned(), 330)];
    assert_eq!(grants(&draft), told);
}

#[test]
fn a_line_drawn_above_a_matter_is_no_part_of_it() {
    let rule = "-".repeat(90);
    let matter = |at: u32, title: &str| {
        format!(
            "{rule}\n2031-{at}   {title}\n\nLe Conseil, à l'unanimité, adopte la proposition.\n\n"
        )
    };
    let draft = read(&format!(
        "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DE LA RÉUNION DU CONSEIL MUNICIPAL\nMardi 1er octobre 2031\n\n\
         Présents : Anne CERDOUX, Luc BRAVOUX\n\n{}{}{}",
        matter(41, "TARIF DU REPAS"),
        matter(42, "FONDS DE CONCOURS"),
        matter(43, "EMPRUNT DE VOIRIE")
    ));
    let told =
        ["2031-41 | TARIF DU REPAS", "2031-42 | FONDS DE CONCOURS", "2031-43 | EMPRUNT DE VOIRIE"];
    assert_eq!(acts(&draft), told);
}

#[test]
fn the_sections_of_one_act_are_no_matters() {
    let draft = read(
        "SYNDICAT MIXTE DE LA VAULNE\n\nCOMITÉ SYNDICAL\nSéance du 25/09/2031\n\n\
         OBJET : AIDE À L'ASSOCIATION RIVELLES VIVANTE\n\n1 - CONTEXTE\n\nL'association demande une aide.\n\n\
         2 - TEXTES\n\n- Code général des collectivités territoriales\n- Statuts du syndicat, article 3\n\n\
         3 - DÉCISION\n\nLe Comité syndical, ayant entendu le rapport, APPROUVE ce qui suit :\n\n\
         1. Une aide de 400 € est allouée à Rivelles Vivante.\n\n4 - VOTE\n\nPOUR : 21   CONTRE : 0   ABSTENTION : 0\n",
    );
    assert_eq!(acts(&draft), [" | AIDE À L'ASSOCIATION RIVELLES VIVANTE"]);
    let bases = said(&draft, "DeliberationTabled")[0]["visas"].as_array().map_or(0, Vec::len);
    assert_eq!(bases, 2);
}

#[test]
fn what_was_given_last_year_leads_to_no_rows() {
    let draft = read(&format!(
        "{HEAD}1. Subventions aux associations\n\nNous avons reçu les demandes. L'an dernier on avait donné 500 € en tout.\n\n\
         Les Rivelles ..... 150 €\nClub des Tressaux ..... 330 €\n\nAdopté à l'unanimité.\n\n\
         2. Tarifs\n\nAdopté à l'unanimité.\n\n3. Emprunt\n\nAdopté à l'unanimité.\n"
    ));
    assert_eq!(
        grants(&draft),
        [("Les Rivelles".to_owned(), 150), ("Club des Tressaux".to_owned(), 330)]
    );
}

#[test]
fn matters_in_order_are_minutes_even_where_one_is_not_read() {
    let draft = read(
        "VILLE DE VAULNOIX\n\n     C O N S E I L   M U N I C I P A L\n\
         Compte rendu intégral – Jeudi 4 mai 2031\n\n\
         Répondent à l'appel : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
         1. – PROCÈS-VERBAL DU 4 MARS 2031\nLe texte est adopté à mains levées.\n\n\
         2. – RELEVÉ DES DÉCISIONS (sans vote)\n    n° 31-D-88 : location d'une nacelle, 1 944,00 € TTC.\n    \
         n° 31-D-89 : concession, 410,00 €.\n\n\
         3. – DÉLIB. 31-071 – SOLIDARITÉ : AIDE D'URGENCE\nLe maire propose 500 €. Sur ce texte : 18 pour. Adopté.\n\n\
         4. – DÉLIB. 31-072 – SOUTIEN À « LA BINETTE VAULNOISE »\nL'association reçoit 640 €. Adopté par 17 voix.\n",
    );
    let references: Vec<String> = said(&draft, "DeliberationTabled")
        .iter()
        .map(|tabled| tabled["reference"].as_str().unwrap_or_default().to_owned())
        .filter(|reference| !reference.is_empty())
        .collect();
    assert_eq!(references, ["31-071", "31-072"]);
    let [opened] = said(&draft, "SittingOpened").try_into().unwrap();
    assert_eq!(
        (&opened["organ"], &opened["date"]),
        (&"CONSEIL MUNICIPAL".into(), &"2031-05-04".into())
    );
}

#[test]
fn a_table_of_amendments_inside_a_matter_is_no_list_of_matters() {
    let draft = read(
        "VILLE DE VAULNOIX\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\n\
         Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
         1. ENTRETIEN DES CHEMINS\nLe programme est présenté.\n\n\
         Amendement 1 sur le linéaire        Rejeté\nAmendement 2 sur le calendrier      Adopté\n\n\
         Vote : 9 pour, 2 contre. Adopté.\n\n2. TOITURE DE L'ÉCOLE\nLe devis est présenté.\nVote : 11 pour. Adopté.\n",
    );
    let told = acts(&draft);
    for title in ["ENTRETIEN DES CHEMINS", "TOITURE DE L'ÉCOLE"] {
        assert!(told.iter().any(|act| act.ends_with(title)), "{told:?}");
    }
}

/// Minutes with these matters.
fn of_matters(matters: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\n\
         Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n{matters}\n\nFin de la séance à 22 h.\n"
    ))
}

#[test]
fn an_outcome_below_the_items_is_that_of_their_verb() {
    let below = |first: &str, second: &str| {
        of_matters(&format!(
            "1) Entretien des chemins\n\nLe conseil municipal, après en avoir délibéré,\nACCEPTE de verser 376,47 € au \
             syndicat.\n\nLes crédits sont insuffisants :\nChapitre 65\n\n{first}\n\n\
             2) Toiture de l'école\n\nLe conseil municipal, après en avoir délibéré,\nVALIDE le devis.\n\n{second}"
        ))
    };
    let draft =
        below("Délibération adoptée par 14 voix POUR", "Délibération adoptée par 12 voix POUR");
    assert_eq!(votes(&draft), ["adopted 14 -", "adopted 12 -"]);
    assert_eq!(
        acts(&draft),
        ["- | Entretien des chemins", "- | Toiture de l'école"]
            .map(|a| a.trim_start_matches('-').to_owned())
    );
    let draft = below("Pour 9\nAbstention 0\nContre 0", "Pour 8\nAbstention 1\nContre 0");
    assert_eq!(votes(&draft), ["adopted 9 0", "adopted 8 0"]);
}

#[test]
fn papers_left_blank_stand_between_the_counts() {
    let draft = of_matters(
        "1. Entretien des chemins\n\nIl est procédé au vote à scrutin secret.\n\n\
         Votants : 25                Pour : 12\nBulletins blancs : 2        Contre : 11\n\nLa proposition est adoptée.\n\n\
         2. Toiture de l'école\n\nVote : 11 pour. Adopté.",
    );
    assert_eq!(votes(&draft), ["adopted 12 11", "adopted 11 -"]);
}

#[test]
fn the_number_of_an_operation_counts_no_voices() {
    let draft = of_matters(
        "Délibération D2031-01\nObjet : Entretien des chemins\n\n- 66 132 € sont inscrits à l'opération 30 pour les \
         travaux d'éclairage ;\n- 78 000 € à l'article 2151 de l'opération 32 pour des travaux d'aménagement.\n\n\
         POUR 19\nCONTRE 1 (Jean TILLOY)\nABSTENTION 1 (Rose ESTAVEL)\n\nAUTORISE le Maire à engager les dépenses.\n\n\
         Délibération D2031-02\nObjet : Toiture de l'école\n\n\
         Après en avoir délibéré,\n\nPOUR 21\nCONTRE 0\nABSTENTION 0\n\nAPPROUVE le devis.",
    );
    assert_eq!(votes(&draft), ["unstated 19 1", "adopted 21 0"]);
}

#[test]
fn a_verb_in_capitals_decides_what_has_a_number() {
    let draft = of_matters(
        "Délibération D2031-01\nObjet : Choix de l'acquéreur\n\nQuatre offres ont été remises.\n\n\
         DECIDE de retenir l'offre de Mme GARNAUX.\n\n\
         Délibération D2031-02\nObjet : Toiture de l'école\n\nPOUR 21\nCONTRE 0\n\nAPPROUVE le devis.\n\n\
         Délibération D2031-03\nObjet : Entretien des chemins\n\nPOUR 21\nCONTRE 0\n\nAPPROUVE le programme.",
    );
    assert_eq!(acts(&draft).first().map(String::as_str), Some("D2031-01 | Choix de l'acquéreur"));
}

#[test]
fn rows_of_a_budget_head_nothing_and_long_titles_do() {
    let title = "Autorisation de signature de l'avenant de rattachement des actions du contrat enfance et jeunesse de la \
                 Communauté de communes du Haut Valmore sur le contrat enfance et jeunesse de la communauté de communes \
                 de Vaulnoix";
    let draft = of_matters(&format!(
        "1) Budget primitif\n\n65 Autres charges de gestion courante 987 250,00 1 020 700,00\n\n\
         Le conseil vote le budget : 11 voix pour.\n\n2){title}\n\nVote : 11 pour. Adopté.\n\n\
         3) Toiture de l'école (délib. 2031-22, point ajouté)\n\nVote : 11 pour. Adopté."
    ));
    let all = [
        " | Budget primitif".to_owned(),
        format!(" | {title}"),
        "2031-22 | Toiture de l'école".to_owned(),
    ];
    assert_eq!(acts(&draft), all);
}

#[test]
fn below_the_name_of_a_field_a_matter_has_a_title_of_its_own() {
    let draft = of_matters(
        "1) Urbanisme\n\nConvention financière avec le syndicat :\nMonsieur le Maire expose le coût des travaux.\n\n\
         Vote : 8 pour, 1 contre. Adopté.\n\n2) Entretien des chemins\n\nTarifs des travaux :\n\nVote : 11 pour. Adopté.",
    );
    assert_eq!(
        acts(&draft),
        [" | Convention financière avec le syndicat", " | Entretien des chemins"]
    );
}

#[test]
fn a_reference_stands_between_the_place_of_a_matter_and_its_title() {
    let draft = read(
        "VILLE DE VAULNOIX\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance publique du 4 mai 2031\n\n\
         Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
         1. PROCÈS-VERBAL DE LA SÉANCE DU 4 MARS 2031\nAucune observation n'étant faite, il est approuvé à l'unanimité.\n\n\
         2. 2031-021 – ENTRETIEN DES CHEMINS ET DES FOSSÉS DE LA COMMUNE, PROGRAMME DE L'ANNÉE\n\
         M. BRAVOUX expose que le programme est prêt. Il est proposé de le suivre sans attendre.\n\
         Pour : 12. Contre : 3. La délibération est adoptée.\n\n\
         3. 2031-022 – TOITURE DE L'ÉCOLE\nLe devis est présenté.\nAdopté à l'unanimité.\n\n\
         La séance est levée à 21 h 40.\n\nLa maire,                    Le secrétaire,\nAnne CERDOUX                 Luc BRAVOUX\n\n\
         Procès-verbal arrêté à la séance du 13 juin 2031 et publié le 15 juin 2031.\n",
    );
    let told = acts(&draft);
    for (reference, title) in [
        ("2031-021", "ENTRETIEN DES CHEMINS ET DES FOSSÉS DE LA COMMUNE, PROGRAMME DE L'ANNÉE"),
        ("2031-022", "TOITURE DE L'ÉCOLE"),
    ] {
        assert!(told.contains(&format!("{reference} | {title}")), "{told:?}");
    }
    let published = said(&draft, "ActPublished");
    assert_eq!(published.first().map(|event| event["on"].clone()), Some("2031-06-15".into()));
}
