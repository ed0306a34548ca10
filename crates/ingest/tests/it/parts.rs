//! Articles voted apart: each vote is told, whatever the number of its article.

use greffe_domain::{Event, Outcome};
use greffe_ingest::{Draft, Options, draft};

fn read(decision: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\nExtrait du registre des délibérations\n\nSéance du 4 mai 2031\n\nObjet : Règlement des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré,\n\nDécide :\n{decision}\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// The parts that were voted, and what became of each.
fn parts(draft: &Draft) -> Vec<(String, Outcome)> {
    let of_part = |stream: &str| Some(stream.rsplit_once("-article")?.1.to_owned());
    let told = draft.events.iter().filter_map(|fact| match &fact.event {
        Event::VoteCast(vote) => Some((of_part(fact.stream.as_str())?, vote.outcome)),
        _ => None,
    });
    told.collect()
}

#[test]
fn an_article_beyond_a_thousand_keeps_its_vote() {
    let draft = read(
        "Article 1 : d'adopter le règlement.\nArticle 999 : adopté par 12 voix pour, 3 contre.\n\
         Article 1000 : rejeté par 12 voix contre 3.\nArticle 1 001 : adopté par 12 voix pour, 3 contre.\n\
         Articles 1002 à 10 010 : adoptés à l'unanimité.\n\nL'ensemble est adopté par 12 voix pour, 3 contre.",
    );
    let expected = [
        ("-999", Outcome::Adopted),
        ("-1000", Outcome::Rejected),
        ("-1-001", Outcome::Adopted),
        ("s-1002-a-10-010", Outcome::Adopted),
    ];
    assert_eq!(parts(&draft), expected.map(|(part, outcome)| (part.to_owned(), outcome)));
}

#[test]
fn an_article_beyond_ninety_nine_has_its_own_text() {
    let article = |at: u32| format!("Article {at} : La mesure numéro {at} est adoptée.\n");
    let mut decision: String = (1..=120).map(article).collect();
    decision += "Article 6574 du budget.\n";
    let draft = read(&decision);
    let articles = draft.events.iter().find_map(|fact| match &fact.event {
        Event::DeliberationTabled(tabled) => Some(&tabled.articles),
        _ => None,
    });
    let articles = articles.unwrap();
    assert_eq!(articles.len(), 120);
    let last = articles.last().unwrap();
    assert_eq!(last.number, 120);
    // The article of a budget is none of the act.
    assert!(last.text.ends_with("Article 6574 du budget."), "{}", last.text);
}

#[test]
fn a_line_for_each_who_receives_is_a_vote_of_its_own() {
    for rest in ["Autres associations", "autres associations"] {
        let draft = read(&format!(
            "- d'attribuer les subventions du tableau ci-dessus ;\n\n- PRECISE que les votes ont été les suivants :\n\
             \x20        Le Cercle des aînés :    Pour : 8     Contre : 0     Abstention : 1 (M. BRAVOUX)\n\
             \x20        {rest} :    Pour : 10    Contre : 0     Abstention : 0\n\n- AUTORISE le maire à signer."
        ));
        let votes = draft.events.iter().filter_map(|fact| match &fact.event {
            Event::VoteCast(vote) => Some((vote.votes_for, vote.votes_against, vote.abstentions)),
            _ => None,
        });
        let votes: Vec<_> = votes.filter(|(votes_for, _, _)| votes_for.is_some()).collect();
        let expected = [(Some(8), Some(0), Some(1)), (Some(10), Some(0), Some(0))];
        assert_eq!(votes, expected, "{rest}");
    }
}
