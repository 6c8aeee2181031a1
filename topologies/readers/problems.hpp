// Problems: the mistakes of one input file, gathered so that a user sees them all at once.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/registry/diagnostics.hpp"
#include "sim/registry/utf8.hpp"

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

using registry::find_not_utf8;
using registry::in_quotes;
using registry::utf8_length;

}  // namespace rippletank::topologies
