//! The brief as HTML: an article for a page, or a file of its own that prints on one A4 sheet.

use super::{Block, Brief};
use crate::scene::svg::{self, Place, escaped, svg};
use crate::words;

/// The rules of the article; colors are the variables of [`svg::TOKENS`].
pub const STYLE: &str = "\
.brief{box-sizing:border-box;background:var(--surface);color:var(--ink);max-width:210mm;margin:0 auto;padding:11mm 16mm 9mm;\
font-size:9.1pt;line-height:12.7pt;font-variant-numeric:tabular-nums}\
.brief header{display:flex;flex-wrap:wrap;gap:0 8mm;justify-content:space-between;color:var(--ink3);\
font-size:8.2pt;border-bottom:.7pt solid var(--ink);padding-bottom:2.2mm}\
.brief header b{color:var(--ink)}\
.brief .answer{font-size:17.6pt;line-height:23pt;letter-spacing:-.021em;font-weight:620;margin:4mm 0 3.4mm}\
.brief .answer em{font-style:normal;color:var(--deadline)}\
.brief h2:not(.answer){font-size:9.4pt;line-height:12.7pt;font-weight:640;margin:0 0 1.2mm}\
.brief section{margin-top:5.4mm}.brief p{margin:0}\
.brief .two{display:grid;grid-template-columns:1.15fr 1fr;gap:5.4mm 8mm}.brief .two section{margin:0}\
.brief .why{border-left:1.6pt solid var(--fc4);padding-left:4mm;margin-top:0;display:grid;\
grid-template-columns:68mm 1fr;gap:6mm}.brief .why.one{grid-template-columns:1fr}\
.brief .why p{font-size:9.6pt;line-height:13.6pt}\
.brief dl{display:block;margin:0}.brief dt{font-weight:620}.brief dd{margin:0 0 1mm;color:var(--ink2)}\
.brief .why dt:not(:first-child){border-top:.4pt solid var(--line);padding-top:1mm}\
.brief table{border-collapse:collapse;width:100%}\
.brief td,.brief th{padding:1.1mm 0;border-top:.4pt solid var(--line);vertical-align:top;text-align:left;font-weight:400}\
.brief th{font-size:8.2pt;color:var(--ink3);border:0;padding-top:0}\
.brief th:first-child{font-size:9.4pt;color:var(--ink);font-weight:640}\
.brief .chance{padding-left:5mm;white-space:nowrap}.brief .num{text-align:right;white-space:nowrap;padding-left:3mm}.brief .c{color:var(--ink3);padding-left:4mm}\
.brief tr.on td{font-weight:620}.brief tr.on .c{font-weight:400}\
.brief .meter{display:block;width:28mm;max-width:none;height:3.4mm;margin:.5mm 0 0 5mm;overflow:visible}\
.brief .meter .t{fill:var(--line)}.brief .meter .f{fill:var(--fc4)}.brief .meter .m{fill:var(--ink3)}.brief .d{width:11mm;white-space:nowrap}\
.brief ol{margin:0;padding-left:5.4mm}.brief li{margin-bottom:1.2mm}.brief li span{color:var(--ink3)}\
.brief figure{margin:0}.brief figcaption{color:var(--ink3);font-size:8.2pt}\
.brief svg.chart{width:100%}\
.brief .dates{display:none}\
.brief .words{background:var(--bg);border-radius:2mm;padding:2.6mm 4mm;display:grid;grid-template-columns:27mm 1fr 1fr;gap:2mm 5mm;font-size:8.6pt;line-height:12pt}\
.brief .words b{font-weight:620}\
.brief footer{margin-top:7mm;border-top:.4pt solid var(--line2);padding-top:2mm;font-size:7.8pt;line-height:11pt;color:var(--ink3);display:flex;gap:10mm;justify-content:space-between}\
.brief footer span:last-child{white-space:nowrap}\
@media (max-width:640px){.brief{padding:16px;font-size:14px;line-height:20px}\
.brief .two,.brief .why,.brief .words{grid-template-columns:1fr}.brief .answer{font-size:24px;line-height:30px}\
.brief h2:not(.answer),.brief th:first-child{font-size:14px;line-height:20px}.brief .why p{font-size:15px;line-height:22px}\
.brief header,.brief th,.brief .words,.brief footer{font-size:12px;line-height:17px}\
.brief figure{display:none}.brief .dates{display:table}.brief .hide,.brief th.c{display:none}\
.brief tr:has(.c){display:grid;grid-template-columns:1fr auto 4em;border-top:1px solid var(--line)}\
.brief tr:has(.c)>*{border:0;padding:6px 0 0}.brief tr:has(.c)>.c{grid-column:1/3;padding:0 0 6px}\
.brief footer{flex-direction:column;gap:4px}.brief footer span:last-child{white-space:normal}}\
@media print{@page{size:A4;margin:0}.brief{padding:10mm 16mm 8mm;line-height:12.2pt;width:210mm;min-height:296mm;display:flex;flex-direction:column}\
.brief td{padding:.7mm 0}.brief section{margin-top:3.4mm}.brief .words{padding:2mm 4mm}.brief footer{margin-top:auto}}";

/// A whole document: nothing in it is loaded from elsewhere.
#[must_use]
pub fn document(brief: &Brief) -> String {
    let title = escaped(&format!("{}, {}", brief.plan, brief.date_said()));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n\
         {}{}\nbody{{margin:0;background:var(--bg);font-family:Inter,\"Segoe UI Variable Text\",\"Segoe UI\",\
         -apple-system,Roboto,\"Helvetica Neue\",\"Noto Sans\",Narrowed,sans-serif}}\n\
         @media print{{:root:root:root{{--surface:#fff;--bg:#f3f6f9;--ink:#16191d;--ink2:#4d545c;--ink3:#666d76;\
         --line:#dfe3e6;--line2:#cdd2d7;--fc1:#dfeaf6;--fc2:#a8c8e8;--fc3:#3b7cc0;--fc4:#174a80;--deadline:#c2331a}}\
         body{{background:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}}}}\n\
         {}\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        svg::TOKENS,
        svg::FALLBACK_FONT,
        svg::STYLE,
        article(brief, "h1")
    )
}

/// The article alone; `heading` is the tag of its answer: `h1`, or `h2` where a page has another.
#[must_use]
pub fn article(brief: &Brief, heading: &str) -> String {
    let lead = brief.lead.as_ref().map_or_else(String::new, |lead| format!("{lead} · "));
    let deadline = match &brief.deadline {
        None => String::new(),
        Some(said) if brief.is_at_risk => format!(" <em>{}</em>", escaped(said)),
        Some(said) => format!(" {}", escaped(said)),
    };
    let mut out = format!(
        "<article class=\"brief\">\n<header><b>{}</b><span>{}</span></header>\n\
         <{heading} class=\"answer\">{}{deadline}</{heading}>\n",
        escaped(&brief.plan),
        escaped(&format!("{lead}{}", brief.date_said())),
        escaped(&brief.answer)
    );
    out += &why(brief);
    out += &milestones(brief);
    out += &options(brief);
    out += &pair(&asks(brief), &moved(brief));
    out += &pair(&risks(brief), &request(brief));
    out += &terms(brief);
    out += &format!(
        "<footer><span>{}</span><span>{}</span></footer>\n</article>\n",
        escaped(&brief.trust),
        escaped(&brief.stamp)
    );
    out
}

fn why(brief: &Brief) -> String {
    if brief.why.is_none() && brief.gains.is_empty() {
        return String::new();
    }
    let gain = |(goal, measure): &(String, String)| {
        format!("<dt>{}</dt><dd>{}</dd>", escaped(goal), escaped(measure))
    };
    let gains: String = brief.gains.iter().map(gain).collect();
    let gains = if gains.is_empty() { gains } else { format!("<dl>{gains}</dl>") };
    let title = Block::Why.title();
    match &brief.why {
        Some(why) => {
            let one = if gains.is_empty() { " one" } else { "" };
            format!(
                "<section class=\"why{one}\"><div><h2>{title}</h2><p>{}</p></div>{gains}</section>\n",
                escaped(why)
            )
        }
        None => {
            format!("<section class=\"why one\"><div><h2>{title}</h2>{gains}</div></section>\n")
        }
    }
}

fn milestones(brief: &Brief) -> String {
    let Some(chart) = &brief.chart else { return String::new() };
    let day = |date| words::day_month(date, brief.date);
    let row = |row: &super::MilestoneRow| {
        format!(
            "<tr><td>{}</td><td class=\"num\">{}</td><td class=\"num\"><b>{}</b></td></tr>",
            escaped(&row.name),
            day(row.even_odds),
            day(row.sure)
        )
    };
    let rows: String = brief.milestones.iter().map(row).collect();
    format!(
        "<section><h2>{}</h2><figure>{}<figcaption>Band: 8 in 10 plays. Diamond: even odds. Bar: 80% sure. \
         Dotted: planned. Black line: today.</figcaption></figure>\
         <table class=\"dates\"><tr><th></th><th class=\"num\">even odds</th><th class=\"num\">80% sure</th></tr>{rows}</table></section>\n",
        Block::Milestones.title(),
        svg(chart, Place::Page)
    )
}

fn options(brief: &Brief) -> String {
    let Some(options) = &brief.options else { return String::new() };
    let row = |row: &super::OptionRow| {
        let on = if row.is_advised { " class=\"on\"" } else { "" };
        let sure =
            row.sure.map_or_else(|| "never".to_owned(), |date| words::day_month(date, brief.date));
        format!(
            "<tr{on}><td>{}</td><td class=\"num\">{sure}</td><td class=\"hide\"><svg class=\"meter\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect class=\"t\" y=\"2\" width=\"100\" height=\"8\"/><rect class=\"f\" y=\"2\" width=\"{:.0}\" height=\"8\"/>\
             <rect class=\"m\" x=\"79.5\" width=\"1\" height=\"12\"/></svg></td>\
             <td class=\"num\">{}</td><td class=\"c\">{}</td></tr>",
            escaped(&row.name),
            (row.chance * 100.0).clamp(0.0, 100.0),
            escaped(&words::percent(row.chance)),
            escaped(&row.cost)
        )
    };
    let rows: String = options.rows.iter().map(row).collect();
    let due = escaped(&options.due);
    format!(
        "<section><table><tr><th>{} about {due}</th><th class=\"num\">80% date</th>\
         <th class=\"hide chance\">chance of {due}</th><th class=\"num\"></th><th class=\"c\">what it costs</th></tr>{rows}</table></section>\n",
        Block::Options.title()
    )
}

fn asks(brief: &Brief) -> String {
    if brief.asks.is_empty() {
        return String::new();
    }
    let ask = |ask: &super::Ask| {
        let (when, what, why) = (escaped(&ask.when), escaped(&ask.what), escaped(&ask.why));
        format!("<li><b>{when}: {what}</b> <span>{why}</span></li>")
    };
    let asks: String = brief.asks.iter().map(ask).collect();
    format!("<section><h2>{}</h2><ol>{asks}</ol></section>", Block::Asks.title())
}

fn moved(brief: &Brief) -> String {
    let Some(moved) = &brief.moved else { return String::new() };
    let row = |(days, cause): &(String, String)| {
        format!("<tr><td class=\"d\">{}</td><td>{}</td></tr>", escaped(days), escaped(cause))
    };
    let rows: String = moved.rows.iter().map(row).collect();
    format!("<section><h2>{}</h2><table>{rows}</table></section>", escaped(&moved.title))
}

fn risks(brief: &Brief) -> String {
    if brief.risks.is_empty() {
        return String::new();
    }
    let row = |[name, chance, then]: &[String; 3]| {
        format!(
            "<tr><td>{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
            escaped(name),
            escaped(chance),
            escaped(then)
        )
    };
    let rows: String = brief.risks.iter().map(row).collect();
    format!("<section><h2>{}</h2><table>{rows}</table></section>", Block::Risks.title())
}

fn request(brief: &Brief) -> String {
    let Some((name, said)) = &brief.request else { return String::new() };
    let title = Block::Request.title();
    format!("<section><h2>{title}</h2><p><b>{}</b> {}</p></section>", escaped(name), escaped(said))
}

fn terms(brief: &Brief) -> String {
    if brief.terms.is_empty() {
        return String::new();
    }
    let term = |(term, meaning): &(String, String)| {
        format!("<p><b>{}.</b> {}</p>", escaped(term), escaped(meaning))
    };
    let terms: String = brief.terms.iter().map(term).collect();
    format!("<section class=\"words\"><h2>{}</h2>{terms}</section>\n", Block::Terms.title())
}

/// Two blocks side by side.
fn pair(left: &str, right: &str) -> String {
    match (left.is_empty(), right.is_empty()) {
        (true, true) => String::new(),
        (false, false) => format!("<section><div class=\"two\">{left}{right}</div></section>\n"),
        _ => format!("{left}{right}\n"),
    }
}
