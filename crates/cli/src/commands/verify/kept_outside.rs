//! A bundle or a proof beside what somebody kept: a checkpoint, a head.
//!
//! A file that was taken away covers one size of the ledger. What was kept of the same size is compared; that of
//! another only the ledger can show to be continued, and that it was not compared is said.

use super::{Check, NotChecked};
use greffe::chain::{Entry, ExpectedHead, Hash};
use greffe::proofs::{Checkpoint, Note};
use greffe::{Against, OutsideAnchor};
use std::collections::BTreeMap;

/// What the file itself holds.
pub(super) struct Held {
    pub(super) checkpoint: Note,
    /// The stored bytes of entries, by their numbers.
    pub(super) entries: BTreeMap<u64, Vec<u8>>,
}

/// What came of the comparison.
pub(super) struct Compared {
    pub(super) check: Check,
    pub(super) not_checked: Vec<NotChecked>,
}

/// Compares; `None` where nothing was kept, or where the file holds no checkpoint that could be compared: another
/// check is faulty then.
pub(super) fn compare(held: &Held, against: &Against) -> Option<Compared> {
    if against.checkpoints.is_empty() && against.head.is_none() {
        return None;
    }
    let own: Checkpoint = held.checkpoint.text().parse().ok()?;
    let (mut count, mut faults, mut not_checked) = (0, Vec::new(), Vec::new());
    for OutsideAnchor { name, note } in &against.checkpoints {
        let Ok(kept) = note.text().parse::<Checkpoint>() else { continue };
        match of_checkpoint(name, &kept, &own) {
            Ok(None) => {
                count += 1;
                faults.extend(unsigned(name, note, &kept, against).map(|fault| (None, fault)));
            }
            Ok(Some(fault)) => {
                count += 1;
                faults.push((None, fault));
            }
            Err(left) => not_checked.push(left),
        }
    }
    match against.head.map(|head| of_head(head, &held.entries)) {
        Some(Some(fault)) => {
            count += 1;
            faults.extend(fault);
        }
        Some(None) => not_checked.push(NotChecked::new(
            "other-head",
            "la tête gardée (--expect-head) : l'inscription dont elle est l'empreinte n'est pas dans le fichier ; \
             seul le registre peut montrer qu'il la contient (greffe verify --ledger)",
            "the head that was kept (--expect-head): the entry whose hash it is, is not in the file; only the \
             ledger can show that it holds it (greffe verify --ledger)",
        )),
        None => {}
    }
    let check = Check {
        code: "kept-outside",
        fr: "points de contrôle et tête gardés ailleurs, comparés à ceux du fichier",
        en: "checkpoints and head kept elsewhere, compared with those of the file",
        count,
        faults,
        // What was kept was to be held against the file: that nothing could be is no answer.
        open: (count == 0).then(|| "nothing that was kept could be compared".to_owned()),
        covers: None,
        stamps: Vec::new(),
    };
    Some(Compared { check, not_checked })
}

/// The fault that comparing two checkpoints comes to, if they can be compared.
fn of_checkpoint(
    name: &str,
    kept: &Checkpoint,
    own: &Checkpoint,
) -> Result<Option<String>, NotChecked> {
    if kept.origin() != own.origin() {
        let (theirs, ours) = (kept.origin(), own.origin());
        return Err(NotChecked::new(
            "other-checkpoint",
            format!("{name} : c'est un point de contrôle de {theirs}, et le fichier est de {ours}"),
            format!("{name}: it is a checkpoint of {theirs}, and the file is of {ours}"),
        ));
    }
    let (size, covered) = (kept.size(), own.size());
    if size != covered {
        return Err(NotChecked::new(
            "other-checkpoint",
            format!(
                "{name} : il couvre {size} inscriptions, et le fichier {covered} ; seul le registre peut montrer que \
                 l'un continue l'autre (greffe verify --ledger … --checkpoint), ou une liasse sous celui-là (greffe \
                 prove --checkpoint)"
            ),
            format!(
                "{name}: it covers {size} entries, and the file {covered}; only the ledger can show that one \
                 continues the other (greffe verify --ledger … --checkpoint), or a bundle under that one (greffe prove \
                 --checkpoint)"
            ),
        ));
    }
    Ok((kept.root() != own.root()).then(|| {
        format!(
            "{name}: the root over {size} entries is {} there, and {} here",
            kept.root(),
            own.root()
        )
    }))
}

/// The fault of a checkpoint that says what the file's says, and that none of the keys pinned for its log signed:
/// what was kept is not what it is taken for.
fn unsigned(name: &str, note: &Note, kept: &Checkpoint, against: &Against) -> Option<String> {
    let keys: Vec<_> = against.trust.logs_of(kept.origin()).collect();
    let signed = || note.verify(keys.iter().copied()).is_ok_and(|signed| !signed.is_empty());
    (!keys.is_empty() && !signed())
        .then(|| format!("{name}: none of the pinned keys has signed it"))
}

/// The faults that comparing a head comes to; `None` where the file does not hold the entry.
fn of_head(
    head: ExpectedHead,
    entries: &BTreeMap<u64, Vec<u8>>,
) -> Option<Vec<(Option<u64>, String)>> {
    // An entry commits to the one before it, too.
    let before = |seq: u64| {
        let next = entries.get(&seq.checked_add(1)?)?;
        Entry::parse(next).ok().map(|next| next.prev())
    };
    match head {
        ExpectedHead::Hash(hash) => {
            let own = entries.values().map(|bytes| Hash::of(bytes));
            let mut all = own.chain(entries.keys().filter_map(|seq| before(seq.checked_sub(1)?)));
            all.any(|found| found == hash).then(Vec::new)
        }
        ExpectedHead::Head(head) => {
            let seq = head.count.checked_sub(1)?;
            let found = entries.get(&seq).map(|bytes| Hash::of(bytes)).or_else(|| before(seq))?;
            let differs = found != head.hash;
            let fault = || {
                let expected = head.hash;
                (Some(seq), format!("entry {seq} has the hash {found}, and {expected} was kept"))
            };
            Some(differs.then(fault).into_iter().collect())
        }
    }
}
