//! Times as session pages write them: "14:00–15:00 (UTC+01:00), Thursday, 15 February 2024".

use super::block::Phrase;
use crate::doc::Node;

/// What a line says about time. A moment needs a date, a time and an offset; without all three there is none.
#[derive(Debug, Default)]
pub(super) struct Times {
    pub(super) start: Option<Node<'static>>,
    pub(super) end: Option<Node<'static>>,
    /// What is missing, where something of a moment was there.
    pub(super) missing: Option<&'static str>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Zones whose abbreviation means one offset only.
const ZONES: &[(&str, i32)] =
    &[("utc", 0), ("gmt", 0), ("wet", 0), ("west", 60), ("cet", 60), ("cest", 120), ("eet", 120), ("eest", 180)];

/// Longer lines are prose.
const LONGEST: usize = 160;

/// Reads a line; none where it says neither a date nor a time.
pub(super) fn read(words: Phrase) -> Option<Times> {
    if words.text.len() > LONGEST {
        return None;
    }
    let tokens = tokens(words);
    let date = tokens.windows(3).find_map(|three| day_month_year(three.iter().map(|token| token.text)));
    let date = date.or_else(|| tokens.iter().find_map(|token| iso_date(token.text)));
    let clocks = clocks(&tokens);
    let offset = offset(words.text, &tokens);
    let missing = match (&date, clocks.first(), offset) {
        (None, None, _) => return None,
        (None, ..) => Some("the date"),
        (_, None, _) => Some("the time of day"),
        (_, _, None) => Some("the offset from UTC"),
        _ => None,
    };
    let moment = |clock: &Clock| {
        let (year, month, day) = date?;
        let (hour, minute, offset) = (clock.hour, clock.minute, offset?);
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00{sign}{hours:02}:{minutes:02}");
        Some(Node::string(text, clock.words.span()))
    };
    let end = clocks.get(1).filter(|end| (end.hour, end.minute) > (clocks[0].hour, clocks[0].minute));
    Some(Times { start: clocks.first().and_then(moment), end: end.and_then(moment), missing })
}

/// The words and numbers of a line.
fn tokens(words: Phrase) -> Vec<Phrase> {
    let parts = words.text.split(|letter: char| letter.is_whitespace() || ",;|()–—".contains(letter));
    parts.filter(|part| !part.is_empty()).map(|part| words.part(part)).collect()
}

/// "15 February 2024" or "February 15 2024".
fn day_month_year<'t>(three: impl Iterator<Item = &'t str>) -> Option<(i32, usize, u32)> {
    let three: Vec<&str> = three.collect();
    let month = |name: &str| {
        let name = name.trim_end_matches('.').to_lowercase();
        MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name)).map(|at| at + 1)
    };
    let day = |text: &str| {
        let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        digits.parse::<u32>().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
    };
    let year = three[2].parse::<i32>().ok().filter(|year| (1990..2100).contains(year))?;
    let (month, day) = match (month(three[1]), month(three[0])) {
        (Some(month), _) => (month, day(three[0])?),
        (_, Some(month)) => (month, day(three[1])?),
        _ => return None,
    };
    Some((year, month, day))
}

fn iso_date(text: &str) -> Option<(i32, usize, u32)> {
    let date = text.get(..10).filter(|date| crate::model::grammar::is_date(date))?;
    Some((date[..4].parse().ok()?, date[5..7].parse().ok()?, date[8..].parse().ok()?))
}

/// A time of day.
struct Clock<'b> {
    hour: u32,
    minute: u32,
    words: Phrase<'b>,
}

/// The times of day among some words, those of the offset left out.
fn clocks<'b>(tokens: &[Phrase<'b>]) -> Vec<Clock<'b>> {
    let mut clocks: Vec<Clock> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map_or("", |next| next.text);
        for text in token.text.split('-').filter(|_| !token.text.to_lowercase().starts_with(['+', 'u', 'g'])) {
            if let Some((hour, minute)) = clock(text, next) {
                clocks.push(Clock { hour, minute, words: token.part(text) });
            }
        }
    }
    clocks
}

/// "14:00", "9.30" with "am" or "pm" after it, "2:30pm".
fn clock(text: &str, next: &str) -> Option<(u32, u32)> {
    let lower = text.to_ascii_lowercase();
    let half = |text: &str| ["am", "pm"].into_iter().find(|half| text.to_ascii_lowercase().replace('.', "") == *half);
    let suffix = ["am", "pm"].into_iter().find(|half| lower.ends_with(half));
    let digits = lower.trim_end_matches(['a', 'p', 'm', 'h']);
    let suffix = suffix.or_else(|| half(next));
    let (hour, minute) = digits.split_once(':').or_else(|| digits.split_once('.').filter(|_| suffix.is_some()))?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| (1..=2).contains(&text.len()));
    let (hour, minute) = (number(hour)?, number(minute).filter(|minute| *minute < 60)?);
    let hour = match suffix {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    (hour < 24).then_some((hour, minute))
}

/// Minutes by which local time is ahead of UTC.
fn offset(text: &str, tokens: &[Phrase]) -> Option<i32> {
    let lower = text.to_ascii_lowercase();
    let after = ["utc", "gmt"].iter().find_map(|name| Some(&lower[lower.find(name)? + name.len()..]));
    if let Some(offset) = after.map(str::trim_start).filter(|rest| rest.starts_with(['+', '-', '−'])) {
        return signed(offset);
    }
    let named = |token: &Phrase| {
        let name = token.text.to_ascii_lowercase();
        ZONES.iter().find(|(zone, _)| *zone == name).map(|(_, minutes)| *minutes)
    };
    tokens.iter().find_map(named)
}

/// "+01:00", "+1", "-0530".
fn signed(text: &str) -> Option<i32> {
    let sign = if text.starts_with('+') { 1 } else { -1 };
    let rest = text.trim_start_matches(['+', '-', '−']);
    let digits: &str = &rest[..rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count()];
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), _) => (hours, minutes),
        (None, 4) => digits.split_at(2),
        (None, 1 | 2) => (digits, "0"),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::super::block::{Block, Role};
    use super::*;

    fn moments(text: &str) -> Option<(String, String, &'static str)> {
        let mut block = Block::new(Role::Line, false);
        block.push_visible(text, 0);
        let text = |node: &Option<Node>| node.as_ref().and_then(Node::as_str).unwrap_or_default().to_owned();
        read(block.words()).map(|times| (text(&times.start), text(&times.end), times.missing.unwrap_or_default()))
    }

    #[test]
    fn moments_need_date_time_and_offset() {
        let both = Some(("2024-02-15T14:00:00+01:00".to_owned(), "2024-02-15T15:30:00+01:00".to_owned(), ""));
        assert_eq!(moments("14:00–15:30 (UTC+01:00), Thursday, 15 February 2024"), both);
        assert_eq!(moments("15 Feb. 2024 | 2 pm"), Some((String::new(), String::new(), "the time of day")));
        assert_eq!(moments("February 15th, 2024, 2:00 pm - 3:30 pm CET"), both);
        assert_eq!(moments("2024-02-15, 14:00-15:30 UTC +1"), both);
        assert_eq!(moments("9:00, 15 February 2024").unwrap().2, "the offset from UTC");
        assert_eq!(moments("14:00 UTC").unwrap().2, "the date");
        assert!(moments("In the year 2024").is_none() && moments("ratio 3:75").is_none());
    }
}
