//! Checks of the topics of a session together: targets and their goals, action lines and the goals they serve.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::check::{Run, Scope, check};
use crate::diagnostic::Report;
use crate::doc::{Node, Path};
use crate::model::topic::TOPIC;
use crate::source::Span;
use crate::thesaurus;

check! {
    /// ## What it finds
    /// A target of the Sustainable Development Goals whose goal is not among the topics, while other goals are.
    ///
    /// ## Why it matters
    /// Who lists goals and a target of another goal has mostly mistaken one of the numbers; and a count of sessions by
    /// goal misses this one.
    ///
    /// ## Example
    /// Bad: `"relatedTo": ["sdg:4", "sdg:16.10"]`
    ///
    /// Good: `"relatedTo": ["sdg:4", "sdg:16", "sdg:16.10"]`
    ///
    /// ## How to mend
    /// Add the goal of the target, or correct the target.
    TARGET_WITHOUT_GOAL = "vocabulary/target-without-goal", Note, Run::Node(target_without_goal)
}

check! {
    /// ## What it finds
    /// An action line whose row in the matrix of WSIS action lines and Sustainable Development Goals links it to none
    /// of the goals that the session names. It is off unless a profile gives it a severity.
    ///
    /// ## Why it matters
    /// It is a hint only: the matrix is one reading of what serves which goal, and the session may have found another.
    /// But an unusual pair is sometimes a slip in one of the two codes.
    ///
    /// ## Example
    /// Bad: `"relatedTo": ["wsis:C7-e-learning", "sdg:14"]`
    ///
    /// Good: `"relatedTo": ["wsis:C7-e-learning", "sdg:4"]`
    ///
    /// ## How to mend
    /// Look at both codes again; nothing needs to change if they are meant.
    MATRIX_HINT = "vocabulary/matrix-hint", Note, Run::Node(matrix_hint)
}

/// The two fields of a session that hold topics.
const FIELDS: [&str; 2] = ["relatedTo", "focusesPrimarilyOn"];

/// A topic of a session.
struct Topic<'a> {
    field: &'static str,
    at: usize,
    text: &'a str,
    span: Span,
}

fn topics<'a>(node: &'a Node) -> impl Iterator<Item = Topic<'a>> {
    FIELDS.into_iter().filter_map(|field| Some((field, node.get(field)?))).flat_map(|(field, list)| {
        let topic =
            move |(at, item): (usize, &'a Node)| Some(Topic { field, at, text: item.as_str()?, span: item.span });
        list.items().iter().enumerate().filter_map(topic)
    })
}

/// The number of the goal that a topic is, or is a target of, and whether it is a target.
fn goal(text: &str) -> Option<(u8, bool)> {
    let code = if text.contains("://") { TOPIC.canonical(text) } else { text.into() };
    let local = code.strip_prefix("sdg:")?;
    let (number, target) = local.split_once('.').map_or((local, false), |(number, _)| (number, true));
    Some((number.parse().ok().filter(|number| (1..=17).contains(number))?, target))
}

/// Goals as a set: bit `n` is goal `n`.
fn bit(goal: u8) -> u32 {
    1 << goal
}

fn target_without_goal(scope: &Scope, report: &mut Report) {
    if scope.class.name != "Session" {
        return;
    }
    let goals = || topics(scope.node).filter_map(|topic| goal(topic.text).map(|goal| (topic, goal)));
    let named = goals().filter(|(_, (_, target))| !target).fold(0, |set, (_, (goal, _))| set | bit(goal));
    if named == 0 {
        return;
    }
    for (topic, (goal, _)) in goals().filter(|(_, (goal, target))| *target && named & bit(*goal) == 0) {
        let message = format!("{} is a target of goal {goal}, which is not among the goals here", topic.text);
        let finding =
            scope.finding(&TARGET_WITHOUT_GOAL, topic.span, &scope.path.key(topic.field).index(topic.at), message);
        report.push(finding.help(format!("add \"sdg:{goal}\", or correct the target")));
    }
}

/// The goals that the matrix links to each action line, by its code.
static MATRIX: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let goals = |concept: &thesaurus::Concept| {
        let linked = concept.mappings.iter().filter_map(|(_, iri)| goal(iri));
        linked.fold(0, |set, (goal, _)| set | bit(goal))
    };
    thesaurus::scheme("wsis").iter().map(|concept| (concept.code.as_str(), goals(concept))).collect()
});

fn matrix_hint(scope: &Scope, report: &mut Report) {
    if scope.class.name != "Session" {
        return;
    }
    let named = topics(scope.node).filter_map(|topic| goal(topic.text)).fold(0, |set, (goal, _)| set | bit(goal));
    if named == 0 {
        return;
    }
    for topic in topics(scope.node).filter(|topic| topic.text.starts_with("wsis:")) {
        // Where the matrix says nothing of a line, there is nothing to compare with.
        let Some(&linked) = MATRIX.get(topic.text).filter(|&&linked| linked != 0 && linked & named == 0) else {
            continue;
        };
        let path: Path = scope.path.key(topic.field);
        let message = format!("the WSIS-SDG matrix links {} to none of the goals here", topic.text);
        let finding = scope.finding(&MATRIX_HINT, topic.span, &path.index(topic.at), message);
        let codes: Vec<String> =
            (1..=17).filter(|&goal| linked & bit(goal) != 0).map(|goal| format!("sdg:{goal}")).collect();
        report.push(
            finding
                .help(format!("it links it to {}; nothing needs to change if the topics are meant", codes.join(", "))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_of_topics() {
        assert_eq!(goal("sdg:16.10"), Some((16, true)));
        assert_eq!(goal("http://metadata.un.org/sdg/17"), Some((17, false)));
        assert_eq!(goal("sdg:C010101"), None);
        assert_eq!(goal("wsis:C4"), None);
    }

    #[test]
    fn the_matrix_links_lines_to_goals() {
        assert_eq!(MATRIX["wsis:C7-e-learning"], bit(4));
        assert_eq!(MATRIX["wsis:C9"], 0);
    }
}
