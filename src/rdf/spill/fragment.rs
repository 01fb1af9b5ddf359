//! What one piece of the input says of one node, as it stands on disk.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::log::Pointer;
use crate::rdf::graph::{Spans, Statement, Term};
use crate::source::{Excerpt, Part, Source, Span};

/// Statements of one subject, in their order, with the lines that they stand on.
#[derive(Serialize, Deserialize)]
pub(super) struct Fragment {
    /// The fragment before it of the same subject.
    pub(super) before: Option<Pointer>,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) parts: Vec<Part>,
    pub(super) told: Vec<Told>,
}

/// A statement without its subject. Its spans are in the text of the fragment.
#[derive(Serialize, Deserialize)]
pub(super) struct Told {
    /// Which statement of its piece it is.
    pub(super) number: u32,
    predicate: String,
    object: Term,
    spans: Spans,
}

impl Fragment {
    pub(super) fn new(
        before: Option<Pointer>,
        source: &Arc<Source>,
        statements: impl Iterator<Item = (u32, Statement)>,
    ) -> Self {
        let mut subject = String::new();
        let mut told: Vec<Told> = statements
            .map(|(number, Statement { subject: of, predicate, object, spans })| {
                subject = of;
                Told { number, predicate, object, spans }
            })
            .collect();
        let mut spans: Vec<Span> = told.iter_mut().flat_map(|told| told.spans.each().map(|span| *span)).collect();
        let Excerpt { text, parts } = Excerpt::of(source, &mut spans);
        let places = told.iter_mut().flat_map(|told| told.spans.each());
        places.zip(spans).for_each(|(place, span)| *place = span);
        Self { before, subject, text, parts, told }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let taken = std::mem::take(out);
        *out = postcard::to_extend(self, taken).map_err(io::Error::other)?;
        Ok(())
    }

    /// Reads a fragment, and gives what follows it.
    pub(super) fn read(bytes: &[u8]) -> io::Result<(Self, &[u8])> {
        postcard::take_from_bytes(bytes).map_err(io::Error::other)
    }

    /// The statements, with their lines added to an excerpt.
    pub(super) fn statements(self, excerpt: &mut Excerpt) -> impl Iterator<Item = (u32, Statement)> {
        let by = excerpt.append(&self.text, &self.parts);
        let subject = self.subject;
        self.told.into_iter().map(move |Told { number, predicate, object, mut spans }| {
            spans.each().into_iter().for_each(|span| *span = span.shifted(by));
            (number, Statement { subject: subject.clone(), predicate, object, spans })
        })
    }
}
