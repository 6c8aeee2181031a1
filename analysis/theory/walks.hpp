// Walks: how long walkers that go from neighbour to neighbour at random take to find somebody.
#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::theory {

/// Mean steps of a random walk until it is back where it began: 2m / degree, in one component.
///
/// Source:  Lovász, Random walks on graphs: a survey (1993).
double return_steps(double links, double degree);

/// Mean steps of a random walk from each node until it first comes to one that is sought; infinite
/// for nodes from which there is no way to any.
///
/// `is_sought`: [node]; a walk that begins at one has taken none.
/// Cost:    a sparse, symmetric and definite system of n equations, solved by Eigen: by Cholesky up
///          to 2,000 nodes, by conjugate gradients above; seconds for 100,000 nodes.
/// Source:  Levin & Peres, Markov Chains and Mixing Times, 2nd ed. (2017), chapter 10:
///          h = 1 + the mean of h over neighbours.
std::vector<double> hitting_steps(const topologies::Adjacency& rows,
                                  const std::vector<bool>& is_sought);

// Hitting times in closed form, from one given node to another.
double hitting_steps_on_mesh(double nodes);
double hitting_steps_on_ring(double nodes, double distance);
/// From one end of a line to the other.
double hitting_steps_on_line(double nodes);
/// From the centre of a star to a given leaf.
double hitting_steps_on_star(double nodes);

/// Walkers that do not go straight back, unless there is nowhere else to go.
///
/// Shape:   missed[node][step], the probability that one from there has not yet come to a node that
///          is sought after so many steps, for the nodes that are asked for; missed[…][0] is 1.
/// Cost:    O(m) per step: links are followed, as where a walker came from decides where it goes.
class PatientWalkers {
 public:
  explicit PatientWalkers(const topologies::Adjacency& rows);

  std::vector<std::vector<double>> missed(const std::vector<bool>& is_sought,
                                          const std::vector<topologies::NodeId>& from,
                                          std::uint32_t steps) const;

 private:
  const topologies::Adjacency& rows_;
  std::vector<std::uint32_t> reverse_;  ///< [slot] that of the same link from its other end
};

/// What several of them that set out together find.
struct FirstFind {
  double probability = 0;    ///< that any of them finds one within its steps
  double steps = 0;          ///< until the first does, in the mean, if any
  double steps_squared = 0;  ///< the mean of the square of that
};
FirstFind first_find(const std::vector<double>& missed, double walkers);

}  // namespace rippletank::theory
