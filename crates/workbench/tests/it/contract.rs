//! A contract between two tasks: what waited for the second waits for the integration.

use plan::{ItemRef, TaskId};
use text::SourceFile;
use workbench::{Input, actions, apply, read};

/// The block of the plan and of each item after the contract, as `(title, block)`.
fn agreed(text: &str) -> String {
    let files = vec![SourceFile::new("plan.md", text)];
    let today = "2026-11-23".parse().expect("a date");
    let snapshot = read(Input::new(files, None, today));
    let [one, other] = [ItemRef::Task(TaskId(0)), ItemRef::Task(TaskId(1))];
    let intents = actions::contract(&snapshot.plan, "API", one, other).expect("two tasks");
    let applied = apply(&snapshot, &intents).expect("a sound edit");
    applied.after.files[0].text.clone()
}

#[test]
fn the_integration_is_the_finish_and_has_the_due_date_and_all_links_to_the_end() {
    let text = agreed(
        "\
# Ship it

`{#p due=2026-12-18 finish=golive}`

## Milestones

- [ ] Live `{#live due=2026-12-18 after=golive}`

## Work

- [ ] Fixes `{#fixes @ann 8d..12d}`
- [ ] Go live `{#golive @bob 8d..12d due=2026-12-18 after=fixes}`
- [ ] Letters `{#letters @cy 1d after=golive:+2d}`
- [ ] Support `{#support @cy 1d ends=golive}`
- [ ] Watch `{#watch @ann 1d after=golive:start}`
",
    );
    let has = |part: &str| assert!(text.contains(part), "{part} is not in\n{text}");
    has("finish=api-integration}`");
    has("{#live due=2026-12-18 after=api-integration}");
    has("{#golive @bob 8d..12d after=api-stub}");
    has("1d..3d after=fixes,golive due=2026-12-18}");
    has("{#letters @cy 1d after=api-integration:+2d}");
    has("{#support @cy 1d ends=api-integration}");
    has("{#watch @ann 1d after=golive:start}");
}
