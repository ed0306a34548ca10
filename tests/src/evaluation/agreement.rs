//! When two values say the same: names, titles, figures and shares as a person compares them.

use super::Value;
use greffe::domain::{ActKey, slug};

/// Whether a drafted value says what the labelled one says.
pub(super) fn agree(field: &str, wanted: &Value, drafted: &Value) -> bool {
    match (wanted, drafted) {
        (Value::Text(a), Value::Text(b)) => texts_agree(field, a, b),
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Flag(a), Value::Flag(b)) => a == b,
        (Value::Power { from, to }, Value::Power { from: f, to: t }) => match field {
            "proxies" => same_person(from, f) && same_person(to, t),
            "beneficiaries.siret" => organisations_agree(from, f) && digits(to) == digits(t),
            _ => organisations_agree(from, f) && form(to) == form(t),
        },
        (
            Value::Amount { cents, roles, beneficiary },
            Value::Amount { cents: c, roles: allowed, beneficiary: b },
        ) => {
            let role = roles.iter().any(|role| allowed.contains(role));
            let receiver = match (beneficiary, b) {
                (Some(a), Some(b)) => organisations_agree(a, b),
                _ => true,
            };
            cents == c && role && receiver
        }
        (Value::Share { figure, of }, Value::Share { figure: f, of: o }) => {
            share(figure) == share(f) && of_agrees(of.as_deref(), o.as_deref())
        }
        (Value::Act { reference, date }, Value::Act { reference: r, date: d }) => {
            let key = |text: &Option<String>| text.as_deref().and_then(ActKey::of);
            let dates = date.is_none() || d.is_none() || date == d;
            match (key(reference), key(r)) {
                (Some(a), Some(b)) => a == b && dates,
                (None, None) => date.is_some() && date == d,
                _ => false,
            }
        }
        (Value::Article { number, words }, Value::Article { number: n, words: w }) => {
            number == n && figures(words).iter().all(|figure| digits(w).contains(figure.as_str()))
        }
        _ => false,
    }
}

fn texts_agree(field: &str, a: &str, b: &str) -> bool {
    let (one, two) = (slug(a), slug(b));
    match field {
        "quorum_stated" => one.contains(&two) || two.contains(&one) || overlap(&one, &two) >= 80,
        "organ" => organ_kind(&one).is_some() && organ_kind(&one) == organ_kind(&two),
        "institution" => {
            one == two || one.ends_with(&format!("-{two}")) || two.ends_with(&format!("-{one}"))
        }
        "president" | "secretary" | "certified_by" | "present_names" | "excused_names"
        | "absent_names" => person(a) == person(b),
        "member" => same_person(a, b),
        "visas" => two.contains(&one) || overlap(&two, &one) >= 75,
        "beneficiaries" => organisations_agree(a, b),
        "title" => one == two || titles_agree(&one, &two),
        "reference" => ActKey::of(a).is_some() && ActKey::of(a) == ActKey::of(b),
        _ => one == two,
    }
}

/// How many of the words of `short` stand in `long`, in hundredths.
pub(super) fn overlap(long: &str, short: &str) -> usize {
    let known: Vec<&str> = long.split('-').collect();
    let all: Vec<&str> = short.split('-').filter(|w| w.len() > 1).collect();
    let held = all.iter().filter(|word| known.contains(word)).count();
    (held * 100).checked_div(all.len()).unwrap_or(0)
}

/// A title may be labelled in short: one begins or ends with the other, or nearly all words are the same.
pub(super) fn titles_agree(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    let begins = short.len() >= 8 && (long.starts_with(short) || long.ends_with(short));
    begins || (overlap(long, short) >= 80 && overlap(short, long) >= 60)
}

fn organ_kind(folded: &str) -> Option<&'static str> {
    let kinds = [
        "conseil-d-administration",
        "commission-permanente",
        "bureau",
        "comite",
        "assemblee",
        "conseil",
        // Who decides alone, by delegation.
        "president",
        "maire",
    ];
    kinds.into_iter().find(|kind| folded.contains(kind))
}

/// A person's name whatever the order of its parts.
pub(super) fn person(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = slug(name).split('-').map(str::to_owned).collect();
    parts.retain(|part| {
        !matches!(part.as_str(), "" | "m" | "mm" | "mme" | "mr" | "monsieur" | "madame" | "mlle")
    });
    parts.sort();
    parts
}

/// Whether two names are those of one member of a sitting: acts name whoever votes or holds a power by the
/// surname alone, and labels by the name of the list, or as it is written.
fn same_person(a: &str, b: &str) -> bool {
    let (one, two) = (person(a), person(b));
    let bare = |name: &str| {
        let titles = ["m.", "mme", "mr", "mlle", "monsieur", "madame"];
        name.split(' ').filter(|word| !titles.contains(&word.to_lowercase().as_str())).count() == 1
    };
    let holds = |long: &[String], short: &[String]| {
        !short.is_empty() && short.iter().all(|part| long.contains(part))
    };
    one == two || bare(a) && holds(&two, &one) || bare(b) && holds(&one, &two)
}

/// Names of organisations agree with or without the article, and the letters of their legal form, before them.
pub(super) fn organisations_agree(a: &str, b: &str) -> bool {
    let bare = |name: &str| {
        let folded = slug(name);
        let articles = ["les-", "le-", "la-", "l-"];
        let cut = articles.iter().find_map(|article| folded.strip_prefix(article));
        let named = cut.unwrap_or(&folded);
        let forms = || LETTERS.iter().chain(&PUBLIC);
        let own = forms().find_map(|form| named.strip_prefix(form)?.strip_prefix('-'));
        // *Association Les Forges* is Les Forges; *Association des Forges* has no other name.
        let of_form = named.strip_prefix("association-").filter(|rest| {
            !["de-", "des-", "du-", "d-", "pour-"].iter().any(|of| rest.starts_with(of))
        });
        own.or(of_form).unwrap_or(named).to_owned()
    };
    bare(a) == bare(b)
}

/// The letters by which companies say their legal form.
const LETTERS: [&str; 8] = ["scic", "scop", "sarl", "sas", "sa", "eurl", "spl", "sem"];

/// The letters of public bodies, which stand before their names, too.
const PUBLIC: [&str; 3] = ["epic", "epcc", "gip"];

/// `association loi 1901`, `association régie par la loi…` are associations; `SCIC` is a company.
fn form(form: &str) -> String {
    let folded = slug(form);
    let first = folded.split('-').next().unwrap_or_default();
    if LETTERS.contains(&first) { "societe".to_owned() } else { first.to_owned() }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The figures of some words, spaces inside them dropped, years left out.
fn figures(words: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut current = String::new();
    for c in words.chars().chain(['.']) {
        if c.is_ascii_digit() {
            current.push(c);
        } else if !(c == ' ' || c == '\u{a0}' || c == '\u{202f}') || current.is_empty() {
            if current.len() >= 3 && !current.starts_with("20") {
                out.push(current.clone());
            }
            current.clear();
        }
    }
    out
}

/// The figure of a share: `environ 83 %` and `83%` are one.
fn share(figure: &str) -> String {
    let kept: String =
        figure.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect();
    kept.replace('.', ",").trim_matches(',').to_owned()
}

/// Of what a share is, where both sides say so.
fn of_agrees(wanted: Option<&str>, drafted: Option<&str>) -> bool {
    let kind = |of: &str| match of {
        "budget" | "revised_budget" => Some("budget"),
        "subsidy" => Some("subsidy"),
        _ => None,
    };
    match (wanted.and_then(kind), drafted.and_then(kind)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}
