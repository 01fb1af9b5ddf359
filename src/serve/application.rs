//! From a request to its answer: the router that the table of routes makes, and what is done around every handler.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter};
use serde_json::{Value, json};
use tokio::time::timeout_at;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

use super::answer::Answer;
use super::call::Call;
use super::condition::packed;
use super::guard;
use super::routes::{Cost, ROUTES, Route, SITE};
use super::service::Service;
use crate::halt::Halt;

/// The address that a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// The route that answered, for counts and log.
#[derive(Debug, Clone, Copy)]
struct Label(&'static str);

/// Scripts, style and images of the site alone; no frames, no forms that lead elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Routes that are answered whatever else is going on, so that those who run the server can see it.
const ALWAYS: [&str; 3] = ["health", "ready", "metrics"];

/// All routes with what is around them.
pub(super) fn router(service: &Arc<Service>) -> Router {
    let mut paths: BTreeMap<&str, MethodRouter<Arc<Service>>> = BTreeMap::new();
    for route in ROUTES {
        let filter = if route.method == "POST" { MethodFilter::POST } else { MethodFilter::GET };
        let handle = move |State(service): State<Arc<Service>>, request: Request| run(service, route, request);
        let methods = paths.remove(route.path).unwrap_or_default();
        paths.insert(route.path, methods.on(filter, handle));
    }
    let mut router = Router::new().fallback(site);
    for (path, methods) in paths {
        router = router.route(&format!("{}{path}", service.root), methods);
    }
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::ACCEPT, header::CONTENT_TYPE, header::IF_NONE_MATCH, header::RANGE, REQUEST_ID])
        .expose_headers([header::ETAG, header::LINK, header::LOCATION, header::RETRY_AFTER, REQUEST_ID]);
    router
        .layer(CompressionLayer::new())
        .layer(from_fn(retag))
        .layer(cors)
        .layer(from_fn_with_state(Arc::clone(service), observe))
        .with_state(Arc::clone(service))
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Whatever no route answers is of the site.
async fn site(State(service): State<Arc<Service>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let answer = Answer::problem(StatusCode::METHOD_NOT_ALLOWED, "the site is read-only");
        return answer.header(header::ALLOW, "GET,HEAD").into_response();
    }
    let path = request.uri().path();
    if !path.starts_with(&service.root) && (path == "/" || format!("{path}/") == service.root) {
        return Answer::redirect(StatusCode::SEE_OTHER, &service.root).into_response();
    }
    run(service, &SITE, request).await
}

/// How much longer than its time an answer is waited for: work that looks at the clock says more of why it has none.
const GRACE: Duration = Duration::from_millis(500);

/// Runs a handler on a thread of its own, within the time that answers may take.
async fn run(service: Arc<Service>, route: &'static Route, request: Request) -> Response {
    let mut response = match answer(&service, route, request).await {
        Ok(answer) | Err(answer) => answer.into_response(),
    };
    response.extensions_mut().insert(Label(route.path));
    response
}

async fn answer(service: &Arc<Service>, route: &'static Route, request: Request) -> Result<Answer, Answer> {
    let limits = service.options.limits;
    let (parts, body) = request.into_parts();
    let body = match route.takes {
        [] => axum::body::Bytes::new(),
        _ => guard::body(&parts.headers, body, &limits).await?,
    };
    let until = Instant::now() + limits.time;
    let busy = |why: &str| {
        let answer = Answer::problem(StatusCode::SERVICE_UNAVAILABLE, why);
        answer.header(header::RETRY_AFTER, "5")
    };
    let desk = match route.cost {
        Cost::Light => None,
        Cost::Work => {
            let desk = timeout_at(until.into(), Arc::clone(&service.desks).acquire_owned()).await;
            Some(desk.map_err(|_| busy("the server is busy with other work"))?)
        }
    };
    let shared = Arc::clone(service);
    let halt = Halt::default();
    // When the time is over, or the client goes away and this future with it, the desk is soon free again.
    let _unwanted = halt.on_drop();
    let work = tokio::task::spawn_blocking(move || {
        // The desk is taken as long as the work goes on, even if nobody waits for it any more.
        let _desk = desk;
        let state = shared.state();
        let path = parts.uri.path();
        let address = guard::address(&parts.headers, shared.options.behind_proxy, &shared.root);
        (route.handler)(&Call {
            service: &shared,
            state: &state,
            method: &parts.method,
            path: path.strip_prefix(&shared.root).unwrap_or(path),
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
            body: &body,
            address: &address,
            until,
            halt: &halt,
        })
    });
    match timeout_at((until + GRACE).into(), work).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err(Answer::problem(StatusCode::INTERNAL_SERVER_ERROR, "this is a fault of the server")),
        Err(_) => Err(busy("the answer took longer than it may")),
    }
}

/// Another form of the bytes is another representation, and has another strong tag (RFC 9110, 8.8.3).
async fn retag(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let text = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let tag = text(header::CONTENT_ENCODING).zip(text(header::ETAG)).and_then(|(encoding, tag)| packed(tag, encoding));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Refuses what is too much; numbers, counts and logs the rest.
async fn observe(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = guard::request_id(request.headers()).unwrap_or_else(|| service.request_id());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0);
    let client = guard::client(request.headers(), peer, service.options.behind_proxy);
    let is_always = path.strip_prefix(&service.root).is_some_and(|path| ALWAYS.contains(&path));
    // What is always answered takes no room from what is not.
    let room = if is_always { None } else { Arc::clone(&service.room).try_acquire_owned().ok() };
    let refused = if is_always { None } else { refuse(&service, client, room.is_some()) };
    let running = service.metrics.running();
    let mut response = match refused {
        Some(answer) => answer.into_response(),
        None => next.run(request).await,
    };
    drop(running);
    guarded(response.headers_mut(), &id);
    let label = response.extensions().get::<Label>().map_or("none", |label| label.0);
    let took = began.elapsed();
    service.metrics.answered(label, response.status().as_u16(), took);
    let mut line = json!({
        "id": id,
        "method": method.as_str(),
        "path": path,
        "route": label,
        "status": response.status().as_u16(),
        "bytes": response.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok()),
        "ms": took.as_secs_f64() * 1000.0,
    });
    if service.options.log_clients {
        line["client"] = Value::from(client.to_string());
    }
    service.log.write("request", line);
    drop(room);
    response
}

/// The answer to a request that is one too many.
fn refuse(service: &Service, client: IpAddr, has_room: bool) -> Option<Answer> {
    if let Some(wait) = service.clients.as_ref().and_then(|clients| clients.refuse(client)) {
        service.metrics.refused("rate");
        let answer = Answer::problem(StatusCode::TOO_MANY_REQUESTS, "too many requests in a short time");
        return Some(answer.header(header::RETRY_AFTER, &(wait.as_secs() + 1).to_string()));
    }
    if !has_room {
        service.metrics.refused("concurrency");
        let answer = Answer::problem(StatusCode::SERVICE_UNAVAILABLE, "too many requests at the same time");
        return Some(answer.header(header::RETRY_AFTER, "1"));
    }
    None
}

/// Puts the headers on every answer that keep browsers from doing more than they should.
fn guarded(headers: &mut HeaderMap, id: &str) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (REQUEST_ID, id),
    ];
    for (name, value) in fixed {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
}
