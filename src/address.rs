//! Addresses on the web: `http` or `https`, with a host, without credentials.

use std::fmt::{self, Write};

use oxiri::Iri;

/// An address that may be asked for. The fragment is gone, which no server sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    origin: Origin,
}

/// Whom one talks to: headers that are meant for one are not for another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    pub is_secure: bool,
    /// In lower case; addresses of IPv6 in brackets.
    pub host: String,
    pub port: u16,
}

impl Address {
    /// Takes an absolute address.
    ///
    /// # Errors
    /// What is wrong with it, after words such as "the address".
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.is_ascii() {
            return Err("has letters that are not ASCII; write them percent-encoded, and the host as xn--".to_owned());
        }
        let iri = Iri::parse(text).map_err(|error| format!("is not a URL: {error}"))?;
        let is_secure = match iri.scheme().to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            other => return Err(format!("begins with {other}:, which is neither http: nor https:")),
        };
        let origin = origin(is_secure, iri.authority().unwrap_or_default())?;
        let (scheme, path) = (if is_secure { "https" } else { "http" }, iri.path());
        let mut text = format!("{scheme}://{origin}{}{path}", if path.is_empty() { "/" } else { "" });
        if let Some(query) = iri.query() {
            text.extend(["?", query]);
        }
        Ok(Self { text, origin })
    }

    /// The address that a reference in an answer leads to.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn follow(&self, reference: &str) -> Result<Self, String> {
        let reference = encoded(reference.trim());
        let base = Iri::parse(self.text.as_str()).map_err(|error| error.to_string())?;
        let target = base.resolve(&reference).map_err(|error| format!("is not a URL: {error}"))?;
        Self::parse(target.as_str())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Host and port, without the port that the scheme has anyway.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)?;
        if self.port == usual_port(self.is_secure) { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

fn usual_port(is_secure: bool) -> u16 {
    if is_secure { 443 } else { 80 }
}

fn origin(is_secure: bool, authority: &str) -> Result<Origin, String> {
    if authority.contains('@') {
        return Err("has a name or password in it; give it in a header that takes it from the environment".to_owned());
    }
    // The colons of IPv6 are in brackets.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    };
    if host.is_empty() || host.contains('%') {
        return Err("names no host".to_owned());
    }
    let port = match port {
        "" => usual_port(is_secure),
        port => port.parse().ok().filter(|port| *port > 0).ok_or_else(|| format!("has the port {port}"))?,
    };
    Ok(Origin { is_secure, host: host.to_ascii_lowercase(), port })
}

/// Letters that servers write and no URL has.
const NOT_IN_URLS: &[u8] = b"\"<>\\^`{|}";

/// A URI for a reference as servers and IRIs write it and no URI is: with spaces, braces and letters of any script
/// (RFC 3987, 3.1). What is percent-encoded stays as it is.
pub(crate) fn encoded(reference: &str) -> String {
    let mut text = String::new();
    for byte in reference.bytes() {
        if byte.is_ascii_graphic() && !NOT_IN_URLS.contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, String> {
        Address::parse(text).map(|address| address.text)
    }

    #[test]
    fn addresses_are_taken_in_one_form() {
        assert_eq!(parsed("HTTPS://Data.Example.org:443#top").unwrap(), "https://data.example.org/");
        assert_eq!(parsed("http://data.example.org:8080/a?b=c").unwrap(), "http://data.example.org:8080/a?b=c");
        assert_eq!(parsed("http://[2001:DB8::1]/a").unwrap(), "http://[2001:db8::1]/a");
    }

    #[test]
    fn others_are_refused() {
        for (text, why) in [
            ("file:///etc/passwd", "file:"),
            ("ftp://data.example.org/", "ftp:"),
            ("https://jo:secret@data.example.org/", "password"),
            ("https:///programme", "no host"),
            ("https://data.example.org:0/", "port"),
            ("https://data.example.org:99999/", "port"),
            ("https://da%74a.example.org/", "no host"),
            ("https://häuser.example/", "ASCII"),
            ("/programme", "not a URL"),
            ("http://a.example\\@b.example/", "not a URL"),
        ] {
            let fault = parsed(text).expect_err(text);
            assert!(fault.contains(why), "{text}: {fault}");
        }
    }

    #[test]
    fn references_are_followed_from_where_they_stand() {
        let base = Address::parse("https://data.example.org/a/b?c").unwrap();
        let follow = |reference| base.follow(reference).map(|address| address.text);
        assert_eq!(follow("d e?é|{}").unwrap(), "https://data.example.org/a/d%20e?%C3%A9%7C%7B%7D");
        assert_eq!(follow("//other.example/x").unwrap(), "https://other.example/x");
        assert!(follow("file:///etc/passwd").is_err() && follow("http://jo@a.example/").is_err());
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let origin = |text| Address::parse(text).unwrap().origin;
        assert_eq!(origin("https://a.example/x"), origin("https://A.example:443/y"));
        assert_ne!(origin("https://a.example/"), origin("http://a.example/"));
        assert_ne!(origin("https://a.example/"), origin("https://a.example:8443/"));
    }
}
