//! Drawing characters and what stands for them where only ASCII can be shown.

/// The ASCII character that stands for a drawing or punctuation character of ours, always as
/// wide as it; letters of titles stay as they are.
pub(crate) fn ascii(character: char) -> char {
    match character {
        '█' | '▉' | '▊' | '▋' => '#',
        '▌' | '▍' | '▎' | '▏' => '-',
        '▁' => '.',
        '▂' | '░' | '┊' => ':',
        '▃' => '-',
        '▄' | '━' => '=',
        '▅' | '◆' | '┼' | '┬' | '┴' | '└' => '+',
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
        '±' => '~',
        '…' => '~',
        other => other,
    }
}
