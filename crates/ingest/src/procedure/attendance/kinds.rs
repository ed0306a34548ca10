//! What a list is of, by its label.

use greffe_domain::slug;

/// What a section lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Present,
    Excused,
    Absent,
    Powers,
    /// Who came during the sitting: of which act nothing tells.
    Late,
}

/// *Participants*: others than members may be among them; *N'assistaient pas à la séance* is said of members.
pub(super) fn takes_part(label: &str) -> bool {
    let folded = slug(label);
    ["particip", "siege", "assist"].iter().any(|word| folded.contains(word))
        && !folded.contains("present")
        && !folded.contains("-pas-")
        && !folded.contains("-excus")
        && !folded.starts_with("n-ayant-")
}

/// *Suppléants siégeant avec voix délibérative*: members as the others are.
pub(super) fn in_their_seats(label: &str) -> bool {
    let folded = slug(label);
    let denied = folded.contains("-pas-") || folded.contains("sans-");
    let votes = ["avec-voix-deliberative", "ayant-voix-deliberative"];
    folded.contains("suppl") && votes.iter().any(|words| folded.contains(words)) && !denied
}

/// *Assistaient à la réunion sans voix délibérative*, *Participaient également*: who is no member.
pub(super) fn beside_members(label: &str) -> bool {
    let folded = slug(label);
    // *Suppléant présent sans voix délibérative*, *Membres présents ayant voix consultative*
    let no_vote =
        ["sans-voix", "voix-consultative", "sans-droit-de-vote", "pas-a-sieger", "pas-avec-voix"];
    if no_vote.iter().any(|words| folded.contains(words)) {
        return true;
    }
    let others = ["egalement", "consultati", "invite", "en-outre", "aussi"];
    takes_part(label) && others.iter().any(|word| folded.contains(word))
}

/// *en présence de :*, *Se sont réunis, autour du Président :*: words of the opening, which may lead to others, too.
pub(super) fn led_to(label: &str) -> bool {
    let folded = slug(label);
    let words = ["en-presence-de", "compose", "reuni", "pris-place", "assembles", "ou-siege"];
    words.iter().any(|word| folded.contains(word)) && !folded.contains("present-")
}

pub(super) fn kind(label: &str) -> Kind {
    let folded = slug(label);
    // *Excusés sans pouvoir*, *absents sans excuse*: what is denied is not said.
    if folded.starts_with("non-represente") || folded.starts_with("membres-non-represente") {
        return Kind::Absent;
    }
    let denied = [
        "sans-pouvoir",
        "sans-procuration",
        "sans-mandat",
        "sans-excuse",
        "non-excus",
        "non-represente",
        "sans-confier-leur-voix",
        "sans-deleguer-leur-vote",
    ];
    let folded = denied.iter().fold(folded, |said, words| said.replace(words, ""));
    let says = |word: &str| folded.contains(word);
    // *N'étaient ni présents ni représentés*
    if folded.contains("ni-present") || folded.contains("non-present") {
        return Kind::Absent;
    }
    // *Absents ou excusés*: who of them was excused is not said.
    if folded.contains("absents-ou-excus") || folded.contains("absent-ou-excus") {
        return Kind::Absent;
    }
    let given = [
        "pouvoir",
        "procuration",
        "mandat",
        "represente",
        "delegation-de-vote",
        "leur-vote",
        "leur-voix",
        "sa-voix",
        "voix-confi",
        "voix-delegu",
    ];
    // *Présents ou représentés*: who gives a power says so behind his name.
    let with_givers = ["presents-ou-represent", "presents-et-represent", "presents-representes"];
    if with_givers.iter().any(|words| says(words)) {
        Kind::Present
    } else if folded.contains("arrive") {
        Kind::Late
    } else if given.iter().any(|word| says(word)) {
        Kind::Powers
    } else if says("excus") || says("prevenu-de") {
        Kind::Excused
    } else if [
        "absent",
        "absence",
        "pas-venu",
        "pas-paru",
        "manqu",
        "pu-venir",
        "ne-sont-pas",
        "etaient-pas",
        "assistaient-pas",
        "assistait-pas",
        "assistent-pas",
        "pas-a-l-appel",
        "pas-repondu",
        "pas-present",
        "pas-particip",
        "n-ayant-pu",
        "pas-pris-part-a-la",
    ]
    .iter()
    .any(|word| says(word))
    {
        Kind::Absent
    } else if [
        "present",
        "pris-part",
        "particip",
        "siege",
        "assist",
        "nous-etions",
        "etaient-la",
        "sont-la",
        "a-l-appel",
        "appel-nominal",
        "appel-des",
        "autour-de-la-table",
        "autour-d",
        "en-presence-de",
        "compose",
        "reunis",
        "reunies",
        "pris-place",
        "assembles",
    ]
    .iter()
    .any(|word| says(word))
        || folded == "appel"
    {
        Kind::Present
    } else {
        Kind::Powers
    }
}
