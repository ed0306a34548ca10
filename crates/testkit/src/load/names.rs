//! Names of bodies, people, beneficiaries and purposes, all invented.
//!
//! A beneficiary's name is one of each of three lists, so that twenty thousand associations have
//! names of their own.

/// A name as an act writes it, and as a stream does.
type Name = (&'static str, &'static str);

pub(super) const INSTITUTIONS: &[Name] = &[
    ("Métropole de Vauclaire", "metropole-de-vauclaire"),
    ("Métropole d’Orsanne", "metropole-d-orsanne"),
    ("Communauté urbaine du Haut-Lierre", "communaute-urbaine-du-haut-lierre"),
    ("Département de la Semoye", "departement-de-la-semoye"),
    ("Métropole de Castelbrume", "metropole-de-castelbrume"),
    ("Ville de Rochemaure-les-Puits", "ville-de-rochemaure-les-puits"),
    ("Communauté d’agglomération de l’Estérence", "agglomeration-de-l-esterence"),
    ("Département du Valdorge", "departement-du-valdorge"),
    ("Métropole de Port-Sarrancy", "metropole-de-port-sarrancy"),
    ("Ville de Montjoie-sur-Aure", "ville-de-montjoie-sur-aure"),
    ("Région des Trois-Monts", "region-des-trois-monts"),
    ("Communauté urbaine de Bellevaine", "communaute-urbaine-de-bellevaine"),
];

/// What a beneficiary is, with its legal form.
pub(super) const WORKS: &[(&str, &str, &str)] = &[
    ("Les Ateliers", "les-ateliers", "association"),
    ("La Fabrique", "la-fabrique", "SCIC"),
    ("Le Théâtre", "le-theatre", "association"),
    ("L’Harmonie", "l-harmonie", "association"),
    ("La Maison", "la-maison", "association"),
    ("Le Club nautique", "le-club-nautique", "association"),
    ("L’École de musique", "l-ecole-de-musique", "association"),
    ("Le Festival", "le-festival", "association"),
    ("La Régie de quartier", "la-regie-de-quartier", "association"),
    ("Le Foyer", "le-foyer", "fondation"),
    ("La Compagnie", "la-compagnie", "association"),
    ("Le Cercle", "le-cercle", "association"),
    ("Les Jardins", "les-jardins", "SCIC"),
    ("La Cyclerie", "la-cyclerie", "association"),
    ("Le Chœur", "le-choeur", "association"),
    ("La Ressourcerie", "la-ressourcerie", "SCOP"),
    ("L’Observatoire", "l-observatoire", "association"),
    ("Les Archers", "les-archers", "association"),
    ("La Crèche", "la-creche", "association"),
    ("L’Atelier chantier", "l-atelier-chantier", "association"),
    ("Le Refuge", "le-refuge", "fondation"),
    ("La Coopérative", "la-cooperative", "SCIC"),
];

pub(super) const OF: &[Name] = &[
    ("du Pont", "du-pont"),
    ("des Trois Vallées", "des-trois-vallees"),
    ("de la Combe", "de-la-combe"),
    ("du Lavoir", "du-lavoir"),
    ("des Tisserands", "des-tisserands"),
    ("de la Halle", "de-la-halle"),
    ("du Vieux Port", "du-vieux-port"),
    ("des Capucines", "des-capucines"),
    ("de l’Écluse", "de-l-ecluse"),
    ("des Remparts", "des-remparts"),
    ("du Beffroi", "du-beffroi"),
    ("de la Garenne", "de-la-garenne"),
    ("des Meuniers", "des-meuniers"),
    ("du Belvédère", "du-belvedere"),
    ("de la Source", "de-la-source"),
    ("des Charmilles", "des-charmilles"),
    ("du Marais", "du-marais"),
    ("de l’Olivette", "de-l-olivette"),
    ("des Bateliers", "des-bateliers"),
    ("du Cèdre", "du-cedre"),
    ("de la Verrerie", "de-la-verrerie"),
    ("des Amandiers", "des-amandiers"),
    ("du Levant", "du-levant"),
    ("de la Tuilerie", "de-la-tuilerie"),
];

pub(super) const PLACES: &[Name] = &[
    ("Sauvelune", "sauvelune"),
    ("Brévalon", "brevalon"),
    ("Cressignac", "cressignac"),
    ("Maurencourt", "maurencourt"),
    ("Pierrelente", "pierrelente"),
    ("Valombreuse", "valombreuse"),
    ("Jonquerolles", "jonquerolles"),
    ("Saint-Aubrac", "saint-aubrac"),
    ("Lormissan", "lormissan"),
    ("Faverdoux", "faverdoux"),
    ("Treillebois", "treillebois"),
    ("Aiguemorte-le-Haut", "aiguemorte-le-haut"),
];

const FIRST: &[&str] = &[
    "Maud",
    "Jean-Pascal",
    "Aline",
    "Bertille",
    "Côme",
    "Daphné",
    "Élie",
    "Firmin",
    "Gisèle",
    "Hortense",
    "Ignace",
    "Joséphine",
    "Karim",
    "Léonie",
    "Marius",
    "Nadège",
    "Octave",
    "Pénélope",
    "Quentin",
    "Rosalie",
    "Samir",
    "Thaïs",
    "Ulysse",
];

const LAST: &[&str] = &[
    "ORSEL",
    "VIGNE",
    "CORBET",
    "DUPRÉLONG",
    "MASSIGNAC",
    "TERRUSSE",
    "BELLARGENT",
    "FONTAVEL",
    "GRANDVERGNE",
    "HAUTECLOQUE",
    "JOUVENAL",
    "KERMADOU",
    "LESTRINGUE",
    "MONTFAUR",
    "NOIRVAL",
    "OUDARD-RIVES",
    "PLANTEVIGNE",
    "QUINCEROT",
    "ROQUEBLAVE",
    "SERVIÈRES",
    "TOURNEBRISE",
    "URVILLAC",
    "VERCHANT",
    "WILMOTTE",
    "YVERSANT",
    "ZELLANGER",
    "ARBOISIER",
    "BOISRONCE",
    "CHANTELAUZE",
];

/// The member of an institution with that number, as acts write names.
pub(super) fn member(institution: u64, number: u64) -> String {
    // The two lists have lengths without a common factor: 667 members before a name comes again.
    let (first, last) = ((institution * 5 + number) % 23, (institution * 11 + number) % 29);
    let (first, last) = (pick(FIRST, first), pick(LAST, last));
    let mut name = String::with_capacity(first.len() + last.len() + 1);
    name.push_str(first);
    name.push(' ');
    name.push_str(last);
    name
}

pub(super) const PURPOSES: &[&str] = &[
    "programme d’actions",
    "fonctionnement de l’année",
    "ateliers de pratique ouverts aux habitants des quartiers prioritaires",
    "rénovation de la salle et achat de matériel",
    "accueil de jour et accompagnement vers l’emploi",
    "saison de concerts et actions auprès des écoles",
    "entretien des sentiers et sensibilisation à la biodiversité",
    "championnats régionaux et école des jeunes",
];

pub(super) const VISAS: &[&str] = &[
    "Le Code général des collectivités territoriales",
    "La loi n° 2000-321 du 12 avril 2000 relative aux droits des citoyens dans leurs relations \
     avec les administrations",
    "Le décret n° 2001-495 du 6 juin 2001 relatif à la transparence financière des aides \
     octroyées par les personnes publiques",
    "Le règlement budgétaire et financier en vigueur",
    "La délibération portant délégation de compétences de l’organe délibérant au Bureau",
    "L’avis favorable de la commission Solidarités, culture et vie associative",
    "La demande de subvention présentée par l’association",
    "La lettre de saisine de la Présidente",
];

pub(super) const GROUNDS: &[&str] = &[
    "Que l’association mène depuis plusieurs années une action reconnue au service des \
     habitants, que cette action répond à l’intérêt public local et entre dans les compétences \
     de la collectivité.",
    "Qu’il convient de soutenir le projet présenté, dont le budget prévisionnel a été examiné \
     par les services.",
    "Que le versement de la subvention est subordonné à la signature d’une convention \
     d’objectifs qui en précise l’objet, le montant et les modalités d’utilisation.",
    "Que les crédits nécessaires sont inscrits au budget de l’exercice.",
];

pub(super) const ARTICLES: &[&str] = &[
    "Est approuvée la convention d’objectifs ci-annexée, conclue avec l’association pour \
     l’exercice.",
    "Madame la Présidente, ou son représentant, est autorisée à signer cette convention et tout \
     document utile à son exécution.",
    "Les crédits nécessaires sont inscrits au budget principal, chapitre 65, nature 65748, \
     fonction 420, opération afférente.",
    "La présente délibération est transmise au représentant de l’État et publiée sur le site de \
     la collectivité.",
];

pub(super) const INDICATORS: &[&str] = &[
    "personnes accueillies",
    "ateliers tenus",
    "adhérents à jour de cotisation",
    "représentations données",
    "heures de bénévolat",
    "jeunes inscrits",
];

/// One of a list that is not empty, going round.
pub(super) fn pick<T: Copy>(list: &[T], number: u64) -> T {
    list[(number % list.len() as u64) as usize]
}
