//! What a history holds on a given day.

use greffe_domain::{Day, History, Money};

/// The value in force on a day; `None` when a later one may have been by then.
pub(crate) fn held(history: &History<Money>, day: Day) -> Option<Money> {
    let until = history.steps.iter().rposition(|s| s.effective.latest() <= day)?;
    let later = history.steps.iter().skip(until.saturating_add(1)).chain(&history.possible);
    if later.into_iter().any(|step| step.effective.earliest() <= day) {
        return None;
    }
    history.steps.get(until).map(|step| step.believed.value)
}
