//! YAML events to trees, with a stack of our own: depth and aliases are bounded.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks, Tag};

use super::scalar;
use crate::doc::{Member, Node, Value};
use crate::format::{Limits, Syntax};
use crate::source::Span;

pub(super) fn documents<'s>(text: &'s str, limits: &Limits) -> Result<Vec<Node<'s>>, Syntax> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = &text[bom..];
    let mut builder = Builder {
        offsets: Offsets::new(body, bom),
        text,
        limits,
        open: Vec::new(),
        anchors: HashMap::new(),
        added: 0,
        documents: Vec::new(),
    };
    for event in Parser::new_from_str(body) {
        match event {
            Ok((event, marks)) => builder.event(event, marks)?,
            Err(error) => return Err(builder.fault(&error)),
        }
    }
    Ok(builder.documents)
}

/// Bytes for the parser's places, which are counted in characters.
struct Offsets {
    /// Byte of each 64th character; empty for ASCII.
    marks: Vec<usize>,
    base: usize,
}

impl Offsets {
    fn new(text: &str, base: usize) -> Self {
        let marks =
            if text.is_ascii() { Vec::new() } else { text.char_indices().step_by(64).map(|(at, _)| at).collect() };
        Self { marks, base }
    }

    /// The byte of a character in the whole text.
    fn byte(&self, text: &str, index: usize) -> usize {
        if self.marks.is_empty() {
            return (self.base + index).min(text.len());
        }
        let Some(&mark) = self.marks.get(index / 64) else { return text.len() };
        let rest = &text[self.base + mark..];
        self.base + mark + rest.char_indices().nth(index % 64).map_or(rest.len(), |(at, _)| at)
    }
}

/// A list or object that is not closed yet.
struct Open<'s> {
    start: usize,
    anchor: usize,
    content: Content<'s>,
}

enum Content<'s> {
    List(Vec<Node<'s>>),
    Map(Vec<Member<'s>>, Option<(Cow<'s, str>, Span)>),
}

/// A node that an alias may name, and how many nodes it is.
struct Anchored<'s> {
    node: Node<'s>,
    size: usize,
}

struct Builder<'s, 'l> {
    text: &'s str,
    offsets: Offsets,
    limits: &'l Limits,
    open: Vec<Open<'s>>,
    anchors: HashMap<usize, Anchored<'s>>,
    /// Nodes that aliases added.
    added: usize,
    documents: Vec<Node<'s>>,
}

impl<'s> Builder<'s, '_> {
    fn event(&mut self, event: Event<'s>, marks: Marks) -> Result<(), Syntax> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let span = self.span(marks, style);
                let node = Node::new(value(text, style, tag.as_deref(), span)?, span);
                self.close(node, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(marks, anchor, tag.as_deref(), "seq", Content::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.start(marks, anchor, tag.as_deref(), "map", Content::Map(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(marks),
            Event::Alias(anchor) => self.alias(anchor, marks),
            Event::DocumentStart(_) => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn byte(&self, index: usize) -> usize {
        self.offsets.byte(self.text, index)
    }

    /// The bytes of a scalar, without the blanks and comments that the parser takes with it.
    fn span(&self, marks: Marks, style: ScalarStyle) -> Span {
        let (start, end) = (self.byte(marks.start.index()), self.byte(marks.end.index()));
        let written = self.text[start..end.max(start)].trim_end();
        let length = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => quoted_length(written),
            _ => written.len(),
        };
        Span::new(start, start + length)
    }

    fn start(
        &mut self,
        marks: Marks,
        anchor: usize,
        tag: Option<&Tag>,
        kind: &str,
        content: Content<'s>,
    ) -> Result<(), Syntax> {
        let start = self.byte(marks.start.index());
        let at = Span::new(start, (start + 1).min(self.text.len()));
        if tag.is_some_and(|tag| !(tag.is_yaml_core_schema() && tag.suffix == kind)) {
            return Err(unknown_tag(at));
        }
        if self.open.len() >= self.limits.depth {
            return Err(Syntax::too_deep(at, self.limits.depth));
        }
        self.open.push(Open { start, anchor, content });
        Ok(())
    }

    fn end(&mut self, marks: Marks) -> Result<(), Syntax> {
        let Some(Open { start, anchor, content }) = self.open.pop() else { return Ok(()) };
        // A block ends where its last item does; only brackets have an end of their own.
        let bracket = self.byte(marks.end.index());
        let (value, last) = match content {
            Content::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::Array(items), last)
            }
            Content::Map(members, _) => {
                let last = members.last().map(|member| member.node.span.end.max(member.key_span.end));
                (Value::Object(members), last)
            }
        };
        let is_flow = self.text[start..].starts_with(['[', '{']);
        let end = match last {
            Some(last) if !is_flow => last as usize,
            _ => bracket.max(start),
        };
        self.close(Node::new(value, Span::new(start, end)), anchor)
    }

    fn alias(&mut self, anchor: usize, marks: Marks) -> Result<(), Syntax> {
        let span = self.span(marks, ScalarStyle::Plain);
        let Some(Anchored { node, size }) = self.anchors.get(&anchor) else {
            return Err(
                Syntax::new(span, "this alias stands inside the node that it names").help("write the values out")
            );
        };
        self.added = self.added.saturating_add(*size);
        if self.added > self.limits.aliases {
            let message = format!("aliases add more than {} nodes", self.limits.aliases);
            return Err(Syntax::new(span, message).help("write the values out, or raise the limit with --max-aliases"));
        }
        let mut node = node.clone();
        node.span = span;
        self.close(node, 0)
    }

    /// A node is complete: it goes into what is open, or is a document.
    fn close(&mut self, node: Node<'s>, anchor: usize) -> Result<(), Syntax> {
        if anchor > 0 {
            let size = size(&node);
            self.anchors.insert(anchor, Anchored { node: node.clone(), size });
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.documents.push(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map(members, key)) => match key.take() {
                Some((key, key_span)) => members.push(Member { key, key_span, node }),
                None => *key = Some(self::key(node, self.text)?),
            },
        }
        Ok(())
    }

    fn fault(&self, error: &ScanError) -> Syntax {
        let at = self.byte(error.marker().index());
        let width = self.text[at..].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(at, at + width);
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let indent = self.text[line..].split(|letter: char| !letter.is_whitespace()).next().unwrap_or_default();
        if error.info().contains("recursion") || error.info().contains("depth") {
            return Syntax::too_deep(span, self.limits.depth);
        }
        if indent.contains('\t') || error.info().contains("tab") {
            return Syntax::new(span, "YAML is indented with spaces, and here is a tab").help("indent with spaces");
        }
        Syntax::new(span, format!("this is not YAML: {}", error.info()))
            .help("check indentation, quotes and brackets up to this place; quote text that holds ': ' or ' #'")
    }
}

/// Length of a scalar in quotes up to the closing one.
fn quoted_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some(&quote) = bytes.first() else { return 0 };
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 2,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// A key as text: what the author wrote, whatever it would be as a value.
fn key<'s>(node: Node<'s>, text: &'s str) -> Result<(Cow<'s, str>, Span), Syntax> {
    match node.value {
        Value::String(key) => Ok((key, node.span)),
        Value::Array(_) | Value::Object(_) => {
            Err(Syntax::new(node.span, "a key is a single word, not a list or an object").help("write the key as text"))
        }
        _ => Ok((Cow::Borrowed(&text[node.span.range()]), node.span)),
    }
}

/// How many nodes a tree is.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.iter().map(|member| size(&member.node)).sum::<usize>(),
        _ => 1,
    }
}

fn unknown_tag(span: Span) -> Syntax {
    Syntax::new(span, "this tag has no meaning here")
        .help("remove it; only !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are known")
}

fn value<'s>(text: Cow<'s, str>, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Result<Value<'s>, Syntax> {
    let no_number = |message| Syntax::new(span, message).help("leave the key out, or write the value in quotes");
    match tag {
        None if style == ScalarStyle::Plain => scalar::plain(text).map_err(no_number),
        None => Ok(Value::String(text)),
        Some(tag) if tag.is_yaml_core_schema() => match tag.suffix.as_str() {
            "str" => Ok(Value::String(text)),
            "int" | "float" | "bool" | "null" => scalar::plain(text).map_err(no_number),
            _ => Err(unknown_tag(span)),
        },
        // `!` alone makes any scalar a string.
        Some(tag) if tag.handle.is_empty() && tag.suffix == "!" => Ok(Value::String(text)),
        Some(_) => Err(unknown_tag(span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Node<'_> {
        let mut documents = documents(text, &Limits::default()).expect(text);
        assert_eq!(documents.len(), 1, "{text}");
        documents.remove(0)
    }

    fn fault(text: &str) -> Syntax {
        documents(text, &Limits::default()).expect_err("a fault")
    }

    #[test]
    fn values_stay_what_the_author_wrote() {
        let node = one("country: NO\nstart: 10:30\ntopic: sdg:16.10\nnumber: 16.10\nquoted: '5'\n");
        let text = |key| node.text(key).unwrap();
        assert_eq!([text("country"), text("start"), text("topic"), text("quoted")], ["NO", "10:30", "sdg:16.10", "5"]);
        assert_eq!(node.get("number").unwrap().value, Value::Number("16.10".into()));
    }

    #[test]
    fn spans_cover_what_is_written() {
        let text = "\u{feff}titlé: \"Ä b\"  # comment\r\nlist:\r\n  - one\r\n  - {a: [1, 2]}\r\ntext: |\r\n  x\r\n  y\r\nend: e\r\n";
        let node = one(text);
        let shown = |node: &Node| &text[node.span.range()];
        assert_eq!(shown(node.get("titlé").unwrap()), "\"Ä b\"");
        assert_eq!(&text[node.member("list").unwrap().key_span.range()], "list");
        let list = node.get("list").unwrap();
        assert_eq!(shown(&list.items()[1]), "{a: [1, 2]}");
        assert!(shown(list).starts_with("- one") && shown(list).ends_with('}'), "{:?}", shown(list));
        assert!(shown(node.get("text").unwrap()).ends_with('y'));
        assert_eq!(shown(node.get("end").unwrap()), "e");
    }

    #[test]
    fn aliases_are_copies_within_bounds() {
        let node = one("a: &x {n: 1}\nb: *x\n");
        assert!(node.get("a").unwrap().same_value(node.get("b").unwrap()));
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let inner = vec![format!("*a{}", level - 1); 9].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
        }
        assert!(fault(&bomb).help.unwrap().contains("--max-aliases"));
    }

    #[test]
    fn deep_nesting_is_a_finding() {
        let flow = fault(&"[".repeat(100_000)).message;
        assert!(flow.contains("128"), "{flow}");
        let indented: String = (0..10_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        let block = fault(&indented).message;
        assert!(block.contains("128"), "{block}");
    }

    #[test]
    fn mistakes_have_their_place() {
        let tab = fault("a:\n\tb: 1\n");
        assert!(tab.message.contains("tab"), "{}", tab.message);
        for broken in ["a: \"x\n", "a: [1\n", "a: 'x", "{a: 1", "a: !foo 1", "a: .inf", "? [a]\n: b\n", "a: *nope\n"] {
            assert!(documents(broken, &Limits::default()).is_err(), "{broken}");
        }
    }

    #[test]
    fn duplicate_keys_are_left_to_the_structural_check() {
        assert_eq!(one("a: 1\na: 2\n").as_object().unwrap().len(), 2);
    }
}
