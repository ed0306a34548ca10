//! The fields of a fact as a person fills them in: which there are, from the schema of its kind; what
//! is typed, as a value; and a value as it is shown. Nothing is judged here: the draft's own check
//! says what can be recorded.

use crate::screen::Look;
use greffe::domain::{Event, Grade, Money, StatedShare};
use greffe::{DraftSource, DraftedEvent};
use greffe_render::Lang;
use serde_json::{Map, Value};

/// How deep objects inside objects are taken apart; deeper ones are edited as JSON.
const DEEPEST: usize = 3;
/// What parts items of a list on a line.
const BETWEEN: &str = " ; ";

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
    Choice(Vec<String>),
    /// Words in a list.
    List,
    /// A share as stated.
    Share,
    /// By which instrument: initial, or the number of an avenant.
    Instrument,
    /// Anything else, as JSON.
    Json,
}

/// The fields of a fact: those beside the data, then those of its kind, those that it has first.
pub fn fields(event: &DraftedEvent) -> Vec<Field> {
    let grades = Grade::ALL.iter().map(|grade| grade.as_str().to_owned()).collect();
    let beside = [
        (Place::Effective, FieldForm::Words),
        (Place::Grade, FieldForm::Choice(grades)),
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
    if let Some(choices) = choices(schema) {
        return leaf(FieldForm::Choice(choices), found);
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
        (_, Value::String(words)) => words.clone(),
        (_, value) => value.to_string(),
    }
}

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
            let chosen = choices.iter().find(|choice| *choice == text);
            let chosen = chosen.ok_or(unfit(
                "un de ces mots, que Haut et Bas font défiler",
                "one of these words; Up and Down go through them",
            ))?;
            chosen.clone().into()
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
            event.grade = text.trim().parse().map_err(|_| {
                unfit(
                    "act, record, recital, declared ou inferred",
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

/// The name of a field for a person: in words where it has some.
pub fn label(place: &Place, look: Look) -> String {
    let pointer = match place {
        Place::Effective => return look.say("date d'effet", "effective").to_owned(),
        Place::Stream => return look.say("flux", "stream").to_owned(),
        Place::Grade => return look.say("degré", "grade").to_owned(),
        Place::Data(pointer) => pointer,
    };
    let part = |part: &str| {
        if let Ok(at) = part.parse::<usize>() {
            return (at + 1).to_string();
        }
        let known = LABELS.iter().find(|(name, _)| *name == part);
        match (known, look.lang) {
            (Some((_, fr)), Lang::Fr) => (*fr).to_owned(),
            _ => part.trim_end_matches("_cents").replace('_', " "),
        }
    };
    pointer.split('/').skip(1).map(part).collect::<Vec<_>>().join(" · ")
}

/// The fields in French; English speaks with their names.
const LABELS: &[(&str, &str)] = &[
    ("absent", "absents"),
    ("abstentions", "abstentions"),
    ("act", "acte"),
    ("activity", "activité"),
    ("addressee", "destinataire"),
    ("amends", "modifie"),
    ("amount_cents", "montant"),
    ("annexed", "annexée"),
    ("articles", "articles"),
    ("assignment", "affectation"),
    ("avenant", "avenant"),
    ("balance_cents", "solde"),
    ("ballot", "vote"),
    ("ballots", "votes nommés"),
    ("beneficiary", "bénéficiaire"),
    ("budget_cents", "budget"),
    ("by", "par"),
    ("capacity", "qualité"),
    ("casting_vote", "voix prépondérante"),
    ("changes", "change"),
    ("clauses", "clauses"),
    ("compares_forecast", "compare au prévisionnel"),
    ("condition", "condition"),
    ("condition_unmet", "condition non remplie"),
    ("considerants", "considérants"),
    ("count", "nombre"),
    ("date", "date"),
    ("derivation", "déduction"),
    ("detail", "précision"),
    ("done", "faite"),
    ("electronic", "par voie électronique"),
    ("excused", "excusés"),
    ("executory_on", "exécutoire le"),
    ("exercise", "exercice"),
    ("explanatory_note", "note explicative"),
    ("figure", "figure"),
    ("final_cents", "montant définitif"),
    ("formality", "formalité"),
    ("from", "de"),
    ("from_cents", "budget remplacé"),
    ("ground", "motif"),
    ("group", "groupe"),
    ("groups", "groupes"),
    ("hour", "heure"),
    ("in_kind", "en nature"),
    ("indicators", "indicateurs"),
    ("institution", "institution"),
    ("instrument", "instrument"),
    ("internal_number", "numéro interne"),
    ("label", "intitulé"),
    ("left_room", "sort de la salle"),
    ("legal_form", "forme juridique"),
    ("matters", "matières"),
    ("means", "moyen"),
    ("members_in_office", "membres en exercice"),
    ("method", "mode de scrutin"),
    ("name", "nom"),
    ("no_part", "ne prennent pas part"),
    ("no_part_in_debate", "hors du débat"),
    ("no_part_in_vote", "hors du vote"),
    ("number", "numéro"),
    ("on", "le"),
    ("on_proposal_of", "sur proposition de"),
    ("or_representative", "ou représentant"),
    ("organ", "organe"),
    ("outcome", "issue"),
    ("person", "personne"),
    ("place", "lieu"),
    ("present", "présents"),
    ("present_count_stated", "présents annoncés"),
    ("presided_by", "présidence"),
    ("proxies", "pouvoirs"),
    ("purpose", "objet"),
    ("rapporteur", "rapporteur"),
    ("reached", "atteint"),
    ("realised_cents", "dépense réalisée"),
    ("receipt", "accusé"),
    ("reference", "référence"),
    ("repeals", "abroge"),
    ("representative", "représentant"),
    ("requested_by", "à la demande de"),
    ("required", "requis"),
    ("rna", "RNA"),
    ("role", "rôle"),
    ("rule", "règle"),
    ("scale", "décimales"),
    ("sealed", "scellé"),
    ("seat", "siège"),
    ("secretary", "secrétaire"),
    ("share", "part"),
    ("signatory", "signataire"),
    ("siren", "SIREN"),
    ("siret", "SIRET"),
    ("sitting", "séance"),
    ("stated", "dit"),
    ("subject", "sujet"),
    ("submitted_by", "présenté par"),
    ("successors", "entités issues"),
    ("takes_effect", "prend effet"),
    ("text", "texte"),
    ("title", "titre"),
    ("to", "à"),
    ("to_cents", "nouveau budget"),
    ("unanimous", "unanimité"),
    ("unchanged", "inchangé"),
    ("urgency_accepted", "urgence admise"),
    ("visas", "visas"),
    ("voter", "votant"),
    ("votes_against", "contre"),
    ("votes_for", "pour"),
    ("when", "quand"),
    ("words", "termes"),
];

/// Whether every field that this name may stand for has French words.
#[cfg(test)]
pub fn has_words(name: &str) -> bool {
    LABELS.iter().any(|(known, _)| *known == name)
}
