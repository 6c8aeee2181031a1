// Input tables: CSV files whose columns are known, and the mistakes in their rows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/registry/csv_text.hpp"
#include "sim/registry/diagnostics.hpp"

namespace rippletank::registry {

/// The columns of a kind of table.
struct TableForm {
  std::vector<std::string> needed;
  std::vector<std::string> optional;
};

/// A table with the columns that its form asks for.
///
/// Errors:  InputError for what is no CSV, for columns that the form does not know and for those
///          that it misses.
CsvTable read_table(std::string_view text, const std::string& file, const TableForm& form);

/// The mistakes in the rows of a file; a wrong column would fill the screen, so not all are told.
class RowMistakes {
 public:
  explicit RowMistakes(const std::string& file) : file_(file) {}

  void add(int line, std::string message);
  /// Enough is told: reading on would help nobody.
  bool are_many() const;
  /// Errors:  InputError with all of them in the order of lines, if there are any.
  void throw_if_any();

 private:
  const std::string& file_;
  std::vector<Diagnostic> mistakes_;
};

}  // namespace rippletank::registry
