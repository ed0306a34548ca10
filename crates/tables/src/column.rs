//! The columns of the tables that are read, by every name under which they are known.
//!
//! A column is recognised by its label alone: case, accents, spaces and marks play no part, notes in
//! brackets neither. The names come from the published schemas of all versions, from their titles,
//! and from the labels of older formats.

use greffe_domain::slug;

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident = $name:literal [$($label:literal),* $(,)?]),+ $(,)?) => {
        /// A column that means something.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $column),+ }

        impl Column {
            /// The name that the schemas give it; the one used in JSON and in messages.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Column::$column => $name),+ }
            }
        }

        /// Every column with its folded labels; a folded label is in the list of one column only.
        const LABELS: &[(Column, &[&str])] = &[$((Column::$column, &[$($label),*])),+];
    };
}

columns! {
    /// The body that grants, or whose deliberations these are.
    BodyName = "nomAttribuant" [
        "nomattribuant", "attribuantnom", "nomdelattribuant", "collnom", "nomdelacollectivite",
        "collectivite", "attribuant", "nomcollectivite", "nomdelautoriteadministrative",
    ],
    /// The body's SIRET.
    BodyId = "idAttribuant" [
        "idattribuant", "attribuantid", "identificationdelattribuant", "collsiret",
        "codesiretdelacollectivite", "siretattribuant", "siretdelattribuant",
    ],
    /// The day of the convention.
    ConventionDate = "dateConvention" [
        "dateconvention", "conventiondate", "datedelaconventiondesubvention", "datedeconvention",
        "datedelaconvention", "datedesignature", "datedesignaturedelaconvention",
    ],
    /// The internal reference of the decision.
    DecisionReference = "referenceDecision" [
        "referencedecision", "decisionref", "referencedeladecision", "acteref", "dossiercode",
        "numerodedeliberation", "ndedeliberation", "referencedeliberation",
    ],
    /// The day of the decision, which signs no convention.
    DecisionDate = "dateDecision" [
        "datedecision", "datededecision", "datedeladecision", "datedattribution", "actedate",
    ],
    /// The beneficiary.
    BeneficiaryName = "nomBeneficiaire" [
        "nombeneficiaire", "beneficiairenom", "nomdubeneficiaire", "attribnom", "beneficiaire",
        "beneficiaires", "raisonsociale", "nomdelorganismebeneficiaire", "nomdelorganisme",
        "nomdelassociation", "association", "associations", "organisme", "organismebeneficiaire",
        "nomdelastructure", "denomination", "tiers", "nomdutiers", "nomassociation",
        "designationdubeneficiaire", "libelletiers", "structure",
    ],
    /// The beneficiary's SIRET.
    BeneficiaryId = "idBeneficiaire" [
        "idbeneficiaire", "beneficiaireid", "identificationdubeneficiaire", "attribsiret",
        "identificationsiretdubeneficiaire", "codesiret", "siret", "nsiret", "numerosiret",
        "siretounir", "siretdubeneficiaire", "siretbeneficiaire", "siren", "numsiret",
    ],
    /// The beneficiary's number in the register of associations.
    BeneficiaryRna = "rnaBeneficiaire" [
        "rnabeneficiaire", "identificationrnadubeneficiaire", "rna", "numerorna", "nrna",
    ],
    /// For what.
    Purpose = "objet" [
        "objet", "object", "subventionobjet", "subobjet", "subobj", "objetdelasubvention",
        "objetdelaconvention", "objetsubvention", "dossier", "objetdudossier", "libelledelobjet",
        "intitule", "intituleduprojet", "projet", "libelle", "libelledossier",
    ],
    /// The amount granted.
    Amount = "montant" [
        "montant", "montanttotaldelasubvention", "submontant", "subventionmontant", "mandate",
        "montantdelasubvention", "montantsubvention", "montantattribue", "montantvote",
        "montantaccorde", "montantverse", "montanteneuros", "montantmandate", "subventionattribuee",
        "subventionaccordee", "montantttc", "montantdelaide", "montantdelasubventionattribuee",
    ],
    /// The amount granted for operation, in tables that tell the two apart.
    OperationAmount = "montantFonctionnement" [
        "montantdelasubventiondefonctionnement", "subventiondefonctionnement",
        "montantfonctionnement", "fonctionnement",
    ],
    /// The amount granted for investment, in tables that tell the two apart.
    InvestmentAmount = "montantInvestissement" [
        "montantdelasubventiondinvestissement", "subventiondinvestissement",
        "montantinvestissement", "investissement",
    ],
    /// In money, in kind or both.
    Nature = "nature" ["nature", "natureaide", "subventionnature", "subnature", "naturedelasubvention"],
    /// At once, in instalments, or as described.
    Conditions = "conditionsVersement" [
        "conditionsversement", "conditionsdeversementdelasubvention", "conditionsdeversement",
        "subversement", "modalitesdeversement",
    ],
    /// When it is paid.
    Period = "datesPeriodeVersement" [
        "datesperiodeversement", "dateperiodeversement", "dateouperiodedeversement",
        "datesouperiodesdeversement", "datedeversement", "dateperiodedeversement",
    ],
    /// The scheme of aid to businesses.
    StateAid = "idRAE" [
        "idrae", "raenum", "numerouniquedereferencementaurae", "numerouniquedereferencementrae",
        "identifiantraedelaideautitredelaquellelasubventionestattribuee",
        "numerodereferencementaurepertoiredesentreprises",
    ],
    /// Whether the aid is notified to the European Commission.
    Notification = "notificationUE" [
        "notificationue", "notifue", "notifeu", "aidedetatnotifieealacommissioneuropeenne",
        "aidedetatnotifiealacommissioneuropeenne", "notificationalacommissioneuropeenne",
        "aidenotifieealeurope",
    ],
    /// The beneficiary's part of a grant that several share.
    Percentage = "pourcentageSubvention" [
        "pourcentagesubvention", "subventionpourcentage",
        "pourcentagedumontanttotaldelasubventionattribueeaubeneficiaire",
        "pourcentagedumontantdelasubventionattribueeaubeneficiaire",
        "pourcentagedumontantdelasubventionattribueaubeneficiaire",
    ],
    /// The scheme of aid.
    Scheme = "dispositifAide" [
        "dispositifaide", "subdispositif", "dispositif",
        "identifiantreferencantledispositifdaidealoriginedelasubvention",
    ],
    /// The budget year.
    Exercise = "exerciceBudgetaire" [
        "exercicebudgetaire", "exercice", "annee", "anneebudgetaire", "millesime",
    ],
    /// The publisher's own key of a grant.
    GrantKey = "idSubvention" ["idsubvention", "identifiantdelasubvention"],
    /// What became of the request.
    Status = "statutLabel" ["statutlabel"],
    /// From which file and row a rejected row comes: written by this program.
    Origin = "greffe_origine" ["greffeorigine"],
    /// Why a row was rejected: written by this program, and not read.
    Reason = "greffe_motif" ["greffemotif"],
    /// The same in words: written by this program, and not read.
    Explanation = "greffe_explication" ["greffeexplication"],
    /// The reference of a deliberation.
    DeliberationId = "DELIB_ID" ["delibid", "identifiantdeladeliberation"],
    /// The day on which it was adopted.
    DeliberationDate = "DELIB_DATE" ["delibdate", "datedadoptiondeladeliberation"],
    /// The code of its subject in the ACTES nomenclature.
    MatterCode = "DELIB_MATIERE_CODE" ["delibmatierecode", "codedematiereissudelanomenclatureactes"],
    /// The name of its subject.
    MatterName = "DELIB_MATIERE_NOM" ["delibmatierenom", "nomdematiere"],
    /// What it is about.
    DeliberationObject = "DELIB_OBJET" ["delibobjet", "objetdeladeliberation"],
    /// The budget year that it concerns.
    BudgetYear = "BUDGET_ANNEE" ["budgetannee", "anneedubudget"],
    /// The budget that it concerns.
    BudgetName = "BUDGET_NOM" ["budgetnom", "nomdubudget"],
    /// The prefecture to which it was sent.
    PrefectureId = "PREF_ID" ["prefid", "identifiantdelentiteexercantlecontroledelegalite"],
    /// The day on which the prefecture registered it.
    PrefectureDate = "PREF_DATE" [
        "prefdate", "datedenregistrementdeladeliberationaupresducontroledelegalite",
    ],
    /// The members who may vote.
    VotersInOffice = "VOTE_EFFECTIF" ["voteeffectif", "effectiftheoriquedesvotants"],
    /// Those who did.
    Voters = "VOTE_REEL" ["votereel", "effectifreeldesvotants"],
    /// Votes for.
    VotesFor = "VOTE_POUR" ["votepour"],
    /// Votes against.
    VotesAgainst = "VOTE_CONTRE" ["votecontre"],
    /// Abstentions.
    Abstentions = "VOTE_ABSTENTION" ["voteabstention"],
    /// Where the text is online.
    Url = "DELIB_URL" ["deliburl", "lienversledocumentdeladeliberation"],
}

/// Labels that name the grantor beside a column of beneficiaries, and the beneficiary without one.
const ATTRIBUTARY_NAME: &[&str] = &["nomattributaire", "nomdelattributaire", "attributaire"];
const ATTRIBUTARY_ID: &[&str] =
    &["identificationdelattributaire", "idattributaire", "siretattributaire"];

/// Two more labels that are a column's only where no other label is.
const LAST_RESORT: &[(&str, Column)] = &[
    ("nom", Column::BeneficiaryName),
    ("subvention", Column::Amount),
    ("subventions", Column::Amount),
    ("pour", Column::VotesFor),
    ("contre", Column::VotesAgainst),
    ("abstention", Column::Abstentions),
    ("abstentions", Column::Abstentions),
    ("date", Column::ConventionDate),
];

impl Column {
    /// Whether only a table of deliberations has it.
    #[must_use]
    pub fn is_of_deliberations(self) -> bool {
        self >= Column::DeliberationId
    }

    /// Whether a rejects file has it beside the columns of its table.
    #[must_use]
    pub const fn is_of_rejects(self) -> bool {
        matches!(self, Column::Origin | Column::Reason | Column::Explanation)
    }

    /// Whether it holds an amount that was granted.
    #[must_use]
    pub const fn is_amount(self) -> bool {
        matches!(self, Column::Amount | Column::OperationAmount | Column::InvestmentAmount)
    }
}

/// The columns of a row of labels, in its order; a label that is not known, or whose column an
/// earlier label has taken, has none.
pub(crate) fn recognise<'l>(labels: impl Iterator<Item = &'l str>) -> Vec<Option<Column>> {
    let keys: Vec<String> = labels.map(fold).collect();
    let mut found: Vec<Option<Column>> = Vec::with_capacity(keys.len());
    for key in &keys {
        let column = LABELS.iter().find(|(_, labels)| labels.contains(&key.as_str()));
        let free = column.map(|(c, _)| *c).filter(|c| !found.contains(&Some(*c)));
        found.push(free);
    }
    let named = found.contains(&Some(Column::BeneficiaryName));
    let (name, id) = if named {
        (Column::BodyName, Column::BodyId)
    } else {
        (Column::BeneficiaryName, Column::BeneficiaryId)
    };
    for (index, key) in keys.iter().enumerate() {
        let column = if ATTRIBUTARY_NAME.contains(&key.as_str()) {
            Some(name)
        } else if ATTRIBUTARY_ID.contains(&key.as_str()) {
            Some(id)
        } else {
            LAST_RESORT.iter().find(|(label, _)| label == key).map(|(_, column)| *column)
        };
        let free = column.filter(|c| !found.contains(&Some(*c)));
        if let Some(slot @ None) = found.get_mut(index) {
            *slot = free;
        }
    }
    found
}

/// A label without what is only writing: notes in brackets, marks, case and accents.
fn fold(label: &str) -> String {
    let mut kept = String::with_capacity(label.len());
    let mut depth = 0u32;
    for c in label.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    slug(&kept).replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_whatever_their_writing() {
        let of = |labels: &[&str]| recognise(labels.iter().copied());
        assert_eq!(
            of(&[
                "NomAttribuant",
                " Montant total de la\u{a0}subvention* ",
                "datesperiodeversement"
            ]),
            [Some(Column::BodyName), Some(Column::Amount), Some(Column::Period)]
        );
        assert_eq!(
            of(&["Montant\nde la subvention de fonctionnement (1)", "", "idNotMappedBeneficiaire"]),
            [Some(Column::OperationAmount), None, None]
        );
    }

    #[test]
    fn an_attributary_gives_where_somebody_else_receives() {
        let with = recognise(["Nom de l’attributaire", "Nom du bénéficiaire"].into_iter());
        assert_eq!(with, [Some(Column::BodyName), Some(Column::BeneficiaryName)]);
        let alone = recognise(["Nom de l’attributaire", "Montant"].into_iter());
        assert_eq!(alone, [Some(Column::BeneficiaryName), Some(Column::Amount)]);
    }

    #[test]
    fn a_label_belongs_to_one_column() {
        let mut all: Vec<&str> =
            LABELS.iter().flat_map(|(_, labels)| labels.iter().copied()).collect();
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
        for label in all {
            assert_eq!(fold(label), label);
        }
    }
}
