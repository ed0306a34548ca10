//! Forms in which acts tell who stood back, who presided, what became of a proposal, and votes on each line of a table.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// An act: how the sitting opened, what is told before the decision, and what behind it.
fn act(opened: &str, before: &str, behind: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nDU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n\
         Délibération n° 2031-014\n\nObjet : Entretien des chemins\n\nLe conseil municipal s'est réuni {opened}.\n\n\
         Présents : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY, Paul DRAVELLE, Anne MOURIEZ.\n\n{before}\
         Vu le code général des collectivités territoriales,\n\n\
         Le conseil municipal, après en avoir délibéré, DÉCIDE :\n\nArticle 1 : de fixer le programme d'entretien ;\n\n\
         Article 2 : d'autoriser le maire à signer.\n\n{behind}\
         Pour extrait conforme,\nLe Maire,\nLuc BRAVOUX\n"
    ))
}

const CHAIRED: &str = "sous la présidence de M. Luc BRAVOUX, maire";

fn data(draft: &Draft, kind: &str) -> Vec<(String, Value, Confidence)> {
    let all = draft.events.iter().filter(|event| event.event.kind() == kind);
    all.map(|event| (event.stream.to_string(), event.event.data().unwrap(), event.confidence))
        .collect()
}

fn stood_back(draft: &Draft) -> Vec<String> {
    let all = data(draft, "RecusalDeclared").into_iter();
    let mut all: Vec<String> =
        all.map(|(_, data, _)| data["person"].as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

fn presides(draft: &Draft) -> String {
    let (_, data, _) = data(draft, "SittingOpened").into_iter().next().unwrap();
    data["presided_by"]["name"].as_str().unwrap_or_default().to_owned()
}

fn vote(draft: &Draft) -> Value {
    data(draft, "VoteCast").into_iter().next().unwrap().1
}

fn counts(vote: &Value) -> [Option<u64>; 3] {
    ["votes_for", "votes_against", "abstentions"].map(|field| vote[field].as_u64())
}

#[test]
fn members_who_stand_back_are_named_behind_labels_of_many_words() {
    for told in [
        "Ne prennent pas part : Rose ESTAVEL, Jean TILLOY",
        "Déports : Mme Rose ESTAVEL, M. Jean TILLOY",
        "Membres intéressés : Mme Rose ESTAVEL et M. Jean TILLOY",
        "Sortis de la salle : Mme Rose ESTAVEL, M. Jean TILLOY",
        "Les élus suivants ne participent ni au débat ni au vote : ESTAVEL Rose (Le Cercle), TILLOY Jean (Le Foyer).",
    ] {
        let draft =
            act(CHAIRED, "", &format!("{told}\n\nPour : 3\nContre : 0\nAbstention : 0\n\n"));
        let names = stood_back(&draft);
        assert_eq!(names.len(), 2, "{told}: {names:?}");
        for surname in ["ESTAVEL", "TILLOY"] {
            assert!(names.iter().any(|name| name.contains(surname)), "{told}: {names:?}");
        }
    }
    let dotted = "VOTE\nPour ............. 3\nContre ........... 0\n\
        N'a pas pris part au vote ...... 1 (Rose ESTAVEL, administratrice du cercle)\n\n";
    assert_eq!(stood_back(&act(CHAIRED, "", dotted)), ["Rose ESTAVEL"]);
}

#[test]
fn several_members_stand_back_in_one_sentence_whatever_each_is() {
    for told in [
        "M. Jean TILLOY, président du cercle, et Mme Rose ESTAVEL, membre de son bureau, se sont retirés de la salle.",
        "M. Jean TILLOY, gérant de la société, et Mme Rose ESTAVEL, sa salariée, ont quitté la salle.",
        "Mme Rose ESTAVEL, secrétaire, et M. Jean TILLOY, membre du cercle, ont quitté la salle ; ils ne prennent part ni à la discussion ni au vote.",
    ] {
        let draft = act(CHAIRED, &format!("{told}\n\n"), "Adopté à l'unanimité.\n\n");
        assert_eq!(stood_back(&draft), ["Jean TILLOY", "Rose ESTAVEL"], "{told}");
    }
    let given = "Rose fait partie du bureau du cercle, elle ne participe pas au vote.\n\n";
    let draft = act(CHAIRED, given, "Adopté à l'unanimité.\n\n");
    assert_eq!(stood_back(&draft), ["Rose ESTAVEL"]);
    // Who takes the chair from one who stands back stands back from nothing.
    let told = "M. Luc BRAVOUX, président du cercle, se déclare intéressé à l'affaire ; il cède la présidence à Mme Rose ESTAVEL et quitte la salle.\n\n";
    assert_eq!(stood_back(&act(CHAIRED, told, "Adopté à l'unanimité.\n\n")), ["Luc BRAVOUX"]);
    let left = "Jean rappelle le prix du voyage. Jean sort.\n\n";
    assert!(stood_back(&act(CHAIRED, left, "Adopté à l'unanimité.\n\n")).is_empty());
}

#[test]
fn the_chair_stands_back_by_the_office_inside_a_sentence() {
    for told in [
        "Hors la présence du maire, le conseil délibère sur le compte.",
        "Le Maire s'étant retiré, le conseil délibère sur le compte.",
        "Mme Rose ESTAVEL indique que M. le Maire, dont l'épouse est trésorière du cercle, a quitté la salle et ne prend pas part au vote.",
    ] {
        let draft = act(CHAIRED, &format!("{told}\n\n"), "Adopté à l'unanimité.\n\n");
        assert_eq!(stood_back(&draft), ["Luc BRAVOUX"], "{told}");
    }
}

#[test]
fn who_presides_for_this_act_follows_whoever_presided_before() {
    for opened in [
        "sous la présidence de M. Luc BRAVOUX puis, pour la présente délibération, de Mme Rose ESTAVEL, adjointe",
        "sous la présidence de M. Luc BRAVOUX, maire, puis, pour le présent point, de Mme Rose ESTAVEL",
        "sous la présidence de M. Luc BRAVOUX, puis, pour ce dossier, sous celle de Mme Rose ESTAVEL",
    ] {
        let told = "M. le Maire quitte la salle et ne prend pas part au vote.\n\n";
        let draft = act(opened, told, "Adopté à l'unanimité.\n\n");
        assert_eq!(presides(&draft), "Rose ESTAVEL", "{opened}");
        assert_eq!(stood_back(&draft), ["Luc BRAVOUX"], "{opened}");
    }
}

#[test]
fn what_became_of_a_proposal_is_told_by_more_words() {
    for told in [
        "Le présent acte est adopté.",
        "La délibération est votée à l'unanimité.",
        "VOTE : Pour 3   Contre 0   Non-participation 1 (Mme ESTAVEL) ADOPTÉ",
        "Décision adoptée à l'unanimité des membres présents.",
    ] {
        let vote = vote(&act(CHAIRED, "", &format!("{told}\n\n")));
        assert_eq!(vote["outcome"], "adopted", "{told}: {vote}");
    }
    let counted = "Suffrages : 9      Pour : 6      Contre : 2      Abstentions : 1\n\n";
    assert_eq!(counts(&vote(&act(CHAIRED, "", counted))), [Some(6), Some(2), Some(1)]);
    let present = "Mme ESTAVEL quitte la salle. Nombre de votants : 4. Pour : 4. La délibération est votée à l'unanimité.\n\n";
    let present = vote(&act(CHAIRED, "", present));
    assert_eq!((counts(&present), &present["unanimous"]), ([Some(4), None, None], &true.into()));
    let refused = "COMMUNE DE VAULNOIX\n\nConseil municipal\nSéance du 4 mai 2031\n\nDélibération n° 2031-014\n\n\
        Objet : Subventions\n\nVu le code général des collectivités territoriales,\n\nAprès délibération, le conseil municipal\n\n\
        DÉCIDE d'allouer 500 € au Cercle des aînés ;\n\nREJETTE la demande du Foyer ;\n\n\
        La délibération est approuvée.\n\nPour extrait conforme,\nLe Maire,\nLuc BRAVOUX\n";
    assert_eq!(vote(&read(refused))["outcome"], "adopted");
}

#[test]
fn votes_are_counted_behind_those_who_cast_them() {
    let told = "Ont voté pour : les groupes Vaulnoix ensemble, Demain Vaulnoix (14 voix)\n\
        A voté contre : le groupe Les Rives (4 voix)\n\n";
    let [votes_for, against, _] = counts(&vote(&act(CHAIRED, "", told)));
    assert_eq!((votes_for, against), (Some(14), Some(4)));
    let secret = "Le dépouillement donne :\n\nVotants            25\nBlancs              2\nSuffrages exprimés 23\n\
        Pour l'attribution 15\nContre              8\n\n";
    let [votes_for, against, _] =
        counts(&vote(&act(CHAIRED, secret, "La délibération est adoptée.\n\n")));
    assert_eq!((votes_for, against), (Some(15), Some(8)));
    let below = "La délibération est adoptée.\n\nPour extrait conforme,\nLa secrétaire,\nAnne MOURIEZ\n\n\
        Groupe « Les Rives » (5 voix) : abstention.\n\n";
    let vote = vote(&act(CHAIRED, "", below));
    assert_eq!(vote["groups"][0]["group"], "Les Rives", "{vote}");
    assert_eq!(vote["groups"][0]["abstentions"], 5);
}

#[test]
fn each_line_of_a_table_with_columns_of_votes_is_voted_by_itself() {
    let table = |rows: &str, lead: &str| {
        read(&format!(
            "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nDU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n\
             Délibération n° 2031-014\n\nObjet : Subventions aux associations\n\n{lead}\n\n{rows}\n\n\
             Pour extrait conforme,\nLe Maire,\nLuc BRAVOUX\n"
        ))
    };
    let lead = "Le conseil municipal adopte les subventions qui suivent :";
    for rows in [
        "  Association              Montant     Pour    Contre    Abstention\n\
         \x20 Cercle des aînés           600 €        8       1          2\n\
         \x20 Les Archers du Vaulnoix    120 €       11       0          0\n",
        "  | Bénéficiaire            | Voté  | Pour | Contre | Abst. |\n\
         \x20 | Cercle des aînés        | 600 € | 8    | 1      | 2     |\n\
         \x20 | Les Archers du Vaulnoix | 120 € | 11   | 0      | 0     |\n",
    ] {
        let draft = table(rows, lead);
        let votes: Vec<(String, Value)> = data(&draft, "VoteCast")
            .into_iter()
            .map(|(stream, data, confidence)| {
                assert_eq!(confidence, Confidence::Review, "{stream}");
                (stream, data)
            })
            .collect();
        let of = |name: &str| {
            let (_, vote) = votes.iter().find(|(stream, _)| stream.ends_with(name)).unwrap();
            assert_eq!(vote["outcome"], "adopted", "{rows}");
            counts(vote)
        };
        assert_eq!(of("cercle-des-aines"), [Some(8), Some(1), Some(2)]);
        assert_eq!(of("les-archers-du-vaulnoix"), [Some(11), Some(0), Some(0)]);
        assert!(votes.iter().all(|(_, vote)| vote["groups"].as_array().is_none_or(Vec::is_empty)));
    }
}

#[test]
fn votes_on_articles_are_neither_minutes_nor_articles() {
    let behind = "Articles 1 et 2 : adoptés à l'unanimité.\nArticle 3 : adopté par 29 voix pour et 8 contre.\n\
        Article 4 et ensemble de la délibération : 31 voix pour, 5 voix contre, 3 abstentions.\n\
        Le projet de délibération est adopté.\n\n";
    let draft = act(CHAIRED, "", behind);
    let tabled = data(&draft, "DeliberationTabled");
    let whole = &tabled.iter().find(|(stream, ..)| stream.ends_with("2031-014")).unwrap().1;
    assert_eq!(whole["articles"].as_array().unwrap().len(), 2, "{whole}");
    let votes = data(&draft, "VoteCast");
    let whole = &votes.iter().find(|(stream, ..)| stream.ends_with("2031-014")).unwrap().1;
    assert_eq!(counts(whole), [Some(31), Some(5), Some(3)]);
}

#[test]
fn unanimity_at_the_end_of_a_line_is_a_vote_of_minutes() {
    let text = "COMMUNE DE VAULNOIX\n\nCOMPTE RENDU DU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n\
        Présents : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY.\n\n\
        1. Achat d'une tondeuse\nDeux devis ont été reçus. Le conseil retient le premier. Unanimité.\n\n\
        2. Emprunt\nLe conseil retient la première offre par 8 voix, 2 s'abstenant (MM. TILLOY et DRAVELLE).\n\n\
        3. Tarifs de la salle\nLe conseil fixe le tarif à 80 €. Adopté à l'unanimité.\n";
    let draft = read(text);
    let votes = data(&draft, "VoteCast");
    assert_eq!(votes.len(), 3);
    assert_eq!(votes[0].1["unanimous"], true);
    assert_eq!(counts(&votes[1].1), [Some(8), None, Some(2)]);
}

#[test]
fn references_between_rules_part_the_matters() {
    for rule in ["=====", "─────", "_____"] {
        let matter = |n: u32, title: &str, said: &str| {
            format!("{rule} 2031/B/07{n} {rule}{rule}{rule}\n{title}\n\n{said}\n\n")
        };
        let text = format!(
            "SYNDICAT DES EAUX DU VAULNAY\n\nBureau syndical du 4 mai 2031 – Compte rendu\n\n\
             Présents : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY.\n\n{}{}{}",
            matter(1, "POSE DE COMPTEURS", "Le bureau retient l'offre. Approuvé à l'unanimité."),
            matter(
                2,
                "ACHAT DE VANNES",
                "Approuvé à l'unanimité, M. Jean TILLOY, négociant, s'étant retiré."
            ),
            matter(3, "DEMANDE DU CERCLE", "Par 3 voix pour et 5 contre, la demande est rejetée."),
        );
        let draft = read(&text);
        let tabled = data(&draft, "DeliberationTabled").into_iter();
        let references: Vec<String> =
            tabled.map(|(_, data, _)| data["reference"].as_str().unwrap().to_owned()).collect();
        assert_eq!(references, ["2031/B/071", "2031/B/072", "2031/B/073"], "{rule}");
        assert_eq!(stood_back(&draft), ["Jean TILLOY"], "{rule}");
    }
}

#[test]
fn groups_in_quotes_and_those_of_no_group_are_groups() {
    let quoted = "Ont voté pour : « Pour Vaulnoix » (7 voix), « Les Rives » (3 voix)\n\
        Se sont abstenus : « Demain » (5 voix)\nTotal : 10 pour, 0 contre, 5 abstentions\nADOPTÉ\n\n";
    let voted = vote(&act(CHAIRED, "", quoted));
    assert_eq!(voted["groups"].as_array().map_or(0, Vec::len), 3, "{voted}");
    let none = "Pour : 9 (groupe Les Rives)\nAbstentions : 4 (groupe des non-inscrits)\nADOPTÉ\n\n";
    let voted = vote(&act(CHAIRED, "", none));
    let of_none = voted["groups"].as_array().and_then(|groups| groups.last()).cloned().unwrap();
    assert_eq!(
        (of_none["group"].as_str(), of_none["abstentions"].as_u64()),
        (Some("non-inscrits"), Some(4))
    );
}

#[test]
fn an_article_of_the_code_stands_between_the_words_and_those_who_stand_back() {
    let told = "Pour : 3\nContre : 0\nN'a pas pris part au vote (art. L. 2131-11 CGCT) : M. Jean TILLOY.\n\n";
    assert_eq!(stood_back(&act(CHAIRED, "", told)), ["Jean TILLOY"]);
}

#[test]
fn who_presides_stands_behind_the_day_of_the_sitting() {
    let text = "SYNDICAT DES EAUX DU VAULNAY                    DÉCISION DU BUREAU\n\n\
        Bureau du 4 mai 2031                        Président : Luc BRAVOUX\n\n\
        Objet : Programme de l'année\n\nÉlus présents :\n  * Luc BRAVOUX\n  * Rose ESTAVEL\n\n\
        Le Bureau, après en avoir délibéré, à l'unanimité, approuve le programme.\n";
    assert_eq!(presides(&read(text)), "Luc BRAVOUX");
}

#[test]
fn a_numbered_title_that_fills_the_page_ends_with_its_reference() {
    let long = "2. Maison des assistantes maternelles du bourg : aide au départ du foyer rural (délibération 2031-002)";
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\n\
         Présents : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY.\n\n\
         1. Achat d'un tracteur (délibération 2031-001)\nLe conseil approuve par 12 voix pour et 1 voix contre.\n\n\
         {long}\nRose ESTAVEL expose que le foyer ouvre au 1er avril dans l'ancien presbytère et qu'il sollicite une aide.\n\
         Jean TILLOY, gérant du foyer, sort de la salle et ne vote pas.\n\
         Le conseil accepte cette proposition par 10 voix pour et 3 voix contre.\n\n\
         3. Classe de mer (délibération 2031-003)\nLe conseil, à l'unanimité, approuve le séjour.\n"
    );
    let tabled = data(&read(&text), "DeliberationTabled").into_iter();
    let references: Vec<Option<String>> =
        tabled.map(|(_, data, _)| data["reference"].as_str().map(str::to_owned)).collect();
    let all = ["2031-001", "2031-002", "2031-003"].map(|reference| Some(reference.to_owned()));
    assert_eq!(references, all);
}
