//! Checks of links: whether others can follow them.

use super::{Run, Scope, StringAt, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// An IRI whose host exists on one machine or in one network only: `localhost`, a private or loopback address, a
    /// name without a dot, or one that ends with `.local`, `.internal`, `.localhost`, `.test` or `.invalid`.
    ///
    /// ## Why it matters
    /// It worked where the record was made and works nowhere else. As the id of a record it also collides with the ids
    /// that other people's machines made.
    ///
    /// ## Example
    /// Bad: `"url": "http://localhost:8000/session/12"`
    ///
    /// Good: `"url": "https://forum.example.org/session/12"`
    ///
    /// ## How to mend
    /// Write the public address, or remove the link.
    LOCAL_HOST = "link/local-host", Warning, Run::String(local_host)
}

fn local_host(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Some(host) = string.as_iri().and_then(host).filter(|host| !host.is_empty() && is_local(host)) else { return };
    let message = format!("\"{host}\" cannot be reached from elsewhere");
    let finding = scope.finding(&LOCAL_HOST, scope.part(string.span, host), string.path, message);
    report.push(finding.help("write the public address, or remove the link"));
}

/// The host of a web IRI, without port.
fn host(iri: &str) -> Option<&str> {
    let rest = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', ':']).next()
}

fn is_local(host: &str) -> bool {
    const ENDINGS: [&str; 5] = ["local", "localhost", "internal", "test", "invalid"];
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified();
    }
    match host.rsplit_once('.') {
        Some((_, ending)) => ENDINGS.contains(&ending),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_one_network() {
        for local in ["localhost", "LOCALHOST", "127.0.0.1", "192.168.1.4", "172.20.0.1", "printer.local", "intranet"] {
            assert!(is_local(local), "{local}");
        }
        for public in ["example.org", "8.8.8.8", "172.32.0.1", "local.example", "localhost.example.com"] {
            assert!(!is_local(public), "{public}");
        }
    }
}
