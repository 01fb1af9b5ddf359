//! How far two words are from each other, by slips of the hand and ways of writing one sound: hundredths of a letter.

use std::sync::LazyLock;

/// What may be left out at little cost, because scripts leave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vowels {
    Written,
    LeftOut,
}

/// A word as it is written and as it sounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard<'w> {
    pub text: &'w str,
    pub sound: &'w [u8],
}

/// The cost of making one word of the other, and the length that it is held against; none where it costs more than `most` of
/// that length.
pub(super) fn distance(one: &str, other: &str, vowels: Vowels, most: fn(u32) -> u32) -> Option<(u32, u32)> {
    let (left, right) = (sound(one), sound(other));
    apart(Heard { text: one, sound: &left }, Heard { text: other, sound: &right }, vowels, most)
}

/// The same of words whose sound is known.
pub(super) fn apart(one: Heard, other: Heard, vowels: Vowels, most: fn(u32) -> u32) -> Option<(u32, u32)> {
    let length = u32::try_from(one.sound.len().max(other.sound.len())).unwrap_or(u32::MAX).max(1);
    // Another way of writing is a small difference, too.
    let spelling = if one.text == other.text { 0 } else { 20 };
    let cost = edit(one.sound, other.sound, vowels, most(length))?;
    Some((cost.max(spelling), length))
}

/// Sequences of letters that write one sound across languages, the longest first.
const SOUNDS: &[(&str, &str)] = &[
    ("tsch", "c"),
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("dzh", "j"),
    ("sh", "s"),
    ("ch", "c"),
    ("cz", "c"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("th", "t"),
    ("gh", "g"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ij", "i"),
    ("ii", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("yj", "i"),
    ("yy", "i"),
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("tz", "c"),
    ("ts", "c"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
    ("y", "i"),
];

/// The same by the first letter.
static BY_FIRST: LazyLock<[Vec<(&str, &str)>; 256]> = LazyLock::new(|| {
    let begins = |first: usize| move |(written, _): &&(&str, &str)| usize::from(written.as_bytes()[0]) == first;
    std::array::from_fn(|first| SOUNDS.iter().filter(begins(first)).copied().collect())
});

/// A word by its sounds, doubled letters once.
pub(super) fn sound(word: &str) -> Vec<u8> {
    let by_first = &*BY_FIRST;
    let mut sounds: Vec<u8> = Vec::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.bytes().next() {
        let known = by_first[usize::from(first)].iter().find(|(written, _)| rest.starts_with(written));
        let (written, heard) = known.map_or((1, &rest[..1]), |(written, heard)| (written.len(), *heard));
        for byte in heard.bytes() {
            if sounds.last() != Some(&byte) {
                sounds.push(byte);
            }
        }
        rest = &rest[written..];
    }
    sounds
}

/// The longest words that are compared without taking memory for it.
const SHORT: usize = 40;

/// Edit distance with costs of its own, and neighbours that may change places; none where it is over `most`.
fn edit(one: &[u8], other: &[u8], vowels: Vowels, most: u32) -> Option<u32> {
    let costs = match vowels {
        Vowels::Written => &*WRITTEN,
        Vowels::LeftOut => &*LEFT_OUT,
    };
    let width = other.len() + 1;
    let (mut short, mut long) = ([0; 3 * SHORT], Vec::new());
    let cells = if width <= SHORT {
        &mut short[..3 * width]
    } else {
        long.resize(3 * width, 0);
        &mut long[..]
    };
    let (first, rest) = cells.split_at_mut(width);
    let (second, third) = rest.split_at_mut(width);
    for (to, letter) in other.iter().enumerate() {
        second[to + 1] = second[to] + costs.leave(*letter);
    }
    let (mut rows, mut least) = ([first, second, third], 0);
    for (at, letter) in one.iter().enumerate() {
        let [before, last, row] = &mut rows;
        let leave = costs.leave(*letter);
        row[0] = last[0] + leave;
        let mut least_here = row[0];
        for (to, known) in other.iter().enumerate() {
            let mut best =
                (last[to] + costs.change(*letter, *known)).min(last[to + 1] + leave).min(row[to] + costs.leave(*known));
            if at > 0 && to > 0 && one[at - 1] == *known && other[to - 1] == *letter {
                best = best.min(before[to - 1] + 80);
            }
            row[to + 1] = best;
            least_here = least_here.min(best);
        }
        // What follows costs no less than the cheapest of two rows: no step leaps over both.
        if least_here.min(least) > most {
            return None;
        }
        least = least_here;
        rows.rotate_left(1);
    }
    Some(rows[1][other.len()]).filter(|cost| *cost <= most)
}

/// The costs of letters, by their numbers in the alphabet; all others are one.
struct Costs {
    leave: [u32; LETTERS],
    change: [[u32; LETTERS]; LETTERS],
}

const LETTERS: usize = 27;

static WRITTEN: LazyLock<Costs> = LazyLock::new(|| Costs::new(Vowels::Written));
static LEFT_OUT: LazyLock<Costs> = LazyLock::new(|| Costs::new(Vowels::LeftOut));

impl Costs {
    fn new(vowels: Vowels) -> Self {
        let letter = |at: usize| b'a' + u8::try_from(at).unwrap_or(0);
        let mut costs = Self { leave: [0; LETTERS], change: [[0; LETTERS]; LETTERS] };
        for one in 0..LETTERS {
            costs.leave[one] = leave(letter(one), vowels);
            for other in 0..LETTERS {
                costs.change[one][other] = change(letter(one), letter(other), vowels);
            }
        }
        costs
    }

    fn number(letter: u8) -> usize {
        usize::from(letter.wrapping_sub(b'a')).min(LETTERS - 1)
    }

    fn leave(&self, letter: u8) -> u32 {
        self.leave[Self::number(letter)]
    }

    fn change(&self, one: u8, other: u8) -> u32 {
        if one == other { 0 } else { self.change[Self::number(one)][Self::number(other)].max(20) }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The cost of a letter that one word alone has.
fn leave(letter: u8, vowels: Vowels) -> u32 {
    match (letter, vowels) {
        (letter, Vowels::LeftOut) if is_vowel(letter) => 10,
        (b'v' | b'h', Vowels::LeftOut) => 20,
        (letter, Vowels::Written) if is_vowel(letter) => 60,
        (b'h', _) => 30,
        _ => 100,
    }
}

/// The cost of one letter for another.
fn change(one: u8, other: u8, vowels: Vowels) -> u32 {
    let pair = |letters: &[u8]| letters.contains(&one) && letters.contains(&other);
    if one == other {
        0
    } else if vowels == Vowels::LeftOut && (pair(b"pb") || pair(b"vuo") || pair(b"ie")) {
        20
    } else if is_vowel(one) && is_vowel(other) {
        50
    } else if [b"kgc", b"tdd", b"pbb", b"fvv", b"szc", b"jic", b"vui", b"jgg", b"mnn"].iter().any(|group| pair(*group))
    {
        60
    } else {
        100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(one: &str, other: &str) -> u32 {
        distance(one, other, Vowels::Written, |_| 1_000).expect("it costs no more").0
    }

    #[test]
    fn what_costs_too_much_is_given_up() {
        assert_eq!(distance("merkel", "mertel", Vowels::Written, |_| 59), None);
        assert_eq!(distance("merkel", "mertel", Vowels::Written, |_| 100), Some((100, 6)));
        assert_eq!(distance("okafor", "lindqvist", Vowels::Written, |length| length * 10), None);
        let long = "a".repeat(SHORT) + "b";
        assert_eq!(edit(long.as_bytes(), &long.as_bytes()[1..], Vowels::Written, 60), Some(60));
    }

    #[test]
    fn ways_of_writing_cost_little() {
        assert_eq!(cost("putin", "putin"), 0);
        assert!(cost("wladimir", "vladimir") <= 20);
        assert!(cost("zelenskyy", "zelensky") <= 20);
        assert!(cost("qaddafi", "gaddafi") <= 80);
        assert!(cost("merkel", "murkel") < cost("merkel", "mertel"));
    }

    #[test]
    fn scripts_leave_vowels_out() {
        assert!(
            distance("frnandv", "fernando", Vowels::LeftOut, |_| 1_000)
                < distance("frnandv", "fernando", Vowels::Written, |_| 1_000)
        );
    }
}
