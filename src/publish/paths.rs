//! Where each page stands: paths inside the site's folder that no input can lead out of it.
//!
//! An IRI under the site's own address keeps its path, so that any static host serves it; everything else gets a slug
//! and a hash. No path differs from another one by case alone, and none is a name that Windows keeps for devices.

use std::collections::HashSet;

use twox_hash::XxHash3_64;

use crate::collection::{Collection, Label, Record};
use crate::rdf::naming::slug;

/// Folders and files at the top that are not the records'.
const OURS: &[&str] = &[
    "assets",
    "data",
    "group",
    "index",
    "language",
    "linkset",
    "moved",
    "participation",
    "search",
    "topic",
    "type",
    "year",
];
/// Endings that siblings of pages have.
const ENDINGS: &[&str] = &["html", "ttl", "nt", "jsonld", "rdf", "json", "xml", "ics", "atom"];
/// Names of devices on Windows, with whatever ending.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];
/// Beginnings of the names of pages on which lists go on.
const GOING_ON: &[&str] = &["sessions-", "people-", "parts-", "records-", "codes-", "editions-"];
const LONGEST: usize = 120;

/// The path of each record, without ending, by its position in the collection.
#[derive(Debug)]
pub(super) struct Paths {
    records: Vec<String>,
    taken: HashSet<String>,
}

impl Paths {
    pub(super) fn new(collection: &Collection, labels: &[Label], site: &str) -> Self {
        let mut paths = Self { records: Vec::new(), taken: HashSet::new() };
        let own: Vec<Option<&str>> = collection.records().iter().map(|record| own_path(&record.id, site)).collect();
        // Paths that IRIs ask for come first, so that no slug takes one of them.
        paths.taken.extend(own.iter().flatten().map(|path| (*path).to_owned()));
        for ((record, label), own) in collection.records().iter().zip(labels).zip(own) {
            let path = own.map_or_else(|| paths.minted(record, label), str::to_owned);
            paths.records.push(path);
        }
        paths
    }

    /// The path of a record.
    pub(super) fn of(&self, record: usize) -> &str {
        &self.records[record]
    }

    /// A path of class, slug and hash that is not taken.
    fn minted(&mut self, record: &Record, label: &Label) -> String {
        let folder = record.class_name().to_ascii_lowercase();
        let path = slugged(&folder, &label.text, &record.id);
        self.taken.insert(path.clone());
        path
    }
}

/// Folder, slug of a text, and a hash of what it names.
pub(super) fn slugged(folder: &str, text: &str, of: &str) -> String {
    let mut path = format!("{folder}/");
    slug(text, 48, &mut path);
    if !path.ends_with('/') {
        path.push('-');
    }
    path.push_str(&hash(of));
    path
}

/// Twelve digits that stand for a text.
pub(super) fn hash(text: &str) -> String {
    format!("{:012x}", XxHash3_64::oneshot(text.as_bytes()) >> 16)
}

/// The path of a code's page: `topic/sdg-17`.
pub(super) fn of_code(folder: &str, code: &str) -> String {
    let plain: String = code.to_ascii_lowercase().replace([':', '/'], "-");
    let is_code = !code.contains("://") && plain.len() <= 60;
    if is_code && is_safe(&plain) { format!("{folder}/{plain}") } else { slugged(folder, code, code) }
}

/// The path that an IRI under the site's address asks for, if it is harmless.
pub(super) fn own_path<'i>(iri: &'i str, site: &str) -> Option<&'i str> {
    let path = iri.strip_prefix(site)?;
    let mut segments = path.split('/');
    let first = segments.next()?;
    let harmless = is_safe(first) && !OURS.contains(&first) && segments.all(is_safe);
    (harmless && path.contains('/') && path.len() <= LONGEST).then_some(path)
}

/// The IRI without the address of the site, if it is of this site and its page is at another path than it asks for.
pub(super) fn led_away<'i>(iri: &'i str, site: &str, path: &str) -> Option<&'i str> {
    iri.strip_prefix(site).filter(|asked| *asked != path)
}

/// Whether a part of a path is harmless on every system.
fn is_safe(segment: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    let stem = segment.split('.').next().unwrap_or_default();
    let is_ours = matches!(segment, "index" | "schedule") || GOING_ON.iter().any(|list| segment.starts_with(list));
    let ending = segment.rsplit_once('.').map(|(_, ending)| ending);
    segment.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && segment.bytes().all(is_plain)
        && !segment.ends_with('.')
        && !is_device(stem)
        && !is_ours
        && !ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

fn is_device(stem: &str) -> bool {
    let numbered = |name: &str| stem.strip_prefix(name).is_some_and(|rest| rest.len() == 1);
    DEVICES.contains(&stem) || numbered("com") || numbered("lpt")
}

/// The way from a page to the top of the site: `../` for each folder.
pub(super) fn to_top(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iris_of_the_site_keep_their_path_and_others_do_not_lead_anywhere() {
        let site = "https://x.example/data/";
        let own = |rest: &str| own_path(&format!("{site}{rest}"), site).is_some();
        assert!(own("session/opening-0123456789ab"));
        for hostile in [
            "session/../../etc/passwd",
            "../x",
            "session/",
            "session/.htaccess",
            "session/CON",
            "session/con",
            "session/aux.txt",
            "session/com1",
            "session/a.html",
            "session/a.",
            "session/a%2fb",
            "session\\a",
            "assets/style",
            "topic/sdg-17",
            "session/Opening",
            "x",
        ] {
            assert!(!own(hostile), "{hostile}");
        }
        assert!(own_path("https://y.example/session/a", site).is_none());
    }

    #[test]
    fn slugs_stay_in_their_folder() {
        let path = slugged("person", "../../etc/passwd", "urn:x");
        assert!(path.starts_with("person/etc-passwd-") && path.len() == "person/etc-passwd-".len() + 12);
        assert_eq!(of_code("topic", "sdg:16.10"), "topic/sdg-16.10");
        assert_eq!(of_code("group", "igf/civil-society"), "group/igf-civil-society");
        assert!(of_code("topic", "https://x.example/../y").starts_with("topic/https-x-example-y-"));
        assert_eq!(to_top("a/b/c"), "../../");
    }
}
