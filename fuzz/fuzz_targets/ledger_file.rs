//! Fuzzes the readers of the files of a ledger. The law that they must keep stands at
//! `greffe_fuzz::store::ledger_file`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::store::ledger_file(bytes));
