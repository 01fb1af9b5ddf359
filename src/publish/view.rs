//! A record as its page shows it: facts, texts, the nodes that belong to it, and what leads back to it.
//!
//! It follows the shape, so that a new field of the model is on the page without a line here.

use serde_json::{Value, json};

use super::Site;
use super::value::{self, values};
use crate::collection::{Label, Session, label};
use crate::doc::Node;
use crate::shape::{Class, Field, Kind, shape};

/// Fields that are the heading.
const HEADING: &[&str] = &["title", "name", "label"];
/// Texts of several paragraphs.
const LONG: &[&str] = &["abstract", "description", "definition", "text"];

/// What a page says of a record itself.
#[derive(Debug, Default)]
pub(super) struct View {
    /// One line each: what the field is called, and its values.
    pub(super) facts: Vec<Value>,
    /// Texts of several paragraphs.
    pub(super) texts: Vec<Value>,
    /// Lists of nodes that belong to the record.
    pub(super) parts: Vec<Value>,
    /// The heading in other languages.
    pub(super) also: Vec<Value>,
}

impl View {
    pub(super) fn of(site: &Site, node: &Node, class: &Class) -> Self {
        let mut view = Self::default();
        for field in &class.fields {
            let Some(node) = node.get(&field.name).filter(|_| field.iri.is_some()) else { continue };
            view.field(site, class, field, node);
        }
        view.place_times(node.text("timeZone"));
        view
    }

    /// Says the zone of the record with each of its times.
    fn place_times(&mut self, zone: Option<&str>) {
        let values = self.facts.iter_mut().filter_map(|fact| fact["values"].as_array_mut()).flatten();
        for value in values.filter(|value| value.get("time").is_some()) {
            value["zone"] = zone.into();
        }
    }

    fn field(&mut self, site: &Site, class: &Class, field: &Field, node: &Node) {
        let name = field.name.as_str();
        let is_owned = field.classes().first().is_some_and(|class| !shape()[*class].is_root);
        if HEADING.contains(&name) && matches!(field.kind, Kind::Text) {
            self.also = other_languages(node, site.language.tag);
        } else if LONG.contains(&name) {
            self.texts.extend(long(site, name, node));
        } else if is_owned {
            let items: Vec<Value> = node.items().iter().filter_map(|item| part(site, field, item)).collect();
            if !items.is_empty() {
                self.parts.push(json!({"key": name, "label": site.language.field(name), "items": items}));
            }
        } else if !(class.name == "Dataset" && field.many) {
            let values = values(site, class, field, node);
            if !values.is_empty() {
                self.facts.push(fact(site, name, &values));
            }
        }
    }
}

fn fact(site: &Site, name: &str, values: &[Value]) -> Value {
    json!({"key": name, "label": site.language.field(name), "values": values})
}

/// A node that belongs to a record: its fields, the first of which stands out.
fn part(site: &Site, field: &Field, node: &Node) -> Option<Value> {
    let class = &shape()[shape().pick(field.classes(), node.text("type"))];
    let mut facts = Vec::new();
    for field in class.fields.iter().filter(|field| field.iri.is_some() && field.name != "order") {
        let Some(node) = node.get(&field.name) else { continue };
        let values = values(site, class, field, node);
        if !values.is_empty() {
            facts.push(fact(site, &field.name, &values));
        }
    }
    (!facts.is_empty()).then(|| json!({"facts": facts}))
}

/// A text of several paragraphs, in the language of the site and in the others.
fn long(site: &Site, name: &str, node: &Node) -> Option<Value> {
    let text = Label::of(node, site.language.tag)?;
    let others: Vec<Value> =
        all_languages(node).into_iter().filter(|other| *other != text).map(|other| paragraphs(&other)).collect();
    let mut value = paragraphs(&text);
    value["key"] = name.into();
    value["label"] = site.language.field(name).into();
    value["others"] = others.into();
    Some(value)
}

fn paragraphs(text: &Label) -> Value {
    let parts = text.text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<Vec<&str>> = parts.map(|part| part.lines().collect()).collect();
    json!({"paragraphs": parts, "lang": text.language})
}

fn all_languages(node: &Node) -> Vec<Label> {
    let language = |key: &str| Some(key.to_owned()).filter(|key| key != "@none");
    let members = node.as_object().unwrap_or_default().iter();
    let texts = members.filter_map(|member| {
        let text = label::plain(member.node.as_str()?);
        Some(Label { text, language: language(&member.key) })
    });
    texts.collect()
}

fn other_languages(node: &Node, language: &str) -> Vec<Value> {
    let shown = Label::of(node, language);
    let others = all_languages(node).into_iter().filter(|other| Some(other) != shown.as_ref());
    others.map(|other| value::text(&other)).collect()
}

/// A session in a list: its title, when and where, and the edition.
pub(super) fn session(site: &Site, session: &Session) -> Value {
    let mut row = value::link(site, session.record);
    row["when"] = session.start.as_deref().map_or(Value::Null, |start| value::time(start, session.zone.as_deref()));
    row["where"] = session.place.map_or(Value::Null, |place| value::text(&site.labels[place]));
    row["edition"] = session.edition.map_or(Value::Null, |edition| value::text(&site.labels[edition]));
    row["cancelled"] = session.is_cancelled.into();
    row
}

/// Positions among the facts, by beginning, title and IRI; those without a beginning come last.
pub(super) fn in_time(site: &Site, mut sessions: Vec<usize>) -> Vec<usize> {
    sessions.sort_by_cached_key(|at| {
        let session = &site.facts.sessions[*at];
        let begins = session.begins().unwrap_or(i64::MAX);
        (begins, site.labels[session.record].text.clone(), session.record)
    });
    sessions
}

/// Positions of records by what they are called.
pub(super) fn by_name(site: &Site, mut records: Vec<usize>) -> Vec<usize> {
    records.sort_by_cached_key(|record| (folded(&site.labels[*record].text), *record));
    records
}

/// Texts without case and marks, so that they sort as readers of many languages look for them.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    crate::rdf::naming::slug(text, 48, &mut folded);
    folded
}
