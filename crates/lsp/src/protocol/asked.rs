//! What an editor says: its messages as plain values.

use std::path::PathBuf;

use gen_lsp_types as lsp;
use lsp_server::{Notification, Request, RequestId};
use serde_json::Value;

use crate::documents::Change;
use crate::feature::About;
use crate::position::{Position, Span};
use crate::uri;

/// Something that happened in the editor, and wants no answer.
#[derive(Clone, Debug)]
pub enum Event {
    /// A document is open from now on.
    Opened {
        /// Where.
        path: PathBuf,
        /// As the editor spells it.
        uri: String,
        /// The editor's number of this state.
        version: i32,
        /// The whole text.
        text: String,
    },
    /// A document was edited.
    Edited {
        /// Which.
        path: PathBuf,
        /// The editor's number of the new state.
        version: i32,
        /// The edits, one after the other.
        changes: Vec<Change>,
    },
    /// A document was saved.
    Saved {
        /// Which.
        path: PathBuf,
        /// Its text, if the editor sends it along.
        text: Option<String>,
    },
    /// A document is not open any more.
    Closed(PathBuf),
    /// Files changed on disk.
    FilesChanged(Vec<PathBuf>),
    /// A question needs no answer any more.
    Cancelled(RequestId),
    /// The server is to end.
    Exit,
    /// Something that means nothing here.
    Other,
}

/// A question, and the document that it is about.
#[derive(Clone, Debug)]
pub struct Question {
    /// The document.
    pub path: PathBuf,
    /// What is asked.
    pub about: About,
}

/// The event that a notification tells of. One that cannot be read is nothing.
#[must_use]
pub fn event(notification: Notification) -> Event {
    let Notification { method, params } = notification;
    let read = match method.as_str() {
        "textDocument/didOpen" => opened(params),
        "textDocument/didChange" => edited(params),
        "textDocument/didSave" => saved(params),
        "textDocument/didClose" => closed(params),
        "workspace/didChangeWatchedFiles" => files_changed(params),
        "$/cancelRequest" => cancelled(&params),
        "exit" => Some(Event::Exit),
        _ => None,
    };
    read.unwrap_or(Event::Other)
}

fn opened(params: Value) -> Option<Event> {
    let document = params_of::<lsp::DidOpenTextDocumentNotification>(params)?.text_document;
    let path = uri::path_of(&document.uri.0)?;
    let (uri, version, text) = (document.uri.0, document.version, document.text);
    Some(Event::Opened { path, uri, version, text })
}

fn edited(params: Value) -> Option<Event> {
    let params = params_of::<lsp::DidChangeTextDocumentNotification>(params)?;
    let document = params.text_document;
    let changes = params.content_changes.into_iter().map(change).collect();
    let path = uri::path_of(&document.text_document_identifier.uri.0)?;
    Some(Event::Edited { path, version: document.version, changes })
}

fn change(change: lsp::TextDocumentContentChangeEvent) -> Change {
    use lsp::TextDocumentContentChangeEvent as Said;
    match change {
        Said::TextDocumentContentChangePartial(part) => {
            Change { span: Some(span(part.range)), text: part.text }
        }
        Said::TextDocumentContentChangeWholeDocument(whole) => {
            Change { span: None, text: whole.text }
        }
    }
}

fn saved(params: Value) -> Option<Event> {
    let params = params_of::<lsp::DidSaveTextDocumentNotification>(params)?;
    Some(Event::Saved { path: uri::path_of(&params.text_document.uri.0)?, text: params.text })
}

fn closed(params: Value) -> Option<Event> {
    let params = params_of::<lsp::DidCloseTextDocumentNotification>(params)?;
    Some(Event::Closed(uri::path_of(&params.text_document.uri.0)?))
}

fn files_changed(params: Value) -> Option<Event> {
    let params = params_of::<lsp::DidChangeWatchedFilesNotification>(params)?;
    let paths = params.changes.iter().filter_map(|change| uri::path_of(&change.uri.0));
    Some(Event::FilesChanged(paths.collect()))
}

fn cancelled(params: &Value) -> Option<Event> {
    Some(Event::Cancelled(serde_json::from_value(params.get("id")?.clone()).ok()?))
}

fn params_of<N: lsp::Notification>(params: Value) -> Option<N::Params> {
    serde_json::from_value(params).ok()
}

/// Why a request is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoQuestion {
    /// Its method is none of ours.
    UnknownMethod,
    /// Its parameters cannot be read.
    Unreadable(String),
    /// It is about something that is no file, so there is nothing to say.
    NoFile,
}

impl Question {
    /// The question that a request asks.
    ///
    /// # Errors
    /// [`NoQuestion`].
    pub fn read(request: Request) -> Result<Self, NoQuestion> {
        let Request { method, params, .. } = request;
        match method.as_str() {
            "textDocument/hover" => {
                let asked = asked::<lsp::HoverRequest>(params)?;
                at(&asked.text_document_position_params, About::Hover)
            }
            "textDocument/completion" => {
                let asked = asked::<lsp::CompletionRequest>(params)?;
                at(&asked.text_document_position_params, About::Completion)
            }
            "textDocument/definition" => {
                let asked = asked::<lsp::DefinitionRequest>(params)?;
                at(&asked.text_document_position_params, About::Definition)
            }
            "textDocument/references" => {
                let asked = asked::<lsp::ReferencesRequest>(params)?;
                let declared = asked.context.include_declaration;
                let about = |position| About::References(position, declared);
                at(&asked.text_document_position_params, about)
            }
            "textDocument/prepareRename" => {
                let asked = asked::<lsp::PrepareRenameRequest>(params)?;
                at(&asked.text_document_position_params, About::CanRename)
            }
            "textDocument/rename" => {
                let asked = asked::<lsp::RenameRequest>(params)?;
                let name = asked.new_name;
                at(&asked.text_document_position_params, |position| About::Rename(position, name))
            }
            "textDocument/documentSymbol" => in_document(
                &asked::<lsp::DocumentSymbolRequest>(params)?.text_document,
                About::Outline,
            ),
            "textDocument/foldingRange" => {
                in_document(&asked::<lsp::FoldingRangeRequest>(params)?.text_document, About::Folds)
            }
            "textDocument/formatting" => in_document(
                &asked::<lsp::DocumentFormattingRequest>(params)?.text_document,
                About::Format,
            ),
            "textDocument/codeAction" => {
                let asked = asked::<lsp::CodeActionRequest>(params)?;
                in_document(&asked.text_document, About::Actions(span(asked.range)))
            }
            "textDocument/codeLens" => {
                in_document(&asked::<lsp::CodeLensRequest>(params)?.text_document, About::Lenses)
            }
            "textDocument/inlayHint" => {
                let asked = asked::<lsp::InlayHintRequest>(params)?;
                in_document(&asked.text_document, About::Hints(span(asked.range)))
            }
            _ => Err(NoQuestion::UnknownMethod),
        }
    }
}

fn asked<R: lsp::Request>(params: Value) -> Result<R::Params, NoQuestion> {
    serde_json::from_value(params).map_err(|error| NoQuestion::Unreadable(error.to_string()))
}

fn at(
    place: &lsp::TextDocumentPositionParams,
    about: impl FnOnce(Position) -> About,
) -> Result<Question, NoQuestion> {
    in_document(&place.text_document, about(position(place.position)))
}

fn in_document(
    document: &lsp::TextDocumentIdentifier,
    about: About,
) -> Result<Question, NoQuestion> {
    let path = uri::path_of(&document.uri.0).ok_or(NoQuestion::NoFile)?;
    Ok(Question { path, about })
}

fn position(position: lsp::Position) -> Position {
    Position { line: position.line, column: position.character }
}

fn span(range: lsp::Range) -> Span {
    Span { start: position(range.start), end: position(range.end) }
}
