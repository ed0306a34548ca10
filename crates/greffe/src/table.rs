//! Tables of what entries refer to: how what bears on a question is found without a walk through the
//! log.
//!
//! The index of the log finds entries by stream, kind and id. What they refer to stands in their
//! data: what an entry voids, whom it identifies, by which act it was decided. A [`Table`] is made of
//! the kinds that can say so, brought up to date with what has come since, and kept as a snapshot, so
//! that the next opening need not walk again. A row is a reference, folded into a number, and the
//! entry that makes it. Two references may fold into the same number: then more is found than was
//! asked for, which costs its reading and changes nothing, since whatever is found is read in full.

use crate::decode::decode;
use crate::error::Error;
use crate::kept::KEEP_AFTER;
use crate::ledger::Ledger;
use greffe_chain::{Hash, Head};
use greffe_domain::{ActKey, Content, Event, Grade, Recorded, StreamId, StreamKind, slug};
use greffe_store::SnapshotKey;
use std::collections::BTreeSet;

/// Bytes of a row as it is kept: reference and entry, little-endian.
const ROW: usize = 16;

/// What can be referred to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reference<'a> {
    /// An entry, by what voids or corrects it.
    Overridden(u64),
    /// A correction, by what it corrects.
    Corrects(u64),
    /// A stream, by the corrections that say something of it.
    CorrectedStream(&'a str),
    /// Any stream of which a correction says something.
    Correction,
    /// An act, by what withdraws or annuls it.
    Undone(&'a str),
    /// A beneficiary by its folded name, by what identifies it.
    Beneficiary(&'a str),
    /// A beneficiary by its register number, by what identifies it.
    Numbered(&'a str),
    /// An act of an institution, by the conventions of which it decides something.
    DecidedBy(&'a str, &'a ActKey),
    /// A text, by the conventions of which it decides something without naming the act.
    DecidedIn(&'a str),
    /// A beneficiary by institution and folded name, by the conventions granted to it.
    Granted(&'a str, &'a str),
    /// A beneficiary by its folded name, by the conventions that anybody granted to it.
    GrantedTo(&'a str),
    /// An act, by the conventions that name it, whoever decides what of them, and by the acts that it
    /// withdraws.
    NamedBy(&'a str),
    /// An act of an institution, by the stream that tables it.
    Tabled(&'a str, &'a ActKey),
    /// A text, by the acts that it tables.
    TabledIn(&'a str),
    /// An organ, by the acts tabled in its sittings.
    TabledBefore(&'a str),
    /// A text, by what registers it.
    Registered(&'a str),
    /// A text, by what persons decided on readings of it.
    Reviewed(&'a str),
    /// A subject, by what persons decided on whether another is the same.
    Linked(&'a str),
}

impl Reference<'_> {
    fn folded(self) -> u64 {
        let words = match self {
            Reference::Overridden(seq) => format!("overridden {seq}"),
            Reference::Corrects(seq) => format!("corrects {seq}"),
            Reference::CorrectedStream(stream) => format!("corrected {stream}"),
            Reference::Correction => "correction".to_owned(),
            Reference::Undone(act) => format!("undone {act}"),
            Reference::Beneficiary(name) => format!("beneficiary {name}"),
            Reference::Numbered(number) => format!("numbered {number}"),
            Reference::DecidedBy(of, act) => format!("decided {of} {act}"),
            Reference::DecidedIn(text) => format!("decided in {text}"),
            Reference::Granted(by, to) => format!("granted {by} {to}"),
            Reference::GrantedTo(name) => format!("granted to {name}"),
            Reference::NamedBy(act) => format!("named {act}"),
            Reference::Tabled(of, act) => format!("tabled {of} {act}"),
            Reference::TabledIn(text) => format!("tabled in {text}"),
            Reference::TabledBefore(organ) => format!("tabled before {organ}"),
            Reference::Registered(text) => format!("registered {text}"),
            Reference::Reviewed(text) => format!("reviewed {text}"),
            Reference::Linked(stream) => format!("linked {stream}"),
        };
        let Hash(bytes) = Hash::of(words.as_bytes());
        u64::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default())
    }
}

/// Takes a reference and the entry that is found by it.
type Refer<'r> = dyn FnMut(Reference<'_>, u64) + 'r;

/// What a table is made of.
#[derive(Debug)]
pub(crate) struct Definition {
    key: SnapshotKey<'static>,
    kinds: &'static [&'static str],
    refer: fn(&Recorded, &mut Refer<'_>),
    /// Whether one entry of a stream is enough: what is looked for are streams.
    finds_streams: bool,
}

impl Definition {
    /// Under which key the table is kept.
    pub(crate) const fn key(&self) -> SnapshotKey<'static> {
        self.key
    }

    /// Whether entries of this kind make rows.
    pub(crate) fn is_made_of(&self, kind: &str) -> bool {
        self.kinds.contains(&kind)
    }

    /// Hands over the rows that an entry makes, each with what must be found by its reference: the stream,
    /// folded, where streams are looked for, or else the entry.
    pub(crate) fn owe(&self, recorded: &Recorded, take: &mut dyn FnMut((u64, u64), u64)) {
        let of = recorded.told().map(|(stream, _)| stream).filter(|_| self.finds_streams);
        let of = of.filter(|stream| stream.kind() != StreamKind::Ledger);
        let of = of.map(|stream| Reference::CorrectedStream(stream.as_str()).folded());
        (self.refer)(recorded, &mut |reference, entry| {
            take((reference.folded(), entry), of.unwrap_or(entry));
        });
    }
}

/// What bears on entries and streams from outside: few entries, and every state needs them.
pub(crate) static OVERRIDES: Definition = Definition {
    key: SnapshotKey { projection: "cross-references", version: 3, subject: "ledger" },
    kinds: &[
        "EntryVoided",
        "EntryCorrected",
        "BeneficiaryIdentified",
        "ActWithdrawn",
        "ActAnnulled",
    ],
    refer: overrides,
    finds_streams: false,
};

/// Which acts decide what, and of whom: what rules look at beside a convention.
pub(crate) static DECISIONS: Definition = Definition {
    key: SnapshotKey { projection: "decisions", version: 2, subject: "ledger" },
    kinds: &[
        "SubsidyGranted",
        "ConventionApproved",
        "AvenantApproved",
        "PaymentOrdered",
        "BalanceComputed",
        "RecoveryOrdered",
        "BudgetRevised",
        "BalanceRuleStated",
        "ActWithdrawn",
        "DeliberationTabled",
        "DocumentRegistered",
        "EntryCorrected",
    ],
    refer: decisions,
    finds_streams: true,
};

/// What persons decided on readings and on subjects: it stands in the stream of the ledger, beside
/// thousands of registrations.
pub(crate) static VERDICTS: Definition = Definition {
    key: SnapshotKey { projection: "verdicts", version: 1, subject: "ledger" },
    kinds: &["ReadingReviewed", "SubjectsLinked"],
    refer: verdicts,
    finds_streams: false,
};

fn verdicts(recorded: &Recorded, refer: &mut Refer<'_>) {
    let seq = recorded.meta.seq;
    let Content::Known(fact) = &recorded.content else { return };
    match &fact.event {
        Event::ReadingReviewed(reviewed) => refer(Reference::Reviewed(&reviewed.text), seq),
        Event::SubjectsLinked(linked) => {
            refer(Reference::Linked(linked.subject.as_str()), seq);
            refer(Reference::Linked(linked.other.as_str()), seq);
        }
        _ => {}
    }
}

fn overrides(recorded: &Recorded, refer: &mut Refer<'_>) {
    let seq = recorded.meta.seq;
    let Content::Known(fact) = &recorded.content else { return };
    match &fact.event {
        Event::EntryVoided(voided) => refer(Reference::Overridden(voided.entry), seq),
        Event::EntryCorrected(correction) => {
            refer(Reference::Overridden(correction.entry), seq);
            refer(Reference::Corrects(seq), correction.entry);
            refer(Reference::CorrectedStream(correction.stream.as_str()), seq);
            refer(Reference::Correction, seq);
        }
        _ => {}
    }
    if let Some((stream, event)) = recorded.told() {
        if stream != recorded.meta.stream {
            refer(Reference::CorrectedStream(stream.as_str()), seq);
        }
        match &*event {
            Event::BeneficiaryIdentified(identified) => {
                refer(Reference::Beneficiary(&slug(&identified.name)), seq);
                if let Some(number) = identified.number() {
                    refer(Reference::Numbered(&number), seq);
                }
            }
            Event::ActWithdrawn(_) | Event::ActAnnulled(_) => {
                refer(Reference::Undone(stream.as_str()), seq);
            }
            _ => {}
        }
    }
}

fn decisions(recorded: &Recorded, refer: &mut Refer<'_>) {
    let seq = recorded.meta.seq;
    let Some((stream, event)) = recorded.told() else { return };
    if let Event::SubsidyGranted(grant) = &*event {
        refer(Reference::GrantedTo(&slug(&grant.beneficiary.name)), seq);
    }
    if let Some(act) = act_named(&stream, &event) {
        refer(Reference::NamedBy(act.as_str()), seq);
    }
    for_each_decision(&stream, &event, recorded, &mut |reference| refer(reference, seq));
}

/// The act that stands behind an event.
pub(crate) fn act_named(of: &StreamId, event: &Event) -> Option<StreamId> {
    event.rests_on()?.stream(of.institution()?)
}

/// What an event refers to among decisions; asked of the facts about a subject, it gives what to look
/// for.
pub(crate) fn for_each_decision(
    stream: &StreamId,
    event: &Event,
    recorded: &Recorded,
    refer: &mut dyn FnMut(Reference<'_>),
) {
    let text = recorded.meta.sources.first().map(|passage| passage.document.as_str());
    if let Event::DocumentRegistered(registered) = event {
        refer(Reference::Registered(&registered.text));
    }
    let Some(institution) = stream.institution() else { return };
    match event {
        Event::DeliberationTabled(tabled) => {
            if let Some(act) = tabled.reference.as_deref().and_then(ActKey::of) {
                refer(Reference::Tabled(institution, &act));
            }
            if let Some(text) = text {
                refer(Reference::TabledIn(text));
            }
            if let Some(organ) = tabled.sitting.as_ref().and_then(StreamId::organ) {
                refer(Reference::TabledBefore(organ.as_str()));
            }
        }
        Event::SubsidyGranted(grant) => {
            refer(Reference::Granted(institution, &slug(&grant.beneficiary.name)));
        }
        _ => {}
    }
    if recorded.meta.grade == Grade::Act
        && let Some(act) = event.act()
    {
        match (act.key(), text) {
            (Some(act), _) => refer(Reference::DecidedBy(institution, &act)),
            (None, Some(text)) => refer(Reference::DecidedIn(text)),
            (None, None) => {}
        }
    }
}

/// A table, as far as entry `count`.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    count: u64,
    kept: u64,
    /// Sorted.
    rows: Vec<(u64, u64)>,
}

impl Table {
    /// The table as it was kept, or an empty one.
    pub(crate) fn load(definition: &Definition, ledger: &Ledger) -> Result<Table, Error> {
        let empty = Table { count: 0, kept: 0, rows: Vec::new() };
        // A case keeps none.
        let Ok(reader) = ledger.reader() else { return Ok(empty) };
        let Some((head, state)) = reader.snapshot(definition.key)? else { return Ok(empty) };
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap_or_default());
        let row = |bytes: &[u8]| {
            let (reference, entry) = bytes.split_at_checked(ROW / 2)?;
            Some((number(reference), number(entry)))
        };
        let rows: Option<Vec<(u64, u64)>> = state.chunks(ROW).map(row).collect();
        let rows = rows.filter(|rows| state.len().is_multiple_of(ROW) && rows.is_sorted());
        let Some(rows) = rows else { return Ok(empty) };
        Ok(Table { count: head.count, kept: head.count, rows })
    }

    /// Whether it holds everything up to a head.
    pub(crate) fn is_as_far_as(&self, head: Head) -> bool {
        self.count == head.count
    }

    /// Takes in what has come up to the head; returns what is worth keeping, if anything is.
    pub(crate) fn follow(
        &mut self,
        definition: &Definition,
        ledger: &Ledger,
    ) -> Result<Option<(Head, Vec<u8>)>, Error> {
        let head = ledger.head();
        let mut seqs = BTreeSet::new();
        for kind in definition.kinds {
            for seq in ledger.seqs_of_kind(kind, self.count) {
                seqs.insert(seq?);
            }
        }
        let mut streams = BTreeSet::new();
        for seq in seqs.into_iter().filter(|seq| *seq < head.count) {
            let Some(bytes) = ledger.entry(seq)? else { continue };
            definition.owe(&decode(&bytes)?, &mut |row, leads| {
                // Of a stream that is looked for, one entry is enough.
                if streams.insert((row.0, leads)) {
                    self.rows.push(row);
                }
            });
        }
        self.rows.sort_unstable();
        self.rows.dedup();
        self.count = head.count;
        if self.count - self.kept < KEEP_AFTER.max(self.kept / 16) {
            return Ok(None);
        }
        self.kept = self.count;
        let kept = self.rows.iter();
        let kept =
            kept.flat_map(|(reference, entry)| [reference.to_le_bytes(), entry.to_le_bytes()]);
        Ok(Some((head, kept.flatten().collect())))
    }

    #[cfg(test)]
    pub(crate) fn of_rows(count: u64, rows: Vec<(u64, u64)>) -> Table {
        Table { count, kept: count, rows }
    }

    /// How many entries it takes in.
    pub(crate) const fn count(&self) -> u64 {
        self.count
    }

    /// References and the entries that make them, sorted.
    pub(crate) fn rows(&self) -> &[(u64, u64)] {
        &self.rows
    }

    /// The entries that a reference finds, in order.
    pub(crate) fn find(&self, reference: Reference<'_>) -> impl Iterator<Item = u64> + '_ {
        let reference = reference.folded();
        let from = self.rows.partition_point(|row| row.0 < reference);
        let rows = self.rows.get(from..).unwrap_or_default().iter();
        rows.take_while(move |row| row.0 == reference).map(|row| row.1)
    }

    /// Adds to a set of entries everything that overrides one of them, at whatever remove, and what
    /// its corrections correct.
    pub(crate) fn close(&self, seqs: &mut BTreeSet<u64>) {
        let mut open: Vec<u64> = seqs.iter().copied().collect();
        while let Some(seq) = open.pop() {
            let by = self.find(Reference::Overridden(seq));
            for other in by.chain(self.find(Reference::Corrects(seq))) {
                if seqs.insert(other) {
                    open.push(other);
                }
            }
        }
    }
}
