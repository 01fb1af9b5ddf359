//! The occurrences of an event that recurs (RFC 5545, 3.3.10), within bounds.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

use super::line::Line;
use super::zone::{date_time, part_of, weekday};

/// An event recurs no more often than this here; the rest is told.
pub(super) const MOST: usize = 400;
/// Steps that are looked at: rules may match rarely, or never.
const STEPS: usize = 20_000;

/// A rule that is understood.
#[derive(Debug)]
struct Rule {
    frequency: Frequency,
    interval: i32,
    count: Option<usize>,
    until: Option<DateTime>,
    /// Weekdays, each with the number in its month, 0 for each.
    days: Vec<(i8, Weekday)>,
    month_days: Vec<i8>,
    months: Vec<i8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// When an event begins, in local time, and whether there were more than are told.
#[derive(Debug)]
pub(super) struct Occurrences {
    pub(super) starts: Vec<DateTime>,
    pub(super) is_cut: bool,
}

/// The occurrences of a rule from a first one on; a part that is not understood is named.
pub(super) fn occurrences(line: &Line, first: DateTime) -> Result<Occurrences, String> {
    let rule = rule(line)?;
    let mut starts = Vec::new();
    let mut is_cut = false;
    let mut period = 0;
    'periods: for _ in 0..STEPS {
        let Some(days) = rule.days_of(first, period) else { break };
        let Some(next) = period.checked_add(rule.interval) else { break };
        period = next;
        for day in days {
            let start = day.to_datetime(first.time());
            if start < first {
                continue;
            }
            let is_over =
                rule.until.is_some_and(|until| start > until) || rule.count.is_some_and(|count| starts.len() >= count);
            if is_over {
                break 'periods;
            }
            if starts.len() >= MOST {
                is_cut = true;
                break 'periods;
            }
            starts.push(start);
        }
    }
    if starts.first() != Some(&first) {
        // The first stands in any case (3.8.5.3).
        starts.insert(0, first);
    }
    Ok(Occurrences { starts, is_cut })
}

fn rule(line: &Line) -> Result<Rule, String> {
    for part in ["BYSETPOS", "BYWEEKNO", "BYYEARDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "RSCALE"] {
        if part_of(line, part).is_some() {
            return Err(format!("{part} is not understood here"));
        }
    }
    let frequency = match part_of(line, "FREQ").map(str::to_ascii_uppercase).as_deref() {
        Some("DAILY") => Frequency::Daily,
        Some("WEEKLY") => Frequency::Weekly,
        Some("MONTHLY") => Frequency::Monthly,
        Some("YEARLY") => Frequency::Yearly,
        Some(other) => return Err(format!("FREQ={other} is not understood here")),
        None => return Err("it has no FREQ".to_owned()),
    };
    let numbers = |name| -> Vec<i8> {
        part_of(line, name)
            .map_or(Vec::new(), |list| list.split(',').filter_map(|number| number.trim().parse().ok()).collect())
    };
    let days = part_of(line, "BYDAY").map_or(Vec::new(), |list| list.split(',').filter_map(weekday).collect());
    let until = part_of(line, "UNTIL").and_then(|text| {
        let until = date_time(text)?;
        // A day is meant to its end.
        Some(if text.len() == 8 { until.date().to_datetime(jiff::civil::Time::MAX) } else { until })
    });
    Ok(Rule {
        frequency,
        interval: part_of(line, "INTERVAL")
            .and_then(|text| text.parse().ok())
            .filter(|interval| *interval > 0)
            .unwrap_or(1),
        count: part_of(line, "COUNT").and_then(|text| text.parse().ok()),
        until,
        days,
        month_days: numbers("BYMONTHDAY"),
        months: numbers("BYMONTH"),
    })
}

impl Rule {
    /// The days of the period that many periods after the first; none at the end of the calendar.
    fn days_of(&self, first: DateTime, period: i32) -> Option<Vec<Date>> {
        let day = first.date();
        let days = match self.frequency {
            Frequency::Daily => {
                let day = day.checked_add(Span::new().try_days(period).ok()?).ok()?;
                let fits = self.days.is_empty() || self.days.iter().any(|(_, weekday)| *weekday == day.weekday());
                if fits { vec![day] } else { Vec::new() }
            }
            Frequency::Weekly => {
                let monday = day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
                let monday = monday.checked_add(Span::new().try_weeks(period).ok()?).ok()?;
                let own = [(0, day.weekday())];
                let wanted = if self.days.is_empty() { &own[..] } else { &self.days };
                let mut days: Vec<Date> = wanted
                    .iter()
                    .filter_map(|(_, weekday)| {
                        monday.checked_add(i32::from(weekday.to_monday_zero_offset()).days()).ok()
                    })
                    .collect();
                days.sort_unstable();
                days
            }
            Frequency::Monthly => {
                self.days_of_month(day.first_of_month().checked_add(Span::new().try_months(period).ok()?).ok()?, day)
            }
            Frequency::Yearly => {
                let year = day.first_of_year().checked_add(Span::new().try_years(period).ok()?).ok()?;
                let own = [day.month()];
                let months = if self.months.is_empty() { &own[..] } else { &self.months };
                let months = months.iter().filter_map(|month| Date::new(year.year(), *month, 1).ok());
                months.flat_map(|month| self.days_of_month(month, day)).collect()
            }
        };
        let fits = |day: &Date| self.months.is_empty() || self.months.contains(&day.month());
        Some(days.into_iter().filter(fits).collect())
    }

    fn days_of_month(&self, month: Date, first: Date) -> Vec<Date> {
        let mut days: Vec<Date> = Vec::new();
        for (nth, weekday) in &self.days {
            match nth {
                0 => days.extend((1..=5).filter_map(|nth| month.nth_weekday_of_month(nth, *weekday).ok())),
                nth => days.extend(month.nth_weekday_of_month(*nth, *weekday).ok()),
            }
        }
        let own = [first.day()];
        let wanted = if self.month_days.is_empty() && self.days.is_empty() { &own[..] } else { &self.month_days };
        for number in wanted {
            let day = if *number < 0 { month.days_in_month() + 1 + number } else { *number };
            days.extend(Date::new(month.year(), month.month(), day).ok());
        }
        days.sort_unstable();
        days.dedup();
        days
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    fn of(rule: &str, first: &str) -> Vec<String> {
        let text = format!("RRULE:{rule}");
        let line = lines(&text).next().unwrap().unwrap();
        let found = occurrences(&line, date_time(first).unwrap()).unwrap();
        found.starts.iter().map(|start| start.strftime("%m-%d").to_string()).collect()
    }

    #[test]
    fn rules() {
        assert_eq!(of("FREQ=DAILY;COUNT=3", "20260314T090000"), ["03-14", "03-15", "03-16"]);
        assert_eq!(of("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", "20260303T090000"), ["03-03", "03-05", "03-10", "03-12"]);
        assert_eq!(of("FREQ=WEEKLY;INTERVAL=2;UNTIL=20260401", "20260303T090000"), ["03-03", "03-17", "03-31"]);
        assert_eq!(of("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "20260130T090000"), ["01-30", "02-27", "03-27"]);
        assert_eq!(of("FREQ=MONTHLY;COUNT=3", "20260131T090000"), ["01-31", "03-31", "05-31"]);
        assert_eq!(of("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;COUNT=2", "20260308T020000"), ["03-08", "03-14"]);
    }

    #[test]
    fn endless_rules_are_cut() {
        let line = lines("RRULE:FREQ=DAILY").next().unwrap().unwrap();
        let found = occurrences(&line, date_time("20260314T090000").unwrap()).unwrap();
        assert!(found.is_cut && found.starts.len() == MOST);
    }
}
