//! HTML to blocks: what a browser would show on lines of its own.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::block::{Block, Link, Role, visible};
use crate::source::Span;

/// Elements whose content is not part of what the page says.
const SKIPPED: &[&[u8]] =
    &[b"script", b"style", b"template", b"noscript", b"svg", b"nav", b"footer", b"button", b"select", b"iframe"];

/// Elements that stand in a line of text. All others begin a new one.
const INLINE: &[&[u8]] = &[
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"data", b"del", b"em", b"font", b"i", b"ins",
    b"kbd", b"label", b"mark", b"q", b"s", b"samp", b"small", b"span", b"strong", b"sub", b"sup", b"time", b"tt", b"u",
    b"var", b"wbr", b"img", b"input",
];

/// The blocks of an HTML text. Any text is HTML to a browser, so nothing here can fail.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut page = Page { source, blocks: Vec::new(), open: Block::new(Role::Line, true), skipped: None };
    for Ok(token) in Tokenizer::new_with_emitter(source, emitter) {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(text) => page.text(text.span.start, text.span.end),
            _ => {}
        }
    }
    page.close(true);
    page.blocks
}

struct Page<'s> {
    source: &'s str,
    blocks: Vec<Block>,
    open: Block,
    /// The element that is being skipped, and how many of its name are open.
    skipped: Option<(&'static [u8], usize)>,
}

impl Page<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(*skipped == name && !tag.self_closing);
            return;
        }
        if let Some(skipped) = SKIPPED.iter().find(|skipped| **skipped == name) {
            self.skipped = (!tag.self_closing).then_some((*skipped, 1));
            return;
        }
        if name == b"a" {
            self.link(tag);
        }
        if name == b"br" && self.open.role == Role::Item {
            self.open.push_for("\n", Span::new(tag.span.start, tag.span.end));
        } else if !INLINE.contains(&name) {
            self.close(name != b"br");
            self.open.role = role(name).unwrap_or(self.open.role);
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
        } else if !INLINE.contains(&name) {
            self.close(true);
            self.open.role = Role::Line;
        }
    }

    fn link(&mut self, tag: &StartTag<usize>) {
        let Some(target) = tag.attributes.get(&b"href"[..]) else { return };
        let target = String::from_utf8_lossy(target).trim().to_owned();
        self.open.links.push(Link { target, span: Span::new(tag.span.start, tag.span.end) });
    }

    /// Adds shown text: the source's own bytes where they say themselves, what entities stand for else.
    fn text(&mut self, start: usize, end: usize) {
        let Some(text) = self.source.get(start..end).filter(|_| self.skipped.is_none()) else { return };
        let mut at = 0;
        while let Some(next) = text[at..].find('&') {
            self.plain(&text[at..at + next], start + at);
            at += next;
            let length = entity(&text[at..]);
            match decoded(&text[at..at + length]) {
                Some(letters) => {
                    self.open.push_for(&visible(&letters), Span::new(start + at, start + at + length));
                }
                None => self.open.push_verbatim(&text[at..at + length], start + at),
            }
            at += length;
        }
        self.plain(&text[at..], start + at);
    }

    /// Adds text without entities, white space collapsed as a browser does.
    fn plain(&mut self, text: &str, start: usize) {
        let is_space = |letter: char| letter.is_ascii_whitespace();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let space = rest.len() - rest.trim_start_matches(is_space).len();
            if space > 0 {
                if !self.open.text.is_empty() && !self.open.text.ends_with([' ', '\n']) {
                    self.open.push_for(" ", Span::new(start + at, start + at + space));
                }
                at += space;
                continue;
            }
            let word = rest.find(is_space).unwrap_or(rest.len());
            self.open.push_visible(&rest[..word], start + at);
            at += word;
        }
    }

    /// Ends the open block; `apart` says whether the next one stands apart from it.
    fn close(&mut self, apart: bool) {
        if self.open.text.trim().is_empty() {
            let mut fresh = Block::new(self.open.role, self.open.apart || apart);
            fresh.links = std::mem::take(&mut self.open.links);
            self.open = fresh;
            return;
        }
        let role = if apart { Role::Line } else { self.open.role };
        let mut block = std::mem::replace(&mut self.open, Block::new(role, apart));
        block.trim_end();
        self.blocks.push(block);
    }
}

fn role(name: &[u8]) -> Option<Role> {
    Some(match name {
        b"title" => Role::Title,
        b"h1" => Role::Heading { top: true },
        b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"dt" | b"th" => Role::Heading { top: false },
        b"li" => Role::Item,
        _ => return None,
    })
}

/// Length of what may be an entity at the beginning of a text, its `&` included.
fn entity(text: &str) -> usize {
    const LONGEST: usize = 34;
    let name = text.bytes().skip(1).take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    let length = 1 + name.count();
    length + usize::from(text[length..].starts_with(';'))
}

/// What an entity stands for; none if the text is none.
fn decoded(text: &str) -> Option<String> {
    let strings = Tokenizer::new(text).filter_map(|Ok(token)| match token {
        Token::String(string) => Some(String::from_utf8_lossy(&string).into_owned()),
        _ => None,
    });
    Some(strings.collect()).filter(|decoded: &String| decoded != text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<(Role, String)> {
        blocks(html).into_iter().map(|block| (block.role, block.text)).collect()
    }

    #[test]
    fn blocks_are_what_a_browser_shows() {
        let html = "<!doctype html><title>T</title><script>if (a < b) {}</script><h1>Big\n  one</h1>\
                    <div>a <b>b</b><br>c<ul><li><p>d</p></li><li>e</ul><nav><p>no</p></nav>f";
        let line = |text: &str| (Role::Line, text.to_owned());
        let expected = vec![
            (Role::Title, "T".to_owned()),
            (Role::Heading { top: true }, "Big one".to_owned()),
            line("a b"),
            line("c"),
            (Role::Item, "d".to_owned()),
            (Role::Item, "e".to_owned()),
            line("f"),
        ];
        assert_eq!(read(html), expected);
    }

    #[test]
    fn entities_have_spans_too() {
        let html = "<p>Media &amp; Law&nbsp;– F&eacute;r &foo; x</p>";
        let blocks = blocks(html);
        let words = blocks[0].words();
        assert_eq!(words.text, "Media & Law – Fér &foo; x");
        let found = |text: &str| words.text.find(text).map(|at| words.part(&words.text[at..at + text.len()])).unwrap();
        assert_eq!(&html[found("Media & Law").span().range()], "Media &amp; Law");
        assert_eq!(&html[found("Fér").span().range()], "F&eacute;r");
    }

    #[test]
    fn garbage_is_no_fault() {
        for html in
            ["<", "<p", "</", "&", "&#x110000;", "<a href=", "<!--", "<svg><svg></svg>", "</script></nav>\u{0}é&é"]
        {
            blocks(html);
        }
    }
}
