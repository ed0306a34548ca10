//! The screen as it stands on the tour, key by key, against files; and the laws of the machine.

use super::model::{Clock, Key, Model, Wish};
use super::screen::draw;
use super::stepper::Stepper;
use super::terminal::key;
use crate::args::Format;
use crate::context::Context;
use crate::screen::Look;
use greffe::{Ledger, Opening, ReadOptions, draft};
use greffe_render::{Lang, Style};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::path::Path;

fn tour(folder: &Path) -> Ledger {
    let opening = Opening { name: "tour".into(), by: "clerk".into(), ..Opening::default() };
    let ledger = Ledger::create(&folder.join("tour.ledger"), opening).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for name in ["1-attribution.txt", "2-avenant.txt", "3-solde.txt"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tour").join(name);
        let act = std::fs::read(path).unwrap();
        let drafted = draft(name, &act, &ReadOptions::default()).unwrap();
        runtime.block_on(ledger.record(&drafted.draft, &act, "clerk")).unwrap();
    }
    ledger
}

fn context(lang: Lang) -> Context {
    Context {
        lang,
        format: Format::Text,
        form: crate::args::Form::Text,
        style: Style { lang, width: 80, colour: false },
        ledger: None,
        forensic: false,
        partial: std::cell::Cell::new(false),
    }
}

/// The screen after some keys, as text; changed rows keep their sign, styles are left out.
fn screen(ledger: &Ledger, lang: Lang, (wide, high): (u16, u16), keys: &[Key]) -> String {
    let context = context(lang);
    let seqs: Vec<u64> = (0..ledger.head().count).collect();
    let mut model = Model::new(seqs.len(), None);
    let mut stepper = Stepper::of(ledger, seqs, &context);
    let mut scene = stepper.scene(&mut model).unwrap();
    for key in keys {
        match model.press(*key) {
            Wish::Change { on } => {
                if let Some(entry) = stepper.change(&model, on).unwrap() {
                    model.go_to(entry);
                }
            }
            Wish::Convention => stepper.other_convention(&mut model).unwrap(),
            Wish::Show | Wish::Quit => {}
        }
        scene = stepper.scene(&mut model).unwrap();
    }
    let mut terminal = Terminal::new(TestBackend::new(wide, high)).unwrap();
    let look = Look { lang, colour: false };
    terminal
        .draw(|frame| {
            draw(frame, &model, &scene, look);
        })
        .unwrap();
    let buffer = terminal.backend().buffer().clone();
    let rows = buffer.content.chunks(usize::from(wide));
    let line = |row: &[ratatui::buffer::Cell]| {
        row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
    };
    steady(&rows.map(line).collect::<Vec<_>>().join("\n"), &scene.recorded_at)
}

/// The instant of an entry differs from run to run.
fn steady(screen: &str, recorded_at: &str) -> String {
    let instant = recorded_at.get(..19).unwrap_or_default().replace('T', " ");
    format!("{}\n", screen.replace(&instant, "2026-01-01 00:00:00"))
}

fn golden(name: &str, screen: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/replay/golden").join(name);
    if std::env::var_os("GREFFE_UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, screen).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == screen, "{name} differs:\n{screen}");
}

#[test]
fn the_screens_of_the_tour() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = tour(folder.path());
    let avenant = [Key::NextChange; 6];
    let back_in_time = [Key::Last, Key::OtherClock, Key::Back, Key::Back, Key::Back, Key::Back];
    for (name, lang, size, keys) in [
        ("start-80x24-en", Lang::En, (80, 24), &[][..]),
        (
            "granted-80x24-fr",
            Lang::Fr,
            (80, 24),
            &[Key::PageOn, Key::On, Key::On, Key::On, Key::On, Key::On, Key::On],
        ),
        (
            "changes-80x24-en",
            Lang::En,
            (80, 24),
            &[[Key::PageOn, Key::PageOn].as_slice(), &avenant].concat(),
        ),
        ("clock-80x24-fr", Lang::Fr, (80, 24), &back_in_time),
        ("clock-140x40-en", Lang::En, (140, 40), &back_in_time),
        ("last-140x40-fr", Lang::Fr, (140, 40), &[Key::Last]),
        ("help-80x24-fr", Lang::Fr, (80, 24), &[Key::Help]),
        ("small-50x10-en", Lang::En, (50, 10), &[]),
    ] {
        golden(&format!("{name}.txt"), &screen(&ledger, lang, size, keys));
    }
}

#[test]
fn the_clocks_stay_in_their_bounds_whatever_is_pressed() {
    let days = ["2023-03-16", "2023-05-15", "2024-03-14"].map(|day| day.parse().unwrap());
    let mut model = Model::new(5, None);
    model.show(days.to_vec());
    let keys = [
        Key::On,
        Key::Last,
        Key::PageBack,
        Key::First,
        Key::Back,
        Key::PageOn,
        Key::OtherClock,
        Key::Up,
        Key::Down,
    ];
    // Every sequence of four keys from where the one before ended.
    for n in 0..keys.len().pow(4) {
        let mut rest = n;
        for _ in 0..4 {
            model.press(keys[rest % keys.len()]);
            rest /= keys.len();
            assert!(model.entry < 5 && model.place() <= 3 && model.scrolled.is_none_or(|n| n == 0));
            assert!(model.day.is_none_or(|day| days.contains(&day)));
        }
    }
    model.clock = Clock::Effective;
    model.press(Key::First);
    assert_eq!((model.day, model.day_before()), (Some(days[0]), None));
    model.press(Key::On);
    assert_eq!((model.day, model.day_before()), (Some(days[1]), Some(days[0])));
    model.press(Key::Last);
    assert_eq!(
        (model.day, model.day_before()),
        (None, Some(days[2])),
        "behind the last: all dates"
    );
}

#[test]
fn any_key_closes_the_help_and_does_nothing_else() {
    let mut model = Model::new(5, None);
    model.press(Key::Help);
    assert_eq!(model.press(Key::Quit), Wish::Show);
    assert_eq!((model.help, model.entry), (false, 0));
    assert_eq!(model.press(Key::Quit), Wish::Quit);
}

#[test]
fn the_keys_of_the_keyboard() {
    let press = |code, modifiers| key(KeyEvent::new(code, modifiers));
    assert_eq!(press(KeyCode::Esc, KeyModifiers::NONE), Key::Quit);
    assert_eq!(press(KeyCode::Char('q'), KeyModifiers::NONE), Key::Quit);
    assert_eq!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), Key::Quit);
    assert_eq!(press(KeyCode::Char('c'), KeyModifiers::NONE), Key::OtherConvention);
    assert_eq!(press(KeyCode::Tab, KeyModifiers::NONE), Key::OtherClock);
    assert_eq!(press(KeyCode::Char('z'), KeyModifiers::NONE), Key::Other);
}
