// Lists the kinds of messages of WASTE.
#include "sim/protocols/waste/messages.hpp"

#include <array>

namespace rippletank::protocols::waste {
namespace {

/// Source:  mqueue.hpp and mqueuelist.cpp (GetMessagePriority, msg2tab). What opens and closes a
///          link waits in no queue.
constexpr std::array<Kind, 15> kinds = {{
    {"handshake", Way::local, Memory::others, 0},
    {"close", Way::local, Memory::others, 0},
    {"capabilities", Way::local, Memory::others, 4},
    {"ping", Way::broadcast, Memory::pings, 54},
    {"user_list", Way::broadcast, Memory::others, 68},
    {"user_list_reply", Way::routed, Memory::others, 80},
    {"key", Way::broadcast, Memory::others, 44},
    {"key_reply", Way::routed, Memory::others, 40},
    {"search", Way::broadcast, Memory::others, 64},
    {"search_reply", Way::routed, Memory::others, 80},
    {"file_request", Way::broadcast, Memory::files, 96},
    {"file_done", Way::broadcast, Memory::files, 96},
    {"file_header", Way::routed, Memory::files, 110},
    {"file_chunk", Way::routed, Memory::files, 110},
    {"saturate", Way::local, Memory::others, 255},
}};
static_assert(kinds.size() == saturation + std::size_t{1});

}  // namespace

const Kind& kind_of(std::uint8_t type) { return kinds[type]; }

std::vector<std::string> message_names() {
  std::vector<std::string> names;
  for (const Kind& kind : kinds) names.emplace_back(kind.name);
  return names;
}

}  // namespace rippletank::protocols::waste
