//! Validation, mends and conversion of a text that somebody sends, by the same pipeline as the commands.

use std::path::PathBuf;

use axum::http::StatusCode;

use super::answer::{Answer, Refusal};
use super::call::Call;
use super::routes::{Kind, Parameter};
use crate::config::{Asked, Config, Whence, built_in_profiles};
use crate::diagnostic::{Diagnostic, Error, Report, Severity, Tally};
use crate::doc::Node;
use crate::format::{self, Count, FORMATS, Format, Limits, ReadOptions, Write, WriteOptions, schemaorg};
use crate::halt::Halt;
use crate::input::{Files, Input};
use crate::lookup::near::nearest;
use crate::mend::Which;
use crate::pipeline::{self, Consumer, Convert, Job, Outcome, Task, Validate};
use crate::repair;
use crate::report::{self, Counted, REPORTS, Style, Summary};
use crate::suppress::Suppressed;

/// Columns of reports for people.
const WIDTH: usize = 100;

const FORMAT: Parameter = Parameter {
    name: "format",
    about: "The format of the text; else that of its media type, else what its content looks like",
    kind: Kind::Choice(|| FORMATS.iter().filter(|format| format.read.is_some()).map(|format| format.name).collect()),
    required: false,
};
const PROFILE: Parameter = Parameter {
    name: "profile",
    about: "What records are held to",
    kind: Kind::Choice(|| built_in_profiles().collect()),
    required: false,
};
const REPORT: Parameter = Parameter {
    name: "report",
    about: "The form of the report",
    kind: Kind::Choice(|| REPORTS.iter().map(|report| report.name).collect()),
    required: false,
};
const TO: Parameter = Parameter {
    name: "to",
    about: "The format to write",
    kind: Kind::Choice(|| FORMATS.iter().filter(|format| is_written(format)).map(|format| format.name).collect()),
    required: false,
};

/// What `/validate` takes.
pub(super) static OF_VALIDATE: &[Parameter] = &[FORMAT, PROFILE, REPORT];
/// What `/mend` takes.
pub(super) static OF_MEND: &[Parameter] = &[FORMAT, PROFILE];
/// What `/convert` takes.
pub(super) static OF_CONVERT: &[Parameter] = &[FORMAT, TO];

/// The findings about a text, in the form of report that is asked for.
pub(super) fn validate(call: &Call) -> Answer {
    validated(call).unwrap_or_else(Answer::from)
}

fn validated(call: &Call) -> Result<Answer, Refusal> {
    let asked = Settings::of(call, OF_VALIDATE)?;
    let form = asked.value(&REPORT).and_then(report::by_name).unwrap_or(&report::json::REPORT);
    let job = asked.validation(call)?;
    let mut found = Found { halt: call.halt.clone(), ..Found::default() };
    pipeline::run(&job, &[asked.input(call)], &mut found).map_err(|error| unreadable(&error))?;
    let mut render = (form.new)(Style { colour: false, width: WIDTH, quiet: false });
    let mut text = String::new();
    let summary = found.summary(asked.name());
    let rendered = render
        .begin(&mut text)
        .and_then(|()| found.findings.iter().try_for_each(|finding| render.finding(finding, &mut text)))
        .and_then(|()| {
            found.suppressed.iter().try_for_each(|one| render.suppressed(&one.finding, &one.reason, &mut text))
        })
        .and_then(|()| render.end(&summary, &mut text));
    rendered.map_err(|_| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the report could not be written"))?;
    Ok(Answer::ok(&typed(form.media_type), text))
}

/// The text with everything mended that can be mended without asking.
pub(super) fn mend(call: &Call) -> Answer {
    mended(call).unwrap_or_else(Answer::from)
}

fn mended(call: &Call) -> Result<Answer, Refusal> {
    let asked = Settings::of(call, OF_MEND)?;
    let job = asked.validation(call)?;
    let mended =
        repair::mended(Which::Safe, &job, &asked.input(call), call.halt).map_err(|error| unreadable(&error))?;
    let bytes = if mended.mistakes > 0 { mended.encoding.bytes(&mended.after) } else { mended.bytes };
    Ok(Answer::ok("text/plain; charset=utf-8", bytes))
}

/// The sound records of a text in another format.
pub(super) fn convert(call: &Call) -> Answer {
    converted(call).unwrap_or_else(Answer::from)
}

fn converted(call: &Call) -> Result<Answer, Refusal> {
    let asked = Settings::of(call, OF_CONVERT)?;
    let to = asked.value(&TO).and_then(format::by_name).unwrap_or(&format::turtle::FORMAT);
    // Any format that is written from normal form will do: the records are kept.
    let default_base = Some(call.state.site.address.clone());
    let task = Task::Convert(Convert { records: true, default_base, ..Convert::to(&schemaorg::FORMAT) });
    let mut found = Found { halt: call.halt.clone(), ..Found::default() };
    let job = asked.job(call, task);
    pipeline::run(&job, &[asked.input(call)], &mut found).map_err(|error| unreadable(&error))?;
    if let (true, Some(error)) = (found.records.is_empty(), found.first_error()) {
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, format!("no record is sound: {}", error.message)));
    }
    let media_type = to.media_types.first().copied().unwrap_or("text/plain");
    Ok(Answer::ok(&typed(media_type), written(&found.records, to)?))
}

/// The media type with the encoding, where text has one.
fn typed(media_type: &str) -> String {
    if media_type.starts_with("text/") { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
}

/// Whether records in normal form are all that a writer needs.
fn is_written(format: &Format) -> bool {
    let is_text = !format.media_types.iter().any(|kind| kind.contains("spreadsheet"));
    is_text && matches!(format.write, Some(Write::Each(_) | Write::Whole(_) | Write::Graph(_)))
}

/// Refuses records that the format cannot hold at all.
fn written(records: &[Node], to: &Format) -> Result<Vec<u8>, Refusal> {
    let (mut out, mut report) = (Vec::new(), Report::default());
    let count = match records.len() {
        0 => Count::None,
        1 => Count::One,
        _ => Count::Many,
    };
    let options = WriteOptions { count, ..WriteOptions::default() };
    match &to.write {
        Some(Write::Each(each)) => {
            (each.head)(&options, &mut out);
            for (at, record) in records.iter().enumerate() {
                let separator = if at > 0 { (each.separator)(&options) } else { "" };
                out.extend_from_slice(separator.as_bytes());
                (each.record)(record, &options, &mut out);
            }
            (each.tail)(&options, &mut out);
        }
        Some(Write::Whole(write) | Write::Graph(write)) => write(records, &options, &mut out, &mut report),
        Some(Write::Statements(_)) | None => {}
    }
    match report.findings.into_iter().find(|told| told.severity == Severity::Error) {
        Some(told) if out.is_empty() => Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, told.message)),
        _ => Ok(out),
    }
}

/// What cannot be read at all. What is wrong in what can be read is a finding.
fn unreadable(error: &Error) -> Refusal {
    let text = error.to_string();
    let message = text.split("\n  help:").next().unwrap_or_default();
    Refusal::new(StatusCode::BAD_REQUEST, format!("{message}; the parameter format names the format"))
}

/// The parameters of a request, each one of its table and with one of its words.
struct Settings {
    given: Vec<(&'static str, String)>,
    /// The format that the media type of the body names.
    by_type: Option<&'static Format>,
}

impl Settings {
    fn of(call: &Call, table: &'static [Parameter]) -> Result<Self, Refusal> {
        let mut settings = Vec::new();
        for (name, value) in call.parameters() {
            let known = table.iter().find(|parameter| parameter.name == name).ok_or_else(|| unknown(&name, table))?;
            if let Kind::Choice(words) = known.kind
                && !words().contains(&&*value)
            {
                let message = format!("{name}: \"{value}\" is none of {}", words().join(", "));
                return Err(Refusal::new(StatusCode::BAD_REQUEST, message));
            }
            settings.push((known.name, value.into_owned()));
        }
        let by_type = call.content_type().and_then(|kind| FORMATS.iter().find(|format| is_called(format, kind)));
        Ok(Self { given: settings, by_type: by_type.copied() })
    }

    fn value(&self, parameter: &Parameter) -> Option<&str> {
        self.given.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.as_str())
    }

    /// What findings call the text: its media type gives it an ending, so that dialects are told by the content.
    fn name(&self) -> String {
        let ending = self.by_type.and_then(|format| format.extensions.first());
        ending.map_or_else(|| "input".to_owned(), |ending| format!("input.{ending}"))
    }

    fn input(&self, call: &Call) -> Input {
        Input::Text { path: PathBuf::from(self.name()), bytes: call.body.into() }
    }

    fn job(&self, call: &Call, task: Task) -> Job {
        let bytes = call.service.options.limits.body as u64;
        let read = ReadOptions { limits: Limits { bytes, ..Limits::default() }, ..ReadOptions::default() };
        let from = self.value(&FORMAT).and_then(format::by_name);
        Job { task, from, files: Files::default(), read, settings: Vec::new() }
    }

    fn validation(&self, call: &Call) -> Result<Job, Refusal> {
        let profile = self.value(&PROFILE).map(str::to_owned);
        let asked = Asked { file: Whence::Nowhere, profile, rules: Vec::new() };
        let checks = asked.checks(&Config::default());
        let checks = checks.map_err(|error| Refusal::new(StatusCode::BAD_REQUEST, error.to_string()))?;
        Ok(self.job(call, Task::Validate(Validate { catalogue: true, checks })))
    }
}

/// Whether a media type names a format. Plain text may be anything.
fn is_called(format: &Format, media_type: &str) -> bool {
    format.read.is_some()
        && media_type != "text/plain"
        && format.media_types.iter().any(|known| known.eq_ignore_ascii_case(media_type))
}

fn unknown(name: &str, table: &[Parameter]) -> Refusal {
    let names = table.iter().map(|parameter| parameter.name);
    let hint = match nearest(name, names.clone()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
    };
    Refusal::new(StatusCode::BAD_REQUEST, format!("there is no parameter {name}; {hint}"))
}

/// What is found in a text.
#[derive(Default)]
struct Found {
    findings: Vec<Diagnostic>,
    suppressed: Vec<Suppressed>,
    records: Vec<Node<'static>>,
    count: usize,
    halt: Halt,
}

impl Found {
    fn first_error(&self) -> Option<&Diagnostic> {
        self.findings.iter().find(|finding| finding.severity == Severity::Error)
    }

    fn summary(&self, name: String) -> Summary {
        let mut tally = Tally::default();
        self.findings.iter().for_each(|finding| tally.add(finding.severity));
        Summary {
            tally,
            suppressed: self.suppressed.len(),
            records: self.count,
            counted: Counted::Records,
            files: vec![name],
            remarks: Vec::new(),
        }
    }
}

impl Consumer for Found {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        if self.halt.is_given() {
            return Err(Error::interrupted());
        }
        self.findings.append(&mut outcome.findings);
        self.suppressed.append(&mut outcome.suppressed);
        self.records.append(&mut outcome.kept);
        self.count += outcome.records;
        Ok(())
    }
}
