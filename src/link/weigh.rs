//! What levels are worth: the weights of Fellegi and Sunter, learned without labels.
//!
//! `m` is how often a level is seen in pairs of one entity, `u` in other pairs; the weight is the logarithm of their ratio, in
//! thousandths of bits, so that sums are exact. Both start from the priors of the role, which count as much as some pairs.

use std::collections::BTreeMap;

use super::compare::{Level, MISSING, MOST_LEVELS};
use super::role::Role;

/// The levels of a pair, four bits for each field.
pub(super) type Pattern = u64;

/// How many pairs have each pattern.
pub(super) type Patterns = BTreeMap<Pattern, u64>;

/// The most fields that a pattern holds.
pub const MOST_FIELDS: usize = 16;

/// What a field's levels are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldModel {
    pub role: Role,
    /// The share of each level among pairs of one entity, from the first level.
    pub same: Vec<f64>,
    /// The share of each level among other pairs.
    pub other: Vec<f64>,
}

/// What was learned of some records.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub fields: Vec<FieldModel>,
    /// The share of pairs of one entity among all pairs.
    pub share: f64,
}

/// What is known of all pairs, compared or not.
#[derive(Debug)]
pub(super) struct All {
    /// How many there are.
    pub pairs: f64,
    /// How many of them are expected to be of one entity, before any is looked at.
    pub expected: f64,
    /// The share of pairs with equal values among those that have values, for each field.
    pub equal: Vec<f64>,
}

/// Puts levels into a pattern.
pub(super) fn pattern(levels: impl Iterator<Item = Level>) -> Pattern {
    levels.enumerate().fold(0, |sum, (at, level)| sum | u64::from(level) << (4 * at))
}

/// The level of a field in a pattern.
pub(super) fn level(pattern: Pattern, field: usize) -> usize {
    (pattern >> (4 * field) & 15) as usize
}

impl FieldModel {
    /// What is expected of a role before any record is seen.
    #[must_use]
    pub fn prior(role: Role) -> Self {
        let same: &[f64] = match role {
            Role::Organization => return Self::organization(),
            Role::Text => &[0.55, 0.2, 0.1, 0.05, 0.05, 0.03, 0.015, 0.005],
            Role::Authors | Role::Person => &[0.3, 0.4, 0.12, 0.08, 0.05, 0.03, 0.01, 0.01],
            Role::Venue => &[0.4, 0.3, 0.15, 0.08, 0.07],
            Role::Given => &[0.7, 0.12, 0.12, 0.03, 0.03],
            Role::Family => &[0.75, 0.15, 0.05, 0.05],
            Role::Date => &[0.85, 0.06, 0.03, 0.01, 0.02, 0.03],
            Role::Number => &[0.75, 0.17, 0.08],
            Role::Place => &[0.7, 0.2, 0.06, 0.04],
            Role::Postcode => &[0.8, 0.14, 0.06],
            Role::Id => &[0.88, 0.07, 0.02, 0.03],
            Role::Code => &[0.92, 0.08],
        };
        let last = usize::from(role.last_level());
        let mut other = spread(last, 0.6, 0.45);
        other.reverse();
        Self { role, same: same.to_vec(), other }
    }

    /// The levels of organizations are made of weights, and begin as these.
    fn organization() -> Self {
        let same = vec![0.35, 0.2, 0.12, 0.1, 0.08, 0.06, 0.04, 0.03, 0.01, 0.01];
        let weights: [i32; 10] = [21, 20, 18, 15, 11, 9, 7, 4, 0, -6];
        let other = same.iter().zip(weights).map(|(same, weight)| same / f64::from(weight).exp2()).collect();
        Self { role: Role::Organization, same, other }
    }

    /// Takes the share of equal values as it is among all pairs, in the place of what a sample says of it.
    fn take_equal(&mut self, equal: f64) {
        let (equal, rest) = (equal.clamp(1e-9, 0.999), 1.0 - self.other[0]);
        self.other.iter_mut().for_each(|share| *share *= (1.0 - equal) / rest);
        self.other[0] = equal;
    }

    /// The part of the pairs with equal values that is of one entity, where so many of all pairs are; none where it is not taken
    /// away from what is seen by chance.
    pub(super) fn of_one(&self, share: f64) -> f64 {
        if !self.role.is_borne_by_many() {
            return 0.0;
        }
        let same = share * self.same[0];
        same / (same + self.other[0])
    }

    /// The weight of a level in thousandths of bits.
    #[must_use]
    pub fn weight(&self, level: Level) -> i64 {
        if level == MISSING {
            return 0;
        }
        let at = usize::from(level - 1);
        milli_bits(self.same[at] / self.other[at])
    }
}

/// Shares that fall from the first on, each a fixed part of the one before it.
fn spread(count: usize, first: f64, ratio: f64) -> Vec<f64> {
    let rest = std::iter::successors(Some(first), |share| Some(share * ratio));
    let shares: Vec<f64> = rest.take(count).collect();
    let sum: f64 = shares.iter().sum();
    shares.into_iter().map(|share| share / sum).collect()
}

/// A ratio as thousandths of bits, within what a weight may be.
pub(super) fn milli_bits(ratio: f64) -> i64 {
    (ratio.log2() * 1000.0).clamp(-20_000.0, 20_000.0).round() as i64
}

/// The pairs that the priors of `m` count as.
const PRIOR_SAME: f64 = 20.0;
/// And the part of the pairs found that they count as beside it: what a role means holds against any number of pairs, because
/// pairs that are alike without being one entity come in great numbers, too.
const PRIOR_PART: f64 = 0.2;
/// The pairs that those of `u` count as.
const PRIOR_OTHER: f64 = 20.0;
/// The part of the random pairs on a level that is of other entities at least, since what is taken away is only estimated.
const LEFT: f64 = 0.25;
/// The rounds of EM at most.
const ROUNDS: usize = 100;

/// Learns a model from the patterns of the pairs compared and of random pairs, given what is known of all pairs.
pub(super) fn learn(roles: &[Role], compared: &Patterns, random: &Patterns, pairs: &All) -> Model {
    let mut fields: Vec<FieldModel> = roles.iter().map(|role| FieldModel::prior(*role)).collect();
    let all = vec![1.0; random.len()];
    for (at, field) in fields.iter_mut().enumerate() {
        field.other = shares(at, field.role, random, &all, &field.other, PRIOR_OTHER);
        field.take_equal(pairs.equal[at]);
    }
    let chance: Vec<Chance> = fields.iter().enumerate().map(|(at, field)| Chance::new(at, field, random)).collect();
    // One field alone cannot tell what is usual in one entity from what is usual; only how many pairs there are.
    let alone = roles.len() == 1;
    if roles == [Role::Organization] {
        fields = vec![FieldModel::prior(Role::Organization)];
    }
    let mut model = Model { fields, share: if alone { 1.0 / 256.0 } else { 1e-3 } };
    if let [role] = roles
        && role.tells_alone()
    {
        // Whoever gives names or titles alone means that equal ones are of one; the rest of those are not equal.
        let found = pairs.equal[0] / FieldModel::prior(*role).same[0];
        model.share = (found + pairs.expected / pairs.pairs).clamp(1e-12, 0.5);
        return model;
    }
    for _ in 0..ROUNDS {
        let mut next = step(&model, compared, &chance, pairs);
        if alone {
            next.fields.clone_from(&model.fields);
        }
        let moved = (next.share - model.share).abs();
        model = next;
        if moved < model.share * 1e-6 {
            break;
        }
    }
    model
}

/// What random pairs say of a field.
struct Chance {
    /// The share of each level.
    levels: Vec<f64>,
    /// The part of the pairs in which both records have a value.
    filled: f64,
}

impl Chance {
    fn new(at: usize, field: &FieldModel, random: &Patterns) -> Self {
        let (all, filled) = random.iter().fold((0, 0), |(all, filled), (pattern, count)| {
            (all + count, filled + if level(*pattern, at) == usize::from(MISSING) { 0 } else { *count })
        });
        Self { levels: field.other.clone(), filled: (filled as f64 / all.max(1) as f64).max(1e-6) }
    }

    /// The shares of levels among pairs of other entities. Where names are told again and again, most random pairs that agree are
    /// of one entity: these are taken away, but not what was seen of other entities among the pairs compared.
    fn of_others(&self, same: &[f64], share: f64, seen: &[f64]) -> Vec<f64> {
        let levels = self.levels.iter().zip(same).zip(seen);
        levels.map(|((chance, same), seen)| (chance - share * same).max(chance * LEFT).max(*seen).min(1.0)).collect()
    }
}

/// One round: how likely each pattern is one entity, and the shares that follow from it. Pairs that were not compared are of two
/// entities, and the random pairs have said how those look.
fn step(model: &Model, compared: &Patterns, chance: &[Chance], pairs: &All) -> Model {
    let likely: Vec<f64> = compared.keys().map(|pattern| model.likely(*pattern)).collect();
    let other: Vec<f64> = likely.iter().map(|likely| 1.0 - likely).collect();
    let matched: f64 = likely.iter().zip(compared.values()).map(|(likely, count)| likely * *count as f64).sum();
    let share = ((matched + pairs.expected) / pairs.pairs).clamp(1e-12, 0.9);
    let fields = model.fields.iter().zip(chance).enumerate().map(|(at, (field, chance))| {
        let prior = FieldModel::prior(field.role).same;
        let same = shares(at, field.role, compared, &likely, &prior, PRIOR_SAME + PRIOR_PART * matched);
        let other = if field.role.is_borne_by_many() {
            let seen = sums(at, compared, &other).map(|sum| sum / (pairs.pairs * chance.filled));
            chance.of_others(&same, share, &seen[1..])
        } else {
            field.other.clone()
        };
        FieldModel { role: field.role, same, other }
    });
    Model { fields: fields.collect(), share }
}

/// How many pairs are on each level of a field, where pattern by pattern a part counts.
fn sums(field: usize, patterns: &Patterns, parts: &[f64]) -> [f64; MOST_LEVELS] {
    let mut sums = [0.0; MOST_LEVELS];
    for ((pattern, count), part) in patterns.iter().zip(parts) {
        sums[level(*pattern, field)] += part * *count as f64;
    }
    sums
}

/// The share of each level of a field, where pattern by pattern a part counts, and a prior as some pairs.
fn shares(field: usize, role: Role, patterns: &Patterns, parts: &[f64], prior: &[f64], strength: f64) -> Vec<f64> {
    let sums = sums(field, patterns, parts);
    let last = usize::from(role.last_level());
    let total: f64 = sums[1..=last].iter().sum();
    let share = |(sum, prior): (&f64, &f64)| (sum + prior * strength) / (total + strength);
    sums[1..=last].iter().zip(prior).map(share).collect()
}

impl Model {
    /// The odds of any pair, before a field is looked at.
    #[must_use]
    pub fn start(&self) -> i64 {
        milli_bits(self.share / (1.0 - self.share))
    }

    /// The sum of the weights of a pattern.
    pub(super) fn sum(&self, pattern: Pattern) -> i64 {
        let weigh =
            |(at, field): (usize, &FieldModel)| field.weight(u8::try_from(level(pattern, at)).unwrap_or(MISSING));
        self.start() + self.fields.iter().enumerate().map(weigh).sum::<i64>()
    }

    fn likely(&self, pattern: Pattern) -> f64 {
        probability(self.sum(pattern))
    }
}

/// Thousandths of bits as bits.
#[must_use]
pub fn bits(weight: i64) -> f64 {
    weight as f64 / 1000.0
}

/// The probability that odds in thousandths of bits mean.
#[must_use]
pub fn probability(weight: i64) -> f64 {
    1.0 / (1.0 + (-(weight as f64) / 1000.0).exp2())
}
