//! The parameters of a request (SPARQL 1.1 Protocol, 2.1.1 to 2.1.3).

use super::{Refusal, Request};

/// What a request asks; without a query it asks what the service is.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) query: Option<String>,
    pub(super) default_graphs: Vec<String>,
    pub(super) named_graphs: Vec<String>,
}

impl Parameters {
    /// Of a GET: all in the address.
    pub(super) fn of_address(request: &Request<'_>) -> Result<Self, Refusal> {
        Self::of_form(request.query.as_bytes())
    }

    /// Of a POST: a form, or the query itself with its graphs in the address.
    pub(super) fn of_body(request: &Request<'_>) -> Result<Self, Refusal> {
        let said = request.content_type.unwrap_or("no media type");
        let (media_type, charset) = media_type(said);
        if charset.is_some_and(|charset| !charset.eq_ignore_ascii_case("utf-8")) {
            return Err(Refusal::media_type(said));
        }
        match media_type.as_str() {
            "application/x-www-form-urlencoded" => {
                let parameters = Self::of_form(request.body)?;
                let missing = || Refusal::bad("the form has no query", "give it as query=SELECT...");
                if parameters.query.is_none() { Err(missing()) } else { Ok(parameters) }
            }
            "application/sparql-query" => {
                let parameters = Self::of_form(request.query.as_bytes())?;
                if parameters.query.is_some() {
                    return Err(Refusal::bad(
                        "there are two queries, one in the address and one in the body",
                        "give one",
                    ));
                }
                let text = std::str::from_utf8(request.body);
                let text = text.map_err(|_| Refusal::bad("the query is not UTF-8", "write it in UTF-8"))?;
                Ok(Self { query: Some(text.to_owned()), ..parameters })
            }
            "application/sparql-update" => Err(Refusal::update()),
            _ => Err(Refusal::media_type(said)),
        }
    }

    fn of_form(form: &[u8]) -> Result<Self, Refusal> {
        let mut found = Self::default();
        for (name, value) in form_urlencoded::parse(form) {
            match name.as_ref() {
                "query" if found.query.is_some() => {
                    return Err(Refusal::bad("there are several queries", "give one at a time"));
                }
                "query" => found.query = Some(value.into_owned()),
                "default-graph-uri" => found.default_graphs.push(value.into_owned()),
                "named-graph-uri" => found.named_graphs.push(value.into_owned()),
                "update" | "using-graph-uri" | "using-named-graph-uri" => return Err(Refusal::update()),
                // Others are for whoever stands before this.
                _ => {}
            }
        }
        Ok(found)
    }
}

/// A media type in lower case, and its character set.
fn media_type(said: &str) -> (String, Option<&str>) {
    let mut parts = said.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.eq_ignore_ascii_case("charset"));
    (media_type, charset.map(|(_, value)| value.trim_matches('"')))
}
