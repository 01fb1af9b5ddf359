//! Checks of identifiers that other authorities give: their check digits, and the one IRI that names each.

use super::{Check, Run, Scope, StringAt, check, mending};
use crate::diagnostic::Report;
use crate::model::grammar;
use crate::shape::Kind;
use crate::vocab;

mod checksum;
pub mod own;

check! {
    /// ## What it finds
    /// An ORCID iD whose last character does not fit the others (ISO 7064 MOD 11-2).
    ///
    /// ## Why it matters
    /// The number is somebody else's or nobody's; linked data would name the wrong person.
    ///
    /// ## Example
    /// Bad: `"orcid": "0000-0002-1825-0079"`
    ///
    /// Good: `"orcid": "0000-0002-1825-0097"`
    ///
    /// ## How to mend
    /// Copy the iD again from the person's page at orcid.org. The finding says which last character would fit; use it
    /// only if you know that the others are right.
    ORCID_CHECKSUM = "identity/orcid-checksum", Error, Run::String(orcid)
}

check! {
    /// ## What it finds
    /// An ISNI whose last character does not fit the others (ISO 7064 MOD 11-2).
    ///
    /// ## Why it matters
    /// The number names another person or organization, or none.
    ///
    /// ## Example
    /// Bad: `"isni": "0000000121032638"`
    ///
    /// Good: `"isni": "0000000121032683"`
    ///
    /// ## How to mend
    /// Copy the number again from isni.org. The finding says which last character would fit.
    ISNI_CHECKSUM = "identity/isni-checksum", Error, Run::String(isni)
}

check! {
    /// ## What it finds
    /// A ROR id whose last two digits do not fit the others (ISO 7064 MOD 97-10 over Crockford's base 32), or that has
    /// one of the letters i, l, o and u, which no ROR id has.
    ///
    /// ## Why it matters
    /// The id names another organization, or none.
    ///
    /// ## Example
    /// Bad: `"ror": "01ggx4175"`
    ///
    /// Good: `"ror": "01ggx4157"`
    ///
    /// ## How to mend
    /// Copy the id again from the organization's page at ror.org. The finding says which last digits would fit.
    ROR_CHECKSUM = "identity/ror-checksum", Error, Run::String(ror)
}

check! {
    /// ## What it finds
    /// An ORCID, ROR, ISNI or Wikidata IRI in another form than the one that the authority itself uses: `http` where it
    /// is `https` or the other way round, or the address of a Wikidata page instead of the entity.
    ///
    /// ## Why it matters
    /// To programs two IRIs that differ in one letter name two different things, so the link leads nowhere.
    ///
    /// ## Example
    /// Bad: `"sameAs": ["http://orcid.org/0000-0002-1825-0097", "https://www.wikidata.org/wiki/Q42"]`
    ///
    /// Good: `"sameAs": ["https://orcid.org/0000-0002-1825-0097", "http://www.wikidata.org/entity/Q42"]`
    ///
    /// ## How to mend
    /// Write the IRI as the finding says. The fields `orcid`, `ror`, `isni` and `wikidata` take the bare id and make the
    /// right IRI of it.
    AUTHORITY_HTTP = "identity/authority-http", Note, Run::String(authority_http)
}

/// A matcher of the grammar.
type IsValid = fn(&str) -> bool;

/// Who gives identifiers: the scalar that holds them, and how they are written elsewhere.
struct Authority {
    scalar: &'static str,
    /// The prefix of CURIEs; none where references take no such CURIE.
    curie: Option<&'static str>,
    namespace: &'static str,
    is_valid: IsValid,
}

const ORCID: Authority =
    Authority { scalar: "Orcid", curie: Some("orcid:"), namespace: vocab::orcid::NS, is_valid: grammar::is_orcid };
const ISNI: Authority =
    Authority { scalar: "Isni", curie: None, namespace: vocab::isni::NS, is_valid: grammar::is_isni };
const ROR: Authority =
    Authority { scalar: "Ror", curie: Some("ror:"), namespace: vocab::ror::NS, is_valid: grammar::is_ror };

impl Authority {
    /// The bare identifier that a string holds: as a value of its field, or inside an IRI or a CURIE.
    fn bare<'t>(&self, string: &StringAt<'t>) -> Option<&'t str> {
        let text = string.text;
        if let Kind::Scalar(scalar) = &string.field.kind
            && scalar.name == self.scalar
        {
            return Some(grammar::bare_identifier(text));
        }
        string.as_iri()?;
        let curie = self.curie.and_then(|prefix| text.strip_prefix(prefix));
        curie.or_else(|| after(text, self.namespace)).filter(|bare| (self.is_valid)(bare))
    }
}

/// What follows a namespace in an IRI, in its `http` or `https` form.
fn after<'t>(iri: &'t str, namespace: &str) -> Option<&'t str> {
    let (_, namespace) = namespace.split_once("://")?;
    iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))?.strip_prefix(namespace)
}

fn orcid(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Some(bare) = ORCID.bare(string) else { return };
    let right = checksum::mod_11_2(&bare.replace('-', ""));
    compare(&ORCID_CHECKSUM, "ORCID iD", bare, right.as_deref(), scope, string, report);
}

fn isni(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Some(bare) = ISNI.bare(string) else { return };
    compare(&ISNI_CHECKSUM, "ISNI", bare, checksum::mod_11_2(bare).as_deref(), scope, string, report);
}

fn ror(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Some(bare) = ROR.bare(string) else { return };
    compare(&ROR_CHECKSUM, "ROR id", bare, checksum::mod_97_10(bare).as_deref(), scope, string, report);
}

/// Reports an identifier that does not end with the check characters it should have. Which character is wrong cannot
/// be known, so there is no replacement: it could name another person.
fn compare(
    check: &'static Check,
    what: &str,
    bare: &str,
    right: Option<&str>,
    scope: &Scope,
    string: &StringAt,
    report: &mut Report,
) {
    let help = match right {
        Some(right) if bare.ends_with(right) => return,
        Some(right) => {
            let rest = bare.strip_suffix(&bare[bare.len().saturating_sub(right.len())..]).unwrap_or_default();
            let end = if right.len() == 1 { "character" } else { "two digits" };
            format!("copy it again; if all but the last {end} is right, it is {rest}{right}")
        }
        None => "copy it again; the letters i, l, o and u are not used: 1 and 0 are digits".to_owned(),
    };
    let message = format!("the {what} {bare} has a mistake: its check digits do not fit");
    report.push(scope.finding(check, scope.part(string.span, bare), string.path, message).help(help));
}

fn authority_http(scope: &Scope, string: &StringAt, report: &mut Report) {
    // `url` is where a page is; the others name the thing itself.
    let Some(iri) = string.as_iri().filter(|_| string.field.name != "url") else { return };
    let Some(right) = canonical_iri(iri) else { return };
    let message = format!("\"{iri}\" is not the form that names this");
    let finding = scope.finding(&AUTHORITY_HTTP, string.span, string.path, message).help(format!("write \"{right}\""));
    report.push(mending(finding, scope.in_place_of(string.span, iri, &right)));
}

/// Forms that IRIs of an authority are seen in, the namespace that it uses itself, and what follows.
const FORMS: [(&str, &str, IsValid); 6] = [
    ("https://orcid.org/", vocab::orcid::NS, grammar::is_orcid),
    ("https://ror.org/", vocab::ror::NS, grammar::is_ror),
    ("https://isni.org/isni/", vocab::isni::NS, grammar::is_isni),
    ("https://www.isni.org/isni/", vocab::isni::NS, grammar::is_isni),
    ("https://www.wikidata.org/entity/", vocab::wikidata::NS, grammar::is_wikidata),
    ("https://www.wikidata.org/wiki/", vocab::wikidata::NS, grammar::is_wikidata),
];

/// The IRI that an authority uses, where a text is another form of it.
fn canonical_iri(iri: &str) -> Option<String> {
    let form = FORMS.iter().find_map(|(written, namespace, is_valid)| {
        let bare = after(iri, written).filter(|bare| !bare.contains('/') && is_valid(bare))?;
        Some(format!("{namespace}{bare}"))
    });
    form.filter(|right| right != iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_iri_names_each_thing() {
        for (written, right) in [
            ("http://orcid.org/0000-0002-1825-0097", Some("https://orcid.org/0000-0002-1825-0097")),
            ("https://www.wikidata.org/wiki/Q42", Some("http://www.wikidata.org/entity/Q42")),
            ("https://www.isni.org/isni/0000000121032683", Some("https://isni.org/isni/0000000121032683")),
            ("http://www.wikidata.org/entity/Q42", None),
            ("https://www.wikidata.org/wiki/Special:Search", None),
            ("https://ror.org/01ggx4157", None),
        ] {
            assert_eq!(canonical_iri(written).as_deref(), right, "{written}");
        }
    }
}
