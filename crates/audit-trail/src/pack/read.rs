//! Reading a rule pack: every fault with its line and column, and the word that was meant.

use super::{BUREAU_FOLLOWS_COUNCIL, RulePack, Setting};
use crate::finding::Text;
use crate::rule::{Parameter, Rule};
use crate::rules::rules;
use greffe_domain::Day;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use thiserror::Error;
use toml_edit::{Document, Item, TableLike};

/// How many letters may be wrong in a word for which another is proposed.
const NEAR: usize = 4;

/// A rule pack that cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct PackError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub fault: PackFault,
}

/// What is wrong with a rule pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackFault {
    /// It is not TOML.
    Toml(String),
    /// A key that has no meaning here.
    UnknownKey {
        /// The key.
        key: String,
        /// What may stand here.
        known: String,
    },
    /// No rule has this id.
    UnknownRule {
        /// The id as written.
        id: String,
        /// The rule that was probably meant.
        near: Option<&'static str>,
    },
    /// The rule does not have this parameter.
    UnknownParameter {
        /// The rule.
        rule: &'static str,
        /// The name as written.
        name: String,
        /// The parameter that the rule has, if it has one.
        declared: Option<&'static str>,
    },
    /// A value of another sort is expected.
    Expected {
        /// The key.
        key: String,
        /// What its value must be.
        what: Text,
    },
    /// Something that must be said is not.
    Absent {
        /// The key.
        key: &'static str,
        /// Of which rule; of the pack itself otherwise.
        rule: Option<&'static str>,
    },
    /// A local value may be stricter than the law, never laxer.
    Laxer {
        /// The parameter.
        parameter: &'static Parameter,
        /// The value.
        value: i64,
    },
    /// A local value that holds from a day after its last.
    Window {
        /// The rule.
        rule: &'static str,
        /// The first day.
        from: Day,
        /// The last.
        until: Day,
    },
    /// A rule that is set neither aside nor otherwise, or both.
    Pointless {
        /// The rule.
        rule: &'static str,
    },
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.fault.text().en)
    }
}

impl PackFault {
    /// The fault in both languages, with what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            PackFault::Toml(message) => Text::new(
                // The parser speaks English, and the place says where.
                "ce n'est pas du TOML, à cet endroit : un texte s'écrit entre guillemets, un nom une fois".to_owned(),
                format!("not TOML: {message}"),
            ),
            PackFault::UnknownKey { key, known } => Text::new(
                format!("« {key} » n'a pas de sens ici ; on y lit : {known}"),
                format!("\u{ab} {key} \u{bb} means nothing here; what is read: {known}"),
            ),
            PackFault::UnknownRule { id, near } => {
                let (fr, en) = near.map_or_else(
                    || {
                        (
                            "`greffe rules` les liste".to_owned(),
                            "`greffe rules` lists them".to_owned(),
                        )
                    },
                    |near| (format!("est-ce « {near} » ?"), format!("is it \u{ab} {near} \u{bb}?")),
                );
                Text::new(
                    format!("« {id} » n'est pas une règle ; {fr}"),
                    format!("\u{ab} {id} \u{bb} is no rule; {en}"),
                )
            }
            PackFault::UnknownParameter { rule, name, declared } => {
                let (fr, en) = declared.map_or_else(
                    || ("elle n'en a pas".to_owned(), "it has none".to_owned()),
                    |name| {
                        (
                            format!("le sien est « {name} »"),
                            format!("its own is \u{ab} {name} \u{bb}"),
                        )
                    },
                );
                Text::new(
                    format!("« {name} » n'est pas un paramètre de {rule} ; {fr}"),
                    format!("\u{ab} {name} \u{bb} is no parameter of {rule}; {en}"),
                )
            }
            PackFault::Expected { key, what } => Text::new(
                format!("« {key} » doit être {}", what.fr),
                format!("\u{ab} {key} \u{bb} must be {}", what.en),
            ),
            PackFault::Absent { key, rule: Some(rule) } => Text::new(
                format!("{rule} : « {key} » manque ; écrire {key} = \"…\""),
                format!("{rule}: \u{ab} {key} \u{bb} is missing; write {key} = \"…\""),
            ),
            PackFault::Absent { key, rule: None } => Text::new(
                format!("« {key} » manque en tête du fichier ; écrire {key} = \"…\""),
                format!(
                    "\u{ab} {key} \u{bb} is missing at the top of the file; write {key} = \"…\""
                ),
            ),
            PackFault::Laxer { parameter, value } => laxer(parameter, *value),
            PackFault::Window { rule, from, until } => Text::new(
                format!(
                    "{rule} : from ({from}) est après until ({until}) ; la valeur locale ne vaudrait aucun jour"
                ),
                format!(
                    "{rule}: from ({from}) is after until ({until}); the local value would hold on no day"
                ),
            ),
            PackFault::Pointless { rule } => Text::new(
                format!("{rule} : écrire soit disabled = true, soit un paramètre"),
                format!("{rule}: write either disabled = true or a parameter"),
            ),
        }
    }
}

fn laxer(parameter: &Parameter, value: i64) -> Text {
    let Parameter { name, law, strictest, .. } = parameter;
    let (low, high) = (law.min(strictest), law.max(strictest));
    Text::new(
        format!(
            "« {name} » = {value} : la loi dit {law}, et une règle locale peut être plus stricte, \
             jamais plus souple ; écrire une valeur de {low} à {high}"
        ),
        format!(
            "\u{ab} {name} \u{bb} = {value}: the law says {law}, and a local rule may be stricter, \
             never laxer; write a value from {low} to {high}"
        ),
    )
}

/// A fault and the bytes that hold it.
type Fault = (Option<Range<usize>>, PackFault);

pub(super) fn read(text: &str) -> Result<RulePack, PackError> {
    let document = Document::parse(text)
        .map_err(|e| (e.span(), PackFault::Toml(e.message().trim().replace('\n', ", "))));
    document.and_then(|document| pack(document.as_table())).map_err(|(span, fault)| {
        let (line, column) = place(text, span.map_or(0, |span| span.start));
        PackError { line, column, fault }
    })
}

fn pack(table: &dyn TableLike) -> Result<RulePack, Fault> {
    let mut pack = RulePack::default();
    let mut title = None;
    for (key, item) in table.iter() {
        match key {
            "title" => title = Some(words(key, item)?),
            "rules" => {
                let rules = item.as_table_like().ok_or_else(|| expected(key, item, RULES))?;
                pack.settings = settings(rules)?;
            }
            "assumptions" => {
                let all = item.as_table_like().ok_or_else(|| expected(key, item, RULE))?;
                pack.bureau_apart = assumption(all)?;
            }
            _ => return Err(unknown(table, key, "title, rules, assumptions")),
        }
    }
    pack.title = title.ok_or((None, PackFault::Absent { key: "title", rule: None }))?;
    Ok(pack)
}

/// Why the assumption about the bureau is switched off, if it is.
fn assumption(table: &dyn TableLike) -> Result<Option<String>, Fault> {
    let mut apart = None;
    for (key, item) in table.iter() {
        if key != BUREAU_FOLLOWS_COUNCIL {
            return Err(unknown(table, key, BUREAU_FOLLOWS_COUNCIL));
        }
        let of = item.as_table_like().ok_or_else(|| expected(key, item, RULE))?;
        let (mut disabled, mut reason) = (false, None);
        for (key, item) in of.iter() {
            match key {
                "disabled" => disabled = item.as_bool().ok_or_else(|| expected(key, item, BOOL))?,
                "reason" => reason = Some(words(key, item)?),
                _ => return Err(unknown(of, key, "disabled, reason")),
            }
        }
        let absent = PackFault::Absent { key: "reason", rule: Some(BUREAU_FOLLOWS_COUNCIL) };
        let reason = reason.ok_or((of_key(table, key), absent))?;
        apart = disabled.then_some(reason);
    }
    Ok(apart)
}

fn settings(table: &dyn TableLike) -> Result<BTreeMap<&'static str, Setting>, Fault> {
    let mut settings = BTreeMap::new();
    for (id, item) in table.iter() {
        let known = rules().iter().copied().find(|rule| rule.id == id);
        let rule = known.ok_or_else(|| {
            let fault = PackFault::UnknownRule { id: id.to_owned(), near: near(id) };
            (of_key(table, id), fault)
        })?;
        let of_rule = item.as_table_like().ok_or_else(|| expected(id, item, RULE))?;
        settings.insert(rule.id, setting(rule, of_rule, of_key(table, id))?);
    }
    Ok(settings)
}

fn setting(
    rule: &'static Rule,
    table: &dyn TableLike,
    at: Option<Range<usize>>,
) -> Result<Setting, Fault> {
    let (mut disabled, mut reason, mut from, mut until, mut local) = (None, None, None, None, None);
    for (key, item) in table.iter() {
        match key {
            "disabled" => disabled = Some(item.as_bool().ok_or_else(|| expected(key, item, BOOL))?),
            "reason" => reason = Some(words(key, item)?),
            "from" => from = Some(day(key, item)?),
            "until" => until = Some(day(key, item)?),
            name => {
                let parameter = rule.parameter().filter(|p| p.name == name).ok_or_else(|| {
                    let declared = rule.parameter().map(|p| p.name);
                    let name = name.to_owned();
                    let fault = PackFault::UnknownParameter { rule: rule.id, name, declared };
                    (of_key(table, key), fault)
                })?;
                let value = item.as_integer().ok_or_else(|| expected(key, item, INTEGER))?;
                if !parameter.allows(value) {
                    return Err((item.span(), PackFault::Laxer { parameter, value }));
                }
                local = Some((parameter, value));
            }
        }
    }
    let reason =
        reason.ok_or((at.clone(), PackFault::Absent { key: "reason", rule: Some(rule.id) }))?;
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        let fault = PackFault::Window { rule: rule.id, from, until };
        return Err((of_key(table, "until").or(at), fault));
    }
    match (disabled.unwrap_or_default(), local) {
        (true, None) if from.is_none() && until.is_none() => Ok(Setting::Disabled { reason }),
        (false, Some((parameter, value))) => {
            Ok(Setting::Local { parameter, value, from, until, reason })
        }
        _ => Err((at, PackFault::Pointless { rule: rule.id })),
    }
}

const RULES: (&str, &str) = ("une table : [rules.ID]", "a table: [rules.ID]");
const RULE: (&str, &str) = ("une table", "a table");
const BOOL: (&str, &str) = ("true ou false", "true or false");
const INTEGER: (&str, &str) = ("un nombre entier", "an integer");
const WORDS: (&str, &str) = ("un texte entre guillemets", "a text between quotes");
const DAY: (&str, &str) = ("un jour : 2023-01-31", "a day: 2023-01-31");

fn words(key: &str, item: &Item) -> Result<String, Fault> {
    let text = item.as_str().map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| expected(key, item, WORDS))
}

/// A day, as TOML's own date or as a text.
fn day(key: &str, item: &Item) -> Result<Day, Fault> {
    let text = item.as_datetime().map(ToString::to_string);
    let text = text.or_else(|| item.as_str().map(str::to_owned)).unwrap_or_default();
    text.parse().map_err(|_| expected(key, item, DAY))
}

fn expected(key: &str, item: &Item, (fr, en): (&str, &str)) -> Fault {
    (item.span(), PackFault::Expected { key: key.to_owned(), what: Text::new(fr, en) })
}

fn unknown(table: &dyn TableLike, key: &str, known: &str) -> Fault {
    let fault = PackFault::UnknownKey { key: key.to_owned(), known: known.to_owned() };
    (of_key(table, key), fault)
}

fn of_key(table: &dyn TableLike, key: &str) -> Option<Range<usize>> {
    table.key(key).and_then(toml_edit::Key::span)
}

/// The rule whose id is nearest to what was written, if one is near.
fn near(id: &str) -> Option<&'static str> {
    let distance = |rule: &&Rule| strsim::damerau_levenshtein(rule.id, id);
    let nearest = rules().iter().copied().min_by_key(distance)?;
    (distance(&nearest) <= NEAR).then_some(nearest.id)
}

/// Line and column of a byte, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}
