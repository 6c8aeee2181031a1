// Names, simplification and adjacency of graphs.
#include "topologies/graph.hpp"

#include <charconv>
#include <numeric>

#include "sim/registry/counts.hpp"

namespace rippletank::topologies {
namespace {

using registry::count_in_words;

/// Keeps those elements of a per-link column (possibly empty) whose index is listed.
template <class T>
void keep(std::vector<T>& column, const std::vector<std::uint32_t>& kept) {
  if (column.empty()) return;
  for (std::size_t i = 0; i < kept.size(); ++i) column[i] = column[kept[i]];
  column.resize(kept.size());
}

/// Marks links that repeat an earlier one, self-links aside; returns how many do. Equal links stand
/// side by side in the rows of their ends, the first of them first, so that nothing is sorted.
std::size_t mark_repeated(const Graph& graph, std::vector<bool>& marks) {
  const Adjacency rows = adjacency(graph);
  std::size_t repeated = 0;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    for (std::uint32_t slot = rows.offsets[node] + 1; slot < rows.offsets[node + 1]; ++slot) {
      const NodeId other = rows.neighbours[slot];
      if (other <= node || other != rows.neighbours[slot - 1]) continue;
      marks[rows.link[slot]] = true;
      ++repeated;
    }
  }
  return repeated;
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

void remove_links(Graph& graph, const std::vector<bool>& superfluous) {
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < superfluous.size(); ++i) {
    if (!superfluous[i]) kept.push_back(i);
  }
  keep(graph.links, kept);
  keep(graph.latency_ns, kept);
  keep(graph.bandwidth_mbit_s, kept);
  keep(graph.relationship, kept);
}

void simplify(Graph& graph) {
  const std::size_t count = graph.links.size();
  std::vector<bool> superfluous(count, false);
  std::size_t self_links = 0;
  for (std::size_t i = 0; i < count; ++i) {
    superfluous[i] = graph.links[i].from == graph.links[i].to;
    if (superfluous[i]) ++self_links;
  }
  const std::size_t repeated = mark_repeated(graph, superfluous);
  if (self_links + repeated == 0) return;
  remove_links(graph, superfluous);
  if (self_links > 0) {
    graph.notes.push_back("left out " + count_in_words(self_links, "self-link", "self-links"));
  }
  if (repeated > 0) {
    graph.notes.push_back("left out " +
                          count_in_words(repeated, "repeated link", "repeated links"));
  }
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
