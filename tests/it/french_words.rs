//! French as it is written: articles, prepositions, singular and plural, and nothing that says nothing.

use crate::program::{arg, expect};
use std::fs;

const ACT: &str = "COMMUNE DE VAUCLAIRE\n\
    EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\
    Séance du 16 mars 2023\n\n\
    Délibération n° 2023-45\n\n\
    Objet : Subvention au Rugby Club du Val\n\n\
    Présents : M. Paul Estival, Mme Anne Lorin, M. Hugo Brévent\n\n\
    Le conseil municipal, après en avoir délibéré, à l'unanimité, approuve :\n\n\
    Article 1 : une subvention de 12 000 € est attribuée à l'association Rugby Club du Val au titre de l'exercice 2023.\n\n\
    Transmis en préfecture le 20 mars 2023\n";

#[test]
fn one_act_is_told_in_the_singular_and_with_its_prepositions() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let (act, dir) = (at("acte.txt"), at("ledger"));
    fs::write(&act, ACT).unwrap();
    let french = |arguments: &[&str]| {
        let done = expect(0, &[arguments, &["--lang", "fr"]].concat());
        format!("{}{}", done.out, done.err).replace(['\u{a0}', '\u{202f}'], " ")
    };
    french(&["reconstruct", &act, "--ledger", &dir]);
    let log = french(&["log", "--ledger", &dir]);
    assert!(log.contains("accordée à : Rugby Club du Val (exercice 2023)"), "{log}");
    assert!(log.contains("Acte transmis en préfecture"), "{log}");

    let verified = french(&["verify", "--ledger", &dir]);
    assert!(verified.contains("1  document haché à nouveau"), "{verified}");
    assert!(verified.contains("0  page scellée"), "{verified}");
    let english = expect(0, &["verify", "--ledger", &dir, "--lang", "en"]).out;
    assert!(english.contains("1  document hashed again"), "{english}");
    assert!(english.contains("0  sealed pages"), "{english}");

    french(&["backup", &at("backup"), "--ledger", &dir]);
    let restored = french(&["restore", &at("backup"), "--ledger", &at("restored")]);
    assert!(restored.contains("8 inscriptions et 1 document vérifiés"), "{restored}");
    let case = at("case");
    french(&["case", "export", "rugby-club-du-val", "-o", &case, "--ledger", &dir]);
    let readme = fs::read_to_string(folder.path().join("case/README.txt")).unwrap();
    assert!(readme.contains("8 inscriptions et 1 document, avec"), "{readme}");
    assert!(readme.contains("8 entries and 1 document, with"), "{readme}");

    let refused = crate::program::run(&["log", "--ledger", &at("none"), "--lang", "fr"]).err;
    assert!(refused.contains("--ledger DOSSIER"), "{refused}");
    let help = french(&["import", "--help"]);
    assert!(help.contains("Code de la collectivité") && !help.contains("(init)"), "{help}");
}

/// A grant without budget, convention or avenant has no terms beside the act that decides it: no table with a lone
/// column, and no row for what is not shown.
#[test]
fn the_terms_of_a_grant_alone_leave_out_what_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let act = arg(&folder.path().join("acte.txt"));
    fs::write(&act, ACT).unwrap();
    for (lang, title, label, not) in [
        ("fr", "  Termes\n", "    Décidé  16 mars 2023", "Signé"),
        ("en", "  Terms\n", "    Decided  16 March 2023", "Signed"),
    ] {
        let page = expect(0, &["reconstruct", &act, "--lang", lang]).out.replace('\u{a0}', " ");
        let (_, terms) = page.split_once(title).unwrap();
        let terms = terms.split("\n\n").next().unwrap();
        assert!(terms.contains(label) && terms.contains("2023-45"), "{terms}");
        assert_eq!(terms.lines().count(), 2, "{terms}");
        assert!(!terms.contains(not), "{terms}");
    }
}
