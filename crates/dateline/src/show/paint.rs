//! Colours, each with one meaning. They are stripped where the terminal has none, or `NO_COLOR` is set.

use anstyle::{AnsiColor, Color, Style};

const fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

/// Plain text.
pub(crate) const PLAIN: Style = Style::new();
/// Headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// What matters less: ids, furniture, what was not said.
pub(crate) const DIM: Style = Style::new().dimmed();
/// Days.
pub(crate) const TIME: Style = colour(AnsiColor::Cyan);
/// Places.
pub(crate) const PLACE: Style = colour(AnsiColor::Green);
/// Event types and the words that tell of them.
pub(crate) const ACT: Style = colour(AnsiColor::Yellow);
/// Those who act and those acted upon.
pub(crate) const SIDE: Style = colour(AnsiColor::Blue);
/// The dead, the hurt and the taken.
pub(crate) const HARM: Style = colour(AnsiColor::Red);
/// Those who say so.
pub(crate) const SPEAKER: Style = colour(AnsiColor::Magenta);
/// What went wrong.
pub(crate) const WRONG: Style = colour(AnsiColor::Red).bold();

/// `text` in a style.
pub(crate) fn paint(style: Style, text: &str) -> String {
    if style == PLAIN || text.is_empty() { text.to_string() } else { format!("{style}{text}{style:#}") }
}
