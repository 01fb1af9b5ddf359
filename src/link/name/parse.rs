//! A name as words, each with what it is.

use super::Kind;
use super::acronym::{LETTERS, is_told};
use super::letters::sound;
use super::tables::{
    COMMON, CONFUSABLE, GENERIC, HONORIFIC, LEGAL, LINKING, NATION, NUMBER, PARTICLE, PRONOUN, STATUS, SUFFIX,
    SYLLABLE, equivalent, rows_of, subject,
};
use crate::link::normalize::fold;

/// A name, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub(super) kind: Kind,
    pub(super) words: Vec<Word>,
    /// The code of the legal form.
    pub(super) legal: Option<&'static str>,
    /// Whether the family name was set apart by a comma, so that the order says nothing.
    pub(super) turned: bool,
    pub(super) script: Script,
    /// The letters as they were written.
    pub(super) letters: String,
}

impl Name {
    /// What is equal of two names that are the same but for order, marks, titles and notes: the words in alphabetic order.
    pub(crate) fn sorted(&self) -> String {
        let mut words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.sort_unstable();
        words.join(" ")
    }

    /// Its words without titles, the family name last.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// Its words but for particles, each in the form that stands for all forms of it.
    pub(in crate::link) fn forms(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|word| word.sort != Sort::Particle).map(|word| word.form.as_str())
    }
}

/// How the letters of a name are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    /// Vowels are mostly left out.
    Abjad,
    /// A letter is a syllable or a word.
    Syllables,
    Other,
}

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// The form that stands for all forms of it.
    pub form: String,
    pub sort: Sort,
    /// The sounds of the text.
    pub sound: Vec<u8>,
    /// The rows of forms of given names that it stands in.
    pub rows: &'static [&'static str],
    /// The country that a word of an organization names.
    pub nation: Option<&'static str>,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A name of its own.
    Full,
    /// A name that very many bear, or a very short one.
    Common,
    /// A letter that stands for a name.
    Initial,
    /// A word such as `bin`, `van`, `of`.
    Particle,
    /// A word that many organizations have.
    Generic,
    Number,
}

/// Reads a name.
#[must_use]
pub fn parse(text: &str, kind: Kind) -> Name {
    let script = script(text);
    let plain = without_notes(text, kind);
    let (ordered, turned) = if kind == Kind::Person { turn(&plain) } else { (plain, false) };
    let mut words = split(&ordered, kind);
    let legal = take_legal(&mut words, kind);
    if kind == Kind::Person {
        take_titles(&mut words);
    }
    if kind == Kind::Organization {
        words = words.into_iter().flat_map(compound).collect();
    }
    let mut words: Vec<Word> = words.into_iter().map(|word| Word::new(word, kind)).collect();
    join_numbers(&mut words);
    match kind {
        Kind::Person => drop_repeated(&mut words),
        Kind::Organization => drop_acronym(&mut words, text),
    }
    let letters = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    Name { kind, words, legal, turned, script, letters }
}

/// `Family, Given` and `FAMILY Given` as `Given Family`.
fn turn(text: &str) -> (String, bool) {
    match text.split_once(',') {
        Some((family, given)) if !given.contains(',') && !is_addition(given) => (format!("{given} {family}"), true),
        Some(_) => (text.to_owned(), false),
        None => capitals_last(text).map_or_else(|| (text.to_owned(), false), |turned| (turned, true)),
    }
}

/// A name whose first words alone are in capitals, as family names are on lists of participants, with these words last.
fn capitals_last(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_short = |word: &str| word.chars().count() < 3;
    let is_small = |word: &str| word.chars().any(char::is_lowercase);
    let is_capitals = |word: &str| {
        let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
        letters.clone().count() > 1 && letters.all(char::is_uppercase) && !word.contains('.')
    };
    let title = words.iter().take_while(|word| HONORIFIC.contains(&fold(word))).count();
    let family = words[title..].iter().take_while(|word| is_capitals(word)).count();
    let (family, given) = words[title..].split_at(family);
    let marked = family.iter().any(|word| !is_short(word)) && !given.iter().any(|word| is_capitals(word));
    (marked && given.iter().any(|word| is_small(word))).then(|| [given, family].concat().join(" "))
}

/// Whether what follows a comma is no given name.
fn is_addition(text: &str) -> bool {
    let folded = fold(text);
    folded.is_empty() || folded.split(' ').all(|word| SUFFIX.contains(word) || STATUS.contains(word))
}

fn script(text: &str) -> Script {
    let of = |letter: char| match letter {
        '\u{0590}'..='\u{07FF}' => Some(Script::Abjad),
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' => Some(Script::Syllables),
        letter if letter.is_alphabetic() && letter > '\u{024F}' => Some(Script::Other),
        _ => None,
    };
    text.chars().find_map(of).unwrap_or(Script::Latin)
}

/// The words of a text in lower-case ASCII.
fn split(text: &str, kind: Kind) -> Vec<String> {
    let text = text.replace('&', " and ");
    let mut words = Vec::new();
    for chunk in text.split(|letter: char| letter.is_whitespace() || ",;/·・_\"“”«»()[]—–".contains(letter))
    {
        let initials = dotted(chunk);
        match (initials, kind) {
            (Some(letters), Kind::Organization) => words.push(letters),
            (Some(letters), Kind::Person) => words.extend(letters.chars().map(String::from)),
            (None, _) => chunk.split(['-', '.']).for_each(|piece| words.extend(pieces(piece, kind))),
        }
    }
    words
}

/// The name without notes in brackets, such as (TBC) or, of people, (Ms.); an organization's keeps what else it has there.
fn without_notes(text: &str, kind: Kind) -> String {
    let titles = [&*HONORIFIC, &*SUFFIX, &*PRONOUN];
    let is_note =
        |word: &str| STATUS.contains(word) || kind == Kind::Person && titles.iter().any(|titles| titles.contains(word));
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (inner, after))) =
        rest.split_once('(').and_then(|(before, rest)| Some((before, rest.split_once(')')?)))
    {
        kept.push_str(before);
        if !fold(inner).split(' ').all(is_note) {
            kept.extend(["(", inner, ")"]);
        }
        rest = after;
    }
    kept + rest
}

/// The letters of `U.S.`, `J.-C.`, `L.X.C`; none where it is another word.
fn dotted(chunk: &str) -> Option<String> {
    let mut parts = chunk.split(['.', '-']).filter(|part| !part.is_empty());
    let single = parts.clone().all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    (chunk.contains('.') && single && parts.next().is_some()).then(|| squeezed(chunk))
}

fn squeezed(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// The words of a piece without spaces: parted where a capital follows a small letter, and mended where letters are mixed.
fn pieces(piece: &str, kind: Kind) -> Vec<String> {
    let mended = if kind == Kind::Person { mend(piece) } else { piece.to_owned() };
    let spelled = if mended.is_ascii() { mended } else { spell(&mended) };
    camel(&spelled).iter().map(|part| fold(part).replace(' ', "")).filter(|part| !part.is_empty()).collect()
}

/// A text in ASCII, letters that are joined with what they stand beside left so.
fn spell(text: &str) -> String {
    let plain = text.chars().filter(|letter| !matches!(letter, '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{02bb}'));
    plain.map(any_ascii::any_ascii_char).collect()
}

/// A word of Latin letters in which others are mixed, as what they are taken for.
fn mend(word: &str) -> String {
    let latin = word.chars().filter(char::is_ascii_alphabetic).count();
    let other = word.chars().filter(|letter| CONFUSABLE.contains_key(&lower(*letter))).count();
    if latin == 0 || other == 0 || latin < other || NUMBER.contains_key(&word.to_lowercase()) {
        return word.to_owned();
    }
    word.chars().map(|letter| CONFUSABLE.get(&lower(letter)).copied().unwrap_or(letter)).collect()
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// The parts of `AlisherUsmanov`; a short beginning as in `McDonald` is none.
pub(in crate::link) fn camel(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut parts = vec![String::new()];
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let starts = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
        let mut long = letters.get(at + 1).is_some_and(|next| next.is_lowercase())
            || letters.len() > at + 1 && letters[at..].iter().all(|letter| letter.is_uppercase());
        long &= parts.last().is_some_and(|part| {
            part.len() > 1 && !matches!(part.as_str(), "Mc" | "Mac" | "De" | "Di" | "Le" | "La" | "Van")
        });
        if starts && long {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

/// Takes the legal form from the end or the beginning of a name, as long as something is left of it.
fn take_legal(words: &mut Vec<String>, kind: Kind) -> Option<&'static str> {
    let mut found = None;
    while let Some((range, code)) = legal_at_end(words, kind) {
        words.drain(range);
        // The form that says most stands last: "Bank Corp. Ltd".
        found = found.or(Some(code));
    }
    found
}

fn legal_at_end(words: &[String], kind: Kind) -> Option<(std::ops::Range<usize>, &'static str)> {
    let fits = |form: &[String]| form.len() < words.len();
    let ends = |form: &[String]| words.ends_with(form) || slipped(&words[words.len() - form.len()..], form);
    let at_end = LEGAL.iter().find(|(form, _)| fits(form) && ends(form));
    // Forms of letters that stand apart, as S.R.L. split up, are one word here.
    if let Some((form, code)) = at_end {
        let sound = kind == Kind::Organization
            || form.iter().any(|word| matches!(word.as_str(), "llc" | "ltd" | "sa" | "gmbh" | "inc"));
        return sound.then(|| (words.len() - form.len()..words.len(), *code));
    }
    let at_start = LEGAL.iter().find(|(form, _)| fits(form) && words.starts_with(form) && kind == Kind::Organization);
    at_start.map(|(form, code)| (0..form.len(), *code))
}

/// Whether words are a long form with a slip in it.
fn slipped(words: &[String], form: &[String]) -> bool {
    let (words, form) = (words.concat(), form.concat());
    form.len() > 9 && words.len().abs_diff(form.len()) < 2 && strsim::osa_distance(&words, &form) < 2
}

/// Takes forms of address from both ends, and notes of a programme, as long as a word is left.
fn take_titles(words: &mut Vec<String>) {
    while words.len() > 1 && HONORIFIC.contains(&words[0]) {
        words.remove(0);
    }
    let ends = |word: &String| SUFFIX.contains(word) || STATUS.contains(word);
    while words.len() > 2 && words.last().is_some_and(ends) {
        words.pop();
    }
}

impl Word {
    fn new(text: String, kind: Kind) -> Self {
        let number = if kind == Kind::Organization { number(&text) } else { None };
        let form = match kind {
            _ if number.is_some() => number.clone().unwrap_or_default(),
            Kind::Person => form(&text),
            Kind::Organization => organization_form(&text).unwrap_or(&text).to_owned(),
        };
        let sort = if number.is_some() { Sort::Number } else { sort(&text, &form, kind) };
        let (sound, rows) = (sound(&text), rows_of(&text));
        let nation = NATION.get(&text).copied().filter(|_| kind == Kind::Organization);
        Self { text, form, sort, sound, rows, nation }
    }
}

/// The form that stands for all forms of a word of organizations.
fn organization_form(text: &str) -> Option<&'static str> {
    GENERIC.get(text).copied().or_else(|| subject(text))
}

/// The two words that a word such as `Strafrecht` is made of, if both are known; else the word.
fn compound(word: String) -> Vec<String> {
    const LEAST: usize = 4;
    if word.len() < 2 * LEAST || !word.is_ascii() || organization_form(&word).is_some() {
        return vec![word];
    }
    // A letter or two may join them.
    let is_head = |head: &str| {
        let joined = ["s", "n", "en"].iter().filter_map(|joint| head.strip_suffix(joint));
        std::iter::once(head).chain(joined).any(|head| head.len() >= LEAST && organization_form(head).is_some())
    };
    let is_whole = |at: &usize| is_head(&word[..*at]) && organization_form(&word[*at..]).is_some();
    match (LEAST..=word.len() - LEAST).rev().find(is_whole) {
        Some(at) => vec![word[..at].to_owned(), word[at..].to_owned()],
        None => vec![word],
    }
}

/// An acronym beside the name that it stands for says nothing more.
fn drop_acronym(words: &mut Vec<Word>, text: &str) {
    let capitals = |word: &Word| {
        let mut pieces = text.split(|letter: char| !letter.is_alphanumeric());
        pieces.any(|piece| piece.chars().all(char::is_uppercase) && piece.eq_ignore_ascii_case(&word.text))
    };
    let is_run = |acronym: &Word, words: &[Word]| {
        (2..=words.len()).any(|count| words.windows(count).any(|run| is_told(&acronym.text, run)))
    };
    let is_more = |at: &usize| {
        let word = &words[*at];
        let is_acronym = word.text.len() > 2 && LETTERS.contains(&word.text.len()) && capitals(word);
        is_acronym && (is_run(word, &words[..*at]) || is_run(word, &words[at + 1..]))
    };
    if let Some(at) = (0..words.len()).find(is_more) {
        words.remove(at);
    }
}

/// The form that stands for all forms of a person's name.
fn form(text: &str) -> String {
    let known = equivalent(text).or_else(|| SYLLABLE.get(text).copied());
    known.unwrap_or(text).to_owned()
}

fn sort(text: &str, form: &str, kind: Kind) -> Sort {
    match kind {
        Kind::Person if text.len() == 1 => Sort::Initial,
        Kind::Person if PARTICLE.contains(text) => Sort::Particle,
        Kind::Organization if LINKING.contains(text) => Sort::Particle,
        Kind::Organization if GENERIC.contains_key(text) => Sort::Generic,
        Kind::Person if COMMON.contains(form) => Sort::Common,
        _ if text.len() < 4 => Sort::Common,
        _ => Sort::Full,
    }
}

/// A number in digits, words or Roman numerals.
fn number(text: &str) -> Option<String> {
    if text.bytes().any(|byte| byte.is_ascii_digit()) && !NUMBER.contains_key(text) {
        return Some(text.trim_start_matches('0').to_owned());
    }
    NUMBER.get(text).map(|number| (*number).to_owned()).or_else(|| roman(text))
}

/// A Roman numeral under forty.
fn roman(text: &str) -> Option<String> {
    let values = text.chars().map(|letter| match letter {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    });
    let values: Vec<u32> = values.collect::<Option<_>>()?;
    let value = |(at, value): (usize, &u32)| {
        if values.get(at + 1).is_some_and(|next| next > value) { -i64::from(*value) } else { i64::from(*value) }
    };
    let sum: i64 = values.iter().enumerate().map(value).sum();
    (sum > 0).then(|| sum.to_string())
}

/// `forty four` as one number.
fn join_numbers(words: &mut Vec<Word>) {
    let value = |word: &Word| word.form.parse::<u32>().ok().filter(|_| word.sort == Sort::Number);
    let mut at = 0;
    while at + 1 < words.len() {
        match (value(&words[at]), value(&words[at + 1])) {
            (Some(tens), Some(ones)) if tens >= 20 && tens % 10 == 0 && (1..10).contains(&ones) => {
                let next = words.remove(at + 1);
                words[at].text.push_str(&next.text);
                words[at].form = (tens + ones).to_string();
                words[at].sound = sound(&words[at].text);
                words[at].rows = rows_of(&words[at].text);
            }
            _ => at += 1,
        }
    }
}

/// A name that stands twice says nothing more.
fn drop_repeated(words: &mut Vec<Word>) {
    words.dedup_by(|next, word| word.form == next.form && word.sort != Sort::Initial);
}
