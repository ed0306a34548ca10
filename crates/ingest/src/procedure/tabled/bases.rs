//! The bases and grounds of an act: the items of a list, and the bases that one paragraph holds.

use crate::procedure::Heading;
use crate::procedure::scan::{CIVILITY, line};
use crate::recognise::{Found, Pattern, compile};
use crate::segment::{Part, visa};
use std::ops::Range;

/// What ends the list of visas.
static HEARD: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:ou[ïi]\b|entendue?s?\b|ayant entendu|après (?:avoir|en)|sur (?:le rapport|proposition|le fondement)|au vu\b|conform[ée]ment\b|le (?:bureau|conseil|comité)|la commission|l'assemblée)",
    )
});

static GROUND_HEAD: Pattern = Pattern::new(|| {
    compile(r"^(?:[-–—•*>·] ?)?(?i:consid[ée]rant\b ?:?|vu (?P<that>qu(?:e\b|')))")
});

/// The visas: their words with their places.
pub(super) fn visas(heading: &Heading<'_>) -> Vec<Found<String>> {
    let ranges: Vec<Range<usize>> = heading.parts.of(Part::Visas).collect();
    // *Vu et vérifié* is what a signature says.
    let seen = |words: &str| words.starts_with("et ") || words.starts_with("pour ");
    let all = items(heading.folded, &ranges, &visa::HEAD);
    let parted = all.into_iter().flat_map(|range| parted(heading.folded, range));
    let found = parted.filter_map(|range| line(heading.folded, range));
    found.map(|item| stripped(&item)).filter(|item| !seen(&item.value)).collect()
}

pub(super) fn considerants(heading: &Heading<'_>) -> Vec<Found<String>> {
    let ranges: Vec<Range<usize>> = heading.parts.of(Part::Considerants).collect();
    let all = items(heading.folded, &ranges, &GROUND_HEAD);
    let found = all.into_iter().filter_map(|range| line(heading.folded, range));
    let found = found.map(|item| stripped(&item));
    found.filter(|item| !crate::procedure::recusal::is_recusal(&item.value)).collect()
}

/// *- 2 -*, *2/3*: the number of a page, alone on its line.
static PAGE: Pattern = Pattern::new(|| compile(r"^(?:[-–—] ?\d{1,3} ?[-–—]|\d{1,2} ?/ ?\d{1,2})$"));

/// What ends a list of bases under a heading: a remark, or another heading.
static ENDS: Pattern = Pattern::new(|| {
    compile(
        r"^(?:(?i:nb|n\. ?b\.?|nota(?: bene)?|remarque|rappel)\.? ?[:–—-]|(?i:(?:\d{1,2}|[IVX]{1,4})? ?[-–.)/]* ?(?:propositions?|motifs?|expos[ée](?: des motifs)?|contexte|d[ée]cision|dispositif|rapport|consid[ée]rants?|vote|faits|analyse|enjeux|discussion|d[ée]bats?|avis|objet) ?:?$))",
    )
});

/// How a basis or a ground begins.
static NOUN: Pattern = Pattern::new(|| compile(r"^(?:Les? |La |L'|Que |Qu')"));

/// *les textes suivants :*, *l'ensemble des dispositions ci-après :*
static LIST_BELOW: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:les |l'ensemble des )(?:textes|dispositions|pi[èe]ces|documents|actes)\b[^:;,\n]{0,60} ?:$",
    )
});

/// How a basis begins.
static BASIS: Pattern = Pattern::new(|| compile(&format!("^{}", visa::basis())));

/// What stands before an item: a bullet, or a letter under a heading.
static BULLET: Pattern =
    Pattern::new(|| compile(r"^(?:[•–.·*>▪■●○◦-] |[a-z]\) |[\[(]\d{1,2}[\])] )"));

/// What stands before an item where a basis follows it: a glued or hollow bullet, a number, a letter, a ditto mark.
static BEFORE_A_BASIS: Pattern = Pattern::new(|| {
    compile(
        r#"^(?:[•–—.·*>▪■●○◦-] ?|[oØ] |[\[(] ?\d{1,2} ?[\])] ?|\d{1,2} ?[°.)/]+ ?|[a-z] ?\) ?|[IVX]{1,4} ?[.)/–-]+ ?|["»″] ?)"#,
    )
});

/// What stands before an item of a list, in bytes. Below a heading that is no *Vu* (`lined`) a letter does.
fn marked(words: &str, lined: bool) -> Option<usize> {
    let bullet = BULLET.find(words).filter(|mark| lined || !mark.as_str().contains(')'));
    let basis = || {
        let mark = BEFORE_A_BASIS.find(words)?;
        BASIS.is_match(words.get(mark.end()..)?).then_some(mark)
    };
    bullet.or_else(basis).map(|mark| mark.end())
}

/// Where the words of an item begin on the line that opens it, and whether the heading there is no *Vu*.
fn headed(words: &str, head: &Pattern) -> Option<(usize, bool)> {
    if visa::ABOVE.is_match(words) || visa::REFERENCES.is_match(words) {
        return Some((words.len(), true));
    }
    if let Some(first) = visa::beside(words) {
        return Some((first, true));
    }
    let hit = head.captures(words)?;
    if hit.name("founds").is_some() && !visa::founds(words) {
        return None;
    }
    // *Vu les textes suivants :*: the list stands below.
    let behind = words.get(hit.get(0)?.end()..)?;
    if LIST_BELOW.is_match(behind) {
        return Some((words.len(), false));
    }
    // *Vu que les travaux …*: what follows is the ground.
    let that = hit.name("that").map(|that| that.start());
    Some((that.unwrap_or(hit.get(0)?.end()), false))
}

/// The items of a list of bases or grounds. Each line that begins with the head word opens one;
/// behind a head word alone, each bullet does. A paragraph of its own belongs to none.
fn items(folded: &str, ranges: &[Range<usize>], head: &Pattern) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let (mut open, mut listed, mut lined) = (false, false, false);
    for range in ranges {
        let mut at = range.start;
        let mut blank = false;
        for raw in folded.get(range.clone()).unwrap_or_default().split_inclusive('\n') {
            let (start, words) = (at, raw.trim_end());
            at += raw.len();
            if words.is_empty() {
                blank = true;
                continue;
            }
            // The number of a page is no item.
            if PAGE.is_match(words) {
                continue;
            }
            // *NB : …*, *MOTIFS* below bases under a heading: no basis, and the end of them.
            if lined && ENDS.is_match(words) {
                (open, lined, listed) = (false, false, false);
                continue;
            }
            // *Quatre dossiers ont été déposés :*, behind the end of a basis: what it leads to are none.
            let leads = !listed && words.ends_with(':') && words.starts_with(char::is_uppercase);
            if open
                && leads
                && ended(folded, out.last())
                && !BASIS.is_match(words)
                && headed(words, head).is_none()
            {
                open = false;
                continue;
            }
            let headed = headed(words, head);
            listed = headed.map_or(listed, |(end, above)| above || end == words.len());
            // Below a heading that is no *Vu* each line that begins anew is an item.
            lined = headed.map_or(lined, |(_, above)| above);
            // Below a head word alone on its line a paragraph may have lost its bullet.
            let own = listed && blank && NOUN.is_match(words);
            let own = own || (lined && !blank && words.starts_with(char::is_uppercase));
            let own = own || (listed && BASIS.is_match(words) && ended(folded, out.last()));
            let item = marked(words, lined).or(own.then_some(0));
            let heard = HEARD.is_match(words);
            let from =
                headed.map(|(end, _)| end).or_else(|| item.filter(|_| open && !(heard && own)));
            if let Some(skip) = from {
                open = true;
                out.push(start + skip..start + words.len());
            } else if heard || (open && blank) {
                open = false;
            } else if let (true, Some(last)) = (open, out.last_mut()) {
                last.end = start + words.len();
            }
            blank = false;
        }
    }
    out
}

/// Whether the item before has its end, or is none.
fn ended(folded: &str, last: Option<&Range<usize>>) -> bool {
    let words = last.and_then(|last| folded.get(last.clone())).unwrap_or_default().trim_end();
    words.is_empty() || words.ends_with([';', ',', '.'])
}

/// The bases that a paragraph holds one behind the other: *Vu la loi, vu le décret*, *Vu la loi ; le décret*.
fn parted(folded: &str, item: Range<usize>) -> Vec<Range<usize>> {
    static NEXT: Pattern = Pattern::new(|| {
        let (article, nouns) = (visa::ARTICLE, visa::NOUNS);
        let mark = r"(?:[-–—•*][ \n]?|\d{1,2} ?[°.)/]+[ \n]?|[a-z] ?\)[ \n]?)?";
        compile(&format!(
            concat!(
                // *; Vu la loi*, *– VU la loi*, *Vu la loi* behind no mark, with its capital.
                r"[;,/.•–—-]?[ \n](?:et |enfin )?{mark}(?:Vu|VU)[ \n](?P<seen>{article})",
                r"|[;,/•][ \n](?:et |enfin )?{mark}vu[ \n](?P<small>{article})",
                r"|;[ \n](?:et |enfin |ainsi que )?{mark}(?P<item>{article}{nouns}|{bare})",
                // *; La délibération …*: items that lost their bullets.
                r"|;[ \n]{mark}(?P<capital>(?:Les?[ \n]|La[ \n]|L'){known})",
                r"|,[ \n](?:et |enfin |d'autre part,? |ainsi que )(?P<more>{article}(?i:codes?|lois?|d[ée]crets?|ordonnances?|arr[êe]t[ée]s?|d[ée]lib[ée]rations?|avis|demandes?)\b)"
            ),
            mark = mark,
            article = article,
            nouns = nouns,
            known = visa::founding_nouns(),
            bare = visa::BARE,
        ))
    });
    static GROUND: Pattern = Pattern::new(|| {
        compile(
            r"[;,.][ \n](?:et )?(?i:consid[ée]rant|attendu)[ \n](?:que[ \n]|qu'|l[ae][ \n]|les[ \n]|l')",
        )
    });
    let words = folded.get(item.clone()).unwrap_or_default();
    // A ground in the same paragraph is no basis.
    let ground = GROUND.find(words).map(|ground| ground.start() + 1);
    let ends = [ground, sentence_behind(words)];
    let end = ends.into_iter().flatten().min().unwrap_or(words.len());
    let words = words.get(..end).unwrap_or_default();
    let mut out = Vec::new();
    let mut from = 0;
    for hit in NEXT.captures_iter(words) {
        let groups = ["seen", "small", "item", "capital", "more"];
        let next = groups.iter().find_map(|group| hit.name(group));
        let (Some(whole), Some(next)) = (hit.get(0), next) else { continue };
        out.push(item.start + from..item.start + whole.start());
        from = next.start();
    }
    out.push(item.start + from..item.start + end);
    out
}

/// *… ; Mme A, présidente du club, ne prend pas part au vote*: where behind a basis the sentence begins that says what
/// somebody does in the sitting.
fn sentence_behind(words: &str) -> Option<usize> {
    static ACTS: Pattern = Pattern::new(|| {
        compile(&format!(
            concat!(
                r"[;.][ \n](?:{c} \p{{Lu}}|(?:Les? |La |L')(?i:maire|pr[ée]sident|[ée]lu|conseill|membre|rapporteu|adjoint|d[ée]l[ée]gu|int[ée]ress))[^;]{{0,240}}?[ \n]",
                r"(?:c[èe]de(?:nt)?|quitt(?:e|ent|é)|sort(?:ent|i|ie)?|ne[ \n]pren(?:d|nent)|ne[ \n]particip|n'(?:a|ont)[ \n]pas|s'abst|se[ \n](?:retire|d[ée]porte)|se[ \n]sont|s'est|expose|rappelle|pr[ée]sente|indique|pr[ée]cise|propose|donne[ \n]lecture|d[ée]clare(?:nt)?|rejoin|arrive(?:nt)?|prend[ \n](?:la|place)|laisse)\b"
            ),
            c = CIVILITY
        ))
    });
    ACTS.find(words).map(|found| found.start() + 1)
}

/// Without the punctuation that separates it from the next.
pub(super) fn stripped(item: &Found<String>) -> Found<String> {
    let words = item.value.trim_end_matches([';', ',', ' ', '|', '/']);
    let cut = item.value.len() - words.len();
    Found::new(item.range.start..item.range.end - cut, words.to_owned())
}
