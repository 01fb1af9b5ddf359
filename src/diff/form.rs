//! The forms in which differences are written.

use std::fmt;

use super::{Diff, json, markdown, text};
use crate::report::Style;

/// A form of output.
#[derive(Debug)]
pub struct Form {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Endings of file names that stand for it.
    pub endings: &'static [&'static str],
    /// Writes the differences; fails only where the target does.
    pub write: fn(&Diff, Style, &mut String) -> fmt::Result,
}

/// Every form, in the order in which help lists them.
pub static FORMS: &[&Form] = &[&text::FORM, &json::FORM, &markdown::FORM];

/// A form by its name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Form> {
    FORMS.iter().copied().find(|form| form.name == name)
}

/// A form by the ending of a file's name.
#[must_use]
pub fn by_extension(extension: &str) -> Option<&'static Form> {
    FORMS.iter().copied().find(|form| form.endings.contains(&extension))
}
