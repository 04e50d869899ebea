//! `fore brief`: one page for leadership.

use view::brief::{Block, Brief, html, markdown, sheets};
use workbench::{
    Dates, Found, Past, Snapshot, ladder, play_for_price, request, risk_spans, runs_for_price,
};

use crate::arguments::{Arguments, BriefOptions};
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Writes the brief: as Markdown to standard output, or to the files that are named. Says which
/// block to leave out where it is longer than a page.
pub fn run(
    options: &BriefOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let past = open::past(arguments)?;
    super::with_dates(arguments, terminal, |snapshot, dates, _| {
        let past = past.as_ref().filter(|past| past.revisions() > 0);
        let play = open::futures(&arguments.read);
        let ladder = ladder(snapshot, dates, play);
        let is_long = runs_for_price(snapshot).is_some_and(|runs| dates.forecast.runs > runs);
        let fewer = is_long.then(|| play_for_price(snapshot, play)).flatten();
        let risks = risk_spans(snapshot, fewer.as_ref().unwrap_or(dates));
        let trend = past.map(|past| past.trend(snapshot, dates, play.seed)).transpose()?;
        let revision = past.and_then(Past::newest);
        let request = options.request.as_deref();
        let request = request.map(|name| asked(name, arguments, (snapshot, dates))).transpose()?;
        let found = Found {
            ladder: ladder.as_ref(),
            risks: &risks,
            trend: trend.as_ref(),
            revision: revision.as_deref(),
            request: request.as_ref().map(|(name, said)| (name.as_str(), said.as_str())),
        };
        let whole = workbench::brief(snapshot, dates, found);
        let brief = options.without.iter().fold(whole, |brief, block| brief.without(*block));
        if terminal.json {
            terminal.say_json(&view::json::brief(&brief))?;
            return Ok(Exit::Fine);
        }
        let cut = sheets(&brief).cut;
        if !cut.is_empty() {
            terminal.complain(&too_long(&cut));
        }
        if let Some(file) = &options.html {
            super::write_out(file, html::document(&brief).as_bytes())?;
        }
        if let Some(file) = &options.pdf {
            super::write_out(file, &pdf(&brief)?)?;
        }
        if options.html.is_none() && options.pdf.is_none() {
            terminal.say(&markdown(&brief))?;
        }
        Ok(Exit::Fine)
    })
}

/// What somebody asks for on the branch `name`, and what it would do.
fn asked(
    name: &str,
    arguments: &Arguments,
    plan: (&Snapshot, &Dates),
) -> Result<(String, String), Trouble> {
    let futures = open::futures(&arguments.read);
    let found = request(&open::place(arguments)?, name, plan, futures)?;
    found.ok_or_else(|| Trouble::NoDatesThen(name.to_owned()))
}

/// The blocks without which it fits.
fn too_long(cut: &[Block]) -> String {
    let each = |said: fn(&Block) -> String| cut.iter().map(said).collect::<Vec<_>>();
    let titles = view::words::list(&each(|block| format!("“{}”", block.title())));
    let flags = each(|block| format!(" --without {}", block.name())).concat();
    format!("the brief is longer than one page; without {titles} it fits: fore brief{flags}")
}

#[cfg(feature = "pdf")]
fn pdf(brief: &Brief) -> Result<Vec<u8>, Trouble> {
    view::scene::pdf(&sheets(brief).sheets).map_err(|error| Trouble::Pdf(error.to_string()))
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Brief) -> Result<Vec<u8>, Trouble> {
    Err(Trouble::NothingToDo(
        "this fore was built without PDF: print the page of fore brief --html FILE instead",
    ))
}
