//! The pages about `plenary.toml` and `feeds.toml`: every setting and profile, from the tables that the readers use.

use std::fmt::Write;

use crate::config::Profiles;
use crate::config::feeds::Manner;
use crate::config::feeds::setting::{FEED_SETTINGS, MANNER_SETTINGS};
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

const HARVEST: &str = "<!-- Generated from the settings: UPDATE=1 cargo test --test generated. Do not edit. -->

# Harvest

`plenary harvest feeds.toml` fetches the feeds that a manifest names, and puts each into a file of the folder `harvest` beside it
(`-o FOLDER`). It is built with `cargo build --release --features harvest`.

```toml
[settings]
user-agent = \"lakeside-harvest (+https://data.example.org/about)\"

[[source]]
id = \"lakeside\"
url = \"https://lakeside.example/schedule.xml\"
timezone = \"Europe/Zurich\"

[[source]]
id = \"sessions\"
url = \"https://api.example.org/sessions\"
headers = { Authorization = { env = \"SESSIONS_TOKEN\" } }
```

A line for each source says what came of it: `new`, `changed`, `unchanged`, `cached` (`--offline`) or `failed`, with why and the way
out. One that fails does not stop the others, and its last file stays; the exit code is then 1. It is 2 when the command line or the
manifest is wrong, each mistake with its line, and 3 when a file cannot be written. `--report FILE` writes the same as JSON, with
address, SHA-256 and moment of each file and how it is to be read.

- **Only what is new** is fetched: `ETag` and `Last-Modified` are sent back to the address that gave them. `--force` fetches all,
  `--only ID` some.
- **The cache** (`.plenary/harvest` beside the manifest) keeps contents by their SHA-256 and what is known of each source.
  `--offline` writes the files from it and asks nobody. A file of it that is damaged is fetched again;
  older contents stay in it. It may be deleted, and one run after that fetches all.
- **Nothing is half written**: a run that is killed leaves everything as the last source left it that was done.
- **Files are what came**, unpacked (gzip, br) and otherwise untouched.
- **Bounds**: time and bytes (of what is unpacked), redirects, pages. A failure that may be over soon is tried again, after a wait that
  doubles and is no shorter than the server asks for (`Retry-After`).
- **Politeness**: one request at a time to a host, and a rest between two.
- **Private addresses are refused**, those of redirects too: loopback, private networks, link-local, carrier-grade NAT, multicast and
  other special blocks, also where IPv6 wraps them. What counts is the address that is connected to. `allow-private` lets the host of
  the source itself be private. Proxies of the environment are not used, because they would connect unseen.
- **Redirects** lead from https to http never, and to other schemes never; one to another host, port or scheme gets none of the
  headers. An address with a name or password in it is refused: secrets stand in the environment.
- **RPDE feeds** (`rpde = true`) are fetched page by page until there is nothing new, and the next run goes on from there, also after
  one that was cut off. The file is one page with all items that there are, one a line, in the order in which they changed.
  A `next` to another host, or one that leads back, is a failure.
";

/// The whole of `docs/harvest.md`.
pub(super) fn harvest() -> String {
    let mut page =
        format!("{HARVEST}\n## What counts where nothing is set\n\n```toml\n[settings]\n{}```\n", usual_manner());
    table(&mut page, "Settings of all sources, under `[settings]`", MANNER_SETTINGS);
    table(&mut page, "Settings of a source, under `[[source]]`", FEED_SETTINGS);
    page
}

/// The settings that a manifest begins with.
fn usual_manner() -> String {
    let manner = Manner::default();
    let rows = [
        ("user-agent", format!("\"{}\"", manner.user_agent)),
        ("timeout", manner.timeout.as_secs_f64().to_string()),
        ("connect-timeout", manner.connect_timeout.as_secs_f64().to_string()),
        ("max-bytes", manner.max_bytes.to_string()),
        ("max-redirects", manner.max_redirects.to_string()),
        ("max-pages", manner.max_pages.to_string()),
        ("retries", manner.retries.to_string()),
        ("retry-wait", manner.retry_wait.as_secs_f64().to_string()),
        ("max-wait", manner.max_wait.as_secs_f64().to_string()),
        ("delay", manner.delay.as_secs_f64().to_string()),
        ("jobs", manner.jobs.to_string()),
        ("cache", format!("\"{}\"", manner.cache.display())),
    ];
    let lines: Vec<String> = rows.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    lines.concat()
}

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
