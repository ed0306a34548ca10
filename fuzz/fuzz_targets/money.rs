//! Fuzzes the reader of an amount as acts write it. The law that it must keep stands at
//! `greffe_fuzz::targets::money`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::targets::money(bytes));
