//! YAML for people, which YAML 1.1 and 1.2 readers take alike.

use crate::doc::{Member, Node, Value};

/// Writes a record as a block document.
pub(super) fn document(record: &Node, out: &mut Vec<u8>) {
    match &record.value {
        Value::Object(members) if !members.is_empty() => map(members, 0, out),
        Value::Array(items) if !items.is_empty() => list(items, 0, out),
        _ => {
            scalar(record, 0, out);
            out.push(b'\n');
        }
    }
}

fn indent(depth: usize, out: &mut Vec<u8>) {
    out.extend(std::iter::repeat_n(b' ', depth));
}

/// Members, each on its own line; the first continues the line that is open.
fn map(members: &[Member], depth: usize, out: &mut Vec<u8>) {
    for (at, member) in members.iter().enumerate() {
        if at > 0 {
            indent(depth, out);
        }
        push_word(&member.key, out);
        out.push(b':');
        below(&member.node, depth, out);
    }
}

fn list(items: &[Node], depth: usize, out: &mut Vec<u8>) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            indent(depth, out);
        }
        out.push(b'-');
        match &item.value {
            Value::Object(members) if !members.is_empty() => {
                out.push(b' ');
                map(members, depth + 2, out);
            }
            Value::Array(inner) if !inner.is_empty() => {
                out.push(b' ');
                list(inner, depth + 2, out);
            }
            _ => below(item, depth, out),
        }
    }
}

/// What follows a key or a dash.
fn below(node: &Node, depth: usize, out: &mut Vec<u8>) {
    match &node.value {
        Value::Object(members) if !members.is_empty() => {
            out.push(b'\n');
            indent(depth + 2, out);
            map(members, depth + 2, out);
        }
        Value::Array(items) if !items.is_empty() => {
            out.push(b'\n');
            indent(depth + 2, out);
            list(items, depth + 2, out);
        }
        _ => {
            out.push(b' ');
            scalar(node, depth + 2, out);
            out.push(b'\n');
        }
    }
}

fn scalar(node: &Node, depth: usize, out: &mut Vec<u8>) {
    match &node.value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Value::Number(text) => out.extend_from_slice(text.as_bytes()),
        Value::String(text) if is_block(text) => push_block(text, depth.max(2), out),
        Value::String(text) => push_word(text, out),
        Value::Array(_) => out.extend_from_slice(b"[]"),
        Value::Object(_) => out.extend_from_slice(b"{}"),
    }
}

/// Whether a literal block says the text exactly.
fn is_block(text: &str) -> bool {
    let printable = |letter: char| letter == '\n' || (is_printable(letter) && letter != '\t');
    text.contains('\n')
        && text.chars().all(printable)
        && !text.starts_with([' ', '\n'])
        && text.split('\n').all(|line| !line.ends_with(' '))
}

fn push_block(text: &str, depth: usize, out: &mut Vec<u8>) {
    let ends = text.len() - text.trim_end_matches('\n').len();
    out.extend_from_slice(match ends {
        0 => b"|-",
        1 => b"|",
        _ => b"|+",
    });
    // The line end after the block is written by the caller.
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push(b'\n');
        if !line.is_empty() {
            indent(depth, out);
            out.extend_from_slice(line.as_bytes());
        }
    }
}

/// Text on one line: plain where no reader takes it for anything else, else in quotes.
fn push_word(text: &str, out: &mut Vec<u8>) {
    if is_plain(text) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for letter in text.chars() {
        match letter {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            _ if is_printable(letter) => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
            _ => {
                let code = u32::from(letter);
                let escape = if code <= 0xFFFF { format!("\\u{code:04X}") } else { format!("\\U{code:08X}") };
                out.extend_from_slice(escape.as_bytes());
            }
        }
    }
    out.push(b'"');
}

/// Words that YAML 1.1 takes for booleans or null.
const RESERVED: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Begins with a letter, holds no sign with a meaning, and is no reserved word.
fn is_plain(text: &str) -> bool {
    let sound =
        |letter: char| letter.is_alphanumeric() || " _-./()'+&;".contains(letter) || (letter == ':' || letter == ',');
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|letter| sound(letter) && is_printable(letter))
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The printable characters of YAML 1.2 (5.1) that no reader takes for a line end.
fn is_printable(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
        && !matches!(u32::from(letter), 0x1_FFFE.. if u32::from(letter) & 0xFFFE == 0xFFFE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::Limits;
    use crate::format::yaml::parse;
    use crate::source::Span;

    fn tree() -> impl Strategy<Value = Node<'static>> {
        let node = |value| Node::new(value, Span::default());
        let text = prop_oneof![any::<String>(), "[ a-z:#\\-\\n\"'\\\\]{0,12}", "(no|On|1e3|0x1F|~|10:30|- a|a\\n\\n)"];
        let leaf = prop_oneof![
            text.clone().prop_map(move |text| node(Value::String(text.into()))),
            any::<i32>().prop_map(move |number| node(Value::Number(number.to_string().into()))),
            any::<bool>().prop_map(move |flag| node(Value::Bool(flag))),
            Just(node(Value::Null)),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(move |items| node(Value::Array(items))),
                prop::collection::btree_map(text.clone(), inner, 0..5).prop_map(move |members| {
                    let member = |(key, node): (String, Node<'static>)| Member {
                        key: key.into(),
                        key_span: Span::default(),
                        node,
                    };
                    node(Value::Object(members.into_iter().map(member).collect()))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(tree in tree()) {
            let mut out = Vec::new();
            document(&tree, &mut out);
            let text = String::from_utf8(out).unwrap();
            let read = parse(&text, &Limits::default()).map_err(|fault| TestCaseError::fail(format!("{}\n{text}", fault.message)))?;
            prop_assert_eq!(read.len(), 1, "{}", text);
            prop_assert!(read[0].same_value(&tree), "{}\n{:?}", text, read[0]);
        }
    }

    #[test]
    fn words_that_mean_something_else_are_quoted() {
        let mut out = Vec::new();
        for word in ["NO", "10:30", "plain text", "2025-07-07", "https://example.org/a", "a: b"] {
            push_word(word, &mut out);
            out.push(b' ');
        }
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\"NO\" \"10:30\" plain text \"2025-07-07\" https://example.org/a \"a: b\" "
        );
    }
}
