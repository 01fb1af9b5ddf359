//! From the parser's events to the spanned tree, with a stack of our own.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};

use super::place::Places;
use super::{fault, scalar};
use crate::doc::{Member, Node, Value};
use crate::format::{Limits, Syntax};
use crate::source::Span;

type Done<T = ()> = Result<T, Syntax>;

/// Reads one document of a text; `None` when there is nothing in it. `aliases` is how many nodes aliases may still add.
pub(super) fn read<'s>(text: &'s str, document: Span, limits: &Limits, aliases: &mut usize) -> Done<Option<Node<'s>>> {
    if let Some(fault) = fault::control_character(text, document) {
        return Err(fault);
    }
    let parser = Parser::new_from_str(&text[document.range()]);
    let mut builder = Builder::new(Places::new(text, document), limits, aliases);
    builder.wanted = aliased(&text[document.range()]);
    builder.run(parser)
}

/// The anchors that an alias names; only their values are kept.
fn aliased(text: &str) -> HashSet<usize> {
    if !(text.contains('&') && text.contains('*')) {
        return HashSet::new();
    }
    let events = Parser::new_from_str(text).map_while(Result::ok);
    events.filter_map(|(event, _)| if let Event::Alias(id) = event { Some(id) } else { None }).collect()
}

/// A list or a mapping whose end has not come yet.
struct Open<'s> {
    value: Value<'s>,
    /// The key whose value comes next.
    key: Option<(Cow<'s, str>, Span)>,
    start: usize,
    anchor: usize,
    /// How many nodes there were before it.
    nodes_before: usize,
    /// Levels below it.
    height: usize,
}

impl Open<'_> {
    fn awaits_key(&self) -> bool {
        matches!(self.value, Value::Object(_)) && self.key.is_none()
    }
}

/// A value that aliases name, with the nodes and levels it has.
struct Anchored<'s> {
    node: Node<'s>,
    nodes: usize,
    height: usize,
}

struct Builder<'s, 'l> {
    places: Places<'s>,
    limits: &'l Limits,
    aliases: &'l mut usize,
    wanted: HashSet<usize>,
    anchors: HashMap<usize, Anchored<'s>>,
    /// Nodes kept in `anchors`.
    kept: usize,
    nodes: usize,
    stack: Vec<Open<'s>>,
    root: Option<Node<'s>>,
    /// The end of what was read last.
    end: usize,
}

impl<'s, 'l> Builder<'s, 'l> {
    fn new(places: Places<'s>, limits: &'l Limits, aliases: &'l mut usize) -> Self {
        Self {
            places,
            limits,
            aliases,
            wanted: HashSet::new(),
            anchors: HashMap::new(),
            kept: 0,
            nodes: 0,
            stack: Vec::new(),
            root: None,
            end: 0,
        }
    }

    fn run(mut self, parser: Parser<'s, StrInput<'s>>) -> Done<Option<Node<'s>>> {
        for event in parser {
            let (event, span) = event.map_err(|error| fault::syntax(&error, &mut self.places, self.limits))?;
            let span = self.places.span(span);
            self.event(event, span)?;
        }
        Ok(self.root)
    }

    fn event(&mut self, event: Event<'s>, span: Span) -> Done {
        match event {
            Event::DocumentStart(true) => self.end = span.end as usize,
            Event::Scalar(text, style, anchor, tag) => return self.scalar(text, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(anchor, tag) => {
                return self.open(Value::Array(Vec::new()), anchor, tag.as_deref(), span);
            }
            Event::MappingStart(anchor, tag) => {
                return self.open(Value::Object(Vec::new()), anchor, tag.as_deref(), span);
            }
            Event::SequenceEnd | Event::MappingEnd => return self.close(span),
            Event::Alias(id) => return self.alias(id, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'s, str>, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: Span) -> Done {
        let is_plain = style == ScalarStyle::Plain;
        let is_bare = anchor == 0 && tag.is_none();
        let is_empty = is_plain && is_bare && text.is_empty();
        let span = if is_empty { self.empty_span(span) } else { self.scalar_span(style, is_bare, span) };
        self.end = span.end as usize;
        if is_empty && self.stack.is_empty() {
            return Ok(());
        }
        if self.awaits_key() {
            if is_empty {
                return Err(Syntax::new(span, "a key is missing here").help("write the key before the ':'"));
            }
            self.remember(anchor, &Node::string(text.clone(), span), 1, 0)?;
            self.key(text, span);
            return Ok(());
        }
        let tag = tag.map(|tag| [tag.handle.as_str(), &tag.suffix].concat());
        let value = scalar::resolve(text, is_plain, tag.as_deref())
            .map_err(|(message, help)| Syntax::new(span, message).help(help))?;
        let node = Node::new(value, span);
        self.nodes += 1;
        self.remember(anchor, &node, 1, 0)?;
        self.add(node, 0);
        Ok(())
    }

    /// A value that is not written stands after its `:` or `-`, or after what comes before it.
    fn empty_span(&self, span: Span) -> Span {
        let indicator = match self.stack.last() {
            Some(Open { value: Value::Array(_), .. }) => self.places.indicator(self.end, b"-"),
            _ => Some(span.start as usize).filter(|&at| self.places.text()[at..].starts_with(':')),
        };
        let at = indicator.map_or(self.end.max(self.places.start()), |at| at + 1);
        Span::new(at, at)
    }

    /// From the first byte to the last: of block scalars from the indicator, of quoted ones to the quote.
    fn scalar_span(&self, style: ScalarStyle, is_bare: bool, span: Span) -> Span {
        match style {
            ScalarStyle::Plain => span,
            ScalarStyle::SingleQuoted => Span::new(span.start as usize, self.places.quoted_end(span, true)),
            ScalarStyle::DoubleQuoted => Span::new(span.start as usize, self.places.quoted_end(span, false)),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let indicator = if is_bare { self.places.indicator(self.end, b"|>") } else { None };
                let start = indicator.unwrap_or(span.start as usize).min(span.end as usize);
                let written = &self.places.text()[start..span.end as usize];
                Span::new(start, start + written.trim_end().len())
            }
        }
    }

    fn awaits_key(&self) -> bool {
        self.stack.last().is_some_and(Open::awaits_key)
    }

    fn key(&mut self, text: Cow<'s, str>, span: Span) {
        if let Some(open) = self.stack.last_mut() {
            open.key = Some((text, span));
        }
    }

    fn open(&mut self, value: Value<'s>, anchor: usize, tag: Option<&Tag>, span: Span) -> Done {
        if self.awaits_key() {
            let what = value.kind();
            return Err(Syntax::new(span, format!("this key is {what}, not text")).help("write the key as plain text"));
        }
        if self.stack.len() >= self.limits.depth {
            let start = span.start as usize;
            return Err(Syntax::too_deep(Span::new(start, start + 1), self.limits.depth));
        }
        if let Some(tag) = tag {
            let kind = if matches!(value, Value::Array(_)) { "seq" } else { "map" };
            scalar::check_collection_tag(&[tag.handle.as_str(), &tag.suffix].concat(), kind)
                .map_err(|(message, help)| Syntax::new(span, message).help(help))?;
        }
        let start = self.collection_start(&value, span);
        self.end = self.end.max(start);
        self.stack.push(Open { value, key: None, start, anchor, nodes_before: self.nodes, height: 0 });
        self.nodes += 1;
        Ok(())
    }

    /// A list that is indented no further than its key begins, to the parser, after its first dash.
    fn collection_start(&self, value: &Value, span: Span) -> usize {
        let start = span.start as usize;
        let in_mapping = matches!(self.stack.last(), Some(Open { value: Value::Object(_), .. }));
        let is_block = span.start == span.end && matches!(value, Value::Array(_));
        let dash = if in_mapping && is_block { self.places.indicator(self.end, b"-") } else { None };
        dash.map_or(start, |dash| dash.min(start))
    }

    fn close(&mut self, span: Span) -> Done {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        // A bracket is a part of the list; where there is none, the event stands at what comes next.
        if self.places.text()[span.range()].starts_with([']', '}']) {
            self.end = span.start as usize + 1;
        }
        let node = Node::new(open.value, Span::new(open.start, self.end.max(open.start)));
        let height = open.height + 1;
        self.remember(open.anchor, &node, self.nodes - open.nodes_before, height)?;
        self.add(node, height);
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, node: Node<'s>, height: usize) {
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.height = open.height.max(height);
        match (&mut open.value, open.key.take()) {
            (Value::Array(items), _) => items.push(node),
            (Value::Object(members), Some((key, key_span))) => members.push(Member { key, key_span, node }),
            _ => {}
        }
    }

    /// Keeps a value that aliases name. Each kept value is added at least once, so that no more need be kept than may
    /// be added.
    fn remember(&mut self, anchor: usize, node: &Node<'s>, nodes: usize, height: usize) -> Done {
        if anchor == 0 || !self.wanted.contains(&anchor) {
            return Ok(());
        }
        self.kept += nodes;
        if self.kept > self.limits.aliases {
            return Err(too_many_aliases(node.head(), self.limits));
        }
        self.anchors.insert(anchor, Anchored { node: node.clone(), nodes, height });
        Ok(())
    }

    fn alias(&mut self, id: usize, span: Span) -> Done {
        self.end = span.end as usize;
        let Some(anchored) = self.anchors.get(&id) else {
            return Err(Syntax::new(span, "this alias stands within the value it names").help("write the value out"));
        };
        *self.aliases = self.aliases.checked_sub(anchored.nodes).ok_or_else(|| too_many_aliases(span, self.limits))?;
        if self.stack.len() + anchored.height > self.limits.depth {
            return Err(Syntax::too_deep(span, self.limits.depth));
        }
        let (nodes, height) = (anchored.nodes, anchored.height);
        let node = Node::new(anchored.node.value.clone(), span);
        if self.awaits_key() {
            let Value::String(text) = node.value else {
                let what = node.value.kind();
                return Err(Syntax::new(span, format!("this key is {what}, not text")).help("write the key out"));
            };
            self.key(text, span);
            return Ok(());
        }
        self.nodes += nodes;
        self.add(node, height);
        Ok(())
    }
}

fn too_many_aliases(span: Span, limits: &Limits) -> Syntax {
    Syntax::new(span, format!("aliases add more than {} values", limits.aliases))
        .help("write the values out, or raise the limit with --max-aliases")
}
