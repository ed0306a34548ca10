//! Members told by their surname alone: where one name of the lists ends or begins with it, and no other, it
//! is that member.

use crate::interpret::Fact;
use greffe_domain::{Event, slug};

/// Gives every member that is told by one word the name that the lists give him.
pub(super) fn named_in_full(facts: &mut [Fact]) {
    let listed = listed(facts);
    let full = |name: &mut String| {
        if let Some(member) = member(name, &listed) {
            member.clone_into(name);
        }
    };
    for fact in facts {
        match &mut fact.event {
            Event::AttendanceRecorded(attendance) => {
                for proxy in &mut attendance.proxies {
                    full(&mut proxy.from);
                    full(&mut proxy.to);
                }
            }
            Event::RecusalDeclared(recusal) => full(&mut recusal.person),
            Event::VoteCast(vote) => {
                vote.ballots.iter_mut().for_each(|ballot| full(&mut ballot.voter));
            }
            _ => {}
        }
    }
}

/// The names of the lists that have more than one word, each once.
fn listed(facts: &[Fact]) -> Vec<String> {
    let mut listed: Vec<String> = Vec::new();
    for fact in facts {
        let Event::AttendanceRecorded(attendance) = &fact.event else { continue };
        let givers = attendance.proxies.iter().map(|proxy| &proxy.from);
        let named = attendance.present.iter().chain(&attendance.excused);
        for name in named.chain(&attendance.absent).chain(givers) {
            let known = listed.iter().any(|other| slug(other) == slug(name));
            if name.contains(' ') && !known {
                listed.push(name.clone());
            }
        }
    }
    listed
}

/// The one member of the lists who has this surname.
fn member<'a>(name: &str, listed: &'a [String]) -> Option<&'a str> {
    let sought = slug(name);
    if sought.len() < 3 || name.contains(' ') {
        return None;
    }
    let has = |full: &&String| {
        let full = slug(full);
        let (before, after) = (format!("{sought}-"), format!("-{sought}"));
        full.starts_with(&before) || full.ends_with(&after)
    };
    let mut having = listed.iter().filter(has);
    let first = having.next()?;
    having.next().is_none().then_some(first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_that_of_the_one_member_who_has_it() {
        let listed = ["VERLANT Odile", "Paul Brissac", "Jeanne BRISSAC", "Luc Tarn-Aubier"];
        let listed = listed.map(str::to_owned);
        assert_eq!(member("Verlant", &listed), Some("VERLANT Odile"));
        assert_eq!(member("TARN-AUBIER", &listed), Some("Luc Tarn-Aubier"));
        // Two have it, nobody has it, or it is more than a surname.
        assert_eq!(member("BRISSAC", &listed), None);
        assert_eq!(member("AUB", &listed), None);
        assert_eq!(member("Odile Verlant", &listed), None);
    }
}
