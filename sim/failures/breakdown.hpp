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
///          belong to none, `site` where nothing is known of where they run.
struct Plant {
  const char* noun = "node";           ///< what a node is called in messages
  const char* place = "the underlay";  ///< where they are
  std::vector<bool> is_device;
  std::vector<std::uint32_t> degree;
  std::vector<std::uint32_t> section;
  std::vector<std::uint32_t> site;
  std::vector<std::pair<NodeId, NodeId>> links;
  bool has_trunk = false;
  std::vector<std::string> roles;  ///< that nodes may have by and by; empty: they have none
  std::function<std::optional<NodeId>(std::string_view)> find;
  std::function<std::string(NodeId)> name;
  bool names_are_numbers = false;
  /// What to do about a name that no node has, for messages: "expected 0 to 99".
  std::function<std::string(std::string_view)> advise;
  std::function<std::optional<std::uint32_t>(std::string_view)> find_site;
  std::function<std::string(std::string_view)> advise_site;

  NodeId nodes() const { return static_cast<NodeId>(is_device.size()); }
};

/// All that may fail in a run.
struct Plants {
  Plant overlay;
  std::optional<Plant> underlay;  ///< none: nothing of it may break
  std::string underlay_model;     ///< its name, for messages
};

/// A failure, or one time of many that it happens, with what it breaks.
struct Breakdown {
  core::Time start = 0;
  core::Time end = core::never;  ///< where all is repaired together
  std::uint32_t failure = 0;     ///< its place in the list
  std::uint32_t occurrence = 0;
  std::vector<NodeId> nodes;  ///< ascending
  std::vector<LinkId> links;  ///< ascending
  bool trunk = false;
  std::string what;           ///< these in words: "host 3", "12 links"
  std::vector<NodeId> peers;  ///< that go, ascending
  bool announced = false;     ///< they say so
  std::string who;            ///< these in words: "peers 0 4"
  /// Peers that do not reach those of other sides, nor those of none.
  std::vector<std::vector<NodeId>> sides;
  std::string apart;  ///< these in words: "partition of peers 0 4"
  /// Whether peers, or sides, are chosen when it happens; then what stands here is no more than
  /// what the topology tells, or nothing.
  bool peers_live = false;
  bool sides_live = false;
  /// Where each is repaired at its own time: when, of each of nodes, links, the trunk, and of each
  /// of peers, sides.
  std::vector<core::Time> part_ends;
  std::vector<core::Time> peer_ends;
  std::vector<core::Time> side_ends;
  /// Of the parts that chose none, in words: `"hosts" chooses none of 12 hosts`.
  std::vector<std::string> nothing;

  bool breaks_parts() const { return !nodes.empty() || !links.empty() || trunk; }
  bool breaks_nothing() const {
    return !breaks_parts() && peers.empty() && sides.empty() && !peers_live && !sides_live;
  }
};

/// "peer 3", "peers 3 4", "12 peers".
std::string in_words(const std::string& noun, const std::vector<NodeId>& nodes,
                     const std::function<std::string(NodeId)>& name);
/// "partition of peers 3 4", "partition into 3 groups".
std::string apart_in_words(const std::vector<std::vector<NodeId>>& sides,
                           const std::function<std::string(NodeId)>& name);

/// Chooses what each failure breaks, and who goes, as far as that is no matter of the moment.
///
/// Shape:   in the order of the list, of each failure its occurrences until the horizon.
/// Errors:  InputError with JSON pointers below "/failures".
/// Random:  substreams "failures/choice" of parts, "failures/peers" and "failures/partition", one
///          each per occurrence, and those of moments.hpp; repair times from "failures/repair" of
///          parts, "failures/return" of peers and "failures/rejoin" of sides.
std::vector<Breakdown> choose(const std::vector<Failure>& failures, const Plants& plants,
                              std::uint64_t seed, core::Time horizon = core::never);

}  // namespace rippletank::failures
