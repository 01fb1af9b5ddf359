//! Descriptions as plain text: HTML becomes what a browser would show.

use std::borrow::Cow;

use html5gum::{Token, Tokenizer};

/// Elements that begin a paragraph of their own.
const APART: &[&[u8]] = &[
    b"p",
    b"div",
    b"ul",
    b"ol",
    b"dl",
    b"table",
    b"blockquote",
    b"pre",
    b"section",
    b"article",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"hr",
    b"figure",
];
/// Elements that begin a line of their own.
const LINES: &[&[u8]] = &[b"br", b"li", b"tr", b"dt", b"dd"];
/// Elements whose content nobody sees.
const UNSEEN: &[&[u8]] = &[b"script", b"style", b"template", b"iframe", b"noscript"];

/// A text without markup: paragraphs are separated by an empty line, items of lists begin with a hyphen, links keep their
/// address. A text without HTML comes back as it is.
#[must_use]
pub(super) fn plain(text: Cow<'_, str>) -> Cow<'_, str> {
    if !has_markup(&text) {
        return if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text };
    }
    Cow::Owned(shown(&text))
}

/// A text in such a form that reading it gives it back: as HTML, where it could be taken for some.
#[must_use]
pub fn as_html(text: &str) -> Cow<'_, str> {
    if !has_markup(text) {
        return Cow::Borrowed(text);
    }
    let plain = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(format!("<p>{}</p>", plain.replace("\n\n", "</p><p>").replace('\n', "<br>")))
}

/// Whether a text has a tag or an entity of HTML: `a < b` and `R&D` have none.
fn has_markup(text: &str) -> bool {
    let tag = |rest: &str| {
        let name = rest[1..].trim_start_matches('/');
        name.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && rest[1..].find(['>', '<']).is_some_and(|at| rest.as_bytes()[1 + at] == b'>')
            && !rest.starts_with("<http")
            && !rest[..rest.find('>').unwrap_or(0)].contains('@')
    };
    let entity = |rest: &str| {
        let end = rest.find(';').filter(|end| (3..10).contains(end));
        end.is_some_and(|end| rest[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#'))
    };
    text.match_indices(['<', '&']).any(|(at, mark)| if mark == "<" { tag(&text[at..]) } else { entity(&text[at..]) })
}

fn shown(text: &str) -> String {
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new(text) {
        match token {
            Token::StartTag(tag) => page.start(&tag.name, tag.attributes.get(&b"href"[..]).map(|href| href.as_slice())),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(words) => page.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    page.text.trim().to_owned()
}

#[derive(Default)]
struct Page {
    text: String,
    /// Line ends that stand before the next word.
    gap: usize,
    space: bool,
    preformatted: usize,
    unseen: usize,
    /// Addresses of the links that are open, and where their words begin.
    links: Vec<(String, usize)>,
}

impl Page {
    fn start(&mut self, name: &[u8], href: Option<&[u8]>) {
        self.unseen += usize::from(UNSEEN.contains(&name));
        self.preformatted += usize::from(name == b"pre");
        self.break_at(name);
        if name == b"li" {
            self.words("-");
            self.space = true;
        }
        if name == b"a" {
            let address = href.map(|href| String::from_utf8_lossy(href).into_owned()).unwrap_or_default();
            self.links.push((address, self.text.len()));
        }
    }

    fn end(&mut self, name: &[u8]) {
        if UNSEEN.contains(&name) {
            self.unseen = self.unseen.saturating_sub(1);
        }
        if name == b"pre" {
            self.preformatted = self.preformatted.saturating_sub(1);
        }
        self.break_at(name);
        if name == b"a" {
            self.close_link();
        }
    }

    /// The address stands after the words of a link, unless the words are the address.
    fn close_link(&mut self) {
        let Some((address, start)) = self.links.pop() else { return };
        let words = self.text.get(start..).unwrap_or_default();
        let is_address = |scheme: &str| address.starts_with(scheme);
        let known = words.contains(address.trim_end_matches('/'));
        if !words.trim().is_empty() && !known && ["http:", "https:"].into_iter().any(is_address) {
            self.text.extend([" (", &address, ")"]);
        }
    }

    fn break_at(&mut self, name: &[u8]) {
        let gap = match name {
            _ if APART.contains(&name) => 2,
            // A line break after a line break is an empty line.
            b"br" => (self.gap + 1).min(2),
            _ if LINES.contains(&name) => 1,
            _ => 0,
        };
        self.gap = self.gap.max(gap);
    }

    fn words(&mut self, words: &str) {
        if self.unseen > 0 {
            return;
        }
        for letter in words.chars() {
            if letter.is_whitespace() && (self.preformatted == 0 || letter != '\n') {
                self.space = true;
                continue;
            }
            if letter == '\n' {
                self.gap = (self.gap + 1).min(2);
                continue;
            }
            if self.gap > 0 {
                if !self.text.is_empty() {
                    (0..self.gap).for_each(|_| self.text.push('\n'));
                }
            } else if self.space && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
            (self.gap, self.space) = (0, false);
            self.text.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        plain(Cow::Borrowed(text)).into_owned()
    }

    #[test]
    fn markup_becomes_text() {
        assert_eq!(of("<p>One <b>two</b>\n three.</p><p>Four &amp; five</p>"), "One two three.\n\nFour & five");
        assert_eq!(of("A<br>B<br/><br/>C"), "A\nB\n\nC");
        assert_eq!(of("<ul><li>One</li><li>Two</li></ul>"), "- One\n- Two");
        assert_eq!(of("See <a href=\"https://example.org/a\">here</a>."), "See here (https://example.org/a).");
        assert_eq!(of("x<script>alert(1)</script>y"), "xy");
    }

    #[test]
    fn plain_text_is_left_alone() {
        for text in ["a < b and c > d", "R&D", "a\n\n  b", "<jane@example.org>", "<https://example.org/>", "AT&T; B"] {
            assert_eq!(of(text), text);
        }
    }
}
