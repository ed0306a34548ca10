//! Pairs as documents bring them about: numbers, spellings, receipts; and what persons decide.

use super::*;
use greffe_domain::{Grade, Instant, Meta, Recorded};
use proptest::prelude::*;
use serde_json::{Value, json};

fn told(seq: u64, stream: &str, kind: &str, effective: &str, data: Value) -> Recorded {
    let meta = Meta {
        seq,
        stream: stream.parse().unwrap(),
        effective: effective.parse().unwrap(),
        recorded_at: Instant::from_micros(i64::try_from(seq).unwrap() * 1_000_000).unwrap(),
        recorded_by: "clerk".to_owned(),
        grade: Grade::Act,
        sources: vec![],
        causes: vec![],
    };
    Recorded::of(meta, kind, 1, data)
}

fn matching(recorded: &[Recorded]) -> Matching {
    let mut facts = Facts::default();
    for recorded in recorded {
        facts.insert(recorded);
    }
    Matching::of(&facts)
}

fn identified(seq: u64, id: &str, data: Value) -> Recorded {
    told(seq, &format!("beneficiary/{id}"), "BeneficiaryIdentified", "2023", data)
}

fn granted(seq: u64, by: &str, name: &str) -> Recorded {
    let stream = format!("convention/{by}/2023/c{seq}");
    let data = json!({ "amount_cents": 100, "beneficiary": { "name": name }, "exercise": 2023 });
    told(seq, &stream, "SubsidyGranted", "2023-03-16", data)
}

fn codes(reasons: &[MatchReason]) -> Vec<&'static str> {
    reasons.iter().map(|reason| reason.code.as_str()).collect()
}

/// Each pair in a line.
fn lines(matching: &Matching) -> Vec<String> {
    let line = |p: &MatchProposal| {
        format!(
            "{} {} {:?} {:?} {:?}",
            p.subject.stream,
            p.other.stream,
            p.likelihood.unwrap(),
            codes(&p.reasons),
            codes(&p.against)
        )
    };
    matching.proposals.iter().map(line).collect()
}

#[test]
fn beneficiaries_meet_by_numbers_before_names() {
    let found = matching(&[
        identified(1, "732829320", json!({ "name": "Chœur du Pont", "siren": "732829320" })),
        // A SIRET of the same SIREN, under the number of the register of associations.
        identified(
            2,
            "w123456789",
            json!({ "name": "C.D.P.", "siret": "73282932000074", "rna": "W123456789" }),
        ),
        // The same name, spelled with its form, in grants of one institution alone.
        granted(3, "vauclaire", "Association Le Chœur du Pont"),
        granted(4, "vauclaire", "CHŒUR DU PONT"),
    ]);
    assert_eq!(
        lines(&found),
        [
            r#"beneficiary/732829320 beneficiary/w123456789 Strong ["same-siren"] []"#,
            r#"beneficiary/732829320 beneficiary/association-le-choeur-du-pont Likely ["same-name", "same-grantor"] []"#,
        ]
        .map(|line| {
            // Streams stand in their order.
            let mut words: Vec<&str> = line.splitn(3, ' ').collect();
            words[..2].sort_unstable();
            words.join(" ")
        })
    );
}

#[test]
fn what_speaks_against_a_pair_is_said_and_weighs() {
    let found = matching(&[
        identified(
            1,
            "732829320",
            json!({ "name": "Amicale laïque", "siren": "732829320", "seat": "1 rue A, 71000 Mâcon" }),
        ),
        identified(
            2,
            "404833048",
            json!({ "name": "Amicale Laïque", "siren": "404833048", "seat": "2 rue B, 69000 Lyon" }),
        ),
        // A SIREN whose check fails says nothing of who it is.
        identified(3, "732829321", json!({ "name": "Autre", "siren": "732829321" })),
        identified(4, "w9", json!({ "name": "Encore", "siren": "732829321" })),
        // The same words in another order.
        granted(5, "vauclaire", "Théâtre du Rond"),
        granted(6, "sarrebourg", "Rond Théâtre"),
    ]);
    assert_eq!(
        lines(&found),
        [
            r#"beneficiary/404833048 beneficiary/732829320 Weak ["same-name"] ["other-siren", "other-place"]"#,
            r#"beneficiary/rond-theatre beneficiary/theatre-du-rond Weak ["same-words"] []"#,
        ]
    );
}

#[test]
fn acts_meet_by_reference_and_day() {
    let tabled = |seq: u64, by: &str, reference: &str, day: &str, title: &str| {
        let stream = format!("act/{by}/n{seq}");
        let data =
            json!({ "institution": by, "organ": "C", "reference": reference, "title": title });
        told(seq, &stream, "DeliberationTabled", day, data)
    };
    let unnumbered = |seq: u64, by: &str, day: &str, title: &str| {
        let data = json!({ "institution": by, "organ": "C", "title": title });
        told(seq, &format!("act/{by}/n{seq}"), "DeliberationTabled", day, data)
    };
    let receipt = |seq: u64, reference: &str, day: &str| {
        let stream = format!("act/siren-213/n{seq}");
        let data = json!({ "act": { "reference": reference, "date": day }, "on": "2023-03-20" });
        told(seq, &stream, "ActTransmitted", "2023-03-20", data)
    };
    let found = matching(&[
        tabled(1, "vauclaire", "D-2023/045", "2023-03-16", "Budget"),
        // The receipt of the same act, under the number of its body.
        receipt(2, "D 2023-045", "2023-03-16"),
        // Another commune's number 45, of another day: nothing.
        tabled(3, "sarrebourg", "D-2023/045", "2023-04-02", "Voirie"),
        // The same act told twice, under two numbers: hardly.
        tabled(4, "sarrebourg", "46", "2023-04-02", "Voirie"),
        // Told twice, once without a number.
        tabled(9, "lunel", "2023-61", "2023-06-08", "Halle"),
        unnumbered(10, "lunel", "2023-06-08", "Halle"),
        // A receipt whose sender numbers in its own way; two of other days or figures.
        tabled(5, "vauclaire", "2023-12", "2023-05-11", "Fêtes"),
        receipt(6, "DEL20230511_012", "2023-05-11"),
        receipt(7, "DEL20230511_013", "2023-05-11"),
        receipt(8, "DEL20230512_012", "2023-05-12"),
    ]);
    assert_eq!(
        lines(&found),
        [
            r#"act/siren-213/n2 act/vauclaire/n1 Strong ["same-reference", "same-day"] []"#,
            r#"act/lunel/n10 act/lunel/n9 Likely ["same-day", "same-title"] []"#,
            r#"act/sarrebourg/n3 act/sarrebourg/n4 Weak ["same-day", "same-title"] ["other-reference"]"#,
            r#"act/siren-213/n6 act/vauclaire/n5 Weak ["same-day"] ["other-reference"]"#,
        ]
    );
}

#[test]
fn the_latest_decision_on_a_pair_counts_and_a_void_takes_it_back() {
    let link = |seq: u64, verdict: &str| {
        let data = json!({
            "subject": "beneficiary/a", "other": "beneficiary/b", "verdict": verdict,
            "proposed": ["same-name"], "reason": "vu au registre"
        });
        told(seq, "ledger", "SubjectsLinked", "2024", data)
    };
    let mut log = vec![
        identified(1, "a", json!({ "name": "Chœur" })),
        identified(2, "b", json!({ "name": "Le Chœur" })),
        link(3, "distinct"),
        link(4, "same"),
    ];
    let decided = |log: &[Recorded]| {
        let found = matching(log);
        assert_eq!(found.proposals.len(), 1, "{found:?}");
        let decided = found.proposals[0].decided.clone();
        decided.map(|decided| (decided.verdict, decided.entry))
    };
    assert_eq!(decided(&log), Some((LinkVerdict::Same, 4)));
    log.push(told(5, "ledger", "EntryVoided", "2024", json!({ "entry": 4, "reason": "erreur" })));
    assert_eq!(decided(&log), Some((LinkVerdict::Distinct, 3)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// The order of the log changes no proposal, and no subject is proposed with itself.
    #[test]
    fn proposals_do_not_depend_on_the_order(
        grants in proptest::collection::vec((0..3usize, "(le |la |asso )?[ab] [cd]( [ef])?"), 0..12),
        seed in any::<u64>(),
    ) {
        let bodies = ["vauclaire", "sarrebourg", "x"];
        let log: Vec<Recorded> = (1u64..)
            .zip(&grants)
            .map(|(seq, (by, name))| granted(seq, bodies[*by], name))
            .collect();
        let found = matching(&log);
        let mut other = log.clone();
        other.rotate_left(usize::try_from(seed % 97).unwrap() % log.len().max(1));
        other.reverse();
        prop_assert_eq!(lines(&matching(&other)), lines(&found));
        for p in &found.proposals {
            prop_assert!(p.subject.stream < p.other.stream);
        }
    }
}

#[test]
fn one_number_under_names_without_a_word_in_common_is_told() {
    let found = matching(&[
        identified(1, "732829320", json!({ "name": "Rugby Club du Val", "siren": "732829320" })),
        identified(2, "732829320", json!({ "name": "Foyer rural", "siren": "732829320" })),
        identified(3, "443061841", json!({ "name": "Chœur du Pont", "siren": "443061841" })),
        identified(4, "443061841", json!({ "name": "Association Le Chœur", "siren": "443061841" })),
    ]);
    let told: Vec<(&str, usize)> =
        found.several_names.iter().map(|one| (one.stream.as_str(), one.names.len())).collect();
    assert_eq!(told, [("beneficiary/732829320", 2)]);
}
