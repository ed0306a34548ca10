//! The screen of the review: the text with the passages on the left, the facts on the right, what is
//! done with one of them below. Colour only repeats what a word or a sign says.

mod adding;
mod facts;
mod form;
mod text;

use super::model::{Fit, Mode, Model, Said};
use crate::french::french;
use crate::output::clean;
use crate::screen::{self, Look, head, width};
use greffe_render::Lang;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

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
    if screen::is_too_small(frame, look) {
        return Fit::default();
    }
    let rows = Layout::vertical([Constraint::Length(1), Constraint::Min(8), Constraint::Length(1)]);
    let [title, middle, last] = rows.areas(area);
    let columns = [Constraint::Length(area.width / 2), Constraint::Fill(1)];
    let [left, right] = Layout::horizontal(columns).areas(middle);
    self::title(frame, title, model, look);
    let mut fit = text::draw(frame, left, model, look);
    match &model.mode {
        Mode::Form(filling) => form::draw(frame, right, filling, look),
        Mode::Kinds { typed, at } => adding::choose_kind(frame, right, typed, *at, look),
        Mode::Passage(choosing) => adding::choose_passage(frame, right, model, choosing, look),
        Mode::Facts => (fit.card, fit.card_lines) = facts::draw(frame, right, model, look),
    }
    bottom(frame, last, model, look);
    if model.help {
        help(frame, look);
    }
    fit
}

fn title(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let open = model.review.open();
    let decided = model.review.draft().events.iter().any(|event| event.decided.is_some());
    let left = match (open, look.lang) {
        (0, Lang::Fr) if model.all_decided() => "tout est décidé".to_owned(),
        (0, Lang::En) if model.all_decided() => "all decided".to_owned(),
        (0, Lang::Fr) if decided => "rien d'autre à décider".to_owned(),
        (0, Lang::En) if decided => "nothing else to decide".to_owned(),
        (0, Lang::Fr) => "rien à décider".to_owned(),
        (0, Lang::En) => "nothing to decide".to_owned(),
        (n, Lang::Fr) => format!("{n} à décider"),
        (n, Lang::En) => format!("{n} to decide"),
    };
    let place =
        format!(" · {}/{} · {left}", (model.at + 1).min(model.review.len()), model.review.len());
    let area = screen::title_beside_keys(frame, area, look);
    let room = usize::from(area.width).saturating_sub(usize::from(width(&place)) + 1);
    let name = head(&clean(&model.review.draft().document.name), room);
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let line = vec![Span::styled(format!(" {name}"), bold), Span::raw(place)];
    frame.render_widget(Line::from(line), area);
}

/// Text that steers no terminal and takes the columns that it was laid out in: what cannot be seen is
/// a mark, one for one.
fn plain(text: &str) -> String {
    let mut letter = [0; 4];
    let mut one = |c: char| match c {
        '\t' | '\u{a0}' | '\u{202f}' => ' ',
        c if clean(c.encode_utf8(&mut letter)).len() > c.len_utf8() => '\u{fffd}',
        c => c,
    };
    text.chars().filter(|c| *c != '\r').map(&mut one).collect()
}

fn bottom(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let wide = usize::from(area.width);
    let line = match &model.said {
        Some(Said::Done(fr, en)) => {
            Line::styled(head(&format!(" {}", look.say(fr, en)), wide), look.changed())
        }
        Some(Said::Warned(what)) => {
            let style = look.tinted(Color::Red).add_modifier(Modifier::BOLD);
            let lead = look.say("attention, ", "warning, ");
            Line::styled(head(&format!(" {lead}{}", clean(what)), wide), style)
        }
        Some(Said::Noted { place, what }) => {
            let what = if look.lang == Lang::Fr { french(what) } else { what.clone() };
            let colon = look.say(" :", ":");
            let line = format!(" note {place}{colon} {}", clean(&what));
            Line::styled(head(&line, wide), look.changed())
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

fn help(frame: &mut Frame<'_>, look: Look) {
    let keys = [
        ("↑ ↓  j k", "le fait d'avant, d'après", "the fact before, the next"),
        ("Tab ⇧Tab", "le prochain à décider, le précédent", "the next to decide, the one before"),
        ("← →", "un autre passage du fait", "another passage of the fact"),
        ("PgUp PgDn", "faire défiler le texte", "scroll the text"),
        ("Space", "la suite d'un fait long", "the rest of a long fact"),
        ("a", "accepter : c'est ce que dit le texte", "accept: it is what the text says"),
        ("r", "rejeter : ne pas inscrire", "reject: do not record"),
        ("e Enter", "corriger champ par champ", "edit, field by field"),
        (
            "n",
            "ajouter un fait que la machine n'a pas lu",
            "add a fact that the machine did not read",
        ),
        (
            "u",
            "reprendre la décision, sinon la dernière",
            "take the decision back, else the last one",
        ),
        (
            "o",
            "les notes : ce que dit le texte et qu'aucun fait ne porte",
            "the notes: what the text says and no fact holds",
        ),
        ("q Esc", "quitter ; tout est gardé", "quit; everything is kept"),
    ];
    let signs = look.say(
        "· sûr  ? à décider  ✓ accepté  ≠ corrigé  ✗ rejeté  + ajouté",
        "· sure  ? to decide  ✓ accepted  ≠ edited  ✗ rejected  + added",
    );
    screen::help(frame, look, &keys, vec![Line::from(signs)]);
}
