// Draws the gallery.
#include "analysis/web/pages/gallery.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "analysis/web/pages/inputs.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/run/underlay_graph.hpp"
#include "sim/scenario/load.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/pictures/picture_frame.hpp"
#include "topologies/pictures/pictures.hpp"

namespace rippletank::pages {
namespace {

namespace fs = std::filesystem;
using registry::Json;
using topologies::NodeId;

constexpr double width = 192;
constexpr double height = 108;
constexpr double margin = 10;
constexpr NodeId most_points = 200;
constexpr std::size_t most_links = 400;

int whole(double value) { return static_cast<int>(std::floor(value + 0.5)); }

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};

Box box_of(const std::vector<topologies::Position>& at) {
  Box box{at[0].x, at[0].y, at[0].x, at[0].y};
  for (const topologies::Position& point : at) {
    box.left = std::min(box.left, point.x);
    box.right = std::max(box.right, point.x);
    box.top = std::min(box.top, point.y);
    box.bottom = std::max(box.bottom, point.y);
  }
  return box;
}

/// The links between nodes that are shown, some of them where they are many.
Json shown_links(const topologies::Graph& graph, NodeId step) {
  Json links = Json::array();
  const std::size_t stride = 1 + graph.links.size() / (most_links * step * step);
  std::size_t seen = 0;
  for (const topologies::Link& link : graph.links) {
    if (link.from % step != 0 || link.to % step != 0 || seen++ % stride != 0) continue;
    links.push_back(link.from / step);
    links.push_back(link.to / step);
  }
  return links;
}

/// The connections or, where everybody knows everybody, the cables under them.
topologies::Graph shown_graph(const scenario::Scenario& scenario) {
  topologies::Graph overlay = topologies::build(scenario.overlay.topology, scenario.seed);
  const std::size_t nodes = overlay.node_count;
  if (overlay.links.size() < nodes * (nodes - 1) / 2) return overlay;
  std::optional<topologies::Graph> underlay = run::underlay_graph(scenario, scenario.seed);
  return underlay ? std::move(*underlay) : std::move(overlay);
}

Json scenario_card(const fs::path& folder, const std::string& path) {
  const std::string file = (folder / path).string();
  std::string text = registry::read_input_file({file, file});
  const Json document = Json::parse(text, nullptr, false);
  Json card{{"path", path}, {"description", ""}};
  if (!document.is_object()) return card;
  if (document.contains("description") && document["description"].is_string()) {
    card["description"] = document["description"];
  }
  if (document.contains("scenario") || document.contains("vary")) {
    card["sweep"] = true;
    return card;
  }
  const scenario::Loaded loaded = scenario::load_text(text, file);
  const std::size_t slash = path.rfind('/');
  Json inputs = inputs_of(loaded.scenario, loaded.base_directory(),
                          slash == std::string::npos ? "" : path.substr(0, slash + 1));
  card["thumbnail"] = thumbnail_json(shown_graph(loaded.scenario));
  if (inputs.is_null()) return card;
  card["text"] = std::move(text);
  card["inputs"] = std::move(inputs);
  return card;
}

}  // namespace

Json thumbnail_json(const topologies::Graph& graph) {
  Json picture{{"width", width}, {"height", height}};
  if (graph.node_count == 0 || graph.node_count > topologies::most_drawn_nodes) return picture;
  const topologies::Frame frame = topologies::frame_of(graph);
  const Box box = box_of(frame.at);
  const double across = std::max(box.right - box.left, 1e-9);
  const double down = std::max(box.bottom - box.top, 1e-9);
  const double scale = std::min((width - 2 * margin) / across, (height - 2 * margin) / down);
  const NodeId step = 1 + graph.node_count / most_points;
  Json points = Json::array();
  for (NodeId node = 0; node < graph.node_count; node += step) {
    points.push_back(whole((frame.at[node].x - (box.left + box.right) / 2) * scale + width / 2));
    points.push_back(whole((frame.at[node].y - (box.top + box.bottom) / 2) * scale + height / 2));
  }
  picture["points"] = std::move(points);
  picture["links"] = shown_links(graph, step);
  return picture;
}

Json gallery_json(const fs::path& folder, const std::vector<std::string>& paths) {
  Json cards = Json::array();
  for (const std::string& path : paths) cards.push_back(scenario_card(folder, path));
  return cards;
}

}  // namespace rippletank::pages
