// Groups in discs.
#include "topologies/pictures/clusters.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/pinned_math.hpp"
#include "topologies/pictures/frame.hpp"
#include "topologies/pictures/free.hpp"
#include "topologies/pictures/shapes.hpp"

namespace rippletank::topologies {
namespace {

constexpr double node_step = 1.25;  // between the nodes of a group
constexpr double group_gap = 2.6;   // between groups

struct Group {
  std::vector<NodeId> nodes;
  std::optional<NodeId> hub;  // the node that all others of the group hang on
  double radius = 0;          // of the circle of its nodes
  Position centre;
};

std::optional<NodeId> hub_of(const Graph& graph, const Adjacency& rows,
                             const std::vector<NodeId>& nodes) {
  if (nodes.size() < 3) return {};
  std::size_t inner_slots = 0;
  std::optional<NodeId> hub;
  for (const NodeId node : nodes) {
    std::size_t inner = 0;
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      if (graph.group[rows.neighbours[k]] == graph.group[node]) ++inner;
    }
    inner_slots += inner;
    if (inner + 1 == nodes.size() && !hub) hub = node;
  }
  return inner_slots == 2 * (nodes.size() - 1) ? hub : std::nullopt;
}

std::vector<Group> groups_of(const Graph& graph, const Adjacency& rows) {
  const std::uint32_t count = *std::max_element(graph.group.begin(), graph.group.end()) + 1;
  std::vector<Group> groups(count);
  for (NodeId node = 0; node < graph.node_count; ++node) {
    groups[graph.group[node]].nodes.push_back(node);
  }
  for (Group& group : groups) {
    group.hub = hub_of(graph, rows, group.nodes);
    const auto on_circle = static_cast<double>(group.nodes.size() - (group.hub ? 1 : 0));
    if (group.nodes.size() == 2) group.radius = node_step / 2;
    if (group.nodes.size() > 2) {
      const double least = group.hub ? node_step : 1;  // as far from the hub as from each other
      group.radius = std::max(least, on_circle * node_step / (2 * pi));
    }
  }
  return groups;
}

/// The graph whose nodes are the groups.
Adjacency links_between_groups(const Graph& graph, std::size_t count) {
  Graph between;
  between.node_count = static_cast<NodeId>(count);
  for (const Link& link : graph.links) {
    between.links.push_back({graph.group[link.from], graph.group[link.to]});
  }
  simplify(between);
  return adjacency(between);
}

/// The group that is one device at the centre and linked to every other.
std::optional<std::size_t> middle_group(const Graph& graph, const Adjacency& between,
                                        const std::vector<Group>& groups) {
  if (graph.kinds.empty() || graph.kinds[graph.centre] == NodeKind::host) return {};
  const std::uint32_t group = graph.group[graph.centre];
  if (groups[group].nodes.size() != 1) return {};
  if (between.degree(group) + 1 != groups.size()) return {};
  return group;
}

void place_groups(const Graph& graph, std::vector<Group>& groups) {
  constexpr std::size_t most_on_circle = 9;
  constexpr std::size_t most_parted = 700;
  const Adjacency between = links_between_groups(graph, groups.size());
  double widest = 0;
  for (const Group& group : groups) widest = std::max(widest, group.radius);
  const double step = 2 * widest + group_gap;
  if (groups.size() > most_on_circle) {
    std::vector<Position> at = arrange_freely(between);
    for (Position& centre : at) centre = {centre.x * step, centre.y * step};
    if (groups.size() <= most_parted) part_points(at, std::vector<double>(at.size(), step / 2));
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].centre = at[i];
    return;
  }
  const std::optional<std::size_t> middle = middle_group(graph, between, groups);
  const std::size_t around = groups.size() - (middle ? 1 : 0);
  const auto count = static_cast<double>(around);
  double radius = around > 1 ? step / 2 / core::sin(pi / count) : 0;
  if (middle) radius = std::max(radius, step * 0.75);
  std::size_t placed = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (middle == i) continue;
    // Two stand side by side, four at the corners: no group hides behind the title.
    const double turn = around == 2 ? -0.25 : around == 4 ? 0.125 : 0;
    const Position towards = direction(2 * pi * (static_cast<double>(placed++) / count + turn));
    groups[i].centre = {radius * towards.x, radius * towards.y};
  }
}

/// Puts the nodes of a group on its circle; those with links to elsewhere choose first, and choose
/// the place that faces where these lead.
void place_nodes(const Graph& graph, const Adjacency& rows, const std::vector<Group>& groups,
                 const Group& group, std::vector<Position>& at) {
  struct Wish {
    NodeId node;
    Position towards;
  };
  std::vector<Wish> wishes;
  std::vector<NodeId> others;
  for (const NodeId node : group.nodes) {
    if (group.hub == node) {
      at[node] = group.centre;
      continue;
    }
    Position towards;
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const std::uint32_t other = graph.group[rows.neighbours[k]];
      if (other == graph.group[node]) continue;
      towards.x += groups[other].centre.x - group.centre.x;
      towards.y += groups[other].centre.y - group.centre.y;
    }
    if (towards.x == 0 && towards.y == 0) {
      others.push_back(node);
    } else {
      wishes.push_back({node, towards});
    }
  }
  const std::size_t places = wishes.size() + others.size();
  std::vector<Position> free_places;
  for (std::size_t i = 0; i < places; ++i) {
    free_places.push_back(direction(2 * pi * static_cast<double>(i) / static_cast<double>(places)));
  }
  const auto take = [&](NodeId node, std::size_t place) {
    at[node] = {group.centre.x + group.radius * free_places[place].x,
                group.centre.y + group.radius * free_places[place].y};
    free_places.erase(free_places.begin() + static_cast<std::ptrdiff_t>(place));
  };
  for (const Wish& wish : wishes) {
    std::size_t best = 0;
    const auto facing = [&](std::size_t place) {
      return wish.towards.x * free_places[place].x + wish.towards.y * free_places[place].y;
    };
    for (std::size_t i = 1; i < free_places.size(); ++i) {
      if (facing(i) > facing(best) + 1e-9) best = i;
    }
    take(wish.node, best);
  }
  for (const NodeId node : others) take(node, 0);
}

/// The links that lead from one group to another.
std::vector<Link> links_abroad(const Graph& graph) {
  std::vector<Link> links;
  for (const Link& link : graph.links) {
    if (graph.group[link.from] != graph.group[link.to]) links.push_back(link);
  }
  return links;
}

/// How bad the links between groups look.
struct Ugliness {
  int passes = 0;     // of links so near other nodes as to seem theirs
  double length = 0;  // of all links

  bool is_less_than(const Ugliness& other) const {
    constexpr double length_of_a_pass = 4;
    return length + length_of_a_pass * passes <
           other.length + length_of_a_pass * other.passes - 1e-6;
  }
};

Ugliness ugliness(const std::vector<Link>& abroad, const std::vector<Position>& at) {
  constexpr double too_near = 0.5;
  Ugliness sum;
  for (const Link& link : abroad) {
    const Position from = at[link.from];
    const Position to = at[link.to];
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double squared = dx * dx + dy * dy;
    sum.length += std::sqrt(squared);
    for (NodeId node = 0; node < at.size(); ++node) {
      if (node == link.from || node == link.to) continue;
      const double ax = at[node].x - from.x;
      const double ay = at[node].y - from.y;
      const double along = std::clamp((ax * dx + ay * dy) / squared, 0.0, 1.0);
      const double off_x = ax - along * dx;
      const double off_y = ay - along * dy;
      if (off_x * off_x + off_y * off_y < too_near * too_near) ++sum.passes;
    }
  }
  return sum;
}

/// Improves how nodes stand within their groups, one change after the other.
class Untangling {
 public:
  Untangling(const Graph& graph, std::vector<Position>& at)
      : abroad_(links_abroad(graph)), at_(at), now_(ugliness(abroad_, at)) {}

  std::size_t links() const { return abroad_.size(); }

  /// Lets two nodes of a group change places wherever the links to other groups look better then.
  bool exchange(const Group& group) {
    bool better = false;
    for (std::size_t i = 0; i < group.nodes.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const NodeId a = group.nodes[i];
        const NodeId b = group.nodes[j];
        if (a == group.hub || b == group.hub) continue;
        std::swap(at_[a], at_[b]);
        const Ugliness then = ugliness(abroad_, at_);
        if (then.is_less_than(now_)) {
          now_ = then;
          better = true;
        } else {
          std::swap(at_[a], at_[b]);
        }
      }
    }
    return better;
  }

  /// Turns a group by a part of a step if fewer links pass nodes then.
  bool turn(const Group& group) {
    constexpr int parts = 8;
    if (now_.passes == 0 || group.nodes.size() < 3) return false;
    const auto steps = static_cast<double>(group.nodes.size() - (group.hub ? 1 : 0));
    std::vector<Position> before;
    for (const NodeId node : group.nodes) before.push_back(at_[node]);
    std::vector<Position> best = before;
    const Ugliness unturned = now_;
    for (int part = 1; part < parts; ++part) {
      const Position up = direction(2 * pi * part / (parts * steps));
      for (std::size_t i = 0; i < before.size(); ++i) {
        const double x = before[i].x - group.centre.x;
        const double y = before[i].y - group.centre.y;
        at_[group.nodes[i]] = {group.centre.x - x * up.y - y * up.x,
                               group.centre.y + x * up.x - y * up.y};
      }
      const Ugliness then = ugliness(abroad_, at_);
      if (then.passes >= unturned.passes || !then.is_less_than(now_)) continue;
      now_ = then;
      for (std::size_t i = 0; i < best.size(); ++i) best[i] = at_[group.nodes[i]];
    }
    for (std::size_t i = 0; i < best.size(); ++i) at_[group.nodes[i]] = best[i];
    return now_.passes < unturned.passes;
  }

 private:
  std::vector<Link> abroad_;
  std::vector<Position>& at_;
  Ugliness now_;
};

void untangle(const Graph& graph, const std::vector<Group>& groups, std::vector<Position>& at) {
  constexpr int most_rounds = 8;
  constexpr double most_steps = 2e7;
  Untangling untangling(graph, at);
  double changes = 0;
  for (const Group& group : groups) {
    changes += 8 + static_cast<double>(group.nodes.size() * group.nodes.size()) / 2;
  }
  const double steps = changes * static_cast<double>(untangling.links()) * graph.node_count;
  if (steps > most_steps) return;
  bool better = true;
  for (int round = 0; better && round < most_rounds; ++round) {
    better = false;
    for (const Group& group : groups) better = untangling.exchange(group) || better;
    for (const Group& group : groups) better = untangling.turn(group) || better;
  }
}

}  // namespace

std::optional<Arrangement> arrange_clusters(const Graph& graph, const Adjacency& rows) {
  if (graph.node_count == 0 || graph.group.size() != graph.node_count) return {};
  if (*std::max_element(graph.group.begin(), graph.group.end()) >= graph.node_count) return {};
  std::vector<Group> groups = groups_of(graph, rows);
  const bool all_used = std::none_of(groups.begin(), groups.end(),
                                     [](const Group& group) { return group.nodes.empty(); });
  if (!all_used) return {};
  place_groups(graph, groups);
  Arrangement result;
  result.even = true;
  result.at.resize(graph.node_count);
  for (const Group& group : groups) {
    place_nodes(graph, rows, groups, group, result.at);
    if (group.nodes.size() > 1) {
      result.groups.push_back({group.centre, group.radius + node_step / 2});
    }
  }
  untangle(graph, groups, result.at);
  return result;
}

}  // namespace rippletank::topologies
