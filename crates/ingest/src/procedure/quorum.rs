//! The quorum: what the text says of it, and what it requires.

use super::Act;
use super::scan::{hit, hits, sentence};
use crate::interpret::fact::Passages;
use crate::recognise::{Pattern, compile};
use crate::segment::Part;
use greffe_domain::{Grade, QuorumDeclared};
use std::ops::Range;

static REQUIRED: [Pattern; 2] = [
    Pattern::new(|| {
        compile(r"(?i)quorum,? (?:fixé à|requis de|de|est de) (?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*)\b")
    }),
    Pattern::new(|| {
        compile(
            r"(?i)quorum(?: requis| exig[ée]| l[ée]gal| n[ée]cessaire)?(?: ?\([^()\n]{2,60}\))? ?:? (?P<n>\d{1,3})\b",
        )
    }),
];

pub(super) fn quorum(act: &mut Act<'_>, head: &Range<usize>) {
    /// So many bytes behind the head may tell how the sitting was opened.
    const NEAR: usize = 1000;
    static WORDS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:(?:le |les conditions (?:de|du) )?quorum\b[^.;\n]*?(?:atteint|vérifié|constaté|réuni|remplies?|acquis|satisfait|délibère valablement|peut (?:valablement délibérer|délibérer valablement))|(?:vérifie|constate|vérification faite|ayant (?:vérifié|constaté)) (?:du |le )quorum(?: \(\d{1,3}\))?|il y a (?:bien )?(?:le )?quorum\b)",
        )
    });
    static BEHIND: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:le )?quorum (?:étant|est|a été)(?: \p{L}+)? (?:atteint|vérifié|constaté|réuni)",
        )
    });
    static COUNTED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\bquorum(?: requis| exig[ée]| l[ée]gal| n[ée]cessaire)?(?: ?\([^()\n]{2,60}\))? ?:? \d{1,3}\b(?: présents sur \d{1,3})?",
            r"|(?:(?:lesquels |le nombre d(?:es|e) |les )?(?:membres|conseillers|délégués|élus)(?: \p{L}+)? présents,? )?\b(?:form(?:ant|ent)|constitu(?:ant|ent)|représent(?:ant|ent)|excéd(?:ant|ent)|dépass(?:ant|ent)|atteign(?:ant|ent))(?: ainsi)? (?:la majorité|plus de la moitié|la moitié)(?: absolue)? (?:des (?:(?:\d{1,3}|\p{L}+(?:-\p{L}+)+|\p{L}{3,9}) )?(?:membres|conseillers|délégués)|de ceux|de l'effectif)(?: \p{L}+){0,2}(?: en exercice| \(\d{1,3}\))?(?:, [^,;.\n]{3,40}? (?:peut|délibère) valablement(?: délibérer)?)?",
            r"|\b(?:au|en) nombre (?:prescrit|requis|exigé|fixé) par (?:la loi|les textes|les statuts|le (?:règlement|code))\b|\ben nombre (?:suffisant|légal)(?: pour (?:délibérer|siéger)(?: valablement)?)?",
            r"|\b(?:\d{1,3}|\p{L}+(?:-\p{L}+)*(?: et une?)?) (?:membres|conseillers|délégués|élus|administrateurs) sur (?:les )?(?:\d{1,3}|\p{L}+(?:-\p{L}+)*(?: et une?)?)(?: \p{L}+){0,3}? (?:(?:étant|sont) présents|assistent à la séance) ?[,:] [^,;.\n]{3,80}? (?:peut|délibère|est en nombre pour) (?:donc )?(?:valablement (?:délibérer|siéger)|délibérer(?: valablement)?|(?:siéger )?valablement)",
            r"|\ble nombre de (?:membres |conseillers |délégués )?présents (?:permet(?:tant)?|autorisant|étant suffisant|est suffisant) (?:de|pour) (?:valablement )?délibérer(?: valablement)?",
            r"|\b(?:la majorité|la moitié|plus de la moitié|les deux tiers)[^.;\n]{3,90}?,? [^,;.\n]{3,60}? (?:peut|peuvent) (?:donc |ainsi )?(?:valablement (?:délibérer|siéger)|(?:délibérer|siéger)(?: valablement)?)",
            r"|\ble nombre de (?:membres |conseillers |délégués )?présents(?: \(\d{1,3}\))? (?:est|étant) (?:supérieur|égal) [^.;\n]{3,80}",
            r"|\bla majorité (?:absolue )?des membres en exercice (?:étant présente|assistant à la séance)(?:, [^,;.\n]{3,40} peut valablement (?:siéger|délibérer))?"
        ))
    });
    static NOT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:pas|plus|non) (?:été )?(?:atteint|vérifié|réuni)|\bn'(?:est|était|a|avait|ayant)\b[^.;\n]{0,20}(?:atteint|vérifié|réuni)|(?:défaut|absence) de quorum|faute de quorum",
        )
    });
    // *Si le quorum n'est pas atteint* recalls the rule.
    static CONDITION: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:devant|doit|doive|devra|lorsque|serait|faute)\b"));
    // *L'absence de quorum constatée le 5* is that of an earlier sitting.
    static MISSED: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:absence|d[ée]faut|faute|manque) (?:de |du )$"));
    static ANEW: Pattern = Pattern::new(|| {
        compile(
            r"(?i)sans (?:condition|exigence|obligation|règle) de quorum|quel que soit le nombre|(?:nouvelle|seconde|deuxième) convocation|à nouveau (?:réuni|convoqué)|de nouveau (?:réuni|convoqué)",
        )
    });
    let folded = act.heading.folded;
    // Some acts say it behind the head, before the vote; and some give the number alone.
    let own = |range: Range<usize>| {
        !MISSED.is_match(folded.get(head.start..range.start).unwrap_or_default())
    };
    let said = hits(folded, head, &WORDS).into_iter().find(|hit| own(hit.range()));
    let said = said.or_else(|| hit(folded, &(head.end..act.whole().end), &BEHIND));
    let counted = said.is_none();
    // *Rapporteur : Mme A* ends the head, and the opening stands below it.
    let opening = || {
        let bases = act.heading.parts.of(Part::Visas).map(|range| range.start).next()?;
        let end = folded.floor_char_boundary(bases.min(head.end.saturating_add(NEAR)));
        hit(folded, &(head.end..end.max(head.end)), &COUNTED)
    };
    let said = said.or_else(|| hit(folded, head, &COUNTED)).or_else(opening);
    let Some(said) = said else { return };
    let range = said.range();
    let words = folded.get(range.clone()).unwrap_or_default();
    if CONDITION.is_match(words) {
        return;
    }
    let reached = !NOT.is_match(words);
    // The quorum that was missed is that of the sitting that this one takes the place of.
    if !reached && ANEW.is_match(folded.get(head.clone()).unwrap_or_default()) {
        return;
    }
    let required = REQUIRED.iter().find_map(|pattern| hit(folded, head, pattern)?.count("n"));
    let mut passages = Passages::of(sentence(folded, &range));
    passages.field(range.clone(), "/stated");
    passages.field(range, "/reached");
    let event = QuorumDeclared {
        stated: words.to_owned(),
        reached,
        required: passages.value(required, "/required"),
    };
    let (stream, date) = (act.setting.sitting_stream.clone(), act.setting.act_date.clone());
    let doubt =
        counted.then(|| "the text does not say in a word that the quorum was reached".to_owned());
    act.add(&stream, event, (&date, Grade::Act), passages, doubt);
}
