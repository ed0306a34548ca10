//! The fuzz targets on broken variants of good inputs, for some seconds.
//!
//! `fuzz/` runs the same functions under libFuzzer; here no coverage guides them, so the good
//! inputs do: the vectors, the tour, the values that acts contain. `GREFFE_ROUNDS` runs longer;
//! `GREFFE_FUZZ_CORPUS` names a folder to which the good inputs are written, for libFuzzer. An
//! input that fails is printed whole.

#[path = "../../../../fuzz/src/targets.rs"]
mod targets;

#[path = "../../../../fuzz/src/facade.rs"]
mod facade;

#[path = "../../../../fuzz/src/proof.rs"]
mod proof;

#[path = "../../../../fuzz/src/store.rs"]
mod store;

#[path = "../../../tables/tests/book/mod.rs"]
mod book;

use crate::rounds;
use greffe_testkit::history::{Size, arrive, told};
use greffe_testkit::{MemoryLog, Mutator, Prng, seed};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use targets::Target;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The entries of all vectors, good and bad, and whole vectors as logs.
fn vectors() -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let (mut entries, mut logs) = (Vec::new(), Vec::new());
    for half in ["valid", "invalid"] {
        let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests/vectors/v1").join(half))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            let vector: serde_json::Value =
                serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            let lines: Vec<Vec<u8>> = vector["entries"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|line| line.as_str().map(|line| line.as_bytes().to_vec()))
                .collect();
            logs.push(lines.join(&b'\n'));
            entries.extend(lines.into_iter().take(20));
        }
    }
    (entries, logs)
}

fn words(list: &[&str]) -> Vec<Vec<u8>> {
    list.iter().map(|word| word.as_bytes().to_vec()).collect()
}

/// Data of every kind that histories make, behind the two bytes of kind and schema version.
fn events() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for line in arrive(&told(8, Size { conventions: 6, ..Size::default() }), &mut Prng::new(8)) {
        let kind = greffe_domain::KINDS.iter().position(|(kind, _)| *kind == line.fact.kind);
        if let Some(kind) = kind {
            let data = line.fact.data.to_string();
            seeds.push([&[u8::try_from(kind).unwrap(), 1], data.as_bytes()].concat());
        }
    }
    let granted = greffe_domain::KINDS.iter().position(|(kind, _)| *kind == "SubsidyGranted");
    let old = br#"{"amount":35000,"beneficiary":"Harmonie","exercise":2019,"share":"25,0%"}"#;
    seeds.push([&[u8::try_from(granted.unwrap()).unwrap(), 0], &old[..]].concat());
    seeds
}

fn logs() -> Vec<Vec<u8>> {
    let mut logs = vectors().1;
    let mut memory = MemoryLog::new();
    for line in arrive(&told(9, Size { conventions: 1, ..Size::default() }), &mut Prng::new(9)) {
        memory.append(line.micros, &[line.draft(9)], &[]).unwrap();
    }
    logs.push(memory.entries().join(&b'\n'));
    logs
}

fn pages() -> Vec<Vec<u8>> {
    let page = |entries: &[Vec<u8>]| {
        greffe_chain::bundle::encode(entries.iter().map(Vec::as_slice)).unwrap()
    };
    vec![page(&words(&["a", "bb", "ccc"])), page(&words(&["x"; 256])), page(&[])]
}

/// The acts of the tour, and one of them as an old machine wrote it.
fn tour() -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = ["docs/tour", "docs/tour/breach", "docs/tour/clean"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root().join(folder)).unwrap())
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "txt"))
        .collect();
    files.sort();
    let mut acts: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    let old = String::from_utf8_lossy(&acts[0])
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect();
    acts.push(old);
    acts
}

fn drafts() -> Vec<Vec<u8>> {
    let draft = |act: Vec<u8>| {
        let drafted = greffe::draft("acte.txt", &act, &greffe::ReadOptions::default()).unwrap();
        serde_json::to_vec(&drafted.draft).unwrap()
    };
    tour().into_iter().map(draft).collect()
}

/// Tables of grants and deliberations, and workbooks.
fn tables() -> Vec<Vec<u8>> {
    let mut all = words(&[
        "Titre;;;\n;;;\nnomAttribuant;nomBeneficiaire;idBeneficiaire;montant\nVauclaire;\"Chœur\nA\";\
         73282932000074;1 500,50\nVauclaire;Foyer;2,43E+13;12.500\n;;;\nTOTAL;;;1 512,00\n",
        "idSubvention,nomBeneficiaire,dateConvention,pourcentageSubvention,montant,statutLabel\r\n\
         k-1,Danse,16/03/23,0.5,10,refus\u{e9}e\r\n",
        "COLL_NOM\tDELIB_ID\tDELIB_DATE\tPREF_DATE\tVOTE_POUR\tVOTE_CONTRE\nVauclaire\t2023-1\t\
         2023-03-16\t2023-03-20\t20\t1\n",
    ]);
    all.push(book::xlsx(book::XLSX_ROWS));
    all.push(book::ods(book::ODS_ROWS));
    all
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "entry" => vectors().0,
        "page" => pages(),
        "chain" | "log" => logs(),
        "money" => words(&[
            "61 300 euros",
            "1 847,50 €",
            "1,5 M€",
            "12 k€",
            "1.234.567,89",
            "3 millions d'euros",
            "3\u{a0}186\u{202f}520 €",
            "92233720368547758,07",
        ]),
        "share" => words(&["6%", "8,6 %", "41.37 pour cent", "100 %", "0,000000001%"]),
        "edtf" => words(&[
            "2021-02-18",
            "2021-02",
            "2021",
            "202X",
            "2021-XX",
            "2021-02-XX",
            "2021-01/2021-12",
            "../2022",
            "2021/..",
            "XXXX",
            "2021~",
            "9999-12-31",
            "0000",
        ]),
        "act_key" => words(&[
            "DSOL-014-3127/23/BM",
            "n°014-3127-23-BM",
            "D-2021/117",
            "CM_2019_06_12_08",
            "n° 2023-045",
            "N° ADM 003-8073-2020-CM",
        ]),
        "stream" => words(&[
            "ledger",
            "organ/vauclaire/bureau",
            "act/vauclaire/3127-23-bm",
            "convention/vauclaire/2023/les-ateliers-du-pont/2",
            "beneficiary/123456789",
        ]),
        "event" => events(),
        "document" => tour(),
        "html" => formats(&["1-attribution.html", "3-solde.html"]),
        "pdf" => formats(&["2-avenant-office.pdf", "2-avenant.docx", "2-avenant.odt"]),
        "docx" => words(&[
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
             <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>Est \
             approuvé</w:t><w:tab/></w:r><w:del><w:r><w:t>non</w:t></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p>\
             <w:r><w:t>61&#160;300</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>\0<w:numbering \
             xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:abstractNum \
             w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText \
             w:val=\"Article %1\"/></w:lvl></w:abstractNum><w:num w:numId=\"2\"><w:abstractNumId \
             w:val=\"4\"/></w:num></w:numbering>",
        ]),
        "odt" => words(&["<o:d xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             xmlns:t=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
             xmlns:a=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><o:body><o:text><t:p>Vu<t:s \
             t:c=\"3\"/><t:tab/></t:p><t:list t:style-name=\"L\"><t:list-item><t:p>un</t:p></t:list-item>\
             </t:list><a:table><a:table-row><a:table-cell><t:p>61 300 €</t:p></a:table-cell></a:table-row>\
             </a:table></o:text></o:body></o:d>"]),
        "draft_file" => drafts(),
        "ledger_file" | "backup_file" => store::good(target),
        "rule_pack" => words(&[
            "title = \"Règlement\"\n[rules.convention-above-23000]\nthreshold_cents = 1_000_000\n\
             from = 2023-01-01\nreason = \"art. 14\"\n",
            "title = \"Règlement\"\n[rules.explanatory-note]\ndisabled = true\nreason = \"art. 3\"\n",
            "title = \"R\"\nrules.convocation-five-clear-days = { clear_days = 7, reason = \"r\" }\n",
        ]),
        "expression" => words(&[
            "budget < initial_budget",
            "subsidy != null && avenants == 0",
            "payments.exists(p, p.executed && p.role == \"advance\")",
            "kind.startsWith('Payment') && data.amount_cents >= euros(\"73 500 €\")",
            "has(data.tally) ? data.tally > 3 : grade in ['act', 'record']",
            "size(causes.filter(c, c % 2 == 0).map(c, c * 3)) != 0 || !(seq <= 4)",
            "string(int('12') - -3) matches '^1[0-9]$'",
            "outcome == \"observation\" && severity != \"note\"",
        ]),
        "table" => tables(),
        "receipt" => words(&["<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a:ARActe \
             xmlns:a=\"http://www.interieur.gouv.fr/ACTES#v1.1-20040216\" \
             a:IDActe=\"034-732829320-20230316-3127-DE\" a:DateReception=\"2023-03-20\"><a:ActeRecu \
             a:Date=\"2023-03-16\" a:NumeroInterne=\"014-3127-23-BM\"/></a:ARActe>"]),
        other => proofs(other).unwrap_or_else(|| panic!("no inputs for {other}")),
    }
}

/// The acts of the tour in other formats.
fn formats(names: &[&str]) -> Vec<Vec<u8>> {
    let folder = root().join("tests/formats");
    names.iter().map(|name| std::fs::read(folder.join(name)).unwrap()).collect()
}

/// The vectors of `tests/vectors/proof`, good and refused.
fn proofs(target: &str) -> Option<Vec<Vec<u8>>> {
    let folder = root().join("tests/vectors/proof");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let policy = String::from_utf8(read("policy")).unwrap();
    let mut seeds = match target {
        "note" => vec![read("checkpoint")],
        "checkpoint" => {
            let note = String::from_utf8(read("checkpoint")).unwrap();
            vec![
                note.split_inclusive("\n\n").next().unwrap().trim_end_matches('\n').to_owned()
                    + "\n",
            ]
            .into_iter()
            .map(String::into_bytes)
            .collect()
        }
        "key" => policy.split(['\n', ' ']).map(|word| word.as_bytes().to_vec()).collect(),
        "policy" => vec![read("policy")],
        "tile" => vec![
            b"tile/0/x001/x234/067.p/8".to_vec(),
            [&300u64.to_be_bytes()[..], &[7; 44 * 32]].concat(),
            [&65_536u64.to_be_bytes()[..], &[7; 256 * 32]].concat(),
        ],
        "tlog_proof" => vec![read("entry-2.tlog-proof")],
        "add_checkpoint" => vec![read("add-checkpoint")],
        "evidence" => vec![read("four-entries.evidence")],
        "time_stamp" => ["token.der", "response.der", "authority.pem"].map(read).to_vec(),
        _ => return None,
    };
    let refused: serde_json::Value = serde_json::from_slice(&read("refused.json")).unwrap();
    let of_target = refused[target.replace('_', "-")].as_array().into_iter().flatten();
    seeds.extend(of_target.map(|vector| vector["text"].as_str().unwrap().as_bytes().to_vec()));
    Some(seeds)
}

/// The inputs that libFuzzer has found to reach the most, as kept in `fuzz/seeds`, in the order of their names.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = std::fs::read_dir(root().join("fuzz/seeds").join(target));
    let mut files: Vec<PathBuf> =
        folder.into_iter().flatten().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// Runs one target over its good inputs, those that were kept, and `number` broken ones.
fn run((name, target): &Target, number: u64) {
    let seed = seed(0x6772_6566);
    let mutator = Mutator::new(seeds(name), 80_000);
    if let Ok(corpus) = std::env::var("GREFFE_FUZZ_CORPUS") {
        let folder = Path::new(&corpus).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for (at, seed) in mutator.seeds().iter().enumerate() {
            std::fs::write(folder.join(format!("good-{at:03}")), seed).unwrap();
        }
    }
    let mut random = Prng::new(seed);
    let broken = (0..rounds(number)).map(|_| mutator.next(&mut random));
    for input in mutator.seeds().to_vec().into_iter().chain(kept(name)).chain(broken) {
        let outcome = catch_unwind(AssertUnwindSafe(|| target(&input)));
        assert!(outcome.is_ok(), "{name} fails on {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn parsers_of_the_chain_and_the_domain_keep_their_laws() {
    for target in targets::TARGETS {
        // A log of many entries takes as long as hundreds of amounts.
        run(target, if target.0 == "chain" { 300 } else { 6_000 });
    }
}

#[test]
fn parsers_of_what_outsiders_are_given_keep_theirs() {
    for target in proof::TARGETS {
        run(target, if target.0 == "evidence" { 400 } else { 2_000 });
    }
}

#[test]
fn documents_draft_files_exported_logs_and_rule_packs_keep_theirs() {
    for target in facade::TARGETS {
        let broken = match target.0 {
            "document" => 60,
            "rule_pack" | "expression" => 3_000,
            _ => 300,
        };
        run(target, broken);
    }
}

#[test]
fn the_files_of_ledgers_and_backups_keep_theirs() {
    for target in store::TARGETS {
        run(target, 150);
    }
}

#[test]
fn good_inputs_are_accepted_at_all() {
    use greffe_chain::{Entry, bundle::Bundle};
    use greffe_domain::{ActKey, Edtf, Money, StatedShare, StreamId};
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
    assert!(seeds("entry").iter().filter(|e| Entry::parse(e).is_ok()).count() > 40);
    let reads = |p: &Vec<u8>| greffe::audit_trail::RulePack::read(&text(p)).is_ok();
    assert!(seeds("rule_pack").iter().all(reads));
    let good = |target: &str| seeds(target).swap_remove(0);
    assert!(greffe_proof::Note::parse(&good("note")).is_ok());
    assert!(text(&good("checkpoint")).parse::<greffe_proof::Checkpoint>().is_ok());
    assert!(greffe_proof::Trust::parse(&text(&good("policy"))).is_ok());
    assert!(greffe_proof::TlogProof::parse(&good("tlog_proof")).is_ok());
    assert!(greffe_proof::witness::AddCheckpoint::parse(&good("add_checkpoint")).is_ok());
    assert!(greffe_proof::evidence::parse(&good("evidence")).is_ok());
    assert!(seeds("page").iter().all(|p| Bundle::parse(p).is_ok()));
    assert!(seeds("money").iter().all(|m| Money::parse(&text(m)).is_ok()));
    assert!(seeds("share").iter().all(|s| StatedShare::parse(&text(s)).is_ok()));
    assert!(seeds("edtf").iter().all(|e| text(e).parse::<Edtf>().is_ok()));
    assert!(seeds("act_key").iter().all(|a| ActKey::of(&text(a)).is_some()));
    assert!(seeds("stream").iter().all(|s| text(s).parse::<StreamId>().is_ok()));
}
