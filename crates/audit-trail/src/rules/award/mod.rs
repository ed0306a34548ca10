//! The award: definition of a grant, competence, convention, beneficiary, other aid.

pub(super) mod aid_to_enterprises_region;
pub(super) mod convention_above_23000;
pub(super) mod de_minimis_ceiling;
pub(super) mod declared_association;
pub(super) mod epci_speciality;
pub(super) mod grant_definition_not_procurement;
pub(super) mod grant_is_unilateral;
pub(super) mod no_pass_through;
pub(super) mod republican_commitment;
pub(super) mod separate_award_deliberation;
pub(super) mod single_application_form;

use crate::dossier::ConventionDossier;
use greffe_domain::{BeneficiaryRestructured, Event, Fact, Known, slug};

/// Words of the legal forms of those who trade.
const COMMERCIAL: &[&str] =
    &["sas", "sasu", "sarl", "eurl", "sa", "snc", "scic", "scop", "societe", "entreprise"];

/// Words of the legal forms of associations; « loi 1901 » folds to `loi-1901`.
pub(super) const ASSOCIATION: &[&str] = &["association", "associations", "asso", "1901", "loi1901"];

/// Words of the legal forms of foundations, which the law of 1901 does not govern.
const FOUNDATION: &[&str] = &["fondation", "fondations"];

/// Restructurings that the sources tell, in order.
fn restructurings<'c>(
    convention: &'c ConventionDossier<'_>,
) -> impl Iterator<Item = (&'c Fact, &'c BeneficiaryRestructured)> {
    convention.facts.iter().filter_map(|k: &Known<'c>| match &k.fact.event {
        Event::BeneficiaryRestructured(r) => Some((k.fact, r)),
        _ => None,
    })
}

/// Why competition law on aid may be concerned: the beneficiary trades, or trading activities
/// came out of it. The name tells whose activity it is.
fn trading(convention: &ConventionDossier<'_>) -> Option<String> {
    let trades = |form: &Option<String>| {
        let folded = form.as_deref().map(slug).unwrap_or_default();
        folded.split('-').any(|part| COMMERCIAL.contains(&part))
    };
    let successor = restructurings(convention)
        .flat_map(|(_, r)| &r.successors)
        .find(|successor| trades(&successor.legal_form));
    if let Some(successor) = successor {
        return Some(successor.name.clone());
    }
    let view = &convention.view;
    let name = view.beneficiary.name.as_ref().map(|n| n.value.clone()).unwrap_or_default();
    (convention.form_is(COMMERCIAL) == Some(true)).then_some(name)
}
