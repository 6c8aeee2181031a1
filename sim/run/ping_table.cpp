// Writes pings.csv: how far each peer is from each other one over idle wires.
#include "sim/run/ping_table.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/io/csv_file.hpp"
#include "sim/run/readable.hpp"
#include "sim/run/route.hpp"
#include "sim/run/table_columns.hpp"

namespace rippletank::run {
namespace {

using core::PeerId;
using core::Time;

constexpr std::uint64_t most_pairs = 4'000'000;
constexpr PeerId most_peers = 2'000;
static_assert(std::uint64_t{most_peers} * (most_peers - 1) <= most_pairs);

[[noreturn]] void refuse(std::string reason) {
  throw registry::InputError(registry::Diagnostic{"", 0, "/measure/tables", std::move(reason)});
}

/// one_way[from * peers + to], core::never without a way.
std::vector<Time> one_way_times(const Network& network) {
  const PeerId peers = network.connections.peers();
  std::vector<Time> times;
  times.reserve(std::size_t{peers} * peers);
  for (PeerId from = 0; from < peers; ++from) {
    for (PeerId to = 0; to < peers; ++to) {
      times.push_back(from == to ? 0 : network.paths.idle_delay(from, to, ping_bytes));
    }
  }
  return times;
}

std::optional<double> milliseconds(Time time) {
  if (time == core::never) return {};
  return core::to_milliseconds(time);
}

}  // namespace

void check_ping_table(const scenario::Measure& measure, const Network& network) {
  if (!measure.has(scenario::ResultTable::pings)) return;
  if (!network.paths.idle_delay) {
    refuse(
        "this underlay knows no way between peers that are not connected; leave \"pings\" out, or "
        "name another underlay");
  }
  const auto peers = static_cast<double>(network.connections.peers());
  const double pairs = peers * (peers - 1);
  if (pairs <= static_cast<double>(most_pairs)) return;
  refuse(fmt::format(
      "\"pings\" would have {} rows, one for each ordered pair of peers, and holds at most {}; "
      "leave it out and ask for single pairs by rippletank trace, or take at most {} peers",
      readable_count(pairs), readable_count(static_cast<double>(most_pairs)),
      readable_count(most_peers)));
}

void write_pings(const Network& network, const std::filesystem::path& file) {
  const PeerId peers = network.connections.peers();
  const std::vector<Time> times = one_way_times(network);
  io::CsvFile csv(file, ping_columns().names());
  for (PeerId from = 0; from < peers; ++from) {
    for (PeerId to = 0; to < peers; ++to) {
      if (from == to) continue;
      const Time there = times[std::size_t{from} * peers + to];
      const Time back = times[std::size_t{to} * peers + from];
      const bool returns = there < core::never - back;
      std::optional<std::uint32_t> links;
      if (there != core::never && network.paths.links) links = network.paths.links(from, to);
      csv.row(network.peer_name(from), network.peer_name(to), links, milliseconds(there),
              milliseconds(returns ? there + back : core::never));
    }
  }
  csv.close();
}

}  // namespace rippletank::run
