//! Names of tiles: level, number and width, and their C2SP path.
//!
//! A tile of level L holds 256 consecutive hashes of the tree's level 8·L; only full tiles are
//! hashed into the level above. Its path is `tile/<L>/<N>`, or `tile/<L>/<N>.p/<W>` while it has
//! W < 256 hashes; pages of entries are at `tile/entries/<N>`. N is written in groups of three
//! digits, each but the last behind an `x`. Reading is strict: one tile has one path
//! (docs/proof-format.md §3).

use std::fmt::{self, Write as _};
use std::str::FromStr;

use thiserror::Error;

/// Levels of the tree that one tile spans.
pub const TILE_HEIGHT: u32 = 8;
/// Hashes in a full tile.
pub const TILE_HASHES: u16 = 256;
/// The highest level that a path may name.
pub const MAX_LEVEL: u8 = 63;

/// One tile: which level, which number, how many hashes it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    level: u8,
    number: u64,
    width: u16,
}

/// A text that is not the path of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not the path of a tile: `tile/<level>/<number>` or `tile/<level>/<number>.p/<width>`")]
pub struct TilePathForm;

impl Tile {
    /// The tile, unless its level is above 63 or its width not 1 to 256.
    #[must_use]
    pub fn new(level: u8, number: u64, width: u16) -> Option<Tile> {
        (level <= MAX_LEVEL && (1..=TILE_HASHES).contains(&width)).then_some(Tile {
            level,
            number,
            width,
        })
    }

    /// Its level, 0 at the leaves.
    #[must_use]
    pub const fn level(self) -> u8 {
        self.level
    }

    /// Its number in its level, from 0.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.number
    }

    /// How many hashes it holds, 1 to 256.
    #[must_use]
    pub const fn width(self) -> u16 {
        self.width
    }

    /// The tile of that level and number in a tree of `size` leaves, as wide as it is there.
    #[must_use]
    pub fn of_tree(level: u8, number: u64, size: u64) -> Option<Tile> {
        let hashes = size.checked_shr(TILE_HEIGHT * u32::from(level)).unwrap_or(0);
        let behind = hashes.checked_sub(number.checked_mul(u64::from(TILE_HASHES))?)?;
        let width = behind.min(u64::from(TILE_HASHES));
        Tile::new(level, number, u16::try_from(width).ok()?)
    }

    /// Every tile of a tree of `size` leaves that is not full, from the leaves up.
    pub fn partial_of_tree(size: u64) -> impl Iterator<Item = Tile> {
        (0..=MAX_LEVEL)
            .map_while(move |level| {
                size.checked_shr(TILE_HEIGHT * u32::from(level)).map(|n| (level, n))
            })
            .filter_map(|(level, n)| {
                Tile::new(level, n / u64::from(TILE_HASHES), u16::from(n.to_le_bytes()[0]))
            })
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, Placed { number: self.number, width: self.width })
    }
}

impl FromStr for Tile {
    type Err = TilePathForm;

    fn from_str(path: &str) -> Result<Tile, TilePathForm> {
        let (level, rest) =
            path.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or(TilePathForm)?;
        let level = canonical(level, u64::from(MAX_LEVEL)).ok_or(TilePathForm)?;
        let placed: Placed = rest.parse()?;
        let level = u8::try_from(level).map_err(|_| TilePathForm)?;
        Tile::new(level, placed.number, placed.width).ok_or(TilePathForm)
    }
}

/// The path of a page of entries: of page `number` while it holds `width` entries, 1 to 256.
#[must_use]
pub fn page_path(number: u64, width: u16) -> Option<String> {
    let placed = Placed { number, width };
    (1..=TILE_HASHES).contains(&width).then(|| format!("tile/entries/{placed}"))
}

/// The last part of a path: number, and width where it is not 256.
struct Placed {
    number: u64,
    width: u16,
}

impl fmt::Display for Placed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.number.to_string();
        let padded = format!("{digits:0>width$}", width = digits.len().div_ceil(3) * 3);
        let groups = padded.len() / 3;
        for (at, digit) in padded.chars().enumerate() {
            let last = at / 3 + 1 == groups;
            if at % 3 == 0 && !last {
                f.write_char('x')?;
            }
            f.write_char(digit)?;
            if at % 3 == 2 && !last {
                f.write_char('/')?;
            }
        }
        if self.width == TILE_HASHES { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

impl FromStr for Placed {
    type Err = TilePathForm;

    fn from_str(text: &str) -> Result<Placed, TilePathForm> {
        let (number, width) = match text.split_once(".p/") {
            Some((number, width)) => (number, canonical(width, 255).ok_or(TilePathForm)?),
            None => (text, u64::from(TILE_HASHES)),
        };
        let digits: String = number.split('/').map(|group| group.trim_start_matches('x')).collect();
        let placed = Placed {
            number: digits.parse().map_err(|_| TilePathForm)?,
            width: u16::try_from(width).map_err(|_| TilePathForm)?,
        };
        // One tile has one path: whatever is written otherwise is no path.
        if placed.width > 0 && placed.to_string() == text { Ok(placed) } else { Err(TilePathForm) }
    }
}

/// A decimal number without sign or leading zero, up to `most`.
fn canonical(text: &str, most: u64) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number <= most && number.to_string() == text).then_some(number)
}
