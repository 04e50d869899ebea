//! What is around every page: the rail, the head, the banner, the document itself.

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use plan::Plan;
use view::words;

use crate::Board;
use crate::page::{self, Asked, FILE, Group, Medium, PAGES, Page, Sheet, items_in_files};
use crate::trouble::Trouble;

/// Which colors, if not those of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The theme called `name`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "light" => Some(Theme::Light),
            "dark" => Some(Theme::Dark),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// What a request brings besides the page it asks for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The token of our forms.
    pub token: &'a str,
    /// The colors that are wanted.
    pub theme: Option<Theme>,
    /// What the address says besides the page.
    pub asked: &'a Asked,
    /// The newest news when the page was made.
    pub news: &'a str,
}

/// A page as the server sends it. With `trouble`, the newest texts have no dates, and the page shows
/// those of the last that had.
#[must_use]
pub fn served(
    board: &Board,
    page: &Page,
    request: Request<'_>,
    trouble: Option<&Trouble>,
) -> Markup {
    let medium = Medium::Live { token: request.token, asked: request.asked };
    let mut sheet = (page.render)(board, &medium);
    if trouble.is_some() && page.is_sent() {
        sheet.answer = html! { "Not to be sent: the plan has errors." };
    }
    let plan = &board.snapshot().plan.name;
    let news = first_answer(board);
    let state = trouble.map_or(State::Live(&news), |_| State::Broken);
    let content = html! {
        (head(page.question, board.facts().today, state))
        @if let Some(trouble) = trouble { (banner(trouble, board, request.token)) }
        @if trouble.is_none() && board.is_behind() { div.behind {} }
        div.sheet.old[trouble.is_some()] inert[trouble.is_some()] { (fold(&sheet)) }
    };
    document(&Document {
        title: &format!("{} · {plan}", page.title),
        rail: rail(board, Some(page), &medium),
        content,
        request: Some(request),
    })
}

/// A page where there are no dates, and never were.
#[must_use]
pub fn troubled(trouble: &Trouble, today: Date, request: Request<'_>) -> Markup {
    let content = html! {
        (head("", today, State::Begun))
        h1 { (trouble.headline()) }
        (trouble.details(request.token))
    };
    let rail = html! { div.mark { "New plan" } };
    document(&Document { title: "fore", rail, content, request: Some(request) })
}

/// Every page that the plan has something for as files, and one of each item: the name of the file, and
/// the page. They stand alone but for the style beside them.
pub fn exported(board: &Board) -> impl Iterator<Item = (String, Markup)> + '_ {
    let pages = PAGES.iter().filter(|page| (page.listed)(board));
    let pages = pages.map(|page| (FILE.link(page), filed(board, page, &FILE)));
    let items = items_in_files(board).map(|(name, word)| {
        let asked = Asked::from([("id".to_owned(), word)]);
        (name, filed(board, &page::ITEM, &Medium::File { asked: &asked }))
    });
    pages.chain(items)
}

fn filed(board: &Board, page: &Page, medium: &Medium<'_>) -> Markup {
    let sheet = (page.render)(board, medium);
    let content = html! {
        (head(page.question, board.facts().today, State::File))
        div.sheet { (fold(&sheet)) }
    };
    document(&Document {
        title: &format!("{} · {}", page.title, board.snapshot().plan.name),
        rail: rail(board, Some(page), medium),
        content,
        request: None,
    })
}

/// A page that says one thing: an error.
#[must_use]
pub fn notice(headline: &str, text: &str) -> Markup {
    plain(headline, &html! { h1 { (headline) } p.sub { (text) } })
}

/// A page that asks one thing.
#[must_use]
pub fn asked(headline: &str, form: &Markup) -> Markup {
    plain(headline, form)
}

/// A page of its own for what became of a form, where no script shows it beside the form.
#[must_use]
pub fn answered(outcome: &Markup) -> Markup {
    plain("fore", &html! { section.card { (outcome) } p.sub { a href="/" { "Back to the plan" } } })
}

fn plain(headline: &str, content: &Markup) -> Markup {
    let content = content.clone();
    document(&Document { title: headline, rail: html! {}, content, request: None })
}

struct Document<'a> {
    title: &'a str,
    rail: Markup,
    content: Markup,
    /// `None` in a file.
    request: Option<Request<'a>>,
}

fn document(document: &Document<'_>) -> Markup {
    let request = document.request;
    let theme = request.and_then(|request| request.theme).map(Theme::name);
    html! {
        (DOCTYPE)
        html lang="en" data-theme=[theme] data-news=[request.map(|it| it.news)]
            data-token=[request.map(|it| it.token)]
        {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (document.title) }
                link rel="icon" href=(ICON);
                @if request.is_some() {
                    link rel="stylesheet" href="/style.css";
                    script src="/script.js" defer {}
                } @else {
                    link rel="stylesheet" href="style.css";
                }
            }
            body {
                a.skip href="#main" { "Skip to the answer" }
                div.app {
                    div.rail { (document.rail) }
                    main #main tabindex="-1" { (document.content) }
                }
                @if request.is_some() {
                    div #toast role="status" aria-live="polite" {}
                }
            }
        }
    }
}

/// A blue dot, so that no browser asks for a picture that is not there.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' \
    viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6' fill='%233b7cc0'/%3E%3C/svg%3E";

fn rail(board: &Board, current: Option<&Page>, medium: &Medium<'_>) -> Markup {
    let snapshot = board.snapshot();
    let path = snapshot.files.first().map_or("", |file| file.path.as_str());
    let listed: Vec<&Page> = PAGES.iter().copied().filter(|page| (page.listed)(board)).collect();
    let groups = [Group::Main, Group::Plan, Group::Landing, Group::Team];
    html! {
        div.mark { (snapshot.plan.name) span { (path) } }
        div.pages #pages {
            @for group in groups {
                @let own: Vec<&&Page> = listed.iter().filter(|page| page.group == group).collect();
                @if !own.is_empty() {
                    nav aria-label=(if group == Group::Main { "Main" } else { group.title() }) {
                        @if group != Group::Main { div.group { (group.title()) } }
                        @for page in own { (entry(board, page, current, medium)) }
                    }
                }
            }
            // On a phone four pages have a tab; these show and hide the others.
            a.tab.more href="#pages" aria-current=[current.is_some_and(|it| !it.has_tab()).then_some("true")] {
                "More"
            }
            a.tab.less href="#main" { "Less" }
        }
        div.foot {
            "forethought, on this machine"
            @if let Medium::Live { .. } = medium {
                br;
                "Press " a href="/keys" data-over data-key="?" { "?" } " for keys, "
                kbd { "/" } " to find"
            }
        }
    }
}

fn entry(board: &Board, page: &Page, current: Option<&Page>, medium: &Medium<'_>) -> Markup {
    let is_current = current.is_some_and(|current| current.name == page.name);
    let count = (page.count)(board);
    html! {
        a.tab[page.has_tab()] href=(medium.link(page)) aria-current=[is_current.then_some("page")]
            data-key=(page.key)
        {
            span { (page.title) }
            @if count > 0 { span.n { (count) } } @else { kbd aria-hidden="true" { (page.key) } }
        }
    }
}

/// How sure the dates are that come first, where others follow; else nothing.
fn first_answer(board: &Board) -> String {
    let facts = board.facts();
    let runs = words::thousands(facts.forecast.runs as usize);
    match view::screens::within(&facts).filter(|_| board.is_first) {
        Some(within) => format!("{runs} runs so far, P80 {within}"),
        None => String::new(),
    }
}

/// How new a page is.
#[derive(Clone, Copy)]
enum State<'a> {
    /// As new as the plan, with a remark on its dates.
    Live(&'a str),
    /// Follows a plan in which there is nothing yet to find or to commit.
    Begun,
    /// Of an earlier text, as the newest has errors: nothing can be changed.
    Broken,
    /// As it was written to a file.
    File,
}

/// The line above the answer.
fn head(question: &str, today: Date, state: State<'_>) -> Markup {
    let weekday = &words::weekday_name(today)[..3];
    let date = format!("{weekday} {} {}", words::bare(today), today.year());
    html! {
        div.top {
            span.q { (question) }
            span.r {
                @match state {
                    State::Live(remark) => {
                        @if !remark.is_empty() { span.wn { (remark) } }
                        (pulse())
                        a href="/find" data-key="/" title="find an item" { "Find" }
                        a href="/commit" data-over { "Commit…" }
                    }
                    State::Begun => (pulse()),
                    State::Broken => { span.chip.off { span.dot {} "the plan has errors" } }
                    State::File => {}
                }
                span { (date) }
            }
        }
    }
}

/// Whether the server is there; the script keeps it true.
fn pulse() -> Markup {
    html! { span.chip #pulse { span.dot {} span { "live" } } }
}

/// What is wrong with the newest text, over the last good forecast.
fn banner(trouble: &Trouble, board: &Board, token: &str) -> Markup {
    let day = words::weekday(board.facts().today, board.facts().today);
    html! {
        section.card.banner role="alert" {
            h2 { (trouble.headline()) }
            (trouble.details(token))
            p.cap {
                "Below is the last good forecast, of " (day) ". Nothing was guessed; nothing can be \
                changed here, or should be sent, before the text is mended."
            }
        }
    }
}

fn fold(sheet: &Sheet) -> Markup {
    html! {
        h1 { (sheet.answer) }
        @if sheet.reason.0.is_empty() { div.gap {} } @else { p.sub { (sheet.reason) } }
        (sheet.body)
    }
}

/// `text` as it stands in a sentence: what is between backticks is an id.
#[must_use]
pub fn prose(text: &str) -> Markup {
    with_ids(text, |id| html! { code { (id) } })
}

/// [`prose`] for who reads titles: an id of `plan` is what it names, in quotation marks.
#[must_use]
pub fn titled(plan: &Plan, text: &str) -> Markup {
    with_ids(text, |id| match plan.by_id.get(id).and_then(|item| plan.item(*item)) {
        Some(item) => {
            // What stands before a colon is the name of the work.
            let name = item.title.split(": ").next().unwrap_or(&item.title);
            html! { span title=(id) { "“" (name) "”" } }
        }
        None => html! { code { (id) } },
    })
}

fn with_ids(text: &str, shown: impl Fn(&str) -> Markup) -> Markup {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(n, part)| {
        if n % 2 == 1 {
            shown(part)
        } else {
            html! { (part) }
        }
    });
    PreEscaped(parts.map(|part| part.0).collect())
}
