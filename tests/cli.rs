//! The command line: exit codes, standard streams, output files, private data, order.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use common::plenary;
use tempfile::TempDir;

const SOUND: &str = r#"{"type":"Session","id":"https://data.example.org/session/1","title":"Opening","edition":"https://data.example.org/edition/2031"}"#;
const MISTAKEN: &str = r#"{"type":"Session","id":"https://data.example.org/session/2","title":"Opening","edition":"https://data.example.org/edition/2031","format":"panle"}"#;
const PRIVATE: &str = r#"{"type":"Person","id":"https://data.example.org/person/1","name":"Jo Sample","private":{"email":"jo@sample.example"}}"#;

fn code(arguments: &[&str], input: &str) -> Option<i32> {
    plenary(arguments, input.as_bytes()).status.code()
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn sound_records_end_with_0_and_findings_with_1() {
    let validate = ["validate", "--from", "json", "-"];
    assert_eq!(code(&validate, SOUND), Some(0));
    assert_eq!(code(&validate, MISTAKEN), Some(1));
    assert_eq!(code(&["validate", "--from", "json", "--fail-on", "never", "-"], MISTAKEN), Some(0));
    assert_eq!(code(&["convert", "--from", "json", "--to", "yaml", "-"], MISTAKEN), Some(1));
    assert_eq!(code(&["vocab", "show", "sdg:99"], ""), Some(1));
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    assert_eq!(code(&[], ""), Some(2));
    assert_eq!(code(&["validate", "--no-such-flag", "-"], SOUND), Some(2));
    assert_eq!(code(&["convert", "--to", "parquet", "-"], SOUND), Some(2));
    assert_eq!(code(&["convert", "-"], SOUND), Some(2));
    assert_eq!(code(&["convert", "--to", "json", "--base", "no-iri", "-"], SOUND), Some(2));
    let unnamed = r#"{"type":"Place","name":"Room A"}"#;
    assert_eq!(code(&["convert", "--from", "json", "--to", "turtle", "-"], unnamed), Some(2));
    let based = ["convert", "--from", "json", "--to", "turtle", "--base", "https://data.example.org/", "-"];
    assert_eq!(code(&based, unnamed), Some(0));
}

/// What `--set` cannot give is no silence.
#[test]
fn a_value_that_finds_no_place_is_a_wrong_command_line() {
    for (record, given, why) in [
        (SOUND, "title.en=E", "title holds no fields; write title=VALUE"),
        (SOUND, "keywords.en=b", "keywords holds no fields"),
        (SOUND, "participations.role=speaker", "participations is a list"),
        (SOUND, "place.foo=R", "Place has no field foo"),
        (SOUND, "private.email=x@example.org", "no record is of a type that has this field"),
    ] {
        let output = plenary(&["convert", "--from", "json", "--to", "json", "--set", given, "-"], record.as_bytes());
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(why), "{given}: {told}");
        assert_eq!(code(&["validate", "--from", "json", "--set", given, "-"], record), Some(2), "{given}");
    }
    for (record, given, there) in [
        (SOUND, "place.name=Hall", r#""place":{"name":"Hall"}"#),
        (SOUND, "keywords=b", r#""keywords":"b""#),
        (PRIVATE, "private.email=sam@sample.example", r#""private":{"email":"sam@sample.example"}"#),
    ] {
        let arguments = ["convert", "--to", "ndjson", "--from", "json", "--include-private", "--set", given, "-"];
        let output = plenary(&arguments, record.as_bytes());
        let (text, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && text.contains(there), "{given}: {text}{told}");
    }
    let both = format!("{SOUND}\n{PRIVATE}\n");
    let mixed = ["convert", "--from", "ndjson", "--to", "ndjson", "--set", "private.email=s@sample.example", "-"];
    assert_eq!(code(&mixed, &both), Some(0));
}

#[test]
fn a_missing_file_ends_with_3() {
    let folder = TempDir::new().expect("a folder");
    let missing = shown(&folder.path().join("missing.json"));
    assert_eq!(code(&["validate", &missing], ""), Some(3));
    assert_eq!(code(&["convert", "--to", "json", &missing], ""), Some(3));
    let nowhere = shown(&folder.path().join("none/out.json"));
    assert_eq!(code(&["convert", "--from", "json", "-o", &nowhere, "-"], SOUND), Some(3));
}

/// Nothing is said on standard output, and what to do on standard error.
#[test]
fn what_is_not_there_is_told() {
    for (arguments, code, told) in [
        (&["vocab", "search", "qqqqqq"][..], 1, "no concept answers \"qqqqqq\""),
        (&["vocab", "show", "role:speaker"], 1, "there is no concept role:speaker; did you mean role/speaker?"),
        (&["vocab", "show", "sdg:99"], 1, "plenary vocab search WORD finds codes"),
        (&["schema", "nope"], 2, "there is no generated file nope\n  help: plenary schema lists them"),
        (&["explain", "nope/x"], 2, "there is no check nope/x\n  help: plenary explain lists them"),
        (&["explain", "time/momnet"], 2, "did you mean time/moment?"),
        (&["explain", "time/x"], 2, "help: there are time/"),
    ] {
        let output = plenary(arguments, b"");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(code) && said.contains(told), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    let output = plenary(&["validate", "--from", "json", "-"], b" \n");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("there is nothing in this text") && !said.contains("still open"), "{said}");
}

#[test]
fn help_and_version_are_no_mistake() {
    assert_eq!(code(&["--help"], ""), Some(0));
    assert_eq!(code(&["--version"], ""), Some(0));
}

#[test]
fn a_dash_is_the_standard_input() {
    let output = plenary(&["convert", "--to", "ndjson", "-"], SOUND.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{SOUND}\n"));
    assert!(output.stderr.is_empty());
}

/// A device put in place of a name such as `/dev/null` would be lost for every other program.
#[test]
#[cfg(unix)]
fn a_pipe_is_written_into_and_a_link_stays_one() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let folder = TempDir::new().expect("a folder");
    let [pipe, file, link] = ["pipe", "file.json", "link.json"].map(|name| folder.path().join(name));
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    let (path, to) = (pipe.clone(), shown(&pipe));
    let reader = std::thread::spawn(move || fs::read_to_string(path).expect("the pipe is read"));
    assert_eq!(code(&["convert", "--from", "json", "--to", "json", "-o", &to, "-"], SOUND), Some(0));
    assert!(fs::metadata(&pipe).expect("it is there").file_type().is_fifo());
    assert!(reader.join().expect("a reader").contains("Opening"));

    fs::write(&file, "").expect("a file");
    symlink(&file, &link).expect("a link");
    assert_eq!(code(&["convert", "--from", "json", "-o", &shown(&link), "-"], SOUND), Some(0));
    assert!(link.is_symlink());
    assert!(fs::read_to_string(&file).expect("the file is read").contains("Opening"));
}

#[test]
fn memory_is_a_size_and_changes_nothing() {
    let mut lines = String::new();
    for at in 0..200 {
        let id = format!("<https://data.example.org/session/{at}>");
        writeln!(lines, "{id} a <https://w3id.org/plenary/ns#Session> ; <http://schema.org/name> \"Talk {at}\" .")
            .expect("a string takes all");
    }
    let convert = |memory: &[&str]| {
        plenary(&[&["convert", "--from", "turtle", "--to", "ndjson", "-"], memory].concat(), lines.as_bytes())
    };
    let [usual, little] = [convert(&[]), convert(&["--memory", "4K"])];
    assert_eq!(little.status.code(), Some(0));
    assert_eq!(little.stdout, usual.stdout);
    assert_eq!(String::from_utf8_lossy(&usual.stdout).lines().count(), 200);
    assert_eq!(convert(&["--memory", "much"]).status.code(), Some(2));
    assert_eq!(convert(&["--memory", "0"]).status.code(), Some(2));
}

#[test]
fn an_output_file_is_written_whole() {
    let folder = TempDir::new().expect("a folder");
    let target = folder.path().join("out.ndjson");
    fs::write(&target, "old").expect("it can be written");
    assert_eq!(code(&["convert", "--from", "json", "-o", &shown(&target), "-"], SOUND), Some(0));
    assert_eq!(fs::read_to_string(&target).expect("a file"), format!("{SOUND}\n"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn an_output_and_its_losses_are_two_files() {
    let folder = TempDir::new().expect("a folder");
    let [file, same] = ["out.json", "./out.json"].map(|name| shown(&folder.path().join(name)));
    for flag in ["--loss", "--report"] {
        let output = plenary(&["convert", "--from", "json", "-", "-o", &file, flag, &same], SOUND.as_bytes());
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(&format!("would be written twice, by --output and {flag}")), "{told}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn strict_leaves_the_old_file_when_a_record_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let target = folder.path().join("out.ndjson");
    fs::write(&target, "old").expect("it can be written");
    let records = format!("{SOUND}\n{MISTAKEN}\n");
    let path = shown(&target);
    assert_eq!(code(&["convert", "--strict", "--from", "ndjson", "-o", &path, "-"], &records), Some(1));
    assert_eq!(fs::read_to_string(&target).expect("a file"), "old");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    assert_eq!(code(&["convert", "--from", "ndjson", "-o", &path, "-"], &records), Some(1));
    assert_eq!(fs::read_to_string(&target).expect("a file"), format!("{SOUND}\n"));
}

/// One file that is named in two ways is no duplicate of itself.
#[test]
fn a_file_is_read_once_however_it_is_spelt() {
    let folder = TempDir::new().expect("a folder");
    let inner = folder.path().join("only");
    fs::create_dir(&inner).expect("a folder");
    fs::write(inner.join("a.json"), SOUND).expect("it can be written");
    let whole = shown(&inner.join("a.json"));
    for paths in [["a.json", "./a.json"], [".", "../only"], [whole.as_str(), "a.json"], ["*.json", "../only/a.json"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
        let output = common::run(command.current_dir(&inner), &[&["validate"][..], &paths].concat(), b"");
        let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success() && told.contains("1 record (1 file)"), "{paths:?}: {told}");
    }
}

/// What a format cannot hold at all takes no file away.
#[test]
fn what_cannot_be_written_leaves_the_file_that_was_there() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("keep.md");
    let two = numbered(2);
    for (input, more, why) in [
        (two.as_str(), "--records", "here are 2; nothing was written\n  help: write each record to a file of its own"),
        (&two, "--strict", "here are 2; nothing was written"),
        ("", "--records", "here is none; nothing was written\n  help: give it a record"),
    ] {
        fs::write(&path, "kept").expect("it can be written");
        let output = plenary(&["convert", "--from", "ndjson", "-o", &shown(&path), more, "-"], input.as_bytes());
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(why), "{told}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "kept");
    }
    let one = plenary(&["convert", "--from", "ndjson", "-o", &shown(&path), "-"], numbered(1).as_bytes());
    assert_eq!(one.status.code(), Some(0));
    assert!(fs::read_to_string(&path).expect("it is there").starts_with("+++\n"));
}

/// Output and messages of a conversion of the private record.
fn private_to(format: &str, more: &[&str]) -> (String, String) {
    let output = plenary(&[&["convert", "--from", "json", "--to", format, "-"], more].concat(), PRIVATE.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

#[test]
fn private_data_stays_in_unless_asked_for() {
    let (json, told) = private_to("json", &[]);
    assert!(!json.contains("private") && !json.contains("jo@sample"), "{json}");
    assert!(told.contains("loss:") && told.contains("[loss/private]"), "{told}");
    let (json, told) = private_to("json", &["--include-private"]);
    assert!(json.contains("jo@sample.example"), "{json}");
    assert!(told.is_empty(), "{told}");
}

#[test]
fn private_data_never_gets_into_linked_data() {
    for format in ["turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld"] {
        let (text, told) = private_to(format, &["--include-private"]);
        assert!(text.contains("Jo Sample") && !text.contains("jo@sample"), "{format}: {text}");
        assert!(told.contains("[loss/private]"), "{format}: {told}");
    }
}

#[test]
fn characters_that_xml_has_not_are_losses() {
    let odd = SOUND.replace("Opening", r"Open\u0000ing\u000b");
    for (format, lost) in [("rdfxml", 1), ("turtle", 0)] {
        let output = plenary(&["convert", "--from", "json", "--to", format, "-"], odd.as_bytes());
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(told.matches("title XML has no U+0000").count(), lost, "{format}: {told}");
        assert_eq!(told.lines().count(), lost, "{format}: {told}");
    }
}

/// Sessions of rising number, one a line.
fn numbered(count: usize) -> String {
    let mut lines = String::new();
    for at in 0..count {
        let id = format!("https://data.example.org/session/{at}");
        let edition = "https://data.example.org/edition/2031";
        writeln!(lines, r#"{{"type":"Session","id":"{id}","title":"Session {at}","edition":"{edition}"}}"#)
            .expect("strings do not fail");
    }
    lines
}

#[test]
fn order_does_not_depend_on_threads() {
    let records = numbered(500);
    let convert = |format, threads| {
        let arguments = ["convert", "--from", "ndjson", "--to", format, "--threads", threads, "-"];
        let output = plenary(&arguments, records.as_bytes());
        assert_eq!(output.status.code(), Some(0));
        output.stdout
    };
    assert_eq!(String::from_utf8(convert("ndjson", "1")).expect("UTF-8"), records);
    for format in ["ndjson", "json", "ntriples", "turtle"] {
        assert_eq!(convert(format, "1"), convert(format, "4"), "{format}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("many.ndjson");
    fs::write(&path, numbered(20_000)).expect("it can be written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["convert", "--to", "ndjson", &shown(&path)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut first).expect("a line");
    let output = child.wait_with_output().expect("the program ends");
    assert!(first.contains("Session 0"));
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

/// Nodes whose ids are as long as each other and end alike once hid a whole record from N-Quads.
#[test]
fn ids_that_end_alike_are_told_apart() {
    let session = r##"{"type":"Session","id":"https://data.example.org/session/1","title":"Opening","edition":"https://data.example.org/edition/2031","place":{"id":"#place-assembly","name":"Assembly"},"track":{"id":"#track-assembly","label":"Assembly"}}"##;
    for format in ["nquads", "ntriples", "turtle"] {
        let arguments = ["convert", "--from", "json", "--to", format, "--base", "https://data.example.org/", "-"];
        let output = plenary(&arguments, session.as_bytes());
        let text = String::from_utf8_lossy(&output.stdout);
        for name in ["session/1", "#place-assembly", "#track-assembly"] {
            assert!(text.contains(name), "{format} without {name}: {text}");
        }
    }
}

#[test]
fn the_import_report_counts_what_became_of_items() {
    let folder = TempDir::new().expect("a folder");
    let feed = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/feeds/frab-xml/summit.xml");
    let (feed, out) = (shown(&feed), shown(&folder.path().join("out.ndjson")));
    let report = |name: &str| {
        let path = folder.path().join(name);
        let arguments = ["convert", "--to", "ndjson", "-o", &out, "--report", &shown(&path), &feed];
        assert_eq!(code(&arguments, ""), Some(0));
        fs::read_to_string(path).expect("a report")
    };
    let json: serde_json::Value = serde_json::from_str(&report("report.json")).expect("JSON");
    let links = json["items"].as_array().and_then(|kinds| kinds.iter().find(|kind| kind["kind"] == "link"));
    assert_eq!(links, Some(&serde_json::json!({"kind": "link", "read": 3, "records": 0, "parts": 2, "left": 1})));
    assert!(json["told"].as_array().is_some_and(|told| told.iter().any(|one| one["id"] == "loss/item")));
    let text = report("report.txt");
    assert!(text.starts_with("2 events: 2 records\n") && text.contains("[loss/item]"), "{text}");
}

/// Without the feature nothing is fetched; what was fetched before is still given.
#[cfg(not(feature = "harvest"))]
#[test]
fn a_harvest_without_its_feature_says_how_to_get_it() {
    let folder = TempDir::new().expect("a folder");
    let manifest = folder.path().join("feeds.toml");
    fs::write(&manifest, "[[source]]\nid = \"a\"\nurl = \"https://data.example.org/\"\n").expect("a file");
    let harvest = |more: &[&str]| {
        let output = plenary(&[&["harvest", &shown(&manifest)], more].concat(), b"");
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let (code, told) = harvest(&[]);
    assert!(code == Some(2) && told.contains("--features harvest"), "{told}");
    let (code, told) = harvest(&["--offline"]);
    assert!(code == Some(1) && told.contains("the cache does not have it"), "{told}");
}

/// The proposal for a table's columns can be given back as it is, and a mistake in a mapping names its line.
#[test]
fn columns_are_proposed_and_mapped() {
    let folder = TempDir::new().expect("a folder");
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/feeds/table/programme.csv");
    let table = shown(&table);
    let proposal = plenary(&["columns", &table], b"");
    assert_eq!(proposal.status.code(), Some(0));
    let text = String::from_utf8(proposal.stdout).expect("UTF-8");
    assert!(text.contains("\"Session Title\" = \"title\"") && text.contains("\"Remarks\" = \"ignore\""), "{text}");
    let mapping = folder.path().join("mapping.toml");
    fs::write(&mapping, &text).expect("a file");
    let mapped = ["convert", "--to", "ndjson", "--timezone", "Europe/Zurich", "--map", &shown(&mapping), &table];
    let output = plenary(&mapped, b"");
    let (records, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(records.lines().count() == 4 && records.contains("2026-03-14T09:30:00+01:00"), "{records}");
    assert!(!told.contains("columns were understood"), "{told}");
    fs::write(&mapping, text.replace("= \"title\"", "= \"titel\"")).expect("a file");
    let output = plenary(&mapped, b"");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("line") && told.contains("did you mean \"title\"?"), "{told}");
}

/// What is no table is told as what it is, and columns of one name are one.
#[test]
fn columns_of_what_is_no_table_are_refused_with_what_is_wrong() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("table.csv");
    let columns = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("a file");
        let output = plenary(&["columns", &shown(&path)], b"");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), told)
    };
    for (bytes, words) in [
        (&b"Title,Ort\nCaf\xe9,x\n"[..], "table.csv:2:4: the byte 0xE9"),
        (b"{\"title\": \"Opening\"}", "table.csv is JSON and no table"),
        (b"\"Title,Ort\n", "table.csv:1:1: this quoted cell has no end"),
        (b"\n", "table.csv:1:1: there is no header line"),
        #[cfg(not(feature = "workbooks"))]
        (b"PK\x03\x04[Content_Types].xml", "table.csv:1:1: "),
    ] {
        let (code, _, told) = columns(bytes);
        assert_eq!(code, Some(3), "{told}");
        assert!(told.contains(words) && told.contains("help: "), "{told}");
    }
    let (_, proposal, _) = columns(b"Title,Speaker,Speaker\nOpening,Ann Lee,Bo Diaz\n");
    assert_eq!(proposal.matches("\"Speaker\" = \"people\"").count(), 1, "{proposal}");
    let map = folder.path().join("map.toml");
    fs::write(&map, proposal).expect("a file");
    let output = plenary(&["convert", "--to", "ndjson", "--map", &shown(&map), &shown(&path)], b"");
    let records = String::from_utf8_lossy(&output.stdout);
    assert!(records.contains("Ann Lee") && records.contains("Bo Diaz"), "{records}");
}

/// An entry that changed since the last version has a higher sequence number, and the clock has no part in it.
#[test]
fn calendars_follow_their_previous_version() {
    let folder = TempDir::new().expect("a folder");
    let session = |start: &str| {
        format!(
            r#"{{"type":"Session","id":"https://data.example.org/session/1","title":"Opening","edition":"https://data.example.org/edition/2031","start":"2031-03-14T{start}:00+01:00","end":"2031-03-14T12:00:00+01:00","timeZone":"Europe/Zurich"}}"#
        )
    };
    let previous = folder.path().join("previous.ics");
    let convert = |start: &str, more: &[&str]| {
        let arguments = [&["convert", "--from", "json", "--to", "ics", "-"], more].concat();
        String::from_utf8(plenary(&arguments, session(start).as_bytes()).stdout).expect("UTF-8")
    };
    let first = convert("10:00", &[]);
    assert!(first.contains("SEQUENCE:0") && first.contains("DTSTAMP:19700101T000000Z"), "{first}");
    assert!(
        first.contains("DTSTART;TZID=Europe/Zurich:20310314T100000") && first.contains("BEGIN:VTIMEZONE"),
        "{first}"
    );
    fs::write(&previous, &first).expect("a file");
    let more = ["--previous", &shown(&previous)];
    assert_eq!(convert("10:00", &more), first);
    assert!(convert("10:30", &more).contains("SEQUENCE:1"));
}
