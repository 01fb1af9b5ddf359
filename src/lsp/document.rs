//! A text that the editor has open.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::context;
use super::position::Encoding;
use super::tree::Syntax;
use crate::diagnostic::Diagnostic;
use crate::format::{self, Format};
use crate::input::CONFIGURATION;
use crate::source::{Source, Span};

/// An open text, in a format that the server knows.
#[derive(Debug)]
pub struct Document {
    pub uri: Uri,
    pub version: i32,
    pub source: Arc<Source>,
    pub path: PathBuf,
    pub format: &'static Format,
    pub syntax: Syntax,
    /// The findings about this very text, once they are computed.
    pub findings: Option<Vec<Diagnostic>>,
}

impl Document {
    /// A text that was opened; none for a format that the server does not know.
    #[must_use]
    pub fn open(item: TextDocumentItem) -> Option<Self> {
        let path = path(&item.uri);
        let extension = path.extension().and_then(|extension| extension.to_str());
        let by_language = || format::by_name(language(&item.language_id));
        let format = extension.and_then(format::by_extension).or_else(by_language)?;
        let source = Source::new(path.display().to_string(), item.text);
        let syntax = Syntax::of(format.name)?;
        Some(Self { uri: item.uri, version: item.version, source, path, format, syntax, findings: None })
    }

    /// Takes changes in, one after the other.
    pub fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            let text = match change.range {
                Some(range) => {
                    let start = encoding.offset(&self.source, range.start);
                    let end = encoding.offset(&self.source, range.end).max(start);
                    let mut text = self.text().to_owned();
                    text.replace_range(start..end, &change.text);
                    text
                }
                None => change.text,
            };
            self.source = Source::new(self.source.name(), text);
        }
        self.version = version;
        self.findings = None;
    }

    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// Whether the text configures this program.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        self.path.ends_with(CONFIGURATION)
    }

    /// Whether the text is a record of ours; see [`context::is_ours`].
    #[must_use]
    pub fn is_ours(&self) -> bool {
        !self.is_configuration() && context::is_ours(self.text(), self.syntax)
    }

    /// A span of a source that may be a part of this text, as a span of this text.
    #[must_use]
    pub fn span(&self, source: &Source, span: Span) -> Span {
        span.shifted(usize::try_from(source.first_offset()).unwrap_or(usize::MAX))
    }
}

/// The name of the format that an editor's language stands for.
fn language(id: &str) -> &str {
    match id {
        "jsonc" | "json5" => "json",
        "jsonl" | "jsonlines" => "ndjson",
        other => other,
    }
}

/// The path of a `file:` URI; the URI's path for any other.
fn path(uri: &Uri) -> PathBuf {
    let path = uri.path().as_str().as_bytes();
    let mut bytes = Vec::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = path.get(at) {
        let code = path.get(at + 1..at + 3).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| byte == b'%');
        bytes.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded() {
        let uri: Uri = "file:///a%20b/%C3%A9.yaml".parse().unwrap();
        assert_eq!(path(&uri), PathBuf::from("/a b/é.yaml"));
    }

    #[test]
    fn the_extension_goes_before_the_language() {
        let open = |uri: &str, language: &str| {
            let item = TextDocumentItem::new(uri.parse().unwrap(), language.to_owned(), 1, String::new());
            Document::open(item).map(|document| document.syntax)
        };
        assert_eq!(open("file:///a.yml", "json"), Some(Syntax::Yaml));
        assert_eq!(open("untitled:Untitled-1", "toml"), Some(Syntax::Toml));
        assert_eq!(open("file:///a.rs", "rust"), None);
    }
}
