// JSON Schema of scenario files, derived from the parameter tables.
#pragma once

#include "sim/registry/json.hpp"

namespace rippletank::scenario {

/// What an editor needs to complete and check a scenario file while it is typed.
///
/// Source:  JSON Schema, draft 2020-12.
registry::Json schema();

}  // namespace rippletank::scenario
