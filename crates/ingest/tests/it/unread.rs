//! Figures of which no amount is read: characters that do not show, digits that are none from 0 to 9,
//! groups that are none of three. They are told, and no amount beside them is sure.

use greffe_ingest::{Confidence, Draft, DraftEvent, Options, draft};

const VISA: &str = "Vu le code général des collectivités territoriales ;";

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// An act that grants an amount written so, and pays a part of it.
fn act(amount: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNAY\n\nCONSEIL MUNICIPAL\n\nSéance du 12 mai 2031\n\nDélibération n° 2031-12\n\n{VISA}\n\n\
         Article 1 : d'attribuer une subvention de {amount} à l'association Les Arcs pour l'exercice 2031.\n\n\
         Article 2 : d'attribuer à l'association Les Prés une subvention de 700 euros pour l'exercice 2031.\n"
    ))
}

fn amounts(draft: &Draft) -> Vec<(i64, Confidence)> {
    let cents = |event: &DraftEvent| {
        let data = event.event.data().unwrap_or_default();
        Some((data.pointer("/amount_cents")?.as_i64()?, event.confidence))
    };
    draft.events.iter().filter_map(cents).collect()
}

fn unread(draft: &Draft) -> Vec<&str> {
    let told = draft.notes.iter().filter(|note| note.code == "figure-unread");
    told.map(|note| note.what.as_str()).collect()
}

#[test]
fn a_figure_of_doubtful_characters_is_told_and_makes_amounts_doubtful() {
    for doubtful in [
        "７３ ５００ euros",
        "٧٣٥٠٠ euros",
        "7\u{336}3\u{336} 5\u{336}0\u{336}0\u{336} €",
        "73 50\u{330}0 euros",
        "73 5\u{338}00 euros",
        "73 500\u{3164}€",
        "73 5O0 euros",
        "73 50О euros",
        "7３ 500 €",
        "73·500 €",
        "73_500 euros",
        "73٬500 €",
    ] {
        let draft = act(doubtful);
        let [told] = unread(&draft)[..] else { panic!("{doubtful}: {:?}", draft.notes) };
        assert!(told.contains("no digits from 0 to 9") && told.contains(doubtful), "{told}");
        let read = amounts(&draft);
        assert!(!read.is_empty(), "{doubtful}");
        let doubted =
            |(cents, sure): &(i64, Confidence)| *cents == 70_000 && *sure == Confidence::Review;
        assert!(read.iter().all(doubted), "{doubtful}: {read:?}");
    }
}

#[test]
fn groups_that_are_none_of_three_give_no_amount() {
    for broken in
        ["12 34 €", "1 23 456 €", "2 73 500 euros", "73 500 00 €", "12\u{a0}34 €", "1 2 500 €"]
    {
        let draft = act(broken);
        let [told] = unread(&draft)[..] else { panic!("{broken}: {:?}", draft.notes) };
        assert!(told.contains("groups of three"), "{told}");
        let read = amounts(&draft);
        assert!(
            !read.is_empty() && read.iter().all(|(cents, _)| *cents == 70_000),
            "{broken}: {read:?}"
        );
        assert!(!draft.notes.iter().any(|note| note.code == "amount-seen"), "{:?}", draft.notes);
    }
}

#[test]
fn a_fraction_that_no_amount_has_is_told() {
    for broken in ["73.500.00 €", "73 500,555 €"] {
        let draft = act(broken);
        let [told] = unread(&draft)[..] else { panic!("{broken}: {:?}", draft.notes) };
        assert!(told.contains(broken), "{told}");
        assert!(amounts(&draft).iter().all(|(_, sure)| *sure == Confidence::Review), "{broken}");
    }
    // The price of a unit has what fraction it likes.
    assert!(unread(&act("500 euros, à 0,0785 € le kWh,")).is_empty());
    assert_eq!(amounts(&act("73 500,50 €"))[0].0, 7_350_050);
}

#[test]
fn rows_whose_groups_are_broken_give_no_amount() {
    for broken in ["12 34 €", "1 23 456 €"] {
        let draft = read(&format!(
            "COMMUNE DE VAULNAY\n\nCONSEIL MUNICIPAL\n\nSéance du 12 mai 2031\n\nDélibération n° 2031-12\n\n{VISA}\n\n\
             Article 1 : d'attribuer pour l'exercice 2031 les subventions suivantes :\n\
             - association Les Arcs : {broken}\n- association Les Prés : 700 €\n- association Les Bois : 800 €\n"
        ));
        assert_eq!(unread(&draft).len(), 1, "{broken}: {:?}", draft.notes);
        let read: Vec<i64> = amounts(&draft).into_iter().map(|(cents, _)| cents).collect();
        assert_eq!(read, [70_000, 80_000], "{broken}");
    }
}

#[test]
fn what_only_looks_so_is_read_as_before() {
    for plain in ["73 500 euros", "73\u{a0}500,00\u{202f}€", "73 500\u{fe0f} €", "73.500 €"] {
        let draft = act(plain);
        assert_eq!(unread(&draft), Vec::<&str>::new(), "{plain}");
        assert!(amounts(&draft).iter().any(|(cents, _)| *cents == 7_350_000), "{plain}");
    }
    // Cells of a row are parted by wide gaps, and a year or a nature before an amount is no group of it.
    let draft = act("73 500 euros, au titre de 2031 1 500 €, nature 65748 2 500 €,\n\n\
                     Les Arcs      120    1 500 €\n\nLes Prés       45      600 €\n\n");
    assert_eq!(unread(&draft), Vec::<&str>::new());
}

/// *73,500 euros*: seventy-three thousand to whoever parts thousands by commas.
#[test]
fn three_figures_behind_a_comma_give_no_amount() {
    let draft = act("73,500 euros");
    let [told] = unread(&draft)[..] else { panic!("{:?}", draft.notes) };
    assert!(told.contains("may part thousands or a fraction"), "{told}");
    let read = amounts(&draft);
    assert!(read.iter().all(|(cents, _)| *cents == 70_000), "{read:?}");
}

/// An act that grants, and how it was voted; its grant is sure where that was adopted.
fn voted(outcome: &str) -> Vec<&'static str> {
    let draft = read(&format!(
        "COMMUNE DE VAULNAY\n\nCONSEIL MUNICIPAL\n\nSéance du 12 mai 2031\n\nDélibération n° 2031-12\n\n{VISA}\n\n\
         Article 1 : Une subvention de 73 500 euros est attribuée à l'association « Les Arcs » pour l'exercice 2031.\n\n\
         {outcome}\n"
    ));
    let sure = |event: &&DraftEvent| {
        let granted = event.event.kind() == "SubsidyGranted";
        let adopted = event.event.data().is_ok_and(|data| data["outcome"] == "adopted");
        (granted || adopted) && event.confidence == Confidence::Sure
    };
    draft.events.iter().filter(sure).map(|event| event.event.kind()).collect()
}

#[test]
fn a_grant_is_sure_only_of_an_act_that_a_vote_says_was_adopted() {
    assert_eq!(voted("Adopté à l'unanimité."), ["VoteCast", "SubsidyGranted"]);
    for outcome in [
        "",
        "Ajourné.",
        "Retiré de l'ordre du jour.",
        "Reporté à une séance ultérieure.",
        "Non adopté.",
        "L'examen est différé.",
        "Le conseil municipal n'adopte pas la proposition.",
        "Le conseil ne l'approuve pas.",
        "VOTE : REJET",
        "Repoussé par 3 voix contre 1.",
        "R E J E T É  à l'unanimité.",
        "Avis défavorable à l'unanimité.",
        "Pour : 0 Contre : 4",
        "Pour : 3 Contre : 1 Abstention : 0 Rejeté.",
        "Adopté à l'unanimité en commission, le point est retiré.",
        "La proposition recueille 1 voix pour et 3 voix contre ; elle est écartée.",
    ] {
        assert_eq!(voted(outcome), [""; 0], "{outcome}");
    }
}
