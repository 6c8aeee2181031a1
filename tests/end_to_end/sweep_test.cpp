// The sweep and merge commands as users type them: bytes, kills, full disks, damaged stores, MPI.
#include <sys/mount.h>

#include <csignal>
#include <thread>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace sweep_test {

namespace {

using namespace rippletank::tests;
namespace fs = std::filesystem;

/// 120 runs of some milliseconds.
constexpr const char* grid = R"({ "name": "grid",
  "scenario": { "overlay": { "protocol": { "model": "flood", "ttl_hops": 3 },
                             "topology": { "model": "erdos_renyi", "nodes": 8000,
                                           "mean_degree": 4 } },
                "queries": { "model": "list", "origins": [0, 3, 5, 7, 9, 11, 13] } },
  "vary": { "/overlay/protocol/ttl_hops": [3, 4, 5, 6],
            "/overlay/topology/mean_degree": { "from": 3, "to": 5, "steps": 3 } },
  "repetitions": 10 })";

std::string tables_in(const fs::path& out) {
  return read_file(out / "runs.csv") + read_file(out / "groups.csv") +
         read_file(out / "summary.json");
}

Ended sweep(const TemporaryFolder& folder, std::vector<std::string> arguments,
            const Start& start = {}) {
  std::vector<std::string> words = {"sweep", (folder / "grid.json").string(), "--out"};
  words.push_back((folder / arguments.front()).string());
  words.insert(words.end(), arguments.begin() + 1, arguments.end());
  return run_rippletank(words, start);
}

/// The number in a line "to run   12 …" of a dry run.
int to_run(const std::string& out) {
  const auto at = out.find("to run");
  REQUIRE(at != std::string::npos);
  std::string digits;
  for (const char c : out.substr(at + 6, out.find('\n', at) - at - 6)) {
    if (c >= '0' && c <= '9') digits += c;
    if (c == 'a' || c == 'm') break;  // "about 3 s" follows
  }
  return std::stoi(digits);
}

void remount(const fs::path& place, const char* size, unsigned long flags = 0) {
  REQUIRE(mount("tmpfs", place.c_str(), "tmpfs", flags, size) == 0);
}

}  // namespace

TEST_CASE("a sweep that is killed twenty times has the bytes of one that is not") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  CHECK(sweep(folder, {"whole", "--jobs", "2", "--quiet"}).code == 0);
  int kills = 0;
  for (int i = 0; i < 20; ++i) {
    Start start;
    start.act = [](pid_t program) { kill(program, SIGKILL); };
    // Planning takes some hundredths, so some are killed before the first run and some later.
    start.act_after_s = 0.02 + 0.003 * static_cast<double>(i * 7 % 20);
    if (sweep(folder, {"killed", "--jobs", "2", "--quiet"}, start).signal == SIGKILL) ++kills;
  }
  INFO(kills << " kills");
  CHECK(kills > 0);
  CHECK(sweep(folder, {"killed", "--jobs", "1", "--quiet"}).code == 0);
  CHECK(tables_in(folder / "killed") == tables_in(folder / "whole"));
  for (const std::string& name : names_in(folder / "killed")) {
    CHECK(name.find(".part-") == std::string::npos);
  }
}

TEST_CASE("Ctrl-C ends a sweep with 130, keeps what is finished, and it goes on from there") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  Start start;
  start.act = [](pid_t program) { kill(program, SIGINT); };
  start.act_after_s = 0.15;
  const Ended ended = sweep(folder, {"out", "--jobs", "1", "--repetitions", "200"}, start);
  CHECK(ended.code == 130);
  CHECK(ended.err.find("the same command goes on") != std::string::npos);
  const std::size_t kept = lines_of(read_file(folder / "out/runs.csv")).size() - 1;
  const Ended dry = sweep(folder, {"out", "--repetitions", "200", "--dry-run"});
  CHECK(to_run(dry.out) == static_cast<int>(2400 - kept));
}

TEST_CASE("shards that are merged have the bytes of the whole") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  CHECK(sweep(folder, {"whole", "--quiet"}).code == 0);
  std::vector<std::string> merge = {"merge", (folder / "merged").string()};
  for (const std::string shard : {"1/3", "2/3", "3/3"}) {
    const std::string name = std::string("part") + shard.front();
    CHECK(sweep(folder, {name, "--quiet", "--shard", shard}).code == 0);
    merge.push_back((folder / name).string());
  }
  CHECK(run_rippletank(merge).code == 0);
  CHECK(tables_in(folder / "merged") == tables_in(folder / "whole"));
}

TEST_CASE("processes that mpirun has started write the same bytes") {
  if (std::system("command -v mpirun > /dev/null 2>&1") != 0) {
    WARN("no mpirun here: this is not tested");
    return;
  }
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  CHECK(sweep(folder, {"whole", "--quiet"}).code == 0);
  Start start;
  start.environment = {{"OMPI_ALLOW_RUN_AS_ROOT", "1"}, {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"}};
  const std::string program = RIPPLETANK_BINARY;
  const auto farm = [&](const std::string& file, const std::string& out) {
    return run_program(
        {"/bin/sh", "-c", "mpirun --oversubscribe -n 3 \"$0\" sweep \"$1\" --out \"$2\" --quiet",
         program, (folder / file).string(), (folder / out).string()},
        start);
  };
  const Ended ended = farm("grid.json", "farmed");
  INFO(ended.err);
  CHECK(ended.code == 0);
  CHECK(tables_in(folder / "farmed") == tables_in(folder / "whole"));
  // What keeps all of them is told once.
  write_file(folder / "wrong.json", R"({ "scenaro": 3 })");
  const Ended wrong = farm("wrong.json", "none");
  CHECK(wrong.code == 2);
  CHECK(wrong.err.find("scenaro") == wrong.err.rfind("scenaro"));
}

TEST_CASE("a full disk keeps what was finished, and the sweep goes on when there is room") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  fs::create_directory(folder / "disk");
  if (mount("tmpfs", (folder / "disk").c_str(), "tmpfs", 0, "size=300k") != 0) {
    WARN("no right to mount a small disk: this is not tested");
    return;
  }
  const Ended full = sweep(folder, {"disk/out", "--quiet"});
  CHECK(full.code == 1);
  CHECK(full.err.find("the disk is full; the runs that were finished are kept") !=
        std::string::npos);
  remount(folder / "disk", "size=20m", MS_REMOUNT);
  const int missing = to_run(sweep(folder, {"disk/out", "--dry-run"}).out);
  CHECK(missing > 0);
  CHECK(missing < 120);
  CHECK(sweep(folder, {"disk/out", "--quiet"}).code == 0);
  CHECK(sweep(folder, {"whole", "--quiet"}).code == 0);
  CHECK(tables_in(folder / "disk/out") == tables_in(folder / "whole"));
  remount(folder / "disk", "size=20m", MS_REMOUNT | MS_RDONLY);
  const Ended readonly = sweep(folder, {"disk/out"});
  CHECK(readonly.code == 2);
  CHECK(readonly.err.find("cannot write to") != std::string::npos);
  CHECK(sweep(folder, {"disk/new"}).code == 2);
  CHECK(to_run(sweep(folder, {"disk/out", "--dry-run"}).out) == 0);
  umount((folder / "disk").c_str());
}

TEST_CASE("a store that is damaged or no store is left alone and told") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  CHECK(sweep(folder, {"out", "--quiet", "--repetitions", "2"}).code == 0);
  const fs::path store = folder / "out/sweep.sqlite";
  std::string bytes = read_file(store);
  const std::string before = bytes;
  for (std::size_t i = 5000; i < 20'000; ++i) bytes[i] = 'x';
  for (const std::string& text : {bytes, std::string("hello"), bytes.substr(0, 5000)}) {
    write_file(store, text);
    const Ended ended = sweep(folder, {"out"});
    INFO(ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.err.find("move it away, and the sweep starts anew") != std::string::npos);
    CHECK(read_file(store) == text);
  }
  write_file(store, before);
  CHECK(sweep(folder, {"out", "--quiet"}).code == 0);
}

TEST_CASE("a folder of something else, or of another sweep, is left alone") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  fs::create_directory(folder / "other");
  write_file(folder / "other/thesis.txt", "all of it");
  CHECK(sweep(folder, {"other"}).code == 2);
  CHECK(names_in(folder / "other") == std::vector<std::string>{"thesis.txt"});
  CHECK(sweep(folder, {"out", "--quiet", "--repetitions", "1"}).code == 0);
  Json renamed = Json::parse(grid);
  renamed["name"] = "another";
  write_file(folder / "grid.json", renamed.dump());
  const Ended ended = sweep(folder, {"out"});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("holds the sweep \"grid\", not \"another\"") != std::string::npos);
}

TEST_CASE("progress as lines of JSON ends with all of it") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  const Ended ended = sweep(folder, {"out", "--quiet", "--progress", "json"});
  CHECK(ended.code == 0);
  CHECK(ended.out.empty());
  const std::vector<std::string> lines = lines_of(ended.err);
  REQUIRE(!lines.empty());
  const Json last = Json::parse(lines.back());
  CHECK(last["event"] == "progress");
  CHECK(last["done"] == 120);
  CHECK(last["of"] == 120);
  CHECK(last["left_s"] == 0);
}

TEST_CASE("mistakes on the command line and in the file are told, and nothing is written") {
  const TemporaryFolder folder;
  write_file(folder / "grid.json", grid);
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"out", "--shard", "3/2"},
                                             {"out", "--shard", "x"},
                                             {"out", "--vary", "ttl=1,2"},
                                             {"out", "--vary", "/overlay/protocol/tll=1,2"},
                                             {"out", "--set", "/overlay/protocol/ttl_hops=2"},
                                             {"out", "--progress", "loud"},
                                             {"out", "--jobs", "-1"},
                                             {"out", "--time-limit", "soon"}}) {
    const Ended ended = sweep(folder, wrong);
    INFO(wrong[1] << " " << wrong[2] << ": " << ended.err);
    CHECK(ended.code == 2);
    CHECK(!ended.err.empty());
    CHECK(!fs::exists(folder / "out"));
  }
}

}  // namespace sweep_test
