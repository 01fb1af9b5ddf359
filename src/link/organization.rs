//! Strings that name an organization with its units and its address: which words are what, and what two of them have in common.

use std::collections::BTreeSet;

use super::name::words::{form, is_legal, is_linking};
use super::normalize::fold;
use super::prepare::Words;

/// The words of a string by what they are for, each sorted by number.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The organization itself.
    main: Vec<u32>,
    /// Departments and the like.
    unit: Vec<u32>,
    /// What follows the organization: city, state, country.
    place: Vec<u32>,
    /// All of them.
    all: BTreeSet<u32>,
    /// The first letters of the organization's words.
    initials: String,
}

/// The segments of a string in normal form, words in the form that stands for all, with a comma between them.
pub(super) fn normal(text: &str) -> String {
    let plain = without_markup(text);
    let segments =
        plain.split([',', ';', '(', ')', '/', '|', ':', '\n', '—', '–']).flat_map(|segment| segment.split("--"));
    let segments = segments.flat_map(|segment| segment.split(" - ")).flat_map(|segment| cut(&segment_words(segment)));
    segments.filter(|segment| !segment.is_empty()).collect::<Vec<_>>().join(",")
}

/// The text without addresses of mail and without entities of markup.
fn without_markup(text: &str) -> String {
    let kept = text.split(' ').filter(|word| !word.contains('@') && !word.contains("commat;"));
    kept.collect::<Vec<_>>()
        .join(" ")
        .replace("&amp;", "&")
        .replace("&#x0026;", "&")
        .replace("U.S.A.", "USA")
        .replace("U.S.", "US")
}

fn segment_words(segment: &str) -> Vec<String> {
    fold(segment).split(' ').filter(|word| !word.is_empty()).map(|word| form(word).to_owned()).collect()
}

/// A segment that names a unit and a university is two: `department of physics university of x`.
fn cut(words: &[String]) -> Vec<String> {
    let at = words.iter().position(|word| word == "university");
    let unit = words.iter().position(|word| rank_of(word) == UNIT);
    match (unit, at) {
        (Some(unit), Some(at)) if unit < at => {
            let of = words.get(at + 1).is_some_and(|next| matches!(next.as_str(), "of" | "de" | "di" | "zu"));
            let start = if of { at } else { at.saturating_sub(1).max(unit + 1) };
            vec![words[..start].join(" "), words[start..].join(" ")]
        }
        _ => vec![words.join(" ")],
    }
}

/// The rank of segments that are units.
const UNIT: u8 = 4;
/// The rank of segments that say nothing of what they are.
const NO_RANK: u8 = 5;

/// How much a word makes its segment the organization itself: 1 most.
fn rank_of(word: &str) -> u8 {
    match word {
        "university" | "polytechnic" => 1,
        "academy" | "institute" | "college" | "ministry" | "council" | "agency" | "hospital" | "foundation"
        | "bank" | "company" | "corporation" | "association" | "society" | "commission" | "union" | "government" => 2,
        "laboratory" | "center" | "school" | "clinic" | "research" => 3,
        "department" | "faculty" | "division" | "group" | "office" | "section" | "program" | "programme" | "chair" => {
            UNIT
        }
        word if is_legal(word) => 2,
        _ => NO_RANK,
    }
}

fn rank(segment: &str) -> u8 {
    let ranks = || segment.split(' ').map(rank_of);
    let best = ranks().min().unwrap_or(NO_RANK);
    // A school or center that is a department first is one.
    if best > 1 && segment.split(' ').next().is_some_and(|word| rank_of(word) == UNIT) { UNIT } else { best }
}

impl Parts {
    /// Sorts the words of a normal form.
    pub(super) fn new(normal: &str, words: &Words) -> Self {
        let segments: Vec<&str> = normal.split(',').collect();
        let ranks: Vec<u8> = segments.iter().map(|segment| rank(segment)).collect();
        let best = ranks.iter().copied().min().filter(|best| *best < UNIT);
        let main = best.and_then(|best| ranks.iter().position(|rank| *rank == best));
        // Where nothing says what it is, the first segment is the organization.
        let main = main.or_else(|| ranks.iter().position(|rank| *rank == NO_RANK)).unwrap_or(0);
        let mut parts = Self::default();
        for (at, segment) in segments.iter().enumerate() {
            let ids = segment.split(' ').filter(|word| counts(word)).filter_map(|word| words.find(word));
            let list = match at.cmp(&main) {
                std::cmp::Ordering::Equal => &mut parts.main,
                std::cmp::Ordering::Greater if ranks[at] == NO_RANK => &mut parts.place,
                _ => &mut parts.unit,
            };
            list.extend(ids);
        }
        parts.initials = initials(segments[main]);
        parts.finish()
    }

    fn finish(mut self) -> Self {
        for list in [&mut self.main, &mut self.unit, &mut self.place] {
            list.sort_unstable();
            list.dedup();
        }
        self.all = self.main.iter().chain(&self.unit).chain(&self.place).copied().collect();
        self
    }
}

/// Whether a word of a segment counts: no linking word, no legal form, no number.
fn counts(word: &str) -> bool {
    word.len() > 1 && !is_linking(word) && !is_legal(word) && !word.bytes().any(|byte| byte.is_ascii_digit())
}

fn initials(segment: &str) -> String {
    segment
        .split(' ')
        .filter(|word| !is_linking(word) && !is_legal(word))
        .filter_map(|word| word.chars().next())
        .collect()
}

/// The odds of two strings, in thousandths of bits.
const START: i64 = -8_000;

/// What two strings weigh, in thousandths of bits.
pub(super) fn weigh(words: &Words, left: &Parts, right: &Parts) -> i64 {
    START + main(words, left, right) + place(words, left, right) + unit(words, left, right)
}

fn weight(words: &Words, list: impl Iterator<Item = u32>) -> i64 {
    list.map(|word| i64::try_from(words.weight(word)).unwrap_or(0).min(8_000)).sum()
}

/// The organizations: what they share, and what each alone has.
fn main(words: &Words, left: &Parts, right: &Parts) -> i64 {
    let (shared, one, other) = apart(words, &left.main, &right.main);
    let found = weight(words, shared.iter().copied());
    if acronym(words, left, right) || acronym(words, right, left) {
        return found.clamp(9_000, 14_000);
    }
    let alone = |list: &[u32], all: &BTreeSet<u32>| {
        let (elsewhere, nowhere): (Vec<u32>, Vec<u32>) = list.iter().partition(|word| all.contains(word));
        (weight(words, elsewhere.into_iter()), weight(words, nowhere.into_iter()))
    };
    let (one_elsewhere, one) = alone(&one, &right.all);
    let (other_elsewhere, other) = alone(&other, &left.all);
    let against = match (one > 0, other > 0) {
        (true, true) => 4_000 + one.min(other),
        _ => one.max(other) / 2,
    };
    (found + (one_elsewhere + other_elsewhere) / 2).min(14_000) - against.min(16_000)
}

/// Words of both, of the first alone, of the second alone; words with a slip are of both.
fn apart(words: &Words, left: &[u32], right: &[u32]) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let shared: Vec<u32> = left.iter().filter(|word| right.contains(word)).copied().collect();
    let one: Vec<u32> = left.iter().filter(|word| !shared.contains(word)).copied().collect();
    let mut other: Vec<u32> = right.iter().filter(|word| !shared.contains(word)).copied().collect();
    let (mut shared, mut alone) = (shared, Vec::new());
    for word in one {
        match other.iter().position(|known| slip(words.text(word), words.text(*known))) {
            Some(at) => {
                let known = other.remove(at);
                shared.push(if words.weight(word) < words.weight(known) { word } else { known });
            }
            None => alone.push(word),
        }
    }
    (shared, alone, other)
}

/// Whether two words are one with a slip.
fn slip(one: &str, other: &str) -> bool {
    one.len().min(other.len()) > 4
        && one.len().abs_diff(other.len()) < 3
        && strsim::osa_distance(one, other) * 6 <= one.len().max(other.len())
}

/// Whether a word of one is made of the initials of the other.
fn acronym(words: &Words, left: &Parts, right: &Parts) -> bool {
    right.initials.len() > 2 && left.main.iter().any(|word| words.text(*word) == right.initials)
}

/// Places that agree say something, and none that agrees says something against.
fn place(words: &Words, left: &Parts, right: &Parts) -> i64 {
    if left.place.is_empty() || right.place.is_empty() {
        return 0;
    }
    let (shared, one, other) = apart(words, &left.place, &right.place);
    let elsewhere = one.iter().any(|word| right.all.contains(word)) || other.iter().any(|word| left.all.contains(word));
    match weight(words, shared.into_iter()) {
        0 if elsewhere => 0,
        0 => -3_000,
        found => (found / 2).min(4_000),
    }
}

fn unit(words: &Words, left: &Parts, right: &Parts) -> i64 {
    let shared = left.unit.iter().filter(|word| right.unit.contains(word)).copied();
    (weight(words, shared) / 4).min(2_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_in_normal_form() {
        assert_eq!(
            normal("Dept. of Physics, Univ. of Nordheim (Eastland)"),
            "department of physics,university of nordheim,eastland"
        );
        assert_eq!(
            normal("Department of Physics University of Nordheim"),
            "department of physics,university of nordheim"
        );
    }

    #[test]
    fn the_organization_is_known_among_its_units() {
        assert_eq!(rank("university of nordheim"), 1);
        assert_eq!(rank("department of physics"), UNIT);
        assert_eq!(rank("nordheim"), NO_RANK);
    }
}
