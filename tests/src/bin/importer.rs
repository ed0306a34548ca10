//! Imports a table and says on standard output which row goes by, so that a campaign can kill it at
//! a row of its choice: `greffe-importer LEDGER TABLE`.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "this program's output is what it is for")]

use greffe::{Ledger, Opening, TableFile, TableOptions, TableStep};
use std::io::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dir, table] = arguments.as_slice() else { return Err("LEDGER TABLE".into()) };
    let dir = Path::new(dir);
    let ledger = if dir.exists() {
        Ledger::open(dir)?
    } else {
        let by = "clerk".to_owned();
        Ledger::create(dir, Opening { name: "tables".into(), by, ..Opening::default() })?
    };
    let bytes = std::fs::read(table)?;
    let table = TableFile::read("table.csv", &bytes, TableOptions::default())?;
    let mut out = std::io::stdout();
    let mut watch = |step: TableStep<'_>| {
        // Whoever reads this may have gone away with the kill.
        let _ = writeln!(out, "{}", step.row.record.number);
        Ok(())
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build()?;
    let import = runtime.block_on(ledger.import_table(&table, "clerk", &mut watch))?;
    println!("done {} {}", import.recorded, import.already);
    Ok(())
}
