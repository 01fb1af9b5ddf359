//! The page that was published before: who has read it to its end asks only for what was modified later.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::write::KIND;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Source, Span};

/// The items of a page by their id.
#[derive(Debug, Default)]
pub(super) struct Previous {
    /// When an item was modified, and what it said; nothing where it was gone already.
    items: BTreeMap<String, (i64, Option<Value>)>,
    /// When the last item was modified.
    newest: Option<i64>,
}

impl Previous {
    /// Reads a page; one that is none is told, and counts for nothing.
    pub(super) fn read(source: Option<&Source>, report: &mut Report) -> Self {
        let Some(source) = source else { return Self::default() };
        let page: Option<Value> = serde_json::from_str(source.text()).ok();
        let Some(items) = page.as_ref().and_then(|page| page.get("items")?.as_array()) else {
            let source = Source::new(source.name(), source.text());
            let message = "this is no page of a feed, so every session counts as new";
            report.push(Diagnostic::warning("loss/form", &source, Span::default(), message));
            return Self::default();
        };
        let items: BTreeMap<_, _> = items.iter().filter_map(item).collect();
        let newest = items.values().map(|(modified, _)| *modified).max();
        Self { items, newest }
    }

    /// When a session was modified: as before where it says the same, else later than all that was published.
    pub(super) fn modified(&self, id: &str, data: &Value, own: i64) -> i64 {
        match self.items.get(id) {
            Some((modified, Some(before))) if before == data => *modified,
            _ => self.later(own),
        }
    }

    /// The items that are no more there, and when they went.
    pub(super) fn gone<'p>(
        &'p self,
        present: &'p BTreeSet<String>,
        epoch: i64,
    ) -> impl Iterator<Item = (String, i64)> + 'p {
        let gone = self.items.iter().filter(|(id, _)| !present.contains(*id));
        gone.map(move |(id, (modified, data))| (id.clone(), if data.is_some() { self.later(epoch) } else { *modified }))
    }

    fn later(&self, own: i64) -> i64 {
        self.newest.map_or(own, |newest| own.max(newest.saturating_add(1)))
    }
}

/// An item of our kind; its number may be in a string.
fn item(item: &Value) -> Option<(String, (i64, Option<Value>))> {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    let id = text("id").filter(|_| text("kind") == Some(KIND))?;
    let modified = item.get("modified")?;
    let modified = modified.as_i64().or_else(|| modified.as_str()?.parse().ok()).unwrap_or_default();
    Some((id.to_owned(), (modified, item.get("data").filter(|data| data.is_object()).cloned())))
}
