//! When a session is: in one value, in a day and a clock, or by the day that it stands under.

use jiff::civil::Date;

use super::keys::{CODE, DATE, DURATION, END, START};
use super::lookup::Lists;
use super::value::{first, has, text, words};
use super::walk::Session;
use crate::doc::Node;
use crate::format::feed::{self, Days, Import, When, Words};
use crate::source::Span;

/// Begin, end, and how long it takes.
#[derive(Debug, Default)]
pub(super) struct Times<'s> {
    pub(super) start: Option<When<'s>>,
    pub(super) end: Option<When<'s>>,
    pub(super) duration: Option<(u32, Words<'s>)>,
}

pub(super) fn times<'s>(session: &Session<'_, 's>, lists: &Lists<'_, 's>, import: &mut Import<'s, '_>) -> Times<'s> {
    let node = session.node;
    if !has(node, START) && node.get("slot").is_none() {
        let id = text(node, CODE).or_else(|| session.key.clone());
        if let Some((slot, day, is_own)) = id.and_then(|id| lists.slot(&id.text)) {
            return of_slot(slot, *day, if *is_own { None } else { Some(node.head()) }, import);
        }
    }
    let slot = node.get("slot").filter(|slot| slot.as_object().is_some());
    let value = |keys: &'static [&'static str]| slot.and_then(|slot| first(slot, keys)).or_else(|| first(node, keys));
    // A date may be the whole moment, as in frab.
    let date = text(node, DATE);
    let whole = date.as_ref().and_then(|date| days(date).span(date, None));
    let day = date.as_ref().and_then(|date| days(date).day(&date.text)).or(session.day);
    let (start, until) = whole.or_else(|| value(START).and_then(|value| moment(value, day, import))).unzip();
    let end = value(END).and_then(|value| moment(value, day, import)).map(|(end, _)| end).or(until.flatten());
    let end = end.filter(|_| start.is_some());
    let duration = value(DURATION).and_then(words).and_then(|words| match feed::minutes(&words.text) {
        Some(minutes) => Some((minutes, words)),
        None => {
            if words.text != "0" {
                import.unread(&words, "is no duration");
            }
            None
        }
    });
    Times { end: after_midnight(start.as_ref(), end), start, duration }
}

/// The times of a slot, told at `place` where the slot stands in another file.
fn of_slot<'s>(slot: &Node<'s>, day: Option<Date>, place: Option<Span>, import: &mut Import<'s, '_>) -> Times<'s> {
    let at = |node: &Node<'s>| Node { span: place.unwrap_or(node.span), ..node.clone() };
    let (start, until) = first(slot, START).and_then(|value| moment(&at(value), day, import)).unzip();
    let end =
        first(slot, END).and_then(|value| moment(&at(value), day, import)).map(|(end, _)| end).or(until.flatten());
    let end = end.filter(|_| start.is_some());
    Times { end: after_midnight(start.as_ref(), end), start, duration: None }
}

/// An end before the start on the same day is on the next one.
fn after_midnight<'s>(start: Option<&When<'s>>, end: Option<When<'s>>) -> Option<When<'s>> {
    let (start, end) = (start?, end?);
    let wraps = end.local() < start.local() && end.local().date() == start.local().date();
    Some(if wraps { end.next_day() } else { end })
}

/// Days as a value writes them, whose order of day and month the value itself has to show.
fn days(words: &Words) -> Days {
    let mut days = Days::default();
    days.learn(&words.text);
    days
}

/// The moment that a value says, and the end where it says both.
fn moment<'s>(
    value: &Node<'s>,
    day: Option<Date>,
    import: &mut Import<'s, '_>,
) -> Option<(When<'s>, Option<When<'s>>)> {
    // Indico has the parts of a moment in an object.
    if let Some(date) = value.get("date").and_then(words) {
        let clock = value.get("time").and_then(words)?;
        let when = When::of_parts(feed::date(&date)?, &clock)?;
        let zone = value.get("tz").and_then(words);
        return Some((zone.map_or(when.clone(), |zone| when.in_zone(&zone.text)), None));
    }
    let words = words(value)?;
    let days = days(&words);
    let found = days.span(&words, day);
    if found.is_none() {
        let has_day = day.is_some() || days.begins(&words.text);
        let why = if has_day { "is no time of day" } else { "has no day that can be told" };
        import.unread(&words, why);
    }
    found
}
