//! The pattern of most formalities: done, not done, or no source speaks of it; and, where the
//! law gives a delay, done in time or late.

use super::wording::{date, day_en, day_fr};
use crate::dossier::Told;
use crate::finding::Lacking;
use crate::rule::Verdict;
use greffe_domain::{Day, FormalityRecorded};

/// What a rule says of a formality, in French and English, without the final full stop.
pub(crate) struct Words {
    /// A source says that it was done.
    pub done: (&'static str, &'static str),
    /// A source says that it was not.
    pub undone: (&'static str, &'static str),
    /// No source speaks of it.
    pub silent: (&'static str, &'static str),
    /// The fact that is then missing.
    pub missing: fn() -> Lacking,
}

/// The verdict of a formality without a delay. `lacking` comes first: with something else
/// missing, the formality alone does not suffice to conclude.
pub(crate) fn recorded(
    told: Option<&Told<FormalityRecorded>>,
    mut lacking: Vec<Lacking>,
    words: &Words,
) -> Verdict {
    let verdict = match told {
        Some(told) if !told.value.done && lacking.is_empty() => {
            Verdict::irregular(sentence(words.undone.0), sentence(words.undone.1))
        }
        Some(told) if lacking.is_empty() => {
            let (fr, en) = when(told);
            Verdict::conforming(
                sentence(&format!("{}{fr}", words.done.0)),
                sentence(&format!("{}{en}", words.done.1)),
            )
        }
        told => {
            let said = match told {
                None => {
                    lacking.push((words.missing)());
                    words.silent
                }
                Some(told) if told.value.done => words.done,
                Some(_) => words.undone,
            };
            Verdict::cannot_conclude(lacking, sentence(said.0), sentence(said.1))
        }
    };
    verdict.resting_on(told.iter().map(|t| t.evidence()))
}

/// The verdict of a formality that was due by a day; `undated` is what is missing when a source
/// says that it was done without saying when.
pub(crate) fn due(
    told: Option<&Told<FormalityRecorded>>,
    by: Option<Day>,
    lacking: Vec<Lacking>,
    undated: fn() -> Lacking,
    words: &Words,
) -> Verdict {
    if let (Some(told), Some(by)) = (told, by)
        && let Some(verdict) = not_yet(told, by, &lacking, words)
    {
        return verdict;
    }
    let (Some(done), Some(by)) = (told.filter(|t| t.value.done), by) else {
        return recorded(told, lacking, words);
    };
    let (limit_fr, limit_en) = (day_fr(by), day_en(by));
    let (fr, en) = when(done);
    let verdict = match &done.value.on {
        Some(on) if on.latest() <= by => Verdict::conforming(
            format!("{}{fr}, avant l'échéance du {limit_fr}.", words.done.0),
            format!("{}{en}, by the due date of {limit_en}.", words.done.1),
        ),
        Some(on) if on.earliest() > by => Verdict::irregular(
            format!("{}{fr}, après l'échéance du {limit_fr}.", words.done.0),
            format!("{}{en}, after the due date of {limit_en}.", words.done.1),
        ),
        _ => Verdict::cannot_conclude(
            vec![undated()],
            format!("{}, sans que le jour soit connu (dû le {limit_fr}).", words.done.0),
            format!("{}, on a day that is not known (due {limit_en}).", words.done.1),
        ),
    };
    verdict.resting_on([done.evidence()])
}

/// The verdict where all that is said is that it was not done by a day on which it was not due yet: it may
/// have been done in time.
fn not_yet(
    told: &Told<FormalityRecorded>,
    by: Day,
    lacking: &[Lacking],
    words: &Words,
) -> Option<Verdict> {
    let on = Some(told.said_of()).filter(|on| !told.value.done && on.latest() < by)?;
    let ((on_fr, on_en), (by_fr, by_en)) = (date(on), (day_fr(by), day_en(by)));
    let lacking = lacking.iter().cloned().chain([(words.missing)()]).collect();
    let verdict = Verdict::cannot_conclude(
        lacking,
        format!(
            "{} ({on_fr}) ; rien ne dit ce qu'il en fut à l'échéance du {by_fr}.",
            words.undone.0
        ),
        format!(
            "{} ({on_en}); nothing says what was so by the due date of {by_en}.",
            words.undone.1
        ),
    );
    Some(verdict.resting_on([told.evidence()]))
}

fn when(told: &Told<FormalityRecorded>) -> (String, String) {
    told.value.on.as_ref().map_or_else(Default::default, |on| {
        let (fr, en) = date(on);
        (format!(" ({fr})"), format!(" ({en})"))
    })
}

fn sentence(words: &str) -> String {
    format!("{words}.")
}
