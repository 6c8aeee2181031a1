// Keeps references in order of their keys and drops those that were said longest ago.
#include "sim/protocols/freenet/routing_tables.hpp"

namespace rippletank::protocols::freenet {
namespace {

using Reference = RoutingTables::Reference;

std::optional<std::uint64_t> product(std::optional<std::uint32_t> a,
                                     std::optional<std::uint32_t> b) {
  if (!a || !b) return {};
  return std::uint64_t{*a} * *b;
}

}  // namespace

std::optional<std::uint64_t> TableLimits::room() const {
  const std::optional<std::uint64_t> by_nodes = product(nodes, references_per_node);
  if (!references) return by_nodes;
  return std::min<std::uint64_t>(*references, by_nodes.value_or(*references));
}

RoutingTables::RoutingTables(core::PeerId peers, Closeness closeness, const TableLimits& limits)
    : closeness_(closeness), limits_(limits), tables_(peers) {}

void RoutingTables::refer(core::PeerId peer, Key key, core::PeerId node) {
  Table& table = tables_[peer];
  std::size_t place = place_of(table.references, key);
  ++table.count;
  if (place < table.references.size() && table.references[place].key == key) {
    Reference& known = table.references[place];
    if (known.node == node) {
      known.said = table.count;
      return note(table, node);
    }
    const core::PeerId before = known.node;
    table.references.erase(table.references.begin() + static_cast<std::ptrdiff_t>(place));
    note_removed(table, before);
  }
  make_room(table, node);
  place = place_of(table.references, key);
  table.references.insert(table.references.begin() + static_cast<std::ptrdiff_t>(place),
                          {key, node, table.count});
  note(table, node);
  const auto known = known_node(table, node);
  if (known != table.nodes.end()) ++known->references;
}

void RoutingTables::forget(core::PeerId peer, core::PeerId node) {
  remove_node(tables_[peer], node);
}

double RoutingTables::fullness(core::PeerId peer) const {
  const std::optional<std::uint64_t> room = limits_.room();
  if (!room) return 0;
  return static_cast<double>(tables_[peer].references.size()) / static_cast<double>(*room);
}

void RoutingTables::make_room(Table& table, core::PeerId node) {
  const auto of_node = known_node(table, node);
  if (limits_.references_per_node && of_node != table.nodes.end() &&
      of_node->references >= *limits_.references_per_node) {
    return remove_oldest(table, node);
  }
  if (limits_.nodes && of_node == table.nodes.end() && table.nodes.size() >= *limits_.nodes) {
    const auto oldest =
        std::min_element(table.nodes.begin(), table.nodes.end(),
                         [](const Known& a, const Known& b) { return a.said < b.said; });
    remove_node(table, oldest->node);
  }
  if (limits_.references && table.references.size() >= *limits_.references) {
    remove_oldest(table, core::no_peer);
  }
}

/// Of all references, or of those to one node.
void RoutingTables::remove_oldest(Table& table, core::PeerId node) {
  std::size_t oldest = table.references.size();
  for (std::size_t i = 0; i < table.references.size(); ++i) {
    const Reference& each = table.references[i];
    if (node != core::no_peer && each.node != node) continue;
    if (oldest == table.references.size() || each.said < table.references[oldest].said) oldest = i;
  }
  const core::PeerId lost = table.references[oldest].node;
  table.references.erase(table.references.begin() + static_cast<std::ptrdiff_t>(oldest));
  note_removed(table, lost);
}

void RoutingTables::remove_node(Table& table, core::PeerId node) {
  const auto is_of_node = [node](const auto& each) { return each.node == node; };
  table.references.erase(
      std::remove_if(table.references.begin(), table.references.end(), is_of_node),
      table.references.end());
  table.nodes.erase(std::remove_if(table.nodes.begin(), table.nodes.end(), is_of_node),
                    table.nodes.end());
}

std::vector<RoutingTables::Known>::iterator RoutingTables::known_node(Table& table,
                                                                      core::PeerId node) {
  return std::find_if(table.nodes.begin(), table.nodes.end(),
                      [node](const Known& each) { return each.node == node; });
}

/// Nodes are counted only where something is limited by them.
void RoutingTables::note(Table& table, core::PeerId node) {
  if (!limits_.nodes && !limits_.references_per_node) return;
  const auto known = known_node(table, node);
  if (known != table.nodes.end()) {
    known->said = table.count;
  } else {
    table.nodes.push_back({node, 0, table.count});
  }
}

void RoutingTables::note_removed(Table& table, core::PeerId node) {
  const auto known = known_node(table, node);
  if (known == table.nodes.end()) return;
  if (--known->references == 0) table.nodes.erase(known);
}

overlay::Connections RoutingTables::rows() const {
  overlay::Connections rows;
  rows.offsets.reserve(tables_.size() + 1);
  rows.offsets.push_back(0);
  std::vector<core::PeerId> row;
  for (const Table& table : tables_) {
    row.clear();
    for (const Reference& reference : table.references) row.push_back(reference.node);
    std::sort(row.begin(), row.end());
    row.erase(std::unique(row.begin(), row.end()), row.end());
    rows.neighbours.insert(rows.neighbours.end(), row.begin(), row.end());
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.neighbours.size()));
  }
  return rows;
}

}  // namespace rippletank::protocols::freenet
