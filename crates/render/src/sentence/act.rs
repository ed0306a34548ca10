//! The act in sentences: report, text, vote, publicity, end.

use super::{Say, act_words, names, person, sealable};
use crate::figures::count;
use crate::style::Lang;
use crate::words::{Words as _, capital};
use greffe_domain::{
    ActAnnulled, ActPublished, ActTransmitted, ActWithdrawn, CopyCertified, DeliberationTabled,
    FormalityRecorded, Publicity, RecusalDeclared, ReportSubmitted, SignatureAuthorised, VoteCast,
};

pub(super) fn report(lang: Lang, e: &ReportSubmitted) -> String {
    Say::new(lang, "Rapport présenté", "Report put")
        .when(e.to.as_ref(), (" à ", ""), (" to ", ""))
        .when(e.submitted_by.as_ref().map(person), (" par ", ""), (" by ", ""))
        .when(e.rapporteur.as_ref().map(person), (", rapporteur ", ""), (", rapporteur ", ""))
        .when(
            e.on_proposal_of.as_ref(),
            (", sur la proposition de ", ""),
            (", on the proposal of ", ""),
        )
        .done()
}

pub(super) fn tabled(lang: Lang, e: &DeliberationTabled) -> String {
    Say::new(lang, "Délibération", "Deliberation")
        .when(e.reference.as_ref(), (" ", ""), (" ", ""))
        .when(e.title.as_ref(), (" : ", ""), (": ", ""))
        .done()
}

pub(super) fn recused(lang: Lang, e: &RecusalDeclared) -> String {
    lang.pick(format!("Déport : {}", recusal(lang, e)), format!("Recusal: {}", recusal(lang, e)))
}

/// Who stood back, and how: `Thibault LAMBREZAC, a quitté la salle, sans part au débat ni au vote`.
pub(crate) fn recusal(lang: Lang, e: &RecusalDeclared) -> String {
    let (debate, vote) = (e.no_part_in_debate == Some(true), e.no_part_in_vote == Some(true));
    Say::new(lang, e.person.as_str(), e.person.as_str())
        .given(e.left_room == Some(true), ", a quitté la salle", ", left the room")
        .given(e.left_room == Some(false), ", resté dans la salle", ", stayed in the room")
        .given(debate && vote, ", sans part au débat ni au vote", ", no part in debate or vote")
        .given(debate && !vote, ", sans part au débat", ", no part in the debate")
        .given(vote && !debate, ", sans part au vote", ", no part in the vote")
        .when(e.ground.as_ref(), (" (", ")"), (" (", ")"))
        .done()
}

pub(super) fn vote(lang: Lang, e: &VoteCast) -> String {
    capital(&tally(lang, e))
}

/// The outcome with the tally, or that none is stated: `adoptée à l'unanimité, sans décompte`.
pub(crate) fn tally(lang: Lang, e: &VoteCast) -> String {
    let outcome = e.outcome.words(lang);
    let mut counts: Vec<String> = Vec::new();
    let mut add = |n: Option<u32>, fr: &str, en: &str| {
        counts.extend(n.map(|n| format!("{n}\u{a0}{}", lang.pick(fr, en))));
    };
    add(e.votes_for, "pour", "for");
    add(e.votes_against, "contre", "against");
    let abstention = |n: u32| if n < 2 { "abstention" } else { "abstentions" };
    add(
        e.abstentions,
        e.abstentions.map_or("", abstention),
        match e.abstentions {
            Some(1) => "abstention",
            _ => "abstentions",
        },
    );
    add(e.no_part, "sans part au vote", "taking no part");
    let said = Say::new(lang, outcome, outcome)
        .given(e.unanimous == Some(true), " à l'unanimité", " unanimously")
        .when(e.method.map(|m| m.words(lang)), (" ", ""), (" ", ""));
    let said = if counts.is_empty() {
        said.given(true, ", sans décompte", ", no count stated")
    } else {
        said.when(Some(counts.join(", ")), (", ", ""), (", ", ""))
    };
    let ballots = u64::try_from(e.ballots.len()).unwrap_or(u64::MAX);
    let named =
        || count(lang, ballots, ("vote nommé", "votes nommés"), ("ballot named", "ballots named"));
    said.given(
        e.casting_vote == Some(true),
        ", voix du président prépondérante",
        ", the chair's vote deciding",
    )
    .when((ballots > 0).then(named), (", ", ""), (", ", ""))
    .done()
}

pub(super) fn signature(lang: Lang, e: &SignatureAuthorised) -> String {
    Say::new(
        lang,
        format!("Autorisation de signer : {}", e.signatory),
        format!("Authorised to sign: {}", e.signatory),
    )
    .given(e.or_representative == Some(true), " ou son représentant", " or a representative")
    .when(e.instrument.as_ref(), (" (", ")"), (" (", ")"))
    .done()
}

pub(super) fn certified(lang: Lang, e: &CopyCertified) -> String {
    let by = person(&e.by);
    lang.pick(format!("Copie certifiée conforme par {by}"), format!("Copy certified true by {by}"))
}

pub(super) fn transmitted(lang: Lang, e: &ActTransmitted) -> String {
    let act = e.act.as_ref().and_then(|act| act_words(lang, act));
    Say::new(lang, "Acte", "Act")
        .when(act, (" ", ""), (" ", ""))
        .given(true, " transmis", " transmitted")
        .when(
            e.to.as_ref().map(|to| lang.pick(to_office(to), format!("to {to}"))),
            (" ", ""),
            (" ", ""),
        )
        .given(e.to.is_none(), " au représentant de l'État", " to the State's representative")
        .given(e.electronic == Some(true), " par voie électronique", " electronically")
        .when(e.receipt.as_ref(), (", accusé de réception ", ""), (", receipt ", ""))
        .done()
}

/// To whom an act is sent, in French: an office is named with its preposition, anything else behind a colon.
fn to_office(to: &str) -> String {
    let first = to.split([' ', '\u{a0}', '\'', '’']).next().unwrap_or_default();
    match first.to_lowercase().as_str() {
        "préfecture" | "prefecture" | "sous-préfecture" | "sous-prefecture" => format!("en {to}"),
        "préfet" | "sous-préfet" | "représentant" | "contrôle" => format!("au {to}"),
        "préfète" | "sous-préfète" => format!("à la {to}"),
        "services" => format!("aux {to}"),
        "la" | "l" | "le" | "les" | "m." | "mme" | "monsieur" | "madame" => format!("à {to}"),
        _ => format!("à\u{a0}: {to}"),
    }
}

pub(super) fn published(lang: Lang, e: &ActPublished) -> String {
    let means = e.means.map_or(lang.pick("publié", "published"), |m| m.words(lang));
    let to = e.addressee.as_ref().filter(|_| e.means == Some(Publicity::Notified));
    let to = to.map(|to| sealable(lang, to));
    Say::new(lang, format!("Acte {means}"), format!("Act {means}"))
        .when(to, (" à ", ""), (" to ", ""))
        .done()
}

pub(super) fn withdrawn(lang: Lang, e: &ActWithdrawn) -> String {
    Say::new(lang, "Acte", "Act")
        .when(act_words(lang, &e.act), (" ", ""), (" ", ""))
        .given(true, " retiré", " withdrawn")
        .when(
            e.by.as_ref().and_then(|by| act_words(lang, by)),
            (" par l'acte ", ""),
            (" by act ", ""),
        )
        .when(e.ground.as_ref(), (" : ", ""), (": ", ""))
        .given(
            e.condition_unmet == Some(true),
            " (condition de l'octroi non respectée)",
            " (a condition of the grant was not met)",
        )
        .done()
}

pub(super) fn annulled(lang: Lang, e: &ActAnnulled) -> String {
    Say::new(lang, "Acte", "Act")
        .when(act_words(lang, &e.act), (" ", ""), (" ", ""))
        .when(Some(&e.by), (" annulé par ", ""), (" annulled by ", ""))
        .when(e.ground.as_ref(), (" : ", ""), (": ", ""))
        .done()
}

pub(super) fn formality(lang: Lang, e: &FormalityRecorded) -> String {
    let what = e.formality.words(lang);
    let said = if e.done {
        Say::new(lang, capital(what), capital(what))
    } else {
        Say::new(lang, format!("Non fait : {what}"), format!("Not done: {what}"))
    };
    said.when(names(lang, &e.by), (" par ", ""), (" by ", ""))
        .when(e.amount_cents.map(|m| super::euros(lang, m)), (", ", " au total"), (", ", " in all"))
        .when(e.detail.as_ref(), (" (", ")"), (" (", ")"))
        .done()
}
