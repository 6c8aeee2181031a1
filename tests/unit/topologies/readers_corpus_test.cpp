// The seeds of the fuzz targets, and all that they found, are read or refused as they should be.
#include "sim/registry/input_file.hpp"
#include "tests/fuzz/graph_invariants.hpp"
#include "tests/unit/topologies/readers_shared.hpp"
#include "topologies/readers/as_relationships.hpp"
#include "topologies/readers/edge_list.hpp"
#include "topologies/readers/graphml.hpp"
#include "topologies/readers/latency_matrix.hpp"
#include "topologies/readers/rocketfuel.hpp"
#include "topologies/readers/text.hpp"

namespace readers_corpus_test {

namespace {

using namespace rippletank;
using namespace rippletank::topologies;
using Parse = Graph (*)(std::string_view text, const std::string& file_name);

constexpr std::pair<const char*, Parse> targets[] = {
    {"fuzz_edge_list", parse_edge_list},
    {"fuzz_graphml", parse_graphml},
    {"fuzz_as_relationships", parse_as_relationships},
    {"fuzz_rocketfuel",
     [](std::string_view text, const std::string& file_name) {
       return parse_rocketfuel(text, file_name, RocketfuelValues::latency_ms);
     }},
};

std::vector<std::string> seeds_of(const std::string& target) {
  const auto folder = std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "tests/fuzz/corpus" / target;
  std::vector<std::string> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    seeds.push_back(registry::read_input_file({entry.path().filename().string(), entry.path()}));
  }
  return seeds;
}

}  // namespace

TEST_CASE("fuzz seeds of graphs are sound where they are read, and some of each kind are") {
  for (const auto& [target, parse] : targets) {
    CAPTURE(target);
    int read = 0;
    int refused = 0;
    for (const std::string& seed : seeds_of(target)) {
      try {
        Graph graph = parse(seed, "fuzz");
        CHECK(tests::broken_invariant(graph) == "");
        ++read;
      } catch (const registry::InputError&) {
        ++refused;
      }
    }
    CHECK(read >= 2);
    CHECK(refused >= 2);
  }
}

TEST_CASE("fuzz seeds of matrices are square where they are read") {
  int read = 0;
  for (const std::string& seed : seeds_of("fuzz_latency_matrix")) {
    try {
      const LatencyMatrix matrix = parse_latency_matrix(seed, "fuzz");
      CHECK(matrix.rtt_ms.size() == std::size_t{matrix.n} * matrix.n);
      ++read;
    } catch (const registry::InputError&) {
    }
  }
  CHECK(read == 2);
}

}  // namespace readers_corpus_test
