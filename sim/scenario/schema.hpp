// JSON Schema of scenario files, derived from the parameter tables.
#pragma once

#include <string>

#include "sim/registry/entry.hpp"

namespace rippletank::scenario {

/// What an editor needs to complete and check an object that is read by a parameter table.
///
/// Source:  JSON Schema, draft 2020-12.
registry::Json schema_of_file(const registry::Section& section, const std::string& title);

/// The same for a scenario file.
registry::Json schema();

}  // namespace rippletank::scenario
