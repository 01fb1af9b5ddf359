//! What a name that stands in a string weighs: by its words, by place, and by what stands beside it.

use std::collections::BTreeSet;

use super::super::name::words::is_generic;
use super::super::organization::{NO_RANK, UNIT, rank_of};
use super::align::Found;
use super::geography::{Level, Mention};
use super::index::Authority;
use super::text::{Token, words};
use super::{NameKind, Place};
use crate::link::name::Part;

/// A string with what was read in it.
pub(super) struct Text<'t> {
    pub tokens: &'t [Token],
    pub mentions: Vec<Mention>,
}

/// The odds of any name.
const START: i64 = -10_000;
/// The most that the words of a name weigh.
const MOST: i64 = 24_000;
/// A word with a slip.
const SLIP: i64 = -2_500;
/// The order of the words is another.
const TURNED: i64 = -1_000;
/// Words in another order that end with a place: `Peking University Shenzhen`.
const TURNED_TO_PLACE: i64 = -15_000;
/// Words of its city that the name has and the string does not say.
const UNSAID: i64 = -20_000;
/// The name is not one that the organization calls itself by.
const ALIAS: i64 = -1_500;
/// The name is not the one that is shown.
const OTHER_LABEL: i64 = -1_000;
/// A single word: many things are called by one.
const SHORT: i64 = -6_000;
/// So many letters are no single word, but a name.
const LONG: usize = 24;
/// A letter of an acronym beyond the third, because the longer it is the fewer things are called so.
const LETTER: i64 = 1_500;
/// Words that many organizations have in their names, and no others.
const GENERIC: i64 = -10_000;

const CITY: i64 = 6_000;
const REGION: i64 = 2_500;
const COUNTRY: i64 = 2_000;
const OTHER_CITY: i64 = -5_000;
const OTHER_REGION: i64 = -6_000;
const OTHER_COUNTRY: i64 = -20_000;

/// Words beside a name that make it another one: `Technical` before `University`, `Hospital` after it.
const QUALIFIED: i64 = -30_000;
/// Words beside the name that are no unit.
const MORE: i64 = -3_000;

pub(super) fn part(what: &'static str, left: &str, right: &str, weight: i64) -> Part {
    Part { what, left: left.to_owned(), right: right.to_owned(), weight }
}

/// What the words of a name say that stand in a string.
pub(super) fn said(authority: &Authority, found: &Found) -> i64 {
    let name = &authority.names[found.name as usize];
    name.words.iter().filter(|word| !found.missing.contains(word)).map(|word| authority.weight(*word)).sum()
}

/// What adds up to the weight of a name in a string.
pub(super) fn weigh(authority: &Authority, text: &Text, found: &Found) -> Vec<Part> {
    let name = &authority.names[found.name as usize];
    let entity = authority.entity(found.entity);
    let written = text.written(found.tokens.iter().copied());
    let mut parts = vec![part("any name", "", "", START)];
    parts.push(part("the name", &written, entity.label(), said(authority, found).min(MOST)));
    let place = place(entity.label(), &entity.places, text, found);
    let in_city = place.iter().any(|part| part.what == "the city");
    let mut add = |is: bool, what, weight| {
        if is {
            parts.push(part(what, "", "", weight));
        }
    };
    add(found.slips > 0, "slips", SLIP * i64::try_from(found.slips).unwrap_or(1));
    let to_place = found.tokens.iter().any(|at| text.is_place(&BTreeSet::from([*at])));
    add(found.is_turned, "another order", if to_place { TURNED_TO_PLACE } else { TURNED });
    add(!found.missing.is_empty() && !in_city, "the city is not said", UNSAID);
    let is_shown = super::text::words(super::index::own(entity.label(), entity)).len() == name.words.len();
    add(matches!(name.kind, NameKind::Alias | NameKind::School), "an alias", ALIAS);
    add(name.kind == NameKind::Label && !is_shown, "not the first of its names", OTHER_LABEL);
    let alone = found.tokens.first().is_some_and(|at| text.stands_alone(*at));
    let letters = if name.kind == NameKind::Acronym { written.len() } else { 0 };
    let short = (SHORT + LETTER * i64::try_from(letters).unwrap_or(0).saturating_sub(3).max(0)).min(0);
    // Scripts that do not part words make one of a whole name.
    let is_whole = written.len() >= LONG;
    add(found.tokens.len() == 1 && !is_whole, "a single word", if alone { short / 2 } else { short });
    let is_proper = authority.is_proper(&name.words);
    let is_university = found.tokens.iter().any(|at| rank_of(&text.tokens[*at].word) == 1);
    add(!is_proper && !in_city, "common words alone", if is_university { GENERIC / 2 } else { GENERIC });
    parts.extend(place);
    parts.extend(beside(text, found, is_proper, name.kind == NameKind::School));
    parts
}

impl Text<'_> {
    /// Words as they were read.
    pub(super) fn written(&self, tokens: impl Iterator<Item = usize>) -> String {
        tokens.map(|at| self.tokens[at].word.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The places that the string names beside some words.
    fn beside<'m>(&'m self, tokens: &'m BTreeSet<usize>) -> impl Iterator<Item = &'m Mention> {
        self.mentions.iter().filter(move |mention| !mention.tokens.clone().any(|at| tokens.contains(&at)))
    }

    /// Whether the string names a city with other words than those.
    fn names_city(&self, place: &Place, tokens: &BTreeSet<usize>) -> bool {
        let city = words(&place.city);
        let free = |at: usize| !(at..at + city.len()).any(|at| tokens.contains(&at));
        let is = |window: &[Token]| window.iter().map(|token| &token.word).eq(&city);
        !city.is_empty() && self.tokens.windows(city.len()).enumerate().any(|(at, window)| is(window) && free(at))
    }

    /// Whether a place stands in one segment with the word before it.
    fn are_together(&self, mention: &Mention) -> bool {
        let before = mention.tokens.start.checked_sub(1).map(|before| self.tokens[before].segment);
        before == Some(self.tokens[mention.tokens.start].segment)
    }

    /// Whether a word is all that its segment says beside numbers.
    fn stands_alone(&self, at: usize) -> bool {
        let beside = self
            .tokens
            .iter()
            .enumerate()
            .filter(|(other, token)| *other != at && token.segment == self.tokens[at].segment);
        beside.into_iter().all(|(_, token)| token.is_number())
    }

    /// Whether all words of a name are of a place, so that it may be no more than that.
    pub(super) fn is_place(&self, tokens: &BTreeSet<usize>) -> bool {
        tokens.iter().all(|at| self.mentions.iter().any(|mention| mention.tokens.contains(at)))
    }
}

/// Whether a register has a record of its own for the organization in each country, `Company (Country)`.
fn is_branch(label: &str, places: &[Place]) -> bool {
    places.iter().any(|place| label.ends_with(&format!("({})", place.country_name)))
}

/// What the places say that the string names, held against those of the organization.
fn place(label: &str, places: &[Place], text: &Text, found: &Found) -> Vec<Part> {
    if places.is_empty() {
        return Vec::new();
    }
    let of = |level: Level| text.beside(&found.tokens).filter(move |mention| mention.level == level);
    let said = |level: Level| of(level).map(|mention| mention.name.as_str()).collect::<Vec<_>>().join(", ");
    let in_country = |mention: &Mention| places.iter().any(|place| mention.countries.contains(&place.country));
    let is_branch = is_branch(label, places);
    let city = places.iter().find(|place| text.names_city(place, &found.tokens));
    let region = places.iter().find(|place| of(Level::Region).any(|mention| place.is_in(mention)));
    let country = of(Level::Country).any(in_country) || is_branch && of(Level::Region).any(in_country);
    let mut parts = Vec::new();
    match city {
        Some(place) => parts.push(part("the city", &place.city, &place.city, CITY)),
        None if !is_branch && of(Level::City).next().is_some() => {
            // A city that follows at once is that of another campus.
            let next = found.tokens.last().map(|last| last + 1);
            let at_once =
                of(Level::City).any(|mention| Some(mention.tokens.start) == next && text.are_together(mention));
            let is_near = !at_once && (country || region.is_some());
            let weight = if is_near { OTHER_CITY / 2 } else { OTHER_CITY };
            parts.push(part("another city", &said(Level::City), &places[0].city, weight));
        }
        None => {}
    }
    let has_region = places.iter().all(|place| !place.region.is_empty());
    match region {
        Some(place) => parts.push(part("the state", &place.region, &place.region, REGION)),
        None if city.is_none() && has_region && !is_branch && of(Level::Region).any(in_country) => {
            parts.push(part("another state", &said(Level::Region), &places[0].region, OTHER_REGION));
        }
        None => {}
    }
    let elsewhere = || of(Level::Country).chain(of(Level::Region));
    if country {
        parts.push(part("the country", &places[0].country, &places[0].country, COUNTRY));
    } else if elsewhere().next().is_some() && !elsewhere().any(in_country) {
        let said = [said(Level::Country), said(Level::Region)].concat();
        parts.push(part("another country", &said, &places[0].country, OTHER_COUNTRY));
    }
    parts
}

/// What the words weigh that stand beside the name in its segment.
fn beside(text: &Text, found: &Found, is_proper: bool, is_school: bool) -> Vec<Part> {
    let (Some(&first), Some(&last)) = (found.tokens.first(), found.tokens.last()) else { return Vec::new() };
    let of = |at: &usize, end: usize| text.tokens[*at].segment == text.tokens[end].segment;
    let says = |at: &usize| {
        let token = &text.tokens[*at];
        !token.is_number() && !token.is_letter() && !text.mentions.iter().any(|mention| mention.tokens.contains(at))
    };
    let before: Vec<usize> = (0..first).rev().take_while(|at| of(at, first)).filter(says).collect();
    let after: Vec<usize> = (last + 1..text.tokens.len()).take_while(|at| of(at, last)).filter(says).collect();
    let rank = found.tokens.iter().map(|at| rank_of(&text.tokens[*at].word)).min().unwrap_or(NO_RANK);
    let own = Own { text, rank, is_proper: is_proper && !is_school };
    [own.before(&before), own.after(&after)].into_iter().flatten().collect()
}

/// A name that stands among other words.
struct Own<'t> {
    text: &'t Text<'t>,
    /// How much its words say that it is an organization: 1 most.
    rank: u8,
    is_proper: bool,
}

impl Own<'_> {
    fn word(&self, at: usize) -> &str {
        &self.text.tokens[at].word
    }

    /// The first word of a run that says what an organization or unit is.
    fn head(&self, run: &[usize]) -> Option<&str> {
        run.iter().map(|at| self.word(*at)).find(|word| rank_of(word) != NO_RANK)
    }

    /// The words before a name, the nearest first.
    fn before(&self, run: &[usize]) -> Option<Part> {
        let next = self.word(*run.first()?);
        let written = self.text.written(run.iter().rev().copied());
        let head = self.head(run);
        if head.is_some_and(is_clinical) {
            return Some(part("a hospital of its own", &written, "", QUALIFIED));
        }
        // `College of Science` is a unit; `Technical` before `University` is not, whatever stands before it.
        let qualifies = self.rank == 1 && matches!(next, "technology" | "state" | "national" | "federal");
        if head.is_some_and(|head| head != next && rank_of(head) > 1) && !qualifies {
            return None;
        }
        let qualifies = qualifies || !self.is_proper || self.rank == 1 && is_generic(next) && rank_of(next) == NO_RANK;
        Some(part("more words", &written, "", if qualifies { QUALIFIED } else { MORE }))
    }

    /// The words after a name.
    fn after(&self, run: &[usize]) -> Option<Part> {
        let next = self.word(*run.first()?);
        let written = self.text.written(run.iter().copied());
        let center = run.get(1).is_some_and(|at| next == "medicine" && self.word(*at) == "center");
        if is_clinical(next) || center {
            return Some(part("a hospital of its own", &written, "", QUALIFIED));
        }
        if self.head(run).is_some_and(|head| (3..=UNIT).contains(&rank_of(head))) {
            return None;
        }
        let names = self.rank == NO_RANK && rank_of(next) < 3;
        let qualifies = names || self.rank == 1 && is_generic(next) && rank_of(next) == NO_RANK;
        Some(part("more words", &written, "", if qualifies { QUALIFIED } else { MORE }))
    }
}

fn is_clinical(word: &str) -> bool {
    matches!(word, "hospital" | "clinic")
}
