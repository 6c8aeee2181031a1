// Formats diagnostics.
#include "sim/registry/diagnostics.hpp"

#include <fmt/format.h>

namespace rippletank::registry {
namespace {

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
  if (!diagnostic.pointer.empty()) text += diagnostic.pointer + ": ";
  return text + diagnostic.message;
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(join(diagnostics)), diagnostics_(std::move(diagnostics)) {}

InputError::InputError(Diagnostic diagnostic)
    : InputError(std::vector<Diagnostic>{std::move(diagnostic)}) {}

}  // namespace rippletank::registry
