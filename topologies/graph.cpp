// Names, simplification and adjacency of graphs.
#include "topologies/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace rippletank::topologies {
namespace {

/// Keeps those elements of a per-link column (possibly empty) whose index is listed.
template <class T>
void keep(std::vector<T>& column, const std::vector<std::uint32_t>& kept) {
  if (column.empty()) return;
  for (std::size_t i = 0; i < kept.size(); ++i) column[i] = column[kept[i]];
  column.resize(kept.size());
}

/// The two ends in ascending order as one number, so that equal links compare equal.
std::uint64_t unordered_ends(Link link) {
  const auto [low, high] = std::minmax(link.from, link.to);
  return (std::uint64_t{low} << 32) | high;
}

/// Whether a graph has neither self-links nor repeated links; linear, unlike sorting them.
bool is_simple(const Graph& graph) {
  for (const Link& link : graph.links) {
    if (link.from == link.to) return false;
  }
  const Adjacency rows = adjacency(graph);
  for (NodeId node = 0; node < graph.node_count; ++node) {
    for (std::uint32_t slot = rows.offsets[node] + 1; slot < rows.offsets[node + 1]; ++slot) {
      if (rows.neighbours[slot - 1] == rows.neighbours[slot]) return false;
    }
  }
  return true;
}

}  // namespace

NodeNames::NodeNames(std::vector<std::string> names, bool all_numbers)
    : names_(std::move(names)), all_numbers_(all_numbers) {
  index_.reserve(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) {
    index_.emplace(names_[i], static_cast<NodeId>(i));
  }
}

std::string NodeNames::name(NodeId node) const {
  return names_.empty() ? std::to_string(node) : names_[node];
}

std::optional<NodeId> NodeNames::find(std::string_view name, NodeId node_count) const {
  if (!names_.empty()) {
    const auto found = index_.find(std::string(name));
    if (found == index_.end()) return {};
    return found->second;
  }
  NodeId node = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), node);
  if (error != std::errc{} || end != name.data() + name.size() || node >= node_count) return {};
  return node;
}

void simplify(Graph& graph) {
  if (is_simple(graph)) return;
  const auto count = static_cast<std::uint32_t>(graph.links.size());
  std::vector<std::uint32_t> order;
  order.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (graph.links[i].from != graph.links[i].to) order.push_back(i);
  }
  const std::size_t self_links = count - order.size();
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::uint64_t ends_a = unordered_ends(graph.links[a]);
    const std::uint64_t ends_b = unordered_ends(graph.links[b]);
    return ends_a != ends_b ? ends_a < ends_b : a < b;
  });
  const auto repeats =
      std::unique(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return unordered_ends(graph.links[a]) == unordered_ends(graph.links[b]);
      });
  const auto repeated = order.end() - repeats;
  order.erase(repeats, order.end());
  if (order.size() == count) return;
  std::sort(order.begin(), order.end());
  keep(graph.links, order);
  keep(graph.latency_ns, order);
  keep(graph.bandwidth_mbit_s, order);
  keep(graph.relationship, order);
  if (self_links > 0) graph.notes.push_back(fmt::format("left out {} self-links", self_links));
  if (repeated > 0) graph.notes.push_back(fmt::format("left out {} repeated links", repeated));
}

Adjacency adjacency(const Graph& graph) {
  Adjacency rows;
  const std::size_t n = graph.node_count;
  const auto m = static_cast<std::uint32_t>(graph.links.size());
  rows.offsets.assign(n + 1, 0);
  for (const Link& link : graph.links) {
    ++rows.offsets[link.from + 1];
    ++rows.offsets[link.to + 1];
  }
  std::partial_sum(rows.offsets.begin(), rows.offsets.end(), rows.offsets.begin());

  // First pass: the links at each node. Second pass: visiting the nodes in ascending order and
  // appending each to its neighbours' rows leaves every row ascending without a sort.
  std::vector<std::uint32_t> cursor(rows.offsets.begin(), rows.offsets.end() - 1);
  std::vector<std::uint32_t> links_at(2 * std::size_t{m});
  for (std::uint32_t i = 0; i < m; ++i) {
    links_at[cursor[graph.links[i].from]++] = i;
    links_at[cursor[graph.links[i].to]++] = i;
  }
  cursor.assign(rows.offsets.begin(), rows.offsets.end() - 1);
  rows.neighbours.resize(2 * std::size_t{m});
  rows.link.resize(2 * std::size_t{m});
  for (NodeId node = 0; node < graph.node_count; ++node) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const std::uint32_t i = links_at[k];
      const NodeId other = graph.links[i].from ^ graph.links[i].to ^ node;
      rows.neighbours[cursor[other]] = node;
      rows.link[cursor[other]++] = i;
    }
  }
  return rows;
}

}  // namespace rippletank::topologies
