//! Whether a text is a programme with keys that are not ours.

use super::keys::folded;
use crate::format::markdown;

/// Keys that schedule tools and sites have and our records do not.
const FOREIGN: &[&str] = &[
    "affiliations",
    "avatar",
    "begin",
    "bio",
    "biography",
    "color",
    "company",
    "complexity",
    "conference",
    "contributions",
    "endsat",
    "endtime",
    "eventtype",
    "eventtypes",
    "facilitators",
    "floor",
    "fontcolor",
    "fullname",
    "groupid",
    "groupname",
    "heardfrom",
    "layout",
    "length",
    "linkedin",
    "location",
    "locationname",
    "locations",
    "longbiography",
    "microlocation",
    "organisation",
    "organizername",
    "persons",
    "photo",
    "presenters",
    "profilepicture",
    "publicname",
    "recordings",
    "rockstar",
    "room",
    "roomid",
    "rooms",
    "schedule",
    "service",
    "services",
    "sessionids",
    "shortbiography",
    "slot",
    "sociallinks",
    "speaker",
    "speakernames",
    "speakernameswithaffiliations",
    "speakers",
    "starts",
    "startsat",
    "starttime",
    "submissiontype",
    "subtype",
    "surname",
    "tagline",
    "talks",
    "thumbnailurl",
    "timeiso",
    "timeslots",
    "timestart",
    "timezonename",
    "trackimageurl",
    "tracks",
    "updatedat",
    "videoid",
    "who",
];
/// The types that our records say they are.
const OWN: &[&str] = &["Session", "Person", "Dataset", "Edition", "Organization", "Forum", "Place", "Concept"];
/// How much of a text is looked at.
const HEAD: usize = 16 << 10;

fn head(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether keys are those of a programme: two of them or more are foreign, and no record of ours is there.
fn is_foreign<'t>(keys: impl Iterator<Item = &'t str>) -> bool {
    let mut found: Vec<&str> = Vec::new();
    for key in keys {
        let key = folded(key);
        if let Some(known) = FOREIGN.iter().find(|known| **known == key)
            && !found.contains(known)
        {
            found.push(known);
        }
    }
    found.len() > 1
}

pub(super) fn json(text: &str) -> bool {
    let text = head(text);
    if !text.trim_start().starts_with(['{', '['])
        || ["\"@context\"", "\"@type\"", "\"vcon\"", "\"@graph\""].iter().any(|mark| text.contains(mark))
    {
        return false;
    }
    let is_own = OWN.iter().any(|name| has_type(text, name));
    // Each text before a colon is a key.
    let mut parts = text.split('"').skip(1).step_by(2).zip(text.split('"').skip(2).step_by(2));
    let keys = parts.by_ref().filter(|(_, after)| after.trim_start().starts_with(':')).map(|(key, _)| key);
    !is_own && is_foreign(keys)
}

fn has_type(text: &str, name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    text.match_indices(&quoted).any(|(at, _)| {
        text[..at].trim_end().strip_suffix(':').is_some_and(|before| before.trim_end().ends_with("\"type\""))
    })
}

pub(super) fn yaml(text: &str) -> bool {
    let text = head(text);
    !text.starts_with("---\n")
        && !text.trim_start().starts_with(['{', '[', '<'])
        && is_list(text)
        && foreign_lines(text)
}

/// Whether a YAML text is a list, which data files of sites are.
fn is_list(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| line.starts_with('-'))
}

pub(super) fn markdown(text: &str) -> bool {
    let text = head(text);
    let front = text.strip_prefix("---").and_then(|rest| rest.split_once("\n---")).map(|(front, _)| front);
    front.is_some_and(foreign_lines) || markdown::unfenced_fields(text).is_some_and(|front| !is_own(front))
}

/// Whether a line says one of our types.
fn is_own(text: &str) -> bool {
    text.lines().any(|line| {
        let value =
            line.trim_start_matches([' ', '-']).strip_prefix("type:").map(|value| value.trim().trim_matches('"'));
        value.is_some_and(|value| OWN.contains(&value))
    })
}

fn foreign_lines(text: &str) -> bool {
    let keys = || {
        text.lines()
            .filter_map(|line| Some(line.trim_start_matches([' ', '-', '{']).split_once(':')?.0.trim_matches('"')))
    };
    !is_own(text) && is_foreign(keys())
}
