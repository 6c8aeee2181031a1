// Keeps the current JSON pointer and the mistakes found so far.
#include "sim/registry/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rippletank::registry {

Reader::Reader(std::filesystem::path base_directory) : base_directory_(std::move(base_directory)) {}

Reader::Step::Step(Reader& reader, std::string_view token)
    : reader_(reader), length_before_(reader.pointer_.size()) {
  reader_.pointer_ += '/';
  reader_.pointer_ += escape_pointer_token(token);
}

Reader::Step::~Step() { reader_.pointer_.resize(length_before_); }

void Reader::error(std::string message) {
  // The document itself has an empty pointer; RFC 6901 has no sign for it, "/" reads better.
  diagnostics_.push_back({"", 0, pointer_.empty() ? "/" : pointer_, std::move(message)});
}

void Reader::error_at(std::string_view key, std::string message) {
  const Step step = enter(key);
  error(std::move(message));
}

bool Reader::has_mistakes_at(std::string_view key) const {
  const std::string at = pointer_ + "/" + escape_pointer_token(key);
  return std::any_of(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.pointer.compare(0, at.size(), at) == 0 &&
           (diagnostic.pointer.size() == at.size() || diagnostic.pointer[at.size()] == '/');
  });
}

std::string escape_pointer_token(std::string_view token) {
  std::string escaped;
  for (const char c : token) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string found(const Json& value) {
  constexpr std::size_t longest = 40;
  switch (value.type()) {
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return fmt::format("a list of {}", value.size());
    default: {
      std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
      if (text.size() > longest) text = text.substr(0, longest) + "…";
      return text;
    }
  }
}

}  // namespace rippletank::registry
