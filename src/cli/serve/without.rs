//! Serving in a program that was built without HTTP.

use super::super::Global;
use super::Arguments;
use crate::diagnostic::Error;

/// Never gets here.
pub(super) fn run(_: Arguments, _: Global) -> Result<u8, Error> {
    Err(Error::internal("there is no server"))
}
