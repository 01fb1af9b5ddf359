//! `plenary link resolve`: which organizations of a register strings name.

use std::io::{Read, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::authorities::Authorities;
use super::{Form, spare};
use crate::cli;
use crate::cli::output::Output;
use crate::diagnostic::Error;
use crate::link::authority::{Authority, Match, Query, THRESHOLD, country, resolve};
use crate::link::{bits, probability};

/// What `link resolve` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Strings that name organizations, as affiliations do; - for lines of standard input
    #[arg(required = true, value_name = "TEXT")]
    texts: Vec<String>,
    #[command(flatten)]
    authorities: Authorities,
    /// The country that all of them are in, by ISO 3166, such as CH
    #[arg(long, value_name = "CODE", value_parser = code)]
    country: Option<String>,
    /// The weight over which an organization is named, in bits
    #[arg(long, value_name = "BITS", default_value_t = bits(THRESHOLD), allow_negative_numbers = true, value_parser = cli::bits)]
    threshold: f64,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A code of ISO 3166, in letters of any case.
fn code(text: &str) -> Result<String, String> {
    let code = text.to_uppercase();
    if country::is_code(&code) {
        return Ok(code);
    }
    Err(match country::code(text) {
        Some(meant) => format!("a country is given by its code; did you mean {meant}?"),
        None => "it is no code of ISO 3166; write two letters, such as CH".to_owned(),
    })
}

/// Resolves strings and prints what was found, with what adds up to it. Exit code 1 where a string names none.
pub(super) fn run(arguments: &Arguments) -> Result<u8, Error> {
    if arguments.authorities.files.is_empty() {
        let help = "give one with --authority, such as the records of ROR (https://ror.org/)";
        return Err(Error::usage("there is no register to look the strings up in").help(help));
    }
    spare(arguments.output.as_deref(), arguments.authorities.paths())?;
    let texts = texts(&arguments.texts)?;
    let authority = arguments.authorities.read()?;
    let mut out = Output::open(arguments.output.as_deref())?;
    let (mut list, mut missing) = (Vec::new(), false);
    for text in &texts {
        let found = above(&authority, &arguments.query(text), arguments.threshold);
        missing |= found.is_empty();
        let written = match arguments.format {
            Form::Text => as_text(text, &found, &mut out),
            Form::Json => {
                list.push(json!({"text": text, "matches": found.iter().map(as_json).collect::<Vec<_>>()}));
                Ok(())
            }
        };
        written.map_err(|error| Error::io("cannot write", &error))?;
    }
    if arguments.format == Form::Json {
        writeln!(out, "{:#}", Value::from(list)).map_err(|error| Error::io("cannot write", &error))?;
    }
    out.finish().map(|()| u8::from(missing))
}

impl Arguments {
    fn query<'q>(&'q self, text: &'q str) -> Query<'q> {
        Query { text, country: self.country.as_deref(), url: None }
    }
}

/// The strings, those of standard input in the place of `-`.
fn texts(given: &[String]) -> Result<Vec<String>, Error> {
    let mut texts = Vec::new();
    for text in given {
        if text == "-" {
            let mut lines = String::new();
            let read = std::io::stdin().read_to_string(&mut lines);
            read.map_err(|error| Error::unread("<stdin>", &error))?;
            texts.extend(lines.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
        } else {
            texts.push(text.clone());
        }
    }
    Ok(texts)
}

/// The matches that weigh more than so many bits.
pub(super) fn above<'a>(authority: &'a Authority, query: &Query, threshold: f64) -> Vec<Match<'a>> {
    resolve(authority, query).into_iter().filter(|found| bits(found.weight()) > threshold).collect()
}

fn as_text(text: &str, found: &[Match], out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{text}")?;
    if found.is_empty() {
        writeln!(out, "  no organization of the register")?;
    }
    for one in found {
        let unit = if one.is_whole { "" } else { ", of which the string names a unit" };
        writeln!(out, "  {} <{}>{unit}", one.entity.label(), one.entity.iri)?;
        for part in &one.parts {
            let words: Vec<&str> =
                [part.left.as_str(), &part.right].into_iter().filter(|word| !word.is_empty()).collect();
            let line = format!("  {:>8.3}  {:<24} {}", bits(part.weight), part.what, words.join(" / "));
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out, "  {:>8.3}  confidence {:.4}", bits(one.weight()), probability(one.weight()))?;
    }
    Ok(())
}

fn as_json(found: &Match) -> Value {
    let parts = found.parts.iter();
    let parts = parts
        .map(|part| json!({"what": part.what, "left": part.left, "right": part.right, "weight": bits(part.weight)}));
    json!({
        "id": found.entity.iri,
        "name": found.entity.label(),
        "words": found.words,
        "whole": found.is_whole,
        "weight": bits(found.weight()),
        "confidence": probability(found.weight()),
        "parts": parts.collect::<Vec<_>>(),
    })
}
