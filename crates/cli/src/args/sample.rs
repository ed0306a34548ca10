//! Arguments of `sample`.

use super::Clocks;
use clap::{ArgGroup, Args, ValueEnum};
use greffe::domain::Money;

/// Arguments of `sample`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how_many").required(true).args(["size", "interval"]))]
pub struct Sample {
    /// The method: mus, by monetary units
    #[arg(long, value_enum, default_value_t = Method::Mus, hide_default_value = true,
        hide_possible_values = true)]
    pub method: Method,
    /// What is drawn from: payments made (the default) or subsidies in force
    #[arg(long, value_enum, default_value_t = Sampled::Payments, hide_default_value = true,
        hide_possible_values = true, value_name = "POPULATION")]
    pub of: Sampled,
    /// A number; the same gives the same sample again
    #[arg(long, value_name = "N")]
    pub seed: u64,
    /// How many to draw, those above the interval included
    #[arg(long, short = 'n', value_name = "N")]
    pub size: Option<u64>,
    /// One cent out of this amount (20000 or "20 000,00 €")
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    pub interval: Option<Money>,
    #[command(flatten)]
    pub clocks: Clocks,
}

/// How a sample is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    // By monetary units.
    Mus,
}

/// What is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sampled {
    // Payments that a source shows as made.
    Payments,
    // The subsidy of each convention.
    Subsidies,
}

fn amount(text: &str) -> Result<Money, String> {
    Money::parse(text).map_err(|e| e.to_string())
}
