// The table of pings: every ordered pair, as far as its route, and no more than can be held.
#include "sim/run/ping_table.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace ping_table_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
namespace fs = std::filesystem;

Json asking_for_pings(const Json& topology, std::uint32_t peers) {
  Json json =
      overlay_scenario({{"model", "ring"}, {"nodes", peers}}, {{"model", "flood"}}, 50, {"0"});
  json["underlay"] = {{"model", "physical"},
                      {"topology", topology},
                      {"link", {{"latency_ms", 0.005}, {"bandwidth_mbit_s", 10}}}};
  json["measure"] = {{"tables", {"pings"}}};
  return json;
}

std::string pings_over(const run::Network& network) {
  const fs::path file =
      fs::temp_directory_path() / ("rippletank_pings_" + std::to_string(getpid()) + ".csv");
  run::write_pings(network, file);
  std::stringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  fs::remove(file);
  return text.str();
}

std::string pings_of(const Json& scenario) {
  return pings_over(run::make_network(scenario_of(scenario), 1));
}

}  // namespace

TEST_CASE("pings of a one-way ring: there one, two; back two, one; always once round") {
  // 0.1186 ms from station to station, see traceroute_test.
  CHECK(pings_of(asking_for_pings({{"model", "ring"}, {"nodes", 3}}, 3)) ==
        "from,to,links,one_way_ms,ping_ms\n"
        "0,1,1,0.1186,0.3558\n"
        "0,2,2,0.2372,0.3558\n"
        "1,0,2,0.2372,0.3558\n"
        "1,2,1,0.1186,0.3558\n"
        "2,0,1,0.1186,0.3558\n"
        "2,1,2,0.2372,0.3558\n");
}

TEST_CASE("pings without a way are empty") {
  const Json apart = {{"model", "erdos_renyi"}, {"nodes", 3}, {"mean_degree", 0}};
  CHECK(pings_of(asking_for_pings(apart, 3)) ==
        "from,to,links,one_way_ms,ping_ms\n0,1,,,\n0,2,,,\n1,0,,,\n1,2,,,\n2,0,,,\n2,1,,,\n");
}

TEST_CASE("a host that is down at the end neither sends nor receives") {
  Json scenario = asking_for_pings({{"model", "bus"}, {"nodes", 3}}, 3);
  scenario["failures"] =
      Json::array({{{"at_s", 0.5}, {"hosts", {{"choose", "ids"}, {"ids", {1}}}}}});
  CHECK(pings_over(play(scenario).network) ==
        "from,to,links,one_way_ms,ping_ms\n"
        "0,1,,,\n0,2,2,0.1236,0.2472\n1,0,,,\n1,2,,,\n2,0,2,0.1236,0.2472\n2,1,,,\n");
}

TEST_CASE("pings are refused where no way is known and where there would be too many") {
  using Catch::Contains;
  Json direct = asking_for_pings({{"model", "ring"}, {"nodes", 3}}, 3);
  direct["underlay"] = {{"model", "direct"}};
  CHECK_THROWS_WITH(run::check_runnable(scenario_of(direct)),
                    Contains("/measure/tables") && Contains("leave \"pings\" out"));
  CHECK_THROWS_WITH(play(direct), Contains("leave \"pings\" out"));
  const Json star = {{"model", "star"}, {"nodes", 2001}, {"centre", "switch"}};
  CHECK_THROWS_WITH(run::check_runnable(scenario_of(asking_for_pings(star, 2001))),
                    Contains("4,002,000 rows") && Contains("at most 2,000 peers"));
  CHECK_NOTHROW(run::check_runnable(scenario_of(asking_for_pings(star, 2000))));
}

}  // namespace ping_table_test
