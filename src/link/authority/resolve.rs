//! The organizations of a register that a string names.

use std::collections::BTreeSet;

use super::align::{Found, found, readings};
use super::geography::Mention;
use super::index::Authority;
use super::read::host;
use super::text::tokens;
use super::weigh::{Text, part, said, weigh};
use super::{Entity, NameKind};
use crate::link::name::Part;

/// An organization that a string names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    pub entity: &'a Entity,
    /// The words of the string that name it.
    pub words: String,
    /// What adds up to the weight.
    pub parts: Vec<Part>,
    /// Whether the string says no more than the name and places, so that it means the organization and no unit of it.
    pub is_whole: bool,
}

impl Match<'_> {
    /// The sum of the parts, in thousandths of bits.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.parts.iter().map(|part| part.weight).sum()
    }
}

/// A name with what it weighs.
struct Weighed {
    found: Found,
    parts: Vec<Part>,
    weight: i64,
    /// What it weighs with all that its words say, to choose by.
    choice: i64,
}

/// Two that are nearer than this cannot be told apart.
const CLOSE: i64 = 900;
/// A web page of its own: hardly anybody else has one there.
const DOMAIN: i64 = 10_000;
/// What is taken off where another one is as likely.
const TORN: i64 = -30_000;

/// What is known of an organization: the string that names it, and what is said of it elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'q> {
    pub text: &'q str,
    /// Its country by ISO 3166.
    pub country: Option<&'q str>,
    /// The address of its web page.
    pub url: Option<&'q str>,
}

/// The organizations that a string names, those first that stand first.
#[must_use]
pub fn resolve<'a>(authority: &'a Authority, query: &Query) -> Vec<Match<'a>> {
    let tokens = tokens(query.text);
    let mut text = Text { mentions: authority.geography.mentions(&tokens), tokens: &tokens };
    text.mentions.extend(query.country.map(Mention::of_country));
    let host = query.url.and_then(host);
    let readings = readings(authority, &tokens);
    let names = found(authority, &tokens, &readings).into_iter();
    let names = names.filter(|found| is_written_so(authority, &text, found));
    let weighed = names.map(|found| Weighed::new(authority, &text, found, host.as_deref()));
    let mut weighed: Vec<Weighed> = weighed.collect();
    weighed.sort_by_key(|one| (-one.choice, one.found.entity, one.found.name));
    let mut chosen = choose(weighed);
    chosen.retain(|one| one.weight > 0);
    without_units(authority, &mut chosen);
    chosen.sort_by_key(|one| one.found.tokens.first().copied());
    let all: BTreeSet<usize> = chosen.iter().flat_map(|one| one.found.tokens.iter().copied()).collect();
    let is_place = |at: usize| text.is_place(&BTreeSet::from([at]));
    let is_whole = (0..tokens.len()).all(|at| all.contains(&at) || is_place(at) || tokens[at].is_number());
    let matched = |one: Weighed| Match {
        entity: authority.entity(one.found.entity),
        words: text.written(one.found.tokens.iter().copied()),
        parts: one.parts,
        is_whole,
    };
    chosen.into_iter().map(matched).collect()
}

impl Weighed {
    fn new(authority: &Authority, text: &Text, found: Found, host: Option<&str>) -> Self {
        let mut parts = weigh(authority, text, &found);
        let domains = &authority.entity(found.entity).domains;
        if let Some(host) = host.filter(|host| domains.iter().any(|domain| is_within(host, domain))) {
            parts.push(part("its web page", host, host, DOMAIN));
        }
        let weight = parts.iter().map(|part| part.weight).sum();
        let capped = parts.iter().find(|part| part.what == "the name").map_or(0, |part| part.weight);
        let choice = weight - capped + said(authority, &found);
        Self { found, parts, weight, choice }
    }
}

/// Whether a host is of a domain.
fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Shortest acronym that is one.
const ACRONYM: usize = 3;

/// Whether words may be a name as they are written: no place alone, and an acronym in capitals.
fn is_written_so(authority: &Authority, text: &Text, found: &Found) -> bool {
    let is_acronym = authority.names[found.name as usize].kind == NameKind::Acronym
        || found.tokens.len() == 1 && {
            let at = found.tokens.first().copied().unwrap_or_default();
            text.tokens[at].word.len() < ACRONYM + 1 || authority.geography.knows(&text.tokens[at].word)
        };
    let written = |at: &usize| {
        let token = &text.tokens[*at];
        token.capitals && token.word.len() >= ACRONYM && !authority.geography.knows(&token.word)
    };
    !text.is_place(&found.tokens) && (!is_acronym || found.tokens.iter().any(written))
}

/// Takes out what is only a unit of another organization that is named: by the register, or because its name is made of common
/// words and another one follows.
fn without_units(authority: &Authority, chosen: &mut Vec<Weighed>) {
    let all: Vec<(u32, usize)> =
        chosen.iter().map(|one| (one.found.entity, one.found.tokens.first().copied().unwrap_or_default())).collect();
    let is_proper = |one: &Weighed| authority.is_proper(&authority.names[one.found.name as usize].words);
    chosen.retain(|one| {
        let start = one.found.tokens.first().copied().unwrap_or_default();
        let is_unit = all.iter().any(|(other, _)| authority.is_part_of(one.found.entity, *other));
        !is_unit && (is_proper(one) || !all.iter().any(|(other, at)| *other != one.found.entity && *at > start))
    });
}

/// Of those that share words, the one that weighs most; none where another one of the same words is close to it.
fn choose(weighed: Vec<Weighed>) -> Vec<Weighed> {
    let mut chosen: Vec<Weighed> = Vec::new();
    for one in weighed {
        let rival = chosen.iter_mut().find(|known| !known.found.tokens.is_disjoint(&one.found.tokens));
        match rival {
            None => chosen.push(one),
            Some(rival) => {
                let is_other = rival.found.entity != one.found.entity && rival.found.tokens == one.found.tokens;
                if is_other && rival.choice - one.choice < CLOSE && rival.weight > 0 {
                    rival.parts.push(part("another of that name", "", "", TORN));
                    rival.weight += TORN;
                }
            }
        }
    }
    chosen
}
