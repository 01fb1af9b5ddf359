//! Turtle, `TriG`, N-Triples and N-Quads, read in pieces.

use memchr::memmem;
use oxrdf::Quad;
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParser, TurtleSyntaxError};

use super::{Opened, Pieces, Relay, Take, language};
use crate::format::rdf::{in_default_graph, no_base};
use crate::format::{ReadOptions, Syntax};
use crate::source::Span;
use crate::vocab::PREFIXES;

/// What the four parsers have in common.
trait Parser {
    /// A parser for the lines behind a fault, where every statement has a line of its own.
    fn fresh() -> Option<Self>
    where
        Self: Sized;
    fn feed(&mut self, bytes: &[u8]);
    fn end(&mut self);
    fn next(&mut self) -> Option<Result<Quad, TurtleSyntaxError>>;
    /// Tells the prefixes that were declared up to here.
    fn prefixes(&self, take: &mut dyn Take);
}

macro_rules! parser {
    ($type:ty, $fresh:expr, $quad:expr, $prefixes:expr) => {
        impl Parser for $type {
            fn fresh() -> Option<Self> {
                $fresh
            }
            fn feed(&mut self, bytes: &[u8]) {
                self.extend_from_slice(bytes);
            }
            fn end(&mut self) {
                <$type>::end(self);
            }
            fn next(&mut self) -> Option<Result<Quad, TurtleSyntaxError>> {
                self.parse_next().map(|result| result.map($quad))
            }
            fn prefixes(&self, take: &mut dyn Take) {
                let tell: fn(&Self, &mut dyn Take) = $prefixes;
                tell(self, take);
            }
        }
    };
}

/// A syntax without prefixes gets those that everybody knows.
fn well_known<P>(_: &P, take: &mut dyn Take) {
    for (name, namespace) in PREFIXES {
        take.prefix(name, namespace);
    }
}

macro_rules! declared {
    () => {
        |parser, take| {
            let mut prefixes: Vec<(&str, &str)> = parser.prefixes().collect();
            prefixes.sort_unstable();
            for (name, namespace) in prefixes {
                take.prefix(name, namespace);
            }
        }
    };
}

parser!(oxttl::turtle::LowLevelTurtleParser, None, in_default_graph, declared!());
parser!(oxttl::trig::LowLevelTriGParser, None, |quad| quad, declared!());
parser!(oxttl::ntriples::LowLevelNTriplesParser, Some(NTriplesParser::new().low_level()), in_default_graph, well_known);
parser!(oxttl::nquads::LowLevelNQuadsParser, Some(NQuadsParser::new().low_level()), |quad| quad, well_known);

pub(super) fn turtle(options: &ReadOptions, relay: Relay) -> Opened {
    let mut parser = TurtleParser::new();
    if let Some(base) = &options.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| no_base(base, &error))?;
    }
    Ok(Reader::boxed(parser.low_level(), relay))
}

pub(super) fn trig(options: &ReadOptions, relay: Relay) -> Opened {
    let mut parser = TriGParser::new();
    if let Some(base) = &options.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| no_base(base, &error))?;
    }
    Ok(Reader::boxed(parser.low_level(), relay))
}

#[allow(clippy::unnecessary_wraps)] // the form of the table
pub(super) fn ntriples(_: &ReadOptions, relay: Relay) -> Opened {
    Ok(Reader::boxed(NTriplesParser::new().low_level(), relay))
}

#[allow(clippy::unnecessary_wraps)] // the form of the table
pub(super) fn nquads(_: &ReadOptions, relay: Relay) -> Opened {
    Ok(Reader::boxed(NQuadsParser::new().low_level(), relay))
}

struct Reader<P> {
    parser: P,
    relay: Relay,
    /// The language tag before the place that the parser has come to, as it was written.
    tag: Option<String>,
    /// How many of the next statements may come out behind a declaration of prefixes that is not told yet.
    untold: usize,
    /// Where in the piece the parser began; before it for the usual case.
    begin: i64,
    /// The length of the piece.
    length: usize,
}

/// A statement that is complete but for the parser's look ahead comes out before those behind a declaration.
const LATE: usize = 2;

impl<P: Parser + 'static> Reader<P> {
    fn boxed(parser: P, relay: Relay) -> Box<dyn Pieces> {
        Box::new(Self { parser, relay, tag: None, untold: LATE, begin: 0, length: 0 })
    }
}

impl<P: Parser> Reader<P> {
    /// Takes the statements that are complete.
    fn drain(&mut self, take: &mut dyn Take) -> Result<(), Syntax> {
        while let Some(result) = self.parser.next() {
            let quad = result.map_err(|error| self.fault(&error))?;
            if self.untold > 0 {
                self.untold -= 1;
                self.parser.prefixes(take);
            }
            let tag = self.tag.as_deref();
            let tag = tag.filter(|tag| language(&quad).is_some_and(|language| tag.eq_ignore_ascii_case(language)));
            self.relay.tell(&quad, tag, take);
        }
        Ok(())
    }

    fn fault(&self, error: &TurtleSyntaxError) -> Syntax {
        let place = error.location();
        let offset = |offset: u64| {
            let offset = i64::try_from(offset).unwrap_or(i64::MAX).saturating_add(self.begin);
            usize::try_from(offset).unwrap_or(0).min(self.length)
        };
        let span = Span::new(offset(place.start.offset), offset(place.end.offset));
        let message = error.message();
        let help = if message.contains("No scheme") { "write the whole IRI, or say the base with --base" } else { "" };
        Syntax::new(span, message).help(help)
    }

    /// Feeds a piece from a place on, cut in front of all that the parser does not tell but that has to be known.
    fn feed_cut(&mut self, piece: &[u8], mut start: usize, cuts: &[usize], take: &mut dyn Take) -> Result<(), Syntax> {
        let first = cuts.partition_point(|&cut| cut < start);
        for &cut in &cuts[first..] {
            self.parser.feed(&piece[start..cut]);
            start = cut;
            self.drain(take)?;
            if piece[cut] == b'@' {
                self.tag = Some(tag(&piece[cut + 1..]).to_owned());
            }
            self.untold = if take.wants_prefixes() { LATE } else { 0 };
        }
        self.parser.feed(&piece[start..]);
        self.drain(take)
    }

    fn cuts(&self, piece: &[u8], take: &dyn Take) -> Vec<usize> {
        let mut cuts = if has_capital_tag(piece) || self.tag.is_some() { tags(piece) } else { Vec::new() };
        if take.wants_prefixes() {
            cuts.extend(declarations(piece));
            cuts.sort_unstable();
        }
        cuts
    }
}

impl<P: Parser> Pieces for Reader<P> {
    fn feed(&mut self, piece: &[u8], take: &mut dyn Take, faults: &mut Vec<Syntax>) -> bool {
        self.begin -= i64::try_from(self.length).unwrap_or(i64::MAX);
        self.length = piece.len();
        let cuts = self.cuts(piece, take);
        let mut start = 0;
        while let Err(fault) = self.feed_cut(piece, start, &cuts, take) {
            let from = fault.span.start as usize;
            faults.push(fault);
            let Some(fresh) = P::fresh() else { return false };
            let line_end = memchr::memchr2(b'\n', b'\r', &piece[from..]);
            start = line_end.map_or(piece.len(), |end| from + end + 1);
            self.begin = i64::try_from(start).unwrap_or(i64::MAX);
            self.parser = fresh;
        }
        // Lower case is what the parser gives anyway; then the next piece needs no cuts.
        if self.tag.as_ref().is_some_and(|tag| !tag.bytes().any(|byte| byte.is_ascii_uppercase())) {
            self.tag = None;
        }
        true
    }

    fn end(&mut self, take: &mut dyn Take, faults: &mut Vec<Syntax>) {
        self.parser.end();
        faults.extend(self.drain(take).err());
    }
}

/// Where a language tag may stand, or something that looks like one.
fn tags(piece: &[u8]) -> Vec<usize> {
    memchr::memchr_iter(b'@', piece).filter(|&at| piece.get(at + 1).is_some_and(u8::is_ascii_alphabetic)).collect()
}

/// The tag at the beginning of some bytes.
fn tag(bytes: &[u8]) -> &str {
    let length = bytes.iter().position(|&byte| !byte.is_ascii_alphanumeric() && byte != b'-');
    std::str::from_utf8(&bytes[..length.unwrap_or(bytes.len())]).unwrap_or_default()
}

fn has_capital_tag(piece: &[u8]) -> bool {
    memchr::memchr_iter(b'@', piece).any(|at| tag(&piece[at + 1..]).bytes().any(|byte| byte.is_ascii_uppercase()))
}

/// Where a prefix may be declared.
fn declarations(piece: &[u8]) -> impl Iterator<Item = usize> {
    memmem::find_iter(piece, b"prefix").chain(memmem::find_iter(piece, b"PREFIX"))
}
