//! Follows the tokens of a Turtle-like text to know where the terms of each statement stand.

use super::tokens::{Kind, Token};
use crate::rdf::graph::Spans;
use crate::source::Span;

/// What the next term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Subject,
    Predicate,
    Object,
    /// Each term is an object: within a collection.
    Item,
    /// Nothing of interest, such as a graph's name at the end of a line, until a mark changes that.
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    spans: Spans,
    next: Next,
}

/// The statement that is being written, and those that it stands in.
pub(super) struct Places {
    top: Frame,
    outer: Vec<Frame>,
    /// Terms of a directive that are still to come.
    directive: usize,
}

impl Places {
    pub(super) fn new() -> Self {
        Self { top: Frame { spans: Spans::default(), next: Next::Subject }, outer: Vec::new(), directive: 0 }
    }

    /// To be called before the parser gets the token: a term completes a statement.
    pub(super) fn before(&mut self, token: Token, text: &str) {
        match token.kind {
            Kind::Term => self.term(token.span, text),
            Kind::Mark(b'[' | b'(') => self.place(token.span),
            Kind::Mark(_) => {}
        }
    }

    /// To be called after the parser had the token: a mark completes the statement before it.
    pub(super) fn after(&mut self, token: Token) {
        let Kind::Mark(mark) = token.kind else { return };
        match mark {
            b'.' | b'{' | b'}' => self.end(),
            b';' => self.top.next = Next::Predicate,
            b',' => self.top.next = Next::Object,
            b'[' => self.open(token.span, Next::Predicate),
            b'(' => self.open(token.span, Next::Item),
            _ => self.top = self.outer.pop().unwrap_or(self.top),
        }
    }

    /// A statement is over; its places stay until others are known.
    pub(super) fn end(&mut self) {
        self.top = self.outer.drain(..).next().unwrap_or(self.top);
        self.top.next = Next::Subject;
        self.directive = 0;
    }

    fn open(&mut self, span: Span, next: Next) {
        self.outer.push(self.top);
        self.top = Frame { spans: Spans { subject: span, predicate: span, object: span }, next };
    }

    fn term(&mut self, span: Span, text: &str) {
        if self.directive > 0 {
            self.directive -= 1;
            return;
        }
        if self.top.next == Next::Subject {
            let word = text.get(span.range()).unwrap_or_default();
            let terms = [("prefix", 2), ("base", 1), ("graph", 1)];
            if let Some((_, terms)) = terms.iter().find(|(keyword, _)| word.eq_ignore_ascii_case(keyword)) {
                self.directive = *terms;
                return;
            }
        }
        self.place(span);
    }

    fn place(&mut self, span: Span) {
        let Frame { spans, next } = &mut self.top;
        *next = match next {
            Next::Subject => {
                *spans = Spans { subject: span, predicate: span, object: span };
                Next::Predicate
            }
            Next::Predicate => {
                spans.predicate = span;
                Next::Object
            }
            Next::Object => {
                spans.object = span;
                Next::Other
            }
            Next::Item => {
                spans.object = span;
                Next::Item
            }
            Next::Other => Next::Other,
        };
    }

    /// The places of a statement that came out with a token. A bracket that closes completes the statement that it
    /// stands in when its object is a blank node.
    pub(super) fn of(&self, token: Option<Token>, object_is_blank: bool) -> Spans {
        let closes = matches!(token, Some(Token { kind: Kind::Mark(b']' | b')'), .. }));
        match self.outer.last() {
            Some(outer) if closes && object_is_blank => outer.spans,
            _ => self.top.spans,
        }
    }
}
