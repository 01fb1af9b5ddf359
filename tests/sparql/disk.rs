//! Statements on disk answer as those in memory do, to the byte.

use std::fs;
use std::process::Command;

use plenary::store::protocol::answer;
use plenary::store::{Disk, Limits, Store};
use tempfile::TempDir;

use super::{encoded, get, limits, root, store};

/// What the queries are asked of: records, and graphs of merges.
fn statements() -> String {
    let convert = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["convert", "--quiet", "--isolated", "fixtures/publish/forum.yaml", "--to", "nquads"])
        .current_dir(root())
        .output()
        .expect("the program starts");
    let graphs = ["two-feeds", "rules"].map(|name| {
        let path = root().join(format!("fixtures/merge/{name}/expected/graphs.nq"));
        fs::read_to_string(path).expect("it can be read")
    });
    String::from_utf8(convert.stdout).expect("it is UTF-8") + &graphs.concat()
}

fn on_disk(folder: &TempDir, nquads: &str) -> Store {
    let file = folder.path().join("statements.nq");
    fs::write(&file, nquads).expect("it can be written");
    let disk = Disk::open(&folder.path().join("store")).expect("a store");
    disk.load(&file, &mut |_| Ok(())).expect("it can be loaded")
}

#[test]
fn every_query_has_the_same_answer_from_disk() {
    let (folder, nquads) = (TempDir::new().expect("a folder"), statements());
    let (kept, other) = (store(&nquads), on_disk(&folder, &nquads));
    assert_eq!((kept.len(), kept.graphs()), (other.len(), other.graphs()));
    let bounds = Limits { rows: 100_000, ..limits() };
    let mut count = 0;
    for entry in fs::read_dir(root().join("tests/sparql/queries")).expect("a folder") {
        let path = entry.expect("a file").path();
        let query = fs::read_to_string(&path).expect("it can be read");
        let asked = format!("query={}", encoded(&query));
        let (here, there) = (answer(&kept, &get(&asked), &bounds), answer(&other, &get(&asked), &bounds));
        assert_eq!((here.status, &here), (200, &there), "{}", path.display());
        count += 1;
    }
    assert!(count >= 50, "{count}");
    assert_eq!(answer(&kept, &get(""), &bounds), answer(&other, &get(""), &bounds), "the description of the service");
}
