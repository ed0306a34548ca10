//! The screen of the review: the text with the passages on the left, the facts on the right, what is
//! done with one of them below. Colour only repeats what a word or a sign says.

use super::form;
use super::kinds;
use super::model::{Choosing, Filling, Fit, Mode, Model, Said, span};
use super::pages::Pages;
use crate::french::french;
use crate::output::clean;
use crate::screen::{Look, head, tail, width};
use greffe::domain::ReviewVerdict;
use greffe::{DraftedEvent, ReviewStanding};
use greffe_render::Lang;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph, Wrap};
use std::ops::Range;

/// The smallest terminal in which everything has its place.
pub const SMALLEST: (u16, u16) = (60, 20);
/// What stands before a line of the text: a bar where the passage is.
const GUTTER: u16 = 1;

/// How wide the text is laid out in a terminal of some width.
pub fn text_width(wide: u16) -> usize {
    // Half of it, less the frame and the gutter.
    usize::from((wide / 2).saturating_sub(2 + GUTTER))
}

/// Draws everything; gives what fits of the text.
pub fn draw(frame: &mut Frame<'_>, model: &Model, look: Look) -> Fit {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let (wide, high) = SMALLEST;
        let small = match look.lang {
            Lang::Fr => format!("Trop petit : {wide} × {high} au moins"),
            Lang::En => format!("Too small: {wide} × {high} at least"),
        };
        frame.render_widget(Paragraph::new(small).wrap(Wrap { trim: true }), area);
        return Fit::default();
    }
    let rows = Layout::vertical([Constraint::Length(1), Constraint::Min(8), Constraint::Length(1)]);
    let [title, middle, last] = rows.areas(area);
    let columns = [Constraint::Length(area.width / 2), Constraint::Fill(1)];
    let [left, right] = Layout::horizontal(columns).areas(middle);
    self::title(frame, title, model, look);
    let fit = text(frame, left, model, look);
    match &model.mode {
        Mode::Form(filling) => form(frame, right, filling, look),
        Mode::Kinds { typed, at } => choose_kind(frame, right, typed, *at, look),
        Mode::Passage(choosing) => choose_passage(frame, right, model, choosing, look),
        Mode::Facts => facts(frame, right, model, look),
    }
    bottom(frame, last, model, look);
    if model.help {
        help(frame, area, look);
    }
    fit
}

fn title(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let keys = look.say(" ? aide · q quitter ", " ? help · q quit ");
    let open = model.review.open();
    let left = match (open, look.lang) {
        (0, Lang::Fr) => "tout est décidé".to_owned(),
        (0, Lang::En) => "all decided".to_owned(),
        (n, Lang::Fr) => format!("{n} à décider"),
        (n, Lang::En) => format!("{n} to decide"),
    };
    let place =
        format!(" · {}/{} · {left}", (model.at + 1).min(model.review.len()), model.review.len());
    let room = usize::from(area.width).saturating_sub(usize::from(width(keys) + width(&place)) + 1);
    let name = head(&clean(&model.review.draft().document.name), room);
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let parts = [Constraint::Fill(1), Constraint::Length(width(keys))];
    let [name_area, keys_area] = Layout::horizontal(parts).areas(area);
    let line = vec![Span::styled(format!(" {name}"), bold), Span::raw(place)];
    frame.render_widget(Line::from(line), name_area);
    frame.render_widget(Line::from(keys), keys_area);
}

/// How a range of the text stands out, the strongest last.
struct Marked {
    range: Range<usize>,
    style: Style,
}

fn bytes((from, to): (u64, u64)) -> Range<usize> {
    usize::try_from(from).unwrap_or(usize::MAX)..usize::try_from(to).unwrap_or(usize::MAX)
}

/// What stands out: passages of other facts faintly, those of this one, the one looked at most of all.
fn marked(model: &Model, look: Look) -> Vec<Marked> {
    let mut marked = Vec::new();
    let others = model.review.draft().events.iter().filter_map(|event| event.sources.first());
    let faint = look.tinted(Color::Cyan);
    if look.colour {
        marked.extend(others.map(|source| Marked { range: bytes(source.span), style: faint }));
    }
    if let Mode::Passage(choosing) = &model.mode {
        let from = choosing.from.unwrap_or(choosing.at);
        if let Some(chosen) = span(&model.pages, from, choosing.at) {
            let style = look.changed().add_modifier(Modifier::REVERSED);
            marked.push(Marked { range: bytes(chosen), style });
        }
        return marked;
    }
    let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
    for source in model.shown().into_iter().flat_map(|event| &event.sources) {
        marked.push(Marked { range: bytes(source.span), style: underlined });
    }
    if let Some(source) = model.passage() {
        let style = look.changed().add_modifier(Modifier::REVERSED);
        marked.push(Marked { range: bytes(source.span), style });
    }
    marked
}

/// Where one looks in the text.
fn focus(model: &Model) -> Option<Range<usize>> {
    match &model.mode {
        Mode::Passage(choosing) => model.pages.words().get(choosing.at).cloned(),
        _ => model.passage().map(|source| bytes(source.span)),
    }
}

fn text(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) -> Fit {
    let pages = &model.pages;
    let high = usize::from(area.height).saturating_sub(2);
    let last = pages.lines().len().saturating_sub(high);
    let focus = focus(model);
    let line = focus.as_ref().map_or(0, |range| pages.line_of(range.start));
    let choosing = matches!(model.mode, Mode::Passage(_));
    // While words are chosen the page stays as long as the word is on it.
    let stays = choosing && (model.fit.top..model.fit.top + high).contains(&line);
    let top = match model.scrolled {
        Some(top) if !choosing => top,
        _ if stays => model.fit.top,
        _ => line.saturating_sub(high / 4),
    };
    let top = top.min(last);
    let marked = marked(model, look);
    let lines = pages.lines().iter().skip(top).take(high);
    let lines: Vec<Line<'_>> =
        lines.map(|line| text_line(&model.text, line, &marked, focus.as_ref())).collect();
    let first = source_line(&model.text, pages, top);
    let label = match look.lang {
        Lang::Fr => format!(" Texte · ligne {first} "),
        Lang::En => format!(" Text · line {first} "),
    };
    let mut block = Block::bordered().title(label);
    if let Some(told) = told_of_passage(model, look) {
        block = block.title_bottom(Line::from(head(&told, usize::from(area.width) - 4)));
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
    Fit { lines: high, top }
}

/// The number of a line of the text itself, which the layout may have broken.
fn source_line(text: &str, pages: &Pages, line: usize) -> usize {
    let start = pages.lines().get(line).map_or(0, |line| line.start);
    text.get(..start).map_or(0, |before| before.bytes().filter(|b| *b == b'\n').count()) + 1
}

/// Which passage this is, and what it supports.
fn told_of_passage(model: &Model, look: Look) -> Option<String> {
    if matches!(model.mode, Mode::Passage(_) | Mode::Kinds { .. }) {
        return None;
    }
    let sources = &model.shown()?.sources;
    let at = model.passage.min(sources.len().saturating_sub(1));
    let source = sources.get(at)?;
    let place = |pointer: &String| form::label(&form::Place::Data(pointer.clone()), look);
    let fields: Vec<String> = source.fields.iter().map(place).collect();
    let fields = if fields.is_empty() {
        look.say("le fait entier", "the whole fact").to_owned()
    } else {
        fields.join(", ")
    };
    let count = format!("{}/{}", at + 1, sources.len());
    Some(format!(" {} {count} : {fields} ", look.say("passage", "passage")))
}

/// A line of the text with what stands out in it, behind a bar where one looks.
fn text_line(
    text: &str,
    line: &Range<usize>,
    marked: &[Marked],
    focus: Option<&Range<usize>>,
) -> Line<'static> {
    let looked_at =
        focus.is_some_and(|f| f.start < line.end.max(line.start + 1) && line.start < f.end);
    let mut spans = vec![Span::raw(if looked_at { "▌" } else { " " })];
    let mut cuts: Vec<usize> = vec![line.start, line.end];
    let inside = |at: &usize| (line.start..line.end).contains(at);
    cuts.extend(marked.iter().flat_map(|m| [m.range.start, m.range.end]).filter(inside));
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let &[from, to] = pair else { continue };
        let over = marked.iter().filter(|m| m.range.start <= from && to <= m.range.end);
        let style = over.fold(Style::new(), |style, m| style.patch(m.style));
        spans.push(Span::styled(plain(text.get(from..to).unwrap_or_default()), style));
    }
    Line::from(spans)
}

/// Text that steers no terminal and takes the columns that it was laid out in.
fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '\t' | '\u{a0}' | '\u{202f}' => ' ',
        c => c,
    };
    clean(&text.chars().map(one).filter(|c| *c != '\r').collect::<String>())
}

/// The sign of how a fact stands, doubled by its place and its word below.
fn sign(standing: ReviewStanding, look: Look) -> (&'static str, Style) {
    match standing {
        ReviewStanding::Sure => ("·", Style::new()),
        ReviewStanding::Open => ("?", look.tinted(Color::Yellow).add_modifier(Modifier::BOLD)),
        ReviewStanding::Decided(ReviewVerdict::Accepted) => ("✓", look.tinted(Color::Green)),
        ReviewStanding::Decided(ReviewVerdict::Edited) => ("≠", look.tinted(Color::Green)),
        ReviewStanding::Decided(ReviewVerdict::Added) => ("+", look.tinted(Color::Green)),
        ReviewStanding::Decided(ReviewVerdict::Rejected) => ("✗", look.tinted(Color::Red)),
    }
}

fn standing_in_words(standing: ReviewStanding, look: Look) -> &'static str {
    match standing {
        ReviewStanding::Sure => look.say("sûr : sera inscrit", "sure: will be recorded"),
        ReviewStanding::Open => look.say("à décider", "to decide"),
        ReviewStanding::Decided(ReviewVerdict::Accepted) => look.say("accepté", "accepted"),
        ReviewStanding::Decided(ReviewVerdict::Edited) => look.say("corrigé", "edited"),
        ReviewStanding::Decided(ReviewVerdict::Added) => look.say("ajouté", "added"),
        ReviewStanding::Decided(ReviewVerdict::Rejected) => {
            look.say("rejeté : ne sera pas inscrit", "rejected: will not be recorded")
        }
    }
}

fn sentence(event: &DraftedEvent, look: Look) -> String {
    plain(&greffe_render::data_sentence(look.lang, &event.kind, &event.data))
}

fn facts(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let count = model.review.len();
    let most = u16::try_from(count + 2).unwrap_or(u16::MAX);
    let high = most.min(area.height / 2);
    let [list, card] =
        Layout::vertical([Constraint::Length(high), Constraint::Fill(1)]).areas(area);
    let room = usize::from(list.height).saturating_sub(2);
    let top = model.at.saturating_sub(room / 2).min(count.saturating_sub(room));
    let wide = usize::from(list.width).saturating_sub(2);
    let row = |at: usize| {
        let event = model.review.event(at)?;
        let (sign, style) = sign(model.review.standing(at), look);
        let here = if at == model.at { "▸" } else { " " };
        let words = head(&sentence(event, look), wide.saturating_sub(4));
        let line = if at == model.at {
            look.changed()
        } else if model.review.standing(at) == ReviewStanding::Decided(ReviewVerdict::Rejected) {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            Style::new()
        };
        Some(Line::from(vec![
            Span::styled(here, line),
            Span::styled(format!("{sign} "), style),
            Span::styled(words, line),
        ]))
    };
    let lines: Vec<Line<'_>> = (top..(top + room).min(count)).filter_map(row).collect();
    let mut block = Block::bordered().title(look.say(" Faits ", " Facts "));
    if top > 0 {
        block = block.title_top(Line::from(format!(" ↑ {top} ")).right_aligned());
    }
    if count > top + room {
        block =
            block.title_bottom(Line::from(format!(" ↓ {} ", count - top - room)).right_aligned());
    }
    frame.render_widget(Paragraph::new(lines).block(block), list);
    self::card(frame, card, model, look);
}

fn card(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let Some(event) = model.review.event(model.at) else {
        let none = look.say("Aucun fait ; n en ajoute un.", "No fact; n adds one.");
        frame.render_widget(Paragraph::new(none).block(Block::bordered()), area);
        return;
    };
    let standing = model.review.standing(model.at);
    let (sign, style) = sign(standing, look);
    let title = format!(" {sign} {} ", standing_in_words(standing, look));
    let faint = look.tinted(Color::Cyan);
    let labelled = |label: &str, words: String| {
        Line::from(vec![Span::styled(format!("{label} "), faint), Span::raw(words)])
    };
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let kind = kinds::in_words(&event.kind, look.lang);
    let date = greffe_render::date(look.lang, &event.effective);
    let grade = greffe_render::grade(look.lang, event.grade);
    let mut lines = vec![
        Line::styled(sentence(event, look), bold),
        Line::from(plain(&format!("{kind} · {date} · {grade}"))),
    ];
    if let Some(reason) = &event.reason {
        let reason = if look.lang == Lang::Fr { french(reason) } else { reason.clone() };
        lines.push(labelled(look.say("doute :", "doubt:"), plain(&reason)));
    }
    if let Some(decided) = &event.decided {
        let at = decided.at.to_string();
        let at = at.get(..16).unwrap_or_default().replace('T', " ");
        lines.push(labelled(look.say("par", "by"), plain(&format!("{}, {at} UTC", decided.by))));
        if decided.verdict == ReviewVerdict::Edited
            && let Some(read) = &decided.proposed
        {
            let words = greffe_render::data_sentence(look.lang, &read.kind, &read.data);
            lines.push(labelled(look.say("lu :", "read:"), plain(&words)));
        }
    }
    for field in form::fields(event) {
        // What the sentence cannot hold: every field that there is.
        if let (form::Place::Data(_), Some(value)) =
            (&field.place, form::value(event, &field.place))
        {
            // References inside the ledger tell a person nothing.
            let inner = matches!(&field.place, form::Place::Data(pointer) if pointer == "/sitting");
            if field.form == form::FieldForm::Json || inner {
                continue;
            }
            let shown = form::shown(&field.form, &value, look.lang);
            let label = form::label(&field.place, look) + look.say(" :", ":");
            lines.push(labelled(&label, plain(&shown)));
        }
    }
    let block = Block::bordered().title(Line::styled(title, style));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }).block(block), area);
}

fn form(frame: &mut Frame<'_>, area: Rect, filling: &Filling, look: Look) {
    let kind = kinds::in_words(&filling.event.kind, look.lang);
    let sign = if filling.changed { " ≠" } else { "" };
    let block = Block::bordered().title(format!(" {kind}{sign} "));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let typing_rows = 4;
    let parts = [Constraint::Fill(1), Constraint::Length(typing_rows)];
    let [list, typing] = Layout::vertical(parts).areas(inside);
    let room = usize::from(list.height);
    let top = filling.at.saturating_sub(room / 2).min(filling.fields.len().saturating_sub(room));
    let wide = usize::from(list.width);
    let row = |(at, field): (usize, &form::Field)| {
        let value = form::value(&filling.event, &field.place);
        let here = if at == filling.at { "▸" } else { " " };
        let label = head(&form::label(&field.place, look), 16);
        let (words, style) = match &value {
            Some(value) => (form::shown(&field.form, value, look.lang), Style::new()),
            None if field.required => {
                (look.say("à remplir", "to be filled in").to_owned(), look.tinted(Color::Yellow))
            }
            None => ("—".to_owned(), Style::new().add_modifier(Modifier::DIM)),
        };
        let style = if at == filling.at { look.changed() } else { style };
        let words = head(&plain(&words), wide.saturating_sub(18));
        let gap = 16usize.saturating_sub(usize::from(width(&label)));
        Line::from(vec![
            Span::styled(here, style),
            Span::styled(format!("{label}{} ", " ".repeat(gap)), style),
            Span::styled(words, style),
        ])
    };
    let fields = filling.fields.iter().enumerate().skip(top).take(room);
    frame.render_widget(Paragraph::new(fields.map(row).collect::<Vec<_>>()), list);
    typed(frame, typing, filling, look);
}

/// The field at hand in full, or what is being typed in it.
fn typed(frame: &mut Frame<'_>, area: Rect, filling: &Filling, look: Look) {
    let Some(field) = filling.field() else { return };
    let label = form::label(&field.place, look);
    let faint = look.tinted(Color::Cyan);
    let line = "─".repeat(usize::from(area.width));
    let mut lines = vec![Line::from(line)];
    let wide = usize::from(area.width);
    let Some((text, at)) = &filling.typing else {
        let value = form::value(&filling.event, &field.place);
        let words = value.map(|value| plain(&form::shown(&field.form, &value, look.lang)));
        let words = words.unwrap_or_else(|| hint(&field.form, look).trim_start().to_owned());
        let label = Span::styled(format!("{label} : "), faint);
        lines.push(Line::from(vec![label, Span::raw(words)]));
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), area);
        return;
    };
    let asked = format!("{label}{}", hint(&field.form, look));
    lines.push(Line::styled(head(&asked, wide), faint));
    let before = plain(text.get(..*at).unwrap_or_default());
    let behind = plain(text.get(*at..).unwrap_or_default());
    // Of a long line what stands around the cursor.
    let shown = tail(&before, wide.saturating_sub(3));
    let x = area.x + 2 + width(&shown);
    let rest = head(&behind, wide.saturating_sub(2 + usize::from(width(&shown))));
    lines.push(Line::from(format!("> {shown}{rest}")));
    if let form::FieldForm::Choice(choices) = &field.form {
        lines.push(Line::styled(head(&choices.join(" · "), wide), faint));
    }
    if area.height > 2 {
        frame.set_cursor_position(Position { x, y: area.y + 2 });
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// What may be typed, in a few words.
fn hint(form: &form::FieldForm, look: Look) -> String {
    use form::FieldForm as F;
    let words = match form {
        F::Amount => look.say("73 500 €", "73500 or 1500.50"),
        F::Number => look.say("un nombre", "a number"),
        F::YesNo => look.say("oui ou non, ↑↓", "yes or no, ↑↓"),
        F::Choice(_) => look.say("↑↓ : autre mot", "↑↓: another word"),
        F::List => look.say("séparés par ;", "parted by ;"),
        F::Share => look.say("8,6 %", "8,6%"),
        F::Instrument => look.say("initial, avenant 1…", "initial, avenant 1…"),
        F::Json => "JSON",
        F::Words => return String::new(),
    };
    format!(" ({words})")
}

fn choose_kind(frame: &mut Frame<'_>, area: Rect, typed: &str, at: usize, look: Look) {
    let block = Block::bordered().title(look.say(" Quel fait ? ", " Which fact? "));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let fitting = kinds::fitting(typed);
    let wide = usize::from(inside.width);
    let lead = look.say("chercher : ", "find: ");
    let mut lines = vec![Line::from(head(&format!("{lead}{typed}"), wide)), Line::default()];
    let room = usize::from(inside.height).saturating_sub(2);
    let at = at.min(fitting.len().saturating_sub(1));
    let top = at.saturating_sub(room / 2).min(fitting.len().saturating_sub(room));
    for (place, (kind, ..)) in fitting.iter().enumerate().skip(top).take(room) {
        let (here, style) = if place == at { ("▸", look.changed()) } else { (" ", Style::new()) };
        let words = kinds::in_words(kind, look.lang);
        lines.push(Line::styled(head(&format!("{here} {words}"), wide), style));
    }
    if fitting.is_empty() {
        lines.push(Line::from(look.say("Aucun genre de ce nom.", "No kind of that name.")));
    }
    let x = inside.x + width(lead) + width(typed);
    frame.set_cursor_position(Position { x: x.min(inside.right().saturating_sub(1)), y: inside.y });
    frame.render_widget(Paragraph::new(lines), inside);
}

fn choose_passage(
    frame: &mut Frame<'_>,
    area: Rect,
    model: &Model,
    choosing: &Choosing,
    look: Look,
) {
    let kind = kinds::in_words(&choosing.filling.event.kind, look.lang);
    let words = match choosing.from {
        None => look.say(
            "Aller au premier mot du passage qui dit le fait, puis Espace.",
            "Go to the first word of the passage that says the fact, then Space.",
        ),
        Some(_) => {
            look.say("Aller au dernier mot, puis Espace.", "Go to the last word, then Space.")
        }
    };
    let mut lines = vec![Line::from(words), Line::default()];
    let from = choosing.from.unwrap_or(choosing.at);
    if let Some(chosen) = span(&model.pages, from, choosing.at) {
        let text = model.text.get(bytes(chosen)).unwrap_or_default();
        lines.push(Line::from(format!("« {} »", plain(&greffe::domain::fold_spaces(text)))));
    }
    let block = Block::bordered().title(format!(" {kind} "));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }).block(block), area);
}

fn bottom(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let wide = usize::from(area.width);
    let line = match &model.said {
        Some(Said::Done(fr, en)) => {
            Line::styled(head(&format!(" {}", look.say(fr, en)), wide), look.changed())
        }
        Some(Said::Refused(why)) => {
            let style = look.tinted(Color::Red).add_modifier(Modifier::BOLD);
            let lead = look.say("refusé : ", "refused: ");
            let why = if look.lang == Lang::Fr { french(why) } else { why.clone() };
            Line::styled(head(&format!(" {lead}{}", clean(&why)), wide), style)
        }
        None => Line::from(head(keys(model, look), wide)),
    };
    frame.render_widget(line, area);
}

/// The keys that are of use now.
fn keys(model: &Model, look: Look) -> &'static str {
    match &model.mode {
        Mode::Facts => look.say(
            " a accepter · r rejeter · e corriger · n ajouter · u reprendre · Tab suivant",
            " a accept · r reject · e edit · n add · u take back · Tab next to decide",
        ),
        Mode::Form(filling) if filling.typing.is_some() => look.say(
            " Entrée : poser la valeur · Échap : la laisser",
            " Enter: set it · Esc: leave it",
        ),
        Mode::Form(_) => look.say(
            " Entrée changer · x vider · p passage · s garder · Échap abandonner",
            " Enter change · x empty · p passage · s keep · Esc give up",
        ),
        Mode::Kinds { .. } => look.say(
            " Taper pour chercher · ↑↓ · Entrée choisir · Échap abandonner",
            " Type to find · ↑↓ · Enter choose · Esc give up",
        ),
        Mode::Passage(_) => look.say(
            " ← → mot · ↑ ↓ ligne · Espace début puis fin · Échap abandonner",
            " ← → word · ↑ ↓ line · Space begin, then end · Esc give up",
        ),
    }
}

fn help(frame: &mut Frame<'_>, area: Rect, look: Look) {
    let keys = [
        ("↑ ↓  j k", "le fait d'avant, d'après", "the fact before, the next"),
        ("Tab ⇧Tab", "le prochain à décider, le précédent", "the next to decide, the one before"),
        ("← →", "un autre passage du fait", "another passage of the fact"),
        ("PgUp PgDn", "faire défiler le texte", "scroll the text"),
        ("a", "accepter : c'est ce que dit le texte", "accept: it is what the text says"),
        ("r", "rejeter : ne pas inscrire", "reject: do not record"),
        ("e Entrée", "corriger champ par champ", "edit, field by field"),
        (
            "n",
            "ajouter un fait que la machine n'a pas lu",
            "add a fact that the machine did not read",
        ),
        ("u", "reprendre la décision", "take the decision back"),
        ("q Échap", "quitter ; tout est gardé", "quit; everything is kept"),
    ];
    let key = |(key, fr, en): &(&'static str, &'static str, &'static str)| {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let key = if look.lang == Lang::En {
            key.replace("Entrée", "Enter").replace("Échap", "Esc")
        } else {
            (*key).to_owned()
        };
        Line::from(vec![Span::styled(format!("{key:<10}"), bold), Span::raw(look.say(fr, en))])
    };
    let mut lines: Vec<Line<'_>> = keys.iter().map(key).collect();
    lines.push(Line::default());
    lines.push(Line::from(look.say(
        "· sûr  ? à décider  ✓ accepté  ≠ corrigé  ✗ rejeté  + ajouté",
        "· sure  ? to decide  ✓ accepted  ≠ edited  ✗ rejected  + added",
    )));
    let high = u16::try_from(lines.len() + 2).unwrap_or(area.height).min(area.height);
    let wide = 64.min(area.width);
    let place = Rect {
        x: area.x + (area.width - wide) / 2,
        y: area.y + (area.height - high) / 2,
        width: wide,
        height: high,
    };
    frame.render_widget(Clear, place);
    let block = Block::bordered().title(look.say(" Touches ", " Keys "));
    frame.render_widget(Paragraph::new(lines).block(block), place);
}
