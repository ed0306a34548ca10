//! What ends a matter, or its title, where no line does: an outcome, a tally without abstentions, the reference that
//! stands behind the title.

use crate::recognise::{Pattern, compile, lead};

/// *Adopté à l'unanimité*, *Abstention : 0*, before a capital: what follows is something else.
static CLOSED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:\b(?i:accord|adopt[ée]{1,2}s?|approuv[ée]{1,2}s?|accept[ée]{1,2}s?|vot[ée]{1,2}s?) (?i:[àa] l'unanimit[ée])",
        r"(?i: des (?:membres |[ée]lus |conseillers )?(?:pr[ée]sents|votants|suffrages exprim[ée]s|voix)(?: et (?:des )?repr[ée]sent[ée]s)?)?",
        r"|\b(?i:abstentions?(?:\(s\))?) ?: ?(?:0|(?i:n[ée]ant|aucune)))[.,;]?(?P<next> )(?P<word>\p{Lu}[\p{L}'-]+)"
    ))
});

/// Behind what closes a matter. Names and counts that follow still tell of its vote.
pub(super) fn behind_outcomes(folded: &str) -> Vec<usize> {
    const OF_THE_VOTE: [&str; 16] = [
        "Mme",
        "MM",
        "Mmes",
        "Mlle",
        "Monsieur",
        "Madame",
        "Messieurs",
        "Mesdames",
        "Pour",
        "POUR",
        "Contre",
        "CONTRE",
        "Abstention",
        "Abstentions",
        "ABSTENTION",
        "ABSTENTIONS",
    ];
    let hits = CLOSED.captures_iter(folded);
    let other = |word: &regex::Match<'_>| !OF_THE_VOTE.contains(&word.as_str());
    hits.filter_map(|hit| hit.name("word").filter(other).and(hit.name("next")))
        .map(|next| next.start())
        .collect()
}

/// *Point n° 3*, *Dossier n° 2-1*: a matter under the word for it.
static MATTER: Pattern = Pattern::new(|| {
    compile(concat!(
        r" (?:Point|POINT|Dossier|DOSSIER|Question|QUESTION|Sujet|SUJET|Affaire|AFFAIRE|Rapport|RAPPORT) ?[nN] ?[°o]\.? ?\d{1,3}(?:[-.]\d{1,2})?",
        r" ?[:.–—-]{0,2} ?(?P<title>[\p{Lu}«])"
    ))
});

/// A reference in letters and groups of figures, with what parts it from the words behind it.
static REFERENCE: Pattern = Pattern::new(|| {
    compile(
        r" [A-Z]{2,6}[-_/. ]?(?:(?:19|20)\d\d[-_/.]\d{1,4}|\d{1,4}(?:[-_/.,]\d{1,4}){2})(?P<end> )",
    )
});

/// Before matters under the word for them, and behind the reference that ends the title of one.
pub(super) fn matters(folded: &str) -> Vec<usize> {
    const LONGEST: usize = 320;
    let begun: Vec<(usize, usize)> = MATTER
        .captures_iter(folded)
        .filter_map(|hit| Some((hit.get(0)?.start(), hit.name("title")?.start())))
        .filter(|(at, _)| !led_to(folded.get(..*at).unwrap_or_default()))
        .collect();
    let ends = begun.iter().skip(1).map(|(next, _)| *next).chain([folded.len()]);
    let mut out = Vec::new();
    for ((at, title), next) in begun.iter().zip(ends) {
        out.push(*at);
        let title = folded.get(*title..next).unwrap_or_default();
        let found = REFERENCE.captures(title).and_then(|hit| hit.name("end"));
        let near = found.filter(|end| end.start() < LONGEST);
        out.extend(near.map(|end| next - title.len() + end.start()));
    }
    out
}

/// Whether a reference stands behind the title of a matter, so that it begins no line.
pub(super) fn ends_a_title(folded: &str, at: usize) -> bool {
    const NEAR: usize = 320;
    let before = crate::recognise::tail(folded.get(..at).unwrap_or_default(), NEAR);
    let Some(matter) = MATTER.find_iter(before).last() else { return false };
    let title = before.get(matter.end()..).unwrap_or_default();
    !title.contains(". ") && !REFERENCE.is_match(title)
}

/// *au point n° 3*: words that speak of a matter.
fn led_to(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\'']).next().unwrap_or_default();
    ["du", "le", "au", "ce", "ces", "les", "des", "aux", "et", "un", "sur", "par"].contains(&word)
}

/// Behind the date that follows the number of an act: *Délibération n° 12 du 4 mai 2031 TITRE*.
pub(super) fn behind_dates(folded: &str) -> Vec<usize> {
    static DATED: Pattern = Pattern::new(|| {
        compile(
            r"(?:^| )(?:D[ée]lib[ée]ration|D[ÉE]LIB[ÉE]RATION) (?:[nN] ?[°o] ?)[\w./-]+ (?:du|DU) {date:on}(?P<next> )[\p{Lu}«]",
        )
    });
    DATED.captures_iter(folded).filter_map(|hit| Some(hit.name("next")?.start())).collect()
}

/// *Budget principal à l'unanimité*, *Tarifs à la majorité 38 votes pour*: where in a heading the vote of its matter begins.
pub(super) fn vote_behind(heading: &str) -> Option<usize> {
    static VOTE: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?m) (?:[àÀ] (?:l'unanimité|[lL]a majorité)(?: des (?:suffrages exprimés|membres présents|présents|votants|voix))?,?(?:$| (?:\d{1,3} (?:votes?|voix)\b|\p{Lu}{5,}\b))",
            r"|\d{1,3} (?:votes?|voix) pour\b)"
        ))
    });
    let vote = VOTE.find(heading)?.start();
    // *adopté à l'unanimité*, *le conseil, par 12 voix pour*: the words before tell it, too.
    let before = heading.get(..vote)?;
    let word = before.rsplit([' ', '(']).next().unwrap_or_default();
    let told = ["é", "ée", "és", "ées"].iter().any(|end| word.ends_with(end))
        || ["par", "accord", "vote", "votes", ":", "et", "soit", "avec"]
            .contains(&word.to_lowercase().as_str())
        || before.ends_with([',', ':', '(', '–', '-', ';']);
    (!told).then_some(vote)
}

/// *… de la commune. à la majorité 38 votes pour*: a vote in small letters behind the end of a sentence, before its count or
/// the verb of what it decides.
pub(super) fn before_votes(folded: &str) -> Vec<usize> {
    static VOTE: Pattern = Pattern::new(|| {
        compile(
            r"[.;](?P<begins> )à (?:l'unanimité|[lL]a majorité)(?: des (?:suffrages exprimés|membres présents|présents|votants|voix))?,? (?:\d{1,3} (?:votes?|voix)\b|\p{Lu}{5,}\b|(?:décide|approuve|adopte|autorise|accepte|fixe|valide)\b)",
        )
    });
    VOTE.captures_iter(folded).filter_map(|hit| Some(hit.name("begins")?.start())).collect()
}

/// *3 Tarifs du bois : Le conseil municipal, à l'unanimité, fixe …*: behind the colon of a numbered title, before the organ or
/// who speaks.
pub(super) fn behind_titles(folded: &str) -> Vec<usize> {
    static TITLE: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?:[.;)€!?]|\p{L}) (?:\d{1,2}|[IVX]{1,4})(?: ?[-–—/)°.]+)? \p{Lu}['’]?\p{L}{2,}[^.:;!?\n]{4,140} :(?P<end> )",
            r"(?:[Ll](?:e|a|') ?(?:[Cc]onseil|[Bb]ureau|[Cc]omité|[Aa]ssemblée|[Cc]ommission)|(?:M\.|Mme|Monsieur|Madame) \p{L})"
        ))
    });
    TITLE.captures_iter(folded).filter_map(|hit| Some(hit.name("end")?.start())).collect()
}

/// Behind the last of those who voted so, before the verb of the decision: *2 abstentions, M. A, Mme BEC AUTORISE le maire*.
pub(super) fn behind_voters(folded: &str) -> Vec<usize> {
    static VERB: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?:\bMM?\.|\bMmes?|\bMlle|\bMonsieur|\bMadame) (?:[\p{Lu}'-]+ ){0,2}?[\p{Lu}'-]+\)?(?P<next> )",
            r"(?:AUTORISE|APPROUVE|ADOPTE|FIXE|D[EÉ]SIGNE|ACCEPTE|VALIDE|ATTRIBUE|ACCORDE|ALLOUE|DONNE|DIT|CHARGE|SOLLICITE|PREND|[EÉ]MET|NOMME|ARR[EÊ]TE|PR[EÉ]CISE|VOTE|CR[EÉ]E|MODIFIE|COMPL[EÈ]TE|CONFIE|PROPOSE) (?:\p{Ll}|M\.|Mme|Monsieur|Madame|\d)"
        ))
    });
    VERB.captures_iter(folded).filter_map(|hit| Some(hit.name("next")?.start())).collect()
}

/// Between powers that nothing parts: *Mme A donnant pouvoir à M. B Mme C donnant pouvoir à M. D*.
pub(super) fn between_powers(folded: &str) -> Vec<usize> {
    static POWER: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i:pouvoir|procuration|mandat) à (?:M\.|Mme|Mlle|Monsieur|Madame) (?:\p{Lu}[\p{L}'.-]* ?){1,4}?",
            r"(?P<next> )(?:M\.|Mme|Mlle|Monsieur|Madame) \p{Lu}"
        ))
    });
    // *procuration à Anne DUVAL Luc BON, procuration à …*: the surname in capitals ends a name, and the first name begins one.
    static UNCIVIL: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i:pouvoir|procuration|mandat) à (?P<holder>\p{Lu}\p{Ll}[\p{L}'-]* )(?:\p{Lu}\p{Ll}[\p{L}'-]* )?(?:(?:DE|DU|LE|LA|D'|L') ?)?\p{Lu}[\p{Lu}'-]+(?: \p{Lu}[\p{Lu}'-]+)*",
            r"(?P<next> )(?:\p{Lu}\p{Ll}[\p{L}'-]* ){1,2}(?:(?:DE|DU|LE|LA|D'|L') ?)?\p{Lu}[\p{Lu}'-]+"
        ))
    });
    let mut out: Vec<usize> = [&POWER, &UNCIVIL]
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(folded))
        .filter(|hit| {
            let civil = ["Mme ", "Mlle ", "Mr ", "Monsieur ", "Madame "];
            !hit.name("holder").is_some_and(|holder| civil.contains(&holder.as_str()))
        })
        .filter_map(|hit| Some(hit.name("next")?.start()))
        .collect();
    out.extend(between_bare_powers(folded));
    out
}

/// *BERT Luc à CROS Anne DURE Paul à ERAM Lise*, behind the label of a list of powers: the case of the letters tells where one
/// name ends and the next begins.
fn between_bare_powers(folded: &str) -> Vec<usize> {
    static LABEL: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:pouvoirs?|procurations?|repr[ée]sent[ée]e?s?)(?: \(\d+\)| à)? ?:")
    });
    static HOLDER: Pattern = Pattern::new(|| {
        compile(concat!(
            r" [àa] (?:(?:\p{Lu}[\p{Lu}'-]+ ){1,3}\p{Lu}\p{Ll}[\p{L}'-]*(?P<next> )(?:\p{Lu}[\p{Lu}'-]+ ){1,3}\p{Lu}\p{Ll}[\p{L}'-]*",
            r"|\p{Lu}\p{Ll}[\p{L}'-]*(?: \p{Lu}[\p{Lu}'-]+){1,3}(?P<after> )\p{Lu}\p{Ll}[\p{L}'-]*(?: \p{Lu}[\p{Lu}'-]+){1,3}) [àa] "
        ))
    });
    const LONGEST: usize = 1500;
    let mut out = Vec::new();
    let labels: Vec<_> = LABEL.find_iter(folded).collect();
    let ends = labels.iter().skip(1).map(regex::Match::start).chain([folded.len()]);
    for (label, end) in labels.iter().zip(ends) {
        let list = lead(folded.get(label.end()..end).unwrap_or_default(), LONGEST);
        let mut from = 0;
        while let Some(hit) = HOLDER.captures_at(list, from) {
            let Some(next) = hit.name("next").or_else(|| hit.name("after")) else { break };
            out.push(label.end() + next.start());
            from = next.end();
        }
    }
    out
}
