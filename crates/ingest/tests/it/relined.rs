//! Minutes and acts that a converter put on one line: where each matter begins, where its title ends.

use greffe_ingest::{Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Vec<Value> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).collect()
}

#[test]
fn what_is_seen_to_be_posted_is_no_basis() {
    let read = read(
        "SYNDICAT MIXTE DE LA VAULNE\n\nSéance du 4 mai 2031\n\nObjet : règlement de la cantine\n\nVU POUR ETRE AFFICHÉ A LA PORTE DU \
         SIEGE\n\nLe comité syndical approuve le règlement à l'unanimité.",
    );
    let act = &said(&read, "DeliberationTabled")[0];
    assert!(act["visas"].as_array().is_none_or(Vec::is_empty), "{act}");
}
