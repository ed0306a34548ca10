//! Fuzzes the readers of the files of a backup. The law that they must keep stands at
//! `greffe_fuzz::store::backup_file`; this file only hands the bytes over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greffe_fuzz::store::backup_file(bytes));
