//! The state machine behind the step-by-step replay: where the two clocks stand, and what a key does.
//!
//! Pure: it knows neither ledger nor terminal. What it cannot know, it asks for ([`Wish`]).

use greffe::domain::Day;

/// How many steps a page is.
const PAGE: usize = 10;

/// The two clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// What the ledger had learned.
    Recorded,
    /// What was in force.
    Effective,
}

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// One step back on the clock that is held.
    Back,
    /// One step on.
    On,
    /// Ten steps back.
    PageBack,
    /// Ten steps on.
    PageOn,
    /// To the first place.
    First,
    /// To the last place.
    Last,
    /// To the next entry that changes the convention shown.
    NextChange,
    /// To the one before.
    PreviousChange,
    /// Hold the other clock.
    OtherClock,
    /// The next convention that the entry bears on.
    OtherConvention,
    /// The state, a line up.
    Up,
    /// A line down.
    Down,
    /// The keys, shown or hidden.
    Help,
    /// Away from here.
    Quit,
    /// Any other: nothing.
    Other,
}

/// What the machine needs from outside to carry a key out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nothing more.
    Show,
    /// The next entry, or the one before, that changes the convention shown.
    Change {
        /// Towards the end.
        on: bool,
    },
    /// Another convention of those that the entry bears on.
    Convention,
    /// The end.
    Quit,
}

/// What fits of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fit {
    /// How many lines are out of sight above.
    pub above: usize,
    /// How many lines there are more than fit.
    pub hidden: usize,
}

/// Where the replay stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// How many entries are gone through.
    pub entries: usize,
    /// The entry up to which the ledger is known, counted among them.
    pub entry: usize,
    /// The days on which something of the convention shown changes, in order.
    pub days: Vec<Day>,
    /// The day asked about; all dates otherwise.
    pub day: Option<Day>,
    /// The clock that the keys move.
    pub clock: Clock,
    /// How many lines of the state somebody scrolled away; those before a change that would be out
    /// of sight otherwise.
    pub scrolled: Option<usize>,
    /// What fits of the state, as it was drawn last.
    pub fit: Fit,
    /// Whether the keys are shown.
    pub help: bool,
}

impl Model {
    /// At the first of so many entries, all dates in force, or those up to a day.
    pub fn new(entries: usize, day: Option<Day>) -> Model {
        Model {
            entries,
            entry: 0,
            days: Vec::new(),
            day,
            clock: Clock::Recorded,
            scrolled: None,
            fit: Fit::default(),
            help: false,
        }
    }

    /// Does what a key says.
    pub fn press(&mut self, key: Key) -> Wish {
        if self.help {
            // Any key closes the help; it does nothing else, so that nobody moves unseen.
            self.help = false;
            return Wish::Show;
        }
        match key {
            Key::Back => self.step(1, false),
            Key::On => self.step(1, true),
            Key::PageBack => self.step(PAGE, false),
            Key::PageOn => self.step(PAGE, true),
            Key::First => self.step(usize::MAX, false),
            Key::Last => self.step(usize::MAX, true),
            Key::Up => self.scrolled = Some(self.fit.above.saturating_sub(1)),
            Key::Down => self.scrolled = Some((self.fit.above + 1).min(self.fit.hidden)),
            Key::OtherClock => {
                self.clock = match self.clock {
                    Clock::Recorded => Clock::Effective,
                    Clock::Effective => Clock::Recorded,
                };
            }
            Key::NextChange => return Wish::Change { on: true },
            Key::PreviousChange => return Wish::Change { on: false },
            Key::OtherConvention => return Wish::Convention,
            Key::Help => self.help = true,
            Key::Quit => return Wish::Quit,
            Key::Other => {}
        }
        Wish::Show
    }

    fn step(&mut self, steps: usize, on: bool) {
        self.scrolled = None;
        match self.clock {
            Clock::Recorded => {
                let last = self.entries.saturating_sub(1);
                self.entry = moved(self.entry, steps, on).min(last);
            }
            Clock::Effective => {
                // Behind the last day come all dates.
                let place = moved(self.place(), steps, on).min(self.days.len());
                self.day = self.days.get(place).copied();
            }
        }
    }

    /// Goes to an entry.
    pub fn go_to(&mut self, entry: usize) {
        self.entry = entry.min(self.entries.saturating_sub(1));
        self.scrolled = None;
    }

    /// Where the second clock stands among the days; behind the last one for all dates.
    pub fn place(&self) -> usize {
        let Some(day) = self.day else { return self.days.len() };
        self.days.partition_point(|other| *other <= day).saturating_sub(1)
    }

    /// The day before the one asked about, to compare with; none before the first.
    pub fn day_before(&self) -> Option<Day> {
        self.place().checked_sub(1).and_then(|at| self.days.get(at)).copied()
    }

    /// Another convention is shown, with its own days. The day asked about stays.
    pub fn show(&mut self, days: Vec<Day>) {
        self.days = days;
        self.scrolled = None;
    }
}

fn moved(at: usize, steps: usize, on: bool) -> usize {
    if on { at.saturating_add(steps) } else { at.saturating_sub(steps) }
}
