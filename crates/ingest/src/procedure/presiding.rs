//! Who presides: told by formulae of opening, by the office among those present, in full elsewhere.

use super::given::with_own_given;
use super::person::name_in_text;
use super::scan::{CIVILITY, Hit, NAME, hit, hits};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile, lead};
use greffe_domain::{Person, slug};
use std::ops::Range;

/// A given name in brackets behind a surname.
pub(super) const GIVEN: &str = r"(?: \(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?\))?";

/// The office in which a person presides or signs, up to the next comma.
const OFFICE: &str = r"(?:(?i:1er|1[eè]re|premi[eè]re?|\d{1,2}(?:e|[eè]me)) )?(?i:(?:vice-)?présidente?|maire|adjointe?|doyenne?)(?:[^,;.:()\n]*)";

static OPENED_BY: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?:^|\n|[.;] ){CIVILITY} (?P<name>{NAME}){GIVEN}, (?P<office>{OFFICE}), (?:a (?:déclaré )?ouver|ouvre|préside|a présidé|déclare ouverte)"
    ))
});

/// *de son Maire, M. …*, *de Madame la Présidente, …*: the office before the name.
const CHAIR: &str = concat!(
    r"(?:(?:du|de la|de l'|de son|de sa|de|d') ?)(?:(?:(?i:son|sa|monsieur le|madame la|madame le|m\. le|mme la|mme le|le|la) )?",
    r"(?i:maire|pr[ée]sidente?|doyenne?(?: d'[âa]ge)?|(?:\p{L}+[- ])?vice-pr[ée]sidente?|(?:premi[eè]re? )?adjointe?)[^,;.:\n]{0,40}?[,:]? )?"
);

static PRESIDED: [Pattern; 21] = [
    // *Le conseil se réunit. Luc BON, premier adjoint, préside la séance.*
    Pattern::new(|| {
        compile(&format!(
            r"\. (?P<name>{NAME}){GIVEN}, (?P<office>{OFFICE}), (?i:pr[ée]sid(?:e|ait) la (?:s[ée]ance|r[ée]union))\b"
        ))
    }),
    // *Présidence*, and below it *M. A, Maire*; *Présidence de séance ...... Mme A*
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n)(?i:pr[ée]sid(?:ence|ente?))(?i: de (?:la )?s[ée]ance)?(?: ?:?\n{{1,2}}| ?[.…_]{{3,}} ?){CIVILITY} (?P<name>{NAME}){GIVEN}(?:, (?P<office>{OFFICE}))?"
        ))
    }),
    // *Mme A prend la présidence*, *est élue présidente de séance*
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|[.;,] |\bpar )(?:{CIVILITY} )(?P<name>{NAME}){GIVEN}(?:, (?P<office>{OFFICE}),?)?,? (?i:(?:prend|a pris|exerce|occupe|tient) la pr[ée]sidence\b|(?:est|a [ée]t[ée]) (?:[ée]lue?|d[ée]sign[ée]e?|choisie?|nomm[ée]e?)(?: comme)? pr[ée]sidente? de (?:la )?s[ée]ance\b)"
        ))
    }),
    // *Mme A (vice-présidente, préside la séance)*
    Pattern::new(|| {
        compile(&format!(
            r"(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN} ?\((?:(?P<office>{OFFICE}), )?(?i:pr[ée]side(?: la s[ée]ance| la r[ée]union)?|pr[ée]sidant(?: la s[ée]ance| la r[ée]union)?|pr[ée]sidente? de (?:la )?s[ée]ance|assur(?:e|ant) la pr[ée]sidence)\)"
        ))
    }),
    // *Le Président de …, Luc BON,* above the legal bases of what he decides alone
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n)(?i:le|la) (?P<office>(?i:maire|pr[ée]sidente?) (?i:de la |de l'|du |des |de |d')[^,;.:\n]{{2,80}}), (?:{CIVILITY} )?(?P<name>{NAME}){GIVEN},(?:\n|$)"
        ))
    }),
    // *convoqués par M. A, Président du Syndicat, lequel préside la séance*
    Pattern::new(|| {
        compile(&format!(
            r"{CIVILITY} (?P<name>{NAME}){GIVEN}, (?P<office>{OFFICE}), (?i:lequel|laquelle|qui) (?i:pr[ée]side\b|a pr[ée]sid[ée]|assur(?:e|ait) la pr[ée]sidence|(?:ouvre|d[ée]clare) )"
        ))
    }),
    // *Étaient présents, outre le Maire, Président de droit, M. A :*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:\boutre (?:[^:;\n]{{2,60}}?, )?)(?P<office>(?i:(?:le )?pr[ée]sidente?)[^,:\n]{{0,30}}), {CIVILITY} (?P<name>{NAME}){GIVEN}"
        ))
    }),
    // *Luc BON, Maire, présidant la séance*
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n)(?P<name>{NAME}){GIVEN}, (?P<office>{OFFICE}), (?i:pr[ée]sid(?:ant|e|ait)|assur(?:e|ant) la pr[ée]sidence)\b"
        ))
    }),
    // *Anne DUVAL est présidente de la séance*
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|[.;] )(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN} (?i:est|était) (?i:(?:le |la )?pr[ée]sidente? de (?:la )?s[ée]ance)\b"
        ))
    }),
    // *Le Président, Luc BON, constate que le quorum est atteint*
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|[.;] )(?:(?i:monsieur|madame) )?(?i:le|la) (?P<office>(?i:pr[ée]sidente?|maire)), (?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}, (?i:constate|ouvre|d[ée]clare|pr[ée]side|v[ée]rifie|proc[èe]de)\b"
        ))
    }),
    // *M. A, président, Mme B…*: at the head of those present.
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|[.;,] |\bpar )(?:{CIVILITY} )(?P<name>{NAME}){GIVEN}, (?P<office>(?i:pr[ée]sidente?))(?:[,;:.)\n]|$| (?:M\.|Mr|Mme|Mlle|Monsieur|Madame)|\t| (?i:du|de la|de l'|de notre) ?(?i:conseil|bureau|syndicat|sivom|sivu|communaut|commission|comit[ée] syndical|d[ée]partement|r[ée]gion|m[ée]tropole|ccas|cias|assembl|s[ée]ance))"
        ))
    }),
    // *Présents : Mme A, maire, présidente de séance ; M. B*
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|[.;,:] )(?:{CIVILITY} )(?P<name>{NAME}){GIVEN}(?:, (?P<office>{OFFICE}))?, (?i:pr[ée]sidente? de (?:la )?s[ée]ance)\b"
        ))
    }),
    // *sur convocation de Mme A, Maire, et sous sa présidence*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?:convocation|invitation) (?:de|par|du|de la|de l'))(?: ?(?i:pr[ée]sidente?|maire),)? ?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}(?:, (?P<office>{OFFICE}))?,? (?i:et sous (?:sa|la) pr[ée]sidence)\b"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"{CIVILITY} (?P<name>{NAME}){GIVEN}(?:, (?P<office>{OFFICE}))?,? (?i:présidant)\b"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:sous\s+la\s+pr[ée]sidence(?: effective)?|(?:^|\n|[–—-] |\. )pr[ée]sidence) ?(?:: ?| )(?i:(?:{CHAIR})?)(?:: ?\n?|\n)?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}(?:(?:, | - | – )(?P<office>{OFFICE}))?"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:pr[ée]sid[ée]e? par) (?:(?i:le maire|la maire|la pr[ée]sidente|le pr[ée]sident),? )?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}(?:(?:, | - | – )(?P<office>{OFFICE}))?"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|[.;,] |\bpar )(?:{CIVILITY} )(?P<name>{NAME}){GIVEN}(?:, (?P<office>{OFFICE}),?)?,? (?i:pr[ée]sid(?:e|ait)(?:[.,;:)\n]|$| (?:la|cette) (?:s[ée]ance|r[ée]union|assembl[ée]e)| les d[ée]bats| le (?:conseil|bureau|comit[ée]))|(?:qui )?a pr[ée]sid[ée]|assur(?:e|ant) la pr[ée]sidence|[ée]tant pr[ée]sidente? de (?:la )?s[ée]ance|ouvre la s[ée]ance|d[ée]clare la s[ée]ance)"
        ))
    }),
    // *M. A, premier adjoint, dirigeant les débats*, *Mme A, qui préside*
    Pattern::new(|| {
        compile(&format!(
            r"(?:(?:^|\n|[.;,] |\bpar )(?:{CIVILITY} )|{CIVILITY} )(?P<name>{NAME}){GIVEN}(?: ?, (?P<office>{OFFICE}))? ?,? (?i:qui pr[ée]side(?:[.,;\n]| (?:la|cette) (?:s[ée]ance|r[ée]union))|dirig(?:e|eant|eait) les d[ée]bats|(?:a conduit|conduit|conduisait|conduisant|a dirig[ée]|dirige|dirigeant|a men[ée]|m[èe]ne) la s[ée]ance|occup(?:e|ant|ait) le fauteuil)"
        ))
    }),
    // *Fauteuil de la présidence : M. A, maire*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:fauteuil (?:de la pr[ée]sidence|pr[ée]sidentiel)|ouverture (?:[àa] [^,.;\n]{{1,20}} )?par) ?:? ?(?:{CIVILITY} )(?P<name>{NAME}){GIVEN}(?:, (?P<office>{OFFICE}))?"
        ))
    }),
    // *la séance est ouverte par Mme A, Maire*, *Présidence de séance : M. A*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?:s[ée]ance (?:est |a [ée]t[ée] )?(?:d[ée]clar[ée]e )?ouverte|ouverture de la s[ée]ance) (?:[àa] [^,.;\n]{{1,20}} )?(?:par|sous la pr[ée]sidence de),?) (?:(?i:le maire|la maire|la pr[ée]sidente|le pr[ée]sident),? )?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}(?:(?:, | - | – )(?P<office>{OFFICE}))?"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?:pr[ée]sidence de (?:la )?s[ée]ance|pr[ée]sid(?:ait|e|ée?) la s[ée]ance) ?:|pr[ée]sidence (?:de (?:la )?s[ée]ance )?(?:est|[ée]tant|a [ée]t[ée]) assur[ée]e par) ?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
];

static PRESIDENT: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?:^|\n|\b(?:19|20)\d\d )(?i:[ée]tant )?(?P<office>(?i:pr[ée]sidente?(?: de (?:la )?s[ée]ance)?)) ?: (?:{CIVILITY} )?(?:(?i:le|la) (?i:maire|pr[ée]sidente?),? (?:{CIVILITY} )?)?(?P<name>{NAME}){GIVEN}"
    ))
});

/// A person with the places of name and capacity.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) name: Found<String>,
    pub(super) capacity: Option<Found<String>>,
}

impl Placed {
    pub(super) fn stated(self, passages: &mut Passages, pointer: &str) -> Person {
        let name = passages.value(Some(self.name), &format!("{pointer}/name"));
        let capacity = passages.value(self.capacity, &format!("{pointer}/capacity"));
        Person { name: name.unwrap_or_default(), capacity }
    }
}

pub(super) fn president(
    folded: &str,
    head: &Range<usize>,
) -> (Option<(Range<usize>, Placed)>, Option<String>) {
    let all: Vec<(Range<usize>, Placed)> = [&OPENED_BY]
        .into_iter()
        .chain(&PRESIDED)
        .chain([&PRESIDENT])
        .flat_map(|pattern| hits(folded, head, pattern))
        .filter_map(|hit| Some((hit.place("name")?, placed(folded, &hit)?)))
        .filter(|(name, _)| !kept_away(folded, name))
        .collect();
    let first = all.first().cloned();
    // *M. Jean AUBIN* opens and *M. AUBIN* presides: one person.
    let parts = |name: &str| slug(name).split('-').map(str::to_owned).collect::<Vec<_>>();
    let same = |a: &str, b: &str| {
        let (a, b) = (parts(a), parts(b));
        a.iter().all(|part| b.contains(part)) || b.iter().all(|part| a.contains(part))
    };
    let other = first.as_ref().and_then(|(_, one)| {
        all.iter().find(|(_, person)| !same(&person.name.value, &one.name.value))
    });
    let doubt = other.map(|(_, other)| {
        format!("more than one person is said to preside, also « {} »", other.name.value)
    });
    let then = first.as_ref().and_then(|(place, _)| follows(folded, place.end..head.end));
    let Some(then) = then else { return (first, doubt) };
    let doubt = doubt.or_else(|| {
        Some("another person presides later in the sitting; check for which act".into())
    });
    (then.of_this_act.map(|person| (person.name.range.clone(), person)).or(first), doubt)
}

/// Whom another replaces for this act: *sous la présidence de M. A, puis, pour la présente délibération, de Mme B*.
pub(super) fn replaced(folded: &str, head: &Range<usize>) -> Option<Found<String>> {
    let all = PRESIDED.iter().chain([&OPENED_BY, &PRESIDENT]);
    let mut told = all.flat_map(|pattern| hits(folded, head, pattern));
    told.find_map(|hit| {
        let name = hit.place("name")?;
        let then = follows(folded, name.end..head.end)?;
        then.of_this_act?;
        Some(placed(folded, &hit)?.name)
    })
}

/// *Mme A, M. B, Président, étant empêché*, *en l'absence de M. B, Président*: the place of B is taken.
fn kept_away(folded: &str, name: &Range<usize>) -> bool {
    static BEHIND: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?: \([^()\n]{2,30}\))?(?:,\s[^,;.:\n]{3,60})?,?\s(?:étant |est |était |se trouvant )?(?:empêch|absente?\b|excusée?\b|souffrante?\b|retenue?\b|indisponible)",
        )
    });
    static BEFORE: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?i:\b(?:absence|empêchement|remplacement|suppl[ée]ance|lieu et place|repr[ée]sentation) (?:de |du |d')(?:(?:pr[ée]sident|maire)e?,? )?)(?:{CIVILITY} )?$"
        ))
    });
    /// So many bytes before the name hold why.
    const NEAR: usize = 80;
    let from = folded.floor_char_boundary(name.start.saturating_sub(NEAR));
    let before = folded.get(from..name.start).unwrap_or_default();
    BEHIND.is_match(folded.get(name.end..).unwrap_or_default()) || BEFORE.is_match(before)
}

/// Who presides behind another.
struct Then {
    /// Where the text says that it is for this act.
    of_this_act: Option<Placed>,
}

/// *Président de séance : M. A, puis, pour la présente délibération, Mme B*.
fn follows(folded: &str, behind: Range<usize>) -> Option<Then> {
    static THEN: Pattern = Pattern::new(|| {
        compile(&format!(
            r"^(?:, (?:{OFFICE}))?,? (?i:puis|ensuite|et,? pour)\b(?P<this>,? ?(?i:pour|[àa]|lors de|sur) (?i:l'examen (?:de |du )?)?(?i:(?:la |le )?pr[ée]sente?|cette|ce|cet) (?i:d[ée]lib[ée]ration|affaire|rapport|point|dossier|vote|objet|question|acte))?,? ?(?i:(?:sous (?:celle|la pr[ée]sidence) )?(?:de |d'))?(?:(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN})?"
        ))
    });
    let line = folded.get(behind.clone())?;
    let found = THEN.captures(line)?;
    let named = found.name("this").and(found.name("name"));
    let of_this_act = named.and_then(|name| {
        let name = name_in_text(name.as_str())?.shifted(behind.start + name.start());
        Some(Placed { name, capacity: None })
    });
    Some(Then { of_this_act })
}

/// Behind an office, what makes another of it: *Maire Délégué*, *Président Honoraire*.
const LESSER: [&str; 7] =
    ["delegue", "adjoint", "honoraire", "suppleant", "sortant", "ancien", "interimaire"];

/// *Présents : L. BON (Président), …* where *le Président ouvre la séance*.
pub(super) fn by_office(folded: &str, head: &Range<usize>) -> Option<(Range<usize>, Placed)> {
    static OPENS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:le|la) (?P<office>pr[ée]sident|maire)e? (?:ouvre|d[ée]clare|pr[ée]side|v[ée]rifie|constate|proc[èe]de)\b|\bsous la pr[ée]sidence d(?:e |u )(?:(?:monsieur|madame|m\.|mme) )?(?:(?:le|la) )?(?P<chair>pr[ée]sident|maire)e?\b",
        )
    });
    static BEHIND: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|[:,;] |- )(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}(?: \((?P<office>(?i:pr[ée]sidente?|maire)(?i: de (?:la )?s[ée]ance)?)\)|(?: \([^()\n]{{2,40}}\))?, (?P<behind>(?i:pr[ée]sidente?|maire)(?i: (?:du|de la|de l') ?(?:parc|syndicat|p[ôo]le|p[ée]tr|pays|agglom[ée]ration|communaut[ée]|m[ée]tropole|d[ée]partement|r[ée]gion|ccas|cias|sivom|sivu|sivos|comit[ée] syndical)\b[^,;.\n]{{0,60}})?) ?(?:[,;.\n]|$|\t| (?P<next>(?-i:\p{{Lu}})\p{{L}}*)))"
        ))
    });
    let opens = hit(folded, head, &OPENS)
        .and_then(|hit| hit.words("office").or_else(|| hit.words("chair")))
        .map(|office| slug(&office.value));
    let opens = opens?;
    let all = hits(folded, head, &BEHIND);
    let own = |hit: &&Hit<'_>| {
        let office = hit.words("office").or_else(|| hit.words("behind"));
        let next = hit.words("next").map(|next| slug(&next.value)).unwrap_or_default();
        office.is_some_and(|office| slug(&office.value).starts_with(&opens))
            && !LESSER.iter().any(|word| next.starts_with(word))
    };
    let Some(found) = all.iter().find(own) else { return heads_the_list(folded, head, &opens) };
    Some((found.place("name")?, placed(folded, found)?))
}

/// *Présents : M. A, Président ; Mme B …*: who heads the list of those present in the office that opens the sitting.
fn heads_the_list(
    folded: &str,
    head: &Range<usize>,
    opens: &str,
) -> Option<(Range<usize>, Placed)> {
    static FIRST: Pattern = Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?:^|\n|[.;] ?|[–-] )(?i:(?:[ée]taient|sont|ont [ée]t[ée]|membres[^:;.\n]{{0,50}}?|conseillers[^:;.\n]{{0,40}}?|d[ée]l[ée]gu[ée]s[^:;.\n]{{0,40}}?|titulaires|[ée]lus) )?",
                r"(?i:pr[ée]sent(?:e?s?|\(e\)s?|[.·]e[.·]?s?))\b[^:;.\n]{{0,60}}? ?(?::[ \n]*|\n+)(?:[-–•] )?(?:{c} )?(?P<name>{n}){g}(?: \([\p{{Lu}}][^()\n]{{2,40}}\))?",
                r"(?:,[ \n]| \(| [–-] )(?P<office>(?i:pr[ée]sidente?|maire)(?i: (?:du|de la|de l'|de) ?[^,;:.()\n]{{2,60}}|,? pr[ée]sidente?)?)[ \t]*(?:[,;.)\n\t]|$)"
            ),
            c = CIVILITY,
            n = NAME,
            g = GIVEN
        ))
    });
    let found = hit(folded, head, &FIRST)?;
    // *Présents : M. A, Maire de …*, where the president of a community opens: another may be its president.
    let office = slug(&found.words("office")?.value);
    let words: Vec<&str> = office.split('-').collect();
    let holds = |word: &&&str| word.starts_with(opens);
    words.first().filter(holds).or_else(|| words.get(1).filter(holds))?;
    let person = placed(folded, &found)?;
    (!kept_away(folded, &person.name.range)).then(|| (person.name.range.clone(), person))
}

/// *Mme BON* whom the head names once in full, *Anne BON*; of two of that name, neither.
pub(super) fn in_full(folded: &str, head: &Range<usize>, surname: &str) -> Option<Found<String>> {
    static GIVEN: Pattern =
        Pattern::new(|| compile(r"(?:^|[^\p{L}'-])(?P<given>\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?) $"));
    let shouted = !surname.contains(char::is_lowercase);
    let text = folded.get(head.clone()).filter(|_| shouted && surname.len() > 2)?;
    let mut all: Vec<Found<String>> = Vec::new();
    for (at, _) in text.match_indices(surname) {
        let behind = text.get(at + surname.len()..).unwrap_or_default();
        let whole = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '-');
        let given = text.get(..at).and_then(|before| GIVEN.captures(before)?.name("given"));
        let Some(given) = given.filter(|_| whole) else { continue };
        let civil =
            ["Mme", "Monsieur", "Madame", "Mlle", "Mr", "Mrs", "Mmes", "Maire", "Et", "Par"];
        if !civil.contains(&given.as_str()) {
            let range = head.start + given.start()..head.start + at + surname.len();
            all.push(Found::new(range, format!("{} {surname}", given.as_str())));
        }
    }
    let first = all.first()?.clone();
    all.iter().all(|other| other.value == first.value).then_some(first)
}

/// The name of who presides as mayor or president.
pub(super) fn chair(folded: &str, head: &Range<usize>) -> Option<String> {
    let (_, person) = president(folded, head).0?;
    let office = slug(&person.capacity?.value);
    let name = person.name.value;
    let whole = in_full(folded, head, &name).map_or(name, |found| found.value);
    (office.starts_with("maire") || office.starts_with("president")).then_some(whole)
}

fn placed(folded: &str, hit: &Hit<'_>) -> Option<Placed> {
    let found = hit.words("name")?;
    let mut inner = name_in_text(&found.value)?.shifted(found.range.start);
    with_own_given(folded, &mut inner);
    over_a_line(folded, &mut inner);
    let capacity = hit.words("office").or_else(|| hit.words("behind"));
    Some(Placed { name: inner, capacity })
}

/// *Mme Anne* at the end of a line, and *DUVAL.* at the head of the next: in a text whose lines are set apart.
fn over_a_line(folded: &str, found: &mut Found<String>) {
    static SURNAME: Pattern = Pattern::new(|| {
        compile(
            r"^\n{1,2}(?P<more>(?:(?:DE LA|DE|DU|LE|LA|EL|DA) )?\p{Lu}[\p{Lu}'-]+)(?:[.,;)]|\n|$)",
        )
    });
    let alone = !found.value.contains(' ') && found.value.contains(char::is_lowercase);
    let half = alone || found.value.ends_with(" DE LA") || found.value.ends_with(" LE");
    let behind = folded.get(found.range.end..).filter(|_| half).unwrap_or_default();
    let Some(more) = SURNAME.captures(lead(behind, 80)).and_then(|hit| hit.name("more")) else {
        return;
    };
    found.value = format!("{} {}", found.value, more.as_str());
    found.range.end += more.end();
}
