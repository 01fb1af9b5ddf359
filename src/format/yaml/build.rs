//! From the parser's events to trees, with a stack of our own: depth costs no call stack and is limited.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks, StrInput, Tag};

use super::offsets::Offsets;
use super::{extent, scalar};
use crate::doc::{Member, Node, Value};
use crate::format::{Limits, Syntax};
use crate::source::Span;

const BOM: char = '\u{feff}';
const CORE_TAGS: &str = "tag:yaml.org,2002:";

/// All documents of a text up to the first fault, and the fault.
pub(super) fn documents<'s>(text: &'s str, limits: &Limits) -> (Vec<Node<'s>>, Option<Syntax>) {
    let mut builder = Builder::new(text, limits);
    let fault = builder.run().err();
    (builder.documents, fault)
}

/// A node that is complete, with what an alias to it will cost.
#[derive(Debug, Clone)]
struct Built<'s> {
    node: Node<'s>,
    /// Nodes in it, itself included.
    size: usize,
    /// Levels of lists and objects in it, itself included.
    height: usize,
}

impl<'s> Built<'s> {
    fn scalar(value: Value<'s>, span: Span) -> Self {
        Self { node: Node::new(value, span), size: 1, height: 0 }
    }
}

/// A list or an object that is still open.
#[derive(Debug)]
struct Frame<'s> {
    content: Content<'s>,
    start: usize,
    /// Where its last child ends.
    end: usize,
    anchor: usize,
    size: usize,
    height: usize,
}

#[derive(Debug)]
enum Content<'s> {
    List(Vec<Node<'s>>),
    /// Members, and the key whose value comes next.
    Map(Vec<Member<'s>>, Option<(Cow<'s, str>, Span)>),
}

struct Builder<'s> {
    text: &'s str,
    /// Bytes before the text that the parser sees: a byte order mark.
    before: usize,
    parser: Parser<'s, StrInput<'s>>,
    offsets: Offsets<'s>,
    limits: Limits,
    open: Vec<Frame<'s>>,
    documents: Vec<Node<'s>>,
    /// Nodes by their anchor; none are kept where no alias can follow.
    anchored: Option<HashMap<usize, Built<'s>>>,
    added: usize,
}

impl<'s> Builder<'s> {
    fn new(text: &'s str, limits: &Limits) -> Self {
        let body = text.strip_prefix(BOM).unwrap_or(text);
        Self {
            text,
            before: text.len() - body.len(),
            parser: Parser::new_from_str(body),
            offsets: Offsets::new(body),
            limits: *limits,
            open: Vec::new(),
            documents: Vec::new(),
            anchored: body.contains('*').then(HashMap::new),
            added: 0,
        }
    }

    fn run(&mut self) -> Result<(), Syntax> {
        while let Some(event) = self.parser.next_event() {
            let (event, marks) = event.map_err(|fault| self.scan_fault(&fault))?;
            let span = self.span(marks);
            match event {
                Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), span)?,
                Event::SequenceStart(anchor, tag) => {
                    self.open(Content::List(Vec::new()), "seq", anchor, tag.as_deref(), span)?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.open(Content::Map(Vec::new(), None), "map", anchor, tag.as_deref(), span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
                Event::Alias(anchor) => self.alias(anchor, span)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn span(&mut self, marks: Marks) -> Span {
        let start = self.offsets.byte(marks.start.index());
        let end = self.offsets.byte(marks.end.index()).max(start);
        Span::new(start + self.before, end + self.before)
    }

    fn scalar(
        &mut self,
        text: Cow<'s, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Syntax> {
        let nothing = style == ScalarStyle::Plain && text.is_empty() && tag.is_none() && anchor == 0;
        let span = match style {
            _ if nothing => Span::new(span.range().end, span.range().end),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => extent::quoted(self.text, span),
            ScalarStyle::Literal | ScalarStyle::Folded if tag.is_none() && anchor == 0 => {
                extent::written(self.text, extent::with_header(self.text, span))
            }
            _ => extent::written(self.text, span),
        };
        let is_key = self.expects_key();
        let value = match tag.map(|tag| format!("{}{}", tag.handle, tag.suffix)) {
            _ if is_key && tag.is_none() => Value::String(text),
            None if style == ScalarStyle::Plain => scalar::plain(text).map_err(|fault| unusable(fault, span))?,
            None => Value::String(text),
            // `!` alone says: not resolved.
            Some(tag) if tag == "!" => Value::String(text),
            Some(tag) => match tag.strip_prefix(CORE_TAGS).and_then(|tag| scalar::tagged(tag, text.clone())) {
                Some(Ok(_)) if is_key => Value::String(text),
                Some(value) => value.map_err(|fault| unusable(fault, span))?,
                None => return Err(unknown_tag(&tag, span)),
            },
        };
        self.complete(Built::scalar(value, span), anchor)
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Frame { content: Content::Map(_, None), .. }))
    }

    fn open(
        &mut self,
        content: Content<'s>,
        kind: &str,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Syntax> {
        if self.expects_key() {
            return Err(complex_key(span));
        }
        if self.open.len() >= self.limits.depth {
            return Err(Syntax::too_deep(self.character(span.range().start), self.limits.depth));
        }
        let tag = tag.map(|tag| format!("{}{}", tag.handle, tag.suffix));
        if let Some(tag) = tag.filter(|tag| tag != "!" && tag.strip_prefix(CORE_TAGS) != Some(kind)) {
            return Err(unknown_tag(&tag, span));
        }
        let start = span.range().start;
        self.open.push(Frame { content, start, end: start, anchor, size: 1, height: 1 });
        Ok(())
    }

    /// The character at a place; nothing at the end.
    fn character(&self, at: usize) -> Span {
        let width = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Span::new(at, at + width)
    }

    fn close(&mut self, span: Span) -> Result<(), Syntax> {
        let Some(frame) = self.open.pop() else { return Ok(()) };
        let range = span.range();
        // The parser's span takes in what stands after the bracket; without brackets it is empty, or of the next token.
        let in_brackets = self.text[range.clone()].starts_with([']', '}']);
        let end = if in_brackets { range.start + 1 } else { frame.end };
        let value = match frame.content {
            Content::List(items) => Value::Array(items),
            Content::Map(members, _) => Value::Object(members),
        };
        let node = Node::new(value, Span::new(frame.start, end));
        let built = Built { node, size: frame.size, height: frame.height };
        self.complete(built, frame.anchor)
    }

    /// Puts a node where it belongs: a key, a value, an item or a document.
    fn complete(&mut self, built: Built<'s>, anchor: usize) -> Result<(), Syntax> {
        if let Some(anchored) = self.anchored.as_mut().filter(|_| anchor > 0) {
            anchored.insert(anchor, built.clone());
        }
        let Some(frame) = self.open.last_mut() else {
            self.documents.push(built.node);
            return Ok(());
        };
        frame.end = frame.end.max(built.node.span.range().end);
        match &mut frame.content {
            Content::Map(_, key @ None) => {
                *key = Some((key_text(built.node.value, built.node.span)?, built.node.span));
                return Ok(());
            }
            Content::Map(members, key) => {
                let (key, key_span) = key.take().unwrap_or_default();
                members.push(Member { key, key_span, node: built.node });
            }
            Content::List(items) => items.push(built.node),
        }
        frame.size += built.size;
        frame.height = frame.height.max(built.height + 1);
        Ok(())
    }

    /// A copy of the node that an alias stands for. What it adds is known before it is made.
    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Syntax> {
        let span = extent::written(self.text, span);
        let Some(built) = self.anchored.as_ref().and_then(|anchored| anchored.get(&anchor)) else {
            return Err(Syntax::new(span, "this alias stands for a node that it is itself part of")
                .help("write out what is meant, or refer to it by its @id"));
        };
        self.added = self.added.saturating_add(built.size);
        if self.added > self.limits.aliases {
            return Err(Syntax::new(span, format!("aliases add more than {} nodes", self.limits.aliases))
                .help("write the data without aliases, or raise the limit with --max-aliases"));
        }
        if self.open.len() + built.height > self.limits.depth {
            return Err(Syntax::too_deep(span, self.limits.depth));
        }
        let mut copy = built.clone();
        copy.node.span = span;
        self.complete(copy, 0)
    }

    fn scan_fault(&mut self, fault: &ScanError) -> Syntax {
        let at = self.offsets.byte(fault.marker().index()) + self.before;
        if let Some(tab) = self.indenting_tab(at) {
            return Syntax::new(Span::new(tab, tab + 1), "a tab stands where YAML counts the indentation")
                .help("indent with spaces");
        }
        let span = self.character(at);
        if fault.info() == "recursion limit exceeded" {
            // The parser itself takes no more brackets than a byte counts.
            return Syntax::too_deep(span, self.limits.depth.min(usize::from(u8::MAX)));
        }
        if self.text[at..].starts_with('\0') {
            return Syntax::new(span, "the text holds a NUL character").help("remove it, or write it as \"\\0\"");
        }
        let (message, help) = in_plain_words(fault.info());
        Syntax::new(span, message).help(help)
    }

    /// The first tab in the blanks at the beginning of the line of a place.
    fn indenting_tab(&self, at: usize) -> Option<usize> {
        let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let line = &self.text[start..];
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        line[..blanks].find('\t').map(|tab| start + tab)
    }
}

/// The key that a scalar makes; lists and objects are no keys in data that is also JSON.
fn key_text(value: Value<'_>, span: Span) -> Result<Cow<'_, str>, Syntax> {
    match value {
        Value::String(text) | Value::Number(text) => Ok(text),
        Value::Bool(flag) => Ok(Cow::Borrowed(if flag { "true" } else { "false" })),
        Value::Null => Ok(Cow::Borrowed("null")),
        Value::Array(_) | Value::Object(_) => Err(complex_key(span)),
    }
}

fn complex_key(span: Span) -> Syntax {
    Syntax::new(span, "a key has to be a word, not a list or an object")
        .help("put quotes around the key if it is a text")
}

fn unknown_tag(tag: &str, span: Span) -> Syntax {
    let tag = tag.strip_prefix(CORE_TAGS).map_or_else(|| tag.to_owned(), |name| format!("!!{name}"));
    Syntax::new(span, format!("the tag {tag} says nothing here")).help("remove the tag")
}

fn unusable((message, help): scalar::Unusable, span: Span) -> Syntax {
    Syntax::new(span, message).help(help)
}

/// What the parser says of itself, as people would say it of their text.
fn in_plain_words(info: &str) -> (String, &'static str) {
    let has = |part: &str| info.contains(part);
    let (message, help) = if has("unexpected end of stream") || has("EOF") {
        ("the text ends inside a quoted string", "close the quote")
    } else if has("unknown anchor") {
        ("this alias has no anchor before it", "put the text in quotes if it only begins with *")
    } else if has("mapping values are not allowed") {
        ("a colon and a blank begin a value, and none can stand here", "put quotes around a text that holds ': '")
    } else if has("simple key expect") {
        ("a key without a colon after it", "write key: value, or indent the line as part of the value above it")
    } else if has("invalid indentation") {
        ("this line is indented to no level above it", "align it with the lines that it belongs to")
    } else if has("unexpected character") {
        ("a plain text cannot begin with this character", "put the text in quotes")
    } else if has("escape") {
        ("this escape does not exist in YAML", "write a backslash as \\\\, or use single quotes")
    } else {
        return (format!("this is not YAML: {info}"), "");
    };
    (message.to_owned(), help)
}
