//! Fetches the feeds of a manifest: politely, within bounds, and so that what was there before stays whole.
//!
//! Workers only fetch (`work`); one hand keeps what they bring (`cache`) and passes it on, so that a run that is
//! killed leaves everything as it was before the last feed that it finished. Only `client` knows the crate that speaks
//! HTTP, and only `moment` looks at the clock.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::config::feeds::{Feed, Manifest, Manner};
use crate::diagnostic::Error;

mod cache;
mod client;
mod content;
mod fault;
mod fetch;
#[cfg(any(test, feature = "harvest"))]
mod guard;
mod keep;
mod moment;
mod outcome;
mod polite;
mod retry;
mod rpde;
pub mod schema;
mod send;
mod work;

use cache::Cache;
pub use cache::digest;
pub use client::IS_BUILT_IN;
use fault::Fault;
pub use outcome::{Brought, Fate, Outcome};
use polite::Hosts;
pub use send::{Parcel, Refusal, Sender as Post};
use work::{Before, Done};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How often the one hand looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Stops the work; what is finished is kept.
pub fn interrupt() {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Whether [`interrupt`] was called.
#[must_use]
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// What is to be done.
#[derive(Debug)]
pub struct Order<'o> {
    pub manifest: &'o Manifest,
    /// The feeds, by their place in the manifest, rising.
    pub chosen: Vec<usize>,
    /// Ask no server; give what the cache has.
    pub offline: bool,
    /// Fetch everything anew, whatever the cache has.
    pub force: bool,
    pub jobs: usize,
}

/// Takes what comes of each feed, as it comes.
pub trait Consumer {
    /// A feed is begun, or that many more bytes of it have come.
    fn progress(&mut self, feed: &Feed, bytes: u64);

    /// A feed is done.
    ///
    /// # Errors
    /// When what came of it cannot be passed on; nothing more is done then.
    fn take(&mut self, feed: &Feed, outcome: &Outcome) -> Result<(), Error>;
}

/// Fetches feeds, and gives what came of each, in the order of the manifest.
///
/// # Errors
/// When the cache cannot be written, the consumer fails, or the work is interrupted.
pub fn run(order: &Order, consumer: &mut dyn Consumer) -> Result<Vec<Outcome>, Error> {
    let manifest = order.manifest;
    let cache = Cache::at(manifest.folder.join(&manifest.manner.cache));
    let feeds: Vec<&Feed> = order.chosen.iter().map(|at| &manifest.feeds[*at]).collect();
    if order.offline {
        let outcomes = feeds.iter().map(|feed| keep::from_cache(&cache, feed));
        return outcomes.zip(&feeds).map(|(outcome, feed)| consumer.take(feed, &outcome).map(|()| outcome)).collect();
    }
    cache.open()?;
    let before = feeds.iter().map(|feed| Before::of(&cache, feed, order.force)).collect::<Result<Vec<_>, _>>()?;
    let plan = Plan {
        manner: manifest.manner.clone(),
        feeds: feeds.iter().map(|feed| (*feed).clone()).collect(),
        before: before.into_iter().map(|before| Mutex::new(Some(before))).collect(),
        hosts: Hosts::new(manifest.manner.delay),
        next: AtomicUsize::new(0),
    };
    collect(&Arc::new(plan), order.jobs, &cache, consumer)
}

/// What the workers share.
struct Plan {
    manner: Manner,
    feeds: Vec<Feed>,
    /// What the cache had of each feed; a worker takes it.
    before: Vec<Mutex<Option<Before>>>,
    hosts: Hosts,
    /// The first feed that no worker has yet.
    next: AtomicUsize,
}

/// What a worker tells of a feed.
enum Event {
    Bytes(u64),
    /// A page of an RPDE feed, as a line of its journal.
    Page(Vec<u8>),
    Done(Box<(Before, Result<Done, Fault>)>),
}

/// Starts the workers, and takes what they bring. They are left to themselves when the work is stopped: they write
/// nothing, so that nothing can be half written.
fn collect(plan: &Arc<Plan>, jobs: usize, cache: &Cache, consumer: &mut dyn Consumer) -> Result<Vec<Outcome>, Error> {
    let (sender, receiver) = mpsc::channel();
    for _ in 0..jobs.min(plan.feeds.len()) {
        let (plan, sender) = (Arc::clone(plan), sender.clone());
        thread::spawn(move || toil(&plan, &sender));
    }
    drop(sender);
    let mut outcomes: Vec<Option<Outcome>> = plan.feeds.iter().map(|_| None).collect();
    while let Some((at, event)) = next(&receiver)? {
        let feed = &plan.feeds[at];
        match event {
            Event::Bytes(bytes) => consumer.progress(feed, bytes),
            Event::Page(line) => cache.journal(&feed.id, feed.url.as_str()).add(&line)?,
            Event::Done(done) => {
                let (before, done) = *done;
                let outcome = keep::keep(cache, feed, before, done)?;
                consumer.take(feed, &outcome)?;
                outcomes[at] = Some(outcome);
            }
        }
    }
    let missing = || Error::internal("a worker of the harvest ended before its work");
    outcomes.into_iter().map(|outcome| outcome.ok_or_else(missing)).collect()
}

/// The next event; none when all workers are done.
fn next(receiver: &Receiver<(usize, Event)>) -> Result<Option<(usize, Event)>, Error> {
    loop {
        if is_interrupted() {
            return Err(Error::interrupted_after("interrupted; the feeds that were done are kept"));
        }
        match receiver.recv_timeout(LOOK) {
            Ok(event) => return Ok(Some(event)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}

/// Fetches feeds as long as there are any.
fn toil(plan: &Plan, sender: &Sender<(usize, Event)>) {
    loop {
        let at = plan.next.fetch_add(1, Ordering::Relaxed);
        let Some(feed) = plan.feeds.get(at) else { return };
        let Some(mut before) = plan.before[at].lock().ok().and_then(|mut before| before.take()) else { return };
        let tell = |event| {
            // Nobody listens any more when the work was stopped.
            let _ = sender.send((at, event));
        };
        tell(Event::Bytes(0));
        let done = work::fetch(plan, feed, &mut before, &tell);
        tell(Event::Done(Box::new((before, done))));
    }
}
