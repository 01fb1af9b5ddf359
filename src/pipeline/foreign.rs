//! Characters that a target in XML cannot hold, and what is written for them.

use super::record::Origin;
use crate::diagnostic::{Diagnostic, Severity};
use crate::doc::{Node, Path, Value};
use crate::format::{Format, frab, rdfxml, syndication};
use crate::rdf::xml::is_foreign;
use crate::source::Span;

/// The formats in XML that records are written in.
static XML: [&Format; 3] = [&rdfxml::FORMAT, &frab::FORMAT, &syndication::FORMAT];

/// The loss lines of a record's texts, one for each text that has such a character.
pub(super) fn losses(record: &Node, to: &Format, origin: &Origin) -> Vec<Diagnostic> {
    let mut losses = Vec::new();
    if XML.iter().any(|format| std::ptr::eq(*format, to)) {
        find(record, &Path::Root, &mut |span, path, letter| losses.push(loss(span, path, letter, origin)));
    }
    losses
}

fn find(node: &Node, path: &Path, tell: &mut impl FnMut(Span, &Path, char)) {
    match &node.value {
        Value::String(text) => {
            if let Some(letter) = text.chars().find(|letter| is_foreign(*letter)) {
                tell(node.span, path, letter);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| find(item, &path.index(at), tell));
        }
        Value::Object(members) => {
            // Private data is not written at all.
            let public = members.iter().filter(|member| member.key != "private");
            public.for_each(|member| find(&member.node, &path.key(&member.key), tell));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn loss(span: Span, path: &Path, letter: char, origin: &Origin) -> Diagnostic {
    let message = format!("XML has no U+{:04X}; U+FFFD is written for such characters", u32::from(letter));
    Diagnostic::new("loss/field", Severity::Note, &origin.source(), span, message)
        .at(path)
        .help("take the character out, or choose a format that is no XML")
}
