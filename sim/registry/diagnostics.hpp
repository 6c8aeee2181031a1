// Diagnostics: what is wrong with an input, where, and what to do about it.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace rippletank::registry {

enum class Severity { error, warning };

/// One mistake in one input file.
struct Diagnostic {
  std::string file;     ///< as the user named it; empty for the command line
  int line = 0;         ///< 1-based; 0 when unknown (the loader fills it in from the pointer)
  std::string pointer;  ///< JSON pointer of the value; empty for files that are not JSON
  std::string message;  ///< what was expected, what was found, what to do
  Severity severity = Severity::error;
};

/// One line as users read it: `gossip.json:7: error: /overlay/ttl: unknown key; did you …`.
std::string to_string(const Diagnostic& diagnostic);

/// Puts diagnostics into the order of their lines, those without one behind the others: they tell
/// of a file as a whole, as "and 5 more mistakes" does.
void sort_by_line(std::vector<Diagnostic>& diagnostics);

/// All mistakes of an input, thrown together once it has been read as far as possible.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Diagnostic> diagnostics);
  explicit InputError(Diagnostic diagnostic);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace rippletank::registry
