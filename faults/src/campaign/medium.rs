//! Running the driver on a mounted disk, and checking images of that disk.

use std::path::{Path, PathBuf};

use greffe_testkit::Prng;

use crate::campaign::Place;
use crate::campaign::process::{Event, Outcome, Process, checked, driver};
use crate::disk::{Disk, Image, Style};
use crate::mount::{Fault, Mounted, Seen};
use crate::plan::Run;

/// What a driver does on a disk.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// The run of its calls.
    pub run: Run,
    /// Its mode, with `BACKUP` for the backup's directory.
    pub mode: &'a [String],
    /// The witness, outside the disk.
    pub witness: &'a Path,
    /// Which call is hit, and how.
    pub fault: Option<Fault>,
    /// Kill it after so many acknowledgements.
    pub kill_after: Option<u64>,
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    /// How the driver ended.
    pub outcome: Outcome,
    /// The disk at that moment.
    pub disk: Disk,
    /// The calls it made.
    pub seen: Vec<Seen>,
    /// The call that was hit.
    pub hit: Option<Seen>,
    /// Acknowledgements that were counted.
    pub acks: u64,
}

/// Mounts the disk, lets the driver work, and takes the disk back.
///
/// # Errors
/// What keeps it from being mounted or unmounted.
pub fn work(place: &Place, mut disk: Disk, job: &Job<'_>) -> Result<Ran, String> {
    let failed = |error: std::io::Error| error.to_string();
    disk.lies = place.lying_disk();
    let channel = Process::channel();
    let mount = place.path("mount");
    let mounted = Mounted::new(disk, &mount, job.fault, false, channel.0.clone());
    let mounted =
        mounted.map_err(|error| format!("cannot mount at {}: {error}", mount.display()))?;
    let mut command = driver(&mount.join("ledger"), job.witness, &job.run, place.plant());
    let backup = mount.join("backup").display().to_string();
    command.args(job.mode.iter().map(|word| word.replace("BACKUP", &backup)));
    let mut process = Process::start(command, channel).map_err(failed)?;
    let mut acks = 0;
    let (outcome, _) = loop {
        match process.heard() {
            Some(Event::Ack) => acks += 1,
            Some(Event::Waiting) => {
                process.kill();
                mounted.release();
                break process.finish();
            }
            Some(Event::Ended) => break process.ended(),
            None => break process.hung(),
        }
        if job.kill_after.is_some_and(|most| acks >= most) {
            // Frozen first: what the process does while it dies is not on the disk.
            mounted.freeze();
            process.kill();
            break process.finish();
        }
    };
    let (seen, hit) = (mounted.seen(), mounted.hit());
    let disk = mounted.unmount().map_err(failed)?;
    Ok(Ran { outcome, disk, seen, hit, acks })
}

/// Draws images of one disk, a style and a seed for each, and checks them; equal ones once. What
/// does not hold, with its style and where it is kept, and how many were checked.
pub fn check_images(
    place: &mut Place,
    disk: &Disk,
    drawn: &[(Style, u64)],
    witness: &Path,
) -> (u64, Vec<String>) {
    let mut known: Vec<Image> = Vec::new();
    let mut wrong = Vec::new();
    for &(style, seed) in drawn {
        let image = disk.image(style, &mut Prng::new(seed));
        if known.contains(&image) {
            continue;
        }
        if let Err(why) = check_image(place, &image, witness) {
            wrong.push(format!("image {style:?}: {why}"));
        }
        known.push(image);
    }
    (known.len() as u64, wrong)
}

fn check_image(place: &mut Place, image: &Image, witness: &Path) -> Result<String, String> {
    let written = |place: &Place, name: &str| -> std::io::Result<PathBuf> {
        let dir = place.fresh(name)?;
        image.write_to(&dir)?;
        Ok(dir)
    };
    let dir = written(place, "image").map_err(|error| error.to_string())?;
    // The check appends, so what is kept is written once more.
    checked(place, &dir.join("ledger"), witness, &[]).map_err(|why| {
        let again = written(place, "kept-image");
        let kept = again.map_or_else(|error| error.to_string(), |dir| place.keep(&dir, witness));
        format!("{why}; kept in {kept}")
    })
}
