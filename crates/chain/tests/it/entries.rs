//! Reading and writing one entry.

use greffe_chain::{EncodeError, Entry, Hash, ParseError, encode};
use proptest::prelude::*;
use serde_json::value::RawValue;

use crate::ledger::{fields, ledger};

#[test]
fn the_line_is_the_one_of_the_format_document() {
    let line = String::from_utf8(encode(&fields(1, Hash::of(b""))).unwrap()).unwrap();
    let expected = concat!(
        r#"{"prev":"af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262","#,
        r#""seq":1,"id":"018f2b9a-0000-7000-8000-000000000001","stream":"act/vauclaire/2024-017","#,
        r#""version":1,"kind":"SubsidyGranted","schema":1,"effective":"2024-03","#,
        r#""recorded_at":"2024-03-01T09:30:00.000001Z","recorded_by":"Secrétariat général","#,
        r#""evidence":{"grade":"act","sources":[{"document":"HASH","span":[10,19],"#,
        r#""fields":["/amount_cents"]}]},"causes":[],"#,
        r#""data":{"amount_cents":100,"objet":"L'été à \"Vauclaire\""}}"#,
    );
    assert_eq!(line, expected.replace("HASH", &Hash::of(b"text of the act").to_string()));
}

#[test]
fn a_view_gives_back_every_field() {
    let written = fields(3, Hash::of(b"two"));
    let bytes = encode(&written).unwrap();
    let entry = Entry::parse(&bytes).unwrap();
    assert_eq!((entry.prev(), entry.seq(), entry.id()), (written.prev, 3, written.id));
    assert_eq!((entry.stream(), entry.version()), (&*written.stream, 2));
    assert_eq!((entry.kind(), entry.schema()), ("SubsidyGranted", 1));
    assert_eq!((entry.effective(), entry.recorded_by()), ("2024-03", "Secrétariat général"));
    assert_eq!(entry.recorded_at(), written.recorded_at);
    assert_eq!(entry.recorded().to_string(), written.recorded_at);
    assert_eq!((entry.grade(), entry.sources()), ("act", &*written.evidence.sources));
    assert_eq!((entry.causes(), entry.data()), (&[2][..], written.data.get()));
    assert_eq!((entry.bytes(), entry.hash()), (&*bytes, Hash::of(&bytes)));
    assert_eq!(entry.unknown_fields(), 0);
}

#[test]
fn order_white_space_and_unknown_fields_are_tolerated() {
    let bytes = encode(&fields(2, Hash::ZERO)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let moved = text.replacen("\"seq\":2,", "", 1).replacen('{', "{ \"seq\" : 2 ,\t", 1);
    let more = moved.replacen("\"grade\"", "\"later\":[{}],\"grade\"", 1);
    let entry = Entry::parse(more.as_bytes()).unwrap();
    assert_eq!((entry.seq(), entry.unknown_fields()), (2, 1));
    assert_ne!(entry.hash(), Hash::of(text.as_bytes()));
}

#[test]
fn what_the_format_forbids_is_not_written() {
    let refusal = |change: fn(&mut greffe_chain::EntryFields)| {
        let mut fields = fields(1, Hash::ZERO);
        change(&mut fields);
        match encode(&fields) {
            Err(EncodeError::Invalid { source, .. }) => source.code(),
            Err(EncodeError::TooLong { .. }) => "too-long",
            other => panic!("{other:?}"),
        }
    };
    let raw = |text: &str| RawValue::from_string(text.into()).unwrap();
    assert_eq!(refusal(|f| f.stream = "act//2024".into()), "field-form");
    assert_eq!(refusal(|f| f.stream = "acte/été".into()), "field-form");
    assert_eq!(refusal(|f| f.stream = "a".repeat(256)), "field-form");
    assert_eq!(refusal(|f| f.kind = String::new()), "field-form");
    assert_eq!(refusal(|f| f.version = 0), "integer-range");
    assert_eq!(refusal(|f| f.seq = u64::MAX), "integer-range");
    assert_eq!(refusal(|f| f.effective = "mars 2024".into()), "field-form");
    assert_eq!(refusal(|f| f.recorded_at = "2024-03-01T09:30:00Z".into()), "field-form");
    assert_eq!(refusal(|f| f.recorded_by = "a\nb".into()), "field-form");
    assert_eq!(refusal(|f| f.evidence.grade = "ACT".into()), "field-form");
    assert_eq!(refusal(|f| f.evidence.sources[0].span = [9, 8]), "span-order");
    assert_eq!(refusal(|f| f.evidence.sources[0].fields = vec!["x".into()]), "field-form");
    assert_eq!(refusal(|f| f.evidence.sources[0].fields = vec!["/~2".into()]), "field-form");
    assert_eq!(refusal(|f| f.causes = vec![1]), "cause-order");
    let with = |data: &str| {
        let mut fields = fields(1, Hash::ZERO);
        fields.data = raw(data);
        match encode(&fields) {
            Err(EncodeError::Invalid { source, .. }) => source.code(),
            Err(EncodeError::TooLong { .. }) => "too-long",
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(with("[]"), "field-form");
    assert_eq!(with("{\"share\":0.04}"), "not-integer");
    assert_eq!(with("{\"a\":{\"b\":1,\"b\":2}}"), "duplicate-key");
    assert_eq!(with(&format!("{{\"a\":\"{}\"}}", "x".repeat(65_535))), "too-long");
}

#[test]
fn the_limit_is_exact() {
    let length = |pad: usize| {
        let mut fields = fields(1, Hash::ZERO);
        fields.data = RawValue::from_string(format!("{{\"a\":\"{}\"}}", "x".repeat(pad))).unwrap();
        encode(&fields).map(|bytes| bytes.len())
    };
    let frame = length(0).unwrap();
    assert_eq!(length(65_535 - frame).unwrap(), 65_535);
    assert!(matches!(length(65_536 - frame), Err(EncodeError::TooLong { len: 65_536, .. })));
    let long = vec![b' '; 65_536];
    assert_eq!(Entry::parse(&long).unwrap_err(), ParseError::TooLong { len: 65_536 });
}

#[test]
fn hostile_bytes_are_refused_by_name() {
    let code = |bytes: &[u8]| Entry::parse(bytes).unwrap_err().code();
    assert_eq!(code(b"\xff"), "not-utf8");
    assert_eq!(code(b"{}"), "missing-field");
    assert_eq!(code(b"{}\n"), "line-feed");
    assert_eq!(code("\u{feff}{}".as_bytes()), "not-json");
    let deep = format!("{{\"data\":{}", "{\"a\":".repeat(13_000));
    assert_eq!(code(deep.as_bytes()), "too-deep");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Entry::parse(&bytes);
    }

    #[test]
    fn no_damage_panics(at in 0usize..600, to in any::<[u8; 3]>(), cut in 0usize..600) {
        let mut bytes = ledger(2).remove(1);
        for (offset, byte) in to.into_iter().enumerate() {
            if let Some(place) = bytes.get_mut(at + offset) {
                *place = byte;
            }
        }
        let _ = Entry::parse(&bytes);
        let _ = Entry::parse(&bytes[..cut.min(bytes.len())]);
    }

    #[test]
    fn any_text_survives_writing_and_reading(by in "\\PC{1,60}", text in any::<String>()) {
        let mut fields = fields(1, Hash::ZERO);
        fields.recorded_by.clone_from(&by);
        let data = serde_json::json!({ "text": text });
        fields.data = serde_json::value::to_raw_value(&data).unwrap();
        let bytes = encode(&fields).unwrap();
        let entry = Entry::parse(&bytes).unwrap();
        prop_assert_eq!(entry.recorded_by(), by);
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(entry.data()).unwrap(), data);
        // A general JSON reader sees the same.
        let other: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(other["data"]["text"].as_str(), Some(&*text));
    }
}
