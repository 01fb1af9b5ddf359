//! Levels of short values: names alone, dates, numbers, places.

use strsim::{jaro_winkler, osa_distance};

use super::words::overlap;
use super::{Level, Role};
use crate::link::normalize::phonetic;
use crate::link::prepare::Value;
use crate::link::vocabulary::Words;

/// Whether one slip of the hand makes one of the other.
fn one_slip(one: &str, other: &str) -> bool {
    one.len().min(other.len()) > 2 && one.len().abs_diff(other.len()) < 2 && osa_distance(one, other) == 1
}

/// Given names: an initial or a beginning, one slip, alike, different.
pub(super) fn given(one: &str, other: &str) -> Level {
    if one.starts_with(other) || other.starts_with(one) {
        2
    } else if one_slip(one, other) || jaro_winkler(one, other) >= 0.92 {
        3
    } else if jaro_winkler(one, other) >= 0.8 {
        4
    } else {
        Role::Given.last_level()
    }
}

/// Family names: one slip, the same sound, different.
pub(super) fn family(one: &str, other: &str) -> Level {
    if one_slip(one, other) || jaro_winkler(one, other) >= 0.94 {
        2
    } else if phonetic(one) == phonetic(other) || jaro_winkler(one, other) >= 0.85 {
        3
    } else {
        Role::Family.last_level()
    }
}

/// Days: one slip, or day and month in the other order; two of three parts the same; one the same and another a slip away, where one
/// of the two is the year, or a year alone a slip away; the same year or the one beside it; different.
pub(super) fn date(one: &str, other: &str) -> Level {
    if one.len() > 5 && other.len() > 5 {
        if osa_distance(one, other) == 1 || turned(one) == other {
            return 2;
        }
        match parts_apart(one, other) {
            [0, 0, _] | [0, _, 0] | [_, 0, 0] => return 3,
            [0, 1, _] | [0, _, 1] | [1, 0, _] | [1, _, 0] => return 4,
            _ => {}
        }
    }
    match (year(one), year(other)) {
        (Some(one), Some(other)) if one.abs_diff(other) < 2 => 5,
        (Some(_), Some(_)) if one.len() == 4 && other.len() == 4 && osa_distance(one, other) == 1 => 4,
        _ => Role::Date.last_level(),
    }
}

/// How many digits differ in year, month and day of two dates of eight digits.
fn parts_apart(one: &str, other: &str) -> [usize; 3] {
    [0..4, 4..6, 6..8].map(|part| {
        let (Some(one), Some(other)) = (one.get(part.clone()), other.get(part)) else { return usize::MAX };
        one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count()
    })
}

/// A date of eight digits with month and day in the other order.
fn turned(date: &str) -> String {
    match (date.get(..4), date.get(4..6), date.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}{day}{month}"),
        _ => String::new(),
    }
}

/// The year of a date: its first or last four digits, whichever can be one.
fn year(date: &str) -> Option<u32> {
    let likely = |part: Option<&str>| part?.parse().ok().filter(|year| (1000..2200).contains(year));
    likely(date.get(..4)).or_else(|| likely(date.len().checked_sub(4).and_then(|start| date.get(start..))))
}

/// Places: one slip or much the same words, half the same, different.
pub(super) fn place(words: &Words, one: &Value, other: &Value) -> Level {
    let longest = one.squeezed.len().max(other.squeezed.len());
    let distance = osa_distance(&one.squeezed, &other.squeezed);
    if distance * 5 <= longest {
        2
    } else if distance * 5 <= longest * 2 || overlap(words, one, other).dice() >= 500 {
        3
    } else {
        Role::Place.last_level()
    }
}

/// Identifiers: one slip, two slips, different.
pub(super) fn id(one: &str, other: &str) -> Level {
    let distance = osa_distance(one, other);
    match distance {
        1 if one.len().min(other.len()) > 3 => 2,
        1 | 2 if one.len().min(other.len()) > 5 => 3,
        _ => Role::Id.last_level(),
    }
}

/// Postal codes: one slip, different.
pub(super) fn postcode(one: &str, other: &str) -> Level {
    if one_slip(one, other) { 2 } else { Role::Postcode.last_level() }
}

/// Numbers: one slip or one of several in common, different.
pub(super) fn number(one: &str, other: &str) -> Level {
    let shared = one.split(' ').any(|number| other.split(' ').any(|known| known == number));
    if shared || one_slip(one, other) { 2 } else { Role::Number.last_level() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_dates_are_known() {
        assert_eq!(date("19490722", "19490727"), 2);
        assert_eq!(date("19490722", "19492207"), 2);
        assert_eq!(date("19490722", "19491203"), 5);
        assert_eq!(date("19490722", "19490803"), 4);
        assert_eq!(date("19490722", "19490922"), 2);
        assert_eq!(date("19490722", "19681222"), 6);
        assert_eq!(date("19490722", "19491022"), 3);
        assert_eq!(date("19490722", "19430730"), 4);
        assert_eq!(date("1949", "1950"), 5);
        assert_eq!(date("1949", "1969"), 4);
        assert_eq!(date("1949", "1968"), 6);
        assert_eq!(date("19490722", "19680101"), 6);
    }

    #[test]
    fn names_agree_by_initials_and_sound() {
        assert_eq!(given("j", "jean"), 2);
        assert_eq!(given("micheal", "michael"), 3);
        assert_eq!(family("meier", "mayr"), 3);
        assert_eq!(family("meier", "mueller"), 4);
    }
}
