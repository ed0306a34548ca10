//! Fuzzes the reader of a date in EDTF. The law that it must keep stands at
//! `greffe_fuzz::targets::edtf`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::targets::edtf(bytes));
