//! The beneficiary: who it is, how it changes, what it reports.

use super::money::BeneficiaryRef;
use super::sealable::Sealable;
use crate::edtf::Edtf;
use crate::money::Money;
use crate::register::{is_rna, is_siren, is_siret};
use crate::share::StatedShare;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A beneficiary was identified. Stream `beneficiary/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeneficiaryIdentified {
    /// The name as written.
    pub name: String,
    /// The legal form as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<String>,
    /// The SIREN number: nine digits, the last a Luhn check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
    /// The SIRET number: fourteen digits, the last a Luhn check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// The number in the national register of associations: `W` and nine digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rna: Option<String>,
    /// The seat as written: of a small association often the home of somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Sealable>,
    /// Who represents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<Sealable>,
}

impl BeneficiaryIdentified {
    /// The number of a public register that tells this body from every other: the SIREN, by itself or in a
    /// SIRET, or else the number in the register of associations. A number whose check fails is none.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        let siren = self.siren.as_deref().filter(|siren| is_siren(siren));
        let siret = self.siret.as_deref().filter(|siret| is_siret(siret));
        let siren = siren.or_else(|| siret.and_then(|siret| siret.get(..9)));
        siren.or_else(|| self.rna.as_deref().filter(|rna| is_rna(rna))).map(str::to_owned)
    }
}

/// An entity that comes out of a restructuring, and what it keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// The name as written, on one line.
    pub name: String,
    /// The legal form as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<String>,
    /// The activity that it keeps or takes, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
}

/// A beneficiary was restructured: split, merged, part of its activity moved. Stream
/// `convention/…` of the convention that the text concerns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeneficiaryRestructured {
    /// The beneficiary before.
    pub beneficiary: BeneficiaryRef,
    /// The entities after, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Successor>,
    /// When, as precisely as the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Edtf>,
}

/// One indicator of an activity report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What is counted, as written.
    pub label: String,
    /// The count, if the text gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The share, if the text gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<StatedShare>,
}

/// The beneficiary reported on its activity. Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ActivityReported {
    /// The year reported on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<i32>,
    /// The indicators, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
}

/// The beneficiary filed its financial report (loi 2000-321, art. 10). Stream `convention/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct FinancialReportFiled {
    /// The year reported on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<i32>,
    /// The day it was filed, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// The expense realised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realised_cents: Option<Money>,
    /// Whether it compares forecast and actual by heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compares_forecast: Option<bool>,
}
