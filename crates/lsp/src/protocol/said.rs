//! What we say to the editor: answers and diagnostics as messages.

use std::path::Path;

use gen_lsp_types as lsp;
use serde_json::{Value, json};
use text::{FileId, Level, Place, TextEdit, TextRange};

use super::client::Client;
use crate::answer::{Action, Answer, Completions, Hint, Lens, Sort, Symbol, SymbolSort};
use crate::documents::Documents;
use crate::feature::questions::Placed;
use crate::position::{Position, Span};
use crate::uri;
use crate::workspace::Reading;

/// Turns answers about one reading of a plan into messages.
#[derive(Clone, Copy, Debug)]
pub struct Encoder<'a> {
    /// What the editor can do.
    pub client: Client,
    /// The plan that the answers point into.
    pub reading: &'a Reading,
    /// The open documents, by whose names and numbers edits are said.
    pub documents: &'a Documents,
}

impl Encoder<'_> {
    /// The result of a request about `file`.
    #[must_use]
    pub fn answer(&self, file: FileId, answer: Answer) -> Value {
        match answer {
            Answer::Nothing | Answer::Refused(_) => Value::Null,
            Answer::Hover(range, text) => {
                let contents = markdown(text).into();
                json!(lsp::Hover { contents, range: Some(self.range(file, range)) })
            }
            Answer::Completions(found) => json!(self.completions(file, &found)),
            Answer::Places(places) => {
                let places = places.iter().map(|place| self.location(*place));
                json!(places.collect::<Vec<_>>())
            }
            Answer::Renamable(range) => json!(self.range(file, range)),
            Answer::Edits(edits) => json!(self.workspace_edit(&edits)),
            Answer::Formatted(edits) => json!(self.edits(file, &edits)),
            Answer::Outline(symbols) => json!(self.symbols(file, &symbols)),
            Answer::Folds(folds) => {
                let folds = folds.iter().filter_map(|fold| self.fold(file, *fold));
                json!(folds.collect::<Vec<_>>())
            }
            Answer::Actions(actions) => {
                let actions = actions.into_iter().map(|action| self.action(action));
                json!(actions.collect::<Vec<_>>())
            }
            Answer::Lenses(lenses) => {
                let lenses = lenses.into_iter().map(|lens| self.lens(file, lens));
                json!(lenses.collect::<Vec<_>>())
            }
            Answer::Hints(hints) => {
                let hints = hints.into_iter().map(|hint| self.hint(file, hint));
                json!(hints.collect::<Vec<_>>())
            }
        }
    }

    /// The diagnostics of `file` and the questions about it, as they are published.
    #[must_use]
    pub fn diagnostics(&self, file: FileId, questions: &[Placed<'_>]) -> Value {
        let path = &self.reading.paths[file.index()];
        let all = self.reading.snapshot.diagnostics.iter();
        let own = all.filter(|diagnostic| diagnostic.place.file == file);
        let asked = questions.iter().filter(|placed| placed.place.file == file);
        json!(lsp::PublishDiagnosticsParams {
            uri: self.uri(path),
            version: self.documents.get(path).map(|document| document.version),
            diagnostics: own
                .map(|diagnostic| self.diagnostic(diagnostic))
                .chain(asked.map(|placed| self.question(placed)))
                .collect(),
        })
    }

    fn diagnostic(&self, diagnostic: &text::Diagnostic) -> lsp::Diagnostic {
        let mut message = diagnostic.what.clone();
        let why = diagnostic.why.iter().map(|why| format!("\n{why}"));
        let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
        message.extend(why.chain(help));
        let related = diagnostic.labels.iter().map(|label| lsp::DiagnosticRelatedInformation {
            location: self.location(label.place),
            message: label.text.clone(),
        });
        lsp::Diagnostic {
            range: self.range(diagnostic.place.file, diagnostic.place.range),
            severity: Some(match diagnostic.level {
                Level::Error => lsp::DiagnosticSeverity::Error,
                Level::Warning => lsp::DiagnosticSeverity::Warning,
            }),
            code: Some(diagnostic.code.to_owned().into()),
            source: Some("fore".to_owned()),
            message: message.into(),
            related_information: Some(related.collect()),
            ..Default::default()
        }
    }

    fn question(&self, placed: &Placed<'_>) -> lsp::Diagnostic {
        lsp::Diagnostic {
            range: self.range(placed.place.file, placed.place.range),
            severity: Some(lsp::DiagnosticSeverity::Information),
            code: Some(placed.question.rule.code.to_owned().into()),
            source: Some("fore review".to_owned()),
            message: placed.message.clone().into(),
            ..Default::default()
        }
    }

    fn completions(&self, file: FileId, found: &Completions) -> lsp::CompletionList {
        let range = self.range(file, found.range);
        let item = |(index, one): (usize, &crate::answer::Completion)| lsp::CompletionItem {
            label: one.label.clone(),
            kind: Some(match one.sort {
                Sort::Item => lsp::CompletionItemKind::Reference,
                Sort::Person => lsp::CompletionItemKind::Variable,
                Sort::Key => lsp::CompletionItemKind::Property,
                Sort::Flag => lsp::CompletionItemKind::Keyword,
                Sort::Value => lsp::CompletionItemKind::Value,
            }),
            detail: (!one.detail.is_empty()).then(|| one.detail.clone()),
            documentation: (!one.doc.is_empty()).then(|| markdown(one.doc.clone()).into()),
            sort_text: Some(format!("{index:04}")),
            // Items are found by their title too.
            filter_text: (one.sort == Sort::Item).then(|| format!("{} {}", one.label, one.detail)),
            text_edit: Some(lsp::TextEdit { range, new_text: one.text.clone() }.into()),
            ..Default::default()
        };
        let items = found.items.iter().enumerate().map(item).collect();
        lsp::CompletionList { is_incomplete: found.is_partial, items, ..Default::default() }
    }

    /// Symbols inside each other, made of the list in which parents stand before their parts.
    fn symbols(&self, file: FileId, symbols: &[Symbol]) -> Vec<lsp::DocumentSymbol> {
        let mut open: Vec<lsp::DocumentSymbol> = Vec::new();
        let mut done = Vec::new();
        let close = |open: &mut Vec<lsp::DocumentSymbol>, done: &mut Vec<_>| {
            let Some(last) = open.pop() else { return };
            match open.last_mut() {
                Some(outer) => outer.children.get_or_insert_default().push(last),
                None => done.push(last),
            }
        };
        for symbol in symbols {
            while open.len() > symbol.depth {
                close(&mut open, &mut done);
            }
            open.push(self.symbol(file, symbol));
        }
        while !open.is_empty() {
            close(&mut open, &mut done);
        }
        done
    }

    #[expect(deprecated, reason = "the field has to be named")]
    fn symbol(&self, file: FileId, symbol: &Symbol) -> lsp::DocumentSymbol {
        lsp::DocumentSymbol {
            name: symbol.name.clone(),
            detail: Some(symbol.detail.clone()),
            kind: match symbol.sort {
                SymbolSort::Section => lsp::SymbolKind::Namespace,
                SymbolSort::Plan => lsp::SymbolKind::Package,
                SymbolSort::Task => lsp::SymbolKind::Function,
                SymbolSort::Aim => lsp::SymbolKind::Event,
                SymbolSort::Person => lsp::SymbolKind::Variable,
                SymbolSort::Open => lsp::SymbolKind::Boolean,
                SymbolSort::Other => lsp::SymbolKind::Field,
            },
            tags: None,
            deprecated: None,
            range: self.range(file, symbol.range),
            selection_range: self.range(file, symbol.title),
            children: None,
        }
    }

    /// From the first line to the last; nothing if that is one line.
    fn fold(&self, file: FileId, range: TextRange) -> Option<lsp::FoldingRange> {
        let range = self.range(file, range);
        let (start_line, end_line) = (range.start.line, range.end.line);
        (start_line < end_line).then(|| lsp::FoldingRange {
            start_line,
            end_line,
            ..Default::default()
        })
    }

    fn action(&self, action: Action) -> lsp::CodeAction {
        let mended = action.mends.map(|index| &self.reading.snapshot.diagnostics[index]);
        lsp::CodeAction {
            title: action.title,
            kind: Some(match mended {
                Some(_) => lsp::CodeActionKind::QuickFix,
                None => lsp::CodeActionKind::RefactorRewrite,
            }),
            is_preferred: mended.map(|_| true),
            diagnostics: mended.map(|diagnostic| vec![self.diagnostic(diagnostic)]),
            edit: Some(self.workspace_edit(&action.edits)),
            ..Default::default()
        }
    }

    fn lens(&self, file: FileId, lens: Lens) -> lsp::CodeLens {
        let range = self.range(file, TextRange::at(lens.at));
        let command = lsp::Command { title: lens.text, ..Default::default() };
        lsp::CodeLens { range, command: Some(command), data: None }
    }

    fn hint(&self, file: FileId, hint: Hint) -> lsp::InlayHint {
        lsp::InlayHint {
            position: self.range(file, TextRange::at(hint.at)).start,
            label: hint.text.into(),
            kind: None,
            text_edits: None,
            tooltip: Some(hint.tip.into()),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    }

    /// Edits of any files; with the numbers of the states that they were made for, where the editor
    /// compares them.
    fn workspace_edit(&self, edits: &[TextEdit]) -> lsp::WorkspaceEdit {
        let files = (0..self.reading.paths.len()).map(|index| FileId(index as u32));
        let changed = files.filter(|file| edits.iter().any(|edit| edit.file == *file));
        if !self.client.versions_edits {
            let changes = changed
                .map(|file| (self.uri(&self.reading.paths[file.index()]), self.edits(file, edits)));
            return lsp::WorkspaceEdit { changes: Some(changes.collect()), ..Default::default() };
        }
        let changes = changed.map(|file| {
            let path = &self.reading.paths[file.index()];
            let text_document = lsp::OptionalVersionedTextDocumentIdentifier {
                version: self.documents.get(path).map(|document| document.version),
                text_document_identifier: lsp::TextDocumentIdentifier { uri: self.uri(path) },
            };
            let edits = self.edits(file, edits).into_iter().map(lsp::Edit::from).collect();
            lsp::TextDocumentEdit { text_document, edits }.into()
        });
        lsp::WorkspaceEdit { document_changes: Some(changes.collect()), ..Default::default() }
    }

    fn edits(&self, file: FileId, edits: &[TextEdit]) -> Vec<lsp::TextEdit> {
        let own = edits.iter().filter(|edit| edit.file == file);
        own.map(|edit| lsp::TextEdit {
            range: self.range(file, edit.range),
            new_text: edit.text.clone(),
        })
        .collect()
    }

    fn location(&self, place: Place) -> lsp::Location {
        let uri = self.uri(&self.reading.paths[place.file.index()]);
        lsp::Location { uri, range: self.range(place.file, place.range) }
    }

    fn range(&self, file: FileId, range: TextRange) -> lsp::Range {
        span(self.reading.lines[file.index()].span(self.reading.text(file), range))
    }

    /// As the editor spelled it, if the file is open.
    fn uri(&self, path: &Path) -> lsp::Uri {
        let open = self.documents.get(path).map(|document| document.uri.clone());
        lsp::Uri(open.unwrap_or_else(|| uri::of_path(path)))
    }
}

/// No diagnostics any more of the file at `path`.
#[must_use]
pub fn no_diagnostics(path: &Path, documents: &Documents) -> Value {
    let open = documents.get(path).map(|document| document.uri.clone());
    json!({ "uri": open.unwrap_or_else(|| uri::of_path(path)), "diagnostics": [] })
}

fn markdown(value: String) -> lsp::MarkupContent {
    lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }
}

fn span(span: Span) -> lsp::Range {
    lsp::Range { start: position(span.start), end: position(span.end) }
}

fn position(position: Position) -> lsp::Position {
    lsp::Position { line: position.line, character: position.column }
}
