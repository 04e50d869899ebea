//! Each format: the document, and the plan that comes of it.

use crate::sound::import;

/// Checks the text of the plan, and what was not understood: a line each, with its number.
#[track_caller]
pub fn check(file_name: &str, source: &str, plan: &str, not_understood: &str) {
    let (import, _) = import(source, Some(file_name));
    let found: String = import
        .not_understood
        .iter()
        .map(|one| {
            let places: Vec<String> = one.places.iter().map(usize::to_string).collect();
            format!("{}: {}: {}\n", places.join(","), one.text, one.why)
        })
        .collect();
    assert_eq!(import.text, plan.trim_start_matches('\n'), "the plan");
    assert_eq!(found, not_understood.trim_start_matches('\n'), "the report");
}

#[test]
fn an_empty_text_is_a_plan_with_a_name() {
    check("ideas.md", "", "# ideas\n", "");
    check("ideas.md", "\u{feff}\r\n", "# ideas\n", "");
}

#[test]
fn a_plan_is_left_as_it_is() {
    let plan = "# P\r\n\r\n- [ ] A `{#a 2d}`\r\n- [ ] B `{after=a}`\r\n";
    check("plan.md", plan, plan, "");
}

#[test]
fn boxes_nest_and_ticks_are_kept() {
    check(
        "a.md",
        "# Move\r\n\r\nThe old host goes.\r\n\r\n## Storage\r\n\r\n* [X] Choose a vendor\r\n* [ ] Copy\r\n    1. [x] Old files\r\n    2. [ ] New files @ana\r\n    * by night\r\n",
        "
# Move

The old host goes.

## Team

- ana `{@ana}`

## Storage

- [x] Choose a vendor
- [ ] Copy
  - by night
  - [x] Old files
  - [ ] New files `{@ana}`
",
        "",
    );
}

#[test]
fn what_a_title_says_is_taken_from_it() {
    check(
        "a.md",
        "- [ ] Read [the docs](https://a.b/c) (2-3 days) @Ana\n- [ ] **Write** `{x}` and `a_b` (5 pts, hard)\n- [ ] ~~Gone~~\n- [ ] Size (8 points)\n- [ ] Ship (due 2026-03-01) (owner: Bo Lind)\n",
        "
# a

## Team

- Ana `{@ana}`
- Bo Lind `{@bo-lind}`

## Work

- [ ] Read the docs `{@ana 2d..3d}`
  [the docs](https://a.b/c)
- [ ] Write ``{x}`` and `a_b` (5 pts, hard)
- [ ] Gone `{cut}`
- [ ] Size

  8 points
- [ ] Ship `{@bo-lind due=2026-03-01}`
",
        "3: Gone: dropped: marked `cut`, no work\n",
    );
}

#[test]
fn a_tick_over_open_parts_is_not_kept() {
    check(
        "a.md",
        "# P\n\n- [x] A\n  - [ ] B\n  - [x] C\n",
        "
# P

- [ ] A
  - [ ] B
  - [x] C
",
        "3: A: ticked, and parts of it are open: it is left open\n",
    );
}

#[test]
fn tables_of_owners_are_work_and_other_tables_are_not() {
    check(
        "goal.md",
        "# Goal\n\n| Metadata | |\n|---|---|\n| Point of contact | @ana |\n\n## Motivation\n\nBecause.\n\n* a reason\n\n## Ownership and team asks\n\n| Task | Owner(s) or team(s) | Notes |\n|---|---|---|\n| ~~Implementation~~ | ~~@bo~~ | ![Complete][] |\n| Author RFC | ![Help wanted][] | |\n| Reviews | ![Team][] [lang], [types] | 2 meetings |\n| Report | Goal owner | |\n| Docs | @Ana, Ferrous Systems | TBD |\n",
        "
# Goal

## Team

- ana `{@ana lead}`
- bo `{@bo}`
- Ferrous Systems `{@ferrous-systems}`

## Ownership and team asks

- [x] Implementation `{@bo}`
- [ ] Author RFC

  Help wanted
- [ ] Reviews

  Team: lang, types

  2 meetings
- [ ] Report
- [ ] Docs `{@ana @ferrous-systems}`
",
        "
1: Goal: not work: 1 row of a table left out
7: Motivation: not work: 1 line of text, 1 list item left out
",
    );
}

#[test]
fn checklists_are_work_and_questionnaires_are_not() {
    check(
        "kep.md",
        "# KEP\n\n- [Signoff](#signoff)\n- [Graduation](#graduation)\n\n## Signoff\n\n- [x] (R) Approved\n\n## Graduation Criteria\n\n#### Alpha\n\n- Feature implemented\n- Tests added\n\n## Readiness Questionnaire\n\n- [x] Feature gate\n",
        "
# KEP

## Signoff

- [x] (R) Approved

## Graduation Criteria

### Alpha

- [ ] Feature implemented
- [ ] Tests added
",
        "
1: KEP: not work: 2 list items left out
17: Readiness Questionnaire: not work: 1 list item left out
",
    );
}

#[test]
fn criteria_are_remarks_of_their_task() {
    check(
        "sprint.md",
        "# Sprint\n\n## Tasks\n\n### Task 1: Add a guard\n\n**File**: `a.rs`\n\n**Acceptance Criteria**:\n- [ ] Flag is used\n- [x] Count is logged.\n\n### Task 2: Look at it\n\n**Owner**: Bo\n**Estimate**: 2 days\n\nDepends on: Task 1\n\n## Out of Scope\n\n- Rewriting it\n",
        "
# Sprint

## Team

- Bo `{@bo}`

## Tasks

- [ ] Task 1: Add a guard `{#task-1-add-a-guard}`
  File: `a.rs`
  - Done when: Flag is used
  - Done when (met): Count is logged
- [ ] Task 2: Look at it `{@bo 2d after=task-1-add-a-guard}`
",
        "20: Out of Scope: not work: 1 list item left out\n",
    );
}

#[test]
fn waits_become_links_where_they_are_plain() {
    check(
        "a.md",
        "# P\n\n1. Build\n2. Test (after step 1)\n3. Ship (blocked by #2 and Docs)\n4. Docs\n5. Rest (depends on the weather)\n6. Ring (depends on Ring)\n",
        "
# P

- [ ] Build `{#build}`
- [ ] Test `{#test after=build}`
- [ ] Ship `{after=test,docs}`
- [ ] Docs `{#docs}`
- [ ] Rest
- [ ] Ring
",
        "
7: depends on the weather: what it waits for is not plain: no link was made
8: depends on Ring: what it waits for is not plain: no link was made
",
    );
}

#[test]
fn circles_are_cut() {
    check(
        "a.md",
        "- A (depends on B)\n- B (depends on A)\n",
        "
# a

- [ ] A `{#a}`
- [ ] B `{after=a}`
",
        "1: waits in a circle: what it waits for is not plain: no link was made\n",
    );
}

#[test]
fn a_heading_called_as_a_section_stays_a_task() {
    check(
        "a.md",
        "# P\n\n## Milestones\n\n- [ ] Alpha\n\n## Backend\n\n- [ ] Store\n",
        "
# P

## Work

### Milestones

- [ ] Alpha

### Backend

- [ ] Store
",
        "",
    );
}

#[test]
fn every_section_of_the_language_can_be_a_heading_elsewhere() {
    for name in [
        "Goals",
        "Features",
        "Good enough",
        "Team",
        "Milestones",
        "Unknowns",
        "Decisions",
        "Risks",
        "Riks",
        "Obstacles",
        "Systems",
        "Launch",
        "Rollback",
        "Premortem",
        "Answers",
        "Notes",
        "1-1",
    ] {
        let (import, plan) = import(&format!("# P\n\n## {name}\n\n- [ ] A @ana\n"), None);
        assert_eq!((import.kept.items, plan.tasks.len()), (2, 2), "{}", import.text);
    }
}

#[test]
fn plain_lists_of_a_team_board_are_work() {
    check(
        "board.md",
        "# Board\n\n## Doing\n\n- Import\n  - Read\n- Export\n\n## Done\n\n- Names\n",
        "
# Board

## Doing

- [ ] Import
  - [ ] Read
- [ ] Export

## Done

- [x] Names
",
        "",
    );
}

#[test]
fn a_document_without_lists_gives_the_headings_of_its_plan() {
    check(
        "a.md",
        "# P\n\nWhy we do it.\n\n## Background\n\nLong ago.\n\n## Plan\n\n### Move the files\n\nAt night.\n\n### Switch\n\nIn the morning.\n",
        "
# P

Why we do it.

## Plan

- [ ] Move the files

  At night.
- [ ] Switch

  In the morning.
",
        "5: Background: not work: 1 line of text left out\n",
    );
    let prose = "# P\n\nWhy.\n\nAnd how.\n";
    check("a.md", prose, "# P\n\nWhy.\n", "1: P: not work: 1 line of text left out\n");
}

#[test]
fn org_files_keep_keywords_dates_and_properties() {
    check(
        "a.org",
        "#+TITLE: Launch\n#+TODO: TODO WAIT | DONE\n\nSoon.\n\n* Work on it\n** TODO [#A] Build =it= [1/2] :web:\n   DEADLINE: <2026-03-02 Mon> SCHEDULED: <2026-02-16 Mon>\n   :PROPERTIES:\n   :Effort:   2:30\n   :ASSIGNEE: Ana\n   :END:\n   See [[https://a.b][the page]].\n   - [X] one\n   - [ ] two\n** DONE Ask\n   CLOSED: [2026-02-03 Tue 10:00]\n** CANCELLED Drop it\n** WAIT Reply\n* Thoughts\nMany.\n",
        "
# Launch

Soon.

## Team

- Ana `{@ana}`

## Work on it

- [ ] Build `it` `{@ana 150m start=2026-02-16 due=2026-03-02}`
  priority: A

  tags: web

  See [the page](https://a.b).
  - [x] one
  - [ ] two
- [x] Ask `{done=2026-02-03}`
- [ ] Drop it `{cut}`
- [ ] Reply
",
        "
18: Drop it: dropped: marked `cut`, no work
20: Thoughts: not work: 1 line of text left out
",
    );
}

#[test]
fn lines_with_indentation_are_an_outline() {
    check(
        "site.txt",
        "Relaunch\n\tDesign\n\t\tWireframes (3d)\n\tBuild\n\t\t[x] Pages\n",
        "
# Relaunch

- [ ] Design
  - [ ] Wireframes `{3d}`
- [ ] Build
  - [x] Pages
",
        "",
    );
}

#[test]
fn sheets_are_tables() {
    check(
        "a.csv",
        "ID,Task,Assignee,Days,Depends on,Priority\n1,\"Build, all of it\",Ana,3,,high\n2,Test,\"Bo; Cy\",1-2,1,\n",
        "
# a

## Team

- Ana `{@ana}`
- Bo `{@bo}`
- Cy `{@cy}`

## Work

- [ ] Build, all of it `{#build-all-of-it @ana 3d}`
  Priority: high
- [ ] Test `{@bo @cy 1d..2d after=build-all-of-it}`
",
        "",
    );
}

#[test]
fn pages_are_read_for_their_lists() {
    check(
        "a.html",
        "<!doctype html><html><head><title>x</title><style>p{}</style></head><body>\n<h1>Move &amp; run</h1>\n<p>Soon.</p>\n<ul>\n<li><input type=\"checkbox\" checked> <b>Pack</b>\n<ul><li>Books</li></ul></li>\n<li><input type=\"checkbox\"> Call <a href=\"https://a.b\">them</a></li></ul>\n<script>if (a < b) {}</script>\n",
        "
# Move & run

Soon.

- [x] Pack
  - Books
- [ ] Call them

  [them](https://a.b)
",
        "",
    );
}

#[test]
fn titles_may_end_with_facts_without_brackets() {
    check(
        "a.md",
        "- [ ] Alpha @bob 3-5d\n- [ ] Beta (Ada, 2 days)\n- [ ] Gamma — 4h — Cy\n- [ ] keep 3d\n- [ ] Delta, blocked by Alpha\n- [ ] Eta after Alpha - Bob\n- [ ] Tell users after launch\n- [ ] Theta, blocked by Ghost\n- [ ] Zeta (@bob, 3d, due 2026-03-01)\n- [ ] Iota (after Alpha, Beta, 2 days)\n- [ ] Phase 3 - 5 days\n",
        "
# a

## Team

- bob `{@bob}`

## Work

- [ ] Alpha `{#alpha @bob 3d..5d}`
- [ ] Beta `{#beta 2d}`
  Ada
- [ ] Gamma `{4h}`
  Cy
- [ ] keep `{3d}`
- [ ] Delta `{after=alpha}`
- [ ] Eta `{@bob after=alpha}`
- [ ] Tell users after launch
- [ ] Theta, blocked by Ghost
- [ ] Zeta `{@bob 3d due=2026-03-01}`
- [ ] Iota `{2d after=alpha,beta}`
- [ ] Phase 3 - 5 days
",
        "
2: Ada: beside an amount or a name and not plain: it is a note
3: Cy: beside an amount or a name and not plain: it is a note
8: blocked by Ghost: what it waits for is not plain: no link was made
11: 3 - 5 days: one amount or a number and an amount: left in the title
",
    );
}

#[test]
fn names_that_another_line_knows_are_owners() {
    check(
        "a.md",
        "Owner: @ana\n\n- [ ] Beta (Ana, 2 days)\n- [ ] Gamma — 4h — Cy\n- [ ] Ship (owner: Cy)\n- [ ] Ask Ana, Cy\n- [ ] Alpha (Cy)\n- [ ] Alpha, Cy and Ana, 3d\n- [ ] Rest after Alpha\n",
        "
# a

Owner: @ana

## Team

- ana `{@ana lead}`
- Cy `{@cy}`

## Work

- [ ] Beta `{@ana 2d}`
- [ ] Gamma `{@cy 4h}`
- [ ] Ship `{@cy}`
- [ ] Ask Ana, Cy
- [ ] Alpha `{@cy}`
- [ ] Alpha `{@cy @ana 3d}`
- [ ] Rest after Alpha
",
        "9: after Alpha: what it waits for is not plain: no link was made\n",
    );
}

#[test]
fn struck_items_are_cut_unless_they_are_ticked() {
    check(
        "a.md",
        "# P\n\n- ~~dropped~~\n- [x] ~~old~~ 📅 2026-03-01\n- [ ] ~~gone~~ @ana\n- Keep ~~half~~\n- [x] Whole\n  - [x] part\n  - [ ] ~~other part~~\n  - ~~remark~~\n",
        "
# P

## Team

- ana `{@ana}`

## Work

- [ ] dropped `{cut}`
- [x] old `{due=2026-03-01}`
- [ ] gone `{@ana cut}`
- [ ] Keep half
- [x] Whole
  - ~~remark~~
  - [x] part
  - [ ] other part `{cut}`
",
        "
3: dropped: dropped: marked `cut`, no work
5: gone: dropped: marked `cut`, no work
9: other part: dropped: marked `cut`, no work
",
    );
}

#[test]
fn ids_of_headlines_are_kept_where_a_plan_can_use_them() {
    check(
        "a.org",
        "* P\n** TODO Build it\n   :PROPERTIES:\n   :ID: build\n   :END:\n** TODO Test\n   :PROPERTIES:\n   :CUSTOM_ID: build\n   :BLOCKER: build\n   :END:\n** TODO Ship\n   :PROPERTIES:\n   :ID: 6F9619FF-8B86\n   :CUSTOM_ID: ship\n   :OWNER: Ship\n   :END:\n",
        "
# P

## Team

- Ship `{@ship-2}`

## Work

- [ ] Build it `{#build}`
- [ ] Test
- [ ] Ship `{#ship @ship-2}`
",
        "
6: blocked by build: what it waits for is not plain: no link was made
6: build: an id that is taken, or no name in a plan: left out
11: 6F9619FF-8B86: an id that is taken, or no name in a plan: left out
",
    );
    let (import, _) = import(
        "* P\n** TODO Build it\n:PROPERTIES:\n:ID: build\n:END:\n** TODO Test\n:PROPERTIES:\n:BLOCKER: build\n:END:\n",
        Some("a.org"),
    );
    assert!(import.text.contains("- [ ] Test `{after=build}`"), "{}", import.text);
}

#[test]
fn a_page_on_one_line_is_a_page_whatever_its_name() {
    let page = "<html><head><title>x</title><body><h1>Move</h1><ul><li><p>One</p><ul><li>In</li></ul></li><li><input type=checkbox checked> Two</li></ul><table><tr><th>Task<th>Owner<tr><td>Do <a href=https://a.b/c>it</a><td>Ana</table></body></html>";
    for name in ["a.md", "a.html", "a.txt"] {
        check(
            name,
            page,
            "
# Move

## Team

- Ana `{@ana}`

## Work

- [ ] One
  - [ ] In
- [x] Two
- [ ] Do it `{@ana}`
  [it](https://a.b/c)
",
            "",
        );
    }
}

#[test]
fn what_a_browser_copies_is_a_page() {
    let copied = "<meta charset='utf-8'><ul><li>One</li><li>Two</li></ul>";
    check("a.md", copied, "# a\n\n- [ ] One\n- [ ] Two\n", "");
    let (import, _) = import(copied, None);
    assert_eq!(import.text, "# Plan\n\n- [ ] One\n- [ ] Two\n");
}

#[test]
fn settings_give_a_name_and_a_report() {
    check(
        "kep.yaml",
        "title: Move it\nauthors:\n  - \"@ana\"\n",
        "# Move it\n",
        "1: Move it: settings, not an outline: 3 lines of text left out\n",
    );
}

#[test]
fn nothing_in_a_title_becomes_a_block_or_a_box() {
    check(
        "a.md",
        "- [ ] Use {#id} and `{a` and `{@b}`\n- [ ] -\n- [ ] <b> & &amp;lt; C#\n",
        "
# a

- [ ] Use \\{#id} and ``{a`` and ``{@b}``
- [ ] -
- [ ] & \\&lt; C#
",
        "",
    );
}

#[test]
fn a_sheet_without_a_title_says_what_was_taken_for_it() {
    check(
        "a.csv",
        "a,b\n1,2\n",
        "
# a

- [ ] 1

  b: 2
",
        "1: a, b: no column is called Title: the first that is nothing else was taken for it\n",
    );
}

#[test]
fn a_list_with_names_and_days_is_work_beside_a_table() {
    check(
        "v.md",
        "# P\n\n## V\n\n- Get offers (2-3 days) @lena\n- Sign it due 2026-10-01 after Get offers\n\n\
         | Task | Who | Effort |\n|---|---|---|\n| Build | Ana | 3d |\n",
        "
# P

## Team

- lena `{@lena}`
- Ana `{@ana}`

## V

- [ ] Get offers `{#get-offers @lena 2d..3d}`
- [ ] Sign it `{after=get-offers due=2026-10-01}`
- [ ] Build `{@ana 3d}`
",
        "",
    );
}
