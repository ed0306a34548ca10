//! Segmentation: which part of an act each line stands in.
//!
//! Acts follow a fixed order of parts, and each part opens with formulae of the genre: *Étaient
//! présents*, *Objet*, *soumet le rapport suivant*, *Vu*, *Considérant*, *Délibère*, *mise aux
//! voix*, *certifié conforme*, *transmis en préfecture*. A line that opens nothing goes on with the
//! part before it. Parts may be absent, and those before the visas come in any order; once the act
//! has reached its visas, nothing leads back to the attendance.
//!
//! Invariant: the ranges cover the whole text, in order, without gap or overlap, on line starts, but where one sentence
//! holds bases, grounds and the words that enact (*Le comité, vu la loi, après en avoir délibéré, décide…*).

mod prose;
pub(crate) mod visa;

use crate::recognise::{Pattern, compile, reference_token};
use prose::explains;
use std::ops::Range;

/// A part of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The heading and the words that open the sitting.
    Opening,
    /// Who was there, who was not, who voted for whom, the quorum, the secretary.
    Attendance,
    /// Reference, title, internal number.
    TitleBlock,
    /// What the rapporteur explains and proposes.
    Report,
    /// The legal bases, and the hearing of the rapporteur.
    Visas,
    /// The grounds.
    Considerants,
    /// The operative part.
    Articles,
    /// What became of the proposal.
    Vote,
    /// Signatures and the certification of the copy.
    Certification,
    /// Transmission, publication and other marks set on the act afterwards.
    Stamps,
    /// A table or list that is annexed behind the foot.
    Annex,
    /// What is none of these.
    Other,
}

static STAMP: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:ar (?:en |de la )?(?:sous-)?pr[ée]fecture(?:$| ?:)|(?:[-–•] ?)?(?:d[ée]lib[ée]rations? |acte |par |(?:et )?(?:de )?sa )?(?:rendue? ex[ée]cutoire|d[ée]pos[ée]e? (?:en|à la) (?:sous-)?pr[ée]fecture|date d'(?:affichage|envoi)|date de (?:publication|notification|mise en ligne|transmission|d[ée]p[ôo]t)|r[ée]ception (?:en (?:sous-)?pr[ée]fecture|par le pr[ée]fet|au contr[ôo]le)|(?:t[ée]l[ée])?transmis|re[çc]ue?s? (?:(?:en|[àa] la) (?:sous-)?pr[ée]fecture|par le repr[ée]sentant|au contr[ôo]le)|apr[èe]s (?:transmission|d[ée]p[ôo]t|r[ée]ception|t[ée]l[ée]transmission)|et (?:de (?:la|sa) )?publi",
        r"|envoy[ée] en (?:sous-)?pr[ée]fecture|publi(?:[ée]e?s?|cation)\b|transmission (?:en|à la|au) |affich(?:[ée]e?s?|age)\b|notifi[ée]e?s?\b|mise? en ligne",
        r"|(?:certifi[ée]e? )?ex[ée]cutoire|accus[ée] de r[ée]ception|liste des d[ée]lib[ée]rations (?:affich|mise|publi)|liste adress[ée]e",
        r"|proc[èe]s-verbal (?:arr[êe]t|publi|sign|affich)|mandat de paiement|date de (?:t[ée]l[ée]transmission|r[ée]ception)",
        r"|id ?: ?\d|\d{3}-\d{9}-\d{8}-|re[çc]ue? le ?:? ?\d{1,2}/\d|contr[ôo]le de l[ée]galit[ée] ?:|(?:le|la) (?:maire|pr[ée]sidente?) (?:\([^)]*\) )?certifie|acte (?:rendu )?ex[ée]cutoire|d[ée]p[ôo]t en (?:sous-)?pr[ée]fecture))"
    ))
});

/// *Annexe n° 1*, *ANNEXE À LA DÉLIBÉRATION N° …*, *Liste des bénéficiaires*: the heading of a list or table behind the foot.
static ANNEX: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^annexes?(?: ?n ?[°o])? ?(?:\d{1,2}|[a-f]|[ivx]{1,4}|unique)?(?: ?(?:[:–—(-]|sur|[àa] l[ae']|au|aux|d[eu]|de la) ?[^\n]{0,140})?$",
        // *IV – ANNEXES – ENGAGEMENTS HORS BILAN*, *B1.7 – LISTE DES CONCOURS ATTRIBUÉS À DES TIERS…*: those of a budget.
        r"|^[ivx]{1,4} ?[-–—] ?annexes?\b[^;\n]{0,140}$",
        r"|^(?:[a-d] ?\d{0,2}(?:[.-]\d{1,2}){0,2} ?[-–—.:]? ?)?(?:(?:liste|[ée]tat|tableau) des )?(?:concours|subventions) (?:attribu|vers|accord|allou)[ée]+e?s? [^;\n]{0,160}$",
        // At the right of a running head, in capitals or with a capital.
        r"|^[^.;\n]{0,100} (?-i:Annexe|ANNEXE)(?: ?n ?[°o])? ?(?:\d{1,2}|[A-F]|[IVX]{1,4}|unique)$",
        r"|^(?:tableau|liste|[ée]tat|r[ée]partition|r[ée]capitulatif|d[ée]tail|ventilation)(?: (?:annex|joint|r[ée]capitul|d[ée]taill|nominat)\p{L}*){0,2}(?: (?:des|de|du|d') ?[^:;.\n]{0,100})? ?:?$",
        r"|^(?:subventions|aides|b[ée]n[ée]ficiaires)\b[^:;.\n]{0,60} (?:attribu|accord|allou|vot)[ée]e?s\b[^:;.\n]{0,60}$"
    ))
});

/// What is annexed and is no list or table of grants.
static ANOTHER_TEXT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:convention|avenant|contrat|r[èe]glement|charte|plan|cahier|notice|rapport|mod[èe]le|statuts|membres|pr[ée]sents|pr[ée]sence|d[ée]lib[ée]rations|affaires|pouvoirs|pi[èe]ces)\b",
    )
});

/// Whether a line behind the foot heads a list or table of what was granted.
fn heads_an_annex(line: &str) -> bool {
    ANNEX.is_match(line) && !ANOTHER_TEXT.is_match(line)
}

static CERTIFICATION: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:pour (?:extrait|copie|exp[ée]dition|ampliation)|(?:et )?ont sign[ée] |(?:copie )?certifi[ée]e? conforme|fait et d[ée]lib[ée]r[ée]",
        r"|ainsi (?:fait|d[ée]lib[ée]r[ée])|inscrite? au registre|(?:le|la) (?:pr[ée]sidente?|maire|secr[ée]taire)[^.;:]{0,60},$",
        // An office and a name, and nothing that either does.
        r"|(?:le|la) (?:pr[ée]sidente?|maire|secr[ée]taire)(?: d[^.;:,]{0,50})?, ?(?:(?:m\.|mme|monsieur|madame) )?(?-i:\p{Lu}[\p{L}'-]+(?: (?:de |du |d'|le |la )?\p{Lu}[\p{L}'-]+){1,3}$)",
        r"|le (?:pr[ée]sident|maire), (?:le|la) secr[ée]taire)"
    ))
});

static VOTE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:[-–•] ?\d{1,3} (?:(?:voix|votes?) )?(?:pour|contre|abstentions?)\b|(?:cette|la) (?:proposition|d[ée]lib[ée]ration),? (?:est |a [ée]t[ée] |n'|mise aux voix)|mise?s? aux voix",
        // *Groupe Ensemble (3) : pour*
        r"|(?:le )?groupe \p{L}[^:;.\n]{1,90}? ?(?:\(\d{1,3}(?: [^()\n]{1,20})?\) ?: ?(?:pour|contre|abstentions?|s'abst)\b|: ?\d{1,3} (?:voix )?(?:pour|contre|abstentions?)(?:[.;,]|$)|: ?(?:pour|contre|abstentions?)[.;,]?$)",
        r"|adopt[ée]e?s?\b|rejet[ée]e?s?\b|approuv[ée]e?s? (?:à|par)\b|vote\b|votes ?(?::|\(|$)|d[ée]lib[ée]ration adopt[ée]e|votants|nombre de votants|suffrages exprim[ée]s|suffrages ?: ?\d|[^\n]{0,260}\bvotants ?: ?\d{1,3}\b[^\n]{0,40}\bpour ?:|scrutin(?: (?:public|secret|ordinaire|[ée]lectronique)){1,3}$|(?:(?:la|le|cette|cet|ce) )?(?:pr[ée]sente? )?(?:d[ée]lib[ée]ration|d[ée]cision|acte|r[ée]solution|rapport)(?: \p{L}+)? ?,? (?:(?:est|a [ée]t[ée]) )?(?:adopt|approuv|vot|accept)[ée]e? ?(?:\.?$|[àa] l ?'?unanimit|[àa] la majorit|par \d)|(?:[-–•−] ?)?(?:pour|contre|abstentions?) ?(?:\(\d{1,3}\) ?)?[:=] ?(?:\d|\p{Lu}[\p{L}'-]+[ ,\n])|(?:pour|contre|abstentions?) \d{1,3}(?: ?\([^()\n]{0,90}\))?[ ,;/|–-]{1,4}(?:pour|contre|abstentions?) \d|\d{1,3} (?:voix )?pour\b|(?:d[ée]compte|d[ée]tail) (?:du vote|du scrutin|des (?:voix|votes|suffrages))|scrutin(?: \p{L}+){0,3} ?:|[\p{L}' ]{3,40} ?: ?\d{1,3} (?:votants|suffrages|voix|exprim[ée]s)\b|n'(?:a|ont) pas pris part|unanimit[ée](?:[.!]| ?\([^()]{1,30}\)\.?)?$|(?:nombre de )?voix (?:pour|contre)|(?:la )?(?:pr[ée]sente )?d[ée]lib[ée]ration,? mise aux voix|ont vot[ée] (?:pour|contre)|se sont abstenus|r[ée]sultats? (?:du|des) (?:votes?|scrutins?)|ne prennent pas part|ne prend pas part",
        r"|(?:les |ces |la |cette )?(?:propositions?|conclusions)\b[^.;:\n]{0,60}\b(?:mise?s? aux voix|(?:(?:est|sont) )?(?:adopt|approuv|accept|rejet))",
        r"|(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:\n]{0,60}? (?:adopte|approuve|accepte|rejette) (?:ces|cette|les|la) (?:propositions?|conclusions)",
        r"|(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:\n]{0,60}? (?:adopte|approuve|accepte|rejette),? (?:par \d|[àa] l'unanimit|[àa] la majorit)[^:;\n]{0,60}\.?$",
        r"|(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)(?: (?:municipal|communautaire|syndical|d[ée]partementale?|r[ée]gionale?|m[ée]tropolitain|permanente))? (?:adopte|approuve|accepte|rejette)\.?$",
        r"|[^\n:.]{0,140}\bil est proc[ée]d[ée] au vote|aucun membre n'ayant demand|le vote (?:a lieu|est)\b|il est procédé au vote|(?:à l'unanimité|par \d+ voix)|(?:le|la) (?:proposition|d[ée]lib[ée]ration|rapport|texte) (?:est|a [ée]t[ée]) (?:adopt|rejet))"
    ))
});

/// *Articles 1 et 2 : adoptés à l'unanimité*, *Article 4 et ensemble : 31 voix pour*: how articles were voted.
static ARTICLE_VOTED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^articles? (?:\d{1,2}|premier)[^:;.\n]{0,60} ?[:–—-] ?(?:(?:(?:est|sont) )?(?:adopt|approuv|rejet)[ée]+s? (?:[àa] l'unanimit|[àa] la majorit|par \d)|[àa] l'unanimit[ée]|unanimit[ée]|\d{1,3} voix pour\b|\d{1,3} pour(?:[,;.]|$| et\b| contre\b| \d)|pour ?:? ?\d)",
    )
});

/// *Adopté à la majorité : 27 voix pour, 5 contre*: what became of the act and its count, in one line.
static VOTE_BELOW: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:d[ée]lib[ée]ration )?(?:adopt|approuv|rejet)[ée]e?s? (?:[àa] l'unanimit|[àa] la majorit|par \d)|r[ée]sultats? d(?:u|es) (?:votes?|scrutins?) ?: ?\p{L})",
    )
});

static OPERATIVE: Pattern = Pattern::new(|| {
    compile(
        r#"(?i)(?:^(?:[«"“] ?|[-–—•►➢] ?)?(?:art(?:icle|\.) (?:1\b|1er|premier|unique|un\b|i\b)|d[ée]lib[èe]re\b|d[ée]cide\b|arr[êe]te ?:)|apr[èe]s (?:en )?(?:avoir )?(?:\p{L}+(?: et|,) (?:en avoir )?)?d[ée]lib[ée](?:ration|r[ée])\b|^(?:et )?(?:en )?ayant (?:\p{L}+ et )?d[ée]lib[ée]r[ée]|^d[ée]lib[ée]rant (?:[àa] |au |aux |par |en |valablement|r[ée]guli[èe]rement|conform[ée]ment)|^dispositif ?:?$|apr[èe]s avoir entendu [^;:\n]{3,140} et en avoir d[ée]lib[ée]r[ée]\b|^en cons[ée]quence,? (?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:\n]{0,60} ?:$|^apr[èe]s (?:un |le )?tour de table ?,?$|^apr[èe]s (?:d[ée]bats?|discussions?|[ée]changes?(?: de vues)?|en avoir d[ée]battu|(?:un )?tour de table|examen),? (?:arr[êe]te\b|et (?:vote|par|d[ée]lib|[àa] )|(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)|[àa] l'unanim|[àa] la major|par \d|d[ée]cide))"#,
    )
});

/// *Le conseil, par 12 voix pour, décide*: the vote stands in the words that enact.
static ENACTED: Pattern = Pattern::new(|| {
    compile(concat!(
        // *Au vu de ces éléments, les membres du bureau, à l'unanimité, décident :*
        r"(?i)^(?:(?:au vu|compte tenu|au regard|en cons[ée]quence|par cons[ée]quent|[àa] l'issue|suite|ceci expos[ée]|cela [ée]tant|ainsi inform[ée]|apr[èe]s [ée]change|apr[èe]s d[ée]bat)[^.;:,\n]{0,60}, )?",
        r"(?:le|la|l'|les) ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e|administrateurs|membres)[^.;:\n]{0,120}?,? ",
        r"(?:[àa] l'unanimit|par (?:\d+|\p{L}+) (?:voix|votes?)|[àa] la majorit)"
    ))
});

/// *à l'unanimité, décide*, *par 12 voix pour, attribue*: the vote, then what it decides.
static DECIDED_AT_ONCE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:[àa] l'unanimit[ée]|[àa] la majorit[ée]|(?:par|avec) \d)[^.;:\n]{0,120}?,? ?(?:- )?(?:d[ée]cide|attribue|accorde|alloue|octroie|fixe)\b",
    )
});

/// *par 13 voix pour et une contre, accepte…*, *à l'unanimité :*, below the grounds: the organ stands above them.
static VOTED_BELOW_GROUNDS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:[àa] l'unanimit[ée]|[àa] la majorit[ée]|par (?:\d{1,3}|\p{L}+(?:[- ]\p{L}+)?) (?:voix|votes?))(?:,? [^;:\n]{0,200}?)?(?:\b(?:d[ée]cide|attribue|accorde|alloue|octroie|fixe|accepte|approuve|adopte|vote|valide)(?: |,|:|$)| ?[,:]$)",
    )
});

/// *ADOPTE les conclusions du rapport et, en conséquence :*: what is decided stands below.
static LEADS_ON: Pattern = Pattern::new(|| {
    compile(r"(?i)^(?:adopte|approuve|accepte)\b[^.;:\n]{0,90} en cons[ée]quence ?:?$")
});

/// *approuve, par 11 voix pour, le rapport*, below the grounds: the organ stands above them.
static APPROVES_BELOW_GROUNDS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:approuve|adopte|accepte|valide),? (?:par (?:\d{1,3}|\p{L}+) (?:voix|votes?)|[àa] l'unanimit|[àa] la majorit)",
    )
});

/// *Le conseil municipal décide*: the organ, then the verb of what it decides.
static ORGAN_DECIDES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^|, )(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)(?: \p{L}+| d'administration){0,2},? ",
        r"(?:d[ée]cide|accorde|attribue|alloue|octroie|refuse)(?: d'| de | [àa] l| au | ?:|,|$)",
        // *Le comité, après débat, adopte les propositions du bureau et :*
        r"|^(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:\n]{0,140} (?:adopte|approuve|accepte)\b[^.;:\n]{0,60} ?:$"
    ))
});

/// An item that begins with the verb of a decision.
static ITEM_DECIDES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^[-–•➢] ?(?i:accepte|approuve|adopte|attribue|accorde|alloue|octroie|vote|valide|ent[ée]rine|d[ée]cide|autorise|fixe)\b",
        // Without a bullet in capitals alone.
        r"|^(?:ACCEPTE|APPROUVE|ADOPTE|ATTRIBUE|ACCORDE|ALLOUE|OCTROIE|VALIDE|AUTORISE|FIXE),? (?:[\p{Ll}\d]|.{0,40} \p{Ll})"
    ))
});

/// Votes on something else than the act.
static OF_THE_SITTING: Pattern = Pattern::new(|| {
    compile(
        // The secretary of an association is another.
        r"(?i)proc[èe]s[- ]verbal|compte[- ]rendu|ordre du jour|secr[ée]taire(?: de (?:la )?s[ée]ance|$|[ :]*[^\p{L}' ]| (?-i:\p{Lu}))|urgence|huis clos",
    )
});

/// *Il est demandé au Bureau de bien vouloir…*: where no words enact, what the organ is asked to
/// decide is what it decides.
static REQUESTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:[^.;:\n]{0,90}, )?(?:il (?:vous |lui |nous )?(?:est|sera|serait) (?:donc |ainsi |alors |par cons[ée]quent |en cons[ée]quence )?(?:propos[ée]|demand[ée])\b",
        r"|(?:je|nous) vous (?:prions?|propos(?:e|ons)|demand(?:e|ons))\b)"
    ))
});

/// Words by which what was asked is decided.
static DECIDED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:(?:adopt|approuv|accept|rejet)[ée]e?s?\b|(?:adopte|approuve|accepte|rejette)(?: |\.$)|[àa] l'unanimit|\d (?:voix )?pour\b|pour ?: ?\d)",
    )
});

/// The verb alone on its line.
static DECIDES_BELOW: Pattern =
    Pattern::new(|| compile(r"(?i)^(?:d[ée]cide|d[ée]lib[èe]re|arr[êe]te)(?: (?:de|d'))? ?[:,]?$"));

static ARTICLE: Pattern =
    Pattern::new(|| compile(r#"(?i)^(?:[«"“] ?|[-–—•►➢] ?)?art(?:icle|\.) (?:\d|[a-z])"#));

static GROUND: Pattern =
    Pattern::new(|| compile(r"(?i)^(?:[-–—•*>·] ?)?(?:consid[ée]rant\b|vu qu(?:e\b|'))"));

/// The organ alone on a line, as it stands above the visas.
static ENACTING: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:le (?:bureau|conseil|comité)|la commission permanente|l'assemblée)\b[^.;:]{0,120},$",
    )
});

static REPORT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^expos[ée]s?(?: des motifs)? ?:?$|^mesdames,? (?:et )?messieurs\b(?:(?-i:[^:\p{Lu}]*)|,? (?:les|mes|chers?)\b[^:]*)$|le rapport (?:suivant|qui suit|ci-(?:après|dessous)) ?:$|^rapporteur\b|^exposé des motifs|^rapport (?:de|du|au)\b",
        r"|^(?:monsieur|madame|m\.|mme|le (?:maire|président)|la (?:maire|présidente))\b[^.:]{0,120} (?-i:expose|rappelle|informe|propose|présente)\b",
        r"|^par délibération\b|^il est exposé|^(?:mes )?(?:ch[eè]re?s? )+(?:amie?s?|coll[èe]gues)\b|^il (?:vous |nous |lui )?(?:est|sera|serait) (?:donc |ainsi |alors )?propos[ée]\b)"
    ))
});

/// A line that names who reports, and nothing else.
/// Who explains, and that he does: *Monsieur le Président expose que…*.
static SPEAKS: Pattern = Pattern::new(|| {
    compile(
        r"^(?i:monsieur|madame|m\.|mme|le (?:maire|président)|la (?:maire|présidente))\b[^.:]{0,80} (?:expose|rappelle|informe|explique|présente|indique)\b",
    )
});

static RAPPORTEUR: Pattern =
    Pattern::new(|| compile(r"(?i)^rapporteure?s? ?: ?(?:MM?\. ?|Dr\. ?)?[^.;:]{3,100}\.?$"));

/// *Rapport du Président*: a heading and no more.
static REPORT_ALONE: Pattern = Pattern::new(|| {
    compile(r"(?i)^rapport (?:du (?:pr[ée]sident|maire)|de la (?:pr[ée]sidente|maire))$")
});

static OBJECT: Pattern = Pattern::new(|| compile(r"(?i)^objet ?:"));

/// The label of a list of members.
static LISTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:(?:[ée]tai(?:en)?t|sont) (?:pr[ée]sent|absent|excus|repr[ée]sent)[^.:]{0,60}:",
        r"|(?:pr[ée]sents?|absents?|excus[ée]e?s?|pouvoirs?|procurations?)(?: excus[ée]e?s?)?(?: \(\d+\))? ?:",
        // Labels alone on their line, one or two side by side.
        r"|(?:pr[ée]sents?|absents?|excus[ée]e?s?)(?: (?:et |ou )?(?:pr[ée]sents?|absents?|excus[ée]e?s?|repr[ée]sent[ée]e?s?|pouvoirs?|procurations?))*$)"
    ))
});

static TITLE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:objet\b ?:?|(?:titre|intitul[ée]|sujet|libell[ée]) ?(?::|[–—])|intitul[ée]$|(?:affaire|d[ée]lib[ée]ration|rapport)(?: (?:du (?:conseil|pr[ée]sident|maire|bureau)|de la pr[ée]sidente)(?: \p{L}+)?)? n ?[°o]|n° ?[\p{L}\d])",
    )
});

static ATTENDANCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:(?:[ée]tai(?:en)?t|sont|ont|avai(?:en)?t) (?:pr[ée]sent|absent|excus|repr[ée]sent|donn[ée] p)",
        r"|pr[ée]sents?\b|absents?\b|excus[ée]+s?\b|repr[ée]sent[ée]s\b|pouvoirs?\b|procurations?\b|(?:nombre de )?(?:membres|conseillers)\b",
        r"|en exercice|secr[ée]taire\b|secr[ée]tariat|le quorum|quorum)"
    ))
});

/// Where the reading of the lines stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Before,
    Bases,
    Grounds,
    Decision,
    After,
}

/// The parts of an act, in order, covering the whole text.
pub(crate) fn segment(folded: &str) -> Vec<(Part, Range<usize>)> {
    let mut parts: Vec<(Part, Range<usize>)> = Vec::new();
    let mut at = 0;
    let mut phase = Phase::Before;
    let mut part = Part::Opening;
    let requested = requested(folded);
    for raw in folded.split_inclusive('\n').flat_map(visa::apart) {
        let range = at..at + raw.len();
        at = range.end;
        let line = raw.trim();
        let mut here = part;
        if !line.is_empty() {
            (here, phase) = place(line, part, phase);
            let below = || visa::names_a_basis(folded.get(at..).unwrap_or_default());
            if phase <= Phase::Bases && visa::REFERENCES.is_match(line) && below() {
                (here, phase) = (Part::Visas, Phase::Bases);
            }
            if requested == Some(range.start) && phase < Phase::Decision {
                (here, phase) = (Part::Articles, Phase::Decision);
            }
            // Who reports is named before the title, or before who was there: the report is later.
            if here == Part::Report
                && part != Part::Report
                && (RAPPORTEUR.is_match(line) || REPORT_ALONE.is_match(line))
                && heading_goes_on(folded.get(at..).unwrap_or_default())
            {
                here = part;
            }
            let heads = matches!(here, Part::Opening | Part::Attendance | Part::TitleBlock);
            if heads
                && phase == Phase::Before
                && explains(line, folded.get(at..).unwrap_or_default())
            {
                here = Part::Report;
            }
            // A stamp set at the head of a page interrupts nothing.
            let passing = here == Part::Stamps && (phase < Phase::After || part == Part::Annex);
            if !passing {
                part = here;
            }
        }
        match parts.last_mut() {
            Some((last, known)) if *last == here => known.end = range.end,
            _ => parts.push((here, range)),
        }
    }
    parts
}

/// The line that asks the organ to decide, where no words enact and the outcome stands behind it.
fn requested(folded: &str) -> Option<usize> {
    let mut at = 0;
    let mut found = None;
    for raw in folded.split_inclusive('\n') {
        let line = raw.trim();
        if REQUESTED.is_match(line) {
            found = Some(at);
        } else if found.is_some() && visa::opens(line) {
            // What is asked above the legal bases is proposed: the decision stands below them.
            found = None;
        } else if found.is_some() && VOTE.is_match(line) && DECIDED.is_match(line) {
            return found;
        } else if OPERATIVE.is_match(line)
            || (found.is_none() && enacts(line))
            || (ORGAN_DECIDES.is_match(line) && !OF_THE_SITTING.is_match(line))
        {
            return None;
        }
        at += raw.len();
    }
    let behind = folded.get(found?..).and_then(|rest| rest.split_once('\n'));
    behind.filter(|(_, rest)| DECIDED.is_match(rest)).and(found)
}

/// *ATTRIBUE 500 € au Cercle (9 voix pour, 1 abstention)*: whether a line grants, by a verb of its own, with its vote in
/// brackets behind it.
pub(crate) fn grants_with_its_vote(line: &str) -> bool {
    static GRANTS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)^(?:[-–•*] ?|\d{1,2} ?[°.)/]+ ?)*(?:d'|de )?(?:attribu|accord|allou|octro|vers|vot)(?:e|er|ie|oie|oyer)\b(?:[^()\n]|\([^()\n]{2,40}\) ?){3,110}?\d ?(?:€|euros?)",
            r"[^()\n]{0,100}? ?\((?:vote ?:? ?)?(?:[àa] l'|à la )?(?:unanimit|majorit|adopt|pour|\d{1,3} (?:voix|votes?|pour|contre|abst))[^()]*\) ?[.;,]?$"
        ))
    });
    GRANTS.is_match(line)
}

/// Whether a line holds the words of an organ that enacts.
fn enacts(line: &str) -> bool {
    (ENACTED.is_match(line) || ORGAN_DECIDES.is_match(line)) && !OF_THE_SITTING.is_match(line)
}

/// How the sitting is told in a sentence.
static SITTING_TOLD: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:s'est (?:r[ée]uni|assembl[ée])|se sont (?:r[ée]unis|assembl[ée]s)|sous la pr[ée]sidence d)",
    )
});

/// Whether what follows is still heading: a title that its word introduces, or a list of members,
/// before anything explains, founds or decides.
fn heading_goes_on(rest: &str) -> bool {
    let lines = rest.lines().map(str::trim).filter(|line| !line.is_empty()).take(12);
    let said = |line: &&str| {
        !(visa::opens(line)
            || GROUND.is_match(line)
            || OPERATIVE.is_match(line)
            || REPORT.is_match(line))
    };
    lines
        .take_while(said)
        .any(|line| OBJECT.is_match(line) || LISTED.is_match(line) || SITTING_TOLD.is_match(line))
}

/// The part that a line opens or goes on with, and the phase after it.
fn place(line: &str, part: Part, phase: Phase) -> (Part, Phase) {
    // Some acts print the report behind their foot.
    if phase == Phase::After && REPORT_ALONE.is_match(line) {
        return (Part::Report, phase);
    }
    if phase == Phase::After && heads_an_annex(line) {
        return (Part::Annex, phase);
    }
    if STAMP.is_match(line) {
        let done = matches!(part, Part::Vote | Part::Certification | Part::Stamps);
        return (Part::Stamps, if done { Phase::After } else { phase });
    }
    if phase >= Phase::Decision && ARTICLE_VOTED.is_match(line) {
        return (Part::Vote, Phase::After);
    }
    if phase >= Phase::Decision && !ARTICLE.is_match(line) {
        if CERTIFICATION.is_match(line) {
            return (Part::Certification, Phase::After);
        }
        // *par 7 voix pour, une abstention,* leads to what is decided.
        // *à l'unanimité, attribue…* goes on with the organ's sentence.
        let decides = part == Part::Articles && DECIDED_AT_ONCE.is_match(line);
        let behind = matches!(part, Part::Certification | Part::Annex);
        // Some acts print their vote below the signature.
        let signed = part == Part::Certification && VOTE_BELOW.is_match(line);
        let decides = decides || grants_with_its_vote(line) || LEADS_ON.is_match(line);
        if VOTE.is_match(line) && (!behind || signed) && !line.ends_with(',') && !decides {
            return (Part::Vote, Phase::After);
        }
    }
    // `article 29` at the start of a line may end a visa: only a first article opens the decision.
    // *- accepte de verser…*, below the grounds: the organ stands above them.
    let item = (phase >= Phase::Bases || part == Part::Report) && ITEM_DECIDES.is_match(line);
    let voted = matches!(part, Part::Visas | Part::Considerants)
        && VOTED_BELOW_GROUNDS.is_match(line)
        || part == Part::Considerants && APPROVES_BELOW_GROUNDS.is_match(line);
    let decides = OPERATIVE.is_match(line)
        || LEADS_ON.is_match(line)
        || enacts(line)
        || voted
        || item
        || (phase == Phase::Decision && ARTICLE.is_match(line));
    // *PAR 12 VOIX POUR*, and below it *DÉCIDE*: the vote stands above what it decides.
    let below_its_vote = part == Part::Vote && DECIDES_BELOW.is_match(line);
    if (decides && phase < Phase::After) || below_its_vote {
        return (Part::Articles, Phase::Decision);
    }
    if phase <= Phase::Grounds && GROUND.is_match(line) {
        return (Part::Considerants, Phase::Grounds);
    }
    let above_visas = ENACTING.is_match(line) && part != Part::Opening;
    // Legal bases may stand behind the grounds.
    let behind = phase == Phase::Grounds
        && matches!(part, Part::Considerants | Part::Visas)
        && visa::opens(line);
    if behind {
        return (Part::Visas, Phase::Grounds);
    }
    if phase <= Phase::Bases
        && (visa::opens(line)
            || visa::ABOVE.is_match(line)
            || visa::beside(line).is_some()
            || above_visas)
    {
        return (Part::Visas, Phase::Bases);
    }
    // What the rapporteur explains may stand behind the legal bases.
    if part == Part::Visas && SPEAKS.is_match(line) {
        return (Part::Report, phase);
    }
    if phase == Phase::Before {
        return (before_the_visas(line, part), phase);
    }
    (part, phase)
}

fn before_the_visas(line: &str, part: Part) -> Part {
    if part == Part::Report {
        return part;
    }
    if reference_token(line).is_some() || TITLE.is_match(line) {
        return Part::TitleBlock;
    }
    if REPORT.is_match(line) {
        return Part::Report;
    }
    if ATTENDANCE.is_match(line) {
        return Part::Attendance;
    }
    // Names go on over lines and blank lines; a title ends with the number printed below it.
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(folded: &str) -> Vec<Part> {
        segment(folded).into_iter().map(|(part, _)| part).collect()
    }

    #[test]
    fn the_parts_of_a_metropolitan_act() {
        let text = "Madame Anne AUBIN, Présidente de la Métropole de Vauclaire, a ouvert la séance.\n\n\
            Étaient présents Mesdames et Messieurs :\nAnne AUBIN - Luc BON.\n\nABCD-001-1234/23/BM\n\
            • Attribution d'une subvention\n12345\n\nMadame la Présidente soumet au Bureau le rapport suivant :\n\n\
            Les Ateliers demandent.\n\nLe Bureau de la Métropole de Vauclaire,\n\nVu\n• Le Code ;\n\nConsidérant\n\
            • L'intérêt.\n\nDélibère\n\nArticle 1 :\n\nEst approuvé.\n\nCette proposition mise aux voix est adoptée\n\n\
            Pour copie conforme,\nLe Conseiller\n\nLuc BON\n\nTransmis en préfecture le 2 mai 2023";
        assert_eq!(
            kinds(text),
            [
                Part::Opening,
                Part::Attendance,
                Part::TitleBlock,
                Part::Report,
                Part::Visas,
                Part::Considerants,
                Part::Articles,
                Part::Vote,
                Part::Certification,
                Part::Stamps
            ]
        );
    }

    #[test]
    fn stamps_at_the_head_of_a_page_interrupt_nothing() {
        let text = "Reçu en préfecture le 4 mai 2022\nConseil municipal\n\nVu le code,\nPublié le 5 mai 2022\nVu la loi,\nDÉCIDE\nArticle 1 : d'attribuer.";
        assert_eq!(
            kinds(text),
            [Part::Stamps, Part::Opening, Part::Visas, Part::Stamps, Part::Visas, Part::Articles]
        );
    }

    proptest! {
        #[test]
        fn the_parts_cover_any_text(text in "(\\PC|\n|Vu |Article 1 |Considérant |Délibère\n|é){0,60}") {
            let mut at = 0;
            for (_, range) in segment(&text) {
                prop_assert_eq!(range.start, at);
                prop_assert!(text.get(range.clone()).is_some());
                at = range.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
