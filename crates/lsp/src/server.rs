//! The server: one thread that keeps the documents in step, answers questions and publishes what is
//! wrong, in the order in which things arrive.
//!
//! In: messages of the editor, and news of the forecaster. Out: messages to the editor. A plan is read
//! again when nothing more waits to be taken in, so a burst of keystrokes is read once. A fault in one
//! request is answered as an error, and the server goes on.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};

use jiff::civil::Date;
use serde_json::{Value, json};
use text::FileId;

use crate::answer::Answer;
use crate::documents::{Documents, Outcome};
use crate::feature::{About, Known, answer, questions};
use crate::forecaster::{Forecaster, Job, News};
use crate::protocol::{
    Client, Encoder, ErrorCode, Event, Message, NoQuestion, Notification, Question, Request,
    RequestId, Response, event, no_diagnostics, watch,
};
use crate::workspace::{OpenPlan, Workspace};

/// Something that arrives.
#[derive(Debug)]
pub enum Arrival {
    /// A message of the editor.
    Said(Message),
    /// News of the forecaster.
    Found(News),
    /// The editor is gone.
    Gone,
}

/// How the server came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The editor said goodbye.
    Properly,
    /// The editor was gone, or left without a word.
    Abruptly,
}

/// The state of the server.
pub struct Server {
    client: Client,
    to_editor: Box<dyn Fn(Message)>,
    arrivals: Receiver<Arrival>,
    waiting: VecDeque<Arrival>,
    forecaster: Forecaster,
    today: Box<dyn Fn() -> Date>,
    documents: Documents,
    workspace: Workspace,
    jobs: u64,
    requests: i32,
    is_shut_down: bool,
}

impl Server {
    /// A server for this editor, which has nothing open yet.
    #[must_use]
    pub fn new(
        client: Client,
        to_editor: Box<dyn Fn(Message)>,
        arrivals: Receiver<Arrival>,
        forecaster: Forecaster,
        today: Box<dyn Fn() -> Date>,
    ) -> Self {
        Server {
            client,
            to_editor,
            arrivals,
            waiting: VecDeque::new(),
            forecaster,
            today,
            documents: Documents::new(client.encoding),
            workspace: Workspace::default(),
            jobs: 0,
            requests: 0,
            is_shut_down: false,
        }
    }

    /// Serves until the editor is gone.
    pub fn run(mut self) -> Ended {
        if self.client.watches_files {
            let (method, params) = watch();
            self.request(method, params);
        }
        loop {
            self.take_in();
            let arrival = match self.waiting.pop_front() {
                Some(arrival) => arrival,
                None => {
                    self.guarded(Self::settle);
                    match self.arrivals.recv() {
                        Ok(arrival) => arrival,
                        Err(_) => return Ended::Abruptly,
                    }
                }
            };
            match arrival {
                Arrival::Gone => return self.ended(),
                Arrival::Found(news) => {
                    self.guarded(|server| server.found(news));
                }
                Arrival::Said(Message::Request(request)) => self.answer(request),
                Arrival::Said(Message::Response(_)) => {}
                Arrival::Said(Message::Notification(notification)) => match event(notification) {
                    Event::Exit => return self.ended(),
                    event => {
                        self.guarded(|server| server.happened(event));
                    }
                },
            }
        }
    }

    fn ended(&self) -> Ended {
        if self.is_shut_down { Ended::Properly } else { Ended::Abruptly }
    }

    /// Takes in what has arrived, and answers questions that need no answer any more at once.
    fn take_in(&mut self) {
        loop {
            let arrival = match self.arrivals.try_recv() {
                Ok(arrival) => arrival,
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
            };
            match arrival {
                Arrival::Said(Message::Notification(notification)) if is_cancel(&notification) => {
                    if let Event::Cancelled(id) = event(notification) {
                        self.cancel(&id);
                    }
                }
                arrival => self.waiting.push_back(arrival),
            }
        }
    }

    fn cancel(&mut self, cancelled: &RequestId) {
        let is_it = |arrival: &Arrival| matches!(arrival, Arrival::Said(Message::Request(request)) if request.id == *cancelled);
        let Some(index) = self.waiting.iter().position(is_it) else { return };
        self.waiting.remove(index);
        self.refuse(cancelled.clone(), ErrorCode::RequestCanceled, "cancelled");
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Opened { path, uri, version, text } => {
                self.documents.open(path.clone(), uri, version, text);
                self.workspace.changed_on_disk(&path);
                // To be read at the latest when nothing more waits.
                let today = (self.today)();
                self.workspace.plan_of(&path, &self.documents, today);
            }
            Event::Edited { path, version, changes } => {
                let outcome = self.documents.change(&path, version, &changes);
                if outcome == Some(Outcome::Lost) {
                    self.tell(&format!(
                        "edits of {} arrived out of order; save the file, and it is right again",
                        path.display()
                    ));
                }
                self.workspace.edited(&path);
            }
            Event::Saved { path, text } => {
                self.documents.save(&path, text);
                self.workspace.changed_on_disk(&path);
            }
            Event::Closed(path) => {
                self.documents.close(&path);
                self.workspace.changed_on_disk(&path);
                for plan in self.workspace.take_closed(&self.documents) {
                    self.withdraw(&plan);
                }
            }
            Event::FilesChanged(paths) => {
                for path in paths {
                    self.workspace.changed_on_disk(&path);
                }
            }
            Event::Cancelled(_) | Event::Exit | Event::Other => {}
        }
    }

    /// Nothing more waits: says what is wrong with the plans that changed, and wants their dates.
    fn settle(&mut self) {
        let today = (self.today)();
        let mut messages = Vec::new();
        for plan in self.workspace.take_unseen(&self.documents, today) {
            messages.extend(plan.trouble.take().map(|trouble| show(&trouble.to_string())));
            messages.extend(publish(plan, self.client, &self.documents));
            self.jobs += 1;
            self.forecaster.ask(Job {
                number: self.jobs,
                root: plan.root.clone(),
                snapshot: Arc::clone(&plan.read.snapshot),
                committed: plan.committed.clone(),
            });
        }
        for (method, params) in messages {
            self.notify(method, params);
        }
    }

    /// Takes back what was published of a plan that is closed.
    fn withdraw(&self, plan: &OpenPlan) {
        for path in plan.published.keys() {
            self.notify(PUBLISH, no_diagnostics(path, &self.documents));
        }
    }

    fn found(&mut self, news: News) {
        match news {
            News::Past(root, committed, dates) => {
                let Some(plan) = self.workspace.get_mut(&root) else { return };
                plan.committed = Some(committed);
                plan.commit_dates = dates;
                plan.forget();
            }
            News::Questions(root, asked) => {
                let Some(plan) = self.workspace.get_mut(&root) else { return };
                plan.asked = Some(asked);
                // What was edited meanwhile is read before it is published.
                let is_current = plan.is_current();
                let messages = is_current.then(|| publish(plan, self.client, &self.documents));
                for (method, params) in messages.into_iter().flatten() {
                    self.notify(method, params);
                }
                if self.client.refreshes_lenses {
                    self.request("workspace/codeLens/refresh", Value::Null);
                }
            }
            News::Outlook(rank, root, outlook) => {
                let Some(plan) = self.workspace.get_mut(&root) else { return };
                if plan.outlook.as_ref().is_some_and(|(known, _)| *known > rank) {
                    return;
                }
                plan.outlook = Some((rank, outlook));
                if self.client.refreshes_hints {
                    self.request("workspace/inlayHint/refresh", Value::Null);
                }
                if self.client.refreshes_lenses {
                    self.request("workspace/codeLens/refresh", Value::Null);
                }
            }
        }
    }

    fn answer(&mut self, request: Request) {
        let id = request.id.clone();
        if request.method == "shutdown" {
            self.is_shut_down = true;
            return (self.to_editor)(Response::new_ok(id, Value::Null).into());
        }
        if self.is_shut_down {
            return self.refuse(id, ErrorCode::InvalidRequest, "the server is shut down");
        }
        let question = match Question::read(request) {
            Ok(question) => question,
            Err(NoQuestion::NoFile) => {
                return (self.to_editor)(Response::new_ok(id, Value::Null).into());
            }
            Err(NoQuestion::UnknownMethod) => {
                return self.refuse(id, ErrorCode::MethodNotFound, "there is no such request here");
            }
            Err(NoQuestion::Unreadable(why)) => {
                return self.refuse(id, ErrorCode::InvalidParams, &why);
            }
        };
        match self.guarded(|server| server.asked(question)) {
            Some(Ok(result)) => (self.to_editor)(Response::new_ok(id, result).into()),
            Some(Err(why)) => self.refuse(id, ErrorCode::RequestFailed, &why),
            None => self.refuse(
                id,
                ErrorCode::InternalError,
                "fore broke on this request, and goes on with the next",
            ),
        }
    }

    /// The result of a question, or why there is none.
    fn asked(&mut self, question: Question) -> Result<Value, String> {
        let today = (self.today)();
        let Question { path, about } = question;
        let Some(plan) = self.workspace.plan_of(&path, &self.documents, today) else {
            return Ok(Value::Null);
        };
        let reading = Arc::clone(&plan.read);
        let outlook = plan.outlook.as_ref().map(|(_, outlook)| outlook);
        let Some(file) = reading.file_at(&path) else { return Ok(Value::Null) };
        let is_in_step = |path: &PathBuf| {
            self.documents.get(path).is_none_or(|document| !document.is_out_of_step)
        };
        let edits = matches!(about, About::Rename(..) | About::Format | About::Actions(_));
        if edits && !reading.paths.iter().all(is_in_step) {
            return Err("edits arrived out of order; save the file first".to_owned());
        }
        let edited_at = self.documents.get(&path).and_then(|document| document.edited_at);
        let known = Known { outlook, asked: plan.asked.as_deref() };
        let answer = answer(about, &reading, known, file, edited_at);
        if let Answer::Refused(why) = answer {
            return Err(why);
        }
        let documents = &self.documents;
        Ok(Encoder { client: self.client, reading: &reading, documents }.answer(file, answer))
    }

    /// Does something in which a fault of ours does not end the server; `None` after one.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        catch_unwind(AssertUnwindSafe(|| work(self))).ok()
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, why: &str) {
        (self.to_editor)(Response::new_err(id, code as i32, why.to_owned()).into());
    }

    fn notify(&self, method: &str, params: Value) {
        let method = method.to_owned();
        (self.to_editor)(Notification { method, params }.into());
    }

    fn request(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let (id, method) = (RequestId::from(self.requests), method.to_owned());
        (self.to_editor)(Request { id, method, params }.into());
    }

    fn tell(&self, text: &str) {
        let (method, params) = show(text);
        self.notify(method, params);
    }
}

const PUBLISH: &str = "textDocument/publishDiagnostics";

/// What is to be said of the diagnostics of `plan` that was not said before.
fn publish(
    plan: &mut OpenPlan,
    client: Client,
    documents: &Documents,
) -> Vec<(&'static str, Value)> {
    let reading = &plan.read;
    let encoder = Encoder { client, reading, documents };
    let questions = questions::placed(reading, plan.asked.as_deref());
    let all = reading.paths.iter().zip((0..).map(FileId));
    let mut now: BTreeMap<PathBuf, Value> = all
        .filter(|(path, file)| {
            let mut found = reading.snapshot.diagnostics.iter();
            documents.get(path).is_some()
                || found.any(|found| found.place.file == *file)
                || questions.iter().any(|placed| placed.place.file == *file)
        })
        .map(|(path, file)| (path.clone(), encoder.diagnostics(file, &questions)))
        .collect();
    for path in plan.published.keys() {
        now.entry(path.clone()).or_insert_with(|| no_diagnostics(path, documents));
    }
    let new = now.iter().filter(|(path, said)| plan.published.get(*path) != Some(said));
    let messages = new.map(|(_, said)| (PUBLISH, said.clone())).collect();
    plan.published = now;
    messages
}

/// A message that the editor shows to the user.
fn show(text: &str) -> (&'static str, Value) {
    const WARNING: u32 = 2;
    ("window/showMessage", json!({ "type": WARNING, "message": text }))
}

fn is_cancel(notification: &Notification) -> bool {
    notification.method == "$/cancelRequest"
}
