// Lines: what is written in an IRC network, and how many bytes each line has.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/measure/message_count.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols::irc {

/// How long what stands in the lines is: all nicks alike, all channels alike, and so on.
struct Lengths {
  std::uint32_t nick_bytes = 9;
  std::uint32_t user_bytes = 6;
  std::uint32_t host_bytes = 24;
  std::uint32_t real_name_bytes = 12;
  std::uint32_t channel_bytes = 10;
  std::uint32_t text_bytes = 40;
  std::uint32_t reason_bytes = 20;
  std::uint32_t server_bytes = 18;
  std::uint32_t server_info_bytes = 20;
  std::uint32_t password_bytes = 8;
  std::uint32_t file_name_bytes = 16;

  static const registry::Section& section();
};

/// Every line, by who writes it to whom: what a server passes on to another is `_relayed`.
enum class Line : std::uint8_t {
#define LINE(name, text) name,
#define SEVERAL(name, text, each) name,
#define LISTED(name, text, each) name,
#include "sim/protocols/irc/lines.def"
#undef LINE
#undef SEVERAL
#undef LISTED
  count
};
inline constexpr std::size_t line_count = static_cast<std::size_t>(Line::count);

/// The most bytes of a line, CR and LF included.
///
/// Source:  RFC 2812, 2.3; RFC 2813, 3.3.
inline constexpr std::uint32_t longest_line_bytes = 512;

/// The names of the lines, in their order.
std::vector<std::string> line_names();

/// The sizes of all lines for the lengths of what stands in them.
class LineSizes {
 public:
  explicit LineSizes(const Lengths& lengths);

  measure::MessageSize size(const overlay::Letter& letter) const {
    const Form& form = forms_[letter.type];
    return {form.control_bytes + std::uint64_t{letter.value} * form.each_bytes, form.payload_bytes,
            0};
  }

  /// How many channels or names fit into one such line.
  std::uint32_t most_in(Line line) const;

 private:
  struct Form {
    std::uint32_t control_bytes = 0;
    std::uint32_t payload_bytes = 0;
    std::uint32_t each_bytes = 0;
  };

  std::array<Form, line_count> forms_;
};

/// Says which lines the lengths would make longer than IRC allows.
void check_longest_lines(const Lengths& lengths, registry::Reader& reader);

inline overlay::Letter letter_of(Line line, std::uint32_t subject = 0, std::uint32_t value = 0) {
  overlay::Letter letter;
  letter.type = static_cast<std::uint8_t>(line);
  letter.subject = subject;
  letter.value = value;
  return letter;
}

inline Line line_of(const overlay::Letter& letter) { return static_cast<Line>(letter.type); }

}  // namespace rippletank::protocols::irc
