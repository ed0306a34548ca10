//! Tables under headings: which column is the decision, what the others hold, where a name goes on.

use greffe_ingest::{Draft, Figure, Options, Seems, draft};
use serde_json::Value;

/// An act that grants by this table.
fn read(table: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Subventions aux associations\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n\
         DÉCIDE d'attribuer au titre de l'exercice 2031 les subventions suivantes :\n\n{table}\n\n\
         AUTORISE Madame la Maire à signer les conventions.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// Who is granted how many euros.
fn grants(draft: &Draft) -> Vec<(String, i64)> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    let of = |data: Value| {
        let name = data["beneficiary"]["name"].as_str().unwrap_or_default().to_owned();
        (name, data["amount_cents"].as_i64().unwrap_or_default() / 100)
    };
    of_kind.map(|event| of(event.event.data().unwrap())).collect()
}

/// What the figures that no fact holds seem to be.
fn seen(draft: &Draft) -> Vec<(i64, Seems)> {
    let figure = |figure: &Figure| match figure {
        Figure::Amount(money, seems) => Some((money.cents() / 100, *seems)),
        _ => None,
    };
    draft.notes.iter().filter_map(|note| figure(note.figure.as_ref()?)).collect()
}

fn pairs(of: &[(&str, i64)]) -> Vec<(String, i64)> {
    of.iter().map(|(name, euros)| ((*name).to_owned(), *euros)).collect()
}

/// Two rows of grants, under headings in every order and wording.
#[test]
fn the_heading_tells_the_decision_wherever_its_column_stands() {
    let tables = [
        "Association            Demandé       Voté\nLes Semailles          900 €         700 €\nLa Passerelle          400 €         350 €",
        "Association            Voté          Demandé\nLes Semailles          700 €         900 €\nLa Passerelle          350 €         400 €",
        "Association            2029      2030      2031\nLes Semailles          900,00    800,00    700,00\nLa Passerelle          400,00    300,00    350,00",
        "Nom                    Subvention   Budget de\n                       accordée     l'action\nLes Semailles          700 €        9 000 €\nLa Passerelle          350 €        4 000 €",
        "Association            Décision     Proposition\nLes Semailles          700 €        900 €\nLa Passerelle          350 €        400 €",
        "CLUB                   Saison 29/30    Saison 30/31    dont acompte\n-- Catégorie A --\nLes Semailles          900             700             250\n-- Catégorie B --\nLa Passerelle          400             350             -",
        "N°    Bénéficiaire      Adhérents   Proposition   Acompte versé\n12    Les Semailles     140         700,00        200,00\n13    La Passerelle     85          350,00        100,00",
        "Dossier    Structure       Dép.   Coût éligible   Taux   Aide\nD-31-7     Les Semailles   12     1 400 €         50 %   700 €\nD-31-9     La Passerelle   13     700 €           50 %   350 €",
        "Association            Montant     Versé en 2030\nLes Semailles          700 €       -\nLa Passerelle          350 €       400 €",
        "Association\tDemande 2031\tAttribution 2031\tRappel 2030\nLes Semailles\t900 €\t700 €\t800 €\nLa Passerelle\t400 €\t350 €\t300 €",
        "| Association | Sollicité | Décision |\n|-------------|-----------|----------|\n| Les Semailles | 900 € | 700 € |\n| La Passerelle | 400 € | 350 € |",
    ];
    for table in tables {
        let draft = read(table);
        assert_eq!(
            grants(&draft),
            pairs(&[("Les Semailles", 700), ("La Passerelle", 350)]),
            "{table}"
        );
    }
}

#[test]
fn a_name_goes_on_below_where_there_was_no_room_and_nowhere_else() {
    let table = "Association               Coût          Subvention\n\
                 Les Semailles du Haut     9 000 €       700 €\nPays\n\
                 La Passerelle             4 000 €       350 €\nCULTURE\n\
                 Le Grand Atelier de       5 000 €       500 €\nla Vallée";
    let draft = read(table);
    let expected = pairs(&[
        ("Les Semailles du Haut Pays", 700),
        ("La Passerelle", 350),
        ("Le Grand Atelier de la Vallée", 500),
    ]);
    assert_eq!(grants(&draft), expected);
}

#[test]
fn an_empty_cell_moves_no_figure_into_the_column_beside() {
    let table = "Association            2030          Demandé       Voté\n\
                 Les Semailles          800 €         900 €         700 €\n\
                 La Passerelle                        400 €         350 €\n\
                 Le Refuge              150 €                       100 €\n\
                 Le Tournesol           150 €         200 €\n\
                 TOTAL                                              1 150 €";
    let draft = read(table);
    let expected = pairs(&[("Les Semailles", 700), ("La Passerelle", 350), ("Le Refuge", 100)]);
    assert_eq!(grants(&draft), expected);
    // What was asked for, and what was given before, is noted, and so is the total; nothing is granted of it.
    let seen = seen(&draft);
    for sum in [800, 900, 400, 150, 200, 1150] {
        assert!(seen.contains(&(sum, Seems::Other)), "{sum} in {seen:?}");
    }
}

#[test]
fn a_cost_is_a_budget_and_a_part_of_what_is_paid_is_no_grant() {
    let costs = read(
        "Association            Budget       Subvention 2031\n\
         Les Semailles          9 000 €      700 €\n\
         La Passerelle          4 000 €      350 €",
    );
    assert_eq!(seen(&costs), [(9000, Seems::Budget), (4000, Seems::Budget)]);
    let parts = read(
        "Association            Subvention 2030     Acompte 2031\n\
         Les Semailles          800 €               320 €\n\
         La Passerelle          500 €               200 €",
    );
    assert_eq!(grants(&parts), []);
    let seen = seen(&parts);
    assert!(
        seen.contains(&(320, Seems::Instalment)) && seen.contains(&(800, Seems::Other)),
        "{seen:?}"
    );
}

#[test]
fn a_table_that_leaves_one_choice_may_be_sure_and_another_is_for_review() {
    let sure = read(
        "Nom                    Demandé       Voté\nLes Semailles          900 €         700 €\n\
         La Passerelle          400 €         350 €\nTOTAL                  1 300 €       1 050 €",
    );
    let doubts = |draft: &Draft| {
        let of_kind = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
        of_kind.map(|event| event.reason.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(doubts(&sure), ["", ""]);
    let open = read(
        "Association            Proposition     Subvention\nLes Semailles          900 €           700 €\n\
         La Passerelle          400 €           350 €\nTOTAL                  1 300 €         1 050 €",
    );
    assert!(
        doubts(&open).iter().all(|doubt| doubt.contains("several columns")),
        "{:?}",
        doubts(&open)
    );
}

#[test]
fn counts_of_a_vote_are_no_grants_and_a_request_put_off_stops_no_others() {
    let votes =
        read("Présents               20\nProcuration(s)         4\nVotants                24");
    assert_eq!(grants(&votes), []);
    let text = "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Subventions aux associations\n\n\
                Il est donné lecture des propositions pour l'année 2031 :\n\n\
                Les Semailles : 700,00 €\nLa Passerelle : 350,00 €\n\n\
                Le conseil municipal, après en avoir délibéré,\n\nLa demande du Tournesol est ajournée.\n\n\
                Le conseil municipal, à l'unanimité, approuve ces propositions.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    assert_eq!(grants(&draft), pairs(&[("Les Semailles", 700), ("La Passerelle", 350)]));
}

/// What the sentence above a table tells of another year is no reason to doubt what its heading says.
#[test]
fn a_heading_of_the_decision_outweighs_the_sentence_above_the_table() {
    let table = "Comme l'an dernier, les associations d'ailleurs ne sont aidées que pour un habitant.\n\n\
                 \x20                      versé 2030     demandé 2031     voté 2031\n\
                 Les Semailles          600,00         900,00           700,00\n\
                 La Passerelle          80,00          non chiffré      350,00";
    assert_eq!(grants(&read(table)), pairs(&[("Les Semailles", 700), ("La Passerelle", 350)]));
}

#[test]
fn how_an_amount_comes_about_stands_between_a_name_and_it() {
    let draft = read(
        "- Étoile du Plateau (football) : 41 jeunes, soit 492 €\n- Le Panier des Aînés : forfait de 600 €\n\
         - La Passerelle : forfait de 1 150 €, dont 400 € pour le transport",
    );
    let names = ["Étoile du Plateau (football)", "Le Panier des Aînés", "La Passerelle"];
    let expected: Vec<(String, i64)> =
        names.into_iter().map(str::to_owned).zip([492, 600, 1150]).collect();
    assert_eq!(grants(&draft), expected);
}

/// What the sentence of a figure says of it.
#[test]
fn a_figure_is_what_its_sentence_says_whatever_stands_nearest() {
    let told = |report: &str, sum: i64| {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Association Les Semailles\n\n{report}\n\n\
             Vu le code général des collectivités territoriales ;\n\n\
             Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\nPREND ACTE de ce rapport.\n"
        );
        let draft = draft(&text, &"0".repeat(64), &Options::default());
        seen(&draft).into_iter().find(|(euros, _)| *euros == sum).map(|(_, seems)| seems)
    };
    let cases = [
        ("Le budget, arrêté à 440 000 €, a été ramené à 400 000 €.", 400_000, Seems::RevisedBudget),
        ("L'assiette est donc ramenée à 7 800 €.", 7_800, Seems::RevisedBudget),
        ("La demande de 300 € est mise aux voix.", 300, Seems::Subsidy),
        ("Vote de la proposition de 400 € : 8 pour, 1 abstention.", 400, Seems::Subsidy),
        ("Il est proposé de réduire à 4 000 € la subvention de 6 500 €.", 4_000, Seems::Subsidy),
        ("Il est proposé de réduire à 4 000 € la subvention de 6 500 €.", 6_500, Seems::Other),
        (
            "Elle est versée en deux fois : 28 000 € à la signature et 7 000 € sur production du rapport d'activité.",
            7_000,
            Seems::Balance,
        ),
        ("Le broyeur est prêté. Le maire estime cette aide à 340 €.", 340, Seems::InKind),
        ("Le voyage coûte 2 150 €.", 2_150, Seems::Budget),
        ("Elle doit acquérir du mobilier pour 46 800 € TTC.", 46_800, Seems::Budget),
    ];
    for (report, sum, seems) in cases {
        assert_eq!(told(report, sum), Some(seems), "{report}");
    }
}

/// What the act grants may stand in another column, too: one entry for each role.
#[test]
fn what_was_given_before_is_noted_where_the_grant_is_the_same() {
    let draft = read(
        "Association            2030          Voté 2031\nLes Semailles          700 €         700 €\nLa Passerelle          300 €         350 €",
    );
    assert_eq!(seen(&draft), [(700, Seems::Other), (300, Seems::Other)]);
}

#[test]
fn a_dash_in_the_column_of_the_decision_grants_nothing() {
    let tables = [
        "Association            Demandé       Voté\nLes Semailles          900 €         700 €\nLa Passerelle          400 €         350 €\nLe Tournesol           200 €         -",
        "+----------------+-----------+--------+\n| Association    |  Demandé  |  Voté  |\n+----------------+-----------+--------+\n| Les Semailles  |  900 €    |  700 € |\n| La Passerelle  |  400 €    |  350 € |\n| Le Tournesol   |  200 €    |   -    |\n+----------------+-----------+--------+",
        "┌────────────────┬───────────┬────────┐\n│ Association    │  Demandé  │  Voté  │\n├────────────────┼───────────┼────────┤\n│ Les Semailles  │  900 €    │  700 € │\n│ La Passerelle  │  400 €    │  350 € │\n│ Le Tournesol   │  200 €    │   –    │\n└────────────────┴───────────┴────────┘",
        "Les Semailles          900      700\nLa Passerelle          400      350\nLe Tournesol           200      -",
    ];
    for table in tables {
        let draft = read(table);
        assert_eq!(
            grants(&draft),
            pairs(&[("Les Semailles", 700), ("La Passerelle", 350)]),
            "{table}"
        );
    }
}

#[test]
fn figures_are_thousands_where_the_words_above_them_say_so() {
    let table = "Association            Demandé       Voté\nLes Semailles          90,0          70,5\nLa Passerelle          400 €         350 €";
    let draft = read(&format!("(montants en k€)\n\n{table}"));
    assert_eq!(grants(&draft), pairs(&[("Les Semailles", 70_500), ("La Passerelle", 350)]));
    assert_eq!(grants(&read(table)), pairs(&[("Les Semailles", 70), ("La Passerelle", 350)]));
}

#[test]
fn a_table_goes_on_behind_the_foot_of_a_page() {
    let draft = read(
        " Dossier   Association                        SIRET            Dépense   Taux      Aide\n\
         \x2024-0311   Les Semailles                      70830166100011    62 500   40 %    700\n\
         \x2024-0330   La Passerelle                      62527601800037    12 400   25 %    350\n\n\
         \x20                                                                            page 1\n\
         Vaulnoix – Conseil municipal\n\n\
         \x20Dossier   Association                        SIRET            Dépense   Taux      Aide\n\
         \x2024-0334   Le Refuge                          34710497400030    38 000   50 %    100",
    );
    let expected = [("Les Semailles", 700), ("La Passerelle", 350), ("Le Refuge", 100)];
    assert_eq!(grants(&draft), pairs(&expected));
}

#[test]
fn what_it_is_for_may_stand_behind_the_amount() {
    let draft = read(
        "Les Semailles          700 €         (500 € l'an passé)\nLa Passerelle          350 €\nLe Refuge              100 €         sortie à la ferme",
    );
    let expected = [("Les Semailles", 700), ("La Passerelle", 350), ("Le Refuge", 100)];
    assert_eq!(grants(&draft), pairs(&expected));
}

#[test]
fn planned_and_realised_expenses_and_calculations_are_no_grants() {
    for table in [
        "                     Prévu         Réalisé\nMaçonnerie             900 €         700 €\nCharpente              400 €         350 €",
        "Acomptes à déduire     700 €\nReliquat à désengager  350 €\nSolde                  100 €",
        "Club                   2030    2031\nCrédits ouverts        900     700",
    ] {
        assert_eq!(grants(&read(table)), [], "{table}");
    }
}

#[test]
fn rows_may_stand_side_by_side() {
    let draft = read(
        "Les Semailles         700,00      La Passerelle        350,00\n\
         Le Refuge             100,00      Le Tournesol       1 500,00",
    );
    let expected = [
        ("Les Semailles", 700),
        ("La Passerelle", 350),
        ("Le Refuge", 100),
        ("Le Tournesol", 1500),
    ];
    assert_eq!(grants(&draft), pairs(&expected));
}

/// A table printed one cell a line: a name may take two lines, and the number of a page is no figure of a row.
#[test]
fn a_name_above_its_figures_may_take_two_lines() {
    let draft = read(
        "LES SEMAILLES\n800\n700\nLA PASSERELLE\n400\n350\nLE REFUGE\n150\n100\n\
         ANCIENS ELEVES DE LA\nVALLEE\n300\n250\n2\n \nLE TOURNESOL\n200\n200",
    );
    let expected = [
        ("LES SEMAILLES", 700),
        ("LA PASSERELLE", 350),
        ("LE REFUGE", 100),
        ("ANCIENS ELEVES DE LA VALLEE", 250),
        ("LE TOURNESOL", 200),
    ];
    assert_eq!(grants(&draft), pairs(&expected));
}

#[test]
fn a_heading_stands_over_a_group_of_columns() {
    let draft = read(
        "                             Investissement     Fonctionnement      Investissement    Fonctionnement\n\
         \x20                                 Montants votés en 2030                 Montants votés en 2031\n\
         Les Semailles                                            900,00 €                               700,00 €\n\
         La Passerelle                       819,00 €             400,00 €                               350,00 €\n\
         Le Refuge                                                150,00 €          225,00 €             100,00 €",
    );
    let expected = [("Les Semailles", 700), ("La Passerelle", 350), ("Le Refuge", 100)];
    assert_eq!(grants(&draft), pairs(&expected));
}

/// The legal form of each: in a column of its own, below the name, or at its head.
#[test]
fn a_table_tells_what_each_of_those_who_receive_is() {
    let draft = read(
        "Bénéficiaire              Forme          Demandé       Voté\n\
         Les Semailles             SCIC           900 €         700 €\n\
         La Passerelle             Fondation      400 €         350 €",
    );
    assert_eq!(forms(&draft), ["SCIC", "Fondation"]);
    let draft = read(
        "Bénéficiaire              Demandé       Voté\n\
         Commune de Montaubry      900 €         700 €\n\
         La Passerelle des         400 €         350 €\n(fondation)",
    );
    assert_eq!(forms(&draft), ["commune", "fondation"]);
}

fn forms(draft: &Draft) -> Vec<String> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    let of =
        |data: Value| data["beneficiary"]["legal_form"].as_str().unwrap_or_default().to_owned();
    of_kind.map(|event| of(event.event.data().unwrap())).collect()
}

/// Printed one cell a line, a table says *rejet* where nothing was granted.
#[test]
fn a_cell_says_what_became_of_a_demand() {
    let draft = read(
        "Les Semailles\nFête du pain\n900\n700\nLa Passerelle\nConcours\n400\n350\n\
         Le Tournesol\nEnduro\n200\nrejet\nLe Refuge\nBal\n150\n100",
    );
    let expected = [("Les Semailles", 700), ("La Passerelle", 350), ("Le Refuge", 100)];
    assert_eq!(grants(&draft), pairs(&expected));
}

/// Taken out of a page without its layout, a table may have a space alone between its cells, and inside its figures.
#[test]
fn a_space_alone_may_part_the_cells() {
    let draft = read(
        "ASSOCIATIONS 2030 DEMANDE 2031\nLES SEMAILLES 300 350 300\nLA PASSERELLE 1 200 1 400 1 250\nLE REFUGE 500 - 100\n\
         LE TOURNESOL 1 500 2 000 1 500\nTOTAL 3 500 3 750 3 150",
    );
    let expected = [
        ("LES SEMAILLES", 300),
        ("LA PASSERELLE", 1250),
        ("LE REFUGE", 100),
        ("LE TOURNESOL", 1500),
    ];
    assert_eq!(grants(&draft), pairs(&expected));
    let draft = read("Les Semailles 300,00\nLa Passerelle 1 250,00\nLe Refuge 100,00");
    let expected = [("Les Semailles", 300), ("La Passerelle", 1250), ("Le Refuge", 100)];
    assert_eq!(grants(&draft), pairs(&expected));
}

/// *aux associations*, in the words of decision, says what all the rows are.
#[test]
fn words_of_decision_tell_what_those_who_receive_are() {
    let text = "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Clubs\n\nVu le code général des collectivités \
                territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'allouer aux \
                associations sportives les subventions suivantes pour l'année 2031 :\n\nLes Semailles : 700 €\nLa Passerelle : 350 €\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    assert_eq!(forms(&draft), ["association", "association"]);
}

/// Matters headed in capitals, and names in capitals above their figures: these head nothing.
#[test]
fn a_name_in_capitals_above_its_figures_heads_no_matter() {
    let text = "CONSEIL MUNICIPAL DU 27 MARS 2031\nCOMPTE RENDU\n\nPrésents : Luc BRAVOUX, Anne TILLOY\n\n\
                APPROBATION DU COMPTE RENDU\nLe compte rendu est approuvé à l'unanimité.\n\nVOTE DES SUBVENTIONS\n\
                Les demandes sont présentées.\n\nLES SEMAILLES\n800\n700\nLA PASSERELLE\n400\n350\nLE REFUGE\n150\n100\n\
                AMICALE DES ANCIENS ELEVES DE L'ECOLE\nPUBLIQUE\n300\n250\nCOMITE DES VEILLEES\n1500\n1500\n\
                Les subventions sont adoptées à l'unanimité.\n\nTRAVAUX DE VOIRIE\nLe conseil vote à l'unanimité les travaux.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let expected = [
        ("LES SEMAILLES", 700),
        ("LA PASSERELLE", 350),
        ("LE REFUGE", 100),
        ("AMICALE DES ANCIENS ELEVES DE L'ECOLE PUBLIQUE", 250),
        ("COMITE DES VEILLEES", 1500),
    ];
    assert_eq!(grants(&draft), pairs(&expected));
}

#[test]
fn what_was_voted_in_a_year_gives_way_to_what_no_year_heads_behind_it() {
    let table = "Association            Voté 2030     Demandé       Proposé\n\
                 Les Semailles          700 €         900 €         800 €\n\
                 La Passerelle          350 €         400 €         400 €";
    assert_eq!(grants(&read(table)), pairs(&[("Les Semailles", 800), ("La Passerelle", 400)]));
    let table = "Association            Proposé       Voté 2031\n\
                 Les Semailles          700 €         900 €\n\
                 La Passerelle          350 €         400 €";
    assert_eq!(grants(&read(table)), pairs(&[("Les Semailles", 900), ("La Passerelle", 400)]));
}

#[test]
fn the_sign_of_a_subtraction_is_a_dash_and_an_arrow_a_bullet() {
    let draft =
        read("− Les Semailles : 700 € pour le festival\n− La Passerelle : 350 € pour le bal");
    assert_eq!(grants(&draft), pairs(&[("Les Semailles", 700), ("La Passerelle", 350)]));
}

#[test]
fn the_votes_beside_the_grants_are_no_part_of_their_rows() {
    let table = "                    Perçue     Demandée    Votée\n\
                 Rivelles Club        300 €      500 €     400 €  Unanimité\n\
                 Amis du Tressaux     200 €      900 €     250 €  1 abstention\n\
                                                                  2 contre\n\
                 Chorale Marinette    100 €      150 €     150 €  Unanimité\n";
    let told =
        pairs(&[("Rivelles Club", 400), ("Amis du Tressaux", 250), ("Chorale Marinette", 150)]);
    assert_eq!(grants(&read(table)), told);
}

#[test]
fn accounts_grant_nothing_and_what_is_kept_of_a_cost_is_a_budget() {
    let accounts = read(
        "Charges                     2030         2031\nAchats                     2 504       15 685\n\
         Services extérieurs        6 814       11 300\nAutres charges             5 000        8 685",
    );
    assert_eq!(grants(&accounts), []);
    assert!(seen(&accounts).contains(&(15_685, Seems::Other)), "{:?}", seen(&accounts));
    let costs = read(
        "                              Coût         Aide        Aide\n\
         Association                  retenu €    demandée €   accordée €\n\
         Rivelles Club                8 400,00     2 520,00     2 500,00\n\
         Amis du Tressaux            14 650,00     5 000,00     4 000,00\n",
    );
    assert_eq!(grants(&costs), pairs(&[("Rivelles Club", 2500), ("Amis du Tressaux", 4000)]));
    assert!(seen(&costs).contains(&(8400, Seems::Budget)), "{:?}", seen(&costs));
}

/// The heading of the last column says that it was decided, and another heads those who receive: no sentence need say so.
#[test]
fn a_table_whose_headings_say_what_was_decided_needs_no_words_before_it() {
    let text = "REGION AULNOISE\nCOMMISSION PERMANENTE DU 4 MAI 2031\nRapport n° 31.05.CP.0612\n\n\
         La Commission permanente du Conseil régional,\n\nVU le Code général des collectivités territoriales ;\n\n\
         APRÈS EXAMEN, ARRÊTE CE QUI SUIT :\n\n\
         ARTICLE 1 - Les dossiers ci-dessous sont retenus aux taux et montants indiqués :\n\n\
         Dossier    Porteur de projet            Statut      Dépense       Taux     Aide\n                                                    \
         éligible EUR           régionale EUR\n\
         31-SV-004  RESSOURCERIE DU MARAIS       Assoc.       48 000,00     50%       24 000,00\n           \
         D'AULNOIS\n\
         31-SV-009  LES BRICOLEURS DU LAC        Assoc.       12 500,00     60%        7 500,00\n\
         31-SV-011  COMMUNE DE VAULNOIX          Commune      90 000,00     20%       18 000,00\n\n\
         ARTICLE 2 - La dépense est engagée.\n\nVotants : 17     Pour : 17\nle rapport est ADOPTÉ.\n\n\
         Vu et vérifié,                Transmission au représentant de l'État :\n\
         le Président,                         20.05.2031\nLuc BRAVOUX                   Publication : 21.05.2031\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let due = [
        ("RESSOURCERIE DU MARAIS D'AULNOIS", 24_000),
        ("LES BRICOLEURS DU LAC", 7_500),
        ("COMMUNE DE VAULNOIX", 18_000),
    ];
    assert_eq!(grants(&draft), due.map(|(name, cents)| (name.to_owned(), cents)));
}

/// *Subvention 2030* heads what was given last year: the year of the grant is that over the column of the decision. *Est*
/// in a name is no verb.
#[test]
fn the_budget_year_is_that_over_the_decision() {
    let text = "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\n\
         Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n1. Subventions aux associations pour l'année 2031\n\n\
         Le conseil municipal décide d'attribuer les subventions suivantes :\n\n\
         Association                 Subvention 2030   Proposé 2031   Voté 2031\n\
         Rivelles Club               3 000 €           3 500 €        3 500 €\n\
         Chorale Vent d'Est          800 €             900 €          900 €\n\n\
         Vote : 11 pour. Adopté.\n\n2. Tarifs du bois\nLe maire propose 12 €. Vote : 11 pour. Adopté.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    assert_eq!(grants(&draft), pairs(&[("Rivelles Club", 3500), ("Chorale Vent d'Est", 900)]));
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    let years: Vec<Value> = of_kind.map(|e| e.event.data().unwrap()["exercise"].clone()).collect();
    assert_eq!(years, [2031, 2031]);
}

/// Names in capitals over two lines, and their seat below; one row has words in place of a cost and a rate.
#[test]
fn words_over_two_columns_of_figures_do_not_make_them_one() {
    let table = "\
Nom du bénéficiaire       Opération     Objet                           Dépense           Taux    Montant
                                                                        subventionnable           Proposé (en Euros)
                                                                        (en Euros)

RESEAU DES VERGERS        31003377      Animation régionale du réseau       105 000,00    30,00           31 500,00
PARTAGES                                - année 2031
98690 VALGENOIX

SCIC FERMES EN LIEN       31003381      Etude-action sur la reprise          48 000,00    50,00           24 000,00
98999 PLOVENOIX                         d'exploitations

ASSOCIATION BLE NOIR      31003390      Salon « Paysannes »                      Subvention               6 000,00
98990 LANVAUNOIX                                                               forfaitaire

                                                         Total                                          61 500,00

Nombre d'opérations : 3";
    let draft = read(table);
    let expected = [
        ("RESEAU DES VERGERS PARTAGES", 31_500),
        ("SCIC FERMES EN LIEN", 24_000),
        ("ASSOCIATION BLE NOIR", 6_000),
    ];
    assert_eq!(grants(&draft), pairs(&expected));
}

/// Rows whose cells a mark parts and whose figures say what they are, above the decision that enumerates them.
#[test]
fn a_row_of_parted_cells_gives_what_its_figure_is_called() {
    for (mark, label) in
        [(" – ", "aide proposée"), (" - ", "subvention :"), (" — ", "montant attribué :")]
    {
        let row =
            |cells: [&str; 4], sum: &str| format!("{}{mark}{label} {sum}\n", cells.join(mark));
        let rows = [
            row(
                ["Régates d'été", "Cercle nautique de Vaulnoix", "catégorie A", "budget 61 200 €"],
                "12 000 €",
            ),
            row(["Roller marathon", "Les Semailles", "catégorie C", "budget 28 000 €"], "7 000 €"),
            row(
                ["Tournoi assis", "Comité du Haut Pays", "catégorie B", "aide demandée 30 000 €"],
                "20 000 €",
            ),
        ]
        .concat();
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Événements sportifs - Saison 2031\n\n\
             Rapporteur : Mme Anne DUVAL\n\nII. Propositions\n\nTrois dossiers ont été instruits.\n\n{rows}Total : 39 000 €\n\n\
             Le conseil municipal, après en avoir délibéré, décide :\n\n\
             1) d'accorder les subventions énumérées au II, pour un montant total de 39 000 € ;\n"
        );
        let draft = draft(&text, &"0".repeat(64), &Options::default());
        let expected = [
            ("Cercle nautique de Vaulnoix", 12_000),
            ("Les Semailles", 7_000),
            ("Comité du Haut Pays", 20_000),
        ];
        assert_eq!(grants(&draft), pairs(&expected), "{text}");
    }
}

/// The lines of a budget receive nothing, whatever the act is about.
#[test]
fn lines_of_a_budget_are_no_grants() {
    for heads in [
        "Opération                      Imputation            Montant TTC",
        "Chapitre                       Libellé               Montant",
        "Compte                         Nature                Crédits",
    ] {
        let table = format!(
            "{heads}\n101 Matériel de voirie          2152                  2 000 €\n102 Travaux de toiture           21311                 9 000 €"
        );
        assert!(grants(&read(&table)).is_empty(), "{heads}");
    }
    // Those who receive have works, too.
    let table = "Commune            Opération           Montant\nVaulnay            Toiture             2 000 €\nRivelles           Voirie              9 000 €";
    assert_eq!(grants(&read(table)).len(), 2);
}

/// One grant that is told in its parts is one: the parts are no receivers.
#[test]
fn the_parts_of_one_grant_are_no_grants() {
    let text = "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Convention financière\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE\n\n\
         1/ d'allouer à l'association Les Semailles, au titre de l'exercice 2031, une subvention globale de 12 500 euros, se décomposant en :\n\
         - fonctionnement de la structure ......... 4 600 euros\n- sections de jeunes ......... 6 150 euros\n\
         - action sociale ......... 1 750 euros\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    assert_eq!(grants(&draft), pairs(&[("Les Semailles", 12_500)]));
}

/// The share of the town is what its council grants, and that of the State is not.
#[test]
fn the_column_of_the_town_is_the_decision_beside_those_of_others_who_pay() {
    let table = "Porteur            Action              Coût total    Ville      État\n\
                 Les Semailles      Jardins ouverts     38 000 €      900 €      14 000 €\n\
                 La Passerelle      Ateliers            21 400 €      550 €      8 000 €";
    let draft = read(table);
    assert_eq!(grants(&draft), pairs(&[("Les Semailles", 900), ("La Passerelle", 550)]));
    // Another column of figures may be the decision, as far as its heading says.
    let mut granted = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    assert!(granted.all(|event| event.confidence == greffe_ingest::Confidence::Review));
}

/// A rate or a count below its heading, with no unit beside it, is nobody's grant.
#[test]
fn what_ends_in_rates_or_counts_grants_nothing() {
    for table in [
        "Association            Licenciés      Taux\nLes Semailles                214      30,00\nLa Passerelle                187      50,00",
        "Association            Adhérents\nLes Semailles              1 214\nLa Passerelle              1 187",
    ] {
        assert_eq!(grants(&read(table)), [], "{table}");
    }
}

#[test]
fn the_seat_behind_every_name_is_no_part_of_it() {
    let table = "+--------------------------+------------------+-------------+\n\
                 | Entreprise               | Dépenses HT      | Aide votée  |\n\
                 +--------------------------+------------------+-------------+\n\
                 | EURL Four du Vieux       |  9 000,00 €      |    700,00 € |\n\
                 | Moulin (Rivelles)        |                  |             |\n\
                 +--------------------------+------------------+-------------+\n\
                 | Fleurs de Mai, artisane  |  4 000,00 €      |    350,00 € |\n\
                 | (Tressac-le-Haut)        |                  |             |\n\
                 +--------------------------+------------------+-------------+";
    let draft = read(table);
    assert_eq!(
        grants(&draft),
        pairs(&[("EURL Four du Vieux Moulin", 700), ("Fleurs de Mai", 350)])
    );
    // Letters are those of the name, and so is what only some of the names have.
    let kept = read("- Union des secours (UDS) : 700 €\n- Les Semailles (Rivelles) : 350 €");
    let names = [("Union des secours (UDS)", 700), ("Les Semailles (Rivelles)", 350)];
    assert_eq!(grants(&kept), pairs(&names));
}

#[test]
fn the_grounds_may_say_that_all_who_receive_are_associations() {
    for said in [
        "Considérant que les clubs ci-dessous, tous constitués sous la forme d'associations, forment des jeunes ;",
        "Considérant que les clubs ci-dessous, tous régis en associations, forment des jeunes ;",
    ] {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Clubs sportifs\n\n\
             Vu le code général des collectivités territoriales ;\n\n{said}\n\n\
             Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n\
             DÉCIDE d'attribuer les subventions suivantes :\n\n- Aviron du lac : 700 €\n- Les Archers : 350 €\n"
        );
        let draft = draft(&text, &"0".repeat(64), &Options::default());
        let forms = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
        let forms: Vec<Value> = forms
            .map(|event| event.event.data().unwrap()["beneficiary"]["legal_form"].clone())
            .collect();
        assert_eq!(forms, ["association", "association"], "{said}");
    }
}
