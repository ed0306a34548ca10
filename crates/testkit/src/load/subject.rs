//! What a load is about: sittings and the grants decided there, each a function of its number.
//!
//! An institution has 33 sittings a year, each with twelve grants, to 396 associations in turn: so
//! a beneficiary is met again every year, under a convention of that year.

use std::fmt;

use greffe_chain::Hash;

use super::hash;
use super::names::{INSTITUTIONS, OF, PLACES, WORKS, pick};
use crate::prng::Prng;

/// Grants decided at one sitting.
pub(super) const GRANTS: u64 = 12;
/// Sittings of one institution in a year.
const SITTINGS: u64 = 33;
/// The first budget year, and how many there are before they begin anew.
const FIRST_YEAR: u64 = 2008;
const YEARS: u64 = 17;

/// A day; its number in the month is at most 28.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: u64,
    month: u64,
    day: u64,
}

impl Date {
    pub(super) fn new(year: u64, month: u64, day: u64) -> Date {
        Date { year, month, day }
    }

    /// Some months later, on another day of the month.
    pub(super) fn later(self, months: u64, days: u64) -> Date {
        let months = self.month - 1 + months;
        let day = (self.day + days - 1) % 28 + 1;
        Date { year: self.year + months / 12, month: months % 12 + 1, day }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// One sitting of a deciding organ.
#[derive(Debug, Clone)]
pub(super) struct Sitting {
    pub(super) number: u64,
    pub(super) institution: u64,
    pub(super) date: Date,
    /// The stream.
    pub(super) stream: String,
    /// Its minutes.
    pub(super) document: Hash,
    /// How often all years have gone by; only loads of more than ten million entries get there.
    round: u64,
    in_year: u64,
}

impl Sitting {
    pub(super) fn of(seed: u64, number: u64) -> Sitting {
        let (archive, in_year) = (number / SITTINGS, number % SITTINGS);
        let institutions = BODIES;
        let (institution, turn) = (archive % institutions, archive / institutions);
        let (year, round) = (FIRST_YEAR + turn % YEARS, turn / YEARS);
        let date = Date::new(year, 1 + in_year / 3, 2 + in_year % 3 * 9 + institution % 7);
        let mut random = Prng::new(mix(seed, number, 0));
        let body = slug(institution);
        let mut stream = format!("sitting/{body}/bureau/{date}");
        if round > 0 {
            stream = format!("{stream}-{round}");
        }
        let document = hash(&mut random);
        Sitting { number, institution, date, stream, document, round, in_year }
    }
}

/// How many bodies there are: each of the named ones has four budgets of its own.
const BODIES: u64 = INSTITUTIONS.len() as u64 * 4;

/// The slug of a body in streams.
pub(super) fn slug(institution: u64) -> String {
    let (_, slug) = pick(INSTITUTIONS, institution);
    match institution / INSTITUTIONS.len() as u64 {
        0 => slug.to_owned(),
        section => format!("{slug}-{}", section + 1),
    }
}

/// One grant: an act, its convention, and all their money.
#[derive(Debug, Clone)]
pub(super) struct Dossier {
    /// Unlike every other.
    pub(super) number: u64,
    pub(super) institution: u64,
    pub(super) date: Date,
    /// The reference of the act.
    pub(super) reference: String,
    /// The stream of the act.
    pub(super) act: String,
    /// The stream of the convention.
    pub(super) convention: String,
    /// The stream of the beneficiary.
    pub(super) beneficiary: String,
    /// The beneficiary, as written.
    pub(super) name: String,
    pub(super) legal_form: &'static str,
    /// Below 100 000.
    pub(super) register: u64,
    /// The text of the act.
    pub(super) document: Hash,
    /// The amount in cents, a whole number of hundreds of euros.
    pub(super) amount: i64,
    /// The budget in cents.
    pub(super) budget: i64,
    /// Of the budget, in percent.
    pub(super) share: i64,
}

impl Dossier {
    pub(super) fn of(seed: u64, sitting: &Sitting, grant: u64) -> Dossier {
        let number = sitting.number * GRANTS + grant;
        let institution = sitting.institution;
        let place_in_year = sitting.in_year * GRANTS + grant;
        let register = institution * SITTINGS * GRANTS + place_in_year;
        let (work, of) = (register % WORKS.len() as u64, register / WORKS.len() as u64);
        let place = of / OF.len() as u64;
        let (work, work_slug, legal_form) = pick(WORKS, work);
        let ((of, of_slug), (place, place_slug)) = (pick(OF, of), pick(PLACES, place));
        let year = sitting.date.year;
        let body = slug(institution);
        let short = year % 100;
        let act = 1000 + sitting.round * 400 + place_in_year;
        let mut random = Prng::new(mix(seed, number, 1));
        let share = random.between(2, 60);
        let budget = random.between(20, 9_000) * 1_000_000;
        // The same three words in another third of the list are another body's association.
        let third = register / (WORKS.len() * OF.len() * PLACES.len()) as u64;
        let suffix = if third > 0 { format!("-{third}") } else { String::new() };
        let who = format!("{work_slug}-{of_slug}-{place_slug}{suffix}");
        let again = if sitting.round > 0 { format!("/{}", sitting.round) } else { String::new() };
        Dossier {
            number,
            institution,
            date: sitting.date,
            reference: format!("DSOL-{:03}-{act}/{short:02}/BM", place_in_year % 90),
            act: format!("act/{body}/{act}-{short:02}-bm"),
            convention: format!("convention/{body}/{year}/{who}{again}"),
            beneficiary: format!("beneficiary/{who}"),
            name: format!("{work} {of} de {place}"),
            legal_form,
            register,
            document: hash(&mut random),
            amount: budget / 100 * share,
            budget,
            share,
        }
    }

    /// A source of numbers for one part of its life.
    pub(super) fn random(&self, seed: u64, part: u64) -> Prng {
        Prng::new(mix(seed, self.number, 16 + part))
    }
}

/// Another seed for each subject and part.
fn mix(seed: u64, number: u64, part: u64) -> u64 {
    Prng::new(seed ^ number.wrapping_mul(0x9e6c_63d0_876a_68ad) ^ (part << 56)).next()
}
