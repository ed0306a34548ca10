//! The formulae by which acts grant, recall what was granted, wish, propose and take back.

use crate::recognise::{Pattern, compile};

/// What leads from `subvention` to its amount: words, and the amount in letters before it.
macro_rules! sum {
    () => {
        concat!(
            r"(?: d'un montant)?(?: (?:maximale?|totale?|globale?|forfaitaire|annuel|plafonnée?|fixée?|arrêtée?))*",
            r"(?: de| à hauteur de| à|, soit| égale? à| s'élevant à) (?:[\p{L} -]+\()?{amount:sum}"
        )
    };
}

/// What is granted, with its article.
macro_rules! given {
    () => {
        r"(?:une (?:subvention|aide|participation|contribution|contrepartie|dotation|bourse)|un (?:fonds de concours|concours|soutien)|(?:une|la) somme)"
    };
}

pub(super) static DECIDED: [Pattern; 17] = [
    // *approuve la convention et accorde 1 500 € pour 2031*: to whom, the words before tell.
    Pattern::new(|| {
        compile(
            r"(?i)\bet (?:attribue|accorde|alloue|octroie) {amount:sum}(?: au titre (?:de l'ann[ée]e |de l'exercice |de )| pour (?:l'ann[ée]e )?)(?:19|20)\d\d\b",
        )
    }),
    // *de donner 40 € par élève, soit 500 € à la coopérative*, *15 € x 34 = 500 €, versés à la coopérative*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b(?:donner|verser|attribuer|accorder|allouer|donne|verse|attribue|accorde|alloue|octroie)\b[^;:.]{0,60}?€[^;:.,€]{0,40}?,? (?:soit|donc)|€[^;:.€]{0,60}?=) {amount:sum},?",
            r"(?: (?:vers|attribu|allou|accord|donn)[ée]{1,2}e?s?)? (?:à la |à l'|au |aux )"
        ))
    }),
    // *attribuer la subvention suivante : A : 500 €*
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:attribuer?|accorder?|allouer?|octro(?:ie|yer)|verser?|voter?) (?:la|une) (?:subvention|aide|participation) (?:suivante|ci-apr[èe]s) ?: ?[^;:€]{3,110}? ?: ?{amount:sum}",
        )
    }),
    // *Est approuvée la signature d'une convention avec … pour une subvention de 500 €*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:approuvée?|approuve|approuver|autorise|autoriser|autorisée?)\b[^;]{0,60}?\bconvention\b[^;€]{0,200}? (?:pour|assortie d'|prévoyant|portant(?: sur)?|avec) ?",
            r"(?:une|la) (?:subvention|aide|participation|contribution)[^;:,.€]{0,60}?",
            sum!()
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b",
            given!(),
            r"[^;:,.]{0,80}?",
            sum!(),
            r"\)?[^;:]{0,80}? (?:est|sera|soit) (?:attribuée?|accordée?|allouée?|octroyée?|versée?)\b"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:attribue(?:nt)?|accorde(?:nt)?|alloue(?:nt)?|octroie(?:nt)?|verse(?:nt)?|vote(?:nt)?|attribuer|accorder|allouer|octroyer|verser|voter|apporter|donner?|consent(?:ir)?|offr(?:e|ir)|affecter?",
            r"|attribuée?|accordée?|allouée?|octroyée?)\b[^;:]{0,140}?\b",
            given!(),
            r"[^;:,.]{0,80}?",
            sum!()
        ))
    }),
    // *d'attribuer 1 500 € à l'association …*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:attribue|accorde|alloue|octroie|attribuer|accorder|allouer|octroyer|verser) (?:[\p{L} -]+\()?{amount:sum}\)?",
            r"(?: (?:de|d') ?(?:subvention|aide|participation)(?: \p{L}+)?)?,? (?:à l'|à la |à |au |aux |en faveur |au profit )"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:approuvée?|approuve|approuver|vote|voter|d[ée]cide|accepte|valide|autorise|avis favorable|son accord)\b[^;:.]{0,100}? ",
            r"(?:(?:à )?l'attribution|(?:à )?l'octroi|le versement|au versement)[^;:.]{0,100}?",
            r" d'(?:une (?:subvention|aide|participation|contribution|cotisation|dotation|bourse)|un (?:fonds de concours|concours|soutien))[^;:,.]{0,80}?",
            sum!()
        ))
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\bfixer? à {amount:sum} (?:le montant[^;:.]{0,20} de )?(?:la (?:subvention|participation|contribution|dotation)|l'aide|le forfait)",
        )
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:fixe|fixer|arrête|arrêter) le montant[^;:.]{0,20} de (?:la subvention|l'aide)",
            r"[^;:]{0,100}? à {amount:sum}"
        ))
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:fixe|fixer|arrête|arrêter) (?:la (?:subvention|participation|contribution|dotation)|l'aide)[^;:.€\d]{0,80}? à {amount:sum}",
        )
    }),
    // *de participer à hauteur de 500 €*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:participer|participe|contribuer|contribue|soutenir|soutient|aider|subventionner|subventionne|prend(?:re)? en charge)\b[^;:.]{0,120}? ",
            r"(?:à hauteur de|pour un montant de|à concurrence de|pour la somme de|pour|dans la limite de) (?:[\p{L} -]+\()?{amount:sum}"
        ))
    }),
    // *de participer aux frais du club en lui versant la somme de 500 €*
    Pattern::new(|| {
        compile(
            r"(?i)\ben (?:lui|leur) (?:versant|attribuant|accordant|allouant)(?: (?:au titre de|pour) [^;:.€]{3,40})? (?:la|une) (?:somme|subvention|aide|participation)(?: d'un montant)? de {amount:sum}",
        )
    }),
    // *approuve la participation de 500 € au syndicat …*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:approuve|approuver|accepte|accepter|valide|valider|fixe|fixer|arrête|arrêter|vote|voter|maintient|maintenir|reconduit|reconduire|renouvelle|renouveler)",
            r" (?:le (?:versement|principe) (?:de |d'))?(?:la|sa|une|cette) (?:subvention|participation|contribution|dotation)[^;:.]{0,60}?",
            sum!()
        ))
    }),
    // *accorde la subvention de 500 €*, told before
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:attribue|accorde|alloue|octroie|attribuer|accorder|allouer|octroyer)(?: \p{L}+)? (?:(?:la|cette|ladite) (?:subvention|participation|contribution|dotation|aide)|l'aide)[^;:,.€\d]{0,60}?",
            sum!()
        ))
    }),
    // *attribue à A (association) 500 €*
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:attribue|accorde|alloue|octroie|attribuer|accorder|allouer|octroyer) (?:à|au|aux) (?:[^;:€\d(]|\([^()]{0,60}\)){3,120}? (?:la somme de )?{amount:sum}",
        )
    }),
    // *lui accorde 500 €*
    Pattern::new(|| {
        compile(
            r"(?i)\blui (?:attribue|accorde|alloue|octroie|attribuer|accorder|allouer|octroyer) (?:la somme de )?{amount:sum}",
        )
    }),
];

pub(super) static RECALLED: [Pattern; 6] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:a|ont|avait|avaient|a été|avait été) (?:(?:approuvé|décidé) ",
            r"(?:l'attribution|l'octroi) d'|décidé d'(?:attribuer|accorder|allouer|octroyer)",
            r"|attribué|accordé|alloué|octroyé|voté)",
            r"[^;:]{0,200}?(?:une |la )(?:subvention|aide|participation)[^;:.]{0,120}?",
            sum!()
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:a|ont|avait) (?:reçu|obtenu|bénéficié)[^;:.]{0,60}? (?:d'une|une) ",
            r"(?:subvention|aide)[^;:.]{0,60}?",
            sum!()
        ))
    }),
    Pattern::new(|| {
        compile(concat!(r"(?i)convention[^;:.]{0,160}? assortie d'une (?:subvention|aide)", sum!()))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bune (?:subvention|aide|participation)[^;:,.]{0,80}?",
            sum!(),
            r"\)?[^;:]{0,80}? (?:a|avait) été (?:attribuée|accordée|allouée|octroyée|votée)"
        ))
    }),
    // *la délibération attribuant à … une subvention de …*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:attribuant|accordant|allouant|octroyant)\b[^;:]{0,200}?",
            r"(?:une |la )(?:subvention|aide|participation)[^;:.]{0,120}?",
            sum!()
        ))
    }),
    // *la subvention de … que la délibération … lui avait attribuée*
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bla (?:subvention|aide|participation)[^;:,.]{0,80}?",
            sum!(),
            r"\)? que [^;:]{0,120}? (?:avait|a) (?:attribuée|accordée|allouée|octroyée|votée)"
        ))
    }),
];

/// The verbs that grant.
pub(in crate::interpret) static DECIDED_VERB: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:attribu|accord|allou|octro|vers|vot)(?:e|er|es|ent|ée?s?|oie|oyer)\b")
});

/// Between the word and its amount something else is valued: the amount is not the grant's.
pub(super) static OF_SOMETHING_ELSE: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:budget|coût|dépenses?|enveloppe|total|montant global)\b"));

/// What makes of a sentence a wish rather than a fact.
pub(super) static WISH: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:propos|sollicit|souhait|demand(?:e|é|ait|ant|er)\b|rejet|refus|réduire|retrait)",
    )
});

/// Before a grant: it is asked of another body, not given by this one.
pub(super) static ASKED_OF_OTHERS: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:sollicit(?:e|er|ant)|(?:de |d')demander|demande (?:à |au |aux )|auprès d)")
});

/// A grant is taken back: it was given before.
pub(super) static TAKEN_BACK: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:retirer|retire|rapporter|abroger|annuler) (?:la|cette) (?:subvention|aide|participation)\b",
    )
});

/// *500 € payable par quarts, soit 125 € au début de chaque trimestre*: what is paid at a time is no grant.
pub(super) static AT_A_TIME: Pattern = Pattern::new(|| {
    compile(
        r"(?i)€[^€]{0,40}\b(?:payable|vers[ée]e|pay[ée]e|par (?:quarts?|tiers|moiti[ée]s?|parts?|trimestres?|mois))\b",
    )
});

/// What is paid of a grant is no grant.
pub(super) static PART_OF_IT: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:acompte|avance|solde|tranche|échéance|rembours\p{L}+)s?\b"));

/// What makes of a sentence the proposal that is put to the organ: its own words, or those of an item
/// behind them.
pub(super) static PROPOSED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\b(?:il (?:est|vous est|sera|est donc) (?:donc )?propos|propos(?:e|ons|er)\b)|^[•\-–— ]*(?:d'|de )\p{L}+er\b)",
    )
});

pub(super) static YEAR_OF: Pattern = Pattern::new(|| compile(r"\b(?:pour|en|de) {year:year}"));

/// *La Commission permanente a attribué une subvention de 500 €*: in a list of what was decided the past is that of the
/// sitting. An item may begin with the participle.
pub(super) static DECIDED_THERE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^[-–• ]*|\b(?:a|ont) (?:donc |ainsi )?)(?:attribué|accordé|alloué|octroyé|voté|décidé d'(?:attribuer|accorder|allouer|octroyer))\b[^;:]{0,140}?\b",
        given!(),
        r"[^;:,.]{0,80}?",
        sum!()
    ))
});

/// *30 % de la dépense, soit*
pub(super) static SHARE_OF_IT: Pattern = Pattern::new(|| {
    compile(r"(?i)\d ?% (?:de la|du|des|de l'|d'un|d'une|de ce|de cette)\b[^;]{0,60}\bsoit\b")
});

/// *Attribution d'une subvention de 500 € au club*: in a list of what was decided the heading says all.
pub(super) static HEADED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:attribution|octroi|versement|vote)\b[^;:.€]{0,60}? d'une (?:subvention|aide|participation)[^;:,.€]{0,80}?",
        sum!()
    ))
});

/// *Accord unanime pour 500 €*: under a heading that says for whom.
pub(super) static AGREED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:accord(?: unanime| du conseil| favorable)?|avis favorable|le conseil (?:retient|fixe|propose)|montant (?:retenu|accord[ée]|fix[ée]))(?: [àa] l'unanimit[ée])? (?:pour|[àa]|de|:) (?:une (?:subvention|aide|participation) de |un montant de |la somme de )?{amount:sum}",
    )
});
