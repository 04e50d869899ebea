//! Tasks as tickets.

use exchange::ticket;
use plan::{ItemRef, Settings};
use text::SourceFile;

/// The ticket of the task called `id` in a plan.
#[track_caller]
fn ticket_of(plan: &str, id: &str) -> String {
    let files = [SourceFile::new("plan.md", plan)];
    let outlines = [markup::parse(plan)];
    let (plan, found) = plan::build(&files, &outlines, &Settings::default());
    assert!(!text::has_errors(&found), "{found:#?}");
    let Some(ItemRef::Task(task)) = plan.by_id.get(id) else { panic!("{id} is no task") };
    ticket(&plan, &files, &outlines, *task)
}

const PLAN: &str = "# Move

## Goals

- Users never wait `{#speed measure=\"p99 latency\" from=\"2 s\" to=\"200 ms\"}`

## Features

- Search answers at once `{#search}`

## Team

- Ada Byron `{@ada}`
- Bo Lind `{@bo}`
- Cy Fox `{@cy}`

## Work

- [ ] Index `{#index for=search,speed changes=store}`
  - [ ] Choose the format `{#format 1d}`
  - [ ] Write the index `{#write @bo 2d..5d after=format,which expert=@cy smaller=1d..2d due=2026-05-01}`
    The old one is in [the wiki](https://a.b).
    It is slow.

    Ask before deleting.
    - Done when: a search takes 200 ms
    - Done when (met): the size is logged
    - Mind the cache
  - [ ] Switch to
    it `{#switch after=write}`

## Milestones

- [ ] Fast `{#fast after=index}`

## Decisions

- [ ] Which format? `{#which @ada}`

## Systems

- Store `{#store owners=@ada,@cy}`
";

#[test]
fn a_ticket_says_what_and_why_and_whom_to_ask_and_no_dates() {
    let expected = "# Write the index

## Why

- Users never wait (p99 latency: from 2 s to 200 ms)
- Part of Index

## Features

- Search answers at once

## Done when

- a search takes 200 ms
- the size is logged

## Estimate

- 2d..5d of work
- 1d..2d in its simpler form

## Waits for

- Choose the format
- Which format?

## Waiting for this

- Switch to it
- Fast

## Ask

- Cy Fox: knows about it, owns Store
- Ada Byron: owns Store, decides “Which format?”

## Notes

- The old one is in [the wiki](https://a.b). It is slow.
- Ask before deleting.
- Mind the cache
";
    assert_eq!(ticket_of(PLAN, "write"), expected);
}

#[test]
fn without_criteria_the_author_is_prompted() {
    let ticket = ticket_of("# P\n\n- [ ] Build it `{#build}`\n", "build");
    let expected = "# Build it\n\n## Done when\n\n- Done when: … (not written yet: the author fills this in)\n";
    assert_eq!(ticket, expected);
}
