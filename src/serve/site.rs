//! The site: documents as they are, and for IRIs that are no documents the form that the client wants (303), as the rules
//! of the site for other servers have it.
//!
//! A path is looked up among the files that the site consists of, and never joined to a folder otherwise: there is no
//! way out of it.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use axum::http::{StatusCode, header};
use percent_encoding::percent_decode_str;

use super::accept::Accept;
use super::answer::{Answer, Payload};
use super::call::Call;
use super::condition::{Validators, Wanted, wanted};
use super::state::{Entry, State};
use crate::publish;

/// Files up to this are read at once.
const SMALL: u64 = 256 << 10;

/// Answers for a path of the site.
pub(super) fn answer(call: &Call) -> Answer {
    let state = call.state;
    let path = percent_decode_str(call.path).decode_utf8_lossy();
    let path = minted(call, &path).unwrap_or(&path);
    let (stem, ending) = stem(path);
    if let Some(target) = state.site.moved.get(stem) {
        return moved(call, target, ending);
    }
    if state.site.gone.contains(stem) {
        return gone(call, stem);
    }
    if let Some((path, entry)) = file(state, path) {
        return document(call, &path, entry);
    }
    let forms: Vec<_> = forms(call, path).collect();
    if !forms.is_empty() {
        return negotiate(call, &forms);
    }
    if state.files.contains_key(format!("{path}/index.html").as_str()) {
        return Answer::redirect(StatusCode::MOVED_PERMANENTLY, &format!("{}{path}/", call.service.root));
    }
    not_found()
}

/// The path of the page of the IRI that is asked for, where it is another one. A document of the IRI's own path comes
/// before, but for an IRI with a query.
fn minted<'c>(call: &Call<'c>, path: &str) -> Option<&'c str> {
    let Call { state, query, .. } = *call;
    let with_query = (!query.is_empty()).then(|| state.minted.page(&format!("{}?{query}", call.path))).flatten();
    with_query.or_else(|| state.minted.page(call.path).filter(|_| file(state, path).is_none()))
}

/// The file of a path, or that of a folder: its path, and what is known of it.
fn file<'p>(state: &State, path: &'p str) -> Option<(Cow<'p, str>, Entry)> {
    if let Some(entry) = state.files.get(path) {
        return Some((path.into(), *entry));
    }
    let index = (path.is_empty() || path.ends_with('/')).then(|| format!("{path}index.html"))?;
    let entry = *state.files.get(index.as_str())?;
    Some((index.into(), entry))
}

/// The path without the ending of a form, and that ending.
fn stem(path: &str) -> (&str, &str) {
    let known = |(stem, ending): &(&str, &str)| !stem.is_empty() && publish::forms().any(|(form, _)| form == *ending);
    path.rsplit_once('.').filter(known).unwrap_or((path, ""))
}

/// The forms that there are of something that is no document: media type and path.
fn forms(call: &Call, path: &str) -> impl Iterator<Item = (&'static str, String)> {
    let all = publish::forms().map(move |(ending, media_type)| (media_type, format!("{path}.{ending}")));
    all.filter(|(_, path)| call.state.files.contains_key(path.as_str()))
}

/// Leads to the form that is wanted most, or lists those that there are.
fn negotiate(call: &Call, forms: &[(&'static str, String)]) -> Answer {
    let root = &call.service.root;
    let answer = match Accept::of(call.headers).best(forms.iter().map(|(media_type, path)| (*media_type, path))) {
        Some(path) => Answer::redirect(StatusCode::SEE_OTHER, &format!("{root}{path}")),
        None => {
            let lines = forms.iter().map(|(media_type, path)| format!("{media_type} {root}{path}\n"));
            let text: String = lines.collect();
            let links = forms.iter().map(|(kind, path)| format!("<{root}{path}>; rel=\"alternate\"; type=\"{kind}\""));
            let links: Vec<String> = links.collect();
            let answer = Answer::of(StatusCode::NOT_ACCEPTABLE, "text/plain; charset=utf-8", text);
            answer.header(header::LINK, &links.join(", "))
        }
    };
    answer.header(header::VARY, "accept")
}

/// Leads to what took the place of a record; to the same form of it, where a form was asked for.
fn moved(call: &Call, target: &str, ending: &str) -> Answer {
    let root = &call.service.root;
    let to = match (target.contains("://"), ending) {
        (true, _) => target.to_owned(),
        (false, "") => format!("{root}{target}"),
        (false, ending) => format!("{root}{target}.{ending}"),
    };
    Answer::redirect(StatusCode::MOVED_PERMANENTLY, &to)
}

/// Says that a record was withdrawn: on its page, if the client reads pages.
fn gone(call: &Call, stem: &str) -> Answer {
    let reads_pages = Accept::of(call.headers).quality("text/html") > 0;
    let file = format!("{stem}.html");
    let is_page = reads_pages && call.state.files.contains_key(file.as_str());
    let page = is_page.then(|| std::fs::read(call.state.folder.path().join(&file)).ok()).flatten();
    let answer = match page {
        Some(page) => Answer::of(StatusCode::GONE, "text/html; charset=utf-8", page),
        None => Answer::of(StatusCode::GONE, "text/plain; charset=utf-8", "This record was withdrawn.\n"),
    };
    answer.header(header::VARY, "accept")
}

fn not_found() -> Answer {
    Answer::of(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "There is nothing here.\n")
}

/// A file, or what of it the client does not have.
fn document(call: &Call, path: &str, entry: Entry) -> Answer {
    let Some((file, known)) = open(&call.state.folder.path().join(path), entry) else { return not_found() };
    let modified = httpdate::fmt_http_date(known.modified);
    // The same for all of them, packed or not (RFC 9110, 15.3.7 and 15.4.5).
    let described = |answer: Answer, tag: &str| {
        let answer = answer.header(header::ETAG, tag).header(header::LAST_MODIFIED, &modified);
        answer.header(header::VARY, "accept-encoding")
    };
    match wanted(call.method, call.headers, &known) {
        Wanted::Nothing(tag) => {
            described(Answer::empty(StatusCode::NOT_MODIFIED), tag.as_deref().unwrap_or(&known.tag))
        }
        Wanted::Failed => Answer::problem(StatusCode::PRECONDITION_FAILED, "the file is another one by now"),
        Wanted::OutOfRange => {
            let answer = Answer::problem(StatusCode::RANGE_NOT_SATISFIABLE, "the file is shorter");
            answer.header(header::CONTENT_RANGE, &format!("bytes */{}", known.length))
        }
        Wanted::Whole => described(send(file, path, StatusCode::OK, 0, known.length), &known.tag),
        Wanted::Part(first, last) => {
            let answer = send(file, path, StatusCode::PARTIAL_CONTENT, first, last - first + 1);
            let range = format!("bytes {first}-{last}/{}", known.length);
            described(answer, &known.tag).header(header::CONTENT_RANGE, &range)
        }
    }
}

/// Opens a file. The tag is a hash of its content, unless somebody has written it since the state was made: then it is
/// made of when that was.
fn open(path: &Path, entry: Entry) -> Option<(File, Validators)> {
    let file = File::open(path).ok()?;
    let about = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let (length, modified) = (about.len(), about.modified().ok()?);
    let tag = if (length, modified) == (entry.length, entry.modified) {
        format!("\"{:016x}\"", entry.hash)
    } else {
        let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
        format!("\"{:x}-{length:x}\"", since.as_nanos())
    };
    Some((file, Validators { tag, modified, length }))
}

/// Some bytes of a file.
fn send(mut file: File, path: &str, status: StatusCode, from: u64, length: u64) -> Answer {
    let found = || -> std::io::Result<Payload> {
        file.seek(SeekFrom::Start(from))?;
        if length > SMALL {
            return Ok(Payload::File(file, length));
        }
        let mut bytes = Vec::new();
        file.take(length).read_to_end(&mut bytes)?;
        Ok(Payload::Bytes(bytes.into()))
    };
    let Ok(payload) = found() else { return Answer::problem(StatusCode::INTERNAL_SERVER_ERROR, "it cannot be read") };
    let answer = Answer { payload, ..Answer::empty(status) };
    answer.header(header::CONTENT_TYPE, &content_type(path)).header(header::ACCEPT_RANGES, "bytes")
}

/// The media type, with the encoding of text.
fn content_type(path: &str) -> String {
    let media_type = publish::media_type(path);
    let is_text = ["text/html", "text/css", "text/javascript", "text/csv", "text/plain"].contains(&media_type);
    if is_text { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
}
