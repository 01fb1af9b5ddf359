//! Comments that suppress findings: which findings, in every syntax; what the reports say of it; and that nothing in a
//! string is taken for a comment.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::plenary;
use plenary::check::Checks;
use plenary::diagnostic::{Diagnostic, Error, Report};
use plenary::format::{self, Comments, FORMATS, Format, ReadOptions, json};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use plenary::source::{Source, Span};
use plenary::suppress::Suppressed;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

#[derive(Default)]
struct Found {
    findings: Vec<Diagnostic>,
    suppressed: Vec<Suppressed>,
}

impl Consumer for Found {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.findings.append(&mut outcome.findings);
        self.suppressed.append(&mut outcome.suppressed);
        Ok(())
    }
}

fn found(name: &str, text: &str) -> Found {
    let input = Input::Text { path: PathBuf::from(name), bytes: text.as_bytes().into() };
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut found = Found::default();
    pipeline::run(&job, &[input], &mut found).expect("the work runs");
    found
}

fn place(finding: &Diagnostic) -> String {
    let begin = finding.place.positions().0;
    format!("{}:{} {}", begin.line, begin.column, finding.id)
}

/// What is found in a text, and what of it is suppressed.
fn places(name: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let Found { findings, suppressed } = found(name, text);
    (findings.iter().map(place).collect(), suppressed.iter().map(|one| place(&one.finding)).collect())
}

/// Asserts that so much is found and so much suppressed.
fn holds(name: &str, text: &str, findings: &[&str], suppressed: &[&str]) {
    let (found, silent) = places(name, text);
    assert_eq!((found, silent), (strings(findings), strings(suppressed)), "{name}:\n{text}");
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_comment_is_about_its_line_the_next_one_or_the_file() {
    let after = "type: Session\ntitle: VILLAGE NETWORKS FROM A TO Z  # plenary: ignore[text/all-caps] a name\n";
    holds("a.yaml", after, &[], &["2:8 text/all-caps"]);
    assert_eq!(found("a.yaml", after).suppressed[0].reason, "a name");
    let above = "type: Session\n# plenary: ignore[text/*]\n\n# a remark\ntitle: VILLAGE NETWORKS FROM A TO Z\n";
    holds("a.yaml", above, &[], &["5:8 text/all-caps"]);
    let elsewhere = "type: Session  # plenary: ignore[text/all-caps]\ntitle: VILLAGE NETWORKS FROM A TO Z\n";
    holds("a.yaml", elsewhere, &["2:8 text/all-caps", "1:16 suppression/unused"], &[]);
    let file =
        "type: Session\ntitle: VILLAGE NETWORKS FROM A TO Z\nkeywords: [' a']\n# plenary: ignore-file[text/all-caps]\n";
    holds("a.yaml", file, &["3:12 text/spaces"], &["2:8 text/all-caps"]);
}

#[test]
fn every_syntax_with_comments_has_them() {
    let toml = "type = \"Session\"\ntitle = \"VILLAGE NETWORKS FROM A TO Z\"  # plenary: ignore[text/all-caps]\n\
        keywords = [\n  # plenary: ignore[text/spaces]\n  \" a\",\n]\n";
    holds("a.toml", toml, &[], &["2:9 text/all-caps", "5:3 text/spaces"]);
    let turtle = "@prefix schema: <http://schema.org/> .\n<https://data.example.org/p#me> a <http://schema.org/Person> ;\n  \
        schema:name \"Dr. Amara Okafor\" . # plenary: ignore[people/honorific-in-name]\n";
    holds("a.ttl", turtle, &[], &["3:15 people/honorific-in-name"]);
    holds("a.trig", turtle, &[], &["3:15 people/honorific-in-name"]);
    let lines = "<https://data.example.org/p> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Person> .\n\
        # plenary: ignore[people/honorific-in-name]\n\
        <https://data.example.org/p> <http://schema.org/name> \"Dr. Amara Okafor\" .\n";
    holds("a.nt", lines, &[], &["3:55 people/honorific-in-name"]);
    holds("a.nq", lines, &[], &["3:55 people/honorific-in-name"]);
    let xml = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"\n    xmlns:schema=\"http://schema.org/\">\n  \
        <schema:Person rdf:about=\"https://data.example.org/p\">\n    \
        <!-- plenary: ignore[people/honorific-in-name] -->\n    <schema:name>Dr. Amara Okafor</schema:name>\n  </schema:Person>\n</rdf:RDF>\n";
    let (findings, suppressed) = places("a.rdf", xml);
    assert!(findings.is_empty() && suppressed.len() == 1, "{findings:?} {suppressed:?}");
    let page = "---\ntype: Session\ntitle: VILLAGE NETWORKS FROM A TO Z  # plenary: ignore[text/all-caps]\n---\n\n\
        How villages build\n\n<!-- plenary: ignore[text/html] -->\ntheir <i>own</i> networks\n";
    holds("a.md", page, &[], &["3:8 text/all-caps", "9:7 text/html"]);
    let after =
        "+++\ntype = 'Session'\ntitle = 'Opening'\n+++\n<i>own</i> networks <!-- plenary: ignore[text/html] -->\n";
    holds("a.md", after, &[], &["5:1 text/html"]);
}

#[test]
fn a_line_goes_on_as_long_as_its_string() {
    let yaml =
        "type: Session\ntitle: Opening\n# plenary: ignore[text/html]\nabstract: |\n  How\n  <b>villages</b> build\n";
    holds("a.yaml", yaml, &[], &["6:3 text/html"]);
    let header =
        "type: Session\ntitle: Opening\nabstract: |  # plenary: ignore[text/html]\n  How\n  <b>villages</b> build\n";
    holds("a.yaml", header, &[], &["5:3 text/html"]);
    let toml = "type = \"Session\"\ntitle = \"Opening\"\nabstract = \"\"\"\nHow\n<b>villages</b> build\"\"\"  # plenary: ignore[text/html]\n";
    holds("a.toml", toml, &[], &["5:1 text/html"]);
    let plain = "type: Session\ntitle: Opening\nabstract: How\n  <b>villages</b> build  # plenary: ignore[text/html]\n";
    holds("a.yaml", plain, &[], &["4:3 text/html"]);
}

#[test]
fn what_makes_a_record_invalid_cannot_be_suppressed() {
    let text = "type: Session\n# plenary: ignore[structure/unknown-key]\ntitel: Opening\n";
    holds("a.yaml", text, &["2:19 suppression/not-allowed", "3:1 structure/unknown-key"], &[]);
    let family = "type: Session\ntitle: Opening\n# plenary: ignore[time/*]\nstart: tomorrow\n";
    holds("a.yaml", family, &["4:8 time/moment"], &[]);
}

#[test]
fn nothing_is_unused_where_not_everything_was_looked_for() {
    let broken = "type: Session\ntitle: Opening  # plenary: ignore[text/all-caps]\n---\ntype: [\n";
    let (findings, _) = places("a.yaml", broken);
    assert_eq!(findings.len(), 1, "{findings:?}");
    let off = "type: Session\ntitle: Opening  # plenary: ignore[completeness/start]\n";
    holds("a.yaml", off, &[], &[]);
    // An open file is one of several, and the others may have the session in the same room.
    let clash = "type: Session\ntitle: Opening\nplace: {name: Room A}  # plenary: ignore[clash/room]\n";
    holds("a.yaml", clash, &[], &[]);
}

#[test]
fn files_without_comments_are_told_as_ever() {
    let json = "{\"type\": \"Session\", \"title\": \"# plenary: ignore[text/spaces] \"}";
    holds("a.json", json, &["1:30 text/spaces"], &[]);
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

const CAPS: &str = "type: Session\ntitle: VILLAGE NETWORKS FROM A TO Z  # plenary: ignore[text/all-caps] the series\nkeywords: [' a']\n";

fn run(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String) {
    let path = folder.path().to_str().expect("UTF-8");
    let output = plenary(&[&["validate", path], arguments].concat(), b"");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn reports_leave_out_what_is_suppressed_and_count_it() {
    let folder = folder(&[("a.yaml", CAPS)]);
    let (code, text) = run(&folder, &["--fail-on", "note"]);
    assert!(text.contains("1 note in 1 record (1 file), 1 suppressed"), "{text}");
    assert_eq!(code, Some(1));
    let (_, markdown) = run(&folder, &["--format", "markdown"]);
    assert!(markdown.contains("(1 file), 1 suppressed"), "{markdown}");
    let (_, json) = run(&folder, &["--format", "json"]);
    assert!(json.contains("text/spaces") && !json.contains("text/all-caps"), "{json}");
}

#[test]
fn sarif_marks_what_is_suppressed() {
    let (_, sarif) = run(&folder(&[("a.yaml", CAPS)]), &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&sarif).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let of = |id: &str| results.iter().find(|result| result["ruleId"] == id).expect("a result")["suppressions"].clone();
    assert_eq!(of("text/all-caps"), serde_json::json!([{"kind": "inSource", "justification": "the series"}]));
    assert_eq!(of("text/spaces"), serde_json::json!([]));
}

#[test]
fn what_is_found_across_files_can_be_suppressed() {
    let session = |title: &str, comment: &str| {
        format!(
            "type: Session\ntitle: {title}\nedition: https://data.example.org/edition/2025\n\
            start: 2025-07-07T09:00:00+02:00\nend: 2025-07-07T10:00:00+02:00\nplace: {{name: Room A}}{comment}\n"
        )
    };
    let comment = "  # plenary: ignore[clash/room] it is divided";
    let both = folder(&[("a.yaml", &session("Opening", "")), ("b.yaml", &session("Villages", comment))]);
    let (code, text) = run(&both, &["--fail-on", "warning"]);
    assert!(text.contains("no findings in 2 records (2 files), 1 suppressed"), "{text}");
    assert_eq!(code, Some(0));
    let alone = folder(&[("b.yaml", &session("Villages", comment))]);
    let (_, text) = run(&alone, &["--fix"]);
    assert!(text.contains("suppression/unused") && text.contains("nothing to mend"), "{text}");
}

#[test]
fn mending_takes_out_what_is_unused_and_leaves_what_is_suppressed() {
    let text = "type: Session\n# plenary: ignore[text/html]\ntitle: Opening\n\
        keywords: [' a']  # plenary: ignore[text/spaces, text/html, structure/type] kept\n";
    let mended = "type: Session\ntitle: Opening\nkeywords: [' a']  # plenary: ignore[text/spaces] kept\n";
    let folder = folder(&[("a.yaml", text)]);
    let (code, said) = run(&folder, &["--fix", "--fail-on", "warning"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).expect("the file"), mended, "{said}");
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn a_baseline_has_only_what_is_not_suppressed() {
    let folder = folder(&[("a.yaml", CAPS)]);
    let baseline = folder.path().join("known.baseline");
    let baseline = baseline.to_str().expect("UTF-8");
    run(&folder, &["--write-baseline", baseline]);
    let written = fs::read_to_string(baseline).expect("the file");
    assert!(written.contains("text/spaces") && !written.contains("text/all-caps"), "{written}");
    let (code, text) = run(&folder, &["--baseline", baseline, "--fail-on", "warning"]);
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn comments_are_no_part_of_a_description() {
    let page = "+++\ntype = \"Session\"\n+++\n<!-- plenary: ignore-file[text/html] -->\n# Opening <!-- plenary: ignore[text/spaces] -->\n\n\
        How  villages <!-- plenary: ignore[text/spaces] -->\nbuild <!-- a remark -->\n<!-- plenary: ignore[link/*] -->\n";
    let folder = folder(&[("a.md", page)]);
    let path = folder.path().join("a.md");
    let convert = |to: &str| plenary(&["convert", path.to_str().expect("UTF-8"), "--to", to], b"").stdout;
    let record: Value = serde_json::from_slice(&convert("json")).expect("JSON");
    let wanted = serde_json::json!({
        "type": "Session", "title": "Opening", "description": "How  villages\nbuild <!-- a remark -->",
    });
    assert_eq!(record, wanted);
    // A text that says so itself is not written where it would be a comment.
    let said = "{\"type\": \"Session\", \"title\": \"A\", \"description\": \"x <!-- plenary: ignore[y] -->\"}";
    let written = plenary(&["convert", "-", "--from", "json", "--to", "markdown"], said.as_bytes()).stdout;
    let read = plenary(&["convert", "-", "--from", "markdown", "--to", "json"], &written).stdout;
    let (read, said): (Value, Value) =
        (serde_json::from_slice(&read).expect("JSON"), serde_json::from_str(said).expect("JSON"));
    assert_eq!(read, said);
}

/// The records of a text as JSON; none where it cannot be read without a mistake.
fn records(format: &Format, text: &str) -> Option<Vec<u8>> {
    let source = Source::new("text", text);
    let mut report = Report::default();
    let records = (format.read?)(&source, &ReadOptions::default(), &mut report);
    let mut out = Vec::new();
    for record in &records {
        json::write_compact(record, &mut out);
    }
    (!report.has_errors()).then_some(out)
}

const MARKS: [&str; 2] = [" # plenary: ignore[text/spaces]", " <!-- plenary: ignore[text/spaces] -->"];

/// Plants a comment at each line end of a text, but for those in comments. It is found there exactly if the records stay
/// what they were.
fn plant(format: &Format, text: &str) -> Result<usize, String> {
    let Some(before) = records(format, text) else { return Ok(0) };
    let find = format.comments.expect("a syntax with comments");
    let Comments { found, solid } = find(text);
    let mut planted = 0;
    for (at, _) in text.match_indices('\n') {
        let at = if text[..at].ends_with('\r') { at - 1 } else { at };
        let is_within = |span: &Span| span.range().contains(&at.saturating_sub(1));
        // A comment on a blank line in a block of YAML ends the block; a blank line in Markdown ends a paragraph, and one
        // with a comment does not.
        let is_blank = text[..at].ends_with('\n');
        let ends = is_blank && (format.name == "markdown" || solid.iter().any(is_within));
        if ends || found.iter().any(|comment| is_within(&comment.span)) {
            continue;
        }
        for mark in MARKS {
            let with = format!("{}{mark}{}", &text[..at], &text[at..]);
            let is_found = find(&with).found.iter().any(|comment| comment.span.start as usize == at + 1);
            let is_same = records(format, &with).as_ref() == Some(&before);
            if is_found != is_same {
                return Err(format!("{}: found {is_found}, same records {is_same}:\n{with}", format.name));
            }
            planted += usize::from(is_found);
        }
    }
    Ok(planted)
}

/// All files in a folder and those below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What the fixtures are in a format: those in it, and one of the others converted.
fn texts(format: &Format) -> Vec<String> {
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats"));
    let is_in = |path: &PathBuf| {
        path.extension().and_then(|name| name.to_str()).is_some_and(|name| format.extensions.contains(&name))
    };
    let mut texts: Vec<String> =
        files.iter().filter(|path| is_in(path)).map(|path| fs::read_to_string(path).expect("a text")).collect();
    let turtle =
        files.iter().find(|path| path.extension().is_some_and(|name| name == "ttl")).expect("a fixture of Turtle");
    let converted = plenary(&["convert", turtle.to_str().expect("UTF-8"), "--to", format.name], b"");
    texts.push(String::from_utf8(converted.stdout).expect("UTF-8"));
    texts
}

#[test]
fn comments_in_the_fixtures_change_no_record() {
    for format in FORMATS.iter().filter(|format| format.comments.is_some()) {
        let planted: usize =
            texts(format).iter().map(|text| plant(format, text).unwrap_or_else(|fault| panic!("{fault}"))).sum();
        assert!(planted > 5, "{planted} of {}", format.name);
    }
}

/// Words that look like comments, quotes and marks.
fn words() -> impl Strategy<Value = Vec<&'static str>> {
    let word = prop::sample::select(vec![
        "a", "#", "# b", "c#d", "'", "\"", "\\", "é", "- e", "f: g", "|", "]", "<!--", "-->",
    ]);
    prop::collection::vec(word, 1..5)
}

/// A value of YAML in one of its styles.
fn yaml_value() -> impl Strategy<Value = String> {
    (words(), words(), 0..8_usize).prop_map(|(one, two, style)| {
        let (one, two) = (one.join(" "), two.join(" "));
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        match style {
            0 => format!("'{}'", one.replace('\'', "''")),
            1 => format!("'{}\n   {}'", one.replace('\'', "''"), two.replace('\'', "''")),
            2 => format!("\"{}\"", escaped(&one)),
            3 => format!("\"{}\n   {}\"", escaped(&one), escaped(&two)),
            4 => format!("|\n  x{one}\n\n    {two}"),
            5 => format!(">-\n  x{one}\n  {two}"),
            6 => "plain it's\n  going \"on\"".to_owned(),
            _ => format!("[\"{}\",\n  {{a: '{}'}}]", escaped(&one), two.replace('\'', "''")),
        }
    })
}

/// A value of TOML in one of its styles.
fn toml_value() -> impl Strategy<Value = String> {
    (words(), words(), 0..5_usize).prop_map(|(one, two, style)| {
        let (one, two) = (one.join(" "), two.join(" "));
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        match style {
            0 => format!("'{}'", one.replace('\'', "")),
            1 => format!("'''{}\n{}'''", one.replace('\'', ""), two.replace('\'', "")),
            2 => format!("\"{}\"", escaped(&one)),
            3 => format!("\"\"\"\n{}\n{}\"\"\"", escaped(&one), escaped(&two)),
            _ => format!("[\n  \"{}\",\n  {{ a = '{}' }}\n]", escaped(&one), two.replace('\'', "")),
        }
    })
}

/// Members of a record, one after the other.
fn members(values: &[String], sign: &str) -> String {
    values.iter().enumerate().fold(String::new(), |text, (at, value)| text + &format!("k{at}{sign}{value}\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn comments_in_yaml_change_no_record(values in prop::collection::vec(yaml_value(), 1..5)) {
        let text = members(&values, ": ");
        prop_assert_eq!(plant(format::by_name("yaml").unwrap(), &text).err(), None);
        let page = format!("---\n{text}---\n{}\n", values.concat());
        prop_assert_eq!(plant(format::by_name("markdown").unwrap(), &page).err(), None);
    }

    #[test]
    fn comments_in_toml_change_no_record(values in prop::collection::vec(toml_value(), 1..5)) {
        let text = members(&values, " = ");
        prop_assert_eq!(plant(format::by_name("toml").unwrap(), &text).err(), None);
    }

    #[test]
    fn comments_in_turtle_change_no_record(one in words(), two in words()) {
        let escaped = |words: &[&str]| words.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
        let text = format!(
            "<https://data.example.org/p#me> a <https://w3id.org/plenary/ns#Session> ;\n  <http://schema.org/name>\n  \
            \"{}\" ;\n  <http://schema.org/description> \"\"\"{}\n{}\"\"\"@en .\n",
            escaped(&one), escaped(&two), escaped(&one)
        );
        prop_assert_eq!(plant(format::by_name("turtle").unwrap(), &text).err(), None);
    }

    /// Whatever the text, comments are found within it and in order.
    #[test]
    fn no_text_is_too_strange(text in r#"([a-z:#'"`<>!\-|\[\]{} \\]|\n|\r|é|<!-- |# |plenary: ignore|---\n|\+\+\+\n){0,40}"#) {
        for format in FORMATS {
            let Some(find) = format.comments else { continue };
            let mut at = 0;
            for comment in find(&text).found {
                prop_assert!(at <= comment.span.start && comment.span.end as usize <= text.len());
                prop_assert!(text.get(comment.span.range()).is_some() && text.get(comment.inside.range()).is_some());
                at = comment.span.end;
            }
            let name = format!("a.{}", format.extensions[0]);
            let _ = found(&name, &text);
        }
    }
}
