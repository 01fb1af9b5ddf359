//! The configuration: what `plenary.toml` says, the profiles, and what they come to.
//!
//! The settings are a table ([`setting::SETTINGS`]), which the reader, the JSON Schema for editors and the starter that
//! `plenary init` writes share. Mistakes in the file are findings like those in records. What is said later counts:
//! the profile, over it the file's own settings, over them the flags of the command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::Profile;
use crate::diagnostic::{Error, Report};
use crate::format::{Limits, toml};
use crate::input::{self, CONFIGURATION, Files};
use crate::source::Source;

mod model;
mod profile;
mod read;
pub mod setting;
pub mod starter;
mod write;

pub use profile::{Layer, Profiles, Rule, level};
pub use write::profile_as_toml;

/// What a `plenary.toml` says; the default says nothing.
#[derive(Debug, Default)]
pub struct Config {
    /// The name of the profile.
    pub profile: Option<String>,
    /// The IRI that minted IRIs begin with.
    pub base: Option<String>,
    /// The gravity from which on the exit code is 1, as the command line has it.
    pub fail_on: Option<&'static str>,
    /// Formats of files, and files to leave out.
    pub files: Files,
    pub profiles: Profiles,
    /// What comes on top of the profile.
    pub on_top: Layer,
}

impl Config {
    /// The profile that counts: the one named, else the file's, else `default`; over it the file's settings, over them
    /// `rules`.
    ///
    /// # Errors
    /// When there is no profile of that name.
    pub fn resolve(&self, name: Option<&str>, rules: &[Rule]) -> Result<Profile, Error> {
        let name = name.or(self.profile.as_deref()).unwrap_or(profile::DEFAULT);
        let mut profile = self.profiles.resolve(name).ok_or_else(|| self.profiles.unknown(name))?;
        self.on_top.put_on(&mut profile);
        Layer { rules: rules.to_vec(), ..Layer::default() }.put_on(&mut profile);
        Ok(profile)
    }
}

/// The nearest `plenary.toml`, in a folder or one above it, as a path from that folder.
#[must_use]
pub fn find(folder: &Path) -> Option<PathBuf> {
    let mut way = PathBuf::new();
    for folder in folder.ancestors() {
        if folder.join(CONFIGURATION).is_file() {
            return Some(way.join(CONFIGURATION));
        }
        way.push("..");
    }
    None
}

/// Reads a configuration file. What is wrong with it goes into the report.
///
/// # Errors
/// When the file cannot be read.
pub fn load(path: &Path, report: &mut Report) -> Result<Config, Error> {
    let unread =
        |error: std::io::Error| Error::usage(format!("cannot read the configuration {}: {error}", path.display()));
    let (source, broken) = input::decode(&path.display().to_string(), std::fs::read(path).map_err(unread)?);
    if let Some(broken) = broken {
        report.push(broken);
        return Ok(Config::default());
    }
    Ok(parse(&source, path.parent().unwrap_or(Path::new("")), report))
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
