//! Sums in words, as bodies write them that write everything out: in the rows of a list, before the names, with cents.

use greffe_domain::Event;
use greffe_ingest::{Draft, Figure, Options, draft};

fn act(rows: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nObjet : Subventions aux associations – Exercice 2031\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité, décide :\n\n\
         Article premier. – Sont accordées, pour l'exercice 2031, les subventions ci-après :\n\n{rows}\n\n\
         Article deux. – Le maire est chargé de l'exécution de la présente délibération, qui est adoptée.\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// Who is granted how many cents, and what the text says of the sum.
fn grants(draft: &Draft) -> Vec<(String, i64)> {
    let told = draft.events.iter().filter_map(|event| match &event.event {
        Event::SubsidyGranted(grant) => {
            Some((grant.beneficiary.name.clone(), grant.amount_cents.cents()))
        }
        _ => None,
    });
    told.collect()
}

/// The sums that no grant holds, in cents.
fn noted(draft: &Draft) -> Vec<i64> {
    let told = draft.notes.iter().filter_map(|note| match note.figure.as_ref()? {
        Figure::Amount(sum, _) => Some(sum.cents()),
        _ => None,
    });
    told.collect()
}

#[test]
fn rows_may_hold_their_sums_in_words() {
    for rows in [
        "   1° La Veillée des Rivelles : quatre mille deux cents euros ;\n\n   2° Le Grenier partagé : neuf cent \
         quatre-vingts euros ;\n\n   3° Les Tisserands : trois cent soixante-quinze euros et cinquante centimes.",
        "- La Veillée des Rivelles : quatre mille deux cents euros (4 200 €)\n- Le Grenier partagé : neuf cent \
         quatre-vingts euros (980 €)\n- Les Tisserands : trois cent soixante-quinze euros et cinquante centimes (375,50 €)",
        "- quatre mille deux cents euros à La Veillée des Rivelles ;\n- neuf cent quatre-vingts euros à Le Grenier \
         partagé ;\n- trois cent soixante-quinze euros cinquante centimes à Les Tisserands.",
        "La Veillée des Rivelles          quatre mille deux cents euros\nLe Grenier partagé             neuf cent \
         quatre-vingts euros\nLes Tisserands          trois cent soixante-quinze euros et 50 centimes",
        "La Veillée des Rivelles\nquatre mille deux cents euros\nLe Grenier partagé\nneuf cent quatre-vingts \
         euros\nLes Tisserands\ntrois cent soixante-quinze euros et cinquante centimes",
    ] {
        let draft = act(rows);
        let told = [
            ("La Veillée des Rivelles", 420_000),
            ("Le Grenier partagé", 98_000),
            ("Les Tisserands", 37_550),
        ];
        let told = told.map(|(name, cents)| (name.to_owned(), cents));
        assert_eq!(grants(&draft), told, "{rows}");
        assert_eq!(noted(&draft), [0; 0], "{rows}");
    }
    // Words that say another sum than their figure are no row.
    let draft = act(
        "- Les Tisserands : six cents euros (700 €)\n- Le Grenier partagé : cent euros (110 €)",
    );
    assert!(!grants(&draft).iter().any(|(_, cents)| [60_000, 10_000].contains(cents)));
}

#[test]
fn cents_in_words_belong_to_their_sum() {
    for (words, cents) in [
        ("douze euros et cinq centimes", 1_205),
        ("375 euros et 50 centimes", 37_550),
        ("mille deux cents euros, vingt-cinq centimes", 120_025),
    ] {
        let draft = act(&format!("La somme de {words} est due."));
        assert_eq!(noted(&draft), [cents], "{words}");
    }
}
