//! What an act rests on, in the many ways in which its bases, grounds and earlier acts are printed.

use greffe_ingest::{Confidence, Draft, DraftEvent, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn first(draft: &Draft, kind: &str) -> Option<(Value, Confidence)> {
    let of_kind = |event: &&DraftEvent| event.event.kind() == kind;
    let event = draft.events.iter().find(of_kind)?;
    Some((event.event.data().unwrap(), event.confidence))
}

/// An act with these bases and grounds.
fn act(bases: &str) -> Draft {
    decided(bases, "Article 1 : Le programme est approuvé.")
}

fn decided(bases: &str, articles: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nConseil municipal\nSéance du 4 mai 2031\nDélibération n° 2031-24\n\nObjet : Entretien des chemins\n\n\
         Présents : Mme Anne BAUDRY, M. Luc CERDOUX.\n\nMme Anne BAUDRY présente le programme.\n\n{bases}\n\n\
         Le Conseil municipal, après en avoir délibéré, DÉCIDE :\n{articles}\n\nAdopté à l'unanimité.\n"
    ))
}

fn tabled(draft: &Draft) -> Value {
    first(draft, "DeliberationTabled").unwrap().0
}

fn texts(draft: &Draft, key: &str) -> Vec<String> {
    let all = tabled(draft)[key].as_array().cloned().unwrap_or_default();
    let text = |one: &Value| one.get("text").unwrap_or(one).as_str().unwrap_or_default().to_owned();
    all.iter().map(text).collect()
}

fn visas(bases: &str) -> Vec<String> {
    texts(&act(bases), "visas")
}

const CODE: &str = "le code de la voirie routière";
const LAW: &str = "la loi n° 2029-41 du 3 mars 2029";
const OWN: &str = "la délibération n° 2030-12 du 7 mai 2030 relative aux chemins";

#[test]
fn any_mark_may_stand_before_a_basis() {
    for mark in ["* ", "-", "– ", "— ", "o ", "> ", "Ø ", "· "] {
        let bases = format!("{mark}Vu {CODE},\n{mark}Vu {LAW},\n{mark}Vu {OWN},");
        assert_eq!(visas(&bases), [CODE, LAW, OWN], "{mark}");
    }
    let bases = format!("I. Vu {CODE} ;\nII. Vu {LAW} ;\nIII. Vu {OWN} ;");
    assert_eq!(visas(&bases), [CODE, LAW, OWN]);
}

#[test]
fn one_word_may_stand_above_all_bases() {
    for (head, marks) in [
        ("Vus :", ["- ", "- ", "- "]),
        ("Vu(s) :", ["- ", "- ", "- "]),
        ("Vu,", ["1° ", "2° ", "3° "]),
        ("VU :", ["1. ", "2. ", "3. "]),
        ("Vu :", ["a) ", "b) ", "c) "]),
        ("Vu :", ["o ", "o ", "o "]),
        ("VU", ["", "", ""]),
        ("Vu les textes suivants :", ["- ", "- ", "- "]),
    ] {
        let [one, two, three] = marks;
        let bases = format!("{head}\n{one}{CODE} ;\n{two}{LAW} ;\n{three}{OWN}.");
        assert_eq!(
            visas(&bases).iter().map(|v| v.trim_end_matches('.')).collect::<Vec<_>>(),
            [CODE, LAW, OWN],
            "{head}"
        );
    }
    let bases = "Références :\n- Code de la voirie routière\n- Loi n° 2029-41 du 3 mars 2029";
    assert_eq!(visas(bases), ["Code de la voirie routière", "Loi n° 2029-41 du 3 mars 2029"]);
    let beside = "Visas :      Code de la voirie routière, notamment son article L.\n             141-3\n             Loi n° 2029-41 du 3 mars 2029";
    assert_eq!(
        visas(beside),
        [
            "Code de la voirie routière, notamment son article L. 141-3",
            "Loi n° 2029-41 du 3 mars 2029"
        ]
    );
}

#[test]
fn other_words_than_vu_found_an_act() {
    for (of_code, of_law, of_own) in [
        ("Au vu du", "Au vu de la", "Au vu de la"),
        ("En application du", "En application de la", "En application de la"),
        ("Conformément au", "Conformément à la", "Conformément à la"),
        ("Sur le fondement du", "Sur le fondement de la", "Sur le fondement de la"),
    ] {
        let [code, law, own] = [CODE, LAW, OWN].map(|basis| basis.split_once(' ').unwrap().1);
        let bases = format!("{of_code} {code},\n{of_law} {law},\n{of_own} {own},");
        assert_eq!(visas(&bases), [code, law, own], "{of_code}");
    }
    assert_eq!(
        visas(&format!("Vu {CODE},\nAu vu du rapport présenté par Mme Anne BAUDRY,")),
        [CODE]
    );
    // A sentence that begins so is no basis.
    assert!(visas("En application de la loi, il est procédé à un vote,").is_empty());
}

#[test]
fn one_paragraph_may_hold_several_bases() {
    for bases in [
        format!("Vu {CODE}, vu {LAW}, vu {OWN},"),
        format!("Vu {CODE} ; Vu {LAW} ; Vu {OWN} ;"),
        format!("Vu {CODE} ; {LAW} ; {OWN} ;"),
        format!("Vu {CODE} ; {LAW} ; et {OWN} ;"),
        format!("Vu {CODE} / Vu {LAW} / Vu {OWN}"),
        format!("- VU {CODE} - VU {LAW} - VU {OWN}"),
        format!("Vu 1/ {CODE} ; 2/ {LAW} ; 3/ {OWN}"),
        format!("Vu : a) {CODE} ; b) {LAW} ; c) {OWN} ;"),
        format!("Vu d'une part {CODE}, d'autre part {LAW}, ainsi que {OWN},"),
        format!("Le Conseil municipal, vu {CODE}, vu {LAW}, vu {OWN},"),
        format!("Le Conseil municipal : Vu {CODE} ;\nVu {LAW} ;\nVu {OWN} ;"),
        format!("V U  {CODE} ;\nV U  {LAW} ;\nV U  {OWN} ;"),
        format!("Vu {CODE} ;\n\"  {LAW} ;\n\"  {OWN} ;"),
        format!("Vu {CODE}, vu {LAW}, vu {OWN}, considérant que les chemins s'usent,"),
    ] {
        assert_eq!(visas(&bases), [CODE, LAW, OWN], "{bases}");
    }
}

#[test]
fn bases_and_articles_may_stand_in_a_box() {
    let boxed = "+-----+-----------------------------------------+\n| VU  | le code de la voirie routière, notamment  |\n|     | son article L. 141-3                    |\n\
                 +-----+-----------------------------------------+\n| VU  | la loi n° 2029-41 du 3 mars 2029        |\n+-----+-----------------------------------------+";
    let read = ["le code de la voirie routière, notamment son article L. 141-3", LAW];
    assert_eq!(visas(boxed), read);
    let rows = format!("| Vu | {CODE} |\n| Vu | {LAW} |");
    assert_eq!(visas(&rows), [CODE, LAW]);
    let articles = "+-----------+--------------------------+\n| Article 1 | Le programme des chemins |\n|           | est approuvé.            |\n\
                    +-----------+--------------------------+\n| Article 2 | Le maire l'exécute.      |\n+-----------+--------------------------+";
    assert_eq!(
        texts(&decided(&format!("Vu {CODE},"), articles), "articles"),
        ["Le programme des chemins est approuvé.", "Le maire l'exécute."]
    );
}

#[test]
fn grounds_are_no_bases() {
    for ground in ["- considérant que les chemins s'usent,", "Vu que les chemins s'usent,"] {
        let draft = act(&format!("Vu {CODE},\n{ground}"));
        assert_eq!(texts(&draft, "visas"), [CODE], "{ground}");
        assert_eq!(texts(&draft, "considerants"), ["que les chemins s'usent"], "{ground}");
    }
}

#[test]
fn articles_may_bear_the_sign_of_a_number_or_stand_in_one_paragraph() {
    for articles in [
        "Article n° 1 : Le programme est approuvé.\nArticle n° 2 : Le maire l'exécute.",
        "Art. 1 - Le programme est approuvé.\nArt. 2 - Le maire l'exécute.",
        "Article I – Le programme est approuvé.\nArticle II – Le maire l'exécute.",
        "Article 1ᵉʳ : Le programme est approuvé.\nArticle 2 : Le maire l'exécute.",
        "1. Approuve le programme.\n2. Charge le maire de l'exécuter.",
        "1°) d'approuver le programme ; 2°) de charger le maire de l'exécuter.",
    ] {
        let draft = decided(&format!("Vu {CODE},"), articles);
        assert_eq!(texts(&draft, "articles").len(), 2, "{articles}");
    }
    let paragraph = "Le Conseil municipal, après en avoir délibéré, DÉCIDE : Article 1 : Le programme est approuvé. Article 2 : Le maire l'exécute.";
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nConseil municipal\nSéance du 4 mai 2031\nDélibération n° 2031-24\n\nObjet : Entretien des chemins\n\nVu {CODE},\n\n{paragraph}\n"
    );
    assert_eq!(
        texts(&read(&text), "articles"),
        ["Le programme est approuvé", "Le maire l'exécute."]
    );
    for articles in [
        "Article n° 1 : Le programme est approuvé.\nArticle n° 2 : Le maire l'exécute.",
        "Art. 1 - Le programme est approuvé.\nArt. 2 - Le maire l'exécute.",
    ] {
        assert_eq!(
            texts(&decided(&format!("Vu {CODE},"), articles), "articles"),
            ["Le programme est approuvé.", "Le maire l'exécute."],
            "{articles}"
        );
    }
}

/// A name that goes on in small letters behind a word that could stand alone is read whole, or is not called sure.
#[test]
fn a_name_that_goes_on_in_small_letters_is_not_cut() {
    let grant = |name: &str| {
        read(&format!(
            "COMMUNE DE VAULNOIX\n\nConseil municipal\nSéance du 4 mai 2031\nDélibération n° 2031-24\n\n\
             Objet : Attribution d'une subvention à l'association {name}\n\nPrésents : Mme Anne BAUDRY, M. Luc CERDOUX.\n\n\
             Vu {CODE},\n\nConsidérant que l'association {name} contribue à la vie du bourg,\n\n\
             Le Conseil municipal, après en avoir délibéré, DÉCIDE :\n\
             Article 1 : Une subvention de 4 500 € est attribuée à l'association {name} au titre de l'exercice 2031.\n\
             Article 2 : Le maire est chargé d'en informer l'association {name}.\n\nAdopté à l'unanimité.\n"
        ))
    };
    for name in ["Habiter son village", "La Clé en mains du Vaulnay"] {
        let (value, _) = first(&grant(name), "SubsidyGranted").unwrap();
        assert_eq!(value["beneficiary"]["name"], name);
    }
}

/// A row of a table that tells what earlier acts gave holds no reference of the act.
#[test]
fn a_name_behind_which_the_same_words_come_back_is_for_review() {
    for name in [
        "Mille et une saisons",
        "Grandir ensemble à Vaulnoix",
        "Entr'Actes 2030",
        "Les Gabariers de la rivière",
        "Théâtre et Plein air",
    ] {
        let draft = read(&format!(
            "COMMUNE DE VAULNOIX\n\nConseil municipal\nSéance du 4 mai 2031\nDélibération n° 2031-24\n\n\
             Objet : Attribution d'une subvention à l'association {name}\n\n\
             Présents : Mme Anne BAUDRY, M. Luc CERDOUX.\n\nL'association {name} a sollicité une aide.\n\n\
             Vu le code général des collectivités territoriales,\n\n\
             Le Conseil municipal, après en avoir délibéré, DÉCIDE :\n\
             Article 1 : Une subvention de 7 500 € est attribuée à l'association {name} au titre de l'exercice 2031.\n\n\
             Adopté à l'unanimité.\n"
        ));
        let (grant, confidence) = first(&draft, "SubsidyGranted").unwrap();
        let whole = grant["beneficiary"]["name"] == name;
        assert!(whole || confidence == Confidence::Review, "{name}: {grant}");
    }
}

#[test]
fn a_row_with_a_sum_holds_no_reference_of_the_act() {
    let text = "COMMUNE DE VAULNOIX\n\nConseil municipal\nSéance du 4 mai 2031\nDélibération n° 2031-24\n\nObjet : Entretien des chemins\n\n\
                Présents : Mme Anne BAUDRY, M. Luc CERDOUX.\n\nTravaux déjà payés :\nDélibération        Date               Montant\n\
                n° 2029-06-17       12 juin 2029       3 300 €\n\nVu le code de la voirie routière,\n\nLe Conseil municipal, après en avoir délibéré, DÉCIDE :\n\
                Article 1 : Le programme est approuvé.\n";
    assert_eq!(tabled(&read(text))["reference"], "2031-24");
}

#[test]
fn earlier_acts_are_cited_in_many_forms() {
    let cited = |visa: &str| {
        let all =
            tabled(&act(&format!("Vu {CODE},\n{visa},")))["visas"].as_array().cloned().unwrap();
        let act = all[1]["act"].clone();
        (
            act["reference"].as_str().unwrap_or_default().to_owned(),
            act["date"].as_str().unwrap_or_default().to_owned(),
        )
    };
    for visa in [
        "Vu la délib. n° 2030-12 du 7 mai 2030",
        "Vu la délibération cadre n° 2030-12 du 7 mai 2030",
        "Vu la délibération du 7 mai 2030 n° 2030-12",
        "Vu la délibération du 7 mai 2030 (n° 2030-12) relative aux chemins",
    ] {
        assert_eq!(cited(visa), ("2030-12".to_owned(), "2030-05-07".to_owned()), "{visa}");
    }
}
