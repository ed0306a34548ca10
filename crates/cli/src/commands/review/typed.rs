//! What a person types into a field, as a value in its place; of what is no value of it, what would be one.

use super::form::{BETWEEN, Field, FieldForm, Place};
use greffe::domain::{Money, StatedShare};
use greffe::{DraftSource, DraftedEvent};
use serde_json::{Map, Value};

/// What was typed that is no value of its field: what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit {
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

/// What was typed, as a value; none when nothing was.
fn typed(form: &FieldForm, text: &str) -> Result<Option<Value>, Unfit> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unfit = |fr, en| Unfit { fr, en };
    Ok(Some(match form {
        FieldForm::Amount => {
            let amount = Money::parse(text).or_else(|_| Money::parse(&format!("{text} €")));
            let amount = amount.map_err(|_| {
                unfit(
                    "un montant s'écrit 73 500 € ou 1 500,50",
                    "an amount is written €73500 or 1500.50",
                )
            });
            // English writes the point and the sign in front; a text never does.
            let amount = amount.or_else(|unfit| english_amount(text).ok_or(unfit))?;
            amount.cents().into()
        }
        FieldForm::Number => text
            .parse::<i64>()
            .map_err(|_| unfit("un nombre entier, en chiffres", "a whole number, in figures"))?
            .into(),
        FieldForm::YesNo => match text.to_lowercase().as_str() {
            "oui" | "o" | "yes" | "y" | "true" => true.into(),
            "non" | "n" | "no" | "false" => false.into(),
            _ => return Err(unfit("oui ou non", "yes or no")),
        },
        FieldForm::Choice(choices) => {
            let chosen = choices.code(text).ok_or(unfit(
                "un de ces mots, que Haut et Bas font défiler",
                "one of these words; Up and Down go through them",
            ))?;
            chosen.into()
        }
        FieldForm::List => {
            let items = text.split(BETWEEN.trim()).map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(Value::from).collect())
        }
        FieldForm::Share => {
            let share = StatedShare::parse(text);
            let share =
                share.map_err(|_| unfit("une part s'écrit 8,6 %", "a share is written 8,6%"))?;
            serde_json::to_value(share).map_err(|_| unfit("une part", "a share"))?
        }
        FieldForm::Instrument => {
            let number =
                text.strip_prefix("avenant").map(|n| n.trim_matches([' ', '-']).parse::<u32>());
            match number {
                Some(Ok(n)) => serde_json::json!({ "avenant": n }),
                _ if text == "initial" => text.into(),
                _ => serde_json::from_str(text).map_err(|_| {
                    unfit("initial, ou avenant et son numéro", "initial, or avenant and its number")
                })?,
            }
        }
        FieldForm::Json => serde_json::from_str(text).map_err(|_| {
            unfit("du JSON, comme greffe schema le décrit", "JSON, as greffe schema describes it")
        })?,
        FieldForm::Words => text.into(),
    }))
}

/// `€73,500.50` and the like: what this language shows can be typed.
fn english_amount(text: &str) -> Option<Money> {
    let plain = text.trim_start_matches('€').replace(',', "");
    Money::parse(&format!("{} €", plain.replace('.', ","))).ok()
}

/// Puts what was typed into a fact.
///
/// # Errors
/// What would have been a value of the field.
pub fn put(event: &mut DraftedEvent, field: &Field, text: &str) -> Result<(), Unfit> {
    let unfit = |fr, en| Unfit { fr, en };
    match &field.place {
        Place::Effective => {
            event.effective = text.trim().parse().map_err(|_| {
                unfit(
                    "une date : 2023-03-16, 2023-03, 2023, ou XXXX si elle est inconnue",
                    "a date: 2023-03-16, 2023-03, 2023, or XXXX where it is not known",
                )
            })?;
        }
        Place::Stream => {
            event.stream = text.trim().parse().map_err(|_| {
                unfit(
                    "un flux : minuscules sans accents, comme convention/ville-de-x/2023/nom",
                    "a stream: small letters without accents, as in convention/ville-de-x/2023/name",
                )
            })?;
        }
        Place::Grade => {
            let text = text.trim();
            let code = match &field.form {
                FieldForm::Choice(choices) => choices.code(text).unwrap_or(text),
                _ => text,
            };
            event.grade = code.parse().map_err(|_| {
                unfit(
                    "acte, pièce, rappel, déclaré ou déduit",
                    "act, record, recital, declared or inferred",
                )
            })?;
        }
        Place::Data(pointer) => {
            let value = typed(&field.form, text)?;
            let before = event.data.clone();
            set(&mut event.data, pointer, value);
            follow(event, pointer, &before);
        }
    }
    Ok(())
}

/// The passages of items of a list follow them: of an item that is another now, none is known.
fn follow(event: &mut DraftedEvent, pointer: &str, before: &Value) {
    if !event.data.pointer(pointer).is_some_and(Value::is_array) {
        return;
    }
    let inside = format!("{pointer}/");
    let stays = |field: &&String| {
        !field.starts_with(&inside) || event.data.pointer(field) == before.pointer(field)
    };
    let followed = |source: &DraftSource| {
        let fields: Vec<String> = source.fields.iter().filter(stays).cloned().collect();
        // A passage that supported such items alone is none of the whole fact.
        let lost = fields.is_empty() && !source.fields.is_empty();
        (!lost).then_some(DraftSource { span: source.span, fields })
    };
    let kept: Vec<DraftSource> = event.sources.iter().filter_map(followed).collect();
    if !kept.is_empty() {
        event.sources = kept;
    }
}

/// Sets a value in data, making the objects on the way; takes it away, and objects that it leaves
/// empty.
fn set(data: &mut Value, pointer: &str, value: Option<Value>) {
    let Some((above, name)) = pointer.rsplit_once('/') else { return };
    let name = name.replace("~1", "/").replace("~0", "~");
    let Some(value) = value else {
        let Some(Value::Object(members)) = data.pointer_mut(above) else { return };
        members.remove(&name);
        if members.is_empty() && !above.is_empty() {
            set(data, above, None);
        }
        return;
    };
    if data.pointer(above).is_none() {
        set(data, above, Some(Value::Object(Map::new())));
    }
    match data.pointer_mut(above) {
        Some(Value::Object(members)) => drop(members.insert(name, value)),
        Some(Value::Array(items)) => {
            if let Some(slot) = name.parse().ok().and_then(|at: usize| items.get_mut(at)) {
                *slot = value;
            }
        }
        _ => {}
    }
}
