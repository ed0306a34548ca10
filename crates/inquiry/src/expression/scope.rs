//! What an expression may ask of, and the variables that each gives it.
//!
//! A variable is made only when an expression names it: a state has many fields, and a ledger
//! many states.

use greffe_audit_trail::{ActDossier, Finding, TrailStep, findings};
use greffe_convention_state::{Assumption, Balance, ConventionView, PaymentView};
use greffe_domain::{AsOf, Day, Edtf, Facts, Instrument, Money, StreamId};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Of what an expression asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The state of a convention: `state`.
    State,
    /// The same with what rules find of it: `bisect`.
    Judged,
    /// An entry of the log: `log`, `replay`.
    Entry,
    /// A step of the audit trail: `trail`.
    Step,
    /// A finding: `audit`.
    Finding,
}

/// Something that an expression is asked of.
pub trait Subject {
    /// The value of a variable; null where there is none.
    fn get(&self, name: &str) -> Value;
}

/// The figures of a state in one word each, then its fields as `greffe state --format json` has them.
const STATE: &[(&str, &str)] = &[
    ("stream", "the convention's stream"),
    ("year", "the budget year, else that of the stream's name, which no source states"),
    ("subsidy", "the subsidy in force, in cents"),
    ("initial_subsidy", "the subsidy as granted, in cents"),
    ("budget", "the budget in force, in cents"),
    ("initial_budget", "the budget of the grant, in cents"),
    ("share_basis_points", "the computed share of the budget, in hundredths of a per cent"),
    ("ordered", "payments ordered, in cents"),
    ("paid", "payments made, in cents"),
    ("realised", "the expense realised, where a source states it, in cents"),
    (
        "entitlement",
        "what the subsidy comes to under the rule, in cents; null where the act that grants was withdrawn or annulled",
    ),
    (
        "balance_due",
        "what remains to be paid, in cents; negative when too much was paid; null where the act that grants was withdrawn or annulled",
    ),
    ("avenants", "how many avenants there are that were not withdrawn or annulled"),
    ("exercise", "the budget year with its sources"),
    ("assumed_year", "the year of the stream's name, where no source states a budget year"),
    ("beneficiary", "who receives the subsidy"),
    ("purpose", "for what it is given"),
    ("assignment", "for what kind of use"),
    ("convention", "the convention as a document: title, number, approved_by, signed"),
    ("instruments", "the grant and its avenants"),
    ("undone", "the acts it stands on that were withdrawn or annulled"),
    ("subsidy_cents", "the subsidy by instrument"),
    ("budget_cents", "the budget by instrument"),
    ("shares", "the share by instrument, stated and computed"),
    ("balance_rule", "the rule of the balance, where a source states it"),
    ("realised_cents", "the expense realised with its sources"),
    ("balance", "the balance with everything it was computed from"),
    ("final_stated", "the final amount that an act fixes, with its sources"),
    ("balance_stated", "the balance that an act fixes, with its sources"),
    ("instalments", "agreed instalments"),
    ("payments", "payments ordered or made"),
    ("recoveries", "repayments ordered"),
    ("requests", "requests for an avenant"),
    ("restructurings", "restructurings of the beneficiary"),
    ("reports", "activity and financial reports"),
    ("obligations", "what is owed, with due dates"),
    ("missing", "what no source shows, by its code"),
    ("contradictions", "where sources disagree"),
    ("possibly_in_force", "facts whose date straddles the day asked about"),
];

/// The variable that rules answer.
pub(super) const FINDINGS: &str = "findings";

/// A state, and what rules find of it.
static JUDGED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let judged = (FINDINGS, "what rules find of the convention and of the acts that decide it");
    STATE.iter().copied().chain([judged]).collect()
});

/// An entry as it is stored.
const ENTRY: &[(&str, &str)] = &[
    ("seq", "the number of the entry"),
    ("stream", "what it is about"),
    ("version", "its place in its stream"),
    ("kind", "the kind of event"),
    ("schema", "the version of the kind's shape"),
    ("effective", "when the fact holds, as written"),
    ("earliest", "the first day on which it may hold; null when open"),
    ("latest", "the last day on which it may hold; null when open"),
    ("recorded_at", "when the ledger learned it"),
    ("recorded_by", "who recorded it"),
    ("grade", "the standing of the testimony"),
    ("documents", "the hashes of the texts that it cites"),
    ("causes", "the entries that it follows from"),
    ("data", "what it says: the fields of its kind"),
];

/// A step of the trail.
const STEP: &[(&str, &str)] = &[
    ("seq", "the number of the entry"),
    ("stream", "what it is about"),
    ("kind", "the kind of event"),
    ("effective", "when, as written"),
    ("earliest", "the first day on which it may hold; null when open"),
    ("latest", "the last day on which it may hold; null when open"),
    ("possible", "whether the date straddles the day asked about"),
    ("author", "who did it, where the text names them"),
    ("authority", "under which act and delegation"),
    ("grade", "the standing of the testimony"),
    ("documents", "the hashes of the texts that it cites"),
    ("data", "what it says: the fields of its kind"),
];

/// A finding.
const FINDING: &[(&str, &str)] = &[
    ("rule", "the id of the rule"),
    ("outcome", "irregular, cannot_conclude, observation or conforming"),
    ("severity", "major, minor or note"),
    ("subject", "the act or convention it is about"),
    ("sentence", "the conclusion, in fr and en"),
    ("missing", "the codes of the facts that are missing"),
    ("entries", "the entries that it rests on"),
    ("sources", "the legal source, with citation, from and until"),
];

impl Scope {
    /// The path of the field that a variable of a state stands for, where it is one figure of it under another
    /// name.
    #[must_use]
    pub fn path_of(variable: &str) -> Option<&'static str> {
        Some(match variable {
            "subsidy" => "subsidy_cents.current",
            "initial_subsidy" => "subsidy_cents.initial",
            "budget" => "budget_cents.current",
            "initial_budget" => "budget_cents.initial",
            "paid" => "balance.paid_cents",
            "realised" => "balance.realised_cents",
            "entitlement" => "balance.entitlement_cents",
            "balance_due" => "balance.balance_cents",
            _ => return None,
        })
    }

    /// Its variables, each with its meaning, in the order of `docs/expressions.md`.
    #[must_use]
    pub fn variables(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Scope::State => STATE,
            Scope::Judged => &JUDGED,
            Scope::Entry => ENTRY,
            Scope::Step => STEP,
            Scope::Finding => FINDING,
        }
    }
}

/// A field of a view; a value that cannot be written as JSON is none.
fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The state of a convention.
#[derive(Debug, Clone, Copy)]
pub struct StateSubject<'a>(pub &'a ConventionView);

impl Subject for StateSubject<'_> {
    fn get(&self, name: &str) -> Value {
        let view = self.0;
        match name {
            "stream" => json(&view.stream),
            "year" => json(&view.year()),
            "subsidy" => json(&view.subsidy_cents.current().map(|now| now.value)),
            "initial_subsidy" => json(&view.subsidy_cents.initial().map(|first| first.value)),
            "budget" => json(&view.budget_cents.current().map(|now| now.value)),
            "initial_budget" => json(&view.budget_cents.initial().map(|first| first.value)),
            "share_basis_points" => json(&share(view)),
            "ordered" => json(&total(view, |payment| !payment.executed)),
            "paid" => json(&total(view, |payment| payment.executed)),
            "realised" => json(&view.realised_cents.as_ref().map(|stated| stated.value)),
            "entitlement" => json(&of_balance(view, |balance| balance.entitlement_cents)),
            "balance_due" => json(&of_balance(view, |balance| balance.balance_cents)),
            "avenants" => json(&avenants(view)),
            "exercise" => json(&view.exercise),
            "assumed_year" => json(&view.assumed_year),
            "beneficiary" => json(&view.beneficiary),
            "purpose" => json(&view.purpose),
            "assignment" => json(&view.assignment),
            "convention" => json(&view.convention),
            "instruments" => json(&view.instruments),
            "undone" => json(&view.undone),
            "subsidy_cents" => json(&view.subsidy_cents),
            "budget_cents" => json(&view.budget_cents),
            "shares" => json(&view.shares),
            "balance_rule" => json(&view.balance_rule),
            "realised_cents" => json(&view.realised_cents),
            "balance" => json(&view.balance),
            "final_stated" => json(&view.final_stated),
            "balance_stated" => json(&view.balance_stated),
            "instalments" => json(&view.instalments),
            "payments" => json(&view.payments),
            "recoveries" => json(&view.recoveries),
            "requests" => json(&view.requests),
            "restructurings" => json(&view.restructurings),
            "reports" => json(&view.reports),
            "obligations" => json(&view.obligations),
            "missing" => json(&view.missing),
            "contradictions" => json(&view.contradictions),
            "possibly_in_force" => json(&view.possibly_in_force),
            _ => Value::Null,
        }
    }
}

/// The state of a convention, and what rules find of it at a question's clocks. The facts are those that rules
/// look at; no rule is applied unless `findings` is asked for.
#[derive(Debug, Clone, Copy)]
pub struct JudgedSubject<'a> {
    /// The state.
    pub view: &'a ConventionView,
    /// The facts around the convention.
    pub facts: &'a Facts,
    /// The clocks.
    pub as_of: AsOf,
}

impl Subject for JudgedSubject<'_> {
    fn get(&self, name: &str) -> Value {
        match name {
            FINDINGS => json(&self.findings()),
            _ => StateSubject(self.view).get(name),
        }
    }
}

impl JudgedSubject<'_> {
    /// What the law's rules find of the convention and of the acts that decide it.
    fn findings(&self) -> Vec<Finding> {
        let convention = &self.view.stream;
        let acts = ActDossier::all(self.facts, self.as_of);
        let decides =
            |act: &&ActDossier<'_>| act.decides.iter().any(|k| k.fact.meta.stream == *convention);
        let deciding: BTreeSet<&StreamId> =
            acts.iter().filter(decides).map(|act| &act.stream).collect();
        let mut found = findings(self.facts, self.as_of);
        found.retain(|f| f.subject == *convention || deciding.contains(&f.subject));
        found
    }
}

/// The kinds of event that a variable of a state is made of; none where that is not told, and any kind
/// may bear on it.
pub(super) fn made_of(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "stream" => &[],
        "year" | "exercise" | "assumed_year" | "subsidy" | "initial_subsidy" | "subsidy_cents"
        | "avenants" => &["SubsidyGranted", "AvenantApproved"],
        "purpose" | "assignment" => &["SubsidyGranted"],
        // An avenant says which act decides it, and an act taken back sets nothing.
        "budget" | "initial_budget" | "budget_cents" | "share_basis_points" | "shares" => {
            &["SubsidyGranted", "AvenantApproved", "BudgetRevised", "BalanceComputed"]
        }
        "ordered" | "paid" | "payments" => &["PaymentOrdered", "PaymentExecuted"],
        // The year decides which report counts.
        "realised" | "realised_cents" => {
            &["FinancialReportFiled", "BalanceComputed", "SubsidyGranted", "AvenantApproved"]
        }
        "balance_rule" => &["BalanceRuleStated", "AvenantApproved"],
        "final_stated" | "balance_stated" => &["BalanceComputed"],
        "entitlement" | "balance_due" | "balance" => &[
            "SubsidyGranted",
            "ConventionApproved",
            "AvenantApproved",
            "BudgetRevised",
            "BalanceRuleStated",
            "FinancialReportFiled",
            "BalanceComputed",
            "PaymentOrdered",
            "PaymentExecuted",
        ],
        "convention" => &["ConventionApproved", "ConventionSigned"],
        "instruments" => &["SubsidyGranted", "AvenantApproved", "AvenantSigned"],
        "instalments" => &["InstalmentAgreed"],
        "recoveries" => &["RecoveryOrdered"],
        "requests" => &["AvenantRequested"],
        "restructurings" => &["BeneficiaryRestructured"],
        "reports" => &["ActivityReported", "FinancialReportFiled"],
        _ => return None,
    })
}

/// The computed share of the instrument in force, in hundredths of a per cent.
fn share(view: &ConventionView) -> Option<i64> {
    view.shares.last()?.computed?.percent_units(2)
}

fn total(view: &ConventionView, wanted: impl Fn(&PaymentView) -> bool) -> Option<Money> {
    let chosen = view.payments.iter().filter(|payment| wanted(payment));
    chosen.map(|payment| payment.amount_cents).try_fold(Money::ZERO, Money::checked_add)
}

/// A figure of the balance; none where it stands on an act that was taken back.
fn of_balance(view: &ConventionView, read: impl Fn(&Balance) -> Money) -> Option<Money> {
    let stands = |b: &&Balance| !b.assumptions.contains(&Assumption::UndoneActStands);
    view.balance.as_ref().filter(stands).map(read)
}

/// How many avenants were not taken back.
fn avenants(view: &ConventionView) -> usize {
    let undone = |by: &Instrument| view.undone.iter().any(|one| one.instruments.contains(by));
    let avenant = |by: &Instrument| matches!(by, Instrument::Avenant(_)) && !undone(by);
    view.instruments.iter().filter(|i| avenant(&i.instrument)).count()
}

/// An entry as it is stored, read as JSON.
#[derive(Debug, Clone, Copy)]
pub struct StoredEntry<'a>(pub &'a Value);

impl Subject for StoredEntry<'_> {
    fn get(&self, name: &str) -> Value {
        let field = |name: &str| self.0.get(name).cloned().unwrap_or_default();
        let evidence = || self.0.get("evidence");
        match name {
            "grade" => evidence().and_then(|e| e.get("grade")).cloned().unwrap_or_default(),
            "documents" => {
                let sources = evidence().and_then(|e| e.get("sources")).and_then(Value::as_array);
                let cited = sources.into_iter().flatten().filter_map(|s| s.get("document"));
                distinct(cited.cloned())
            }
            "earliest" | "latest" => {
                let written = self.0.get("effective").and_then(Value::as_str);
                let date = written.and_then(|text| text.parse::<Edtf>().ok());
                date.map_or(Value::Null, |date| end_of(&date, name))
            }
            "seq" | "stream" | "version" | "kind" | "schema" | "effective" | "recorded_at"
            | "recorded_by" | "causes" | "data" => field(name),
            _ => Value::Null,
        }
    }
}

/// A step of the trail of a stream.
#[derive(Debug, Clone, Copy)]
pub struct StepSubject<'a> {
    /// The stream.
    pub stream: &'a StreamId,
    /// The step.
    pub step: &'a TrailStep,
}

impl Subject for StepSubject<'_> {
    fn get(&self, name: &str) -> Value {
        let step = self.step;
        match name {
            "seq" => json(&step.entry),
            "stream" => json(self.stream),
            "kind" => json(&step.kind),
            "effective" => json(&step.effective),
            "earliest" | "latest" => end_of(&step.effective, name),
            "possible" => json(&step.possible),
            "author" => json(&step.author),
            "authority" => json(&step.authority),
            "grade" => json(&step.grade),
            "documents" => distinct(step.passages.iter().map(|p| json(&p.document))),
            "data" => step.data.clone(),
            _ => Value::Null,
        }
    }
}

/// A finding of a rule.
#[derive(Debug, Clone, Copy)]
pub struct FindingSubject<'a>(pub &'a Finding);

impl Subject for FindingSubject<'_> {
    fn get(&self, name: &str) -> Value {
        let finding = self.0;
        match name {
            "rule" => json(&finding.rule),
            "outcome" => json(&finding.outcome),
            "severity" => json(&finding.severity),
            "subject" => json(&finding.subject),
            "sentence" => json(&finding.sentence),
            "missing" => finding.missing.iter().map(|lacking| json(&lacking.code)).collect(),
            "entries" => json(&finding.entries),
            "sources" => json(&finding.sources),
            _ => Value::Null,
        }
    }
}

/// One end of a date, as a day whose text sorts as the day does; null when that end is open.
fn end_of(date: &Edtf, end: &str) -> Value {
    let day = if end == "earliest" { date.earliest() } else { date.latest() };
    if day == Day::MIN || day == Day::MAX { Value::Null } else { Value::String(day.to_string()) }
}

/// The values without repetition, in the order of first mention.
fn distinct(values: impl Iterator<Item = Value>) -> Value {
    let mut seen: Vec<Value> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    Value::Array(seen)
}
