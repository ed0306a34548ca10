//! Where corrected rows come from: whether the ledger has a table of that text, and that table such a row.
//!
//! The identity of a corrected row is that of the row it corrects. A cell that a spreadsheet has filled down, or
//! somebody has typed, may name a row that there never was: what it says would be recorded beside what the
//! right cell has recorded already.

use super::own_table;
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Hash;
use greffe_tables::Origin;
use std::collections::{HashMap, HashSet};

/// The rows that corrected rows may come from.
pub(super) struct Origins<'l> {
    /// None where nothing is recorded and no ledger is asked: then whatever is named may be.
    ledger: Option<&'l Ledger>,
    tables: HashMap<String, Rows>,
}

/// The rows of a table that was named.
enum Rows {
    /// The ledger does not have it.
    Absent,
    /// It was erased: which rows it had nobody can tell.
    Erased,
    /// The numbers of those that say anything of their own.
    Known(HashSet<u64>),
}

impl<'l> Origins<'l> {
    pub(super) fn of(ledger: Option<&'l Ledger>) -> Origins<'l> {
        Origins { ledger, tables: HashMap::new() }
    }

    /// Whether there is such a row, as far as anybody can tell.
    pub(super) fn knows(&mut self, origin: &Origin) -> Result<bool, Error> {
        let Some(ledger) = self.ledger else { return Ok(true) };
        if !self.tables.contains_key(&origin.text) {
            self.tables.insert(origin.text.clone(), rows(ledger, &origin.text)?);
        }
        Ok(match self.tables.get(&origin.text) {
            Some(Rows::Known(rows)) => rows.contains(&origin.row),
            Some(Rows::Erased) => true,
            Some(Rows::Absent) | None => false,
        })
    }
}

fn rows(ledger: &Ledger, text: &str) -> Result<Rows, Error> {
    let Ok(hash) = text.parse::<Hash>() else { return Ok(Rows::Absent) };
    if ledger.erasure(hash)?.is_some() {
        return Ok(Rows::Erased);
    }
    let bytes = match ledger.document(hash) {
        Ok(bytes) => bytes,
        Err(Error::NotFound { .. }) => return Ok(Rows::Absent),
        Err(error) => return Err(error),
    };
    let Some(table) = own_table(&bytes) else { return Ok(Rows::Absent) };
    let rows = table.rows().filter_map(Result::ok).filter(|row| row.class.is_of_its_own());
    Ok(Rows::Known(rows.map(|row| row.record.number).collect()))
}
