//! The text put to the organ: report, title, visas, considérants, articles; and the delegations
//! that the visas recall.

mod bases;

use super::person::name;
use super::scan::{CIVILITY, Hit, NAME, hit, hits, line, number, sentence};
use super::title::{beside_reference, internal_number, title};
use super::{Act, Heading};
use crate::interpret::fact::Passages;
use crate::recognise::{CitedAct, Found, Pattern, cited_acts, compile, roman};
use crate::segment::Part;
use bases::{considerants, stripped, visas};
use greffe_domain::{
    ActRef, Article, DeliberationTabled, Grade, Person, ReportSubmitted, Visa, slug,
};
use std::ops::Range;

/// An article is cut behind this many bytes; its passage is whole.
const LONGEST: usize = 600;

static SUBMITTED: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?m)^(?:{c} )?(?i:le |la |l')?(?P<by>\p{{Lu}}[^.;:\n]{{2,110}}?)(?:,? sur (?:la )?proposition (?P<on>(?:du|de la|de l'|des|de) [^.;:\n]{{2,80}}?))?,? ",
            r"(?i:soumet|présente|expose|propose) (?i:au|à la|à l') ?(?P<to>[^.;:,\n]{{3,80}}?)(?:, [^.;:\n]{{3,110}},)? le rapport (?:suivant|qui suit|ci-après)"
        ),
        c = CIVILITY
    ))
});

static RAPPORTEUR: [Pattern; 3] = [
    Pattern::new(|| {
        compile(&format!(
            r"(?m)^(?:Rapporteure?|RAPPORTEURE?) ?: (?:{CIVILITY} )?(?P<name>{NAME})(?:, (?P<office>(?i:(?:\p{{L}}+-)?(?:président|adjoint|conseill|maire|rapporteur|délégué|membre))[^,;.\n]{{0,80}}))?"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:sur le rapport|ouï l'exposé|ouï le rapport|entendu le rapport|entendu l'exposé) de (?:{CIVILITY} )(?P<name>{NAME})(?:, (?P<office>(?i:(?:\p{{L}}+-)?(?:président|adjoint|conseill|maire|rapporteur|délégué|membre))[^,;.\n]{{0,80}}))?"
        ))
    }),
    Pattern::new(|| {
        compile(
            r"(?i)conclusions (?:du|de la) (?P<name>commissaire rapporteur|rapporteure?(?: général)?)\b",
        )
    }),
];

static ARTICLE_HEAD: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)^(?:« ?|[-–—•►➢] ?)?art(?:icle|\.) (?:n ?° ?)?(?P<n>\d{1,5}|[IVX]{1,5}|premier|unique|seconde?|(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix)i[èe]me|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)",
        r"(?: ?(?:er|ᵉʳ))?\b ?[.:–—-]*(?: ?[–—-])? ?"
    ))
});

/// *DÉCIDE : Article 1 : … Article 2 : …*: articles one behind the other in one paragraph, each with its mark.
static IN_A_PARAGRAPH: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?m)(?:^|[.;:][ \n])(?:Article|ARTICLE|Art\.|ART\.)[ \n](?:n ?° ?)?(?P<n>\d{1,2}|[IVX]{1,4}|premier)",
        r"(?: ?(?:er|ᵉʳ))?[ \n]?[.:–—-]+[ \n]?"
    ))
});

static NUMBERED: Pattern = Pattern::new(|| compile(r"(?m)(?:^|[,;:] )(?P<n>\d{1,2}) ?°\)? ?"));

/// `1. décide de …`, `2 - autorise …`: items of a decision, where all are numbered in order.
static ITEMS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?m)^(?:(?P<n>\d{1,2}|[IVX]{1,5}) ?(?:[.)/]|[–—-])[ –—-]*(?P<text>\p{L})",
        // *1   De fixer …*: a gap parts the number from what is decided.
        r"|(?P<set>\d{1,2}) +(?P<verb>D(?:e |')\p{Ll}+(?:er|ir|re|oir)\b|[DAEÉ]\p{Ll}+(?:er|ir|re|oir) |\p{Lu}{3,}[ETR] ))"
    ))
});

/// *22.CP.0417* begins a line as the foot of a page does: groups of a reference, and no item.
fn is_grouped(folded: &str, head: &Hit<'_>) -> bool {
    let words = folded.get(head.range().start..).unwrap_or_default();
    let token = words.split([' ', '\n', '\t']).next().unwrap_or_default();
    crate::recognise::reference_token(token).is_some()
}

static AMENDS: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:modifie|de modifier|est modifiée|est complétée|complète|de compléter)\b")
});

static REPEALS: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:abroge|d'abroger|est abrogée|sont abrogées|de rapporter|est rapportée)\b")
});

/// Reads report, text and delegations.
pub(super) fn read(act: &mut Act<'_>) {
    report(act);
    let visas = visas(act.heading);
    super::delegation::delegations(act, &visas);
    tabled(act, &visas);
}

fn report(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let whole = act.whole();
    let before = whole.start..decision_start(act.heading).clamp(whole.start, whole.end);
    let submitted = hit(folded, &before, &SUBMITTED);
    let rapporteur = RAPPORTEUR.iter().find_map(|pattern| {
        let hit = hit(folded, &before, pattern)?;
        Some((hit.words("name")?, hit.words("office")))
    });
    let anchor = submitted.as_ref().map(Hit::range);
    let anchor = anchor.or_else(|| rapporteur.as_ref().map(|(name, _)| name.range.clone()));
    let Some(anchor) = anchor else { return };
    let mut passages = Passages::of(sentence(folded, &anchor));
    let group = |group: &str| submitted.as_ref()?.words(group);
    let submitted_by = group("by").map(|by| submitter(&by, &mut passages));
    let proposal = group("on").map(|found| without_article(&found));
    let on_proposal_of = passages.value(proposal, "/on_proposal_of");
    let to = passages.value(group("to"), "/to");
    let rapporteur = rapporteur.map(|(name, office)| {
        passages.also(sentence(folded, &name.range));
        Person {
            name: passages.value(Some(name), "/rapporteur/name").unwrap_or_default(),
            capacity: passages.value(office, "/rapporteur/capacity"),
        }
    });
    let event = ReportSubmitted { submitted_by, rapporteur, on_proposal_of, to };
    let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
    act.add(&stream, event, (&date, Grade::Act), passages, None);
}

/// `Colette F, Vice-Présidente chargée de…` is a name with its capacity; `la Présidente de…` is
/// known by the function alone.
fn submitter(by: &Found<String>, passages: &mut Passages) -> Person {
    let start = by.range.start;
    let parted = by.value.split_once(", ").and_then(|(first, office)| {
        let name = name(first)?.shifted(start);
        let at = start + first.len() + 2;
        Some((name, Found::new(at..at + office.len(), office.to_owned())))
    });
    let (name, capacity) = match parted {
        Some((name, office)) => (name, Some(office)),
        None => (without_article(by), None),
    };
    Person {
        name: passages.value(Some(name), "/submitted_by/name").unwrap_or_default(),
        capacity: passages.value(capacity, "/submitted_by/capacity"),
    }
}

fn without_article(found: &Found<String>) -> Found<String> {
    static LEAD: Pattern = Pattern::new(|| {
        compile(&format!(
            r"^(?:(?:du|de la|de l'|des|de|le|la|l') ?)?(?:{CIVILITY} )?(?:(?:le|la|l') ?)?"
        ))
    });
    let cut = LEAD.find(&found.value).map_or(0, |lead| lead.end());
    let rest = found.value.get(cut..).unwrap_or_default();
    Found::new(found.range.start + cut..found.range.end, rest.to_owned())
}

fn decision_start(heading: &Heading<'_>) -> usize {
    let start = heading.parts.of(Part::Articles).map(|range| range.start).next();
    // `Sur le rapport de …, après en avoir délibéré, DÉCIDE :` is one line.
    let end = start.and_then(|at| Some(at + heading.folded.get(at..)?.find('\n')?));
    end.unwrap_or(heading.extent.end)
}

fn articles(heading: &Heading<'_>) -> Vec<(Found<u32>, Found<String>)> {
    let mut out = Vec::new();
    let ranges: Vec<Range<usize>> = heading.parts.of(Part::Articles).collect();
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return out };
    let whole = first.start..last.end;
    let mut heads = hits(heading.folded, &whole, &ARTICLE_HEAD);
    beyond_in_order(&mut heads);
    let inside = hits(heading.folded, &whole, &IN_A_PARAGRAPH);
    if inside.len() > heads.len().max(1) && in_order(&inside) {
        heads = inside;
    }
    if heads.is_empty() {
        heads = hits(heading.folded, &whole, &NUMBERED);
    }
    if heads.is_empty() {
        heads = hits(heading.folded, &whole, &ITEMS);
        heads.retain(|head| !is_grouped(heading.folded, head));
        if heads.len() < 2 || !in_order(&heads) {
            return out;
        }
    }
    let whole = whole.start..before_an_annexed_text(heading.folded, &whole, &heads);
    heads.retain(|head| head.range().start < whole.end);
    for (at, head) in heads.iter().enumerate() {
        let end = heads.get(at + 1).map_or(whole.end, |next| next.range().start);
        let Some(n) = number_of(head) else { continue };
        let figure = figure(&n.value);
        let first = head.place("text").or_else(|| head.place("verb"));
        let from = first.map_or(head.range().end, |first| first.start);
        let last = at + 1 == heads.len();
        let end =
            if last { before_who_stood_back(heading.folded, from.min(end)..end) } else { end };
        let text = line(heading.folded, from.min(end)..end);
        if let (Some(figure), Some(text)) = (figure.filter(|n| *n > 0), text) {
            out.push((Found::new(n.range, figure), stripped(&text)));
        }
    }
    out
}

/// Where the last article ends before a paragraph that tells who took no part.
fn before_who_stood_back(folded: &str, article: Range<usize>) -> usize {
    let words = folded.get(article.clone()).unwrap_or_default();
    let paragraphs = words.match_indices("\n\n").map(|(at, _)| at);
    let told = paragraphs.filter(|at| {
        let below = words.get(*at..).unwrap_or_default().trim_start();
        let paragraph = below.split("\n\n").next().unwrap_or_default();
        super::recusal::is_recusal(paragraph)
    });
    told.map(|at| article.start + at).next().unwrap_or(article.end)
}

/// Whether some heads are numbered one, two, three.
fn in_order(heads: &[Hit<'_>]) -> bool {
    let place = |head: &Hit<'_>| figure(&number_of(head)?.value);
    (1u32..).zip(heads).all(|(due, head)| place(head) == Some(due))
}

/// Where the articles of the act end: before the heading of a convention, or of another text, that is printed behind it and
/// whose own articles begin at one again.
fn before_an_annexed_text(folded: &str, whole: &Range<usize>, heads: &[Hit<'_>]) -> usize {
    static ANNEXED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?im)^(?:annexes?(?: ?n ?[°o])?(?: ?\d{1,2})?(?: ?[:–—-] ?[^.;\n]{0,120}| (?:[àa] |au )[^.;\n]{0,120})?$",
            r"|(?:projet d[e'] ?)?(?-i:CONVENTION|AVENANT|CONTRAT|R[ÈE]GLEMENT|STATUTS|CHARTE|PROTOCOLE|BAIL|Convention|Avenant|Contrat|Règlement|Statuts|Charte|Protocole|Bail)\b[^.;:\n]{0,140}$",
            r"|entre (?:les soussign[ée]e?s|les parties)\b|entre ?:?$)"
        ))
    });
    let first = |head: &Hit<'_>| number_of(head).and_then(|n| figure(&n.value)) == Some(1);
    let pairs = heads.iter().zip(heads.iter().skip(1));
    let annexed = pairs
        .filter(|(_, next)| first(next))
        .find_map(|(last, next)| hit(folded, &(last.range().end..next.range().start), &ANNEXED));
    annexed.map_or(whole.end, |heading| heading.range().start)
}

/// *Article 6574*, *article 022* may be one of a budget: with more digits than two a head follows the one before it.
fn beyond_in_order(heads: &mut Vec<Hit<'_>>) {
    let mut last = 0;
    heads.retain(|head| {
        let Some(n) = head.words("n") else { return true };
        let number = figure(&n.value).unwrap_or_default();
        let long = n.value.len() > 2 && n.value.starts_with(|c: char| c.is_ascii_digit());
        let kept = !long || (number == last + 1 && !n.value.starts_with('0'));
        last = if kept { number } else { last };
        kept
    });
}

/// What stands for the number at the head of an article.
fn number_of(head: &Hit<'_>) -> Option<Found<String>> {
    head.words("n").or_else(|| head.words("set"))
}

/// The number of an article: *4*, *IV*, *premier*, *quatre*.
fn figure(words: &str) -> Option<u32> {
    match slug(words).as_str() {
        "premier" | "unique" => Some(1),
        "second" | "seconde" => Some(2),
        ordinal if ordinal.ends_with("ieme") => {
            let stem = ordinal.trim_end_matches("ieme");
            let stems = ["deux", "trois", "quatr", "cinqu", "six", "sept", "huit", "neuv", "dix"];
            (2..).zip(stems).find(|(_, one)| *one == stem).map(|(n, _)| n)
        }
        other => roman(words).or_else(|| number(other)),
    }
}

fn tabled(act: &mut Act<'_>, visas: &[Found<String>]) {
    let heading = act.heading;
    let setting = act.setting;
    let (articles, grounds) = (articles(heading), considerants(heading));
    let ((title, introduced), internal) = (title(heading), internal_number(heading));
    let beside = || beside_reference(heading, setting.reference.as_ref()?);
    let title = if introduced { title } else { beside().or(title) };
    let block = heading.parts.of(Part::TitleBlock).next().map(|range| line(heading.folded, range));
    let first = block.flatten().map(|found| found.range);
    let first = first.or_else(|| title.as_ref().map(|title| title.range.clone()));
    let first = first.or_else(|| articles.first().map(|(_, text)| text.range.clone()));
    let first = first.or_else(|| visas.first().map(|visa| visa.range.clone()));
    let named = || Some(setting.reference.as_ref()?.range.clone());
    let Some(first) = first.or_else(named) else { return };
    let mut passages = Passages::of(first);
    for (named, pointer) in [(&setting.institution, "/institution"), (&setting.organ, "/organ")] {
        if !named.value.is_empty() {
            passages.field(named.range.clone(), pointer);
        }
    }
    let of_report = setting.reference.is_none() && setting.report.is_some();
    let reference = setting.reference.clone().or_else(|| setting.report.clone());
    let unlabelled = title.is_some() && !introduced;
    let doubt = out_of_order(&articles)
        .or_else(|| broken(act, visas, &grounds, &articles))
        .or_else(|| of_report.then(|| "only the number of its report is printed".to_owned()))
        .or_else(|| {
            title.as_ref().filter(|title| over_lines(heading, title)).map(|_| ENDS_ABOVE.to_owned())
        })
        .or_else(|| unlabelled.then(|| "no word introduces the title; check its words".to_owned()));
    let (amends, repeals) = changed(&articles, &mut passages);
    let event = DeliberationTabled {
        institution: setting.institution.value.clone(),
        organ: setting.organ.value.clone(),
        reference: passages.value(reference, "/reference"),
        internal_number: passages.value(internal, "/internal_number"),
        title: passages.value(title, "/title"),
        sitting: Some(setting.sitting_stream.clone()),
        visas: numbered(visas, |at, visa| recorded(at, visa, &mut passages)),
        considerants: numbered(&grounds, |at, ground| {
            passages.field(ground.range.clone(), &format!("/considerants/{at}"));
            ground.value.clone()
        }),
        articles: numbered(&articles, |at, (n, text)| {
            passages.field(n.range.clone(), &format!("/articles/{at}/number"));
            passages.field(text.range.clone(), &format!("/articles/{at}/text"));
            Article { number: n.value, text: cut(&text.value) }
        }),
        amends,
        repeals,
    };
    act.add(&setting.act_stream, event, (&setting.act_date, Grade::Act), passages, doubt);
}

/// Why it is not certain where a title ends.
const ENDS_ABOVE: &str = "the title may end with its first line; check where it ends";

/// *Objet : Vie associative*, and below it *Subventions aux clubs*: whether a line of such a title that did not fill the page
/// is followed by one that begins with a capital.
fn over_lines(heading: &Heading<'_>, title: &Found<String>) -> bool {
    // *Subvention à l'association*, cut before its name; *… Date d'affichage : 7 mai*, gone on into the next label.
    static CUT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:^| |')(?:à|au|aux|de|du|des|d'|la|le|les|l'association|avec|et|pour|par|entre)$|\b(?:rapporteure?|date d\p{L}+|date de \p{L}+|affichage|convocation|service|direction) ?: ",
        )
    });
    let before = heading.folded.get(..title.range.start).unwrap_or_default();
    let label = before.trim_end().rsplit('\n').next().unwrap_or_default().to_lowercase();
    if !label.starts_with("objet") {
        return false;
    }
    let words = heading.folded.get(title.range.clone()).unwrap_or_default();
    if CUT.is_match(&title.value) {
        return true;
    }
    words.match_indices('\n').any(|(at, _)| {
        let below = words.get(at + 1..).unwrap_or_default();
        below.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '"' | '“'))
    })
}

pub(super) fn numbered<T, U>(items: &[T], mut each: impl FnMut(usize, &T) -> U) -> Vec<U> {
    items.iter().enumerate().map(|(at, item)| each(at, item)).collect()
}

fn recorded(at: usize, visa: &Found<String>, passages: &mut Passages) -> Visa {
    passages.field(visa.range.clone(), &format!("/visas/{at}/text"));
    let act = only_cited(visa).map(|cited| {
        cite(&cited, visa.range.start, &format!("/visas/{at}/act"), passages);
        cited.act
    });
    Visa { text: visa.value.clone(), act }
}

/// The act that some words cite, when they cite one and no more.
pub(super) fn only_cited(words: &Found<String>) -> Option<CitedAct> {
    let mut cited = cited_acts(&words.value).into_iter();
    let first = cited.next()?;
    cited.next().is_none().then_some(first.value)
}

/// The places of a cited act, its words standing at `at`.
pub(super) fn cite(cited: &CitedAct, at: usize, pointer: &str, passages: &mut Passages) {
    let parts = [(&cited.reference, "reference"), (&cited.date, "date"), (&cited.organ, "organ")];
    for (range, field) in parts {
        if let Some(range) = range {
            passages.field(at + range.start..at + range.end, &format!("{pointer}/{field}"));
        }
    }
}

fn changed(
    articles: &[(Found<u32>, Found<String>)],
    passages: &mut Passages,
) -> (Vec<ActRef>, Vec<ActRef>) {
    let mut read = |pattern: &Pattern, field: &str| {
        let mut out: Vec<ActRef> = Vec::new();
        for (_, text) in articles.iter().filter(|(_, text)| pattern.is_match(&text.value)) {
            if let Some(cited) = only_cited(text) {
                cite(&cited, text.range.start, &format!("/{field}/{}", out.len()), passages);
                out.push(cited.act);
            }
        }
        out
    };
    (read(&AMENDS, "amends"), read(&REPEALS, "repeals"))
}

fn out_of_order(articles: &[(Found<u32>, Found<String>)]) -> Option<String> {
    let jump = (1u32..).zip(articles).find(|(n, (number, _))| *n != number.value);
    let (n, (number, _)) = jump?;
    Some(format!(
        "the articles are not numbered in order: {} stands where {n} is due",
        number.value
    ))
}

/// The foot of a page inside a text, or an item without an end, is no clean reading.
fn broken(
    act: &Act<'_>,
    visas: &[Found<String>],
    grounds: &[Found<String>],
    articles: &[(Found<u32>, Found<String>)],
) -> Option<String> {
    static FOOT: Pattern =
        Pattern::new(|| compile(r"(?i)(?: \d{1,2} ?/ ?\d{1,2}(?: |$)|\bpage \d|…/…)"));
    let reference = act.setting.reference.as_ref().map(|found| found.value.as_str());
    let texts = visas.iter().chain(grounds).chain(articles.iter().map(|(_, text)| text));
    for text in texts {
        let foot = FOOT.is_match(&text.value) || reference.is_some_and(|r| text.value.contains(r));
        let behind = act.folded().get(text.range.end..).unwrap_or_default();
        let ended = text.value.ends_with(['.', ')', '»', '"', ':'])
            || behind.trim_start_matches(' ').starts_with([';', ',', '.'])
            || behind.trim_start().is_empty();
        if foot || !ended {
            let start: String = text.value.chars().take(50).collect();
            return Some(format!("a page break may stand inside « {start}… »; compare its words"));
        }
    }
    None
}

fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
    let short = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let word = short.rfind(' ').and_then(|space| short.get(..space)).unwrap_or(short);
    format!("{word} […]")
}
