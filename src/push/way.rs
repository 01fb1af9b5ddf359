//! How a graph is brought: the Graph Store Protocol, or SPARQL Update.

use form_urlencoded::byte_serialize;

use super::graphs::Graph;
use crate::address::Address;
use crate::diagnostic::Error;
use crate::harvest::Parcel;

/// How a store takes graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// SPARQL 1.1 Graph Store HTTP Protocol: `PUT ?graph=`, `PUT ?default`.
    Protocol,
    /// SPARQL 1.1 Update: a request that drops a graph and inserts it.
    Update,
}

/// A request that owns what it sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    method: &'static str,
    address: Address,
    media_type: &'static str,
    body: Vec<u8>,
}

impl Request {
    pub(super) fn parcel(&self) -> Parcel<'_> {
        Parcel { method: self.method, address: &self.address, media_type: self.media_type, body: &self.body }
    }
}

impl Way {
    /// The name in a journal.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Protocol => "graph-store",
            Self::Update => "update",
        }
    }

    /// The request that puts a graph in the place of what the store has.
    pub(super) fn put(self, address: &Address, graph: &Graph) -> Result<Request, Error> {
        match self {
            Self::Protocol => Ok(Request {
                method: "PUT",
                address: of_graph(address, &graph.name)?,
                media_type: "application/n-triples",
                body: graph.statements.clone(),
            }),
            Self::Update => {
                let mut body = dropped(&graph.name);
                body.extend_from_slice(b";\nINSERT DATA {\n");
                if !graph.name.is_empty() {
                    body.extend_from_slice(format!("GRAPH <{}> {{\n", graph.name).as_bytes());
                }
                body.extend_from_slice(&graph.statements);
                body.extend_from_slice(if graph.name.is_empty() { b"}\n" } else { b"}\n}\n" });
                Ok(update(address, body))
            }
        }
    }

    /// The request that takes a graph away.
    pub(super) fn drop(self, address: &Address, name: &str) -> Result<Request, Error> {
        match self {
            Self::Protocol => Ok(Request {
                method: "DELETE",
                address: of_graph(address, name)?,
                media_type: "application/n-triples",
                body: Vec::new(),
            }),
            Self::Update => Ok(update(address, dropped(name))),
        }
    }
}

fn update(address: &Address, body: Vec<u8>) -> Request {
    Request { method: "POST", address: address.clone(), media_type: "application/sparql-update", body }
}

fn dropped(name: &str) -> Vec<u8> {
    let what = if name.is_empty() { "DEFAULT".to_owned() } else { format!("GRAPH <{name}>") };
    format!("DROP SILENT {what}").into_bytes()
}

/// The address of a graph in a store: indirect identification (4.2), which every store has.
fn of_graph(address: &Address, name: &str) -> Result<Address, Error> {
    let text = address.as_str();
    let joint = if text.contains('?') { '&' } else { '?' };
    let what = if name.is_empty() {
        "default".to_owned()
    } else {
        format!("graph={}", byte_serialize(name.as_bytes()).collect::<String>())
    };
    Address::parse(&format!("{text}{joint}{what}"))
        .map_err(|why| Error::usage(format!("the address of <{name}> in the store {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_has_its_address_in_the_store() {
        let store = Address::parse("http://localhost:3030/ds/data?tenant=a").expect("an address");
        let named = of_graph(&store, "https://x.example/é#g").expect("an address");
        assert_eq!(named.as_str(), "http://localhost:3030/ds/data?tenant=a&graph=https%3A%2F%2Fx.example%2F%C3%A9%23g");
        assert!(of_graph(&store, "").expect("an address").as_str().ends_with("?tenant=a&default"));
    }

    #[test]
    fn an_update_drops_and_inserts_in_one_request() {
        let store = Address::parse("http://localhost/update").expect("an address");
        let graph = Graph { name: "https://x.example/g".to_owned(), statements: b"<a:s> <a:p> <a:o> .\n".to_vec() };
        let put = Way::Update.put(&store, &graph).expect("a request");
        let body = String::from_utf8(put.body).expect("text");
        assert_eq!(
            body,
            "DROP SILENT GRAPH <https://x.example/g>;\nINSERT DATA {\nGRAPH <https://x.example/g> {\n<a:s> <a:p> <a:o> .\n}\n}\n"
        );
    }
}
