//! Names, addresses and numbers of people in texts and IRIs, and what stands there instead.

use std::collections::{BTreeMap, BTreeSet};

use super::{MAIL, OptOut, called};
use crate::link::name::{Kind, parse};
use crate::link::normalize::{fold, is_joiner};
use crate::merge::fields::authority_ids;
use crate::merge::world::Node;

/// What stands in a text in place of a name, and in an IRI.
const TEXT: &str = "[withheld]";
const IRI: &str = "withheld";
/// Letters that a name has at least, to be known where it is written as one word: `amaraokafor`.
const JOINED: usize = 8;

/// The names and numbers of people, as words in the order in which they may be written.
#[derive(Debug, Default)]
pub(super) struct Traces {
    /// By their first word.
    lists: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// The IRIs that stand for them.
    iris: BTreeSet<String>,
}

impl Traces {
    pub(super) fn of(people: &[&Node], list: &OptOut) -> Self {
        let mut traces = Self::default();
        let names = people.iter().flat_map(|node| called(node));
        list.written.iter().map(String::as_str).chain(names).for_each(|name| traces.add_name(name));
        let same = || people.iter().flat_map(|node| node.texts("sameAs"));
        let pages = same().chain(people.iter().flat_map(|node| node.texts("url")));
        for address in pages.chain(list.entries.keys().map(String::as_str)).filter_map(|iri| iri.strip_prefix(MAIL)) {
            traces.add(words(address).into_iter().map(|word| word.text).collect());
        }
        for node in people {
            for (field, id) in authority_ids(node) {
                let text = node.text(field).map_or_else(|| id.clone(), fold);
                traces.add(vec![id]);
                traces.add(text.split(' ').map(str::to_owned).collect());
            }
        }
        let own = people.iter().map(|node| node.iri.as_str());
        traces.iris = own.chain(same()).chain(list.iris()).map(str::to_owned).collect();
        traces
    }

    /// A name as it is written, in Latin letters, and without titles; each also with its last word first, or as one word.
    fn add_name(&mut self, name: &str) {
        let plain: Vec<String> = parse(name, Kind::Person).words().map(str::to_owned).collect();
        let latin = fold(name).split(' ').map(str::to_owned).collect();
        let written = words(name).into_iter().map(|word| word.text).collect();
        for words in [written, latin, plain] {
            let mut turned = words.clone();
            turned.rotate_right(usize::from(words.len() > 1));
            for words in [words, turned] {
                if words.len() > 1 && words.iter().map(String::len).sum::<usize>() >= JOINED {
                    self.add(vec![words.concat()]);
                }
                self.add(words);
            }
        }
    }

    /// Words in their order; too few letters tell nobody from others.
    fn add(&mut self, words: Vec<String>) {
        if words.iter().map(String::len).sum::<usize>() > 2
            && let Some(first) = words.first().filter(|first| first.is_ascii() || words.len() > 1)
        {
            self.lists.entry(first.clone()).or_default().insert(words);
        }
    }

    /// Whether the name of somebody, of two words or more, stands in a text.
    pub(super) fn names(&self, text: &str) -> bool {
        let words = words(text);
        (0..words.len()).any(|at| self.longest(&words[at..]).is_some_and(|length| length > 1))
    }

    /// An IRI without names; none where it has none.
    pub(super) fn iri(&self, iri: &str) -> Option<String> {
        self.replaced(iri, IRI)
    }

    /// A text without names; none where it has none.
    pub(super) fn text(&self, text: &str) -> Option<String> {
        self.replaced(text, TEXT)
    }

    fn replaced(&self, text: &str, instead: &str) -> Option<String> {
        let words = words(text);
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for at in 0..words.len() {
            if let Some(length) = self.longest(&words[at..]) {
                places.insert(words[at].start, words[at + length - 1].end);
            }
        }
        if text.contains(':') {
            for iri in self.iris.iter().filter(|iri| text.len() >= iri.len()) {
                for (at, _) in text.match_indices(iri.as_str()).filter(|(at, _)| ends(&text[at + iri.len()..], iri)) {
                    // What leads to the name stays, so that an IRI stays one.
                    let name = if instead == IRI { iri.rfind(['/', '#', ':']).map_or(0, |last| last + 1) } else { 0 };
                    places.insert(at + name, at + iri.len());
                }
            }
        }
        if places.is_empty() {
            return None;
        }
        let (mut cleared, mut done) = (String::new(), 0);
        for (start, end) in places {
            if start >= done {
                cleared.push_str(&text[done..start]);
                cleared.push_str(instead);
                done = end;
            }
        }
        Some(cleared + &text[done..])
    }

    /// How many words the longest list takes that these begin with.
    fn longest(&self, words: &[Word]) -> Option<usize> {
        let lists = self.lists.get(&words.first()?.text)?.iter();
        let begins = |list: &&Vec<String>| {
            list.len() <= words.len() && list.iter().zip(words).all(|(known, word)| *known == word.text)
        };
        lists.filter(begins).map(Vec::len).max()
    }
}

/// Whether an IRI is at its end before the rest of a text, and not the beginning of a longer one. What is below its path is of it.
fn ends(rest: &str, iri: &str) -> bool {
    let path = iri.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
    let mut letters = rest.chars();
    match letters.next() {
        Some('/') => path.is_some_and(|path| !path.is_empty()),
        Some('.') => !letters.next().is_some_and(char::is_alphanumeric),
        Some(letter) => !letter.is_alphanumeric() && !matches!(letter, '_' | '-' | '%' | '~'),
        None => true,
    }
}

/// A word of a text in the form in which it compares, with its place.
struct Word {
    start: usize,
    end: usize,
    text: String,
}

/// A letter with the bytes that it takes.
type Letter = (usize, usize, char);

/// The words of a text. In scripts that do not part words each letter is one.
fn words(text: &str) -> Vec<Word> {
    let (mut words, mut run) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (letter, length) = encoded(rest).unwrap_or((letter, letter.len_utf8()));
        let start = text.len() - rest.len();
        if is_unparted(letter) {
            words.extend(word(&run));
            words.push(Word { start, end: start + length, text: letter.to_string() });
            run.clear();
        } else if letter.is_alphanumeric() || is_joiner(letter) {
            run.push((start, start + length, letter));
        } else {
            words.extend(word(&run));
            run.clear();
        }
        rest = &rest[length..];
    }
    words.extend(word(&run));
    words
}

/// Letters as a word, without quotes around it, and without an `s` of possession.
fn word(mut run: &[Letter]) -> Option<Word> {
    let is_quote = |letter: char| matches!(letter, '\'' | '`' | '\u{2018}' | '\u{2019}');
    while let [(_, _, letter), rest @ ..] = run
        && is_quote(*letter)
    {
        run = rest;
    }
    while let [rest @ .., (_, _, letter)] = run
        && is_quote(*letter)
    {
        run = rest;
    }
    if let [rest @ .., (_, _, quote), (_, _, 's' | 'S')] = run
        && is_quote(*quote)
    {
        run = rest;
    }
    let ((start, _, _), (_, end, _)) = (*run.first()?, *run.last()?);
    let text = fold(&run.iter().map(|(_, _, letter)| *letter).collect::<String>());
    (!text.is_empty()).then_some(Word { start, end, text })
}

/// The letter that a text begins with in percent-encoding (RFC 3986, 2.1), and the bytes that it takes.
fn encoded(text: &str) -> Option<(char, usize)> {
    let (mut bytes, mut rest) = (Vec::new(), text);
    while bytes.len() < 4 {
        let digits = rest.strip_prefix('%')?.get(..2)?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?);
        rest = &rest[3..];
        if let Ok(letters) = std::str::from_utf8(&bytes) {
            return Some((letters.chars().next()?, bytes.len() * 3));
        }
    }
    None
}

/// Whether a letter is of a script that does not part words, or not what is put behind them: Chinese, Japanese, Korean, Thai, Lao, Burmese,
/// Khmer.
fn is_unparted(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Traces {
        let mut traces = Traces::default();
        for name in names {
            traces.add_name(name);
        }
        traces
    }

    #[test]
    fn names_are_taken_out_of_texts_in_any_order() {
        let traces = of(&["Ana Ferreira", "Dr. Amara O'Kafor", "अमित्र शर्मा", "李伟"]);
        let cases = [
            ("With Ána Ferreira, moderating", "With [withheld], moderating"),
            ("FERREIRA, Ana", "[withheld]"),
            ("Ana Ferreira's and Ana Ferreira’s chat", "[withheld]'s and [withheld]’s chat"),
            ("'Amara O’Kafor' or Amara O`Kafor or OKafor, Amara", "'[withheld]' or [withheld] or [withheld]"),
            ("Amara O\u{ad}Ka\u{ad}for", "[withheld]"),
            ("साथ अमित्र शर्मा हैं", "साथ [withheld] हैं"),
            ("欢迎李伟在会上", "欢迎[withheld]在会上"),
            ("see https://e.example/u/Ana%20Ferr%C3%A9ira.jpg", "see https://e.example/u/[withheld].jpg"),
            ("@anaferreira", "@[withheld]"),
        ];
        for (text, wanted) in cases {
            assert_eq!(traces.text(text).as_deref(), Some(wanted));
        }
        let iri = traces.iri("https://e.example/ana-ferreira-0a");
        assert_eq!(iri.as_deref(), Some("https://e.example/withheld-0a"));
        for text in ["Ana and Ferreira", "anaf", "100% Ana %", "这里为", "a %C3 b"] {
            assert_eq!(traces.text(text), None, "{text}");
        }
    }

    #[test]
    fn iris_are_taken_out_where_they_stand_whole() {
        let iris = ["https://q.example/p/1", "https://q.example/"].map(str::to_owned).into();
        let traces = Traces { iris, ..Traces::default() };
        let cases = [
            ("Slides: https://q.example/p/1.", Some("Slides: [withheld].")),
            ("<https://q.example/p/1/photo.jpg>", Some("<[withheld]/photo.jpg>")),
            ("https://q.example/p/10", None),
            ("https://q.example/s/5", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(traces.text(text).as_deref(), wanted);
        }
        assert_eq!(traces.iri("https://q.example/p/1#me").as_deref(), Some("https://q.example/p/withheld#me"));
    }
}
