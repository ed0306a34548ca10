//! How political groups voted, where sentences or lists say so: *le groupe A vote pour (12)*,
//! *Groupe A : 12 pour*, *Pour : 17 – groupes « A » (12) et « B » (5)*. A group of which no count is
//! stated is none.

mod row;
mod summed;
mod table;

pub(super) use row::{row, without_rows};
pub(super) use table::{Counts, Table, groups, lines, matters, table, table_anywhere};

use super::scan::{Hit, hits};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::GroupVote;
use std::ops::Range;

/// What a group is called: up to the mark or the verb behind it.
const GROUP: &str = r#"(?:le |les |la |l')?(?i:groupes?) ?(?:politiques? )?(?:(?:des|du|de la) )?[«"“]? ?(?P<group>(?:\p{Lu}|(?i:[ée]lue?s |[ée]colog|ind[ée]pendant|non[- ]inscrit|socialiste|communiste|r[ée]publicain|radica|centriste|citoyen))[^;:.,()«»"”\n]{1,70}?) ?[»"”]?"#;

const BALLOT: &str = r"(?:(?P<pour>pour|favorables?)|(?P<contre>contre|d[ée]favorables?)|(?P<abstention>abstentions?|s'abst[\p{L}]+|s'est abstenu|se sont abstenus))";

/// *Groupe A ........ 14 pour*, one group a line.
static LINED: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)^[-–• ]*(?P<group>\p{{Lu}}[^;:.,…\d\n]{{2,70}}?) ?(?:\.{{4,}}|…{{2,}}|_{{4,}}) ?(?P<n>\d{{1,3}}) (?i:(?:voix|votes?) )?(?i:{BALLOT})\.?$"
    ))
});

static TOLD: [Pattern; 4] = [
    // *Groupe A (10) : pour*, *groupe B (5 voix) vote contre*
    Pattern::new(|| {
        compile(&format!(
            r"{GROUP} ?\((?P<n>\d{{1,3}})(?: (?i:voix|[ée]lue?s|membres|conseill[eè]re?s))?\) ?,? ?(?::|[–—-])? ?(?i:(?:vote|votent|a voté|ont voté|votant) )?(?i:{BALLOT})\b"
        ))
    }),
    // *5 voix contre (groupe A)*
    Pattern::new(|| {
        compile(&format!(r"\b(?P<n>\d{{1,3}}) (?i:(?:voix|votes?) )?(?i:{BALLOT}) ?\( ?{GROUP}\)"))
    }),
    // *le groupe A vote pour (12)*, *groupe A : pour (12 voix)*
    Pattern::new(|| {
        compile(&format!(
            r"{GROUP},? ?(?::|[–—-])? ?(?i:(?:vote|votent|a voté|ont voté|votant) )?(?i:{BALLOT}) ?[(:] ?(?P<n>\d{{1,3}})\b"
        ))
    }),
    // *Groupe A : 12 pour*
    Pattern::new(|| {
        compile(&format!(
            r"{GROUP} ?(?::|[–—-]|\() ?(?P<n>\d{{1,3}}) (?i:(?:voix|votes?) )?(?i:{BALLOT})\b"
        ))
    }),
];

/// *Pour : 17 – …*, *Ont voté contre : …*: the groups up to the next such words, or of the line, voted so.
static LISTED: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?im)(?:^|[.;|)] ?)[-–•| ]*(?:(?:(?:a|ont) voté|vot(?:e|ent)|voix|votes?) )?{BALLOT} ?: ?(?P<all>\d{{1,3}})?"
    ))
});

/// What tells that groups are listed.
static OF_GROUPS: Pattern = Pattern::new(|| {
    compile(
        r"groupe|Groupe|GROUPE|\((?i:non[- ]inscrits?) ?:| [Nn]on[- ]inscrite?s?\b|[»”] ?\(\d{1,3} ?(?:voix|[ée]lus)?\)",
    )
});

static ITEM: Pattern = Pattern::new(|| {
    compile(
        r#"(?:^ ?[«"“] ?|(?:, |et |; )?(?i:groupes?) |, |et |; |\()(?:des |du |de la |d'|le |les )?[«"“]? ?(?P<group>(?:\p{Lu}[^;:,()«»"”\n]{1,70}?|(?i:non[- ]inscrits?))) ?[»"”]? ?(?:\((?P<n>\d{1,3})(?: [\p{L}]+)?\)|: ?(?P<m>\d{1,3})\b)"#,
    )
});

/// *Voix contre : 9 (groupe A)*: one group alone, which has all of them.
static ALONE: Pattern = Pattern::new(|| {
    compile(
        r#"^ ?[(–—-]? ?(?:(?:le )?(?i:groupe) (?:des |du |de la |d')?[«"“]? ?(?P<group>\p{Lu}[^;:,()«»"”\d\n]{1,70}?) ?[»"”]?|(?:(?:le )?(?i:groupe) (?:des |de )?)?(?P<none>[Nn]on[- ]inscrite?s?) ?)(?: ?\((?:MM?\.|Mmes?|Mlle|Monsieur|Madame)[^()\d]{3,200}\)?)?\)?[.;]?$"#,
    )
});

/// The votes of groups that some zones tell of.
pub(super) fn spoken(
    folded: &str,
    zones: &[Range<usize>],
    passages: &mut Passages,
) -> Vec<GroupVote> {
    let mut out: Vec<GroupVote> = Vec::new();
    for zone in zones {
        let lined = hits(folded, zone, &LINED);
        // One line alone is the row of a count.
        for hit in lined.iter().filter(|_| lined.len() > 1) {
            if let Some((group, n)) = hit.words("group").zip(hit.count("n")) {
                add(&mut out, &group, ballot(hit), n, passages);
            }
        }
        for hit in TOLD.iter().flat_map(|pattern| hits(folded, zone, pattern)) {
            let ballot = ballot(&hit);
            if let Some((group, n)) = hit.words("group").zip(hit.count("n")) {
                add(&mut out, &group, ballot, n, passages);
            }
        }
        let listed = hits(folded, zone, &LISTED);
        for (at, list) in listed.iter().enumerate() {
            let from = list.range().end;
            let next = listed.get(at + 1).map_or(zone.end, |next| next.range().start);
            // The bracket behind the last group of this list leads to the next.
            let closes = folded.get(next..).is_some_and(|behind| behind.starts_with(')'));
            let next = next + usize::from(closes);
            let stretch = folded.get(from..next.max(from)).unwrap_or_default();
            let range = from..from + stretch.find('\n').unwrap_or(stretch.len());
            if !folded.get(range.clone()).is_some_and(|list| OF_GROUPS.is_match(list)) {
                continue;
            }
            for hit in hits(folded, &range, &ITEM) {
                let n = hit.count("n").or_else(|| hit.count("m"));
                if let Some((group, n)) = hit.words("group").zip(n) {
                    add(&mut out, &group, ballot(list), n, passages);
                }
            }
            for hit in hits(folded, &range, &ALONE) {
                let group = hit.words("group").or_else(|| hit.words("none"));
                if let Some((group, n)) = group.zip(list.count("all")) {
                    add(&mut out, &group, ballot(list), n, passages);
                }
            }
        }
    }
    for (group, field, n) in summed::summed(folded, zones) {
        add(&mut out, &group, field, n, passages);
    }
    out
}

/// For, against or abstained, as the place among the fields of a group.
fn ballot(hit: &Hit<'_>) -> &'static str {
    if hit.has("pour") {
        "votes_for"
    } else if hit.has("contre") {
        "votes_against"
    } else {
        "abstentions"
    }
}

fn add(
    out: &mut Vec<GroupVote>,
    group: &Found<String>,
    field: &'static str,
    n: Found<u32>,
    passages: &mut Passages,
) {
    let at = out.iter().position(|known| known.group == group.value).unwrap_or_else(|| {
        passages.field(group.range.clone(), &format!("/groups/{}/group", out.len()));
        out.push(GroupVote {
            group: group.value.clone(),
            votes_for: None,
            votes_against: None,
            abstentions: None,
        });
        out.len() - 1
    });
    let Some(known) = out.get_mut(at) else { return };
    let slot = match field {
        "votes_for" => &mut known.votes_for,
        "votes_against" => &mut known.votes_against,
        _ => &mut known.abstentions,
    };
    if slot.is_none() {
        *slot = passages.value(Some(n), &format!("/groups/{at}/{field}"));
    }
}
