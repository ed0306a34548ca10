//! The driver: it works on a ledger, and tells the witness what was acknowledged.
//!
//! A failure of the store must come back as a typed error: the driver prints it and ends with
//! [`Ended::Typed`]. A panic that reaches it, or a hang, is a fault of the store, and the campaign
//! sees it by the exit code or the clock. Each acknowledgement is also a line on standard output,
//! so that a campaign can wait for so many of them. The names of phases are asked of the file
//! system (`/greffe-phase/NAME`), where a list of system calls shows them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use greffe_chain::Hash;
use greffe_store::{AppendError, Options, Store, StoreError};
use greffe_testkit::Prng;

use crate::asked;
use crate::plan::{Run, genesis};
use crate::witness::Witness;

/// Exit code: the store failed with a typed error.
pub const TYPED: u8 = 3;
/// Exit code: something that is not the store's doing, such as a witness that cannot be written.
pub const UNABLE: u8 = 4;
/// Exit code: the store did what it must not do.
pub const WRONG: u8 = 5;

/// What the driver does.
#[derive(Clone, Debug)]
pub enum Mode {
    /// Creates the ledger.
    Create,
    /// Opens and closes it.
    Open,
    /// Appends, each writer so many calls from the given number on.
    Append {
        /// First call of each writer.
        from: u64,
        /// Calls of each writer.
        calls: u64,
    },
    /// Stores the document of that number.
    Document(u64),
    /// Stores a snapshot.
    Snapshot,
    /// Makes a backup into a directory.
    Backup(PathBuf),
    /// All of it in threads, opening and closing, until it is killed or has appended so much.
    Mixed {
        /// Calls of each writer, all sessions together.
        calls: u64,
        /// Where backups go.
        backup: PathBuf,
    },
}

/// How the driver ended, other than well.
#[derive(Debug)]
pub enum Ended {
    /// The store gave a typed error.
    Typed(String),
    /// The driver could not do its part.
    Unable(String),
    /// The store broke a promise that the driver sees.
    Wrong(String),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Ended {
        Ended::Typed(error.to_string())
    }
}

impl From<std::io::Error> for Ended {
    fn from(error: std::io::Error) -> Ended {
        Ended::Unable(error.to_string())
    }
}

/// Everything a driver works with.
#[derive(Debug)]
pub struct Driver {
    /// The ledger's directory.
    pub dir: PathBuf,
    /// The run that its calls belong to.
    pub run: Run,
    /// How the store is opened.
    pub options: Options,
    /// Where acknowledgements are told.
    pub witness: Arc<Witness>,
}

/// Says in a list of system calls which phase begins.
fn phase(name: &str) {
    let _ = Path::new("/greffe-phase").join(name).exists();
}

impl Driver {
    /// Does what the mode says.
    ///
    /// # Errors
    /// [`Ended`].
    pub fn drive(&self, mode: &Mode) -> Result<(), Ended> {
        let run = self.run;
        self.witness.tell(&format!("run {} {} {}\n", run.seed, run.writers, run.size))?;
        if let Mode::Mixed { calls, backup } = mode {
            return self.mixed(*calls, backup);
        }
        phase("open");
        let store = Arc::new(self.opened(matches!(mode, Mode::Create))?);
        phase("work");
        let done = match mode {
            Mode::Create | Mode::Open | Mode::Mixed { .. } => Ok(()),
            Mode::Append { from, calls } => self.append(&store, *from, *calls),
            Mode::Document(number) => self.document(&store, *number),
            Mode::Snapshot => asked::snapshot(&store).map_err(Ended::from),
            Mode::Backup(into) => self.backup(&store, into),
        };
        phase("close");
        if let Some(store) = Arc::into_inner(store) {
            // A commit that failed was answered to whoever called.
            let _ = store.close();
        }
        phase("end");
        done
    }

    fn opened(&self, create: bool) -> Result<Store, Ended> {
        if create {
            let store = Store::create(&self.dir, genesis(), &self.options);
            let store = store.map_err(|error| Ended::Typed(error.to_string()))?;
            self.witness.tell("created\n")?;
            Ok(store)
        } else {
            Ok(Store::open(&self.dir, &self.options)?)
        }
    }

    fn append(&self, store: &Arc<Store>, from: u64, calls: u64) -> Result<(), Ended> {
        let threads = if self.run.writers > 1 { 2 } else { 1 };
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(threads).build()?;
        let tasks: Vec<_> = (0..self.run.writers)
            .map(|writer| {
                let (store, witness, run) = (store.clone(), self.witness.clone(), self.run);
                runtime.spawn(async move {
                    for number in from..from + calls {
                        one_call(&store, &witness, &run, writer, number).await?;
                    }
                    Ok(())
                })
            })
            .collect();
        let mut outcome = Ok(());
        for task in tasks {
            let ended = runtime.block_on(task);
            let ended = ended.unwrap_or_else(|panic| Err(Ended::Wrong(panic.to_string())));
            outcome = outcome.and(ended);
        }
        outcome
    }

    fn document(&self, store: &Store, number: u64) -> Result<(), Ended> {
        let bytes = self.run.document(number);
        let hash = store.put_document(&bytes)?;
        if hash != Hash::of(&bytes) {
            return Err(Ended::Wrong(format!("document {number} was stored as {hash}")));
        }
        Ok(self.witness.tell(&format!("doc {hash}\n"))?)
    }

    fn backup(&self, store: &Store, into: &Path) -> Result<(), Ended> {
        let count = asked::backup(store, into)?;
        Ok(self.witness.tell(&format!("backup {count} {}\n", into.display()))?)
    }

    /// Sessions of appends, documents, snapshots and backups at once, each ended by closing.
    fn mixed(&self, calls: u64, backup: &Path) -> Result<(), Ended> {
        let mut draw = Prng::new(self.run.seed ^ 0x5e55_1015);
        let documents = AtomicU64::new(0);
        let mut from = 0;
        while from < calls {
            let store = Arc::new(self.opened(false)?);
            let session = (8 + draw.below(90) as u64).min(calls - from);
            let outcome = std::thread::scope(|scope| {
                let aside = scope.spawn(|| self.aside(&store, &documents, backup));
                let appended = self.append(&store, from, session);
                let aside = aside.join().unwrap_or_else(|_| {
                    Err(Ended::Wrong("a document, snapshot or backup panicked".into()))
                });
                appended.and(aside)
            });
            if let Some(store) = Arc::into_inner(store) {
                // A commit that failed was answered to whoever called.
                let _ = store.close();
            }
            outcome?;
            from += session;
        }
        Ok(())
    }

    /// What goes on beside the appends of a session.
    fn aside(&self, store: &Store, documents: &AtomicU64, backup: &Path) -> Result<(), Ended> {
        for _ in 0..3 {
            self.document(store, documents.fetch_add(1, Ordering::Relaxed))?;
        }
        asked::snapshot(store)?;
        self.backup(store, backup)
    }
}

async fn one_call(
    store: &Store,
    witness: &Witness,
    run: &Run,
    writer: u32,
    number: u64,
) -> Result<(), Ended> {
    if number % 16 == 5 {
        let wrong = run.conflicting(writer, number);
        match store.append(wrong.entries, wrong.expected).await {
            Err(AppendError::VersionConflict { .. }) => {}
            Err(AppendError::Store(error)) => return Err(error.into()),
            other => return Err(Ended::Wrong(format!("a conflict was answered {other:?}"))),
        }
    }
    let call = run.call(writer, number);
    let receipt = match store.append(call.entries, call.expected).await {
        Ok(receipt) => receipt,
        Err(AppendError::Store(error)) => return Err(error.into()),
        Err(error) => return Err(Ended::Wrong(format!("call {number} of {writer}: {error}"))),
    };
    witness.acknowledged(&receipt, Some((run, writer, number)))?;
    // One write per call: whoever counts them never reads half a line.
    println!("ack");
    Ok(())
}
