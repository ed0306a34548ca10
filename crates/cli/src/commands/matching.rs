//! `greffe match` lists which subjects may be one, with the reasons; `greffe link` records what a
//! person decides on a pair. Neither merges anything.

mod subjects;

use super::{open, recorder};
use crate::args::{Format, LinkSubjects, Match};
use crate::context::Context;
use crate::failure::{DONE, Failure};
use crate::output;
use greffe::domain::{LinkVerdict, StreamId};
use greffe::inquiry::{MatchProposal, Matching};
use greffe::{Ledger, Link};
use serde_json::json;

/// Lists the pairs.
pub fn list(args: &Match, context: &Context) -> Result<u8, Failure> {
    let ledger = open(context)?;
    let matching = ledger.matching()?;
    let wanted = |p: &&MatchProposal| args.all || p.decided.is_none();
    let proposals: Vec<&MatchProposal> = matching.proposals.iter().filter(wanted).collect();
    if context.format == Format::Json {
        output::json(&json!({
            "proposals": proposals, "several_names": matching.several_names,
        }))?;
        return Ok(DONE);
    }
    output::text(&greffe_render::matching(context.style, &proposals, &matching.several_names))?;
    let decided = matching.proposals.len() - proposals.len();
    if decided > 0 {
        let said = context
            .say("déjà décidés ; --all les montre aussi", "decided on; --all shows them too");
        output::note(&format!("{decided} {said}"));
    }
    Ok(DONE)
}

/// Says how many of the grants just recorded another document may tell of, too.
pub fn say_told_elsewhere(told: usize, context: &Context) {
    if told == 0 {
        return;
    }
    let fr = (
        "subvention est peut-être celle que dit aussi un autre document du registre",
        "subventions sont peut-être de celles que dit aussi un autre document du registre",
    );
    let en = (
        "grant may be one that another document of the ledger tells of, too",
        "grants may be some that another document of the ledger tells of, too",
    );
    let said = greffe_render::count(context.lang, told, fr, en);
    let then = context.say(
        "les sommes comptent les deux tant que personne n'en décide (greffe match, greffe link)",
        "sums count both until somebody decides (greffe match, greffe link)",
    );
    let stop = context.say(" ;", ";");
    output::note(&format!("{said}{stop} {then}"));
}

/// Records a decision.
pub async fn link(args: &LinkSubjects, context: &Context) -> Result<u8, Failure> {
    let ledger = Ledger::open(&context.ledger_dir())?;
    let matching = ledger.matching()?;
    let (one, two) = subjects::pair(&matching, (&args.subject, &args.other))?;
    let (subject, other) = (one.stream.clone(), two.stream.clone());
    let verdict = if args.distinct { LinkVerdict::Distinct } else { LinkVerdict::Same };
    let link = Link {
        subject: subject.clone(),
        other: other.clone(),
        verdict,
        reason: args.reason.clone(),
    };
    let (entry, known) = ledger.link(link, &matching, &recorder(args.by.as_ref())).await?;
    if known {
        say_other_reason(&matching, (&subject, &other), args.reason.as_deref(), context);
    }
    if context.format == Format::Json {
        output::json(&json!({
            "entry": entry, "already_recorded": known, "subject": subject, "other": other, "verdict": verdict,
        }))?;
        return Ok(DONE);
    }
    let said = match verdict {
        LinkVerdict::Same => context.say("ne font qu'un", "are one"),
        LinkVerdict::Distinct => context.say("sont distincts", "are distinct"),
    };
    let done = match (known, verdict) {
        (true, LinkVerdict::Same) => context.say("déjà liés", "already linked"),
        (true, LinkVerdict::Distinct) => context.say("déjà dit", "already said"),
        (false, _) => context.say("inscrit ; rien n'est fusionné", "recorded; nothing is merged"),
    };
    let and = context.say("et", "and");
    let colon = context.say(" :", ":");
    let (one, two) = (subjects::told(one), subjects::told(two));
    output::text(&format!("{one} {and} {two} {said}{colon} {done} ({entry})."))?;
    Ok(DONE)
}

/// Says that a reason was given for what had been decided already, and is not recorded.
fn say_other_reason(
    matching: &Matching,
    (subject, other): (&StreamId, &StreamId),
    typed: Option<&str>,
    context: &Context,
) {
    let before = matching.pair(subject, other).and_then(|pair| pair.decided.as_ref());
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty());
    let Some(before) = before.filter(|before| typed.is_some() && before.reason.as_deref() != typed)
    else {
        return;
    };
    let said = context.say(
        "le motif donné n'est pas inscrit, la décision l'était déjà ; pour en donner un autre : greffe void",
        "the reason given is not recorded, the decision was already; to give another: greffe void",
    );
    let then = context.say("--reason TEXTE, puis greffe link", "--reason TEXT, then greffe link");
    output::note(&format!("{said} {} {then}", before.entry));
}
