//! What happens to texts on their way into a feed.

use crate::chance::Chance;

/// Whether something happens that happens so often in a hundred.
pub(crate) fn happens(chance: &mut Chance, in_hundred: usize) -> bool {
    chance.below(100) < in_hundred
}

/// One slip of the hand: two letters turned, one left out, one doubled, or another one.
pub(crate) fn slip(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 4 {
        return text.to_owned();
    }
    let at = 1 + chance.below(letters.len() - 2);
    match chance.below(4) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = *chance.pick(&[&'a', &'e', &'n', &'r', &'s']),
    }
    letters.into_iter().collect()
}

/// A text without marks on its letters.
pub(crate) fn plain(text: &str) -> String {
    let of = |letter: char| match letter {
        'á' | 'à' | 'ã' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'ï' => 'i',
        'ó' | 'ò' | 'õ' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'ü' => 'u',
        'ç' | 'ć' => 'c',
        'ñ' | 'ń' => 'n',
        'š' | 'ś' => 's',
        'ž' | 'ż' => 'z',
        'ł' => 'l',
        other => other,
    };
    text.chars().map(of).collect()
}
