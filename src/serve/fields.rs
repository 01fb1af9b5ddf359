//! Fields of the header of a request.

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::AsHeaderName;

/// The value of a field that is sent once, if it is text.
pub(super) fn value(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The value of a field that is a list: its lines are one list in their order (RFC 9110, 5.3). Lines that are no text are
/// left out.
pub(super) fn list(headers: &HeaderMap, name: impl AsHeaderName) -> Option<Cow<'_, str>> {
    let mut lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    let first = Cow::Borrowed(lines.next()?);
    Some(lines.fold(first, |list, line| list + ", " + line))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn lines_of_a_list_are_one_list() {
        let mut headers = HeaderMap::new();
        assert_eq!(list(&headers, header::ACCEPT), None);
        headers.append(header::ACCEPT, HeaderValue::from_static("text/turtle;q=0.5"));
        assert_eq!(list(&headers, "accept").as_deref(), Some("text/turtle;q=0.5"));
        headers.append(header::ACCEPT, HeaderValue::from_bytes(b"text/\xff").expect("a value"));
        headers.append(header::ACCEPT, HeaderValue::from_static("text/html, */*;q=0.1"));
        assert_eq!(list(&headers, "accept").as_deref(), Some("text/turtle;q=0.5, text/html, */*;q=0.1"));
    }
}
