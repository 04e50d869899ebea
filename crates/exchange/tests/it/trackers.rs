//! What trackers and spreadsheets export, and the plan that comes of it.

use crate::forms::check;

#[test]
fn jira_exports_keys_links_parents_and_seconds() {
    check(
        "shop.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Resolution,Assignee,Created,Resolved,Due date,Original estimate,Remaining Estimate,Time Spent,Σ Time Spent,Inward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Blocks),Parent,Custom field (Story Points),Custom field (Rank)\n\
         Ship it,SHOP-6,10006,Task,To Do,,,01/Nov/26 9:00 AM,,,,,,,SHOP-3,SHOP-9,,,,0|i1\n\
         Payment,SHOP-3,10003,Story,In Progress,,Jon,01/Nov/26 9:00 AM,,15/Dec/26 12:00 AM,144000,36000,108000,108000,SHOP-2,,SHOP-6,10001,5,0|i2\n\
         Basket,SHOP-2,10002,Story,Done,Done,Maria,01/Nov/26 9:00 AM,20/Nov/26 5:12 PM,,57600,0,57600,57600,,,SHOP-3,10001,3,0|i3\n\
         Print,SHOP-5,10005,Story,Done,Won't Do,Jon,01/Nov/26 9:00 AM,20/Nov/26 5:12 PM,,,,,,,,,10001,,0|i4\n\
         Mails,SHOP-4,10004,Story,To Do,,,01/Nov/26 9:00 AM,,,,5400,,,,,,10001,2,0|i5\n\
         Checkout,SHOP-1,10001,Epic,In Progress,,Maria,01/Nov/26 9:00 AM,,,,,,108000,,,,,,0|i6\n",
        // 144,000 seconds are 40 hours, 57,600 are 16, 5,400 are 90 minutes.
        "
# shop

## Team

- Maria `{@maria}`
- Jon `{@jon}`

## Work

- [ ] Ship it `{after=payment ticket=SHOP-6}`
  Issue Type: Task
- [ ] Checkout `{@maria ticket=SHOP-1}`
  Issue Type: Epic
  - [ ] Payment `{#payment @jon 40h after=basket due=2026-12-15 ticket=SHOP-3 left=10h spent=30h}`
    Issue Type: Story; Story Points: 5
  - [x] Basket `{#basket @maria 16h ticket=SHOP-2 spent=16h done=2026-11-20}`
    Issue Type: Story; Story Points: 3
  - [ ] Mails `{90m ticket=SHOP-4}`
    Issue Type: Story; Story Points: 2
",
        "
1: Created, Σ Time Spent, Custom field (Rank): columns that a plan has no use for: left out
2: SHOP-9: what it waits for is not plain: no link was made
5: Print: dropped: left out
",
    );
}

#[test]
fn an_old_jira_export_names_epics_by_key_and_a_newer_one_by_id() {
    let plan = "
# a

- [ ] Epic `{ticket=A-1}`
  - [ ] Story `{ticket=A-2}`
";
    check(
        "a.csv",
        "Issue key,Issue id,Summary,Status,Custom field (Epic Link)\nA-2,12,Story,To Do,A-1\nA-1,11,Epic,To Do,\n",
        plan,
        "",
    );
    check(
        "a.csv",
        "Issue key,Issue id,Parent id,Summary,Status\nA-2,12,11,Story,To Do\nA-1,11,,Epic,To Do\n",
        plan,
        "",
    );
}

#[test]
fn parents_that_are_not_there_or_go_round_change_nothing() {
    check(
        "a.csv",
        "Key,Summary,Status,Parent\nA-1,One,open,A-2\nA-2,Two,open,A-1\nA-3,Three,open,B-9\nA-4,Four,open,A-4\n",
        "
# a

- [ ] Three `{ticket=A-3}`
- [ ] Four `{ticket=A-4}`
- [ ] One `{ticket=A-1}`
  - [ ] Two `{ticket=A-2}`
",
        "4,5: B-9, A-4: what it is part of is no row here: it stands by itself\n",
    );
}

#[test]
fn what_is_under_way_began_by_today() {
    check(
        "a.csv",
        "Key,Summary,Status,Status Category,Resolution\nA-1,One,In Progress,In Progress,Unresolved\nA-2,Two,With legal,In Progress,\nA-3,Three,With legal,,\nA-4,Four,Done,Done,Duplicate\n",
        "
# a

- [ ] One `{ticket=A-1 started=2026-04-14}`
- [ ] Two `{ticket=A-2 started=2026-04-14}`
  Status: With legal
- [ ] Three `{ticket=A-3}`
  Status: With legal
",
        "
2,3: One, Two: under way, and since when is not said: `started=` is today
4: Status: With legal: how it stands is not plain: read as open
5: Four: dropped: left out
",
    );
}

#[test]
fn linear_github_asana_and_trello_are_known() {
    check(
        "linear.csv",
        "ID,Team,Title,Status,Estimate,Assignee,Created,Started,Completed,Canceled,Due Date,Parent issue,Blocked by,UUID\n\
         ENG-1,Core,Sync,Done,3,ana@shop.example,2026-03-01,2026-03-02T10:00:00.000Z,2026-03-06T10:00:00.000Z,,,,,u1\n\
         ENG-2,Core,Push,In Progress,,Bo Lind,2026-03-01,2026-03-09T10:00:00.000Z,,,2026-05-01,ENG-4,ENG-1,u2\n\
         ENG-3,Core,Old,Canceled,,,2026-03-01,,,2026-03-06T10:00:00.000Z,,,,u3\n\
         ENG-4,Core,Offline,Todo,,,2026-03-01,,,,,,,u4\n",
        "
# linear

## Team

- ana `{@ana}`
- Bo Lind `{@bo-lind}`

## Work

- [x] Sync `{#sync @ana ticket=ENG-1 started=2026-03-02 done=2026-03-06}`
  Team: Core; Estimate: 3
- [ ] Offline `{ticket=ENG-4}`
  Team: Core
  - [ ] Push `{@bo-lind after=sync due=2026-05-01 ticket=ENG-2 started=2026-03-09}`
    Team: Core
",
        "
1: Created, UUID: columns that a plan has no use for: left out
2: Estimate: 3: not plainly working time: kept as a remark
4: Old: dropped: left out
",
    );
    check(
        "github.tsv",
        "Title\tURL\tAssignees\tStatus\nFix it\thttps://github.com/ada/shop/issues/42\tada, bo\tIn Progress\n",
        "
# github

## Team

- ada `{@ada}`
- bo `{@bo}`

## Work

- [ ] Fix it `{@ada @bo ticket=ada/shop#42 started=2026-04-14}`
",
        "2: Fix it: under way, and since when is not said: `started=` is today\n",
    );
    check(
        "asana.csv",
        "Task ID,Completed At,Name,Section/Column,Assignee,Due Date,Parent task,Blocked By (Dependencies)\n\
         1200,2026-03-02,Choose,Done,Ana,,,\n1201,,Build,Doing,Ana,2026-05-01,,Choose\n1202,,\"Test, then ship\",Backend,,,Build,\n1203,,Tell,Backend,,,,\"Test, then ship\"\n",
        "
# asana

## Team

- Ana `{@ana}`

## Work

- [x] Choose `{#choose @ana done=2026-03-02}`
- [ ] Build `{@ana after=choose due=2026-05-01}`
  - [ ] Test, then ship `{#test-then-ship}`
    Section/Column: Backend
- [ ] Tell `{after=test-then-ship}`
  Section/Column: Backend
",
        "",
    );
    check(
        "trello.csv",
        "Card ID,Card Name,Card URL,Members,Due Date,Due Complete,List Name,Archived\n\
         5f,Paint,https://trello.com/c/x,ana,2026-05-01T10:00:00.000Z,false,Doing,false\n5g,Sand,,ana,2026-03-01,true,Later,true\n5h,Old,,,,false,Later,true\n",
        "
# trello

## Team

- ana `{@ana}`

## Work

- [ ] Paint `{@ana due=2026-05-01 started=2026-04-14}`
  https://trello.com/c/x
- [x] Sand `{@ana due=2026-03-01}`
  List Name: Later
",
        "
1: Card ID: columns that a plan has no use for: left out
2: Paint: under way, and since when is not said: `started=` is today
4: Old: dropped: left out
",
    );
}

#[test]
fn microsoft_project_nests_by_level_and_its_dates_bind_nothing() {
    check(
        "msp.csv",
        "ID,Outline Level,Name,Duration,Start,Finish,Predecessors,Resource Names,% Complete\n\
         1,1,Move,10 days,01.12.26,14.12.26,,,50%\n2,2,Pack,2.5 days,01.12.26,03.12.26,,Ana;Bo,100%\n3,2,Drive,1 day?,04.12.26,04.12.26,2FS,Bo,0%\n4,1,Unpack,1 wk,07.12.26,11.12.26,3SS+1 day,Ana,0%\n",
        "
# msp

## Team

- Ana `{@ana}`
- Bo `{@bo}`

## Work

- [ ] Move `{10d}`
  - [x] Pack `{#pack @ana @bo 2.5d}`
  - [ ] Drive `{@bo 1d after=pack}`
- [ ] Unpack `{@ana 1w}`
",
        "
1: Start, Finish: columns that a plan has no use for: left out
5: 3SS+1 day: what it waits for is not plain: no link was made
",
    );
}

#[test]
fn german_sheets_are_read_as_they_are_meant() {
    check(
        "s.csv",
        "Nr;Aufgabe;Wer;Aufwand;Von;Bis;Nach;Status\n1;Konzept;Jörg;2,5 Tage;23.11.2026;25.11.2026;;Erledigt\n2;Umsetzung;Anna;1-2 Wochen;;;1;in Arbeit\n3;Test;Anna/Jörg;3d;;18.12.2026;2;offen\n4;\"Abnahme; mit Kunde\";;4h;;;3;entfällt\n",
        "
# s

## Team

- Jörg `{@jorg}`
- Anna `{@anna}`

## Work

- [x] Konzept `{#konzept @jorg 2.5d start=2026-11-23 due=2026-11-25}`
- [ ] Umsetzung `{#umsetzung @anna 1w..2w after=konzept started=2026-04-14}`
- [ ] Test `{@anna|@jorg 3d after=umsetzung due=2026-12-18}`
",
        "
3: Umsetzung: under way, and since when is not said: `started=` is today
4: Wer: Anna/Jörg: one of them or both: read as one of them
5: Abnahme; mit Kunde: dropped: left out
",
    );
}

#[test]
fn what_is_not_understood_is_listed_once_a_column() {
    let rows: String = (1..=6).map(|n| format!("T{n},0{n}/0{}/2026,{n} moons\n", n + 1)).collect();
    let (import, _) = crate::sound::import(&format!("Task,Due,Effort\n{rows}"), Some("a.csv"));
    let found: Vec<(&[usize], &str, &str)> = import
        .not_understood
        .iter()
        .map(|one| (one.places.as_slice(), one.text.as_str(), one.why.as_str()))
        .collect();
    let rows = [2, 3, 4, 5, 6, 7];
    assert_eq!(
        found,
        [
            (
                &rows[..],
                "Due: 01/02/2026, 02/03/2026, 03/04/2026, …",
                "day and month could stand either way round: kept as a remark",
            ),
            (
                &rows[..],
                "Effort: 1 moons, 2 moons, 3 moons, …",
                "not plainly working time: kept as a remark",
            ),
        ]
    );
    assert!(!import.text.contains("due="), "{}", import.text);
}

#[test]
fn boxes_and_dates_of_to_do_lists_are_read() {
    check(
        "TODO.md",
        "# T\n\n- [ ] Emails due 2026-12-15\n- [-] dropped\n- [~] gone\n- [ ] Rent due 01/02/2026\n- [ ] Pay by 15 Dec 2026\n- [ ] Stand by 3\n- [ ] Give what is due to them\n",
        "
# T

- [ ] Emails `{due=2026-12-15}`
- [ ] dropped `{cut}`
- [ ] gone `{cut}`
- [ ] Rent due 01/02/2026
- [ ] Pay `{due=2026-12-15}`
- [ ] Stand by 3
- [ ] Give what is due to them
",
        "
4: dropped: dropped: marked `cut`, no work
5: gone: dropped: marked `cut`, no work
6: 01/02/2026: not plainly a date: left in the title
",
    );
}

#[test]
fn only_the_links_of_a_circle_are_dropped() {
    check(
        "a.csv",
        "Key,Summary,Status,Blocked by\nA-4,Four,open,A-3\nA-3,Three,open,A-2\nA-2,Two,open,A-1\nA-1,One,open,A-2\n",
        "
# a

- [ ] Four `{after=three ticket=A-4}`
- [ ] Three `{#three after=two ticket=A-3}`
- [ ] Two `{#two ticket=A-2}`
- [ ] One `{after=two ticket=A-1}`
",
        "4: waits in a circle: what it waits for is not plain: no link was made\n",
    );
}

#[test]
fn a_row_without_a_title_is_listed_and_a_piped_sheet_is_known() {
    let source = "Issue key,Summary,Status,Assignee\nA-1,One,Done,Ana\nA-2,,To Do,Bo\n";
    let plan = |name: &str| {
        format!(
            "# {name}\n\n## Team\n\n- Ana `{{@ana}}`\n\n## Work\n\n- [x] One `{{@ana ticket=A-1}}`\n"
        )
    };
    let report = "3: A-2: a row without a title: left out\n";
    check("a.csv", source, &plan("a"), report);
    let (import, _) = crate::sound::import(source, None);
    assert_eq!((import.text, import.is_sheet), (plan("Plan"), true));
}

#[test]
fn of_several_names_only_those_that_are_nothing_are_reported() {
    check(
        "j.csv",
        "Summary,Issue key,Status,Inward issue link (Blocks)\nA,P-1,To Do,\nB,P-2,To Do,\"P-1, P-9\"\n",
        "
# j

- [ ] A `{#a ticket=P-1}`
- [ ] B `{after=a ticket=P-2}`
",
        "3: P-9: what it waits for is not plain: no link was made\n",
    );
}
