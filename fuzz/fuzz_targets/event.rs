//! Fuzzes the reader of the data of an event. The law that it must keep stands at
//! `greffe_fuzz::targets::event`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::targets::event(bytes));
