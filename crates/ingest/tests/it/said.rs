//! What a draft says, put in the words of the labels: one flat reading that a comparison can use.

use greffe_domain::{Event, Publicity};
use greffe_ingest::{Confidence, Draft, DraftEvent};
use serde_json::Value;

/// An amount with the role in which an event uses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    pub role: &'static str,
    pub cents: i64,
    pub kind: &'static str,
}

/// What the facts of a draft say.
#[derive(Debug, Default)]
pub struct Said {
    /// Single values by the field of the label: institution, organ, reference, …
    pub scalars: Vec<(&'static str, Value)>,
    /// Lists of names by the field of the label.
    pub names: Vec<(&'static str, Vec<String>)>,
    pub proxies: Vec<(String, String)>,
    pub visas: Vec<String>,
    pub articles: Vec<u64>,
    pub beneficiaries: Vec<String>,
    pub amounts: Vec<Amount>,
    pub shares: Vec<String>,
    /// Every act named anywhere: its reference and date.
    pub acts: Vec<(Option<String>, Option<String>)>,
    pub votes: Vec<Value>,
}

impl Said {
    /// Reads a draft; with `only_sure`, only what may be recorded unattended.
    pub fn of(draft: &Draft, only_sure: bool) -> Said {
        let mut said = Said::default();
        let taken = |e: &&DraftEvent| !only_sure || e.confidence == Confidence::Sure;
        for event in draft.events.iter().filter(taken) {
            let data = event.event.data().unwrap();
            acts_in(&data, &mut said.acts);
            said.procedure(&event.event, &data);
            said.money(&event.event, &data);
        }
        said
    }

    fn scalar(&mut self, field: &'static str, value: Option<&Value>) {
        if let Some(value) = value.filter(|v| !v.is_null()) {
            self.scalars.push((field, value.clone()));
        }
    }

    fn list(&mut self, field: &'static str, data: &Value, key: &str) {
        let names: Vec<String> = strings(data.get(key));
        if !names.is_empty() {
            self.names.push((field, names));
        }
    }

    fn procedure(&mut self, event: &Event, data: &Value) {
        match event {
            Event::SittingOpened(_) => {
                self.scalar("institution", data.get("institution"));
                self.scalar("organ", data.get("organ"));
                self.scalar("sitting_date", data.get("date"));
                self.scalar("president", data.pointer("/presided_by/name"));
                self.scalar("secretary", data.pointer("/secretary/name"));
            }
            Event::ConvocationSent(_) => self.scalar("convocation_date", data.get("on")),
            Event::AttendanceRecorded(_) => {
                self.scalar("present_count_stated", data.get("present_count_stated"));
                self.scalar("members_in_office", data.get("members_in_office"));
                self.list("present_names", data, "present");
                self.list("excused_names", data, "excused");
                self.list("absent_names", data, "absent");
                for proxy in data["proxies"].as_array().into_iter().flatten() {
                    let name = |key: &str| proxy[key].as_str().unwrap().to_owned();
                    self.proxies.push((name("from"), name("to")));
                }
            }
            Event::QuorumDeclared(_) => self.scalar("quorum_stated", data.get("stated")),
            Event::DeliberationTabled(_) => {
                for field in ["institution", "organ", "reference", "internal_number", "title"] {
                    self.scalar(field, data.get(field));
                }
                let visas = data["visas"].as_array().into_iter().flatten();
                self.visas = visas.map(|v| v["text"].as_str().unwrap().to_owned()).collect();
                let articles = data["articles"].as_array().into_iter().flatten();
                self.articles = articles.filter_map(|a| a["number"].as_u64()).collect();
            }
            Event::RecusalDeclared(recusal) => {
                self.names.push(("recused", vec![recusal.person.clone()]));
            }
            Event::VoteCast(_) => self.votes.push(data.clone()),
            Event::CopyCertified(_) => self.scalar("certified_by", data.pointer("/by/name")),
            Event::ActTransmitted(_) => {
                self.scalar("transmitted_to_prefecture_on", data.get("on"));
            }
            Event::ActPublished(published) => {
                let notified = published.means == Some(Publicity::Notified);
                let field = if notified { "notified_on" } else { "published_on" };
                self.scalar(field, data.get("on"));
            }
            _ => {}
        }
    }

    fn money(&mut self, event: &Event, data: &Value) {
        let kind = event.kind();
        let mut amount = |role: &'static str, key: &str| {
            if let Some(cents) = data.get(key).and_then(Value::as_i64) {
                self.amounts.push(Amount { role, cents, kind });
            }
        };
        match event {
            Event::SubsidyGranted(granted) => {
                amount("subsidy", "amount_cents");
                amount("budget", "budget_cents");
                self.beneficiaries.push(granted.beneficiary.name.clone());
                self.scalar("exercise", data.get("exercise"));
            }
            Event::AvenantApproved(_) => {
                amount("subsidy", "amount_cents");
                self.scalar("exercise", data.get("exercise"));
            }
            Event::AvenantRequested(_) => amount("revised_budget", "budget_cents"),
            Event::BudgetRevised(_) => {
                amount("budget", "from_cents");
                amount("revised_budget", "to_cents");
            }
            Event::BalanceComputed(_) => {
                amount("balance", "balance_cents");
                amount("subsidy", "final_cents");
                amount("other", "realised_cents");
                amount("budget", "budget_cents");
            }
            Event::InstalmentAgreed(_) | Event::PaymentOrdered(_) | Event::PaymentExecuted(_) => {
                amount("instalment", "amount_cents");
            }
            Event::RecoveryOrdered(_) => amount("recovery", "amount_cents"),
            _ => {}
        }
        if !matches!(event, Event::ActivityReported(_)) {
            shares_in(data, &mut self.shares);
        }
    }
}

/// The strings of a list.
pub fn strings(list: Option<&Value>) -> Vec<String> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn acts_in(data: &Value, out: &mut Vec<(Option<String>, Option<String>)>) {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    match data {
        Value::Object(fields) => {
            for (key, value) in fields {
                let act = matches!(key.as_str(), "act" | "by") && value.is_object();
                if act && (value.get("reference").is_some() || value.get("date").is_some()) {
                    out.push((text(value.get("reference")), text(value.get("date"))));
                }
                acts_in(value, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| {
            if item.get("reference").is_some() {
                out.push((text(item.get("reference")), text(item.get("date"))));
            }
            acts_in(item, out);
        }),
        _ => {}
    }
}

fn shares_in(data: &Value, out: &mut Vec<String>) {
    match data {
        Value::Object(fields) => {
            if let (Some(stated), true) = (fields.get("stated"), fields.contains_key("scale")) {
                out.push(stated.as_str().unwrap().to_owned());
            }
            fields.values().for_each(|value| shares_in(value, out));
        }
        Value::Array(items) => items.iter().for_each(|item| shares_in(item, out)),
        _ => {}
    }
}
