//! stub
use std::io::{self, Write};
pub(super) fn search(_: &str, _: &mut dyn Write) -> io::Result<bool> {
    Ok(false)
}
pub(super) fn show(_: &str, _: &mut dyn Write) -> io::Result<bool> {
    Ok(false)
}
pub(super) fn search_json(_: &str, _: &mut dyn Write) -> io::Result<bool> {
    Ok(false)
}
pub(super) fn show_json(_: &str, _: &mut dyn Write) -> io::Result<bool> {
    Ok(false)
}
