//! The money: grant, convention, avenants, budget, payments, balance, recovery.

use super::sealable::Sealable;
use crate::edtf::Edtf;
use crate::money::Money;
use crate::reference::{ActKey, ActRef};
use crate::share::StatedShare;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A beneficiary as the text names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeneficiaryRef {
    /// The name as written, on one line.
    pub name: String,
    /// The legal form as written (`association`, `SAS`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<String>,
}

/// The instrument by which a term of the convention holds.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// The grant and its convention.
    Initial,
    /// An avenant, by its number.
    Avenant(u32),
    /// A later act that is no avenant, by its canonical key.
    Act(String),
}

impl Instrument {
    /// The same instrument, an act by its canonical key, in whatever spelling it was recorded.
    #[must_use]
    pub fn canonical(self) -> Instrument {
        match self {
            Instrument::Act(written) => {
                let key = ActKey::of(&written).map(|key| key.to_string());
                Instrument::Act(key.unwrap_or(written))
            }
            other => other,
        }
    }
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Instrument::Initial => f.write_str("initial"),
            Instrument::Avenant(number) => write!(f, "avenant-{number}"),
            Instrument::Act(key) => write!(f, "act-{key}"),
        }
    }
}

/// A term of a convention that an avenant changes or leaves as it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// The amount of the subsidy.
    Amount,
    /// The budget on which it is computed.
    Budget,
    /// The purpose.
    Purpose,
    /// The duration.
    Duration,
    /// The payment schedule.
    Payment,
    /// The beneficiary.
    Beneficiary,
}

/// For what kind of use a subsidy is given.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// The beneficiary's operation as a whole (*fonctionnement*).
    Operation,
    /// A specified expense or project.
    Project,
    /// Operation and the year's programme together.
    OperationAndProgramme,
    /// Investment.
    Investment,
}

/// A subsidy was granted. Stream `convention/…`.
///
/// ```
/// use greffe_domain::{Event, SubsidyGranted};
/// let json = serde_json::json!({
///     "amount_cents": 6_000_000,
///     "beneficiary": { "name": "Les Ateliers du Pont", "legal_form": "association" },
///     "exercise": 2023,
///     "budget_cents": 40_000_000,
///     "share": { "stated": "15%", "scale": 0 },
///     "act": { "reference": "014-3127-23-BM", "date": "2023-03-16" }
/// });
/// let granted: SubsidyGranted = serde_json::from_value(json.clone())?;
/// assert_eq!(granted.act.key().map(|k| k.to_string()).as_deref(), Some("3127/23/BM"));
/// let event = Event::from(granted);
/// assert_eq!((event.kind(), event.data()?), ("SubsidyGranted", json));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubsidyGranted {
    /// The amount granted.
    pub amount_cents: Money,
    /// To whom.
    pub beneficiary: BeneficiaryRef,
    /// The budget year (*exercice*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<i32>,
    /// For what, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// For what kind of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Assignment>,
    /// The budget on which it was computed (*budget prévisionnel*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_cents: Option<Money>,
    /// The share of that budget that the text states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<StatedShare>,
    /// Whether it is given in kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_kind: Option<bool>,
    /// The act that grants it.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub act: ActRef,
}

/// A convention was approved by the organ. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ConventionApproved {
    /// Its name as written (`convention d'objectifs`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its number as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The act that approves it.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub act: ActRef,
    /// Whether the act says that its text is annexed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annexed: Option<bool>,
}

/// A clause that a convention of more than 23 000 € must have (loi 2000-321, art. 10).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// The object.
    Object,
    /// The amount.
    Amount,
    /// The terms of payment.
    PaymentTerms,
    /// The conditions of use.
    ConditionsOfUse,
}

/// A convention was signed. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ConventionSigned {
    /// The day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// By whom, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Sealable>,
    /// The clauses that the source shows it to have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Clause>,
}

/// The beneficiary, or somebody for it, asked for an avenant. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct AvenantRequested {
    /// Who asked, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Sealable>,
    /// When, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// The budget asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_cents: Option<Money>,
    /// The terms that the request would leave as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unchanged: Vec<Term>,
}

/// An avenant was approved by the organ. What it changes in figures stands in the events it
/// causes ([`BudgetRevised`]); what it leaves as it is, it says here. Stream `convention/…`.
///
/// ```
/// use greffe_domain::{ActRef, AvenantApproved, Money, Term};
/// let approved = AvenantApproved {
///     number: 1,
///     changes: vec![Term::Budget],
///     unchanged: vec![Term::Amount],
///     amount_cents: Some(Money::from_cents(6_000_000)),
///     act: ActRef::written("DSOL-031-4410/24/BM"),
///     annexed: Some(true),
///     exercise: Some(2023),
///     takes_effect: None,
/// };
/// let json = serde_json::to_value(&approved)?;
/// assert_eq!(json["unchanged"][0], "amount");
/// assert_eq!(serde_json::from_value::<AvenantApproved>(json)?, approved);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AvenantApproved {
    /// Its number, from 1.
    pub number: u32,
    /// The terms that it changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Term>,
    /// The terms that the text says are unchanged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unchanged: Vec<Term>,
    /// The amount of the subsidy under the avenant, if the text states it, changed or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<Money>,
    /// The act that approves it.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub act: ActRef,
    /// Whether the act says that its text is annexed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annexed: Option<bool>,
    /// The budget year that it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<i32>,
    /// The day from which it says it has effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_effect: Option<Edtf>,
}

impl AvenantApproved {
    /// Whether it leaves the amount of the subsidy as it is: it says so, or does not count the amount
    /// among what it changes. An amount that it states all the same held before it.
    #[must_use]
    pub fn leaves_the_amount(&self) -> bool {
        let says = self.unchanged.contains(&Term::Amount) || !self.changes.is_empty();
        says && !self.changes.contains(&Term::Amount)
    }
}

/// An avenant was signed. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AvenantSigned {
    /// Its number.
    pub number: u32,
    /// The day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// By whom, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Sealable>,
}

/// The budget on which a subsidy is computed was replaced. Stream `convention/…`.
///
/// ```
/// use greffe_domain::{Agreement, BudgetRevised, Instrument, Money, Ratio, StatedShare};
/// let revised = BudgetRevised {
///     from_cents: Some(Money::from_cents(40_000_000)),
///     to_cents: Money::from_cents(32_000_000),
///     instrument: Instrument::Avenant(1),
///     requested_by: Some("l'association".into()),
///     share: Some(StatedShare::parse("18,75 %")?),
/// };
/// let exact = Ratio::of(Money::from_cents(6_000_000), revised.to_cents).unwrap();
/// assert_eq!(revised.share.unwrap().agreement(exact), Agreement::Exact);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetRevised {
    /// The budget replaced, if the text states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_cents: Option<Money>,
    /// The budget from now on.
    pub to_cents: Money,
    /// By which instrument.
    pub instrument: Instrument,
    /// On whose request, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<Sealable>,
    /// The share that the subsidy now represents, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<StatedShare>,
}

/// How the balance of a subsidy is computed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BalanceRule {
    /// In proportion of realised expense to the budget, never above the amount granted.
    ProRata,
    /// A fixed amount, whatever is realised.
    FixedAmount,
}

impl BalanceRule {
    /// Its name, as in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            BalanceRule::ProRata => "pro_rata",
            BalanceRule::FixedAmount => "fixed_amount",
        }
    }
}

/// The rule of the balance was stated. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BalanceRuleStated {
    /// The rule.
    pub rule: BalanceRule,
    /// The words that state it.
    pub words: String,
    /// The instrument that states it.
    pub instrument: Instrument,
}

/// What a payment is in the schedule.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PaymentRole {
    /// A first instalment (*acompte*, *avance*).
    Advance,
    /// A further instalment.
    Instalment,
    /// The balance (*solde*).
    Balance,
    /// The whole sum at once.
    Whole,
}

/// An instalment of the schedule was agreed. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstalmentAgreed {
    /// What it is.
    pub role: PaymentRole,
    /// Its amount, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<Money>,
    /// Its share of the subsidy, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<StatedShare>,
    /// The condition or moment, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// A payment was ordered (*mandatement*). Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentOrdered {
    /// The amount.
    pub amount_cents: Money,
    /// What it is in the schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<PaymentRole>,
    /// The number of the order (*mandat*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// The act that orders it.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub act: ActRef,
}

/// A payment was made. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentExecuted {
    /// The amount.
    pub amount_cents: Money,
    /// What it is in the schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<PaymentRole>,
    /// The number of the order (*mandat*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
}

/// A source computed or fixed the final amount or the balance. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BalanceComputed {
    /// The balance still to be paid, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance_cents: Option<Money>,
    /// The final amount of the subsidy, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_cents: Option<Money>,
    /// The realised expense on which it rests, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realised_cents: Option<Money>,
    /// The budget on which it rests, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_cents: Option<Money>,
    /// The act that fixes it.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub act: ActRef,
}

/// Repayment was ordered (*titre de recette*, *reversement*). Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryOrdered {
    /// The amount to be repaid.
    pub amount_cents: Money,
    /// The day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// The ground, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// The act that orders it.
    #[serde(default, skip_serializing_if = "is_blank")]
    pub act: ActRef,
}

/// A figure that somebody may vouch for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AssertedFigure {
    /// The amount of the subsidy.
    Subsidy,
    /// The budget.
    Budget,
    /// The total paid.
    Paid,
}

/// Somebody vouches that a figure held on a date; an audit re-checks it. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateAsserted {
    /// Which figure.
    pub figure: AssertedFigure,
    /// Its value.
    pub amount_cents: Money,
    /// The day on which it held.
    pub on: Edtf,
    /// Who vouches for it, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A reference that says nothing is not written.
fn is_blank(act: &ActRef) -> bool {
    *act == ActRef::default()
}
