//! Arguments of `match` and `link`.

use clap::Args;

/// Arguments of `match`.
#[derive(Debug, Args)]
pub struct Match {
    /// Those that somebody has decided on, too
    #[arg(long)]
    pub all: bool,
}

/// Arguments of `link`.
#[derive(Debug, Args)]
pub struct LinkSubjects {
    /// A beneficiary, an act or a grant: its stream, the end of it, or its name where only one has it
    #[arg(id = "linked", value_name = "SUBJECT")]
    pub subject: String,
    /// The other
    #[arg(id = "linked_other", value_name = "OTHER")]
    pub other: String,
    /// They are two, however alike they look
    #[arg(long)]
    pub distinct: bool,
    /// Why, in words
    #[arg(long, id = "why", value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who decides; GREFFE_BY or the account otherwise
    #[arg(long, id = "decider", value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}
