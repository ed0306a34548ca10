//! The act: from the report to its publication, withdrawal or annulment.

use super::body::Person;
use super::sealable::Sealable;
use crate::edtf::Edtf;
use crate::reference::ActRef;
use crate::stream::StreamId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A report was put to the organ. Stream `act/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ReportSubmitted {
    /// Who submits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<Person>,
    /// Who reports, by name or function (*rapporteur*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rapporteur: Option<Person>,
    /// On whose proposal, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_proposal_of: Option<String>,
    /// The organ to which it is submitted, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A legal basis quoted by the act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Visa {
    /// The words of the visa, on one line.
    pub text: String,
    /// The act it quotes, when it quotes one by reference or date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActRef>,
}

/// An article of the operative part (*dispositif*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Its number, from 1.
    pub number: u32,
    /// Its words, on one line; a long article is cut, its passage is whole.
    pub text: String,
}

/// A deliberation was put to the organ: its identity and its text. Stream `act/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliberationTabled {
    /// The institution as named.
    pub institution: String,
    /// The organ as named.
    pub organ: String,
    /// The reference as written, if the text gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The internal number printed beside the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_number: Option<String>,
    /// The title, on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The sitting at which it was tabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitting: Option<StreamId>,
    /// The legal bases (*visas*), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visas: Vec<Visa>,
    /// The grounds (*considérants*), in order, each on one line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub considerants: Vec<String>,
    /// The articles, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Article>,
    /// Earlier acts that it amends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amends: Vec<ActRef>,
    /// Earlier acts that it repeals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeals: Vec<ActRef>,
}

/// A member stood back from the matter (*déport*; CGCT, art. L2131-11). Stream `act/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecusalDeclared {
    /// The member.
    pub person: String,
    /// The ground, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Whether the text says that the member left the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_room: Option<bool>,
    /// Whether the text says that the member took no part in the debate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_part_in_debate: Option<bool>,
    /// Whether the text says that the member took no part in the vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_part_in_vote: Option<bool>,
}

/// What became of the proposal.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Adopted.
    Adopted,
    /// Rejected.
    Rejected,
    /// Put off to another sitting, or taken off the agenda.
    Postponed,
    /// The text tells how members voted, and no word says what became of the proposal.
    Unstated,
}

/// How members voted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum VoteMethod {
    /// By show of hands (*à main levée*).
    ShowOfHands,
    /// By recorded names (*scrutin public*).
    PublicBallot,
    /// By secret ballot (*scrutin secret*).
    SecretBallot,
}

/// The vote of one member or group named by the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedBallot {
    /// The member or group.
    pub voter: String,
    /// What was cast.
    pub ballot: Ballot,
}

/// What a member cast.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Ballot {
    /// For.
    For,
    /// Against.
    Against,
    /// Abstention.
    Abstention,
    /// Did not take part in the vote.
    NoPart,
}

/// How a political group voted (*vote par groupe*). Each count only where the text states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupVote {
    /// The group, as written.
    pub group: String,
    /// Its votes for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes_for: Option<u32>,
    /// Its votes against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes_against: Option<u32>,
    /// Its abstentions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abstentions: Option<u32>,
}

/// The proposal was put to the vote. Only what the text states is filled in: an act that says no
/// more than « adoptée » has an outcome and no tally. Stream `act/…`.
///
/// ```
/// use greffe_domain::{Outcome, VoteCast};
/// let bare = VoteCast::stating(Outcome::Adopted);
/// assert!(!bare.tally_stated());
/// let counted = VoteCast { votes_for: Some(21), votes_against: Some(4), abstentions: Some(2), ..bare };
/// assert!(counted.tally_stated());
/// assert_eq!(counted.votes_cast(), Some(25));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteCast {
    /// What became of the proposal.
    pub outcome: Outcome,
    /// Whether the text says that the vote was unanimous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanimous: Option<bool>,
    /// Votes for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes_for: Option<u32>,
    /// Votes against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes_against: Option<u32>,
    /// Abstentions; they are not votes cast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abstentions: Option<u32>,
    /// Members who took no part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_part: Option<u32>,
    /// The method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<VoteMethod>,
    /// Ballots by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ballots: Vec<NamedBallot>,
    /// How each political group voted, where the text breaks the tally down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupVote>,
    /// Whether the text says that the chair's vote broke a tie (*voix prépondérante*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub casting_vote: Option<bool>,
}

impl VoteCast {
    /// A vote of which the text states the outcome alone.
    #[must_use]
    pub const fn stating(outcome: Outcome) -> VoteCast {
        VoteCast {
            outcome,
            unanimous: None,
            votes_for: None,
            votes_against: None,
            abstentions: None,
            no_part: None,
            method: None,
            ballots: Vec::new(),
            groups: Vec::new(),
            casting_vote: None,
        }
    }

    /// Whether the text gives at least one count.
    #[must_use]
    pub const fn tally_stated(&self) -> bool {
        self.votes_for.is_some() || self.votes_against.is_some() || self.abstentions.is_some()
    }

    /// The votes cast (*suffrages exprimés*): for and against, once both are known.
    #[must_use]
    pub fn votes_cast(&self) -> Option<u32> {
        self.votes_for?.checked_add(self.votes_against?)
    }
}

/// Somebody was authorised to sign. Stream `act/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureAuthorised {
    /// Who may sign, as written.
    pub signatory: String,
    /// What may be signed, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// Whether a representative may sign instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub or_representative: Option<bool>,
}

/// A copy was certified true (*certifié conforme*). Stream `act/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyCertified {
    /// Who certified.
    pub by: Person,
    /// When, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
}

/// The act was sent to the State's representative (CGCT, art. L2131-1, L2131-2). Stream `act/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ActTransmitted {
    /// The act, when it is not the subject of the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActRef>,
    /// The day of receipt, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// To whom, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The number of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// Whether it went electronically.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electronic: Option<bool>,
}

/// How an act was made public.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Publicity {
    /// Online.
    Online,
    /// Posted (*affichage*).
    Posted,
    /// On paper.
    Paper,
    /// Notified to its addressee.
    Notified,
}

/// The act was published, posted or notified (CGCT, art. L2131-1). Stream `act/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct ActPublished {
    /// The day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// How, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<Publicity>,
    /// To whom, when notified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<Sealable>,
}

/// An act was withdrawn or repealed by its author (CRPA, art. L242-1 s.). Stream `act/…` of the
/// act withdrawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActWithdrawn {
    /// The act withdrawn.
    pub act: ActRef,
    /// The act that withdraws it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<ActRef>,
    /// The ground, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Whether an unmet condition of the grant is the ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition_unmet: Option<bool>,
}

/// A court annulled an act. Stream `act/…` of the act annulled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActAnnulled {
    /// The act annulled.
    pub act: ActRef,
    /// The court.
    pub by: String,
    /// The decision's date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// The ground, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
}

/// A formality that a text of law attaches to an act, a convention or a beneficiary.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Formality {
    /// The list of deliberations was posted and put online (CGCT, art. L2121-25).
    DeliberationsListPosted,
    /// The minutes were signed by chair and secretary (CGCT, art. L2121-15).
    MinutesSigned,
    /// The register was signed by chair and secretary (CGCT, art. L2121-23).
    RegisterSigned,
    /// The association was declared and published (loi du 1er juillet 1901, art. 5).
    AssociationDeclared,
    /// The republican commitment was signed (loi 2000-321, art. 10-1).
    RepublicanCommitmentSigned,
    /// The essential data of the convention were put online (décret 2017-779).
    EssentialDataPublished,
    /// The grant was listed in the annex of the budget or accounts (CGCT, art. L5217-10-14).
    ListedInBudgetAnnex,
    /// The beneficiary gave its certified accounts to the grantor (CGCT, art. L1611-4).
    AccountsProvided,
    /// Certified accounts were sent to the prefect and the accountant (CGCT, art. L2313-1-1).
    AccountsForwarded,
    /// Accounts, conventions and reports were deposited at the prefecture (loi 2000-321, art. 10).
    DepositedAtPrefecture,
    /// An auditor was appointed (code de commerce, art. L612-4).
    AuditorAppointed,
    /// The beneficiary was invited to comment before a withdrawal (CRPA, art. L122-1).
    ObservationsInvited,
    /// The chair reported to the council on the bureau's decisions (CGCT, art. L5211-10).
    ReportedToCouncil,
    /// The request was made on the single form (décret 2016-1971).
    SingleFormUsed,
    /// No member present declared an interest, or none was found in the register of interests.
    NoInterestDeclared,
    /// The beneficiary declared its public grants of the year, with their total.
    PublicGrantsDeclared,
    /// The assembly met on second call, after a sitting without quorum (CGCT, art. L2121-17).
    SecondConvocation,
    /// A secret ballot was asked for, by the members named (CGCT, art. L2121-21).
    SecretBallotRequested,
    /// A public ballot was asked for, by the members named (CGCT, art. L2121-21).
    PublicBallotRequested,
    /// The list of deliberations was sent to the councillors of member communes (CGCT,
    /// art. L5211-40-2).
    ListSentToMemberCommunes,
    /// A source says that the beneficiary conceives and runs the project itself (loi 2000-321,
    /// art. 9-1).
    OwnProject,
    /// A source says that the subsidised activity is not economic.
    ActivityNotEconomic,
    /// An agreement or delegation of the region covers the aid (CGCT, art. L1511-2).
    RegionAgreement,
    /// The convention expressly allows the grant to be passed on (CGCT, art. L1611-4).
    PassingOnAllowed,
    /// Part of the grant was passed on to another body.
    PassedOn,
    /// De minimis aid was declared, with its total over the period, this aid included.
    DeMinimisDeclared,
    /// A source says that the change harms no third party's rights (CRPA, art. L242-4).
    NoHarmToThirdParties,
}

/// A formality was done, or a record says that it was not. Stream of its subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormalityRecorded {
    /// Which formality.
    pub formality: Formality,
    /// Whether the source says that it was done.
    pub done: bool,
    /// The day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// Who did it, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// An amount that the formality states (total of declared public grants), in cents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<crate::money::Money>,
    /// What the source adds, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
