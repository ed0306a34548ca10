//! No bytes bring the reader down, and whatever it reads stands on pieces of the text.

use crate::passages::unsound;
use greffe_documents::read;
use greffe_ingest::{Draft, Options, draft};
use proptest::prelude::*;

const HASH: &str = "00000000000000000000000000000000000000000000000000000000000000bb";

const ACTS: [&str; 3] = [
    include_str!("../../../../docs/tour/1-attribution.txt"),
    include_str!("../../../../docs/tour/2-avenant.txt"),
    include_str!("../../../../docs/tour/clean/1-conforme.txt"),
];

/// Reads bytes when they are a text; the spans of what is read must be pieces of it.
fn examine(bytes: &[u8]) -> Option<Draft> {
    let read = read(bytes).ok()?;
    let draft = draft(read.text(), HASH, &Options::default());
    let wrong = unsound(&draft, read.text(), HASH);
    let of_spans = |told: &&String| told.contains("span") || told.contains("no such field");
    let spans: Vec<&String> = wrong.iter().filter(of_spans).collect();
    assert!(spans.is_empty(), "{spans:?}");
    Some(draft)
}

#[test]
fn a_text_that_is_no_act_gives_no_fact() {
    let recipe = "La recette du gâteau : 3 œufs, 200 g de farine, 61 300 euros.\n";
    // The last shows nothing on a page: a soft hyphen and a space of no width.
    for text in ["Bonjour.", recipe, "é", "\u{ad}\u{200b}"] {
        let draft = examine(text.as_bytes()).unwrap();
        assert!(draft.events.is_empty(), "{text}: {:?}", draft.events);
        assert!(draft.notes.iter().any(|note| note.code == "no-act"), "{text}");
    }
}

#[test]
fn reading_twice_gives_the_same_draft() {
    for act in ACTS {
        assert_eq!(examine(act.as_bytes()), examine(act.as_bytes()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        examine(&bytes);
    }

    #[test]
    fn any_text_is_read(text in "(\\PC|\n|Vu |Article 1 :\n|Délibère\n|Considérant |61 300 euros|l'association |subvention ){0,80}") {
        examine(text.as_bytes());
    }

    #[test]
    fn a_cut_act_is_read(act in 0..ACTS.len(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let act = ACTS[act].as_bytes();
        let (a, b) = (from.index(act.len()), to.index(act.len()));
        examine(&act[a.min(b)..a.max(b)]);
    }

    #[test]
    fn a_damaged_act_is_read(
        act in 0..ACTS.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<char>()), 1..40),
    ) {
        let mut chars: Vec<char> = ACTS[act].chars().collect();
        for (at, c) in damage {
            let at = at.index(chars.len());
            chars[at] = c;
        }
        examine(chars.into_iter().collect::<String>().as_bytes());
    }

    #[test]
    fn lines_in_another_order_are_read(act in 0..ACTS.len(), order in any::<prop::sample::Index>(), by in 1usize..60) {
        let mut lines: Vec<&str> = ACTS[act].lines().collect();
        let at = order.index(lines.len());
        lines.rotate_left(at);
        let last = lines.len() - 1;
        lines.swap(by.min(last), 0);
        examine(lines.join("\n").as_bytes());
    }
}
