//! Every kind, field and value that a review shows has its words.

use super::super::model::{Key, Mode};
use super::super::{form, kinds, labels};
use super::{go, letters, model, screen, to};
use greffe::domain::KINDS;
use greffe_render::Lang;

/// Values that are chosen have words, and what is shown can be typed.
#[test]
fn what_is_chosen_is_said_in_words() {
    let mut model = model("1-attribution.txt", Lang::Fr);
    let size = (80, 24);
    to(&mut model, "VoteCast");
    go(&mut model, size, &[Key::Char('e')]);
    let shown = screen(&mut model, size);
    assert!(shown.contains("adoptée") && !shown.contains("adopted"), "{shown}");
    let place = form::Place::Data("/outcome".to_owned());
    let Mode::Form(filling) = &mut model.mode else { panic!("a form") };
    filling.at = filling.fields.iter().position(|f| f.place == place).unwrap();
    for (words, code) in
        [("rejetée", "rejected"), ("adopted", "adopted"), ("postponed", "postponed")]
    {
        go(&mut model, size, &[Key::Enter]);
        go(&mut model, size, &[Key::Backspace; 12]);
        go(&mut model, size, &letters(words));
        go(&mut model, size, &[Key::Enter]);
        let Mode::Form(filling) = &model.mode else { panic!("a form") };
        assert_eq!(filling.event.data["outcome"], code, "{words}");
    }
    let Mode::Form(filling) = &mut model.mode else { panic!("a form") };
    filling.at = filling.fields.iter().position(|f| f.place == form::Place::Grade).unwrap();
    go(&mut model, size, &[Key::Enter, Key::Down, Key::Enter]);
    let Mode::Form(filling) = &model.mode else { panic!("a form") };
    assert_eq!(filling.event.grade, greffe::domain::Grade::Record);
}

#[test]
fn every_value_that_is_chosen_has_its_words() {
    fn walk(schema: &serde_json::Value, of: &str, without: &mut Vec<String>) {
        let code = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let listed = schema["enum"].as_array().into_iter().flatten().filter_map(code);
        for code in listed.chain(code(&schema["const"])) {
            // `initial` is typed in a field with a form of its own.
            if of != "Instrument" && greffe_render::enumerated(Lang::Fr, of, &code).is_none() {
                without.push(format!("{of}: {code}"));
            }
        }
        for (name, inside) in schema.as_object().into_iter().flatten() {
            for (of, inside) in inside.as_object().into_iter().flatten().filter(|_| name == "$defs")
            {
                walk(inside, of, without);
            }
            if name != "$defs" {
                walk(inside, of, without);
            }
        }
        for inside in schema.as_array().into_iter().flatten() {
            walk(inside, of, without);
        }
    }
    let mut without = Vec::new();
    for (kind, ..) in kinds::KINDS {
        let schema = greffe::domain::Event::json_schema(kind).unwrap().to_value();
        walk(&schema, "", &mut without);
    }
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn every_field_has_french_words() {
    fn names(schema: &serde_json::Value, found: &mut Vec<String>) {
        if let Some(properties) = schema["properties"].as_object() {
            found.extend(properties.keys().cloned());
        }
        for inside in schema.as_object().into_iter().flatten().map(|(_, inside)| inside) {
            names(inside, found);
        }
        for inside in schema.as_array().into_iter().flatten() {
            names(inside, found);
        }
    }
    let mut found = Vec::new();
    for (kind, ..) in kinds::KINDS {
        names(&greffe::domain::Event::json_schema(kind).unwrap().to_value(), &mut found);
    }
    let without: Vec<_> = found.iter().filter(|name| !labels::has_words(name)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn every_kind_that_a_text_can_say_has_its_words() {
    for (kind, _) in KINDS {
        let said = kinds::KINDS.iter().find(|(known, ..)| known == kind);
        let of_the_record = [
            "LedgerOpened",
            "DocumentRegistered",
            "EntryCorrected",
            "EntryVoided",
            "PersonalDataErased",
            "CheckpointAnchored",
            "SigningKeyRegistered",
            "SigningKeyRetired",
            "ReadingReviewed",
            "SubjectsLinked",
        ];
        assert_eq!(said.is_none(), of_the_record.contains(kind), "{kind}");
    }
    assert_eq!(kinds::fitting("SUBVENTION").len(), 1);
}
