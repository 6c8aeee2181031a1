// WiredStations: an experiment with stations on cables, run by the real program, read from its CSV.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/end_to_end/csv_table.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace rippletank::tests {

using Ends = std::pair<int, int>;

/// A query of 44 bytes takes 40 of TCP/IP and 38 of Ethernet: 122 bytes, 97.6 us at 10 Mbit/s.
constexpr double sending_ms = 0.0976;
constexpr double cable_ms = 0.005;

/// A cable of a drawn network.
struct Drawn {
  int from = 0;
  int to = 0;
  double latency_us = 5;
};

/// Nodes 0, 1, … of these kinds as GraphML.
inline std::string graphml(const std::vector<std::string>& kinds,
                           const std::vector<Drawn>& cables) {
  std::string text = R"(<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="k" for="node" attr.name="kind" attr.type="string"/>
<key id="l" for="edge" attr.name="latency_us" attr.type="double"/>
<graph edgedefault="undirected">
)";
  for (std::size_t node = 0; node < kinds.size(); ++node) {
    text += R"(<node id=")" + std::to_string(node) + R"("><data key="k">)" + kinds[node] +
            "</data></node>\n";
  }
  for (const Drawn& cable : cables) {
    text += R"(<edge source=")" + std::to_string(cable.from) + R"(" target=")" +
            std::to_string(cable.to) + R"("><data key="l">)" + std::to_string(cable.latency_us) +
            "</data></edge>\n";
  }
  return text + "</graph></graphml>\n";
}

/// Stations 0 … n-1 that are connected to these others only.
inline std::string who_talks(int stations, const std::vector<Ends>& connections) {
  std::vector<Drawn> drawn;
  drawn.reserve(connections.size());
  for (const auto& [from, to] : connections) drawn.push_back({from, to});
  return graphml(std::vector<std::string>(static_cast<std::size_t>(stations), "host"), drawn);
}

/// What is run: each origin asks in a second of its own, from second 1, by a flood.
struct Experiment {
  Json wires;  ///< the physical topology
  Json talk;   ///< that of the overlay
  std::vector<int> origins;
  Json failures = Json::array();
  int ttl_hops = 1;
  std::map<std::string, std::string> files = {};  ///< that the topologies name
};

/// What came of it.
class WiredStations {
 public:
  explicit WiredStations(const Experiment& experiment) : links_("from\n"), queries_("query_id\n") {
    const TemporaryFolder folder;
    const Json scenario = {
        {"name", "wired"},
        {"underlay",
         {{"model", "physical"},
          {"topology", experiment.wires},
          {"link", {{"bandwidth_mbit_s", 10}, {"latency_ms", cable_ms}}}}},
        {"overlay",
         {{"protocol", {{"model", "flood"}, {"ttl_hops", experiment.ttl_hops}}},
          {"topology", experiment.talk}}},
        {"failures", experiment.failures},
        {"queries",
         {{"model", "list"}, {"origins", experiment.origins}, {"start_s", 1}, {"interval_s", 1}}}};
    for (const auto& [name, text] : experiment.files) write_file(folder / name, text);
    write_file(folder / "s.json", scenario.dump());
    const Ended ended =
        run_rippletank({"run", "s.json", "--out", "out"}, {.folder = folder.path()});
    if (ended.code != 0) throw std::runtime_error("the run failed: " + ended.err);
    links_ = CsvTable(read_file(folder / "out/links.csv"));
    queries_ = CsvTable(read_file(folder / "out/queries.csv"));
    const CsvTable peers(read_file(folder / "out/peers.csv"));
    for (std::size_t peer = 0; peer < peers.rows(); ++peer) {
      heard_of_.push_back(peers.whole(peer, "queries_received"));
    }
    if (experiment.failures.empty()) return;
    const CsvTable failures(read_file(folder / "out/failures.csv"));
    parts_ = failures.whole(0, "components");
    largest_part_ = failures.whole(0, "largest_component");
  }

  using Counts = std::vector<std::uint64_t>;

  /// Stations that each query got to.
  Counts reach() const {
    Counts reach;
    for (std::size_t row = 0; row < queries_.rows(); ++row) {
      reach.push_back(queries_.whole(row, "reach"));
    }
    return reach;
  }
  /// Queries of others that each station got.
  const Counts& received() const { return heard_of_; }

  /// Of the one query that was asked.
  double path_links() const { return std::stod(queries_.at(0, "path_links")); }
  double last_reach_ms() const { return std::stod(queries_.at(0, "last_reach_ms")); }

  std::size_t cables() const { return links_.rows(); }
  /// Frames on a cable in both directions, or on the medium that it is a part of.
  std::uint64_t frames(Ends cable) const {
    const std::size_t row = row_of(cable);
    return links_.whole(row, "frames_forward") + links_.whole(row, "frames_backward");
  }
  /// Frames on all cables, a medium counted once per cable.
  std::uint64_t frames() const {
    return links_.sum("frames_forward") + links_.sum("frames_backward");
  }
  std::string medium(Ends cable) const { return links_.at(row_of(cable), "medium"); }

  /// When the first thing had broken.
  std::uint64_t parts() const { return parts_; }
  std::uint64_t largest_part() const { return largest_part_; }

 private:
  std::size_t row_of(Ends cable) const {
    const std::string from = std::to_string(cable.first);
    const std::string to = std::to_string(cable.second);
    for (std::size_t row = 0; row < links_.rows(); ++row) {
      const std::string& one = links_.at(row, "from");
      const std::string& other = links_.at(row, "to");
      if ((one == from && other == to) || (one == to && other == from)) return row;
    }
    throw std::runtime_error("no cable " + from + "-" + to);
  }

  CsvTable links_;
  CsvTable queries_;
  Counts heard_of_;
  std::uint64_t parts_ = 0;
  std::uint64_t largest_part_ = 0;
};

/// Cables that are cut before anybody asks.
inline Json cut(const std::vector<Ends>& cables) {
  return {{{"at_s", 0}, {"links", {{"choose", "ids"}, {"ids", cables}}}}};
}

/// Hosts or devices that go down before anybody asks.
inline Json down(const std::string& what, const std::vector<int>& nodes) {
  return {{{"at_s", 0}, {what, {{"choose", "ids"}, {"ids", nodes}}}}};
}

/// What happens to the trunk before anybody asks: "cut" or "unterminated".
inline Json trunk(const std::string& what) { return {{{"at_s", 0}, {"trunk", what}}}; }

/// Everybody sends straight to everybody.
inline Experiment all_to_all(const Json& wires, int stations, Json failures = Json::array()) {
  std::vector<int> everybody(static_cast<std::size_t>(stations));
  std::iota(everybody.begin(), everybody.end(), 0);
  return {wires, {{"model", "true_mesh"}, {"nodes", stations}}, everybody, std::move(failures)};
}

/// One station sends one message to each of some others, and nobody else says anything.
inline Experiment one_to(const Json& wires, int stations, int from, const std::vector<int>& to) {
  std::vector<Ends> connections;
  connections.reserve(to.size());
  for (const int station : to) connections.emplace_back(from, station);
  Experiment experiment{wires, {{"model", "graphml"}, {"file", "talk.graphml"}}, {from}};
  experiment.files["talk.graphml"] = who_talks(stations, connections);
  return experiment;
}

}  // namespace rippletank::tests
