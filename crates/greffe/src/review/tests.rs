//! Laws of a review: nothing is lost, everything can be taken back, and what is recorded says who
//! decided what on which proposal.

use super::*;
use crate::{Ledger, Opening, ReadOptions};
use greffe_domain::{Event, ReadingReviewed};
use proptest::prelude::*;
use serde_json::json;

const ACT: &[u8] = include_bytes!("../../../../docs/tour/1-attribution.txt");

fn machine() -> (String, String) {
    let drafted = crate::draft("1-attribution.txt", ACT, &ReadOptions::default()).unwrap();
    let draft = drafted.draft.in_order_of_text();
    (draft.to_text(|_| Vec::new()).unwrap(), drafted.text)
}

fn who(by: &str) -> Reviewer<'_> {
    Reviewer { by, at: "2026-01-05T09:00:00.000000Z".parse().unwrap() }
}

#[test]
fn the_order_of_the_text_keeps_causes_before_what_follows_from_them() {
    let drafted = crate::draft("1-attribution.txt", ACT, &ReadOptions::default()).unwrap();
    let count = drafted.draft.events.len();
    let draft = drafted.draft.clone().in_order_of_text();
    assert_eq!(draft.events.len(), count);
    draft.check(&drafted.text).unwrap();
    assert_eq!(draft.is_untouched(), Some(true));
    let places: Vec<u64> = draft.events.iter().map(|e| e.sources[0].span.0).collect();
    let falls = places.windows(2).filter(|pair| pair[0] > pair[1]).count();
    assert!(falls <= 3, "by and large from top to bottom: {places:?}");
    // The same facts, each with the same causes.
    let told = |draft: &DraftFile| {
        let mut told: Vec<String> = draft
            .events
            .iter()
            .map(|e| {
                let causes = e.causes.iter().map(|c| draft.events[*c].data.to_string());
                format!("{} {} {:?}", e.kind, e.data, causes.collect::<Vec<_>>())
            })
            .collect();
        told.sort();
        told
    };
    assert_eq!(told(&draft), told(&drafted.draft));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn everything_can_be_taken_back_and_resumed(keys in proptest::collection::vec((0..5u8, 0..24usize), 0..40)) {
        let (draft, text) = machine();
        let mut review = Review::begin(&draft).unwrap();
        let begun = review.clone();
        for (key, at) in keys {
            let at = at % review.len();
            let who = who("Inès");
            match key {
                0 => review.accept(at, &text, who).unwrap(),
                1 => review.reject(at, who),
                2 => {
                    let mut event = review.event(at).unwrap().clone();
                    event.effective = "2020".parse().unwrap();
                    review.edit(at, event, &text, who).unwrap();
                }
                3 => {
                    let event = review.event(at).unwrap().clone();
                    review.add(event, &text, who).unwrap();
                }
                _ => review.restore(at),
            }
            // What is kept is read back as it is, and goes on.
            let kept = review.draft().to_text(|_| Vec::new()).unwrap();
            prop_assert_eq!(&Review::resume(&draft, &kept).unwrap(), &review);
            review.draft().check(&text).unwrap();
        }
        for at in (0..review.len()).rev() {
            review.restore(at);
        }
        prop_assert_eq!(review, begun);
    }
}

#[test]
fn a_review_of_another_draft_is_refused() {
    let (draft, _) = machine();
    let review = Review::begin(&draft).unwrap();
    let kept = review.draft().to_text(|_| Vec::new()).unwrap();
    let changed = draft.replace("\"record\": true", "\"record\": false");
    assert!(matches!(Review::resume(&changed, &kept), Err(Error::OtherReview { .. })));
    assert!(Review::begin(&kept).is_err(), "a review is no draft to review");
}

fn ledger(folder: &std::path::Path) -> Ledger {
    let opening = Opening { name: "t".into(), by: "clerk".into(), ..Opening::default() };
    Ledger::create(&folder.join("ledger"), opening).unwrap()
}

fn told(ledger: &Ledger, seqs: &[u64]) -> Vec<(ReadingReviewed, Vec<u64>)> {
    let one = |seq: &u64| {
        let bytes = ledger.entry(*seq).unwrap().unwrap();
        let entry: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let causes = entry["causes"].as_array().unwrap();
        let causes = causes.iter().map(|c| c.as_u64().unwrap()).collect();
        let recorded = crate::decode(&bytes).unwrap();
        let greffe_domain::Content::Known(fact) = recorded.content else { panic!() };
        let Event::ReadingReviewed(reviewed) = fact.event.clone() else { panic!() };
        (reviewed, causes)
    };
    seqs.iter().map(one).collect()
}

#[tokio::test]
async fn every_decision_is_recorded_with_what_was_proposed() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(folder.path());
    let (draft, text) = machine();
    let mut review = Review::begin(&draft).unwrap();
    let at = |kind: &str, review: &Review| {
        review.draft().events.iter().position(|e| e.kind == kind).unwrap()
    };
    let grant = at("SubsidyGranted", &review);
    review.accept(at("VoteCast", &review), &text, who("Inès")).unwrap();
    review.reject(at("QuorumDeclared", &review), who("Inès"));
    let mut edited = review.event(grant).unwrap().clone();
    let proposed = edited.proposed();
    edited.data["amount_cents"] = json!(100);
    review.edit(grant, edited.clone(), &text, who("Hugo")).unwrap();
    edited.data["amount_cents"] = json!(200);
    let added = review.add(edited, &text, who("Hugo")).unwrap();

    let recording = ledger.record(review.draft(), ACT, "greffier").await.unwrap();
    assert!(!recording.untold);
    let told = told(&ledger, &recording.reviewed);
    let verdicts: Vec<_> = told.iter().map(|(r, _)| (r.verdict, r.by.as_str())).collect();
    assert_eq!(verdicts.len(), 4, "{verdicts:?}");
    let of = |verdict| told.iter().find(|(r, _)| r.verdict == verdict).unwrap();
    let (edited, causes) = of(ReviewVerdict::Edited);
    assert_eq!((edited.by.as_str(), edited.at.is_some()), ("Hugo", true));
    assert_eq!(edited.proposed.as_ref(), Some(&proposed));
    assert_eq!(causes.len(), 1, "it follows the entry that it let in");
    assert!(of(ReviewVerdict::Rejected).1.is_empty());
    assert_eq!(of(ReviewVerdict::Added).0.proposed, None);
    assert_eq!(of(ReviewVerdict::Accepted).0.by, "Inès");
    assert!(added >= review.len() - 1);
    // Once more: nothing new.
    let again = ledger.record(review.draft(), ACT, "greffier").await.unwrap();
    assert_eq!((again.recorded.len(), again.reviewed.len()), (0, 0));
}

#[tokio::test]
async fn what_was_corrected_by_hand_is_told_from_what_the_machine_read() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(folder.path());
    let (text, _) = machine();
    let mut draft = DraftFile::parse(&text).unwrap();
    // One edited, one struck out, one let in twice over as something else.
    let at = |kind: &str| draft.events.iter().position(|e| e.kind == kind).unwrap();
    let (grant, quorum) = (at("SubsidyGranted"), at("QuorumDeclared"));
    draft.events[grant].data["amount_cents"] = json!(100);
    draft.events[quorum].record = false;
    let mut new = draft.events[grant].clone();
    new.data["exercise"] = json!(2020);
    draft.events.push(new);

    let recording = ledger.record(&draft, ACT, "Inès").await.unwrap();
    let told = told(&ledger, &recording.reviewed);
    let mut verdicts: Vec<ReviewVerdict> = told.iter().map(|(r, _)| r.verdict).collect();
    verdicts.sort();
    assert_eq!(verdicts, [ReviewVerdict::Edited, ReviewVerdict::Rejected, ReviewVerdict::Added]);
    let edited = told.iter().find(|(r, _)| r.verdict == ReviewVerdict::Edited).unwrap();
    assert_eq!((edited.0.by.as_str(), edited.0.at), ("Inès", None));
    assert_eq!(edited.0.proposed.as_ref().unwrap().data["amount_cents"], 7_350_000);

    // A draft of another reader: what it had proposed cannot be told, and nothing is claimed.
    draft.reading.as_mut().unwrap().proposed = "0".repeat(64);
    draft.events[grant].data["amount_cents"] = json!(300);
    let refused = ledger.record(&draft, ACT, "Inès").await.unwrap_err();
    let Error::Restated { facts, .. } = refused else { panic!("{refused}") };
    let stands: Vec<u64> = facts.iter().map(|fact| fact.entry).collect();
    let recording = ledger.record_despite(&draft, ACT, "Inès", &stands).await.unwrap();
    assert!(recording.untold && recording.reviewed.is_empty());
}
