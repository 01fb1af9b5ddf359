//! What a client accepts (RFC 9110, 12.5.1), and which of several forms suits it best.

use axum::http::{HeaderMap, header};

use super::fields;

/// Media ranges, each with how much it is wanted, in thousandths.
#[derive(Debug, Default)]
pub(super) struct Accept(Vec<Range>);

#[derive(Debug)]
struct Range {
    kind: String,
    subtype: String,
    quality: u16,
}

impl Accept {
    /// What a request accepts: everything, where it does not say or says nothing that can be read.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let ranges = fields::list(headers, header::ACCEPT).unwrap_or_default();
        Self(ranges.split(',').filter_map(range).collect())
    }

    /// How much a media type is wanted: by the most specific range that it is in.
    pub(super) fn quality(&self, media_type: &str) -> u16 {
        if self.0.is_empty() {
            return 1000;
        }
        let (kind, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
        let fits = |range: &Range| match (range.kind.as_str(), range.subtype.as_str()) {
            ("*", "*") => Some((0, range.quality)),
            (known, "*") if known == kind => Some((1, range.quality)),
            (known, sub) if known == kind && sub == subtype => Some((2, range.quality)),
            _ => None,
        };
        self.0.iter().filter_map(fits).max().map_or(0, |(_, quality)| quality)
    }

    /// The offer that is wanted most, the first of equals; none where none is accepted.
    pub(super) fn best<O>(&self, offers: impl IntoIterator<Item = (&'static str, O)>) -> Option<O> {
        let mut best = None;
        for (media_type, offer) in offers {
            let quality = self.page_or(media_type);
            if quality > best.as_ref().map_or(0, |(known, _)| *known) {
                best = Some((quality, offer));
            }
        }
        best.map(|(_, offer)| offer)
    }

    /// Whoever names XHTML can read our pages, too.
    fn page_or(&self, media_type: &str) -> u16 {
        let is_page = |range: &&Range| range.subtype == "xhtml+xml" && media_type == "text/html";
        let as_page = self.0.iter().filter(is_page).map(|range| range.quality).max();
        self.quality(media_type).max(as_page.unwrap_or(0))
    }
}

/// The languages that a client wants (RFC 9110, 12.5.4), the one that is wanted most first, in lower case.
pub(super) fn languages(headers: &HeaderMap) -> Vec<String> {
    let tags = fields::list(headers, header::ACCEPT_LANGUAGE).unwrap_or_default();
    let mut wanted: Vec<(u16, String)> = tags.split(',').filter_map(weighed).collect();
    wanted.retain(|(quality, _)| *quality > 0);
    wanted.sort_by_key(|(quality, _)| u16::MAX - quality);
    wanted.into_iter().map(|(_, tag)| tag).collect()
}

/// What is wanted, in lower case, and how much.
fn weighed(text: &str) -> Option<(u16, String)> {
    let mut parts = text.split(';').map(str::trim);
    let wanted = parts.next()?.to_ascii_lowercase();
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((quality.map_or(Some(1000), thousandths)?, wanted))
}

fn range(text: &str) -> Option<Range> {
    let (quality, wanted) = weighed(text)?;
    let (kind, subtype) = wanted.split_once('/')?;
    let lower = |text: &str| text.trim().to_ascii_lowercase();
    Some(Range { kind: lower(kind), subtype: lower(subtype), quality })
}

/// `0.25` as 250. What is no quality makes its range void.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_sound = matches!(whole, "0" | "1") && rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    let value: u16 = format!("{whole}{rest:0<3}").parse().ok().filter(|_| is_sound)?;
    (value <= 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(accept: &str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().expect("a header"));
        let offers = ["text/html", "text/turtle", "application/ld+json"];
        Accept::of(&headers).best(offers.map(|offer| (offer, offer)))
    }

    #[test]
    fn languages_come_in_the_order_in_which_they_are_wanted() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "de, fr-CA;q=0.5, es;q=0.9, ru;q=0".parse().expect("a header"));
        assert_eq!(languages(&headers), ["de", "es", "fr-ca"]);
    }

    #[test]
    fn the_most_specific_range_counts_and_the_first_offer_among_equals() {
        assert_eq!(best("*/*"), Some("text/html"));
        assert_eq!(best(""), Some("text/html"));
        assert_eq!(best("text/turtle, text/html;q=0.5"), Some("text/turtle"));
        assert_eq!(best("text/*;q=0.3, text/html;q=0, */*;q=0.1"), Some("text/turtle"));
        assert_eq!(best("application/ld+json;q=0.9, text/turtle;q=0.8"), Some("application/ld+json"));
        assert_eq!(best("application/xhtml+xml"), Some("text/html"));
        assert_eq!(best("application/*"), Some("application/ld+json"));
        assert_eq!(best("application/LD+JSON"), Some("application/ld+json"));
        assert_eq!(best("image/png"), None);
        assert_eq!(best("text/html;q=0"), None);
        assert_eq!(best("text/html;q=2, text/turtle;q=0.1"), Some("text/turtle"));
    }
}
