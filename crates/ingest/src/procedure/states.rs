//! Roll calls in running words: *A : présent ; B : excusée ; C : absent, procuration à A*.

use super::person::{Power, name};
use super::rollcall::RollCall;
use super::scan::{CIVILITY, NAME};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// So many members of whom it is said that they were there make a roll call.
const LEAST: usize = 3;

static STATE: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?:^|[ \n\t])(?:{c} )?(?P<name>{n})(?: ?: ?| ?\(| – | - |, )(?:(?P<present>(?i:pr[ée]sente?))|(?P<excused>(?i:(?:absente?,? )?excus[ée]e?))|(?P<absent>(?i:absente?))|(?i:repr[ée]sent[ée]e?|pouvoir|procuration))\b",
            r"(?:(?:,|\)| [-–]|)? ?\(?(?i:(?:(?:a |ayant )?(?:donn[ée]e? )?(?:pouvoir|procuration|mandat) )?(?:à|par)) (?:{c} )?(?P<to>{n}))?"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

/// The roll call that words of a stretch tell, if there is one.
pub(super) fn states(folded: &str, within: &Range<usize>) -> Option<RollCall> {
    let text = folded.get(within.clone())?;
    let mut out = RollCall::default();
    let (mut first, mut last) = (None, 0);
    for hit in STATE.captures_iter(text) {
        let named = |group: &str| -> Option<Found<String>> {
            let found = hit.name(group)?;
            Some(name(found.as_str())?.shifted(within.start + found.start()))
        };
        let (Some(whole), Some(who)) = (hit.get(0), named("name")) else { continue };
        // *Mme A, présente le rapport*: a verb, and no state.
        let behind = text.get(whole.end()..).unwrap_or_default().trim_start_matches(' ');
        if behind.starts_with(char::is_alphanumeric) {
            continue;
        }
        first.get_or_insert(who.range.start);
        last = within.start + whole.end();
        let to = named("to");
        if let Some(to) = to.clone() {
            out.powers.push(Power { from: who.clone(), to });
        }
        if hit.name("present").is_some() {
            out.present.push(who);
        } else if hit.name("excused").is_some() {
            out.excused.push(who);
        } else if hit.name("absent").is_some() {
            out.absent.push(who);
        }
    }
    out.lines.push(first?..last);
    (out.present.len() >= LEAST).then_some(out)
}
