//! Inputs: files, directories, globs and standard input, found, named and read.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use crate::diagnostic::{Diagnostic, Error};
use crate::format::{self, Format, Limits};
use crate::source::{Source, Span};

mod files;
mod workbook;

pub use files::{Files, pattern};

/// The name of the file that configures this program; it holds no records.
pub const CONFIGURATION: &str = "plenary.toml";

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    Stdin,
    File(PathBuf),
    /// A text at hand under the name of a file, such as one that an editor has open.
    Text {
        path: PathBuf,
        bytes: Arc<[u8]>,
    },
}

impl Input {
    /// The name that findings carry.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "<stdin>".to_owned(),
            Input::File(path) | Input::Text { path, .. } => path.display().to_string(),
        }
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// When it cannot be opened; the message names it.
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Error> {
        match self {
            Input::Stdin => Ok(Box::new(io::stdin())),
            Input::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(Error::unread(&self.name(), &error)),
            },
            Input::Text { bytes, .. } => Ok(Box::new(io::Cursor::new(Arc::clone(bytes)))),
        }
    }

    /// Size in bytes, where it is known beforehand.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        match self {
            Input::Stdin => None,
            Input::File(path) => path.metadata().ok().map(|about| about.len()),
            Input::Text { bytes, .. } => Some(bytes.len() as u64),
        }
    }

    /// Whether it configures this program and holds no records.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        match self {
            Input::Stdin => false,
            Input::File(path) | Input::Text { path, .. } => path.ends_with(CONFIGURATION),
        }
    }

    /// The format by the file's extension.
    #[must_use]
    pub fn format(&self) -> Option<&'static Format> {
        match self {
            Input::Stdin => None,
            Input::File(path) | Input::Text { path, .. } => format::by_extension(path.extension()?.to_str()?),
        }
    }
}

/// Finds what the arguments name: `-` for standard input, files, globs, and directories, which are walked for files with
/// an extension that can be read or whose format `files` says; ignore files are respected. In the order of the arguments,
/// each file once, as it is spelt first.
///
/// # Errors
/// When a path does not exist, or a glob is not valid.
pub fn discover(arguments: &[String], files: &Files) -> Result<Vec<Input>, Error> {
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for argument in arguments {
        let inputs = match argument.as_str() {
            "-" => vec![Input::Stdin],
            path if Path::new(path).is_dir() => walk(Path::new(path), files),
            path if Path::new(path).exists() => vec![Input::File(path.into())],
            pattern if pattern.contains(['*', '?', '[', '{']) => glob(pattern, files)?,
            path => return Err(Error::input(format!("there is no file or directory {path}"))),
        };
        found.extend(inputs.into_iter().filter(|input| known.insert(itself(input))));
    }
    Ok(found)
}

/// What an input is, however its path is spelt.
fn itself(input: &Input) -> Input {
    match input {
        Input::File(path) => Input::File(path.canonicalize().unwrap_or_else(|_| path.clone())),
        Input::Stdin | Input::Text { .. } => input.clone(),
    }
}

/// The readable files under a directory, in the order of their names.
fn walk(directory: &Path, files: &Files) -> Vec<Input> {
    let paths = paths_under(directory, files);
    let format = |input: &Input| files.format_of(input).or_else(|| input.format());
    paths.map(Input::File).filter(|input| format(input).is_some_and(|format| format.read.is_some())).collect()
}

/// The files under a directory that neither `files` nor an ignore file leaves out, in the order of their names.
fn paths_under(directory: &Path, files: &Files) -> impl Iterator<Item = PathBuf> {
    let entries = WalkBuilder::new(directory).sort_by_file_name(Ord::cmp).require_git(false).build();
    let found = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let found = found.map(ignore::DirEntry::into_path);
    found.filter(|path| !path.ends_with(CONFIGURATION) && !files.leaves_out(path))
}

/// The files that a pattern matches, but for those that `files` leaves out; `*` does not cross directories, `**` does.
fn glob(pattern: &str, files: &Files) -> Result<Vec<Input>, Error> {
    let invalid = |why: String| Error::usage(format!("the pattern {pattern} is not valid: {why}"));
    let matcher = files::pattern(pattern).map_err(invalid)?;
    let literal: PathBuf = Path::new(pattern)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let root = if literal.as_os_str().is_empty() { Path::new(".") } else { &literal };
    let bare = |path: PathBuf| path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
    let matching: Vec<Input> =
        paths_under(root, files).map(bare).filter(|path| matcher.is_match(path)).map(Input::File).collect();
    if matching.is_empty() {
        return Err(Error::input(format!("no file matches {pattern}")));
    }
    Ok(matching)
}

/// Reads a whole text, up to the limit.
///
/// # Errors
/// When it cannot be read, or is longer than the limit.
pub fn read_whole(input: &Input, reader: &mut dyn Read, limits: &Limits) -> Result<Vec<u8>, Error> {
    let more = "raise the limit with --max-bytes, or convert it to NDJSON, which streams";
    read_at_most(input, reader, limits.bytes, more)
}

/// Reads a whole text of at most that many bytes; `more` is the way out for a longer one.
///
/// # Errors
/// When it cannot be read, or is longer.
pub fn read_at_most(input: &Input, reader: &mut dyn Read, most: u64, more: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let fault = |error: io::Error| Error::unread(&input.name(), &error);
    reader.take(most + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > most {
        return Err(Error::input(format!("{} is longer than {most} bytes", input.name())).help(more));
    }
    Ok(bytes)
}

/// Bytes as text. Bytes that are not UTF-8 give a finding at their place; UTF-16 with a byte order mark is decoded.
#[must_use]
pub fn decode(name: &str, bytes: Vec<u8>) -> (Arc<Source>, Option<Diagnostic>) {
    if let Some(text) = decode_utf16(&bytes) {
        return (Source::new(name, text), None);
    }
    if workbook::is_one(&bytes) {
        return match workbook::table(bytes) {
            Ok(table) => (Source::new(name, table), None),
            Err(why) => {
                let source = Source::new(name, "");
                let finding = Diagnostic::error("structure/syntax", &source, Span::default(), why);
                (source, Some(finding.help("save the sheet as CSV")))
            }
        };
    }
    match String::from_utf8(bytes) {
        Ok(text) => (Source::new(name, text), None),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
            let finding = not_utf8(&source, start, error.as_bytes()[start]);
            (source, Some(finding))
        }
    }
}

/// The finding about a byte that is not UTF-8; the source holds U+FFFD in its place.
#[must_use]
pub fn not_utf8(source: &Arc<Source>, start: usize, byte: u8) -> Diagnostic {
    let span = Span::new(start, start + '\u{fffd}'.len_utf8());
    Diagnostic::error("structure/syntax", source, span, format!("the byte 0x{byte:02X} is not valid UTF-8"))
        .label("here")
        .help("save the file as UTF-8; it may be in an older encoding such as Windows-1252")
}

fn decode_utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_found_at_their_place() {
        let (_, finding) = decode("a", b"ab\n\xe9".to_vec());
        let (begin, _) = finding.unwrap().place.positions();
        assert_eq!((begin.line, begin.column), (2, 1));
    }

    #[test]
    fn utf_16_with_a_mark_is_text() {
        let (source, finding) = decode("a", vec![0xFF, 0xFE, b'a', 0]);
        assert_eq!((source.text(), finding.is_none()), ("a", true));
    }
}
