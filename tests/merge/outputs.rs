//! What `merge` and `link` write: no file is lost, none is left half done.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::run;
use crate::files::folder;

/// Runs the program in a folder.
fn within(folder: &Path, arguments: &[&str]) -> Output {
    run(Command::new(env!("CARGO_BIN_EXE_plenary")).current_dir(folder), arguments, b"")
}

/// The files of a folder.
fn kept(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

/// Files that decide, beside the sources.
fn decide(folder: &Path) {
    fs::write(folder.join("d.tsv"), "https://alpha.example/p/0\thttps://beta.example/p/0\tdifferent\n")
        .expect("a file");
    fs::write(folder.join("out.txt"), "name: Jo Sample\n").expect("a file");
    fs::write(folder.join("s.toml"), "[[source]]\nid = \"alpha\"\nfiles = [\"alpha.nd*\"]\n").expect("a file");
    fs::write(folder.join("ror.tsv"), "id\tname\nx\tInstitute of Tides\n").expect("a file");
}

const MERGE: &str = "merge --isolated --base https://data.example.org/";
const LINK: &str = "link --isolated";

#[test]
fn one_file_does_not_take_two_outputs() {
    let folder = folder(1);
    let at = folder.path();
    fs::create_dir(at.join("below")).expect("a folder");
    let before = kept(at);
    for (arguments, told) in [
        ("-o x.json --graphs x.json --ledger x.json", "x.json would be written twice, by --output and --graphs"),
        ("-o x.json --graphs y --ledger below/../y", "y would be written twice, by --graphs and --ledger"),
        ("-o x.json --review ./x.json", "./x.json would be written twice, by --output and --review"),
        ("-o x.json --conflicts y --sssom y", "y would be written twice, by --conflicts and --sssom"),
        ("--review -", "standard output would be written twice, by --output and --review"),
    ] {
        let line = format!("{MERGE} alpha.ndjson {arguments}");
        refused(at, &line, told);
    }
    for (arguments, told) in [
        ("-o same --sssom same --review same", "same would be written twice, by --output and --sssom"),
        ("-o x --review y --metrics ./y", "./y would be written twice, by --review and --metrics"),
    ] {
        refused(at, &format!("{LINK} alpha.ndjson beta.ndjson {arguments}"), told);
    }
    assert_eq!(kept(at), before);
}

/// The command line ends with 2 and says the way out.
fn refused(folder: &Path, line: &str, told: &str) {
    let output = within(folder, &line.split(' ').collect::<Vec<_>>());
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{line}: {error}");
    assert!(error.contains(told) && error.contains("help: "), "{line}: {error}");
    assert!(output.stdout.is_empty(), "{line}");
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let folder = folder(1);
    let at = folder.path();
    decide(at);
    let before = kept(at);
    for (arguments, told) in [
        ("a=alpha.ndjson b=beta.ndjson -o y.json --review alpha.ndjson", "alpha.ndjson is read, and --review"),
        ("alpha.ndjson --graphs ./alpha.ndjson", "alpha.ndjson is read, and --graphs"),
        ("alpha.ndjson --ledger alpha.ndjson", "alpha.ndjson"),
        ("al*.ndjson --sssom alpha.ndjson", "alpha.ndjson is read, and --sssom"),
        ("--sources s.toml --conflicts alpha.ndjson", "alpha.ndjson is read, and --conflicts"),
        ("--sources s.toml -o s.toml --to json", "s.toml is read, and --output"),
        ("alpha.ndjson --decisions d.tsv --review d.tsv", "d.tsv is read, and --review"),
        ("alpha.ndjson --opt-out out.txt --conflicts ./out.txt", "out.txt is read, and --conflicts"),
    ] {
        refused(at, &format!("{MERGE} {arguments}"), told);
    }
    for (arguments, told) in [
        ("-o alpha.ndjson", "alpha.ndjson is read, and --output"),
        ("--decisions d.tsv --review d.tsv", "d.tsv is read, and --review"),
        ("--authority ror.tsv --metrics ror.tsv", "ror.tsv is read, and --metrics"),
    ] {
        refused(at, &format!("{LINK} alpha.ndjson beta.ndjson {arguments}"), told);
    }
    assert_eq!(kept(at), before);
}

#[test]
fn what_goes_on_from_its_own_output_is_not_refused() {
    let folder = folder(1);
    let at = folder.path();
    let written = |arguments: &str| {
        let output = within(at, &format!("{MERGE} -q {arguments}").split(' ').collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(0), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    };
    written("alpha.ndjson --ledger ids.tsv --graphs merged.nq -o all.ndjson");
    let first = kept(at);
    written("merged.nq --ledger ids.tsv --graphs merged.nq -o all.ndjson");
    assert_eq!(kept(at), first);
    written("merged.nq beta.ndjson --ledger ids.tsv --graphs merged.nq -o all.ndjson");
    let graphs = |files: &BTreeMap<PathBuf, Vec<u8>>| files[&at.join("merged.nq")].len();
    assert!(graphs(&kept(at)) > graphs(&first));
    // Records that were merged may give way to the result.
    written("all.ndjson gamma.ndjson -o all.ndjson");
    // The graphs of an earlier merge are not to be lost for anything else.
    refused(at, &format!("{MERGE} merged.nq --review merged.nq"), "merged.nq is read, and --review");
    #[cfg(unix)]
    written("alpha.ndjson -o /dev/null --to json --review /dev/null");
}

/// The last file is a pipe that nobody reads, so that the work stands still while others are written and not in their places.
#[test]
#[cfg(unix)]
fn a_signal_leaves_no_temporary_file() {
    for (line, signal) in [
        (format!("{MERGE} alpha.ndjson --graphs g.nq --ledger ids.tsv -o pipe --to ndjson"), "INT"),
        (format!("{LINK} alpha.ndjson beta.ndjson -o links.nq --sssom s.tsv --metrics pipe"), "TERM"),
    ] {
        let folder = folder(1);
        let at = folder.path();
        assert!(Command::new("mkfifo").arg(at.join("pipe")).status().expect("mkfifo runs").success());
        let before = kept(at);
        let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
        let mut work = command.current_dir(at).args(line.split(' ')).spawn().expect("plenary runs");
        while kept(at).len() < before.len() + 2 {
            assert!(work.try_wait().expect("a process").is_none(), "{line}");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let id = work.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().expect("kill runs").success());
        // The signal is told to a thread of its own. It has the time that it needs before the pipe opens.
        std::thread::sleep(std::time::Duration::from_secs(1));
        let pipe = fs::OpenOptions::new().read(true).write(true).open(at.join("pipe")).expect("the pipe opens");
        assert_eq!(work.wait().expect("it ends").code(), Some(130), "{line}");
        drop(pipe);
        assert_eq!(kept(at), before, "{line}");
    }
}
