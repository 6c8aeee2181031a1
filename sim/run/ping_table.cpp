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

/// All pairs by [from * peers + to].
struct Pairs {
  std::vector<Time> one_way;         ///< core::never without a way
  std::vector<std::uint32_t> links;  ///< empty where the underlay has none
};

Pairs measure_pairs(const Network& network) {
  const PeerId peers = network.connections.peers();
  const std::size_t count = std::size_t{peers} * peers;
  Pairs pairs{std::vector<Time>(count),
              std::vector<std::uint32_t>(network.paths.links ? count : 0)};
  // In the order in which what was needed last is needed again.
  const bool by_origin = network.paths.by_origin;
  for (PeerId outer = 0; outer < peers; ++outer) {
    for (PeerId inner = 0; inner < peers; ++inner) {
      if (outer == inner) continue;
      const PeerId from = by_origin ? outer : inner;
      const PeerId to = by_origin ? inner : outer;
      const std::size_t pair = std::size_t{from} * peers + to;
      pairs.one_way[pair] = network.paths.idle_delay(from, to, ping_bytes);
      if (network.paths.links) pairs.links[pair] = network.paths.links(from, to);
    }
  }
  return pairs;
}

std::optional<double> ms_unless_never(Time time) {
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
  const Pairs pairs = measure_pairs(network);
  io::CsvFile csv(file, ping_columns().names());
  for (PeerId from = 0; from < peers; ++from) {
    for (PeerId to = 0; to < peers; ++to) {
      if (from == to) continue;
      const std::size_t pair = std::size_t{from} * peers + to;
      const Time there = pairs.one_way[pair];
      const Time back = pairs.one_way[std::size_t{to} * peers + from];
      const bool returns = there < core::never - back;
      std::optional<std::uint32_t> links;
      if (there != core::never && network.paths.links) links = pairs.links[pair];
      csv.row(network.peer_name(from), network.peer_name(to), links, ms_unless_never(there),
              ms_unless_never(returns ? there + back : core::never));
    }
  }
  csv.close();
}

}  // namespace rippletank::run
