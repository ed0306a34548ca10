//! Fuzzes the reader of the path of a stream. The law that it must keep stands at
//! `greffe_fuzz::targets::stream`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::targets::stream(bytes));
