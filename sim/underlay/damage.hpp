// Damage: what is broken of a network, by breakdowns that may overlap.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/time.hpp"
#include "sim/underlay/device_graph.hpp"

namespace rippletank::underlay {

/// What works of a network.
///
/// Shape:   devices[device], cables[cable] and groups[group] are true for what is intact.
struct Intact {
  std::vector<bool> devices;
  std::vector<bool> cables;
  std::vector<bool> groups;  ///< a trunk, its terminators included

  static Intact all(const DeviceGraph& graph) {
    return {std::vector<bool>(graph.kinds.size(), true),
            std::vector<bool>(graph.cables.size(), true),
            std::vector<bool>(graph.groups.size(), true)};
  }
};

/// Parts that break at a moment, or are repaired.
struct Change {
  core::Time time = 0;
  bool repair = false;
  std::vector<DeviceId> devices;
  std::vector<CableId> cables;
  std::vector<std::uint32_t> groups;
};

/// How often each part is broken: one that broke twice works when both are repaired.
class Damage {
 public:
  explicit Damage(const DeviceGraph& graph)
      : devices_(graph.kinds.size()), cables_(graph.cables.size()), groups_(graph.groups.size()) {}

  /// Errors:  a repair of what is not broken is a fault of the program.
  void apply(const Change& change) {
    count(change.devices, change.repair, devices_);
    count(change.cables, change.repair, cables_);
    count(change.groups, change.repair, groups_);
  }

  Intact intact() const { return {whole(devices_), whole(cables_), whole(groups_)}; }

 private:
  using Breaks = std::vector<std::uint32_t>;

  static void count(const std::vector<std::uint32_t>& parts, bool repair, Breaks& breaks) {
    for (const std::uint32_t part : parts) {
      RIPPLETANK_CHECK(!repair || breaks[part] > 0, "what is repaired is not broken");
      breaks[part] += repair ? -1U : 1U;
    }
  }
  static std::vector<bool> whole(const Breaks& breaks) {
    std::vector<bool> intact(breaks.size());
    for (std::size_t part = 0; part < breaks.size(); ++part) intact[part] = breaks[part] == 0;
    return intact;
  }

  Breaks devices_;
  Breaks cables_;
  Breaks groups_;
};

}  // namespace rippletank::underlay
