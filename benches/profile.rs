mod generate;
use plenary::check::structure;
use plenary::format::{Limits, json};
use std::time::Instant;
fn main() {
    let bytes = generate::ndjson(20000);
    let lines: Vec<&str> = std::str::from_utf8(&bytes).unwrap().lines().collect();
    let mb = bytes.len() as f64 / 1e6;
    for _ in 0..5 {
        let t = Instant::now();
        let mut n = 0;
        for l in &lines {
            n += json::parse(l, &Limits::default()).unwrap().items().len();
        }
        let p = t.elapsed();
        let docs: Vec<_> = lines.iter().map(|l| json::parse(l, &Limits::default()).unwrap()).collect();
        let t = Instant::now();
        for d in &docs {
            n += structure::verdict(d, &mut ()).unwrap();
        }
        let v = t.elapsed();
        let mut docs2 = docs.clone();
        let t = Instant::now();
        for d in &mut docs2 {
            let c = 0;
            let _ = c;
            let id = plenary::shape::shape().class("Session").unwrap();
            n += plenary::rdf::resolve::resolve(d, id, None).unwrap().len();
        }
        let r = t.elapsed();
        println!(
            "{n} parse {:.0} verdict {:.0} resolve {:.0} MB/s",
            mb / p.as_secs_f64(),
            mb / v.as_secs_f64(),
            mb / r.as_secs_f64()
        );
    }
}
