//! What the names of columns mean, in the languages in which programmes are written.

use super::Target;
use crate::thesaurus::fold::fold;

/// Names of columns as they are when folded, the longer ones first where one begins the other.
const NAMES: &[(Target, &[&str])] = &[
    (Target::Code, &["id", "code", "identifier", "session id", "nr", "no", "event uri", "uid", "guid"]),
    (
        Target::Title,
        &[
            "title",
            "session title",
            "talk title",
            "proposal title",
            "event title",
            "name of session",
            "session name",
            "session",
            "talk",
            "event",
            "label",
            "titel",
            "titre",
            "titulo",
            "titolo",
            "topic",
            "thema",
            "subject",
            "название",
            "标题",
        ],
    ),
    (Target::Summary, &["abstract", "summary", "short description", "teaser", "resume", "kurzbeschreibung"]),
    (Target::Description, &["description", "details", "beschreibung", "descripcion", "descrizione", "text"]),
    (Target::Date, &["date", "day", "datum", "tag", "fecha", "jour", "data", "giorno", "start date"]),
    (
        Target::Start,
        &[
            "start",
            "starts",
            "begin",
            "begins",
            "start time",
            "time start",
            "starts at",
            "from",
            "time",
            "starttime",
            "beginn",
            "uhrzeit",
            "von",
            "debut",
            "heure",
            "inicio",
            "hora",
            "ora",
            "inizio",
            "start date time",
            "begin time",
        ],
    ),
    (
        Target::End,
        &[
            "end",
            "ends",
            "end time",
            "time end",
            "ends at",
            "until",
            "to",
            "endtime",
            "ende",
            "bis",
            "fin",
            "fine",
            "end date time",
        ],
    ),
    (Target::Duration, &["duration", "length", "dauer", "duree", "duracion", "minutes", "min"]),
    (
        Target::Room,
        &[
            "room",
            "location",
            "venue",
            "place",
            "hall",
            "room location",
            "raum",
            "saal",
            "ort",
            "salle",
            "lieu",
            "sala",
            "lugar",
        ],
    ),
    (Target::Track, &["track", "session track", "schedule track", "stream", "strand", "theme", "parcours"]),
    (
        Target::Kind,
        &["type", "session type", "event type", "kind", "format", "session format", "category", "typ", "tipo"],
    ),
    (Target::Language, &["language", "languages", "lang", "sprache", "langue", "langues", "idioma", "lingua"]),
    (
        Target::People,
        &[
            "speaker",
            "speakers",
            "speaker name",
            "speaker names",
            "presenter",
            "presenters",
            "presenter label",
            "panelist",
            "panelists",
            "panellists",
            "people",
            "participants",
            "author",
            "authors",
            "who",
            "host",
            "hosts",
            "teilnehmer",
            "referent",
            "referentin",
            "referenten",
            "sprecher",
            "intervenant",
            "intervenants",
            "ponente",
            "ponentes",
            "relatore",
            "relatori",
            "orateur",
            "orateurs",
        ],
    ),
    (
        Target::Moderator,
        &["moderator", "moderators", "chair", "chairs", "chair label", "moderation", "moderateur", "moderador"],
    ),
    (
        Target::Organization,
        &["organization", "organisation", "affiliation", "company", "institution", "speaker affiliation", "firma"],
    ),
    (Target::Keywords, &["keywords", "tags", "topics", "tag list", "stichworte", "mots cles"]),
    (Target::Url, &["url", "link", "web", "website", "homepage", "page", "session url", "webseite"]),
];

/// What a column of this name says.
pub(super) fn by_name(name: &str) -> Target {
    let folded = folded(name);
    NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map_or(Target::Ignore, |(target, _)| *target)
}

/// The name of a column to compare. Remarks in brackets and numbers at the end are no part of it.
pub(super) fn folded(name: &str) -> String {
    let name = name.split(['(', '[']).next().unwrap_or_default().replace(['_', '-', '/', '.', ':', '#', '*', '?'], " ");
    let folded = fold(&split_humps(&name));
    let folded: Vec<&str> = folded.split_whitespace().collect();
    let last = folded.len()
        - usize::from(
            folded.len() > 1 && folded.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())),
        );
    folded[..last].join(" ")
}

/// `startTime` as `start Time`.
fn split_humps(name: &str) -> String {
    let mut split = String::with_capacity(name.len() + 4);
    let mut was_small = false;
    for letter in name.chars() {
        if was_small && letter.is_uppercase() {
            split.push(' ');
        }
        was_small = letter.is_lowercase();
        split.push(letter);
    }
    split
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_many_forms() {
        for (name, target) in [
            ("Session Title", Target::Title),
            ("startTime", Target::Start),
            ("Time Start", Target::Start),
            ("Room/Location", Target::Room),
            ("Description (Optional)", Target::Description),
            ("Speaker 2", Target::People),
            ("Durée", Target::Duration),
            ("Internal notes", Target::Ignore),
            ("", Target::Ignore),
        ] {
            assert_eq!(by_name(name), target, "{name}");
        }
    }
}
