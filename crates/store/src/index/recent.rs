//! What the index has not followed yet, in memory: blocks of 4 096 entries.
//!
//! Rows of the index are made of whole blocks, so that the same log always gives the same rows,
//! however it was written. The entries behind the last block followed are found here. A block that
//! is full waits for the follower to write its rows; a reader meets each entry exactly once, in a
//! block or in rows, because both are looked up under one view of how far the rows reach.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use greffe_chain::{Entry, Hash, Head};
use uuid::Uuid;

/// Entries of a block: 16 pages.
pub(crate) const BLOCK: u64 = 4096;

/// What the index needs to know of an entry.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) seq: u64,
    pub(crate) id: Uuid,
    pub(crate) stream: Arc<str>,
    pub(crate) version: u64,
    pub(crate) kind: Arc<str>,
    pub(crate) hash: Hash,
}

impl Note {
    /// What is known of entry `seq`. In a log that is not sound, what is written there may give
    /// another number.
    pub(crate) fn of(seq: u64, entry: &Entry<'_>, hash: Hash) -> Note {
        Note {
            seq,
            id: entry.id(),
            stream: entry.stream().into(),
            version: entry.version(),
            kind: entry.kind().into(),
            hash,
        }
    }
}

/// Up to 4 096 consecutive entries, by stream and kind, and their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) first: u64,
    pub(crate) count: u64,
    /// The hash of the last entry.
    hash: Option<Hash>,
    /// Version and seq of each entry.
    pub(crate) streams: HashMap<Arc<str>, Vec<(u64, u64)>>,
    pub(crate) kinds: HashMap<Arc<str>, Vec<u64>>,
    pub(crate) ids: Vec<(Uuid, u64)>,
}

impl Block {
    pub(crate) fn new(first: u64) -> Block {
        Block { first, ..Block::default() }
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.count == BLOCK
    }

    pub(crate) fn push(&mut self, note: Note) {
        match self.streams.get_mut(&note.stream) {
            Some(entries) => entries.push((note.version, note.seq)),
            None => {
                self.streams.insert(note.stream, vec![(note.version, note.seq)]);
            }
        }
        match self.kinds.get_mut(&note.kind) {
            Some(seqs) => seqs.push(note.seq),
            None => {
                self.kinds.insert(note.kind, vec![note.seq]);
            }
        }
        self.ids.push((note.id, note.seq));
        self.hash = Some(note.hash);
        self.count += 1;
    }

    /// The head of the log when this block was its end.
    pub(crate) fn head(&self) -> Head {
        Head { count: self.first + self.count, hash: self.hash.unwrap_or(Hash::ZERO) }
    }
}

/// The blocks behind the rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recent {
    /// How many entries the rows of the index hold.
    pub(crate) followed: u64,
    blocks: VecDeque<Arc<Block>>,
    /// The ids of each block, to be found by.
    ids: VecDeque<Arc<HashMap<Uuid, u64>>>,
}

impl Recent {
    /// Nothing beyond the rows of the first `followed` entries.
    pub(crate) fn after(followed: u64) -> Recent {
        Recent { followed, ..Recent::default() }
    }

    pub(crate) fn push(&mut self, note: Note) {
        if self.blocks.back().is_none_or(|block| block.is_full()) {
            self.blocks.push_back(Arc::new(Block::new(note.seq)));
            self.ids.push_back(Arc::default());
        }
        if let (Some(block), Some(ids)) = (self.blocks.back_mut(), self.ids.back_mut()) {
            Arc::make_mut(ids).entry(note.id).or_insert(note.seq);
            Arc::make_mut(block).push(note);
        }
    }

    /// The next block whose rows can be written.
    pub(crate) fn full(&self) -> Option<Arc<Block>> {
        self.blocks.front().filter(|block| block.is_full()).cloned()
    }

    /// How many blocks wait.
    pub(crate) fn waiting(&self) -> usize {
        self.blocks.len()
    }

    /// The rows of the first block are written.
    pub(crate) fn follow(&mut self) {
        self.ids.pop_front();
        if let Some(block) = self.blocks.pop_front() {
            self.followed = block.first + block.count;
        }
    }

    /// The last entry of a stream below `count`: its version.
    pub(crate) fn version(&self, stream: &str, count: u64) -> Option<u64> {
        let newest_first = self.blocks.iter().rev();
        newest_first.filter_map(|block| block.streams.get(stream)).find_map(|entries| {
            entries.iter().rev().find(|(_, seq)| *seq < count).map(|(version, _)| *version)
        })
    }

    /// The first entry with this id.
    pub(crate) fn id(&self, id: Uuid) -> Option<u64> {
        self.ids.iter().find_map(|ids| ids.get(&id)).copied()
    }

    pub(crate) fn stream(&self, stream: &str, count: u64) -> VecDeque<u64> {
        let entries = self.blocks.iter().filter_map(|block| block.streams.get(stream));
        entries.flatten().map(|(_, seq)| *seq).filter(|seq| *seq < count).collect()
    }

    pub(crate) fn kind(&self, kind: &str, count: u64) -> VecDeque<u64> {
        let seqs = self.blocks.iter().filter_map(|block| block.kinds.get(kind));
        seqs.flatten().copied().filter(|seq| *seq < count).collect()
    }

    /// The streams, and the kinds, with an entry below `count`.
    pub(crate) fn names(&self, count: u64) -> (Vec<String>, Vec<String>) {
        let (mut streams, mut kinds) = (Vec::new(), Vec::new());
        for block in &self.blocks {
            let below = block.streams.iter();
            let below = below.filter(|(_, entries)| entries.iter().any(|(_, seq)| *seq < count));
            streams.extend(below.map(|(name, _)| name.to_string()));
            let below = block.kinds.iter().filter(|(_, seqs)| seqs.iter().any(|seq| *seq < count));
            kinds.extend(below.map(|(name, _)| name.to_string()));
        }
        (streams, kinds)
    }
}
