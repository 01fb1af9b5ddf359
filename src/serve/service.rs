//! What all requests share: the state, the bounds, the counts.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::Semaphore;
use twox_hash::XxHash3_64;

use super::guard::Clients;
use super::log::Log;
use super::metrics::Metrics;
use super::state::State;
use super::{Options, Source};
use crate::diagnostic::Error;
use crate::store::Disk;

/// Pieces of work for each processor: whoever works longer shares it with those who come later.
const DESKS: usize = 4;

/// The server apart from its sockets.
pub(super) struct Service {
    pub(super) options: Options,
    /// The path of the site on its host: `/` or `/sub/`. It stays the same as long as the server runs.
    pub(super) root: String,
    pub(super) metrics: Metrics,
    pub(super) log: Log,
    pub(super) clients: Option<Clients>,
    /// Room for requests.
    pub(super) room: Arc<Semaphore>,
    /// Room for work that takes a processor.
    pub(super) desks: Arc<Semaphore>,
    source: Arc<dyn Source>,
    /// Where the statements are, if not in memory.
    disk: Option<Disk>,
    state: RwLock<Arc<State>>,
    reloading: Mutex<()>,
    stopping: AtomicBool,
    /// Makes ids of requests differ between runs.
    seed: u64,
    count: AtomicU64,
}

impl Service {
    /// Reads the content.
    pub(super) fn new(source: Arc<dyn Source>, options: Options) -> Result<Self, Error> {
        let log = Log::start();
        let disk = options.store.as_deref().map(Disk::open).transpose().map_err(|why| {
            Error::input(why).help("a store is of one server at a time; give another folder with --store")
        })?;
        let state = State::new(source.load()?, disk.as_ref(), &log)?;
        let desks = std::thread::available_parallelism().map_or(1, usize::from) * DESKS;
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let seed = format!("{} {}", since.as_nanos(), std::process::id());
        let metrics = Metrics::new();
        metrics.loaded(&state);
        Ok(Self {
            root: state.site.root(),
            metrics,
            log,
            clients: options.limits.rate.and_then(Clients::new),
            room: Arc::new(Semaphore::new(options.limits.concurrency)),
            desks: Arc::new(Semaphore::new(desks)),
            source,
            disk,
            state: RwLock::new(Arc::new(state)),
            reloading: Mutex::new(()),
            stopping: AtomicBool::new(false),
            seed: XxHash3_64::oneshot(seed.as_bytes()),
            count: AtomicU64::new(0),
            options,
        })
    }

    /// The state that counts now. Whoever holds it is not disturbed by a reload.
    pub(super) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A number that changes when the inputs do.
    pub(super) fn fingerprint(&self) -> u64 {
        self.source.fingerprint()
    }

    /// Builds a new state beside the old one, and puts it in its place. When that fails, the old one stays.
    pub(super) fn reload(&self) -> Result<(), Error> {
        let _one_at_a_time = self.reloading.lock().unwrap_or_else(PoisonError::into_inner);
        let state = self
            .source
            .load()
            .and_then(|content| State::new(content, self.disk.as_ref(), &self.log))
            .and_then(|state| self.fitting(state));
        self.metrics.reloaded(state.is_ok());
        let state = state?;
        self.metrics.loaded(&state);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
        Ok(())
    }

    fn fitting(&self, state: State) -> Result<State, Error> {
        if state.site.root() == self.root {
            return Ok(state);
        }
        let message = format!("the path of the site is {} by now, and {} here", state.site.root(), self.root);
        Err(Error::usage(message).help("start the server anew"))
    }

    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the server finishes what is running and takes nothing new.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// An id for a request that brings none.
    pub(super) fn request_id(&self) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}", XxHash3_64::oneshot_with_seed(self.seed, &count.to_le_bytes()))
    }
}
