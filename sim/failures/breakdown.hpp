// Breakdown: a failure with the parts that it chose.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/failures/model.hpp"

namespace rippletank::failures {

using NodeId = std::uint32_t;
using LinkId = std::uint32_t;

/// What may fail of a network, as far as a choice needs to know it: of an underlay its hosts,
/// devices and links, of an overlay its peers, none of which is a device.
///
/// Shape:   one entry per node in is_device, degree and section; `section` is empty where nodes
///          belong to none.
struct Plant {
  const char* noun = "node";           ///< what a node is called in messages
  const char* place = "the underlay";  ///< where they are
  std::vector<bool> is_device;
  std::vector<std::uint32_t> degree;
  std::vector<std::uint32_t> section;
  std::vector<std::pair<NodeId, NodeId>> links;
  bool has_trunk = false;
  std::function<std::optional<NodeId>(std::string_view)> find;
  std::function<std::string(NodeId)> name;
  bool names_are_numbers = false;
  /// What to do about a name that no node has, for messages: "expected 0 to 99".
  std::function<std::string(std::string_view)> advise;

  NodeId nodes() const { return static_cast<NodeId>(is_device.size()); }
};

/// All that may fail in a run.
struct Plants {
  Plant overlay;
  std::optional<Plant> underlay;  ///< none: nothing of it may break
  std::string underlay_model;     ///< its name, for messages
};

struct Breakdown {
  core::Time start = 0;
  core::Time end = core::never;
  std::vector<NodeId> nodes;  ///< ascending
  std::vector<LinkId> links;  ///< ascending
  bool trunk = false;
  std::string what;           ///< these in words: "host 3", "12 links"
  std::vector<NodeId> peers;  ///< that go, ascending
  bool announced = false;     ///< they say so
  std::string who;            ///< these in words: "peers 0 4"
  /// Of the parts that chose none, in words: `"hosts" chooses none of 12 hosts`.
  std::vector<std::string> nothing;

  bool breaks_parts() const { return !nodes.empty() || !links.empty() || trunk; }
  bool breaks_nothing() const { return !breaks_parts() && peers.empty(); }
};

/// Chooses what each failure breaks, and who goes.
///
/// Errors:  InputError with JSON pointers below "/failures".
/// Random:  substreams "failures/choice" of parts and "failures/peers", one each per failure.
std::vector<Breakdown> choose(const std::vector<Failure>& failures, const Plants& plants,
                              std::uint64_t seed);

}  // namespace rippletank::failures
