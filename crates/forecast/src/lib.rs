//! Play a problem out many times: dates with chances.

mod calibrate;
mod draw;
mod quantile;
mod two_piece;

pub use calibrate::{Calibration, Finished, Prior, calibrate};
pub use draw::{Purpose, SCRAMBLES, Stream};
pub use quantile::{Z90, exp, normal_cdf, normal_quantile, normal_quantiles};
pub use two_piece::TwoPiece;
