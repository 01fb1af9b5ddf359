//! Time zones that a calendar brings along (RFC 5545, 3.6.5): rules for the offset from UTC.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;

use super::component::Component;
use super::line::Line;

/// The zones of a calendar by their names in it.
#[derive(Debug, Default)]
pub(super) struct Zones(HashMap<String, Zone>);

#[derive(Debug, Default)]
struct Zone {
    /// The name in the IANA database, where the calendar says it.
    iana: Option<String>,
    rules: Vec<Rule>,
}

/// From when on which offset holds: once, or each year.
#[derive(Debug)]
struct Rule {
    onset: DateTime,
    offset: Offset,
    yearly: Option<Yearly>,
    until: Option<Date>,
}

/// A day of each year: the nth weekday of a month, from the end where `nth` is negative; or a day of the month.
#[derive(Debug, Clone, Copy)]
struct Yearly {
    month: i8,
    nth: i8,
    weekday: Weekday,
}

impl Zones {
    pub(super) fn of(calendar: &Component) -> Self {
        let zones = calendar.inside.iter().filter(|component| component.name == "VTIMEZONE");
        let named = zones.filter_map(|zone| {
            let name = zone.get("TZID")?.value.to_string();
            let iana = zone.get("X-LIC-LOCATION").map(|line| line.value.to_string());
            Some((name, Zone { iana, rules: zone.inside.iter().filter_map(rule).collect() }))
        });
        Self(named.collect())
    }

    /// The name in the IANA database of a zone of the calendar, as far as it says one.
    pub(super) fn iana<'z>(&'z self, name: &'z str) -> &'z str {
        self.0.get(name).and_then(|zone| zone.iana.as_deref()).unwrap_or(name)
    }

    /// How far clocks of a zone are ahead of UTC at a local time, by its own rules.
    pub(super) fn offset(&self, name: &str, local: DateTime) -> Option<Offset> {
        let rules = &self.0.get(name)?.rules;
        let latest =
            rules.iter().filter_map(|rule| Some((rule.last_onset(local)?, rule))).max_by_key(|(onset, _)| *onset);
        // Before all rules, the first holds.
        latest.map(|(_, rule)| rule).or_else(|| rules.iter().min_by_key(|rule| rule.onset)).map(|rule| rule.offset)
    }
}

impl Rule {
    /// The last time before `local` at which the rule took effect.
    fn last_onset(&self, local: DateTime) -> Option<DateTime> {
        if local < self.onset {
            return None;
        }
        let Some(yearly) = self.yearly else { return Some(self.onset) };
        let years = [local.year(), local.year().checked_sub(1)?];
        let onsets = years.into_iter().filter_map(|year| Some(yearly.day(year)?.to_datetime(self.onset.time())));
        let is_over = |onset: &DateTime| self.until.is_some_and(|until| onset.date() > until);
        onsets.filter(|onset| *onset <= local && *onset >= self.onset && !is_over(onset)).max().or(Some(self.onset))
    }
}

impl Yearly {
    fn day(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, 1).ok()?.nth_weekday_of_month(self.nth, self.weekday).ok()
    }
}

fn rule(component: &Component) -> Option<Rule> {
    let onset = date_time(&component.get("DTSTART")?.value)?;
    let offset = offset(&component.get("TZOFFSETTO")?.value)?;
    let recurrence = component.get("RRULE");
    let part = |name| recurrence.and_then(|line| part_of(line, name));
    let until = part("UNTIL").and_then(date_time).map(DateTime::date);
    let yearly = part("BYMONTH").zip(part("BYDAY")).and_then(|(month, day)| {
        let (nth, weekday) = weekday(day)?;
        Some(Yearly { month: month.parse().ok()?, nth: if nth == 0 { 1 } else { nth }, weekday })
    });
    Some(Rule { onset, offset, yearly, until })
}

/// A part of a recurrence rule: `BYMONTH=3`.
pub(super) fn part_of<'l>(line: &'l Line, name: &str) -> Option<&'l str> {
    line.value
        .split(';')
        .filter_map(|part| part.split_once('='))
        .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// `-1SU`: which weekday of its month, 0 for each; and the weekday.
pub(super) fn weekday(text: &str) -> Option<(i8, Weekday)> {
    const NAMES: [(&str, Weekday); 7] = [
        ("MO", Weekday::Monday),
        ("TU", Weekday::Tuesday),
        ("WE", Weekday::Wednesday),
        ("TH", Weekday::Thursday),
        ("FR", Weekday::Friday),
        ("SA", Weekday::Saturday),
        ("SU", Weekday::Sunday),
    ];
    let (number, name) = text.trim().split_at_checked(text.trim().len().checked_sub(2)?)?;
    let (_, weekday) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let number = number.strip_prefix('+').unwrap_or(number);
    Some((if number.is_empty() { 0 } else { number.parse().ok()? }, *weekday))
}

/// `20260314T093000`, with or without `Z`; a date is its midnight.
pub(super) fn date_time(text: &str) -> Option<DateTime> {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i8>().ok();
    let date = Date::new(text.get(0..4)?.parse().ok()?, number(4..6)?, number(6..8)?).ok()?;
    match text.get(8..)? {
        "" => Some(date.to_datetime(jiff::civil::Time::midnight())),
        _ => {
            // A leap second is the second before.
            let second = number(13..15).unwrap_or(0).min(59);
            let time = jiff::civil::Time::new(number(9..11)?, number(11..13)?, second, 0).ok()?;
            text[8..].starts_with(['T', 't']).then(|| date.to_datetime(time))
        }
    }
}

/// `+0200`, `-053000`.
fn offset(text: &str) -> Option<Offset> {
    let digits = text.trim().trim_start_matches(['+', '-']);
    let number = |range: std::ops::Range<usize>| digits.get(range).map_or(Some(0), |part| part.parse::<i32>().ok());
    let seconds = number(0..2)? * 3600 + number(2..4)? * 60 + number(4..6)?;
    Offset::from_seconds(if text.trim().starts_with('-') { -seconds } else { seconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times() {
        assert_eq!(date_time("20260314T093000Z").map(|at| at.to_string()).as_deref(), Some("2026-03-14T09:30:00"));
        assert_eq!(date_time("20260314").map(|at| at.to_string()).as_deref(), Some("2026-03-14T00:00:00"));
        assert_eq!(date_time("20261314"), None);
        assert_eq!(weekday("-1SU"), Some((-1, Weekday::Sunday)));
        assert_eq!(offset("-0530").map(Offset::seconds), Some(-19_800));
    }
}
