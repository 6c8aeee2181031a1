// StoredResult: a result folder that was written earlier, read back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"

namespace rippletank::cli {

enum class ResultKind { run, repetitions, sweep };

/// As JSON has it: "run".
const char* name(ResultKind kind);

/// For messages: "the result of one run".
const char* kind_in_words(ResultKind kind);

/// A result folder, as far as numbers can be compared.
struct StoredResult {
  std::string folder;  ///< as the user named it
  ResultKind kind = ResultKind::run;
  registry::Json summary;
  std::size_t rows = 0;              ///< of runs.csv or, of one run, queries.csv
  std::vector<std::string> varied;   ///< columns of runs.csv that a sweep varies
  std::vector<std::string> metrics;  ///< columns with numbers, in their order

  /// Columns of runs.csv that tell rows apart: what is varied, status, repetition and seed.
  std::map<std::string, std::vector<std::string>> texts;
  std::map<std::string, std::vector<double>> numbers;  ///< of each metric; NaN: missing
  std::vector<std::uint64_t> askings;  ///< a hash of number, time, origin and item of each query

  /// Unit and definition of a metric, as summary.json has them; empty where it has none.
  std::string about(const std::string& metric, const char* key) const;
};

/// Reads summary.json and the table that belongs to it.
///
/// Errors:  InputError for a folder that is no result, or of which a part is missing or damaged.
/// Cost:    memory for the text of the table, and 8 bytes for each number in it.
StoredResult read_result(const std::string& folder);

/// Makes sure that groups.csv of a sweep is as rippletank writes it. Returns of how many points of
/// the sweep it tells: of those that were played.
///
/// Errors:  InputError with the line of the first mistake.
std::size_t require_groups(const StoredResult& sweep);

}  // namespace rippletank::cli
