//! Checks of the days of an edition.

use crate::check::{Run, Scope, check};
use crate::diagnostic::{Place, Report};

check! {
    /// ## What it finds
    /// A session that starts on a day outside of `startDate` and `endDate` of its edition, which stands inside the session
    /// or elsewhere in the input under the same id. Day 0 events may be earlier.
    ///
    /// ## Why it matters
    /// Either the session is in the wrong year's programme, or one of the dates is wrong.
    ///
    /// ## Example
    /// Bad:
    /// ```json
    /// {
    ///   "type": "Session", "title": "Opening", "start": "2025-08-07T09:00:00+02:00",
    ///   "edition": {"name": "Forum 2025", "startDate": "2025-07-07", "endDate": "2025-07-11"}
    /// }
    /// ```
    /// Good: the same with `"start": "2025-07-07T09:00:00+02:00"`.
    ///
    /// ## How to mend
    /// Correct `start` or the dates of the edition. A session before the first day has
    /// `"sessionType": "day-0-event"`.
    OUTSIDE_EDITION = "time/outside-edition", Warning, Run::Fields(&["start", "edition.startDate", "edition.endDate", "sessionType"], outside_edition)
}

check! {
    /// ## What it finds
    /// An edition whose `endDate` is before its `startDate`.
    ///
    /// ## Why it matters
    /// No session can lie within such an edition, and calendars refuse it.
    ///
    /// ## Example
    /// Bad: `"startDate": "2025-07-11", "endDate": "2025-07-07"`
    ///
    /// Good: `"startDate": "2025-07-07", "endDate": "2025-07-11"`
    ///
    /// ## How to mend
    /// Swap the two dates, or correct the one that is wrong.
    EDITION_DATES = "time/edition-dates", Error, Run::Fields(&["startDate", "endDate"], edition_dates)
}

/// Which bound of an edition a day is beyond, and that in words.
pub(in crate::check) fn outside<D: PartialOrd + Copy>(
    date: D,
    first: Option<D>,
    last: Option<D>,
    day_zero: bool,
) -> Option<(&'static str, &'static str)> {
    match (first, last) {
        // Days that contradict each other have a finding of their own and bound nothing.
        (Some(first), Some(last)) if last < first => None,
        (Some(first), _) if date < first && !day_zero => Some(("startDate", "before the edition begins")),
        (_, Some(last)) if date > last => Some(("endDate", "after the edition ends")),
        _ => None,
    }
}

fn outside_edition(scope: &Scope, report: &mut Report) {
    let (Some(edition), Some(start)) = (scope.node.get("edition"), scope.node.get("start")) else { return };
    // The days of an edition are those of its place, and so is the date that the moment is written with.
    let Some(date) = start.as_str().and_then(|text| text.get(..10)) else { return };
    let day_zero = scope.node.text("sessionType") == Some("day-0-event");
    let Some((key, words)) = outside(date, edition.text("startDate"), edition.text("endDate"), day_zero) else {
        return;
    };
    let finding = scope.finding(&OUTSIDE_EDITION, start.span, &scope.path.key("start"), format!("{date} is {words}"));
    let bound = edition.get(key).map_or(edition.span, |bound| bound.span);
    let finding = finding.relate(Place::Span(scope.source.clone(), bound), "the edition's date");
    report.push(finding.help("correct the date here or in the edition"));
}

fn edition_dates(scope: &Scope, report: &mut Report) {
    let (Some(first), Some(last)) = (scope.node.get("startDate"), scope.node.get("endDate")) else { return };
    let (Some(first_day), Some(last_day)) = (first.as_str(), last.as_str()) else { return };
    if last_day < first_day {
        let message = format!("the last day, {last_day}, is before the first, {first_day}");
        let finding = scope.finding(&EDITION_DATES, last.span, &scope.path.key("endDate"), message);
        let finding = finding.relate(Place::Span(scope.source.clone(), first.span), "first day");
        report.push(finding.help("swap the two, or correct the one that is wrong"));
    }
}
