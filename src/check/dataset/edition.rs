//! Sessions and the days of an edition that stands elsewhere in the input.

use jiff::civil::Date;

use super::programme::Session;
use super::{Collector, Findings, Spot};
use crate::check::time::edition::{OUTSIDE_EDITION, outside};
use crate::doc::Node;

/// The days of an edition with an id, each with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    edition: u64,
    first: Option<(Date, Spot)>,
    last: Option<(Date, Spot)>,
}

impl Days {
    /// Editions come in the order of their ids, the first record of an id first.
    pub(super) fn key(&self) -> (u64, Option<Spot>) {
        (self.edition, self.first.or(self.last).map(|(_, spot)| spot))
    }
}

impl Collector<'_> {
    /// Keeps the days of a node with an id, if it has any.
    pub(super) fn days(&mut self, node: &Node, edition: u64) {
        let mut bound = |key: &str| {
            let node = node.get(key)?;
            Some((node.as_str()?.parse().ok()?, self.spot(node.span)))
        };
        let (first, last) = (bound("startDate"), bound("endDate"));
        // An edition that stands inside its sessions comes again and again.
        let known = self.index.editions.last().is_some_and(|known| {
            let day = |bound: Option<(Date, Spot)>| bound.map(|(day, _)| day);
            (known.edition, day(known.first), day(known.last)) == (edition, day(first), day(last))
        });
        if (first.is_some() || last.is_some()) && !known {
            self.index.editions.push(Days { edition, first, last });
        }
    }
}

/// Tells sessions outside of the days of the edition that they name. `editions` are sorted.
pub(super) fn check(editions: &[Days], sessions: &[Session], findings: &mut Findings) {
    for session in sessions.iter().filter(|session| session.edition_by_id) {
        let at = editions.partition_point(|days| days.edition < session.edition);
        let Some(days) = editions.get(at).filter(|days| days.edition == session.edition) else { continue };
        let Some(date) = session.date() else { continue };
        let day = |bound: Option<(Date, Spot)>| bound.map(|(day, _)| day);
        let Some((key, words)) = outside(date, day(days.first), day(days.last), session.is_day_zero) else { continue };
        let bound = if key == "startDate" { days.first } else { days.last };
        findings.tell(&OUTSIDE_EDITION, session.start_spot(), format!("{date} is {words}"), |finding, sources| {
            let related = bound.map(|(_, spot)| spot.place(sources));
            let finding =
                related.into_iter().fold(finding, |finding, place| finding.relate(place, "the edition's date"));
            finding.at(session.path("start")).help("correct the date here or in the edition")
        });
    }
}
