//! The money of a grant: its terms, its payments, its avenant, its accounts and its balance.

use super::json::Object;
use super::names::{INDICATORS, PLACES, PURPOSES, member, pick};
use super::subject::{Date, Dossier};
use super::{Said, Scribe};
use crate::prng::Prng;

const BALANCE_WORDS: &str =
    "Le solde est calculé au prorata des dépenses réalisées rapportées au budget prévisionnel.";

impl Scribe {
    /// What the act decides: the grant, its convention, its terms; and who receives it.
    pub(super) fn grant(&mut self, dossier: &Dossier, random: &mut Prng) {
        let granted = Object::new()
            .number("amount_cents", dossier.amount)
            .part("beneficiary", beneficiary(dossier))
            .number("exercise", dossier.date.year.cast_signed())
            .text("purpose", pick(PURPOSES, dossier.register))
            .text("assignment", if random.chance(50) { "operation" } else { "project" })
            .number("budget_cents", dossier.budget)
            .part("share", share(dossier.share))
            .part("act", deciding(dossier));
        let fields: &[&str] =
            if random.chance(50) { &["/amount_cents", "/budget_cents"] } else { &[] };
        let granted = self.say(money(dossier, "SubsidyGranted", granted), dossier.document, fields);
        let approved = Object::new()
            .text("title", "convention d’objectifs")
            .part("act", deciding(dossier))
            .flag("annexed", true);
        self.say(money(dossier, "ConventionApproved", approved), dossier.document, &[]);
        self.follows(granted);
        let rule = Object::new()
            .text("rule", "pro_rata")
            .text("words", BALANCE_WORDS)
            .text("instrument", "initial");
        self.say(money(dossier, "BalanceRuleStated", rule), dossier.document, &[]);
        let schedule =
            [("advance", 50, "à la signature"), ("balance", 20, "après remise du compte rendu")];
        for (role, percent, condition) in schedule {
            let agreed = Object::new()
                .text("role", role)
                .part("share", share(percent))
                .text("condition", condition);
            self.say(money(dossier, "InstalmentAgreed", agreed), dossier.document, &["/share"]);
        }
        self.identify(dossier);
    }

    fn identify(&mut self, dossier: &Dossier) {
        let siren = siren(dossier.register);
        let (town, _) = pick(PLACES, dossier.register / 528);
        let seat = format!("{} rue des Lavandières, {town}", 1 + dossier.register % 90);
        let data = Object::new()
            .text("name", &dossier.name)
            .text("legal_form", dossier.legal_form)
            .text("siren", &siren)
            .text("rna", &format!("W991{:06}", dossier.register))
            .text("seat", &seat);
        let (stream, effective) = (&*dossier.beneficiary, dossier.date);
        let (kind, grade) = ("BeneficiaryIdentified", "recital");
        self.say(Said { stream, kind, effective, grade, data }, dossier.document, &["/siren"]);
    }

    /// The convention is signed, and what the law attaches to it is done.
    pub(super) fn sign(&mut self, dossier: &Dossier) {
        let day = dossier.date.later(1, 9);
        let by = [member(dossier.institution, 0), member(dossier.institution, 300)];
        let signed = Object::new()
            .text("on", &day.to_string())
            .part("by", Object::texts(by.iter().map(String::as_str)))
            .part("clauses", Object::texts(["object", "amount", "payment_terms"]));
        self.note(record(dossier, "ConventionSigned", day, signed), Vec::new());
        let done = Object::new().text("formality", "essential_data_published").flag("done", true);
        self.note(record(dossier, "FormalityRecorded", day, done), Vec::new());
    }

    /// One instalment, ordered and executed.
    pub(super) fn pay(&mut self, dossier: &Dossier, instalment: u64) {
        let mut random = dossier.random(self.seed, 1 + instalment);
        let role = if instalment == 0 { "advance" } else { "instalment" };
        let parts = 1 + random.next() % 3;
        let whole = dossier.amount / 100 * if instalment == 0 { 50 } else { 15 };
        for part in 0..parts {
            let day = dossier.date.later(2 + instalment * 2, 3 + part);
            self.instalment(dossier, role, whole / parts.cast_signed(), day, &mut random);
        }
        if random.chance(2) {
            let void = Object::new()
                .number("entry", self.next.cast_signed() - 1)
                .text("reason", "saisi deux fois");
            let (kind, grade) = ("EntryVoided", "record");
            let effective = dossier.date.later(3, 0);
            self.note(Said { stream: "ledger", kind, effective, grade, data: void }, Vec::new());
        }
    }

    fn instalment(
        &mut self,
        dossier: &Dossier,
        role: &str,
        cents: i64,
        day: Date,
        random: &mut Prng,
    ) {
        let number = format!("{}-{:05}", day.year, random.next() % 90_000);
        let ordered = Object::new()
            .number("amount_cents", cents)
            .text("role", role)
            .text("number", &number)
            .text("on", &day.to_string());
        let causes = vec![self.next.saturating_sub(1 + random.next() % 400)];
        let ordered = self.note(record(dossier, "PaymentOrdered", day, ordered), causes);
        let executed = Object::new()
            .number("amount_cents", cents)
            .text("role", role)
            .text("number", &number)
            .text("on", &day.later(0, 6).to_string());
        let executed = record(dossier, "PaymentExecuted", day.later(0, 6), executed);
        self.note(executed, vec![ordered]);
    }

    /// In half of all cases: an avenant that replaces the budget.
    pub(super) fn amend(&mut self, dossier: &Dossier) {
        let mut random = dossier.random(self.seed, 8);
        if !random.chance(50) {
            return;
        }
        let day = dossier.date.later(6, 0);
        let document = super::hash(&mut random);
        let budget = dossier.budget / 100 * random.between(60, 130);
        let said = |kind, data| Said {
            stream: &dossier.convention,
            kind,
            effective: day,
            grade: "act",
            data,
        };
        if random.chance(60) {
            let asked = Object::new().text("by", "l’association").number("budget_cents", budget);
            self.say(said("AvenantRequested", asked), document, &[]);
        }
        let reference = format!("{}-A1", dossier.reference);
        let act = Object::new().text("reference", &reference).text("date", &day.to_string());
        let approved = Object::new()
            .number("number", 1)
            .part("changes", Object::texts(["budget"]))
            .part("unchanged", Object::texts(["amount"]))
            .number("amount_cents", dossier.amount)
            .part("act", act)
            .number("exercise", dossier.date.year.cast_signed());
        let approved = self.say(said("AvenantApproved", approved), document, &["/amount_cents"]);
        let revised = Object::new()
            .number("from_cents", dossier.budget)
            .number("to_cents", budget)
            .part("instrument", Object::new().number("avenant", 1))
            .text("requested_by", "l’association");
        self.say(said("BudgetRevised", revised), document, &["/to_cents"]);
        self.follows(approved);
        let signed = Object::new().number("number", 1).text("on", &day.later(1, 2).to_string());
        self.note(record(dossier, "AvenantSigned", day.later(1, 2), signed), Vec::new());
    }

    /// The accounts of the year, the balance, and its payment.
    pub(super) fn close(&mut self, dossier: &Dossier) {
        let mut random = dossier.random(self.seed, 9);
        let (year, day) = (dossier.date.year.cast_signed(), dossier.date.later(12, 11));
        let document = super::hash(&mut random);
        let said = |kind, grade, data| Said {
            stream: &dossier.convention,
            kind,
            effective: day,
            grade,
            data,
        };
        if random.chance(60) {
            let mut indicators = Object::list(256);
            for _ in 0..random.between(1, 5) {
                let label = pick(INDICATORS, random.next());
                let count = random.between(3, 4_000);
                indicators.object(Object::new().text("label", label).number("count", count));
            }
            let report = Object::new().number("exercise", year).part("indicators", indicators);
            self.say(said("ActivityReported", "declared", report), document, &["/indicators"]);
        }
        let realised = dossier.budget / 100 * random.between(70, 104);
        let filed = Object::new()
            .number("exercise", year)
            .text("on", &day.to_string())
            .number("realised_cents", realised)
            .flag("compares_forecast", true);
        let filed = self.say(
            said("FinancialReportFiled", "declared", filed),
            document,
            &["/realised_cents"],
        );
        let due = dossier.amount.min(realised / 100 * dossier.share);
        let balance = (due - dossier.amount / 100 * 80).max(0);
        let computed = Object::new()
            .number("balance_cents", balance)
            .number("final_cents", due)
            .number("realised_cents", realised)
            .number("budget_cents", dossier.budget);
        self.say(said("BalanceComputed", "record", computed), document, &["/balance_cents"]);
        self.follows(filed);
        if balance > 0 {
            self.instalment(dossier, "balance", balance, day.later(2, 0), &mut random);
        }
    }
}

/// Something an act decides of the money.
fn money<'a>(dossier: &'a Dossier, kind: &'static str, data: Object) -> Said<'a> {
    Said { stream: &dossier.convention, kind, effective: dossier.date, grade: "act", data }
}

/// Something the accounts record of a convention.
fn record<'a>(dossier: &'a Dossier, kind: &'static str, effective: Date, data: Object) -> Said<'a> {
    Said { stream: &dossier.convention, kind, effective, grade: "record", data }
}

fn deciding(dossier: &Dossier) -> Object {
    Object::new().text("reference", &dossier.reference).text("date", &dossier.date.to_string())
}

fn beneficiary(dossier: &Dossier) -> Object {
    Object::new().text("name", &dossier.name).text("legal_form", dossier.legal_form)
}

/// A share in whole percent, as stated.
fn share(percent: i64) -> Object {
    Object::new().text("stated", &format!("{percent}%")).number("scale", 0)
}

/// Nine digits whose last is the Luhn check. Those that begin with three zeros belong to nobody.
fn siren(register: u64) -> String {
    let digits = format!("{register:08}");
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = u32::from(digit - b'0') * if at % 2 == 1 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
