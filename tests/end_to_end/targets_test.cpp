// What is written stands where it shall, and never on what it is made from.
#include <sys/stat.h>

#include <filesystem>

#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace targets_test {

namespace {

using namespace rippletank::tests;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr const char* scenario = R"({ "name": "s",
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 3 },
               "topology": { "model": "edge_list", "file": "data/queries.csv" } },
  "queries": { "model": "list", "origins": [0, 2] } }
)";

/// The scenario s.json, its network data/queries.csv, and what looks like a result around it.
struct Fixture {
  Fixture() {
    write_file(folder / "s.json", scenario);
    fs::create_directory(folder / "data");
    write_file(folder / "data/queries.csv", "0 1\n1 2\n2 0\n");
    write_file(folder / "data/summary.json", R"({"provenance": {"program": "rippletank"}})");
  }

  Ended run(const Names& arguments) const {
    return run_rippletank(arguments, {.folder = folder.path()});
  }

  /// Refused, with nothing changed.
  void refused(const Names& arguments, const std::string& said) const {
    const auto before = tree(folder.path());
    const Ended ended = run(arguments);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    INFO("expected " << said << "\ngot      " << ended.err);
    CHECK(matches(ended.err, "rippletank: error: " + said + "\n"));
    CHECK(tree(folder.path()) == before);
  }

  TemporaryFolder folder;
};

}  // namespace

TEST_CASE("an output does not replace the scenario or what it names") {
  const Fixture fixture;
  fs::create_symlink("s.json", fixture.folder / "link.json");
  fs::create_hard_link(fixture.folder / "s.json", fixture.folder / "same.json");
  const std::string lost = " is the scenario, which would be lost; choose another --output";
  fixture.refused({"topology", "s.json", "-o", "s.json"}, "s.json" + lost);
  fixture.refused({"topology", "s.json", "-o", "link.json"}, "link.json" + lost);
  fixture.refused({"topology", "s.json", "-o", "same.json"}, "same.json" + lost);
  fixture.refused({"topology", "s.json", "-o", "./data/queries.csv"},
                  "./data/queries.csv is an input of the scenario, which would be lost; …");
  fixture.refused({"run", "s.json", "--out", "data", "--force"},
                  "data holds an input of the scenario data/queries.csv, which would be lost; "
                  "choose another --out");
  fs::create_directory(fixture.folder / "result");
  fs::copy(fixture.folder / "data/summary.json", fixture.folder / "result/summary.json");
  Json inside = Json::parse(scenario);
  inside["overlay"]["topology"]["file"] = "../data/queries.csv";
  write_file(fixture.folder / "result/timing.json", inside.dump());
  fixture.refused({"run", "result/timing.json", "--out", "result", "--force"},
                  "result holds the scenario result/timing.json, which would be lost; …");
}

TEST_CASE("an output has a place before there is anything to put there") {
  const Fixture fixture;
  const std::string choose = "; choose another --output";
  fixture.refused({"topology", "s.json", "-o", "data"},
                  "data names a folder, expected a file" + choose);
  fixture.refused({"topology", "s.json", "-o", "no/where"},
                  "no/where: there is no folder …/no" + choose);
  fixture.refused({"topology", "s.json", "-o", ""},
                  "--output: expected the name of a file, got an empty one (see …)");
  fixture.refused({"describe", "--pages", "s.json"},
                  "s.json is not a folder; choose another --pages");
  fixture.refused({"describe", "--pages", ""},
                  "--pages: expected the name of a folder, got an empty one (see …)");
}

TEST_CASE("an output through a link leaves the link, and the permissions of the file") {
  const Fixture fixture;
  write_file(fixture.folder / "data/picture.svg", "old");
  fs::permissions(fixture.folder / "data/picture.svg", fs::perms(0604));
  fs::create_symlink("data/picture.svg", fixture.folder / "link.svg");
  REQUIRE(fixture.run({"topology", "s.json", "--format", "svg", "-o", "link.svg"}).code == 0);
  CHECK(fs::is_symlink(fixture.folder / "link.svg"));
  CHECK(read_file(fixture.folder / "data/picture.svg").substr(0, 4) == "<svg");
  CHECK(fs::status(fixture.folder / "data/picture.svg").permissions() == fs::perms(0604));
}

TEST_CASE("an output device stays a device") {
  const Fixture fixture;
  const fs::path device = fixture.folder / "device";
  constexpr dev_t nothing = (1U << 8U) + 3U;
  if (mknod(device.c_str(), S_IFCHR | 0600, nothing) != 0) {
    WARN("SKIPPED: no devices can be made here");
    return;
  }
  const Ended ended = fixture.run({"topology", "s.json", "-o", "device"});
  CHECK(fs::is_character_file(device));
  if (ended.err.find("Permission denied") != std::string::npos) {
    WARN("SKIPPED in part: devices of one's own cannot be written here");
    return;
  }
  CHECK(ended.err.empty());
  CHECK(ended.code == 0);
}

TEST_CASE("where the current folder is gone, relative places are refused") {
  const Fixture fixture;
  const std::string there = fixture.folder.path().string();
  for (const std::string& command :
       {"run " + there + "/s.json", "run " + there + "/s.json --out x",
        "topology " + there + "/s.json -o x", std::string("describe --pages x")}) {
    const Ended ended =
        run_program({"/bin/sh", "-c", "mkdir gone && cd gone && rmdir ../gone && \"$0\" " + command,
                     RIPPLETANK_BINARY},
                    {.folder = fixture.folder.path()});
    CHECK(ended.code == 2);
    INFO(ended.err);
    CHECK(matches(ended.err,
                  "rippletank: error: the current folder does not exist any more, so … "
                  "leads nowhere; choose another --…\n"));
  }
}

TEST_CASE("the checksums are those of the files that were there before the run") {
  const Fixture fixture;
  for (const Names& more : {Names{}, Names{"--repetitions", "2"}}) {
    Names arguments = {"run", "s.json", "--out", "out", "--force", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ended ended = fixture.run(arguments);
    REQUIRE(ended.code == 0);
    const Json inputs = Json::parse(ended.out)["provenance"]["inputs"];
    REQUIRE(inputs.size() == 1);
    CHECK(inputs[0]["file"] == "data/queries.csv");
    CHECK(inputs[0]["bytes"] == 12);
    CHECK(inputs[0]["sha256"].get<std::string>().size() == 64);
  }
  CHECK(read_json(fixture.folder / "out/repetition_0001/summary.json")["provenance"]["inputs"] ==
        read_json(fixture.folder / "out/summary.json")["provenance"]["inputs"]);
}

}  // namespace targets_test
