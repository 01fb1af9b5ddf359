//! Why a query has no answer.

use std::fmt;
use std::io;
use std::time::Duration;

use super::guard::MOST_TERMS;

/// Why a query has no answer, in words that say the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The query is not SPARQL: what is wrong, and where, if it is known (line and column, from 1, in code points).
    Syntax { message: String, at: Option<(usize, usize)> },
    /// It would change the data.
    Update,
    /// It is nested more deeply, or longer, than is read; the limit in words.
    Nested(String),
    /// An IRI of a graph is not one.
    Graph(String),
    /// It asks another endpoint.
    Service,
    /// It went on beyond this time.
    Time(Duration),
    /// It held more solutions at once than memory is for.
    Memory,
    /// Whoever asked does not wait for it any more.
    Halted,
    /// Its answer has more solutions or statements than this.
    Rows(usize),
    /// Its answer is longer than this.
    Bytes(usize),
    /// It has an answer of another kind than can be written in the form that is asked for; the kind.
    Form(crate::store::Kind),
    /// A statement of the answer cannot be written in the form that is asked for.
    Unwritable(String),
    /// Whoever takes the answer cannot take more of it: the sort of error, and what it says.
    Output(io::ErrorKind, String),
    /// The engine says so.
    Engine(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { message, at: Some((line, column)) } => {
                write!(f, "the query is not SPARQL: line {line}, column {column}: {message}")
            }
            Self::Syntax { message, at: None } => write!(f, "the query is not SPARQL: {message}"),
            Self::Update => f.write_str("this is an update, and the data are read-only"),
            Self::Nested(limit) => write!(f, "the query is {limit}"),
            Self::Graph(iri) => write!(f, "the name of a graph is not an absolute IRI: {iri}"),
            Self::Service => f.write_str("the query asks another endpoint (SERVICE), and none is asked from here"),
            Self::Time(time) => write!(f, "the query was stopped after {} s, the time it may take", time.as_secs_f64()),
            Self::Memory => {
                write!(
                    f,
                    "the query was stopped: memory is for {MOST_TERMS} terms at once of all queries, and it held more than its share"
                )
            }
            Self::Halted => f.write_str("the query was called off"),
            Self::Rows(rows) => write!(f, "the answer has more than {rows} rows, the most that are given"),
            Self::Bytes(bytes) => write!(f, "the answer is longer than {bytes} bytes, the most that are given"),
            Self::Form(kind) => {
                write!(f, "the query gives {}, which the form that is asked for has no room for", kind.said())
            }
            Self::Unwritable(what) => f.write_str(what),
            Self::Output(_, why) => write!(f, "the answer cannot be written: {why}"),
            Self::Engine(message) => write!(f, "the query cannot be evaluated: {message}"),
        }
    }
}

impl Fault {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Syntax { .. } | Self::Engine(_) | Self::Output(..) | Self::Halted => return None,
            Self::Update => "ask by SELECT, ASK, CONSTRUCT or DESCRIBE",
            Self::Nested(_) => "break it into several queries",
            Self::Graph(_) => "give an IRI with its scheme, such as https://data.example.org/graph",
            Self::Service => "take SERVICE out, and load the other data beside these",
            Self::Time(_) | Self::Memory => {
                "ask for less: fewer patterns that share no variable, a FILTER on what is already bound, a LIMIT"
            }
            Self::Rows(_) | Self::Bytes(_) => "add LIMIT and OFFSET with ORDER BY, or ask for less",
            Self::Form(crate::store::Kind::Graph) => "ask for Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML",
            Self::Form(crate::store::Kind::Boolean) => "ask for JSON or XML",
            Self::Form(crate::store::Kind::Solutions) => "ask for JSON, XML, CSV or TSV",
            Self::Unwritable(_) => "ask for Turtle or N-Triples, which hold every statement",
        })
    }
}
