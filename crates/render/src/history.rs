//! History: what happened, in order, each line with its date, its sources and their grade.
//!
//! The same fact told by several entries is one line: the best told one, then `dit aussi` and the
//! other references.

mod merge;
mod same_day;

pub(crate) use merge::merged;

use crate::cite::{Context, few};
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::paid;
use crate::sentence;
use crate::style::{Lang, References, Style};
use crate::undone;
use crate::words::uncapital;
use greffe_audit_trail::{SubjectTrail, TrailStep};
use greffe_convention_state::{
    ConventionView, Occurrence, PaymentTold, PaymentView, TakenBack, Undoing, UndoneAct,
};
use greffe_domain::{Edtf, Event, Grade, Instrument, Passage, StreamId, StreamKind};
use greffe_inquiry::TimelineEvent;
use serde_json::{Value, json};

/// The widest column of dates, in columns.
pub(crate) const DATES: usize = 17;

/// One thing told, once for each entry that tells it.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    kind: String,
    when: Edtf,
    grade: Grade,
    sources: Vec<(u64, Vec<Passage>)>,
    data: Value,
    possible: bool,
    /// The act whose stream it stands in, for what does not name its act itself.
    of_act: Option<String>,
    /// What one entry tells of a payment.
    payment: Option<PaymentTold>,
    /// Who tells it with another figure.
    otherwise: Vec<(u64, Vec<Passage>)>,
    /// Who says that an act which it rests on was taken back.
    taken_back: Vec<TakenBack>,
    /// The act that it is recorded of, where it names another.
    recorded_of: Option<StreamId>,
    /// The payments that this one may tell again in vaguer words.
    may_be: Vec<(u64, Vec<Passage>)>,
}

impl Moment {
    pub(crate) fn of_occurrence(o: &Occurrence) -> Moment {
        Moment {
            kind: o.kind.to_owned(),
            when: o.effective.clone(),
            grade: o.grade,
            sources: vec![(o.entry, o.passages.clone())],
            data: o.data.clone(),
            possible: false,
            of_act: None,
            payment: None,
            otherwise: Vec::new(),
            taken_back: Vec::new(),
            recorded_of: None,
            may_be: Vec::new(),
        }
        .of_payment()
    }

    pub(crate) fn of_step(step: &TrailStep) -> Moment {
        Moment {
            kind: step.kind.to_owned(),
            when: step.effective.clone(),
            grade: step.grade,
            sources: vec![(step.entry, step.passages.clone())],
            data: step.data.clone(),
            possible: step.possible,
            of_act: None,
            payment: None,
            otherwise: Vec::new(),
            taken_back: step.taken_back.clone(),
            recorded_of: step.recorded_of.clone(),
            may_be: Vec::new(),
        }
        .of_payment()
    }

    pub(crate) fn of_event(event: &TimelineEvent) -> Moment {
        let of_act = event.stream.kind() == StreamKind::Act;
        let told = sentence::decode(event.kind, &event.data);
        let names_other = |told: &Event| told.names_other_act(&event.stream).is_some();
        Moment {
            kind: event.kind.to_owned(),
            when: event.effective.clone(),
            grade: event.grade,
            sources: vec![(event.entry, event.passages.clone())],
            data: event.data.clone(),
            possible: event.possible,
            of_act: event.act.clone().filter(|_| of_act),
            payment: None,
            otherwise: Vec::new(),
            taken_back: event.taken_back.clone(),
            recorded_of: told.filter(names_other).map(|_| event.stream.clone()),
            may_be: Vec::new(),
        }
        .of_payment()
    }

    /// The same with its payment, if it tells one, on the date that the state gives it; so is a
    /// repayment ordered.
    fn of_payment(mut self) -> Moment {
        let dated = is_payment(&self.kind) || self.kind == "RecoveryOrdered";
        let event = sentence::decode(&self.kind, &self.data).filter(|_| dated);
        if let Some(Event::RecoveryOrdered(recovery)) = &event {
            self.when = recovery.on.clone().unwrap_or(self.when);
            return self;
        }
        let source = self.sources.first().cloned();
        self.payment = event.zip(source).and_then(|(event, (entry, passages))| {
            PaymentTold::by(&event, &self.when, (entry, self.grade, passages))
        });
        if let Some(payment) = &self.payment {
            self.when = payment.on().clone();
        }
        self
    }

    /// The same with who says that the act was taken back which decided an instrument.
    fn by(mut self, view: &ConventionView, instrument: &Instrument) -> Moment {
        let undone = view.undone.iter().filter(|one| one.instruments.contains(instrument));
        self.taken_back = undone.flat_map(|one| one.told.clone()).collect();
        self
    }

    /// When it was, as precisely as its best source says.
    pub(crate) fn when(&self) -> &Edtf {
        &self.when
    }

    /// What happened.
    pub(crate) fn event(&self) -> Option<Event> {
        sentence::decode(&self.kind, &self.data)
    }

    /// Who tells it, the best first, and the best grade.
    pub(crate) fn cited(&self, cx: Context<'_>) -> Ink {
        few(&self.sources, |(entry, passages)| cx.cite(*entry, passages)).then(cx.grade(self.grade))
    }

    /// Whether its date straddles the day asked about.
    pub(crate) fn is_possible(&self) -> bool {
        self.possible
    }

    /// The sentence alone, with the act it belongs to.
    pub(crate) fn sentence(&self, lang: Lang) -> String {
        let text = sentence::data_sentence(lang, &self.kind, &self.data);
        match self.act() {
            Some(act) => format!("{act}{} {}", lang.pick(" :", ":"), uncapital(&text)),
            None => text,
        }
    }

    /// The reference of the passage that tells it best, in brackets.
    pub(crate) fn reference(&self, refs: &dyn References) -> String {
        let style = Style { lang: Lang::default(), width: 0, colour: false };
        let first = self.sources.first();
        let cited = first.map(|(entry, passages)| Context { style, refs }.cite(*entry, passages));
        cited.unwrap_or_default().bare()
    }

    /// The reference of the act whose stream it stands in, unless the sentence says it.
    fn act(&self) -> Option<&str> {
        let names_it = matches!(self.kind.as_str(), "DeliberationTabled");
        self.of_act.as_deref().filter(|_| !names_it)
    }
}

fn is_payment(kind: &str) -> bool {
    matches!(kind, "PaymentOrdered" | "PaymentExecuted")
}

/// Everything that a convention's own trail tells.
pub(crate) fn of_trail(trail: &SubjectTrail) -> Vec<Moment> {
    trail.steps.iter().map(Moment::of_step).collect()
}

/// What a view alone can tell: its instruments and budgets, signatures, requests, reports,
/// restructurings, payments and repayments ordered.
pub(crate) fn of_view(view: &ConventionView) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    let occurrences = view
        .requests
        .iter()
        .chain(&view.restructurings)
        .chain(&view.reports)
        .chain(&view.recoveries)
        .chain(&view.convention.signed)
        .chain(view.instruments.iter().filter_map(|i| i.signed.as_ref()));
    moments.extend(occurrences.map(Moment::of_occurrence));
    let name = view.beneficiary.name.as_ref().map(|n| n.value.clone()).unwrap_or_default();
    for step in &view.subsidy_cents.steps {
        let amount = step.believed.value;
        let (kind, data) = match &step.instrument {
            Instrument::Avenant(n) => {
                ("AvenantApproved", json!({ "number": n, "amount_cents": amount }))
            }
            _ => (
                "SubsidyGranted",
                json!({ "amount_cents": amount, "beneficiary": { "name": name } }),
            ),
        };
        let told = stated(kind, data, &step.effective, &step.believed);
        moments.push(told.by(view, &step.instrument));
    }
    // An avenant that sets no amount is in force all the same.
    let amounts = &view.subsidy_cents;
    for own in view.instruments.iter().filter(|own| amounts.by(&own.instrument).is_none()) {
        if let (Instrument::Avenant(number), Some(act)) = (&own.instrument, &own.act) {
            let data =
                json!({ "number": number, "changes": own.changes, "unchanged": own.unchanged });
            let told = stated("AvenantApproved", data, &own.effective, act);
            moments.push(told.by(view, &own.instrument));
        }
    }
    for step in view.budget_cents.steps.iter().filter(|s| s.instrument != Instrument::Initial) {
        let data = json!({ "to_cents": step.believed.value, "instrument": step.instrument });
        let told = stated("BudgetRevised", data, &step.effective, &step.believed);
        moments.push(told.by(view, &step.instrument));
    }
    moments.extend(view.undone.iter().map(taken_back));
    for payment in &view.payments {
        let kind = if payment.executed { "PaymentExecuted" } else { "PaymentOrdered" };
        let mut data = json!({ "amount_cents": payment.amount_cents });
        if let (Some(role), Some(map)) = (payment.role, data.as_object_mut()) {
            map.insert("role".to_owned(), json!(role));
        }
        moments.push(Moment {
            kind: kind.to_owned(),
            when: payment.on.clone(),
            grade: payment.grade,
            sources: payment.entries.iter().map(|e| (*e, payment.passages.clone())).collect(),
            data,
            possible: false,
            of_act: None,
            payment: None,
            otherwise: rivals(payment),
            taken_back: payment.taken_back.clone(),
            recorded_of: None,
            may_be: paid::others(&view.payments, payment),
        });
    }
    moments.sort_by(|a, b| a.when.cmp(&b.when));
    moments
}

/// Who tells a payment with another sum.
fn rivals(payment: &PaymentView) -> Vec<(u64, Vec<Passage>)> {
    payment.contradicted_by.iter().map(|rival| (rival.entry, rival.passages.clone())).collect()
}

/// That an act was taken back.
fn taken_back(one: &UndoneAct) -> Moment {
    let (kind, by) = match one.how {
        Undoing::Withdrawn => {
            let act = one.by.as_ref().map(|by| json!({ "reference": by }));
            ("ActWithdrawn", act.unwrap_or_default())
        }
        Undoing::Annulled => ("ActAnnulled", json!(one.by.clone().unwrap_or_default())),
    };
    Moment {
        kind: kind.to_owned(),
        when: one.on.clone(),
        grade: one.grade,
        sources: one.entries.iter().map(|e| (*e, one.passages.clone())).collect(),
        data: json!({ "act": one.act, "by": by, "ground": one.ground }),
        possible: false,
        of_act: None,
        payment: None,
        otherwise: Vec::new(),
        taken_back: Vec::new(),
        recorded_of: None,
        may_be: Vec::new(),
    }
}

fn stated<T>(kind: &str, data: Value, when: &Edtf, believed: &greffe_domain::Sourced<T>) -> Moment {
    Moment {
        kind: kind.to_owned(),
        when: when.clone(),
        grade: believed.grade,
        sources: believed.entries.iter().map(|e| (*e, believed.passages.clone())).collect(),
        data,
        possible: false,
        of_act: None,
        payment: None,
        otherwise: Vec::new(),
        taken_back: Vec::new(),
        recorded_of: None,
        may_be: Vec::new(),
    }
}

/// Writes a history: a column of dates, a column of sentences.
pub(crate) fn write(sheet: &mut Sheet, cx: Context<'_>, indent: usize, moments: Vec<Moment>) {
    let mut previous = String::new();
    for moment in merged(moments) {
        let date = figures::date(cx.lang(), &moment.when);
        // A date is written once for the facts that share it.
        let label = if date == previous { String::new() } else { date.clone() };
        previous = date;
        sheet.pair(indent, DATES, &Ink::new(label), &line(cx, &moment));
    }
}

/// A sentence with its sources, their grade, the act, and the doubt there is about its date.
pub(crate) fn line(cx: Context<'_>, moment: &Moment) -> Ink {
    let text = moment.sentence(cx.lang());
    let mut sources = moment.sources.iter();
    let first = sources.next().map(|(entry, passages)| cx.cite(*entry, passages));
    let mut ink = Ink::new(text).then(first.unwrap_or_default()).then(cx.grade(moment.grade));
    if let Some(act) = authority(moment) {
        ink = ink.and(format!(", {} {act}", cx.pick("par", "by")));
    }
    let others: Vec<Ink> = sources.map(|(entry, passages)| cx.cite(*entry, passages)).collect();
    if !others.is_empty() {
        ink = ink.and(cx.pick(", dit aussi ", ", also said in ")).and(Ink::join(" ", others));
    }
    if !moment.otherwise.is_empty() {
        let label = Ink::toned(Tone::Doubt, cx.pick("dit autrement", "said otherwise in"));
        let cited = few(&moment.otherwise, |(entry, passages)| cx.cite(*entry, passages));
        ink = ink.and(cx.semicolon()).and(label).then(cited);
    }
    ink = ink.then(match moment.kind.as_str() {
        "ActWithdrawn" => undone::withdrawal_taken_back(cx, &moment.taken_back),
        _ => undone::taken_back(cx, &moment.taken_back),
    });
    if !moment.may_be.is_empty() {
        ink = ink.and(cx.semicolon()).and(paid::may_be_any_of(cx, &moment.may_be));
    }
    ink = ink.then(undone::recorded_of(cx, moment.recorded_of.as_ref()));
    if moment.possible {
        let doubt = cx.pick("(peut-être en vigueur)", "(possibly in force)");
        ink = ink.then(Ink::toned(Tone::Doubt, doubt));
    }
    ink
}

/// The reference of the act by which something was decided, as its source writes it.
fn authority(moment: &Moment) -> Option<String> {
    let event = sentence::decode(&moment.kind, &moment.data)?;
    // The sentence of a recovery names its act already.
    let named = matches!(event, Event::RecoveryOrdered(_));
    event.act().filter(|_| !named)?.reference.clone()
}
