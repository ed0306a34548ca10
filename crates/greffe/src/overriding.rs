//! Voids and corrections: what a person records of an entry that should not have been recorded, or should have
//! said something else. The entry stays where it is; what it says counts no more from then on.

use crate::append::NewFact;
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_domain::{
    Content, Decoded, Edtf, EntryCorrected, EntryVoided, Event, Facts, Grade, Passage, Projection,
    Recorded, StreamId, StreamKind, check_possible, is_hidden,
};
use greffe_inquiry::{Change, ConventionRecord, diff, stated_amount};
use greffe_store::Cause;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a void or a correction did.
#[derive(Debug, Clone, PartialEq)]
pub struct Overriding {
    /// The entry that was recorded.
    pub entry: u64,
    /// The entry that it voids or corrects.
    pub target: u64,
    /// What that one is about; nothing where it cannot be read.
    pub stream: Option<StreamId>,
    /// What differs in the state, where it is about a convention.
    pub changes: Vec<Change>,
    /// The entries that bear on that state, the new one among them.
    pub recorded: Vec<Recorded>,
}

/// What took the place of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overridden {
    /// The entry that voids or corrects it.
    pub by: u64,
    /// Whether it voids.
    pub voids: bool,
}

/// Voids and corrections, and no other entries.
#[derive(Debug, Clone, PartialEq, Default)]
struct Overrides {
    facts: Facts,
    /// Which entries void each.
    voids: BTreeMap<u64, BTreeSet<u64>>,
    /// Which entries correct each.
    corrections: BTreeMap<u64, BTreeSet<u64>>,
    /// What each correction corrects.
    corrects: BTreeMap<u64, u64>,
}

/// Their projection.
struct Overriders;

impl Projection for Overriders {
    const NAME: &'static str = "overriders";
    const VERSION: u32 = 1;
    const KINDS: Option<&'static [&'static str]> = Some(&["EntryVoided", "EntryCorrected"]);
    type State = Overrides;

    fn apply(state: &mut Overrides, recorded: &Recorded) {
        if let Some((_, event)) = recorded.told()
            && let Event::EntryVoided(voided) = &*event
        {
            state.voids.entry(voided.entry).or_default().insert(recorded.meta.seq);
        }
        if let Content::Known(fact) = &recorded.content
            && matches!(fact.event, Event::EntryVoided(_) | Event::EntryCorrected(_))
        {
            // A correction that cannot be read corrects nothing.
            if let (Event::EntryCorrected(correction), true) =
                (&fact.event, recorded.told().is_some())
            {
                let seq = recorded.meta.seq;
                state.corrections.entry(correction.entry).or_default().insert(seq);
                state.corrects.insert(seq, correction.entry);
            }
            state.facts.insert(recorded);
        }
    }
}

impl Overrides {
    /// Whether a void of an entry stands.
    fn is_voided(&self, entry: u64) -> bool {
        self.standing_voids(entry).next().is_some()
    }

    fn standing_voids(&self, entry: u64) -> impl Iterator<Item = u64> + '_ {
        let voids = self.voids.get(&entry).into_iter().flatten().copied();
        voids.filter(move |void| *void > entry && !self.facts.is_overridden(*void, None))
    }

    /// The entries that took the place of one: those that void it, else those that correct it, else those that void
    /// what it corrects.
    fn of(&self, entry: u64) -> Vec<Overridden> {
        let voids = |of| self.standing_voids(of).map(|by| Overridden { by, voids: true });
        let own: Vec<_> = voids(entry).collect();
        if !own.is_empty() {
            return own;
        }
        let corrections = self.corrections.get(&entry).into_iter().flatten().copied();
        let standing = corrections.filter(|by| *by > entry && !self.is_voided(*by));
        let own: Vec<_> = standing.map(|by| Overridden { by, voids: false }).collect();
        if !own.is_empty() {
            return own;
        }
        let mut at = entry;
        while let Some(target) = self.corrects.get(&at).copied().filter(|target| *target < at) {
            let above: Vec<_> = voids(target).collect();
            if !above.is_empty() {
                return above;
            }
            at = target;
        }
        Vec::new()
    }

    /// The entry that stands in the place of one: the last of its corrections.
    fn instead_of(&self, entry: u64) -> Option<u64> {
        let mut last = None;
        // What overrides comes later than what it overrides, so this ends.
        while let Some(next) = self.of(last.unwrap_or(entry)).last().copied() {
            // What voids the origin of a chain may stand before its end.
            if last.is_some_and(|last| next.by <= last) {
                break;
            }
            last = Some(next.by);
        }
        last
    }
}

impl Ledger {
    /// What took the place of an entry; nothing where it counts.
    ///
    /// # Errors
    /// As [`Ledger::project`].
    pub fn overridden_by(&self, entry: u64) -> Result<Vec<Overridden>, Error> {
        self.consult(&self.overrides, |table| {
            let mut seqs = BTreeSet::from([entry]);
            table.close(&mut seqs);
            if seqs.len() == 1 {
                return Ok(Vec::new());
            }
            let mut overrides = Overrides::default();
            for seq in seqs {
                if let Some(recorded) = self.decoded(seq)? {
                    Overriders::apply(&mut overrides, &recorded);
                }
            }
            Ok(overrides.of(entry))
        })
    }

    /// Records that an entry should not have been recorded. Voiding a void, or a correction, brings back what it
    /// had taken away.
    ///
    /// # Errors
    /// [`Error::Override`] when there is no such entry, it is voided already, tells what became of the ledger itself, or no
    /// reason is given; [`Error::Append`], [`Error::Store`].
    pub async fn void(&self, target: u64, reason: &str, by: &str) -> Result<Overriding, Error> {
        let reason = stated(target, reason)?;
        let (recorded, overrides) = self.overridable(target)?;
        if overrides.is_voided(target) {
            let by = overrides.standing_voids(target).last();
            return Err(taken(target, by, "it is voided already, by another entry:"));
        }
        let voided = EntryVoided { entry: target, reason };
        let fact = NewFact {
            causes: vec![Cause::Seq(target)],
            ..NewFact::new(StreamId::ledger(), voided, Edtf::unknown(), Grade::Record, by)
        };
        self.overridden(target, recorded.told().map(|(stream, _)| stream), fact).await
    }

    /// Records what an entry should have said: fields of its data, by name (`amount_cents`, `beneficiary.name`), with their
    /// values. An amount says its unit. It keeps its date, its grade and the passages of the fields that say the same as before.
    ///
    /// # Errors
    /// [`Error::Setting`] for an amount without its unit;
    /// [`Error::Override`] as [`Ledger::void`], and where it cannot be read, has given way already, or would say the same, or
    /// something that its kind cannot say.
    pub async fn correct(
        &self,
        target: u64,
        set: &[(String, String)],
        reason: &str,
        by: &str,
    ) -> Result<Overriding, Error> {
        let refused = refusal(target);
        let reason = stated(target, reason)?;
        let (recorded, overrides) = self.overridable(target)?;
        let Some((stream, event)) = recorded.told() else {
            return Err(refused("it cannot be read, so nobody can tell what it should say"));
        };
        if matches!(&*event, Event::EntryVoided(_)) {
            return Err(refused("it voids another: void it, and what it voided counts again"));
        }
        if overrides.facts.is_overridden(target, None) {
            let by = overrides.instead_of(target);
            return Err(taken(target, by, "it has given way already, to another entry:"));
        }
        let (kind, schema, before) = self.as_stored(target)?;
        let mut data = before.clone();
        for (field, value) in set {
            assign(&mut data, field, value)?
                .ok_or_else(|| refused("a field is set inside one that has no fields"))?;
        }
        if data == before {
            return Err(refused("it says that already"));
        }
        match Event::decode(&kind, schema, data.clone()) {
            Ok(Decoded::Known(_)) => {
                check_possible(&kind, &data).map_err(|odd| refused(&odd.to_string()))?;
            }
            Ok(Decoded::Unknown { .. }) => {
                return Err(refused("it cannot be read, so nobody can tell what it should say"));
            }
            Err(odd) => return Err(refused(&odd.to_string())),
        }
        let sources = still_supporting(&recorded.meta.sources, &before, &data);
        let effective = still_effective(&recorded.meta.effective, &before, &data);
        let corrected =
            EntryCorrected { entry: target, stream: stream.clone(), kind, schema, data, reason };
        let meta = &recorded.meta;
        let fact = NewFact {
            sources,
            causes: vec![Cause::Seq(target)],
            ..NewFact::new(StreamId::ledger(), corrected, effective, meta.grade, by)
        };
        self.overridden(target, Some(stream), fact).await
    }

    /// An entry that may be voided or corrected, and what voids and corrects there are.
    fn overridable(&self, target: u64) -> Result<(Recorded, Overrides), Error> {
        let refused = refusal(target);
        let recorded = self.decoded(target)?;
        let recorded = recorded.ok_or_else(|| refused("there is no entry of that number"))?;
        let of_ledger = recorded.meta.stream.kind() == StreamKind::Ledger;
        let may = match &recorded.content {
            Content::Known(fact) => matches!(
                fact.event,
                Event::EntryVoided(_) | Event::EntryCorrected(_) | Event::SubjectsLinked(_)
            ),
            Content::Unknown { .. } | Content::Odd { .. } => false,
        };
        if of_ledger && !may {
            return Err(refused(
                "it tells what became of the ledger itself, which nothing takes back",
            ));
        }
        Ok((recorded, self.project::<Overriders>()?))
    }

    /// The kind, schema and data of what an entry tells, as they are stored; of a correction, those it gives.
    pub(crate) fn as_stored(&self, target: u64) -> Result<(String, u32, Value), Error> {
        let refused = refusal(target);
        let unreadable = || refused("it cannot be read, so nobody can tell what it should say");
        let bytes = self.entry(target)?.ok_or_else(unreadable)?;
        let mut told: Value = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
        while told.get("kind").and_then(Value::as_str) == Some("EntryCorrected") {
            told = told.get_mut("data").map(Value::take).ok_or_else(unreadable)?;
        }
        let kind = told.get("kind").and_then(Value::as_str).ok_or_else(unreadable)?.to_owned();
        let schema = told.get("schema").and_then(Value::as_u64);
        let schema = schema.and_then(|s| u32::try_from(s).ok()).ok_or_else(unreadable)?;
        let data = told.get_mut("data").map(Value::take).ok_or_else(unreadable)?;
        Ok((kind, schema, data))
    }

    async fn overridden(
        &self,
        target: u64,
        stream: Option<StreamId>,
        fact: NewFact,
    ) -> Result<Overriding, Error> {
        // A void of a void, or of a correction, is about what these are about.
        let stream = match stream {
            Some(ledger) if ledger.kind() == StreamKind::Ledger => self.about(target)?,
            other => other,
        };
        let convention = stream.clone().filter(|s| s.kind() == StreamKind::Convention);
        let record = || convention.as_ref().map(|stream| self.record_of(stream)).transpose();
        let fields = |record: &Option<ConventionRecord>| {
            record.as_ref().map(|r| r.fields(greffe_domain::AsOf::default())).unwrap_or_default()
        };
        let before = fields(&record()?);
        let receipt = self.append(vec![fact], Vec::new()).await?;
        let entry = receipt.entries.first().map(|entry| entry.seq).unwrap_or_default();
        let after = record()?;
        let changes = diff(&before, &fields(&after), true).changes;
        let recorded = after.map(|record| record.recorded().to_vec()).unwrap_or_default();
        Ok(Overriding { entry, target, stream, changes, recorded })
    }

    /// What the entry at the end of a chain of voids is about.
    fn about(&self, target: u64) -> Result<Option<StreamId>, Error> {
        let mut at = target;
        loop {
            let Some(recorded) = self.decoded(at)? else { return Ok(None) };
            let Some((stream, event)) = recorded.told() else { return Ok(None) };
            match &*event {
                Event::EntryVoided(voided) if voided.entry < at => at = voided.entry,
                _ => return Ok(Some(stream)),
            }
        }
    }
}

fn refusal(entry: u64) -> impl Fn(&str) -> Error {
    move |reason| Error::Override { entry, by: None, reason: reason.to_owned() }
}

fn taken(entry: u64, by: Option<u64>, reason: &str) -> Error {
    Error::Override { entry, by, reason: reason.to_owned() }
}

/// The reason, which whoever reads the log later will ask for.
fn stated(target: u64, reason: &str) -> Result<String, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(refusal(target)("no reason is given"));
    }
    if let Some(hidden) = unreadable_in(reason) {
        return Err(refusal(target)(&hidden));
    }
    Ok(reason.to_owned())
}

/// What is wrong with a reason that would steer whoever reads it, or hide something: it stays in the log for good.
pub(crate) fn unreadable_in(reason: &str) -> Option<String> {
    let hidden = u32::from(reason.chars().find(|c| is_hidden(*c))?);
    Some(format!("the reason holds a character that cannot be read (U+{hidden:04X}); leave it out"))
}

/// Sets a field of some data by its name, its parts after points; `null` takes it out. A text stays a text, and
/// an amount is written as people write it, with its unit.
fn assign(data: &mut Value, field: &str, value: &str) -> Result<Option<()>, Error> {
    let Some((inside, name)) = inside(data, field) else { return Ok(None) };
    let read = read_as(name, field, inside.get(name), value)?;
    if read.is_null() {
        inside.remove(name);
    } else {
        inside.insert(name.to_owned(), read);
    }
    Ok(Some(()))
}

/// What a field stands in, and its own name there.
fn inside<'d, 'f>(
    data: &'d mut Value,
    field: &'f str,
) -> Option<(&'d mut Map<String, Value>, &'f str)> {
    let Some((path, name)) = field.rsplit_once('.') else {
        return Some((data.as_object_mut()?, field));
    };
    let mut at = data;
    for part in path.split('.') {
        at = at.as_object_mut()?.entry(part).or_insert_with(|| Value::Object(Map::new()));
    }
    Some((at.as_object_mut()?, name))
}

fn read_as(name: &str, field: &str, before: Option<&Value>, value: &str) -> Result<Value, Error> {
    let text = || Value::String(value.to_owned());
    if value == "null" {
        return Ok(Value::Null);
    }
    if name.ends_with("_cents") {
        return Ok(Value::from(stated_amount(field, value)?.cents()));
    }
    let read = serde_json::from_str::<Value>(value).ok();
    if before.is_some_and(Value::is_string) {
        return Ok(read.filter(Value::is_string).unwrap_or_else(text));
    }
    Ok(read.unwrap_or_else(text))
}

/// When a corrected fact holds: on the day that it now states, where it held on the one that it stated before.
fn still_effective(effective: &Edtf, before: &Value, after: &Value) -> Edtf {
    let day = |data: &Value| data.get("on").and_then(Value::as_str).map(str::to_owned);
    let stated = day(before).is_some_and(|day| day == effective.as_str());
    let moved = day(after).filter(|_| stated).and_then(|day| day.parse().ok());
    moved.unwrap_or_else(|| effective.clone())
}

/// The passages that support what a correction says as before. Those of the fields that it changes go, since they say
/// something else; one of the fact as a whole names from then on the fields that it still supports.
fn still_supporting(sources: &[Passage], before: &Value, after: &Value) -> Vec<Passage> {
    let same = |pointer: &str| before.pointer(pointer) == after.pointer(pointer);
    let kept = unchanged("", before, after);
    let named = |field: &String| sources.iter().any(|p| p.fields.contains(field));
    let unnamed: Vec<String> = kept.iter().filter(|field| !named(field)).cloned().collect();
    let of_whole = if unnamed.is_empty() { kept } else { unnamed };
    let left = sources.iter().filter_map(|passage| {
        let fields = if passage.fields.is_empty() {
            of_whole.clone()
        } else {
            let fields = passage.fields.iter();
            fields
                .flat_map(|field| {
                    if same(field) {
                        return vec![field.clone()];
                    }
                    // Of a field with fields, those inside it that are as before stay supported.
                    match (before.pointer(field), after.pointer(field)) {
                        (Some(before), Some(after)) => unchanged(field, before, after),
                        _ => Vec::new(),
                    }
                })
                .collect()
        };
        (!fields.is_empty()).then(|| Passage { fields, ..passage.clone() })
    });
    left.collect()
}

/// The pointers of the widest fields that two values have alike.
fn unchanged(at: &str, before: &Value, after: &Value) -> Vec<String> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return Vec::new() };
    let alike = before.iter().flat_map(|(name, value)| {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        match after.get(name) {
            Some(other) if other == value => vec![at],
            Some(other) => unchanged(&at, value, other),
            None => Vec::new(),
        }
    });
    alike.collect()
}
