//! The plan in the browser.
