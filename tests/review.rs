//! `plenary link review`: decisions from standard input, kept as they are made.

mod common;

use std::fs;

use common::plenary;
use tempfile::TempDir;

const QUEUE: &str = "left\tright\tdecision\tby\tat\tnote\n\
    a https://a.example/p/1\tb https://b.example/p/1\tunsure\tplenary\t\t3.0 bits: Amara Okafor / A. Okafor\n\
    a https://a.example/p/2\tb https://b.example/p/2\tunsure\tplenary\t\t2.1 bits: Jan Novak / J. Novak\n\
    a https://a.example/p/3\tb https://b.example/p/3\tunsure\tplenary\t\t2.0 bits: Mei Lin / Mei Lim\n";

/// A folder with a queue and two sources.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("review.tsv"), QUEUE).expect("a file");
    for (source, names) in
        [("a", ["Amara Okafor", "Jan Novak", "Mei Lin"]), ("b", ["A. Okafor", "J. Novak", "Mei Lim"])]
    {
        let line = |(at, name): (usize, &&str)| {
            format!("{{\"id\":\"https://{source}.example/p/{}\",\"type\":\"Person\",\"name\":\"{name}\"}}\n", at + 1)
        };
        let text: String = names.iter().enumerate().map(line).collect();
        fs::write(folder.path().join(format!("{source}.ndjson")), text).expect("a file");
    }
    folder
}

/// What is shown after some answers; the decisions are in `decisions.tsv`.
fn reviewed(folder: &TempDir, answers: &str, with_sources: bool) -> String {
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (queue, output) = (path("review.tsv"), path("decisions.tsv"));
    let sources = [format!("a={}", path("a.ndjson")), format!("b={}", path("b.ndjson"))];
    let mut asked = vec!["link", "review", &queue, "-o", &output, "--by", "ana", "--at", "2031-05-01", "--quiet"];
    if with_sources {
        asked.extend(sources.iter().map(String::as_str));
    }
    let done = plenary(&asked, answers.as_bytes());
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

fn decisions(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("decisions.tsv")).unwrap_or_default()
}

#[test]
fn decisions_are_kept_and_not_asked_for_again() {
    let folder = folder();
    let shown = reviewed(&folder, "perhaps\ny\ns\n", true);
    assert!(shown.contains("1 of 3") && shown.contains("an initial"), "{shown}");
    let row =
        "a https://a.example/p/1\tb https://b.example/p/1\tsame\tana\t2031-05-01\t3.0 bits: Amara Okafor / A. Okafor\n";
    assert_eq!(decisions(&folder), format!("left\tright\tdecision\tby\tat\tnote\n{row}"));
    let shown = reviewed(&folder, "n\nunsure\n", false);
    assert!(shown.contains("1 of 2: 2.1 bits") && !shown.contains("Amara"), "{shown}");
    let text = decisions(&folder);
    assert!(text.contains("p/2\tdifferent") && text.contains("p/3\tunsure") && text.contains(row), "{text}");
    assert_eq!(reviewed(&folder, "", false), "");
}

#[test]
fn quitting_and_the_end_of_the_input_decide_nothing() {
    let folder = folder();
    reviewed(&folder, "q\n", false);
    reviewed(&folder, "", false);
    assert_eq!(decisions(&folder), "");
}

#[test]
fn remarks_stay_and_broken_files_are_left_alone() {
    let folder = folder();
    let path = folder.path().join("decisions.tsv");
    fs::write(&path, "# ours\nleft\tright\tdecision\n").expect("a file");
    reviewed(&folder, "y\n", false);
    assert!(decisions(&folder).starts_with("# ours\nleft\t") && decisions(&folder).contains("\tsame\t"));
    fs::write(&path, "x\ty\tsome\n").expect("a file");
    let (queue, output) = (folder.path().join("review.tsv"), path.to_string_lossy().into_owned());
    let done = plenary(&["link", "review", &queue.to_string_lossy(), "-o", &output], b"y\n");
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("did you mean \"same\""));
    assert_eq!(decisions(&folder), "x\ty\tsome\n");
}
