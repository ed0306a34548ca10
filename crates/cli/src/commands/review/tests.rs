//! The review as it stands on acts of the tour, key by key, against files; and the laws of the machine.

mod words;

use super::form;
use super::model::{Key, Mode, Model, Wish};
use super::pages::Pages;
use super::screen::{draw, text_width};
use super::terminal::key;
use crate::screen::Look;
use greffe::domain::ReviewVerdict;
use greffe::{DraftFile, ReadOptions, Review, ReviewStanding, draft};
use greffe_render::Lang;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::path::Path;

fn model(name: &str, lang: Lang) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tour").join(name);
    let act = std::fs::read(path).unwrap();
    let name = name.rsplit('/').next().unwrap();
    model_of(name, &act, lang)
}

fn model_of(name: &str, act: &[u8], lang: Lang) -> Model {
    let drafted = draft(name, act, &ReadOptions::default()).unwrap();
    let file = drafted.draft.in_order_of_text().to_text(|_| Vec::new()).unwrap();
    Model::new(Review::begin(&file).unwrap(), drafted.text, "Inès".to_owned(), lang)
}

fn press(model: &mut Model, key: Key) -> Wish {
    model.press(key, "2026-01-05T09:00:00.000000Z".parse().unwrap())
}

/// The screen as text; styles are left out, a bar stands where the passage is.
fn screen(model: &mut Model, (wide, high): (u16, u16)) -> String {
    if model.pages.width() != text_width(wide) {
        model.pages = Pages::of(&model.text, text_width(wide));
    }
    let mut terminal = Terminal::new(TestBackend::new(wide, high)).unwrap();
    let look = Look { lang: model.lang, colour: false };
    let mut fit = model.fit;
    terminal.draw(|frame| fit = draw(frame, model, look)).unwrap();
    model.fit = fit;
    let buffer = terminal.backend().buffer().clone();
    let rows = buffer.content.chunks(usize::from(wide));
    let line = |row: &[ratatui::buffer::Cell]| {
        row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
    };
    rows.map(line).collect::<Vec<_>>().join("\n") + "\n"
}

/// Presses keys, the screen drawn behind each as the loop does.
fn go(model: &mut Model, size: (u16, u16), keys: &[Key]) {
    screen(model, size);
    for key in keys {
        press(model, *key);
        screen(model, size);
    }
}

fn golden(name: &str, screen: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/review/golden").join(name);
    if std::env::var_os("GREFFE_UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, screen).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == screen, "{name} differs:\n{screen}");
}

fn letters(text: &str) -> Vec<Key> {
    text.chars().map(Key::Char).collect()
}

/// To the first fact of a kind.
fn to(model: &mut Model, kind: &str) {
    let events = &model.review.draft().events;
    model.at = events.iter().position(|event| event.kind == kind).unwrap();
    model.passage = 0;
}

#[test]
fn the_screens_of_a_review() {
    let size = (80, 24);
    let mut at_grant = model("1-attribution.txt", Lang::Fr);
    to(&mut at_grant, "SubsidyGranted");
    go(&mut at_grant, size, &[Key::Right, Key::Right]);
    golden("facts-80x24-fr.txt", &screen(&mut at_grant, size));

    let change = [[Key::Enter, Key::Enter].as_slice(), &[Key::Backspace; 12]].concat();
    go(&mut at_grant, size, &change);
    go(&mut at_grant, size, &letters("74 000 €"));
    golden("typing-80x24-fr.txt", &screen(&mut at_grant, size));
    go(&mut at_grant, size, &[Key::Enter, Key::Char('s')]);
    golden("edited-80x24-fr.txt", &screen(&mut at_grant, size));

    let mut adding = model("3-solde.txt", Lang::En);
    go(&mut adding, size, &[Key::Char('n')]);
    go(&mut adding, size, &letters("vote"));
    golden("kinds-80x24-en.txt", &screen(&mut adding, size));
    go(&mut adding, size, &[Key::Enter, Key::Down, Key::Char(' '), Key::Right, Key::Right]);
    golden("passage-80x24-en.txt", &screen(&mut adding, size));
    go(&mut adding, size, &[Key::Char(' ')]);
    golden("form-80x24-en.txt", &screen(&mut adding, size));

    let mut wide = model("2-avenant.txt", Lang::En);
    go(&mut wide, (140, 40), &[Key::Char('a'), Key::Char('r'), Key::Down]);
    golden("decided-140x40-en.txt", &screen(&mut wide, (140, 40)));
    go(&mut wide, size, &[Key::Char('?')]);
    golden("help-80x24-en.txt", &screen(&mut wide, size));
    wide.lang = Lang::Fr;
    golden("help-80x24-fr.txt", &screen(&mut wide, size));
    golden("small-50x10-fr.txt", &screen(&mut wide, (50, 10)));
}

/// What is paid or agreed by a grant is no fact of its own: whoever rejects the grant is told what he keeps without it.
#[test]
fn facts_that_lose_their_grant_are_named() {
    for (lang, said) in [
        (Lang::Fr, "attention, ne repose plus sur rien : bénéficiaire identifié"),
        (Lang::En, "warning, rests on nothing now: beneficiary identified"),
    ] {
        let mut model = model("1-attribution.txt", lang);
        let agreed = model.review.draft().events.iter().rposition(|e| e.kind == "InstalmentAgreed");
        let size = (80, 24);
        to(&mut model, "InstalmentAgreed");
        go(&mut model, size, &[Key::Char('r')]);
        assert!(!screen(&mut model, size).contains(said), "only a grant carries others");
        to(&mut model, "SubsidyGranted");
        go(&mut model, size, &[Key::Char('r')]);
        let shown = screen(&mut model, size);
        assert!(shown.contains(said), "{shown}");
        let kept = model.review.resting_on_nothing();
        assert!(kept.contains(&agreed.unwrap()), "{kept:?}");
        let streams = |at: &usize| model.review.event(*at).unwrap().stream.to_string();
        let apart = |of: &str| of.starts_with("convention/") || of.starts_with("beneficiary/");
        assert!(kept.iter().map(streams).all(|of| apart(&of)), "the sitting stands by itself");
        // With the grant, all of them stand again.
        go(&mut model, size, &[Key::Char('u')]);
        assert_eq!(model.review.resting_on_nothing(), Vec::<usize>::new());
    }
}

#[test]
fn what_the_text_does_not_name_is_to_be_filled_in() {
    let act = "Compte rendu du conseil municipal du 4 mai 2031\n\nPrésents : M. Luc BRAVOUX, Mme Anne TILLOY\n\n\
               Le conseil municipal, à l'unanimité, approuve le programme.\n";
    let mut model = model_of("act.txt", act.as_bytes(), Lang::Fr);
    to(&mut model, "SittingOpened");
    let shown = screen(&mut model, (140, 40));
    assert!(shown.contains("institution : à remplir"), "{shown}");
    model.lang = Lang::En;
    assert!(screen(&mut model, (140, 40)).contains("institution: to be filled in"));
    go(&mut model, (140, 40), &[Key::Char('e')]);
    assert!(screen(&mut model, (140, 40)).contains("to be filled in"));
}

#[test]
fn a_fact_is_added_from_a_passage_field_by_field() {
    let mut model = model("1-attribution.txt", Lang::Fr);
    let size = (80, 24);
    let before = model.review.len();
    go(&mut model, size, &[Key::Char('n')]);
    go(&mut model, size, &letters("subvention"));
    go(&mut model, size, &[Key::Enter, Key::Char(' '), Key::Right, Key::Right, Key::Char(' ')]);
    let Mode::Form(filling) = &model.mode else { panic!("a form") };
    let due: Vec<_> = filling.fields.iter().take(2).map(|f| f.required).collect();
    assert_eq!(due, [true, true], "what must be there comes first");
    // Kept too early: refused, and nothing is lost.
    assert_eq!(press(&mut model, Key::Char('s')), Wish::Show);
    assert!(matches!(model.mode, Mode::Form(_)) && model.said.is_some());
    go(&mut model, size, &[Key::Home, Key::Enter]);
    go(&mut model, size, &letters("1 500,50"));
    go(&mut model, size, &[Key::Enter, Key::Home, Key::Enter]);
    go(&mut model, size, &letters("Chœur du Pont"));
    go(&mut model, size, &[Key::Enter]);
    let Mode::Form(filling) = &mut model.mode else { panic!("a form") };
    let exercise = form::Place::Data("/exercise".to_owned());
    filling.at = filling.fields.iter().position(|f| f.place == exercise).unwrap();
    go(&mut model, size, &[Key::Enter]);
    go(&mut model, size, &letters("2023"));
    go(&mut model, size, &[Key::Enter]);
    assert_eq!(press(&mut model, Key::Keep), Wish::Keep, "{:?}", model.said);
    assert_eq!(model.review.len(), before + 1);
    let event = model.review.event(before).unwrap();
    assert_eq!(event.data["amount_cents"], 150_050);
    assert_eq!(event.stream.as_str(), "convention/metropole-de-vauclaire/2023/choeur-du-pont");
    assert_eq!(model.review.standing(before), ReviewStanding::Decided(ReviewVerdict::Added));
    let (from, to) = event.sources[0].span;
    let words = &model.text[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()];
    assert_eq!(words.split_whitespace().count(), 3);
    // Struck out again, it is gone.
    press(&mut model, Key::Char('r'));
    assert_eq!(model.review.len(), before);
}

/// The notice was sent days before: what is added of the sitting is of its own day.
#[test]
fn what_is_added_beside_the_notice_has_the_day_of_the_sitting() {
    let mut model = model("breach/1-sans-quorum.txt", Lang::Fr);
    let size = (80, 24);
    go(&mut model, size, &[Key::Home, Key::Char('n')]);
    assert_eq!(model.review.event(0).unwrap().kind, "ConvocationSent");
    go(&mut model, size, &letters("quorum"));
    go(&mut model, size, &[Key::Enter, Key::Char(' '), Key::Right, Key::Char(' ')]);
    let Mode::Form(filling) = &model.mode else { panic!("a form") };
    assert_eq!(filling.event.effective.to_string(), "2023-06-08");
}

/// Who decides goes on to the next fact at once: what is taken back there is the decision before.
#[test]
fn what_was_decided_last_is_taken_back_from_the_fact_behind_it() {
    let mut model = model("breach/1-sans-quorum.txt", Lang::Fr);
    let size = (80, 24);
    go(&mut model, size, &[Key::Home, Key::Char('u')]);
    assert!(screen(&mut model, size).contains("Rien à reprendre"), "{}", screen(&mut model, size));
    go(&mut model, size, &[Key::Char('a'), Key::Down, Key::Char('r'), Key::End]);
    assert_eq!(model.review.standing(0), ReviewStanding::Decided(ReviewVerdict::Accepted));
    assert_eq!(model.review.standing(1), ReviewStanding::Decided(ReviewVerdict::Rejected));
    go(&mut model, size, &[Key::Char('u')]);
    assert_eq!(model.at, 1, "one sees what was taken back");
    assert!(!matches!(model.review.standing(1), ReviewStanding::Decided(_)));
    assert!(screen(&mut model, size).contains("Dernière décision reprise"));
    assert_eq!(press(&mut model, Key::Char('u')), Wish::Keep);
    assert!(!matches!(model.review.standing(0), ReviewStanding::Decided(_)));
    assert_eq!(press(&mut model, Key::Char('u')), Wish::Show, "nothing is left");
}

/// A decision of an earlier day is taken back where it stands only.
#[test]
fn what_was_decided_before_the_review_was_opened_stays() {
    let mut model = model("breach/1-sans-quorum.txt", Lang::Fr);
    go(&mut model, (80, 24), &[Key::Home, Key::Char('a'), Key::End]);
    model.began = None;
    model.press(Key::Char('u'), "2026-01-06T09:00:00.000000Z".parse().unwrap());
    assert_eq!(model.review.standing(0), ReviewStanding::Decided(ReviewVerdict::Accepted));
}

/// A fact that is longer than its place says so, and Space shows all of it.
#[test]
fn a_long_fact_is_seen_to_its_end() {
    let act = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tour/1-attribution.txt"),
    );
    let mut model = model_of("1-attribution.txt", act.unwrap().as_bytes(), Lang::Fr);
    let size = (80, 24);
    to(&mut model, "AttendanceRecorded");
    let names: Vec<String> = model.review.event(model.at).unwrap().data["present"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().split(' ').next_back().unwrap().to_owned())
        .collect();
    let right = |model: &mut Model| {
        let shown = screen(model, size);
        let halves = shown.lines().skip(13).map(|line| line.chars().skip(40).collect::<String>());
        halves.collect::<Vec<_>>().join("\n")
    };
    let mut seen = right(&mut model);
    assert!(seen.contains("Espace : suite"), "{seen}");
    assert!(names.iter().any(|name| !seen.contains(name)), "the act is too short for this test");
    for _ in 0..20 {
        go(&mut model, size, &[Key::Char(' ')]);
        seen += &right(&mut model);
    }
    assert!(names.iter().all(|name| seen.contains(name)), "{names:?}\n{seen}");
    assert!(seen.contains("Espace : début"), "{seen}");
}

/// What the machine is sure of and nobody decided is not said to be decided; it will be recorded.
#[test]
fn what_nobody_decided_is_not_said_to_be_decided() {
    for (lang, said) in [
        (
            Lang::Fr,
            "Rien d'autre à décider ; ce qui est sûr s'inscrira tel quel ; q, puis greffe record",
        ),
        (
            Lang::En,
            "Nothing else to decide; what is sure will be recorded as it is; q, then greffe record",
        ),
    ] {
        let mut model = model("1-attribution.txt", lang);
        let size = (120, 24);
        go(&mut model, size, &[Key::Char('a')]);
        assert!(model.review.len() > 1 && model.review.open() == 0);
        let shown = screen(&mut model, size);
        assert!(shown.contains(said), "{shown}");
        assert!(!shown.contains("tout est décidé") && !shown.contains("all decided"), "{shown}");
        let count = model.review.len();
        for at in 0..count {
            model.go(at);
            go(&mut model, size, &[Key::Char('a')]);
        }
        let shown = screen(&mut model, size);
        let all = if lang == Lang::Fr { "Tout est décidé" } else { "All is decided" };
        assert!(shown.contains(all), "{shown}");
    }
}

/// A date that is none is refused in the language of the screen.
#[test]
fn a_bad_date_is_refused_in_french() {
    let mut model = model("1-attribution.txt", Lang::Fr);
    let size = (120, 24);
    to(&mut model, "SubsidyGranted");
    go(&mut model, size, &[Key::Char('e')]);
    let place = form::Place::Data("/act/date".to_owned());
    let Mode::Form(filling) = &mut model.mode else { panic!("a form") };
    filling.at = filling.fields.iter().position(|f| f.place == place).unwrap();
    go(&mut model, size, &[Key::Enter]);
    go(&mut model, size, &[Key::Backspace; 12]);
    go(&mut model, size, &letters("30/02/2023"));
    go(&mut model, size, &[Key::Enter, Key::Char('s')]);
    let shown = screen(&mut model, size);
    assert!(shown.contains("« 30/02/2023 » n'est pas une date"), "{shown}");
}

/// Whoever keeps a fact too early is told which field, by its name, and stands on it.
#[test]
fn what_is_still_to_be_filled_in_is_named() {
    let mut model = model("1-attribution.txt", Lang::Fr);
    let size = (80, 24);
    go(&mut model, size, &[Key::Char('n')]);
    go(&mut model, size, &letters("subvention"));
    go(&mut model, size, &[Key::Enter, Key::Char(' '), Key::Char(' '), Key::End, Key::Char('s')]);
    let Mode::Form(filling) = &model.mode else { panic!("a form") };
    assert_eq!(filling.at, 0);
    // Fields of one object are told apart, however narrow their column.
    let shown = screen(&mut model, size);
    assert!(shown.contains("…éficiaire · nom") && shown.contains("…forme juridique"), "{shown}");
    let shown = screen(&mut model, size);
    assert!(shown.contains("« montant » reste à remplir"), "{shown}");
}

#[test]
fn whatever_is_pressed_nothing_is_lost_or_out_of_bounds() {
    let mut model = model("breach/1-sans-quorum.txt", Lang::En);
    let size = (80, 24);
    let keys = [
        Key::Down,
        Key::Up,
        Key::Tab,
        Key::BackTab,
        Key::Enter,
        Key::Esc,
        Key::Left,
        Key::Right,
        Key::PageDown,
        Key::PageUp,
        Key::Home,
        Key::End,
        Key::Delete,
        Key::Backspace,
        Key::Keep,
        Key::Char('a'),
        Key::Char('r'),
        Key::Char('u'),
        Key::Char('e'),
        Key::Char('n'),
        Key::Char('p'),
        Key::Char('x'),
        Key::Char(' '),
        Key::Char('é'),
        Key::Char('?'),
    ];
    // A walk that is the same every time and meets every key in every mode.
    let mut state = 7u64;
    for step in 0..6000 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pressed = keys[usize::try_from(state >> 33).unwrap() % keys.len()];
        let wish = press(&mut model, pressed);
        if wish == Wish::Quit {
            model.mode = Mode::Facts;
        }
        assert!(model.at < model.review.len().max(1), "step {step}");
        if step % 40 == 0 {
            screen(&mut model, size);
            let kept = model.review.draft().to_text(|_| Vec::new()).unwrap();
            model.review.draft().check(&model.text).unwrap();
            assert_eq!(&DraftFile::parse(&kept).unwrap(), model.review.draft());
        }
    }
}

#[test]
fn lines_fit_and_cover_the_text() {
    let text =
        "Un deux trois quatre\r\n\n  anticonstitutionnellement éàü\u{a0}x 日本語の文章です fin";
    for width in [1, 2, 7, 20, 80] {
        let pages = Pages::of(text, width);
        let shown: String = pages.lines().iter().map(|line| &text[line.clone()]).collect();
        assert_eq!(shown, text.replace(['\r', '\n'], ""), "{width}");
        for line in pages.lines() {
            let columns = usize::from(crate::screen::width(&text[line.clone()]));
            assert!(columns <= width.max(2) + 1, "{width}: {:?}", &text[line.clone()]);
        }
        let words: Vec<&str> = pages.words().iter().map(|word| &text[word.clone()]).collect();
        assert_eq!(words[..4], ["Un", "deux", "trois", "quatre"]);
    }
}

/// The lines as they are shown, without what is hidden of them.
fn shown(text: &str, width: usize) -> Vec<String> {
    let pages = Pages::of(text, width);
    let line = |line: &std::ops::Range<usize>| {
        let mut words = text[line.clone()].to_owned();
        for blank in pages.hidden(line).iter().rev() {
            words.replace_range(blank.start - line.start..blank.end - line.start, "");
        }
        words
    };
    pages.lines().iter().map(line).collect()
}

#[test]
fn rows_wider_than_the_page_keep_their_cells_below_one_another() {
    let table = "Les aides de l'année sont celles-ci, et aucune autre.\n        \
                 Nom                        2030          2031\n\n        \
                 Les Gabiers du Port         900 €       1 200 €\n        \
                 Été                       1 000 €          50 €\n";
    let lines = shown(table, 40);
    assert_eq!(
        lines[2..],
        [
            "  Nom                   2030     2031",
            "",
            "  Les Gabiers du Port    900 €  1 200 €",
            "  Été                  1 000 €     50 €",
        ]
    );
    // There is room, or there is no way to make any.
    assert_eq!(shown(table, 80), table.lines().collect::<Vec<_>>());
    let narrow = shown(table, 24);
    assert_eq!(narrow.concat(), table.replace('\n', ""));
}

#[test]
fn what_ends_a_page_is_a_line_of_its_own() {
    assert_eq!(
        shown("fin\n\u{c}TITRE\nsuite\u{c}", 20),
        ["fin", "\u{c}", "TITRE", "suite", "\u{c}"]
    );
    let mut model = model("1-attribution.txt", Lang::Fr);
    model.text.insert(0, '\u{c}');
    let screen = screen(&mut model, (100, 40));
    assert!(screen.contains("┄┄┄┄") && !screen.contains('\u{fffd}'), "{screen}");
}

#[test]
fn the_keys_of_the_keyboard() {
    let press = |code, modifiers| key(KeyEvent::new(code, modifiers));
    assert_eq!(press(KeyCode::Char('s'), KeyModifiers::CONTROL), Some(Key::Keep));
    assert_eq!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), Some(Key::Leave));
    assert_eq!(press(KeyCode::Char('z'), KeyModifiers::CONTROL), None);
    assert_eq!(press(KeyCode::Char('é'), KeyModifiers::NONE), Some(Key::Char('é')));
    assert_eq!(press(KeyCode::F(1), KeyModifiers::NONE), Some(Key::Char('?')));
}

#[test]
fn the_notes_are_told_one_after_the_other() {
    let size = (80, 24);
    let mut model = model("1-attribution.txt", Lang::En);
    let notes = model.review.draft().notes.len();
    assert!(notes > 1);
    for at in (1..=notes).chain([1]) {
        go(&mut model, size, &[Key::Char('o')]);
        let shown = screen(&mut model, size);
        assert!(shown.contains(&format!("note {at}/{notes}: ")), "{shown}");
    }
}
