//! Confidence, held against labels: what the machine is sure of is never wrong, and what it reads
//! is what a careful clerk reads. The sample acts of the tour are part of the project; a corpus of
//! acts lies beside it (`GREFFE_CORPUS`), where there is one.

use crate::program::{acts, root};
use greffe::domain::slug;
use greffe::{DraftFile, ReadOptions};
use greffe_tests::evaluation::{Class, Document, Evaluation, compare, document, evaluate};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The sample acts with their labels.
fn tour() -> Vec<(String, DraftFile, Value)> {
    let texts =
        ["1-attribution", "2-avenant", "3-solde", "breach/1-sans-quorum", "clean/1-conforme"];
    let one = |text: &&str| {
        let bytes = fs::read(root().join("docs/tour").join(format!("{text}.txt"))).unwrap();
        let name = text.rsplit('/').next().unwrap().to_owned();
        let label = root().join("tests/tour-labels").join(format!("{name}.json"));
        let label = serde_json::from_slice(&fs::read(label).unwrap()).unwrap();
        let drafted = greffe::draft(&name, &bytes, &ReadOptions::default()).unwrap();
        (name, drafted.draft, label)
    };
    texts.iter().map(one).collect()
}

/// The corpus as evaluated; `None` where there is none.
fn corpus() -> Option<Evaluation> {
    Some(evaluate(&acts()?).unwrap())
}

fn sure_and_wrong(document: &Document) -> Vec<String> {
    let fields = document.fields.iter();
    let of = |(field, found): (&String, &greffe_tests::evaluation::Found)| {
        let sure = found.wrong.iter().filter(|(class, _)| *class == Class::Sure);
        sure.map(|(_, told)| format!("{} {field}: {told}", document.name)).collect::<Vec<_>>()
    };
    fields.flat_map(of).collect()
}

#[test]
fn nothing_sure_is_wrong_in_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let wrong: Vec<String> = corpus.documents.iter().flat_map(sure_and_wrong).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let sure = corpus.count(Some(Class::Sure));
    assert!(sure.right > 300, "a machine that is never sure is of no use: {sure:?}");
}

#[test]
fn the_corpus_is_read_as_a_clerk_reads_it() {
    let Some(corpus) = corpus() else { return };
    let all = corpus.count(None);
    assert!(all.precision() >= 0.97 && all.recall() >= 0.92, "{all:?}");
}

/// What the sample acts say and no fact holds, on purpose: the share that spending takes of a
/// budget is a figure of the report, to be computed and not believed.
#[test]
fn the_acts_of_the_tour_are_read_as_a_clerk_reads_them() {
    let mut told = Vec::new();
    for (name, draft, label) in tour() {
        for (field, found) in compare(&label, &draft) {
            told.extend(found.wrong.iter().map(|(_, w)| format!("{name} {field}: wrong {w}")));
            told.extend(found.missed.iter().map(|m| format!("{name} {field}: missed {m}")));
        }
    }
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

/// The comparison itself is tried: every label that is made untrue must be seen.
#[test]
fn a_planted_error_is_seen() {
    let (_, draft, label) = tour().into_iter().next().unwrap();
    let wrong = |label: &Value| -> usize {
        compare(label, &draft).values().map(|f| f.wrong.len() + f.missed.len()).sum()
    };
    let before = wrong(&label);
    let plants = [
        ("/amounts/0/cents", Value::from(7_350_001)),
        ("/amounts/1/role", Value::from("recovery")),
        ("/sitting_date", Value::from("2023-03-17")),
        ("/reference", Value::Null),
        ("/president", Value::from("Odile JONQUEROLLE")),
        ("/present_names/3", Value::from("Karim TRÉMOULINE")),
        ("/proxies/0/to", Value::from("Lucette HAUTEPIERRE")),
        ("/vote/for", Value::from(14)),
        ("/vote/adopted", Value::from(false)),
        ("/vote/recused", Value::Array(Vec::new())),
        ("/exercise", Value::from(2024)),
        ("/percentages/0/as_written", Value::from("13%")),
        ("/earlier_acts/0/date", Value::from("2020-07-17")),
        ("/published_on", Value::from("2023-03-23")),
        ("/beneficiaries/0/name", Value::from("Les Ateliers du Quai")),
    ];
    for (pointer, planted) in plants {
        let mut label = label.clone();
        *label.pointer_mut(pointer).unwrap() = planted;
        assert!(wrong(&label) > before, "{pointer} planted and not seen");
    }
}

/// Any folder of that shape can be evaluated: line ends and encodings of another system, a text
/// without a label, a label with fields of its own, a file that is no text.
#[test]
fn a_folder_of_unseen_shape_is_evaluated() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let act = fs::read_to_string(root().join("docs/tour/1-attribution.txt")).unwrap();
    // Windows-1252 has one bullet.
    let act = act.replace(['\u{f0b7}', '■'], "•");
    let label = fs::read(root().join("tests/tour-labels/1-attribution.json")).unwrap();
    put("a.txt", act.replace('\n', "\r\n").as_bytes());
    put("a.json", &label);
    let old: Vec<u8> = act
        .chars()
        .map(|c| match c {
            '’' => 0x92,
            '€' => 0x80,
            'œ' => 0x9c,
            '–' => 0x96,
            '•' => 0x95,
            c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect();
    put("b.txt", &old);
    put("b.json", &[b"\xef\xbb\xbf".as_slice(), &label].concat());
    put("c.txt", act.as_bytes());
    put("d.txt", b"\x00\x01");
    put("d.json", br#"{"institution": "Ville", "mood": "grey"}"#);
    put("e.txt", act.as_bytes());
    put("e.json", b"[1, 2");
    put("f.json", b"{}");
    let found = evaluate(folder.path()).unwrap();
    let names: Vec<&str> = found.documents.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    let right =
        |at: usize| found.documents[at].fields.values().map(|f| f.right.len()).sum::<usize>();
    assert!(right(0) > 20 && right(0) == right(1), "{} {}", right(0), right(1));
    assert!(!found.documents[2].labelled && found.documents[2].events.0 > 0);
    assert_eq!(found.documents[3].unknown_fields, ["mood"]);
    assert!(found.documents[3].fault.is_some() && found.documents[4].fault.is_some());
    let report = greffe_tests::evaluation::json(&found);
    for pointer in ["/overall/precision", "/overall/recall", "/sure/precision"] {
        assert!(report.pointer(pointer).is_some_and(Value::is_number), "{pointer}");
    }
    assert!(report["fields"].is_object() && report["documents"].is_object());
    assert!(document(&folder.path().join("missing.txt")).fault.is_some());
}

/// No recogniser keys on a name of the corpus: none of its persons, bodies, beneficiaries or
/// references stands in the sources or data of the reader.
#[test]
fn no_name_of_the_corpus_stands_in_the_reader() {
    let Some(folder) = acts() else { return };
    let mut names: BTreeSet<String> = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") {
            let label: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            proper_names(&label, &mut names);
        }
    }
    assert!(names.len() > 200, "the labels name persons: {}", names.len());
    let mut found = Vec::new();
    for file in sources() {
        let text = format!("-{}-", slug(&fs::read_to_string(&file).unwrap()));
        for name in names.iter().filter(|name| text.contains(&format!("-{name}-"))) {
            found.push(format!("{}: {name}", file.display()));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Surnames, places, whole names of bodies and beneficiaries, references; each as a slug.
fn proper_names(label: &Value, out: &mut BTreeSet<String>) {
    let persons = ["present_names", "excused_names", "absent_names"].into_iter().flat_map(|f| {
        label[f].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
    });
    let single = ["president", "secretary", "certified_by"];
    let single = single.iter().filter_map(|f| label[*f].as_str().map(str::to_owned));
    for person in persons.chain(single) {
        // A surname is written in capitals; first names are everybody's.
        let surname =
            |word: &&str| word.chars().count() > 3 && !word.chars().any(char::is_lowercase);
        out.extend(person.split([' ', '-', '\'', '’']).filter(surname).map(slug));
    }
    let kinds =
        ["commune", "ville", "metropole", "region", "departement", "syndicat", "communaute"];
    if let Some(name) = label["institution"].as_str() {
        let place = slug(name);
        let words = place.split('-').filter(|w| w.len() > 4 && !kinds.contains(w));
        out.extend(
            words
                .filter(|w| {
                    ![
                        "mixte",
                        "bassin",
                        "agglomeration",
                        "communes",
                        "haute",
                        "centre",
                        "communal",
                        "action",
                        "sociale",
                        "urbaine",
                    ]
                    .contains(w)
                })
                .map(str::to_owned),
        );
    }
    for item in label["beneficiaries"].as_array().into_iter().flatten() {
        let name = slug(item["name"].as_str().unwrap_or_default());
        if name.contains('-') && name.len() > 10 {
            out.insert(name);
        }
    }
    let acts = label["acts"].as_array().into_iter().flatten();
    let earlier = label["earlier_acts"].as_array().into_iter().flatten();
    for act in acts.chain(earlier).chain([label]) {
        if let Some(reference) = act["reference"].as_str().filter(|r| r.len() > 6) {
            out.insert(slug(reference));
        }
    }
    // A surname that is a word of every source.
    out.retain(|name| name.len() > 3 && name != "page");
}

/// The sources and data of the reader.
fn sources() -> Vec<PathBuf> {
    let walked = walkdir::WalkDir::new(root().join("crates/ingest")).into_iter();
    walked
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Acts of invented bodies in other layouts, part of the project: minutes, columns, tables.
#[test]
fn other_layouts_are_read() {
    let found = evaluate(&root().join("crates/ingest/tests/fixtures")).unwrap();
    assert!(found.documents.iter().all(|d| d.labelled && d.fault.is_none()));
    let wrong: Vec<String> = found.documents.iter().flat_map(sure_and_wrong).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let all = found.count(None);
    let told = greffe_tests::evaluation::text(&found);
    assert!(all.precision() >= 0.95 && all.recall() >= 0.9, "{told}");
}
