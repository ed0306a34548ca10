//! Which drafted statement says what which labelled one says.

use super::label::{self, items, words};
use super::said::{Said, SaidAct};
use super::{Class, Found, Statement, Value};
use greffe::domain::{ActKey, slug};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The fields of statements, votes and acts apart.
const FIELDS: &[&str] = &[
    "proxies",
    "visas",
    "beneficiaries",
    "beneficiaries.legal_form",
    "beneficiaries.siret",
    "amounts",
    "percentages",
    "earlier_acts",
    "articles",
];

/// The counts of a vote: their names in a label and in an event.
const COUNTS: [(&str, &str); 3] =
    [("for", "votes_for"), ("against", "votes_against"), ("abstain", "abstentions")];

/// Compares a label with a draft.
pub(super) fn compare(label: &Json, said: &Said, fields: &mut BTreeMap<String, Found>) {
    let all = label::SCALARS.iter().chain(label::NAMES).chain(FIELDS);
    for field in all.filter(|field| !matches!(**field, "title" | "reference")) {
        let wanted = label::statements(label, field);
        let drafted: Vec<Statement> =
            said.statements.iter().filter(|s| s.field == **field).cloned().collect();
        let own = own_acts(label, said);
        let drafted = drafted.into_iter().filter(|s| !tells_of(&s.value, &own)).collect();
        put(fields, field, judged(field, wanted, drafted));
    }
    acts(label, said, fields);
}

fn put(fields: &mut BTreeMap<String, Found>, field: &str, found: Found) {
    let entry = fields.entry(field.to_owned()).or_default();
    entry.right.extend(found.right);
    entry.wrong.extend(found.wrong);
    entry.unjudged.extend(found.unjudged);
    entry.missed.extend(found.missed);
}

/// The references of the acts of the text itself: naming them recalls no earlier act.
fn own_acts(label: &Json, said: &Said) -> Vec<ActKey> {
    let labelled = words(label, "reference")
        .into_iter()
        .chain(items(label, "acts").filter_map(|act| words(act, "reference")));
    let drafted = said.acts.iter().filter_map(|act| act.reference.clone());
    labelled.chain(drafted).filter_map(|reference| ActKey::of(&reference)).collect()
}

fn tells_of(value: &Value, own: &[ActKey]) -> bool {
    match value {
        Value::Act { reference: Some(reference), .. } => {
            ActKey::of(reference).is_some_and(|key| own.contains(&key))
        }
        _ => false,
    }
}

/// Judges the statements of one field.
fn judged(field: &str, wanted: Option<Vec<Statement>>, drafted: Vec<Statement>) -> Found {
    let mut found = Found::default();
    let Some(wanted) = wanted else {
        found.unjudged = drafted.iter().map(|s| (s.class, told(&s.value))).collect();
        return found;
    };
    let mut held: Vec<Option<Class>> = vec![None; wanted.len()];
    let mut drafted = drafted;
    drafted.sort_by_key(|s| s.class);
    for statement in &drafted {
        let agrees: Vec<usize> = wanted
            .iter()
            .enumerate()
            .filter(|(_, w)| agree(field, &w.value, &statement.value))
            .map(|(at, _)| at)
            .collect();
        let free = agrees.iter().find(|at| held.get(**at).is_some_and(Option::is_none));
        match (free, agrees.first()) {
            (Some(at), _) => {
                if let Some(slot) = held.get_mut(*at) {
                    *slot = Some(statement.class);
                }
            }
            (None, Some(_)) => {}
            (None, None) => unmatched(&wanted, statement, &mut found),
        }
    }
    for (statement, class) in wanted.iter().zip(held) {
        match class {
            Some(class) => found.right.push((class, told(&statement.value))),
            None => found.missed.push(told(&statement.value)),
        }
    }
    found
}

/// A drafted statement that agrees with no label.
fn unmatched(wanted: &[Statement], statement: &Statement, found: &mut Found) {
    let entry = (statement.class, told(&statement.value));
    let silent = match &statement.value {
        // Labels leave out amounts and shares that have nothing to do with the acts they describe.
        Value::Amount { cents, .. } if statement.class == Class::Seen => {
            let same =
                |w: &&Statement| matches!(&w.value, Value::Amount { cents: c, .. } if c == cents);
            !wanted.iter().any(|w| same(&w))
        }
        // Nor do labels list the indicators of a report on activities.
        Value::Share { of, .. } => statement.class == Class::Seen || of.as_deref() == Some("other"),
        // An act recalled only by its date may be labelled by its reference.
        Value::Act { reference: None, .. } => true,
        _ => false,
    };
    let list = if silent { &mut found.unjudged } else { &mut found.wrong };
    if !list.contains(&entry) {
        list.push(entry);
    }
}

/// Whether a drafted value says what the labelled one says.
fn agree(field: &str, wanted: &Value, drafted: &Value) -> bool {
    match (wanted, drafted) {
        (Value::Text(a), Value::Text(b)) => texts_agree(field, a, b),
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Flag(a), Value::Flag(b)) => a == b,
        (Value::Power { from, to }, Value::Power { from: f, to: t }) => match field {
            "proxies" => person(from) == person(f) && person(to) == person(t),
            "beneficiaries.siret" => organisations_agree(from, f) && digits(to) == digits(t),
            _ => organisations_agree(from, f) && form(to) == form(t),
        },
        (
            Value::Amount { cents, roles, beneficiary },
            Value::Amount { cents: c, roles: allowed, beneficiary: b },
        ) => {
            let role = roles.iter().any(|role| allowed.contains(role));
            let receiver = match (beneficiary, b) {
                (Some(a), Some(b)) => organisations_agree(a, b),
                _ => true,
            };
            cents == c && role && receiver
        }
        (Value::Share { figure, of }, Value::Share { figure: f, of: o }) => {
            share(figure) == share(f) && of_agrees(of.as_deref(), o.as_deref())
        }
        (Value::Act { reference, date }, Value::Act { reference: r, date: d }) => {
            let key = |text: &Option<String>| text.as_deref().and_then(ActKey::of);
            let dates = date.is_none() || d.is_none() || date == d;
            match (key(reference), key(r)) {
                (Some(a), Some(b)) => a == b && dates,
                (None, None) => date.is_some() && date == d,
                _ => false,
            }
        }
        (Value::Article { number, words }, Value::Article { number: n, words: w }) => {
            number == n && figures(words).iter().all(|figure| digits(w).contains(figure.as_str()))
        }
        _ => false,
    }
}

fn texts_agree(field: &str, a: &str, b: &str) -> bool {
    let (one, two) = (slug(a), slug(b));
    match field {
        "quorum_stated" => one.contains(&two) || two.contains(&one) || overlap(&one, &two) >= 80,
        "organ" => organ_kind(&one).is_some() && organ_kind(&one) == organ_kind(&two),
        "institution" => {
            one == two || one.ends_with(&format!("-{two}")) || two.ends_with(&format!("-{one}"))
        }
        "president" | "secretary" | "certified_by" | "present_names" | "excused_names"
        | "absent_names" => person(a) == person(b),
        "visas" => two.contains(&one) || overlap(&two, &one) >= 75,
        "beneficiaries" => organisations_agree(a, b),
        "title" => one == two || titles_agree(&one, &two),
        "reference" => ActKey::of(a).is_some() && ActKey::of(a) == ActKey::of(b),
        _ => one == two,
    }
}

/// How many of the words of `short` stand in `long`, in hundredths.
fn overlap(long: &str, short: &str) -> usize {
    let known: Vec<&str> = long.split('-').collect();
    let all: Vec<&str> = short.split('-').filter(|w| w.len() > 1).collect();
    let held = all.iter().filter(|word| known.contains(word)).count();
    (held * 100).checked_div(all.len()).unwrap_or(0)
}

/// A title may be labelled in short: one begins or ends with the other, or nearly all words are the same.
fn titles_agree(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    let begins = short.len() >= 8 && (long.starts_with(short) || long.ends_with(short));
    begins || (overlap(long, short) >= 80 && overlap(short, long) >= 60)
}

fn organ_kind(folded: &str) -> Option<&'static str> {
    let kinds = [
        "conseil-d-administration",
        "commission-permanente",
        "bureau",
        "comite",
        "assemblee",
        "conseil",
    ];
    kinds.into_iter().find(|kind| folded.contains(kind))
}

/// A person's name whatever the order of its parts.
fn person(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = slug(name).split('-').map(str::to_owned).collect();
    parts.retain(|part| {
        !matches!(part.as_str(), "" | "m" | "mm" | "mme" | "mr" | "monsieur" | "madame" | "mlle")
    });
    parts.sort();
    parts
}

/// Names of organisations agree with or without the article before them.
fn organisations_agree(a: &str, b: &str) -> bool {
    let bare = |name: &str| {
        let folded = slug(name);
        let articles = ["les-", "le-", "la-", "l-"];
        let cut = articles.iter().find_map(|article| folded.strip_prefix(article));
        cut.map_or(folded.clone(), str::to_owned)
    };
    bare(a) == bare(b)
}

/// `association loi 1901`, `association régie par la loi…` are associations.
fn form(form: &str) -> String {
    let folded = slug(form);
    folded.split('-').next().unwrap_or_default().to_owned()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The figures of some words, spaces inside them dropped, years left out.
fn figures(words: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut current = String::new();
    for c in words.chars().chain(['.']) {
        if c.is_ascii_digit() {
            current.push(c);
        } else if !(c == ' ' || c == '\u{a0}' || c == '\u{202f}') || current.is_empty() {
            if current.len() >= 3 && !current.starts_with("20") {
                out.push(current.clone());
            }
            current.clear();
        }
    }
    out
}

/// The figure of a share: `environ 83 %` and `83%` are one.
fn share(figure: &str) -> String {
    let kept: String =
        figure.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect();
    kept.replace('.', ",").trim_matches(',').to_owned()
}

/// Of what a share is, where both sides say so.
fn of_agrees(wanted: Option<&str>, drafted: Option<&str>) -> bool {
    let kind = |of: &str| match of {
        "budget" | "revised_budget" => Some("budget"),
        "subsidy" => Some("subsidy"),
        _ => None,
    };
    match (wanted.and_then(kind), drafted.and_then(kind)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// The acts of the text: their references and titles, and how each was voted.
fn acts(label: &Json, said: &Said, fields: &mut BTreeMap<String, Found>) {
    let listed: Vec<&Json> = items(label, "acts").collect();
    let several = listed.len() > 1;
    let main = main_act(label, said);
    for field in ["reference", "title"] {
        let mut drafted = Vec::new();
        for act in &said.acts {
            let value = if field == "title" { &act.title } else { &act.reference };
            let class = act.class.unwrap_or(Class::Review);
            drafted.extend(value.clone().map(|value| Statement {
                field: field.to_owned(),
                value: Value::Text(value),
                class,
            }));
        }
        let mut wanted = label::statements(label, field);
        if let Some(wanted) = wanted.as_mut().filter(|_| several) {
            for act in &listed {
                let more = label::statements(act, field).unwrap_or_default();
                let new = more.into_iter().filter(|s| !wanted.iter().any(|w| w.value == s.value));
                let new: Vec<Statement> = new.collect();
                wanted.extend(new);
            }
        }
        let mut found = judged(field, wanted, drafted);
        if several {
            // A label of several acts does not list all that the text decides.
            found.unjudged.append(&mut found.wrong);
        }
        put(fields, field, found);
    }
    if let Some(vote) = label.get("vote") {
        let all = all_of_them(said);
        // The label of minutes that tell of no vote of their own speaks of who stood back in any.
        let none =
            several && COUNTS.iter().all(|(field, _)| vote.get(field).is_none_or(Json::is_null));
        let silent =
            none && ["unanimous", "adopted"].iter().all(|f| vote.get(f).is_none_or(Json::is_null));
        votes("vote", vote, if silent { Some(&all) } else { main }, fields);
    }
    let mut taken: Vec<&str> =
        main.filter(|_| !several).map(|act| act.stream.as_str()).into_iter().collect();
    for act in listed.iter().filter(|act| act.get("vote").is_some_and(Json::is_object)) {
        let place = if several { said_act(act, said, &taken) } else { main };
        if let Some(place) = place {
            taken.push(&place.stream);
        }
        if let Some(vote) = act.get("vote").filter(|_| several) {
            votes("acts.vote", vote, place, fields);
        }
        more_of_vote(act, place, fields);
    }
}

/// What is said of who stood back in any of the acts, and of no vote.
fn all_of_them(said: &Said) -> SaidAct {
    let recused = said.acts.iter().flat_map(|act| act.recused.iter().cloned()).collect();
    SaidAct { recused, ..SaidAct::default() }
}

/// The act that the top of the label describes: the one with its reference, else its title, else
/// the first.
fn main_act<'a>(label: &Json, said: &'a Said) -> Option<&'a SaidAct> {
    let key = words(label, "reference").and_then(|reference| ActKey::of(&reference));
    let title = words(label, "title").map(|title| slug(&title));
    let by_key = said
        .acts
        .iter()
        .find(|act| key.is_some() && act.reference.as_deref().and_then(ActKey::of) == key);
    let by_title = || {
        said.acts.iter().find(|act| {
            let own = act.title.as_deref().map(slug);
            matches!((&own, &title), (Some(a), Some(b)) if a == b || titles_agree(a, b))
        })
    };
    let voted = || said.acts.iter().find(|act| act.vote.is_some());
    by_key.or_else(by_title).or_else(voted).or_else(|| said.acts.first())
}

/// The drafted act that a labelled act is: by reference, title, beneficiary, else by its vote.
fn said_act<'a>(act: &Json, said: &'a Said, taken: &[&str]) -> Option<&'a SaidAct> {
    let free = || said.acts.iter().filter(|a| !taken.contains(&a.stream.as_str()));
    let key = words(act, "reference").and_then(|reference| ActKey::of(&reference));
    if key.is_some() {
        let of_key = |a: &&SaidAct| a.reference.as_deref().and_then(ActKey::of) == key;
        return free().find(of_key);
    }
    let title = words(act, "title").map(|title| slug(&title));
    let by_title = title.as_deref().and_then(|title| {
        free().find(|a| {
            let own = a.title.as_deref().map(slug).unwrap_or_default();
            own == title || titles_agree(&own, title) || overlap(&own, title) >= 60
        })
    });
    let to = words(act, "beneficiary");
    let by_beneficiary = || {
        let to = to.as_deref()?;
        free().find(|a| a.beneficiaries.iter().any(|name| organisations_agree(name, to)))
    };
    let by_vote = || {
        let vote = act.get("vote")?;
        free().find(|a| a.vote.as_ref().is_some_and(|(_, data)| counts_agree(vote, data)))
    };
    by_title.or_else(by_beneficiary).or_else(by_vote)
}

fn counts_agree(vote: &Json, data: &Json) -> bool {
    let stated = COUNTS.iter().any(|(field, _)| vote.get(field).is_some_and(Json::is_i64));
    let number = |of: &Json, key: &str| of.get(key).and_then(Json::as_i64);
    let same = COUNTS.iter().all(|(field, key)| number(vote, field) == number(data, key));
    let unanimous = |of: &Json| of.get("unanimous").and_then(Json::as_bool) == Some(true);
    same && (stated || unanimous(vote)) && unanimous(vote) == unanimous(data)
}

/// The parts of a vote: each count, unanimity where a word says it, the outcome, who stood back.
fn votes(prefix: &str, vote: &Json, act: Option<&SaidAct>, fields: &mut BTreeMap<String, Found>) {
    let drafted = act.and_then(|act| act.vote.as_ref());
    for (field, key) in COUNTS {
        let said = drafted.and_then(|(class, data)| Some((*class, data.get(key)?.as_i64()?)));
        let wanted = vote.get(field).map(Json::as_i64);
        put(fields, &format!("{prefix}.{field}"), one(wanted, said));
    }
    let said = drafted
        .and_then(|(class, data)| data.get("unanimous")?.as_bool()?.then_some((*class, true)));
    // Labels write `false` also where figures alone say so: that asks for no word.
    let wanted = vote.get("unanimous").map(|value| value.as_bool().filter(|yes| *yes));
    put(fields, &format!("{prefix}.unanimous"), one(wanted, said));
    let said = drafted.and_then(|(class, data)| {
        // A vote whose outcome no word tells says nothing of it.
        let outcome = data.get("outcome")?.as_str().filter(|outcome| *outcome != "unstated")?;
        Some((*class, outcome == "adopted"))
    });
    put(fields, &format!("{prefix}.adopted"), one(vote.get("adopted").map(Json::as_bool), said));
    let said: Vec<Statement> = act
        .map(|act| act.recused.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|(class, name)| Statement {
            field: "president".to_owned(),
            value: Value::Text(name.clone()),
            class: *class,
        })
        .collect();
    let wanted = vote.get("recused").map(|_| {
        let names = items(vote, "recused").filter_map(Json::as_str);
        let say = |name: &str| Statement {
            field: "president".to_owned(),
            value: Value::Text(name.to_owned()),
            class: Class::Sure,
        };
        names.map(say).collect()
    });
    put(fields, &format!("{prefix}.recused"), judged("president", wanted, said));
}

/// One value against another; `wanted` is `None` where the label does not judge it.
#[allow(
    clippy::option_option,
    reason = "a label is silent, or says that the text says nothing, or says a value"
)]
fn one<T: PartialEq + std::fmt::Debug>(
    wanted: Option<Option<T>>,
    said: Option<(Class, T)>,
) -> Found {
    let mut found = Found::default();
    match (wanted, said) {
        (None, Some((class, value))) => found.unjudged.push((class, format!("{value:?}"))),
        (None | Some(None), None) => {}
        (Some(None), Some((class, value))) => {
            found.wrong.push((class, format!("{value:?}, not stated")));
        }
        (Some(Some(value)), None) => found.missed.push(format!("{value:?}")),
        (Some(Some(value)), Some((class, other))) if value == other => {
            found.right.push((class, format!("{value:?}")));
        }
        (Some(Some(value)), Some((class, other))) => {
            found.wrong.push((class, format!("{other:?} for {value:?}")));
            found.missed.push(format!("{value:?}"));
        }
    }
    found
}

/// What some labels say of a vote beyond the common fields.
fn more_of_vote(act: &Json, said: Option<&SaidAct>, fields: &mut BTreeMap<String, Found>) {
    let vote = said.and_then(|said| said.vote.as_ref());
    for (field, ballot) in [("against_names", "against"), ("abstain_names", "abstention")] {
        let Some(_) = act.get(field) else { continue };
        let wanted: Vec<Statement> = items(act, field)
            .filter_map(Json::as_str)
            .map(|name| Statement {
                field: field.to_owned(),
                value: Value::Text(name.to_owned()),
                class: Class::Sure,
            })
            .collect();
        let drafted = vote.iter().flat_map(|(class, data)| {
            let named = items(data, "ballots")
                .filter(move |b| b.get("ballot").and_then(Json::as_str) == Some(ballot));
            named.filter_map(|b| words(b, "voter")).map(|name| Statement {
                field: field.to_owned(),
                value: Value::Text(name),
                class: *class,
            })
        });
        put(fields, &format!("acts.{field}"), judged("president", Some(wanted), drafted.collect()));
    }
    let flag = |key: &str, value: &str| {
        vote.and_then(|(class, data)| {
            let said = data.get(key)?;
            (said == value || said == true).then_some((*class, true))
        })
    };
    if act.get("secret_ballot").is_some() {
        let wanted = act.get("secret_ballot").map(Json::as_bool);
        put(fields, "acts.secret_ballot", one(wanted, flag("method", "secret_ballot")));
    }
    if act.get("casting_vote").is_some_and(|v| !v.is_null()) {
        put(fields, "acts.casting_vote", one(Some(Some(true)), flag("casting_vote", "")));
    }
    by_group(act, vote, fields);
}

/// The votes of each political group.
fn by_group(act: &Json, vote: Option<&(Class, Json)>, fields: &mut BTreeMap<String, Found>) {
    if act.get("vote_by_group").is_none() {
        return;
    }
    for group in items(act, "vote_by_group") {
        let name = words(group, "group").unwrap_or_default();
        let drafted = vote.and_then(|(class, data)| {
            let same = |g: &&Json| words(g, "group").is_some_and(|g| slug(&g) == slug(&name));
            items(data, "groups").find(|g| same(g)).map(|g| (*class, g))
        });
        for (field, key) in COUNTS {
            let said = drafted.and_then(|(class, g)| Some((class, g.get(key)?.as_i64()?)));
            put(fields, "acts.vote_by_group", one(group.get(field).map(Json::as_i64), said));
        }
    }
}

/// A value in words, for a reader.
fn told(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Power { from, to } => format!("{from} -> {to}"),
        Value::Amount { cents, roles, beneficiary } => {
            let to = beneficiary.as_deref().unwrap_or("?");
            format!("{} {cents} cents to {to}", roles.join("|"))
        }
        Value::Share { figure, of } => {
            format!("{figure} of {}", of.as_deref().unwrap_or("?"))
        }
        Value::Act { reference, date } => {
            format!("{} of {}", reference.as_deref().unwrap_or("?"), date.as_deref().unwrap_or("?"))
        }
        Value::Article { number, words } => {
            format!("{number}: {}", words.chars().take(60).collect::<String>())
        }
    }
}
