//! What a sum is for, where its words are those of a proposal, of the credits of a line, of what something costs, of what
//! was given before, or of the parts in which it is paid or paid back. Each test is one law, in the words of several clerks.

use super::figures::{act, seen, told};
use greffe_ingest::{Confidence, Draft, Options, Seems, draft};

/// An act that decides nothing about the sum of its report.
fn proposing(report: &str) -> Draft {
    act(report, "Après un échange de vues, le dossier est adopté.")
}

/// An act of another matter than a grant to a club.
fn of_the_body(title: &str, words: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : {title}\n\n{words}\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, adopte.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// An act that grants 2 222 € and says so of what is paid.
fn granting(terms: &str) -> Draft {
    act(
        "L'association « Les Forges » demande une aide.",
        &format!(
            "DÉCIDE :\n\nArticle 1 : Une subvention de 2 222 € est attribuée à l'association « Les Forges » au titre de l'exercice 2031.\n\nArticle 2 : {terms}"
        ),
    )
}

#[test]
fn what_is_proposed_in_an_act_of_which_no_grant_is_read_is_put_to_the_vote() {
    for report in [
        "L'association « Les Forges » demande 2 000 €. Le Bureau propose 1 111 €.",
        "L'association « Les Forges » demande 2 000 €. La commission des finances propose 1 111 €, payables en juin.",
        "L'association « Les Forges » demande 2 000 €. Le maire propose de s'en tenir à 1 111 €.",
        "L'association « Les Forges » demande 2 000 €. L'adjoint propose de retenir la somme de 1 111 €, soit 15 % du coût.",
        "L'association « Les Forges » demande 2 000 €.\nProposition : 1 111 €.",
        "L'association « Les Forges » demande 2 000 €. La commune verserait 1 111 € et prêterait le podium.",
    ] {
        assert_eq!(seen(&proposing(report), 1111), [Seems::Subsidy], "{report}");
    }
    // Whoever asks does not propose, and another body's money is not ours.
    for report in [
        "L'association « Les Forges » demande 1 111 €.",
        "L'association « Les Forges » demande une aide. Le Département propose 1 111 € pour sa part.",
    ] {
        assert_eq!(seen(&proposing(report), 1111), [Seems::Other], "{report}");
    }
}

#[test]
fn what_a_grant_stays_at_is_what_it_is() {
    told(
        &[
            "La subvention à l'association « Les Forges » demeure de 1 111 €.",
            "L'avenant prolonge la convention sans modification du montant de 1 111 €.",
            "L'aide apportée à l'association « Les Forges » reste inchangée avec 1 111 €.",
            "L'association « Les Forges » percevra une subvention de 1 111 €.",
        ],
        Seems::Subsidy,
    );
}

#[test]
fn what_a_grant_was_before_is_not_what_it_is() {
    told(
        &[
            "La subvention était de 1 111 € en 2030.",
            "Une convention fixe sa participation. La délibération n° 30-12 du 3 mars 2030 fixant la subvention 2030 à 1 111 € reste en vigueur.",
            "La Ville a conclu avec l'association une convention fixant sa participation annuelle à 1 111 €.",
            "La subvention annuelle, fixée à 1 111 € pour 2030 par la délibération n° 30-12 du 3 mars 2030, a été versée.",
            "L'avenant élève la subvention de 2031 de 1 111 €.",
            "Le total alloué pour 2031 serait ainsi de 1 111 €.",
            "Le complément est modeste, ce qui porte l'aide de l'année à 1 111 €.",
            "La Ville aide l'association à raison de 1 111 € par tonne collectée.",
        ],
        Seems::Other,
    );
}

#[test]
fn what_is_needed_or_left_of_a_line_is_not_what_the_line_holds() {
    told(
        &[
            "Les crédits nécessaires, soit 1 111 €, sont inscrits à l'article 6574.",
            "La dépense, 1 111 €, est inscrite au budget de l'exercice.",
            "Le crédit encore disponible sera de 1 111 €.",
            "Les crédits qui ne sont pas répartis à ce jour, soit 1 111 €, le seront en juin.",
            "L'enveloppe non répartie, soit 1 111 €, pourra servir en cours d'année.",
            "Compte tenu des crédits disponibles, soit 1 111 € à l'article 6574, la demande est écrêtée.",
            "Il est décidé de prélever 1 111 € sur les crédits de l'exercice.",
        ],
        Seems::Other,
    );
}

#[test]
fn what_something_costs_is_a_budget_by_whatever_word() {
    told(
        &[
            "L'acquisition du bateau est estimée à 1 111 € TTC.",
            "Son remplacement est chiffré à 1 111 €.",
            "Le devis du restaurateur s'élève à 1 111 €.",
            "L'aide équivaut à 15 % du prix du séjour (1 111 €).",
            "L'aide équivaut à 35 % d'un programme de 1 111 € HT.",
            "L'association engage 1 111 € HT de travaux.",
            "Le dossier porte sur 1 111 € de dépenses éligibles.",
            "- pépinière et greffage, dépense de 1 111 € ;",
            "Dépense : 1 111 € HT.",
            "Le programme de fonctionnement est arrêté à 900 € TTC et celui d'équipement à 1 111 € HT.",
            "L'association présente un budget prévisionnel corrigé de 1 500 €, au lieu de 1 111 €.",
        ],
        Seems::Budget,
    );
    told(
        &[
            "L'association présente un budget prévisionnel corrigé de 1 111 €, au lieu de 900 €.",
            "Son budget 2031 passe à 1 111 €.",
            "L'avenant remplace donc l'annexe 2 de la convention par un budget de 1 111 €.",
            "L'avenant substitue au budget initial un budget de 1 111 €.",
        ],
        Seems::RevisedBudget,
    );
}

#[test]
fn the_two_sections_of_the_budget_of_the_body_are_budgets() {
    for words in [
        "Fonctionnement : 9 000 €. Investissement : 1 111 €.",
        "Le maire donne lecture du budget. Section de fonctionnement 9 000 €, investissement 1 111 €.",
        "Section d'investissement : 1 111 €.",
        "La section d'exploitation : 9 000 €\nLa section d'investissement : 1 111 €",
    ] {
        let read = of_the_body("Budget primitif 2031", words);
        assert_eq!(seen(&read, 1111), [Seems::Budget], "{words}");
        assert!(!seen(&read, 9000).contains(&Seems::Other), "{words}");
    }
    let read = of_the_body(
        "Compte administratif 2030",
        "Fonctionnement : 9 000 €. Investissement : 1 111 €.",
    );
    assert_eq!(seen(&read, 1111), [Seems::Other]);
}

#[test]
fn a_part_that_is_paid_at_its_time_is_an_instalment() {
    for terms in [
        "Elle est payable par trimestre (1 111 €).",
        "Elle est versée pour moitié au démarrage des travaux, soit 1 111 €, et pour le solde ensuite.",
        "1 111 € en janvier, le solde sur factures.",
        "Elle comprend 1 111 € dès la signature de la convention et le reliquat en octobre.",
        "Versement :\n1er acompte, octobre 2031 ........ 40 % ........ 1 111 €",
        "La commune ayant déjà mandaté 1 111 € au mois de mars, le reste suivra.",
        "Elle est payable par moitié, soit 1 111 € en février et autant en septembre.",
    ] {
        assert_eq!(seen(&granting(terms), 1111), [Seems::Instalment], "{terms}");
    }
    let read = granting(
        "Versement :\n1er acompte, octobre 2031 .... 50 % .... 1 111 €\nsolde, juillet 2032, sur bilan .... 50 % .... 1 333 €",
    );
    assert_eq!(seen(&read, 1333), [Seems::Balance]);
}

#[test]
fn the_parts_in_which_a_claim_is_paid_back_are_no_claim() {
    told(
        &[
            "Le reversement de 4 444 € se fera en quatre échéances mensuelles de 1 111 €.",
            "Un titre de recette de 4 444 € est émis ; il est recouvrable en quatre échéances trimestrielles de 1 111 €.",
            "Le reversement de 4 444 € pourra être acquitté en quatre mensualités de 1 111 €.",
            "La demande de remise est rejetée, un paiement en quatre échéances de 1 111 € est accordé.",
        ],
        Seems::Other,
    );
}

#[test]
fn what_all_helps_come_to_is_not_surely_the_amount_of_an_avenant() {
    for (words, confidence) in [
        ("ce qui porte à 3 333 € l'aide totale de l'année", Confidence::Review),
        ("ce qui porte la subvention de l'année à 3 333 €", Confidence::Review),
    ] {
        let read = act(
            "L'association « Les Forges » a reçu une subvention par délibération n° 31-02 du 3 février 2031.",
            &format!(
                "DÉCIDE :\n\nArticle 1 : Il est accordé à l'association « Les Forges » une subvention complémentaire de 1 111 € au titre de l'exercice 2031, {words}.\n\nArticle 2 : L'avenant n° 1 à la convention est approuvé."
            ),
        );
        let avenant = read.events.iter().find(|event| event.event.kind() == "AvenantApproved");
        assert_eq!(avenant.map(|event| event.confidence), Some(confidence), "{words}");
    }
}
