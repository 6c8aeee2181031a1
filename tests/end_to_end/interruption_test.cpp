// Whatever ends a run early leaves nothing behind: interrupts, full disks, files that may not grow.
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <thread>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

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
  scenario["horizon_s"] = 3e8;
  scenario["overlay"]["topology"]["nodes"] = 1'000'000;
  scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 60}};
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
    for (int i = 0; i < 6000 && !is_being_made(folder); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(later_ms));
    kill(program, signal);
  };
}

}  // namespace

TEST_CASE("an interrupt ends a run with code 130 and leaves nothing behind") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", endless());
  const int signal = GENERATE(SIGINT, SIGTERM);
  SECTION("while it builds, makes folders and is watched") {
    const Ended ended =
        run_rippletank({"run", "s.json", "--out", "results", "--trace"},
                       {.folder = folder.path(), .act = once_begun(folder.path(), signal, 0)});
    CHECK(ended.code == 130);
    CHECK(ended.out.empty());
    CHECK(names_in(folder.path()) == Names{"s.json"});
  }
  SECTION("while repetitions run on threads") {
    const Ended ended =
        run_rippletank({"run", "s.json", "--out", "out", "--repetitions", "4", "--jobs", "2",
                        "--set", "/overlay/topology/nodes=20000"},
                       {.folder = folder.path(), .act = once_begun(folder.path(), signal, 500)});
    CHECK(ended.code == 130);
    CHECK(names_in(folder.path()) == Names{"s.json"});
  }
  SECTION("while an older result waits to be replaced") {
    fs::create_directory(folder / "out");
    write_file(folder / "out/summary.json", "{}");
    const auto before = tree(folder.path());
    const Ended ended = run_rippletank(
        {"run", "s.json", "--out", "out", "--force", "--set", "/overlay/topology/nodes=20000"},
        {.folder = folder.path(), .act = once_begun(folder.path(), signal, 500)});
    CHECK(ended.code == 130);
    CHECK(tree(folder.path()) == before);
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
    std::signal(SIGXFSZ, SIG_IGN);
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
