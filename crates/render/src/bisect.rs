//! The answer to *since when*: the entry, the act and passage behind it, the figures before and
//! after, and how it was looked for.

use crate::changes;
use crate::cite::Context;
use crate::figures::{self, count};
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::sentence::event_sentence;
use crate::style::{Lang, References, Style};
use crate::words::cut;
use greffe_domain::{Content, Day, Event, Passage};
use greffe_inquiry::{Bisection, Order, Search, Turn, Untold};

/// The most passages shown.
const PASSAGES: usize = 4;
/// The longest passage shown, in characters.
const LONGEST: usize = 160;

/// The page of a bisection of `question`.
#[must_use]
pub fn bisection(
    style: Style,
    refs: &dyn References,
    question: &str,
    (order, search): (Order, Search),
    bisection: &Bisection,
) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    match &bisection.turn {
        Some(turn) => found(&mut sheet, cx, question, order, turn),
        None => sheet.text(
            0,
            &Ink::new(cx.pick("Jamais vrai :", "Never true:"))
                .then(Ink::toned(Tone::Strong, question)),
        ),
    }
    sheet.blank();
    sheet.text(0, &Ink::new(effort(cx.lang(), order, search, bisection)));
    if let Some(caution) = caution(cx.lang(), search, bisection) {
        sheet.text(0, &Ink::toned(Tone::Doubt, caution));
    }
    sheet.finish()
}

fn found(sheet: &mut Sheet, cx: Context<'_>, question: &str, order: Order, turn: &Turn) {
    let first = match (order, turn.place.as_of.effective) {
        (Order::Recorded, _) => {
            let entry = turn.entry.meta.seq;
            match cx.lang() {
                Lang::Fr => format!("Vrai à partir de l'inscription {entry} :"),
                Lang::En => format!("True from entry {entry} on:"),
            }
        }
        (Order::Effective, Some(Day::MIN)) => cx
            .pick("Vrai aussi loin que l'on remonte :", "True as far back as sources go:")
            .to_owned(),
        (Order::Effective, Some(day)) => match turn.vague_from() {
            Some(from) => within(cx.lang(), from, day),
            None => since(cx.lang(), day),
        },
        (Order::Effective, None) => cx
            .pick(
                "Vrai une fois compté ce dont aucune source ne dit la date :",
                "True once that is counted of which no source states the date:",
            )
            .to_owned(),
    };
    sheet.text(0, &Ink::new(first).then(Ink::toned(Tone::Strong, question)));
    sheet.text(2, &Ink::new(turn.stream.as_str()));
    sheet.blank();
    entry(sheet, cx, turn);
    let changed = greffe_inquiry::changes(turn.before.as_ref(), Some(&turn.after));
    sheet.blank();
    if turn.before.is_none() {
        let nothing = cx.pick("Rien n'était connu avant.", "Nothing was known before.");
        sheet.text(2, &Ink::new(nothing));
    }
    changes::write(sheet, cx.lang(), 2, &changed);
    if !changed.iter().any(greffe_inquiry::Change::is_listed) {
        let none = cx.pick("Aucun champ de l'état ne change.", "No field of the state changes.");
        sheet.text(2, &Ink::new(none));
    }
    sheet.blank();
    let (sign, tone, lasts) = if turn.holds_at_end {
        ("=", Tone::Strong, cx.pick("Toujours vrai à la fin.", "Still true at the end."))
    } else {
        ("≠", Tone::Doubt, cx.pick("N'est plus vrai à la fin.", "No longer true at the end."))
    };
    sheet.hung(2, &format!("{sign} "), &Ink::toned(tone, lasts));
}

fn since(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Fr => format!("Vrai à partir du {} :", figures::day(lang, day)),
        Lang::En => format!("True from {} on:", figures::day(lang, day)),
    }
}

/// The last day of a vague date is the one by which it is true; on which day it became so, no source says.
fn within(lang: Lang, from: Day, until: Day) -> String {
    let last = figures::day(lang, until);
    if from == Day::MIN {
        return match lang {
            Lang::Fr => format!("Vrai au plus tard à partir du {last} :"),
            Lang::En => format!("True from {last} on at the latest:"),
        };
    }
    let first = figures::day(lang, from);
    match lang {
        Lang::Fr => format!("Vrai à partir d'un jour entre le {first} et le {last} :"),
        Lang::En => format!("True from a day between {first} and {last} on:"),
    }
}

/// The entry by which it became true, and those that came with it.
fn entry(sheet: &mut Sheet, cx: Context<'_>, turn: &Turn) {
    let meta = &turn.entry.meta;
    let said = match &turn.entry.content {
        Content::Known(fact) => event_sentence(cx.lang(), &fact.event),
        Content::Unknown { kind, .. } | Content::Odd { kind, .. } => kind.clone(),
    };
    let label = |fr: &str, en: &str| cx.pick(fr, en).to_owned();
    let said = Ink::new(said).then(cx.cite(meta.seq, &meta.sources)).then(cx.grade(meta.grade));
    let mut pairs = vec![
        (label("Inscription", "Entry"), said),
        (label("Acte", "Act"), Ink::new(act(cx, turn).unwrap_or_default())),
        (label("Date d'effet", "Effective"), Ink::new(figures::date(cx.lang(), &meta.effective))),
        (
            label("Inscrite", "Recorded"),
            Ink::new(meta.recorded_at.to_string())
                .then(cx.pick("par", "by"))
                .then(&*meta.recorded_by),
        ),
    ];
    let others = turn.place.entries.iter().filter(|seq| **seq != meta.seq);
    let others = others.map(|seq| cx.cite(*seq, &[]));
    pairs.push((label("Le même jour", "That same day"), Ink::join(" ", others)));
    sheet.pairs(2, &pairs);
    // The sentences that tell it; where each source names a field, those.
    let whole: Vec<&Passage> = meta.sources.iter().filter(|s| s.fields.is_empty()).collect();
    let shown = if whole.is_empty() { meta.sources.iter().collect() } else { whole };
    for passage in shown.into_iter().take(PASSAGES) {
        if let Some(words) = cx.refs.quote(passage) {
            let reference = cx.refs.reference(meta.seq, Some(passage));
            let quoted = format!("[{reference}] « {} »", cut(&words, LONGEST));
            sheet.hung(4, "", &Ink::new(quoted));
        }
    }
}

/// The act by which it was decided: the one that the event names, or that of its instrument.
fn act(cx: Context<'_>, turn: &Turn) -> Option<String> {
    let Content::Known(fact) = &turn.entry.content else { return None };
    let of_instrument = || {
        let Event::BudgetRevised(revised) = &fact.event else { return None };
        let mut instruments = turn.after.instruments.iter();
        let set_by = instruments.find(|i| i.instrument == revised.instrument)?;
        set_by.act.as_ref().map(|act| &act.value)
    };
    let act = fact.event.act().filter(|act| act.key().is_some()).or_else(of_instrument)?;
    let date = act.date.as_ref().map(|date| figures::date(cx.lang(), date));
    let parts = [act.reference.clone(), date].into_iter().flatten();
    Some(parts.collect::<Vec<_>>().join(", ")).filter(|words| !words.is_empty())
}

/// How it was looked for, and at what cost.
fn effort(lang: Lang, order: Order, search: Search, bisection: &Bisection) -> String {
    let folds = count(
        lang,
        bisection.folds,
        ("état calculé", "états calculés"),
        ("state computed", "states computed"),
    );
    let places = match order {
        Order::Recorded => {
            count(lang, bisection.places, ("inscription", "inscriptions"), ("entry", "entries"))
        }
        Order::Effective => count(lang, bisection.places, ("date", "dates"), ("date", "dates")),
    };
    let conventions = count(
        lang,
        bisection.conventions,
        ("convention", "conventions"),
        ("convention", "conventions"),
    );
    let how = match (search, order) {
        (Search::Walk, Order::Recorded) => {
            lang.pick("dans l'ordre du registre", "in the order of the ledger")
        }
        (Search::Walk, Order::Effective) => {
            lang.pick("dans l'ordre des dates d'effet", "in the order of effect")
        }
        (Search::Halve, _) => lang.pick("par moitiés", "by halves"),
    };
    let of = lang.pick("de", "of");
    match lang {
        Lang::Fr => format!("{folds}, {how}, pour {places} {of} {conventions}."),
        Lang::En => format!("{folds}, {how}, for {places} {of} {conventions}."),
    }
}

/// What the way of searching cannot promise.
fn caution(lang: Lang, search: Search, bisection: &Bisection) -> Option<String> {
    match (search, &bisection.turn) {
        (Search::Walk, _) => None,
        (Search::Halve, Some(_)) => Some(lang.pick(
            "Premier seulement si ce qui est vrai le reste ; sans --monotone, chaque place est examinée.",
            "The first only if what is true stays true; without --monotone every place is looked at.",
        ).to_owned()),
        (Search::Halve, None) => Some(lang.pick(
            "N'est vrai de rien à la fin ; a pu l'être avant : sans --monotone, chaque place est examinée.",
            "True of nothing at the end; it may have been before: without --monotone every place is looked at.",
        ).to_owned()),
    }
}

/// Why some subjects could not answer, in a sentence.
#[must_use]
pub fn untold(lang: Lang, why: &Untold) -> String {
    match (lang, why) {
        (Lang::En, why) => why.to_string(),
        (Lang::Fr, Untold::Lacks(name)) => format!("il n'y a pas de {name}"),
        (Lang::Fr, Untold::Unsuitable) => "une valeur est nulle, ou d'une autre sorte".to_owned(),
        (Lang::Fr, Untold::TooLarge) => "un nombre est trop grand".to_owned(),
        (Lang::Fr, Untold::DividedByZero) => "un nombre est divisé par zéro".to_owned(),
        (Lang::Fr, Untold::NoFigure) => "un texte n'est ni un nombre ni un montant".to_owned(),
        (Lang::Fr, Untold::KeyTwice) => "un objet a deux champs du même nom".to_owned(),
        (Lang::Fr, Untold::NoPattern) => "un texte n'est pas une expression régulière".to_owned(),
    }
}
