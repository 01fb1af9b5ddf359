//! Turtle, `TriG`, N-Triples and N-Quads in parts that end with a statement, so that a text need not be in memory whole.

use std::sync::Arc;

use oxttl::{NQuadsParser, NTriplesParser};

use super::Graphs;
use super::tokens::{Kind, Tokens};
use super::turtle::{Declared, Parser, part, refused, trig_parser, turtle_parser};
use crate::diagnostic::Report;
use crate::format::{Format, ReadOptions};
use crate::rdf::graph::Statement;
use crate::source::Source;

/// Reads the statements of a text part by part.
pub struct Parts {
    syntax: Syntax,
    /// What the parts so far declared.
    declared: Declared,
    graphs: Graphs,
    /// Whether a fault keeps what follows from being read.
    is_over: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Turtle,
    TriG,
    NTriples,
    NQuads,
}

impl Parts {
    /// A reader of a format; nothing for formats that cannot be read so.
    #[must_use]
    pub fn of(format: &Format, options: &ReadOptions) -> Option<Self> {
        let syntax = match format.name {
            "turtle" => Syntax::Turtle,
            "trig" => Syntax::TriG,
            "ntriples" => Syntax::NTriples,
            "nquads" => Syntax::NQuads,
            _ => return None,
        };
        let declared = Declared { base: options.base.clone(), prefixes: Vec::new() };
        Some(Self { syntax, declared, graphs: Graphs::default(), is_over: false })
    }

    /// Where the last statement ends in some bytes that begin with one.
    #[must_use]
    pub fn cut(&self, bytes: &[u8]) -> Option<usize> {
        match self.syntax {
            Syntax::NTriples | Syntax::NQuads => memchr::memrchr(b'\n', bytes).map(|at| at + 1),
            Syntax::Turtle | Syntax::TriG => last_statement(bytes),
        }
    }

    /// Reads a part. Nothing more is read after a fault that may concern what follows.
    pub fn read(&mut self, source: &Arc<Source>, report: &mut Report) -> Vec<Statement> {
        if self.is_over {
            return Vec::new();
        }
        let declared = self.declared.clone();
        match self.syntax {
            Syntax::Turtle => match turtle_parser(&declared) {
                Ok(parser) => self.with(|| parser.clone().low_level(), source, report),
                Err(fault) => self.refuse(fault, source, report),
            },
            Syntax::TriG => match trig_parser(&declared) {
                Ok(parser) => self.with(|| parser.clone().low_level(), source, report),
                Err(fault) => self.refuse(fault, source, report),
            },
            Syntax::NTriples => self.with(|| NTriplesParser::new().lenient().low_level(), source, report),
            Syntax::NQuads => self.with(|| NQuadsParser::new().lenient().low_level(), source, report),
        }
    }

    /// Tells what was lost in all parts.
    pub fn end(self, report: &mut Report) {
        self.graphs.tell(report);
    }

    fn with<P: Parser>(&mut self, parser: impl Fn() -> P, source: &Arc<Source>, report: &mut Report) -> Vec<Statement> {
        let (statements, last) = part(parser, source, &mut self.graphs, report);
        match last {
            Some(parser) => self.declared = parser.declared(),
            None => self.is_over = true,
        }
        statements
    }

    fn refuse(&mut self, fault: super::Syntax, source: &Arc<Source>, report: &mut Report) -> Vec<Statement> {
        self.is_over = true;
        refused(fault, source, report)
    }
}

/// Where the last statement ends that is complete whatever follows: behind a full stop that is in no brackets, or the end
/// of a graph.
pub(super) fn last_statement(bytes: &[u8]) -> Option<usize> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    let (mut depth, mut last) = (0_usize, None);
    for token in Tokens::new(text, 0, true) {
        if token.unclosed {
            break;
        }
        match token.kind {
            Kind::Mark(b'[' | b'(' | b'{') => depth += 1,
            Kind::Mark(mark @ (b']' | b')' | b'}')) => {
                depth = depth.saturating_sub(1);
                if mark == b'}' && depth == 0 {
                    last = Some(token);
                }
            }
            Kind::Mark(b'.') if depth == 0 => last = Some(token),
            _ => {}
        }
    }
    // A full stop at the very end may yet become a part of something, a gap a part of a comment.
    last.map(|token| token.span.end as usize).filter(|&end| text[end..].starts_with(|next: char| next.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_end_outside_of_brackets_strings_and_comments() {
        let text = "<a> <b> [ <c> 1.5 . ] .\n<d> <e> \"x . \" . # . \n<f> <g> \"\"\"\n . ";
        assert_eq!(last_statement(text.as_bytes()), text.find(" # ."));
        assert_eq!(last_statement(b"<g> { <a> <b> <c> . } <a> <b>"), Some(21));
        assert_eq!(last_statement(b"<a> <b> <c> ."), None);
        assert_eq!(last_statement(b"<a> <b> <c> . \xc3"), Some(13));
    }
}
