//! The sitting: its notice, its opening, its date where only a reference betrays the year.

use super::Act;
use super::given::with_own_given;
use super::person::name_in_text;
use super::presiding::{self, GIVEN, by_office, in_full};
use super::scan::{CIVILITY, Hit, NAME, hit, hits, sentence};
use super::signature::{Signature, signatures};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use crate::segment::Part;
use greffe_domain::{
    ConvocationSent, Derivation, Grade, Person, SittingDated, SittingOpened, slug,
};
use std::ops::Range;

/// What opens a sitting behind the report or beside the visas.
static MET: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)^(?:l'an deux[^\n]{0,200}?, )?(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;\n]{0,200}?",
        r"\b(?:r[ée]unie?|assembl[ée]e?|convoqu[ée]e?)\b[^\n]*",
        // *Séance présidée par M. A.*, *Président de séance : M. A*
        r"|^(?:la )?(?:s[ée]ance|r[ée]union) (?:est |[ée]tait |a [ée]t[ée] )?pr[ée]sid[ée]e par [^\n]*",
        r"|^(?:sous la )?pr[ée]sidence (?:de |: ?)[^\n]*|^pr[ée]sidente? de (?:la )?s[ée]ance ?: ?[^\n]*"
    ))
});

const NAMED_AS: &str = r"(?i:d[ée]sign[ée]e?|nomm[ée]e?|[ée]lue?|choisie?|proclam[ée]e?)";

static SECRETARY: [Pattern; 20] = [
    // *confie le secrétariat à Mme A*, *Secrétariat de M. B*, *Mme A se propose comme secrétaire*
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?m)(?:^(?i:secr[ée]tariat)\n{{1,2}}(?P<below>{n}){g} (?i:tiendra la plume|tient la plume|est d[ée]sign)|(?i:\b(?:pr[ée]sidente?|maire|conseil|bureau|assembl[ée]e)\b[^.;\n]{{0,70}} confie le secr[ée]tariat(?: de (?:la )?s[ée]ance)? [àa]|[.;] secr[ée]tariat(?: de (?:la )?s[ée]ance)? de|(?:^|\n)secr[ée]tariat de (?:la )?s[ée]ance de) {c} (?P<name>{n}){g}",
                r"|(?:^|\n|\. )(?:{c} )?(?P<offers>{n}){g} (?i:se propose (?:comme|pour [êe]tre|en qualit[ée] de) (?:la |le )?secr[ée]taire))"
            ),
            c = CIVILITY,
            n = NAME,
            g = GIVEN
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?:(?i:propos\p{{L}}*|d[ée]cid\p{{L}}*|pour) (?i:de |d')?(?i:d[ée]signer|nommer|[ée]lire)",
                // *a désigné, conformément à l'article L. 2121-15, M. A pour remplir les fonctions de secrétaire*
                r"|(?i:\b(?:a|ont) (?:d[ée]sign[ée]|nomm[ée]|[ée]lu|choisi))(?: ?,(?:[^.;\n,]|\bL\.|\bR\.){{2,140}},)?) (?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}",
                r"(?i: comme| en qualit[ée] de| en tant que| aux fonctions de| pour (?:remplir|assurer) (?:les|la) fonctions? de)?(?i: la| le)? (?i:secr[ée]taire)"
            ),
            CIVILITY = CIVILITY,
            NAME = NAME,
            GIVEN = GIVEN
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?:(?:^|\n|\. )(?:{CIVILITY} )?|{CIVILITY} )(?P<name>{NAME}){GIVEN}(?:,[^,.;\n]{{2,60}},)? (?i:est |a [ée]t[ée] |ayant [ée]t[ée] |sera ){NAMED_AS}(?:\(e\))?(?i: comme| en qualit[ée] de| en tant que| aux fonctions de| pour (?:remplir|assurer) les fonctions de)?(?i: la| le)? (?i:secr[ée]taire|pour (?:tenir la plume|(?:assurer|tenir) le secr[ée]tariat))"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:secr[ée]taires?(?:\(s\))?(?: [ée]lue?| d[ée]sign[ée]e?)?(?: de(?: la)? s[ée]ance)?(?: [ée]lue?| d[ée]sign[ée]e?| nomm[ée]e?)?)(?: ?[:–—-] ?| ?(?:\.{{2,60}}|…{{1,30}}) ?:? ?)(?:(?i:commune) d[^:;\n]{{2,40}} - )?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
    // *Secrétaire élue pour la session : Mme A*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:secr[ée]taire (?:[ée]lue?|d[ée]sign[ée]e?|nomm[ée]e?) pour [^:;.\n]{{3,30}}) ?: ?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
    // *Secrétaire : Mme la directrice du syndicat, A*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:secr[ée]taire(?: de(?: la)? s[ée]ance)?) ?: ?{CIVILITY} (?i:le|la) [^,:;\n]{{3,50}}, (?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
    // The label alone on its line, the name below.
    Pattern::new(|| {
        compile(&format!(
            r"(?m)^(?i:secr[ée]taire(?: de(?: la)? s[ée]ance)?)(?: ?:?\n{{1,2}}(?:{CIVILITY} )?| {CIVILITY} )(?P<name>{NAME}){GIVEN}(?:(?: \([^()\n]{{3,40}}\)\.?)?$| (?i:accepte|est d[ée]sign|est nomm|se propose|tien))"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?:est|a [ée]t[ée]) {NAMED_AS}e?(?: comme| en qualit[ée] de)? secr[ée]taire(?: de(?: la)? s[ée]ance)?) ?[,:]? ?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?:(?:^|\n|\. )(?:{CIVILITY} )?|{CIVILITY} )(?P<name>{NAME}){GIVEN}(?:, [^,.;:\n]{{2,60}},)?(?i: (?:propose d'assurer|assure|assurera|assurait|a assur[ée]|accepte d'assurer|est charg[ée]e? d(?:u|'assurer le)|rempli(?:t|ra|ssait)|a rempli)(?: le| les fonctions de)? secr[ée]ta(?:riat|ire))"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:secr[ée]tariat(?: de(?: la)? s[ée]ance)?(?:(?: est| a [ée]t[ée])? (?:assur[ée]|tenu|confi[ée]) (?:par|[àa])| ?:)) ?:? ?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i:secr[ée]taire)[^;]{{0,140}}?[;:.,][ \n](?:{CIVILITY} )(?P<name>{NAME}){GIVEN}(?:,? ayant obtenu[^.;]{{0,60}})?,? (?i:a [ée]t[ée]|est) {NAMED_AS}(?i: pour remplir ces? fonctions?)?"
        ))
    }),
    // *Mme A, benjamine de l'assemblée, est secrétaire*, *fait fonction de secrétaire*
    Pattern::new(|| {
        compile(&format!(
            r"(?m)(?:^|\. )(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}(?:,[^,.;\n]{{2,60}},)? (?i:est (?:le |la )?secr[ée]taire|(?:fait|faisant|tient|a fait) (?:fonctions?|office|lieu) de secr[ée]taire|tient (?:la plume|le secr[ée]tariat)|tiendra la plume)(?i: de (?:la )?s[ée]ance)?(?:[.;]|$)"
        ))
    }),
    // *A été élue pour tenir la plume : Mme A*, *Secrétaire désigné par tirage au sort : M. B*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?:[ée]lue?|d[ée]sign[ée]e?|choisie?|nomm[ée]e?) pour (?:tenir la plume|r[ée]diger)|tient la (?:plume|feuille)(?: de (?:la )?s[ée]ance)?|secr[ée]taire (?:[ée]lue?|d[ée]sign[ée]e?|choisie?|nomm[ée]e?|tir[ée]e?)[^:;.\n]{{2,40}}|secr[ée]taire de (?:la )?r[ée]union) ?: ?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
    // *Mme A est désignée pour rédiger*, *prend les notes de séance*
    Pattern::new(|| {
        compile(&format!(
            r"(?:(?:^|\n|[.;] )(?:{CIVILITY} )?|{CIVILITY} )(?P<name>{NAME}){GIVEN} (?i:(?:est |a [ée]t[ée] )(?:d[ée]sign[ée]e?|choisie?|[ée]lue?) pour (?:r[ée]diger|tenir la plume)|pren(?:d|dra) (?:les )?notes de (?:la )?s[ée]ance|(?:tient|prend) la plume)"
        ))
    }),
    // *Le conseil a choisi pour secrétaire Mme A*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:\b(?:a|ont) (?:choisi|d[ée]sign[ée]|nomm[ée]|[ée]lu)(?: pour| comme| en qualit[ée] de| en tant que)? secr[ée]taire(?: de (?:la )?s[ée]ance)?) ?[,:]? ?(?:{CIVILITY} )(?P<name>{NAME}){GIVEN}"
        ))
    }),
    // *Mme A (secrétaire de séance), M. B*
    Pattern::new(|| {
        compile(&format!(
            r"(?:{CIVILITY} )(?P<name>{NAME}){GIVEN} \((?i:(?:[^()\n]{{2,40}}, )?secr[ée]taire de (?:la )?s[ée]ance)\)"
        ))
    }),
    // *Secrétaire de séance ........ Mme A*
    Pattern::new(|| {
        compile(&format!(
            r"(?m)^(?i:secr[ée]taire(?: de(?: la)? s[ée]ance)?) ?[.…_]{{3,}} ?(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}"
        ))
    }),
    // *Le conseil nomme M. A secrétaire de séance*, *l'assemblée désigne Mme A comme secrétaire*
    Pattern::new(|| {
        compile(&format!(
            r"(?:^|\n|\. |, )(?i:(?:le |la |l')(?:conseil|comit[ée]|bureau|assembl[ée]e|commission|pr[ée]sidente?|maire)(?: [\p{{L}}']+){{0,3}} (?:d[ée]signe|nomme|[ée]lit|choisit)) {CIVILITY} (?P<name>{NAME}){GIVEN}(?i: comme| en qualit[ée] de| en tant que| aux fonctions de| pour (?:remplir|assurer) (?:les|la) fonctions? de)?(?i: la| le)? (?i:secr[ée]taire)"
        ))
    }),
    // *En qualité de secrétaire de séance a été élue Mme A*; *Mme A remplissait les fonctions de secrétaire*
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?i:(?:en qualit[ée] de|comme|aux fonctions de) secr[ée]taire(?: de (?:la )?s[ée]ance)?,? (?:est|a [ée]t[ée]) (?:d[ée]sign[ée]e?|nomm[ée]e?|[ée]lue?|choisie?)) {c} (?P<name>{n})",
            ),
            c = CIVILITY,
            n = NAME
        ))
    }),
    // *Mme A est nommé(e) Secrétaire*, broken over two lines
    Pattern::new(|| {
        compile(&format!(
            r"(?m)^(?:{CIVILITY} )?(?P<name>{NAME}){GIVEN}[ \n](?i:est |a [ée]t[ée] )(?i:d[ée]sign[ée]|nomm[ée]|[ée]lu)(?:\(e\)|e)? (?i:comme )?(?i:secr[ée]taire)"
        ))
    }),
];

static HOUR: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\bà|\d{4},?|[-–—]) (?P<hour>\d{1,2} ?h(?:eures?)?(?: ?\d{2})?|",
        r"(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt)",
        r" heures(?: (?:trente|quinze|et demie))?)\b"
    ))
});

static PLACE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:\br[ée]unie?s?\b|\bassembl[ée]e?\b|\d ?h(?:eures?)?(?: ?\d{2})?)(?: en (?:séance publique|session ordinaire))? ?,? ",
        r"(?:à la |à l'|au )(?P<place>[^,;.:\n]{3,80}?)(?:,| sur convocation| sous la présidence)"
    ))
});

static CALLED: [Pattern; 5] = [
    Pattern::new(|| {
        compile(r"(?i)\bconvo(?:cation|qu[ée]e?s?)[^.;\n\d]{0,110}?,? en date du {date:on}")
    }),
    Pattern::new(|| {
        compile(
            r"(?i)convocation,? (?:(?:(?:adressée|envoyée|faite|en date)(?: à [^.;\n]{3,60}?)? )?(?:le|du) ?:?|: ?(?:le|du)?) ?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{day:on}",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\bconvoquée?s?(?: par [^,.;\d\n]{3,60}?)? (?:le ?:?|par lettre du|par courrier du|en date du) (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{day:on}",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\bdate (?:d'envoi )?de (?:la )?convocation(?: d(?:u|es|e la) \p{L}+(?: \p{L}+)?)?(?: ?:| ?\.{2,40}|…{1,20})?[ \n]{0,3}(?:le )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{day:on}",
        )
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bconvocation(?: du [^,.;\n]{3,40})?,?[^.;\n]{0,120}? (?:(?:a|ont|avait) été (?:adressée?s?|envoyée?s?|faite))",
            r"[^.;\n]{0,120}? le {date:on}"
        ))
    }),
];

static NOTE: Pattern = Pattern::new(|| compile(r"(?i)note (?:explicative )?de synthèse"));

/// Reads the sitting.
pub(super) fn read(act: &mut Act<'_>) {
    convocation(act);
    opening(act);
    dated(act);
}

fn convocation(act: &mut Act<'_>) {
    let head = act.heading.head.clone();
    // *La première convocation, restée sans quorum,* is that of another sitting.
    let own = |hit: &Hit<'_>| {
        let folded = act.heading.folded;
        let before = folded.get(..hit.range().start).unwrap_or_default().trim_end();
        let behind = folded.get(hit.range().end..).unwrap_or_default();
        let line = behind.lines().next().unwrap_or_default();
        !(before.to_lowercase().ends_with("première") && line.contains("quorum"))
    };
    let called = |within: &Range<usize>| {
        let mut all = CALLED.iter().flat_map(|pattern| hits(act.heading.folded, within, pattern));
        all.find(own)
    };
    let behind = || met_behind(act.heading).iter().find_map(called);
    // *Date de convocation : …* between a report and the decision.
    let labelled = || {
        let decided = act.heading.parts.since(Part::Articles, act.whole().end)?.start;
        let before = head.end..decided.max(head.end);
        let all = hits(act.heading.folded, &before, CALLED.get(3)?);
        all.into_iter().find(own).filter(|_| act.heading.part.is_none())
    };
    let Some(hit) = called(&head).or_else(behind).or_else(labelled) else { return };
    let Some(on) = hit.date("on") else { return };
    let whole = sentence(act.folded(), &hit.range());
    let mut passages = Passages::of(whole.clone());
    let note = super::scan::hit(act.folded(), &whole, &NOTE).map(|note| note.range());
    if let Some(note) = note.clone() {
        passages.field(note, "/explanatory_note");
    }
    let effective = on.value.clone();
    let event = ConvocationSent {
        on: passages.value(Some(on), "/on"),
        explanatory_note: note.map(|_| true),
        urgency_accepted: None,
    };
    let stream = act.setting.sitting_stream.clone();
    act.add(&stream, event, (&effective, Grade::Act), passages, None);
}

fn opening(act: &mut Act<'_>) {
    let setting = act.setting;
    let folded = act.heading.folded;
    let head = with_enacting(act.heading);
    let (mut president, mut doubt) = presiding::president(folded, &head);
    if president.is_none() {
        let behind = met_behind(act.heading);
        president = behind.iter().find_map(|range| presiding::president(folded, range).0);
        doubt = president.as_ref().map(|_| "who presides is told behind the report".to_owned());
    }
    let anchor = president.as_ref().map(|(place, _)| place.clone());
    if president.is_none() {
        president = by_office(folded, &head);
        if president.is_some() {
            doubt = Some("who presides is known by the office behind the name".to_owned());
        }
    }
    if let Some((_, person)) = president.as_mut()
        && let Some(whole) = in_full(folded, &head, &person.name.value)
    {
        doubt.get_or_insert_with(|| "who presides is named in full among the members".to_owned());
        person.name = whole;
    }
    let anchor = anchor.or_else(|| setting.date.as_ref().map(|date| date.range.clone()));
    let anchor = anchor.or_else(|| secretary(folded, &head).map(|found| found.range));
    let Some(anchor) = anchor else { return };
    let whole = sentence(folded, &anchor);
    let mut passages = Passages::of(whole.clone());
    for (named, pointer) in [(&setting.institution, "/institution"), (&setting.organ, "/organ")] {
        if !named.value.is_empty() {
            passages.field(named.range.clone(), pointer);
        }
    }
    let date = passages.value(setting.date.clone(), "/date");
    let near = setting.date.as_ref().map_or(whole.clone(), |date| sentence(folded, &date.range));
    let said = |pattern: &Pattern, group: &str| hit(folded, &near, pattern)?.words(group);
    let hour = passages.value(said(&HOUR, "hour"), "/hour");
    let place = passages.value(said(&PLACE, "place"), "/place");
    let presided_by = president.map(|(_, person)| person.stated(&mut passages, "/presided_by"));
    let said_secretary = secretary(folded, &head);
    let signed = || {
        let foot = signatures(act.heading.columns, &act.whole());
        foot.into_iter().find(Signature::of_secretary).map(|one| one.name)
    };
    // *Secrétaire : Mme DUVAL* at the head, and *Anne DUVAL* at the foot.
    let own = !act.setting.several_acts;
    let in_full = said_secretary.as_ref().filter(|said| own && !said.value.contains(' '));
    let in_full = in_full.and_then(|said| {
        let ends = format!("-{}", slug(&said.value));
        signed().filter(|whole| slug(&whole.value).ends_with(&ends))
    });
    if in_full.is_some() {
        doubt
            .get_or_insert_with(|| "who keeps the minutes is named in full at the foot".to_owned());
    }
    let said_secretary = in_full.or(said_secretary);
    // The label is unambiguous wherever it stands.
    let labelled = || {
        const NEAR: usize = 4000;
        let behind = head.end..(head.end + NEAR).min(act.whole().end);
        let behind = behind.start..folded.floor_char_boundary(behind.end);
        let own = act.heading.part.is_none().then_some(behind)?;
        let found = hit(folded, &own, SECRETARY.get(2)?)?.words("name")?;
        Some(name_in_text(&found.value)?.shifted(found.range.start))
    };
    let secretary = said_secretary.or_else(signed).or_else(labelled).map(|found| {
        passages.also(sentence(folded, &found.range));
        Person {
            name: passages.value(Some(found), "/secretary/name").unwrap_or_default(),
            capacity: None,
        }
    });
    let event = SittingOpened {
        institution: setting.institution.value.clone(),
        organ: setting.organ.value.clone(),
        date,
        hour,
        place,
        presided_by,
        secretary,
    };
    act.add(&setting.sitting_stream, event, (&setting.act_date, Grade::Act), passages, doubt);
}

/// The head, and the line of the organ above the visas: *Le conseil, réuni sous la présidence de …*.
fn with_enacting(heading: &super::Heading<'_>) -> Range<usize> {
    let head = heading.head.clone();
    let behind = heading.folded.get(head.end..heading.extent.end).unwrap_or_default();
    // *Le conseil,* and below it *réuni sous la présidence de …*.
    let ends = behind.find("\nVu").or_else(|| behind.find("\nVU")).unwrap_or(0).min(400);
    let first = behind.lines().next().unwrap_or_default();
    let line = behind.get(..ends.max(first.len())).unwrap_or(first);
    let organ = ["le-conseil", "le-bureau", "le-comite", "la-commission", "l-assemblee"];
    let named = organ.iter().any(|word| slug(line).starts_with(word));
    if named { head.start..head.end + line.len() } else { head }
}

/// The lines behind the head that tell how the organ met: where a report stands before them.
fn met_behind(heading: &super::Heading<'_>) -> Vec<Range<usize>> {
    let decided = heading.parts.of(Part::Articles).map(|range| range.start).next();
    let end = decided.unwrap_or(heading.extent.end).max(heading.head.end);
    let behind = heading.head.end..end.min(heading.extent.end);
    if heading.part.is_some() || behind.start >= behind.end {
        return Vec::new();
    }
    hits(heading.folded, &behind, &MET).iter().map(Hit::range).collect()
}

/// Whether a text that decides nothing is the head of an act or of minutes: it calls itself one, or says that the organ
/// met, and lists members; or is headed as an act of its sitting, with its report behind.
pub(super) fn heads_an_act(folded: &str, columns: &str) -> bool {
    static HEADED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:[^\n]*\n{1,2}){0,3}d[ée]lib[ée]ration (?:n ?[°o] ?)?[\w./-]*\d[^\n]{0,60}\n[\s\S]{0,400}\bs[ée]ance du [\s\S]{0,600}\brapport suivant",
        )
    });
    static HEADS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\bextrait du (?:registre|proc[èe]s)|\bregistre des d[ée]lib[ée]rations|\bs'(?:est|[ée]tait) r[ée]uni|^(?:proc[èe]s[- ]verbal|compte[- ]rendu)\b",
        )
    });
    HEADED.is_match(folded) || HEADS.is_match(folded) && super::attendance::end(folded, columns) > 0
}

/// Who keeps the minutes; of the surname alone and the full name that goes with it, the full name.
fn secretary(folded: &str, head: &Range<usize>) -> Option<Found<String>> {
    let mut named = secretaries(folded, head);
    let first = named.next()?;
    if first.value.contains(' ') {
        return Some(first);
    }
    let in_full = |other: &Found<String>| {
        let (whole, surname) = (slug(&other.value), slug(&first.value));
        whole.split_once('-').is_some() && whole.split('-').any(|part| part == surname)
    };
    Some(named.find(in_full).unwrap_or(first))
}

fn secretaries(folded: &str, head: &Range<usize>) -> impl Iterator<Item = Found<String>> {
    SECRETARY.iter().filter_map(move |pattern| {
        let all = hits(folded, head, pattern);
        // *secrétaire-adjoint*, *secrétaire auxiliaire*: not who keeps the minutes.
        let own = |hit: &&Hit<'_>| {
            let behind = folded.get(hit.range().end..).unwrap_or_default();
            !["-adjoint", " adjoint", " auxiliaire", "-auxiliaire"]
                .iter()
                .any(|word| behind.to_lowercase().starts_with(word))
        };
        let first = all.iter().find(own)?;
        let found = ["name", "offers", "below"].iter().find_map(|group| first.words(group))?;
        // *… M. A Mme B est désignée*: the list before it ended without a mark.
        let civil = [" Mme ", " M. ", " Monsieur ", " Madame ", " Mlle "];
        let last = civil.iter().filter_map(|c| Some(found.value.rfind(c)? + c.len())).max();
        let from = last.unwrap_or(0);
        let name = found.value.get(from..)?;
        let mut found = name_in_text(name)?.shifted(found.range.start + from);
        with_own_given(folded, &mut found);
        Some(found)
    })
}

/// Where no date is stated, the reference of the act gives the year.
fn dated(act: &mut Act<'_>) {
    let setting = act.setting;
    let Some(reference) = setting.reference.as_ref().filter(|_| setting.date.is_none()) else {
        return;
    };
    if setting.act_date.year().is_none() {
        return;
    }
    let mut passages = Passages::of(reference.range.clone());
    passages.field(reference.range.clone(), "/date");
    let event =
        SittingDated { date: setting.act_date.clone(), derivation: Derivation::YearOfReference };
    act.add(&setting.sitting_stream, event, (&setting.act_date, Grade::Inferred), passages, None);
}
