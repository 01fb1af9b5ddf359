//! Search over the labels, notations and other names of all concepts.

use super::{Concept, concepts, fold::fold};

/// How well a concept answers a query, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A label or code is the query.
    Exact,
    /// A label or code begins with it.
    Prefix,
    /// Its words stand in a label.
    Word,
    /// It stands somewhere in a label.
    Substring,
    /// A word of a label is nearly it.
    Fuzzy,
}

/// A concept that was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub concept: &'static Concept,
    pub rank: Rank,
}

/// How like two words have to be to count as one misspelt.
const LIKE: f64 = 0.85;

/// The concepts that answer a query, the best first; in the order of the schemes where they are equally good.
#[must_use]
pub fn search(query: &str) -> Vec<Hit> {
    let query = fold(query);
    if query.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Hit> =
        concepts().filter_map(|concept| Some(Hit { concept, rank: rank_of(concept, &query)? })).collect();
    hits.sort_by_key(|hit| hit.rank);
    // What is only like the query helps nobody who already has what they asked for.
    if hits.first().is_some_and(|best| best.rank < Rank::Fuzzy) {
        hits.retain(|hit| hit.rank < Rank::Fuzzy);
    }
    hits
}

fn rank_of(concept: &Concept, query: &str) -> Option<Rank> {
    let codes = [concept.code.as_str(), concept.notation.as_str()];
    let names = codes.into_iter().chain(concept.every_label().map(|label| label.text.as_str()));
    names.filter_map(|name| rank(&fold(name), query)).min()
}

/// How well one folded name answers a folded query.
fn rank(name: &str, query: &str) -> Option<Rank> {
    if name == query {
        return Some(Rank::Exact);
    }
    if name.starts_with(query) {
        return Some(Rank::Prefix);
    }
    if query.split(' ').all(|wanted| name.split(' ').any(|word| word == wanted)) {
        return Some(Rank::Word);
    }
    if name.contains(query) {
        return Some(Rank::Substring);
    }
    let near = |wanted: &str| name.split(' ').any(|word| is_like(word, wanted));
    query.split(' ').all(near).then_some(Rank::Fuzzy)
}

fn is_like(word: &str, wanted: &str) -> bool {
    word == wanted || (wanted.len() > 3 && strsim::normalized_damerau_levenshtein(word, wanted) >= LIKE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(query: &str) -> Option<(&'static str, Rank)> {
        search(query).first().map(|hit| (hit.concept.code.as_str(), hit.rank))
    }

    #[test]
    fn exact_before_prefix_before_word_before_substring_before_fuzzy() {
        assert_eq!(best("sdg:17"), Some(("sdg:17", Rank::Exact)));
        assert_eq!(best("partnerships"), Some(("sdg:17", Rank::Prefix)));
        assert_eq!(best("institutions justice"), Some(("sdg:16", Rank::Word)));
        assert_eq!(best("iversity"), Some(("wsis:C8", Rank::Substring)));
        assert_eq!(best("partnershpis"), Some(("wsis:F", Rank::Fuzzy)));
    }

    #[test]
    fn any_language_without_case_or_marks() {
        assert_eq!(best("pas de pauvrete"), Some(("sdg:1", Rank::Exact)));
        assert_eq!(best("ЛИКВИДАЦИЯ НИЩЕТЫ"), Some(("sdg:1", Rank::Exact)));
        assert_eq!(best("无贫穷"), Some(("sdg:1", Rank::Exact)));
        assert!(search("").is_empty() && search("qqqqqq").is_empty());
    }
}
