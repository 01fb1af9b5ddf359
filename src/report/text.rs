//! Findings for people: miette's graphical report, with the snippet.

use std::fmt::{self, Write};

use miette::{Diagnostic as Miette, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, SourceSpan};

use super::plain::{visible, visible_lines};
use super::{Render, ReportFormat, Style, Summary};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Source;

pub static REPORT: ReportFormat = ReportFormat {
    name: "text",
    about: "for people, with snippets",
    endings: &["txt"],
    media_type: "text/plain",
    new: |style| Box::new(Text(style)),
};

struct Text(Style);

impl Render for Text {
    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        write(finding, self.0, out)?;
        out.push('\n');
        Ok(())
    }

    fn end(&mut self, summary: &Summary, out: &mut String) -> fmt::Result {
        if self.0.quiet {
            return Ok(());
        }
        writeln!(out, "{}", summary.line())?;
        summary.remarks.iter().try_for_each(|remark| writeln!(out, "{remark}"))
    }
}

/// Renders one finding as a block that ends with a line end.
///
/// # Errors
/// Only those of the target.
pub fn write(finding: &Diagnostic, style: Style, out: &mut impl fmt::Write) -> fmt::Result {
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_width(style.width).with_context_lines(1).with_links(false);
    let mut block = String::new();
    handler.render_report(&mut block, &Shown::new(finding))?;
    if let Place::Position { name, position, .. } = &finding.place {
        writeln!(block, "  at {name}:{}:{}", position.line, position.column)?;
    }
    // The snippet and the names of files are as the data has them.
    out.write_str(&visible_lines(&block, style.colour))
}

/// A finding in miette's terms.
#[derive(Debug)]
struct Shown<'f> {
    finding: &'f Diagnostic,
    source: Option<&'f Source>,
    span: SourceSpan,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic { path, message, .. } = self.finding;
        let (path, message) = (visible(path), visible(message));
        if path.is_empty() { f.write_str(&message) } else { write!(f, "{path}: {message}") }
    }
}

impl std::error::Error for Shown<'_> {}

impl<'f> Shown<'f> {
    fn new(finding: &'f Diagnostic) -> Self {
        match &finding.place {
            Place::Span(source, span) => {
                let length = (span.end.saturating_sub(span.start)) as usize;
                Self { finding, source: Some(source), span: (span.start as usize, length).into() }
            }
            Place::Position { .. } => Self { finding, source: None, span: (0, 0).into() },
        }
    }

    /// Help, and the places that are in another source or gone.
    fn help_text(&self) -> String {
        let elsewhere = self.finding.related.iter().filter(|related| !self.holds(&related.place)).map(|related| {
            let (position, _) = related.place.positions();
            format!("{}: {}:{}:{}", related.message, related.place.name(), position.line, position.column)
        });
        let help = self.finding.help.iter().flat_map(|help| help.lines()).map(|line| visible(line).into_owned());
        help.chain(elsewhere).collect::<Vec<_>>().join("\n")
    }

    fn holds(&self, place: &Place) -> bool {
        matches!((place, self.source), (Place::Span(other, _), Some(source)) if std::ptr::eq(other.as_ref(), source))
    }
}

impl Miette for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.id))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help_text();
        if help.is_empty() { None } else { Some(Box::new(help)) }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.source?;
        let label = (!self.finding.label.is_empty()).then(|| visible(&self.finding.label).into_owned());
        let related = self.finding.related.iter().filter_map(|related| match &related.place {
            Place::Span(_, span) if self.holds(&related.place) => Some(LabeledSpan::new(
                Some(related.message.clone()),
                span.start as usize,
                (span.end - span.start) as usize,
            )),
            _ => None,
        });
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(label, self.span)).chain(related)))
    }
}
