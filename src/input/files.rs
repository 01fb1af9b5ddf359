//! What a configuration says of files: in which format some are, and which are left out.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::Input;
use crate::format::Format;

/// Patterns of paths below a folder.
#[derive(Debug, Default, Clone)]
pub struct Files {
    /// Absolute; the patterns are relative to it.
    root: PathBuf,
    formats: Vec<(GlobMatcher, &'static Format)>,
    excluded: Vec<GlobMatcher>,
}

/// A pattern of paths: `*` does not cross folders, `**` does.
///
/// # Errors
/// A few words that say what is wrong with it.
pub fn pattern(text: &str) -> Result<GlobMatcher, String> {
    let glob = GlobBuilder::new(text).literal_separator(true).build();
    glob.map(|glob| glob.compile_matcher()).map_err(|error| error.kind().to_string())
}

impl Files {
    /// No patterns yet.
    #[must_use]
    pub fn below(root: &Path) -> Self {
        Self { root: absolute(root), ..Self::default() }
    }

    /// Files that a pattern matches are in a format.
    pub fn add_format(&mut self, pattern: GlobMatcher, format: &'static Format) {
        self.formats.push((pattern, format));
    }

    /// Files that a pattern matches, and what is in folders that it matches, are left out.
    pub fn exclude(&mut self, pattern: GlobMatcher) {
        self.excluded.push(pattern);
    }

    /// The format that the patterns give, the last one that matches; none where none does.
    #[must_use]
    pub fn format_of(&self, input: &Input) -> Option<&'static Format> {
        let (Input::File(path) | Input::Text { path, .. }) = input else { return None };
        if self.formats.is_empty() {
            return None;
        }
        let path = self.relative(path)?;
        self.formats.iter().rev().find(|(pattern, _)| pattern.is_match(&path)).map(|(_, format)| *format)
    }

    /// Whether a file that nobody named is left out.
    #[must_use]
    pub fn leaves_out(&self, path: &Path) -> bool {
        if self.excluded.is_empty() {
            return false;
        }
        let Some(path) = self.relative(path) else { return false };
        path.ancestors().any(|part| self.excluded.iter().any(|pattern| pattern.is_match(part)))
    }

    fn relative(&self, path: &Path) -> Option<PathBuf> {
        absolute(path).strip_prefix(&self.root).map(Path::to_path_buf).ok()
    }
}

/// A path from the root, without `.` and `..`; links are not followed, because patterns are about names.
fn absolute(path: &Path) -> PathBuf {
    // An empty path is the working directory, too.
    let path = Path::new(".").join(path);
    let whole = std::path::absolute(&path).unwrap_or(path);
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{markdown, yaml};

    fn files() -> Files {
        let mut files = Files::below(Path::new("site"));
        files.add_format(pattern("**/*.txt").unwrap(), &yaml::FORMAT);
        files.add_format(pattern("pages/*.txt").unwrap(), &markdown::FORMAT);
        files.exclude(pattern("drafts").unwrap());
        files
    }

    #[test]
    fn the_last_pattern_that_matches_says_the_format() {
        let name = |path: &str| files().format_of(&Input::File(path.into())).map(|format| format.name);
        assert_eq!(name("site/a.txt"), Some("yaml"));
        assert_eq!(name("./site/other/../pages/a.txt"), Some("markdown"));
        assert_eq!((name("a.txt"), name("site/a.json")), (None, None));
    }

    #[test]
    fn what_is_in_an_excluded_folder_is_left_out() {
        let out = |path: &str| files().leaves_out(Path::new(path));
        assert!(out("site/drafts/deep/a.json") && !out("site/pages/drafts/a.json") && !out("drafts/a.json"));
    }
}
