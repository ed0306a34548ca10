//! The calls of a run, fixed in advance by its seed.
//!
//! A call is known by (seed, writer, number) alone: its ids, its texts, its streams and what it
//! expects of them. So whoever checks a ledger after a crash can make the very same call again and
//! demand what a caller is promised: the first receipt if it was recorded, a new one if not, never
//! two records. Each entry says in its data which call it belongs to and how many entries that call
//! has, so that half a call shows in the log itself.

use greffe_store::{Expected, NewEntry};
use greffe_testkit::Prng;
use serde_json::value::RawValue;
use uuid::Uuid;

/// How many calls of a writer share one stream that nobody else writes.
const CALLS_PER_FILE: u64 = 8;
/// Streams that all writers share.
const SHARED: usize = 40;

/// What the calls of a run have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// What everything is drawn from.
    pub seed: u64,
    /// How many writers append at once.
    pub writers: u32,
    /// The most entries of a call.
    pub size: usize,
}

/// One call of `append`.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its entries, with ids.
    pub entries: Vec<NewEntry>,
    /// What it expects of streams.
    pub expected: Vec<(String, Expected)>,
}

/// Entry 0 of a ledger.
#[must_use]
pub fn genesis() -> NewEntry {
    let data = r#"{"format":1,"name":"Vauclaire"}"#;
    NewEntry { kind: "LedgerOpened".into(), ..entry(None, "ledger".into(), data) }
}

impl Run {
    /// The call of a writer, by its number from 0.
    #[must_use]
    pub fn call(&self, writer: u32, number: u64) -> Call {
        let mut draw = Prng::new(self.seed ^ (u64::from(writer) << 40) ^ (number << 1));
        let _ = draw.next();
        let count = 1 + draw.below(self.size.max(1));
        let name = format!("{:016x}-{writer}-{number}", self.seed);
        let own = self.own_stream(writer, number);
        let mut entries = Vec::with_capacity(count);
        for at in 0..count {
            let stream = match at {
                0 => own.clone(),
                _ => format!("act/vauclaire/{:03}", draw.below(SHARED)),
            };
            let text = text(&mut draw);
            let data = format!(r#"{{"call":"{name}","of":{count},"at":{at},"text":"{text}"}}"#);
            entries.push(entry(Some(self.id(writer, number, at)), stream, &data));
        }
        let before = number % CALLS_PER_FILE;
        let expected = match (before, draw.chance(60)) {
            (0, true) => vec![(own, Expected::NoStream)],
            (before, true) => vec![(own, Expected::Version(before))],
            (_, false) => vec![],
        };
        Call { entries, expected }
    }

    /// A call that the store must refuse: it expects a stream of its writer to be elsewhere.
    #[must_use]
    pub fn conflicting(&self, writer: u32, number: u64) -> Call {
        let mut call = self.call(writer, number);
        let own = self.own_stream(writer, number);
        for (at, entry) in call.entries.iter_mut().enumerate() {
            entry.id = Some(self.id(writer | 0x2000, number, at));
        }
        call.expected = vec![(own, Expected::Version(CALLS_PER_FILE + 7))];
        call
    }

    /// A document, by its number: mostly small, now and then of several parts.
    #[must_use]
    pub fn document(&self, number: u64) -> Vec<u8> {
        let mut draw = Prng::new(self.seed ^ 0xd0c0_0000_0000 ^ number);
        let length = if draw.chance(10) { 450_000 } else { 200 + draw.below(6_000) };
        let mut bytes = format!("Acte {number} de la serie {:x}\n", self.seed).into_bytes();
        while bytes.len() < length {
            bytes.extend(draw.next().to_le_bytes());
        }
        bytes
    }

    fn own_stream(&self, writer: u32, number: u64) -> String {
        format!("dossier/{:016x}/{writer}/{}", self.seed, number / CALLS_PER_FILE)
    }

    fn id(&self, writer: u32, number: u64, at: usize) -> Uuid {
        let low = (u64::from(writer) << 48) | (number << 16) | at as u64;
        // Version 7 and the variant stand where they do in ids that a clock makes.
        let (high, low) = (self.seed.rotate_left(17), low & 0x3fff_ffff_ffff_ffff);
        let high = (high & 0xffff_ffff_ffff_0fff) | 0x7000;
        Uuid::from_u64_pair(high, low | 0x8000_0000_0000_0000)
    }
}

/// Mostly a sentence or two; now and then something long.
fn text(draw: &mut Prng) -> String {
    let length = match draw.below(200) {
        0 => 20_000,
        1..6 => 4_000,
        _ => 40 + draw.below(400),
    };
    let words = ["vu", "le", "budget", "considérant", "approuve", "avenant", "solde", "arrêté"];
    let mut text = String::new();
    while text.len() < length {
        text.push_str(words[draw.below(words.len())]);
        text.push(' ');
    }
    text
}

fn entry(id: Option<Uuid>, stream: String, data: &str) -> NewEntry {
    NewEntry {
        id,
        stream,
        kind: "VoteCast".into(),
        schema: 1,
        effective: "2024-03".into(),
        recorded_by: "greffe de Vauclaire".into(),
        grade: "act".into(),
        sources: vec![],
        causes: vec![],
        data: RawValue::from_string(data.into()).expect("the text holds no quote"),
    }
}

/// An entry of few bytes, for a ledger of which every byte is looked at.
#[must_use]
pub fn brief(number: u64) -> NewEntry {
    let id = Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | number);
    let data = format!(r#"{{"n":{number}}}"#);
    let brief = entry(Some(id), format!("act/vauclaire/{}", number % 7), &data);
    NewEntry { recorded_by: "v".into(), ..brief }
}

/// One more entry, of a call of its own, as anybody may append after a crash.
#[must_use]
pub fn one_more(id: Uuid) -> NewEntry {
    let data = format!(r#"{{"call":"check-{id}","of":1,"at":0}}"#);
    entry(Some(id), "dossier/check".into(), &data)
}
