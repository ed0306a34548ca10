//! What a figure that no fact holds is for, by the act in which it stands: whether that act helps another, or is about
//! what the body itself builds, buys, moves and applies for.

use super::figures::{act, seen, told};
use greffe_ingest::{Draft, Options, Seems, draft};

/// Minutes with a grant, and another matter below it.
fn minutes(title: &str, matter: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\nPrésents : M. Luc BRAVOUX\n\n\
         1. Subvention à l'association « Les Forges »\nLe conseil municipal, à l'unanimité, attribue à l'association « Les Forges » une subvention de 400 €.\n\n\
         2. {title}\n{matter}\nAdopté par 8 voix contre 2.\n\n\
         3. Halle\nLe conseil municipal, à l'unanimité, approuve le règlement.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// Each matter says of 1 111 € what it is.
fn of_a_matter(matters: &[(&str, &str)], seems: Seems) {
    for (title, matter) in matters {
        assert_eq!(seen(&minutes(title, matter), 1111), [seems], "{title}: {matter}");
    }
}

#[test]
fn what_the_body_builds_buys_or_budgets_is_no_budget_of_a_grant_and_what_another_does_is() {
    of_a_matter(
        &[
            ("Réfection du lavoir", "Le coût des travaux est estimé à 1 111 € HT."),
            ("Décision modificative n° 2", "Les crédits ouverts à l'article 2313 sont de 1 111 €."),
            (
                "Crédits d'investissement",
                "Soit 1 111 € inscrits à l'article 2183 de l'opération 31.",
            ),
            (
                "Étude de chaleur",
                "L'enveloppe est estimée à 3 000 €. Une subvention est attendue de l'ADEME.\nLe reste à charge serait de 1 111 €.",
            ),
            (
                "Étude de chaleur",
                "Une subvention de l'agence est attendue auprès de l'ADEME à hauteur de 1 111 €.",
            ),
            ("Emploi d'agent", "Le poste est créé pour un coût annuel estimé à 1 111 €."),
            (
                "Demande de subvention au Département pour le préau",
                "Le montant des travaux est estimé à 1 111 € HT.",
            ),
        ],
        Seems::Other,
    );
    // Of another, be its grant read or not.
    of_a_matter(
        &[
            (
                "Salle de Brescou",
                "La commune de Brescou sollicite un fonds de concours. Le coût de l'opération s'élève à 1 111 €.",
            ),
            (
                "Fête du fleuve",
                "L'association « Les Gabares » sollicite la commune pour sa fête, dont le budget est de 1 111 €.",
            ),
            ("Budget 2031", "Le budget principal s'équilibre à 1 111 € en fonctionnement."),
        ],
        Seems::Budget,
    );
}

/// What one matter of minutes grants says nothing of another.
#[test]
fn a_sum_given_in_another_matter_is_a_grant_all_the_same() {
    of_a_matter(
        &[
            (
                "Foyer",
                "Il est décidé de débloquer l'aide suivante :\nAide au foyer (volet culture) : 1 111 €",
            ),
            (
                "Sortie des écoliers",
                "Le conseil décide de participer à raison de 11 € par enfant, soit 1 111 €, à verser à la coopérative.",
            ),
            (
                "Halle de Brescou",
                "La commune de Brescou sollicite un fonds de concours. Il ne peut excéder 2 000 €. Il est proposé de le fixer à 1 111 €.",
            ),
            (
                "Cercle nautique",
                "Le cercle a écrit en mars. L'association sollicite une aide. Le maire propose la somme de 1 111 €.",
            ),
            (
                "Cercle nautique",
                "Le conseil rejette la demande présentée par l'association des rameurs (1 111 €).",
            ),
        ],
        Seems::Subsidy,
    );
}

#[test]
fn what_is_moved_used_or_charged_on_a_line_is_not_what_it_holds() {
    told(
        &[
            "Les crédits sont inscrits au budget, après transfert de 1 111 € de la ligne 459.",
            "Un virement de crédits de 1 111 € est nécessaire.",
            "Un crédit de 9 000 € est ouvert, dont la première répartition a consommé 1 111 €.",
            "Le budget y pourvoit ; il convient d'imputer la dépense, soit 1 111 €, sur le chapitre 933.",
            "La dépense est prélevée sur le chapitre 65, où il reste 1 111 €.",
            "Il est précisé que le solde de 1 111 € restera en réserve pour d'autres demandes.",
            "Le reliquat de 1 111 € est désaffecté.",
        ],
        Seems::Other,
    );
}

#[test]
fn what_is_told_for_the_record_asked_for_or_of_one_is_no_budget() {
    told(
        &[
            "Pour mémoire, l'enveloppe 2030 était de 1 111 €.",
            "L'association présente un budget de 9 000 € (8 000 € au budget initial) et demande 1 111 € supplémentaires.",
            "Le comité de la foire sollicite une avance de 1 111 €.",
            "Le coût moyen d'un élève de l'école publique est de 1 111 €.",
            "L'association a engagé à ce titre une dépense de 1 111 €.",
            "Les charges de l'année passée s'élèvent à 1 111 €.",
            "Le règlement d'attribution le permet à concurrence de 1 111 €.",
            "Le projet de décision, qui portait sur une aide de 1 111 €, est retiré de l'ordre du jour.",
            "Amendement n° 2, tendant à porter la subvention à 1 111 € : rejeté par 3 voix pour et 8 voix contre.",
        ],
        Seems::Other,
    );
    told(
        &[
            "L'association n'a justifié que de 300 € de dépenses sur les 1 111 € prévus.",
            "Les dépenses justifiées s'élèvent à 300 € pour une assiette de 1 111 €.",
            "Le budget du festival, initialement fixé à 1 111 €, est ramené à 900 €.",
        ],
        Seems::Budget,
    );
}

#[test]
fn what_the_body_gives_back_is_no_recovery() {
    told(
        &[
            "Il convient d'autoriser le maire à reverser la somme de 1 111 € à la commune de Brescou.",
            "La mise à disposition d'un agent donne lieu à remboursement à hauteur de 1 111 €.",
        ],
        Seems::Other,
    );
    told(&["Il y a lieu d'émettre un titre de recettes de 1 111 €."], Seems::Recovery);
}

#[test]
fn parts_are_told_by_their_time_and_the_rest_by_what_was_deducted() {
    let granted = |decision: &str| {
        let decision = format!(
            "Article 1 : attribue à l'association « Les Forges » une subvention de 3 000 €.\n\nArticle 2 : {decision}"
        );
        seen(&act("L'association agit.", &decision), 1111)
    };
    for decision in [
        "La commune verse 1 111 € à la notification de la convention.",
        "L'association, qui recevra 1 111 € en avril, rend compte.",
        "VERSEMENT. 37 % soit 1 111 € à la signature.",
    ] {
        assert_eq!(granted(decision), [Seems::Instalment], "{decision}");
    }
    told(
        &[
            "Le solde à verser, compte tenu de l'acompte de 700 € mandaté le 4 avril, est de 1 111 €.",
        ],
        Seems::Balance,
    );
    told(
        &["Le local est prêté gratuitement (valeur locative : 700 € ; fluides : 1 111 €)."],
        Seems::InKind,
    );
}

/// The model convention of the State: the whole, and what it costs in each year.
#[test]
fn of_the_costs_of_several_years_that_of_the_grant_is_its_budget() {
    let draft = act(
        "L'association agit.",
        "Article 1 : attribue à l'association « Les Forges », au titre de l'exercice 2031, une subvention de 400 €.\n\n\
         Article 2 : Le coût total estimé éligible du programme est évalué à 4 000 €, conformément aux budgets prévisionnels :\n\n\
         2031 : 1 111 €\n2032 : 1 300 €\n2033 : 1 589 €\n\nArticle 3 : La convention est approuvée.",
    );
    assert_eq!(seen(&draft, 1111), [Seems::Budget]);
    assert_eq!(seen(&draft, 4000), [Seems::Other]);
    assert_eq!(seen(&draft, 1300), [Seems::Other]);
}

#[test]
fn items_below_words_of_helps_in_kind_and_rows_beside_them_are_in_kind() {
    for items in [
        "Le conseil maintient les aides en nature ci-après :\n\n– prêt gratuit de la salle au Cercle, le jeudi, évalué à \
         900 € ;\n– photocopies et affiches pour l'Harmonie, évaluées à 1 111 € ;\n– entretien du local de la Gaule.",
        "Les avantages en nature sont les suivants :\n1) affiches de l'Harmonie, soit 1 111 €\n2) fauchage du pré (300 €)",
        "La commune accorde à titre gracieux :\na) le fauchage du terrain : 1 111 €\nb) l'eau : 200 €",
        "Les concours de la commune sont arrêtés comme suit :\n\nSubvention de fonctionnement .......... 5 000 €\nMise à \
         disposition de la halle (valeur locative) .......... 900 €\nPrise en charge des fluides .......... 1 111 €",
        "Apports de la commune\nEntretien des abords : 1 111 €\nPrêt de la salle : 300 €\nSubvention de l'année : 700 €",
    ] {
        let draft = act(&format!("L'association agit.\n\n{items}"), "APPROUVE la convention.");
        assert_eq!(seen(&draft, 1111), [Seems::InKind], "{items}");
    }
    // What sums up money and helps is neither.
    let table = "Les concours de la commune sont arrêtés comme suit :\n\nSubvention de fonctionnement .......... 5 000 €\nMise à \
                 disposition de la halle .......... 900 €\nTotal des concours .......... 1 111 €";
    assert_eq!(seen(&act(table, "APPROUVE la convention."), 1111), [Seems::Other]);
}

#[test]
fn of_a_second_year_is_said_what_is_said_of_the_first() {
    let said = "Le budget de l'action est ramené à 1 400 € pour 2031 et à 1 111 € pour 2032.";
    assert_eq!(seen(&act("L'association agit.", said), 1111), [Seems::RevisedBudget]);
}
