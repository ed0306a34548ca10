//! What the rooms below say of damage, and of what they doubt in a text, in French.
//!
//! Libraries speak English, to developers; a person who runs `verify` or `doctor` reads his own
//! language. Each sentence is known by its fixed words, what stands between them is taken over, and may
//! be a known sentence itself. One that is not known stays as it is: nothing is hidden.

mod reading;
mod shapes;
mod taken_away;
mod time_stamps;

use reading::READING;
use shapes::SHAPES;
use taken_away::TAKEN_AWAY;
use time_stamps::TIME_STAMPS;

/// English and French, with `{}` for what is taken over, in its order; or `{N}` for the part N, from 0, where
/// French says it elsewhere or leaves one out. The longer of two with one beginning first.
const SENTENCES: &[(&str, &str)] = &[
    // Damage, with its place and its remedy.
    ("damaged: {}, in {}; {}", "endommagé : {}, dans {} ; {}"),
    (
        "leave its files as they are; `greffe doctor` lists what is whole, `greffe restore` makes a \
         ledger of that and of a backup",
        "laisser ses fichiers tels quels ; `greffe doctor` liste ce qui est entier, `greffe restore` en \
         refait un registre, avec une sauvegarde",
    ),
    (
        "close the ledger, remove its folder `index`, which holds nothing else, and open it again: the index \
         is made anew from the log",
        "fermer le registre, supprimer son dossier `index`, qui ne contient rien d'autre, et rouvrir : l'index \
         est refait d'après le journal",
    ),
    (
        "give another directory: this one stays as it was; `greffe verify` says what it holds",
        "indiquer un autre dossier : celui-ci reste tel quel ; `greffe verify` dit ce qu'il contient",
    ),
    (
        "give another backup, or both a backup and the damaged ledger; nothing was made",
        "donner une autre sauvegarde, ou une sauvegarde et le registre endommagé ; rien n'a été créé",
    ),
    (
        "cannot make a temporary folder in {}: {}; {}: what was acknowledged is recorded",
        "le système refuse un dossier temporaire dans {} : {} ; {}. Ce qui était confirmé reste inscrit",
    ),
    (
        "cannot {} {}: {}; {}: what was acknowledged is recorded",
        "le système refuse l'accès à {1} : {2} ; {3}. Ce qui était confirmé reste inscrit",
    ),
    (
        "set TMPDIR to a folder that can be written and has room, then try again",
        "donner à TMPDIR un dossier où écrire, et qui ait de la place, puis recommencer",
    ),
    (
        "raise the limit of open files (ulimit -n), then try again",
        "relever la limite de fichiers ouverts (ulimit -n), puis recommencer",
    ),
    (
        "raise the limits of processes and of memory (ulimit -u, ulimit -v), then try again",
        "relever les limites de processus et de mémoire (ulimit -u, ulimit -v), puis recommencer",
    ),
    (
        "it lies on a read-only medium: read it with --forensic, or copy it to another one",
        "c'est un support en lecture seule : le lire avec --forensic, ou le copier sur un autre",
    ),
    ("make room on the disk, then try again", "faire de la place sur le disque, puis recommencer"),
    (
        "see to its rights (a ledger that may only be read is read with --forensic), then try again",
        "vérifier les droits (un registre qui ne peut qu'être lu se lit avec --forensic), puis recommencer",
    ),
    (
        "see to its medium, to its rights and to the room on it, then try again",
        "vérifier le support, les droits et la place, puis recommencer",
    ),
    (
        "nothing is lost: move this file to another folder while nobody has the ledger open, and open it \
         again; it is made anew from the pages",
        "rien n'est perdu : déplacer ce fichier dans un autre dossier quand personne n'a le registre ouvert, \
         et le rouvrir ; il est refait d'après les pages",
    ),
    (
        "keep this directory as it is, and make the next backup in another one: `greffe restore` takes from \
         it what is whole",
        "garder ce dossier tel quel, et faire la prochaine sauvegarde dans un autre : `greffe restore` en \
         reprend ce qui est entier",
    ),
    (
        "nothing is lost: move it to another folder; the next opening makes a new one",
        "rien n'est perdu : le déplacer dans un autre dossier ; la prochaine ouverture en refait un",
    ),
    ("what stands there is not a lock", "ce qui s'y trouve n'est pas un verrou"),
    (
        "the row of page {} is not what was written; the page is whole",
        "la ligne de la page {} n'est pas ce qui a été écrit ; la page est entière",
    ),
    // What a directory is not.
    ("it is not a directory", "ce n'est pas un dossier"),
    ("it is a ledger", "c'est un registre"),
    (
        "it is a backup; `greffe restore` makes a ledger of it",
        "c'est une sauvegarde ; `greffe restore` en fait un registre",
    ),
    ("its greffe.json names something else", "son greffe.json nomme autre chose"),
    (
        "it holds no greffe.json; where a creation was interrupted, create the ledger again in another \
         directory; what is left here `greffe doctor` shows",
        "il n'a pas de greffe.json ; si une création y a été interrompue, créer le registre dans un autre \
         dossier ; ce qui reste ici, `greffe doctor` le montre",
    ),
    ("its greffe.json is missing", "son greffe.json manque"),
    (
        "its greffe.json is not the marker of a ledger or of a backup",
        "son greffe.json n'est pas celui d'un registre ni d'une sauvegarde",
    ),
    (
        "its file `lock` is not the lock of a ledger or of a backup; choose another directory",
        "son fichier `lock` n'est pas le verrou d'un registre ni d'une sauvegarde ; choisir un autre dossier",
    ),
    (
        "it is the backup of another ledger than the damaged one; restore each apart",
        "c'est la sauvegarde d'un autre registre que celui qui est endommagé ; restaurer chacun à part",
    ),
    // Files.
    ("what stands there is not a regular file", "ce qui s'y trouve n'est pas un fichier ordinaire"),
    (
        "the file is longer than the {} bytes that it may have",
        "le fichier dépasse les {} octets qu'il peut avoir",
    ),
    (
        "the file claims {} bytes, the disk holds {} of them",
        "le fichier annonce {} octets, le disque en tient {}",
    ),
    ("the file is missing", "le fichier manque"),
    ("the file ends too early", "le fichier s'arrête trop tôt"),
    // The tail.
    (
        "the frame at byte {} is not whole, and whole frames follow it",
        "la trame à l'octet {} n'est pas entière, et des trames entières la suivent",
    ),
    ("the tail of the log is missing", "la fin du journal manque"),
    (
        "the tail begins at entry {}, inside a page",
        "la fin du journal commence à l'inscription {}, au milieu d'une page",
    ),
    ("the log holds no entry", "le journal ne contient aucune inscription"),
    ("the tail of the log", "la fin du journal"),
    ("{} was used; {} was not: {}", "{} a servi ; {} n'a pas servi : {}"),
    (
        "its first frame is not whole: cut off by a crash, or damaged",
        "sa première trame n'est pas entière : coupée par une panne, ou endommagée",
    ),
    // Pages.
    (
        "it holds {} entries, a page holds 256",
        "elle contient {} inscriptions, une page en contient 256",
    ),
    ("it holds {} entries, {} are due", "elle contient {} inscriptions, il en faut {}"),
    ("it holds no entry", "elle ne contient aucune inscription"),
    (
        "entry {} stands in the place of entry {}",
        "l'inscription {} est à la place de l'inscription {}",
    ),
    (
        "entry {} does not name the hash of the entry before it",
        "l'inscription {} ne nomme pas l'empreinte de celle qui la précède",
    ),
    (
        "its last entry has another hash than its row records",
        "sa dernière inscription n'a pas l'empreinte que note sa ligne",
    ),
    ("entries from {} on are missing", "les inscriptions manquent à partir de {}"),
    ("a row that is none of a page", "une ligne qui n'est celle d'aucune page"),
    ("the row of a sealed page is missing", "la ligne d'une page scellée manque"),
    ("the chain breaks inside {}", "la chaîne se rompt dans {}"),
    ("page {} of {}", "page {} de {}"),
    ("pages {} to {} are missing", "les pages {} à {} manquent"),
    ("entries {} to {}: {}", "inscriptions {} à {} : {}"),
    // The mark.
    ("the head mark is not whole", "le repère de tête n'est pas entier"),
    ("the head mark is missing", "le repère de tête manque"),
    (
        "the head mark is that of another ledger, {}",
        "le repère de tête est celui d'un autre registre, {}",
    ),
    (
        "the log is below its mark: {} entries were once on disk, {} are there",
        "le journal est en deçà de son repère : {} inscriptions étaient sur le disque, il en reste {}",
    ),
    (
        "entry {} hashes to {}, the head mark records {}",
        "l'inscription {} a l'empreinte {}, le repère de tête note {}",
    ),
    (
        "whether the head mark is of this ledger: entry 0 is not whole",
        "si le repère de tête est bien celui de ce registre : l'inscription 0 n'est pas entière",
    ),
    (
        "the entry that the head mark names: it cannot be read",
        "l'inscription que nomme le repère de tête : elle ne peut être lue",
    ),
    // Documents.
    ("the {} bytes of the document hash to {}", "les {} octets du document ont l'empreinte {}"),
    ("the document hashes to {}", "le document a l'empreinte {}"),
    ("entry {}: the file of {} is not held", "inscription {} : le fichier de {} n'est pas détenu"),
    ("entry {}: the text of {} is not held", "inscription {} : le texte de {} n'est pas détenu"),
    ("the file of {}, {}, is not held", "le fichier de {}, {}, n'est pas détenu"),
    ("the text of {}, {}, is not held", "le texte de {}, {}, n'est pas détenu"),
    (
        "the span [{}, {}] lies outside the text {}, which has {} bytes",
        "le passage [{}, {}] sort du texte {}, qui a {} octets",
    ),
    ("the text {} is not held or is damaged", "le texte {} n'est pas détenu ou est endommagé"),
    ("passages and documents behind damage: {}", "passages et documents derrière un défaut : {}"),
    (
        "kept states: not all entries behind them can be read",
        "états gardés : les inscriptions dont ils sont faits ne peuvent toutes être lues",
    ),
    ("kept states: {}", "états gardés : {}"),
    ("1 pages cannot be read", "1 page ne peut être lue"),
    ("{} pages cannot be read", "{} pages ne peuvent être lues"),
    // The index.
    ("index: rows wait in memory: {}", "index : des lignes attendent en mémoire : {}"),
    ("index: {}; made anew from the log", "index : {} ; refait d'après le journal"),
    ("a row of no form", "une ligne sans forme"),
    ("{} is cut off", "{} est coupé"),
    (
        "{} does not end as it was written, or is of another log",
        "{} ne finit pas comme il a été écrit, ou est d'un autre journal",
    ),
    ("{} is of no form", "{} est sans forme"),
    ("{} is not as it was written", "{} n'est pas tel qu'il a été écrit"),
    (
        "it is not what was just written, or was made anew meanwhile: ask again",
        "il n'est pas ce qui vient d'être écrit, ou a été refait entre-temps : demandez à nouveau",
    ),
    (
        "a part that was just made cannot be read back",
        "une partie qui vient d'être faite ne peut être relue",
    ),
    (
        "the row of entry {} is missing or wrong",
        "la ligne de l'inscription {} manque ou est fausse",
    ),
    (
        "{} holds rows that no entry gives, or is not what its rows make",
        "{} contient des lignes qu'aucune inscription ne donne, ou n'est pas ce que font ses lignes",
    ),
    (
        "the versions of a stream do not run on, or two entries have one id",
        "les versions d'un fil ne se suivent pas, ou deux inscriptions ont une même identité",
    ),
    ("the indexes: {}", "les index : {}"),
    ("streams: {}", "fils : {}"),
    ("kinds: {}", "genres : {}"),
    ("rows: {}", "lignes : {}"),
    ("ids: {}", "identités : {}"),
    // Backups and restorations.
    ("the backup is of another ledger, {}", "la sauvegarde est celle d'un autre registre, {}"),
    (
        "the backup holds {} entries of a history that the ledger does not hold",
        "la sauvegarde contient {} inscriptions d'une histoire que le registre ne contient pas",
    ),
    (
        "{} page files that the head does not count: left by a backup that was cut off",
        "{} fichiers de pages que la tête ne compte pas : restes d'une sauvegarde interrompue",
    ),
    ("{} is not the beginning of its page", "{} n'est pas le début de sa page"),
    ("no entry of the sources verifies", "aucune inscription des sources ne se vérifie"),
    ("no source at all", "aucune source"),
    (
        "its head mark is that of another ledger than its entries",
        "son repère de tête est celui d'un autre registre que ses inscriptions",
    ),
    ("how far the ledger once reached: {}", "jusqu'où allait le registre : {}"),
    ("how far the backup reaches: {}", "jusqu'où va la sauvegarde : {}"),
    ("the format of the ledger: {}", "le format du registre : {}"),
    ("the format of the backup: {}", "le format de la sauvegarde : {}"),
    ("some documents: {}", "certains documents : {}"),
    (
        "the links between whole ranges: the entries between them are lost",
        "les liens entre les suites entières : les inscriptions intermédiaires sont perdues",
    ),
    (
        "that no entry is missing behind the last one: no mark vouches for it",
        "qu'aucune inscription ne manque derrière la dernière : aucun repère ne l'atteste",
    ),
    // The vault and the proofs.
    (
        "{}; put it back from a backup, or move it to another folder and keep it there",
        "{} ; le remettre depuis une sauvegarde, ou le déplacer dans un autre dossier et l'y garder",
    ),
    (
        "the sealed value {} is lost in the ledger; the backup holds it",
        "la valeur scellée {} est perdue dans le registre ; la sauvegarde la détient",
    ),
    (
        "the checkpoint of {} entries is lost in the ledger; the backup holds it",
        "le point de contrôle sur {} inscriptions est perdu dans le registre ; la sauvegarde le détient",
    ),
    (
        "{} is another checkpoint of the same size",
        "{} est un autre point de contrôle de la même taille",
    ),
    ("it is not the time-stamp that was kept", "ce n'est pas l'horodatage qui a été gardé"),
    ("it is missing", "il manque"),
    ("cannot read {}: {}", "{} ne peut être lu : {}"),
    ("what stands there is not a folder", "ce qui s'y trouve n'est pas un dossier"),
    (
        "the sealed value {} was erased and is held",
        "la valeur scellée {} a été effacée et est détenue",
    ),
    (
        "the sealed value {} is not what was sealed",
        "la valeur scellée {} n'est pas celle qui a été scellée",
    ),
    (
        "the sealed value {} is neither held nor erased",
        "la valeur scellée {} n'est ni détenue ni effacée",
    ),
    ("the document {} was erased and is held", "le document {} a été effacé et est détenu"),
    // Anchors.
    (
        "the tree over its entries has another root",
        "l'arbre de ses inscriptions a une autre racine",
    ),
    ("it has {} entries only", "il n'en a que {}"),
    (
        "another checkpoint of the same size was signed before",
        "un autre point de contrôle de la même taille a été signé auparavant",
    ),
    ("the checkpoint of {} entries: {}", "le point de contrôle sur {} inscriptions : {}"),
    ("{} entries were there once, {} are", "il y avait {} inscriptions, il y en a {}"),
    (
        "the tree over the first {} entries has the root {}, and {} was signed",
        "l'arbre des {} premières inscriptions a la racine {}, et c'est {} qui a été signé",
    ),
    ("{} is not the tile of this ledger", "{} n'est pas la tuile de ce registre"),
    ("the kept root is not that of this ledger", "la racine gardée n'est pas celle de ce registre"),
    (
        "signed by no key that the ledger records as in force then",
        "signé par aucune clé que le registre inscrit comme alors en vigueur",
    ),
    ("no entry registers {}, which has signed", "aucune inscription n'inscrit {}, qui a signé"),
    ("nothing that was kept could be compared", "rien de ce qui a été gardé n'a pu être comparé"),
    ("none of the pinned keys has signed it", "aucune des clés admises ne l'a signé"),
    ("no key is pinned for {}", "aucune clé n'est admise pour {}"),
    ("none of the pinned keys of {} has signed", "aucune des clés admises de {} n'a signé"),
    ("the ledger keeps no checkpoint", "le registre ne garde aucun point de contrôle"),
    (
        "no checkpoint has been seen by enough of the pinned witnesses: {} at most",
        "aucun point de contrôle n'a été vu par assez de témoins admis : {} au plus",
    ),
    (
        "{} of the pinned witnesses have seen it: too few",
        "{} des témoins admis l'ont vu : trop peu",
    ),
    ("checkpoints of several origins: {}", "points de contrôle de plusieurs origines : {}"),
    (
        "the signature in the name of {} does not belong to this text",
        "la signature au nom de {} n'est pas celle de ce texte",
    ),
    (
        "the note has two signatures of the key of {}",
        "la note porte deux signatures de la clé de {}",
    ),
    (
        "the kept state {} is not what the log gives",
        "l'état gardé {} n'est pas ce que donne le journal",
    ),
    ("the time-stamp {} is not what was kept", "l'horodatage {} n'est pas celui qui a été gardé"),
    (
        "the proof leads to another root than that of the tree",
        "la preuve mène à une autre racine que celle de l'arbre",
    ),
    // Entries.
    ("entry {} cannot be read: {}", "l'inscription {} ne peut être lue : {}"),
    (
        "the log is empty: a ledger has at least entry 0",
        "le journal est vide : un registre a au moins l'inscription 0",
    ),
    (
        "entry {} was altered: its bytes hash to {}, entry {} recorded {}",
        "l'inscription {} a été altérée : ses octets ont l'empreinte {}, l'inscription {} notait {}",
    ),
    (
        "entry {} or entry {} was altered: entry {} hashes to {}, entry {} recorded {}, and nothing \
         vouches for entry {}; give the expected head to tell which",
        "l'inscription {} ou l'inscription {} a été altérée : l'inscription {} a l'empreinte {}, \
         l'inscription {} notait {}, et rien n'atteste l'inscription {} ; donner la tête attendue pour \
         savoir laquelle",
    ),
    ("entry {} is missing", "l'inscription {} manque"),
    ("entries {} to {} are missing", "les inscriptions {} à {} manquent"),
    (
        "entry {} is not in its place: an entry numbered {} stands there",
        "l'inscription {} n'est pas à sa place : une inscription numérotée {} s'y trouve",
    ),
    (
        "entry {} stands a second time, or was inserted, at place {} where entry {} belongs",
        "l'inscription {} figure une seconde fois, ou a été insérée, à la place {} où l'on attend {}",
    ),
    ("entry {} opens no ledger: {}", "l'inscription {} n'ouvre aucun registre : {}"),
    (
        "entry {} is numbered {} in the stream {}, where {} comes next",
        "l'inscription {} porte le numéro {} dans le fil {}, où vient {}",
    ),
    (
        "entry {} is recorded at {}, not later than {} before it",
        "l'inscription {} est datée de {}, qui n'est pas après {}",
    ),
    ("entry {} has the id of entry {}", "l'inscription {} a l'identité de l'inscription {}"),
    (
        "entry {} hashes to {} where the expected head is {}: it was altered, or the log was rewritten \
         up to it",
        "l'inscription {} a l'empreinte {} là où la tête attendue est {} : elle a été altérée, ou le \
         journal réécrit jusqu'à elle",
    ),
    (
        "the log ends before entry {}: the expected head is entry {}, {}",
        "le journal s'arrête avant l'inscription {} : la tête attendue est l'inscription {}, {}",
    ),
    (
        "the log ends at entry {} and no entry hashes to the expected head {}: it was cut off, altered at \
         its end, or rewritten",
        "le journal s'arrête à l'inscription {} et aucune n'a l'empreinte attendue {} : il a été coupé, \
         altéré à sa fin, ou réécrit",
    ),
    ("entry {}: {}", "inscription {} : {}"),
    ("not JSON at byte {}: {} was expected", "pas de JSON à l'octet {} : {} était attendu"),
    ("the bytes stop being UTF-8 at byte {}", "les octets cessent d'être de l'UTF-8 à l'octet {}"),
    (
        "a line feed stands at byte {}; an entry is a single line",
        "un saut de ligne à l'octet {} ; une inscription tient sur une ligne",
    ),
    (
        "the entry is {} bytes long; an entry has at most 65535",
        "l'inscription a {} octets ; elle en a au plus 65535",
    ),
    ("values are nested more than 64 deep at byte {}", "plus de 64 niveaux imbriqués à l'octet {}"),
    (
        "the key {} stands a second time in its object at byte {}",
        "la clé {} figure deux fois dans son objet, à l'octet {}",
    ),
    (
        "the number at byte {} is not an integer; amounts are cents, shares are ratios",
        "le nombre à l'octet {} n'est pas un entier ; les montants sont en centimes, les parts des rapports",
    ),
    ("the integer at byte {} is out of range", "l'entier à l'octet {} est hors limites"),
    ("the field `{}` is missing", "le champ `{}` manque"),
    ("the field `{}` at byte {} must be {}", "le champ `{}` à l'octet {} doit être {}"),
    (
        "the span [{},{}] at byte {} ends before it begins",
        "le passage [{},{}] à l'octet {} finit avant de commencer",
    ),
    ("{} holds {} entries, {} are due", "{} contient {} inscriptions, il en faut {}"),
    ("{} holds {} bytes behind its entries", "{} contient {} octets derrière ses inscriptions"),
    ("{} is missing", "{} manque"),
    ("1 more faults", "1 autre défaut"),
    ("{} more faults", "{} autres défauts"),
    ("1 more", "1 autre"),
    ("{} more", "{} autres"),
];

/// All sentences, in the order in which they are looked for.
fn all() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let lists = [TAKEN_AWAY, TIME_STAMPS, SHAPES, READING, SENTENCES];
    lists.into_iter().flatten()
}

/// The sentence in French, or as it is.
pub fn french(english: &str) -> String {
    let known = all().find_map(|(en, fr)| Some((between(en, english)?, fr)));
    if let Some((parts, fr)) = known {
        let parts: Vec<String> = parts.into_iter().map(french).collect();
        let mut next = 0;
        let mut said = String::new();
        let mut rest = *fr;
        while let Some((words, after)) = rest.split_once('{')
            && let Some((hole, after)) = after.split_once('}')
        {
            let part = hole.parse().unwrap_or(next);
            next = part + 1;
            said.push_str(words);
            said.push_str(parts.get(part).map_or("", String::as_str));
            rest = after;
        }
        said.push_str(rest);
        return said;
    }
    // A document's or a place's name before a sentence.
    match english.split_once(": ") {
        Some((name, rest)) if !name.contains(' ') && !rest.is_empty() => {
            format!("{name} : {}", french(rest))
        }
        _ => english.to_owned(),
    }
}

/// What stands in `text` where the template has `{}`; none when its words are not there.
fn between<'t>(template: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut words = template.split("{}");
    let mut rest = text.strip_prefix(words.next()?)?;
    let mut parts = Vec::new();
    let mut words = words.peekable();
    while let Some(next) = words.next() {
        let at = if words.peek().is_none() {
            // The last words end the sentence.
            rest.len().checked_sub(next.len()).filter(|at| rest.get(*at..) == Some(next))?
        } else {
            rest.find(next)?
        };
        parts.push(rest.get(..at)?);
        rest = rest.get(at + next.len()..)?;
    }
    rest.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doubts_of_a_reading_are_told_in_french() {
        for doubt in [
            "« Luc BRAVOUX » stands twice among those present",
            "of the absent some gave a power and others are listed apart; check who is absent",
            "2 names are read where the text counts 3",
            "11 names of members present are read where the text states 12",
            "one amount is granted to each of several; check who receives it",
            "the count stands at the head of the page",
            "the count stands apart from the decision",
            "the count is read from labels and figures",
            "who voted so is named apart from the count",
            "the act repeals (abroge) the earlier one: that ends it from now on, a withdrawal undoes it from its first day; \
             check which is meant",
        ] {
            assert_ne!(french(doubt), doubt);
        }
    }

    #[test]
    fn sentences_are_told_in_french_with_what_stands_in_them() {
        let hash = "ab".repeat(32);
        for (en, fr) in [
            ("entry 40 is missing".to_owned(), "l'inscription 40 manque".to_owned()),
            (
                format!(
                    "{hash}: damaged: the 12 bytes of the document hash to {hash}, in /a b/c; x"
                ),
                format!(
                    "{hash} : endommagé : les 12 octets du document ont l'empreinte {hash}, dans \
                     /a b/c ; x"
                ),
            ),
            (
                "entries 256 to 511: the chain breaks inside page 1 of /r/000000.bundles"
                    .to_owned(),
                "inscriptions 256 à 511 : la chaîne se rompt dans page 1 de /r/000000.bundles"
                    .to_owned(),
            ),
            ("something quite new".to_owned(), "something quite new".to_owned()),
        ] {
            assert_eq!(french(&en), fr);
        }
    }

    /// Both sides take over the same number of parts, and no sentence hides one behind it.
    #[test]
    fn every_sentence_can_be_reached() {
        for (en, fr) in all() {
            let holes = |text: &str| text.matches("{}").count();
            let numbered = fr.contains("{1}");
            assert!(numbered || holes(en) == holes(fr), "{en}");
            let filled = en.replace("{}", "7");
            let found = all().find(|(en, _)| between(en, &filled).is_some());
            assert_eq!(found.map(|(en, _)| en), Some(en), "{filled}");
        }
    }
}
