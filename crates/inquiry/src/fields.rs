//! A state, flattened into fields.
//!
//! A path is made of parts joined by dots. Its parts are the names of the state's JSON; what is a
//! list there is told apart by what each item is about, never by its place in the list, so that
//! the fields of two states can be laid side by side:
//!
//! | of | path | example |
//! |---|---|---|
//! | a value | its name | `exercise`, `beneficiary.name`, `balance.paid_cents` |
//! | a history | name, then the instrument; `current` repeats the last | `budget_cents.initial`, `budget_cents.avenant-1`, `budget_cents.current` |
//! | what an act set that was taken back | name, `undone`, the instrument | `budget_cents.undone.avenant-1` |
//! | what such an act fixed of the balance | name, then `undone` | `balance.final_stated.undone` |
//! | acts taken back | `undone`, how, the act | `undone.annulled.4058-24-bm` |
//! | a list by instrument | name, instrument, name | `shares.avenant-1.stated`, `instruments.initial.act` |
//! | instalments | the role | `instalments.balance` |
//! | payments | the role, then the date, `-ordered` when no source says that it was made | `payments.advance.2023-05-15`, `payments.balance.2024-10-10-ordered` |
//! | what happened | name, then the date | `reports.2024-06-17`, `requests.until-2022`, `recoveries.2024-11-03` |
//! | what only may be in force | name, kind and date | `possibly_in_force.BudgetRevised.2024` |
//! | what is owed, missing, assumed | name, then which | `missing.balance_rule` |
//! | contradictions | the field, the instrument, what is stated against it | `contradictions.budget_cents.initial.600-000` |
//!
//! Where two items would have the same path, the second has `-2` behind it, and so on.
//!
//! Every value of the state belongs to a field; a test walks the JSON and holds this.

use crate::field::{Field, FieldKind, FieldValue};
use greffe_convention_state::{
    Assumption, Balance, ConventionView, DueOnBudget, InstrumentView, PaymentView, ShareView,
    UndoneAct,
};
use greffe_domain::{Edtf, History, Instrument, Money, Rival, Sourced, slug};
use serde::Serialize;
use std::collections::BTreeSet;

/// The fields of one state, in the order of the state.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(transparent)]
pub struct Fields {
    all: Vec<Field>,
    #[serde(skip)]
    paths: BTreeSet<String>,
}

impl Fields {
    /// The fields of a convention's state.
    #[must_use]
    pub fn of(view: &ConventionView) -> Fields {
        let mut fields = Fields::default();
        fields.identity(view);
        for (at, instrument) in view.instruments.iter().enumerate() {
            fields.instrument(at, instrument);
        }
        for (at, one) in view.undone.iter().enumerate() {
            fields.undone(at, one);
        }
        fields.history("subsidy_cents", &view.subsidy_cents);
        fields.history("budget_cents", &view.budget_cents);
        for (at, share) in view.shares.iter().enumerate() {
            fields.share(at, share);
        }
        fields.sourced("balance_rule", view.balance_rule.as_ref(), FieldValue::Rule);
        fields.sourced("realised_cents", view.realised_cents.as_ref(), FieldValue::Money);
        if let Some(balance) = &view.balance {
            fields.balance(view, balance);
        }
        fields.fixed(view);
        fields.happened(view);
        fields.judged(view);
        fields
    }

    /// Every field.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.all.iter()
    }

    /// The field of a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Field> {
        self.all.iter().find(|field| field.path == path)
    }

    /// The field of what an instrument sets, in force or not.
    pub(crate) fn set_by(&self, path: &str) -> Option<&Field> {
        let other = |list: &str| self.get(&path.replacen('.', list, 1));
        self.get(path).or_else(|| other(".possible.")).or_else(|| other(".undone."))
    }

    /// Marks the fields of some paths, and what repeats them, as supposed; so is what an instrument sets
    /// that is not in force, since its act was taken back or its date leaves it open.
    pub(crate) fn suppose(&mut self, paths: &[String]) {
        let meant = |path: &String| {
            let bare = path.replacen(".undone.", ".", 1).replacen(".possible.", ".", 1);
            paths.contains(path) || paths.contains(&bare)
        };
        for field in &mut self.all {
            if meant(&field.path) || field.repeats.as_ref().is_some_and(meant) {
                field.suppose();
            }
        }
    }

    fn push(&mut self, mut field: Field) {
        let bare = field.path.clone();
        let mut number = 2u32;
        while !self.paths.insert(field.path.clone()) {
            field.path = format!("{bare}-{number}");
            number += 1;
        }
        self.all.push(field);
    }

    /// A value that no instrument changes; its place is its path.
    fn sourced<T: Clone>(
        &mut self,
        path: &str,
        sourced: Option<&Sourced<T>>,
        value: impl Fn(T) -> FieldValue,
    ) {
        if let Some(sourced) = sourced {
            let place = format!("/{}", path.replace('.', "/"));
            self.push(Field::stated(path, place, sourced, value));
        }
    }

    fn identity(&mut self, view: &ConventionView) {
        let b = &view.beneficiary;
        self.sourced("exercise", view.exercise.as_ref(), FieldValue::Year);
        if let Some(year) = view.assumed_year {
            let value = FieldValue::Year(year);
            self.push(Field::new("assumed_year", "/assumed_year", FieldKind::Assumed, value));
        }
        for (path, sourced) in [
            ("beneficiary.name", &b.name),
            ("beneficiary.legal_form", &b.legal_form),
            ("beneficiary.siret", &b.siret),
            ("beneficiary.siren", &b.siren),
            ("beneficiary.rna", &b.rna),
            ("purpose", &view.purpose),
            ("convention.title", &view.convention.title),
            ("convention.number", &view.convention.number),
        ] {
            self.sourced(path, sourced.as_ref(), FieldValue::Text);
        }
        self.sourced("assignment", view.assignment.as_ref(), FieldValue::Assignment);
        let approved = view.convention.approved_by.as_ref();
        self.sourced("convention.approved_by", approved, FieldValue::Act);
        if let Some(signed) = &view.convention.signed {
            self.push(Field::occurrence("convention.signed", "/convention/signed", signed));
        }
    }

    fn instrument(&mut self, at: usize, view: &InstrumentView) {
        let path = |name: &str| format!("instruments.{}.{name}", view.instrument);
        let place = |name: &str| format!("/instruments/{at}/{name}");
        let by = &view.instrument;
        let mut support: &[u64] = &[];
        if let Some(act) = &view.act {
            support = &act.entries;
            let field = Field::stated(path("act"), place("act"), act, FieldValue::Act);
            self.push(field.by(by).also_at(place("instrument")));
        }
        for (name, terms) in [("changes", &view.changes), ("unchanged", &view.unchanged)] {
            if !terms.is_empty() {
                let value = FieldValue::Terms(terms.clone());
                let field = Field::new(path(name), place(name), FieldKind::Computed, value);
                self.push(field.by(by).resting_on(support));
            }
        }
        if let Some(annexed) = &view.annexed {
            let field = Field::stated(path("annexed"), place("annexed"), annexed, FieldValue::Flag);
            self.push(field.by(by));
        }
        if let Some(signed) = &view.signed {
            self.push(Field::occurrence(path("signed"), place("signed"), signed).by(by));
        }
    }

    /// An act that was taken back.
    fn undone(&mut self, at: usize, one: &UndoneAct) {
        let act = one.key().map(|key| key.slug()).unwrap_or_default();
        let path = format!("undone.{}.{act}", name_of(one.how));
        let value = FieldValue::Undone(Box::new(one.clone()));
        let mut field = Field::new(path, format!("/undone/{at}"), FieldKind::Stated, value);
        field.grade = Some(one.grade);
        field.effective = Some(one.on.clone());
        field.passages.clone_from(&one.passages);
        self.push(field.resting_on(&one.entries));
    }

    fn history(&mut self, name: &str, history: &History<Money>) {
        for (list, head, steps) in [
            ("steps", "", &history.steps),
            ("possible", "possible.", &history.possible),
            ("undone", "undone.", &history.undone),
        ] {
            for (at, step) in steps.iter().enumerate() {
                let path = format!("{name}.{head}{}", step.instrument);
                let place = format!("/{name}/{list}/{at}");
                let field = Field::stated(path, place, &step.believed, FieldValue::Money);
                self.push(field.by(&step.instrument).from(&step.effective));
            }
        }
        if let Some((at, step)) = history.steps.iter().enumerate().next_back() {
            let place = format!("/{name}/steps/{at}");
            let path = format!("{name}.current");
            let field = Field::stated(path, place, &step.believed, FieldValue::Money);
            let field = field.by(&step.instrument).from(&step.effective);
            self.push(field.repeating(format!("{name}.{}", step.instrument)));
        }
    }

    fn share(&mut self, at: usize, share: &ShareView) {
        let path = |name: &str| format!("shares.{}.{name}", share.instrument);
        let place = |name: &str| format!("/shares/{at}/{name}");
        let computed = |name: &str, value: FieldValue| {
            let field = Field::new(path(name), place(name), FieldKind::Computed, value);
            field.by(&share.instrument).resting_on(&share.entries)
        };
        if let Some(stated) = &share.stated {
            let field = Field::stated(path("stated"), place("stated"), stated, FieldValue::Share);
            self.push(field.by(&share.instrument).also_at(place("instrument")));
        }
        if let Some(ratio) = share.computed {
            let field = computed("computed", FieldValue::Ratio(ratio));
            let field = field.also_at(place("computed_percent")).also_at(place("instrument"));
            self.push(field.also_at(place("entries")));
        }
        if let Some(why) = share.uncomputed {
            let field = computed("uncomputed", FieldValue::Uncomputed(why));
            self.push(field.also_at(place("instrument")).also_at(place("entries")));
        }
        if let Some(agreement) = share.agreement {
            let stated = share.stated.iter().flat_map(|stated| stated.entries.iter().copied());
            let stated: Vec<u64> = stated.collect();
            self.push(computed("agreement", FieldValue::Agreement(agreement)).resting_on(&stated));
        }
    }

    fn balance(&mut self, view: &ConventionView, balance: &Balance) {
        for (at, assumption) in balance.assumptions.iter().enumerate() {
            let path = format!("balance.assumptions.{}", name_of(*assumption));
            let place = format!("/balance/assumptions/{at}");
            let value = FieldValue::Assumption(*assumption);
            self.push(Field::new(path, place, FieldKind::Assumed, value));
        }
        self.balance_operands(view, balance);
        let paid = view.payments.iter().filter(|p| p.executed);
        let paid: Vec<u64> = paid.flat_map(|p| p.entries.iter().copied()).collect();
        let last = balance.scenarios.last();
        let granted = view.subsidy_cents.current().map_or(&[][..], |s| &s.entries);
        let rests = last.map_or(granted, |s| s.due.entries.as_slice());
        let rule = balance.rule_stated.as_ref().map_or(&[][..], |r| &r.entries);
        let computed = |name: &str, amount: Money| {
            let (path, place) = (format!("balance.{name}"), format!("/balance/{name}"));
            Field::new(path, place, FieldKind::Computed, FieldValue::Money(amount))
        };
        let due = computed("entitlement_cents", balance.entitlement_cents);
        self.push(due.also_at("/balance/derivation").resting_on(rests).resting_on(rule));
        let mut total = computed("paid_cents", balance.paid_cents).resting_on(&paid);
        if balance.assumptions.contains(&Assumption::NothingPaid) {
            total.kind = FieldKind::Assumed;
        }
        self.push(total);
        let left = computed("balance_cents", balance.balance_cents);
        self.push(left.resting_on(rests).resting_on(rule).resting_on(&paid));
        self.scenarios(balance);
    }

    /// What acts fix stands beside what is computed, and without it.
    fn fixed(&mut self, view: &ConventionView) {
        for (path, place, amount) in [
            ("final_stated", "/final_stated", &view.final_stated),
            ("final_stated.undone", "/final_undone", &view.final_undone),
            ("balance_stated", "/balance_stated", &view.balance_stated),
            ("balance_stated.undone", "/balance_undone", &view.balance_undone),
        ] {
            if let Some(amount) = amount {
                let path = format!("balance.{path}");
                self.push(Field::stated(path, place, amount, FieldValue::Money));
            }
        }
    }

    /// What the balance is computed from: the fields that it repeats, or what is taken for them.
    fn balance_operands(&mut self, view: &ConventionView, balance: &Balance) {
        let value = FieldValue::Rule(balance.rule);
        match &balance.rule_stated {
            Some(stated) => self.push(
                Field::stated("balance.rule", "/balance/rule", stated, FieldValue::Rule)
                    .also_at("/balance/rule_stated")
                    .repeating("balance_rule"),
            ),
            None => {
                self.push(Field::new("balance.rule", "/balance/rule", FieldKind::Assumed, value));
            }
        }
        for (name, history) in
            [("subsidy_cents", &view.subsidy_cents), ("budget_cents", &view.budget_cents)]
        {
            if let Some(current) = history.current() {
                let (path, place) = (format!("balance.{name}"), format!("/balance/{name}"));
                let field = Field::stated(path, place, current, FieldValue::Money);
                self.push(field.repeating(format!("{name}.current")));
            }
        }
        let (path, place) = ("balance.realised_cents", "/balance/realised_cents");
        match (&balance.realised_stated, balance.realised_cents) {
            (Some(stated), _) => self.push(
                Field::stated(path, place, stated, FieldValue::Money)
                    .also_at("/balance/realised_stated")
                    .repeating("realised_cents"),
            ),
            (None, Some(amount)) => {
                self.push(Field::new(path, place, FieldKind::Assumed, FieldValue::Money(amount)));
            }
            (None, None) => {}
        }
    }

    fn scenarios(&mut self, balance: &Balance) {
        for (at, scenario) in balance.scenarios.iter().enumerate() {
            let by = &scenario.instrument;
            let (path, place) =
                (format!("balance.scenarios.{by}"), format!("/balance/scenarios/{at}"));
            self.due((&path, &place), (by, by), &scenario.due);
        }
        if let Some(without) = &balance.without_last_avenant {
            let (path, place) = ("balance.without_last_avenant", "/balance/without_last_avenant");
            if let Some(otherwise) = &without.rule {
                let (path, place) = (format!("{path}.rule"), format!("{place}/rule"));
                let value = FieldValue::Rule(otherwise.rule);
                self.push(match &otherwise.rule_stated {
                    Some(stated) => Field::stated(path, place.clone(), stated, FieldValue::Rule)
                        .also_at(format!("{place}_stated")),
                    None => Field::new(path, place.clone(), FieldKind::Assumed, value)
                        .also_at(format!("{place}_stated")),
                });
            }
            self.due((path, place), (&without.instrument, &without.budget_by), &without.due);
            if let Some(difference) = without.difference_cents {
                let (path, place) =
                    (format!("{path}.difference_cents"), format!("{place}/difference_cents"));
                let with = balance.scenarios.last().map_or(&[][..], |s| &s.due.entries);
                let value = FieldValue::Money(difference);
                let field = Field::new(path, place, FieldKind::Computed, value);
                let field = field.by(&without.instrument);
                self.push(field.resting_on(with).resting_on(&without.due.entries));
            }
        }
    }

    /// What the subsidy comes to on one budget, set by `budget_by`, or why that cannot be told.
    fn due(
        &mut self,
        (path, place): (&str, &str),
        (by, budget_by): (&Instrument, &Instrument),
        due: &DueOnBudget,
    ) {
        let field = |name: &str, value: FieldValue| {
            let (path, place) = (format!("{path}.{name}"), format!("{place}/{name}"));
            Field::new(path, place, FieldKind::Computed, value).by(by)
        };
        let place = |name: &str| format!("{place}/{name}");
        let budget = field("budget_cents", FieldValue::Money(due.budget_cents));
        let budget = budget.also_at(place("instrument"));
        let budget = if by == budget_by { budget } else { budget.also_at(place("budget_by")) };
        self.push(budget.repeating(format!("budget_cents.{budget_by}")));
        if let Some((amount, subsidy_by)) = due.subsidy_cents.zip(due.subsidy_by.as_ref()) {
            let subsidy = field("subsidy_cents", FieldValue::Money(amount));
            let subsidy = subsidy.also_at(place("subsidy_by"));
            self.push(subsidy.repeating(format!("subsidy_cents.{subsidy_by}")));
        }
        let computed = due.entitlement_cents.map(FieldValue::Money);
        let why = due.uncomputed.map(FieldValue::Uncomputed);
        for (name, value) in [("entitlement_cents", computed), ("uncomputed", why)] {
            if let Some(value) = value {
                let field = field(name, value).also_at(place("entries"));
                self.push(field.resting_on(&due.entries));
            }
        }
    }

    /// What was paid in all, where no balance says it: the same figure under the same name.
    fn paid_in_all(&mut self, view: &ConventionView) {
        let made = || view.payments.iter().filter(|payment| payment.executed);
        let sum = |sum: Money, payment: &PaymentView| sum.checked_add(payment.amount_cents);
        if let Some(total) = made().try_fold(Money::ZERO, sum)
            && view.balance.is_none()
            && made().next().is_some()
        {
            let entries: Vec<u64> = made().flat_map(|p| p.entries.iter().copied()).collect();
            let (path, value) = ("balance.paid_cents".to_owned(), FieldValue::Money(total));
            let field = Field::new(path, "/payments".to_owned(), FieldKind::Computed, value);
            self.push(field.resting_on(&entries));
        }
    }

    /// Schedule, payments, and whatever happened.
    fn happened(&mut self, view: &ConventionView) {
        for (at, instalment) in view.instalments.iter().enumerate() {
            let role = instalment.data.get("role").and_then(serde_json::Value::as_str);
            let path = format!("instalments.{}", role.unwrap_or("other"));
            self.push(Field::occurrence(path, format!("/instalments/{at}"), instalment));
        }
        for (at, payment) in view.payments.iter().enumerate() {
            self.push(paid(at, payment));
        }
        self.paid_in_all(view);
        for (name, list) in [
            ("recoveries", &view.recoveries),
            ("requests", &view.requests),
            ("restructurings", &view.restructurings),
            ("reports", &view.reports),
        ] {
            for (at, one) in list.iter().enumerate() {
                let path = format!("{name}.{}", dated(&one.effective));
                self.push(Field::occurrence(path, format!("/{name}/{at}"), one));
            }
        }
        for (at, one) in view.possibly_in_force.iter().enumerate() {
            let path = format!("possibly_in_force.{}.{}", one.kind, dated(&one.effective));
            self.push(Field::occurrence(path, format!("/possibly_in_force/{at}"), one));
        }
    }

    /// What is owed, missing, or in dispute.
    fn judged(&mut self, view: &ConventionView) {
        let exercise = view.exercise.as_ref().map_or(&[][..], |e| &e.entries);
        for (at, obligation) in view.obligations.iter().enumerate() {
            let path = format!("obligations.{}", name_of(obligation.kind));
            let met: Vec<u64> = obligation.met_by.into_iter().collect();
            let value = FieldValue::Obligation(obligation.clone());
            let field = Field::new(path, format!("/obligations/{at}"), FieldKind::Computed, value);
            self.push(field.resting_on(exercise).resting_on(&met));
        }
        for (at, missing) in view.missing.iter().enumerate() {
            let path = format!("missing.{}", name_of(*missing));
            let value = FieldValue::Missing(*missing);
            self.push(Field::new(path, format!("/missing/{at}"), FieldKind::Computed, value));
        }
        for (at, one) in view.contradictions.iter().enumerate() {
            // By what is stated against it, not by its place: others may come and go.
            let stated = Some(slug(&one.stated)).filter(|stated| !stated.is_empty());
            let stated = stated.unwrap_or_else(|| "other".to_owned());
            let path = format!("contradictions.{}.{}.{stated}", one.field, one.instrument);
            let value = FieldValue::Contradiction(Box::new(one.clone()));
            let place = format!("/contradictions/{at}");
            let field = Field::new(path, place, FieldKind::Computed, value);
            self.push(field.by(&one.instrument).resting_on(&one.entries).resting_on(&[one.entry]));
        }
    }
}

fn paid(at: usize, payment: &PaymentView) -> Field {
    let role = payment.role.map_or_else(|| "other".to_owned(), name_of);
    let ordered = if payment.executed { "" } else { "-ordered" };
    let value = FieldValue::Payment(Box::new(payment.clone()));
    let on = dated(&payment.on);
    let (path, place) = (format!("payments.{role}.{on}{ordered}"), format!("/payments/{at}"));
    let mut field = Field::new(path, place, FieldKind::Stated, value);
    field.grade = Some(payment.grade);
    field.effective = Some(payment.on.clone());
    field.entries.clone_from(&payment.entries);
    field.passages.clone_from(&payment.passages);
    let rival = |rival: &Rival<Money>| Rival {
        value: FieldValue::Money(rival.value),
        grade: rival.grade,
        entry: rival.entry,
        passages: rival.passages.clone(),
    };
    field.contradicted_by = payment.contradicted_by.iter().map(rival).collect();
    field
}

/// The name of a value that JSON writes as one word.
pub(crate) fn name_of(value: impl Serialize) -> String {
    let written = serde_json::to_value(value).ok();
    written.and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A date as part of a path: `2024-06-17`, `until-2022`, `since-2024`, `undated`.
fn dated(date: &Edtf) -> String {
    match date.as_str() {
        "XXXX" => "undated".to_owned(),
        text => match text.split_once('/') {
            Some(("" | "..", to)) => format!("until-{to}"),
            Some((from, "" | "..")) => format!("since-{from}"),
            Some((from, to)) => format!("{from}_{to}"),
            None => text.to_owned(),
        },
    }
}

/// The instrument that a part of a path names: `initial`, `avenant-1`, `act-3127/23/BM`.
pub(crate) fn instrument_of(part: &str) -> Option<Instrument> {
    if part == "initial" {
        return Some(Instrument::Initial);
    }
    if let Some(number) = part.strip_prefix("avenant-") {
        return number.parse().ok().map(Instrument::Avenant);
    }
    let key = part.strip_prefix("act-").filter(|key| !key.trim().is_empty());
    key.map(|key| Instrument::Act(key.to_owned()))
}
