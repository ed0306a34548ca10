//! What a power cut leaves: an image of the disk, drawn from what is durable and what is not.
//!
//! Operations on the names of one directory are kept in order: some first ones survive, the rest
//! is lost. Writes to files are kept or lost one by one, in any combination, and a write may be
//! torn at sectors of 512 bytes; a file may have grown without the bytes that made it grow. The
//! styles cover the corners first (nothing survives, everything survives, names without data) and
//! leave the rest to chance.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use greffe_testkit::Prng;

use super::{Directory, Disk, File, FileOp, NameOp, Node, Pending, ROOT, put};

const SECTOR: usize = 512;

/// How a cut deals with what is not durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// All of it is lost.
    Nothing,
    /// All of it survives: the process died, the machine did not.
    Everything,
    /// What was done before some moment survives, the rest is lost.
    Prefix,
    /// Each write survives or not; of each directory, some first operations.
    Each,
    /// As `Each`, and writes are torn, and files have grown without their bytes.
    Torn,
    /// One file or directory loses all of it, everything else survives.
    OneBehind,
    /// One file or directory keeps all of it, everything else is lost.
    OneAhead,
    /// Names survive, bytes do not.
    NamesOnly,
    /// Bytes survive, names do not.
    BytesOnly,
}

impl Style {
    /// Every style, those without chance first.
    pub const ALL: [Style; 9] = [
        Style::Nothing,
        Style::Everything,
        Style::NamesOnly,
        Style::BytesOnly,
        Style::Prefix,
        Style::Each,
        Style::Torn,
        Style::OneBehind,
        Style::OneAhead,
    ];
}

/// The files and directories that a cut leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    pub(crate) directories: BTreeSet<PathBuf>,
}

/// The choices of one drawing that concern the disk as a whole.
struct Cut {
    style: Style,
    moment: u64,
    chosen: u64,
}

impl Disk {
    /// Draws an image.
    #[must_use]
    pub fn image(&self, style: Style, draw: &mut Prng) -> Image {
        let waiting: Vec<(u64, u64)> = self.waiting();
        let pick = |draw: &mut Prng| waiting.get(draw.below(waiting.len())).copied();
        let moment = pick(draw).map_or(0, |(_, place)| place);
        let chosen = pick(draw).map_or(0, |(node, _)| node);
        let cut = Cut { style, moment, chosen };
        let mut image = Image::default();
        self.walk(ROOT, Path::new(""), &cut, draw, &mut image);
        image
    }

    /// How many operations are not durable.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.waiting().len()
    }

    /// Node and place of every operation that is not durable.
    fn waiting(&self) -> Vec<(u64, u64)> {
        let places = |node: &Node| -> Vec<u64> {
            match node {
                Node::File(file) => file.pending.iter().map(|(place, _)| *place).collect(),
                Node::Directory(names) => names.pending.iter().map(|(place, _)| *place).collect(),
            }
        };
        let of = |(node, what): (&u64, &Node)| -> Vec<(u64, u64)> {
            places(what).into_iter().map(|place| (*node, place)).collect()
        };
        self.nodes.iter().flat_map(of).collect()
    }

    fn walk(&self, node: u64, path: &Path, cut: &Cut, draw: &mut Prng, image: &mut Image) {
        match &self.nodes[&node] {
            Node::File(file) => {
                image.files.insert(path.into(), cut.file(node, file, draw));
            }
            Node::Directory(directory) => {
                image.directories.insert(path.into());
                for (name, node) in cut.names(node, directory, draw) {
                    self.walk(node, &path.join(name), cut, draw, image);
                }
            }
        }
    }
}

impl Cut {
    /// Whether an operation survives, for the styles that need no chance.
    fn keeps(&self, node: u64, place: u64, names: bool) -> Option<bool> {
        match self.style {
            Style::Nothing => Some(false),
            Style::Everything => Some(true),
            Style::Prefix => Some(place <= self.moment),
            Style::OneBehind => Some(node != self.chosen),
            Style::OneAhead => Some(node == self.chosen),
            Style::NamesOnly => Some(names),
            Style::BytesOnly => Some(!names),
            Style::Each | Style::Torn => None,
        }
    }

    fn names(&self, node: u64, directory: &Directory, draw: &mut Prng) -> BTreeMap<String, u64> {
        let mut names = directory.durable.clone();
        let pending: &Pending<NameOp> = &directory.pending;
        let first = draw.below(pending.len() + 1);
        for (at, (place, op)) in pending.iter().enumerate() {
            // Operations of one directory stay in order: none survives one that is lost.
            if !self.keeps(node, *place, true).unwrap_or(at < first) {
                break;
            }
            op.apply(&mut names);
        }
        names
    }

    fn file(&self, node: u64, file: &File, draw: &mut Prng) -> Vec<u8> {
        let mut content = file.durable.clone();
        for (place, op) in &file.pending {
            let keep = self.keeps(node, *place, false);
            match (keep.unwrap_or_else(|| draw.chance(50)), op) {
                (true, FileOp::Write { at, bytes })
                    if self.style == Style::Torn && draw.chance(40) =>
                {
                    torn(&mut content, *at, bytes, draw);
                }
                (true, op) => op.apply(&mut content),
                (false, FileOp::Write { at, bytes })
                    if self.style == Style::Torn && draw.chance(30) =>
                {
                    let grown = content.len().max(at + bytes.len());
                    content.resize(grown, 0);
                }
                (false, _) => {}
            }
        }
        content
    }
}

/// Some sectors of a write: a first part of them, or any.
fn torn(content: &mut Vec<u8>, at: usize, bytes: &[u8], draw: &mut Prng) {
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < bytes.len() {
        let end = (from + SECTOR - (at + from) % SECTOR).min(bytes.len());
        pieces.push(from..end);
        from = end;
    }
    let first = draw.chance(50).then(|| draw.below(pieces.len() + 1));
    for (number, piece) in pieces.into_iter().enumerate() {
        if first.map_or_else(|| draw.chance(50), |first| number < first) {
            put(content, at + piece.start, &bytes[piece]);
        }
    }
}
