// The JSON value used everywhere: keys keep the order in which they were written.
#pragma once

#include <nlohmann/json.hpp>

namespace rippletank::registry {

using Json = nlohmann::ordered_json;

}  // namespace rippletank::registry
