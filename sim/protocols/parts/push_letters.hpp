// The numbers of the letters and timers of pushes in an unstructured network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/protocols/parts/web_caches.hpp"

namespace rippletank::protocols {

struct PushLetters {
  enum Type : std::uint8_t { push = WebCaches::types, give, types };
  enum Alarm : std::uint8_t { no_source = WebCaches::alarms, alarms };

  static std::vector<std::string> message_types() { return {"push", "give"}; }
};

}  // namespace rippletank::protocols
