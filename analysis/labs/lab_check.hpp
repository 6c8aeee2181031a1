// Checks what the parts of a lab say of each other: names, tables, placeholders, scenarios.
#pragma once

#include <vector>

#include "analysis/labs/lab.hpp"

namespace rippletank::labs {

/// Every mistake between the parts of a lab whose parts are right each by itself, by pointers.
std::vector<registry::Diagnostic> check(const Lab& lab);

}  // namespace rippletank::labs
