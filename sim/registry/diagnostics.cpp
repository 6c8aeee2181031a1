// Formats diagnostics.
#include "sim/registry/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace rippletank::registry {
namespace {

/// Keys and file names come from the input: nothing in them may end the line or steer a terminal.
std::string harmless(const std::string& text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (code < 0x20 || code == 0x7f) {
      shown += fmt::format("\\u{:04x}", code);
    } else if (code == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F
      shown += fmt::format("\\u{:04x}", next);
      ++i;
    } else {
      shown += text[i];
    }
  }
  return shown;
}

/// A pointer as far as a line can hold it; keys may be of any length.
std::string shortened_pointer(const std::string& pointer) {
  constexpr std::size_t longest = 200;
  if (pointer.size() <= longest) return pointer;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(pointer[end]) & 0xC0U) == 0x80U) --end;
  return pointer.substr(0, end) + "…";
}

std::string join(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += to_string(diagnostic);
  }
  return text;
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.file.empty()) text += diagnostic.file + ":";
  if (!diagnostic.file.empty() && diagnostic.line > 0) text += fmt::format("{}:", diagnostic.line);
  if (!text.empty()) text += ' ';
  text += diagnostic.severity == Severity::error ? "error: " : "warning: ";
  if (!diagnostic.pointer.empty()) text += shortened_pointer(diagnostic.pointer) + ": ";
  return harmless(text + diagnostic.message);
}

void sort_by_line(std::vector<Diagnostic>& diagnostics) {
  const auto place = [](const Diagnostic& diagnostic) {
    return diagnostic.line == 0 ? std::numeric_limits<int>::max() : diagnostic.line;
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(join(diagnostics)), diagnostics_(std::move(diagnostics)) {}

InputError::InputError(Diagnostic diagnostic)
    : InputError(std::vector<Diagnostic>{std::move(diagnostic)}) {}

}  // namespace rippletank::registry
