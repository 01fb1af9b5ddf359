//! Changes in plain words, with what is from the data told apart, so that every form of output can make it harmless.

use jiff::SignedDuration;

use super::graph::folded;
use super::kind::Kind;
use super::time::Times;
use super::{Change, Entry, Value};

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Ours.
    Words(String),
    /// From the data.
    Data(String),
}

/// A sentence, or a part of one.
pub(super) type Phrase = Vec<Part>;

fn words(text: impl Into<String>) -> Part {
    Part::Words(text.into())
}

/// What a record is: its type, its title, and when it is held.
pub(super) fn head(entry: &Entry) -> Phrase {
    let mut head = vec![words(format!("{} ", entry.class))];
    let name = if entry.title.is_empty() { entry.id.as_deref().unwrap_or("without a name") } else { &entry.title };
    head.push(Part::Data(name.to_owned()));
    if entry.times.start.is_some() {
        head.extend([words(", "), Part::Data(times(&entry.times))]);
    }
    head
}

/// One change as a line, without its sign.
pub(super) fn change(change: &Change) -> Phrase {
    let field = change.field.as_deref().unwrap_or_default();
    let field = field.rsplit('.').next().unwrap_or_default();
    let language = change.language.as_deref();
    match change.kind {
        Kind::Added | Kind::Removed | Kind::Cancelled | Kind::Postponed | Kind::Rescheduled | Kind::MovedOnline => {
            vec![words(change.kind.row().counted[0])]
        }
        Kind::Reinstated => vec![words("takes place as planned again")],
        Kind::MovedTime => moved(change),
        Kind::MovedRoom => sentence("moved", "now in", "no longer in", change),
        Kind::Retitled => with_language(vec![words("retitled")], language, change),
        Kind::Reworded => reworded(field, language, change),
        Kind::ParticipantConfirmed => about(change, vec![words(" confirmed")]),
        Kind::ParticipantDeclined => {
            let status = change.new.iter().flat_map(value);
            about(change, [words(" is ")].into_iter().chain(status).collect())
        }
        Kind::Reordered => vec![words(format!("{field} in another order"))],
        Kind::ParticipantStatus | Kind::RoleChanged | Kind::AffiliationChanged | Kind::Changed => other(field, change),
        _ => one(change),
    }
}

/// Something was added to a list, or removed from it.
fn one(change: &Change) -> Phrase {
    let values = if change.new.is_empty() { &change.old } else { &change.new };
    let mut phrase = vec![words(format!("{}: ", change.kind.row().counted[0]))];
    match &change.about {
        None => phrase.extend(list(values)),
        Some(subject) => {
            phrase.extend(value(subject));
            if !values.is_empty() {
                phrase.push(words(" ("));
                phrase.extend(list(values));
                phrase.push(words(")"));
            }
        }
    }
    phrase
}

fn other(field: &str, change: &Change) -> Phrase {
    let said = sentence(&format!("{field} changed"), &format!("{field} now"), &format!("{field} no longer"), change);
    if change.about.is_none() { said } else { about(change, [words(": ")].into_iter().chain(said).collect()) }
}

fn about(change: &Change, said: Phrase) -> Phrase {
    change.about.iter().flat_map(value).chain(said).collect()
}

fn with_language(mut phrase: Phrase, language: Option<&str>, change: &Change) -> Phrase {
    if let Some(language) = language {
        phrase.extend([words(" in "), Part::Data(language.to_owned())]);
    }
    phrase.extend(sentence("", "now", "no longer", change));
    phrase
}

/// A longer text: what it says now is shown by the differences of its words.
fn reworded(field: &str, language: Option<&str>, change: &Change) -> Phrase {
    let mut phrase: Phrase = change.about.iter().flat_map(value).collect();
    if !phrase.is_empty() {
        phrase.push(words(": "));
    }
    phrase.push(words(field));
    if let Some(language) = language {
        phrase.extend([words(" in "), Part::Data(language.to_owned())]);
    }
    match (change.old.as_slice(), change.new.as_slice()) {
        ([], new) => phrase.extend([words(" is new: ")].into_iter().chain(list(new))),
        (old, []) => phrase.extend([words(" is gone: ")].into_iter().chain(list(old))),
        ([Value::Tagged { language: old, .. }], [Value::Tagged { language: new, .. }]) => {
            let name = |tag: &String| Part::Data(if tag.is_empty() { "no language".to_owned() } else { tag.clone() });
            phrase.extend([words(" reworded, from "), name(old), words(" to "), name(new)]);
        }
        _ => phrase.push(words(" reworded")),
    }
    phrase
}

/// From old values to new ones.
fn sentence(both: &str, only_new: &str, only_old: &str, change: &Change) -> Phrase {
    let spaced = |text: &str, next: &str| {
        let gap = if text.is_empty() { "" } else { " " };
        words(format!("{text}{gap}{next}"))
    };
    let lead = if both.is_empty() { " " } else { "" };
    match (change.old.as_slice(), change.new.as_slice()) {
        ([old], [new]) => {
            let mut phrase = vec![spaced(both, &format!("{lead}from "))];
            phrase.extend(value(old));
            phrase.push(words(" to "));
            phrase.extend(value(new));
            phrase
        }
        (old, []) => [words(format!("{lead}{only_old} "))].into_iter().chain(list(old)).collect(),
        ([], new) => [words(format!("{lead}{only_new} "))].into_iter().chain(list(new)).collect(),
        (old, new) => {
            let mut phrase = vec![words(format!("{lead}{only_old} "))];
            phrase.extend(list(old));
            phrase.push(words("; now "));
            phrase.extend(list(new));
            phrase
        }
    }
}

fn moved(change: &Change) -> Phrase {
    let mut phrase = sentence("moved", "now", "no longer", change);
    if let Some(shift) = change.shift {
        let way = if shift.is_negative() { "earlier" } else { "later" };
        phrase.push(words(format!(" ({} {way})", length(shift))));
    }
    phrase
}

fn list(values: &[Value]) -> Phrase {
    let mut phrase = Vec::new();
    for (at, item) in values.iter().enumerate() {
        if at > 0 {
            phrase.push(words(", "));
        }
        phrase.extend(value(item));
    }
    phrase
}

fn value(item: &Value) -> Phrase {
    match item {
        Value::Plain { text, label: Some(label) } if folded(text) != folded(label) => {
            vec![Part::Data(text.clone()), words(format!(" ({label})"))]
        }
        Value::Plain { text, .. } => vec![Part::Data(text.clone())],
        Value::Tagged { text, language } if language.is_empty() => vec![Part::Data(text.clone())],
        Value::Tagged { text, language } => {
            vec![Part::Data(text.clone()), words(" in "), Part::Data(language.clone())]
        }
        Value::Node { name, id } => {
            let name = name.as_ref().or(id.as_ref());
            vec![Part::Data(name.map_or_else(|| "without a name".to_owned(), Clone::clone))]
        }
        Value::Times(held) => vec![Part::Data(times(held))],
    }
}

/// `2031-06-03 09:00–10:30 +02:00`.
pub(super) fn times(times: &Times) -> String {
    let start = times.start.as_deref().map(Clock::of);
    let end = times.end.as_deref().map(Clock::of);
    let mut said = match (&start, &end) {
        (Some(start), Some(end)) if (start.day, start.offset) == (end.day, end.offset) => {
            format!("{} {}–{} {}", start.day, start.time, end.time, start.offset)
        }
        (Some(start), Some(end)) => format!("{start} – {end}"),
        (Some(start), None) => start.to_string(),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => String::new(),
    };
    if let Some(duration) = times.duration.as_deref().filter(|_| end.is_none()) {
        said.push_str(" for ");
        said.push_str(duration);
    }
    if let (Some(zone), true) = (&times.time_zone, said.is_empty()) {
        said.push_str(zone);
    }
    said.trim().to_owned()
}

/// A moment in its parts; one that is not written as usual is a day alone.
struct Clock<'t> {
    day: &'t str,
    time: &'t str,
    offset: &'t str,
}

impl<'t> Clock<'t> {
    fn of(moment: &'t str) -> Self {
        let parts = || {
            let (day, rest) = moment.split_once('T')?;
            let at = rest.find(['Z', '+', '-'])?;
            // Seconds are left out where they say nothing.
            let (time, offset) = rest.split_at(at);
            Some(Self { day, time: time.strip_suffix(":00").unwrap_or(time), offset })
        };
        parts().unwrap_or(Self { day: moment, time: "", offset: "" })
    }
}

impl std::fmt::Display for Clock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.day, self.time, self.offset)
    }
}

/// `1 day 2 h 30 min`.
fn length(shift: SignedDuration) -> String {
    let seconds = shift.unsigned_abs().as_secs();
    let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60);
    let mut parts = Vec::new();
    match days {
        0 => {}
        1 => parts.push("1 day".to_owned()),
        _ => parts.push(format!("{days} days")),
    }
    if hours > 0 {
        parts.push(format!("{hours} h"));
    }
    if minutes > 0 {
        parts.push(format!("{minutes} min"));
    }
    if parts.is_empty() {
        parts.push(format!("{} s", shift.unsigned_abs().as_secs_f64()));
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times_of(start: &str, end: &str) -> String {
        let own = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        times(&Times { start: own(start), end: own(end), ..Times::default() })
    }

    #[test]
    fn times_are_short() {
        let start = "2031-06-03T09:00:00+02:00";
        assert_eq!(times_of(start, "2031-06-03T10:30:00+02:00"), "2031-06-03 09:00–10:30 +02:00");
        assert_eq!(times_of(start, ""), "2031-06-03 09:00 +02:00");
        assert_eq!(times_of(start, "2031-06-04T08:00:05Z"), "2031-06-03 09:00 +02:00 – 2031-06-04 08:00:05 Z");
    }

    #[test]
    fn lengths_in_words() {
        assert_eq!(length(SignedDuration::from_mins(-90)), "1 h 30 min");
        assert_eq!(length(SignedDuration::from_hours(49)), "2 days 1 h");
        assert_eq!(length(SignedDuration::from_millis(500)), "0.5 s");
    }
}
