//! Writes statements that no record holds, after the records, in any syntax of RDF.

use std::fmt::Write;

use crate::format::json;
use crate::model::grammar;
use crate::rdf::graph::{Statement, Term};
use crate::rdf::lines::push_quoted;
use crate::vocab::{rdf, xsd};

/// Writes statements to a format's output as further records, with `separator` between them, and tells how many they are;
/// statements that the syntax cannot hold are given back.
///
/// What is no IRI or no language tag was told when it was read, and is not written.
pub fn write_rest<'r>(
    format: &str,
    statements: &'r [Statement],
    separator: &str,
    out: &mut Vec<u8>,
) -> (usize, Vec<&'r Statement>) {
    let sound: Vec<&Statement> = statements.iter().filter(|statement| is_sound(statement)).collect();
    match format {
        "rdfxml" => rdfxml(&sound, out),
        "jsonld" => (jsonld(&sound, separator, out), Vec::new()),
        _ => (lines(&sound, out), Vec::new()),
    }
}

fn is_sound(statement: &Statement) -> bool {
    let is_name = |name: &str| name.starts_with("_:") || grammar::is_any_iri(name);
    let object = match &statement.object {
        Term::Node(name) => is_name(name),
        Term::Literal { language, .. } if !language.is_empty() => grammar::is_language(language),
        Term::Literal { datatype, .. } => grammar::is_any_iri(datatype),
    };
    object && is_name(&statement.subject) && grammar::is_any_iri(&statement.predicate)
}

/// Statements a line, which Turtle and `TriG` read as well.
fn lines(statements: &[&Statement], out: &mut Vec<u8>) -> usize {
    for statement in statements {
        push_name(&statement.subject, out);
        out.push(b' ');
        push_name(&statement.predicate, out);
        out.push(b' ');
        push_object(&statement.object, out);
        out.extend_from_slice(b" .\n");
    }
    usize::from(!statements.is_empty())
}

fn push_name(name: &str, out: &mut Vec<u8>) {
    if name.starts_with("_:") {
        return out.extend_from_slice(name.as_bytes());
    }
    out.push(b'<');
    out.extend_from_slice(name.as_bytes());
    out.push(b'>');
}

fn push_object(object: &Term, out: &mut Vec<u8>) {
    match object {
        Term::Node(name) => push_name(name, out),
        Term::Literal { text, datatype, language } => {
            push_quoted(text, out);
            if !language.is_empty() {
                out.push(b'@');
                out.extend_from_slice(language.as_bytes());
            } else if datatype != xsd::STRING {
                out.extend_from_slice(b"^^");
                push_name(datatype, out);
            }
        }
    }
}

/// Statements of one subject each, as they follow each other.
fn by_subject<'r>(statements: &[&'r Statement]) -> Vec<Vec<&'r Statement>> {
    statements.chunk_by(|left, right| left.subject == right.subject).map(<[_]>::to_vec).collect()
}

/// A description for each subject. A property whose name is no name in XML cannot be written.
fn rdfxml<'r>(statements: &[&'r Statement], out: &mut Vec<u8>) -> (usize, Vec<&'r Statement>) {
    let is_writable = |told: &&&Statement| local_name(&told.predicate).is_some() && is_xml(told.object.text());
    let (fine, lost): (Vec<&Statement>, Vec<&Statement>) =
        statements.iter().copied().partition(|told| is_writable(&told));
    let mut text = String::new();
    for about in by_subject(&fine) {
        let _ = writeln!(text, "  <rdf:Description {}>", named("about", &about[0].subject));
        for told in about {
            property(told, &mut text);
        }
        text.push_str("  </rdf:Description>\n");
    }
    out.extend_from_slice(text.as_bytes());
    (usize::from(!fine.is_empty()), lost)
}

fn property(told: &Statement, out: &mut String) {
    let Some((namespace, local)) = local_name(&told.predicate) else { return };
    let open = format!("    <r:{local} xmlns:r=\"{}\"", escaped(namespace));
    let close = format!("</r:{local}>\n");
    let _ = match &told.object {
        Term::Node(name) => writeln!(out, "{open} {}/>", named("resource", name)),
        Term::Literal { text, language, .. } if !language.is_empty() => {
            write!(out, "{open} xml:lang=\"{language}\">{}{close}", escaped(text))
        }
        Term::Literal { text, datatype, .. } if datatype == xsd::STRING => {
            write!(out, "{open}>{}{close}", escaped(text))
        }
        Term::Literal { text, datatype, .. } => {
            write!(out, "{open} rdf:datatype=\"{}\">{}{close}", escaped(datatype), escaped(text))
        }
    };
}

fn named(attribute: &str, name: &str) -> String {
    match name.strip_prefix("_:") {
        Some(label) => format!("rdf:nodeID=\"{label}\""),
        None => format!("rdf:{attribute}=\"{}\"", escaped(name)),
    }
}

/// A namespace and the longest name in XML at the end of an IRI.
fn local_name(iri: &str) -> Option<(&str, &str)> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let length = iri.bytes().rev().take_while(|&byte| is_part(byte)).count();
    let tail = &iri[iri.len() - length..];
    let start = tail.bytes().position(|byte| byte.is_ascii_alphabetic() || byte == b'_')?;
    Some(iri.split_at(iri.len() - length + start))
}

/// Whether XML 1.0 can hold every letter of a text.
fn is_xml(text: &str) -> bool {
    !text.chars().any(
        |letter| matches!(letter, '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'),
    )
}

fn escaped(text: &str) -> String {
    let plain = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    plain.replace('"', "&quot;").replace('\r', "&#xD;")
}

/// An object for each subject, in expanded form. The opening brace of each is written with what stands before it.
fn jsonld(statements: &[&Statement], separator: &str, out: &mut Vec<u8>) -> usize {
    let nodes = by_subject(statements);
    for (at, about) in nodes.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(separator.as_bytes());
        }
        out.extend_from_slice(b"\n  \"@id\": ");
        json::write_string(&about[0].subject, out);
        for told in about.chunk_by(|left, right| left.predicate == right.predicate) {
            out.extend_from_slice(b",\n  ");
            let types = told[0].predicate == rdf::TYPE && told.iter().all(|told| matches!(told.object, Term::Node(_)));
            json::write_string(if types { "@type" } else { &told[0].predicate }, out);
            out.extend_from_slice(b": [");
            for (at, told) in told.iter().enumerate() {
                if at > 0 {
                    out.extend_from_slice(b", ");
                }
                value(&told.object, types, out);
            }
            out.push(b']');
        }
        out.extend_from_slice(b"\n}");
    }
    nodes.len()
}

fn value(object: &Term, is_type: bool, out: &mut Vec<u8>) {
    let (key, text, more) = match object {
        Term::Node(name) if is_type => return json::write_string(name, out),
        Term::Node(name) => ("@id", name, None),
        Term::Literal { text, language, .. } if !language.is_empty() => {
            ("@value", text, Some(("@language", language.as_str())))
        }
        Term::Literal { text, datatype, .. } => {
            ("@value", text, (datatype != xsd::STRING).then_some(("@type", datatype.as_ref())))
        }
    };
    out.extend_from_slice(format!("{{\"{key}\": ").as_bytes());
    json::write_string(text, out);
    if let Some((key, text)) = more {
        out.extend_from_slice(format!(", \"{key}\": ").as_bytes());
        json::write_string(text, out);
    }
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_xml_are_the_longest() {
        assert_eq!(local_name("http://e.org/ns#a-b"), Some(("http://e.org/ns#", "a-b")));
        assert_eq!(local_name("http://e.org/2031/1st"), Some(("http://e.org/2031/1", "st")));
        assert_eq!(local_name("http://e.org/2031/1"), None);
    }
}
