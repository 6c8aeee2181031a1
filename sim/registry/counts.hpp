// Counts as people read them, in help, notes and errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rippletank::registry {

/// The digits of a decimal number with commas between groups of three: "1,234,567.890".
std::string grouped(std::string digits);

/// A count in groups of three digits: "10,876".
std::string count_text(std::uint64_t number);

/// A count with its word: "1 node", "10,876 nodes".
std::string count_in_words(std::uint64_t number, std::string_view one, std::string_view many);

}  // namespace rippletank::registry
