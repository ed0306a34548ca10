//! From stored bytes to recorded events: where the chain's entry and the domain's event meet.

use crate::error::Error;
use greffe_chain::Entry;
use greffe_domain::{
    Content, Edtf, EdtfError, Grade, GradeError, Instant, Meta, Passage, Recorded, StreamError,
    StreamId,
};
use std::sync::Arc;

/// Decodes the stored bytes of an entry for a projection.
///
/// A kind or schema version this program does not know, data that does not have its kind's shape,
/// and a header that holds a value the domain does not know (a stream that is no path, a date that
/// is no EDTF) are kept as such ([`Content`]): projections count them and go on.
///
/// # Errors
/// [`Error::Entry`] when the bytes are not an entry at all.
pub fn decode(bytes: &[u8]) -> Result<Recorded, Error> {
    parse(bytes).map(|entry| decode_entry(&entry))
}

pub(crate) fn parse(bytes: &[u8]) -> Result<Entry<'_>, Error> {
    Entry::parse(bytes).map_err(|e| Error::Entry { seq: None, reason: e.to_string() })
}

/// Decodes an entry; total.
pub(crate) fn decode_entry(entry: &Entry<'_>) -> Recorded {
    let sources = entry.sources().iter().map(|source| Passage {
        document: source.document.to_string(),
        span: (source.span[0], source.span[1]),
        fields: source.fields.clone(),
    });
    let mut odd: Vec<String> = Vec::new();
    let stream = entry.stream().parse().unwrap_or_else(|e: StreamError| {
        odd.push(e.to_string());
        StreamId::ledger()
    });
    let effective = entry.effective().parse().unwrap_or_else(|e: EdtfError| {
        odd.push(e.to_string());
        Edtf::unknown()
    });
    let grade = entry.grade().parse().unwrap_or_else(|e: GradeError| {
        odd.push(e.to_string());
        Grade::Inferred
    });
    let recorded_at = Instant::from_micros(entry.recorded().micros()).unwrap_or_else(|| {
        odd.push(format!("{} is out of range", entry.recorded_at()));
        Instant::MIN
    });
    let meta = Meta {
        seq: entry.seq(),
        stream,
        effective,
        recorded_at,
        recorded_by: entry.recorded_by().to_owned(),
        grade,
        sources: sources.collect(),
        causes: entry.causes().to_vec(),
    };
    if odd.is_empty() {
        let mut data = serde_json::Deserializer::from_str(entry.data());
        return Recorded::of(meta, entry.kind(), entry.schema(), &mut data);
    }
    let content = Content::Odd { kind: entry.kind().to_owned(), reason: odd.join("; ") };
    Recorded { meta: Arc::new(meta), content }
}
