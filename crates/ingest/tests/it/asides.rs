//! What stands beside and below the rows of those who receive and is no part of them: accounts in brackets, how a sum
//! comes about, words that renew last year's sums.

use greffe_domain::Event;
use greffe_ingest::{Options, draft};

/// Whom the draft grants, and how much.
fn grants(text: &str) -> Vec<(String, i64)> {
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let of = draft.events.iter().filter_map(|fact| match &fact.event {
        Event::SubsidyGranted(grant) => {
            Some((grant.beneficiary.name.clone(), grant.amount_cents.cents()))
        }
        _ => None,
    });
    let mut all: Vec<_> = of.collect();
    all.sort();
    all
}

const HEAD: &str = "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\n\
     Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n";

#[test]
fn accounts_and_calculations_in_brackets_below_a_row_are_no_part_of_its_name() {
    for [one, two, three] in [
        ["(Article 6574)", "(Article 657362)", "(Article 6574)"],
        ["(compte 6574)", "(art. 65748)", "(chapitre 65)"],
        ["(c/ 65)", "(nature 6574)", "(imputation 65-74)"],
    ] {
        let text = format!(
            "{HEAD}1. Subventions 2031 aux associations\nLe tableau est présenté.\n\n\
             Associations             Montants 2030      Montants votés 2031\n\
             Les Forges                 180,00 €           150,00 €\n{one}\n\
             Amicale des                306,00 €           300,00 €\ndonneurs de voix\n{two}\n\
             Union de tir               200,00 €           240,00 €\n{three}      (0,20*1000 hab)    (0,24*1000 hab)\n\
             Le Cercle                  100,00 €           110,00 €\n\n\
             Le conseil, après en avoir délibéré, approuve à l'unanimité le tableau des subventions ci-dessus.\n\n\
             2. Toiture de l'école\nLe devis est présenté.\nAdopté à l'unanimité.\n"
        );
        let expected = [
            ("Amicale des donneurs de voix", 30_000),
            ("Le Cercle", 11_000),
            ("Les Forges", 15_000),
            ("Union de tir", 24_000),
        ];
        assert_eq!(grants(&text), expected.map(|(name, cents)| (name.to_owned(), cents)), "{one}");
    }
}

#[test]
fn sums_of_last_year_that_are_renewed_are_granted() {
    let of = |lead: &str| {
        grants(&format!(
            "{HEAD}1. Subventions 2031\n{lead}\n- Les Forges : 700 € (500 € en 2030)\n- Le Cercle : 400 €\n\
             Adopté à l'unanimité.\n\n2. Toiture de l'école\nLe devis est présenté.\nAdopté à l'unanimité.\n"
        ))
    };
    for lead in [
        "La commission propose de reconduire les montants de l'an passé, sauf pour les équipes de jeunes.",
        "La commission propose de renouveler les subventions de l'année précédente, avec une hausse.",
        "Il est proposé de maintenir les sommes de l'an dernier, à une exception près.",
    ] {
        let expected = [("Le Cercle", 40_000), ("Les Forges", 70_000)];
        assert_eq!(of(lead), expected.map(|(name, cents)| (name.to_owned(), cents)), "{lead}");
    }
    assert_eq!(of("L'an passé, la commune avait versé :"), []);
}
