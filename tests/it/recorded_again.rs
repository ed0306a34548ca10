//! A draft that is recorded again in another state, and what is said of a file that is none.

use crate::program::{arg, expect, json, repository};
use serde_json::Value;
use std::fs;
use std::path::Path;

const ACT: &str = "acte.txt";

/// A ledger, and an act with its draft, as read.
struct Desk {
    folder: tempfile::TempDir,
    ledger: String,
    draft: String,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let ledger = arg(&folder.path().join("ledger"));
        expect(0, &["init", "--ledger", &ledger]);
        fs::copy(repository("docs/tour/1-attribution.txt"), folder.path().join(ACT)).unwrap();
        let draft = arg(&folder.path().join("read.draft"));
        expect(0, &["draft", &arg(&folder.path().join(ACT)), "--output", &draft]);
        Desk { folder, ledger, draft }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Another state of the draft, in which something is written otherwise.
    fn state(&self, name: &str, change: impl Fn(&str) -> String) -> String {
        let read = fs::read_to_string(&self.draft).unwrap();
        let changed = change(&read);
        assert_ne!(changed, read);
        let path = arg(&self.path().join(name));
        fs::write(&path, changed).unwrap();
        path
    }

    /// The grant of 70 000 euros, where the act says 73 500.
    fn corrected(&self) -> String {
        self.state("corrected.draft", |read| {
            read.replace("\"amount_cents\": 7350000", "\"amount_cents\": 7000000")
        })
    }

    /// The grant left out.
    fn rejected(&self) -> String {
        self.state("rejected.draft", |read| {
            let at = read.find("\"kind\": \"SubsidyGranted\"").unwrap();
            let record = read[..at].rfind("\"record\": true").unwrap();
            let mut read = read.to_owned();
            read.replace_range(record..record + "\"record\": true".len(), "\"record\": false");
            read
        })
    }

    fn record(&self, draft: &str) -> Value {
        json(&["record", draft, "--by", "In\u{e8}s", "--format", "json", "--ledger", &self.ledger])
    }

    fn refused(&self, draft: &str, lang: &str) -> String {
        let before = self.head();
        let refused = expect(2, &["record", draft, "--lang", lang, "--ledger", &self.ledger]).err;
        assert!(refused.contains("[would-override] acte.txt"), "{refused}");
        assert_eq!(self.head(), before, "nothing was recorded");
        refused.replace(['\u{a0}', '\u{202f}'], " ")
    }

    fn head(&self) -> usize {
        expect(0, &["log", "--raw", "--ledger", &self.ledger]).out.lines().count()
    }

    fn entry_of(&self, kind: &str) -> String {
        let log = expect(0, &["log", "--kind", kind, "--raw", "--ledger", &self.ledger]).out;
        let entry: Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
        entry["seq"].to_string()
    }

    fn subsidy(&self) -> Value {
        let state = json(&["state", "--format", "json", "--ledger", &self.ledger]);
        state["conventions"][0]["subsidy_cents"].clone()
    }
}

#[test]
fn an_old_draft_does_not_override_what_was_corrected_in_it() {
    let desk = Desk::new();
    desk.record(&desk.corrected());
    let grant = desk.entry_of("SubsidyGranted");
    for (lang, said, stands, keep) in [
        (
            "en",
            "Subsidy of \u{20ac}73,500",
            "edited by In\u{e8}s: Subsidy of \u{20ac}70,000",
            "to keep these decisions",
        ),
        (
            "fr",
            "Subvention de 73 500",
            "corrig\u{e9} par In\u{e8}s : Subvention de 70 000",
            "pour garder ces d\u{e9}cisions",
        ),
    ] {
        let refused = desk.refused(&desk.draft, lang);
        for part in [said, stands, keep, &format!("[{grant}]"), &format!("--despite {grant}")] {
            assert!(refused.contains(part), "{part}: {refused}");
        }
    }
    // The state that was recorded is no obstacle to itself.
    assert_eq!(desk.record(&desk.corrected())["recorded"], serde_json::json!([]));
    // Unattended, what a person changed is left as it is.
    let act = arg(&desk.path().join(ACT));
    let page = expect(0, &["reconstruct", &act, "--lang", "en", "--ledger", &desk.ledger]);
    let err = page.err.replace('\u{a0}', " ");
    assert!(
        err.contains("1 fact as read is not what is recorded and is not added"),
        "{}",
        page.err
    );
    assert!(page.err.contains(&format!("[{grant}]")), "{}", page.err);
    assert!(!desk.subsidy().to_string().contains("7350000"), "{}", desk.subsidy());
    // Whoever names the entry may.
    let despite = ["record", &desk.draft, "--despite", &grant, "--ledger", &desk.ledger];
    expect(0, &despite);
    assert!(desk.subsidy().to_string().contains("7350000"));
    expect(0, &["verify", "--ledger", &desk.ledger]);
}

#[test]
fn a_rejected_reading_and_one_corrected_in_the_ledger_stand_too() {
    let desk = Desk::new();
    desk.record(&desk.rejected());
    let decision = desk.entry_of("ReadingReviewed");
    let refused = desk.refused(&desk.draft, "en");
    assert!(
        refused.contains(&format!("[{decision}] this reading was rejected by In\u{e8}s")),
        "{refused}"
    );
    expect(0, &["record", &desk.draft, "--despite", &decision, "--ledger", &desk.ledger]);

    let desk = Desk::new();
    desk.record(&desk.draft);
    let grant = desk.entry_of("SubsidyGranted");
    // The other way round: a draft corrected after it was recorded.
    let refused = desk.refused(&desk.corrected(), "en");
    assert!(refused.contains(&format!("[{grant}] recorded by In\u{e8}s")), "{refused}");
    assert!(refused.contains(&format!("greffe correct {grant}")), "{refused}");
    let set = ["correct", &grant, "--set", "amount_cents=71000\u{20ac}", "--reason", "x"];
    expect(0, &[&set[..], &["--ledger", &desk.ledger]].concat());
    let correction = desk.entry_of("EntryCorrected");
    let refused = desk.refused(&desk.corrected(), "en");
    assert!(
        refused.contains(&format!("[{correction}] corrected by clerk: Subsidy of \u{20ac}71,000")),
        "{refused}"
    );
    // What was recorded as it stands in the old draft adds nothing, and it is said that it counts no more.
    let again = desk.record(&desk.draft);
    assert_eq!(again["already_overridden"].to_string(), format!("[{grant}]"));
    assert_eq!(again["recorded"], serde_json::json!([]));
    // What was voided stands in nobody's way.
    expect(0, &["void", &grant, "--reason", "x", "--ledger", &desk.ledger]);
    assert_eq!(desk.record(&desk.corrected())["recorded"].as_array().unwrap().len(), 1);
    assert!(desk.subsidy().to_string().contains("7000000"));
}

#[test]
fn what_is_left_out_later_stays_recorded_and_that_is_said() {
    let desk = Desk::new();
    desk.record(&desk.draft);
    let grant = desk.entry_of("SubsidyGranted");
    let said =
        expect(0, &["record", &desk.rejected(), "--lang", "en", "--ledger", &desk.ledger]).err;
    assert!(
        said.contains(&format!(
            "a fact left out here stays recorded [{grant}]: greffe void {grant}"
        )),
        "{said}"
    );
}

/// What was left for review is recorded later, beside what was recorded first.
#[test]
fn what_a_first_review_left_out_is_recorded_by_the_next() {
    let desk = Desk::new();
    let first =
        desk.state("first.draft", |read| read.replace("\"record\": true", "\"record\": false"));
    let read = fs::read_to_string(&first).unwrap();
    let at = read.find("\"kind\": \"SubsidyGranted\"").unwrap();
    let record = read[..at].rfind("\"record\": false").unwrap();
    let mut some = read.clone();
    some.replace_range(record..record + "\"record\": false".len(), "\"record\": true");
    // By a reader that is sure of nothing but the grant, nothing else was decided.
    fs::write(
        &first,
        some.replace("\"confidence\": \"sure\"", "\"confidence\": \"review\"")
            .replace("\"reading\"", "//"),
    )
    .unwrap();
    let done = desk.record(&first);
    assert_eq!(done["recorded"].as_array().unwrap().len(), 1, "{done}");
    let rest = desk.record(&desk.draft);
    assert_eq!(rest["already_recorded"], 1, "{rest}");
    assert!(rest["recorded"].as_array().unwrap().len() > 20, "{rest}");
}

#[test]
fn a_value_that_its_passage_does_not_hold_is_told_and_recorded() {
    let desk = Desk::new();
    let done = desk.record(&desk.corrected());
    let told = done["not_borne_out"].as_array().unwrap();
    assert_eq!(told.len(), 1, "{done}");
    let grant = desk.entry_of("SubsidyGranted");
    assert_eq!(
        (told[0]["entry"].to_string(), &told[0]["field"]),
        (grant.clone(), &"/amount_cents".into())
    );
    assert_eq!((&told[0]["value"], &told[0]["quote"]), (&7_000_000.into(), &"73 500 euros".into()));
    let words = |lang| {
        let desk = Desk::new();
        let run =
            expect(0, &["record", &desk.corrected(), "--lang", lang, "--ledger", &desk.ledger]);
        run.err.replace(['\u{a0}', '\u{202f}'], " ")
    };
    let en = words("en");
    assert!(en.contains("the passage of /amount_cents does not hold \u{20ac}70,000; it says \u{ab} 73 500 euros \u{bb}"), "{en}");
    let fr = words("fr");
    assert!(fr.contains("le passage de /amount_cents ne contient pas 70 000 €"), "{fr}");
    // What the machine read, and what a person wrote as the passage says, is not told.
    let desk = Desk::new();
    let same = desk
        .state("same.draft", |read| read.replace("\"grade\": \"act\"", "\"grade\": \"recital\""));
    assert_eq!(desk.record(&same)["not_borne_out"], serde_json::json!([]));
    // A name and a year are held against their passages, too; a choice between terms is not.
    let desk = Desk::new();
    let other = desk.state("other.draft", |read| {
        let (before, grant) = read.split_once("\"kind\": \"SubsidyGranted\"").unwrap();
        let grant = grant
            .replacen("\"name\": \"Les Ateliers du Pont\"", "\"name\": \"Les Ateliers du Lac\"", 1)
            .replacen("\"exercise\": 2023", "\"exercise\": 2024", 1)
            .replacen("\"assignment\": \"project\"", "\"assignment\": \"operation\"", 1);
        format!("{before}\"kind\": \"SubsidyGranted\"{grant}")
    });
    let done = desk.record(&other);
    let fields: Vec<&str> = done["not_borne_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["/beneficiary/name", "/exercise"], "{done}");
}

#[test]
fn an_act_is_no_draft_and_the_way_to_one_is_named() {
    let desk = Desk::new();
    for file in [
        "docs/tour/1-attribution.txt",
        "tests/formats/1-attribution.pdf",
        "tests/formats/1-attribution.docx",
    ] {
        let act = repository(file);
        for (lang, said) in
            [("en", "this is an act, not a draft"), ("fr", "c'est un acte, pas un projet")]
        {
            let refused =
                expect(3, &["record", &act, "--lang", lang, "--ledger", &desk.ledger]).err;
            assert!(refused.contains("[draft]") && refused.contains(said), "{refused}");
            let steps = ["greffe draft ", "greffe review ", "greffe record "];
            let places: Vec<usize> = steps.iter().filter_map(|step| refused.find(step)).collect();
            assert!(places.len() == 3 && places.is_sorted(), "{refused}");
        }
    }
}

#[test]
fn a_reconstruction_names_the_way_to_keep_what_a_person_checks() {
    let act = repository("docs/tour/1-attribution.txt");
    for (lang, said) in [
        ("en", "To record only what a person has checked"),
        ("fr", "Pour n'y inscrire que ce qu'une personne a v\u{e9}rifi\u{e9}"),
    ] {
        let page = expect(0, &["reconstruct", &act, "--lang", lang]).out;
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(said), "{page}");
        assert!(page.contains("greffe draft, greffe review"), "{page}");
    }
    // Where something waits, the commands stand beside it.
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    let act = folder.path().join("acte.txt");
    fs::write(&act, text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap();
    let ledger = arg(&folder.path().join("ledger"));
    let page = expect(0, &["reconstruct", &arg(&act), "--lang", "en", "--ledger", &ledger]).out;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        page.contains("For review (not recorded) To record them: greffe draft ACT -o DRAFT;"),
        "{page}"
    );
}

/// Two members stand back in one sentence: to record the one is not to say the other otherwise.
#[test]
fn another_fact_of_the_same_sentence_overrides_nothing() {
    let desk = Desk::new();
    let act = "COMMUNE DE VAUCLAIRE\nConseil municipal\n\nSéance du 16 mars 2023\n\nDélibération n° 2023-45\n\n\
               Objet : Entretien des chemins\n\n\
               Mme Anne Lorin et M. Hugo Brévent ne prennent pas part au vote.\n\n\
               Le conseil municipal, après en avoir délibéré, à l'unanimité, approuve le programme.\n";
    fs::write(desk.path().join("deux.txt"), act).unwrap();
    let read = arg(&desk.path().join("deux.draft"));
    expect(0, &["draft", &arg(&desk.path().join("deux.txt")), "--output", &read]);
    let read = fs::read_to_string(&read).unwrap();
    let block = |name: &str| {
        let at = read.find(&format!("\"person\": \"{name}\"")).unwrap();
        let from = read[..at].rfind("\n    {").unwrap();
        from..at + read[at..].find("\n    },").unwrap() + "\n    },".len()
    };
    let accepted = |name: &str| read[block(name)].replace("\"record\": false", "\"record\": true");
    let one = desk.path().join("un.draft");
    fs::write(&one, read.replace(&read[block("Anne Lorin")], &accepted("Anne Lorin"))).unwrap();
    desk.record(&arg(&one));
    // The file of the second time holds the other alone.
    let other = read.replace(&read[block("Hugo Brévent")], &accepted("Hugo Brévent"));
    let other = other.replace(&read[block("Anne Lorin")], "");
    let second = desk.path().join("deux-second.draft");
    fs::write(&second, other).unwrap();
    let recorded = desk.record(&arg(&second));
    assert_ne!(recorded["recorded"].as_array().map(Vec::len), Some(0), "{recorded}");
}
