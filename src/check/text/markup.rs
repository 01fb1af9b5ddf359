//! Left-over markup in text.

use crate::check::{Run, Scope, StringAt, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// A tag or a character reference of HTML in a text: `<p>`, `<br/>`, `&amp;`, `&nbsp;`, `&#8217;`.
    ///
    /// ## Why it matters
    /// Texts of records are plain: a page shows the tag itself, and a search for the word does not find it.
    ///
    /// ## Example
    /// Bad: `"title": "Trust &amp; safety <em>online</em>"`
    ///
    /// Good: `"title": "Trust & safety online"`
    ///
    /// ## How to mend
    /// Take the markup out and write the characters themselves. Paragraphs of a description are separated by an empty
    /// line.
    HTML = "text/html", Warning, Run::String(html)
}

/// Elements that editors leave behind.
const ELEMENTS: [&str; 39] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

fn html(scope: &Scope, string: &StringAt, report: &mut Report) {
    if !string.is_text() {
        return;
    }
    let Some(piece) = first_markup(string.text) else { return };
    let shown: String = piece.chars().take(40).collect();
    let finding = scope.finding(
        &HTML,
        scope.part(string.span, piece),
        string.path,
        format!("there is HTML in this text: {shown}"),
    );
    report.push(finding.label("HTML").help("write plain text; paragraphs are separated by an empty line"));
}

/// The first tag or character reference of a text.
fn first_markup(text: &str) -> Option<&str> {
    // Once a `<` has no `>` after it, none after it has one.
    let mut open = true;
    memchr::memchr2_iter(b'<', b'&', text.as_bytes()).find_map(|at| {
        let rest = &text[at..];
        if rest.starts_with('&') {
            return reference(rest);
        }
        let name = rest[1..].trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if !open || ELEMENTS.binary_search(&name[..length].to_ascii_lowercase().as_str()).is_err() {
            return None;
        }
        let end = rest.find('>');
        open = end.is_some();
        Some(&rest[..=end?])
    })
}

/// The character reference that a text begins with.
fn reference(text: &str) -> Option<&str> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let is_number = name.strip_prefix('#').is_some_and(|digits| {
        let hexadecimal = digits.strip_prefix(['x', 'X']);
        let digits = hexadecimal.unwrap_or(digits);
        !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(if hexadecimal.is_some() { 16 } else { 10 }))
    });
    let is_name = name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_number || is_name).then(|| &text[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_found() {
        assert!(ELEMENTS.is_sorted());
        for (text, piece) in [
            ("One<br/>two", "<br/>"),
            ("x </P> y", "</P>"),
            ("Q&amp;A", "&amp;"),
            ("it&#8217;s", "&#8217;"),
            ("see <a href=\"https://example.org\">this</a>", "<a href=\"https://example.org\">"),
        ] {
            assert_eq!(first_markup(text), Some(piece));
        }
    }

    #[test]
    fn signs_of_text_are_no_markup() {
        for text in
            ["Q&A; part 2", "a < b > c", "R&D, trust & safety;", "<3", "<https://example.org>", "<p without end", "&é;"]
        {
            assert_eq!(first_markup(text), None, "{text}");
        }
    }
}
