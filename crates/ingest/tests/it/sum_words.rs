//! What a sum is for where the words right before it, or right behind, say so outright.

use super::figures::{act, seen, told};
use greffe_ingest::Seems;

#[test]
fn what_an_earlier_act_gave_or_another_body_gives_is_not_decided_here() {
    told(
        &[
            "Par délibération du 3 mai 2030, vous avez arrêté à 1 111 € la participation de la commune.",
            "La convention fixait l'aide à 1 111 €.",
            "La participation y est fixée à 1 111 €.",
            "La Ville, de son côté, lui attribuerait 1 111 €.",
            "La commune avait soutenu la première édition par une subvention de 1 111 €.",
            "Les travaux sont engagés à ce jour pour 1 111 €.",
            "L'Agence de l'eau prend en charge la moitié, soit 1 111 €.",
        ],
        Seems::Other,
    );
}

#[test]
fn what_a_section_a_line_or_an_estimate_holds_is_a_budget() {
    told(
        &[
            "La section de fonctionnement est votée à 1 111 €.",
            "Le compte 65748 est pourvu de 1 111 €.",
            "Les recettes et les dépenses s'équilibrent à 1 111 €.",
            "Les devis reçus atteignent 1 111 €.",
            "L'association évalue à 1 111 € le surcoût de la saison.",
        ],
        Seems::Budget,
    );
}

#[test]
fn a_budget_that_was_rectified_is_the_revised_one() {
    told(
        &[
            "Le budget modifié, approuvé par son assemblée, s'établit à 1 111 €.",
            "Le budget de la saison est désormais chiffré à 1 111 €.",
        ],
        Seems::RevisedBudget,
    );
}

#[test]
fn parts_that_are_paid_at_times_are_instalments() {
    told(
        &[
            "L'aide est payée en quatre trimestres de 1 111 €.",
            "L'aide est versée à raison de 75 %, soit 1 111 €.",
            "Il est prévu que 1 111 € seront versés en avril.",
        ],
        Seems::Instalment,
    );
}

#[test]
fn what_a_group_proposes_is_put_to_the_vote() {
    let read = act(
        "Mme BRAVOUX propose, au nom du groupe des forges, d'accorder 1 111 €.",
        "Après un échange de vues, le dossier est adopté.",
    );
    assert_eq!(seen(&read, 1111), [Seems::Subsidy]);
}

#[test]
fn a_sum_is_what_the_one_before_it_in_its_sentence_is() {
    told(
        &["Son budget est fixé à 2 222 € pour les ateliers et à 1 111 € pour la tournée."],
        Seems::Budget,
    );
    told(
        &["Le budget prévisionnel, établi au départ à 2 222 €, a été porté à 1 111 €."],
        Seems::RevisedBudget,
    );
    told(&["Il est versé un acompte de 2 222 €, un second de 1 111 €."], Seems::Instalment);
    told(&["L'aide est payée en trois acomptes de 2 222 €, soit 1 111 €."], Seems::Other);
}
