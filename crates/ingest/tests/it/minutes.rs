//! Minutes: what tells that a text holds several acts, where each begins, and what became of each.

use greffe_ingest::{Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).collect()
}

fn words(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The titles and references of the acts.
fn acts(draft: &Draft) -> Vec<String> {
    let all = said(draft, "DeliberationTabled");
    all.iter().map(|act| format!("{} {}", words(act, "reference"), words(act, "title"))).collect()
}

/// Outcome, votes for and against of each act.
fn votes(draft: &Draft) -> Vec<String> {
    let all = said(draft, "VoteCast");
    let count =
        |vote: &Value, key: &str| vote[key].as_u64().map_or("-".to_owned(), |n| n.to_string());
    let one = |vote: &Value| {
        let tally = (count(vote, "votes_for"), count(vote, "votes_against"));
        format!("{} {} {}", words(vote, "outcome"), tally.0, tally.1)
    };
    all.iter().map(one).collect()
}

const HEAD: &str = "COMMUNAUTÉ DE COMMUNES DU VAL DE VAULNE\n\nCONSEIL COMMUNAUTAIRE – SÉANCE DU 4 MAI 2031 – PROCÈS-VERBAL\n\n\
     Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n";

#[test]
fn references_of_one_series_head_one_act_each() {
    let matters = "2031/052 : TARIFS DE LA PISCINE\nLe tarif passe de 3 € à 4 €. Pour : 24, contre : 4. Les tarifs sont adoptés.\n\n\
         2031/053 : TOITURE DE LA HALLE\nLe devis est de 9 000 €. La proposition est approuvée à l'unanimité.\n\n\
         2031/054 : CHEMINS\nLe programme est présenté. 8 pour, 19 contre. La demande est rejetée.\n";
    // With the word for minutes, and without any.
    let bare = HEAD.replace(" – PROCÈS-VERBAL", "");
    for head in [HEAD, &bare] {
        let read = read(&format!("{head}{matters}"));
        let titles =
            ["2031/052 TARIFS DE LA PISCINE", "2031/053 TOITURE DE LA HALLE", "2031/054 CHEMINS"];
        assert_eq!(acts(&read), titles);
        assert_eq!(votes(&read), ["adopted 24 4", "adopted - -", "rejected 8 19"]);
    }
}

#[test]
fn a_list_of_acts_that_lost_its_lines_is_told_apart_by_its_numbers() {
    let read = read(
        "SYNDICAT MIXTE DE LA VAULNE COMITE SYNDICAL DU 4 MAI 2031 LISTE DES DELIBERATIONS EXAMINÉES Le quatre mai deux mille \
         trente et un, le Comité syndical du Syndicat mixte de la Vaulne s'est réuni à Vaulnoix, sur convocation en date du 27 avril \
         2031 et sous la présidence de Monsieur Luc BRAVOUX, Président. Présents titulaires : BRAVOUX Luc, CERDOUX Anne, TILLOY \
         Jean, ESTAVEL Rose Excusé : DRAVELLE Paul Le quorum est atteint. N° d'ordre | Objet | Vote 2031/31 Approbation du \
         procès-verbal du 2 avril 2031 | Adoptée à l'unanimité 2031/32 Décision modificative des transports | Adoptée : 3 pour, 1 \
         contre 2031/33 Règlement de la cantine | Adoptée à l'unanimité",
    );
    let titles = [
        "2031/31 Approbation du procès-verbal du 2 avril 2031",
        "2031/32 Décision modificative des transports",
        "2031/33 Règlement de la cantine",
    ];
    assert_eq!(acts(&read), titles);
    assert_eq!(votes(&read), ["adopted - -", "adopted 3 1", "adopted - -"]);
    let roll = &said(&read, "AttendanceRecorded")[0];
    assert_eq!(roll["present"].as_array().unwrap().len(), 4);
}

#[test]
fn the_approval_of_earlier_minutes_is_an_act_of_its_own() {
    for (line, title) in [
        (
            "Le procès-verbal de la séance du 2 avril 2031 est adopté sans observation.",
            " procès-verbal de la séance du 2 avril 2031",
        ),
        (
            "Approbation du CR du 2 avril : pas de remarque, approuvé à l'unanimité.",
            " Approbation du CR du 2 avril",
        ),
    ] {
        let read = read(&format!(
            "{HEAD}{line}\n\nM. Luc BRAVOUX est élu secrétaire de séance.\n\n1) Chemins\nLe programme est présenté.\nVote : 10 pour\n\n\
             2) Toiture de l'école\nLe devis est présenté.\nVote : 7 pour, 2 contre. Adopté.\n"
        ));
        assert_eq!(acts(&read), [title, " Chemins", " Toiture de l'école"]);
        assert_eq!(votes(&read), ["adopted - -", "unstated 10 -", "adopted 7 2"]);
        let opened = &said(&read, "SittingOpened")[0];
        assert_eq!(opened["secretary"]["name"], "Luc BRAVOUX");
    }
}

#[test]
fn short_words_tell_what_became_of_a_matter() {
    let read = read(&format!(
        "{HEAD}1) Subvention au club\nLe club demande 500 €.\nVote : 2 pour, 6 contre, 2 abst. Refusé.\n\n\
         2) Voyage scolaire\nLe conseil décide de donner 560 € à l'école.\n\nAccord à l'unanimité.\n\n\
         3) Amicales\nDeux dossiers.\nAdopté : 10 pour (9 pour l'amicale des chemins)\n\n\
         4) Voirie\nLe conseil reporte sa décision, il attend un devis.\n\n5) Divers\nLa fibre arrive.\n"
    ));
    let titles = [" Subvention au club", " Voyage scolaire", " Amicales", " Voirie"];
    let told = acts(&read);
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!([&told[0], &told[2], &told[3]], [titles[0], titles[2], titles[3]]);
    assert_eq!(votes(&read), ["rejected 2 6", "adopted - -", "adopted 10 -", "postponed - -"]);
    assert_eq!(said(&read, "VoteCast")[0]["abstentions"], 2);
    assert_eq!(said(&read, "VoteCast")[1]["unanimous"], true);
}

#[test]
fn arrows_lead_to_one_vote_each() {
    let read = read(&format!(
        "{HEAD}1 Chemins\nLe programme est présenté.\n==> 7 pour / 4 contre / 1 abst. Adopté, à partir du 1er mai\n\n2 Associations\n\
         Les demandes sont regardées ensemble.\n==> Le club de tir de Vaulnoix et ses amis : 8 pour / 1 contre / 2 abst. Adopté\n\
         ==> Le moto-club, on refuse, il n'a pas de siège au village : 0 pour / 12 contre\n\
         ==> Toutes les autres associations du village : 12 pour / 0 contre / 0 abst. Adopté\n\n3 Divers\nLa fibre arrive.\n"
    ));
    assert_eq!(votes(&read), ["adopted 7 4", "adopted 8 1", "rejected 0 12", "adopted 12 0"]);
}

#[test]
fn why_a_member_leaves_tells_that_it_is_for_the_vote() {
    let read = read(&format!(
        "{HEAD}1) Crèche\nRose ESTAVEL, trésorière de l'association, se retire. La proposition est approuvée à l'unanimité.\n\n\
         2) Chemins\nLe programme est présenté.\nVote : 10 pour. Adopté.\n"
    ));
    assert_eq!(said(&read, "RecusalDeclared")[0]["person"], "Rose ESTAVEL");
}

#[test]
fn a_count_behind_a_dash_heads_no_matter() {
    let matter = |title: &str| {
        format!(
            "- {title}\n\nLe maire propose de retenir ce programme pour la commune.\n\nVote :\n   - Pour : 9\n   \
             - Contre : 2, Monsieur TILLOY, Madame ESTAVEL\n\nLe maire reprend la parole et poursuit.\n\n"
        )
    };
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\nProcès-verbal de la séance du 4 mai 2031\n\n\
         Le conseil municipal s'est réuni sous la présidence de M. Luc BRAVOUX, maire.\n\n{}{}",
        matter("Entretien des chemins"),
        matter("Réfection du lavoir")
    );
    let read = greffe_ingest::draft(&text, &"0".repeat(64), &greffe_ingest::Options::default());
    let cast = read.events.iter().filter(|event| event.event.kind() == "VoteCast");
    let against: Vec<_> =
        cast.map(|event| event.event.data().unwrap()["votes_against"].clone()).collect();
    assert_eq!(against, [2, 2]);
}

/// Lines that fill the page, as a page that was printed has them: a matter begins behind one with no blank between.
const FILLED: &str = "Monsieur le Maire expose que le programme des travaux de la vallée haute a été présenté aux\n\
     conseillers, qui l'ont examiné en commission, et que le devis du maître d'œuvre a été révisé.\n";

#[test]
fn a_matter_begins_behind_a_line_that_fills_the_page() {
    let read = read(&format!(
        "{HEAD}1) Compte rendu de la séance du 2 avril\nLe compte rendu n'est pas adopté.\n{FILLED}2) Chemins de la vallée\n\
         {FILLED}Vote : 7 pour, 2 contre. Adopté.\n{FILLED}3) Toiture de la halle\n{FILLED}Vote : 9 pour. Adopté.\n"
    ));
    let titles =
        [" Compte rendu de la séance du 2 avril", " Chemins de la vallée", " Toiture de la halle"];
    assert_eq!(acts(&read), titles);
    assert_eq!(votes(&read), ["rejected - -", "adopted 7 2", "adopted 9 -"]);
    // Behind its reference, too; a shortened word ends no sentence.
    let read = self::read(&format!(
        "{HEAD}N°2031/26 - CHEMINS\n{FILLED}Vote : 7 pour, 2 contre. Adopté.\n{FILLED}N°2031/27 - TOITURE DE LA HALLE\n\
         {FILLED}Vote : 9 pour. Adopté.\n"
    ));
    assert_eq!(acts(&read), ["2031/26 CHEMINS", "2031/27 TOITURE DE LA HALLE"]);
}

#[test]
fn words_before_their_counts_close_a_matter_in_any_order() {
    let minutes = |first: &str, second: &str| {
        format!(
            "{HEAD}1) Chemins de la vallée\n{FILLED}Le bail court depuis le 15/08/07 pour les parcelles du bas.\n\
             Après avoir délibéré, le conseil communautaire :\n- Valide le programme présenté ci-dessus\n{first}\n\
             2) Toiture de la halle\n{FILLED}{second}\n"
        )
    };
    let lines =
        minutes("Pour 9\n Abstention 0\n Contre 0", "Pour 8\n Abstention 1 Luc BRAVOUX\n Contre 2");
    let row = minutes("Pour 9 Abstention 0 Contre 0", "Pour 8 Abstention 1 Contre 2");
    for text in [lines, row] {
        let read = read(&text);
        assert_eq!(acts(&read), [" Chemins de la vallée", " Toiture de la halle"], "{text}");
        assert_eq!(votes(&read), ["adopted 9 0", "unstated 8 2"], "{text}");
        assert_eq!(said(&read, "VoteCast")[1]["abstentions"], 1, "{text}");
    }
}

#[test]
fn several_members_adopt_as_one_organ_does() {
    let read = read(&format!(
        "{HEAD}M. BRAVOUX est désigné(e) en tant que secrétaire de séance.\n\n1) Chemins de la vallée\n{FILLED}\
         Après délibération, les membres du conseil communautaire adoptent, à l'unanimité, la présente délibération.\n\n\
         2) Toiture de la halle\n{FILLED}Les membres du conseil approuvent ce devis.\n"
    ));
    assert_eq!(votes(&read), ["adopted - -", "adopted - -"]);
    assert_eq!(said(&read, "SittingOpened")[0]["secretary"]["name"], "BRAVOUX");
}

#[test]
fn capitals_head_matters_in_a_text_that_lost_its_lines() {
    let read = read(
        "COMPTE-RENDU de la séance du conseil municipal du 4 mai 2031 L'an deux mil trente et un, le quatre mai, le conseil \
         municipal de la commune de Vaulnoix s'est réuni sous la présidence de Monsieur Luc BRAVOUX, Maire. Présents : Anne \
         CERDOUX, Jean TILLOY, Rose ESTAVEL. Le conseil a désigné, conformément à l'article L. 2121-15 du code, Madame Rose \
         ESTAVEL pour remplir les fonctions de secrétaire. Questions diverses OUVERTURE DES CRÉDITS D'INVESTISSEMENT 2031 Le \
         maire rappelle que les dépenses peuvent être payées avant le vote du budget. Le conseil municipal après délibération : \
         AUTORISE le maire à payer ces dépenses ENTRETIEN DES CHEMINS « VALLÉE HAUTE » Des travaux sont nécessaires. Le conseil \
         municipal après délibération, ADOPTE le programme. TOITURE DE LA HALLE - AIDE DU DÉPARTEMENT Monsieur le Maire présente \
         le devis. Le conseil municipal après délibération, ADOPTE ce devis.",
    );
    let titles = [
        " OUVERTURE DES CRÉDITS D'INVESTISSEMENT 2031",
        " ENTRETIEN DES CHEMINS « VALLÉE HAUTE »",
        " TOITURE DE LA HALLE - AIDE DU DÉPARTEMENT",
    ];
    assert_eq!(acts(&read), titles);
    // What the mayor may do says nothing of a vote.
    assert_eq!(votes(&read), ["adopted - -", "adopted - -"]);
    assert_eq!(said(&read, "SittingOpened")[0]["secretary"]["name"], "Rose ESTAVEL");
}

#[test]
fn a_sum_compared_with_last_year_is_granted_this_year() {
    let minutes = |compared: &str| {
        format!(
            "{HEAD}1) Subventions 2031\nMonsieur le Maire rappelle la baisse des dotations, le conseil ne souhaite pas augmenter\nles \
             montants {compared} et propose :\nVélo-club de Rivelles\n 200 €\nLa Lyre\n 300 €\n(Rivelles)\nAmicale des chasseurs\n 50 €\n\
             Après en avoir délibéré, le conseil DECIDE à l'unanimité et autorise le versement des montants de subventions \
             ci-dessus énumérés.\nPour 9\n Abstention 0\n Contre 0\n2) Chemins\n{FILLED}Pour 9\n Abstention 0\n Contre 0\n"
        )
    };
    let granted = |text: &str| {
        let all = said(&read(text), "SubsidyGranted");
        all.iter().map(|one| one["amount_cents"].as_i64().unwrap() / 100).collect::<Vec<_>>()
    };
    assert_eq!(granted(&minutes("par rapport à l'année passée")), [200, 300, 50]);
    // Sums that were given last year are not.
    assert!(granted(&minutes(": l'année passée on avait donné")).is_empty());
}

#[test]
fn a_session_is_no_body_and_initials_may_touch_the_surname() {
    let read = read(
        "COMPTE RENDU\nDE LA REUNION DU CONSEIL MUNICIPAL\nDU 4 MAI 2031\nSESSION ORDINAIRE\n\
         L'an deux mille trente et un, le quatre mai, le Conseil Municipal s'est réuni sous la présidence de M. Luc BRAVOUX, \
         Maire.\nPRESENTS : Mme Anne CERDOUX, M. Luc BRAVOUX.\nABSENTS EXCUSES : M. J.F.TILLOY, Mme R. ESTAVEL.\n\n\
         1) Chemins\nLe programme est présenté.\nVote : 7 pour. Adopté.\n\n2) Halle\nLe devis de la commune de Vaulnoix est \
         présenté.\nVote : 7 pour. Adopté.\n",
    );
    assert_eq!(said(&read, "SittingOpened")[0]["institution"], "Vaulnoix");
    let excused = &said(&read, "AttendanceRecorded")[0]["excused"];
    assert_eq!(*excused, serde_json::json!(["J.F.TILLOY", "R. ESTAVEL"]));
}

#[test]
fn the_code_of_a_glyph_that_has_no_character_is_a_bullet() {
    let minutes = |mark: &str| {
        format!(
            "{HEAD}{mark} DE-2031/11 – Toiture de la halle\nLe devis est présenté.\nLe conseil municipal, après en avoir délibéré, \
             approuve à l'unanimité ce devis.\n\n{mark} DE-2031/12 – Chemin des Aulnes\nLe plan est présenté.\nLe conseil \
             municipal, après en avoir délibéré, approuve à l'unanimité ce plan.\n"
        )
    };
    let titles = ["DE-2031/11 Toiture de la halle", "DE-2031/12 Chemin des Aulnes"];
    for mark in ["•", "\u{2}", "\u{12}"] {
        assert_eq!(acts(&read(&minutes(mark))), titles, "{mark:?}");
    }
}

#[test]
fn the_head_of_minutes_says_on_what_day_they_were_posted() {
    let minutes = |mark: &str| {
        format!(
            "{HEAD}{mark}\n\n1) Toiture de la halle\nLe devis est présenté.\nAdopté à l'unanimité.\n\n2) Chemin des \
             Aulnes\nLe plan est présenté.\nAdopté à l'unanimité.\n"
        )
    };
    let posted = |mark: &str| {
        let all = said(&read(&minutes(mark)), "ActPublished");
        all.iter().map(|one| words(one, "on")).collect::<Vec<_>>()
    };
    assert_eq!(posted("Date d'affichage            12 décembre 2032"), ["2032-12-12"]);
    assert_eq!(posted("Compte-rendu affiché le : 12 décembre 2032"), ["2032-12-12"]);
    // What was posted before the sitting is its notice.
    assert!(posted("Date d'affichage            12 janvier 2029").is_empty());
}

#[test]
fn a_verb_and_a_colon_announce_rows_before_those_of_what_is_given_in_kind() {
    let act = |verb: &str| {
        format!(
            "COMMUNE DE RIVELLES\n\nL'an deux mille trente et un, le quatre mai, le conseil municipal s'est réuni sous la \
             présidence de M. Luc BRAVOUX, maire.\n\nOBJET : Aides aux associations pour 2031\n\nVu le code général des \
             collectivités territoriales ;\n\nAprès en avoir délibéré, le conseil municipal accepte à l'unanimité {verb} \
             pour l'année 2031 :\n\n– 200 € à la Lyre ;\n– 300 € au Vélo-club ;\n– 50 € à l'Amicale,\n\nsoit une dépense \
             de 550 €.\n\nLe conseil décide en outre de maintenir les aides en nature ci-après :\n\n– prêt de la halle au \
             Vélo-club, évalué à 90 €.\n"
        )
    };
    for verb in ["de verser", "d'allouer"] {
        let all = said(&read(&act(verb)), "SubsidyGranted");
        let sums: Vec<_> =
            all.iter().map(|one| one["amount_cents"].as_i64().unwrap() / 100).collect();
        assert_eq!(sums, [200, 300, 50], "{verb}");
    }
}

#[test]
fn the_reference_stands_behind_the_title_and_a_gap() {
    let minutes = |word: &str| {
        format!(
            "{HEAD}POINT 1 – TARIFS DE LA HALLE                                     {word} 2031-14\n\nLe barème est présenté.\n\
             ➔ Adopté : 12 pour, 2 contre.\n\nPOINT 2 – CHEMIN DES AULNES                                      {word} 2031-15\n\n\
             Le plan est présenté.\n➔ Adopté à l'unanimité.\n"
        )
    };
    let titles = ["2031-14 TARIFS DE LA HALLE", "2031-15 CHEMIN DES AULNES"];
    for word in ["Délibération", "DÉLIBÉRATION", "DCM"] {
        assert_eq!(acts(&read(&minutes(word))), titles, "{word}");
    }
    // Of an earlier act an article speaks.
    let recalled = minutes("RETRAIT DE LA DÉLIBÉRATION");
    assert!(acts(&read(&recalled)).iter().all(|act| act.starts_with(' ')));
}

#[test]
fn the_approval_of_earlier_minutes_is_told_behind_another_sentence_or_in_two_words() {
    let minutes = |approval: &str| {
        format!(
            "{HEAD}{approval}\n\n1) Toiture de la halle\nLe devis est présenté.\nAdopté à l'unanimité.\n\n2) Chemin des \
             Aulnes\nLe plan est présenté.\nAdopté à l'unanimité.\n"
        )
    };
    for approval in [
        "Le Président ouvre la séance. Le procès-verbal de la séance du 9 avril 2031 est approuvé à l'unanimité.",
        "Le procès-verbal de la séance du 9 avril 2031 est approuvé sans observation.",
        "Le procès-verbal de la séance du 9 avril 2031 est validé.",
    ] {
        let read = read(&minutes(approval));
        assert_eq!(acts(&read).first().unwrap(), " procès-verbal de la séance du 9 avril 2031");
        assert_eq!(votes(&read).first().unwrap().split(' ').next(), Some("adopted"), "{approval}");
    }
    let read = read(&format!(
        "{HEAD}A) Compte rendu du 9 avril 2031\nLu et approuvé par tous les membres présents.\n\nB) Toiture de la halle\nLe \
         devis est présenté.\nAdopté à l'unanimité.\n\nC) Chemin des Aulnes\nLe plan est présenté.\nAdopté à l'unanimité.\n"
    ));
    assert_eq!(acts(&read).first().unwrap(), " Compte rendu du 9 avril 2031");
}

/// Who abstained or voted against, of each act.
fn ballots(draft: &Draft) -> Vec<String> {
    let of = |vote: &Value| {
        let all = vote["ballots"].as_array().cloned().unwrap_or_default();
        let names: Vec<String> = all
            .iter()
            .map(|one| format!("{} {}", words(one, "ballot"), words(one, "voter")))
            .collect();
        names.join(", ")
    };
    said(draft, "VoteCast").iter().map(of).collect()
}

#[test]
fn a_list_of_what_was_adopted_tells_votes_and_voters_on_one_line() {
    let text = |head: &str| {
        format!(
            "Service des assemblées Liste des délibérations du Conseil municipal du 4 mai 2031 Le Conseil municipal de Vaulnoix, \
             lors de sa séance du 4 mai 2031, après avoir délibéré pour chacune d'entre elles, {head} n°2031-001 Convention avec \
             le syndicat de la Vaulne pour l'entretien des berges et des chemins de halage qui longent la rivière depuis le \
             moulin de Rivelles jusqu'au pont de Tressac, parcelles AB 12 et AB 13 comprises, avec faculté de renouveler. à \
             l'unanimité, APPROUVE les termes de la convention. AUTORISE le maire à la signer. n°2031-002 Désignation de \
             représentants à la majorité 18 votes pour, dont 2 procurations (M. BRAVOUX, Mme CERDOUX) 3 abstentions, dont 1 \
             procuration (M. DRAVELLE), Mme ESTAVEL, M. TILLOY DECIDE de désigner M. HERBLAIN. n°2031-003 Acquisition de \
             parts à la majorité 19 votes pour, dont 1 procuration (M. BRAVOUX) 2 votes contre, M. TILLOY, Mme ESTAVEL \
             AUTORISE l'acquisition de parts du bac. n°2031-004 Tarifs de la halle à l'unanimité FIXE les tarifs."
        )
    };
    let read_list = read(&text("a adopté les délibérations :"));
    let references: Vec<String> =
        acts(&read_list).iter().map(|act| act.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(references, ["2031-001", "2031-002", "2031-003", "2031-004"]);
    assert!(
        acts(&read_list)[1].ends_with("Désignation de représentants"),
        "{:?}",
        acts(&read_list)
    );
    assert_eq!(votes(&read_list), ["adopted - -", "adopted 18 -", "adopted 19 2", "adopted - -"]);
    assert_eq!(
        ballots(&read_list)[1..3],
        [
            "abstention DRAVELLE, abstention ESTAVEL, abstention TILLOY",
            "against TILLOY, against ESTAVEL"
        ]
    );
}

#[test]
fn a_numbered_title_ends_before_the_organ_that_decides() {
    let text = "Conseil municipal de Vaulnoix du 4 mai 2031 Compte rendu Présents : Luc BRAVOUX, Anne CERDOUX, Paul DRAVELLE. \
         1 Tarifs de la halle : Le Conseil municipal, à l'unanimité, fixe le tarif de la halle à 12 € par jour pour les habitants \
         de la commune. Les associations en sont dispensées pour deux jours par an, sur demande. 2 Chemin des Aulnes : le \
         Conseil municipal, à l'unanimité, autorise le maire à signer le marché de travaux du chemin des Aulnes. Le chantier \
         commence en juin. 3. Recrutement de deux agents : Le Conseil municipal, à l'unanimité, décide de créer deux postes.";
    let titles: Vec<String> =
        acts(&read(text)).iter().map(|act| act.trim_matches([' ', ':']).to_owned()).collect();
    assert_eq!(titles, ["Tarifs de la halle", "Chemin des Aulnes", "Recrutement de deux agents"]);
}

#[test]
fn a_vote_on_how_to_vote_is_no_act_beside_the_one_that_it_leads_to() {
    let minutes = |way: &str| {
        format!(
            "{HEAD}1) Toiture de la halle\nLe devis est présenté.\nAdopté à l'unanimité.\n\n2) Délégués au syndicat\n{way}\nMme \
             CERDOUX est candidate.\nPour : 11 – Contre : 2\n\n3) Chemin des Aulnes\nLe plan est présenté.\nAdopté à \
             l'unanimité.\n"
        )
    };
    for way in [
        "Le conseil décide à l'unanimité de ne pas procéder au scrutin secret.",
        "Le conseil, à l'unanimité, décide de voter à main levée.",
        "À l'unanimité\nDÉCIDE de procéder par un vote unique.",
        "Le conseil décide, à l'unanimité, de procéder à l'élection des délégués à main levée.",
    ] {
        let read = read(&minutes(way));
        let titles = [" Toiture de la halle", " Délégués au syndicat", " Chemin des Aulnes"];
        assert_eq!(acts(&read), titles, "{way}");
        let vote = &votes(&read)[1];
        assert!(vote.ends_with(" 11 2"), "{way}: {vote}");
    }
}

#[test]
fn a_day_alone_in_its_cell_dates_the_sitting() {
    let minutes = |day: &str| {
        format!(
            "VILLE DE RIVELLES                                                  PROCÈS-VERBAL\nHôtel de Ville                         \
             \u{20}                            CONSEIL MUNICIPAL\n1 place du Marché                                                  \
             {day}\n\nPrésents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\nPOINT 1 – TOITURE DE LA HALLE\n\nLe devis est \
             présenté.\nAdopté à l'unanimité.\n\nPOINT 2 – CHEMIN DES AULNES\n\nLe plan est présenté.\nAdopté à l'unanimité.\n"
        )
    };
    for day in ["MARDI 6 MAI 2031", "mardi 6 mai 2031 à 19 h 30", "6 mai 2031"] {
        let read = read(&minutes(day));
        assert_eq!(words(&said(&read, "SittingOpened")[0], "date"), "2031-05-06", "{day}");
    }
    // The day on which the notice went out is another.
    let read = read(&minutes("Convocation : 6 mai 2031"));
    assert!(said(&read, "SittingOpened").iter().all(|one| words(one, "date") != "2031-05-06"));
}

#[test]
fn the_members_decide_behind_words_that_sum_up() {
    let act = |words: &str| {
        format!(
            "COMMUNAUTÉ DE COMMUNES DU VAL DE VAULNE DELIBERATION BUREAU COMMUNAUTAIRE SEANCE du 4 mai 2031 Etaient présents : \
             BRAVOUX Luc ; CERDOUX Anne ; DRAVELLE Paul. Objet : Cession d'un terrain L'acquéreur supportera les frais d'acte. Le \
             cahier des charges fixe : - La surface autorisée. - L'affectation de la parcelle. Vu l'avis des domaines émis en date \
             du 2 avril 2031 et établissant la valeur du terrain pour une surface de 2000 m2. {words}, les membres du bureau \
             communautaire, à l'unanimité décident : - De céder le terrain au prix de 35 € le mètre carré ; - D'autoriser le \
             président à signer l'acte ; - De donner tout pouvoir au président pour signer toutes pièces qui s'y rapportent."
        )
    };
    for words in ["Au vu de ces éléments", "Compte tenu de cet exposé", "En conséquence"] {
        let read = read(&act(words));
        let tabled = said(&read, "DeliberationTabled");
        let visas = tabled[0]["visas"].as_array().cloned().unwrap_or_default();
        assert_eq!(visas.len(), 1, "{words}: {visas:?}");
        assert_eq!(votes(&read), ["adopted - -"], "{words}");
    }
}

#[test]
fn references_with_blanks_around_their_marks_head_one_act_each() {
    for numbers in [
        ["DE- 2031/47", "DE- 2031/48", "DE-2031/49"],
        ["2031 / 47", "2031 / 48", "2031 / 49"],
        ["DCM - 2031-47", "DCM - 2031-48", "DCM - 2031-49"],
    ] {
        let [tariffs, roof, paths] = numbers;
        let draft = read(&format!(
            "{HEAD}{tariffs} – Tarifs de la piscine\nLe tarif passe de 3 € à 4 €. Les tarifs sont adoptés à l'unanimité.\n\n\
             {roof} – Toiture de la halle\nLe devis est de 9 000 €. La proposition est approuvée à l'unanimité.\n\n\
             {paths} – Chemins\nLe programme est présenté. 8 pour, 19 contre. La demande est rejetée.\n"
        ));
        let titled = [
            format!("{tariffs} Tarifs de la piscine"),
            format!("{roof} Toiture de la halle"),
            format!("{paths} Chemins"),
        ];
        assert_eq!(acts(&draft), titled);
    }
}

#[test]
fn counts_item_by_item_and_the_decision_below_them_are_one_vote() {
    let matter = |vote: &str| {
        let draft = read(&format!(
            "{HEAD}2031/052 – Tarifs de la piscine\nLe tarif passe de 3 € à 4 €. Il est procédé à un vote à main levée.\n\
             {vote}\n\n2031/053 – Toiture de la halle\nLa proposition est approuvée à l'unanimité.\n\n\
             2031/054 – Chemins\nLe programme est approuvé à l'unanimité.\n"
        ));
        assert_eq!(acts(&draft).len(), 3, "{vote}: {:?}", acts(&draft));
        said(&draft, "VoteCast").remove(0)
    };
    let told =
        |vote: &Value| ["votes_for", "votes_against", "abstentions"].map(|key| vote[key].as_u64());
    for items in [
        "    - 8 voix « Pour »,\n    - 8 voix « Contre »,\n    - 3 « Abstention ».\n",
        "- 8 voix pour\n- 8 voix contre\n- 3 abstentions\n",
        "8 votes pour ;\n8 votes contre ;\n3 abstentions.\n",
        "* 8 voix : \"pour\"\n* 8 voix : \"contre\"\n* 3 abstentions\n",
    ] {
        let vote = matter(&format!(
            "Il ressort de ce vote, les résultats suivants :\n{items}La voix de Monsieur le Président étant \
             prépondérante (« Contre »), le conseil communautaire, après en avoir délibéré, décide à la majorité des membres \
             présents de ne pas relever le tarif."
        ));
        assert_eq!(told(&vote), [Some(8), Some(8), Some(3)], "{items}");
        assert_eq!(vote["casting_vote"], true);
    }
    let vote = matter(
        "Il ressort de ce vote les résultats suivants : 13 voix « Pour », 2 voix « Contre », 2 « Abstention ».\nLe conseil \
         communautaire, après en avoir délibéré, décide à la majorité des membres présents de relever le tarif.",
    );
    assert_eq!(told(&vote), [Some(13), Some(2), Some(2)]);
    // Voices for one choice or another are no votes for and against.
    let vote = matter(
        "Il ressort de ce vote, les résultats suivants :\n- 3 voix pour une hausse de 1 €,\n- 15 voix pour une hausse de \
         2 €,\n- 1 « Abstention ».\nVu le code général des collectivités territoriales,\nLe conseil communautaire, après en \
         avoir délibéré, décide à la majorité des membres présents de relever le tarif.",
    );
    assert_eq!(told(&vote), [None, None, Some(1)]);
}

#[test]
fn a_bar_parts_a_reference_from_its_title() {
    let rule = "-".repeat(60);
    let matter = |reference: &str, title: &str, vote: &str| {
        format!("{rule}\n{reference} | {title}\n{rule}\nLe dossier est présenté. {vote}\n\n")
    };
    let read = read(&format!(
        "{HEAD}{}{}{}",
        matter("2031-05-61", "Tarifs de la halle", "Pour : 9. Contre : 1. Adopté."),
        matter("2031-05-62", "Chemin des Aulnes", "Adopté à l'unanimité."),
        matter("2031-05-63", "Toiture du lavoir", "Adopté par 8 voix pour, 2 contre."),
    ));
    assert_eq!(
        acts(&read),
        [
            "2031-05-61 Tarifs de la halle",
            "2031-05-62 Chemin des Aulnes",
            "2031-05-63 Toiture du lavoir"
        ]
    );
    assert_eq!(votes(&read), ["adopted 9 1", "adopted - -", "adopted 8 2"]);
}

#[test]
fn how_the_assembly_deliberates_ends_the_legal_bases() {
    for how in [
        "Délibérant à main levée, par QUATORZE voix POUR, DEUX voix CONTRE (M. BERT, M. DURE) et UNE\nABSTENTION (M. CROS) :",
        "Délibérant au scrutin public,",
    ] {
        let read = read(&format!(
            "COMMUNE DE VAULNOIX\nSéance du 4 mai 2031\nN° 2031-17 -- RÉFECTION DES CHEMINS\n\nMme CERDOUX rappelle le projet.\n\nDans \
             l'esprit de la circulaire, il est proposé de ne pas le retirer.\n\nLE CONSEIL MUNICIPAL,\nEntendu cet exposé,\nVu le code rural,\nVu la lettre du 2 avril 2031,\n{how}\n\n\
             APPROUVE le projet ;\nAUTORISE M. le Maire à signer.\n"
        ));
        let act = said(&read, "DeliberationTabled").remove(0);
        assert_eq!(act["visas"].as_array().map(Vec::len), Some(2), "{how}: {act}");
    }
}

#[test]
fn the_reference_of_a_matter_may_stand_below_its_title_behind_a_label() {
    let matter = |title: &str, number: &str, decided: &str| {
        format!("{title}\nréf : 2031-{number}\n\n{decided}\n\n")
    };
    let text = format!(
        "Commune de VAULNOIX\n\nPROCES-VERBAL DE LA SEANCE DU 20 FEVRIER 2031\n\n\
         Présents : M. Luc BRAVOUX, Maire, Mmes : CERDOUX Anne, ESTAVEL Rose\n\n{}{}{}",
        matter(
            "Adhésion au groupement d'achat",
            "005",
            "Le Conseil décide de renouveler l'adhésion.\n\nA l'unanimité (pour : 10 contre : 0 abstentions : 0)"
        ),
        matter(
            "Participation au voyage de l'école",
            "006",
            "Le Conseil décide d'attribuer au Foyer du Bourg une subvention de 600 €.\n\nA la majorité (pour : 8 contre : 1 abstentions : 0)"
        ),
        matter(
            "Cession d'un chemin rural",
            "007",
            "Le Conseil approuve la cession.\n\nA la majorité (pour : 6 contre : 2 abstentions : 2)"
        ),
    );
    let draft = draft(&text, &"0".repeat(64), &Options::default());
    let tabled: Vec<(String, String)> = draft
        .events
        .iter()
        .filter(|event| event.event.kind() == "DeliberationTabled")
        .map(|event| {
            let title =
                event.event.data().unwrap()["title"].as_str().unwrap_or_default().to_owned();
            (event.stream.to_string().rsplit('/').next().unwrap_or_default().to_owned(), title)
        })
        .collect();
    assert_eq!(
        tabled,
        [
            ("2031-005".to_owned(), "Adhésion au groupement d'achat".to_owned()),
            ("2031-006".to_owned(), "Participation au voyage de l'école".to_owned()),
            ("2031-007".to_owned(), "Cession d'un chemin rural".to_owned()),
        ]
    );
}
