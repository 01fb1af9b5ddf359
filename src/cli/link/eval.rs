//! `plenary link eval`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::affiliations::{self, Telling};
use super::authorities::Authorities;
use super::{Form, Tables, inputs, spare};
use crate::cli::given::Given;
use crate::cli::output::Output;
use crate::cli::{self, Global};
use crate::config::weights;
use crate::diagnostic::{Error, counted};
use crate::link::evaluate::{self, Score};
use crate::link::record::{Record, Records};
use crate::link::{Linkage, Options, Part, authority, bits};

/// What `link eval` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    tables: Tables,
    /// The true pairs: a table of two columns of keys [default: the labels that the mapping names]
    #[arg(long, value_name = "PAIRS")]
    truth: Option<String>,
    /// A model from `plenary link train` [default: learned from the tables]
    #[arg(long, value_name = "MODEL.toml")]
    model: Option<String>,
    #[command(flatten)]
    authorities: Authorities,
    /// The weight in bits over which clusters become one, or a string names an organization of --authority [default: 0, with
    /// --authority 4]
    #[arg(long, value_name = "BITS", allow_negative_numbers = true, value_parser = cli::bits)]
    threshold: Option<f64>,
    /// List so many of the worst errors
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Arguments {
    /// Refuses what would say nothing of the links to a register, and pairs of more than two tables.
    fn fit(&self) -> Result<(), Error> {
        let is_given = [
            ("--truth", self.truth.is_some()),
            ("--model", self.model.is_some()),
            ("--duplicate-free", self.tables.duplicate_free),
        ];
        let idle = is_given.iter().find(|(_, is_given)| *is_given && !self.authorities.files.is_empty());
        if let Some((flag, _)) = idle {
            let help = "leave it out; the truth is the column that the mapping names as cluster";
            return Err(Error::usage(format!("{flag} says nothing of the links to an --authority")).help(help));
        }
        if self.truth.is_some() && self.tables.paths.len() > 2 {
            let message = format!("--truth has pairs of two tables, and {} are given", self.tables.paths.len());
            let help = "give two tables, or name the column of labels in the mappings: cluster = \"...\"";
            return Err(Error::usage(message).help(help));
        }
        Ok(())
    }
}

/// Thresholds that are shown beside the one chosen, in thousandths of bits.
const THRESHOLDS: [i64; 9] = [-4_000, -2_000, 0, 2_000, 4_000, 6_000, 8_000, 10_000, 15_000];

/// What came out, ready to print.
struct Outcome<'r> {
    records: &'r Records,
    linkage: Linkage<'r>,
    threshold: i64,
    scores: Vec<(i64, Score)>,
    errors: Vec<Mistake>,
}

/// A pair that was told wrongly.
struct Mistake {
    left: u32,
    right: u32,
    missed: bool,
    parts: Vec<Part>,
    weight: i64,
}

/// Links, scores, prints.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let more = [&arguments.truth, &arguments.model].into_iter().flatten().map(Path::new);
    let read = arguments.tables.files().chain(more).chain(arguments.authorities.paths());
    spare(arguments.output.as_deref(), read)?;
    arguments.fit()?;
    let rows = match inputs::read(&arguments.tables, global)? {
        Ok(rows) => rows,
        Err(code) => return Ok(code),
    };
    let usual = if arguments.authorities.files.is_empty() { 0 } else { authority::THRESHOLD };
    let threshold = arguments.threshold.map_or(usual, cli::milli);
    let mut thresholds: Vec<i64> = THRESHOLDS.into_iter().chain([threshold]).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    if !arguments.authorities.files.is_empty() {
        rows.labelled()?;
        let telling =
            Telling { thresholds: &thresholds, chosen: threshold, errors: arguments.errors, format: arguments.format };
        let out = Output::open(arguments.output.as_deref())?;
        return affiliations::run(&rows, &arguments.authorities.read()?, &telling, out);
    }
    let truth = rows.truth(arguments.truth.as_deref(), arguments.tables.max_bytes)?;
    let options = Options { duplicate_free: arguments.tables.duplicate_free };
    let mut given = Given::default();
    let read =
        |path: &str| given.read(Path::new(path), |source, report| weights::parse(&rows.records.fields, source, report));
    let model = arguments.model.as_deref().map(read).transpose()?.flatten();
    if let Some(code) = given.tell(global.quiet)? {
        return Ok(code);
    }
    let linkage = Linkage::with(&rows.records, options, model);
    let score = |threshold: i64| (threshold, evaluate::score(&linkage.clusters(threshold), &truth));
    let scores = thresholds.into_iter().map(score).collect();
    let errors = worst(&linkage, &truth, threshold, arguments.errors);
    let done = Outcome { records: &rows.records, linkage, threshold, scores, errors };
    let mut out = Output::open(arguments.output.as_deref())?;
    let written = match arguments.format {
        Form::Text => done.text(&mut out),
        Form::Json => writeln!(out, "{:#}", done.json()),
    };
    written.map_err(|error| Error::io("cannot write", &error))?;
    out.finish().map(|()| 0)
}

/// The errors with the weights that are furthest off.
fn worst(linkage: &Linkage<'_>, truth: &[u32], threshold: i64, most: usize) -> Vec<Mistake> {
    if most == 0 {
        return Vec::new();
    }
    let wrong = evaluate::errors(&linkage.clusters(threshold), truth);
    let weighed = |(left, right, missed)| {
        let parts = linkage.explain(left, right);
        let weight = linkage.weigh(left, right);
        Mistake { left, right, missed, parts, weight }
    };
    let mut errors: Vec<Mistake> = wrong.into_iter().map(weighed).collect();
    errors.sort_by_key(|error| (-(error.weight - threshold).abs(), error.left, error.right));
    errors.truncate(most);
    errors
}

impl Outcome<'_> {
    fn text(&self, out: &mut Output) -> std::io::Result<()> {
        let blocks = &self.linkage.blocks;
        let pairs = |count: u64| counted(usize::try_from(count).unwrap_or(usize::MAX), "pair");
        let Linkage { compared, held, .. } = self.linkage;
        let of = if compared < held { format!(" of {held} in blocks") } else { String::new() };
        writeln!(out, "{}, {}{of} compared", counted(self.records.len(), "record"), pairs(compared))?;
        writeln!(
            out,
            "{}: {} parted by a further key, {} compared within windows; {} too usual to make one",
            counted(blocks.len(), "block"),
            blocks.parted,
            blocks.windowed,
            counted(blocks.left, "key")
        )?;
        writeln!(out, "\n  threshold  precision  recall  F1      B-cubed: precision  recall  F1")?;
        for (threshold, score) in &self.scores {
            let mark = if *threshold == self.threshold { '*' } else { ' ' };
            writeln!(
                out,
                "{mark} {:>9.1}  {:.4}     {:.4}  {:.4}  {:>18.4}  {:.4}  {:.4}",
                bits(*threshold),
                score.precision(),
                score.recall(),
                score.f1(),
                score.cubed_precision,
                score.cubed_recall,
                score.cubed_f1()
            )?;
        }
        self.errors.iter().try_for_each(|error| self.error(error, out))
    }

    fn error(&self, error: &Mistake, out: &mut Output) -> std::io::Result<()> {
        let what = if error.missed { "not found" } else { "found wrongly" };
        writeln!(out, "\n{what}, weight {:.3}", bits(error.weight))?;
        for part in &error.parts {
            writeln!(out, "  {:>8.3}  {}", bits(part.weight), part.name)?;
        }
        for record in [self.record(error.left), self.record(error.right)] {
            writeln!(out, "  {}: {}", record.key, record.values.join(" | "))?;
        }
        Ok(())
    }

    fn record(&self, number: u32) -> &Record {
        &self.records.list()[number as usize]
    }

    fn json(&self) -> Value {
        let scores = self.scores.iter().map(|(threshold, score)| {
            json!({
                "threshold": bits(*threshold),
                "chosen": *threshold == self.threshold,
                "precision": score.precision(), "recall": score.recall(), "f1": score.f1(),
                "found": score.found, "truth": score.truth, "both": score.both,
                "bCubed": {"precision": score.cubed_precision, "recall": score.cubed_recall, "f1": score.cubed_f1()},
            })
        });
        json!({
            "records": self.records.len(),
            "compared": self.linkage.compared,
            "held": self.linkage.held,
            "blocks": self.linkage.blocks.len(),
            "parted": self.linkage.blocks.parted,
            "windowed": self.linkage.blocks.windowed,
            "left": self.linkage.blocks.left,
            "scores": scores.collect::<Vec<_>>(),
            "errors": self.errors.iter().map(|error| self.error_json(error)).collect::<Vec<_>>(),
        })
    }

    fn error_json(&self, error: &Mistake) -> Value {
        let side = |number| {
            let record = self.record(number);
            json!({"table": record.source, "key": record.key, "values": record.values})
        };
        let parts =
            error.parts.iter().map(|part| json!({"name": part.name, "level": part.level, "weight": bits(part.weight)}));
        json!({
            "missed": error.missed,
            "weight": bits(error.weight),
            "parts": parts.collect::<Vec<_>>(),
            "left": side(error.left),
            "right": side(error.right),
        })
    }
}
