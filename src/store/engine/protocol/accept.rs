//! Which form an answer has by `Accept` (RFC 9110, 12.5.1).

use crate::store::form::{FORMS, Form, Kind};

/// What a client takes: ranges of media types, each with its weight in thousandths.
#[derive(Debug)]
pub(super) struct Accept {
    ranges: Vec<(String, u32)>,
}

impl Accept {
    /// Without the header, anything will do. Ranges that are not well-formed are left out.
    pub(super) fn of(header: Option<&str>) -> Self {
        let header = header.filter(|header| !header.trim().is_empty()).unwrap_or("*/*");
        Self { ranges: header.split(',').filter_map(range).collect() }
    }

    /// The form of the highest weight that holds answers of a kind; of equals, the first of [`FORMS`].
    pub(super) fn form(&self, kind: Kind) -> Option<&'static Form> {
        let weight = |form: &Form| form.media_types.iter().map(|media_type| self.weight(media_type)).max().unwrap_or(0);
        let fitting = FORMS.iter().filter(|form| form.fits(kind) && weight(form) > 0);
        // Of equals, max_by_key would take the last.
        fitting.rev().max_by_key(|form| weight(form))
    }

    /// The name of a form that the client likes best.
    pub(super) fn media_type(&self, form: &Form) -> String {
        let best = form.media_types.iter().rev().max_by_key(|media_type| self.weight(media_type));
        let best = best.copied().unwrap_or("text/plain");
        if best.starts_with("text/") { format!("{best}; charset=utf-8") } else { best.to_owned() }
    }

    /// The weight of the most specific range that a media type is in; 0 where it is in none.
    fn weight(&self, media_type: &str) -> u32 {
        let whole = media_type.split('/').next().unwrap_or_default();
        let ranges = [media_type.to_owned(), format!("{whole}/*"), "*/*".to_owned()];
        let found = ranges.iter().find_map(|range| self.ranges.iter().find(|(known, _)| known == range));
        found.map_or(0, |(_, weight)| *weight)
    }
}

/// A range and its weight. Parameters other than `q` are left out: no form here has any.
fn range(text: &str) -> Option<(String, u32)> {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().filter(|range| range.contains('/'))?.to_ascii_lowercase();
    let weight = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    let weight = weight.map_or(Some(1000), |(_, weight)| thousandths(weight.trim()))?;
    Some((range, weight))
}

/// A weight between 0 and 1, of three digits at most.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    if digits.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part: u32 = format!("{digits:0<3}").parse().ok()?;
    match (whole, part) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &str, kind: Kind) -> Option<&'static str> {
        Accept::of(Some(accept)).form(kind).map(|form| form.name)
    }

    #[test]
    fn the_most_specific_range_says_the_weight() {
        assert_eq!(chosen("text/*;q=0.3, text/csv;q=0, */*;q=0.1", Kind::Solutions), Some("xml"));
        assert_eq!(chosen("text/csv;q=0.5, application/sparql-results+json;q=0.4", Kind::Solutions), Some("csv"));
        assert_eq!(chosen("application/xml;q=0.9, */*;q=0.8", Kind::Graph), Some("turtle"));
        assert_eq!(chosen("text/html", Kind::Solutions), None);
        assert_eq!(chosen("*/*;q=0", Kind::Graph), None);
        assert_eq!(chosen("text/csv", Kind::Boolean), None);
    }

    #[test]
    fn an_alias_is_answered_by_its_own_name() {
        let accept = Accept::of(Some("application/json"));
        let form = accept.form(Kind::Solutions).expect("there is one");
        assert_eq!((form.name, accept.media_type(form).as_str()), ("json", "application/json"));
        let any = Accept::of(None);
        assert_eq!(any.media_type(any.form(Kind::Solutions).expect("there is one")), "application/sparql-results+json");
    }

    #[test]
    fn weights_have_three_digits_at_most() {
        let weights = ["1", "1.000", "0.5", "0.123", "0.1234", "1.1", "x", "", "0."].map(thousandths);
        assert_eq!(weights, [Some(1000), Some(1000), Some(500), Some(123), None, None, None, None, Some(0)]);
    }
}
