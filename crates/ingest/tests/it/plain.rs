//! What minutes in plain words and heads of many layouts taught: how matters are told apart, who was there, what a body is
//! called.

use greffe_ingest::{Draft, DraftEvent, Options, draft};
use serde_json::{Value, json};

pub(super) fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

pub(super) fn all(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = |event: &&DraftEvent| event.event.kind() == kind;
    draft.events.iter().filter(of_kind).map(|event| event.event.data().unwrap()).collect()
}

/// The first of a kind.
pub(super) fn event(draft: &Draft, kind: &str) -> Value {
    all(draft, kind).into_iter().next().unwrap_or_default()
}

/// The references and titles of the acts.
fn acts(text: &str) -> Vec<(Value, Value)> {
    let tabled = all(&read(text), "DeliberationTabled");
    tabled.into_iter().map(|one| (one["reference"].clone(), one["title"].clone())).collect()
}

fn titles(text: &str) -> Vec<String> {
    let told = |(_, title): (Value, Value)| title.as_str().unwrap_or_default().to_owned();
    acts(text).into_iter().map(told).collect()
}

fn references(text: &str) -> Vec<String> {
    let told = |(reference, _): (Value, Value)| reference.as_str().unwrap_or_default().to_owned();
    acts(text).into_iter().map(told).collect()
}

/// An act between its head and a decision.
fn headed(head: &str) -> Draft {
    read(&format!(
        "{head}\n\nVu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité,\n\nDÉCIDE\n\nArticle 1 : Le programme est approuvé.\n"
    ))
}

#[test]
fn short_minutes_say_no_more_than_how_many_voted_for() {
    let text = "Mairie de VAULNOIX\n\nCompte rendu de la réunion du conseil municipal\nVendredi 4 mai 2031\n\n\
        Étaient là : Anne CERDOUX, Zita BRAVOUX, Luc TILLOY.\n\n\
        1 - Coupes de bois\n\nLes parcelles 3 et 9 seront marquées au printemps.\n\nPour : 10\n\n\
        2 - Subventions\n\nEnveloppe de l'année : 1200€\n\nChorale de Vaulnoix : 300€\n\nPour : 9     Abstention : 1\n\n\
        3 - Abri du car\n\nLe devis est attendu.\n\n\
        4 - Règlement de la salle\n\nLa caution est rendue à la remise des clés.\n\nPour : 8     Contre : 2\n";
    let read = read(text);
    assert_eq!(titles(text), ["Coupes de bois", "Subventions", "Règlement de la salle"]);
    let votes = all(&read, "VoteCast");
    let told: Vec<_> = votes.iter().map(|one| one["votes_for"].clone()).collect();
    assert_eq!(told, [json!(10), json!(9), json!(8)]);
    let granted = all(&read, "SubsidyGranted");
    let named: Vec<_> = granted.iter().map(|one| &one["beneficiary"]["name"]).collect();
    assert_eq!(named, [&json!("Chorale de Vaulnoix")], "the envelope is nobody");
}

/// Letters place matters by their order, from A on; initials of names that are no such row do not.
#[test]
fn matters_may_be_placed_by_letters_and_full_stops() {
    let head = "VAULNOIX\n\nPROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL DU 4 MAI 2031\n\n\
        Présents : Anne CERDOUX, Zita BRAVOUX, Luc TILLOY.\n\n";
    let text = format!(
        "{head}A. Règlement du cimetière\n\nLe texte a été envoyé avec la convocation.\n\nAbstention : 1 – Contre : 0 – Pour : 11\n\n\
         B. Vente du vieux tracteur\n\nUn voisin en offre 1 500 €.\n\nAbstention : 0 – Contre : 0 – Pour : 12     Proposition adoptée\n\n\
         C. Vœu pour la poste du bourg\n\nLe texte est lu.\n\nAbstention : 0 – Contre : 2 – Pour : 10     Vœu adopté\n"
    );
    assert_eq!(
        titles(&text),
        ["Règlement du cimetière", "Vente du vieux tracteur", "Vœu pour la poste du bourg"]
    );
    let names = format!(
        "{head}Subventions\n\nA. Bravoux demande le détail. Adopté à l'unanimité.\n\nC. Tilloy lit le rapport.\n\nB. Cerdoux et les siens quittent la salle. Adopté par 9 voix pour.\n\nTarifs\n\nLe repas passe à 4 €. Adopté par 11 voix pour.\n"
    );
    let told = titles(&names);
    let initial = |title: &String| title.contains("Bravoux") || title.contains("Cerdoux");
    assert!(!told.is_empty() && !told.iter().any(initial), "{told:?}");
}

#[test]
fn decisions_may_head_matters_unless_deliberations_have_numbers() {
    let head = "Communauté de communes des Rives\n\nRelevé des décisions du Conseil communautaire\nMardi 4 mai 2031\n\n\
        Sont présents : Anne CERDOUX, Zita BRAVOUX, Luc TILLOY.\n\n";
    let text = format!(
        "{head}Décision 2031-11 – Redevance des ordures\n\nLe tarif est relevé.\n\nVote : pour 15, contre 2, abstention 1. Adopté.\n\n\
         Décision 2031-12 – Passerelle du canal\n\nL'offre la mieux placée est retenue.\n\nVote : pour 18. Adopté. Unanimité.\n\n\
         Décision 2031-13 – Accueil de loisirs\n\nLe règlement est revu.\n\nVote : pour 17, contre 1. Adopté.\n"
    );
    assert_eq!(references(&text), ["2031-11", "2031-12", "2031-13"]);
    let votes = all(&read(&text), "VoteCast");
    assert_eq!(votes[1]["votes_for"], 18);
    let delegated = format!(
        "{head}Le président rend compte de ce qu'il a décidé :\n\nDécision 2031-11 – Achat d'un camion\nMarché de 40 000 €, adopté par la commission d'appel d'offres.\n\n\
         Délibération n° 2031-31 – Redevance des ordures\n\nVote : pour 15, contre 2. Adopté.\n\n\
         Délibération n° 2031-32 – Passerelle du canal\n\nVote : pour 18. Adopté.\n"
    );
    assert_eq!(references(&delegated), ["2031-31", "2031-32"]);
}

/// Character recognition ran the list into one line; the series has letters among its groups.
#[test]
fn a_list_in_one_line_is_told_apart_by_its_series() {
    let text = "CCAS de VAULNOLX-SUR-OUZE - Séance du 04/05/2031 CENTRE COMMUNAL D'ACTION SOCIALE DE VAULNOIX-SUR-OUZE LISTE DES DELIBERATIONS EXAMINEES PAR LE CONSEIL D'ADMINISTRATION EN SA SEANCE DU 4 MAI 2031 L'an deux mille trente et un, le quatre mai, le conseil d'administration s'est réuni. Etaient présents (3) : CERDOUX Anne, BRAVOUX Zita, TILLOY Luc. Secrétaire : M. TILLOY Luc N° 2031-CCAS-11 Procès-verbal de la séance du 9 mars 2031 Adoptée à l'unanimité N° 2031-CCAS-12 Décision modificative n° 2 | Adoptée à l'unanimité N° 2031-CCAS-13 Tarifs du portage de repas Adoptée à l'unanimité Vaulnoix-sur-Ouze, le 8 mai 2031 La Vice-Présidente, Anne CERDOUX";
    assert_eq!(references(text), ["2031-CCAS-11", "2031-CCAS-12", "2031-CCAS-13"]);
    let opened = event(&read(text), "SittingOpened");
    assert_eq!(
        opened["institution"], "CENTRE COMMUNAL D'ACTION SOCIALE DE VAULNOIX-SUR-OUZE",
        "in full, whatever the recognition made of the short name above it"
    );
    assert_eq!(opened["secretary"]["name"], "TILLOY Luc");
    assert_eq!(event(&read(text), "CopyCertified")["by"]["name"], "Anne CERDOUX");
}

#[test]
fn references_head_matters_in_many_shapes() {
    let minutes = |first: &str, second: &str| {
        references(&format!(
            "RÉGION DU VAULNOIS\n\nPROCÈS-VERBAL DE LA SÉANCE DU CONSEIL RÉGIONAL\n\nSéance du 4 mai 2031\n\nPRÉSENTS : M. Luc TILLOY, Mme Zita BRAVOUX, Mme Anne CERDOUX.\n\n\
             {first}\nLes recettes s'équilibrent.\nDélibération adoptée : 16 pour, 10 contre.\n\n\
             {second}\nLe programme est doté de 50 000 €.\nDélibération adoptée : 21 pour, 5 abstentions.\n"
        ))
    };
    assert_eq!(
        minutes("31-AP-61 : DÉCISION MODIFICATIVE N° 1", "31-AP-62 : LECTURE PUBLIQUE"),
        ["31-AP-61", "31-AP-62"]
    );
    assert_eq!(
        minutes("31.06.01   THÉÂTRE DES QUAIS – AVENANT", "31.06.02   CLUBS DE LA RÉGION"),
        ["31.06.01", "31.06.02"]
    );
    assert_eq!(
        minutes("1 – DCM 2031-24 : Décision modificative", "2 – DCM 2031-25 : Lecture publique"),
        ["DCM 2031-24", "DCM 2031-25"],
        "the letters of the series are part of it"
    );
}

#[test]
fn the_number_of_an_act_may_stand_below_its_place_and_title() {
    let told = acts(
        "DÉPARTEMENT DU HAUT-VAULNOIS\n\nPROCÈS-VERBAL DES DÉLIBÉRATIONS DE LA COMMISSION PERMANENTE\nRéunion du lundi 4 mai 2031\n\n\
         Sont présents (3) : Mmes Anne CERDOUX, Zita BRAVOUX ; M. Luc TILLOY.\n\n\
         Rapport 101 – Garantie d'emprunt à l'office de l'habitat\nDélibération CP-2031-05-101\nLa garantie est accordée. Le rapport est adopté à l'unanimité.\n\n\
         Rapport 102 – Aides aux structures d'enseignement artistique, exercice 2031\nDélibération CP-2031-05-102\nLes aides sont approuvées par 16 voix pour et 3 abstentions.\n",
    );
    let told: Vec<_> =
        told.iter().map(|(r, t)| (r.as_str().unwrap(), t.as_str().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("CP-2031-05-101", "Garantie d'emprunt à l'office de l'habitat"),
            ("CP-2031-05-102", "Aides aux structures d'enseignement artistique, exercice 2031")
        ]
    );
}

/// The count before the decision and the outcome below it are of one vote.
#[test]
fn an_outcome_alone_below_the_decision_is_of_the_vote_before_it() {
    let read = read(
        "VAULNOIX AGGLO – Communauté d'agglomération du Pays de Vaulnoix\nCONSEIL COMMUNAUTAIRE – SÉANCE DU 4 MAI 2031\nRELEVÉ DES DÉLIBÉRATIONS (EXTRAIT)\n\n\
         PRÉSENTS : Mme Anne CERDOUX, Mme Zita BRAVOUX, M. Luc TILLOY.\n\n\
         31.06.01   CHANTIER D'INSERTION\n\nLe Conseil,\nVU la demande du 2 avril 2031,\naprès vote (22 pour, 2 abstentions),\n• ACCORDE une subvention de 12 000 € à l'association Les Jardins du Bief au titre de 2031 ;\n• AUTORISE le Président à signer.\nAdopté.\n\n\
         31.06.02   GARANTIE D'EMPRUNT\n\nLe Conseil,\nà l'unanimité,\n• ACCORDE sa garantie à hauteur de 50 %.\nAdopté.\n",
    );
    let votes = all(&read, "VoteCast");
    assert_eq!(votes.len(), 2, "{votes:?}");
    assert_eq!(votes[0]["votes_for"], 22);
    assert_eq!(votes[0]["outcome"], "adopted");
    let granted = event(&read, "SubsidyGranted");
    assert_eq!(granted["beneficiary"]["name"], "Les Jardins du Bief");
}

#[test]
fn a_place_in_the_agenda_makes_no_minutes_of_an_act() {
    let read = headed(
        "Communauté urbaine du GRAND-VAULNOIS\n\nBUREAU COMMUNAUTAIRE                lundi 4 mai 2031\nORDRE DU JOUR N° 9\n\nDÉCISION N° BC-31-0709\n(prise par délégation du Conseil communautaire)\n\nOBJET : Chantiers\n\nPrésents : M. Luc TILLOY, Mme Zita BRAVOUX.\n\n1 - EXPOSÉ\n\nLe programme est présenté.\n\n2 - DÉCISION\n\nLE BUREAU,",
    );
    let tabled = event(&read, "DeliberationTabled");
    assert_eq!(tabled["reference"], "BC-31-0709");
    assert!(read.notes.iter().all(|note| note.code != "several-acts"));
}

/// The last line of an agenda has the opening below it and is no matter out of its order.
#[test]
fn an_agenda_above_the_matters_does_not_break_their_order() {
    let told = titles(
        "VAULNOIX                         notes de la réunion de conseil du 4 mai 2031\n\n\
         Autour de la table : Anne CERDOUX, Zita BRAVOUX, Luc TILLOY\n\n\
         Au programme :\n  I.    Virements de crédits\n  II.   Tarifs de la cantine\n  III.  Tout le reste\n\nRq : la salle est froide.\n\n\
         I. VIREMENTS DE CRÉDITS\n\nLa facture est plus élevée que prévu.\n\nOn vote : 12 pour, 0 abstention, 0 contre = adopté\n\n\
         II. TARIFS DE LA CANTINE\n\nLe repas passe à 3,60 €.\n\nOn vote : 10 pour, 2 abstentions, 0 contre = adopté\n\n\
         III. TOUT LE RESTE\n\nLe toit fuit.\n",
    );
    assert_eq!(told, ["VIREMENTS DE CRÉDITS", "TARIFS DE LA CANTINE"]);
}

fn attendance(head: &str) -> Value {
    event(
        &headed(&format!(
            "SYNDICAT MIXTE DU VAULNOIS\n\nComité syndical du 4 mai 2031\n\nDélibération n° 2031-14\n\n{head}\n\nOBJET : Chantiers"
        )),
        "AttendanceRecorded",
    )
}

#[test]
fn who_sat_may_be_told_in_several_lists() {
    let told = attendance(
        "Siégeaient, au titre de la Région : M. Luc TILLOY, Mme Zita BRAVOUX.\nSiégeaient, au titre du Département : Mme Anne CERDOUX, M. Paul OUVRIN.\n\n\
         Avaient prié de les excuser : M. Omer VASSIN, M. Guy LORVAL.",
    );
    assert_eq!(
        told["present"],
        json!(["Luc TILLOY", "Zita BRAVOUX", "Anne CERDOUX", "Paul OUVRIN"])
    );
    assert_eq!(told["excused"], json!(["Omer VASSIN", "Guy LORVAL"]));
}

#[test]
fn who_took_no_part_was_not_there() {
    let told = attendance(
        "Ont participé à la séance : Mme Anne CERDOUX, M. Luc TILLOY, Mme Zita BRAVOUX.\n\n\
         N'ont pas participé : M. Omer VASSIN, excusé ; Mme Léa OUVRIN, excusée ; M. Guy LORVAL, excusé et représenté par M. Luc TILLOY.",
    );
    assert_eq!(told["present"], json!(["Anne CERDOUX", "Luc TILLOY", "Zita BRAVOUX"]));
    assert_eq!(told["excused"], json!(["Omer VASSIN", "Léa OUVRIN", "Guy LORVAL"]));
    assert_eq!(told["proxies"], json!([{ "from": "Guy LORVAL", "to": "Luc TILLOY" }]));
}

#[test]
fn behind_an_office_and_a_dash_stands_another_member() {
    let told = attendance(
        "ÉTAIENT PRÉSENTS :\nTILLOY Luc, Président\nCERDOUX Anne, 1ère adjointe - BRAVOUX Zita, 2ème adjointe - OUVRIN Paul, 3ème\nadjoint - LORVAL Guy, 4ème adjoint\nVASSIN Omer, SERVAN Léa\n\nPouvoirs donnés\nMme NARDIN Ève à M. OUVRIN Paul",
    );
    assert_eq!(
        told["present"],
        json!([
            "TILLOY Luc",
            "CERDOUX Anne",
            "BRAVOUX Zita",
            "OUVRIN Paul",
            "LORVAL Guy",
            "VASSIN Omer",
            "SERVAN Léa"
        ])
    );
    assert_eq!(told["proxies"], json!([{ "from": "NARDIN Ève", "to": "OUVRIN Paul" }]));
}

#[test]
fn a_roll_call_tells_how_many_and_who() {
    let told = attendance(
        "La séance est ouverte à 9 h 45. L'appel nominal fait apparaître 4 conseillers présents :\nMmes CERDOUX, BRAVOUX ;\nMM. TILLOY, OUVRIN.",
    );
    assert_eq!(told["present_count_stated"], 4);
    assert_eq!(told["present"], json!(["CERDOUX", "BRAVOUX", "TILLOY", "OUVRIN"]));
    for head in [
        "Le nombre de membres présents (douze) satisfaisant à la condition de quorum,",
        "Étaient présents douze membres :\nMme Anne CERDOUX, M. Luc TILLOY.",
        "Présents ou suppléés : 12. Représentés : 3.",
        "Collège des communes : Mme Anne CERDOUX, M. Luc TILLOY.\nCes douze membres sont présents.",
    ] {
        assert_eq!(attendance(head)["present_count_stated"], 12, "{head}");
    }
}

#[test]
fn who_keeps_the_minutes_and_who_presides_in_other_words() {
    let opened = |head: &str| {
        event(
            &headed(&format!(
                "COMMUNE DE VAULNOIX\n\nConseil municipal du 4 mai 2031\n\n{head}\n\nOBJET : Chantiers"
            )),
            "SittingOpened",
        )
    };
    for head in [
        "Le quorum étant réuni, la Présidente ouvre la séance et confie le secrétariat à Mme Zita BRAVOUX.",
        "Présidence de M. Luc TILLOY, Maire. Secrétariat de Mme Zita BRAVOUX.",
        "Zita BRAVOUX se propose comme secrétaire de séance.",
        "Secrétariat\nZita BRAVOUX tiendra la plume.",
        "Secrétaire de séance\nZita BRAVOUX accepte cette tâche.",
    ] {
        assert_eq!(opened(head)["secretary"]["name"], "Zita BRAVOUX", "{head}");
    }
    for head in [
        "Le conseil s'est réuni à l'invitation du Maire, M. Luc TILLOY, et sous sa présidence.",
        "Le conseil s'est réuni sous la présidence effective de M. Luc TILLOY, adjoint.",
    ] {
        assert_eq!(opened(head)["presided_by"]["name"], "Luc TILLOY", "{head}");
    }
}

#[test]
fn an_act_is_numbered_in_the_words_of_its_head() {
    let reference = |head: &str| event(&headed(head), "DeliberationTabled")["reference"].clone();
    assert_eq!(
        reference(
            "COLLECTIVITÉ TERRITORIALE DU VAULNOIS\n\nCommission permanente\n\nRéunion du 4 mai 2031\n\nDÉLIBÉRATION CTV/CP/31-047\nrelative à l'attribution d'aides"
        ),
        "CTV/CP/31-047"
    );
    assert_eq!(
        reference(
            "Métropole du Vaulnois\n\nCOMMISSION PERMANENTE (BUREAU) DU 4 MAI 2031\n\nNuméro : E-2031-1187\n\nOBJET : Chantiers"
        ),
        "E-2031-1187"
    );
    let dated = headed(
        "Métropole du Vaulnois\n\nCOMMISSION PERMANENTE (BUREAU) DU 4 MAI 2031\n\nOBJET : Chantiers",
    );
    assert_eq!(event(&dated, "SittingOpened")["date"], "2031-05-04");
}

/// Of the two the formation that is dated decides, and not the council above it.
#[test]
fn a_formation_with_its_day_leaves_the_organ_above_it_for_review() {
    let read = headed(
        "DEPARTEMENT DU HAUT-VAULNOIS\n                 CONSEIL DEPARTEMENTAL\n                 Commission permanente du 4 mai 2031\n                 Délibération n° 2031/05/028\n\nOBJET : Chantiers\n\nPrésents : Mme Anne CERDOUX, M. Luc TILLOY.",
    );
    let opened = read.events.iter().find(|event| event.event.kind() == "SittingOpened").unwrap();
    assert_eq!(opened.confidence, greffe_ingest::Confidence::Review);
}

/// The report and the decision of an act about grants.
fn about_grants(report: &str, decision: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\nDélibération n° 2031-14\n\nObjet : Aides de l'année\n\n\
         Présents : Mme Anne CERDOUX, M. Luc TILLOY.\n\n{report}\n\nVu le code général des collectivités territoriales ;\n\n{decision}\n"
    ))
}

fn grants(draft: &Draft) -> Vec<(Value, Value, Value)> {
    let told = |one: Value| {
        let beneficiary = &one["beneficiary"];
        (
            beneficiary["name"].clone(),
            beneficiary["legal_form"].clone(),
            one["amount_cents"].clone(),
        )
    };
    all(draft, "SubsidyGranted").into_iter().map(told).collect()
}

#[test]
fn items_by_letters_name_who_receives() {
    let read = about_grants(
        "Des clubs demandent une aide.",
        "Le conseil municipal, à l'unanimité, DÉCIDE\n\nArticle 1 : Des aides sont octroyées ainsi qu'il suit au titre de l'exercice 2031 :\n  a) à la Maison des Sources, association loi 1901 : 2 300 € ;\n  b) au Vélo-Club du Vaulnois, association loi 1901 : 900 €.",
    );
    let told = grants(&read);
    let named: Vec<_> = told.iter().map(|(name, ..)| name).collect();
    assert_eq!(named, ["Maison des Sources", "Vélo-Club du Vaulnois"]);
}

/// The table stands in the report; the decision speaks of it.
#[test]
fn a_decision_may_fix_what_the_table_of_the_report_proposes() {
    let table = "  Ligne   Association                                Subvention 2031      Acompte janvier\n    \
        1     Les Sonneurs de Brivel                        64 000 €            32 000 €\n    \
        2     Théâtre au Lavoir                             42 000 €            21 000 €\n    \
        3     Le Cercle des conteurs                        18 500 €             9 250 €";
    let read = about_grants(
        table,
        "Le conseil municipal, à l'unanimité, DÉCIDE\n\nArticle 1 : Les subventions allouées pour 2031 aux trois associations du tableau sont fixées aux montants de l'avant-dernière colonne.",
    );
    assert_eq!(
        grants(&read),
        [
            (json!("Les Sonneurs de Brivel"), json!("association"), json!(6_400_000)),
            (json!("Théâtre au Lavoir"), json!("association"), json!(4_200_000)),
            (json!("Le Cercle des conteurs"), json!("association"), json!(1_850_000))
        ]
    );
}

#[test]
fn what_is_granted_beside_a_convention_goes_to_whom_the_act_names() {
    let read = read(
        "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL DU 4 MAI 2031\n\nPrésents : Mme Anne CERDOUX, M. Luc TILLOY.\n\n\
         1 – DCM 2031-24 : Convention avec l'association Les Ateliers du Lavoir\n\nConsidérant que l'association a établi un budget,\nLe Conseil municipal, par 10 voix pour et 3 abstentions, approuve la convention et accorde 1 850,00 € pour 2031.\n\n\
         2 – DCM 2031-25 : Tarif de la cantine\n\nLe repas passe à 3,40 €. Vote : 9 pour, 4 contre. Adopté.\n",
    );
    let told = grants(&read);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0].0, &told[0].2), (&json!("Les Ateliers du Lavoir"), &json!(185_000)));
}

#[test]
fn a_form_may_stand_behind_a_participle() {
    let read = about_grants(
        "L'Orchestre du Vaulnois, constitué en association, prépare sa saison. L'Orchestre du Vaulnois demande une aide.",
        "Le conseil municipal, à l'unanimité, DÉCIDE\n\nArticle 1 : d'attribuer à l'Orchestre du Vaulnois une subvention de 9 600 € pour l'exercice 2031.",
    );
    let told = grants(&read);
    assert_eq!(told, [(json!("Orchestre du Vaulnois"), json!("association"), json!(960_000))]);
}

#[test]
fn an_outcome_may_stand_behind_arrows_or_be_said_of_the_members() {
    for (decision, outcome) in [
        (">> Adopté : 17 pour, 2 contre.", "adopted"),
        (
            "Les autres conseillers, au nombre de onze, adoptent à l'unanimité ces chiffres.",
            "adopted",
        ),
    ] {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL DU 4 MAI 2031\n\nPrésents : Mme Anne CERDOUX, M. Luc TILLOY.\n\n\
             1 - Vote du budget\nLa section est arrêtée.\n{decision}\n\n2 - Tarifs du marché\nLe mètre passe à 2 €.\n>> Adopté à l'unanimité.\n"
        );
        assert_eq!(event(&read(&text), "VoteCast")["outcome"], outcome, "{decision}");
    }
    let below = about_grants(
        "Des avances sont proposées.",
        "Le Bureau,\n- vu les conventions en vigueur ;\n- considérant l'urgence ;\n\napprouve, par 11 voix pour et 1 abstention (Luc TILLOY), le rapport du Président et en conséquence :\n\nArt. 1. – Les avances sont consenties.",
    );
    assert_eq!(event(&below, "VoteCast")["outcome"], "adopted");
}
