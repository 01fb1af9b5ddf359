//! Lists of sessions and records on pages, and the pages on which long ones go on.

use serde_json::{Value, json};

use super::Site;
use super::value;
use super::view;

/// Items on one page.
pub(super) const PAGE: usize = 500;

/// A list that a page shows under a heading.
pub(super) struct Listing {
    pub(super) key: &'static str,
    /// The heading, as [`super::language::Language::said`] gives it.
    pub(super) label: Value,
    pub(super) items: Items,
}

/// What is listed.
pub(super) enum Items {
    /// Positions among the facts.
    Sessions(Vec<usize>),
    /// Positions in the collection.
    Records(Vec<usize>),
    /// Values that are links already.
    Links(Vec<Value>),
}

impl Listing {
    /// Sessions in the order in which they begin.
    pub(super) fn sessions(site: &Site, label: Value, sessions: Vec<usize>) -> Self {
        Self { key: "sessions", label, items: Items::Sessions(view::in_time(site, sessions)) }
    }

    /// Records by name.
    pub(super) fn records(site: &Site, key: &'static str, label: Value, records: Vec<usize>) -> Self {
        Self { key, label, items: Items::Records(view::by_name(site, records)) }
    }

    pub(super) fn len(&self) -> usize {
        match &self.items {
            Items::Sessions(items) | Items::Records(items) => items.len(),
            Items::Links(items) => items.len(),
        }
    }

    /// How many pages the list takes.
    pub(super) fn pages(&self) -> usize {
        self.len().div_ceil(PAGE).max(1)
    }

    /// The list as a page shows it; pages are counted from 1. `path` is that of the page that the list is on.
    pub(super) fn shown(&self, site: &Site, page: usize, path: &str) -> Value {
        let (from, to) = ((page - 1) * PAGE, (page * PAGE).min(self.len()));
        let items: Vec<Value> = match &self.items {
            Items::Sessions(items) => {
                items[from..to].iter().map(|at| view::session(site, &site.facts.sessions[*at])).collect()
            }
            Items::Records(items) => items[from..to].iter().map(|record| value::link(site, *record)).collect(),
            Items::Links(items) => items[from..to].to_vec(),
        };
        json!({
            "key": self.key,
            "label": self.label,
            "count": self.len(),
            "is_sessions": matches!(self.items, Items::Sessions(_)),
            "items": items,
            "page": page,
            "pages": self.pages(),
            "previous": (page > 1).then(|| self.href(path, page - 1)),
            "next": (page < self.pages()).then(|| self.href(path, page + 1)),
        })
    }

    /// Where a page of the list stands.
    pub(super) fn href(&self, path: &str, page: usize) -> String {
        if page == 1 { format!("{path}.html") } else { format!("{path}/{}-{page}.html", self.key) }
    }
}
