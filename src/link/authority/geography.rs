//! Places that a string names, as far as a register knows them: cities, states, countries.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::super::name::words::country_names;
use super::text::{Token, words};
use super::{Entity, Place};
use crate::link::organization::{UNIT, rank_of};

/// The names of places of a register, each with the countries that it may be in.
#[derive(Debug, Clone, Default)]
pub(super) struct Geography {
    countries: HashMap<String, BTreeSet<String>>,
    regions: HashMap<String, BTreeSet<String>>,
    cities: HashMap<String, BTreeSet<String>>,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    City,
    Region,
    Country,
}

/// A place that a string names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub level: Level,
    pub name: String,
    /// The countries that a place of the name is in.
    pub countries: BTreeSet<String>,
    /// The words that name it.
    pub tokens: Range<usize>,
}

impl Mention {
    /// A country that is known without being named.
    pub(super) fn of_country(code: &str) -> Self {
        let code = code.to_uppercase();
        Self { level: Level::Country, name: code.clone(), countries: BTreeSet::from([code]), tokens: 0..0 }
    }
}

/// Most words that the name of a place has.
const LONGEST: usize = 4;

/// A name as the words by which places are known.
pub(super) fn key(text: &str) -> String {
    words(text).join(" ")
}

impl Geography {
    pub(super) fn new(entities: &[Entity]) -> Self {
        let mut geography = Self::default();
        for place in entities.iter().flat_map(|entity| &entity.places).filter(|place| !place.country.is_empty()) {
            let of = |names: &mut HashMap<String, BTreeSet<String>>, name: &str| {
                names.entry(key(name)).or_default().insert(place.country.clone());
            };
            of(&mut geography.countries, &place.country_name);
            of(&mut geography.regions, &place.region);
            of(&mut geography.cities, &place.city);
            if place.has_written_code() {
                of(&mut geography.regions, &place.region_code);
            }
        }
        for (name, code) in country_names() {
            geography.countries.entry(key(name)).or_default().insert(code.to_owned());
        }
        for names in [&mut geography.countries, &mut geography.regions, &mut geography.cities] {
            names.remove("");
        }
        geography
    }

    /// The places that some words name, read from the end of each segment: a country may follow a city without a comma.
    pub(super) fn mentions(&self, tokens: &[Token]) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for end in (1..=tokens.len()).rev() {
            let rest =
                tokens[end..].iter().enumerate().take_while(|(_, token)| token.segment == tokens[end - 1].segment);
            let mut rest = rest.map(|(at, token)| (end + at, token));
            let is_place = |at: usize| mentions.iter().any(|mention| mention.tokens.contains(&at));
            if !rest.all(|(at, token)| token.is_number() || is_place(at)) {
                continue;
            }
            let alike = tokens[..end].iter().rev().take_while(|token| token.segment == tokens[end - 1].segment).count();
            let found: Vec<Mention> =
                (1..=alike.min(LONGEST)).flat_map(|length| self.named(tokens, end - length..end)).collect();
            mentions.extend(found);
        }
        mentions
    }

    /// Whether a word is a name or code of a place.
    pub(super) fn knows(&self, word: &str) -> bool {
        [&self.countries, &self.regions, &self.cities].iter().any(|names| names.contains_key(word))
    }

    fn named(&self, tokens: &[Token], range: Range<usize>) -> Vec<Mention> {
        let name = tokens[range.clone()].iter().map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ");
        if name.len() == 2 && !tokens[range.start].capitals {
            return Vec::new();
        }
        // `University of X` names no place.
        let head = range.start.checked_sub(1).map(|before| &tokens[before]).filter(|_| tokens[range.start].linked);
        if head.is_some_and(|head| head.segment == tokens[range.start].segment && rank_of(&head.word) < UNIT) {
            return Vec::new();
        }
        let of = |level, names: &HashMap<String, BTreeSet<String>>| {
            let countries = names.get(&name)?.clone();
            Some(Mention { level, name: name.clone(), countries, tokens: range.clone() })
        };
        let found =
            [of(Level::Country, &self.countries), of(Level::Region, &self.regions), of(Level::City, &self.cities)];
        found.into_iter().flatten().collect()
    }
}

impl Place {
    /// Whether the code of its state stands in addresses of its country.
    fn has_written_code(&self) -> bool {
        ["US", "CA", "AU", "BR"].contains(&self.country.as_str())
    }

    /// Whether a mention means its state.
    pub(super) fn is_in(&self, region: &Mention) -> bool {
        let is = |name: &str| !name.is_empty() && key(name) == region.name;
        is(&self.region) || self.has_written_code() && is(&self.region_code)
    }
}
