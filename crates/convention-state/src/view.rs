//! The view: what is believed of one convention.

use crate::balance::{self, Balance, Fixed, Supposed, Uncertain};
use crate::claims::{Unfigured, budget_claims, grant, leaving_the_amount, subsidy_claims};
use crate::evidence::{self, Contradiction, Missing, Obligation};
use crate::figures::Figures;
use crate::occurrences::{self, Occurrence};
use crate::payments::{self, PaymentView};
use crate::shares::{ShareView, shares};
use crate::undone::{self, UndoneAct};
use greffe_domain::{
    ActRef, AsOf, Assignment, BalanceRule, Claim, Edtf, Event, Facts, History, Instrument, Known,
    Money, Sourced, StreamId, Term, believe, history, slug,
};
use serde::Serialize;

/// The state of one convention. Absent fields are `null`: the sources do not say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConventionView {
    /// The convention's stream.
    pub stream: StreamId,
    /// The budget year, where a source states it.
    pub exercise: Option<Sourced<i32>>,
    /// The year in the stream's name, where no source states a budget year: a guess, since the name has the
    /// year of the award where nobody gives another. Absent from the JSON where nothing is assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed_year: Option<i32>,
    /// Who receives the subsidy.
    pub beneficiary: BeneficiaryView,
    /// For what the subsidy is given, as written.
    pub purpose: Option<Sourced<String>>,
    /// For what kind of use.
    pub assignment: Option<Sourced<Assignment>>,
    /// The convention as a document.
    pub convention: ConventionTerms,
    /// The grant and its avenants, in order; those that were taken back among them.
    pub instruments: Vec<InstrumentView>,
    /// The acts that it stands on and that were withdrawn or annulled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<UndoneAct>,
    /// The amount of the subsidy, by instrument.
    pub subsidy_cents: History<Money>,
    /// The budget it is computed on, by instrument.
    pub budget_cents: History<Money>,
    /// The share of the budget, stated and computed, by instrument.
    pub shares: Vec<ShareView>,
    /// The rule of the balance, where a source states it.
    pub balance_rule: Option<Sourced<BalanceRule>>,
    /// The expense realised, where a source states it.
    pub realised_cents: Option<Sourced<Money>>,
    /// The balance under the convention's rule, once enough is known.
    pub balance: Option<Balance>,
    /// The final amount that an act fixes.
    pub final_stated: Option<Sourced<Money>>,
    /// The balance that an act fixes.
    pub balance_stated: Option<Sourced<Money>>,
    /// The final amount that an act fixed which was withdrawn or annulled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_undone: Option<Sourced<Money>>,
    /// The balance that one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_undone: Option<Sourced<Money>>,
    /// When an act that stands fixes the balance.
    #[serde(skip)]
    pub balance_stated_on: Option<Edtf>,
    /// The figures that an avenant changed to what no source gives.
    #[serde(skip)]
    pub unfigured: Unfigured,
    /// The agreed instalments.
    pub instalments: Vec<Occurrence>,
    /// Payments ordered or made.
    pub payments: Vec<PaymentView>,
    /// Repayments ordered.
    pub recoveries: Vec<Occurrence>,
    /// Requests for an avenant.
    pub requests: Vec<Occurrence>,
    /// Restructurings of the beneficiary.
    pub restructurings: Vec<Occurrence>,
    /// Activity and financial reports, those about other years among them.
    pub reports: Vec<Occurrence>,
    /// What the convention or the law asks for, with due dates.
    pub obligations: Vec<Obligation>,
    /// What no source in the ledger shows.
    pub missing: Vec<Missing>,
    /// Where sources disagree.
    pub contradictions: Vec<Contradiction>,
    /// Facts whose date straddles the day asked about: listed, not applied.
    pub possibly_in_force: Vec<Occurrence>,
}

/// The beneficiary, as far as sources identify it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BeneficiaryView {
    /// The name as written.
    pub name: Option<Sourced<String>>,
    /// The legal form as written.
    pub legal_form: Option<Sourced<String>>,
    /// The SIRET number.
    pub siret: Option<Sourced<String>>,
    /// The SIREN number.
    pub siren: Option<Sourced<String>>,
    /// The number in the national register of associations.
    pub rna: Option<Sourced<String>>,
}

/// The convention as a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConventionTerms {
    /// Its name as written.
    pub title: Option<Sourced<String>>,
    /// Its number as written.
    pub number: Option<Sourced<String>>,
    /// The act that approves it.
    pub approved_by: Option<Sourced<ActRef>>,
    /// Its signature, where a source shows it.
    pub signed: Option<Occurrence>,
}

/// One instrument of the convention.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstrumentView {
    /// Which one.
    pub instrument: Instrument,
    /// When it holds from, as the best source says.
    #[serde(skip)]
    pub effective: Edtf,
    /// The act that decides it.
    pub act: Option<Sourced<ActRef>>,
    /// The terms that it changes.
    pub changes: Vec<Term>,
    /// The terms that it says are unchanged.
    pub unchanged: Vec<Term>,
    /// Whether the act says that its text is annexed.
    pub annexed: Option<Sourced<bool>>,
    /// Its signature, where a source shows it.
    pub signed: Option<Occurrence>,
}

impl ConventionView {
    /// The view of a convention at the question's two clocks.
    #[must_use]
    pub fn of(facts: &Facts, stream: &StreamId, as_of: AsOf) -> ConventionView {
        ConventionView::supposing(facts, stream, as_of, Supposed::default())
    }

    /// The same, with what a counterfactual question holds fixed where no source says it.
    #[must_use]
    pub fn supposing(
        facts: &Facts,
        stream: &StreamId,
        as_of: AsOf,
        supposed: Supposed,
    ) -> ConventionView {
        let known = facts.known(stream, as_of);
        let undone = undone::undone_acts(facts, stream, &known, as_of);
        let gone = undone::gone(&undone);
        let subsidy_cents = history(subsidy_claims(&known, &gone)).without(&gone);
        let budget_cents = history(budget_claims(&known)).without(&gone);
        let mut payments = payments::payments(&known);
        undone::mark(&mut payments, &known, &undone);
        let exercise = believe(exercise_claims(&known));
        let assumed_year = stream.year_in_name().filter(|_| exercise.is_none());
        let year = exercise.as_ref().map(|year| year.value).or(assumed_year);
        let (rules, realised_cents) = balance::operands(&known, year);
        let rules = rules.without(&gone);
        let operands = (&rules, realised_cents.as_ref());
        let (fixed, fixed_undone) = Fixed::of(&known, &undone);
        let unfigured = Unfigured::of(&known, &gone, (&subsidy_cents, &budget_cents));
        let left = leaving_the_amount(&known, &gone);
        let figures = Figures::of(&subsidy_cents, &budget_cents, &left);
        let shares = shares(&known, &figures);
        let figured = [&subsidy_cents.undone, &budget_cents.undone].into_iter().flatten();
        let left_out = figured.map(|step| &step.instrument);
        let left_out = left_out.chain(rules.undone.iter().map(|step| &step.instrument));
        let uncertain = Uncertain {
            unfigured,
            undone: !undone::stands(&undone),
            declared: undone::only_declared(&undone, left_out),
        };
        let balance = Balance::of((&figures, uncertain), operands, supposed, &payments);
        drop(figures);
        let mut view = ConventionView {
            stream: stream.clone(),
            exercise,
            assumed_year,
            beneficiary: beneficiary(facts, &known, as_of),
            purpose: believe(grant(&known, "/purpose", |g| g.purpose.clone())),
            assignment: believe(grant(&known, "/assignment", |g| g.assignment)),
            convention: convention_terms(&known),
            instruments: instruments(&known),
            undone,
            subsidy_cents,
            budget_cents,
            shares,
            balance_rule: rules.current().cloned(),
            realised_cents,
            balance,
            final_stated: fixed.amount,
            final_undone: fixed_undone.amount,
            balance_stated_on: fixed.left.as_ref().map(|left| left.effective.clone()),
            balance_stated: fixed.left.map(|left| left.believed),
            balance_undone: fixed_undone.left.map(|left| left.believed),
            unfigured,
            instalments: occurrences::of_kinds(&known, &["InstalmentAgreed"]),
            payments,
            recoveries: occurrences::of_kinds(&known, &["RecoveryOrdered"]),
            requests: occurrences::of_kinds(&known, &["AvenantRequested"]),
            restructurings: occurrences::of_kinds(&known, &["BeneficiaryRestructured"]),
            reports: occurrences::of_kinds(&known, &["ActivityReported", "FinancialReportFiled"]),
            obligations: Vec::new(),
            missing: Vec::new(),
            contradictions: Vec::new(),
            possibly_in_force: occurrences::possible(&known),
        };
        view.obligations = evidence::obligations(&view);
        view.missing = evidence::missing(&view);
        view.contradictions = evidence::contradictions(&view);
        view
    }

    /// The year that subsidy, budget and balance are about: the budget year that sources state, else
    /// that of the stream's name, which is an assumption: who shows the year or counts from it says so.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.exercise.as_ref().map(|year| year.value).or(self.assumed_year)
    }

    /// Whether a report on a year is about the year of the convention. A convention of several years
    /// has a report on each; one that names no year, or a convention without one, leaves no doubt.
    #[must_use]
    pub fn is_of_year(&self, reported: Option<i32>) -> bool {
        is_of_year(self.year(), reported)
    }
}

/// See [`ConventionView::is_of_year`].
pub(crate) fn is_of_year(year: Option<i32>, reported: Option<i32>) -> bool {
    year.zip(reported).is_none_or(|(year, reported)| year == reported)
}

fn exercise_claims<'a>(known: &[Known<'a>]) -> Vec<Claim<'a, i32>> {
    let mut claims = grant(known, "/exercise", |g| g.exercise);
    for k in known {
        if let Event::AvenantApproved(a) = &k.fact.event
            && let Some(year) = a.exercise
        {
            claims.push(Claim::new(*k, Instrument::Initial, year, "/exercise").recalled());
        }
    }
    claims
}

fn beneficiary(facts: &Facts, known: &[Known<'_>], as_of: AsOf) -> BeneficiaryView {
    let name = believe(grant(known, "/beneficiary/name", |g| Some(g.beneficiary.name.clone())));
    // A beneficiary's own stream is found by its name; numbers given in it identify it further.
    let key = name.as_ref().map(|n| slug(&n.value));
    let identified: Vec<Known<'_>> = key
        .iter()
        .flat_map(|key| facts.identifying(key))
        .filter(|s| s.kind() == greffe_domain::StreamKind::Beneficiary)
        .flat_map(|s| facts.known(s, as_of))
        .filter(|k| match &k.fact.event {
            Event::BeneficiaryIdentified(b) => key.as_deref() == Some(slug(&b.name).as_str()),
            _ => false,
        })
        .collect();
    let field =
        |pointer: &'static str,
         read: fn(&greffe_domain::BeneficiaryIdentified) -> &Option<String>| {
            let claims = identified.iter().filter_map(|k| match &k.fact.event {
                Event::BeneficiaryIdentified(b) => {
                    let value = read(b).clone()?;
                    Some(Claim::new(*k, Instrument::Initial, value, pointer))
                }
                _ => None,
            });
            claims.collect::<Vec<_>>()
        };
    let mut forms = grant(known, "/beneficiary/legal_form", |g| g.beneficiary.legal_form.clone());
    forms.extend(field("/legal_form", |b| &b.legal_form));
    BeneficiaryView {
        legal_form: believe(forms).map(folded_forms),
        siret: believe(field("/siret", |b| &b.siret)),
        siren: believe(field("/siren", |b| &b.siren)),
        rna: believe(field("/rna", |b| &b.rna)),
        name,
    }
}

/// « association » and « association loi 1901 » are one form, told more or less fully: what is
/// contained in the believed form, or contains it, confirms it.
fn folded_forms(mut form: Sourced<String>) -> Sourced<String> {
    let believed = slug(&form.value);
    let (same, other): (Vec<_>, Vec<_>) = form.contradicted_by.into_iter().partition(|rival| {
        let rival = slug(&rival.value);
        rival.contains(&believed) || believed.contains(&rival)
    });
    form.contradicted_by = other;
    for rival in same {
        form.entries.push(rival.entry);
        form.passages.extend(rival.passages);
    }
    form
}

fn convention_terms(known: &[Known<'_>]) -> ConventionTerms {
    let approved = |k: &Known<'_>| matches!(k.fact.event, Event::ConventionApproved(_));
    let (mut titles, mut numbers, mut acts) = (Vec::new(), Vec::new(), Vec::new());
    for k in known.iter().filter(|k| approved(k)) {
        let Event::ConventionApproved(c) = &k.fact.event else {
            continue;
        };
        let initial = Instrument::Initial;
        titles.extend(c.title.clone().map(|v| Claim::new(*k, initial.clone(), v, "/title")));
        numbers.extend(c.number.clone().map(|v| Claim::new(*k, initial.clone(), v, "/number")));
        if c.act != ActRef::default() {
            acts.push(Claim::new(*k, initial, c.act.clone(), "/act/reference"));
        }
    }
    ConventionTerms {
        title: believe(titles),
        number: believe(numbers),
        approved_by: believe(acts),
        signed: occurrences::of_kinds(known, &["ConventionSigned"]).into_iter().next(),
    }
}

fn instruments(known: &[Known<'_>]) -> Vec<InstrumentView> {
    let mut acts = Vec::new();
    let mut annexed = Vec::new();
    for k in known {
        match &k.fact.event {
            Event::SubsidyGranted(g) => {
                acts.push(Claim::new(*k, Instrument::Initial, g.act.clone(), "/act/reference"));
            }
            Event::AvenantApproved(a) => {
                let instrument = Instrument::Avenant(a.number);
                acts.push(Claim::new(*k, instrument.clone(), a.act.clone(), "/act/reference"));
                annexed.extend(a.annexed.map(|v| Claim::new(*k, instrument, v, "/annexed")));
            }
            _ => {}
        }
    }
    let annexed = history(annexed);
    let of_step = |step: greffe_domain::Step<ActRef>| {
        let (changes, unchanged) = terms(known, &step.instrument);
        InstrumentView {
            annexed: annexed.by(&step.instrument).cloned(),
            signed: occurrences::avenant_signed(known, &step.instrument),
            instrument: step.instrument,
            effective: step.effective,
            act: Some(step.believed),
            changes,
            unchanged,
        }
    };
    history(acts).steps.into_iter().map(of_step).collect()
}

/// What all sources together say that an avenant changes, and leaves as it is.
fn terms(known: &[Known<'_>], instrument: &Instrument) -> (Vec<Term>, Vec<Term>) {
    let (mut changes, mut unchanged) = (Vec::new(), Vec::new());
    for k in known {
        if let Event::AvenantApproved(a) = &k.fact.event
            && Instrument::Avenant(a.number) == *instrument
        {
            changes.extend(a.changes.iter().copied());
            unchanged.extend(a.unchanged.iter().copied());
        }
    }
    for list in [&mut changes, &mut unchanged] {
        list.sort_unstable();
        list.dedup();
    }
    (changes, unchanged)
}
