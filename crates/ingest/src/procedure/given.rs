//! Given names in brackets behind surnames: *M. DUVAL (Anne), M. BRAVOUX (Luc)*, as registers of old print them.

use crate::recognise::{Found, Pattern, compile, lead};

/// Given names that are no names of places or offices; what stands in brackets behind a surname is compared with them.
const GIVEN: &[&str] = &[
    "Adrien",
    "Agnès",
    "Alain",
    "Albert",
    "Alexandre",
    "Alice",
    "Aline",
    "André",
    "Andrée",
    "Anne",
    "Annie",
    "Antoine",
    "Arnaud",
    "Aurélie",
    "Béatrice",
    "Benoît",
    "Bernadette",
    "Bernard",
    "Bertrand",
    "Brigitte",
    "Bruno",
    "Carole",
    "Catherine",
    "Cécile",
    "Céline",
    "Chantal",
    "Charles",
    "Christian",
    "Christiane",
    "Christine",
    "Christophe",
    "Claire",
    "Claude",
    "Claudine",
    "Colette",
    "Corinne",
    "Cyril",
    "Damien",
    "Daniel",
    "Danièle",
    "Danielle",
    "David",
    "Delphine",
    "Denis",
    "Denise",
    "Didier",
    "Dominique",
    "Édith",
    "Edouard",
    "Élise",
    "Emmanuel",
    "Éric",
    "Estelle",
    "Évelyne",
    "Fabien",
    "Fabrice",
    "Fatima",
    "Florence",
    "Francis",
    "François",
    "Françoise",
    "Frédéric",
    "Gabriel",
    "Gaëlle",
    "Geneviève",
    "Georges",
    "Gérard",
    "Gilbert",
    "Gilles",
    "Ginette",
    "Guillaume",
    "Guy",
    "Hélène",
    "Henri",
    "Hervé",
    "Hubert",
    "Hugues",
    "Isabelle",
    "Ismaël",
    "Jacqueline",
    "Jacques",
    "Janine",
    "Jean",
    "Jeanne",
    "Jeannine",
    "Jérôme",
    "Joël",
    "Joëlle",
    "Joseph",
    "Josette",
    "Josiane",
    "Julie",
    "Julien",
    "Karim",
    "Karine",
    "Laurence",
    "Laurent",
    "Léon",
    "Liliane",
    "Loïc",
    "Louis",
    "Louise",
    "Luc",
    "Lucien",
    "Lydie",
    "Madeleine",
    "Marc",
    "Marcel",
    "Marguerite",
    "Marie",
    "Marion",
    "Martine",
    "Mathieu",
    "Maurice",
    "Michel",
    "Michèle",
    "Michelle",
    "Mireille",
    "Monique",
    "Murielle",
    "Nadège",
    "Nadine",
    "Nathalie",
    "Nicolas",
    "Nicole",
    "Noël",
    "Odette",
    "Odile",
    "Pascal",
    "Pascale",
    "Patrice",
    "Patricia",
    "Patrick",
    "Paul",
    "Paulette",
    "Philippe",
    "Pierre",
    "Rachida",
    "Raymond",
    "Régis",
    "Rémi",
    "Rémy",
    "Renaud",
    "René",
    "Renée",
    "Richard",
    "Robert",
    "Roger",
    "Roland",
    "Rose",
    "Sandrine",
    "Sébastien",
    "Serge",
    "Simone",
    "Solange",
    "Sophie",
    "Stéphane",
    "Stéphanie",
    "Suzanne",
    "Sylvain",
    "Sylvie",
    "Thérèse",
    "Valérie",
    "Véronique",
    "Victor",
    "Virginie",
    "Viviane",
    "Xavier",
    "Yann",
    "Yolande",
    "Yves",
    "Yvette",
    "Yvonne",
];

/// Whether a word is a given name that many bear.
pub(super) fn is_given(word: &str) -> bool {
    word.split('-').next().is_some_and(|first| GIVEN.contains(&first))
}

/// The word in brackets behind a name that is a surname alone, and where the bracket ends.
fn bracket(text: &str, found: &Found<String>) -> Option<(usize, bool)> {
    static BRACKET: Pattern =
        Pattern::new(|| compile(r"^[ \n]\((?P<word>\p{Lu}\p{Ll}+(?:[- ]\p{Lu}\p{Ll}+)?)\)"));
    const SURNAME: usize = 3;
    let shouted = !found.value.contains(char::is_lowercase);
    let short = found.value.split(' ').count() <= SURNAME;
    let behind = text.get(found.range.end..).filter(|_| shouted && short)?;
    let hit = BRACKET.captures(behind)?;
    let word = hit.name("word")?.as_str();
    let given = word.split(['-', ' ']).next().is_some_and(|first| GIVEN.contains(&first));
    Some((found.range.end + hit.get(0)?.end(), given))
}

/// Puts the given names in brackets to the surnames; whether some bracket there may be one, or may be a place.
pub(super) fn with_given<'a>(text: &str, all: impl Iterator<Item = &'a mut Found<String>>) -> bool {
    let mut unsure = Vec::new();
    let mut some = false;
    for found in all {
        match bracket(text, found) {
            Some((end, true)) => {
                extend(text, found, end);
                some = true;
            }
            Some((end, false)) => unsure.push((found, end)),
            None => {}
        }
    }
    let doubtful = some && !unsure.is_empty();
    for (found, end) in unsure.into_iter().filter(|_| doubtful) {
        extend(text, found, end);
    }
    doubtful
}

/// So many bytes of a text may hold its lists of members.
const HEAD: usize = 20_000;

/// So many given names in brackets show that a text gives names so.
const SEVERAL: usize = 3;

/// Puts the given name in a bracket to one name: it is one where it is known, or where several others at the head of the
/// text are given so.
pub(super) fn with_own_given(text: &str, found: &mut Found<String>) {
    static OTHERS: Pattern =
        Pattern::new(|| compile(r"\p{Lu}[ \n]\((?P<word>\p{Lu}\p{Ll}+)(?:[- ]\p{Lu}\p{Ll}+)?\)"));
    let Some((end, given)) = bracket(text, found) else { return };
    let known = |hit: &regex::Captures<'_>| {
        hit.name("word").is_some_and(|word| GIVEN.contains(&word.as_str()))
    };
    let others = || OTHERS.captures_iter(lead(text, HEAD)).filter(known).take(SEVERAL).count();
    if given || others() == SEVERAL {
        extend(text, found, end);
    }
}

fn extend(text: &str, found: &mut Found<String>, end: usize) {
    if let Some(words) = text.get(found.range.start..end) {
        found.value = words.replace('\n', " ");
        found.range.end = end;
    }
}
