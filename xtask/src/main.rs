//! Tasks that keep the project honest: `cargo xtask gate` scores Dateline and fails under its floors.

mod bless;
mod dist;
mod docs;
mod ecb;
mod gate;
mod gazetteer;
mod links;
mod muc4;
mod pair;
mod picture;
mod proof;
mod weigh;

use std::process::ExitCode;

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let rest: Vec<String> = std::env::args().skip(2).collect();
    let done = match task.as_str() {
        "ablation" => proof::ablation::run(&rest).map(|()| true),
        "bless" => bless::run(),
        "calibrate" => proof::calibrate::run(&rest).map(|()| true),
        "curve" => proof::curve::run(&rest).map(|()| true),
        "dist" => dist::run(&rest),
        "docs" => docs::run(rest.iter().any(|arg| arg == "--check")),
        "ecb" => ecb::run(&rest).map(|()| true),
        "fairness" => proof::fairness::run(&rest).map(|()| true),
        "gazetteer" => gazetteer::run(&rest),
        "gate" => gate::run(),
        "links" => links::run(&rest).map(|()| true),
        "muc4" => muc4::run(&rest).map(|()| true),
        "pair" => pair::run(&rest).map(|()| true),
        "picture" => picture::run(),
        "reliability" => proof::reliability::run(&rest).map(|()| true),
        "sieve" => weigh::sieve::run(&rest).map(|()| true),
        "weigh" => weigh::run(&rest).map(|()| true),
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

  ablation DEV.jsonl
         the figures of each reader, and of the encoder with each head off; into docs/reader.md
  bless  put the text that cleaning yields into examples/gold.jsonl, after a change to cleaning
  calibrate GOLD.jsonl DEV.jsonl [--more GOLD.jsonl] [--reader KIND]
         fit how sure the readers say they are to how often they are right: the rules on folds of GOLD, a
         trained reader on DEV; written to crates/code/weights/confidence.tsv
  curve  GOLD.jsonl --score DEV.jsonl
         the figures of rules learnt from a quarter, half, three quarters and all of GOLD; into docs/reader.md
  dist [--to FOLDER] [--try]
         the program as a tarball and a Debian package, with manual pages, completions and sums, in target/dist;
         with --try, install and run them
  docs [--check]
         write the pages of docs/ that are made from data: the codebook; with --check, only say whether
         the committed pages are what the data give
  ecb    DOCUMENTS.jsonl[.gz]: fuse the event mentions of ECB+, a corpus of events of any kind, topic by topic
  fairness DEV.jsonl [--reader KIND]
         how often an event's type or standing changes when its actors change names; into docs/reader.md
  gate   score examples/gold.jsonl, and the gold folder named by DATELINE_GOLD where that is set;
         print the figures and fail where one is under its floor in gate/floors.json
  links  GOLD.jsonl: fuse the claims of coded reports, as coders have them and as every reader codes them, and score
         the incidents; beside it, incidents by family, day and province alone
  muc4   DOCUMENTS.jsonl[.gz] [--reader encoder]: code documents of the Fourth Message Understanding
         Conference and score every slot against their templates
  pair   GOLD.jsonl: learn which events of different reports are one incident, into crates/code/weights/pair.bin
  picture
         draw docs/coded-report.svg: what the program prints for one of the examples
  reliability DEV.jsonl [--reader KIND]
         print how often events are right by how sure they are; into docs/reader.md, and drawn beside it
  sieve  GOLD.jsonl OFF.jsonl: learn which sentences are worth the encoder's time; with --check before the
         files, print how many of them the sieve that ships lets pass
  weigh  GOLD.jsonl: learn the weights of the rules from coded reports, into crates/code/weights/
  gazetteer FACTS [--check]
         build gazetteer/gazetteer.bin from GeoNames' tables in the folder FACTS and our own in gazetteer/;
         with --check, only say whether the committed file is what they give";
