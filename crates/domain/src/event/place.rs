//! Where an event belongs: the streams that may hold each kind, and the act it names as its own.

use super::Event;
use super::money::Instrument;
use crate::reference::{ActKey, ActRef};
use crate::stream::{StreamId, StreamKind};

impl Event {
    /// The act that an event of the money names as its own; `None` for every other kind, which
    /// belongs to an act by its stream.
    #[must_use]
    pub const fn act(&self) -> Option<&ActRef> {
        match self {
            Event::SubsidyGranted(e) => Some(&e.act),
            Event::ConventionApproved(e) => Some(&e.act),
            Event::AvenantApproved(e) => Some(&e.act),
            Event::PaymentOrdered(e) => Some(&e.act),
            Event::BalanceComputed(e) => Some(&e.act),
            Event::RecoveryOrdered(e) => Some(&e.act),
            _ => None,
        }
    }

    /// The act that stands behind an event: the one that it names as its own, that of the instrument by
    /// which something holds, the one that delegates, or the one by which another act is withdrawn.
    #[must_use]
    pub fn rests_on(&self) -> Option<ActKey> {
        let by = |instrument: &Instrument| match instrument {
            Instrument::Act(reference) => ActKey::of(reference),
            Instrument::Initial | Instrument::Avenant(_) => None,
        };
        match self {
            Event::BudgetRevised(revised) => by(&revised.instrument),
            Event::BalanceRuleStated(stated) => by(&stated.instrument),
            Event::DelegationGranted(granted) => granted.act.key(),
            Event::ActWithdrawn(withdrawn) => withdrawn.by.as_ref()?.key(),
            event => event.act()?.key(),
        }
    }

    /// The act that a withdrawal or an annulment names, where it is another than that of its stream. Both may
    /// be meant: a source misquotes a reference, or writes it so that no rule of spelling finds the act. The
    /// stream is what was decided when it was recorded, and it counts for the act of its stream.
    #[must_use]
    pub fn names_other_act(&self, stream: &StreamId) -> Option<&ActRef> {
        let act = match self {
            Event::ActWithdrawn(withdrawn) => &withdrawn.act,
            Event::ActAnnulled(annulled) => &annulled.act,
            _ => return None,
        };
        let named = act.key()?.stream(stream.institution()?)?;
        (named != *stream).then_some(act)
    }

    /// The kinds of stream that an event of this kind may stand in.
    #[must_use]
    pub const fn streams(&self) -> &'static [StreamKind] {
        match self {
            Event::OrganConstituted(_) | Event::DelegationGranted(_) => &[StreamKind::Organ],
            Event::ConvocationSent(_)
            | Event::SittingOpened(_)
            | Event::SittingDated(_)
            | Event::AttendanceRecorded(_)
            | Event::QuorumDeclared(_) => &[StreamKind::Sitting],
            Event::ReportSubmitted(_)
            | Event::DeliberationTabled(_)
            | Event::RecusalDeclared(_)
            | Event::VoteCast(_)
            | Event::SignatureAuthorised(_)
            | Event::CopyCertified(_)
            | Event::ActTransmitted(_)
            | Event::ActPublished(_)
            | Event::ActWithdrawn(_)
            | Event::ActAnnulled(_) => &[StreamKind::Act],
            Event::FormalityRecorded(_) => &[
                StreamKind::Organ,
                StreamKind::Sitting,
                StreamKind::Act,
                StreamKind::Convention,
                StreamKind::Beneficiary,
            ],
            Event::SubsidyGranted(_)
            | Event::ConventionApproved(_)
            | Event::ConventionSigned(_)
            | Event::AvenantRequested(_)
            | Event::AvenantApproved(_)
            | Event::AvenantSigned(_)
            | Event::BudgetRevised(_)
            | Event::BalanceRuleStated(_)
            | Event::InstalmentAgreed(_)
            | Event::PaymentOrdered(_)
            | Event::PaymentExecuted(_)
            | Event::BalanceComputed(_)
            | Event::RecoveryOrdered(_)
            | Event::StateAsserted(_)
            | Event::ActivityReported(_)
            | Event::FinancialReportFiled(_) => &[StreamKind::Convention],
            Event::BeneficiaryIdentified(_) => &[StreamKind::Beneficiary],
            Event::BeneficiaryRestructured(_) => &[StreamKind::Convention, StreamKind::Beneficiary],
            Event::LedgerOpened(_)
            | Event::DocumentRegistered(_)
            | Event::EntryCorrected(_)
            | Event::EntryVoided(_)
            | Event::PersonalDataErased(_)
            | Event::CheckpointAnchored(_)
            | Event::SigningKeyRegistered(_)
            | Event::SigningKeyRetired(_)
            | Event::ReadingReviewed(_)
            | Event::SubjectsLinked(_) => &[StreamKind::Ledger],
        }
    }
}
