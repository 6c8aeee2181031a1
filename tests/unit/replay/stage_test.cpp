// The pictures of a replay have a place for each node and each link of what they show.
#include "analysis/replay/stage.hpp"

#include <string>
#include <vector>

#include "sim/run/underlay_graph.hpp"
#include "sim/underlay/physical.hpp"
#include "tests/catch.hpp"
#include "tests/unit/replay/watched.hpp"
#include "topologies/catalogue.hpp"

namespace stage_test {

using namespace rippletank;
using namespace rippletank::tests;
using topologies::Graph;

namespace {

Graph line_of(topologies::NodeId nodes) {
  Graph graph;
  graph.node_count = nodes;
  for (topologies::NodeId node = 1; node < nodes; ++node) graph.links.push_back({node - 1, node});
  return graph;
}

bool null_or_size(const Json& list, std::size_t size) {
  return list.is_null() || list.size() == size;
}

void check_layer(const Json& layer, const Graph& graph) {
  CHECK(layer["nodes"] == graph.node_count);
  CHECK(layer["links_in_all"] == graph.links.size());
  REQUIRE(layer["x"].size() == graph.node_count);
  REQUIRE(layer["y"].size() == graph.node_count);
  CHECK(null_or_size(layer["radii"], graph.node_count));
  CHECK(null_or_size(layer["kinds"], graph.node_count));
  CHECK(null_or_size(layer["names"], graph.node_count));
  CHECK(layer["kinds"].is_null() != graph.has_devices());
  for (std::size_t node = 0; node < graph.node_count; ++node) {
    CHECK(layer["x"][node] >= 0);
    CHECK(layer["x"][node] <= layer["width"]);
    CHECK(layer["y"][node] >= 0);
    CHECK(layer["y"][node] <= layer["height"]);
  }
  REQUIRE(layer["links"].size() == 2 * graph.links.size());
  for (std::size_t link = 0; link < graph.links.size(); ++link) {
    CHECK(layer["links"][2 * link] == graph.links[link].from);
    CHECK(layer["links"][2 * link + 1] == graph.links[link].to);
  }
  for (const Json& bend : layer["bends"]) CHECK(bend[0] < graph.links.size());
  for (const Json& label : layer["labels"]["placed"]) CHECK(label[0] < graph.node_count);
}

}  // namespace

TEST_CASE("each node and each link of the two layers has its place, in the order of the graph") {
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const run::Outcome outcome = watched(one.scenario).outcome;
    const Json stage = Json::parse(replay::stage_json(one.scenario, outcome).dump());
    check_layer(stage["overlay"], replay::connections_graph(one.scenario, outcome));
    const auto* wires = run::physical_wires(outcome.network);
    CHECK(stage["underlay"].is_null() == (wires == nullptr));
    CHECK(stage["host_of"].is_null() == (wires == nullptr));
    if (wires == nullptr) continue;
    check_layer(stage["underlay"], *run::underlay_graph(one.scenario, outcome.seed));
    const auto& cables = wires->graph().cables;
    REQUIRE(stage["underlay"]["links_in_all"] == cables.size());
    const Json& trunks = stage["underlay"]["trunk_of"];
    for (std::size_t cable = 0; cable < cables.size(); ++cable) {
      // Failures and ways name cables by these numbers; a ring turns some of them round.
      const Json ends = {stage["underlay"]["links"][2 * cable],
                         stage["underlay"]["links"][2 * cable + 1]};
      CHECK((ends == Json({cables[cable].from, cables[cable].to}) ||
             ends == Json({cables[cable].to, cables[cable].from})));
      const bool is_trunk = !trunks.is_null() && !trunks[cable].is_null();
      CHECK(is_trunk == wires->graph().is_trunk(cables[cable]));
    }
    CHECK(stage["host_of"] == Json(outcome.network.host_of));
  }
}

TEST_CASE("connections are drawn as they are at the end, each once") {
  for (const char* name : {"03_ring", "22_joining"}) {
    INFO(name);
    const scenario::Scenario scenario = tutorial(name);
    const run::Outcome outcome = watched(scenario).outcome;
    const Graph graph = replay::connections_graph(scenario, outcome);
    const overlay::Connections& connections = outcome.final_connections();
    CHECK(2 * graph.links.size() == connections.neighbours.size());
    std::vector<std::uint32_t> degree(connections.peers());
    for (const topologies::Link& link : graph.links) {
      ++degree[link.from];
      ++degree[link.to];
    }
    for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
      CHECK(degree[peer] == connections.degree(peer));
    }
  }
}

TEST_CASE("roles are named once, and each peer has one") {
  const scenario::Scenario scenario = tutorial("20_napster");
  const run::Outcome outcome = watched(scenario).outcome;
  const Json roles = replay::stage_json(scenario, outcome)["roles"];
  REQUIRE(roles["of"].size() == outcome.measures.roles.size());
  for (std::size_t peer = 0; peer < outcome.measures.roles.size(); ++peer) {
    CHECK(roles["names"][roles["of"][peer].get<std::size_t>()] == outcome.measures.roles[peer]);
  }
  CHECK(replay::stage_json(tutorial("03_ring"), watched(tutorial("03_ring")).outcome)["roles"]
            .is_null());
}

TEST_CASE("a graph that is too large is only counted") {
  const Json drawn = replay::layer_json(line_of(300));
  check_layer(drawn, line_of(300));
  const Json many_nodes = replay::layer_json(line_of(replay::most_staged_nodes + 1));
  CHECK(many_nodes["nodes"] == replay::most_staged_nodes + 1);
  CHECK(many_nodes["links_in_all"] == replay::most_staged_nodes);
  for (const char* key : {"x", "y", "links", "labels"}) CHECK_FALSE(many_nodes.contains(key));
  Graph mesh;
  mesh.node_count = 640;
  for (topologies::NodeId from = 0; from < 640; ++from) {
    for (topologies::NodeId to = 0; to < from; ++to) mesh.links.push_back({from, to});
  }
  REQUIRE(mesh.links.size() > replay::most_staged_links);
  const Json many_links = replay::layer_json(mesh);
  CHECK(many_links["links_in_all"] == mesh.links.size());
  CHECK_FALSE(many_links.contains("x"));
}

TEST_CASE("names of nodes are kept where they are no numbers from 0") {
  Graph graph = line_of(3);
  CHECK(replay::layer_json(graph)["names"].is_null());
  graph.names = topologies::NodeNames({"</script>", "b\"", "c"}, false);
  CHECK(replay::layer_json(graph)["names"] == Json({"</script>", "b\"", "c"}));
}

}  // namespace stage_test
