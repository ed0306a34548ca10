//! Whatever a draft holds, and whatever comments say, it is read back as it was.

use super::*;
use crate::draft_file::{
    DraftConfidence, DraftDocument, DraftNote, DraftReading, DraftSource, DraftedEvent,
};
use crate::review::Decided;
use greffe_domain::{Grade, ReviewVerdict};
use proptest::prelude::*;
use serde_json::{Map, Value};

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        // What could be taken for a comment, an escape, or the end of a line.
        "\\PC{0,40}".prop_map(Value::from),
        "[a-z/*#\"\\\\\\n\\t,\\]}\u{2028} ]{0,40}".prop_map(Value::from),
        Just(Value::Null),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z/#\"*]{0,12}", inner, 0..4)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn decided() -> impl Strategy<Value = Option<Decided>> {
    let decided = ("\\PC{1,20}", any::<bool>()).prop_map(|(by, edited)| Decided {
        verdict: if edited { ReviewVerdict::Edited } else { ReviewVerdict::Added },
        by,
        at: "2026-01-05T09:00:00.000000Z".parse().unwrap(),
        proposed: None,
    });
    proptest::option::of(decided)
}

fn event() -> impl Strategy<Value = DraftedEvent> {
    let sources = proptest::collection::vec(
        (0..900u64, proptest::collection::vec("/[a-z]{1,9}", 0..3)),
        0..4,
    );
    let marks = (any::<bool>(), any::<bool>(), proptest::option::of("\\PC{0,60}"));
    (marks, sources, value(), decided(), proptest::option::of("[/#*a-z\\n\"]{0,50}")).prop_map(
        |((record, sure, reason), sources, data, decided, quote)| DraftedEvent {
            record,
            seal: Vec::new(),
            confidence: if sure { DraftConfidence::Sure } else { DraftConfidence::Review },
            reason,
            stream: "act/m/d-1".parse().unwrap(),
            kind: "VoteCast".to_owned(),
            schema: 1,
            effective: "2023-03-16".parse().unwrap(),
            grade: Grade::Act,
            quote,
            sources: sources
                .into_iter()
                .map(|(from, fields)| DraftSource { span: (from, from + 9), fields })
                .collect(),
            causes: Vec::new(),
            data,
            decided,
        },
    )
}

fn draft() -> impl Strategy<Value = DraftFile> {
    let notes = proptest::collection::vec("\\PC{0,60}", 0..3);
    let events = proptest::collection::vec(event(), 0..4);
    (events, notes, any::<bool>(), "[^/\\\\]{1,20}").prop_map(|(events, notes, read, name)| {
        let unseen = crate::Unseen { why: crate::WhyUnseen::Pale, characters: 9 };
        DraftFile {
            greffe_draft: 1,
            document: DraftDocument {
                name,
                original: "a".repeat(64),
                original_bytes: 12,
                text: "b".repeat(64),
                text_bytes: 12,
                media_type: "text/plain".to_owned(),
                encoding: "UTF-8".to_owned(),
                extractor: None,
                textless_pages: if read { vec![2] } else { Vec::new() },
                unseen: if read { vec![unseen] } else { Vec::new() },
            },
            reading: read.then(|| DraftReading { institution: None, proposed: "c".repeat(64) }),
            review_of: (!read).then(|| "d".repeat(64)),
            events,
            notes: notes
                .into_iter()
                .map(|what| DraftNote {
                    code: "seen".to_owned(),
                    what,
                    span: (1, 2),
                    amount_cents: None,
                    seems: None,
                    share: None,
                    act: None,
                    exercise: None,
                })
                .collect(),
        }
    })
}

proptest! {
    #[test]
    fn a_draft_is_read_back_as_it_was(draft in draft(), words in "[^\\x00]{0,40}") {
        let remarks = |place: DraftPlace<'_>| match place {
            DraftPlace::Top => vec![words.clone(), "*/ \" { [".to_owned()],
            DraftPlace::Event(at, event) => vec![format!("{at}: {words}"), event.kind.clone()],
            DraftPlace::Note(note) => vec![note.what.clone()],
        };
        let text = draft.to_text(remarks).unwrap();
        prop_assert_eq!(&DraftFile::parse(&text).unwrap(), &draft, "{}", text);
        // The same without a comment, and as a program writes it.
        prop_assert_eq!(&DraftFile::parse(&draft.to_text(|_| Vec::new()).unwrap()).unwrap(), &draft);
        let plain = serde_json::to_string_pretty(&draft).unwrap();
        prop_assert_eq!(&DraftFile::parse(&plain).unwrap(), &draft);
    }

    #[test]
    fn what_a_person_types_is_never_a_panic(text in "[{}\\[\\]\"/*#,:a\\n ]{0,60}") {
        let _ = DraftFile::parse(&text);
    }
}

#[test]
fn comments_and_a_last_comma_are_passed_over() {
    let document = format!(
        r#"{{"name": "a//b # c", "original": "{0}", "original_bytes": 1, "text": "{0}",
        "text_bytes": 1, "media_type": "text/plain", "encoding": "UTF-8",}}"#,
        "a".repeat(64)
    );
    let text = format!(
        "\u{feff}// one\n{{ \"greffe_draft\": 1, /* two */ \"document\": {document}, # three\n\"events\": [ // none\n],\n}}"
    );
    let draft = DraftFile::parse(&text).unwrap();
    assert_eq!(draft.document.name, "a//b # c", "what stands in a text is no comment");
    // The place of a mistake is that in the file, comments and all.
    let wrong = text.replace("// none", "// none\n oops");
    let told = DraftFile::parse(&wrong).unwrap_err().to_string();
    assert!(told.contains("line 5 column 2"), "{told}");
}
