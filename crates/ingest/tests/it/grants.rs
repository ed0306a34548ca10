//! Ways of the genre to say who is granted what, each on a short act that has it.

use greffe_domain::Grade;
use greffe_ingest::{Draft, Figure, Options, Seems, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// What the events of a kind say, in order.
fn said(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).collect()
}

fn words(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Who is granted how many euros, and what he is.
fn grants(draft: &Draft) -> Vec<(String, i64, String)> {
    let all = said(draft, "SubsidyGranted");
    let euros = |grant: &Value| grant["amount_cents"].as_i64().unwrap_or_default() / 100;
    let of = |grant: &Value| {
        (words(grant, "/beneficiary/name"), euros(grant), words(grant, "/beneficiary/legal_form"))
    };
    all.iter().map(of).collect()
}

fn granted(name: &str, euros: i64, form: &str) -> (String, i64, String) {
    (name.to_owned(), euros, form.to_owned())
}

/// What the figures that no fact holds seem to be.
fn figures(draft: &Draft) -> Vec<(i64, Seems)> {
    let figure = |figure: &Figure| match figure {
        Figure::Amount(money, seems) => Some((money.cents() / 100, *seems)),
        _ => None,
    };
    draft.notes.iter().filter_map(|note| figure(note.figure.as_ref()?)).collect()
}

/// An act with this report and these words of decision.
fn act(title: &str, report: &str, decision: &str) -> String {
    format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : {title}\n\nMonsieur le Maire expose ce qui suit.\n{report}\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n{decision}\n"
    )
}

#[test]
fn an_amount_in_words_is_granted() {
    let decision = "DECIDE d'allouer à la chorale des écoliers de Vaulnoix une subvention exceptionnelle de deux mille \
                    trois cents euros,\n\nDIT que la somme sera prélevée au budget de l'exercice 2031.";
    let draft = read(&act("Classe de mer", "Les élèves partent.", decision));
    assert_eq!(grants(&draft), [granted("chorale des écoliers de Vaulnoix", 2300, "")]);
}

#[test]
fn a_grant_told_before_is_accorded_by_its_article() {
    let decision = "ACCORDE la subvention de 8 000 € à l'association Les Forges de Vaulnoix.";
    let draft = read(&act("Soutien aux Forges", "Les Forges rouvrent.", decision));
    assert_eq!(grants(&draft), [granted("Les Forges de Vaulnoix", 8000, "association")]);
}

#[test]
fn an_amount_that_the_report_settles_is_what_this_subsidy_comes_to() {
    let report = "L'association Les Forges de Vaulnoix ouvre un atelier. Pour 210 élèves, la subvention s'élève à 4 200 €.";
    let draft = read(&act("Les Forges", report, "APPROUVE cette subvention."));
    assert_eq!(grants(&draft), [granted("Les Forges de Vaulnoix", 4200, "association")]);
    // Of two, a person must say which; and without the words that adopt it nothing is granted.
    let two = format!("{report} En raison des travaux, la subvention serait de 5 000 €.");
    assert!(grants(&read(&act("Les Forges", &two, "APPROUVE cette subvention."))).is_empty());
    assert!(grants(&read(&act("Les Forges", report, "APPROUVE le programme."))).is_empty());
}

#[test]
fn a_convention_renewed_at_so_much_a_year_grants_it() {
    let report = "La commune verse chaque année à l'association Familles vaulnoises une participation aux frais. \
                  La convention est reconduite pour trois ans à raison de 4 500 € par an, soit 1 500 € par trimestre.";
    let draft = read(&act("Convention", report, "APPROUVE la convention."));
    assert_eq!(grants(&draft), [granted("Familles vaulnoises", 4500, "association")]);
    assert!(figures(&draft).contains(&(1500, Seems::Instalment)), "{:?}", figures(&draft));
}

#[test]
fn an_apposition_shows_how_far_a_name_goes_on_in_small_letters() {
    let decision = "1°) D'approuver l'avenant n° 2 au contrat conclu avec la Fédération vaulnoise d'aide aux aînés, \
                    association régie par la loi du 1er juillet 1901 ;\n\n2°) De porter la dotation de l'année 2031 de 64 k€ à 71 k€.";
    let report = "La Fédération présente pour 2031 un budget de 2,86 M€, au lieu des 2,56 M€ prévus au contrat.";
    let draft = read(&act("Avenant n° 2", report, decision));
    let whom = said(&draft, "BeneficiaryIdentified");
    assert_eq!(words(&whom[0], "/name"), "Fédération vaulnoise d'aide aux aînés");
    assert!(words(&whom[0], "/legal_form").starts_with("association"));
    let avenant = said(&draft, "AvenantApproved");
    assert_eq!(avenant[0]["amount_cents"], 7_100_000);
    assert_eq!(avenant[0]["exercise"], 2031);
    let budget = said(&draft, "BudgetRevised");
    assert_eq!(
        (&budget[0]["from_cents"], &budget[0]["to_cents"]),
        (&256_000_000.into(), &286_000_000.into())
    );
}

#[test]
fn what_a_share_is_of_and_what_a_line_is_called_say_nothing_of_the_next_amount() {
    let report = "La participation serait de 6 000 € en 2031, soit 25 % de ce budget, puis de 5 500 € en 2032. \
                  Les crédits sont inscrits au chapitre 65, dont l'enveloppe « aide aux clubs » s'élève à 18 000 €. \
                  Le coût supplémentaire pour la commune est de 750 €.";
    let seen = figures(&read(&act("Chemins", report, "APPROUVE le programme.")));
    assert!(seen.contains(&(5500, Seems::Other)), "{seen:?}");
    assert!(seen.contains(&(18000, Seems::Budget)), "{seen:?}");
    assert!(seen.contains(&(750, Seems::Other)), "{seen:?}");
    // Beside the base itself the words do say what the amount is.
    let report =
        "La participation est calculée à hauteur de 35 % du coût des travaux (52 571 € TTC).";
    let seen = figures(&read(&act("Chemins", report, "APPROUVE le programme.")));
    assert!(seen.contains(&(52571, Seems::Budget)), "{seen:?}");
}

#[test]
fn the_report_may_be_printed_behind_the_foot() {
    let foot = "APPROUVE l'avenant n° 1 à la convention conclue avec l'association « Les Forges ».\n\nLe Maire,\nLuc BRAVOUX\n\n\
                Reçu en préfecture le 9 mai 2031\n\nRAPPORT DU MAIRE\n\nLe budget de l'association est porté à 50 000 €.";
    let draft = read(&act("Avenant n° 1", "L'association demande.", foot));
    assert_eq!(said(&draft, "BudgetRevised")[0]["to_cents"], 5_000_000);
}

/// The cells of a table, one a line.
const CELLS: &str = "Alloue les subventions suivantes :\nBénéficiaire\nNature des travaux\nDépense éligible\nTaux\nSubvention\n\
    Les Amis du moulin\nReprise du toit\n12 400 €\n30 %\n3 720 €\nGardiens de la halle\nCharpente\n9 150 €\n20 %\n1 830 €\n\
    Comité du four banal\nVoûte\n4 000 €\n30 %\n1 200 €\nTOTAL\n25 550 €\n6 750 €\n";

#[test]
fn a_table_printed_one_cell_a_line_is_read_by_the_cycle_of_its_cells() {
    let draft =
        read(&act("Aides au patrimoine, exercice 2031", "Les dossiers sont complets.", CELLS));
    assert_eq!(
        grants(&draft),
        [
            granted("Les Amis du moulin", 3720, ""),
            granted("Gardiens de la halle", 1830, ""),
            granted("Comité du four banal", 1200, "")
        ]
    );
    assert_eq!(words(&said(&draft, "SubsidyGranted")[0], "/purpose"), "Reprise du toit");
    let seen = figures(&draft);
    for cost in [12_400, 9_150, 4_000] {
        assert!(seen.contains(&(cost, Seems::Budget)), "{cost} of {seen:?}");
    }
    assert!(seen.contains(&(6_750, Seems::Other)), "{seen:?}");
    assert!(!draft.notes.iter().any(|note| note.code == "total-differs"));
}

#[test]
fn the_heading_says_in_which_column_who_receives_stands() {
    let cells = "Alloue les subventions suivantes :\nCanton\nAssociation\nObjet\nMontant\n\
                 Haute-Vaulne\nLes Amis du moulin\nToit\n3 720 €\nHaute-Vaulne\nGardiens de la halle\nCharpente\n1 830 €\n\
                 Basse-Vaulne\nComité du four banal\nVoûte\n1 200 €\nTOTAL\n6 750 €\n";
    let draft =
        read(&act("Aides au patrimoine, exercice 2031", "Les dossiers sont complets.", cells));
    let names: Vec<String> = grants(&draft).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Les Amis du moulin", "Gardiens de la halle", "Comité du four banal"]);
}

#[test]
fn names_over_one_figure_each_are_no_wide_table() {
    let cells = "Alloue les subventions suivantes :\nLes Amis du moulin\n3 720 €\nGardiens de la halle\n1 830 €\n\
                 Comité du four banal\n1 200 €\nAmicale des pompiers\n250 €\nTOTAL\n7 000 €\n";
    let draft =
        read(&act("Aides au patrimoine, exercice 2031", "Les dossiers sont complets.", cells));
    assert_eq!(grants(&draft).len(), 4);
}

fn rows(title: &str) -> Vec<(String, String)> {
    let list = "DÉCIDE d'attribuer les subventions suivantes au titre de l'exercice 2031 :\n- Amicale des pompiers : 350 €\n\
                - Les Amis du moulin : 200 €\n- Collège des Buttes : 150 €\n\nSoit un total de 700 €.";
    let draft = read(&act(title, "Les demandes sont examinées.", list));
    grants(&draft).into_iter().map(|(name, _, form)| (name, form)).collect()
}

#[test]
fn the_title_says_that_those_in_the_rows_are_associations() {
    let all = rows("Subventions 2031 aux associations locales");
    let forms: Vec<&str> = all.iter().map(|(_, form)| form.as_str()).collect();
    assert_eq!(forms, ["association", "association", ""], "{all:?}");
    // The line of the budget is called so whoever stands under it.
    for title in ["Subventions aux associations", "Soutien à la vie locale"] {
        assert!(rows(title).iter().all(|(_, form)| form.is_empty()), "{title}");
    }
}

#[test]
fn what_a_base_comes_to_is_settled_behind_soit() {
    let report = "Le refuge « Les Forges de Vaulnoix », association agréée, accueille les animaux. La participation est calculée \
                  sur la base de 1,10 € par habitant, soit 8 712 € pour 7 920 habitants.";
    let draft = read(&act("Refuge", report, "APPROUVE cette participation."));
    assert_eq!(grants(&draft), [granted("Les Forges de Vaulnoix", 8712, "association")]);
}

#[test]
fn an_act_from_which_on_a_member_was_there_is_not_recalled() {
    let report = "Mme TILLOY, retardée, prend part aux votes à compter de la délibération n° 2031/05/03. \
                  La délibération n° 2030/11/07 du 4 novembre 2030 est rappelée.";
    let draft = read(&act("Chemins", report, "APPROUVE le programme."));
    let recalled: Vec<String> = draft
        .notes
        .iter()
        .filter_map(|note| match &note.figure {
            Some(Figure::Act(act)) => act.reference.clone(),
            _ => None,
        })
        .collect();
    assert_eq!(recalled, ["2030/11/07"]);
}

/// An act whose organ decides on the line of its vote.
fn at_once(decision: &str) -> String {
    format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Vie locale\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré,\n\n{decision}\n"
    )
}

#[test]
fn what_is_decided_behind_the_vote_on_its_line_is_decided() {
    let draft = read(&at_once(
        "à l'unanimité, DECIDE d'attribuer les subventions suivantes :\n- Foyer rural 1 250,00 €\n- Judo club 400,00 €",
    ));
    assert_eq!(grants(&draft), [granted("Foyer rural", 1250, ""), granted("Judo club", 400, "")]);
    let draft = read(&at_once(
        "par 9 voix pour, attribue une subvention de 2 000 euros à la Société de pêche « La Truite vaulnoise ».",
    ));
    assert_eq!(grants(&draft), [granted("La Truite vaulnoise", 2000, "")]);
}

#[test]
fn a_proper_name_behind_the_amount_receives_it() {
    for (said, who) in [
        ("verser la somme de 1 000 € à la Protection civile.", "Protection civile"),
        ("d'allouer une subvention de 1 000 € à l'ACCA.", "ACCA"),
        (
            "le versement à l'Union sportive de Vaulnoix d'une subvention de 1 000 €.",
            "Union sportive de Vaulnoix",
        ),
    ] {
        let lead = if said.starts_with("d'") || said.starts_with("le ") { "" } else { "de " };
        let draft = read(&at_once(&format!("à l'unanimité, DECIDE {lead}{said}")));
        assert_eq!(grants(&draft), [granted(who, 1000, "")], "{said}");
        let event = draft.events.iter().find(|event| event.event.kind() == "SubsidyGranted");
        assert_eq!(event.unwrap().confidence, greffe_ingest::Confidence::Review, "{said}");
    }
}

#[test]
fn one_amount_goes_to_each_of_several() {
    let each = ["Les Forges", "La Lyre de Vaulnoix", "Le Sillon"]
        .map(|name| granted(name, 150, "association"));
    for said in [
        "d'accorder une aide de 150 € à chacune des associations suivantes : Les Forges, La Lyre de Vaulnoix et Le Sillon.",
        "d'attribuer une subvention de 150 € à chacune des associations suivantes :\n- Les Forges\n- La Lyre de Vaulnoix\n- Le Sillon",
    ] {
        assert_eq!(
            grants(&read(&at_once(&format!("à l'unanimité, DECIDE {said}")))),
            each,
            "{said}"
        );
    }
    // Without *chacune* nobody knows who gets how much of it.
    let together = "à l'unanimité, DECIDE d'accorder une aide de 150 € aux associations suivantes : Les Forges, La Lyre de Vaulnoix et Le Sillon.";
    assert!(grants(&read(&at_once(together))).len() < 2);
}

#[test]
fn each_sentence_to_each_of_several_is_read_and_the_grants_beside_them() {
    let draft = read(&at_once(
        "à l'unanimité, DECIDE :\n- d'accorder une aide de 150 € à chacune des associations suivantes : Les Forges et Le Sillon ;\n\
         - d'accorder une aide de 200 € à chacune des associations suivantes : Foyer rural et Judo club ;\n\
         - d'attribuer une subvention de 300 € à l'association « La Lyre de Vaulnoix » ;\n\
         - d'attribuer une subvention de 150 € pour chaque classe ;",
    ));
    let all = [("Les Forges", 150), ("Le Sillon", 150), ("Foyer rural", 200), ("Judo club", 200)];
    let mut all = all.map(|(name, euros)| granted(name, euros, "association")).to_vec();
    all.push(granted("La Lyre de Vaulnoix", 300, "association"));
    assert_eq!(grants(&draft), all);
    // Nobody is read of the last, and its amount is one that others receive.
    assert_eq!(figures(&draft), [(150, Seems::Subsidy)]);
}

#[test]
fn amounts_behind_bare_names_are_rows_of_their_sentence() {
    let draft = read(&at_once(
        "à l'unanimité, DECIDE d'attribuer les subventions suivantes : Foyer rural 300 €, Judo club 400 € et Les Forges 500 €.",
    ));
    let all = [("Foyer rural", 300), ("Judo club", 400), ("Les Forges", 500)];
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "")));
}

#[test]
fn what_an_earlier_sitting_granted_is_recalled() {
    let text = "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\nPrésents : M. Luc BRAVOUX, Mme Anne \
                TILLOY\n\n1. Les Forges\nLe conseil municipal, lors de sa séance du 20 février 2030, a accordé à l'association \
                « Les Forges » une subvention de 6 000 €.\nLe conseil municipal prend acte.\nVote : unanimité.\n\n2. Halle\n\
                Le conseil municipal approuve les travaux.\nVote : unanimité.\n";
    let draft = read(text);
    let recalled = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    assert!(recalled.clone().all(|event| event.grade != Grade::Act), "{:?}", grants(&draft));
}

#[test]
fn the_day_of_a_request_or_a_law_makes_no_grant_of_the_past() {
    for (said, grade) in [
        ("vu sa demande du 3 mars 2031", Grade::Act),
        ("en application de la loi du 12 avril 2000", Grade::Act),
        ("vu la délibération n° 2030-12 du 3 mars 2030 qui en fixe les règles", Grade::Act),
        ("par délibération n° 2030-12 du 3 mars 2030", Grade::Recital),
        ("en sa séance ordinaire du mardi 5 mars 2030", Grade::Recital),
        ("lors du conseil municipal du 3 mars 2030", Grade::Recital),
    ] {
        let decision = format!(
            "Le conseil municipal, {said}, a attribué une subvention de 500 € à l'association « Les Forges »."
        );
        let draft = read(&act("Les Forges", "L'association demande une aide.", &decision));
        let kind = |event: &&greffe_ingest::DraftEvent| event.event.kind() == "SubsidyGranted";
        let grades: Vec<Grade> = draft.events.iter().filter(kind).map(|e| e.grade).collect();
        assert_eq!(grades, [grade], "{said}");
    }
    let told = "Le 3 mars 2030, le conseil municipal a attribué une subvention de 500 € à l'association « Les Forges ».";
    let draft = read(&act("Les Forges", "L'association demande une aide.", told));
    let grants = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    assert!(grants.clone().all(|event| event.grade == Grade::Recital), "{told}");
}

/// Who receives, where no grant to him is read.
fn identified(draft: &Draft) -> Vec<String> {
    said(draft, "BeneficiaryIdentified").iter().map(|event| words(event, "/name")).collect()
}

#[test]
fn a_matter_about_a_subsidy_names_who_asks_even_where_nothing_is_granted() {
    let text = "COMMUNE DE VAULNOIX\nProcès-verbal du conseil municipal du 4 mai 2031\n\nPrésents : Anne Aubin, Luc Bon.\n\n\
                1. Fanfare des Coteaux : demande d'aide exceptionnelle\n\nLa fanfare sollicite 3 000 € pour un voyage.\n\
                La demande est mise aux voix : 6 pour, 8 contre. Elle est rejetée.\n\n\
                2. Finances : tarifs de la cantine\n\nLe repas passe à 3,55 €. Adopté à l'unanimité.\n\n\
                3. Le Sentier des Crêtes – subvention 2031\n\nLa subvention serait de 1 952 € ; le Conseil, à l'unanimité, \
                décide de porter cette subvention à 2 000 €.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    assert_eq!(identified(&draft), ["Fanfare des Coteaux"]);
    assert_eq!(grants(&draft), [granted("Le Sentier des Crêtes", 2000, "")]);
    let granted = draft.events.iter().find(|event| event.event.kind() == "SubsidyGranted").unwrap();
    assert!(
        granted.reason.as_deref().is_some_and(|doubt| doubt.contains("no formula")),
        "{granted:?}"
    );
}

#[test]
fn a_name_goes_on_in_small_letters_where_it_comes_back_so() {
    let report = "L'association Graines d'entraide souhaite cultiver un jardin. Graines d'entraide compte 40 membres.";
    let decision = "DECIDE d'attribuer à l'association Graines d'entraide une subvention de 900 € au titre de l'exercice 2031.";
    let draft = read(&act("Jardin partagé", report, decision));
    assert_eq!(grants(&draft), [granted("Graines d'entraide", 900, "association")]);
    // What associations do is no part of their names, however often it is said.
    let report = "L'association Les Semailles organise un marché. Les Semailles organise un bal.";
    let decision = "DECIDE d'attribuer à l'association Les Semailles une subvention de 900 € au titre de l'exercice 2031.";
    let draft = read(&act("Marché", report, decision));
    assert_eq!(grants(&draft), [granted("Les Semailles", 900, "association")]);
    // In capitals the name ends before the words that ask.
    let text = "COMMUNE DE VAULNOIX\n\nSEANCE DU 4 MAI 2031\n\nOBJET : AIDE A UNE ASSOCIATION\n\nVU LE CODE GENERAL DES COLLECTIVITES TERRITORIALES ;\n\n\
                LE CONSEIL MUNICIPAL, APRES EN AVOIR DELIBERE, A L'UNANIMITE,\n\nDECIDE D'ACCORDER A L'ASSOCIATION LES P'TITS MERLES UNE AIDE EXCEPTIONNELLE DE 3 500 EUROS.\n";
    let draft = read(text);
    assert_eq!(grants(&draft), [granted("LES P'TITS MERLES", 3500, "ASSOCIATION")]);
}

#[test]
fn the_year_of_the_title_is_the_budget_year_where_no_sentence_names_one() {
    let decision = "DECIDE d'attribuer à l'association Les Semailles une subvention de 900 €.";
    let year = |title: &str| {
        let draft = read(&act(title, "Les enfants partent.", decision));
        said(&draft, "SubsidyGranted").first().and_then(|grant| grant["exercise"].as_i64())
    };
    assert_eq!(year("Classe de mer 2031"), Some(2031));
    // A day and a span of years are none.
    assert_eq!(year("Classe de mer du 3 mai 2031"), None);
    assert_eq!(year("Classes de mer 2030-2031"), None);
}

/// A convention says whom it calls *l'Association*; what a sentence goes on with behind that is no name.
#[test]
fn the_term_of_a_convention_is_no_name() {
    let text = "CONVENTION D'OBJECTIFS\n\nEntre\n\nLa Ville de Vaulnay, représentée par son Maire, M. Luc BRAVOUX, désignée sous le terme \
         « la Ville », d'une part,\n\nEt\n\nL'association « Les Semailles », association régie par la loi du 1er juillet 1901, \
         désignée sous le terme « l'Association », d'autre part,\n\nIl est convenu ce qui suit :\n\n\
         ARTICLE 1 - CONTRIBUTION FINANCIERE\n\n1.1 Pour l'année 2031, la Ville verse à l'Association une subvention de 7 200 EUR.\n\n1.2 Les contributions ne sont applicables que sous réserve du respect par l'Association des obligations \
         mentionnées à l'article 2.\n\nFait à Vaulnay, le 4 mai 2031\n";
    let draft = greffe_ingest::draft(text, &"0".repeat(64), &greffe_ingest::Options::default());
    let names = draft.events.iter().filter_map(|event| {
        let data = event.event.data().ok()?;
        Some(data.pointer("/beneficiary/name")?.as_str()?.to_owned())
    });
    assert!(names.clone().all(|name| name == "Les Semailles"), "{:?}", names.collect::<Vec<_>>());
    assert!(names.count() > 0);
}

/// An act that grants by the rows of a table below its decision.
fn by_rows(report: &str, rows: &str) -> Draft {
    read(&act(
        "Subventions aux associations",
        report,
        &format!(
            "DECIDE d'attribuer les subventions suivantes :\n\n{rows}\n\nDIT que la dépense est inscrite au budget 2031."
        ),
    ))
}

#[test]
fn a_row_has_the_form_that_the_text_gives_to_its_name_elsewhere() {
    let draft = by_rows(
        "L'avenant à la convention avec l'association Terres Neuves est prêt.\n\n\
         - Compagnie Les Hautes Eaux (11, rue Haute)\n\n\
         L'association, fondée en 2011, développe un théâtre documentaire.",
        "Terres Neuves                 500 €\nLes Hautes Eaux               600 €\nVieux Murs                    700 €",
    );
    let all = [
        granted("Terres Neuves", 500, "association"),
        granted("Les Hautes Eaux", 600, "association"),
        granted("Vieux Murs", 700, ""),
    ];
    assert_eq!(grants(&draft), all);
}

#[test]
fn a_school_of_dance_may_be_an_association_and_a_public_school_is_none() {
    let title = "Subventions aux associations sportives et culturelles";
    let decision = "DECIDE d'attribuer les subventions suivantes :\n\nÉcole de danse du Valmore   500 €\n\
                    École primaire du Bourg       600 €\nLes Archers                   700 €\n\nDIT que la dépense est inscrite.";
    let all = [
        granted("École de danse du Valmore", 500, "association"),
        granted("École primaire du Bourg", 600, ""),
        granted("Les Archers", 700, "association"),
    ];
    assert_eq!(grants(&read(&act(title, "", decision))), all);
}

#[test]
fn a_grouping_begins_with_its_form() {
    let draft =
        by_rows("", "GROUPEMENT D'INTERET PUBLIC VALMORE HABITAT   500 €\nLes Archers   700 €");
    let name = "GROUPEMENT D'INTERET PUBLIC VALMORE HABITAT";
    assert_eq!(grants(&draft).first(), Some(&granted(name, 500, "groupement d'interet public")));
}

#[test]
fn the_name_of_a_row_stands_in_its_quotation_marks() {
    let draft = by_rows(
        "",
        "Club du 3e âge « Les Roseaux »   500 €\nÉpicerie sociale « Le Panier »   600 €\nFestival « Les Ondes »   700 €",
    );
    let named: Vec<String> = grants(&draft).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(named, ["Les Roseaux", "Le Panier", "Festival « Les Ondes »"]);
}

#[test]
fn a_form_with_a_capital_and_its_adjective_begins_the_name() {
    let decision = "DECIDE d'attribuer à l'Association Internationale des Maires Ruraux une subvention de 500 euros.";
    let draft = read(&act("Subvention", "", decision));
    let name = "Association Internationale des Maires Ruraux";
    assert_eq!(grants(&draft).first().map(|(name, ..)| name.as_str()), Some(name));
}

#[test]
fn the_only_one_named_is_the_association_that_is_spoken_of() {
    let report = "La Société de Musique de Valmore s'est créée en 1949. L'Association cherche à faire connaître ses concerts.";
    let decision =
        "DECIDE d'allouer une subvention de 500 euros à la Société de Musique de Valmore.";
    let read = read(&act("Subvention à la Société de Musique de Valmore", report, decision));
    assert_eq!(grants(&read), [granted("Société de Musique de Valmore", 500, "association")]);
}
