//! The financial report: within six months of the end of the year, when the grant is assigned to
//! a specified expense. The year is taken to be the calendar year. Where no source states it, neither of the
//! grant nor of the report, nothing is concluded from the year in the stream's name.

use crate::dossier::ConventionDossier;
use crate::finding::Severity;
use crate::rule::{Check, Parameter, Rule, Verdict, Version};
use crate::rules::wording::{date, day_en, day_fr};
use crate::rules::{missing, sources};
use greffe_domain::{Agrees as _, Assignment, Day, Edtf, Fact, FinancialReportFiled};

/// The delay after the end of the year.
static MONTHS: Parameter = Parameter {
    name: "months",
    fr: "mois entre la fin de l'exercice et le dépôt du compte rendu",
    en: "months between the end of the year and the filing of the report",
    law: 6,
    strictest: 1,
};

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "financial-report-six-months",
    fr: "Si la subvention est affectée à une dépense déterminée, le compte rendu financier, qui compare prévu et réalisé, est déposé dans les six mois de la fin de l'exercice.",
    en: "When a grant is assigned to a specified expense, a financial report that compares forecast and actual is filed within six months of the end of the year.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "Loi n° 2000-321, art. 10 ; arrêté du 11 octobre 2006",
        read_at: sources::ISBL_CONVENTION,
        from: "2006-10-14",
        until: "",
    }],
    needs: &["assignment", "financial_report", "report_date", "forecast_comparison", "budget_year"],
    check: Check::ConventionBy(&MONTHS, check),
};

fn check(convention: &ConventionDossier<'_>, months: i64) -> Vec<Verdict> {
    let view = &convention.view;
    let year = view.year().and_then(|year| i16::try_from(year).ok());
    let months = i8::try_from(months).ok();
    let Some(due) = year.zip(months).and_then(|(y, m)| Day::last_of_month(y.checked_add(1)?, m))
    else {
        return Vec::new();
    };
    let assigned = match view.assignment.as_ref().map(|a| a.value) {
        Some(Assignment::Operation) => return Vec::new(),
        Some(Assignment::Project | Assignment::Investment) => true,
        // Operation and programme together: the texts do not settle it.
        Some(Assignment::OperationAndProgramme) | None => false,
    };
    let said = convention.financial_reports().any(|(_, report)| report.exercise.is_some());
    let assumed = view.assumed_year.filter(|_| !said);
    let verdict = if let Some(filing) = Filing::of(convention, due) {
        let told = filing.told.iter().map(|fact| ([fact.meta.seq], fact.passages("")));
        let told: Vec<_> = told.collect();
        let sources = told.iter().map(|(entry, passages)| (entry.as_slice(), passages.as_slice()));
        judged(&filing, due, assigned).resting_on(sources)
    } else {
        let mut lacking = Vec::new();
        if !assigned {
            lacking.push(missing::assignment());
        }
        lacking.push(missing::financial_report());
        Verdict::cannot_conclude(
            lacking,
            format!(
                "Aucun compte rendu financier au registre ; si l'aide est affectée, il est dû le {}.",
                day_fr(due)
            ),
            format!(
                "No financial report in the ledger; if the aid is assigned, it is due on {}.",
                day_en(due)
            ),
        )
    };
    let assignment =
        view.assignment.as_ref().map(|a| (a.entries.as_slice(), a.passages.as_slice()));
    let verdict = verdict.assuming_year(assumed);
    vec![verdict.resting_on(assignment).dated(convention.granted_on())]
}

/// A report as one entry tells it.
type Report<'a> = (&'a Fact, &'a FinancialReportFiled);

/// A report as all who may tell of its filing tell it.
struct Filing<'a> {
    /// When, as precisely as they say.
    on: Option<&'a Edtf>,
    /// Whether it compares forecast and actual, where one says so.
    compares_forecast: Option<bool>,
    told: Vec<&'a Fact>,
}

impl<'a> Filing<'a> {
    /// The report on the year: one that compares forecast and actual and came in time, whatever came before
    /// it; else the first. Where one names the year, only those that do are asked.
    fn of(convention: &ConventionDossier<'a>, due: Day) -> Option<Filing<'a>> {
        let named = convention.financial_reports().any(|(_, report)| report.exercise.is_some());
        let of_year = |report: &Report<'a>| !named || report.1.exercise.is_some();
        let mut filings = convention
            .financial_reports()
            .filter(of_year)
            .map(|one| Filing::around(convention, one));
        let first = filings.next()?;
        let complete = |filing: &Filing<'_>| {
            filing.compares_forecast == Some(true) && filing.on.is_some_and(|on| on.latest() <= due)
        };
        if complete(&first) {
            return Some(first);
        }
        Some(filings.find(complete).unwrap_or(first))
    }

    /// What others say of a filing whose date can be the same, they say of it.
    fn around(convention: &ConventionDossier<'a>, first: Report<'a>) -> Filing<'a> {
        let nowhen = Edtf::unknown();
        let agrees = |told: &Report<'a>| {
            filed_on(*told).unwrap_or(&nowhen).agrees(filed_on(first).unwrap_or(&nowhen))
        };
        let others = convention.financial_reports();
        let others = others.filter(|(fact, _)| fact.meta.seq != first.0.meta.seq);
        let told: Vec<_> = std::iter::once(first).chain(others.filter(agrees)).collect();
        let dates = told.iter().rev().filter_map(|told| filed_on(*told));
        Filing {
            on: dates.max_by_key(|on| on.precision()),
            compares_forecast: told.iter().find_map(|(_, report)| report.compares_forecast),
            told: told.iter().map(|(fact, _)| *fact).collect(),
        }
    }
}

/// The day that the source states, else that of the fact where it is one.
fn filed_on((fact, report): Report<'_>) -> Option<&Edtf> {
    let effective = &fact.meta.effective;
    report.on.as_ref().or(effective.day().map(|_| effective))
}

fn judged(filing: &Filing<'_>, due: Day, assigned: bool) -> Verdict {
    let on = filing.on;
    let (due_fr, due_en) = (day_fr(due), day_en(due));
    let in_time = on.map(Edtf::latest).is_some_and(|day| day <= due);
    let late = on.map(Edtf::earliest).is_some_and(|day| day > due);
    let (fr, en) = on.map(date).unwrap_or_default();
    if late && assigned {
        return Verdict::irregular(
            format!("Compte rendu financier déposé le {fr}, après le {due_fr}."),
            format!("Financial report filed on {en}, after {due_en}."),
        );
    }
    if assigned && in_time && filing.compares_forecast == Some(false) {
        return Verdict::irregular(
            format!("Compte rendu financier déposé le {fr}, sans comparer prévu et réalisé."),
            format!("Financial report filed on {en}, without comparing forecast and actual."),
        );
    }
    if in_time && filing.compares_forecast == Some(true) {
        return Verdict::conforming(
            format!("Compte rendu financier déposé le {fr}, dû le {due_fr}."),
            format!("Financial report filed on {en}, due {due_en}."),
        );
    }
    let mut lacking = Vec::new();
    if !assigned && (late || filing.compares_forecast == Some(false)) {
        lacking.push(missing::assignment());
    }
    if !in_time && !late {
        lacking.push(missing::report_date());
    }
    if filing.compares_forecast.is_none() {
        lacking.push(missing::forecast_comparison());
    }
    Verdict::cannot_conclude(
        lacking,
        if in_time {
            format!(
                "Compte rendu financier déposé le {fr}, dans le délai ; la comparaison du prévu et du réalisé n'est pas au registre."
            )
        } else {
            format!(
                "Compte rendu financier déposé ; délai (dû le {due_fr}) ou affectation ne peuvent être établis."
            )
        },
        if in_time {
            format!(
                "Financial report filed on {en}, in time; the comparison of forecast and actual is not in the ledger."
            )
        } else {
            format!("Financial report filed; delay (due {due_en}) or assignment cannot be told.")
        },
    )
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{CONVENTION, Scene, outcome_of};
    use greffe_domain::Grade;
    use serde_json::{Value, json};

    fn filed(assignment: &str, report: Value) -> Scene {
        let assigned = json!({ "assignment": assignment });
        let scene = Scene::sitting("2023-03-16").grant_with(6_000_000, assigned);
        scene.record(CONVENTION, "FinancialReportFiled", report)
    }

    fn outcome(scene: &Scene) -> Option<Outcome> {
        outcome_of(super::RULE.id, scene)
    }

    #[test]
    fn six_months_after_the_year() {
        let on = |day: &str| json!({ "on": day, "compares_forecast": true });
        assert_eq!(outcome(&filed("project", on("2024-06-30"))), Some(Outcome::Conforming));
        assert_eq!(outcome(&filed("project", on("2024-07-01"))), Some(Outcome::Irregular));
        assert_eq!(outcome(&filed("operation", on("2024-07-01"))), None);
        let both = filed("operation_and_programme", on("2024-07-01"));
        assert_eq!(both.lacking(super::RULE.id), ["assignment"]);
        let bare = json!({ "on": "2024-06-17", "compares_forecast": false });
        assert_eq!(outcome(&filed("project", bare)), Some(Outcome::Irregular));
    }

    /// The year in the name of the stream is not what a source says: no delay counted from it is kept or missed.
    #[test]
    fn a_year_that_no_source_states_is_an_assumption() {
        let no_year = json!({ "assignment": "project", "exercise": null });
        let scene = Scene::sitting("2023-03-16").grant_with(6_000_000, no_year);
        let on = |day: &str| {
            let report = json!({ "on": day, "compares_forecast": true });
            scene.clone().record(CONVENTION, "FinancialReportFiled", report)
        };
        for day in ["2024-06-30", "2024-07-01"] {
            assert_eq!(on(day).lacking(super::RULE.id), ["budget_year"], "{day}");
            let found = on(day).findings();
            let found = found.iter().find(|f| f.rule == super::RULE.id).unwrap();
            assert!(found.sentence.fr.contains("nom du dossier"), "{}", found.sentence.fr);
        }
        assert_eq!(scene.lacking(super::RULE.id), ["financial_report", "budget_year"]);
        // A source that gives the year settles it.
        let told = json!({ "amount_cents": 6_000_000, "exercise": 2023,
            "beneficiary": { "name": "Les Ateliers du Pont" } });
        let settled = on("2024-07-01").record(CONVENTION, "SubsidyGranted", told);
        assert_eq!(outcome(&settled), Some(Outcome::Irregular));
    }

    #[test]
    fn silence_is_named() {
        let grant = Scene::sitting("2023-03-16").grant(6_000_000);
        assert_eq!(grant.lacking(super::RULE.id), ["assignment", "financial_report"]);
        let table = filed("project", json!({ "on": "2024-06-17" }));
        assert_eq!(table.lacking(super::RULE.id), ["forecast_comparison"]);
    }

    /// A convention of several years has a report on each: that on 2022 says nothing of 2023.
    #[test]
    fn a_report_on_another_year_is_not_the_one_owed() {
        let on = |year: i32, day: &str| json!({ "exercise": year, "on": day, "compares_forecast": true });
        let other = filed("project", on(2022, "2023-06-17"));
        assert_eq!(other.lacking(super::RULE.id), ["financial_report"]);
        let both = other.record(CONVENTION, "FinancialReportFiled", on(2023, "2024-07-01"));
        assert_eq!(outcome(&both), Some(Outcome::Irregular));
    }

    /// What was filed too early to be whole takes nothing from what was filed whole and in time.
    #[test]
    fn a_whole_report_in_time_counts_whatever_came_before_it() {
        let report = |on: &str, whole: bool| json!({ "exercise": 2023, "on": on, "compares_forecast": whole });
        let early = filed("project", report("2024-01-15", false));
        assert_eq!(outcome(&early), Some(Outcome::Irregular));
        let then =
            |day: &str| early.clone().record(CONVENTION, "FinancialReportFiled", report(day, true));
        assert_eq!(outcome(&then("2024-06-17")), Some(Outcome::Conforming));
        assert_eq!(outcome(&then("2024-07-01")), Some(Outcome::Irregular));
        // One that names no year is not put before one that does.
        let other = json!({ "on": "2023-06-17", "compares_forecast": true });
        let other = early.clone().record(CONVENTION, "FinancialReportFiled", other);
        assert_eq!(outcome(&other), Some(Outcome::Irregular));
    }

    /// One source names the year, the other the day and what the report compares.
    #[test]
    fn one_report_is_told_by_several() {
        let grant =
            Scene::sitting("2023-03-16").grant_with(6_000_000, json!({ "assignment": "project" }));
        let year = json!({ "exercise": 2023 });
        let named = grant.tell_as(CONVENTION, "FinancialReportFiled", Grade::Record, "2024", year);
        let told = |on: &str| {
            let dated = json!({ "on": on, "compares_forecast": true });
            outcome(&named.clone().record(CONVENTION, "FinancialReportFiled", dated))
        };
        assert_eq!(told("2024-06-30"), Some(Outcome::Conforming));
        assert_eq!(told("2024-07-01"), Some(Outcome::Irregular));
    }
}
