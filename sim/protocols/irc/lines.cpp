// The text of each line, from which its size follows.
#include "sim/protocols/irc/lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sim/core/check.hpp"

namespace rippletank::protocols::irc {
namespace {

struct Text {
  const char* name;
  std::string_view text;
  std::string_view each;  ///< what may stand in it several times
  bool listed;            ///< the last byte of `each` only stands between two of them
};

constexpr std::array<Text, line_count> texts = {{
#define LINE(name, text) {#name, text, {}, false},
#define SEVERAL(name, text, each) {#name, text, each, false},
#define LISTED(name, text, each) {#name, text, each, true},
#include "sim/protocols/irc/lines.def"
#undef LINE
#undef SEVERAL
#undef LISTED
}};

struct Bytes {
  std::uint32_t control = 0;
  std::uint32_t payload = 0;
};

std::uint32_t length_of(std::string_view name, const Lengths& lengths) {
  if (name == "nick") return lengths.nick_bytes;
  if (name == "user") return lengths.user_bytes;
  if (name == "host") return lengths.host_bytes;
  if (name == "real_name") return lengths.real_name_bytes;
  if (name == "channel") return lengths.channel_bytes;
  if (name == "text") return lengths.text_bytes;
  if (name == "reason") return lengths.reason_bytes;
  if (name == "server") return lengths.server_bytes;
  if (name == "server_info") return lengths.server_info_bytes;
  if (name == "password") return lengths.password_bytes;
  RIPPLETANK_CHECK(name == "file_name", "a line with something of no length");
  return lengths.file_name_bytes;
}

/// What a user says is payload, all else only steers.
Bytes bytes_of(std::string_view text, const Lengths& lengths) {
  Bytes bytes;
  while (!text.empty()) {
    if (text.front() != '{') {
      ++bytes.control;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find('}');
    const std::string_view name = text.substr(1, end - 1);
    (name == "text" ? bytes.payload : bytes.control) += length_of(name, lengths);
    text.remove_prefix(end + 1);
  }
  return bytes;
}

/// The longest of the lines that a text holds, with one of what it may hold several of.
std::uint32_t longest_in(const Text& text, const Lengths& lengths) {
  std::uint32_t longest = 0;
  std::string_view rest = text.text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const Bytes bytes = bytes_of(rest.substr(0, end + 1), lengths);
    longest = std::max(longest, bytes.control + bytes.payload);
    rest.remove_prefix(end + 1);
  }
  const std::uint32_t one = bytes_of(text.each, lengths).control;
  return longest + one - std::uint32_t{text.listed};
}

/// The lengths that a line depends on: `nick_bytes, channel_bytes or text_bytes`.
std::string keys_in(const Text& text) {
  std::vector<std::string> keys;
  const std::string all = std::string(text.text) + std::string(text.each);
  for (std::size_t begin = all.find('{'); begin != std::string::npos;) {
    const std::size_t end = all.find('}', begin);
    const std::string key = all.substr(begin + 1, end - begin - 1) + "_bytes";
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    begin = all.find('{', end);
  }
  std::string list = keys.front();
  for (std::size_t i = 1; i < keys.size(); ++i) {
    list += (i + 1 == keys.size() ? " or " : ", ") + keys[i];
  }
  return list;
}

}  // namespace

const registry::Section& Lengths::section() {
  using registry::between;
  const auto bytes = [](double least, double most, const char* description) {
    return registry::Field{
        .unit = "bytes", .range = between(least, most), .description = description};
  };
  static const registry::Section table =
      registry::Table<Lengths>{}
          .field("nick_bytes", &Lengths::nick_bytes,
                 bytes(1, 9, "A user's nick; RFC 2812, 1.2.1 allows 9."))
          .field("user_bytes", &Lengths::user_bytes,
                 bytes(1, 10, "The name of a user's account, which servers tell with the nick."))
          .field("host_bytes", &Lengths::host_bytes,
                 bytes(1, 63, "The name of a user's machine, likewise."))
          .field("real_name_bytes", &Lengths::real_name_bytes,
                 bytes(1, 200, "What a user gives as the real name."))
          .field("channel_bytes", &Lengths::channel_bytes,
                 bytes(2, 200, "A channel's name with its #."))
          .field("text_bytes", &Lengths::text_bytes,
                 bytes(1, 500, "What a user says in one line: the payload."))
          .field("reason_bytes", &Lengths::reason_bytes,
                 bytes(0, 400, "Why somebody leaves, is removed, or a link is closed."))
          .field("server_bytes", &Lengths::server_bytes, bytes(1, 63, "A server's name."))
          .field("server_info_bytes", &Lengths::server_info_bytes,
                 bytes(1, 63, "What a server tells about itself."))
          .field("password_bytes", &Lengths::password_bytes,
                 bytes(1, 63, "The password of a link between servers."))
          .field("file_name_bytes", &Lengths::file_name_bytes,
                 bytes(1, 255, "The name of a file that is offered."))
          .check(check_longest_lines);
  return table;
}

void check_longest_lines(const Lengths& lengths, registry::Reader& reader) {
  for (const Text& text : texts) {
    const std::uint32_t longest = longest_in(text, lengths);
    if (longest <= longest_line_bytes) continue;
    reader.error(
        fmt::format("a line \"{}\" would have {} bytes, and IRC allows {} (RFC 2812, 2.3); "
                    "shorten {}",
                    text.name, longest, longest_line_bytes, keys_in(text)));
    return;  // what makes one line too long makes others too long
  }
}

std::vector<std::string> line_names() {
  std::vector<std::string> names;
  for (const Text& text : texts) names.emplace_back(text.name);
  return names;
}

LineSizes::LineSizes(const Lengths& lengths) {
  for (std::size_t i = 0; i < line_count; ++i) {
    const Text& text = texts[i];
    const Bytes bytes = bytes_of(text.text, lengths);
    forms_[i] = {bytes.control - std::uint32_t{text.listed}, bytes.payload,
                 bytes_of(text.each, lengths).control};
  }
}

std::uint32_t LineSizes::most_in(Line line) const {
  const Form& form = forms_[static_cast<std::size_t>(line)];
  return (longest_line_bytes - form.control_bytes) / form.each_bytes;
}

}  // namespace rippletank::protocols::irc
