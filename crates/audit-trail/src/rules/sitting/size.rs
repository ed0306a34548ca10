//! Whom CGCT, art. L2121-12 binds: communes of 3 500 inhabitants and more, and EPCIs whatever their size. No fact says how
//! many inhabitants a commune has.

use crate::dossier::{ActDossier, InstitutionKind};
use crate::finding::{Outcome, Text};
use crate::rule::Verdict;
use crate::rules::missing;

/// The verdict, or of a commune that would be in breach: that its size decides.
pub(super) fn spares(act: &ActDossier<'_>, verdict: Verdict, (fr, en): &(&str, &str)) -> Verdict {
    if act.institution_kind != InstitutionKind::Commune || verdict.outcome != Outcome::Irregular {
        return verdict;
    }
    Verdict {
        outcome: Outcome::CannotConclude,
        missing: vec![missing::population()],
        sentence: Text::new(
            format!("{} {fr}", verdict.sentence.fr),
            format!("{} {en}", verdict.sentence.en),
        ),
        ..verdict
    }
}
