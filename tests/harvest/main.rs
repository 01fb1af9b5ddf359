//! `plenary harvest` against a server of this machine that misbehaves in every way.
#![cfg(feature = "harvest")]

#[path = "../common/mod.rs"]
mod common;

mod answers;
mod failures;
mod kept;
mod manner;
mod pages;
mod redirects;
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// Short waits, so that tests are.
const SETTINGS: &str = "[settings]\ntimeout = 20\nretries = 2\nretry-wait = 0.01\nmax-wait = 3\ndelay = 0\n";

/// What every report is.
static SCHEMA: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::validator_for(&plenary::harvest::schema::report()).expect("a schema"));

/// A folder with a manifest.
struct Folder(TempDir);

/// What a run said.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
    report: Value,
}

impl Folder {
    fn of(manifest: &str) -> Self {
        let folder = Self(TempDir::new().expect("a folder"));
        folder.write(manifest);
        folder
    }

    /// A manifest of sources on this machine, each with more settings, in the usual manner.
    fn with(sources: &[(&str, String, &str)]) -> Self {
        Self::of(&manifest("", sources))
    }

    fn write(&self, manifest: &str) {
        fs::write(self.path("feeds.toml"), manifest).expect("the manifest can be written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
        command.current_dir(self.0.path());
        command
    }

    fn harvest(&self, arguments: &[&str]) -> Run {
        self.run(&mut self.command(), arguments)
    }

    fn run(&self, command: &mut Command, arguments: &[&str]) -> Run {
        let _ = fs::remove_file(self.path("report.json"));
        let all = [&["harvest", "--report", "report.json"], arguments].concat();
        let Output { status, stdout, stderr } = common::run(command, &all, b"");
        let report =
            fs::read(self.path("report.json")).ok().and_then(|text| serde_json::from_slice::<Value>(&text).ok());
        if let Some(report) = &report {
            assert!(SCHEMA.is_valid(report), "{report}");
        }
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Run { code: status.code(), out: text(stdout), err: text(stderr), report: report.unwrap_or_default() }
    }

    /// Every file of the folder, but for the manifest and the report.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.0.path(), self.0.path(), &mut files);
        files.remove("feeds.toml");
        files.remove("report.json");
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("a file"));
        }
    }
}

/// A manifest in the usual manner, with more settings at its head.
fn manifest(settings: &str, sources: &[(&str, String, &str)]) -> String {
    let source = |(id, url, more): &(&str, String, &str)| {
        format!("\n[[source]]\nid = \"{id}\"\nurl = \"{url}\"\nallow-private = true\n{more}\n")
    };
    let overridden = |line: &&str| {
        let name = line.split('=').next().unwrap_or_default();
        !settings.lines().any(|more| more.split('=').next() == Some(name))
    };
    let usual: Vec<&str> = SETTINGS.lines().filter(overridden).collect();
    let sources: Vec<String> = sources.iter().map(source).collect();
    format!("{}\n{settings}{}", usual.join("\n"), sources.concat())
}

impl Run {
    fn source(&self, id: &str) -> &Value {
        let sources = self.report["sources"].as_array().unwrap_or_else(|| panic!("{}{}", self.out, self.err));
        sources.iter().find(|source| source["id"] == id).unwrap_or_else(|| panic!("{id} in {}", self.report))
    }

    fn outcome(&self, id: &str) -> &str {
        self.source(id)["outcome"].as_str().expect("a word")
    }

    /// Why a source failed.
    fn reason(&self, id: &str) -> &str {
        assert_eq!(self.outcome(id), "failed", "{}", self.out);
        self.source(id)["reason"].as_str().expect("a reason")
    }
}
