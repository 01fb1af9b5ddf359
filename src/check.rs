//! Checks: what can be wrong with a record beyond its syntax.
//!
//! A check is one `check!` block whose doc comment is its page, one function, one line in [`CHECKS`] and
//! fixtures in `fixtures/checks/<id>/{pass,fail}/`, which a test finds. The structural check ([`structure`]) decides
//! whether a record is valid at all, as the JSON Schema does; the others leave alone what it found broken, so that one
//! mistake is one finding and every mistake is found in one run.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::doc::{Node, Path};
use crate::shape::{Class, Field, Kind};
use crate::source::{Source, Span};
use crate::vocab::plenary;

mod broken;
pub mod catalogue;
pub mod completeness;
pub mod dataset;
pub mod edit;
pub mod identity;
pub mod language;
pub mod link;
pub mod messages;
mod pattern;
pub mod people;
pub mod privacy;
pub mod profile;
pub mod structure;
pub mod text;
pub mod time;
pub mod vocabulary;
mod walk;
mod written;

pub use broken::Broken;
use broken::Trust;
pub use pattern::Pattern;
pub use profile::{Checks, Profile};
pub use walk::run;
pub use written::in_place_of;

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
    /// On each node of which every key is understood.
    Node(fn(&Scope, &mut Report)),
    /// On each node in which no key that is not understood may be one of these fields, which are asked for.
    Absent(&'static [&'static str], fn(&Scope, &mut Report)),
    /// On each node in which nothing is broken in these fields: what else is, does not matter. `place.name` is a field
    /// of inner nodes.
    Fields(&'static [&'static str], fn(&Scope, &mut Report)),
    /// On each sound string of a node: scalars, codes, ids, and texts in each language.
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
    /// The part of the id before the slash.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }

    /// Where its page is published.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}check/{}", plenary::NS, self.id)
    }

    /// The first sentence of the page.
    #[must_use]
    pub fn summary(&self) -> String {
        let lines = self.about.lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with('#'));
        let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
        let text = paragraph.join(" ");
        text.split_once(". ").map_or(text.clone(), |(first, _)| format!("{first}."))
    }

    /// Whether the check runs only where a profile gives it a severity: what a record might say besides is a matter of
    /// purpose.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        match self.id {
            // What a profile requires is empty unless it says so; the check itself costs nothing then.
            "completeness/required" => false,
            // A hint that is right to be overruled.
            "vocabulary/matrix-hint" => true,
            id => id.starts_with("completeness/"),
        }
    }

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

/// Adds a replacement that means the same, where there is one.
fn mending(finding: Diagnostic, replacement: Option<String>) -> Diagnostic {
    match replacement {
        Some(text) => finding.mend_with(text),
        None => finding,
    }
}

/// Declares a check; its doc comment is its page.
macro_rules! check {
    ($(#[doc = $doc:expr])+ $name:ident = $id:expr, $severity:ident, $run:expr) => {
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
    &dataset::clash::PERSON,
    &dataset::clash::ROOM,
    &completeness::ADDRESS,
    &completeness::AFFILIATION,
    &completeness::ATTENDANCE_MODE,
    &completeness::COUNTRY,
    &completeness::DESCRIPTION,
    &completeness::EDITION,
    &completeness::END,
    &completeness::EVENT_STATUS,
    &completeness::IDENTIFIER,
    &completeness::LANGUAGES,
    &completeness::ORGANIZERS,
    &completeness::PARTICIPATIONS,
    &completeness::PERSON_ID,
    &completeness::PLACE,
    &completeness::REQUIRED,
    &completeness::RESOURCE_LANGUAGE,
    &completeness::SESSION_TYPE,
    &completeness::STAKEHOLDER_GROUP,
    &completeness::START,
    &completeness::TOPICS,
    &completeness::URL,
    &catalogue::config::FIXED_CHECK,
    &catalogue::config::PROFILE,
    &catalogue::config::UNKNOWN_CHECK,
    &catalogue::config::UNKNOWN_FIELD,
    &catalogue::config::UNKNOWN_SETTING,
    &catalogue::config::VALUE,
    &identity::AUTHORITY_HTTP,
    &catalogue::input::BLANK_NODE,
    &catalogue::input::CONFLICT,
    &dataset::reference::DUPLICATE_ID,
    &catalogue::form::ID_FORM,
    &catalogue::form::IRI,
    &identity::ISNI_CHECKSUM,
    &catalogue::input::NO_KEY,
    &identity::ORCID_CHECKSUM,
    &identity::ROR_CHECKSUM,
    &dataset::reference::SAME_KEY,
    &identity::own::SELF_REFERENCE,
    &catalogue::import::INFERRED,
    &catalogue::import::MENDED,
    &catalogue::import::NO_ZONE,
    &catalogue::import::REPEATED,
    &catalogue::import::VALUE,
    &language::CASE,
    &language::DEPRECATED,
    &catalogue::form::TAG,
    &language::UNREGISTERED,
    &link::LOCAL_HOST,
    &catalogue::form::NO_HOST,
    &catalogue::form::SCHEME,
    &catalogue::loss::FIELD,
    &catalogue::loss::FORM,
    &catalogue::loss::ITEM,
    &catalogue::loss::LANGUAGE,
    &catalogue::loss::PRIVATE,
    &catalogue::loss::RECORD,
    &catalogue::loss::STATEMENT,
    &catalogue::input::NOT_STATED,
    &catalogue::input::UNDERSTOOD,
    &catalogue::input::UNUSED,
    &people::HONORIFIC_IN_NAME,
    &people::balance::NO_CONFIRMED_SPEAKER,
    &people::NO_MODERATOR,
    &people::REPEATED,
    &people::balance::SINGLE_GROUP,
    &people::STATUS_IN_NAME,
    &privacy::EMAIL_IN_TEXT,
    &catalogue::form::OUTSIDE_PRIVATE,
    &privacy::PHONE_IN_TEXT,
    &catalogue::query::SYNTAX,
    &dataset::circle::CIRCULAR,
    &dataset::reference::DANGLING,
    &dataset::reference::WRONG_TYPE,
    &catalogue::shapes::CARDINALITY,
    &catalogue::shapes::CLOSED,
    &catalogue::shapes::MALFORMED,
    &catalogue::shapes::NO_TARGET,
    &catalogue::shapes::TYPE,
    &catalogue::shapes::UNKNOWN_COMPONENT,
    &catalogue::shapes::VALUE,
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
    &catalogue::structure::TOO_DEEP,
    &catalogue::structure::TWO_DESCRIPTIONS,
    &catalogue::structure::TYPE,
    &catalogue::structure::TYPE_NAME,
    &catalogue::structure::UNKNOWN_KEY,
    &catalogue::suppression::FORM,
    &catalogue::suppression::NOT_ALLOWED,
    &catalogue::suppression::UNKNOWN_CHECK,
    &catalogue::suppression::UNUSED,
    &text::ALL_CAPS,
    &text::crammed::CRAMMED_LIST,
    &text::markup::HTML,
    &text::encoding::MOJIBAKE,
    &text::PLACEHOLDER,
    &text::script::SCRIPT_LANGUAGE,
    &text::SPACES,
    &time::likely::ALL_DAY,
    &catalogue::form::DATE,
    &catalogue::form::DURATION,
    &time::DURATION_DISAGREES,
    &time::edition::EDITION_DATES,
    &time::END_BEFORE_START,
    &time::likely::END_WITHOUT_START,
    &time::LONG_SESSION,
    &catalogue::form::MOMENT,
    &time::zone::OFFSET_NOT_IN_ZONE,
    &time::edition::OUTSIDE_EDITION,
    &time::UNLIKELY_YEAR,
    &time::zone::ZONE_UNKNOWN,
    &catalogue::input::ALIAS,
    &vocabulary::ALIAS_SECTION,
    &catalogue::input::AMBIGUOUS,
    &vocabulary::code::FORUM_CODE_UNKNOWN,
    &catalogue::form::LABEL_DISAGREES,
    &vocabulary::topics::MATRIX_HINT,
    &vocabulary::code::NOT_ALLOWED,
    &catalogue::form::TARGET_OF_OTHER_GOAL,
    &vocabulary::topics::TARGET_WITHOUT_GOAL,
    &vocabulary::TOPIC_AS_IRI,
    &catalogue::form::UNKNOWN_CODE,
];

/// A check by its id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().find(|check| check.id == id)
}
