//! Lists and tables that an act annexes: behind its foot, behind its stamps, under whatever heading.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

const FOOT: &str = "Fait et délibéré les jour, mois et an que dessus.\nPour extrait conforme,\n\nLa Maire,\nClaire AUBIN\n\n\
    Transmis en préfecture le 7 mai 2031\nPublié le 8 mai 2031\n\n\n";

/// An act that decides by these words, with its foot, and behind it this annex.
fn read(decision: &str, annex: &str) -> Draft {
    let text = format!(
        "COMMUNE DE VAULNOIX\n\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Soutien à la vie locale\n\n\
         Vu le code général des collectivités territoriales ;\n\n\
         Le conseil municipal, après en avoir délibéré, à l'unanimité,\n\n{decision}\n\n{FOOT}{annex}\n"
    );
    draft(&text, &"0".repeat(64), &Options::default())
}

/// Who is granted how many euros; none of it is sure.
fn grants(draft: &Draft) -> Vec<(String, i64)> {
    let of_kind = draft.events.iter().filter(|event| event.event.kind() == "SubsidyGranted");
    let of = |data: Value| {
        let name = data["beneficiary"]["name"].as_str().unwrap_or_default().to_owned();
        (name, data["amount_cents"].as_i64().unwrap_or_default() / 100)
    };
    of_kind
        .map(|event| {
            assert_eq!(event.confidence, Confidence::Review);
            of(event.event.data().unwrap())
        })
        .collect()
}

fn pairs(of: &[(&str, i64)]) -> Vec<(String, i64)> {
    of.iter().map(|(name, euros)| ((*name).to_owned(), *euros)).collect()
}

const TABLE: &str = "Bénéficiaire          Objet               Montant\n\
    Les Semailles         Fête du pain        700 €\n\
    La Passerelle         Ateliers            350 €\n\
    Total                                     1 050 €";

#[test]
fn an_annex_behind_the_foot_holds_what_is_granted() {
    let decisions = [
        "- d'attribuer, au titre de l'exercice 2031, les subventions aux bénéficiaires désignés en annexe ;",
        "DÉCIDE d'accorder au titre de l'exercice 2031 des subventions selon le tableau joint à la présente délibération.",
        "Article 1 : Les subventions figurant sur la liste ci-annexée sont attribuées au titre de l'exercice 2031.",
        "APPROUVE la répartition des subventions de l'exercice 2031 telle qu'elle figure à l'annexe n° 1 ;",
    ];
    let headings = [
        "ANNEXE",
        "Annexe n° 1",
        "ANNEXE 1 - Subventions de fonctionnement",
        "ANNEXE À LA DÉLIBÉRATION N° 2031-17 DU 4 MAI 2031",
        "Annexe à la délibération",
        "Annexe : liste des bénéficiaires",
        "LISTE DES BÉNÉFICIAIRES",
        "Tableau des subventions attribuées",
        "État récapitulatif des aides",
        "Répartition des subventions 2031",
        "Commune de Vaulnoix                                                       Annexe n° 1",
    ];
    let expected = pairs(&[("Les Semailles", 700), ("La Passerelle", 350)]);
    for heading in headings {
        let draft = read(decisions[0], &format!("{heading}\n\n{TABLE}"));
        assert_eq!(grants(&draft), expected, "{heading}");
    }
    for decision in decisions {
        let draft = read(decision, &format!("ANNEXE\n\n{TABLE}"));
        assert_eq!(grants(&draft), expected, "{decision}");
    }
}

#[test]
fn an_annex_goes_on_behind_the_stamps_of_a_page() {
    let list = "ANNEXE 1\n\nLes Semailles : 700 €\nLa Passerelle : 350 €\n\n\
        Envoyé en préfecture le 07/05/2031\nReçu en préfecture le 07/05/2031\nID : 987-219870012-20310504-D17-DE\n\n\
        Le Grand Atelier : 500 €\nTotal : 1 550 €\n";
    let draft = read("DÉCIDE d'attribuer les subventions listées en annexe, exercice 2031.", list);
    let expected =
        pairs(&[("Les Semailles", 700), ("La Passerelle", 350), ("Le Grand Atelier", 500)]);
    assert_eq!(grants(&draft), expected);
}

#[test]
fn an_annex_of_which_the_decision_does_not_speak_or_that_is_another_text_grants_nothing() {
    let draft = read("DÉCIDE d'adopter le projet associatif.", &format!("ANNEXE\n\n{TABLE}"));
    assert_eq!(grants(&draft), pairs(&[]));
    let plan = "ANNEXE – CONVENTION\n\nArticle 1 : les parties\n\nÉtat : 700 €\nRégion : 350 €\n";
    let draft = read("DÉCIDE d'approuver la convention annexée et la subvention.", plan);
    assert_eq!(grants(&draft), pairs(&[]));
}

#[test]
fn an_avenant_that_is_approved_beside_them_hides_no_grants_of_an_annex() {
    let decision = "- d'attribuer, au titre de l'exercice 2031, les aides aux bénéficiaires désignés en annexe ;\n\n\
        - d'approuver les termes de l'avenant n° 2 à la convention conclue avec l'association « Le Grand Atelier ».";
    let draft = read(decision, &format!("ANNEXE\n\n{TABLE}"));
    assert_eq!(grants(&draft), pairs(&[("Les Semailles", 700), ("La Passerelle", 350)]));
}

/// The annexes of a budget that list what a commune gives: accounts lead the rows, a column gives the legal form, another what
/// is given in kind, and a name may reach the column behind it.
#[test]
fn an_annex_of_the_budget_lists_what_is_given_in_money_and_in_kind() {
    let table = "Article / Nom de l'organisme           Nature juridique       Montant de la   Prestations\n                                                                 \
        subvention     en nature\n------------------------------------------------------------------------------------------\n\
        657362   CCAS de Vaulnoix              Établissement public       24 000,00            -\n         \
        Sous-total organismes publics                            24 000,00            -\n\
        6574     Les Semailles de la Brévanne  Association                 6 500,00     4 120,00\n\
        6574     Cercle sportif de l'Ardenelle Association                   800,00            -\n\
        6574     Le Grand Atelier des chemins  Association                 1 400,00            -\n         \
        de Vaulnoix\n\
        6574     La Passerelle                 Association                        -       310,00\n\
        6574     Ensemble vocal                Coopérative (SCIC)            700,00       480,00\n         \
        Sous-total personnes privées                              9 400,00     4 910,00\n\
        ------------------------------------------------------------------------------------------\n         \
        TOTAL GÉNÉRAL                                            33 400,00     4 910,00\n";
    let decision =
        "1. APPROUVE les concours de l'année 2031 tels qu'ils figurent dans l'annexe ci-après ;";
    let headings = [
        "IV – ANNEXES – ENGAGEMENTS HORS BILAN\nB1.7 – LISTE DES CONCOURS ATTRIBUÉS À DES TIERS EN NATURE OU EN SUBVENTIONS (en euros)",
        "B1.7 – CONCOURS ATTRIBUÉS À DES TIERS EN NATURE OU EN SUBVENTIONS (article L. 2313-1 du CGCT)",
        "B1.7 - SUBVENTIONS VERSÉES DANS LE CADRE DU VOTE DU BUDGET",
    ];
    let expected = pairs(&[
        ("CCAS de Vaulnoix", 24_000),
        ("Les Semailles de la Brévanne", 6_500),
        ("Cercle sportif de l'Ardenelle", 800),
        ("Le Grand Atelier des chemins de Vaulnoix", 1_400),
        ("Ensemble vocal", 700),
    ]);
    for heading in headings {
        let draft = read(decision, &format!("{heading}\n\n{table}"));
        assert_eq!(grants(&draft), expected, "{heading}");
        let forms: Vec<_> = draft
            .events
            .iter()
            .filter_map(|event| {
                let data = event.event.data().ok()?;
                let form =
                    data.pointer("/beneficiary/legal_form").or(data.pointer("/legal_form"))?;
                Some(form.as_str()?.to_owned())
            })
            .collect();
        assert_eq!(
            forms,
            [
                "Association",
                "Établissement public",
                "Association",
                "Association",
                "Association",
                "Coopérative (SCIC)"
            ],
            "{heading}"
        );
        let kind = draft.notes.iter().filter(|note| {
            matches!(
                note.figure,
                Some(greffe_ingest::Figure::Amount(_, greffe_ingest::Seems::InKind))
            )
        });
        assert_eq!(kind.count(), 3, "{heading}");
    }
}
