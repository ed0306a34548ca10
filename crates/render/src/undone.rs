//! Acts that were taken back: which, by whom, when, and what that leaves of the figures that stand on them.

use crate::cite::{Context, few};
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::sentence::act_words;
use crate::style::Lang;
use crate::words;
use greffe_convention_state::{Assumption, Balance, ConventionView, TakenBack, Undoing, UndoneAct};
use greffe_domain::{Instrument, Passage, StreamId};
use std::collections::BTreeSet;

/// One row for each act that was taken back.
pub(crate) fn rows(cx: Context<'_>, view: &ConventionView) -> Vec<(String, Ink)> {
    view.undone.iter().map(|one| (label(cx, one.how).to_owned(), line(cx, one))).collect()
}

fn label(cx: Context<'_>, how: Undoing) -> &'static str {
    match how {
        Undoing::Withdrawn => cx.lang().pick("Acte retiré", "Withdrawn"),
        Undoing::Annulled => cx.lang().pick("Acte annulé", "Annulled"),
    }
}

/// The act, what it decided, and what took it back, with its passage.
fn line(cx: Context<'_>, one: &UndoneAct) -> Ink {
    let cited = one.entries.first().map(|entry| cx.cite(*entry, &one.passages));
    let never = cx.pick("réputé n'avoir jamais existé", "it is taken never to have been");
    Ink::toned(Tone::Bad, words::capital(&sentence(cx.lang(), one)))
        .then(cited.unwrap_or_default())
        .then(cx.grade(one.grade))
        .and(cx.semicolon())
        .and(never)
}

/// `acte DSOL-014-3127/23/BM du 16 mars 2023 (attribution), annulé par le tribunal le 3 février 2025`.
pub(crate) fn sentence(lang: Lang, one: &UndoneAct) -> String {
    let mut text = lang.pick("acte", "act").to_owned();
    if let Some(act) = act_words(lang, &one.act) {
        text = format!("{text} {act}");
    }
    let mut decided: Vec<String> =
        one.instruments.iter().map(|by| words::instrument(lang, by)).collect();
    if one.convention {
        decided.push(lang.pick("convention", "convention").to_owned());
    }
    if one.balance {
        decided.push(lang.pick("solde", "balance").to_owned());
    }
    if one.payment {
        decided.push(lang.pick("paiement", "payment").to_owned());
    }
    if !decided.is_empty() {
        text = format!("{text} ({})", words::uncapital(&decided.join(", ")));
    }
    text = format!("{text}, {}", how(lang, one.how));
    if let Some(by) = &one.by {
        text = format!("{text} {} {by}", lang.pick("par", "by"));
    }
    text = format!("{text} {}", figures::on(lang, &one.on));
    if let Some(ground) = &one.ground {
        text = format!("{text}{}{ground}", lang.pick(" : ", ": "));
    }
    match one.names.as_ref().and_then(|named| act_words(lang, named)) {
        Some(named) => format!(
            "{text} ({} {named})",
            lang.pick("la source nomme l'acte", "the source names act")
        ),
        None => text,
    }
}

fn how(lang: Lang, how: Undoing) -> &'static str {
    match how {
        Undoing::Withdrawn => lang.pick("retiré", "withdrawn"),
        Undoing::Annulled => lang.pick("annulé", "annulled"),
    }
}

/// Behind a figure: that the act which set it was taken back; nothing where it stands.
pub(crate) fn mark(cx: Context<'_>, view: &ConventionView, by: &Instrument) -> Ink {
    let one = view.undone.iter().find(|one| one.instruments.contains(by));
    let words = one.map(|one| match one.how {
        Undoing::Withdrawn => cx.pick("(acte retiré)", "(act withdrawn)"),
        Undoing::Annulled => cx.pick("(acte annulé)", "(act annulled)"),
    });
    words.map(|words| Ink::toned(Tone::Bad, words)).unwrap_or_default()
}

/// Behind what acts decided of a convention: that one of them was taken back, with who says so.
pub(crate) fn mark_of(
    cx: Context<'_>,
    view: &ConventionView,
    decided: impl Fn(&UndoneAct) -> bool,
) -> Ink {
    let of = view.undone.iter().filter(|one| decided(one));
    taken_back(cx, &of.flat_map(|one| one.told.clone()).collect::<Vec<_>>())
}

/// Behind what was paid: that an act was taken back on which a payment rests.
pub(crate) fn paid_mark(cx: Context<'_>, view: &ConventionView) -> Ink {
    let made = view.payments.iter().filter(|payment| payment.executed);
    let mut told: Vec<TakenBack> = made.flat_map(|p| p.taken_back.clone()).collect();
    let mut there = BTreeSet::new();
    told.retain(|one| there.insert(one.entry));
    taken_back(cx, &told)
}

/// Behind a payment in words: how an act was taken back on which it rests.
pub(crate) fn in_words(lang: Lang, by: &[TakenBack]) -> Ink {
    let words = by.first().map(|one| match one.how {
        Undoing::Withdrawn => lang.pick("(acte retiré)", "(act withdrawn)"),
        Undoing::Annulled => lang.pick("(acte annulé)", "(act annulled)"),
    });
    words.map(|words| Ink::toned(Tone::Bad, words)).unwrap_or_default()
}

/// Behind what happened: that an act which it rests on was taken back, with who says so; nothing where all
/// stand.
pub(crate) fn taken_back(cx: Context<'_>, by: &[TakenBack]) -> Ink {
    marked(cx, by, (("acte retiré", "act withdrawn"), ("acte annulé", "act annulled")))
}

/// Behind a withdrawal: that it was itself taken back.
pub(crate) fn withdrawal_taken_back(cx: Context<'_>, by: &[TakenBack]) -> Ink {
    let withdrawn = ("retrait lui-même retiré", "the withdrawal itself withdrawn");
    marked(cx, by, (withdrawn, ("retrait lui-même annulé", "the withdrawal itself annulled")))
}

/// Behind a withdrawal or an annulment that names another act than the one it is recorded of.
pub(crate) fn recorded_of(cx: Context<'_>, act: Option<&StreamId>) -> Ink {
    let act = act.and_then(|act| act.part(2));
    let words = act.map(|act| {
        let (fr, en) = ("inscrit et compté pour l'acte", "recorded of, and counted for, act");
        format!("({} {act})", cx.pick(fr, en))
    });
    words.map(|words| Ink::toned(Tone::Doubt, words)).unwrap_or_default()
}

type Words = (&'static str, &'static str);

/// `(acte annulé [72.1])`: each way once, with the entries that say it.
fn marked(cx: Context<'_>, by: &[TakenBack], (withdrawn, annulled): (Words, Words)) -> Ink {
    let parts = [(Undoing::Withdrawn, withdrawn), (Undoing::Annulled, annulled)].into_iter();
    let parts = parts.filter_map(|(how, (fr, en))| {
        let told: Vec<(u64, Vec<Passage>)> = by
            .iter()
            .filter(|one| one.how == how)
            .map(|one| (one.entry, one.passages.clone()))
            .collect();
        let cited = few(&told, |(entry, passages)| cx.cite(*entry, passages));
        (!told.is_empty()).then(|| Ink::toned(Tone::Bad, cx.pick(fr, en)).then(cited))
    });
    let all = Ink::join(", ", parts);
    if all.is_empty() {
        all
    } else {
        Ink::toned(Tone::Bad, "(").and(all).and(Ink::toned(Tone::Bad, ")"))
    }
}

/// Whether the balance is only what it would be if an act stood that was taken back.
pub(crate) fn supposes_it(balance: &Balance) -> bool {
    balance.assumptions.contains(&Assumption::UndoneActStands)
}

/// What the amount due is called.
pub(crate) fn due_label(cx: Context<'_>, balance: &Balance) -> &'static str {
    if supposes_it(balance) {
        cx.lang().pick("Montant dû si l'acte tenait", "Amount due if the act stood")
    } else {
        cx.lang().pick("Montant dû", "Amount due")
    }
}

/// What the balance is called.
pub(crate) fn balance_label(cx: Context<'_>, balance: &Balance) -> &'static str {
    if supposes_it(balance) {
        cx.lang().pick("Solde si l'acte tenait", "Balance if the act stood")
    } else {
        cx.lang().pick("Solde", "Balance")
    }
}
