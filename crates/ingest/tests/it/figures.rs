//! What a figure that no fact holds is for: each test is one law, in the words of several clerks.

use greffe_ingest::{Draft, Figure, Options, Seems, draft};

pub(super) fn act(report: &str, decision: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Subvention à l'association « Les Forges »\n\n\
         Monsieur le Maire expose ce qui suit.\n\n{report}\n\nVu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n{decision}\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

pub(super) fn seen(draft: &Draft, euros: i64) -> Vec<Seems> {
    let figure = |figure: &Figure| match figure {
        Figure::Amount(money, seems) if money.cents() / 100 == euros => Some(*seems),
        _ => None,
    };
    draft.notes.iter().filter_map(|note| figure(note.figure.as_ref()?)).collect()
}

/// Each report says of 1 111 € what it is.
pub(super) fn told(reports: &[&str], seems: Seems) {
    for report in reports {
        assert_eq!(seen(&act(report, "prend acte."), 1111), [seems], "{report}");
    }
}

#[test]
fn a_budget_is_what_something_costs_or_a_line_provides() {
    told(
        &[
            "La dépense est estimée à 1 111 €.",
            "Le coût de la tournée était chiffré à 1 111 €.",
            "Le dossier représente une dépense de 1 111 €.",
            "L'aide équivaut à 22 % de ses charges prévisionnelles (1 111 €).",
            "L'aide équivaut à 45 % de 1 111 € de travaux.",
            "La somme est prélevée sur le chapitre 933, où 1 111 € sont inscrits.",
            "La somme est imputée sur l'autorisation d'engagement « Lavoirs » (chapitre 936),\ndont le montant est de 1 111 €.",
            "Le conseil a mis 1 111 € au 6574.",
            "Il s'agit de l'achat d'un car, pour un prix de 1 111 €.",
            "Le fonctionnement est équilibré à 700 € et investissement à 1 111 €.",
            "Le plan de financement est en équilibre.\nTotal    1 111 €    Total    1 111 €",
        ],
        Seems::Budget,
    );
}

#[test]
fn what_was_spent_in_the_end_is_no_budget() {
    told(
        &[
            "Les dépenses réalisées s'élèvent à 1 111 €.",
            "La précédente convention était dotée de 1 111 € chaque année.",
            "Le budget n'est pas équilibré : il manque 1 111 €.",
        ],
        Seems::Other,
    );
}

#[test]
fn a_budget_that_replaces_another_is_revised() {
    told(
        &[
            "Les charges de l'année se trouvent ramenées à 1 111 €.",
            "L'ouverture d'un second lieu porte le budget de l'année de 900 € à 1 111 €.",
            "Les charges de l'année se trouvent ramenées à 1 111 €. Le budget serait de 1 111 €.",
        ],
        Seems::RevisedBudget,
    );
}

#[test]
fn parts_of_a_payment_are_told_by_their_list() {
    told(
        &[
            "Une première fraction de 700 € sera versée en mai et la seconde, de 1 111 €, en juin.",
            "Le reste sera mandaté comme suit :\n700 € (50 %) le 15 avril ;\n1 111 € (15 %) le 15 mai ;",
            "L'aide est versée :\na) pour 50 %, soit 700 €, à titre d'avance, avant mai ;\nb) pour 30 %, soit 1 111 €, en juin ;",
            "Les 900 € seraient versés pour deux tiers (1 111 €) à la notification.",
            "Des 2 500 € promis, 1 111 € ont été versés en mai.",
            "Une aide est prévue. La moitié, soit 1 111 €, en sera mandatée au démarrage.",
            "Une somme de 1 111 €, représentant 70 % de l'aide, a été réglée en mai.",
            "Une aide est prévue. La moitié, 1 111 €, est payée au démarrage.",
            "Une aide est prévue, dont 70 % à la signature de la convention (1 111 €) et le reste après.",
            "Le calendrier est le suivant : 700 € au 1er mars, 1 111 € au 1er juin.",
        ],
        Seems::Instalment,
    );
    told(
        &["L'aide est versée :\na) pour 50 %, soit 1 111 €, à titre d'avance, avant mai ;"],
        Seems::Advance,
    );
}

#[test]
fn what_is_left_is_the_balance_unless_it_is_cancelled() {
    told(
        &[
            "Fixe à 1 111 € le solde restant dû.",
            "Une avance de 700 € est versée sans délai ; le complément de 1 111 € le sera en juin.",
            "Un acompte de 700 € est versé en mai, et 1 111 € en juin, après remise du bilan.",
            "La ligne ouverte au budget conserve 1 111 € de disponible.",
            "Des 2 500 € votés il reste donc 1 111 € pour les dossiers à venir.",
        ],
        Seems::Balance,
    );
    told(&["Annule le reliquat non mandaté, soit 1 111 €."], Seems::Other);
}

#[test]
fn what_another_claims_or_what_was_given_back_is_no_recovery() {
    told(
        &[
            "Le Département lui réclame de son côté 1 111 €.",
            "Elle a restitué spontanément 1 111 € en mai.",
            "Le reversement tient compte des 1 111 € déjà restitués.",
        ],
        Seems::Other,
    );
    told(&["Il sera demandé le reversement de 1 111 €."], Seems::Recovery);
}

#[test]
fn a_second_help_in_kind_is_valued_like_the_first() {
    told(
        &[
            "Le prêt gratuit du local et du camion est évalué à 700 € pour le premier et à 1 111 € pour le second.",
        ],
        Seems::InKind,
    );
}

#[test]
fn helps_listed_below_their_valuation_are_in_kind() {
    told(
        &[
            "Ces mises à disposition sont évaluées ainsi :\n- prêt du car, dix trajets ........ 700 €\n- chauffage ........ 1 111 €",
        ],
        Seems::InKind,
    );
}

#[test]
fn what_a_grant_is_brought_to_is_the_grant() {
    told(
        &[
            "Il est décidé de ramener l'aide accordée au club de 2 500 € à 1 111 €.",
            "Le maire ramène la subvention de 2 500 € à 1 111 €.",
            "Il est décidé d'annuler l'aide exceptionnelle de 1 111 €.",
            "Il est décidé de réduire à 1 111 € la subvention de 2 500 €.",
        ],
        Seems::Subsidy,
    );
    told(&["Il est décidé de ramener l'aide accordée au club de 1 111 € à 700 €."], Seems::Other);
}

#[test]
fn a_price_and_a_sum_of_another_year_are_no_grant() {
    told(
        &[
            "Le marché est attribué à la société Vernier pour 1 111 € HT.",
            "La Ville accorderait une aide de 1 111 € par élève.",
            "La Ville accorderait une aide de 900 € (1 111 € en 2030).",
            "L'aide de 1 111 € attribuée pour 2031 par délibération n° 12 est distincte.",
            "Le club sollicite un complément, portant l'aide de la commune à 1 111 €.",
        ],
        Seems::Other,
    );
    told(
        &[
            "Montant demandé : 2 200 € ; montant attribué : 1 111 €",
            "La commission propose 1 111 €. Mis aux voix, ce montant recueille 8 voix.",
            "Il est décidé d'un complément, portant ainsi la contribution 2031 à 1 111 €.",
            "La somme de 1 111 € est mise aux voix.",
        ],
        Seems::Subsidy,
    );
}

#[test]
fn credits_of_the_grant_itself_are_no_budget() {
    let draft = act(
        "L'association agit.",
        "Article 1 : attribue à l'association « Les Forges » une subvention de 1 111 €.\n\n\
         Article 2 : Les crédits nécessaires, soit 1 111 €, sont inscrits au budget.",
    );
    assert_eq!(seen(&draft, 1111), []);
}

#[test]
fn a_year_is_noted_of_an_act_that_grants_nothing() {
    let year = |draft: &Draft| {
        draft.notes.iter().find_map(|note| match note.figure {
            Some(Figure::Exercise(year)) => Some(year),
            _ => None,
        })
    };
    let put_off =
        act("La demande porte sur l'exercice 2031.", "décide de reporter l'examen de la demande.");
    assert_eq!(year(&put_off), Some(2031));
    let granted = act(
        "L'association agit.",
        "Article 1 : attribue à l'association « Les Forges » une subvention de 1 111 € au titre de l'exercice 2031.",
    );
    assert_eq!(year(&granted), None);
}

#[test]
fn a_second_grant_is_noted_beside_the_first() {
    let draft = act(
        "L'association agit.",
        "Article 1 : d'attribuer à l'association « Les Forges » une subvention de 900 €.\n\n\
         Article 2 : d'attribuer à la même association une subvention d'équipement de 1 111 €.",
    );
    assert_eq!(seen(&draft, 1111), [Seems::Subsidy]);
    let proposed = act(
        "Il est proposé d'attribuer à l'association une subvention de 1 111 €.",
        "Article 1 : d'attribuer à l'association « Les Forges » une subvention de 900 €.",
    );
    assert_eq!(seen(&proposed, 1111), [Seems::Other]);
}

/// *accordés en 2030* says that it is another sum than the grant, be it as much.
#[test]
fn a_sum_of_another_year_is_noted_where_it_is_as_much_as_the_grant() {
    let draft = act(
        "L'association demande un peu plus que les 1 111 € accordés en 2030.",
        "Article 1 : attribue à l'association « Les Forges » une subvention de 1 111 €.",
    );
    assert_eq!(seen(&draft, 1111), [Seems::Other]);
}

/// The letters of the organ stand before the number of its act.
#[test]
fn an_act_is_recalled_by_letters_and_number() {
    let draft = act(
        "La délibération du Comité syndical CS 2030-31 du 24 septembre 2030 rappelle les faits.",
        "prend acte.",
    );
    let recalled = draft.notes.iter().find_map(|note| match &note.figure {
        Some(Figure::Act(act)) => act.reference.clone(),
        _ => None,
    });
    assert_eq!(recalled.as_deref(), Some("CS 2030-31"));
}

/// Of several acts that grant nothing the year of the first is noted.
#[test]
fn minutes_note_one_year() {
    let text = "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\nPrésents : M. Luc BRAVOUX\n\n\
                1. Subvention à l'association « Les Forges » \nLa demande, au titre de l'exercice 2031, est rejetée par 8 voix contre 2.\n\n\
                2. Subvention à l'association « Le Lavoir » \nLa demande, au titre de l'exercice 2032, est rejetée par 8 voix contre 2.\n\n\
                3. Halle\nLe conseil municipal, à l'unanimité, approuve les travaux.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let years: Vec<i32> = draft
        .notes
        .iter()
        .filter_map(|note| match note.figure {
            Some(Figure::Exercise(year)) => Some(year),
            _ => None,
        })
        .collect();
    assert_eq!(years, [2031]);
}

/// Who asks, or whose advance it is, stands in the title.
#[test]
fn a_title_names_who_asks() {
    for (title, name) in [
        ("Demande de subvention du Vélo-Club des Gorges - 8e montée", "Vélo-Club des Gorges"),
        ("AVANCE SUR LA SUBVENTION 2031 DE LA CRÈCHE ASSOCIATIVE « LES GALETS »", "LES GALETS"),
    ] {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : {title}\n\nMonsieur le Maire donne lecture d'une lettre.\n\n\
             Vu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré,\n\n\
             décide de reporter l'examen du dossier.\n"
        );
        let draft = draft(&text, &"0".repeat(64), &Options::default());
        let named = draft.events.iter().find(|event| event.event.kind() == "BeneficiaryIdentified");
        let data = named.map(|event| event.event.data().unwrap());
        assert_eq!(data.map(|data| data["name"].clone()), Some(name.into()), "{title}");
    }
}

/// A text that is no act grants nothing, and its figures are told.
#[test]
fn figures_of_a_text_that_is_no_act_are_noted() {
    let text = "Associations 2031\nLe budget de la fête est de 1 111 €.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    assert!(draft.events.is_empty());
    assert!(draft.notes.iter().any(|note| note.code == "no-act"), "{:?}", draft.notes);
    assert_eq!(seen(&draft, 1111), [Seems::Budget]);
}
