//! Arguments of `rules`, and the weight of rules.

use clap::{Args, Subcommand, ValueEnum};
use greffe::audit_trail::Severity;

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct Rules {
    /// What is asked; the list otherwise.
    #[command(subcommand)]
    pub verb: Option<RulesVerb>,
}

/// What is asked of the catalogue.
#[derive(Debug, Subcommand)]
pub enum RulesVerb {
    /// List the rules
    #[command(visible_alias = "lister")]
    List,
    /// Show a rule in full: its sources in their versions, what it needs, its parameter
    #[command(visible_alias = "montrer")]
    Show {
        /// The rule
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// How much a breach of a rule matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Weight {
    // It may void the act or the payment.
    Major,
    // A formality.
    Minor,
    // For information.
    Note,
}

impl Weight {
    /// Whether a rule weighs at least as much.
    pub fn reaches(self, severity: Severity) -> bool {
        severity
            <= match self {
                Weight::Major => Severity::Major,
                Weight::Minor => Severity::Minor,
                Weight::Note => Severity::Note,
            }
    }
}
