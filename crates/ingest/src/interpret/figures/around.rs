//! What overrules the nearest words before a figure: an item below words of payment, a list of payments that goes on, the
//! parts of what is claimed back, what was given in another year.

use super::Held;
use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile, tail};

/// *dont 6 000 € (60 %) ont été versés*: what was paid of a grant, behind its amount.
pub(super) fn paid_behind(place: &Place<'_>) -> bool {
    static PAID_BEHIND: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? ?(?:\([^()\n]{1,20}\) ?)?(?:(?:lui|leur) )?(?:a|ont) (?:déjà |d'ores et déjà )?été (?:déjà )?(?:versé|payé|mandaté)e?s?\b|^ (?:vers|pay|mandat|réglé?)ée?s? (?:avant|à|après|dès|au|sur|lors)\b",
        )
    });
    PAID_BEHIND.is_match(place.behind)
}

/// *in two payments: 10 000 € on signature, 5 500 € in June*.
pub(super) fn goes_on(place: &Place<'_>) -> bool {
    let listed = place.gap.is_some_and(|gap| !gap.contains(['\n', ';', '(', ')', '.']));
    listed && place.last == Some(Seems::Instalment)
}

/// *s'élève à 500 € en fonctionnement et à 300 € en investissement*: of the second is said what is said of the first.
pub(super) fn of_the_other_section(place: &Place<'_>) -> bool {
    place.last == Some(Seems::Budget)
        && place.gap.is_some_and(|gap| SO_THE_OTHER.is_match(gap) && SECTION.is_match(gap))
}

static SO_THE_OTHER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?: (?:en|pour|de) [^.;:\n€]{3,50})?(?:,| et)(?: celle)?(?: (?:à|de|d')| (?:en |d'|de )[^.;:\n€]{3,50} à) ?$",
    )
});

/// The two sections of a budget.
static SECTION: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:fonctionnement|investissement|exploitation|recettes|d[ée]penses|section)\b")
});

/// Whether an amount stands in an item below words that say in how many parts something is paid: *versée en trois
/// fois :*, and below *- 40 % en mars, soit 500 €*.
pub(super) fn item_of_payments(place: &Place<'_>) -> bool {
    static ITEM: Pattern = Pattern::new(|| {
        compile(r"^(?:[-–—•.*] ?|\d{1,2}[.)°] ?|[a-z]\) ?)(?:\d{1,3} ?%[^€\n]{0,80})?$")
    });
    static LEAD: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:\b(?:vers[ée]e?s?|pay[ée]e?s?|mandat[ée]e?s?|r[ée]gl[ée]e?s?|lib[ée]r[ée]e?s?|[ée]chelonn[ée]e?s?)\b[^.:\n]{0,60}|\b(?:versement|paiement|[ée]ch[ée]ancier)s?\b[^.:\n]{0,40}):$",
        )
    });
    let before = tail(place.folded.get(..place.amount.start).unwrap_or_default(), 800);
    let mut lines = before.rsplit('\n');
    let own = lines.next().unwrap_or_default();
    let marked = |line: &&str| line.starts_with(['-', '–', '—', '•', '.', '*']) || line.is_empty();
    let lead = lines.find(|line| !marked(line)).unwrap_or_default();
    ITEM.is_match(own) && LEAD.is_match(lead.trim_end())
}

/// *le festival a perçu 500 € en 2030*: what was given in another year.
pub(super) fn received_before(place: &Place<'_>) -> bool {
    static RECEIVED: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:a|avait|ont) (?:d[ée]j[àa] )?(?:per[çc]u|re[çc]u|obtenu) $")
    });
    static IN_A_YEAR: Pattern =
        Pattern::new(|| compile(r"^ (?:en|pour|au titre de) (?:19|20)\d\d\b"));
    RECEIVED.is_match(place.line) && IN_A_YEAR.is_match(place.behind)
}

/// *du budget prévisionnel de l'association, établi à 500 €*: whatever share of it was named before.
pub(super) fn budget_is(place: &Place<'_>, _: &Held) -> Option<Seems> {
    static IS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:budgets?|co[ûu]t|plan de financement|d[ée]penses? (?:pr[ée]visionnelles?|subventionnables?|[ée]ligibles?))\b[^.;:\n€]{0,70}[ ,](?:[ée]tabli|arr[êe]t[ée]|[ée]valu[ée]|estim[ée]|fix[ée]|chiffr[ée]|pr[ée]sent[ée])e?s? à (?:la somme de )?$",
        )
    });
    IS.is_match(place.line).then_some(Seems::Budget)
}

/// *un titre de recettes de 500 €, payable en deux échéances : 250 € en mars*: the parts of what is claimed back.
pub(super) fn of_a_recovery(place: &Place<'_>) -> bool {
    static CLAIMED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:titres? de recettes?|revers(?:er|ement)|rembours(?:er|ement)|trop-per[çc]u|s'acquitter|restitu\p{L}+)\b",
        )
    });
    CLAIMED.is_match(place.sentence)
}
