//! `plenary link explain` on two records of some inputs.

use std::io::Write;

use serde_json::{Value, json};

use super::Form;
use crate::cli::Global;
use crate::cli::given::Given;
use crate::cli::merge::Linking;
use crate::cli::sources::{Gathered, Sources};
use crate::diagnostic::Error;
use crate::link::bits;
use crate::merge::explain::{Explained, explain};
use crate::merge::world::{NodeId, World};
use crate::merge::{self, CannotLink, Found, Rules};

/// Records with what was found of them, to explain pairs by.
pub(super) struct Evidence {
    world: World,
    rules: Rules,
    found: Found,
}

impl Evidence {
    /// Reads and links; the exit code where the configuration is not sound.
    pub(super) fn gather(sources: &Sources, linking: &Linking, global: &Global) -> Result<Result<Self, u8>, Error> {
        let mut given = Given::default();
        let mut rules = linking.rules(&mut given)?;
        let world = match sources.gather(given, &[], global)? {
            Gathered::Told(code) => return Ok(Err(code)),
            Gathered::World(world, settings, _) => {
                rules.settings = settings;
                world
            }
        };
        let found = merge::link(&world, &rules)?;
        Ok(Ok(Self { world, rules, found }))
    }

    /// Each pair of records of two names, explained; none where a name means no record.
    pub(super) fn explain(&self, left: &str, right: &str) -> Vec<(&World, Explained)> {
        let others = self.world.named(right);
        let pairs = self.world.named(left).into_iter().flat_map(|left| others.iter().map(move |right| (left, *right)));
        let pairs = pairs.filter(|(left, right)| left != right);
        pairs.map(|(left, right)| (&self.world, explain(&self.world, &self.rules, &self.found, left, right))).collect()
    }
}

/// Prints what speaks for and against each pair of records of two names. Exit code 1 where none of them is of one entity.
pub(super) fn run(
    names: (&str, &str),
    (sources, linking): (&Sources, &Linking),
    form: Form,
    global: &Global,
) -> Result<u8, Error> {
    let evidence = match Evidence::gather(sources, linking, global)? {
        Ok(evidence) => evidence,
        Err(code) => return Ok(code),
    };
    [names.0, names.1].into_iter().try_for_each(|name| named(&evidence.world, name).map(drop))?;
    let explained = evidence.explain(names.0, names.1);
    if explained.is_empty() {
        let message = format!("{} and {} are names of one record", names.0, names.1);
        return Err(Error::usage(message).help("name another record, by its IRI or as \"SOURCE IRI\""));
    }
    let mut out = std::io::stdout().lock();
    let written = match form {
        Form::Text => explained.iter().try_for_each(|(world, pair)| text(world, pair, &mut out)),
        Form::Json => {
            let pairs: Vec<Value> = explained.iter().map(|(world, pair)| as_json(world, pair)).collect();
            writeln!(out, "{:#}", Value::from(pairs))
        }
    };
    written.map_err(|error| Error::io("cannot write to standard output", &error))?;
    Ok(u8::from(!explained.iter().any(|(_, pair)| pair.is_one)))
}

fn named(world: &World, name: &str) -> Result<Vec<NodeId>, Error> {
    let nodes = world.named(name);
    if nodes.is_empty() {
        let help = "name a record by its IRI, or by its source and its IRI: \"SOURCE IRI\"";
        return Err(Error::usage(format!("no source has a record {name}")).help(help));
    }
    Ok(nodes)
}

/// A pair with what adds up to its weight.
pub(super) fn text(world: &World, pair: &Explained, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}\n{}", world.name(pair.left), world.name(pair.right))?;
    for why in &pair.exact {
        writeln!(out, "          {}", why.words())?;
    }
    for part in &pair.parts {
        let words: Vec<&str> = [part.left.as_str(), &part.right].into_iter().filter(|word| !word.is_empty()).collect();
        writeln!(out, "{:>8.3}  {:<24} {}", bits(part.weight), part.what, words.join(" / "))?;
    }
    if !pair.parts.is_empty() {
        writeln!(out, "{:>8.3}  together", bits(pair.weight()))?;
    }
    if let Some(cannot) = &pair.cannot {
        writeln!(out, "          kept apart: {}", words(cannot))?;
    }
    writeln!(out, "          {}", if pair.is_one { "one entity" } else { "two entities" })
}

/// What keeps two records apart, in words.
fn words(cannot: &CannotLink) -> String {
    match cannot {
        CannotLink::Decided => "somebody decided so".to_owned(),
        CannotLink::Part => "one is part of the other".to_owned(),
        CannotLink::Type => "they are of different types".to_owned(),
        CannotLink::Slot { slot, left, right } => format!("{slot}: {left} / {right}"),
    }
}

fn as_json(world: &World, pair: &Explained) -> Value {
    let parts = pair.parts.iter();
    let parts = parts
        .map(|part| json!({"what": part.what, "left": part.left, "right": part.right, "weight": bits(part.weight)}));
    json!({
        "left": world.name(pair.left),
        "right": world.name(pair.right),
        "keys": pair.exact.iter().map(|why| why.words()).collect::<Vec<_>>(),
        "parts": parts.collect::<Vec<_>>(),
        "weight": bits(pair.weight()),
        "keptApart": pair.cannot.as_ref().map(words),
        "one": pair.is_one,
    })
}
