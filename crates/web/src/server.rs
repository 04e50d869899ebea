//! The server: connections, limits, routes.
//!
//! It listens on this machine only. What takes long runs beside the connections, so that a slow
//! reader or a large plan holds up nobody else; every request has limits of size and time.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Query, Request as HttpRequest, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};
use workbench::PlayOptions;

use crate::asset;
use crate::board::Place;
use crate::commit;
use crate::door::{Door, harden};
use crate::edit::{self, OF, Outcome, Wish};
use crate::impatient::Impatient;
use crate::live::{Live, Today};
use crate::page::{self, PAGES};
use crate::shell::{self, Request, Theme};

/// What is served, and where.
pub struct Options {
    /// Where the plan is.
    pub place: Place,
    /// How it is played.
    pub play: PlayOptions,
    /// The status date, asked for again and again.
    pub today: Today,
    /// The port; without one the first that is free from 4480 on.
    pub port: Option<u16>,
}

/// The first port that is tried.
pub const PORT: u16 = 4480;
/// How many ports are tried.
const PORTS_TRIED: u16 = 20;

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken.
    #[error("port {0} is taken; leave --port out, and a free one is found")]
    PortTaken(u16),
    /// The network said no.
    #[error("this machine does not let us listen: {0}")]
    Network(#[from] std::io::Error),
    /// The system gives no threads.
    #[error("the system gives no threads: {0}")]
    Threads(#[from] ThreadPoolBuildError),
    /// There are no random numbers for tokens.
    #[error("the system has no random numbers to give: {0}")]
    Random(#[from] getrandom::Error),
}

/// Serves the plan until the process ends. `say` gets the address that lets one browser in, and a
/// line with a new one whenever the last was used.
///
/// # Errors
/// [`ServeError`] if it cannot begin.
pub fn serve(
    options: Options,
    say: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = listen(options.port).await?;
        let door = Door::new(listener.local_addr()?.port())?;
        say(&door.address());
        let live = Live::new(options.place, options.play, options.today);
        let site = Arc::new(Site { live, door, say: Box::new(say) });
        tokio::spawn(watch(Arc::clone(&site)));
        tokio::spawn(complete(Arc::clone(&site), Arc::new(beside()?)));
        accept(&listener, &router(site)).await;
        Ok(())
    })
}

/// What every request can reach.
struct Site {
    live: Live,
    door: Door,
    say: Box<dyn Fn(&str) + Send + Sync>,
}

async fn listen(port: Option<u16>) -> Result<TcpListener, ServeError> {
    let address = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return TcpListener::bind(address(port)).await.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => ServeError::PortTaken(port),
            _ => ServeError::Network(error),
        });
    }
    for port in PORT..PORT + PORTS_TRIED {
        if let Ok(listener) = TcpListener::bind(address(port)).await {
            return Ok(listener);
        }
    }
    Ok(TcpListener::bind(address(0)).await?)
}

/// How often the files are looked at: an edit is on the page before the hand is off the key.
const LOOK_EVERY: Duration = Duration::from_millis(200);

async fn watch(site: Arc<Site>) {
    loop {
        let site = Arc::clone(&site);
        // A panic is a fault of ours that the panic hook has told; the server goes on.
        let _ = tokio::task::spawn_blocking(move || site.live.refresh()).await;
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// After so long without an edit there is time for what takes long.
const PAUSE: Duration = Duration::from_millis(300);

/// Works out beside everything else what pages can do without.
async fn complete(site: Arc<Site>, beside: Arc<ThreadPool>) {
    let mut news = site.live.news();
    while news.changed().await.is_ok() {
        while tokio::time::timeout(PAUSE, news.changed()).await.is_ok() {}
        let (site, beside) = (Arc::clone(&site), Arc::clone(&beside));
        let work = move || beside.install(|| site.live.work_out());
        let _ = tokio::task::spawn_blocking(work).await;
    }
}

/// The processors that what takes long may have: all but one, which is left to who waits.
fn beside() -> Result<ThreadPool, ThreadPoolBuildError> {
    let threads = rayon::current_num_threads().saturating_sub(1).max(1);
    ThreadPoolBuilder::new().num_threads(threads).build()
}

/// So many connections are served at once; further ones wait.
const CONNECTIONS_MAX: usize = 512;
/// From connecting to the end of the headers, and from one request to the next.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// A request with its headers, in bytes.
const HEAD_MAX: usize = 16 << 10;
/// A form, in bytes.
const BODY_MAX: usize = 1 << 20;
/// From the end of the headers to the beginning of the answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// So long an answer may wait for somebody to read on.
const READ_WITHIN: Duration = Duration::from_secs(10);

async fn accept(listener: &TcpListener, router: &Router) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let slot = Arc::clone(&slots).acquire_owned().await.expect("BUG: nobody closes the slots");
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: others will be free in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            connection(stream, router).await;
            drop(slot);
        });
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN).max_buf_size(HEAD_MAX);
    let service = TowerToHyperService::new(router);
    // What goes wrong with a connection concerns the other side only.
    let _ =
        builder.serve_connection(TokioIo::new(Impatient::new(stream, READ_WITHIN)), service).await;
}

fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(front))
        .route("/{name}", get(page))
        .route("/item/{id}", get(item))
        .route("/events", get(events))
        .route("/edit", post(edited))
        .route("/price", post(priced))
        .route("/undo", post(undone))
        .route("/commit", get(commit_asked).post(committed))
        .route("/new", post(begun))
        .route("/style.css", get(|| async { file(asset::style(), "text/css") }))
        .route("/brief.css", get(|| async { file(asset::BRIEF_STYLE, "text/css") }))
        .route("/script.js", get(|| async { file(asset::script(), "text/javascript") }))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

/// What every request goes through: who asks, from where, and how long the answer may take.
async fn guard(State(site): State<Arc<Site>>, request: HttpRequest, next: Next) -> Response {
    let mut response = match refusal(&site.door, &request) {
        Some(refusal) => refusal,
        None => match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
            Ok(response) => response,
            Err(_) => told(StatusCode::REQUEST_TIMEOUT, "That took too long.", "Try it again."),
        },
    };
    harden(response.headers_mut());
    response
}

/// Paths that say nothing about the plan: what a refusal looks good with.
const PUBLIC: [&str; 3] = ["/style.css", "/brief.css", "/script.js"];

fn refusal(door: &Door, request: &HttpRequest) -> Option<Response> {
    let headers = request.headers();
    if !door.is_for_us(headers) {
        let text = "This server answers only to the address that fore serve printed.";
        return Some(told(StatusCode::MISDIRECTED_REQUEST, "Not this address.", text));
    }
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_reading && !door.is_from_us(headers) {
        let text = "A change is accepted only from a page of this server.";
        return Some(told(StatusCode::FORBIDDEN, "Not from here.", text));
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.is_some_and(|length| length.parse().is_ok_and(|length: usize| length > BODY_MAX)) {
        let text = "A form is never that large.";
        return Some(told(StatusCode::PAYLOAD_TOO_LARGE, "That is too large.", text));
    }
    let has_token = request.uri().path() == "/"
        && request.uri().query().is_some_and(|query| query.contains("token="));
    let is_open = PUBLIC.contains(&request.uri().path()) || has_token;
    if !is_open && !door.is_inside(headers) {
        return Some(not_let_in());
    }
    None
}

fn not_let_in() -> Response {
    told(StatusCode::FORBIDDEN, "This browser has not been let in.", LET_IN)
}

const LET_IN: &str = "Open the newest address that fore serve printed in its terminal: each lets \
    one browser in.";

fn told(status: StatusCode, headline: &str, text: &str) -> Response {
    (status, Html(shell::notice(headline, text).into_string())).into_response()
}

#[derive(Debug, Deserialize)]
struct Asked {
    token: Option<String>,
    theme: Option<String>,
    #[serde(flatten)]
    of_page: page::Asked,
}

async fn front(state: State<Arc<Site>>, asked: Query<Asked>, headers: HeaderMap) -> Response {
    let site = &state.0;
    let Some(token) = &asked.token else {
        if !site.door.is_inside(&headers) {
            return not_let_in();
        }
        return page(state, Path(String::new()), asked, headers).await;
    };
    if let Some(cookie) = site.door.enter(token) {
        (site.say)(&format!("for another browser: {}", site.door.address()));
        let mut response = Redirect::to("/").into_response();
        response.headers_mut().insert(header::SET_COOKIE, cookie);
        return response;
    }
    if site.door.is_inside(&headers) {
        return Redirect::to("/").into_response();
    }
    told(StatusCode::FORBIDDEN, "This address has been used.", LET_IN)
}

async fn page(
    State(site): State<Arc<Site>>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(page) = PAGES.iter().find(|page| page.name == name) else {
        return told(
            StatusCode::NOT_FOUND,
            "There is no such page.",
            "The rail has all of them: /",
        );
    };
    let theme = asked.theme.clone();
    let shown = theme.as_deref().map_or_else(|| theme_of(&headers), Theme::of);
    let news = site.live.news().borrow().clone();
    let reading = site.live.newest().await;
    let work = {
        let site = Arc::clone(&site);
        move || {
            let token = site.door.form_token();
            let request = Request { token, theme: shown, asked: &asked.of_page, news: &news };
            match (&reading.board, &reading.trouble) {
                (Some(board), trouble) => shell::served(board, page, request, trouble.as_deref()),
                (None, Some(trouble)) => shell::troubled(trouble, site.live.today(), request),
                (None, None) => shell::notice("Nothing has been read yet.", ""),
            }
        }
    };
    let mut response = match tokio::task::spawn_blocking(work).await {
        Ok(markup) => Html(markup.into_string()).into_response(),
        Err(_) => broke(),
    };
    if let Some(theme) = theme.as_deref().and_then(remember) {
        response.headers_mut().insert(header::SET_COOKIE, theme);
    }
    response
}

/// The page of an item: its name is a part of the address.
async fn item(
    state: State<Arc<Site>>,
    Path(id): Path<String>,
    Query(mut asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    asked.of_page.insert("id".to_owned(), id);
    page(state, Path("item".to_owned()), Query(asked), headers).await
}

fn broke() -> Response {
    let text = "That is not the plan's fault. The terminal says more.";
    told(StatusCode::INTERNAL_SERVER_ERROR, "fore broke.", text)
}

/// What a form sends: its fields and what is in them.
type Posted = Vec<(String, String)>;

/// The wish, if the form is one of ours.
fn wish_of(posted: &Posted, door: &Door) -> Option<Wish> {
    Wish::read(posted).filter(|wish| door.is_our_form(&wish.token))
}

/// What was sent in a field.
fn sent<'a>(posted: &'a Posted, name: &str) -> &'a str {
    let field = posted.iter().find(|(field, _)| field == name);
    field.map_or("", |(_, value)| value.as_str())
}

const NOT_OURS: &str = "This form is not of this server, or of an earlier run of it. Load the page \
    again; nothing was written.";

async fn edited(
    site: State<Arc<Site>>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Response {
    match wish_of(&posted, &site.door) {
        Some(wish) => outcome(site, &headers, move |live| edit::write(live, &wish)).await,
        None => told(StatusCode::FORBIDDEN, "Not written.", NOT_OURS),
    }
}

async fn undone(
    site: State<Arc<Site>>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Response {
    if !site.door.is_our_form(sent(&posted, OF)) {
        return told(StatusCode::FORBIDDEN, "Not written.", NOT_OURS);
    }
    outcome(site, &headers, edit::undo).await
}

/// A first plan, of what was pasted, or of its first lines.
async fn begun(State(site): State<Arc<Site>>, Form(posted): Form<Posted>) -> Response {
    if !site.door.is_our_form(sent(&posted, OF)) {
        return told(StatusCode::FORBIDDEN, "Not written.", NOT_OURS);
    }
    let work = move || {
        let refused = |why: &str| told(StatusCode::UNPROCESSABLE_ENTITY, "Not written.", why);
        let begun = if posted.iter().any(|(name, _)| name == "task") {
            site.live.begin_with(&posted)
        } else {
            site.live.begin(sent(&posted, "value")).map(|()| true)
        };
        match begun {
            Ok(true) => Redirect::to("/").into_response(),
            Ok(false) => refused("Name at least one piece of work; or the plan has some by now."),
            Err(error) => refused(&error.to_string()),
        }
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| broke())
}

/// What would be committed, and with which message.
async fn commit_asked(State(site): State<Arc<Site>>) -> Response {
    let work = move || {
        let form = match site.live.sound() {
            Ok(board) => commit::form(&board, site.door.form_token()),
            Err(why) => return told(StatusCode::UNPROCESSABLE_ENTITY, "Not now", &why),
        };
        Html(shell::asked("Commit", &form).into_string()).into_response()
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| broke())
}

async fn committed(
    site: State<Arc<Site>>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Response {
    let of = sent(&posted, OF).split_once(' ').filter(|(token, _)| site.door.is_our_form(token));
    let Some((_, base)) = of else {
        return told(StatusCode::FORBIDDEN, "Not committed.", NOT_OURS);
    };
    let (base, message) = (base.to_owned(), sent(&posted, "value").to_owned());
    outcome(site, &headers, move |live| commit::act(live, &base, &message)).await
}

/// Lets `act` change the plan, and shows what became of it: beside the form if the script asked,
/// else as a page.
async fn outcome(
    State(site): State<Arc<Site>>,
    headers: &HeaderMap,
    act: impl FnOnce(&Live) -> Outcome + Send + 'static,
) -> Response {
    let is_beside = headers.contains_key("x-fragment");
    let work = move || {
        let outcome = act(&site.live);
        let fragment = edit::fragment(&outcome, site.door.form_token());
        let status = match outcome {
            Outcome::Written { .. } | Outcome::Undone(_) | Outcome::Committed(_) => StatusCode::OK,
            Outcome::Collides { .. } => StatusCode::CONFLICT,
            Outcome::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let page = if is_beside { fragment } else { shell::answered(&fragment) };
        (status, Html(page.into_string())).into_response()
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| broke())
}

/// What a form would do to the date, in a line of text.
async fn priced(State(site): State<Arc<Site>>, Form(posted): Form<Posted>) -> Response {
    let Some(wish) = wish_of(&posted, &site.door) else {
        return told(StatusCode::FORBIDDEN, "No price.", NOT_OURS);
    };
    let work = move || edit::price(&site.live, &wish).unwrap_or_default();
    match tokio::task::spawn_blocking(work).await {
        Ok(said) => said.into_response(),
        Err(_) => broke(),
    }
}

/// The cookie with the theme, until the browser closes.
fn remember(theme: &str) -> Option<HeaderValue> {
    let name = Theme::of(theme).map_or("system", |_| theme);
    HeaderValue::from_str(&format!("fore-theme={name}; Path=/; SameSite=Strict")).ok()
}

fn theme_of(headers: &HeaderMap) -> Option<Theme> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let themes = cookies.split(';').filter_map(|pair| pair.trim().strip_prefix("fore-theme="));
    themes.filter_map(Theme::of).next()
}

/// A line for every newer state of the plan: its revision.
async fn events(
    State(site): State<Arc<Site>>,
) -> Sse<impl Stream<Item = Result<Event, std::convert::Infallible>>> {
    let news = WatchStream::new(site.live.news()).filter(|revision| !revision.is_empty());
    Sse::new(news.map(|revision| Ok(Event::default().data(revision.replace(['\r', '\n'], " ")))))
        .keep_alive(KeepAlive::default())
}

fn file(bytes: impl Into<Body>, kind: &'static str) -> Response {
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
