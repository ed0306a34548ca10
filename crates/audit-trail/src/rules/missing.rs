//! The facts that rules lack, each with its stable code and its words.

use crate::finding::{Lacking, Text};

macro_rules! lacking {
    ($($name:ident = $fr:literal / $en:literal;)+) => {
        $(pub(crate) fn $name() -> Lacking {
            Lacking { code: stringify!($name), what: Text::new($fr, $en) }
        })+

        /// Every code, in the order of this file.
        #[cfg(test)]
        pub(crate) const CODES: &[&str] = &[$(stringify!($name)),+];
    };
}

lacking! {
    // The body and its sitting.
    members_in_office = "le nombre de membres en exercice" / "the number of members in office";
    present_at_vote = "les membres présents au moment du vote" / "the members present at the vote";
    sitting_day = "le jour de la séance" / "the day of the sitting";
    law_in_force = "le texte en vigueur à cette date" / "the text in force at that date";
    second_call_conditions = "les conditions de la seconde convocation : même ordre du jour, trois jours d'intervalle, quorum manqué à la première séance" / "the conditions of the second call: same agenda, three days between, no quorum at the first sitting";
    tally = "le décompte des voix" / "the count of the votes";
    casting_vote = "l'usage de la voix prépondérante du président" / "whether the chair's vote broke the tie";
    outcome = "le résultat du vote" / "the outcome of the vote";
    voting_method = "le mode de scrutin" / "the method of voting";
    ballot_waiver = "la renonciation unanime au scrutin secret" / "the unanimous waiver of the secret ballot";
    ballot_request = "la demande du scrutin secret" / "the request for the secret ballot";
    ballot_askers = "le nombre de membres qui ont demandé ce scrutin" / "how many members asked for that ballot";
    convocation_date = "la date d'envoi de la convocation" / "the day on which the notice was sent";
    explanatory_note = "l'envoi d'une note explicative de synthèse" / "the sending of an explanatory note";
    interests_register = "les intérêts déclarés par les membres et les dirigeants du bénéficiaire" / "the interests declared by members and the beneficiary's officers";
    part_taken = "la part prise au débat et au vote par le membre intéressé" / "the part taken in debate and vote by the interested member";
    chair = "le président de séance" / "the chair of the sitting";
    secretary = "le secrétaire de séance" / "the secretary of the sitting";
    minutes = "le procès-verbal signé" / "the signed minutes";
    deliberations_list = "la publication de la liste des délibérations" / "the publication of the list of deliberations";
    list_date = "le jour de cette publication" / "the day of that publication";
    register = "le registre signé par le président et le secrétaire" / "the register signed by chair and secretary";
    signed_original = "l'original signé de l'acte" / "the signed original of the act";

    // The act: authority, transmission, publicity, withdrawal.
    delegation_act = "la délibération qui donne délégation" / "the deliberation that delegates";
    delegated_matters = "la liste des matières déléguées" / "the list of delegated matters";
    delegation_executory = "le jour où la délégation est devenue exécutoire" / "the day on which the delegation became executory";
    delegation_ceiling = "la délégation qui couvrirait ce montant" / "the delegation that would cover this amount";
    beneficiary_form = "la forme juridique du bénéficiaire" / "the legal form of the beneficiary";
    matter_of_act = "la matière de l'acte" / "the matter of the act";
    transmission = "la réception par le représentant de l'État" / "receipt by the State's representative";
    execution_date = "le jour exact des mesures d'exécution" / "the exact day of what carried the act out";
    notification = "la notification au bénéficiaire" / "notification to the beneficiary";
    withdrawal_date = "la date du retrait" / "the day of the withdrawal";
    withdrawal_ground = "le motif du retrait" / "the ground of the withdrawal";
    withdrawal_initiative = "l'initiative du retrait" / "on whose initiative the act was withdrawn";
    act_date = "la date de l'acte retiré" / "the day of the act withdrawn";
    observations_invited = "l'invitation à présenter des observations" / "the invitation to comment";
    unmet_condition = "la preuve de la condition non respectée" / "evidence of the unmet condition";

    // The convention, its beneficiary and its money.
    award_act = "l'acte d'attribution" / "the act that awards the grant";
    asserted_day = "le jour auquel le chiffre est attesté" / "the day on which the figure is asserted";
    budget = "le budget" / "the budget";
    subsidy = "le montant de la subvention" / "the amount of the subsidy";
    purpose = "l'objet de l'aide" / "the purpose of the aid";
    beneficiary_identity = "le numéro (SIREN) du bénéficiaire de chaque somme" / "the number (SIREN) of the beneficiary of each sum";
    budget_year = "l'exercice de la subvention" / "the budget year of the grant";
    exercise = "l'exercice de chaque somme" / "the exercise of each sum";
    one_grant = "si deux documents disent une même subvention (greffe match)" / "whether two documents tell of one grant (greffe match)";
    in_kind_counted = "si l'aide en nature entre dans le montant annuel" / "whether aid in kind counts in the yearly amount";
    competence = "la compétence invoquée" / "the competence relied on";
    convention_signature = "la signature de la convention et sa date" / "the signature of the convention and its day";
    threshold_day = "le jour où le montant annuel a passé le seuil" / "the day on which the yearly amount passed the threshold";
    convention_clauses = "les clauses de la convention" / "the clauses of the convention";
    initial_conditions = "les conditions fixées à l'attribution" / "the conditions fixed at the award";
    beneficiary_consent = "l'accord du bénéficiaire à la condition nouvelle" / "the beneficiary's consent to the new condition";
    request_date = "la date de la demande du bénéficiaire" / "the day of the beneficiary's request";
    avenant_text = "le texte de l'avenant" / "the text of the avenant";
    effect_on_balance = "l'effet de la modification sur le solde" / "the effect of the change on the balance";
    third_parties = "l'absence d'atteinte aux droits des tiers" / "the absence of harm to third parties";
    republican_commitment = "le contrat d'engagement républicain souscrit" / "the republican commitment signed";
    association_declaration = "la déclaration de l'association et sa publication" / "the declaration of the association and its publication";
    application = "la demande de subvention" / "the application for the grant";
    transfers = "les transferts du bénéficiaire vers un autre organisme" / "transfers from the beneficiary to another body";
    pass_through_clause = "la clause sur le reversement" / "the clause on passing the grant on";
    split_date = "le jour de la restructuration" / "the day of the restructuring";
    activity_nature = "la nature, économique ou non, de l'activité aidée" / "whether the aided activity is economic";
    costs_by_activity = "les coûts par activité" / "costs by activity";
    region_agreement = "la convention ou la délégation de la région" / "the region's agreement or delegation";
    de_minimis_aid = "le total des aides de minimis reçues" / "the total of de minimis aid received";
    accounts = "la copie certifiée du budget et des comptes" / "the certified copy of budget and accounts";
    assignment = "l'affectation de l'aide à une dépense déterminée" / "whether the aid is assigned to a specified expense";
    financial_report = "le compte rendu financier" / "the financial report";
    report_date = "le jour du dépôt du compte rendu" / "the day on which the report was filed";
    forecast_comparison = "la comparaison du prévu et du réalisé" / "the comparison of forecast and actual";
    public_grants_total = "le total des subventions publiques de l'année" / "the total of the year's public grants";
    beneficiary_income = "les ressources annuelles du bénéficiaire" / "the beneficiary's yearly income";
    auditor = "la nomination d'un commissaire aux comptes" / "the appointment of an auditor";
    prefecture_deposit = "le dépôt à la préfecture" / "the deposit at the prefecture";
    population = "la population de la commune" / "the population of the commune";
    essential_data = "la mise en ligne des données essentielles" / "the essential data put online";
    budget_annex = "l'annexe du budget ou du compte" / "the annex of the budget or accounts";
    payments = "les versements" / "the payments";
    accounts_forwarded = "l'envoi des comptes certifiés au préfet et au comptable" / "the sending of certified accounts to prefect and accountant";
    due_date = "la date d'exigibilité du solde" / "the day on which the balance became due";
    knowledge_date = "le jour où l'autorité a connu le manquement" / "the day on which the body knew of the breach";
    recovery_date = "la date de l'ordre de reversement" / "the day of the recovery order";
    interruptions = "les actes qui interrompent le délai" / "what interrupted the delay";
}
