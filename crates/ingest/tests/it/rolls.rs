//! Heads by the laws that lists of members follow, whatever words and layout a body chose: what heads a list, where it
//! goes on, and what stands among its names and is none.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(head: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n{head}\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// The first event of a kind, and how sure it is.
pub(super) fn event(draft: &Draft, kind: &str) -> (Value, Confidence) {
    let event = draft.events.iter().find(|event| event.event.kind() == kind).unwrap();
    (event.event.data().unwrap(), event.confidence)
}

fn attendance(head: &str) -> (Value, Confidence) {
    event(&read(head), "AttendanceRecorded")
}

/// The names under a key of an attendance.
pub(super) fn list(value: &Value, key: &str) -> Vec<String> {
    let all = value[key].as_array().cloned().unwrap_or_default();
    all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Who votes for whom: *A > B*, A having given the power.
pub(super) fn powers(value: &Value) -> Vec<String> {
    let all = value["proxies"].as_array().cloned().unwrap_or_default();
    let word = |p: &Value, key: &str| p[key].as_str().unwrap_or_default().to_owned();
    all.iter().map(|p| format!("{} > {}", word(p, "from"), word(p, "to"))).collect()
}

pub(super) const FOUR: [&str; 4] = ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose ESTAVEL"];

#[test]
fn brackets_that_count_belong_to_a_label_alone_on_its_line() {
    let (read, _) = attendance(
        "Présents (4 membres)\nLuc BRAVOUX, Anne CERDOUX, Paul DRAVELLE,\nRose ESTAVEL\n\nExcusés (1 membre)\nJean TILLOY\n\n\
         Absent (1 membre)\nMarc HERBLAIN",
    );
    assert_eq!(list(&read, "present"), FOUR);
    assert_eq!(read["present_count_stated"], 4);
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Jean TILLOY".into()], vec!["Marc HERBLAIN".into()])
    );
}

#[test]
fn who_attended_was_there_but_not_who_attended_besides() {
    let (read, confidence) = attendance(
        "Assistaient à la réunion : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE, Rose ESTAVEL.\n\n\
         Assistaient à la réunion sans voix délibérative : Jean TILLOY, Marc HERBLAIN.",
    );
    assert_eq!(
        (list(&read, "present"), confidence),
        (FOUR.map(str::to_owned).to_vec(), Confidence::Review)
    );
}

#[test]
fn a_bracket_that_nothing_closes_swallows_no_list() {
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX, Anne CERDOUX), Paul DRAVELLE (, Rose ESTAVEL.\n\nExcusés : Jean TILLOY (Rivelles, Marc \
         HERBLAIN, Zoé GARNAUX.",
    );
    assert_eq!(list(&read, "present"), FOUR);
    assert_eq!(list(&read, "excused"), ["Jean TILLOY", "Marc HERBLAIN", "Zoé GARNAUX"]);
}

#[test]
fn numbered_names_in_columns_are_read_by_their_numbers() {
    let (read, _) = attendance(
        "PRÉSENTS\n 1. BRAVOUX Luc            5. FERRAVEL Inès\n 2. CERDOUX Anne           6. GARNAUX Zoé\n \
         3. DRAVELLE Paul          10. HERBLAIN Marc\n 4. ESTAVEL Rose          11. TILLOY Jean\nPOUVOIRS\n NARVAL Guy à BRAVOUX Luc",
    );
    assert_eq!(list(&read, "present").len(), 8, "{read}");
    assert_eq!(powers(&read), ["NARVAL Guy > BRAVOUX Luc"]);
    let (read, _) = attendance(
        "Étaient présents :\n1. Luc BRAVOUX              3. Paul DRAVELLE\n2. Anne CERDOUX\n4. Rose ESTAVEL\nformant la majorité \
         des membres en exercice.",
    );
    assert_eq!(list(&read, "present").len(), 4, "{read}");
}

#[test]
fn civilities_part_names_of_which_one_has_its_office_in_brackets() {
    let (read, _) = attendance(
        "Présents :  MMES Anne CERDOUX, Rose ESTAVEL\n            MM. Luc BRAVOUX (Maire), Paul DRAVELLE",
    );
    assert_eq!(
        list(&read, "present"),
        ["Anne CERDOUX", "Rose ESTAVEL", "Luc BRAVOUX", "Paul DRAVELLE"]
    );
}

#[test]
fn a_gap_stands_for_the_colon_and_a_place_before_its_members_is_none() {
    let (read, _) = attendance(
        "PRÉSENTS (4)\nRIVELLES             M. Luc BRAVOUX, Mme Anne CERDOUX\nTRESSAC-LE-HAUT   M. Paul DRAVELLE\n\
         VAULNOIX             Mme Rose ESTAVEL\nPOUVOIRS (1)   M. Jean TILLOY à M. Luc BRAVOUX\n\
         EXCUSÉS (1)      M. Marc HERBLAIN\nABSENTS (1)      Mme Zoé GARNAUX",
    );
    assert_eq!(list(&read, "present"), FOUR);
    assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX"]);
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Marc HERBLAIN".into()], vec!["Zoé GARNAUX".into()])
    );
}

#[test]
fn two_labels_may_share_a_line() {
    let (read, _) = attendance(
        "Sont présents :\nM. Luc BRAVOUX, Mme Anne CERDOUX\n\nEst excusé : M. Jean TILLOY               Est absente : Mme Zoé GARNAUX",
    );
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Jean TILLOY".into()], vec!["Zoé GARNAUX".into()])
    );
}

#[test]
fn a_table_drawn_with_lines_loses_them_and_a_wrapped_cell_goes_on() {
    let (read, confidence) = attendance(
        "+------------------+--------------------+-------------------+\n\
         | Délégué          | Collectivité       | Présence          |\n\
         +------------------+--------------------+-------------------+\n\
         | BRAVOUX Luc      | CC Val de Rivelle  | présent           |\n\
         | CERDOUX Anne     | CC Val de Rivelle  | présente (visio)  |\n\
         | DRAVELLE Paul    | CC du Tressac      | absent            |\n\
         | ESTAVEL Rose     | CC du Tressac      | excusée, pouvoir  |\n\
         |                  |                    | à BRAVOUX Luc     |\n\
         | TILLOY Jean      | CC du Tressac      | présent           |\n\
         +------------------+--------------------+-------------------+",
    );
    assert_eq!(list(&read, "present"), ["BRAVOUX Luc", "CERDOUX Anne", "TILLOY Jean"]);
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["ESTAVEL Rose".into()], vec!["DRAVELLE Paul".into()])
    );
    assert_eq!(
        (powers(&read), confidence),
        (vec!["ESTAVEL Rose > BRAVOUX Luc".into()], Confidence::Review)
    );
}

#[test]
fn in_a_roll_call_the_member_may_stand_behind_whom_he_sits_for() {
    let (read, _) = attendance(
        " Collège                 Membres                        Émargement\n \
         Ville de Rivelles       Mme Anne CERDOUX               présente\n                         \
         M. Luc BRAVOUX                 pouvoir à Mme CERDOUX\n \
         Personnel               M. Paul DRAVELLE               excusé\n \
         Région                  Mme Rose ESTAVEL               présente",
    );
    assert_eq!(list(&read, "present"), ["Anne CERDOUX", "Rose ESTAVEL"]);
    assert_eq!(
        (list(&read, "excused"), powers(&read)),
        (vec!["Paul DRAVELLE".into()], vec!["Luc BRAVOUX > CERDOUX".into()])
    );
}

#[test]
fn below_a_list_in_a_column_another_may_begin() {
    let (read, _) = attendance(
        "   Présents (4) :                          Absents excusés (1) :\n   Luc BRAVOUX                             Jean TILLOY (pouvoir à Luc BRAVOUX)\n   \
         Anne CERDOUX\n   Paul DRAVELLE                           Absente (1) :\n   Rose ESTAVEL                            Zoé GARNAUX",
    );
    assert_eq!(list(&read, "present"), FOUR);
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Jean TILLOY".into()], vec!["Zoé GARNAUX".into()])
    );
}

#[test]
fn a_narrow_margin_is_no_part_of_the_text_beside_it() {
    let pad = " ".repeat(32);
    let (read, _) = attendance(&format!(
        "{pad}Convoqué le 27 avril 2031, le Conseil municipal de la Ville de Vaulnoix s'est réuni en mairie,\n\
         Extrait du registre des         salle Haute, sous la présidence de Monsieur le Maire, Luc Bravoux\n\
         délibérations du conseil\nmunicipal de la Ville de        Présents :\n\
         Vaulnoix                        Luc BRAVOUX, Anne CERDOUX, Marc HERBLAIN, Zoé GARNAUX, Guy NARVAL, Inès FERRAVEL, Éva\n\
         {pad}ORVANNE, Paul DRAVELLE,\n\
         n° 2031 / 171                   Rose ESTAVEL, Jean TILLOY.\n\
         {pad}Absents ayant voté par procuration en application de l'article L 2121-20 du Code\n\
         {pad}Général des Collectivités Territoriales :\n{pad}Léa QUARNOY, Tom RIVENNE.\n"
    ));
    assert_eq!(list(&read, "present").len(), 10, "{read}");
    assert_eq!(list(&read, "absent"), ["Léa QUARNOY", "Tom RIVENNE"]);
}

#[test]
fn where_first_names_are_initials_m_is_one() {
    let (read, _) = attendance(
        "Présents : A. BRAVOUX, C. CERDOUX-VAL, M. DRAVELLE, S. ESTAVEL\n\nPouvoirs : K. TILLOY ➔ M. DRAVELLE ; G. NARVAL ➔ A. BRAVOUX",
    );
    assert_eq!(
        list(&read, "present"),
        ["A. BRAVOUX", "C. CERDOUX-VAL", "M. DRAVELLE", "S. ESTAVEL"]
    );
    assert_eq!(powers(&read), ["K. TILLOY > M. DRAVELLE", "G. NARVAL > A. BRAVOUX"]);
}

#[test]
fn a_power_may_be_told_without_accents_or_in_capitals() {
    let (read, _) = attendance(
        "PRESENTS : BRAVOUX LUC - CERDOUX ANNE\n\nEXCUSES : Mme la Présidente, TILLOY JEAN (pouvoir a BRAVOUX LUC) - GARNAUX ZOE\n\n\
         ABSENT : HERBLAIN MARC (RIVELLES) QUI A DONNE PROCURATION A CERDOUX ANNE",
    );
    assert_eq!(powers(&read), ["TILLOY JEAN > BRAVOUX LUC", "HERBLAIN MARC > CERDOUX ANNE"]);
    assert_eq!(list(&read, "excused"), ["GARNAUX ZOE", "TILLOY JEAN"]);
}

#[test]
fn names_that_no_label_opens_are_those_whom_the_head_addresses() {
    let (read, confidence) = attendance(
        "Mesdames et Messieurs les Conseillers Municipaux : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE, Rose ESTAVEL.\n\n\
         Absents excusés : Monsieur Jean TILLOY, donne pouvoir à Monsieur Luc BRAVOUX.\nMadame Zoé GARNAUX donne pouvoir à Madame \
         Anne CERDOUX.",
    );
    assert_eq!(
        (list(&read, "present"), confidence),
        (FOUR.map(str::to_owned).to_vec(), Confidence::Review)
    );
    assert_eq!(list(&read, "excused"), ["Jean TILLOY", "Zoé GARNAUX"]);
}

#[test]
fn colleges_have_labels_of_their_own_in_a_text_that_lost_its_lines() {
    let text = format!(
        "CENTRE COMMUNAL D'ACTION SOCIALE DE VAULNOIX DELIBERATION DU CONSEIL D'ADMINISTRATION Réunion du 4 mai 2031 PRESIDENT DE \
         SEANCE : M. BRAVOUX Luc, Vice-Président ELUS PRESENTS : BRAVOUX Luc, CERDOUX Anne. MEMBRES NOMMES PRESENTS : DRAVELLE Paul \
         (familles), ESTAVEL Rose. ABSENTS : TILLOY Jean Secrétaire : Mme la Directrice du centre, GARNAUX Zoé Vu le code de l'action \
         sociale ; Après en avoir délibéré, à l'unanimité, DECIDE d'approuver le programme. {}",
        "Le programme est exécuté dans l'année par les services. ".repeat(8)
    );
    let draft = draft(&text, &"0".repeat(64), &Options::default());
    let (read, _) = event(&draft, "AttendanceRecorded");
    assert_eq!(
        list(&read, "present"),
        ["BRAVOUX Luc", "CERDOUX Anne", "DRAVELLE Paul", "ESTAVEL Rose"]
    );
    assert_eq!(list(&read, "absent"), ["TILLOY Jean"]);
    let (opened, _) = event(&draft, "SittingOpened");
    assert_eq!(
        opened.pointer("/presided_by/name").and_then(Value::as_str),
        Some("BRAVOUX Luc"),
        "{opened}"
    );
    assert_eq!(opened.pointer("/secretary/name").and_then(Value::as_str), Some("GARNAUX Zoé"));
}

#[test]
fn who_presides_and_who_writes_is_told_without_a_civility() {
    let head = "Présents : Luc BRAVOUX, Anne CERDOUX\n\nLuc BRAVOUX est Président de la séance.\nSecrétaire élue pour la session : Anne CERDOUX";
    let (opened, _) = event(&read(head), "SittingOpened");
    assert_eq!(
        opened.pointer("/presided_by/name").and_then(Value::as_str),
        Some("Luc BRAVOUX"),
        "{opened}"
    );
    assert_eq!(opened.pointer("/secretary/name").and_then(Value::as_str), Some("Anne CERDOUX"));
    let head = "Présents : Luc BRAVOUX, Anne CERDOUX\n\nSecrétaire de séance :\nAnne CERDOUX (Directrice).\n\nLe Président, Luc BRAVOUX, constate \
                que le quorum est atteint.";
    let (opened, _) = event(&read(head), "SittingOpened");
    assert_eq!(
        opened.pointer("/presided_by/name").and_then(Value::as_str),
        Some("Luc BRAVOUX"),
        "{opened}"
    );
    assert_eq!(opened.pointer("/secretary/name").and_then(Value::as_str), Some("Anne CERDOUX"));
}

#[test]
fn counts_of_those_present_in_other_words() {
    for (said, count) in [
        ("Nombre de présents 2", 2),
        ("Nombre de conseillers présents (y compris ceux ayant donné procuration) : 3", 3),
        ("Présents : vingt", 20),
    ] {
        let (read, _) =
            attendance(&format!("{said}\n\nÉtaient présents : Luc BRAVOUX, Anne CERDOUX"));
        assert_eq!(read["present_count_stated"], count, "{said}");
    }
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX, Anne CERDOUX\n\nMembres en exercice, 10 présents nécessaires.",
    );
    assert_eq!(read["present_count_stated"], Value::Null);
}

#[test]
fn a_label_in_capitals_is_one_in_a_text_that_lost_its_lines() {
    let text = format!(
        "COMMUNE DE VAULNOIX EXTRAIT DU REGISTRE DES DELIBERATIONS DU CONSEIL MUNICIPAL SEANCE DU 4 MAI 2031 PRESENTS : Mme Anne CERDOUX — \
         M. Luc BRAVOUX. ABSENTS AYANT DONNE POUVOIR : M. Jean TILLOY à M. Luc BRAVOUX — Mme Zoé GARNAUX à Mme Anne CERDOUX. Objet : Bois \
         Après en avoir délibéré, à l'unanimité, DECIDE d'approuver le programme. {}",
        "Le programme est exécuté dans l'année par les services. ".repeat(8)
    );
    let (read, _) =
        event(&draft(&text, &"0".repeat(64), &Options::default()), "AttendanceRecorded");
    assert_eq!(list(&read, "absent"), ["Jean TILLOY", "Zoé GARNAUX"]);
    assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX", "Zoé GARNAUX > Anne CERDOUX"]);
}

#[test]
fn a_place_before_surnames_begins_a_line_and_takes_no_name_with_it() {
    let (read, _) = attendance(
        "PRESENTS : MM. et Mmes\nRivelles : BRAVOUX L., CERDOUX A., FERRAVEL I., GARNAUX Z., HERBLAIN M., NARVAL G., ORVANNE E., DRAVELLE P.\n\
         Vernel-la-Lande : ESTAVEL R., TILLOY J.\nPort-Rivel : QUARNOY L., RIVENNE T.",
    );
    assert_eq!(list(&read, "present").len(), 12, "{read}");
}

#[test]
fn an_aside_behind_a_comma_says_of_the_last_one_that_he_is_excused() {
    let (read, _) = attendance(
        "Étaient présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\n\nÉtaient absents : M. Jean TILLOY, qui avait remis sa procuration à M. \
         Luc BRAVOUX, Mme Zoé GARNAUX, excusée.",
    );
    assert_eq!(list(&read, "excused"), ["Zoé GARNAUX"]);
    assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX"]);
}

#[test]
fn a_label_may_say_of_which_sitting() {
    for label in [
        "Présents à la séance (4)",
        "Étaient présents lors de la séance",
        "PRÉSENTS EN SÉANCE (4) :",
        "Membres présents à l'ouverture de la séance (4)",
    ] {
        let (read, _) = attendance(&format!(
            "{label}\nRIVELLES : M. Luc BRAVOUX, Mme Anne CERDOUX\nTRESSAC : M. Paul DRAVELLE, Mme Rose ESTAVEL\n\n\
             Absents à la séance (1)\nM. Jean TILLOY"
        ));
        assert_eq!(list(&read, "present"), FOUR, "{label}");
        assert_eq!(list(&read, "absent"), ["Jean TILLOY"], "{label}");
    }
}

#[test]
fn a_column_of_the_absent_says_in_brackets_whether_they_gave_a_power() {
    for (with, without) in [
        ("Etaient absents (avec procuration) :", "Etaient absents (sans procuration) :"),
        ("Absents avec pouvoir :", "Absents sans pouvoir :"),
    ] {
        let (read, confidence) = attendance(&format!(
            "Etaient présents :                         {with}\n\
             M. Luc BRAVOUX, Maire                      M. Jean TILLOY à M. Paul DRAVELLE\n\
             Mme Anne CERDOUX                           M. Guy NARVAL à Mme Rose ESTAVEL\n\
             M. Paul DRAVELLE\n\
             Mme Rose ESTAVEL                           {without}\n\
             M. Marc HERBLAIN                           Mme Zoé GARNAUX"
        ));
        assert_eq!(list(&read, "present").len(), 5, "{read}");
        assert_eq!(
            powers(&read),
            ["Jean TILLOY > Paul DRAVELLE", "Guy NARVAL > Rose ESTAVEL"],
            "{read}"
        );
        let mut absent = list(&read, "absent");
        absent.sort();
        assert_eq!(absent, ["Guy NARVAL", "Jean TILLOY", "Zoé GARNAUX"], "{read}");
        assert_eq!(confidence, Confidence::Review);
    }
}

#[test]
fn offices_alone_on_their_line_head_more_members_of_the_list() {
    for heads in [
        ["Adjoints :", "Conseillers municipaux délégués :"],
        ["Vice-présidents :", "Autres membres :"],
        ["Les adjointes au maire :", "Conseillères et conseillers municipaux :"],
    ] {
        let [one, other] = heads;
        let (read, _) = attendance(&format!(
            "Étaient présents, outre Madame la Maire :\n\n{one}\nLuc BRAVOUX, Anne CERDOUX\n\n\
             {other}\nPaul DRAVELLE, Rose ESTAVEL\n\nAbsents :\nJean TILLOY"
        ));
        assert_eq!(list(&read, "present"), FOUR, "{one}");
        assert_eq!(list(&read, "absent"), ["Jean TILLOY"], "{one}");
    }
    let (read, _) = attendance(
        "Étaient présents :\n\nLuc BRAVOUX, Anne CERDOUX, Paul DRAVELLE, Rose ESTAVEL\n\n\
         Membres invités :\nJean TILLOY, Marc HERBLAIN",
    );
    assert_eq!(list(&read, "present"), FOUR);
}

#[test]
fn colleges_below_a_count_go_on_with_those_present() {
    for mark in ["> ", "- ", ""] {
        let (read, confidence) = attendance(&format!(
            "Présents ou représentés : 5 (4 présents, 1 mandat)\n\n\
             {mark}Collège de la Région : M. Luc BRAVOUX, Mme Anne CERDOUX\n\
             {mark}Collège des communes : M. Paul DRAVELLE, Mme Rose ESTAVEL\n\
             Excusés : M. Jean TILLOY"
        ));
        assert_eq!(list(&read, "present"), FOUR, "{mark:?}");
        assert_eq!(confidence, Confidence::Review);
    }
}

#[test]
fn a_place_that_reaches_the_next_column_is_no_member() {
    let (read, _) = attendance(
        "Présents :  Canton de Rivelles-1      M. Luc BRAVOUX\n\
         \x20           Canton de Val-des-Combes M. Paul DRAVELLE\n\
         \x20           Canton de Tressac         Mme Rose ESTAVEL\n\nExcusé : M. Jean TILLOY",
    );
    assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Paul DRAVELLE", "Rose ESTAVEL"]);
}

#[test]
fn who_is_president_behind_his_place_presides_where_the_president_opens() {
    for office in [" (Rivelles), président ;", ", président du Parc ;", ", président ;"] {
        let draft = read(&format!(
            "Présents : Luc BRAVOUX{office} Anne CERDOUX (Tressac) ; Paul DRAVELLE (Rivelles)\n\n\
             Le président ouvre la séance à 18 heures."
        ));
        let (sitting, _) = event(&draft, "SittingOpened");
        assert_eq!(sitting["presided_by"]["name"], "Luc BRAVOUX", "{office}");
    }
}

#[test]
fn few_dots_between_a_place_and_its_member_part_cells_like_many() {
    let (read, confidence) = attendance(
        "Il est procédé à l'appel nominal :\n\n\
         RIVELLES ................... M. Luc BRAVOUX ............ présent\n\
         \u{20}                            Mme Anne CERDOUX .......... présente\n\
         TRESSAC-LE-HAUT-SUR-VAULNE .. M. Paul DRAVELLE .......... présent\n\
         \u{20}                            M. Jean TILLOY ............ excusé\n\
         VAULNOIX ................... Mme Rose ESTAVEL .......... présente\n\n\
         Quatre délégués étant présents sur cinq, le quorum est atteint.",
    );
    assert_eq!(list(&read, "present"), FOUR);
    assert_eq!(list(&read, "excused"), ["Jean TILLOY"]);
    assert_eq!(read["present_count_stated"], 4);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn the_heading_of_a_column_of_marks_may_go_on_over_two_lines() {
    let table = |first: &str, second: &str| {
        attendance(&format!(
            "{first}\n{second}\n\
             Luc BRAVOUX, Maire         X\n\
             Anne CERDOUX               X\n\
             Paul DRAVELLE              X\n\
             Jean TILLOY                            X        Luc BRAVOUX\n\
             Rose ESTAVEL               X\n\n\
             Présents à l'ouverture : 4."
        ))
    };
    let first = "                        Présent    Absent     Pouvoir à";
    for second in [
        "                                   excusé",
        "                                   excusé     un collègue",
    ] {
        let (read, confidence) = table(first, second);
        assert_eq!(list(&read, "present"), FOUR, "{second}");
        assert_eq!(list(&read, "excused"), ["Jean TILLOY"], "{second}");
        assert!(list(&read, "absent").is_empty(), "{second}");
        assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX"]);
        assert_eq!((&read["present_count_stated"], confidence), (&4.into(), Confidence::Review));
    }
    // A count of the moment of the vote is that of the act.
    let (read, _) = attendance(
        "Présents à l'ouverture : 3 – Présents au moment du vote : 4\n\nPrésents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE, Rose ESTAVEL.",
    );
    assert_eq!(read["present_count_stated"], 4);
}

#[test]
fn boxes_are_ticked_where_members_are_there() {
    for (yes, no) in [("[x]", "[ ]"), ("[X]", "[]"), ("(x)", "( )"), ("☑", "☐"), ("☒", "☐")]
    {
        let (read, _) = attendance(&format!(
            "Appel nominal :\n  {yes} Luc BRAVOUX      {no} Jean FAVRAUD (excusé)     {yes} Mme Anne CERDOUX\n  \
             {no} Aude MERLIOT (absente)   {yes} Paul DRAVELLE    {yes} Rose ESTAVEL\nSecrétaire : Mme Anne CERDOUX."
        ));
        let mut present = list(&read, "present");
        present.sort();
        assert_eq!(
            present,
            ["Anne CERDOUX", "Luc BRAVOUX", "Paul DRAVELLE", "Rose ESTAVEL"],
            "{yes}"
        );
        assert_eq!(list(&read, "excused"), ["Jean FAVRAUD"], "{yes}");
        assert_eq!(list(&read, "absent"), ["Aude MERLIOT"], "{yes}");
    }
}

#[test]
fn those_who_answered_the_call_are_present() {
    for (here, away) in [
        ("APPEL\n", "N'ont pas répondu : "),
        ("Appel des conseillers :\n", "N'ont pas pris part à la séance : "),
        ("Ont répondu à l'appel de leur nom : ", "N'ont pas pris part à la réunion : "),
    ] {
        let (read, _) = attendance(&format!(
            "{here}M. Luc BRAVOUX, Mme Anne CERDOUX, M. Paul DRAVELLE, Mme Rose ESTAVEL.\n{away}M. Jean FAVRAUD."
        ));
        assert_eq!(list(&read, "present"), FOUR, "{here}");
        assert_eq!(list(&read, "absent"), ["Jean FAVRAUD"], "{away}");
    }
}

#[test]
fn numbers_without_a_mark_lead_the_members_of_columns() {
    let (read, _) = attendance(
        "Étaient présents à l'appel nominal :\n01 BRAVOUX Luc           03 DRAVELLE Paul\n\
         02 CERDOUX Anne          04 ESTAVEL Rose\nÉtait absent : TILLOY Jean\n",
    );
    let mut present = list(&read, "present");
    present.sort();
    assert_eq!(present, ["BRAVOUX Luc", "CERDOUX Anne", "DRAVELLE Paul", "ESTAVEL Rose"]);
    let (read, _) =
        attendance("Présents :\n1 Luc BRAVOUX\n2 Anne CERDOUX\n3 Paul DRAVELLE\n4 Rose ESTAVEL\n");
    assert_eq!(list(&read, "present"), FOUR);
}

#[test]
fn who_took_part_in_the_sitting_was_there() {
    for label in ["ONT PRIS PART À LA SÉANCE\n", "Ont pris part aux travaux : "] {
        let (read, _) = attendance(&format!(
            "{label}Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE, Rose\nESTAVEL.\n\
             REPRÉSENTÉS\nJean TILLOY (mandataire : Luc BRAVOUX), Marc HERBLAIN (mandataire : Rose ESTAVEL).\n"
        ));
        assert_eq!(list(&read, "present"), FOUR, "{label}");
        assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX", "Marc HERBLAIN > Rose ESTAVEL"]);
    }
}

#[test]
fn who_stands_in_for_a_member_of_a_roll_call_was_there() {
    let (read, confidence) = attendance(
        "ÉTAT DES PRÉSENCES\nNom                     Collège            Émargement\n\
         BRAVOUX Luc             Région             présent\n\
         CERDOUX Anne            Région             suppléée par TILLOY Jean\n\
         DRAVELLE Paul           Département        pouvoir à BRAVOUX Luc\n\
         ESTAVEL Rose            Département        remplacée par M. HERBLAIN Marc\n\
         NAVELOT Ida             Département        présente\n",
    );
    assert_eq!(
        list(&read, "present"),
        ["BRAVOUX Luc", "TILLOY Jean", "HERBLAIN Marc", "NAVELOT Ida"]
    );
    assert_eq!(powers(&read), ["DRAVELLE Paul > BRAVOUX Luc"]);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn the_cells_of_powers_go_on_over_lines() {
    let (read, confidence) = attendance(
        "Présents                      Présents                      Procurations\n\
         M. Luc BRAVOUX                M. Paul DRAVELLE              M. Jean TILLOY donne\n\
         Mme Anne CERDOUX              Mme Rose ESTAVEL              procuration à Mme Anne\n\
         M. Aimé GRANDVAL              Mme Ida NAVELOT               CERDOUX\n\
         M. Noé SAVERAND               Mme Ève LUZEL                 M. Marc HERBLAIN donne\n\
         M. Guy PERVENNE               Mme Zoé CASTREL               procuration à M. Luc BRAVOUX\n\
         Absent : M. Luc VERDELET\n",
    );
    assert_eq!(list(&read, "present").len(), 10);
    assert_eq!(list(&read, "absent"), ["Luc VERDELET"]);
    assert_eq!(powers(&read), ["Jean TILLOY > Anne CERDOUX", "Marc HERBLAIN > Luc BRAVOUX"]);
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn cells_of_a_table_hold_several_names_and_go_on_below() {
    let (read, confidence) = attendance(
        "COMMUNE              TITULAIRES PRÉSENTS                   POUVOIRS / ABSENCES\n\
         Vaulnoix             BRAVOUX Luc, CERDOUX Anne,            TILLOY Jean (pouvoir\n\
         \x20                    DRAVELLE Paul                         à CERDOUX Anne)\n\
         Rivelles             ESTAVEL Rose                          GARNAUX Zoé (excusée)\n\
         Tersonne             HERBLAIN Marc                         PRADIER Noël (absent)\n\
         Montarre             IVRANDE Denis                         –",
    );
    let present = ["BRAVOUX Luc", "CERDOUX Anne", "DRAVELLE Paul", "ESTAVEL Rose", "HERBLAIN Marc"];
    assert_eq!(list(&read, "present"), [&present[..], &["IVRANDE Denis"]].concat());
    assert_eq!(list(&read, "excused"), ["GARNAUX Zoé"]);
    assert_eq!(list(&read, "absent"), ["PRADIER Noël"]);
    assert_eq!(powers(&read), ["TILLOY Jean > CERDOUX Anne"]);
    assert_eq!(confidence, Confidence::Review);
    // A narrow gap parts what stands right below two headings.
    let (read, _) = attendance(
        "Groupe               Présents                     Absents ayant délégué leur vote\n\
         ------               ---------------------------  -------------------------------\n\
         Ensemble (5)         Luc BRAVOUX, Anne CERDOUX,   Jean TILLOY\n\
         \x20                    Paul DRAVELLE                (à Anne CERDOUX)\n\
         Autrement (1)        Rose ESTAVEL                 Ø",
    );
    assert_eq!(list(&read, "present"), FOUR);
    assert_eq!(powers(&read), ["Jean TILLOY > Anne CERDOUX"]);
}

#[test]
fn a_line_that_ends_behind_a_given_name_goes_on_with_the_surname() {
    let (read, _) = attendance(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX, M. Paul DRAVELLE, Mme Rose\nVAN DER ESTAVEL.\nExcusé : M. Jean TILLOY.",
    );
    let present = ["Luc BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose VAN DER ESTAVEL"];
    assert_eq!(list(&read, "present"), present);
}
