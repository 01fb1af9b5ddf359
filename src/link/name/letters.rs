//! How far two words are from each other, by slips of the hand and ways of writing one sound: hundredths of a letter.

/// What may be left out at little cost, because scripts leave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vowels {
    Written,
    LeftOut,
}

/// The cost of making one word of the other, and the length that it is held against.
pub(super) fn distance(one: &str, other: &str, vowels: Vowels) -> (u32, u32) {
    let (left, right) = (sound(one), sound(other));
    let length = u32::try_from(left.len().max(right.len())).unwrap_or(u32::MAX).max(1);
    // Another way of writing is a small difference, too.
    let spelling = if one == other { 0 } else { 20 };
    (edit(&left, &right, vowels).max(spelling), length)
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

/// A word by its sounds, doubled letters once.
fn sound(word: &str) -> Vec<u8> {
    let mut sounds: Vec<u8> = Vec::with_capacity(word.len());
    let mut rest = word;
    while !rest.is_empty() {
        let known = SOUNDS.iter().find(|(written, _)| rest.starts_with(written));
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

/// Edit distance with costs of its own, and neighbours that may change places.
fn edit(one: &[u8], other: &[u8], vowels: Vowels) -> u32 {
    let mut before: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = std::iter::once(0)
        .chain(other.iter().scan(0, |sum, letter| {
            *sum += leave(*letter, vowels);
            Some(*sum)
        }))
        .collect();
    for (at, letter) in one.iter().enumerate() {
        let mut row = vec![last[0] + leave(*letter, vowels)];
        for (to, known) in other.iter().enumerate() {
            let mut best = (last[to] + change(*letter, *known, vowels))
                .min(last[to + 1] + leave(*letter, vowels))
                .min(row[to] + leave(*known, vowels));
            if at > 0 && to > 0 && one[at - 1] == *known && other[to - 1] == *letter {
                best = best.min(before[to - 1] + 80);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
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
        distance(one, other, Vowels::Written).0
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
            distance("frnandv", "fernando", Vowels::LeftOut).0 < distance("frnandv", "fernando", Vowels::Written).0
        );
    }
}
