// Fair rates as the textbook fills an empty network: the slow twin of FairShares.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include "sim/overlay/fair_shares.hpp"

namespace rippletank::overlay::tests {

struct TwinFlow {
  std::vector<LinkId> links;
  double limit = std::numeric_limits<double>::infinity();
};

/// Raises the rates of all flows by the same steps; whoever meets a limit or a full link stays.
/// What is left of a link is summed up anew in each step.
inline std::vector<double> water_filling(const std::vector<double>& capacities,
                                         const std::vector<TwinFlow>& flows) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> rates(flows.size(), 0.0);
  std::vector<bool> grows(flows.size(), true);
  while (std::find(grows.begin(), grows.end(), true) != grows.end()) {
    std::vector<double> left = capacities;
    std::vector<int> growing(capacities.size(), 0);
    for (std::size_t i = 0; i < flows.size(); ++i) {
      for (const LinkId link : flows[i].links) {
        left[link] -= rates[i];
        growing[link] += grows[i] ? 1 : 0;
      }
    }
    // How much each flow could still grow if all that can grow did.
    std::vector<double> room(flows.size(), infinity);
    for (std::size_t i = 0; i < flows.size(); ++i) {
      room[i] = flows[i].limit - rates[i];
      for (const LinkId link : flows[i].links) {
        room[i] = std::min(room[i], std::max(0.0, left[link] / growing[link]));
      }
    }
    double step = infinity;
    for (std::size_t i = 0; i < flows.size(); ++i) {
      if (grows[i]) step = std::min(step, room[i]);
    }
    for (std::size_t i = 0; i < flows.size(); ++i) {
      if (!grows[i]) continue;
      rates[i] += step;
      grows[i] = room[i] > step;
    }
  }
  return rates;
}

}  // namespace rippletank::overlay::tests
