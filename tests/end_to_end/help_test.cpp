// Help, lists, descriptions and summaries fit a terminal of 80 columns and know every name.
#include "sim/run/catalogues.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace help_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;

constexpr const char* commands[] = {"run",      "validate", "list",   "describe", "schema",
                                    "topology", "trace",    "report", "compare",  "lab"};

std::string page(const std::vector<std::string>& arguments) {
  const Ended ended = run_rippletank(arguments);
  std::string words;
  for (const std::string& word : arguments) words += word + " ";
  INFO("rippletank " << words);
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(ended.out.size() > 20);
  CHECK(ended.out.back() == '\n');
  for (const std::string& line : too_wide(ended.out)) FAIL_CHECK("too wide: " << line);
  for (const std::string& line : lines_of(ended.out)) {
    if (!line.empty() && line.back() == ' ') FAIL_CHECK("ends in a blank: " << line);
  }
  return ended.out;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("help pages name every command and option, in 80 columns") {
  const std::string overview = page({"--help"});
  for (const char* command : commands) {
    CHECK(says(overview, command));
    CHECK(says(page({command, "--help"}), "Usage: rippletank " + std::string(command)));
  }
  const std::string run_help = page({"run", "--help"});
  for (const char* option : {"--set", "--seed", "--repetitions", "--jobs", "--out", "--force",
                             "--trace", "--report", "--quiet", "--json"}) {
    CHECK(says(run_help, option));
  }
  const std::string report_help = page({"report", "--help"});
  for (const char* option : {"DIR", "--output", "--inputs", "--quiet"}) {
    CHECK(says(report_help, option));
  }
  CHECK(says(page({"lab", "page", "--help"}), "--output"));
  CHECK(says(page({"--version"}), "rippletank 0."));
}

TEST_CASE("list and describe know every name, in 80 columns") {
  const std::string everything = page({"list"});
  for (const registry::Catalogue* catalogue : run::catalogues()) {
    const std::string listed = page({"list", catalogue->plural});
    CHECK(page({"list", catalogue->kind}) == listed);
    CHECK(says(everything, listed));
    for (const registry::Entry* entry : catalogue->entries) {
      CHECK(says(listed, "  " + entry->name));
      const std::string described = page({"describe", entry->name});
      CHECK(says(described, entry->name + " (" + catalogue->kind + ")"));
      for (const registry::Parameter& parameter : entry->section.parameters) {
        INFO(entry->name << " " << parameter.name);
        CHECK(says(described, "  " + parameter.name + "\n"));
        if (!parameter.type.unit.empty()) CHECK(says(described, "[" + parameter.type.unit + "]"));
      }
    }
  }
}

TEST_CASE("describe knows the keys of a scenario and the result tables") {
  const std::string failures = page({"describe", "failures"});
  CHECK(says(failures, "failures (key of a scenario, /failures)\n"));
  CHECK(says(failures, "  at_s\n      When it fails. Of what fails"));
  CHECK(says(failures, "\nfailures (result table, failures.csv)\n"));
  const std::string links = page({"describe", "links"});
  CHECK(says(links, "links (key of a scenario, /failures/0/links)\n"));
  CHECK(says(links, "Link failures\n  ids, between, fraction\n"));
  CHECK(says(links, "Columns\n  from\n      One end, by its name in the input"));
  CHECK(says(page({"describe", "queries"}), "Workloads\n  list, poisson, trace\n"));
  for (const char* name : {"content", "measure", "peers", "overlay", "placement", "trunk"}) {
    CHECK(says(page({"describe", name}), std::string(name) + " (key of a scenario, /"));
  }
  for (const char* name : {"queries", "hops", "messages", "peers", "pings"}) {
    CHECK(says(page({"describe", name}), std::string(name) + " (result table, " + name + ".csv)"));
  }
}

TEST_CASE("list shows the scenarios that come along, and says where it looked in vain") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "tutorial");
  write_file(
      folder / "tutorial/01_test.json",
      R"({ "description": "What is this?\nA \u001b[31m test of a long description, which is )"
      R"(to be wrapped over several lines without any control sequence in them." })");
  write_file(folder / "tutorial/02_broken.json", "{ not JSON");
  write_file(folder / "tutorial/03_a_long_name_of_one_that_says_nothing.json", "{}");
  std::filesystem::create_directory(folder / "tutorial/data");
  write_file(folder / "tutorial/data/table.json", "{}");
  const Ended ended = run_rippletank(
      {"list", "scenarios"}, {.environment = {{"RIPPLETANK_SCENARIOS", folder.path().string()}}});
  CHECK(ended.code == 0);
  CHECK(says(ended.out, "01_test.json"));
  CHECK(says(ended.out, "What is this?"));
  CHECK(says(ended.out, "02_broken.json"));
  CHECK(says(ended.out, "one_that_says_nothing.json\n"));
  CHECK(!says(ended.out, "table.json"));
  CHECK(!says(ended.out, " \n"));
  CHECK(!says(ended.out, "\x1b"));
  for (const std::string& line : too_wide(ended.out)) FAIL_CHECK("too wide: " << line);

  const Ended nowhere = run_rippletank({"list", "scenarios"},
                                       {.environment = {{"RIPPLETANK_SCENARIOS", "/nowhere"}}});
  CHECK(nowhere.code == 0);
  CHECK(nowhere.err.empty());
}

TEST_CASE("summaries fit 80 columns, whatever the names and numbers") {
  const TemporaryFolder folder;
  Json scenario = {
      {"overlay",
       {{"protocol", {{"model", "flood"}}}, {"topology", {{"model", "ring"}, {"nodes", 10}}}}},
      {"queries", {{"model", "list"}, {"origins", {0, 3}}}}};
  const auto [what, settings] = GENERATE(table<std::string, std::vector<std::string>>({
      {"plain", {}},
      {"long name and seed", {"/name=" + std::string(100, 'n'), "/seed=18446744073709551615"}},
      {"long description", {"/description=" + std::string(70, 'd') + " " + std::string(70, 'e')}},
      {"description in other scripts",
       {"/description=Wie weit reicht eine Anfrage — und was kostet sie? Ωμέγα 東京 "
        "Wie weit reicht eine Anfrage — und was kostet sie?"}},
      {"description with line ends", {"/description=one\ntwo\tthree\x1b[31m four\r\nfive"}},
      {"one peer", {R"(/overlay/topology={"model":"star","nodes":1})", "/queries/origins=[0]"}},
      {"no queries", {"/queries/origins=[]"}},
      {"large messages",
       {"/overlay/protocol/payload_bytes=1000000000", "/overlay/protocol/ttl_hops=65535"}},
      {"many hops",
       {R"(/overlay/topology={"model":"ring","nodes":3000})", "/overlay/protocol/ttl_hops=65535"}},
      {"many peers", {R"(/overlay/topology={"model":"true_mesh","nodes":1200})"}},
      {"ten years",
       {R"(/underlay={"model":"direct","latency_ms":315360000000})", "/queries/start_s=315360000"}},
      {"cut off",
       {R"(/underlay={"model":"direct","latency_ms":{"model":"exponential","mean":9999999}})",
        "/horizon_s=10000000"}},
      {"fractions",
       {R"(/underlay={"model":"direct","latency_ms":{"model":"lognormal","median":3,"sigma":2}})"}},
  }));
  INFO(what);
  write_file(folder / "s.json", scenario.dump());
  for (const bool repeated : {false, true}) {
    std::vector<std::string> arguments = {"run", "s.json", "--out", "out", "--force"};
    if (repeated) arguments.insert(arguments.end(), {"--repetitions", "2"});
    for (const std::string& setting : settings) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    const Ended ended = run_rippletank(arguments, {.folder = folder.path()});
    CHECK(ended.err == "");
    REQUIRE(ended.code == 0);
    for (const std::string& line : too_wide(ended.out)) FAIL_CHECK("too wide: " << line);
    CHECK(!says(ended.out, "\x1b"));
    CHECK(!says(ended.out, "nan"));
    CHECK(!says(ended.out, "inf"));
  }
}

}  // namespace help_test
