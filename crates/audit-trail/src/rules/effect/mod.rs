//! The act's effect: transmission, publicity, referral, retroactivity, withdrawal.

pub(super) mod adversarial_before_withdrawal;
pub(super) mod no_retroactivity;
pub(super) mod prefect_referral_window;
pub(super) mod publicity_by_kind_of_act;
pub(super) mod transmission_to_prefect;
pub(super) mod withdrawal_conditions_unmet;
pub(super) mod withdrawal_four_months;

use super::missing;
use super::wording::date;
use crate::dossier::{ActDossier, ExecutionKind, Told};
use crate::rule::Verdict;
use greffe_domain::Edtf;

/// What a formality without which an act cannot be carried out is called in sentences.
pub(super) struct Step {
    fr: &'static str,
    en: &'static str,
}

/// Sets the day of such a step against signatures and payments that carry the act out.
fn before_execution(act: &ActDossier<'_>, step: &Step, on: &Edtf) -> Verdict {
    let (fr, en) = date(on);
    let (fr, en) = (format!("{} le {fr}", step.fr), format!("{} on {en}", step.en));
    let early = act.executions.iter().find(|e| e.value.on.latest() < on.earliest());
    let vague = act.executions.iter().find(|e| e.value.on.earliest() < on.latest());
    if let Some(execution) = early {
        let (what_fr, what_en) = match execution.value.kind {
            ExecutionKind::Signature => ("une signature", "a signature"),
            ExecutionKind::Payment => ("un versement", "a payment"),
            ExecutionKind::Order => ("un ordre de paiement", "an order to pay"),
        };
        let (day_fr, day_en) = date(&execution.value.on);
        return Verdict::irregular(
            format!("{fr}, après {what_fr} du {day_fr}."),
            format!("{en}, after {what_en} of {day_en}."),
        )
        .resting_on([execution.evidence()]);
    }
    if vague.is_some_and(|e| e.value.on.day().is_none() || on.day().is_none()) {
        return Verdict::cannot_conclude(
            vec![missing::execution_date()],
            format!("{fr} ; une mesure d'exécution est de date trop vague pour être comparée."),
            format!("{en}; something that carried the act out is dated too vaguely to compare."),
        );
    }
    let executions = act.executions.iter().map(Told::evidence);
    if act.executions.is_empty() {
        Verdict::conforming(
            format!("{fr} ; aucune exécution antérieure au registre."),
            format!("{en}; no earlier execution in the ledger."),
        )
    } else {
        Verdict::conforming(
            format!("{fr}, avant toute signature et tout versement connus."),
            format!("{en}, before every signature and payment known."),
        )
        .resting_on(executions)
    }
}
