//! The brief as Markdown, to be pasted where people read.

use std::fmt::Write as _;

use super::{Block, Brief};
use crate::comment::markdown::escaped;
use crate::words;

/// The brief. Nothing that the plan says is read as markup.
#[must_use]
pub fn markdown(brief: &Brief) -> String {
    let mut out = format!("# {}: {}\n\n", escaped(&brief.plan), escaped(&brief.answer));
    if let Some(deadline) = &brief.deadline {
        put(&mut out, format_args!("**{}**\n\n", escaped(deadline)));
    }
    let lead = brief.lead.as_ref().map_or_else(String::new, |lead| format!("{}, ", escaped(lead)));
    put(&mut out, format_args!("{lead}{}\n", escaped(&brief.date_said())));
    why(&mut out, brief);
    milestones(&mut out, brief);
    options(&mut out, brief);
    if !brief.asks.is_empty() {
        heading(&mut out, Block::Asks.title());
        for (index, ask) in brief.asks.iter().enumerate() {
            let (when, what, why) = (&ask.when, escaped(&ask.what), escaped(&ask.why));
            let line = format!("{}. **{}: {what}** {why}", index + 1, escaped(when));
            put(&mut out, format_args!("{}\n", line.trim_end()));
        }
    }
    if let Some(moved) = &brief.moved {
        heading(&mut out, &moved.title);
        for (days, cause) in &moved.rows {
            put(
                &mut out,
                format_args!("- {} {}\n", escaped(days).trim_start_matches('\\'), escaped(cause)),
            );
        }
    }
    if !brief.risks.is_empty() {
        heading(&mut out, Block::Risks.title());
        for [name, chance, then] in &brief.risks {
            let rest: Vec<&str> = [chance, then]
                .into_iter()
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .collect();
            put(&mut out, format_args!("- {}: {}\n", escaped(name), escaped(&rest.join(", "))));
        }
    }
    if let Some((name, said)) = &brief.request {
        heading(&mut out, Block::Request.title());
        put(&mut out, format_args!("{}: {}\n", escaped(name), escaped(said)));
    }
    if !brief.terms.is_empty() {
        heading(&mut out, Block::Terms.title());
        for (term, meaning) in &brief.terms {
            put(&mut out, format_args!("- **{}**: {}\n", escaped(term), escaped(meaning)));
        }
    }
    put(
        &mut out,
        format_args!("\n---\n\n{}\n\n*{}*\n", escaped(&brief.trust), escaped(&brief.stamp)),
    );
    out
}

fn why(out: &mut String, brief: &Brief) {
    if brief.why.is_none() && brief.gains.is_empty() {
        return;
    }
    heading(out, Block::Why.title());
    if let Some(why) = &brief.why {
        put(out, format_args!("{}\n", escaped(why)));
    }
    if !brief.gains.is_empty() {
        if brief.why.is_some() {
            out.push('\n');
        }
        for (goal, measure) in &brief.gains {
            let measure =
                if measure.is_empty() { String::new() } else { format!(": {}", escaped(measure)) };
            put(out, format_args!("- **{}**{measure}\n", escaped(goal)));
        }
    }
}

fn milestones(out: &mut String, brief: &Brief) {
    if brief.milestones.is_empty() {
        return;
    }
    heading(out, Block::Milestones.title());
    out.push_str("| | even odds | 80% sure | planned |\n|---|---|---|---|\n");
    for row in &brief.milestones {
        let day = |date| words::day(date, brief.date);
        let planned = row.planned.map_or_else(String::new, day);
        let promised = if row.is_promised && row.planned.is_some() { ", promised" } else { "" };
        put(
            out,
            format_args!(
                "| {} | {} | **{}** | {planned}{promised} |\n",
                escaped(&row.name),
                day(row.even_odds),
                day(row.sure)
            ),
        );
    }
}

fn options(out: &mut String, brief: &Brief) {
    let Some(options) = &brief.options else { return };
    heading(out, &format!("{} about {}", Block::Options.title(), options.due));
    put(
        out,
        format_args!(
            "| | 80% date | chance of {} | what it costs |\n|---|---|---|---|\n",
            options.due
        ),
    );
    for row in &options.rows {
        let name = escaped(&row.name);
        let name = if row.is_advised { format!("**{name}**") } else { name };
        let sure = row.sure.map_or_else(|| "never".to_owned(), |date| words::day(date, brief.date));
        let (chance, cost) = (words::percent(row.chance), escaped(&row.cost));
        put(out, format_args!("| {name} | {sure} | {} | {cost} |\n", escaped(&chance)));
    }
}

fn heading(out: &mut String, title: &str) {
    put(out, format_args!("\n## {}\n\n", escaped(title)));
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a String takes any text");
}
