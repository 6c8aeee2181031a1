// Arrangements: every shape looks like what it is.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/metrics/hop_counts.hpp"
#include "topologies/pictures/arrangement.hpp"
#include "topologies/pictures/frame.hpp"

namespace pictures_arrangement_test {

using namespace rippletank;
using namespace rippletank::topologies;
using Catch::Matchers::WithinAbs;
using registry::Json;

namespace {

Graph make(const Json& topology) {
  registry::Reader reader{{}};
  const registry::Model model = registry::read_model(catalogue(), topology, reader);
  REQUIRE(reader.diagnostics().empty());
  return build(model, 1);
}

Arrangement arranged(const Graph& graph) { return arrange(graph, adjacency(graph)); }

double distance(Position a, Position b) {
  return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

Graph free_graph(NodeId nodes, std::vector<Link> links) {
  Graph graph;
  graph.node_count = nodes;
  graph.links = std::move(links);
  return graph;
}

Graph random_graph(NodeId nodes, std::size_t links, std::uint64_t seed) {
  core::Substream stream(seed, "test/pictures");
  Graph graph;
  graph.node_count = nodes;
  for (std::size_t i = 0; i < links; ++i) {
    graph.links.push_back(
        {static_cast<NodeId>(stream.below(nodes)), static_cast<NodeId>(stream.below(nodes))});
  }
  simplify(graph);
  return graph;
}

const std::vector<Json> examples = {
    {{"model", "star"}, {"nodes", 8}},
    {{"model", "star"}, {"nodes", 8}, {"centre", "hub"}},
    {{"model", "bus"}, {"nodes", 10}},
    {{"model", "bus"}, {"nodes", 100}},
    {{"model", "ring"}, {"nodes", 10}},
    {{"model", "tree"}, {"stars", 3}, {"nodes_per_star", 4}},
    {{"model", "tree"}, {"stars", 12}, {"nodes_per_star", 3}, {"centre", "switch"}},
    {{"model", "combined_star"}, {"centres", 3}, {"nodes_per_centre", 6}, {"centre", "switch"}},
    {{"model", "combined_star"}, {"centres", 10}, {"nodes_per_centre", 4}},
    {{"model", "true_mesh"}, {"nodes", 7}},
    {{"model", "complex_mesh"}, {"clusters", 4}, {"nodes_per_cluster", 6}},
    {{"model", "complex_mesh"}, {"clusters", 5}, {"nodes_per_cluster", 5}, {"centre", "router"}},
    {{"model", "complex_mesh"}, {"clusters", 20}, {"nodes_per_cluster", 4}},
    {{"model", "balanced_tree"}, {"branching", 2}, {"depth", 4}},
    {{"model", "regular_tree"}, {"degree", 4}, {"depth", 3}},
    {{"model", "grid"}, {"rows", 5}, {"columns", 7}},
    {{"model", "watts_strogatz"}, {"nodes", 40}, {"neighbours", 4}},
    {{"model", "barabasi_albert"}, {"nodes", 200}, {"links_per_node", 2}},
    {{"model", "erdos_renyi"}, {"nodes", 150}, {"mean_degree", 1.5}},
    {{"model", "transit_stub"}},
};

}  // namespace

TEST_CASE("nodes stand at finite places of their own, on the canvas") {
  for (const Json& example : examples) {
    INFO(example.dump());
    const Graph graph = make(example);
    const Frame frame = fit(arranged(graph), Sizing{});
    REQUIRE(frame.at.size() == graph.node_count);
    for (NodeId node = 0; node < graph.node_count; ++node) {
      INFO(node);
      CHECK(std::isfinite(frame.at[node].x));
      CHECK(std::isfinite(frame.at[node].y));
      CHECK(frame.at[node].x >= frame.radius);
      CHECK(frame.at[node].x <= frame.width - frame.radius);
      CHECK(frame.at[node].y >= title_baseline + frame.radius);
      CHECK(frame.at[node].y <= frame.height - 40 - frame.radius);
      for (NodeId other = 0; other < node; ++other) {
        CHECK(distance(frame.at[node], frame.at[other]) > 2 * frame.radius);
      }
    }
    CHECK(frame.height <= 720);
  }
}

TEST_CASE("a ring stands on a circle, clockwise from the top") {
  const Frame frame = fit(arranged(make({{"model", "ring"}, {"nodes", 12}})), Sizing{});
  REQUIRE(frame.circle.has_value());
  for (NodeId node = 0; node < 12; ++node) {
    CHECK_THAT(distance(frame.at[node], frame.circle->centre),
               WithinAbs(frame.circle->radius, 1e-9));
  }
  CHECK_THAT(frame.at[0].x, WithinAbs(frame.circle->centre.x, 1e-9));
  CHECK(frame.at[0].y < frame.circle->centre.y);
  CHECK(frame.at[3].x > frame.circle->centre.x);
  CHECK(frame.at[6].y > frame.circle->centre.y);
}

TEST_CASE("a star's centre is amid the others") {
  for (const char* centre : {"node", "switch"}) {
    const Graph graph = make({{"model", "star"}, {"nodes", 9}, {"centre", centre}});
    const Arrangement star = arranged(graph);
    for (NodeId node = 0; node < graph.node_count; ++node) {
      if (node == graph.centre) continue;
      CHECK_THAT(distance(star.at[node], star.at[graph.centre]), WithinAbs(1, 1e-12));
    }
  }
}

TEST_CASE("a line runs from left to right, a long one turns without a leap") {
  const Arrangement line = arranged(make({{"model", "bus"}, {"nodes", 10}}));
  for (NodeId node = 1; node < 10; ++node) {
    CHECK(line.at[node].x == line.at[node - 1].x + 1);
    CHECK(line.at[node].y == line.at[0].y);
  }
  const Arrangement rows = arranged(make({{"model", "bus"}, {"nodes", 100}}));
  for (NodeId node = 1; node < 100; ++node) {
    CHECK_THAT(distance(rows.at[node], rows.at[node - 1]), WithinAbs(1, 1e-12));
  }
}

TEST_CASE("a grid is a grid") {
  const Graph graph = make({{"model", "grid"}, {"rows", 5}, {"columns", 7}});
  const Arrangement grid = arranged(graph);
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const NodeId row = node / 7;
    CHECK(grid.at[node].x == node % 7);
    CHECK(grid.at[node].y == row);
  }
}

TEST_CASE("a tree's levels follow each other, downwards or outwards") {
  for (const int depth : {3, 5}) {
    INFO("depth " << depth);
    const Graph graph = make({{"model", "balanced_tree"}, {"branching", 2}, {"depth", depth}});
    const Arrangement tree = arranged(graph);
    const bool in_rows = depth == 3;
    const auto level_of = [&](NodeId node) {
      return in_rows ? tree.at[node].y : distance(tree.at[node], tree.at[0]);
    };
    for (const Link& link : graph.links) {
      const auto [upper, lower] = std::minmax(link.from, link.to);
      CHECK(level_of(lower) > level_of(upper) + 0.1);
    }
    for (NodeId a = 0; a < graph.node_count; ++a) {
      for (NodeId b = 0; b < a; ++b) {
        const bool same_level = graph.group[a] == graph.group[b];
        CHECK((std::abs(level_of(a) - level_of(b)) < 1e-9) == same_level);
      }
    }
  }
}

TEST_CASE("a trunk is level and its leaves hang below") {
  const Graph graph =
      make({{"model", "tree"}, {"stars", 4}, {"nodes_per_star", 5}, {"centre", "switch"}});
  const Arrangement tree = arranged(graph);
  for (NodeId centre = 20; centre < 24; ++centre) {
    CHECK(tree.at[centre].y == tree.at[20].y);
    if (centre > 20) CHECK(tree.at[centre].x > tree.at[centre - 1].x);
    for (NodeId leaf = 0; leaf < 20; ++leaf) {
      if (graph.group[leaf] == centre - 20) CHECK(tree.at[leaf].y > tree.at[centre].y + 0.5);
    }
  }
}

TEST_CASE("combined stars keep each star together, their centres in line") {
  const Graph graph = make(
      {{"model", "combined_star"}, {"centres", 3}, {"nodes_per_centre", 6}, {"centre", "hub"}});
  const Arrangement stars = arranged(graph);
  for (NodeId leaf = 0; leaf < 18; ++leaf) {
    for (NodeId centre = 18; centre < 21; ++centre) {
      const bool own = graph.group[leaf] == centre - 18;
      CHECK((distance(stars.at[leaf], stars.at[centre]) < 1.5) == own);
      CHECK(std::abs(stars.at[leaf].y - stars.at[centre].y) +
                std::abs(stars.at[leaf].x - stars.at[centre].x) >
            0.5);
    }
  }
  CHECK(stars.at[18].y == stars.at[20].y);
  CHECK(stars.at[18].x < stars.at[19].x);
  CHECK(stars.at[19].x < stars.at[20].x);
}

TEST_CASE("clusters lie in discs that do not overlap, a router amid them") {
  for (const Json& example : examples) {
    const Graph graph = make(example);
    const Arrangement clusters = arranged(graph);
    if (clusters.groups.empty()) continue;
    INFO(example.dump());
    for (std::size_t i = 0; i < clusters.groups.size(); ++i) {
      const Disc& disc = clusters.groups[i];
      for (std::size_t j = 0; j < i; ++j) {
        CHECK(distance(disc.centre, clusters.groups[j].centre) >
              disc.radius + clusters.groups[j].radius);
      }
      std::vector<std::uint32_t> inside;
      for (NodeId node = 0; node < graph.node_count; ++node) {
        if (distance(disc.centre, clusters.at[node]) < disc.radius) {
          inside.push_back(graph.group[node]);
        }
      }
      REQUIRE_FALSE(inside.empty());
      const auto members = std::count(graph.group.begin(), graph.group.end(), inside.front());
      CHECK(std::count(inside.begin(), inside.end(), inside.front()) == members);
      CHECK(static_cast<std::ptrdiff_t>(inside.size()) == members);
    }
  }
}

TEST_CASE("maps are true to scale at their middle latitude and not torn at the date line") {
  Graph graph = free_graph(3, {{0, 1}, {1, 2}});
  graph.layout = Layout::geographic;
  graph.positions = {{170, -30}, {-170, -30}, {-175, -30}};
  const Arrangement pacific = arranged(graph);
  const double cosine = std::cos(30 * 3.14159265358979 / 180);
  CHECK_THAT(pacific.at[1].x - pacific.at[0].x, WithinAbs(20 * cosine, 1e-9));
  CHECK_THAT(pacific.at[2].x - pacific.at[0].x, WithinAbs(15 * cosine, 1e-9));
  graph.positions = {{10, 50}, {20, 50}, {10, 40}};
  const Arrangement europe = arranged(graph);
  CHECK_THAT(europe.at[1].x - europe.at[0].x,
             WithinAbs(10 * std::cos(45 * 3.14159265358979 / 180), 1e-9));
  CHECK_THAT(europe.at[2].y - europe.at[0].y, WithinAbs(10, 1e-12));
}

TEST_CASE("a graph that is not of the shape its layout asks for is arranged all the same") {
  for (const Layout layout : {Layout::ring, Layout::star, Layout::line, Layout::tree, Layout::grid,
                              Layout::clusters, Layout::geographic, Layout::free}) {
    for (const Graph& shape : {random_graph(30, 60, 4), random_graph(1, 0, 1), Graph{},
                               random_graph(2, 0, 1), free_graph(3, {{0, 1}})}) {
      Graph graph = shape;
      graph.layout = layout;
      graph.centre = 7;
      CHECK(arranged(graph).at.size() == graph.node_count);
      graph.group.assign(graph.node_count, 4'294'967'295);
      graph.positions.assign(graph.node_count, {1000, std::nan("")});
      const Arrangement arrangement = arranged(graph);
      CHECK(arrangement.at.size() == graph.node_count);
      for (const Position& at : arrangement.at) CHECK((std::isfinite(at.x) && std::isfinite(at.y)));
    }
  }
}

}  // namespace pictures_arrangement_test
