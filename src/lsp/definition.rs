//! Where records are: the one that a reference means, and the outline of a text.

use lsp_types::{DocumentSymbol, Location, SymbolKind};

use super::context::{self, Hit, Record};
use super::document::Document;
use super::position::Encoding;
use crate::shape::Kind;

/// The records that the reference at a byte of a text means, in this text and in the other open ones.
pub fn definition<'d>(
    document: &'d Document,
    others: impl Iterator<Item = &'d Document>,
    at: usize,
    encoding: Encoding,
) -> Vec<Location> {
    let Some(Hit::Value(field, id, _)) = context::hit(document.text(), document.syntax, at) else { return Vec::new() };
    if !matches!(field.kind, Kind::Ref(_) | Kind::Id) {
        return Vec::new();
    }
    // A local id means a record of the same text.
    let elsewhere = others.filter(|other| other.uri != document.uri && !id.starts_with('#'));
    let all = std::iter::once(document).chain(elsewhere);
    all.flat_map(|document| locations(document, &id, encoding)).collect()
}

fn locations(document: &Document, id: &str, encoding: Encoding) -> Vec<Location> {
    let records = context::records(document.text(), document.syntax);
    let spans = records.into_iter().filter_map(|record| record.id).filter(|(known, _)| known == id);
    spans.map(|(_, span)| Location::new(document.uri.clone(), encoding.range(&document.source, span))).collect()
}

/// The records of a text that have a name, each with those that stand in it.
#[must_use]
pub fn symbols(document: &Document, encoding: Encoding) -> Vec<DocumentSymbol> {
    let records = context::records(document.text(), document.syntax);
    let mut records = records.into_iter().filter(|record| record.name.is_some()).peekable();
    nested(&mut records, 0, document, encoding)
}

/// The symbols of the records that are at least this deep.
fn nested(
    records: &mut std::iter::Peekable<impl Iterator<Item = Record>>,
    depth: usize,
    document: &Document,
    encoding: Encoding,
) -> Vec<DocumentSymbol> {
    let mut symbols = Vec::new();
    while let Some(record) = records.next_if(|record| record.depth >= depth) {
        let depth = record.depth + 1;
        let mut symbol = symbol(record, document, encoding);
        symbol.children = Some(nested(records, depth, document, encoding)).filter(|children| !children.is_empty());
        symbols.push(symbol);
    }
    symbols
}

fn symbol(record: Record, document: &Document, encoding: Encoding) -> DocumentSymbol {
    let range = encoding.range(&document.source, record.span);
    #[allow(deprecated, reason = "the field has to be given")]
    DocumentSymbol {
        name: record.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| record.class.name.clone()),
        detail: Some(record.class.name.clone()),
        kind: kind(&record.class.name),
        tags: None,
        deprecated: None,
        range,
        selection_range: lsp_types::Range::new(range.start, range.start),
        children: None,
    }
}

fn kind(class: &str) -> SymbolKind {
    match class {
        "Dataset" => SymbolKind::PACKAGE,
        "Session" => SymbolKind::EVENT,
        "Forum" | "Edition" => SymbolKind::NAMESPACE,
        "Concept" => SymbolKind::CONSTANT,
        _ => SymbolKind::OBJECT,
    }
}
