//! Grants whose amount the act settles before the words that adopt it: *la subvention s'élève à 900 €. Le conseil
//! approuve cette subvention*; *la convention est reconduite à raison de 900 € par an. Le conseil approuve la
//! convention*.

use super::super::reading::Reading;
use super::super::sentence::Zone;
use super::{Told, origin};
use crate::recognise::{Pattern, compile};
use greffe_domain::Grade;

/// What was settled is approved.
const THIS: &str = r"(?i)\b(?:approuv|accord|attribu|adopt|accept|valid|vot|allou)(?:e|er)\b[^;:.€\d]{0,30}? (?:cette|la|ladite) (?:subvention|aide|participation|contribution|dotation)\b";

/// How much is given, and the words that adopt it.
static SETTLED: [(Pattern, Pattern); 4] = [
    // *une nouvelle convention, avec une participation de la commune de 900 €*
    (
        Pattern::new(|| {
            compile(concat!(
                r"(?i)\bconvention\b[^;.€]{0,120}?,? (?:avec|assortie d'|prévoyant|moyennant) ?(?:une )?(?:subvention|aide|participation|contribution)",
                r"(?: (?:de la|du|de l'|de) [\p{L}' -]{2,50}?| annuelle)? (?:de|d'un montant de|fixée à) {amount:sum}"
            ))
        }),
        Pattern::new(|| {
            compile(
                r"(?i)\b(?:approuv|adopt|accept|valid)(?:e|er)? (?:cette|la|ladite|sa) (?:nouvelle )?convention\b",
            )
        }),
    ),
    // *calculée sur la base de 2 € par habitant, soit 900 €*
    (
        Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:la|cette|sa|notre) (?:subvention|aide|participation|contribution|dotation)[^;:.€\d]{0,60}? ",
                r"(?:calcul[ée]e|[ée]tablie|d[ée]termin[ée]e)\b[^;:]{0,90}?,? soit (?:un (?:montant|total) de )?{amount:sum}"
            ))
        }),
        Pattern::new(|| compile(THIS)),
    ),
    (
        Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:la|cette|sa|notre) (?:subvention|aide|participation|contribution|dotation)[^;:.€\d]{0,60}? ",
                r"(?:s'[ée]l[èe]verait|s'[ée]l[èe]ve|s'[ée]tablirait|s'[ée]tablit|serait|sera|est)(?: (?:donc|ainsi|alors|fix[ée]e|arr[êe]t[ée]e|port[ée]e))* (?:à|de) {amount:sum}"
            ))
        }),
        Pattern::new(|| compile(THIS)),
    ),
    (
        Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:convention|participation|subvention|aide)\b[^;.€]{0,120}? (?:reconduit|renouvel|prolong|conclu|maint)\p{L}*\b[^;.€]{0,80}?",
                r" (?:à raison de|moyennant|sur la base de|pour un montant de) {amount:sum} (?:par an|chaque ann[ée]e|annuel)"
            ))
        }),
        Pattern::new(|| {
            compile(
                r"(?i)\b(?:approuv|adopt|accept|valid|reconduit|renouvel)(?:e|er|ler)? [^;:.€\d]{0,30}?(?:cette|la|ladite|sa) (?:convention|reconduction|participation)\b",
            )
        }),
    ),
];

/// The one amount that is settled so; of two a person must say which.
pub(super) fn amount(reading: &Reading<'_>) -> Option<Told> {
    let zones = [Zone::Report, Zone::Considerants, Zone::Articles];
    let mut found: Option<Told> = None;
    for (settled, adopted) in &SETTLED {
        let articles = reading.in_zones(&[Zone::Articles]);
        let adopts = |at: &usize| reading.sentence(*at).is_some_and(|s| s.says(adopted));
        let Some(decision) = articles.into_iter().find(adopts) else { continue };
        for at in reading.in_zones(&zones).into_iter().filter(|at| *at <= decision) {
            let Some(sentence) = reading.sentence(at) else { continue };
            let Some(hit) = sentence.hit(settled) else { continue };
            let Some(sum) = hit.amount("sum") else { continue };
            if origin::foreign(reading, sentence, &hit.range())
                || origin::of_another_year(reading, sentence)
                || super::of_each(reading.words(&(sum.range.end..sentence.range().end)))
            {
                continue;
            }
            match &found {
                Some(known) if known.sum.value != sum.value => return None,
                Some(_) => {}
                None => found = Some(Told { at, sum, grade: Grade::Act, proposed: true }),
            }
        }
    }
    found
}
