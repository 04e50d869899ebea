//! The plan in the editor.
