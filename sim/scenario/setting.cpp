// Changes values of a scenario that is still JSON.
#include "sim/scenario/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/registry/json_text.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::scenario {
namespace {

using registry::Diagnostic;
using registry::InputError;
using registry::Json;
using registry::parse_json;
using registry::ParsedJson;

[[noreturn]] void refuse_setting(const std::string& pointer, std::string message) {
  throw InputError(Diagnostic{"--set", 0, pointer, std::move(message)});
}

/// Whether a text can only have been meant as JSON: plain words begin otherwise.
bool begins_like_json(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos &&
         std::string_view("[{\"").find(text[first]) != std::string_view::npos;
}

/// The value of a setting: JSON, or else a text.
Json value_of(const std::string& pointer, const std::string& text) {
  if (!Json::accept(text) && !begins_like_json(text)) return text;
  ParsedJson parsed = parse_json(text, "");
  if (!parsed.mistakes.empty()) {
    const Diagnostic& first = parsed.mistakes.front();
    refuse_setting(pointer + (first.pointer == "/" ? "" : first.pointer), first.message);
  }
  return std::move(parsed.value);
}

bool is_index(const std::string& token) {
  constexpr std::size_t most_digits = 9;
  return !token.empty() && token.size() <= most_digits &&
         std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         (token.size() == 1 || token.front() != '0');
}

/// One step along a pointer, making what is missing; `at` is where `value` stands, for messages.
Json& step_into(Json& value, const std::string& at, const std::string& token) {
  if (value.is_null()) value = is_index(token) ? Json::array() : Json::object();
  if (value.is_object()) return value[token];
  if (!value.is_array()) {
    refuse_setting(at + "/" + token,
                   fmt::format("{} is {}, which has no parts", at, registry::found(value)));
  }
  const std::size_t index = is_index(token) ? std::stoul(token) : value.size() + 1;
  if (index > value.size()) {
    refuse_setting(at + "/" + token,
                   fmt::format("expected an index from 0 to {} ({} adds an element), as {} is {}",
                               value.size(), value.size(), at, registry::found(value)));
  }
  if (index == value.size()) value.push_back(nullptr);
  return value[index];
}

}  // namespace

std::string unescaped(std::string token) {
  for (const auto& [escape, plain] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
    for (auto at = token.find(escape); at != std::string::npos; at = token.find(escape, at + 1)) {
      token.replace(at, 2, plain);
    }
  }
  return token;
}

std::string why_no_pointer(const std::string& pointer) {
  if (pointer.empty() || pointer.front() != '/') return "expected a pointer that begins with /";
  for (auto at = pointer.find('~'); at != std::string::npos; at = pointer.find('~', at + 1)) {
    const char next = at + 1 < pointer.size() ? pointer[at + 1] : '\0';
    if (next == '0' || next == '1') continue;
    return "expected 0 or 1 after ~; write ~0 for ~ in a key, ~1 for /";
  }
  if (pointer.find("//") != std::string::npos || pointer.back() == '/') {
    return "expected a key after every slash";
  }
  return {};
}

std::vector<std::string> tokens_of(const std::string& pointer) {
  std::vector<std::string> tokens;
  for (std::size_t begin = 1; begin <= pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
    tokens.push_back(unescaped(pointer.substr(begin, end - begin)));
    begin = end + 1;
  }
  return tokens;
}

Setting read_setting(const std::string& text) {
  const auto equals = text.find('=');
  if (text.empty() || text.front() != '/' || equals == std::string::npos || equals == 1) {
    const bool lacks_slash =
        !text.empty() && text.front() != '/' && equals > 0 && equals != std::string::npos;
    refuse_setting("",
                   fmt::format("expected /POINTER=VALUE, for example "
                               "/overlay/protocol/ttl_hops=5, got {}{}",
                               registry::found(text), lacks_slash ? "; begin with a slash" : ""));
  }
  if (registry::find_not_utf8(text) != std::string::npos) {
    refuse_setting("", "expected UTF-8, got " + registry::found(text));
  }
  const std::string pointer = text.substr(0, equals);
  if (const std::string reason = why_no_pointer(pointer); !reason.empty()) {
    refuse_setting(pointer, reason);
  }
  return {pointer, value_of(pointer, text.substr(equals + 1))};
}

void apply(Setting setting, Json& document) {
  Json* target = &document;
  std::string at;
  for (const std::string& token : tokens_of(setting.pointer)) {
    target = &step_into(*target, at, token);
    at += "/" + registry::escape_pointer_token(token);
  }
  *target = std::move(setting.value);
}

}  // namespace rippletank::scenario
