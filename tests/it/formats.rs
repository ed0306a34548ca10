//! Every format that an act comes in: the same act gives the same facts, whatever file it lies in.
//!
//! `tests/formats/` holds the acts of the tour as a page of the web, as DOCX, as ODT, and as PDF by
//! a browser and by a word processor; `make.py` there made them from the texts of the tour.

use crate::program::{arg, expect, greffe, json, repository, run};
use serde_json::Value;
use std::process::Command;

const ACTS: [&str; 3] = ["1-attribution", "2-avenant", "3-solde"];
const FORMS: [&str; 5] = [".html", ".docx", ".odt", ".pdf", "-office.pdf"];

/// The events of a draft, without where they stand in their text.
fn facts(path: &str) -> Vec<Value> {
    let mut draft = json(&["draft", path, "--format", "json"]);
    let mut events: Vec<Value> = draft["events"].as_array_mut().unwrap().drain(..).collect();
    for event in &mut events {
        let event = event.as_object_mut().unwrap();
        for of_the_text in ["sources", "quote", "causes"] {
            event.remove(of_the_text);
        }
    }
    events.sort_by_key(Value::to_string);
    events
}

#[test]
fn an_act_gives_the_same_facts_in_every_format() {
    for act in ACTS {
        let text = facts(&repository(&format!("docs/tour/{act}.txt")));
        assert!(text.len() > 10);
        for form in FORMS {
            let path = repository(&format!("tests/formats/{act}{form}"));
            assert_eq!(facts(&path), text, "{act}{form}");
        }
    }
}

#[test]
fn what_nobody_sees_of_a_document_is_left_out_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let act = std::fs::read_to_string(repository("tests/formats/1-attribution.html")).unwrap();
    let path = arg(&folder.path().join("acte.html"));
    let shown = facts(&repository("tests/formats/1-attribution.html"));
    let end = act.rfind("</body>").unwrap();
    for (before, behind, said) in [
        ("<p class='n'>", "</p><style>.n{dis\\70lay:none}</style>", "hidden"),
        ("<p style='font-size:0'>", "</p>", "too small"),
        ("<p style='color:transparent'>", "</p>", "transparent"),
        ("<p style='position:absolute;left:-9999px'>", "</p>", "outside the page"),
        ("<p><del>", "</del></p>", "struck out"),
    ] {
        let hidden =
            "Article 7 : une subvention de 9 900 euros est attribuée à l'association Les Tilleuls.";
        let (first, last) = act.split_at(end);
        std::fs::write(&path, format!("{first}{before}{hidden}{behind}{last}")).unwrap();
        let drafted = expect(0, &["draft", &path, "--format", "json", "--lang", "en"]);
        let told = drafted.err.replace('\u{a0}', " ");
        let count = hidden.chars().filter(|c| !c.is_whitespace()).count();
        let draft: Value = serde_json::from_str(&drafted.out).unwrap();
        assert_eq!(draft["document"]["unseen"][0]["characters"], count, "{before}");
        assert!(told.contains(&format!("{count} characters that a reader does not see")), "{told}");
        assert!(told.contains(said), "{told}");
        assert_eq!(facts(&path), shown, "{before}");
        let ledger = arg(&folder.path().join(said));
        let told = expect(0, &["reconstruct", &path, "--ledger", &ledger, "--lang", "fr"]).err;
        let told = told.replace('\u{a0}', " ");
        assert!(told.contains("caractères qu'un lecteur ne voit pas"), "{told}");
    }
}

#[test]
fn the_file_is_what_is_registered_and_its_text_is_derived() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = arg(&folder.path().join("ledger"));
    let file = repository("tests/formats/1-attribution.pdf");
    expect(0, &["reconstruct", &file, "--ledger", &ledger]);
    let log = expect(0, &["log", "--raw", "--ledger", &ledger]).out;
    let registered: Value = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|entry| entry["kind"] == "DocumentRegistered")
        .unwrap();
    let data = &registered["data"];
    let b3sum = Command::new("b3sum").arg("--no-names").arg(&file).output().unwrap();
    let hash = String::from_utf8(b3sum.stdout).unwrap();
    assert_eq!(data["original"], hash.trim());
    assert_eq!(data["media_type"], "application/pdf");
    assert_eq!(data["extracted"]["extractor"], "greffe-pdf");
    // Everything that is cited is held: file, text and places.
    let verified = expect(0, &["verify", "--ledger", &ledger]);
    assert!(verified.err.is_empty(), "{}", verified.err);
    let document = expect(0, &["show", hash.trim(), "--ledger", &ledger]).out;
    assert!(document.contains("greffe-pdf 1"), "{document}");
    let original = folder.path().join("again.pdf");
    let shown = greffe().args(["show", hash.trim(), "--original", "--ledger", &ledger]).output();
    std::fs::write(&original, shown.unwrap().stdout).unwrap();
    assert_eq!(std::fs::read(original).unwrap(), std::fs::read(&file).unwrap());
    // The same file again adds nothing.
    expect(0, &["reconstruct", &file, "--ledger", &ledger]);
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &ledger]).out, log);
}

#[test]
fn a_passage_of_a_pdf_is_shown_with_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = arg(&folder.path().join("ledger"));
    expect(
        0,
        &["reconstruct", &repository("tests/formats/1-attribution.pdf"), "--ledger", &ledger],
    );
    let log = expect(0, &["log", "--raw", "--ledger", &ledger]).out;
    let certified = log.lines().position(|line| line.contains("\"CopyCertified\"")).unwrap();
    let reference = format!("{certified}.1");
    let text = expect(0, &["show", &reference, "--ledger", &ledger]).out;
    assert!(text.contains("1-attribution.pdf, page 2, line "), "{text}");
    let page = json(&["show", &reference, "--ledger", &ledger, "--format", "json"]);
    let passage = &page["passages"][0];
    assert_eq!(passage["page"], 2);
    let on = &passage["on_pages"][0];
    let number = |value: &Value| value.as_i64().unwrap();
    let (width, height) = (number(&on["size"][0]), number(&on["size"][1]));
    let areas = on["areas"].as_array().unwrap();
    assert!(!areas.is_empty());
    for area in areas {
        let [left, top, right, bottom] = [0, 1, 2, 3].map(|at| number(&area[at]));
        assert!(0 <= left && left < right && right <= width, "{area}");
        assert!(0 <= top && top < bottom && bottom <= height, "{area}");
    }
}

#[test]
fn a_draft_of_a_docx_is_recorded_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = arg(&folder.path().join("ledger"));
    // Its name says nothing of what it is.
    let act = folder.path().join("acte.bin");
    std::fs::copy(repository("tests/formats/2-avenant.docx"), &act).unwrap();
    let draft = arg(&folder.path().join("acte.json"));
    expect(0, &["draft", &arg(&act), "--output", &draft]);
    expect(0, &["init", "--ledger", &ledger]);
    expect(0, &["record", &draft, "--ledger", &ledger]);
    // Another file of the same text is another document.
    std::fs::copy(repository("tests/formats/2-avenant.odt"), &act).unwrap();
    let run = run(&["record", &draft, "--ledger", &ledger]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("[other-document]"), "{}", run.err);
}

#[test]
fn a_folder_is_searched_for_acts_of_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["1-attribution.html", "2-avenant.odt", "3-solde.pdf"] {
        let from = repository(&format!("tests/formats/{name}"));
        std::fs::copy(from, folder.path().join(name)).unwrap();
    }
    std::fs::write(folder.path().join("notes.md"), "rien").unwrap();
    let page = json(&["reconstruct", &arg(folder.path()), "--format", "json"]);
    assert_eq!(page["documents"].as_array().unwrap().len(), 3);
    let balance = &page["conventions"][0];
    assert!(balance.to_string().contains("7021637"), "the balance of the third act: {balance}");
}

/// A scan is said to be one. Where `tesseract` is installed it is read when asked for, and nothing of
/// it is sure; where it is not, the error says what to install.
#[test]
fn a_scan_is_recognised_where_a_program_can() {
    let scan = repository("tests/formats/scan.pdf");
    let refused = expect(3, &["draft", &scan]);
    assert!(refused.err.contains("[no-text-layer]"), "{}", refused.err);
    assert!(refused.err.contains("page") && refused.err.contains("--ocr"), "{}", refused.err);

    let recognised = run(&["draft", &scan, "--ocr", "--format", "json"]);
    if Command::new("tesseract").arg("--version").output().is_err() {
        assert_eq!(recognised.code, 3);
        assert!(recognised.err.contains("[not-recognised]"), "{}", recognised.err);
        assert!(recognised.err.contains("tesseract-ocr-fra"), "{}", recognised.err);
        return;
    }
    if recognised.err.contains("[not-recognised]") {
        // Installed without its data for French.
        assert!(recognised.err.contains("tesseract-ocr-fra"), "{}", recognised.err);
        return;
    }
    assert_eq!(recognised.code, 0, "{}", recognised.err);
    let draft: Value = serde_json::from_str(&recognised.out).unwrap();
    assert!(draft["document"]["extractor"].as_str().unwrap().starts_with("tesseract "));
    let events = draft["events"].as_array().unwrap();
    assert!(events.len() > 5, "{events:?}");
    assert!(events.iter().all(|event| event["confidence"] == "review" && event["record"] == false));
}
