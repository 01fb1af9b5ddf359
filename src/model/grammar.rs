//! The grammars of scalar values, each twice: as a pattern that JSON Schema and SHACL carry, and as a matcher that is
//! quick enough for every record. A property test holds the two together.
//!
//! The patterns use only what ECMA 262, `XPath`, Python and PCRE regular expressions share: no look-around, no `\d`, no
//! `\p`. `^` and `$` anchor them; a value never ends with a line end, so `$` means the end in each dialect.

/// A string that shows something: at least one character that is not blank.
pub const VISIBLE: &str = r"[^ \t\r\n]";

/// See [`VISIBLE`].
#[must_use]
pub fn is_visible(text: &str) -> bool {
    text.bytes().any(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// Years 1000 to 2999.
macro_rules! year {
    () => {
        "[12][0-9]{3}"
    };
}

/// Days that exist: 31, 30 and 28 day months, and 29 February in leap years of the years 1000 to 2999.
macro_rules! date {
    () => {
        concat!(
            "(",
            year!(),
            "-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|",
            year!(),
            "-(0[469]|11)-(0[1-9]|[12][0-9]|30)|",
            year!(),
            "-02-(0[1-9]|1[0-9]|2[0-8])|",
            "([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)-02-29)"
        )
    };
}

/// xsd:date without zone, and RFC 3339 `full-date`: `2025-07-07`, years 1000 to 2999.
pub const DATE: &str = concat!("^", date!(), "$");

/// The values that RFC 3339 `date-time` and xsd:dateTime share: seconds and an offset are there, no leap second, offset
/// up to 14:00, a capital `T` and `Z`.
pub const MOMENT: &str = concat!(
    "^",
    date!(),
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)$"
);

/// The durations that RFC 3339 appendix A and xsd:duration share, without years, months and weeks: `PT1H30M`, `P1DT2H`.
pub const DURATION: &str = concat!(
    "^P([0-9]+D(T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S))?",
    "|T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S))$"
);

/// A language tag, RFC 5646 as RDF's `LANGTAG` takes it. Whether it is registered and canonical is a check.
pub const LANGUAGE: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";

/// A name in the form of the IANA time zone database; whether the zone exists is a check.
pub const TIME_ZONE: &str = "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$";

/// ISO 3166-1 alpha-2.
pub const COUNTRY: &str = "^[A-Z]{2}$";

/// `type/subtype` of RFC 6838, without parameters.
pub const MEDIA_TYPE: &str = "^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$";

/// A SHA-256 in hexadecimal.
pub const SHA256: &str = "^[0-9a-f]{64}$";

pub const ORCID: &str = r"^(https?://orcid\.org/)?[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$";
pub const ROR: &str = r"^(https?://ror\.org/)?0[0-9a-z]{6}[0-9]{2}$";
pub const WIKIDATA: &str = r"^(https?://www\.wikidata\.org/(entity|wiki)/)?Q[1-9][0-9]*$";
pub const ISNI: &str = r"^(https?://(www\.)?isni\.org/(isni/)?)?[0-9]{15}[0-9X]$";

/// A character that may stand in a path, query or fragment of an IRI (RFC 3987), or a percent-encoded byte.
macro_rules! iri_chars {
    () => {
        concat!(
            r#"([^\u0000-\u0020"#,
            r##""#%<>\[\\\]^`{|}\u007F-\u00A0\uE000-\uF8FF\uFFF0-\uFFFF]|%[0-9A-Fa-f]{2})*"##
        )
    };
}

/// A host name, an IPv4 address, or a bracketed address; user info is not taken.
macro_rules! authority {
    () => {
        r##"([^\u0000-\u0020"#%/:<>?@\[\\\]^`{|}\u007F-\u00A0\uE000-\uF8FF\uFFF0-\uFFFF]|%[0-9A-Fa-f]{2})+(:[0-9]{1,5})?"##
    };
}

macro_rules! iri {
    () => {
        concat!(
            "(https?://",
            authority!(),
            "([/?]",
            iri_chars!(),
            ")?|(urn|did|tag|ark|info|doi|geo|isbn|issn):[A-Za-z0-9]",
            iri_chars!(),
            ")(#",
            iri_chars!(),
            ")?"
        )
    };
}

/// An absolute IRI (RFC 3987) of a scheme that names things: `http`, `https`, `urn`, `did`, `tag`, `ark`, `info`, `doi`, ...
pub const IRI: &str = concat!("^", iri!(), "$");

/// An IRI that others begin with: `http` or `https`, ending with `/` or `#`.
pub const NAMESPACE: &str = concat!("^https?://", authority!(), "(/|([/?]", iri_chars!(), ")?[/#])$");

/// A reference to a record: an absolute IRI, a CURIE with a known prefix, or `#local`.
pub const REFERENCE: &str = concat!("^(", iri!(), "|#[A-Za-z0-9._~-]+|(orcid|ror|wd|sdg|wsis):[A-Za-z0-9._~/-]+)$");

/// Reads a text from the left, byte by byte.
#[derive(Clone, Copy)]
struct Scan<'t>(&'t [u8]);

impl Scan<'_> {
    fn take(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    /// Takes the longest run of matching bytes and says how long it was.
    fn run(&mut self, matches: impl Fn(u8) -> bool) -> usize {
        let length = self.0.iter().take_while(|&&byte| matches(byte)).count();
        self.0 = &self.0[length..];
        length
    }

    /// Exactly `count` digits, as a number.
    fn number(&mut self, count: usize) -> Option<u32> {
        let digits = self.0.get(..count)?;
        let value = digits
            .iter()
            .try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))?;
        self.0 = &self.0[count..];
        Some(value)
    }

    fn digits(&mut self) -> bool {
        self.run(|byte| byte.is_ascii_digit()) > 0
    }

    fn is_done(self) -> bool {
        self.0.is_empty()
    }
}

fn take_date(scan: &mut Scan) -> Option<()> {
    let year = scan.number(4).filter(|year| (1000..3000).contains(year))?;
    let month = scan.take(b'-').then(|| scan.number(2))??;
    let day = scan.take(b'-').then(|| scan.number(2))??;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(())
}

fn take_time(scan: &mut Scan) -> Option<()> {
    scan.number(2).filter(|&hour| hour < 24)?;
    for _ in 0..2 {
        scan.take(b':').then(|| scan.number(2))?.filter(|&part| part < 60)?;
    }
    if scan.take(b'.') && !scan.digits() { None } else { Some(()) }
}

fn take_offset(scan: &mut Scan) -> Option<()> {
    if scan.take(b'Z') {
        return Some(());
    }
    if !scan.take(b'+') && !scan.take(b'-') {
        return None;
    }
    let hour = scan.number(2)?;
    let minute = scan.take(b':').then(|| scan.number(2))??;
    (minute < 60 && (hour < 14 || (hour == 14 && minute == 0))).then_some(())
}

/// See [`DATE`].
#[must_use]
pub fn is_date(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    take_date(&mut scan).is_some() && scan.is_done()
}

/// See [`MOMENT`].
#[must_use]
pub fn is_moment(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    let read = |scan: &mut Scan| {
        take_date(scan)?;
        scan.take(b'T').then_some(())?;
        take_time(scan)?;
        take_offset(scan)
    };
    read(&mut scan).is_some() && scan.is_done()
}

/// See [`DURATION`].
#[must_use]
pub fn is_duration(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    if !scan.take(b'P') {
        return false;
    }
    let days = scan.digits();
    if days && !scan.take(b'D') {
        return false;
    }
    if scan.is_done() {
        return days;
    }
    scan.take(b'T') && take_time_parts(&mut scan) && scan.is_done()
}

/// Hours, minutes and seconds of a duration: at least one, no gap between hours and seconds.
fn take_time_parts(scan: &mut Scan) -> bool {
    let mut units: &[u8] = b"HMS";
    let mut first = true;
    loop {
        if !scan.digits() {
            return !first && scan.is_done();
        }
        let Some(&unit) = scan.0.first() else { return false };
        let Some(at) = units.iter().position(|&known| known == unit) else { return false };
        if !first && at != 0 {
            return false;
        }
        scan.take(unit);
        units = &units[at + 1..];
        first = false;
    }
}

/// See [`LANGUAGE`].
#[must_use]
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// See [`TIME_ZONE`].
#[must_use]
pub fn is_time_zone(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && text.split('/').all(|part| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
        })
        && !text.split('/').next().unwrap_or_default().is_empty()
}

/// See [`COUNTRY`].
#[must_use]
pub fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// See [`MEDIA_TYPE`].
#[must_use]
pub fn is_media_type(text: &str) -> bool {
    let name = |part: &str| {
        part.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| name(kind) && name(subtype))
}

/// See [`SHA256`].
#[must_use]
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Takes one of the given prefixes off, if there is one.
fn without_prefix<'t>(text: &'t str, prefixes: &[&str]) -> &'t str {
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text)
}

/// The last part of an identifier written as an IRI; the whole text where it is bare already.
#[must_use]
pub fn bare_identifier(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}

/// See [`ORCID`].
#[must_use]
pub fn is_orcid(text: &str) -> bool {
    let bare = without_prefix(text, &["https://orcid.org/", "http://orcid.org/"]).as_bytes();
    bare.len() == 19
        && bare.iter().enumerate().all(|(at, byte)| match at {
            4 | 9 | 14 => *byte == b'-',
            18 => byte.is_ascii_digit() || *byte == b'X',
            _ => byte.is_ascii_digit(),
        })
}

/// See [`ROR`].
#[must_use]
pub fn is_ror(text: &str) -> bool {
    let bare = without_prefix(text, &["https://ror.org/", "http://ror.org/"]).as_bytes();
    bare.len() == 9
        && bare[0] == b'0'
        && bare[1..7].iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
        && bare[7..].iter().all(u8::is_ascii_digit)
}

/// See [`WIKIDATA`].
#[must_use]
pub fn is_wikidata(text: &str) -> bool {
    let prefixes = [
        "https://www.wikidata.org/entity/",
        "http://www.wikidata.org/entity/",
        "https://www.wikidata.org/wiki/",
        "http://www.wikidata.org/wiki/",
    ];
    let bare = without_prefix(text, &prefixes).as_bytes();
    bare.len() >= 2 && bare[0] == b'Q' && (b'1'..=b'9').contains(&bare[1]) && bare[2..].iter().all(u8::is_ascii_digit)
}

/// See [`ISNI`].
#[must_use]
pub fn is_isni(text: &str) -> bool {
    let host = without_prefix(text, &["https://", "http://"]);
    let path = if host.len() == text.len() {
        text
    } else {
        match without_prefix(host, &["www."]).strip_prefix("isni.org/") {
            Some(path) => without_prefix(path, &["isni/"]),
            None => return false,
        }
    };
    let bare = path.as_bytes();
    bare.len() == 16 && bare[..15].iter().all(u8::is_ascii_digit) && (bare[15].is_ascii_digit() || bare[15] == b'X')
}

/// Which ASCII bytes may stand in the path of an IRI as they are: one table look-up a byte.
static IRI_BYTES: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte: u8 = 0x21;
    while byte < 0x7f {
        table[byte as usize] =
            !matches!(byte, b'"' | b'#' | b'%' | b'<' | b'>' | b'[' | b'\\' | b']' | b'^' | b'`' | b'{' | b'|' | b'}');
        byte += 1;
    }
    table
};

/// Takes characters of a path, query or fragment, and stops at the first that cannot stand there.
fn take_iri_chars(scan: &mut Scan) -> Option<()> {
    loop {
        scan.run(|byte| byte < 128 && IRI_BYTES[byte as usize]);
        match scan.0 {
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => scan.0 = rest,
            [byte, ..] if *byte >= 128 => take_iri_char(scan)?,
            _ => return Some(()),
        }
    }
}

/// Takes one character outside ASCII that RFC 3987 calls `ucschar`. The text is valid UTF-8.
fn take_iri_char(scan: &mut Scan) -> Option<()> {
    let width = match scan.0[0] {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    let (char_bytes, rest) = scan.0.split_at_checked(width)?;
    let char = std::str::from_utf8(char_bytes).ok()?.chars().next()?;
    scan.0 = rest;
    let forbidden = matches!(char, '\u{80}'..='\u{A0}' | '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}');
    (!forbidden).then_some(())
}

/// A host and an optional port.
fn take_authority(scan: &mut Scan) -> Option<()> {
    let before = scan.0.len();
    loop {
        scan.run(|byte| byte < 128 && IRI_BYTES[byte as usize] && !matches!(byte, b'/' | b':' | b'?' | b'@'));
        match scan.0 {
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => scan.0 = rest,
            [byte, ..] if *byte >= 128 => take_iri_char(scan)?,
            _ => break,
        }
    }
    if scan.0.len() == before {
        return None;
    }
    if scan.take(b':') && !(1..=5).contains(&scan.run(|byte| byte.is_ascii_digit())) {
        return None;
    }
    Some(())
}

/// Schemes besides `http` and `https` whose IRIs name things.
const NAMING_SCHEMES: [&str; 9] = ["urn:", "did:", "tag:", "ark:", "info:", "doi:", "geo:", "isbn:", "issn:"];

/// See [`IRI`].
#[must_use]
pub fn is_iri(text: &str) -> bool {
    take_iri(text).is_some()
}

/// Whether a text begins with a scheme, as absolute IRIs do.
#[must_use]
pub fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Whether a text is an absolute IRI of any scheme (RFC 3987), as RDF may have.
#[must_use]
pub fn is_any_iri(text: &str) -> bool {
    let Some((_, rest)) = text.split_once(':').filter(|_| has_scheme(text)) else { return false };
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            if !is_authority(&rest[..end]) {
                return false;
            }
            &rest[end..]
        }
        None => rest,
    };
    has_iri_letters(path) && !path.contains(['[', ']']) && memchr::memchr_iter(b'#', path.as_bytes()).nth(1).is_none()
}

/// A host, maybe with a user before and a port after it.
fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let after = host.rfind(']').map_or(host, |at| &host[at + 1..]);
    let port = after.split_once(':').map_or("", |(_, port)| port);
    let bracketed = host.starts_with('[') == host.contains(']') && host.matches(['[', ']']).count() <= 2;
    has_iri_letters(text) && bracketed && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether every letter may stand in an IRI, and every `%` has its two digits.
fn has_iri_letters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_fine = |(at, &byte): (usize, &u8)| match byte {
        b'%' => bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
        b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`' => false,
        _ => byte > b' ' && byte != 0x7F,
    };
    bytes.iter().enumerate().all(is_fine) && (text.is_ascii() || text.chars().all(is_iri_letter))
}

/// Letters beyond ASCII that IRIs may have: no controls, no private use, none that is no character.
fn is_iri_letter(letter: char) -> bool {
    let code = u32::from(letter);
    let private = matches!(code, 0xE000..=0xF8FF | 0xF_0000..);
    letter.is_ascii() || (code >= 0xA0 && !private && code & 0xFFFE != 0xFFFE && !matches!(code, 0xFDD0..=0xFDEF))
}

/// Whether a text has `://`, as IRIs of the web do and codes do not.
#[inline]
#[must_use]
pub fn has_authority(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b':', &bytes[from..]) {
        from += at + 1;
        if let [b'/', b'/', ..] = bytes[from..] {
            return true;
        }
    }
    false
}

fn take_iri(text: &str) -> Option<()> {
    let web = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let mut scan;
    if let Some(rest) = web {
        scan = Scan(rest.as_bytes());
        take_authority(&mut scan)?;
        if let Some(b'/' | b'?') = scan.0.first() {
            take_iri_chars(&mut scan)?;
        }
    } else {
        memchr::memchr(b':', text.as_bytes())?;
        let rest = NAMING_SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme))?;
        scan = Scan(rest.as_bytes());
        rest.as_bytes().first().filter(|byte| byte.is_ascii_alphanumeric())?;
        take_iri_chars(&mut scan)?;
    }
    if scan.take(b'#') {
        take_iri_chars(&mut scan)?;
    }
    scan.is_done().then_some(())
}

/// See [`NAMESPACE`].
#[must_use]
pub fn is_namespace(text: &str) -> bool {
    let hash = text.find('#').is_none_or(|at| at + 1 == text.len());
    text.starts_with("http") && text.ends_with(['/', '#']) && hash && is_iri(text)
}

/// Prefixes that a reference may be shortened with.
pub const REFERENCE_PREFIXES: [&str; 5] = ["orcid:", "ror:", "wd:", "sdg:", "wsis:"];

/// See [`REFERENCE`].
#[must_use]
pub fn is_reference(text: &str) -> bool {
    let word = |rest: &str, extra: &[u8]| {
        !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte) || extra.contains(&byte))
    };
    if let Some(local) = text.strip_prefix('#') {
        return word(local, b"");
    }
    is_iri(text)
        || REFERENCE_PREFIXES.iter().any(|prefix| text.strip_prefix(prefix).is_some_and(|rest| word(rest, b"/")))
}
