//! Who may decide, and the sitting.

use super::{C, CANNOT, Case, I};
use crate::rules::scene::{ACT, ORGAN, SITTING, Scene, with};
use greffe_domain::Grade;
use serde_json::{Value, json};

fn day() -> Scene {
    Scene::sitting("2023-03-16")
}

fn grant() -> Scene {
    day().grant(6_000_000)
}

fn delegated(more: Value) -> Scene {
    let act = json!({ "reference": "ADM 002-2215-20-CM", "date": "2020-07-16" });
    let data = with(json!({ "act": act, "executory_on": "2020-07-20" }), more);
    grant().tell_as(ORGAN, "DelegationGranted", Grade::Act, "2020-07-16", data)
}

fn titled(title: &str) -> Scene {
    let more = json!({ "title": title });
    Scene::tabling("Métropole de Vauclaire", "Bureau de la Métropole", "2023-03-16", more)
}

fn notice(data: Value) -> Scene {
    day().tell(SITTING, "ConvocationSent", data)
}

fn powers(count: usize) -> Scene {
    let powers: Vec<Value> =
        (0..count).map(|n| json!({ "from": format!("A. N{n}"), "to": "B. DEUX" })).collect();
    day().tell(SITTING, "AttendanceRecorded", json!({ "proxies": powers }))
}

fn vote(data: Value) -> Scene {
    day().present(12).tell(ACT, "VoteCast", data)
}

fn asked(by: &Value) -> Scene {
    let scene = vote(json!({ "outcome": "adopted", "method": "show_of_hands" }));
    scene.formality("secret_ballot_requested", true, json!({ "by": by }))
}

fn held() -> Scene {
    let opened = json!({ "institution": "Métropole de Vauclaire",
        "organ": "Bureau de la Métropole", "presided_by": { "name": "Solange BRÉVILLARD" },
        "secretary": { "name": "Karim IDRASSENE" } });
    vote(json!({ "outcome": "adopted" })).tell(SITTING, "SittingOpened", opened)
}

fn recused(data: Value) -> Scene {
    grant().tell(ACT, "RecusalDeclared", with(json!({ "person": "Thibault LAMBREZAC" }), data))
}

fn council() -> Scene {
    Scene::of_organ("Conseil de la Métropole", "2023-03-16")
}

fn two_signatures() -> Value {
    json!({ "by": ["Solange BRÉVILLARD", "Karim IDRASSENE"] })
}

pub(super) fn cases() -> Vec<Case> {
    let four = json!(["A. UN", "B. DEUX", "C. TROIS", "D. QUATRE"]);
    let ballots = json!([{ "voter": "Thibault LAMBREZAC", "ballot": "for" }]);
    let voted = recused(json!({ "left_room": false })).tell(
        ACT,
        "VoteCast",
        json!({ "outcome": "adopted", "ballots": ballots }),
    );
    let sent = "list_sent_to_member_communes";
    vec![
        ("bureau-delegation-exists", C, delegated(json!({ "matters": ["attribution des subventions"] }))),
        ("bureau-delegation-exists", I, delegated(json!({ "matters": ["tout, à l'exception des subventions"] }))),
        ("bureau-delegation-exists", CANNOT, grant()),
        ("bureau-excluded-matters", C, grant()),
        ("bureau-excluded-matters", I, titled("Adoption du budget primitif 2023")),
        ("bureau-excluded-matters", CANNOT, titled("Avis sur le projet de budget primitif 2023")),
        ("convocation-five-clear-days", C, notice(json!({ "on": "2023-03-10" }))),
        ("convocation-five-clear-days", I, notice(json!({ "on": "2023-03-11" }))),
        ("convocation-five-clear-days", CANNOT, day()),
        ("explanatory-note", C, notice(json!({ "explanatory_note": true }))),
        ("explanatory-note", I, notice(json!({ "explanatory_note": false }))),
        ("explanatory-note", CANNOT, day()),
        ("quorum-majority-in-office", C, day().in_office(19).present(10)),
        ("quorum-majority-in-office", I, day().in_office(20).present(10)),
        ("quorum-majority-in-office", CANNOT, day().present(10)),
        ("vote-absolute-majority", C, vote(json!({ "outcome": "adopted", "votes_for": 8, "votes_against": 4 }))),
        ("vote-absolute-majority", I, vote(json!({ "outcome": "adopted", "votes_for": 4, "votes_against": 8 }))),
        ("vote-absolute-majority", CANNOT, vote(json!({ "outcome": "adopted" }))),
        ("one-proxy-per-member", C, powers(1)),
        ("one-proxy-per-member", I, powers(2)),
        (
            "one-proxy-per-member",
            CANNOT,
            Scene::sitting("2022").tell(
                SITTING,
                "AttendanceRecorded",
                json!({ "proxies": [{ "from": "A. UN", "to": "B. DEUX" }, { "from": "C. TROIS", "to": "B. DEUX" }] }),
            ),
        ),
        ("secret-ballot", C, vote(json!({ "outcome": "adopted", "method": "show_of_hands" }))),
        ("secret-ballot", I, asked(&four)),
        ("secret-ballot", CANNOT, asked(&json!([]))),
        ("interested-member", C, recused(json!({ "left_room": true }))),
        ("interested-member", I, voted),
        ("interested-member", CANNOT, grant()),
        ("minutes-content", C, held().done("minutes_signed", "2023-04-20")),
        ("minutes-content", I, held().formality("minutes_signed", false, json!({}))),
        ("minutes-content", CANNOT, held()),
        ("deliberations-list-one-week", C, day().done("deliberations_list_posted", "2023-03-23")),
        ("deliberations-list-one-week", I, day().done("deliberations_list_posted", "2023-03-24")),
        ("deliberations-list-one-week", CANNOT, day()),
        ("register-signature", C, day().formality("register_signed", true, two_signatures())),
        ("register-signature", I, day().formality("register_signed", false, json!({}))),
        ("register-signature", CANNOT, day()),
        ("act-identity-and-signature", C, day().done("register_signed", "")),
        ("act-identity-and-signature", CANNOT, day()),
        ("member-communes-information", C, council().done(sent, "2023-04-16")),
        ("member-communes-information", I, council().done(sent, "2023-04-17")),
        ("member-communes-information", CANNOT, council().done(sent, "")),
    ]
}
