//! Checks: what can be wrong with a record beyond its syntax.
//!
//! A check is one `check!` block whose doc comment is its page, one function, one line in [`CHECKS`] and
//! fixtures in `fixtures/checks/<id>/{pass,fail}/`, which a test finds. The structural check ([`structure`]) decides
//! whether a record is valid at all, as the JSON Schema does; the others run on valid records only, so that one mistake
//! is one finding.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::doc::{Node, Path};
use crate::shape::{Class, Field, Kind};
use crate::source::{Source, Span};

pub mod catalogue;
pub mod dataset;
pub mod identity;
pub mod language;
pub mod link;
mod pattern;
pub mod people;
pub mod privacy;
pub mod profile;
pub mod reference;
pub mod structure;
pub mod text;
pub mod time;
pub mod vocabulary;
mod walk;

pub use pattern::Pattern;
pub use profile::{Checks, Profile};
pub use walk::run;

/// One thing that can be found.
#[derive(Debug)]
pub struct Check {
    /// `family/name`, stable.
    pub id: &'static str,
    pub severity: Severity,
    /// Its page in Markdown: what it finds, why it matters, a bad and a good example, how to mend it.
    pub about: &'static str,
    pub run: Run,
}

/// When a check runs.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// While reading, or over the whole input.
    Elsewhere,
    /// As [`Run::Elsewhere`], but whatever a profile says: in the structural check and in what cannot go on without it.
    Always,
    /// On each node of a record.
    Node(fn(&Scope, &mut Report)),
    /// On each string of a node: scalars, codes, ids, and texts in each language.
    String(fn(&Scope, &StringAt, &mut Report)),
}

/// A node of a record that is being checked.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    pub source: &'a Arc<Source>,
    pub node: &'a Node<'a>,
    pub class: &'static Class,
    /// Where the node stands in its record.
    pub path: &'a Path<'a>,
    /// The whole record that the node is part of.
    pub record: &'a Node<'a>,
    /// What is asked of the record.
    pub profile: &'a Profile,
}

/// A string of a node that is being checked.
#[derive(Debug, Clone, Copy)]
pub struct StringAt<'a> {
    pub field: &'static Field,
    pub text: &'a str,
    /// The key of the language map that it stands under.
    pub language: Option<&'a str>,
    /// Where that key is.
    pub language_span: Option<Span>,
    pub span: Span,
    /// Where the string stands in its record.
    pub path: &'a Path<'a>,
}

impl Check {
    /// The page as Markdown, without the space that doc comments begin their lines with.
    #[must_use]
    pub fn page(&self) -> String {
        self.about
            .lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .fold(String::new(), |page, line| page + line + "\n")
    }
}

impl Scope<'_> {
    /// A finding of a check about a place in this node.
    #[must_use]
    pub fn finding(&self, check: &Check, span: Span, path: &Path, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(check.id, check.severity, self.source, span, message).at(path)
    }

    /// Whether what this node says is published; the private block is not.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.class.iri.is_some()
    }

    /// Where `part` stands in the source of a string; the whole string where it is written in another way there.
    #[must_use]
    pub fn part(&self, span: Span, part: &str) -> Span {
        match self.source.slice(span).find(part) {
            Some(at) => Span::new(at, at + part.len()).shifted(span.start as usize),
            None => span,
        }
    }

    /// See [`in_place_of`].
    #[must_use]
    pub fn in_place_of(&self, span: Span, old: &str, new: &str) -> Option<String> {
        in_place_of(self.source, span, old, new)
    }
}

/// A string or key as it has to be written in the place of another one: in the same quotes, or in none. None where the
/// source does not hold the old one literally, or where the new one would need escapes: these differ from syntax to
/// syntax.
#[must_use]
pub fn in_place_of(source: &Source, span: Span, old: &str, new: &str) -> Option<String> {
    let written = source.slice(span);
    if written == old {
        // Without quotes, signs of the syntax would end the text or change what it is.
        let plain = new.starts_with(char::is_alphanumeric) && !new.contains([',', ';', '|', '"']);
        return (plain && !new.contains(": ") && !new.contains(" #")).then(|| new.to_owned());
    }
    let quote = ['"', '\''].into_iter().find(|&quote| {
        written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).is_some_and(|inner| inner == old)
    })?;
    let escapes = new.contains(['"', '\'', '\\']) || new.chars().any(char::is_control);
    (!escapes).then(|| format!("{quote}{new}{quote}"))
}

impl StringAt<'_> {
    /// Whether the string is text for people, rather than a code, an identifier or a time.
    #[must_use]
    pub fn is_text(&self) -> bool {
        match &self.field.kind {
            Kind::Text | Kind::Texts => true,
            Kind::Scalar(scalar) => scalar.name == "Plain" && !NAMES_OF_THINGS.contains(&self.field.name.as_str()),
            _ => false,
        }
    }

    /// The IRI or reference that the string holds, if it does.
    #[must_use]
    pub fn as_iri(&self) -> Option<&str> {
        let is_iri = match &self.field.kind {
            Kind::Id | Kind::Ref(_) => true,
            Kind::Scalar(scalar) => matches!(scalar.name, "Iri" | "Namespace" | "Reference"),
            _ => false,
        };
        is_iri.then_some(self.text)
    }
}

/// Fields of plain strings that hold keys for machines.
const NAMES_OF_THINGS: [&str; 4] = ["identifier", "notation", "file", "recordKey"];

/// Adds a replacement where there is one.
fn replacing(finding: Diagnostic, replacement: Option<String>) -> Diagnostic {
    match replacement {
        Some(text) => finding.replace_with(text),
        None => finding,
    }
}

/// Declares a check; its doc comment is its page.
macro_rules! check {
    ($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $run:expr) => {
        $(#[doc = $doc])+
        pub static $name: $crate::check::Check = $crate::check::Check {
            id: $id,
            severity: $crate::diagnostic::Severity::$severity,
            about: concat!($($doc, "\n"),+),
            run: $run,
        };
    };
}
pub(crate) use check;

/// Every check, in the order of the ids.
pub static CHECKS: &[&Check] = &[
    &catalogue::config::FIXED_CHECK,
    &catalogue::config::PROFILE,
    &catalogue::config::UNKNOWN_CHECK,
    &catalogue::config::UNKNOWN_FIELD,
    &catalogue::config::UNKNOWN_SETTING,
    &catalogue::config::VALUE,
    &identity::AUTHORITY_HTTP,
    &catalogue::input::BLANK_NODE,
    &catalogue::input::CONFLICT,
    &catalogue::input::DUPLICATE_ID,
    &catalogue::form::ID_FORM,
    &catalogue::form::IRI,
    &identity::ISNI_CHECKSUM,
    &reference::NO_KEY,
    &identity::ORCID_CHECKSUM,
    &identity::ROR_CHECKSUM,
    &language::CASE,
    &language::DEPRECATED,
    &catalogue::form::TAG,
    &language::UNREGISTERED,
    &link::LOCAL_HOST,
    &catalogue::loss::FIELD,
    &catalogue::loss::LANGUAGE,
    &catalogue::loss::PRIVATE,
    &catalogue::loss::RECORD,
    &catalogue::loss::STATEMENT,
    &catalogue::input::NOT_STATED,
    &catalogue::input::UNDERSTOOD,
    &catalogue::input::UNUSED,
    &people::HONORIFIC_IN_NAME,
    &people::NO_MODERATOR,
    &people::REPEATED,
    &people::STATUS_IN_NAME,
    &privacy::EMAIL_IN_TEXT,
    &privacy::PHONE_IN_TEXT,
    &reference::DANGLING,
    &reference::WRONG_TYPE,
    &catalogue::structure::BLANK,
    &catalogue::structure::CARDINALITY,
    &catalogue::structure::DATATYPE,
    &catalogue::structure::DUPLICATE_ITEM,
    &catalogue::structure::DUPLICATE_KEY,
    &catalogue::structure::FORM,
    &catalogue::structure::MISSING_KEY,
    &catalogue::structure::NULL,
    &catalogue::structure::NUMBER,
    &catalogue::structure::SYNTAX,
    &catalogue::structure::TWO_DESCRIPTIONS,
    &catalogue::structure::TYPE,
    &catalogue::structure::TYPE_NAME,
    &catalogue::structure::UNKNOWN_KEY,
    &catalogue::suppression::FORM,
    &catalogue::suppression::UNKNOWN_CHECK,
    &catalogue::suppression::UNUSED,
    &text::ALL_CAPS,
    &text::markup::HTML,
    &text::encoding::MOJIBAKE,
    &text::PLACEHOLDER,
    &text::SPACES,
    &catalogue::form::DATE,
    &catalogue::form::DURATION,
    &time::DURATION_DISAGREES,
    &time::edition::EDITION_DATES,
    &time::END_BEFORE_START,
    &time::LONG_SESSION,
    &catalogue::form::MOMENT,
    &time::zone::OFFSET_NOT_IN_ZONE,
    &time::edition::OUTSIDE_EDITION,
    &time::UNLIKELY_YEAR,
    &time::zone::ZONE_UNKNOWN,
    &catalogue::input::ALIAS,
    &vocabulary::ALIAS_SECTION,
    &catalogue::input::AMBIGUOUS,
    &vocabulary::TOPIC_AS_IRI,
    &catalogue::form::UNKNOWN_CODE,
];

/// A check by its id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().find(|check| check.id == id)
}
