//! Play a problem out many times: dates with chances.
//!
//! In goes a [`schedule::Problem`] with its ranges and risks, out comes a [`Forecast`]: when, and
//! how sure. The same problem, seed and record give the same forecast for ever, on any number of
//! threads; nothing here reads a clock or knows how a date is shown.
//!
//! The modules stand in the order in which a forecast comes about: what the team's record says of
//! its estimates ([`calibrate()`]), what is believed of its pace ([`Pace`]), how estimates are read
//! ([`Reading`]), numbers with an address ([`draw`]), numbers to efforts ([`quantile`],
//! [`two_piece`], `doubt`, `marginal`, `whole`, `effort`), an order of priority ([`Emphasis`]), efforts to runs
//! (`play`), how many of them ([`Runs`]), runs to percentiles ([`simulate()`]), two forecasts to a
//! difference ([`compare()`]), many changes in the same futures ([`Futures`]), a forecast to what moves it
//! ([`Study`]).

mod calibrate;
mod canonical;
mod compare;
mod distribution;
mod doubt;
pub mod draw;
mod drivers;
mod effort;
mod emphasis;
mod frozen;
mod futures;
mod marginal;
#[cfg(test)]
mod oracles;
mod order;
mod pace;
mod play;
pub mod precedence;
pub mod quantile;
mod reading;
mod simulate;
mod stopping;
mod trials;
pub mod two_piece;
mod whole;
mod wide;

pub use calibrate::{Calibration, Finished, Prior, calibrate, pace_gap};
pub use compare::{Comparison, compare};
pub use distribution::{Distribution, Quantiles};
pub use draw::SCRAMBLES;
pub use drivers::{Advice, Drivers, Indices, Measured, Mover, PersonShift, Question, Study, Swing};
pub use effort::{Uncertainty, middle_effort, middle_efforts};
pub use emphasis::Emphasis;
pub use frozen::{frozen, frozen_as_in};
pub use futures::Futures;
pub use marginal::Shape;
pub use order::{Ordered, choose_order};
pub use pace::Pace;
pub use reading::{Factor, HISTORY_MIN, Reading};
pub use simulate::{
    ActivityForecast, Forecast, Options, replay, replay_finish, runs_for, simulate, simulate_finish,
};
pub use stopping::{Precision, RUNS_FIRST, RUNS_MAX, Runs, t_half_width};
pub use two_piece::TwoPiece;
