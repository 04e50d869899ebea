//! The screens of the program, one file each: facts to terminal text.
//!
//! In: [`Facts`](crate::Facts) and how to paint. Out: a string whose first line is the answer and
//! whose last lines name the next commands. What a plan does not use is not shown.

mod backtest;
mod check;
mod columns;
pub mod cut;
mod diff;
mod drivers;
mod edited;
mod explain;
pub(crate) mod finishes;
mod first;
mod forecast;
mod imported;
mod merged;
mod next;
mod orders;
mod overview;
mod review;
mod schedule;
mod since;
mod status;
mod targets;
mod trust;
mod waiting;
mod why;

pub use backtest::backtest;
pub use check::{check, strict};
pub use cut::cut;
pub use diff::{Diff, Emptied, Lever, diff, diff_brief, diff_emptied};
pub(crate) use drivers::{WORTH_MIN, shown as movers_shown};
pub use edited::{Changed, Edited, Effect, edited};
pub use explain::{explain, explainable, explanations};
pub use first::{after_demo, bullets, empty, questions};
pub use forecast::forecast;
pub use imported::{Imported, LeftOut, first_questions, imported};
pub use merged::{Collision, Merge, merged};
pub use next::next;
pub use overview::overview;
pub use review::{ReviewFilter, Reviewed, answered, deep, earlier, lettered, review};
pub use schedule::{headline as schedule_headline, schedule};
pub use since::{Before, why_since};
pub use status::{status, status_without_past};
pub use why::{Held, Reasons, reasons, why};

pub(crate) use backtest::said as backtest_said;
pub use diff::words as diff_words;
pub(crate) use first::EMPTY;
pub use next::{Desk, days_left, desk_name, desks, free_first, idle, moving, next_working_day};
pub use orders::{is_on_path, ordered_from, orders};
pub use overview::{Work, work};
pub(crate) use schedule::picture;
pub(crate) use since::since_said;
pub(crate) use status::{first as first_of, rest_said, sentence, story, sum};
pub use trust::within;
pub use waiting::{Waiting, waiting, work_behind};
pub(crate) use why::chain;
pub use why::holder;
