//! What pairs, words that are left over and their order weigh.

use super::align::{Pair, pairs, worth};
use super::letters::{Vowels, distance};
use super::parse::{Name, Script, Sort, Word};
use super::tables::PATRONYMIC;
use super::{Comparison, Kind, Part};

/// The odds of any two names.
const START: i64 = -3_000;
/// Two names that stand against each other: one such pair decides.
const AGAINST: i64 = -30_000;
/// Two words of organizations that stand against each other.
const AGAINST_GENERIC: i64 = -9_000;
/// Two numbers that differ: more than one name says.
const AGAINST_NUMBER: i64 = -8_000;
/// Two initials that differ.
const AGAINST_INITIAL: i64 = -12_000;
/// Two legal forms that differ.
const AGAINST_LEGAL: i64 = -5_000;
/// A word that one university has more, which tells it apart (`Technical University of`).
const MORE_OF_UNIVERSITY: i64 = -8_000;
/// The least that two names weigh that are word by word the same.
const SAME: i64 = 1_000;
/// Names in another order, once turned round.
const TURNED: i64 = -1_000;
/// Names in an order that no turning round makes.
const CROSSED: i64 = -4_000;

/// Compares two names of one kind.
#[must_use]
pub fn compare(left: &Name, right: &Name) -> Comparison {
    Comparison { parts: pieces(left, right).into_iter().map(Piece::told).collect() }
}

/// What two names of one kind weigh: the sum of the parts of [`compare`], which need not be told for it.
#[must_use]
pub fn weight(left: &Name, right: &Name) -> i64 {
    sum(&pieces(left, right))
}

/// A part that is not yet told.
struct Piece<'n> {
    what: &'static str,
    left: Said<'n>,
    right: Said<'n>,
    weight: i64,
}

/// What a part is about.
#[derive(Clone, Copy)]
enum Said<'n> {
    Nothing,
    Words(&'n [Word]),
    Text(&'n str),
    /// The words without spaces between.
    Whole(&'n [Word]),
}

impl Said<'_> {
    fn told(self) -> String {
        let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
        match self {
            Said::Nothing => String::new(),
            Said::Words(words) => texts(words).join(" "),
            Said::Text(text) => text.to_owned(),
            Said::Whole(words) => texts(words).concat(),
        }
    }
}

impl Piece<'_> {
    fn told(self) -> Part {
        Part { what: self.what, left: self.left.told(), right: self.right.told(), weight: self.weight }
    }
}

fn sum(pieces: &[Piece]) -> i64 {
    pieces.iter().map(|piece| piece.weight).sum()
}

fn part<'n>(what: &'static str, left: Said<'n>, right: Said<'n>, weight: i64) -> Piece<'n> {
    Piece { what, left, right, weight }
}

fn word(word: &Word) -> Said<'_> {
    Said::Words(std::slice::from_ref(word))
}

/// The parts, the same whichever name is the left one: words of equal weight are paired off in the order of the lesser name.
fn pieces<'n>(left: &'n Name, right: &'n Name) -> Vec<Piece<'n>> {
    let key = |name: &'n Name| (name.words().collect::<Vec<_>>(), &name.letters, name.turned);
    if key(left) <= key(right) {
        return judged(left, right);
    }
    let mut parts = judged(right, left);
    for part in &mut parts {
        std::mem::swap(&mut part.left, &mut part.right);
    }
    parts
}

fn judged<'n>(left: &'n Name, right: &'n Name) -> Vec<Piece<'n>> {
    let pairs = pairs(left, right);
    let mut parts = vec![part("any two names", Said::Nothing, Said::Nothing, START)];
    parts.extend(pairs.iter().map(|pair| paired(left, right, pair)));
    parts.extend(leftover(left, right, &pairs));
    parts.extend(order(left, right, &pairs));
    parts.extend(legal(left, right));
    parts.extend(syllables(left, right));
    parts.extend(same(left, right, sum(&parts)));
    match whole(left, right) {
        Some(whole) if sum(&whole) > sum(&parts) => whole,
        _ => parts,
    }
}

/// Names of which every word says little are still no different ones.
fn same<'n>(left: &'n Name, right: &'n Name, weight: i64) -> Option<Piece<'n>> {
    let is_same = left.letters == right.letters && left.words == right.words && !left.words.is_empty();
    let said = |name: &'n Name| Said::Words(&name.words);
    (is_same && weight < SAME).then(|| part("the same name", said(left), said(right), SAME - weight))
}

fn paired<'n>(left: &'n Name, right: &'n Name, pair: &Pair) -> Piece<'n> {
    let (left, right) = (&left.words[pair.left.clone()], &right.words[pair.right.clone()]);
    part(pair.what, Said::Words(left), Said::Words(right), pair.weight)
}

/// A name and which of its words a pair has.
struct Rest<'n> {
    name: &'n Name,
    taken: Vec<bool>,
}

impl<'n> Rest<'n> {
    fn new<'p>(name: &'n Name, pairs: impl Iterator<Item = &'p std::ops::Range<usize>>) -> Self {
        let mut taken = vec![false; name.words.len()];
        pairs.for_each(|range| taken[range.clone()].fill(true));
        Self { name, taken }
    }

    /// The words of some sorts that no pair has.
    fn of(&self, sorts: &[Sort]) -> Vec<&'n Word> {
        let free = self.name.words.iter().zip(&self.taken).filter(|(_, taken)| !**taken).map(|(word, _)| word);
        free.filter(|word| sorts.contains(&word.sort)).collect()
    }
}

/// Words that are left over on both sides stand against each other; on one side alone they are more than the other name tells.
fn leftover<'n>(left: &'n Name, right: &'n Name, pairs: &[Pair]) -> Vec<Piece<'n>> {
    let one_rest = Rest::new(left, pairs.iter().map(|pair| &pair.left));
    let other_rest = Rest::new(right, pairs.iter().map(|pair| &pair.right));
    let mut parts = Vec::new();
    parts.extend(against_initials(&one_rest, &other_rest));
    let groups: [(&[Sort], i64); 5] = [
        (&[Sort::Full, Sort::Common], AGAINST),
        (&[Sort::Generic], AGAINST_GENERIC),
        (&[Sort::Number], AGAINST_NUMBER),
        (&[Sort::Initial], AGAINST_INITIAL),
        (&[Sort::Particle], -200),
    ];
    let universities = [left, right].iter().all(|name| name.words.iter().any(|word| word.form == "university"));
    let more = |one: &Word| match one.sort {
        Sort::Generic if universities => MORE_OF_UNIVERSITY,
        _ => more(one, left.kind),
    };
    // Not every language links the words of an organization by others.
    let told = groups.len() - usize::from(left.kind == Kind::Organization);
    for (sorts, against) in groups.into_iter().take(told) {
        let (one, other) = (one_rest.of(sorts), other_rest.of(sorts));
        let both = one.len().min(other.len());
        parts.extend(one.iter().zip(&other).map(|(one, other)| part("different", word(one), word(other), against)));
        parts.extend(one[both..].iter().map(|one| part("more", word(one), Said::Nothing, more(one))));
        parts.extend(other[both..].iter().map(|one| part("more", Said::Nothing, word(one), more(one))));
    }
    parts
}

/// Initials that are left over against names that are left over on the other side: they would have been paired if they agreed.
fn against_initials<'n>(left: &Rest<'n>, right: &Rest<'n>) -> Option<Piece<'n>> {
    let of = |sorts: &[Sort]| (left.of(sorts), right.of(sorts));
    let (initials, full) = (of(&[Sort::Initial]), of(&[Sort::Full, Sort::Common]));
    let first = |one: &[&'n Word], other: &[&'n Word]| Some((word(one.first()?), word(other.first()?)));
    let against = first(&initials.0, &full.1)
        .filter(|_| full.0.is_empty())
        .or_else(|| first(&full.0, &initials.1).filter(|_| full.1.is_empty()));
    against.map(|(one, other)| part("different", one, other, AGAINST_INITIAL))
}

/// What a word weighs that one name has more than the other: a person may leave names out, an organization hardly.
fn more(word: &Word, kind: Kind) -> i64 {
    match kind {
        // Whoever leaves a second initial out says nothing by it.
        Kind::Person if word.sort == Sort::Initial => 0,
        Kind::Person => -worth(word) * 2 / 7,
        Kind::Organization => match word.sort {
            Sort::Full | Sort::Common => -6_000,
            Sort::Generic | Sort::Number => -4_000,
            Sort::Initial => -1_000,
            Sort::Particle => 0,
        },
    }
}

/// What the order of a person's names weighs.
fn order<'n>(left: &Name, right: &Name, pairs: &[Pair]) -> Option<Piece<'n>> {
    if left.kind == Kind::Organization {
        return None;
    }
    let is_name = |name: &Name, at: usize| name.words[at].sort != Sort::Particle;
    let names = |pair: &&Pair| is_name(left, pair.left.start) && is_name(right, pair.right.start);
    let places: Vec<(usize, usize)> =
        pairs.iter().filter(names).map(|pair| (pair.left.start, pair.right.start)).collect();
    let turned_places: Vec<(usize, usize)> = places.iter().map(|(left, right)| (*right, *left)).collect();
    let (drops, is_round) = disorder(places);
    // Neither name is the first one: an order and its inverse may drop at other places.
    let drops = drops.max(disorder(turned_places).0);
    let weight = match drops {
        0 => return None,
        _ if is_son_of_son(left, right, pairs) => AGAINST,
        1 if left.turned || right.turned => 0,
        1 if is_round => TURNED,
        _ => CROSSED,
    };
    Some(part("another order", Said::Nothing, Said::Nothing, weight))
}

/// How often the places on the right fall in the order of those on the left, and whether the last is before the first.
fn disorder(mut places: Vec<(usize, usize)>) -> (usize, bool) {
    places.sort_unstable();
    let drops = places.windows(2).filter(|pair| pair[0].1 > pair[1].1).count();
    let is_round = places.first().zip(places.last()).is_some_and(|(first, last)| last.1 < first.1);
    (drops, is_round)
}

/// Whether the one is named after his father by the name that the other bears himself: `A bin B` is not `B bin A`.
fn is_son_of_son(left: &Name, right: &Name, pairs: &[Pair]) -> bool {
    let Some((left, right)) = patronymic(left).zip(patronymic(right)) else { return false };
    let crosses = |one: usize, other: usize, (bin, father): (usize, usize), known: (usize, usize)| {
        one == father && other < known.0 || other == known.1 && one < bin
    };
    pairs.iter().any(|pair| crosses(pair.left.start, pair.right.start, left, right))
}

/// Where the word for a son stands, and the father's name.
fn patronymic(name: &Name) -> Option<(usize, usize)> {
    let bin = name.words.iter().position(|word| PATRONYMIC.contains(&word.text))?;
    let father = name.words[bin..].iter().position(|word| word.sort != Sort::Particle)?;
    Some((bin, bin + father))
}

fn legal<'n>(left: &Name, right: &Name) -> Option<Piece<'n>> {
    let (one, other) = (left.legal?, right.legal?);
    let loose = |code: &str| code == "inc";
    let weight = if one == other || loose(one) || loose(other) { 0 } else { AGAINST_LEGAL };
    let what = if one == other { "the same legal form" } else { "another legal form" };
    Some(part(what, Said::Text(one), Said::Text(other), weight))
}

/// In scripts whose letters are syllables or words, another letter is another name.
fn syllables<'n>(left: &'n Name, right: &'n Name) -> Option<Piece<'n>> {
    let both = left.script == Script::Syllables && right.script == Script::Syllables && left.kind == Kind::Person;
    let differ = both && left.letters != right.letters;
    differ.then(|| part("other letters", Said::Text(&left.letters), Said::Text(&right.letters), AGAINST))
}

/// The names without spaces, for those that were parted or joined at will. Scripts whose letters are syllables leave no room for slips.
fn whole<'n>(left: &'n Name, right: &'n Name) -> Option<Vec<Piece<'n>>> {
    // Names of as many words are compared word by word.
    if left.words.len() == right.words.len() {
        return None;
    }
    let squeezed = |name: &Name| name.words.iter().map(|word| word.text.as_str()).collect::<String>();
    let (one, other) = (squeezed(left), squeezed(right));
    let syllables = left.script == Script::Syllables && right.script == Script::Syllables;
    let apart = one.len().abs_diff(other.len()) * 3 > one.len().max(other.len());
    if apart || one != other && (syllables || one.len().min(other.len()) < 6) {
        return None;
    }
    let numbers = |name: &'n Name| {
        let numbers = name.words.iter().filter(|word| word.sort == Sort::Number);
        numbers.map(|word| word.form.as_str()).collect::<Vec<_>>()
    };
    let (cost, length) = distance(&one, &other, Vowels::Written, |length| 10 * length)?;
    (cost <= 10 * length && numbers(left) == numbers(right)).then(|| {
        let weight = 12_000 - 35_000 * i64::from(cost) / i64::from(length * 100);
        let start = part("any two names", Said::Nothing, Said::Nothing, START);
        let same = part("much the same letters", Said::Whole(&left.words), Said::Whole(&right.words), weight);
        [start, same].into_iter().chain(legal(left, right)).collect()
    })
}
