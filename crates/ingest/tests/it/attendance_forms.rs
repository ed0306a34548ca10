//! Attendance in forms that bodies print: members below what groups them, lists that a sentence leads to, deputies, counts in
//! parts, excuses among the absent, and names that a line end breaks.

use super::rolls::{event, list, powers};
use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(head: &str) -> Draft {
    let text = format!(
        "SYNDICAT DES EAUX DE VAULNOIX\nComité syndical\n\nSéance du 4 mai 2031\n\n{head}\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

fn attendance(head: &str) -> (Value, Confidence) {
    event(&read(head), "AttendanceRecorded")
}

fn present(head: &str) -> Vec<String> {
    list(&attendance(head).0, "present")
}

fn president(head: &str) -> Value {
    event(&read(head), "SittingOpened").0["presided_by"]["name"].clone()
}

const SIX: [&str; 6] = [
    "Luc BRAVOUX",
    "Anne CERDOUX",
    "Paul DRAVELLE",
    "Rose ESTAVEL",
    "Jean TILLOY",
    "Marc HERBLAIN",
];

#[test]
fn whom_members_sit_for_ends_the_members_before_wherever_it_stands() {
    let cantons = present(
        "Présents :  Canton de Rivelles    M. Luc BRAVOUX, Mme Anne CERDOUX\n\
         \x20           Canton de Brune-Orme M. Paul DRAVELLE, Mme Rose ESTAVEL\n\
         \x20           Canton de Travaine-1  M. Jean TILLOY, M. Marc HERBLAIN",
    );
    assert_eq!(cantons, SIX);
    let communes = present(
        "Ont répondu à l'appel de leur nom les délégués dont les noms suivent :\n\n\
         \x20     pour Rivelles     :  M. Luc BRAVOUX, Mme Anne CERDOUX\n\
         \x20     pour Le Vaz       :  M. Paul DRAVELLE, Mme Rose ESTAVEL\n\
         \x20     pour Brune-Orme   :  M. Jean TILLOY, M. Marc HERBLAIN",
    );
    assert_eq!(communes, SIX);
    let colleges = present(
        "Étaient présents :\n  Représentants de la Région (3 voix chacun) : M. Luc BRAVOUX, Mme Anne CERDOUX\n\
         \x20 Représentants du Département (2 voix chacun) : M. Paul DRAVELLE, Mme Rose ESTAVEL\n\
         \x20 Représentants des communes (1 voix chacun) : M. Jean TILLOY, M. Marc HERBLAIN",
    );
    assert_eq!(colleges, SIX);
}

#[test]
fn rows_of_places_and_members_need_no_label() {
    let (read, confidence) = attendance(
        "Délégués titulaires en exercice : 9. Présents : 5 titulaires et 1 suppléant.\n\n\
         RIVELLES          M. Luc BRAVOUX, Mme Anne CERDOUX\n\
         BRUNE-ORME        M. Paul DRAVELLE,\n\
         \x20                 Mme Rose ESTAVEL\n\
         TRAVAINE-LE-HAUT  M. Jean TILLOY (suppléant de M. Guy VARNAL)\n\
         LA GRÉVAZ         M. Marc HERBLAIN\n\n\
         Excusés : M. Guy VARNAL.",
    );
    assert_eq!(list(&read, "present"), SIX);
    assert_eq!(read["present_count_stated"], 6);
    assert_ne!(confidence, Confidence::Sure);
}

#[test]
fn offices_head_the_members_of_one_paragraph() {
    let names = present(
        "PARTICIPANTS\nPrésident : Luc BRAVOUX. Vice-présidents : Anne CERDOUX, Paul DRAVELLE. Conseillers : Rose\n\
         ESTAVEL, Jean TILLOY, Marc HERBLAIN.\nExcusé : Guy VARNAL.",
    );
    assert_eq!(names, SIX);
    let columns = present(
        "Présents (6) :\n   Luc BRAVOUX, Président               Anne CERDOUX, 1ère Vice-présidente\n\
         \x20  Paul DRAVELLE, 2e Vice-président     Rose ESTAVEL, 3e Vice-présidente\n\
         \x20  Jean TILLOY                          Marc HERBLAIN",
    );
    assert_eq!(columns, SIX);
}

#[test]
fn a_sentence_of_the_opening_may_lead_to_the_list() {
    let (with, confidence) = attendance(
        "Le comité syndical, réuni le 4 mai 2031 sous la présidence de M. Luc BRAVOUX, en présence de : Anne CERDOUX,\n\
         Paul DRAVELLE, Rose ESTAVEL, Jean TILLOY, Marc HERBLAIN.",
    );
    assert_eq!(list(&with, "present"), SIX);
    assert_ne!(confidence, Confidence::Sure);
    let around = present(
        "Se sont réunis à la mairie, autour du Président Luc BRAVOUX : Mme Anne CERDOUX, M. Paul DRAVELLE, Mme Rose\n\
         ESTAVEL, MM. Jean TILLOY et Marc HERBLAIN.",
    );
    assert_eq!(around, SIX);
    let table = present(
        "Avaient pris place autour de la table : M. Luc BRAVOUX, Mme Anne CERDOUX, M. Paul DRAVELLE, Mme Rose ESTAVEL,\n\
         M. Jean TILLOY, M. Marc HERBLAIN.",
    );
    assert_eq!(table, SIX);
    let composed = present(
        "L'assemblée, composée de : M. Luc BRAVOUX, Mme Anne CERDOUX, M. Paul DRAVELLE, Mme Rose ESTAVEL, M. Jean TILLOY,\n\
         M. Marc HERBLAIN.",
    );
    assert_eq!(composed, SIX);
}

#[test]
fn who_presides_is_present_where_the_label_leaves_him_out() {
    let names = present(
        "Le comité s'est réuni sous la présidence de M. Luc BRAVOUX, maire.\n\n\
         Étaient présents, outre Monsieur le maire :\n\nAdjoints :\nAnne CERDOUX, Paul DRAVELLE\n\n\
         Conseillers municipaux :\nRose ESTAVEL, Jean TILLOY, Marc HERBLAIN",
    );
    assert_eq!(names, SIX);
}

#[test]
fn deputies_sit_for_others_and_give_no_power() {
    let (read, _) = attendance(
        "Titulaires présents : 4\n  Communauté du Nord : M. BRAVOUX, Mme CERDOUX, MM. DRAVELLE, ESTAVEL\n\
         Suppléants présents avec voix délibérative : 2\n  M. TILLOY (pour M. VARNAL), Mme HERBLAIN (pour Mme ORSET)\n\
         Excusés : M. VARNAL, Mme ORSET\nAbsent : M. LUVEL",
    );
    assert_eq!(
        list(&read, "present"),
        ["BRAVOUX", "CERDOUX", "DRAVELLE", "ESTAVEL", "TILLOY", "HERBLAIN"]
    );
    assert_eq!(read["present_count_stated"], 6);
    assert!(powers(&read).is_empty());
    let (read, _) = attendance(
        "Étaient présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\n\n\
         Était représentée : madame Rose ESTAVEL, suppléée par monsieur Jean TILLOY.",
    );
    assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Anne CERDOUX", "Jean TILLOY"]);
    assert_eq!(list(&read, "absent"), ["Rose ESTAVEL"]);
}

#[test]
fn who_is_excused_among_the_absent_is_listed_once() {
    for absent in [
        "Absents : M. Jean TILLOY (excusé), M. Marc HERBLAIN",
        "Étaient absents : M. Jean TILLOY, excusé ; M. Marc HERBLAIN.",
        "Absents : M. Jean TILLOY, M. Marc HERBLAIN, dont excusé : M. Jean TILLOY.",
    ] {
        let (read, confidence) =
            attendance(&format!("Étaient présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\n{absent}"));
        assert_eq!(list(&read, "excused"), ["Jean TILLOY"], "{absent}");
        assert_eq!(list(&read, "absent"), ["Marc HERBLAIN"], "{absent}");
        assert_ne!(confidence, Confidence::Sure, "{absent}");
    }
    let (read, _) = attendance(
        "Étaient présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\n\nEXCUSÉS                      ABSENTS\n\
         M. Jean TILLOY               M. Marc HERBLAIN",
    );
    assert_eq!(list(&read, "excused"), ["Jean TILLOY"]);
    assert_eq!(list(&read, "absent"), ["Marc HERBLAIN"]);
}

#[test]
fn who_was_not_there_is_told_in_other_words() {
    let (read, _) = attendance(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\nA donné mandat : Mme Rose ESTAVEL (mandataire : M. Luc BRAVOUX).\n\
         S'était fait excuser : M. Jean TILLOY.\nN'était pas présent : M. Marc HERBLAIN.",
    );
    assert_eq!(powers(&read), ["Rose ESTAVEL > Luc BRAVOUX"]);
    assert_eq!(list(&read, "excused"), ["Jean TILLOY"]);
    assert_eq!(list(&read, "absent"), ["Marc HERBLAIN"]);
    let (read, _) = attendance(
        "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\nExcusés : M. Jean TILLOY.\nNon représentés : M. Marc HERBLAIN, Mme\n\
         Rose ESTAVEL.",
    );
    assert_eq!(list(&read, "absent"), ["Marc HERBLAIN", "Rose ESTAVEL"]);
}

#[test]
fn names_go_on_over_the_end_of_a_narrow_line() {
    let (read, _) = attendance(
        "Étaient présents : Luc DE LA\nBRAVOUX (Président), Anne\nCERDOUX (1ère\nvice-présidente), Paul\nDRAVELLE (2e vice-président),\n\
         Rose ESTAVEL (conseillère).",
    );
    assert_eq!(
        list(&read, "present"),
        ["Luc DE LA BRAVOUX", "Anne CERDOUX", "Paul DRAVELLE", "Rose ESTAVEL"]
    );
    let small = present(
        "PRESENTS :    M. Luc Bravoux, M. Paul Dravelle, Mme Anne\n\
         \x20             Cerdoux, M. Jean de Tilloy, Mme Rose Estavel.",
    );
    assert_eq!(
        small,
        ["Luc Bravoux", "Paul Dravelle", "Anne Cerdoux", "Jean de Tilloy", "Rose Estavel"]
    );
    let chair = president(
        "Le comité, dûment\n\nconvoqué, s'est réuni. La réunion était placée sous la présidence de Mme Anne\n\nCERDOUX.",
    );
    assert_eq!(chair, "Anne CERDOUX");
}

#[test]
fn particles_places_and_titles_stand_with_names() {
    let names = present(
        "Présents : Madame de la Cerdoux – Monsieur Bravoux – Madame du Tilloy – Monsieur da Varnal – Madame Estavel",
    );
    assert_eq!(names, ["de la Cerdoux", "Bravoux", "du Tilloy", "da Varnal", "Estavel"]);
    let brackets = present(
        "Étaient présents : M. BRAVOUX (Luc) (Rivelles), Mme CERDOUX (Anne) (Brune-Orme), M. DRAVELLE (Paul) (Travaine).",
    );
    assert_eq!(brackets, ["BRAVOUX (Luc)", "CERDOUX (Anne)", "DRAVELLE (Paul)"]);
    let titled = present(
        "Présents :\n 1) M. Luc BRAVOUX\n 2) le Docteur Anne CERDOUX\n 3) Mme Rose ESTAVEL\n 4) Maître Paul DRAVELLE",
    );
    assert_eq!(titled, ["Luc BRAVOUX", "Anne CERDOUX", "Rose ESTAVEL", "Paul DRAVELLE"]);
}

#[test]
fn how_many_were_present_is_told_in_many_ways() {
    for (said, n) in [
        ("Présents à l'ouverture (12) :\n\nLa liste est annexée.", 12),
        ("18 membres du Bureau étaient présents.", 18),
        ("Douze membres étaient présents à l'ouverture de la séance.", 12),
        (
            "Nombre de conseillers : 64. Étaient présents 51 conseillers (la feuille est annexée).",
            51,
        ),
        ("Le comité compte 24 membres ; 19 étant présents, il peut délibérer.", 19),
        ("Le quorum est atteint avec neuf membres présents sur douze.", 9),
        ("Nombre de présents : 10, puis 11 à compter de 20 h 50", 11),
        ("- en exercice : 82 - présents titulaires : 45 - présents suppléants : 4", 49),
    ] {
        assert_eq!(attendance(said).0["present_count_stated"], n, "{said}");
    }
    let half = "Présents : M. Luc BRAVOUX, Mme Anne CERDOUX.\n\nLe comité délibère dès lors que la moitié de ses treize membres sont présents.";
    assert!(attendance(half).0["present_count_stated"].is_null());
}

#[test]
fn who_presides_this_act_follows_who_opened() {
    let one = president(
        "Le comité s'est réuni sous la présidence de M. Luc BRAVOUX puis, pour la présente délibération, de Mme Anne CERDOUX,\n\
         première vice-présidente.",
    );
    assert_eq!(one, "Anne CERDOUX");
    let away = president(
        "Le comité s'est réuni. M. BRAVOUX (Luc), Président, étant empêché, Mme CERDOUX (Anne), vice-présidente, préside la séance.",
    );
    assert_eq!(away, "CERDOUX (Anne)");
}
