//! Scenes as the sheets of a PDF, a point a unit, in the two weights of Inter that are bundled.
//!
//! What those have no glyph for (Chinese, Arabic, emoji) shows as an empty box.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{
    Fill as Filling, FillRule, LinearGradient, Paint, SpreadMethod, Stop, Stroke, StrokeDash,
};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

use super::svg::color;
use super::{Anchor, Fill, Ink, Mark, Scene, Weight, text_width};

/// Inter 4.0, a part of it: see `fonts/README.md`.
const REGULAR: &[u8] = include_bytes!("../../fonts/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../../fonts/Inter-SemiBold.otf");

/// A PDF that could not be made.
#[derive(Debug)]
pub struct PdfError(String);

impl std::fmt::Display for PdfError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the PDF could not be made: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

/// The bytes of a PDF with one sheet a scene.
///
/// # Errors
/// [`PdfError`] if a scene has no size.
pub fn pdf(scenes: &[Scene]) -> Result<Vec<u8>, PdfError> {
    let font = |bytes: &'static [u8]| {
        Font::new(bytes.to_vec().into(), 0).ok_or_else(|| PdfError("the font is broken".to_owned()))
    };
    let fonts = [font(REGULAR)?, font(SEMI_BOLD)?];
    let mut document = Document::new();
    let title = scenes.first().map_or("", |scene| scene.title.as_str()).to_owned();
    document.set_metadata(Metadata::new().title(title).language("en".to_owned()));
    for scene in scenes {
        let size = PageSettings::from_wh(scene.width as f32, scene.height as f32);
        let size = size.ok_or_else(|| PdfError("a sheet has no size".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in &scene.marks {
            draw(&mut surface, mark, &fonts);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| PdfError(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &[Font; 2]) {
    match mark {
        Mark::Rect { x, y, width, height, radius, fill, edge } => {
            let Some(path) = rounded([*x, *y, *width, *height], *radius) else { return };
            surface.set_fill(Some(filling(*fill, *x, x + width)));
            surface.set_stroke(edge.map(|ink| stroke(ink, 1.0, false)));
            surface.draw_path(&path);
        }
        Mark::Line { from, to, ink, width, dotted } => {
            let Some(path) = polygon(&[*from, *to], false) else { return };
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(*ink, *width, *dotted)));
            surface.draw_path(&path);
        }
        Mark::Path { points, fill, edge } => {
            let Some(path) = polygon(points, fill.is_some()) else { return };
            let left = points.iter().map(|point| point.0).fold(f64::INFINITY, f64::min);
            let right = points.iter().map(|point| point.0).fold(f64::NEG_INFINITY, f64::max);
            surface.set_fill(fill.map(|fill| filling(fill, left, right)));
            surface.set_stroke(edge.map(|(ink, width)| stroke(ink, width, false)));
            surface.draw_path(&path);
        }
        Mark::Text { x, y, text, size, weight, anchor, ink } => {
            let width = text_width(text, *size, *weight);
            let x = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            let font = match weight {
                Weight::Regular => &fonts[0],
                Weight::Strong => &fonts[1],
            };
            surface.set_stroke(None);
            surface.set_fill(Some(filling(Fill::Solid(*ink), 0.0, 0.0)));
            let at = Point::from_xy(x as f32, *y as f32);
            let direction = TextDirection::LeftToRight;
            surface.draw_text(at, font.clone(), *size as f32, text, false, direction);
        }
        Mark::Group { marks, .. } | Mark::Link { marks, .. } => {
            for mark in marks {
                draw(surface, mark, fonts);
            }
        }
    }
}

fn rgb_of(ink: Ink) -> rgb::Color {
    let hex = color(ink);
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap_or(0);
    rgb::Color::new(part(1), part(3), part(5))
}

/// A filling between `left` and `right`; what nobody works in is plain.
fn filling(fill: Fill, left: f64, right: f64) -> Filling {
    let stop = |offset: f32, ink, opacity: f32| Stop {
        offset: NormalizedF32::new(offset).unwrap_or(NormalizedF32::ZERO),
        color: rgb_of(ink).into(),
        opacity: NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE),
    };
    let gradient = |stops| -> Paint {
        LinearGradient {
            x1: left as f32,
            y1: 0.0,
            x2: right as f32,
            y2: 0.0,
            transform: Transform::default(),
            spread_method: SpreadMethod::Pad,
            stops,
            anti_alias: false,
        }
        .into()
    };
    let paint = match fill {
        Fill::Solid(ink) => rgb_of(ink).into(),
        Fill::Fade(ink) => gradient(vec![stop(0.0, ink, 0.8), stop(1.0, Ink::Outer, 1.0)]),
        Fill::Band => gradient(vec![
            stop(0.0, Ink::Outer, 1.0),
            stop(0.42, Ink::Mid, 0.75),
            stop(1.0, Ink::Outer, 1.0),
        ]),
        Fill::Hatch => rgb_of(Ink::Hatch).into(),
    };
    Filling { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(ink: Ink, width: f64, dotted: bool) -> Stroke {
    Stroke {
        paint: rgb_of(ink).into(),
        width: width as f32,
        dash: dotted.then(|| StrokeDash { array: vec![1.6, 1.6], offset: 0.0 }),
        ..Stroke::default()
    }
}

fn polygon(points: &[(f64, f64)], close: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let (x, y) = (*x as f32, *y as f32);
        if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    if close {
        builder.close();
    }
    builder.finish()
}

/// A rectangle with corners of `radius`; a circle if that is half of its sides.
fn rounded([x, y, width, height]: [f64; 4], radius: f64) -> Option<Path> {
    /// The handle of a cubic curve that is nearly a quarter of a circle.
    const KAPPA: f64 = 0.552_284_75;
    let r = radius.min(width / 2.0).min(height / 2.0).max(0.0);
    let (right, bottom, k) = (x + width, y + height, r * (1.0 - KAPPA));
    let mut builder = PathBuilder::new();
    let corners = [
        ((right - r, y), (right - k, y), (right, y + k), (right, y + r)),
        ((right, bottom - r), (right, bottom - k), (right - k, bottom), (right - r, bottom)),
        ((x + r, bottom), (x + k, bottom), (x, bottom - k), (x, bottom - r)),
        ((x, y + r), (x, y + k), (x + k, y), (x + r, y)),
    ];
    builder.move_to((x + r) as f32, y as f32);
    for (from, a, b, to) in corners {
        builder.line_to(from.0 as f32, from.1 as f32);
        let [ax, ay, bx, by, tx, ty] = [a.0, a.1, b.0, b.1, to.0, to.1].map(|value| value as f32);
        builder.cubic_to(ax, ay, bx, by, tx, ty);
    }
    builder.close();
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_becomes_a_pdf_the_same_every_time() {
        let marks = vec![
            Mark::text(10.0, 20.0, "Live by 22 July, 80% sure → ✓ 漢", Ink::Ink).strong(),
            Mark::bar(0.0, 0.0, 0.0, 5.0, Fill::Band),
            Mark::dot(5.0, 5.0, 3.0, Ink::Pale, Some(Ink::Mid)),
        ];
        let scene = Scene { name: "x", title: "T".to_owned(), width: 200.0, height: 100.0, marks };
        let bytes = pdf(std::slice::from_ref(&scene)).unwrap();
        assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 1000);
        assert_eq!(bytes, pdf(&[scene]).unwrap());
    }
}
