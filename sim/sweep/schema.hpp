// JSON Schema of scenario and sweep files in one, so that an editor needs only one.
#pragma once

#include "sim/registry/json.hpp"

namespace rippletank::sweep {

/// A file with a "scenario" is a sweep, any other a scenario.
///
/// Source:  JSON Schema, draft 2020-12.
registry::Json schema();

}  // namespace rippletank::sweep
