// A run writes the tables that it promises, consistent with each other and always the same.
#include <filesystem>
#include <set>

#include "tests/catch.hpp"
#include "tests/end_to_end/csv_table.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace run_results_test {

namespace {

using namespace rippletank::tests;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr const char* random_queries = R"({ "name": "random",
  "seed": 7,
  "horizon_s": 40,
  "underlay": { "model": "direct", "latency_ms": { "model": "uniform", "min": 10, "max": 90 } },
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 4 },
               "topology": { "model": "erdos_renyi", "nodes": 300, "mean_degree": 4 } },
  "queries": { "model": "poisson", "rate_per_min": 0.3 } }
)";

/// Runs the scenario "s.json" of a folder, to the result "out" unless said otherwise.
Ended run_there(const TemporaryFolder& folder, Names more = {}, const std::string& out = "out") {
  Names arguments = {"run", "s.json", "--out", out};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_rippletank(arguments, {.folder = folder.path()});
}

CsvTable table(const TemporaryFolder& folder, const std::string& name) {
  return CsvTable(read_file(folder / ("out/" + name)));
}

/// The bytes of a result that may not differ from run to run.
std::map<std::string, std::string> lasting(const fs::path& result) {
  auto files = tree(result);
  files.erase("timing.json");
  return files;
}

const Names every_table = {"hops.csv",    "messages.csv", "peers.csv",
                           "queries.csv", "summary.json", "timing.json"};

}  // namespace

TEST_CASE("a run writes exactly the promised files") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  SECTION("plainly") {
    CHECK(run_there(folder).code == 0);
    CHECK(names_in(folder.path()) == Names{"out", "s.json"});
    CHECK(names_in(folder / "out") == every_table);
  }
  SECTION("to results/NAME by itself") {
    const Ended ended = run_rippletank({"run", "s.json"}, {.folder = folder.path()});
    CHECK(ended.code == 0);
    CHECK(matches(ended.out, "…\nResults in results/random\n"));
    CHECK(names_in(folder / "results") == Names{"random"});
    CHECK(names_in(folder / "results/random") == every_table);
  }
  SECTION("into folders that do not exist yet") {
    CHECK(run_there(folder, {}, "a/b/c").code == 0);
    CHECK(names_in(folder / "a/b/c") == every_table);
  }
  SECTION("with a trace") {
    CHECK(run_there(folder, {"--trace"}).code == 0);
    Names expected = every_table;
    expected.emplace_back("trace.jsonl.zst");
    CHECK(names_in(folder / "out") == expected);
  }
  SECTION("for repetitions") {
    CHECK(run_there(folder, {"--repetitions", "3"}).code == 0);
    CHECK(names_in(folder / "out") == Names{"repetition_0000", "repetition_0001", "repetition_0002",
                                            "runs.csv", "summary.json", "timing.json"});
    const Names tables = {"hops.csv", "messages.csv", "peers.csv", "queries.csv", "summary.json"};
    CHECK(names_in(folder / "out/repetition_0000") == tables);
    CHECK(names_in(folder / "out/repetition_0002") == tables);
  }
}

TEST_CASE("measure.tables leaves tables out and changes no other") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  REQUIRE(run_there(folder).code == 0);
  REQUIRE(run_there(folder, {"--set", R"(/measure={"tables":["hops"]})"}, "some").code == 0);
  REQUIRE(run_there(folder, {"--set", "/measure/tables=[]"}, "none").code == 0);
  CHECK(names_in(folder / "some") == Names{"hops.csv", "summary.json", "timing.json"});
  CHECK(names_in(folder / "none") == Names{"summary.json", "timing.json"});
  CHECK(read_file(folder / "some/hops.csv") == read_file(folder / "out/hops.csv"));
  CHECK(read_json(folder / "none/summary.json")["results"] ==
        read_json(folder / "out/summary.json")["results"]);
}

TEST_CASE("tables have the columns of the contract, in its order") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  REQUIRE(run_there(folder, {"--set",
                             "/measure/tables=[\"queries\",\"hops\",\"peers\","
                             "\"messages\"]"})
              .code == 0);
  CHECK(table(folder, "queries.csv").columns() ==
        Names{"query_id", "time_s", "origin", "item", "ttl_hops", "reach", "coverage", "hits",
              "first_hit_hops", "first_hit_ms", "last_reach_ms", "messages", "duplicates", "bytes",
              "stretch", "path_links", "download_ms"});
  CHECK(table(folder, "hops.csv").columns() ==
        Names{"query_id", "hop", "peers_reached", "messages", "duplicates"});
  const auto has = [&](const std::string& name, const Names& wanted) {
    const CsvTable one = table(folder, name);
    const std::set<std::string> columns(one.columns().begin(), one.columns().end());
    CHECK(columns.size() == one.columns().size());
    for (const std::string& column : wanted) CHECK(columns.count(column) == 1);
  };
  has("messages.csv", {"type", "messages", "bytes", "control_bytes", "payload_bytes", "delivered"});
  has("peers.csv", {"peer", "role", "host", "degree", "online_s", "messages_in", "messages_out",
                    "bytes_in", "bytes_out", "queries_answered"});
}

TEST_CASE("the tables of a run agree with each other") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  const std::string cut = GENERATE("", "/warm_up_s=20", "/horizon_s=10.02", "/seed=99");
  INFO("set: " << cut);
  REQUIRE(run_there(folder, cut.empty() ? Names{} : Names{"--set", cut}).code == 0);
  const CsvTable queries = table(folder, "queries.csv");
  const CsvTable hops = table(folder, "hops.csv");
  const CsvTable messages = table(folder, "messages.csv");
  const CsvTable peers = table(folder, "peers.csv");
  const Json results = read_json(folder / "out/summary.json")["results"];
  REQUIRE(queries.rows() > 5);

  // Per hop: every query, and all queries together.
  std::map<std::string, std::map<std::string, std::uint64_t>> of_query;
  std::map<std::string, std::uint64_t> all;
  for (std::size_t row = 0; row < hops.rows(); ++row) {
    for (const char* column : {"peers_reached", "messages", "duplicates"}) {
      const std::string& id = hops.at(row, "query_id");
      of_query[id][column] += hops.whole(row, column);
      if (id != "all") all[column] += hops.whole(row, column);
    }
  }
  for (std::size_t row = 0; row < queries.rows(); ++row) {
    auto& sums = of_query[queries.at(row, "query_id")];
    CHECK(queries.whole(row, "query_id") == row);
    CHECK(queries.whole(row, "reach") == sums["peers_reached"]);
    CHECK(queries.whole(row, "messages") == sums["messages"]);
    CHECK(queries.whole(row, "duplicates") == sums["duplicates"]);
    CHECK(std::stod(queries.at(row, "coverage")) ==
          static_cast<double>(queries.whole(row, "reach")) / 299.0);
  }
  CHECK(all == of_query["all"]);

  // Messages by type are those of queries, and those of peers.
  CHECK(messages.sum("messages") == queries.sum("messages"));
  CHECK(messages.sum("bytes") == queries.sum("bytes"));
  CHECK(messages.sum("bytes") == messages.sum("control_bytes") + messages.sum("payload_bytes"));
  CHECK(peers.sum("messages_out") == messages.sum("messages"));
  CHECK(peers.sum("messages_in") == messages.sum("delivered"));
  CHECK(peers.sum("bytes_out") == messages.sum("bytes"));
  CHECK(peers.sum("queries_issued") == queries.rows());
  CHECK(peers.rows() == 300);
  CHECK(peers.sum("queries_received") == queries.sum("reach"));

  // The summary is made from the same numbers.
  CHECK(results["peers"] == peers.rows());
  CHECK(results["connections"] == peers.sum("degree") / 2);
  CHECK(results["queries"] == queries.rows());
  CHECK(results["messages"] == messages.sum("messages"));
  CHECK(results["bytes"] == messages.sum("bytes"));
  CHECK(results["duplicates"] == queries.sum("duplicates"));
  CHECK(results["delivered"] == messages.sum("delivered"));
  CHECK(results["in_flight"] == messages.sum("in_flight"));
  CHECK(results["messages"].get<std::uint64_t>() == results["delivered"].get<std::uint64_t>() +
                                                        results["in_flight"].get<std::uint64_t>() +
                                                        results["dropped"].get<std::uint64_t>());
  CHECK(results["reach_mean"] ==
        static_cast<double>(queries.sum("reach")) / static_cast<double>(queries.rows()));
}

TEST_CASE("queries before the warm-up are in no table, and those after it are as without") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  REQUIRE(run_there(folder).code == 0);
  REQUIRE(run_there(folder, {"--set", "/warm_up_s=20"}, "late").code == 0);
  const CsvTable whole = table(folder, "queries.csv");
  const CsvTable late(read_file(folder / "late/queries.csv"));
  std::size_t early = 0;
  while (std::stod(whole.at(early, "time_s")) < 20) ++early;
  REQUIRE(early > 5);
  REQUIRE(late.rows() == whole.rows() - early);
  for (std::size_t row = 0; row < late.rows(); ++row) {
    for (const char* column : {"time_s", "origin", "reach", "messages", "last_reach_ms", "bytes"}) {
      CHECK(late.at(row, column) == whole.at(row + early, column));
    }
  }
}

TEST_CASE("the same scenario gives the same bytes, whatever the folder and the number of jobs") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  SECTION("run twice") {
    REQUIRE(run_there(folder, {"--trace"}).code == 0);
    REQUIRE(run_there(folder, {"--trace"}, "deep/er").code == 0);
    CHECK(lasting(folder / "out") == lasting(folder / "deep/er"));
  }
  SECTION("another seed differs") {
    REQUIRE(run_there(folder).code == 0);
    REQUIRE(run_there(folder, {"--seed", "8"}, "other").code == 0);
    CHECK(read_file(folder / "out/peers.csv") != read_file(folder / "other/peers.csv"));
    CHECK(read_file(folder / "out/queries.csv") != read_file(folder / "other/queries.csv"));
  }
  SECTION("one job or many") {
    REQUIRE(run_there(folder, {"--repetitions", "7", "--jobs", "1"}).code == 0);
    for (const char* jobs : {"2", "5", "0"}) {
      REQUIRE(run_there(folder, {"--repetitions", "7", "--jobs", jobs, "--force"}, "many").code ==
              0);
      CHECK(lasting(folder / "out") == lasting(folder / "many"));
    }
  }
  SECTION("the first repetition is the run itself, and no two are the same") {
    REQUIRE(run_there(folder).code == 0);
    REQUIRE(run_there(folder, {"--repetitions", "5"}, "five").code == 0);
    CHECK(lasting(folder / "out") == lasting(folder / "five/repetition_0000"));
    const CsvTable runs(read_file(folder / "five/runs.csv"));
    std::set<std::string> fingerprints;
    for (std::size_t row = 0; row < runs.rows(); ++row) {
      fingerprints.insert(runs.at(row, "fingerprint"));
    }
    CHECK(fingerprints.size() == 5);
  }
}

TEST_CASE("--set and --seed work like editing the file") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  Json edited = Json::parse(random_queries);
  edited["seed"] = 12;
  edited["name"] = "edited";
  edited["overlay"]["protocol"]["ttl_hops"] = 2;
  edited["underlay"]["latency_ms"] = 25;
  edited["measure"] = {{"tables", {"queries", "peers"}}};
  edited["queries"] = {{"model", "list"}, {"origins", {5, 6, 7}}};
  edited.erase("horizon_s");
  edited["horizon_s"] = 30;
  write_file(folder / "edited.json", edited.dump(2));
  REQUIRE(
      run_rippletank({"run", "edited.json", "--out", "edited"}, {.folder = folder.path()}).code ==
      0);
  REQUIRE(run_there(folder, {"--seed", "12",
                             "--set",  "/name=edited",
                             "--set",  "/overlay/protocol/ttl_hops=2",
                             "--set",  "/underlay/latency_ms=25",
                             "--set",  R"(/measure={"tables":["queries"]})",
                             "--set",  "/measure/tables/1=peers",
                             "--set",  "/horizon_s=30",
                             "--set",  R"(/queries={"model":"list","origins":[5,0]})",
                             "--set",  "/queries/origins/1=6",
                             "--set",  "/queries/origins/2=7"})
              .code == 0);
  CHECK(lasting(folder / "out") == lasting(folder / "edited"));
}

TEST_CASE("--force replaces a result once the new one is complete, and not before") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  REQUIRE(run_there(folder).code == 0);
  const auto before = tree(folder / "out");
  SECTION("not when the run fails") {
    const Ended ended = run_there(
        folder, {"--force", "--set", "/queries/model=list", "--set", "/queries/origins=[999]"});
    CHECK(ended.code == 2);
    CHECK(tree(folder / "out") == before);
    CHECK(names_in(folder.path()) == Names{"out", "s.json"});
  }
  SECTION("with a single run in place of repetitions") {
    REQUIRE(run_there(folder, {"--force", "--repetitions", "2"}).code == 0);
    REQUIRE(run_there(folder, {"--force"}).code == 0);
    CHECK(names_in(folder / "out") == every_table);
    CHECK(lasting(folder / "out").at("peers.csv") == before.at("peers.csv"));
    CHECK(names_in(folder.path()) == Names{"out", "s.json"});
  }
  SECTION("a link to a result stays a link") {
    fs::create_directory_symlink("out", folder / "link");
    REQUIRE(run_there(folder, {"--force", "--seed", "8"}, "link").code == 0);
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(read_file(folder / "out/peers.csv") != before.at("peers.csv"));
  }
}

TEST_CASE("an empty folder may become the result") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", random_queries);
  fs::create_directory(folder / "out");
  CHECK(run_there(folder).code == 0);
  CHECK(names_in(folder / "out") == every_table);
}

}  // namespace run_results_test
