//! `plenary link eval --authority`: how well strings are resolved to organizations of a register.

use std::collections::BTreeSet;
use std::io::Write;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::Form;
use super::inputs::Rows;
use crate::cli::output::Output;
use crate::diagnostic::{Error, counted};
use crate::link::authority::{Authority, Match, Query, resolve};
use crate::link::bits;

/// A string with what it names by the truth, as far as the register has it, and what was found.
struct Row<'r> {
    text: String,
    truth: BTreeSet<&'r str>,
    /// How many of the true organizations the register lacks.
    unknown: usize,
    found: Vec<Match<'r>>,
}

/// Links that are right, wrong and missed.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

/// How the outcome is told.
pub(super) struct Telling<'o> {
    /// In thousandths of bits.
    pub thresholds: &'o [i64],
    pub chosen: i64,
    pub errors: usize,
    pub format: Form,
}

/// Resolves the rows, scores, prints. A link of a row that the truth has no such organization for is wrong, also where it has
/// none at all; an organization that the register lacks cannot be missed.
pub(super) fn run(rows: &Rows, authority: &Authority, telling: &Telling, mut out: Output) -> Result<u8, Error> {
    let known: BTreeSet<&str> = authority.entities().iter().map(|entity| entity.iri.as_str()).collect();
    let rows: Vec<Row> = rows.texts().into_par_iter().map(|(text, ids)| row(text, ids, authority, &known)).collect();
    let scores: Vec<(i64, Counts)> =
        telling.thresholds.iter().map(|&threshold| (threshold, counts(&rows, threshold))).collect();
    let wrong: Vec<&Row> = rows.iter().filter(|row| row.is_wrong(telling.chosen)).take(telling.errors).collect();
    let written = match telling.format {
        Form::Text => text(&rows, &scores, &wrong, telling, &mut out),
        Form::Json => writeln!(out, "{:#}", as_json(&rows, &scores, &wrong, telling)),
    };
    written.map_err(|error| Error::io("cannot write", &error))?;
    out.finish().map(|()| 0)
}

fn row<'r>(text: String, ids: &'r str, authority: &'r Authority, known: &BTreeSet<&str>) -> Row<'r> {
    let ids: BTreeSet<&str> = ids.split([' ', '|', ';']).filter(|id| !id.is_empty()).collect();
    let (truth, unknown): (BTreeSet<&str>, BTreeSet<&str>) = ids.into_iter().partition(|id| known.contains(id));
    let found = resolve(authority, &Query { text: &text, ..Query::default() });
    Row { text, truth, unknown: unknown.len(), found }
}

impl Row<'_> {
    fn links(&self, threshold: i64) -> BTreeSet<&str> {
        let found = self.found.iter().filter(|found| found.weight() > threshold);
        found.map(|found| found.entity.iri.as_str()).collect()
    }

    fn is_wrong(&self, threshold: i64) -> bool {
        self.links(threshold) != self.truth
    }
}

fn counts(rows: &[Row], threshold: i64) -> Counts {
    rows.iter().fold(Counts::default(), |sum, row| {
        let links = row.links(threshold);
        let right = links.intersection(&row.truth).count();
        Counts {
            right: sum.right + right,
            wrong: sum.wrong + links.len() - right,
            missed: sum.missed + row.truth.len() - right,
        }
    })
}

impl Counts {
    fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

#[allow(clippy::cast_precision_loss)] // counts of rows
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn text(
    rows: &[Row],
    scores: &[(i64, Counts)],
    wrong: &[&Row],
    telling: &Telling,
    out: &mut Output,
) -> std::io::Result<()> {
    let unknown: usize = rows.iter().map(|row| row.unknown).sum();
    writeln!(out, "{}; {unknown} true ids are not in the register", counted(rows.len(), "string"))?;
    writeln!(out, "\n  threshold  precision  recall  F1      right  wrong  missed")?;
    for (threshold, counts) in scores {
        let mark = if *threshold == telling.chosen { '*' } else { ' ' };
        let Counts { right, wrong, missed } = counts;
        let (threshold, precision) = (bits(*threshold), counts.precision());
        let (recall, f1) = (counts.recall(), counts.f1());
        writeln!(
            out,
            "{mark} {threshold:>9.1}  {precision:.4}     {recall:.4}  {f1:.4}  {right:>5}  {wrong:>5}  {missed:>6}"
        )?;
    }
    for row in wrong {
        writeln!(out, "\n{}", row.text)?;
        writeln!(out, "  true: {}", row.truth.iter().copied().collect::<Vec<_>>().join(" "))?;
        for found in row.found.iter().filter(|found| found.weight() > telling.chosen) {
            writeln!(out, "  found: {} {} ({:.3})", found.entity.iri, found.entity.label(), bits(found.weight()))?;
        }
    }
    Ok(())
}

fn as_json(rows: &[Row], scores: &[(i64, Counts)], wrong: &[&Row], telling: &Telling) -> Value {
    let scores = scores.iter().map(|(threshold, counts)| {
        json!({
            "threshold": bits(*threshold),
            "chosen": *threshold == telling.chosen,
            "precision": counts.precision(), "recall": counts.recall(), "f1": counts.f1(),
            "right": counts.right, "wrong": counts.wrong, "missed": counts.missed,
        })
    });
    let errors = wrong.iter().map(|row| {
        let found: Vec<&str> = row.links(telling.chosen).into_iter().collect();
        json!({"text": row.text, "true": row.truth, "found": found})
    });
    json!({
        "strings": rows.len(),
        "notInRegister": rows.iter().map(|row| row.unknown).sum::<usize>(),
        "scores": scores.collect::<Vec<_>>(),
        "errors": errors.collect::<Vec<_>>(),
    })
}
