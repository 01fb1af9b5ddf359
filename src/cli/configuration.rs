//! `--config`, `--isolated`, `--profile`, `--check`: what configures a command, and what is wrong with it.

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;

use super::report::{Reporter, Work};
use super::targets::real;
use crate::config::{self, Asked, Config, Rule, Whence};
use crate::diagnostic::{Error, Report};
use crate::input::{self, CONFIGURATION, Input};

/// Which file configures a command.
#[derive(Debug, Args)]
pub(super) struct Configuring {
    /// The configuration [default: the nearest plenary.toml, in the working directory or one above it]
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, action = super::FLAG)]
    isolated: bool,
}

/// What is asked of the records.
#[derive(Debug, Args)]
pub(super) struct Asking {
    /// What records are held to; `plenary profiles` lists the profiles [default: that of plenary.toml, else default]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Make checks as grave as said, by id or family: text/all-caps=error, 'text/*=off' (repeat for more)
    #[arg(long = "check", value_name = "ID=SEVERITY", value_parser = Rule::parse)]
    rules: Vec<Rule>,
    #[command(flatten)]
    configuring: Configuring,
}

/// The configuration of a command, and its inputs.
#[derive(Debug, Default)]
pub(super) struct Setup {
    pub(super) config: Config,
    pub(super) inputs: Vec<Input>,
    /// What is wrong with the configuration. Then there are no inputs.
    report: Report,
    /// The configuration files that were read.
    names: Vec<String>,
}

impl Asking {
    pub(super) fn set_up(&self, paths: &[String]) -> Result<Setup, Error> {
        self.configuring.set_up(paths)
    }

    pub(super) fn asked(&self) -> Asked {
        Asked { file: self.configuring.whence(), profile: self.profile.clone(), rules: self.rules.clone() }
    }
}

impl Configuring {
    fn whence(&self) -> Whence {
        match &self.config {
            Some(path) => Whence::File(path.clone()),
            None if self.isolated => Whence::Nowhere,
            None => Whence::Nearest,
        }
    }

    /// Reads the configuration, and finds the inputs. A `plenary.toml` among them is looked at as what it is.
    pub(super) fn set_up(&self, paths: &[String]) -> Result<Setup, Error> {
        let mut setup = Setup::default();
        // Where the working directory is gone, there is nothing to be found in it.
        let folder = env::current_dir().unwrap_or_default();
        let path = self.whence().path(&folder);
        if let Some(path) = &path {
            setup.config = setup.read(path, shown(path, &folder))?;
        }
        if setup.is_sound() {
            let found = input::discover(paths, &setup.config.files)?;
            let known = path.map(|path| real(&path));
            for input in found {
                match &input {
                    Input::File(path) if input.is_configuration() => {
                        if known.as_deref() != Some(&real(path)) {
                            setup.read(path, input.name())?;
                        }
                    }
                    _ => setup.inputs.push(input),
                }
            }
        }
        Ok(setup)
    }
}

impl Setup {
    pub(super) fn is_sound(&self) -> bool {
        self.report.findings.is_empty()
    }

    fn read(&mut self, path: &Path, name: String) -> Result<Config, Error> {
        let config = config::load(path, &name, &mut self.report);
        self.names.push(name);
        config
    }

    /// Reports what is wrong with the configuration, and gives the exit code: with settings that cannot be followed,
    /// nothing else is done.
    pub(super) fn tell(self, mut reporter: Reporter) -> Result<u8, Error> {
        for finding in &self.report.findings {
            reporter.push(finding)?;
        }
        let remarks = vec!["nothing else was looked at: mend the configuration first".to_owned()];
        reporter.finish(&Work { files: self.names, remarks, ended: true, ..Work::default() })?;
        Ok(2)
    }
}

/// A configuration file as findings name it: from the working directory, where it is in one above.
fn shown(path: &Path, folder: &Path) -> String {
    match folder.ancestors().position(|above| above.join(CONFIGURATION) == path) {
        Some(up) => format!("{}{CONFIGURATION}", "../".repeat(up)),
        None => path.display().to_string(),
    }
}
