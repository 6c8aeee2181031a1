// CSV text: the rows of an input table, by the names of its columns.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rippletank::registry {

/// A table with a header.
///
/// Source:  RFC 4180; besides, LF line ends, blank lines and a byte order mark are taken.
struct CsvTable {
  struct Row {
    int line = 0;  ///< on which it begins
    std::vector<std::string> fields;
  };

  std::vector<std::string> columns;
  std::vector<Row> rows;

  /// Index of a column, if there is one of that name.
  std::optional<std::size_t> find(std::string_view column) const;
};

/// Errors:  InputError for an empty table, a row of another width than the header's, a repeated
///          column, and quotes that do not close.
CsvTable parse_csv(std::string_view text, const std::string& file);

/// The same row by row, for tables of which only a part is kept: calls `header` with the columns,
/// then `row` with each row, whose fields it may take.
void read_csv(std::string_view text, const std::string& file,
              const std::function<void(const std::vector<std::string>& columns)>& header,
              const std::function<void(CsvTable::Row& row)>& row);

}  // namespace rippletank::registry
