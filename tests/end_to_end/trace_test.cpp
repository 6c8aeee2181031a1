// rippletank trace, the ping table and the underlay's topology, as users ask for them.
#include "tests/catch.hpp"
#include "tests/end_to_end/csv_table.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace trace_test {

namespace {

using namespace rippletank::tests;
using Names = std::vector<std::string>;

/// An office of five machines on a hub, whose peers know only the next one.
constexpr const char* office = R"({ "name": "office",
  "underlay": { "model": "physical",
                "topology": { "model": "star", "nodes": 5, "centre": "hub" },
                "link": { "latency_ms": 0.005, "bandwidth_mbit_s": 10 } },
  "overlay": { "protocol": { "model": "flood" },
               "topology": { "model": "edge_list", "file": "peers.txt" } },
  "queries": { "model": "list", "origins": [10] } }
)";

/// Peers 10 to 50 in a line; those of `apart` are joined to each other only.
struct Fixture {
  Fixture() {
    write_file(folder / "office.json", office);
    write_file(folder / "peers.txt", "10 20\n20 30\n30 40\n40 50\n");
    write_file(folder / "apart.txt", "10 20\n30 40\n40 50\n");
    write_file(folder / "cables.txt", "1 2\n2 3\n4 5\n");
    write_file(folder / "named.graphml",
               "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph "
               "edgedefault=\"undirected\"><node id=\"anna\"/><node id=\"bert\"/>"
               "<node id=\"" +
                   long_name + "\"/><edge source=\"anna\" target=\"bert\"/><edge source=\"bert\" " +
                   "target=\"" + long_name + "\"/></graph></graphml>");
  }

  Ended rippletank(const Names& arguments) const {
    return run_rippletank(arguments, {.folder = folder.path()});
  }
  Ended trace(Names arguments) const {
    arguments.insert(arguments.begin(), {"trace", "office.json"});
    return rippletank(arguments);
  }

  TemporaryFolder folder;
  std::string long_name = "東京\u009b31m" + std::string(90, 'x');
};

const Names named = {"--set", R"(/overlay/topology={"model":"graphml","file":"named.graphml"})",
                     "--set", R"(/queries/origins=["anna"])"};
const Names over_direct = {"--set", R"(/underlay={"model":"direct","latency_ms":20})"};
const Names peers_apart = {"--set", "/overlay/topology/file=apart.txt"};
const Names cables_apart = {"--set",
                            R"(/underlay/topology={"model":"edge_list","file":"cables.txt"})"};

Names joined(Names one, const Names& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

void check_page(const Ended& ended) {
  for (const std::string& line : too_wide(ended.out)) FAIL_CHECK("too wide: " << line);
  for (const std::string& line : lines_of(ended.out)) {
    if (!line.empty() && line.back() == ' ') FAIL_CHECK("ends in a blank: " << line);
  }
  CHECK(ended.out.find("\u009b") == std::string::npos);
}

bool says(const Ended& ended, const std::string& part) {
  return ended.out.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("trace shows the straight way and the one through the overlay") {
  const Ended ended = Fixture().trace({"10", "30"});
  CHECK(ended.err.empty());
  CHECK(ended.code == 0);
  check_page(ended);
  CHECK(ended.out ==
        R"(office, seed 1: 64 bytes from peer 10 to peer 30, while nothing else is sent

Straight through the underlay
       device                       over        latency ms sending ms   after ms
    0  0                    host
    1  5                    hub     cable           0.0050     0.1136     0.1186
    2  2                    host    cable           0.0050          -     0.1236
  2 links; 0.1236 ms; ping 0.2472 ms there and back

Through the overlay, from peer to peer
       peer                                                  delay ms   after ms
    1  20                                                      0.1236     0.1236
        1  5                hub     cable           0.0050     0.1136     0.1186
        2  1                host    cable           0.0050          -     0.1236
    2  30                                                      0.1236     0.2472
        1  5                hub     cable           0.0050     0.1136     0.2422
        2  2                host    cable           0.0050          -     0.2472
  2 hops; 4 links; 0.2472 ms; ping 0.4944 ms there and back by the same peers;
  2.00 times the straight way (stretch)
)");
}

TEST_CASE("trace tells programs the same") {
  const Ended ended = Fixture().trace({"10", "30", "--json", "--bytes", "64"});
  CHECK(ended.err.empty());
  CHECK(ended.code == 0);
  const Json json = Json::parse(ended.out);
  CHECK(json["from"] == "10");
  CHECK(json["to"] == "30");
  CHECK(json["size_bytes"] == 64);
  CHECK(json["seed"] == 1);
  CHECK(json["stretch"] == 2.0);
  CHECK(json["straight"]["found"] == true);
  CHECK(json["straight"]["links"] == 2);
  CHECK(json["straight"]["one_way_ms"] == 0.1236);
  CHECK(json["straight"]["ping_ms"] == 0.2472);
  CHECK(json["straight"]["device"] == "0");
  CHECK(json["straight"]["steps"][0] == Json({{"device", "5"},
                                              {"kind", "hub"},
                                              {"medium", "cable"},
                                              {"links", 1},
                                              {"latency_ms", 0.005},
                                              {"sending_ms", 0.1136},
                                              {"after_ms", 0.1186}}));
  const Json& overlay = json["overlay"];
  CHECK(overlay["hops"] == 2);
  CHECK(overlay["links"] == 4);
  CHECK(overlay["one_way_ms"] == 0.2472);
  CHECK(overlay["ping_ms"] == 0.4944);
  CHECK(overlay["way"][0]["peer"] == "20");
  CHECK(overlay["way"][1]["peer"] == "30");
  CHECK(overlay["way"][1]["delay_ms"] == 0.1236);
  CHECK(overlay["way"][1]["after_ms"] == 0.2472);
  CHECK(overlay["way"][1]["steps"][1]["after_ms"] == 0.2472);
}

TEST_CASE("trace of larger messages takes longer, and the seed places and draws anew") {
  const Fixture fixture;
  const auto ping_ms = [&](const Names& arguments) {
    const Ended ended = fixture.trace(joined({"10", "20", "--json"}, arguments));
    REQUIRE(ended.code == 0);
    return Json::parse(ended.out)["straight"]["ping_ms"].get<double>();
  };
  // 1000 and 1078 bytes at 10 Mbit/s, and two cables, each way.
  CHECK(ping_ms({"--bytes", "1000"}) == 1.7448);
  CHECK(ping_ms({"--bytes", "0"}) == 0.1448);
  const Names drawn = {"--set", R"(/underlay/link/latency_ms={"model":"uniform","min":1,"max":9})"};
  CHECK(ping_ms(joined(drawn, {"--seed", "2"})) == ping_ms(joined(drawn, {"--set", "/seed=2"})));
  CHECK(ping_ms(joined(drawn, {"--seed", "2"})) != ping_ms(joined(drawn, {"--seed", "3"})));
}

TEST_CASE("trace over direct connections shows the overlay only") {
  const Fixture fixture;
  const Ended ended = fixture.trace(joined({"50", "30"}, over_direct));
  CHECK(ended.err.empty());
  CHECK(ended.code == 0);
  check_page(ended);
  CHECK(ended.out ==
        R"(office, seed 1: 64 bytes from peer 50 to peer 30, while nothing else is sent

Through the overlay, from peer to peer
       peer                                                  delay ms   after ms
    1  40                                                      20.000     20.000
    2  30                                                      20.000     40.000
  2 hops; 40.000 ms; ping 80.000 ms there and back by the same peers
)");
  const Json json = Json::parse(fixture.trace(joined({"50", "30", "--json"}, over_direct)).out);
  CHECK(json["straight"].is_null());
  CHECK(json["stretch"].is_null());
  CHECK(json["overlay"]["links"].is_null());
  CHECK(json["overlay"]["ping_ms"] == 80.0);
}

TEST_CASE("trace that finds no way says in which layer, and fails as ping does") {
  const Fixture fixture;
  const Ended peers = fixture.trace(joined({"10", "50"}, peers_apart));
  CHECK(peers.code == 1);
  CHECK(peers.err.empty());
  CHECK(says(peers, "ping 0.2472 ms there and back"));
  CHECK(says(peers, "There is no way: no chain of connections that work joins the two."));
  CHECK(!says(peers, "devices of the two are not joined"));

  const Ended cables = fixture.trace(joined({"10", "50"}, cables_apart));
  CHECK(cables.code == 1);
  CHECK(cables.err.empty());
  CHECK(says(cables, "There is no way: the devices of the two are not joined."));
  CHECK(says(cables, "There is no way: no chain of connections that work joins the two."));

  const Ended json = fixture.trace(joined({"10", "50", "--json"}, cables_apart));
  CHECK(json.code == 1);
  CHECK(Json::parse(json.out)["straight"] == Json({{"found", false},
                                                   {"links", nullptr},
                                                   {"same_host", false},
                                                   {"one_way_ms", nullptr},
                                                   {"ping_ms", nullptr}}));
  CHECK(Json::parse(json.out)["overlay"]["found"] == false);
}

TEST_CASE("trace of a peer to itself is no distance") {
  const Ended ended = Fixture().trace({"20", "20"});
  CHECK(ended.code == 0);
  check_page(ended);
  CHECK(says(ended, "0 links; both run on host 1, so no wire is passed; 0.000 ms; ping 0.000 ms"));
  CHECK(says(ended, "0 hops"));
}

TEST_CASE("trace says so where two peers share a host of a matrix, whatever that takes") {
  const Fixture fixture;
  write_file(fixture.folder / "rtt_ms.txt", "0 10\n10 0\n");
  const auto trace = [&](const std::string& local_ms, const Names& more) {
    return fixture.trace(joined(
        {"10", "20", "--set",
         R"(/underlay={"model":"matrix","file":"rtt_ms.txt","local_latency_ms":)" + local_ms + "}",
         "--set", R"(/overlay/placement={"model":"clustered","peers_per_host":3})"},
        more));
  };
  const Ended at_once = trace("0", {});
  CHECK(at_once.code == 0);
  check_page(at_once);
  CHECK(says(at_once, "both run on host 0, so no wire is passed; 0.000 ms; ping 0.000 ms"));
  CHECK(says(at_once, "on host 0, as the one before: no wire is passed"));
  CHECK_FALSE(says(at_once, " -"));
  CHECK(says(trace("0.25", {}), "so no wire is passed; 0.250 ms; ping 0.500 ms"));
  const Json json = Json::parse(trace("0.25", {"--json"}).out);
  CHECK(json["straight"]["same_host"] == true);
  CHECK(json["straight"]["one_way_ms"] == 0.25);
  CHECK(json["overlay"]["way"][0]["same_host"] == true);
  CHECK(json["overlay"]["way"][0]["delay_ms"] == 0.25);
}

TEST_CASE("peers that trace does not know are refused with a suggestion, both at once") {
  const Fixture fixture;
  const auto refused = [](const Ended& ended, const std::string& said) {
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    INFO("expected " << said << "\ngot      " << ended.err);
    CHECK(matches(ended.err, said));
  };
  refused(fixture.trace({"10", "60"}),
          "rippletank: error: TO: no peer \"60\" in this overlay; expected 10 to 50\n");
  refused(fixture.trace({"0", "x"}),
          "rippletank: error: FROM: no peer \"0\" in this overlay; expected 10 to 50\n"
          "rippletank: error: TO: no peer \"x\" in this overlay; expected 10 to 50\n2 errors\n");
  refused(fixture.trace(joined({"ana", "bert"}, named)),
          "rippletank: error: FROM: no peer \"ana\" in this overlay; did you mean \"anna\"?\n");
  refused(fixture.trace({"10"}),
          "rippletank: error: TO is required (see rippletank trace --help)\n");
  refused(fixture.trace({"10", "20", "--bytes", "100000001"}),
          "rippletank: error: --bytes: expected a whole number, 0 to 100000000, got …\n");
  refused(fixture.trace({"10", "20", "--set", "/underlay/link/bandwidth_mbit_s=0"}),
          "--set: error: /underlay/link/bandwidth_mbit_s: …\n");
  refused(fixture.trace({"10", "20", "--set", "/underlay/topology/nodes=4"}),
          "office.json:6: error: /overlay/topology: expected at least 5 hosts, …, got 4; …\n");
}

TEST_CASE("trace fits 80 columns whatever the names and times") {
  const Fixture fixture;
  const auto settings = GENERATE(
      Names{}, Names{"--set", "/underlay/link/latency_ms=3.15e11"},
      Names{"--set", R"(/underlay/link/latency_ms={"model":"uniform","min":1,"max":99999})"},
      Names{"--set", R"(/underlay/topology={"model":"bus","nodes":12345})", "--set",
            R"(/overlay/placement={"model":"random"})"},
      Names{"--set", R"(/underlay/topology={"model":"graphml","file":"named.graphml"})"},
      Names{"--set", "/name=" + std::string(100, 'n')});
  const Ended ended = fixture.trace(joined(joined({"anna", fixture.long_name}, named), settings));
  CHECK(ended.err.empty());
  CHECK(ended.code == 0);
  check_page(ended);
  CHECK(says(ended, "東京\ufffd31"));
}

TEST_CASE("pings of all pairs are written on request") {
  const Fixture fixture;
  Names run = {"run", "office.json", "--quiet", "--force", "--out", "out"};
  REQUIRE(fixture.rippletank(run).code == 0);
  CHECK_FALSE(std::filesystem::exists(fixture.folder / "out/pings.csv"));
  run = joined(run, {"--set", R"(/measure/tables=["pings"])"});
  REQUIRE(fixture.rippletank(run).code == 0);
  const CsvTable pings(read_file(fixture.folder / "out/pings.csv"));
  REQUIRE(pings.rows() == 5 * 4);
  for (std::size_t row = 0; row < pings.rows(); ++row) {
    const Ended ended = fixture.trace({pings.at(row, "from"), pings.at(row, "to"), "--json"});
    const Json straight = Json::parse(ended.out)["straight"];
    CHECK(pings.whole(row, "links") == straight["links"]);
    CHECK(pings.at(row, "one_way_ms") == straight["one_way_ms"].dump());
    CHECK(pings.at(row, "ping_ms") == straight["ping_ms"].dump());
  }
  const Ended refused = fixture.rippletank(joined(run, over_direct));
  CHECK(refused.code == 2);
  CHECK(matches(refused.err,
                "--set: error: /measure/tables: this underlay knows no way between …\n"));
}

TEST_CASE("the topology of an underlay is measured and written with its links") {
  const Fixture fixture;
  const auto topology = [&](const Names& arguments) {
    return fixture.rippletank(
        joined({"topology", "office.json", "--layer", "underlay", "--format"}, arguments));
  };
  const Json figures = Json::parse(topology({"json"}).out);
  CHECK(figures["nodes"] == 6);
  CHECK(figures["links"] == 5);
  // 5 hosts at 0.005 ms from the hub and 0.01 ms from each other, both ways.
  CHECK(figures["latency_sum_ms"] == 2 * 5 * 0.005 + 5 * 4 * 0.01);
  CHECK(figures["latency_max_ms"] == 0.01);
  CHECK(matches(topology({"csv"}).out,
                "from,to,latency_ms,bandwidth_mbit_s\n0,5,0.005,10\n1,5,0.005,10\n…"));
  for (const char* format : {"summary", "graphml", "dot", "svg"}) {
    const Ended ended = topology({format});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(ended.out.size() > 100);
  }
  const Ended refused = topology(joined({"csv"}, over_direct));
  CHECK(refused.code == 2);
  CHECK(refused.err ==
        "--set: error: /underlay: a \"direct\" underlay has no topology of its own; use --layer "
        "overlay\n");
}

TEST_CASE("trace shows the ways as they are at a moment, after what has broken") {
  const std::string scenario =
      std::string(RIPPLETANK_SOURCE_DIR) + "/scenarios/tutorial/14_reroute.json";
  const auto at = [&](const Names& when) {
    return run_rippletank(joined({"trace", scenario, "0", "3"}, when), {});
  };
  const Ended before = at({});
  CHECK(before.code == 0);
  CHECK(says(before, "before anything breaks"));
  CHECK(says(before, "  1 link; "));
  const Ended after = at({"--at", "5"});
  CHECK(after.code == 0);
  CHECK(says(after, "as things stand at 5 s"));
  CHECK(says(after, "  3 links; "));
  const Ended split = at({"--at", "15"});
  CHECK(split.code == 1);
  CHECK(says(split, "There is no way"));
  const Ended repaired = at({"--at", "1e3", "--json"});
  CHECK(repaired.code == 0);
  CHECK(says(repaired, "\"at_s\": 1000.0"));
  for (const char* wrong : {"soon", "1e99", "-1", "nan"}) {
    const Ended refused = at({std::string("--at=") + wrong});
    CHECK(refused.code == 2);
    CHECK(refused.err.find("--at: expected a number like 0.5, 0 to 315360000 [s], got") !=
          std::string::npos);
  }
}

}  // namespace trace_test
