//! The README's picture: what the program really prints on a terminal, as an SVG.

use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;

/// Columns of the terminal that is pictured.
const COLUMNS: usize = 118;
/// Width and height of a character, in pixels.
const CELL: (f64, f64) = (7.8, 18.0);
const MARGIN: f64 = 16.0;
/// Lines of marked text that are shown; the whole report would be too tall.
const MARKED: usize = 34;
/// The example that is pictured.
const EXAMPLE: &str = "examples/reports/yangon-protests.html";

/// Draws `docs/coded-report.svg`.
///
/// # Errors
/// When the program cannot be run or the file not be written.
pub fn run() -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut lines = vec![format!("\u{1b}[1m$ dateline code {EXAMPLE}\u{1b}[0m")];
    lines.extend(printed(&root, &["code", EXAMPLE])?.trim_end().lines().map(str::to_string));
    lines.push(String::new());
    lines.push(format!("\u{1b}[1m$ dateline code --explain {EXAMPLE}\u{1b}[0m"));
    lines.extend(printed(&root, &["code", "--explain", EXAMPLE])?.lines().take(MARKED).map(str::to_string));
    lines.push("\u{1b}[2m      …\u{1b}[0m".to_string());
    let path = root.join("docs/coded-report.svg");
    std::fs::write(&path, svg(&lines)).with_context(|| path.display().to_string())?;
    println!("wrote {}", path.display());
    Ok(true)
}

/// What the program prints, colours and all.
fn printed(root: &Path, args: &[&str]) -> Result<String> {
    let mut command = Command::new("cargo");
    command.args(["run", "--release", "--quiet", "--package", "dateline", "--"]).args(args).current_dir(root);
    command.env("COLUMNS", COLUMNS.to_string()).env("CLICOLOR_FORCE", "1");
    let done = command.output().context("cargo cannot be run")?;
    ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8(done.stdout)?)
}

/// Lines with colour codes as a picture of a terminal.
fn svg(lines: &[String]) -> String {
    let width = COLUMNS as f64 * CELL.0 + 2.0 * MARGIN;
    let height = lines.len() as f64 * CELL.1 + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         aria-label=\"A coded report on a terminal\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f27\"/>\n\
         <g font-family=\"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"13\" \
         fill=\"#d8dee9\" xml:space=\"preserve\">\n"
    );
    for (n, line) in lines.iter().enumerate() {
        let y = MARGIN + (n as f64 + 0.75) * CELL.1;
        out += &format!("<text y=\"{y:.1}\">{}</text>\n", runs(line));
    }
    out + "</g>\n</svg>\n"
}

/// Runs of one style, each placed at its own column so that no font can shift it.
fn runs(line: &str) -> String {
    let mut out = String::new();
    let (mut style, mut column) = (String::new(), 0usize);
    for (n, part) in line.split("\u{1b}[").enumerate() {
        let text = match part.split_once('m').filter(|_| n > 0) {
            Some((codes, text)) => {
                style = attributes(codes, &style);
                text
            }
            None => part,
        };
        let lead = text.len() - text.trim_start_matches(' ').len();
        if text.len() > lead {
            let x = MARGIN + (column + lead) as f64 * CELL.0;
            let shown = text[lead..].replace('&', "&amp;").replace('<', "&lt;");
            let length = text[lead..].trim_end().chars().count() as f64 * CELL.0;
            out += &format!(
                "<tspan x=\"{x:.1}\" textLength=\"{length:.1}\"{style}>{}</tspan>",
                shown.trim_end()
            );
        }
        column += text.chars().count();
    }
    out
}

/// The attributes that colour codes ask for; other codes leave the style as it is.
fn attributes(codes: &str, before: &str) -> String {
    if codes == "0" || codes.is_empty() {
        return String::new();
    }
    let mut style = before.to_string();
    for code in codes.split(';') {
        style += match code {
            "1" => " font-weight=\"bold\"",
            "2" => " opacity=\"0.55\"",
            "31" => " fill=\"#f07178\"",
            "32" => " fill=\"#a3d977\"",
            "33" => " fill=\"#ebcb8b\"",
            "34" => " fill=\"#82aaff\"",
            "35" => " fill=\"#d59df6\"",
            "36" => " fill=\"#7fdbca\"",
            _ => "",
        };
    }
    style
}
