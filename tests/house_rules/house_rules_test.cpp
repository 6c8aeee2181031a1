// Rules of the house that no compiler checks: who may include whom, what may feed a result, sizes.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace house_rules_test {

namespace fs = std::filesystem;

namespace {

const fs::path root = RIPPLETANK_SOURCE_DIR;

/// Each room and those that it may include besides itself (docs/ARCHITECTURE.md).
const std::map<std::string, std::set<std::string>>& rooms() {
  static const std::map<std::string, std::set<std::string>> all = {
      {"sim/core", {}},
      {"analysis/statistics", {"sim/core"}},
      {"sim/registry", {"sim/core"}},
      {"sim/measure", {"sim/core"}},
      {"topologies", {"sim/registry", "sim/core"}},
      {"sim/underlay", {"sim/measure", "sim/registry", "sim/core", "topologies"}},
      {"sim/overlay", {"sim/measure", "sim/core"}},
      {"sim/protocols", {"sim/overlay", "sim/measure", "sim/registry", "sim/core"}},
      {"sim/workload", {"sim/overlay", "sim/measure", "sim/registry", "sim/core", "sim/failures"}},
      {"sim/failures", {"sim/overlay", "sim/measure", "sim/registry", "sim/core"}},
      {"sim/io", {"sim/measure", "sim/registry", "sim/core"}},
      // Of the rooms whose models a scenario can name it sees the catalogues, see below.
      {"sim/scenario",
       {"sim/registry", "sim/core", "topologies", "sim/protocols", "sim/workload", "sim/failures",
        "sim/underlay"}},
      {"sim/run",
       {"sim/scenario", "sim/io", "sim/protocols", "sim/workload", "sim/failures", "sim/underlay",
        "sim/overlay", "sim/measure", "sim/registry", "sim/core", "topologies",
        "analysis/statistics"}},
      {"sim/sweep",
       {"sim/run", "sim/scenario", "sim/io", "sim/underlay", "sim/measure", "sim/registry",
        "sim/core", "topologies", "analysis/statistics"}},
      // What a run needs nothing of: it looks at scenarios and outcomes.
      {"analysis/theory",
       {"sim/run", "sim/scenario", "sim/protocols", "sim/underlay", "sim/overlay", "sim/measure",
        "sim/registry", "sim/core", "topologies", "analysis/statistics"}},
      // Likewise; and it plays runs.
      {"analysis/labs", {"sim/run", "sim/scenario", "sim/registry", "sim/core"}},
      // It watches a run, and draws what is under it.
      {"analysis/replay",
       {"sim/run", "sim/scenario", "sim/underlay", "sim/overlay", "sim/measure", "sim/registry",
        "sim/core", "topologies"}},
      {"analysis/web/pages",
       {"analysis/replay", "analysis/labs", "sim/run", "sim/scenario", "sim/registry", "sim/core",
        "topologies"}},
      // What a page computes with: no terminals, no threads, nothing of sim/cli.
      {"analysis/web/engine",
       {"analysis/theory", "analysis/replay", "analysis/labs", "sim/run", "sim/scenario", "sim/io",
        "sim/registry", "sim/core"}},
      {"sim/cli",
       {"analysis/theory", "analysis/labs", "analysis/replay", "analysis/web/pages", "sim/sweep",
        "sim/run", "sim/scenario", "sim/io", "sim/protocols", "sim/workload", "sim/failures",
        "sim/underlay", "sim/overlay", "sim/measure", "sim/registry", "sim/core", "topologies",
        "analysis/statistics"}},
  };
  return all;
}

/// The room that a path below the checkout lies in, or empty.
std::string room_of(const std::string& path) {
  for (const auto& [room, allowed] : rooms()) {
    if (path.compare(0, room.size() + 1, room + "/") == 0) return room;
  }
  return {};
}

struct Source {
  std::string path;  ///< below the checkout
  std::vector<std::string> lines;
};

std::vector<Source> sources(const std::vector<std::string>& folders,
                            const std::set<std::string>& endings) {
  std::vector<Source> all;
  for (const std::string& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& file : fs::recursive_directory_iterator(root / folder)) {
      const fs::path& path = file.path();
      if (!file.is_regular_file() || endings.count(path.extension().string()) == 0) continue;
      Source source;
      source.path = fs::relative(path, root).generic_string();
      std::ifstream stream(path, std::ios::binary);
      for (std::string line; std::getline(stream, line);) source.lines.push_back(line);
      all.push_back(std::move(source));
    }
  }
  return all;
}

const std::vector<Source>& product() {
  static const std::vector<Source> all =
      sources({"sim", "topologies", "analysis"}, {".cpp", ".hpp", ".def", ".in"});
  return all;
}

/// The code of a line: without comments and without what stands between quotes.
std::string code_of(const std::string& line) {
  std::string code;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && quoted) {
      ++i;
    } else if (!quoted && line[i] == '\'' && line.compare(i + 2, 1, "'") == 0) {
      i += 2;  // one character, which may be a quote or a brace
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && line[i] == '/' && i + 1 < line.size() && line[i + 1] == '/') {
      break;
    } else if (!quoted) {
      code += line[i];
    }
  }
  return code;
}

/// Calls `visit(source, line number, line)` for every line.
template <class Visit>
void for_each_line(const std::vector<Source>& all, Visit visit) {
  for (const Source& source : all) {
    for (std::size_t i = 0; i < source.lines.size(); ++i) visit(source, i + 1, source.lines[i]);
  }
}

template <class Visit>
void for_each_include(Visit visit) {
  static const std::regex include("^\\s*#include \"([^\"]+)\"");
  for_each_line(product(), [&](const Source& source, std::size_t number, const std::string& line) {
    std::smatch found;
    if (std::regex_search(line, found, include)) visit(source, number, found[1].str());
  });
}

/// Every place that matches, one line each.
std::string places(const std::vector<Source>& all, const std::regex& pattern,
                   const std::set<std::string>& except = {}) {
  std::string text;
  for_each_line(all, [&](const Source& source, std::size_t number, const std::string& line) {
    if (except.count(source.path) != 0 || !std::regex_search(code_of(line), pattern)) return;
    text += fmt::format("{}:{}: {}\n", source.path, number, line);
  });
  return text;
}

const std::set<std::string> pinned = {"sim/core/pinned_math.hpp", "sim/core/pinned_math.cpp",
                                      "sim/core/pinned_math_special.cpp",
                                      "sim/core/pinned_math_trigonometry.cpp"};

/// Columns as people count them: bytes that continue a UTF-8 character are none.
std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

}  // namespace

TEST_CASE("rooms include only what is below them") {
  REQUIRE(product().size() > 100);
  for_each_include([](const Source& source, std::size_t number, const std::string& path) {
    const std::string from = room_of(source.path);
    const std::string to = room_of(path);
    INFO(source.path << ":" << number << ": " << path);
    REQUIRE_FALSE(from.empty());
    if (path == "build_info.hpp") {
      CHECK((from == "sim/run" || from == "sim/sweep" || from == "sim/cli"));
    } else if (to.empty()) {
      FAIL_CHECK("a path that is not rooted at the checkout, or in no room");
    } else {
      CHECK((to == from || rooms().at(from).count(to) == 1));
    }
  });
}

TEST_CASE("a scenario sees of other rooms only what they offer to be named") {
  for_each_include([](const Source& source, std::size_t number, const std::string& path) {
    const std::string to = room_of(path);
    if (room_of(source.path) != "sim/scenario" || to == "sim/scenario") return;
    if (to == "sim/registry" || to == "sim/core") return;
    INFO(source.path << ":" << number << ": " << path);
    // Reading text is the same art everywhere, and the readers have it already.
    const bool reads_text = path == "topologies/readers/text.hpp";
    // What is not a model of a catalogue is described by itself, as access links and firewalls are.
    const bool is_described =
        path == "sim/underlay/access_parameters.hpp" || path == "sim/failures/firewalls.hpp";
    const std::string file = fs::path(path).filename().string();
    CHECK((file == "catalogue.hpp" || file == "model.hpp" || reads_text || is_described));
  });
}

TEST_CASE("one protocol never includes another") {
  for_each_include([](const Source& source, std::size_t number, const std::string& path) {
    if (room_of(source.path) != "sim/protocols" || room_of(path) != "sim/protocols") return;
    INFO(source.path << ":" << number << ": " << path);
    // A protocol that is large has a folder of its own name, which another release of it shares.
    const fs::path folder = fs::path(source.path).parent_path();
    const std::string stem = fs::path(source.path).stem().string();
    const std::string file = folder == "sim/protocols" ? stem : folder.filename().string();
    const bool own = path == "sim/protocols/" + file + ".hpp" ||
                     path.rfind("sim/protocols/" + file + "/", 0) == 0;
    const std::string shared = file.substr(0, file.find('_'));
    const bool release = path.rfind("sim/protocols/" + shared + "/", 0) == 0;
    const bool part = path.rfind("sim/protocols/parts/", 0) == 0;
    const bool catalogue = file == "catalogue" && path == "sim/protocols/catalogue.def";
    const bool generated =
        path == "sim/protocols/@protocol@.hpp" || source.path.find(".in") != std::string::npos;
    CHECK((own || release || part || catalogue || generated));
  });
}

TEST_CASE("what feeds a result uses the pinned functions of core, not those of the machine") {
  const std::string functions =
      "(log|log2|log10|log1p|exp|exp2|expm1|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|"
      "asinh|acosh|atanh|cbrt|hypot|tgamma|lgamma|erf|erfc)[fl]?\\s*\\(";
  CHECK(places(product(), std::regex("std::" + functions), pinned) == "");
  // Unqualified, or ::log: within core that finds the pinned ones, which hide those of <cmath>.
  std::vector<Source> outside;
  std::vector<Source> within;
  for (const Source& source : product()) {
    (room_of(source.path) == "sim/core" ? within : outside).push_back(source);
  }
  CHECK(places(outside, std::regex("(^|[^A-Za-z0-9_:.>])(::)?" + functions), pinned) == "");
  const std::string unpinned =
      "(log2|log10|exp2|tan|asin|acos|atan|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot|"
      "tgamma|lgamma|erf|erfc)[fl]?\\s*\\(";
  CHECK(places(within, std::regex("(^|[^A-Za-z0-9_:.>])(::)?" + unpinned), pinned) == "");
}

TEST_CASE("nothing depends on the standard library's choices, the clock or addresses") {
  CHECK(places(product(),
               std::regex("std::(hash|shuffle|random_shuffle|sample|random_device)\\b")) == "");
  CHECK(places(product(), std::regex("std::[a-z_]+_distribution\\b")) == "");
  CHECK(places(product(), std::regex("std::(mt19937|minstd_rand|default_random_engine)")) == "");
  CHECK(places(product(), std::regex("[^A-Za-z0-9_:](::|std::)?s?rand\\(")) == "");
  CHECK(places(product(), std::regex("system_clock|high_resolution_clock|localtime|gmtime")) == "");
  // Wall time is for timing.json and for people.
  const std::set<std::string> timers = {"sim/run/run.cpp",           "sim/cli/run_command.cpp",
                                        "sim/cli/sweep_command.cpp", "sim/cli/status_line.hpp",
                                        "sim/sweep/play.cpp",        "sim/sweep/workplace.hpp",
                                        "sim/sweep/workplace.cpp",   "sim/sweep/mpi_team.cpp"};
  CHECK(places(product(), std::regex("steady_clock"), timers) == "");
}

TEST_CASE("nothing iterates over an unordered container") {
  const std::string type = "std::unordered_(?:multi)?(?:map|set)<[^()]*>";
  const std::regex alias("using (\\w+) = " + type + ";");
  std::string types = type;
  for_each_line(product(), [&](const Source&, std::size_t, const std::string& line) {
    std::smatch found;
    if (std::regex_search(line, found, alias)) types += "|\\b" + found[1].str();
  });
  const std::regex declared("(?:" + types + ")&?\\s+([a-z_]+)\\s*[;{=,)]");
  for (const Source& source : product()) {
    std::set<std::string> names;
    for (const std::string& line : source.lines) {
      const std::string code = code_of(line);
      std::smatch found;
      if (std::regex_search(code, found, declared)) names.insert(found[1].str());
    }
    // A member that a header declares is used in the source beside it.
    std::vector<Source> users = {source};
    const std::string stem = source.path.substr(0, source.path.rfind('.'));
    for (const Source& other : product()) {
      if (other.path != source.path && other.path.compare(0, stem.size(), stem) == 0) {
        users.push_back(other);
      }
    }
    for (const std::string& name : names) {
      const std::string looped = ":\\s*(?:[\\w.]+(?:\\.|->))?" + name + "\\)";
      const std::string begun = "\\b" + name + "\\.c?r?begin\\(";
      CHECK(places(users, std::regex(looped + "|" + begun)) == "");
    }
  }
}

TEST_CASE("lines have at most 100 columns, files at most 500 lines, and say what they are for") {
  const auto all =
      sources({"sim", "topologies", "tests", "bench", "analysis"}, {".cpp", ".hpp", ".def", ".in"});
  for_each_line(all, [](const Source& source, std::size_t number, const std::string& line) {
    if (columns(line) <= 100) return;
    FAIL_CHECK(source.path << ":" << number << ": " << columns(line) << " columns");
  });
  for (const Source& source : all) {
    INFO(source.path);
    CHECK(source.lines.size() <= 500);
    REQUIRE_FALSE(source.lines.empty());
    CHECK(source.lines.front().compare(0, 3, "// ") == 0);
  }
}

TEST_CASE("functions fit a screen: at most 70 lines") {
  const std::regex opens_body("\\)[^;{}=]*\\{$");
  std::size_t bodies = 0;
  for (const Source& source :
       sources({"sim", "topologies", "tests", "bench", "analysis"}, {".cpp", ".hpp"})) {
    std::vector<std::size_t> opened;
    for (std::size_t number = 0; number < source.lines.size(); ++number) {
      const std::string code = code_of(source.lines[number]);
      for (const char c : code) {
        if (c == '{') opened.push_back(number);
        if (c != '}' || opened.empty()) continue;
        const std::size_t first = opened.back();
        opened.pop_back();
        if (!std::regex_search(code_of(source.lines[first]), opens_body)) continue;
        ++bodies;
        if (number - first < 70) continue;
        FAIL_CHECK(source.path << ":" << first + 1 << ": " << number - first + 1 << " lines");
      }
    }
  }
  CHECK(bodies > 1000);
}

}  // namespace house_rules_test
