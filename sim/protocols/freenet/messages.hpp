// Messages: what Freenet's peers write to each other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/letter.hpp"
#include "sim/protocols/freenet/requests.hpp"

namespace rippletank::protocols::freenet {

/// Letter::subject is the request. Letter::value holds two numbers of 16 bits, a step and another
/// one: of what goes down, away from the origin, the step that sends it; of what comes back, the
/// step that it is for.
enum Type : std::uint8_t {
  data_request,    ///< and the hops to live that are left, likewise of the next
  insert_request,  ///< likewise
  announcement,    ///< likewise
  accepted,
  rejected,        ///< and the hops to live that are left
  restarted,       ///< somebody farther down had to try another peer
  data_not_found,  ///< the hops to live are used up
  insert_reply,    ///< no peer on the way has it: the data may come
  data_reply,      ///< the first part of the data, and 0
  data_insert,     ///< the same, away from the origin; the step is that of who gets it
  data_part,       ///< a part that comes back, and its number
  insert_part,     ///< one that goes down; the step is that of who gets it
  store_data,      ///< who is the source
  announcement_reply,
  announcement_execute,  ///< the step is that of who gets it
  announcement_complete,
  type_count
};

std::vector<std::string> message_names();

inline overlay::Letter letter(Type type, std::uint32_t request, Step step, std::uint32_t other) {
  overlay::Letter made;
  made.type = type;
  made.subject = request;
  made.value = step | (other << 16U);
  return made;
}
inline Step step_of(const overlay::Letter& letter) {
  return static_cast<Step>(letter.value & 0xffffU);
}
inline std::uint16_t other_of(const overlay::Letter& letter) {
  return static_cast<std::uint16_t>(letter.value >> 16U);
}

/// What a peer tells itself.
enum class Alarm : std::uint8_t {
  patience,  ///< of the peers that wait because of the request `subject`
  come,      ///< the peer comes into the network
  publish    ///< it inserts the item `subject`
};

inline overlay::Letter alarm(Alarm type, std::uint32_t subject) {
  overlay::Letter made;
  made.type = static_cast<std::uint8_t>(type);
  made.subject = subject;
  return made;
}

}  // namespace rippletank::protocols::freenet
