//! The words of a check behind the number of what it looked at.

use super::Check;
use greffe_render::Lang;

/// The words for several, and those for one.
const WORDS: &[(&str, &str)] = &[
    ("octets relus et hachés", "octet relu et haché"),
    ("bytes read and hashed", "byte read and hashed"),
    ("inscriptions, liens, numéros et instants", "inscription, lien, numéro et instant"),
    ("entries, links, numbers and instants", "entry, link, number and instant"),
    ("pages scellées", "page scellée"),
    ("sealed pages", "sealed page"),
    ("pages de la sauvegarde", "page de la sauvegarde"),
    ("pages of the backup", "page of the backup"),
    ("documents hachés à nouveau", "document haché à nouveau"),
    ("documents hashed again", "document hashed again"),
    ("documents hachés", "document haché"),
    ("documents hashed", "document hashed"),
    ("passages suivis jusqu'à leur texte", "passage suivi jusqu'à son texte"),
    ("passages followed into their texts", "passage followed into its text"),
    ("états gardés, refaits d'après le journal", "état gardé, refait d'après le journal"),
    ("kept states folded anew from the log", "kept state folded anew from the log"),
    (
        "valeurs scellées du coffre, et ce qui a été effacé",
        "valeur scellée du coffre, ou ce qui a été effacé",
    ),
    (
        "sealed values of the vault, and what was erased",
        "sealed value of the vault, or what was erased",
    ),
    (
        "points de contrôle comparés à l'arbre des inscriptions",
        "point de contrôle comparé à l'arbre des inscriptions",
    ),
    (
        "checkpoints compared with the tree over the entries",
        "checkpoint compared with the tree over the entries",
    ),
    ("tuiles comparées à l'arbre", "tuile comparée à l'arbre"),
    ("tiles compared with the tree", "tile compared with the tree"),
    ("signatures des points de contrôle", "signature des points de contrôle"),
    ("signatures of checkpoints", "signature of checkpoints"),
    ("clés que le registre inscrit", "clé que le registre inscrit"),
    ("keys that the ledger records", "key that the ledger records"),
    ("points de contrôle d'une clé admise", "point de contrôle d'une clé admise"),
    ("checkpoints by a pinned key", "checkpoint by a pinned key"),
    ("cosignatures de témoins admis", "cosignature de témoins admis"),
    ("cosignatures of pinned witnesses", "cosignature of pinned witnesses"),
    ("horodatages d'une autorité admise", "horodatage d'une autorité admise"),
    ("time-stamps by a pinned authority", "time-stamp by a pinned authority"),
    ("octets du fichier, et leur forme", "octet du fichier, et sa forme"),
    ("bytes of the file, and its form", "byte of the file, and its form"),
    ("inscriptions bien formées", "inscription bien formée"),
    ("entries that are well-formed", "entry that is well-formed"),
    ("liens de la chaîne", "lien de la chaîne"),
    ("links of the chain", "link of the chain"),
    ("preuves d'appartenance à l'arbre", "preuve d'appartenance à l'arbre"),
    ("proofs that entries are in the tree", "proof that an entry is in the tree"),
    ("signatures du point de contrôle", "signature du point de contrôle"),
    ("signatures of the checkpoint", "signature of the checkpoint"),
    (
        "clés qui l'ont signé, d'après ce qu'en dit le registre",
        "clé qui l'a signé, d'après ce qu'en dit le registre",
    ),
    (
        "keys that signed it, by what the ledger says of them",
        "key that signed it, by what the ledger says of it",
    ),
    ("clés admises qui l'ont signé", "clé admise qui l'a signé"),
    ("pinned keys that signed it", "pinned key that signed it"),
    ("témoins admis qui l'ont vu", "témoin admis qui l'a vu"),
    ("pinned witnesses that saw it", "pinned witness that saw it"),
    ("horodatages tenus pour vrais", "horodatage tenu pour vrai"),
    ("time-stamps held to be true", "time-stamp held to be true"),
];

impl Check {
    /// What was looked at, in the number in which it was; what is one by its nature has no other words.
    pub(super) fn said(&self, lang: Lang) -> &'static str {
        let (words, one) = match lang {
            Lang::Fr => (self.fr, self.count < 2),
            Lang::En => (self.en, self.count == 1),
        };
        let known = WORDS.iter().find(|(several, _)| one && *several == words);
        known.map_or(words, |(_, one)| one)
    }
}

/// How many of a thing, in French and in English.
pub(super) fn counted(n: u64, fr: (&str, &str), en: (&str, &str)) -> (String, String) {
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    let of = |lang| greffe_render::count(lang, n, fr, en);
    (of(Lang::Fr), of(Lang::En))
}
