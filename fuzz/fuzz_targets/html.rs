//! Fuzzes the reader of the file of an act. The law that it must keep stands at
//! `greffe_fuzz::facade::html`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::facade::html(bytes));
