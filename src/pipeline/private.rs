//! Private blocks: finding them, taking them out, and telling that they were.

use super::record::Origin;
use crate::diagnostic::{Diagnostic, Severity};
use crate::doc::{Node, Path};
use crate::shape::{ClassId, Kind, shape};
use crate::source::Span;

/// Tells each private block of a record.
pub(super) fn find(node: &Node, class: ClassId, path: &Path, tell: &mut impl FnMut(Span, &Path)) {
    let class = &shape()[class];
    for member in node.as_object().unwrap_or_default() {
        match class.field(&member.key).map(|field| &field.kind) {
            Some(Kind::Private(_)) => tell(member.key_span, &path.key(&member.key)),
            Some(Kind::Ref(classes)) => {
                let path = path.key(&member.key);
                let list = member.node.as_array().is_some();
                for (at, item) in member.node.items().iter().enumerate().filter(|(_, item)| item.as_object().is_some())
                {
                    let class = shape().pick(classes, item.text("type"));
                    let path = if list { path.index(at) } else { path };
                    find(item, class, &path, tell);
                }
            }
            _ => {}
        }
    }
}

/// Takes private blocks out of a record, and tells where they were.
pub(super) fn strip(node: &mut Node, class: ClassId, path: &Path, found: &mut Vec<(Span, String)>) {
    find(node, class, path, &mut |span, path| found.push((span, path.to_string())));
    if !found.is_empty() {
        remove(node, class);
    }
}

fn remove(node: &mut Node, class: ClassId) {
    let class = &shape()[class];
    let Some(members) = node.as_object_mut() else { return };
    members.retain(|member| !matches!(class.field(&member.key).map(|field| &field.kind), Some(Kind::Private(_))));
    for member in members {
        if let Some(Kind::Ref(classes)) = class.field(&member.key).map(|field| &field.kind) {
            for item in member.node.items_mut() {
                remove(item, shape().pick(classes, item.text("type")));
            }
        }
    }
}

/// The loss line of a private block.
pub(super) fn loss(span: Span, path: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::new("loss/private", Severity::Note, &origin.source(), span, "private data is left out")
        .at(path)
        .help("--include-private writes it, in formats that have room for it")
}
