//! The learned forest that judges blocks. `train/page/learn.py` grows it; `forest.txt` holds it.

use super::features::FIGURES;
use std::sync::LazyLock;

/// A tree a paragraph, a node a line: `figure bar yes no`, or `= value`.
const TABLE: &str = include_str!("forest.txt");

/// Log-odds beyond which the later trees, each of small effect, are not asked.
const SURE: f32 = 2.8;

/// How many trees are asked before it may be sure.
const AT_LEAST: usize = 32;

/// A node: a question (`figure`, `bar`, where to go on), or a leaf (`figure` is `LEAF`, `bar` its value).
#[derive(Clone, Copy)]
struct Node {
    bar: f32,
    figure: u16,
    yes: u16,
    no: u16,
}

const LEAF: u16 = u16::MAX;

struct Forest {
    nodes: Vec<Node>,
    roots: Vec<u16>,
}

static FOREST: LazyLock<Forest> = LazyLock::new(|| read(TABLE));

/// Log-odds that a block with these figures belongs to the story.
pub(crate) fn judge(figures: &[f32; FIGURES]) -> f32 {
    let mut sum = 0.0;
    for (asked, root) in FOREST.roots.iter().enumerate() {
        sum += FOREST.leaf(*root, figures);
        if asked >= AT_LEAST && sum.abs() > SURE {
            break;
        }
    }
    sum
}

impl Forest {
    fn leaf(&self, root: u16, figures: &[f32; FIGURES]) -> f32 {
        let mut at = root;
        loop {
            let Some(node) = self.nodes.get(at as usize) else { return 0.0 };
            if node.figure == LEAF {
                return node.bar;
            }
            let value = figures.get(node.figure as usize).copied().unwrap_or(0.0);
            at = if value <= node.bar { node.yes } else { node.no };
        }
    }
}

/// Reads the table. Children stand after their parent, so that walking a tree ends.
fn read(table: &str) -> Forest {
    let mut forest = Forest { nodes: Vec::new(), roots: Vec::new() };
    let mut root = 0;
    let mut fresh = true;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if line.is_empty() {
            fresh = true;
            continue;
        }
        if fresh {
            root = forest.nodes.len() as u16;
            forest.roots.push(root);
            fresh = false;
        }
        forest.nodes.push(node(line, root).unwrap_or(Node { bar: 0.0, figure: LEAF, yes: 0, no: 0 }));
    }
    forest
}

fn node(line: &str, root: u16) -> Option<Node> {
    let mut words = line.split(' ');
    match words.next()? {
        "=" => Some(Node { bar: words.next()?.parse().ok()?, figure: LEAF, yes: 0, no: 0 }),
        figure => {
            let figure = figure.parse().ok().filter(|figure| *figure < FIGURES as u16)?;
            let bar = words.next()?.parse().ok()?;
            let mut child = || Some(words.next()?.parse::<u16>().ok()?.saturating_add(root));
            Some(Node { bar, figure, yes: child()?, no: child()? })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_every_walk_ends() {
        let forest = read(TABLE);
        assert!(forest.roots.len() > 20);
        for (at, node) in forest.nodes.iter().enumerate().filter(|(_, node)| node.figure != LEAF) {
            assert!(
                node.yes as usize > at && node.no as usize > at && (node.no as usize) < forest.nodes.len()
            );
        }
        assert_eq!(
            TABLE.lines().filter(|line| line.starts_with("= ")).count() * 2 - forest.roots.len(),
            forest.nodes.len()
        );
    }
}
