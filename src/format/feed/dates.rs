//! Days as people write them: `2026-03-14`, `14.3.2026`, `3/14/26`, `14 March 2026`; and spans of time, `10:00-11:30`.

use jiff::civil::Date;

use super::Words;
use super::moment::{When, time};

/// Months by the first letters of their names in English, which is what feeds have beside numbers.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads days. Whether `7/8/2025` is in July or in August is told by the other days of the feed, or by the user.
#[derive(Debug, Default)]
pub struct Days {
    month_first: Option<bool>,
    is_given: bool,
}

impl Days {
    #[must_use]
    pub fn new(month_first: Option<bool>) -> Self {
        Self { month_first, is_given: month_first.is_some() }
    }

    /// Looks whether a day shows the order of day and month.
    pub fn learn(&mut self, text: &str) {
        let Some([first, second, _]) = numbers(text).filter(|_| !self.is_given) else { return };
        // Dots stand behind ordinal numbers, and so behind days, in the languages that write them.
        if second > 12 {
            self.month_first = Some(true);
        } else if first > 12 && first < 32 || text.contains('.') {
            self.month_first.get_or_insert(false);
        }
    }

    /// A day of the calendar; none where its order cannot be told.
    #[must_use]
    pub fn day(&self, text: &str) -> Option<Date> {
        let text = text.trim();
        if let Some(date) = text.get(..10).and_then(|day| day.parse().ok()) {
            return Some(date);
        }
        match numbers(text) {
            Some([first, second, year]) if first == second => date(year, first, second),
            Some([first, second, year]) if self.month_first? => date(year, first, second),
            Some([day, month, year]) => date(year, month, day),
            None => with_name(text),
        }
    }

    /// Whether a value is a day, or begins with one.
    #[must_use]
    pub fn begins(&self, text: &str) -> bool {
        let parts = text.match_indices([' ', 'T']).map(|(at, _)| &text[..at]);
        parts.chain([text]).any(|part| self.day(part).is_some())
    }

    /// A day and a time of day in one value.
    #[must_use]
    pub fn whole<'s>(&self, words: &Words<'s>) -> Option<When<'s>> {
        When::read(words).or_else(|| {
            let text = words.text.trim();
            // The day is what stands before the first clock.
            text.match_indices([' ', 'T', ',']).find_map(|(at, mark)| {
                let clock = time(&text[at + mark.len()..])?;
                Some(When::of_local(self.day(&text[..at])?.to_datetime(clock), words.clone()))
            })
        })
    }

    /// Begin and end of what is `words`: a moment, or a span of time such as `14 March 2026 10:00-11:30`. A value that
    /// says no day is on the one that is given.
    #[must_use]
    pub fn span<'s>(&self, words: &Words<'s>, day: Option<Date>) -> Option<(When<'s>, Option<When<'s>>)> {
        let when = |words: &Words<'s>, day: Option<Date>| {
            self.whole(words).or_else(|| day.and_then(|day| When::of_parts(day, words)))
        };
        if let Some(moment) = When::read(words) {
            return Some((moment, None));
        }
        let both = || {
            let (begin, end) = two_times(&words.text)?;
            let part = |text: &str| Words { text: text.trim().to_owned().into(), span: words.span };
            let begin = when(&part(begin), day)?;
            let end = when(&part(end), Some(begin.local().date()))?;
            Some((begin, Some(end)))
        };
        both().or_else(|| Some((when(words, day)?, None)))
    }
}

/// The two texts between which a span of time has its mark. A hyphen without spaces may belong to a day or to an offset, and
/// counts between clocks alone.
fn two_times(text: &str) -> Option<(&str, &str)> {
    let marked = ["→", "–", "—", " - ", " to ", " until "].iter().find_map(|mark| text.split_once(mark));
    marked.or_else(|| text.rsplit_once('-').filter(|(begin, end)| begin.contains(':') && end.contains(':')))
}

/// The three numbers of a day such as `14/3/2026`, the year last.
fn numbers(text: &str) -> Option<[i16; 3]> {
    let day = text.trim().split([' ', 'T']).next()?;
    let mut parts = day.trim_end_matches('.').split(['/', '.', '-']);
    let mut number = |longest| -> Option<i16> {
        let part = parts.next()?;
        (part.len() <= longest).then(|| part.parse().ok())?
    };
    let (first, second, year) = (number(2)?, number(2)?, number(4)?);
    parts.next().is_none().then_some([first, second, if year < 100 { year + 2000 } else { year }])
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day with the name of its month, in any order.
fn with_name(text: &str) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse::<i16>() {
            Ok(number) if digits.len() == 4 => year = Some(number),
            Ok(number) if number < 32 => day = day.or(Some(number)),
            Ok(_) => return None,
            Err(_) => {
                let name = word.to_lowercase();
                let found = MONTHS.iter().position(|start| name.starts_with(start));
                month = month.or(found.and_then(|at| i16::try_from(at + 1).ok()));
            }
        }
    }
    date(year?, month?, day?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_learnt() {
        let mut days = Days::new(None);
        assert_eq!(days.day("7/8/2025"), None);
        days.learn("7/28/2025");
        assert_eq!(days.day("7/8/2025").map(|day| day.to_string()).as_deref(), Some("2025-07-08"));
        let mut days = Days::new(None);
        days.learn("28.7.25");
        assert_eq!(days.day("7.8.25").map(|day| day.to_string()).as_deref(), Some("2025-08-07"));
    }

    #[test]
    fn moments_and_spans() {
        let words = |text: &str| Words { text: text.to_owned().into(), span: crate::source::Span::default() };
        let local = |when: When| when.local().to_string();
        let days = Days::default();
        for text in [
            "August 7, 2025 9:30 → 10:45",
            "7 Aug 2025 09:30 - 10:45",
            "2025-08-07 9:30am to 10:45 a.m.",
            "09:30–10:45",
            "9:30-10:45",
        ] {
            let (begin, end) = days.span(&words(text), "2025-08-07".parse().ok()).expect(text);
            assert_eq!(local(begin), "2025-08-07T09:30:00", "{text}");
            assert_eq!(end.map(local).as_deref(), Some("2025-08-07T10:45:00"), "{text}");
        }
        let (begin, end) = days.span(&words("2025-08-07T09:30:00-04:00"), None).expect("a moment");
        assert!(begin.has_offset() && end.is_none());
        assert!(days.span(&words("Sunday, 10:30"), None).is_none());
        assert!(days.span(&words("9:30-10:45"), None).is_none());
    }

    #[test]
    fn other_forms() {
        let days = Days::new(None);
        for text in ["2025-08-07", "7 August 2025", "Thursday, Aug 7th, 2025", "2025-08-07T10:00"] {
            assert_eq!(days.day(text).map(|day| day.to_string()).as_deref(), Some("2025-08-07"), "{text}");
        }
        assert_eq!(days.day("soon"), None);
    }
}
