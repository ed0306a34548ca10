//! The published schemas as a table: columns, types, what is required and in which form.
//!
//! A table is held against the schema whose columns it has, whatever version it claims: publishers'
//! own version fields are wrong even in the schemas. The rules are applied to the cell as it stands,
//! the way the publishers' validators do.

use crate::column::Column;
use crate::defect::{Defect, Rule};
use crate::header::{Header, Subject};
use crate::records::Record;
use crate::value::{DateForm, Decimal, PeriodForm};
use Column as C;
use Kind::{Date, Integer, Number, OuiNon, Text};
use greffe_domain::{is_rna, is_siret};

/// The type of a schema's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A day, `AAAA-MM-JJ`.
    Date,
    /// A figure with a decimal point.
    Number,
    /// A whole number.
    Integer,
    /// `oui` or `non`.
    OuiNon,
}

/// What a schema asks of a value beyond its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Nothing.
    Any,
    /// Fourteen digits.
    Digits14,
    /// `W` and nine digits.
    Rna,
    /// A day, or two days with `/` between them.
    Period,
    /// A year, or two years with `/` between them.
    Years,
    /// A digit, a point, one or two digits.
    Matter,
    /// A domain of words, `/`, and the matter.
    Domain,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// At most so many characters.
    MaxLength(usize),
    /// From the first to the second, both as written in the schema.
    Between(&'static str, &'static str),
}

/// A column of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name, to the letter.
    pub label: &'static str,
    /// The column it is.
    pub column: Column,
    /// Whether it must be there and be filled.
    pub required: bool,
    /// Its type.
    pub kind: Kind,
    /// What else is asked of its values.
    pub limit: Limit,
}

/// A version of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// Name and version, as `SCDL Subventions 2.1.1`.
    pub name: &'static str,
    /// The version.
    pub version: &'static str,
    /// What it is a schema of.
    pub subject: Subject,
    /// Its columns.
    pub fields: &'static [Field],
    /// Whether identifiers must have a sound check.
    pub checks_siret: bool,
    /// Whether the beneficiary's SIRET or its RNA must be given.
    pub one_identifier: bool,
    /// Whether votes and dates are compared with each other.
    pub compares: bool,
}

const fn must(label: &'static str, column: Column, kind: Kind, limit: Limit) -> Field {
    Field { label, column, required: true, kind, limit }
}

const fn may(label: &'static str, column: Column, kind: Kind, limit: Limit) -> Field {
    Field { label, column, required: false, kind, limit }
}

const NATURES: Limit = Limit::OneOf(&[
    "aide en numéraire",
    "aide en nature",
    "aide en numéraire;aide en nature",
    "aide en nature;aide en numéraire",
]);
const OUI_NON: Limit = Limit::OneOf(&["oui", "non"]);
const ANY: Limit = Limit::Any;

/// The first version, names in capitals and every value a text.
const GRANTS_1_0: &[Field] = &[
    must("ATTRIBUANT_NOM", C::BodyName, Text, ANY),
    must("ATTRIBUANT_ID", C::BodyId, Text, ANY),
    must("CONVENTION_DATE", C::ConventionDate, Text, ANY),
    may("DECISION_REF", C::DecisionReference, Text, ANY),
    must("BENEFICIAIRE_NOM", C::BeneficiaryName, Text, ANY),
    must("BENEFICIAIRE_ID", C::BeneficiaryId, Text, ANY),
    must("SUBVENTION_OBJET", C::Purpose, Text, ANY),
    must("SUBVENTION_MONTANT", C::Amount, Text, ANY),
    must("SUBVENTION_NATURE", C::Nature, Text, ANY),
    must("CONDITIONS_VERSEMENT", C::Conditions, Text, ANY),
    must("DATE_PERIODE_VERSEMENT", C::Period, Text, ANY),
    may("RAE_NUM", C::StateAid, Text, ANY),
    must("NOTIF_UE", C::Notification, Text, ANY),
    must("SUBVENTION_POURCENTAGE", C::Percentage, Text, ANY),
];

/// The columns that versions 1.1.0 to 2.1.1 share, with what differs between them.
macro_rules! grants {
    ($id:expr, $rna:expr, $rae:expr, $lowest:literal, [$($more:expr),*]) => {
        &[
            must("nomAttribuant", C::BodyName, Text, ANY),
            must("idAttribuant", C::BodyId, Text, Limit::Digits14),
            must("dateConvention", C::ConventionDate, Date, ANY),
            may("referenceDecision", C::DecisionReference, Text, ANY),
            must("nomBeneficiaire", C::BeneficiaryName, Text, ANY),
            $id,
            $rna,
            must("objet", C::Purpose, Text, Limit::MaxLength(256)),
            must("montant", C::Amount, Number, ANY),
            must("nature", C::Nature, Text, NATURES),
            must("conditionsVersement", C::Conditions, Text, Limit::MaxLength(256)),
            must("datesPeriodeVersement", C::Period, Text, Limit::Period),
            may("idRAE", C::StateAid, Text, $rae),
            must("notificationUE", C::Notification, OuiNon, ANY),
            must("pourcentageSubvention", C::Percentage, Number, Limit::Between($lowest, "1")),
            $($more),*
        ]
    };
}

const SIRET_MUST: Field = must("idBeneficiaire", C::BeneficiaryId, Text, Limit::Digits14);
const SIRET_MAY: Field = may("idBeneficiaire", C::BeneficiaryId, Text, ANY);
const RNA: Field = may("rnaBeneficiaire", C::BeneficiaryRna, Text, Limit::Rna);
const SCHEME: Field = may("dispositifAide", C::Scheme, Text, ANY);
/// Stands where a version has no column of its own; such a column is in no file.
const NONE: Field = may("", C::Reason, Text, ANY);

const GRANTS_1_1: &[Field] = grants!(SIRET_MUST, NONE, ANY, "0", []);
const GRANTS_2_0: &[Field] = grants!(SIRET_MUST, NONE, Limit::MaxLength(5), "0.01", []);
const GRANTS_2_1: &[Field] = grants!(SIRET_MAY, RNA, Limit::MaxLength(5), "0.01", [SCHEME]);

/// The draft of 12 September 2024, those of its columns that are read.
const GRANTS_DRAFT: &[Field] = &[
    may("idSubvention", C::GrantKey, Text, ANY),
    must("nomAttribuant", C::BodyName, Text, ANY),
    must("idAttribuant", C::BodyId, Text, Limit::Digits14),
    must("nomBeneficiaire", C::BeneficiaryName, Text, ANY),
    SIRET_MAY,
    RNA,
    may("exerciceBudgetaire", C::Exercise, Integer, ANY),
    may("dateDecision", C::DecisionDate, Date, ANY),
    must("dateConvention", C::ConventionDate, Date, ANY),
    may("referenceDecision", C::DecisionReference, Text, ANY),
    may(
        "statutLabel",
        C::Status,
        Text,
        Limit::OneOf(&["en cours d'intruction", "attribuée", "ineligible", "refusée"]),
    ),
    must("objet", C::Purpose, Text, Limit::MaxLength(256)),
    must("nature", C::Nature, Text, NATURES),
    may("montant", C::Amount, Number, ANY),
    must(
        "conditionsVersement",
        C::Conditions,
        Text,
        Limit::OneOf(&["unique", "échelonné", "autre"]),
    ),
    must("datesPeriodeVersement", C::Period, Text, Limit::Period),
    may("idRAE", C::StateAid, Text, Limit::MaxLength(5)),
    must("notificationUE", C::Notification, Text, OUI_NON),
    must("pourcentageSubvention", C::Percentage, Number, Limit::Between("0.01", "1")),
];

/// The columns that the versions share, with what is asked of the name of the matter.
macro_rules! adopted {
    ($matter:expr) => {
        &[
            must("COLL_NOM", C::BodyName, Text, ANY),
            must("COLL_SIRET", C::BodyId, Text, Limit::Digits14),
            must("DELIB_ID", C::DeliberationId, Text, ANY),
            must("DELIB_DATE", C::DeliberationDate, Date, ANY),
            must("DELIB_MATIERE_CODE", C::MatterCode, Text, Limit::Matter),
            must("DELIB_MATIERE_NOM", C::MatterName, Text, $matter),
            must("DELIB_OBJET", C::DeliberationObject, Text, ANY),
            may("BUDGET_ANNEE", C::BudgetYear, Text, Limit::Years),
            may("BUDGET_NOM", C::BudgetName, Text, ANY),
            may("PREF_ID", C::PrefectureId, Text, ANY),
            may("PREF_DATE", C::PrefectureDate, Date, ANY),
            may("VOTE_EFFECTIF", C::VotersInOffice, Integer, ANY),
            may("VOTE_REEL", C::Voters, Integer, ANY),
            may("VOTE_POUR", C::VotesFor, Integer, ANY),
            may("VOTE_CONTRE", C::VotesAgainst, Integer, ANY),
            may("VOTE_ABSTENTION", C::Abstentions, Integer, ANY),
            may("DELIB_URL", C::Url, Text, ANY),
        ]
    };
}

const DELIBERATIONS_2_0: &[Field] = adopted!(Limit::Domain);
const DELIBERATIONS_2_1: &[Field] = adopted!(ANY);

const fn grants(
    name: &'static str,
    version: &'static str,
    fields: &'static [Field],
    checks_siret: bool,
    one_identifier: bool,
) -> Schema {
    let subject = Subject::Grants;
    Schema { name, version, subject, fields, checks_siret, one_identifier, compares: false }
}

const fn deliberations(
    name: &'static str,
    version: &'static str,
    fields: &'static [Field],
    compares: bool,
) -> Schema {
    Schema {
        name,
        version,
        subject: Subject::Deliberations,
        fields,
        checks_siret: compares,
        one_identifier: false,
        compares,
    }
}

const NEWEST: Schema = grants("SCDL Subventions 2.1.1", "2.1.1", GRANTS_2_1, true, true);

/// Every schema, the newest first. Versions between which no rule differs are one: [`Schema::of`] knows each by its number.
pub const SCHEMAS: &[Schema] = &[
    NEWEST,
    grants("SCDL Subventions 2.0.2", "2.0.2", GRANTS_2_0, true, false),
    grants("SCDL Subventions 1.1.0", "1.1.0", GRANTS_1_1, false, false),
    grants("SCDL Subventions 1.0.0", "1.0.0", GRANTS_1_0, false, false),
    grants("SCDL Subventions, projet 2024-09-12", "2024-09-12", GRANTS_DRAFT, true, true),
    deliberations("SCDL Délibérations 2.1.5", "2.1.5", DELIBERATIONS_2_1, true),
    deliberations("SCDL Délibérations 2.0.0", "2.0.0", DELIBERATIONS_2_0, false),
];

/// Published versions, and the one with the same rules that stands for them.
const SAME: &[(Subject, &str, &str)] = &[
    (Subject::Grants, "2.1.0", "2.1.1"),
    (Subject::Grants, "2.0.1", "2.0.2"),
    (Subject::Grants, "2.0.0", "2.0.2"),
    (Subject::Deliberations, "2.1.4", "2.1.5"),
    (Subject::Deliberations, "2.1.3", "2.1.5"),
    (Subject::Deliberations, "2.1.2", "2.1.5"),
    (Subject::Deliberations, "2.1.1", "2.1.5"),
    (Subject::Deliberations, "2.1.0", "2.0.0"),
];

impl Schema {
    /// The schema of a published version.
    #[must_use]
    pub fn of(subject: Subject, version: &str) -> Option<&'static Schema> {
        let same = SAME.iter().find(|(of, named, _)| *of == subject && *named == version);
        let version = same.map_or(version, |(.., standing)| *standing);
        SCHEMAS.iter().find(|s| s.subject == subject && s.version == version)
    }

    /// The versions that [`Schema::of`] knows.
    #[must_use]
    pub fn versions(subject: Subject) -> Vec<&'static str> {
        let own = SCHEMAS.iter().filter(|s| s.subject == subject).map(|s| s.version);
        let same = SAME.iter().filter(|(of, ..)| *of == subject).map(|(_, named, _)| *named);
        let mut versions: Vec<&str> = own.chain(same).collect();
        versions.sort_unstable();
        versions
    }

    /// The schema whose columns a header has: the fewest of the schema's missing and the fewest of
    /// its own unknown; the newest among equals.
    #[must_use]
    pub fn recognised(header: &Header) -> &'static Schema {
        let distance = |schema: &&Schema| {
            let named =
                |label: &str| header.labels.iter().any(|l| l.trim().eq_ignore_ascii_case(label));
            let fields = || schema.fields.iter().filter(|f| !f.label.is_empty());
            let missing = fields().filter(|f| !named(f.label)).count();
            let known = |l: &&String| fields().any(|f| l.trim().eq_ignore_ascii_case(f.label));
            missing + header.labels.iter().filter(|l| !known(l)).count()
        };
        let all = SCHEMAS.iter().filter(|schema| schema.subject == header.subject);
        all.min_by_key(distance).unwrap_or(&NEWEST)
    }

    /// What the header lacks.
    #[must_use]
    pub fn check_header(&self, header: &Header) -> Vec<Defect> {
        let required = self.fields.iter().filter(|field| field.required);
        let missing = required.filter(|field| header.place(field.column).is_none());
        missing
            .map(|field| Defect {
                schema: Some(self.name),
                ..Defect::of(header.record, Some(field.column), field.label, Rule::MissingColumn)
            })
            .collect()
    }

    /// What a record breaks of the schema's rules.
    #[must_use]
    pub fn check(&self, header: &Header, record: &Record) -> Vec<Defect> {
        let mut found = Vec::new();
        let mut add = |column, value: &str, rule| {
            let defect = Defect::of(record.number, column, value, rule);
            found.push(Defect { schema: Some(self.name), ..defect });
        };
        if record.cells.len() != header.labels.len() {
            add(None, &record.cells.len().to_string(), Rule::CellCount);
        }
        for field in self.fields {
            let Some(place) = header.place(field.column) else { continue };
            let cell = record.cell(place);
            if let Some(rule) = field.broken_by(cell) {
                add(Some(field.column), cell, rule);
            }
            let identifies = matches!(field.column, C::BodyId | C::BeneficiaryId);
            if self.checks_siret && identifies && !cell.is_empty() && !is_siret(cell) {
                add(Some(field.column), cell, Rule::SiretChecksum);
            }
        }
        let cell = |column| header.place(column).map(|place| record.cell(place));
        if self.one_identifier
            && cell(C::BeneficiaryId).unwrap_or_default().is_empty()
            && cell(C::BeneficiaryRna).unwrap_or_default().is_empty()
        {
            add(Some(C::BeneficiaryId), "", Rule::OneOf);
        }
        if self.compares {
            compare(&cell, &mut add);
        }
        found
    }
}

/// The checks of one column against another that the schema of deliberations asks for.
fn compare<'r>(
    cell: &dyn Fn(Column) -> Option<&'r str>,
    add: &mut dyn FnMut(Option<Column>, &str, Rule),
) {
    let filled = |column| cell(column).filter(|text| !text.is_empty());
    let number = |column| filled(column).and_then(|text| text.trim().parse::<u64>().ok());
    if let (Some(sent), Some(adopted)) = (filled(C::PrefectureDate), filled(C::DeliberationDate)) {
        // ISO dates compare as texts.
        let both = [sent, adopted].iter().all(|text| DateForm::of(text).0 == DateForm::Iso);
        if both && sent < adopted {
            add(Some(C::PrefectureDate), sent, Rule::Compared);
        }
    }
    let votes = [C::VotersInOffice, C::Voters, C::VotesFor, C::VotesAgainst, C::Abstentions];
    let given = votes.into_iter().filter(|column| filled(*column).is_some()).count();
    if given != 0 && given != votes.len() {
        add(Some(C::VotersInOffice), filled(C::VotersInOffice).unwrap_or_default(), Rule::Cohesive);
    }
    if filled(C::BudgetYear).is_some() != filled(C::BudgetName).is_some() {
        add(Some(C::BudgetYear), filled(C::BudgetYear).unwrap_or_default(), Rule::Cohesive);
    }
    let Some(voters) = number(C::Voters) else { return };
    if number(C::VotersInOffice).is_some_and(|all| all < voters) {
        add(Some(C::VotersInOffice), filled(C::VotersInOffice).unwrap_or_default(), Rule::Compared);
    }
    let parts = [C::VotesFor, C::VotesAgainst, C::Abstentions].map(number);
    if let [Some(yes), Some(no), Some(none)] = parts
        && yes.saturating_add(no).saturating_add(none) != voters
    {
        add(Some(C::Voters), filled(C::Voters).unwrap_or_default(), Rule::Compared);
    }
}

impl Field {
    /// The rule that a cell breaks, taken literally.
    fn broken_by(&self, cell: &str) -> Option<Rule> {
        if cell.is_empty() {
            return self.required.then_some(Rule::Required);
        }
        let typed = match self.kind {
            Text => true,
            Date => DateForm::of(cell).0 == DateForm::Iso && cell.len() == 10,
            Number => Decimal::of(cell).is_some(),
            Integer => cell.trim().parse::<i64>().is_ok(),
            OuiNon => matches!(cell, "oui" | "non"),
        };
        if !typed {
            return Some(Rule::Type);
        }
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let year = |text: &str| text.len() == 4 && digits(text);
        let fits = |holds: bool, rule| (!holds).then_some(rule);
        match self.limit {
            Limit::Any => None,
            Limit::Digits14 => fits(cell.len() == 14 && digits(cell), Rule::Pattern),
            Limit::Rna => fits(is_rna(cell), Rule::Pattern),
            Limit::Period => fits(PeriodForm::is_schema(cell), Rule::Pattern),
            Limit::Years => {
                let holds =
                    cell.split_once('/').map_or_else(|| year(cell), |(a, b)| year(a) && year(b));
                fits(holds, Rule::Pattern)
            }
            Limit::Matter => {
                let parts = cell.split_once('.');
                let holds = parts
                    .is_some_and(|(a, b)| a.len() == 1 && digits(a) && digits(b) && b.len() <= 2);
                fits(holds, Rule::Pattern)
            }
            Limit::Domain => {
                let word = |c: char| c.is_alphanumeric() || c == '_';
                let domain =
                    |text: &str| text.split(' ').all(|w| !w.is_empty() && w.chars().all(word));
                let matter =
                    |text: &str| !text.is_empty() && text.chars().all(|c| c == ' ' || word(c));
                let parts = cell.split_once('/');
                fits(parts.is_some_and(|(a, b)| domain(a) && matter(b)), Rule::Pattern)
            }
            Limit::OneOf(values) => fits(values.contains(&cell), Rule::Enumeration),
            Limit::MaxLength(most) => fits(cell.chars().count() <= most, Rule::MaxLength),
            Limit::Between(low, high) => {
                let value = Decimal::of(cell);
                fits(Decimal::of(low) <= value && value <= Decimal::of(high), Rule::Range)
            }
        }
    }
}
