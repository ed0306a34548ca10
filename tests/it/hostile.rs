//! Hostile files: each gives a clear error, within the limits of time and memory, through the real
//! program. They are made here, for some of them unpack to gigabytes.

use crate::program::{arg, greffe};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// No hostile file may keep the program longer: the reader's own limit is 10 seconds of computing.
const LONGEST: Duration = Duration::from_secs(75);
/// Nor make it or its reader grow beyond this, in KiB: the reader's own limit is 1 GiB.
const LARGEST: u64 = (1 << 20) + 96 * 1024;

/// What a run of the program gave, and what it took.
struct Measured {
    code: Option<i32>,
    err: String,
    took: Duration,
    /// The largest process, the program's reader included, in KiB.
    peak: u64,
}

/// Starts a program and says how large it, or what it started, became: the system tells that of
/// children that were waited for.
const MEASURE: &str = "import resource, subprocess, sys\n\
     code = subprocess.run(sys.argv[1:]).returncode\n\
     print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n\
     sys.exit(code)";

fn measured(path: &Path) -> Measured {
    let greffe = greffe();
    let mut command = Command::new("python3");
    command.args(["-c", MEASURE]).arg(greffe.get_program()).args(["draft", &arg(path)]);
    for (name, value) in greffe.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    let begun = Instant::now();
    let run = command.output().unwrap();
    let out = String::from_utf8_lossy(&run.stdout).into_owned();
    Measured {
        code: run.status.code(),
        err: String::from_utf8_lossy(&run.stderr).into_owned(),
        took: begun.elapsed(),
        peak: out.trim().parse().unwrap_or(0),
    }
}

/// `greffe draft` of a file: one of these errors, in one line, within the limits.
fn refused(path: &Path, codes: &[&str], words: &str) {
    let Measured { code, err, took, peak } = measured(path);
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(code, Some(3), "{name}: {err}");
    assert!(codes.iter().any(|code| err.contains(&format!("[{code}]"))), "{name}: {err}");
    assert!(err.contains(words), "{name}: {err}");
    assert_eq!(err.trim_end().lines().count(), 1, "{name}: one line, no panic: {err}");
    assert!(took < LONGEST, "{name} took {took:?}");
    assert!(peak < LARGEST, "{name}: {peak} KiB");
    println!("{name}: {took:.2?}, {} MiB: {}", peak / 1024, err.trim_end());
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The name of a part, and what writes it.
type Part<'a> = (&'a str, &'a dyn Fn(&mut dyn Write));

/// A package of some parts.
fn package(parts: &[Part<'_>]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, write) in parts {
        zip.start_file(*name, packed.large_file(true)).unwrap();
        write(&mut zip);
    }
    zip.finish().unwrap().into_inner()
}

const ODT: &str = "application/vnd.oasis.opendocument.text";

fn odt(content: &dyn Fn(&mut dyn Write)) -> Vec<u8> {
    package(&[
        ("mimetype", &|out| out.write_all(ODT.as_bytes()).unwrap()),
        ("content.xml", content),
    ])
}

fn again(out: &mut dyn Write, words: &str, times: usize) {
    let block = words.repeat(1024);
    for _ in 0..times / 1024 {
        out.write_all(block.as_bytes()).unwrap();
    }
}

#[test]
fn packages_that_unpack_without_end_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let bomb = odt(&|out| again(out, "                ", 8 << 20));
    assert!(bomb.len() < 4 << 20, "128 MiB in {} bytes", bomb.len());
    refused(&file(folder.path(), "bombe.odt", &bomb), &["beyond-limits"], "64 MiB");

    let many: Vec<String> = (0..5000).map(|n| format!("{n}")).collect();
    let nothing: &dyn Fn(&mut dyn Write) = &|_| {};
    let many: Vec<Part<'_>> = many.iter().map(|name| (name.as_str(), nothing)).collect();
    refused(&file(folder.path(), "milliers.docx", &package(&many)), &["beyond-limits"], "4096");

    // Lengths that lie: what is there is counted, not what is stated.
    let mut lying = odt(&|out| again(out, "<a>", 1 << 16));
    let central = lying.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    lying[central + 24..central + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    refused(&file(folder.path(), "mensonge.odt", &lying), &["unreadable", "beyond-limits"], "");

    let whole = odt(&|out| again(out, "<a>", 1 << 16));
    let cut = &whole[..whole.len() / 2];
    refused(&file(folder.path(), "coupe.odt", cut), &["unreadable"], "damaged");
}

#[test]
fn markup_that_grows_or_nests_without_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut laughs = String::from("<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
    for n in 1..30 {
        let inner = format!("&lol{};", n - 1).repeat(10);
        write!(laughs, "<!ENTITY lol{n} \"{inner}\">").unwrap();
    }
    laughs.push_str("]><a>&lol29;</a>");
    let package = odt(&|out| out.write_all(laughs.as_bytes()).unwrap());
    refused(&file(folder.path(), "rires.odt", &package), &["unreadable"], "document type");

    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>";
    let package = odt(&|out| out.write_all(outside.as_bytes()).unwrap());
    refused(&file(folder.path(), "dehors.odt", &package), &["unreadable"], "document type");

    let package = odt(&|out| again(out, "<a>", 1 << 20));
    refused(&file(folder.path(), "profond.odt", &package), &["beyond-limits"], "256");

    let tables = format!("<html><body>{}", "<table><tr><td>x".repeat(300_000));
    refused(&file(folder.path(), "tables.html", tables.as_bytes()), &["beyond-limits"], "256");

    // A million attributes of one element cost a million times a million comparisons.
    let mut attributes = String::new();
    for n in 0..1_000_000 {
        write!(attributes, " a{n}").unwrap();
    }
    let page = format!("<html><body><p{attributes}>Vu le code</p></body></html>");
    refused(
        &file(folder.path(), "attributs.html", page.as_bytes()),
        &["beyond-limits"],
        "10 seconds",
    );
}

#[test]
fn texts_without_measure_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ligne.txt");
    // A gibibyte in one line; the file has holes, which read as zeros.
    File::create(&path).unwrap().set_len(1 << 30).unwrap();
    refused(&path, &["too-large"], "64 MiB");
    refused(&file(folder.path(), "longue.txt", &vec![b'a'; 20 << 20]), &["unreadable"], "16 MiB");
}

#[test]
fn characters_that_deceive_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let act = std::fs::read_to_string(crate::program::repository("docs/tour/1-attribution.txt"));
    let act = act.unwrap();
    for (name, hidden) in [
        ("invisible.txt", "7\u{200b}3 500 euros"),
        ("cesure.txt", "73\u{ad}500 euros"),
        ("inverse.txt", "\u{202e}005 37\u{202c} euros"),
        ("isole.txt", "\u{2067}73 500\u{2069} euros"),
        ("variante.txt", "73\u{fe0f} 500 euros"),
        ("etiquette.txt", "7\u{e0033}3 500 euros"),
        ("hangul.txt", "7\u{3164}3 500 euros"),
    ] {
        let text = act.replacen("73 500 euros", hidden, 1);
        assert_ne!(text, act);
        refused(&file(folder.path(), name, text.as_bytes()), &["deceptive-text"], "line ");
        let page = format!("<html><body><p>{text}</p></body></html>");
        let name = name.replace(".txt", ".html");
        refused(&file(folder.path(), &name, page.as_bytes()), &["deceptive-text"], "U+");
    }
}

/// A PDF of some objects, the first of which is the catalogue.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF").bytes(),
    );
    bytes
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<<{dictionary}/Length {}>>\nstream\n", content.len()).into_bytes();
    bytes.extend(content);
    bytes.extend(b"\nendstream");
    bytes
}

fn page(contents: Vec<u8>, resources: &str) -> Vec<Vec<u8>> {
    vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>")
            .into_bytes(),
        contents,
    ]
}

/// What deflates to a thousandth of itself, as a PDF packs it: zlib around a part of a package.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let packed = package(&[("x", &|out| out.write_all(bytes).unwrap())]);
    // The local header ends with the name and an extra field; then the data, then the central one.
    let field = |at: usize| usize::from(u16::from_le_bytes([packed[at], packed[at + 1]]));
    let begin = 30 + field(26) + field(28);
    let end = packed.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let mut zlib = vec![0x78, 0x9c];
    zlib.extend(&packed[begin..end]);
    zlib
}

#[test]
fn pdf_files_that_attack_their_reader_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let twice = deflated(&deflated(&vec![b' '; 128 << 20]));
    let filter = "/Filter[/FlateDecode/FlateDecode]";
    let bomb = pdf(&page(stream(filter, &twice), ""), "");
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    let any = ["beyond-limits", "unreadable", "no-text-layer"];
    // Not a scan: what it unpacks to was never looked at.
    refused(&file(folder.path(), "bombe.pdf", &bomb), &["beyond-limits"], "");
    let once = deflated(&vec![b' '; 96 << 20]);
    let bomb = pdf(&page(stream("/Filter/FlateDecode", &once), ""), "");
    refused(&file(folder.path(), "bombe-simple.pdf", &bomb), &["beyond-limits"], "");
    let mut form = page(stream("", b"/F Do"), "/XObject<</F 5 0 R>>");
    form.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Filter/FlateDecode", &once));
    refused(&file(folder.path(), "bombe-forme.pdf", &pdf(&form, "")), &["beyond-limits"], "");

    let mut nested = page(stream("", b"/F Do"), "/XObject<</F 5 0 R>>");
    nested.push(stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F 5 0 R>>>>",
        b"/F Do /F Do",
    ));
    // Forms that draw themselves, twice each time: the interpreter sees that they turn in a circle.
    refused(&file(folder.path(), "recursif.pdf", &pdf(&nested, "")), &any, "");

    let deep = [b"[".repeat(1 << 20), b"]".repeat(1 << 20)].concat();
    let mut objects = page(stream("", b"BT ET"), "");
    objects[0] = [b"<</Type/Catalog/Pages 2 0 R/X ".to_vec(), deep, b">>".to_vec()].concat();
    refused(&file(folder.path(), "profond.pdf", &pdf(&objects, "")), &any, "");

    let locked = pdf(
        &page(stream("", b"BT ET"), ""),
        "/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(00000000000000000000000000000000)/U(00000000000000000000000000000000)>>",
    );
    refused(&file(folder.path(), "chiffre.pdf", &locked), &["encrypted"], "password");
    refused(&file(folder.path(), "tronque.pdf", &bomb[..200]), &["unreadable"], "damaged");
    let scan = pdf(&page(stream("", b"q Q"), ""), "");
    refused(&file(folder.path(), "numerise.pdf", &scan), &["no-text-layer"], "--ocr");
}
