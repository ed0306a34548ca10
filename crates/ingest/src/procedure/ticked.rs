//! Members behind boxes, ticked where they are there: `[x] Anne DUVAL`, `☐ Luc BERT (excusé)`, one or several on a line.

use super::person::name;
use super::rollcall::RollCall;
use super::scan::{CIVILITY, NAME};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// So many boxes make a roll call; fewer may be choices of a form.
const LEAST: usize = 3;

static BOX: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?:(?P<ticked>\[ ?[xX✓✔×] ?\]|\( ?[xX✓✔×] ?\)|[☑☒✅✔🗹])|(?P<empty>\[ ?\]|\( ?\)|[☐□❑❏]))[ \t]*",
            r"(?:{c} )?(?P<name>{n})(?:,? ?\((?P<aside>[^()\n]{{2,60}})\))?"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

/// What an aside says of a member behind an empty box.
static EXCUSED: Pattern =
    Pattern::new(|| compile(r"(?i)\bexcus[ée]|\bpouvoir|\bprocuration|\brepr[ée]sent"));

/// The members behind boxes in a stretch of the text, if there are some that are ticked and enough in all.
pub(super) fn ticked(folded: &str, within: &Range<usize>) -> Option<RollCall> {
    let mut out = RollCall::default();
    let mut at = within.start;
    for raw in folded.get(within.clone())?.split_inclusive('\n') {
        let line = raw.trim_end();
        let mut found = false;
        for hit in BOX.captures_iter(line) {
            let Some(member) = hit
                .name("name")
                .and_then(|words| Some(name(words.as_str())?.shifted(at + words.start())))
            else {
                continue;
            };
            found = true;
            let aside = hit.name("aside").map_or("", |aside| aside.as_str());
            list(&mut out, hit.name("ticked").is_some(), aside).push(member);
        }
        if found {
            out.lines.push(at..at + line.len());
        }
        at += raw.len();
    }
    let members = out.present.len() + out.excused.len() + out.absent.len();
    (!out.present.is_empty() && members >= LEAST).then_some(out)
}

fn list<'a>(out: &'a mut RollCall, ticked: bool, aside: &str) -> &'a mut Vec<Found<String>> {
    match (ticked, EXCUSED.is_match(aside)) {
        (true, _) => &mut out.present,
        (false, true) => &mut out.excused,
        (false, false) => &mut out.absent,
    }
}
