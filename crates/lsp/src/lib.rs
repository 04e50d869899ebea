//! The plan in the editor: a language server.
//!
//! In: what an editor says over standard input, and what today is. Out: what is wrong with the plans
//! that are open in it, and answers: what something is, what can stand here, where a name is used, what
//! can be done; and the forecast in the text as it moves with every keystroke.
//!
//! Only this crate knows the editors' protocol and how they count columns. It writes no file: every
//! change goes back to the editor as edits, which the user can undo there.

mod answer;
mod documents;
mod feature;
mod forecaster;
mod names;
mod outlook;
mod position;
mod protocol;
mod server;
mod uri;
mod workspace;

use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::thread;

use jiff::civil::Date;
use workbench::PlayOptions;

use forecaster::Forecaster;
use protocol::{Client, Connection, Message, Response};
use server::{Arrival, Server};

pub use server::Ended;

/// What the server has to be told.
pub struct Options {
    /// What today is; asked again and again, because editors stay open overnight.
    pub today: Box<dyn Fn() -> Date>,
    /// The folder in which the user's programs keep what they remember, for plans outside git.
    pub state: PathBuf,
    /// How many futures to play, and from which seed.
    pub futures: PlayOptions,
}

/// Why the server could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// What arrives is not the protocol.
    #[error("what arrives on standard input is no language server protocol: {0}")]
    Protocol(String),
    /// The system gives no threads.
    #[error("no thread could be started: {0}")]
    Threads(#[from] std::io::Error),
}

/// Serves one editor over standard input and output until it is gone.
///
/// # Errors
/// [`ServeError`]; an editor that goes away, in whatever manner, is none.
pub fn serve(options: Options) -> Result<Ended, ServeError> {
    let (connection, io_threads) = Connection::stdio();
    let ended = serve_on(connection, options)?;
    if ended == Ended::Properly {
        // The last answers are on their way; an editor that does not read them cannot be helped.
        let _ = io_threads.join();
    }
    Ok(ended)
}

/// [`serve`], over any connection.
fn serve_on(connection: Connection, options: Options) -> Result<Ended, ServeError> {
    let Ok((id, initialize)) = connection.initialize_start() else {
        return Ok(Ended::Abruptly);
    };
    let client = Client::read(&initialize);
    let Connection { sender, receiver } = connection;
    let to_editor = move |message: Message| {
        // An editor that is gone hears nothing; that it is gone arrives the other way.
        let _ = sender.send(message);
    };
    to_editor(Response::new_ok(id, client.welcome()).into());
    let (arrive, arrivals) = channel();
    let found = arrive.clone();
    let forecaster = Forecaster::start(options.futures, options.state, move |news| {
        let _ = found.send(Arrival::Found(news));
    })?;
    thread::Builder::new().name("messages".to_owned()).spawn(move || {
        for message in &receiver {
            if arrive.send(Arrival::Said(message)).is_err() {
                return;
            }
        }
        let _ = arrive.send(Arrival::Gone);
    })?;
    let server = Server::new(client, Box::new(to_editor), arrivals, forecaster, options.today);
    Ok(server.run())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::{Value, json};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// A fault in whatever a request needs, here in the clock, is the error of that request alone.
    #[test]
    fn a_fault_ends_one_request_and_not_the_server() {
        let (here, there) = Connection::memory();
        let is_broken = Arc::new(AtomicBool::new(false));
        let broken = Arc::clone(&is_broken);
        let server = thread::spawn(move || {
            let today = move || {
                assert!(!broken.load(Ordering::SeqCst), "BUG: no clock");
                date(2026, 4, 14)
            };
            let state = PathBuf::from("/nowhere");
            serve_on(
                there,
                Options { today: Box::new(today), state, futures: PlayOptions::default() },
            )
        });
        let ask = |id: i32, method: &str, params: Value| {
            let request = protocol::Request { id: id.into(), method: method.to_owned(), params };
            here.sender.send(request.into()).unwrap();
            loop {
                if let Message::Response(response) = here.receiver.recv().unwrap() {
                    return response.response_result.map_err(|error| error.code);
                }
            }
        };
        assert!(ask(1, "initialize", json!({ "capabilities": {} })).is_ok());
        let about = json!({ "textDocument": { "uri": "file:///p/plan.md" } });
        is_broken.store(true, Ordering::SeqCst);
        let internal_error = -32603;
        assert_eq!(ask(2, "textDocument/codeLens", about.clone()), Err(internal_error));
        is_broken.store(false, Ordering::SeqCst);
        assert_eq!(ask(3, "textDocument/codeLens", about), Ok(Value::Null));
        assert_eq!(ask(4, "shutdown", Value::Null), Ok(Value::Null));
        let exit = protocol::Notification { method: "exit".to_owned(), params: Value::Null };
        here.sender.send(exit.into()).unwrap();
        assert_eq!(server.join().unwrap().unwrap(), Ended::Properly);
    }
}
