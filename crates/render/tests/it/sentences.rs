//! A sentence for every kind of event, in both languages.

use greffe_domain::{Decoded, Event, KINDS};
use greffe_render::{Lang, data_sentence, event_sentence};
use serde_json::{Value, json};

/// A kind, an example of its data, its sentence in French and in English.
type Example = (&'static str, Value, &'static str, &'static str);

/// One example of every kind, with its two sentences.
fn examples() -> Vec<Example> {
    let act = json!({ "reference": "014-3127-23-BM", "date": "2023-03-16" });
    let who = json!({ "name": "Solange BRÉVILLARD", "capacity": "Présidente" });
    let mut all = body(&act, &who);
    all.extend(deliberation(&act, &who));
    all.extend(money(&act));
    all.extend(beneficiary_and_record());
    all
}

fn body(act: &Value, who: &Value) -> Vec<Example> {
    vec![
        (
            "OrganConstituted",
            json!({ "institution": "Métropole de Vauclaire", "organ": "Bureau", "members_in_office": 19 }),
            "Bureau (Métropole de Vauclaire) : 19 membres en exercice",
            "Bureau (Métropole de Vauclaire): 19 members in office",
        ),
        (
            "DelegationGranted",
            json!({ "from": "le Conseil", "to": "le Bureau", "act": act }),
            "Délégation donnée par le Conseil au Bureau (acte 014-3127-23-BM du 16 mars 2023)",
            "Delegation by le Conseil to le Bureau (act 014-3127-23-BM of 16 March 2023)",
        ),
        (
            "ConvocationSent",
            json!({ "explanatory_note": true }),
            "Convocation envoyée, avec une note explicative",
            "Notice of meeting sent, with an explanatory note",
        ),
        (
            "SittingOpened",
            json!({ "institution": "Métropole de Vauclaire", "organ": "Bureau", "presided_by": who }),
            "Séance : Bureau (Métropole de Vauclaire), présidence Solange BRÉVILLARD, Présidente",
            "Sitting: Bureau (Métropole de Vauclaire), in the chair Solange BRÉVILLARD, Présidente",
        ),
        (
            "SittingDated",
            json!({ "date": "2022", "derivation": "year_of_reference" }),
            "Date de la séance, non dite : 2022, déduite de la référence",
            "Date of the sitting, not stated: 2022, inferred from the reference",
        ),
        (
            "AttendanceRecorded",
            json!({ "present": ["A", "B"], "present_count_stated": 3, "members_in_office": 5, "excused": ["C"] }),
            "Présence : 3 présents sur 5 en exercice (2 nommés), 1 excusé",
            "Attendance: 3 present of 5 in office (2 named), 1 excused",
        ),
        (
            "QuorumDeclared",
            json!({ "stated": "atteint", "reached": true, "required": 10 }),
            "Quorum déclaré atteint (10 requis)",
            "Quorum declared reached (10 required)",
        ),
    ]
}

fn deliberation(act: &Value, who: &Value) -> Vec<Example> {
    vec![
        (
            "ReportSubmitted",
            json!({ "submitted_by": who, "on_proposal_of": "la Conseillère" }),
            "Rapport présenté par Solange BRÉVILLARD, Présidente, sur la proposition de la Conseillère",
            "Report put by Solange BRÉVILLARD, Présidente, on the proposal of la Conseillère",
        ),
        (
            "DeliberationTabled",
            json!({ "institution": "M", "organ": "B", "reference": "D-1", "title": "Objet" }),
            "Délibération D-1 : Objet",
            "Deliberation D-1: Objet",
        ),
        (
            "RecusalDeclared",
            json!({ "person": "Thibault LAMBREZAC", "left_room": true, "no_part_in_debate": true, "no_part_in_vote": true, "ground": "administrateur" }),
            "Déport : Thibault LAMBREZAC, a quitté la salle, sans part au débat ni au vote (administrateur)",
            "Recusal: Thibault LAMBREZAC, left the room, no part in debate or vote (administrateur)",
        ),
        (
            "VoteCast",
            json!({ "outcome": "adopted", "unanimous": true }),
            "Adoptée à l'unanimité, sans décompte",
            "Adopted unanimously, no count stated",
        ),
        (
            "VoteCast",
            json!({ "outcome": "rejected", "votes_for": 1, "votes_against": 12, "abstentions": 2, "method": "show_of_hands" }),
            "Rejetée à main levée, 1 pour, 12 contre, 2 abstentions",
            "Rejected by show of hands, 1 for, 12 against, 2 abstentions",
        ),
        (
            "SignatureAuthorised",
            json!({ "signatory": "la Présidente", "or_representative": true, "instrument": "l'avenant" }),
            "Autorisation de signer : la Présidente ou son représentant (l'avenant)",
            "Authorised to sign: la Présidente or a representative (l'avenant)",
        ),
        (
            "CopyCertified",
            json!({ "by": who }),
            "Copie certifiée conforme par Solange BRÉVILLARD, Présidente",
            "Copy certified true by Solange BRÉVILLARD, Présidente",
        ),
        (
            "ActTransmitted",
            json!({ "electronic": true, "receipt": "X1" }),
            "Acte transmis au représentant de l'État par voie électronique, accusé de réception X1",
            "Act transmitted to the State's representative electronically, receipt X1",
        ),
        (
            "ActPublished",
            json!({ "means": "notified", "addressee": "l'association" }),
            "Acte notifié à l'association",
            "Act notified to l'association",
        ),
        (
            "ActWithdrawn",
            json!({ "act": act, "condition_unmet": true }),
            "Acte 014-3127-23-BM du 16 mars 2023 retiré (condition de l'octroi non respectée)",
            "Act 014-3127-23-BM of 16 March 2023 withdrawn (a condition of the grant was not met)",
        ),
        (
            "ActAnnulled",
            json!({ "act": act, "by": "le tribunal" }),
            "Acte 014-3127-23-BM du 16 mars 2023 annulé par le tribunal",
            "Act 014-3127-23-BM of 16 March 2023 annulled by le tribunal",
        ),
        (
            "FormalityRecorded",
            json!({ "formality": "minutes_signed", "done": false }),
            "Non fait : procès-verbal signé",
            "Not done: minutes signed",
        ),
    ]
}

fn money(act: &Value) -> Vec<Example> {
    let to = json!({ "name": "Les Ateliers du Pont" });
    vec![
        (
            "SubsidyGranted",
            json!({ "amount_cents": 7_350_000, "beneficiary": to, "exercise": 2023, "act": act }),
            "Subvention de 73 500 € accordée aux Ateliers du Pont (exercice 2023)",
            "Subsidy of €73,500 granted to Les Ateliers du Pont (budget year 2023)",
        ),
        (
            "ConventionApproved",
            json!({ "title": "convention d'objectifs", "annexed": true }),
            "Convention approuvée : convention d'objectifs, texte annexé",
            "Convention approved: convention d'objectifs, its text annexed",
        ),
        (
            "ConventionSigned",
            json!({ "by": ["A", "B", "C", "D"] }),
            "Convention signée par 4 personnes",
            "Convention signed by 4 persons",
        ),
        (
            "AvenantRequested",
            json!({ "by": "l'association", "budget_cents": 42_000_000, "unchanged": ["amount"] }),
            "Avenant demandé par l'association : budget de 420 000 €, montant inchangé",
            "Avenant asked for by l'association: budget of €420,000, amount unchanged",
        ),
        (
            "AvenantApproved",
            json!({ "number": 1, "changes": ["budget"], "unchanged": ["amount"] }),
            "Avenant n° 1 approuvé : budget changé, montant inchangé",
            "Avenant no. 1 approved: budget changed, amount unchanged",
        ),
        ("AvenantSigned", json!({ "number": 2 }), "Avenant n° 2 signé", "Avenant no. 2 signed"),
        (
            "BudgetRevised",
            json!({ "from_cents": 61_250_000, "to_cents": 42_000_000, "instrument": { "avenant": 1 }, "requested_by": "le bénéficiaire" }),
            "Budget ramené de 612 500 € à 420 000 € par l'avenant n° 1, à la demande du bénéficiaire",
            "Budget lowered from €612,500 to €420,000 by avenant no. 1, at the request of le bénéficiaire",
        ),
        (
            "BalanceRuleStated",
            json!({ "rule": "pro_rata", "words": "au prorata", "instrument": "initial" }),
            "Règle du solde : au prorata des dépenses réalisées",
            "Rule of the balance: in proportion of the expense realised",
        ),
        (
            "InstalmentAgreed",
            json!({ "role": "advance", "amount_cents": 5_145_000, "share": { "stated": "70%", "scale": 0 }, "condition": "à la signature" }),
            "Versement convenu : acompte de 51 450 € (70%), à la signature",
            "Payment agreed: advance of €51,450 (70%), à la signature",
        ),
        (
            "PaymentOrdered",
            json!({ "amount_cents": 1_876_637, "role": "balance", "number": "12" }),
            "Paiement de 18 766,37 € ordonné (solde), mandat 12",
            "Payment of €18,766.37 ordered (balance), order 12",
        ),
        (
            "PaymentExecuted",
            json!({ "amount_cents": 5_145_000 }),
            "Paiement de 51 450 € fait",
            "Payment of €51,450 made",
        ),
        (
            "BalanceComputed",
            json!({ "final_cents": 7_021_637, "balance_cents": 1_876_637 }),
            "Solde arrêté : montant définitif de 70 216,37 €, solde de 18 766,37 €",
            "Balance settled: final amount of €70,216.37, balance of €18,766.37",
        ),
        (
            "RecoveryOrdered",
            json!({ "amount_cents": 330_163, "ground": "trop-perçu" }),
            "Reversement de 3 301,63 € ordonné : trop-perçu",
            "Repayment of €3,301.63 ordered: trop-perçu",
        ),
        (
            "StateAsserted",
            json!({ "figure": "paid", "amount_cents": 100, "on": "2024-12-31", "by": "le comptable" }),
            "Total versé de 1 € attesté par le comptable (au 31 décembre 2024)",
            "Total paid of €1 vouched for by le comptable (as of 31 December 2024)",
        ),
    ]
}

fn beneficiary_and_record() -> Vec<Example> {
    vec![
        (
            "BeneficiaryIdentified",
            json!({ "name": "Les Ateliers du Pont", "siret": "00041738600018", "representative": { "sealed": "ab" } }),
            "Bénéficiaire identifié : Les Ateliers du Pont, SIRET 000 417 386 00018, représenté par [scellé]",
            "Beneficiary identified: Les Ateliers du Pont, SIRET 000 417 386 00018, represented by [sealed]",
        ),
        (
            "BeneficiaryRestructured",
            json!({ "beneficiary": { "name": "Les Ateliers du Pont" }, "successors": [{ "name": "A" }, { "name": "B", "legal_form": "SCIC" }] }),
            "Réorganisation des Ateliers du Pont : A ; B (SCIC)",
            "Les Ateliers du Pont restructured: A; B (SCIC)",
        ),
        (
            "ActivityReported",
            json!({ "exercise": 2023, "indicators": [{ "label": "objets", "count": 1940 }, { "label": "x" }] }),
            "Activité déclarée (exercice 2023) : 1 940 objets, et 1 autre indicateur",
            "Activity reported (budget year 2023): 1,940 objets, and 1 other indicator",
        ),
        (
            "FinancialReportFiled",
            json!({ "realised_cents": 40_123_640 }),
            "Compte rendu financier remis, dépense réalisée de 401 236,40 €",
            "Financial report filed, expense realised of €401,236.40",
        ),
        (
            "LedgerOpened",
            json!({ "format": 1, "chain_hash": "blake3", "tree_hash": "sha256", "name": "Vauclaire", "nonce": "00" }),
            "Registre ouvert : Vauclaire",
            "Ledger opened: Vauclaire",
        ),
        (
            "DocumentRegistered",
            json!({ "name": "1.txt", "original": "a", "original_bytes": 6141, "text": "b", "text_bytes": 1, "media_type": "text/plain", "encoding": "UTF-8" }),
            "Document enregistré : 1.txt (6 141 octets)",
            "Document registered: 1.txt (6,141 bytes)",
        ),
        (
            "EntryCorrected",
            json!({ "entry": 12, "stream": "ledger", "kind": "VoteCast", "schema": 1, "data": {}, "reason": "mauvaise lecture" }),
            "Inscription 12 corrigée (VoteCast) : mauvaise lecture",
            "Entry 12 corrected (VoteCast): mauvaise lecture",
        ),
        (
            "EntryVoided",
            json!({ "entry": 12, "reason": "doublon" }),
            "Inscription 12 annulée : doublon",
            "Entry 12 voided: doublon",
        ),
        (
            "PersonalDataErased",
            json!({ "sealed": ["a", "b"], "ground": "RGPD, art. 17 1 b" }),
            "Données personnelles effacées : 2 (RGPD, art. 17 1 b)",
            "Personal data erased: 2 (RGPD, art. 17 1 b)",
        ),
        (
            "CheckpointAnchored",
            json!({ "count": 1200, "head": "ab", "anchor": "le notaire" }),
            "Tête du registre déposée (1 200 entrées) auprès du notaire",
            "Head of the ledger anchored (1,200 entries) with le notaire",
        ),
        (
            "SigningKeyRegistered",
            json!({ "key": "vauclaire.example+0123abcd+AQ+/" }),
            "Clé de signature en vigueur : vauclaire.example+0123abcd",
            "Signing key in force: vauclaire.example+0123abcd",
        ),
        (
            "SigningKeyRetired",
            json!({ "key": "vauclaire.example+0123abcd+AQ+/", "reason": "rotation" }),
            "Clé de signature retirée : vauclaire.example+0123abcd (rotation)",
            "Signing key retired: vauclaire.example+0123abcd (rotation)",
        ),
        (
            "ReadingReviewed",
            json!({
                "text": "ab", "verdict": "edited", "by": "Inès", "at": "2026-01-05T09:00:00.000000Z",
                "proposed": {
                    "confidence": "review", "stream": "act/m/d-1", "kind": "VoteCast", "schema": 1,
                    "effective": "2023-03-16", "grade": "act", "spans": [[1, 4]], "data": { "outcome": "rejected" }
                }
            }),
            "Lecture corrigée par Inès ; lu : Rejetée, sans décompte",
            "Reading edited by Inès; read: Rejected, no count stated",
        ),
        (
            "SubjectsLinked",
            json!({
                "subject": "beneficiary/a", "other": "beneficiary/b", "verdict": "same",
                "proposed": ["same-siren"], "reason": "même siège"
            }),
            "beneficiary/a et beneficiary/b ne font qu'un : même siège",
            "beneficiary/a and beneficiary/b are one: même siège",
        ),
    ]
}

#[test]
fn every_kind_has_its_sentence() {
    let examples = examples();
    for (kind, _) in KINDS {
        assert!(examples.iter().any(|(k, ..)| k == kind), "{kind} has no example");
    }
    for (kind, data, fr, en) in examples {
        let Ok(Decoded::Known(event)) = Event::decode(kind, 1, data.clone()) else {
            panic!("{kind}: {data}")
        };
        let said = |lang| event_sentence(lang, &event).replace('\u{a0}', " ");
        assert_eq!(said(Lang::Fr), fr, "{kind}");
        assert_eq!(said(Lang::En), en, "{kind}");
        assert_eq!(data_sentence(Lang::Fr, kind, &data), event_sentence(Lang::Fr, &event));
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let said = data_sentence(Lang::Fr, "LuneAtteinte", &json!({}));
    assert_eq!(said.replace('\u{a0}', " "), "Fait qui ne peut être lu : LuneAtteinte");
    let odd = data_sentence(Lang::En, "VoteCast", &json!({ "outcome": 3 }));
    assert_eq!(odd, "Fact that cannot be read: VoteCast");
}

#[test]
fn nothing_from_a_document_reaches_the_terminal_as_a_command() {
    let data = json!({ "name": "a\u{1b}[2Jb\u{202e}c\nd", "siret": "1" });
    let said = data_sentence(Lang::Fr, "BeneficiaryIdentified", &data);
    assert!(said.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{said:?}");
}
