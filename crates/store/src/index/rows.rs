//! The rows of the index, byte by byte.
//!
//! ```text
//! 'i' ‖ id ‖ u64 BE seq                nothing: the entry with this id
//! 'k' ‖ kind ‖ 00 ‖ u64 BE block       the entries of this kind within one block
//! 's' ‖ stream ‖ 00 ‖ u64 BE version   the versions from this one on within one block
//!
//! value of 'k' and 's':                u32 BE block ‖ u16 BE place in the block, once an entry
//! ```
//!
//! The rows of a block depend on its entries alone. What stands before the number of a key is its
//! *subject*. docs/format.md §11.5.

use uuid::Uuid;

use super::recent::{BLOCK, Block};

/// Key and value.
pub(crate) type Row = (Vec<u8>, Vec<u8>);

pub(crate) const ID: u8 = b'i';
pub(crate) const KIND: u8 = b'k';
pub(crate) const STREAM: u8 = b's';
/// Bytes of the number that ends every key.
const NUMBER: usize = 8;

/// All rows of a block, in the order of keys.
pub(crate) fn of_block(block: &Block) -> Vec<Row> {
    let mut rows = Vec::with_capacity(block.ids.len() + block.streams.len() + block.kinds.len());
    for (id, seq) in &block.ids {
        rows.push((identified(*id, *seq), vec![]));
    }
    for (stream, entries) in &block.streams {
        // One row as long as versions follow each other, which they do in a sound log.
        for run in entries.chunk_by(|(one, _), (next, _)| one.checked_add(1) == Some(*next)) {
            if let Some((version, _)) = run.first() {
                let seqs = run.iter().map(|(_, seq)| *seq);
                rows.push((named(STREAM, stream, *version), places(block.first, seqs)));
            }
        }
    }
    for (kind, seqs) in &block.kinds {
        let key = named(KIND, kind, block.first / BLOCK);
        rows.push((key, places(block.first, seqs.iter().copied())));
    }
    rows.sort_unstable();
    rows
}

/// The key of a name and a number.
pub(crate) fn named(sort: u8, name: &str, number: u64) -> Vec<u8> {
    [&[sort][..], name.as_bytes(), &[0], &number.to_be_bytes()].concat()
}

/// The key of an id and its entry.
pub(crate) fn identified(id: Uuid, seq: u64) -> Vec<u8> {
    [&[ID][..], id.as_bytes(), &seq.to_be_bytes()].concat()
}

/// What the rows of one name or id have in common: the key without its number.
pub(crate) fn subject(key: &[u8]) -> &[u8] {
    key.get(..key.len().saturating_sub(NUMBER)).unwrap_or_default()
}

/// The number that ends a key.
pub(crate) fn number(key: &[u8]) -> Option<u64> {
    key.last_chunk::<NUMBER>().map(|number| u64::from_be_bytes(*number))
}

/// The name in the subject of a stream or kind.
pub(crate) fn name(subject: &[u8]) -> Option<&str> {
    let (zero, name) = subject.split_first()?.1.split_last()?;
    std::str::from_utf8(name).ok().filter(|_| *zero == 0)
}

fn places(first: u64, seqs: impl Iterator<Item = u64>) -> Vec<u8> {
    // A block has 4 096 entries, and 2³² blocks are more than any disk holds.
    let mut value = u32::try_from(first / BLOCK).unwrap_or(u32::MAX).to_be_bytes().to_vec();
    for seq in seqs {
        let place = u16::try_from(seq - first).unwrap_or(u16::MAX);
        value.extend_from_slice(&place.to_be_bytes());
    }
    value
}

/// The seqs of a value of streams or kinds.
pub(crate) fn seqs(value: &[u8]) -> Option<Vec<u64>> {
    let (block, places) = value.split_first_chunk::<4>()?;
    let first = u64::from(u32::from_be_bytes(*block)) * BLOCK;
    let whole = !places.is_empty() && places.len().is_multiple_of(2);
    let place = |pair: &[u8]| Some(first + u64::from(u16::from_be_bytes(pair.try_into().ok()?)));
    whole.then(|| places.chunks_exact(2).filter_map(place).collect())
}

#[cfg(test)]
mod tests {
    use super::super::recent::Note;
    use super::*;
    use greffe_chain::Hash;

    #[test]
    fn rows_name_each_entry_by_stream_kind_and_id() {
        let mut block = Block::new(2 * BLOCK);
        for (at, (stream, version)) in [("a", 7), ("b", 1), ("a", 8), ("a", 10)].iter().enumerate()
        {
            let seq = 2 * BLOCK + at as u64;
            block.push(Note {
                seq,
                id: Uuid::from_u128(u128::from(seq)),
                stream: (*stream).into(),
                version: *version,
                kind: "K".into(),
                hash: Hash::ZERO,
            });
        }
        let rows = of_block(&block);
        assert!(rows.is_sorted());
        let found = |key: Vec<u8>| rows.iter().find(|row| row.0 == key).map(|row| seqs(&row.1));
        assert_eq!(found(named(STREAM, "a", 7)), Some(Some(vec![8192, 8194])));
        assert_eq!(found(named(STREAM, "a", 10)), Some(Some(vec![8195])), "a gap begins a row");
        assert_eq!(found(named(STREAM, "b", 1)), Some(Some(vec![8193])));
        assert_eq!(found(named(KIND, "K", 2)), Some(Some(vec![8192, 8193, 8194, 8195])));
        assert_eq!(found(identified(Uuid::from_u128(8194), 8194)), Some(None));
        assert_eq!(rows.len(), 8);
        let key = named(STREAM, "a/b", 7);
        assert_eq!((name(subject(&key)), number(&key)), (Some("a/b"), Some(7)));
        assert_eq!((name(b""), name(b"s"), number(b"short")), (None, None, None));
        assert_eq!(seqs(&[0, 0, 0, 1]), None);
        assert_eq!(seqs(&[0, 0, 0, 1, 9]), None);
    }
}
