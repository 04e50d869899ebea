//! Other people's formats in and out: documents that a team already has become a plan, and a task
//! becomes a ticket.
//!
//! In: the text of an outline, a task list, a table or a proposal; or a plan that was built. Out:
//! the text of `plan.md` with a list of what was not understood; or the text of a ticket. This
//! crate must not know dates of a schedule, a disk, or where the text came from.
//!
//! The steps of [`plan_from`]: `format` recognizes what the text is; `read` makes a draft of
//! it, the same for every format; `work` decides what of the draft is work and what is prose;
//! `item` reads owners, amounts and dates out of the words of each item, with the people and tasks
//! that are `known` from the others, and `row` out of the columns of a `table`; `nest` puts rows
//! into what they are part of; `people` and `waits` resolve names and links; `write` writes the
//! plan, and `report` the list of what is not in it. Nothing is invented on the way: what the source does not say, the plan does not say.
//! Nothing is lost either: what leaves a title is in the plan or in the report.

mod amount;
mod date;
mod draft;
mod format;
mod import;
mod item;
mod known;
mod nest;
mod people;
mod progress;
mod read;
mod report;
mod rich;
mod row;
mod table;
mod tail;
mod ticket;
mod title;
mod waits;
mod words;
mod work;
mod write;

pub use import::{Counts, Hint, Import, NotUnderstood, plan_from};
pub use ticket::ticket;
