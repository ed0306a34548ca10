//! The loop of the step-by-step replay: keys in, screen out. The terminal is given back as it was,
//! at the end, on an error and on a panic.

use super::model::{Fit, Key, Model, Wish};
use super::screen::draw;
use super::stepper::Stepper;
use crate::context::Context;
use crate::expression::say_untold;
use crate::failure::{DONE, Failure};
use crate::output;
use crate::screen::{self, Look, Refusal};
use greffe::chain::Entry;
use greffe::domain::AsOf;
use greffe::inquiry::Tally;
use greffe::{Ledger, Selection, decode};
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Refuses to step where there is nobody to step.
pub fn demand(context: &Context) -> Result<(), Failure> {
    let json = Refusal {
        code: "step-json",
        fr: "--step est pour une personne ; sans lui, --format json écrit une ligne par inscription",
        en: "--step is for a person; without it, --format json prints one line an entry",
    };
    let no_terminal = Refusal {
        code: "no-terminal",
        fr: "--step demande un terminal ; sans lui, replay écrit une suite de lignes",
        en: "--step needs a terminal; without it, replay prints lines",
    };
    screen::demand(context, json, no_terminal)
}

/// Steps until somebody quits.
pub fn run(
    ledger: &Ledger,
    selection: &Selection,
    within: AsOf,
    context: &Context,
) -> Result<u8, Failure> {
    let seqs = seqs(ledger, selection, within, context)?;
    if seqs.is_empty() {
        output::text(context.say("Aucune inscription.", "No entry."))?;
        return Ok(DONE);
    }
    let mut model = Model::new(seqs.len(), within.effective);
    let mut stepper = Stepper::of(ledger, seqs, context);
    let look = Look { lang: context.lang, colour: context.style.colour };
    screen::with_terminal(|terminal| steps(terminal, &mut model, &mut stepper, look))?;
    Ok(DONE)
}

fn steps(
    terminal: &mut DefaultTerminal,
    model: &mut Model,
    stepper: &mut Stepper<'_>,
    look: Look,
) -> Result<(), Failure> {
    loop {
        let scene = stepper.scene(model)?;
        let mut fit = Fit::default();
        let drawn = terminal.draw(|frame| fit = draw(frame, model, &scene, look));
        drawn.map_err(|e| Failure::output(&e))?;
        model.fit = fit;
        let pressed = screen::pressed(|event| Some(key(event)))?;
        match pressed.map_or(Wish::Show, |key| model.press(key)) {
            Wish::Show => {}
            Wish::Change { on } => {
                if let Some(entry) = stepper.change(model, on)? {
                    model.go_to(entry);
                }
            }
            Wish::Convention => stepper.other_convention(model)?,
            Wish::Quit => return Ok(()),
        }
    }
}

/// What a key of the keyboard means.
pub fn key(event: KeyEvent) -> Key {
    if event.modifiers.contains(KeyModifiers::CONTROL) {
        return if event.code == KeyCode::Char('c') { Key::Quit } else { Key::Other };
    }
    match event.code {
        KeyCode::Left | KeyCode::Char('h') => Key::Back,
        KeyCode::Right | KeyCode::Char('l' | ' ') | KeyCode::Enter => Key::On,
        KeyCode::PageUp => Key::PageBack,
        KeyCode::PageDown => Key::PageOn,
        KeyCode::Home | KeyCode::Char('g') => Key::First,
        KeyCode::End | KeyCode::Char('G') => Key::Last,
        KeyCode::Up | KeyCode::Char('k') => Key::Up,
        KeyCode::Down | KeyCode::Char('j') => Key::Down,
        KeyCode::Tab | KeyCode::BackTab => Key::OtherClock,
        KeyCode::Char('n') => Key::NextChange,
        KeyCode::Char('p' | 'N') => Key::PreviousChange,
        KeyCode::Char('c') => Key::OtherConvention,
        KeyCode::Char('?') | KeyCode::F(1) => Key::Help,
        KeyCode::Char('q') | KeyCode::Esc => Key::Quit,
        _ => Key::Other,
    }
}

/// The numbers of the entries to go through, as far as they were known.
fn seqs(
    ledger: &Ledger,
    selection: &Selection,
    within: AsOf,
    context: &Context,
) -> Result<Vec<u64>, Failure> {
    let all = selection.stream.is_none() && selection.kind.is_none() && selection.only.is_none();
    let mut seqs: Vec<u64> = if all {
        let end = selection.to.map_or(u64::MAX, |to| to.saturating_add(1)).min(ledger.head().count);
        (selection.from.unwrap_or(0)..end).collect()
    } else {
        let mut untold = Tally::default();
        let mut chosen = Vec::new();
        for bytes in ledger.selected(selection, &mut untold)? {
            let bytes = bytes?;
            let seq = Entry::parse(&bytes).map(|entry| entry.seq());
            chosen.push(seq.map_err(|e| Failure::internal(&e))?);
        }
        say_untold(&untold, context);
        chosen
    };
    if let Some(known) = within.known {
        // The instants of a ledger rise with its numbers.
        let learned = |seq: &u64| {
            let bytes = ledger.entry(*seq).ok().flatten();
            let recorded = bytes.and_then(|bytes| decode(&bytes).ok());
            recorded.is_none_or(|recorded| recorded.meta.recorded_at <= known)
        };
        seqs.truncate(seqs.partition_point(learned));
    }
    Ok(seqs)
}
