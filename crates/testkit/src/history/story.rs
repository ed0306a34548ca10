//! What the sources of a few conventions tell, made up from random numbers.
//!
//! A convention has a grant, at most three avenants, payments and reports. Each fact is told by
//! the act that decides it, by later acts that recall it with vaguer dates and sometimes other
//! figures, by the beneficiary, and now and then twice by the same passage. Between them stand
//! facts of other streams, kinds from the future, data of the wrong shape, corrections and voids.

use super::{Size, Told};
use crate::prng::Prng;
use serde_json::{Map, Value, json};

const BENEFICIARIES: &[(&str, &str, &str)] = &[
    ("les-ateliers-du-pont", "Les Ateliers du Pont", "association"),
    ("harmonie-des-trois-vallees", "Harmonie des Trois Vallées", "association"),
    ("l-oeuvre-a-coeur-joie", "L’Œuvre à Cœur-Joie", "association"),
    ("fabrique-de-la-combe", "Fabrique de la Combe", "SCIC"),
];
const GRADES: &[&str] = &["act", "record", "recital", "declared", "inferred"];
/// The place in the list of the testimony that opens the ledger.
const OPENING: usize = 0;

struct Story<'a> {
    random: &'a mut Prng,
    size: Size,
    told: Vec<Told>,
    documents: u64,
}

/// A convention while its story is told.
struct Convention {
    stream: String,
    beneficiary: Value,
    year: i64,
    amount: i64,
    budget: i64,
}

pub(super) fn tell(random: &mut Prng, size: Size) -> Vec<Told> {
    let mut story = Story { random, size, told: Vec::new(), documents: 0 };
    let opened = json!({
        "format": 1, "chain_hash": "blake3", "tree_hash": "sha256",
        "name": "Métropole de Vauclaire", "nonce": "00".repeat(32)
    });
    story.push("ledger", "LedgerOpened", "2020-01-01", "record", opened);
    for _ in 0..size.conventions.max(1) {
        story.convention();
    }
    story.noise();
    story.overrides();
    story.told
}

impl Story<'_> {
    fn push(
        &mut self,
        stream: &str,
        kind: &str,
        effective: &str,
        grade: &'static str,
        data: Value,
    ) {
        let again = self.documents > 0 && self.random.chance(5);
        self.documents += u64::from(!again);
        let document = format!("{:064x}", self.documents / 6);
        let from = self.documents * 40;
        let mut sources = vec![(document.clone(), [from, from + 30], vec![])];
        let fields: Vec<String> =
            data.as_object().into_iter().flatten().map(|(k, _)| k.clone()).collect();
        if !fields.is_empty() && self.random.chance(60) {
            let field = format!("/{}", self.random.pick(&fields));
            sources.push((document, [from + 3, from + 9], vec![field]));
        }
        if self.random.chance(8) {
            sources.clear();
        }
        let mut causes = Vec::new();
        if self.told.len() > 1 && self.random.chance(20) {
            causes.push(self.random.below(self.told.len()));
        }
        let (stream, kind, effective) = (stream.into(), kind.into(), effective.into());
        let overrides = None;
        self.told.push(Told {
            stream,
            kind,
            schema: 1,
            effective,
            grade,
            sources,
            data,
            causes,
            overrides,
        });
        if self.random.chance(4) {
            let twice = self.told[self.told.len() - 1].clone();
            self.told.push(twice);
        }
    }

    /// A fact as the act that decides it tells it, then as others may tell it later.
    fn fact(&mut self, c: &Convention, kind: &str, day: (i64, i64, i64), data: &Value) {
        if self.random.chance(80) {
            let grade = if self.random.chance(80) { "act" } else { "record" };
            let effective = self.date(day);
            self.push(&c.stream, kind, &effective, grade, data.clone());
        }
        while self.random.chance(35) {
            let mut told = data.clone();
            if self.random.chance(30) {
                self.distort(&mut told);
            }
            let later = (day.0 + self.random.between(0, 2), self.random.between(1, 12), 1);
            let effective = match self.random.below(3) {
                0 => self.date(day),
                1 => format!("../{}", exact(later)),
                _ => self.date(later),
            };
            let grade = *self.random.pick(&GRADES[2..]);
            self.push(&c.stream, kind, &effective, grade, told);
        }
    }

    /// Another figure, or one figure less.
    fn distort(&mut self, data: &mut Value) {
        let Some(map) = data.as_object_mut() else { return };
        let cents: Vec<String> = map.keys().filter(|k| k.ends_with("_cents")).cloned().collect();
        if cents.is_empty() {
            return;
        }
        let field = self.random.pick(&cents).clone();
        let kept = ["amount_cents", "to_cents"].contains(&field.as_str());
        if !kept && self.random.chance(40) {
            map.remove(&field);
        } else {
            map.insert(field, json!(self.random.between(1, 90) * 10_000));
        }
    }

    fn convention(&mut self) {
        let (slug, name, form) = *self.random.pick(BENEFICIARIES);
        let year = self.random.between(2019, 2024);
        let mut stream = format!("convention/vauclaire/{year}/{slug}");
        if self.random.chance(20) {
            stream.push_str("/2");
        }
        let mut beneficiary = json!({ "name": name });
        if self.random.chance(60) {
            beneficiary["legal_form"] = json!(form);
        }
        let budget = self.random.between(50, 900) * 100_000;
        let amount = budget * self.random.between(3, 80) / 100;
        let mut c = Convention { stream, beneficiary, year, amount, budget };
        self.procedure(&c);
        self.grant(&c);
        for number in 1..=self.random.between(0, 3) {
            self.avenant(&mut c, number);
        }
        self.money(&c);
        self.beneficiary(&c, slug);
    }

    fn procedure(&mut self, c: &Convention) {
        let day = exact((c.year, 3, self.random.between(1, 28)));
        let number = self.random.between(1000, 9999);
        let act = format!("act/vauclaire/{number}-{}-bm", c.year % 100);
        let sitting = format!("sitting/vauclaire/bureau/{day}");
        let (institution, organ) = ("Métropole de Vauclaire", "Bureau");
        self.push(
            &sitting,
            "SittingOpened",
            &day,
            "act",
            json!({
            "institution": institution, "organ": organ, "date": day }),
        );
        self.push(
            &sitting,
            "AttendanceRecorded",
            &day,
            "act",
            json!({
            "present": ["Maud Orsel", "Jean-Pascal Vigne"], "excused": ["Aline Corbet"] }),
        );
        self.push(
            &act,
            "DeliberationTabled",
            &day,
            "act",
            json!({
            "institution": institution, "organ": organ,
            "reference": format!("DSOL-014-{number}/{}/BM", c.year % 100) }),
        );
        self.push(&act, "VoteCast", &day, "act", json!({ "outcome": "adopted" }));
    }

    fn grant(&mut self, c: &Convention) {
        let mut data = json!({ "amount_cents": c.amount, "beneficiary": c.beneficiary });
        if self.random.chance(80) {
            data["budget_cents"] = json!(c.budget);
        }
        if self.random.chance(70) {
            data["exercise"] = json!(c.year);
        }
        if self.random.chance(50) {
            data["share"] =
                json!({ "stated": format!("{}%", c.amount * 100 / c.budget), "scale": 0 });
        }
        if self.random.chance(70) {
            data["act"] = json!({ "reference": format!("014-3127-{}-BM", c.year % 100) });
        }
        if self.random.chance(6) {
            data["in_kind"] = json!(self.random.chance(50));
        }
        let day = (c.year, 3, self.random.between(1, 28));
        self.fact(c, "SubsidyGranted", day, &data);
        if self.random.chance(60) {
            self.fact(c, "ConventionApproved", day, &json!({ "title": "convention d'objectifs" }));
        }
        if self.random.chance(40) {
            let on = exact((c.year, 5, 2));
            self.fact(c, "ConventionSigned", (c.year, 5, 2), &json!({ "on": on }));
        }
        if self.random.chance(60) {
            let rule = *self.random.pick(&["pro_rata", "fixed_amount"]);
            let data = json!({ "rule": rule, "words": "au prorata", "instrument": "initial" });
            self.fact(c, "BalanceRuleStated", day, &data);
        }
    }

    fn avenant(&mut self, c: &mut Convention, number: i64) {
        let day =
            (c.year + (number + 1) / 2, self.random.between(1, 12), self.random.between(1, 28));
        if self.random.chance(40) {
            self.fact(c, "AvenantRequested", day, &json!({ "by": "l'association" }));
        }
        let before = c.budget;
        c.budget = self.random.between(50, 900) * 100_000;
        let mut approved = json!({ "number": number, "changes": ["budget"] });
        match self.random.below(3) {
            0 => approved["unchanged"] = json!(["amount"]),
            1 => {
                c.amount = self.random.between(20, 400) * 50_000;
                approved["amount_cents"] = json!(c.amount);
                // Or its text says that it leaves the amount as it is, and is wrong.
                if self.random.chance(60) {
                    approved["changes"] = json!(["amount", "budget"]);
                }
            }
            _ => approved["amount_cents"] = json!(c.amount),
        }
        self.fact(c, "AvenantApproved", day, &approved);
        let instrument = if self.random.chance(85) {
            json!({ "avenant": number })
        } else {
            json!({ "act": format!("{}/{}/BM", 4000 + number, day.0 % 100) })
        };
        let mut revised = Map::from_iter([("to_cents".to_owned(), json!(c.budget))]);
        revised.insert("instrument".to_owned(), instrument);
        if self.random.chance(60) {
            revised.insert("from_cents".to_owned(), json!(before));
        }
        self.fact(c, "BudgetRevised", day, &Value::Object(revised));
        if self.random.chance(50) {
            self.fact(c, "AvenantSigned", day, &json!({ "number": number }));
        }
    }

    fn money(&mut self, c: &Convention) {
        let year = c.year + 1;
        for (role, percent) in [("advance", 50), ("instalment", 30), ("balance", 20)] {
            let amount = c.amount * percent / 100;
            let day = (year, self.random.between(1, 12), self.random.between(1, 28));
            let mut data = json!({ "amount_cents": amount, "role": role });
            if self.random.chance(60) {
                data["on"] = json!(exact(day));
            }
            if self.random.chance(40) {
                data["number"] = json!(format!("{}", self.random.between(100, 999)));
            }
            for kind in ["InstalmentAgreed", "PaymentOrdered", "PaymentExecuted"] {
                let fits = if kind == "InstalmentAgreed" {
                    json!({ "role": role, "amount_cents": amount })
                } else {
                    data.clone()
                };
                if self.random.chance(50) {
                    self.fact(c, kind, day, &fits);
                }
            }
        }
        let realised = c.budget * self.random.between(60, 120) / 100;
        if self.random.chance(60) {
            let data = json!({ "exercise": c.year, "realised_cents": realised });
            self.fact(c, "FinancialReportFiled", (year, 6, 30), &data);
        }
        if self.random.chance(30) {
            let data = json!({ "final_cents": c.amount, "realised_cents": realised });
            self.fact(c, "BalanceComputed", (year, 9, 15), &data);
        }
        if self.random.chance(15) {
            self.fact(
                c,
                "RecoveryOrdered",
                (year, 11, 3),
                &json!({ "amount_cents": c.amount / 10 }),
            );
        }
        if self.random.chance(15) {
            let data =
                json!({ "figure": "subsidy", "amount_cents": c.amount, "on": exact((year, 1, 1)) });
            self.fact(c, "StateAsserted", (year, 1, 1), &data);
        }
    }

    fn beneficiary(&mut self, c: &Convention, slug: &str) {
        if self.random.chance(50) {
            let mut data = c.beneficiary.clone();
            data["siret"] = json!("12345678900013");
            let effective = c.year.to_string();
            self.push(
                &format!("beneficiary/{slug}"),
                "BeneficiaryIdentified",
                &effective,
                "declared",
                data,
            );
        }
        if self.random.chance(50) {
            let data = json!({ "exercise": c.year, "indicators": [{ "label": "personnes accueillies",
                "count": self.random.between(1, 4000) }] });
            self.fact(c, "ActivityReported", (c.year + 1, 4, 1), &data);
        }
    }

    /// Kinds from the future, and data of the wrong shape.
    fn noise(&mut self) {
        for _ in 0..self.random.below(4) {
            let at = self.random.below(self.told.len());
            let stream = self.told[at].stream.clone();
            if self.random.chance(50) {
                self.push(&stream, "MoonLanded", "2023", "declared", json!({ "any": [1, 2] }));
            } else {
                self.push(
                    &stream,
                    "SubsidyGranted",
                    "2023",
                    "act",
                    json!({ "amount_cents": "douze" }),
                );
            }
        }
    }

    /// Corrections and voids, of facts and of each other.
    fn overrides(&mut self) {
        for target in 1..self.told.len() {
            if self.random.chance(self.size.overridden) {
                self.override_one(target);
            }
        }
    }

    fn override_one(&mut self, target: usize) {
        let old = self.told[target].clone();
        let place = self.told.len();
        let void = json!({ "entry": target, "reason": "enregistré par erreur" });
        if self.random.chance(40) || !old.stream.starts_with("convention/") {
            self.push("ledger", "EntryVoided", "XXXX", "record", void);
        } else {
            let mut data = old.data.clone();
            self.distort(&mut data);
            let kind = if self.random.chance(8) { "MoonLanded" } else { old.kind.as_str() };
            let effective = self.date((2024, 2, 2));
            let correction = json!({ "entry": target, "stream": old.stream, "kind": kind,
                "schema": 1, "data": data, "reason": "faute de frappe" });
            let grade = *self.random.pick(&["act", "record", old.grade]);
            self.push("ledger", "EntryCorrected", &effective, grade, correction);
        }
        for told in &mut self.told[place..] {
            told.overrides = Some(target);
            told.causes = vec![OPENING];
        }
        if self.random.chance(25) {
            self.override_again(place);
        }
    }

    /// An override is an entry like any other: it may be voided, and a correction corrected.
    fn override_again(&mut self, target: usize) {
        let place = self.told.len();
        let old = self.told[target].clone();
        if old.kind == "EntryCorrected" && self.random.chance(40) {
            let mut data = old.data.clone();
            self.distort(&mut data["data"]);
            self.push("ledger", "EntryCorrected", &old.effective, "act", data);
        } else {
            let void = json!({ "entry": target, "reason": "l'acte avait raison" });
            self.push("ledger", "EntryVoided", "2024", "record", void);
        }
        for told in &mut self.told[place..] {
            told.overrides = Some(target);
            told.causes.clear();
        }
        if self.random.chance(25) {
            self.override_again(place);
        }
    }

    /// A day, as precisely as a source says it.
    fn date(&mut self, day: (i64, i64, i64)) -> String {
        let (year, month, _) = day;
        if !self.random.chance(self.size.imprecise) {
            return exact(day);
        }
        match self.random.below(9) {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            2 => format!("../{}", exact(day)),
            3 => format!("{year}-01/{}", exact(day)),
            4 => "XXXX".to_owned(),
            5 => format!("{}X", year / 10),
            6 => format!("{year}?"),
            7 => format!("{year}-{month:02}-XX"),
            _ => format!("{}/..", exact(day)),
        }
    }
}

fn exact((year, month, day): (i64, i64, i64)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}
