//! Strings that name an organization with its units and its address: which words are what, and what two of them have in common.

use super::name::words::{form, is_legal, is_linking};
use super::normalize::fold;
use super::vocabulary::Words;

/// The words of a string by what they are for, each sorted by number.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The organization itself.
    main: Vec<u32>,
    /// Departments and the like.
    unit: Vec<u32>,
    /// What follows the organization: city, state, country.
    place: Vec<u32>,
    /// All of them, sorted.
    all: Vec<u32>,
    /// The words of the organization and of what follows, in their order, also those that only link others.
    sequence: Vec<u32>,
    /// How many of them are the organization's.
    own: usize,
    /// How much the organization is known to be one.
    rank: u8,
}

/// The segments of a string in normal form, words in the form that stands for all, with a comma between them.
pub(super) fn normal(text: &str) -> String {
    let plain = joined_by_and(&without_markup(text));
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

/// `AT&T` and `AT & T` as one word.
fn joined_by_and(text: &str) -> String {
    let capitals = |part: Option<&str>| {
        part.is_some_and(|part| part.len() < 3 && !part.is_empty() && part.chars().all(char::is_uppercase))
    };
    let mut joined = String::with_capacity(text.len());
    for (at, part) in text.split('&').enumerate() {
        let last = joined.trim_end().rsplit(|letter: char| !letter.is_alphanumeric()).next();
        let first = part.trim_start().split(|letter: char| !letter.is_alphanumeric()).next();
        if at > 0 && capitals(last) && capitals(first) {
            joined.truncate(joined.trim_end().len());
            joined.push_str(part.trim_start());
        } else {
            joined.push_str(if at > 0 { " & " } else { "" });
            joined.push_str(part);
        }
    }
    joined
}

fn segment_words(segment: &str) -> Vec<String> {
    let words = fold(&without_dots(segment));
    words.split(' ').filter(|word| !word.is_empty()).map(|word| form(word).to_owned()).collect()
}

/// Acronyms with dots as words: of three letters and more (`I.I.T.`), or of a university (`U. C.`). Two letters else are
/// somebody's given names.
fn without_dots(segment: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut letters = String::new();
    for word in segment.split_whitespace().chain([""]) {
        if is_initials(word) {
            letters.push_str(word);
            continue;
        }
        let joined: String = letters.chars().filter(|letter| *letter != '.').collect();
        let is_acronym = joined.chars().count() > 2 || joined.len() == 2 && joined.starts_with('U');
        words.extend([if is_acronym { joined } else { std::mem::take(&mut letters).replace('.', ". ") }]);
        letters.clear();
        words.push(word.to_owned());
    }
    words.join(" ")
}

/// Capitals with a dot behind each; the last one may have none where another one is before it.
fn is_initials(word: &str) -> bool {
    let mut letters = word.split('.');
    let last = letters.next_back().unwrap_or_default();
    let is_capital = |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    word.contains('.') && letters.all(is_capital) && (last.is_empty() || is_capital(last))
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

/// The rank of segments that are mostly units, and now and then the organization.
const LABORATORY: u8 = 3;
/// The rank of segments that are units.
pub(super) const UNIT: u8 = 4;
/// The rank of segments that say nothing of what they are.
pub(super) const NO_RANK: u8 = 5;

/// How much a word makes its segment the organization itself: 1 most.
pub(super) fn rank_of(word: &str) -> u8 {
    match word {
        "university" | "polytechnic" => 1,
        "academy" | "institute" | "college" | "ministry" | "council" | "agency" | "hospital" | "foundation"
        | "bank" | "company" | "corporation" | "association" | "society" | "commission" | "union" | "government" => 2,
        "laboratory" | "center" | "school" | "clinic" | "research" => LABORATORY,
        "department" | "faculty" | "division" | "group" | "office" | "section" | "program" | "programme" | "chair" => {
            UNIT
        }
        word if is_legal(word) => 2,
        _ => NO_RANK,
    }
}

/// Whether a name says that it is of a part of an organization: a department, an office, a laboratory.
pub(crate) fn is_unit(name: &str) -> bool {
    let is_part = |word: &str| matches!(word, "sector" | "unit" | "branch" | "team" | "desk" | "secretariat");
    let folded = fold(name);
    folded.split(' ').map(form).any(|word| (LABORATORY..=UNIT).contains(&rank_of(word)) || is_part(word))
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
        parts.rank = ranks[main];
        let following = segments[main..].iter().enumerate().filter(|(at, _)| *at == 0 || ranks[main + at] == NO_RANK);
        for (at, segment) in following {
            let kept = segment.split(' ').filter(|word| counts(word) || is_linking(word));
            parts.sequence.extend(kept.filter_map(|word| words.find(word)));
            parts.own = if at == 0 { parts.sequence.len() } else { parts.own };
        }
        parts.finish()
    }

    /// The words that an acronym is made of, if it is: of the first words, or of three and more from one of the organization's on.
    fn spelled(&self, words: &Words, acronym: &str) -> Option<&[u32]> {
        let starts = match acronym.len() {
            2 => self.own.min(1),
            3..=6 => self.own,
            _ => 0,
        };
        (0..starts).find_map(|start| {
            let sequence = &self.sequence[start..];
            (!words.is_linking(sequence[0])).then_some(())?;
            Some(&sequence[..spelled(words, sequence, acronym.as_bytes())?])
        })
    }

    /// Whether a word is one of it.
    fn has(&self, word: u32) -> bool {
        self.all.binary_search(&word).is_ok()
    }

    fn finish(mut self) -> Self {
        for list in [&mut self.main, &mut self.unit, &mut self.place] {
            list.sort_unstable();
            list.dedup();
        }
        self.all = self.main.iter().chain(&self.unit).chain(&self.place).copied().collect();
        self.all.sort_unstable();
        self
    }
}

/// How many words letters are made of, the first ones of a sequence; words that only link others may give none.
fn spelled(words: &Words, sequence: &[u32], letters: &[u8]) -> Option<usize> {
    let Some((letter, letters)) = letters.split_first() else { return Some(0) };
    let (word, rest) = sequence.split_first()?;
    let begun = words.may_begin(*word, *letter).then(|| spelled(words, rest, letters)).flatten();
    let all = || words.is_linking(*word).then(|| spelled(words, rest, &[&[*letter], letters].concat())).flatten();
    Some(begun.or_else(all)? + 1)
}

/// Whether a word of a segment counts: no linking word, no legal form, no number.
fn counts(word: &str) -> bool {
    word.len() > 1 && !is_linking(word) && !is_legal(word) && !word.bytes().any(|byte| byte.is_ascii_digit())
}

/// The odds of two strings, in thousandths of bits.
const START: i64 = -8_000;

/// What two strings weigh, in thousandths of bits.
pub(super) fn weigh(words: &Words, left: &Parts, right: &Parts) -> i64 {
    START + main(words, left, right) + place(words, left, right) + unit(words, left, right)
}

/// What a word says: a generic one little, a name something even where it is frequent, because an organization may be so, too.
fn worth(words: &Words, word: u32) -> i64 {
    let weight = i64::try_from(words.weight(word)).unwrap_or(0);
    if words.is_generic(word) { weight.min(1_000) } else { weight.clamp(4_000, 8_000) }
}

fn weight(words: &Words, list: impl Iterator<Item = u32>) -> i64 {
    list.map(|word| worth(words, word)).sum()
}

/// The least that two organizations weigh whose names are the same.
const SAME_NAME: i64 = 11_000;

/// The least that they weigh, where one name is within the other, before what the other has more.
const WITHIN: i64 = 9_000;

/// The organizations: what they share, and what each alone has.
fn main(words: &Words, left: &Parts, right: &Parts) -> i64 {
    let (shared, mut one, mut other) = apart(words, &left.main, &right.main);
    let mut found = weight(words, shared.iter().copied());
    found += spelled_out(words, left, right, &mut one, &mut other);
    found += spelled_out(words, right, left, &mut other, &mut one);
    let alone = |list: &[u32], all: &Parts| {
        let (elsewhere, nowhere): (Vec<u32>, Vec<u32>) = list.iter().partition(|word| all.has(**word));
        (weight(words, elsewhere.into_iter()), nowhere)
    };
    let (one_elsewhere, one) = alone(&one, right);
    let (other_elsewhere, other) = alone(&other, left);
    let named = |list: &[u32]| {
        list.iter().filter(|word| !words.is_generic(**word)).map(|word| worth(words, *word)).sum::<i64>()
    };
    let (against_one, against_other) = (named(&one), named(&other));
    if against_one == 0 && against_other == 0 && found + one_elsewhere + other_elsewhere >= 4_000 {
        return found.max(SAME_NAME) - more_generic(left, right, &one, &other);
    }
    let found = (found + i64::midpoint(one_elsewhere, other_elsewhere)).min(14_000);
    let university = left.rank.min(right.rank) == 1;
    let elsewhere = |list: &[u32]| list.iter().any(|word| is_direction(words.text(*word)));
    let found = if elsewhere(&one) || elsewhere(&other) { found - OTHER_NAME } else { found };
    match (against_one > 0, against_other > 0) {
        (true, true) => found - 4_000 - against_one.min(against_other),
        // One name has more than the other; universities are told apart by generic words as well.
        _ if university && !one.is_empty() && !other.is_empty() => found - 8_000,
        _ if found >= 4_000 => found.max(WITHIN) - (against_one.max(against_other) / 2).min(4_000),
        _ => found - against_one.max(against_other) / 2,
    }
}

/// What it says against two organizations that one has a word in its name that makes another place of a place.
const OTHER_NAME: i64 = 6_000;

/// Whether a word makes another place of a place: New York is not York, and South Carolina not Carolina.
fn is_direction(word: &str) -> bool {
    matches!(word, "new" | "north" | "south" | "east" | "west" | "northern" | "southern" | "eastern" | "western")
}

/// What generic words weigh that one alone has: they tell universities apart, and add nothing to other names.
fn more_generic(left: &Parts, right: &Parts, one: &[u32], other: &[u32]) -> i64 {
    match (one.len() + other.len(), left.rank.min(right.rank)) {
        (0, _) => 0,
        (_, 1) => 6_000,
        _ if one.is_empty() || other.is_empty() => 0,
        _ => 3_000,
    }
}

/// Takes an acronym of the one, and the words that it is made of from the other; what that weighs.
fn spelled_out(words: &Words, left: &Parts, right: &Parts, one: &mut Vec<u32>, other: &mut Vec<u32>) -> i64 {
    let found = one.iter().enumerate().find_map(|(at, word)| Some((at, right.spelled(words, words.text(*word))?)));
    let Some((at, covered)) = found else { return 0 };
    let acronym = words.text(one.remove(at));
    other.retain(|word| !covered.contains(word));
    // What the acronym says of places is said of the other string as well.
    one.retain(|word| !left.place.contains(word));
    i64::try_from(acronym.len()).unwrap_or(2) * 2_500
}

/// Words of both, of the first alone, of the second alone; words with a slip are of both.
fn apart(words: &Words, left: &[u32], right: &[u32]) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let shared: Vec<u32> = left.iter().filter(|word| right.contains(word)).copied().collect();
    let one: Vec<u32> = left.iter().filter(|word| !shared.contains(word)).copied().collect();
    let mut other: Vec<u32> = right.iter().filter(|word| !shared.contains(word)).copied().collect();
    let (mut shared, mut alone) = (shared, Vec::new());
    for word in one {
        match other.iter().position(|known| slip(words, word, *known)) {
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
fn slip(words: &Words, one: u32, other: u32) -> bool {
    let (id, known, one, other) = (one, other, words.text(one), words.text(other));
    one.len().min(other.len()) > 4
        && one.len().abs_diff(other.len()) < 3
        && words.may_be_near(id, known, one.len().max(other.len()) / 6)
        && strsim::osa_distance(one, other) * 6 <= one.len().max(other.len())
}

/// What a word of a place says at least that tells places apart, as a city does and a country does not.
const SPECIFIC: u64 = 3_500;
/// Two places that differ.
const OTHER_PLACE: i64 = -5_000;

/// Places that agree say something, and those that differ something against.
fn place(words: &Words, left: &Parts, right: &Parts) -> i64 {
    // Two names that differ often have the city in them, and then it says nothing more where both are in it.
    let differ = left.main != right.main;
    let named = |word: &u32| differ && left.main.contains(word) && right.main.contains(word);
    let is_specific = |word: &u32| words.weight(*word) >= SPECIFIC && !named(word);
    let specific = |list: &[u32]| list.iter().copied().filter(is_specific).collect::<Vec<u32>>();
    let (one, other) = (specific(&left.place), specific(&right.place));
    let (shared, alone, alone_too) = apart(words, &one, &other);
    let within = alone.iter().any(|word| right.has(*word)) || alone_too.iter().any(|word| left.has(*word));
    let sum = |list: &[u32]| list.iter().map(|word| words.weight(*word)).sum::<u64>();
    // Two cities may share a word of their names.
    if sum(&shared) > sum(&alone).min(sum(&alone_too)) {
        return i64::try_from(sum(&shared) / 2).unwrap_or(0).min(4_000);
    }
    if within || alone.is_empty() || alone_too.is_empty() { 0 } else { OTHER_PLACE }
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
        assert_eq!(normal("N.I.T. Nordheim, U. N."), "nit nordheim,un");
        assert_eq!(normal("T. J. Okafor Centre, U. of Nordheim"), "t j okafor center,university of nordheim");
    }

    #[test]
    fn acronyms_are_made_of_words_in_any_language() {
        let spells = |acronym: &str, name: &str| {
            let normal = normal(name);
            let words = Words::new([(normal.as_str(), 1)].into_iter(), 1);
            Parts::new(&normal, &words).spelled(&words, acronym).is_some()
        };
        assert!(spells("unla", "University of Nordheim, Los Arboles"));
        assert!(spells("epfn", "École Polytechnique Fédérale de Nordheim"));
        assert!(spells("un", "Universität Nordheim") && !spells("na", "University of Nordheim Academy"));
        assert!(!spells("unx", "University of Nordheim"));
    }

    #[test]
    fn the_organization_is_known_among_its_units() {
        assert_eq!(rank("university of nordheim"), 1);
        assert_eq!(rank("department of physics"), UNIT);
        assert_eq!(rank("nordheim"), NO_RANK);
    }

    fn weight_of(left: &str, right: &str) -> i64 {
        let (left, right) = (normal(left), normal(right));
        let words = Words::new([(left.as_str(), 1), (right.as_str(), 1)].into_iter(), 1000);
        weigh(&words, &Parts::new(&left, &words), &Parts::new(&right, &words))
    }

    #[test]
    fn a_city_in_the_names_says_nothing_more_of_names_that_differ() {
        let [city, other] = ["City University of Port Amber", "University of Port Amber"];
        let with_place = |name: &str| format!("{name}, Port Amber");
        assert_eq!(weight_of(&with_place(city), &with_place(other)), weight_of(city, other));
        assert!(weight_of(&with_place(other), &with_place(other)) > weight_of(other, other));
    }

    #[test]
    fn a_direction_makes_another_place() {
        assert!(weight_of("New Amber University", "Amber University") < 0);
        assert!(weight_of("University of North Amber", "University of North Amber") > 0);
    }
}
