//! A reading of one act: its sentences, its beneficiary, its exercise, and what the act is.
//!
//! Every interpreter takes a reading and adds facts to it. What several of them need to know is
//! settled here once: who *the association* is, which year is meant, whether the act decided at
//! all.

use super::Page;
use super::adopted::{NOT_ADOPTED, adopted};
use super::fact::{Fact, Passages};
use super::form::{Elsewhere, called_an_association};
use super::party::{Named, Party, parties};
use super::sentence::{Hit, Sentence, Zone, sentences};
use crate::annotated::Printed;
use crate::draft::Figure;
use crate::recognise::{Found, Pattern, compile, years_of_budget, years_of_exercise};
use greffe_domain::{ActRef, BeneficiaryIdentified, Edtf, Event, Grade, Money, StreamId, slug};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The act that is read, as far as it is known before its money is.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The institution's code.
    pub(crate) institution: String,
    /// The institution as the act names it.
    pub(crate) name: String,
    /// The act itself.
    pub(crate) act: ActRef,
    /// Its date, stated or inferred; unknown when neither.
    pub(crate) act_date: Edtf,
    /// Its title.
    pub(crate) title: Option<String>,
    /// Whether it is one of several acts in the text.
    pub(crate) several: bool,
    /// What became of the whole act, where the reading of its procedure tells.
    pub(crate) outcome: Option<greffe_domain::Outcome>,
    /// Why nothing read of this act can be sure, if that is so.
    pub(crate) doubt: Option<String>,
}

/// A thing worth a person's eye that is no fact of a modelled kind.
#[derive(Debug, Clone)]
pub(crate) struct Remark {
    pub(crate) range: Range<usize>,
    pub(crate) code: &'static str,
    pub(crate) what: String,
    /// The figure that it is about.
    pub(crate) figure: Option<Figure>,
}

/// What is known of the act while its money is read.
pub(crate) struct Reading<'a> {
    pub(crate) folded: &'a str,
    /// The same text, in which the gaps between the cells of a row are tabs.
    pub(crate) rows: &'a str,
    /// The same text, in which every gap is a tab.
    pub(crate) cells: &'a str,
    pub(crate) printed: Printed<'a>,
    pub(crate) setting: &'a Setting,
    pub(crate) sentences: Vec<Sentence<'a>>,
    /// The lists and tables annexed behind the decision.
    pub(crate) annexes: Vec<Range<usize>>,
    /// The beneficiary, when the act has exactly one or names one above all others.
    pub(crate) party: Option<Party>,
    /// The other organisations named.
    pub(crate) others: Vec<Party>,
    /// Where they are named.
    named: Named,
    /// The legal forms that the text gives to those whom it names.
    pub(crate) forms: Elsewhere,
    pub(crate) exercise: Option<Found<i32>>,
    /// Whether it is only that of the budget on which the grant is charged.
    pub(crate) of_the_budget: bool,
    /// The year of the act of the grant, for conventions whose exercise is not stated.
    pub(crate) granted_in: Option<i32>,
    /// The avenant that the act approves.
    pub(crate) avenant: Option<u32>,
    /// False when the text says that the proposal was rejected, or put off.
    pub(crate) adopted: bool,
    /// For what the grants of the act are meant, where a sentence of its own says it; read once.
    pub(crate) affected: OnceCell<Option<Found<String>>>,
    /// The sentences of report and grounds by the amounts in them; read once.
    explained: OnceCell<BTreeMap<Money, Vec<usize>>>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) remarks: Vec<Remark>,
}

static AVENANT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\b(?:est approuvée?|approuve|d'approuver|approuver|adopte|d'adopter) ",
        r"(?:(?:le projet|les termes|le texte|les stipulations) (?:d'|de l'|du projet d')|la (?:conclusion|passation|signature) (?:d'un |de l')|un |l')avenant (?:n° ?)?(?P<before>\d{1,2}|un|deux|trois)\b",
        r"|\bl'avenant (?:n° ?)?(?P<after>\d{1,2})\b[^;]{0,240}? est (?:approuvé|adopté))"
    ))
});

impl<'a> Reading<'a> {
    /// Reads the parts of an act. `zones` are ranges of `folded`.
    pub(crate) fn new(
        folded: &'a str,
        page: Page<'a>,
        zones: &[(Zone, Range<usize>)],
        setting: &'a Setting,
    ) -> Reading<'a> {
        let told = |(zone, part): &(Zone, Range<usize>)| {
            let zone = if *zone == Zone::Annex { Zone::After } else { *zone };
            sentences(folded, part.clone(), zone)
        };
        let sentences: Vec<Sentence<'a>> = zones.iter().flat_map(told).collect();
        let annexes = zones.iter().filter(|(zone, _)| *zone == Zone::Annex);
        let mut all = parties(folded, &sentences, &setting.name).into_iter();
        let mut party = all.next();
        let others: Vec<Party> = all.collect();
        if let Some(alone) = party.as_mut().filter(|_| others.is_empty() && !setting.several) {
            called_an_association(&sentences, alone);
        }
        let named = Named::of(&others);
        let forms = Elsewhere::of(folded, party.iter().chain(&others));
        let stated = exercise_of(&sentences);
        let of_the_budget = stated.is_none();
        let adopted = adopted(&sentences, setting.outcome);
        let avenant = sentences.iter().filter(|s| s.zone == Zone::Articles).find_map(|s| {
            let hit = s.hit(&AVENANT)?;
            number(&hit.words("before").or_else(|| hit.words("after"))?.value)
        });
        // What an avenant is charged on says nothing of the year of the grant.
        let exercise =
            stated.or_else(|| avenant.is_none().then(|| budget_year(&sentences)).flatten());
        let mut reading = Reading {
            folded,
            rows: page.rows,
            cells: page.cells,
            printed: page.printed,
            setting,
            sentences,
            annexes: annexes.map(|(_, part)| part.clone()).collect(),
            party,
            others,
            named,
            forms,
            exercise,
            of_the_budget,
            granted_in: None,
            avenant,
            adopted,
            affected: OnceCell::new(),
            explained: OnceCell::new(),
            facts: Vec::new(),
            remarks: Vec::new(),
        };
        if reading.exercise.is_none() && reading.avenant.is_none() {
            reading.exercise = year_of_title(&reading);
        }
        if reading.exercise.is_none() {
            reading.exercise = year_of_the_grant(&reading.sentences);
            reading.of_the_budget = true;
        }
        reading.note_rejection();
        reading
    }

    /// Tells a person that the operative part of this act is no decision.
    fn note_rejection(&mut self) {
        let told = self.sentences.iter().filter(|_| !self.adopted);
        let range = told.filter(|s| s.says(&NOT_ADOPTED)).map(Sentence::range).next();
        if let Some(range) = range {
            let what =
                "the proposal was not adopted: nothing in its articles is recorded as decided";
            self.remark(range, "not-adopted", what.to_owned());
        }
    }

    /// The sentences of some zones, with their place among all.
    pub(crate) fn in_zones(&self, zones: &[Zone]) -> Vec<usize> {
        let inside = |(at, s): (usize, &Sentence<'_>)| zones.contains(&s.zone).then_some(at);
        self.sentences.iter().enumerate().filter_map(inside).collect()
    }

    /// The other organisations that a stretch names.
    pub(crate) fn others_in(&self, range: &Range<usize>) -> Vec<&Party> {
        self.named.inside(range).into_iter().filter_map(|at| self.others.get(at)).collect()
    }

    /// The sentences of report and grounds that hold an amount, in order.
    pub(crate) fn explaining(&self, sum: Money) -> Vec<usize> {
        let by_sum = || {
            let mut out: BTreeMap<Money, Vec<usize>> = BTreeMap::new();
            for at in self.in_zones(&[Zone::Report, Zone::Considerants]) {
                let sums = self.sentence(at).map(|s| s.amounts.as_slice()).unwrap_or_default();
                for sum in sums.iter().map(|amount| amount.value).collect::<BTreeSet<_>>() {
                    out.entry(sum).or_default().push(at);
                }
            }
            out
        };
        self.explained.get_or_init(by_sum).get(&sum).cloned().unwrap_or_default()
    }

    /// The sentence at a place.
    pub(crate) fn sentence(&self, at: usize) -> Option<&Sentence<'a>> {
        self.sentences.get(at)
    }

    /// The words of a range.
    pub(crate) fn words(&self, range: &Range<usize>) -> &'a str {
        self.folded.get(range.clone()).unwrap_or_default()
    }

    /// The stream of the convention for an exercise and a party. Where no exercise is known, the
    /// year of the grant's act stands for it, else that of this act, else `sans-exercice`.
    pub(crate) fn convention(&self, exercise: Option<i32>, party: &Party) -> Option<StreamId> {
        self.convention_of(exercise, &party.name)
    }

    /// The same, for a name.
    pub(crate) fn convention_of(&self, exercise: Option<i32>, name: &str) -> Option<StreamId> {
        let year = exercise
            .or(self.granted_in)
            .or_else(|| self.setting.act_date.year())
            .map_or_else(|| "sans-exercice".to_owned(), |year| year.to_string());
        let beneficiary = cut(&slug(name));
        format!("convention/{}/{year}/{beneficiary}", self.setting.institution).parse().ok()
    }

    /// The stream of an act of this institution, by its key.
    pub(crate) fn act_stream(&self, act: &ActRef) -> Option<StreamId> {
        let key = cut(&act.key()?.slug());
        format!("act/{}/{key}", self.setting.institution).parse().ok()
    }

    /// Adds a fact about the convention of the main party; gives its place, for causes.
    pub(crate) fn add(
        &mut self,
        event: impl Into<Event>,
        grade: Grade,
        effective: Edtf,
        passages: Passages,
        doubt: Option<&str>,
    ) -> Option<usize> {
        let party = self.party.as_ref()?;
        let stream = self.convention(self.exercise.as_ref().map(|e| e.value), party)?;
        let doubt = doubt.map(str::to_owned).or_else(|| self.doubt());
        self.facts.push(Fact {
            stream,
            event: event.into(),
            effective,
            grade,
            passages,
            causes: Vec::new(),
            doubt,
        });
        self.facts.len().checked_sub(1)
    }

    /// Adds a fact that nothing else causes, for review.
    pub(crate) fn put(
        &mut self,
        stream: StreamId,
        event: Event,
        effective: Edtf,
        grade: Grade,
        passages: Passages,
        doubt: String,
    ) {
        let (causes, doubt) = (Vec::new(), Some(doubt));
        self.facts.push(Fact { stream, event, effective, grade, passages, causes, doubt });
    }

    /// Adds who receives, in the stream of the number by which he is registered, else of his name.
    pub(crate) fn identify(
        &mut self,
        event: BeneficiaryIdentified,
        passages: Passages,
        doubt: Option<String>,
    ) {
        let Some(stream) = stream_of(&event) else { return };
        self.facts.push(Fact {
            stream,
            event: event.into(),
            effective: self.recalled(),
            grade: Grade::Recital,
            passages,
            causes: Vec::new(),
            doubt,
        });
    }

    /// Why nothing about the convention can be sure, if that is so.
    pub(crate) fn doubt(&self) -> Option<String> {
        if self.setting.doubt.is_some() {
            return self.setting.doubt.clone();
        }
        let party = self.party.as_ref()?;
        if self.exercise.is_none() {
            return Some("the text names no budget year (exercice) for this convention".to_owned());
        }
        if self.of_the_budget {
            return Some(OF_THE_BUDGET.to_owned());
        }
        if !party.certain {
            return Some("the name of the beneficiary is met only once and unquoted".to_owned());
        }
        let rival = self.others.iter().find(|other| other.introduced)?;
        Some(format!("another organisation is named: « {} »; check who is meant", rival.name))
    }

    /// When an undated fact that this act recalls holds at the latest.
    pub(crate) fn recalled(&self) -> Edtf {
        self.setting.act_date.no_later_than()
    }

    /// The date of the act, for what it decides.
    pub(crate) fn decided(&self) -> Edtf {
        self.setting.act_date.clone()
    }

    /// Whether a fact holds the amount that stands at a place.
    pub(crate) fn holds(&self, amount: &Range<usize>) -> bool {
        let passages = self.facts.iter().flat_map(|fact| fact.passages.iter());
        let mut amounts =
            passages.filter(|(_, fields)| fields.iter().any(|f| f.ends_with("_cents")));
        amounts.any(|(range, _)| range.start < amount.end && amount.start < range.end)
    }

    /// Notes something that no fact holds.
    pub(crate) fn remark(&mut self, range: Range<usize>, code: &'static str, what: String) {
        self.remarks.push(Remark { range, code, what, figure: None });
    }

    /// Marks a fact as caused by others.
    pub(crate) fn caused(&mut self, fact: Option<usize>, by: &[Option<usize>]) {
        let Some(fact) = fact.and_then(|at| self.facts.get_mut(at)) else {
            return;
        };
        fact.causes = by.iter().flatten().copied().collect();
    }
}

/// Why a budget year is not certain that no word calls one.
pub(crate) const OF_THE_BUDGET: &str =
    "the budget year is that of the budget on which the grant is charged; no word calls it that";

/// The one year of a budget that the operative part names, else the report.
fn budget_year(sentences: &[Sentence<'_>]) -> Option<Found<i32>> {
    for zone in [Zone::Articles, Zone::Title, Zone::Report] {
        let here = sentences.iter().filter(|s| s.zone == zone);
        let years: Vec<Found<i32>> = here
            .flat_map(|s| years_of_budget(s.text).into_iter().map(|y| y.shifted(s.at)))
            .collect();
        if let Some(first) = years.first() {
            let same = years.iter().all(|year| year.value == first.value);
            return same.then(|| first.clone());
        }
    }
    // The legal bases may name the budget alone: one year, and no other.
    let bases = sentences.iter().filter(|s| s.zone == Zone::Visas);
    let years: Vec<Found<i32>> = bases
        .flat_map(|s| {
            let all = years_of_exercise(s.text).into_iter().chain(years_of_budget(s.text));
            all.map(|year| year.shifted(s.at)).collect::<Vec<_>>()
        })
        .collect();
    let first = years.first()?;
    years.iter().all(|year| year.value == first.value).then(|| first.clone())
}

/// The exercise of the act: of the years that it names as one, the one named where most depends on
/// it. Two different years in the operative part are no answer.
fn exercise_of(sentences: &[Sentence<'_>]) -> Option<Found<i32>> {
    static CHARGED: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?:crédits|imputée?s?|imputation|prélevée?s?|inscrite?s?)\b")
    });
    // The budget on which a payment is charged may be that of another year.
    for charged in [false, true] {
        for zone in [Zone::Articles, Zone::Title, Zone::Report, Zone::Considerants] {
            let years: Vec<Found<i32>> = sentences
                .iter()
                .filter(|s| s.zone == zone && (charged || !s.says(&CHARGED)))
                .flat_map(|s| years_of_exercise(s.text).into_iter().map(|year| year.shifted(s.at)))
                .collect();
            if let Some(first) = years.first() {
                let same = years.iter().all(|year| year.value == first.value);
                return same.then(|| first.clone());
            }
        }
    }
    None
}

/// *fixe la subvention de 2031 à 9 000 €*, *vote l'aide complémentaire au Cercle pour 2031*: the one year for which the decision
/// gives it, where nothing else names one.
fn year_of_the_grant(sentences: &[Sentence<'_>]) -> Option<Found<i32>> {
    static GIVEN_FOR: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:fixe|porte|arr[êe]te|maintien\p{L}*|attribue|accorde|vote|verse|alloue|octroie|d[ée]cide|approuve)\p{L}*\b[^.;€]{0,120}?\b(?:subvention|aide|participation|dotation|contribution|concours|cotisation)s?\b[^.;€\d]{0,80}? (?:de|pour|de l'ann[ée]e|pour l'ann[ée]e) (?P<year>20\d\d)\b",
            r"|\b(?:attribu|accord|allou|octro|vers)\p{L}+ [^.;€\d]{0,80}?,? au titre d[ue] [^.;€\d]{3,50} (?P<of>20\d\d)\b"
        ))
    });
    let decided = sentences.iter().filter(|s| s.zone == Zone::Articles);
    let years: Vec<Found<i32>> = decided
        .flat_map(|s| {
            let hits = s.hits(&GIVEN_FOR);
            let year = |hit: &Hit<'_, '_>| {
                let year = hit.words("year").or_else(|| hit.words("of"))?;
                Some(Found::new(year.range, year.value.parse().ok()?))
            };
            hits.iter().filter_map(year).collect::<Vec<_>>()
        })
        .collect();
    let first = years.first()?;
    years.iter().all(|year| year.value == first.value).then(|| first.clone())
}

/// So many years from its own an act may grant money for another.
const FAR: i32 = 6;

/// The last year that the title names, wherever it stands; none of a day or a span of years.
pub(super) fn year_of_title(reading: &Reading<'_>) -> Option<Found<i32>> {
    static YEAR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?P<day>\b\d{1,2}(?:er)? \p{L}+ |\d[-/.]|\bn ?[°o] ?)?\b(?P<year>(?:19|20)\d\d)\b(?P<span> ?[-–/] ?\d|-\d)?",
        )
    });
    let title = reading.setting.title.as_deref()?;
    let at = reading.folded.find(title)?;
    let years = YEAR
        .captures_iter(title)
        .filter(|hit| hit.name("day").is_none() && hit.name("span").is_none());
    // *loi 1901*, *Loisirs 2000*: a year far from that of the act is a part of something else.
    let act = reading.setting.act_date.year();
    let near =
        |year: &i32| act.is_none_or(|act| (act - FAR..=act + FAR).contains(year)) && *year != 1901;
    let year = years.filter_map(|hit| {
        let year = hit.name("year")?;
        let from = at + year.start();
        Some(Found::new(from..from + year.len(), year.as_str().parse().ok().filter(near)?))
    });
    year.last()
}

/// The stream of a beneficiary: by SIREN, else RNA, else the slug of its name.
fn stream_of(event: &BeneficiaryIdentified) -> Option<StreamId> {
    let siren = event.siren.as_deref().or_else(|| event.siret.as_deref()?.get(..9));
    let id = match (siren, &event.rna) {
        (Some(siren), _) => siren.to_owned(),
        (None, Some(rna)) => rna.to_lowercase(),
        (None, None) => cut(&slug(&event.name)),
    };
    format!("beneficiary/{id}").parse().ok()
}

/// The number of an avenant, in figures or words.
pub(crate) fn number(text: &str) -> Option<u32> {
    let in_words = || u32::try_from(crate::recognise::number_in_words(text)?).ok();
    text.parse().ok().or_else(in_words).filter(|number| *number > 0)
}

/// A slug as a part of a stream's path: 80 bytes at most.
pub(crate) fn cut(slug: &str) -> String {
    let short: String = slug.chars().take(80).collect();
    let trimmed = short.trim_end_matches('-');
    if trimmed.is_empty() { "x".to_owned() } else { trimmed.to_owned() }
}
