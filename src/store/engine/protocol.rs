//! The SPARQL 1.1 Protocol: an HTTP request in, an HTTP answer out, as a function of the two and the data.
//!
//! Queries are answered (2.1); updates are refused, because the data are read-only. A GET without a query gives the description
//! of the service (SPARQL 1.1 Service Description).

use super::fault::Fault;
use super::{Query, Store, ask};
pub use crate::store::Limits;
use crate::store::form::Kind;

mod accept;
mod description;
mod parameters;

use accept::Accept;
use parameters::Parameters;

/// A request of HTTP.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub method: &'a str,
    /// The query string as it came, without `?`.
    pub query: &'a str,
    pub content_type: Option<&'a str>,
    pub accept: Option<&'a str>,
    pub body: &'a [u8],
    /// The absolute address of the endpoint.
    pub endpoint: &'a str,
}

/// An answer of HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// The methods that are answered.
const ALLOWED: &str = "GET, HEAD, POST, OPTIONS";
/// What may be posted.
const POSTED: &str = "application/sparql-query, application/x-www-form-urlencoded";

/// Answers a request, whatever it is. HEAD is answered as GET: whoever sends the answer leaves the body out, and knows how
/// long it would be (RFC 9110, 8.6).
#[must_use]
pub fn answer(store: &Store, request: &Request<'_>, limits: &Limits) -> Answer {
    respond(store, request, limits).unwrap_or_else(Refusal::answer)
}

fn respond(store: &Store, request: &Request<'_>, limits: &Limits) -> Result<Answer, Refusal> {
    let accept = Accept::of(request.accept);
    let parameters = match request.method {
        "GET" | "HEAD" => Parameters::of_address(request)?,
        "POST" => Parameters::of_body(request)?,
        "OPTIONS" => return Ok(options()),
        other => return Err(Refusal::method(other)),
    };
    let Some(text) = &parameters.query else {
        return described(store, request, &accept, limits);
    };
    let query = Query {
        text,
        base: Some(request.endpoint),
        default_graphs: parameters.default_graphs.iter().map(String::as_str).collect(),
        named_graphs: parameters.named_graphs.iter().map(String::as_str).collect(),
    };
    // An answer has one status: whether it is whole is known at its end.
    let mut body = Vec::new();
    let found = ask(store, &query, limits, &|kind| accept.form(kind), &mut body);
    let found = found.map_err(|fault| Refusal::of(&fault, text))?;
    Ok(success(accept.media_type(found.form), body))
}

fn described(store: &Store, request: &Request<'_>, accept: &Accept, limits: &Limits) -> Result<Answer, Refusal> {
    let form = accept.form(Kind::Graph).ok_or_else(|| Refusal::of(&Fault::Form(Kind::Graph), ""))?;
    let bytes = description::write(store, request.endpoint, form, limits).map_err(|fault| Refusal::of(&fault, ""))?;
    Ok(success(accept.media_type(form), bytes))
}

fn success(content_type: String, body: Vec<u8>) -> Answer {
    let headers = vec![("Content-Type", content_type), ("Vary", "Accept".to_owned())];
    Answer { status: 200, headers, body }
}

fn options() -> Answer {
    let headers = vec![("Allow", ALLOWED.to_owned()), ("Accept-Post", POSTED.to_owned())];
    Answer { status: 204, headers, body: Vec::new() }
}

/// Why a request is not answered: the status, further headers, and words for people.
#[derive(Debug)]
struct Refusal {
    status: u16,
    headers: Vec<(&'static str, String)>,
    text: String,
}

impl Refusal {
    fn new(status: u16, message: &str, help: Option<&str>) -> Self {
        let help = help.map(|help| format!("help: {help}\n")).unwrap_or_default();
        Self { status, headers: Vec::new(), text: format!("{message}\n{help}") }
    }

    fn bad(message: &str, help: &str) -> Self {
        Self::new(400, message, Some(help))
    }

    fn method(method: &str) -> Self {
        let refusal = Self::new(405, &format!("{method} is not for this endpoint"), Some("ask by GET or POST"));
        Self { headers: vec![("Allow", ALLOWED.to_owned())], ..refusal }
    }

    fn media_type(said: &str) -> Self {
        let help = format!("post a query as {}", POSTED.replace(", ", ", or parameters as "));
        let refusal = Self::new(415, &format!("a body of {said} is not read"), Some(&help));
        Self { headers: vec![("Accept-Post", POSTED.to_owned())], ..refusal }
    }

    fn update() -> Self {
        Self::new(403, &Fault::Update.to_string(), Fault::Update.help())
    }

    /// The refusal for a query's fault; a mistake of syntax is shown in its line.
    fn of(fault: &Fault, query: &str) -> Self {
        let status = match fault {
            Fault::Syntax { .. } | Fault::Update | Fault::Nested(_) | Fault::Graph(_) | Fault::Service => 400,
            Fault::Form(_) | Fault::Unwritable(_) => 406,
            // The request is well-formed, and would be answered if it asked for less.
            Fault::Rows(_) | Fault::Bytes(_) => 422,
            Fault::Engine(_) | Fault::Output(..) => 500,
            Fault::Time(_) | Fault::Memory | Fault::Halted => 503,
        };
        let shown = match fault {
            Fault::Syntax { at: Some((line, column)), .. } => pointed(query, *line, *column),
            _ => String::new(),
        };
        let Self { headers, text, .. } = Self::new(status, &fault.to_string(), fault.help());
        Self { status, headers, text: text + &shown }
    }

    fn answer(self) -> Answer {
        let Self { status, mut headers, text } = self;
        headers.push(("Content-Type", "text/plain; charset=utf-8".to_owned()));
        Answer { status, headers, body: text.into_bytes() }
    }
}

/// Letters of a line that are shown on each side of a mistake.
const SHOWN: usize = 60;

/// A line of the query, and a mark under a column of it.
fn pointed(query: &str, line: usize, column: usize) -> String {
    let Some(text) = query.split('\n').nth(line - 1) else { return String::new() };
    let first = column.saturating_sub(SHOWN + 1);
    let part: String = text.trim_end_matches('\r').chars().skip(first).take(2 * SHOWN).collect();
    format!("\n  {part}\n  {}^\n", " ".repeat(column - 1 - first))
}
