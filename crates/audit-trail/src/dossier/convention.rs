//! The dossier of a convention: its state and the acts that decide it.

use super::act::{ActDossier, Told, every};
use super::formality::latest;
use super::in_force;
use super::institution::InstitutionKind;
use super::year::{self, Identities, Identity, YearOfBeneficiary};
use greffe_convention_state::{ConventionView, UndoneAct, taken_back};
use greffe_domain::{
    ActWithdrawn, AsOf, BeneficiaryIdentified, ConventionSigned, Edtf, Event, Fact, Facts,
    FinancialReportFiled, Formality, FormalityRecorded, Grade, Instrument, Known, StateAsserted,
    StreamId, StreamKind, slug,
};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

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
    /// Withdrawals of the acts that decide it, save those that were taken back themselves.
    pub withdrawals: Vec<Told<ActWithdrawn>>,
    /// What the institution grants the same beneficiary in the same year, this convention among the rest.
    pub year: YearOfBeneficiary,
    /// The entries of formalities that stand in a stream of the beneficiary.
    pub(super) of_beneficiary: BTreeSet<u64>,
    /// Who the beneficiary is; `None` when no source names it.
    pub(super) identity: Option<Identity>,
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
        let mut bodies = (beneficiaries, Identities::of(facts, as_of));
        let mut all: Vec<ConventionDossier<'a>> = conventions
            .map(|s| ConventionDossier::gather(facts, &deciding, &mut bodies, s, as_of))
            .collect();
        year::fill(&mut all, facts, as_of);
        all
    }

    fn gather(
        facts: &'a Facts,
        deciding: &BTreeMap<&StreamId, Vec<&'a ActDossier<'a>>>,
        (beneficiaries, identities): &mut (Beneficiaries<'a>, Identities<'a>),
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
        let name = view.beneficiary.name.as_ref().map(|n| n.value.as_str());
        let identity = name.map(|name| identities.identify(name, &own));
        let mut of_beneficiary = BTreeSet::new();
        for formal in name.and_then(|name| beneficiaries.get(&slug(name))).into_iter().flatten() {
            // Of two bodies that bear one name, the formalities of the other are not this one's.
            if identity.as_ref().is_some_and(|identity| identity.may_be(&formal.numbers)) {
                of_beneficiary.extend(formal.formalities.iter().map(|k| k.fact.meta.seq));
                formalities.extend(every(&formal.formalities, formality));
            }
        }
        formalities.sort_by_key(|f| f.grade);
        ConventionDossier {
            stream: stream.clone(),
            year: year::alone(&view, &own),
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
                    every(&taken_back(facts, &act.stream, as_of), |e| match e {
                        Event::ActWithdrawn(w) => Some(w.clone()),
                        _ => None,
                    })
                })
                .collect(),
            of_beneficiary,
            identity,
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
        latest(self.formalities.iter().filter(|f| f.value.formality == formality))
    }

    /// The acts by which an instrument was decided and that were taken back; none while it stands.
    pub fn undone(&self, instrument: &Instrument) -> impl Iterator<Item = &UndoneAct> {
        let instrument = instrument.clone();
        self.view.undone.iter().filter(move |one| one.instruments.contains(&instrument))
    }

    /// Whether the act that grants the subsidy stands, as far as is known.
    #[must_use]
    pub fn grant_stands(&self) -> bool {
        self.undone(&Instrument::Initial).next().is_none()
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

/// The formalities of one beneficiary, and the register numbers that its stream gives.
struct Formal<'a> {
    numbers: BTreeSet<String>,
    formalities: Vec<Known<'a>>,
}

/// The beneficiaries of which formalities are told, by each name that identifies them, folded.
type Beneficiaries<'a> = BTreeMap<String, Vec<Rc<Formal<'a>>>>;

fn formalities_of_beneficiaries(facts: &Facts, as_of: AsOf) -> Beneficiaries<'_> {
    let mut found = Beneficiaries::new();
    for stream in facts.streams().filter(|s| s.kind() == StreamKind::Beneficiary) {
        let known = in_force(facts, stream, as_of);
        let formal = |k: &&Known<'_>| matches!(k.fact.event, Event::FormalityRecorded(_));
        let formalities: Vec<Known<'_>> = known.iter().filter(formal).copied().collect();
        if formalities.is_empty() {
            continue;
        }
        let mut names: BTreeSet<String> = stream.part(1).map(str::to_owned).into_iter().collect();
        let identified = || {
            known.iter().filter_map(|k| match &k.fact.event {
                Event::BeneficiaryIdentified(b) => Some(b),
                _ => None,
            })
        };
        names.extend(identified().map(|b| slug(&b.name)));
        let numbers = identified().filter_map(BeneficiaryIdentified::number).collect();
        let formal = Rc::new(Formal { numbers, formalities });
        for name in names {
            found.entry(name).or_default().push(Rc::clone(&formal));
        }
    }
    found
}
