//! When an act went to the prefecture: the formulae of stamps and of closing lines.

use super::{below, of_another};
use crate::interpret::fact::Passages;
use crate::procedure::Act;
use crate::procedure::scan::{Hit, hit, hits, sentence};
use crate::recognise::{Pattern, compile};
use greffe_domain::{ActTransmitted, Grade};
use std::ops::Range;

static TRANSMITTED: [Pattern; 9] = [
    // *Préfecture : dépôt le …*, *Envoyé à la préfecture : …*, *Déposé en préfecture par voie électronique le …*,
    // *Actes adressés à la sous-préfecture le …*, *Transmission au représentant de l'État : …*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b(?P<to>(?:sous-)?pr[ée]fecture|contr[ôo]le de l[ée]galit[ée]) ?: (?:d[ée]p[ôo]t|envoi|transmission)|\b(?:d[ée]pos[ée]e?s?|envoy[ée]e?s?|adress[ée]e?s?|envoi|transmission) (?:en|[àa] la|au) (?P<to2>(?:sous-)?pr[ée]fecture|(?:sous-)?pr[ée]fet|contr[ôo]le de l[ée]galit[ée]|repr[ée]sentant de l'[ée]tat)(?: de \p{L}[\p{L}' -]{2,30}?)?(?: par voie (?P<voie>électronique))?)",
            r" ?:?[ \n](?:le ?:? ?|du )?{day:on}"
        ))
    }),
    // The receipt as it is set at the head of a page, and the legal control before its day.
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:accus[ée] de r[ée]ception|ar)(?: en| de la|,)? (?P<to>(?:sous-)?pr[ée]fecture)\s+[\w-]{10,60}\s+re[çc]ue? le ?:? ?{day:on}",
            r"|\b(?:accus[ée] de r[ée]ception|ar)(?: en| de la)? ?[–—-]? ?(?P<to3>(?:sous-)?pr[ée]fecture) ?(?::|le|du)+ ?{day:on3}",
            r"|\b(?P<to2>contr[ôo]le de l[ée]galit[ée]) ?:? (?:(?:re[çc]u|transmis|d[ée]pos[ée]|envoy[ée])e? )?(?:le )?:? ?{day:on2}",
            r"|\bvisa (?:de la |du )?(?P<to4>(?:sous-)?pr[ée]fecture|contr[ôo]le de l[ée]galit[ée]) ?(?::|le|du)* ?{day:on4}"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bre[çc]ue?s? (?:par (?:le )?|au )(?P<to>repr[ée]sentant de l'[ée]tat|contrôle de légalité|préfet)[^\d\n]{0,30}? le {day:on}",
            r"|\b(?:accus[ée] de r[ée]ception|d[ée]p[ôo]t|d[ée]pos[ée]e?|envoi|transmission) (?:en |à la |au )(?P<to2>(?:sous-)?préfecture|contrôle de légalité),?\s?(?:le |: ?|du )*{day:on2}"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:re[çc]ue?s?|dépôt|déposée?) (?:en |à la |au (?:contrôle de légalité|représentant)[^\d\n]{0,40})(?P<to>(?:sous-)?préfecture(?: de [\p{L}' -]{2,30}?)?)?(?: ?(?:/|et|,) ?(?:affich|publi)[ée]e?s?)?,?\s(?:le ?:? ?|: ?)?(?:[.…]{2,60} ?)?{day:on}",
            r"|\b(?:(?:date de|accusé de|sa|la) )?r[ée]ception (?:en |de la |à la |par la |au |par le |du )?(?P<to2>(?:sous-)?pr[ée]fecture|préfet|contrôle de légalité|repr[ée]sentant de l'[ée]tat) ?(?:du|le|:) ?:? ?{day:on2}"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?P<tele>télé)?transmis(?:e|es|sion)?(?: par voie électronique)?\s(?:en |à la |à |au |à l')\s?(?P<to>(?:sous-|s/)?préf(?:ecture|\.)|repr[ée]sentant de l'[ée]tat|préfet(?: de \p{L}+)?|contrôle de légalité)",
            r"(?: (?:de|du|des|dans) [\p{L}' -]{2,40}?)?(?:,? par (?:voie|t[ée]l[ée])[^\d\n,;]{0,30}?)?(?:,? au titre du contrôle de légalité)?(?: et (?:affich|publi)[ée]e?s?)?,?\s?(?:le ?:?\s?|: ?)(?:[.…]{2,60} ?)?{day:on}(?P<voie>,? par voie électronique)?"
        ))
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:date de (?P<tele>télé)transmission|(?P<tele3>télé)transmission(?: d(?:e|es|u) \p{L}+)? ?:|(?P<tele2>télé)transmise?(?: ?(?:/|et|,) ?(?:affich|publi)[ée]e?s?)? le|envoyée? en (?P<to>(?:sous-)?préfecture) le|transmise? le) ?:? ?{day:on}",
        )
    }),
    // *SOUS-PRÉFECTURE⏎DE …⏎Reçu le …*, *PRÉFECTURE DE …⏎ARRIVÉE LE …*: a stamp over several lines; *[Préfecture : …]*
    Pattern::new(|| {
        compile(concat!(
            r"(?im)^(?P<to>(?:sous-)?pr[ée]fecture)(?:[ \n](?:de |du |des |d')[^\n\d]{2,40})?\n{1,2}(?:re[çc]u|arriv[ée])e? le ?:? ?{day:on}",
            r"|(?:^|[\[(|] ?)(?P<to2>(?:sous-)?pr[ée]fecture) ?: ?{day:on2}"
        ))
    }),
    // *Transmission préfecture : …*, *Envoi préfecture : …*, *TÉLÉTRANSMISSION …*, *Certifié exécutoire – Transmission : …*;
    // *Préfecture, accusé de réception du …*, *AR Préfecture* in a box above its day
    Pattern::new(|| {
        compile(concat!(
            r"(?im)(?:^|[–—|/-] ?|ex[ée]cutoire ?[:,]? ?|\t ?)(?:envoi|d[ée]p[ôo]t|(?P<tele>t[ée]l[ée])?transmission) (?:(?:en|[àa] la|au|de la) )?(?P<to>(?:sous-)?pr[ée]fecture|contr[ôo]le de l[ée]galit[ée])(?: de \p{L}[\p{L}' -]{2,30}?)? ?:? ?(?:le )?{day:on}",
            r"|(?:^|[–—|/-] ?|ex[ée]cutoire ?[:,]? ?)(?P<tele2>t[ée]l[ée])?transmission ?:? ?(?:le )?{day:on2}",
            r"|\b(?P<to2>(?:sous-)?pr[ée]fecture),? accus[ée] de r[ée]ception ?(?:du|le|:) ?{day:on3}",
            r"|\b(?:ar|accus[ée] de r[ée]ception)(?: en| de la)? (?P<to3>(?:sous-)?pr[ée]fecture)[\s|:]+[\w-]{10,60}[\s|]+re[çc]ue? le ?:? ?{day:on4}"
        ))
    }),
    // *Visa de Monsieur le préfet : reçu le …*, *Timbre de la sous-préfecture : ARRIVÉE …*; *certifie avoir fait déposer la présente
    // délibération en préfecture le …*, *exécutoire le … après transmission à la préfecture le même jour*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:visa|timbre|cachet|tampon) (?:de |du )?(?:la |monsieur |madame )?(?:le |la )?(?P<to>(?:sous-)?pr[ée]f(?:ecture|[èe]te?))(?: de \p{L}[\p{L}' -]{2,30}?)?(?: ?: ?(?:(?:re[çc]u|arriv[ée])e?,? )?(?:le )?|,? (?:re[çc]u|arriv[ée])e?,? (?:le )?:? ?){day:on}",
            r"|\bfait (?:d[ée]poser|transmettre|parvenir|envoyer) [^.;\n\d]{0,60}? (?:en|[àa] la|au) (?P<to2>(?:sous-)?pr[ée]fecture|(?:sous-)?pr[ée]fet|repr[ée]sentant de l'[ée]tat)(?: de \p{L}[\p{L}' -]{2,30}?)? le {day:on2}",
            r"|\bex[ée]cutoire le {day:on3},? apr[èe]s (?:sa )?(?:transmission|d[ée]p[ôo]t|envoi|r[ée]ception) (?:en|[àa] la|au) (?P<to3>(?:sous-)?pr[ée]fecture|contr[ôo]le de l[ée]galit[ée])[^\n\d.;]{0,30} le m[êe]me jour",
            r"|\b(?:d[ée]pos[ée]|transmis|t[ée]l[ée]transmis)e?s? (?:sur|via|par) (?:@ctes|actes|l'application actes|la plateforme [^\n\d.;]{2,30}) le {day:on4}"
        ))
    }),
];

static RECEIPT: Pattern = Pattern::new(|| compile(r"\b(?P<receipt>\d{3}-\d{9}-\d{8}-[\w-]{2,40})"));

/// *Reçu en Préfecture* in a box, the day on the line below: bars and blanks stand between.
static BOXED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bre[çc]u (?:en|à la) (?P<to>(?:sous-)?pr[ée]fecture)[ |\n+-]{1,12}le ?:? ?{day:on}",
    )
});

/// Reads the transmission that some stretches tell of; else the one that the head of the page tells, if it came
/// behind the sitting.
pub(super) fn read(act: &mut Act<'_>, zones: &[Range<usize>]) {
    let known = act.facts.len();
    told(act, zones, None);
    let held = act.setting.date.as_ref().map(|date| date.value.as_str().to_owned());
    if act.facts.len() == known && held.is_some() {
        let head = act.heading.head.clone();
        told(act, &[head], held.as_deref());
    }
}

/// Adds the first transmission told; `since` is the day before which none is that of the act.
pub(super) fn told(act: &mut Act<'_>, zones: &[Range<usize>], since: Option<&str>) {
    let folded = act.heading.folded;
    let day = |hit: &Hit<'_>| ["on", "on2", "on3", "on4"].iter().find_map(|on| hit.date(on));
    let own = |hit: &Hit<'_>| {
        let later = since.is_none_or(|held| day(hit).is_some_and(|on| on.value.as_str() >= held));
        later && !of_another(folded, &hit.range())
    };
    for pattern in TRANSMITTED.iter().chain([&BOXED]) {
        let all: Vec<Hit<'_>> =
            zones.iter().flat_map(|zone| hits(folded, zone, pattern)).filter(own).collect();
        let Some(first) = all.first() else { continue };
        let Some(on) = day(first) else { continue };
        let other = all.iter().filter_map(|hit| hit.date("on")).any(|date| date.value != on.value);
        let doubt = other.then(|| "more than one day of transmission is stated".to_owned());
        let receipt = zones.iter().find_map(|zone| hit(folded, zone, &RECEIPT)?.words("receipt"));
        let mut passages = Passages::of(sentence(folded, &first.range()));
        let electronic =
            ["voie", "tele", "tele2", "tele3"].iter().find_map(|group| first.words(group));
        let effective = on.value.clone();
        let to = ["to", "to2", "to3", "to4"].iter().find_map(|to| first.words(to));
        let event = ActTransmitted {
            act: None,
            on: passages.value(Some(on), "/on"),
            to: passages.value(to, "/to"),
            receipt: passages.value(receipt, "/receipt"),
            electronic: passages.value(electronic, "/electronic").map(|_| true),
        };
        let stream = act.setting.act_stream.clone();
        act.add(&stream, event, (&effective, Grade::Act), passages, doubt);
        return;
    }
    if let Some((label, on)) = below::day(act, zones, &below::SENT) {
        let later = since.is_none_or(|held| on.value.as_str() >= held);
        let effective = on.value.clone();
        let mut passages = Passages::of(label);
        let event = ActTransmitted {
            act: None,
            on: passages.value(Some(on), "/on"),
            to: None,
            receipt: None,
            electronic: None,
        };
        let stream = act.setting.act_stream.clone();
        if later {
            act.add(&stream, event, (&effective, Grade::Act), passages, None);
        }
    }
}
