//! Whether a rule reaches a date, and whether the date is precise enough to say so.

use super::missing;
use crate::finding::Lacking;
use crate::rule::{Applicable, Rule};
use greffe_domain::{Day, Edtf};

/// What is missing to choose the version of a rule: nothing, or the day of the sitting. `None`
/// when no version was in force at that date, so that the rule does not apply.
pub(crate) fn reach(rule: &Rule, when: Option<&Edtf>) -> Option<Vec<Lacking>> {
    let unknown = Edtf::unknown();
    let date = when.unwrap_or(&unknown);
    let begins = rule.versions.first().and_then(|v| v.from.parse::<Day>().ok());
    if begins.is_some_and(|day| date.latest() < day) {
        return None;
    }
    let straddles = begins.is_some_and(|day| date.earliest() < day);
    match rule.applicable(when) {
        Applicable::None => None,
        Applicable::One(_) if !straddles => Some(Vec::new()),
        Applicable::One(_) | Applicable::Several(_) => Some(vec![missing::sitting_day()]),
    }
}

/// Whether a date lies wholly before a day; a date that is not known does not.
pub(crate) fn before(when: Option<&Edtf>, day: &str) -> bool {
    let day: Option<Day> = day.parse().ok();
    when.zip(day).is_some_and(|(when, day)| when.latest() < day)
}

#[cfg(test)]
mod tests {
    use super::super::sitting::minutes_content::RULE;
    use super::*;

    #[test]
    fn a_rule_reaches_the_dates_of_its_versions() {
        let lacks = |when: &str| reach(&RULE, Some(&when.parse().unwrap())).map(|l| l.len());
        assert_eq!(lacks("2022-06-30"), None);
        assert_eq!(lacks("2022"), Some(1));
        assert_eq!(lacks("2022-07-01"), Some(0));
        assert_eq!(reach(&RULE, None).map(|l| l.len()), Some(1));
    }
}
