// Starts the language server of the program `fore` for plan files. Everything else is in the server.
"use strict";

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function activate() {
  const command = workspace.getConfiguration("forethought").get("path");
  const documentSelector = ["**/plan/*.md", "**/plan.md", "**/fore.toml"].map((pattern) => ({
    scheme: "file",
    pattern,
  }));
  const server = { command, args: ["lsp"] };
  client = new LanguageClient("forethought", "forethought", server, { documentSelector });
  return client.start();
}

function deactivate() {
  return client && client.stop();
}

module.exports = { activate, deactivate };
