//! What the editor can do, and what it is told that we can.

use gen_lsp_types as lsp;
use serde_json::{Value, json};

use crate::position::Encoding;

/// What the editor can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// How it counts columns.
    pub encoding: Encoding,
    /// Whether it refuses edits of a text that it has changed meanwhile.
    pub versions_edits: bool,
    /// Whether it asks for hints again when told to.
    pub refreshes_hints: bool,
    /// Whether it asks for lenses again when told to.
    pub refreshes_lenses: bool,
    /// Whether it can be asked to watch files.
    pub watches_files: bool,
}

impl Client {
    /// Reads the parameters of `initialize`; what is missing or odd counts as absent.
    #[must_use]
    pub fn read(initialize: &Value) -> Self {
        let can = |path: &str| initialize.pointer(path) == Some(&Value::Bool(true));
        Client {
            encoding: encoding(initialize),
            versions_edits: can("/capabilities/workspace/workspaceEdit/documentChanges"),
            refreshes_hints: can("/capabilities/workspace/inlayHint/refreshSupport"),
            refreshes_lenses: can("/capabilities/workspace/codeLens/refreshSupport"),
            watches_files: can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }

    /// What this server can do, in answer to `initialize`.
    #[must_use]
    pub fn welcome(&self) -> Value {
        let name = "fore".to_owned();
        let version = Some(env!("CARGO_PKG_VERSION").to_owned());
        let result = lsp::InitializeResult {
            capabilities: self.capabilities(),
            server_info: Some(lsp::ServerInfo { name, version }),
        };
        json!(result)
    }

    fn capabilities(&self) -> lsp::ServerCapabilities {
        let encoding = match self.encoding {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
            Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
        };
        let sync = lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::Incremental),
            // With its text, a save puts right whatever went wrong between edits.
            save: Some(lsp::SaveOptions { include_text: Some(true) }.into()),
            ..Default::default()
        };
        let triggers = ["{", "#", "@", "=", ",", ":", "|", " "];
        let completion = lsp::CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..Default::default()
        };
        let kinds = vec![lsp::CodeActionKind::QuickFix, lsp::CodeActionKind::RefactorRewrite];
        let actions =
            lsp::CodeActionOptions { code_action_kinds: Some(kinds), ..Default::default() };
        let rename = lsp::RenameOptions { prepare_provider: Some(true), ..Default::default() };
        lsp::ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(sync.into()),
            hover_provider: Some(true.into()),
            completion_provider: Some(completion),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            rename_provider: Some(rename.into()),
            document_symbol_provider: Some(true.into()),
            folding_range_provider: Some(true.into()),
            document_formatting_provider: Some(true.into()),
            code_action_provider: Some(actions.into()),
            code_lens_provider: Some(lsp::CodeLensOptions::default()),
            inlay_hint_provider: Some(true.into()),
            ..Default::default()
        }
    }
}

/// The first encoding of the editor's list that we know; without a list it is UTF-16.
fn encoding(initialize: &Value) -> Encoding {
    let offered = initialize.pointer("/capabilities/general/positionEncodings");
    let offered = offered.and_then(Value::as_array).into_iter().flatten();
    let mut known = offered.filter_map(|name| match name.as_str()? {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    });
    known.next().unwrap_or(Encoding::Utf16)
}

/// The request that asks the editor to tell of changes on disk.
#[must_use]
pub fn watch() -> (&'static str, Value) {
    let globs = ["**/plan/*.md", "**/plan.md", "**/fore.toml"];
    let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
    let registration = json!({
        "id": "files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": watchers },
    });
    ("client/registerCapability", json!({ "registrations": [registration] }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(offered: &Value, expected: Encoding) {
        let initialize = json!({ "capabilities": { "general": { "positionEncodings": offered } } });
        assert_eq!(Client::read(&initialize).encoding, expected, "{offered}");
    }

    #[test]
    fn the_editor_s_first_choice_is_taken() {
        check(&json!(["utf-8", "utf-16"]), Encoding::Utf8);
        check(&json!(["utf-7", 3, "utf-32"]), Encoding::Utf32);
        check(&json!([]), Encoding::Utf16);
        check(&json!("utf-8"), Encoding::Utf16);
        check(&Value::Null, Encoding::Utf16);
    }
}
