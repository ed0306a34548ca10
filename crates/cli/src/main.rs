//! The program `greffe`: arguments in, facade called, text or JSON out. Nothing else.
//!
//! One file a verb in `commands/`. Results go to standard output, progress and diagnostics to
//! standard error. Exit codes: 0 conforming or done, 1 anomaly found, 2 usage, 3 unreadable
//! input, 4 cannot conclude.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

#[allow(clippy::doc_markdown, reason = "the comments there are the help that a person reads")]
mod args;
mod commands;
mod context;
mod documents;
mod expression;
mod failure;
mod french;
mod help;
mod input;
mod limits;
mod not_read;
mod output;
mod pinned;
mod plain;
mod quoted;
mod references;
mod screen;
mod tabular;
mod unreadable;
mod usage;

use clap::FromArgMatches;
use failure::Failure;
use greffe_render::Lang;
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == documents::READER) {
        return documents::reader(arguments.get(2).and_then(|page| page.to_str()));
    }
    let lang = args::language(&arguments);
    let command = help::command(lang);
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| args::Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        // Help and version are no errors; a usage error exits with 2.
        Err(error) => {
            let failed = error.use_stderr();
            let words = match lang {
                Lang::Fr => usage::french(&error),
                // What the parser of numbers says names types of the program.
                Lang::En if error.kind() == clap::error::ErrorKind::ValueValidation => {
                    Some(plain::command_line(&error.to_string()))
                }
                Lang::En => None,
            };
            // What nobody reads any more is no error.
            let _ = match words {
                Some(words) => std::io::stderr().write_all(output::clean(&words).as_bytes()),
                None => error.print(),
            };
            return ExitCode::from(if failed { failure::USAGE } else { 0 });
        }
    };
    documents::contain(cli.verb.recognises());
    let context = context::Context::of(&cli, lang);
    // The store has threads of its own; whoever waits for it needs none.
    let outcome = limits::enough_files()
        .and_then(|()| {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_all().build().map_err(|e| Failure::runtime(&e))
        })
        .and_then(|runtime| runtime.block_on(commands::run(&cli.verb, &context)));
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(failure) => failure.report(&context),
    }
}
