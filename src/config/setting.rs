//! Every setting, what it takes, and what it is for.

/// A setting of a table in the configuration.
#[derive(Debug)]
pub struct Setting {
    pub name: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    pub kind: Kind,
    /// A value as it is written.
    pub example: &'static str,
}

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// The name of a profile.
    Profile,
    /// An IRI that ends with `/` or `#`.
    Base,
    /// One of [`FAIL_ON`].
    FailOn,
    /// A pattern of paths.
    Glob,
    Globs,
    /// The name of a format that can be read.
    Format,
    /// Severities by id or family of checks.
    Checks,
    /// Lists of fields by class.
    Required,
    /// Lists of codes by class and field.
    Allowed,
    /// Tables of [`PROFILE_SETTINGS`] by name.
    Profiles,
    /// A list of tables of [`FILE_SETTINGS`].
    Files,
}

/// The words for the gravity from which on the exit code is 1.
pub const FAIL_ON: [&str; 4] = ["error", "warning", "note", "never"];

const CHECKS: Setting = Setting {
    name: "checks",
    about: "The severity of checks by id, or by family as \"text/*\": error, warning, note or off. The more specific name \
            counts.",
    kind: Kind::Checks,
    example: r#"{ "text/*" = "warning" }"#,
};

const REQUIRED: Setting = Setting {
    name: "required",
    about: "Fields that have to be there, by type of record.",
    kind: Kind::Required,
    example: r#"{ Session = ["start", "edition"] }"#,
};

const ALLOWED: Setting = Setting {
    name: "allowed",
    about: "The only codes that may stand in a field, by type of record and field.",
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
        about: "The IRI that minted IRIs begin with; it ends with / or #.",
        kind: Kind::Base,
        example: r#""https://data.example.org/""#,
    },
    Setting {
        name: "fail-on",
        about: "The gravity from which on the exit code is 1: error, warning, note or never.",
        kind: Kind::FailOn,
        example: r#""error""#,
    },
    Setting {
        name: "exclude",
        about: "Files and folders that are left out where a directory is read, as patterns below this file's folder.",
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
        example: r#"{ ours = { extends = "igf" } }"#,
    },
    Setting {
        name: "files",
        about: "Formats of files whose extension does not tell.",
        kind: Kind::Files,
        example: r#"[{ glob = "data/*.txt", format = "yaml" }]"#,
    },
];

/// The settings of a profile.
pub static PROFILE_SETTINGS: &[Setting] = &[
    Setting { name: "about", about: "One line for people.", kind: Kind::Text, example: r#""Our own rules""# },
    Setting {
        name: "extends",
        about: "The profile that this one adds to.",
        kind: Kind::Profile,
        example: r#""default""#,
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
