// rippletank report and lab page: pages of results, and what is said where a part is missing.
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"
#include "tests/unit/pages/unpacked.hpp"

namespace report_test {

namespace {

using namespace rippletank::tests;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr const char* scenario = R"({ "name": "s", "description": "Who hears? </script><!--",
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 3 },
               "topology": { "model": "edge_list", "file": "data/net.txt" } },
  "queries": { "model": "list", "origins": [0, 2] } }
)";

/// The program as cmake --install lays it out, wherever it was built; its engine is none.
class Installed {
 public:
  explicit Installed(bool with_engine) {
    fs::create_directories(folder_ / "bin");
    fs::create_directories(folder_ / "share/rippletank");
    fs::copy_file(RIPPLETANK_BINARY, program());
    fs::create_directory_symlink(checkout() / "analysis/web", folder_ / "share/rippletank/web");
    fs::create_directory_symlink(checkout() / "scenarios", folder_ / "share/rippletank/scenarios");
    if (!with_engine) return;
    fs::create_directory(folder_ / "wasm");
    write_file(folder_ / "wasm/engine.js", "the engine's script");
    write_file(folder_ / "wasm/engine.wasm.lzma", "the engine");
  }
  fs::path program() const { return folder_ / "bin/rippletank"; }

 private:
  TemporaryFolder folder_;
};

/// The scenario s.json, its network data/net.txt, and its result "out".
struct Fixture {
  explicit Fixture(bool with_engine = false) : installed(with_engine) {
    write_file(folder / "s.json", scenario);
    fs::create_directory(folder / "data");
    write_file(folder / "data/net.txt", "0 1\n1 2\n2 0\n2 3\n");
  }

  Ended rippletank(Names arguments, const std::function<void()>& prepare = {}) const {
    arguments.insert(arguments.begin(), installed.program().string());
    return run_program(arguments, {.folder = folder.path(), .prepare = prepare});
  }
  void play(const Names& more = {}) const {
    Names arguments = {"run", "s.json", "--out", "out", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    REQUIRE(rippletank(arguments).code == 0);
  }
  Ended report(const Names& more = {}) const {
    Names arguments = {"report", "out"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return rippletank(arguments);
  }
  /// What the page of a result carries.
  Json carried(const std::string& page = "report.html") const {
    const Json data = unpacked(read_file(folder / page), "page-data");
    CHECK(data["kind"] == "report");
    return data;
  }
  /// Refused, with nothing changed.
  void refused(const Names& arguments, const std::string& said) const {
    const auto before = tree(folder.path());
    const Ended ended = rippletank(arguments);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    INFO("expected " << said << "\ngot      " << ended.err);
    CHECK(matches(ended.err, said + "\n"));
    CHECK(tree(folder.path()) == before);
  }

  Installed installed;
  TemporaryFolder folder;
};

struct WithEngine : Fixture {
  WithEngine() : Fixture(true) {}
};

bool says(const Ended& ended, const std::string& part) {
  std::string words = ended.out;
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words.find(part) != std::string::npos;
}

void check_done(const Ended& ended) {
  INFO(ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  for (const std::string& line : too_wide(ended.out)) FAIL_CHECK("too wide: " << line);
}

}  // namespace

TEST_CASE_METHOD(Fixture, "report makes a page of a run, with its replay") {
  play();
  const auto before = tree(folder.path());
  const Ended ended = report();
  check_done(ended);
  CHECK(says(ended, "Page in report.html"));
  CHECK_FALSE(says(ended, "without a replay"));
  auto after = tree(folder.path());
  const std::string page = after["report.html"];
  after.erase("report.html");
  CHECK(after == before);
  CHECK(page.find("<title>s</title>") != std::string::npos);
  const Json report = carried();
  CHECK(report["name"] == "s");
  CHECK(report["description"] == "Who hears? </script><!--");
  const Json& run = report["run"];
  CHECK(run["summary"] == read_json(folder / "out/summary.json"));
  CHECK(run["files"]["queries.csv"] == read_file(folder / "out/queries.csv"));
  CHECK(run["inputs"]["data/net.txt"] == "0 1\n1 2\n2 0\n2 3\n");
  const Json& messages = run["summary"]["results"]["messages"];
  CHECK(run["replay"]["replay"]["messages"] == messages);
  CHECK(inflated(from_base128(script_of(page, "page-messages"))).size() ==
        36 * messages.get<std::size_t>());
}

TEST_CASE_METHOD(Fixture,
                 "run --report writes the page that report makes of it, and nothing else changes") {
  play();
  check_done(report());
  for (const Names& more : {Names{"--report"}, Names{"--report", "--trace"}}) {
    Names arguments = {"run", "s.json", "--out", "again", "--quiet", "--force"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    check_done(rippletank(arguments));
    CHECK(read_file(folder / "again/report.html") == read_file(folder / "report.html"));
    for (const auto& [name, text] : tree(folder / "out")) {
      if (name != "timing.json") CHECK(read_file(folder / "again" / name) == text);
    }
  }
  refused({"run", "s.json", "--out", "new", "--report", "--repetitions", "2"},
          "rippletank: error: --report follows one run; of repetitions, rippletank report …");
}

TEST_CASE_METHOD(Fixture, "the same result makes the same page") {
  play();
  check_done(report({"-o", "one.html"}));
  check_done(report({"--output", "two.html", "--quiet"}));
  CHECK(read_file(folder / "one.html") == read_file(folder / "two.html"));
  CHECK(report({"-o", "one.html", "--quiet"}).out.empty());
}

TEST_CASE_METHOD(Fixture, "a file that has changed leaves the replay out, and that is told") {
  play();
  write_file(folder / "data/net.txt", "0 1\n1 2\n2 3\n");
  const Ended ended = report();
  check_done(ended);
  CHECK(says(ended,
             "without a replay: the files that the scenario reads are not found as they "
             "were; name their folder with --inputs"));
  const Json run = carried()["run"];
  CHECK(run["replay"].is_null());
  CHECK(run["files"]["queries.csv"] == read_file(folder / "out/queries.csv"));
  CHECK(report({"--quiet"}).out.empty());

  fs::create_directories(folder / "kept/data");
  write_file(folder / "kept/data/net.txt", "0 1\n1 2\n2 0\n2 3\n");
  const Ended found = report({"--inputs", "kept"});
  check_done(found);
  CHECK_FALSE(says(found, "without a replay"));
  CHECK_FALSE(carried()["run"]["replay"].is_null());
}

TEST_CASE_METHOD(Fixture, "a folder of inputs that is not there is refused") {
  play();
  const std::string expected =
      "; expected the folder that the files in the scenario are relative to";
  refused({"report", "out", "--inputs", "nowhere"},
          "rippletank: error: --inputs: there is no folder nowhere" + expected);
  refused({"report", "out", "--inputs", "s.json"},
          "rippletank: error: --inputs: s.json is a file" + expected);
  refused({"report", "out", "--inputs", ""},
          "rippletank: error: --inputs: expected the name of a folder, got an empty one (see …)");
}

TEST_CASE_METHOD(Fixture, "files that were changed after the run are shown, and that is told") {
  play();
  check_done(report());
  CHECK(carried()["run"]["changed"] == Json::array());
  CHECK(carried()["run"]["missing"] == Json::array());
  std::string table = read_file(folder / "out/queries.csv");
  table[table.rfind('3')] = '9';
  write_file(folder / "out/queries.csv", table);
  const Ended one = report();
  check_done(one);
  CHECK(says(one, "queries.csv is not what this run gives: it was changed after the run."));
  CHECK(carried()["run"]["changed"] == Json({"queries.csv"}));
  CHECK(carried()["run"]["files"]["queries.csv"] == table);
  CHECK_FALSE(carried()["run"]["replay"].is_null());

  Json summary = read_json(folder / "out/summary.json");
  summary["results"]["messages"] = 999;
  write_file(folder / "out/summary.json", summary.dump());
  fs::remove(folder / "out/hops.csv");
  const Ended several = report();
  check_done(several);
  CHECK(says(several, "summary.json is not what this run gives: it was changed after the run."));
  CHECK(says(several, "hops.csv is missing: this run gives it."));
  CHECK(says(several, "The page shows the files as they are in the folder."));
  CHECK(carried()["run"]["changed"] == Json({"queries.csv", "summary.json"}));
  CHECK(carried()["run"]["missing"] == Json({"hops.csv"}));
  CHECK(report({"--quiet"}).out.empty());

  summary["provenance"]["git_describe"] = "v0";
  write_file(folder / "out/summary.json", summary.dump());
  CHECK(says(report(), "it was changed after the run, or another version has written it."));
}

TEST_CASE_METHOD(Fixture, "files cannot be compared without a place for those of the run") {
  play();
  const Ended ended = rippletank({"report", "out"}, [] { setenv("TMPDIR", "/no/where", 1); });
  check_done(ended);
  CHECK(says(ended, "The files in out were not compared with those of the run: "));
  CHECK_FALSE(carried()["run"]["replay"].is_null());
}

TEST_CASE_METHOD(Fixture, "a page that would grow too large has fewer rows, and that is told") {
  play();
  std::string table = "row,noise\n";
  std::uint64_t noise = 1;
  for (int row = 0; row < 5'000; ++row) {
    table += std::to_string(row) + ",";
    for (int i = 0; i < 60; ++i) {
      noise = noise * 6364136223846793005U + 1442695040888963407U;
      table += std::to_string(noise >> 32U);
    }
    table += "\n";
  }
  write_file(folder / "out/large.csv", table);
  const Ended ended = report();
  check_done(ended);
  CHECK(says(ended, "rows of each table, since it would be larger than a megabyte"));
  CHECK(fs::file_size(folder / "report.html") < 1'000'000);
  const Json run = carried()["run"];
  CHECK(run["shortened"] == Json({"large.csv"}));
  CHECK(run["files"]["queries.csv"] == read_file(folder / "out/queries.csv"));
  const auto shown = run["files"]["large.csv"].get<std::string>();
  const auto rows = std::count(shown.begin(), shown.end(), '\n') - 1;
  CHECK(rows >= 187);
  CHECK(rows < 3'000);
  CHECK(says(ended, "at most the first " + std::to_string(rows) + " rows"));
}

TEST_CASE_METHOD(Fixture, "a run that another version has played has no replay, and that is told") {
  play();
  Json summary = read_json(folder / "out/summary.json");
  summary["provenance"]["fingerprint"] = "0123456789abcdef";
  write_file(folder / "out/summary.json", summary.dump());
  const Ended ended = report();
  check_done(ended);
  CHECK(says(ended, "without a replay: another version of rippletank has played this run"));
  CHECK(carried()["run"]["replay"].is_null());
  // One that knew other keys.
  summary["provenance"]["scenario"]["overlay"]["protocol"]["gone"] = 5;
  write_file(folder / "out/summary.json", summary.dump());
  const Ended unknown = report();
  check_done(unknown);
  CHECK(says(unknown, "without a replay: another version of rippletank has played this run"));
}

TEST_CASE_METHOD(Fixture,
                 "names in a result that somebody else has made mean nothing to the page") {
  play();
  Json summary = read_json(folder / "out/summary.json");
  summary["name"] = "</title><script>alert(1)</script>";
  write_file(folder / "out/summary.json", summary.dump());
  write_file(folder / "out/<b>.csv", "<script>,</script>\n1,2\n");
  check_done(report());
  const std::string page = read_file(folder / "report.html");
  CHECK(page.find("alert(1)") == page.find("&lt;script&gt;alert(1)&lt;/script&gt;") + 14);
  CHECK(carried()["name"] == summary["name"]);
  CHECK(carried()["run"]["files"].contains("<b>.csv"));
}

TEST_CASE_METHOD(Fixture, "repetitions have a page without a replay") {
  play({"--repetitions", "3"});
  check_done(report());
  const Json run = carried()["run"];
  CHECK(run["replay"].is_null());
  CHECK(run["summary"]["repetitions"] == 3);
  CHECK(run["files"]["runs.csv"] == read_file(folder / "out/runs.csv"));
  const Json summary = read_json(folder / "out/repetition_0001/summary.json");
  const Ended one = rippletank({"report", "out/repetition_0001", "-o", "one.html"});
  check_done(one);
  CHECK_FALSE(says(one, "without a replay"));
  CHECK(carried("one.html")["run"]["replay"]["replay"]["messages"] ==
        summary["results"]["messages"]);
}

TEST_CASE_METHOD(Fixture, "sweeps have a page with what varies and what is measured") {
  Json sweep = {{"name", "w"},
                {"scenario", "s.json"},
                {"vary", {{"/overlay/protocol/ttl_hops", {1, 2}}}},
                {"repetitions", 2}};
  write_file(folder / "w.json", sweep.dump());
  const Ended swept = rippletank({"sweep", "w.json", "--out", "out", "--quiet"});
  INFO(swept.err);
  REQUIRE(swept.code == 0);
  check_done(report());
  const Json run = carried()["run"];
  CHECK(run["replay"].is_null());
  CHECK(run["sweep"]["varied"] == Json({"ttl_hops"}));
  const Json& metrics = run["sweep"]["metrics"];
  CHECK(std::count(metrics.begin(), metrics.end(), "messages") == 1);
  CHECK(run["files"]["groups.csv"] == read_file(folder / "out/groups.csv"));

  const std::string groups = read_file(folder / "out/groups.csv");
  const std::string again = "; the result is damaged: start the sweep again to have it anew";
  const auto damaged = [&](const std::string& old, const std::string& now,
                           const std::string& said) {
    std::string text = groups;
    REQUIRE(text.find(old) != std::string::npos);
    write_file(folder / "out/groups.csv", text.replace(text.find(old), old.size(), now));
    refused({"report", "out"}, "out/groups.csv:" + said);
  };
  damaged("metric,unit", "unit", "1: error: column 2: expected \"metric\", got \"unit\"" + again);
  damaged(",warning", "",
          "1: error: column 15: expected \"warning\", got the end of the line" + again);
  damaged(",warning", ",warning,more",
          "1: error: column 16: expected no other column, got \"more\"" + again);
  damaged("\n1,messages,messages,2,", "\n1,messages,messages,2",
          "…: error: expected 15 fields as in the header, got 14");
  damaged("\n1,messages,messages,2,", "\n1,messages,messages,2,9x",
          "…: error: mean: expected a number, got \"9x…" + again);
  damaged("\n1,messages,", "\n1,massages,",
          "…: error: metric: expected a metric of runs.csv, got \"massages\"" + again);
  const std::size_t second = groups.find("\n2,") + 1;
  write_file(folder / "out/groups.csv", groups.substr(0, second));
  const Ended partial = rippletank({"report", "out", "-o", "partial.html"});
  check_done(partial);
  CHECK(says(partial, "The curves have 1 of the 2 points of the sweep"));
  fs::remove(folder / "out/groups.csv");
  refused({"report", "out"}, "out/groups.csv: error: it is missing" + again);
}

TEST_CASE_METHOD(Fixture, "what is no result has no page") {
  fs::create_directory(folder / "empty");
  refused({"report", "nowhere"}, "nowhere: error: no such folder");
  refused({"report", "s.json"}, "s.json: error: expected a result folder, got a file");
  refused({"report", "empty"}, "empty: error: no result: there is no summary.json in it; …");
  refused({"report", ""}, "…");
}

TEST_CASE_METHOD(Fixture, "a damaged result is refused, and nothing is written") {
  play();
  const std::string whole = read_file(folder / "out/summary.json");
  write_file(folder / "out/summary.json", whole.substr(0, whole.size() / 2));
  refused({"report", "out"}, "out/summary.json: error: no JSON; the result is damaged: …");
  for (const char* part : {"/description", "/name", "/provenance/scenario", "/provenance/seed"}) {
    INFO(part);
    Json summary = Json::parse(whole);
    summary[Json::json_pointer(part)] = Json::array({1});
    write_file(folder / "out/summary.json", summary.dump());
    refused({"report", "out"}, "out/summary.json: error: not as rippletank writes it; …");
  }
}

TEST_CASE_METHOD(Fixture, "a target that cannot be written is refused before anything is played") {
  play();
  const std::string choose = "; choose another --output";
  refused({"report", "out", "-o", "data"},
          "rippletank: error: data names a folder, expected a file" + choose);
  refused({"report", "out", "-o", "no/where.html"},
          "rippletank: error: no/where.html: there is no folder …/no" + choose);
  refused({"report", "out", "-o", "s.json"},
          "s.json: error: expected a page or nothing there, got another file" + choose);
  refused({"report", "out", "-o", "out/summary.json"},
          "out/summary.json: error: expected a page or nothing there, got another file" + choose);
  refused({"report", "out", "-o", ""},
          "rippletank: error: --output: expected the name of a file, got an empty one (see …)");
  refused({"lab", "page", "-o", ""},
          "rippletank: error: --output: expected the name of a file, got an empty one (see …)");
  refused({"lab", "page", "-o", "no/where.html"},
          "rippletank: error: no/where.html: there is no folder …/no" + choose);
}

TEST_CASE_METHOD(Fixture, "a page that does not fit leaves the old one, and nothing half-written") {
  play();
  write_file(folder / "report.html", "<!doctype html> the old page");
  const auto before = tree(folder.path());
  const Ended ended = rippletank({"report", "out"}, [] {
    const rlimit small{5'000, 5'000};
    setrlimit(RLIMIT_FSIZE, &small);
  });
  CHECK(ended.code == 1);
  CHECK_FALSE(ended.err.empty());
  CHECK(tree(folder.path()) == before);
}

TEST_CASE_METHOD(Fixture, "lab page needs the engine, and says how to build it") {
  refused({"lab", "page"},
          "rippletank: error: the engine of the page has not been built: scripts/web builds it");
  play();
  CHECK(says(report(),
             "you cannot break or change anything in it and run on: the simulator for browsers "
             "has not been built. Run scripts/web, then make the page again."));
}

TEST_CASE_METHOD(WithEngine, "lab page carries every scenario and lab, and the engine") {
  const Ended ended = rippletank({"lab", "page"});
  check_done(ended);
  CHECK(says(ended, "Page in lab.html"));
  CHECK(names_in(folder.path()) == Names{"data", "lab.html", "s.json"});
  const std::string page = read_file(folder / "lab.html");
  CHECK(from_base128(script_of(page, "page-engine")) == "the engine");
  CHECK(unpacked(page, "page-scripts")["engine"] == "the engine's script");
  const Json data = unpacked(page, "page-data");
  CHECK(data["kind"] == "lab");
  CHECK(data["labs"].size() == 10);
  std::size_t tutorials = 0;
  for (const Json& card : data["gallery"]) {
    if (card["path"].get<std::string>().compare(0, 9, "tutorial/") == 0) ++tutorials;
  }
  CHECK(tutorials >= 29);
  CHECK(rippletank({"lab", "page", "-o", "other.html", "--quiet"}).out.empty());
  CHECK(read_file(folder / "other.html") == page);
}

TEST_CASE_METHOD(WithEngine, "report carries the engine where there is something to play") {
  play();
  const Ended ended = report();
  check_done(ended);
  CHECK_FALSE(says(ended, "without"));
  CHECK(from_base128(script_of(read_file(folder / "report.html"), "page-engine")) == "the engine");

  write_file(installed.program().parent_path() / "../wasm/engine.wasm.lzma",
             std::string(900'000, 'x'));
  const Ended large = report();
  check_done(large);
  CHECK(says(large, "with the simulator in it, the page would be larger than a megabyte."));
  CHECK(says(large, "open the scenario in the page that rippletank lab page makes."));
  CHECK(script_of(read_file(folder / "report.html"), "page-engine").empty());
  write_file(folder / "data/net.txt", "0 1\n");
  check_done(report());
  CHECK(script_of(read_file(folder / "report.html"), "page-engine").empty());
}

TEST_CASE_METHOD(Fixture, "the program needs the parts of pages beside it, and says so") {
  play();
  fs::copy_file(RIPPLETANK_BINARY, folder / "alone");
  const Ended ended =
      run_program({(folder / "alone").string(), "report", "out"}, {.folder = folder.path()});
  CHECK(ended.code == 2);
  CHECK(matches(ended.err, "rippletank: error: this program has no parts for pages beside it; …"));
  CHECK_FALSE(fs::exists(folder / "report.html"));
}

}  // namespace report_test
