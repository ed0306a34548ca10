//! The rows of the index of streams and kinds, byte by byte.
//!
//! ```text
//! 's' ‖ stream ‖ 00 ‖ u64 BE version   the versions from this one on within one block
//! 'k' ‖ kind ‖ 00 ‖ u64 BE block       the entries of this kind within one block
//! 'p'                                  u64 BE count ‖ hash: how far the rows reach
//!
//! value of 's' and 'k':                u32 BE block ‖ u16 BE place in the block, once an entry
//! ```
//!
//! The rows of a block depend on its entries alone. docs/format.md §11.5.

use greffe_chain::{Hash, Head};

use crate::recent::{BLOCK, Block};

/// Key and value.
pub(crate) type Row = (Vec<u8>, Vec<u8>);

pub(crate) const PROGRESS: &[u8] = b"p";
pub(crate) const STREAM: u8 = b's';
pub(crate) const KIND: u8 = b'k';

/// All rows of a block but the progress.
pub(crate) fn of_block(block: &Block) -> Vec<Row> {
    let mut rows = Vec::with_capacity(block.streams.len() + block.kinds.len());
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
    rows
}

pub(crate) fn progress(head: Head) -> Row {
    (PROGRESS.to_vec(), [&head.count.to_be_bytes()[..], head.hash.as_bytes()].concat())
}

pub(crate) fn parse_progress(value: &[u8]) -> Option<Head> {
    let (count, hash) = value.split_first_chunk::<8>()?;
    Some(Head { count: u64::from_be_bytes(*count), hash: Hash(hash.try_into().ok()?) })
}

/// The key of a name and a number.
pub(crate) fn named(sort: u8, name: &str, number: u64) -> Vec<u8> {
    [&[sort][..], name.as_bytes(), &[0], &number.to_be_bytes()].concat()
}

/// Name and number of such a key.
pub(crate) fn split(key: &[u8]) -> Option<(&str, u64)> {
    let (_, rest) = key.split_first()?;
    let (rest, number) = rest.split_last_chunk::<8>()?;
    let (zero, name) = rest.split_last()?;
    (*zero == 0).then_some((std::str::from_utf8(name).ok()?, u64::from_be_bytes(*number)))
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
    use super::*;
    use crate::recent::Note;
    use uuid::Uuid;

    #[test]
    fn rows_name_each_entry_by_stream_and_kind() {
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
        let found = |key: Vec<u8>| rows.iter().find(|row| row.0 == key).map(|row| seqs(&row.1));
        assert_eq!(found(named(STREAM, "a", 7)), Some(Some(vec![8192, 8194])));
        assert_eq!(found(named(STREAM, "a", 10)), Some(Some(vec![8195])), "a gap begins a row");
        assert_eq!(found(named(STREAM, "b", 1)), Some(Some(vec![8193])));
        assert_eq!(found(named(KIND, "K", 2)), Some(Some(vec![8192, 8193, 8194, 8195])));
        assert_eq!(rows.len(), 4);
        assert_eq!(split(&named(STREAM, "a/b", 7)), Some(("a/b", 7)));
        assert_eq!(seqs(&[0, 0, 0, 1]), None);
        assert_eq!(seqs(&[0, 0, 0, 1, 9]), None);
    }
}
