//! Drawing characters and what stands for them where only ASCII can be shown.

/// `text` without the marks that say by a picture what the words beside them say as well.
pub(crate) fn without_marks(text: &str) -> String {
    ["● ", "◇ ", "▲ ", "✓ "].iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""))
}

/// The ASCII character that stands for a drawing or punctuation character of ours, always as
/// wide as it; letters of titles stay as they are.
pub(crate) fn ascii(character: char) -> char {
    match character {
        '█' | '▉' | '▊' | '▋' => '#',
        '▌' | '▍' | '▎' | '▏' => '-',
        '▁' => '.',
        '▂' | '░' | '┊' => ':',
        '▒' => '=',
        '▃' => '-',
        '▄' | '━' => '=',
        '▅' | '◆' | '┼' | '┿' | '┬' | '┴' | '└' => '+',
        '▆' | '●' => '*',
        '▇' => '%',
        '╌' => '.',
        '─' | '–' | '−' | '·' => '-',
        '│' => '|',
        '○' | '◇' => 'o',
        '▲' => '!',
        '▶' | '→' => '>',
        '◀' => '<',
        '✓' => 'v',
        '✗' | '×' => 'x',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '±' => '~',
        '…' => '~',
        other => other,
    }
}
