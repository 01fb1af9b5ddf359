//! Findings about data ([`Diagnostic`], many, never stop the program) and what stops it ([`Error`], one).

use std::fmt;
use std::sync::Arc;

use crate::source::{Position, Source, Span};

mod account;

pub use account::{Account, Fate, Fates};

/// How grave a finding is. The order is by gravity, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something worth knowing; nothing needs to change.
    Note,
    /// Probably a mistake.
    Warning,
    /// The record breaks a rule; it is not written.
    Error,
}

impl Severity {
    /// The word that reports use: `error`, `warning` or `note`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Another place that a finding is about, such as the first use of a duplicated id.
#[derive(Debug, Clone)]
pub struct Related {
    pub place: Place,
    pub message: String,
}

/// A span in a source. A stream's earlier records are gone; then only the positions are left.
#[derive(Debug, Clone)]
pub enum Place {
    Span(Arc<Source>, Span),
    /// Begin and (exclusive) end.
    Position {
        name: Arc<str>,
        position: Position,
        end: Position,
    },
}

impl Place {
    /// Name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Place::Span(source, _) => source.name(),
            Place::Position { name, .. } => name,
        }
    }

    /// What stands there, where the source is at hand.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Place::Span(source, span) => Some(source.slice(*span)),
            Place::Position { .. } => None,
        }
    }

    /// Begin and (exclusive) end.
    #[must_use]
    pub fn positions(&self) -> (Position, Position) {
        match self {
            Place::Span(source, span) => source.positions(*span),
            Place::Position { position, end, .. } => (*position, *end),
        }
    }
}

/// A text and the span whose place it takes; an empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// How a mistake is mended: edits of the source that the finding is about, which do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub edits: Vec<Edit>,
    /// Whether the result means what the author wrote, so that nobody needs to look at it.
    pub safe: bool,
}

/// What SHACL calls the parts of a validation result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// The focus node: an IRI, or a blank node's label.
    pub node: String,
    /// The constraint component, by its name in SHACL's namespace.
    pub component: &'static str,
}

/// One mistake, at its place, with the way out.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable id, `family/name`, the argument of `plenary explain`.
    pub id: &'static str,
    pub severity: Severity,
    pub place: Place,
    /// Where in the record: `participations[0].role`; empty for the record itself. For shapes the property path.
    pub path: String,
    /// What is wrong, in plain words, values quoted.
    pub message: String,
    /// A few words under the snippet's underline.
    pub label: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The edits that mend it, where they are known.
    pub fix: Option<Fix>,
    pub related: Vec<Related>,
    /// For findings of shapes: whose they are.
    pub focus: Option<Focus>,
}

impl Diagnostic {
    #[must_use]
    pub fn new(
        id: &'static str,
        severity: Severity,
        source: &Arc<Source>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self::in_place(id, severity, Place::Span(Arc::clone(source), span), message)
    }

    /// A finding whose text may be gone.
    #[must_use]
    pub fn in_place(id: &'static str, severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Self {
            id,
            severity,
            place,
            path: String::new(),
            message: message.into(),
            label: String::new(),
            help: None,
            fix: None,
            related: Vec::new(),
            focus: None,
        }
    }

    /// An error finding.
    #[must_use]
    pub fn error(id: &'static str, source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Error, source, span, message)
    }

    /// A warning finding.
    #[must_use]
    pub fn warning(id: &'static str, source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Warning, source, span, message)
    }

    #[must_use]
    pub fn at(mut self, path: impl fmt::Display) -> Self {
        self.path = path.to_string();
        self
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Suggests a text for the finding's own place. Somebody has to look at it: it may not be what was meant.
    #[must_use]
    pub fn replace_with(self, text: impl Into<String>) -> Self {
        self.replacement(text.into(), false)
    }

    /// Gives the text for the finding's own place that means the same as what stands there, so that `--fix` puts it in.
    #[must_use]
    pub fn mend_with(self, text: impl Into<String>) -> Self {
        self.replacement(text.into(), true)
    }

    fn replacement(self, text: String, safe: bool) -> Self {
        match self.place {
            Place::Span(_, span) => self.fix(Fix { edits: vec![Edit { span, text }], safe }),
            Place::Position { .. } => self,
        }
    }

    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The text to put in the finding's own place, where that is all that mends it.
    #[must_use]
    pub fn replacement_text(&self) -> Option<&str> {
        match (&self.place, self.fix.as_ref()?.edits.as_slice()) {
            (Place::Span(_, span), [Edit { span: edited, text }]) if span == edited => Some(text),
            _ => None,
        }
    }

    #[must_use]
    pub fn relate(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }
}

/// The findings of one piece of work, in the order of the input.
#[derive(Debug, Default)]
pub struct Report {
    pub findings: Vec<Diagnostic>,
    /// What is told behind the findings about records.
    pub late: Vec<Diagnostic>,
    /// What became of the items of a feed.
    pub account: Account,
}

impl Report {
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Counts an item of a feed that is not carried over, and says why.
    pub fn leave(&mut self, kind: &'static str, source: &Arc<Source>, span: Span, why: impl fmt::Display) {
        self.account.add(kind, Fate::Left);
        let message = format!("{kind} left out: {why}");
        self.push(Diagnostic::new("loss/item", Severity::Note, source, span, message));
    }

    /// Whether anything here keeps a record from being written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Orders findings by place, then id, so that the order in which checks ran does not show.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            let key = |finding: &Diagnostic| (finding.place.positions().0, finding.id);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
    }
}

/// How many findings of each severity were reported.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Tally {
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// Whether any finding is at least as grave as `severity`.
    #[must_use]
    pub fn any_at_least(&self, severity: Severity) -> bool {
        self.errors > 0
            || (severity <= Severity::Warning && self.warnings > 0)
            || (severity == Severity::Note && self.notes > 0)
    }
}

/// `2 errors, 1 warning`; `no findings` for none.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let said: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(*count, noun)).collect();
        f.write_str(if said.is_empty() { "no findings".to_owned() } else { said.join(", ") }.as_str())
    }
}

/// `1 record`, `2 records`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What stops the program.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    help: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ErrorKind {
    Usage,
    Input,
    Unread,
    Internal,
    ClosedPipe,
    Interrupted,
}

impl Error {
    /// The command line or the configuration asks for something that cannot be done (exit code 2).
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Usage, message: message.into(), help: None }
    }

    /// An input could not be read, or the output not written (exit code 3).
    #[must_use]
    pub fn input(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Input, message: message.into(), help: None }
    }

    /// An input could not be read, with what went wrong (exit code 3); others may still be.
    #[must_use]
    pub fn unread(name: &str, error: &std::io::Error) -> Self {
        Self { kind: ErrorKind::Unread, message: format!("cannot read {name}: {error}"), help: None }
    }

    /// An input could not be read because of what was found in it (exit code 3): the place, what is wrong there, the way out.
    #[must_use]
    pub fn found(finding: &Diagnostic) -> Self {
        let (begin, _) = finding.place.positions();
        let place = format!("{}:{}:{}", finding.place.name(), begin.line, begin.column);
        Self { help: finding.help.clone(), ..Self::input(format!("{place}: {}", finding.message)) }
    }

    /// A fault of ours (exit code 4).
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Internal, message: message.into(), help: None }
    }

    /// The user stopped the work (exit code 130, as shells have it).
    #[must_use]
    pub fn interrupted() -> Self {
        Self::interrupted_after("interrupted; nothing was written")
    }

    /// The user stopped the work, with what is left of it.
    #[must_use]
    pub fn interrupted_after(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Interrupted, message: message.into(), help: None }
    }

    /// An I/O error with what was being done; a closed pipe keeps its own kind.
    #[must_use]
    pub fn io(doing: impl fmt::Display, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self { kind: ErrorKind::ClosedPipe, message: String::new(), help: None };
        }
        Self::input(format!("{doing}: {error}"))
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The process's exit code for this error; a pipe that the reader closed is no error.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            ErrorKind::ClosedPipe => 0,
            ErrorKind::Usage => 2,
            ErrorKind::Input | ErrorKind::Unread => 3,
            ErrorKind::Internal => 4,
            ErrorKind::Interrupted => 130,
        }
    }

    /// Whether an input could not be read, so that others may still be.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.kind == ErrorKind::Unread
    }

    /// Whether there is anything to tell.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.kind == ErrorKind::ClosedPipe
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
