//! Arguments of `void` and `correct`.

use clap::Args;

/// Arguments of `void`.
#[derive(Debug, Args)]
pub struct Void {
    /// The number of the entry
    #[arg(id = "overridden", value_name = "SEQ")]
    pub target: u64,
    /// Why, in words
    #[arg(long = "reason", id = "why", value_name = "TEXT")]
    pub reason: String,
    /// Who decides; GREFFE_BY or the account otherwise
    #[arg(long = "by", id = "decider", value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}

/// Arguments of `correct`.
#[derive(Debug, Args)]
pub struct Correct {
    /// The number of the entry
    #[arg(id = "overridden", value_name = "SEQ")]
    pub target: u64,
    /// What a field of its data should say (amount_cents=51450€), null for nothing; an amount, kept in cents, is given with its
    /// unit: 51450.50€ or 5145050 cents; may be repeated
    #[arg(long = "set", id = "instead", value_name = "FIELD=VALUE", required = true)]
    pub set: Vec<String>,
    /// Why, in words
    #[arg(long = "reason", id = "why", value_name = "TEXT")]
    pub reason: String,
    /// Who decides; GREFFE_BY or the account otherwise
    #[arg(long = "by", id = "decider", value_name = "NAME", env = "GREFFE_BY", hide_env = true)]
    pub by: Option<String>,
}
