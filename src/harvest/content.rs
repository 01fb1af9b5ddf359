//! What a feed's content is: whether it can be what was asked for, and what its file is called.

use super::fault::Fault;
use crate::config::feeds::Feed;
use crate::format::{self, Format, markup, page};

/// Refuses a web page in the place of a feed: servers answer with one for a login or a mistake, and say that all is well.
pub(super) fn look(feed: &Feed, body: &[u8]) -> Result<(), Fault> {
    let Some(format) = feed.format else { return Ok(()) };
    let takes_pages = [page::FORMAT.name, markup::FORMAT.name].contains(&format.name);
    if takes_pages || !is_web_page(body) {
        return Ok(());
    }
    let message = format!("the answer is a web page, and not {}", format.name);
    Err(Fault::lasting(message, "look at the address in a browser; it may ask for a login"))
}

fn is_web_page(body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&body[..body.len().min(512)]).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// What the name of the file ends in: what the format, the address, the content or the media type says.
pub(super) fn extension(feed: &Feed, media_type: Option<&str>, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(8192)]);
    let of =
        |format: Option<&Format>| format.and_then(|format| format.extensions.first()).map(|name| (*name).to_owned());
    let by_media_type = || {
        let media_type = media_type?;
        format::FORMATS.iter().copied().find(|format| format.media_types.contains(&media_type))
    };
    let found = match feed.format {
        Some(format) if is_named_by_content(format) => named(feed),
        Some(format) => of(Some(format)),
        None => named(feed).or_else(|| of(format::by_content(&text))).or_else(|| of(by_media_type())),
    };
    found.unwrap_or_else(|| by_first_byte(&text).to_owned())
}

/// Whether files of a format are named by their syntax, or have one of several.
fn is_named_by_content(format: &Format) -> bool {
    format.extensions.is_empty() || format.extensions.contains(&"tsv")
}

/// The extension that the address has, if it is one that is read.
fn named(feed: &Feed) -> Option<String> {
    let path = feed.url.as_str().split('?').next()?;
    let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    (extension == "xml" || format::by_extension(&extension).is_some()).then_some(extension)
}

fn by_first_byte(text: &str) -> &'static str {
    match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('{' | '[') => "json",
        Some('<') => "xml",
        _ => "txt",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;

    fn feed(url: &str, format: &str) -> Feed {
        Feed { format: format::by_name(format), ..Feed::new("a".to_owned(), Address::parse(url).unwrap()) }
    }

    #[test]
    fn files_are_called_what_they_are() {
        for (url, format, media_type, body, extension) in [
            ("https://a.example/export", "ics", None, "BEGIN:VCALENDAR", "ics"),
            ("https://a.example/export", "frab-xml", None, "<schedule>", "xml"),
            ("https://a.example/export", "rpde", None, "{}", "json"),
            ("https://a.example/programme.xlsx", "table", None, "PK", "xlsx"),
            ("https://a.example/programme.csv?x=.ics", "table", None, "a,b", "csv"),
            ("https://a.example/feed.ics", "", Some("text/html"), "BEGIN:VCALENDAR", "ics"),
            ("https://a.example/feed.php", "", None, "BEGIN:VCALENDAR\r\nVERSION:2.0", "ics"),
            ("https://a.example/feed", "", Some("text/turtle"), "...", "ttl"),
            ("https://a.example/../../etc/passwd", "", None, "root:x", "txt"),
        ] {
            assert_eq!(super::extension(&feed(url, format), media_type, body.as_bytes()), extension, "{url} {format}");
        }
    }

    #[test]
    fn a_web_page_is_no_calendar() {
        let page = b"\xEF\xBB\xBF\n<!DOCTYPE html><title>Log in</title>";
        assert!(look(&feed("https://a.example/", "ics"), page).is_err());
        assert!(look(&feed("https://a.example/", "html-events"), page).is_ok());
        assert!(look(&feed("https://a.example/", ""), page).is_ok());
        assert!(look(&feed("https://a.example/", "frab-xml"), b"<schedule>").is_ok());
    }
}
