//! The other files of a folder, for feeds that are several files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::Job;
use crate::format::{Companion, Format, ReadOptions, json, schedule};
use crate::input::{self, Input};

/// A feed has no more files than this: a folder with more is a collection.
const FILES: usize = 16;
/// The longest file that is read for another's sake.
const LONGEST: u64 = 64 << 20;

/// The inputs by their folders.
#[derive(Debug, Default)]
pub(super) struct Folders(HashMap<PathBuf, Vec<PathBuf>>);

impl Folders {
    pub(super) fn of(inputs: &[Input]) -> Self {
        let mut folders: HashMap<PathBuf, Vec<PathBuf>> = HashMap::new();
        for input in inputs {
            let Input::File(path) = input else { continue };
            let is_data =
                path.extension().is_some_and(|ending| ["json", "yml", "yaml"].iter().any(|data| ending == *data));
            if let Some(folder) = path.parent().filter(|_| is_data) {
                folders.entry(folder.to_owned()).or_default().push(path.clone());
            }
        }
        folders.retain(|_, files| (2..=FILES).contains(&files.len()));
        Self(folders)
    }

    /// How an input is read: together with the files beside it, where its format asks for them.
    pub(super) fn options(&self, job: &Job, input: &Input, format: &'static Format) -> Option<ReadOptions> {
        let Input::File(path) = input else { return None };
        let files = self.0.get(path.parent()?).filter(|_| schedule::has_companions(format))?;
        let others = files.iter().filter(|file| *file != path);
        let companions: Vec<Companion> = others.filter_map(|file| companion(job, file)).collect();
        (!companions.is_empty()).then(|| ReadOptions { companions, ..job.read.clone() })
    }
}

/// A file beside; none where it cannot be read, which is told when its own turn comes.
fn companion(job: &Job, path: &Path) -> Option<Companion> {
    let input = Input::File(path.to_owned());
    if input.size()? > LONGEST {
        return None;
    }
    let bytes = input::read_whole(&input, &mut input.open().ok()?, &job.read.limits).ok()?;
    let format = input.format().unwrap_or(&json::FORMAT);
    let (source, broken) = input::decode(&input.name(), bytes);
    broken.is_none().then_some(Companion { source, format })
}
