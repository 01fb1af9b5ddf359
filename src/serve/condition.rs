//! Conditional requests and ranges (RFC 9110, 13 and 14): what of a file is to be sent.

use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, Method, header};

use super::fields;

/// What is known of a file before it is sent.
#[derive(Debug)]
pub(super) struct Validators {
    /// The strong entity tag of the file as it is, with its quotes.
    pub(super) tag: String,
    pub(super) modified: SystemTime,
    pub(super) length: u64,
}

/// What is to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    /// From the first byte to the last, both included.
    Part(u64, u64),
    /// Nothing: the client has it, under the tag that it named.
    Nothing(Option<String>),
    /// The client asks for another version than there is.
    Failed,
    /// The range has none of the file's bytes.
    OutOfRange,
}

/// Endings of tags of packed forms: another form is another representation, so it has another tag.
const PACKED: [&str; 2] = ["-gzip", "-br"];

/// The tag of the file when it is packed.
pub(super) fn packed(tag: &str, encoding: &str) -> Option<String> {
    Some(format!("{}-{encoding}\"", tag.strip_suffix('"')?))
}

/// Judges the conditions in the order that the RFC gives (13.2.2).
pub(super) fn wanted(method: &Method, headers: &HeaderMap, known: &Validators) -> Wanted {
    let later = |name| fields::value(headers, name).and_then(|date| httpdate::parse_http_date(date).ok());
    if let Some(tags) = fields::list(headers, header::IF_MATCH) {
        if named(&tags, &known.tag, Comparison::Strong).is_none() {
            return Wanted::Failed;
        }
    } else if later(header::IF_UNMODIFIED_SINCE).is_some_and(|since| whole_seconds(known.modified) > since) {
        return Wanted::Failed;
    }
    if headers.contains_key(header::IF_NONE_MATCH) {
        if let Some(tag) = had(headers, &known.tag) {
            return Wanted::Nothing(Some(tag));
        }
    } else if later(header::IF_MODIFIED_SINCE).is_some_and(|since| whole_seconds(known.modified) <= since) {
        return Wanted::Nothing(None);
    }
    let if_range = fields::value(headers, header::IF_RANGE);
    match fields::value(headers, header::RANGE) {
        Some(range) if method == Method::GET && may_be_part(if_range, known) => part(range, known.length),
        _ => Wanted::Whole,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Strong,
    Weak,
}

/// The tag by which the client already has what has a tag, if it says so.
pub(super) fn had(headers: &HeaderMap, known: &str) -> Option<String> {
    named(&fields::list(headers, header::IF_NONE_MATCH)?, known, Comparison::Weak)
}

/// The tag of a list that is one of those of the file.
fn named(tags: &str, known: &str, comparison: Comparison) -> Option<String> {
    let fits = |tag: &&str| {
        let (tag, is_weak) = tag.strip_prefix("W/").map_or((*tag, false), |tag| (tag, true));
        let bare = PACKED.iter().find_map(|ending| tag.strip_suffix('"')?.strip_suffix(ending));
        let is_known = tag == known || bare.is_some_and(|bare| known.strip_suffix('"') == Some(bare));
        is_known && (comparison == Comparison::Weak || !is_weak)
    };
    if tags.trim() == "*" {
        return Some(known.to_owned());
    }
    tags.split(',').map(str::trim).find(fits).map(|tag| tag.trim_start_matches("W/").to_owned())
}

/// Whether the client's part, if it has one, is of this very form.
fn may_be_part(if_range: Option<&str>, known: &Validators) -> bool {
    match if_range {
        None => true,
        Some(tag) if tag.starts_with('"') => tag == known.tag,
        Some(date) => httpdate::parse_http_date(date).is_ok_and(|date| date == whole_seconds(known.modified)),
    }
}

/// One range. Several at a time are answered with the whole, as a server may.
fn part(range: &str, length: u64) -> Wanted {
    let Ok(ranges) = http_range_header::parse_range_header(range) else { return Wanted::Whole };
    match ranges.validate(length).as_deref() {
        _ if ranges.len() != 1 => Wanted::Whole,
        Ok([range]) => Wanted::Part(*range.start(), *range.end()),
        Ok(_) => Wanted::Whole,
        Err(_) => Wanted::OutOfRange,
    }
}

/// Dates in headers have no fractions.
fn whole_seconds(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &header::HeaderName, value: &str) -> Wanted {
        asked_in_lines(name, &[value])
    }

    fn asked_in_lines(name: &header::HeaderName, values: &[&str]) -> Wanted {
        let modified = SystemTime::UNIX_EPOCH + Duration::from_millis(1_000_500);
        let known = Validators { tag: "\"abc\"".to_owned(), modified, length: 100 };
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name, value.parse().expect("a header"));
        }
        wanted(&Method::GET, &headers, &known)
    }

    #[test]
    fn tags_of_packed_forms_are_known() {
        let tag = |text: &str| Wanted::Nothing(Some(text.to_owned()));
        assert_eq!(asked(&header::IF_NONE_MATCH, "\"x\", \"abc\""), tag("\"abc\""));
        assert_eq!(asked(&header::IF_NONE_MATCH, "W/\"abc-gzip\""), tag("\"abc-gzip\""));
        assert_eq!(asked(&header::IF_NONE_MATCH, "\"abcd\""), Wanted::Whole);
        assert_eq!(asked(&header::IF_MATCH, "W/\"abc\""), Wanted::Failed);
    }

    #[test]
    fn tags_may_be_on_several_lines() {
        let lines = ["\"x\"", "\"y\", \"abc\""];
        assert_eq!(asked_in_lines(&header::IF_NONE_MATCH, &lines), Wanted::Nothing(Some("\"abc\"".to_owned())));
        assert_eq!(asked_in_lines(&header::IF_MATCH, &lines), Wanted::Whole);
        assert_eq!(asked_in_lines(&header::IF_MATCH, &["\"x\"", "\"y\""]), Wanted::Failed);
    }

    #[test]
    fn dates_are_compared_in_seconds() {
        assert_eq!(asked(&header::IF_MODIFIED_SINCE, "Thu, 01 Jan 1970 00:16:40 GMT"), Wanted::Nothing(None));
        assert_eq!(asked(&header::IF_MODIFIED_SINCE, "Thu, 01 Jan 1970 00:16:39 GMT"), Wanted::Whole);
        assert_eq!(asked(&header::IF_UNMODIFIED_SINCE, "Thu, 01 Jan 1970 00:16:39 GMT"), Wanted::Failed);
    }

    #[test]
    fn one_range_is_a_part() {
        assert_eq!(asked(&header::RANGE, "bytes=0-9"), Wanted::Part(0, 9));
        assert_eq!(asked(&header::RANGE, "bytes=-10"), Wanted::Part(90, 99));
        assert_eq!(asked(&header::RANGE, "bytes=90-"), Wanted::Part(90, 99));
        assert_eq!(asked(&header::RANGE, "bytes=100-"), Wanted::OutOfRange);
        assert_eq!(asked(&header::RANGE, "bytes=0-1,5-6"), Wanted::Whole);
        assert_eq!(asked(&header::RANGE, "lines=0-1"), Wanted::Whole);
    }
}
