//! Rule packs: how an institution's own regulation stands beside the law.
//!
//! A pack is a TOML file. It may *disable* a rule, with its reason, and it may set the parameter
//! that a rule declares to a stricter value than the law's. What it does is recorded with the
//! findings. A pack can never hide a breach of the law behind a milder rule of its own: a local
//! value laxer than the law's is refused, and a stricter one only ever adds findings, which name
//! the regulation and no article of law. `docs/audit-rules.md` shows an example.

mod read;
#[cfg(test)]
mod tests;

pub use read::{PackError, PackFault};

use crate::finding::{Finding, LocalRule, Outcome, Text};
use crate::rule::{Parameter, Rule, Verdict};
use crate::rules::missing;
use greffe_domain::{Day, Edtf, StreamId};
use std::collections::BTreeMap;

/// The one assumption of the catalogue, which a pack may switch off: that the rules of the council's
/// sittings bind the bureau that acts by its delegation. A ministerial answer reads the law so, and
/// binds nobody.
pub const BUREAU_FOLLOWS_COUNCIL: &str = "bureau-follows-council";

/// What a pack says of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The rule is left out.
    Disabled {
        /// Why.
        reason: String,
    },
    /// The rule's parameter has a stricter value.
    Local {
        /// The parameter.
        parameter: &'static Parameter,
        /// The value.
        value: i64,
        /// The first day on which the local rule holds; always when absent.
        from: Option<Day>,
        /// The last day on which it holds.
        until: Option<Day>,
        /// Where in the regulation, or why.
        reason: String,
    },
}

/// The rules as an institution applies them. The default pack changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RulePack {
    title: String,
    settings: BTreeMap<&'static str, Setting>,
    /// Why the rules of the council's sittings are not taken to bind its bureau.
    bureau_apart: Option<String>,
}

/// A local value of a parameter, with what a finding says of it.
pub(crate) struct Local<'a> {
    pub(crate) value: i64,
    from: Option<Day>,
    until: Option<Day>,
    rule: LocalRule,
    title: &'a str,
}

impl RulePack {
    /// Reads a pack from the text of its file.
    ///
    /// # Errors
    /// [`PackError`] with line and column: no TOML, a rule or parameter that there is not, a value
    /// laxer than the law's, a reason that is missing.
    pub fn read(text: &str) -> Result<RulePack, PackError> {
        read::read(text)
    }

    /// The regulation that it stands for.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it sets, by the ids of the rules.
    pub fn settings(&self) -> impl Iterator<Item = (&'static str, &Setting)> {
        self.settings.iter().map(|(id, setting)| (*id, setting))
    }

    /// Why it does not follow the assumption [`BUREAU_FOLLOWS_COUNCIL`], if it does not.
    #[must_use]
    pub fn bureau_apart(&self) -> Option<&str> {
        self.bureau_apart.as_deref()
    }

    /// Whether it leaves a rule out.
    #[must_use]
    pub fn disables(&self, id: &str) -> bool {
        matches!(self.settings.get(id), Some(Setting::Disabled { .. }))
    }

    pub(crate) fn local(&self, id: &str) -> Option<Local<'_>> {
        let Some(Setting::Local { parameter, value, from, until, reason }) = self.settings.get(id)
        else {
            return None;
        };
        let rule = LocalRule {
            title: self.title.clone(),
            reason: reason.clone(),
            parameter: parameter.name,
            value: *value,
            law: parameter.law,
        };
        Some(Local { value: *value, from: *from, until: *until, rule, title: &self.title })
    }
}

impl Local<'_> {
    /// The finding of a verdict by the local value: none outside the days of the local rule, and
    /// no conclusion where the date is too vague to tell.
    pub(crate) fn finding(
        &self,
        rule: &Rule,
        subject: &StreamId,
        verdict: Verdict,
    ) -> Option<Finding> {
        let unknown = Edtf::unknown();
        let date = verdict.dated.as_ref().unwrap_or(&unknown);
        let outside = self.from.is_some_and(|from| date.latest() < from)
            || self.until.is_some_and(|until| date.earliest() > until);
        if outside {
            return None;
        }
        let within = self.from.is_none_or(|from| from <= date.earliest())
            && self.until.is_none_or(|until| until >= date.latest());
        let verdict = if within { verdict } else { self.undated(verdict) };
        Some(rule.local_finding(subject, verdict, self.rule.clone()))
    }

    fn undated(&self, verdict: Verdict) -> Verdict {
        let Text { fr, en } = verdict.sentence;
        Verdict {
            outcome: Outcome::CannotConclude,
            missing: vec![missing::law_in_force()],
            sentence: Text::new(
                format!("{fr} La date ne dit pas si « {} » s'appliquait.", self.title),
                format!(
                    "{en} The date does not tell whether \u{ab} {} \u{bb} applied.",
                    self.title
                ),
            ),
            ..verdict
        }
    }
}
