//! stub
#[must_use]
pub fn context() -> serde_json::Value {
    serde_json::json!({})
}
