// trace: the queries of a CSV table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/workload/model.hpp"

namespace rippletank::workload {

/// The queries of a CSV table with the columns time_s, origin and, if wanted, item; others are
/// refused.
///
/// Shape:   in the order of time, those of one time in that of their rows.
/// Units:   time_s in seconds, 0 to ten years.
/// Errors:  InputError naming `file`: no table, an unknown or missing column, or the first 20 rows
///          with a time, a peer or an item of the content that is none.
/// Cost:    O(rows log rows).
std::vector<overlay::Query> parse_query_trace(std::string_view text, const std::string& file,
                                              const SetUp& set_up);

}  // namespace rippletank::workload
