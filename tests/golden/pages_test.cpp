// The pages that users read: their commands work, their output is real, no file is forgotten.
#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"
#include "tests/catch.hpp"
#include "tests/golden/shell.hpp"

namespace pages_test {

namespace fs = std::filesystem;
using rippletank::tests::bytes_of;
using rippletank::tests::Shell;

namespace {

const fs::path source = RIPPLETANK_SOURCE_DIR;

/// A fenced block of a page: ```language, lines, ```.
struct Block {
  std::string language;
  std::string text;
  int line = 0;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<Block> blocks_of(const fs::path& page) {
  std::vector<Block> blocks;
  bool inside = false;
  int number = 0;
  for (const std::string& line : lines_of(bytes_of(page))) {
    ++number;
    if (line.compare(0, 3, "```") == 0) {
      inside = !inside;
      if (inside) blocks.push_back({line.substr(3), "", number});
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

std::string trimmed(const std::string& line) {
  const auto end = line.find_last_not_of(" \t");
  return end == std::string::npos ? std::string() : line.substr(0, end + 1);
}

/// The first line of `shown` that `output` does not hold after the ones before; "…" stands for
/// what was left out.
std::string missing_line(const std::string& shown, const std::string& output) {
  const std::vector<std::string> lines = lines_of(output);
  auto at = lines.begin();
  for (const std::string& line : lines_of(shown)) {
    if (trimmed(line).empty() || trimmed(line) == "…") continue;
    at = std::find_if(at, lines.end(),
                      [&](const std::string& other) { return trimmed(other) == trimmed(line); });
    if (at == lines.end()) return line;
    ++at;
  }
  return {};
}

std::vector<fs::path> studies() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(source / "scenarios" / "studies")) {
    if (fs::exists(entry.path() / "README.md")) all.push_back(entry.path());
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<fs::path> labs() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(source / "scenarios" / "labs")) {
    if (entry.is_directory()) all.push_back(entry.path());
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// `json` blocks are saved as NAME.json, `sh` blocks run, `text` blocks are what these print.
void follow(const fs::path& page) {
  const Shell shell;
  Shell::Result last;
  bool failed = false;
  for (const Block& block : blocks_of(page)) {
    INFO(page.lexically_relative(source).string() << ":" << block.line << ": " << block.text);
    if (block.language == "json") {
      const auto json = rippletank::registry::Json::parse(block.text);
      std::ofstream(shell.folder() / (json["name"].get<std::string>() + ".json")) << block.text;
    } else if (block.language == "sh") {
      CHECK_FALSE(failed);
      last = shell.run(block.text);
      failed = last.exit_code != 0;
    } else if (block.language == "text") {
      INFO("the command printed:\n" << last.output);
      CHECK(missing_line(block.text, last.output) == "");
      if (failed) CHECK(block.text.find("error:") != std::string::npos);
      failed = false;
    }
  }
  CHECK_FALSE(failed);
}

}  // namespace

TEST_CASE("what the README shows is what the commands print", "[pages]") {
  follow(source / "README.md");
}

TEST_CASE("what the tutorial shows is what the commands print", "[pages]") {
  follow(source / "scenarios" / "tutorial" / "README.md");
}

TEST_CASE("what the page on theory shows is what the commands print", "[pages]") {
  follow(source / "docs" / "THEORY.md");
}

TEST_CASE("what the labs show is what the commands print", "[pages]") {
  follow(source / "scenarios" / "labs" / "README.md");
  for (const fs::path& lab : labs()) follow(lab / "README.md");
}

TEST_CASE("what a study shows is what its command prints", "[pages][slow]") {
  if (Shell().run("python3 --version").exit_code != 0) {
    WARN("python3 is not installed: the studies are not followed");
    return;
  }
  for (const fs::path& study : studies()) follow(study / "README.md");
}

TEST_CASE("the script of a study gives help on stdout, and refuses what it does not know") {
  const Shell shell;
  if (shell.run("python3 --version").exit_code != 0) {
    WARN("python3 is not installed: the studies are not followed");
    return;
  }
  const std::string script = "python3 scenarios/studies/which_layout_survives/compare.py ";
  for (const std::string option : {"--help", "-h"}) {
    const Shell::Result help = shell.run(script + option + " 2>/dev/null");
    CHECK(help.exit_code == 0);
    CHECK(help.output.find("Usage: compare.py [BINARY]") != std::string::npos);
  }
  for (const std::string words : {"one two", "--binary", "nowhere/rippletank"}) {
    CHECK(shell.run(script + words + " 2>/dev/null").output.empty());
    const Shell::Result refusal = shell.run(script + words);
    CHECK(refusal.exit_code == 2);
    CHECK(refusal.output.rfind("compare.py: error: ", 0) == 0);
  }
}

TEST_CASE("the script of a study says in one line what is wrong with the program") {
  const Shell shell;
  if (shell.run("python3 --version").exit_code != 0) {
    WARN("python3 is not installed: the studies are not followed");
    return;
  }
  const auto ends = [&shell](const std::string& program) {
    shell.run("printf '#!/bin/sh\\n" + program + "\\n' > program && chmod +x program");
    return shell.run("python3 scenarios/studies/which_layout_survives/compare.py ./program");
  };
  const std::string error = "compare.py: error: ";
  for (const auto& [program, said] : std::map<std::string, std::string>{
           {"kill -9 $$", "./program was ended by signal 9\n"},
           {"echo no such layout >&2; exit 3", "./program ended with 3: no such layout\n"},
           {"exit 3", "./program ended with 3: it said nothing\n"},
           {"exit 0", "expected the results of a run from ./program, got none\n"}}) {
    INFO(program);
    const Shell::Result refusal = ends(program);
    CHECK(refusal.exit_code == 1);
    CHECK(refusal.output == error + said);
  }
  shell.run("chmod -x program");
  const Shell::Result refusal =
      shell.run("python3 scenarios/studies/which_layout_survives/compare.py ./program");
  CHECK(refusal.exit_code == 1);
  CHECK(refusal.output == error + "cannot run ./program: Permission denied\n");
}

TEST_CASE("every tutorial has the same headings in the same order", "[pages]") {
  const std::vector<std::string> headings = {"### Question",      "### How it works",
                                             "### How to run it", "### Things to notice",
                                             "### Answer",        "### Things to try"};
  std::set<std::string> described;
  std::vector<std::string> found;
  const auto end_section = [&](const std::string& name) {
    INFO(name);
    if (!name.empty()) CHECK(found == headings);
    found.clear();
  };
  std::string name;
  const std::regex title("## (\\d\\d_[a-z0-9_]+)\\b.*");
  for (const std::string& line :
       lines_of(bytes_of(source / "scenarios" / "tutorial" / "README.md"))) {
    std::smatch match;
    if (line.compare(0, 3, "## ") == 0) {
      end_section(name);
      name.clear();
      if (std::regex_match(line, match, title)) name = match[1];
      if (!name.empty()) described.insert(name);
    } else if (line.compare(0, 4, "### ") == 0) {
      found.push_back(line);
    }
  }
  end_section(name);
  std::set<std::string> tutorials;
  for (const auto& file : fs::directory_iterator(source / "scenarios" / "tutorial")) {
    if (file.path().extension() == ".json") tutorials.insert(file.path().stem().string());
  }
  CHECK(described == tutorials);
}

TEST_CASE("every room has a README that names each of its files", "[pages]") {
  std::vector<fs::path> rooms;
  for (const char* room :
       {"analysis", "analysis/notebooks", "analysis/rippletank", "analysis/theory", "bench",
        "scenarios", "scenarios/labs", "scenarios/studies", "scenarios/tutorial", "scripts",
        "tests", "tests/python", "topologies"}) {
    rooms.push_back(source / room);
  }
  for (const fs::path& study : studies()) rooms.push_back(study);
  for (const char* rooms_of : {"analysis", "sim", "topologies"}) {
    for (const auto& entry : fs::directory_iterator(source / rooms_of)) {
      if (entry.is_directory()) rooms.push_back(entry.path());
    }
  }
  std::sort(rooms.begin(), rooms.end());
  for (const fs::path& room : rooms) {
    const std::string name = room.lexically_relative(source).string();
    INFO("room: " << name);
    if (!fs::exists(room / "README.md")) {
      FAIL_CHECK(name << "/README.md is missing; it gives every file one sentence");
      continue;
    }
    const std::string text = bytes_of(room / "README.md");
    for (const auto& entry : fs::directory_iterator(room)) {
      const fs::path file = entry.path().filename();
      if (file == "README.md" || file == "CMakeLists.txt" || file.string().front() == '.') continue;
      if (file == "__pycache__") continue;  // what Python keeps of the files beside it
      if (text.find("`" + file.stem().string()) != std::string::npos) continue;
      FAIL_CHECK(name << "/README.md does not say what " << file.string() << " is for");
    }
    const std::regex named("- `([\\w/]+\\.(?:hpp|cpp|def|in|py))`");
    for (auto found = std::sregex_iterator(text.begin(), text.end(), named);
         found != std::sregex_iterator(); ++found) {
      INFO(name << "/README.md names " << (*found)[1].str());
      const std::string file = (*found)[1];
      // The page of the tests gives some folders a section of their own.
      CHECK((fs::exists(room / file) || fs::exists(room / "golden" / file)));
    }
  }
}

}  // namespace pages_test
