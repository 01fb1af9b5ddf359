//! The published site: the same bytes each time, data beside pages, links, hostile input, figures; in a browser and
//! behind a web server where there is one.

#[path = "../common/mod.rs"]
mod common;

#[path = "../common/browsers.rs"]
mod browsers;

mod browser;
mod data;
mod figures;
mod hostile;
mod server;
mod site;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::plenary;
use tempfile::TempDir;

const FORUM: &str = "fixtures/publish/forum.yaml";
const HOSTILE: &str = "fixtures/publish/hostile.ndjson";
const ADDRESS: &str = "https://data.example.org/";

/// The text of a path, for a command line.
fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Publishes into a folder, and gives the exit code and what was said.
fn publish(input: &str, folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let out = shown(folder);
    let mut arguments = vec!["publish", input, "-o", &out, "--base", ADDRESS, "--isolated"];
    arguments.extend(more);
    let output = plenary(&arguments, b"");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The site of the fixture.
fn site() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let (code, said) = publish(FORUM, folder.path(), &[]);
    assert_eq!(code, Some(0), "{said}");
    folder
}

/// All files of a folder: their paths from there, and their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path: PathBuf = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).expect("it is inside").to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
}

/// The files that end in something, as text.
fn texts(files: &BTreeMap<String, Vec<u8>>, ending: &str) -> Vec<(String, String)> {
    let fitting = files.iter().filter(|(path, _)| path.ends_with(ending));
    fitting.map(|(path, bytes)| (path.clone(), String::from_utf8(bytes.clone()).expect("UTF-8"))).collect()
}
