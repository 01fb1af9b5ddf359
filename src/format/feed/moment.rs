//! Times as feeds write them: with an offset, local to the event, or in two pieces.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use super::Words;
use crate::diagnostic::{Diagnostic, Report, Severity, counted};
use crate::source::{Source, Span};

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// When something is, as far as a feed says.
#[derive(Debug, Clone)]
pub struct When<'s> {
    local: DateTime,
    /// How far the local time is ahead of UTC, where the feed says so.
    offset: Option<Offset>,
    words: Words<'s>,
}

impl<'s> When<'s> {
    /// Reads a date and time in one piece, as RFC 3339 and its many relatives write it. None where it is no such thing.
    #[must_use]
    pub fn read(words: &Words<'s>) -> Option<Self> {
        let text = words.text.trim();
        let (date, rest) = (text.get(..10)?, text.get(10..)?);
        let date = day(date)?.parse::<Date>().ok()?;
        let rest = rest.trim_start_matches(['T', 't', ' ']).trim();
        let clock = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == ':' || letter == '.'));
        let (clock, offset) = rest.split_at(clock.unwrap_or(rest.len()));
        let offset = match offset.trim() {
            "" => None,
            text => Some(offset_of(text)?),
        };
        Some(Self { local: date.to_datetime(time(clock)?), offset, words: words.clone() })
    }

    /// A day and a time of day that stand apart.
    #[must_use]
    pub fn of_parts(day: Date, clock: &Words<'s>) -> Option<Self> {
        Some(Self { local: day.to_datetime(time(&clock.text)?), offset: None, words: clock.clone() })
    }

    /// Seconds since 1970, in UTC.
    #[must_use]
    pub fn of_seconds(seconds: i64, words: &Words<'s>) -> Option<Self> {
        let moment = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self { local: Offset::UTC.to_datetime(moment), offset: Some(Offset::UTC), words: words.clone() })
    }

    /// The same in a zone of its own, where the zone is known.
    #[must_use]
    pub fn in_zone(mut self, zone: &str) -> Self {
        if let Ok(zone) = DATABASE.get(zone) {
            self.offset =
                self.offset.or_else(|| Some(zone.to_timestamp(self.local).ok()?).map(|at| zone.to_offset(at)));
        }
        self
    }

    /// A local time by itself.
    #[must_use]
    pub fn of_local(local: DateTime, words: Words<'s>) -> Self {
        Self { local, offset: None, words }
    }

    /// The same, so far ahead of UTC.
    #[must_use]
    pub fn at_offset(self, offset: Offset) -> Self {
        Self { offset: Some(offset), ..self }
    }

    /// Whether it is known how far the time is ahead of UTC.
    #[must_use]
    pub fn has_offset(&self) -> bool {
        self.offset.is_some()
    }

    /// The day and time of day, wherever that is.
    #[must_use]
    pub fn local(&self) -> DateTime {
        self.local
    }

    #[must_use]
    pub fn span(&self) -> Span {
        self.words.span
    }

    /// The same time of day on the day after.
    #[must_use]
    pub fn next_day(mut self) -> Self {
        self.local = self.local.tomorrow_at(self.local.time());
        self
    }
}

/// Gives the next day's civil time; the last day of the calendar stays.
trait Tomorrow {
    fn tomorrow_at(self, time: Time) -> Self;
}

impl Tomorrow for DateTime {
    fn tomorrow_at(self, time: Time) -> Self {
        self.date().tomorrow().map_or(self, |day| day.to_datetime(time))
    }
}

/// The zone that local times of a feed are in, and those that had none.
#[derive(Debug)]
pub struct Zone {
    known: Option<(TimeZone, String, Span)>,
    without: Vec<Span>,
    doubtful: Vec<Span>,
}

impl Zone {
    /// The zone that the feed names, else that of the options.
    pub fn of(words: Option<&Words>, option: Option<&str>, source: &Arc<Source>, report: &mut Report) -> Self {
        let by_name = |name: &str, span| Some((DATABASE.get(name).ok()?, name.to_owned(), span));
        let named = words.and_then(|words| by_name(&words.text, words.span));
        if let (Some(words), None) = (words, &named) {
            let message = format!("{:?} is not in the time zone database", words.text);
            let finding = Diagnostic::warning("import/value", source, words.span, message);
            report.push(finding.help("name the zone with --timezone, such as --timezone Europe/Zurich"));
        }
        let known = named.or_else(|| by_name(option?, Span::default()));
        Self { known, without: Vec::new(), doubtful: Vec::new() }
    }

    /// The name of the zone, and where it stands.
    #[must_use]
    pub fn name(&self) -> Option<(String, Span)> {
        self.known.as_ref().map(|(_, name, span)| (name.clone(), *span))
    }

    /// Whether a time is in this zone: the feed names it, or the time has no other offset than clocks have there.
    #[must_use]
    pub fn holds(&self, when: &When) -> bool {
        let Some((zone, _, span)) = &self.known else { return false };
        let there = || zone.to_timestamp(when.local).ok().map(|at| zone.to_offset(at));
        *span != Span::default() || when.offset.is_none() || when.offset == there()
    }

    /// The moment as RFC 3339 with its offset. Without offset and zone there is none, and that is told at the end.
    pub fn moment(&mut self, when: &When) -> Option<String> {
        let offset = match (when.offset, &self.known) {
            (Some(offset), _) => offset,
            (None, Some((zone, ..))) => match zone.to_ambiguous_timestamp(when.local).offset() {
                AmbiguousOffset::Unambiguous { offset } => offset,
                AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => {
                    self.doubtful.push(when.words.span);
                    before
                }
            },
            (None, None) => {
                self.without.push(when.words.span);
                return None;
            }
        };
        let text = rfc3339(when.local, offset);
        // UTC is said as the feed says it.
        let is_utc = when.words.text.trim_end().ends_with(['Z', 'z']);
        Some(text.strip_suffix("+00:00").filter(|_| is_utc).map_or(text.clone(), |local| format!("{local}Z")))
    }

    /// Whether a zone of this name is known.
    #[must_use]
    pub fn is_known(name: &str) -> bool {
        DATABASE.get(name).is_ok()
    }

    /// Tells what was found of times, once for the feed.
    pub(super) fn tell(&self, source: &Arc<Source>, report: &mut Report) {
        if let Some(first) = self.without.first() {
            let count = self.without.len();
            let message = match count {
                1 => "a time without a zone was left out".to_owned(),
                _ => format!("{} without a zone were left out", counted(count, "time")),
            };
            let finding = Diagnostic::warning("import/no-zone", source, *first, message);
            report.push(finding.help("name the zone that the times are in: --timezone Europe/Zurich"));
        }
        for span in &self.doubtful {
            let message = "clocks change at this time; it was read as before the change";
            let finding = Diagnostic::new("import/inferred", Severity::Note, source, *span, message);
            report.push(finding.help("write the time with its offset from UTC"));
        }
    }
}

fn rfc3339(local: DateTime, offset: Offset) -> String {
    let (seconds, sign) = (offset.seconds().abs(), if offset.seconds() < 0 { '-' } else { '+' });
    let text = local.strftime("%Y-%m-%dT%H:%M:%S");
    format!("{text}{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
}

/// An offset from UTC: "Z", "+02:00", "+0200", "+02".
fn offset_of(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt") {
        return Some(Offset::UTC);
    }
    let negative = text.starts_with(['-', '−']);
    let digits: String = text.trim_start_matches(['+', '-', '−']).chars().filter(|letter| *letter != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !text.starts_with(['+', '-', '−']) {
        return None;
    }
    let (hours, minutes) = digits.split_at_checked(2)?;
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let seconds = hours * 3600 + minutes * 60;
    Offset::from_seconds(if negative { -seconds } else { seconds }).ok()
}

/// A time of day: "9:30", "09:30:00", "0930", "09:30:00.000".
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Some((clock, is_afternoon)) = twelve_hours(text) {
        let time = if clock.contains(':') { time(clock) } else { time(&format!("{clock}:00")) }?;
        let hour = time.hour() % 12 + if is_afternoon { 12 } else { 0 };
        return (0..=12).contains(&time.hour()).then(|| Time::new(hour, time.minute(), time.second(), 0).ok())?;
    }
    let text = text.split('.').next()?;
    let mut parts = text.split(':');
    let (hour, minute) = match (parts.next()?, parts.next()) {
        (hour, Some(minute)) => (hour, minute),
        (both, None) if both.len() == 4 => both.split_at_checked(2)?,
        _ => return None,
    };
    let second = parts.next().unwrap_or("0");
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| (1..=2).contains(&text.len()));
    Time::new(number(hour)?, number(minute)?, number(second)?, 0).ok()
}

/// The clock before `a.m.` or `p.m.`, and whether it is the latter.
fn twelve_hours(text: &str) -> Option<(&str, bool)> {
    let letters = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let mark: String = text[letters.len()..].chars().filter(char::is_ascii_alphabetic).collect();
    match mark.to_ascii_lowercase().as_str() {
        "am" => Some((letters, false)),
        "pm" => Some((letters, true)),
        _ => None,
    }
}

/// A moment of the model, and how far its clock is ahead of UTC.
#[must_use]
pub fn moment_of(text: &str) -> Option<(jiff::Timestamp, Offset)> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    Some((text.parse().ok()?, pieces.to_numeric_offset().unwrap_or(Offset::UTC)))
}

/// A day of the calendar as `YYYY-MM-DD`; what follows it is left out.
pub(super) fn day(text: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    let date: Date = day.parse().ok()?;
    Some(date.to_string())
}

/// A day of the calendar.
#[must_use]
pub fn date(words: &Words) -> Option<Date> {
    day(&words.text)?.parse().ok()
}

/// Minutes that a duration takes: "00:30", "1:30:00", "PT45M" or "45".
#[must_use]
pub fn minutes(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.starts_with(['P', 'p']) {
        let span: jiff::SignedDuration = text.parse().ok()?;
        return u32::try_from(span.as_mins()).ok();
    }
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
    let minutes = match (parts.next()??, parts.next()) {
        (minutes, None) => minutes,
        (hours, Some(minutes)) => hours.checked_mul(60)?.checked_add(minutes?)?,
    };
    (parts.all(|part| part.is_some()) && minutes > 0).then_some(minutes)
}

/// Minutes of a duration with days or weeks, such as "P1DT2H"; days have 24 hours.
#[must_use]
pub fn duration(text: &str) -> Option<u32> {
    let span: jiff::Span = text.trim().parse().ok()?;
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let minutes = (days * 24 + i64::from(span.get_hours())) * 60 + span.get_minutes() + span.get_seconds() / 60;
    (span.get_months() == 0 && span.get_years() == 0 && minutes > 0).then(|| u32::try_from(minutes).ok())?
}

/// A duration as ISO 8601 writes it.
#[must_use]
pub fn iso(minutes: u32) -> Cow<'static, str> {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    match (hours, minutes) {
        (0, minutes) => format!("PT{minutes}M").into(),
        (hours, 0) => format!("PT{hours}H").into(),
        (hours, minutes) => format!("PT{hours}H{minutes}M").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str, zone: Option<&str>) -> Option<String> {
        let words = Words { text: text.to_owned().into(), span: Span::default() };
        let source = Source::new("t", text);
        let mut zone = Zone::of(None, zone, &source, &mut Report::default());
        zone.moment(&When::read(&words)?)
    }

    #[test]
    fn moments_in_many_forms() {
        let same = Some("2024-12-27T10:30:00+01:00".to_owned());
        for text in ["2024-12-27T10:30:00+01:00", "2024-12-27 10:30+0100", "2024-12-27t10:30:00.000+01"] {
            assert_eq!(moment(text, None), same, "{text}");
        }
        assert_eq!(moment("2024-12-27T10:30:00", Some("Europe/Berlin")), same);
        assert_eq!(moment("2024-12-27T10:30:00", None), None);
        assert_eq!(moment("2024-13-27T10:30:00Z", None), None);
    }

    #[test]
    fn letters_of_several_bytes_are_no_times() {
        for text in ["→k", "é30", "9é:30"] {
            assert_eq!(time(text), None, "{text}");
        }
        for text in ["2031-05-06T09:00+1é0", "2031-05-06T09:00+é1", "2031-05-06T→k"] {
            assert_eq!(moment(text, None), None, "{text}");
        }
    }

    #[test]
    fn durations() {
        for (text, wanted) in
            [("00:30", Some(30)), ("1:30:00", Some(90)), ("45", Some(45)), ("PT1H", Some(60)), ("x", None)]
        {
            assert_eq!(minutes(text), wanted, "{text}");
        }
        assert_eq!((iso(30), iso(60), iso(90)), ("PT30M".into(), "PT1H".into(), "PT1H30M".into()));
    }
}
