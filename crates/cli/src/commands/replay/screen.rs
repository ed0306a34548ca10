//! The screen of the step-by-step replay: the line of time on top, the entry on the left, the state
//! on the right, the two clocks below. Colour only repeats what a word or a sign says.

use super::model::{Clock, Fit, Model};
use super::stepper::{Row, Scene};
use crate::screen::{self, Look, head, tail};
use greffe::Mark;
use greffe::domain::{Day, Edtf};
use greffe_render::Lang;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Paragraph, Wrap};

/// Draws everything; gives what fits of the state.
pub fn draw(frame: &mut Frame<'_>, model: &Model, scene: &Scene, look: Look) -> Fit {
    let area = frame.area();
    if screen::is_too_small(frame, look) {
        return Fit::default();
    }
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(5),
        Constraint::Min(8),
        Constraint::Length(4),
    ]);
    let [title, time, middle, clocks] = rows.areas(area);
    let [entry, state] =
        Layout::horizontal([Constraint::Fill(4), Constraint::Fill(5)]).areas(middle);
    self::title(frame, title, scene, look);
    timeline(frame, time, model, scene, look);
    card(frame, entry, scene, look);
    let fit = self::state(frame, state, model, scene, look);
    self::clocks(frame, clocks, model, scene, look);
    if model.help {
        help(frame, look);
    }
    fit
}

fn title(frame: &mut Frame<'_>, area: Rect, scene: &Scene, look: Look) {
    let none = look.say("aucune convention encore", "no convention yet");
    let name = scene.convention.as_ref().map_or(none, |stream| stream.as_str());
    let more = match scene.conventions {
        0 | 1 => String::new(),
        n => format!(" (+{}, c)", n - 1),
    };
    let area = screen::title_beside_keys(frame, area, look);
    let name = tail(name, usize::from(area.width).saturating_sub(more.len() + 1));
    let name = Span::styled(format!(" {name}{more}"), Style::new().add_modifier(Modifier::BOLD));
    frame.render_widget(Line::from(name), area);
}

/// Where a fact stands on the line of time: the last day on which it may begin to hold.
fn day_of(when: &Edtf) -> Option<Day> {
    match (when.earliest(), when.latest()) {
        (Day::MIN, Day::MAX) => None,
        (earliest, Day::MAX) => Some(earliest),
        (_, latest) => Some(latest),
    }
}

/// The letter of a kind of event; a point for what has none.
fn letter(kind: &str) -> char {
    let of = |(_, kinds, _, _): &&Letter| kinds.contains(&kind);
    LETTERS.iter().find(of).map_or('·', |(letter, ..)| *letter)
}

type Letter = (char, &'static [&'static str], &'static str, &'static str);

/// The letters of the line of time, the most telling first.
const LETTERS: &[Letter] = &[
    ('S', &["SubsidyGranted"], "subvention accordée", "subsidy granted"),
    ('A', &["AvenantApproved"], "avenant approuvé", "avenant approved"),
    ('B', &["BudgetRevised"], "budget révisé", "budget revised"),
    ('C', &["ConventionApproved"], "convention approuvée", "convention approved"),
    ('P', &["PaymentExecuted"], "paiement", "payment made"),
    ('O', &["PaymentOrdered"], "mandatement", "payment ordered"),
    (
        'F',
        &["BalanceComputed", "RecoveryOrdered"],
        "solde fixé, reversement",
        "balance set, recovery",
    ),
    ('V', &["ConventionSigned", "AvenantSigned"], "signature", "signature"),
    ('R', &["ActivityReported", "FinancialReportFiled"], "compte rendu", "report"),
];

fn timeline(frame: &mut Frame<'_>, area: Rect, model: &Model, scene: &Scene, look: Look) {
    let block = Block::bordered().title(look.say(" Ligne de temps ", " Timeline "));
    let inside = block.inner(area);
    let dated: Vec<(Day, &Mark)> =
        scene.marks.iter().filter_map(|mark| Some((day_of(&mark.effective)?, mark))).collect();
    let undated = scene.marks.len() - dated.len();
    let block = if undated == 0 {
        block
    } else {
        let told = match look.lang {
            Lang::Fr => format!(" {undated} sans date "),
            Lang::En => format!(" {undated} undated "),
        };
        block.title_top(Line::from(told).right_aligned())
    };
    frame.render_widget(block, area);
    let days = dated.iter().map(|(day, _)| *day).chain(model.days.iter().copied());
    let Some((first, last)) = days.fold(None, |ends: Option<(Day, Day)>, day| {
        Some(ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
    }) else {
        let nothing =
            look.say("Rien n'est connu d'une convention.", "Nothing is known of a convention.");
        frame.render_widget(Paragraph::new(nothing), inside);
        return;
    };
    let line = TimeLine { first, last, columns: usize::from(inside.width).saturating_sub(1) };
    let cursor = model.day.map_or(line.columns, |day| line.column(day));
    let text = Text::from(vec![
        letters(&line, &dated, cursor, &scene.entries, look),
        axis(&line, cursor, look),
        Line::from(years(&line)),
    ]);
    frame.render_widget(Paragraph::new(text), inside);
}

/// Days on a line of columns.
struct TimeLine {
    first: Day,
    last: Day,
    columns: usize,
}

impl TimeLine {
    fn column(&self, day: Day) -> usize {
        let whole = usize::try_from(self.first.days_until(self.last)).unwrap_or_default();
        let part = usize::try_from(self.first.days_until(day)).unwrap_or_default();
        (part * self.columns).checked_div(whole).unwrap_or_default().min(self.columns)
    }

    /// The first day of each year inside, with its column.
    fn years(&self) -> Vec<(usize, i32)> {
        let turn = |year: i32| Day::new(i16::try_from(year).ok()?, 1, 1);
        let inside = |day: &Day| *day >= self.first && *day <= self.last;
        let years = self.first.year()..=self.last.year();
        years.filter_map(turn).filter(inside).map(|day| (self.column(day), day.year())).collect()
    }
}

/// One letter a fact; what is told beside the state stands out, those not yet in force are faint.
fn letters(
    line: &TimeLine,
    dated: &[(Day, &Mark)],
    cursor: usize,
    told: &[u64],
    look: Look,
) -> Line<'static> {
    let mut cells: Vec<(char, Style)> = vec![(' ', Style::new()); line.columns + 1];
    let rank =
        |c: char| LETTERS.iter().position(|(letter, ..)| *letter == c).unwrap_or(LETTERS.len());
    for (day, mark) in dated {
        let column = line.column(*day);
        let own = told.contains(&mark.seq);
        let style = if own {
            look.changed().add_modifier(Modifier::REVERSED)
        } else if column > cursor {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            Style::new()
        };
        if let Some(cell) = cells.get_mut(column) {
            let new = letter(mark.kind);
            let told = |style: Style| style.add_modifier.contains(Modifier::REVERSED);
            // What is told beside the state before all else, then the more telling letter.
            let better = match (own, told(cell.1)) {
                (true, false) => true,
                (false, true) => false,
                _ => cell.0 == ' ' || rank(new) < rank(cell.0),
            };
            if better {
                *cell = (new, style);
            }
        }
    }
    Line::from(
        cells.into_iter().map(|(c, style)| Span::styled(c.to_string(), style)).collect::<Vec<_>>(),
    )
}

fn axis(line: &TimeLine, cursor: usize, look: Look) -> Line<'static> {
    let turns: Vec<usize> = line.years().into_iter().map(|(column, _)| column).collect();
    let cell = |column: usize| {
        let sign = match column {
            column if column == cursor => "▲",
            column if turns.contains(&column) => "┬",
            _ if column > cursor => "╌",
            _ => "─",
        };
        if column == cursor { Span::styled(sign, look.changed()) } else { Span::raw(sign) }
    };
    Line::from((0..=line.columns).map(cell).collect::<Vec<_>>())
}

/// The years under their first days, as far as there is room.
fn years(line: &TimeLine) -> String {
    let mut text = String::new();
    let mut used = 0;
    let first = std::iter::once((0, line.first.year()));
    let turns = line.years();
    let near = turns.first().is_some_and(|(column, _)| *column < 5);
    for (column, year) in first.filter(|_| !near).chain(turns) {
        if column >= used && column + 4 <= line.columns + 1 {
            text.push_str(&" ".repeat(column - used));
            text.push_str(&year.to_string());
            used = column + 5;
            text.push(' ');
        }
    }
    text
}

fn card(frame: &mut Frame<'_>, area: Rect, scene: &Scene, look: Look) {
    let block = Block::bordered().title(format!(" {} ", scene.title));
    let faint = look.tinted(Color::Cyan);
    let line = |(label, words): &(String, String)| {
        if label.is_empty() {
            let bold = Style::new().add_modifier(Modifier::BOLD);
            return vec![Line::styled(words.clone(), bold), Line::default()];
        }
        vec![Line::from(vec![Span::styled(format!("{label} "), faint), Span::raw(words.clone())])]
    };
    let lines: Vec<Line<'_>> = scene.told.iter().flat_map(line).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }).block(block), area);
}

fn state(frame: &mut Frame<'_>, area: Rect, model: &Model, scene: &Scene, look: Look) -> Fit {
    let mut block = Block::bordered().title(look.say(" État ", " State "));
    if !scene.since.is_empty() {
        block = block.title_top(Line::from(format!(" {} ", scene.since)).right_aligned());
    }
    let inside = block.inner(area);
    let mut lines: Vec<Line<'_>> = Vec::new();
    // The lines of what changes, from the first to behind the last.
    let mut changed: Option<(usize, usize)> = None;
    for row in &scene.state {
        let from = lines.len();
        lines.extend(field(row, usize::from(inside.width), look));
        if row.changed {
            changed = Some((changed.map_or(from, |(first, _)| first), lines.len()));
        }
    }
    if scene.state.is_empty() {
        lines.push(Line::from(look.say("Rien n'est connu alors.", "Nothing is known then.")));
    }
    let high = usize::from(inside.height);
    let hidden = lines.len().saturating_sub(high);
    let in_sight = match changed {
        Some((first, last)) if last > high => first,
        _ => 0,
    };
    let above = model.scrolled.unwrap_or(in_sight).min(hidden);
    if above > 0 {
        block = block.title_bottom(format!(" ↑ {above} "));
    }
    if hidden > above {
        let more = format!(" ↓ {} ", hidden - above);
        block = block.title_bottom(Line::from(more).right_aligned());
    }
    let scrolled = u16::try_from(above).unwrap_or(u16::MAX);
    frame.render_widget(Paragraph::new(lines).scroll((scrolled, 0)).block(block), area);
    Fit { above, hidden }
}

/// A field in a line, and what it was in a second one when it changed.
fn field(row: &Row, room: usize, look: Look) -> Vec<Line<'static>> {
    let wide = (room / 2).clamp(12, 32);
    let label = head(&row.label, wide);
    let sign = if row.changed { "≠" } else { " " };
    let style = if row.changed { look.changed() } else { Style::new() };
    let lead = format!("{sign} {label:<wide$} ");
    let value = head(&row.value, room.saturating_sub(lead.chars().count()));
    let mut lines = vec![Line::from(vec![Span::styled(lead, style), Span::styled(value, style)])];
    if let Some(before) = &row.before {
        let lead = format!("{:>1$}← ", "", wide + 2);
        let before = head(before, room.saturating_sub(lead.chars().count()));
        lines.push(Line::from(format!("{lead}{before}")));
    }
    lines
}

fn clocks(frame: &mut Frame<'_>, area: Rect, model: &Model, scene: &Scene, look: Look) {
    let block = Block::bordered().title(look.say(" Les deux horloges ", " The two clocks "));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let instant = scene.recorded_at.get(..19).unwrap_or_default().replace('T', " ");
    let recorded = format!("{}/{}  {instant}", model.entry + 1, model.entries);
    let effective = match model.day {
        Some(day) => greffe_render::date(look.lang, &Edtf::from(day)),
        None => look.say("toutes dates", "all dates").to_owned(),
    };
    let lines = vec![
        slider(
            look,
            look.say("connu", "known"),
            model.clock == Clock::Recorded,
            (model.entry, model.entries.saturating_sub(1)),
            &recorded,
            inside.width,
        ),
        slider(
            look,
            look.say("en vigueur", "in force"),
            model.clock == Clock::Effective,
            (model.place(), model.days.len()),
            &effective,
            inside.width,
        ),
    ];
    frame.render_widget(Paragraph::new(lines), inside);
}

/// How wide what a slider says is.
const SAID: usize = 32;

fn slider(
    look: Look,
    label: &str,
    held: bool,
    (at, last): (usize, usize),
    said: &str,
    room: u16,
) -> Line<'static> {
    let (sign, style) = if held { ("▸", look.changed()) } else { (" ", Style::new()) };
    let lead = format!("{sign} {label:<11}");
    let columns = usize::from(room).saturating_sub(lead.chars().count() + SAID + 4).max(2);
    let column = (at * (columns - 1)).checked_div(last).unwrap_or(columns - 1);
    let bar: String = (0..columns).map(|c| if c == column { '●' } else { '─' }).collect();
    Line::from(vec![
        Span::styled(lead, style),
        Span::raw("├"),
        Span::styled(bar, style),
        Span::raw("┤ "),
        Span::raw(head(said, SAID)),
    ])
}

fn help(frame: &mut Frame<'_>, look: Look) {
    let keys = [
        ("← →", "un pas en arrière, en avant", "one step back, on"),
        ("PgUp PgDn", "dix pas", "ten steps"),
        ("Home End", "au début, à la fin", "to the beginning, to the end"),
        ("Tab", "tenir l'autre horloge", "hold the other clock"),
        ("n p", "prochain changement de l'état, précédent", "next change of the state, previous"),
        ("c", "une autre convention de l'inscription", "another convention of the entry"),
        ("↑ ↓", "faire défiler l'état", "scroll the state"),
        ("q Esc", "quitter", "quit"),
    ];
    let letters = LETTERS.chunks(2).map(|pair| {
        let told = |(letter, _, fr, en): &Letter| format!("{letter} {:<26}", look.say(fr, en));
        Line::from(pair.iter().map(told).collect::<String>())
    });
    let signs =
        look.say("▲ le jour demandé ; ≠ ce qui change", "▲ the day asked about; ≠ what changes");
    screen::help(frame, look, &keys, letters.chain([Line::from(signs)]).collect());
}
