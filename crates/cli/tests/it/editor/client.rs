//! An editor, as far as the server can tell: the program at the other end of a pipe.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};

/// Longer than anything takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// One end of the conversation.
pub struct Editor {
    server: Child,
    to_server: Option<ChildStdin>,
    from_server: Receiver<Value>,
    /// What the server said on its own account and nobody has looked at yet.
    heard: Vec<Value>,
    requests: i32,
    root: PathBuf,
}

#[allow(clippy::needless_pass_by_value, reason = "messages are made where they are sent")]
impl Editor {
    /// An editor in the folder `root` that has shaken hands, with these capabilities.
    pub fn with(root: &Path, capabilities: &Value) -> (Self, Value) {
        let mut editor = Self::silent(root);
        let welcome = editor.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities }),
        );
        editor.tell("initialized", json!({}));
        (editor, welcome.expect("a welcome"))
    }

    /// An editor that can what editors usually can.
    pub fn new(root: &Path) -> Self {
        let capabilities = json!({ "workspace": {
            "inlayHint": { "refreshSupport": true },
            "workspaceEdit": { "documentChanges": true },
        }});
        Self::with(root, &capabilities).0
    }

    /// An editor that has said nothing yet.
    pub fn silent(root: &Path) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_fore"))
            .args(["lsp", "--today", "2026-04-14", "--runs", "256"])
            .env("XDG_STATE_HOME", root.join("state"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let to_server = server.stdin.take();
        let mut output = BufReader::new(server.stdout.take().expect("a pipe"));
        let (hear, from_server) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if hear.send(message).is_err() {
                    return;
                }
            }
        });
        let root = root.to_path_buf();
        Editor { server, to_server, from_server, heard: Vec::new(), requests: 0, root }
    }

    /// The URI of a file.
    pub fn uri(&self, path: &str) -> String {
        format!("file://{}", self.root.join(path).display())
    }

    /// Opens the file at `path` with its text on disk.
    pub fn open(&mut self, path: &str) {
        let text = std::fs::read_to_string(self.root.join(path)).expect("a file");
        self.open_with(path, &text);
    }

    /// Opens the file at `path` with another text.
    pub fn open_with(&mut self, path: &str, text: &str) {
        let document =
            json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Edits the file at `path`: `(line, column)` to `(line, column)` becomes `text`.
    pub fn edit(&mut self, path: &str, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let range = json!({ "start": position(from), "end": position(to) });
        let document = json!({ "uri": self.uri(path), "version": version });
        let changes = json!([{ "range": range, "text": text }]);
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        );
    }

    /// Asks about a place in the file at `path`.
    pub fn ask_at(&mut self, method: &str, path: &str, at: (u32, u32)) -> Value {
        self.ask_with(
            method,
            path,
            json!({ "position": position(at), "context": { "includeDeclaration": true, "triggerKind": 1 } }),
        )
    }

    /// Asks about the file at `path`.
    pub fn ask_with(&mut self, method: &str, path: &str, mut params: Value) -> Value {
        params["textDocument"] = json!({ "uri": self.uri(path) });
        self.ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Asks, and waits for the result or the error.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.send_request(method, params);
        self.result_of(id)
    }

    /// Asks without waiting.
    pub fn send_request(&mut self, method: &str, params: Value) -> i32 {
        self.requests += 1;
        let (id, method) = (RequestId::from(self.requests), method.to_owned());
        self.send(&Request { id, method, params }.into());
        self.requests
    }

    /// Waits for the result or the error of a request.
    pub fn result_of(&mut self, id: i32) -> Result<Value, Value> {
        let is_it = |message: &Value| message["id"] == id && message.get("method").is_none();
        let mut answer = self.wait_for(is_it);
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Says something that wants no answer.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&Notification { method: method.to_owned(), params }.into());
    }

    fn send(&mut self, message: &Message) {
        let mut bytes = Vec::new();
        message.write(&mut bytes).expect("a message is text");
        self.send_bytes(&bytes);
    }

    /// Sends anything.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let pipe = self.to_server.as_mut().expect("an open pipe");
        pipe.write_all(bytes).and_then(|()| pipe.flush()).expect("the server listens");
    }

    /// Waits for the next message that nobody has looked at and that is it.
    pub fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.heard.iter().position(&is_it) {
            return self.heard.remove(index);
        }
        loop {
            let message = self.from_server.recv_timeout(PATIENCE).expect("an answer in time");
            if is_it(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// Waits for the newest diagnostics of this state of the file at `path`: code and message of each.
    pub fn diagnostics(&mut self, path: &str, version: Option<i32>) -> Vec<(String, String)> {
        let uri = self.uri(path);
        let is_it = |message: &Value| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri.as_str()
                && version.is_none_or(|version| params["version"] == version)
        };
        let found = self.wait_for(is_it);
        let all = found["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        all.iter().map(|one| (text(&one["code"]), text(&one["message"]))).collect()
    }

    /// The labels of the hints of the file at `path`, once `is_it` holds of them: they come later than
    /// the edit that they are about.
    pub fn hints(&mut self, path: &str, is_it: impl Fn(&[String]) -> bool) -> Vec<String> {
        loop {
            let range = json!({ "start": position((0, 0)), "end": position((9999, 0)) });
            let hints = self.ask_with("textDocument/inlayHint", path, json!({ "range": range }));
            let label = |hint: &Value| hint["label"].as_str().unwrap_or_default().to_owned();
            let labels: Vec<String> = hints.as_array().into_iter().flatten().map(label).collect();
            if is_it(&labels) {
                return labels;
            }
            self.wait_for(|message| message["method"] == "workspace/inlayHint/refresh");
        }
    }

    /// Ends the server at once, whatever it is at.
    pub fn kill(mut self) {
        self.server.kill().expect("a server that runs");
        self.server.wait().expect("an end");
    }

    /// Hangs up without a word, and waits until the server has ended: its exit code.
    pub fn hang_up(mut self) -> Option<i32> {
        self.to_server = None;
        self.server.wait().expect("an end").code()
    }

    /// Says goodbye, and waits until the server has ended: its exit code.
    pub fn quit(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null).expect("goodbye");
        self.exit()
    }

    /// Says `exit`, and waits until the server has ended: its exit code.
    pub fn exit(mut self) -> Option<i32> {
        self.tell("exit", Value::Null);
        self.server.wait().expect("an end").code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A server that has ended already cannot be killed, and need not be.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A position of the protocol.
pub fn position((line, character): (u32, u32)) -> Value {
    json!({ "line": line, "character": character })
}

/// The next message of the server.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let message = Message::read(output).ok()??;
    Some(serde_json::to_value(message).expect("a message is JSON"))
}
