//! Keeps what a worker brought, and says what came of the feed.

use super::cache::{Cache, State, digest};
use super::fault::Fault;
use super::fetch::{Content, Validators};
use super::outcome::{Brought, Fate, Outcome};
use super::work::{Before, Done};
use super::{content, moment};
use crate::config::feeds::Feed;
use crate::diagnostic::Error;

/// Keeps what came of a feed.
pub(super) fn keep(cache: &Cache, feed: &Feed, before: Before, done: Result<Done, Fault>) -> Result<Outcome, Error> {
    match done {
        Err(fault) => Ok(failed(cache, feed, fault)),
        Ok(Done::Same(validators)) => same(cache, feed, before, validators),
        Ok(Done::Content { content, next }) => {
            let outcome = take(cache, feed, before.state, content, next)?;
            if feed.is_rpde {
                cache.journal(&feed.id, feed.url.as_str()).remove()?;
            }
            Ok(outcome)
        }
    }
}

/// What the cache has of a feed, where no server is asked.
pub(super) fn from_cache(cache: &Cache, feed: &Feed) -> Outcome {
    match cache.known(&feed.id, feed.url.as_str()) {
        Some((state, content)) => outcome(Fate::Cached, Some(brought(state, content))),
        None => {
            let fault = ("the cache does not have it".to_owned(), "run it without --offline once".to_owned());
            Outcome { fault: Some(fault), ..outcome(Fate::Failed, None) }
        }
    }
}

fn outcome(fate: Fate, brought: Option<Brought>) -> Outcome {
    Outcome { fate, fault: None, brought, renamed: None }
}

fn brought(state: State, content: Vec<u8>) -> Brought {
    let State { sha256, final_url, media_type, retrieved, extension, .. } = state;
    Brought { content, sha256, final_url, media_type, retrieved, extension }
}

/// A feed that failed still has the content that it had last.
fn failed(cache: &Cache, feed: &Feed, fault: Fault) -> Outcome {
    let last = cache.known(&feed.id, feed.url.as_str()).map(|(state, content)| brought(state, content));
    Outcome { fault: Some((fault.message, fault.help)), ..outcome(Fate::Failed, last) }
}

/// The server said that nothing is new.
fn same(cache: &Cache, feed: &Feed, before: Before, validators: Validators) -> Result<Outcome, Error> {
    let content = before.state.as_ref().and_then(|state| cache.content(&state.sha256));
    let Some((mut state, content)) = before.state.zip(content) else {
        let fault = Fault::lasting("its content is gone from the cache", "run it again");
        return Ok(failed(cache, feed, fault));
    };
    state.etag = validators.etag.or(state.etag);
    state.last_modified = validators.last_modified.or(state.last_modified);
    cache.note(&feed.id, &state)?;
    Ok(outcome(Fate::Unchanged, Some(brought(state, content))))
}

/// The server gave a content, which may be the one that is known.
fn take(
    cache: &Cache,
    feed: &Feed,
    known: Option<State>,
    content: Content,
    next: Option<String>,
) -> Result<Outcome, Error> {
    let Content { address, validators, media_type, date, body } = content;
    let sha256 = digest(&body);
    let is_same = known.as_ref().is_some_and(|known| known.sha256 == sha256);
    let retrieved = known.as_ref().filter(|_| is_same).map(|known| known.retrieved.clone());
    let state = State {
        url: feed.url.as_str().to_owned(),
        final_url: address.as_str().to_owned(),
        etag: validators.etag,
        last_modified: validators.last_modified,
        extension: content::extension(feed, media_type.as_deref(), &body),
        media_type,
        sha256,
        bytes: body.len() as u64,
        retrieved: retrieved.unwrap_or_else(|| moment::retrieved(date.as_deref())),
        next,
    };
    cache.keep(&feed.id, &state, &body)?;
    let fate = match &known {
        None => Fate::New,
        Some(_) if is_same => Fate::Unchanged,
        Some(_) => Fate::Changed,
    };
    let old = known.filter(|known| known.extension != state.extension);
    let renamed = old.map(|known| (format!("{}.{}", feed.id, known.extension), known.sha256));
    Ok(Outcome { renamed, ..outcome(fate, Some(brought(state, body))) })
}
