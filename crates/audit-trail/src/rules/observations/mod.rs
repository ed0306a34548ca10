//! Internal checks behind which no law stands: they observe, and never say *irregular*.

pub(super) mod arithmetic_consistency;
pub(super) mod attendance_count;
pub(super) mod avenant_after_exercise;
pub(super) mod balance_consistency;
pub(super) mod ballots_against_attendance;
pub(super) mod payments_against_subsidy;
pub(super) mod sources_disagree;
pub(super) mod state_asserted;
