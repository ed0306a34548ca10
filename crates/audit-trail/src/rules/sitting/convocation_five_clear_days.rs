//! Notice of meeting: five clear days, or one in an urgency that the assembly accepted.

use crate::dossier::{ActDossier, Told};
use crate::finding::Severity;
use crate::rule::{Check, Parameter, Rule, Verdict, Version};
use crate::rules::sitting::size;
use crate::rules::wording::{day_en, day_fr};
use crate::rules::{missing, sources};
use greffe_domain::Day;

/// Days between the sending and the sitting, both excluded.
static CLEAR_DAYS: Parameter = Parameter {
    name: "clear_days",
    fr: "jours francs entre la convocation et la séance",
    en: "clear days between notice and sitting",
    law: 5,
    strictest: 60,
};
/// The same, in an accepted urgency.
const CLEAR_DAYS_IN_URGENCY: i64 = 1;

/// See the module.
pub(crate) static RULE: Rule = Rule {
    id: "convocation-five-clear-days",
    fr: "Dans les EPCI et les communes de 3 500 habitants et plus, la convocation part au moins cinq jours francs avant la séance ; l'urgence, acceptée par l'assemblée, peut réduire ce délai à un jour franc.",
    en: "In EPCIs and communes of 3,500 inhabitants and more the notice of meeting is sent at least five clear days before the sitting; an urgency that the assembly accepts can shorten it to one clear day.",
    severity: Severity::Major,
    versions: &[Version {
        citation: "CGCT, art. L2121-12 (et L5211-1)",
        read_at: sources::L2121_12,
        from: "",
        until: "",
    }],
    needs: &["sitting_day", "convocation_date", "population"],
    check: Check::ActBy(&CLEAR_DAYS, check),
};

fn check(act: &ActDossier<'_>, clear_days: i64) -> Vec<Verdict> {
    if !act.by_local_assembly() {
        return Vec::new();
    }
    let verdict = counted(act, clear_days);
    // A commune's own regulation binds it whatever its size; five days are the law's from 3 500 inhabitants on.
    let by_law = clear_days == CLEAR_DAYS.law;
    vec![if by_law { size::spares(act, verdict, &SMALL) } else { verdict }]
}

/// What is added where the size of a commune decides.
static SMALL: (&str, &str) = (
    "Cinq jours francs sont dus à partir de 3 500 habitants, et aucune source ne dit combien la commune en a.",
    "Five clear days are due from 3,500 inhabitants on, and no source says how many the commune has.",
);

/// What the days between notice and sitting say.
fn counted(act: &ActDossier<'_>, clear_days: i64) -> Verdict {
    let notice = act.convocation.as_ref();
    // Of a vague date the last day decides where that is early enough.
    let told = notice.and_then(|c| c.value.on.as_ref());
    let enough =
        |last: Day| act.day().is_some_and(|day| i64::from(last.days_until(day)) > clear_days);
    let sent =
        told.and_then(|on| on.day().or_else(|| Some(on.latest()).filter(|last| enough(*last))));
    let evidence = notice.map(Told::evidence);
    let (Some(sent), Some(day)) = (sent, act.day()) else {
        let mut lacking = Vec::new();
        if act.day().is_none() {
            lacking.push(missing::sitting_day());
        }
        if sent.is_none() {
            lacking.push(missing::convocation_date());
        }
        let verdict = Verdict::cannot_conclude(
            lacking,
            "Le délai de convocation ne peut être compté.",
            "The time between notice and sitting cannot be counted.",
        );
        return verdict.resting_on(evidence).dated(act.when());
    };
    let clear = i64::from(sent.days_until(day)).saturating_sub(1);
    let accepted = notice.and_then(|n| n.value.urgency_accepted);
    let (sent_fr, sent_en) = (day_fr(sent), day_en(sent));
    let (day_fr, day_en) = (day_fr(day), day_en(day));
    if clear < 0 {
        let verdict = Verdict::irregular(
            format!("Convocation du {sent_fr} pour le {day_fr} : elle n'est pas antérieure."),
            format!("Notice of {sent_en} for {day_en}: it is no earlier."),
        );
        return verdict.resting_on(evidence).dated(act.when());
    }
    let jours = if clear < 2 { "jour franc" } else { "jours francs" };
    let days = if clear == 1 { "clear day" } else { "clear days" };
    let fr = format!("Convocation du {sent_fr} pour le {day_fr} : {clear} {jours}");
    let en = format!("Notice of {sent_en} for {day_en}: {clear} {days}");
    let verdict = if clear >= clear_days {
        Verdict::conforming(format!("{fr}."), format!("{en}."))
    } else if accepted == Some(true) && clear >= CLEAR_DAYS_IN_URGENCY {
        Verdict::conforming(
            format!("{fr}, l'urgence étant acceptée."),
            format!("{en}, the urgency being accepted."),
        )
    } else if accepted == Some(false) {
        Verdict::irregular(
            format!("{fr}, il en faut {clear_days} ; l'assemblée n'a pas accepté l'urgence."),
            format!("{en}, {clear_days} are due; the assembly accepted no urgency."),
        )
    } else {
        Verdict::irregular(
            format!("{fr}, il en faut {clear_days} sauf urgence acceptée par l'assemblée."),
            format!("{en}, {clear_days} are due unless the assembly accepted an urgency."),
        )
    };
    verdict.resting_on(evidence).dated(act.when())
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{SITTING, Scene, outcome_of};
    use serde_json::json;

    fn sent(on: &str, urgent: Option<bool>) -> Option<Outcome> {
        let notice = json!({ "on": on, "urgency_accepted": urgent });
        let scene = Scene::sitting("2023-03-16").tell(SITTING, "ConvocationSent", notice);
        outcome_of(super::RULE.id, &scene)
    }

    #[test]
    fn five_whole_days_stand_between() {
        assert_eq!(sent("2023-03-10", None), Some(Outcome::Conforming));
        assert_eq!(sent("2023-03-11", None), Some(Outcome::Irregular));
    }

    #[test]
    fn an_accepted_urgency_leaves_one() {
        assert_eq!(sent("2023-03-14", Some(true)), Some(Outcome::Conforming));
        assert_eq!(sent("2023-03-15", Some(true)), Some(Outcome::Irregular));
        assert_eq!(sent("2023-03-14", Some(false)), Some(Outcome::Irregular));
    }

    #[test]
    fn a_vague_date_is_enough_where_its_last_day_is() {
        assert_eq!(sent("2023-02", None), Some(Outcome::Conforming));
        assert_eq!(sent("2023-03", None), Some(Outcome::CannotConclude));
        assert_eq!(sent("2023-03-20", None), Some(Outcome::Irregular));
    }

    #[test]
    fn silence_is_named() {
        let scene = Scene::sitting("2022");
        assert_eq!(scene.lacking(super::RULE.id), ["sitting_day", "convocation_date"]);
        let department = Scene::of("Département des Hautes-Rives", "Assemblée", "2023-03-16");
        assert_eq!(outcome_of(super::RULE.id, &department), None);
    }

    /// Of a commune nobody knows here whether it has 3 500 inhabitants: early enough is enough, and a late notice is
    /// neither passed over in silence nor called irregular.
    #[test]
    fn the_size_of_a_commune_decides() {
        let commune = Scene::of("Ville de Brumeval", "Conseil municipal", "2023-03-16");
        let sent = |on: &str| {
            commune.clone().tell(
                SITTING,
                "ConvocationSent",
                json!({ "on": on, "urgency_accepted": false }),
            )
        };
        assert_eq!(outcome_of(super::RULE.id, &sent("2023-03-10")), Some(Outcome::Conforming));
        assert_eq!(sent("2023-03-11").lacking(super::RULE.id), ["population"]);
        assert_eq!(commune.lacking(super::RULE.id), ["convocation_date"]);
        let urgent = json!({ "on": "2023-03-14", "urgency_accepted": true });
        let urgent = commune.clone().tell(SITTING, "ConvocationSent", urgent);
        assert_eq!(outcome_of(super::RULE.id, &urgent), Some(Outcome::Conforming));
    }
}
