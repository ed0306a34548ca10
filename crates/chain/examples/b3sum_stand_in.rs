//! Prints the blake3 hash of standard input, as `b3sum --no-names` does: for machines without it.
#![allow(clippy::print_stdout, reason = "printing is all this program is for")]

use std::io::Read;

fn main() -> std::io::Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    println!("{}", greffe_chain::Hash::of(&bytes));
    Ok(())
}
