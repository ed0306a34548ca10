//! The index of ids: sorted files, one for each 65 536 entries.
//!
//! ```text
//! DIR/index/ids/000000    65 536 times: 16 bytes of the id ‖ u64 BE seq, in the order of ids
//! DIR/index/ids/current   u64 BE count ‖ hash of entry count-1 ‖ the same for the entries after
//!                         the last full file and below count; written when the index is closed
//! ```
//!
//! The entries behind the last full file are in memory. A look-up asks memory, then the files whose
//! first and last id enclose the one asked for: with ids that grow with time that is one file at
//! most, with ids made of hashes it is all of them, each asked where the id would be if ids were
//! spread evenly. Everything here follows from the log. docs/format.md §11.5.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use greffe_chain::Head;
use uuid::Uuid;

use crate::error::StoreError;

/// Entries of a file.
pub(crate) const FILE: u64 = 65_536;
/// Bytes of a record.
const RECORD: usize = 24;
/// How many files are held open: a process has some thousand handles for everything.
const OPEN: usize = 128;
/// How many records of a file are read at a time where all are.
const TOGETHER: usize = 256;

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
    /// Full files that were asked, by their numbers.
    open: Mutex<HashMap<u64, Arc<File>>>,
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
        Ids { dir: dir.join("ids"), full: vec![], young: VecDeque::new(), open: Mutex::default() }
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
        for (number, bounds) in self.full.iter().enumerate().rev() {
            if (bounds.0..=bounds.1).contains(&id)
                && let Some(seq) = self.search(number as u64, *bounds, id)?
            {
                return Ok(Some(seq));
            }
        }
        Ok(None)
    }

    /// A full file, which is left open for the next that asks.
    fn file(&self, number: u64) -> Result<Arc<File>, StoreError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = open.get(&number) {
            return Ok(file.clone());
        }
        let path = self.path(number);
        let file = Arc::new(File::open(&path).map_err(StoreError::io("read", &path))?);
        if open.len() >= OPEN {
            open.clear();
        }
        open.insert(number, file.clone());
        Ok(file)
    }

    /// Looks for an id in a full file: by turns where it would be if the ids between two that are
    /// known were spread evenly, which ids made of hashes are, and half-way, which ends anyhow.
    fn search(
        &self,
        number: u64,
        bounds: (Uuid, Uuid),
        id: Uuid,
    ) -> Result<Option<u64>, StoreError> {
        let (file, path) = (self.file(number)?, self.path(number));
        let (mut low, mut high) = (0, FILE);
        let (mut least, mut most) = (bounds.0.as_u128(), bounds.1.as_u128());
        let mut evenly = true;
        while low < high {
            let place = if evenly {
                low + spread(id.as_u128(), least, most, high - low)
            } else {
                low.midpoint(high)
            };
            evenly = !evenly;
            let (found, seq) = record(&file, &path, place)?;
            match found.cmp(&id) {
                std::cmp::Ordering::Less => (low, least) = (place + 1, found.as_u128()),
                std::cmp::Ordering::Greater => (high, most) = (place, found.as_u128()),
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
        let mut files: Vec<Walk<'_>> =
            (0..self.full.len() as u64).map(|number| Walk::new(self, number)).collect();
        let young = self.young.iter().flatten().map(|(id, seq)| (*id, *seq));
        let mut young: Vec<Record> = young.filter(|(_, seq)| *seq < count).collect();
        young.sort_unstable_by_key(|record| Reverse(*record));
        let mut heap = BinaryHeap::new();
        let mut next = |source: usize| match files.get_mut(source) {
            Some(file) => file.next().transpose(),
            None => Ok(young.pop()),
        };
        for source in 0..=self.full.len() {
            heap.extend(next(source)?.map(|record| Reverse((record, source))));
        }
        let mut last: Option<Record> = None;
        while let Some(Reverse((record, source))) = heap.pop() {
            if last.is_some_and(|last| last.0 == record.0) {
                return Ok(Some(record));
            }
            last = Some(record);
            heap.extend(next(source)?.map(|record| Reverse((record, source))));
        }
        Ok(None)
    }
}

/// Where an id is among `count` records if those from `least` to `most` are spread evenly.
fn spread(id: u128, least: u128, most: u128, count: u64) -> u64 {
    // The first 64 bits that can differ: more would not tell more of 65 536 records.
    let shift = 64u32.saturating_sub((most ^ least).leading_zeros());
    let width = most.saturating_sub(least) >> shift;
    let into = (id.saturating_sub(least) >> shift).min(width);
    let place = into * u128::from(count) / (width + 1);
    u64::try_from(place).unwrap_or(u64::MAX).min(count - 1)
}

/// All records of a full file in turn, some at a time.
struct Walk<'a> {
    ids: &'a Ids,
    number: u64,
    /// How many records were read.
    read: u64,
    ready: VecDeque<Record>,
}

impl Walk<'_> {
    fn new(ids: &Ids, number: u64) -> Walk<'_> {
        Walk { ids, number, read: 0, ready: VecDeque::new() }
    }

    fn fill(&mut self) -> Result<(), StoreError> {
        let path = self.ids.path(self.number);
        let mut bytes = [0; RECORD * TOGETHER];
        let file = self.ids.file(self.number)?;
        let wrong = |error| StoreError::io("read", &path)(error);
        file.read_exact_at(&mut bytes, self.read * RECORD as u64).map_err(wrong)?;
        self.read += TOGETHER as u64;
        self.ready.extend(bytes.chunks_exact(RECORD).filter_map(parse));
        Ok(())
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Record, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && self.read < FILE
            && let Err(error) = self.fill()
        {
            return Some(Err(error));
        }
        self.ready.pop_front().map(Ok)
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

#[cfg(test)]
mod tests {
    use super::{FILE, Ids, Record, spread, write};
    use greffe_chain::Hash;
    use uuid::Uuid;

    /// Ids of some shape, for the entries of one file.
    fn records(id: impl Fn(u64) -> u128) -> Vec<Record> {
        let mut records: Vec<Record> =
            (0..FILE).map(|seq| (Uuid::from_u128(id(seq)), seq)).collect();
        records.sort_unstable();
        records
    }

    fn hashed(seq: u64) -> u128 {
        Hash::of(&seq.to_be_bytes()).0[..16].iter().fold(0, |id, byte| id << 8 | u128::from(*byte))
    }

    #[test]
    fn every_id_is_found_and_no_other_whatever_their_shape() {
        type Shape = (&'static str, fn(u64) -> u128);
        let shapes: [Shape; 4] = [
            ("hashes", hashed),
            ("growing", |seq| (1_700_000_000_000 + u128::from(seq) / 3) << 80 | hashed(seq) >> 50),
            ("one far off", |seq| if seq == 0 { u128::MAX } else { u128::from(seq) }),
            ("two kinds", |seq| if seq % 2 == 0 { hashed(seq) } else { u128::from(seq) }),
        ];
        for (shape, id) in shapes {
            let dir = tempfile::tempdir().unwrap();
            let sorted = records(id);
            let mut ids = Ids::empty(dir.path());
            for record in &sorted {
                ids.push(*record);
            }
            write(&ids.due().0, &[], &sorted).unwrap();
            ids.written(&sorted);
            assert_eq!((ids.full.len(), ids.young.len()), (1, 0), "{shape}");
            for seq in (0..FILE).step_by(97).chain([FILE - 1]) {
                let own = Uuid::from_u128(id(seq));
                assert_eq!(ids.find(own).unwrap(), Some(seq), "{shape} {seq}");
                let near = Uuid::from_u128(id(seq) ^ 1);
                let known = sorted.binary_search_by_key(&near, |(id, _)| *id);
                let known = known.ok().map(|at| sorted[at].1);
                assert_eq!(ids.find(near).unwrap(), known, "{shape} beside {seq}");
            }
        }
    }

    #[test]
    fn a_file_of_ids_that_cannot_be_read_is_no_end_of_the_ids() {
        let dir = tempfile::tempdir().unwrap();
        let sorted = records(hashed);
        let mut ids = Ids::empty(dir.path());
        for record in &sorted {
            ids.push(*record);
        }
        let path = ids.due().0;
        write(&path, &[], &sorted).unwrap();
        ids.written(&sorted);
        assert_eq!(ids.reused(FILE).unwrap(), None);
        ids.push((sorted[5].0, FILE));
        assert_eq!(ids.reused(FILE + 1).unwrap(), Some((sorted[5].0, FILE)));
        std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(100).unwrap();
        assert!(ids.reused(FILE + 1).is_err());
    }

    #[test]
    fn an_even_spread_points_into_the_records() {
        for (id, least, most) in
            [(0, 0, 0), (5, 0, 10), (u128::MAX, 0, u128::MAX), (3, 7, 5), (u128::MAX, 1, 2)]
        {
            assert!(spread(id, least, most, 10) < 10);
            assert_eq!(spread(id, least, most, 1), 0);
        }
    }
}
