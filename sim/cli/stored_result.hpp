// StoredResult: a result folder that was written earlier, read back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/registry/csv_text.hpp"
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
  std::string table_file;            ///< how messages name the table
  registry::CsvTable table;          ///< runs.csv or, of one run, queries.csv; else empty
  std::vector<std::string> varied;   ///< columns of runs.csv that a sweep varies
  std::vector<std::string> metrics;  ///< columns with numbers, in their order

  /// The cell of a row; empty text for a column that there is not.
  const std::string& cell(std::size_t row, const std::string& column) const;

  /// The number in a cell; nothing where it is missing.
  ///
  /// Errors:  InputError with file and line for what is no number.
  std::optional<double> number(std::size_t row, const std::string& column) const;

  /// Unit and definition of a metric, as summary.json has them; empty where it has none.
  std::string about(const std::string& metric, const char* key) const;
};

/// Reads summary.json and the table that belongs to it.
///
/// Errors:  InputError for a folder that is no result, or of which a part is missing or damaged.
/// Cost:    about 50 bytes of memory for each cell of the table.
StoredResult read_result(const std::string& folder);

}  // namespace rippletank::cli
