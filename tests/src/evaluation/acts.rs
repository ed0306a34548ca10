//! The acts of a text and their votes, held against their labels.

use super::agreement::{organisations_agree, overlap, titles_agree};
use super::label::{self, items, words};
use super::matching::{COUNTS, judged, put};
use super::said::{Said, SaidAct};
use super::{Class, Found, Statement, Value};
use greffe::domain::{ActKey, slug};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The acts of the text: their references and titles, and how each was voted.
pub(super) fn acts(label: &Json, said: &Said, fields: &mut BTreeMap<String, Found>) {
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
pub(super) fn all_of_them(said: &Said) -> SaidAct {
    let recused = said.acts.iter().flat_map(|act| act.recused.iter().cloned()).collect();
    SaidAct { recused, ..SaidAct::default() }
}

/// The act that the top of the label describes: the one with its reference, else its title, else
/// the first.
pub(super) fn main_act<'a>(label: &Json, said: &'a Said) -> Option<&'a SaidAct> {
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
        let wanted = Label::of(vote.get(field), Json::as_i64);
        put(fields, &format!("{prefix}.{field}"), one(wanted, said));
    }
    let said = drafted
        .and_then(|(class, data)| data.get("unanimous")?.as_bool()?.then_some((*class, true)));
    // Labels write `false` also where figures alone say so: that asks for no word.
    let wanted = Label::of(vote.get("unanimous"), |value| value.as_bool().filter(|yes| *yes));
    put(fields, &format!("{prefix}.unanimous"), one(wanted, said));
    let said = drafted.and_then(|(class, data)| {
        // A vote whose outcome no word tells says nothing of it.
        let outcome = data.get("outcome")?.as_str().filter(|outcome| *outcome != "unstated")?;
        Some((*class, outcome == "adopted"))
    });
    put(
        fields,
        &format!("{prefix}.adopted"),
        one(Label::of(vote.get("adopted"), Json::as_bool), said),
    );
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
    put(fields, &format!("{prefix}.recused"), judged("member", wanted, said));
}

/// What a label says of one value: nothing, that the act states none, or the value.
enum Label<T> {
    Unlabelled,
    Unstated,
    Stated(T),
}

impl<T> Label<T> {
    fn of(label: Option<&Json>, value: impl FnOnce(&Json) -> Option<T>) -> Self {
        label.map_or(Self::Unlabelled, |label| value(label).map_or(Self::Unstated, Self::Stated))
    }
}

fn one<T: PartialEq + std::fmt::Debug>(wanted: Label<T>, said: Option<(Class, T)>) -> Found {
    let mut found = Found::default();
    match (wanted, said) {
        (Label::Unlabelled, Some((class, value))) => {
            found.unjudged.push((class, format!("{value:?}")));
        }
        (Label::Unlabelled | Label::Unstated, None) => {}
        (Label::Unstated, Some((class, value))) => {
            found.wrong.push((class, format!("{value:?}, not stated")));
        }
        (Label::Stated(value), None) => found.missed.push(format!("{value:?}")),
        (Label::Stated(value), Some((class, other))) if value == other => {
            found.right.push((class, format!("{value:?}")));
        }
        (Label::Stated(value), Some((class, other))) => {
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
        put(fields, &format!("acts.{field}"), judged("member", Some(wanted), drafted.collect()));
    }
    let flag = |key: &str, value: &str| {
        vote.and_then(|(class, data)| {
            let said = data.get(key)?;
            (said == value || said == true).then_some((*class, true))
        })
    };
    if act.get("secret_ballot").is_some() {
        let wanted = Label::of(act.get("secret_ballot"), Json::as_bool);
        put(fields, "acts.secret_ballot", one(wanted, flag("method", "secret_ballot")));
    }
    if act.get("casting_vote").is_some_and(|v| !v.is_null()) {
        put(fields, "acts.casting_vote", one(Label::Stated(true), flag("casting_vote", "")));
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
            put(fields, "acts.vote_by_group", one(Label::of(group.get(field), Json::as_i64), said));
        }
    }
}
