//! Fuzzes the reader of an entry of the log. The law that it must keep stands at
//! `greffe_fuzz::targets::entry`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::targets::entry(bytes));
