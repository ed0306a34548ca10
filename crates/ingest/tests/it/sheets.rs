//! Heads and feet of acts in the many forms in which bodies print them: the body and what stands below its name, the
//! reference, the day, the notice of meeting, the signatures and the stamps.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Value {
    let event = draft.events.iter().find(|event| event.event.kind() == kind);
    event.map_or(Value::Null, |event| event.event.data().unwrap())
}

/// An act with these parts: its head, the lines of its day and reference, what opens the sitting, its foot.
struct Sheet<'a> {
    head: &'a str,
    setting: &'a str,
    title: &'a str,
    opening: &'a str,
    organ: &'a str,
    foot: &'a str,
}

const PLAIN: Sheet<'static> = Sheet {
    head: "COMMUNE DE VAULNOIX\n\nEXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nDU CONSEIL MUNICIPAL",
    setting: "Séance du 4 mai 2031\nDélibération n° 2031-07",
    title: "Objet : Entretien des chemins",
    opening: "Le Conseil municipal, légalement convoqué, s'est réuni à la mairie, sous la présidence de Mme Anne CERDOUX, Maire.",
    organ: "Le Conseil",
    foot: "Pour extrait conforme,\nLe Maire,\nAnne CERDOUX",
};

impl Sheet<'_> {
    fn read(&self) -> Draft {
        let Sheet { head, setting, title, opening, organ, foot } = self;
        read(&format!(
            "{head}\n\n{setting}\n\n{title}\n\n{opening}\n\nPrésents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n\
             Vu le code général des collectivités territoriales ;\n\n{organ}, après en avoir délibéré, DÉCIDE :\n\n\
             Article 1 : Le programme est approuvé.\n\nAdopté à l'unanimité.\n\n{foot}\n"
        ))
    }
}

fn of(head: &str, organ: &str) -> Value {
    let opening = format!("Le {organ}, légalement convoqué, s'est réuni au siège.");
    let organ = format!("Le {organ}");
    said(&Sheet { head, opening: &opening, organ: &organ, ..PLAIN }.read(), "DeliberationTabled")
}

#[test]
fn a_name_ends_before_the_address_and_the_register() {
    for below in [
        "Place de l'Hôtel",
        "Siège social : 3 rue Basse",
        "Année 2031 – Feuillet n° 12",
        "Rue des Tilleuls",
    ] {
        let head = format!("Syndicat mixte des Eaux de Vaulnoix\n{below}\n\nComité syndical");
        assert_eq!(
            of(&head, "Comité syndical")["institution"],
            "Syndicat mixte des Eaux de Vaulnoix",
            "{below}"
        );
    }
    let head = "Commune de La Place\n\nConseil municipal";
    assert_eq!(of(head, "Conseil municipal")["institution"], "Commune de La Place");
}

#[test]
fn a_name_goes_on_in_small_letters_or_on_a_third_line() {
    let head = "Syndicat mixte du Parc naturel régional de l'Aubraine\nComité syndical";
    let name = "Syndicat mixte du Parc naturel régional de l'Aubraine";
    assert_eq!(of(head, "Comité syndical")["institution"], name);
    let head = "SYNDICAT INTERCOMMUNAL\nD'ALIMENTATION EN EAU POTABLE\nDE VAULNOIX\n\nDÉLIBÉRATIONS DU COMITÉ SYNDICAL";
    let name = "SYNDICAT INTERCOMMUNAL D'ALIMENTATION EN EAU POTABLE DE VAULNOIX";
    assert_eq!(of(head, "Comité syndical")["institution"], name);
}

#[test]
fn offices_are_bodies_where_their_organ_decides() {
    let head = "OFFICE DE TOURISME DU VAULNOIS\n\nCOMITÉ DE DIRECTION";
    assert_eq!(of(head, "Comité de direction")["institution"], "OFFICE DE TOURISME DU VAULNOIS");
    let head = "Office public de l'habitat de Vaulnoix\n\nCONSEIL D'ADMINISTRATION";
    let name = "Office public de l'habitat de Vaulnoix";
    assert_eq!(of(head, "Conseil d'administration")["institution"], name);
    // One that gets something decides nothing.
    let title = "Objet : Subvention pour l'Office de tourisme de Bravoix";
    let tabled = said(&Sheet { title, ..PLAIN }.read(), "DeliberationTabled");
    assert_eq!(tabled["institution"], "COMMUNE DE VAULNOIX");
}

#[test]
fn references_in_other_forms() {
    for (lines, reference) in [
        ("Délibération n° 2031-07 bis", "2031-07 bis"),
        ("Délibération N° 2031 - 19", "2031 - 19"),
        ("Délibération n° 31C066", "31C066"),
        ("Référence de la délibération : 310504-09", "310504-09"),
        ("N° d'ordre du registre : 181", "181"),
        ("2031 DVL 53", "2031 DVL 53"),
        ("No 31/07", "31/07"),
    ] {
        let setting = format!("Séance du 4 mai 2031\n{lines}");
        let tabled = said(&Sheet { setting: &setting, ..PLAIN }.read(), "DeliberationTabled");
        assert_eq!(tabled["reference"], reference, "{lines}");
    }
}

#[test]
fn a_reference_at_the_foot_of_each_page() {
    let foot =
        "Le Maire,\nAnne CERDOUX\n\nDélibération n° 2031-45                      Page 1 sur 1";
    let sheet = Sheet { setting: "Séance du 4 mai 2031", foot, ..PLAIN };
    assert_eq!(said(&sheet.read(), "DeliberationTabled")["reference"], "2031-45");
    let foot = format!("{foot}\n\nDélibération n° 2031-46                      Page 1 sur 1");
    let sheet = Sheet { setting: "Séance du 4 mai 2031", foot: &foot, ..PLAIN };
    assert_eq!(said(&sheet.read(), "DeliberationTabled")["reference"], Value::Null);
}

#[test]
fn a_year_that_ends_a_title_is_no_internal_number() {
    let title =
        "Objet : Versement d'une subvention au club des chemins de la commune – Exercice\n2031";
    let tabled = said(&Sheet { title, ..PLAIN }.read(), "DeliberationTabled");
    assert_eq!(tabled["internal_number"], Value::Null);
    for (label, number) in [
        ("N° interne : 6223", "6223"),
        ("(n° interne 6223)", "6223"),
        ("Numéro interne : 2031-36521", "2031-36521"),
        ("Réf. interne : DGS/SA/52024", "DGS/SA/52024"),
    ] {
        let title = format!("Objet : Entretien des chemins\n\n{label}");
        let tabled = said(&Sheet { title: &title, ..PLAIN }.read(), "DeliberationTabled");
        assert_eq!(tabled["internal_number"], number, "{label}");
    }
}

#[test]
fn days_of_sitting_in_other_forms() {
    for (setting, opening, day) in [
        ("Séance du 04/05/31", "", "2031-05-04"),
        ("ANNÉE 2031\nSéance du 4 mai", "", "2031-05-04"),
        ("Séance n° 3 du 4 mai 2031", "", "2031-05-04"),
        ("", "Aujourd'hui, dimanche 4 mai 2031, ", "2031-05-04"),
        ("", "Ce jour, quatre mai deux mille trente et un, ", "2031-05-04"),
        ("", "L'an mil neuf cent quatre-vingt-dix et le vingt du mois de novembre, ", "1990-11-20"),
        ("", "L'an mille neuf cent quatre-vingt-dix-sept, le deux avril, ", "1997-04-02"),
        ("Délibération n° 2031-07 du 4 mai 2031", "", "2031-05-04"),
    ] {
        let opening =
            format!("{opening}le Conseil municipal, légalement convoqué, s'est réuni à la mairie.");
        let opened = said(&Sheet { setting, opening: &opening, ..PLAIN }.read(), "SittingOpened");
        assert_eq!(opened["date"], day, "{setting}{opening}");
    }
}

#[test]
fn notices_of_meeting_in_other_forms() {
    for line in [
        "Date de convocation              28/04/2031",
        "DATE DE CONVOCATION\n28/04/2031",
        "Date de convocation ........ 28 avril 2031",
        "Convocation du lundi 28 avril 2031",
        "Convocation : 28.04.2031",
        "Date de la convocation : 28/04/31",
    ] {
        let opening = format!("{line}\n\n{}", PLAIN.opening);
        let sent = said(&Sheet { opening: &opening, ..PLAIN }.read(), "ConvocationSent");
        assert_eq!(sent["on"], "2031-04-28", "{line}");
    }
    let opening = "Le Conseil municipal, convoqué par voie dématérialisée le 28 avril 2031, s'est réuni à la mairie.";
    let sent = said(&Sheet { opening, ..PLAIN }.read(), "ConvocationSent");
    assert_eq!(sent["on"], "2031-04-28");
}

#[test]
fn who_presides_and_who_writes_in_other_forms() {
    let met = "Le Conseil municipal, légalement convoqué, s'est réuni à la mairie.";
    let opening = format!("{met}\n\nÉtant présidente : Mme Lise DORVAL");
    let opened = said(&Sheet { opening: &opening, ..PLAIN }.read(), "SittingOpened");
    assert_eq!(opened["presided_by"]["name"], "Lise DORVAL");
    for line in [
        "Le Conseil municipal a choisi pour secrétaire Mme Lise DORVAL.",
        "Secrétaire de séance ........ Mme Lise DORVAL",
        "Présents à l'appel : Mme Lise DORVAL (secrétaire de séance), M. Guy MERCŒUR.",
    ] {
        let opening = format!("{}\n\n{line}", PLAIN.opening);
        let opened = said(&Sheet { opening: &opening, ..PLAIN }.read(), "SittingOpened");
        assert_eq!(opened["secretary"]["name"], "Lise DORVAL", "{line}");
    }
}

#[test]
fn signatures_in_other_forms() {
    for (foot, name) in [
        ("Certifié exact,\nLe Maire,\nMme Anne CERDOUX", "Anne CERDOUX"),
        (
            "Anne CERDOUX                              Luc BRAVOUX\nMaire                                     Secrétaire de séance",
            "Anne CERDOUX",
        ),
        (
            "Signé électroniquement par :\nAnne CERDOUX\nDate de signature : 06/05/2031\nQualité : Maire",
            "Anne CERDOUX",
        ),
        ("#signature#\nSigné par Anne Cerdoux\nDate : 06/05/2031\nQualité : MAIRE", "Anne Cerdoux"),
        ("Le Maire,\nConseillère régionale,\nAnne CERDOUX", "Anne CERDOUX"),
        ("Pour extrait conforme : Anne CERDOUX, Maire", "Anne CERDOUX"),
        ("Le Maire ....................\n\n                Anne CERDOUX", "Anne CERDOUX"),
        (
            "Pour expédition conforme,\nÀ Vaulnoix, le 6 mai 2031\nLe Maire,\n(s) Anne CERDOUX",
            "Anne CERDOUX",
        ),
    ] {
        let certified = said(&Sheet { foot, ..PLAIN }.read(), "CopyCertified");
        assert_eq!(certified["by"]["name"], name, "{foot}");
    }
}

#[test]
fn stamps_in_other_forms() {
    for (foot, public) in [
        (
            "Reçu en préfecture le              Affiché le\n06/05/2031                         07/05/2031",
            true,
        ),
        ("Transmis en S/Préf. le 06/05/31\nAffiché le 07/05/31", true),
        (
            "Date de transmission au contrôle de légalité : 2031-05-06\nDate de publication : 2031-05-07",
            true,
        ),
        ("Reçu à la Préfecture le ........ 6 mai 2031\nPublié le .............. 7 mai 2031", true),
        ("Délibération télétransmise et affichée le 06/05/2031", false),
        ("Reçu en préfecture / affiché le : 06/05/2031", false),
        ("Transmise en préfecture, le 6 mai 2031\net de la publication, le 7 mai 2031", true),
        ("[Préfecture : 06/05/2031 – Publication : 07/05/2031]", true),
    ] {
        let read = Sheet { foot, ..PLAIN }.read();
        assert_eq!(said(&read, "ActTransmitted")["on"], "2031-05-06", "{foot}");
        let day = if public { "2031-05-07" } else { "2031-05-06" };
        assert_eq!(said(&read, "ActPublished")["on"], day, "{foot}");
    }
    for stamp in [
        "SOUS-PRÉFECTURE\nDE BRAVOIX\nReçu le 6 mai 2031",
        "PRÉFECTURE DU VAULNOIS\nARRIVÉE LE 06 MAI 2031",
    ] {
        let head = format!("{stamp}\n\n{}", PLAIN.head);
        let read = Sheet { head: &head, ..PLAIN }.read();
        assert_eq!(said(&read, "ActTransmitted")["on"], "2031-05-06", "{stamp}");
    }
}

#[test]
fn titles_behind_a_dash_or_a_gap() {
    let title = "OBJET. – Entretien des chemins communaux";
    let tabled = said(&Sheet { title, ..PLAIN }.read(), "DeliberationTabled");
    assert_eq!(tabled["title"], "Entretien des chemins communaux");
    let head = "Collectivité                Commune de Vaulnoix\nOrgane délibérant           Conseil municipal";
    let setting = "Date de séance              4 mai 2031\nN° de délibération          2031-07";
    let title = "Objet                       Entretien des chemins que la commune possède au-delà de la\n                 \x20                           rivière";
    let text = format!("{head}\n{setting}");
    let tabled = said(
        &Sheet { head: &text, setting: title, title: "", ..PLAIN }.read(),
        "DeliberationTabled",
    );
    assert_eq!(
        tabled["title"],
        "Entretien des chemins que la commune possède au-delà de la rivière"
    );
}

#[test]
fn the_place_stands_beside_the_day_of_minutes_of_decisions() {
    let head = "Parc des Monts de Vaulnoix\n\nCompte rendu des délibérations du Bureau syndical\n4 mai 2031, Maison du Parc";
    let opening = "Présents : M. Luc BRAVOUX, Président ; Mme Anne CERDOUX, M. Guy MERCŒUR.";
    let opened = said(
        &Sheet { head, setting: "", opening, organ: "Le Bureau syndical", ..PLAIN }.read(),
        "SittingOpened",
    );
    assert_eq!(opened["date"], "2031-05-04");
}

#[test]
fn a_body_that_may_go_on_is_for_review_and_the_head_of_a_column_is_none() {
    let sure = |draft: &Draft| {
        let event = draft.events.iter().find(|event| event.event.kind() == "SittingOpened");
        event.map(|event| (event.event.data().unwrap()["institution"].clone(), event.confidence))
    };
    let office = Sheet {
        head: "VAULNOIX HABITAT\nOffice public de l'habitat de Vaulnoix et de sa région\n\nCONSEIL D'ADMINISTRATION",
        organ: "Le conseil d'administration",
        ..PLAIN
    };
    let (name, confidence) = sure(&office.read()).unwrap();
    assert!(confidence == Confidence::Review, "{name}");
    let table = Sheet {
        opening: "Le Conseil municipal s'est réuni sous la présidence de Mme Anne CERDOUX, Maire.\n\nCommune          Délégués présents\nCastelmoix       Anne CERDOUX\n                 Luc BRAVOUX\nMontguénoix      Paul DRAVELLE",
        ..PLAIN
    };
    let (name, _) = sure(&table.read()).unwrap();
    assert_eq!(name, "COMMUNE DE VAULNOIX");
}

#[test]
fn a_reference_by_its_shape_is_certain_where_the_foot_of_a_page_calls_it_a_number() {
    let sure = |foot: &str| {
        let sheet = Sheet {
            setting: "Séance du 4 mai 2031\n\n2031-05-07   ENTRETIEN DES CHEMINS",
            title: "Objet : Entretien des chemins",
            foot,
            ..PLAIN
        };
        let draft = sheet.read();
        let event = draft.events.iter().find(|event| event.event.kind() == "SittingOpened");
        event.unwrap().confidence
    };
    assert_eq!(sure(PLAIN.foot), Confidence::Review);
    let foot = format!(
        "{}\n\nVille de Vaulnoix - Délibérations du 4 mai 2031                    n° 2031-05-07",
        PLAIN.foot
    );
    assert_eq!(sure(&foot), Confidence::Sure);
}

#[test]
fn a_day_below_the_label_of_something_else_makes_no_act_public() {
    let day = |label: &str| {
        let foot = format!(
            "{}\n\nReçu en préfecture le     {label}\n06/05/2031                07/05/2031",
            PLAIN.foot
        );
        said(&Sheet { foot: &foot, ..PLAIN }.read(), "ActPublished")["on"].clone()
    };
    assert_eq!(day("Affiché le"), "2031-05-07");
    assert_eq!(day("Affichage de la liste des délibérations"), Value::Null);
}
