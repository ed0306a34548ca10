//! What a rule is: an id, a legal source in dated versions, and a pure function.

use crate::dossier::{ActDossier, ConventionDossier};
use crate::finding::{Finding, Lacking, LegalSource, LocalRule, Outcome, Severity, Text};
use crate::rules::missing;
use greffe_domain::{Day, Edtf, Passage, StreamId};

/// A version of the text of law behind a rule. Dates are `YYYY-MM-DD`, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The citation.
    pub citation: &'static str,
    /// Where the sentence relied on was read.
    pub read_at: &'static str,
    /// First day; empty when not known to begin.
    pub from: &'static str,
    /// Last day; empty when still in force.
    pub until: &'static str,
}

/// A number in a rule that an institution's own regulation may make stricter, never laxer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in a rule pack.
    pub name: &'static str,
    /// What it is, in French.
    pub fr: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// The law's value.
    pub law: i64,
    /// The strictest value that makes sense: every local value lies between the law's and this.
    pub strictest: i64,
}

impl Parameter {
    /// Whether a value is at least as strict as the law's and still makes sense.
    #[must_use]
    pub fn allows(&self, value: i64) -> bool {
        (self.law.min(self.strictest)..=self.law.max(self.strictest)).contains(&value)
    }
}

/// What a rule looks at, and the function that checks it. Where the rule has a parameter, the
/// function is handed its value: the law's, or a local one.
#[derive(Clone, Copy)]
pub enum Check {
    /// One deliberation.
    Act(fn(&ActDossier<'_>) -> Vec<Verdict>),
    /// One convention with the acts that decide it.
    Convention(fn(&ConventionDossier<'_>) -> Vec<Verdict>),
    /// One deliberation, by a parameter.
    ActBy(&'static Parameter, fn(&ActDossier<'_>, i64) -> Vec<Verdict>),
    /// One convention with the acts that decide it, by a parameter.
    ConventionBy(&'static Parameter, fn(&ConventionDossier<'_>, i64) -> Vec<Verdict>),
}

/// A rule of the catalogue.
#[derive(Clone, Copy)]
pub struct Rule {
    /// A stable id in kebab-case.
    pub id: &'static str,
    /// The rule in French.
    pub fr: &'static str,
    /// The rule in English.
    pub en: &'static str,
    /// How much a breach matters.
    pub severity: Severity,
    /// The versions of its legal source, oldest first; empty when no law stands behind it.
    pub versions: &'static [Version],
    /// The facts it needs, by code.
    pub needs: &'static [&'static str],
    /// The check: no verdict means that the rule does not apply to the subject, several that it
    /// applies to several instruments of it.
    pub check: Check,
}

/// What a check concludes, before the rule's identity is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The outcome.
    pub outcome: Outcome,
    /// The conclusion in a sentence.
    pub sentence: Text,
    /// The facts that are missing.
    pub missing: Vec<Lacking>,
    /// The entries that it rests on.
    pub entries: Vec<u64>,
    /// The passages that it rests on.
    pub passages: Vec<Passage>,
    /// The date of the fact, which chooses the version of the law; `None` for an observation.
    pub dated: Option<Edtf>,
}

impl Verdict {
    /// The facts comply.
    #[must_use]
    pub fn conforming(fr: impl Into<String>, en: impl Into<String>) -> Verdict {
        Verdict::of(Outcome::Conforming, Text::new(fr, en))
    }

    /// The facts break the rule.
    #[must_use]
    pub fn irregular(fr: impl Into<String>, en: impl Into<String>) -> Verdict {
        Verdict::of(Outcome::Irregular, Text::new(fr, en))
    }

    /// An internal check behind which no law stands, or a delay that runs.
    #[must_use]
    pub fn observation(fr: impl Into<String>, en: impl Into<String>) -> Verdict {
        Verdict::of(Outcome::Observation, Text::new(fr, en))
    }

    /// Something the rule needs is in no source.
    #[must_use]
    pub fn cannot_conclude(
        missing: Vec<Lacking>,
        fr: impl Into<String>,
        en: impl Into<String>,
    ) -> Verdict {
        Verdict { missing, ..Verdict::of(Outcome::CannotConclude, Text::new(fr, en)) }
    }

    fn of(outcome: Outcome, sentence: Text) -> Verdict {
        Verdict {
            outcome,
            sentence,
            missing: Vec::new(),
            entries: Vec::new(),
            passages: Vec::new(),
            dated: None,
        }
    }

    /// Whether it concludes what another verdict concludes, whatever the words.
    pub(crate) fn concludes_as(&self, other: &Verdict) -> bool {
        self.outcome == other.outcome && self.missing == other.missing
    }

    /// The same where it is counted from a year that only the stream's name gives: no source says that the year
    /// is the grant's, so nothing is concluded from it, and the sentence says what was assumed.
    pub(crate) fn assuming_year(mut self, assumed: Option<i32>) -> Verdict {
        let Some(year) = assumed else { return self };
        self.outcome = Outcome::CannotConclude;
        self.missing.push(missing::budget_year());
        self.sentence = Text::new(
            format!("{} Exercice {year} supposé d'après le nom du dossier.", self.sentence.fr),
            format!("{} Budget year {year} assumed from the name of the stream.", self.sentence.en),
        );
        self
    }

    /// Adds the entries and passages that the verdict rests on.
    #[must_use]
    pub fn resting_on<'a>(
        mut self,
        evidence: impl IntoIterator<Item = (&'a [u64], &'a [Passage])>,
    ) -> Verdict {
        for (entries, passages) in evidence {
            for entry in entries {
                if !self.entries.contains(entry) {
                    self.entries.push(*entry);
                }
            }
            for passage in passages {
                if !self.passages.contains(passage) {
                    self.passages.push(passage.clone());
                }
            }
        }
        self
    }

    /// Gives the date of the fact, which chooses the version of the law.
    #[must_use]
    pub fn dated(mut self, date: Option<&Edtf>) -> Verdict {
        self.dated = date.cloned();
        self
    }
}

/// Which version of the law a date chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applicable {
    /// The one version in force on every day of the date.
    One(LegalSource),
    /// The date is too vague: it could be any of these, or a day that no version covers.
    Several(Vec<LegalSource>),
    /// No version known to be in force then.
    None,
}

impl Rule {
    /// The number that a local regulation may make stricter, if the rule has one.
    #[must_use]
    pub fn parameter(&self) -> Option<&'static Parameter> {
        match self.check {
            Check::ActBy(parameter, _) | Check::ConventionBy(parameter, _) => Some(parameter),
            Check::Act(_) | Check::Convention(_) => None,
        }
    }

    /// The version of the law at a date; an unknown date could be any version.
    #[must_use]
    pub fn applicable(&self, date: Option<&Edtf>) -> Applicable {
        let unknown = Edtf::unknown();
        let date = date.unwrap_or(&unknown);
        let overlapping: Vec<LegalSource> = self
            .versions
            .iter()
            .filter_map(Version::source)
            .filter(|v| {
                v.from.is_none_or(|from| from <= date.latest())
                    && v.until.is_none_or(|until| until >= date.earliest())
            })
            .collect();
        let covers = |v: &LegalSource| {
            v.from.is_none_or(|from| from <= date.earliest())
                && v.until.is_none_or(|until| until >= date.latest())
        };
        match <[LegalSource; 1]>::try_from(overlapping) {
            Ok([one]) if covers(&one) => Applicable::One(one),
            Ok([partly]) => Applicable::Several(vec![partly]),
            Err(none) if none.is_empty() => Applicable::None,
            Err(several) => Applicable::Several(several),
        }
    }

    /// Runs the rule on a subject's verdict: adds identity and legal sources.
    ///
    /// A rule that a law stands behind never judges a fact of a day without law: what it would
    /// conclude on such a date becomes *cannot conclude*.
    pub(crate) fn finding(&self, subject: &StreamId, verdict: Verdict) -> Finding {
        let applicable = self.applicable(verdict.dated.as_ref());
        let verdict = self.within_the_law(verdict, &applicable);
        let sources = match applicable {
            Applicable::One(source) => vec![source],
            Applicable::Several(sources) => sources,
            Applicable::None => Vec::new(),
        };
        Finding { sources, ..self.unsourced(subject, verdict) }
    }

    /// A finding that names neither law nor local rule.
    fn unsourced(&self, subject: &StreamId, verdict: Verdict) -> Finding {
        Finding {
            rule: self.id,
            outcome: verdict.outcome,
            severity: self.severity,
            subject: subject.clone(),
            sentence: verdict.sentence,
            missing: verdict.missing,
            entries: verdict.entries,
            passages: verdict.passages,
            sources: Vec::new(),
            local: None,
        }
    }

    /// The same under a local rule, which takes the place of the legal source.
    pub(crate) fn local_finding(
        &self,
        subject: &StreamId,
        verdict: Verdict,
        local: LocalRule,
    ) -> Finding {
        Finding { local: Some(local), ..self.unsourced(subject, verdict) }
    }

    /// The verdict, or that the law of its date is not known.
    fn within_the_law(&self, verdict: Verdict, applicable: &Applicable) -> Verdict {
        let judges = matches!(verdict.outcome, Outcome::Irregular | Outcome::Conforming);
        if self.versions.is_empty() || !judges || *applicable != Applicable::None {
            return verdict;
        }
        let Text { fr, en } = verdict.sentence;
        Verdict {
            outcome: Outcome::CannotConclude,
            missing: vec![missing::law_in_force()],
            sentence: Text::new(
                format!("{fr} Le texte en vigueur à cette date n'est pas connu."),
                format!("{en} The text in force at that date is not known."),
            ),
            ..verdict
        }
    }
}

impl Version {
    fn source(&self) -> Option<LegalSource> {
        let day = |text: &str| {
            if text.is_empty() { Some(None) } else { text.parse::<Day>().ok().map(Some) }
        };
        Some(LegalSource {
            citation: self.citation,
            read_at: self.read_at,
            from: day(self.from)?,
            until: day(self.until)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static RULE: Rule = Rule {
        id: "example",
        fr: "Exemple.",
        en: "Example.",
        severity: Severity::Minor,
        versions: &[
            Version { citation: "one", read_at: "r", from: "2020-01-01", until: "2021-06-30" },
            Version { citation: "two", read_at: "r", from: "2021-07-01", until: "2023-12-31" },
        ],
        needs: &[],
        check: Check::Act(|_| Vec::new()),
    };

    fn citations(date: &str) -> Vec<&'static str> {
        match RULE.applicable(Some(&date.parse().unwrap())) {
            Applicable::One(source) => vec![source.citation],
            Applicable::Several(sources) => {
                std::iter::once("?").chain(sources.iter().map(|s| s.citation)).collect()
            }
            Applicable::None => Vec::new(),
        }
    }

    #[test]
    fn one_version_is_in_force_on_every_day_of_the_date() {
        assert_eq!(citations("2020"), ["one"]);
        assert_eq!(citations("2021"), ["?", "one", "two"]);
        assert_eq!(citations("2019/2020"), ["?", "one"]);
        assert_eq!(citations("2023/2024"), ["?", "two"]);
        assert!(citations("2019").is_empty());
        assert_eq!(citations("2023-12-31"), ["two"]);
    }

    #[test]
    fn nothing_is_judged_before_its_law() {
        let subject: StreamId = "act/vauclaire/3127-23-bm".parse().unwrap();
        let judged = |verdict: Verdict, date: &str| {
            let date: Edtf = date.parse().unwrap();
            RULE.finding(&subject, verdict.dated(Some(&date)))
        };
        for verdict in [Verdict::irregular("a", "b"), Verdict::conforming("a", "b")] {
            let before = judged(verdict.clone(), "2019-12-31");
            assert_eq!(before.outcome, Outcome::CannotConclude);
            assert_eq!(before.missing.iter().map(|m| m.code).collect::<Vec<_>>(), ["law_in_force"]);
            assert!(before.sources.is_empty());
            let outcome = verdict.outcome;
            assert_eq!(judged(verdict, "2020-01-01").outcome, outcome);
        }
        let seen = judged(Verdict::observation("a", "b"), "2019-12-31");
        assert_eq!(seen.outcome, Outcome::Observation);
    }
}
