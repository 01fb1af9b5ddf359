//! What the generated vocabularies say of their version: one history, so that a version without a date fails a test.

/// The version of the crate, which the vocabularies share.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Every version and the day on which it was given out, the first one first.
const RELEASES: &[(&str, &str)] = &[("0.1.0", "2026-11-27")];

/// The day of the first version.
pub(super) fn created() -> &'static str {
    RELEASES.first().map_or("", |(_, day)| day)
}

/// The day of this version.
pub(super) fn modified() -> &'static str {
    RELEASES.last().map_or("", |(_, day)| day)
}

/// Who made it, as a literal.
pub(super) const CREATOR: &str = "plenary contributors";

/// The licence of every vocabulary and mapping of ours.
pub(super) const LICENCE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_version_has_a_day_and_days_go_forward() {
        assert_eq!(RELEASES.last().map(|(version, _)| *version), Some(VERSION), "give the new version its day");
        assert!(RELEASES.windows(2).all(|pair| pair[0].1 < pair[1].1));
        assert!(RELEASES.iter().all(|(_, day)| day.parse::<jiff::civil::Date>().is_ok()));
    }
}
