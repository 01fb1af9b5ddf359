//! Times that were filled in by a program: an end without a start, whole days.

use crate::check::{Run, Scope, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// A session with an end and without a start.
    ///
    /// ## Why it matters
    /// Calendars and programmes place sessions by their start; this one stands in none of them.
    ///
    /// ## Example
    /// Bad: `"end": "2025-07-07T10:00:00+02:00"` and no `start`.
    ///
    /// Good: `"start": "2025-07-07T09:00:00+02:00", "end": "2025-07-07T10:00:00+02:00"`
    ///
    /// ## How to mend
    /// Write when the session begins.
    END_WITHOUT_START = "time/end-without-start", Warning, Run::Absent(&["start"], end_without_start)
}

check! {
    /// ## What it finds
    /// A session that begins at midnight and ends at midnight or a second or minute before.
    ///
    /// ## Why it matters
    /// Programs write this where only the day is known. Read as it stands, the session goes on all night.
    ///
    /// ## Example
    /// Bad: `"start": "2025-07-07T00:00:00+02:00", "end": "2025-07-07T23:59:59+02:00"`
    ///
    /// Good: `"start": "2025-07-07T09:00:00+02:00", "end": "2025-07-07T10:30:00+02:00"`
    ///
    /// ## How to mend
    /// Write the times, or leave out both until they are known.
    ALL_DAY = "time/all-day", Note, Run::Fields(&["start", "end"], all_day)
}

fn end_without_start(scope: &Scope, report: &mut Report) {
    if scope.class.name != "Session" || scope.node.get("start").is_some() {
        return;
    }
    let Some(end) = scope.node.member("end") else { return };
    let finding = scope.finding(
        &END_WITHOUT_START,
        end.key_span,
        &scope.path.key("end"),
        "this session has an end, and no start",
    );
    report.push(finding.help("add \"start\": when the session begins"));
}

fn all_day(scope: &Scope, report: &mut Report) {
    if scope.class.name != "Session" {
        return;
    }
    let clock = |key| scope.node.text(key).and_then(|text| text.get(11..19));
    let is_end = |clock| matches!(clock, "00:00:00" | "23:59:00" | "23:59:59");
    if clock("start") != Some("00:00:00")
        || !clock("end").is_some_and(is_end)
        || scope.node.text("start") == scope.node.text("end")
    {
        return;
    }
    let Some(start) = scope.node.get("start") else { return };
    let message = "this session goes on from midnight to midnight";
    let finding = scope.finding(&ALL_DAY, start.span, &scope.path.key("start"), message);
    report.push(finding.help("write the times, or leave both out until they are known"));
}
