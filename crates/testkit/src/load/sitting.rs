//! A sitting and the acts adopted there: who came, what was tabled, how it was voted.

use super::json::Object;
use super::names::{ARTICLES, GROUNDS, INSTITUTIONS, PURPOSES, VISAS, member, pick};
use super::subject::{Date, Dossier, GRANTS, Sitting, slug};
use super::{Said, Scribe};
use crate::prng::Prng;

const ORGAN: &str = "Bureau";

/// The name of a body as acts write it.
fn institution(number: u64) -> &'static str {
    pick(INSTITUTIONS, number).0
}

impl Scribe {
    /// Tells a sitting with all its acts.
    pub(super) fn hold(&mut self, sitting: &Sitting) {
        let date = sitting.date;
        let members = 24 + sitting.institution % 40;
        self.convene(sitting, date);
        self.attend(sitting, members);
        if sitting.number.is_multiple_of(33) {
            self.constitute(sitting, members);
        }
        for grant in 0..GRANTS {
            let dossier = Dossier::of(self.seed, sitting, grant);
            let mut random = dossier.random(self.seed, 0);
            self.register(&dossier, &mut random);
            self.table(sitting, &dossier, &mut random);
            self.vote(sitting, &dossier, members, &mut random);
            self.grant(&dossier, &mut random);
            self.publish(&dossier, &mut random);
        }
    }

    fn convene(&mut self, sitting: &Sitting, date: Date) {
        let stream = &*sitting.stream;
        let sent = Object::new().text("on", &date.to_string()).flag("explanatory_note", true);
        let said = |kind, data| Said { stream, kind, effective: date, grade: "act", data };
        self.say(said("ConvocationSent", sent), sitting.document, &[]);
        let chair = Object::new()
            .text("name", &member(sitting.institution, 0))
            .text("capacity", "Présidente");
        let secretary = Object::new().text("name", &member(sitting.institution, 7));
        let opened = Object::new()
            .text("institution", institution(sitting.institution))
            .text("organ", ORGAN)
            .text("date", &date.to_string())
            .text("hour", "9 heures 30")
            .text("place", "hôtel de la collectivité, salle des délibérations")
            .part("presided_by", chair)
            .part("secretary", secretary);
        self.say(said("SittingOpened", opened), sitting.document, &["/date", "/presided_by"]);
    }

    fn attend(&mut self, sitting: &Sitting, members: u64) {
        let mut present = Object::list(2048);
        let (mut excused, mut absent) = (Object::list(256), Object::list(256));
        let mut proxies = Object::list(512);
        let mut here = 0;
        for number in 0..members {
            let name = member(sitting.institution, number);
            match self.random.below(20) {
                0 | 1 => {
                    let to = member(sitting.institution, number + 1);
                    proxies.object(Object::new().text("from", &name).text("to", &to));
                }
                2 => excused.item(&name),
                3 => absent.item(&name),
                _ => {
                    here += 1;
                    present.item(&name);
                }
            }
        }
        let stream = &*sitting.stream;
        let said = |kind, data| Said { stream, kind, effective: sitting.date, grade: "act", data };
        let attendance = Object::new()
            .part("present", present)
            .number("present_count_stated", here)
            .part("excused", excused)
            .part("absent", absent)
            .part("proxies", proxies)
            .number("members_in_office", members.cast_signed());
        let fields = ["/present", "/excused", "/proxies"];
        self.say(said("AttendanceRecorded", attendance), sitting.document, &fields);
        let quorum = Object::new()
            .text("stated", "Le quorum étant atteint, la séance est ouverte.")
            .flag("reached", true);
        self.say(said("QuorumDeclared", quorum), sitting.document, &[]);
    }

    /// Once for each archive: the organ, and the powers it decides with.
    fn constitute(&mut self, sitting: &Sitting, members: u64) {
        let stream = format!("organ/{}/bureau", slug(sitting.institution));
        let effective = Date::new(sitting.date.year, 1, 1);
        let said = |kind, data| Said { stream: &stream, kind, effective, grade: "recital", data };
        let organ = Object::new()
            .text("institution", institution(sitting.institution))
            .text("organ", ORGAN)
            .number("members_in_office", members.cast_signed());
        self.say(said("OrganConstituted", organ), sitting.document, &[]);
        let act = Object::new().text("reference", "HN-001-0142/07/CM");
        let delegation = Object::new()
            .text("from", "Conseil")
            .text("to", ORGAN)
            .text("subject", "attribution de subventions aux associations")
            .part("act", act);
        self.say(said("DelegationGranted", delegation), sitting.document, &["/act/reference"]);
    }

    fn register(&mut self, dossier: &Dossier, random: &mut Prng) {
        let size = random.between(9_000, 60_000);
        let text = dossier.document.to_string();
        let name = format!("{}.txt", dossier.act.rsplit('/').next().unwrap_or_default());
        let data = Object::new()
            .text("name", &name)
            .text("original", &super::hash(random).to_string())
            .number("original_bytes", size + 2_000)
            .text("text", &text)
            .number("text_bytes", size)
            .text("media_type", "text/plain")
            .text("encoding", "UTF-8");
        let (kind, grade) = ("DocumentRegistered", "record");
        let effective = dossier.date;
        self.note(Said { stream: "ledger", kind, effective, grade, data }, Vec::new());
    }

    fn table(&mut self, sitting: &Sitting, dossier: &Dossier, random: &mut Prng) {
        let mut visas = Object::list(1024);
        for visa in VISAS.iter().skip(random.below(5)) {
            visas.object(Object::new().text("text", visa));
        }
        let grounds = GROUNDS.iter().skip(random.below(4)).copied();
        let mut articles = Object::list(1024);
        let first = random.below(3);
        for (number, article) in (1..).zip(&ARTICLES[first..]) {
            articles.object(Object::new().number("number", number).text("text", article));
        }
        let purpose = pick(PURPOSES, dossier.register);
        let title = format!("Attribution d’une subvention à {} : {purpose}", dossier.name);
        let data = Object::new()
            .text("institution", institution(dossier.institution))
            .text("organ", ORGAN)
            .text("reference", &dossier.reference)
            .text("title", &title)
            .text("sitting", &sitting.stream)
            .part("visas", visas)
            .part("considerants", Object::texts(grounds))
            .part("articles", articles);
        let fields: &[&str] = if random.chance(40) { &["/title", "/articles"] } else { &[] };
        self.say(self::act(dossier, "DeliberationTabled", data), dossier.document, fields);
    }

    fn vote(&mut self, sitting: &Sitting, dossier: &Dossier, members: u64, random: &mut Prng) {
        let tabled = self.next - 1;
        if random.chance(12) {
            let person = member(sitting.institution, 3 + random.next() % 20);
            let recusal = Object::new().text("person", &person).flag("no_part_in_vote", true);
            self.say(act(dossier, "RecusalDeclared", recusal), dossier.document, &[]);
        }
        let vote = Object::new().text("outcome", "adopted");
        let vote = if random.chance(60) {
            vote.flag("unanimous", true)
        } else {
            let (against, abstained) = (random.between(0, 6), random.between(0, 5));
            let voted = members.cast_signed() - against - abstained;
            let vote = vote.number("votes_for", voted).number("votes_against", against);
            let vote = vote.number("abstentions", abstained).text("method", "show_of_hands");
            let mut ballots = Object::list(256);
            for number in 0..against.cast_unsigned() {
                let voter = member(sitting.institution, 9 + number);
                ballots.object(Object::new().text("voter", &voter).text("ballot", "against"));
            }
            vote.part("ballots", ballots)
        };
        self.say(act(dossier, "VoteCast", vote), dossier.document, &["/outcome"]);
        self.follows(tabled);
        let signatory = Object::new()
            .text("signatory", "Madame la Présidente")
            .text("instrument", "convention d’objectifs")
            .flag("or_representative", true);
        self.say(act(dossier, "SignatureAuthorised", signatory), dossier.document, &[]);
    }

    fn publish(&mut self, dossier: &Dossier, random: &mut Prng) {
        let day = dossier.date.later(0, 4);
        let of =
            |kind, data| Said { stream: &dossier.act, kind, effective: day, grade: "record", data };
        let voted = Vec::new();
        let sent = Object::new()
            .text("on", &day.to_string())
            .text("to", "préfecture")
            .text("receipt", &format!("000-200054{:03}-{:08}", dossier.institution, dossier.number))
            .flag("electronic", true);
        self.say(of("ActTransmitted", sent), dossier.document, &[]);
        let published = Object::new().text("on", &day.to_string()).text("means", "online");
        self.say(of("ActPublished", published), dossier.document, &[]);
        let formality = if random.chance(50) { "register_signed" } else { "minutes_signed" };
        let done = Object::new().text("formality", formality).flag("done", true);
        self.note(of("FormalityRecorded", done.text("on", &day.to_string())), voted);
    }
}

/// Something an act says of itself.
fn act<'a>(dossier: &'a Dossier, kind: &'static str, data: Object) -> Said<'a> {
    Said { stream: &dossier.act, kind, effective: dossier.date, grade: "act", data }
}
