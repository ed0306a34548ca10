//! How this process reads the files of strangers.
//!
//! [`greffe_documents::read`] bounds what it can: sizes, depth, counts. It cannot bound time and
//! memory, nor survive an overflow of its stack. A program that is given files by strangers reads
//! them in a process of its own, and says so here once; everything in this crate that reads a
//! document then goes that way. Without it, documents are read where they are.

use greffe_documents::{Document, ReadError};
use std::sync::OnceLock;

/// Reads the bytes of a file as a document.
pub type DocumentReader = Box<dyn Fn(&[u8]) -> Result<Document, ReadError> + Send + Sync>;

static READER: OnceLock<DocumentReader> = OnceLock::new();

/// Says how this process reads documents, before the first is read. The reader that was named first
/// stays; the answer tells whether it is this one.
pub fn read_documents_with(reader: DocumentReader) -> bool {
    READER.set(reader).is_ok()
}

/// Reads the bytes of a file, as this process reads documents.
///
/// # Errors
/// [`ReadError`] when it is no document, or beyond the limits.
pub fn read_document(bytes: &[u8]) -> Result<Document, ReadError> {
    match READER.get() {
        Some(reader) => reader(bytes),
        None => greffe_documents::read(bytes),
    }
}
