//! What the ledger talks about.
