//! The index of ids: sorted files, one for each 65 536 entries.
//!
//! ```text
//! DIR/index/ids/000000    65 536 times: 16 bytes of the id ‖ u64 BE seq, in the order of ids
//! DIR/index/ids/current   u64 BE count ‖ hash of entry count-1 ‖ the same for the entries after
//!                         the last full file and below count; written when the index is closed
//! ```
//!
//! The entries behind the last full file are in memory. A look-up asks memory, then the files whose
//! first and last id enclose the one asked for, by bisection: with ids that grow with time that is
//! one file at most. Everything here follows from the log. docs/format.md §11.5.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::fs::{self, File};
use std::io::{BufReader, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use greffe_chain::Head;
use uuid::Uuid;

use crate::error::StoreError;

/// Entries of a file.
pub(crate) const FILE: u64 = 65_536;
/// Bytes of a record.
const RECORD: usize = 24;

/// An id and its entry.
pub(crate) type Record = (Uuid, u64);

/// The ids of a ledger.
#[derive(Debug)]
pub(crate) struct Ids {
    dir: PathBuf,
    /// First and last id of each full file.
    full: Vec<(Uuid, Uuid)>,
    /// The ids behind the full files, by the file that they will be in.
    young: VecDeque<HashMap<Uuid, u64>>,
}

fn bytes(record: &Record) -> [u8; RECORD] {
    let mut bytes = [0; RECORD];
    let (id, seq) = bytes.split_at_mut(16);
    id.copy_from_slice(record.0.as_bytes());
    seq.copy_from_slice(&record.1.to_be_bytes());
    bytes
}

fn parse(bytes: &[u8]) -> Option<Record> {
    let (id, seq) = bytes.split_first_chunk::<16>()?;
    Some((Uuid::from_bytes(*id), u64::from_be_bytes(seq.try_into().ok()?)))
}

impl Ids {
    /// The index in `dir`, with nothing in it.
    pub(crate) fn empty(dir: &Path) -> Ids {
        Ids { dir: dir.join("ids"), full: vec![], young: VecDeque::new() }
    }

    /// Reads which full files there are for the first `count` entries, and the ids that were in
    /// memory when the index was closed at `done`. Returns how many entries it then knows.
    pub(crate) fn load(&mut self, done: Head) -> Result<u64, StoreError> {
        while (self.full.len() as u64 + 1) * FILE <= done.count {
            match self.bounds(self.full.len() as u64)? {
                Some(bounds) => self.full.push(bounds),
                None => break,
            }
        }
        let known = self.full.len() as u64 * FILE;
        let Ok(current) = fs::read(self.dir.join("current")) else { return Ok(known) };
        let head = current.split_at_checked(40).and_then(|(head, records)| {
            let head = crate::rows::parse_progress(head)?;
            (head == done).then_some(records)
        });
        let Some(records) = head else { return Ok(known) };
        for record in records.chunks_exact(RECORD).filter_map(parse) {
            self.push(record);
        }
        Ok(done.count)
    }

    fn path(&self, file: u64) -> PathBuf {
        self.dir.join(format!("{file:06}"))
    }

    fn bounds(&self, file: u64) -> Result<Option<(Uuid, Uuid)>, StoreError> {
        let path = self.path(file);
        let Ok(file) = File::open(&path) else { return Ok(None) };
        let length = file.metadata().map_err(StoreError::io("read", &path))?.len();
        if length != FILE * RECORD as u64 {
            return Ok(None);
        }
        let (first, last) = (record(&file, &path, 0)?, record(&file, &path, FILE - 1)?);
        Ok(Some((first.0, last.0)))
    }

    /// Takes note of an entry's id. Of an id that was used twice, the first use counts.
    pub(crate) fn push(&mut self, (id, seq): Record) {
        let place = (seq / FILE).saturating_sub(self.full.len() as u64);
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        while self.young.len() <= place {
            self.young.push_back(HashMap::new());
        }
        if let Some(young) = self.young.get_mut(place) {
            young.entry(id).or_insert(seq);
        }
    }

    /// Whether all entries of the next file are below `followed`.
    pub(crate) fn is_due(&self, followed: u64) -> bool {
        (self.full.len() as u64 + 1) * FILE <= followed
    }

    /// The path and the records of the next file, which is due.
    pub(crate) fn due(&self) -> (PathBuf, Vec<Record>) {
        let young = self.young.front().into_iter().flatten();
        let mut records: Vec<Record> = young.map(|(id, seq)| (*id, *seq)).collect();
        records.sort_unstable();
        (self.path(self.full.len() as u64), records)
    }

    /// The next file is written.
    pub(crate) fn written(&mut self, records: &[Record]) {
        if let (Some(first), Some(last)) = (records.first(), records.last()) {
            self.full.push((first.0, last.0));
            self.young.pop_front();
        }
    }

    /// Keeps what is in memory of the entries below `done`, for the next opening.
    pub(crate) fn keep(&self, done: Head) -> Result<(), StoreError> {
        let young = self.young.iter().flatten().map(|(id, seq)| (*id, *seq));
        let mut records: Vec<Record> = young.filter(|(_, seq)| *seq < done.count).collect();
        records.sort_unstable();
        let (_, head) = crate::rows::progress(done);
        write(&self.dir.join("current"), &head, &records)
    }

    /// The entry with this id.
    pub(crate) fn find(&self, id: Uuid) -> Result<Option<u64>, StoreError> {
        if let Some(seq) = self.young.iter().find_map(|young| young.get(&id)) {
            return Ok(Some(*seq));
        }
        for (file, (first, last)) in self.full.iter().enumerate().rev() {
            if (*first..=*last).contains(&id)
                && let Some(seq) = self.bisect(file as u64, id)?
            {
                return Ok(Some(seq));
            }
        }
        Ok(None)
    }

    fn bisect(&self, number: u64, id: Uuid) -> Result<Option<u64>, StoreError> {
        let path = self.path(number);
        let file = File::open(&path).map_err(StoreError::io("read", &path))?;
        let (mut low, mut high) = (0, FILE);
        while low < high {
            let middle = low.midpoint(high);
            let (found, seq) = record(&file, &path, middle)?;
            match found.cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(Some(seq)),
            }
        }
        Ok(None)
    }

    /// Whether these records, sorted, are those stored for the entries below `end` of a file: more
    /// may have come to it meanwhile.
    pub(crate) fn holds(
        &self,
        number: u64,
        records: &[Record],
        end: u64,
    ) -> Result<bool, StoreError> {
        if number >= self.full.len() as u64 {
            let young = self
                .young
                .get(usize::try_from(number - self.full.len() as u64).unwrap_or(usize::MAX));
            let own = |(id, seq): &Record| young.is_some_and(|young| young.get(id) == Some(seq));
            return Ok(records.iter().all(own));
        }
        let path = self.path(number);
        let stored = fs::read(&path).map_err(StoreError::io("read", &path))?;
        if !stored.len().is_multiple_of(RECORD) {
            return Ok(false);
        }
        // A record of no form is no record of these entries: it cannot be passed over.
        let below = |record: &Option<Record>| record.is_none_or(|(_, seq)| seq < end);
        let stored = stored.chunks_exact(RECORD).map(parse).filter(below);
        Ok(stored.eq(records.iter().copied().map(Some)))
    }

    /// An id that two entries below `count` have, and the later of them.
    pub(crate) fn reused(&self, count: u64) -> Result<Option<Record>, StoreError> {
        let mut files = Vec::new();
        for number in 0..self.full.len() as u64 {
            let path = self.path(number);
            let file = File::open(&path).map_err(StoreError::io("read", &path))?;
            files.push(BufReader::new(file));
        }
        let young = self.young.iter().flatten().map(|(id, seq)| (*id, *seq));
        let mut young: Vec<Record> = young.filter(|(_, seq)| *seq < count).collect();
        young.sort_unstable_by_key(|record| Reverse(*record));
        let mut heap = BinaryHeap::new();
        let mut next = |source: usize| -> Option<Record> {
            match files.get_mut(source) {
                Some(file) => {
                    let mut bytes = [0; RECORD];
                    file.read_exact(&mut bytes).ok()?;
                    parse(&bytes)
                }
                None => young.pop(),
            }
        };
        for source in 0..=self.full.len() {
            heap.extend(next(source).map(|record| Reverse((record, source))));
        }
        let mut last: Option<Record> = None;
        while let Some(Reverse((record, source))) = heap.pop() {
            if last.is_some_and(|last| last.0 == record.0) {
                return Ok(Some(record));
            }
            last = Some(record);
            heap.extend(next(source).map(|record| Reverse((record, source))));
        }
        Ok(None)
    }
}

fn record(file: &File, path: &Path, place: u64) -> Result<Record, StoreError> {
    let mut bytes = [0; RECORD];
    let wrong = |error| StoreError::io("read", path)(error);
    file.read_exact_at(&mut bytes, place * RECORD as u64).map_err(wrong)?;
    parse(&bytes)
        .ok_or_else(|| StoreError::index("a record of no form", path.display().to_string()))
}

/// Writes a file whole, or leaves none. Not synced: the seal tells whether it reached the disk.
pub(crate) fn write(path: &Path, head: &[u8], records: &[Record]) -> Result<(), StoreError> {
    let dir = path.parent().unwrap_or(path);
    let wrong = |error| StoreError::io("write", path)(error);
    fs::create_dir_all(dir).map_err(wrong)?;
    let mut out = Vec::with_capacity(head.len() + records.len() * RECORD);
    out.extend_from_slice(head);
    for record in records {
        out.extend_from_slice(&bytes(record));
    }
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(wrong)?;
    file.write_all(&out).map_err(wrong)?;
    file.persist(path).map_err(|error| wrong(error.error))?;
    Ok(())
}
