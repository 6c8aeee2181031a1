// Replication: how many copies of each item there are.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/overlay/popularity.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::workload {

/// How many peers hold each item, by a model other than `file`.
///
/// Shape:   copies[item], each 1 to `sharers`; their sum is the mean of the model times the number
///          of items, rounded.
/// Errors:  InputError at /content/replication when they are more than the sharers can hold, or
///          than a run can.
/// Source:  Cohen & Shenker, Replication strategies in unstructured peer-to-peer networks, SIGCOMM
///          2002; departs: whole copies.
std::vector<std::uint32_t> copies_per_item(const registry::Model& model,
                                           const overlay::Popularity& popularity,
                                           core::PeerId sharers);

/// The file of the model `file`.
const registry::FilePath& replication_file(const registry::Model& model);

}  // namespace rippletank::workload
