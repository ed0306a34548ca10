//! What a version of a schema asks for, and which versions are one.
#![allow(clippy::unwrap_used, reason = "tests")]

use greffe_tables::{Column, Profile, Rule, Schema, Subject, Table};

#[test]
fn a_published_version_is_known_by_its_own_number() {
    let of = |subject, version| Schema::of(subject, version).map(|schema| schema.version);
    assert_eq!(of(Subject::Grants, "2.1.0"), Some("2.1.1"));
    assert_eq!(of(Subject::Grants, "2.0.0"), Some("2.0.2"));
    assert_eq!(of(Subject::Deliberations, "2.1.3"), Some("2.1.5"));
    assert_eq!(of(Subject::Deliberations, "2.1.0"), Some("2.0.0"));
    assert_eq!(of(Subject::Grants, "2.1.5"), None);
    for subject in [Subject::Grants, Subject::Deliberations] {
        for version in Schema::versions(subject) {
            assert!(Schema::of(subject, version).is_some(), "{version}");
        }
    }
}

/// The form of the name of a matter, `domain/matter` in words, is that of 2.0.0 alone.
#[test]
fn the_name_of_a_matter_has_its_form_in_the_first_version() {
    let breaks = |version: &str, matter: &str| {
        let text =
            format!("COLL_NOM;DELIB_ID;DELIB_DATE;DELIB_MATIERE_NOM\nV;1;2024-02-03;{matter}\n");
        let table = Table::of(&text).unwrap();
        let row = table.rows().next().unwrap().unwrap();
        let schema = Schema::of(Subject::Deliberations, version).unwrap();
        let defects = schema.check(table.header(), &row.record);
        defects.iter().any(|d| d.column == Some(Column::MatterName) && d.rule == Rule::Pattern)
    };
    for (matter, held) in [
        ("Finances locales/Subventions", true),
        ("Finances/Décisions  budgétaires ", true),
        ("Subventions", false),
        ("Finances  locales/Subventions", false),
        ("Finances/Subventions/Autres", false),
        ("l'eau/Tarifs", false),
        ("Finances/", false),
    ] {
        assert_eq!(breaks("2.0.0", matter), !held, "{matter}");
        assert!(!breaks("2.1.5", matter), "{matter}");
    }
}

/// `12.500` may be twelve thousand or twelve and a half: neither is in a sum.
#[test]
fn an_amount_that_may_be_two_is_in_no_sum() {
    let text = "nomAttribuant;nomBeneficiaire;montant\nV;Club;12.500\nV;Cercle;10\n";
    let table = Table::of(text).unwrap();
    let mut profile = Profile::default();
    for row in table.rows() {
        profile.add(table.header(), &row.unwrap());
    }
    assert_eq!((profile.sum_cents, profile.amounts, profile.unreadable_amounts), (1000, 1, 1));
}
