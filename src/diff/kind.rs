//! The kinds of change: a table that the command line, the summary, the schema and the reports go over.

/// What one change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Added,
    Removed,
    Cancelled,
    Postponed,
    Rescheduled,
    MovedOnline,
    Reinstated,
    MovedTime,
    MovedRoom,
    Retitled,
    Reworded,
    ParticipantAdded,
    ParticipantRemoved,
    ParticipantConfirmed,
    ParticipantDeclined,
    ParticipantStatus,
    RoleChanged,
    AffiliationChanged,
    OrganizerAdded,
    OrganizerRemoved,
    TopicAdded,
    TopicRemoved,
    QuestionAdded,
    QuestionRemoved,
    ResourceAdded,
    ResourceRemoved,
    OutcomeAdded,
    OutcomeRemoved,
    Reordered,
    Changed,
}

/// A kind in words.
#[derive(Debug)]
pub struct Row {
    pub kind: Kind,
    /// The name that `--only` and JSON have.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// What a summary says after the count: for one, for several.
    pub counted: [&'static str; 2],
    /// What stands before the change.
    pub sign: char,
}

const fn row(kind: Kind, name: &'static str, counted: [&'static str; 2], sign: char, about: &'static str) -> Row {
    Row { kind, name, about, counted, sign }
}

/// Every kind of change, in the order in which the changes of a record are told.
pub static KINDS: &[Row] = &[
    row(Kind::Added, "added", ["added"; 2], '+', "a session or another record is new"),
    row(Kind::Removed, "removed", ["removed"; 2], '-', "a session or another record is gone"),
    row(Kind::Cancelled, "cancelled", ["cancelled"; 2], '-', "a session is called off"),
    row(Kind::Postponed, "postponed", ["postponed"; 2], '~', "a session will be held later, nobody knows when"),
    row(Kind::Rescheduled, "rescheduled", ["rescheduled"; 2], '~', "a session says that it was rescheduled"),
    row(Kind::MovedOnline, "moved-online", ["moved online"; 2], '~', "a session is held online instead"),
    row(Kind::Reinstated, "reinstated", ["reinstated"; 2], '+', "a session takes place as planned again"),
    row(Kind::MovedTime, "moved-time", ["moved in time"; 2], '~', "a session begins or ends at another time"),
    row(Kind::MovedRoom, "moved-room", ["moved to another room"; 2], '~', "a session is held in another room"),
    row(Kind::Retitled, "retitled", ["retitled"; 2], '~', "a record has another title, name or label"),
    row(
        Kind::Reworded,
        "reworded",
        ["text reworded", "texts reworded"],
        '~',
        "an abstract, a description or another text says something else",
    ),
    row(
        Kind::ParticipantAdded,
        "participant-added",
        ["participant added", "participants added"],
        '+',
        "somebody takes part",
    ),
    row(
        Kind::ParticipantRemoved,
        "participant-removed",
        ["participant removed", "participants removed"],
        '-',
        "somebody no longer takes part",
    ),
    row(
        Kind::ParticipantConfirmed,
        "participant-confirmed",
        ["participant confirmed", "participants confirmed"],
        '+',
        "a participant has agreed to come",
    ),
    row(
        Kind::ParticipantDeclined,
        "participant-declined",
        ["participant declined", "participants declined"],
        '-',
        "a participant has declined or withdrawn",
    ),
    row(
        Kind::ParticipantStatus,
        "participant-status",
        ["participant with another status", "participants with another status"],
        '~',
        "a participant has another status",
    ),
    row(Kind::RoleChanged, "role-changed", ["role changed", "roles changed"], '~', "a participant does something else"),
    row(
        Kind::AffiliationChanged,
        "affiliation-changed",
        ["affiliation changed", "affiliations changed"],
        '~',
        "a participant comes from another organization",
    ),
    row(
        Kind::OrganizerAdded,
        "organizer-added",
        ["organizer added", "organizers added"],
        '+',
        "somebody organizes the session or event",
    ),
    row(
        Kind::OrganizerRemoved,
        "organizer-removed",
        ["organizer removed", "organizers removed"],
        '-',
        "somebody no longer organizes it",
    ),
    row(Kind::TopicAdded, "topic-added", ["topic added", "topics added"], '+', "a session is about one more topic"),
    row(
        Kind::TopicRemoved,
        "topic-removed",
        ["topic removed", "topics removed"],
        '-',
        "a session is no longer about a topic",
    ),
    row(
        Kind::QuestionAdded,
        "question-added",
        ["question added", "questions added"],
        '+',
        "a session deals with one more question",
    ),
    row(
        Kind::QuestionRemoved,
        "question-removed",
        ["question removed", "questions removed"],
        '-',
        "a session no longer deals with a question",
    ),
    row(
        Kind::ResourceAdded,
        "resource-added",
        ["resource added", "resources added"],
        '+',
        "a recording, slides or another resource is new",
    ),
    row(
        Kind::ResourceRemoved,
        "resource-removed",
        ["resource removed", "resources removed"],
        '-',
        "a resource is gone",
    ),
    row(Kind::OutcomeAdded, "outcome-added", ["outcome added", "outcomes added"], '+', "an outcome is new"),
    row(Kind::OutcomeRemoved, "outcome-removed", ["outcome removed", "outcomes removed"], '-', "an outcome is gone"),
    row(
        Kind::Reordered,
        "reordered",
        ["list reordered", "lists reordered"],
        '~',
        "participants, questions, resources or outcomes stand in another order",
    ),
    row(Kind::Changed, "changed", ["other change", "other changes"], '~', "any other field has another value"),
];

impl Kind {
    #[must_use]
    pub fn row(self) -> &'static Row {
        &KINDS[self as usize]
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

/// A kind by its name.
#[must_use]
pub fn by_name(name: &str) -> Option<Kind> {
    KINDS.iter().find(|row| row.name == name).map(|row| row.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_order_of_the_kinds() {
        for (at, row) in KINDS.iter().enumerate() {
            assert_eq!((row.kind as usize, by_name(row.name)), (at, Some(row.kind)));
        }
    }
}
