//! Accounts: what the beneficiary reports and deposits, what the grantor publishes, limitation.

pub(super) mod accounts_to_grantor;
pub(super) mod auditor_above_153000;
pub(super) mod budget_annex_listing;
pub(super) mod certified_accounts_of_grantee;
pub(super) mod financial_report_six_months;
pub(super) mod four_year_limitation;
pub(super) mod open_data_three_months;
pub(super) mod prefecture_deposit_153000;
pub(super) mod public_money;
pub(super) mod recovery_five_years;
