//! The rules: one file each, one line each in the table.
//!
//! The order of the table is the order in which questions without a price are asked. A rule's file
//! says in its head what it finds; the two plans there, under Example and Instead, are its tests.

use crate::Rule;

macro_rules! rules {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// Every rule.
        pub const RULES: &[Rule] = &[$($module::RULE,)*];
    };
}

rules! {
    finish_before_work,
    no_way_back,
    no_data_migration,
    no_sign_off,
    no_integration,
    no_security_review,
    no_monitoring,
    no_deployment,
    no_tests,
    no_retention,
    no_load,
    nothing_ordered,
    nobody_taught,
    no_support,
    nothing_serves,
    only_one_part,
    no_risks,
    low_chance,
    needs_overtime,
    milestone_unlikely,
    overrun,
    not_estimated,
    unknown_without_owner,
    risk_due,
    wide_range,
    lead_on_path,
    overloaded,
    idle_people,
    leave_on_path,
    outside_on_path,
    link_on_path,
    no_contract,
    everything_waits,
    decided_late,
    wait_not_ordered,
    single_numbers,
    left_never_said,
    decision_without_owner,
    record_one_sided,
    narrow_ranges,
    only_one_can,
    nothing_behind,
    risk_not_counted,
    fuzzy_without_expert,
    long_work_in_pieces,
    loose_task,
    promise_untold,
    answer_to_nothing,
    too_big,
    obstacle_untold,
    decision_overdue,
    almost_done,
    stale_start,
    no_launch_steps,
    step_without_undo,
    rollback_never_tried,
    feared_and_left,
    no_premortem,
    no_good_enough,
    silenced_for_ever,
    plan_too_fine,
    planned_enough,
    no_celebration,
}

/// The rule that asks who else could do work that one person holds. With its answer a hand-over is
/// settled, and nobody proposes it again.
pub const WHO_ELSE: &str = lead_on_path::RULE.name;

/// The rule of this name or code, in any letter case.
#[must_use]
pub fn find(word: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .find(|rule| rule.code.eq_ignore_ascii_case(word) || rule.name.eq_ignore_ascii_case(word))
}
