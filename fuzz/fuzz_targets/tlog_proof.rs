//! Fuzzes the reader of single proofs. The law that it must keep stands at
//! `greffe_fuzz::proof::tlog_proof`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::proof::tlog_proof(bytes));
