// Metrics of real graphs against figures that were published or computed independently.
#include <cmath>
#include <fstream>
#include <iterator>

#include "tests/catch.hpp"
#include "tests/data_path.hpp"
#include "topologies/metrics/metrics.hpp"
#include "topologies/readers/as_relationships.hpp"
#include "topologies/readers/edge_list.hpp"
#include "topologies/readers/rocketfuel.hpp"

namespace metrics_published_test {

using namespace rippletank::topologies;
using rippletank::tests::data_file;

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// As the tables print: so many digits after the dot.
double rounded(double value, int digits) {
  const double scale = std::pow(10.0, digits);
  return std::round(value * scale) / scale;
}

/// Nodes, links, component, triangles: the publisher's page, snap.stanford.edu/data. The hops were
/// computed from every node by plain searches.
struct Snapshot {
  const char* day;
  std::uint64_t nodes;
  std::uint64_t links;
  std::uint64_t largest_component;
  std::uint64_t triangles;
  std::uint32_t diameter;
  double effective_diameter_90;
  double mean_hops;
};

void check_snapshot(const Snapshot& expected) {
  const auto file = data_file(std::string("snap/p2p-Gnutella") + expected.day + ".txt");
  if (!file) return;
  INFO("snapshot " << expected.day);
  Graph graph = parse_edge_list(text_of(*file), file->filename().string());
  simplify(graph);
  const GraphMetrics metrics = measure(graph);
  CHECK(metrics.nodes == expected.nodes);
  CHECK(metrics.links == expected.links);
  CHECK(metrics.largest_component == expected.largest_component);
  CHECK(metrics.triangles == expected.triangles);
  CHECK(metrics.paths_exact);
  CHECK_FALSE(metrics.diameter_is_lower_bound);
  CHECK(metrics.diameter_hops == expected.diameter);
  CHECK(rounded(metrics.effective_diameter_90, 3) == expected.effective_diameter_90);
  CHECK(rounded(metrics.mean_hops, 3) == expected.mean_hops);
}

/// Sums over degrees of crawls, and what they give for large random networks of those degrees.
void check_threshold(const char* day, double threshold) {
  const auto file = data_file(std::string("snap/p2p-Gnutella") + day + ".txt");
  if (!file) return;
  Graph graph = parse_edge_list(text_of(*file), file->filename().string());
  simplify(graph);
  CHECK(rounded(measure(graph, {.exact_hop_steps = 0}).percolation_threshold, 4) == threshold);
}

/// Backbones of Mahajan et al., IMW 2002; all pairs by plain Dijkstra.
struct Backbone {
  const char* as_number;
  std::uint64_t nodes;
  std::uint64_t largest_component;
  std::uint64_t links;
  std::uint32_t diameter;
  double mean_hops;
  double mean_latency_ms;
  double latency_max_ms;
};

GraphMetrics backbone_metrics(const std::filesystem::path& file) {
  Graph graph =
      parse_rocketfuel(text_of(file), file.filename().string(), RocketfuelValues::latency_ms);
  simplify(graph);
  return measure(graph);
}

}  // namespace

TEST_CASE("the small Gnutella snapshots of August 2002 measure as published") {
  check_snapshot({"04", 10876, 39994, 10876, 934, 10, 5.394, 4.636});
  check_snapshot({"05", 8846, 31839, 8842, 1112, 9, 5.342, 4.596});
  check_snapshot({"06", 8717, 31525, 8717, 1142, 10, 5.290, 4.572});
  check_snapshot({"08", 6301, 20777, 6299, 2383, 9, 5.486, 4.643});
  check_snapshot({"09", 8114, 26013, 8104, 2354, 10, 5.601, 4.767});
}

TEST_CASE("the large Gnutella snapshots of August 2002 measure as published", "[slow]") {
  check_snapshot({"24", 26518, 65369, 26498, 986, 11, 6.080, 5.418});
  check_snapshot({"25", 22687, 54705, 22663, 806, 11, 6.334, 5.545});
  check_snapshot({"30", 36682, 88328, 36646, 1590, 11, 6.584, 5.750});
  check_snapshot({"31", 62586, 147892, 62561, 2024, 11, 6.725, 5.936});
}

TEST_CASE("the AS graphs of 2000 and 2001 measure as published") {
  if (const auto file = data_file("as-graphs/as20000102.txt")) {
    Graph graph = parse_edge_list(text_of(*file), "as20000102.txt");
    simplify(graph);
    const GraphMetrics metrics = measure(graph);
    CHECK(metrics.nodes == 6474);
    CHECK(metrics.links == 12572);
    CHECK(metrics.degree_max == 1458);
    CHECK(metrics.diameter_hops == 9);
    CHECK(rounded(metrics.mean_hops, 3) == 3.705);
    CHECK(metrics.triangles == 6584);
  }
  if (const auto file = data_file("as-graphs/oregon1_010331.txt")) {
    Graph graph = parse_edge_list(text_of(*file), "oregon1_010331.txt");
    simplify(graph);
    const GraphMetrics metrics = measure(graph);
    CHECK(metrics.nodes == 10670);
    CHECK(metrics.links == 22002);
    CHECK(metrics.diameter_hops == 10);
    CHECK(rounded(metrics.mean_hops, 3) == 3.642);
    CHECK(metrics.triangles == 17144);
    CHECK(rounded(metrics.clustering, 4) == 0.2970);
  }
}

TEST_CASE("the AS graph of CAIDA, 2007, measures as published") {
  const auto file = data_file("as-graphs/as-caida20070917.txt");
  if (!file) return;
  Graph graph = parse_as_relationships(text_of(*file), "as-caida20070917.txt");
  simplify(graph);
  const GraphMetrics metrics = measure(graph);
  CHECK(metrics.nodes == 8020);
  CHECK(metrics.links == 18203);
  CHECK(metrics.diameter_hops == 9);
  CHECK(rounded(metrics.mean_hops, 3) == 3.306);
}

TEST_CASE("Rocketfuel backbones have the latencies of a plain all-pairs computation") {
  const Backbone backbones[] = {{"1221", 108, 104, 153, 8, 4.616, 15.790, 54},
                                {"1239", 315, 315, 972, 10, 3.972, 23.162, 136},
                                {"1755", 87, 87, 161, 11, 4.525, 12.650, 47},
                                {"3257", 161, 161, 328, 10, 4.198, 15.648, 83},
                                {"3967", 79, 79, 147, 10, 4.083, 24.180, 105},
                                {"6461", 141, 138, 374, 8, 3.849, 35.112, 137}};
  for (const Backbone& expected : backbones) {
    const auto file =
        data_file(std::string("rocketfuel/") + expected.as_number + ".latencies.intra");
    if (!file) continue;
    INFO("AS " << expected.as_number);
    const GraphMetrics metrics = backbone_metrics(*file);
    CHECK(metrics.nodes == expected.nodes);
    CHECK(metrics.largest_component == expected.largest_component);
    CHECK(metrics.links == expected.links);
    CHECK(metrics.diameter_hops == expected.diameter);
    CHECK(rounded(metrics.mean_hops, 3) == expected.mean_hops);
    REQUIRE(metrics.latency.has_value());
    CHECK(metrics.latency->exact);
    CHECK(rounded(metrics.latency->mean_ms, 3) == expected.mean_latency_ms);
    CHECK(metrics.latency->max_ms == expected.latency_max_ms);
  }
}

TEST_CASE("crawls of Gnutella would stand random losses of nine peers in ten") {
  check_threshold("04", 0.9229);
  check_threshold("31", 0.9057);
}

TEST_CASE("the latencies between all pairs of AS 3967 add up to the millisecond") {
  const auto file = data_file("rocketfuel/3967.latencies.intra");
  if (!file) return;
  const GraphMetrics metrics = backbone_metrics(*file);
  REQUIRE(metrics.latency.has_value());
  CHECK(metrics.latency->sum_ms == 148'996.0);
  CHECK(metrics.latency->mean_ms == 148'996.0 / 6'162);
}

}  // namespace metrics_published_test
