//! Sealed pages: plain files that only ever grow.
//!
//! ```text
//! DIR/pages/000000.bundles   the entry bundles of pages 0 to 255, one behind the other
//! DIR/pages/000000.rows      a row of 40 bytes a page: u64 BE end of its bundle ‖ hash of its last entry
//! DIR/pages/000001.bundles   pages 256 to 511 …
//! ```
//!
//! A row is derived from the bundles, but a reader holds every page that it reads against its row
//! and against the chain inside it, so no damaged page is handed out. Pages are written behind the
//! end and synced before the tail lets go of their entries; what a crash leaves behind the last
//! synced page is cut off and written again from the tail. docs/format.md §11.2.

use std::fs::File;
use std::io::{BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use greffe_chain::bundle::PAGE_ENTRIES;
use greffe_chain::{Hash, Peek};

use crate::error::{ROWS, StoreError, past_damage};
use crate::files;
use crate::layout::{pages_path, sync_dir};
use crate::page::{LENGTH, PAGE, Page, follow, frames};

/// Pages of a volume.
pub(crate) const VOLUME: u64 = 256;
/// Bytes of a row.
pub(crate) const ROW: usize = 40;
/// The longest bundle: 256 entries of 65 535 bytes and their lengths.
pub(crate) const MAX_BUNDLE: u64 = PAGE * (65_535 + 2);

/// Where a page ends, and the hash of its last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) end: u64,
    pub(crate) last: Hash,
}

impl Row {
    fn bytes(&self) -> [u8; ROW] {
        let mut row = [0; ROW];
        let (end, last) = row.split_at_mut(8);
        end.copy_from_slice(&self.end.to_be_bytes());
        last.copy_from_slice(self.last.as_bytes());
        row
    }

    fn parse(row: &[u8]) -> Option<Row> {
        let (end, last) = row.split_first_chunk::<8>()?;
        Some(Row { end: u64::from_be_bytes(*end), last: Hash(last.try_into().ok()?) })
    }
}

/// A page to be sealed.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) bundle: Vec<u8>,
    pub(crate) last: Hash,
}

/// The sealed pages of a ledger.
#[derive(Debug)]
pub(crate) struct Volumes {
    dir: PathBuf,
    /// Where the rows are: elsewhere where the ledger's own are not to be trusted, or touched.
    rows_dir: PathBuf,
    sealed: AtomicU64,
    /// Where the lengths lead in the volume that was last asked for it.
    led: Mutex<Option<Led>>,
}

/// Where the pages of a volume end as the lengths of its entries say, and the file that said it: where its
/// rows are of no use, every one of its pages asks.
#[derive(Debug)]
struct Led {
    volume: u64,
    file: (u64, Option<SystemTime>),
    ends: Vec<u64>,
}

/// One volume, open for reading.
#[derive(Debug)]
pub(crate) struct Volume {
    number: u64,
    bundles: File,
    rows: Vec<Row>,
    path: PathBuf,
}

impl Volumes {
    /// The pages of the ledger in `dir`, of which `sealed` are known to be whole and on disk.
    pub(crate) fn new(dir: &Path, sealed: u64) -> Volumes {
        let dir = pages_path(dir);
        let (sealed, led) = (AtomicU64::new(sealed), Mutex::default());
        Volumes { rows_dir: dir.clone(), dir, sealed, led }
    }

    /// The same with rows in a folder of their own.
    pub(crate) fn with_rows(self, rows_dir: &Path) -> Volumes {
        Volumes { rows_dir: rows_dir.into(), ..self }
    }

    /// How many pages are sealed.
    pub(crate) fn sealed(&self) -> u64 {
        self.sealed.load(Ordering::Acquire)
    }

    pub(crate) fn set_sealed(&self, pages: u64) {
        self.sealed.store(pages, Ordering::Release);
    }

    pub(crate) fn bundles_path(&self, volume: u64) -> PathBuf {
        self.dir.join(format!("{volume:06}.bundles"))
    }

    pub(crate) fn rows_path(&self, volume: u64) -> PathBuf {
        self.rows_dir.join(format!("{volume:06}.rows"))
    }

    /// Where page `page` lies, for messages.
    pub(crate) fn place(&self, page: u64) -> String {
        format!("page {page} of {}", self.bundles_path(page / VOLUME).display())
    }

    /// How many rows the file of a volume holds, sealed or not.
    pub(crate) fn count_rows(&self, volume: u64) -> Result<u64, StoreError> {
        let path = self.rows_path(volume);
        match std::fs::metadata(&path) {
            Ok(meta) => Ok(meta.len() / ROW as u64),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(StoreError::io("read", &path)(error)),
        }
    }

    /// Opens the volume of `page`, with its rows up to the sealed pages of this moment.
    pub(crate) fn open(&self, page: u64) -> Result<Volume, StoreError> {
        let number = page / VOLUME;
        let path = self.bundles_path(number);
        let bundles = present(&path)?;
        let due = (self.sealed() - number * VOLUME).min(VOLUME);
        let rows = self.rows(number, due)?;
        Ok(Volume { number, bundles, rows, path })
    }

    /// The first `count` rows of a volume.
    pub(crate) fn rows(&self, volume: u64, count: u64) -> Result<Vec<Row>, StoreError> {
        let path = self.rows_path(volume);
        let file = present(&path)?;
        let mut bytes = vec![0; ROW * usize::try_from(count).unwrap_or(0)];
        file.read_exact_at(&mut bytes, 0).map_err(missing(&path))?;
        let rows: Vec<Row> = bytes.chunks_exact(ROW).filter_map(Row::parse).collect();
        let mut end = 0;
        for row in &rows {
            if row.end <= end || row.end - end > MAX_BUNDLE {
                let place = path.display().to_string();
                return Err(StoreError::damaged("a row that is none of a page", place));
            }
            end = row.end;
        }
        Ok(rows)
    }

    /// Reads a sealed page, follows its chain and holds its end against its row.
    pub(crate) fn page(&self, page: u64) -> Result<Page, StoreError> {
        let volume = self.open(page)?;
        let mut bytes = Vec::new();
        let read = volume.read(page, &mut bytes);
        let held = read
            .and_then(|()| volume.check(page, &bytes, None))
            .and_then(|(_, hash)| volume.hold(page, hash));
        match held {
            Ok(()) => Ok(Page::new(page * PAGE, PAGE_ENTRIES, Arc::new(bytes))),
            Err(error) => Err(self.blame(page, error)),
        }
    }

    /// The length in bytes of a sealed page, as its rows tell.
    pub(crate) fn length(&self, page: u64) -> Result<u64, StoreError> {
        let start = match page % VOLUME {
            0 => 0,
            _ => self.row(page - 1)?.end,
        };
        Ok(self.row(page)?.end - start)
    }

    /// The row of a sealed page: the hash of its last entry without reading the page.
    pub(crate) fn row(&self, page: u64) -> Result<Row, StoreError> {
        let place = page % VOLUME;
        let rows = self.rows(page / VOLUME, place + 1)?;
        rows.last().copied().ok_or_else(|| {
            StoreError::damaged("the row of a sealed page is missing", self.place(page))
        })
    }

    /// Writes pages behind the last sealed one and syncs them; they count as sealed only when the
    /// caller says so ([`set_sealed`](Volumes::set_sealed)).
    pub(crate) fn write(&self, first: u64, pages: &[Sealed]) -> Result<(), StoreError> {
        let mut page = first;
        let mut rest = pages;
        while !rest.is_empty() {
            let room = usize::try_from(VOLUME - page % VOLUME).unwrap_or(1);
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.extend(page, now)?;
            page += now.len() as u64;
            rest = later;
        }
        Ok(())
    }

    fn extend(&self, first: u64, pages: &[Sealed]) -> Result<(), StoreError> {
        let (volume, place) = (first / VOLUME, first % VOLUME);
        let start = match place {
            0 => 0,
            _ => self.checked_end(first - 1)?,
        };
        let mut bundles = Vec::with_capacity(pages.iter().map(|page| page.bundle.len()).sum());
        let mut rows = Vec::with_capacity(pages.len() * ROW);
        for page in pages {
            bundles.extend_from_slice(&page.bundle);
            let row = Row { end: start + bundles.len() as u64, last: page.last };
            rows.extend_from_slice(&row.bytes());
        }
        let put = |path: &Path, bytes: &[u8], at: u64| {
            let wrong = |error| StoreError::io("write", path)(error);
            let file = files::open_for_writing(path)?;
            file.set_len(at).map_err(wrong)?;
            file.write_all_at(bytes, at).map_err(wrong)?;
            file.sync_data().map_err(wrong)
        };
        put(&self.bundles_path(volume), &bundles, start)?;
        put(&self.rows_path(volume), &rows, place * ROW as u64)?;
        if place == 0 { sync_dir(&self.dir) } else { Ok(()) }
    }

    /// Where the last sealed page ends, once that page was read and held against its row. What lies
    /// behind is cut off: a row that changed on the disk must not decide that alone.
    fn checked_end(&self, page: u64) -> Result<u64, StoreError> {
        let number = page / VOLUME;
        let path = self.bundles_path(number);
        let rows = self.rows(number, page % VOLUME + 1)?;
        let end = rows.last().map_or(0, |row| row.end);
        let volume = Volume { number, bundles: present(&path)?, rows, path };
        let mut bytes = Vec::new();
        volume.read(page, &mut bytes)?;
        let (_, hash) = volume.check(page, &bytes, None)?;
        volume.hold(page, hash)?;
        Ok(end)
    }

    /// Makes the rows of a volume anew from its bundles, up to `count` pages, as far as they are
    /// whole; returns how many pages there are. Of a page that another one follows, the row takes what
    /// that one names as the entry before it: an entry that changed must not vouch for itself.
    pub(crate) fn remake_rows(&self, volume: u64, count: u64) -> Result<u64, StoreError> {
        let path = self.bundles_path(volume);
        let mut bundles = BufReader::new(present(&path)?);
        let mut rows: Vec<Row> = Vec::new();
        let mut start = 0;
        for page in (volume * VOLUME..).take(usize::try_from(count).unwrap_or(0)) {
            let bytes = next_page(&mut bundles).map_err(StoreError::io("read", &path))?;
            let Ok((PAGE_ENTRIES, last)) = follow(&bytes, page * PAGE, None) else { break };
            let named = frames(&bytes).next().and_then(|first| Peek::at(first).ok()?.prev());
            if let (Some(before), Some(named)) = (rows.last_mut(), named) {
                before.last = named;
            }
            start += bytes.len();
            rows.push(Row { end: start as u64, last });
        }
        let path = self.rows_path(volume);
        let bytes: Vec<u8> = rows.iter().flat_map(Row::bytes).collect();
        crate::layout::replace(&path, &bytes)?;
        Ok(rows.len() as u64)
    }

    /// Whatever is stored where a page should be: where its rows say, and where the lengths before
    /// it lead. For a volume that is damaged.
    pub(crate) fn stored(&self, page: u64) -> Result<Vec<Vec<u8>>, StoreError> {
        let volume = page / VOLUME;
        let mut found = Vec::new();
        let place = page % VOLUME;
        if let Some(rows) = past_damage(self.rows(volume, place + 1))?
            && let Some(row) = rows.last()
        {
            let before = place.checked_sub(1).and_then(|at| rows.get(usize::try_from(at).ok()?));
            let start = before.map_or(0, |row| row.end);
            let mut bytes = vec![0; usize::try_from(row.end - start).unwrap_or(0)];
            let file = past_damage(present(&self.bundles_path(volume)))?;
            if file.is_some_and(|file| file.read_exact_at(&mut bytes, start).is_ok()) {
                let whole = matches!(follow(&bytes, page * PAGE, None), Ok((PAGE_ENTRIES, _)));
                found.push(bytes);
                if whole {
                    return Ok(found);
                }
            }
        }
        let led = self.led(page)?;
        if !led.is_empty() && !found.contains(&led) {
            found.push(led);
        }
        Ok(found)
    }

    /// The bytes of a page as the lengths of the entries before it lead there, as far as they are whole.
    fn led(&self, page: u64) -> Result<Vec<u8>, StoreError> {
        let volume = page / VOLUME;
        let Some(bundles) = past_damage(present(&self.bundles_path(volume)))? else {
            return Ok(Vec::new());
        };
        let place = usize::try_from(page % VOLUME).unwrap_or(usize::MAX);
        let (start, end) = self.led_within(volume, &bundles, |ends| {
            let before = place.checked_sub(1).and_then(|before| ends.get(before));
            let start = before.copied().unwrap_or(0);
            (start, ends.get(place).copied().unwrap_or(start))
        });
        let mut bytes = vec![0; usize::try_from(end - start).unwrap_or(0)];
        Ok(if bundles.read_exact_at(&mut bytes, start).is_ok() { bytes } else { Vec::new() })
    }

    /// Shows where the pages of a volume end as its lengths say, as far as frames are whole. The file is
    /// read through once, as long as it stays what it is.
    fn led_within<T>(&self, volume: u64, bundles: &File, see: impl FnOnce(&[u64]) -> T) -> T {
        let meta = bundles.metadata().ok();
        let file = meta.map_or((0, None), |meta| (meta.len(), meta.modified().ok()));
        let mut led = self.led.lock().unwrap_or_else(PoisonError::into_inner);
        let known = led.take().filter(|led| led.volume == volume && led.file == file);
        let known = known.unwrap_or_else(|| Led { volume, file, ends: ends(bundles) });
        see(&led.insert(known).ends)
    }

    /// What is wrong with a page that could not be read as its rows say: the rows, where the page that
    /// the lengths lead to is whole and the one behind it vouches for its end.
    pub(crate) fn blame(&self, page: u64, error: StoreError) -> StoreError {
        let volume = page / VOLUME;
        if !error.is_damage() || page >= self.sealed() {
            return error;
        }
        let led = self.led(page).unwrap_or_default();
        let Ok((PAGE_ENTRIES, last)) = follow(&led, page * PAGE, None) else { return error };
        let behind =
            if (page + 1).is_multiple_of(VOLUME) { Ok(vec![]) } else { self.led(page + 1) };
        let behind = behind.unwrap_or_default();
        let named = frames(&behind).next().and_then(|first| Peek::at(first).ok()?.prev());
        if named != Some(last) {
            return error;
        }
        let what = format!("the row of page {page} is not what was written; the page is whole");
        let rows = self.dir.join(format!("{volume:06}.rows"));
        StoreError::damaged_with(what, rows.display().to_string(), ROWS)
    }

    /// How many pages a volume may hold: as many as it has rows, or whole frames.
    pub(crate) fn pages_in(&self, volume: u64) -> Result<u64, StoreError> {
        let rows = past_damage(self.count_rows(volume))?.unwrap_or(0).min(VOLUME);
        let Some(bundles) = past_damage(present(&self.bundles_path(volume)))? else {
            return Ok(rows);
        };
        Ok(rows.max(self.led_within(volume, &bundles, |ends| ends.len() as u64)))
    }

    /// The volumes of which there is a file of bundles.
    pub(crate) fn there(&self) -> Result<Vec<u64>, StoreError> {
        let files = std::fs::read_dir(&self.dir).map_err(StoreError::io("read", &self.dir));
        let files = past_damage(files)?.into_iter().flatten().filter_map(Result::ok);
        let number = |name: &str| name.strip_suffix(".bundles")?.parse().ok();
        let mut there: Vec<u64> =
            files.filter_map(|file| number(&file.file_name().to_string_lossy())).collect();
        // A number that no disk reaches is no volume of ours.
        there.retain(|volume| *volume < u64::MAX / VOLUME / PAGE);
        there.sort_unstable();
        Ok(there)
    }
}

/// Where the pages of a volume end, as far as their frames are whole and can be read.
fn ends(bundles: &File) -> Vec<u64> {
    let mut bundles = BufReader::new(bundles);
    let mut end = 0;
    let page = || {
        let length = next_page(&mut bundles).ok()?.len() as u64;
        end += length;
        (length > 0).then_some(end)
    };
    std::iter::from_fn(page).take(usize::try_from(VOLUME).unwrap_or(0)).collect()
}

/// The bytes of up to 256 frames that come next, as far as they are whole.
fn next_page(bundles: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let ends = |error: &std::io::Error| error.kind() == std::io::ErrorKind::UnexpectedEof;
    let mut page = Vec::new();
    for _ in 0..PAGE_ENTRIES {
        let mut length = [0; LENGTH];
        match bundles.read_exact(&mut length) {
            Err(error) if ends(&error) => break,
            read => read?,
        }
        let due = u64::from(u16::from_be_bytes(length));
        let before = page.len();
        page.extend_from_slice(&length);
        if bundles.by_ref().take(due).read_to_end(&mut page)? as u64 != due {
            page.truncate(before);
            break;
        }
    }
    Ok(page)
}

/// A file of sealed pages, open; one that is absent is damage.
fn present(path: &Path) -> Result<File, StoreError> {
    let absent = || StoreError::damaged("the file is missing", path.display().to_string());
    files::open(path)?.ok_or_else(absent)
}

impl Volume {
    fn row(&self, page: u64) -> Option<(u64, Row)> {
        let place = usize::try_from(page.checked_sub(self.number * VOLUME)?).ok()?;
        let row = *self.rows.get(place)?;
        let start = match place.checked_sub(1) {
            None => 0,
            Some(before) => self.rows.get(before)?.end,
        };
        Some((start, row))
    }

    /// Whether the rows that were read tell of this page.
    pub(crate) fn holds(&self, page: u64) -> bool {
        self.row(page).is_some()
    }

    fn place(&self, page: u64) -> String {
        format!("page {page} of {}", self.path.display())
    }

    /// Reads the bytes of a page, unchecked.
    pub(crate) fn read(&self, page: u64, bytes: &mut Vec<u8>) -> Result<(), StoreError> {
        let (start, row) = self.row(page).ok_or_else(|| {
            StoreError::damaged("the row of a sealed page is missing", self.place(page))
        })?;
        let length = usize::try_from(row.end - start).unwrap_or(0);
        bytes.resize(length, 0);
        self.bundles.read_exact_at(bytes, start).map_err(missing(&self.path))
    }

    /// Follows the chain through the bytes of a page; returns the hash of its last entry.
    pub(crate) fn check(
        &self,
        page: u64,
        bytes: &[u8],
        before: Option<Hash>,
    ) -> Result<(usize, Hash), StoreError> {
        let damaged = |what: String| StoreError::damaged(what, self.place(page));
        let (count, hash) = follow(bytes, page * PAGE, before).map_err(damaged)?;
        if count as u64 != PAGE {
            return Err(damaged(format!("it holds {count} entries, a page holds 256")));
        }
        Ok((count, hash))
    }

    /// Demands that the last entry of a page have the hash of its row.
    pub(crate) fn hold(&self, page: u64, hash: Hash) -> Result<(), StoreError> {
        match self.row(page) {
            Some((_, row)) if row.last == hash => Ok(()),
            _ => {
                let what = "its last entry has another hash than its row records";
                Err(StoreError::damaged(what, self.place(page)))
            }
        }
    }
}

/// A file of sealed pages that ends too early is damage, not a matter of I/O.
fn missing(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    move |error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => {
            StoreError::damaged("the file ends too early", path.display().to_string())
        }
        _ => StoreError::io("read", path)(error),
    }
}
