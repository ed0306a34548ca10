//! A small ledger to damage: three streams, sources, causes, accents.

use greffe_chain::{EntryFields, Evidence, Hash, Head, Source, Timestamp, encode};
use serde_json::value::RawValue;
use uuid::Uuid;

pub fn fields(seq: u64, prev: Hash) -> EntryFields {
    let (stream, version) = match seq {
        0 => ("ledger", 1),
        _ if seq % 2 == 1 => ("act/vauclaire/2024-017", seq / 2 + 1),
        _ => ("convention/vauclaire/2024/ateliers-du-pont", seq / 2),
    };
    let recorded_at = Timestamp::from_micros(1_709_285_400_000_000 + i64::try_from(seq).unwrap());
    let source = Source {
        document: Hash::of(b"text of the act"),
        span: [10 * seq, 10 * seq + 9],
        fields: if seq.is_multiple_of(2) { vec![] } else { vec!["/amount_cents".into()] },
    };
    let data = format!(r#"{{"amount_cents":{},"objet":"L'été à \"Vauclaire\""}}"#, seq * 100);
    EntryFields {
        prev,
        seq,
        id: Uuid::from_u128(0x018f_2b9a_0000_7000_8000_0000_0000_0000 + u128::from(seq)),
        stream: stream.into(),
        version,
        kind: if seq == 0 { "LedgerOpened" } else { "SubsidyGranted" }.into(),
        schema: 1,
        effective: "2024-03".into(),
        recorded_at: recorded_at.unwrap().to_string(),
        recorded_by: "Secrétariat général".into(),
        evidence: Evidence { grade: "act".into(), sources: vec![source; usize::from(seq > 0)] },
        causes: if seq > 1 { vec![seq - 1] } else { vec![] },
        data: RawValue::from_string(data).unwrap(),
    }
}

pub fn ledger(count: u64) -> Vec<Vec<u8>> {
    let mut prev = Hash::ZERO;
    let mut entries = Vec::new();
    for seq in 0..count {
        let bytes = encode(&fields(seq, prev)).unwrap();
        prev = Hash::of(&bytes);
        entries.push(bytes);
    }
    entries
}

pub fn head(entries: &[Vec<u8>]) -> Head {
    Head { count: entries.len() as u64, hash: Hash::of(entries.last().unwrap()) }
}

/// Chains the entries anew from `from` on, as a forger who rewrites history would.
pub fn rechain(entries: &mut [Vec<u8>], from: usize) {
    for index in from.max(1)..entries.len() {
        let prev = Hash::of(&entries[index - 1]).to_string();
        let text = String::from_utf8(entries[index].clone()).unwrap();
        let old = &text[9..73];
        entries[index] = text.replacen(old, &prev, 1).into_bytes();
    }
}
