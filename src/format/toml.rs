//! stub
use crate::format::Format;
pub static FORMAT: Format =
    Format { name: "toml", about: "", extensions: &[], media_types: &[], sniff: |_| false, read: None, write: None };
