// Spectrum: how tightly a network holds together, and how fast a random walk forgets its start.
#pragma once

#include <cstddef>
#include <optional>

#include "topologies/graph.hpp"

namespace rippletank::theory {

/// The part of a network that is largest, as a network of its own.
topologies::Adjacency largest_part(const topologies::Adjacency& rows);

/// Two eigenvalues of a connected network of at least two nodes.
struct Spectrum {
  /// The second smallest of its Laplacian D - A, the algebraic connectivity: 0 if it falls apart,
  /// n for a full mesh.
  double algebraic_connectivity = 0;
  /// One less the second largest of a random walk D^-1 A: 2 at most, near 0 where walks take long
  /// to get from one side to the other.
  double walk_gap = 0;
};

/// Both, or nothing where the iterations do not settle within their budget.
///
/// Small eigenvalues lie close together, large ones of the inverse do not; so the largest of the
/// inverse is sought by Spectra's restarted Lanczos, in the space beside the eigenvector that is
/// known. The inverse is applied by a sparse Cholesky factor (Eigen) where the network is small or
/// nearly a tree or a ring, and else by conjugate gradients, which are quick where it is well
/// joined. The walk of these needs no inverse, as its eigenvalues lie between -1 and 1.
///
/// Shape:   one component; see largest_part().
/// Errors:  relative error below 1e-9 with a factor, below 5e-7 without: six digits are good.
/// Random:  nothing: the iterations begin with a fixed vector.
/// Cost:    some hundred products of O(n + m), each made orthogonal to 40 vectors, and with
///          gradients some fifty steps of O(n + m) for each: five to ten seconds for 60,000 nodes,
///          and no more than 10^10 operations.
/// Source:  Fiedler, Algebraic connectivity of graphs, Czechoslovak Mathematical Journal 23 (1973);
///          Sorensen, Implicit application of polynomial filters in a k-step Arnoldi method,
///          SIAM J. Matrix Anal. Appl. 13 (1992).
///
/// `most_factored`: how many nodes with three neighbours or more, trees that hang on it left out, a
/// network that gets a factor may have.
std::optional<Spectrum> spectrum(const topologies::Adjacency& rows,
                                 std::size_t most_factored = 2000);

/// Between how many steps a lazy walk, which stays where it is every other step, comes so near to
/// its long-run distribution that no set of peers is more than a quarter off, whatever its start.
struct MixingTime {
  double least_steps = 0;
  double most_steps = 0;
};

/// `rarest`: the least probability of a peer in the long run, its degree divided by 2m.
/// Source:  Levin & Peres, Markov Chains and Mixing Times, 2nd ed. (2017), theorems 12.4 and 12.5.
MixingTime mixing_time(double walk_gap, double rarest);

}  // namespace rippletank::theory
