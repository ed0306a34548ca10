//! Orders of which no payment is shown.

use super::PaymentView;
use greffe_domain::Money;

/// The orders that no payment answers: none of their sum whose role can be theirs, and of their number neither the payments
/// together nor one of them comes to what was ordered under it.
#[must_use]
pub fn unanswered(payments: &[PaymentView]) -> Vec<&PaymentView> {
    let orders = payments.iter().filter(|p| !p.executed);
    orders.filter(|order| !alone(payments, order) && !by_number(payments, order)).collect()
}

fn alone(payments: &[PaymentView], order: &PaymentView) -> bool {
    let roles = |p: &PaymentView| p.role.is_none() || order.role.is_none() || p.role == order.role;
    payments.iter().any(|p| p.executed && p.amount_cents == order.amount_cents && roles(p))
}

/// An order is made in several lines, or its lines are paid at once.
fn by_number(payments: &[PaymentView], order: &PaymentView) -> bool {
    let of_it = |p: &&PaymentView| {
        p.number.is_some() && p.number == order.number && p.can_be_of_the_year_of(order)
    };
    let sum = |executed: bool| {
        let all = payments.iter().filter(of_it).filter(|p| p.executed == executed);
        all.map(|p| p.amount_cents).try_fold(Money::ZERO, Money::checked_add)
    };
    let made = sum(true).filter(|made| *made > Money::ZERO);
    made.is_some_and(|made| made == order.amount_cents || sum(false) == Some(made))
}
