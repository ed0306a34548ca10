//! The feet of acts and of minutes: who signed, when it went to the prefecture, when it was made public; in one
//! line, in columns, or at the head of the page.

use greffe_ingest::{Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

fn said(draft: &Draft, kind: &str) -> Value {
    let event = draft.events.iter().find(|event| event.event.kind() == kind);
    event.map_or(Value::Null, |event| event.event.data().unwrap())
}

/// An act with this above its heading and this below its decision.
fn act(above: &str, foot: &str) -> Draft {
    read(&format!(
        "{above}COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\n\nObjet : Entretien des chemins\n\n\
         Vu le code général des collectivités territoriales ;\n\nAprès en avoir délibéré, à l'unanimité,\n\n\
         DÉCIDE d'approuver le programme.\n\n{foot}\n"
    ))
}

/// Minutes whose last matter is only talk, with this foot.
fn minutes(foot: &str) -> Draft {
    read(&format!(
        "COMMUNE DE VAULNOIX\n\nPROCÈS-VERBAL DU CONSEIL MUNICIPAL\nSéance du 4 mai 2031\n\n\
         Présents : Mme Anne CERDOUX, M. Luc BRAVOUX.\n\n1. ENTRETIEN DES CHEMINS\nLe programme est présenté.\n\
         Vote : 9 pour, 2 contre. Adopté.\n\n2. TOITURE DE L'ÉCOLE\nLe devis est présenté.\nVote : 11 pour. Adopté.\n\n\
         3. INFORMATIONS\nLa fibre arrive.\n\nFin de la séance à 22 h.\n\n{foot}\n"
    ))
}

#[test]
fn a_receipt_may_be_told_by_its_letters() {
    for foot in [
        "AR Préfecture : 06/05/2031",
        "Accusé de réception préfecture le 06/05/2031",
        "Reçu à la sous-préfecture le 6 mai 2031",
        "Préfecture : dépôt le 06-05-2031",
        "Déposé en préfecture par voie électronique le 6 mai 2031",
        "Acte adressé à la sous-préfecture le 6 mai 2031",
        "Transmission au représentant de l'État : 06.05.2031",
        "REGION VALMORIE - Envoyé au Préfet de Région le 06/05/2031",
    ] {
        assert_eq!(said(&act("", foot), "ActTransmitted")["on"], "2031-05-06", "{foot}");
    }
}

#[test]
fn a_stamp_beside_the_heading_counts_where_its_day_is_behind_the_sitting() {
    let foot = "Publié le 7 mai 2031";
    let stamp = "DIRECTION DES CHEMINS                              Télétransmis le 06/05/2031\n";
    assert_eq!(said(&act(stamp, foot), "ActTransmitted")["on"], "2031-05-06");
    let earlier = stamp.replace("06/05/2031", "06/04/2031");
    assert_eq!(said(&act(&earlier, foot), "ActTransmitted"), Value::Null);
}

#[test]
fn whoever_signs_for_the_chair_certifies() {
    let read = act(
        "",
        "Pour extrait certifié conforme,\nPour le Maire empêché,\nL'Adjoint délégué,\nLuc BRAVOUX",
    );
    let certified = said(&read, "CopyCertified");
    assert_eq!(certified["by"]["name"], "Luc BRAVOUX");
}

#[test]
fn offices_one_below_the_other_are_signed_in_their_order() {
    let read = act("", "La secrétaire\n\n\nLa maire\nL. BRAVOUX\n\n\nA. CERDOUX");
    assert_eq!(said(&read, "CopyCertified")["by"]["name"], "A. CERDOUX");
}

#[test]
fn the_foot_of_minutes_stands_behind_matters_that_are_no_acts() {
    let read = minutes(
        "Le maire,                                       La secrétaire,\n\
         Luc BRAVOUX                                     Anne CERDOUX\n\n\
         Reçu à la sous-préfecture le 6 mai 2031 – Publication sur le site internet le 7 mai 2031",
    );
    assert_eq!(said(&read, "CopyCertified")["by"]["name"], "Luc BRAVOUX");
    assert_eq!(said(&read, "ActTransmitted")["on"], "2031-05-06");
    assert_eq!(said(&read, "ActPublished")["on"], "2031-05-07");
}

#[test]
fn the_address_of_a_site_has_full_stops() {
    let read = act("", "Mis en ligne sur www.vaulnoix.invalid : 07/05/2031");
    assert_eq!(said(&read, "ActPublished")["on"], "2031-05-07");
}

/// The next sitting is announced behind the site, and the statutes of an association are no act.
#[test]
fn a_day_of_something_else_is_no_day_of_the_act() {
    let read = act("", "Mis en ligne sur le site. Prochaine séance le 12 mai 2031.");
    assert_eq!(said(&read, "ActPublished"), Value::Null);
    let read = act("", "Les statuts ont été déposés en préfecture le 4 mai 1998.");
    assert_eq!(said(&read, "ActTransmitted"), Value::Null);
}

#[test]
fn a_signature_above_the_vote_or_by_electronic_means_certifies() {
    for foot in [
        "Pour extrait conforme,\nPour le Maire, l'Adjointe déléguée,\nRose ESTAVEL\n\nMme GARNAUX a quitté la salle et n'a \
         pas pris part au vote.\nAdopté à la majorité : 27 voix pour, 5 voix contre.",
        "Transmis au contrôle de légalité le 06/05/2031\n\nLe Président de la Métropole, signé électroniquement par Rose ESTAVEL",
        "Le Maire,\n\nSigné électroniquement par : Rose ESTAVEL",
    ] {
        let certified = said(&act("", foot), "CopyCertified");
        assert_eq!(certified["by"]["name"], "Rose ESTAVEL", "{foot}");
    }
}

#[test]
fn the_day_of_a_publication_stands_behind_the_number_of_the_journal() {
    let foot = "Le Maire,\nRose ESTAVEL\n\nPublié au recueil des actes administratifs n° 12 de mai 2031, le 20 mai 2031";
    assert_eq!(said(&act("", foot), "ActPublished")["on"], "2031-05-20");
}

#[test]
fn an_act_of_no_stated_day_may_say_when_it_was_posted() {
    let draft = read(
        "Délibération/ Conseil/ Mai 2031 [2031 VAU 45]\nDélibération affichée à l'Hôtel de Ville\n\
         et transmise au représentant de l'État le 7 mai 2031.\nReçue par le représentant de l'État le 7 mai 2031.\n\
         Le Conseil de Vaulnoix, siégeant en formation de conseil,\n\
         Vu le code général des collectivités territoriales ;\nDélibère :\n\
         Article premier. - Le programme est arrêté.\nArt. 2. - La dépense est imputée au budget.\n\nAdopté à l'unanimité.\n",
    );
    assert_eq!(said(&draft, "ActPublished")["on"], "2031-05-07");
}

#[test]
fn months_of_a_stamp_are_cut_short() {
    for (sent, published) in [
        ("le 31 JAN. 2031", "le 1er FEV. 2031"),
        ("le 31 janv. 2031", "le 1er févr. 2031"),
        ("le 31 JANV 2031", "le 01 FEV 2031"),
    ] {
        let text = format!(
            "COMMUNE DE VAULNOIX\n\nSéance du 26 janvier 2031\n\nObjet : Chemins\n\nVu le code général des collectivités territoriales ;\n\n\
             Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n\nLe Maire,\nLuc BRAVOUX\n\n\
             Certifié exécutoire compte tenu de la transmission en Préfecture {sent}\net de la publication {published}\n"
        );
        let draft = read(&text);
        let all: Vec<String> = draft
            .events
            .iter()
            .filter_map(|event| event.event.data().ok()?.get("on")?.as_str().map(str::to_owned))
            .collect();
        assert!(all.contains(&"2031-01-31".to_owned()), "{sent}: {all:?}");
        assert!(all.contains(&"2031-02-01".to_owned()), "{published}: {all:?}");
    }
}

#[test]
fn who_kept_the_minutes_signs_below_who_certifies() {
    for office in ["La 1ère vice-présidente,", "Le Président,"] {
        let text = format!(
            "VAULNE COMMUNAUTÉ\n\nSéance du 26 janvier 2031\n\nObjet : Chemins\n\nVu le code général des collectivités territoriales ;\n\n\
             Après en avoir délibéré, à l'unanimité, DÉCIDE d'approuver le programme.\n\nPour extrait conforme,\n{office}\nAnne CERDOUX\n\n\
             Le secrétaire de séance,\nPaul DRAVELLE\n\nReçu en préfecture le 27 janvier 2031\n"
        );
        let draft = read(&text);
        let by = draft.events.iter().find(|event| event.event.kind() == "CopyCertified").unwrap();
        assert_eq!(by.event.data().unwrap()["by"]["name"], "Anne CERDOUX", "{office}");
    }
}

#[test]
fn a_name_stands_below_the_office_of_who_signs_in_the_column_on_the_right() {
    for foot in [
        "                              Pour ampliation,\n                              Le président du conseil de la Vaulne\n                              Rose ESTAVEL\nAccusé de réception préfecture : 18/05/2031          Date d'affichage : 19/05/2031",
        "                              La première Vice-présidente,\n                              signé : Rose ESTAVEL",
        "                              Pour expédition,\n                              La directrice du service\n                              Rose ESTAVEL",
    ] {
        let certified = said(&act("", foot), "CopyCertified");
        assert_eq!(certified["by"]["name"], "Rose ESTAVEL", "{foot}");
    }
}
