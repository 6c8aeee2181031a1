// Messages: what is written in a Napster network, and how many bytes it has.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/message_count.hpp"
#include "sim/protocols/napster/parameters.hpp"

namespace rippletank::protocols::napster {

/// Every message, as Letter::type.
enum Type : std::uint8_t {
#define MESSAGE(name, number, text) name,
#define RESULT(name, number, text) name,
#define BARE(name, text) name,
#include "sim/protocols/napster/messages.def"
#undef MESSAGE
#undef RESULT
#undef BARE
  type_count
};

/// The names of the messages, in their order: with their numbers, where they have any.
std::vector<std::string> message_names();

/// How many digits a number has.
std::uint32_t digits(std::uint64_t number);

/// What differs from message to message of a type.
struct Details {
  std::uint64_t size_bytes = 0;     ///< of the file
  std::uint32_t link_type = 0;      ///< of the client that it tells of, 0 to 10
  std::uint32_t number_digits = 1;  ///< of a number in it
  std::uint32_t port_digits = 4;    ///< 6699 is the usual port; 0 says that there is none
};

/// The sizes of all messages for the lengths of what stands in them.
///
/// Source:  Napster protocol specification, drscholl (2000-2001): sections 2, 3 and 5; what servers
///          tell each other from OpenNap's source. A file's playing time follows from its size.
class Sizes {
 public:
  explicit Sizes(const Parameters& parameters);

  measure::MessageSize size(Type type, const Details& details) const;

 private:
  /// Bytes that all have, and how often stands in it what differs.
  struct Form {
    std::uint32_t header_bytes = 0;
    std::uint32_t text_bytes = 0;
    std::uint32_t payload_bytes = 0;  ///< beyond the text
    bool is_payload = false;          ///< the text is, too
    std::uint32_t sizes = 0;
    std::uint32_t playing_times = 0;
    std::uint32_t link_types = 0;
    std::uint32_t numbers = 0;
    std::uint32_t ports = 0;
  };

  static Form form(const Parameters& parameters, std::string_view text);
  static void add_word(const Parameters& parameters, std::string_view word, Form& form);

  std::array<Form, type_count> forms_;
};

}  // namespace rippletank::protocols::napster
