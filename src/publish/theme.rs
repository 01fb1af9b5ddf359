//! The look of a site: templates, style and script. All are embedded, and any of them may be replaced.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use minijinja::{AutoEscape, Environment, Output, State, Value};

use super::files::Files;
use crate::diagnostic::Error;

/// The files of the theme that is built in.
const BUILT_IN: &[(&str, &str)] = &[
    ("base.html", include_str!("theme/base.html")),
    ("code.html", include_str!("theme/code.html")),
    ("data.html", include_str!("theme/data.html")),
    ("figures.html", include_str!("theme/figures.html")),
    ("index.html", include_str!("theme/index.html")),
    ("list.html", include_str!("theme/list.html")),
    ("moved.html", include_str!("theme/moved.html")),
    ("record.html", include_str!("theme/record.html")),
    ("schedule.html", include_str!("theme/schedule.html")),
    ("search.html", include_str!("theme/search.html")),
    ("values.html", include_str!("theme/values.html")),
    ("style.css", include_str!("theme/style.css")),
    ("colours.css", include_str!("theme/colours.css")),
    ("icon.svg", include_str!("theme/icon.svg")),
    ("script.js", include_str!("theme/script.js")),
];

/// Templates, style and script by their names.
#[derive(Debug)]
pub struct Theme(BTreeMap<String, String>);

impl Default for Theme {
    fn default() -> Self {
        Self(BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }
}

impl Theme {
    /// The theme that is built in, with the files of a folder in the place of those that have the same names.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file in it replaces nothing.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut theme = Self::default();
        let doing = || format!("cannot read the theme in {}", folder.display());
        for entry in fs::read_dir(folder).map_err(|error| Error::io(doing(), &error))? {
            let path = entry.map_err(|error| Error::io(doing(), &error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let Some(text) = theme.0.get_mut(&name) else { return Err(unknown(&name, folder)) };
            *text = fs::read_to_string(&path)
                .map_err(|error| Error::io(format!("cannot read {}", path.display()), &error))?;
        }
        Ok(theme)
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The templates, ready to be rendered. What they print is escaped, whatever they are called.
    pub(super) fn templates(&self) -> Result<Environment<'static>, Error> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(write_escaped);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        for (name, text) in self.0.iter().filter(|(name, _)| is_template(name)) {
            environment.add_template_owned(name.clone(), text.clone()).map_err(|error| broken(&error))?;
        }
        Ok(environment)
    }
}

/// Escapes what would be markup in text or in a quoted attribute.
fn write_escaped(out: &mut Output, state: &State, value: &Value) -> Result<(), minijinja::Error> {
    let text = match value.as_str() {
        Some(text) if !value.is_safe() && state.auto_escape() != AutoEscape::None => text,
        _ => return minijinja::escape_formatter(out, state, value),
    };
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(escaped)?;
        from = at + 1;
    }
    out.write_str(&text[from..]).map_err(minijinja::Error::from)
}

fn is_template(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "html")
}

fn unknown(name: &str, folder: &Path) -> Error {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    Error::usage(format!("{} replaces no file of the theme", folder.join(name).display()))
        .help(format!("call it one of {}", names.join(", ")))
}

/// What is wrong with a template, and where.
pub(super) fn broken(error: &minijinja::Error) -> Error {
    let name = error.name().unwrap_or("a template");
    let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
    let cause = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    Error::usage(format!("{name}{line}: {cause}")).help("mend the template in the folder that --theme names")
}

/// Writes style, script and icon.
pub(super) fn assets(theme: &Theme, files: &mut Files) -> Result<(), Error> {
    files.put("assets/icon.svg", theme.text("icon.svg").as_bytes())?;
    let style = format!("{}\n{}", theme.text("colours.css"), theme.text("style.css"));
    files.put("assets/style.css", style.as_bytes())?;
    files.put("assets/script.js", theme.text("script.js").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_folder_takes_the_place_of_a_built_in_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("colours.css"), ":root { --accent: red }").unwrap();
        let theme = Theme::read(folder.path()).unwrap();
        assert_eq!(theme.text("colours.css"), ":root { --accent: red }");
        assert!(!theme.text("style.css").is_empty());
        fs::write(folder.path().join("colors.css"), "").unwrap();
        assert!(Theme::read(folder.path()).is_err());
    }

    #[test]
    fn a_broken_template_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("list.html"), "a\n{% if %}").unwrap();
        let error = Theme::read(folder.path()).unwrap().templates().unwrap_err();
        assert!(error.to_string().contains("list.html:2"), "{error}");
    }
}
