// Number hint: what to write in place of a number that is not written as JSON has it.
#pragma once

#include <string>
#include <string_view>

namespace rippletank::labs {

/// "write 0.5" for "0,5"; likewise for "1/3", "1,234,567" and "12 ms". Empty for what is no such
/// number, and for one that is written as it should be.
std::string number_hint(std::string_view written);

}  // namespace rippletank::labs
