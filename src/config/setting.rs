//! Every setting, what it takes, and what it is for.

use crate::diagnostic::{Severity, Tally};

/// A setting of a table in the configuration.
#[derive(Debug)]
pub struct Setting {
    pub name: &'static str,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
    pub kind: Kind,
    /// A value as it is written.
    pub example: &'static str,
}

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A list of strings.
    Texts,
    /// What the reader of its table knows alone; no schema tells it.
    Own,
    /// The name of a profile.
    Profile,
    /// An IRI that ends with `/` or `#`.
    Base,
    /// A word of [`FAIL_ON`].
    FailOn,
    /// A pattern of paths.
    Glob,
    Globs,
    /// The name of a format that can be read.
    Format,
    /// Words of [`SEVERITIES`] by id or family of checks.
    Checks,
    /// Lists of fields by class.
    Required,
    /// Lists of codes by class and field.
    Allowed,
    /// Tables of [`PROFILE_SETTINGS`] by name.
    Profiles,
    /// A list of tables of [`FILE_SETTINGS`].
    Files,
    /// A table of how feeds are fetched.
    Manner,
    /// A list of tables of feeds.
    Feeds,
    /// A name that a file may have everywhere.
    Name,
    /// An address of `http` or `https`.
    Url,
    /// The name of a time zone.
    Zone,
    /// A file or folder below the one of the configuration.
    Path,
    /// Values of headers by name.
    Headers,
    Flag,
    /// A number of seconds, with a fraction or without.
    Seconds,
    /// The same, or none at all.
    Pause,
    /// A whole number.
    Count {
        least: u64,
        most: u64,
    },
}

/// The words for how grave a check is; the one for none turns it off.
pub const SEVERITIES: [(&str, Option<Severity>); 4] = [
    (Severity::Error.name(), Some(Severity::Error)),
    (Severity::Warning.name(), Some(Severity::Warning)),
    (Severity::Note.name(), Some(Severity::Note)),
    ("off", None),
];

/// The word of [`SEVERITIES`].
#[must_use]
pub fn word(severity: Option<Severity>) -> &'static str {
    severity.map_or("off", Severity::name)
}

/// The words of a table of them.
#[must_use]
pub fn words<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(word, _)| *word).collect()
}

/// The gravity from which on findings make the work fail; none for never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailOn(Option<Severity>);

/// The words for the gravity from which on the work fails.
pub const FAIL_ON: [(&str, FailOn); 4] = [
    (Severity::Error.name(), FailOn(Some(Severity::Error))),
    (Severity::Warning.name(), FailOn(Some(Severity::Warning))),
    (Severity::Note.name(), FailOn(Some(Severity::Note))),
    ("never", FailOn(None)),
];

impl Default for FailOn {
    fn default() -> Self {
        Self(Some(Severity::Error))
    }
}

impl FailOn {
    /// Whether findings are as grave as that.
    #[must_use]
    pub fn is_met(self, tally: &Tally) -> bool {
        self.0.is_some_and(|severity| tally.any_at_least(severity))
    }
}

const CHECKS: Setting = Setting {
    name: "checks",
    about: "How grave checks are, by id, by family as \"text/*\", or all as \"*\": error, warning, note or off. The more \
            specific name counts. What the schema decides is an error whatever stands here.",
    kind: Kind::Checks,
    example: r#"{ "text/*" = "warning", "text/all-caps" = "off" }"#,
};

const REQUIRED: Setting = Setting {
    name: "required",
    about: "Fields that have to be there beyond what the schema requires, by type of record. How grave it is that one is \
            missing says completeness/required.",
    kind: Kind::Required,
    example: r#"{ Session = ["start", "edition"] }"#,
};

const ALLOWED: Setting = Setting {
    name: "allowed",
    about: "The only codes that may stand in a field, by type of record and field. How grave another one is says \
            vocabulary/not-allowed.",
    kind: Kind::Allowed,
    example: r#"{ Session.sessionType = ["workshop", "open-forum"] }"#,
};

/// The settings at the top of `plenary.toml`.
pub static SETTINGS: &[Setting] = &[
    Setting {
        name: "profile",
        about: "What is asked of the records: a built-in profile, or one of [profiles].",
        kind: Kind::Profile,
        example: r#""igf""#,
    },
    Setting {
        name: "base",
        about: "The IRI that minted IRIs begin with; it ends with / or #. A dataset's own \"base\" counts more.",
        kind: Kind::Base,
        example: r#""https://data.example.org/""#,
    },
    Setting {
        name: "fail-on",
        about: "The gravity from which on the exit code is 1: error, warning, note or never.",
        kind: Kind::FailOn,
        example: r#""warning""#,
    },
    Setting {
        name: "exclude",
        about: "Files and folders that are left out where a folder or a pattern is read, as patterns below this file's \
                folder. * does not cross folders, ** does. A file that is named itself is read all the same.",
        kind: Kind::Globs,
        example: r#"["drafts/**"]"#,
    },
    CHECKS,
    REQUIRED,
    ALLOWED,
    Setting {
        name: "profiles",
        about: "Profiles of your own, by name.",
        kind: Kind::Profiles,
        example: r#"{ ours = { extends = "igf", required = { Session = ["start"] } } }"#,
    },
    Setting {
        name: "files",
        about: "Formats of files whose extension does not tell. Where several patterns match, the last counts.",
        kind: Kind::Files,
        example: r#"[{ glob = "data/*.txt", format = "yaml" }]"#,
    },
];

/// The settings of a profile.
pub static PROFILE_SETTINGS: &[Setting] = &[
    Setting { name: "about", about: "One line for people.", kind: Kind::Text, example: r#""Our own rules""# },
    Setting {
        name: "extends",
        about: "The profile that this one adds to; \"default\" unless another is named.",
        kind: Kind::Profile,
        example: r#""igf""#,
    },
    CHECKS,
    REQUIRED,
    ALLOWED,
];

/// The settings of `[[files]]`; both are needed.
pub static FILE_SETTINGS: &[Setting] = &[
    Setting {
        name: "glob",
        about: "A pattern of paths below this file's folder; * does not cross folders, ** does.",
        kind: Kind::Glob,
        example: r#""data/*.txt""#,
    },
    Setting { name: "format", about: "The format of these files.", kind: Kind::Format, example: r#""yaml""# },
];
