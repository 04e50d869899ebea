//! The workbench as a whole: plans that know their own dates (`tests/plans`), and properties of any
//! plan.

mod absences;
mod case;
mod contract;
mod coverage;
mod cut;
mod cut_oracle;
mod diff;
mod drivers;
mod expectation;
mod judge;
mod levers;
mod orders;
mod plans;
mod price;
mod properties;
mod rules;
mod scale;
