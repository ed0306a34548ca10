//! What looks like a form that is read and is another: an office of somewhere else, a name that ends in a figure, brackets
//! behind names, a clause about those who left at an hour.

use super::present::{attendance, chairs};
use super::rolls::{list, powers};
use super::votes::stood_back;
use super::voting::{self, counts, vote};
use super::{beneficiary_forms, heading_forms};

const DECIDES: &str = " DÉCIDE :\n\nArticle 1 : d'approuver le programme d'entretien.";

#[test]
fn an_office_of_somewhere_else_presides_over_nothing() {
    let head = "Sous la présidence de Monsieur le Président.\n\n\
         Présents : M. Luc BRAVOUX, Maire de Rivelles ; Mme Anne CERDOUX, Maire de Tournaise.";
    assert_eq!(chairs(head).0, "");
    let own = head.replace("Maire de Rivelles", "Président");
    assert_eq!(chairs(&own).0, "Luc BRAVOUX");
    for office in ["Maire Délégué", "Maire Adjoint"] {
        let head = format!(
            "Le maire ouvre la séance.\n\nPrésents : Mme Rose ESTAVEL, Mme Anne CERDOUX, {office} de Tournaise, M. Paul DRAVELLE."
        );
        assert_eq!(chairs(&head).0, "", "{office}");
    }
}

#[test]
fn one_who_sits_for_another_needs_a_word_of_deputies() {
    let (read, _) = attendance(
        "Étaient présents : M. Luc BRAVOUX, Mme Anne CERDOUX (pour M. Jean TILLOY), M. Paul DRAVELLE.",
    );
    assert!(list(&read, "present").contains(&"Luc BRAVOUX".to_owned()));
    assert_eq!(powers(&read).len(), 1, "{read}");
}

#[test]
fn brackets_behind_names_count_no_votes_of_all() {
    let told = "Ont voté pour : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY (2 voix)\n\n";
    assert_ne!(counts(&vote(&voting::act(("", "", DECIDES, told, ""))).0)[0], Some(2));
    let told = "Ont voté pour : le groupe Les Rives, le groupe Demain Vaulnoix (4 voix)\n\n";
    assert_ne!(counts(&vote(&voting::act(("", "", DECIDES, told, ""))).0)[0], Some(4));
}

#[test]
fn names_keep_their_figures_and_unions_are_no_public_bodies() {
    let decision = "Article 1 : Les subventions suivantes sont attribuées au titre de l'exercice 2031 :\n\n\
         Scène Nationale 12 : 4 000 €\nDéfense des riverains de la D 12 : 3 000 €\nDanse Élite : 2 000 €\n\
         Syndicat d'initiative du Vaulnay : 1 000 €\nSyndicat des agriculteurs du Vaulnay : 500 €\n\nTotal : 10 500 €";
    let read = beneficiary_forms::act("Subventions 2031", "Les dossiers sont complets.", decision);
    let names: Vec<String> =
        beneficiary_forms::grants(&read).into_iter().map(|(name, _)| name).collect();
    let all = ["Scène Nationale 12", "Défense des riverains de la D 12", "Danse Élite"];
    assert_eq!(names.get(..3), Some(all.map(str::to_owned).as_slice()), "{names:?}");
    let forms = beneficiary_forms::receivers(&read);
    assert!(!forms.iter().any(|(_, form)| form.as_deref() == Some("syndicat")), "{forms:?}");
}

#[test]
fn associations_of_another_sentence_head_no_rows() {
    let decision = "Article 1 : Vu le règlement d'aide aux associations dont le siège est à Vaulnoix, les aides suivantes aux commerces sont attribuées au titre de l'exercice 2031 :\n\n\
         Boulangerie Tilloy : 4 000 €\nQuincaillerie Bravoux : 3 000 €\n\nTotal : 7 000 €";
    let read = beneficiary_forms::act("Subventions 2031", "Les dossiers sont complets.", decision);
    let forms = beneficiary_forms::receivers(&read);
    assert!(forms.iter().all(|(_, form)| form.is_none()), "{forms:?}");
}

#[test]
fn the_head_of_a_table_is_no_label_of_a_title() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Programme des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité, DÉCIDE d'approuver :\n\n\
         Objet                          Coût\nRéfection du pont des Aulnes    4 000 €\nCurage du bief                 2 000 €\n";
    assert_eq!(heading_forms::title(text), "Programme des chemins");
}

#[test]
fn who_left_at_an_hour_or_holds_a_power_stands_back_from_nothing() {
    for said in [
        "Ne prennent pas part au vote :\n- M. Luc BRAVOUX, à partir de 20 h 15",
        "Non-votants : M. Luc BRAVOUX, M. Jean TILLOY",
        "Approuvé à l'unanimité, M. Luc BRAVOUX ayant quitté la séance à 20 h 15.",
    ] {
        assert_eq!(stood_back(said), Vec::<String>::new(), "{said}");
    }
    let held = "Mme Rose ESTAVEL, ayant donné pouvoir à M. Jean TILLOY, ne prend pas part au vote.";
    assert!(!stood_back(held).contains(&"Jean TILLOY".to_owned()));
}

#[test]
fn a_proposal_that_is_rejected_is_so_beside_what_is_granted() {
    let decides = " :\n\nREJETTE la proposition de reporter le vote ;\n\nd'allouer 500 € au Cercle des Aulnes.";
    assert_eq!(vote(&voting::act(("", "", decides, "", ""))).0["outcome"], "rejected");
}

#[test]
fn groups_before_the_decision_tell_of_something_else() {
    let before = "Groupe « Les Rives » (5 voix) : abstention.\n\n";
    let voted = vote(&voting::act(("", before, DECIDES, "La délibération est adoptée.\n\n", ""))).0;
    assert!(voted["groups"].as_array().is_none_or(Vec::is_empty), "{voted}");
}

#[test]
fn a_count_from_a_later_matter_on_is_not_that_of_this_one() {
    let (read, _) = attendance(
        "Nombre de membres en exercice : 5\nPrésents : 3 puis 4 à partir de la question 7",
    );
    assert_eq!(read["present_count_stated"], 3, "{read}");
}
