//! Writes a page: an item for each session, in the order in which they were modified.
//!
//! No modification is dated by the clock, so the same records are the same page. What says when is the record, else its
//! source, else what the build says. All items stand on one page, and the page after it, which `next` names, has none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::previous::Previous;
use crate::diagnostic::{Diagnostic, Place, Report, Severity};
use crate::doc::{Node, Path};
use crate::format::WriteOptions;
use crate::format::feed::moment_of;
use crate::format::programme::{Known, Lost, class_of, unpacked};
use crate::format::schemaorg::{Purpose, View};
use crate::source::Position;

const PURPOSE: Purpose = Purpose { name: "rpde", elsewhere: &[("Session", "modified")] };

/// The kind of all items: what their `@type` says.
pub(super) const KIND: &str = "Event";

/// Writes the page; what it has no place for becomes losses.
pub(super) fn write(records: &[Node], options: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let previous = Previous::read(options.previous.as_deref(), report);
    let mut view = View::new(records, &PURPOSE);
    let mut items = BTreeMap::new();
    for session in unpacked(records).filter(|record| class_of(record).name == "Session") {
        let Some(data) = data(session, &mut view) else { continue };
        let id = session.text("id").unwrap_or_default();
        let modified = previous.modified(id, &data, modified(session, &view.known, options));
        items.insert((modified, id.to_owned()), Some(data));
    }
    let present: BTreeSet<String> = items.keys().map(|(_, id)| id.clone()).collect();
    items.extend(previous.gone(&present, options.epoch).map(|(id, modified)| ((modified, id), None)));
    let page = page(&items, options);
    out.extend_from_slice(format!("{page:#}\n").as_bytes());
    tell(records, view, options, report);
}

/// What an item says of its session.
fn data<'n>(session: &'n Node<'n>, view: &mut View<'n>) -> Option<Value> {
    let object = view.object(session)?;
    let mut data = Map::from_iter([("@context".to_owned(), json!("https://openactive.io/"))]);
    data.extend(object);
    data.extend(session.text("modified").map(|moment| ("dateModified".to_owned(), moment.into())));
    Some(Value::Object(data))
}

/// Seconds since 1970: when the session was modified, else when its source was retrieved, else what the build says.
fn modified<'n>(session: &'n Node<'n>, known: &Known<'n>, options: &WriteOptions) -> i64 {
    let retrieved = || known.of(session, "source").and_then(|source| source.text("retrieved"));
    let told = session.text("modified").or_else(retrieved).and_then(moment_of);
    told.map_or(options.epoch, |(moment, _)| moment.as_second())
}

/// The page of these items; those without data are gone.
fn page(items: &BTreeMap<(i64, String), Option<Value>>, options: &WriteOptions) -> Value {
    let mut page = Map::from_iter([("next".to_owned(), next(items.keys().next_back(), options).into())]);
    let items: Vec<Value> = items.iter().map(|((modified, id), data)| item(*modified, id, data.as_ref())).collect();
    page.insert("items".to_owned(), items.into());
    page.extend(options.license.as_ref().map(|license| ("license".to_owned(), license.as_str().into())));
    Value::Object(page)
}

fn item(modified: i64, id: &str, data: Option<&Value>) -> Value {
    let state = if data.is_some() { "updated" } else { "deleted" };
    let mut item = json!({"state": state, "kind": KIND, "id": id, "modified": modified});
    if let Some(data) = data {
        item["data"] = data.clone();
    }
    item
}

/// The address of what comes after the last item; that of the page itself where there are none.
fn next(last: Option<&(i64, String)>, options: &WriteOptions) -> String {
    let address = options.address.as_deref().unwrap_or_default();
    let Some((modified, id)) = last else { return address.to_owned() };
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}afterTimestamp={modified}&afterId={}", encoded(id))
}

/// A text as a value in the query of an address.
fn encoded(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}

/// Tells what the page lacks, each loss once: a room or a person stands in many sessions.
fn tell(records: &[Node], view: View, options: &WriteOptions, report: &mut Report) {
    let asked = [
        ("license", &options.license, "a page says what licence its data are under; give its address with --license"),
        ("next", &options.address, "\"next\" is a whole address; say where the page will be published with --address"),
    ];
    for (field, _, message) in asked.into_iter().filter(|(_, given, _)| given.is_none()) {
        let begin = Position { line: 1, column: 1 };
        let place = Place::Position { name: "RPDE output".into(), position: begin, end: begin };
        report.push(Diagnostic::in_place("loss/form", Severity::Note, place, message).at(Path::Root.key(field)));
    }
    let mut lost = Lost::new("rpde");
    let sessions = unpacked(records).filter(|record| class_of(record).name == "Session");
    let editions: BTreeSet<&str> =
        sessions.filter_map(|session| view.known.of(session, "edition")?.text("id")).collect();
    for record in unpacked(records) {
        let id = record.text("id").unwrap_or_default();
        let is_dataset = class_of(record).name == "Dataset";
        if class_of(record).name != "Session" && !is_dataset && !view.inside.contains(id) && !editions.contains(id) {
            lost.record(record, "it is in no session");
        }
    }
    lost.tell(report);
    let mut told = BTreeSet::new();
    let is_new =
        |loss: &Diagnostic| told.insert((loss.place.name().to_owned(), loss.path.clone(), loss.message.clone()));
    report.findings.extend(view.losses.into_iter().filter(is_new));
}
