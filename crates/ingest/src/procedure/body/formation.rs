//! The formation in which an assembly met: *Le Conseil régional, réuni en commission permanente*.

use super::super::Heading;
use super::super::scan::{hit, hits};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;

/// An organ that decides, by the name under which it meets.
const NAMED: &str = r"(?i:commission permanente|assembl[ée]e (?:pl[ée]ni[èe]re|d[ée]partementale|r[ée]gionale|territoriale)|bureau (?:communautaire|m[ée]tropolitain|syndical|municipal|ex[ée]cutif))";

/// *…, réuni en commission permanente*: the formation that the sentence of the organ names, right behind `said`. A plenary
/// assembly is the council itself, unless a line of the head calls it so.
pub(super) fn met_as(heading: &Heading<'_>, said: &Found<String>) -> Option<Found<String>> {
    static MET_AS: Pattern = Pattern::new(|| {
        compile(&format!(
            r"\A[^\n;.:]{{0,80}}?\b(?i:r[ée]unie?|si[ée]geant|convoqu[ée]e?) en (?:s[ée]ance (?:de |d'))?(?P<organ>{NAMED})\b"
        ))
    });
    let behind = said.range.end..heading.extent.end.max(said.range.end);
    let met = hit(heading.folded, &behind, &MET_AS)?.words("organ")?;
    let headed = alone(heading).filter(|head| slug(&head.value) == slug(&met.value));
    let plenary = slug(&met.value).starts_with("assemblee");
    headed.or((!plenary).then_some(met))
}

/// *DÉLIBÉRATION DE L'ASSEMBLÉE PLÉNIÈRE N° 12* and *L'Assemblée plénière s'est réunie*: whose act it calls itself, and who met.
pub(super) fn entitled(heading: &Heading<'_>) -> Option<Found<String>> {
    static MET: Pattern = Pattern::new(|| {
        compile(&format!(
            r"\b(?i:l'|la |le )(?P<organ>{NAMED})(?: du \p{{L}}+)?,? (?i:s'est|est|a [ée]t[ée]|d[ûu]ment|l[ée]galement|r[ée]unie?|convoqu[ée]e?)\b"
        ))
    });
    let found = called(heading)?;
    let met = hits(heading.folded, &heading.head, &MET);
    let same = |organ: &Found<String>| slug(&organ.value) == slug(&found.value);
    met.iter().filter_map(|hit| hit.words("organ")).find(same)
}

/// The formation of which a line of the head says that the act is its.
fn called(heading: &Heading<'_>) -> Option<Found<String>> {
    static CALLED: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?m)^[ ]*(?i:(?:extrait (?:du registre )?des )?d[ée]lib[ée]rations?|d[ée]cisions?) (?i:de l'|de la |du )(?P<organ>{NAMED})\b"
        ))
    });
    hit(heading.folded, &heading.head, &CALLED)?.words("organ")
}

/// The formation that stands alone on a line of the head, or whose act a line of it says it is, where it is not the organ that was
/// read.
pub(super) fn rival(heading: &Heading<'_>, said: &Found<String>) -> Option<Found<String>> {
    let found = alone(heading).or_else(|| called(heading))?;
    let (one, other) = (slug(&said.value), slug(&found.value));
    let same = one.starts_with(&other) || other.starts_with(&one);
    (!said.value.is_empty() && !same).then_some(found)
}

fn alone(heading: &Heading<'_>) -> Option<Found<String>> {
    static ALONE: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?m)(?:^|\t)[ ]*(?:(?i:r[ée]union|s[ée]ance) (?i:de la |du |de l'))?(?P<organ>{NAMED})(?: (?i:du|de) (?:\p{{Ll}}+ )?\d[^\n\t.;:]{{3,30}})?[ ]*(?:$|\t)"
        ))
    });
    hit(heading.columns, &heading.head, &ALONE)?.words("organ")
}
