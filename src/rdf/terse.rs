//! Turtle's terms as text, for whoever writes Turtle: prefixed names where they are legal, strings on one line.

use super::lines::push_quoted;

/// Declared prefixes, the longest namespace first.
#[derive(Debug, Clone, Default)]
pub struct Prefixes(Vec<(String, String)>);

impl Prefixes {
    /// Declares a prefix. One of the same name before it is forgotten.
    ///
    /// True if it was not declared like this already.
    pub fn declare(&mut self, name: &str, namespace: &str) -> bool {
        if self.0.iter().any(|known| known.0 == name && known.1 == namespace) {
            return false;
        }
        self.0.retain(|known| known.0 != name);
        let longer = |known: &(String, String)| (known.1.len(), name) > (namespace.len(), known.0.as_str());
        let at = self.0.partition_point(longer);
        self.0.insert(at, (name.to_owned(), namespace.to_owned()));
        true
    }

    /// Names and namespaces, by name.
    #[must_use]
    pub fn by_name(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<_> = self.0.iter().map(|(name, namespace)| (name.as_str(), namespace.as_str())).collect();
        all.sort_unstable();
        all
    }

    /// The prefix and the rest of an IRI that can be written as a prefixed name.
    #[must_use]
    pub fn shorten<'i>(&self, iri: &'i str) -> Option<(&str, &'i str)> {
        let split =
            self.0.iter().find_map(|(name, namespace)| Some((name.as_str(), iri.strip_prefix(namespace.as_str())?)));
        split.filter(|(_, local)| is_local_name(local))
    }

    /// Writes a prefixed name where there is one, else the IRI in angle brackets.
    pub fn push_iri(&self, iri: &str, out: &mut Vec<u8>) {
        match self.shorten(iri) {
            Some((name, local)) => {
                out.extend_from_slice(name.as_bytes());
                out.push(b':');
                out.extend_from_slice(local.as_bytes());
            }
            None => {
                out.push(b'<');
                out.extend_from_slice(iri.as_bytes());
                out.push(b'>');
            }
        }
    }

    /// Writes a string with its datatype.
    pub fn push_typed(&self, text: &str, datatype: &str, out: &mut Vec<u8>) {
        push_quoted(text, out);
        out.extend_from_slice(b"^^");
        self.push_iri(datatype, out);
    }
}

/// Writes the declaration of a prefix.
pub fn push_prefix(name: &str, namespace: &str, out: &mut Vec<u8>) {
    for part in ["@prefix ", name, ": <", namespace, "> .\n"] {
        out.extend_from_slice(part.as_bytes());
    }
}

/// The part of `PN_LOCAL` (Turtle 1.1, 6.5) that needs no escapes.
fn is_local_name(local: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    local.bytes().next().is_some_and(word)
        && local.bytes().all(|byte| word(byte) || byte == b'-' || byte == b'.')
        && !local.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iri(prefixes: &Prefixes, iri: &str) -> String {
        let mut out = Vec::new();
        prefixes.push_iri(iri, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn prefixed_names_are_used_where_they_are_legal() {
        let mut prefixes = Prefixes::default();
        assert!(prefixes.declare("sdg", "http://metadata.un.org/sdg/"));
        assert!(prefixes.declare("un", "http://metadata.un.org/"));
        assert!(!prefixes.declare("un", "http://metadata.un.org/"));
        assert_eq!(iri(&prefixes, "http://metadata.un.org/sdg/16.10"), "sdg:16.10");
        assert_eq!(iri(&prefixes, "http://metadata.un.org/x"), "un:x");
        assert_eq!(iri(&prefixes, "http://metadata.un.org/a/b"), "<http://metadata.un.org/a/b>");
        assert_eq!(iri(&prefixes, "http://metadata.un.org/a."), "<http://metadata.un.org/a.>");
    }

    #[test]
    fn a_prefix_can_be_declared_anew() {
        let mut prefixes = Prefixes::default();
        prefixes.declare("e", "http://a.example/");
        assert!(prefixes.declare("e", "http://b.example/"));
        assert_eq!(iri(&prefixes, "http://a.example/x"), "<http://a.example/x>");
        assert_eq!(iri(&prefixes, "http://b.example/x"), "e:x");
    }
}
