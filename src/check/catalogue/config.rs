//! What is wrong with a configuration, `plenary.toml`, a manifest, `feeds.toml`, or what linking and merging are told by.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A check that is turned off or lowered in `[checks]`, but always counts: what the schema decides, what keeps a
    /// text from being read, and what is wrong with the configuration itself.
    ///
    /// ## Why it matters
    /// A record that is not what the schema says cannot be converted or compared, whatever the profile; a pipeline that
    /// believes otherwise would let it through.
    ///
    /// ## Example
    /// Bad: `"structure/missing-key" = "off"`
    ///
    /// Good: `"completeness/*" = "off"`
    ///
    /// ## How to mend
    /// Remove the line, and mend the records.
    FIXED_CHECK = "config/fixed-check", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A profile that does not exist, one that extends itself by way of others, or an own one that has the name of a
    /// built-in one.
    ///
    /// ## Why it matters
    /// Nobody can tell what is asked of the records.
    ///
    /// ## Example
    /// Bad: `profile = "wsiss"`
    ///
    /// Good: `profile = "wsis"`
    ///
    /// ## How to mend
    /// Take a name that `plenary profiles` lists, or define the profile under `[profiles.<name>]`.
    PROFILE = "config/profile", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A name in `[checks]` that is neither the id of a check nor a family such as `"text/*"`.
    ///
    /// ## Why it matters
    /// The line has no effect, and whoever wrote it believes that it has.
    ///
    /// ## Example
    /// Bad: `"text/caps" = "off"`
    ///
    /// Good: `"text/all-caps" = "off"`
    ///
    /// ## How to mend
    /// Take an id that `plenary explain` lists.
    UNKNOWN_CHECK = "config/unknown-check", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A class or field in `[required]` or `[allowed]` that the model does not have, or a field in `[allowed]` that
    /// holds no codes. In `sources.toml`, a field that no type has.
    ///
    /// ## Why it matters
    /// No record could ever have it, or every one would be refused.
    ///
    /// ## Example
    /// Bad: `Session = ["startt"]`
    ///
    /// Good: `Session = ["start"]`
    ///
    /// ## How to mend
    /// Take the names that the reference of the fields has, written as there.
    UNKNOWN_FIELD = "config/unknown-field", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A setting of `plenary.toml`, `feeds.toml`, `sources.toml` or a mapping of `plenary link` that does not exist.
    ///
    /// ## Why it matters
    /// It has no effect, and whoever wrote it believes that it has.
    ///
    /// ## Example
    /// Bad: `profil = "igf"`
    ///
    /// Good: `profile = "igf"`
    ///
    /// ## How to mend
    /// Take the name that the finding suggests; the file that `plenary init` writes explains every setting of the first,
    /// `docs/harvest.md` those of the second, `docs/linking.md` those of the others.
    UNKNOWN_SETTING = "config/unknown-setting", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A value that its setting does not take: of another type, a severity, code, format or pattern that does not exist,
    /// a base that is no IRI, an address that is not of the web; or a setting that is missing where another one needs it.
    /// The same of the cells of a ledger, and of columns in a mapping that its table does not have.
    ///
    /// ## Why it matters
    /// The setting cannot be followed, so that nothing is checked, fetched or linked at all.
    ///
    /// ## Example
    /// Bad: `"text/all-caps" = "warn"`
    ///
    /// Good: `"text/all-caps" = "warning"`
    ///
    /// ## How to mend
    /// Write one of the values that the finding names.
    VALUE = "config/value", Error, Run::Always
}
