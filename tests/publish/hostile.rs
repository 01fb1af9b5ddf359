//! Hostile records: nothing of theirs becomes markup, and no file is written outside the folder.

use std::fs;

use html5gum::{Token, Tokenizer};
use tempfile::TempDir;

use super::{HOSTILE, files, publish, shown, texts};

#[test]
fn nothing_of_the_records_becomes_markup() {
    let folder = TempDir::new().expect("a folder");
    // The address that runs a script is refused, and the rest is published.
    let (code, said) = publish(HOSTILE, folder.path(), &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("1 record left out"), "{said}");
    let all = files(folder.path());
    for (path, html) in texts(&all, ".html") {
        for token in Tokenizer::new(&html) {
            let Ok(token) = token;
            let Token::StartTag(tag) = token else { continue };
            let name = String::from_utf8_lossy(&tag.name).into_owned();
            assert_ne!(name, "img", "{path}");
            for (key, value) in &tag.attributes {
                let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value).to_lowercase());
                assert!(!key.starts_with("on"), "{path}: {key}");
                let leads = matches!(&*key, "href" | "src" | "action");
                let runs = ["javascript:", "data:", "vbscript:"].iter().any(|scheme| value.trim().starts_with(scheme));
                assert!(!(leads && runs), "{path}: {value}");
            }
        }
        assert!(!html.contains('\u{202e}') && !html.contains("49 {%"), "{path}");
    }
}

#[test]
fn file_names_are_harmless_everywhere() {
    let folder = TempDir::new().expect("a folder");
    let inner = folder.path().join("site");
    publish(HOSTILE, &inner, &[]);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    let mut folded = std::collections::BTreeSet::new();
    for path in files(&inner).into_keys() {
        assert!(folded.insert(path.to_lowercase()), "{path} differs by case alone");
        for part in path.split('/').filter(|part| !matches!(*part, ".plenary-site" | ".well-known" | "Caddyfile")) {
            assert!(
                part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte)),
                "{path}"
            );
            let stem = part.split('.').next().unwrap_or_default();
            assert!(!["con", "aux", "nul", "prn", ""].contains(&stem), "{path}");
        }
    }
}

#[test]
fn a_long_title_is_a_page_like_others() {
    let folder = TempDir::new().expect("a folder");
    let title = "x<&\"".repeat(1 << 18);
    let record = serde_json::json!({"type": "Session", "id": "urn:x:long", "title": title});
    let input = folder.path().join("long.json");
    fs::write(&input, record.to_string()).expect("it can be written");
    let site = folder.path().join("site");
    assert_eq!(publish(&shown(&input), &site, &[]).0, Some(0));
    let page = texts(&files(&site), ".html").into_iter().find(|(path, _)| path.starts_with("session/x-"));
    let (path, html) = page.expect("the page");
    assert!(path.len() < 100 && html.len() > 1 << 20);
}

#[test]
fn a_theme_cannot_be_more_than_the_theme() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("evil.js"), "").expect("it can be written");
    let (code, said) = publish(HOSTILE, &folder.path().join("site"), &["--theme", &shown(folder.path())]);
    assert_eq!(code, Some(2), "{said}");
    assert!(!folder.path().join("site").exists());
}
