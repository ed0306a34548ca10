//! How the state computes each value, told as a tree: the walk from a field to what it rests on.
//!
//! It follows the computation of the state step by step; that the tree of every figure gives the
//! figure when it is computed anew is held by a test on random histories.

use crate::blame::undoing;
use crate::explain::{Basis, Node, Operation, Part};
use crate::field::{Field, FieldKind, FieldValue};
use crate::fields::Fields;
use crate::record::ConventionRecord;
use greffe_convention_state::{
    Assumption, Balance, Contradiction, ConventionView, DueOnBudget, UndoneAct,
};
use greffe_domain::{BalanceRule, Grade, Instrument};

pub(crate) struct Explainer<'a> {
    pub(crate) record: &'a ConventionRecord,
    pub(crate) view: &'a ConventionView,
    pub(crate) fields: &'a Fields,
}

impl Explainer<'_> {
    pub(crate) fn field(&self, field: &Field, part: Part) -> Node {
        if let Some(repeated) = field.repeats.as_ref().and_then(|path| self.fields.get(path)) {
            let operand = self.field(repeated, part);
            // The value in force is one of several; any other repetition is the field itself.
            if field.path.ends_with(".current") {
                let operands = vec![operand];
                let basis = Basis::Computed { operation: Operation::InForce, operands };
                return node(part, field, basis);
            }
            return operand;
        }
        let basis = match &field.value {
            _ if field.kind == FieldKind::Supposed => Basis::Supposed,
            FieldValue::Missing(_) => Basis::Absent,
            FieldValue::Assumption(assumption) => {
                let operands = self.assumed_against(*assumption);
                Basis::Assumed { assumption: *assumption, operands }
            }
            FieldValue::Year(_) if field.kind == FieldKind::Assumed => {
                Basis::Assumed { assumption: Assumption::YearOfStream, operands: Vec::new() }
            }
            FieldValue::Contradiction(one) => self.contradiction(one),
            FieldValue::Obligation(_) => self.obligation(),
            _ => self
                .of_balance(field)
                .or_else(|| self.of_share(field))
                .or_else(|| self.of_undone(field))
                .unwrap_or_else(|| self.stated(field)),
        };
        node(part, field, basis)
    }

    fn stated(&self, field: &Field) -> Basis {
        let testimonies = match &field.value {
            // What an avenant changes is gathered from all who tell of it.
            FieldValue::Terms(_) => self.record.telling(self.view, &field.entries, &field.path),
            _ => self.record.testimonies(self.view, &field.entries, &field.passages),
        };
        let best = testimonies.iter().map(|testimony| testimony.grade).min();
        Basis::Stated {
            grade: field.grade.or(best).unwrap_or(Grade::Inferred),
            testimonies,
            contradicted_by: field.contradicted_by.clone(),
        }
    }

    /// What says otherwise than is assumed: that the acts were taken back which are taken to stand.
    fn assumed_against(&self, assumption: Assumption) -> Vec<Node> {
        match assumption {
            Assumption::UndoneActStands => self.undone(UndoneAct::bears_the_grant),
            Assumption::UndoingOnlyDeclared => {
                self.undone(|one| one.grade >= Grade::Declared && !one.bears_the_grant())
            }
            _ => Vec::new(),
        }
    }

    /// What an act set that was taken back: the value as it was decided, and what took it back.
    fn of_undone(&self, field: &Field) -> Option<Basis> {
        let set = ["subsidy_cents.", "budget_cents."].iter().any(|of| field.path.starts_with(of));
        let fixed = field.path.ends_with("_stated.undone");
        let fixing = self.view.undone.iter().filter(|one| fixed && one.balance);
        let acts: Vec<&UndoneAct> =
            undoing(self.view, field).filter(|_| set).chain(fixing).collect();
        if acts.is_empty() {
            return None;
        }
        let mut operands = vec![node(Part::Decided, field, self.stated(field))];
        operands.extend(self.undone(|one| acts.contains(&one)));
        Some(Basis::Computed { operation: Operation::Undone, operands })
    }

    /// Who says that some acts were taken back.
    fn undone(&self, chosen: impl Fn(&UndoneAct) -> bool) -> Vec<Node> {
        let of = |field: &&Field| match &field.value {
            FieldValue::Undone(one) => chosen(one),
            _ => false,
        };
        self.fields.iter().filter(of).map(|f| node(Part::Undone, f, self.stated(f))).collect()
    }

    fn at(&self, path: &str, part: Part) -> Vec<Node> {
        self.fields.get(path).map(|field| self.field(field, part)).into_iter().collect()
    }

    fn of_balance(&self, field: &Field) -> Option<Basis> {
        let name = field.path.strip_prefix("balance.")?;
        let Some(balance) = &self.view.balance else {
            return (name == "paid_cents").then(|| self.made());
        };
        match name {
            "rule" => Some(rule_assumed()),
            "realised_cents" => Some(self.realised_assumed(balance)),
            "paid_cents" => Some(self.paid(balance)),
            "entitlement_cents" => {
                let last = balance.scenarios.last().map(|last| (&last.due, &last.instrument));
                let basis = self.entitlement((balance.rule, "balance.rule"), last);
                Some(self.with_doubts(basis))
            }
            "balance_cents" => {
                let operands = [
                    self.at("balance.entitlement_cents", Part::Entitlement),
                    self.at("balance.paid_cents", Part::Paid),
                ];
                let operation = Operation::Difference;
                Some(Basis::Computed { operation, operands: operands.concat() })
            }
            _ => self.of_scenario(balance, name),
        }
    }

    fn of_scenario(&self, balance: &Balance, name: &str) -> Option<Basis> {
        if let Some(name) = name.strip_prefix("without_last_avenant.") {
            let without = balance.without_last_avenant.as_ref()?;
            if name == "rule" {
                return Some(rule_assumed());
            }
            if name != "difference_cents" {
                let path = "balance.without_last_avenant.rule";
                let rule = without
                    .rule
                    .as_ref()
                    .map_or((balance.rule, "balance.rule"), |otherwise| (otherwise.rule, path));
                let basis = self.entitlement(rule, Some((&without.due, &without.budget_by)));
                return Some(self.with_doubts(basis));
            }
            let before = "balance.without_last_avenant.entitlement_cents";
            let operands = [
                self.at("balance.entitlement_cents", Part::Entitlement),
                self.at(before, Part::WithoutLastAvenant),
            ];
            let operation = Operation::Difference;
            return Some(Basis::Computed { operation, operands: operands.concat() });
        }
        let rest = name.strip_prefix("scenarios.")?;
        let (instrument, _) = rest.rsplit_once('.')?;
        let found = balance.scenarios.iter().find(|s| s.instrument.to_string() == instrument)?;
        let rule = (balance.rule, "balance.rule");
        Some(self.entitlement(rule, Some((&found.due, &found.instrument))))
    }

    /// What the subsidy comes to on one of the budgets: under the rule and with the amount that count
    /// there.
    fn entitlement(
        &self,
        (applied, path): (BalanceRule, &str),
        on: Option<(&DueOnBudget, &Instrument)>,
    ) -> Basis {
        let rule = self.at(path, Part::Rule);
        let amount = match on {
            Some((due, _)) => due.subsidy_by.as_ref(),
            None => self.view.subsidy_cents.steps.last().map(|step| &step.instrument),
        };
        let amount = amount.map(|by| self.at(&format!("subsidy_cents.{by}"), Part::Granted));
        let granted = amount.unwrap_or_default();
        let (operation, operands) = match applied {
            BalanceRule::FixedAmount => (Operation::FixedAmount, vec![rule, granted]),
            BalanceRule::ProRata => {
                let realised = self.at("balance.realised_cents", Part::Realised);
                let budget = on.map(|(_, budget)| format!("budget_cents.{budget}"));
                let budget = budget.map(|path| self.at(&path, Part::Budget)).unwrap_or_default();
                (Operation::ProRata, vec![rule, granted, realised, budget])
            }
        };
        Basis::Computed { operation, operands: operands.concat() }
    }

    /// The same, with what leaves it uncertain behind the operands: what an avenant in force changed no
    /// source says to what, and that the act was taken back on which it stands.
    fn with_doubts(&self, mut basis: Basis) -> Basis {
        if let Basis::Computed { operands, .. } = &mut basis {
            let path = "balance.assumptions.figures_of_avenant_unknown";
            operands.extend(self.at(path, Part::AvenantFigures));
            let path = "balance.assumptions.undone_act_stands";
            operands.extend(self.at(path, Part::Undone));
            let path = "balance.assumptions.undoing_only_declared";
            operands.extend(self.at(path, Part::Undone));
            // The figures before an avenant hold again because it was taken back.
            let declared = self.fields.get(path).is_some();
            operands.extend(self.undone(|one| {
                let avenant = |by: &Instrument| *by != Instrument::Initial;
                one.instruments.iter().any(avenant) && !(declared && one.grade >= Grade::Declared)
            }));
        }
        basis
    }

    fn realised_assumed(&self, balance: &Balance) -> Basis {
        let recorded = Assumption::RealisedEqualsRecordedBudget;
        if balance.assumptions.contains(&recorded) {
            return Basis::Assumed { assumption: recorded, operands: Vec::new() };
        }
        let budget = self.at("budget_cents.current", Part::Budget);
        Basis::Assumed {
            assumption: Assumption::RealisedEqualsLastBudget,
            operands: budget.into_iter().map(the_value).collect(),
        }
    }

    fn paid(&self, balance: &Balance) -> Basis {
        if balance.assumptions.contains(&Assumption::NothingPaid) {
            let assumption = Assumption::NothingPaid;
            return Basis::Assumed { assumption, operands: Vec::new() };
        }
        self.made()
    }

    /// The sum of the payments made.
    fn made(&self) -> Basis {
        let made = |field: &&Field| match &field.value {
            FieldValue::Payment(payment) => payment.executed,
            _ => false,
        };
        let operands =
            self.fields.iter().filter(made).map(|f| counted(self.field(f, Part::Payment)));
        Basis::Computed { operation: Operation::Sum, operands: operands.collect() }
    }

    fn of_share(&self, field: &Field) -> Option<Basis> {
        let rest = field.path.strip_prefix("shares.")?;
        let share = self.view.shares.iter().find(|share| {
            rest.strip_prefix(&share.instrument.to_string()).is_some_and(|r| r.starts_with('.'))
        })?;
        let path = |name: &str| format!("shares.{}.{name}", share.instrument);
        match field.value {
            FieldValue::Ratio(_) | FieldValue::Uncomputed(_) => {
                let amount = share.subsidy_by.as_ref().map(|by| format!("subsidy_cents.{by}"));
                let amount = amount.map(|path| self.at(&path, Part::Granted)).unwrap_or_default();
                let budget = self.at(&format!("budget_cents.{}", share.instrument), Part::Budget);
                let operands = [amount, budget].concat();
                Some(Basis::Computed { operation: Operation::Ratio, operands })
            }
            FieldValue::Agreement(_) => {
                let stated = self.at(&path("stated"), Part::Stated);
                let computed = self.at(&path("computed"), Part::Computed);
                let operands = [stated, computed].concat();
                Some(Basis::Computed { operation: Operation::Agreement, operands })
            }
            _ => None,
        }
    }

    fn obligation(&self) -> Basis {
        let operands = [
            self.at("exercise", Part::Exercise),
            self.at("assumed_year", Part::Exercise),
            self.at("assignment", Part::Assignment),
        ];
        let operation = Operation::SixMonthsAfterExercise;
        Basis::Computed { operation, operands: operands.concat() }
    }

    fn contradiction(&self, one: &Contradiction) -> Basis {
        let side = |part: Part, words: &str, grade: Grade, entries: &[u64]| {
            let passages: Vec<_> = entries
                .iter()
                .filter_map(|seq| self.record.entry(*seq))
                .flat_map(|entry| entry.meta.sources.iter().cloned())
                .collect();
            Node {
                part,
                path: None,
                instrument: Some(one.instrument.clone()),
                value: FieldValue::Text(words.to_owned()),
                basis: Basis::Stated {
                    grade,
                    testimonies: self.record.testimonies(self.view, entries, &passages),
                    contradicted_by: Vec::new(),
                },
            }
        };
        let operands = vec![
            side(Part::Believed, &one.believed, one.grade, &one.entries),
            side(Part::Rival, &one.stated, one.stated_grade, &[one.entry]),
        ];
        Basis::Computed { operation: Operation::Contradiction, operands }
    }
}

/// A payment as it is counted: that it is another than those which it may tell again is taken for granted.
fn counted(payment: Node) -> Node {
    let doubted = matches!(&payment.value, FieldValue::Payment(p) if !p.may_be.is_empty());
    if !doubted {
        return payment;
    }
    let (path, value) = (payment.path.clone(), payment.value.clone());
    let assumption = Assumption::PaymentsAreSeveral;
    let basis = Basis::Assumed { assumption, operands: vec![payment] };
    Node { part: Part::Payment, path, instrument: None, value, basis }
}

fn rule_assumed() -> Basis {
    Basis::Assumed { assumption: Assumption::ProRataRule, operands: Vec::new() }
}

fn node(part: Part, field: &Field, basis: Basis) -> Node {
    Node {
        part,
        path: Some(field.path.clone()),
        instrument: field.instrument.clone(),
        value: field.value.clone(),
        basis,
    }
}

/// Inside a computation the value in force stands for itself: the step that it is.
fn the_value(node: Node) -> Node {
    let Basis::Computed { operation: Operation::InForce, operands } = &node.basis else {
        return node;
    };
    match operands.first() {
        Some(step) => Node { part: node.part, ..step.clone() },
        None => node,
    }
}
