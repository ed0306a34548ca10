//! Sums: rows with shares and asides among their figures, grants told in lists of what was decided, and what the
//! figures that no fact holds seem to be. Each test is one class of wordings.

use greffe_ingest::{Confidence, Draft, Figure, Options, Seems, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn words(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Who is granted how many euros, and what he is; all of it must be for review.
fn grants(draft: &Draft) -> Vec<(String, i64, String)> {
    let all = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    let of = |grant: Value| {
        let euros = grant["amount_cents"].as_i64().unwrap_or_default() / 100;
        (words(&grant, "/beneficiary/name"), euros, words(&grant, "/beneficiary/legal_form"))
    };
    all.map(|event| {
        assert_eq!(event.confidence, Confidence::Review);
        of(event.event.data().unwrap())
    })
    .collect()
}

fn granted(name: &str, euros: i64, form: &str) -> (String, i64, String) {
    (name.to_owned(), euros, form.to_owned())
}

fn seems(draft: &Draft, euros: i64) -> Option<Seems> {
    let figure = |figure: &Figure| match figure {
        Figure::Amount(money, seems) if money.cents() / 100 == euros => Some(*seems),
        _ => None,
    };
    draft.notes.iter().find_map(|note| figure(note.figure.as_ref()?))
}

fn act(title: &str, report: &str, decision: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : {title}\n\nMonsieur le Maire expose ce qui suit.\n\n{report}\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n{decision}\n"
    ))
}

fn minutes(matter: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\nCompte rendu du conseil municipal du 4 mai 2031\n\nPrésents : M. Luc BRAVOUX, Mme Anne \
         TILLOY\n\n1. Chemins\nLe conseil municipal, à l'unanimité, approuve le programme.\n\n2. {matter}\n\n3. Halle\nLe \
         conseil municipal, à l'unanimité, approuve les travaux.\n"
    ))
}

#[test]
fn a_row_goes_on_behind_its_amount() {
    let report = "Chorale de Vaulnoix : 600 € (contre 500 € en 2030)\nCyclo-club : 400 € (montant inchangé)\n\
                  Les Amis du lavoir : 300 € (première demande)";
    let draft = act(
        "Subventions aux associations de loisirs",
        report,
        "Article 1 : Sont accordées les subventions ci-dessus.",
    );
    let all = [("Chorale de Vaulnoix", 600), ("Cyclo-club", 400), ("Les Amis du lavoir", 300)];
    let all = all.map(|(name, euros)| granted(name, euros, "association"));
    assert_eq!(grants(&draft), all);
}

#[test]
fn shares_and_words_stand_between_the_figures_of_a_row() {
    let table = "Dossier      Association                Dép.  Emploi          Coût éligible   Taux    Aide\n\n\
                 E31-0141     Atelier du lavoir          98    Animateur          28 000 €    40 %   11 200 €\n\
                 E31-0144     Foyer de Rivelles          99    Coordinateur       33 500 €    40 %   13 400 €\n\
                 E31-0150     Jardins de Montaubry       98    Encadrant          30 000 €    50 %   15 000 €";
    let decision = format!("d'attribuer les aides suivantes :\n\n{table}\n");
    let draft = act("Emplois", "Trois dossiers sont complets.", &format!("décide {decision}"));
    let all = [
        ("Atelier du lavoir", 11_200),
        ("Foyer de Rivelles", 13_400),
        ("Jardins de Montaubry", 15_000),
    ];
    let all = all.map(|(name, euros)| granted(name, euros, "association"));
    assert_eq!(grants(&draft), all);
    assert_eq!(seems(&draft, 33_500), Some(Seems::Budget));
    let draft = minutes(
        "Subventions\n                                versé 2030     demandé 2031     voté 2031\n\
         Comité des loisirs                  600,00          900,00          700,00\n\
         Amicale des aînés                  80,00     non chiffré           90,00\n\
         Club de twirling                    0,00          150,00           50,00\n\
         Vote : 9 voix pour, 1 abstention.",
    );
    let all = [("Comité des loisirs", 700), ("Amicale des aînés", 90), ("Club de twirling", 50)];
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "")));
}

#[test]
fn one_demand_put_off_takes_back_no_other() {
    let draft = minutes(
        "Subventions aux clubs\nIl est proposé :\n\nAmicale bouliste : 450,00 €\nClub de tir : 1.200,00 €\n\n\
         Le cyclo-club n'ayant pas produit ses comptes, sa demande de 900,00 € est ajournée.\n\n\
         Le conseil municipal, à l'unanimité, approuve ces propositions.",
    );
    assert_eq!(
        grants(&draft),
        [granted("Amicale bouliste", 450, ""), granted("Club de tir", 1200, "")]
    );
}

#[test]
fn a_list_of_what_was_decided_tells_it_in_the_past() {
    let draft = minutes(
        "Sport\nLa Commission permanente a attribué les subventions suivantes, imputées au chapitre 65 :\n\n\
         – Comité de canoë-kayak : 5 600 €\n– Comité d'athlétisme : 7 250 €\n\nAdopté à l'unanimité",
    );
    let all = [("Comité de canoë-kayak", 5600), ("Comité d'athlétisme", 7250)];
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "")));
}

#[test]
fn a_share_of_the_expense_is_no_other_amount() {
    let draft = act(
        "Stade",
        "Le club remplace sa tondeuse.",
        "décide d'accorder au FC Vaulnoix une subvention d'équipement de 30 % de la dépense, soit 4 284,00 €.",
    );
    assert_eq!(grants(&draft), [granted("FC Vaulnoix", 4284, "")]);
}

#[test]
fn a_grant_may_stand_behind_its_convention() {
    let draft = act(
        "Illuminations",
        "Deux associations décorent leurs rues.",
        "Article 1 : M. le Maire est autorisé à signer une convention avec l'association « Les Boutiques ». Une subvention \
         d'un montant de 8.200 euros lui est attribuée.\n\nArticle 2 : Est approuvée la signature d'une convention avec \
         l'association « Village haut », sise 2, place du Marché, pour une subvention de 4.650 euros.",
    );
    let all = [
        granted("Les Boutiques", 8200, "association"),
        granted("Village haut", 4650, "association"),
    ];
    assert_eq!(grants(&draft), all);
}

#[test]
fn what_a_row_is_stands_in_brackets_before_what_it_is_for() {
    let draft = act(
        "Saison 2031-2032",
        "Trois créations sont accueillies.",
        "décide d'apporter en coproduction\n\ncompagnie Les Forges (association), création « Sable » : 15 k€\n\
         Ateliers du Nord (société coopérative), installation « Four » : 9 k€\n",
    );
    let all = [
        granted("Les Forges", 15_000, "association"),
        granted("Ateliers du Nord", 9_000, "société coopérative"),
    ];
    assert_eq!(grants(&draft), all);
}

#[test]
fn what_figures_are_the_words_around_them_tell() {
    let decision = "ATTRIBUE à l'association Les Forges de Vaulnoix une subvention de 90 000 € au titre de l'exercice 2031.";
    for (report, euros, role) in [
        (
            "La subvention représente 43 % du budget prévisionnel de l'association, établi à 210 000 €.",
            210_000,
            Seems::Budget,
        ),
        ("Les dépenses prévisionnelles sont de 20 500 €.", 20_500, Seems::Budget),
        (
            "La section s'équilibre à 87 000 € en fonctionnement et à 34 000 € en investissement.",
            34_000,
            Seems::Budget,
        ),
        ("Le local prêté a une valeur locative de 6 800 €.", 6_800, Seems::InKind),
        ("La commune prête la salle ; cet avantage est évalué à 640 €.", 640, Seems::InKind),
        (
            "Elle est versée en trois fois :\n- 40 % en janvier, soit 36 400 € ;\n- 60 % en juin.",
            36_400,
            Seems::Instalment,
        ),
        (
            "L'aide sera payée en deux fois, 41 000 € à la signature et le reliquat, 49 500 €, au vu du bilan.",
            49_500,
            Seems::Balance,
        ),
        ("Elle accorde une avance remboursable de 80 000 €.", 80_000, Seems::Advance),
        (
            "Un titre de recettes de 7 000 € est payable en sept mensualités de 1 000 €.",
            1_000,
            Seems::Recovery,
        ),
        ("Le festival a perçu 6 000 € en 2029.", 6_000, Seems::Other),
        (
            "La Ville a déjà attribué au club une subvention de 38 000 € pour le stade.",
            38_000,
            Seems::Other,
        ),
    ] {
        let draft = act("Les Forges", report, decision);
        assert_eq!(seems(&draft, euros), Some(role), "{report}");
    }
}

#[test]
fn one_grant_is_said_in_many_ways() {
    for (decision, name, form) in [
        (
            "accepte de donner une subvention de 900 € à l'Amicale du lavoir.",
            "Amicale du lavoir",
            "",
        ),
        ("décide d'octroyer 900 € de subvention à l'ACCA de Vaulnoix.", "ACCA de Vaulnoix", ""),
        ("approuve le versement au SDIS d'une contribution de 900 €.", "SDIS", ""),
        (
            "décide de soutenir l'association Les Forges à concurrence de 900 €.",
            "Les Forges",
            "association",
        ),
        (
            "prend en charge à hauteur de 900 € les frais de l'association Les Forges.",
            "Les Forges",
            "association",
        ),
        (
            "décide d'accorder une aide de 30 € par enfant à l'association Les Forges, soit un total de 900 €.",
            "Les Forges",
            "association",
        ),
        (
            "DÉCIDE d'attribuer la subvention suivante : Association Les Forges : 900 €.",
            "Les Forges",
            "Association",
        ),
        (
            "attribue à Les Forges (association loi 1901) 900 €.",
            "Les Forges",
            "association loi 1901",
        ),
        ("accorde une subvention de 900 € à la chorale À tue-tête.", "chorale À tue-tête", ""),
    ] {
        let draft = act("Vie locale", "Plusieurs demandes sont reçues.", decision);
        assert_eq!(grants(&draft), [granted(name, 900, form)], "{decision}");
    }
}

#[test]
fn several_grants_are_told_one_behind_the_other() {
    let draft = act(
        "Vie locale",
        "Plusieurs demandes sont reçues.",
        "décide d'attribuer une subvention de 500 € au Tennis-club, de 800 € à la Chorale et de 250 € à l'Amicale laïque.",
    );
    let all = [("Tennis-club", 500), ("Chorale", 800), ("Amicale laïque", 250)];
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "")));
    let draft = act(
        "Vie locale",
        "Plusieurs demandes sont reçues.",
        "alloue aux associations suivantes :\n- Tennis-club : 500 €\n- Chorale : 800 €\n- Amicale laïque : 250 €",
    );
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "association")));
}

#[test]
fn a_name_goes_on_as_far_as_it_does_each_time() {
    let draft = act(
        "Sentiers",
        "L'association Vaulnoix à pied entretient 310 km de sentiers. Le Comité verse déjà une aide à d'autres.",
        "ALLOUE à l'association Vaulnoix à pied une subvention de 900 €.",
    );
    assert_eq!(grants(&draft), [granted("Vaulnoix à pied", 900, "association")]);
    // What follows a name once, or each time before the same words, is no part of it.
    let draft = act(
        "Sentiers",
        "L'association Les Forges à ce jour compte dix membres.",
        "ALLOUE à l'association Les Forges une subvention de 900 €.",
    );
    assert_eq!(grants(&draft), [granted("Les Forges", 900, "association")]);
}

#[test]
fn letters_stand_for_the_name_that_introduces_them() {
    let draft = act(
        "Secourisme",
        "L'union départementale des secouristes de Vaulne (UDSV), association loi 1901, forme les jeunes.",
        "FIXE à 900 € la subvention versée à l'UDSV pour 2031.",
    );
    let name = "union départementale des secouristes de Vaulne";
    assert_eq!(grants(&draft), [granted(name, 900, "association loi 1901")]);
}

#[test]
fn minutes_grant_in_few_words() {
    let draft = minutes(
        "SUBVENTIONS 2031\nTennis-club 500 €, Chorale 300 €, Amicale laïque 250 €.\nAdopté par 9 voix pour et 2 contre.",
    );
    let all = [("Tennis-club", 500), ("Chorale", 300), ("Amicale laïque", 250)];
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "")));
    let draft = minutes(
        "Subvention au Tennis-club\n\nLe club demande une aide pour son tournoi. Accord unanime pour 500 €.",
    );
    assert_eq!(grants(&draft), [granted("Tennis-club", 500, "")]);
    let draft =
        minutes("Attribution d'une subvention de 500 € au Tennis-club\n\nApprouvé à l'unanimité");
    assert_eq!(grants(&draft), [granted("Tennis-club", 500, "")]);
}

/// Whom each amount goes to stands before it, and the amounts are told in words.
#[test]
fn grants_follow_each_other_in_a_sentence_by_name_and_amount() {
    let draft = act(
        "Subventions de l'année 2031",
        "Des lettres sont parvenues.",
        "alloue à la Société de Chasse deux cent vingt euros, au Comité des Veilleurs mille cent euros et au Foyer Rural, qui en \
         demandait plus, quatre cent cinquante euros.",
    );
    let all = [("Société de Chasse", 220), ("Comité des Veilleurs", 1100), ("Foyer Rural", 450)];
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "")));
}

#[test]
fn so_much_a_pupil_comes_to_a_grant() {
    for decision in [
        "décide de donner 40 € par élève, soit 560 €, à la coopérative de l'école.",
        "accepte : 40 € par élève x 14 élèves = 560 €, versés à la Coopérative de l'école.",
    ] {
        let draft = act("Classe de mer", "La directrice demande une aide.", decision);
        let euros: Vec<i64> = grants(&draft).into_iter().map(|(_, euros, _)| euros).collect();
        assert_eq!(euros, [560], "{decision}");
    }
}

/// An amendment that fails takes nothing from the whole.
#[test]
fn an_amendment_that_fails_refuses_no_grant() {
    let all = [("Amicale bouliste", 450), ("Chorale", 300)];
    let draft = read(
        "VILLE DE VAULNOIX\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL DU 4 mai 2031\n\nPrésents : M. Luc BRAVOUX, Mme Anne TILLOY\n\n\
         2031/06/27 – CANTINE\n\nVote : 19 pour, 6 contre. Le rapport est adopté.\n\n\
         2031/06/28 – SUBVENTIONS 2031 AUX CLUBS\n\nAmicale bouliste        450 €\nChorale        300 €\n\n\
         Mme TILLOY dépose un amendement.\nAmendement : 8 voix pour, 19 contre. Il est rejeté.\n\n\
         Le tableau est mis aux voix : il est adopté à l'unanimité.\n\n2031/06/29 – HALLE\n\n\
         Le conseil, à l'unanimité, approuve les travaux.",
    );
    assert_eq!(grants(&draft), all.map(|(name, euros)| granted(name, euros, "")));
}

#[test]
fn what_was_proposed_and_adopted_is_granted() {
    let draft = minutes(
        "Aide d'urgence à l'association « Les Forges »\nLe Maire propose d'attribuer un euro par habitant, donc 600 euros, à \
         l'association « Les Forges », qui expédie du matériel.\nL'aide est adoptée.",
    );
    assert_eq!(grants(&draft), [granted("Les Forges", 600, "association")]);
}

#[test]
fn the_one_sum_asked_for_and_refused_was_put_to_the_vote() {
    let draft = minutes(
        "Le Sou des écoles\nL'association « Le Sou des écoles » sollicite 600 € pour un barnum.\nLa demande est rejetée par 8 \
         voix contre 2.",
    );
    assert_eq!(grants(&draft), []);
    assert_eq!(seems(&draft, 600), Some(Seems::Subsidy));
}

/// The grounds and the decision may be one sentence.
#[test]
fn a_decision_stands_in_the_sentence_of_its_grounds() {
    let draft = minutes(
        "Aide à l'association « Les Forges »\nVu la délibération n° 2030-67 du 7 juillet 2030 ; le conseil, considérant que \
         l'association « Les Forges » restaure un four, décide, par 22 voix pour et 2 contre, d'attribuer à l'association une \
         subvention de 460 €.",
    );
    assert_eq!(grants(&draft), [granted("Les Forges", 460, "association")]);
}

/// A name of one word is short for the one that goes on with it elsewhere.
#[test]
fn one_word_is_short_for_the_name_that_goes_on_with_it() {
    let draft = minutes(
        "Aide à l'association Les Sentiers d'altitude\nL'association Les Sentiers sollicite 900 €. L'association Les Sentiers \
         d'Altitude est jeune.\nLe Président met aux voix une aide de 500 € : adopté à l'unanimité.",
    );
    let names: Vec<String> = grants(&draft).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Les Sentiers d'Altitude"]);
}

/// Who is granted how much under these decisions, and what some figures seem to be.
fn decided(decision: &str) -> Draft {
    act("Convention avec l'association « Les Forges »", "L'association tient la halle.", decision)
}

#[test]
fn parts_of_what_is_paid_and_what_is_lent_receive_nothing() {
    let schedule = "APPROUVE la convention d'objectifs 2031 avec l'association « Les Forges ».\n\nLa subvention est payée selon l'échéancier suivant :\n\n\
        \x20 Premier acompte (40 %), à la signature de la convention ......... 74 000 €\n\
        \x20 Deuxième acompte (30 %), au 1er juin 2031, sur remise des\n    comptes 2030 certifiés ........................................ 55 500 €\n\
        \x20 Solde (30 %), au 1er novembre 2031, au vu du bilan\n    intermédiaire ................................................. 55 400 €";
    let draft = decided(schedule);
    assert_eq!(grants(&draft), [], "{schedule}");
    assert_eq!(seems(&draft, 74_000), Some(Seems::Instalment));
    let lent = "Les concours de la commune sont arrêtés comme suit :\n\n\
        \x20 Mise à disposition de la halle (valeur locative) ..... 42 600 €\n\
        \x20 Prise en charge des fluides ...................................... 8 350 €\n\
        \x20 Mise à disposition d'un régisseur (mi-temps) .................... 17 900 €\n";
    let draft = decided(lent);
    assert_eq!(grants(&draft), [], "{lent}");
    assert_eq!(seems(&draft, 42_600), Some(Seems::InKind));
    assert_eq!(seems(&draft, 17_900), Some(Seems::InKind));
    let refused = "Article 1 : D'attribuer à l'association « Les Forges » une subvention de 900 €.\n\nArticle 2 : De ne pas retenir les demandes suivantes :\n\
        Le Comptoir des Saules\nCafé\nAide demandée : 15 000 €\nLes Ateliers du Quai\nConserverie\nAide demandée : 28 000 €\n";
    let draft = decided(refused);
    assert_eq!(grants(&draft).len(), 1, "{refused}");
}

#[test]
fn so_much_a_head_is_a_row() {
    let rows = [
        "- SIVOM des Rives : 1 248 habitants x 34,50 € = 43 056 €\n- Syndicat du Parc : 1 248 habitants x 1,75 € = 2 184 €",
        "a) SIVOM des Rives\n   1 248 habitants x 34,50 € = 43 056,00 €\n\nb) Syndicat du Parc\n   1 248 habitants x 1,75 € = 2 184,00 €",
    ];
    for rows in rows {
        let draft = act(
            "Participations 2031 aux syndicats",
            "La commune adhère à deux syndicats.",
            &format!("APPROUVE les participations suivantes :\n\n{rows}"),
        );
        let told: Vec<(String, i64)> =
            grants(&draft).into_iter().map(|(name, euros, _)| (name, euros)).collect();
        assert_eq!(
            told,
            [("SIVOM des Rives".to_owned(), 43_056), ("Syndicat du Parc".to_owned(), 2184)],
            "{rows}"
        );
    }
}

#[test]
fn a_programme_lists_who_receives_and_what_for_between_dashes() {
    let decision = "APPROUVE la programmation suivante :\n\nVAULNE\n\
        • Régie des Ponts – Chantier jeunes (coût de l'action 38 000 €) : 9 600 €\n\
        • Centre social Rivelles – Ateliers parents (coût de l'action 21 600 €) : 5 400 €\n\
        • Boxing-club vaulnois – Sport au féminin (coût de l'action 9 200 €) : 2 000 €\nSous-total Vaulne : 17 000 €\n\n\
        TRESSAC-LE-HAUT\n• Compagnie Le Fil bleu – Théâtre (coût de l'action 26 500 €) : 6 000 €\n\
        • Pages ouvertes – Café des langues (coût de l'action 6 400 €) : 1 600 €\nSous-total Tressac : 7 600 €\n\nTOTAL : 24 600 €";
    let draft = act(
        "Contrat de ville – Subventions aux porteurs de projets",
        "Elle est arrêtée par le comité.",
        decision,
    );
    let told: Vec<(String, i64)> =
        grants(&draft).into_iter().map(|(name, euros, _)| (name, euros)).collect();
    let expected = [
        ("Régie des Ponts", 9600),
        ("Centre social Rivelles", 5400),
        ("Boxing-club vaulnois", 2000),
        ("Compagnie Le Fil bleu", 6000),
        ("Pages ouvertes", 1600),
    ];
    assert_eq!(told, expected.map(|(name, euros)| (name.to_owned(), euros)));
    assert_eq!(seems(&draft, 38_000), Some(Seems::Budget));
}
