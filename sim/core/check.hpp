// Assertions that stay on in every build: a broken invariant must never become a wrong result.
#pragma once

#include <string_view>

namespace rippletank::core {

/// Prints what was violated and where to stderr, then aborts.
[[noreturn]] void check_failed(std::string_view condition, std::string_view explanation,
                               std::string_view file, int line);

}  // namespace rippletank::core

/// Aborts with an explanation unless the condition holds. For mistakes of the program,
/// never for mistakes of its user (those are diagnostics).
#define RIPPLETANK_CHECK(condition, explanation) \
  (static_cast<bool>(condition)                  \
       ? static_cast<void>(0)                    \
       : ::rippletank::core::check_failed(#condition, explanation, __FILE__, __LINE__))
