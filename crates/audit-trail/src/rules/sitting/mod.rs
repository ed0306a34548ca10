//! The sitting: notice, quorum, majority, ballots, interests, minutes, list, register.

pub(super) mod act_identity_and_signature;
pub(super) mod convocation_five_clear_days;
pub(super) mod deliberations_list_one_week;
pub(super) mod explanatory_note;
pub(super) mod interested_member;
pub(super) mod member_communes_information;
pub(super) mod minutes_content;
pub(super) mod one_proxy_per_member;
pub(super) mod quorum_majority_in_office;
pub(super) mod register_signature;
pub(super) mod secret_ballot;
pub(super) mod size;
pub(super) mod vote_absolute_majority;
