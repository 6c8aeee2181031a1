// Ways between peers as a test lays them and changes them.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "sim/overlay/link_ways.hpp"

namespace rippletank::overlay::tests {

struct LaidWay {
  core::Time latency = 0;
  std::vector<LinkId> links;
};

/// There is no way between peers that are not named.
struct LaidWays {
  std::vector<double> capacity_bytes_s;
  std::map<std::pair<core::PeerId, core::PeerId>, LaidWay> ways;

  /// As long as the ways live, with the changes that are made to them.
  LinkWays link_ways() const {
    LinkWays told;
    told.capacity_bytes_s = capacity_bytes_s;
    told.changed_capacities_bytes_s = [this] { return capacity_bytes_s; };
    told.find = [this](core::PeerId from, core::PeerId to,
                       std::vector<LinkId>& links) -> std::optional<core::Time> {
      const auto found = ways.find({from, to});
      if (found == ways.end()) return {};
      links = found->second.links;
      return found->second.latency;
    };
    return told;
  }
};

}  // namespace rippletank::overlay::tests
