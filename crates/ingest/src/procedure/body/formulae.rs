//! The formulae in which acts name a body and its organ, and what a proper name looks like.

use crate::recognise::{Pattern, compile};

/// A proper name: capitalised words with particles between them.
pub(super) const PROPER: &str = concat!(
    r"(?:(?:de la |de l'|du |des |de |d')?(?:[dl]')?\p{Lu}[\p{L}\p{N}'-]*",
    r"(?:(?: (?:de la|de l'|de|du|des|la|le|les|et|en|sur|sous|lès|lez|d'|l'))* ?(?:[dl]')?\p{Lu}[\p{L}\p{N}'-]*)*)"
);

pub(super) const KIND: &str = concat!(
    r"(?:(?:Agglom[ée]ration|AGGLOM[ÉE]RATION)|(?i:m[ée]tropole|communaut[ée] (?:d'agglom[ée]ration|de communes|urbaine)|ville|commune",
    // *Syndicat mixte du Parc naturel régional de …*: small letters go on in the middle of the name.
    r"|syndicat mixte(?: [a-zà-ÿ']+){0,5}? du parc naturel r[ée]gional|office (?:public de l'habitat|(?:intercommunal |communautaire |municipal )?de tourisme(?: intercommunal| communautaire| municipal)?)",
    r"|d[ée]partement|r[ée]gion|eurom[ée]tropole|collectivit[ée](?: territoriale)?|syndicat(?: (?:mixte|intercommunal|d[ée]partemental))?(?: [a-zà-ÿ']+){0,5}?",
    r"|p[ôo]le d'[ée]quilibre territorial(?: et rural)?|caisse des [ée]coles|SIVOM|SIVU|SICTOM|SMICTOM|PETR",
    r"|centre(?: d[ée]partemental| interd[ée]partemental)? de gestion(?: de la fonction publique territoriale)?|service d[ée]partemental d'incendie et de secours|SDIS|CDG",
    r"|centre (?:inter)?communal d'action sociale|p[ôo]le m[ée]tropolitain|parc naturel r[ée]gional|[ée]tablissement public(?: [a-zà-ÿ']+){0,3}?",
    r"|(?-i:CC|CA|CU)",
    // Syndicats go by their letters: SIVOM, SIAEP, SMICTOM.
    r"|(?-i:S[IY][A-Z]{2,8}|SM[A-Z]{2,7}|S\.[IYM]\.(?:[A-Z]\.){1,6})))"
);

pub(super) const ORGAN: &str = concat!(
    r"(?i:bureau(?: du conseil d'administration| du comit[ée] syndical| communautaire| m[ée]tropolitain| syndical| municipal| d[ée]lib[ée]rant)?",
    r"|conseil(?: municipal| communautaire| m[ée]tropolitain| d[ée]partemental| r[ée]gional| syndical| territorial",
    r"| d'administration| d'agglom[ée]ration| d'arrondissement| de communaut[ée]| de territoire)?|commission permanente",
    r"|comit[ée] (?:syndical|du syndicat|directeur|d'administration|de direction|de la caisse des [ée]coles)|assembl[ée]e (?:pl[ée]ni[èe]re|d[ée]partementale|r[ée]gionale|territoriale|d[ée]lib[ée]rante))"
);

pub(super) static INSTITUTION: Pattern = Pattern::new(|| {
    compile(&format!(
        r"\b(?P<institution>{KIND}(?: |\n(?:DU |DE |DES |D'|du |de |des |d'|ENTRE |Entre )){PROPER}|(?i:c\.? ?c\.? ?a\.? ?s\.?|c\.? ?i\.? ?a\.? ?s\.?) (?i:de |du |d'){BARE})"
    ))
});

/// An establishment of a commune that goes by its kind alone, or by the commune's name.
pub(super) static ESTABLISHMENT: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)(?:^|\b(?i:du|de la) |\p{{L}} [-–—] )(?P<institution>(?i:caisse des [ée]coles|centre (?:inter)?communal d'action sociale)(?: (?i:de |d'|du ){BARE})?)[ .,]*$"
    ))
});

/// A place in small letters throughout, alone on its line.
pub(super) static IN_SMALL_LETTERS: Pattern = Pattern::new(|| {
    compile(
        r"(?m)^(?P<institution>(?:commune|ville|mairie) (?:de |d'|du |des )\p{Ll}[\p{Ll}'-]+(?: [\p{Ll}'-]+){0,4})$",
    )
});

/// A place alone on its line, in capitals, above the act of its council.
pub(super) static PLACE: Pattern = Pattern::new(|| {
    compile(
        r"(?m)^(?:[-–*_ ]*)(?P<institution>(?:L'|D')?\p{Lu}[\p{Lu}'-]+(?: (?:L'|D')?\p{Lu}[\p{Lu}'-]*){0,5})[-–*_ ]*$",
    )
});

/// What else stands in capitals at the head of an act.
pub(super) static NO_PLACE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"\b(?:R[ÉE]PUBLIQUE|FRAN[ÇC]AISE|LIBERT[ÉE]|[ÉE]GALIT[ÉE]|FRATERNIT[ÉE]|D[ÉE]PARTEMENT|ARRONDISSEMENT|CANTON|EXTRAIT|D[ÉE]LIB[ÉE]RATIONS?|PROC[ÈE]S|VERBAL|COMPTE|RENDU|S[ÉE]ANCE|CONSEIL|MUNICIPAL|R[ÉE]UNION|REGISTRE",
        r"|OBJET|PR[ÉE]SENTS?|ABSENTS?|EXCUS[ÉE]S?|POUVOIRS?|PROCURATIONS?|[ÉE]TAI(?:EN)?T|SONT|ORDRE|JOUR|SESSIONS?|MAIRIE|MAIRE|VU|CONSID[ÉE]RANT|SUBVENTIONS?|CONVENTIONS?|BUDGET|AIDES?|LISTE|INVIT[ÉE]E?S|DU|AUX?)\b"
    ))
});

/// Where nothing else names the body: the place whose town hall or mayor is spoken of.
pub(super) static TOWN: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?i:mairie|maire|commune|ville|conseil municipal|municipalité) (?i:de |d')(?P<institution>{BARE})"
    ))
});

/// *MAIRIE DU MESNIL-VAULNAY* alone on its line: the article is drawn into the particle, and belongs to the name.
pub(super) static TOWN_HALL: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)^[-–*_ ]*(?P<institution>(?i:mairie|commune|ville) (?i:du|des) {BARE})[-–*_ ]*$"
    ))
});

/// Départements and régions sign by their council, whose name holds theirs.
pub(super) static COUNCIL: Pattern = Pattern::new(|| {
    compile(&format!(
        r"\b(?P<institution>(?i:conseil (?:d[ée]partemental|r[ée]gional|g[ée]n[ée]ral)) {PROPER})"
    ))
});

/// The council and its place on two lines, both in capitals.
pub(super) static COUNCIL_BELOW: Pattern = Pattern::new(|| {
    compile(
        r"(?m)^(?P<institution>CONSEIL (?:D[ÉE]PARTEMENTAL|R[ÉE]GIONAL|G[ÉE]N[ÉE]RAL)\n\p{Lu}[\p{Lu}'-]+(?: [\p{Lu}'-]+){0,5})$",
    )
});

/// A proper name without particles before it.
pub(super) const BARE: &str = concat!(
    r"(?:(?:La |Le |Les |L')?\p{Lu}[\p{L}'-]*",
    r"(?:(?: |-)(?:(?:de la|de l'|de|du|des|la|le|les|en|sur|sous|lès|lez|d'|l') )?\p{Lu}[\p{L}'-]+)*)"
);

pub(super) static ENACTING: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)^(?i:en conséquence, ?)?(?i:le|la|l') ?(?P<organ>{ORGAN})(?: (?i:du conseil (?:d[ée]partemental|r[ée]gional|municipal|communautaire|syndical)|de l'assembl[ée]e))?(?P<of> (?i:de la|de l'|du|de) (?P<institution>(?P<kind>{KIND})(?: {PROPER})?))? ?[,:]?(?i: après en avoir délibéré| apres en avoir delibere| réunie? en | (?:entendu|ayant entendu|ou[ïi]|vu|consid[ée]rant|sur (?:le rapport|proposition)|[àa] l'unanimit[ée]) |$)"
    ))
});

pub(super) static MET: Pattern = Pattern::new(|| {
    compile(&format!(
        r"\b(?i:le|la|l') ?(?P<organ>{ORGAN})(?P<of> (?i:de la|de l'|du|de) (?P<kind>{KIND})\b)?"
    ))
});

pub(super) static BARE_ORGAN: Pattern =
    Pattern::new(|| compile(&format!(r"\b(?P<organ>{ORGAN})\b")));

/// The organ at the head of the line that tells how it met, above the legal bases: *La Commission
/// permanente du Conseil régional, réunie à …*.
pub(super) static MET_ABOVE: Pattern = Pattern::new(|| {
    compile(
        r"(?m)^(?i:la|le) (?P<organ>(?i:commission permanente|bureau(?: \p{L}+)?|comit[ée] syndical))\b[^\n;.]{0,80}?,? (?i:r[ée]unie?)\b",
    )
});

/// *Le comité, …*, *le comité du syndicat*: the organ of a syndicat by its bare word, where nothing else names one.
pub(super) static COMMITTEE: Pattern = Pattern::new(|| {
    compile(
        r"\b(?i:le|du) (?P<organ>(?i:comit[ée]))(?: ?[,\n]| (?i:du (?:syndicat|si[a-z]+|sy[a-z]+|sm[a-z]+)|de la caisse|d[ée]cide|s'est|a d[ée]cid|approuve|accepte))",
    )
});
