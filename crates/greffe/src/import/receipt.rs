//! Receipts of transmission: one entry, with the receipt itself.

use crate::error::Error;
use crate::ledger::Ledger;
use crate::record::{identity_of, raw};
use greffe_chain::{Hash, Source};
use greffe_domain::DocumentRegistered;
use greffe_store::NewEntry;

impl Ledger {
    /// Records the receipt of a transmission to the prefecture with the receipt itself; gives the
    /// entry, and whether it had been recorded before.
    ///
    /// # Errors
    /// [`Error::Receipt`] when the file is no receipt of an act; [`Error::Append`],
    /// [`Error::Store`].
    pub async fn import_receipt(
        &self,
        name: &str,
        original: &[u8],
        institution: Option<&str>,
        by: &str,
    ) -> Result<(u64, bool), Error> {
        let refused = |source| Error::Receipt { name: name.to_owned(), source };
        let hash_of = |text: &str| Hash::of(text.as_bytes()).to_string();
        let read = greffe_tables::receipt(original, institution, hash_of).map_err(refused)?;
        let size = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        let text = Hash::of(read.text.as_bytes());
        let registered = DocumentRegistered {
            name: name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            original: Hash::of(original).to_string(),
            original_bytes: size(original.len()),
            text: text.to_string(),
            text_bytes: size(read.text.len()),
            media_type: "application/xml".to_owned(),
            encoding: read.encoding.to_owned(),
            extracted: None,
        };
        let known = self.put(&registered, original, &read.text, None)?;
        if known.is_none() {
            self.register_now(registered, by).await?;
        }
        let id = identity_of(&format!("receipt {text}"));
        if let Some(entry) = self.reader()?.find_id(id)? {
            return Ok((entry, true));
        }
        let (from, to) = read.passage.span;
        let entry = NewEntry {
            id: Some(id),
            stream: read.stream.to_string(),
            kind: read.event.kind().to_owned(),
            schema: read.event.schema(),
            effective: read.effective.to_string(),
            recorded_by: by.to_owned(),
            grade: read.grade.to_string(),
            sources: vec![Source { document: text, span: [from, to], fields: Vec::new() }],
            causes: Vec::new(),
            data: raw(&read.event)?,
        };
        let receipt = self.store()?.append(vec![entry], Vec::new()).await?;
        Ok((receipt.entries.first().map(|entry| entry.seq).unwrap_or_default(), false))
    }
}
