// Numbers: those that a student gets, and texts with them filled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/labs/lab.hpp"

namespace rippletank::labs {

/// All numbers of a lab, in its order.
using Numbers = Named<double>;

/// Why a text is no name of a student, or empty: it stands in files and in tables.
std::string why_no_student(std::string_view student);

/// The numbers of a student, which follow from the name alone, whoever else there is.
///
/// Random:  substream "labs/LAB/NUMBER" of the hash of the name; one number each.
Numbers numbers_for(const Lab& lab, std::string_view student);

/// The numbers of the page.
Numbers usual_numbers(const Lab& lab);

/// Those of them that were drawn: all others follow.
Numbers drawn_numbers(const Lab& lab, const Numbers& numbers);

/// As JSON: whole numbers without a point.
registry::Json number_json(double number);
registry::Json numbers_json(const Numbers& numbers);

/// The names that stand in braces in a text. What else stands there is a name that no number has.
std::vector<std::string> placeholders(const std::string& text);

/// The text with its numbers, as people read them ("10,876") or plain.
std::string filled(const std::string& text, const Numbers& numbers);
std::string filled_plainly(const std::string& text, const Numbers& numbers);

/// The JSON with its numbers: a text that is nothing else becomes one.
registry::Json filled(const registry::Json& value, const Numbers& numbers);

}  // namespace rippletank::labs
