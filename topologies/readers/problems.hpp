// Problems: the mistakes of one input file, gathered so that a user sees them all at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/registry/diagnostics.hpp"

namespace rippletank::topologies {

/// Collects the mistakes of a file; a file of the wrong kind makes one per line, so that only the
/// first ones are told and the rest are counted.
class Problems {
 public:
  static constexpr int most_told = 20;

  explicit Problems(std::string file) : file_(std::move(file)) {}

  /// Records a mistake; `explain()` makes its message and is called only when it will be told.
  template <class Explain>
    requires requires(Explain explain) { std::string(explain()); }
  void add(int line, Explain explain) {
    if (++count_ <= most_told) told_.push_back({file_, line, {}, explain()});
  }
  void add(int line, std::string message);

  bool none() const { return count_ == 0; }

  /// Records a mistake after which reading on makes no sense.
  /// Errors:  InputError, always.
  [[noreturn]] void stop(int line, std::string message);

  /// Errors:  InputError with all that was recorded, if anything was, in the order of lines.
  void stop_if_any() const;

 private:
  [[noreturn]] void stop_now() const;

  std::string file_;
  std::vector<registry::Diagnostic> told_;
  int count_ = 0;
};

/// The text in quotes as a message shows it: cut when it is long, on one line, always UTF-8.
std::string in_quotes(std::string_view text);

/// Length of the UTF-8 sequence that `text` begins with, 0 when it is none.
/// Source:  RFC 3629, section 4.
std::size_t utf8_length(std::string_view text);

/// Index of the first byte that is not part of UTF-8, or npos.
std::size_t find_not_utf8(std::string_view text);

}  // namespace rippletank::topologies
