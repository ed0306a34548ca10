//! Failures at the edge: a stable code, an exit code, a sentence and a remedy in both languages.
//!
//! Libraries say what went wrong in English, for a developer. Here each error becomes what a
//! person reads: `docs/errors.md` lists the codes.

mod proof;
mod restated;
mod store;

use crate::context::Context;
use crate::french::french;
use crate::{output, plain};
use greffe::inquiry::{ExpectedValue, NameError, SampleError, SettingError, WhatIfError};
use greffe::tables::Subject;
use greffe::{AppendError, Error};
use greffe_render::{Lang, erased_words};
use std::path::Path;
use std::process::ExitCode;

/// Nothing wrong was found, or the work was done.
pub const DONE: u8 = 0;
/// An anomaly was found.
pub const ANOMALY: u8 = 1;
/// The command line is wrong.
pub const USAGE: u8 = 2;
/// Input that cannot be read, or a ledger that cannot be used.
pub const UNREADABLE: u8 = 3;
/// Evidence is missing.
pub const CANNOT_CONCLUDE: u8 = 4;

/// Why a verb did not do its work: what is reported.
#[derive(Debug)]
pub struct Failure(Box<Report>);

/// What is reported.
#[derive(Debug)]
pub struct Report {
    /// A stable code.
    pub code: &'static str,
    /// The exit code.
    pub exit: u8,
    /// The sentence in French.
    pub fr: String,
    /// The sentence in English.
    pub en: String,
}

impl Failure {
    fn new(code: &'static str, exit: u8, fr: String, en: String) -> Failure {
        Failure(Box::new(Report { code, exit, fr, en }))
    }

    /// The command line asks for something that cannot be.
    pub fn usage(code: &'static str, fr: String, en: String) -> Failure {
        Failure::new(code, USAGE, fr, en)
    }

    /// Input that cannot be read, or not used.
    pub fn unreadable(code: &'static str, fr: String, en: String) -> Failure {
        Failure::new(code, UNREADABLE, fr, en)
    }

    /// An anomaly was found, which ends the verb.
    pub fn anomaly(code: &'static str, fr: String, en: String) -> Failure {
        Failure::new(code, ANOMALY, fr, en)
    }

    /// Evidence is missing: the question cannot be answered.
    pub fn cannot_conclude(code: &'static str, fr: String, en: String) -> Failure {
        Failure::new(code, CANNOT_CONCLUDE, fr, en)
    }

    /// Standard output cannot be written.
    pub fn output(e: &std::io::Error) -> Failure {
        Failure::new(
            "output",
            UNREADABLE,
            format!(
                "la sortie standard ne peut être écrite : {e} ; faire de la place là où elle mène, \
                 puis recommencer"
            ),
            format!(
                "standard output cannot be written: {e}; make room where it goes, and run it again"
            ),
        )
    }

    /// The runtime cannot be started.
    pub fn runtime(e: &std::io::Error) -> Failure {
        Failure::new(
            "runtime",
            UNREADABLE,
            format!(
                "le système refuse de démarrer le programme : {e} ; voir ses limites (ulimit -u)"
            ),
            format!("the system refuses to start the program: {e}; look at its limits (ulimit -u)"),
        )
    }

    /// Something that cannot happen did.
    pub fn internal(e: &dyn std::error::Error) -> Failure {
        Failure::new(
            "internal",
            UNREADABLE,
            format!("erreur interne : {e}"),
            format!("internal error: {e}"),
        )
    }

    /// Something is where the result should go: nothing is ever written over.
    pub fn already_exists(path: &Path) -> Failure {
        let path = path.display();
        Failure::usage(
            "already-exists",
            format!("{path} existe déjà ; choisir un autre nom, rien n'est jamais remplacé"),
            format!("{path} exists already; choose another name, nothing is ever replaced"),
        )
    }

    /// A result that cannot be written where it should go: because something is there, or because the
    /// system refuses.
    pub fn unwritten(code: &'static str, path: &Path, e: &std::io::Error) -> Failure {
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            return Failure::already_exists(path);
        }
        let path = path.display();
        Failure::unreadable(
            code,
            format!(
                "{path} ne peut être écrit : {} ; vérifier les droits et la place sur le disque",
                french(&e.to_string())
            ),
            format!("cannot write {path}: {e}; look at rights and room on the disk"),
        )
    }

    /// Something asked for is not in the ledger.
    pub fn not_found(what: &str) -> Failure {
        let named = named_in_french(what);
        Failure::unreadable(
            "not-found",
            format!("{named} n'est pas dans ce registre ; `greffe log` en liste les inscriptions"),
            format!("\u{ab} {what} \u{bb} is not in this ledger; `greffe log` lists its entries"),
        )
    }

    /// A case that is not as it was written.
    pub fn case_altered(path: &Path, faults: &[greffe::CaseFault]) -> Failure {
        let list = |line: &dyn Fn(&greffe::CaseFault) -> String| {
            faults.iter().map(line).collect::<Vec<_>>().concat()
        };
        let fr = list(&|fault| format!("\n  {} : {}", fault.file, french(&fault.what)));
        let en = list(&|fault| format!("\n  {}: {}", fault.file, fault.what));
        let path = path.display();
        Failure::new(
            "case-altered",
            ANOMALY,
            format!("{path} : cette affaire n'est pas telle qu'elle a été écrite{fr}"),
            format!("{path}: this case is not as it was written{en}"),
        )
    }

    /// A case of another seal than the one noted.
    pub fn other_seal(path: &Path, expected: &str, found: &str) -> Failure {
        let path = path.display();
        Failure::new(
            "other-seal",
            ANOMALY,
            format!(
                "{path} : le sceau est {found}, {expected} était attendu ; rien n'a été repris"
            ),
            format!("{path}: the seal is {found}, {expected} was expected; nothing was taken in"),
        )
    }

    /// The sentence, in the language of texts.
    pub fn told<'t>(&'t self, context: &Context) -> &'t str {
        context.say(&self.0.fr, &self.0.en)
    }

    /// Prints the failure on standard error and gives the exit code.
    pub fn report(&self, context: &Context) -> ExitCode {
        let Report { code, exit, fr, en } = &*self.0;
        let label = context.say("erreur", "error");
        output::note(&format!("{label} [{code}] {}", context.say(fr, en)));
        ExitCode::from(*exit)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let en = error.to_string();
        if let Some(failure) = of_draft(&error) {
            return failure;
        }
        let unreadable = |code: &'static str, fr: String| Failure::unreadable(code, fr, en.clone());
        match &error {
            Error::Store(e) | Error::Append(AppendError::Store(e)) => store::refused(e),
            Error::Append(e) => unreadable("not-recorded", store::not_recorded(e)),
            Error::Read { name, source } => crate::unreadable::failure(name, source),
            Error::NoAct { name } => unreadable(
                "no-act",
                format!(
                    "{name} : aucun acte reconnu dans ce texte (ni visas, ni articles, ni issue d'un vote) ; \
                     est-ce bien une délibération ? Rien n'en a été inscrit"
                ),
            ),
            Error::Table { name, source } => {
                unreadable("table", format!("{name} : {}", crate::tabular::table_fr(source)))
            }
            Error::Receipt { name, source } => {
                unreadable("receipt", format!("{name} : {}", crate::tabular::receipt_fr(source)))
            }
            Error::NoSchema { subject, version, known } => Failure::usage(
                "no-schema",
                format!(
                    "--schema {version} : aucun schéma de tableaux de {} n'a cette version, ceux-ci existent : \
                     {} ; donner l'un d'eux, ou retirer --schema : les colonnes disent lequel",
                    match subject {
                        Subject::Grants => "subventions",
                        Subject::Deliberations => "délibérations",
                    },
                    known.join(", ")
                ),
                en.clone(),
            ),
            Error::File { path, source } | Error::Unwritten { path, source }
                if source.kind() == std::io::ErrorKind::AlreadyExists =>
            {
                Failure::already_exists(path)
            }
            Error::Rejects(e) => {
                unreadable("rejects", format!("les lignes rejetées ne peuvent être écrites : {e}"))
            }
            Error::File { path, source } => unreadable(
                "file",
                format!(
                    "{} ne peut être lu : {} ; vérifier le chemin et les droits",
                    path.display(),
                    french(&source.to_string())
                ),
            ),
            Error::Entry { seq, reason } => unreadable(
                "entry",
                format!(
                    "l'inscription {} ne peut être lue : {} ; `greffe verify` examine le registre",
                    seq.map_or("?".to_owned(), |n| n.to_string()),
                    french(reason)
                ),
            ),
            Error::NotFound { what } => Failure::not_found(what),
            Error::NotErased { done, rest } => unreadable("not-erased", not_erased(*done, rest)),
            Error::Expression(e) => crate::expression::no_question(e),
            Error::RulePack { path, source } => unreadable(
                "rule-pack",
                format!(
                    "{}, ligne {}, colonne {} : {}",
                    path.display(),
                    source.line,
                    source.column,
                    source.fault.text().fr
                ),
            ),
            Error::Sample(e) => sample(*e),
            Error::Setting(e) => Failure::from(e.clone()),
            Error::Unwritten { path, source } => unreadable(
                "not-written",
                format!(
                    "{} ne peut être écrit : {} ; vérifier les droits et la place sur le disque",
                    path.display(),
                    french(&source.to_string())
                ),
            ),
            Error::Proof(e) => proof::refused(e),
            Error::ReadOnly => unreadable(
                "read-only",
                "une copie privée (--forensic) ou une affaire ne se modifie pas ; ouvrir le \
                 registre lui-même"
                    .to_owned(),
            ),
            Error::OnlyAPart => unreadable(
                "case",
                "ceci est une affaire, une partie d'un registre ; cette question demande le \
                 registre lui-même (`greffe case import` vérifie une affaire)"
                    .to_owned(),
            ),
            _ => unreadable("other", en.clone()),
        }
    }
}

/// What stood in the way of a draft, a review, a link or a table that a person handed in.
fn of_draft(error: &Error) -> Option<Failure> {
    let en = plain::words(&error.to_string());
    let unreadable = |code: &'static str, fr: String| Failure::unreadable(code, fr, en.clone());
    Some(match error {
        Error::NoBody { name } => Failure::usage(
            "no-body",
            format!(
                "{name} : aucune colonne ne nomme la collectivité qui décide ; donner son code avec \
                 --institution. Rien n'a été inscrit"
            ),
            en.clone(),
        ),
        Error::Impossible(field) => {
            unreadable("draft", format!("{}. Rien n'a été inscrit", french(&field.to_string())))
        }
        Error::Draft { event, reason } => unreadable(
            "draft",
            match event {
                Some(n) => format!(
                    "projet, événement {n} (compté depuis 0) : {}. Rien n'a été inscrit",
                    french(reason)
                ),
                None => format!("projet : {}. Rien n'a été inscrit", french(reason)),
            },
        ),
        Error::OtherDocument { name, expected, found } => unreadable(
            "other-document",
            format!(
                "le fichier donné n'est pas {name}, le document de ce projet (empreinte {found}, attendue \
                 {expected}) ; donner le bon fichier avec --document, ou refaire le projet"
            ),
        ),
        Error::Erased { name, erasure, .. } => unreadable(
            "erased",
            format!(
                "{name} {} de ce registre, inscription {}, et n'y est pas repris ; une version sans ce qui a \
                 été effacé est un autre document, qui peut l'être",
                erased_words(Lang::Fr, erasure).trim_matches(['[', ']']),
                erasure.entry
            ),
        ),
        Error::Restated { name, facts } => restated::refused(name, facts),
        Error::OtherReview { name } => unreadable(
            "other-review",
            format!(
                "{name} : la relecture à côté de ce projet est celle d'un autre, ou le projet a changé \
                 depuis ; reprendre le projet tel qu'il était, ou ranger la relecture ailleurs et \
                 recommencer"
            ),
        ),
        Error::Override { entry, by, reason } => Failure::usage(
            "not-overridden",
            format!(
                "l'inscription {entry} ne peut être annulée ou rectifiée ainsi : {}{} ; rien n'a été inscrit",
                french(reason),
                by.map_or(String::new(), |by| format!(" [{by}]"))
            ),
            en.clone(),
        ),
        Error::Link { subject, other, reason } => Failure::usage(
            "not-linked",
            format!("{subject} et {other} ne peuvent être liés : {}", french(reason)),
            en.clone(),
        ),
        _ => return None,
    })
}

impl From<NameError> for Failure {
    fn from(error: NameError) -> Failure {
        let list = |candidates: &[String]| candidates.join("\n  ");
        match &error {
            NameError::Unknown { typed, candidates } => Failure::usage(
                "no-field",
                format!("aucun champ ne s'appelle « {typed} ». Il y a :\n  {}", list(candidates)),
                format!(
                    "no field is called \u{ab} {typed} \u{bb}. There is:\n  {}",
                    list(candidates)
                ),
            ),
            NameError::Several { typed, candidates } => Failure::usage(
                "several-fields",
                format!("« {typed} » désigne plusieurs champs :\n  {}", list(candidates)),
                format!("\u{ab} {typed} \u{bb} names several fields:\n  {}", list(candidates)),
            ),
        }
    }
}

impl From<SettingError> for Failure {
    fn from(error: SettingError) -> Failure {
        let fr = match &error {
            SettingError::Form(text) => {
                format!("« {text} » n'est pas CHAMP=VALEUR, comme budget_cents.initial=500000€")
            }
            SettingError::Field(path) => format!(
                "« {path} » ne peut être posé ; le peuvent : subsidy_cents.INSTRUMENT, \
                 budget_cents.INSTRUMENT, realised_cents, balance_rule, exercise, assignment, où \
                 INSTRUMENT est initial, avenant-N ou current"
            ),
            SettingError::NothingInForce(path) => format!(
                "rien n'est en vigueur sous {path} dans l'état supposé ; nommer l'instrument, comme \
                 budget_cents.initial"
            ),
            SettingError::Value { path, value, expected } => {
                format!("« {value} » n'est pas une valeur de {path} : {}", expected_fr(*expected))
            }
        };
        Failure::usage("bad-setting", fr, error.to_string())
    }
}

/// What would do as a value, in French.
fn expected_fr(expected: ExpectedValue) -> &'static str {
    match expected {
        ExpectedValue::Amount => {
            "écrire le montant avec son unité, comme 500000€, 1,5 M€ ou 50000000 cents (le registre garde des \
             centimes)"
        }
        ExpectedValue::Rule => "écrire pro_rata ou fixed_amount",
        ExpectedValue::Year => "écrire une année, comme 2023",
        ExpectedValue::Assignment => {
            "écrire operation, project, operation_and_programme ou investment"
        }
    }
}

impl From<WhatIfError> for Failure {
    fn from(error: WhatIfError) -> Failure {
        let fr = match &error {
            WhatIfError::NothingLeftOut(what) => format!(
                "rien de ce qui touche cette convention n'est {} ; `greffe blame` en nomme les \
                 inscriptions",
                named_in_french(what)
            ),
            WhatIfError::NothingToSet(path) => format!(
                "aucune source ne dit {path} à cette date, et aucune ne peut être supposée : donner un projet"
            ),
            WhatIfError::Setting(error) => return error.clone().into(),
        };
        Failure::unreadable("not-supposed", fr, error.to_string())
    }
}

fn sample(error: SampleError) -> Failure {
    let en = error.to_string();
    match error {
        SampleError::Empty => Failure::cannot_conclude(
            "nothing-to-sample",
            "rien à tirer : aucun montant positif à ces dates".to_owned(),
            en,
        ),
        SampleError::NoSize => Failure::usage(
            "no-sample-size",
            "un échantillon de rien : donner une taille ou un intervalle supérieur à zéro"
                .to_owned(),
            en,
        ),
        SampleError::TooLarge => Failure::usage(
            "sample-too-large",
            "les montants ou la taille sont trop grands pour être additionnés".to_owned(),
            en,
        ),
    }
}

/// What was asked for, as the library names it, or as a person typed it.
fn named_in_french(what: &str) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("entry ", "l'inscription "),
        ("the act ", "l'acte "),
        ("the document ", "le document "),
        ("the stream ", "le flux "),
        ("the text ", "le texte "),
        ("the sealed value or document ", "la valeur scellée ou le document "),
    ];
    let named = NAMES.iter().find_map(|(en, fr)| Some(format!("{fr}{}", what.strip_prefix(en)?)));
    named.unwrap_or_else(|| format!("« {what} »"))
}

/// What is recorded as erased and is still there.
fn not_erased(done: u64, rest: &[(greffe::chain::Hash, String)]) -> String {
    let each = rest.iter().map(|(digest, why)| format!("{digest} ({})", french(why)));
    let each = each.collect::<Vec<_>>().join(", ");
    format!(
        "inscrits comme effacés, et encore là : {each} ; {done} autres ont disparu ; lever ce qui retient chacun, \
         puis refaire le même appel"
    )
}
