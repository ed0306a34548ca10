//! What the recognisers find, and what they leave alone.

use super::*;
use proptest::prelude::*;

fn said<T>(text: &str, found: &[Found<T>]) -> Vec<String> {
    found.iter().map(|f| text[f.range.clone()].to_owned()).collect()
}

#[test]
fn amounts_as_acts_write_them() {
    for (text, expected) in [
        ("une aide de 73 500 euros, soit", vec![("73 500 euros", 7_350_000)]),
        ("de 5 300 € à 7 250,50 € par an", vec![("5 300 €", 530_000), ("7 250,50 €", 725_050)]),
        ("en 2021 19 000 € puis 7300€", vec![("19 000 €", 1_900_000), ("7300€", 730_000)]),
        ("s'équilibre à 71.000 €.", vec![("71.000 €", 7_100_000)]),
        ("un budget de 1,7 M€", vec![("1,7 M€", 170_000_000)]),
        ("environ 2 millions d'euros", vec![("2 millions d'euros", 200_000_000)]),
        ("article 65748 2 500 euros", vec![("2 500 euros", 250_000)]),
        ("calcul : 70 216,37 - 51 450,00 = 18 766,37 euros", vec![("18 766,37 euros", 1_876_637)]),
        ("soit -8 241,30 € au 28", vec![]),
        ("un local de 120 m² 500 €", vec![("500 €", 50_000)]),
        // What stands before belongs to the figure, and is not read.
        ("12 34 €, 1 23 456 €, 73 500 00 €", vec![]),
        ("73 50\u{330}0 euros, 7\u{336}3\u{336} 500 €, 7３ 500 €", vec![]),
        ("1\u{fffd}500 €, 5O 500 €, 1² 500 €, 7\u{3164}3 500 €", vec![]),
        ("31 000 m2, 44 % et 2021 européens", vec![]),
    ] {
        let found = amounts(text);
        let got: Vec<_> = found.iter().map(|f| (&text[f.range.clone()], f.value.cents())).collect();
        assert_eq!(got, expected, "{text}");
    }
}

/// What stands in cells, behind a sign, in a span or with a tax in place of its unit.
#[test]
fn amounts_outside_of_sentences() {
    for (text, expected) in [
        // The end of another cell is no group of the figure behind it.
        ("32 Voirie 2151 101 662 €", vec![("101 662 €", 10_166_200)]),
        ("65 - 6574\n380.00 €, 6574 380.00 €", vec![("380.00 €", 38_000), ("380.00 €", 38_000)]),
        (
            "Tranche 2022 - 02 101 670 € CM10 792 203 €",
            vec![("101 670 €", 10_167_000), ("792 203 €", 79_220_300)],
        ),
        // A sum below nought is the sum.
        ("775/77 : -500 € 024 : +500 €", vec![("500 €", 50_000), ("500 €", 50_000)]),
        (
            "1 678 364,37€ -98 750,04€",
            vec![("1 678 364,37€", 167_836_437), ("98 750,04€", 9_875_004)],
        ),
        ("du n° 2031-500 €", vec![]),
        // Spans, thousands, millions.
        (
            "un niveau compris entre 1 et 2 millions €",
            vec![("1", 100_000_000), ("2 millions €", 200_000_000)],
        ),
        ("de 500 à 600 € par mois", vec![("500", 50_000), ("600 €", 60_000)]),
        ("de 2030 à 12 000 €", vec![("12 000 €", 1_200_000)]),
        ("un résultat de 986 K €", vec![("986 K €", 98_600_000)]),
        ("environ douze millions d'euros", vec![("douze millions d'euros", 1_200_000_000)]),
        (
            "quelques millions d'euros, 1,5 million d'euros",
            vec![("1,5 million d'euros", 150_000_000)],
        ),
        // The tax says that it is money.
        (
            "13 460,00 € HT, soit 16 098,16 TTC",
            vec![("13 460,00 €", 1_346_000), ("16 098,16", 1_609_816)],
        ),
        ("une ligne de 20 HT, 63 000 V HT, 12,5 TTC", vec![]),
    ] {
        let found = amounts_in_cells(text);
        let got: Vec<_> = found.iter().map(|f| (&text[f.range.clone()], f.value.cents())).collect();
        assert_eq!(got, expected, "{text}");
    }
    // A decision holds none of these but those with a unit of their own.
    for text in ["-500 €", "2151 101 662 €", "16 098,16 TTC", "02 101 670 €"] {
        assert_eq!(amounts(text), vec![], "{text}");
    }
}

#[test]
fn shares_as_acts_write_them() {
    let text = "12% puis 17,5 % et 30 pour cent, non 1,2,3%";
    assert_eq!(said(text, &shares(text)), ["12%", "17,5 %", "30 pour cent"]);
}

#[test]
fn numbers_in_words_follow_the_rules_of_counting() {
    for (text, value) in [
        ("vingt et un", 21),
        ("soixante-dix-huit", 78),
        ("soixante et onze", 71),
        ("quatre-vingt-dix-sept", 97),
        ("deux mil vingt-quatre", 2024),
        ("huit mille six cents", 8600),
        ("TROIS MILLE SEPT CENT QUARANTE", 3740),
        ("deux cent quatre-vingts", 280),
        ("un million deux cent mille", 1_200_000),
        ("mille", 1000),
    ] {
        assert_eq!(number_in_words(text), Some(value), "{text}");
    }
    for text in ["", "et", "vingt trente", "cent mille mille", "dix quatre", "pont", "un pont"] {
        assert_eq!(number_in_words(text), None, "{text}");
    }
    let text = "par dix-huit voix pour et une abstention, vingt et un votants";
    assert_eq!(said(text, &numbers_in_words(text)), ["dix-huit", "vingt et un"]);
}

#[test]
fn dates_as_acts_write_them() {
    for (text, expected) in [
        ("du 16 mars 2023 au 1er juillet 2024", vec!["2023-03-16", "2024-07-01"]),
        ("SEANCE DU MARDI 23 AVRIL 2024", vec!["2024-04-23"]),
        ("le 14/03/2024, le 17.06.2024", vec!["2024-03-14", "2024-06-17"]),
        ("payé en mai 2023", vec!["2023-05"]),
        ("le 31 février 2020, le 12 mai", vec![]),
        ("le 3 déc. 2019", vec!["2019-12-03"]),
    ] {
        let got: Vec<_> = dates(text).iter().map(|d| d.value.to_string()).collect();
        assert_eq!(got, expected, "{text}");
    }
}

#[test]
fn a_date_in_words_opens_minutes() {
    for (text, expected) in [
        ("L'an deux mille vingt-quatre, le treize juin à dix-huit heures", "2024-06-13"),
        ("L'an deux mil vingt-quatre et le dix-sept avril à 20 heures", "2024-04-17"),
        ("L'an deux mille vingt-quatre, le jeudi 1er février", "2024-02-01"),
        ("L'AN DEUX MILLE VINGT-QUATRE, LE VINGT-TROIS AVRIL", "2024-04-23"),
    ] {
        assert_eq!(date_in_words(text).unwrap().value.to_string(), expected, "{text}");
    }
    assert_eq!(date_in_words("l'an prochain, le treize juin"), None);
}

#[test]
fn a_reference_between_its_word_and_a_day_may_have_any_groups() {
    for (said, expected) in [
        ("la délibération du Conseil départemental n° 2.1 du 1er juillet 2031 donnant", "2.1"),
        ("par délibération n° 31 C 0416 du 15 octobre 2031, le conseil", "31 C 0416"),
        ("la délibération n° 4 du 2 mai 2021", "4"),
        ("la délibération n° 12. Il est rappelé", "12"),
    ] {
        let found = cited_acts(said);
        let got: Vec<_> = found.iter().map(|f| f.value.act.reference.as_deref()).collect();
        assert_eq!(got, [Some(expected)], "{said}");
    }
}

#[test]
fn acts_are_cited_with_their_parts() {
    let text = "Par délibération du Bureau de la Métropole de Vauclaire du 16 mars 2023, la \
    délibération \
                ADM 002-2215-20-CM du 16 juillet 2020, les délibérations n° 2022-118 et n° \
                2023-071 \
                susvisées, la présente délibération ci-après.";
    let found = cited_acts(text);
    let got: Vec<_> = found
        .iter()
        .map(|f| {
            let act = &f.value.act;
            let date = act.date.as_ref().map(ToString::to_string);
            (act.reference.as_deref(), date, act.organ.as_deref())
        })
        .collect();
    assert_eq!(
        got,
        [
            (None, Some("2023-03-16".to_owned()), Some("Bureau de la Métropole de Vauclaire")),
            (Some("ADM 002-2215-20-CM"), Some("2020-07-16".to_owned()), None),
            (Some("2022-118"), None, None),
            (Some("2023-071"), None, None),
        ]
    );
    for cited in found.iter().map(|f| &f.value) {
        let at = cited.reference.clone().map(|range| text[range].to_owned());
        assert_eq!(at, cited.act.reference);
    }
}

#[test]
fn a_line_may_be_a_reference() {
    for (line, token) in [
        ("DSOL-014-3127/23/BM", Some("DSOL-014-3127/23/BM")),
        ("n° 2023-045", Some("2023-045")),
        ("AP.2024.04.17", Some("AP.2024.04.17")),
        ("ci-après", None),
        ("12/03/2023", None),
        ("une délibération 2023-045", None),
    ] {
        assert_eq!(reference_token(line), token, "{line}");
    }
}

#[test]
fn registration_numbers_are_checked() {
    let text =
        "RNA W991004512, SIRET 000 417 386 00018, SIREN n° 000417386, SIRET 000 417 386 00019";
    let found: Vec<_> = identifiers(text).into_iter().map(|f| f.value).collect();
    let siren = Identifier::Siren("000417386".into());
    let expected =
        [Identifier::Rna("W991004512".into()), Identifier::Siret("00041738600018".into())];
    assert_eq!(found.iter().filter(|i| **i != siren).cloned().collect::<Vec<_>>(), expected);
}

#[test]
fn names_end_where_the_sentence_goes_on() {
    for (text, name) in [
        ("Les Ateliers du Pont une subvention", "Les Ateliers du Pont"),
        ("Les Ateliers du Pont pour l'exercice 2023", "Les Ateliers du Pont"),
        ("Les Ateliers du Pont - Avenant n°1", "Les Ateliers du Pont"),
        ("L'Atelier d'Ombreval, créé en", "L'Atelier d'Ombreval"),
        ("Le Cercle et M. Durand", "Le Cercle"),
        ("« La remise en état » pour", "La remise en état"),
        ("\"La_Remise\" demeure", "La_Remise"),
        ("Jardins en Ombreval et la suite", "Jardins en Ombreval"),
    ] {
        let found = organisation_name(text, 0).unwrap();
        assert_eq!(&text[found.range], name, "{text}");
    }
    assert_eq!(organisation_name("les ateliers", 0), None);
}

#[test]
fn years_of_an_exercise() {
    let text = "pour son exercice 2021, au titre de l'année 2022, en 2023";
    let years: Vec<_> = years_of_exercise(text).into_iter().map(|y| y.value).collect();
    assert_eq!(years, [2021, 2022]);
}

proptest! {
    #[test]
    fn no_text_panics_and_every_range_is_sound(text in "[\\PC\n]{0,80}|[0-9 .,€%n°a-z/'-]{0,60}") {
        let mut ranges = vec![];
        ranges.extend(amounts(&text).into_iter().map(|f| f.range));
        ranges.extend(shares(&text).into_iter().map(|f| f.range));
        ranges.extend(dates(&text).into_iter().map(|f| f.range));
        ranges.extend(numbers_in_words(&text).into_iter().map(|f| f.range));
        ranges.extend(cited_acts(&text).into_iter().map(|f| f.range));
        ranges.extend(identifiers(&text).into_iter().map(|f| f.range));
        ranges.extend(years_of_exercise(&text).into_iter().map(|f| f.range));
        ranges.extend(date_in_words(&text).map(|f| f.range));
        ranges.extend(organisation_name(&text, 0).map(|f| f.range));
        for range in ranges {
            prop_assert!(text.get(range).is_some_and(|said| !said.is_empty()));
        }
    }

    #[test]
    fn an_amount_shown_is_found_whole(cents in 1i64..100_000_000_000, before in "[a-z ]{0,8}") {
        let shown = greffe_domain::Money::from_cents(cents).to_string().replace('\u{a0}', " ");
        let text = format!("{before} : {shown}.");
        let found = amounts(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].value.cents(), cents);
        prop_assert_eq!(&text[found[0].range.clone()], shown.as_str());
    }
}

#[test]
fn letters_of_a_pattern_are_latin_inside_a_class_and_outside() {
    let word = compile(r"^[\p{Lu}'][^\p{L}]\p{Ll}$");
    assert!(word.is_match("É-ÿ") && word.is_match("'1ạ"));
    assert!(!word.is_match("é-ÿ") && !word.is_match("ÉÉÿ") && !word.is_match("É-Ÿ"));
    assert!(!word.is_match("Ω-ω"), "no act is written in another script");
    assert!(compile(r"(?i)^\p{L}É$").is_match("œé"));
}
