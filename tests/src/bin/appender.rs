//! Appends facts to a ledger until it is killed, and says each one that was acknowledged.
//!
//! `greffe-appender DIR`: creates the ledger if there is none, then several writers append at
//! once; every line on standard output is `SEQ HASH` of an entry that the ledger acknowledged.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "this program's output is what it is for")]

use greffe::domain::{ActRef, Grade, Money, PaymentOrdered};
use greffe::{Ledger, NewFact, Opening};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

/// How many writers append at once.
const WRITERS: u32 = 4;

type Failed = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let dir = std::env::args().nth(1).ok_or("give the ledger's directory")?;
    let dir = Path::new(&dir);
    let opening = Opening { name: "crash".into(), by: "appender".into(), ..Opening::default() };
    let ledger = if dir.exists() { Ledger::open(dir)? } else { Ledger::create(dir, opening)? };
    let ledger = Arc::new(ledger);
    let writers: Vec<_> =
        (0..WRITERS).map(|writer| tokio::spawn(append_for_ever(ledger.clone(), writer))).collect();
    for writer in writers {
        writer.await??;
    }
    Ok(())
}

async fn append_for_ever(ledger: Arc<Ledger>, writer: u32) -> Result<(), Failed> {
    let stream: greffe::domain::StreamId =
        format!("convention/vauclaire/2023/beneficiaire-{writer}").parse()?;
    for cents in 1.. {
        let fact = |amount: i64| {
            let event = PaymentOrdered {
                amount_cents: Money::from_cents(amount),
                role: None,
                number: None,
                on: None,
                act: ActRef::default(),
            };
            let year = "2023".parse()?;
            Ok::<_, Failed>(NewFact::new(stream.clone(), event, year, Grade::Record, "appender"))
        };
        // Several entries a call, so that a call half written would show.
        let batch = vec![fact(cents)?, fact(-cents)?, fact(cents)?];
        let receipt = ledger.append(batch, Vec::new()).await?;
        let mut said = String::new();
        for entry in &receipt.entries {
            writeln!(said, "{} {}", entry.seq, entry.hash)?;
        }
        // One write, so that a kill never leaves half a line.
        std::io::stdout().lock().write_all(said.as_bytes())?;
        std::io::stdout().flush()?;
    }
    Ok(())
}
