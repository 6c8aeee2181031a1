// "Did you mean": the known name that is nearest to a misspelt one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rippletank::registry {

/// Number of insertions, deletions, substitutions and swaps of neighbours between two words.
///
/// Cost:    O(|a|·|b|) time.
/// Source:  Damerau, CACM 7 (1964), in the optimal string alignment form.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest known name, or empty when none is near enough to be what was meant: few letters
/// away, upper and lower case alike, or the only one that begins with what was written, or
/// that what was written begins with.
std::string nearest_name(std::string_view misspelt, const std::vector<std::string>& known);

/// `; did you mean "ttl_hops"?`, or `; expected one of: …` for a short list, or empty.
std::string suggestion(std::string_view misspelt, const std::vector<std::string>& known);

}  // namespace rippletank::registry
