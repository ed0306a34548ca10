//! Fuzzes the reader of expressions, and what they are asked of. The law that it must keep stands at
//! `greffe_fuzz::facade::expression`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::facade::expression(bytes));
