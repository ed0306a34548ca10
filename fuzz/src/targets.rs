//! Targets over the chain and the values of the domain: what is accepted must keep its promises.

use greffe_chain::bundle::{self, Bundle};
use greffe_chain::{Entry, EntryFields, Evidence, Hash, Verifier, encode};
use greffe_domain::{
    ActKey, Day, Decoded, Edtf, Event, KINDS, Money, Standing, StatedShare, StreamId,
};
use serde_json::Value;
use serde_json::value::RawValue;

/// A target: its name and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target of this file.
pub const TARGETS: &[Target] = &[
    ("entry", entry),
    ("page", page),
    ("chain", chain),
    ("money", money),
    ("share", share),
    ("edtf", edtf),
    ("act_key", act_key),
    ("stream", stream),
    ("event", event),
];

/// An entry: what is accepted can be written again, and reads the same.
pub fn entry(bytes: &[u8]) {
    let Ok(read) = Entry::parse(bytes) else { return };
    assert_eq!(read.hash(), Hash::of(bytes));
    assert!(read.causes().iter().all(|cause| *cause < read.seq()));
    assert_eq!(read.recorded().to_string(), read.recorded_at());
    // What serde sees in the data is what the chain let through.
    let data: Value = serde_json::from_str(read.data()).expect("data is JSON to other readers too");
    assert!(data.is_object());
    let again = encode(&fields(&read)).expect("what is read can be written");
    assert!(no_space_between_tokens(&again), "what is written has one spelling");
    let second = Entry::parse(&again).expect("what is written can be read");
    assert_eq!(second.unknown_fields(), 0);
    assert_eq!(encode(&fields(&second)).as_deref(), Ok(again.as_slice()), "writing settles");
    assert_eq!((second.seq(), second.id(), second.prev()), (read.seq(), read.id(), read.prev()));
    assert_eq!((second.stream(), second.kind()), (read.stream(), read.kind()));
    assert_eq!((second.sources(), second.causes()), (read.sources(), read.causes()));
    assert_eq!(serde_json::from_str::<Value>(second.data()).ok(), Some(data));
}

fn no_space_between_tokens(json: &[u8]) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    json.iter().all(|byte| {
        let space = !quoted && byte.is_ascii_whitespace();
        quoted ^= *byte == b'"' && !escaped;
        escaped = quoted && *byte == b'\\' && !escaped;
        !space
    })
}

fn fields(entry: &Entry<'_>) -> EntryFields {
    EntryFields {
        prev: entry.prev(),
        seq: entry.seq(),
        id: entry.id(),
        stream: entry.stream().to_owned(),
        version: entry.version(),
        kind: entry.kind().to_owned(),
        schema: entry.schema(),
        effective: entry.effective().to_owned(),
        recorded_at: entry.recorded_at().to_owned(),
        recorded_by: entry.recorded_by().to_owned(),
        evidence: Evidence { grade: entry.grade().to_owned(), sources: entry.sources().to_vec() },
        causes: entry.causes().to_vec(),
        data: RawValue::from_string(entry.data().to_owned()).expect("data is JSON"),
    }
}

/// A page: accepted bytes are exactly what writing its entries gives.
pub fn page(bytes: &[u8]) {
    let Ok(read) = Bundle::parse(bytes) else { return };
    assert_eq!(bundle::encode(read.entries()).as_deref(), Ok(bytes));
    let walked: Vec<&[u8]> = bundle::iter(bytes).map(|entry| entry.expect("walks too")).collect();
    assert!(read.entries().eq(walked));
}

/// A log: what verifies is a chain to somebody who checks it by hand.
pub fn chain(bytes: &[u8]) {
    let mut verifier = Verifier::new();
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    for line in &lines {
        verifier.push(line);
    }
    let report = verifier.finish();
    if !report.is_sound() {
        return;
    }
    let mut prev = Hash::ZERO;
    for (seq, line) in (0..).zip(&lines) {
        let read = Entry::parse(line).expect("a sound log holds entries");
        assert_eq!((read.seq(), read.prev()), (seq, prev));
        prev = Hash::of(line);
    }
    let head = report.head.expect("a sound log has a head");
    assert_eq!((head.count, head.hash), (lines.len() as u64, prev));
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// An amount: what is read is shown in a form that reads the same.
pub fn money(bytes: &[u8]) {
    let Some(read) = text(bytes).and_then(|text| Money::parse(text).ok()) else { return };
    assert!(read >= Money::ZERO, "no text states less than nothing");
    assert_eq!(Money::parse(&read.to_string()), Ok(read));
}

/// A share: what is read has a figure, and agrees with itself.
pub fn share(bytes: &[u8]) {
    let Some(read) = text(bytes).and_then(|text| StatedShare::parse(text).ok()) else { return };
    let units = read.units().expect("what was read has a figure");
    assert!(units >= 0);
    assert_eq!(StatedShare::parse(&read.stated), Ok(read.clone()));
    let whole = 10i64.checked_pow(read.scale).and_then(|power| power.checked_mul(100));
    if let Some(ratio) = whole.and_then(|whole| {
        greffe_domain::Ratio::of(Money::from_cents(units), Money::from_cents(whole))
    }) {
        assert_eq!(read.agreement(ratio), greffe_domain::Agreement::Exact);
    }
}

/// A date: an interval that only moves forward in its standing, kept as written.
pub fn edtf(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(read) = text.parse::<Edtf>() else { return };
    assert!(read.earliest() <= read.latest());
    assert_eq!((read.to_string().as_str(), text.parse()), (text, Ok(read.clone())));
    let bound = read.no_later_than();
    assert_eq!(bound.to_string().parse(), Ok(bound.clone()), "a bound is a date like others");
    assert_eq!((bound.earliest(), bound.latest()), (Day::MIN, read.latest()));
    assert_eq!(read.standing(read.latest()), Standing::InForce);
    let before = read.earliest().plus_days(-1);
    assert!(before.is_none_or(|day| read.standing(day) == Standing::Future));
}

/// The key of a reference: it has a slug that can stand in a path.
pub fn act_key(bytes: &[u8]) {
    let Some(key) = text(bytes).and_then(ActKey::of) else { return };
    let slug = key.slug();
    assert!(!slug.is_empty());
    assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    let _ = key.year();
}

/// The path of a stream: what the domain accepts, the chain can write.
pub fn stream(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(read) = text.parse::<StreamId>() else { return };
    assert_eq!(read.to_string(), text);
    let _ = (read.kind(), read.institution(), read.year_in_name());
    let entry = EntryFields {
        prev: Hash::ZERO,
        seq: 0,
        id: "018f2b9a-0000-7000-8000-000000000000".parse().expect("an id"),
        stream: text.to_owned(),
        version: 1,
        kind: "VoteCast".to_owned(),
        schema: 1,
        effective: "2024".to_owned(),
        recorded_at: "2024-03-01T09:30:00.000001Z".to_owned(),
        recorded_by: "greffe".to_owned(),
        evidence: Evidence { grade: "act".to_owned(), sources: vec![] },
        causes: vec![],
        data: RawValue::from_string("{}".to_owned()).expect("JSON"),
    };
    assert!(encode(&entry).is_ok(), "a path of the domain is one of the chain: {text}");
}

/// The data of an event, after one byte for its kind and one for its schema version: what is
/// decoded can be written, and decodes to the same.
pub fn event(bytes: &[u8]) {
    let [kind, schema, json @ ..] = bytes else { return };
    let Ok(data) = serde_json::from_slice::<Value>(json) else { return };
    let (kind, _) = KINDS[usize::from(*kind) % KINDS.len()];
    let schema = u32::from(schema % 3);
    let Ok(Decoded::Known(event)) = Event::decode(kind, schema, data) else { return };
    assert_eq!(event.kind(), kind);
    let written = event.data().expect("an event can be written");
    let again = Event::decode(kind, event.schema(), written.clone()).expect("and read");
    let Decoded::Known(again) = again else { panic!("a known kind stays known") };
    assert_eq!(again, event);
    assert_eq!(again.data().ok(), Some(written));
}
