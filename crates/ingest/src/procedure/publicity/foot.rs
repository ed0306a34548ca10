//! The foot of minutes, behind their last act, and what their head says of the day on which they were made public.

use crate::procedure::Act;
use crate::procedure::scan::{Hit, hit, hits};
use crate::recognise::{Pattern, compile};
use greffe_domain::Publicity;
use std::ops::Range;

/// What the foot of minutes says behind their last act: who signed them, on what day they were sent, posted or
/// published.
pub(in crate::procedure) fn behind(act: &mut Act<'_>, rest: &Range<usize>, head: &Range<usize>) {
    static FOOT: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?im)(?:^|\d ?[–—/.-] ?|\d et )(?:le |la |les |ce )?(?:(?:proc[èe]s[- ]verbal|compte[- ]rendu|pv|liste des d[ée]lib[ée]rations) )?(?:a [ée]t[ée] |est )?",
            r"(?P<how>(?P<posted>affich[ée]e?s?)|(?P<online>mise? en ligne)|publi(?:[ée]e?s?|cation))(?: (?:en|à|sur|au|aux|par) [^,;.\n\d]{2,60}?)? ?:? ?(?:le|du) ?:? ?{date:on}"
        ))
    });
    let folded = act.heading.folded;
    let told = |kind: &str| act.facts.iter().any(|fact| fact.event.kind() == kind);
    let (certified, transmitted) = (told("CopyCertified"), told("ActTransmitted"));
    let published = told("ActPublished");
    if !certified {
        super::signed(act, &(act.whole().start..rest.end));
    }
    if !transmitted {
        super::transmission::told(act, std::slice::from_ref(rest), None);
    }
    if published {
        return;
    }
    let whole = act.whole();
    let zones = [whole, rest.clone()];
    let foot = zones.iter().filter_map(|zone| hit(folded, zone, &FOOT)).next_back();
    let Some(hit) = foot.or_else(|| in_the_head(act, head)) else { return };
    let how = hit.words("how");
    let means = if hit.has("posted") {
        how.map(|word| (word, Publicity::Posted))
    } else {
        how.filter(|_| hit.has("online")).map(|word| (word, Publicity::Online))
    };
    let Some(on) = hit.date("on") else { return };
    let doubt = "the minutes were made public on that day; of the act itself nothing is said";
    super::made_public(act, &hit.range(), on, (means, None), Some(doubt.to_owned()));
}

/// *Date d'affichage 21 novembre 2031*, *Compte rendu affiché le : …* above the first act: on a day before the sitting it
/// was the notice of meeting that was posted.
fn in_the_head<'a>(act: &Act<'a>, head: &Range<usize>) -> Option<Hit<'a>> {
    static HEAD: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?P<how>(?P<posted>affich[ée]e?s?|affichage)|(?P<online>mise? en ligne)|publi(?:[ée]e?s?|cation))",
            r"(?: (?:en|à|sur|au|aux|par|du) [^,;.\n\d]{2,60}?)? ?:?\s?(?:le|du)? ?:? ?{date:on}"
        ))
    });
    let held = act.setting.date.as_ref()?.value.as_str();
    let later = |hit: &Hit<'_>| hit.date("on").is_some_and(|on| on.value.as_str() > held);
    hits(act.heading.folded, head, &HEAD).into_iter().find(later)
}
