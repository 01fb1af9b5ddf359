//! Asking: the query and the inputs told apart, the answer written, faults shown in the text of the query.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::super::Global;
use super::super::output::Output;
use super::super::report::{Reporter, Work};
use super::super::statements::Stated;
use super::Arguments;
use crate::diagnostic::{Diagnostic, Error, counted};
use crate::source::{Position, Source, Span};
use crate::store::{Builder, FORMS, Fault, Form, Kind, Limits, Query, Store, TABLE, ask};

/// Asks, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let (paths, name, text) = parted(arguments)?;
    let chosen = arguments.format.or_else(|| by_ending(arguments.output.as_deref()?));
    let mut builder = Builder::default();
    let mut take = |nquads: &[u8]| {
        builder.add(nquads).map_err(|why| Error::internal(format!("statements cannot be stored: {why}")))
    };
    let is_broken = match arguments.stating.state(paths, global, &mut take)? {
        Stated::Told(code) => return Ok(code),
        Stated::Taken { is_broken } => is_broken,
    };
    let store = builder.finish();
    let mut output = Output::open(arguments.output.as_deref())?;
    match answered(arguments, &store, &text, chosen, &mut output) {
        Ok(rows) => {
            output.finish()?;
            if !global.quiet && chosen.is_none_or(|form| *form == TABLE) && arguments.output.is_none() {
                super::super::say(&format!("{} of {}", rows, counted(store.len(), "statement")));
            }
            Ok(u8::from(is_broken))
        }
        Err(fault) => refuse(&fault, &name, &text),
    }
}

/// The inputs, and the query with its name.
fn parted(arguments: &Arguments) -> Result<(&[String], String, String), Error> {
    let all = arguments.words.as_slice();
    if let Some(path) = &arguments.query {
        let name = path.display().to_string();
        if name == "-" && all.iter().any(|input| input == "-") {
            let error = Error::usage("standard input cannot be both the query and an input");
            return Err(error.help("give one of them as a file"));
        }
        let read = if name == "-" { read_stdin() } else { fs::read_to_string(path) };
        let text = read.map_err(|error| Error::unread(&name, &error))?;
        return Ok((all, name, text));
    }
    match all {
        [inputs @ .., query] if !inputs.is_empty() && !Path::new(query).exists() => {
            Ok((inputs, "<query>".to_owned(), query.clone()))
        }
        _ => {
            let help =
                "give it last, as in plenary query records/ 'SELECT * { ?s ?p ?o } LIMIT 10', or with --query FILE";
            Err(Error::usage("the query is missing").help(help))
        }
    }
}

fn read_stdin() -> io::Result<String> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map(|_| text)
}

/// The form that a file name asks for.
fn by_ending(path: &Path) -> Option<&'static Form> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let endings = [
        ("srj", "json"),
        ("srx", "xml"),
        ("ttl", "turtle"),
        ("nt", "ntriples"),
        ("nq", "nquads"),
        ("rdf", "rdfxml"),
        ("txt", "table"),
    ];
    let name = endings.iter().find(|(known, _)| *known == ending).map_or(ending.as_str(), |(_, name)| name);
    Form::by_name(name)
}

/// Writes the answer, and gives how many rows it has in words.
fn answered(
    arguments: &Arguments,
    store: &Store,
    text: &str,
    chosen: Option<&'static Form>,
    output: &mut Output,
) -> Result<String, Fault> {
    let query = Query {
        text,
        base: None,
        default_graphs: arguments.default_graph.iter().map(String::as_str).collect(),
        named_graphs: arguments.named_graph.iter().map(String::as_str).collect(),
    };
    let limits =
        Limits { time: arguments.timeout, bytes: usize::MAX >> 1, rows: arguments.max_rows, ..Limits::default() };
    let usual = |kind| match kind {
        Kind::Graph => FORMS.iter().find(|form| form.is_graph),
        Kind::Solutions | Kind::Boolean => Some(&TABLE),
    };
    let answer = ask(store, &query, &limits, &|kind| chosen.or_else(|| usual(kind)), output)?;
    let noun = if answer.form.is_graph { "statement" } else { "row" };
    Ok(counted(answer.rows, noun))
}

/// Tells why there is no answer; a mistake of syntax where it stands.
fn refuse(fault: &Fault, name: &str, text: &str) -> Result<u8, Error> {
    if let Fault::Output(kind, why) = fault {
        return Err(Error::io("cannot write the answer", &io::Error::new(*kind, why.clone())));
    }
    let Fault::Syntax { message, at: Some((line, column)) } = fault else {
        let error = Error::usage(fault.to_string());
        return Err(match fault.help() {
            Some(help) => error.help(help),
            None => error,
        });
    };
    let source = Source::new(name, text);
    let begin = source.offset(Position { line: *line, column: *column });
    let length = text[begin..].chars().next().map_or(0, char::len_utf8);
    let finding = Diagnostic::error("query/syntax", &source, Span::new(begin, begin + length), message.clone());
    let mut reporter = Reporter::beside(true);
    reporter.push(&finding)?;
    reporter.finish(&Work::default())?;
    Ok(2)
}
