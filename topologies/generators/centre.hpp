// What stands in the middle of a star: one of its nodes, or a device of its own.
#pragma once

#include <array>
#include <utility>

#include "sim/registry/codec.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

enum class Centre { node, switch_device, hub };

inline constexpr char centre_description[] =
    "What is in the middle: one of the nodes, or an additional switch or hub, which no overlay "
    "can have.";

/// The kind of an additional device; `centre` must not be `node`.
inline NodeKind device_kind(Centre centre) {
  return centre == Centre::hub ? NodeKind::hub : NodeKind::switch_device;
}

}  // namespace rippletank::topologies

template <>
struct rippletank::registry::ChoiceNames<rippletank::topologies::Centre> {
  using Centre = topologies::Centre;
  static constexpr std::array<std::pair<const char*, Centre>, 3> names = {
      {{"node", Centre::node}, {"switch", Centre::switch_device}, {"hub", Centre::hub}}};
};
