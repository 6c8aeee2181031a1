// Builds the routers of an internet from a topology, and finds shortest ways between them.
#include "sim/underlay/router_network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/core/pinned_math.hpp"
#include "sim/underlay/latency.hpp"

namespace rippletank::underlay {
namespace {

/// Ways that are longer count as this long: far enough from the end of virtual time to add to.
constexpr core::Time longest_way = core::never / 4;

}  // namespace

RouterNetwork::RouterNetwork(RouterId routers, std::vector<CoreLink> links)
    : links_(std::move(links)), offsets_(std::size_t{routers} + 1), ways_(2 * links_.size()) {
  for (const CoreLink& link : links_) {
    ++offsets_[link.from + std::size_t{1}];
    ++offsets_[link.to + std::size_t{1}];
    has_speeds_ |= link.ns_per_byte > 0;
    has_equal_latencies_ &= link.latency_ns == links_.front().latency_ns;
  }
  for (std::size_t i = 1; i < offsets_.size(); ++i) offsets_[i] += offsets_[i - 1];
  std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const CoreLink& link = links_[i];
    const auto id = static_cast<CoreLinkId>(2 * i);
    ways_[next[link.from]++] = {link.to, id, link.latency_ns};
    ways_[next[link.to]++] = {link.from, id + 1, link.latency_ns};
  }
}

core::Time fibre_latency(const topologies::Position& from, const topologies::Position& to,
                         double path_inflation) {
  constexpr double radius_km = 6371.0088;
  constexpr double fibre_ns_per_km = 1.5 * 1e9 / 299'792.458;
  constexpr double radian = 0x1.1df46a2529d39p-6;  // pi / 180
  const double half_north = core::sin((to.y - from.y) * radian / 2);
  const double half_east = core::sin((to.x - from.x) * radian / 2);
  const double haversine =
      std::min(1.0, half_north * half_north + core::cos(from.y * radian) *
                                                  core::cos(to.y * radian) * half_east * half_east);
  const double angle = 2 * core::atan2(std::sqrt(haversine), std::sqrt(1 - haversine));
  const double ns = radius_km * angle * fibre_ns_per_km * path_inflation;
  return std::max<core::Time>(std::llround(ns), core::microsecond);
}

RouterNetwork router_network(const topologies::Graph& graph, const InternetParameters& parameters,
                             std::uint64_t seed) {
  const bool on_earth = graph.layout == topologies::Layout::geographic && !graph.positions.empty();
  std::vector<CoreLink> links;
  links.reserve(graph.links.size());
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    const topologies::Link& link = graph.links[i];
    CoreLink made{link.from, link.to, 0, 0};
    if (!graph.latency_ns.empty()) {
      made.latency_ns = graph.latency_ns[i];
    } else if (on_earth) {
      made.latency_ns = fibre_latency(graph.positions[link.from], graph.positions[link.to],
                                      parameters.path_inflation);
    } else {
      made.latency_ns = draw_latency(link, parameters.link_latency_ms, seed);
    }
    const double mbit_s = graph.bandwidth_mbit_s.empty() ? 0 : graph.bandwidth_mbit_s[i];
    if (mbit_s > 0) made.ns_per_byte = 8000 / mbit_s;
    links.push_back(made);
  }
  return {graph.node_count, std::move(links)};
}

ShortestPaths::Reached ShortestPaths::take_nearest() {
  if (network_.has_equal_latencies()) return reached_[first_++];
  std::pop_heap(reached_.begin(), reached_.end());
  const Reached nearest = reached_.back();
  reached_.pop_back();
  return nearest;
}

void ShortestPaths::find(RouterId root, PathTree& tree) {
  tree.assign(network_.routers(), TreeNode{});
  tree[root].latency_ns = 0;
  reached_.assign(1, {0, 0, root});
  first_ = 0;
  while (first_ < reached_.size()) {
    const Reached here = take_nearest();
    const TreeNode& settled = tree[here.router];
    if (settled.latency_ns != here.latency_ns || settled.links != here.links) continue;
    const RouterNetwork::Way* const end = network_.ways_end(here.router);
    for (const RouterNetwork::Way* way = network_.ways_begin(here.router); way != end; ++way) {
      TreeNode& next = tree[way->next];
      const core::Time latency_ns = std::min(here.latency_ns + way->latency_ns, longest_way);
      const std::uint32_t links = here.links + 1;
      if (latency_ns > next.latency_ns) continue;
      if (latency_ns == next.latency_ns) {
        if (links > next.links) continue;
        if (links == next.links) {
          if (here.router < network_.begin_of(next.last)) next.last = way->link;
          continue;
        }
      }
      next = {latency_ns, links, way->link};
      reached_.push_back({latency_ns, links, way->next});
      if (!network_.has_equal_latencies()) std::push_heap(reached_.begin(), reached_.end());
    }
  }
}

PathTrees::PathTrees(const RouterNetwork& network, std::size_t budget_bytes)
    : paths_(network),
      most_trees_(std::max(fewest_trees, budget_bytes / (sizeof(TreeNode) * network.routers()))),
      kept_at_(network.routers()) {}

const PathTree& PathTrees::from(RouterId root) {
  if (kept_at_[root] != 0) return trees_[kept_at_[root] - 1].tree;
  std::size_t place = oldest_;
  if (trees_.size() < most_trees_) {
    place = trees_.size();
    trees_.emplace_back();
  } else {
    kept_at_[trees_[place].root] = 0;
    oldest_ = (oldest_ + 1) % trees_.size();
  }
  trees_[place].root = root;
  kept_at_[root] = static_cast<std::uint32_t>(place + 1);
  paths_.find(root, trees_[place].tree);
  return trees_[place].tree;
}

}  // namespace rippletank::underlay
