//! Fuzzes the reader of a receipt of transmission. The law that it must keep stands at
//! `greffe_fuzz::facade::receipt`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::facade::receipt(bytes));
