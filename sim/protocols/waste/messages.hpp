// The kinds of messages of WASTE: how each travels, how urgent it is and how large.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rippletank::protocols::waste {

/// What is written, in the order in which it is listed to users.
enum Type : std::uint8_t {
  handshake,
  closing,
  capabilities,
  ping,
  user_list,
  user_list_reply,
  key,
  key_reply,
  search,
  search_reply,
  file_request,
  file_done,
  file_header,
  file_chunk,
  saturation
};

/// Over one link only; to all within reach; or back the way on which a broadcast has come.
enum class Way : std::uint8_t { local, broadcast, routed };

/// Which of its tables an end of a link remembers a broadcast in.
enum class Memory : std::uint8_t { pings, files, others };
inline constexpr std::size_t memories = 3;

struct Kind {
  const char* name;
  Way way;
  Memory memory;
  std::uint8_t urgency;  ///< what is smaller goes first
};

const Kind& kind_of(std::uint8_t type);
std::vector<std::string> message_names();

/// Source:  mqueue.cpp (run, calc_md5): MD5 16, type 4, priority 1, length 2, TTL 1, GUID 16.
inline constexpr std::uint64_t header_bytes = 40;

/// Bytes on the wire of a message whose content has so many.
constexpr std::uint64_t padded_bytes(std::uint64_t length) {
  return header_bytes + (length + 7) / 8 * 8;
}

/// Bytes of a step in which two peers prove who they are.
///
/// Source:  connection.cpp: 16 random bytes and 24 with a hash; an RSA block of 512; 16 to tell
///          that all is well. Each way these are 568.
constexpr std::uint64_t handshake_bytes(std::uint32_t step) {
  constexpr std::uint64_t hello = 40;
  constexpr std::uint64_t block = 512;
  constexpr std::uint64_t sync = 16;
  switch (step) {
    case 2:
      return hello;
    case 3:
      return hello + block;
    case 4:
      return block + sync;
    case 5:
      return sync;
    default:
      return 0;  // TCP opens
  }
}
inline constexpr std::uint32_t handshake_steps = 6;

}  // namespace rippletank::protocols::waste
