//! Parts of a grant that no word calls an instalment: *versée en deux fois : 60 % à la signature, 40 %
//! sur présentation du bilan*, *1er versement de 5 000 € en janvier*.
//!
//! Two parts at least, each a figure with the condition or day behind it, in sentences that say that
//! something is paid. All of them are for a person to look at.

use super::super::reading::Reading;
use super::super::sentence::{Hit, Sentence, Zone};
use super::{ORDERS, Part};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::PaymentRole;

/// What says that the figures behind it are paid.
static PAID: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:vers(?:[ée]e?s?|er|era|eront|ements?)|mandat[ée]e?s?|r[ée]gl[ée]e?s?|pay[ée]e?s?|lib[ée]r[ée]e?s?",
        r"|(?:modalit[ée]s|[ée]ch[ée]ancier|calendrier) de (?:versement|paiement|r[èe]glement))\b"
    ))
});

/// The sentence goes on with another part: *2e versement de …*, *40 % …*.
static GOES_ON: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:et |puis |[-–•] )*(?:(?:le |la |un |une )?(?:\d{1,2} ?(?:er|re|[èe]re|e|[èe]me|nde?)|premi[èe]re?|deuxi[èe]me|seconde?|troisi[èe]me|dernier|derni[èe]re) (?:versement|tranche|part|fraction|[ée]ch[ée]ance)|le reste|le reliquat|\d[\d ]*(?:,\d+)? ?(?:%|€|euros?))",
    )
});

/// A figure, and the condition or the day behind it.
static PARTS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:{share:share}(?: (?:de la|du|de l') ?(?:subvention|aide|participation|montant|somme)(?: (?:total|totale|attribu[ée]e?|accord[ée]e?|allou[ée]e?))?)?",
        r"(?:,? ?\(?(?:soit )?{amount:after}\)?)?|{amount:sum}(?:,? ?\(?(?:soit )?{share:later}\)?)?)",
        r"(?P<condition>,? (?:à|au|en|d[èe]s|sur|apr[èe]s|avant|le|lors|courant|d[ée]but|fin|d'ici|une fois|sous)\b[^;,.]{2,110}?)(?:,? soit {amount:last}|[;,.]| et |$)"
    ))
});

/// Of the condition: the part is what is left, on proof of what was done.
static AT_THE_END: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:bilan|rapport|comptes?|compte rendu|justificati\p{L}+|factures?|pr[ée]sentation|production|solde)\b",
    )
});

/// Before the figure: *et le reste, soit 3 600 €*.
static LEFT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:le|un) (?:solde|reste|reliquat|surplus|complément|restant)(?: [^,;.\d]{1,30})?,? ?(?:soit |de |d'un montant de |s'élevant à )?$",
    )
});

/// The parts that the operative part sets so; none where it sets fewer than two.
pub(super) fn parts(reading: &Reading<'_>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut open = false;
    for at in reading.in_zones(&[Zone::Articles]) {
        let Some(sentence) = reading.sentence(at) else { continue };
        let says = sentence.says(&PAID) && !sentence.says(&ORDERS);
        let goes_on = open && sentence.says(&GOES_ON);
        if !(says || goes_on) {
            open = false;
            continue;
        }
        let paid = PAID.find(sentence.text).map_or(0, |found| found.end());
        let from = sentence.at + if goes_on { 0 } else { paid };
        let hits = sentence.hits(&PARTS).into_iter();
        let new: Vec<Part> = hits.filter_map(|hit| part(sentence, &hit, from)).collect();
        open = !new.is_empty() || sentence.text.ends_with(':');
        out.extend(new);
    }
    if out.len() < 2 {
        return Vec::new();
    }
    let last = out.len() - 1;
    for (at, part) in out.iter_mut().enumerate() {
        let condition = part.condition.as_ref().map(|found| found.value.as_str());
        if at == last && condition.is_some_and(|words| AT_THE_END.is_match(words)) {
            part.role = PaymentRole::Balance;
        }
    }
    out
}

fn part(sentence: &Sentence<'_>, hit: &Hit<'_, '_>, from: usize) -> Option<Part> {
    let range = hit.range();
    let amount = ["sum", "after", "last"].iter().find_map(|group| hit.amount(group));
    let share = ["share", "later"].iter().find_map(|group| hit.share(group));
    let condition = hit.words("condition").map(|found| {
        let bare = found.value.trim_start_matches([',', ' ']);
        let start = found.range.end - bare.len();
        Found::new(start..found.range.end, bare.to_owned())
    });
    // *500 € au Théâtre de …*: who receives is no condition.
    let receiver = condition.as_ref().is_some_and(|found| {
        let words = found
            .value
            .split_whitespace()
            .find(|word| !matches!(*word, "à" | "au" | "aux" | "la" | "le" | "les"));
        words.is_some_and(|word| word.trim_start_matches("l'").starts_with(char::is_uppercase))
    });
    let before = sentence.text.get(..range.start.saturating_sub(sentence.at)).unwrap_or_default();
    let role = if LEFT.is_match(before) { PaymentRole::Balance } else { PaymentRole::Instalment };
    (!receiver && range.start >= from && (amount.is_some() || share.is_some())).then_some(Part {
        sentence: sentence.range(),
        role,
        amount,
        share,
        condition,
        doubt: Some("no word calls these parts instalments; check them"),
    })
}
