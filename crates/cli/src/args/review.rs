//! Arguments of `review`.

use clap::Args;
use std::path::PathBuf;

/// Arguments of `review`.
#[derive(Debug, Args)]
pub struct ReviewDraft {
    /// The draft; its review is kept beside it
    #[arg(id = "reviewed_draft", value_name = "DRAFT")]
    pub draft: PathBuf,
    /// The act it was read from; beside the draft under its own name otherwise
    #[arg(long, value_name = "FILE")]
    pub document: Option<PathBuf>,
    /// Recognise the characters of scanned pages, as the draft was read
    #[arg(long, id = "ocr_again")]
    pub ocr: bool,
    /// Who reviews, by name; GREFFE_BY otherwise, else the account (USER, LOGNAME, or its number)
    #[arg(long, id = "reviewer", value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}
