// JSON and the summary for people.
#include <sstream>

#include "sim/registry/json.hpp"
#include "tests/catch.hpp"
#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace writers_metrics_test {

using namespace rippletank;
using namespace rippletank::topologies;

namespace {

Graph star(NodeId nodes) {
  Graph graph;
  graph.node_count = nodes;
  for (NodeId node = 1; node < nodes; ++node) graph.links.push_back({0, node});
  return graph;
}

std::vector<std::string> keys(const registry::Json& json) {
  std::vector<std::string> found;
  for (const auto& [key, value] : json.items()) found.push_back(key);
  return found;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) found.push_back(line);
  return found;
}

void check_width(const std::string& text) {
  for (const std::string& line : lines(text)) {
    INFO(line);
    CHECK(shown_length(line) <= 80);
    CHECK((line.empty() || line.back() != ' '));
  }
}

}  // namespace

TEST_CASE("JSON holds every figure under its key, latencies only where there are any") {
  Graph graph = star(5);
  const registry::Json json = registry::Json::parse(to_json(measure(graph)));
  CHECK(keys(json) == std::vector<std::string>{
                          "nodes", "links", "components", "largest_component", "degree_min",
                          "degree_mean", "degree_max", "percolation_threshold", "diameter_hops",
                          "diameter_is_lower_bound", "mean_hops", "mean_hops_error",
                          "effective_diameter_90", "paths_exact", "sampled_sources", "triangles",
                          "clustering", "transitivity", "cut_nodes"});
  CHECK(json["nodes"] == 5);
  CHECK(json["links"] == 4);
  CHECK(json["degree_mean"] == 1.6);
  CHECK(json["diameter_hops"] == 2);
  CHECK(json["mean_hops"] == 1.6);
  CHECK(json["cut_nodes"] == 1);
  CHECK(json["paths_exact"] == true);
  graph.latency_ns.assign(4, 500'000);
  const registry::Json timed = registry::Json::parse(to_json(measure(graph)));
  CHECK(timed["mean_latency_ms"] == 0.8);
  CHECK(timed["latency_max_ms"] == 1.0);
  CHECK(timed["latency_sum_ms"] == 16.0);
  CHECK(timed["latencies_exact"] == true);
  CHECK(timed["latency_sampled_sources"] == 0);
  CHECK(timed["mean_latency_error_ms"] == 0);
}

TEST_CASE("JSON says null for a sum of latencies that was only sampled") {
  GraphMetrics metrics;
  metrics.latency = LatencyMetrics{};
  metrics.latency->exact = false;
  CHECK(registry::Json::parse(to_json(metrics))["latency_sum_ms"].is_null());
}

TEST_CASE("the summary of a star") {
  Graph graph = star(9);
  graph.kinds.assign(9, NodeKind::host);
  graph.kinds[0] = NodeKind::hub;
  CHECK(to_summary(graph, measure(graph), "Eight around a hub") ==
        "Eight around a hub\n"
        "\n"
        "nodes                              9  8 hosts, 1 hub\n"
        "links                              8\n"
        "components                         1  parts that no link joins\n"
        "mean degree                    1.778  links, 1 to 8 at a node\n"
        "percolation at                 0.714  random loss that leaves no giant component\n"
        "diameter                           2  hops, the longest of all shortest paths\n"
        "mean distance                  1.778  hops from one node to another\n"
        "effective diameter             1.855  hops that 90 % of ordered pairs are within\n"
        "                                      (each node with itself too), interpolated\n"
        "triangles                          0  of nodes that are all joined\n"
        "clustering                     0.000  share of neighbours that are neighbours\n"
        "cut nodes                          1  whose loss alone splits a component\n"
        "\n"
        "    degree       nodes\n"
        "         1           8  ██████████████████████████████████████████████████\n"
        "         2           0\n"
        "         3           0\n"
        "         4           0\n"
        "         5           0\n"
        "         6           0\n"
        "         7           0\n"
        "         8           1  ██████▎\n");
}

TEST_CASE("the summary says which pairs hops and latencies are of, where not all are joined") {
  Graph graph = star(4);
  graph.latency_ns.assign(3, 1'000'000);
  const std::string joined = to_summary(graph, measure(graph));
  CHECK(joined.find("joined pairs") == std::string::npos);
  graph.node_count = 6;
  graph.links.push_back({4, 5});
  graph.latency_ns.push_back(11'000'000);
  // Hops: 6 of 1 and 6 of 2 in the star. Milliseconds: as many, and 11 twice.
  const std::string parts = to_summary(graph, measure(graph));
  for (const char* line :
       {"largest component                  4  nodes (66.67 %); hops are within it\n",
        "mean distance                  1.500  hops from one node to another\n",
        "mean latency                   2.857  ms along the quickest path\n"
        "                                      (over all joined pairs, in each component)\n"}) {
    INFO(line);
    CHECK(parts.find(line) != std::string::npos);
  }
  check_width(parts);
}

TEST_CASE("the summary bins large degrees so that every node is in one bin") {
  Graph graph = star(2000);
  graph.node_count = 2003;  // three without links
  for (NodeId node = 1; node < 40; ++node) graph.links.push_back({node, node + 1});
  const std::vector<std::string> table = lines(to_summary(graph, measure(graph)));
  const auto count_of = [&](const std::string& bin) {
    for (const std::string& line : table) {
      std::istringstream in(line);
      std::string label;
      std::string nodes;
      in >> label >> nodes;
      if (label == bin) return nodes;
    }
    return std::string("no such bin");
  };
  CHECK(count_of("0") == "3");
  CHECK(count_of("1") == "1,959");
  CHECK(count_of("2–3") == "40");
  CHECK(count_of("1,024–1,999") == "1");
}

TEST_CASE("the summary keeps to 80 columns whatever titles, notes and figures come") {
  Graph graph = star(30);
  graph.latency_ns.assign(29, 9'000'000'000'000'000);
  graph.kinds.assign(30, NodeKind::host);
  graph.kinds[0] = NodeKind::switch_device;
  graph.kinds[1] = NodeKind::router;
  graph.kinds[2] = NodeKind::hub;
  graph.notes = {"left out " + std::string(200, 'x') + " and a few more words after that",
                 "a note\nof two lines with \x1b[31m in it"};
  GraphMetrics metrics = measure(graph);
  metrics.nodes = metrics.links = metrics.largest_component = 100'000'000;
  metrics.components = 12'345'678;
  metrics.degree_min = 1'000'000;
  metrics.paths_exact = false;
  metrics.sampled_sources = 1'234'567;
  metrics.mean_hops = 33'333'333.333;
  metrics.mean_hops_error = 1234.5678;
  metrics.diameter_is_lower_bound = true;
  metrics.degree_max = 1'000'029;
  metrics.latency->exact = false;
  metrics.latency->sampled_sources = 1'234'567;
  metrics.latency->mean_error_ms = 0.0012345678;
  const std::string text = to_summary(graph, metrics, std::string(100, 't') + " ünd 東京");
  check_width(text);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("≥ ") != std::string::npos);
  CHECK(text.find("hops ± 1.23e+03 (95 %, 1,234,567 sources)") != std::string::npos);
  check_width(to_summary(star(1), measure(star(1))));
  check_width(to_summary(Graph{}, measure(Graph{}), "nothing"));
}

}  // namespace writers_metrics_test
