//! Seeded bugs, for tests of tests: each makes the store wrong in one way that a suite claims to
//! catch. Without the test-only feature `tamper` there is no way to ask for one, and the questions
//! whether one was asked for are constants.

/// A bug to plant.
#[cfg(any(test, feature = "tamper"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plant {
    /// Acknowledges commits without waiting for the disk.
    AckBeforeFlush,
    /// Lets the tail forget entries before the pages that hold them are on disk.
    RunsGoneBeforePage,
    /// Takes the index as it is found: neither its sums nor its log are checked.
    TrustIndex,
    /// Opens without a look at the last sealed page and the chain behind it.
    SkipPageOnOpen,
    /// Forgets the last commit when opening, and the mark with it.
    LoseLastRun,
    /// Begins the tail anew over the generation that is on disk, though the other may not be.
    WriteOverCertain,
}

#[cfg(any(test, feature = "tamper"))]
impl Plant {
    /// All bugs.
    pub const ALL: [Plant; 6] = [
        Plant::AckBeforeFlush,
        Plant::RunsGoneBeforePage,
        Plant::TrustIndex,
        Plant::SkipPageOnOpen,
        Plant::LoseLastRun,
        Plant::WriteOverCertain,
    ];

    /// Its name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Plant::AckBeforeFlush => "ack-before-flush",
            Plant::RunsGoneBeforePage => "runs-gone-before-page",
            Plant::TrustIndex => "trust-index",
            Plant::SkipPageOnOpen => "skip-page-on-open",
            Plant::LoseLastRun => "lose-last-run",
            Plant::WriteOverCertain => "write-over-certain",
        }
    }
}

#[cfg(any(test, feature = "tamper"))]
impl std::str::FromStr for Plant {
    type Err = String;

    fn from_str(name: &str) -> Result<Plant, String> {
        let found = Plant::ALL.into_iter().find(|plant| plant.name() == name);
        found.ok_or_else(|| format!("no seeded bug is called {name}"))
    }
}

/// Which bug is planted, if any.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Planted {
    #[cfg(any(test, feature = "tamper"))]
    pub(crate) plant: Option<Plant>,
}

macro_rules! questions {
    ($($question:ident $plant:ident)*) => {
        impl Planted {
            $(
                #[cfg(any(test, feature = "tamper"))]
                pub(crate) fn $question(self) -> bool {
                    self.plant == Some(Plant::$plant)
                }
                #[cfg(not(any(test, feature = "tamper")))]
                #[allow(clippy::unused_self, reason = "the question is the same either way")]
                pub(crate) const fn $question(self) -> bool {
                    false
                }
            )*
        }
    };
}

questions! {
    acks_before_flush AckBeforeFlush
    drops_runs_early RunsGoneBeforePage
    trusts_index TrustIndex
    skips_page SkipPageOnOpen
    loses_last_run LoseLastRun
    writes_over_certain WriteOverCertain
}
