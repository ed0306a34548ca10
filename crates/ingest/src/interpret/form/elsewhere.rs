//! The legal form that the text gives elsewhere to somebody whom a row names without one.

use super::super::party::{Party, key_of};
use super::super::sentence::{Sentence, Zone};
use super::may_be_one;
use crate::recognise::{Found, Pattern, compile, tail};
use std::collections::BTreeMap;
use std::ops::Range;

/// *L'association, fondée en 2011, …*: a sentence that begins with what the one named before is.
static CALLED: Pattern = Pattern::new(|| {
    compile(
        r"(?m)(?:^|\. )[-–• ]*(?:L'|Cette |La |Le )(?P<form>[Aa]ssociation|SCIC|SCOP|[Cc]oopérative|[Ff]ondation|[Mm]utuelle)(?:,| \p{Ll})",
    )
});

/// So many such sentences are looked at; no act about as many is told in prose.
const MOST: usize = 200;
/// So far before one, in bytes, stands the one that names who it is about.
const BEFORE: usize = 300;
/// And so far from its beginning the name.
const HEAD: usize = 60;

/// The forms that the text gives to those whom it names.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Elsewhere {
    /// By the folded name.
    named: BTreeMap<String, Found<String>>,
    /// What stands before a sentence that begins with a form.
    called: Vec<(Range<usize>, Found<String>)>,
}

impl Elsewhere {
    /// Reads the forms of `parties`, and those that sentences begin with.
    pub(in super::super) fn of<'p>(
        folded: &str,
        parties: impl Iterator<Item = &'p Party>,
    ) -> Elsewhere {
        let named =
            parties.filter_map(|party| Some((party.key.clone(), party.legal_form.clone()?)));
        let called = CALLED.captures_iter(folded).take(MOST).filter_map(|hit| {
            let form = hit.name("form")?;
            let start = hit.get(0)?.start();
            let before = folded.get(..start)?.trim_end();
            let near = tail(before, BEFORE);
            let last = near.rsplit(['\n', ';']).next()?;
            let said = form.as_str();
            let said = if said.len() > 4 { said.to_lowercase() } else { said.to_owned() };
            let head = before.len() - last.len()..before.len();
            Some((head, Found::new(form.range(), said)))
        });
        Elsewhere { named: named.collect(), called: called.collect() }
    }

    /// The form of who bears a name, and whether only a sentence behind one that names him gives it.
    pub(in super::super) fn form_of(
        &self,
        folded: &str,
        name: &str,
    ) -> Option<(Found<String>, bool)> {
        // One word may be another's name, too.
        let key = key_of(name).filter(|key| key.contains('-'));
        if let Some(form) = key.and_then(|key| self.named.get(&key)) {
            return Some((form.clone(), false));
        }
        let long = name.chars().count() > 5;
        let told = self.called.iter().filter(|_| long).find(|(head, _)| {
            let head = folded.get(head.clone()).unwrap_or_default();
            let sentence = head.rsplit(". ").next().unwrap_or_default();
            sentence.find(name).is_some_and(|at| at <= HEAD)
        });
        told.map(|(_, form)| (form.clone(), true))
    }
}

/// *La Société … s'est créée. L'Association cherche …*: the form of the only one whom an act names.
pub(in super::super) fn called_an_association(sentences: &[Sentence<'_>], party: &mut Party) {
    static SPOKEN_OF: Pattern = Pattern::new(|| {
        compile(r"(?:^|[ (])(?:[Ll]'|[Cc]ette )(?P<form>[Aa]ssociation)(?:,| \p{Ll}| s')")
    });
    if party.legal_form.is_some() || !may_be_one(&party.name) {
        return;
    }
    let mut told = sentences.iter().filter(|sentence| sentence.zone != Zone::After);
    if let Some(place) = told.find_map(|sentence| sentence.hit(&SPOKEN_OF)?.place("form")) {
        party.legal_form = Some(Found::new(place, "association".to_owned()));
        // The words may be about another who is not read.
        party.certain = false;
    }
}
