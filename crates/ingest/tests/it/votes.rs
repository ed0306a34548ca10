//! Ways of the genre to name who voted against or abstained: all of them are read, or a person checks.

use greffe_ingest::{Confidence, Options, draft};
use serde_json::Value;

/// An act with these words of decision: what its vote says, and how sure that is.
fn vote(decision: &str) -> (Value, Confidence) {
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré,\n\n{decision}\n"
    );
    let draft = draft(&text, &"0".repeat(64), &Options::default());
    let event = draft.events.iter().find(|event| event.event.kind() == "VoteCast");
    let event = event.unwrap();
    (event.event.data().unwrap(), event.confidence)
}

/// Who cast which ballot, in the order of their names.
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

#[test]
fn the_full_stop_of_a_civility_ends_no_list_of_voters() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nVotent contre : Mme ESTAVEL, M. TILLOY\nS'abstient : M. BRAVOUX",
    );
    assert_eq!(ballots(&read), ["BRAVOUX abstention", "ESTAVEL against", "TILLOY against"]);
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nSe sont abstenus : Mme Rose ESTAVEL et M. Jean TILLOY.\n\
         A voté contre : M. Luc BRAVOUX.",
    );
    let all = ["Jean TILLOY abstention", "Luc BRAVOUX against", "Rose ESTAVEL abstention"];
    assert_eq!(ballots(&read), all);
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\n2 abstentions : Mme ESTAVEL - M. TILLOY\n1 contre : M. BRAVOUX",
    );
    assert_eq!(ballots(&read), ["BRAVOUX against", "ESTAVEL abstention", "TILLOY abstention"]);
}

#[test]
fn fewer_names_than_votes_are_counted_are_not_sure() {
    let (read, confidence) = vote(
        "par 7 voix pour et 3 abstentions (Mme ESTAVEL, M. TILLOY), DÉCIDE d'approuver le programme.",
    );
    assert_eq!(ballots(&read), ["ESTAVEL abstention", "TILLOY abstention"]);
    assert_eq!(confidence, Confidence::Review);
    let (_, confidence) = vote(
        "par 7 voix pour et 2 abstentions (Mme ESTAVEL, M. TILLOY), DÉCIDE d'approuver le programme.",
    );
    assert_eq!(confidence, Confidence::Sure);
}

#[test]
fn unanimity_but_for_one_is_none() {
    let (read, _) = vote(
        "à l'unanimité moins une abstention (M. Paul DRAVELLE), DÉCIDE d'approuver le programme.",
    );
    assert_eq!(read.get("unanimous"), None, "{read}");
    assert_eq!(ballots(&read), ["Paul DRAVELLE abstention"]);
    let (read, _) = vote("à l'unanimité, DÉCIDE d'approuver le programme.");
    assert_eq!(read["unanimous"], true);
}

#[test]
fn whose_abstention_it_was_stands_behind_it() {
    let (read, _) = vote(
        "à la majorité (abstention de Mme Rose ESTAVEL et de M. Jean TILLOY), DÉCIDE d'approuver le programme.",
    );
    assert_eq!(ballots(&read), ["Jean TILLOY abstention", "Rose ESTAVEL abstention"]);
    let (read, _) =
        vote("DÉCIDE d'approuver le programme, à l'exception de M. Luc BRAVOUX qui s'abstient.");
    assert_eq!(ballots(&read), ["Luc BRAVOUX abstention"]);
}

#[test]
fn an_organ_that_votes_or_gives_its_accord_has_adopted() {
    let minutes = |said: &str| {
        format!(
            "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\nPrésents : M. Luc BRAVOUX, Mme Anne \
             TILLOY\n\n1. Chemins\n{said}\n\n2. Halle\nLe conseil municipal approuve les travaux.\nVote : unanimité.\n"
        )
    };
    for said in [
        "Après délibération, le conseil municipal a donné son accord par 8 voix pour et 3 contre.",
        "Le conseil municipal vote les tarifs proposés par 8 voix pour et 3 contre.",
        "Le programme est adopté par 8 voix pour et 3 contre.",
    ] {
        let draft = draft(&minutes(said), &"0".repeat(64), &Options::default());
        let event = draft.events.iter().find(|event| event.event.kind() == "VoteCast").unwrap();
        assert_eq!(event.event.data().unwrap()["outcome"], "adopted", "{said}");
    }
}

#[test]
fn who_voted_so_may_be_named_in_the_place_of_a_count() {
    let (read, confidence) = vote(
        "à la majorité (POUR : 9 ; CONTRE : Rose ESTAVEL ; ABSTENTION : Jean TILLOY)\n\nAPPROUVE le programme.",
    );
    assert_eq!(ballots(&read), ["Jean TILLOY abstention", "Rose ESTAVEL against"]);
    assert_eq!((&read["votes_against"], &read["abstentions"]), (&1.into(), &1.into()));
    assert_eq!(confidence, Confidence::Review);
    let (read, _) = vote(
        "à l'unanimité des suffrages exprimés, Mme Rose ESTAVEL, bénévole du club, s'étant abstenue, approuve le \
         programme.",
    );
    assert_eq!(ballots(&read), ["Rose ESTAVEL abstention"]);
    assert_eq!(read["abstentions"], 1);
}

#[test]
fn the_count_stands_in_brackets_before_the_names_and_none_is_one() {
    let (read, _) = vote(
        "- approuve le programme.\n\nRésultat du scrutin public\n\nPour (3) : BRAVOUX, CERDOUX, DRAVELLE\nContre (1) : \
         ESTAVEL\nAbstentions (2) : TILLOY, GARNAUX",
    );
    let counts = (&read["votes_for"], &read["votes_against"], &read["abstentions"]);
    assert_eq!(counts, (&3.into(), &1.into(), &2.into()));
    assert_eq!(ballots(&read), ["ESTAVEL against", "GARNAUX abstention", "TILLOY abstention"]);
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nOnt voté pour : 13\nOnt voté contre : néant\nSe sont abstenus : 4",
    );
    assert_eq!((&read["votes_against"], &read["abstentions"]), (&0.into(), &4.into()));
}

#[test]
fn a_later_item_tells_what_became_of_the_proposal() {
    let (read, _) = vote(
        "à l'unanimité :\n- ARRÊTE à 500 € la participation ;\n- DIT que le solde n'est pas dû ;\n- APPROUVE l'émission \
         d'un titre.",
    );
    assert_eq!(read["outcome"], "adopted");
    let (read, _) = vote(
        "par 7 voix pour,\n\nArticle 1er. — Accepte le devis.\n\nArticle 2. — Rejette la demande du club.",
    );
    assert_eq!(read["outcome"], "adopted");
}

#[test]
fn only_to_decide_is_not_surely_to_adopt() {
    let (read, confidence) = vote("à l'unanimité, décide de verser 500 € au club de Vaulnoix.");
    assert_eq!(read["outcome"], "adopted");
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn a_group_is_no_voter_and_voters_stand_behind_their_count() {
    let (read, _) = vote("APPROUVE le programme.\n\nLe groupe Écologie s'abstient.");
    assert_eq!(read.get("ballots"), None, "{read}");
    for told in [
        "APPROUVE le programme.\n\nPour : 12 voix\nContre : 2 voix (M. Paul DRAVELLE et Mme Rose ESTAVEL)\nS'abstient : 1 (M. TILLOY)",
        "APPROUVE (2 votes contre : M. Paul DRAVELLE et Mme Rose ESTAVEL ; 1 abstention : M. TILLOY) le programme.",
    ] {
        let (read, _) = vote(told);
        let all = ["Paul DRAVELLE against", "Rose ESTAVEL against", "TILLOY abstention"];
        assert_eq!(ballots(&read), all, "{told}");
        assert_eq!((&read["votes_against"], &read["abstentions"]), (&2.into(), &1.into()));
    }
}

#[test]
fn each_word_stands_before_its_count_without_a_mark() {
    let (read, _) = vote("APPROUVE le programme.\n\nVote : Pour 11 Contre 3 Abstention 1");
    let counts = (&read["votes_for"], &read["votes_against"], &read["abstentions"]);
    assert_eq!(counts, (&11.into(), &3.into(), &1.into()));
    let (read, _) = vote("APPROUVE le programme.\n\nVote : 11 pour 3 contre 1 abstention");
    let counts = (&read["votes_for"], &read["votes_against"], &read["abstentions"]);
    assert_eq!(counts, (&11.into(), &3.into(), &1.into()));
}

#[test]
fn who_votes_through_another_is_named_with_that_other() {
    for told in [
        "Mme Rose ESTAVEL, en son nom et au nom de M. Jean TILLOY, et M. Luc BRAVOUX",
        "Mme Rose ESTAVEL (pouvoir de M. Jean TILLOY), M. Luc BRAVOUX",
        "Mme Rose ESTAVEL et, par procuration, M. Jean TILLOY, ainsi que M. Luc BRAVOUX",
        "Mme Rose ESTAVEL tant pour elle-même que pour M. Jean TILLOY, M. Luc BRAVOUX",
        "Mme Rose ESTAVEL ayant la procuration de M. Jean TILLOY et M. Luc BRAVOUX",
    ] {
        let (read, _) =
            vote(&format!("par 7 voix pour et 3 abstentions ({told}), DÉCIDE d'approuver."));
        let all = ["Jean TILLOY abstention", "Luc BRAVOUX abstention", "Rose ESTAVEL abstention"];
        assert_eq!(ballots(&read), all, "{told}");
    }
}

#[test]
fn a_vote_is_counted_on_one_line_behind_the_articles() {
    let (read, _) = vote(
        "ARTICLE 1\nApprouve le programme.\n\nARTICLE 2\nCharge le Maire de l'exécuter.\n\n\
         Scrutin : 12 votants, 11 suffrages exprimés. Pour : 9. Contre : 2. Abstentions : 1 (Mme Rose ESTAVEL).\n\nAdopté.",
    );
    assert_eq!(read["votes_for"], 9);
    assert_eq!(read["votes_against"], 2);
    assert_eq!(read["abstentions"], 1);
    assert_eq!(ballots(&read), ["Rose ESTAVEL abstention"]);
}

#[test]
fn the_secretary_of_an_association_is_not_that_of_the_sitting() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Le conseil municipal, à main levée, par 7 voix pour, 2 voix contre (BRAVOUX Luc), TILLOY Anne, secrétaire de \
         l'amicale, s'étant retirée, adopte les dispositions suivantes :\n- ouvre le chemin ;\n- charge le maire de l'exécuter.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let said = |kind: &str| {
        let event = draft.events.iter().find(|event| event.event.kind() == kind);
        event.map(|event| event.event.data().unwrap())
    };
    let vote = said("VoteCast").unwrap();
    assert_eq!(vote["votes_for"], 7);
    assert_eq!(vote["votes_against"], 2);
    assert_eq!(vote["outcome"], "adopted");
    assert_eq!(said("RecusalDeclared").unwrap()["person"], "TILLOY Anne");
}

#[test]
fn a_table_of_groups_may_hold_other_columns() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nRésultat du scrutin\n\n\
         Groupe                     Membres   Pour   Contre   Abst.   NPPV\n\
         Union de la Vaulne              8      7       0       0       1\n\
         Vaulne écologique               3      -       1       2       0\n\
         TOTAL                          11      7       1       2       1\n\nLa proposition est adoptée.",
    );
    let groups = read["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2);
    assert_eq!(groups[0]["group"], "Union de la Vaulne");
    assert_eq!(groups[0]["votes_for"], 7);
    assert_eq!(groups[1]["votes_against"], 1);
    assert_eq!(groups[1]["abstentions"], 2);
    let tally = ["votes_for", "votes_against", "abstentions"].map(|key| read[key].clone());
    assert_eq!(tally, [7, 1, 2]);
}

#[test]
fn a_count_may_stand_behind_by_alone() {
    let (read, _) = vote("Par 9 voix, APPROUVE le programme.");
    assert_eq!(read["votes_for"], 9);
    assert_eq!(read["votes_against"], Value::Null);
    let (read, _) = vote("Par 9 voix contre 2 de ses membres, APPROUVE le programme.");
    assert_eq!(read["votes_for"], 9);
    assert_eq!(read["votes_against"], 2);
    let (read, confidence) = vote("À l'unanimité des 11 votants, APPROUVE le programme.");
    assert_eq!(read["votes_for"], 11);
    assert_eq!(confidence, Confidence::Review);
    let (read, _) = vote("Par 9 voix pour, 3 voix contre, APPROUVE le programme.");
    assert_eq!(read["votes_against"], 3);
}

#[test]
fn voters_behind_a_dash_go_on_over_lines() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nVOTES\n\nPour : 7\nContre : 3 – BRAVOUX Luc, TILLOY Anne,\n\
         DRAVELLE Paul\nAbstentions : 1 – Mme Rose ESTAVEL (par son mandataire).\nAdopté à la majorité",
    );
    let all = [
        "BRAVOUX Luc against",
        "DRAVELLE Paul against",
        "Rose ESTAVEL abstention",
        "TILLOY Anne against",
    ];
    assert_eq!(ballots(&read), all);
}

#[test]
fn the_voice_that_breaks_a_tie_may_be_told_in_other_words() {
    for words in ["sa voix l'emporte en cas de partage", "la voix du président est prépondérante"]
    {
        let (read, _) = vote(&format!(
            "DÉCIDE d'approuver le programme.\n\nVote : 6 pour, 6 contre ; {words}.\nLa délibération est adoptée."
        ));
        assert_eq!(read["casting_vote"], true, "{words}");
    }
}

#[test]
fn a_motion_is_voted_apart_from_the_act() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         MOTION DE RENVOI – Mme ESTAVEL demande le renvoi du rapport.\nVote sur la motion : 4 voix pour, 7 voix contre. La \
         motion est rejetée.\n\nLe conseil municipal, après en avoir délibéré,\n\nDÉCIDE d'approuver le programme.\n\n\
         Vote : 7 pour, 4 contre.\nLa délibération est adoptée.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let votes = draft.events.iter().filter(|event| event.event.kind() == "VoteCast");
    let votes: Vec<Value> = votes.map(|event| event.event.data().unwrap()).collect();
    let told: Vec<_> =
        votes.iter().map(|v| (v["outcome"].clone(), v["votes_for"].clone())).collect();
    assert_eq!(told, [("adopted".into(), 7.into()), ("rejected".into(), 4.into())]);
}

#[test]
fn those_who_take_no_part_may_be_told_with_what_they_are() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré,\n\n\
         DÉCIDE d'approuver le programme.\n\nPour : 7\nContre : 2\nAdopté à la majorité\n\n\
         N'ont pas pris part aux votes : TILLOY Anne, présidente d'honneur de l'amicale, et BRAVOUX Luc (par mandataire), salarié de \
         celle-ci.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let back = draft.events.iter().filter(|event| event.event.kind() == "RecusalDeclared");
    let back: Vec<Value> =
        back.map(|event| event.event.data().unwrap()["person"].clone()).collect();
    assert_eq!(back, ["TILLOY Anne", "BRAVOUX Luc"]);
}

#[test]
fn members_of_no_group_vote_as_one() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nRésultat du vote :\n  Pour : 17 (groupe Union de la Vaulne : 11 ; groupe Vaulne verte : 6)\n  \
         Contre : 2 (non-inscrits : 2)\nLa délibération est adoptée.",
    );
    let groups = read["groups"].as_array().unwrap();
    let told: Vec<String> =
        groups.iter().map(|g| g["group"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, ["Union de la Vaulne", "Vaulne verte", "non-inscrits"]);
    assert_eq!(groups[2]["votes_against"], 2);
}

#[test]
fn voters_may_be_told_by_their_group() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nOnt voté pour : 7\n\
         Se sont abstenus : 3 (groupe Vaulne et Coteaux : Mme Rose ESTAVEL et M. Luc BRAVOUX ; groupe Vaulne verte : M. Jean TILLOY)\n\
         La délibération est adoptée.",
    );
    let all = ["Jean TILLOY abstention", "Luc BRAVOUX abstention", "Rose ESTAVEL abstention"];
    assert_eq!(ballots(&read), all);
}

#[test]
fn a_civility_behind_the_count_leads_to_the_voters() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\n- Pour : 9\n- Contre : 1, Monsieur BRAVOUX\n- Abstentions : 2, Madame ESTAVEL, Monsieur TILLOY\n\n\
         La délibération est adoptée.",
    );
    assert_eq!(ballots(&read), ["BRAVOUX against", "ESTAVEL abstention", "TILLOY abstention"]);
}

#[test]
fn a_vote_that_puts_the_matter_off_is_not_sure() {
    let (read, confidence) = vote("à l'unanimité, SURSOIT À STATUER sur la demande du cercle.");
    assert_eq!(read["outcome"], "postponed");
    assert_eq!(confidence, Confidence::Review);
}

#[test]
fn a_verb_that_is_denied_adopts_nothing() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Retrait de l'aide au cercle\n\n\
                Vu le code général des collectivités territoriales ;\n\n\
                Le conseil municipal, après en avoir délibéré, par 12 voix pour et 2 voix contre,\n\n\
                Art. 1 – Retire l'aide de 900 € au cercle.\nArt. 2 – N'accepte pas l'échéancier du cercle.\n\
                Art. 3 – Autorise le maire à émettre le titre.\n";
    let draft = draft(text, &"0".repeat(64), &Options::default());
    let cast = draft.events.iter().find(|event| event.event.kind() == "VoteCast").unwrap();
    let outcome = cast.event.data().unwrap()["outcome"].clone();
    assert_ne!((outcome.as_str(), cast.confidence), (Some("adopted"), Confidence::Sure));
}

#[test]
fn one_and_twenty_voices_are_counted_whole() {
    let (read, _) =
        vote("par vingt et une voix pour et trente et une voix contre, REJETTE la demande.");
    assert_eq!((&read["votes_for"], &read["votes_against"]), (&21.into(), &31.into()), "{read}");
}

#[test]
fn votes_are_counted_as_favourable_or_in_words_in_brackets() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nScrutin\n    bulletins exprimés        9\n    \
         favorables                8\n    défavorables              1\ndécision ADOPTÉE",
    );
    assert_eq!((&read["votes_for"], &read["votes_against"]), (&8.into(), &1.into()));
    assert_eq!(read["outcome"], "adopted");
    let (read, _) = vote("à l'unanimité de ceux qui ont voté (huit voix), approuve le programme.");
    assert_eq!(read["votes_for"], 8);
}

#[test]
fn what_is_accepted_or_not_accorded_may_have_any_name() {
    let (read, _) = vote(
        "attribue l'aide.\n\nCes dispositions sont acceptées par huit voix, aucune contre, aucune abstention.",
    );
    assert_eq!((&read["outcome"], &read["votes_for"]), (&"adopted".into(), &8.into()));
    let (read, _) = vote("Résultat : 3 voix pour, 6 voix contre. Le soutien n'est pas accordé.");
    assert_eq!(read["outcome"], "rejected");
}

#[test]
fn who_stays_out_of_the_debate_or_leaves_the_table_stands_back() {
    for told in [
        "Mme Rose ESTAVEL, administratrice de l'association, est restée étrangère au débat et au vote.",
        "Mme Rose ESTAVEL, qui préside le groupement, s'est retirée.",
        "Mme Rose ESTAVEL, trésorière du club, a quitté la table avant que le point ne soit ouvert.",
    ] {
        let text = format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
             Vu le code général des collectivités territoriales ;\n\n{told}\n\nLe conseil municipal, après en avoir \
             délibéré, par 8 voix pour,\n\nDÉCIDE d'approuver le programme.\n"
        );
        let draft = draft(&text, &"0".repeat(64), &Options::default());
        let event = draft.events.iter().find(|event| event.event.kind() == "RecusalDeclared");
        let data = event.map(|event| event.event.data().unwrap()).unwrap_or_default();
        assert_eq!(data["person"], "Rose ESTAVEL", "{told}");
    }
}

/// What is put off by an item below the verb was not adopted, whatever the count says.
#[test]
fn what_an_item_puts_off_is_not_adopted() {
    let (read, confidence) = vote(
        "DÉCIDE\n- de surseoir à statuer sur la demande du club ;\n- d'inviter le club à produire trois devis.\n\n\
         Résultat du vote sur l'ajournement :\nPour : 7 voix\tContre : 1 voix (M. BRAVOUX)",
    );
    assert_eq!((&read["outcome"], confidence), (&"postponed".into(), Confidence::Review));
    let (read, _) = vote(
        "DÉCIDE :\n- de verser une subvention de 500 € au club des Aînés ;\n- de reporter l'examen de la demande du foyer.",
    );
    assert_eq!(read["outcome"], "adopted");
    let (read, _) = vote(
        "DÉCIDE\n- d'attribuer 500 € au club des Aînés ;\n- de surseoir à statuer sur la demande du foyer.\n\n\
         Vote : pour 7, contre 1",
    );
    assert_eq!(read["outcome"], "adopted");
}

/// Who sits without a vote may leave the room as well; that it was a member is for a person to check.
#[test]
fn who_stood_back_and_is_no_member_named_is_not_sure() {
    let back = |who: &str| {
        let text = format!(
            "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n\
             Présents : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY\n\nObjet : Entretien des chemins\n\n\
             Vu le code général des collectivités territoriales ;\n\n{who} ne prend pas part au vote.\n\n\
             Après en avoir délibéré, à l'unanimité, le conseil municipal approuve le programme.\n"
        );
        let draft = draft(&text, &"0".repeat(64), &Options::default());
        let event = draft.events.iter().find(|event| event.event.kind() == "RecusalDeclared");
        event.unwrap().confidence
    };
    assert_eq!(back("Mme ESTAVEL"), Confidence::Sure);
    assert_eq!(back("M. Bruno MARCHAL"), Confidence::Review);
}

#[test]
fn a_vote_below_the_signature_is_that_of_the_act() {
    let (read, _) = vote(
        "1. Le programme est arrêté.\n\n(Et ont signé les membres présents)\nPour extrait conforme,\nPour le Maire, \
         l'Adjointe déléguée,\nRose ESTAVEL\n\nMme GARNAUX a quitté la salle et n'a pas pris part au vote.\n\
         Adopté à la majorité des suffrages exprimés : 27 voix pour, 5 voix contre (groupe Vaulnoix Avenir), 3 abstentions \
         (groupe Les Centristes et Libres).",
    );
    assert_eq!(
        (&read["votes_for"], &read["votes_against"], &read["abstentions"]),
        (&27.into(), &5.into(), &3.into())
    );
    assert_eq!(read["outcome"], "adopted");
    assert_eq!(read["groups"][0]["group"], "Vaulnoix Avenir");
    assert_eq!(read["groups"][0]["votes_against"], 5);
    assert_eq!(read["groups"][1]["group"], "Les Centristes et Libres");
    assert_eq!(read["groups"][1]["abstentions"], 3);
}

#[test]
fn a_group_whose_members_are_named_behind_it_has_all_of_a_count() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nVOTE :\n\nPour : 11 Groupe « Valmore Ensemble » (9), Groupe « Ruralités » (2)\n\
         Contre : 1 Non-inscrit (M. Luc BRAVOUX)\n\
         Abstention : 3 Groupe « Les Libres » (Mmes Rose ESTAVEL et Zoé GARNAUX, M. Jean TILLOY)\n\nAdopté à la majorité",
    );
    let groups: Vec<String> =
        read["groups"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_eq!(groups.len(), 4, "{groups:?}");
    assert_eq!(read["groups"][2]["votes_against"], 1);
    assert_eq!(read["groups"][3]["abstentions"], 3);
}

#[test]
fn slashes_part_counts() {
    let (read, _) = vote("DÉCIDE d'approuver le programme.\n\nPour : 12/Contre : 3/Abstention : 1");
    let counts = ["votes_for", "votes_against", "abstentions"].map(|of| read[of].as_u64());
    assert_eq!(counts, [Some(12), Some(3), Some(1)]);
}

#[test]
fn who_stands_behind_a_voter_and_why_he_voted_so_are_no_names() {
    for (list, all) in [
        // Why he voted so.
        (
            "2 abstentions (M. Luc BRAVOUX, Mme Rose ESTAVEL, qui aurait préféré attendre un devis)",
            ["Luc BRAVOUX abstention", "Rose ESTAVEL abstention"],
        ),
        // Through whom he voted.
        (
            "2 abstentions (Mme Rose ESTAVEL, et M. Luc BRAVOUX par pouvoir)",
            ["Luc BRAVOUX abstention", "Rose ESTAVEL abstention"],
        ),
    ] {
        let (read, _) =
            vote(&format!("par 7 voix pour et {list}, DÉCIDE d'approuver le programme."));
        assert_eq!(ballots(&read), all, "{list}");
    }
    let (read, _) = vote(
        "Ont voté contre (3) : Mme ESTAVEL, Mme GARNAUX (et pour M. TILLOY).\n\
         Se sont abstenus (2) : M. BRAVOUX (et pour Mme CERDOUX).\n\nDÉCIDE d'approuver le programme.",
    );
    let all = [
        "BRAVOUX abstention",
        "CERDOUX abstention",
        "ESTAVEL against",
        "GARNAUX against",
        "TILLOY against",
    ];
    assert_eq!(ballots(&read), all);
}

#[test]
fn members_are_named_in_brackets_behind_their_group() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nVOTE :\n\nPour : 11 Groupe « Valmore Ensemble » (9), Groupe « Ruralités » (2)\n\
         Contre : 1 Non-inscrit (M. Luc BRAVOUX)\n\
         Abstention : 3 Groupe « Les Libres » (Mmes Rose ESTAVEL et Zoé GARNAUX,\n    M. Jean TILLOY)\n\nAdopté à la majorité",
    );
    let all = [
        "Jean TILLOY abstention",
        "Luc BRAVOUX against",
        "Rose ESTAVEL abstention",
        "Zoé GARNAUX abstention",
    ];
    assert_eq!(ballots(&read), all);
    let (read, _) = vote(
        "par 31 voix pour et 8 abstentions (groupe d'union des cantons et Mme ESTAVEL), APPROUVE le programme.",
    );
    assert_eq!(ballots(&read), ["ESTAVEL abstention"]);
}

#[test]
fn an_earlier_act_by_which_something_was_adopted_is_no_outcome() {
    for recalled in [
        "La convention, approuvée par la délibération 2030-08 du 4 mai 2030, est échue.",
        "Dans le cadre du contrat « Quartiers », approuvé par délibération du 28 mars 2030, neuf projets sont présentés.",
        "Le schéma, adopté par le conseil communautaire le 4 mai 2029, le prévoit.",
    ] {
        let (read, _) = vote(&format!("Vote : 9 pour, 2 contre.\n\n{recalled}"));
        assert_eq!(read["outcome"], "unstated", "{recalled}");
    }
    let (read, _) = vote("Le programme est adopté par le conseil municipal par 9 voix pour.");
    assert_eq!(read["outcome"], "adopted");
}

#[test]
fn unanimity_may_be_a_sentence_of_its_own_before_another() {
    let (read, _) = vote("UNANIMITÉ. M. BRAVOUX, trésorier du club, ne participe pas au vote.");
    assert_eq!(read["unanimous"], true);
}

#[test]
fn what_is_refused_is_rejected() {
    let (read, _) = vote("Pour : 4\nContre : 5\nAbstentions : 2\nLa subvention est refusée.");
    assert_eq!((&read["outcome"], &read["votes_against"]), (&"rejected".into(), &5.into()));
    // By somebody else.
    let (read, _) = vote("Vote : 9 pour, 2 contre. L'aide est refusée par l'État.");
    assert_eq!(read["outcome"], "unstated");
}

/// Who stands back, as an act with these words tells it.
pub(super) fn stood_back(words: &str) -> Vec<String> {
    let text = format!(
        "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\n\
         Présents : Luc BRAVOUX, Rose ESTAVEL, Jean TILLOY\n\nObjet : Entretien des chemins\n\n{words}\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité, le conseil municipal approuve le programme.\n"
    );
    let draft = draft(&text, &"0".repeat(64), &Options::default());
    let told = draft.events.iter().filter(|event| event.event.kind() == "RecusalDeclared");
    let person = |data: Value| data["person"].as_str().unwrap_or_default().to_owned();
    told.map(|event| person(event.event.data().unwrap())).collect()
}

#[test]
fn who_tells_that_another_stands_back_stands_back_from_nothing() {
    let words =
        "Rose ESTAVEL informe que Jean TILLOY ne prend pas part au vote, étant du bureau du club.";
    assert_eq!(stood_back(words), ["Jean TILLOY"]);
    let words = "Rose ESTAVEL indique qu'elle ne prend pas part au vote.";
    assert_eq!(stood_back(words), ["Rose ESTAVEL"]);
}

#[test]
fn who_declares_an_interest_and_leaves_stands_back() {
    let words = "M. Jean TILLOY, dont le fils est salarié du club, se déclare intéressé à l'affaire ; il cède la \
                 présidence à Mme Rose ESTAVEL et quitte la salle.";
    assert_eq!(stood_back(words), ["Jean TILLOY"]);
}

#[test]
fn a_later_item_that_approves_something_does_not_surely_adopt_the_whole() {
    let (read, confidence) = vote(
        "À l'unanimité, DÉCIDE\n\n- d'attribuer les aides aux bénéficiaires désignés ;\n\n\
         - d'approuver les termes de l'avenant n° 2.",
    );
    assert_eq!((&read["outcome"], confidence), (&"adopted".into(), Confidence::Review));
    let (_, confidence) = vote(
        "À l'unanimité, DÉCIDE\n\n- d'approuver les termes de l'avenant n° 2 ;\n\n\
         - d'attribuer les aides aux bénéficiaires désignés.",
    );
    assert_eq!(confidence, Confidence::Sure);
}

#[test]
fn a_second_count_beside_unanimity_is_for_review() {
    let (read, confidence) =
        vote("À l'unanimité (11 voix ; 10 voix s'agissant du club),\n\nACCEPTE les propositions.");
    assert_eq!((&read["votes_for"], confidence), (&11.into(), Confidence::Review));
    let (_, confidence) = vote("À l'unanimité (11 voix),\n\nACCEPTE les propositions.");
    assert_eq!(confidence, Confidence::Sure);
}

#[test]
fn a_group_may_say_its_size_before_its_vote() {
    for (one, other) in [
        ("Groupe Rives solidaires (9) : pour", "Groupe Agir (2) : abstention"),
        (
            "Le groupe « Rives solidaires » (9 voix) vote pour",
            "Le groupe « Agir » (2 élus) s'abstient",
        ),
    ] {
        let (read, _) =
            vote(&format!("DÉCIDE d'approuver le programme.\n\nVOTE :\n{one}\n{other}"));
        let group = |at: usize| read["groups"][at].clone();
        assert_eq!(
            (&group(0)["group"], &group(0)["votes_for"]),
            (&"Rives solidaires".into(), &9.into())
        );
        assert_eq!((&group(1)["group"], &group(1)["abstentions"]), (&"Agir".into(), &2.into()));
    }
}

#[test]
fn who_abstains_by_a_power_is_named_with_the_others() {
    let (read, _) = vote(
        "DÉCIDE d'approuver le programme.\n\nMis aux voix, le projet est adopté par 9 voix, Jean TILLOY et Rose \
         ESTAVEL (par procuration) s'étant abstenus.",
    );
    assert_eq!(ballots(&read), ["Jean TILLOY abstention", "Rose ESTAVEL abstention"]);
}

#[test]
fn items_count_the_votes_for_each_who_receives() {
    let text = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Subventions\n\n\
                Vu le code général des collectivités territoriales ;\n\nChaque demande est mise aux voix séparément :\n  \
                – Lectures du soir : 13 voix pour ;\n  – Chœur des Rives : 12 voix pour, Mme Rose ESTAVEL s'étant retirée ;\n  \
                – Vaulnoix Aviron : neuf voix pour, trois voix contre.\n\nEn conséquence, le conseil municipal\n\
                DÉCIDE d'allouer les subventions demandées.\n";
    let read = draft(text, &"0".repeat(64), &Options::default());
    let told = |kind: &str| -> Vec<Value> {
        let all = read.events.iter().filter(|event| event.event.kind() == kind);
        all.map(|event| event.event.data().unwrap()).collect()
    };
    let votes = told("VoteCast");
    let of = |n: u32| votes.iter().find(|vote| vote["votes_for"] == n).cloned().unwrap_or_default();
    for n in [13, 12, 9] {
        assert_eq!(of(n)["outcome"], "adopted", "{n} {votes:?}");
    }
    assert_eq!(of(9)["votes_against"], 3);
    // The act that decides behind them is adopted, and counts no votes of its own.
    let whole = votes.iter().find(|vote| vote.get("votes_for").is_none()).unwrap();
    assert_eq!(whole["outcome"], "adopted", "{votes:?}");
    let titles = |text: &str| -> Vec<String> {
        let read = draft(text, &"0".repeat(64), &Options::default());
        let acts = read.events.iter().filter(|event| event.event.kind() == "DeliberationTabled");
        let title = |data: Value| data["title"].as_str().unwrap_or_default().to_owned();
        acts.map(|event| title(event.event.data().unwrap())).collect()
    };
    // With three figures, too, they make no minutes.
    let three = text.replace("neuf voix pour, trois voix", "9 voix pour, 3 voix");
    assert!(titles(&three).contains(&"Chœur des Rives".to_owned()), "{:?}", titles(&three));
    // Groups that vote are no receivers.
    let groups =
        text.replace("Chaque demande est mise aux voix séparément", "Les groupes ont voté");
    assert_eq!(titles(&groups.replace("Aviron", "Ensemble")).len(), 1);
}
