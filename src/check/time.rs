//! Checks of times: order, length and likelihood; zones and the days of editions in the modules below.

use jiff::{SignedDuration, Timestamp};

use super::{Run, Scope, check, replacing};
use crate::diagnostic::{Place, Report};
use crate::doc::{Node, Value};
use crate::shape::Kind;

pub mod edition;
pub mod likely;
pub mod zone;

check! {
    /// ## What it finds
    /// A session that ends before it begins.
    ///
    /// ## Why it matters
    /// Calendars refuse or silently drop such an event, and every length computed from it is negative.
    ///
    /// ## Example
    /// Bad:
    /// ```json
    /// {"type": "Session", "title": "Opening", "start": "2025-07-07T10:00:00+02:00", "end": "2025-07-07T09:30:00+02:00"}
    /// ```
    /// Good:
    /// ```json
    /// {"type": "Session", "title": "Opening", "start": "2025-07-07T10:00:00+02:00", "end": "2025-07-07T10:30:00+02:00"}
    /// ```
    ///
    /// ## How to mend
    /// Correct the moment that is wrong. A session that runs over midnight ends on the next date; two moments with
    /// different offsets are compared as moments, not by the hour that is written.
    END_BEFORE_START = "time/end-before-start", Error, Run::Fields(&["start", "end"], end_before_start)
}

check! {
    /// ## What it finds
    /// A `duration` that is not the time from `start` to `end`.
    ///
    /// ## Why it matters
    /// Two programmes made from the same record show two different lengths, because each trusts another field.
    ///
    /// ## Example
    /// Bad: `"start": "2025-07-07T09:00:00+02:00", "end": "2025-07-07T10:30:00+02:00", "duration": "PT1H"`
    ///
    /// Good: `"start": "2025-07-07T09:00:00+02:00", "end": "2025-07-07T10:30:00+02:00", "duration": "PT1H30M"`
    ///
    /// ## How to mend
    /// Correct the field that is wrong, or leave `duration` out: it follows from the other two.
    DURATION_DISAGREES = "time/duration-disagrees", Warning, Run::Fields(&["start", "end", "duration"], duration_disagrees)
}

check! {
    /// ## What it finds
    /// A session of more than 24 hours. Exhibitions, which stand for days, are left alone.
    ///
    /// ## Why it matters
    /// It is most often a wrong day or month in `end`. The session then hides all others in a calendar.
    ///
    /// ## Example
    /// Bad: `"start": "2025-07-07T09:00:00+02:00", "end": "2025-07-17T10:30:00+02:00"`
    ///
    /// Good: `"start": "2025-07-07T09:00:00+02:00", "end": "2025-07-07T10:30:00+02:00"`
    ///
    /// ## How to mend
    /// Correct `end` or `duration`. A session that is held on several days is one session a day, each `partOf` the
    /// longer one, which itself needs no `start` and `end`.
    LONG_SESSION = "time/long-session", Warning, Run::Fields(&["start", "end", "duration", "sessionType"], long_session)
}

check! {
    /// ## What it finds
    /// A date, a moment or the `year` of an edition before 1990 or after 2100.
    ///
    /// ## Why it matters
    /// It is nearly always a slip of the hand or an empty field that some program turned into 1970, and it stretches
    /// every timeline made from the data.
    ///
    /// ## Example
    /// Bad: `"start": "2103-10-08T09:00:00+02:00"`
    ///
    /// Good: `"start": "2013-10-08T09:00:00+02:00"`
    ///
    /// ## How to mend
    /// Correct the year, or remove the field if the date is not known.
    UNLIKELY_YEAR = "time/unlikely-year", Warning, Run::Fields(&[], unlikely_year)
}

pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The moment under a key.
pub(super) fn moment(node: &Node, key: &str) -> Option<Timestamp> {
    node.text(key)?.parse().ok()
}

/// The time from `start` to `end`.
fn length(node: &Node) -> Option<SignedDuration> {
    Some(moment(node, "start")?.duration_until(moment(node, "end")?))
}

/// A duration of the model's grammar: days, hours, minutes and seconds. None where it exceeds all clocks.
pub(super) fn duration(text: &str) -> Option<SignedDuration> {
    let (mut seconds, mut number) = (0_i64, 0_i64);
    for byte in text.bytes() {
        let unit = match byte {
            b'0'..=b'9' => {
                number = number.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                continue;
            }
            b'D' => 86_400,
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            _ => continue,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        number = 0;
    }
    Some(SignedDuration::from_secs(seconds))
}

/// A length in the model's grammar. Minutes between hours and seconds are there even where they are zero: `PT2H0M5S`.
fn written(length: SignedDuration) -> String {
    let seconds = length.as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, seconds) {
        (0, 0, seconds) => format!("PT{seconds}S"),
        (hours, 0, 0) => format!("PT{hours}H"),
        (0, minutes, 0) => format!("PT{minutes}M"),
        (0, minutes, seconds) => format!("PT{minutes}M{seconds}S"),
        (hours, minutes, 0) => format!("PT{hours}H{minutes}M"),
        (hours, minutes, seconds) => format!("PT{hours}H{minutes}M{seconds}S"),
    }
}

fn end_before_start(scope: &Scope, report: &mut Report) {
    let (Some(start), Some(end)) = (scope.node.get("start"), scope.node.get("end")) else { return };
    if length(scope.node).is_none_or(|length| !length.is_negative()) {
        return;
    }
    let message = format!("this ends before it begins, at {}", start.as_str().unwrap_or_default());
    let finding = scope.finding(&END_BEFORE_START, end.span, &scope.path.key("end"), message);
    let over_midnight = length(scope.node).is_some_and(|length| length > -DAY);
    report.push(
        finding.label("before the start").relate(Place::Span(scope.source.clone(), start.span), "it begins here").help(
            if over_midnight {
                "correct the hour, or write the next date if it ends after midnight"
            } else {
                "correct the moment that is wrong"
            },
        ),
    );
}

fn duration_disagrees(scope: &Scope, report: &mut Report) {
    let (Some(said), Some(length)) = (scope.node.get("duration"), length(scope.node)) else { return };
    let Some(text) = said.as_str() else { return };
    if length.is_negative() || duration(text).is_none_or(|said| said.as_secs() == length.as_secs()) {
        return;
    }
    let right = written(length);
    let message = format!("the duration is {text}, but from start to end it is {right}");
    let finding = scope.finding(&DURATION_DISAGREES, said.span, &scope.path.key("duration"), message);
    let finding = finding.help(format!("write \"{right}\", or correct start or end"));
    report.push(replacing(finding, scope.in_place_of(said.span, text, &right)));
}

fn long_session(scope: &Scope, report: &mut Report) {
    if scope.class.name != "Session" || scope.node.text("sessionType") == Some("exhibition") {
        return;
    }
    let said = scope.node.text("duration").and_then(duration);
    let (key, length) = match (length(scope.node), said) {
        (Some(length), _) => ("end", length),
        (None, Some(length)) => ("duration", length),
        (None, None) => return,
    };
    let Some(at) = scope.node.get(key).filter(|_| length > DAY) else { return };
    let message = format!("this session takes {} hours", length.as_hours());
    let finding = scope.finding(&LONG_SESSION, at.span, &scope.path.key(key), message);
    report.push(finding.help("correct the day; a session on several days is one session a day"));
}

fn unlikely_year(scope: &Scope, report: &mut Report) {
    for member in scope.node.as_object().unwrap_or_default() {
        let text = match (scope.class.field(&member.key).map(|field| &field.kind), &member.node.value) {
            (Some(Kind::Scalar(scalar)), Value::String(text)) if matches!(scalar.name, "Moment" | "Date") => text,
            (Some(Kind::Integer { .. }), Value::Number(text)) if member.key == "year" => text,
            _ => continue,
        };
        let Some(year) = text.get(..4).and_then(|digits| digits.parse::<u16>().ok()) else { continue };
        if !(1990..=2100).contains(&year) {
            let message = format!("the year {year} is unlikely");
            let path = scope.path.key(&member.key);
            let finding = scope.finding(&UNLIKELY_YEAR, member.node.span, &path, message);
            report.push(finding.help("correct the year, or remove the field if it is not known"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for text in ["PT1H30M", "PT45M", "PT2H0M5S", "PT30S", "PT26H", "PT1M5S"] {
            assert_eq!(written(duration(text).unwrap()), text);
        }
        assert_eq!(duration("P1DT1H"), Some(SignedDuration::from_hours(25)));
        assert_eq!(duration("P99999999999999999999D"), None);
        assert_eq!(duration("P999999999999999999D"), None);
    }
}
