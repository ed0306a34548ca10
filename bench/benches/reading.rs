//! What reading acts costs: whether it grows with the text, for seven shapes of texts.
//!
//! ```sh
//! cargo bench -p greffe-bench --bench reading
//! ```
//!
//! Each row reads a text of one shape in two sizes and prints the time of a kilobyte of the larger beside that of the
//! smaller: 1 is in proportion, the factor of the sizes is quadratic.

#![allow(clippy::print_stdout, reason = "the table is what the bench is for")]
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "times and ratios")]

use std::fmt::Write as _;
use std::time::Instant;

use greffe_ingest::{Options, draft};

/// By how much the larger text has more pieces.
const LARGER: usize = 8;
/// Rounds of each; the quickest counts.
const ROUNDS: usize = 3;

const HEAD: &str = "COMMUNE DE VAULNOIX\n\nProcès-verbal de la séance du 12 mars 2031\n\n\
    Présents : Anne CERDOUX, Luc BRAVOUX, Paul DRAVELLE.\nSecrétaire : Luc BRAVOUX.\n\n";

/// A text of so many pieces.
type Shape = fn(usize) -> String;

/// Each shape with the pieces of its smaller text: so many that what is not in proportion shows in the larger.
const SHAPES: [(&str, Shape, usize); 7] = [
    ("minutes, a matter a piece", matters, 400),
    ("a list of what was decided, a row a piece", rows, 400),
    ("one matter, a line of a list a piece", lines, 400),
    ("one sentence, a grant a piece", sentence, 1700),
    ("one act, an article a piece", articles, 2500),
    ("one list of those present, a member a piece", members, 1250),
    ("one act, a member who stood back a piece", recused, 400),
];

fn main() {
    // The patterns are compiled at their first use.
    let _ = read(&matters(3));
    println!("| shape | kB | µs a kB | kB | µs a kB | ratio |");
    println!("|---|---|---|---|---|---|");
    for (name, shape, pieces) in SHAPES {
        let (small, large) = (shape(pieces), shape(pieces * LARGER));
        let (small_cost, large_cost) = (cost(&small), cost(&large));
        println!(
            "| {name} | {} | {small_cost:.0} | {} | {large_cost:.0} | {:.2} |",
            small.len() / 1000,
            large.len() / 1000,
            large_cost / small_cost
        );
    }
}

fn read(text: &str) -> usize {
    draft(text, &"0".repeat(64), &Options::default()).events.len()
}

/// Microseconds a kilobyte.
fn cost(text: &str) -> f64 {
    let round = |_| {
        let begun = Instant::now();
        std::hint::black_box(read(std::hint::black_box(text)));
        begun.elapsed().as_secs_f64()
    };
    let quickest = (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min);
    quickest * 1e6 / (text.len() as f64 / 1000.0)
}

/// `count` pieces behind a head.
fn behind(head: &str, count: usize, piece: impl Fn(&mut String, usize)) -> String {
    let mut text = head.to_owned();
    (1..=count).for_each(|at| piece(&mut text, at));
    text
}

fn matters(count: usize) -> String {
    behind(HEAD, count, |text, at| {
        let _ = write!(
            text,
            "{at}. Subvention à l'association Les Rivelles {at}\n\nLe conseil décide d'attribuer {} € à \
             l'association. Adopté à l'unanimité.\n\n",
            at + 1
        );
    })
}

fn rows(count: usize) -> String {
    let head = "COMMUNE DE VAULNOIX\n\nLISTE DES DÉLIBÉRATIONS\nSéance du 12 mars 2031\n\n\
                N°            Objet                                         Vote\n";
    behind(head, count, |text, at| {
        let _ = writeln!(
            text,
            "2031-{at:05}    Subvention à l'association Les Rivelles {at:05}     Adoptée à l'unanimité"
        );
    })
}

fn lines(count: usize) -> String {
    let head = format!(
        "{HEAD}1. Subventions aux associations\n\nLe conseil attribue les subventions suivantes :\n"
    );
    let text = behind(&head, count, |text, at| {
        let _ = writeln!(text, "Les Rivelles {at}      {} €", at + 1);
    });
    text + "Adopté à l'unanimité.\n"
}

fn sentence(count: usize) -> String {
    let text = behind(&format!("{HEAD}1. Subventions\n\n"), count, |text, at| {
        let _ = write!(
            text,
            "Le conseil attribue {} € à l'association Les Rivelles {at}, vu le rapport présenté, ",
            at + 1
        );
    });
    text + "à l'unanimité.\n"
}

fn articles(count: usize) -> String {
    let head = "COMMUNE DE VAULNOIX\n\nExtrait du registre des délibérations\nSéance du 12 mars 2031\n\n\
                Vu le code,\nDécide :\n";
    let text = behind(head, count, |text, at| {
        let _ = writeln!(
            text,
            "Article {at} : d'attribuer une subvention de {} € à l'association Les Rivelles {at} au titre de \
             l'exercice 2031.",
            at + 1
        );
    });
    text + "Adopté à l'unanimité.\n"
}

/// A surname of its own for each of so many persons.
fn surname(at: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "BRA", "CER", "DOU", "FAN", "GRI", "LOU", "MAR", "NEL", "PAU", "ROU", "SAU", "TIL", "VAL",
        "BEL", "COR", "DAN",
    ];
    let syllable = |shift: usize| SYLLABLES.get((at >> shift) % 16).copied().unwrap_or_default();
    format!("{}{}{}{}", syllable(12), syllable(8), syllable(4), syllable(0))
}

fn members(count: usize) -> String {
    let head = "COMMUNE DE VAULNOIX\n\nProcès-verbal de la séance du 12 mars 2031\n\nPrésents : Anne CERDOUX";
    let text = behind(head, count, |text, at| {
        // As a page breaks it.
        let gap = if at % 6 == 0 { ",\n" } else { ", " };
        let _ = write!(text, "{gap}Anne {}", surname(at));
    });
    text + ".\nSecrétaire : Anne CERDOUX.\n\n1. Subventions\n\nLe conseil décide d'attribuer 300 € à l'association Les \
            Rivelles. Adopté à l'unanimité.\n"
}

fn recused(count: usize) -> String {
    let text = behind(&format!("{HEAD}1. Subventions\n\n"), count, |text, at| {
        let _ = writeln!(text, "Mme Anne {} ne prend pas part au vote.", surname(at));
    });
    text + "Adopté à l'unanimité.\n"
}
