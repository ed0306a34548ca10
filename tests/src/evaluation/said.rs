//! A draft, taken apart into statements.

use super::label::{items, plain, words};
use super::{Class, Statement, Value};
use greffe::{DraftConfidence, DraftFile, DraftNote, DraftedEvent};
use serde_json::Value as Json;

/// What a draft says.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// Everything but votes.
    pub(super) statements: Vec<Statement>,
    /// The acts, in the order in which they are first spoken of.
    pub(super) acts: Vec<SaidAct>,
}

/// An act of the text, and how it was voted.
#[derive(Debug, Clone, Default)]
pub(super) struct SaidAct {
    pub(super) stream: String,
    pub(super) reference: Option<String>,
    pub(super) title: Option<String>,
    pub(super) class: Option<Class>,
    pub(super) vote: Option<(Class, Json)>,
    pub(super) recused: Vec<(Class, String)>,
    /// Who receives something by it.
    pub(super) beneficiaries: Vec<String>,
}

/// Takes a draft apart.
pub(super) fn said(draft: &DraftFile) -> Said {
    let mut said = Said::default();
    for event in &draft.events {
        said.event(event);
    }
    for event in &draft.events {
        said.receiver(event, &draft.events);
    }
    for note in &draft.notes {
        said.note(note);
    }
    said
}

impl Said {
    fn say(&mut self, field: &str, class: Class, value: Value) {
        self.statements.push(Statement { field: field.to_owned(), value, class });
    }

    fn scalar(&mut self, field: &str, class: Class, value: Option<&Json>) {
        // Words that are empty say nothing.
        let said = value.and_then(plain).filter(|value| *value != Value::Text(String::new()));
        if let Some(value) = said {
            self.say(field, class, value);
        }
    }

    fn list(&mut self, field: &str, class: Class, data: &Json, key: &str) {
        for item in items(data, key).filter_map(Json::as_str) {
            self.say(field, class, Value::Text(item.to_owned()));
        }
    }

    fn act(&mut self, stream: &str) -> Option<&mut SaidAct> {
        if !self.acts.iter().any(|act| act.stream == stream) {
            self.acts.push(SaidAct { stream: stream.to_owned(), ..SaidAct::default() });
        }
        self.acts.iter_mut().find(|act| act.stream == stream)
    }

    fn amount(&mut self, class: Class, data: &Json, key: &str, roles: &[&str], to: Option<String>) {
        if let Some(cents) = data.get(key).and_then(Json::as_i64) {
            let roles = roles.iter().map(|role| (*role).to_owned()).collect();
            self.say("amounts", class, Value::Amount { cents, roles, beneficiary: to });
        }
    }

    fn event(&mut self, event: &DraftedEvent) {
        let class = match event.confidence {
            DraftConfidence::Sure => Class::Sure,
            DraftConfidence::Review => Class::Review,
        };
        let data = &event.data;
        self.cited(class, data);
        self.procedure(class, event, data);
        self.money(class, event, data);
    }

    fn procedure(&mut self, class: Class, event: &DraftedEvent, data: &Json) {
        match event.kind.as_str() {
            "SittingOpened" => {
                self.scalar("institution", class, data.get("institution"));
                self.scalar("organ", class, data.get("organ"));
                self.scalar("sitting_date", class, data.get("date"));
                self.scalar("president", class, data.pointer("/presided_by/name"));
                self.scalar("secretary", class, data.pointer("/secretary/name"));
            }
            "ConvocationSent" => self.scalar("convocation_date", class, data.get("on")),
            "AttendanceRecorded" => {
                self.scalar("present_count_stated", class, data.get("present_count_stated"));
                self.scalar("members_in_office", class, data.get("members_in_office"));
                for (field, key) in [
                    ("present_names", "present"),
                    ("excused_names", "excused"),
                    ("absent_names", "absent"),
                ] {
                    self.list(field, class, data, key);
                }
                for proxy in items(data, "proxies") {
                    let side = |side| words(proxy, side).unwrap_or_default();
                    self.say("proxies", class, Value::Power { from: side("from"), to: side("to") });
                }
            }
            "QuorumDeclared" => self.scalar("quorum_stated", class, data.get("stated")),
            "DeliberationTabled" => self.tabled(class, event, data),
            "RecusalDeclared" => {
                if let (Some(person), Some(act)) =
                    (words(data, "person"), self.act(event.stream.as_str()))
                {
                    act.recused.push((class, person));
                }
            }
            "VoteCast" => {
                if let Some(act) = self.act(event.stream.as_str()) {
                    act.vote.get_or_insert_with(|| (class, data.clone()));
                }
            }
            "CopyCertified" => self.scalar("certified_by", class, data.pointer("/by/name")),
            "ActTransmitted" => self.scalar("transmitted_to_prefecture_on", class, data.get("on")),
            "ActPublished" => {
                let notified = data.get("means").and_then(Json::as_str) == Some("notified");
                let field = if notified { "notified_on" } else { "published_on" };
                self.scalar(field, class, data.get("on"));
            }
            _ => {}
        }
    }

    fn tabled(&mut self, class: Class, event: &DraftedEvent, data: &Json) {
        for field in ["institution", "organ", "internal_number"] {
            self.scalar(field, class, data.get(field));
        }
        if let Some(act) = self.act(event.stream.as_str()) {
            act.reference = words(data, "reference");
            act.title = words(data, "title");
            act.class = Some(class);
        }
        for visa in items(data, "visas").filter_map(|visa| words(visa, "text")) {
            self.say("visas", class, Value::Text(visa));
        }
        for article in items(data, "articles") {
            let number = article.get("number").and_then(Json::as_i64).unwrap_or_default();
            let words = words(article, "text").unwrap_or_default();
            self.say("articles", class, Value::Article { number, words });
        }
    }

    fn money(&mut self, class: Class, event: &DraftedEvent, data: &Json) {
        let kind = event.kind.as_str();
        let to = data.pointer("/beneficiary/name").and_then(Json::as_str).map(str::to_owned);
        match kind {
            "SubsidyGranted" => {
                // What an earlier act granted may be kept, changed or merely recalled by this one.
                let own = event.grade == greffe::domain::Grade::Act;
                let roles: &[&str] = if own { &["subsidy"] } else { &["subsidy", "other"] };
                self.amount(class, data, "amount_cents", roles, to.clone());
                self.amount(class, data, "budget_cents", &["budget"], to.clone());
                self.share(class, data, "budget");
                self.scalar("exercise", class, data.get("exercise"));
                if let Some(name) = to {
                    if let Some(form) =
                        data.pointer("/beneficiary/legal_form").and_then(Json::as_str)
                    {
                        let form = Value::Power { from: name.clone(), to: form.to_owned() };
                        self.say("beneficiaries.legal_form", class, form);
                    }
                    self.say("beneficiaries", class, Value::Text(name));
                }
            }
            "BeneficiaryIdentified" => self.identified(class, data),
            "AvenantApproved" => {
                // An avenant that is only recalled, likewise.
                let own = event.grade == greffe::domain::Grade::Act;
                let roles: &[&str] = if own { &["subsidy"] } else { &["subsidy", "other"] };
                self.amount(class, data, "amount_cents", roles, None);
                self.scalar("exercise", class, data.get("exercise"));
            }
            "AvenantRequested" => {
                self.amount(
                    class,
                    data,
                    "budget_cents",
                    &["revised_budget", "budget", "other"],
                    None,
                );
            }
            "BudgetRevised" => {
                self.amount(class, data, "from_cents", &["budget", "revised_budget"], None);
                self.amount(class, data, "to_cents", &["revised_budget", "budget"], None);
                self.share(class, data, "budget");
            }
            "BalanceComputed" => {
                self.amount(class, data, "balance_cents", &["balance"], None);
                self.amount(class, data, "final_cents", &["subsidy"], None);
                self.amount(class, data, "realised_cents", &["other"], None);
                self.amount(class, data, "budget_cents", &["budget", "revised_budget"], None);
            }
            "InstalmentAgreed" | "PaymentOrdered" | "PaymentExecuted" => {
                self.amount(class, data, "amount_cents", paid_as(data), None);
                self.share(class, data, "subsidy");
            }
            "RecoveryOrdered" => self.amount(class, data, "amount_cents", &["recovery"], None),
            "FinancialReportFiled" => self.amount(class, data, "realised_cents", &["other"], None),
            "FormalityRecorded" => self.amount(class, data, "amount_cents", &["other"], None),
            "ActivityReported" => {
                for indicator in items(data, "indicators") {
                    self.share(class, indicator, "other");
                }
            }
            _ => {}
        }
    }

    /// A beneficiary that the act identifies, be it without a grant of its own.
    fn identified(&mut self, class: Class, data: &Json) {
        let Some(name) = words(data, "name") else { return };
        for (field, key) in
            [("beneficiaries.siret", "siret"), ("beneficiaries.legal_form", "legal_form")]
        {
            if let Some(to) = words(data, key) {
                self.say(field, class, Value::Power { from: name.clone(), to });
            }
        }
        self.say("beneficiaries", class, Value::Text(name));
    }

    fn share(&mut self, class: Class, data: &Json, of: &str) {
        if let Some(figure) = data.pointer("/share/stated").and_then(Json::as_str) {
            let of = Some(of.to_owned());
            self.say("percentages", class, Value::Share { figure: figure.to_owned(), of });
        }
    }

    /// The act that an event follows from learns who receives something by it.
    fn receiver(&mut self, event: &DraftedEvent, all: &[DraftedEvent]) {
        let Some(name) = event.data.pointer("/beneficiary/name").and_then(Json::as_str) else {
            return;
        };
        for cause in event.causes.iter().filter_map(|at| all.get(*at)) {
            if let Some(act) = self.acts.iter_mut().find(|act| act.stream == cause.stream.as_str())
            {
                act.beneficiaries.push(name.to_owned());
            }
        }
    }

    /// The acts that an event names, but for the one it tells of.
    fn cited(&mut self, class: Class, data: &Json) {
        match data {
            Json::Object(fields) => {
                for (key, value) in fields {
                    let act = matches!(key.as_str(), "act" | "by") && value.is_object();
                    if act {
                        self.name_act(class, value);
                    }
                    self.cited(class, value);
                }
            }
            Json::Array(list) => list.iter().for_each(|item| {
                if item.get("reference").is_some() {
                    self.name_act(class, item);
                }
                self.cited(class, item);
            }),
            _ => {}
        }
    }

    fn name_act(&mut self, class: Class, act: &Json) {
        let (reference, date) = (words(act, "reference"), words(act, "date"));
        if reference.is_some() || date.is_some() {
            self.say("earlier_acts", class, Value::Act { reference, date });
        }
    }

    fn note(&mut self, note: &DraftNote) {
        if let Some(cents) = note.amount_cents {
            let roles = vec![note.seems.clone().unwrap_or_else(|| "other".to_owned())];
            let value = Value::Amount { cents: cents.cents(), roles, beneficiary: None };
            self.say("amounts", Class::Seen, value);
        }
        if let Some(act) = &note.act {
            let date = act.date.as_ref().map(ToString::to_string);
            let value = Value::Act { reference: act.reference.clone(), date };
            self.say("earlier_acts", Class::Seen, value);
        }
        if let Some(year) = note.exercise {
            self.say("exercise", Class::Seen, Value::Number(i64::from(year)));
        }
        if let Some(figure) = &note.share {
            let value = Value::Share { figure: figure.clone(), of: None };
            self.say("percentages", Class::Seen, value);
        }
    }
}

/// The roles in which a label may hold what is paid.
fn paid_as(data: &Json) -> &'static [&'static str] {
    match data.get("role").and_then(Json::as_str) {
        Some("advance") => &["advance", "instalment"],
        Some("instalment") => &["instalment", "advance"],
        Some("balance") => &["balance"],
        Some("whole") => &["subsidy", "instalment", "balance"],
        _ => &["instalment", "advance", "balance", "subsidy"],
    }
}
