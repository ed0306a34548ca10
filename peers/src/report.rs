//! The table, in Markdown.

use crate::args::Args;
use crate::stores::Store;

/// What was measured of a store: rates in entries a second, one a round.
#[derive(Debug, Default)]
pub struct Figures {
    /// One writer, one entry a commit.
    pub singles: Vec<f64>,
    /// 64 writers.
    pub grouped: Vec<f64>,
    /// Calls of 512.
    pub calls: Vec<f64>,
    /// Replay with hash and links.
    pub replayed: Vec<f64>,
    /// The store's own verification.
    pub verified: Vec<f64>,
    /// Bytes on disk, and of how many entries.
    pub bytes: Option<(u64, u64)>,
    /// Peak memory of a replay in KiB.
    pub peak: Option<u64>,
}

/// A row of the table.
pub fn row(store: &Store, figures: &Figures) -> String {
    let bytes = figures.bytes.and_then(|(bytes, entries)| bytes.checked_div(entries));
    let peak = figures.peak.map(|kibibytes| kibibytes / 1024);
    let cells = [
        store.name.to_owned(),
        version(store.package).unwrap_or_default().to_owned(),
        store.durable.to_owned(),
        spread(&figures.singles),
        spread(&figures.grouped),
        spread(&figures.calls),
        spread(&figures.replayed),
        spread(&figures.verified),
        bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
        peak.map(|peak| peak.to_string()).unwrap_or_default(),
    ];
    format!("| {} |", cells.join(" | "))
}

/// Prints the table with what was asked for and what is missing from it.
pub fn print(args: &Args, entries: u64, rows: &[String], skipped: &[String]) {
    println!(
        "\nSeed {}; {} rounds of {} single appends, {} by 64 writers, {} calls of 512; \
         replays of {entries} entries. Rates in entries a second: median (least–greatest).\n",
        args.seed, args.rounds, args.singles, args.grouped, args.calls
    );
    #[cfg(feature = "sqlite")]
    println!("- SQLite is {} in both of its stores", rusqlite::version());
    for line in skipped {
        println!("- {line}");
    }
    println!(
        "\n| store | version | durable by | one a commit | 64 writers | calls of 512 \
         | replay, hash and links | own verification | bytes an entry | replay MiB |\n\
         |---|---|---|---|---|---|---|---|---|---|"
    );
    for row in rows {
        println!("{row}");
    }
}

/// The version of a package in the lock file.
fn version(package: &str) -> Option<&'static str> {
    let lock = include_str!("../Cargo.lock");
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

/// The middle of some rates, with the least and the greatest.
fn spread(rates: &[f64]) -> String {
    let mut sorted = rates.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else {
        return String::new();
    };
    let middle = sorted.get(sorted.len() / 2).unwrap_or(most);
    format!("{} ({}–{})", thousands(*middle), thousands(*least), thousands(*most))
}

fn thousands(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_lock_file() {
        assert!(version("blake3").is_some_and(|version| version.starts_with("1.")));
        assert_eq!(version("no-such-package"), None);
        assert_eq!(spread(&[3.0, 1_000.0, 2_000.0]), "1 000 (3–2 000)");
    }
}
