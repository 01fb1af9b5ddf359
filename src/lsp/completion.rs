//! Completion: the keys that a record may still have, and the values that a field may have.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent, MarkupKind, Range, TextEdit,
};

use super::context::{self, Cursor, Slot};
use super::document::Document;
use super::hover;
use super::position::Encoding;
use super::tree::Syntax;
use crate::check::time::zone;
use crate::model::Scheme;
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::Span;
use crate::thesaurus::{self, Concept};
use crate::vocab::plenary;

/// What may be typed at a byte of a text.
#[must_use]
pub fn complete(document: &Document, at: usize, encoding: Encoding) -> Vec<CompletionItem> {
    let text = document.text();
    let Some(Cursor { slot, token }) = context::cursor(text, document.syntax, at) else { return Vec::new() };
    let syntax = document.syntax.inner(text);
    let offer = Offer {
        syntax,
        text,
        range: encoding.range(&document.source, Span::new(token.start, token.end)),
        quote: text[token.clone()].chars().next().filter(|first| matches!(first, '"' | '\'')),
        before: &text[..token.start],
        after: &text[token.end..],
    };
    match slot {
        Slot::Key { class, present } => offer.keys(class, &present),
        Slot::Value { field, listed, types } => offer.values(field, listed, &types, document),
    }
}

/// How things are written at the cursor.
struct Offer<'t> {
    syntax: Syntax,
    text: &'t str,
    range: Range,
    /// The quote that the word begins with.
    quote: Option<char>,
    before: &'t str,
    after: &'t str,
}

impl Offer<'_> {
    fn keys(&self, class: ClassId, present: &[String]) -> Vec<CompletionItem> {
        let class = &shape()[class];
        let fields = class.fields.iter().enumerate().filter(|(_, field)| !present.contains(&field.name));
        let fields = fields.filter(|(_, field)| !matches!(field.kind, Kind::Head));
        let item = |(at, field): (usize, &Field)| {
            let required = class.is_required(at);
            CompletionItem {
                kind: Some(CompletionItemKind::FIELD),
                detail: Some(if required { "required".to_owned() } else { hover::kind(field) }),
                documentation: Some(markdown(hover::field(field))),
                // Required ones first, then in the order in which records are written.
                sort_text: Some(format!("{}{at:02}", u8::from(!required))),
                ..self.item(&field.name, self.key(&field.name))
            }
        };
        fields.map(item).collect()
    }

    /// A key as it is written, with what follows it unless that is there already.
    fn key(&self, name: &str) -> String {
        let (written, separator) = match self.syntax {
            Syntax::Json | Syntax::Ndjson => (format!("\"{name}\""), ": "),
            Syntax::Toml => (self.quote.map_or(name.to_owned(), |quote| format!("{quote}{name}{quote}")), " = "),
            Syntax::Yaml | Syntax::Markdown => {
                (self.quote.map_or(name.to_owned(), |quote| format!("{quote}{name}{quote}")), ": ")
            }
        };
        let follows = self.after.trim_start_matches([' ', '\t']).starts_with(separator.trim());
        let is_header = self.syntax == Syntax::Toml
            && self.before.lines().next_back().is_some_and(|line| line.trim_start().starts_with('['))
            && !self.before.ends_with('\n');
        if follows || is_header { written } else { written + separator }
    }

    fn values(
        &self,
        field: &'static Field,
        listed: bool,
        types: &[ClassId],
        document: &Document,
    ) -> Vec<CompletionItem> {
        let wrap = field.many && !listed;
        let mut items = match &field.kind {
            Kind::Code(scheme) => self.codes(scheme),
            Kind::Type => types.iter().map(|&class| self.class(class)).collect(),
            Kind::Scalar(scalar) if scalar.name == "TimeZone" => {
                zone::names().iter().map(|name| self.value(name, "", CompletionItemKind::CONSTANT)).collect()
            }
            Kind::Ref(classes) => self.ids(classes, document),
            _ => Vec::new(),
        };
        if wrap {
            items.iter_mut().for_each(in_list);
        }
        // In a block style the word may as well be the first key of a record.
        if let (Kind::Ref(classes), Syntax::Yaml, None, false) =
            (&field.kind, self.syntax, self.quote, wrap && !self.is_fresh_line())
        {
            items.extend(classes.first().into_iter().flat_map(|&class| self.keys(class, &[])));
        }
        items
    }

    /// Whether only space and dashes stand before the word on its line.
    fn is_fresh_line(&self) -> bool {
        self.before.rsplit(['\n', '\r']).next().is_none_or(|line| line.bytes().all(|byte| b" \t-".contains(&byte)))
    }

    fn codes(&self, scheme: &'static Scheme) -> Vec<CompletionItem> {
        let concepts = concepts(scheme);
        if concepts.is_empty() {
            let row = |(code, row): (String, &crate::model::code::CodeRow)| {
                self.value(&code, &row.label, CompletionItemKind::ENUM_MEMBER)
            };
            return scheme.values().map(row).collect();
        }
        concepts.into_iter().map(|concept| self.concept(concept)).collect()
    }

    fn concept(&self, concept: &Concept) -> CompletionItem {
        CompletionItem {
            documentation: Some(markdown(hover::concept(concept))),
            ..self.value(&concept.code, concept.label(), CompletionItemKind::ENUM_MEMBER)
        }
    }

    fn class(&self, class: ClassId) -> CompletionItem {
        let class = &shape()[class];
        let documentation = Some(markdown(class.about.clone()));
        CompletionItem { documentation, ..self.value(&class.name, "", CompletionItemKind::CLASS) }
    }

    /// The ids of the document's records that a field may refer to.
    fn ids(&self, classes: &[ClassId], document: &Document) -> Vec<CompletionItem> {
        let records = context::records(self.text, document.syntax);
        let fits = |name: &str| classes.iter().any(|&class| shape()[class].name == name);
        let fitting = records.iter().filter(|record| fits(&record.class.name));
        let ids =
            fitting.filter_map(|record| Some((&record.id.as_ref()?.0, record.name.as_deref().unwrap_or_default())));
        let mut ids: Vec<_> = ids.collect();
        ids.sort_unstable();
        ids.dedup_by_key(|(id, _)| *id);
        ids.into_iter().map(|(id, name)| self.value(id, name, CompletionItemKind::REFERENCE)).collect()
    }

    /// A value as it is written, found by its label too.
    fn value(&self, value: &str, label: &str, kind: CompletionItemKind) -> CompletionItem {
        let detail = (!label.is_empty()).then(|| label.to_owned());
        let quote = self.quote.map(String::from).unwrap_or_default();
        let filter = Some(format!("{quote}{value} {label}").trim_end().to_owned());
        CompletionItem { kind: Some(kind), detail, filter_text: filter, ..self.item(value, self.string(value)) }
    }

    fn string(&self, value: &str) -> String {
        let is_plain = value.starts_with(char::is_alphanumeric) && !value.contains(": ") && !value.contains(" #");
        match (self.syntax, self.quote) {
            (Syntax::Yaml | Syntax::Markdown, None) if is_plain => value.to_owned(),
            (Syntax::Yaml | Syntax::Markdown | Syntax::Toml, Some(quote)) => format!("{quote}{value}{quote}"),
            _ => format!("\"{value}\""),
        }
    }

    fn item(&self, label: &str, text: String) -> CompletionItem {
        let quote = self.quote.map(String::from).unwrap_or_default();
        CompletionItem {
            label: label.to_owned(),
            filter_text: Some(format!("{quote}{label}")),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(self.range, text))),
            ..CompletionItem::default()
        }
    }
}

/// Puts a value in the brackets of a list.
fn in_list(item: &mut CompletionItem) {
    if let Some(CompletionTextEdit::Edit(edit)) = &mut item.text_edit {
        edit.new_text = format!("[{}]", edit.new_text);
    }
}

/// The concepts of a field's code list, those of forums' own schemes included.
#[must_use]
pub fn concepts(scheme: &Scheme) -> Vec<&'static Concept> {
    match scheme.base() {
        Some(base) => base
            .strip_prefix(plenary::NS)
            .map_or_else(Vec::new, |name| thesaurus::scheme(name.trim_end_matches('/')).iter().collect()),
        None => scheme
            .sets
            .iter()
            .flat_map(|set| thesaurus::scheme(set.prefix.trim_end_matches(':')))
            .filter(|concept| scheme.is_valid(&concept.code))
            .collect(),
    }
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}
