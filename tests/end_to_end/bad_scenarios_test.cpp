// Every bad scenario is refused with exactly the advice beside it, at once and without a trace.
#include <algorithm>
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace bad_scenarios_test {

namespace {

using namespace rippletank::tests;
namespace fs = std::filesystem;

const fs::path& bad_input() {
  static const fs::path folder = checkout() / "tests/bad_input/scenario";
  return folder;
}

std::vector<std::string> bad_scenarios() {
  std::vector<std::string> names;
  for (const std::string& name : names_in(bad_input())) {
    if (fs::path(name).extension() == ".json") names.push_back(name);
  }
  return names;
}

/// The lines of NAME.expected; "{folder}" is where the scenario lies, "…" is anything.
std::vector<std::string> expectation(const std::string& scenario, const fs::path& folder) {
  std::vector<std::string> lines =
      lines_of(read_file((bad_input() / scenario).replace_extension(".expected")));
  for (std::string& line : lines) {
    const std::string placeholder = "{folder}";
    const auto at = line.find(placeholder);
    if (at != std::string::npos) line.replace(at, placeholder.size(), folder.string());
  }
  return lines;
}

void check_lines(const std::vector<std::string>& said, const std::vector<std::string>& expected) {
  CHECK(said.size() == expected.size());
  for (std::size_t i = 0; i < std::min(said.size(), expected.size()); ++i) {
    INFO("line " << i + 1 << "\n  expected " << expected[i] << "\n  got      " << said[i]);
    CHECK(matches(said[i], expected[i]));
  }
}

bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\n') || code == 0x7f;
}

}  // namespace

TEST_CASE("every bad scenario is refused with the advice that its expectation says") {
  const TemporaryFolder folder;
  fs::copy(bad_input(), folder.path(), fs::copy_options::recursive);
  const auto before = tree(folder.path());
  const std::vector<std::string> names = names_in(folder.path());
  const std::vector<std::string> scenarios = bad_scenarios();
  REQUIRE(scenarios.size() >= 45);
  for (const std::string& scenario : scenarios) {
    INFO(scenario);
    const Ended ended = run_rippletank({"run", scenario}, {.folder = folder.path()});
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.cpu_s < 2);
    CHECK(std::none_of(ended.err.begin(), ended.err.end(), is_control));
    check_lines(lines_of(ended.err), expectation(scenario, folder.path()));
    CHECK(names_in(folder.path()) == names);
  }
  CHECK(tree(folder.path()) == before);
}

TEST_CASE("validate says the same of each file, and goes on after it") {
  const TemporaryFolder folder;
  fs::copy(bad_input(), folder.path(), fs::copy_options::recursive);
  std::vector<std::string> arguments = {"validate"};
  std::vector<std::string> expected;
  for (const std::string& scenario : bad_scenarios()) {
    arguments.push_back(scenario);
    for (const std::string& line : expectation(scenario, folder.path())) {
      const bool is_count = line.size() > 7 && line.substr(line.size() - 7) == " errors";
      if (!is_count) expected.push_back(line);
    }
  }
  expected.push_back(std::to_string(expected.size()) + " errors");
  const Ended ended = run_rippletank(arguments, {.folder = folder.path()});
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  check_lines(lines_of(ended.err), expected);
}

TEST_CASE("a scenario that may not be read is refused") {
  if (geteuid() == 0) {
    WARN("SKIPPED: root may read every file");
    return;
  }
  const TemporaryFolder folder;
  write_file(folder / "secret.json", "{}");
  fs::permissions(folder / "secret.json", fs::perms::none);
  const Ended ended = run_rippletank({"run", "secret.json"}, {.folder = folder.path()});
  CHECK(ended.code == 2);
  CHECK(ended.err == "secret.json: error: cannot open the file; is reading it allowed?\n");
}

TEST_CASE("messages name files as they are reached from here, results as they are written") {
  const TemporaryFolder folder;
  fs::create_directories(folder / "inner/data");
  write_file(folder / "inner/s.json", R"({ "name": "s",
    "overlay": { "protocol": { "model": "flood" },
                 "topology": { "model": "edge_list", "file": "data/../data/links.txt" } } })");
  write_file(folder / "inner/data/links.txt", "0 1\n1 x\n");
  const auto run = [&folder](const std::string& scenario) {
    return run_rippletank({"run", scenario, "--out", "out"}, {.folder = folder.path()});
  };
  CHECK(run("inner/s.json").err.rfind("inner/data/links.txt:2: error: ", 0) == 0);
  const std::string here = folder.path().string();
  CHECK(run(here + "/inner/s.json").err.rfind(here + "/inner/data/links.txt:2: error: ", 0) == 0);
  write_file(folder / "inner/data/links.txt", "0 1\n1 2\n");
  REQUIRE(run("inner/s.json").code == 0);
  const auto inputs = read_json(folder / "out/summary.json")["provenance"]["inputs"];
  CHECK(inputs[0]["file"] == "data/../data/links.txt");
}

}  // namespace bad_scenarios_test
