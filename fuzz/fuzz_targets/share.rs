//! Fuzzes the reader of a share as acts write it. The law that it must keep stands at
//! `greffe_fuzz::targets::share`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::targets::share(bytes));
