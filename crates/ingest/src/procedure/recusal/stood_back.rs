//! Who has been said to stand back, kept by the words of their names: each new one is held against all before.

use greffe_domain::slug;
use std::collections::BTreeMap;

/// The members of whom an act has said that they stood back.
#[derive(Debug, Default)]
pub(in super::super) struct StoodBack {
    names: Vec<Vec<String>>,
    /// By each word of a name, the names that have it.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Each name by one of its words, the one under which the fewest stand.
    filed: BTreeMap<String, Vec<usize>>,
}

impl StoodBack {
    /// Whether a person is among them, be it by the surname alone.
    pub(super) fn has(&self, name: &str) -> bool {
        let asked = words(name);
        let all_in = |words: &[String], others: &[String]| words.iter().all(|w| others.contains(w));
        let holding = |index: &BTreeMap<String, Vec<usize>>, word: &String| {
            index.get(word).cloned().unwrap_or_default()
        };
        let named = |at: &usize| self.names.get(*at);
        // In a name that has all of these words also the rarest of them stands.
        let rarest = asked.iter().min_by_key(|word| self.by_word.get(*word).map_or(0, Vec::len));
        let longer = rarest.map(|word| holding(&self.by_word, word)).unwrap_or_default();
        longer.iter().filter_map(named).any(|known| all_in(&asked, known))
            || asked
                .iter()
                .flat_map(|word| holding(&self.filed, word))
                .filter_map(|at| self.names.get(at))
                .any(|known| all_in(known, &asked))
    }

    /// Adds a person.
    pub(super) fn add(&mut self, name: &str) {
        let (words, at) = (words(name), self.names.len());
        for word in &words {
            self.by_word.entry(word.clone()).or_default().push(at);
        }
        let least = words.iter().min_by_key(|word| self.filed.get(*word).map_or(0, Vec::len));
        if let Some(word) = least {
            self.filed.entry(word.clone()).or_default().push(at);
        }
        self.names.push(words);
    }
}

fn words(name: &str) -> Vec<String> {
    slug(name).split('-').map(str::to_owned).collect()
}
