//! A small ledger in memory, with its tree, its keys and a bundle made from it.

use greffe_chain::merkle::{Prover, TILE_HASHES, Tile, TileReader, Tree, TreeHash};
use greffe_chain::{EntryFields, Evidence as Standing, Hash, Source, encode};
use greffe_proof::evidence::ProvedEntry;
use greffe_proof::{Checkpoint, Evidence, SigningKey, Trust};
use std::collections::BTreeMap;

pub const ORIGIN: &str = "ledger.example/vauclaire";
/// The text that entry 2 cites.
pub const TEXT: &str = "Article 1 : une subvention de 61 300 euros est accordée à l'association.\n";

pub fn log_key() -> SigningKey {
    SigningKey::from_seed(ORIGIN.parse().unwrap(), [1; 32])
}

pub fn witness_key(number: u8) -> SigningKey {
    let name = format!("witness{number}.example");
    SigningKey::witness_from_seed(name.parse().unwrap(), [100 + number; 32])
}

/// Entries of a ledger: opened, a document, a grant that cites it, and others.
pub fn entries(count: u64) -> Vec<Vec<u8>> {
    let document = Hash::of(TEXT.as_bytes());
    let mut entries: Vec<Vec<u8>> = Vec::new();
    for seq in 0..count {
        let start = TEXT.find("61 300").unwrap() as u64;
        let (kind, data) = match seq {
            0 => ("LedgerOpened", r#"{"format":1}"#.to_owned()),
            1 => ("DocumentRegistered", format!(r#"{{"text":"{document}"}}"#)),
            2 => ("SubsidyGranted", r#"{"subsidy_cents":6130000}"#.to_owned()),
            _ => ("Noted", format!(r#"{{"number":{seq}}}"#)),
        };
        let source = Source { document, span: [start, start + 13], fields: vec![] };
        let fields = EntryFields {
            prev: entries.last().map_or(Hash::ZERO, |entry| Hash::of(entry)),
            seq,
            id: format!("018f2b9a-0000-7000-8000-{seq:012}").parse().unwrap(),
            stream: "ledger".into(),
            version: seq + 1,
            kind: kind.into(),
            schema: 1,
            effective: "2024-03-01".into(),
            recorded_at: format!("2024-03-01T09:30:00.{seq:06}Z"),
            recorded_by: "greffe".into(),
            evidence: Standing {
                grade: "act".into(),
                sources: if seq == 2 { vec![source] } else { vec![] },
            },
            causes: vec![],
            data: serde_json::value::RawValue::from_string(data).unwrap(),
        };
        entries.push(encode(&fields).unwrap());
    }
    entries
}

/// The tiles of a tree, made from its leaves whenever one is asked for.
pub struct Leaves(pub Vec<TreeHash>);

impl TileReader for Leaves {
    type Error = String;

    fn read(&mut self, wanted: Tile) -> Result<Vec<u8>, String> {
        let (mut tree, mut found) = (Tree::new(), None);
        for leaf in &self.0 {
            tree.push_and_keep(*leaf, &mut |tile, hashes| {
                if (tile.level(), tile.number()) == (wanted.level(), wanted.number()) {
                    found = Some(Tree::tile_bytes(hashes));
                }
            });
        }
        let partial = tree
            .partial()
            .find(|(tile, _)| (tile.level(), tile.number()) == (wanted.level(), wanted.number()));
        let hashes = partial.map(|(_, hashes)| &hashes[..usize::from(wanted.width())]);
        assert!(wanted.width() <= TILE_HASHES);
        found.or_else(|| hashes.map(Tree::tile_bytes)).ok_or_else(|| format!("no {wanted}"))
    }
}

pub struct Ledger {
    pub entries: Vec<Vec<u8>>,
    pub leaves: Leaves,
}

impl Ledger {
    pub fn of(count: u64) -> Ledger {
        let entries = entries(count);
        let leaves = Leaves(entries.iter().map(|entry| TreeHash::leaf(entry)).collect());
        Ledger { entries, leaves }
    }

    pub fn checkpoint(&mut self, size: u64) -> Checkpoint {
        let root = Prover::new(&mut self.leaves, size).root().unwrap();
        Checkpoint::new(ORIGIN, size, root).unwrap()
    }

    pub fn inclusion(&mut self, index: u64, size: u64) -> Vec<TreeHash> {
        Prover::new(&mut self.leaves, size).inclusion(index).unwrap()
    }

    pub fn consistency(&mut self, old: u64, new: u64) -> Vec<TreeHash> {
        Prover::new(&mut self.leaves, new).consistency(old).unwrap()
    }

    /// A bundle of these entries, signed by the log and two witnesses, with the text that they cite.
    pub fn evidence(&mut self, seqs: &[u64]) -> Evidence {
        let size = self.entries.len() as u64;
        let text = self.checkpoint(size).to_string();
        let note = log_key().sign(text.clone()).unwrap();
        let mut lines = note.signatures().to_vec();
        lines.push(witness_key(1).cosign(1_767_139_200, &text).unwrap());
        lines.push(witness_key(2).cosign(1_767_139_260, &text).unwrap());
        let mut keys =
            vec![log_key().verifier(), witness_key(1).verifier(), witness_key(2).verifier()];
        keys.sort_by_key(ToString::to_string);
        let mut proved = BTreeMap::new();
        for &seq in seqs {
            let bytes = self.entries[usize::try_from(seq).unwrap()].clone();
            proved.insert(seq, ProvedEntry { bytes, proof: self.inclusion(seq, size) });
        }
        let cited = seqs.iter().any(|seq| [1, 2].contains(seq));
        let text = TEXT.as_bytes();
        Evidence {
            checkpoint: note.with_signatures(lines).unwrap(),
            keys,
            timestamps: vec![],
            entries: proved,
            documents: cited.then(|| (Hash::of(text), text.to_vec())).into_iter().collect(),
        }
    }
}

/// Trust in the log, and in two of three witnesses.
pub fn trust() -> Trust {
    let witnesses = [1, 2, 3].map(|number| witness_key(number).verifier()).to_vec();
    Trust::of_log(log_key().verifier()).with_policy(greffe_proof::Policy::of(2, witnesses).unwrap())
}
