// Walks through a JSON text event by event, knowing pointer and line of each value.
#include "sim/registry/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "sim/registry/json_syntax.hpp"
#include "sim/registry/reader.hpp"

namespace rippletank::registry {
namespace {

constexpr std::size_t deepest = 64;

/// Reads a text and tells how far the parser has come.
class CountedCharacters {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountedCharacters(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}

  reference operator*() const { return *at_; }
  CountedCharacters& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  CountedCharacters operator++(int) {
    CountedCharacters before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountedCharacters& other) const { return at_ == other.at_; }
  bool operator!=(const CountedCharacters& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

std::string shortened(const std::string& token) {
  constexpr std::size_t longest = 40;
  return token.size() > longest ? token.substr(0, longest) + "…" : token;
}

/// Follows the parser: where it is in the document, and on which line.
class Walker : public nlohmann::json_sax<Json> {
 public:
  Walker(std::string_view text, std::string file)
      : text_(text), file_(std::move(file)), furthest_(text.data()), counted_(text.data()) {}

  /// Lines of these pointers are looked up on the way.
  void look_up(const std::string& pointer) { lines_.emplace(pointer, 0); }
  int line_of(const std::string& pointer) const { return lines_.at(pointer); }

  void walk() {
    const char* end = text_.data() + text_.size();
    Json::sax_parse(CountedCharacters(text_.data(), &furthest_), CountedCharacters(end, &furthest_),
                    this);
  }

  bool is_json() const { return is_json_; }
  std::vector<Diagnostic>& mistakes() { return mistakes_; }

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }

  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    level.token = escape_pointer_token(name);
    note_line(line());
    if (!level.keys.insert(name).second) {
      mistakes_.push_back(
          {file_, line(), pointer(), "repeated key; each key may stand once in an object"});
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string& token, const Json::exception& error) override {
    is_json_ = false;
    constexpr int number_overflow = 406;  // the only one that is no syntax error
    if (error.id == number_overflow) {
      value();
      mistakes_.push_back({file_, line(), pointer().empty() ? "/" : pointer(),
                           "expected a number below 1.8e308, got " + shortened(token)});
      return false;
    }
    std::string message = explain({text_, static_cast<std::size_t>(furthest_ - text_.data()), token,
                                   error.what(), file_.empty() ? "value" : "file"});
    if (std::string(error.what()).find("unexpected end of input") != std::string::npos &&
        !levels_.empty()) {
      message += fmt::format("; the {}{} is not closed", levels_.back().is_object ? '{' : '[',
                             file_.empty() ? "" : fmt::format(" of line {}", levels_.back().line));
    }
    mistakes_.push_back({file_, line(), "", std::move(message)});
    return false;
  }

 private:
  struct Level {
    bool is_object = false;
    std::string token;  ///< of the current key or element
    std::size_t index = 0;
    int line = 0;
    std::set<std::string, std::less<>> keys;
  };

  /// The line on which the token ends that the parser has just read. Numbers are known to have
  /// ended only by the character after them, which may be the end of the line.
  int line() {
    const char* last = furthest_ == text_.data() ? furthest_ : furthest_ - 1;
    line_ += static_cast<int>(std::count(counted_, last, '\n'));
    counted_ = std::max(counted_, last);
    return line_;
  }

  std::string pointer() const {
    std::string text;
    for (const Level& level : levels_) text += "/" + level.token;
    return text;
  }

  void note_line(int at) {
    if (lines_.empty()) return;
    const auto wanted = lines_.find(pointer());
    if (wanted != lines_.end()) wanted->second = at;
  }

  /// A value begins: as an element it has a pointer and a line of its own.
  bool value() {
    if (!levels_.empty() && !levels_.back().is_object) {
      levels_.back().token = std::to_string(levels_.back().index++);
      note_line(line());
    } else if (levels_.empty()) {
      note_line(line());
    }
    return true;
  }

  bool open(bool is_object) {
    value();
    if (levels_.size() == deepest) {
      is_json_ = false;
      mistakes_.push_back(
          {file_, line(), "",
           fmt::format("expected at most {} levels of nesting, got more", deepest)});
      return false;
    }
    levels_.push_back({is_object, {}, 0, line(), {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  std::string_view text_;
  std::string file_;
  const char* furthest_;
  const char* counted_;
  int line_ = 1;
  bool is_json_ = true;
  std::vector<Level> levels_;
  std::map<std::string, int> lines_;
  std::vector<Diagnostic> mistakes_;
};

std::string parent_of(const std::string& pointer) { return pointer.substr(0, pointer.rfind('/')); }

}  // namespace

ParsedJson parse_json(std::string_view text, const std::string& file) {
  ParsedJson parsed;
  if (std::string reason = why_not_text(text); !reason.empty()) {
    parsed.mistakes.push_back({file, 0, "", std::move(reason)});
    return parsed;
  }
  Walker walker(text, file);
  walker.walk();
  parsed.mistakes = std::move(walker.mistakes());
  parsed.is_json = walker.is_json();
  if (parsed.is_json) parsed.value = Json::parse(text);
  return parsed;
}

void fill_in_lines(std::string_view text, std::vector<Diagnostic>& diagnostics) {
  const auto needs_line = [](const Diagnostic& diagnostic) {
    return diagnostic.line == 0 && !diagnostic.pointer.empty();
  };
  Walker walker(text, "");
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!needs_line(diagnostic)) continue;
    std::string pointer = diagnostic.pointer == "/" ? "" : diagnostic.pointer;
    for (; !pointer.empty(); pointer = parent_of(pointer)) walker.look_up(pointer);
    walker.look_up("");
  }
  walker.walk();
  for (Diagnostic& diagnostic : diagnostics) {
    if (!needs_line(diagnostic)) continue;
    std::string pointer = diagnostic.pointer == "/" ? "" : diagnostic.pointer;
    while (walker.line_of(pointer) == 0 && !pointer.empty()) pointer = parent_of(pointer);
    diagnostic.line = walker.line_of(pointer);
  }
}

std::optional<double> number_in(const std::string& text) {
  const Json number = Json::parse(text, nullptr, false);
  if (!number.is_number()) return {};
  return number.get<double>();
}

}  // namespace rippletank::registry
