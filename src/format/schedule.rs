//! Programmes as schedule tools and sites publish them in JSON, YAML and front matter.
//!
//! frab, pretalx, Sessionize, Hacker Tracker, open-event, Indico and the data files of sites say the same things under other
//! names, nested in other ways. So there is one reader: it looks for objects that are sessions, people and places by what
//! they say (`walk`), understands keys by their names (`keys`), and follows ids from one list to the other (`lookup`),
//! also into the other files of the same folder.

use std::collections::HashMap;
use std::sync::Arc;

use super::feed::{Import, Programme};
use super::{Companion, Format, Limits, ReadOptions, Syntax, json, markdown, yaml};
use crate::diagnostic::{Diagnostic, Fate, Report, Severity};
use crate::doc::Node;
use crate::source::{Source, Span};

mod event;
mod keys;
mod lookup;
mod person;
mod sniff;
mod time;
mod value;
mod walk;

use lookup::Lists;

/// The formats of this reader: one for each syntax.
macro_rules! formats {
    ($($(#[$doc:meta])* $static:ident $name:literal $about:literal $sniff:path, $read:ident;)+) => {
        $($(#[$doc])* pub static $static: Format = Format {
            name: $name,
            about: $about,
            extensions: &[],
            media_types: &[],
            sniff: $sniff,
            read: Some($read),
            statements: None,
            comments: None,
            write: None,
        };)+
    };
}

formats! {
    /// JSON of schedule tools.
    JSON "schedule-json" "A programme in JSON as frab, pretalx, Sessionize, Hacker Tracker, open-event or Indico export it" sniff::json, read_json;
    /// YAML data files of sites.
    YAML "schedule-yaml" "A programme in YAML data files of a site, with keys of its own" sniff::yaml, read_yaml;
    /// Markdown files with front matter that is not ours.
    MARKDOWN "schedule-markdown" "A session in the front matter of a site's page, with keys of its own" sniff::markdown, read_markdown;
}

/// Whether a format is read together with the other files of its folder.
#[must_use]
pub fn has_companions(format: &Format) -> bool {
    [&JSON, &YAML].iter().any(|known| std::ptr::eq(*known, format))
}

fn read_json<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    read(parse_json(source.text(), &options.limits), source, options, report)
}

fn read_yaml<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let roots = yaml::parse_mended(source.text(), &options.limits).map(|(roots, mended)| {
        if let Some(place) = mended {
            let message = "a list or object in brackets goes on over lines as it may not in YAML";
            let told = Diagnostic::new("import/mended", Severity::Note, source, place, message);
            report.push(told.help("it was read as if it stood on one line; indent its lines with spaces"));
        }
        roots
    });
    read(roots, source, options, report)
}

fn read_markdown<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let records = match (markdown::read_unfenced(source, options, report), markdown::FORMAT.read) {
        (Some(records), _) => records,
        (None, Some(read_record)) => read_record(source, options, report),
        (None, None) => Vec::new(),
    };
    read(Ok(records), source, options, report)
}

fn parse_json<'s>(text: &'s str, limits: &Limits) -> Result<Vec<Node<'s>>, Syntax> {
    json::parse(text, limits).map(|root| vec![root])
}

fn read<'s>(
    roots: Result<Vec<Node<'s>>, Syntax>,
    source: &'s Arc<Source>,
    options: &ReadOptions,
    report: &mut Report,
) -> Vec<Node<'s>> {
    let roots = match roots {
        Ok(roots) => roots,
        Err(fault) => {
            report.push(fault.finding(source));
            return Vec::new();
        }
    };
    let found = walk::walk(&roots);
    let mut lists = Lists::new(&found);
    let companions: Vec<Vec<Node<'static>>> = options.companions.iter().map(Companion::roots).collect();
    let beside: Vec<walk::Found<'_, 'static>> = companions.iter().map(|roots| walk::walk(roots)).collect();
    for found in &beside {
        lists.add_companion(found);
    }
    let programme = programme(&found, &beside, source);
    let mut import = Import::new(source, &programme, options, report);
    let mut records = Vec::new();
    for session in distinct(&found, &mut import) {
        records.extend(event::session(session, &lists, &mut import));
    }
    let is_main = |found: &walk::Found| !found.sessions.is_empty();
    let own = is_main(&found);
    records.extend(person::others(&found, &lists, own, beside.iter().find(|found| is_main(found)), &mut import));
    account(&found, own || beside.iter().any(is_main), &mut import);
    import.finish();
    records
}

/// The sessions without those that say the same again, as a view by time beside one by room does.
fn distinct<'f, 'n, 's>(found: &'f walk::Found<'n, 's>, import: &mut Import<'s, '_>) -> Vec<&'f walk::Session<'n, 's>> {
    let mut seen: HashMap<String, Vec<&Node>> = HashMap::new();
    let mut distinct = Vec::new();
    for session in &found.sessions {
        let keys: Vec<String> = walk::ids(session.node).collect();
        let before = seen.entry(keys.join(" ")).or_default();
        if !keys.is_empty() && before.iter().any(|known| known.same_value(session.node)) {
            import.report().account.add("event", Fate::Part);
            continue;
        }
        before.push(session.node);
        distinct.push(session);
    }
    distinct
}

/// Counts what lists hold besides people: it is in the sessions that refer to it, here or in a file beside.
fn account<'s>(found: &walk::Found<'_, 's>, has_sessions: bool, import: &mut Import<'s, '_>) {
    for node in &found.nameless {
        let source = import.source();
        import.report().leave("listed person", source, node.head(), "it has no name");
    }
    let lists = [("listed place", &found.rooms), ("listed track", &found.tracks), ("listed type", &found.kinds)];
    for (kind, nodes) in lists {
        for node in nodes {
            if has_sessions {
                import.report().account.add(kind, Fate::Part);
            } else {
                let source = import.source();
                import.report().leave(kind, source, node.node.head(), "there is no programme here that refers to it");
            }
        }
    }
}

/// What is said of the event as a whole, here or in a file beside.
fn programme<'s>(
    found: &walk::Found<'_, 's>,
    beside: &[walk::Found<'_, 'static>],
    source: &'s Arc<Source>,
) -> Programme<'s> {
    let own = found.programme.map(event::programme);
    let end = Span::new(0, source.text().len().min(1));
    let other = || beside.iter().find_map(|found| found.programme).map(|node| event::programme(node).at(end));
    own.or_else(other).unwrap_or_default()
}
