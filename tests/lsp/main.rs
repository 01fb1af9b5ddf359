//! The language server, driven by a client over standard input and output.

mod client;

use client::{Client, edited, lines, range};
use serde_json::{Value, json};

const YAML: &str = "type: Session\ntitle: \u{1F310} Opening\nsessionType: workshopp\nrelatedTo: [sdg:17]\n";

fn client() -> Client {
    Client::initialized(&json!({})).0
}

/// The item of a label among the completions at a place.
fn item(client: &mut Client, uri: &str, (line, character): (u32, u32), label: &str) -> Value {
    let items = client.at("textDocument/completion", uri, line, character);
    let items = items.as_array().expect("completions").clone();
    let found = items.iter().find(|item| item["label"] == label);
    found.unwrap_or_else(|| panic!("no {label} in {items:?}")).clone()
}

/// Where a completion goes and what it writes.
fn written(item: &Value) -> (String, String) {
    (range(&item["textEdit"]["range"]), item["textEdit"]["newText"].as_str().unwrap().to_owned())
}

#[test]
fn findings_come_and_go_as_somebody_types() {
    let mut client = client();
    let uri = "file:///a/session.yaml";
    client.open(uri, "yaml", YAML);
    let published = client.findings();
    assert_eq!((&published["uri"], &published["version"]), (&json!(uri), &json!(1)));
    assert_eq!(lines(&published), ["2:13-2:22 1 vocabulary/unknown-code"]);
    let finding = &published["diagnostics"][0];
    assert_eq!(finding["codeDescription"]["href"], "https://w3id.org/plenary/check/vocabulary/unknown-code");
    assert!(finding["message"].as_str().unwrap().contains("workshop"), "{finding}");

    let last = json!({"start": {"line": 2, "character": 21}, "end": {"line": 2, "character": 22}});
    client.change(uri, 2, &last, "");
    let published = client.findings();
    assert_eq!((published["version"].as_i64(), lines(&published).len()), (Some(2), 0));

    client.notify("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
    assert_eq!(lines(&client.findings()).len(), 0);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_nearest_configuration_counts_and_is_looked_at_itself() {
    let folder = tempfile::TempDir::new().unwrap();
    let config = folder.path().join("plenary.toml");
    std::fs::write(&config, "checks = { \"text/*\" = \"error\" }\n").unwrap();
    let uri = |name: &str| format!("file://{}/{name}", folder.path().display());
    let mut client = client();
    let record = uri("deep/session.yaml");
    client.open(&record, "yaml", "type: Session\ntitle: OPENING CEREMONY OF THE FORUM\n");
    assert_eq!(lines(&client.findings()), ["1:7-1:36 1 text/all-caps"]);

    let text = "profil = \"igf\"\n";
    client.open(&uri("plenary.toml"), "toml", text);
    assert_eq!(lines(&client.findings()), ["0:0-0:6 1 config/unknown-setting"]);
    std::fs::write(&config, "checks = { \"text/*\" = \"off\" }\n").unwrap();
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
    client.change(&uri("plenary.toml"), 2, &whole, "checks = { \"text/*\" = \"off\" }\n");
    assert_eq!(lines(&client.findings()).len(), 0);
    client.notify("textDocument/didSave", &json!({"textDocument": {"uri": uri("plenary.toml")}}));
    let all: Vec<Value> = (0..2).map(|_| client.findings()).collect();
    let of_record =
        all.iter().find(|published| published["uri"] == json!(record)).expect("the record is looked at again");
    assert_eq!(lines(of_record).len(), 0);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_client_that_asks_is_told_to_ask_again() {
    let asks = json!({
        "textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}},
    });
    let (mut client, about) = Client::initialized(&asks);
    assert_eq!(about["capabilities"]["textDocumentSync"]["save"], json!(true));
    client.notify("workspace/didChangeWatchedFiles", &json!({"changes": []}));
    client.told("workspace/diagnostic/refresh");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn columns_are_those_agreed_on() {
    let text = "{\"type\": \"Session\", \"title\": \"\u{1F310} Opening\", \"titel\": \"x\"}";
    let expected = [("utf-8", "0:45-0:52"), ("utf-16", "0:43-0:50"), ("utf-32", "0:42-0:49")];
    for (encoding, place) in expected {
        let (mut client, about) = Client::initialized(&json!({"general": {"positionEncodings": [encoding]}}));
        assert_eq!(about["capabilities"]["positionEncoding"], encoding);
        client.open("file:///a.json", "json", text);
        let published = client.findings();
        assert_eq!(range(&published["diagnostics"][0]["range"]), place, "{encoding}: {published}");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn hover_tells_of_codes_and_keys() {
    let mut client = client();
    client.open("file:///a.yaml", "yaml", YAML);
    let hover = client.at("textDocument/hover", "file:///a.yaml", 3, 14);
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("Partnerships for the Goals") && text.contains("http://metadata.un.org/sdg/17"), "{text}");
    assert_eq!(range(&hover["range"]), "3:12-3:18");
    let hover = client.at("textDocument/hover", "file:///a.yaml", 3, 3);
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("**relatedTo**"), "{hover}");
    assert!(client.at("textDocument/hover", "file:///a.yaml", 1, 10).is_null());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn completion_writes_each_syntax() {
    let mut client = client();
    client.open("file:///a.json", "json", "{\"type\": \"Session\",\n  \"ti\n  \"relatedTo\": [\"partner\"]}");
    assert_eq!(written(&item(&mut client, "file:///a.json", (1, 5), "title")).1, "\"title\": ");
    let topic = item(&mut client, "file:///a.json", (2, 24), "sdg:17");
    assert_eq!(written(&topic), ("2:16-2:25".to_owned(), "\"sdg:17\"".to_owned()));
    assert_eq!(topic["filterText"], "\"sdg:17 Partnerships for the Goals");
    assert!(topic["documentation"]["value"].as_str().unwrap().contains("Partnerships"));

    client.open("file:///a.yaml", "yaml", "type: Session\nses\ntimeZone: Eur\n");
    assert_eq!(written(&item(&mut client, "file:///a.yaml", (1, 3), "sessionType")).1, "sessionType: ");
    assert_eq!(written(&item(&mut client, "file:///a.yaml", (2, 13), "Europe/Zurich")).1, "Europe/Zurich");

    client.open("file:///a.toml", "toml", "type = \"Session\"\n[[participations]]\nrole = \nag\n");
    assert_eq!(written(&item(&mut client, "file:///a.toml", (2, 7), "moderator")).1, "\"moderator\"");
    assert_eq!(written(&item(&mut client, "file:///a.toml", (3, 2), "agent")).1, "agent = ");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn required_keys_come_first_and_keys_come_once() {
    let mut client = client();
    client.open("file:///a.yaml", "yaml", "type: Session\nrelatedTo: []\n\n");
    let items = client.at("textDocument/completion", "file:///a.yaml", 2, 0);
    let mut items = items.as_array().unwrap().clone();
    assert!(items.iter().all(|item| item["label"] != "relatedTo" && item["label"] != "type"));
    items.sort_by_key(|item| item["sortText"].as_str().unwrap().to_owned());
    assert_eq!((&items[0]["label"], &items[0]["detail"]), (&json!("title"), &json!("required")));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_quick_fix_mends_the_text() {
    let mut client = client();
    client.open("file:///a.yaml", "yaml", YAML);
    let params = |line: u32, only: &str| {
        let place = json!({"line": line, "character": 15});
        let context = json!({"diagnostics": [], "only": [only]});
        json!({"textDocument": {"uri": "file:///a.yaml"}, "range": {"start": place, "end": place}, "context": context})
    };
    let actions = client.request("textDocument/codeAction", &params(2, "quickfix"))["result"].clone();
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions}");
    assert_eq!(edited(YAML, &actions[0]), YAML.replace("workshopp", "workshop"));
    assert_eq!(actions[0]["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    let elsewhere = client.request("textDocument/codeAction", &params(0, "quickfix"))["result"].clone();
    assert_eq!(elsewhere, json!([]));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_finding_is_suppressed_by_a_comment() {
    let text = "type: Session\n\ntitle: VILLAGE NETWORKS FROM A TO Z\nkeywords:\n  - ' a'\nabstract: |\n  How <b>villages</b>\n";
    let mut client = client();
    client.open("file:///a.yaml", "yaml", text);
    let mut act = |text: &str, line: u32, title: &str| {
        let place = json!({"line": line, "character": 8});
        let context = json!({"diagnostics": [], "only": ["quickfix"]});
        let range = json!({"start": place, "end": place});
        let params = json!({"textDocument": {"uri": "file:///a.yaml"}, "range": range, "context": context});
        let actions = client.request("textDocument/codeAction", &params)["result"].clone();
        let actions = actions.as_array().unwrap();
        let action = actions.iter().find(|action| action["title"] == title);
        edited(text, action.unwrap_or_else(|| panic!("no {title} in {actions:?}")))
    };
    let comment = "# plenary: ignore[text/all-caps]\n";
    assert_eq!(act(text, 2, "suppress text/all-caps here"), text.replace("title", &format!("{comment}title")));
    let comment = "  # plenary: ignore[text/spaces]\n";
    assert_eq!(act(text, 4, "suppress text/spaces here"), text.replace("  - ", &format!("{comment}  - ")));
    let comment = "# plenary: ignore[text/html]\n";
    assert_eq!(act(text, 6, "suppress text/html here"), text.replace("abstract", &format!("{comment}abstract")));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn an_id_is_put_beside_others() {
    let text = "type: Session\ntitle: ' VILLAGE NETWORKS FROM A TO Z'  # plenary: ignore[text/spaces]\n";
    let mut client = client();
    client.open("file:///a.yaml", "yaml", text);
    let place = json!({"line": 1, "character": 8});
    let params = json!({
        "textDocument": {"uri": "file:///a.yaml"}, "range": {"start": place, "end": place},
        "context": {"diagnostics": [], "only": ["quickfix"]},
    });
    let actions = client.request("textDocument/codeAction", &params)["result"].clone();
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions}");
    assert_eq!(edited(text, &actions[0]), text.replace("spaces]", "spaces, text/all-caps]"));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_reference_leads_to_its_record() {
    let text = "type: Dataset\nbase: https://example.org/\npeople:\n  - id: '#ada'\n    name: Ada\nsessions:\n  - title: A\n    participations:\n      - agent: '#ada'\n        role: speaker\n";
    let mut client = client();
    client.open("file:///a.yaml", "yaml", text);
    let places = client.at("textDocument/definition", "file:///a.yaml", 8, 18);
    assert_eq!(places.as_array().map(Vec::len), Some(1), "{places}");
    assert_eq!(range(&places[0]["range"]), "3:8-3:14");
    let ids = item(&mut client, "file:///a.yaml", (8, 18), "#ada");
    assert_eq!((ids["detail"].as_str(), written(&ids).1.as_str()), (Some("Ada"), "'#ada'"));
    let symbols = client.request("textDocument/documentSymbol", &json!({"textDocument": {"uri": "file:///a.yaml"}}));
    let names: Vec<&Value> = symbols["result"].as_array().unwrap().iter().map(|symbol| &symbol["name"]).collect();
    assert_eq!(names, ["Ada", "A"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn files_of_others_get_no_findings() {
    let mut client = client();
    client.open("file:///package.json", "json", "{\"name\": \"x\", \"type\": \"module\"}");
    assert_eq!(lines(&client.findings()).len(), 0);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_client_that_asks_for_findings_gets_them_once() {
    let (mut client, about) = Client::initialized(&json!({"textDocument": {"diagnostic": {}}}));
    assert!(about["capabilities"]["diagnosticProvider"].is_object());
    client.open("file:///a.yaml", "yaml", YAML);
    let answer = client.request("textDocument/diagnostic", &json!({"textDocument": {"uri": "file:///a.yaml"}}));
    assert_eq!(answer["result"]["items"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn mistakes_of_a_client_do_not_end_the_server() {
    let mut client = Client::start();
    assert_eq!(client.request("textDocument/hover", &json!({}))["error"]["code"], -32002);
    client.request("initialize", &json!({"capabilities": {}}));
    client.raw("{this is no JSON");
    assert!(client.told("window/logMessage")["message"].as_str().unwrap().contains("could not be read"));
    client.notify("textDocument/didOpen", &json!({"nonsense": true}));
    client.notify("no/such/thing", &json!({}));
    assert_eq!(client.request("no/such/thing", &json!({}))["error"]["code"], -32601);
    assert_eq!(client.request("textDocument/hover", &json!({"a": 1}))["error"]["code"], -32602);
    assert!(client.at("textDocument/hover", "file:///unknown.yaml", 9, 9).is_null());
    assert!(client.request("shutdown", &Value::Null)["result"].is_null());
    assert_eq!(client.request("textDocument/hover", &json!({}))["error"]["code"], -32600);
    client.notify("exit", &Value::Null);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_end_without_shutdown_is_told_by_the_exit_code() {
    assert_eq!(client().end(), Some(1));
    let mut client = client();
    client.notify("exit", &Value::Null);
    assert_eq!(client.end(), Some(1));
}
