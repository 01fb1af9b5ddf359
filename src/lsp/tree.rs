//! The tree of a text that may be broken, as it is while somebody types: keys and strings with their places.
//!
//! The readers of `format` say what is wrong and give nothing for a text that is; an editor needs to know where the
//! cursor is in exactly such texts. Here every scalar is a string, and what is missing is null.

use crate::doc::{Node, Value};
use crate::source::Span;

mod flow;
mod toml;
mod yaml;

/// A syntax that the server knows its way about in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    Json,
    Ndjson,
    Yaml,
    Toml,
    /// Front matter.
    Markdown,
}

impl Syntax {
    /// The syntax of a format by its name.
    #[must_use]
    pub fn of(format: &str) -> Option<Self> {
        Some(match format {
            "json" => Self::Json,
            "ndjson" => Self::Ndjson,
            "yaml" => Self::Yaml,
            "toml" => Self::Toml,
            "markdown" => Self::Markdown,
            _ => return None,
        })
    }

    /// The syntax that keys and values are written in: that of the front matter for Markdown.
    #[must_use]
    pub fn inner(self, text: &str) -> Self {
        match self {
            Self::Markdown if text.starts_with("+++") => Self::Toml,
            Self::Markdown => Self::Yaml,
            Self::Ndjson => Self::Json,
            other => other,
        }
    }
}

/// The records of a text, as far as they can be made out.
#[must_use]
pub fn roots<'s>(text: &'s str, syntax: Syntax) -> Vec<Node<'s>> {
    let roots = match syntax {
        Syntax::Json => values(text, 0, text.len()),
        Syntax::Ndjson => lines(text),
        Syntax::Yaml => yaml::roots(text, 0, text.len()),
        Syntax::Toml => vec![toml::root(text, 0, text.len())],
        Syntax::Markdown => front_matter(text),
    };
    // A list of records is one document; so is each of them.
    let split = |root: Node<'s>| match root.value {
        Value::Array(items) => items,
        _ => vec![root],
    };
    roots.into_iter().flat_map(split).collect()
}

/// The values of each line, so that a broken line does not hide the next.
fn lines(text: &str) -> Vec<Node<'_>> {
    let place = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    text.lines().flat_map(|line| values(text, place(line), place(line) + line.len())).collect()
}

/// The values that follow each other in a part of a text.
fn values(text: &str, start: usize, end: usize) -> Vec<Node<'_>> {
    let mut flow = flow::Flow { text, at: start, end, rules: flow::JSON };
    let mut values = Vec::new();
    loop {
        flow.skip_space();
        if flow.at >= end {
            return values;
        }
        let before = flow.at;
        let value = flow.value(0);
        if flow.at == before {
            flow.at += 1;
        } else {
            values.push(value);
        }
    }
}

/// The fields between the fences; without a closing fence, to the end.
fn front_matter(text: &str) -> Vec<Node<'_>> {
    let fence = if text.starts_with("+++") { "+++" } else { "---" };
    if !text.starts_with(fence) {
        return Vec::new();
    }
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let end = text[start..].lines().find(|line| line.trim_end() == fence);
    let end = end.map_or(text.len(), |line| line.as_ptr() as usize - text.as_ptr() as usize);
    if fence == "+++" { vec![toml::root(text, start, end)] } else { yaml::roots(text, start, end) }
}

/// Whether a place is in a span, its end included: there the cursor is when the word was just typed.
#[must_use]
pub fn holds(span: Span, at: usize) -> bool {
    (span.start as usize..=span.end as usize).contains(&at)
}
