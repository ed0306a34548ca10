//! What a line of a page opens or holds by itself, by its words: a list of members, a power, a signature, a
//! vote, an item of a decision. Such a line goes on with none before it.

use super::joining::bullet;
use super::{is_blank, width};
use crate::recognise::{Pattern, compile};

/// *Vote : …*, *Unanimité.*, *Il est proposé…*: behind the end of a sentence, the decision and what
/// became of it.
pub(super) fn opens_vote(words: &str) -> bool {
    let start: String = words.chars().take(30).flat_map(char::to_lowercase).collect();
    let plain = start.replace(['é', 'è'], "e");
    let begins = [
        "unanimite",
        "vote :",
        "votes :",
        "pour :",
        "adopte",
        "approuve",
        "resultat",
        "proposition adoptee",
        "deliberation adoptee",
        "mis aux voix",
        "mise aux voix",
        "il est propose",
        "il est demande",
        "apres en avoir",
        "apres avoir delibere",
        "l'assemblee adopte",
    ];
    words.starts_with(char::is_uppercase) && begins.iter().any(|word| plain.starts_with(word))
}

/// *le conseil municipal, par 12 voix pour…*, *le comité, après en avoir délibéré,*: the organ in small letters, and the vote by
/// which it decides, below grounds that end in a comma.
pub(super) fn organ_decides(words: &str) -> bool {
    let plain = words.to_lowercase().replace('’', "'").replace(['é', 'è'], "e");
    let organs =
        ["le conseil", "le bureau", "le comite", "la commission", "l'assemblee", "les membres"];
    let decides =
        [", par ", ", a l'unanimite", ", à l'unanimite", ", à la majorite", "apres en avoir"];
    organs.iter().any(|organ| plain.starts_with(organ))
        && (decides.iter().any(|word| plain.contains(word)) || plain.ends_with(':'))
}

/// *considérant :*, *vu :*, *APRÈS EN AVOIR DÉLIBÉRÉ*: below a blank line a part of the act, whatever letters it is in.
pub(super) fn opens_part(words: &str) -> bool {
    let start: String = words.chars().take(30).flat_map(char::to_lowercase).collect();
    let plain = start.replace(['é', 'è'], "e");
    let begins = [
        "considerant ",
        "considerant:",
        "vu ",
        "vu:",
        "apres en avoir delibere",
        "apres avoir delibere",
    ];
    begins.iter().any(|word| plain.starts_with(word))
        || ["considerant", "vu", "decide", "delibere"]
            .contains(&plain.trim_end_matches([' ', ':', ',']))
}

/// *Pour 9*, *Abstention 1 Anne DUVAL*: a word of the vote and its count, with no mark between.
fn counts_unmarked(words: &str) -> bool {
    let mut all = words.split(is_blank).filter(|word| !word.is_empty());
    let what = all.next().unwrap_or_default();
    let count = all.next().unwrap_or_default();
    let who = all.next();
    let none = matches!(what, "Contre" | "CONTRE" | "Abstention" | "Abstentions" | "ABSTENTION")
        || matches!(what, "ABSTENTIONS" | "Abstention(s)" | "ABSTENTION(S)");
    let named = who.is_none_or(|who| none && who.starts_with(char::is_uppercase));
    (none || matches!(what, "Pour" | "POUR"))
        && (1..=3).contains(&count.len())
        && count.bytes().all(|b| b.is_ascii_digit())
        && named
}

/// *Contre : 3*, *Abstentions (2) : A, B*, *Ont voté contre : néant*, *Pour 9*: a count of votes on a line of its own.
pub(super) fn counts_votes(words: &str) -> bool {
    let Some((what, count)) = words.split_once(':') else { return counts_unmarked(words) };
    let what = what.trim().to_lowercase().replace('’', "'").replace(['é', 'è'], "e");
    let counted = what.strip_suffix(')').and_then(|what| what.rsplit_once('('));
    let counted = counted.filter(|(_, n)| n.chars().all(|c| c.is_ascii_digit()));
    let bare = counted.map_or(what.as_str(), |(bare, _)| bare.trim_end());
    let known = [
        "pour",
        "contre",
        "abstention",
        "abstentions",
        "abstention(s)",
        "votants",
        "suffrages exprimes",
        "ont vote pour",
        "ont vote contre",
        "a vote contre",
        "votes pour",
        "votes contre",
        "voix pour",
        "voix contre",
        "se sont abstenus",
        "se sont abstenues",
        "s'est abstenu",
        "s'est abstenue",
        "ne prennent pas part au vote",
        "ne prend pas part au vote",
        "n'ont pas pris part au vote",
        "n'a pas pris part au vote",
    ];
    let count = count.trim_start();
    let none = ["néant", "Néant", "NÉANT", "NEANT", "aucun", "Aucun", "zéro", "Zéro"];
    known.contains(&bare)
        && (count.starts_with(|c: char| c.is_ascii_digit())
            || none.iter().any(|none| count.starts_with(none))
            || (counted.is_some() && count.starts_with(char::is_uppercase)))
}

/// *Au titre de la Région*, *Personnalités qualifiées*: for whom the members on the next lines sit, alone on its
/// line.
pub(super) fn group_of_seats(words: &str) -> bool {
    let plain = words.to_lowercase().replace('’', "'").replace(['é', 'è'], "e");
    let begins = [
        "au titre d",
        "personnalite qualifiee",
        "personnalites qualifiees",
        "representant d",
        "representante d",
        "representants d",
        "membres de droit",
        "membres elus",
        "membres nommes",
        "college d",
    ];
    let members = [" M. ", " Mme ", " MM", " Mmes "];
    width(words) <= 70
        && words.starts_with(char::is_uppercase)
        && !words.ends_with(['.', ',', ';'])
        && !members.iter().any(|civil| words.contains(civil))
        && begins.iter().any(|word| plain.starts_with(word))
}

/// `2 - autorise le président`, `3. décide`: an item of a decision, its number before its verb.
pub(super) fn decision_item(words: &str) -> bool {
    let figures = words.trim_start_matches(|c: char| c.is_ascii_digit());
    // *II. dit que …*
    let roman = words.trim_start_matches(['I', 'V', 'X']);
    let rest = if figures.len() < words.len() { figures } else { roman };
    let mark = rest.trim_start_matches(is_blank);
    let verb = mark.trim_start_matches(|c| is_blank(c) || matches!(c, '-' | '–' | '.' | ')' | '/'));
    (1..=4).contains(&(words.len() - rest.len()))
        && mark.starts_with(['-', '–', '.', ')', '/'])
        && verb.split(is_blank).next().is_some_and(|word| {
            // *3/ AUTORISE le président*: the verb may be in capitals.
            let small = word.starts_with(char::is_lowercase) && word.ends_with(['e', 'r', 't']);
            let capitals = width(word) > 2 && !word.contains(char::is_lowercase);
            small
                || (capitals
                    && word.ends_with(['E', 'R', 'T'])
                    && verb.contains(char::is_lowercase))
        })
}

/// A full name alone on its line, its surname in capitals.
pub(super) fn name_alone(words: &str) -> bool {
    let all: Vec<&str> = words.split(is_blank).filter(|word| !word.is_empty()).collect();
    let named = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
    };
    let shouted = |word: &&str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    (2..=5).contains(&all.len())
        && all.iter().all(named)
        && all.iter().any(shouted)
        && all.iter().any(|word| !shouted(word))
}

/// `Vaulnay : M. Luc BON ; Mme Anne DUVAL`, `Vaulnay :`: for whom members sit, before their names.
pub(super) fn seat(words: &str) -> bool {
    let Some((whom, who)) = words.split_once(':') else { return false };
    let (whom, who) = (whom.trim(), who.trim());
    let civil = ["M. ", "Mme ", "MM", "Mmes ", "Mr ", "Mrs ", "Mlle ", "Monsieur ", "Madame "];
    // *LA TRIESNE : BAUDRY Luc, …*: a place in capitals, before names without civilities.
    let place = whom.chars().count() > 2 && !whom.contains(char::is_lowercase);
    if place
        && who.contains(',')
        && who.starts_with(char::is_uppercase)
        && (who.contains(char::is_lowercase) || who.chars().nth(1) == Some('.'))
    {
        return whom.split(' ').count() <= 6
            && !whom.contains(|c: char| c.is_ascii_digit() || c == ',');
    }
    // *Rivelles : BAUDRY L., CERDOUX Anne*: surnames in capitals, each with a first name or its initial.
    let named = whom.starts_with(char::is_uppercase)
        && whom.split(' ').count() <= 4
        && !whom.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | '(' | '.'))
        && (surnames_first(who) || surname_last(who));
    if named {
        return true;
    }
    whom.starts_with(char::is_uppercase)
        && whom.split(' ').count() <= 5
        && !whom.contains(|c: char| c.is_ascii_digit() || c == ',' || c == ';')
        && (civil.iter().any(|civil| who.starts_with(civil))
            || who.is_empty() && whom.split(' ').all(|word| word.starts_with(char::is_uppercase)))
}

/// Whether a list gives surnames in capitals, each before a first name or its initial.
fn surnames_first(list: &str) -> bool {
    let mut first = list.split(',').next().unwrap_or_default().split(is_blank);
    let surname = first.next().unwrap_or_default();
    let given = first.next().unwrap_or_default();
    let shouted = width(surname) > 2
        && surname.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’'));
    let initial = width(given) == 2 && given.ends_with('.');
    shouted
        && given.starts_with(char::is_uppercase)
        && (initial || given.contains(char::is_lowercase))
        && list.contains([',', '.'])
}

/// *Anne BAUDRY, Luc CERDOUX*: the first of several members, his surname in capitals behind his first name.
fn surname_last(who: &str) -> bool {
    let first = who.split(',').next().unwrap_or_default();
    let words: Vec<&str> = first.split(is_blank).filter(|word| !word.is_empty()).collect();
    let given = words.first().is_some_and(|word| {
        word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
    });
    let shouted = words.last().is_some_and(|word| {
        word.chars().count() > 1
            && !word.contains(char::is_lowercase)
            && word.starts_with(char::is_uppercase)
    });
    (2..=5).contains(&words.len()) && given && shouted
}

/// Words that open a list of members, or the formalities beside it, up to their colon.
pub(super) fn opens_attendance(words: &str) -> bool {
    let start: String = words.chars().take(60).flat_map(char::to_lowercase).collect();
    let plain = start.replace(['é', 'è'], "e");
    let begins = [
        "etaient ",
        "etait ",
        "ont ",
        "avaient ",
        "avait ",
        "sont ",
        "mandat",
        "delegation",
        "liste des presents",
        "present",
        "absent",
        "excuse",
        "pouvoir",
        "procuration",
        "represente",
        "secretaire",
        "date de ",
        "nombre de ",
        "membres ",
        "votants",
    ];
    // *8 conseillers présents :*: how many, before what is said of them.
    let plain = plain.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned();
    // *Les membres absents :*: an article before it changes nothing.
    let plain = plain.strip_prefix("les ").unwrap_or(&plain).to_owned();
    let upper = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    // *Délégués absents :*, *Administrateurs excusés :*: who, before what is said of them.
    let whom = [
        "delegue",
        "administrat",
        "conseill",
        "membre",
        "elu",
        "titulaire",
        "suppleant",
        "adjoint",
        "college",
    ];
    let label = plain.split(':').next().unwrap_or_default();
    let said =
        ["present", "absent", "excuse", "represente", "pouvoir", "procuration", "mandat", "arrive"];
    let of_them = whom.iter().any(|word| plain.starts_with(word))
        && said.iter().any(|word| label.contains(word));
    // *étaient représentés :*, *secrétaire :*: a label in small letters.
    let small = ["etaient ", "etait ", "secretaire", "en exercice"];
    let labelled = plain.contains(':') && label.chars().count() <= 40;
    if labelled && small.iter().any(|word| plain.starts_with(word)) {
        return true;
    }
    let secretary = ["secretaire", "le secretaire", "la secretaire", "le secretariat"];
    if upper && secretary.iter().any(|word| plain.starts_with(word)) {
        return true;
    }
    if words.starts_with(|c: char| c.is_ascii_digit()) {
        return of_them && plain.contains(':') && label.split_whitespace().count() <= 2;
    }
    let begun = begins.iter().any(|word| plain.starts_with(word));
    upper && (begun && dashed(&plain) || plain.contains(':') && (of_them || begun))
}

/// *Procurations – A à B*, *Excusée – C*: a label of one word and a dash.
fn dashed(plain: &str) -> bool {
    let mut words = plain.split(is_blank);
    words.next().is_some_and(|label| label.chars().all(char::is_alphabetic))
        && words.next().is_some_and(|mark| matches!(mark, "–" | "—" | "-"))
        && words.next().is_some()
}

/// *Mme B est désignée secrétaire*: who keeps the minutes, behind the lists of members.
pub(super) fn names_secretary(words: &str) -> bool {
    let civil = ["M. ", "Mme ", "Mlle ", "Monsieur ", "Madame "];
    let start: String = words.chars().take(110).flat_map(char::to_lowercase).collect();
    civil.iter().any(|civil| words.starts_with(civil))
        && start.replace('é', "e").contains("secretaire")
}

/// *ABSENTS*, *Membres présents (12)*: the label of a list, alone on its line.
pub(super) fn label_alone(words: &str) -> bool {
    let known = [
        "etaient",
        "etait",
        "sont",
        "ont",
        "membres",
        "membre",
        "conseillers",
        "delegues",
        "titulaires",
        "suppleants",
        "present",
        "presents",
        "presente",
        "presentes",
        "absent",
        "absents",
        "absente",
        "absentes",
        "excuse",
        "excuses",
        "excusee",
        "excusees",
        "non",
        "et",
        "ou",
        "represente",
        "representes",
        "pouvoir",
        "pouvoirs",
        "procuration",
        "procurations",
        "ayant",
        "avec",
        "sans",
        "mandat",
        "mandats",
        "donne",
        "e",
        "s",
        "es",
    ];
    let stem = ["present", "absent", "excus", "represent", "pouvoir", "procuration"];
    let plain = words.to_lowercase().replace(['é', 'è', 'É'], "e");
    let plain = without_counts(&plain);
    let mut parts = plain.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    width(words) <= 44
        && words.starts_with(char::is_uppercase)
        && !words.ends_with(['.', ',', ';'])
        && stem.iter().any(|stem| plain.contains(stem))
        && parts.all(|word| known.contains(&word))
}

/// *présents (18 membres)*: a label without the brackets that count those below it.
fn without_counts(label: &str) -> String {
    let counted = |inside: &str| inside.starts_with(|c: char| c.is_ascii_digit());
    match label.split_once('(').and_then(|(bare, rest)| Some((bare, rest.split_once(')')?))) {
        Some((bare, (inside, behind))) if counted(inside) => format!("{bare}{behind}"),
        _ => label.to_owned(),
    }
}

/// *Le maire, Anne DUVAL*: a signature on one line; *Signé : Anne DUVAL*: the name below its office.
pub(super) fn signs(words: &str) -> bool {
    let signed = ["Signé", "SIGNÉ", "SIGNE"].iter().find_map(|word| words.strip_prefix(word));
    let whom = signed.map(|rest| rest.trim_start_matches(|c| is_blank(c) || c == ':'));
    if whom.is_some_and(|whom| whom.starts_with(char::is_uppercase) && width(whom) <= 60) {
        return true;
    }
    let Some((office, name)) = words.split_once(',') else { return false };
    let office = office.to_lowercase().replace('é', "e");
    let offices = ["le maire", "la maire", "le president", "la presidente"];
    offices.iter().any(|known| office.starts_with(known))
        && width(words) <= 60
        && !name.trim().is_empty()
        && name.split(is_blank).filter(|word| !word.is_empty()).count() <= 4
        && name.trim().starts_with(char::is_uppercase)
        && !name.ends_with(['.', ';', ':'])
}

/// *de Mme A à M. B*: one of several powers, each on its line.
pub(super) fn power_of(words: &str) -> bool {
    let civil = ["M. ", "Mme ", "MME ", "Mlle ", "Monsieur ", "Madame "];
    let rest = words.strip_prefix("de ").unwrap_or_default();
    civil.iter().any(|civil| rest.starts_with(civil)) && rest.contains(" à ") && width(words) <= 90
}

/// *Anne CERDOUX à Luc TILLOY*: two names and nothing else.
static TWO_NAMES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:(?:M\.|Mme|Mlle|Monsieur|Madame)\s)?(?:\p{Lu}[\p{L}'’.-]*\s)*\p{Lu}[\p{Lu}'’-]+(?:\s\p{Lu}[\p{L}'’.-]*)*\s[àÀ]\s",
        r"(?:(?:M\.|Mme|Mlle|Monsieur|Madame)\s)?(?:\p{Lu}[\p{L}'’.-]*\s)*\p{Lu}[\p{Lu}'’-]+(?:\s\p{Lu}[\p{L}'’.-]*)*$"
    ))
});

/// A line that names who gives a power and who holds it, and ends there.
pub(super) fn gives_power(words: &str) -> bool {
    let names =
        |mark: &str| words.split_once(mark).is_some_and(|(_, to)| to.split(' ').count() <= 4);
    let short = width(words) <= 70;
    short && ["procuration à ", "pouvoir à "].iter().any(|mark| names(mark))
        || width(words) <= 90 && TWO_NAMES.is_match(words)
}

/// A line that ends with the outcome of a vote, without a full stop.
pub(super) fn voted(words: &str) -> bool {
    [
        "adopté",
        "adoptée",
        "rejeté",
        "rejetée",
        "approuvé",
        "approuvée",
        "à l'unanimité",
        "à l’unanimité",
    ]
    .iter()
    .any(|word| words.ends_with(word))
}

/// The words behind a bullet.
fn unbulleted(words: &str) -> &str {
    let behind = bullet(words).and_then(|length| words.get(length..));
    behind.map_or(words, |behind| behind.trim_start_matches(is_blank))
}

/// *N° AB-2031-12 – …*, *Rapport n° 2031-12 : …*: the words without the sign that says that a number follows.
pub(super) fn without_sign(words: &str) -> &str {
    let kinds = [
        "délibération",
        "deliberation",
        "délib.",
        "dél.",
        "del.",
        "rapport",
        "affaire",
        "dossier",
        "acte",
    ];
    let small = |word: &str| word.to_lowercase();
    let mut rest = words;
    if let Some((first, behind)) = rest.split_once(is_blank)
        && kinds.contains(&small(first).as_str())
    {
        rest = behind.trim_start_matches(is_blank);
    }
    let Some((sign, behind)) = rest.split_once(is_blank) else { return words };
    // *Délibération 2031-12-101 – …*: without a sign.
    if rest.len() < words.len() && sign.starts_with(|c: char| c.is_ascii_digit()) {
        return rest;
    }
    if matches!(sign, "N°" | "n°" | "No" | "no" | "N" | "n") {
        let behind = behind.trim_start_matches(is_blank);
        let behind = behind.strip_prefix('°').unwrap_or(behind);
        return behind.trim_start_matches(is_blank);
    }
    words
}

/// *AB-2031-12 – Entretien des chemins*: a reference, then a title behind a dash or colon.
pub(super) fn heads_a_matter(words: &str) -> bool {
    let words = without_sign(unbulleted(words));
    let Some((reference, title)) = words.split_once(is_blank) else { return false };
    let digits = reference.bytes().filter(u8::is_ascii_digit).count();
    let title = title.trim_start_matches(is_blank);
    let behind =
        title.strip_prefix(['–', '—', '-', ':']).map(|title| title.trim_start_matches(is_blank));
    digits >= 3
        && !words.ends_with(['.', ':', ';', ','])
        && reference.contains(['-', '/', '_'])
        && behind.is_some_and(|title| title.starts_with(char::is_uppercase))
}

/// Whether a line begins as sentences do: with an article, a pronoun, a civility.
pub(super) fn opens_sentence(words: &str) -> bool {
    let first = words.split(is_blank).next().unwrap_or_default();
    let known = [
        "Le",
        "La",
        "Les",
        "Il",
        "Elle",
        "M.",
        "Mme",
        "Monsieur",
        "Madame",
        "Vu",
        "Après",
        "Sur",
        "Dans",
        "Par",
        "Depuis",
        "Une",
        "Un",
        "Cette",
        "Ce",
        "Considérant",
        "Afin",
    ];
    known.contains(&first)
        || ["L'", "L’"].iter().any(|lead| {
            first.strip_prefix(lead).is_some_and(|rest| rest.starts_with(char::is_lowercase))
        })
}
