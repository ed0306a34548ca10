//! Arguments of `import`.

use super::Reading;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// A table (CSV, .xlsx, .xls, .ods) of grants or deliberations, or a receipt of ACTES (XML)
    #[arg(value_name = "TABLE")]
    pub table: PathBuf,
    /// Read and check, record nothing; no ledger is needed
    #[arg(long, visible_alias = "essai")]
    pub dry_run: bool,
    /// The sheet of a workbook; otherwise the first with a known header
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The version of the schema to check against; otherwise the one whose columns the table has
    #[arg(long = "schema", value_name = "VERSION")]
    pub against: Option<String>,
    /// Where to write the rows that cannot be recorded, to be corrected and imported in their turn
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}
