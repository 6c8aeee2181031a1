// Writes what each cable of a physical underlay carried.
#include "sim/run/links_physical.hpp"

#include <algorithm>
#include <optional>

namespace rippletank::run {
namespace {

std::uint64_t drops(const underlay::ChannelCount& count) {
  return (count.queue_full + count.lost + count.cut_off).frames;
}

}  // namespace

void write_physical_links(const underlay::PhysicalWires& wires, const Outcome& outcome,
                          io::CsvFile& csv) {
  const topologies::NodeNames& names = outcome.network.device_names;
  const auto duration = static_cast<double>(outcome.online);
  for (underlay::CableId id = 0; id < wires.graph().cables.size(); ++id) {
    const underlay::Cable& cable = wires.graph().cables[id];
    const underlay::ChannelId channel = wires.media().forward[id];
    const underlay::ChannelCount forward = wires.frames().forward_count(id, outcome.online);
    const underlay::ChannelCount backward = wires.frames().backward_count(id, outcome.online);
    std::optional<underlay::ChannelId> medium;
    if (wires.media().channels[channel].shared) medium = channel;
    std::optional<double> utilisation;
    if (duration > 0) {
      utilisation = static_cast<double>(std::max(forward.busy, backward.busy)) / duration;
    }
    csv.row(names.name(cable.from), names.name(cable.to), "underlay", medium, forward.sent.frames,
            backward.sent.frames, forward.sent.bytes, backward.sent.bytes, utilisation,
            core::to_milliseconds(std::max(forward.longest_wait, backward.longest_wait)),
            drops(forward) + drops(backward), wires.frames().stress().most(id));
  }
}

}  // namespace rippletank::run
