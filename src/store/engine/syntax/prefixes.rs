//! Prefixes that a query uses and does not declare. The parser says only that something is not right somewhere.

use std::collections::HashSet;

/// The first prefix that is used and not declared, and where.
pub(super) fn undeclared(text: &str) -> Option<(usize, &str)> {
    let names: Vec<(usize, &str)> = Prefixes { text, at: 0 }.collect();
    let is_declaration = |offset: usize| {
        let before = text[..offset].trim_end().as_bytes();
        before.last_chunk().is_some_and(|word: &[u8; 6]| word.eq_ignore_ascii_case(b"prefix"))
    };
    let declared = names.iter().filter(|(offset, _)| is_declaration(*offset));
    let declared: HashSet<&str> = declared.map(|(_, name)| *name).collect();
    names.into_iter().find(|(_, name)| !declared.contains(name))
}

/// The prefixes of names, outside of texts, IRIs and comments, with their places.
struct Prefixes<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Prefixes<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (begin, rest) = (self.at, &self.text[self.at..]);
            let letter = rest.chars().next()?;
            if !letter.is_alphabetic() {
                self.at += passed(rest, letter);
                continue;
            }
            let name = &rest[..name(rest)];
            self.at += name.len();
            if let Some(local) = rest[name.len()..].strip_prefix(':') {
                self.at += 1 + local_name(local);
                return Some((begin, name));
            }
        }
    }
}

/// The length of what begins with a letter that no prefix begins with.
fn passed(rest: &str, letter: char) -> usize {
    match letter {
        '#' => rest.find('\n').unwrap_or(rest.len()),
        '"' | '\'' => quoted(rest, letter),
        '<' => match rest.find(['>', ' ', '\n']) {
            Some(end) if rest[end..].starts_with('>') => end + 1,
            _ => 1,
        },
        // Variables, tags of languages.
        '?' | '$' | '@' => 1 + name(&rest[1..]),
        // Nodes without a name, names without a prefix.
        '_' if rest[1..].starts_with(':') => 2 + local_name(&rest[2..]),
        ':' => 1 + local_name(&rest[1..]),
        other => other.len_utf8(),
    }
}

/// The length of a text in quotes, as long as there is one.
fn quoted(rest: &str, quote: char) -> usize {
    let triple = quote.to_string().repeat(3);
    let mark = if rest.starts_with(&triple) { triple.as_str() } else { &triple[..1] };
    let mut at = mark.len();
    while let Some(letter) = rest[at..].chars().next() {
        if rest[at..].starts_with(mark) {
            return at + mark.len();
        }
        at += letter.len_utf8();
        if letter == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a name at the beginning.
fn name(rest: &str) -> usize {
    rest.find(|letter: char| !letter.is_alphanumeric() && !"_-.".contains(letter)).unwrap_or(rest.len())
}

/// The length of the local part of a name at the beginning.
fn local_name(rest: &str) -> usize {
    rest.find(|letter: char| !letter.is_alphanumeric() && !"_-.:%\\".contains(letter)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_quotes_end_where_they_end() {
        let texts = [
            ("'a' b", 3),
            ("\"a\\\"b\" c", 6),
            ("\"\"\"a\"b\"\"\" c", 9),
            ("'open", 5),
            ("'\\", 2),
            ("''", 2),
            ("'é'", 4),
        ];
        for (text, length) in texts {
            assert_eq!(quoted(text, text.chars().next().expect("a quote")), length, "{text}");
        }
    }

    #[test]
    fn names_in_texts_variables_and_nodes_have_no_prefix() {
        let text = "prefix a: <b:c> ASK { ?d a:e 'f:g'@h, _:i, :j, <k:l>, 3, a:m\\:n FILTER(?o<?p) } # q:r";
        assert_eq!(undeclared(text), None);
        assert_eq!(undeclared("ASK { ?s é:p ?o }"), Some((9, "é")));
    }
}
