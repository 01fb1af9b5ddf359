//! What a worker does with a feed: fetch it, or the pages that it is made of.

use std::collections::BTreeSet;

use super::cache::{Cache, State};
use super::fault::Fault;
use super::fetch::{Content, Got, Known, Trip, Validators};
use super::retry::persist;
use super::rpde::{Collected, Page, Progress};
use super::{Event, Plan, content};
use crate::address::Address;
use crate::config::feeds::Feed;
use crate::diagnostic::Error;

/// What the cache had of a feed.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub(super) state: Option<State>,
    /// Whether to fetch it as if it were new.
    force: bool,
    /// Of an RPDE feed: the pages so far.
    progress: Progress,
}

impl Before {
    pub(super) fn of(cache: &Cache, feed: &Feed, force: bool) -> Result<Self, Error> {
        let (state, content) = cache.known(&feed.id, feed.url.as_str()).unzip();
        let mut before = Self { state, force, progress: Progress::default() };
        if !feed.is_rpde {
            return Ok(before);
        }
        let journal = cache.journal(&feed.id, feed.url.as_str());
        if force {
            journal.remove()?;
        } else {
            let begun = before.state.as_ref().and_then(|state| begun(state, content.as_deref()?));
            before.progress = begun.unwrap_or_default().replay(&journal.lines()?);
        }
        Ok(before)
    }
}

/// How far an RPDE feed came that was fetched to its end.
fn begun(state: &State, content: &[u8]) -> Option<Progress> {
    let next = Address::parse(state.next.as_deref()?).ok()?;
    Some(Progress { collected: Collected::of(content)?, next: Some(next), seen: BTreeSet::new() })
}

/// What a worker brings of a feed.
#[derive(Debug)]
pub(super) enum Done {
    /// Nothing new.
    Same(Validators),
    Content {
        content: Content,
        /// Where an RPDE feed goes on.
        next: Option<String>,
    },
}

/// Fetches a feed.
pub(super) fn fetch(plan: &Plan, feed: &Feed, before: &mut Before, tell: &dyn Fn(Event)) -> Result<Done, Fault> {
    let bytes = |bytes| tell(Event::Bytes(bytes));
    let trip = Trip::new(&plan.manner, feed, &plan.hosts, &bytes)?;
    if feed.is_rpde {
        let progress = std::mem::take(&mut before.progress);
        return Pages { plan, feed, trip, tell }.fetch(progress);
    }
    let state = before.state.as_ref().filter(|_| !before.force);
    let validators = state.map(validators);
    let known = state.zip(validators.as_ref());
    let known = known.map(|(state, validators)| Known { address: &state.final_url, validators });
    let got = persist(&plan.manner, || trip.once(&feed.url, known))?;
    match got {
        Got::Same(validators) => Ok(Done::Same(validators)),
        Got::Content(content) => {
            content::look(feed, &content.body)?;
            Ok(Done::Content { content, next: None })
        }
    }
}

fn validators(state: &State) -> Validators {
    Validators { etag: state.etag.clone(), last_modified: state.last_modified.clone() }
}

/// An RPDE feed on its way.
struct Pages<'p> {
    plan: &'p Plan,
    feed: &'p Feed,
    trip: Trip<'p>,
    tell: &'p dyn Fn(Event),
}

impl Pages<'_> {
    /// Follows the pages from where they were left, until there is nothing new.
    fn fetch(&self, progress: Progress) -> Result<Done, Fault> {
        let Progress { mut collected, next, mut seen } = progress;
        let is_begun = next.is_some();
        let mut current = next.unwrap_or_else(|| self.feed.url.clone());
        seen.insert(current.as_str().to_owned());
        for _ in 0..self.plan.manner.max_pages {
            let content = self.page(&current).map_err(|fault| if is_begun { anew(fault) } else { fault })?;
            let page = Page::read(&content.body)?;
            let next = next_of(&page, &content.address)?;
            if page.is_last() {
                let next = Some(next.as_str().to_owned());
                let body = collected.write(next.as_deref().unwrap_or_default());
                return Ok(Done::Content {
                    content: Content { body, validators: Validators::default(), ..content },
                    next,
                });
            }
            if !seen.insert(next.as_str().to_owned()) {
                let message = format!("the page {current} leads back to {next}, though it has items");
                return Err(Fault::lasting(message, "tell the publisher of the feed"));
            }
            collected.add(&page)?;
            self.check_size(&collected)?;
            (self.tell)(Event::Page(page.line(&next)));
            current = next;
        }
        let message = format!("there are more than {} pages to fetch", self.plan.manner.max_pages);
        Err(Fault::lasting(message, "run it again to go on from there, or raise max-pages"))
    }

    fn page(&self, address: &Address) -> Result<Content, Fault> {
        match persist(&self.plan.manner, || self.trip.once(address, None))? {
            Got::Content(content) => Ok(content),
            Got::Same(_) => Err(Fault::lasting("the server says that a page is as before, which was not asked", "")),
        }
    }

    fn check_size(&self, collected: &Collected) -> Result<(), Fault> {
        let most = self.trip.max_bytes();
        if collected.bytes() <= most {
            return Ok(());
        }
        Err(Fault::lasting(
            format!("its items are longer than {most} bytes"),
            "raise max-bytes if the feed is that long",
        ))
    }
}

/// Publishers may begin a feed anew, so that the page to go on from is gone.
fn anew(fault: Fault) -> Fault {
    Fault { help: format!("{}; --force begins the feed anew", fault.help), ..fault }
}

/// The page that a page leads to, which has to be at the same host.
fn next_of(page: &Page, address: &Address) -> Result<Address, Fault> {
    let fault = |what: String| Fault::lasting(format!("the page {address} {what}"), "tell the publisher of the feed");
    let next = page.next.as_deref().ok_or_else(|| fault("does not name the next one".to_owned()))?;
    let next = address.follow(next).map_err(|why| fault(format!("leads to an address that {why}")))?;
    if next.origin() != address.origin() {
        return Err(fault(format!("leads to another host: {next}")));
    }
    Ok(next)
}
