//! Arguments of `timeline`.

use super::Clocks;
use clap::Args;

/// Arguments of `timeline`.
#[derive(Debug, Args)]
pub struct Timeline {
    /// A convention or an organ, or the end of its stream; any other stream in full
    #[arg(value_name = "STREAM", id = "timeline_of")]
    pub stream: String,
    #[command(flatten)]
    pub clocks: Clocks,
}
