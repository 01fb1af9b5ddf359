mod generate;
use plenary::check::structure;
use plenary::format::{Limits, json};
use plenary::rdf::names::Names;
mod mirror;
fn main() {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let n: usize = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(20000);
    let bytes = generate::ndjson(2000);
    let lines: Vec<&str> = std::str::from_utf8(&bytes).unwrap().lines().collect();
    let class = plenary::shape::shape().class("Session").unwrap();
    let mut sum = 0;
    let mut out: Vec<u8> = Vec::new();
    for i in 0..n {
        let l = lines[i % 2000];
        if mode == "serde" {
            sum += serde_json::from_slice::<mirror::Session>(l.as_bytes()).unwrap().title.len();
            continue;
        }
        if mode == "none" {
            continue;
        }
        let d = json::parse(l, &Limits::default()).unwrap();
        if mode == "parse" {
            sum += d.items().len();
            continue;
        }
        sum += structure::verdict(&d, &mut ()).unwrap();
        if mode == "verdict" {
            continue;
        }
        let names = Names::of(&d, class, None).unwrap();
        sum += names.get(&d).unwrap().len();
        if mode == "names" {
            continue;
        }
        out.clear();
        let _ = plenary::rdf::lines::write(&d, class, &names, &mut out);
        sum += out.len();
    }
    println!("{sum}");
}
