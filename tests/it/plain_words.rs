//! What is wrong with a value, in the language of the screen and in words of the field: no type of the program, and no
//! sentence that begins in one language and ends in the other.

use crate::program::{arg, expect, repository, run};
use std::fs;

/// What none of these sentences may hold.
const TYPES: [&str; 12] = [
    "i32",
    "i64",
    "u32",
    "u64",
    "usize",
    "struct ",
    "tuple",
    "floating point",
    "invalid digit",
    "EOF",
    "found in string",
    "target type",
];
const ENGLISH: [&str; 9] = [
    " at line ",
    "expected",
    "string \"",
    "integer `",
    " or `",
    "is not",
    "invalid",
    "trailing",
    "stands twice",
];

fn is_plain(err: &str, lang: &str) {
    for word in TYPES {
        assert!(!err.contains(word), "{word}: {err}");
    }
    for word in ENGLISH.iter().filter(|_| lang == "fr") {
        assert!(!err.contains(word), "{word}: {err}");
    }
}

#[test]
fn a_wrong_value_in_a_draft_is_told_in_plain_words() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    expect(0, &["init", "--ledger", &dir]);
    let act = repository("docs/tour/1-attribution.txt");
    let draft = arg(&folder.path().join("acte.draft"));
    expect(0, &["draft", &act, "--output", &draft]);
    let read = fs::read_to_string(&draft).unwrap();
    for (was, wrong, fr) in [
        ("\"amount_cents\": 7350000", "\"amount_cents\": \"73 500\"", "il faut un nombre entier"),
        ("\"amount_cents\": 7350000", "\"amount_cents\": 73500.5", "n'est pas un nombre entier"),
        (
            "\"amount_cents\": 7350000",
            "\"amount_cents\": 1, \"amount_cents\": 2",
            "y figure deux fois",
        ),
        ("\"exercise\": 2023", "\"exercise\": \"2023\"", "il faut un nombre entier"),
        ("\"record\": true", "\"record\": \"oui\"", "il faut true ou false"),
        ("\"confidence\": \"sure\"", "\"confidence\": \"certain\"", "`sure` ou `review`"),
        ("\"effective\": \"2023-03-16\"", "\"effective\": \"16/03/2023\"", "ou XXXX."),
        ("\"span\": [4733, 4854]", "\"span\": [4733]", "une liste de 2 nombres"),
        ("\"span\": [4733, 4854]", "\"span\": [1, 2, 3]", "quelque chose de trop"),
        ("\"span\": [4733, 4854]", "\"span\": [-1, 2]", "un nombre entier, sans signe"),
        (
            "\"share\": { \"scale\": 0, \"stated\": \"12%\" }",
            "\"share\": \"12%\"",
            "un objet entre accolades",
        ),
        ("\"greffe_draft\": 1", "\"greffe_draft\": 9", "est au format 9"),
        ("\"purpose\": \"programme", "\"purpose\": \"pro\ngramme", "ne peut aller \u{e0} la ligne"),
        ("\"exercise\": 2023,", "\"exercise\": 2023", "il manque une virgule"),
    ] {
        assert!(read.contains(was), "{was}");
        let changed = arg(&folder.path().join("changed.draft"));
        fs::write(&changed, read.replace(was, wrong)).unwrap();
        for lang in ["fr", "en"] {
            let record = ["record", &changed, "--document", &act, "--lang", lang, "--ledger", &dir];
            let err = expect(3, &record).err;
            assert!(err.contains("[draft]"), "{err}");
            is_plain(&err, lang);
            assert!(lang == "en" || err.contains(fr), "{fr}: {err}");
        }
    }
    // Cut off.
    let changed = arg(&folder.path().join("changed.draft"));
    fs::write(&changed, &read[..read.len() / 2]).unwrap();
    let record = ["record", &changed, "--document", &act, "--lang", "fr", "--ledger", &dir];
    let err = expect(3, &record).err;
    is_plain(&err, "fr");
    assert!(err.contains("le fichier s'arr\u{ea}te trop t\u{f4}t"), "{err}");
}

#[test]
fn a_wrong_value_of_a_correction_or_a_command_line_is_told_in_plain_words() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    let log = expect(0, &["log", "--kind", "SubsidyGranted", "--raw", "--ledger", &dir]).out;
    let grant: serde_json::Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    let grant = grant["seq"].to_string();
    for lang in ["fr", "en"] {
        for set in ["exercise=abc", "exercise=1.5", "beneficiary=x", "share=5", "act.date=x"] {
            let correct = ["correct", &grant, "--set", set, "--reason", "x", "--lang", lang];
            is_plain(&expect(2, &[&correct[..], &["--ledger", &dir]].concat()).err, lang);
        }
        for words in [
            &["void", "abc", "--reason", "x"][..],
            &["void", "99999999999999999999999", "--reason", "x"],
            &["log", "--from", "x"],
            &["sample", "--of", "subsidies", "--seed", "x", "--size", "1"],
        ] {
            is_plain(&expect(2, &[words, &["--lang", lang, "--ledger", &dir]].concat()).err, lang);
        }
    }
    let fr = |words: &[&str]| {
        let run = run(&[words, &["--lang", "fr", "--ledger", &dir]].concat());
        is_plain(&run.err, "fr");
        run.err
    };
    let interval = fr(&["sample", "--of", "subsidies", "--seed", "1", "--interval", "x"]);
    assert!(interval.contains("n'est pas un montant"), "{interval}");
    let without = fr(&["what-if", "les-ateliers-du-pont", "--without", "zz"]);
    assert!(without.contains("l'acte zz"), "{without}");
    let cut = folder.path().join("cut.docx");
    fs::write(&cut, &fs::read(repository("tests/formats/1-attribution.docx")).unwrap()[..900])
        .unwrap();
    let cut = fr(&["draft", &arg(&cut)]);
    assert!(cut.contains("son archive ne peut \u{ea}tre ouverte") && !cut.contains("Zip"), "{cut}");
}

/// Amounts are kept in cents and given with their unit: the help says so, and so does what refuses one without.
#[test]
fn a_correction_says_in_which_unit_an_amount_is_given() {
    for (lang, words) in [
        ("en", "an amount, kept in cents, is given with its unit"),
        ("fr", "un montant, gard\u{e9} en centimes, se dit avec son unit\u{e9}"),
    ] {
        let help = expect(0, &["correct", "--help", "--lang", lang]).out;
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains(words), "{help}");
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    for (lang, words) in
        [("en", "the ledger keeps cents"), ("fr", "le registre garde des centimes")]
    {
        for value in ["70000,50", "70000.50", "7000050"] {
            let set = format!("amount_cents={value}");
            let correct = ["correct", "16", "--set", &set, "--reason", "x", "--lang", lang];
            let err = expect(2, &[&correct[..], &["--ledger", &dir]].concat()).err;
            assert!(err.contains("[bad-setting]") && err.contains(words), "{err}");
        }
    }
}
