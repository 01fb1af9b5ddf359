//! What one query may take of this machine: time, and terms that it holds at once.
//!
//! The engine stops of itself only where it reads the data; a product of two solutions that it has already read goes on to the
//! end, and is kept whole in memory. But whatever it does, it makes and copies terms. So terms count themselves, and the
//! one too many unwinds the thread that the query runs on, which is its own.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::time::Instant;

/// Why a query was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// It went on beyond the time that it has.
    Time,
    /// It held more terms at once than it may.
    Terms,
}

/// Terms that a query may hold at once; with what is around each, about 2 GB.
pub(super) const MOST_TERMS: usize = 40_000_000;
/// Longest text that a query may make, in bytes.
const LONGEST_TEXT: usize = 16 << 20;
/// Bytes of text that count as a term.
const TERM: usize = 32;
/// Terms between two looks at the clock.
const PACE: u32 = 4096;

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static PACED: Cell<u32> = const { Cell::new(0) };
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Begins to count for the query that is to run on this thread.
pub(super) fn begin(deadline: Instant) {
    LIVE.set(0);
    PACED.set(0);
    DEADLINE.set(Some(deadline));
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
}

/// Ends the thread's work. No hook of panics is called: nothing went wrong here.
pub(super) fn stop(why: Stop) -> ! {
    DEADLINE.set(None);
    LIVE.set(0);
    resume_unwind(Box::new(why))
}
