//! Coded reports, read once and coded as often as is asked.

use anyhow::{Context, Result};
use dateline::contract;
use dateline::eval::{GoldReport, read_reports, right_types};
use dateline::{CodedReport, Coder, Decider};
use dateline_code::Books;
use dateline_code::weigh::Weights;
use dateline_terms::{Flaw, Reading, Report};

/// Reports as one reader reads them, before anything is decided.
pub struct Pass {
    /// What is right.
    pub gold: Vec<GoldReport>,
    read: Vec<(Report, Reading, Vec<Flaw>)>,
    decider: Decider,
}

impl Pass {
    /// Reads the texts of a gold file.
    ///
    /// # Errors
    /// Names the file that cannot be read.
    pub fn read(path: &str, decider: Decider) -> Result<Pass> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
        let gold = read_reports(&text)?;
        let coder = Coder::new().decided_by(decider);
        let read = gold.iter().map(|g| coder.read(&dateline::page(g, true))).collect();
        Ok(Pass { gold, read, decider })
    }

    /// The weights that ship for its reader.
    pub fn weights(&self) -> Weights {
        let coder = Coder::new().decided_by(self.decider);
        let books = coder.books();
        books.trained.unwrap_or(books.weights).clone()
    }

    /// Codes the reports that `keep` chooses by their place, with weights in place of those that ship.
    pub fn code(&self, weights: Weights, keep: impl Fn(usize) -> bool) -> Vec<(usize, CodedReport)> {
        let weights: &'static Weights = Box::leak(Box::new(weights));
        let books = match self.decider {
            Decider::Rules => Books { weights, ..Books::embedded() },
            _ => Books { trained: Some(weights), ..Books::embedded() },
        };
        let coder = Coder::with(books);
        let chosen = self.read.iter().enumerate().filter(|(i, _)| keep(*i));
        chosen.map(|(i, read)| (i, coder.code_read(read.clone()))).collect()
    }

    /// As the scorer reads what [`Pass::code`] gives.
    ///
    /// # Errors
    /// When the program's own output is no report.
    pub fn scored(&self, coded: &[(usize, CodedReport)]) -> Result<Vec<GoldReport>> {
        let lines: Vec<String> = coded.iter().map(|(_, c)| contract::line(c)).collect();
        read_reports(&lines.join("\n"))
    }

    /// For each event of each coded report: its confidence, and whether it is right.
    ///
    /// # Errors
    /// As [`Pass::scored`].
    pub fn judged(&self, coded: &[(usize, CodedReport)]) -> Result<Vec<Vec<(f32, bool)>>> {
        let predicted = self.scored(coded)?;
        let of = |((i, c), p): (&(usize, CodedReport), &GoldReport)| {
            let sure = c.coded.claims.iter().map(|claim| claim.confidence);
            sure.zip(right_types(&self.gold[*i], p)).collect()
        };
        Ok(coded.iter().zip(&predicted).map(of).collect())
    }
}
