// What is measured of each query, as numbers that statistics can take.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/measure/query_record.hpp"

namespace rippletank::run {

/// A number that queries have; its name is its column in queries.csv, which defines it.
struct QueryMeasure {
  const char* name;
  const char* unit;  ///< may be empty
  std::optional<double> (*value)(const measure::QueryRecord& query);

  const std::string& definition() const;
};

/// All of them, in the order of the columns.
const std::vector<QueryMeasure>& query_measures();

}  // namespace rippletank::run
