// Makes graphs of GraphML documents and registers them as a topology.
#include "topologies/readers/graphml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "sim/registry/counts.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/suggest.hpp"
#include "topologies/model.hpp"
#include "topologies/readers/drawing.hpp"
#include "topologies/readers/graphml_document.hpp"
#include "topologies/readers/numbers.hpp"
#include "topologies/readers/text.hpp"
#include "topologies/readers/xml_scanner.hpp"

namespace rippletank::topologies {
namespace {

constexpr double us_per_ms = 1000;

constexpr double fastest_mbit_s = 1e12;

using NodesById = std::unordered_map<std::string_view, NodeId>;

NodesById nodes_by_id(const GraphmlDocument& document, Problems& problems) {
  NodesById by_id;
  by_id.reserve(document.nodes.size());
  for (std::size_t i = 0; i < document.nodes.size(); ++i) {
    const GraphmlNode& node = document.nodes[i];
    const auto [entry, is_new] = by_id.try_emplace(node.id, static_cast<NodeId>(i));
    if (is_new || node.id.empty()) continue;
    problems.add(node.line, [&, first = entry->second] {
      return fmt::format("expected every node id once, got {} again (first on line {})",
                         in_quotes(node.id), document.nodes[first].line);
    });
  }
  return by_id;
}

/// Labels where they tell nodes apart, ids elsewhere: all names are different.
std::vector<std::string> choose_names(const GraphmlDocument& document, const NodesById& by_id) {
  const auto label_of = [](const GraphmlNode& node) -> const std::optional<std::string>& {
    return node[NodeDatum::label] ? node[NodeDatum::label] : node[NodeDatum::name];
  };
  std::unordered_map<std::string_view, int> uses;
  for (const GraphmlNode& node : document.nodes) {
    if (label_of(node)) ++uses[*label_of(node)];
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < document.nodes.size(); ++i) {
    const GraphmlNode& node = document.nodes[i];
    const std::optional<std::string>& label = label_of(node);
    bool is_clear = label && uses[*label] == 1;
    if (is_clear) {
      const auto same_id = by_id.find(*label);
      is_clear = same_id == by_id.end() || same_id->second == i;
    }
    names.push_back(is_clear ? *label : node.id);
  }
  return names;
}

void read_links(const GraphmlDocument& document, const NodesById& by_id, Graph& graph,
                Problems& problems) {
  for (const GraphmlEdge& edge : document.edges) {
    Link link;
    for (const auto& [id, end] : {std::pair(&edge.source, &link.from), {&edge.target, &link.to}}) {
      const auto node = by_id.find(*id);
      if (node != by_id.end()) {
        *end = node->second;
      } else if (!id->empty()) {
        problems.add(edge.line, [&, unknown = id] {
          return fmt::format("expected an edge between nodes of the graph, got the unknown node {}",
                             in_quotes(*unknown));
        });
      }
    }
    graph.links.push_back(link);
  }
}

/// "12" in milliseconds, or with its unit: "12 us".
std::optional<core::Time> latency_with_unit(std::string_view text) {
  struct Unit {
    std::string_view name;
    double us;
  };
  constexpr Unit units[] = {{"ms", us_per_ms}, {"us", 1}, {"ns", 1e-3}, {"s", 1e6}};
  for (const Unit& unit : units) {
    if (text.size() <= unit.name.size()) continue;
    const std::size_t number_size = text.size() - unit.name.size();
    if (text.substr(number_size) != unit.name) continue;
    return latency_in(trimmed(text.substr(0, number_size)), unit.us);
  }
  return latency_in(text, us_per_ms);
}

/// Microseconds in the unit of a latency.
double unit_us(EdgeDatum datum) { return datum == EdgeDatum::latency_us ? 1 : us_per_ms; }

std::optional<core::Time> latency_of(EdgeDatum datum, std::string_view text) {
  return datum == EdgeDatum::latency ? latency_with_unit(text) : latency_in(text, unit_us(datum));
}

/// How many units of a speed make 1 Mbit/s.
double units_per_mbit_s(EdgeDatum datum) { return datum == EdgeDatum::link_speed_raw ? 1e6 : 1; }

std::optional<double> bandwidth_of(EdgeDatum datum, std::string_view text) {
  const std::optional<double> number = decimal_in(text);
  if (!number) return {};
  const double mbit_s = *number / units_per_mbit_s(datum);
  if (mbit_s <= 0 || mbit_s > fastest_mbit_s) return {};
  return mbit_s;
}

/// The first of the data that an edge has.
std::optional<EdgeDatum> first_given(const GraphmlEdge& edge,
                                     std::initializer_list<EdgeDatum> data) {
  for (const EdgeDatum datum : data) {
    if (edge[datum]) return datum;
  }
  return {};
}

void read_latencies(const GraphmlDocument& document, Graph& graph, Problems& problems) {
  const auto given = [](const GraphmlEdge& edge) {
    return first_given(edge, {EdgeDatum::latency_ms, EdgeDatum::latency_us, EdgeDatum::latency});
  };
  const bool any = std::any_of(document.edges.begin(), document.edges.end(),
                               [&](const GraphmlEdge& edge) { return given(edge).has_value(); });
  if (!any) return;
  for (const GraphmlEdge& edge : document.edges) {
    const std::optional<EdgeDatum> datum = given(edge);
    if (!datum) {
      problems.add(edge.line,
                   "expected a latency, as other edges have one; give it to every edge "
                   "or as the <default> of its <key>");
      continue;
    }
    const std::optional<core::Time> latency = latency_of(*datum, *edge[*datum]);
    graph.latency_ns.push_back(latency.value_or(0));
    if (latency) continue;
    problems.add(edge.line, [&] {
      const GraphmlKey& key = key_of(*datum);
      return fmt::format("expected a {} of 0 to {} [{}], got {}", key.name,
                         longest_latency_us / unit_us(*datum), key.unit, in_quotes(*edge[*datum]));
    });
  }
}

void read_bandwidths(const GraphmlDocument& document, Graph& graph, Problems& problems) {
  std::size_t known = 0;
  for (const GraphmlEdge& edge : document.edges) {
    double& bandwidth_mbit_s = graph.bandwidth_mbit_s.emplace_back(0);
    const std::optional<EdgeDatum> datum =
        first_given(edge, {EdgeDatum::bandwidth_mbit_s, EdgeDatum::link_speed_raw});
    if (!datum) continue;
    ++known;
    const std::optional<double> mbit_s = bandwidth_of(*datum, *edge[*datum]);
    bandwidth_mbit_s = mbit_s.value_or(1);
    if (mbit_s) continue;
    problems.add(edge.line, [&] {
      const GraphmlKey& key = key_of(*datum);
      return fmt::format("expected a {} of more than 0 to {} [{}], got {}", key.name,
                         fastest_mbit_s * units_per_mbit_s(*datum), key.unit,
                         in_quotes(*edge[*datum]));
    });
  }
  if (known == 0) graph.bandwidth_mbit_s.clear();
  if (known == 0 || known == document.edges.size()) return;
  graph.notes.push_back(
      fmt::format("link speeds are known of {} of {} edges", known, document.edges.size()));
}

/// Kinds where the nodes use our words for them; a file that has other words means something else.
void read_kinds(const GraphmlDocument& document, Graph& graph, Problems& problems) {
  const std::vector<std::string> words = {"host", "router", "hub", "switch"};
  constexpr NodeKind kinds[] = {NodeKind::host, NodeKind::router, NodeKind::hub,
                                NodeKind::switch_device};
  const auto index_of = [&](const std::string& word) {
    return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
  };
  const bool ours =
      std::any_of(document.nodes.begin(), document.nodes.end(), [&](const GraphmlNode& node) {
        return node[NodeDatum::kind] && index_of(*node[NodeDatum::kind]) < words.size();
      });
  if (!ours) return;
  for (const GraphmlNode& node : document.nodes) {
    const std::string kind = node[NodeDatum::kind].value_or("host");
    const std::size_t index = index_of(kind);
    graph.kinds.push_back(index < words.size() ? kinds[index] : NodeKind::host);
    if (index < words.size()) continue;
    problems.add(node.line, [&] {
      return fmt::format("expected a kind of host, router, hub or switch, got {}{}",
                         in_quotes(kind), registry::suggestion(kind, words));
    });
  }
  const bool all_hosts = std::all_of(graph.kinds.begin(), graph.kinds.end(),
                                     [](NodeKind kind) { return kind == NodeKind::host; });
  if (all_hosts) graph.kinds.clear();
}

/// A coordinate of a node, which must be a number from -most to most; 0 and a problem otherwise.
double coordinate(const GraphmlNode& node, NodeDatum datum, double most, Problems& problems) {
  const std::optional<double> degrees = decimal_in(*node[datum]);
  if (degrees && *degrees >= -most && *degrees <= most) return *degrees;
  problems.add(node.line, [&] {
    const GraphmlKey& key = key_of(datum);
    return fmt::format("expected a {} of {} to {} [{}], got {}", key.name, -most, most, key.unit,
                       in_quotes(*node[datum]));
  });
  return 0;
}

void read_positions(const GraphmlDocument& document, Graph& graph, Problems& problems) {
  std::vector<std::optional<Position>> places(document.nodes.size());
  std::size_t located = 0;
  for (std::size_t i = 0; i < document.nodes.size(); ++i) {
    const GraphmlNode& node = document.nodes[i];
    if (!node[NodeDatum::latitude] || !node[NodeDatum::longitude]) continue;
    places[i] = {coordinate(node, NodeDatum::longitude, 180, problems),
                 coordinate(node, NodeDatum::latitude, 90, problems)};
    ++located;
  }
  if (located == 0 || !problems.none()) return;
  if (located * 2 <= places.size()) {
    graph.notes.push_back(
        fmt::format("left out positions, known of only {} of {} nodes", located, places.size()));
    return;
  }
  graph.positions = place_amid_neighbours(graph, places);
  graph.layout = Layout::geographic;
  const std::size_t without = places.size() - located;
  if (without == 0) return;
  graph.notes.push_back(fmt::format("placed {} without a position amid {} neighbours",
                                    registry::count_in_words(without, "node", "nodes"),
                                    without == 1 ? "its" : "their"));
}

struct GraphMLParameters {
  registry::FilePath file;
};

Graph build(const GraphMLParameters& parameters, std::uint64_t /*seed*/) {
  return parse_graphml(registry::read_input_file(parameters.file), parameters.file.shown());
}

}  // namespace

Graph parse_graphml(std::string_view text, const std::string& file_name) {
  Problems problems(file_name);
  check_is_text(text, problems);
  const GraphmlDocument document = read_graphml_document(to_utf8(text, problems), problems);
  if (problems.none() && document.edges.empty()) {
    problems.stop(0, fmt::format("expected at least one <edge>, got {} and no edge",
                                 registry::count_in_words(document.nodes.size(), "node", "nodes")));
  }
  if (document.nodes.size() > static_cast<std::size_t>(most_nodes) ||
      document.edges.size() > most_links) {
    problems.stop(0, fmt::format("expected at most {} nodes and {} edges, got {} and {}",
                                 static_cast<std::size_t>(most_nodes), most_links,
                                 document.nodes.size(), document.edges.size()));
  }
  Graph graph;
  graph.node_count = static_cast<NodeId>(document.nodes.size());
  const NodesById by_id = nodes_by_id(document, problems);
  read_links(document, by_id, graph, problems);
  read_latencies(document, graph, problems);
  read_bandwidths(document, graph, problems);
  read_kinds(document, graph, problems);
  read_positions(document, graph, problems);
  problems.stop_if_any();
  graph.names = names_of_nodes(choose_names(document, by_id));
  return graph;
}

RIPPLETANK_TOPOLOGY(graphml) {
  return model<GraphMLParameters>(
      registry::describe<GraphMLParameters>(
          "graphml",
          "A GraphML file, with the latencies, speeds, places and names of nodes that it states.",
          "Brandes et al., GraphML Progress Report, Graph Drawing (2001); for the Internet "
          "Topology "
          "Zoo: Knight et al., IEEE JSAC 29 (2011)",
          registry::Table<GraphMLParameters>{}.required(
              "file", &GraphMLParameters::file,
              {.description = "The GraphML file, as written by the Topology Zoo, yEd, networkx, "
                              "igraph or Gephi. " +
                              graphml_keys_in_words()}),
          {{"file", "topologies/data/three_towns.graphml"}}),
      build);
}

}  // namespace rippletank::topologies
