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
/// The rounds of EM at most.
const ROUNDS: usize = 100;

/// Learns a model from the patterns of the pairs compared and of random pairs, given what is known of all pairs.
pub(super) fn learn(roles: &[Role], compared: &Patterns, random: &Patterns, pairs: &All) -> Model {
    let mut fields: Vec<FieldModel> = roles.iter().map(|role| FieldModel::prior(*role)).collect();
    let all = vec![1.0; random.len()];
    for (at, field) in fields.iter_mut().enumerate() {
        field.other = shares(at, field.role, random, &all, &field.other, PRIOR_OTHER);
    }
    // One field alone cannot tell what is usual in one entity from what is usual; only how many pairs there are.
    let alone = roles.len() == 1;
    if roles == [Role::Organization] {
        fields = vec![FieldModel::prior(Role::Organization)];
    }
    let mut model = Model { fields, share: if alone { 1.0 / 256.0 } else { 1e-3 } };
    for _ in 0..ROUNDS {
        let mut next = step(&model, compared, pairs);
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

/// One round: how likely each pattern is one entity, and the shares that follow from it. Pairs that were not compared are of two
/// entities, and the random pairs have said how those look.
fn step(model: &Model, compared: &Patterns, pairs: &All) -> Model {
    let same: Vec<f64> = compared.keys().map(|pattern| model.likely(*pattern)).collect();
    let matched: f64 = same.iter().zip(compared.values()).map(|(same, count)| same * *count as f64).sum();
    let fields = model.fields.iter().enumerate().map(|(at, field)| {
        let prior = FieldModel::prior(field.role).same;
        let same = shares(at, field.role, compared, &same, &prior, PRIOR_SAME + PRIOR_PART * matched);
        FieldModel { same, ..field.clone() }
    });
    Model { fields: fields.collect(), share: ((matched + pairs.expected) / pairs.pairs).clamp(1e-12, 0.9) }
}

/// The share of each level of a field, where pattern by pattern a part counts, and a prior as some pairs.
fn shares(field: usize, role: Role, patterns: &Patterns, parts: &[f64], prior: &[f64], strength: f64) -> Vec<f64> {
    let mut sums = [0.0; MOST_LEVELS];
    for ((pattern, count), part) in patterns.iter().zip(parts) {
        sums[level(*pattern, field)] += part * *count as f64;
    }
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
