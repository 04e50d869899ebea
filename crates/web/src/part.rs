//! What pages are built from: cards, rows, bars.

use maud::{Markup, html};

pub use crate::shell::prose;

/// A card with a title, a remark beside it, and what is in it.
#[must_use]
pub fn card(title: &str, remark: &str, body: &Markup) -> Markup {
    html! {
        section.card {
            div.hd {
                h2 { (title) }
                @if !remark.is_empty() { span.cap { (remark) } }
            }
            (body)
        }
    }
}

/// A bar that is filled by `share`, 0 to 1. What it shows is said in words beside it.
#[must_use]
pub fn bar(share: f64) -> Markup {
    let filled = format!("{:.1}%", share.clamp(0.0, 1.0) * 100.0);
    html! {
        svg.bar width="100%" height="10" aria-hidden="true" {
            rect.track width="100%" height="10" rx="2" {}
            rect.fill width=(filled) height="10" rx="2" {}
        }
    }
}
