//! Who receives, and what he is: names that go on in small letters, forms that begin a name or stand in another place than
//! it, sheets, companies, and the columns of tables that bars part.

use greffe_ingest::{Draft, Options, draft};
use serde_json::Value;

pub(super) fn act(title: &str, report: &str, decision: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : {title}\n\n{report}\n\n\
         Vu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité, décide :\n\n\
         {decision}\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// Everybody whom grants and identifications name, with his form.
pub(super) fn receivers(draft: &Draft) -> Vec<(String, Option<String>)> {
    let of = |data: Value| {
        let who = data.get("beneficiary").cloned().unwrap_or_else(|| data.clone());
        let name = who["name"].as_str()?.to_owned();
        Some((name, who["legal_form"].as_str().map(str::to_owned)))
    };
    let told = ["SubsidyGranted", "BeneficiaryIdentified"];
    let events = draft.events.iter().filter(|event| told.contains(&event.event.kind()));
    let mut all: Vec<_> = events.filter_map(|event| of(event.event.data().unwrap())).collect();
    all.dedup();
    all
}

/// The budget year of each grant.
fn years(draft: &Draft) -> Vec<Option<i64>> {
    let grants = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    grants.map(|event| event.event.data().unwrap()["exercise"].as_i64()).collect()
}

/// Who receives how much.
pub(super) fn grants(draft: &Draft) -> Vec<(String, i64)> {
    let grants = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    let of = |data: Value| {
        let name = data["beneficiary"]["name"].as_str().unwrap().to_owned();
        (name, data["amount_cents"].as_i64().unwrap())
    };
    grants.map(|event| of(event.event.data().unwrap())).collect()
}

fn one(draft: &Draft) -> (String, String) {
    let all = receivers(draft);
    assert_eq!(all.len(), 1, "{all:?}");
    let (name, form) = all.into_iter().next().unwrap();
    (name, form.unwrap_or_default())
}

#[test]
fn a_name_goes_on_in_small_letters_to_the_next_part_of_its_sentence() {
    for (name, behind) in [
        ("Le Moulin à paroles", " pour la rénovation de sa scène."),
        ("La Marmite solidaire", " au titre de l'exercice 2031."),
        ("Grain de folie", ", à verser en une fois."),
        ("Mille et une pages", "."),
        ("Loisirs pour tous", " pour son séjour d'été."),
        ("Au bord du ruisseau", " au titre de l'exercice 2031."),
    ] {
        let decision = format!(
            "Article 1 : Une subvention de 1 500 € est attribuée à l'association {name}{behind}"
        );
        let read = act(
            "Subvention de l'année 2031",
            "La commission a donné un avis favorable.",
            &decision,
        );
        assert_eq!(one(&read), (name.to_owned(), "association".to_owned()));
    }
    for (name, verb) in [("La Marmite solidaire", "a sollicité"), ("Grain de folie", "organise")] {
        let report = format!("L'association {name} {verb} une aide pour son festival.");
        let decision =
            format!("Article 1 : Une subvention de 1 500 € est attribuée à l'association {name}.");
        assert_eq!(one(&act("Subvention 2031", &report, &decision)).0, name);
    }
    // What is said of an association is no part of its name.
    for behind in [
        " implantée à Montaubry",
        " à titre exceptionnel",
        " porteuse du projet",
        " domiciliée en mairie",
        " en fonctionnement",
        " dans le cadre de la fête",
    ] {
        let decision = format!(
            "Article 1 : Une subvention de 1 500 € est attribuée à l'association Les Tisserands{behind}."
        );
        let read = act(
            "Subvention de l'année 2031",
            "La commission a donné un avis favorable.",
            &decision,
        );
        assert_eq!(one(&read).0, "Les Tisserands", "{behind}");
    }
}

#[test]
fn the_form_stands_before_a_name_in_many_ways() {
    for (said, name, form) in [
        (
            "l'association loi 1901 Familles du Vaulnay",
            "Familles du Vaulnay",
            "association loi 1901",
        ),
        ("l'asso. Les Tisserands", "Les Tisserands", "association"),
        ("la SASP Vaulnay Volley", "Vaulnay Volley", "SASP"),
        ("l'EURL Menuiserie Bravoux", "Menuiserie Bravoux", "EURL"),
        ("l'association ci-après dénommée « Les Tisserands »", "Les Tisserands", "association"),
    ] {
        let decision = format!("Article 1 : Une subvention de 1 500 € est attribuée à {said}.");
        let read = act(
            "Subvention de l'année 2031",
            "La commission a donné un avis favorable.",
            &decision,
        );
        eprintln!("{said}");
        assert_eq!(one(&read), (name.to_owned(), form.to_owned()), "{said}");
    }
    let report = "L'entreprise Laiterie Bravoux, société anonyme, a présenté un projet d'atelier.";
    let decision =
        "Article 1 : Une subvention de 1 500 € est attribuée à l'entreprise Laiterie Bravoux.";
    let read = act("Subvention à l'entreprise Laiterie Bravoux", report, decision);
    assert_eq!(one(&read), ("Laiterie Bravoux".to_owned(), "société anonyme".to_owned()));
}

#[test]
fn a_public_body_goes_by_the_word_with_which_its_name_begins() {
    let decision = "Article 1 : Les subventions suivantes sont attribuées au titre de l'exercice 2031 :\n\n\
         Commune de Montaubry : 4 000 €\nSyndicat des eaux du Vaulnay : 3 000 €\n\
         Communauté de communes des Rivelles : 2 000 €\nCoopérative Le Pressoir : 1 000 €\n\nTotal : 10 000 €";
    let read = receivers(&act("Fonds de concours 2031", "Les dossiers sont complets.", decision));
    let forms: Vec<&str> = read.iter().filter_map(|(_, form)| form.as_deref()).collect();
    assert_eq!(forms, ["commune", "syndicat", "communauté de communes", "coopérative"], "{read:?}");
}

#[test]
fn a_form_told_once_is_that_of_all_in_the_rows() {
    let table = "Porteur                       Demandé      Accordé\n\
         Les Tisserands                 2 000 €      1 000 €\nVaulnay Volley                 1 500 €        500 €\nTotal                          3 500 €      1 500 €";
    for said in [
        "Article 1 : D'accorder aux deux associations ci-après les subventions du tableau, au titre de l'exercice 2031 :\n\n{}",
        "Article 1 : De soutenir les actions ci-dessous, au titre de l'exercice 2031 :\n\n{}\n\n\
         Article 2 : De verser à chaque association, toutes régies par la loi de 1901, la somme accordée dès la notification.",
        "Article 1 : D'attribuer les subventions ci-dessous, au titre de l'exercice 2031 :\n\n{}\n\n\
         Article 2 : De charger la directrice de notifier aux associations la présente délibération ; notification aux associations.",
    ] {
        let read = receivers(&act(
            "Actions 2031",
            "Les dossiers sont complets.",
            &said.replace("{}", table),
        ));
        assert_eq!(read.len(), 2, "{said}: {read:?}");
        assert!(
            read.iter().all(|(_, form)| form.as_deref() == Some("association")),
            "{said}: {read:?}"
        );
    }
}

#[test]
fn a_sheet_says_who_receives_and_what_he_is() {
    let report = "Organisme bénéficiaire : Les Mains du ruisseau\nForme juridique : association loi 1901\nObjet : l'accueil des jeunes";
    let decision =
        "Article 1 : Une subvention de 1 500 € est attribuée au titre de l'exercice 2031.";
    let read = act("Accueil des jeunes – Subvention 2031", report, decision);
    let known = ("Les Mains du ruisseau".to_owned(), "association loi 1901".to_owned());
    assert_eq!(one(&read), known);
    let decision = "I. d'attribuer au titre de l'exercice 2031 les subventions suivantes :\n\n\
         Bénéficiaire : Les Mains du ruisseau (association)\n    Opération : un atelier\n    Montant maximal de la subvention : 5 000 €\n\n\
         Bénéficiaire : Le Pressoir (société coopérative)\n    Opération : une halle\n    Montant maximal de la subvention : 3 000 €\n\n\
         II. de verser ces sommes en une fois.";
    let read = receivers(&act("Ateliers 2031", "Les dossiers sont complets.", decision));
    let forms: Vec<&str> = read.iter().filter_map(|(_, form)| form.as_deref()).collect();
    assert_eq!(forms, ["association", "société coopérative"], "{read:?}");
    assert_eq!(read[1].0, "Le Pressoir");
}

#[test]
fn who_asks_may_go_by_a_common_noun() {
    let report =
        "L'amicale du personnel du port, association loi 1901, demande 2 750 € pour un voyage.";
    let read =
        act("Demande de subvention", report, "Article 1 : La demande de subvention est rejetée.");
    let known = ("amicale du personnel du port".to_owned(), "association loi 1901".to_owned());
    assert_eq!(one(&read), known);
}

#[test]
fn a_year_in_a_name_is_no_budget_year() {
    let decision =
        "Article 1 : Une subvention de 1 500 € est attribuée à l'association « Loisirs 1985 ».";
    let read =
        act("Subvention à l'association « Loisirs 1985 »", "Le dossier est complet.", decision);
    assert_eq!(years(&read), [None]);
}

#[test]
fn the_year_for_which_the_decision_gives_is_that_of_the_budget() {
    for decision in [
        "Article 1 : Approuve la convention 2031-2033 avec l'association Les Tisserands.\n\
         Article 2 : Fixe la subvention de 2031 à 9 000 €.",
        "Article 1 : Vote une subvention de 9 000 € à l'association Les Tisserands.\n\
         Article 2 : Accorde à ce titre la subvention complémentaire au projet pour 2031.",
    ] {
        let read = act(
            "Convention avec l'association Les Tisserands",
            "Le dossier est complet.",
            decision,
        );
        let told = read.notes.iter().any(|note| note.what.contains("2031"));
        assert!(told || years(&read).contains(&Some(2031)), "{decision} {:?}", years(&read));
    }
}

#[test]
fn bars_part_the_cells_of_a_row_and_eur_is_a_unit() {
    let decision = "Article 1 : Les subventions suivantes sont attribuées au titre de l'exercice 2031 :\n\n\
         Bénéficiaire          |   Montant\nLes Tisserands        | 22.500,00\nVaulnay Volley        |    600,00\n\
         Compagnie du Val Vert | 12.900,00\nTOTAL                 | 36.000,00";
    let read = receivers(&act("Subventions 2031", "Les dossiers sont complets.", decision));
    let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Les Tisserands", "Vaulnay Volley", "Compagnie du Val Vert"]);
    let decision = "Article 1 : Les subventions suivantes sont attribuées au titre de l'exercice 2031 :\n\n\
         Bénéficiaire\tObjet\tMontant\nLes Tisserands\tMétier\t22 500,00 EUR\nVaulnay Volley\tFilet\t600,00 EUR\nTOTAL\t\t23 100,00 EUR";
    let read = receivers(&act("Subventions 2031", "Les dossiers sont complets.", decision));
    let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Les Tisserands", "Vaulnay Volley"]);
}

#[test]
fn sums_in_words_before_their_figures_are_no_part_of_a_name() {
    for decision in [
        "Article 1 : Les associations suivantes reçoivent au titre de l'exercice 2031 : Les Tisserands, mille quatre cents euros (1 400 €) ; \
         Vaulnay Volley, huit cents euros (800 €).",
        "décide d'attribuer pour l'année 2031 :\n\n  - aux Tisserands, mille quatre cents euros (1 400 €) au lieu de 1 200 € en 2030 ;\n  \
         - à Vaulnay Volley, huit cents euros (800 €) ;\n\nsoit deux mille deux cents euros (2 200 €).",
    ] {
        let read = grants(&act("Subventions 2031", "Les dossiers sont complets.", decision));
        let sums: Vec<i64> = read.iter().map(|(_, sum)| *sum).collect();
        assert_eq!(sums, [140_000, 80_000], "{read:?}");
        assert!(read[0].0.ends_with("Tisserands") && read[1].0 == "Vaulnay Volley", "{read:?}");
    }
}

#[test]
fn amounts_before_names_go_on_below_the_words_that_decide_them() {
    let decision = "DÉCIDE d'allouer, au titre de l'exercice 2031 :\n     \
         5 200 € à la Confédération des locataires du Vaulnay, 3 400 € à l'Amicale des Tilleuls ;\n\n\
         REJETTE la demande de 750 € ;";
    let read = grants(&act("Subventions 2031", "Les dossiers sont complets.", decision));
    let known =
        [("Confédération des locataires du Vaulnay", 520_000), ("Amicale des Tilleuls", 340_000)];
    assert_eq!(read, known.map(|(name, sum)| (name.to_owned(), sum)));
}

#[test]
fn the_division_of_a_club_is_no_part_of_its_name() {
    let decision = "Article 1 : D'allouer au titre de l'exercice 2031 les subventions suivantes :\n\n\
         \u{20}  Canton de Montaubry\n\
         \u{20}     – Vaulnay Volley, Nationale 2 F ............ 21 000 €     (saison 2029-2030 : 20 000 €)\n\
         \u{20}     – Rugby des Rivelles, Fédérale 1 ...........  6 500 €     (6 500 €)\n\
         \u{20}     – Les Archers du Vaulnay, D1 F .............  4 200 €     (première demande)\n\n\
         \u{20}  soit au total 31 700 €.";
    let read = grants(&act("Clubs de niveau national", "Les dossiers sont complets.", decision));
    let known = [
        ("Vaulnay Volley", 2_100_000),
        ("Rugby des Rivelles", 650_000),
        ("Les Archers du Vaulnay", 420_000),
    ];
    assert_eq!(read, known.map(|(name, sum)| (name.to_owned(), sum)));
}
