//! Fuzzes the reader of the reference of an act. The law that it must keep stands at
//! `greffe_fuzz::targets::act_key`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::targets::act_key(bytes));
