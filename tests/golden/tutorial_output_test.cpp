// The tutorial's results, byte for byte as recorded: summary and tables.
#include <algorithm>
#include <set>
#include <string>

#include "tests/catch.hpp"
#include "tests/golden/shell.hpp"

namespace tutorial_output_test {

namespace fs = std::filesystem;
using rippletank::tests::bytes_of;
using rippletank::tests::Shell;

namespace {

constexpr const char* how_to_record =
    "If the change is meant, run scripts/record_golden, read the difference with git diff, and "
    "say in CHANGELOG.md why numbers changed.";

const fs::path source = RIPPLETANK_SOURCE_DIR;
const fs::path expected = source / "tests" / "golden" / "expected";

std::set<std::string> tutorials() {
  std::set<std::string> names;
  for (const auto& file : fs::directory_iterator(source / "scenarios" / "tutorial")) {
    if (file.path().extension() == ".json") names.insert(file.path().stem().string());
  }
  return names;
}

std::set<std::string> files_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& file : fs::directory_iterator(folder)) {
    names.insert(file.path().filename().string());
  }
  return names;
}

/// The first line in which two texts differ, for people.
std::string first_difference(const std::string& recorded, const std::string& found) {
  const auto [a, b] = std::mismatch(recorded.begin(), recorded.end(), found.begin(), found.end());
  const auto line = std::count(recorded.begin(), a, '\n') + 1;
  const auto whole_line = [](const std::string& text, std::string::const_iterator at) {
    const auto offset = static_cast<std::size_t>(at - text.begin());
    const std::size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
    return text.substr(begin, text.find('\n', offset) - begin);
  };
  return "first difference in line " + std::to_string(line) +
         "\n  recorded: " + whole_line(recorded, a) + "\n  found:    " + whole_line(found, b);
}

void compare(const std::string& name, const std::string& recorded, const std::string& found) {
  if (recorded == found) {
    SUCCEED();
    return;
  }
  FAIL_CHECK(name << ": " << first_difference(recorded, found) << "\n" << how_to_record);
}

}  // namespace

TEST_CASE("each tutorial has recorded results, and nothing else has", "[golden]") {
  INFO(how_to_record);
  CHECK(files_in(expected) == tutorials());
}

TEST_CASE("tutorials give the recorded bytes", "[golden]") {
  const Shell shell;
  for (const std::string& name : tutorials()) {
    const fs::path recorded = expected / name;
    if (!fs::exists(recorded)) continue;
    const auto run = shell.run("build/release/rippletank run scenarios/tutorial/" + name + ".json");
    REQUIRE(run.exit_code == 0);
    compare(name + "/summary.txt", bytes_of(recorded / "summary.txt"), run.output);
    const fs::path results = shell.folder() / "results" / name;
    std::set<std::string> tables = files_in(results);
    CHECK(tables.erase("summary.json") == 1);
    CHECK(tables.erase("timing.json") == 1);
    std::set<std::string> recorded_tables = files_in(recorded);
    recorded_tables.erase("summary.txt");
    INFO(name << ": " << how_to_record);
    REQUIRE(tables == recorded_tables);
    for (const std::string& table : tables) {
      compare(name + "/" + table, bytes_of(recorded / table), bytes_of(results / table));
    }
  }
}

TEST_CASE("a summary fits into 80 columns", "[golden]") {
  for (const std::string& name : tutorials()) {
    if (!fs::exists(expected / name)) continue;
    const std::string text = bytes_of(expected / name / "summary.txt");
    std::size_t columns = 0;
    std::size_t widest = 0;
    for (const char c : text) {
      const bool continues = (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
      if (!continues) columns = c == '\n' ? 0 : columns + 1;
      widest = std::max(widest, columns);
    }
    INFO(name);
    CHECK(widest <= 80);
  }
}

}  // namespace tutorial_output_test
