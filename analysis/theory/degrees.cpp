// Evaluates generating functions, and finds their fixed points.
#include "analysis/theory/degrees.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <limits>
#include <utility>

#include "sim/core/pinned_math.hpp"

namespace rippletank::theory {

Degrees::Degrees(std::vector<std::uint64_t> nodes_of_degree) : count_(std::move(nodes_of_degree)) {
  double ends = 0;
  double squares = 0;
  for (std::size_t degree = 0; degree < count_.size(); ++degree) {
    const auto nodes = static_cast<double>(count_[degree]);
    const auto k = static_cast<double>(degree);
    nodes_ += nodes;
    ends += k * nodes;
    squares += k * k * nodes;
  }
  mean_ = ends / nodes_;
  mean_square_ = squares / nodes_;
}

Degrees Degrees::of(const topologies::Adjacency& rows) {
  std::vector<std::uint64_t> count;
  for (topologies::NodeId node = 0; node + 1 < rows.offsets.size(); ++node) {
    const std::uint32_t degree = rows.degree(node);
    if (degree >= count.size()) count.resize(degree + std::size_t{1});
    ++count[degree];
  }
  return Degrees(std::move(count));
}

double Degrees::g0(double x) const {
  double sum = 0;
  for (std::size_t degree = count_.size(); degree-- > 0;) {
    sum = sum * x + static_cast<double>(count_[degree]);
  }
  return sum / nodes_;
}

double Degrees::g1(double x) const {
  double sum = 0;
  for (std::size_t degree = count_.size(); degree-- > 1;) {
    sum = sum * x + static_cast<double>(degree) * static_cast<double>(count_[degree]);
  }
  return sum / (nodes_ * mean_);
}

bool Degrees::is_of_rings() const {
  for (std::size_t degree = 0; degree < count_.size(); ++degree) {
    if (degree != 0 && degree != 2 && count_[degree] > 0) return false;
  }
  return mean_ > 0;
}

double Degrees::neighbours_at(std::uint32_t hops) const {
  if (hops == 0) return 1;
  return mean_ * core::pow(mean_excess(), hops - 1.0);
}

double Degrees::dead_end(double share_left) const {
  if (share_left * mean_excess() <= 1) return 1;
  const auto excess = [&](double u) { return 1 - share_left + share_left * g1(u) - u; };
  // The function is convex and 0 at 1, below which it is negative down to the root that is sought.
  constexpr double nearest = 1e-9;
  double step = 0.5;
  while (step > nearest && excess(1 - step) >= 0) step /= 2;
  if (step <= nearest) return 1;
  const double at_zero = excess(0);
  if (at_zero <= 0) return 0;
  std::uintmax_t steps = 200;
  const auto [low, high] = boost::math::tools::toms748_solve(
      excess, 0.0, 1 - step, boost::math::tools::eps_tolerance<double>(50), steps);
  return (low + high) / 2;
}

double Degrees::giant_share(double share_left) const { return 1 - g0(dead_end(share_left)); }

double Degrees::mean_hops() const {
  if (mean_excess() <= 1) return std::numeric_limits<double>::quiet_NaN();
  return core::log(nodes_ / mean_) / core::log(mean_excess()) + 1;
}

double percolation_threshold(const Degrees& degrees) {
  const double excess = degrees.mean_excess();
  return excess > 1 ? 1 - 1 / excess : 0;
}

std::vector<double> reach_by_hops(const Degrees& degrees, std::uint32_t origin_degree,
                                  std::uint32_t hops) {
  std::vector<double> reach(hops + std::size_t{1});
  const double k = origin_degree;
  const double gets_away = 1 - core::pow(degrees.dead_end(), k);
  if (origin_degree == 0 || gets_away <= 0) {
    // Without a giant component floods die out before they meet themselves.
    double at = k;
    for (std::uint32_t hop = 1; hop <= hops; ++hop, at *= degrees.mean_excess()) {
      reach[hop] = reach[hop - 1] + at;
    }
    return reach;
  }
  const double others = degrees.nodes() - 1;
  const double from_origin = k / (others * degrees.mean() * gets_away);
  double theta = 1;
  for (std::uint32_t hop = 1; hop <= hops; ++hop) {
    theta = (1 - std::min(1.0, from_origin)) * degrees.g1(theta);
    reach[hop] = gets_away * others * (1 - degrees.g0(theta));
  }
  return reach;
}

}  // namespace rippletank::theory
