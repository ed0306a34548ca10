//! The states that a ledger keeps, held against what its log gives.

use crate::decode::decode_entry;
use crate::error::{Error, told};
use crate::ledger::Ledger;
use crate::table::{DECISIONS, Definition, OVERRIDES, Table, VERDICTS};
use greffe_chain::{Entry, Hash};

/// What was found of the states that a ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshots {
    /// States that were folded anew and compared.
    pub count: u64,
    /// Those that differ.
    pub faults: Vec<String>,
    /// States of other programs, which cannot be folded here.
    pub others: u64,
}

impl Snapshots {
    /// How many states there are beside those that were compared.
    fn count_others(&mut self, ledger: &Ledger) {
        let Ok(reader) = ledger.reader() else { return };
        let files = std::fs::read_dir(reader.dir().join("snapshots")).into_iter().flatten();
        let named = |entry: &std::fs::DirEntry| {
            entry.file_name().to_str().is_some_and(|name| name.parse::<Hash>().is_ok())
        };
        let all = files.filter_map(Result::ok).filter(named).count() as u64;
        self.others = all.saturating_sub(self.count);
    }
}

/// The tables that a ledger keeps, while its log is read anew.
#[derive(Default)]
pub(super) struct KeptTables {
    tables: Vec<KeptTable>,
    /// What could not be read of them.
    pub(super) unread: Vec<Error>,
}

/// One of them, and what the log gives of it.
///
/// Where streams are looked for, a table that grew in several steps has more rows of a stream than one
/// that was folded at once: every row must be one that the log gives, and no reference may lack a stream.
struct KeptTable {
    definition: &'static Definition,
    kept: Table,
    /// For each of its rows that the log gives, the stream or the entry that it leads to.
    leads: Vec<Option<u64>>,
    /// What the log gives, and no row of it led to so far. Pages come in any order.
    open: Vec<Owed>,
}

/// What the log gives of a table: the row, and the stream or the entry that its reference must find.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owed {
    reference: u64,
    leads: u64,
    entry: u64,
}

/// What the tables are made of, and up to which entry.
pub(super) struct Definitions(Vec<(&'static Definition, u64)>);

/// What a page gives of each table.
#[derive(Default)]
pub(super) struct PageRows(Vec<Vec<Owed>>);

impl Definitions {
    /// Notes what an entry gives.
    pub(super) fn entry(&self, seq: u64, entry: &Entry<'_>, rows: &mut PageRows) {
        rows.0.resize_with(self.0.len(), Vec::new);
        for ((definition, count), rows) in self.0.iter().zip(&mut rows.0) {
            if seq < *count && definition.is_made_of(entry.kind()) {
                definition.owe(&decode_entry(entry), &mut |(reference, entry), leads| {
                    rows.push(Owed { reference, leads, entry });
                });
            }
        }
    }
}

impl KeptTables {
    /// The tables as they are kept. One that is damaged or of another history is never used, and is none.
    pub(super) fn of(ledger: &Ledger) -> Result<KeptTables, Error> {
        let mut found = KeptTables::default();
        for definition in [&OVERRIDES, &DECISIONS, &VERDICTS] {
            match told(Table::load(definition, ledger))? {
                Ok(kept) if kept.count() == 0 => {}
                Ok(kept) => {
                    let leads = vec![None; kept.rows().len()];
                    found.tables.push(KeptTable { definition, kept, leads, open: Vec::new() });
                }
                Err(error) => found.unread.push(error),
            }
        }
        Ok(found)
    }

    /// What they are made of.
    pub(super) fn definitions(&self) -> Definitions {
        let definition = |table: &KeptTable| (table.definition, table.kept.count());
        Definitions(self.tables.iter().map(definition).collect())
    }

    /// Takes in what a page gives.
    pub(super) fn add(&mut self, page: PageRows) {
        for (table, rows) in self.tables.iter_mut().zip(page.0) {
            for owed in rows {
                table.add(owed);
            }
        }
    }

    /// What came of it, once the whole log was read.
    pub(super) fn compared(self, ledger: &Ledger) -> Snapshots {
        let mut found = Snapshots { count: self.tables.len() as u64, ..Snapshots::default() };
        for table in &self.tables {
            if !table.is_what_the_log_gives() {
                let name = table.definition.key().projection;
                found.faults.push(format!("the kept state {name} is not what the log gives"));
            }
        }
        found.count_others(ledger);
        found
    }
}

impl KeptTable {
    fn add(&mut self, owed: Owed) {
        let row = self.kept.rows().binary_search(&(owed.reference, owed.entry));
        if let Some(leads) = row.ok().and_then(|at| self.leads.get_mut(at)) {
            *leads = Some(owed.leads);
        } else if !self.finds(owed) {
            // Of a stream that an earlier row leads to, no more rows are kept; this is none, so far.
            self.open.push(owed);
        }
    }

    /// Whether a row that the log was seen to give leads where it must.
    fn finds(&self, owed: Owed) -> bool {
        let from = self.kept.rows().partition_point(|row| row.0 < owed.reference);
        let rows = self.kept.rows().iter().zip(&self.leads).skip(from);
        let mut here = rows.take_while(|(row, _)| row.0 == owed.reference);
        here.any(|(_, leads)| *leads == Some(owed.leads))
    }

    fn is_what_the_log_gives(&self) -> bool {
        self.leads.iter().all(Option::is_some) && self.open.iter().all(|owed| self.finds(*owed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a table with these rows is what the log gives, whose pages give these.
    fn holds(rows: &[(u64, u64)], given: &[(u64, u64, u64)]) -> bool {
        let kept = Table::of_rows(100, rows.to_vec());
        let leads = vec![None; rows.len()];
        let mut table = KeptTable { definition: &DECISIONS, kept, leads, open: Vec::new() };
        for &(reference, entry, leads) in given {
            table.add(Owed { reference, leads, entry });
        }
        table.is_what_the_log_gives()
    }

    #[test]
    fn a_table_is_what_the_log_gives_in_whatever_order_its_pages_come() {
        // Reference, entry, stream: two entries of a stream refer to 1, of which one row is enough.
        let given = [(1, 10, 7), (1, 20, 7), (1, 30, 8), (2, 20, 7)];
        let kept = [(1, 10), (1, 30), (2, 20)];
        assert!(holds(&kept, &given));
        let backwards: Vec<_> = given.iter().rev().copied().collect();
        assert!(holds(&kept, &backwards));
        assert!(holds(&[(1, 10), (1, 20), (1, 30), (2, 20)], &given), "grown in two steps");
        for lost in 0..kept.len() {
            let rest: Vec<_> = [&kept[..lost], &kept[lost + 1..]].concat();
            assert!(!holds(&rest, &given), "row {lost} is lost");
        }
        for (at, made_up) in [(0, (1, 9)), (2, (1, 31)), (3, (3, 40))] {
            let mut more = kept.to_vec();
            more.insert(at, made_up);
            assert!(!holds(&more, &given), "{made_up:?} is made up");
        }
        assert!(holds(&[], &[]));
    }
}
