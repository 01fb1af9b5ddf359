//! JSON-LD: records in normal form with the context, inlined or by its address; several records as `@graph`.
//!
//! The context is inlined unless its address is asked for: then any processor reads the file without the network.

use crate::doc::Node;
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
    comments: None,
    write: Some(Write::Each(Each { head, record, separator: |_| ",\n{", tail, form: Form::Normal })),
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
    json::write_pretty(record, 0, out);
    out.remove(start);
}

fn tail(options: &WriteOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(match options.count {
        Count::One => b"\n",
        Count::None => b"]\n}\n",
        Count::Many => b"\n]\n}\n",
    });
}
