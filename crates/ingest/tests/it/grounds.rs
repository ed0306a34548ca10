//! What an act rests on, in the many ways in which its bases, grounds and earlier acts are printed.

use greffe_ingest::{Confidence, Draft, DraftEvent, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn first(draft: &Draft, kind: &str) -> Option<(Value, Confidence)> {
    let of_kind = |event: &&DraftEvent| event.event.kind() == kind;
    let event = draft.events.iter().find(of_kind)?;
    Some((event.event.data().unwrap(), event.confidence))
}

const CODE: &str = "le code de la voirie routière";

/// A name that goes on in small letters behind a word that could stand alone is read whole, or is not called sure.
#[test]
fn a_name_that_goes_on_in_small_letters_is_not_cut() {
    let grant = |name: &str| {
        read(&format!(
            "COMMUNE DE VAULNOIX\n\nConseil municipal\nSéance du 4 mai 2031\nDélibération n° 2031-24\n\n\
             Objet : Attribution d'une subvention à l'association {name}\n\nPrésents : Mme Anne BAUDRY, M. Luc CERDOUX.\n\n\
             Vu {CODE},\n\nConsidérant que l'association {name} contribue à la vie du bourg,\n\n\
             Le Conseil municipal, après en avoir délibéré, DÉCIDE :\n\
             Article 1 : Une subvention de 4 500 € est attribuée à l'association {name} au titre de l'exercice 2031.\n\
             Article 2 : Le maire est chargé d'en informer l'association {name}.\n\nAdopté à l'unanimité.\n"
        ))
    };
    for name in ["Habiter son village", "La Clé en mains du Vaulnay"] {
        let (value, _) = first(&grant(name), "SubsidyGranted").unwrap();
        assert_eq!(value["beneficiary"]["name"], name);
    }
}
