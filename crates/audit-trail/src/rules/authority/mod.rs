//! Authority: what a bureau may decide by delegation of the council.

pub(super) mod bureau_delegation_exists;
pub(super) mod bureau_excluded_matters;
mod matter;
