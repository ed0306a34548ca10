//! Fuzzes the reader of rule packs. The law that it must keep stands at
//! `greffe_fuzz::facade::rule_pack`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::facade::rule_pack(bytes));
