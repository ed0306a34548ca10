//! Scenes: small ledgers in which one rule is tested at a time.

use crate::finding::{Finding, Outcome};
use crate::rules::findings;
use greffe_domain::{AsOf, Content, Facts, Grade, Instant, Meta, Passage, Recorded};
use serde_json::{Value, json};

/// Streams of the scene.
pub(crate) const ACT: &str = "act/vauclaire/3127-23-bm";
pub(crate) const SITTING: &str = "sitting/vauclaire/bureau/3127-23-bm";
pub(crate) const ORGAN: &str = "organ/vauclaire/bureau";
pub(crate) const REFERENCE: &str = "DSOL-014-3127/23/BM";
pub(crate) const CONVENTION: &str = "convention/vauclaire/2023/les-ateliers";

/// A ledger in the making. Each method adds or completes one fact; nothing is stated unless a
/// test states it.
#[derive(Clone)]
pub(crate) struct Scene {
    date: String,
    attendance: Value,
    entries: Vec<(String, String, Grade, String, Value, Option<u64>)>,
}

impl Scene {
    /// A bureau sitting with this date, at which one deliberation is tabled.
    pub(crate) fn sitting(date: &str) -> Scene {
        Scene::of_organ("Bureau de la Métropole", date)
    }

    /// The same, for an organ of another name.
    pub(crate) fn of_organ(organ: &str, date: &str) -> Scene {
        Scene::of("Métropole de Vauclaire", organ, date)
    }

    /// The same, for any institution.
    pub(crate) fn of(institution: &str, organ: &str, date: &str) -> Scene {
        Scene::tabling(institution, organ, date, json!({}))
    }

    /// The same, with more fields of the deliberation.
    pub(crate) fn tabling(institution: &str, organ: &str, date: &str, more: Value) -> Scene {
        let sitting = json!({ "institution": institution, "organ": organ, "date": date });
        let act = with(
            json!({ "institution": institution, "organ": organ, "reference": REFERENCE,
                "title": "Attribution d'une subvention", "sitting": SITTING }),
            more,
        );
        Scene::empty(date).tell(SITTING, "SittingOpened", sitting).tell(
            ACT,
            "DeliberationTabled",
            act,
        )
    }

    /// A ledger without any fact; what is told in it is dated so.
    pub(crate) fn empty(date: &str) -> Scene {
        Scene { date: date.to_owned(), attendance: json!({}), entries: Vec::new() }
    }

    /// The act grants so many cents to an association for 2023.
    pub(crate) fn grant(self, cents: i64) -> Scene {
        self.grant_with(cents, json!({}))
    }

    /// The same, with more fields of the grant.
    pub(crate) fn grant_with(self, cents: i64, more: Value) -> Scene {
        let grant = json!({ "amount_cents": cents, "exercise": 2023,
            "beneficiary": { "name": "Les Ateliers du Pont", "legal_form": "association" },
            "act": { "reference": REFERENCE } });
        self.tell(CONVENTION, "SubsidyGranted", with(grant, more))
    }

    /// The act approves avenant no. 1, which replaces the budget of this exercise.
    pub(crate) fn avenant(self, exercise: i32, more: Value) -> Scene {
        let avenant = json!({ "number": 1, "changes": ["budget"], "unchanged": ["amount"],
            "exercise": exercise, "act": { "reference": REFERENCE } });
        self.tell(CONVENTION, "AvenantApproved", with(avenant, more))
    }

    /// A record says that a formality of the act was done, on a day or without one (`""`).
    pub(crate) fn done(self, formality: &str, on: &str) -> Scene {
        let more = if on.is_empty() { json!({}) } else { json!({ "on": on }) };
        self.formality(formality, true, more)
    }

    /// A record says that a formality of the act was done, or was not.
    pub(crate) fn formality(self, formality: &str, done: bool, more: Value) -> Scene {
        let data = with(json!({ "formality": formality, "done": done }), more);
        self.record(ACT, "FormalityRecorded", data)
    }

    /// Adds a fact of grade `record`, dated like the sitting.
    pub(crate) fn record(self, stream: &str, kind: &str, data: Value) -> Scene {
        let date = self.date.clone();
        self.tell_as(stream, kind, Grade::Record, &date, data)
    }

    /// Adds a fact of grade `act`, dated like the sitting.
    pub(crate) fn tell(self, stream: &str, kind: &str, data: Value) -> Scene {
        let date = self.date.clone();
        self.tell_as(stream, kind, Grade::Act, &date, data)
    }

    /// Adds a fact of any grade and date.
    pub(crate) fn tell_as(
        mut self,
        stream: &str,
        kind: &str,
        grade: Grade,
        effective: &str,
        data: Value,
    ) -> Scene {
        let told = (stream.to_owned(), kind.to_owned(), grade, effective.to_owned(), data, None);
        self.entries.push(told);
        self
    }

    /// A row of a table grants so many cents to a body, with its number if the row gives one.
    pub(crate) fn row(self, row: u64, grant: Value, number: Option<&str>) -> Scene {
        let name = grant["beneficiary"]["name"].as_str().unwrap().to_owned();
        let (date, stream) = (self.date.clone(), format!("convention/vauclaire/2023/rang/{row}"));
        let scene = self.tell_as(&stream, "SubsidyGranted", Grade::Declared, &date, grant);
        let scene = match number {
            Some(siren) => scene.tell_as(
                &format!("beneficiary/{siren}"),
                "BeneficiaryIdentified",
                Grade::Declared,
                &date,
                json!({ "name": name, "siren": siren }),
            ),
            None => scene,
        };
        scene.in_row(row, 1 + usize::from(number.is_some()))
    }

    /// The last facts stand in one row of a table.
    fn in_row(mut self, row: u64, count: usize) -> Scene {
        self.entries.iter_mut().rev().take(count).for_each(|entry| entry.5 = Some(row));
        self
    }

    /// States the number of members in office.
    pub(crate) fn in_office(mut self, members: u32) -> Scene {
        self.attendance["members_in_office"] = members.into();
        self
    }

    /// Names so many members present.
    pub(crate) fn present(mut self, members: u32) -> Scene {
        self.attendance["present"] = (0..members).map(|n| format!("Membre N{n}")).collect();
        self
    }

    /// The scene without some of its facts, chosen by their place.
    pub(crate) fn keeping(mut self, keep: impl Fn(usize) -> bool) -> Scene {
        let mut place = 0;
        self.entries.retain(|_| {
            place += 1;
            keep(place - 1)
        });
        self
    }

    /// The number of the last fact that was told.
    pub(crate) fn last(&self) -> u64 {
        u64::try_from(self.entries.len() - 1).unwrap()
    }

    /// Everything the catalogue finds in the scene.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        self.findings_at(AsOf::default())
    }

    /// The same, at two clocks.
    pub(crate) fn findings_at(&self, as_of: AsOf) -> Vec<Finding> {
        findings(&self.facts(), as_of)
    }

    /// The facts of the scene, as entries numbered from 0.
    pub(crate) fn facts(&self) -> Facts {
        let mut scene = self.clone();
        if scene.attendance != json!({}) {
            let attendance = scene.attendance.clone();
            scene = scene.tell(SITTING, "AttendanceRecorded", attendance);
        }
        let mut facts = Facts::default();
        for (seq, (stream, kind, grade, effective, data, row)) in (0u64..).zip(scene.entries) {
            let meta = Meta {
                seq,
                stream: stream.parse().unwrap(),
                effective: effective.parse().unwrap(),
                recorded_at: Instant::from_micros(i64::try_from(seq).unwrap()).unwrap(),
                recorded_by: "clerk".to_owned(),
                grade,
                sources: vec![Passage {
                    // The act is one document, and what tells with another grade is another.
                    document: format!("{:064x}", grade as u8),
                    span: row.map_or((seq, seq + 1), |row| (1000 * row, 1000 * row + 999)),
                    fields: vec![],
                }],
                causes: vec![],
            };
            let recorded = Recorded::of(meta, &kind, 1, data);
            let known = matches!(recorded.content, Content::Known(_));
            assert!(known, "a scene tells known facts: {recorded:?}");
            facts.insert(&recorded);
        }
        facts
    }

    /// The codes of what a rule lacks in the scene.
    pub(crate) fn lacking(&self, rule: &str) -> Vec<&'static str> {
        let found = self.findings();
        found
            .iter()
            .filter(|f| f.rule == rule)
            .flat_map(|f| f.missing.iter().map(|m| m.code))
            .collect()
    }
}

/// What a rule says of the scene; `None` when it does not apply. Panics on two verdicts.
pub(crate) fn outcome_of(rule: &str, scene: &Scene) -> Option<Outcome> {
    let found: Vec<Finding> = scene.findings().into_iter().filter(|f| f.rule == rule).collect();
    assert!(found.len() <= 1, "{rule} speaks once: {found:?}");
    found.first().map(|f| f.outcome)
}

/// An object with the fields of another put over its own.
pub(crate) fn with(mut base: Value, more: Value) -> Value {
    let (Value::Object(fields), Value::Object(extra)) = (&mut base, more) else {
        panic!("scenes merge objects");
    };
    fields.extend(extra);
    base
}
