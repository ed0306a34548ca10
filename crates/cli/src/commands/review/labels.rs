//! The names of fields for a person.

use super::form::Place;
use greffe_render::Lang;

/// The name of a field for a person: in words where it has some.
pub fn label(place: &Place, lang: Lang) -> String {
    let say = |fr: &str, en: &str| if lang == Lang::Fr { fr } else { en }.to_owned();
    let pointer = match place {
        Place::Effective => return say("date d'effet", "effective"),
        Place::Stream => return say("flux", "stream"),
        Place::Grade => return say("degré", "grade"),
        Place::Data(pointer) => pointer,
    };
    let part = |part: &str| {
        if let Ok(at) = part.parse::<usize>() {
            return (at + 1).to_string();
        }
        let known = LABELS.iter().find(|(name, _)| *name == part);
        match (known, lang) {
            (Some((_, fr)), Lang::Fr) => (*fr).to_owned(),
            _ => part.trim_end_matches("_cents").replace('_', " "),
        }
    };
    pointer.split('/').skip(1).map(part).collect::<Vec<_>>().join(" · ")
}

/// The fields in French; English speaks with their names.
const LABELS: &[(&str, &str)] = &[
    ("absent", "absents"),
    ("abstentions", "abstentions"),
    ("act", "acte"),
    ("activity", "activité"),
    ("addressee", "destinataire"),
    ("amends", "modifie"),
    ("amount_cents", "montant"),
    ("annexed", "annexée"),
    ("articles", "articles"),
    ("assignment", "affectation"),
    ("avenant", "avenant"),
    ("balance_cents", "solde"),
    ("ballot", "vote"),
    ("ballots", "votes nommés"),
    ("beneficiary", "bénéficiaire"),
    ("budget_cents", "budget"),
    ("by", "par"),
    ("capacity", "qualité"),
    ("casting_vote", "voix prépondérante"),
    ("changes", "change"),
    ("clauses", "clauses"),
    ("compares_forecast", "compare au prévisionnel"),
    ("condition", "condition"),
    ("condition_unmet", "condition non remplie"),
    ("considerants", "considérants"),
    ("count", "nombre"),
    ("date", "date"),
    ("derivation", "déduction"),
    ("detail", "précision"),
    ("done", "faite"),
    ("electronic", "par voie électronique"),
    ("excused", "excusés"),
    ("executory_on", "exécutoire le"),
    ("exercise", "exercice"),
    ("explanatory_note", "note explicative"),
    ("figure", "figure"),
    ("final_cents", "montant définitif"),
    ("formality", "formalité"),
    ("from", "de"),
    ("from_cents", "budget remplacé"),
    ("ground", "motif"),
    ("group", "groupe"),
    ("groups", "groupes"),
    ("hour", "heure"),
    ("in_kind", "en nature"),
    ("indicators", "indicateurs"),
    ("institution", "institution"),
    ("instrument", "instrument"),
    ("internal_number", "numéro interne"),
    ("label", "intitulé"),
    ("left_room", "sort de la salle"),
    ("legal_form", "forme juridique"),
    ("matters", "matières"),
    ("means", "moyen"),
    ("members_in_office", "membres en exercice"),
    ("method", "mode de scrutin"),
    ("name", "nom"),
    ("no_part", "ne prennent pas part"),
    ("no_part_in_debate", "hors du débat"),
    ("no_part_in_vote", "hors du vote"),
    ("number", "numéro"),
    ("on", "le"),
    ("on_proposal_of", "sur proposition de"),
    ("or_representative", "ou représentant"),
    ("organ", "organe"),
    ("outcome", "issue"),
    ("person", "personne"),
    ("place", "lieu"),
    ("present", "présents"),
    ("present_count_stated", "présents annoncés"),
    ("presided_by", "présidence"),
    ("proxies", "pouvoirs"),
    ("purpose", "objet"),
    ("rapporteur", "rapporteur"),
    ("reached", "atteint"),
    ("realised_cents", "dépense réalisée"),
    ("receipt", "accusé"),
    ("reference", "référence"),
    ("repeals", "abroge"),
    ("representative", "représentant"),
    ("requested_by", "à la demande de"),
    ("required", "requis"),
    ("rna", "RNA"),
    ("role", "rôle"),
    ("rule", "règle"),
    ("scale", "décimales"),
    ("sealed", "scellé"),
    ("seat", "siège"),
    ("secretary", "secrétaire"),
    ("share", "part"),
    ("signatory", "signataire"),
    ("siren", "SIREN"),
    ("siret", "SIRET"),
    ("sitting", "séance"),
    ("stated", "dit"),
    ("subject", "sujet"),
    ("submitted_by", "présenté par"),
    ("successors", "entités issues"),
    ("takes_effect", "prend effet"),
    ("text", "texte"),
    ("title", "titre"),
    ("to", "à"),
    ("to_cents", "nouveau budget"),
    ("unanimous", "unanimité"),
    ("unchanged", "inchangé"),
    ("urgency_accepted", "urgence admise"),
    ("visas", "visas"),
    ("voter", "votant"),
    ("votes_against", "contre"),
    ("votes_for", "pour"),
    ("when", "quand"),
    ("words", "termes"),
];

/// Whether every field that this name may stand for has French words.
#[cfg(test)]
pub fn has_words(name: &str) -> bool {
    LABELS.iter().any(|(known, _)| *known == name)
}
