//! Which facts of conventions each act decides, gathered in one pass over the ledger.
//!
//! An act decides the facts of its institution's conventions that name it as theirs. An act
//! without a reference cannot be named: it decides the facts that stand in the same document and
//! name no act either, when that document holds no other act.

use super::in_force;
use greffe_domain::{ActKey, AsOf, Event, Fact, Facts, Grade, Known, StreamId, StreamKind};
use std::collections::BTreeMap;

/// The facts that acts decide, not those that they recall.
pub(super) struct Decisions<'a> {
    /// By institution and key of the act, in the order of the streams.
    named: BTreeMap<(Option<String>, ActKey), Vec<Known<'a>>>,
    /// Those that name no act, by institution and document.
    unnamed: BTreeMap<(Option<String>, String), Vec<Known<'a>>>,
    /// How many acts each document holds.
    acts: BTreeMap<String, usize>,
}

impl<'a> Decisions<'a> {
    /// Gathers them.
    pub(super) fn of(facts: &'a Facts, as_of: AsOf) -> Decisions<'a> {
        let mut found =
            Decisions { named: BTreeMap::new(), unnamed: BTreeMap::new(), acts: BTreeMap::new() };
        for stream in facts.streams() {
            match stream.kind() {
                StreamKind::Convention => found.add_convention(facts, stream, as_of),
                StreamKind::Act => found.add_act(facts, stream, as_of),
                _ => {}
            }
        }
        found
    }

    fn add_convention(&mut self, facts: &'a Facts, stream: &StreamId, as_of: AsOf) {
        let institution = institution(stream);
        for known in in_force(facts, stream, as_of) {
            let Some(act) = known.fact.event.act() else { continue };
            if known.fact.meta.grade != Grade::Act {
                continue;
            }
            let institution = institution.clone();
            if let Some(key) = act.key() {
                self.named.entry((institution, key)).or_default().push(known);
            } else if let Some(document) = document(known.fact) {
                self.unnamed.entry((institution, document.to_owned())).or_default().push(known);
            }
        }
    }

    fn add_act(&mut self, facts: &'a Facts, stream: &StreamId, as_of: AsOf) {
        let own = in_force(facts, stream, as_of);
        let tabling = own.iter().find(|k| matches!(k.fact.event, Event::DeliberationTabled(_)));
        if let Some(document) = tabling.and_then(|k| document(k.fact)) {
            *self.acts.entry(document.to_owned()).or_default() += 1;
        }
    }

    /// What an act decides, given the fact that tables it.
    pub(super) fn by(
        &self,
        stream: &StreamId,
        key: Option<&ActKey>,
        tabling: Known<'_>,
    ) -> Vec<Known<'a>> {
        let institution = institution(stream);
        let found = match (key, document(tabling.fact)) {
            (Some(key), _) => self.named.get(&(institution, key.clone())),
            (None, Some(document)) if self.acts.get(document) == Some(&1) => {
                self.unnamed.get(&(institution, document.to_owned()))
            }
            (None, _) => None,
        };
        found.cloned().unwrap_or_default()
    }
}

fn institution(stream: &StreamId) -> Option<String> {
    stream.institution().map(str::to_owned)
}

/// The document in which a fact stands first.
fn document(fact: &Fact) -> Option<&str> {
    fact.meta.sources.first().map(|passage| passage.document.as_str())
}

#[cfg(test)]
mod tests {
    use crate::finding::Outcome;
    use crate::rules::scene::{ACT, CONVENTION, Scene, with};
    use serde_json::{Value, json};

    fn tabled(scene: Scene, stream: &str, more: Value) -> Scene {
        let data = json!({ "institution": "Métropole de Vauclaire", "title": "Subvention",
            "organ": "Bureau de la Métropole" });
        scene.tell(stream, "DeliberationTabled", with(data, more))
    }

    fn granted(scene: Scene, act: &Value) -> Scene {
        let grant = json!({ "amount_cents": 6_000_000, "exercise": 2023,
            "beneficiary": { "name": "Les Ateliers du Pont" }, "act": act });
        scene.tell(CONVENTION, "SubsidyGranted", grant)
    }

    /// `interested-member` speaks of the acts that decide something.
    fn deciding(scene: &Scene) -> usize {
        let found = scene.findings();
        found
            .iter()
            .filter(|f| f.rule == "interested-member" && f.outcome == Outcome::CannotConclude)
            .count()
    }

    #[test]
    fn an_act_without_a_reference_decides_what_stands_in_its_document() {
        let alone = tabled(Scene::empty("2023-03-16"), ACT, json!({}));
        assert_eq!(deciding(&granted(alone.clone(), &json!({}))), 1);
        let other = json!({ "reference": "DSOL-014-2001/22/BM" });
        assert_eq!(deciding(&granted(alone.clone(), &other)), 0);
        let second = tabled(alone, "act/vauclaire/sans-reference", json!({}));
        assert_eq!(deciding(&granted(second, &json!({}))), 0);
    }

    #[test]
    fn an_act_with_a_reference_decides_what_names_it() {
        let keyed = json!({ "reference": "DSOL-014-3127/23/BM" });
        let scene = tabled(Scene::empty("2023-03-16"), ACT, keyed.clone());
        assert_eq!(deciding(&granted(scene.clone(), &keyed)), 1);
        assert_eq!(deciding(&granted(scene, &json!({}))), 0);
    }
}
