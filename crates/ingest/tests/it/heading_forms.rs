//! What the head of an act says in forms of its own: legal bases without *Vu*, bodies without a type before their names,
//! titles that their place tells.

use greffe_ingest::{Confidence, Draft, Options, draft};
use serde_json::Value;

fn read(text: &str) -> Draft {
    draft(text, &"0".repeat(64), &Options::default())
}

/// The text put to the organ, with its confidence.
fn tabled(text: &str) -> (Value, Confidence) {
    let draft = read(text);
    let of_kind = draft.events.iter().find(|e| e.event.kind() == "DeliberationTabled");
    let event = of_kind.unwrap_or_else(|| panic!("nothing tabled in {text}"));
    (event.event.data().unwrap(), event.confidence)
}

fn words(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The texts of its legal bases.
fn visas(text: &str) -> Vec<String> {
    let all = tabled(text).0["visas"].as_array().cloned().unwrap_or_default();
    all.iter().map(|visa| words(visa, "text")).collect()
}

const HEAD: &str = "COMMUNE DE VAULNOIX\nConseil municipal\n\nSéance du 4 mai 2031\nDélibération n° 2031-17\n\nObjet : Entretien des chemins\n\n";
const DECIDES: &str = "\n\nLe conseil municipal, après en avoir délibéré, à l'unanimité,\n\n\
     Article 1 : approuve le programme.\nArticle 2 : autorise le maire à signer.\n";

fn with_bases(bases: &str) -> Vec<String> {
    visas(&format!("{HEAD}{bases}{DECIDES}"))
}

#[test]
fn headings_of_law_stand_for_vu() {
    for heading in [
        "Fondements",
        "2. Fondements",
        "III – RÉFÉRENCES",
        "Dispositions législatives et réglementaires",
        "Textes et délibérations visés :",
        "Actes antérieurs :",
        "Droit applicable",
    ] {
        let bases = format!(
            "{heading}\n- Code général des collectivités territoriales, article L. 2121-29\n\
             - Délibération n° 2030-14 du 4 mars 2030 (délégations)\n- Budget 2031"
        );
        let read = with_bases(&bases);
        assert_eq!(read.len(), 3, "{heading} {read:?}");
        assert_eq!(read[2], "Budget 2031", "{heading}");
    }
    // The word alone, above no basis, heads none.
    assert!(with_bases("Références\nLe chemin des Aulnes longe la Vaulne.").is_empty());
}

#[test]
fn bases_stand_under_numbers_in_brackets_beside_their_heading_or_in_one_paragraph() {
    let numbered = "Références :\n[1] Code général des collectivités territoriales, article L. 2121-29\n\
                    [2] Délibération n° 2030-14 du 4 mars 2030 - délégations\n[3] Budget 2031";
    assert_eq!(with_bases(numbered).len(), 3);
    for beside in ["Visas — ", "Fondements : ", "BASES JURIDIQUES\n", "Visas de la délibération : "]
    {
        let bases = format!(
            "{beside}code général des collectivités territoriales (L. 2121-29) ; loi n° 2000-321 du 12 avril 2000 ; \
             délibération 2030-DEL-14 du 4 mars 2030 ; avis de la commission Voirie du 2 avril 2031."
        );
        let read = with_bases(&bases);
        assert_eq!(read.len(), 4, "{beside} {read:?}");
    }
}

#[test]
fn remarks_and_other_headings_end_the_bases_under_a_heading() {
    let bases = "CADRE JURIDIQUE\n- Code du sport, article L. 113-2\n- Délibération n° 2030-14 du 4 mars 2030\n\
                 NB : les aides ne peuvent excéder le plafond.\nPROPOSITION\nVerser l'aide en deux fois.";
    assert_eq!(with_bases(bases).len(), 2);
}

#[test]
fn a_box_holds_the_kinds_of_bases_in_rows() {
    let bases = "+----------------------+---------------------------------------------------+\n\
                 | Textes               | Code de l'environnement, art. L. 333-1            |\n\
                 |                      | Décret n° 2014-340 du 14 mars 2014 portant        |\n\
                 |                      | classement                                        |\n\
                 +----------------------+---------------------------------------------------+\n\
                 | Actes de la commune  | Délibération n° 2030-14 du 4 mars 2030            |\n\
                 +----------------------+---------------------------------------------------+\n\
                 | Avis                 | Avis de la commission Voirie du 2 avril 2031      |\n\
                 +----------------------+---------------------------------------------------+";
    let read = with_bases(bases);
    assert_eq!(read.len(), 4, "{read:?}");
}

#[test]
fn one_sentence_holds_bases_grounds_and_decision() {
    let sentence = "Le conseil municipal, vu le code général des collectivités territoriales, vu la délibération n° \
                    2030-14 du 4 mars 2030, considérant que les chemins sont dégradés, après en avoir délibéré, décide \
                    d'approuver le programme.\n\nVote : adopté à l'unanimité.\n";
    let text = format!("{HEAD}{sentence}");
    let (act, _) = tabled(&text);
    assert_eq!(act["visas"].as_array().map(Vec::len), Some(2), "{act}");
    assert_eq!(act["considerants"].as_array().map(Vec::len), Some(1), "{act}");
    let vote = read(&text);
    assert!(vote.events.iter().any(|e| e.event.kind() == "VoteCast"));
}

#[test]
fn small_letters_open_parts_below_a_blank_line() {
    let bases = "vu :\n- le code général des collectivités territoriales, article L. 2121-29\n\
                 - la délibération n° 2030-14 du 4 mars 2030 (délégations)\n\nconsidérant :\n\
                 - que les chemins sont dégradés ;\n- que leur entretien presse ;";
    assert_eq!(with_bases(bases).len(), 2);
}

#[test]
fn what_is_asked_above_the_bases_is_no_decision() {
    let text = format!(
        "{HEAD}Le maire expose :\n\nLes chemins sont dégradés.\n\nIl vous est demandé d'approuver leur entretien.\n\n\
         Vu le code général des collectivités territoriales,\nVu la délibération n° 2030-14 du 4 mars 2030,\n\n\
         LE CONSEIL, à l'unanimité,\n\nADOPTE les conclusions du rapport,\nAPPROUVE l'entretien des chemins.\n"
    );
    assert_eq!(visas(&text).len(), 2);
}

/// The body of an act with this banner and these words of its organ.
fn body(banner: &str, organ: &str) -> (String, Confidence) {
    let text = format!(
        "{banner}\n\n{organ}\nSéance du 4 mai 2031\n\nDélibération n° 2031-17\nObjet : Aide au programme\n\n\
         Présents : Anne DUVAL, Luc BON, Zoé MERLE.\n\nVu le code général des collectivités territoriales ;\n\n\
         Après en avoir délibéré, à l'unanimité,\n\nDÉCIDE d'approuver le programme.\n"
    );
    let (act, sure) = tabled(&text);
    (words(&act, "institution"), sure)
}

#[test]
fn a_banner_names_the_body_without_a_type_before_it() {
    for (banner, organ, name) in [
        (
            "LES RIVES DE LA VAULNE\nCommunauté d'agglomération",
            "CONSEIL COMMUNAUTAIRE",
            "LES RIVES DE LA VAULNE",
        ),
        (
            "VAULNOIX HABITAT\nOffice public de l'habitat de Vaulnoix",
            "BUREAU DU CONSEIL D'ADMINISTRATION",
            "VAULNOIX HABITAT",
        ),
        ("VAULNOIX - COMMUNAUTÉ URBAINE", "BUREAU DÉLIBÉRATIF", "VAULNOIX - COMMUNAUTÉ URBAINE"),
        ("■■■ VAULNOIX MÉTROPOLE", "Conseil métropolitain", "VAULNOIX MÉTROPOLE"),
        (
            "COEUR DE VAULNE AGGLO                          Registre 2031",
            "Bureau communautaire",
            "COEUR DE VAULNE AGGLO",
        ),
        ("AGGLO DU PAYS DE VAULNE", "CONSEIL D'AGGLOMÉRATION", "AGGLO DU PAYS DE VAULNE"),
        ("EPF DES PLAINES DE VAULNE", "Conseil d'administration", "EPF DES PLAINES DE VAULNE"),
        ("métropole rives de vaulne", "Commission permanente", "métropole rives de vaulne"),
    ] {
        assert_eq!(body(banner, organ), (name.to_owned(), Confidence::Review), "{banner}");
    }
    // The day of a sitting names no body.
    let (name, _) = body(
        "Grand Vaulne\nCommunauté d'agglomération",
        "CONSEIL D'AGGLOMÉRATION DU JEUDI 4 MAI 2031",
    );
    assert_eq!(name, "Grand Vaulne");
}

#[test]
fn a_town_hall_and_a_board_of_social_action_head_their_acts() {
    assert_eq!(
        body("MAIRIE DU MESNIL-VAULNOIX", "Conseil municipal").0,
        "MAIRIE DU MESNIL-VAULNOIX"
    );
    assert_eq!(body("C.C.A.S. DE VAULNOIX", "Conseil d'administration").0, "C.C.A.S. DE VAULNOIX");
    assert_eq!(body("Ville de\nV A U L N O I X", "Conseil municipal").0, "Ville de VAULNOIX");
}

#[test]
fn an_organ_is_named_where_it_enacts_or_by_its_bare_word() {
    let organ = |head: &str, decides: &str| {
        let text = format!(
            "SYNDICAT DES EAUX DE LA VAULNE\n\n{head}\n\nSéance du 4 mai 2031\n\nDélibération n° 2031-17\nObjet : Travaux\n\n\
             Présents : Anne DUVAL, Luc BON.\n\nVu le code général des collectivités territoriales ;\n\n{decides}\n\n\
             DÉCIDE d'approuver le programme.\n\nAdopté à l'unanimité.\n"
        );
        words(&tabled(&text).0, "organ")
    };
    assert_eq!(
        organ("Extrait du registre", "LE COMITÉ SYNDICAL, Entendu l'exposé du président,"),
        "COMITÉ SYNDICAL"
    );
    assert_eq!(
        organ(
            "Extrait du registre des délibérations du comité",
            "Le comité, après en avoir délibéré,"
        ),
        "comité"
    );
}

/// The title of an act with this head.
pub(super) fn title(head: &str) -> String {
    let text = format!(
        "{head}\n\nVu le code général des collectivités territoriales ;\n\nLe conseil municipal, après en avoir délibéré, à \
         l'unanimité,\n\nDÉCIDE d'attribuer 500 € à l'association Les Forges.\n"
    );
    words(&tabled(&text).0, "title")
}

#[test]
fn words_that_introduce_a_title_stand_before_any_mark_or_alone() {
    const OWN: &str = "Entretien des chemins de la vallée haute";
    for label in [
        "Objet — ",
        "OBJET - ",
        "Objet. — ",
        "INTITULÉ\n",
        "Intitulé de la délibération : ",
        "Libellé : ",
    ] {
        let head = format!(
            "COMMUNE DE VAULNOIX\n\nSéance du 4 mai 2031\n\nDélibération n° 2031-17\n\n{label}{OWN}"
        );
        assert_eq!(title(&head), OWN, "{label}");
    }
}

#[test]
fn a_box_and_a_narrow_column_hold_the_title() {
    let boxed = "COMMUNE DE VAULNOIX\n\
                 +--------------------------------------------------------------+\n\
                 | SÉANCE DU : 4 mai 2031        DÉLIBÉRATION N° : VX-2031-17    |\n\
                 | OBJET : Convention avec l'union des sapeurs de la vallée      |\n\
                 |         haute et mise à disposition de moyens                 |\n\
                 +--------------------------------------------------------------+";
    assert_eq!(
        title(boxed),
        "Convention avec l'union des sapeurs de la vallée haute et mise à disposition de moyens"
    );
    let column = "COMMUNE DE VAULNOIX\n\n\
        Date de la convocation               L'an deux mille trente et un, le quatre mai, le Conseil\n\
        \x20  28/04/2031                        Municipal de Vaulnoix s'est réuni en mairie.\n\
        \x20                                    Présents : MM. DUVAL Luc, BON Jean, Mmes MERLE\n\
        Objet de la délibération             Anne, M. TILLOY Paul.\n\
        Subvention à l'amicale               Absente : Mme GARNAUX Rose ayant donné procuration\n\
        des forgerons                        à Mme MERLE Anne.\n\
        \x20                                    Mme MERLE Anne a été nommée secrétaire.\n\
        N° 2031/017";
    assert_eq!(title(column), "Subvention à l'amicale des forgerons");
}

#[test]
fn its_place_tells_a_title() {
    let head =
        |lines: &str| format!("COMMUNE DE VAULNOIX\nConseil municipal du 4 mai 2031\n\n{lines}");
    // Among the lines of its paragraph.
    let among = head(
        "N° 2031-0519\nVie associative et jeunesse\nSoutien aux clubs - Attribution de subventions - 2031",
    );
    assert_eq!(title(&among), "Soutien aux clubs - Attribution de subventions - 2031");
    // Above who reports, whatever it is about.
    let reported = head(
        "Délibération n° 2031-17\n\nFête des rives de la Vaulne\nMonsieur le Maire rapporte :\n\nLa fête revient.",
    );
    assert_eq!(title(&reported), "Fête des rives de la Vaulne");
    // Alone in capitals.
    let shouted =
        head("DEL 2031/22\n\nNOUVEAU NOM DE LA PLACE HAUTE\n\nConseillers en exercice : 15");
    assert_eq!(title(&shouted), "NOUVEAU NOM DE LA PLACE HAUTE");
    // Behind the reference and a gap.
    let gap = head("2031 DVA 53        Subvention de 500 euros à l'association Les Forges");
    assert_eq!(title(&gap), "Subvention de 500 euros à l'association Les Forges");
}

#[test]
fn a_field_an_enclosure_or_an_address_is_no_title() {
    for line in [
        "Domaine : 7.5.2 Subventions inférieures à 23 000 €",
        "Pièce jointe : avenant de résiliation",
        "2 place du Marché - 96310 VAULNOIX-LE-BOURG",
        "Affaire n° 14     DEL_2031_014     7.5.2 Subventions     Vote : main levée",
    ] {
        let head = format!(
            "COMMUNE DE VAULNOIX\nConseil municipal du 4 mai 2031\n\n{line}\n\nAide aux forges : subvention pour 2031"
        );
        assert_eq!(title(&head), "Aide aux forges : subvention pour 2031", "{line}");
    }
}

#[test]
fn a_reference_in_brackets_ends_the_heading_of_a_matter() {
    let text = "COMMUNE DE VAULNOIX\nProcès-verbal du Conseil municipal - séance du 4 mai 2031\n\n\
                Présents : Anne DUVAL, maire ; Luc BON, Zoé MERLE.\n\n\
                1. Achat d'un tracteur pour les chemins de la vallée haute de la Vaulne (délibération 2031-001)\n\
                Véronique TILLOY expose que trois devis ont été reçus. Le conseil retient le premier. Unanimité.\n\n\
                2. Maison des enfants : aide à l'association Les Petits Forgerons de Vaulnoix (délib. 2031-002)\n\
                Véronique TILLOY expose que l'association demande 500 €. Le conseil approuve par 10 voix pour.\n\n\
                3. Classe de mer (délibération 2031-003)\n\
                Le conseil, à l'unanimité, vote une subvention de 300 € à la coopérative.\n";
    let draft = read(text);
    let acts = draft.events.iter().filter(|e| e.event.kind() == "DeliberationTabled");
    let read: Vec<String> = acts.map(|e| words(&e.event.data().unwrap(), "reference")).collect();
    assert_eq!(read, ["2031-001", "2031-002", "2031-003"]);
}

/// The first fact of a kind of an act with this foot.
fn footed(foot: &str, kind: &str) -> Value {
    let text =
        format!("{HEAD}Vu le code général des collectivités territoriales ;{DECIDES}\n{foot}\n");
    let draft = read(&text);
    let of_kind = draft.events.iter().find(|e| e.event.kind() == kind);
    of_kind.map(|event| event.event.data().unwrap()).unwrap_or_default()
}

#[test]
fn feet_say_when_an_act_was_sent_in_many_words() {
    for foot in [
        "Transmission préfecture : 09/05/2031 - Publication : 10/05/2031",
        "Envoi préfecture : 09/05/2031 – Retour préfecture : 10/05/2031",
        "TELETRANSMISSION 09/05/2031 | PUBLICATION 10/05/2031",
        "Certifié exécutoire - Transmission : 9 mai 2031 - Affichage : 10 mai 2031",
        "Préfecture, accusé de réception du 9 mai 2031 / Publication sur le site le 10 mai 2031",
        "Accusé de réception en préfecture : 099-200070993-20310504-DB2031-17-AU\nReçu le 09/05/2031 - Publié le 10/05/2031",
        "Visa de Monsieur le préfet de région : reçu le 9 mai 2031",
        "Timbre de la sous-préfecture : ARRIVÉE 9 MAI 2031",
        "Le Président certifie avoir fait déposer la présente délibération en sous-préfecture le 9 mai 2031.",
        "Acte rendu exécutoire le 9 mai 2031 après transmission à la préfecture le même jour",
        "Extrait déposé sur @CTES le 09/05/2031 et publié ce même jour",
        "Transmis à la sous-préfecture par voie dématérialisée le 09.05.2031",
    ] {
        let sent = footed(foot, "ActTransmitted");
        assert_eq!(words(&sent, "on"), "2031-05-09", "{foot}");
    }
}

#[test]
fn feet_say_when_an_act_was_made_public_in_many_words() {
    for foot in [
        "Reçu au contrôle de légalité le 09/05/2031 - Rendu exécutoire le 10/05/2031 par publication",
        "Télétransmission : 09/05/2031         Publication sur www.vaulnoix.example : 10/05/2031",
        "Mis en ligne et affiché le 10.05.2031",
        "Affiché à la porte du C.C.A.S. le 10 MAI 2031",
    ] {
        let public = footed(foot, "ActPublished");
        assert_eq!(words(&public, "on"), "2031-05-10", "{foot}");
    }
}

#[test]
fn feet_say_who_certifies_in_many_words() {
    for foot in [
        "Pour expédition : le Président, Anne DUVAL",
        "Extrait conforme : pour le Président, la Conseillère déléguée, Anne DUVAL",
        "Signé : la Présidente du Conseil départemental, Anne DUVAL",
        "Pour extrait conforme, par délégation de la Présidente,\nle Directeur général adjoint, Anne DUVAL",
        "Pour extrait conforme au registre,\nAnne DUVAL, présidente",
        "Acte signé électroniquement par Anne DUVAL, Maire, le 14/05/2031",
        "Le Président certifie que la présente délibération, télétransmise le 9 mai 2031, a été publiée le 10 mai 2031.\n\n\
         Anne DUVAL",
    ] {
        let certified = footed(foot, "CopyCertified");
        assert!(certified.to_string().contains("Anne DUVAL"), "{foot} {certified}");
    }
}

#[test]
fn a_reference_heads_its_cell() {
    let reference = |head: &str| {
        let text = format!(
            "COMMUNE DE VAULNOIX\nConseil municipal du 4 mai 2031\n\n{head}\n\nVu le code ;{DECIDES}"
        );
        words(&tabled(&text).0, "reference")
    };
    assert_eq!(
        reference("2031 DVA 53        Subvention à l'association Les Forges"),
        "2031 DVA 53"
    );
    assert_eq!(
        reference("Réf. BD-31-09-15 / Pôle Attractivité        Affaire suivie par le service"),
        "BD-31-09-15"
    );
    assert_eq!(
        reference("Délib. n° CE-31-09                         Mardi 4 mai 2031"),
        "CE-31-09"
    );
    assert_eq!(reference("République française            Rapport n° 31CP-0612"), "31CP-0612");
}
