//! Grants in rows and sentences of many shapes, who receives them, and what the figures beside them are: parts that are
//! paid, plans of financing, what a grant was before. Each test is one class of layouts or wordings.

use super::figures::{act, seen, told};
use greffe_ingest::{Confidence, Draft, Figure, Options, Seems, draft};
use serde_json::Value;

/// An act that decides so about subsidies in general.
fn decides(decision: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Attribution de subventions\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n{decision}\n\nAUTORISE Madame la Maire à signer.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// Who is granted how many euros, and what he is said to be; all of it must be for review.
fn grants(draft: &Draft) -> Vec<(String, i64, String)> {
    let words = |data: &Value, at: &str| {
        data.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    of_kind
        .map(|event| {
            assert_eq!(event.confidence, Confidence::Review);
            let data = event.event.data().unwrap();
            let euros = data["amount_cents"].as_i64().unwrap_or_default() / 100;
            (words(&data, "/beneficiary/name"), euros, words(&data, "/beneficiary/legal_form"))
        })
        .collect()
}

fn of(rows: &[(&str, i64, &str)]) -> Vec<(String, i64, String)> {
    rows.iter()
        .map(|(name, euros, form)| ((*name).to_owned(), *euros, (*form).to_owned()))
        .collect()
}

#[test]
fn rows_may_hold_their_amount_in_brackets_behind_an_equals_sign_or_first_in_a_column() {
    let rows = of(&[("Les Gabares", 700, ""), ("Foyer rural", 350, "")]);
    for list in [
        "- Les Gabares (700 €)\n- Foyer rural (350 €)",
        "Les Gabares = 700 €\nFoyer rural = 350 €",
        "     700 €   Les Gabares\n     350 €   Foyer rural",
        "Les Gabares : 700 € ; Foyer rural : 350 €.",
    ] {
        let read =
            decides(&format!("DÉCIDE d'attribuer pour 2031 les subventions suivantes :\n\n{list}"));
        assert_eq!(grants(&read), rows, "{list}");
    }
    // A calculation is none, nor is a demand.
    let read = decides(
        "DÉCIDE d'attribuer pour 2031 les subventions suivantes :\n\n- 12 élèves x 30 € = 360 €\n- Rejette la demande présentée par Les Gabares (700 €)",
    );
    assert_eq!(grants(&read), []);
}

#[test]
fn one_row_below_the_words_that_announce_it_is_a_grant() {
    for row in [
        "Gabares Vaulnoises : 700 €",
        "Gabares Vaulnoises .............. 700 €",
        "• 700 € à l'association Gabares Vaulnoises au titre de l'exercice 2031",
        "Bénéficiaire     Attribué 2030   Demandé    Voté\nGabares Vaulnoises       600 €     900 €   700 €",
        "+--------------------+--------+--------+\n| Tiers              | Nature | Montant |\n+--------------------+--------+--------+\n| Gabares Vaulnoises | 65748  | 700 € |\n+--------------------+--------+--------+",
    ] {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Subvention\n\nL'association Gabares Vaulnoises a sollicité une aide.\n\n\
             Vu le code général des collectivités territoriales ;\n\n\
             Le conseil municipal, après en avoir délibéré, attribue la subvention suivante :\n\n{row}\n\nAdopté à l'unanimité.\n"
        );
        let read = draft(&text, &"0".repeat(64), &Options::default());
        assert_eq!(grants(&read), of(&[("Gabares Vaulnoises", 700, "association")]), "{row}");
    }
}

#[test]
fn grants_of_one_sentence_are_parted_in_every_order() {
    let two = of(&[("Les Gabares", 700, "association"), ("Foyer des Rives", 350, "association")]);
    for sentence in [
        "Sont soutenues en 2031 les associations Les Gabares (700 €) et Foyer des Rives (350 €).",
        "Les associations suivantes reçoivent pour 2031 : Les Gabares, 700 € ; Foyer des Rives, 350 €.",
        "Une enveloppe de 1 050 € est répartie entre les associations Les Gabares pour 700 € et Foyer des Rives pour 350 €.",
        "Subventions accordées aux associations : Les Gabares 700 €, Foyer des Rives 350 €.",
        "Sont accordées les subventions suivantes aux associations : 700 € pour Les Gabares et 350 € pour Foyer des Rives.",
        "Une subvention de 700 € est accordée à l'association Les Gabares au titre de l'exercice 2031, ainsi qu'une aide exceptionnelle de 350 € à l'association Foyer des Rives.",
        "Des subventions de 700 € et 350 € sont attribuées respectivement aux associations Les Gabares et Foyer des Rives au titre de l'exercice 2031.",
    ] {
        let read = decides(&format!("DÉCIDE :\n\nArticle 1 : {sentence}"));
        assert_eq!(grants(&read), two, "{sentence}");
    }
}

#[test]
fn among_names_that_commas_part_the_conjunction_stands_before_the_last_alone() {
    let read = decides(
        "DÉCIDE :\n\nArticle 1 : Une subvention de 700 € est attribuée à chacune des associations suivantes : Voiles et Rames, Foyer des Rives, Les Gabares.",
    );
    let each = |name| (name, 700, "association");
    let names = ["Voiles et Rames", "Foyer des Rives", "Les Gabares"].map(each);
    assert_eq!(grants(&read), of(&names));
}

#[test]
fn a_form_by_its_letters_is_no_part_of_the_name() {
    for (said, form) in
        [("SASP", "SASP"), ("SASU", "SASU"), ("association sportive", "association sportive")]
    {
        let read = decides(&format!(
            "DÉCIDE :\n\nArticle 1 : Une subvention de 700 € est attribuée à la {said} Rivelles Volley."
        ));
        assert_eq!(grants(&read), of(&[("Rivelles Volley", 700, form)]), "{said}");
    }
}

#[test]
fn the_rows_of_a_schedule_or_of_a_plan_of_financing_receive_nothing() {
    let of_both = |report: &str, terms: &str| {
        let read = act(
            &format!("L'association « Les Forges » demande une aide.\n\n{report}"),
            &format!(
                "DÉCIDE :\n\nArticle 1 : Une subvention de 1 587 € est attribuée à l'association « Les Forges » au titre de l'exercice 2031.\n\nArticle 2 : {terms}\n\nArticle 3 : La dépense est imputée à l'article 65748."
            ),
        );
        let granted = |event: &&greffe_ingest::DraftEvent| event.event.kind() == "SubsidyGranted";
        assert_eq!(read.events.iter().filter(granted).count(), 1, "{report}{terms}");
        read
    };
    for terms in [
        "Échéancier de versement :\nÉchéance                     Taux    Montant\nSignature de la convention   70 %   1 111 €\nSolde sur bilan              30 %     476 €",
        "La subvention est payée selon le calendrier ci-dessous :\nDate        | Nature  |  Montant\n31 mars     | acompte | 1 111 €\n30 novembre | solde   | 476 €",
    ] {
        let read = of_both("", terms);
        assert_eq!(seen(&read, 1111), [Seems::Instalment], "{terms}");
        assert_eq!(seen(&read, 476), [Seems::Balance], "{terms}");
    }
    let plan = "Plan de financement :\nFinanceur           Montant\nCollectivité        1 587 €\nDépartement         1 111 €\nAutofinancement     5 000 €\nTOTAL               7 698 €";
    let read = of_both(plan, "Le maire est chargé de l'exécution.");
    assert_eq!(seen(&read, 1111), [Seems::Other]);
    assert_eq!(seen(&read, 7698), [Seems::Budget]);
}

#[test]
fn a_sum_that_a_grant_was_before_and_what_it_is_made_are_told_apart() {
    told(
        &[
            "La subvention de l'association « Les Forges » est ramenée de 1 500 € à 1 111 €.",
            "La subvention du club passe de 900 € à 1 111 €.",
            "Cette subvention est diminuée de 200 € et fixée à 1 111 €.",
            "La subvention a été votée. Elle est désormais fixée à 1 111 €.",
            "La dotation annuelle du club est fixée au titre de l'exercice 2031 à 1 111 €.",
            "La subvention de 1 111 € votée par délibération n° 30-12 du 3 mars 2030 est annulée.",
            "Le montant de 1 111 € est maintenu.",
        ],
        Seems::Subsidy,
    );
    told(
        &[
            "La subvention de l'association « Les Forges » est ramenée de 1 111 € à 900 €.",
            "Cette subvention est diminuée de 1 111 € et fixée à 900 €.",
            "La convention a donné lieu à un versement de 1 111 € en 2030.",
            "La subvention, fixée à 1 111 € par délibération n° 30-12 du 3 mars 2030, est portée à 1 500 €.",
        ],
        Seems::Other,
    );
    told(&["La somme de 1 111 € sera remboursée à la commune."], Seems::Recovery);
    let report = "Le rapporteur propose de verser 1 111 € à l'association « Les Forges ».";
    assert_eq!(seen(&act(report, "La proposition n'est pas adoptée."), 1111), [Seems::Subsidy]);
}

#[test]
fn a_budget_is_told_by_what_balances_by_the_total_of_a_plan_and_by_what_replaces_it() {
    told(
        &[
            "Le budget 2031 de l'association s'équilibre en recettes et en dépenses à 1 111 €.",
            "Plan de financement prévisionnel :\n- Commune : 400 €\n- Département : 300 €\n- Total : 1 111 €",
            "Budget prévisionnel\nDépenses : 1 111 €\nRecettes : cotisations 400 €",
            "Le projet, d'un montant de 1 111 €, est autofinancé en partie.",
            "Charges prévisionnelles : 1 111 €.",
            "L'enveloppe annuelle des subventions est de 1 111 €.",
            "L'association a présenté un budget rectifié à hauteur de 1 500 €, au lieu de 1 111 €.",
        ],
        Seems::Budget,
    );
    told(
        &[
            "L'association a présenté un budget rectifié à hauteur de 1 111 €, au lieu de 900 €.",
            "Un avenant substitue au budget de 900 € un budget modifié de 1 111 €.",
        ],
        Seems::RevisedBudget,
    );
}

#[test]
fn a_part_that_is_paid_is_told_by_what_stands_behind_it() {
    let of_terms = |terms: &str| {
        act(
            "L'association « Les Forges » demande une aide.",
            &format!(
                "DÉCIDE :\n\nArticle 1 : Une subvention de 2 222 € est attribuée à l'association « Les Forges » au titre de l'exercice 2031.\n\nArticle 2 : {terms}"
            ),
        )
    };
    for (terms, seems) in [
        (
            "1 111 € seront versés à la signature de la convention, le reste ensuite.",
            Seems::Instalment,
        ),
        (
            "La moitié de la subvention, soit 1 111 €, sera versée à la signature.",
            Seems::Instalment,
        ),
        (
            "900 € seront versés à la signature, 1 111 € au titre du solde après contrôle.",
            Seems::Balance,
        ),
        (
            "Le solde est calculé au prorata des dépenses et ne pourra excéder 1 111 €.",
            Seems::Balance,
        ),
    ] {
        assert_eq!(seen(&of_terms(terms), 1111), [seems], "{terms}");
    }
}

#[test]
fn the_budget_year_stands_behind_an_annexed_budget_an_imputation_or_a_civil_year() {
    for words in [
        "La dépense sera imputée sur le budget annexe « Tourisme » 2030, compte 65738.",
        "Imputation budgétaire : 2030 – 65 – 6574/40.",
        "Elle est attribuée pour l'exercice civil 2030.",
        "Elle est versée en faveur de son fonctionnement 2030.",
    ] {
        let read = act(
            "L'association « Les Forges » demande une aide.",
            &format!(
                "DÉCIDE :\n\nArticle 1 : Une subvention de 700 € est attribuée à l'association « Les Forges ».\n\nArticle 2 : {words}"
            ),
        );
        let years: Vec<Value> = read
            .events
            .iter()
            .filter(|event| event.event.kind() == "SubsidyGranted")
            .map(|event| event.event.data().unwrap()["exercise"].clone())
            .collect();
        assert_eq!(years, [Value::from(2030)], "{words}");
    }
}

/// What no fact holds is noted once, whatever its role.
#[test]
fn the_columns_before_the_last_of_one_row_are_noted() {
    let read = decides(
        "DÉCIDE d'attribuer la subvention suivante :\n\nBénéficiaire     Attribué 2030   Voté\nLes Gabares              600 €   700 €",
    );
    let noted = read.notes.iter().filter(|note| {
        matches!(&note.figure, Some(Figure::Amount(money, Seems::Other)) if money.cents() == 60_000)
    });
    assert_eq!(noted.count(), 1);
}

#[test]
fn a_row_that_is_read_in_two_ways_is_one_grant() {
    let read = decides(
        "DÉCIDE d'attribuer au titre de l'exercice 2031 les subventions suivantes :\n\nBénéficiaire\tObjet\tMontant\nSecours vaulnois\tAide au loyer\t10 100 €\nAïkido Sainte-Rivelle-le-Lac\tStage jeunes\t1 000 €\nClub informatique\tFormation\t650 €\nScène et Lumière\tÉquipement\t900 €\nLes Jardins de la Source\tFête patronale\t20 900 €\nU.S. Sainte-Rivelle-le-Lac\tSaison culturelle\t100 €\nLes Voiles du Marais\tÉquipement\t100 €\nTOTAL\t\t33 750 €",
    );
    let names: Vec<String> = read
        .events
        .iter()
        .filter(|event| event.event.kind() == "SubsidyGranted")
        .map(|event| {
            let data = event.event.data().unwrap();
            data["beneficiary"]["name"].as_str().unwrap_or_default().to_owned()
        })
        .collect();
    let all = [
        "Secours vaulnois",
        "Aïkido Sainte-Rivelle-le-Lac",
        "Club informatique",
        "Scène et Lumière",
        "Les Jardins de la Source",
        "U.S. Sainte-Rivelle-le-Lac",
        "Les Voiles du Marais",
    ];
    assert_eq!(names, all);
}

#[test]
fn what_a_grant_is_for_is_no_part_of_who_receives_it() {
    let rows =
        of(&[("Les Gabares", 700, ""), ("Foyer rural", 350, ""), ("Cercle Rivelles", 200, "")]);
    for list in [
        "• 700 € à l'association Les Gabares pour une régate ;\n• 350 € à l'association Foyer rural pour l'achat de matériel ;\n• 200 € à l'association Cercle Rivelles pour un concert ;",
        "• Les Gabares – Achat de matériel – 700 €\n• Foyer rural – Atelier bois – 350 €\n• Cercle Rivelles – Achat de matériel – 200 €",
    ] {
        let read =
            decides(&format!("DÉCIDE d'attribuer pour 2031 les subventions suivantes :\n\n{list}"));
        let named = grants(&read).into_iter().map(|(name, euros, _)| (name, euros, String::new()));
        assert_eq!(named.collect::<Vec<_>>(), rows, "{list}");
    }
}

#[test]
fn the_whole_of_the_costs_is_a_budget_in_its_column() {
    let read = decides(
        "DÉCIDE d'attribuer au titre de l'exercice 2031 les subventions suivantes :\n\nBénéficiaire                 Objet                Coût total   Demande        Aide\nScène et Lumière             Atelier insertion         4 000       500      400,50\nTwirling Rivelles            Festival d'été            4 321     1 340       1 100\nDonneurs bénévoles           Stage jeunes              5 800     1 760       1 450\nFoyer rural                  Achat de matériel         3 250       800         650\nDanse Passion                Colis alimentaires       12 500     1 890       1 250\nBanque des Monts             Sortie scolaire          16 000       980         800\nTOTAL                                                            7 270    5 650,50",
    );
    assert_eq!(seen(&read, 4321), [Seems::Budget]);
    assert_eq!(seen(&read, 1340), [Seems::Other]);
}

#[test]
fn a_name_that_may_go_on_in_figures_below_its_row_is_for_review() {
    let read = decides(
        "DÉCIDE d'attribuer au titre de l'exercice 2031 les subventions suivantes :\n\nBénéficiaire          Objet             Montant\nHarmonie des Rives    Festival            550 €\nDanse des Monts       Fonctionnement   19 900 €\n85\nLe Tremplin           Transport           850 €\nTOTAL                                  21 300 €",
    );
    assert_eq!(grants(&read).len(), 3);
}

#[test]
fn who_receives_twice_is_not_what_for_and_help_in_kind_is_no_row() {
    let who = |draft: &Draft| {
        let of_kind = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
        of_kind
            .map(|event| event.event.data().unwrap()["beneficiary"]["name"].to_string())
            .collect::<Vec<String>>()
    };
    let read = decides(
        "APPROUVE la programmation suivante :\n\n\
         • Régie des Gabares – Chantier jeunes (coût de l'action 38 000 €) : 9 500 €\n\
         • Centre social du Pont – Ateliers parents (coût de l'action 21 600 €) : 5 400 €\n\
         • Foyer du Bourg – Sport au féminin (coût de l'action 9 200 €) : 2 000 €\n\
         • Foyer du Bourg – Café des langues (coût de l'action 6 400 €) : 1 600 €\n",
    );
    assert_eq!(
        who(&read),
        [
            "\"Régie des Gabares\"",
            "\"Centre social du Pont\"",
            "\"Foyer du Bourg\"",
            "\"Foyer du Bourg\""
        ]
    );
    let read = decides(
        "ATTRIBUE à l'association Les Gabares une subvention de 7 000 €.\n\n\
         La Ville lui apporte de plus, en nature :\n\
         - l'usage des gymnases, évalué à ............. 1 200 euros\n\
         - l'entretien des terrains ................... 750 euros\n",
    );
    assert_eq!(who(&read), ["\"Les Gabares\""]);
}
