//! The pages of the services: forms to ask and to check, with style and colours of the site, in its languages. They are whole in
//! themselves.

use std::sync::LazyLock;

use axum::http::{StatusCode, header};
use serde_json::{Map, Value};
use twox_hash::XxHash3_64;

use super::accept::{Accept, languages};
use super::answer::Answer;
use super::call::Call;
use super::condition::had;
use super::routes::{Kind, Parameter};

/// The language of a form.
pub(super) const LANGUAGE: Parameter = Parameter {
    name: "lang",
    about: "The language of the form, by its tag; else that of the browser",
    kind: Kind::Text,
    required: false,
};

/// What is said on the pages in one language, by keys.
struct Strings {
    tag: &'static str,
    said: Map<String, Value>,
}

/// The languages of the site's own pages; the first one is for whoever wants none of them.
static LANGUAGES: LazyLock<Vec<Strings>> = LazyLock::new(|| {
    let files = [
        ("en", include_str!("pages/strings/en.json")),
        ("ar", include_str!("pages/strings/ar.json")),
        ("es", include_str!("pages/strings/es.json")),
        ("fr", include_str!("pages/strings/fr.json")),
        ("ru", include_str!("pages/strings/ru.json")),
        ("zh", include_str!("pages/strings/zh.json")),
    ];
    files.map(|(tag, text)| Strings { tag, said: serde_json::from_str(text).unwrap_or_default() }).into()
});

/// A form for SPARQL, with examples.
pub(super) fn query(call: &Call) -> Answer {
    page(call, "sparql", include_str!("pages/query.html"))
}

/// A form for a text that is to be checked.
pub(super) fn validate(call: &Call) -> Answer {
    page(call, "validate", include_str!("pages/validate.html"))
}

pub(super) fn query_script(call: &Call) -> Answer {
    script(call, include_str!("pages/query.js"))
}

pub(super) fn validate_script(call: &Call) -> Answer {
    script(call, include_str!("pages/validate.js"))
}

pub(super) fn style(call: &Call) -> Answer {
    asset(call, "text/css; charset=utf-8", include_str!("pages/style.css"))
}

/// Whether a client would rather have a page than anything that programs read.
pub(super) fn is_wanted(call: &Call) -> bool {
    let accept = Accept::of(call.headers);
    call.headers.contains_key(header::ACCEPT) && accept.quality("text/html") > accept.quality("text/turtle")
}

/// A page, with what is said in the language that suits the reader.
fn page(call: &Call, path: &str, template: &str) -> Answer {
    let given = call.parameter(LANGUAGE.name).map(|tag| tag.to_ascii_lowercase());
    let strings = chosen(given.into_iter().chain(languages(call.headers)));
    let mut text = template.replace("{tag}", strings.tag);
    text =
        text.replace("{choices}", &choices(path)).replace("{strings}", &Value::from(strings.said.clone()).to_string());
    for (key, said) in &strings.said {
        text = text.replace(&format!("{{{key}}}"), said.as_str().unwrap_or(key));
    }
    Answer::ok("text/html; charset=utf-8", text).header(header::VARY, "accept, accept-language")
}

/// The first language that there is of those that are wanted.
fn chosen(mut wanted: impl Iterator<Item = String>) -> &'static Strings {
    let known = |tag: String| {
        let primary = tag.split('-').next().unwrap_or_default().to_owned();
        LANGUAGES.iter().find(|strings| strings.tag == primary)
    };
    wanted.find_map(known).unwrap_or(&LANGUAGES[0])
}

/// Links to a page in each language.
fn choices(path: &str) -> String {
    let link = |strings: &Strings| {
        let (tag, name) = (strings.tag, strings.said["name"].as_str().unwrap_or(strings.tag));
        format!("<li><a href=\"{path}?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\">{name}</a></li>")
    };
    LANGUAGES.iter().map(link).collect()
}

fn script(call: &Call, text: &'static str) -> Answer {
    asset(call, "text/javascript; charset=utf-8", text)
}

/// A file that changes with the program alone.
fn asset(call: &Call, media_type: &str, text: &'static str) -> Answer {
    let tag = format!("\"{:016x}\"", XxHash3_64::oneshot(text.as_bytes()));
    let (answer, tag) = match had(call.headers, &tag) {
        Some(known) => (Answer::empty(StatusCode::NOT_MODIFIED), known),
        None => (Answer::ok(media_type, text), tag),
    };
    answer.header(header::ETAG, &tag).header(header::VARY, "accept-encoding")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything_and_nothing_that_is_markup() {
        let keys = |strings: &Strings| strings.said.keys().cloned().collect::<Vec<_>>();
        for strings in LANGUAGES.iter() {
            assert_eq!(keys(strings), keys(&LANGUAGES[0]), "{}", strings.tag);
            for said in strings.said.values() {
                let said = said.as_str().expect("a text");
                assert!(!said.trim().is_empty() && !said.contains(['<', '>', '&', '"', '{', '}']), "{said}");
            }
        }
    }

    #[test]
    fn every_place_of_the_pages_is_filled() {
        for template in [include_str!("pages/query.html"), include_str!("pages/validate.html")] {
            for part in template.split('{').skip(1) {
                let key = part.split('}').next().expect("a key");
                let is_known = ["tag", "choices", "strings"].contains(&key) || LANGUAGES[0].said.contains_key(key);
                assert!(is_known, "{key}");
            }
        }
    }

    #[test]
    fn the_reader_gets_the_first_language_that_there_is() {
        let tag = |wanted: &[&str]| chosen(wanted.iter().map(|tag| (*tag).to_owned())).tag;
        assert_eq!(tag(&["de", "fr-ca", "es"]), "fr");
        assert_eq!(tag(&["de"]), "en");
        assert_eq!(tag(&[]), "en");
    }
}
