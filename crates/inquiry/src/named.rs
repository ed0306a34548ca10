//! Finding fields by what a person types: a path, the beginning of paths, or the end of one.

use crate::field::Field;
use crate::fields::Fields;
use thiserror::Error;

/// Why what was typed names no field, or no single one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// No field is called, begins or ends like that.
    #[error("no field is called \u{ab} {typed} \u{bb}; there is: {}", candidates.join(", "))]
    Unknown {
        /// What was typed.
        typed: String,
        /// Every field there is.
        candidates: Vec<String>,
    },
    /// Several fields begin or end like that, and one is asked for.
    #[error("\u{ab} {typed} \u{bb} names several fields: {}", candidates.join(", "))]
    Several {
        /// What was typed.
        typed: String,
        /// Those that it names.
        candidates: Vec<String>,
    },
}

impl Fields {
    /// The fields that a name means: the one of that path, else all whose paths begin with it, else
    /// all that end with it.
    ///
    /// # Errors
    /// [`NameError::Unknown`] with every path there is.
    pub fn named(&self, typed: &str) -> Result<Vec<&Field>, NameError> {
        let below = format!("{typed}.");
        let ends = format!(".{typed}");
        let tests: [&dyn Fn(&str) -> bool; 4] = [
            &|path| path == typed,
            &|path| path.starts_with(&below),
            &|path| path.ends_with(&ends),
            &|path| !typed.is_empty() && path.starts_with(typed),
        ];
        for test in tests {
            let found: Vec<&Field> = self.iter().filter(|field| test(&field.path)).collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let candidates = self.iter().map(|field| field.path.clone()).collect();
        Err(NameError::Unknown { typed: typed.to_owned(), candidates })
    }

    /// The one field that a name means. Of a group, the field that stands for it: the value in
    /// force of a history, the balance of the balance.
    ///
    /// # Errors
    /// [`NameError`] with the candidates.
    pub fn one(&self, typed: &str) -> Result<&Field, NameError> {
        let found = self.named(typed)?;
        if let [only] = found.as_slice() {
            return Ok(only);
        }
        let stands_for = |field: &&&Field| {
            let head = field.path.split('.').next().unwrap_or_default();
            field.path == format!("{head}.current") || field.path == format!("{head}.{head}_cents")
        };
        let mut main = found.iter().filter(stands_for);
        match (main.next(), main.next()) {
            (Some(main), None) => Ok(main),
            _ => Err(NameError::Several {
                typed: typed.to_owned(),
                candidates: found.iter().map(|field| field.path.clone()).collect(),
            }),
        }
    }
}
