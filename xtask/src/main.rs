//! Tasks that keep the project honest: `cargo xtask gate` scores Dateline and fails under its floors.

mod gate;

use std::process::ExitCode;

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let done = match task.as_str() {
        "gate" => gate::run(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

const USAGE: &str = "usage: cargo xtask <task>

  gate   score examples/gold.jsonl, and the gold folder named by DATELINE_GOLD where that is set;
         print the figures and fail where one is under its floor in gate/floors.json";
