//! The table: one row a figure, in Markdown.

use crate::rounds::{Rounds, Spread};

/// One row of the table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    what: String,
    against: String,
    ours: String,
    baseline: String,
    ratio: String,
    spread: String,
    target: String,
    note: String,
}

impl Row {
    /// Rates of ours and of a baseline, measured in turn; `target` is the least ratio.
    #[must_use]
    pub fn rates(what: &str, against: &str, target: &str, rounds: &Rounds) -> Row {
        let rate = |rates: &[f64]| Spread::of(rates).map(|s| thousands(s.median));
        let mut row = Row {
            what: what.to_owned(),
            against: against.to_owned(),
            target: target.to_owned(),
            ..Row::default()
        };
        match rounds.ratio() {
            None => "not offered yet".clone_into(&mut row.ours),
            Some(ratio) => {
                row.ours = format!("{}/s", rate(&rounds.ours).unwrap_or_default());
                row.baseline = format!("{}/s", rate(&rounds.baseline).unwrap_or_default());
                row.ratio = format!("**{:.2}**", ratio.median);
                row.spread = format!("{:.2}–{:.2}", ratio.least, ratio.most);
            }
        }
        row
    }

    /// A figure that has no rate.
    #[must_use]
    pub fn figure(what: &str, against: &str, figure: &str, target: &str) -> Row {
        Row {
            what: what.to_owned(),
            against: against.to_owned(),
            ours: figure.to_owned(),
            target: target.to_owned(),
            ..Row::default()
        }
    }

    /// With a remark.
    #[must_use]
    pub fn note(mut self, note: &str) -> Row {
        note.clone_into(&mut self.note);
        self
    }
}

/// The rows as a Markdown table.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let mut out = String::from(
        "| what | against | ours | baseline | ratio | spread | at least | remark |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let cells = [
            &row.what,
            &row.against,
            &row.ours,
            &row.baseline,
            &row.ratio,
            &row.spread,
            &row.target,
            &row.note,
        ];
        for cell in cells {
            out.push_str("| ");
            out.push_str(cell);
            out.push(' ');
        }
        out.push_str("|\n");
    }
    out
}

/// A rate without its fraction, its digits in groups.
#[must_use]
pub fn thousands(rate: f64) -> String {
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
    fn a_row_without_rounds_says_that_it_was_not_measured() {
        assert_eq!(thousands(1_234_567.4), "1 234 567");
        let row = Row::rates("verified scan, two threads", "one", "1.8", &Rounds::default());
        let table = table(&[row]);
        assert!(table.ends_with(
            "| verified scan, two threads | one | not offered yet |  |  |  | 1.8 |  |\n"
        ));
    }
}
