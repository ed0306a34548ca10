//! Who receives: the organisations that the act names as beneficiaries.
//!
//! A name is taken only where the text introduces an organisation: behind *association*, before
//! *, association loi 1901*, behind *subvention à*. Spellings that differ by case, underscore or
//! article are one party; the name kept is the most frequent one as written.

mod alias;
mod going_on;
mod mention;
mod named;
mod quoted;

use super::sentence::{Sentence, Zone};
use crate::recognise::{Found, Pattern, compile};
use alias::aliases;
use greffe_domain::{BeneficiaryRef, slug};
pub(super) use mention::receives_nothing;
use mention::{Mention, form_behind, mentions};
pub(crate) use named::Named;
use quoted::Quoted;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// An organisation with every place that names it.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    /// The folded name without its article: equal keys are one party.
    pub(crate) key: String,
    /// The name as written most often.
    pub(crate) name: String,
    /// The legal form, where the text gives one.
    pub(crate) legal_form: Option<Found<String>>,
    /// Every place that names it in the order of the text, with the name as written there; shared, as a text may name
    /// one party as often as it grants.
    pub(crate) mentions: Rc<Vec<Found<String>>>,
    /// Whether the name is certain: bounded by quotation marks, or met twice in the same words.
    pub(crate) certain: bool,
    /// Whether only the words around it show where the name ends.
    plain: bool,
    /// Whether it is a likely beneficiary: an association, or named in title or operative part.
    pub(crate) introduced: bool,
    weight: usize,
}

fn is_association(form: &str) -> bool {
    form.to_lowercase().starts_with("association")
}

/// The words with which a body or a person begins: no beneficiary of its own grant.
const BODIES: &[&str] = &[
    "assemblee",
    "bureau",
    "budget",
    "code",
    "comite-syndical",
    "commission",
    "commune",
    "communaute",
    "conseil",
    "conseiller",
    "conseillere",
    "departement",
    "etat",
    "m",
    "madame",
    "mairie",
    "maire",
    "metropole",
    "mme",
    "monsieur",
    "prefecture",
    "prefet",
    "president",
    "presidente",
    "region",
    "republique",
    "syndicat",
    "ville",
    "vice",
    "article",
    "avenant",
    "subvention",
    "convention",
    "loi",
    "decret",
];

/// *SASP Les Lions*, *société Bravoux*: the form by its letters, or the common noun, is no part of the name behind it.
fn behind_its_form(folded: &str, mention: &mut Mention) {
    static BEFORE: Pattern = Pattern::new(|| {
        compile(
            r"^(?:(?P<form>SASP|SAOS|SASU|SAEM|SAEML|SEML|SNC|SCEA|EARL|SCI|EPIC|SPLA|association (?:sportive|culturelle|familiale|musicale)) |société )(?P<name>\p{Lu}[\p{L}'-]+)",
        )
    });
    let said = folded.get(mention.name.clone()).unwrap_or_default();
    let Some(hit) = BEFORE.captures(said).filter(|_| !mention.quoted) else { return };
    let Some(name) = hit.name("name") else { return };
    let place =
        |range: Range<usize>| mention.name.start + range.start..mention.name.start + range.end;
    if let Some(form) = hit.name("form") {
        mention.form = Some(place(form.range()));
    }
    mention.name.start += name.start();
}

/// The parties of the act, the likeliest beneficiary first. The body that decides, named
/// `institution`, is none of them.
pub(crate) fn parties(folded: &str, sentences: &[Sentence<'_>], institution: &str) -> Vec<Party> {
    let own = slug(institution);
    let quoted = Quoted::of(folded);
    let defined = is_defined(folded);
    let mut by_key: BTreeMap<String, Party> = BTreeMap::new();
    if let Some(party) = defined.then(|| of_the_convention(folded)).flatten() {
        by_key.insert(party.key.clone(), party);
    }
    for sentence in sentences.iter().filter(|s| s.zone != Zone::After) {
        for mut mention in mentions(folded, &quoted, sentence) {
            behind_its_form(folded, &mut mention);
            let said = folded.get(mention.name.clone()).unwrap_or_default().to_owned();
            if defined && goes_on_in_small_letters(&said) {
                continue;
            }
            let key = if mention.body { body_key(&said, &own) } else { key_of(&said) };
            let Some(key) = key else { continue };
            let party = by_key.entry(key.clone()).or_insert_with(|| Party {
                key,
                name: String::new(),
                legal_form: None,
                mentions: Rc::default(),
                certain: false,
                plain: false,
                introduced: false,
                weight: 0,
            });
            party.weight += match sentence.zone {
                Zone::Title | Zone::Articles => 3,
                _ => 1,
            };
            party.certain |= mention.quoted;
            party.plain |= mention.plain;
            let form = mention.form.map(|range| {
                let words = folded.get(range.clone()).unwrap_or_default();
                // *l'asso. Les Forges*
                let short = words.len() < 7 && words.to_lowercase().starts_with("asso");
                let words = if short { "association" } else { words };
                Found::new(range, words.to_owned())
            });
            party.introduced |= form.as_ref().is_some_and(|f| is_association(&f.value))
                || matches!(sentence.zone, Zone::Title | Zone::Articles);
            // The fullest form is kept; one at the head of a title has its capital from there.
            let better = |known: &Found<String>, new: &Found<String>| {
                known.value.starts_with(char::is_uppercase) || new.value.len() > known.value.len()
            };
            party.legal_form = match (party.legal_form.take(), form) {
                (Some(known), Some(new)) if better(&known, &new) => Some(new),
                (known, new) => known.or(new),
            };
            Rc::make_mut(&mut party.mentions).push(Found::new(mention.name, said));
        }
    }
    by_their_letters(folded, &mut by_key);
    // Only quotation marks make a name certain so far.
    for party in by_key.values_mut().filter(|party| !party.certain) {
        party.plain |= going_on::grown(folded, Rc::make_mut(&mut party.mentions).as_mut_slice());
    }
    let mut parties: Vec<Party> = merged(by_key).into_iter().map(named).collect();
    parties.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.key.cmp(&b.key)));
    parties
}

/// Whether the text says whom it calls *l'Association*: *désignée sous le terme « l'Association »*.
fn is_defined(folded: &str) -> bool {
    static TERM: Pattern =
        Pattern::new(|| compile(r#"[«"“] ?(?:[Ll]['’])?[Aa](?:ssociation|SSOCIATION) ?[»"”]"#));
    TERM.is_match(folded)
}

/// *L'association « Les Semailles », …, désignée sous le terme « l'Association »*: the party of a convention, as its head names it.
fn of_the_convention(folded: &str) -> Option<Party> {
    static PARTY: Pattern = Pattern::new(|| {
        compile(
            r#"(?:\b[Ll]['’])(?P<form>[Aa]ssociation) (?:d[ée]nomm[ée]e )?[«"“] ?(?P<name>[^«»"“”\n]{3,80}?) ?[»"”],[^«»"“”]{0,600}[«"“] ?(?:[Ll]['’])?[Aa](?:ssociation|SSOCIATION) ?[»"”]"#,
        )
    });
    let hit = PARTY.captures(folded)?;
    let (form, name) = (hit.name("form")?, hit.name("name")?);
    let key = key_of(name.as_str())?;
    let named = Found::new(name.range(), name.as_str().to_owned());
    Some(Party {
        key,
        name: String::new(),
        legal_form: Some(Found::new(form.range(), form.as_str().to_lowercase())),
        mentions: Rc::new(vec![named]),
        certain: true,
        plain: false,
        introduced: true,
        weight: 3,
    })
}

/// *Association des obligations*: the term and what its sentence goes on with, where no word behind it is a name's.
fn goes_on_in_small_letters(said: &str) -> bool {
    let mut words = said.split(' ');
    let term = words.next().is_some_and(|word| word == "Association");
    term && words.all(|word| !word.starts_with(char::is_uppercase))
}

/// Who goes by letters that the text introduces goes by his full name.
fn by_their_letters(folded: &str, by_key: &mut BTreeMap<String, Party>) {
    for alias in aliases(folded) {
        let Some(short) = key_of(&alias.letters).and_then(|key| by_key.remove(&key)) else {
            continue;
        };
        let Some(key) = key_of(&alias.full.value) else { continue };
        let form = form_behind(folded, alias.end).map(|range| {
            let words = folded.get(range.clone()).unwrap_or_default().to_owned();
            Found::new(range, words)
        });
        let known = by_key.remove(&key);
        let mut party = Party { key: key.clone(), plain: true, ..short };
        if let Some(known) = known {
            Rc::make_mut(&mut party.mentions).extend(known.mentions.iter().cloned());
            party.weight += known.weight;
            party.introduced |= known.introduced;
            party.legal_form = party.legal_form.or(known.legal_form);
        }
        party.legal_form = party.legal_form.or(form);
        Rc::make_mut(&mut party.mentions).push(alias.full);
        by_key.insert(key, party);
    }
}

/// The key of a name, unless it names a body, a person or nothing.
pub(super) fn key_of(name: &str) -> Option<String> {
    let full = slug(name);
    let bare =
        ["le-", "la-", "les-", "l-"].iter().find_map(|a| full.strip_prefix(a)).unwrap_or(&full);
    let is_body = BODIES
        .iter()
        .any(|b| bare == *b || bare.strip_prefix(b).is_some_and(|r| r.starts_with('-')));
    (bare.len() >= 3 && !is_body).then(|| bare.to_owned())
}

/// The key of a public body, unless it is the one that decides, or nothing tells which that is.
fn body_key(name: &str, own: &str) -> Option<String> {
    let key = slug(name);
    (!own.is_empty() && !own.ends_with(&key) && !key.ends_with(own)).then_some(key)
}

/// A name that begins another is the same one, read too short or too long: the more frequent
/// reading is kept.
fn merged(by_key: BTreeMap<String, Party>) -> Vec<Party> {
    let mut all: Vec<Party> = by_key.into_values().collect();
    all.sort_by_key(|party| (usize::MAX - party.mentions.len(), party.key.clone()));
    let mut out: Vec<Party> = Vec::new();
    for party in all {
        let begins = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'))
        };
        // *la Fédération* is short for the one that the text names in full.
        let short = out.iter_mut().find(|known| {
            let one_word = !known.key.contains('-') && !known.certain;
            one_word && begins(&party.key, &known.key)
        });
        if let Some(known) = short {
            let weight = known.weight;
            *known = Party { weight: party.weight + weight, ..party };
            continue;
        }
        let same = out.iter_mut().find(|known| {
            let alike = begins(&party.key, &known.key) || begins(&known.key, &party.key);
            alike && known.mentions.len() > party.mentions.len()
        });
        match same {
            Some(known) => known.weight += party.weight,
            None => out.push(party),
        }
    }
    out
}

/// Chooses the name: the most frequent spelling, one with small letters rather than capitals.
fn named(mut party: Party) -> Party {
    let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
    Rc::make_mut(&mut party.mentions).sort_by_key(|mention| mention.range.start);
    for mention in party.mentions.iter() {
        *spellings.entry(&mention.value).or_default() += 1;
    }
    let shouted = |text: &str| !text.chars().any(char::is_lowercase);
    let articled = |text: &str| ["Le ", "La ", "Les ", "L'"].iter().any(|a| text.starts_with(a));
    let best = spellings
        .iter()
        .max_by_key(|(text, count)| (!shouted(text), articled(text), **count, text.len()))
        .map(|(text, count)| ((*text).to_owned(), *count));
    if let Some((name, count)) = best {
        party.certain |= count > 1 || party.mentions.len() > 1;
        party.name = name;
    }
    party.certain &= !party.plain;
    party
}

impl Party {
    /// The party as an event names it.
    pub(crate) fn reference(&self) -> BeneficiaryRef {
        BeneficiaryRef {
            name: self.name.clone(),
            legal_form: self.legal_form.as_ref().map(|form| form.value.clone()),
        }
    }

    /// A place that names it in the words kept, inside `near` when there is one.
    pub(crate) fn place(&self, near: &Range<usize>) -> Option<Range<usize>> {
        let same = || self.mentions.iter().filter(|m| m.value == self.name);
        let inside = same().find(|m| near.start <= m.range.start && m.range.end <= near.end);
        inside.or_else(|| same().next()).map(|m| m.range.clone())
    }

    /// Where it is first named inside `range`.
    pub(crate) fn first_in(&self, range: &Range<usize>) -> Option<usize> {
        self.mentions_in(range).map(|mention| mention.range.start).next()
    }

    /// Whether it is named inside `range`.
    pub(crate) fn named_in(&self, range: &Range<usize>) -> bool {
        self.mentions_in(range).next().is_some()
    }

    fn mentions_in<'p>(
        &'p self,
        range: &'p Range<usize>,
    ) -> impl Iterator<Item = &'p Found<String>> {
        let from = self.mentions.partition_point(|mention| mention.range.start < range.start);
        let behind = self.mentions.iter().skip(from);
        behind
            .take_while(|mention| mention.range.start < range.end)
            .filter(|mention| mention.range.end <= range.end)
    }
}
