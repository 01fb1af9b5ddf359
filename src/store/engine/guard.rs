//! What one query may take of this machine: time, and terms that it holds at once.
//!
//! The engine stops of itself only where it reads the data; a product of two solutions that it has already read goes on to the
//! end, and is kept whole in memory. But whatever it does, it makes and copies terms. So terms count themselves, and the
//! one too many unwinds the query. Queries that run at the same time share the memory
//! that there is: when all together hold too many terms, those that hold more than their share are stopped.

use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::halt::Halt;

/// Why a query was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// It went on beyond the time that it has.
    Time,
    /// It held more terms at once than it may.
    Terms,
    /// Nobody waits for it any more.
    Halted,
}

/// Terms that all queries together may hold at once; with what is around each, about 2 GB.
pub(super) const MOST_TERMS: usize = 40_000_000;
/// Longest text that a query may make, in bytes.
const LONGEST_TEXT: usize = 16 << 20;
/// Bytes of text that count as a term.
const TERM: usize = 32;
/// Terms between two looks at the clock, and at what others hold.
const PACE: u32 = 4096;

/// What all queries hold, as far as they have told it.
static HELD: AtomicUsize = AtomicUsize::new(0);
static RUNNING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
    /// What of that is in [`HELD`].
    static TOLD: Cell<usize> = const { Cell::new(0) };
    static PACED: Cell<u32> = const { Cell::new(0) };
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    static HALT: RefCell<Option<Halt>> = const { RefCell::new(None) };
}

/// A query that runs on this thread. It holds nothing any more when it is dropped.
pub(super) struct Running(());

impl Drop for Running {
    fn drop(&mut self) {
        DEADLINE.set(None);
        HALT.set(None);
        LIVE.set(0);
        HELD.fetch_sub(TOLD.take(), Ordering::Relaxed);
        RUNNING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Begins to count for the query that is to run on this thread.
pub(super) fn begin(deadline: Instant, halt: &Halt) -> Running {
    RUNNING.fetch_add(1, Ordering::Relaxed);
    LIVE.set(0);
    TOLD.set(0);
    PACED.set(0);
    DEADLINE.set(Some(deadline));
    HALT.set(Some(halt.clone()));
    Running(())
}

/// A term came to be.
pub(super) fn take() {
    hold(1);
    step();
}

/// A text came to be that is not in the data.
pub(super) fn take_text(length: usize) {
    if length > LONGEST_TEXT {
        stop(Stop::Terms);
    }
    hold(length / TERM);
}

/// Such a text is gone.
pub(super) fn give_text(length: usize) {
    LIVE.set(LIVE.get().saturating_sub(length / TERM));
}

fn hold(more: usize) {
    let live = LIVE.get() + more;
    LIVE.set(live);
    if live > MOST_TERMS {
        stop(Stop::Terms);
    }
}

/// Some work was done; looks at the clock now and then.
pub(super) fn step() {
    let paced = PACED.get() + 1;
    if paced < PACE {
        return PACED.set(paced);
    }
    PACED.set(0);
    look();
}

/// A term is gone.
pub(super) fn give() {
    LIVE.set(LIVE.get().saturating_sub(1));
}

fn look() {
    if DEADLINE.get().is_some_and(|deadline| Instant::now() > deadline) {
        stop(Stop::Time);
    }
    if HALT.with_borrow(|halt| halt.as_ref().is_some_and(Halt::is_given)) {
        stop(Stop::Halted);
    }
    let live = LIVE.get();
    let share = MOST_TERMS / RUNNING.load(Ordering::Relaxed).max(1);
    if told(live) > MOST_TERMS && live > share {
        stop(Stop::Terms);
    }
}

/// Tells how much this query holds, and gets what all hold.
fn told(live: usize) -> usize {
    let before = TOLD.replace(live);
    if live >= before {
        HELD.fetch_add(live - before, Ordering::Relaxed) + (live - before)
    } else {
        HELD.fetch_sub(before - live, Ordering::Relaxed) - (before - live)
    }
}

/// Ends the query. No hook of panics is called: nothing went wrong here.
pub(super) fn stop(why: Stop) -> ! {
    DEADLINE.set(None);
    HALT.set(None);
    LIVE.set(0);
    resume_unwind(Box::new(why))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::Duration;

    use super::*;

    fn begun() -> Running {
        begin(Instant::now() + Duration::from_secs(60), &Halt::default())
    }

    /// Holds so many terms.
    fn holding(count: usize) {
        LIVE.set(count);
        look();
    }

    #[test]
    fn memory_is_shared_by_the_queries_that_run() {
        let (ready, is_ready) = channel();
        let (end, is_end) = channel::<()>();
        let modest = thread::spawn(move || {
            let _running = begun();
            holding(MOST_TERMS / 4);
            ready.send(()).expect("somebody waits");
            is_end.recv().expect("somebody tells");
            look();
        });
        is_ready.recv().expect("it is running");
        let greedy = thread::spawn(|| {
            let _running = begun();
            holding(MOST_TERMS - MOST_TERMS / 8);
        });
        let why = greedy.join().expect_err("it is stopped");
        assert_eq!(why.downcast_ref(), Some(&Stop::Terms));
        end.send(()).expect("it waits");
        assert!(modest.join().is_ok(), "whoever holds less than its share goes on");
        let alone = thread::spawn(|| {
            let _running = begun();
            holding(MOST_TERMS - MOST_TERMS / 8);
        });
        assert!(alone.join().is_ok(), "what was held is given back");
    }
}
