//! What heads the matters of minutes: where a reference stands beside or below a title, and which lines head nothing
//! though they look as if.

use greffe_ingest::{Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn words(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The references and titles of the acts.
fn acts(draft: &Draft) -> Vec<String> {
    let all = draft.events.iter().filter(|event| event.event.kind() == "DeliberationTabled");
    all.map(|event| event.event.data().unwrap())
        .map(|act| format!("{} | {}", words(&act, "reference"), words(&act, "title")))
        .collect()
}

const HEAD: &str = "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\n\
     Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n";

#[test]
fn a_reference_stands_below_the_title_or_in_brackets_behind_it() {
    let matters = |below: &str, behind: &str| {
        format!(
            "Remplacement du portail{b1}\n{r1}\nLe devis est présenté.\nAccepté à l'unanimité (pour : 9 contre : 0 abstentions : 0)\n\n\n\
             Bail de l'ancien moulin{b2}\n{r2}\nLe bail est présenté.\nAccepté à la majorité (pour : 7 contre : 2 abstentions : 0)\n",
            b1 = behind.replace('#', "041"),
            r1 = below.replace('#', "041"),
            b2 = behind.replace('#', "042"),
            r2 = below.replace('#', "042"),
        )
    };
    for (below, behind) in [
        ("----------------------\nréf : 2031-#\n", ""),
        ("======================\nRéférence : 2031-#\n", ""),
        ("Réf. délib. n° 2031-#\n", ""),
        ("(délibération n° 2031-#)\n", ""),
        ("\nActe n° 2031-#\n", ""),
        ("", " (2031-#)"),
        ("", " ( 2031-# )"),
        ("", " [ réf. 2031-# ]"),
    ] {
        let draft = read(&format!("{HEAD}{}", matters(below, behind)));
        let told = acts(&draft);
        assert_eq!(
            told,
            ["2031-041 | Remplacement du portail", "2031-042 | Bail de l'ancien moulin"],
            "{below}{behind}"
        );
    }
    // A year of school and a law are none.
    let draft = read(&format!("{HEAD}{}", matters("", " (2031-2032)")));
    assert_eq!(
        acts(&draft),
        [" | Remplacement du portail (2031-2032)", " | Bail de l'ancien moulin (2031-2032)"]
    );
}

#[test]
fn a_deliberation_of_one_figure_has_it_for_a_number() {
    let matter = |n: u32, title: &str| {
        format!(
            "----------------------------------------\nDÉLIBÉRATION N° {n}          Matière : 7.1 Budget\n\
             ----------------------------------------\nObjet : {title}\n\nLe devis est présenté.\n\n\
             Après en avoir délibéré, le conseil approuve cette proposition.\n\nVOTE     Pour     9\n         Contre     0\n\n"
        )
    };
    let matters =
        [(1, "Portail"), (2, "Ancien moulin"), (3, "Voirie")].map(|(n, of)| matter(n, of));
    let draft = read(&format!("{HEAD}{}", matters.concat()));
    assert_eq!(acts(&draft), ["1 | Portail", "2 | Ancien moulin", "3 | Voirie"]);
}

#[test]
fn what_stands_again_and_again_heads_no_matter() {
    let matter = |n: &str, title: &str| {
        format!(
            "\u{f0b7} DE-2031/{n} – {title}\n\nCOMMUNE DE RIVELLES\n\nMonsieur le Maire expose.\n\
             Le conseil municipal, après en avoir délibéré, décide à l'unanimité de retenir le devis.\n\n\
             Accusé de réception en préfecture\n\nCachet de la sous-préfecture\n\n\n"
        )
    };
    let matters = [("57", "Portail de l'école"), ("60", "Ancien moulin"), ("61", "Chemin du bois")];
    let matters = matters.map(|(n, title)| matter(n, title));
    let draft = read(&format!("{HEAD}{}", matters.concat()));
    assert_eq!(
        acts(&draft),
        [
            "DE-2031/57 | Portail de l'école",
            "DE-2031/60 | Ancien moulin",
            "DE-2031/61 | Chemin du bois"
        ]
    );
    // Where nothing but the place of a line tells matters apart, stamps head none either.
    let matter = |title: &str| {
        format!(
            "{title}\n\nMonsieur le Maire expose.\nLe conseil municipal, après en avoir délibéré, décide à l'unanimité de \
             retenir le devis.\n\nCachet de la sous-préfecture\n\nLe devis est joint.\n\n"
        )
    };
    let matters = ["Portail de l'école", "Ancien moulin", "Chemin du bois"].map(matter);
    let draft = read(&format!("{HEAD}{}", matters.concat()));
    assert_eq!(acts(&draft), [" | Portail de l'école", " | Ancien moulin", " | Chemin du bois"]);
}
