// Turns the parser's messages into such that say what to mend.
#include "sim/registry/json_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/registry/reader.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::registry {
namespace {

using Pairs = std::pair<std::string_view, std::string_view>;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '+' || c == '.' || c == '$';
}

/// A token in quotes, short and without anything that could steer a terminal.
std::string quoted(std::string_view token) { return found(std::string(token)); }

/// The word or the character at which the parser stopped.
std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  std::size_t end = at + 1;
  if (is_word_character(text[at])) {
    while (begin > 0 && is_word_character(text[begin - 1])) --begin;
    while (end < text.size() && is_word_character(text[end])) ++end;
  } else {
    const auto continues = [&](std::size_t i) {
      return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
    };
    while (continues(end)) ++end;
  }
  return text.substr(begin, end - begin);
}

char last_before(std::string_view text, std::size_t at) {
  const auto found = text.substr(0, at).find_last_not_of(" \t\r\n");
  return found == std::string_view::npos ? '\0' : text[found];
}

std::string_view expected(std::string_view said) {
  constexpr std::array<Pairs, 5> contexts = {{
      {"; expected end of input", "nothing after the end of the object"},
      {"parsing object key", "a key in double quotes"},
      {"parsing object separator", "a colon after the key"},
      {"parsing object", "a comma or \"}\""},
      {"parsing array", "a comma or \"]\""},
  }};
  for (const auto& [context, meaning] : contexts) {
    if (contains(said, context)) return meaning;
  }
  return "a value";
}

/// For words that other languages have: `True`, `NaN`, `'text'`, `// remark`.
std::string_view hint_for_word(std::string_view word, bool as_key) {
  constexpr std::array<Pairs, 10> words = {{
      {"True", "write true"},
      {"TRUE", "write true"},
      {"False", "write false"},
      {"FALSE", "write false"},
      {"None", "leave the key out"},
      {"undefined", "leave the key out"},
      {"NaN", "JSON has numbers only, not NaN"},
      {"nan", "JSON has numbers only, not NaN"},
      {"/", "JSON has no comments; \"description\" can hold remarks"},
      {"#", "JSON has no comments; \"description\" can hold remarks"},
  }};
  for (const auto& [wrong, hint] : words) {
    if (word == wrong && !(as_key && is_word_character(word.front()))) return hint;
  }
  if (contains(word, "Inf") || word == "inf") return "JSON has numbers only, not infinity";
  constexpr std::string_view opening_quotes[] = {"'", "`", "\u201c", "\u201d", "\u201e", "\u2018"};
  if (std::find(std::begin(opening_quotes), std::end(opening_quotes), word) !=
      std::end(opening_quotes)) {
    return "keys and texts stand in straight double quotes";
  }
  if (word == "<") return "this is HTML or XML, not JSON";
  if (word == "\u00a0") return "this is a no-break space; put a plain space in its place";
  const bool numeric =
      word.find_first_of("0123456789") != std::string_view::npos &&
      word.find_first_not_of("0123456789.+-eExXabcdefABCDEF_") == std::string_view::npos;
  if (numeric && !as_key) return "numbers are written like 7, -0.5 or 1e6";
  if (find_not_utf8(word) != std::string_view::npos) return "save the file as UTF-8";
  if (is_word_character(word.front())) return "keys and texts stand in double quotes";
  return {};
}

std::string explain_string(const SyntaxError& error) {
  const std::string& said = error.said;
  if (contains(said, "missing closing quote")) {
    return fmt::format("expected a closing quote after {}, got the end of the {}",
                       quoted(std::string_view(error.last_token).substr(1)), error.whole);
  }
  if (contains(said, "U+000A") || contains(said, "U+000D")) {
    return "expected a closing quote, got the end of the line; write \\n for a line break in a "
           "text";
  }
  if (contains(said, "U+0009")) return "expected no tab inside a text; write \\t or a space";
  if (contains(said, "control character"))
    return "expected no control character inside a text; leave it out";
  if (contains(said, "ill-formed UTF-8")) return "expected UTF-8; save the file as UTF-8";
  if (contains(said, "surrogate")) {
    return "expected both halves of a \\u surrogate pair, got one; write the character itself";
  }
  return "expected an escape like \\n after a backslash; write \\\\ for a backslash, / in paths";
}

/// What stands where something else was expected, and how that is mended.
struct Found {
  std::string shown;
  std::string_view hint;
};

Found find_token(const SyntaxError& error, std::size_t at, bool misses_comma) {
  const std::string_view token = error.last_token;
  const auto start = error.text.rfind(token, at);
  const bool glued =
      start != std::string_view::npos && start > 0 && is_word_character(error.text[start - 1]);
  constexpr std::size_t longest = 40;
  const bool is_text = token.size() > 1 && token.front() == '"';
  std::string shown = is_text ? in_quotes(token.substr(1, token.size() - 2))
                              : std::string(token.substr(0, longest));
  if (glued) return {quoted(word_at(error.text, start)), "numbers are written like 7, -0.5 or 1e6"};
  return {std::move(shown), misses_comma ? "is a comma missing before it?" : ""};
}

Found find_sign(std::string_view text, std::size_t at, bool misses_comma) {
  const char sign = text[at];
  std::string_view hint;
  if (last_before(text, at) == ',' && (sign == ',' || sign == '}' || sign == ']')) {
    hint = "is there a comma too many before it?";
  } else if (misses_comma && (sign == '{' || sign == '[')) {
    hint = "is a comma missing before it?";
  }
  return {quoted(text.substr(at, 1)), hint};
}

Found find_unexpected(const SyntaxError& error, bool as_key, bool misses_comma) {
  const std::size_t at = std::min(error.read, error.text.size()) - (error.read > 0 ? 1 : 0);
  const std::string_view said = error.said;
  if (contains(said, "unexpected end of input")) return {"the end of the " + error.whole, {}};
  if (contains(said, "unexpected '")) return find_sign(error.text, at, misses_comma);
  if (contains(said, "unexpected string") || contains(said, "unexpected number")) {
    return find_token(error, at, misses_comma);
  }
  // A number is known to be unfinished only by what comes after it.
  const bool after =
      contains(said, "invalid number") && at > 0 && !is_word_character(error.text[at]);
  const std::string_view word = word_at(error.text, after ? at - 1 : at);
  return {quoted(word), hint_for_word(word, as_key)};
}

}  // namespace

std::string explain(const SyntaxError& error) {
  if (error.text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return "the file is empty; expected a JSON object";
  }
  if (contains(error.said, "invalid string")) return "not valid JSON: " + explain_string(error);
  const std::string_view wanted = expected(error.said);
  const bool as_key = contains(error.said, "parsing object key");
  const Found found = find_unexpected(error, as_key, contains(wanted, "comma"));
  return fmt::format("not valid JSON: expected {}, got {}{}{}", wanted, found.shown,
                     found.hint.empty() ? "" : "; ", found.hint);
}

std::string why_not_text(std::string_view text) {
  const auto zero = text.find('\0');
  const std::string_view start = text.substr(0, 2);
  if (start == "\xff\xfe" || start == "\xfe\xff" || zero <= 1) {
    return "expected UTF-8, got UTF-16; save the file as UTF-8";
  }
  if (zero != std::string_view::npos) return "expected JSON, got a binary file (a zero byte)";
  return {};
}

}  // namespace rippletank::registry
