//! Where the page of an IRI is that no file can be called after: `person/WS12` is at `person/jane-doe-caa93fa1a6a0`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use crate::address::encoded;

/// Paths of pages by IRIs, both without the address of the site.
#[derive(Debug)]
pub(super) struct Minted(HashMap<String, String>);

impl Minted {
    /// Takes the IRIs as records write them; each is found in every form that means the same to a server, too.
    pub(super) fn new(pages: &BTreeMap<String, String>) -> Self {
        let mut all: HashMap<_, _> = pages.clone().into_iter().collect();
        for (iri, page) in pages {
            all.entry(normal(iri)).or_insert_with(|| page.clone());
        }
        Self(all)
    }

    /// The path of the page of an IRI, without ending.
    pub(super) fn page(&self, iri: &str) -> Option<&str> {
        self.0.get(iri).or_else(|| self.0.get(&normal(iri))).map(String::as_str)
    }
}

/// The one form of equivalent references (RFC 3986, 6.2.2.1 and 6.2.2.2): what need not be percent-encoded is not, and
/// its digits are capitals.
fn normal(iri: &str) -> String {
    let mut parts = iri.split('%');
    let mut text = encoded(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) if is_unreserved(byte) => text.push(char::from(byte)),
            // Writing to a string cannot fail.
            Some(byte) => drop(write!(text, "%{byte:02X}")),
            None => text.push('%'),
        }
        text.push_str(&encoded(&part[digits.map_or(0, str::len)..]));
    }
    text
}

/// RFC 3986, 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_is_found_in_every_form_that_means_the_same() {
        let of = |iri: &str| (iri.to_owned(), format!("page-of-{iri}"));
        let minted = Minted::new(&["person/josé", "person/a%2Fb", "person/WS~12", "person/Jos%e9"].map(of).into());
        let page = |iri: &str| minted.page(iri).map(|page| page.trim_start_matches("page-of-").to_owned());
        for (asked, iri) in [
            ("person/josé", "person/josé"),
            ("person/jos%C3%A9", "person/josé"),
            ("person/jos%c3%a9", "person/josé"),
            ("person/a%2fb", "person/a%2Fb"),
            ("p%65rson/WS%7e12", "person/WS~12"),
            ("person/Jos%E9", "person/Jos%e9"),
        ] {
            assert_eq!(page(asked).as_deref(), Some(iri), "{asked}");
        }
        for other in ["person/ws~12", "person/a/b", "person/jos%", "person/jos%+9", "person/jos%é"] {
            assert_eq!(page(other), None, "{other}");
        }
    }

    #[test]
    fn two_iris_that_a_server_cannot_tell_apart_keep_their_pages() {
        let pages = [("a/é", "a/one"), ("a/%C3%A9", "a/two")].map(|(iri, page)| (iri.to_owned(), page.to_owned()));
        let minted = Minted::new(&pages.into());
        assert_eq!((minted.page("a/é"), minted.page("a/%C3%A9")), (Some("a/one"), Some("a/two")));
    }
}
