//! When a session is held, compared as moments and not as they are written.

use jiff::{SignedDuration, Span, Timestamp};

use super::graph::Node;
use crate::shape::Kind;

/// The times that a session states, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Times {
    pub start: Option<String>,
    pub end: Option<String>,
    pub duration: Option<String>,
    pub time_zone: Option<String>,
}

impl Times {
    pub(super) fn of(session: &Node) -> Self {
        let text = |field| session.text(field).map(str::to_owned);
        Self { start: text("start"), end: text("end"), duration: text("duration"), time_zone: text("timeZone") }
    }

    fn begins(&self) -> Option<Timestamp> {
        moment(self.start.as_deref()?)
    }

    /// The end that is stated, or follows from start and duration.
    fn ends(&self) -> Option<Timestamp> {
        match &self.end {
            Some(end) => moment(end),
            None => self.begins()?.checked_add(length(self.duration.as_deref()?)?).ok(),
        }
    }

    /// Whether a session with these times is held at another time than one with the others.
    pub(super) fn is_moved(&self, other: &Self) -> bool {
        self.begins() != other.begins() || self.ends() != other.ends()
    }

    /// How much later the other ones begin.
    pub(super) fn shift(&self, other: &Self) -> Option<SignedDuration> {
        Some(other.begins()?.duration_since(self.begins()?)).filter(|shift| !shift.is_zero())
    }
}

/// A moment, if jiff knows it.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// A length of days of 24 hours, hours, minutes and seconds.
fn length(text: &str) -> Option<SignedDuration> {
    let span: Span = text.parse().ok()?;
    let days = SignedDuration::from_hours(i64::from(span.get_days()).checked_mul(24)?);
    let rest = span.days(0);
    days.checked_add(SignedDuration::try_from(rest).ok()?)
}

pub(super) fn is_moment(kind: &Kind) -> bool {
    matches!(kind, Kind::Scalar(scalar) if scalar.name == "Moment")
}

/// One way to write a moment: two ways to write it give the same.
pub(super) fn canonical(text: &str) -> String {
    moment(text).map_or_else(|| text.to_owned(), |moment| moment.to_string())
}

/// One way to write a value: moments and durations that are the same are written alike.
pub(super) fn canonical_of(kind: &Kind, text: &str) -> String {
    match kind {
        Kind::Scalar(scalar) if scalar.name == "Moment" => canonical(text),
        Kind::Scalar(scalar) if scalar.name == "Duration" => {
            length(text).map_or_else(|| text.to_owned(), |length| length.to_string())
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(start: &str, end: Option<&str>, duration: Option<&str>) -> Times {
        let own = |text: Option<&str>| text.map(str::to_owned);
        Times { start: Some(start.to_owned()), end: own(end), duration: own(duration), time_zone: None }
    }

    #[test]
    fn moments_count_and_not_how_they_are_written() {
        let local = times("2031-06-03T10:00:00+02:00", Some("2031-06-03T11:30:00+02:00"), None);
        let utc = times("2031-06-03T08:00:00Z", None, Some("PT1H30M"));
        assert!(!local.is_moved(&utc));
        assert!(local.is_moved(&times("2031-06-03T08:00:00Z", None, Some("PT1H"))));
        assert_eq!(
            local.shift(&times("2031-06-04T08:30:00Z", None, None)),
            Some(SignedDuration::from_mins(24 * 60 + 30))
        );
        assert_eq!(local.shift(&utc), None);
    }

    #[test]
    fn lengths_have_days_of_24_hours() {
        assert_eq!(length("P1DT90M"), Some(SignedDuration::from_mins(24 * 60 + 90)));
        assert_eq!(length("PT90M"), length("PT1H30M"));
    }
}
