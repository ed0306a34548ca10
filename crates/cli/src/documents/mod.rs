//! Documents of strangers, read in a process of their own.
//!
//! The program starts itself once more for a file that is more than plain text, under limits on
//! memory and time that the system holds, hands it the bytes and takes the text back. Whatever a
//! file does to its reader (a panic, an endless loop, memory without bound, an overflow of the
//! stack), the program goes on and says that the file is beyond the limits (decision 0015).

mod child;
mod recognition;

pub use child::{READER, reader};

use greffe::{ReadDocument, ReadError};

/// Makes this process read documents so; said once, when the program starts. With `recognise`, what
/// scanned pages say is read by an installed `tesseract`.
pub fn contain(recognise: bool) {
    greffe::read_documents_with(Box::new(move |bytes| {
        let read = read(bytes);
        match read {
            Err(ReadError::NoTextLayer { pages }) if recognise => recognition::read(bytes, pages),
            Err(ReadError::NoCharacters { .. }) if recognise => recognition::read_all(bytes),
            read => read,
        }
    }));
}

/// Reads a document: where it is if it is plain text, otherwise in a process of its own.
fn read(bytes: &[u8]) -> Result<ReadDocument, ReadError> {
    if greffe::is_plain_text(bytes) || bytes.len() > greffe::MAX_DOCUMENT_BYTES {
        return greffe::read_here(bytes);
    }
    let answer = child::ask(&[READER], bytes)?;
    serde_json::from_slice(&answer).unwrap_or_else(|_| Err(child::beyond()))
}
