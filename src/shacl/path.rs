//! Property paths: from a node to the nodes that they lead to.

use std::collections::HashSet;

use super::graph::{Graph, Id, Terms, Triple};
use crate::source::Span;

/// A path over statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Path {
    Predicate(Id),
    Inverse(Box<Path>),
    Sequence(Vec<Path>),
    Alternative(Vec<Path>),
    /// How often: from none or one, to one or any number.
    Repeated {
        path: Box<Path>,
        from_none: bool,
        at_most_one: bool,
    },
}

/// A node that a path leads to, and where the last step to it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) id: Id,
    /// None where the path takes no step.
    pub(super) span: Option<Span>,
}

impl Path {
    /// The nodes that the path leads to, each once.
    pub(super) fn values(&self, graph: &Graph, from: Id) -> Vec<Value> {
        let mut values = Vec::new();
        self.walk(graph, Value { id: from, span: None }, false, &mut values);
        if values.len() > 1 && !matches!(self, Path::Predicate(_)) {
            let mut seen = HashSet::new();
            values.retain(|value| seen.insert(value.id));
        }
        values
    }

    fn walk(&self, graph: &Graph, from: Value, backward: bool, out: &mut Vec<Value>) {
        match self {
            Path::Predicate(predicate) if backward => {
                let value = |triple: &Triple| Value { id: triple.subject, span: Some(triple.spans.subject) };
                out.extend(graph.to(*predicate, from.id).map(value));
            }
            Path::Predicate(predicate) => {
                let value = |triple: &Triple| Value { id: triple.object, span: Some(triple.spans.object) };
                out.extend(graph.with(from.id, *predicate).iter().map(value));
            }
            Path::Inverse(path) => path.walk(graph, from, !backward, out),
            Path::Sequence(steps) if backward => sequence(steps.iter().rev(), graph, from, backward, out),
            Path::Sequence(steps) => sequence(steps.iter(), graph, from, backward, out),
            Path::Alternative(paths) => paths.iter().for_each(|path| path.walk(graph, from, backward, out)),
            Path::Repeated { path, from_none, at_most_one } => {
                if *from_none {
                    out.push(from);
                }
                if *at_most_one {
                    path.walk(graph, from, backward, out);
                } else {
                    path.closure(graph, from, backward, out);
                }
            }
        }
    }

    /// The nodes that one step or more lead to.
    fn closure(&self, graph: &Graph, from: Value, backward: bool, out: &mut Vec<Value>) {
        let mut seen = HashSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            let mut next = Vec::new();
            self.walk(graph, node, backward, &mut next);
            for value in next {
                if seen.insert(value.id) {
                    out.push(value);
                    open.push(value);
                }
            }
        }
    }

    /// The path as SPARQL writes it, for a message.
    pub(super) fn show(&self, terms: &Terms) -> String {
        let inner = |path: &Path| match path {
            Path::Sequence(_) | Path::Alternative(_) => format!("({})", path.show(terms)),
            _ => path.show(terms),
        };
        let join = |paths: &[Path], sign| paths.iter().map(inner).collect::<Vec<_>>().join(sign);
        match self {
            Path::Predicate(predicate) => terms[*predicate].to_string(),
            Path::Inverse(path) => format!("^{}", inner(path)),
            Path::Sequence(paths) => join(paths, "/"),
            Path::Alternative(paths) => join(paths, "|"),
            Path::Repeated { path, from_none, at_most_one } => {
                let sign = match (from_none, at_most_one) {
                    (true, true) => "?",
                    (true, false) => "*",
                    _ => "+",
                };
                format!("{}{sign}", inner(path))
            }
        }
    }
}

fn sequence<'p>(
    steps: impl Iterator<Item = &'p Path>,
    graph: &Graph,
    from: Value,
    backward: bool,
    out: &mut Vec<Value>,
) {
    let mut nodes = vec![from];
    for step in steps {
        let mut next = Vec::new();
        for &node in &nodes {
            step.walk(graph, node, backward, &mut next);
        }
        let mut seen = HashSet::new();
        next.retain(|value| seen.insert(value.id));
        nodes = next;
    }
    out.extend(nodes);
}
