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

/// What may break, as far as a choice needs to know it.
///
/// Shape:   one entry per node in is_device, degree and section; `section` is empty where nodes
///          belong to none.
struct Plant {
  std::vector<bool> is_device;
  std::vector<std::uint32_t> degree;
  std::vector<std::uint32_t> section;
  std::vector<std::pair<NodeId, NodeId>> links;
  bool has_trunk = false;
  std::function<std::optional<NodeId>(std::string_view)> find;
  std::function<std::string(NodeId)> name;
  /// What to do about a name that no node has, for messages: "expected 0 to 99".
  std::function<std::string(std::string_view)> advise;

  NodeId nodes() const { return static_cast<NodeId>(is_device.size()); }
};

struct Breakdown {
  core::Time start = 0;
  core::Time end = core::never;
  std::vector<NodeId> nodes;  ///< ascending
  std::vector<LinkId> links;  ///< ascending
  bool trunk = false;
  std::string what;  ///< in words: "host 3", "12 links"
  /// Of the parts that chose none, in words: `"hosts" chooses none of 12 hosts`.
  std::vector<std::string> nothing;

  bool breaks_nothing() const { return nodes.empty() && links.empty() && !trunk; }
};

/// Chooses what each failure breaks.
///
/// Errors:  InputError with JSON pointers below "/failures".
/// Random:  substream "failures/choice", one per failure.
std::vector<Breakdown> choose(const std::vector<Failure>& failures, const Plant& plant,
                              std::uint64_t seed);

}  // namespace rippletank::failures
