//! The committed generated files are what the model makes of them.
//!
//! `UPDATE=1 cargo test --test generated` writes them.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use plenary::artifact::{ARTIFACTS, pages};

#[test]
fn generated_files_are_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = env::var_os("UPDATE").is_some();
    let mut stale = Vec::new();
    let files = ARTIFACTS.iter().map(|artifact| (artifact.path.to_owned(), (artifact.make)()));
    for (name, made) in files.chain(pages().into_iter().map(|page| (page.path, page.text))) {
        let path = root.join(&name);
        if fs::read_to_string(&path).is_ok_and(|text| text == made) {
            continue;
        }
        if update {
            fs::create_dir_all(path.parent().expect("a path has a folder")).expect("the folder can be made");
            fs::write(&path, made).expect("the file can be written");
        } else {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "stale: {}\nrun: UPDATE=1 cargo test --test generated", stale.join(", "));
    links_of_pages_lead_somewhere();
}

/// Every file under a folder, by its path from the root of the repository.
fn files(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files(root, &path, found);
        } else {
            let name = path.strip_prefix(root).expect("a file of the repository").to_string_lossy();
            found.insert(name.replace('\\', "/"));
        }
    }
}

#[test]
fn folders_of_generated_files_hold_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    for folder in ["docs/checks", "schemas"] {
        files(root, &root.join(folder), &mut found);
    }
    let mut made: BTreeSet<String> = pages().into_iter().map(|page| page.path).collect();
    made.extend(ARTIFACTS.iter().map(|artifact| artifact.path.to_owned()));
    let stale: Vec<&String> = found.difference(&made).collect();
    assert!(stale.is_empty(), "nothing makes these any more; remove them: {stale:?}");
}

#[test]
fn generated_turtle_is_turtle() {
    for artifact in ARTIFACTS
        .iter()
        .filter(|artifact| Path::new(&artifact.path).extension().is_some_and(|extension| extension == "ttl"))
    {
        let text = (artifact.make)();
        let triples: Result<Vec<_>, _> = oxttl::TurtleParser::new().for_slice(&text).collect();
        let count = triples.expect(artifact.path).len();
        assert!(count > 300, "{}: {count}", artifact.path);
    }
}

#[test]
fn generated_json_is_indented_json() {
    for artifact in ARTIFACTS.iter().filter(|artifact| artifact.path.starts_with("schemas/")) {
        let text = (artifact.make)();
        let value: serde_json::Value = serde_json::from_str(&text).expect(artifact.path);
        assert!(value.is_object() && text.starts_with("{\n  \""), "{}", artifact.path);
    }
}

/// The targets of a page's links that stay in the repository.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|target| !target.contains("://"))
}

/// What links to headings may name: letters and digits in lower case, hyphens for spaces.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let kept = |letter: &char| letter.is_alphanumeric() || "-_ ".contains(*letter);
    headings.map(|heading| heading.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

/// Called once the pages are written, where they are.
fn links_of_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut followed = 0;
    for page in pages() {
        let folder = root.join(&page.path).parent().expect("a page has a folder").to_owned();
        for link in links(&page.text) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let text = if file.is_empty() { Ok(page.text.clone()) } else { fs::read_to_string(folder.join(file)) };
            let text = text.unwrap_or_else(|error| panic!("{} links to {link}: {error}", page.path));
            assert!(anchor.is_empty() || anchors(&text).iter().any(|known| known == anchor), "{}: {link}", page.path);
            followed += 1;
        }
    }
    assert!(followed > 400, "{followed}");
}

#[test]
fn no_two_pages_differ_in_case_alone() {
    let mut paths: Vec<String> = pages().into_iter().map(|page| page.path.to_lowercase()).collect();
    paths.sort_unstable();
    assert!(paths.windows(2).all(|pair| pair[0] != pair[1]));
}
