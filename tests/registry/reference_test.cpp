// The reference pages are current, and every tutorial behaves as it did when it was recorded.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "sim/run/run.hpp"
#include "sim/scenario/load.hpp"
#include "sim/sweep/reference.hpp"
#include "tests/catch.hpp"

namespace reference_test {

namespace fs = std::filesystem;
namespace run = rippletank::run;
namespace scenario = rippletank::scenario;
namespace sweep = rippletank::sweep;

namespace {

const fs::path root = RIPPLETANK_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

constexpr const char* how_to_write =
    "write them with: build/release/rippletank describe --pages docs/reference";

}  // namespace

TEST_CASE("the reference pages are what the registry says") {
  std::set<std::string> expected;
  for (const sweep::ReferencePage& page : sweep::reference_pages()) {
    const fs::path file = root / "docs" / "reference" / page.file;
    INFO("docs/reference/" << page.file << " is not current; " << how_to_write);
    CHECK(fs::exists(file));
    CHECK((text_of(file) == page.text));
    expected.insert(page.file);
  }
  if (!fs::exists(root / "docs" / "reference")) return;
  for (const auto& file : fs::directory_iterator(root / "docs" / "reference")) {
    INFO("docs/reference/" << file.path().filename().string() << " is no page of the registry's");
    CHECK(expected.count(file.path().filename().string()) == 1);
  }
}

TEST_CASE("every tutorial has the fingerprint that was recorded for it") {
  std::map<std::string, std::string> recorded;
  std::istringstream table(text_of(root / "tests" / "fingerprints.csv"));
  std::string line;
  std::getline(table, line);
  REQUIRE(line == "scenario,fingerprint");
  while (std::getline(table, line)) {
    const auto comma = line.find(',');
    REQUIRE(comma != std::string::npos);
    INFO("two lines for " << line.substr(0, comma));
    REQUIRE(recorded.emplace(line.substr(0, comma), line.substr(comma + 1)).second);
  }
  std::size_t tutorials = 0;
  for (const auto& file : fs::directory_iterator(root / "scenarios" / "tutorial")) {
    if (file.path().extension() != ".json") continue;
    ++tutorials;
    const std::string name = fs::relative(file.path(), root).generic_string();
    const auto loaded = scenario::load(file.path().string());
    const auto outcome = run::run(loaded.scenario, loaded.scenario.seed);
    const std::string found = fmt::format("{:016x}", outcome.measures.fingerprint.value());
    INFO("if the change of behaviour is meant, the line of tests/fingerprints.csv is now:\n"
         << name << "," << found);
    CHECK(recorded[name] == found);
    recorded.erase(name);
  }
  CHECK(tutorials > 0);
  for (const auto& [name, fingerprint] : recorded) {
    FAIL_CHECK("tests/fingerprints.csv records " << name << ", which is not there");
  }
}

}  // namespace reference_test
