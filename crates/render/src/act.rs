//! One deliberation: who decided it, when, under whose authority, with which vote.

use crate::cite::Context;
use crate::dossier::Dossier;
use crate::figures;
use crate::ink::{Ink, Tone};
use crate::layout::Sheet;
use crate::sentence::{self, act_words, event_sentence, person, sealable};
use crate::style::{References, Style};
use crate::undone;
use crate::words::{Words as _, capital};
use greffe_audit_trail::{Trail, TrailStep};
use greffe_convention_state::TakenBack;
use greffe_domain::{DelegationGranted, DeliberationTabled, Event, Publicity, StreamId};
use std::collections::BTreeSet;

/// One deliberation of the trail; an empty page when the trail does not tell of it.
#[must_use]
pub fn act(style: Style, refs: &dyn References, trail: &Trail, stream: &StreamId) -> String {
    let cx = Context { style, refs };
    let mut sheet = Sheet::new(style);
    if let Some(subject) = trail.subjects.iter().find(|s| s.stream == *stream) {
        write(&mut sheet, cx, 0, &Dossier::of(trail, subject));
    }
    sheet.finish()
}

/// Writes a dossier.
pub(crate) fn write(sheet: &mut Sheet, cx: Context<'_>, indent: usize, act: &Dossier<'_>) {
    sheet.heading_at(indent, reference(act));
    if let Some(title) = title(cx, act) {
        sheet.text(indent + 2, &title);
    }
    sheet.pairs(indent + 2, &pairs(cx, act));
}

fn tabled<'a>(act: &'a Dossier<'_>) -> Option<(&'a TrailStep, &'a DeliberationTabled)> {
    act.first(|e| match e {
        Event::DeliberationTabled(t) => Some(t),
        _ => None,
    })
}

/// The reference as the act writes it, else the path of its stream.
pub(crate) fn reference(act: &Dossier<'_>) -> String {
    tabled(act).and_then(|(_, t)| t.reference.clone()).unwrap_or_else(|| act.stream.to_string())
}

/// The act in a line: its reference, its organ, its sitting and its vote.
pub(crate) fn in_brief(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let title = match tabled(act) {
        Some((step, _)) => cited(cx, step, reference(act)),
        None => Ink::new(reference(act)),
    };
    let vote = Ink::join(cx.pick(" : ", ": "), [Ink::new(cx.pick("vote", "vote")), vote(cx, act)]);
    Ink::join(cx.semicolon(), [title, organ(cx, act), sitting(cx, act), vote])
}

/// Who decided, when, under whose authority, with which vote, and what.
pub(crate) fn pairs(cx: Context<'_>, act: &Dossier<'_>) -> Vec<(String, Ink)> {
    let tabled = tabled(act);
    let row = |fr: &str, en: &str, ink: Ink| (cx.pick(fr, en).to_owned(), ink);
    let mut pairs = vec![
        row("Organe", "Organ", organ(cx, act)),
        row("Compétence", "Authority", delegations(cx, act)),
        row("Séance", "Sitting", sitting(cx, act)),
        row("Présidence", "In the chair", chair(cx, act)),
        row("Présence", "Attendance", attendance(cx, act)),
        row("Rapport", "Report", report(cx, act)),
        row("Fondements", "Legal bases", tabled.map(|(s, t)| bases(cx, s, t)).unwrap_or_default()),
        row("Déport", "Recusal", recusals(cx, act)),
        row("Vote", "Vote", vote(cx, act)),
    ];
    pairs.extend(act.decides.iter().enumerate().map(|(at, t)| {
        let label = if at == 0 { cx.pick("Décide", "Decides") } else { "" };
        let text = event_sentence(cx.lang(), &t.event);
        (label.to_owned(), Ink::new(text).then(cx.cite(t.step.entry, &t.step.passages)))
    }));
    pairs.extend([
        row("Signataire", "Signatory", signatory(cx, act)),
        row("Certification", "Certified", certified(cx, act)),
        row("Transmission", "Transmission", transmitted(cx, act)),
        row("Publicité", "Publicity", published(cx, act)),
        row("Formalités", "Formalities", formalities(cx, act)),
        row("Suites", "Afterwards", ends(cx, act)),
        row("Texte", "Text", document(cx, act)),
    ]);
    pairs
}

fn cited(cx: Context<'_>, step: &TrailStep, text: impl Into<Ink>) -> Ink {
    text.into().then(cx.cite(step.entry, &step.passages))
}

fn graded(cx: Context<'_>, step: &TrailStep, text: impl Into<Ink>) -> Ink {
    cited(cx, step, text).then(cx.grade(step.grade))
}

/// The title with its internal number; nothing while the deliberation is not recorded.
pub(crate) fn title(cx: Context<'_>, act: &Dossier<'_>) -> Option<Ink> {
    let (step, t) = tabled(act)?;
    let title = t.title.clone().unwrap_or_else(|| cx.pick("Sans titre", "No title").to_owned());
    let number = t.internal_number.as_ref();
    let number = number.map(|n| format!("({}{n})", cx.pick("n° ", "no.\u{a0}")));
    Some(cited(cx, step, Ink::new(title).then(number.unwrap_or_default())))
}

fn organ(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let tabled = act.first(|e| match e {
        Event::DeliberationTabled(t) => Some(t),
        _ => None,
    });
    let Some((step, t)) = tabled else { return Ink::default() };
    let name = if t.organ.contains(&t.institution) {
        t.organ.clone()
    } else {
        format!("{}, {}", t.organ, t.institution)
    };
    graded(cx, step, name)
}

/// The date as stated, or that it is not and from what it was inferred; the hour, the place, and
/// when the notice was sent.
fn sitting(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let mut parts = Vec::new();
    let opened = act.first(|e| match e {
        Event::SittingOpened(o) => Some(o),
        _ => None,
    });
    let date = opened.and_then(|(_, o)| o.date.as_ref());
    if date.is_none() {
        parts.push(
            match act.first(|e| match e {
                Event::SittingDated(d) => Some(d),
                _ => None,
            }) {
                Some((step, d)) => undated(cx, step, d),
                None => Ink::toned(Tone::Doubt, cx.pick("date non dite", "date not stated")),
            },
        );
    }
    if let Some((step, o)) = opened {
        let date = date.map(|d| figures::date(cx.lang(), d));
        let hour = o.hour.as_ref().map(|hour| hour.replace(' ', "\u{a0}"));
        let told: Vec<String> =
            date.into_iter().chain(hour).chain(o.place.iter().cloned()).collect();
        if !told.is_empty() {
            parts.push(graded(cx, step, told.join(", ")));
        }
    }
    if let Some((step, sent)) = act.first(|e| match e {
        Event::ConvocationSent(c) => Some(c),
        _ => None,
    }) {
        let on = sent.on.as_ref().map(|d| figures::on(cx.lang(), d)).unwrap_or_default();
        let text = Ink::new(cx.pick("convocation envoyée", "notice sent")).then(on);
        parts.push(cited(cx, step, text));
    }
    Ink::join(cx.semicolon(), parts)
}

fn undated(cx: Context<'_>, step: &TrailStep, d: &greffe_domain::SittingDated) -> Ink {
    let (when, how) = (figures::date(cx.lang(), &d.date), d.derivation.words(cx.lang()));
    let not_stated = cx.pick("date non dite", "date not stated");
    let text = if d.date.day().is_none() && d.date.year().is_some() {
        format!("({} {when} {how})", cx.pick("année", "year"))
    } else {
        format!("({when}, {how})")
    };
    let ink = Ink::toned(Tone::Doubt, not_stated).then(text);
    cited(cx, step, ink)
}

fn chair(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let opened = act.first(|e| match e {
        Event::SittingOpened(o) => Some(o),
        _ => None,
    });
    let Some((step, o)) = opened else { return Ink::default() };
    let by = o.presided_by.as_ref().map(person);
    let secretary = o
        .secretary
        .as_ref()
        .map(|s| format!("{} {}", cx.pick("secrétaire", "secretary"), person(s)));
    let parts = by.into_iter().chain(secretary).map(|who| cited(cx, step, who));
    Ink::join(cx.semicolon(), parts)
}

/// Counts only: the names stand behind the reference.
fn attendance(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let mut parts = Vec::new();
    if let Some((step, a)) = act.first(|e| match e {
        Event::AttendanceRecorded(a) => Some(a),
        _ => None,
    }) {
        parts.extend(sentence::attendance(cx.lang(), a).map(|counts| graded(cx, step, counts)));
        if a.members_in_office.is_none() {
            parts.push(Ink::new(
                cx.pick("membres en exercice non dits", "members in office not stated"),
            ));
        }
    }
    if let Some((step, q)) = act.first(|e| match e {
        Event::QuorumDeclared(q) => Some(q),
        _ => None,
    }) {
        let event = Event::QuorumDeclared(q.clone());
        let words = event_sentence(cx.lang(), &event);
        let lower = words.replacen('Q', "q", 1);
        parts.push(cited(cx, step, lower));
    }
    Ink::join(cx.semicolon(), parts)
}

fn report(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let Some((step, r)) = act.first(|e| match e {
        Event::ReportSubmitted(r) => Some(r),
        _ => None,
    }) else {
        return Ink::default();
    };
    let by = r.submitted_by.as_ref().or(r.rapporteur.as_ref()).map(person);
    let proposal = r
        .on_proposal_of
        .as_ref()
        .map(|who| format!("{} {who}", cx.pick("sur la proposition de", "on the proposal of")));
    let parts: Vec<String> = by.into_iter().chain(proposal).collect();
    cited(cx, step, parts.join(", "))
}

/// How many legal bases, grounds and articles; their words stand behind the reference.
fn bases(cx: Context<'_>, step: &TrailStep, t: &DeliberationTabled) -> Ink {
    let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let mut parts = Vec::new();
    let mut add = |n: usize, fr: (&str, &str), en: (&str, &str)| {
        if n > 0 {
            parts.push(figures::count(cx.lang(), size(n), fr, en));
        }
    };
    add(t.visas.len(), ("visa", "visas"), ("visa", "visas"));
    add(t.considerants.len(), ("considérant", "considérants"), ("ground", "grounds"));
    add(t.articles.len(), ("article", "articles"), ("article", "articles"));
    if parts.is_empty() {
        return Ink::default();
    }
    cited(cx, step, parts.join(", "))
}

fn recusals(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let all = act.every(|e| match e {
        Event::RecusalDeclared(r) => Some(r),
        _ => None,
    });
    Ink::join(
        cx.semicolon(),
        all.into_iter().map(|(step, r)| graded(cx, step, sentence::recusal(cx.lang(), r))),
    )
}

fn vote(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    match act.first(|e| match e {
        Event::VoteCast(v) => Some(v),
        _ => None,
    }) {
        Some((step, v)) => {
            graded(cx, step, Ink::toned(Tone::Strong, sentence::tally(cx.lang(), v)))
        }
        None => Ink::toned(Tone::Doubt, cx.pick("non dit", "not stated")),
    }
}

/// The delegations of the organ, each act once whatever the number of acts that recall it; what
/// this act itself recalls comes first.
fn delegations(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let mut all = act.every(|e| match e {
        Event::DelegationGranted(d) => Some(d),
        _ => None,
    });
    let elsewhere =
        |step: &TrailStep| step.passages.first().map(|p| p.document.as_str()) != act.document();
    all.sort_by_key(|(step, _)| (step.grade, elsewhere(step)));
    let mut groups: Vec<(&DelegationGranted, Vec<&TrailStep>)> = Vec::new();
    for (step, d) in all {
        match groups.iter_mut().find(|(known, _)| known.act.key() == d.act.key()) {
            Some((_, steps)) => steps.push(step),
            None => groups.push((d, vec![step])),
        }
    }
    if groups.is_empty() {
        return Ink::new(cx.pick("aucune délégation citée", "no delegation cited"));
    }
    Ink::join(cx.semicolon(), groups.iter().map(|(d, steps)| delegation(cx, d, steps)))
}

fn delegation(cx: Context<'_>, d: &DelegationGranted, steps: &[&TrailStep]) -> Ink {
    let from = d.from.as_ref().map(|from| format!(" {} {from}", cx.pick("de", "from")));
    let words = act_words(cx.lang(), &d.act).map(|w| format!(", {w}")).unwrap_or_default();
    let word = cx.pick("délégation", "delegation");
    let text = format!("{word}{}{words}", from.unwrap_or_default());
    let text = cx.lang().pick(sentence::contracted(&text), text);
    let mut ink = Ink::new(text);
    if let Some((first, others)) = steps.split_first() {
        ink = graded(cx, first, ink);
        if !others.is_empty() {
            let refs = others.iter().map(|s| cx.cite(s.entry, &s.passages));
            ink = ink.and(cx.pick(", dit aussi ", ", also said in ")).and(Ink::join(" ", refs));
        }
    }
    let ink = ink.then(undone::taken_back(cx, &taken_back(steps)));
    if d.matters.is_empty() {
        return ink;
    }
    let n = u64::try_from(d.matters.len()).unwrap_or(u64::MAX);
    let fr = ("matière listée", "matières listées");
    let en = ("matter listed", "matters listed");
    ink.and(format!(", {}", figures::count(cx.lang(), n, fr, en)))
}

/// Who says of some steps that what they rest on was taken back, each entry once.
fn taken_back(steps: &[&TrailStep]) -> Vec<TakenBack> {
    let mut told: Vec<TakenBack> = steps.iter().flat_map(|s| s.taken_back.clone()).collect();
    let mut there = BTreeSet::new();
    told.retain(|one| there.insert(one.entry));
    told
}

fn signatory(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let all = act.every(|e| match e {
        Event::SignatureAuthorised(s) => Some(s),
        _ => None,
    });
    let one = |(step, s): (&TrailStep, &greffe_domain::SignatureAuthorised)| {
        let or = if s.or_representative == Some(true) {
            cx.pick(" ou son représentant", " or a representative")
        } else {
            ""
        };
        let what = s.instrument.as_ref().map(|i| format!(", {i}")).unwrap_or_default();
        cited(cx, step, format!("{}{or}{what}", s.signatory))
    };
    Ink::join(cx.semicolon(), all.into_iter().map(one))
}

fn certified(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let Some((step, c)) = act.first(|e| match e {
        Event::CopyCertified(c) => Some(c),
        _ => None,
    }) else {
        return Ink::default();
    };
    let on = c.on.as_ref().map(|d| format!(", {}", figures::on(cx.lang(), d)));
    cited(cx, step, format!("{}{}", person(&c.by), on.unwrap_or_default()))
}

fn transmitted(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let all = act.every(|e| match e {
        Event::ActTransmitted(t) => Some(t),
        _ => None,
    });
    if all.is_empty() {
        return Ink::toned(Tone::Doubt, cx.pick("non montrée", "not shown"));
    }
    let one = |(step, t): (&TrailStep, &greffe_domain::ActTransmitted)| {
        let when = t.on.as_ref().unwrap_or(&step.effective);
        let to = t.to.as_ref().map(|to| format!(", {to}")).unwrap_or_default();
        let receipt = t
            .receipt
            .as_ref()
            .map(|r| format!(", {} {r}", cx.pick("accusé", "receipt")))
            .unwrap_or_default();
        graded(cx, step, format!("{}{to}{receipt}", figures::date(cx.lang(), when)))
    };
    Ink::join(cx.semicolon(), all.into_iter().map(one))
}

fn published(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let all = act.every(|e| match e {
        Event::ActPublished(p) => Some(p),
        _ => None,
    });
    if all.is_empty() {
        return Ink::toned(Tone::Doubt, cx.pick("non montrée", "not shown"));
    }
    let one = |(step, p): (&TrailStep, &greffe_domain::ActPublished)| {
        let how = p.means.map_or(cx.pick("publié", "published"), |m| m.words(cx.lang()));
        let to = p.addressee.as_ref().filter(|_| p.means == Some(Publicity::Notified));
        let to = to
            .map(|to| format!(" {} {}", cx.pick("à", "to"), sealable(cx.lang(), to)))
            .unwrap_or_default();
        let when = figures::on(cx.lang(), p.on.as_ref().unwrap_or(&step.effective));
        cited(cx, step, format!("{how}{to} {when}"))
    };
    Ink::join(cx.semicolon(), all.into_iter().map(one))
}

fn formalities(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let all = act.every(|e| match e {
        Event::FormalityRecorded(f) => Some(f),
        _ => None,
    });
    let one = |(step, f): (&TrailStep, &greffe_domain::FormalityRecorded)| {
        let event = Event::FormalityRecorded(f.clone());
        let on = f.on.as_ref().map(|d| format!(", {}", figures::on(cx.lang(), d)));
        let text = format!("{}{}", event_sentence(cx.lang(), &event), on.unwrap_or_default());
        graded(cx, step, text)
    };
    Ink::join(cx.semicolon(), all.into_iter().map(one))
}

/// Withdrawal and annulment, that of what withdraws it among them.
fn ends(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let all = act.every(|e| match e {
        Event::ActWithdrawn(_) | Event::ActAnnulled(_) => Some(e),
        _ => None,
    });
    let one = |(step, e): (&TrailStep, &Event)| {
        let when = figures::on(cx.lang(), &step.effective);
        let text = Ink::toned(Tone::Bad, capital(&event_sentence(cx.lang(), e)));
        let told = graded(cx, step, text.and(format!(", {when}")));
        told.then(undone::withdrawal_taken_back(cx, &step.taken_back))
            .then(undone::recorded_of(cx, step.recorded_of.as_ref()))
    };
    Ink::join(cx.semicolon(), all.into_iter().map(one))
}

fn document(cx: Context<'_>, act: &Dossier<'_>) -> Ink {
    let name = act.document().and_then(|hash| cx.refs.document_name(hash));
    name.map(Ink::new).unwrap_or_default()
}
