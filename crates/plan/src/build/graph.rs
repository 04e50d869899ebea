//! Strongly connected components and shortest cycles of a directed graph.
//!
//! Components by Tarjan, "Depth-First Search and Linear Graph Algorithms" (1972), with the stack
//! of calls made explicit, because a plan decides how deep it goes; cycles by breadth-first
//! search. This module knows no plan.

use std::collections::VecDeque;

/// An arc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc<L> {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What it stands for.
    pub label: L,
}

/// A directed graph in compressed rows.
pub struct Graph<L> {
    arcs: Vec<Arc<L>>,
    /// Where the arcs of each node begin; one more at the end.
    rows: Vec<usize>,
}

impl<L: Copy> Graph<L> {
    /// The graph of the nodes `0..nodes`. Arcs of one node keep their order. `O(nodes + arcs)`.
    pub fn new(nodes: usize, arcs: &[Arc<L>]) -> Self {
        let mut rows = vec![0; nodes + 1];
        for arc in arcs {
            rows[arc.from + 1] += 1;
        }
        for node in 0..nodes {
            rows[node + 1] += rows[node];
        }
        let mut next = rows.clone();
        let mut order = vec![0; arcs.len()];
        for (index, arc) in arcs.iter().enumerate() {
            order[next[arc.from]] = index;
            next[arc.from] += 1;
        }
        Self { arcs: order.into_iter().map(|index| arcs[index]).collect(), rows }
    }

    fn arcs_of(&self, node: usize) -> &[Arc<L>] {
        &self.arcs[self.rows[node]..self.rows[node + 1]]
    }

    /// The strongly connected components of more than one node, each sorted, by their first node.
    /// `O(nodes + arcs)`, and the sorting of what is found.
    pub fn components(&self) -> Vec<Vec<usize>> {
        let mut search = Search::new(self.rows.len() - 1);
        for root in 0..search.order.len() {
            if search.order[root] == UNSEEN {
                search.visit(root, self);
            }
        }
        search.found.sort();
        search.found
    }

    /// The arcs of a shortest cycle through the first node of `component`, which is sorted and
    /// strongly connected; in order, beginning at that node.
    pub fn shortest_cycle(&self, component: &[usize]) -> Vec<Arc<L>> {
        let start = component[0];
        let position = |node: usize| component.binary_search(&node).ok();
        let mut reached_by: Vec<Option<Arc<L>>> = vec![None; component.len()];
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front().filter(|_| reached_by[0].is_none()) {
            for arc in self.arcs_of(node) {
                let Some(to) = position(arc.to) else { continue };
                if reached_by[to].is_none() {
                    reached_by[to] = Some(*arc);
                    queue.push_back(arc.to);
                }
            }
        }
        let mut cycle = Vec::new();
        let mut node = start;
        while let Some(arc) = position(node).and_then(|at| reached_by[at]) {
            cycle.push(arc);
            node = arc.from;
            if node == start {
                break;
            }
        }
        cycle.reverse();
        cycle
    }
}

const UNSEEN: usize = usize::MAX;

/// Tarjan's search under way.
struct Search {
    /// When each node was first seen.
    order: Vec<usize>,
    /// The earliest node on the stack that each node reaches.
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    seen: usize,
    found: Vec<Vec<usize>>,
}

impl Search {
    fn new(nodes: usize) -> Self {
        Self {
            order: vec![UNSEEN; nodes],
            low: vec![0; nodes],
            on_stack: vec![false; nodes],
            stack: Vec::new(),
            seen: 0,
            found: Vec::new(),
        }
    }

    fn visit<L: Copy>(&mut self, root: usize, graph: &Graph<L>) {
        // Each call: a node, and which of its arcs comes next.
        let mut calls = vec![(root, 0)];
        self.enter(root);
        while let Some((node, next_arc)) = calls.last_mut() {
            let node = *node;
            let Some(arc) = graph.arcs_of(node).get(*next_arc) else {
                calls.pop();
                if let Some((caller, _)) = calls.last() {
                    self.low[*caller] = self.low[*caller].min(self.low[node]);
                }
                self.leave(node);
                continue;
            };
            *next_arc += 1;
            if self.order[arc.to] == UNSEEN {
                self.enter(arc.to);
                calls.push((arc.to, 0));
            } else if self.on_stack[arc.to] {
                self.low[node] = self.low[node].min(self.order[arc.to]);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = self.seen;
        self.low[node] = self.seen;
        self.seen += 1;
        self.stack.push(node);
        self.on_stack[node] = true;
    }

    /// Closes the component of `node` if `node` is its first.
    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        let mut component = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.on_stack[member] = false;
            component.push(member);
            if member == node {
                break;
            }
        }
        if component.len() > 1 {
            component.sort_unstable();
            self.found.push(component);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, arcs: &[(usize, usize)]) -> Graph<()> {
        let arcs: Vec<Arc<()>> =
            arcs.iter().map(|(from, to)| Arc { from: *from, to: *to, label: () }).collect();
        Graph::new(nodes, &arcs)
    }

    #[test]
    fn components_are_found_in_order() {
        // Two triangles, an arc between them, and a tail.
        let graph = graph(7, &[(4, 5), (5, 6), (6, 4), (0, 1), (1, 2), (2, 0), (2, 4), (3, 0)]);
        assert_eq!(graph.components(), [vec![0, 1, 2], vec![4, 5, 6]]);
    }

    #[test]
    fn a_graph_without_cycle_has_no_component() {
        assert_eq!(
            graph(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]).components(),
            Vec::<Vec<usize>>::new()
        );
    }

    #[test]
    fn the_cycle_is_a_shortest_one() {
        // 0 → 1 → 2 → 3 → 0, and the short cut 1 → 3.
        let graph = graph(4, &[(0, 1), (1, 2), (2, 3), (3, 0), (1, 3)]);
        let cycle = graph.shortest_cycle(&[0, 1, 2, 3]);
        let nodes: Vec<usize> = cycle.iter().map(|arc| arc.from).collect();
        assert_eq!(nodes, [0, 1, 3]);
    }
}
