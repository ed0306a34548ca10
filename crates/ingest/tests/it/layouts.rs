//! Layouts in which acts are printed, each on a short act that has it: what is read, and what is not.

use super::rolls::list;
use greffe_ingest::{Confidence, Draft, Options, draft};
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

fn powers(value: &Value) -> Vec<(String, String)> {
    let all = value["proxies"].as_array().cloned().unwrap_or_default();
    all.iter().map(|power| (words(power, "/from"), words(power, "/to"))).collect()
}

/// Who is granted how many euros.
fn grants(draft: &Draft) -> Vec<(String, i64)> {
    let all = said(draft, "SubsidyGranted");
    let euros = |grant: &Value| grant["amount_cents"].as_i64().unwrap_or_default() / 100;
    all.iter().map(|grant| (words(grant, "/beneficiary/name"), euros(grant))).collect()
}

fn pair(name: &str, euros: i64) -> (String, i64) {
    (name.to_owned(), euros)
}

/// An act of a council with these words of decision.
fn deciding(decision: &str) -> String {
    format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Soutien à la vie locale\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n{decision}\n"
    )
}

/// An act of a council with this head.
fn headed(head: &str) -> String {
    format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n{head}\n\n\
         Objet : Entretien des chemins\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n"
    )
}

fn attendance(text: &str) -> Value {
    let draft = read(text);
    let all = said(&draft, "AttendanceRecorded");
    let event = draft.events.iter().find(|event| event.event.kind() == "AttendanceRecorded");
    assert_eq!(event.map(|event| event.confidence), Some(Confidence::Review), "a person checks it");
    all.into_iter().next().unwrap()
}

#[test]
fn a_mark_says_what_the_heading_above_it_says() {
    let head = "                              Présent     Absent     Excusé     Pouvoir à\n\
                M. Luc BRAVOUX                   X\n\
                Mme Anne CERDOUX                                        X          M. Luc BRAVOUX\n\
                M. Paul DRAVELLE                             X\n\
                Mme Rose ESTAVEL                 X\n";
    // The line begins at the margin only for the reader of this test.
    let head = head.lines().map(str::trim_start).collect::<Vec<_>>();
    let widths = [30, 0, 0, 0, 0];
    let lines: Vec<String> =
        head.iter().zip(widths).map(|(line, by)| format!("{}{line}", " ".repeat(by))).collect();
    let read = attendance(&headed(&lines.join("\n")));
    assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Rose ESTAVEL"]);
    assert_eq!(list(&read, "excused"), ["Anne CERDOUX"]);
    assert_eq!(list(&read, "absent"), ["Paul DRAVELLE"]);
    assert_eq!(powers(&read), [("Anne CERDOUX".to_owned(), "Luc BRAVOUX".to_owned())]);
}

#[test]
fn bars_part_the_cells_of_a_table_of_marks() {
    let head = "| Commune | Délégué | Présent | Excusé | Procuration à |\n|---|---|---|---|---|\n\
                | Le Vaulnoix | BRAVOUX Luc | x | | |\n| Le Vaulnoix | CERDOUX Anne | | x | BRAVOUX Luc |\n\
                | Drennes | DRAVELLE Paul | x | | |\n";
    let read = attendance(&headed(head));
    assert_eq!(list(&read, "present"), ["BRAVOUX Luc", "DRAVELLE Paul"]);
    assert_eq!(list(&read, "excused"), ["CERDOUX Anne"]);
    assert_eq!(powers(&read), [("CERDOUX Anne".to_owned(), "BRAVOUX Luc".to_owned())]);
}

#[test]
fn lists_side_by_side_that_lost_their_gap_are_told_apart() {
    let head = "PRÉSENTS ABSENTS EXCUSÉS\nM. BRAVOUX Luc Mme CERDOUX Anne\nM. DRAVELLE Paul M. FLORIVAL Jean (pouvoir à M. BRAVOUX Luc)\n\
                Mme ESTAVEL Rose ABSENTS\nM. GRANVEL Noé M. HAUTERIVAL Guy\n";
    let read = attendance(&headed(head));
    assert_eq!(
        list(&read, "present"),
        ["BRAVOUX Luc", "DRAVELLE Paul", "ESTAVEL Rose", "GRANVEL Noé"]
    );
    assert_eq!(list(&read, "excused"), ["CERDOUX Anne", "FLORIVAL Jean"]);
    assert_eq!(list(&read, "absent"), ["HAUTERIVAL Guy"]);
    assert_eq!(powers(&read), [("FLORIVAL Jean".to_owned(), "BRAVOUX Luc".to_owned())]);
}

#[test]
fn a_roll_call_behind_rows_of_dots_heads_no_list() {
    let head = "Appel des membres\nM. Luc BRAVOUX ........ présent\nMme Anne CERDOUX ...... excusée\n\
                M. Paul DRAVELLE ...... absent\nMme Rose ESTAVEL, adjointe ...... présente\nM. Noé GRANVEL ...... pouvoir à M. Luc BRAVOUX\n";
    let read = attendance(&headed(head));
    assert_eq!(list(&read, "present"), ["Luc BRAVOUX", "Rose ESTAVEL"]);
    assert_eq!(list(&read, "excused"), ["Anne CERDOUX"]);
    assert_eq!(list(&read, "absent"), ["Paul DRAVELLE"]);
    assert_eq!(powers(&read), [("Noé GRANVEL".to_owned(), "Luc BRAVOUX".to_owned())]);
}

#[test]
fn who_sits_in_anothers_place_was_there() {
    let head = "Présents : Mme CERDOUX Anne, M. DRAVELLE Paul (Drennes) en remplacement de M. BRAVOUX Luc\nExcusé : M. BRAVOUX Luc";
    let read = attendance(&headed(head));
    assert_eq!(list(&read, "present"), ["DRAVELLE Paul", "CERDOUX Anne"]);
    assert_eq!(list(&read, "excused"), ["BRAVOUX Luc"]);
}

#[test]
fn rows_in_one_sentence_are_grants() {
    let both = [pair("Cyclo-club de Drennes", 700), pair("Les Baladins", 1300)];
    for decision in [
        "DÉCIDE d'allouer les subventions suivantes : Cyclo-club de Drennes : 700 € ; Les Baladins : 1 300 €, soit 2 000 € au total.",
        "DÉCIDE d'accorder aux structures ci-après les aides suivantes : Cyclo-club de Drennes (700 €), Les Baladins (1 300 €).",
        "DÉCIDE d'accorder pour 2031 : 700 € au Cyclo-club de Drennes et 1 300 € à l'association Les Baladins.",
        "DÉCIDE d'allouer au Cyclo-club de Drennes une subvention de 700 € et à l'association Les Baladins une subvention de 1 300 €.",
    ] {
        let draft = read(&deciding(decision));
        assert_eq!(grants(&draft), both, "{decision}");
        let doubtful = |kind| kind == Confidence::Review;
        let all = draft.events.iter().filter(|e| e.event.kind() == "SubsidyGranted");
        assert!(all.map(|e| e.confidence).all(doubtful), "a person checks who receives which");
    }
}

#[test]
fn a_plan_of_financing_grants_nothing() {
    let plan = "APPROUVE la demande de subvention et le plan de financement : État : 20 000 €, Région : 10 000 €, Département : 5 000 €.";
    assert_eq!(grants(&read(&deciding(plan))), []);
    let paid = "ACCORDE à l'association Les Baladins une subvention de 900 €, versée à raison de 500 € à la signature et 400 € au 1er octobre.";
    assert_eq!(grants(&read(&deciding(paid))), [pair("Les Baladins", 900)]);
}

#[test]
fn records_of_several_lines_are_grants() {
    let records = "DÉCIDE d'individualiser une somme de 68 600 € :\n\nDossier n° 31014\nBénéficiaire : SCIC LE GRAND ÉTABLI\nObjet : deux postes\n\
        Montant subventionnable : 88 000 €      Taux : 50 %      Subvention : 44 000 €\n\nDossier n° 31015\nBénéficiaire : ASSOCIATION TRAITS COMMUNS\n\
        Objet : garage itinérant\nMontant subventionnable : 61 500 €      Taux : 40 %      Subvention : 24 600 €\n";
    let draft = read(&deciding(records));
    assert_eq!(
        grants(&draft),
        [pair("SCIC LE GRAND ÉTABLI", 44_000), pair("TRAITS COMMUNS", 24_600)]
    );
}

#[test]
fn parts_that_no_word_calls_instalments_are_a_schedule() {
    let decision = "ACCORDE à l'association « Les Baladins » une subvention de 9 000 € au titre de l'exercice 2031,\n\
        DIT que la subvention sera versée en deux fois : 60 % à la signature, soit 5 400 €, et 40 % sur présentation du bilan, soit 3 600 €.";
    let draft = read(&deciding(decision));
    let parts = said(&draft, "InstalmentAgreed");
    let told: Vec<(i64, String)> =
        parts.iter().map(|p| (p["amount_cents"].as_i64().unwrap(), words(p, "/role"))).collect();
    assert_eq!(told, [(540_000, "instalment".to_owned()), (360_000, "balance".to_owned())]);
    assert_eq!(words(&parts[0], "/share/stated"), "60 %");
    assert_eq!(words(&parts[1], "/condition"), "sur présentation du bilan");
}

#[test]
fn grants_by_the_year_are_one_of_each_year() {
    let items = "ARTICLE 1 : FIXE comme suit la subvention annuelle à l'association « Les Baladins » :\n- 2031 : 5 000 €\n- 2032 : 6 000 €\n";
    let inline = "ACCORDE à l'association « Les Baladins » une subvention de 5 000 € pour 2031 et de 6 000 € pour 2032.";
    for decision in [items, inline] {
        let draft = read(&deciding(decision));
        assert_eq!(
            grants(&draft),
            [pair("Les Baladins", 5000), pair("Les Baladins", 6000)],
            "{decision}"
        );
        let years: Vec<i64> = said(&draft, "SubsidyGranted")
            .iter()
            .filter_map(|grant| grant["exercise"].as_i64())
            .collect();
        assert_eq!(years, [2031, 2032], "{decision}");
    }
    // Where the sum of them is granted, they are its parts.
    let whole = "ACCORDE à l'association « Les Baladins » une subvention de 11 000 €, répartie comme suit : 5 000 € en 2031 et 6 000 € en 2032.";
    assert_eq!(grants(&read(&deciding(whole))), [pair("Les Baladins", 11_000)]);
}

#[test]
fn a_participation_is_a_grant() {
    for decision in [
        "DÉCIDE de participer à hauteur de 50 € par élève, soit 300 €, à verser au foyer socio-éducatif du collège de Drennes.",
        "APPROUVE la participation de 300 € au foyer socio-éducatif du collège de Drennes.",
    ] {
        let draft = read(&deciding(decision));
        assert_eq!(
            grants(&draft),
            [pair("foyer socio-éducatif du collège de Drennes", 300)],
            "{decision}"
        );
    }
}

#[test]
fn letters_and_nouns_say_what_a_quoted_name_is() {
    let scic = read(&deciding("ACCORDE à la SCIC « Le Grand Établi » une subvention de 800 €."));
    assert_eq!(grants(&scic), [pair("Le Grand Établi", 800)]);
    let form = said(&scic, "SubsidyGranted");
    assert_eq!(words(&form[0], "/beneficiary/legal_form"), "SCIC");
    let shop =
        read(&deciding("ACCORDE à l'épicerie sociale « Au Panier » une subvention de 800 €."));
    assert_eq!(grants(&shop), [pair("Au Panier", 800)]);
}

#[test]
fn one_matter_put_off_leaves_the_grants_of_the_others() {
    let decision = "DÉCIDE :\na) d'attribuer les aides suivantes :\n. Les Baladins ........... 600 €\n. Cyclo-club de Drennes ......... 400 €\n\
        b) de surseoir à statuer sur le dossier de la SARL Laines d'En-Haut (9 000 €) ;\n";
    let draft = read(&deciding(decision));
    assert_eq!(grants(&draft), [pair("Les Baladins", 600), pair("Cyclo-club de Drennes", 400)]);
    assert_eq!(words(&said(&draft, "VoteCast")[0], "/outcome"), "adopted");
}

fn stood_back(text: &str) -> Vec<String> {
    said(&read(text), "RecusalDeclared").iter().map(|event| words(event, "/person")).collect()
}

#[test]
fn a_chair_who_hands_over_stands_back_and_not_who_takes_the_chair() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031 sous la présidence de Mme Anne CERDOUX, Maire.\n\n\
        Objet : Soutien à la vie locale\n\nMadame la Maire, membre de l'association, cède la présidence à M. Luc BRAVOUX, premier adjoint, et quitte la salle.\n\n\
        Vu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n";
    assert_eq!(stood_back(text), ["Anne CERDOUX"]);
    // Whoever only leaves for another reason does not.
    let leaves = text.replace(
        "cède la présidence à M. Luc BRAVOUX, premier adjoint, et quitte",
        "appelée en urgence, quitte",
    );
    assert_eq!(stood_back(&leaves), Vec::<String>::new());
}

#[test]
fn who_stands_back_is_told_beside_the_vote() {
    let decided = |vote: &str| {
        format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031 sous la présidence de Mme Anne CERDOUX, Maire.\n\n\
             Objet : Soutien à la vie locale\n\nVu le code général des collectivités territoriales ;\n\n\
             Après en avoir délibéré, {vote}DÉCIDE d'approuver le programme.\n"
        )
    };
    for vote in [
        "Rose ESTAVEL, qui en est la présidente, ne prenant pas part au vote, à l'unanimité, ",
        "Rose ESTAVEL, sa trésorière, n'ayant pas participé au vote, à l'unanimité, ",
        "Rose ESTAVEL, qui en est la trésorière, sort pour cette ligne et ne vote pas, à l'unanimité, ",
        "Mme Rose ESTAVEL, présidente du club, ayant quitté la salle, le conseil, à l'unanimité, ",
        "par 8 voix pour (NPPV : Rose ESTAVEL), ",
    ] {
        assert_eq!(stood_back(&decided(vote)), ["Rose ESTAVEL"], "{vote}");
    }
}

#[test]
fn marks_of_plain_web_pages_are_no_words() {
    let text = "# Conseil municipal du 4 mai 2031\n\n**Commune de Vaulnoix**\n\n## Délibération n°31.05.07 – Programme des chemins\n\n\
        * Date de convocation : 28 avril 2031\n\n**Présents** : Mme Anne CERDOUX, M. Luc BRAVOUX\n\n**Absents** : M. Paul DRAVELLE\n\n\
        Vu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, approuve le programme.\n\n\
        **Vote** : adopté à l'unanimité\n\n*Délibération transmise au contrôle de légalité le 6 mai 2031*\n";
    let draft = read(text);
    let members = &said(&draft, "AttendanceRecorded")[0];
    assert_eq!(list(members, "present"), ["Anne CERDOUX", "Luc BRAVOUX"]);
    assert_eq!(list(members, "absent"), ["Paul DRAVELLE"]);
    assert_eq!(words(&said(&draft, "DeliberationTabled")[0], "/reference"), "31.05.07");
    assert_eq!(words(&said(&draft, "ActTransmitted")[0], "/on"), "2031-05-06");
}

#[test]
fn what_stands_behind_a_report_belongs_to_the_head() {
    let text = "MÉTROPOLE DE VAULNOIX\n\nConseil métropolitain – Séance du 4 mai 2031\n\nObjet : Programme des chemins\n\nMesdames, Messieurs,\n\n\
        Le programme est soumis à votre approbation.\n\nDÉLIBÉRATION N° 2031-05/31\n\n\
        Le Conseil de la Métropole, convoqué le 28 avril 2031, réuni sous la présidence de M. Luc BRAVOUX, Président,\n\n\
        Vu le CGCT ;\n\nAprès en avoir délibéré,\n\nArticle 1 – Le programme est approuvé.\n\nADOPTÉ\n";
    let draft = read(text);
    assert_eq!(words(&said(&draft, "DeliberationTabled")[0], "/reference"), "2031-05/31");
    assert_eq!(words(&said(&draft, "SittingOpened")[0], "/presided_by/name"), "Luc BRAVOUX");
    assert_eq!(words(&said(&draft, "ConvocationSent")[0], "/on"), "2031-04-28");
}

#[test]
fn a_first_notice_that_brought_no_quorum_is_not_that_of_the_sitting() {
    let head = "Second appel (première convocation du 14 avril 2031 restée sans quorum)\nSuite à l'absence de quorum constatée le 20 avril 2031, le conseil est à nouveau convoqué le 28 avril 2031.";
    let draft = read(&headed(head));
    assert_eq!(words(&said(&draft, "ConvocationSent")[0], "/on"), "2031-04-28");
    assert_eq!(said(&draft, "QuorumDeclared"), Vec::<Value>::new());
}

#[test]
fn an_act_posted_after_the_sitting_was_posted() {
    let head = "Date de convocation :\n28 avril 2031\n\nDate d'affichage :\n7 mai 2031";
    let draft = read(&headed(head));
    let posted: Vec<String> =
        said(&draft, "ActPublished").iter().map(|event| words(event, "/on")).collect();
    assert_eq!(posted, ["2031-05-07"]);
    // On a day before it, the notice was.
    let before = read(&headed(&head.replace("7 mai", "29 avril")));
    assert_eq!(said(&before, "ActPublished"), Vec::<Value>::new());
}

#[test]
fn a_board_is_that_of_its_establishment_and_not_of_the_town_above_it() {
    let text = "Ville de Vaulnoix\nCENTRE COMMUNAL D'ACTION SOCIALE\n\nSéance du 4 mai 2031\n\nLe Conseil d'Administration du C.C.A.S. de Vaulnoix, dûment \
        convoqué, s'est réuni sous la présidence de Mme Anne CERDOUX, Présidente.\n\nObjet : Aide alimentaire\n\nVu le code de l'action sociale et des familles ;\n\n\
        Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n";
    let draft = read(text);
    assert_eq!(words(&said(&draft, "SittingOpened")[0], "/institution"), "C.C.A.S. de Vaulnoix");
}

#[test]
fn a_group_alone_behind_a_count_has_all_of_it() {
    let text = deciding("Article 1 – Le programme est approuvé.\n\nPour : 9 – groupe « Demain Vaulnoix » (9)\nAbstentions : 2 – groupe « Vaulnoix d'abord »\n\nADOPTÉ")
        .replace(", à l'unanimité,", "");
    let vote = said(&read(&text), "VoteCast");
    let groups = vote[0]["groups"].as_array().cloned().unwrap_or_default();
    let alone = groups.iter().find(|group| group["group"] == "Vaulnoix d'abord");
    assert_eq!(alone.and_then(|group| group["abstentions"].as_i64()), Some(2), "{groups:?}");
}

#[test]
fn a_plan_of_financing_in_rows_leaves_the_grant_to_the_sentence() {
    let text = deciding(
        "ACCORDE à l'association « Les Baladins » une participation plafonnée à 11 040 €.",
    )
    .replace(
        "Vu le code général",
        "L'action est financée comme suit :\n    Département : 9 000 €\n    Commune : 11 040 €\n    Autofinancement : 7 560 €\n\nVu le code général",
    );
    assert_eq!(grants(&read(&text)), [pair("Les Baladins", 11_040)]);
}

#[test]
fn what_columns_come_to_without_a_word_is_no_grant() {
    let table = "ARRÊTE ainsi la répartition des subventions :\n\nCommune              Coût HT            Subvention\n\
        Montreval            18 400 €              7 360 €\nDrennes               6 150 €              2 460 €\n\
                             24 550 €              9 820 €\n";
    assert_eq!(grants(&read(&deciding(table))), [pair("Montreval", 7360), pair("Drennes", 2460)]);
}

#[test]
fn who_signs_may_stand_above_the_office() {
    let text = deciding("Article 1 – Le programme est approuvé.\n\nAnne CERDOUX\nPrésidente");
    assert_eq!(words(&said(&read(&text), "CopyCertified")[0], "/by/name"), "Anne CERDOUX");
}

#[test]
fn a_receipt_at_the_head_of_the_page_tells_the_transmission() {
    let text = format!(
        "Accusé de réception en préfecture\n999-219900459-20310504-D2031-63-DE\nReçu le 06/05/2031\n\n{}",
        deciding("Article 1 – Le programme est approuvé.")
    );
    assert_eq!(words(&said(&read(&text), "ActTransmitted")[0], "/on"), "2031-05-06");
}

#[test]
fn the_number_of_the_report_is_that_of_the_act_only_for_review() {
    let text = deciding("Article 1 – Le programme est approuvé.")
        .replace("Séance du 4 mai 2031", "Séance du 4 mai 2031\nRapport n° 2.06");
    let draft = read(&text);
    let tabled = draft.events.iter().find(|event| event.event.kind() == "DeliberationTabled");
    let tabled = tabled.unwrap();
    assert_eq!(words(&tabled.event.data().unwrap(), "/reference"), "2.06");
    assert_eq!(tabled.confidence, Confidence::Review);
    assert!(!tabled.stream.as_str().contains("2-06"), "{}", tabled.stream.as_str());
}

#[test]
fn the_count_of_a_vote_may_stand_in_brackets_before_the_names() {
    let text = deciding(
        "Article 1 – Le programme est approuvé.\n\nOnt voté pour (7) : les autres membres\nA voté contre (1) : Paul DRAVELLE\nS'est abstenu (1) : Luc BRAVOUX\n\nLa délibération est adoptée.",
    )
    .replace(", à l'unanimité,", "");
    let vote = &said(&read(&text), "VoteCast")[0];
    let counts = ["votes_for", "votes_against", "abstentions"].map(|key| vote[key].as_i64());
    assert_eq!(counts, [Some(7), Some(1), Some(1)]);
    let named = vote["ballots"].as_array().cloned().unwrap_or_default();
    let voters: Vec<String> = named.iter().map(|ballot| words(ballot, "/voter")).collect();
    assert_eq!(voters, ["Paul DRAVELLE", "Luc BRAVOUX"]);
}

#[test]
fn what_an_organ_is_asked_for_is_adopted_by_the_count_behind_it() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Aide à un atelier\n\n\
        Il est proposé au Conseil municipal :\n- d'accorder à l'association « Les Baladins » une subvention de 700 € ;\n\
        - d'autoriser le maire à signer la convention.\n\nLE CONSEIL MUNICIPAL ADOPTE PAR 9 VOIX POUR.\n";
    let draft = read(text);
    assert_eq!(grants(&draft), [pair("Les Baladins", 700)]);
    let vote = &said(&draft, "VoteCast")[0];
    assert_eq!((words(vote, "/outcome"), vote["votes_for"].as_i64()), ("adopted".into(), Some(9)));
}

/// The titles of the acts of some minutes.
fn titles(text: &str) -> Vec<String> {
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let tabled = draft.events.iter().filter(|event| event.event.kind() == "DeliberationTabled");
    let title = |data: serde_json::Value| data["title"].as_str().unwrap_or_default().to_owned();
    tabled.map(|event| title(event.event.data().unwrap())).collect()
}

#[test]
fn a_short_line_between_blank_ones_heads_a_matter_where_nothing_else_does() {
    let head = "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\nPrésents : Anne Aubin, Luc Bon\n\n";
    let bare = format!(
        "{head}Logement du presbytère\n\nTrois candidatures ont été reçues.\nLe Conseil retient, à l'unanimité, la première.\n\n\
         Radio des Coteaux\n\nElle sollicite 150 €.\nLa proposition est mise aux voix : 2 pour, 5 contre. Elle est rejetée.\n"
    );
    assert_eq!(titles(&bare), ["Logement du presbytère", "Radio des Coteaux"]);
    // A reference with blanks before the title is one.
    let referenced = format!(
        "{head}2031 05 n°01 – FINANCES – Taux\n\nAdopté à l'unanimité.\n\n2031 05 n°02 – CULTURE – Subventions 2031\n\nAdopté à l'unanimité.\n"
    );
    assert_eq!(titles(&referenced), ["FINANCES – Taux", "CULTURE – Subventions 2031"]);
    // An extract of the register may hold numbered matters.
    let extract = "EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nCOMMUNE DE VAULNOIX\nSéance du 4 mai 2031\n\nPrésents : Anne Aubin, Luc Bon\n\n\
                   1. Rapport de la commission\n\nLe conseil, à l'unanimité, approuve le rapport.\n\n\
                   2. Virement de crédits\n\nLe conseil, à l'unanimité, adopte la décision.\n\n3. Choix de l'entreprise\n\nLe conseil, par 9 voix pour et 2 abstentions, autorise le maire à signer.\n";
    assert_eq!(
        titles(extract),
        ["Rapport de la commission", "Virement de crédits", "Choix de l'entreprise"]
    );
}

/// The parts that an article sets: role and euros.
fn parts_of(article: &str) -> Vec<(String, i64)> {
    let draft = read(&format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Subvention à l'association « Les Forges »\n\n\
         Vu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité, DÉCIDE\n\n\
         Article 1 : D'attribuer à l'association « Les Forges » une subvention de 9 000 €.\n\nArticle 2 : {article}\n"
    ));
    let parts = said(&draft, "InstalmentAgreed");
    let of = |part: &Value| {
        let cents = part["amount_cents"].as_i64().unwrap_or_default();
        (part["role"].as_str().unwrap_or_default().to_owned(), cents / 100)
    };
    parts.iter().map(of).collect()
}

#[test]
fn what_is_left_is_the_balance() {
    for rest in
        ["le reste, soit", "le reliquat de", "le solde, soit", "le surplus, d'un montant de"]
    {
        let article = format!(
            "De verser cette subvention en trois fois : 4 000 € en janvier, 3 000 € en mai et {rest} 2 000 €, en octobre, \
             sur présentation d'un bilan."
        );
        let (role, euros) = parts_of(&article).pop().unwrap_or_default();
        assert_eq!((role.as_str(), euros), ("balance", 2000), "{article}");
    }
    for words in ["les modalités de paiement de la subvention", "l'échéancier de règlement suivant"]
    {
        let article = format!(
            "De fixer {words} : une avance de 60 %, soit 5 400 €, à la notification de la convention, et un solde de 3 600 € \
             au plus tard le 30 juin 2032, au vu du rapport d'activité."
        );
        let parts = parts_of(&article);
        assert_eq!(
            parts,
            [("advance".to_owned(), 5400), ("balance".to_owned(), 3600)],
            "{article}"
        );
    }
}

/// An act that decides by these words.
fn decided(words: &str) -> Draft {
    read(&format!(
        "COMMUNAUTÉ DE COMMUNES DE VAULNOIX\nConseil communautaire\n\nSéance du 4 mai 2031\n\n\
         Objet : Contrat de ville, programmation 2031\n\nVu le code général des collectivités territoriales ;\n\n\
         {words}\n"
    ))
}

#[test]
fn a_programme_is_a_list_of_grants_whatever_is_said_of_their_payment() {
    for lead in [
        "APPROUVE la programmation suivante :",
        "RETIENT les projets suivants :",
        "ADOPTE le programme d'actions ci-dessous :",
    ] {
        let draft = decided(&format!(
            "Le Conseil communautaire, après en avoir délibéré, à l'unanimité, {lead}\n\nRIVELLES\n\
             • Régie des Prés – Chantier jeunes (coût de l'action 38 000 €) : 9 500 €\n\
             • Club de boxe – Sport au féminin (coût de l'action 9 200 €) : 2 000 €\n\
             Sous-total Rivelles : 11 500 €\n\nTRESSAC\n\
             • Atelier du Fil – Café des langues (coût de l'action 6 400 €) : 1 600 €\n\
             Sous-total Tressac : 1 600 €\n\nTOTAL : 13 100 €\n\n\
             DIT que les subventions inférieures à 2 000 € sont versées en une fois."
        ));
        let expected = [
            pair("Régie des Prés", 9500),
            pair("Club de boxe", 2000),
            pair("Atelier du Fil", 1600),
        ];
        assert_eq!(grants(&draft), expected, "{lead}");
    }
}

#[test]
fn how_a_contribution_comes_about_stands_below_its_item() {
    let draft = decided(
        "Les contributions appelées sont les suivantes :\n\n\
         a) SIVOM des Rives\n   1 248 habitants x 2,00 € = 2 496,00 €\n\n\
         b) Syndicat de rivière du Val des Combes et de la Basse-Tressonne\n   part fixe = 3 900,00 €\n\n\
         Ensemble : 6 396,00 €\n\nAprès en avoir délibéré, à l'unanimité, le conseil approuve les participations énumérées ci-dessus.",
    );
    let names = [
        pair("SIVOM des Rives", 2496),
        pair("Syndicat de rivière du Val des Combes et de la Basse-Tressonne", 3900),
    ];
    assert_eq!(grants(&draft), names);
}

#[test]
fn of_several_sums_to_several_the_preposition_is_no_part_of_a_name() {
    let draft = decided(
        "Après en avoir délibéré, à l'unanimité, le conseil attribue 5 400 € aux Semailles de Tressac, 3 100 € à Pomme et Pépin et \
         1 100 € au Foyer rural de Rivelles.",
    );
    let names: Vec<String> = grants(&draft).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"Pomme et Pépin".to_owned()), "{names:?}");
}

#[test]
fn a_report_begins_with_the_first_paragraph_of_prose_or_an_address() {
    let act = |report: &str, decided: &str| {
        format!(
            "VILLE DE VAULNOIX\nConseil municipal\nSéance du 27 mai 2031\n\nAIDES AUX CLUBS - 2031\n\n\
             Présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE.\nSecrétaire : Anne CERDOUX.\n\n{report}\n\n\
             Les Rameurs du Pont       15 400 €\nLe Maillet d'Or            9 800 €\nTotal                     25 200 €\n\n\
             Le Conseil municipal,\nVu le code du sport,\nAprès en avoir délibéré, à l'unanimité,\nDÉCIDE\n{decided}\n"
        )
    };
    let rows = [pair("Les Rameurs du Pont", 15_400), pair("Le Maillet d'Or", 9_800)];
    let above = "ARTICLE 1 : les subventions du tableau ci-dessus sont attribuées.";
    let prose = "Les clubs de notre ville ont repris leurs activités et la demande des familles est plus forte que jamais ; la commission retient les aides suivantes :";
    assert_eq!(grants(&read(&act(prose, above))), rows);
    assert_eq!(
        grants(&read(&act("Mes chers collègues, les aides suivantes sont retenues :", above))),
        rows
    );
    // The avenant beside it is another decision of the act.
    let avenant =
        "ARTICLE 2 : l'avenant n° 1 à la convention passée avec Les Rameurs du Pont est approuvé.";
    assert_eq!(grants(&read(&act(prose, &format!("{above}\n{avenant}")))), rows);
}
