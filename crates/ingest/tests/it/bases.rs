//! What an act rests on and how it tells of itself: its reference, its legal bases and articles, the quorum, who stood
//! back, how many voted how, what became of it, who signed and when it was sent.

use greffe_ingest::{Confidence, Draft, DraftEvent, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// The first fact of a kind.
fn first(draft: &Draft, kind: &str) -> Option<(Value, Confidence)> {
    let of_kind = |event: &&DraftEvent| event.event.kind() == kind;
    let event = draft.events.iter().find(of_kind)?;
    Some((event.event.data().unwrap(), event.confidence))
}

fn words(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What the first fact of a kind says under a pointer.
fn told(draft: &Draft, kind: &str, pointer: &str) -> String {
    first(draft, kind).map(|(value, _)| words(&value, pointer)).unwrap_or_default()
}

/// The words under a key of each item of a list, in order.
fn names(value: &Value, pointer: &str, key: &str) -> Vec<String> {
    let all = value.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut all: Vec<String> = all.iter().map(|one| words(one, &format!("/{key}"))).collect();
    all.sort();
    all
}

const VISA: &str = "Vu le code général des collectivités territoriales ;";
const DECIDES: &str = "Après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme.";

/// An act with this head, these words of decision and this foot.
fn act(head: &str, decision: &str, foot: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n{head}\n\nObjet : Entretien des chemins\n\n{VISA}\n\n\
         {decision}\n\n{foot}\n"
    ))
}

#[test]
fn its_shape_tells_a_reference_that_no_word_introduces() {
    let reference = |line: &str| {
        let (act, sure) = first(&act(line, DECIDES, ""), "DeliberationTabled").unwrap();
        (words(&act, "/reference"), sure)
    };
    for (line, shaped) in [
        ("Secrétariat N° AB2031-24", "AB2031-24"),
        ("n° 2031 / 171", "2031 / 171"),
        ("Secrétariat – n° 31.06.19.47", "31.06.19.47"),
    ] {
        assert_eq!(reference(line), (shaped.to_owned(), Confidence::Review), "{line}");
    }
    for line in [
        "Convention 2031-2033",
        "Loi n° 2031-58 du 6 février 2031",
        "AR reçu le 06/05/2031",
        "Dossier suivi : PAT-2029-14",
        "Marché n° 2031-12",
    ] {
        assert_eq!(reference(line).0, "", "{line}");
    }
}

#[test]
fn count_and_names_of_a_side_may_stand_in_columns() {
    let vote = |against: u32| {
        let sides = format!(
            "Pour          11\nContre        {against}        Gérard TILLOY, Luc DRAVELLE\n\
             Abstention    2        Rose ESTAVEL, Zoé GARNAUX"
        );
        first(&act("", &format!("{DECIDES}\n\n{sides}"), ""), "VoteCast").unwrap().0
    };
    let (two, four) = (vote(2), vote(4));
    let all = ["Gérard TILLOY", "Luc DRAVELLE", "Rose ESTAVEL", "Zoé GARNAUX"];
    assert_eq!(names(&two, "/ballots", "voter"), all);
    assert_eq!((&two["votes_against"], &two["abstentions"]), (&2.into(), &2.into()));
    // More votes than words behind them: the count stands, and the words may name groups.
    assert_eq!((&four["votes_against"], &four["abstentions"]), (&4.into(), &2.into()));
    assert_eq!(names(&four, "/ballots", "voter"), all[2..]);
}

#[test]
fn a_comma_parts_the_outcome_from_its_count() {
    let outcome = |decision: &str| told(&act("", decision, ""), "VoteCast", "/outcome");
    assert_eq!(outcome("Le maire expose le programme.\n\nAccepté, 8 pour."), "adopted");
    assert_eq!(outcome("Le maire expose le programme.\n\nAjourné"), "postponed");
    // What an act takes back is an earlier act, not its own matter.
    let back = "Après en avoir délibéré, à l'unanimité, le conseil municipal :\n\n\
                - retire la délibération du 2 avril 2031 ;\n- approuve le programme.";
    assert_eq!(outcome(back), "adopted");
}

#[test]
fn a_heading_stands_for_the_word_of_each_legal_basis() {
    for heading in ["VISAS", "Textes visés", "Fondements juridiques :"] {
        let text = format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins de la vallée \
             haute et des berges de la Vaulne\n\n{heading}\n\
             Code général des collectivités ;\n\
             Délibération n° 2030-14 du 4 mars 2030.\n\n{DECIDES}\n"
        );
        let (act, _) = first(&read(&text), "DeliberationTabled").unwrap();
        assert_eq!(act["visas"].as_array().map(Vec::len), Some(2), "{heading} {act}");
    }
}

#[test]
fn roman_figures_number_articles_and_items() {
    for (first_item, second_item) in [("ARTICLE I : ", "ARTICLE II : "), ("I – ", "II – ")] {
        let decision = format!(
            "Après en avoir délibéré, à l'unanimité,\n\n{first_item}Le programme est approuvé.\n\n{second_item}Le maire est \
             chargé de l'exécuter."
        );
        let (act, _) = first(&act("", &decision, ""), "DeliberationTabled").unwrap();
        let articles = act["articles"].as_array().cloned().unwrap_or_default();
        let numbers: Vec<_> = articles.iter().map(|article| article["number"].clone()).collect();
        assert_eq!(numbers, [1, 2], "{first_item} {act}");
    }
}

#[test]
fn an_organ_that_adopts_what_was_proposed_opens_the_decision() {
    let decision = "L'association Les Forges ouvre un atelier.\n\n\
                    Le conseil, après débat, adopte les propositions du bureau et :\n\n1. Le programme est approuvé.\n\n\
                    2. Une subvention de 4 200 € est attribuée à l'association Les Forges.";
    let draft = act("", decision, "");
    let (tabled, _) = first(&draft, "DeliberationTabled").unwrap();
    assert_eq!(tabled["articles"].as_array().map(Vec::len), Some(2));
    let (granted, _) = first(&draft, "SubsidyGranted").unwrap();
    assert_eq!(granted["amount_cents"], 420_000);
    assert_eq!(first(&draft, "VoteCast").unwrap().1, Confidence::Sure);
}

#[test]
fn the_majority_or_the_count_of_those_present_is_a_quorum() {
    for formula in [
        "la majorité des délégués étant présente, le comité peut délibérer",
        "le nombre de présents (15) est supérieur à la moitié des 18 membres",
    ] {
        let head = format!("Le président ouvre la séance : {formula}.");
        let stated = told(&act(&head, DECIDES, ""), "QuorumDeclared", "/stated");
        assert_eq!(stated, formula);
    }
}

const ROLL: &str =
    "Présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE, Rose ESTAVEL, Jean TILLOY.";

fn stood_back(draft: &Draft) -> Vec<String> {
    let back = draft.events.iter().filter(|event| event.event.kind() == "RecusalDeclared");
    back.map(|event| words(&event.event.data().unwrap(), "/person")).collect()
}

#[test]
fn listed_members_stand_back_without_a_civility() {
    let both = ["Luc BRAVOUX", "CERDOUX Anne"].as_slice();
    for (said, who) in [
        (
            "Luc BRAVOUX et CERDOUX Anne, dirigeants du club, sortent de la salle et ne votent pas.",
            both,
        ),
        ("Rose ESTAVEL n'assiste pas au vote.", &["Rose ESTAVEL"]),
        ("Le club de Rivelles ne vote pas. Jean TILLOY s'exprime.", &[]),
    ] {
        assert_eq!(stood_back(&act(ROLL, &format!("{said}\n\n{DECIDES}"), "")), who, "{said}");
        let minutes = format!(
            "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\n{ROLL}\n\n1. Chemins\nLe programme est \
             présenté.\nVote : 5 pour\n\n2. Club de Rivelles\n{said}\nVote : 3 pour\n"
        );
        assert_eq!(stood_back(&read(&minutes)), who, "{said}");
    }
}

#[test]
fn the_visa_of_a_prefecture_tells_when_an_act_was_sent() {
    let foot = "Pour extrait conforme,\nLe Maire\n\nVisa de la sous-préfecture : 17 juin 2031";
    assert_eq!(told(&act("", DECIDES, foot), "ActTransmitted", "/on"), "2031-06-17");
}

#[test]
fn who_signed_stands_behind_a_word_or_behind_the_place() {
    for (foot, name, office) in [
        ("La Présidente,\nSigné : Anne CERDOUX", "Anne CERDOUX", "La Présidente"),
        ("Pour copie conforme,\nLa Présidente,\nSigné Anne CERDOUX", "Anne CERDOUX", "Présidente"),
        ("Fait à Vaulnoix, Le Président, Luc BRAVOUX", "Luc BRAVOUX", "Le Président"),
        ("Fait à Rivelles, le 5 mai 2031, Le Maire, Luc BRAVOUX", "Luc BRAVOUX", "Le Maire"),
    ] {
        let (signed, _) = first(&act("", DECIDES, foot), "CopyCertified").unwrap();
        let said = (words(&signed, "/by/name"), words(&signed, "/by/capacity"));
        assert_eq!(said, (name.to_owned(), office.to_owned()), "{foot}");
    }
}

#[test]
fn a_blank_before_the_comma_ends_no_date() {
    let draft = read(&format!(
        "COMMUNE DE VAULNOIX\n\nL'an deux mille trente et un , le quatre mai, le conseil municipal s'est réuni.\n\n\
         Objet : Chemins\n\n{VISA}\n\n{DECIDES}\n"
    ));
    assert_eq!(told(&draft, "SittingOpened", "/date"), "2031-05-04");
}

#[test]
fn a_field_of_policy_above_the_title_is_none() {
    for title in [
        "Subventions aux compagnies de la vallée haute",
        "Fonds d'appui aux ateliers de la vallée – Troisième programmation",
    ] {
        for field in ["Culture, patrimoine et création", ""] {
            let draft = read(&format!(
                "DÉPARTEMENT DE LA VAULNE\nCommission permanente\n\nSéance du 4 mai 2031\n\n{field}\n\n{title}\n\n{VISA}\n\n{DECIDES}\n"
            ));
            assert_eq!(told(&draft, "DeliberationTabled", "/title"), title, "{field}");
        }
    }
}

#[test]
fn a_number_whose_check_digit_fails_identifies_nobody_and_is_noted() {
    let act = |number: &str| {
        read(&format!(
            "COMMUNE DE VAULNAY\n\nCONSEIL MUNICIPAL\n\nSéance du 12 mai 2031\n\nDélibération n° 2031-12\n\n{VISA}\n\nArticle 1 : d'attribuer une subvention de 500 € à l'association Les Arcs (SIRET {number}) pour l'exercice 2031.\n"
        ))
    };
    let noted = |draft: &Draft| draft.notes.iter().any(|note| note.code == "number-fails");
    assert!(noted(&act("123 456 789 00013")));
    assert!(!noted(&act("732 829 320 00074")));
}

#[test]
fn articles_are_numbered_by_ordinals_in_words() {
    let draft = read(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Soutien à la vie locale\n\n\
         Vu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, par 12 voix pour,\n\nDECIDE\n\n\
         Article premier\nIl est alloué à l'association « Les Semailles » une subvention de sept mille cinq\ncents euros, \
         au titre de l'exercice deux mille trente et un.\n\n\
         Article second\nCette subvention sera mandatée en deux versements.\n\n\
         Article troisième\nLe prêt des vitrines est consenti.\n\nArticle quatrième\nLe maire est chargé de l'exécution.\n",
    );
    let (tabled, _) = first(&draft, "DeliberationTabled").unwrap();
    let articles = tabled["articles"].as_array().cloned().unwrap_or_default();
    let numbers: Vec<_> = articles.iter().map(|article| article["number"].clone()).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(first(&draft, "SubsidyGranted").unwrap().0["exercise"], 2031);
}

/// An act whose grounds end in a comma, and below them these words of decision.
fn below_grounds(grounds: &str, decision: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         {VISA}\n\n{grounds}\n\n{decision}\n\n1. approuve le programme des travaux ;\n\n\
         2. dit que la dépense est inscrite au budget.\n\nLe maire,\nLuc BRAVOUX\n"
    ))
}

#[test]
fn the_organ_in_small_letters_decides_below_its_grounds() {
    let grounds = "Considérant que les riverains ont demandé que les chemins de la commune soient remis en état,";
    for decision in [
        "le conseil municipal, par 12 voix pour, 0 contre et 2 abstentions (Paul DRAVELLE, Rose ESTAVEL) :",
        "le conseil municipal, à l'unanimité,",
        "le conseil municipal, après en avoir délibéré, à la majorité :",
    ] {
        let draft = below_grounds(grounds, decision);
        let (act, _) = first(&draft, "DeliberationTabled").unwrap();
        assert_eq!(act["articles"].as_array().map(Vec::len), Some(2), "{decision}: {act}");
        assert!(!words(&act, "/considerants/0").contains("voix"), "{decision}");
    }
}

#[test]
fn the_vote_alone_leads_to_what_is_decided_below_the_grounds() {
    let grounds = "considérant que les riverains l'ont demandé ;";
    for decision in [
        "par 13 voix pour et 1 voix contre (M. Jean TILLOY),\n\naccepte les propositions de la commission et, en conséquence,",
        "à l'unanimité, approuve les propositions de la commission et, en conséquence :",
    ] {
        let draft = below_grounds(grounds, decision);
        let (act, _) = first(&draft, "DeliberationTabled").unwrap();
        assert_eq!(act["articles"].as_array().map(Vec::len), Some(2), "{decision}: {act}");
        assert_eq!(told(&draft, "VoteCast", "/outcome"), "adopted", "{decision}");
    }
}

#[test]
fn legal_bases_by_number_and_below_any_heading_of_law() {
    let two = ["Code de la route", "Délibération 2030-44 du 19 décembre 2030"];
    for bases in [
        "1°   Vu le Code de la route ;\n2°   Vu la Délibération 2030-44 du 19 décembre 2030 ;\n\n",
        "a) Vu le Code de la route ;\nb) Vu la Délibération 2030-44 du 19 décembre 2030 ;\n\n",
        "CADRE JURIDIQUE\n. Code de la route\n. Délibération 2030-44 du 19 décembre 2030\n\n",
        "Références réglementaires :\n* Code de la route\n* Délibération 2030-44 du 19 décembre 2030\n\n",
    ] {
        let draft = read(&format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
             {bases}Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme.\n"
        ));
        let (tabled, _) = first(&draft, "DeliberationTabled").unwrap();
        let visas = names(&tabled, "/visas", "text");
        assert_eq!(visas.len(), 2, "{bases}: {visas:?}");
        assert!(two.iter().all(|text| visas.iter().any(|visa| visa.ends_with(text))), "{visas:?}");
    }
}

#[test]
fn letters_head_the_columns_of_votes_by_group() {
    let draft = act(
        VISA,
        "DÉCIDE d'approuver le programme.",
        "SCRUTIN                         P    C    A    NPPV\nDemain Vaulnoix                17    -    -     1\n\
         Vaulnoix d'abord                6    2    -     -\nTOTAL                          23    2    0     1",
    );
    let (vote, _) = first(&draft, "VoteCast").unwrap();
    assert_eq!(
        (&vote["votes_for"], &vote["votes_against"], &vote["abstentions"]),
        (&23.into(), &2.into(), &0.into())
    );
}

#[test]
fn choices_put_to_the_vote_one_by_one_are_votes_of_their_own() {
    let draft = read(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Vote sur la proposition du bureau (15 000 €) : 9 pour, 12 contre, 2 abstentions. REJETEE.\n\n\
         Vote sur la proposition de la commission (12 900 €) : 11 pour, 11 contre, 1 abstention (ESTAVEL Rose).\n\
         Le vote est acquis par la voix prépondérante du président de séance. ADOPTEE.\n\n\
         En conséquence, le conseil municipal :\n1- approuve le programme.\n",
    );
    let of_part = |event: &&DraftEvent| event.stream.as_str().contains("-proposition-");
    let votes = draft.events.iter().filter(of_part).filter(|e| e.event.kind() == "VoteCast");
    let told: Vec<(Value, Confidence)> =
        votes.map(|e| (e.event.data().unwrap(), e.confidence)).collect();
    let [(one, a), (other, b)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((&one["votes_for"], words(one, "/outcome")), (&9.into(), "rejected".into()));
    assert_eq!((&other["votes_for"], words(other, "/outcome")), (&11.into(), "adopted".into()));
    assert_eq!(
        (&other["casting_vote"], *a, *b),
        (&true.into(), Confidence::Review, Confidence::Review)
    );
}

#[test]
fn who_abstains_from_sitting_casts_no_vote() {
    let draft = act(
        VISA,
        "DÉCIDE d'approuver le programme.\n\nCette délibération est adoptée à l'unanimité, Mme Rose ESTAVEL\n\
         (bénévole de l'association) s'étant abstenue de siéger.",
        "",
    );
    assert_eq!(told(&draft, "RecusalDeclared", "/person"), "Rose ESTAVEL");
    let (vote, _) = first(&draft, "VoteCast").unwrap();
    assert!(vote["ballots"].as_array().is_none_or(Vec::is_empty), "{vote}");
}

#[test]
fn a_reference_holds_blanks_around_its_last_stroke() {
    let draft = act("Vu la délibération n° CP 30-05 / 0233 du 26 mai 2030 ;", DECIDES, "");
    assert_eq!(told(&draft, "DeliberationTabled", "/visas/0/act/reference"), "CP 30-05 / 0233");
    assert_eq!(told(&draft, "DeliberationTabled", "/visas/0/act/date"), "2030-05-26");
}

#[test]
fn items_of_a_decision_stand_behind_numbers_of_many_kinds() {
    let page = "\n\n  31.CP.0417                                   page 1 sur 2\n";
    for (first_item, second_item, between) in [
        ("1. – ATTRIBUE l'autorisation.", "2. – PRÉCISE qu'elle vaut un an.", page),
        ("1   D'approuver le programme.", "2   De charger le maire de l'exécuter.", "\n\n"),
        ("– Article 1er : Le programme est approuvé.", "– Article 2 : Le maire l'exécute.", "\n"),
        ("► Article 1 : Le programme est approuvé.", "► Article 2 : Le maire l'exécute.", "\n"),
    ] {
        let decision = format!(
            "Après en avoir délibéré, à l'unanimité,\n\n{first_item}{between}{second_item}"
        );
        let (act, _) = first(&act("", &decision, ""), "DeliberationTabled").unwrap();
        let articles = act["articles"].as_array().cloned().unwrap_or_default();
        let numbers: Vec<_> = articles.iter().map(|article| article["number"].clone()).collect();
        assert_eq!(numbers, [1, 2], "{first_item} {act}");
    }
}

#[test]
fn letters_of_the_body_stand_before_the_number_of_an_act() {
    for visa in
        ["délibération CIAS n°31-037 du 11 avril 2031", "décision B-2031-0021 du 8 avril 2031"]
    {
        let text = format!(
            "Vu la {visa} (budget) ;\nVu la décision 2012/21/UE de la Commission du 20 décembre 2011 ;"
        );
        let head = format!("Délibération CIAS n°31-041\n\nObjet : Chemins\n\n{text}");
        let draft = act(&head, DECIDES, "");
        let (tabled, _) = first(&draft, "DeliberationTabled").unwrap();
        let cited: Vec<_> =
            tabled["visas"].as_array().unwrap().iter().filter(|v| v.get("act").is_some()).collect();
        assert_eq!(cited.len(), 1, "{tabled}");
        assert_eq!(tabled["reference"], "31-041");
    }
}
