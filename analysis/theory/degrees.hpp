// Degrees: random networks of which nothing is known but how many neighbours their peers have.
#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::theory {

/// The generating functions of a distribution of degrees, of a large network that is random apart
/// from its degrees: whoever has more links is met more often at the end of one.
///
/// Source:  Newman, Strogatz & Watts, Random graphs with arbitrary degree distributions and their
///          applications, Physical Review E 64, 026118 (2001).
class Degrees {
 public:
  /// `nodes_of_degree`: [degree] how many nodes have it; at least one node.
  explicit Degrees(std::vector<std::uint64_t> nodes_of_degree);
  static Degrees of(const topologies::Adjacency& rows);

  double nodes() const { return nodes_; }
  double mean() const { return mean_; }
  /// <k^2> / <k>; 0 without links.
  double kappa() const { return mean_ > 0 ? mean_square_ / mean_ : 0; }
  /// Further links of whoever is at the end of a link, in the mean: kappa - 1.
  double mean_excess() const { return mean_ > 0 ? kappa() - 1 : 0; }

  /// G0(x), the sum of p_k x^k, for 0 <= x <= 1. Cost: O(greatest degree).
  double g0(double x) const;
  /// G1(x) = G0'(x) / G0'(1), of the further links of whoever is at the end of a link.
  double g1(double x) const;

  /// Whether nobody has any other number of links than 0 or 2: rings, and peers by themselves.
  bool is_of_rings() const;

  /// How many are exactly so many hops away in the mean, z_m = (z2 / z1)^(m - 1) z1, without an
  /// end: the network is taken for endless.
  double neighbours_at(std::uint32_t hops) const;

  /// The probability that a link does not lead to the giant component when a share of nodes is
  /// left: the smallest u with u = 1 - share + share G1(u). 1: there is none.
  ///
  /// Cost:    some fifty evaluations of G1: Boost.Math's TOMS 748.
  double dead_end(double share_left = 1) const;
  /// The share of the nodes that are left that is in the giant component: 1 - G0(u).
  double giant_share(double share_left = 1) const;

  /// ln(n / z1) / ln(z2 / z1) + 1, by when z_m has grown to the size of the network; NaN where it
  /// does not grow.
  double mean_hops() const;

  const std::vector<std::uint64_t>& nodes_of_degree() const { return count_; }

 private:
  std::vector<std::uint64_t> count_;
  double nodes_ = 0;
  double mean_ = 0;
  double mean_square_ = 0;
};

/// The share of peers that may be lost at random until no giant component is left, 1 - 1 /
/// (kappa - 1); 0 where there is none before.
///
/// Source:  Cohen, Erez, ben-Avraham & Havlin, Resilience of the Internet to random breakdowns,
///          Physical Review Letters 85, 4626 (2000).
double percolation_threshold(const Degrees& degrees);

/// How many peers a flood has reached after each hop, in a finite network that is random apart from
/// its degrees, from an origin with so many neighbours.
///
/// z_m counts as if no peer were ever reached twice. Here a link to whoever is there already leads
/// to nobody new: theta, the probability that a link of a peer has not brought it the query by some
/// hop, is (1 - k / 2m) G1(theta of the hop before), as its other end is then not the origin and
/// has not been reached before. A peer has not been reached with the probability G0(theta). That is
/// a disease that everybody passes on once, at the next step, in its deterministic limit.
///
/// A few first links may all lead nowhere by chance: so the count is for a flood that gets to the
/// giant component, times the probability of that, 1 - u^k.
///
/// Errors:  O(1/n) where all degrees are equal. It leaves out that the first few hops are larger or
///          smaller by chance, which matters where degrees differ and when the flood is about to
///          reach everybody: at worst it tells 2 % too much with Poisson degrees of 4 in the mean,
///          20 % with a power law of exponent 2.3. Early and late hops are right.
/// Shape:   [hop], reach within that many hops; [0] is 0.
/// Cost:    O(hops * greatest degree).
/// Source:  Miller, Slim & Volz, Edge-based compartmental modelling for infectious disease spread,
///          J. R. Soc. Interface 9, 890 (2012), here in steps of a hop.
std::vector<double> reach_by_hops(const Degrees& degrees, std::uint32_t origin_degree,
                                  std::uint32_t hops);

}  // namespace rippletank::theory
