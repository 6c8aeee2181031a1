// Repetitions on threads: what fails on one of them is reported, not the end of the program.
#include "sim/run/repetitions.hpp"

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "sim/scenario/load.hpp"
#include "tests/catch.hpp"

namespace repetitions_test {

using namespace rippletank;
namespace fs = std::filesystem;

TEST_CASE("a progress that fails on a thread stops the repetitions and is reported") {
  std::string folder = (fs::temp_directory_path() / "rippletank-XXXXXX").string();
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  const auto scenario = scenario::load_text(R"({ "name": "s",
    "overlay": { "protocol": { "model": "flood" }, "topology": { "model": "ring", "nodes": 10 } },
    "queries": { "model": "list", "origins": [0] } })",
                                            "s.json")
                            .scenario;
  std::atomic<int> told = 0;
  const auto fail_at_third = [&](double) {
    if (++told >= 3) throw std::runtime_error("nobody looks");
  };
  CHECK_THROWS_WITH(
      run::run_repetitions(scenario, registry::Json::array(), 1000, 4, folder, fail_at_third),
      "nobody looks");
  CHECK(told >= 3);
  CHECK(told < 3 + 4);
  fs::remove_all(folder);
}

}  // namespace repetitions_test
