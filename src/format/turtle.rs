//! stub
use crate::format::Format;
pub static FORMAT: Format =
    Format { name: "turtle", about: "", extensions: &[], media_types: &[], sniff: |_| false, read: None, write: None };
pub static TRIG: Format =
    Format { name: "trig", about: "", extensions: &[], media_types: &[], sniff: |_| false, read: None, write: None };
