//! Work that nobody has begun, in the widest instructions that there are.
//!
//! In go its numbers and a log-normal range, out come minutes by run, not yet whole: the same bits with
//! any instructions, since nothing is fused. It must not know of work that is begun, nor of risks.

use crate::draw::Stream;
use crate::quantile::normal_quantiles_inlined;
use crate::two_piece::TwoPiece;
use crate::wide::{Job, Vectors};

/// Fills in [`Whole::minutes`].
pub(crate) struct Whole<'a> {
    pub stream: &'a Stream,
    pub spread: &'a TwoPiece,
    pub first_run: u32,
    /// By run, the logarithm of what multiplies it.
    pub log_factors: &'a [f64],
    /// By run, how much wider the range is; `None` where it is as wide as it says.
    pub widenings: Option<&'a [f64]>,
    pub minutes: &'a mut [f64],
}

impl Job for Whole<'_> {
    #[inline(always)]
    fn run(self, v: impl Vectors) {
        let Whole { stream, spread, first_run, log_factors, widenings, minutes } = self;
        stream.fill_with(v, first_run, minutes);
        normal_quantiles_inlined(minutes);
        if let Some(widenings) = widenings {
            minutes.iter_mut().zip(widenings).for_each(|(score, widening)| *score *= widening);
        }
        for (minutes, &log_factor) in minutes.iter_mut().zip(log_factors) {
            *minutes = spread.at_times(*minutes, log_factor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Purpose;
    use crate::wide::Instructions;

    fn filled(
        instructions: Instructions,
        widenings: Option<&[f64]>,
        log_factors: &[f64],
    ) -> Vec<u64> {
        let mut minutes = vec![0.0; log_factors.len()];
        instructions.run(Whole {
            stream: &Stream::new(7, 42, Purpose::Effort),
            spread: &TwoPiece::through(300.0, 480.0, 1_440.0, 1.5),
            first_run: 512,
            log_factors,
            widenings,
            minutes: &mut minutes,
        });
        minutes.into_iter().map(f64::to_bits).collect()
    }

    #[test]
    fn all_instructions_give_the_same_bits() {
        let log_factors: Vec<f64> = (0..1_024).map(|run| f64::from(run) / 2_048.0 - 0.2).collect();
        let widenings: Vec<f64> = (0..1_024).map(|run| 0.8 + f64::from(run) / 4_096.0).collect();
        for widenings in [None, Some(&widenings[..])] {
            let sets = Instructions::available();
            let plain = filled(sets[0], widenings, &log_factors);
            for set in &sets[1..] {
                assert_eq!(filled(*set, widenings, &log_factors), plain, "{}", set.name());
            }
        }
    }

    #[test]
    fn a_run_is_its_quantile_times_what_it_shares() {
        let mut draws = vec![0.0; 16];
        Stream::new(7, 42, Purpose::Effort).fill(512, &mut draws);
        let spread = TwoPiece::through(300.0, 480.0, 1_440.0, 1.5);
        let expected = |draw: &f64| {
            spread.at_times(1.1 * crate::quantile::normal_quantile(*draw), 0.25).to_bits()
        };
        let expected: Vec<u64> = draws.iter().map(expected).collect();
        assert_eq!(filled(Instructions::widest(), Some(&[1.1; 16]), &[0.25; 16]), expected);
    }
}
