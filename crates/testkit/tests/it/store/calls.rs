//! Random calls of `append`: new ones, and earlier ones repeated, altered or mixed.

use greffe_testkit::{Cause, Draft, Expected, MemoryLog, Prng};
use uuid::Uuid;

pub const STREAMS: &[&str] = &[
    "ledger",
    "act/vauclaire/3127-23-bm",
    "convention/vauclaire/2023/les-ateliers-du-pont",
    "convention/vauclaire/2023/les-ateliers-du-pont/2",
    "convention/vauclaire/2023/les-ateliers",
];

pub type Call = (Vec<Draft>, Vec<(String, Expected)>);

/// Random calls, some of which repeat, alter or mix earlier ones.
pub struct Calls {
    random: Prng,
    made: Vec<Call>,
    ids: u128,
}

impl Calls {
    pub fn new(seed: u64) -> Calls {
        Calls { random: Prng::new(seed), made: Vec::new(), ids: 1 }
    }

    fn draft(&mut self, log: &MemoryLog, at: usize) -> Draft {
        let random = &mut self.random;
        self.ids += 1;
        let mut causes = Vec::new();
        if random.chance(30) {
            let bound = log.entries().len() + usize::from(random.chance(10)) * 3;
            causes.push(Cause::Seq(random.below(bound) as u64));
        }
        if random.chance(20) && (at > 0 || random.chance(5)) {
            let beyond = usize::from(random.chance(5));
            causes.push(Cause::InCall(random.below(at + beyond)));
        }
        // Now and then an entry that no page can hold.
        let longest = if random.chance(3) { 40_000 } else { 60 };
        let long = "é".repeat(random.below(longest));
        Draft {
            id: Uuid::from_u128(self.ids << 8),
            stream: (*random.pick(STREAMS)).to_owned(),
            kind: if random.chance(2) { "pas un genre".into() } else { "SubsidyGranted".into() },
            schema: 1,
            effective: "2024-03".to_owned(),
            recorded_by: "greffe de Vauclaire".to_owned(),
            grade: "act".to_owned(),
            sources: vec![],
            causes,
            data: format!("{{\"amount_cents\": {}, \"words\": \"{long}\"}}", random.between(-9, 9)),
        }
    }

    fn fresh(&mut self, log: &MemoryLog) -> Call {
        // Now and then more than a page at once.
        let count = if self.random.chance(3) { 300 } else { 1 + self.random.below(6) };
        let drafts: Vec<Draft> = (0..count).map(|at| self.draft(log, at)).collect();
        let mut expected = Vec::new();
        while self.random.chance(40) {
            let stream = (*self.random.pick(STREAMS)).to_owned();
            let version = log.stream(&stream).len() as u64;
            expected.push((
                stream,
                match self.random.below(8) {
                    0 => Expected::NoStream,
                    1 => Expected::Version(version + 1),
                    2 => Expected::Version(version.saturating_sub(1)),
                    3 => Expected::Any,
                    _ => Expected::Version(version),
                },
            ));
        }
        (drafts, expected)
    }

    pub fn next(&mut self, log: &MemoryLog) -> Call {
        if self.made.is_empty() || self.random.chance(60) {
            let call = self.fresh(log);
            self.made.push(call.clone());
            return call;
        }
        let (mut drafts, expected) = self.random.pick(&self.made).clone();
        let at = self.random.below(drafts.len());
        match self.random.below(8) {
            0 => "2024-04".clone_into(&mut drafts[at].effective),
            1 => "{\"amount_cents\":10}".clone_into(&mut drafts[at].data),
            2 => STREAMS[0].clone_into(&mut drafts[at].stream),
            3 => drafts.truncate(at),
            4 => drafts.swap(0, at),
            5 => drafts.push(self.draft(log, at)),
            6 => drafts.push(drafts[at].clone()),
            _ => {}
        }
        (drafts, expected)
    }

    /// A call of so many short new entries, which nothing can refuse.
    pub fn plain(&mut self, count: usize) -> Call {
        let one = |_| {
            self.ids += 1;
            Draft {
                id: Uuid::from_u128(self.ids << 8),
                stream: (*self.random.pick(STREAMS)).to_owned(),
                data: format!("{{\"amount_cents\":{}}}", self.ids),
                kind: "PaymentOrdered".to_owned(),
                ..genesis()
            }
        };
        ((0..count).map(one).collect(), vec![])
    }
}

/// What opens the ledger.
pub fn genesis() -> Draft {
    Draft {
        id: Uuid::from_u128(0xffff),
        stream: "ledger".to_owned(),
        kind: "LedgerOpened".to_owned(),
        schema: 1,
        effective: "2024-03-01".to_owned(),
        recorded_by: "greffe de Vauclaire".to_owned(),
        grade: "record".to_owned(),
        sources: vec![],
        causes: vec![],
        data: "{\"format\":1}".to_owned(),
    }
}
