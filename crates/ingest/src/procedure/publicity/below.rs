//! Days that stand below their labels: *Reçu en préfecture le      Affiché le* above *06/05/2031      07/05/2031*.

use crate::procedure::Act;
use crate::procedure::scan::hit;
use crate::procedure::signature::cells;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Edtf;
use std::ops::Range;

/// Labels of the day on which an act went to the prefecture.
pub(super) static SENT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:re[çc]ue?|r[ée]ception|(?:t[ée]l[ée])?transmi(?:se?|ssion)|d[ée]pos[ée]e?|d[ée]p[ôo]t|envoy[ée]e?|envoi)\b.{0,40}(?:pr[ée]f|contr[ôo]le de l[ée]galit|repr[ée]sentant de l)",
    )
});

/// Labels of the day on which it was made public.
pub(super) static PUBLIC: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:date (?:de (?:la )?|d'))?(?:affich|publi[ée]|publication|mise? en ligne)[^,;]{0,40}$",
    )
});

/// A label of that kind in a row of labels, and the day below it: a row of as many days, and of nothing else.
pub(super) fn day(
    act: &Act<'_>,
    zones: &[Range<usize>],
    label: &Pattern,
) -> Option<(Range<usize>, Found<Edtf>)> {
    static DAY: Pattern = Pattern::new(|| compile(r"^{day:on}$"));
    let columns = act.heading.columns;
    let read = |cell: &Range<usize>| hit(columns, cell, &DAY)?.date("on");
    let said = |cell: &Range<usize>| columns.get(cell.clone()).unwrap_or_default();
    for zone in zones {
        let mut above: Vec<Range<usize>> = Vec::new();
        let mut at = zone.start;
        for line in columns.get(zone.clone()).unwrap_or_default().split_inclusive('\n') {
            let row = cells(columns, &(at..at + line.trim_end_matches('\n').len()));
            at += line.len();
            if row.is_empty() {
                continue;
            }
            let of_labels = above.len() == row.len()
                && above.iter().all(|cell| !said(cell).contains(|c: char| c.is_ascii_digit()));
            let days: Option<Vec<_>> =
                if of_labels { row.iter().map(read).collect() } else { None };
            let pairs = above.into_iter().zip(days.unwrap_or_default());
            let found = pairs.into_iter().find(|(cell, _)| {
                label.is_match(said(cell)) && !super::OF_ANOTHER.is_match(said(cell))
            });
            if let Some((cell, day)) = found {
                return Some((cell.start..cell.end.max(day.range.end), day));
            }
            above = row;
        }
    }
    None
}
