//! After the vote: certification, transmission, publication, and the formalities that stamps and
//! closing lines state. Only what is dated, or signed by name, is read.

mod below;
mod foot;
mod transmission;

pub(super) use foot::behind;

use super::Act;
use super::person::name_in_text;
use super::scan::{CIVILITY, Hit, NAME, hit, hits, line, sentence};
use super::signature::signatures;
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile, dates, tail};
use crate::segment::Part;
use greffe_domain::{
    ActPublished, CopyCertified, Edtf, Event, Formality, FormalityRecorded, Grade, Person,
    Publicity, slug,
};
use std::ops::Range;

static CERTIFIED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:pour (?:extrait|copie|expédition)(?: certifiée?)? conforme|pour (?:extrait|copie) certifiée? conforme|\bcertifié conforme)(?: au (?:registre|procès-verbal)(?: des délibérations)?| à l'original)?",
    )
});

static CERTIFIED_ON: Pattern =
    Pattern::new(|| compile(r"(?i)conforme,? (?:à l'original,? )?le {day:on}"));

/// A capacity, before the name: from its article to the last line above the name.
static SIGNED: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?s)^[\s,]*(?:(?i:pour|p/|p\.) (?i:le|la|l') ?[^\n]{{3,60}}[\n,][\s]*)?(?:le|Le|la|La|l'|L')[ ]?(?P<office>(?:.{{2,260}}?))[\s,]*(?:\n|, )(?:(?i:signé) ?:? ?)?(?:{CIVILITY} )?(?P<name>{NAME})\s*\z"
    ))
});

static PUBLISHED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:publi(?:ée?s?|cation))(?: (?:au recueil|sur le panneau|sur les panneaux|au si[èe]ge|par (?:voie d')?affichage|au registre|en mairie)[^,;.\d\n]{0,60}?)?\s?:?,?\s?(?P<online>en ligne\s|électronique(?:ment)?\s|(?:sous|au) (?:forme|format) électronique\s|sur le site[^,;.\n]{0,60}? |par voie électronique )?(?:(?:ou|et) (?:notifi(?:cation|[ée]e?s?)|transmission[^,;.\d\n]{0,50}?)\s)?(?:le ?:? ?|du ?:? ?|: ?)?(?:[.…]{2,60} ?)?{day:on}(?P<site>,? sur le site[^;.\n]{0,60})?",
        // *Publié au recueil des actes administratifs n° 12 de décembre 2031, le 20 décembre 2031*
        r"|\bpubli(?:ée?s?|cation) au recueil[^;\n]{0,90}?, le {day:on3}",
        // *exécutoire le … par publication*, *Publication sur www.vaulnoix.example : …*
        r"|\bex[ée]cutoire le {day:on4},? par (?:sa )?publication",
        r"|\bpublication sur (?:www\.|https?:)[^\s;,]{3,60} ?:? ?(?:le )?{day:on5}",
        r"|\b(?P<mise>mise?s? en ligne)(?: et affich[ée]e?s?)?(?: sur (?:[^.,;\n\d]|\.\S){2,60}?)? ?:? ?(?:le ?:? ?)?{day:on2}"
    ))
});

static POSTED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?P<posted>(?:fait )?afficher|affich[ée]e?s?|affichage(?: l[ée]gal)?)(?: (?:en mairie|au siège|à (?:la|l')(?:[^,;.\n\d]|(?-i:\p{Lu})\.|\.\S){0,40}?|aux portes[^,;.\n\d]{0,40}?))?(?:\s(?:et )(?:re)?transmise?[^,;.\n\d]{0,50}?)?,? ?:?[ \n]?(?:le ?:? ?|du )?(?:[.…]{2,60} ?)?{day:on}",
    )
});

static NOTIFIED: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?P<how>notifiée?)(?: (?:à |au )(?P<addressee>[^,;.\n]{3,80}?))?,? le {day:on}")
});

/// Lines about something other than the act itself.
static OF_ANOTHER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:procès[- ]verbal|liste|compte[- ]rendu d[eu]s? (?:la |l')?(?:séance|conseil)|convocation|par délibération|convention|\bstatuts\b|\bdéclarée\b)[^\n]{0,120}$",
    )
});

/// Reads certification, transmission, publication and formalities.
pub(super) fn read(act: &mut Act<'_>) {
    certification(act);
    transmission::read(act, &zones(act));
    publication(act);
    formalities(act);
}

fn certification(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    for range in act.heading.parts.of(Part::Certification) {
        let Some(formula) = hit(folded, &range, &CERTIFIED) else { continue };
        let on = hit(folded, &range, &CERTIFIED_ON).and_then(|hit| hit.date("on"));
        let after = on.as_ref().map_or(formula.range().end, |on| on.range.end)..range.end;
        let Some(signed) = signed_in(folded, &after) else { continue };
        let Some(found) = signed.words("name") else { continue };
        let Some(person) = name_in_text(&found.value).map(|inner| inner.shifted(found.range.start))
        else {
            continue;
        };
        if !person.value.contains(' ') {
            // One word may be the last line of the capacity.
            continue;
        }
        let surname =
            |word: &str| word.chars().count() > 2 && !word.chars().any(char::is_lowercase);
        let doubt = (!person.value.split([' ', '-']).any(surname))
            .then(|| "the name below the certification has no surname in capitals".to_owned());
        let office = signed.place("office").and_then(|place| line(folded, place));
        // *Le Maire,      Le secrétaire de séance,*: two sign, beside or below each other.
        let both = office.as_ref().is_some_and(|office| {
            let office = slug(&office.value);
            office.contains("secretaire")
                && (office.contains("maire") || office.contains("president"))
        });
        if both {
            let before = act.facts.len();
            self::signed(act, &(formula.range().end..range.end));
            if act.facts.len() > before {
                return;
            }
        }
        let doubt = doubt.or_else(|| {
            let two = "two who sign stand beside each other; check who certifies the copy";
            both.then(|| two.to_owned())
        });
        let mut passages = Passages::of(formula.range().start..person.range.end);
        let effective = on.as_ref().map_or(act.setting.act_date.clone(), |on| on.value.clone());
        let event = CopyCertified {
            by: Person {
                name: passages.value(Some(person), "/by/name").unwrap_or_default(),
                capacity: passages.value(office, "/by/capacity"),
            },
            on: passages.value(on, "/on"),
        };
        let stream = act.setting.act_stream.clone();
        act.add(&stream, event, (&effective, Grade::Act), passages, doubt);
        return;
    }
    // Minutes are signed once, at their end.
    let whole = act.whole();
    if !(act.setting.several_acts && whole.end < act.heading.folded.len()) {
        // Above the decision an office and a name are those of who was there.
        let mut decided = [Part::Articles, Part::Vote].into_iter();
        let from = decided.find_map(|part| act.heading.parts.since(part, whole.end));
        signed(act, &from.unwrap_or(whole));
    }
}

/// The office and the name below a certification: all that stands behind it, else what stands above the first blank
/// lines, where the vote is told below the signature.
fn signed_in<'a>(folded: &'a str, behind: &Range<usize>) -> Option<Hit<'a>> {
    // Whom a note below the signature names does not sign.
    static NOTE: Pattern = Pattern::new(|| {
        compile(r"(?m)^(?:[_—–-]{5,}\n{1,2})?(?:\(\*{0,4}\)|\*{1,4}|[¹²³⁴]) ?:? ?\p{Lu}")
    });
    let note = hit(folded, behind, &NOTE).map_or(behind.end, |hit| hit.range().start);
    let behind = &(behind.start..note);
    let paragraphs = || {
        let text = folded.get(behind.clone())?;
        let ends =
            text.match_indices("\n\n").take(4).map(|(at, _)| behind.start..behind.start + at);
        let surname = |word: &str| word.chars().count() > 2 && !word.contains(char::is_lowercase);
        let mut found = ends.filter_map(|range| hit(folded, &range, &SIGNED));
        found.find(|hit| {
            hit.words("name").is_some_and(|name| name.value.split([' ', '-']).any(surname))
        })
    };
    // Below who certifies the secretary signs in a paragraph of his own.
    let of_two = |hit: &Hit<'_>| {
        let office = hit.words("office").map(|office| office.value).unwrap_or_default();
        office.to_lowercase().find("secrétaire").is_some_and(|at| at > 0)
    };
    match hit(folded, behind, &SIGNED) {
        Some(whole) if of_two(&whole) => paragraphs().or(Some(whole)),
        whole => whole.or_else(paragraphs),
    }
}

/// Where no formula of certification is read, whoever signs at the foot; of two, the chair.
fn signed(act: &mut Act<'_>, within: &Range<usize>) {
    let foot = signatures(act.heading.columns, within);
    let Some(one) = foot.into_iter().find(|one| !one.of_secretary()) else { return };
    let (office, name) = (&one.office.range, &one.name.range);
    let whole = office.start.min(name.start)..office.end.max(name.end);
    let mut passages = Passages::of(whole);
    let event = CopyCertified {
        by: Person {
            name: passages.value(Some(one.name), "/by/name").unwrap_or_default(),
            capacity: passages.value(Some(one.office), "/by/capacity"),
        },
        on: None,
    };
    let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
    let doubt = "the act is signed, and no formula of certification is read beside the name";
    act.add(&stream, event, (&date, Grade::Act), passages, Some(doubt.to_owned()));
}

/// Where marks are set on the act: the stamps, and all that stands behind the operative part.
fn zones(act: &Act<'_>) -> Vec<Range<usize>> {
    let kinds = [Part::Stamps, Part::Vote, Part::Certification, Part::Other];
    let mut zones: Vec<Range<usize>> =
        kinds.iter().flat_map(|k| act.heading.parts.of(*k)).collect();
    if zones.is_empty() || act.heading.lost {
        zones = vec![act.whole()];
    }
    zones.sort_by_key(|range| range.start);
    zones
}

/// Whether the words before a mark on its line say that it is about something else.
fn of_another(folded: &str, at: &Range<usize>) -> bool {
    let before = folded.get(..at.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    // Marks run on along a line: what stands before the last date belongs to an earlier one.
    let since = dates(line).last().map_or(0, |date| date.range.end);
    OF_ANOTHER.is_match(line.get(since..).unwrap_or_default())
}

/// *Délibération affichée le …*: whether a mark says that it is the act itself that was posted.
fn of_the_act(folded: &str, at: &Range<usize>) -> bool {
    let before = tail(folded.get(..at.start).unwrap_or_default(), 20).trim_end().to_lowercase();
    ["délibération", "décision", "acte"].iter().any(|own| before.ends_with(own))
}

/// Whether the line of a mark, or the one above it, speaks of the notice of meeting.
fn beside_a_notice(folded: &str, at: &Range<usize>) -> bool {
    let before = folded.get(..at.start).unwrap_or_default();
    before.rsplit('\n').take(2).any(|line| line.to_lowercase().contains("convocation"))
}

fn publication(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let mut seen: Vec<(Edtf, Option<Publicity>, Option<String>)> = Vec::new();
    for zone in zones(act) {
        for hit in hits(folded, &zone, &PUBLISHED) {
            let online = ["online", "site", "mise"].iter().find_map(|group| hit.words(group));
            let days = ["on", "on2", "on3", "on4", "on5"];
            let on = days.iter().find_map(|group| hit.date(group));
            public(act, &hit, on, online.map(|word| (word, Publicity::Online)), &mut seen);
        }
        for (pattern, group, means) in
            [(&POSTED, "posted", Publicity::Posted), (&NOTIFIED, "how", Publicity::Notified)]
        {
            for hit in hits(folded, &zone, pattern) {
                let word = hit.words(group).map(|word| (word, means));
                public(act, &hit, hit.date("on"), word, &mut seen);
            }
        }
    }
    let held = act.setting.date.as_ref().map(|date| date.value.as_str().to_owned());
    if let Some((told, on)) = below::day(act, &zones(act), &below::PUBLIC)
        .filter(|_| seen.is_empty())
        .filter(|(_, on)| held.as_deref().is_none_or(|held| on.value.as_str() >= held))
    {
        seen.push((on.value.clone(), None, None));
        made_public(act, &told, on, (None, None), None);
    }
    // The head may say on what day behind the sitting the act was posted.
    let head = act.heading.head.clone();
    for hit in hits(folded, &head, &POSTED) {
        let later = |on: &Found<Edtf>| match held.as_deref() {
            Some(held) => on.value.as_str() > held,
            None => of_the_act(folded, &hit.range()),
        };
        let on = hit.date("on").filter(later);
        if seen.is_empty() && on.is_some() {
            let word = hit.words("posted").map(|word| (word, Publicity::Posted));
            public(act, &hit, on, word, &mut seen);
        }
    }
    for hit in hits(folded, &head, &PUBLISHED) {
        let on = hit.date("on").or_else(|| hit.date("on2"));
        let on = on.filter(|on| held.as_deref().is_some_and(|held| on.value.as_str() > held));
        if seen.is_empty() && on.is_some() {
            let word = ["online", "site", "mise"].iter().find_map(|group| hit.words(group));
            public(act, &hit, on, word.map(|word| (word, Publicity::Online)), &mut seen);
        }
    }
}

fn public(
    act: &mut Act<'_>,
    hit: &Hit<'_>,
    on: Option<Found<Edtf>>,
    means: Option<Means>,
    seen: &mut Vec<(Edtf, Option<Publicity>, Option<String>)>,
) {
    let folded = act.heading.folded;
    let Some(on) = on.filter(|_| !of_another(folded, &hit.range())) else { return };
    // Above the decision it is the notice of meeting that was posted, beside the day of its sending.
    let held = act.setting.date.as_ref();
    let later = held.is_some_and(|held| on.value.as_str() > held.value.as_str());
    if hit.range().start < act.heading.head.end && !later && beside_a_notice(folded, &hit.range()) {
        return;
    }
    let addressee = match &means {
        Some((_, Publicity::Notified)) => hit.words("addressee"),
        _ => None,
    };
    let what = (
        on.value.clone(),
        means.as_ref().map(|(_, means)| *means),
        addressee.as_ref().map(|found| found.value.clone()),
    );
    if seen.contains(&what) {
        return;
    }
    seen.push(what);
    made_public(act, &hit.range(), on, (means, addressee), None);
}

/// By what means, and the words of it.
type Means = (Found<String>, Publicity);

/// Records that an act was made public on a day, by what means and to whom.
fn made_public(
    act: &mut Act<'_>,
    told: &Range<usize>,
    on: Found<Edtf>,
    (means, addressee): (Option<Means>, Option<Found<String>>),
    doubt: Option<String>,
) {
    let effective = on.value.clone();
    let mut passages = Passages::of(sentence(act.heading.folded, told));
    let event = ActPublished {
        on: passages.value(Some(on), "/on"),
        means: means.map(|(word, means)| {
            passages.field(word.range, "/means");
            means
        }),
        addressee: passages.value(addressee, "/addressee").map(Into::into),
    };
    let stream = act.setting.act_stream.clone();
    act.add(&stream, event, (&effective, Grade::Act), passages, doubt);
}

static LIST_POSTED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bliste des délibérations (?:a été )?(?P<done>affichée|mise en ligne|publiée)[^.;\n]{0,80}? le {day:on}",
    )
});

static MINUTES_SIGNED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\bprocès-verbal (?:arrêté le {day:on},? )?(?P<done>signé) par (?P<one>[^,;.\n]{3,80}?) et (?P<two>[^,;.\n]{3,80}?)",
        r"(?: le {day:on2}| procès| publi|[,;.\n]|$)"
    ))
});

static REGISTER_SIGNED: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?i:inscrite?s? au registre et (?P<done>signée?s?)) par (?P<one>{n})(?:, [^,;.\n]{{3,40}},?)? et (?:par )?(?P<two>{n})"
        ),
        n = NAME
    ))
});

static NO_INTEREST: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?P<done>aucun (?:des )?(?:membres?|élus?|conseillers?|d'eux)(?: présents?)? n'a (?:déclaré|fait connaître|signalé)",
        r"(?: d'intérêt| de conflit d'intérêts?| un intérêt)|aucun (?:conflit d')?intérêts? n'(?:est|a été) déclaré)"
    ))
});

fn formalities(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let whole = act.whole();
    let sitting = act.setting.sitting_stream.clone();
    let own = act.setting.act_stream.clone();
    for (pattern, formality, stream) in [
        (&LIST_POSTED, Formality::DeliberationsListPosted, &sitting),
        (&MINUTES_SIGNED, Formality::MinutesSigned, &sitting),
        (&REGISTER_SIGNED, Formality::RegisterSigned, &own),
        (&NO_INTEREST, Formality::NoInterestDeclared, &own),
    ] {
        let Some(hit) = hit(folded, &whole, pattern) else { continue };
        let on = hit.date("on").or_else(|| hit.date("on2"));
        let effective = on.as_ref().map_or(act.setting.act_date.clone(), |on| on.value.clone());
        let mut passages = Passages::of(sentence(folded, &hit.range()));
        if let Some(done) = hit.place("done") {
            passages.field(done, "/done");
        }
        let mut by = Vec::new();
        for found in ["one", "two"].iter().filter_map(|group| hit.words(group)) {
            let pointer = format!("/by/{}", by.len());
            by.extend(passages.value(Some(found), &pointer));
        }
        let event = FormalityRecorded {
            formality,
            done: true,
            on: passages.value(on, "/on"),
            by,
            amount_cents: None,
            detail: None,
        };
        act.add(stream, Event::from(event), (&effective, Grade::Act), passages, None);
    }
}
