//! The page about `plenary.toml`: every setting and profile, from the tables that the reader uses.

use std::fmt::Write;

use crate::config::Profiles;
use crate::config::setting::{FILE_SETTINGS, PROFILE_SETTINGS, SETTINGS, Setting};

const INTRODUCTION: &str =
    "<!-- Generated from the settings: UPDATE=1 cargo test --test generated. Do not edit. -->

# Configuration

`plenary init` writes a `plenary.toml` to begin with. `plenary validate` and `plenary convert` read the nearest one, in the working
directory or a folder above it; the language server looks from the folder of each record. `--config FILE` names another one,
`--isolated` reads none.

What is asked of records is, each over the ones before it:

1. the profile: `--profile`, else `profile` in the file, else `default`, with what it extends below it;
2. `[checks]`, `[required]` and `[allowed]` at the top of the file;
3. `--check ID=SEVERITY` on the command line.

Among rules in one place the more specific one counts, wherever it stands: a check by its id, then a family as `text/*`, then `*`.
What the schema decides is an error whatever a profile says. Fields are added to what a profile requires; a list of codes takes
the place of the profile's.

A mistake in the file is a finding with its line and column, in whatever `--format`; then the exit code is 2 and nothing else is
looked at. `plenary validate plenary.toml` looks at the file alone.
";

/// The whole of `docs/configuration.md`.
pub(super) fn configuration() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n## Profiles\n\n| profile | holds records to |\n|---|---|\n");
    let profiles = Profiles::default();
    for name in profiles.names() {
        let about = profiles.get(name).map(|layer| layer.about.as_str()).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| `{name}` | {about} |");
    }
    page.push_str("\n`plenary profiles NAME` prints one with all that it comes to.\n");
    table(&mut page, "Settings", SETTINGS);
    table(&mut page, "Settings of a profile, under `[profiles.NAME]`", PROFILE_SETTINGS);
    table(&mut page, "Settings of files, under `[[files]]`", FILE_SETTINGS);
    page
}

fn table(page: &mut String, title: &str, settings: &[Setting]) {
    let _ = write!(page, "\n## {title}\n\n| setting | what it is for | example |\n|---|---|---|\n");
    for setting in settings {
        let _ = writeln!(page, "| `{}` | {} | `{}` |", setting.name, escaped(setting.about), setting.example);
    }
}

/// Text in a table: asterisks would make it slanted.
fn escaped(text: &str) -> String {
    text.replace('*', "\\*").replace('|', "\\|")
}
