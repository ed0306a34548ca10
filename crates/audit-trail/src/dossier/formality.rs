//! How a formality stands by those who tell it, and of which year what they say is.

use super::act::Told;
use super::convention::ConventionDossier;
use greffe_domain::{Day, Edtf, Formality, FormalityRecorded};
use std::cmp::Reverse;

impl Told<FormalityRecorded> {
    /// The date of what is said: when it was done, or else when it was so.
    #[must_use]
    pub fn said_of(&self) -> &Edtf {
        self.value.on.as_ref().unwrap_or(&self.effective)
    }
}

/// How a formality stands by the latest who speak of it, by the date of what they say: done after it had not
/// been, it is done. Of one date the better grade says it, then who says that it was done. What nobody dates is
/// taken to be the earliest. Of several who say the same since then, the best grade tells it, then the first.
pub(super) fn latest<'t>(
    told: impl Iterator<Item = &'t Told<FormalityRecorded>>,
) -> Option<&'t Told<FormalityRecorded>> {
    let when = |f: &Told<FormalityRecorded>| {
        let on = f.said_of();
        (on.latest() != Day::MAX).then(|| (on.latest(), on.earliest()))
    };
    let mut told: Vec<_> = told.collect();
    // The latest first.
    told.sort_by_key(|f| (Reverse(when(f)), f.grade, !f.value.done));
    let stands = told.first()?.value.done;
    let since = told.into_iter().take_while(|f| f.value.done == stands);
    since.min_by_key(|f| (f.grade, when(f)))
}

impl ConventionDossier<'_> {
    /// A formality of its exercise, or else of the year of its award, and up to `after` years later: of what is done
    /// every year, what was done for another year says nothing. Without a day, what a source says of this
    /// convention or its acts is of its year, and what it says of the beneficiary in general is not.
    #[must_use]
    pub fn formality_of_year(
        &self,
        formality: Formality,
        after: i32,
    ) -> Option<&Told<FormalityRecorded>> {
        let exercise = self.view.exercise.as_ref().map(|exercise| exercise.value);
        self.formality_from(formality, exercise.or_else(|| self.year_of_award()), after)
    }

    /// A formality of the year of its award, or else of its exercise, in the same way.
    #[must_use]
    pub fn formality_of_award(&self, formality: Formality) -> Option<&Told<FormalityRecorded>> {
        let exercise = self.view.exercise.as_ref().map(|exercise| exercise.value);
        self.formality_from(formality, self.year_of_award().or(exercise), 0)
    }

    fn year_of_award(&self) -> Option<i32> {
        self.granted_on().and_then(Edtf::year)
    }

    fn formality_from(
        &self,
        formality: Formality,
        year: Option<i32>,
        after: i32,
    ) -> Option<&Told<FormalityRecorded>> {
        let of_year = |told: &&Told<FormalityRecorded>| match (&told.value.on, year) {
            (Some(on), Some(year)) => {
                let last = year.saturating_add(after);
                on.earliest().year() >= year && on.latest().year() <= last
            }
            _ => !told.entries.iter().any(|entry| self.of_beneficiary.contains(entry)),
        };
        let of = self.formalities.iter().filter(|f| f.value.formality == formality);
        latest(of.filter(of_year))
    }
}
