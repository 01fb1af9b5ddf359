//! Further tries after failures that may be over soon, each after twice the wait of the one before.

use std::time::Duration;

use super::fault::{Again, Fault};
use super::polite::wait;
use crate::config::feeds::Manner;

/// Tries until it works, the failure is one that lasts, or there were enough tries.
pub(super) fn persist<T>(manner: &Manner, mut attempt: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
    let mut tries = 0;
    loop {
        let fault = match attempt() {
            Ok(done) => return Ok(done),
            Err(fault) => fault,
        };
        let Again::Later(asked) = fault.again else { return Err(fault) };
        if tries == manner.retries {
            return Err(gave_up(fault, tries));
        }
        if let Some(asked) = asked.filter(|asked| *asked > manner.max_wait) {
            return Err(too_long(&fault, asked, manner.max_wait));
        }
        wait(pause(manner, tries).max(asked.unwrap_or_default()))?;
        tries += 1;
    }
}

/// How long to wait after so many further tries.
fn pause(manner: &Manner, tries: u32) -> Duration {
    manner.retry_wait.saturating_mul(2_u32.saturating_pow(tries)).min(manner.max_wait)
}

fn gave_up(fault: Fault, tries: u32) -> Fault {
    let message = match tries {
        0 => fault.message,
        _ => format!("{} (after {} tries)", fault.message, tries + 1),
    };
    Fault { message, again: Again::Never, ..fault }
}

fn too_long(fault: &Fault, asked: Duration, most: Duration) -> Fault {
    let message = format!("{}, and the server asks to wait {} s", fault.message, asked.as_secs());
    Fault::lasting(message, format!("run it again then, or raise max-wait beyond {} s", most.as_secs_f64()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manner() -> Manner {
        Manner { retries: 2, retry_wait: Duration::from_millis(1), ..Manner::default() }
    }

    fn tries(manner: &Manner, fault: &Fault) -> (u32, String) {
        let mut tries = 0;
        let done: Result<(), Fault> = persist(manner, || {
            tries += 1;
            Err(fault.clone())
        });
        (tries, done.unwrap_err().message)
    }

    #[test]
    fn only_what_may_be_over_soon_is_tried_again() {
        assert_eq!(tries(&manner(), &Fault::lasting("gone", "")), (1, "gone".to_owned()));
        assert_eq!(tries(&manner(), &Fault::passing("busy", "")), (3, "busy (after 3 tries)".to_owned()));
        let once = Manner { retries: 0, ..manner() };
        assert_eq!(tries(&once, &Fault::passing("busy", "")), (1, "busy".to_owned()));
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let manner = Manner { max_wait: Duration::from_millis(5), ..manner() };
        let waits: Vec<u128> = (0..5).map(|tries| pause(&manner, tries).as_millis()).collect();
        assert_eq!(waits, [1, 2, 4, 5, 5]);
        assert_eq!(pause(&manner, u32::MAX), manner.max_wait);
    }

    #[test]
    fn a_server_that_asks_for_too_long_is_left_alone() {
        let fault = Fault { again: Again::Later(Some(Duration::from_secs(3600))), ..Fault::passing("busy", "") };
        let (tries, message) = tries(&manner(), &fault);
        assert!(tries == 1 && message.contains("3600 s"), "{message}");
    }
}
