// Whatever ends a run early leaves nothing behind: interrupts, full disks, files that may not grow.
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <thread>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace interruption_test {

namespace {

using namespace rippletank::tests;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr const char* small = R"({ "name": "small",
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 3 },
               "topology": { "model": "erdos_renyi", "nodes": 5000, "mean_degree": 4 } },
  "queries": { "model": "list", "origins": [0, 3, 5] } }
)";

/// Takes minutes, if nothing stops it.
std::string endless() {
  Json scenario = Json::parse(small);
  scenario["name"] = "endless";
  scenario["horizon_s"] = 90'000;
  scenario["overlay"]["topology"]["nodes"] = 1'000'000;
  scenario["overlay"]["protocol"]["ttl_hops"] = 20;
  scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 0.006}};
  return scenario.dump();
}

bool is_being_made(const fs::path& folder) {
  for (const std::string& name : names_in(folder)) {
    if (name.find(".part-") != std::string::npos) return true;
  }
  return false;
}

/// Sends the signal once the run has begun to make its result, and a while later.
std::function<void(pid_t)> once_begun(const fs::path& folder, int signal, int later_ms) {
  return [=](pid_t program) {
    for (int i = 0; i < 1000 && !is_being_made(folder); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(later_ms));
    kill(program, signal);
  };
}

}  // namespace

TEST_CASE("an interrupt ends a run with 128 + its number and leaves nothing behind") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", endless());
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP, SIGQUIT);
  SECTION("while it builds, makes folders and is watched") {
    const Ended ended =
        run_rippletank({"run", "s.json", "--out", "results", "--trace"},
                       {.folder = folder.path(), .act = once_begun(folder.path(), signal, 0)});
    CHECK(ended.code == 128 + signal);
    CHECK(ended.out.empty());
    CHECK(names_in(folder.path()) == Names{"s.json"});
  }
  SECTION("while repetitions run on threads") {
    const Ended ended =
        run_rippletank({"run", "s.json", "--out", "out", "--repetitions", "4", "--jobs", "2",
                        "--set", "/overlay/topology/nodes=20000"},
                       {.folder = folder.path(), .act = once_begun(folder.path(), signal, 500)});
    CHECK(ended.code == 128 + signal);
    CHECK(names_in(folder.path()) == Names{"s.json"});
  }
  SECTION("while an older result waits to be replaced") {
    fs::create_directory(folder / "out");
    write_file(folder / "out/summary.json", R"({"provenance": {"program": "rippletank"}})");
    const auto before = tree(folder.path());
    const Ended ended = run_rippletank(
        {"run", "s.json", "--out", "out", "--force", "--set", "/overlay/topology/nodes=20000"},
        {.folder = folder.path(), .act = once_begun(folder.path(), signal, 500)});
    CHECK(ended.code == 128 + signal);
    CHECK(tree(folder.path()) == before);
  }
}

TEST_CASE("an interrupt among many short repetitions is not taken for a failure") {
  const TemporaryFolder folder;
  Json scenario = Json::parse(small);
  scenario["overlay"]["topology"] = {{"model", "ring"}, {"nodes", 10}};
  write_file(folder / "s.json", scenario.dump());
  for (int round = 0; round < 10; ++round) {
    INFO("round " << round);
    const Ended ended = run_rippletank(
        {"run", "s.json", "--out", "out", "--repetitions", "1000000", "--jobs", "4"},
        {.folder = folder.path(), .act = once_begun(folder.path(), SIGINT, 50 + 20 * round)});
    CHECK(ended.code == 130);
    CHECK(ended.err.empty());
    REQUIRE(names_in(folder.path()) == Names{"s.json"});
  }
}

TEST_CASE("a signal that is ignored from the start stays ignored, as under nohup") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", endless());
  const Ended ended =
      run_rippletank({"run", "s.json", "--out", "out"},
                     {.folder = folder.path(),
                      .prepare = [] { std::signal(SIGHUP, SIG_IGN); },
                      .act =
                          [&](pid_t program) {
                            once_begun(folder.path(), SIGHUP, 0)(program);
                            std::this_thread::sleep_for(std::chrono::milliseconds(300));
                            kill(program, SIGINT);
                          }});
  CHECK(ended.code == 130);
  CHECK(names_in(folder.path()) == Names{"s.json"});
}

TEST_CASE("where no thread can be started, repetitions run one after another") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", small);
  const auto forbid_threads = [] {
    // The stack of a thread is as large as this limit, and so large none can be.
    rlimit limit{};
    getrlimit(RLIMIT_STACK, &limit);
    limit.rlim_cur = rlim_t{1} << 50U;
    setrlimit(RLIMIT_STACK, &limit);
  };
  const Ended ended = run_rippletank(
      {"run", "s.json", "--out", "out", "--repetitions", "3", "--jobs", "3", "--quiet"},
      {.folder = folder.path(), .prepare = forbid_threads});
  CHECK(ended.err.empty());
  CHECK(ended.code == 0);
  CHECK(fs::exists(folder / "out/repetition_0002/summary.json"));
}

TEST_CASE("of runs to the same place at once, one is done and the others are refused") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", small);
  const auto at_once = [&](const std::string& more) {
    const std::string command = "for i in 1 2 3 4; do (\"$0\" run s.json --out out --quiet " +
                                more + "; echo $? >> codes) & done; wait";
    const Ended ended =
        run_program({"/bin/sh", "-c", command, RIPPLETANK_BINARY}, {.folder = folder.path()});
    INFO(ended.err);
    Names codes = lines_of(read_file(folder / "codes"));
    std::sort(codes.begin(), codes.end());
    fs::remove(folder / "codes");
    CHECK(names_in(folder.path()) == Names{"out", "s.json"});
    return codes;
  };
  for (int round = 0; round < 3; ++round) {
    CHECK(at_once("") == Names{"0", "2", "2", "2"});
    CHECK(at_once("--force") == Names{"0", "0", "0", "0"});
    fs::remove_all(folder / "out");
  }
}

TEST_CASE("folders made for a result go with it when it is interrupted") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", endless());
  fs::create_directory(folder / "here");
  const Ended ended =
      run_rippletank({"run", "s.json", "--out", "here/new/er/out"},
                     {.folder = folder.path(), .act = [&](pid_t program) {
                        for (int i = 0; i < 6000 && !fs::exists(folder / "here/new/er"); ++i) {
                          std::this_thread::sleep_for(std::chrono::milliseconds(10));
                        }
                        once_begun(folder / "here/new/er", SIGINT, 0)(program);
                      }});
  CHECK(ended.code == 130);
  CHECK(tree(folder.path()).size() == 2);
  CHECK(fs::is_empty(folder / "here"));
}

TEST_CASE("a file that may not grow fails the run, which leaves nothing behind") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", small);
  const auto limit_files = [] {
    const rlimit limit{20'000, 20'000};
    setrlimit(RLIMIT_FSIZE, &limit);
  };
  for (const Names& more :
       {Names{},
        Names{"--trace", "--set", "/measure/tables=[]", "--set", "/overlay/protocol/ttl_hops=20"},
        Names{"--repetitions", "3", "--jobs", "2"}}) {
    Names arguments = {"run", "s.json", "--out", "new/out"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ended ended =
        run_rippletank(arguments, {.folder = folder.path(), .prepare = limit_files});
    CHECK(ended.code == 1);
    INFO(ended.err);
    CHECK(matches(ended.err, "rippletank: error: cannot write …: File too large\n"));
    CHECK(names_in(folder.path()) == Names{"s.json"});
  }
}

TEST_CASE("a picture or page that has no room leaves what was there") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", small);
  write_file(folder / "links.csv", "old");
  fs::create_directory(folder / "pages");
  write_file(folder / "pages/protocols.md", "old");
  const auto before = tree(folder.path());
  const auto limit_files = [] {
    const rlimit limit{2'000, 2'000};
    setrlimit(RLIMIT_FSIZE, &limit);
  };
  for (const Names& arguments :
       {Names{"topology", "s.json", "--format", "csv", "-o", "links.csv"},
        Names{"describe", "--pages", "pages"}, Names{"describe", "--pages", "new/pages"}}) {
    const Ended ended =
        run_rippletank(arguments, {.folder = folder.path(), .prepare = limit_files});
    CHECK(ended.code == 1);
    INFO(ended.err);
    CHECK(matches(ended.err, "rippletank: error: cannot write …: File too large\n"));
    CHECK(tree(folder.path()) == before);
  }
}

TEST_CASE("a full disk fails the run, which leaves nothing behind") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", small);
  fs::create_directory(folder / "disk");
  if (mount("tmpfs", (folder / "disk").c_str(), "tmpfs", 0, "size=64k") != 0) {
    WARN("SKIPPED: no small file system can be mounted here, so no disk is full");
    return;
  }
  const Ended ended =
      run_rippletank({"run", "s.json", "--out", "disk/out"}, {.folder = folder.path()});
  const bool nothing_left = fs::is_empty(folder / "disk");
  umount((folder / "disk").c_str());
  CHECK(ended.code == 1);
  INFO(ended.err);
  CHECK(matches(ended.err, "rippletank: error: cannot write …: No space left on device\n"));
  CHECK(nothing_left);
}

}  // namespace interruption_test
