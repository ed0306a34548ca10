//! Who was there, as tables and columns tell it, and as no label does.

use super::super::addressed::longest_run;
use super::super::labels::Listed;
use super::super::listcolumns::in_columns;
use super::super::mandates::mandates;
use super::super::marks::marked;
use super::super::rollcall::{RollCall, roll_call};
use super::super::seats::{rows, seats};
use super::super::sidelists::side_by_side;
use super::super::states::states;
use super::super::ticked::ticked;
use super::{Roll, admit};
use crate::annotated::Printed;
use crate::recognise::Found;
use greffe_domain::slug;
use std::ops::Range;

/// The table of a head that says of each member whether he was there; its own labels head no lists.
pub(super) fn table(
    folded: &str,
    columns: &str,
    printed: Printed<'_>,
    head: &Range<usize>,
    labels: &mut Vec<Listed>,
) -> Option<RollCall> {
    // Inside a table of marks, and between lists side by side, a label heads a column and no list.
    let table = marked(folded, printed, head);
    if let Some(call) = &table {
        labels.retain(|label| !call.lines.iter().any(|line| line.contains(&label.at)));
    }
    let table = table.or_else(|| ticked(folded, head));
    // In a roll call *absent* at the end of a row heads no list.
    let table = table.or_else(|| roll_call(columns, head)).or_else(|| states(folded, head))?;
    // Nor does *APPEL* above its rows.
    let first = table.lines.iter().map(|line| line.start).min();
    let of_table = |label: &Listed| {
        let start = label.label.range.start;
        // *Membres du conseil      Présent / Absent* heads the columns of a table.
        first.is_some_and(|first| heads_table(columns, label, first))
            || slug(&label.label.value).starts_with("appel")
            || table.lines.iter().any(|line| line.contains(&start))
    };
    labels.retain(|label| !of_table(label));
    Some(table)
}

/// Adds the lists that stand in columns under a heading each, where no table tells of each member, and the tables of
/// powers.
pub(super) fn in_cells(
    roll: &mut Roll,
    folded: &str,
    columns: &str,
    printed: Printed<'_>,
    head: &Range<usize>,
    tabled: bool,
    labels: &mut Vec<Listed>,
) {
    let mut sides = if tabled { Vec::new() } else { side_by_side(folded, printed, head) };
    if !tabled && sides.is_empty() {
        sides = in_columns(folded, printed, head);
    }
    labels.retain(|label| !sides.iter().any(|side| side.lines.contains(&label.at)));
    let (given, rows) = mandates(columns, head);
    labels.retain(|label| !rows.iter().any(|row| row.contains(&label.label.range.start)));
    if sides.iter().all(|side| side.names.powers.is_empty()) && !given.is_empty() {
        roll.tabled = true;
        roll.sentences.extend(rows);
        roll.powers.extend(given);
    }
    for side in sides {
        roll.tabled = true;
        roll.sentences.push(side.lines.clone());
        admit(roll, &side.label, side.names, "", side.lines.start);
    }
}

/// Adds those present whom no label lists: in a table, or in the longest run of names.
pub(super) fn unlabelled(
    roll: &mut Roll,
    table: Option<RollCall>,
    folded: &str,
    columns: &str,
    head: &Range<usize>,
) {
    if let Some(call) = table.filter(|_| roll.present.is_empty()) {
        called(roll, call);
    }
    if roll.present.is_empty()
        && let Some((members, table)) = seats(columns, head).or_else(|| rows(columns, head))
    {
        roll.present = members;
        roll.sentences.push(table);
        roll.tabled = true;
    }
    if roll.present.is_empty()
        && let Some((read, list)) = longest_run(folded, columns, head)
    {
        let known = |name: &Found<String>| {
            let others = roll.excused.iter().chain(&roll.absent);
            others
                .chain(roll.powers.iter().map(|p| &p.from))
                .any(|o| slug(&o.value) == slug(&name.value))
        };
        if !read.listed.iter().any(known) {
            roll.told = true;
            roll.sentences.push(list);
            roll.present = read.listed;
        }
    }
}

/// Whether a label heads a column of a table that begins below it: beside it stands the head of another.
fn heads_table(columns: &str, label: &Listed, first: usize) -> bool {
    let line =
        columns.get(..label.label.range.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let head = columns.get(line..first).unwrap_or_default();
    !head.trim().contains('\n') && head.trim_end().contains('\t')
}

/// Adds what a table says of each member.
fn called(roll: &mut Roll, call: RollCall) {
    roll.present = call.present;
    roll.excused.extend(call.excused);
    roll.absent.extend(call.absent);
    roll.powers.extend(call.powers);
    roll.sentences.extend(call.lines);
    roll.tabled = true;
}
