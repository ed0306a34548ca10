//! Where acts print their votes and how: counts in rows and columns, names apart from the counts, the votes of groups,
//! what is put off or declined, and matters whose references stand in brackets, alone or at the right.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::{Value, json};

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// An act: words at its head, before what it decides, behind it and below the signature.
pub(super) fn act((head, before, decides, behind, foot): (&str, &str, &str, &str, &str)) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nDU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n\
         Délibération n° 2031-014\n\nObjet : Entretien des chemins\n\n{head}\
         Présents : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY, Paul DRAVELLE, Anne MOURIEZ.\n\n{before}\
         Vu le code général des collectivités territoriales,\n\n\
         Le conseil municipal, après en avoir délibéré{decides}\n\n{behind}\
         Pour extrait conforme,\nLe Maire,\nLuc BRAVOUX\n\n{foot}"
    ))
}

const ITEMS: &str = " DÉCIDE :\n\nArticle 1 : d'approuver le programme d'entretien ;\n\nArticle 2 : d'autoriser le maire à signer.";

fn data(draft: &Draft, kind: &str) -> Vec<(Value, Confidence)> {
    let all = draft.events.iter().filter(|event| event.event.kind() == kind);
    all.map(|event| (event.event.data().unwrap(), event.confidence)).collect()
}

pub(super) fn vote(draft: &Draft) -> (Value, Confidence) {
    data(draft, "VoteCast").into_iter().next().unwrap()
}

pub(super) fn counts(vote: &Value) -> [Option<u64>; 3] {
    ["votes_for", "votes_against", "abstentions"].map(|field| vote[field].as_u64())
}

fn ballots(vote: &Value) -> Vec<String> {
    let all = vote["ballots"].as_array().cloned().unwrap_or_default();
    let said = |ballot: &Value| {
        let word = |key: &str| ballot[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}", word("voter"), word("ballot"))
    };
    let mut all: Vec<String> = all.iter().map(said).collect();
    all.sort();
    all
}

fn groups(vote: &Value) -> Vec<(String, [Option<u64>; 3])> {
    let all = vote["groups"].as_array().cloned().unwrap_or_default();
    all.iter().map(|g| (g["group"].as_str().unwrap_or_default().to_owned(), counts(g))).collect()
}

#[test]
fn counts_are_read_from_labels_and_figures_however_they_are_laid_out() {
    for laid in [
        "Pour ................ 11\nContre .............. 2\nAbstentions ......... 3",
        "Voix pour . . . . . . . . 11 voix\nVoix contre . . . . . . . 2 voix\nAbstentions . . . . . . . 3",
        "        POUR        CONTRE        ABSTENTION\n         11            2               3",
        "En exercice   Présents   Votants   Pour   Contre   Abstentions\n     19        14         16        11       2          3",
        "+--------+--------+-------------+\n|  POUR  | CONTRE | ABSTENTIONS |\n+--------+--------+-------------+\n|   11   |   2    |      3      |\n+--------+--------+-------------+",
        "| Votants | 16 |\n| Pour | 11 |\n| Contre | 2 |\n| Abstentions | 3 |",
        "POUR\n11\nCONTRE\n2\nABSTENTION\n3",
        "Pour\nContre\nAbstentions\n11\n2\n3",
        "Abstention(s) : 03     Contre : 02     Pour : 11",
        "P : 11 – C : 2 – A : 3",
        "Membres en exercice : 19\nMembres votants : 16\n   dont pour : 11\n   dont contre : 2\n   dont abstention : 3",
        "Pour : onze\nContre : deux\nAbstentions : trois",
        "Pour   __11__    Contre   __2__    Abstention   __3__",
    ] {
        let (read, _) = vote(&act(("", "", ITEMS, &format!("{laid}\n\n"), "")));
        assert_eq!(counts(&read), [Some(11), Some(2), Some(3)], "{laid}: {read}");
    }
    // A mark stands for no figure, a word for none.
    let (read, _) = vote(&act(("", "", ITEMS, "Pour : 14   Contre : /   Abstention : /\n\n", "")));
    assert_eq!(counts(&read), [Some(14), None, None], "{read}");
    let (read, _) =
        vote(&act(("", "", ITEMS, "Pour : 14   Contre : néant   Abstention : néant\n\n", "")));
    assert_eq!(counts(&read), [Some(14), Some(0), Some(0)], "{read}");
}

#[test]
fn counts_apart_from_the_decision_are_read_for_review() {
    for (head, before, foot) in [
        ("Vote : 11 pour, 2 contre, 3 abstentions\n\n", "", ""),
        ("(Pour : 11 – Contre : 2 – Abstention : 3)\n\n", "", ""),
        (
            "",
            "Le vote donne le résultat suivant : 11 voix pour, 2 voix contre, 3 abstentions.\n\n",
            "",
        ),
        (
            "",
            "",
            "+------+--------+------------+\n| Pour | Contre | Abstention |\n+------+--------+------------+\n|  11  |   2    |     3      |\n+------+--------+------------+\n",
        ),
    ] {
        let (read, confidence) = vote(&act((head, before, ITEMS, "", foot)));
        assert_eq!(counts(&read), [Some(11), Some(2), Some(3)], "{head}{before}{foot}: {read}");
        assert_eq!(confidence, Confidence::Review);
    }
    // What a committee counted, or two votes that differ, is not the vote on the act.
    for before in [
        "La commission des travaux a donné 4 voix pour, 1 voix contre, 1 abstention.\n\n",
        "Le premier vote donne 9 pour, 4 contre, 3 abstentions. Le second donne 11 pour, 2 contre, 3 abstentions.\n\n",
    ] {
        let (read, _) = vote(&act(("", before, ITEMS, "", "")));
        assert_eq!(counts(&read), [None, None, None], "{before}: {read}");
    }
}

#[test]
fn who_voted_so_is_named_apart_from_the_count() {
    let all = ["Anne MOURIEZ abstention", "Jean TILLOY against", "Rose ESTAVEL against"];
    for (before, decides, behind, foot) in [
        (
            "",
            ", par 11 voix pour, 2 voix contre (*) et 1 abstention (**), DÉCIDE d'approuver le programme.",
            "",
            "(*) M. Jean TILLOY, Mme Rose ESTAVEL\n(**) Mme Anne MOURIEZ\n",
        ),
        (
            "",
            ", par 11 voix pour, 2 voix contre¹ et 1 abstention², DÉCIDE d'approuver le programme.",
            "",
            "____________________\n¹ M. Jean TILLOY, Mme Rose ESTAVEL\n² Mme Anne MOURIEZ\n",
        ),
        (
            "",
            ITEMS,
            "Pour : 11\n\nCONTRE (2)                            ABSTENTION (1)\nM. Jean TILLOY                        Mme Anne MOURIEZ\nMme Rose ESTAVEL\n\n",
            "",
        ),
        (
            "",
            ITEMS,
            "Pour : 11\nContre : 2\n   - M. Jean TILLOY\n   - Mme Rose ESTAVEL\nAbstentions : 1\n   - Mme Anne MOURIEZ\n\n",
            "",
        ),
        (
            "",
            ITEMS,
            "| Sens du vote | Nombre | Noms |\n| Pour | 11 | |\n| Contre | 2 | M. Jean TILLOY, Mme Rose ESTAVEL |\n| Abstention | 1 | Mme Anne MOURIEZ |\n\n",
            "",
        ),
        (
            "M. Jean TILLOY et Mme Rose ESTAVEL ayant voté contre, Mme Anne MOURIEZ s'étant abstenue,\n\n",
            ", par 11 voix pour, 2 contre et 1 abstention, DÉCIDE d'approuver le programme.",
            "",
            "",
        ),
        (
            "",
            ITEMS,
            "Voix pour : 11. Voix contre : 2 : M. Jean TILLOY ; Mme Rose ESTAVEL. Abstentions : 1 : Mme Anne MOURIEZ.\n\n",
            "",
        ),
    ] {
        let read = act(("", before, decides, behind, foot));
        let (said, confidence) = vote(&read);
        assert_eq!(ballots(&said), all, "{before}{behind}{foot}: {said}");
        // Beside their count on its line they are as sure as it is.
        let beside = behind.starts_with("Voix pour");
        assert!(beside || confidence == Confidence::Review, "{said}");
        // Nobody in a note signs.
        let signed = data(&read, "ActSigned");
        assert!(
            signed.iter().all(|(signed, _)| signed["signatory"] == "Luc BRAVOUX"),
            "{signed:?}"
        );
    }
    // Fewer than are counted are not taken.
    let foot = "(*) M. Jean TILLOY\n";
    let decides = ", par 11 voix pour et 2 voix contre (*), DÉCIDE d'approuver le programme.";
    assert_eq!(ballots(&vote(&act(("", "", decides, "", foot))).0), Vec::<String>::new());
    let (read, _) = vote(&act((
        "",
        "",
        ", par 11 voix pour et une abstention, celle de Mme Anne MOURIEZ, DÉCIDE d'approuver le programme.",
        "",
        "",
    )));
    assert_eq!(ballots(&read), ["Anne MOURIEZ abstention"]);
}

#[test]
fn groups_whose_counts_come_to_those_of_all_are_read() {
    let four = || {
        vec![
            ("Les Rives".to_owned(), [Some(7), None, None]),
            ("Les Monts".to_owned(), [Some(4), None, None]),
            ("Demain".to_owned(), [None, Some(2), None]),
            ("Non-inscrits".to_owned(), [None, None, Some(3)]),
        ]
    };
    for (decides, behind) in [
        (
            ", par 11 voix pour (Les Rives : 7, Les Monts : 4), 2 voix contre (Demain : 2) et 3 abstentions (Non-inscrits : 3), DÉCIDE d'approuver le programme.",
            "",
        ),
        (
            ITEMS,
            "Pour : 11\n   Les Rives : 7\n   Les Monts : 4\nContre : 2\n   Demain : 2\nAbstentions : 3\n   Non-inscrits : 3\n\n",
        ),
        (
            ITEMS,
            "| Groupe | Pour | Contre | Abstention |\n| Les Rives | 7 | | |\n| Les Monts | 4 | | |\n| Demain | | 2 | |\n| Non-inscrits | | | 3 |\n| TOTAL | 11 | 2 | 3 |\n\n",
        ),
        (
            ITEMS,
            "Votent pour : le groupe « Les Rives » (7 voix) et le groupe « Les Monts » (4 voix). Vote contre : le groupe « Demain » (2 voix). S'abstient : le groupe « Non-inscrits » (3 voix). La délibération est adoptée par 11 voix pour, 2 contre et 3 abstentions.\n\n",
        ),
    ] {
        let (read, confidence) = vote(&act(("", "", decides, behind, "")));
        assert_eq!(groups(&read), four(), "{behind}{decides}: {read}");
        assert_eq!(counts(&read), [Some(11), Some(2), Some(3)], "{read}");
        assert_eq!(confidence, Confidence::Review);
    }
    // What does not come to the count is no share of it.
    let decides =
        ", par 11 voix pour (Les Rives : 7, Les Monts : 3), DÉCIDE d'approuver le programme.";
    assert!(groups(&vote(&act(("", "", decides, "", ""))).0).is_empty());
}

#[test]
fn what_is_put_off_grants_nothing() {
    for decided in [
        "Le conseil municipal, à l'unanimité, reporte ce point à une prochaine séance.",
        "Monsieur le Maire retire ce point de l'ordre du jour.",
        "La décision est différée et le dossier renvoyé en commission.",
    ] {
        let draft = read(&format!(
            "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nDU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n\
             Délibération n° 2031-014\n\nObjet : Subvention à l'association Les Lanternes\n\n\
             Monsieur le Maire expose que l'association Les Lanternes sollicite une aide. Il est proposé de lui attribuer une subvention de 900 €.\n\n\
             Vu le code général des collectivités territoriales,\n\n{decided}\n\n\
             Pour extrait conforme,\nLe Maire,\nLuc BRAVOUX\n"
        ));
        assert_eq!(vote(&draft).0["outcome"], "postponed", "{decided}");
        assert!(data(&draft, "SubsidyGranted").is_empty(), "{decided}");
    }
}

#[test]
fn what_an_organ_says_of_a_proposal_tells_what_became_of_it() {
    for (decided, outcome) in [
        (
            "Le conseil municipal décide à l'unanimité :\n\nArticle 1 : d'entretenir les chemins.",
            "adopted",
        ),
        (
            "LE CONSEIL MUNICIPAL, À L'UNANIMITÉ, A DÉLIBÉRÉ ET A DÉCIDÉ :\n\nArticle 1 : d'entretenir les chemins.",
            "adopted",
        ),
        (
            "Le conseil municipal, à l'unanimité, est d'accord pour :\n\nentretenir les chemins.",
            "adopted",
        ),
        (
            "Le conseil municipal, après en avoir délibéré, à l'unanimité, refuse d'accorder cette subvention.",
            "rejected",
        ),
        ("Le conseil municipal, à l'unanimité, n'approuve pas la proposition.", "rejected"),
        (
            "Le conseil municipal, à l'unanimité, émet un avis défavorable à cette demande.",
            "rejected",
        ),
        (
            "Le conseil municipal, après en avoir délibéré, à l'unanimité, décide de ne pas attribuer cette subvention.",
            "rejected",
        ),
    ] {
        let draft = read(&format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
             Vu le code général des collectivités territoriales ;\n\n{decided}\n"
        ));
        assert_eq!(vote(&draft).0["outcome"], outcome, "{decided}");
    }
    let (read, _) = vote(&act((
        "",
        "",
        " :\n\nMise aux voix, la proposition est repoussée par 7 voix contre 6.",
        "",
        "",
    )));
    assert_eq!(counts(&read), [Some(6), Some(7), None], "{read}");
    // A box ticked is unanimity, an empty one is none.
    let boxes = |line: &str| vote(&act(("", "", ITEMS, line, ""))).0["unanimous"].clone();
    assert_eq!(boxes("[X] à l'unanimité      [ ] à la majorité\n\n"), json!(true));
    assert_eq!(boxes("[ ] à l'unanimité      [X] à la majorité\n\n"), Value::Null);
}

#[test]
fn matters_are_told_apart_by_references_wherever_they_stand() {
    type Heading = fn(&str, u32) -> String;
    let cases: [(&str, Heading, &str); 4] = [
        ("in brackets", |title, n| format!("[2031-01{n}] {title}"), "2031-01"),
        ("alone", |title, n| format!("2031-01{n}\n{title}"), "2031-01"),
        ("at the right", |title, n| format!("{title:<64}2031-01{n}"), "2031-01"),
        ("of the day", |title, n| format!("20310504-0{n} – {title}"), "20310504-0"),
    ];
    for (what, heading, stem) in cases {
        let matter = |title: &str, n: u32, decided: &str| {
            format!(
                "{}\n\nLe dossier est présenté.\n\nLe conseil municipal, à l'unanimité, approuve {decided}.\n\n",
                heading(title, n)
            )
        };
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL\nDU 4 MAI 2031\n\n\
             Le conseil municipal s'est réuni le 4 mai 2031 sous la présidence de M. Luc BRAVOUX, maire.\n\nPrésents (5) : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY, Paul DRAVELLE, Anne MOURIEZ.\n\nSecrétaire de séance : Jean TILLOY\n\n{}{}{}\
             L'ordre du jour étant épuisé, la séance est levée à 21 h.\n\nLe Maire,\nLuc BRAVOUX\n",
            matter("Entretien des chemins ruraux", 4, "le programme d'entretien"),
            matter("Convention avec le collège", 5, "la convention"),
            matter("Choix du nom de la place", 6, "le nom de la place"),
        );
        let draft = read(&text);
        let tabled = data(&draft, "DeliberationTabled");
        let told: Vec<String> =
            tabled.iter().map(|(t, _)| format!("{} {}", t["reference"], t["title"])).collect();
        let all = [
            "Entretien des chemins ruraux",
            "Convention avec le collège",
            "Choix du nom de la place",
        ];
        let wanted: Vec<String> =
            all.iter().zip(4..).map(|(title, n)| format!("\"{stem}{n}\" \"{title}\"")).collect();
        assert_eq!(told, wanted, "{what}");
        assert_eq!(data(&draft, "VoteCast").len(), 3, "{what}");
    }
}

#[test]
fn minutes_that_count_in_rows_and_columns_hold_an_act_for_each_matter() {
    for laid in [
        "      POUR      CONTRE      ABSTENTION\n       11          2             3",
        "| Pour | 11 | Contre | 2 | Abst. | 3 |",
        "Pour ......... 11\nContre ....... 2\nAbstentions .. 3",
    ] {
        let matter =
            |n: u32, title: &str| format!("{n}. {title}\n\nLe dossier est présenté.\n\n{laid}\n\n");
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL\nDU 4 MAI 2031\n\n\
             Le conseil municipal s'est réuni le 4 mai 2031 sous la présidence de M. Luc BRAVOUX, maire.\n\nPrésents (5) : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY, Paul DRAVELLE, Anne MOURIEZ.\n\n{}{}{}La séance est levée à 21 h.\n",
            matter(1, "Entretien des chemins ruraux"),
            matter(2, "Convention avec le collège"),
            matter(3, "Choix du nom de la place"),
        );
        let votes = data(&read(&text), "VoteCast");
        let told: Vec<[Option<u64>; 3]> = votes.iter().map(|(vote, _)| counts(vote)).collect();
        assert_eq!(told, [[Some(11), Some(2), Some(3)]; 3], "{laid}");
    }
}

#[test]
fn words_before_their_counts_take_none_from_the_word_before() {
    for (laid, counted) in [
        ("Mis aux voix :   Pour 18   Abstentions 4 (groupe Autrement)   Contre 0", [18, 0, 4]),
        ("Contre 2 – Abstention 1 – Pour 9", [9, 2, 1]),
        ("Abstentions 4 ; Pour 18 ; Contre 3", [18, 3, 4]),
        ("Pour 7 (majorité), Contre 3 (opposition)", [7, 3, 0]),
    ] {
        let draft = act((
            "",
            "",
            ITEMS,
            &format!("{laid}\nLa délibération est adoptée à la majorité.\n\n"),
            "",
        ));
        let (vote, _) = vote(&draft);
        let wanted = counted.map(|n| (n > 0 || laid.contains('0')).then_some(n));
        assert_eq!(counts(&vote), wanted, "{laid}");
    }
}

#[test]
fn a_table_in_the_report_replaces_no_count_that_the_decision_tells() {
    let table = "Le vote de la commission :\n\n\
                 | Groupe | Pour | Contre | Abstention |\n| Les Rives | 4 | | |\n| Les Monts | 3 | | |\n\
                 | Demain | | 5 | |\n| Non-inscrits | | | 1 |\n| TOTAL | 7 | 5 | 1 |\n\n";
    let counted = "Adopté par 11 voix pour, 2 contre et 3 abstentions.\n\n";
    let (vote, _) = vote(&act(("", table, ITEMS, counted, "")));
    assert_eq!(counts(&vote), [Some(11), Some(2), Some(3)]);
}

#[test]
fn unanimity_less_some_votes_is_none_wherever_it_is_told() {
    let foot = "Délibération adoptée à l'unanimité moins deux voix\n\n";
    let (vote, _) = vote(&act(("", "", ITEMS, "", foot)));
    assert_eq!(vote["unanimous"], Value::Null, "{vote}");
}

#[test]
fn a_group_called_ensemble_is_not_all_together() {
    let rows = "| Groupe | Pour | Contre | Abstention |\n| Ensemble Demain | 7 | | |\n| Les Monts | 4 | | |\n\
                | Autrement | | 2 | |\n| Non-inscrits | | | 3 |\n| TOTAL | 11 | 2 | 3 |\n\n";
    let (vote, _) = vote(&act(("", "", ITEMS, rows, "")));
    let named: Vec<String> = groups(&vote).into_iter().map(|(name, _)| name).collect();
    let all = ["Ensemble Demain", "Les Monts", "Autrement", "Non-inscrits"];
    assert_eq!(named, all, "{vote}");
}
