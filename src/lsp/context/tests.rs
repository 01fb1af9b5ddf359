use super::*;

/// What is at the `|` of a text: the class and `:` for a key, the field for a value, and the word that is typed.
fn at(syntax: Syntax, text: &str) -> String {
    let place = text.find('|').expect("the text has a cursor");
    let text = text.replacen('|', "", 1);
    let Some(Cursor { slot, token }) = cursor(&text, syntax, place) else { return "nothing".to_owned() };
    let word = &text[token];
    match slot {
        Slot::Key { class, .. } => format!("{}: {word}", shape()[class].name),
        Slot::Value { field, listed, .. } => format!("{}{} {word}", field.name, if listed { "[]" } else { "" }),
    }
}

fn check(syntax: Syntax, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(at(syntax, text), *expected, "{text}");
    }
}

#[test]
fn cursors_in_json() {
    check(
        Syntax::Json,
        &[
            ("{|}", "Session: "),
            (r#"{"ti|"#, "Session: \"ti"),
            ("{\"type\": \"Person\",\n  \"na|\n  \"orcid\": \"x\"}", "Person: \"na"),
            (r#"{"type": "Person", "na|": "x"}"#, "Person: \"na\""),
            (r#"{"type": "Se|"}"#, "type \"Se\""),
            (r#"{"relatedTo": ["sdg:1", "ws|"]}"#, "relatedTo[] \"ws\""),
            (r#"{"relatedTo": "sd|"}"#, "relatedTo \"sd\""),
            ("{\"relatedTo\": [\"sd|\n}", "relatedTo[] \"sd"),
            (r#"{"participations": [{|}]}"#, "Participation: "),
            (r#"{"participations": [{"agent": {"type": "Organization", "na|"}}]}"#, "Organization: \"na\""),
            (r#"{"participations": [{"agent": {"na|", "type": "Organization"}}]}"#, "Organization: \"na\""),
            (r#"{"participations": [{"role": |, "status": "tbc"}]}"#, "role "),
            ("{\"participations\": [{\"role\": |\n \"status\": \"tbc\"}]}", "role "),
            (r#"[{"type": "Person"}, {"type": "Place", "na|"}]"#, "Place: \"na\""),
            (r#"{"titel": "a|"}"#, "nothing"),
            (r#"{"title": {"en|": "x"}}"#, "nothing"),
            (r#"{"sessions": [{"title": "🌐", "sessionType": "wo|"}]}"#, "sessionType \"wo\""),
            ("{} |", "nothing"),
        ],
    );
}

#[test]
fn a_broken_line_of_ndjson_hides_no_other() {
    check(Syntax::Ndjson, &[("{\"title\": [\n{\"type\": \"Place\", \"na|\n{}", "Place: \"na")]);
}

#[test]
fn cursors_in_yaml() {
    check(
        Syntax::Yaml,
        &[
            ("|", "Session: "),
            ("ti|", "Session: ti"),
            ("type: Person\n|", "Person: "),
            ("type: Person\nna|\norcid: x\n", "Person: na"),
            ("type: Se|\n", "type Se"),
            ("type: Session\ntitle: |", "title "),
            ("relatedTo:\n  - sdg:1\n  - ws|\n", "relatedTo[] ws"),
            ("relatedTo:\n- ws|\ntitle: x\n", "relatedTo[] ws"),
            ("relatedTo: [sdg:1, ws|\ntitle: x\n", "relatedTo[] ws"),
            ("relatedTo: [sdg:1, \"ws|\"]\n", "relatedTo[] \"ws\""),
            ("participations:\n  - |\n", "participations[] "),
            ("participations:\n  - agent:\n      na|\n    role: x\n", "agent na"),
            ("participations:\n  - agent:\n      type: Organization\n      na|\n    role: x\n", "Organization: na"),
            ("participations:\n  - agent: {type: Organization, na|}\n", "Organization: na"),
            ("participations:\n  - role: mo|\n    status: tbc\n", "role mo"),
            ("participations:\n  - status: tbc\n    |\nstart: x\n", "Participation: "),
            ("description: >-\n  Some text: with |colon\nti", "nothing"),
            ("# plenary\ntitle: x # c\nsessionType: 'w|'\n", "sessionType 'w'"),
            ("type: Place\n---\ntype: Person\nna|", "Person: na"),
            ("type: Person\r\nna|\r\n", "Person: na"),
        ],
    );
}

#[test]
fn cursors_in_toml() {
    check(
        Syntax::Toml,
        &[
            ("|", "Session: "),
            ("type = \"Person\"\nna|\n", "Person: na"),
            ("type = \"Se|\"\n", "type \"Se\""),
            ("type = \"Se|\n", "type \"Se"),
            ("relatedTo = [\"sdg:1\", \"ws|\"]\n", "relatedTo[] \"ws\""),
            ("sessionType = |\n", "sessionType "),
            ("[[participations]]\nro|\n[[participations]]\nrole = \"a\"\n", "Participation: ro"),
            (
                "[[participations]]\nrole = \"a\"\n[participations.agent]\ntype = \"Organization\"\nna|",
                "Organization: na",
            ),
            ("[[participations]]\nagent = {type = \"Organization\", na|}\n", "Organization: na"),
            ("[[participations]]\nagent.na|\n", "Person: na"),
            ("[[participations]]\nrole = \"mo|\"\n", "role \"mo\""),
            ("[[parti|", "Session: parti"),
        ],
    );
}

#[test]
fn cursors_in_front_matter() {
    check(
        Syntax::Markdown,
        &[
            ("---\ntitle: x\nsess|\n---\nText\n", "Session: sess"),
            ("+++\nsess|\n+++\nText\n", "Session: sess"),
            ("---\ntitle: x\n---\nText|\n", "nothing"),
        ],
    );
}

#[test]
fn no_cursor_in_no_text_is_a_panic() {
    let texts = [
        "{\"a\": [1, {\"b\": \"\\u00e9\\",
        "a:\n - [x, {y: 'z\n",
        "[[a.b]]\nc.d = [\"\"\"x\n",
        "---\n- - -\n? x",
        "\u{feff}é:\t🌐",
    ];
    let syntaxes = [Syntax::Json, Syntax::Ndjson, Syntax::Yaml, Syntax::Toml, Syntax::Markdown];
    for (text, syntax) in texts.iter().flat_map(|text| syntaxes.map(|syntax| (text, syntax))) {
        for (place, _) in text.char_indices() {
            let _ = (cursor(text, syntax, place), hit(text, syntax, place));
            let _ = (records(&text[..place], syntax), is_ours(&text[..place], syntax));
        }
    }
    let deep = "[{\"sessions\":".repeat(20_000);
    assert!(cursor(&deep, Syntax::Json, deep.len()).is_none());
    assert!(cursor(&"- ".repeat(20_000), Syntax::Yaml, 40_000).is_none());
}

#[test]
fn files_of_others_are_left_alone() {
    let ours = |syntax, text: &str| is_ours(text, syntax);
    assert!(ours(Syntax::Json, r#"{"type": "Session"}"#));
    assert!(ours(Syntax::Json, "{\"type\": \"Session\", \"title\": \""));
    assert!(ours(Syntax::Yaml, "title: A\nparticipations: []\nrelatedTo: []\n"));
    assert!(ours(Syntax::Toml, "\"$schema\" = \"https://w3id.org/plenary/session.schema.json\"\n"));
    assert!(!ours(Syntax::Json, r#"{"name": "x", "type": "module", "license": "MIT", "description": "y"}"#));
    assert!(!ours(Syntax::Yaml, "name: CI\non: push\njobs: {}\n"));
    assert!(!ours(Syntax::Toml, "[package]\nname = \"x\"\n"));
    assert!(!ours(Syntax::Markdown, "---\ntitle: A post\ndate: 2025-01-01\n---\nText\n"));
    assert!(!ours(Syntax::Markdown, "# Readme\n"));
}
