//! Tests of the procedure: one whole act, of which each test changes a sentence, and the law that
//! every field stands in the passage that its fact cites, whatever the text.

use super::*;
use crate::annotated::{Annotated, Lines};
use crate::segment::segment;
use greffe_domain::{Derivation, Formality, Outcome, Publicity, VoteMethod};
use proptest::prelude::*;

const ACT: &str = "Madame Solène AUBERIVE, Présidente de la Métropole de Vauclaire, a ouvert cette séance à laquelle ont été présents 4 membres.\n\n\
    Étaient présents Mesdames et Messieurs :\nSolène AUBERIVE - Jean-\nLuc D'ORVAL - Inès LE GOUAR - Karim DE BRESSE.\n\n\
    Étaient absents et excusés Mesdames et Messieurs :\nPaul VIDAUBAN.\n\n\
    ABCD-003-4127/23/BM\n\u{25a0} Avenant n°1 à la convention conclue avec Les Ateliers du Pont\n51234\n\n\
    Madame la Présidente, sur proposition du Commissaire Rapporteur, présente au Bureau de la Métropole le rapport ci-après :\n\n\
    Par délibération du 4 mars 2021, une aide a été accordée.\n\n\
    Le Bureau de la Métropole de Vauclaire,\n\nVu\n\u{f0b7} Le Code Général des Collectivités Territoriales ;\n\
    \u{f0b7} La délibération ADM 003-0042-20-CM du 2 octobre 2020 portant délégation de compétences du Conseil métropolitain au Bureau ;\n\
    \u{f0b7} La délibération n°012-1111-21-BM attribuant une subvention.\n\nOuï ce rapport,\n\n\
    Après les conclusions du Commissaire Rapporteur,\n\nConsidérant\n\u{f0b7} L'intérêt de l'action.\n\nDélibère\n\n\
    Article 1 :\n\nEst approuvé le projet d'avenant n°1.\n\nArticle 2 :\n\nMadame la Présidente, ou sa représentante, est habilitée à signer cet avenant.\n\n\
    Cette proposition mise aux voix est adoptée\n\nPour copie conforme,\nLa Conseillère Déléguée\nÉconomie sociale\n\nInès LE GOUAR\n";

fn procedure(text: &str) -> Option<Procedure> {
    let annotated = Annotated::new(text, Lines::Broken);
    let columns = annotated.columns(4);
    let layout = Layout::new(&annotated, text, &columns);
    read(layout, &segment(annotated.folded()), None)
}

fn events(text: &str) -> Vec<(Event, bool)> {
    let facts = procedure(text).map(|read| read.facts).unwrap_or_default();
    facts.into_iter().map(|fact| (fact.event, fact.doubt.is_none())).collect()
}

/// The first event of a kind, which must be sure.
macro_rules! sure {
    ($text:expr, $kind:ident) => {{
        let all = events(&$text);
        let found = all.iter().find_map(|(event, sure)| match event {
            Event::$kind(event) if *sure => Some(event.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("no sure {} in {all:#?}", stringify!($kind)))
    }};
}

fn with(from: &str, to: &str) -> String {
    assert!(ACT.contains(from), "{from}");
    ACT.replace(from, to)
}

#[test]
fn the_setting_of_an_act_without_a_date_is_dated_by_its_reference() {
    let read = procedure(ACT).unwrap();
    let setting = &read.acts[0].setting;
    assert_eq!(setting.institution.value, "Métropole de Vauclaire");
    assert_eq!(setting.organ.value, "Bureau de la Métropole");
    assert_eq!(setting.act_stream.as_str(), "act/metropole-de-vauclaire/4127-23-bm");
    assert_eq!(setting.sitting_stream.as_str(), "sitting/metropole-de-vauclaire/bureau/4127-23-bm");
    assert_eq!(setting.organ_stream.as_str(), "organ/metropole-de-vauclaire/bureau");
    assert_eq!((setting.act_date.as_str(), &setting.date), ("2023", &None));
    let dated = sure!(ACT, SittingDated);
    assert_eq!((dated.date.as_str(), dated.derivation), ("2023", Derivation::YearOfReference));
    assert_eq!(sure!(ACT, SittingOpened).date, None);
}

#[test]
fn attendance_holds_whole_names() {
    let roll = sure!(ACT, AttendanceRecorded);
    assert_eq!(
        roll.present,
        ["Solène AUBERIVE", "Jean-Luc D'ORVAL", "Inès LE GOUAR", "Karim DE BRESSE"]
    );
    assert_eq!((roll.present_count_stated, roll.excused), (Some(4), vec!["Paul VIDAUBAN".into()]));
}

#[test]
fn a_count_that_the_names_contradict_is_for_review() {
    let text = with("ont été présents 4 membres", "ont été présents 5 membres");
    let roll = events(&text).into_iter().find(|(event, _)| event.kind() == "AttendanceRecorded");
    assert!(!roll.unwrap().1);
}

#[test]
fn the_text_put_to_the_organ() {
    let tabled = sure!(ACT, DeliberationTabled);
    assert_eq!(tabled.reference.as_deref(), Some("ABCD-003-4127/23/BM"));
    assert_eq!(tabled.internal_number.as_deref(), Some("51234"));
    assert_eq!(
        tabled.title.as_deref(),
        Some("Avenant n°1 à la convention conclue avec Les Ateliers du Pont")
    );
    assert_eq!((tabled.visas.len(), tabled.considerants.len(), tabled.articles.len()), (3, 1, 2));
    let cited = tabled.visas[1].act.clone().unwrap();
    assert_eq!(cited.reference.as_deref(), Some("ADM 003-0042-20-CM"));
    let delegation = sure!(ACT, DelegationGranted);
    assert_eq!(
        (delegation.from.as_deref(), delegation.to.as_deref(), delegation.subject.as_deref()),
        (Some("Conseil métropolitain"), Some("Bureau"), Some("compétences"))
    );
    let report = sure!(ACT, ReportSubmitted);
    assert_eq!(report.on_proposal_of.as_deref(), Some("Commissaire Rapporteur"));
    assert_eq!(report.to.as_deref(), Some("Bureau de la Métropole"));
}

#[test]
fn a_vote_says_no_more_than_its_words() {
    let vote = sure!(ACT, VoteCast);
    assert_eq!(vote, greffe_domain::VoteCast::stating(Outcome::Adopted));
    let text = with(
        "Cette proposition mise aux voix est adoptée",
        "Le vote a lieu à main levée. La délibération est adoptée par 12 voix pour, une voix contre et 0 abstention.",
    );
    let vote = sure!(text, VoteCast);
    assert_eq!(
        (vote.votes_for, vote.votes_against, vote.abstentions, vote.method, vote.unanimous),
        (Some(12), Some(1), Some(0), Some(VoteMethod::ShowOfHands), None)
    );
    let text = with(
        "Cette proposition mise aux voix est adoptée",
        "Votants : 9 Pour : 8 Contre : 1 Abstentions : 0\nLa délibération est adoptée à l'unanimité.",
    );
    let vote = events(&text).into_iter().find(|(event, _)| event.kind() == "VoteCast").unwrap();
    assert!(!vote.1, "unanimity against a counted vote is for review");
}

#[test]
fn figures_beside_a_vote_that_are_not_read_are_no_silence() {
    let text = with(
        "Cette proposition mise aux voix est adoptée",
        "VOTE PAR GROUPE Pour Contre Abstention\nGroupe des Vergers 12 - -\nGroupe du Rivage 3 4 -\nCette proposition mise aux voix est adoptée",
    );
    let vote = events(&text).into_iter().find(|(event, _)| event.kind() == "VoteCast").unwrap();
    assert!(!vote.1, "a table of votes that is not read is for review");
}

#[test]
fn what_is_rejected_authorises_no_signature() {
    let text = with("mise aux voix est adoptée", "mise aux voix n'est pas adoptée");
    assert_eq!(sure!(text, VoteCast).outcome, Outcome::Rejected);
    assert!(events(&text).iter().all(|(event, _)| event.kind() != "SignatureAuthorised"));
    let signed = sure!(ACT, SignatureAuthorised);
    assert_eq!(
        (signed.signatory.as_str(), signed.or_representative),
        ("Madame la Présidente", Some(true))
    );
    assert_eq!(signed.instrument.as_deref(), Some("cet avenant"));
}

#[test]
fn certification_and_stamps() {
    let certified = sure!(ACT, CopyCertified);
    assert_eq!(certified.by.name, "Inès LE GOUAR");
    assert_eq!(certified.by.capacity.as_deref(), Some("Conseillère Déléguée Économie sociale"));
    let text = format!(
        "{ACT}\nTransmis en préfecture le 2 mai 2023\nListe des délibérations affichée le 3 mai 2023\n\
         Notifié à l'association le 4 mai 2023\nPublié le 5 mai 2023\n"
    );
    assert_eq!(sure!(text, ActTransmitted).on.unwrap().as_str(), "2023-05-02");
    let published: Vec<_> = events(&text)
        .into_iter()
        .filter_map(|(event, _)| match event {
            Event::ActPublished(event) => Some((event.on.unwrap().to_string(), event.means)),
            _ => None,
        })
        .collect();
    assert_eq!(
        published,
        [("2023-05-05".to_owned(), None), ("2023-05-04".to_owned(), Some(Publicity::Notified))]
    );
    assert_eq!(sure!(text, FormalityRecorded).formality, Formality::DeliberationsListPosted);
}

#[test]
fn a_member_who_stands_back() {
    let text = with(
        "Délibère\n",
        "Monsieur Karim DE BRESSE, trésorier de l'association, a quitté la salle et n'a pris part ni au débat ni au vote.\n\nDélibère\n",
    );
    let recusal = sure!(text, RecusalDeclared);
    assert_eq!(recusal.person, "Karim DE BRESSE");
    assert_eq!(recusal.ground.as_deref(), Some("trésorier de l'association"));
    assert_eq!(
        (recusal.left_room, recusal.no_part_in_debate, recusal.no_part_in_vote),
        (Some(true), Some(true), Some(true))
    );
    assert_eq!(sure!(text, DeliberationTabled).considerants.len(), 1);
}

#[test]
fn a_dated_sitting_with_proxies_and_quorum() {
    let text = with(
        "Madame Solène AUBERIVE, Présidente de la Métropole de Vauclaire, a ouvert cette séance à laquelle ont été présents 4 membres.",
        "Le Bureau de la Métropole de Vauclaire, réuni le 16 mars 2023 à 9 h 30 à l'Hôtel de la Métropole, sur convocation adressée le 8 mars 2023, \
         a siégé sous la présidence de Madame Solène AUBERIVE, Présidente ; 4 membres étaient présents.",
    )
    .replace(
        "Paul VIDAUBAN.\n",
        "Paul VIDAUBAN.\n\nÉtait représenté : M. Yves CAUSSE a donné pouvoir à Mme Inès LE GOUAR.\n\n\
         Membres en exercice : 6 - Présents : 4 - Représentés : 1. Le quorum, fixé à 3 membres présents, est atteint. Madame Inès LE GOUAR est désignée secrétaire de séance.\n",
    );
    let opened = sure!(text, SittingOpened);
    assert_eq!(opened.date.unwrap().as_str(), "2023-03-16");
    assert_eq!(
        (opened.hour.as_deref(), opened.place.as_deref()),
        (Some("9 h 30"), Some("Hôtel de la Métropole"))
    );
    assert_eq!(opened.secretary.unwrap().name, "Inès LE GOUAR");
    assert_eq!(sure!(text, ConvocationSent).on.unwrap().as_str(), "2023-03-08");
    let roll = sure!(text, AttendanceRecorded);
    assert_eq!((roll.members_in_office, roll.proxies.len()), (Some(6), 1));
    assert_eq!(roll.proxies[0].from, "Yves CAUSSE");
    let quorum = sure!(text, QuorumDeclared);
    assert_eq!((quorum.reached, quorum.required), (true, Some(3)));
}

#[test]
fn a_text_that_is_no_act_is_none() {
    assert!(procedure("Chers amis,\n\nLe concert aura lieu samedi.\n").is_none());
    assert!(procedure("").is_none());
}

#[test]
fn minutes_of_several_acts_give_nothing_sure() {
    let text = "PROCÈS-VERBAL DE LA SÉANCE PUBLIQUE DU 4 MAI 2023\n\nCommune de Vauclaire\n\n\
        Présents : Anne AUBIN, Luc BON.\n\n1 – Budget\nAdopté à l'unanimité.\n\n2 – Voirie\nAdopté par 5 voix pour.\n";
    let read = procedure(text).unwrap();
    assert_eq!(read.acts.len(), 2);
    assert!(read.acts.iter().all(|act| act.setting.several_acts));
    assert!(read.facts.iter().all(|fact| fact.doubt.is_some()));
    assert!(read.remarks.iter().any(|remark| remark.code == "several-acts"));
}

/// Every passage of every fact is a piece of the text, and what a name's place holds is the name.
fn check_ranges(text: &str) {
    let annotated = Annotated::new(text, Lines::Broken);
    let folded = annotated.folded();
    let columns = annotated.columns(4);
    let layout = Layout::new(&annotated, text, &columns);
    let Some(read) = read(layout, &segment(folded), None) else { return };
    for fact in &read.facts {
        let data = fact.event.data().unwrap();
        for (range, fields) in fact.passages.iter() {
            let words = folded.get(range.clone()).expect("a range lies on character boundaries");
            for field in fields {
                let value = data.pointer(field).unwrap_or_else(|| panic!("{field} in {data}"));
                let list = field.starts_with("/present/") || field.ends_with("/name");
                if let (true, Some(value)) = (list, value.as_str()) {
                    // The value is the words as they stand, or with the hyphens joined that an
                    // extractor set apart: nothing else may differ.
                    let said = scan::on_one_line(words);
                    let joined = said.replace(" - ", "-").replace("- ", "-");
                    assert!(value == said || value == joined, "{field}: {value} of « {said} »");
                }
            }
        }
    }
    for remark in &read.remarks {
        assert!(folded.get(remark.range.clone()).is_some());
    }
}

#[test]
fn every_field_stands_where_its_passage_says() {
    check_ranges(ACT);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_panics(text in "(\\PC|\n|Vu |Article 1 : |é|Présents : |, a ouvert la séance|est adoptée|Madame | - |le 4 mai 2023 |\\(|pouvoir à ){0,80}") {
        check_ranges(&text);
    }

    #[test]
    fn no_mutation_of_an_act_panics(cut in any::<prop::sample::Index>(), put in any::<prop::sample::Index>(), new in "(\\PC|\n|Vu|: ){0,6}") {
        let bounds: Vec<usize> = ACT.char_indices().map(|(at, _)| at).collect();
        let (from, to) = (bounds[cut.index(bounds.len())], bounds[put.index(bounds.len())]);
        let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 300));
        let to = bounds.iter().copied().find(|at| *at >= to).unwrap_or(ACT.len());
        let text = format!("{}{new}{}", &ACT[..from], &ACT[to..]);
        check_ranges(&text);
        check_ranges(&ACT[..from]);
    }
}
