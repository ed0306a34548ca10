//! What every verb is run with: language, form, width, colour, and where the ledger is.

use crate::args::{Cli, Clocks, Colour, Form, Format};
use crate::failure::Failure;
use crate::french::french;
use greffe::domain::{AsOf, Edtf, Instant};
use greffe_render::{Lang, Style};
use std::cell::Cell;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The ledger's directory when nothing else is said.
const DEFAULT_LEDGER: &str = "greffe.ledger";

/// See the module.
pub struct Context {
    /// The language of texts.
    pub lang: Lang,
    /// The form of results that every verb gives.
    pub format: Format,
    /// The form asked for, which only some verbs give.
    pub form: Form,
    /// The layout of texts.
    pub style: Style,
    /// The directory given, if one was.
    pub ledger: Option<PathBuf>,
    /// Whether to read from a private copy.
    pub forensic: bool,
    /// Whether the ledger that was opened is damaged, so that what is shown of it is not whole.
    pub partial: Cell<bool>,
}

impl Context {
    /// The context of a command line.
    pub fn of(cli: &Cli, lang: Lang) -> Context {
        let terminal = std::io::stdout().is_terminal();
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let no_colour = set("NO_COLOR").is_some() || set("TERM").is_some_and(|term| term == "dumb");
        let colour = match cli.global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !no_colour,
        };
        // A page that is piped has the same width everywhere.
        let on_terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = if terminal { on_terminal() } else { None };
        let width = width.unwrap_or(100).clamp(60, 160);
        Context {
            lang,
            format: if cli.global.format == Form::Json { Format::Json } else { Format::Text },
            form: cli.global.format,
            style: Style { lang, width, colour },
            ledger: cli.global.ledger.clone(),
            forensic: cli.global.forensic,
            partial: Cell::new(false),
        }
    }

    /// The ledger's directory.
    pub fn ledger_dir(&self) -> PathBuf {
        self.ledger.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_LEDGER))
    }

    /// One of two texts.
    pub fn say<'t>(&self, fr: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// So many entries of a ledger.
    pub fn entries(&self, n: u64) -> String {
        self.count(n, ("inscription", "inscriptions"), ("entry", "entries"))
    }

    /// So many of a thing, one and several in either language.
    pub fn count(&self, n: u64, fr: (&str, &str), en: (&str, &str)) -> String {
        greffe_render::count(self.lang, usize::try_from(n).unwrap_or(usize::MAX), fr, en)
    }

    /// So many pages.
    pub fn pages(&self, n: u64) -> String {
        self.count(n, ("page", "pages"), ("page", "pages"))
    }

    /// So many documents.
    pub fn documents(&self, n: u64) -> String {
        self.count(n, ("document", "documents"), ("document", "documents"))
    }

    /// How many entries a verb recorded.
    pub fn entries_recorded(&self, n: usize) -> String {
        let fr = ("inscription nouvelle", "inscriptions nouvelles");
        greffe_render::count(self.lang, n, fr, ("entry recorded", "entries recorded"))
    }

    /// What a library says, in the language of texts.
    pub fn told(&self, english: &str) -> String {
        match self.lang {
            Lang::Fr => french(english),
            Lang::En => english.to_owned(),
        }
    }

    /// The two clocks of a question.
    pub fn as_of(clocks: &Clocks) -> Result<AsOf, Failure> {
        let edtf = |text: &String| {
            text.parse::<Edtf>().map(|date| date.latest()).map_err(|e| {
                Failure::usage(
                    "bad-date",
                    format!(
                        "--at : « {text} » n'est pas une date ; écrire 2021-12-31, 2021-12 ou 2021"
                    ),
                    format!("--at: {e}"),
                )
            })
        };
        let instant = |text: &String| {
            text.parse::<Instant>().map_err(|e| {
                Failure::usage(
                    "bad-instant",
                    format!(
                        "--known-at : « {text} » n'est pas un instant ; écrire 2022-06-01T00:00:00Z"
                    ),
                    format!("--known-at: {e}"),
                )
            })
        };
        Ok(AsOf {
            effective: clocks.at.as_ref().map(edtf).transpose()?,
            known: clocks.known_at.as_ref().map(instant).transpose()?,
        })
    }
}
