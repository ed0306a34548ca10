//! What a cell holds: amounts, identifiers, dates, periods, figures. Each has the forms in which
//! publishers write it, and a form is told apart before anything is made of it.

mod amount;
mod date;
mod decimal;
mod identifier;
mod period;

pub use amount::{Amount, AmountForm, Amounted};
pub use date::DateForm;
pub use decimal::Decimal;
pub use identifier::IdForm;
pub use period::PeriodForm;

/// A cell that says nothing: empty, or white space only.
#[must_use]
pub fn is_blank(cell: &str) -> bool {
    cell.chars().all(greffe_domain::is_space)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
