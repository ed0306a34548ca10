//! Verification of a log from its stored bytes, one entry at a time, without domain knowledge.
//!
//! A broken link says that two neighbours disagree, not which of them was changed. So every entry
//! is judged once its successor is known: an entry is *vouched for* when its successor records its
//! hash. If entry k+1 does not record the hash of entry k, and k+1 is itself vouched for by k+2,
//! then k was altered; if k+1 is not vouched for, k+1 was. Only a head known from outside vouches
//! for the last entry. Likewise the successor's number tells a missing entry from a renumbered, a
//! moved or an inserted one. After a fault the verifier goes on, and does not blame later entries
//! for what an altered entry no longer tells (docs/format.md §6).

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::entry::Entry;
use crate::error::ParseError;
use crate::fault::{ChainReport, ExpectedHead, Fault, FaultKind, Head};
use crate::genesis::{Genesis, NotGenesis};
use crate::hash::Hash;
use crate::timestamp::Timestamp;

/// Faults kept by default; more are counted.
pub const MAX_FAULTS: usize = 100;

/// A verification under way: feed it every stored entry in order, then ask for the report.
///
/// ```
/// use greffe_chain::{ExpectedHead, Hash, Verifier};
///
/// let mut verifier = Verifier::new().expect_head(Hash::of(b"what I noted last year"));
/// for line in b"not an entry\n".split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
///     verifier.push(line);
/// }
/// let report = verifier.finish();
/// assert!(!report.is_sound());
/// assert_eq!(report.faults[0].seq, 0);
/// ```
#[derive(Debug)]
pub struct Verifier {
    streams_and_ids: bool,
    max_faults: usize,
    expected: Option<ExpectedHead>,
    expected_seen: bool,
    report: ChainReport,
    pending: Option<Link>,
    judged: u64,
    next_seq: u64,
    last: Option<Hash>,
    /// The newest entry already reported as altered: its links need no second fault.
    blamed: Option<u64>,
    /// Entries whose stream, id and instant are unknown because they are missing or altered.
    unseen: u64,
    streams: BTreeMap<String, u64>,
    ids: BTreeMap<Uuid, u64>,
    recorded: Option<Timestamp>,
}

/// What is remembered of an entry until its successor is known.
#[derive(Debug)]
struct Link {
    hash: Hash,
    header: Result<Header, ParseError>,
}

#[derive(Debug)]
struct Header {
    prev: Hash,
    seq: u64,
    id: Uuid,
    stream: String,
    version: u64,
    recorded: Timestamp,
    genesis: Result<Genesis, NotGenesis>,
}

/// What the successor (or the expected head) says; None where it says nothing.
#[derive(Clone, Copy, Default)]
struct Next {
    seq: Option<u64>,
    prev: Option<Hash>,
    is_head: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Vouched {
    Yes,
    No,
    Unknown,
}

impl Default for Verifier {
    fn default() -> Verifier {
        Verifier::new()
    }
}

impl Verifier {
    /// A verifier that checks everything: bytes, links, numbering, stream versions, instants, ids.
    /// Its memory grows with the number of streams and entries (about 40 bytes an entry).
    #[must_use]
    pub const fn new() -> Verifier {
        Verifier {
            streams_and_ids: true,
            max_faults: MAX_FAULTS,
            expected: None,
            expected_seen: false,
            report: ChainReport {
                entries: 0,
                bytes: 0,
                ledger: None,
                head: None,
                faults: Vec::new(),
                further_faults: 0,
            },
            pending: None,
            judged: 0,
            next_seq: 0,
            last: None,
            blamed: None,
            unseen: 0,
            streams: BTreeMap::new(),
            ids: BTreeMap::new(),
            recorded: None,
        }
    }

    /// A verifier of bytes, links, numbering and instants alone, in constant memory. It checks
    /// neither stream versions nor the uniqueness of ids.
    #[must_use]
    pub const fn links_only() -> Verifier {
        let mut verifier = Verifier::new();
        verifier.streams_and_ids = false;
        verifier
    }

    /// A verifier, of links alone, of what follows an already verified head.
    #[must_use]
    pub const fn after(head: Head) -> Verifier {
        let mut verifier = Verifier::links_only();
        verifier.next_seq = head.count;
        verifier.last = Some(head.hash);
        verifier
    }

    /// Demands that the log hold the history `head` stands for. It may have grown since.
    #[must_use]
    pub fn expect_head(mut self, head: impl Into<ExpectedHead>) -> Verifier {
        self.expected = Some(head.into());
        self
    }

    /// Keeps at most `max` faults; the rest are counted.
    #[must_use]
    pub const fn keep_faults(mut self, max: usize) -> Verifier {
        self.max_faults = max;
        self
    }

    /// Takes the next stored entry (without a newline).
    pub fn push(&mut self, bytes: &[u8]) {
        let hash = Hash::of(bytes);
        let header = Entry::parse(bytes).map(|entry| Header {
            prev: entry.prev(),
            seq: entry.seq(),
            id: entry.id(),
            stream: if self.streams_and_ids { entry.stream().to_owned() } else { String::new() },
            version: entry.version(),
            recorded: entry.recorded(),
            genesis: match entry.seq() {
                0 => Genesis::of(&entry),
                _ => Err(NotGenesis { rule: "seq 0" }),
            },
        });
        self.report.entries += 1;
        self.report.bytes += bytes.len() as u64;
        self.report.ledger.get_or_insert(hash);
        self.report.head = Some(Head { count: self.report.entries, hash });
        self.expected_seen |= match self.expected {
            Some(ExpectedHead::Head(head)) => head.hash == hash,
            Some(ExpectedHead::Hash(expected)) => expected == hash,
            None => false,
        };
        let next = match &header {
            Ok(header) => Next { seq: Some(header.seq), prev: Some(header.prev), is_head: false },
            Err(_) => Next::default(),
        };
        if let Some(link) = self.pending.replace(Link { hash, header }) {
            self.judge(link, next);
        }
    }

    /// Ends the verification.
    #[must_use]
    pub fn finish(mut self) -> ChainReport {
        if let Some(link) = self.pending.take() {
            let head = match self.expected {
                Some(ExpectedHead::Head(head)) if head.count == self.next_seq + 1 => {
                    Next { seq: Some(head.count), prev: Some(head.hash), is_head: true }
                }
                Some(ExpectedHead::Hash(hash)) if !self.expected_seen => {
                    Next { seq: None, prev: Some(hash), is_head: true }
                }
                _ => Next::default(),
            };
            self.judge(link, head);
        } else if self.next_seq == 0 && !matches!(self.expected, Some(ExpectedHead::Head(_))) {
            self.fault(0, FaultKind::Empty);
        }
        match self.expected {
            Some(ExpectedHead::Head(head)) if head.count > self.next_seq => {
                self.fault(self.next_seq, FaultKind::Truncated { expected: head });
            }
            Some(ExpectedHead::Hash(expected)) if !self.expected_seen && self.next_seq > 0 => {
                let last = self.next_seq.saturating_sub(1);
                if self.report.faults.last().is_none_or(|fault| fault.seq != last) {
                    self.fault(last, FaultKind::HeadAbsent { expected });
                }
            }
            _ => {}
        }
        self.report
    }

    fn fault(&mut self, seq: u64, kind: FaultKind) {
        if self.report.faults.len() < self.max_faults {
            self.report.faults.push(Fault { seq, position: self.judged, kind });
        } else {
            self.report.further_faults += 1;
        }
    }

    /// Judges one entry, its successor known; `self.last` is the hash of the entry before it, or
    /// None when that one is absent or already at fault.
    fn judge(&mut self, link: Link, next: Next) {
        let expected = self.next_seq;
        match link.header {
            Err(error) => {
                self.fault(expected, FaultKind::Unreadable(error));
                // If the number due here comes next, these bytes were inserted.
                if next.seq != Some(expected) {
                    self.skip();
                }
            }
            Ok(header) if header.seq == expected => self.follow(&header, link.hash, next),
            Ok(header) => self.out_of_order(&header, link.hash, next),
        }
        self.judged += 1;
    }

    /// Leaves a place whose entry tells nothing reliable.
    const fn skip(&mut self) {
        self.next_seq += 1;
        self.last = None;
        self.unseen += 1;
    }

    /// An entry that does not bear the number due here.
    fn out_of_order(&mut self, header: &Header, hash: Hash, next: Next) {
        let expected = self.next_seq;
        let found = header.seq;
        // What follows says whether this entry took the place of the one due (it goes on with the
        // number after), was put in (it goes on with the number due), or stands after a gap.
        let successor = next.seq;
        let inserted = successor == Some(expected) && found != expected + 1;
        let displaced = !inserted
            && (successor == Some(expected + 1)
                || if found > expected {
                    let unmatched_end = next.is_head && successor.is_none();
                    successor.is_some_and(|next| next < found)
                        || unmatched_end && next.prev != Some(hash)
                } else {
                    successor.is_some_and(|next| next != expected)
                });
        if displaced {
            self.fault(expected, FaultKind::Displaced { found });
            self.skip();
            if next.prev == Some(hash) {
                self.last = Some(hash);
            }
        } else if found > expected && !inserted {
            self.fault(expected, FaultKind::Missing { last: found - 1 });
            self.unseen += found - expected;
            self.next_seq = found;
            self.last = None;
            self.follow(header, hash, next);
        } else {
            self.fault(found, FaultKind::Repeated { expected });
            // Of two entries with one number, the one that the successor records is the true one.
            if found + 1 == expected && next.prev == Some(hash) {
                self.last = Some(hash);
            }
        }
    }

    /// An entry that bears the number due here: its links, then what it says of itself.
    fn follow(&mut self, header: &Header, hash: Hash, next: Next) {
        let seq = header.seq;
        let vouched = match next.prev {
            None => Vouched::Unknown,
            Some(prev) if prev == hash => Vouched::Yes,
            // An entry that is not the successor says nothing of this one.
            Some(_) if next.seq.is_some_and(|next| next != seq + 1) => Vouched::Unknown,
            Some(_) => Vouched::No,
        };
        self.check_link(header, hash, next, vouched);
        if vouched == Vouched::No {
            if next.is_head && self.blamed != Some(seq) {
                self.head_mismatch(seq, hash);
            }
            self.unseen += 1;
        } else {
            self.check_content(header, seq);
            if let Some(ExpectedHead::Head(head)) = self.expected
                && head.count == seq + 1
                && head.hash != hash
            {
                self.head_mismatch(seq, hash);
            }
        }
        self.next_seq = seq + 1;
        self.last = Some(hash);
    }

    fn head_mismatch(&mut self, seq: u64, hash: Hash) {
        match self.expected {
            Some(ExpectedHead::Head(Head { hash: expected, .. })) => {
                self.fault(seq, FaultKind::HeadMismatch { hash, expected });
            }
            // A hash alone does not say which entry it belongs to: `finish` reports its absence.
            Some(ExpectedHead::Hash(_)) | None => {}
        }
    }

    fn check_link(&mut self, header: &Header, hash: Hash, next: Next, vouched: Vouched) {
        let Some(last) = self.last else {
            return;
        };
        let before = header.seq.saturating_sub(1);
        if header.prev == last || self.blamed == Some(before) {
            return;
        }
        match vouched {
            Vouched::Yes => {
                self.fault(before, FaultKind::Altered { hash: last, recorded: header.prev });
            }
            Vouched::No => {
                let recorded = next.prev.unwrap_or(Hash::ZERO);
                self.blamed = Some(header.seq);
                if next.is_head {
                    self.head_mismatch(header.seq, hash);
                } else {
                    self.fault(header.seq, FaultKind::Altered { hash, recorded });
                }
            }
            Vouched::Unknown => {
                let recorded = header.prev;
                self.fault(before, FaultKind::AlteredHereOrNext { hash: last, recorded });
            }
        }
    }

    fn check_content(&mut self, header: &Header, seq: u64) {
        if let (0, Err(error)) = (seq, &header.genesis) {
            self.fault(seq, FaultKind::NotGenesis(error.clone()));
        }
        if let Some(before) = self.recorded
            && header.recorded <= before
        {
            let (recorded_at, before) = (header.recorded.to_string(), before.to_string());
            self.fault(seq, FaultKind::NotLater { recorded_at, before });
        }
        self.recorded = self.recorded.max(Some(header.recorded));
        if !self.streams_and_ids {
            return;
        }
        let last = self.streams.get(&header.stream).copied().unwrap_or(0);
        // Entries that could not be read may have belonged to this stream.
        let most = last.saturating_add(1).saturating_add(self.unseen);
        if header.version <= last || header.version > most {
            let (stream, found) = (header.stream.clone(), header.version);
            self.fault(seq, FaultKind::Version { stream, expected: last + 1, found });
        }
        self.streams.insert(header.stream.clone(), header.version);
        if let Some(&first) = self.ids.get(&header.id) {
            self.fault(seq, FaultKind::IdReused { first });
        } else {
            self.ids.insert(header.id, seq);
        }
    }
}
