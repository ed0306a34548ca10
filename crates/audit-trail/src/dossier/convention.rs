//! The dossier of a convention: its state and the acts that decide it.

use super::act::{ActDossier, Told, every, latest};
use super::in_force;
use super::institution::InstitutionKind;
use greffe_convention_state::ConventionView;
use greffe_domain::{
    ActWithdrawn, AsOf, ConventionSigned, Edtf, Event, Fact, Facts, FinancialReportFiled,
    Formality, FormalityRecorded, Grade, Instrument, Known, Money, Sourced, StateAsserted,
    StreamId, StreamKind, slug,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything told about one convention.
#[derive(Debug, Clone)]
pub struct ConventionDossier<'a> {
    /// The convention's stream.
    pub stream: StreamId,
    /// Its state.
    pub view: ConventionView,
    /// The dossiers of the acts that decide it and whose text the ledger holds.
    pub acts: Vec<&'a ActDossier<'a>>,
    /// Its facts, in order.
    pub facts: Vec<Known<'a>>,
    /// Formalities of the convention and of its beneficiary.
    pub formalities: Vec<Told<FormalityRecorded>>,
    /// Signatures of the convention.
    pub signatures: Vec<Told<ConventionSigned>>,
    /// Withdrawals of the acts that decide it.
    pub withdrawals: Vec<Told<ActWithdrawn>>,
    /// Other conventions of the same institution and exercise with the same beneficiary, with
    /// the subsidy of each where a source states it.
    pub siblings: Vec<(StreamId, Option<Sourced<Money>>)>,
    /// Figures that somebody vouches for.
    pub assertions: Vec<Told<StateAsserted>>,
}

impl<'a> ConventionDossier<'a> {
    /// Every convention, in the order of their streams.
    #[must_use]
    pub fn all(
        facts: &'a Facts,
        acts: &'a [ActDossier<'a>],
        as_of: AsOf,
    ) -> Vec<ConventionDossier<'a>> {
        let beneficiaries = formalities_of_beneficiaries(facts, as_of);
        let deciding = deciding(acts);
        let conventions = facts.streams().filter(|s| s.kind() == StreamKind::Convention);
        // Of what nobody knew then, or is voided whole, there is nothing to conclude or to miss.
        let conventions = conventions.filter(|stream| !facts.known(stream, as_of).is_empty());
        let mut all: Vec<ConventionDossier<'a>> = conventions
            .map(|s| ConventionDossier::gather(facts, &deciding, &beneficiaries, s, as_of))
            .collect();
        let mut same = BTreeMap::<_, Vec<(StreamId, Option<Sourced<Money>>)>>::new();
        for one in &all {
            if let Some(year) = year_of_beneficiary(&one.stream, &one.view) {
                let subsidy = one.view.subsidy_cents.current().cloned();
                same.entry(year).or_default().push((one.stream.clone(), subsidy));
            }
        }
        for one in &mut all {
            let year = year_of_beneficiary(&one.stream, &one.view);
            let group = year.and_then(|year| same.get(&year)).into_iter().flatten();
            one.siblings = group.filter(|(stream, _)| *stream != one.stream).cloned().collect();
        }
        all
    }

    fn gather(
        facts: &'a Facts,
        deciding: &BTreeMap<&StreamId, Vec<&'a ActDossier<'a>>>,
        beneficiaries: &BTreeMap<String, Vec<Known<'a>>>,
        stream: &StreamId,
        as_of: AsOf,
    ) -> ConventionDossier<'a> {
        let own = in_force(facts, stream, as_of);
        let deciding: Vec<&'a ActDossier<'a>> = deciding.get(stream).cloned().unwrap_or_default();
        let formality = |event: &Event| match event {
            Event::FormalityRecorded(f) => Some(f.clone()),
            _ => None,
        };
        let view = ConventionView::of(facts, stream, as_of);
        let mut formalities = every(&own, formality);
        formalities.extend(deciding.iter().flat_map(|act| act.formalities.clone()));
        let name = view.beneficiary.name.as_ref().map(|n| slug(&n.value));
        if let Some(known) = name.and_then(|name| beneficiaries.get(&name)) {
            formalities.extend(every(known, formality));
        }
        formalities.sort_by_key(|f| f.grade);
        ConventionDossier {
            stream: stream.clone(),
            view,
            formalities,
            signatures: every(&own, |e| match e {
                Event::ConventionSigned(s) => Some(s.clone()),
                _ => None,
            }),
            assertions: every(&own, |e| match e {
                Event::StateAsserted(s) => Some(s.clone()),
                _ => None,
            }),
            withdrawals: deciding
                .iter()
                .flat_map(|act| {
                    every(&in_force(facts, &act.stream, as_of), |e| match e {
                        Event::ActWithdrawn(w) => Some(w.clone()),
                        _ => None,
                    })
                })
                .collect(),
            siblings: Vec::new(),
            acts: deciding,
            facts: own,
        }
    }

    /// What sort of institution decides, where an act that the ledger holds says so.
    #[must_use]
    pub fn institution_kind(&self) -> Option<InstitutionKind> {
        self.acts.first().map(|act| act.institution_kind)
    }

    /// Whether the beneficiary's legal form has one of these words; `None` when no source says
    /// its form.
    #[must_use]
    pub fn form_is(&self, words: &[&str]) -> Option<bool> {
        let form = slug(&self.view.beneficiary.legal_form.as_ref()?.value);
        Some(form.split('-').any(|part| words.contains(&part)))
    }

    /// A formality of the convention, its beneficiary or its acts, as it stands by the latest who speak of
    /// it.
    #[must_use]
    pub fn formality(&self, formality: Formality) -> Option<&Told<FormalityRecorded>> {
        latest(&self.formalities, formality)
    }

    /// The act that decides an instrument, when the ledger holds its text.
    #[must_use]
    pub fn act_of(&self, instrument: &Instrument) -> Option<&'a ActDossier<'a>> {
        let key = self
            .view
            .instruments
            .iter()
            .find(|i| i.instrument == *instrument)
            .and_then(|i| i.act.as_ref()?.value.key())?;
        self.acts.iter().copied().find(|act| act.key.as_ref() == Some(&key))
    }

    /// When the subsidy was granted, as precisely as any source says.
    #[must_use]
    pub fn granted_on(&self) -> Option<&Edtf> {
        self.view
            .subsidy_cents
            .steps
            .iter()
            .find(|s| s.instrument == Instrument::Initial)
            .map(|s| &s.effective)
    }

    /// The financial reports on the convention's year, in the order of their facts: one on another year
    /// says nothing of it.
    pub fn financial_reports(
        &self,
    ) -> impl Iterator<Item = (&'a Fact, &'a FinancialReportFiled)> + Clone + '_ {
        self.facts.iter().filter_map(|known| match &known.fact.event {
            Event::FinancialReportFiled(report) => {
                self.view.is_of_year(report.exercise).then_some((known.fact, report))
            }
            _ => None,
        })
    }

    /// The facts of one kind that some act decides (not those that an act recalls).
    pub fn decided(&self, kind: &'static str) -> impl Iterator<Item = &Known<'a>> {
        self.facts.iter().filter(move |k| {
            k.fact.event.kind() == kind
                && k.fact.meta.grade == Grade::Act
                && k.fact.event.act().is_some()
        })
    }
}

/// The acts that decide something of each convention, in their order.
fn deciding<'a>(acts: &'a [ActDossier<'a>]) -> BTreeMap<&'a StreamId, Vec<&'a ActDossier<'a>>> {
    let mut deciding: BTreeMap<&StreamId, Vec<&ActDossier<'_>>> = BTreeMap::new();
    for act in acts {
        let conventions: BTreeSet<&StreamId> =
            act.decides.iter().map(|known| &known.fact.meta.stream).collect();
        for convention in conventions {
            deciding.entry(convention).or_default().push(act);
        }
    }
    deciding
}

/// The institution, exercise and beneficiary of a convention, where sources tell them.
fn year_of_beneficiary(stream: &StreamId, view: &ConventionView) -> Option<(String, i32, String)> {
    let name = slug(&view.beneficiary.name.as_ref()?.value);
    Some((stream.institution()?.to_owned(), view.exercise.as_ref()?.value, name))
}

/// The formalities of beneficiaries, by each name that identifies them, folded.
fn formalities_of_beneficiaries(facts: &Facts, as_of: AsOf) -> BTreeMap<String, Vec<Known<'_>>> {
    let mut found = BTreeMap::<String, Vec<Known<'_>>>::new();
    for stream in facts.streams().filter(|s| s.kind() == StreamKind::Beneficiary) {
        let known = in_force(facts, stream, as_of);
        let mut names: BTreeSet<String> = stream.part(1).map(str::to_owned).into_iter().collect();
        names.extend(known.iter().filter_map(|k| match &k.fact.event {
            Event::BeneficiaryIdentified(b) => Some(slug(&b.name)),
            _ => None,
        }));
        let formal = |k: &&Known<'_>| matches!(k.fact.event, Event::FormalityRecorded(_));
        let formalities: Vec<Known<'_>> = known.iter().filter(formal).copied().collect();
        for name in names {
            found.entry(name).or_default().extend(&formalities);
        }
    }
    found
}
