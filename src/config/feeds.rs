//! The manifest of a harvest, `feeds.toml`: which feeds are fetched from where, and how.
//!
//! Its settings are tables like those of `plenary.toml` ([`setting`]), and its mistakes are the same findings.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::read;
use crate::address::Address;
use crate::diagnostic::{Error, Report};
use crate::format::{Format, Limits, toml};
use crate::input;
use crate::source::Source;

pub mod setting;

/// What a `feeds.toml` says.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Where the file is; paths in it begin there.
    pub folder: PathBuf,
    pub manner: Manner,
    /// In the order of the file.
    pub feeds: Vec<Feed>,
}

/// How feeds are fetched: `[settings]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manner {
    pub user_agent: String,
    /// For one try, with all its redirects.
    pub timeout: Duration,
    pub connect_timeout: Duration,
    pub max_bytes: u64,
    pub max_redirects: u32,
    pub max_pages: u32,
    /// Tries after the first one.
    pub retries: u32,
    /// Before the second try; each further wait is twice as long.
    pub retry_wait: Duration,
    /// The longest wait between two tries.
    pub max_wait: Duration,
    /// Between two requests to one host.
    pub delay: Duration,
    /// Feeds that are fetched at the same time.
    pub jobs: usize,
    /// Relative to the folder of the file.
    pub cache: PathBuf,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            user_agent: concat!("plenary/", env!("CARGO_PKG_VERSION")).to_owned(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_bytes: 64 << 20,
            max_redirects: 5,
            max_pages: 10_000,
            retries: 3,
            retry_wait: Duration::from_secs(1),
            max_wait: Duration::from_secs(120),
            delay: Duration::from_secs(1),
            jobs: 4,
            cache: PathBuf::from(".plenary/harvest"),
        }
    }
}

/// A feed, and how what it says is to be read: `[[source]]`.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Small letters, digits, hyphens, underscores and dots, so that it can name a file everywhere.
    pub id: String,
    pub url: Address,
    pub format: Option<&'static Format>,
    pub timezone: Option<String>,
    /// A mapping of columns, below the folder of the file.
    pub map: Option<PathBuf>,
    pub base: Option<String>,
    pub headers: Vec<(String, Header)>,
    /// Whether pages follow each other as RPDE says.
    pub is_rpde: bool,
    /// Whether its own host may be at an address that the public cannot reach.
    pub allow_private: bool,
    pub max_bytes: Option<u64>,
    pub timeout: Option<Duration>,
}

impl Feed {
    /// A feed of which nothing is known but where it is.
    #[must_use]
    pub fn new(id: String, url: Address) -> Self {
        Self {
            id,
            url,
            format: None,
            timezone: None,
            map: None,
            base: None,
            headers: Vec::new(),
            is_rpde: false,
            allow_private: false,
            max_bytes: None,
            timeout: None,
        }
    }
}

/// What a header of a request says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    Literal(String),
    /// The value of a variable of the environment, so that secrets are in no file.
    Environment(String),
}

impl Manifest {
    /// What is fetched in the manner of the default.
    fn empty(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), manner: Manner::default(), feeds: Vec::new() }
    }
}

/// Reads a manifest. What is wrong with it goes into the report.
///
/// # Errors
/// When the file cannot be read.
pub fn load(path: &Path, report: &mut Report) -> Result<Manifest, Error> {
    let name = path.display().to_string();
    let unread = |error| {
        let error = Error::usage(format!("cannot read the manifest {name}: {error}"));
        error.help("name a file with [[source]] tables, each with an id and a url")
    };
    let bytes = std::fs::read(path).map_err(unread)?;
    let (source, broken) = input::decode(&name, bytes);
    if let Some(broken) = broken {
        report.push(broken);
    }
    Ok(parse(&source, path.parent().unwrap_or(path), report))
}

/// Reads the text of a manifest that is in `folder`. Sound feeds are kept beside wrong ones.
#[must_use]
pub fn parse(source: &Arc<Source>, folder: &Path, report: &mut Report) -> Manifest {
    let mut manifest = Manifest::empty(folder);
    match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => {
            read::manifest(&root, source, &mut manifest, report);
            report.sort();
        }
        Err(fault) => report.push(fault.finding(source)),
    }
    manifest
}

#[cfg(test)]
mod tests {
    use super::setting::{FEED_SETTINGS, MANNER_SETTINGS};
    use super::*;

    const FEED: &str = "[[source]]\nid = \"a\"\nurl = \"https://data.example.org/a\"\n";

    fn sound(text: &str) -> Manifest {
        let mut report = Report::default();
        let manifest = parse(&Source::new("feeds.toml", text), Path::new(""), &mut report);
        assert!(report.findings.is_empty(), "{text}: {:?}", report.findings);
        manifest
    }

    fn wrong(text: &str) -> String {
        let mut report = Report::default();
        let _ = parse(&Source::new("feeds.toml", text), Path::new(""), &mut report);
        let [finding] = report.findings.as_slice() else { panic!("{text}: {:?}", report.findings) };
        let (begin, _) = finding.place.positions();
        format!("{}:{} {} {}", begin.line, finding.id, finding.message, finding.help.as_deref().unwrap_or_default())
    }

    #[test]
    fn every_setting_has_an_effect() {
        let usual = format!("{:?}", sound(FEED));
        for setting in MANNER_SETTINGS {
            let text = format!("[settings]\n{} = {}\n{FEED}", setting.name, setting.example);
            assert_ne!(format!("{:?}", sound(&text)), usual, "{}", setting.name);
        }
        for setting in FEED_SETTINGS.iter().filter(|setting| !["id", "url"].contains(&setting.name)) {
            let text = format!("{FEED}{} = {}\n", setting.name, setting.example);
            assert_ne!(format!("{:?}", sound(&text)), usual, "{}", setting.name);
        }
    }

    #[test]
    fn mistakes_name_their_line_and_what_was_meant() {
        for (text, line, words) in [
            ("[settings]\nretriess = 2\n".to_owned(), 2, "config/unknown-setting|\"retriess\"|mean \"retries\""),
            (format!("{FEED}fromat = \"ics\"\n"), 4, "config/unknown-setting|mean \"format\""),
            (format!("{FEED}format = \"icss\"\n"), 4, "config/value|mean \"ics\""),
            (format!("{FEED}timezone = \"Europe/Zurik\"\n"), 4, "config/value|mean \"Europe/Zurich\""),
            (format!("{FEED}base = \"data\"\n"), 4, "config/value|ends with /"),
            (format!("{FEED}rpde = \"yes\"\n"), 4, "config/value|true or false"),
            (format!("{FEED}headers = {{ Host = \"a\" }}\n"), 4, "config/value|is set by plenary"),
            (format!("{FEED}headers = {{ \"X Y\" = \"a\" }}\n"), 4, "config/value|no name of a header"),
            (format!("{FEED}headers = {{ X-Key = {{ evn = \"A\" }} }}\n"), 4, "config/value|env"),
            (format!("{FEED}headers = {{ X-Key = \"a\\nb\" }}\n"), 4, "config/value|header"),
            ("[settings]\ntimeout = -1\n".to_owned(), 2, "config/value|0.001 to"),
            ("[settings]\njobs = 0\n".to_owned(), 2, "config/value|1 to 64"),
            ("[settings]\nmax-bytes = 1.5\n".to_owned(), 2, "config/value|whole number"),
            ("[[source]]\nid = \"a\"\n".to_owned(), 1, "config/value|\"url\" is missing"),
            ("[[source]]\nid = \"A b\"\nurl = \"https://a.example/\"\n".to_owned(), 2, "config/value|small letters"),
            (
                "[[source]]\nid = \"con.a\"\nurl = \"https://a.example/\"\n".to_owned(),
                2,
                "config/value|a file everywhere",
            ),
            ("[[source]]\nid = \"a\"\nurl = \"https://jo:pw@a.example/\"\n".to_owned(), 3, "config/value|password"),
            ("[[source]]\nid = \"a\"\nurl = \"file:///etc/passwd\"\n".to_owned(), 3, "config/value|neither http:"),
            (format!("{FEED}{FEED}"), 5, "config/value|two sources"),
        ] {
            let found = wrong(&text);
            assert!(found.starts_with(&format!("{line}:")), "{text}: {found}");
            assert!(words.split('|').all(|word| found.contains(word)), "{text}: {found}");
        }
    }

    #[test]
    fn secrets_come_from_the_environment() {
        let text = format!("{FEED}headers = {{ Authorization = {{ env = \"TOKEN\" }}, Accept = \"text/calendar\" }}\n");
        let headers = sound(&text).feeds.remove(0).headers;
        assert_eq!(headers[0], ("Authorization".to_owned(), Header::Environment("TOKEN".to_owned())));
        assert_eq!(headers[1], ("Accept".to_owned(), Header::Literal("text/calendar".to_owned())));
    }
}
