// Reports a broken invariant and stops.
#include "sim/core/check.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace rippletank::core {

void check_failed(std::string_view condition, std::string_view explanation, std::string_view file,
                  int line) {
  fmt::print(stderr,
             "rippletank: internal error: {}\n  violated: {}\n  at {}:{}\n"
             "  This is a defect of rippletank, not of your input; please report it.\n",
             explanation, condition, file, line);
  std::abort();
}

}  // namespace rippletank::core
