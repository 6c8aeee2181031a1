// How a scenario's choice of a popularity becomes one.
#pragma once

#include "sim/core/ids.hpp"
#include "sim/overlay/popularity.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::workload {

/// The popularity that a model other than `file` gives to a number of items, at least 1.
///
/// Errors:  InputError at /content/popularity when the model asks for more items.
overlay::Popularity make_popularity(const registry::Model& model, core::ItemId items);

/// The file of the model `file`.
const registry::FilePath& popularity_file(const registry::Model& model);

}  // namespace rippletank::workload
