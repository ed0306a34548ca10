//! A timeline on the terminal: a column of dates, a line on which they stand, and the sentences.

use super::scale::{Place, Scale};
use super::{bounds, extent, moments};
use crate::cite::Context;
use crate::figures;
use crate::history::{DATES, Moment, line};
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::style::{References, Style};
use greffe_inquiry::Timeline;

/// A timeline as a person reads it on a terminal.
#[must_use]
pub fn timeline(style: Style, refs: &dyn References, timeline: &Timeline) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    let moments = moments(timeline);
    let title = format!("{} {}", cx.pick("Frise :", "Timeline of"), timeline.stream);
    sheet.heading(title);
    sheet.text(2, &Ink::new(extent(cx.lang(), timeline, &moments)));
    sheet.blank();
    let axis = Axis::of(&moments, style);
    axis.header(&mut sheet);
    let empty = axis.empty();
    let mut previous = String::new();
    for moment in &moments {
        let date = figures::date(cx.lang(), moment.when());
        let label = if date == previous { String::new() } else { date.clone() };
        previous = date;
        let drawn = axis.drawn(moment);
        sheet.beside(2, DATES, &Ink::new(label), (&drawn, &empty), &line(cx, moment));
    }
    legend(&mut sheet, cx, &axis, &moments);
    learned(&mut sheet, cx, timeline);
    sheet.finish()
}

/// The line of a page, and where months or years stand on it.
struct Axis {
    scale: Option<Scale>,
    width: usize,
    ticks: Vec<(usize, String)>,
}

impl Axis {
    fn of(moments: &[Moment], style: Style) -> Axis {
        let width = (style.columns().saturating_sub(40) / 2).clamp(12, 48);
        let places = i64::try_from(width).unwrap_or(i64::MAX);
        let scale = bounds(moments).map(|bounds| Scale::of(bounds, places));
        // A label takes up to seven places and one before the next.
        let ticks = scale.map(|scale| scale.ticks(places / 9)).unwrap_or_default();
        let ticks = ticks.into_iter().map(|(at, label)| (place(at), label)).collect();
        Axis { scale, width, ticks }
    }

    /// The months or years along the line.
    fn header(&self, sheet: &mut Sheet) {
        let mut labels: Vec<char> = vec![' '; self.width];
        let mut rule: Vec<char> = vec!['─'; self.width];
        for (at, label) in &self.ticks {
            let length = label.chars().count();
            // The last label ends with the line.
            let start = (*at).min(self.width.saturating_sub(length));
            let free = labels.get(start.saturating_sub(1)..start + length);
            if free.is_some_and(|free| free.iter().all(|c| *c == ' ')) {
                write(&mut labels, start, label);
            }
            write(&mut rule, *at, "┼");
        }
        for line in [labels, rule] {
            let figure: String = line.into_iter().collect();
            sheet.beside(2, DATES, &Ink::default(), (&figure, &figure), &Ink::default());
        }
    }

    /// The line with nothing on it.
    fn empty(&self) -> String {
        self.blank().into_iter().collect()
    }

    fn blank(&self) -> Vec<char> {
        let mut line = vec![' '; self.width];
        for (at, _) in &self.ticks {
            write(&mut line, *at, "·");
        }
        line
    }

    /// The line with a fact on it.
    fn drawn(&self, moment: &Moment) -> String {
        let mut line = self.blank();
        let Some(scale) = self.scale else { return line.into_iter().collect() };
        let last = self.width.saturating_sub(1);
        let possible = moment.is_possible();
        let dash = if possible { '╌' } else { '─' };
        let mut span = |from: usize, left: char, to: usize, right: char| {
            for at in from..=to {
                write(&mut line, at, &dash.to_string());
            }
            write(&mut line, from, &left.to_string());
            write(&mut line, to, &right.to_string());
        };
        match scale.place(moment.when()) {
            Place::On(at) => {
                let mark = if possible { '○' } else { '●' };
                span(place(at), mark, place(at), mark);
            }
            Place::Between(from, to) if from == to => span(place(from), '◆', place(to), '◆'),
            Place::Between(from, to) => span(place(from), '├', place(to), '┤'),
            Place::Until(to) if place(to) == 0 => span(0, '◄', 0, '◄'),
            Place::Until(to) => span(0, '◄', place(to), '┤'),
            Place::Since(from) if place(from) >= last => span(last, '►', last, '►'),
            Place::Since(from) => span(place(from), '├', last, '►'),
            Place::Anywhere => span(0, '◄', last, '►'),
        }
        line.into_iter().collect()
    }
}

fn place(at: i64) -> usize {
    usize::try_from(at).unwrap_or_default()
}

/// Writes a text over a line, as far as the line goes.
fn write(line: &mut [char], at: usize, text: &str) {
    for (cell, c) in line.iter_mut().skip(at).zip(text.chars()) {
        *cell = c;
    }
}

/// What the signs on the line mean, for those that stand on this one.
fn legend(sheet: &mut Sheet, cx: Context<'_>, axis: &Axis, moments: &[Moment]) {
    let drawn: String = moments.iter().map(|moment| axis.drawn(moment)).collect();
    let signs = [
        ('●', "● ce jour", "● that day"),
        ('├', "├─┤ entre ces jours", "├─┤ between these days"),
        ('◆', "◆ dans un court intervalle", "◆ within a short span"),
        ('◄', "◄ au plus tard", "◄ no later than"),
        ('►', "► au plus tôt", "► no earlier than"),
        ('○', "○ peut-être en vigueur", "○ possibly in force"),
        ('╌', "╌ peut-être en vigueur", "╌ possibly in force"),
    ];
    let used = signs.iter().filter(|(sign, _, _)| drawn.contains(*sign));
    let words: Vec<&str> = used.map(|(_, fr, en)| cx.pick(fr, en)).collect();
    if !words.is_empty() {
        sheet.blank();
        sheet.text(2, &Ink::new(words.join(cx.semicolon())));
    }
}

/// The second clock: when the ledger learned all this, and from whom.
fn learned(sheet: &mut Sheet, cx: Context<'_>, timeline: &Timeline) {
    let learned = timeline.learned();
    if learned.is_empty() {
        return;
    }
    sheet.heading_at(2, cx.pick("Appris par le registre", "Learned by the ledger"));
    for group in learned {
        let entries = figures::count(
            cx.lang(),
            u64::try_from(group.entries.len()).unwrap_or(u64::MAX),
            ("inscription", "inscriptions"),
            ("entry", "entries"),
        );
        let when = if group.from == group.to {
            group.from.to_string()
        } else {
            format!("{} … {}", group.from, group.to)
        };
        let ends = group.entries.first().zip(group.entries.last());
        let cited = ends.map(|(first, last)| {
            let last = (first != last).then(|| cx.cite(*last, &[]));
            Ink::join(" … ", std::iter::once(cx.cite(*first, &[])).chain(last))
        });
        let by = format!("{} {}", cx.pick("par", "by"), group.by);
        let ink = Ink::toned(Tone::Strong, when)
            .and(cx.pick(" : ", ": "))
            .and(entries)
            .then(cited.unwrap_or_default())
            .and(", ")
            .and(by);
        sheet.hung(4, "", &ink);
    }
}
