//! Writes a calendar.

use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::WriteOptions;

pub(super) fn write(_: &[Node], _: &WriteOptions, _: &mut Vec<u8>, _: &mut Report) {}
