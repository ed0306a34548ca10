//! The formulae of payments, of the balance, of what is claimed back, and of the report they rest on.

use crate::recognise::{Pattern, compile};

pub(super) static PAID: [Pattern; 2] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?P<role>acompte|avance|solde|premier versement|subvention",
            r"|somme)\b[^;.]{0,60}? {amount:sum}[^;.\d€]{0,60}?",
            r" (?:a|ont) été (?:ainsi )?(?:versée?s?|payée?s?|mandatée?s?|réglée?s?)",
            r"(?: à [^;.,\d]{3,60})? (?:le {date:on}|en (?P<month>\p{L}+ \d{4}))"
        ))
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:a|avait) (?:ainsi |déjà )?(?:perçu|reçu|encaissé) {amount:sum} le {date:on}",
        )
    }),
];

pub(super) static MANDATE: Pattern =
    Pattern::new(|| compile(r"(?i)\bmandat n° ?(?P<number>[\w/-]+)"));

pub(super) static ORDERED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\bmandat(?: de paiement)?(?: n° ?(?P<number>[\w/-]+))? de {amount:sum} émis le",
        r" {date:on}"
    ))
});

pub(super) static PAY: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?P<verb>est ordonné|ordonne|d'ordonner|est approuvé|approuve|d'approuver) le ",
        r"(?:versement|paiement|mandatement)",
        r"[^;]{0,100}?(?P<role>solde|acompte|avance|subvention)[^;]{0,60}?(?:, soit| de|, d'un",
        r" montant de) {amount:sum}"
    ))
});

pub(super) static FINAL: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\b(?:arrêter?|fixer?|ramener|ramène) (?:définitivement )?à {amount:final2} le montant définitif",
        r" de (?:la subvention|l'aide)",
        r"|\b(?:montant définitif de la (?:subvention|aide)|subvention (?:due|définitive)",
        r"|la subvention)\b[^;.]{0,160}?",
        r" (?:est|soit) (?:définitivement )?(?P<verb>arrêtée?|ramenée?|liquidée?) ",
        r"(?:définitivement )?à {amount:final})"
    ))
});

pub(super) static BALANCE: [Pattern; 4] = [
    Pattern::new(|| compile(r"(?i)\bsolde\b[^;.:]{0,60}?, soit {amount:sum}")),
    Pattern::new(|| compile(r"(?i)\bsolde à verser ?:[^;]*= {amount:sum}")),
    Pattern::new(|| compile(r"(?i)\b(?:arrête|fixe|arrêter|fixer) à {amount:sum} le solde\b")),
    Pattern::new(|| {
        compile(
            r"(?i)\bsolde (?:à verser )?(?:s'établit|s'élève|est arrêté|est fixé) à {amount:sum}",
        )
    }),
];

pub(super) static REALISED: [Pattern; 3] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bdépenses (?:réalisées|justifiées|réelles|éligibles)?[^;.]{0,40}?",
            r"(?:s'élèvent à|s'établissent à|atteignent|sont de) {amount:sum}"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bfait (?:apparaître|ressortir|état) (?:de |d'un (?:total|montant) de )?",
            r"{amount:sum} de dépenses"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bfait (?:apparaître|ressortir|état de) (?:des |de )?dépenses[^;.,\d]{0,40}? (?:de|à) ",
            r"{amount:sum}"
        ))
    }),
];

pub(super) static REPORT: [Pattern; 2] = [
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\ba (?:remis|transmis|déposé|produit|adressé|fourni) (?:le {date:on} )?(?:le",
            r"|son) compte[ -]rendu financier",
            r"(?:[^;.]{0,20}?(?:de l'exercice|de l'année|pour|de) {year:year})?",
            r"(?:[^;.]{0,30}? le {date:later})?"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\ble compte[ -]rendu financier(?: de l'exercice {year:year})?,? (?:remis",
            r"|transmis|déposé|produit|reçu) le {date:on}"
        ))
    }),
];

pub(super) static RECOVERY: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\b(?:réclamer|réclame|ordonner|ordonne|demander|demande|exiger",
        r"|exige)\b[^;]{0,80}? (?P<what>le (?:reversement|remboursement)|la restitution)",
        r"|\b(?:est|sont) (?:réclamée?|ordonnée?|demandée?)s?\b[^;]{0,40}? (?P<what2>le ",
        r"(?:reversement|remboursement)))[^;]{0,100}?{amount:sum}"
    ))
});

pub(super) static WITHDRAWN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^|\b(?:de|décide de) )(?:retirer|retire|rapporter|rapporte|(?P<repeal>abroger|abroge)) la",
        r" délibération"
    ))
});
