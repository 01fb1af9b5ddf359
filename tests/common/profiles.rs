//! Which profile a fixture of a check is judged by.

use plenary::check::{self, Profile};

/// The default profile; for fixtures of a check that a profile turns on, one that does.
pub(crate) fn of_fixture(id: &str) -> Profile {
    let mut profile = Profile::default();
    if let Some(check) = check::by_id(id).filter(|check| check.is_optional()) {
        profile.severity.insert(check.id, Some(check.severity));
    }
    if id == "completeness/required" {
        profile.required.insert("Session".to_owned(), vec!["edition".to_owned()]);
    }
    if id == "vocabulary/not-allowed" {
        profile.allowed.insert("Session.sessionType".to_owned(), vec!["workshop".to_owned(), "open-forum".to_owned()]);
    }
    profile
}
