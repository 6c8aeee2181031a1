// Draws the pictures on which runs are played back.
#include "analysis/replay/stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sim/run/underlay_graph.hpp"
#include "sim/underlay/physical.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/pictures/labels.hpp"
#include "topologies/pictures/picture_frame.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::replay {
namespace {

using registry::Json;
using topologies::Frame;
using topologies::Graph;
using topologies::NodeId;

double tenths(double px) { return std::floor(px * 10 + 0.5) / 10; }
double hundredths(double px) { return std::floor(px * 100 + 0.5) / 100; }

Json names_json(const Graph& graph) {
  if (graph.names.kept() == 0) return nullptr;
  Json names = Json::array();
  for (NodeId node = 0; node < graph.node_count; ++node) names.push_back(graph.names.name(node));
  return names;
}

Json kinds_json(const Graph& graph) {
  if (!graph.has_devices()) return nullptr;
  Json kinds = Json::array();
  for (const topologies::NodeKind kind : graph.kinds) kinds.push_back(topologies::name_of(kind));
  return kinds;
}

Json radii_json(const Frame& frame) {
  const auto differs = [&](double radius) { return radius != frame.radius; };
  if (std::none_of(frame.radii.begin(), frame.radii.end(), differs)) return nullptr;
  Json radii = Json::array();
  for (const double radius : frame.radii) radii.push_back(hundredths(radius));
  return radii;
}

Json labels_json(const topologies::Labels& labels) {
  constexpr std::array<const char*, 3> anchors = {"start", "middle", "end"};
  Json placed = Json::array();
  for (const topologies::Label& label : labels.placed) {
    placed.push_back({label.node, tenths(label.at.x), tenths(label.at.y),
                      anchors[static_cast<std::size_t>(label.anchor)]});
  }
  return {{"inside", labels.inside}, {"font_px", tenths(labels.font_px)}, {"placed", placed}};
}

Json bends_json(const Frame& frame) {
  Json bends = Json::array();
  for (std::size_t link = 0; link < frame.bends.size(); ++link) {
    if (!frame.bends[link]) continue;
    bends.push_back({link, tenths(frame.bends[link]->x), tenths(frame.bends[link]->y)});
  }
  return bends;
}

void add_drawing(const Graph& graph, Json& layer) {
  const Frame frame = topologies::frame_of(graph);
  Json x = Json::array();
  Json y = Json::array();
  for (const topologies::Position& at : frame.at) {
    x.push_back(tenths(at.x));
    y.push_back(tenths(at.y));
  }
  Json links = Json::array();
  for (const topologies::Link& link : graph.links) {
    links.push_back(link.from);
    links.push_back(link.to);
  }
  Json groups = Json::array();
  for (const topologies::Disc& disc : frame.groups) {
    groups.push_back({tenths(disc.centre.x), tenths(disc.centre.y), tenths(disc.radius)});
  }
  layer["width"] = frame.width;
  layer["height"] = tenths(frame.height);
  layer["radius"] = hundredths(frame.radius);
  layer["x"] = std::move(x);
  layer["y"] = std::move(y);
  layer["radii"] = radii_json(frame);
  layer["kinds"] = kinds_json(graph);
  layer["links"] = std::move(links);
  layer["bends"] = bends_json(frame);
  layer["groups"] = std::move(groups);
  layer["labels"] = labels_json(topologies::place_labels(graph, frame));
}

Json roles_json(const std::vector<const char*>& roles) {
  if (roles.empty()) return nullptr;
  std::vector<std::string> names;
  Json of = Json::array();
  for (const char* role : roles) {
    const auto found = std::find(names.begin(), names.end(), role);
    of.push_back(found - names.begin());
    if (found == names.end()) names.emplace_back(role);
  }
  return {{"names", names}, {"of", of}};
}

/// The trunk that each cable belongs to; null where there is none.
Json trunks_json(const underlay::DeviceGraph& devices) {
  Json trunks = Json::array();
  bool any = false;
  for (const underlay::Cable& cable : devices.cables) {
    const bool is_trunk = devices.is_trunk(cable);
    any = any || is_trunk;
    trunks.push_back(is_trunk ? Json(cable.group) : Json());
  }
  return any ? trunks : Json();
}

/// The connections, each once.
std::vector<topologies::Link> links_of(const overlay::Connections& connections) {
  std::vector<topologies::Link> links;
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    for (std::uint32_t i = connections.offsets[peer]; i < connections.offsets[peer + 1]; ++i) {
      const core::PeerId neighbour = connections.neighbours[i];
      if (peer < neighbour) links.push_back({peer, neighbour});
    }
  }
  return links;
}

}  // namespace

Graph connections_graph(const scenario::Scenario& scenario, const run::Outcome& outcome) {
  Graph graph = topologies::build(scenario.overlay.topology, outcome.seed);
  if (!outcome.measures.connections) return graph;
  Graph made;
  made.node_count = graph.node_count;
  made.names = std::move(graph.names);
  made.links = links_of(*outcome.measures.connections);
  return made;
}

Json layer_json(const Graph& graph) {
  Json layer{{"nodes", graph.node_count}, {"links_in_all", graph.links.size()}};
  layer["names"] = names_json(graph);
  if (graph.node_count <= most_staged_nodes && graph.links.size() <= most_staged_links) {
    add_drawing(graph, layer);
  }
  return layer;
}

Json stage_json(const scenario::Scenario& scenario, const run::Outcome& outcome) {
  Json stage{{"overlay", layer_json(connections_graph(scenario, outcome))},
             {"underlay", nullptr},
             {"host_of", nullptr}};
  if (const underlay::PhysicalWires* wires = run::physical_wires(outcome.network)) {
    stage["underlay"] = layer_json(*run::underlay_graph(scenario, outcome.seed));
    stage["underlay"]["trunk_of"] = trunks_json(wires->graph());
    stage["host_of"] = outcome.network.host_of;
  }
  stage["roles"] = roles_json(outcome.measures.roles);
  stage["warm_up_s"] = scenario.warm_up_s;
  stage["connections_made"] = outcome.measures.connections.has_value();
  return stage;
}

}  // namespace rippletank::replay
