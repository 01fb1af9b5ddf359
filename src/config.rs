//! The configuration: what `plenary.toml` says, the profiles, and what they come to.
//!
//! The settings are a table ([`setting::SETTINGS`]), which the reader, the JSON Schema for editors, the page and the
//! starter that `plenary init` writes share. Mistakes in the file are findings like those in records. What is said later
//! counts: the profile, over it the file's own settings, over them what is [`Asked`] on the command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{Checks, Profile};
use crate::diagnostic::{Error, Report};
use crate::format::{Limits, toml};
use crate::input::{self, CONFIGURATION, Files};
use crate::source::Source;

pub mod feeds;
pub mod mapping;
mod model;
mod profile;
mod read;
pub mod schema;
pub mod setting;
pub mod sources;
pub mod starter;
pub mod weights;
mod write;

pub use profile::{Layer, Profiles, Rule, built_in_profiles};
use setting::FailOn;
pub use write::profile_as_toml;

/// What a `plenary.toml` says; the default says nothing.
#[derive(Debug, Default)]
pub struct Config {
    /// The name of the profile.
    pub profile: Option<String>,
    /// The IRI that minted IRIs begin with.
    pub base: Option<String>,
    pub fail_on: Option<FailOn>,
    /// Formats of files, and files to leave out.
    pub files: Files,
    pub profiles: Profiles,
    /// What comes on top of the profile.
    pub on_top: Layer,
}

/// Which file configures the work, and what comes over it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub file: Whence,
    pub profile: Option<String>,
    pub rules: Vec<Rule>,
}

/// Where the configuration comes from.
#[derive(Debug, Clone, Default)]
pub enum Whence {
    /// The nearest `plenary.toml`, in the folder of the work or one above it.
    #[default]
    Nearest,
    File(PathBuf),
    Nowhere,
}

impl Whence {
    /// The file, for work in a folder.
    #[must_use]
    pub fn path(&self, folder: &Path) -> Option<PathBuf> {
        match self {
            Self::Nearest => find(folder),
            Self::File(path) => Some(path.clone()),
            Self::Nowhere => None,
        }
    }
}

impl Asked {
    /// The checks of the profile that is asked for, else the file's.
    ///
    /// # Errors
    /// When there is no profile of that name.
    pub fn checks(&self, config: &Config) -> Result<Checks, Error> {
        config.resolve(self.profile.as_deref(), &self.rules).map(Checks::new)
    }
}

impl Config {
    /// The profile that counts: the one named, else the file's, else `default`; over it the file's settings, over them
    /// `rules`.
    ///
    /// # Errors
    /// When there is no profile of that name.
    pub fn resolve(&self, name: Option<&str>, rules: &[Rule]) -> Result<Profile, Error> {
        let name = name.or(self.profile.as_deref()).unwrap_or(profile::DEFAULT);
        let mut profile = self.profiles.resolve(name)?;
        self.on_top.put_on(&mut profile);
        Layer { rules: rules.to_vec(), ..Layer::default() }.put_on(&mut profile);
        Ok(profile)
    }
}

/// The nearest `plenary.toml`, in a folder or one above it.
#[must_use]
pub fn find(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(CONFIGURATION)).find(|path| path.is_file())
}

/// Reads a configuration file. What is wrong with it goes into the report; findings name it by `name`.
///
/// # Errors
/// When the file cannot be read.
pub fn load(path: &Path, name: &str, report: &mut Report) -> Result<Config, Error> {
    let unread = |error| Error::usage(format!("cannot read the configuration {name}: {error}"));
    let bytes = std::fs::read(path).map_err(unread)?;
    let (source, broken) = input::decode(name, bytes);
    if let Some(broken) = broken {
        report.push(broken);
        return Ok(Config::default());
    }
    Ok(parse(&source, path.parent().unwrap_or(path), report))
}

/// Reads a configuration; the patterns of files in it are below `folder`. Sound settings are kept beside wrong ones.
#[must_use]
pub fn parse(source: &Arc<Source>, folder: &Path, report: &mut Report) -> Config {
    match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => {
            let config = read::config(&root, source, folder, report);
            report.sort();
            config
        }
        Err(fault) => {
            report.push(fault.finding(source));
            Config::default()
        }
    }
}

/// What a reader finds in a text, a line each: line, column, check, message, help.
#[cfg(test)]
fn told(text: &str, read: impl FnOnce(&Arc<Source>, &mut Report)) -> Vec<String> {
    let mut report = Report::default();
    read(&Source::new("settings.toml", text), &mut report);
    let line = |finding: &crate::diagnostic::Diagnostic| {
        let begin = finding.place.positions().0;
        let help = finding.help.as_deref().unwrap_or_default();
        format!("{}:{} {} {}; {help}", begin.line, begin.column, finding.id, finding.message)
    };
    report.findings.iter().map(line).collect()
}
