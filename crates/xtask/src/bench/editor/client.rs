//! The editor's end of the line: sends keystrokes and takes the time of what comes back.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A conversation with `fore lsp` about one file.
pub struct Client {
    server: Child,
    to_server: ChildStdin,
    from_server: Receiver<(Instant, Value)>,
    uri: String,
    version: i32,
    requests: i32,
    last_key: Instant,
    /// The request for hints that was made last, and when its answer came.
    hints: (i32, Option<Instant>),
}

impl Client {
    /// Starts the server and shakes hands.
    pub fn start(program: &Path, folder: &Path, today: &str) -> Result<Self, String> {
        let mut server = Command::new(program)
            .args(["lsp", "--today", today])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let to_server = server.stdin.take().ok_or("no pipe")?;
        let mut output = BufReader::new(server.stdout.take().ok_or("no pipe")?);
        let (hear, from_server) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if hear.send((now(), message)).is_err() {
                    return;
                }
            }
        });
        let uri = format!("file://{}", folder.join("plan.md").display());
        let (version, requests, hints) = (1, 0, (0, None));
        let last_key = now();
        let mut client =
            Client { server, to_server, from_server, uri, version, requests, last_key, hints };
        let capabilities = json!({ "workspace": { "inlayHint": { "refreshSupport": true } } });
        let id = client.ask("initialize", json!({ "capabilities": capabilities }))?;
        client.wait_for(|message| message["id"] == id && message.get("method").is_none())?;
        client.tell("initialized", json!({}))?;
        Ok(client)
    }

    /// Opens the plan.
    pub fn open(&mut self, text: &str) -> Result<(), String> {
        let document =
            json!({ "uri": self.uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Presses one key and asks what could follow: milliseconds to the diagnostics, and to the
    /// completions. Returns after `pace`, or when both have come.
    pub fn type_one(
        &mut self,
        line: usize,
        column: usize,
        removed: usize,
        text: &str,
        pace: Duration,
    ) -> Result<(f64, f64), String> {
        self.version += 1;
        let at = |column: usize| json!({ "line": line, "character": column });
        let change =
            json!({ "range": { "start": at(column), "end": at(column + removed) }, "text": text });
        let document = json!({ "uri": self.uri, "version": self.version });
        let pressed = now();
        self.last_key = pressed;
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        )?;
        let place =
            json!({ "textDocument": { "uri": self.uri }, "position": at(column + text.len()) });
        let id = self.ask("textDocument/completion", place)?;
        let version = self.version;
        let (mut published, mut completed) = (None, None);
        while published.is_none() || completed.is_none() || pressed.elapsed() < pace {
            let left = pace.saturating_sub(pressed.elapsed());
            let both = published.is_some() && completed.is_some();
            let wait = if both { left } else { PATIENCE };
            let Ok((when, message)) = self.from_server.recv_timeout(wait) else {
                if both { break } else { return Err("the server is silent".to_owned()) }
            };
            if message["id"] == id && message.get("method").is_none() {
                completed = Some(when);
            } else if message["params"]["version"] == version {
                published = Some(when);
            }
            self.heard(when, &message)?;
        }
        let since = |when: Option<Instant>| {
            when.map_or(f64::NAN, |when| milliseconds(when.duration_since(pressed)))
        };
        Ok((since(published), since(completed)))
    }

    /// Waits until nothing has come for `silence`: milliseconds from the last key to the last hints.
    pub fn settle(&mut self, silence: Duration) -> Result<Option<f64>, String> {
        while let Ok((when, message)) = self.from_server.recv_timeout(silence) {
            self.heard(when, &message)?;
        }
        let when = self.hints.1.take().filter(|when| *when > self.last_key);
        Ok(when.map(|when| milliseconds(when.duration_since(self.last_key))))
    }

    /// Does what every message asks of an editor: new dates are fetched at once.
    fn heard(&mut self, when: Instant, message: &Value) -> Result<(), String> {
        if message["method"] == "workspace/inlayHint/refresh" {
            let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99_999, "character": 0 } });
            let about = json!({ "textDocument": { "uri": self.uri }, "range": whole });
            self.hints.0 = self.ask("textDocument/inlayHint", about)?;
        } else if message["id"] == self.hints.0 && message.get("method").is_none() {
            self.hints.1 = Some(when);
        }
        Ok(())
    }

    /// User and system time of the server, in clock ticks.
    pub fn ticks(&self) -> Result<f64, String> {
        let stat = self.proc("stat")?;
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        // Fields 14 and 15 of proc_pid_stat(5); the part after the name begins with field 3.
        let field = |at: usize| fields.get(at - 3).and_then(|field| field.parse().ok());
        let (user, system): (Option<f64>, Option<f64>) = (field(14), field(15));
        user.zip(system).map(|(user, system)| user + system).ok_or("no times".to_owned())
    }

    /// The most memory that the server had.
    pub fn peak_megabytes(&self) -> Result<f64, String> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes =
            line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
        Ok(kilobytes.ok_or("no memory")? / 1024.0)
    }

    fn proc(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(format!("/proc/{}/{name}", self.server.id()))
            .map_err(|error| error.to_string())
    }

    /// Says goodbye.
    pub fn quit(mut self) -> Result<(), String> {
        self.ask("shutdown", Value::Null)?;
        self.tell("exit", Value::Null)?;
        let status = self.server.wait().map_err(|error| error.to_string())?;
        if status.success() { Ok(()) } else { Err("the server did not end well".to_owned()) }
    }

    fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Result<Value, String> {
        loop {
            let (_, message) =
                self.from_server.recv_timeout(PATIENCE).map_err(|error| error.to_string())?;
            if is_it(&message) {
                return Ok(message);
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<i32, String> {
        self.requests += 1;
        let (id, method) = (RequestId::from(self.requests), method.to_owned());
        self.send(&Request { id, method, params }.into())?;
        Ok(self.requests)
    }

    fn tell(&mut self, method: &str, params: Value) -> Result<(), String> {
        self.send(&Notification { method: method.to_owned(), params }.into())
    }

    fn send(&mut self, message: &Message) -> Result<(), String> {
        message.write(&mut self.to_server).map_err(|error| error.to_string())
    }
}

/// The next message of the server.
fn read(output: &mut impl BufRead) -> Option<Value> {
    serde_json::to_value(Message::read(output).ok()??).ok()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[allow(clippy::disallowed_methods, reason = "a benchmark takes the time")]
fn now() -> Instant {
    Instant::now()
}
