//! JSON-LD: records in normal form with the context, inlined or by its address; several records as `@graph`.
//!
//! The context is inlined unless its address is asked for: then any processor reads the file without the network.

pub mod nodes;

use crate::doc::{Node, Value};
use crate::format::{Count, Each, Form, Format, Write, WriteOptions, json, rdf};
use crate::rdf::context::context;
use crate::vocab::plenary;

pub static FORMAT: Format = Format {
    name: "jsonld",
    about: "JSON-LD, compact by our context",
    extensions: &["jsonld"],
    media_types: &["application/ld+json"],
    sniff: rdf::looks_like_jsonld,
    read: Some(rdf::jsonld),
    statements: Some(rdf::statements::jsonld),
    comments: None,
    write: Some(Write::Each(Each { head, record, separator: |_| ",\n{", tail, form: Form::ApartIfMany })),
};

/// Opens the record, or the list of them; a record is then written without its opening brace.
fn head(options: &WriteOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\n  \"@context\": ");
    if options.context_address {
        json::write_string(plenary::CONTEXT, out);
    } else {
        let pretty = serde_json::to_string_pretty(context()).unwrap_or_default();
        out.extend_from_slice(pretty.replace('\n', "\n  ").as_bytes());
    }
    out.extend_from_slice(match options.count {
        Count::One => b",",
        Count::None => b",\n  \"@graph\": [",
        Count::Many => b",\n  \"@graph\": [\n{",
    });
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    let start = out.len();
    write_value(record, 0, out);
    out.remove(start);
}

/// Writes a value so that a change of one value is a change of one line: lists of strings and texts by language stand on
/// one line, and nodes in a list by their id, whatever their order says.
fn write_value(node: &Node, depth: usize, out: &mut Vec<u8>) {
    match &node.value {
        Value::Array(items) if items.iter().any(is_node) => {
            let mut sorted: Vec<&Node> = items.iter().collect();
            sorted.sort_by_key(|item| item.as_str().or_else(|| item.text("id")));
            write_lines([b'[', b']'], &sorted, depth, out, |item, out| write_value(item, depth + 1, out));
        }
        Value::Object(members) if is_node(node) => {
            write_lines([b'{', b'}'], members, depth, out, |member, out| {
                json::write_string(&member.key, out);
                out.extend_from_slice(b": ");
                write_value(&member.node, depth + 1, out);
            });
        }
        _ => write_line(node, out),
    }
}

/// Texts by language are no node: they have neither id nor type.
fn is_node(node: &Node) -> bool {
    node.get("type").is_some() || node.get("id").is_some()
}

fn write_lines<T>(braces: [u8; 2], parts: &[T], depth: usize, out: &mut Vec<u8>, write: impl Fn(&T, &mut Vec<u8>)) {
    let indent = |depth: usize| std::iter::repeat_n(b' ', depth * 2);
    out.push(braces[0]);
    for (at, part) in parts.iter().enumerate() {
        out.extend_from_slice(if at > 0 { b",\n" } else { b"\n" });
        out.extend(indent(depth + 1));
        write(part, out);
    }
    out.push(b'\n');
    out.extend(indent(depth));
    out.push(braces[1]);
}

/// Writes a value on one line, with a space after each comma and colon.
fn write_line(node: &Node, out: &mut Vec<u8>) {
    let separate = |at: usize, out: &mut Vec<u8>| {
        if at > 0 {
            out.extend_from_slice(b", ");
        }
    };
    match &node.value {
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                separate(at, out);
                write_line(item, out);
            }
            out.push(b']');
        }
        Value::Object(members) => {
            out.push(b'{');
            for (at, member) in members.iter().enumerate() {
                separate(at, out);
                json::write_string(&member.key, out);
                out.extend_from_slice(b": ");
                write_line(&member.node, out);
            }
            out.push(b'}');
        }
        _ => json::write_compact(node, out),
    }
}

fn tail(options: &WriteOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(match options.count {
        Count::One => b"\n",
        Count::None => b"]\n}\n",
        Count::Many => b"\n]\n}\n",
    });
}
