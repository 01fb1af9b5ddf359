//! One request at a time to each host, and a rest between two.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::fault::Fault;
use super::is_interrupted;

/// The hosts that were asked so far.
pub(super) struct Hosts {
    delay: Duration,
    /// From when on each host may be asked again.
    known: Mutex<BTreeMap<String, Arc<Mutex<Option<Instant>>>>>,
}

impl Hosts {
    pub(super) fn new(delay: Duration) -> Self {
        Self { delay, known: Mutex::default() }
    }

    /// Makes a request when its host is free and has rested. The request says for how long the host wants to be left
    /// alone after it.
    pub(super) fn visit<T>(&self, host: &str, request: impl FnOnce() -> (T, Duration)) -> Result<T, Fault> {
        let known =
            Arc::clone(self.known.lock().unwrap_or_else(PoisonError::into_inner).entry(host.into()).or_default());
        let mut free = known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(free) = *free {
            wait(free.saturating_duration_since(Instant::now()))?;
        }
        let (done, rest) = request();
        *free = Some(Instant::now() + rest.max(self.delay));
        Ok(done)
    }
}

/// Waits, unless the work is stopped.
pub(super) fn wait(time: Duration) -> Result<(), Fault> {
    const SLICE: Duration = Duration::from_millis(50);
    let end = Instant::now() + time;
    loop {
        if is_interrupted() {
            return Err(Fault::stopped());
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        thread::sleep(left.min(SLICE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_rests_and_others_do_not_wait_for_it() {
        let hosts = Hosts::new(Duration::from_millis(300));
        let begun = Instant::now();
        let visit = |host| hosts.visit(host, || (begun.elapsed(), Duration::ZERO)).unwrap();
        let (first, other, second) = (visit("a.example"), visit("b.example"), visit("a.example"));
        assert!(other < Duration::from_millis(300), "{other:?}");
        assert!(second >= first + Duration::from_millis(300), "{second:?}");
        let asked = hosts.visit("b.example", || (begun.elapsed(), Duration::from_millis(600))).unwrap();
        assert!(visit("b.example") >= asked + Duration::from_millis(600));
    }
}
