//! Sums that stand without a currency mark: in the columns of a budget, behind an account, in a cell alone. Each table is
//! one layout; what only looks like a sum is none.

use greffe_ingest::{Draft, Figure, Options, Seems, draft};

/// An act whose report holds this table.
fn act(report: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Décision budgétaire\n\n\
         Monsieur le Maire expose ce qui suit.\n\n{report}\n\nVu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\nprend acte.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// The figures that are noted as amounts, in cents.
fn seen(draft: &Draft) -> Vec<(i64, Seems)> {
    let figure = |figure: &Figure| match figure {
        Figure::Amount(money, seems) => Some((money.cents(), *seems)),
        _ => None,
    };
    let mut all: Vec<_> =
        draft.notes.iter().filter_map(|note| figure(note.figure.as_ref()?)).collect();
    all.sort_by_key(|(cents, _)| *cents);
    all
}

/// Each report holds just these sums, in whole euros.
fn holds(reports: &[&str], euros: &[i64]) {
    for report in reports {
        let draft = act(report);
        let sums: Vec<i64> = seen(&draft).iter().map(|(cents, _)| *cents / 100).collect();
        assert_eq!(sums, euros, "{report}");
    }
}

#[test]
fn a_table_under_words_of_a_budget_is_one_of_money() {
    holds(
        &[
            // Parted by tabs, by gaps, by bars; the head of each column, the lead, the total tell it.
            "Le budget se décompose ainsi :\n\nCharges\tBudget initial\tBudget modifié\nPersonnel\t12 000\t9 500\nLoyers\t3 200\t2 800",
            "Poste                    BP 2030        BP 2031\nPersonnel                 12 000          9 500\nLoyers                     3 200          2 800",
            "| Poste | Dépense | Recette |\n|-------|---------|---------|\n| Personnel | 12 000,00 | 9 500,00 |\n| Loyers | 3 200,00 | 2 800,00 |",
            "DEPENSES (HT)                RECETTES\nGros œuvre      12 000,00    Région           9 500,00    77,24 %\nPeinture         3 200,00    Vaulnoix         2 800,00    22,76 %",
            "Il est proposé la décision modificative suivante :\n\n60633 Fournitures de voirie -2800.00\n023 Virement à la section\nd'investissement 3200.00\n681 Dotations aux amortissements 9500.00\n73925 Fonds de péréquation 12000.00",
            "64 - Charges de personnel      12 000    74 - Département        9 500\n61 - Services extérieurs        3 200    75 - Autres produits    2 800",
        ],
        &[2800, 3200, 9500, 12_000],
    );
}

#[test]
fn a_total_tells_that_a_column_is_money() {
    holds(
        &[
            // Cents that come to it.
            "Lot                     Retenu\nCharpente             1 200,50\nPeinture                300,25\nJardin                  100,20\nTotal                 1 600,95",
            // A total that the text states in euros.
            "La fête coûtera 1 600 € au comité.\n\nScène              1 200\nSonorisation         300\nVerre                100\nTotal              1 600",
        ],
        &[100, 300, 1200, 1600],
    );
}

#[test]
fn the_total_of_a_plan_or_of_the_budget_voted_is_a_budget() {
    let plan = "Le plan de financement est le suivant :\n\nDEPENSES                     RECETTES\nTravaux         12 000,00    Région           9 500,00\nÉtudes           1 000,00    Autres           3 500,00\nTOTAL           13 000,00    TOTAL           13 000,00";
    let budget = "Chapitre                    BP 2030          BP 2031\n011 Charges générales     12 000,00        11 000,00\n012 Personnel              2 500,00         2 000,00\nTotal                     14 500,00        13 000,00";
    for table in [plan, budget] {
        let all = seen(&act(table));
        let of = |wanted: i64| all.iter().find(|(cents, _)| *cents == wanted * 100).unwrap().1;
        assert_eq!(of(13_000), Seems::Budget, "{table}");
        let others = all.iter().filter(|(cents, _)| *cents != 1_300_000);
        assert!(others.clone().count() > 2 && others.clone().all(|(_, s)| *s == Seems::Other));
    }
    // A decision that changes credits balances, too, and is no budget of a project.
    let credits = "Il convient de voter les crédits suivants :\n\nFONCTIONNEMENT : RECETTES DÉPENSES\n731 Impôts locaux 510.00\n6811 Dotations aux amortissements 7600.00\nTOTAL : 8 110.00 8 110.00";
    let all = seen(&act(credits));
    assert_eq!(all, [(51_000, Seems::Other), (760_000, Seems::Other), (811_000, Seems::Other)]);
}

#[test]
fn what_a_cost_or_a_grant_is_changed_to_stands_under_its_heading() {
    let table = "                                                 Annexe n° 2\n\nBénéficiaire          Opération     Montant      Dépense         Montant\n                                    initial      ramenée à       modifié\n\nLA GRANDE HALLE       31005118      40 000,00    61 200,00       24 480,00";
    let all = seen(&act(table));
    assert_eq!(
        all,
        [(2_448_000, Seems::Subsidy), (4_000_000, Seems::Other), (6_120_000, Seems::RevisedBudget)]
    );
}

#[test]
fn thousands_are_told_above_the_table() {
    let table = "Section (en k€)            BP 2030        BP 2031\nFonctionnement               1 200          1 300\nInvestissement               2 400          2 500";
    let all: Vec<i64> = seen(&act(table)).iter().map(|(cents, _)| *cents / 100_000).collect();
    assert_eq!(all, [1200, 1300, 2400, 2500]);
}

#[test]
fn what_is_no_money_is_no_sum() {
    holds(
        &[
            "Commune                  Population\nVaulnoix                     12 500\nRivelles                      4 521\nTotal                        17 021",
            "Parcelle       Surface (m²)\nAB 12              1 250,00\nAB 13                431,50\nAB 14                200,00\nTotal              1 881,50",
            "Association            Licenciés      Taux\nLes Semailles                214      30,00\nLa Passerelle                187      50,00",
            "Filière administrative      2 000,00 heures\nFilière technique           1 607,00 heures",
            "Nom                    SIREN\nLes Semailles          732 829 320\nLa Passerelle          404 833 048",
            "Téléphone      05 62 40 12 34\nTélécopie      05 62 40 12 35",
            "Nombre de votants : 23\nPour          20\nContre         3",
            "Date             Fréquentation\n12.05            3 200\n13.05            4 100",
            "Quotité de travail par poste\nAgent d'accueil      17,50\nAgent des écoles     28,00\nAgent technique      35,00",
            "Article 65748\nChapitre 65\nréf. 2031 0415",
            "La population de la commune, au dernier recensement, est de 17 021\nhabitants, et celle de la commune voisine de 4 521\nhabitants.",
        ],
        &[],
    );
}

#[test]
fn beside_sums_counts_and_rates_are_left() {
    holds(
        &[
            "Les dépenses sont les suivantes :\n\nPoste            Heures       Taux      Coût\nAccueil        1 607,00      50,00      12 000,00\nEntretien        820,00      30,00       3 200,00",
            "Charges du service :\n\nNombre de repas         41 250        42 000\nCharges de personnel    12 000         3 200",
            "Association            Population      Aide\nLes Semailles              12 500      12 000 €\nLa Passerelle               4 521       3 200 €",
        ],
        &[3200, 12_000],
    );
}

/// A sign, a tax in place of the unit, the end of another cell, a span.
#[test]
fn a_sum_may_stand_outside_of_a_sentence() {
    holds(
        &[
            "775/77 : -500 €\n024/024 : +500 €\n65 - 6574 500.00 €",
            "Le lot est estimé à 500,00 TTC.",
            "La ligne 2031-02 Voirie 65748 500 € est ouverte.",
        ],
        &[500],
    );
    holds(
        &["Le résultat est compris entre 1 et 2 millions €.", "Il va de 1 à 2 M €."],
        &[1_000_000, 2_000_000],
    );
    holds(&["Le projet est porté à environ deux millions d'euros."], &[2_000_000]);
}

#[test]
fn words_that_say_what_is_counted_make_every_figure_below_them_money() {
    for table in [
        "Budget du programme (en k€)\n                        2031      2032     Total\n  Contrat initial        620       640     1 260\n  \
         Avenant n° 1           590       580     1 170\n\nSubvention (en k€)\n                        2031      2032     Total\n  \
         Contrat initial        155       160       315\n  Avenant n° 1           148       145       293",
        "Coût total – montants en milliers d'euros\n| | 2031 | 2032 | Total |\n| Budget initial | 620 | 640 | 1 260 |\n| Budget \
         révisé | 590 | 580 | 1 170 |\n\nParticipation de la commune – montants en milliers d'euros\n| | 2031 | 2032 | Total |\n\
         | Convention | 155 | 160 | 315 |\n| Après avenant | 148 | 145 | 293 |",
    ] {
        let told = [
            (145, Seems::Subsidy),
            (148, Seems::Subsidy),
            (155, Seems::Other),
            (160, Seems::Other),
            (293, Seems::Other),
            (315, Seems::Other),
            (580, Seems::RevisedBudget),
            (590, Seems::RevisedBudget),
            (620, Seems::Budget),
            (640, Seems::Budget),
            (1170, Seems::Other),
            (1260, Seems::Other),
        ];
        assert_eq!(seen(&act(table)), told.map(|(sum, seems)| (sum * 100_000, seems)), "{table}");
    }
    // A column that counts people is none of money, and a year is none.
    holds(
        &[
            "Répartition (en euros)\n\nÉcole          Élèves     2031     2032\nBourg            24       300      320\n\
           Rivelles         18       210      220",
        ],
        &[210, 220, 300, 320],
    );
}
