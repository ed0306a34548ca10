//! Fuzzes the reader of time-stamps and certificates. The law that it must keep stands at
//! `greffe_fuzz::proof::time_stamp`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::proof::time_stamp(bytes));
