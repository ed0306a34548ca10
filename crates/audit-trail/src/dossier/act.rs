//! The dossier of a deliberation: its identity, its sitting, its organ, its vote, its formalities.

use super::decisions::Decisions;
use super::delegations::{self, UndoneDelegation};
use super::execution::{Execution, executions};
use super::formality::latest;
use super::in_force;
use super::institution::{InstitutionKind, OrganKind};
use super::linked::SameActs;
use greffe_domain::{
    ActKey, ActPublished, ActRef, ActTransmitted, AsOf, Claim, ConvocationSent, CopyCertified, Day,
    DelegationGranted, Edtf, Event, Facts, Formality, FormalityRecorded, Grade, Instrument, Known,
    Passage, Person, Proxy, QuorumDeclared, RecusalDeclared, Sourced, StreamId, StreamKind, Visa,
    VoteCast, believe,
};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A fact told, with the entries and passages that tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told<T> {
    /// What is told.
    pub value: T,
    /// When it holds.
    pub effective: Edtf,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The entry, as a list so that it can be joined with others.
    pub entries: Vec<u64>,
    /// The passages.
    pub passages: Vec<Passage>,
}

impl<T> Told<T> {
    /// Entries and passages, as [`crate::Verdict::resting_on`] takes them.
    #[must_use]
    pub fn evidence(&self) -> (&[u64], &[Passage]) {
        (&self.entries, &self.passages)
    }
}

/// Who was there, after all sources.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attendance {
    /// Members present, by name.
    pub present: Vec<String>,
    /// How many the text says were present.
    pub present_count_stated: Option<u32>,
    /// Members excused.
    pub excused: Vec<String>,
    /// Members absent.
    pub absent: Vec<String>,
    /// Powers given.
    pub proxies: Vec<Proxy>,
    /// Members in office.
    pub members_in_office: Option<u32>,
}

impl Told<Attendance> {
    /// How many members were present: those named, each once, or the count that the text states.
    #[must_use]
    pub fn present(&self) -> usize {
        self.named().unwrap_or_else(|| self.stated().unwrap_or(0))
    }

    /// How many members are named as present, each once; `None` where nobody is.
    #[must_use]
    pub fn named(&self) -> Option<usize> {
        let named: BTreeSet<String> =
            self.value.present.iter().map(|name| greffe_domain::slug(name)).collect();
        Some(named.len()).filter(|count| *count > 0)
    }

    /// How many the text says were present.
    #[must_use]
    pub fn stated(&self) -> Option<usize> {
        usize::try_from(self.value.present_count_stated?).ok()
    }
}

/// What is in force of each organ, read once however many acts it takes.
type Organs<'a> = BTreeMap<StreamId, Vec<Known<'a>>>;

/// Everything told about one deliberation.
#[derive(Debug, Clone)]
pub struct ActDossier<'a> {
    /// The act's stream.
    pub stream: StreamId,
    /// The institution as named.
    pub institution: String,
    /// What sort of institution that is.
    pub institution_kind: InstitutionKind,
    /// The organ as named.
    pub organ: String,
    /// What sort of organ that is.
    pub organ_kind: OrganKind,
    /// The reference as written.
    pub reference: Option<String>,
    /// The canonical key of that reference.
    pub key: Option<ActKey>,
    /// The title.
    pub title: Option<String>,
    /// Entries and passages of the tabling.
    pub tabled: Told<()>,
    /// The visas.
    pub visas: Vec<Visa>,
    /// The grounds.
    pub considerants: Vec<String>,
    /// The date of the sitting: stated, or inferred, or `None`.
    pub date: Option<Sourced<Edtf>>,
    /// Who presided.
    pub presided_by: Option<Sourced<String>>,
    /// The secretary of the sitting.
    pub secretary: Option<Sourced<String>>,
    /// The notice of meeting.
    pub convocation: Option<Told<ConvocationSent>>,
    /// Attendance.
    pub attendance: Option<Told<Attendance>>,
    /// Members in office, from the attendance or the organ's own stream.
    pub members_in_office: Option<Sourced<u32>>,
    /// The declaration of quorum.
    pub quorum: Option<Told<QuorumDeclared>>,
    /// Members who stood back.
    pub recusals: Vec<Told<RecusalDeclared>>,
    /// The vote.
    pub vote: Option<Told<VoteCast>>,
    /// The delegation under which the organ sits, recalled or granted: of several, the one that
    /// serves the act best.
    pub delegation: Option<Told<DelegationGranted>>,
    /// Every delegation to the organ of which a source lists the matters in the words of the delegating
    /// act or of a record.
    pub delegations: Vec<Told<DelegationGranted>>,
    /// Whether a source recalls another delegation than those.
    pub recalls_other_delegation: bool,
    /// Where no delegation stands, the one that was withdrawn or annulled and would serve the act best.
    pub undone_delegation: Option<UndoneDelegation>,
    /// Transmissions to the State's representative.
    pub transmissions: Vec<Told<ActTransmitted>>,
    /// Publications and notifications.
    pub publications: Vec<Told<ActPublished>>,
    /// The certification of the copy.
    pub certified: Option<Told<CopyCertified>>,
    /// Formalities of the act and of its sitting.
    pub formalities: Vec<Told<FormalityRecorded>>,
    /// The facts of conventions that this act decides (not those that it recalls), in order: those
    /// that name it or, when it has no reference, those of its own document that name no act.
    pub decides: Vec<Known<'a>>,
    /// Signatures and payments that carry the act out.
    pub executions: Vec<Told<Execution>>,
}

impl<'a> ActDossier<'a> {
    /// Every deliberation of which the ledger holds the text, in the order of their streams.
    #[must_use]
    pub fn all(facts: &'a Facts, as_of: AsOf) -> Vec<ActDossier<'a>> {
        let acts = facts.streams().filter(|s| s.kind() == StreamKind::Act);
        let decisions = Decisions::of(facts, as_of);
        let same = SameActs::of(facts, as_of);
        let mut organs = Organs::default();
        let mut gather =
            |stream| ActDossier::gather(facts, (&decisions, &same, &mut organs), stream, as_of);
        acts.filter_map(&mut gather).collect()
    }

    /// The dossier of one act; `None` while the ledger does not hold its text.
    fn gather(
        facts: &'a Facts,
        (decisions, same, organs): (&Decisions<'a>, &SameActs<'a>, &mut Organs<'a>),
        stream: &StreamId,
        as_of: AsOf,
    ) -> Option<ActDossier<'a>> {
        let own = in_force(facts, stream, as_of);
        let (tabling, tabled) = own.iter().find_map(|k| match &k.fact.event {
            Event::DeliberationTabled(t) => Some((k, t)),
            _ => None,
        })?;
        let key = tabled.reference.as_deref().and_then(ActKey::of);
        let sitting: Vec<Known<'a>> =
            tabled.sitting.iter().flat_map(|s| in_force(facts, s, as_of)).collect();
        let organ = tabled.sitting.as_ref().and_then(StreamId::organ);
        let organ: &[Known<'a>] = match organ {
            Some(organ) => match organs.entry(organ) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let known = in_force(facts, new.key(), as_of);
                    new.insert(known)
                }
            },
            None => &[],
        };
        let both: Vec<Known<'a>> = own.iter().chain(&sitting).copied().collect();
        let attendance = attendance(&sitting);
        let date = believe(date_claims(&sitting));
        let (standing, undone) = delegations::standing(facts, stream, organ, as_of);
        let when = date.as_ref().map(|date| &date.value);
        let delegation = delegations::best(tabling, &standing, when);
        let undone_delegation = match delegation {
            None => delegations::best(tabling, &undone, when)
                .map(|granted| UndoneDelegation::of(granted, facts, stream, as_of)),
            Some(_) => None,
        };
        let (delegations, recalls_other_delegation) = delegations::listed(&standing);
        let decides = decisions.by(stream, key.as_ref(), *tabling);
        Some(ActDossier {
            stream: stream.clone(),
            institution: tabled.institution.clone(),
            institution_kind: InstitutionKind::of(&tabled.institution),
            organ: tabled.organ.clone(),
            organ_kind: OrganKind::of(&tabled.organ),
            reference: tabled.reference.clone(),
            title: tabled.title.clone(),
            tabled: told(*tabling, ()),
            visas: tabled.visas.clone(),
            considerants: tabled.considerants.clone(),
            date,
            delegation,
            delegations,
            recalls_other_delegation,
            undone_delegation,
            presided_by: believe(opened(&sitting, "/presided_by/name", |o| {
                name(o.presided_by.as_ref())
            })),
            secretary: believe(opened(&sitting, "/secretary/name", |o| name(o.secretary.as_ref()))),
            convocation: every_of!(sitting, ConvocationSent).into_iter().next(),
            members_in_office: believe(in_office(&sitting, organ)),
            attendance,
            quorum: every_of!(sitting, QuorumDeclared).into_iter().next(),
            recusals: every_of!(own, RecusalDeclared),
            vote: every_of!(own, VoteCast).into_iter().next(),
            transmissions: every_of!(own, ActTransmitted; same, stream),
            publications: every_of!(own, ActPublished; same, stream),
            certified: every_of!(own, CopyCertified).into_iter().next(),
            formalities: every_of!(both, FormalityRecorded),
            executions: executions(facts, &decides, as_of),
            decides,
            key,
        })
    }

    /// The day of the sitting, where one day is known.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        self.date.as_ref().and_then(|d| d.value.day())
    }

    /// The date of the sitting, however vague.
    #[must_use]
    pub fn when(&self) -> Option<&Edtf> {
        self.date.as_ref().map(|d| &d.value)
    }

    /// A formality of the act or its sitting, as it stands by the latest who speak of it.
    #[must_use]
    pub fn formality(&self, formality: Formality) -> Option<&Told<FormalityRecorded>> {
        latest(self.formalities.iter().filter(|f| f.value.formality == formality))
    }

    /// Whether an assembly of a commune or of an EPCI took it: the bureau that acts by delegation
    /// follows the council's rules (CGCT, art. L5211-1, as a ministerial answer reads it).
    #[must_use]
    pub fn by_local_assembly(&self) -> bool {
        self.by_assembly_of_epci()
            || (self.institution_kind == InstitutionKind::Commune
                && self.organ_kind != OrganKind::Other)
    }

    /// Whether an assembly of an EPCI took it.
    #[must_use]
    pub fn by_assembly_of_epci(&self) -> bool {
        self.institution_kind.is_epci() && self.organ_kind != OrganKind::Other
    }

    /// Whether it decides at least one fact of one of these kinds.
    #[must_use]
    pub fn decides_any(&self, kinds: &[&str]) -> bool {
        self.decides.iter().any(|k| kinds.contains(&k.fact.event.kind()))
    }

    /// How this act is referred to.
    #[must_use]
    pub fn act_ref(&self) -> ActRef {
        ActRef {
            reference: self.reference.clone(),
            date: self.when().cloned(),
            organ: Some(self.organ.clone()),
        }
    }
}

fn name(person: Option<&Person>) -> Option<String> {
    person.map(|p| p.name.clone())
}

pub(super) fn told<T>(known: Known<'_>, value: T) -> Told<T> {
    let meta = &known.fact.meta;
    Told {
        value,
        effective: meta.effective.clone(),
        grade: meta.grade,
        entries: vec![meta.seq],
        passages: known.fact.passages(""),
    }
}

/// Every event of a kind among some facts, best grade first; behind them those of the streams that are the same act.
macro_rules! every_of {
    ($known:expr, $kind:ident) => {
        every(&$known, |event| match event {
            Event::$kind(told) => Some(told.clone()),
            _ => None,
        })
    };
    ($known:expr, $kind:ident; $same:expr, $act:expr) => {{
        let mut told = every_of!($known, $kind);
        told.extend($same.told($act, |event| match event {
            Event::$kind(told) => Some(told.clone()),
            _ => None,
        }));
        told
    }};
}
use every_of;

/// Every event of a kind, best grade first, then in the order of the facts.
pub(super) fn every<T>(known: &[Known<'_>], read: impl Fn(&Event) -> Option<T>) -> Vec<Told<T>> {
    let mut all: Vec<Told<T>> =
        known.iter().filter_map(|k| Some(told(*k, read(&k.fact.event)?))).collect();
    all.sort_by_key(|t| t.grade);
    all
}

fn first<T>(known: &[Known<'_>], read: impl Fn(&Event) -> Option<T>) -> Option<Told<T>> {
    every(known, read).into_iter().next()
}

fn opened<'a>(
    sitting: &[Known<'a>],
    pointer: &'static str,
    read: impl Fn(&greffe_domain::SittingOpened) -> Option<String>,
) -> Vec<Claim<'a, String>> {
    let claim = |k: &Known<'a>| match &k.fact.event {
        Event::SittingOpened(o) => Some(Claim::new(*k, Instrument::Initial, read(o)?, pointer)),
        _ => None,
    };
    sitting.iter().filter_map(claim).collect()
}

fn date_claims<'a>(sitting: &[Known<'a>]) -> Vec<Claim<'a, Edtf>> {
    let claim = |k: &Known<'a>| {
        let date = match &k.fact.event {
            Event::SittingOpened(o) => o.date.clone()?,
            Event::SittingDated(d) => d.date.clone(),
            _ => return None,
        };
        Some(Claim::new(*k, Instrument::Initial, date, "/date"))
    };
    sitting.iter().filter_map(claim).collect()
}

fn in_office<'a>(sitting: &[Known<'a>], organ: &[Known<'a>]) -> Vec<Claim<'a, u32>> {
    let claim = |k: &Known<'a>| {
        let number = match &k.fact.event {
            Event::AttendanceRecorded(a) => a.members_in_office?,
            Event::OrganConstituted(o) => o.members_in_office?,
            _ => return None,
        };
        Some(Claim::new(*k, Instrument::Initial, number, "/members_in_office"))
    };
    // What the sitting itself states comes before what the organ's stream says in general.
    let stated: Vec<_> = sitting.iter().filter_map(claim).collect();
    if stated.is_empty() { organ.iter().filter_map(claim).collect() } else { stated }
}

/// The best source of attendance; others are not mixed in, so counts stay those of one source.
fn attendance(sitting: &[Known<'_>]) -> Option<Told<Attendance>> {
    first(sitting, |event| match event {
        Event::AttendanceRecorded(a) => Some(Attendance {
            present: a.present.clone(),
            present_count_stated: a.present_count_stated,
            excused: a.excused.clone(),
            absent: a.absent.clone(),
            proxies: a.proxies.clone(),
            members_in_office: a.members_in_office,
        }),
        _ => None,
    })
}
