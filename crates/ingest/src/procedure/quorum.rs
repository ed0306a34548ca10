//! The quorum: what the text says of it, and what it requires.

use super::Act;
use super::scan::{hit, sentence};
use crate::interpret::fact::Passages;
use crate::recognise::{Pattern, compile};
use greffe_domain::{Grade, QuorumDeclared};
use std::ops::Range;

static REQUIRED: [Pattern; 2] = [
    Pattern::new(|| {
        compile(r"(?i)quorum,? (?:fixé à|requis de|de|est de) (?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*)\b")
    }),
    Pattern::new(|| compile(r"(?i)quorum ?: (?P<n>\d{1,3})\b")),
];

pub(super) fn quorum(act: &mut Act<'_>, head: &Range<usize>) {
    static WORDS: Pattern = Pattern::new(|| {
        compile(r"(?i)(?:le )?quorum\b[^.;\n]*?(?:atteint|vérifié|constaté|réuni)")
    });
    static NOT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:pas|plus|non) (?:été )?(?:atteint|vérifié|réuni)|(?:défaut|absence) de quorum|faute de quorum",
        )
    });
    // *Si le quorum n'est pas atteint* recalls the rule.
    static CONDITION: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:devant|doit|doive|devra|lorsque|serait|faute)\b"));
    let folded = act.heading.folded;
    let Some(said) = hit(folded, head, &WORDS) else { return };
    let range = said.range();
    let words = folded.get(range.clone()).unwrap_or_default();
    if CONDITION.is_match(words) {
        return;
    }
    let reached = !NOT.is_match(words);
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
    act.add(&stream, event, (&date, Grade::Act), passages, None);
}
