//! Who was there, who was not, who votes for whom and who presides, in the layouts and words by which bodies say it.

use super::rolls::{FOUR, event, list, powers};
use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(head: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nDU CONSEIL MUNICIPAL\n\nSéance du 4 mai 2031\n\
         Délibération n° 2031-005\n\n{head}\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

pub(super) fn attendance(head: &str) -> (Value, Confidence) {
    event(&read(head), "AttendanceRecorded")
}

/// Who presides and who keeps the minutes.
pub(super) fn chairs(head: &str) -> (String, String) {
    let (opened, _) = event(&read(head), "SittingOpened");
    let name = |key: &str| opened[key]["name"].as_str().unwrap_or_default().to_owned();
    (name("presided_by"), name("secretary"))
}

#[test]
fn given_names_in_brackets_are_part_of_the_name() {
    let head = "L'an deux mille trente et un, le quatre mai, le conseil municipal s'est réuni sous la présidence de M. BRAVOUX (Luc), Maire.\n\n\
         Étaient présents : M. BRAVOUX (Luc), Mme CERDOUX (Anne-Marie), M. DRAVELLE (Paul).\n\n\
         Ont donné pouvoir : M. TILLOY (Jean) à M. DRAVELLE (Paul).\n\nExcusée : Mme ESTAVEL (Rose).\n\n\
         Secrétaire de séance : Mme CERDOUX (Anne-Marie)";
    let (read, _) = attendance(head);
    assert_eq!(
        list(&read, "present"),
        ["BRAVOUX (Luc)", "CERDOUX (Anne-Marie)", "DRAVELLE (Paul)"]
    );
    assert_eq!(powers(&read), ["TILLOY (Jean) > DRAVELLE (Paul)"]);
    assert_eq!(list(&read, "excused"), ["ESTAVEL (Rose)"]);
    assert_eq!(chairs(head), ("BRAVOUX (Luc)".into(), "CERDOUX (Anne-Marie)".into()));
    // One that is rare is one where the others are.
    let rare = head.replace("(Luc)", "(Hildevert)");
    assert_eq!(chairs(&rare).0, "BRAVOUX (Hildevert)");
    // A place there is none of a person.
    let (read, _) =
        attendance("Étaient présents : M. BRAVOUX (Rivelles), Mme CERDOUX (Tournaise).");
    assert_eq!(list(&read, "present"), ["BRAVOUX", "CERDOUX"]);
}

#[test]
fn the_name_of_birth_belongs_to_the_name() {
    let head = "L'an deux mille trente et un, le quatre mai, le conseil municipal s'est réuni sous la présidence de Mme Anne CERDOUX née HERBLAIN, Maire.\n\n\
         Étaient présents : Mme Anne CERDOUX née HERBLAIN, M. Luc BRAVOUX, Mme Rose ESTAVEL épouse TILLOY.";
    let (read, _) = attendance(head);
    let all = ["Anne CERDOUX née HERBLAIN", "Luc BRAVOUX", "Rose ESTAVEL épouse TILLOY"];
    assert_eq!(list(&read, "present"), all);
    assert_eq!(chairs(head).0, "Anne CERDOUX née HERBLAIN");
}

#[test]
fn who_is_excused_among_the_absent_is_never_sure() {
    for absent in [
        "Étaient absents : Jean TILLOY (exc.), Marc HERBLAIN (non exc.).",
        "Étaient absents : Jean TILLOY, Marc HERBLAIN, dont excusé : Jean TILLOY.",
    ] {
        let (read, confidence) =
            attendance(&format!("Étaient présents : Luc BRAVOUX, Anne CERDOUX.\n\n{absent}"));
        assert_eq!(confidence, Confidence::Review, "{absent}");
        assert_eq!(list(&read, "excused"), ["Jean TILLOY"], "{absent}");
    }
}

#[test]
fn members_follow_whom_they_sit_for_behind_dashes() {
    let (read, _) = attendance(
        "Étaient présents :\n- Maire : Luc BRAVOUX\n- 1re adjointe : Anne CERDOUX\n- Membres : Paul DRAVELLE, Rose ESTAVEL",
    );
    assert_eq!(list(&read, "present"), FOUR, "{read}");
    let (read, _) = attendance(
        "PRÉSENTS\n- Bourg et hameaux : Luc BRAVOUX, Anne CERDOUX\n- Rives et coteaux : Paul DRAVELLE, Rose ESTAVEL",
    );
    assert_eq!(list(&read, "present"), FOUR, "{read}");
    let (read, _) = attendance(
        "Étaient présents :\nAu titre des élus : Luc BRAVOUX, Anne CERDOUX.\nAu titre des membres nommés : Paul DRAVELLE, Rose ESTAVEL.",
    );
    assert_eq!(list(&read, "present"), FOUR, "{read}");
    let (read, _) = attendance(
        "Étaient présents : Mme Anne CERDOUX – Maire, M. Luc BRAVOUX – 1er adjoint, Mme Rose ESTAVEL, M. Paul DRAVELLE.",
    );
    assert_eq!(list(&read, "present").len(), 4);
}

#[test]
fn a_name_broken_over_lines_set_apart_is_one() {
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX, Anne\n\nCERDOUX, Paul DRAVELLE, Rose DE LA\n\nTOURNAISE, Marc\n\nDU HERBLAIN, Guy NOIRVAL.",
    );
    assert_eq!(
        list(&read, "present"),
        [
            "Luc BRAVOUX",
            "Anne CERDOUX",
            "Paul DRAVELLE",
            "Rose DE LA TOURNAISE",
            "Marc DU HERBLAIN",
            "Guy NOIRVAL"
        ]
    );
}

#[test]
fn tables_say_who_was_there_in_boxes_codes_and_remarks() {
    let tables = [
        "Luc BRAVOUX      ☒ présent  ☐ excusé  ☐ absent  ☐ pouvoir\nAnne CERDOUX     ☒ présent  ☐ excusé  ☐ absent  ☐ pouvoir\n\
         Paul DRAVELLE    ☐ présent  ☒ excusé  ☐ absent  ☐ pouvoir\nRose ESTAVEL     ☐ présent  ☐ excusé  ☐ absent  ☒ pouvoir à Luc BRAVOUX\n\
         Jean TILLOY      ☐ présent  ☐ excusé  ☒ absent  ☐ pouvoir",
        "P = présent, E = excusé, A = absent, R = représenté\nLuc BRAVOUX       P\nAnne CERDOUX      P\nPaul DRAVELLE     E\n\
         Rose ESTAVEL      R   (pouvoir à Luc BRAVOUX)\nJean TILLOY       A",
        "Membres du conseil      Présent / Absent\nLuc BRAVOUX             Présent\nAnne CERDOUX            Présente\n\
         Paul DRAVELLE           Absent excusé\nRose ESTAVEL            Absente – pouvoir à Luc BRAVOUX\nJean TILLOY             Absent",
        "CONSEILLERS      PRESENTS    ABSENTS REPRESENTES PAR     OBSERVATIONS\nLuc BRAVOUX      oui\nAnne CERDOUX     oui\n\
         Paul DRAVELLE                                            excusé\nRose ESTAVEL                 Luc BRAVOUX\n\
         Jean TILLOY                                              absent",
        "Appel nominal : Luc BRAVOUX : présent ; Anne CERDOUX : présente ; Paul DRAVELLE : excusé ; Rose ESTAVEL : absente, procuration à Luc BRAVOUX ; Jean TILLOY : absent ; Marc HERBLAIN : présent.",
    ];
    for table in tables {
        let (read, confidence) = attendance(table);
        let present = list(&read, "present");
        assert_eq!(present.get(..2).unwrap(), ["Luc BRAVOUX", "Anne CERDOUX"], "{table}");
        assert_eq!(list(&read, "excused"), ["Paul DRAVELLE"], "{table}");
        // Who is called absent beside the power is absent, too.
        let mut absent = list(&read, "absent");
        absent.retain(|name| name != "Rose ESTAVEL" || !table.contains("bsente"));
        assert_eq!(absent, ["Jean TILLOY"], "{table}");
        assert_eq!(powers(&read), ["Rose ESTAVEL > Luc BRAVOUX"], "{table}");
        assert_eq!(confidence, Confidence::Review, "{table}");
    }
}

#[test]
fn surname_and_first_name_stand_in_cells_of_their_own() {
    let (read, _) = attendance(
        "Civ.  Nom          Prénom      P    E    A\nM.    BRAVOUX      Luc         X\nMme   CERDOUX      Anne        X\n\
         M.    DRAVELLE     Paul             X\nMme   ESTAVEL      Rose        X\nM.    TILLOY       Jean                  X",
    );
    assert_eq!(list(&read, "present"), ["BRAVOUX Luc", "CERDOUX Anne", "ESTAVEL Rose"]);
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["DRAVELLE Paul".into()], vec!["TILLOY Jean".into()])
    );
}

#[test]
fn sentences_tell_who_was_there_behind_the_names() {
    let (read, confidence) = attendance(
        "Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE et Rose ESTAVEL étaient présents.\n\n\
         Jean TILLOY et Marc HERBLAIN sont excusés. Guy NOIRVAL est absent.\n\n\
         Odile SAVERNAC et Yves PLANTARD ont donné pouvoir à Luc BRAVOUX.",
    );
    assert_eq!(
        (list(&read, "present"), confidence),
        (FOUR.map(str::to_owned).to_vec(), Confidence::Review)
    );
    assert_eq!(list(&read, "excused"), ["Jean TILLOY", "Marc HERBLAIN"]);
    assert_eq!(list(&read, "absent"), ["Guy NOIRVAL"]);
    assert_eq!(powers(&read), ["Odile SAVERNAC > Luc BRAVOUX", "Yves PLANTARD > Luc BRAVOUX"]);
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX, Anne CERDOUX.\n\nJean TILLOY et Marc HERBLAIN ont donné pouvoir respectivement à Luc BRAVOUX et Anne CERDOUX.\n\n\
         Guy NOIRVAL, retenu par ses obligations, s'est excusé.",
    );
    assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX", "Marc HERBLAIN > Anne CERDOUX"]);
    assert_eq!(list(&read, "excused"), ["Guy NOIRVAL"]);
}

#[test]
fn whom_a_list_excepts_was_not_there() {
    let (read, _) = attendance(
        "Étaient présents : tous les conseillers en exercice, à l'exception de Jean TILLOY, excusé, qui a donné pouvoir à Anne CERDOUX, et de Marc HERBLAIN, absent.",
    );
    assert_eq!(list(&read, "present"), Vec::<String>::new());
    assert_eq!(list(&read, "excused"), ["Jean TILLOY"]);
    assert_eq!(list(&read, "absent"), ["Marc HERBLAIN"]);
    assert_eq!(powers(&read), ["Jean TILLOY > Anne CERDOUX"]);
    let (read, _) = attendance(
        "Étaient présents tous les membres sauf : Jean TILLOY (excusé), Marc HERBLAIN (absent).",
    );
    assert_eq!(list(&read, "present"), Vec::<String>::new());
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Jean TILLOY".into()], vec!["Marc HERBLAIN".into()])
    );
}

#[test]
fn powers_are_told_in_many_ways() {
    let there = "Étaient présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE.";
    for words in [
        "Procurations établies : Jean TILLOY au profit de Luc BRAVOUX ; Marc HERBLAIN au profit de Anne CERDOUX.",
        "Absents : Jean TILLOY (pouv. à Luc BRAVOUX), Marc HERBLAIN (pouv. à Anne CERDOUX).",
        "Excusés : Jean TILLOY (pvr Luc BRAVOUX), Marc HERBLAIN (pvr Anne CERDOUX).",
        "Votent par procuration : Jean TILLOY (par Luc BRAVOUX), Marc HERBLAIN (par Anne CERDOUX).",
        "Mandants              Mandataires\nJean TILLOY           Luc BRAVOUX\nMarc HERBLAIN         Anne CERDOUX",
        "Mandant : Jean TILLOY – Mandataire : Luc BRAVOUX\nMandant : Marc HERBLAIN – Mandataire : Anne CERDOUX",
        "Mandataires : Luc BRAVOUX, mandataire de Jean TILLOY ; Anne CERDOUX, mandataire de Marc HERBLAIN.",
        "Pouvoirs : Jean TILLOY / Luc BRAVOUX ; Marc HERBLAIN / Anne CERDOUX",
        "Luc BRAVOUX a reçu pouvoir de Jean TILLOY.\nAnne CERDOUX a reçu pouvoir de Marc HERBLAIN.",
        "Les membres absents ci-après ont délégué leur mandat, conformément à l'article L. 2121-20 du code général des collectivités territoriales : Jean TILLOY à Luc BRAVOUX ; Marc HERBLAIN à Anne CERDOUX.",
    ] {
        let (read, _) = attendance(&format!("{there}\n\n{words}"));
        let two = ["Jean TILLOY > Luc BRAVOUX", "Marc HERBLAIN > Anne CERDOUX"];
        assert_eq!(powers(&read), two, "{words}");
        assert_eq!(list(&read, "present").len(), 3, "{words}");
    }
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX (pouvoir de Jean TILLOY), Anne CERDOUX (ayant reçu procuration de Marc HERBLAIN), Paul DRAVELLE.",
    );
    assert_eq!(powers(&read), ["Jean TILLOY > Luc BRAVOUX", "Marc HERBLAIN > Anne CERDOUX"]);
    assert_eq!(list(&read, "present").len(), 3);
}

#[test]
fn absences_are_labels_too() {
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX, Anne CERDOUX.\n\nAbsences excusées : Jean TILLOY.\n\nAbsences non excusées : Marc HERBLAIN.",
    );
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Jean TILLOY".into()], vec!["Marc HERBLAIN".into()])
    );
    let (read, _) = attendance(
        "Étaient présents : Luc BRAVOUX, Anne CERDOUX.\n\nExcusés : Jean TILLOY.\nN'assistaient pas à la séance : Marc HERBLAIN.",
    );
    assert_eq!(
        (list(&read, "excused"), list(&read, "absent")),
        (vec!["Jean TILLOY".into()], vec!["Marc HERBLAIN".into()])
    );
}

#[test]
fn who_presides_and_who_keeps_the_minutes() {
    let lists = "Étaient présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE.";
    for said in [
        "Mme Anne CERDOUX prend la présidence et souhaite la bienvenue.",
        "Présidence de séance ............ Mme Anne CERDOUX",
        "Mme Anne CERDOUX, Maire, présidait.",
        "Mme Anne CERDOUX est élue présidente de séance pour l'examen du compte.",
        "Présidence\nMme Anne CERDOUX, Maire",
    ] {
        let head = format!("Le conseil municipal s'est réuni le 4 mai 2031.\n\n{said}\n\n{lists}");
        assert_eq!(chairs(&head).0, "Anne CERDOUX", "{said}");
    }
    for said in [
        "Secrétaire de séance ............ M. Paul DRAVELLE",
        "L'assemblée désigne M. Paul DRAVELLE comme secrétaire de séance.",
        "Le conseil municipal nomme M. Paul DRAVELLE secrétaire de séance.",
        "M. Paul DRAVELLE remplissait les fonctions de secrétaire.",
        "En qualité de secrétaire de séance a été élu M. Paul DRAVELLE.",
        "M. Paul DRAVELLE, benjamin de l'assemblée, est chargé du secrétariat.",
    ] {
        let head = format!("Le conseil municipal s'est réuni le 4 mai 2031.\n\n{lists}\n\n{said}");
        assert_eq!(chairs(&head).1, "Paul DRAVELLE", "{said}");
    }
}

#[test]
fn how_many_were_there_stands_below_before_and_in_words() {
    for counts in [
        "| En exercice | Présents | Votants |\n|-------------|----------|---------|\n|     15      |    10    |   12    |",
        "15 membres en exercice\n10 présents\n2 pouvoirs\n12 votants",
        "Membres en exercice\n15\nMembres présents\n10\nVotants\n12",
        "Nombre de membres en exercice : quinze (15)\nNombre de membres présents : dix (10)",
        "Quorum atteint avec 10 élus présents (minimum 8).",
    ] {
        let (read, _) =
            attendance(&format!("{counts}\n\nÉtaient présents : Luc BRAVOUX, Anne CERDOUX."));
        assert_eq!(read["present_count_stated"], 10, "{counts}");
    }
}

#[test]
fn labels_broken_by_a_narrow_column_head_the_whole_list() {
    let (read, _) = attendance(
        "Membres             Luc BRAVOUX, Anne CERDOUX, Paul\nprésents :          DRAVELLE, Rose ESTAVEL\n\nExcusé : Jean TILLOY.",
    );
    assert_eq!(list(&read, "present"), FOUR, "{read}");
    assert_eq!(list(&read, "excused"), ["Jean TILLOY"]);
    // Labels that are whole stay apart.
    let (read, _) = attendance(
        "PRÉSENTS      Luc BRAVOUX, Anne CERDOUX\nEXCUSÉS       Jean TILLOY, Guy NOIRVAL\nABSENTS       Marc HERBLAIN, Rose ESTAVEL",
    );
    assert_eq!(list(&read, "excused"), ["Jean TILLOY", "Guy NOIRVAL"], "{read}");
    assert_eq!(list(&read, "absent"), ["Marc HERBLAIN", "Rose ESTAVEL"], "{read}");
}

#[test]
fn for_whom_members_sit_is_no_member() {
    let (read, _) = attendance(
        "Commune              Délégués présents\nRivelles             Luc BRAVOUX\n                     Anne CERDOUX\nTournaise-le-Bas     Paul DRAVELLE\n                     Rose ESTAVEL",
    );
    assert_eq!(list(&read, "present"), FOUR, "{read}");
    let (read, _) = attendance(
        "Présents :\nRIVELLES\n   Luc BRAVOUX\n   Anne CERDOUX\nTOURNAISE-LE-BAS\n   Paul DRAVELLE\n   Rose ESTAVEL",
    );
    assert_eq!(list(&read, "present"), FOUR, "{read}");
    let (read, _) = attendance(
        "PRESENTS : RIVELLES : Luc BRAVOUX - TOURNAISE-LE-BAS : Anne CERDOUX, Paul DRAVELLE, Rose ESTAVEL.",
    );
    assert_eq!(list(&read, "present"), FOUR, "{read}");
}
