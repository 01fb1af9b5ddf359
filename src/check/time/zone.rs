//! Checks of time zones, by the IANA database that is built in.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use crate::check::{Run, Scope, check, mending, replacing};
use crate::diagnostic::Report;
use crate::doc::Node;

check! {
    /// ## What it finds
    /// A `timeZone` that is not in the IANA time zone database.
    ///
    /// ## Why it matters
    /// Calendars that do not know the zone show the session at the hour of the reader's own place.
    ///
    /// ## Example
    /// Bad: `"timeZone": "Europe/Geneva"`, `"timeZone": "CEST"`
    ///
    /// Good: `"timeZone": "Europe/Zurich"`
    ///
    /// ## How to mend
    /// Write the name of a zone, with its capitals. The database names the largest or first city of a zone, not every
    /// city; abbreviations such as CST mean different zones in different places.
    ZONE_UNKNOWN = "time/zone-unknown", Error, Run::Fields(&["timeZone"], zone_unknown)
}

check! {
    /// ## What it finds
    /// A `start` or `end` whose offset is not the one that clocks in `timeZone` have at that moment, including local
    /// times that the change to summer time skips. Moments in UTC (`Z`) say nothing about local time and are left alone.
    ///
    /// ## Why it matters
    /// Half of the readers compute from the offset and half show the local hour: they come an hour apart.
    ///
    /// ## Example
    /// Bad: `"start": "2025-07-07T09:00:00+01:00", "timeZone": "Europe/Zurich"`
    ///
    /// Good: `"start": "2025-07-07T09:00:00+02:00", "timeZone": "Europe/Zurich"`
    ///
    /// ## How to mend
    /// If the hour is right, correct the offset as the finding says; if the offset is right, correct `timeZone`.
    OFFSET_NOT_IN_ZONE = "time/offset-not-in-zone", Warning, Run::Fields(&["start", "end", "timeZone", "edition.timeZone"], offset_not_in_zone)
}

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Every zone, by name.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = DATABASE.available().map(|name| name.to_string()).collect();
    names.sort_unstable();
    names
});

/// The names of every zone, sorted.
#[must_use]
pub fn names() -> &'static [String] {
    &NAMES
}

/// Cities where forums meet and that are taken for the name of their zone.
const CITIES: [(&str, &str); 12] = [
    ("addis_abeba", "Africa/Addis_Ababa"),
    ("bangalore", "Asia/Kolkata"),
    ("beijing", "Asia/Shanghai"),
    ("bern", "Europe/Zurich"),
    ("geneva", "Europe/Zurich"),
    ("kyoto", "Asia/Tokyo"),
    ("montreal", "America/Toronto"),
    ("new_delhi", "Asia/Kolkata"),
    ("rio_de_janeiro", "America/Sao_Paulo"),
    ("strasbourg", "Europe/Paris"),
    ("the_hague", "Europe/Amsterdam"),
    ("washington", "America/New_York"),
];

/// The zone that an unknown name most likely means.
fn nearest(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let city = lower.rsplit('/').next().unwrap_or(&lower);
    if let Some((_, zone)) = CITIES.iter().find(|(known, _)| *known == city) {
        return Some(zone);
    }
    if name.len() > 40 {
        return None;
    }
    let score = |known: &'static String| {
        let candidate = known.to_ascii_lowercase();
        if candidate.rsplit('/').next() == Some(city) {
            return Some((0, known.as_str()));
        }
        let edits = strsim::damerau_levenshtein(&lower, &candidate);
        (edits <= 2 && candidate.contains('/')).then_some((edits + 1, known.as_str()))
    };
    NAMES.iter().filter_map(score).min().map(|(_, known)| known)
}

fn zone_unknown(scope: &Scope, report: &mut Report) {
    let Some(node) = scope.node.get("timeZone") else { return };
    let Some(name) = node.as_str() else { return };
    if NAMES.binary_search_by(|known| known.as_str().cmp(name)).is_ok() {
        return;
    }
    let message = format!("\"{name}\" is not in the IANA time zone database");
    let finding = scope.finding(&ZONE_UNKNOWN, node.span, &scope.path.key("timeZone"), message);
    let Some(zone) = nearest(name) else {
        report.push(finding.label("unknown zone").help("write a zone by region and city, such as \"Europe/Zurich\""));
        return;
    };
    let finding = finding.label("unknown zone").help(format!("did you mean \"{zone}\"?"));
    let replacement = scope.in_place_of(node.span, name, zone);
    let is_same = zone.eq_ignore_ascii_case(name);
    report.push(if is_same { mending(finding, replacement) } else { replacing(finding, replacement) });
}

/// The zone of a session: its own, else that of the edition inside it.
fn zone_of(node: &Node) -> Option<TimeZone> {
    let name = node.text("timeZone").or_else(|| node.get("edition")?.text("timeZone"))?;
    DATABASE.get(name).ok()
}

fn offset_not_in_zone(scope: &Scope, report: &mut Report) {
    if scope.class.name != "Session" {
        return;
    }
    let moments = ["start", "end"].map(|key| (key, scope.node.get(key)));
    if moments.iter().all(|(_, node)| node.is_none()) {
        return;
    }
    let Some(zone) = zone_of(scope.node) else { return };
    for (key, node) in moments {
        let Some(node) = node else { continue };
        let Some(text) = node.as_str() else { continue };
        let Some(wrong) = disagreement(text, &zone) else { continue };
        let message = format!("clocks in {} are at {} then, not at {}", wrong.zone, wrong.right, wrong.said);
        let finding = scope.finding(&OFFSET_NOT_IN_ZONE, node.span, &scope.path.key(key), message).help(wrong.help);
        let mended = wrong.mended.and_then(|mended| scope.in_place_of(node.span, text, &mended));
        report.push(replacing(finding, mended));
    }
}

/// An offset that a zone does not have.
struct Disagreement {
    zone: String,
    said: String,
    right: String,
    help: String,
    mended: Option<String>,
}

/// What is wrong with the offset of a moment in a zone.
fn disagreement(text: &str, zone: &TimeZone) -> Option<Disagreement> {
    let (local, said) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let timestamp: Timestamp = text.parse().ok()?;
    let right = offset(zone.to_offset(timestamp))?;
    if text.ends_with('Z') || said == right {
        return None;
    }
    let (help, mended) = mend(local, zone)?;
    let zone = zone.iana_name().unwrap_or_default().to_owned();
    Some(Disagreement { zone, said: said.to_owned(), right, help, mended })
}

/// An offset as moments write it; none for the odd seconds of times before standard time.
fn offset(offset: Offset) -> Option<String> {
    let seconds = offset.seconds();
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    (seconds % 60 == 0).then(|| format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

/// How to write a local time of a zone, if it is the hour that is right.
fn mend(local: &str, zone: &TimeZone) -> Option<(String, Option<String>)> {
    let time: DateTime = local.parse().ok()?;
    Some(match zone.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset: right } => {
            let mended = format!("{local}{}", offset(right)?);
            (format!("write \"{mended}\", or correct the time zone"), Some(mended))
        }
        AmbiguousOffset::Gap { .. } => {
            ("this local time does not exist: clocks are put forward over it on that day".to_owned(), None)
        }
        AmbiguousOffset::Fold { before, after } => {
            let (before, after) = (offset(before)?, offset(after)?);
            (format!("clocks show this time twice on that day: write {before} or {after}"), None)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zurich() -> TimeZone {
        DATABASE.get("Europe/Zurich").unwrap()
    }

    #[test]
    fn gaps_and_folds_have_no_single_answer() {
        assert!(disagreement("2025-10-26T02:30:00+02:00", &zurich()).is_none());
        assert!(disagreement("2025-10-26T02:30:00+01:00", &zurich()).is_none());
        let fold = disagreement("2025-10-26T02:30:00+03:00", &zurich()).unwrap();
        assert!(fold.mended.is_none() && fold.help.contains("+02:00 or +01:00"));
        let gap = disagreement("2025-03-30T02:30:00+01:00", &zurich()).unwrap();
        assert!(gap.mended.is_none() && gap.help.contains("does not exist"));
    }

    #[test]
    fn a_wrong_offset_keeps_the_hour() {
        let wrong = disagreement("2025-07-07T09:00:00.5+01:00", &zurich()).unwrap();
        assert_eq!(wrong.mended.as_deref(), Some("2025-07-07T09:00:00.5+02:00"));
        assert!(disagreement("2025-07-07T09:00:00Z", &zurich()).is_none());
    }

    #[test]
    fn cities_and_slips_lead_to_their_zone() {
        for (said, meant) in [
            ("Europe/Geneva", "Europe/Zurich"),
            ("europe/zurich", "Europe/Zurich"),
            ("Asia/Tokio", "Asia/Tokyo"),
            ("Nairobi", "Africa/Nairobi"),
        ] {
            assert_eq!(nearest(said), Some(meant));
        }
        assert_eq!(nearest("CEST"), None);
    }
}
