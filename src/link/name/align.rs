//! The words of two names, paired off from the best pair down.

use std::cmp::Ordering;

use super::Kind;
use super::acronym::{LETTERS, begun, spelled};
use super::letters::{Heard, Vowels, apart, distance, sound};
use super::parse::{Name, Script, Sort, Word};
use super::tables::{ENDING, are_subjects};

/// What a pair is told as where one side is made of first letters of the other.
pub const ACRONYM: &str = "an acronym";

/// Words of both names that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub what: &'static str,
    pub left: std::ops::Range<usize>,
    pub right: std::ops::Range<usize>,
    pub weight: i64,
}

/// What a word says, in thousandths of bits.
pub(super) fn worth(word: &Word) -> i64 {
    match word.sort {
        Sort::Full => 7_000,
        Sort::Common | Sort::Number => 4_000,
        Sort::Generic => 2_500,
        Sort::Initial => 2_000,
        Sort::Particle => 500,
    }
}

/// What a distance of a whole word takes off, in thousandths of bits.
const SLOPE: i64 = 35_000;

/// Words that are further from each other than this part of their length, in hundredths, are different ones.
const FAR: u32 = 40;

/// The pairs, the best first.
pub(super) fn pairs(left: &Name, right: &Name) -> Vec<Pair> {
    let vowels = if abjad(left) == abjad(right) { Vowels::Written } else { Vowels::LeftOut };
    let mut candidates = joined(left, right, vowels);
    candidates.extend(joined(right, left, vowels).into_iter().map(Pair::turned));
    candidates.extend(initials(left, right));
    candidates.extend(initials(right, left).into_iter().map(Pair::turned));
    let may_settle = candidates.is_empty() && left.kind == Kind::Person;
    let settled = |word: &Word| may_settle && word.is_settled(left, right);
    candidates.extend(singles(left, right, vowels, &settled));
    // Which name is the left one plays no part.
    candidates.sort_by(|one, other| {
        (other.weight.cmp(&one.weight))
            .then_with(|| one.apart().cmp(&other.apart()))
            .then_with(|| one.cmp_texts(other, left, right))
            .then_with(|| one.places().cmp(&other.places()))
    });
    let mut taken: Vec<Pair> = Vec::new();
    for pair in candidates {
        if !taken.iter().any(|known| overlap(&known.left, &pair.left) || overlap(&known.right, &pair.right)) {
            taken.push(pair);
        }
    }
    taken
}

fn abjad(name: &Name) -> bool {
    name.script == Script::Abjad
}

fn overlap(one: &std::ops::Range<usize>, other: &std::ops::Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

impl Pair {
    /// How far the words are from each other's place.
    fn apart(&self) -> usize {
        self.left.start.abs_diff(self.right.start)
    }

    /// The order of two pairs by the words of both sides, whichever side is which.
    fn cmp_texts(&self, other: &Self, left: &Name, right: &Name) -> Ordering {
        let [(one, two), (three, four)] = [self, other].map(|pair| {
            let (left, right) = (texts(left, &pair.left), texts(right, &pair.right));
            if left.clone().cmp(right.clone()).is_le() { (left, right) } else { (right, left) }
        });
        one.cmp(three).then_with(|| two.cmp(four))
    }

    fn places(&self) -> (usize, usize) {
        (self.left.start.min(self.right.start), self.left.start.max(self.right.start))
    }

    fn turned(self) -> Self {
        Self { left: self.right, right: self.left, ..self }
    }
}

/// The words of a part of a name.
fn texts<'n>(name: &'n Name, part: &std::ops::Range<usize>) -> impl Iterator<Item = &'n str> + Clone + use<'n> {
    name.words[part.clone()].iter().map(|word| word.text.as_str())
}

/// Pairs of a word each. A word that is settled has none but with itself.
fn singles(left: &Name, right: &Name, vowels: Vowels, settled: &dyn Fn(&Word) -> bool) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let known_settled: Vec<bool> = right.words.iter().map(settled).collect();
    for (at, word) in left.words.iter().enumerate() {
        let is_settled = settled(word);
        for (to, known) in right.words.iter().enumerate() {
            if (is_settled || known_settled[to]) && word.text != known.text {
                continue;
            }
            if let Some((what, weight)) = single(word, known, vowels) {
                pairs.push(Pair { what, left: at..at + 1, right: to..to + 1, weight });
            }
        }
    }
    pairs
}

fn single(word: &Word, known: &Word, vowels: Vowels) -> Option<(&'static str, i64)> {
    let worth = worth(word).min(worth(known));
    if word.text == known.text {
        return Some(("the same word", worth));
    }
    match (word.sort, known.sort) {
        (Sort::Initial, Sort::Initial | Sort::Particle) | (Sort::Particle, Sort::Initial) => None,
        _ if word.nation.is_some() && known.nation.is_some() => {
            (word.nation == known.nation).then_some(("the same country", worth - 500))
        }
        (Sort::Number, Sort::Number) => (word.form == known.form).then_some(("the same number", worth)),
        (Sort::Initial, _) | (_, Sort::Initial) => {
            (word.text.bytes().next() == known.text.bytes().next()).then_some(("an initial", worth.min(2_000)))
        }
        // A word of organizations says as much whatever its language, and cut short.
        (Sort::Generic, Sort::Generic) if word.form == known.form => Some(("forms of one word", worth)),
        _ if word.form == known.form || word.is_related(known) => Some(("forms of one word", worth - 500)),
        // Two names that are known and have no form in common are no slip.
        _ if !word.rows.is_empty() && !known.rows.is_empty() || are_subjects(&word.form, &known.form) => None,
        (Sort::Particle | Sort::Number, _) | (_, Sort::Particle | Sort::Number) => None,
        _ => {
            let weight = match stems(&word.text, &known.text) {
                Some((one, other)) => near(one, other, vowels, worth),
                None => apart(word.heard(), known.heard(), vowels, most).map(|found| weight(found, worth)),
            };
            weight.map(|weight| ("much the same word", weight))
        }
    }
}

/// Two names after the father without the ending that both have, which says nothing of him.
fn stems<'w>(one: &'w str, other: &'w str) -> Option<(&'w str, &'w str)> {
    let both = |ending: &String| Some((one.strip_suffix(ending.as_str())?, other.strip_suffix(ending.as_str())?));
    ENDING.iter().find_map(both).filter(|(one, other)| one.len().min(other.len()) > 1)
}

/// The weight of two words that are near each other.
fn near(one: &str, other: &str, vowels: Vowels, worth: i64) -> Option<i64> {
    distance(one, other, vowels, most).map(|found| weight(found, worth))
}

/// What words of a length may cost at most to be much the same.
fn most(length: u32) -> u32 {
    (length * (FAR + 1) - 1).min(320)
}

fn weight((cost, length): (u32, u32), worth: i64) -> i64 {
    worth - SLOPE * i64::from(cost) / i64::from(length * 100)
}

impl Word {
    fn heard(&self) -> Heard<'_> {
        Heard { text: &self.text, sound: &self.sound }
    }

    /// Whether both names have the word once, so that it weighs more with itself than with any other word of them.
    fn is_settled(&self, left: &Name, right: &Name) -> bool {
        let once = |name: &Name| name.words.iter().filter(|word| word.text == self.text).count() == 1;
        self.sort != Sort::Initial && once(left) && once(right)
    }

    /// Whether both are forms of one given name.
    fn is_related(&self, other: &Self) -> bool {
        self.rows.iter().any(|row| other.rows.contains(row))
    }
}

/// A word that is two or three words of the other name written together.
fn joined(left: &Name, right: &Name, vowels: Vowels) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (at, word) in left.words.iter().enumerate().filter(|(_, word)| word.text.len() > 3) {
        for count in 2..=3 {
            for (to, several) in right.words.windows(count).enumerate() {
                if several.iter().any(|word| word.sort == Sort::Number) {
                    continue;
                }
                // A letter that stands alone is a part of a name (`O Brien`), and no slip of one.
                let is_initial = several.iter().any(|word| word.sort == Sort::Initial);
                let length = |text: fn(&Word) -> &str| several.iter().map(|word| text(word).len()).sum::<usize>();
                let worth = several.iter().map(worth).sum::<i64>().max(worth(word)) - 500;
                let of = |text: fn(&Word) -> &str| {
                    if length(text).abs_diff(word.text.len()) > 2 {
                        return None;
                    }
                    let whole = several.iter().map(text).collect::<String>();
                    if is_initial && whole != word.text {
                        return None;
                    }
                    let whole = Heard { sound: &sound(&whole), text: &whole };
                    apart(whole, word.heard(), vowels, most).map(|found| weight(found, worth))
                };
                let mut weight = of(|word| &word.text);
                if several.iter().any(|word| word.form != word.text) {
                    weight = weight.max(of(|word| &word.form));
                }
                if let Some(weight) = weight.filter(|weight| *weight > 0) {
                    pairs.push(Pair { what: "written as one word", left: at..at + 1, right: to..to + count, weight });
                }
            }
        }
    }
    pairs
}

/// What each word says that an acronym is made of, in thousandths of bits.
const OF_ACRONYM: i64 = 2_500;

/// A short word that is made of the first letters of several words; or two, which were parted at a capital (`EuroDIG`).
fn initials(left: &Name, right: &Name) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let organization = left.kind == Kind::Organization;
    for count in 1..=if organization { 2 } else { 1 } {
        for (at, short) in left.words.windows(count).enumerate() {
            let acronym: String = short.iter().map(|word| word.text.as_str()).collect();
            if !LETTERS.contains(&acronym.len()) {
                continue;
            }
            for (from, to) in runs(right.words.len()) {
                let several = &right.words[from..to];
                let strict = if count == 1 { spelled(&acronym, several) } else { None };
                let words = strict.or_else(|| if organization { begun(&acronym, several) } else { None });
                if let Some(words) = words {
                    let weight = OF_ACRONYM * i64::try_from(words).unwrap_or(2);
                    pairs.push(Pair { what: ACRONYM, left: at..at + count, right: from..to, weight });
                }
            }
        }
    }
    pairs
}

/// The places of two words and more that follow each other.
fn runs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |from| (from + 2..=count).map(move |to| (from, to)))
}
