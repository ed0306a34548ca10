//! Explain: a value as a tree, from the result through rule and operands to the sentences that
//! say them.
//!
//! A leaf is a value that sources state, with everyone who states it; or something taken for
//! granted, marked as such; or something that no source shows. [`Node::evaluate`] computes a
//! tree anew from its leaves: what it gives is the value, and a test holds this for every figure.

use crate::explainer::Explainer;
use crate::field::FieldValue;
use crate::fields::Fields;
use crate::named::NameError;
use crate::record::{ConventionRecord, Testimony};
use greffe_convention_state::{Assumption, ConventionView};
use greffe_domain::{AsOf, Grade, Instrument, Money, Ratio, Rival};
use serde::Serialize;

/// Why a field has its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The field.
    pub path: String,
    /// The tree, from the result down.
    pub tree: Node,
}

/// One value of a tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// What the value is in the computation above it.
    pub part: Part,
    /// The path of the field that it is, where it is one.
    pub path: Option<String>,
    /// By which instrument it holds, where it is one of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Instrument>,
    /// The value.
    #[serde(flatten)]
    pub value: FieldValue,
    /// On what it rests.
    #[serde(flatten)]
    pub basis: Basis,
}

/// What a value is in a computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The result that is explained.
    Result,
    /// The rule of the balance.
    Rule,
    /// The amount granted.
    Granted,
    /// The expense realised.
    Realised,
    /// The budget.
    Budget,
    /// What an avenant changed an amount or a budget to, which no source says.
    AvenantFigures,
    /// A value as an act decided it that was taken back.
    Decided,
    /// That an act was withdrawn or annulled.
    Undone,
    /// What the subsidy comes to.
    Entitlement,
    /// The same without the last avenant.
    WithoutLastAvenant,
    /// The payments made.
    Paid,
    /// One payment.
    Payment,
    /// A share as a text states it.
    Stated,
    /// A share as the figures give it.
    Computed,
    /// The budget year.
    Exercise,
    /// The kind of use.
    Assignment,
    /// What is believed.
    Believed,
    /// What another source says.
    Rival,
}

/// On what a value rests.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "basis", rename_all = "snake_case")]
pub enum Basis {
    /// Sources state it.
    Stated {
        /// The best grade among them.
        grade: Grade,
        /// Who states it, best first.
        testimonies: Vec<Testimony>,
        /// Other values stated for the same field.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        contradicted_by: Vec<Rival<FieldValue>>,
    },
    /// It is taken for granted.
    Assumed {
        /// What is assumed.
        assumption: Assumption,
        /// The value that stands in for it, if another does.
        operands: Vec<Node>,
    },
    /// It is computed.
    Computed {
        /// How.
        operation: Operation,
        /// From what, in order.
        operands: Vec<Node>,
    },
    /// A counterfactual question supposes it.
    Supposed,
    /// No source in the ledger shows it.
    Absent,
}

/// How a value is computed from its operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// The last of the values by instrument: the operand.
    InForce,
    /// The first operand, as an act decided it that was taken back, as the others say.
    Undone,
    /// Rule, granted, realised, budget: granted × realised / budget, rounded to the cent, and
    /// never more than granted.
    ProRata,
    /// Rule, granted: what was granted, whatever is realised.
    FixedAmount,
    /// The sum of the operands.
    Sum,
    /// The first operand less the second.
    Difference,
    /// The first operand divided by the second.
    Ratio,
    /// A stated share held against the exact one.
    Agreement,
    /// Six months after the end of the budget year, for a use that asks for it.
    SixMonthsAfterExercise,
    /// Two sources laid side by side.
    Contradiction,
}

/// Why a field has its value.
///
/// # Errors
/// [`NameError`] when the name means no field, or several.
pub fn explain(
    record: &ConventionRecord,
    as_of: AsOf,
    name: &str,
) -> Result<Explanation, NameError> {
    let view = record.view(as_of);
    explain_in(record, &view, &record.fields_of(&view, as_of), name)
}

/// The same in a view that is at hand with its fields.
pub(crate) fn explain_in(
    record: &ConventionRecord,
    view: &ConventionView,
    fields: &Fields,
    name: &str,
) -> Result<Explanation, NameError> {
    let field = fields.one(name)?;
    let explainer = Explainer { record, view, fields };
    let tree = explainer.field(field, Part::Result);
    Ok(Explanation { path: field.path.clone(), tree })
}

impl Node {
    /// The value computed anew from the leaves; `None` if the tree does not give one.
    #[must_use]
    pub fn evaluate(&self) -> Option<FieldValue> {
        match &self.basis {
            Basis::Stated { .. } | Basis::Supposed | Basis::Absent => Some(self.value.clone()),
            Basis::Assumed { operands, .. } => match operands.first() {
                Some(stand_in) => stand_in.evaluate(),
                None => Some(self.value.clone()),
            },
            Basis::Computed { operation, operands } => self.compute(*operation, operands),
        }
    }

    fn compute(&self, operation: Operation, operands: &[Node]) -> Option<FieldValue> {
        // That there is no figure is what was found.
        if let FieldValue::Uncomputed(_) = self.value {
            return Some(self.value.clone());
        }
        let values: Vec<FieldValue> = operands.iter().map(Node::evaluate).collect::<Option<_>>()?;
        let money = |at: usize| values.get(at).and_then(FieldValue::money);
        Some(match operation {
            Operation::InForce | Operation::Undone => values.first()?.clone(),
            Operation::ProRata => {
                let granted = money(1)?;
                FieldValue::Money(granted.pro_rata(money(2)?, money(3)?)?.min(granted))
            }
            Operation::FixedAmount => FieldValue::Money(money(1)?),
            Operation::Sum => {
                let mut amounts = values.iter().map(FieldValue::money);
                let sum = amounts.try_fold(Money::ZERO, |sum, next| sum.checked_add(next?));
                FieldValue::Money(sum?)
            }
            Operation::Difference => FieldValue::Money(money(0)?.checked_sub(money(1)?)?),
            Operation::Ratio => FieldValue::Ratio(Ratio::of(money(0)?, money(1)?)?),
            Operation::Agreement => match (values.first()?, values.get(1)?) {
                (FieldValue::Share(stated), FieldValue::Ratio(exact)) => {
                    FieldValue::Agreement(stated.agreement(*exact))
                }
                _ => return None,
            },
            // What these compute is no figure.
            Operation::SixMonthsAfterExercise | Operation::Contradiction => self.value.clone(),
        })
    }

    /// The leaves, from the first to the last.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Node> {
        match &self.basis {
            Basis::Assumed { operands, .. } | Basis::Computed { operands, .. }
                if !operands.is_empty() =>
            {
                operands.iter().flat_map(Node::leaves).collect()
            }
            _ => vec![self],
        }
    }

    /// What is taken for granted anywhere in the tree, in order, each once.
    #[must_use]
    pub fn assumptions(&self) -> Vec<Assumption> {
        let (own, operands): (Option<Assumption>, &[Node]) = match &self.basis {
            Basis::Assumed { assumption, operands } => (Some(*assumption), operands),
            Basis::Computed { operands, .. } => (None, operands),
            Basis::Stated { .. } | Basis::Supposed | Basis::Absent => (None, &[]),
        };
        let mut all: Vec<Assumption> = Vec::new();
        for assumption in own.into_iter().chain(operands.iter().flat_map(Node::assumptions)) {
            if !all.contains(&assumption) {
                all.push(assumption);
            }
        }
        all
    }
}
