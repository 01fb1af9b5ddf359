//! Records that are a part of themselves.

use crate::check::{Run, Scope, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// A record that names itself where it names what it is a part of: `partOf`, `unitOf`, `containedInPlace`,
    /// `broader`.
    ///
    /// ## Why it matters
    /// Programs that follow such links upwards never come to an end, and the real parent is missing.
    ///
    /// ## Example
    /// Bad: `{"type": "Place", "id": "#room-a", "name": "Room A", "containedInPlace": "#room-a"}`
    ///
    /// Good: `{"type": "Place", "id": "#room-a", "name": "Room A", "containedInPlace": "#centre"}`
    ///
    /// ## How to mend
    /// Write the id of the record that this one is a part of, or remove the key.
    SELF_REFERENCE = "identity/self-reference", Error, Run::Fields(&["id", "partOf.id", "unitOf.id", "containedInPlace.id", "broader.id"], self_reference)
}

fn self_reference(scope: &Scope, report: &mut Report) {
    const UPWARDS: [&str; 4] = ["partOf", "unitOf", "containedInPlace", "broader"];
    let Some(id) = scope.node.text("id") else { return };
    for member in scope.node.as_object().unwrap_or_default() {
        if !UPWARDS.contains(&&*member.key) {
            continue;
        }
        for node in member.node.items() {
            let named = if node.as_object().is_some() { node.get("id") } else { Some(node) };
            let Some(named) = named.filter(|named| named.as_str() == Some(id)) else { continue };
            let message = format!("this {} is a part of itself", scope.class.name);
            let finding = scope.finding(&SELF_REFERENCE, named.span, &scope.path.key(&member.key), message);
            report.push(finding.label("its own id").help("write the id of the record above it, or remove the key"));
        }
    }
}
