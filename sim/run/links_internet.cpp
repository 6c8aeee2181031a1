// Writes what each link of an internet carried.
#include "sim/run/links_internet.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace rippletank::run {
namespace {

using underlay::LinkCount;

struct Row {
  std::string from;
  std::string to;
  const char* layer;
  LinkCount forward;
  LinkCount backward;
  bool has_speed;
  std::uint32_t stress;
};

void write(const Row& row, core::Time duration, io::CsvFile& csv) {
  constexpr std::optional<std::uint32_t> no_medium;
  std::optional<double> utilisation;
  if (duration > 0 && row.has_speed) {
    const core::Time busy = std::max(row.forward.busy, row.backward.busy);
    utilisation = static_cast<double>(busy) / static_cast<double>(duration);
  }
  csv.row(row.from, row.to, row.layer, no_medium, row.forward.messages, row.backward.messages,
          row.forward.bytes, row.backward.bytes, utilisation,
          core::to_milliseconds(std::max(row.forward.longest_wait, row.backward.longest_wait)),
          row.forward.drops + row.backward.drops, row.stress);
}

}  // namespace

void write_internet_links(const underlay::InternetWires& wires, const Outcome& outcome,
                          io::CsvFile& csv) {
  const topologies::NodeNames& routers = outcome.network.device_names;
  const std::vector<LinkCount> counts = wires.core_counts(outcome.online);
  for (std::size_t id = 0; id < wires.network().links().size(); ++id) {
    const underlay::CoreLink& link = wires.network().links()[id];
    write({routers.name(link.from), routers.name(link.to), "underlay", counts[2 * id],
           counts[2 * id + 1], link.ns_per_byte > 0, wires.core_stress(id)},
          outcome.online, csv);
  }
  for (core::PeerId peer = 0; peer < wires.peers(); ++peer) {
    write({outcome.network.peer_name(peer), routers.name(wires.router_of(peer)), "access",
           wires.up_count(peer, outcome.online), wires.down_count(peer, outcome.online), true,
           wires.access_stress(peer)},
          outcome.online, csv);
  }
}

}  // namespace rippletank::run
