//! What the words around a figure say of it beyond the nearest of them: an item below words of payment, a budget
//! named after a share of it, the parts of what is claimed back, what was given in another year.

use crate::recognise::{Pattern, compile, tail};
use std::ops::Range;

/// *s'élève à 500 € en fonctionnement et à 300 € en investissement*: of the second is said what is said of the first.
pub(super) static SO_THE_OTHER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?: (?:en|pour|de) [^.;:\n€]{3,50})?(?:,| et)(?: celle)?(?: (?:à|de|d')| (?:en |d'|de )[^.;:\n€]{3,50} à) ?$",
    )
});

/// The two sections of a budget.
pub(super) static SECTION: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:fonctionnement|investissement|exploitation|recettes|d[ée]penses|section)\b")
});

/// Whether an amount stands in an item below words that say in how many parts something is paid: *versée en trois
/// fois :*, and below *- 40 % en mars, soit 500 €*.
pub(super) fn item_of_payments(folded: &str, amount: &Range<usize>) -> bool {
    static ITEM: Pattern = Pattern::new(|| {
        compile(r"^(?:[-–—•.*] ?|\d{1,2}[.)°] ?|[a-z]\) ?)(?:\d{1,3} ?%[^€\n]{0,80})?$")
    });
    static LEAD: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:\b(?:vers[ée]e?s?|pay[ée]e?s?|mandat[ée]e?s?|r[ée]gl[ée]e?s?|lib[ée]r[ée]e?s?|[ée]chelonn[ée]e?s?)\b[^.:\n]{0,60}|\b(?:versement|paiement|[ée]ch[ée]ancier)s?\b[^.:\n]{0,40}):$",
        )
    });
    let before = tail(folded.get(..amount.start).unwrap_or_default(), 800);
    let mut lines = before.rsplit('\n');
    let own = lines.next().unwrap_or_default();
    let marked = |line: &&str| line.starts_with(['-', '–', '—', '•', '.', '*']) || line.is_empty();
    let lead = lines.find(|line| !marked(line)).unwrap_or_default();
    ITEM.is_match(own) && LEAD.is_match(lead.trim_end())
}

/// *le festival a perçu 500 € en 2030*: what was given in another year.
pub(super) fn received_before(folded: &str, amount: &Range<usize>) -> bool {
    static RECEIVED: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:a|avait|ont) (?:d[ée]j[àa] )?(?:per[çc]u|re[çc]u|obtenu) $")
    });
    static IN_A_YEAR: Pattern =
        Pattern::new(|| compile(r"^ (?:en|pour|au titre de) (?:19|20)\d\d\b"));
    let before = tail(folded.get(..amount.start).unwrap_or_default(), 40);
    let behind = folded.get(amount.end..).unwrap_or_default();
    RECEIVED.is_match(before) && IN_A_YEAR.is_match(behind)
}

/// *du budget prévisionnel de l'association, établi à 500 €*: whatever share of it was named before.
pub(super) fn budget_is(folded: &str, amount: &Range<usize>) -> bool {
    static IS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:budgets?|co[ûu]t|plan de financement|d[ée]penses? (?:pr[ée]visionnelles?|subventionnables?|[ée]ligibles?))\b[^.;:\n€]{0,70}[ ,](?:[ée]tabli|arr[êe]t[ée]|[ée]valu[ée]|estim[ée]|fix[ée]|chiffr[ée]|pr[ée]sent[ée])e?s? à (?:la somme de )?$",
        )
    });
    let before = tail(folded.get(..amount.start).unwrap_or_default(), 200);
    IS.is_match(before.rsplit('\n').next().unwrap_or_default())
}

/// *un titre de recettes de 500 €, payable en deux échéances : 250 € en mars*: the parts of what is claimed back.
pub(super) fn of_a_recovery(folded: &str, amount: &Range<usize>) -> bool {
    static CLAIMED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:titres? de recettes?|revers(?:er|ement)|rembours(?:er|ement)|trop-per[çc]u|s'acquitter|restitu\p{L}+)\b",
        )
    });
    let before = tail(folded.get(..amount.start).unwrap_or_default(), 300);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let sentence = line.rfind(". ").and_then(|stop| line.get(stop..)).unwrap_or(line);
    CLAIMED.is_match(sentence)
}
