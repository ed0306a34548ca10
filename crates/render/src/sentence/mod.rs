//! One plain sentence for every kind of event.
//!
//! A sentence says what the data says, no more; names in lists are counted. It does not repeat
//! the date on which the fact holds, which stands beside it wherever it is shown, and it has no
//! full stop, so that references may follow.

mod act;
mod beneficiary;
mod body;
mod money;
mod record;

pub(crate) use act::{recusal, tally};
pub(crate) use beneficiary::siret;
pub(crate) use body::attendance;

use crate::figures;
use crate::ink::{Ink, typeset};
use crate::style::Lang;
use greffe_domain::{
    ActRef, BeneficiaryRef, Decoded, Erasure, Event, KINDS, Money, Person, Sealable, Term,
};
use serde_json::Value;

/// One sentence that says an event.
///
/// ```
/// use greffe_render::{Lang, event_sentence};
/// let data = serde_json::json!({
///     "amount_cents": 7_350_000, "beneficiary": { "name": "Les Ateliers du Pont" },
///     "exercise": 2023
/// });
/// let greffe_domain::Decoded::Known(event) =
///     greffe_domain::Event::decode("SubsidyGranted", 1, data)? else { panic!() };
/// assert_eq!(
///     event_sentence(Lang::Fr, &event).replace('\u{a0}', " "),
///     "Subvention de 73 500 € accordée aux Ateliers du Pont (exercice 2023)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn event_sentence(lang: Lang, event: &Event) -> String {
    use Event as E;
    let words = match event {
        E::OrganConstituted(e) => body::organ(lang, e),
        E::DelegationGranted(e) => body::delegation(lang, e),
        E::ConvocationSent(e) => body::convocation(lang, e),
        E::SittingOpened(e) => body::opened(lang, e),
        E::SittingDated(e) => body::dated(lang, e),
        E::AttendanceRecorded(e) => body::recorded(lang, e),
        E::QuorumDeclared(e) => body::quorum(lang, e),
        E::ReportSubmitted(e) => act::report(lang, e),
        E::DeliberationTabled(e) => act::tabled(lang, e),
        E::RecusalDeclared(e) => act::recused(lang, e),
        E::VoteCast(e) => act::vote(lang, e),
        E::SignatureAuthorised(e) => act::signature(lang, e),
        E::CopyCertified(e) => act::certified(lang, e),
        E::ActTransmitted(e) => act::transmitted(lang, e),
        E::ActPublished(e) => act::published(lang, e),
        E::ActWithdrawn(e) => act::withdrawn(lang, e),
        E::ActAnnulled(e) => act::annulled(lang, e),
        E::FormalityRecorded(e) => act::formality(lang, e),
        E::SubsidyGranted(e) => money::granted(lang, e),
        E::ConventionApproved(e) => money::approved(lang, e),
        E::ConventionSigned(e) => money::signed(lang, e),
        E::AvenantRequested(e) => money::requested(lang, e),
        E::AvenantApproved(e) => money::avenant(lang, e),
        E::AvenantSigned(e) => money::avenant_signed(lang, e),
        E::BudgetRevised(e) => money::revised(lang, e),
        E::BalanceRuleStated(e) => money::rule(lang, e),
        E::InstalmentAgreed(e) => money::instalment(lang, e),
        E::PaymentOrdered(e) => money::ordered(lang, e),
        E::PaymentExecuted(e) => money::executed(lang, e),
        E::BalanceComputed(e) => money::balance(lang, e),
        E::RecoveryOrdered(e) => money::recovery(lang, e),
        E::StateAsserted(e) => money::asserted(lang, e),
        E::BeneficiaryIdentified(e) => beneficiary::identified(lang, e),
        E::BeneficiaryRestructured(e) => beneficiary::restructured(lang, e),
        E::ActivityReported(e) => beneficiary::activity(lang, e),
        E::FinancialReportFiled(e) => beneficiary::financial(lang, e),
        E::LedgerOpened(e) => record::opened(lang, e),
        E::DocumentRegistered(e) => record::document(lang, e),
        E::EntryCorrected(e) => record::corrected(lang, e),
        E::EntryVoided(e) => record::voided(lang, e),
        E::PersonalDataErased(e) => record::erased(lang, e),
        E::CheckpointAnchored(e) => record::anchored(lang, e),
        E::SigningKeyRegistered(e) => record::key_registered(lang, e),
        E::SigningKeyRetired(e) => record::key_retired(lang, e),
        E::ReadingReviewed(e) => record::reviewed(lang, e),
        E::SubjectsLinked(e) => record::linked(lang, e),
    };
    let words = lang.pick(contracted(&words), words);
    Ink::new(words).marked()
}

/// French prepositions contracted with the article that a source's own words begin with: what is
/// written `le Bureau` is said `au Bureau`. Names keep their capital and are left alone.
pub(crate) fn contracted(words: &str) -> String {
    let pairs =
        [(" de le ", " du "), (" de les ", " des "), (" à le ", " au "), (" à les ", " aux ")];
    let plain =
        pairs.into_iter().fold(words.to_owned(), |text, (apart, one)| text.replace(apart, one));
    // Offices and organs that sources name without their article.
    let named = [
        ("Bureau", " du ", " au "),
        ("Conseil ", " du ", " au "),
        ("Conseil,", " du ", " au "),
        ("Comité", " du ", " au "),
        ("Commissaire", " du ", " au "),
        ("Président ", " du ", " au "),
        ("Commission", " de la ", " à la "),
        ("Présidente", " de la ", " à la "),
        ("Conseillère", " de la ", " à la "),
        ("Assemblée", " de l'", " à l'"),
    ];
    named.into_iter().fold(plain, |text, (name, of, to)| {
        text.replace(&format!(" de {name}"), &format!("{of}{name}"))
            .replace(&format!(" à {name}"), &format!("{to}{name}"))
    })
}

/// A value that may be sealed, in clear where it is; what was erased says when, and why.
pub(crate) fn sealable(lang: Lang, value: &Sealable) -> String {
    match value {
        Sealable::Clear(value) => value.clone(),
        Sealable::Sealed { erased: None, .. } => lang.pick("[scellé]", "[sealed]").to_owned(),
        Sealable::Sealed { erased: Some(erasure), .. } => erased_words(lang, erasure),
    }
}

/// What stands in the place of a value or a text that was erased: when, and under which ground.
#[must_use]
pub fn erased_words(lang: Lang, erasure: &Erasure) -> String {
    let (on, ground) = (figures::on(lang, &erasure.on), &erasure.ground);
    lang.pick(
        format!("[effacé {on} en vertu de : {ground}]"),
        format!("[erased {on} under {ground}]"),
    )
}

fn sealables(lang: Lang, values: &[Sealable]) -> Option<String> {
    names(lang, &values.iter().map(|value| sealable(lang, value)).collect::<Vec<_>>())
}

/// The sentence of an event given by its kind and data, as projections list it. A kind that this
/// version does not know, or data that does not fit it, is named as such.
#[must_use]
pub fn data_sentence(lang: Lang, kind: &str, data: &Value) -> String {
    match decode(kind, data) {
        Some(event) => event_sentence(lang, &event),
        None => typeset(&lang.pick(
            format!("Fait qui ne peut être lu : {kind}"),
            format!("Fact that cannot be read: {kind}"),
        )),
    }
}

/// The event of a kind at its current schema version.
pub(crate) fn decode(kind: &str, data: &Value) -> Option<Event> {
    let (_, schema) = KINDS.iter().find(|(known, _)| *known == kind)?;
    match Event::decode(kind, *schema, data.clone()).ok()? {
        Decoded::Known(event) => Some(*event),
        Decoded::Unknown { .. } => None,
    }
}

/// A sentence in the making: parts are added only where the data states them.
struct Say {
    lang: Lang,
    text: String,
}

impl Say {
    fn new(lang: Lang, fr: impl Into<String>, en: impl Into<String>) -> Say {
        Say { lang, text: lang.pick(fr.into(), en.into()) }
    }

    /// Adds `before value after` in the words of the language, when the value is stated.
    fn when<T: std::fmt::Display>(
        mut self,
        value: Option<T>,
        fr: (&str, &str),
        en: (&str, &str),
    ) -> Say {
        if let Some(value) = value {
            let (before, after) = self.lang.pick(fr, en);
            self.text = format!("{}{before}{value}{after}", self.text);
        }
        self
    }

    /// Adds a text when a statement is there.
    fn given(self, stated: bool, fr: &str, en: &str) -> Say {
        self.when(stated.then_some(""), (fr, ""), (en, ""))
    }

    fn done(self) -> String {
        self.text
    }
}

fn euros(lang: Lang, amount: Money) -> String {
    figures::money(lang, amount)
}

/// An act as a text refers to it: `014-3127-23-BM du 16 mars 2023`; nothing when it says nothing.
pub(crate) fn act_words(lang: Lang, act: &ActRef) -> Option<String> {
    let dated = act.date.as_ref().map(|date| match date.day() {
        Some(day) => lang.pick("du ", "of ").to_owned() + &figures::day(lang, day),
        None => format!("({})", figures::date(lang, date)),
    });
    let parts: Vec<String> = act.reference.clone().into_iter().chain(dated).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A person with the capacity in which the text names him or her.
pub(crate) fn person(person: &Person) -> String {
    match &person.capacity {
        Some(capacity) => format!("{}, {capacity}", person.name),
        None => person.name.clone(),
    }
}

/// The name of an organisation behind `à` or `de`, with which its article runs together in French: *aux Ateliers*,
/// *du Cercle*. A name without an article would need one, which no source tells: it stands behind a colon or in
/// brackets, which is right for every name. Of a person's name the article is a part, and stays.
fn behind(preposition: &str, name: &str) -> String {
    let of = preposition == "de";
    let (masculine, plural) = if of { ("du", "des") } else { ("au", "aux") };
    let first = name.split([' ', '\u{a0}']).next().unwrap_or_default();
    let rest = name.strip_prefix(first).unwrap_or_default();
    match first.to_lowercase().as_str() {
        "le" if !rest.is_empty() => format!("{masculine}{rest}"),
        "les" if !rest.is_empty() => format!("{plural}{rest}"),
        "la" | "m." | "mme" | "monsieur" | "madame" => format!("{preposition} {name}"),
        elided if elided.starts_with("l'") || elided.starts_with("l’") => {
            format!("{preposition} {name}")
        }
        _ if of => format!("({name})"),
        _ => format!("{preposition}\u{a0}: {name}"),
    }
}

fn beneficiary(beneficiary: &BeneficiaryRef) -> String {
    beneficiary.name.clone()
}

/// Terms in a list: `budget, versement`; nothing for an empty list.
pub(crate) fn terms(lang: Lang, terms: &[Term]) -> Option<String> {
    use crate::words::Words as _;
    let words: Vec<&str> = terms.iter().map(|term| term.words(lang)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Names in a list of three at most; a longer list is counted.
fn names(lang: Lang, names: &[String]) -> Option<String> {
    match names.len() {
        0 => None,
        1..=3 => Some(names.join(", ")),
        n => Some(figures::count(
            lang,
            u64::try_from(n).unwrap_or(u64::MAX),
            ("personne", "personnes"),
            ("person", "persons"),
        )),
    }
}
