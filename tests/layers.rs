//! The architecture: which module may name which, which files may name which crate, and how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// Who may name whom with `crate::`; a module may always name itself. Read from the top: what the user sees to what
/// everything stands on.
const LAYERS: &[(&str, &[&str])] = &[
    ("main", &[]),
    (
        "cli",
        &[
            "address",
            "artifact",
            "check",
            "collection",
            "config",
            "diagnostic",
            "diff",
            "doc",
            "figures",
            "format",
            "halt",
            "harvest",
            "input",
            "link",
            "lookup",
            "lsp",
            "mend",
            "merge",
            "model",
            "pipeline",
            "publish",
            "push",
            "rdf",
            "repair",
            "report",
            "schema",
            "serve",
            "shacl",
            "shape",
            "source",
            "store",
            "stream",
            "suppress",
            "thesaurus",
            "vocab",
        ],
    ),
    (
        "serve",
        &[
            "address",
            "check",
            "collection",
            "config",
            "diagnostic",
            "doc",
            "format",
            "halt",
            "input",
            "lookup",
            "mend",
            "pipeline",
            "publish",
            "reconcile",
            "repair",
            "report",
            "store",
            "suppress",
        ],
    ),
    (
        "reconcile",
        &["collection", "doc", "format", "halt", "link", "lookup", "model", "rdf", "shape", "thesaurus", "vocab"],
    ),
    ("repair", &["diagnostic", "format", "halt", "input", "mend", "pipeline"]),
    (
        "lsp",
        &[
            "check",
            "config",
            "diagnostic",
            "doc",
            "format",
            "input",
            "mend",
            "model",
            "pipeline",
            "shape",
            "source",
            "suppress",
            "thesaurus",
            "vocab",
        ],
    ),
    (
        "artifact",
        &[
            "check",
            "config",
            "diff",
            "format",
            "harvest",
            "rdf",
            "report",
            "shape",
            "schema",
            "model",
            "vocab",
            "thesaurus",
            "diagnostic",
            "source",
        ],
    ),
    ("push", &["address", "harvest", "format", "diagnostic"]),
    ("harvest", &["address", "config", "format", "diagnostic", "vocab"]),
    (
        "config",
        &[
            "address",
            "lookup",
            "check",
            "format",
            "input",
            "link",
            "merge",
            "shape",
            "model",
            "vocab",
            "diagnostic",
            "doc",
            "source",
        ],
    ),
    ("diff", &["rdf", "report", "shape", "model", "thesaurus", "vocab", "diagnostic", "doc"]),
    (
        "publish",
        &["collection", "figures", "format", "rdf", "shape", "model", "thesaurus", "vocab", "diagnostic", "doc"],
    ),
    ("figures", &["collection", "format", "rdf", "shape", "thesaurus", "doc"]),
    ("collection", &["format", "rdf", "shape", "model", "diagnostic", "doc", "source"]),
    ("merge", &["link", "lookup", "rdf", "shape", "model", "vocab", "diagnostic", "doc", "source"]),
    ("link", &["format", "lookup", "vocab", "diagnostic", "source"]),
    ("mend", &["diagnostic", "source"]),
    ("store", &["format", "halt", "vocab"]),
    (
        "pipeline",
        &[
            "suppress",
            "check",
            "input",
            "stream",
            "format",
            "rdf",
            "shacl",
            "shape",
            "model",
            "diagnostic",
            "doc",
            "source",
            "thesaurus",
        ],
    ),
    ("suppress", &["lookup", "check", "format", "diagnostic", "source"]),
    ("report", &["check", "vocab", "diagnostic", "source"]),
    ("input", &["format", "diagnostic", "source"]),
    ("stream", &[]),
    ("check", &["lookup", "rdf", "shape", "schema", "model", "vocab", "thesaurus", "diagnostic", "doc", "source"]),
    ("format", &["lookup", "swar", "rdf", "shape", "model", "vocab", "thesaurus", "diagnostic", "doc", "source"]),
    ("shacl", &["rdf", "vocab", "diagnostic", "source"]),
    ("rdf", &["lookup", "swar", "shape", "model", "vocab", "diagnostic", "doc", "source"]),
    ("shape", &["schema", "model", "vocab", "lookup"]),
    ("schema", &["model", "vocab"]),
    ("thesaurus", &["model", "vocab", "lookup"]),
    ("model", &["vocab", "lookup"]),
    ("halt", &[]),
    ("lookup", &[]),
    ("address", &[]),
    ("swar", &[]),
    ("vocab", &[]),
    ("diagnostic", &["doc", "source"]),
    ("doc", &["source"]),
    ("source", &[]),
    ("lib", &[]),
];

/// Folders whose files know nothing of each other, but for the ones named here.
const SEPARATE: &[(&str, &[&str])] = &[
    ("format", &["feed", "json", "markdown", "ndjson", "programme", "schemaorg", "yaml", "toml", "rdf", "xml"]),
    ("check", &["edit", "structure", "text", "time", "written"]),
    ("artifact", &["release", "terms", "turtle"]),
];

/// The only files that may name a crate: beginnings of paths under `src/`.
const CRATES: &[(&str, &[&str])] = &[
    ("axum", &["serve"]),
    ("base64", &["push/credentials.rs"]),
    ("calamine", &["input/workbook"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("flate2", &["cli/link/authorities.rs"]),
    ("form_urlencoded", &["push/way.rs", "serve", "store/engine/protocol/parameters.rs"]),
    ("governor", &["serve/guard.rs"]),
    ("html5gum", &["format/feed", "format/markup", "format/page"]),
    ("http_body_util", &["serve/guard.rs"]),
    ("http_range_header", &["serve/condition.rs"]),
    ("httpdate", &["serve/condition.rs", "serve/site.rs"]),
    ("hyper", &["serve/listen.rs"]),
    ("hyper_util", &["serve/listen.rs"]),
    ("indexmap", &["shacl/graph.rs", "store/engine"]),
    ("jsonschema", &["schema.rs"]),
    ("lsp_server", &["lsp"]),
    ("lsp_types", &["lsp"]),
    ("miette", &["source.rs", "report/text"]),
    ("oxigraph", &["store/engine"]),
    ("oxjsonld", RDF),
    ("oxiri", &["address.rs"]),
    ("oxrdf", RDF),
    ("oxrdfxml", RDF),
    ("oxttl", RDF),
    ("percent_encoding", &["serve"]),
    ("prometheus_client", &["serve/metrics.rs"]),
    ("minijinja", &["publish/page.rs", "publish/theme.rs"]),
    (
        "rayon",
        &[
            "cli/link/affiliations.rs",
            "link",
            "merge/likely.rs",
            "merge/register.rs",
            "pipeline",
            "cli.rs",
            "publish/page.rs",
            "reconcile/query.rs",
        ],
    ),
    ("quick_xml", &["report", "format/xml.rs"]),
    ("redb", &["store/engine/index"]),
    ("regex", &["shacl/component.rs", "shacl/shape.rs"]),
    ("rust_xlsxwriter", &["format/csv/workbook.rs"]),
    ("saphyr_parser", &["format/yaml"]),
    ("schemars", &["model", "schema.rs"]),
    ("similar", &["cli", "diff", "mend"]),
    ("ureq", &["harvest/client"]),
    ("spareval", &["store/engine/view.rs"]),
    ("spargebra", &["store/engine"]),
    ("strsim", &["check", "diff", "format/csv", "link", "lookup", "shacl", "thesaurus"]),
    ("tokio", &["serve"]),
    ("tokio_io_timeout", &["serve/listen.rs"]),
    ("tokio_util", &["serve/answer.rs"]),
    ("toml_edit", &["format/toml", "link/model.rs"]),
    ("tower", &["serve/listen.rs"]),
    ("tower_http", &["serve/application.rs"]),
    ("unicode_width", &["store/engine/table.rs"]),
    ("zip", &["input/workbook"]),
];

const RDF: &[&str] = &["format/rdf", "format/turtle", "format/nquads", "format/rdfxml", "format/jsonld", "thesaurus"];

/// Lines that a source file stays under.
const LONGEST: usize = 700;

/// A source file: its path under `src/` and its text.
struct File {
    path: String,
    text: String,
}

impl File {
    /// The module at the top that the file is part of: `format` for `format/json.rs`.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    /// The part of the module's folder: `json` for `format/json.rs` and `format/json/number.rs`.
    fn part(&self) -> Option<&str> {
        self.path.split_once('/')?.1.split(['/', '.']).next()
    }

    /// The lines of code, without comments and without the unit tests at the end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let code = self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = code.lines().enumerate().map(|(at, line)| (at + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The names that follow a prefix of paths in the code, each with its line: one, or those of a group in braces.
    fn paths<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = (usize, &'f str)> {
        self.code().flat_map(move |(at, line)| {
            let starts = line.match_indices(prefix).filter(|(start, _)| {
                let before = line[..*start].chars().next_back();
                !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':')
            });
            starts.flat_map(move |(start, _)| names(&line[start + prefix.len()..])).map(move |name| (at, name))
        })
    }
}

/// The names at the beginning of a text: one, or several as `{a, b::c}`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let group = text.strip_prefix('{').and_then(|rest| rest.split('}').next());
    let several = group.into_iter().flat_map(|group| group.split(',')).map(|item| name(item.trim()));
    several.chain(group.is_none().then(|| name(text)))
}

/// The name at the beginning of a text.
fn name(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    &text[..end]
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files() -> Vec<File> {
    let mut files = Vec::new();
    collect(&root(), &mut files);
    assert!(files.len() > 30);
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

fn collect(folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let path = path.strip_prefix(root()).expect("the file is under src");
            files.push(File { path: path.to_string_lossy().replace('\\', "/"), text });
        }
    }
}

fn check(faults: &[String]) {
    assert!(faults.is_empty(), "{}\n(the tables of tests/layers.rs say what may be)", faults.join("\n"));
}

#[test]
fn modules_name_only_what_is_below_them() {
    let mut faults = Vec::new();
    for file in files() {
        let layer = LAYERS.iter().find(|(module, _)| *module == file.module());
        let Some((module, below)) = layer else {
            faults.push(format!("src/{}: in no layer", file.path));
            continue;
        };
        for (line, named) in file.paths("crate::") {
            let is_macro = file.text.contains(&format!("macro_rules! {named}"));
            if named != *module && !below.contains(&named) && !is_macro {
                faults.push(format!("src/{}:{line}: {module} names crate::{named}", file.path));
            }
        }
    }
    check(&faults);
}

#[test]
fn formats_and_checks_do_not_know_each_other() {
    let files = files();
    let mut faults = Vec::new();
    for (folder, shared) in SEPARATE {
        let parts: Vec<&str> = files.iter().filter(|file| file.module() == *folder).filter_map(File::part).collect();
        for file in files.iter().filter(|file| file.module() == *folder) {
            let Some(own) = file.part() else { continue };
            let absolute = format!("crate::{folder}::");
            let relative = if file.path.matches('/').count() == 1 { "super::" } else { "super::super::" };
            for (line, named) in file.paths(&absolute).chain(file.paths(relative)) {
                if named != own && parts.contains(&named) && !shared.contains(&named) {
                    faults.push(format!("src/{}:{line}: {own} names its sibling {named}", file.path));
                }
            }
        }
    }
    check(&faults);
}

#[test]
fn each_crate_is_named_where_it_belongs() {
    let mut faults = Vec::new();
    for file in files() {
        for (name, allowed) in CRATES {
            if allowed.iter().any(|beginning| file.path.starts_with(beginning)) {
                continue;
            }
            let prefix = format!("{name}::");
            faults.extend(file.paths(&prefix).map(|(line, _)| format!("src/{}:{line}: names {name}", file.path)));
        }
    }
    check(&faults);
}

#[test]
fn files_are_short() {
    let long = |file: &File| (file.text.lines().count() >= LONGEST).then(|| format!("src/{} is too long", file.path));
    check(&files().iter().filter_map(long).collect::<Vec<_>>());
}
