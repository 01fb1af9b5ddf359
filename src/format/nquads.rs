//! stub
use crate::format::Format;
pub static NTRIPLES: Format = Format {
    name: "ntriples",
    about: "",
    extensions: &[],
    media_types: &[],
    sniff: |_| false,
    read: None,
    write: None,
};
pub static FORMAT: Format =
    Format { name: "nquads", about: "", extensions: &[], media_types: &[], sniff: |_| false, read: None, write: None };
