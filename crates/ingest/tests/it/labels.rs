//! The comparison of a draft with the labels that a careful reader made by hand.
//!
//! A difference is *missing* (the label has it, the draft does not), *wrong* (both have it and they
//! disagree) or *invented* (the label says that the text does not say it). The last two are never
//! acceptable in a fact that may be recorded unattended.

use crate::said::{Said, strings};
use greffe_domain::{ActKey, Grade, StreamKind, slug};
use greffe_ingest::{Confidence, Draft};
use serde_json::Value;
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Missing,
    Wrong,
    Invented,
}

#[derive(Debug, Clone)]
pub struct Difference {
    pub sort: Sort,
    pub field: String,
    pub told: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}: {}", self.sort, self.field, self.told)
    }
}

/// How many fields were compared and where they differ.
#[derive(Debug, Default)]
pub struct Comparison {
    pub agreed: usize,
    pub differences: Vec<Difference>,
}

/// Fields that hold one value.
const SCALARS: &[&str] = &[
    "institution",
    "organ",
    "sitting_date",
    "reference",
    "internal_number",
    "title",
    "president",
    "secretary",
    "present_count_stated",
    "quorum_stated",
    "exercise",
    "certified_by",
    "transmitted_to_prefecture_on",
    "published_on",
    "members_in_office",
    "convocation_date",
    "notified_on",
];

/// Compares a draft with its label; with `only_sure`, only what may be recorded unattended.
pub fn compare(label: &Value, draft: &Draft, only_sure: bool) -> Comparison {
    let said = Said::of(draft, only_sure);
    let mut out = Comparison::default();
    for field in SCALARS {
        out.scalar(field, label, &said);
    }
    for field in ["present_names", "excused_names", "absent_names"] {
        let found = said.names.iter().find(|(name, _)| *name == field).map(|(_, names)| names);
        out.list(field, &strings(label.get(field)), found.map_or(&[][..], Vec::as_slice));
    }
    out.proxies(label, &said);
    out.visas(label, &said);
    out.articles(label, &said);
    out.money(label, &said);
    out.acts(label, &said);
    out.votes(label, &said);
    out.decided(label, draft, only_sure);
    out
}

impl Comparison {
    /// What is wrong or invented.
    pub fn untrue(&self) -> Vec<&Difference> {
        self.differences.iter().filter(|d| d.sort != Sort::Missing).collect()
    }

    fn tell(&mut self, sort: Sort, field: &str, told: String) {
        self.differences.push(Difference { sort, field: field.to_owned(), told });
    }

    fn scalar(&mut self, field: &str, label: &Value, said: &Said) {
        let Some(expected) = label.get(field) else { return };
        let found: Vec<&Value> = said
            .scalars
            .iter()
            .filter(|(name, _)| *name == field)
            .map(|(_, value)| value)
            .collect();
        // The label of minutes describes the first act about a subsidy; any act may be said.
        let several = label["acts"].as_array().is_some_and(|acts| acts.len() > 1);
        if expected.is_null() {
            match found.first() {
                Some(value) if !several => self.tell(Sort::Invented, field, value.to_string()),
                _ => self.agreed += 1,
            }
        } else if found.is_empty() {
            self.tell(Sort::Missing, field, expected.to_string());
        } else if let Some(other) = found.iter().find(|value| !same(field, expected, value)) {
            self.tell(Sort::Wrong, field, format!("{expected} read as {other}"));
        } else {
            self.agreed += 1;
        }
    }

    fn list(&mut self, field: &str, expected: &[String], found: &[String]) {
        let keys = |names: &[String]| names.iter().map(|n| person_key(n)).collect::<Vec<_>>();
        let (wanted, got) = (keys(expected), keys(found));
        let mut whole = true;
        for (name, key) in expected.iter().zip(&wanted) {
            if !got.contains(key) {
                whole = false;
                self.tell(Sort::Missing, field, name.clone());
            }
        }
        for (name, key) in found.iter().zip(&got) {
            if !wanted.contains(key) {
                whole = false;
                self.tell(Sort::Invented, field, name.clone());
            }
        }
        self.agreed += usize::from(whole);
    }

    fn proxies(&mut self, label: &Value, said: &Said) {
        let pair = |proxy: &Value| {
            let name = |key: &str| proxy[key].as_str().unwrap_or_default().to_owned();
            format!("{} -> {}", name("from"), name("to"))
        };
        let expected: Vec<String> =
            label["proxies"].as_array().into_iter().flatten().map(pair).collect();
        let found: Vec<String> = said.proxies.iter().map(|(a, b)| format!("{a} -> {b}")).collect();
        self.list("proxies", &expected, &found);
    }

    fn visas(&mut self, label: &Value, said: &Said) {
        let expected = strings(label.get("visas"));
        let mut from = 0;
        for short in &expected {
            let held = |text: &String| slug(text).contains(&slug(short));
            match said.visas.iter().skip(from).position(held) {
                Some(at) => {
                    from += at + 1;
                    self.agreed += 1;
                }
                None => self.tell(Sort::Missing, "visas", short.clone()),
            }
        }
        if said.visas.len() > expected.len() {
            let told = format!("{} visas read, {} labelled", said.visas.len(), expected.len());
            self.tell(Sort::Invented, "visas", told);
        }
    }

    fn articles(&mut self, label: &Value, said: &Said) {
        let numbers = label["articles"].as_array().into_iter().flatten();
        let expected: Vec<u64> = numbers.filter_map(|a| a["number"].as_u64()).collect();
        if said.articles == expected {
            self.agreed += 1;
        } else if said.articles.is_empty() {
            self.tell(Sort::Missing, "articles", format!("{expected:?}"));
        } else {
            self.tell(Sort::Wrong, "articles", format!("{expected:?} read as {:?}", said.articles));
        }
    }

    fn money(&mut self, label: &Value, said: &Said) {
        let all: Vec<&Value> = label["amounts"].as_array().into_iter().flatten().collect();
        for amount in &all {
            let (role, cents) = (amount["role"].as_str().unwrap(), amount["cents"].as_i64());
            let fits = |a: &crate::said::Amount| Some(a.cents) == cents && fits(a.role, role);
            if said.amounts.iter().any(fits) {
                self.agreed += 1;
            } else if !matches!(role, "other" | "in_kind") {
                self.tell(Sort::Missing, "amounts", format!("{role} {}", amount["as_written"]));
            }
        }
        for amount in &said.amounts {
            let known = all.iter().filter(|a| a["cents"].as_i64() == Some(amount.cents));
            let roles: Vec<&str> = known.filter_map(|a| a["role"].as_str()).collect();
            let told = format!("{amount:?}, labelled {roles:?}");
            if roles.is_empty() {
                self.tell(Sort::Invented, "amounts", told);
            } else if !roles.iter().any(|role| fits(amount.role, role)) {
                self.tell(Sort::Wrong, "amounts", told);
            }
        }
        let names = label["beneficiaries"].as_array().into_iter().flatten();
        let wanted: Vec<String> =
            names.map(|b| slug(b["name"].as_str().unwrap_or_default())).collect();
        for name in &wanted {
            let found = said.beneficiaries.iter().any(|b| slug(b) == *name);
            if found {
                self.agreed += 1;
            } else {
                self.tell(Sort::Missing, "beneficiaries", name.clone());
            }
        }
        for name in said.beneficiaries.iter().filter(|name| !wanted.contains(&slug(name))) {
            self.tell(Sort::Invented, "beneficiaries", name.clone());
        }
        self.shares(label, said);
    }

    fn shares(&mut self, label: &Value, said: &Said) {
        let plain = |text: &str| text.replace([' ', '\u{a0}', '\u{202f}'], "").replace('.', ",");
        let stated = label["percentages"].as_array().into_iter().flatten();
        let wanted: Vec<String> =
            stated.filter_map(|p| p["as_written"].as_str()).map(plain).collect();
        let found: Vec<String> = said.shares.iter().map(|share| plain(share)).collect();
        for share in &wanted {
            if found.contains(share) {
                self.agreed += 1;
            } else {
                self.tell(Sort::Missing, "percentages", share.clone());
            }
        }
        for share in found.iter().filter(|share| !wanted.contains(share)) {
            self.tell(Sort::Invented, "percentages", share.clone());
        }
    }

    fn acts(&mut self, label: &Value, said: &Said) {
        for earlier in label["earlier_acts"].as_array().into_iter().flatten() {
            let reference = earlier["reference"].as_str();
            let date = earlier["date"].as_str();
            let key = reference.and_then(ActKey::of);
            let same_act = |(r, d): &&(Option<String>, Option<String>)| match &key {
                Some(key) => r.as_deref().and_then(ActKey::of).as_ref() == Some(key),
                None => d.as_deref() == date,
            };
            let cited: Vec<_> = said.acts.iter().filter(same_act).collect();
            let dates: Vec<&str> = cited.iter().filter_map(|(_, d)| d.as_deref()).collect();
            let told = format!("{reference:?} of {date:?}, read {cited:?}");
            if cited.is_empty() || (date.is_some() && dates.is_empty()) {
                self.tell(Sort::Missing, "earlier_acts", told);
            } else if date.is_some() && dates.iter().any(|d| Some(*d) != date) {
                self.tell(Sort::Wrong, "earlier_acts", told);
            } else {
                self.agreed += 1;
            }
        }
    }

    /// Where the proposal was rejected, nothing in its articles was decided.
    fn decided(&mut self, label: &Value, draft: &Draft, only_sure: bool) {
        if label["vote"]["adopted"] != false {
            return;
        }
        let decisions = draft.events.iter().filter(|e| {
            let kind = e.event.kind();
            let decides = kind == "SignatureAuthorised"
                || (e.grade == Grade::Act && e.stream.kind() == StreamKind::Convention);
            decides && (!only_sure || e.confidence == Confidence::Sure)
        });
        for event in decisions {
            let told = format!("{} in an act that was rejected", event.event.kind());
            self.tell(Sort::Invented, "decided", told);
        }
    }

    fn votes(&mut self, label: &Value, said: &Said) {
        let acts = label["acts"].as_array().into_iter().flatten().filter_map(|a| a.get("vote"));
        let wanted: Vec<&Value> = label.get("vote").into_iter().chain(acts).collect();
        let Some(first) = wanted.first() else { return };
        let recused: Vec<String> = wanted.iter().flat_map(|v| strings(v.get("recused"))).collect();
        let found = said.names.iter().filter(|(field, _)| *field == "recused");
        let found: Vec<String> = found.flat_map(|(_, names)| names.clone()).collect();
        self.list("recused", &recused, &found);
        if said.votes.is_empty() {
            let voted = !first["adopted"].is_null() || first["tally_stated"] == true;
            if voted || first["unanimous"] == true {
                self.tell(Sort::Missing, "vote", first.to_string());
            } else {
                self.agreed += 1;
            }
        }
        for vote in &said.votes {
            let told = format!("{first} read as {vote}");
            if !wanted.iter().any(|wanted| vote_agrees(wanted, vote)) {
                self.tell(Sort::Wrong, "vote", told);
            } else if wanted.iter().any(|wanted| vote_is_whole(wanted, vote)) {
                self.agreed += 1;
            } else {
                self.tell(Sort::Missing, "vote", told);
            }
        }
    }
}

const COUNTS: [(&str, &str); 3] =
    [("for", "votes_for"), ("against", "votes_against"), ("abstain", "abstentions")];

/// Whether nothing that a vote says is denied by the label. The label writes `unanimous: false` also
/// where figures alone say so.
fn vote_agrees(label: &Value, vote: &Value) -> bool {
    let outcome = match label["adopted"].as_bool() {
        Some(true) => vote["outcome"] == "adopted",
        Some(false) => vote["outcome"] != "adopted",
        None => true,
    };
    let unanimous = vote["unanimous"] != true || label["unanimous"] == true;
    let counts = COUNTS.iter().all(|(field, key)| vote[key].is_null() || label[field] == vote[key]);
    outcome && unanimous && counts
}

/// Whether a vote that agrees also says all that the label says.
fn vote_is_whole(label: &Value, vote: &Value) -> bool {
    let unanimous = label["unanimous"] != true || vote["unanimous"] == true;
    let counts = COUNTS.iter().all(|(field, key)| label[field] == vote[key]);
    vote_agrees(label, vote) && unanimous && counts
}

/// Whether an event's role for an amount is one that the label's role allows.
fn fits(role: &str, labelled: &str) -> bool {
    match role {
        "subsidy" => matches!(labelled, "subsidy" | "other"),
        "budget" | "revised_budget" => matches!(labelled, "budget" | "revised_budget"),
        "instalment" | "balance" => {
            matches!(labelled, "instalment" | "advance" | "balance" | "subsidy")
        }
        _ => role == labelled || labelled == "other",
    }
}

fn same(field: &str, expected: &Value, found: &Value) -> bool {
    match (expected.as_str(), found.as_str()) {
        (Some(a), Some(b)) if field == "quorum_stated" => {
            slug(b).contains(&slug(a)) || slug(a).contains(&slug(b))
        }
        // One organ has several names in one act: *Conseil communautaire*, *Conseil de la
        // Communauté*. Its kind tells them apart from another organ.
        (Some(a), Some(b)) if field == "organ" => organ_kind(a) == organ_kind(b),
        (Some(a), Some(b)) if matches!(field, "president" | "secretary" | "certified_by") => {
            person_key(a) == person_key(b)
        }
        (Some(a), Some(b)) => slug(a) == slug(b),
        _ => expected == found,
    }
}

fn organ_kind(name: &str) -> Option<&'static str> {
    let kinds = [
        "conseil-d-administration",
        "commission-permanente",
        "bureau",
        "comite",
        "assemblee",
        "conseil",
    ];
    let folded = slug(name);
    kinds.into_iter().find(|kind| folded.contains(kind))
}

/// A person's name whatever the order of its parts.
fn person_key(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = slug(name).split('-').map(str::to_owned).collect();
    parts.retain(|part| !matches!(part.as_str(), "m" | "mme" | "mr" | "monsieur" | "madame"));
    parts.sort();
    parts
}
