// The ways in which items come into a network, as a scenario chooses among them.
#pragma once

#include <variant>

#include "sim/registry/entry.hpp"

namespace rippletank::protocols::freenet {

/// The copies that the content says lie in their holders' stores when the run begins.
struct Placed {};

/// Holders insert their items while the run goes on, one after the other, item by item.
struct Inserted {
  double start_s = 0;
  double interval_s = 1;
  bool at_random = true;
};

using Publishing = std::variant<Placed, Inserted>;

const registry::Catalogue& publishings();

/// One of the catalogue and its parameters.
Publishing publishing(const registry::Model& chosen);

/// The models with their defaults.
registry::Model placed_items();
registry::Model inserted_items();

}  // namespace rippletank::protocols::freenet
