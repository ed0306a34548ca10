//! The fields of a fact as a person fills them in: which there are, from the schema of its kind, and
//! each value as it is shown. Nothing is judged here: the draft's own check says what can be recorded.

use greffe::DraftedEvent;
use greffe::domain::{Event, Grade, Money};
use greffe_render::Lang;
use serde_json::Value;

/// How deep objects inside objects are taken apart; deeper ones are edited as JSON.
const DEEPEST: usize = 3;
/// What parts items of a list on a line.
pub const BETWEEN: &str = " ; ";

/// One field of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Where: a JSON Pointer into the data, or one of the members beside it.
    pub place: Place,
    /// What may be typed.
    pub form: FieldForm,
    /// Whether a fact of the kind has it always.
    pub required: bool,
}

/// Where a field stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// When the fact holds.
    Effective,
    /// The stream.
    Stream,
    /// The grade.
    Grade,
    /// In the data.
    Data(String),
}

/// What may be typed in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldForm {
    /// An amount.
    Amount,
    /// A whole number.
    Number,
    /// Yes or no.
    YesNo,
    /// Words.
    Words,
    /// One of some words.
    Choice(Choices),
    /// Words in a list.
    List,
    /// A share as stated.
    Share,
    /// By which instrument: initial, or the number of an avenant.
    Instrument,
    /// Anything else, as JSON.
    Json,
}

/// The values that a field chooses from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// What they are, by its name in the schema.
    of: String,
    /// They themselves, as a draft holds them.
    codes: Vec<String>,
}

impl Choices {
    /// One of them for a person.
    pub fn word(&self, code: &str, lang: Lang) -> String {
        greffe_render::enumerated(lang, &self.of, code).unwrap_or(code).to_owned()
    }

    /// All of them for a person.
    pub fn words(&self, lang: Lang) -> Vec<String> {
        self.codes.iter().map(|code| self.word(code, lang)).collect()
    }

    /// The one that was typed: as it is shown in either language, or as a draft holds it.
    pub fn code(&self, typed: &str) -> Option<&str> {
        let means = |code: &&String| {
            *code == typed
                || [Lang::Fr, Lang::En].iter().any(|lang| self.word(code, *lang) == typed)
        };
        self.codes.iter().find(means).map(String::as_str)
    }
}

/// The fields of a fact: those beside the data, then those of its kind, those that it has first.
pub fn fields(event: &DraftedEvent) -> Vec<Field> {
    let grades = Grade::ALL.iter().map(|grade| grade.as_str().to_owned()).collect();
    let beside = [
        (Place::Effective, FieldForm::Words),
        (Place::Grade, FieldForm::Choice(Choices { of: "Grade".to_owned(), codes: grades })),
        (Place::Stream, FieldForm::Words),
    ];
    let beside = beside.map(|(place, form)| Field { place, form, required: true });
    let mut found = Vec::new();
    if let Some(schema) = Event::json_schema(&event.kind) {
        let schema = schema.to_value();
        walk(&schema, &Around { root: &schema, data: &event.data }, "", true, 0, &mut found);
    }
    // What is short and its own comes first; then lists of objects with what is in them, and last by
    // which act, which stands beside every fact.
    found.sort_by_key(|field| match &field.place {
        Place::Data(pointer) if pointer.starts_with("/act/") => 2,
        Place::Data(pointer) if field.form == FieldForm::Json || in_list(pointer) => 1,
        _ => 0,
    });
    let (there, absent): (Vec<Field>, Vec<Field>) =
        found.into_iter().partition(|field| value(event, &field.place).is_some());
    let (due, open): (Vec<Field>, Vec<Field>) = absent.into_iter().partition(|f| f.required);
    due.into_iter().chain(there).chain(beside).chain(open).collect()
}

/// Whether a pointer leads to an item of a list, or into one.
fn in_list(pointer: &str) -> bool {
    pointer.split('/').any(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

struct Around<'a> {
    root: &'a Value,
    data: &'a Value,
}

fn walk(
    schema: &Value,
    around: &Around<'_>,
    pointer: &str,
    required: bool,
    depth: usize,
    found: &mut Vec<Field>,
) {
    let (schema, name) = resolved(schema, around.root);
    let leaf = |form: FieldForm, found: &mut Vec<Field>| {
        found.push(Field { place: Place::Data(pointer.to_owned()), form, required });
    };
    match name {
        Some("StatedShare") => return leaf(FieldForm::Share, found),
        Some("Instrument") => return leaf(FieldForm::Instrument, found),
        // A draft holds it in clear; its `seal` says what is sealed when it is recorded.
        Some("Sealable") => return leaf(FieldForm::Words, found),
        _ => {}
    }
    if let Some(codes) = choices(schema) {
        let of = name.unwrap_or_default().to_owned();
        return leaf(FieldForm::Choice(Choices { of, codes }), found);
    }
    match type_of(schema) {
        Some("object") if depth < DEEPEST && schema.get("properties").is_some() => {
            let needed = schema.get("required").and_then(Value::as_array);
            let properties = schema.get("properties").and_then(Value::as_object);
            for (name, inside) in properties.into_iter().flatten() {
                let needed = needed.is_some_and(|all| all.iter().any(|n| n == name));
                let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                walk(inside, around, &pointer, required && needed, depth + 1, found);
            }
        }
        Some("array") => {
            let items = schema.get("items").unwrap_or(&Value::Null);
            let (item, name) = resolved(items, around.root);
            if type_of(item) == Some("string") || name == Some("Sealable") {
                return leaf(FieldForm::List, found);
            }
            leaf(FieldForm::Json, found);
            let there = around.data.pointer(pointer).and_then(Value::as_array);
            for at in 0..there.map_or(0, Vec::len) {
                walk(items, around, &format!("{pointer}/{at}"), false, depth + 1, found);
            }
        }
        Some("integer") if pointer.ends_with("_cents") => leaf(FieldForm::Amount, found),
        Some("integer") => leaf(FieldForm::Number, found),
        Some("boolean") => leaf(FieldForm::YesNo, found),
        Some("string") => leaf(FieldForm::Words, found),
        _ => leaf(FieldForm::Json, found),
    }
}

/// A schema behind its references and its *or nothing*, with the name of its type.
fn resolved<'s>(mut schema: &'s Value, root: &'s Value) -> (&'s Value, Option<&'s str>) {
    let mut name = None;
    // A type that names itself would go on for ever.
    for _ in 0..8 {
        if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
            let Some(found) = path.strip_prefix('#').and_then(|path| root.pointer(path)) else {
                break;
            };
            name = path.rsplit('/').next();
            schema = found;
        } else if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
            let mut real = any.iter().filter(|s| type_of(s) != Some("null"));
            let (Some(only), None) = (real.next(), real.next()) else { break };
            schema = only;
        } else {
            break;
        }
    }
    (schema, name)
}

/// The type of a schema that may also be nothing.
fn type_of(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|t| *t != "null"),
        other => other.as_str(),
    }
}

fn choices(schema: &Value) -> Option<Vec<String>> {
    let word = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(all) = schema.get("enum").and_then(Value::as_array) {
        return all.iter().map(word).collect();
    }
    let all = schema.get("oneOf").and_then(Value::as_array)?;
    let one = |s: &Value| match (s.get("const"), s.get("enum").and_then(Value::as_array)) {
        (Some(only), _) => Some(vec![word(only)?]),
        (None, Some(some)) => some.iter().map(word).collect(),
        (None, None) => None,
    };
    Some(all.iter().map(one).collect::<Option<Vec<_>>>()?.concat())
}

/// The value of a field; none where the fact does not have it.
pub fn value(event: &DraftedEvent, place: &Place) -> Option<Value> {
    match place {
        Place::Effective => Some(event.effective.to_string().into()),
        Place::Stream => Some(event.stream.to_string().into()),
        Place::Grade => Some(event.grade.as_str().into()),
        Place::Data(pointer) => event.data.pointer(pointer).cloned(),
    }
}

/// A value as it is shown, and typed again.
pub fn shown(form: &FieldForm, value: &Value, lang: Lang) -> String {
    match (form, value) {
        (FieldForm::Amount, value) => match value.as_i64() {
            Some(cents) => greffe_render::money(lang, Money::from_cents(cents))
                .replace(['\u{a0}', '\u{202f}'], " "),
            None => value.to_string(),
        },
        (FieldForm::YesNo, Value::Bool(yes)) => match (yes, lang) {
            (true, Lang::Fr) => "oui",
            (true, Lang::En) => "yes",
            (false, Lang::Fr) => "non",
            (false, Lang::En) => "no",
        }
        .to_owned(),
        (FieldForm::List, Value::Array(items)) => {
            let words =
                items.iter().map(|item| item.as_str().map_or(item.to_string(), str::to_owned));
            words.collect::<Vec<_>>().join(BETWEEN)
        }
        (FieldForm::Share, value) => {
            value.get("stated").and_then(Value::as_str).map_or(value.to_string(), str::to_owned)
        }
        (FieldForm::Instrument, value) => match value.get("avenant").and_then(Value::as_u64) {
            Some(n) => format!("avenant {n}"),
            None => value.as_str().map_or(value.to_string(), str::to_owned),
        },
        (FieldForm::Choice(choices), Value::String(code)) => choices.word(code, lang),
        (_, Value::String(words)) => words.clone(),
        (_, value) => value.to_string(),
    }
}
