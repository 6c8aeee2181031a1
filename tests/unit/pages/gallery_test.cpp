// The gallery shows every scenario, each with a picture that stays in its frame.
#include "analysis/web/pages/gallery.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/labs/shelf.hpp"
#include "analysis/web/pages/lab_files.hpp"
#include "sim/registry/diagnostics.hpp"
#include "sim/scenario/load.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/labs/shipped.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/pictures/pictures.hpp"

namespace gallery_test {

using namespace rippletank;
using namespace rippletank::tests;
using topologies::Graph;
namespace fs = std::filesystem;

namespace {

void check_thumbnail(const Json& picture) {
  const auto width = picture["width"].get<double>();
  const auto height = picture["height"].get<double>();
  REQUIRE(picture.contains("points"));
  const Json& points = picture["points"];
  REQUIRE(points.size() % 2 == 0);
  CHECK(points.size() <= 2 * 251);
  for (std::size_t i = 0; i < points.size(); i += 2) {
    CHECK((points[i] >= 0 && points[i] <= width));
    CHECK((points[i + 1] >= 0 && points[i + 1] <= height));
  }
  CHECK(picture["links"].size() % 2 == 0);
  for (const Json& end : picture["links"]) CHECK(end.get<std::size_t>() < points.size() / 2);
}

Graph graph_of(const Json& topology, std::uint64_t seed = 1) {
  const Json json = {{"overlay", {{"protocol", {{"model", "flood"}}}, {"topology", topology}}}};
  const auto loaded = scenario::load_text(json.dump(), "test.json");
  return topologies::build(loaded.scenario.overlay.topology, seed);
}

std::vector<std::string> scenarios_below(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    const fs::path path = file.path().lexically_relative(folder);
    const bool is_read_by_others = path.parent_path().filename() == "data";
    if (path.extension() != ".json" || path.filename() == "lab.json" || is_read_by_others) continue;
    paths.push_back(path.generic_string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("thumbnails stay within their box, from one node to thousands") {
  for (const Json& topology :
       {Json{{"model", "star"}, {"nodes", 1}}, Json{{"model", "bus"}, {"nodes", 2}},
        Json{{"model", "ring"}, {"nodes", 12}}, Json{{"model", "bus"}, {"nodes", 300}},
        Json{{"model", "true_mesh"}, {"nodes", 120}},
        Json{{"model", "grid"}, {"rows", 50}, {"columns", 60}},
        Json{{"model", "barabasi_albert"}, {"nodes", 2'999}, {"links_per_node", 3}},
        Json{{"model", "balanced_tree"}, {"branching", 3}, {"depth", 4}}}) {
    INFO(topology.dump());
    const Json picture = pages::thumbnail_json(graph_of(topology));
    check_thumbnail(picture);
    CHECK(picture["links"].size() < 2 * 600);
  }
}

TEST_CASE("small networks are shown whole, those that are too large not at all") {
  const Graph ring = graph_of({{"model", "ring"}, {"nodes", 12}});
  const Json picture = pages::thumbnail_json(ring);
  CHECK(picture["points"].size() == 2 * 12);
  REQUIRE(picture["links"].size() == 2 * 12);
  for (std::size_t link = 0; link < 12; ++link) {
    CHECK(picture["links"][2 * link] == ring.links[link].from);
    CHECK(picture["links"][2 * link + 1] == ring.links[link].to);
  }
  for (const topologies::NodeId nodes : {topologies::NodeId{0}, topologies::most_drawn_nodes + 1}) {
    Graph graph;
    graph.node_count = nodes;
    CHECK(pages::thumbnail_json(graph).size() == 2);
  }
}

TEST_CASE("each tutorial has its text, its files and a thumbnail") {
  const fs::path folder = checkout() / "scenarios";
  std::vector<std::string> paths;
  for (const std::string& path : scenarios_below(folder / "tutorial")) {
    paths.push_back("tutorial/" + path);
  }
  REQUIRE(paths.size() >= 29);
  const Json cards = Json::parse(pages::gallery_json(folder, paths).dump());
  REQUIRE(cards.size() == paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    INFO(paths[i]);
    const Json& card = cards[i];
    CHECK(card["path"] == paths[i]);
    CHECK(card["description"].get<std::string>().size() > 20);
    REQUIRE(card.contains("text"));
    CHECK(card["text"] == read_file(folder / paths[i]));
    check_thumbnail(card["thumbnail"]);
    for (const auto& [name, text] : card["inputs"].items()) {
      CHECK(text == read_file(folder / name));
    }
  }
}

TEST_CASE("every scenario that comes along has a card, and what can be played its text") {
  const fs::path folder = checkout() / "scenarios";
  for (const Json& card : pages::gallery_json(folder, scenarios_below(folder))) {
    INFO(card["path"]);
    CHECK(card.contains("thumbnail"));
    CHECK(card.contains("text") == card.contains("inputs"));
  }
}

TEST_CASE("the card of a sweep says so, and has nothing to play") {
  const TemporaryFolder folder;
  write_file(folder.path / "of_file.json", R"({ "description": "Why?", "scenario": "s.json" })");
  write_file(folder.path / "varied.json", R"({ "vary": { "/seed": [1, 2] } })");
  const Json cards = pages::gallery_json(folder.path, {"of_file.json", "varied.json"});
  CHECK(cards[0] == Json({{"path", "of_file.json"}, {"description", "Why?"}, {"sweep", true}}));
  CHECK(cards[1] == Json({{"path", "varied.json"}, {"description", ""}, {"sweep", true}}));
}

TEST_CASE("what is no scenario has a card without anything to play") {
  const TemporaryFolder folder;
  write_file(folder.path / "broken.json", "{ not JSON");
  write_file(folder.path / "list.json", "[1]");
  const Json cards = pages::gallery_json(folder.path, {"broken.json", "list.json"});
  REQUIRE(cards.size() == 2);
  for (const Json& card : cards) CHECK(card.size() == 2);
}

TEST_CASE("a description that is no text is left out, and a file that is missing is named") {
  const TemporaryFolder folder;
  write_file(folder.path / "number.json", R"({ "description": 5, "vary": {} })");
  CHECK(pages::gallery_json(folder.path, {"number.json"})[0]["description"] == "");
  const Json json = {{"overlay",
                      {{"protocol", {{"model", "flood"}}},
                       {"topology", {{"model", "edge_list"}, {"file", "gone.txt"}}}}}};
  write_file(folder.path / "s.json", json.dump());
  CHECK_THROWS_AS(pages::gallery_json(folder.path, {"s.json"}), registry::InputError);
  CHECK_THROWS_AS(pages::gallery_json(folder.path, {"nowhere.json"}), registry::InputError);
}

TEST_CASE("a lab is carried with all its files") {
  for (const labs::Lab& lab : shipped_labs()) {
    INFO(lab.name);
    const Json carried = pages::lab_files(lab);
    CHECK(carried["name"] == lab.name);
    CHECK(carried["title"] == lab.title);
    CHECK(carried["idea"] == lab.idea);
    std::size_t files = 0;
    for (const auto& file : fs::directory_iterator(lab.folder)) {
      if (!file.is_regular_file()) continue;
      const std::string text = carried["files"][file.path().filename().string()];
      if (file.path().filename() == "README.md") {
        // Students read the page's source, too.
        CHECK(text.find("## Predict") != std::string::npos);
        CHECK(text.find("## Answer") == std::string::npos);
        CHECK(text.find("## Teacher's notes") == std::string::npos);
      } else {
        CHECK(text == read_file(file.path()));
      }
      ++files;
    }
    CHECK(carried["files"].size() == files);
  }
}

}  // namespace gallery_test
