//! What if: the same history with something left out, added or replaced, beside what is recorded.
//!
//! Nothing here is recorded, and every answer says that it is counterfactual. What a body decides
//! does not change what was spent: where no source gives the realised expense, the figure that the
//! record takes for it stands on both sides, and is said to be assumed. The findings are those of
//! the rules on the supposed facts; a rule reads no supposed expense.

use crate::diff::{Change, diff};
use crate::explain::{Explanation, explain_in};
use crate::field::Field;
use crate::fields::Fields;
use crate::record::{ConventionRecord, kind};
use crate::setting::{Assignation, Setting, SettingError};
use crate::suppose::{Supposition, Without, hypothetical, stop_relying};
use greffe_audit_trail::{Finding, RulePack, findings_under};
use greffe_convention_state::{Assumption, ConventionView, Supposed};
use greffe_domain::{AsOf, Instrument, Money, Recorded, Standing, StreamId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// What a counterfactual question supposes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hypothesis {
    /// What is left out.
    pub without: Vec<Without>,
    /// What is added, with numbers from `next` on.
    pub with: Vec<Recorded>,
    /// What is replaced, one after the other.
    pub set: Vec<Assignation>,
    /// The first number that no entry of the ledger has.
    pub next: u64,
}

/// The answer to a counterfactual question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// Always true: none of this is recorded.
    pub counterfactual: bool,
    /// The convention.
    pub stream: StreamId,
    /// What is supposed.
    pub suppositions: Vec<Supposition>,
    /// Entries from this number on are supposed; no ledger has them.
    pub supposed_from: u64,
    /// What the supposed balance takes for granted.
    pub assumptions: Vec<Assumption>,
    /// The amounts that differ.
    pub money: Vec<MoneyChange>,
    /// How the supposed balance is computed; `null` when it cannot be.
    pub balance: Option<Explanation>,
    /// The fields that differ: before as recorded, after as supposed.
    pub changes: Vec<Change>,
    /// The findings that differ.
    pub findings: Vec<FindingChange>,
}

/// An amount that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneyChange {
    /// The field.
    pub path: String,
    /// By which instrument, where the field has one value for each.
    pub instrument: Option<Instrument>,
    /// As recorded.
    pub recorded_cents: Option<Money>,
    /// As supposed.
    pub supposed_cents: Option<Money>,
    /// Supposed less recorded, where there are both.
    pub difference_cents: Option<Money>,
}

/// What a rule says of a subject, where it says something else.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingChange {
    /// The rule.
    pub rule: &'static str,
    /// The act or convention.
    pub subject: StreamId,
    /// As recorded, without what it says on both sides.
    pub recorded: Vec<Finding>,
    /// As supposed, without what it says on both sides.
    pub supposed: Vec<Finding>,
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WhatIfError {
    /// Nothing of the record is what should be left out.
    #[error("nothing that bears on this convention is {0}; `greffe blame` lists its entries")]
    NothingLeftOut(String),
    /// No source states the field by the day asked about, and one that does cannot be made up.
    #[error("no source states {0} by then, and none that does can be supposed: give a draft")]
    NothingToSet(String),
    /// A value cannot be put in the place of a field's.
    #[error(transparent)]
    Setting(#[from] SettingError),
}

/// What would be, had the record been otherwise; the findings are those of the rules as a pack sets
/// them.
///
/// # Errors
/// [`WhatIfError`] when something supposed touches nothing of the record.
pub fn what_if(
    record: &ConventionRecord,
    as_of: AsOf,
    hypothesis: Hypothesis,
    pack: &RulePack,
) -> Result<WhatIf, WhatIfError> {
    let supposed_from = hypothesis.next;
    let before = record.view(as_of);
    let fields = record.fields_of(&before, as_of);
    let Supposing { record: supposed, suppositions, set } =
        suppose(record, (&before, &fields), as_of, hypothesis)?;
    let held = Supposed { realised_cents: taken_as_realised(&before) };
    let (facts, stream) = (supposed.facts(), supposed.stream());
    let after = ConventionView::supposing(facts, stream, as_of, held);
    let mut supposed_fields = supposed.fields_of(&after, as_of);
    supposed_fields.suppose(&set);
    let changes = diff(&fields, &supposed_fields, true).changes;
    let explained = || explain_in(&supposed, &after, &supposed_fields, "balance");
    let balance = after.balance.as_ref().map(|_| explained());
    Ok(WhatIf {
        counterfactual: true,
        stream: stream.clone(),
        suppositions,
        supposed_from,
        assumptions: after.balance.as_ref().map(|b| b.assumptions.clone()).unwrap_or_default(),
        money: changes.iter().filter_map(money_change).collect(),
        balance: balance.and_then(Result::ok),
        changes,
        findings: changed_findings(
            findings_under(record.facts(), as_of, pack),
            findings_under(supposed.facts(), as_of, pack),
        ),
    })
}

/// A supposed record.
struct Supposing {
    record: ConventionRecord,
    /// What was done to come to it.
    suppositions: Vec<Supposition>,
    /// The fields that were set, those among them that only say again what was.
    set: Vec<String>,
}

/// Comes to a supposed record: first something is left out, then added, then set.
fn suppose(
    record: &ConventionRecord,
    (before, fields): (&ConventionView, &Fields),
    as_of: AsOf,
    hypothesis: Hypothesis,
) -> Result<Supposing, WhatIfError> {
    let mut suppositions = Vec::new();
    let mut recorded = record.recorded().to_vec();
    let mut next = hypothesis.next;
    let mut gone: BTreeSet<u64> = BTreeSet::new();
    for without in hypothesis.without {
        let said = |other: &Supposition| matches!(other, Supposition::Without { without: other, .. } if *other == without);
        if suppositions.iter().any(said) {
            continue;
        }
        let entries = without.entries(record, as_of);
        if entries.is_empty() {
            return Err(WhatIfError::NothingLeftOut(without.to_string()));
        }
        gone.extend(entries.iter().map(|left| left.entry));
        let relying = stop_relying(&mut recorded, before, &entries);
        suppositions.push(Supposition::Without { without, entries, relying });
    }
    recorded.retain(|entry| !gone.contains(&entry.meta.seq));
    if !hypothesis.with.is_empty() {
        let entries = hypothesis.with.iter().map(|entry| entry.meta.seq).collect();
        let kinds = hypothesis.with.iter().map(kind).collect();
        suppositions.push(Supposition::With { entries, kinds });
        next = hypothesis.with.iter().map(|entry| entry.meta.seq + 1).max().unwrap_or(next);
        recorded.extend(hypothesis.with);
    }
    let mut set: Vec<String> = Vec::new();
    for typed in hypothesis.set {
        let supposed = ConventionRecord::of(record.stream().clone(), recorded.clone());
        let setting = Setting::of(&typed, &supposed.fields(as_of))?;
        let (believed, view) = believed(&supposed, as_of);
        let applied = setting.apply(&mut recorded, &believed, &view);
        let mut entries = applied.own;
        // A source that holds from a later day on says nothing on the day asked about.
        if !recorded.iter().any(|e| entries.contains(&e.meta.seq) && holds(e, as_of)) {
            let stated = setting.supposed();
            let stated = stated.ok_or(WhatIfError::NothingToSet(setting.path.clone()))?;
            recorded.push(hypothetical(next, record.stream(), stated, as_of));
            entries.push(next);
            next += 1;
        }
        entries.extend(applied.restated.keys());
        entries.sort_unstable();
        set.push(setting.path.clone());
        set.extend(applied.restated.into_values());
        let recorded_value = fields.set_by(&setting.path).map(|field| field.value.clone());
        suppositions.push(Supposition::Set { setting, recorded: recorded_value, entries });
    }
    let record = ConventionRecord::of(record.stream().clone(), recorded);
    Ok(Supposing { record, suppositions, set })
}

/// Whether an entry is in force on the day asked about.
fn holds(entry: &Recorded, as_of: AsOf) -> bool {
    as_of.effective.is_none_or(|day| entry.meta.effective.standing(day) == Standing::InForce)
}

/// The entries of the convention that were neither voided nor corrected as far as was known, whatever
/// their day, and its state by them.
fn believed(supposed: &ConventionRecord, as_of: AsOf) -> (BTreeSet<u64>, ConventionView) {
    let whenever = AsOf { effective: None, ..as_of };
    let known = supposed.facts().known(supposed.stream(), whenever);
    let entries = known.iter().map(|known| known.fact.meta.seq).collect();
    (entries, supposed.view(whenever))
}

/// The expense that the record takes as realised without a source that gives it. A fixed amount does not
/// ask for it, but the rule that is supposed may.
fn taken_as_realised(view: &ConventionView) -> Option<Money> {
    let balance = view.balance.as_ref()?;
    balance.realised_cents.filter(|_| balance.realised_stated.is_none())
}

/// Amounts, each once: what only repeats another field is left to it, save the value in force.
fn money_change(change: &Change) -> Option<MoneyChange> {
    let own = |field: &Field| field.repeats.is_none() || field.path.ends_with(".current");
    if !change.before.iter().chain(&change.after).all(own) {
        return None;
    }
    let amount = |field: &Option<Field>| field.as_ref().and_then(|field| field.value.money());
    let (recorded, supposed) = (amount(&change.before), amount(&change.after));
    let differs = recorded != supposed;
    let difference = recorded.zip(supposed).and_then(|(old, new)| new.checked_sub(old));
    if !differs {
        return None;
    }
    Some(MoneyChange {
        path: change.path.clone(),
        instrument: change.after.as_ref().or(change.before.as_ref())?.instrument.clone(),
        recorded_cents: recorded,
        supposed_cents: supposed,
        difference_cents: difference,
    })
}

/// By rule and subject, in the order in which findings are shown.
fn changed_findings(recorded: Vec<Finding>, supposed: Vec<Finding>) -> Vec<FindingChange> {
    let same = |a: &Finding, b: &Finding| {
        (a.rule, a.outcome, &a.subject, &a.sentence, &a.missing)
            == (b.rule, b.outcome, &b.subject, &b.sentence, &b.missing)
    };
    let mut left: Vec<Finding> = supposed;
    let mut gone = Vec::new();
    for finding in recorded {
        match left.iter().position(|other| same(&finding, other)) {
            Some(at) => {
                left.remove(at);
            }
            None => gone.push(finding),
        }
    }
    let mut order: Vec<(&'static str, StreamId)> = Vec::new();
    let mut changes: BTreeMap<(&'static str, StreamId), FindingChange> = BTreeMap::new();
    let sides = gone.into_iter().map(|f| (false, f)).chain(left.into_iter().map(|f| (true, f)));
    for (is_supposed, finding) in sides {
        let key = (finding.rule, finding.subject.clone());
        let change = changes.entry(key.clone()).or_insert_with(|| {
            order.push(key.clone());
            FindingChange {
                rule: key.0,
                subject: key.1,
                recorded: Vec::new(),
                supposed: Vec::new(),
            }
        });
        let side = if is_supposed { &mut change.supposed } else { &mut change.recorded };
        side.push(finding);
    }
    order.into_iter().filter_map(|key| changes.remove(&key)).collect()
}

impl WhatIf {
    /// The balance as recorded and as supposed.
    #[must_use]
    pub fn balance_change(&self) -> Option<&MoneyChange> {
        self.money.iter().find(|change| change.path == "balance.balance_cents")
    }
}
