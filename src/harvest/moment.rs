//! Moments that servers name. The only place of a harvest that looks at the clock, and only where a server names none.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// When an answer was given, in RFC 3339: by its `Date`, else by the clock.
pub(super) fn retrieved(date: Option<&str>) -> String {
    given(date).to_string()
}

fn given(date: Option<&str>) -> Timestamp {
    date.and_then(parsed).unwrap_or_else(Timestamp::now)
}

fn parsed(date: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(date.trim()).ok()
}

/// How long a server asks to wait: `Retry-After` in seconds, or until a moment by its own clock.
pub(super) fn asked_wait(retry_after: Option<&str>, date: Option<&str>) -> Option<Duration> {
    let text = retry_after?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = parsed(text)?;
    // A moment that is over asks for nothing more.
    Some(Duration::try_from(until.duration_since(given(date))).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: Option<&str> = Some("Tue, 15 Nov 2033 08:12:31 GMT");

    #[test]
    fn answers_are_dated_by_their_server() {
        assert_eq!(retrieved(DATE), "2033-11-15T08:12:31Z");
    }

    #[test]
    fn waits_are_seconds_or_a_moment() {
        let wait = |text| asked_wait(Some(text), DATE);
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait("Tue, 15 Nov 2033 08:13:01 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(wait("Tue, 15 Nov 2033 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!((wait("soon"), wait("-1"), asked_wait(None, DATE)), (None, None, None));
    }
}
